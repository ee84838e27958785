import type { DumpSource, Fence, Limits } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { RUN_LOCK } from '../../sql/fence.ts';
import { tableName } from '../../sql/tables.ts';
import { requireTools } from '../client-tools.ts';
import type { ServerName } from '../connection-error.ts';
import { quoteLiteral } from '../quote.ts';
import { sessionName } from '../session.ts';
import { storeDialect } from '../store-dialect.ts';
import { leaseLost } from '../write-steps.ts';
import { clientEnvironment } from './client-environment.ts';
import { readContents } from './contents.ts';
import { replaceContent, replaceRows, type Replacement } from './replacement.ts';
import { loadDump } from './load.ts';
import type { SnapshotParts } from './parts.ts';
import { loadFailure } from './restore-error.ts';

/** Lines that psql prints between the steps of the script, to know how far it came. */
const STEP = {
  loaded: 'sluice-loaded',
  fenced: 'sluice-fenced',
  committing: 'sluice-committing',
  committed: 'sluice-committed',
} as const;

const PID_LINE = /^sluice-backend (\d+)$/;

function opening(parts: SnapshotParts, fence: Fence, { lockTimeoutMs, statementTimeoutMs }: Limits): string {
  const lock = tableName(storeDialect, parts.own.names, 'lock');
  return [
    'begin isolation level read committed;',
    ...settings(lockTimeoutMs, statementTimeoutMs),
    "select 'sluice-backend ' || pg_catalog.pg_backend_pid();",
    `select 1 / count(*) from ${lock} where name = ${quoteLiteral(RUN_LOCK)} and owner = ${quoteLiteral(fence.owner)} \\g ${NOWHERE}`,
    '',
  ].join('\n');
}

/** Where psql puts rows that nobody reads. */
const NOWHERE = process.platform === 'win32' ? 'NUL' : '/dev/null';

function settings(lockTimeoutMs: number, statementTimeoutMs: number): readonly string[] {
  return [
    'set local client_min_messages = warning;',
    `set local lock_timeout = ${String(Math.max(1, Math.round(lockTimeoutMs)))};`,
    `set local statement_timeout = ${String(Math.round(statementTimeoutMs))};`,
    'set local idle_in_transaction_session_timeout = 0;',
    "set local search_path = '';",
    'set local standard_conforming_strings = on;',
  ];
}

/** Checks and extends the lease as the last write; a lost one fails with a division by zero. */
function closing(parts: SnapshotParts, fence: Fence, { lockTimeoutMs, statementTimeoutMs }: Limits): string {
  const lock = tableName(storeDialect, parts.own.names, 'lock');
  return [
    '',
    ...settings(lockTimeoutMs, statementTimeoutMs),
    `\\echo ${STEP.loaded}`,
    `with lease as (update ${lock} set expires_at = ${storeDialect.nowPlus(String(fence.leaseMs))}` +
      ` where name = ${quoteLiteral(RUN_LOCK)} and owner = ${quoteLiteral(fence.owner)} returning 1)` +
      ` select 1 / count(*) from lease \\g ${NOWHERE}`,
    `\\echo ${STEP.fenced}`,
    `\\echo ${STEP.committing}`,
    'commit;',
    `\\echo ${STEP.committed}`,
    '',
  ].join('\n');
}

/**
 * Replaces the content of the live database in one transaction: drop what is there, load the dump, check the lease,
 * commit. Until the commit nothing has happened.
 *
 * @throws SluiceError `CONF_001` for a backup of the schema alone; `LOCK_001` when the lease was lost; `TOOL_001`;
 *   `DISK_001`, `PERM_001` and `CONN_001` when that is why nothing was changed; `ROLL_001` for all else, with
 *   `details.commit === 'unknown'` when the connection broke during COMMIT
 */
export async function replace(parts: SnapshotParts, fence: Fence, source: DumpSource, limits: Limits): Promise<void> {
  if (source.mode === 'schema') {
    throw new SluiceError(
      'CONF_001',
      'A backup of the schema alone cannot replace the database: every row would be gone.',
      {
        fix: 'Choose a backup of mode full.',
      },
    );
  }
  const { signal } = limits;
  const tools = await requireTools(parts.serverMajor);
  // This name makes the next run end the session, should this one die.
  const connection = { ...parts, applicationName: sessionName('apply', parts.runId) };
  const contents = await readContents(source, tools.pg_restore, await clientEnvironment(connection), signal);
  const replacement: Replacement = await (source.mode === 'data' ? replaceRows : replaceContent)(
    parts,
    contents,
    signal,
  );
  const reached = new Set<string>();
  let backend: number | null = null;
  const onLine = (line: string): void => {
    reached.add(line);
    const pid = PID_LINE.exec(line)?.[1];
    if (pid !== undefined) backend = Number(pid);
  };
  try {
    await loadDump({
      connection,
      tools,
      source,
      contents,
      serverMajor: parts.serverMajor,
      list: replacement.list,
      restoreArgs: source.mode === 'data' ? ['--data-only'] : [],
      before: opening(parts, fence, limits) + replacement.before,
      after: replacement.after + closing(parts, fence, limits),
      signal,
      onLine,
    });
  } catch (error) {
    // What the server does for a client that is gone would only be rolled back later.
    if (backend !== null && !reached.has(STEP.committing)) await terminate(parts, backend);
    signal.throwIfAborted();
    if (await leaseIsLost(parts, fence)) return leaseLost(parts.own.names, fence);
    throw failed(error, reached, parts.target.server);
  }
}

async function terminate({ look }: SnapshotParts, pid: number): Promise<void> {
  await look.use((link) => link.query('select pg_catalog.pg_terminate_backend($1::int)', [pid])).catch(() => {});
}

async function leaseIsLost({ look, own }: SnapshotParts, fence: Fence): Promise<boolean> {
  const lock = tableName(storeDialect, own.names, 'lock');
  try {
    const { rows } = await look.use((link) => link.query(`select owner from ${lock} where name = $1`, [RUN_LOCK]));
    return rows[0]?.['owner'] !== fence.owner;
  } catch {
    return false;
  }
}

function failed(error: unknown, reached: ReadonlySet<string>, server: ServerName): unknown {
  const failure = loadFailure(error, server);
  if (failure === null) return error;
  const unknown = failure.killed || (reached.has(STEP.committing) && failure.sqlState === null);
  const outcome = unknown
    ? 'The connection broke during COMMIT, so either the old or the restored content is there, as a whole.'
    : 'It was rolled back: the database is as it was before.';
  const known = unknown ? null : failure.known;
  return new SluiceError(
    known?.code ?? 'ROLL_001',
    `The backup could not be put in place: ${failure.reason.replace(/\.?$/, '.')} ${outcome}`,
    {
      cause: failure.cause,
      fix: unknown
        ? 'Run the same rollback again: it is safe to repeat.'
        : `${known?.fix ?? 'Remove the cause named above'}, then run the same rollback again; nothing has been changed.`,
      details: {
        ...(failure.sqlState === null ? {} : { sqlState: failure.sqlState }),
        ...(unknown ? { commit: 'unknown' } : {}),
      },
    },
  );
}
