import { runAction } from '../github/main.ts';

/** The action `migrate`. */
export const start = (): Promise<void> => runAction('migrate');
