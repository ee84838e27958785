import { SluiceError } from '../../../errors.ts';
import { textOf } from './text.ts';

/** A key's name for people: text where it is, else its bytes in hexadecimal. */
export function nameOf(key: Buffer): string {
  const name = textOf(key);
  return typeof name === 'string' ? name : `0x${name.toString('hex')}`;
}

/**
 * A failure on one key. The key and what was thrown are data: they are in the details, for whoever watches, and not in
 * the message, which is journaled.
 */
export function keyFailure(key: Buffer, why: string, thrown: unknown = why): SluiceError {
  return new SluiceError('SQL_001', thrown === why ? `A key cannot be migrated: ${why}` : why, {
    fix: 'The command line prints which key it was. Correct the module or the key, then run the command again: it goes on with the keys that are not changed yet.',
    details: {
      key: nameOf(key),
      thrown: thrown instanceof Error ? thrown.message : String(thrown),
    },
  });
}

/** What the module threw on a key, or why its result does not fit; only the kind of error is in the message. */
export function moduleFailure(key: Buffer, thrown: unknown): SluiceError {
  const kind = thrown instanceof Error ? thrown.name : typeof thrown;
  return keyFailure(key, `The module failed on a key (${kind}).`, thrown);
}
