import { randomBytes } from 'node:crypto';
import { SluiceError } from '../../../errors.ts';
import { sweepTemporaryFiles } from '../../sql/temporary-files.ts';
import { sqlStateOf } from '../connection-error.ts';
import { ownFailure } from '../own-failure.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { type Role, ROLES, sessionName } from '../session.ts';
import { withLink } from './admin-link.ts';
import type { SnapshotParts } from './parts.ts';

const PREFIX = 'sluice_scratch_';

/** What is written into the comment of a scratch database, so that any later run knows whose it is. */
interface Marker {
  readonly sluice: 'scratch';
  readonly runId: string;
  readonly at: string;
}

/** A scratch database of which neither name nor mark says who made it counts as left behind after this long, in s. */
const UNMARKED_AFTER_S = 3600;

/** As much of a run's id as has room in a name. */
const TAG_LENGTH = 24;

/** Names: when it was made, by which run, and a random end. */
const NAME = /^sluice_scratch_(?<second>\d+)_(?:(?<tag>[0-9a-z]+)_)?[0-9a-f]{8}$/;

/** What a name can hold of a run's id. */
function tagOf(runId: string): string {
  return runId
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, '')
    .slice(-TAG_LENGTH);
}

/** A new name. It tells the maker from the first moment on: a database can be marked only once it is there. */
function newName({ clock, runId }: SnapshotParts): string {
  const second = String(Math.floor(clock.now().getTime() / 1000));
  return [`${PREFIX}${second}`, tagOf(runId), randomBytes(4).toString('hex')].filter((part) => part !== '').join('_');
}

/** Dropping waits for sessions to leave; the server ends them itself. In ms. */
const DROP_TIMEOUT_MS = 120_000;

/** The comment that marks a database as a scratch of a run. */
export function marker(parts: SnapshotParts): string {
  return JSON.stringify({
    sluice: 'scratch',
    runId: parts.runId,
    at: parts.clock.now().toISOString(),
  } satisfies Marker);
}

/** The run that marked a database; null when the comment is no marker of ours. */
export function markedBy(comment: string | null): string | null {
  try {
    const { sluice, runId } = JSON.parse(comment ?? '') as Partial<Marker>;
    return sluice === 'scratch' && typeof runId === 'string' ? runId : null;
  } catch {
    return null;
  }
}

/** The clauses of CREATE DATABASE that make text sort and compare as in the present database. */
async function likePresent({ look, serverMajor }: SnapshotParts): Promise<string> {
  const columns = [
    'pg_encoding_to_char(encoding) as encoding',
    'datcollate as collate',
    'datctype as ctype',
    serverMajor >= 15 ? 'datlocprovider::text as provider' : "'c' as provider",
    serverMajor >= 17 ? 'datlocale as locale' : serverMajor >= 15 ? 'daticulocale as locale' : 'null as locale',
    serverMajor >= 16 ? 'daticurules as rules' : 'null as rules',
  ];
  const { rows } = await look.use((link) =>
    link.query(
      `select ${columns.join(', ')} from pg_catalog.pg_database where datname = pg_catalog.current_database()`,
    ),
  );
  const row = rows[0] ?? {};
  const clause = (name: string, column: string): string =>
    row[column] === null ? '' : ` ${name} ${quoteLiteral(String(row[column]))}`;
  const common = `${clause('encoding', 'encoding')}${clause('lc_collate', 'collate')}${clause('lc_ctype', 'ctype')}`;
  switch (row['provider']) {
    case 'i':
      return `${common} locale_provider icu${clause('icu_locale', 'locale')}${clause('icu_rules', 'rules')}`;
    case 'b':
      return `${common} locale_provider builtin${clause('builtin_locale', 'locale')}`;
    default:
      return common;
  }
}

