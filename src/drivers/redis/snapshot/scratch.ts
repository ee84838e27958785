import { randomBytes } from 'node:crypto';
import { parseDatabaseUrl } from '../../../database-url.ts';
import type { DatabaseUrl, DumpSource, Scratch } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { connector } from '../connect.ts';
import { askInfo, atLeast, readServerInfo, type ServerInfo } from '../info.ts';
import { readKeyspace } from '../keyspace.ts';
import { Links, type OpenLink } from '../link.ts';
import { scanKeys } from '../scan.ts';
import { defineScript } from '../script.ts';
import { serverName } from '../server-name.ts';
import { connectionName } from '../sessions.ts';
import { isRefused } from './emptying.ts';
import { functionCommand } from './libraries.ts';
import { DUMP_PART, requireDump, type SnapshotParts } from './parts.ts';
import { startPrivateServer } from './private-server.ts';
import { restoreKeys } from './restore.ts';

/** Some 557 years: nothing expires while it is looked at, and the driver of the copy takes it off again. */
const EXPIRY_SHIFT_MS = 2 ** 44;

/** How long a given server counts as in use without a sign of life. */
const LEASE_MS = 120_000;
const SIGN_MS = 30_000;

/** A copy of the backup in a server. */
interface Copy {
  readonly links: Links;
  readonly link: OpenLink;
  readonly info: ServerInfo;
}

async function connect(parts: SnapshotParts, url: DatabaseUrl, signal: AbortSignal): Promise<Copy> {
  const links = new Links(connector(url, parts.options), serverName(url));
  try {
    const link = links.open(connectionName(parts.options.runId));
    return { links, link, info: await readServerInfo(link.within({ signal })) };
  } catch (error) {
    links.close();
    throw error;
  }
}

/** The record of applied migrations lies in the same database number as in the first server. */
function atHome({ server }: SnapshotParts, url: DatabaseUrl): DatabaseUrl {
  return { ...url, database: String(server.database) };
}

async function restore(copy: Copy, source: DumpSource, signal: AbortSignal): Promise<void> {
  const { link, info } = copy;
  try {
    const { functions, version } = await restoreKeys(
      source.open(DUMP_PART),
      {
        ...{ link, info, fence: null, expiryShiftMs: EXPIRY_SHIFT_MS },
        databaseOf: async (database) => database,
        keep: () => true,
      },
      signal,
    );
    if (functions.length > 0) await link.within({ signal }).call(...functionCommand(functions, version));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SluiceError) || error.code.startsWith('BACKUP_')) throw error;
    throw new SluiceError('BACKUP_001', `The backup could not be restored into a scratch server: ${error.message}`, {
      cause: error,
      fix: error.fix,
      details: error.details,
    });
  }
}

