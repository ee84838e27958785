import { statfs } from 'node:fs/promises';
import type { Facts, KeyspaceFacts } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { askInfo, atLeast, type Info, type ServerInfo, versionParts } from '../info.ts';
import { readKeyspace } from '../keyspace.ts';
import type { OpenLink, RedisLink } from '../link.ts';
import type { OwnKeys } from '../own-keys.ts';
import { pairsOf } from '../reply.ts';
import { sampleBigKeys } from './big-keys.ts';
import { persistenceFacts } from './persistence.ts';
import { replicationFacts } from './replication.ts';
import { rights } from './rights.ts';

/** What {@link probe} asks with. */
export interface ProbeParts {
  readonly info: ServerInfo;
  readonly keys: OwnKeys;
  readonly reader: RedisLink;
  /** A link of one's own to a database number; the caller closes it. */
  openReader(database: number): OpenLink;
  /** The number of the URL's database. */
  readonly database: string;
  /** The host is this machine, so that the server's folder can be looked at. */
  readonly local: boolean;
  readonly tlsProtocol: () => string | null;
}

/** The oldest version of what this driver relies on. */
const MINIMUM = '6.2';

/** Of what the account may not do, or the server does not know, nothing is known. */
async function ifAllowed<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SluiceError && (error.code === 'PERM_001' || error.code === 'SQL_001')) return null;
    throw error;
  }
}

/** The settings that facts are read from, by name; never all of them, because some are secrets. */
async function settings(link: RedisLink): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of ['save', 'dir', 'maxclients']) {
    const pairs = await ifAllowed(async () => pairsOf(await link.call('CONFIG', 'GET', name)));
    for (const [setting, value] of pairs ?? []) found.set(setting, value);
  }
  return found;
}

async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

function memoryFacts(info: Info): KeyspaceFacts['memory'] {
  const limit = Number(info.get('maxmemory') ?? '0');
  const machine = Number(info.get('total_system_memory') ?? '0');
  return {
    usedBytes: Number(info.get('used_memory') ?? '0'),
    limitBytes: limit === 0 ? null : limit,
    machineBytes: machine === 0 ? null : machine,
    policy: info.get('maxmemory_policy') ?? 'noeviction',
  };
}

/** Asks the server for all that readiness is judged by. */
export async function probe(parts: ProbeParts, signal: AbortSignal): Promise<Facts> {
  const link = parts.reader.within({ signal });
  const info = await askInfo(link);
  const config = await settings(link);
  const databases = readKeyspace(info);
  const granted = await rights(parts, signal);
  const bigKeys = await ifAllowed(() => sampleBigKeys(parts, databases, signal));
  const folder = config.get('dir');
  const diskFree = parts.local && folder !== undefined ? await freeBytes(folder) : null;
  const { product, version, commands } = parts.info;
  const limit = Number(info.get('maxclients') ?? config.get('maxclients') ?? '0');
  return {
    engine: 'redis',
    serverVersion: product === 'Redis' ? version : `${version} (${product})`,
    serverVersionParts: versionParts(version),
    supported: { minimum: MINIMUM, ok: atLeast(commands, ...versionParts(MINIMUM)) },
    database: parts.database,
    tls: { used: parts.reader.server.tls, protocol: parts.tlsProtocol() },
    sizeBytes: Number(info.get('used_memory_dataset') ?? info.get('used_memory') ?? '0'),
    serverDiskFreeBytes: diskFree,
    readOnly: info.get('role') === 'slave' && info.get('slave_read_only') !== '0',
    connections: limit === 0 ? null : { used: Number(info.get('connected_clients') ?? '0'), limit },
    privileges: granted.privileges,
    longTransactions: [],
    replication: replicationFacts(info),
    heldLocks: [],
    invalidIndexes: [],
    tools: [],
    keyspace: {
      databases,
      memory: memoryFacts(info),
      persistence: persistenceFacts(info, config.get('save') ?? null),
      bigKeys: bigKeys ?? { sampled: 0, keys: databases.reduce((sum, { keys }) => sum + keys, 0), largest: [] },
    },
    unknown: [
      ...granted.unknown,
      ...(diskFree === null ? [{ fact: 'free disk of the server', why: 'only the server can see its own disk' }] : []),
    ],
  };
}
