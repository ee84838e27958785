import type { RdbEntry, RdbKey, RdbLargeKey } from './entries.ts';
import { encodedString, type KeyHead, RdbWriter } from './writer.ts';

/** What becomes of a key: `keep`, `drop`, or what is different. */
export type EntryChange = 'keep' | 'drop' | (Partial<KeyHead> & { readonly key?: Buffer });

/**
 * The file that the entries make when each key is kept, dropped or changed as `change` says. Values are passed through as
 * they are, of any size. Hints about the number of keys are left out, because they would no longer be true.
 */
export async function* rewriteRdb(
  batches: AsyncIterable<readonly RdbEntry[]>,
  change: (key: RdbKey | RdbLargeKey) => EntryChange,
): AsyncGenerator<Buffer, void> {
  let writer: RdbWriter | null = null;
  let inDropped = false;
  for await (const batch of batches) {
    for (const entry of batch) {
      if (entry.kind === 'header') writer = new RdbWriter(entry.version, entry.dialect);
      if (writer === null) continue;
      switch (entry.kind) {
        case 'key':
        case 'large': {
          const changed = change(entry);
          inDropped = changed === 'drop';
          if (changed !== 'drop') writeKey(writer, entry, changed === 'keep' ? {} : changed);
          break;
        }
        case 'piece':
          if (!inDropped) writer.raw(entry.raw);
          break;
        case 'aux':
        case 'function':
        case 'module':
          inDropped = false;
          writer.raw(entry.raw);
          break;
        case 'end':
          writer.end();
          break;
        default:
      }
      const chunk = writer.take(entry.kind === 'end');
      if (chunk !== null) yield chunk;
    }
  }
}

function writeKey(writer: RdbWriter, entry: RdbKey | RdbLargeKey, changed: Exclude<EntryChange, string>): void {
  const { db, expiresAtMs, idle, frequency } = entry;
  const storedKey = changed.key === undefined ? entry.storedKey : encodedString(changed.key);
  writer.stored({ db, expiresAtMs, idle, frequency, ...changed }, entry.type, storedKey, entry.value);
}
