import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { DatabaseUrl, Driver, DumpSource, Scratch } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { inTemporaryFolder } from '../../sql/temporary-failure.ts';
import { temporaryPath } from '../../sql/temporary-files.ts';
import { type Program, requireTools, type UsableTool } from '../client-tools.ts';
import { type Target, targetOf, withDatabase } from '../connect.ts';
import { sqlStateOf } from '../connection-error.ts';
import { readSchema, STABLE_TEXT } from '../inspect.ts';
import type { Link } from '../link.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { sessionName, versionParts } from '../session.ts';
import { withLink } from './admin-link.ts';
import { startChild } from './child.ts';
import { type ClientConnection, clientEnvironment } from './client-environment.ts';
import { type Contents, readContents } from './contents.ts';
import { excludePresent } from './dump.ts';
import { dropAll } from './drop-all.ts';
import { loadDump } from './load.ts';
import { programMessage } from './messages.ts';
import { refuseOwnGrants } from './own-grants.ts';
import type { SnapshotParts } from './parts.ts';
import { loadFailure } from './restore-error.ts';
import { createScratch, dropScratch, markedBy, marker } from './scratch-database.ts';

type Tools = Readonly<Record<Program, UsableTool>>;

/** A place to restore into. */
interface Place {
  readonly target: Target;
  readonly tls: DatabaseUrl['tls'];
  readonly serverMajor: number;
  /** Makes it empty again, to be tried anew. */
  readonly empty: () => Promise<void>;
  readonly leave: () => Promise<void>;
}

/**
 * Restores a dump into a new database on the same server, or into an empty one elsewhere.
 *
 * @throws SluiceError `BACKUP_001` when it cannot be restored; `CONF_001` when the database given is not empty;
 *   `PERM_001` when the account may create none; `TOOL_001`
 */
export async function scratch(
  parts: SnapshotParts,
  source: DumpSource,
  url: DatabaseUrl | null,
  signal: AbortSignal,
): Promise<Scratch> {
  const place = url === null ? await newDatabase(parts) : await givenDatabase(parts, url, signal);
  let driver: Driver | undefined;
  try {
    const tools = await requireTools(place.serverMajor);
    await restore(parts, place, tools, source, signal);
    driver = await parts.openOn(place.target, place.tls, signal);
  } catch (error) {
    await driver?.close();
    // A scratch that cannot be left now is swept by a later run.
    await place.leave().catch(() => {});
    throw error;
  }
  const opened = driver;
  return {
    driver: opened,
    name: place.target.server.database,
    async drop() {
      await opened.close();
      await place.leave();
    },
  };
}

async function newDatabase(parts: SnapshotParts): Promise<Place> {
  const name = await createScratch(parts);
  const target = withDatabase(parts.target, name);
  return {
    target,
    tls: parts.tls,
    serverMajor: parts.serverMajor,
    empty: () => withLink(parts, target, emptied),
    leave: () => leaveNew(parts, target, name),
  };
}

/** Drops the database; where the server has no room even for that, its content goes first. */
async function leaveNew(parts: SnapshotParts, target: Target, name: string): Promise<void> {
  try {
    await dropScratch(parts, name);
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'CONN_001') throw error;
    await withLink(parts, target, emptied).catch(() => {});
    await dropScratch(parts, name);
  }
}

/** A database that somebody gave us: must be empty, or be marked as left by a run of ours. */
async function givenDatabase(parts: SnapshotParts, url: DatabaseUrl, signal: AbortSignal): Promise<Place> {
  const target = await targetOf(url, parts.target.connectTimeoutMs);
  const { database } = target.server;
  const serverMajor = await withLink(parts, target, async (link) => {
    await takeOver(link, database, parts, signal);
    return versionParts(link.serverVersion)[0] ?? 0;
  });
  const empty = (): Promise<void> => withLink(parts, target, emptied);
  return {
    target,
    tls: url.tls,
    serverMajor,
    empty,
    async leave() {
      await empty();
      await withLink(parts, target, async (link) => {
        await link.simple(`comment on database ${quoteIdentifier(database)} is null`);
      });
    },
  };
}

async function takeOver(link: Link, database: string, parts: SnapshotParts, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { rows } = await link.query(
    "select pg_catalog.shobj_description(oid, 'pg_database') as comment from pg_catalog.pg_database where datname = pg_catalog.current_database()",
  );
  const comment = rows[0]?.['comment'];
  const left = markedBy(typeof comment === 'string' ? comment : null) !== null;
  if (!left && (await objectCount(link, parts)) > 0) {
    throw new SluiceError(
      'CONF_001',
      `The scratch database ${database} is not empty, and what is in it is none of Sluice's.`,
      {
        fix: 'Name an empty database in backup.scratch: everything in it is dropped after each proof.',
      },
    );
  }
  try {
    await link.simple(`comment on database ${quoteIdentifier(database)} is ${quoteLiteral(marker(parts))}`);
  } catch (error) {
    if (sqlStateOf(error) !== '42501') throw error;
    throw new SluiceError('PERM_001', `This account does not own the scratch database ${database}.`, {
      cause: error,
      fix: `Run "ALTER DATABASE ${quoteIdentifier(database)} OWNER TO" the account of backup.scratch.`,
    });
  }
  if (left) await emptied(link);
}

