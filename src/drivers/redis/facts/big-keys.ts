import type { BigKey, DatabaseKeys, KeyspaceFacts } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import type { OpenLink } from '../link.ts';
import { isOwnKey, type OwnKeys } from '../own-keys.ts';
import type { ByteReply, Command } from '../reply.ts';
import { scanKeys } from '../scan.ts';

/** Keys looked at in each database number, and numbers looked into. */
const SAMPLE = 500;
const DATABASES = 16;

/** Commands sent at once. */
const BATCH = 100;

/** Keys that are named. */
const NAMED = 5;

/** Characters of a name that are shown. */
const SHOWN = 80;

/** What {@link sampleBigKeys} asks with. */
export interface SampleParts {
  readonly keys: OwnKeys;
  /** A link of one's own to a database number; the caller closes it. */
  openReader(database: number): OpenLink;
}

/** Replies of many commands; what went wrong with one of them ends it. */
async function ask(link: OpenLink, commands: readonly Command[], signal: AbortSignal): Promise<readonly ByteReply[]> {
  const replies: ByteReply[] = [];
  for (let from = 0; from < commands.length; from += BATCH) {
    for (const reply of await link.within({ signal }).pipelineBuffer(commands.slice(from, from + BATCH))) {
      if (reply instanceof SluiceError) throw reply;
      replies.push(reply);
    }
  }
  return replies;
}

/** All keys of a small database, random ones of a big one. */
async function sample(link: OpenLink, keys: number, signal: AbortSignal): Promise<readonly Buffer[]> {
  const found = new Map<string, Buffer>();
  if (keys <= SAMPLE) {
    for await (const page of scanKeys(link.within({ signal }))) {
      for (const key of page) if (found.size < SAMPLE) found.set(key.toString('latin1'), key);
      if (found.size >= SAMPLE) break;
    }
  } else {
    const random = await ask(
      link,
      Array.from({ length: SAMPLE }, (): Command => ['RANDOMKEY']),
      signal,
    );
    for (const key of random) if (Buffer.isBuffer(key)) found.set(key.toString('latin1'), key);
  }
  return [...found.values()];
}

function shown(key: Buffer): string {
  const text = key.toString('utf8');
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Looks for keys that take much memory, in a sample whose size is bounded. */
export async function sampleBigKeys(
  { keys, openReader }: SampleParts,
  databases: readonly DatabaseKeys[],
  signal: AbortSignal,
): Promise<KeyspaceFacts['bigKeys']> {
  const largest: BigKey[] = [];
  let sampled = 0;
  for (const { database, keys: count } of databases.slice(0, DATABASES)) {
    const link = openReader(database);
    try {
      const sampledKeys = (await sample(link, count, signal)).filter((key) => !isOwnKey(keys, key));
      const sizes = await ask(
        link,
        sampledKeys.map((key): Command => ['MEMORY', 'USAGE', key]),
        signal,
      );
      const sized = sampledKeys
        .map((key, index) => ({ key, bytes: Number(sizes[index] ?? 0) }))
        .toSorted((a, b) => b.bytes - a.bytes)
        .slice(0, NAMED);
      const types = await ask(
        link,
        sized.map(({ key }): Command => ['TYPE', key]),
        signal,
      );
      for (const [index, { key, bytes }] of sized.entries())
        largest.push({ database, key: shown(key), type: String(types[index]), bytes });
      sampled += sampledKeys.length;
    } finally {
      link.close();
    }
  }
  return {
    sampled,
    keys: databases.reduce((sum, { keys: count }) => sum + count, 0),
    largest: largest.toSorted((a, b) => b.bytes - a.bytes).slice(0, NAMED),
  };
}
