import { runAction } from '../github/main.ts';

/** The action `promote`. */
export const start = (): Promise<void> => runAction('promote');