/** Objects of any kind, tables named like Sluice's included. */
async function objectCount(link: Link, parts: SnapshotParts): Promise<number> {
  await link.simple(`begin; ${STABLE_TEXT}`);
  const nothing = { ...parts.own, names: { schema: '', prefix: '' }, ownSchema: null };
  const { objects } = await readSchema(link, nothing);
  await link.simple('rollback');
  // An extension may be there on purpose, and is no content.
  return objects.filter(({ kind }) => kind !== 'extension').length;
}

/** Drops everything. The commands are psql's: each `\gexec` runs what the query before it returned. */
async function emptied(link: Link): Promise<void> {
  await link.simple("set search_path = ''; set client_min_messages = warning");
  for (const query of dropAll({ names: { schema: '', prefix: '' }, extensions: [] }).split('\\gexec\n')) {
    if (query.trim() === '') continue;
    const { rows } = await link.query(query, [], 0);
    for (const row of rows) await link.simple(String(Object.values(row)[0]), 0);
  }
}

async function restore(
  parts: SnapshotParts,
  place: Place,
  tools: Tools,
  source: DumpSource,
  signal: AbortSignal,
): Promise<void> {
  const connection: ClientConnection = { ...parts, ...place, applicationName: sessionName('read', parts.runId) };
  const contents = await readContents(source, tools.pg_restore, await clientEnvironment(connection), signal);
  const load = (dump: DumpSource, of: Contents, args: readonly string[]): Promise<void> =>
    loadDump({
      connection,
      tools,
      source: dump,
      contents: of,
      serverMajor: place.serverMajor,
      list: of.listWithout([]),
      restoreArgs: args,
      before: 'begin;\n',
      after: '\ncommit;\n',
      signal,
    });
  const all = async (args: readonly string[]): Promise<void> => {
    if (source.mode !== 'data') return load(source, contents, args);
    // Rows need tables; keys, indexes and triggers come after them, as in a full dump.
    const schema = await dumpSchema(parts, tools, signal);
    try {
      const schemaContents = await readContents(
        schema.source,
        tools.pg_restore,
        await clientEnvironment(connection),
        signal,
      );
      await load(schema.source, schemaContents, [...args, '--section=pre-data']);
      await load(source, contents, args);
      await load(schema.source, schemaContents, [...args, '--section=post-data']);
    } finally {
      await schema.remove();
    }
  };
  try {
    await all([]).catch(async (error: unknown) => {
      // Only a superuser can give objects to any role; what they hold is the same without their owners.
      if (!['42501', '42704'].includes(loadFailure(error, place.target.server)?.sqlState ?? '')) throw error;
      await place.empty();
      await all(['--no-owner']);
      if (place.target.server.user === parts.target.server.user)
        await parts.readers.read({ signal }, (link) => refuseOwnGrants(link, place.target.server.user));
    });
  } catch (error) {
    signal.throwIfAborted();
    const failure = loadFailure(error, place.target.server);
    if (failure === null) throw error;
    throw new SluiceError(
      failure.known?.code ?? 'BACKUP_001',
      `The backup could not be restored into the scratch database: ${failure.reason.replace(/\.?$/, '.')}`,
      {
        cause: failure.cause,
        fix: `${failure.known?.fix ?? 'Remove the cause named above (a missing role or extension on the scratch server?)'}, or name another place in backup.scratch, then prove the backup again.`,
        ...(failure.sqlState === null ? {} : { details: { sqlState: failure.sqlState } }),
      },
    );
  }
}

/** A dump of the present schema in a temporary file. */
async function dumpSchema(
  parts: SnapshotParts,
  tools: Tools,
  signal: AbortSignal,
): Promise<{ readonly source: DumpSource; readonly remove: () => Promise<void> }> {
  const path = temporaryPath(parts.temporaryDirectory, 'schema');
  const remove = (): Promise<void> => rm(path, { force: true });
  try {
    const folder = parts.temporaryDirectory;
    const file = await inTemporaryFolder(folder, () => open(path, 'wx', 0o600));
    const child = startChild({
      path: tools.pg_dump.path,
      args: ['--format=custom', '--schema-only', '--no-password', '--no-subscriptions', ...excludePresent(parts.own)],
      env: await clientEnvironment({ ...parts, applicationName: sessionName('read', parts.runId) }),
      signal,
    });
    child.stdin.end();
    await inTemporaryFolder(folder, () => pipeline(child.stdout, file.createWriteStream(), { signal }));
    if ((await child.ended) !== 0) {
      throw new SluiceError('BACKUP_001', `The present schema could not be dumped: ${programMessage(child.stderr())}`);
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { source: fileSource(path), remove };
}

function fileSource(path: string): DumpSource {
  return { parts: ['database.dump'], mode: 'schema', open: () => createReadStream(path) };
}
