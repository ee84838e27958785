import { runAction } from '../github/main.ts';

/** The action `validate`. */
export const start = (): Promise<void> => runAction('validate');
