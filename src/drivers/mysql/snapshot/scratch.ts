import { parseDatabaseUrl } from '../../../database-url.ts';
import type { DatabaseUrl, DumpSource, Scratch } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { sweepTemporaryFiles } from '../../sql/temporary-files.ts';
import { connector, serverName } from '../connect.ts';
import { explained } from '../failure.ts';
import { quoteAccount } from '../facts/grants.ts';
import { scratchGrant } from '../facts/privileges.ts';
import { column } from '../inspect/reader.ts';
import { literal, quoteIdentifier, quoteTable } from '../quote.ts';
import { newScratchName, scratchPrefixOf } from '../scratch-names.ts';
import { readServerInfo } from '../server-info.ts';
import type { Session } from '../session.ts';
import { Sessions } from '../sessions.ts';
import type { SnapshotParts } from './group.ts';
import { type LoadTarget, load, notLoaded, partsOf, withEventsOff } from './load.ts';

/** A database made for a while on the same server, and the session whose named lock says that it is in use. */
export interface ScratchDatabase {
  readonly name: string;
  drop(): Promise<void>;
}

const DENIED = [1044, 1142, 1227];

/** Makes an empty database beside the live one. `PERM_001` with the GRANT to issue when the account may not. */
export async function createScratchDatabase(parts: SnapshotParts, signal: AbortSignal): Promise<ScratchDatabase> {
  const { sessions, looker, info, options, server } = parts;
  const name = newScratchName(info.database, options.runId);
  const guard = sessions.working(looker, { once: true });
  const dropOn = (session: Session): Promise<unknown> =>
    explained('Dropping a scratch database', server, () =>
      session.exclusive((held) =>
        held.query(`drop database if exists ${quoteIdentifier(name)}`, [], { timeoutMs: DROP_TIMEOUT_MS }),
      ),
    );
  const drop = async (): Promise<void> => {
    try {
      await dropOn(guard).catch(async (error: unknown) => {
        if (guard.id !== null) throw error;
        // Its connection broke; another one can do it.
        const another = sessions.working(looker, { once: true });
        try {
          await dropOn(another);
        } finally {
          await another.close();
        }
      });
    } finally {
      await guard.close();
    }
  };
  try {
    await explained('Making a scratch database', server, () =>
      guard.exclusive(async (held) => {
        // Before the database is there: a sweep must never find it unguarded.
        await held.query(`do get_lock(${literal(name)}, 0)`);
        await held.query(`create database ${quoteIdentifier(name)}`, [], { signal });
      }, signal),
    );
  } catch (error) {
    if (guard.id === null) await drop().catch(() => {});
    else await guard.close();
    if (error instanceof SluiceError && DENIED.includes(Number(error.details['errno']))) {
      throw new SluiceError('PERM_001', `The account may not make a scratch database (${name}).`, {
        cause: error.cause,
        fix: `${scratchGrant(info.currentUser)} Or name another server with backup.scratch.`,
      });
    }
    throw error;
  }
  return { name, drop };
}

/** Dropping many tables takes its time. */
const DROP_TIMEOUT_MS = 10 * 60_000;

/** Where the client programs log in for a database of the same server. */
export async function sameServer(parts: SnapshotParts, database: string): Promise<LoadTarget> {
  const rows = await parts.looker.query("show session status like 'Ssl_version'");
  return {
    url: parts.url,
    database,
    mariadb: parts.info.mariadb,
    version: parts.info.version,
    account: quoteAccount(parts.info.currentUser),
    tlsUsed: (column(rows[0] ?? {}, 'Value') ?? '') !== '',
    settings: [],
  };
}

