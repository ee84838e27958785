import type { KeyChange, KeyPreview, KeySample, KeyTransform } from '../../../driver.ts';
import { type Decision, decide } from './decide.ts';
import { Marks, progressKey } from './marks.ts';
import { noProgress, readCheckpoint } from './progress.ts';
import { type ReadKey, readKeys } from './read.ts';
import { readLarge } from './read-large.ts';
import { pages } from './scan.ts';
import { keyValueOf } from './stored.ts';
import { storedAs } from './stored-as.ts';
import { bytesOf, textOf } from './text.ts';
import type { Workshop } from './work.ts';

/** Goes over all keys that are not done yet, and asks what would become of them. Writes nothing. */
export async function previewKeys(
  { link, own }: Workshop,
  transform: KeyTransform,
  samples: number,
  signal: AbortSignal,
): Promise<KeyPreview> {
  const reader = link.within({ signal });
  const { id, match, type } = transform;
  const known = readCheckpoint(await reader.call('HGETALL', progressKey(own, id)));
  const marks = known === null ? null : new Marks(own, id, known.sets);
  const counts = { changed: 0, removed: 0, renamed: 0 };
  const shown: KeySample[] = [];
  let scanned = 0;
  for await (const { keys } of pages(reader, { match, type, own: own.prefix }, '0')) {
    for await (const answer of readKeys(reader, { keys, type, marks, marked: false })) {
      const read = [...answer.read];
      for (const key of answer.large) {
        const one = await readLarge(reader, key, type);
        if (one !== null) read.push(one);
      }
      scanned += read.length;
      for (const one of read) {
        signal.throwIfAborted();
        const decision = await decide(one, transform, own.prefix);
        if (decision === null) continue;
        counts[decision.counter] += 1;
        if (shown.length < samples) shown.push(await sampleOf(one, decision, transform, own.prefix));
      }
    }
  }
  const keys = Number(await reader.call('DBSIZE'));
  return { progress: { ...noProgress(keys), ...counts, scanned }, samples: shown };
}

async function sampleOf(read: ReadKey, { change }: Decision, transform: KeyTransform, own: string): Promise<KeySample> {
  return {
    key: textOf(read.key),
    before: keyValueOf(read.stored, transform.type),
    change,
    repeats: await repeats(read, change, transform, own),
  };
}

/** Whether the module would change its own result once more. */
async function repeats(read: ReadKey, change: KeyChange, transform: KeyTransform, own: string): Promise<boolean> {
  if (change.kind === 'remove') return false;
  const key = change.kind === 'rename' ? bytesOf(change.key, 'the new name of a key') : read.key;
  const stored = storedAs(read.stored, change.value, transform.type);
  return (await decide({ ...read, key, stored }, transform, own)) !== null;
}
