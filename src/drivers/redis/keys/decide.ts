import { hash } from 'node:crypto';
import type { KeyChange, KeyTransform } from '../../../driver.ts';
import { type Edit, editsOf } from './edits.ts';
import { keyFailure, moduleFailure, nameOf } from './key-failure.ts';
import type { ReadKey } from './read.ts';
import { keyValueOf } from './stored.ts';
import { bytesOf, textOf } from './text.ts';

/** Which counter of the progress a key goes to. */
export type Counter = 'changed' | 'removed' | 'renamed';

/** What is to be done to a key. */
export interface Decision {
  readonly key: Buffer;
  readonly counter: Counter;
  /** The name that it has afterwards; its own unless it is renamed. */
  readonly target: Buffer;
  readonly edits: readonly Edit[];
  /** How it is told whether somebody changed it since it was read. */
  readonly guard: 'bytes' | 'hash' | 'dump' | 'none';
  readonly seen: Buffer | string;
  readonly change: KeyChange;
}

/** Longer strings are compared by their hash, so that they do not have to be sent back. */
const COMPARED_WHOLE = 1024;

function guardOf({ stored, bytes }: ReadKey): Pick<Decision, 'guard' | 'seen'> {
  if (bytes === null) return { guard: 'none', seen: '' };
  if (stored.type === 'string' && bytes.length <= COMPARED_WHOLE) return { guard: 'bytes', seen: bytes };
  return { guard: stored.type === 'string' ? 'hash' : 'dump', seen: hash('sha1', bytes, 'hex') };
}

function decisionOf(read: ReadKey, change: KeyChange, { type }: KeyTransform, own: string): Decision | null {
  const { key, stored } = read;
  const base = { key, target: key, change, ...guardOf(read) };
  if (change.kind === 'remove') return { ...base, counter: 'removed', edits: [['UNLINK']] };
  const edits = editsOf(stored, change.value, type);
  const target = change.kind === 'rename' ? bytesOf(change.key, 'the new name of a key') : key;
  if (edits === 'gone') return { ...base, counter: 'removed', edits: [['UNLINK']] };
  if (target.toString('latin1').startsWith(own)) throw new TypeError(`names that begin with ${own} are Sluice's own`);
  if (!target.equals(key)) return { ...base, counter: 'renamed', target, edits };
  return edits.length === 0 ? null : { ...base, counter: 'changed', edits };
}

/**
 * Asks the module what becomes of a key; null = it is left alone.
 *
 * @throws SluiceError `SQL_001` with the key in its details
 */
export async function decide(read: ReadKey, transform: KeyTransform, own: string): Promise<Decision | null> {
  try {
    const value = keyValueOf(read.stored, transform.type);
    return decisionOf(read, await transform.change(value, textOf(read.key)), transform, own);
  } catch (error) {
    throw moduleFailure(read.key, error);
  }
}

/** The new name of a key is another key's. */
export function nameTaken({ key, target }: Decision): Error {
  return keyFailure(
    key,
    'The new name of a key is taken, and nothing is overwritten.',
    `its new name ${nameOf(target)} is taken`,
  );
}
