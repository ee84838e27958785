import { runAction } from '../github/main.ts';

/** The action `rollback`. */
export const start = (): Promise<void> => runAction('rollback');
