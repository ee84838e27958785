import { runAction } from '../github/main.ts';

/** The action at the root, `action.yml`: the whole lifecycle in one step. */
export const start = (): Promise<void> => runAction('lifecycle');