/** Creates an empty, marked database like the present one; returns its name. */
export async function createScratch(parts: SnapshotParts): Promise<string> {
  const name = newName(parts);
  const like = await likePresent(parts);
  parts.scratches.add(name);
  try {
    await withLink(parts, parts.target, async (link) => {
      // template0, because others may have put objects into template1.
      await link.simple(`create database ${quoteIdentifier(name)} template template0${like}`, DROP_TIMEOUT_MS);
      await link.simple(`comment on database ${quoteIdentifier(name)} is ${quoteLiteral(marker(parts))}`);
      // What is thrown away need not survive a crash of the server.
      await link.simple(`alter database ${quoteIdentifier(name)} set synchronous_commit = off`);
    });
    return name;
  } catch (error) {
    // It may be there: what cannot be dropped now is swept by a later run.
    await dropScratch(parts, name).catch(() => parts.scratches.delete(name));
    if (sqlStateOf(error) !== '42501') throw ownFailure(error);
    const account = quoteIdentifier(parts.target.server.user);
    throw new SluiceError('PERM_001', 'This account may not create a scratch database on the server.', {
      cause: error,
      fix: `Run "ALTER ROLE ${account} CREATEDB", or name another database for proofs in backup.scratch.`,
    });
  }
}

/** Drops a scratch database and ends its sessions. */
export async function dropScratch(parts: SnapshotParts, name: string): Promise<void> {
  const quoted = quoteIdentifier(name);
  try {
    await withLink(parts, parts.target, async (link) => {
      if (parts.serverMajor >= 13) {
        await link.simple(`drop database if exists ${quoted} with (force)`, DROP_TIMEOUT_MS);
        return;
      }
      await link.query(
        'select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where datname = $1',
        [name],
      );
      await link.simple(`drop database if exists ${quoted}`, DROP_TIMEOUT_MS);
    });
    parts.scratches.delete(name);
  } catch (error) {
    throw notDropped(error, name);
  }
}

function notDropped(error: unknown, name: string): unknown {
  const known = ownFailure(error);
  if (known instanceof SluiceError) return known;
  const why = error instanceof Error ? error.message : String(error);
  return new SluiceError('BACKUP_001', `The scratch database ${name} could not be dropped: ${why}.`, {
    cause: error,
    fix: `Look into the log of the server (is its disk full?), then run "DROP DATABASE ${quoteIdentifier(name)}"; the next migration or rollback tries it again, too.`,
  });
}

const CANDIDATES = `
  select d.datname as name, pg_catalog.shobj_description(d.oid, 'pg_database') as comment,
         extract(epoch from clock_timestamp())::float8 as now
    from pg_catalog.pg_database d
   where starts_with(d.datname, '${PREFIX}') and pg_catalog.pg_has_role(d.datdba, 'USAGE')
   order by d.datname`;

/**
 * Drops scratch databases whose run has no session in the server any more, and files that killed runs left; returns
 * their names.
 */
export async function sweepScratch(parts: SnapshotParts, signal: AbortSignal): Promise<readonly string[]> {
  const files = await sweepTemporaryFiles(parts.temporaryDirectory);
  const candidates = await parts.look
    .use((link) => link.query(CANDIDATES))
    .catch((error: unknown) => {
      throw ownFailure(error);
    });
  const dropped: string[] = [];
  for (const row of candidates.rows) {
    signal.throwIfAborted();
    const name = String(row['name']);
    if (parts.scratches.has(name)) continue;
    const maker = markedBy(row['comment'] === null ? null : String(row['comment']));
    const { second, tag = maker === null ? undefined : tagOf(maker) } = NAME.exec(name)?.groups ?? {};
    const left = tag === undefined ? isOld(second, Number(row['now'])) : !(await isAlive(parts, tag, name));
    if (!left) continue;
    await dropScratch(parts, name);
    dropped.push(name);
  }
  return [...dropped, ...files];
}

function isOld(second: string | undefined, nowSeconds: number): boolean {
  return second !== undefined && nowSeconds - Number(second) > UNMARKED_AFTER_S;
}

/**
 * Whether a run has a session anywhere in the server; a driver's first session lasts as long as itself. Those in the
 * scratch database do not count: the server may be working there long after its client was killed.
 */
async function isAlive({ look }: SnapshotParts, tag: string, scratch: string): Promise<boolean> {
  const roles = (Object.keys(ROLES) as Role[]).map((role) => sessionName(role, ''));
  const { rows } = await look.use((link) =>
    link.query('select application_name as name from pg_catalog.pg_stat_activity where datname is distinct from $1', [
      scratch,
    ]),
  );
  return rows
    .map((row) => String(row['name']))
    .some((name) => roles.some((role) => name.startsWith(role) && tagOf(name.slice(role.length)) === tag));
}
