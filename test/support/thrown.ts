import { SluiceError } from '../../src/errors.ts';

/** The expected failure that an action ends with; anything else is thrown on. */
export function thrownBy(action: () => unknown): SluiceError {
  try {
    action();
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
