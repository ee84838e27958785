import { statfs } from 'node:fs/promises';
import type { Engine, Facts, LongTransaction, StoreNames } from '../../../driver.ts';
import type { SqlRow } from '../../sql/session.ts';
import { openTransactions } from '../blockers.ts';
import { column, sluiceTables } from '../inspect/reader.ts';
import type { Looker } from '../looker.ts';
import { heldLocks } from './held-locks.ts';
import { readGrantLines } from './grant-lines.ts';
import { privilegeFacts } from './privileges.ts';
import { replicationFacts } from './replication.ts';
import { clientTools, versionParts } from './tools.ts';

/** What {@link probe} asks with. */
export interface ProbeParts {
  readonly engine: Engine;
  readonly serverVersion: string;
  readonly database: string;
  readonly names: StoreNames;
  /** The host is this machine, so that the server's folder can be looked at. */
  readonly local: boolean;
  readonly looker: Looker;
  /** Sluice's own sessions. */
  readonly own: () => ReadonlySet<number>;
  query(sql: string, values?: readonly string[]): Promise<readonly SqlRow[]>;
}

/** The oldest versions of what the SQL of this driver relies on. */
const MINIMUM = { mariadb: '10.5', mysql: '8.0' } as const;

/** From this age on a transaction is worth mentioning. */
const LONG_MS = 60_000;

function atLeast(version: readonly number[], minimum: readonly number[]): boolean {
  for (const [index, part] of minimum.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

async function longTransactions({ looker, own }: ProbeParts): Promise<readonly LongTransaction[]> {
  const mine = own();
  const open = (await openTransactions(looker)).filter(({ pid, ageMs }) => ageMs >= LONG_MS && !mine.has(pid));
  if (open.length === 0) return [];
  const processes = await looker.processes();
  return open.map(({ pid, ageMs, query }) => ({
    pid,
    user: processes.get(pid)?.user ?? null,
    ageMs,
    query: query ?? processes.get(pid)?.query ?? null,
  }));
}

/** Asks the server for all that readiness is judged by. */
export async function probe(parts: ProbeParts, signal: AbortSignal): Promise<Facts> {
  const { engine, database, query } = parts;
  const mariadb = engine === 'mariadb';
  const [server = {}] = await query(
    'select @@read_only as read_only, @@max_connections as max_connections, @@datadir as datadir,' +
      ` ${mariadb ? '0' : '@@super_read_only'} as super_read_only, current_user() as account`,
  );
  const status = new Map(
    (await query("show status where variable_name in ('Ssl_version', 'Ssl_cipher', 'Threads_connected')")).map(
      (row) => [column(row, 'Variable_name'), column(row, 'Value') ?? ''],
    ),
  );
  const [size = {}] = await query(
    'select coalesce(sum(data_length + index_length), 0) as bytes from information_schema.tables where table_schema = ?',
    [database],
  );
  const account = column(server, 'account') ?? '';
  const granted = privilegeFacts(await readGrantLines(query, mariadb), database, account);
  const { replication, unknown: replicationUnknown } = await replicationFacts(query, mariadb);
  const diskFree = parts.local ? await freeBytes(column(server, 'datadir') ?? '') : null;
  const versionNumbers = versionParts(parts.serverVersion);
  const minimum = MINIMUM[mariadb ? 'mariadb' : 'mysql'];
  const tools = await clientTools({ mariadb, version: versionNumbers }, signal);
  const tlsVersion = status.get('Ssl_version') ?? '';
  return {
    engine,
    serverVersion: parts.serverVersion,
    serverVersionParts: versionNumbers,
    supported: { minimum, ok: atLeast(versionNumbers, versionParts(minimum)) },
    database,
    tls: { used: tlsVersion !== '', protocol: tlsVersion === '' ? null : tlsVersion },
    sizeBytes: Number(size['bytes']),
    serverDiskFreeBytes: diskFree,
    readOnly:
      ['1', 'ON'].includes(String(server['read_only'])) || ['1', 'ON'].includes(String(server['super_read_only'])),
    connections: { used: Number(status.get('Threads_connected') ?? 0), limit: Number(server['max_connections']) },
    privileges: granted.privileges,
    longTransactions: await longTransactions(parts),
    replication,
    heldLocks: await heldLocks(parts.looker, database, parts.own(), sluiceTables(parts.names)),
    invalidIndexes: [],
    tools: [tools.dump, tools.client],
    unknown: [
      ...granted.unknown,
      ...replicationUnknown,
      ...(diskFree === null ? [{ fact: 'free disk of the server', why: 'only the server can see its own disk' }] : []),
    ],
  };
}
