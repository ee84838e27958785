import { askInfo, atLeast, type ServerInfo, versionParts } from '../info.ts';
import { readKeyspace } from '../keyspace.ts';
import type { OpenLink, RedisLink } from '../link.ts';
import type { Dialect } from '../rdb/layouts.ts';
import { RdbWriter } from '../rdb/writer.ts';
import { dumpKeys, type KeyScripts } from '../read-keys.ts';
import { scanKeys } from '../scan.ts';
import { liveFunctions } from './live-functions.ts';
import { SeenKeys } from './seen-keys.ts';

/** What the copy is made with. */
export interface ScanDumpParts {
  readonly info: ServerInfo;
  readonly scripts: KeyScripts;
  /** The shared link for reading. */
  readonly reader: RedisLink;
  /** A link of one's own to a database number; it is closed here. */
  openReader(database: number): OpenLink;
  /** Whether a key is wanted. */
  keep(database: number, key: Buffer): boolean;
}

/**
 * An RDB file of the whole server, read key by key, for servers that cannot be replicated from. Each key is as it was at
 * one moment with its expiry; all of them are not: what is written meanwhile may be in it or not.
 *
 * @throws SluiceError what the link throws; `DATA_002` for a value in a format that is not known here
 */
export async function* dumpByScan(parts: ScanDumpParts, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const { info, scripts, openReader, keep } = parts;
  const reader = parts.reader.within({ signal });
  const writer = new RdbWriter(...formatOf(info));
  writer.aux(info.product === 'Valkey' ? 'valkey-ver' : 'redis-ver', info.version);
  for (const code of await liveFunctions(reader, info)) writer.function(code);
  for (const { database, keys, expiring } of readKeyspace(await askInfo(reader))) {
    writer.database(database, { keys, expiring });
    const opened = openReader(database);
    try {
      const link = opened.within({ signal });
      const seen = new SeenKeys();
      for await (const page of scanKeys(link)) {
        const wanted = page.filter((key) => keep(database, key) && seen.add(key));
        for await (const found of dumpKeys(link, scripts, wanted)) {
          for (const { key, expiresAtMs, payload } of found) {
            writer.dumped({ db: database, expiresAtMs }, key, payload);
            const chunk = writer.take();
            if (chunk !== null) yield chunk;
          }
        }
      }
    } finally {
      opened.close();
    }
  }
  writer.end();
  yield writer.take(true) as Buffer;
}

/** The version of the format that a server writes, and reads. */
export function formatOf({ product, version, commands }: ServerInfo): [version: number, dialect: Dialect] {
  if (product === 'Valkey' && atLeast(versionParts(version), 9)) return [80, 'valkey'];
  if (atLeast(commands, 7, 4)) return [12, 'redis'];
  if (atLeast(commands, 7, 2)) return [11, 'redis'];
  return [atLeast(commands, 7) ? 10 : 9, 'redis'];
}
