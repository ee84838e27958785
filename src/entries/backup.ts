import { runAction } from '../github/main.ts';

/** The action `backup`. */
export const start = (): Promise<void> => runAction('backup');
