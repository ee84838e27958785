import { runAction } from '../github/main.ts';

/** The action `readiness-check`. */
export const start = (): Promise<void> => runAction('readiness-check');