async function scratchOfOurs(parts: SnapshotParts, source: DumpSource, signal: AbortSignal): Promise<Scratch> {
  const { info, options } = parts;
  const server = await startPrivateServer(info, options, signal);
  try {
    const copy = await connect(parts, server.url, signal);
    try {
      await restore(copy, source, signal);
    } finally {
      copy.links.close();
    }
    const driver = await parts.openScratch(atHome(parts, server.url), EXPIRY_SHIFT_MS, signal);
    return {
      driver,
      name: `a ${server.program} of this run`,
      drop: async () => {
        await driver.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Takes the server for us. KEYS: mark. ARGV: token, lease in ms. 1 = ours, 0 = somebody else uses it. What a killed run
 * left in it stands below a mark without a sign of life.
 */
const MARK = defineScript(
  'taking the scratch server',
  `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'token', 'expires_at')
if held[1] and held[1] ~= ARGV[1] and tonumber(held[2]) > now then return 0 end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'expires_at', string.format('%.0f', now + ARGV[2]))
return 1
`,
);

/** Removes everything but the mark, the functions too. */
async function clear({ links, link, info }: Copy, mark: string, signal?: AbortSignal): Promise<void> {
  const bounds = signal === undefined ? {} : { signal };
  const home = link.server.database;
  if (atLeast(info.commands, 7)) await link.within(bounds).call('FUNCTION', 'FLUSH', 'ASYNC');
  for (const { database } of readKeyspace(await askInfo(link.within(bounds)))) {
    const opened = links.open('sluice/scratch', database);
    const at = opened.within(bounds);
    try {
      if (database !== home && (await flushed(at))) continue;
      for await (const page of scanKeys(at)) {
        const away = page.filter((key) => database !== home || key.toString('latin1') !== mark);
        if (away.length > 0) await at.call('UNLINK', ...away);
      }
    } finally {
      opened.close();
    }
  }
}

async function flushed(link: Pick<OpenLink, 'call'>): Promise<boolean> {
  try {
    await link.call('FLUSHDB', 'ASYNC');
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

async function requireEmpty(copy: Copy, mark: string, signal: AbortSignal): Promise<void> {
  const link = copy.link.within({ signal });
  const { host, port, database: home } = link.server;
  const keyspace = readKeyspace(await askInfo(link));
  const isMarked = (await link.call('EXISTS', mark)) === 1;
  const functions = atLeast(copy.info.commands, 7) ? await link.call('FUNCTION', 'LIST') : [];
  const isEmpty = keyspace.length === 0 && Array.isArray(functions) && functions.length === 0;
  // What a killed run has left is below its mark: the server was empty when it was given to that run.
  if (isEmpty || isMarked) return;
  throw new SluiceError(
    'BACKUP_001',
    `The scratch server ${host}:${String(port)} is not empty: it has ${keyspace.length === 0 ? 'functions' : `keys in ${keyspace.map(({ database }) => `db${String(database)}`).join(', ')}`}.`,
    {
      fix: 'Let backup.scratch name an empty server: what it holds is deleted afterwards.',
      details: { databases: keyspace.map(({ database }) => database), home },
    },
  );
}

async function scratchAt(
  parts: SnapshotParts,
  source: DumpSource,
  url: DatabaseUrl,
  signal: AbortSignal,
): Promise<Scratch> {
  if (url.scheme !== 'redis' && url.scheme !== 'rediss') {
    throw new SluiceError('CONF_001', `A backup of Redis cannot be restored into a ${url.scheme} database.`, {
      fix: 'Let backup.scratch name an empty Redis or Valkey server.',
    });
  }
  const mark = `${parts.keys.prefix}scratch`;
  const token = randomBytes(12).toString('hex');
  const copy = await connect(parts, url, signal);
  const { link } = copy;
  const { host, port } = link.server;
  const sign = (): Promise<unknown> => link.script(MARK, [mark], [token, LEASE_MS]);
  let signs: NodeJS.Timeout | undefined;
  try {
    await requireEmpty(copy, mark, signal);
    if ((await sign()) !== 1) {
      throw new SluiceError('BACKUP_001', `The scratch server ${host}:${String(port)} is in use by another run.`, {
        fix: 'Wait until the other run has ended, or let backup.scratch name another server.',
      });
    }
    signs = setInterval(() => void sign().catch(() => {}), SIGN_MS);
    const leave = async (): Promise<void> => {
      clearInterval(signs);
      try {
        await clear(copy, mark);
        await link.call('UNLINK', mark);
      } finally {
        copy.links.close();
      }
    };
    try {
      await clear(copy, mark, signal);
      await restore(copy, source, signal);
      const driver = await parts.openScratch(atHome(parts, url), EXPIRY_SHIFT_MS, signal);
      return {
        driver,
        name: `${host}:${String(port)}`,
        drop: async () => {
          await driver.close();
          await leave();
        },
      };
    } catch (error) {
      await leave().catch(() => {});
      throw error;
    }
  } catch (error) {
    clearInterval(signs);
    copy.links.close();
    throw error;
  }
}

/** Restores a backup where it harms nobody: into a server of our own, or into an empty one that was given for it. */
export function scratch(
  parts: SnapshotParts,
  source: DumpSource,
  url: string | null,
  signal: AbortSignal,
): Promise<Scratch> {
  requireDump(source);
  return url === null ? scratchOfOurs(parts, source, signal) : scratchAt(parts, source, parseDatabaseUrl(url), signal);
}