/** Restores into a new database of the same server. */
async function scratchBeside(parts: SnapshotParts, source: DumpSource, signal: AbortSignal): Promise<Scratch> {
  const database = await createScratchDatabase(parts, signal);
  try {
    const eventsHeldBack = new Set<string>();
    const loaded = partsOf(source).map((part) => withEventsOff(part, eventsHeldBack));
    await load(parts, await sameServer(parts, database.name), loaded, signal);
    const driver = await parts.openScratch({ ...parts.url, database: database.name }, eventsHeldBack);
    return {
      driver,
      name: database.name,
      async drop() {
        await driver.close();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop().catch(() => {});
    signal.throwIfAborted();
    throw notLoaded(error, 'into a scratch database', '', 'BACKUP_001');
  }
}

/** Empties a database that was given for a while; it stays, because it is not ours. */
async function emptyDatabase(session: Session, database: string): Promise<void> {
  await session.exclusive(async (held) => {
    const { rows } = await held.query(
      'select table_name as name, table_type as type from information_schema.tables where table_schema = ?',
      [database],
    );
    await held.query('set session foreign_key_checks = 0');
    for (const row of rows) {
      const type = column(row, 'type');
      const what = type === 'VIEW' || type === 'SEQUENCE' ? type.toLowerCase() : 'table';
      await held.query(`drop ${what} if exists ${quoteTable({ schema: database, name: column(row, 'name') ?? '' })}`);
    }
    const routines = await held.query(
      'select routine_name as name, routine_type as type from information_schema.routines where routine_schema = ?',
      [database],
    );
    for (const row of routines.rows) {
      await held.query(
        `drop ${String(column(row, 'type'))} if exists ${quoteTable({ schema: database, name: column(row, 'name') ?? '' })}`,
      );
    }
    const events = await held.query('select event_name as name from information_schema.events where event_schema = ?', [
      database,
    ]);
    for (const row of events.rows) {
      await held.query(`drop event if exists ${quoteTable({ schema: database, name: column(row, 'name') ?? '' })}`);
    }
  });
}

/** Whether a database holds anything at all. */
async function isEmpty(session: Session, database: string): Promise<boolean> {
  return session.exclusive(async (held) => {
    const { rows } = await held.query(
      'select (select count(*) from information_schema.tables where table_schema = ?) +' +
        ' (select count(*) from information_schema.routines where routine_schema = ?) +' +
        ' (select count(*) from information_schema.events where event_schema = ?) as n',
      [database, database, database],
    );
    return Number(rows[0]?.['n']) === 0;
  });
}

/** Restores at a URL of the user's: an empty database, on whatever server. */
async function scratchAt(
  parts: SnapshotParts,
  source: DumpSource,
  url: DatabaseUrl,
  signal: AbortSignal,
): Promise<Scratch> {
  if (url.scheme !== 'mysql' && url.scheme !== 'mariadb') {
    throw new SluiceError(
      'CONF_001',
      `A backup of MySQL or MariaDB cannot be restored into a ${url.scheme} database.`,
      {
        fix: 'Let backup.scratch name an empty database of the same kind.',
      },
    );
  }
  const server = serverName(url);
  const connect = connector(url, parts.options);
  const sessions = new Sessions(connect, server, parts.options.clock, parts.info.mariadb);
  const session = sessions.working(null);
  try {
    const info = await explained('Reading the version', server, () =>
      session.exclusive((held) => readServerInfo(async (sql) => (await held.query(sql)).rows), signal),
    );
    if (info.mariadb !== parts.info.mariadb) {
      throw new SluiceError('CONF_001', 'The scratch server is of another kind than the server of the backup.', {
        fix: 'Use MariaDB to prove backups of MariaDB, and MySQL for those of MySQL.',
      });
    }
    if (!(await explained('Looking into the scratch database', server, () => isEmpty(session, info.database)))) {
      throw new SluiceError('BACKUP_001', `The scratch database ${info.database} on ${server.host} is not empty.`, {
        fix: 'Let backup.scratch name an empty database: what it holds is deleted afterwards.',
      });
    }
    const status = await session.exclusive((held) => held.query("show session status like 'Ssl_version'"));
    const target: LoadTarget = {
      url,
      database: info.database,
      mariadb: info.mariadb,
      version: info.version,
      account: quoteAccount(info.currentUser),
      tlsUsed: (column(status.rows[0] ?? {}, 'Value') ?? '') !== '',
      settings: [],
    };
    const clear = (): Promise<void> =>
      explained('Emptying the scratch database', server, () => emptyDatabase(session, info.database));
    try {
      const eventsHeldBack = new Set<string>();
      await load(
        parts,
        target,
        partsOf(source).map((part) => withEventsOff(part, eventsHeldBack)),
        signal,
      );
      const driver = await parts.openScratch(url, eventsHeldBack);
      return {
        driver,
        name: info.database,
        async drop() {
          await driver.close();
          await clear();
          await sessions.close();
        },
      };
    } catch (error) {
      await clear().catch(() => {});
      signal.throwIfAborted();
      throw notLoaded(error, 'into the scratch database', '', 'BACKUP_001');
    }
  } catch (error) {
    await sessions.close();
    throw error;
  }
}

/** Restores a dump where it harms nobody. */
export function scratch(
  parts: SnapshotParts,
  source: DumpSource,
  url: string | null,
  signal: AbortSignal,
): Promise<Scratch> {
  return url === null ? scratchBeside(parts, source, signal) : scratchAt(parts, source, parseDatabaseUrl(url), signal);
}

/** Drops scratch databases of this one that nobody holds any more, and files that killed runs left; returns their names. */
export async function sweepScratch(parts: SnapshotParts, signal: AbortSignal): Promise<readonly string[]> {
  const files = await sweepTemporaryFiles(parts.options.temporaryDirectory);
  return [...(await sweepDatabases(parts, signal)), ...files];
}

async function sweepDatabases(parts: SnapshotParts, signal: AbortSignal): Promise<readonly string[]> {
  const { info, server, verifyParts } = parts;
  return explained('Dropping scratch databases', server, () =>
    verifyParts.reader.exclusive(async (held) => {
      const prefix = scratchPrefixOf(info.database);
      const { rows } = await held.query(
        'select schema_name as name, is_used_lock(schema_name) as holder from information_schema.schemata where left(schema_name, ?) = ?',
        [prefix.length, prefix],
        { signal },
      );
      const dropped: string[] = [];
      for (const row of rows) {
        const name = column(row, 'name') ?? '';
        if (row['holder'] !== null || !name.startsWith(prefix)) continue;
        await held.query(`drop database if exists ${quoteIdentifier(name)}`, [], { signal });
        dropped.push(name);
      }
      return dropped.toSorted();
    }, signal),
  );
}
