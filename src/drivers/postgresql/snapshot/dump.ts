import { addAbortSignal } from 'node:stream';
import type { BackupMode, DumpFacts, DumpSink, Schema, TableDigest } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { relay } from '../../../relay.ts';
import { plainTableName, PRESENT_TABLES } from '../../sql/tables.ts';
import { requireTools, type UsableTool } from '../client-tools.ts';
import { type OwnTables, readSchema } from '../inspect.ts';
import type { Link } from '../link.ts';
import { quoteIdentifier } from '../quote.ts';
import { readFailure } from '../readers.ts';
import { sessionName } from '../session.ts';
import { digestsIn, withoutOwn } from '../verify.ts';
import { startChild } from './child.ts';
import { clientEnvironment } from './client-environment.ts';
import { PART } from './contents.ts';
import { programMessage } from './messages.ts';
import type { SnapshotParts } from './parts.ts';
import { programFailure } from './program-failure.ts';
import { requireReadable } from './readable.ts';

/** How long pg_dump waits for a table that somebody holds exclusively, in ms. */
const LOCK_WAIT_MS = 60_000;

const MODE_ARGS: Readonly<Record<BackupMode, readonly string[]>> = {
  full: [],
  schema: ['--schema-only'],
  data: ['--data-only'],
};

/** Arguments that leave out the tables of the present. A quoted name is no pattern. */
export function excludePresent({ names }: OwnTables): readonly string[] {
  const schema = quoteIdentifier(names.schema);
  return PRESENT_TABLES.map((table) => `--exclude-table=${schema}.${quoteIdentifier(plainTableName(names, table))}`);
}

/** Tables that refer to each other are no problem here: a restore of data takes their foreign keys off and puts them back. */
const CIRCULAR = /circular foreign-key constraints/;

/** What pg_dump wrote to stderr that must not be passed over. */
function complaints(stderr: string, mode: BackupMode): string {
  if (mode !== 'data') return stderr.trim();
  const kept: string[] = [];
  let harmless = false;
  for (const line of stderr.split('\n')) {
    // Details and hints belong to the warning before.
    if (!/^pg_dump: (?:detail|hint):/.test(line)) harmless = CIRCULAR.test(line);
    if (!harmless && line.trim() !== '') kept.push(line);
  }
  return kept.join('\n');
}

async function runDump(
  parts: SnapshotParts,
  tool: UsableTool,
  { mode, sink, snapshot, signal }: { mode: BackupMode; sink: DumpSink; snapshot: string; signal: AbortSignal },
): Promise<void> {
  const applicationName = sessionName('read', parts.runId);
  const child = startChild({
    path: tool.path,
    args: [
      '--format=custom',
      '--compress=0',
      '--no-password',
      '--no-subscriptions',
      `--snapshot=${snapshot}`,
      `--lock-wait-timeout=${String(LOCK_WAIT_MS)}`,
      ...excludePresent(parts.own),
      ...MODE_ARGS[mode],
    ],
    env: await clientEnvironment({ ...parts, applicationName }),
    signal,
  });
  child.stdin.end();
  try {
    await relay(addAbortSignal(signal, child.stdout), sink.open(PART));
  } catch (error) {
    child.kill();
    await child.ended;
    signal.throwIfAborted();
    throw error;
  }
  const code = await child.ended;
  signal.throwIfAborted();
  const said = complaints(child.stderr(), mode);
  if (code === 0 && said === '') return;
  const what = code === 0 ? 'warned' : 'failed';
  const known = code === 0 ? null : programFailure(said, parts.target.server);
  throw new SluiceError(
    known?.code ?? 'BACKUP_001',
    `${tool.program} ${tool.version} ${what}: ${programMessage(said)}`,
    {
      fix:
        code === 0
          ? 'A warning means that the backup may not be complete: remove its cause, then run the command again.'
          : `${known?.fix ?? 'Remove the cause that the program names'}, then run the command again; no backup was recorded.`,
    },
  );
}

/** The schema as a dump carries it: pg_dump leaves indexes out that are INVALID. */
function carried({ objects, tables }: Schema): { readonly schema: Schema; readonly left: readonly string[] } {
  const invalid = (definition: unknown): boolean =>
    typeof definition === 'object' &&
    definition !== null &&
    'invalid' in definition &&
    !/ ON ONLY /.test(String((definition as { sql?: unknown }).sql));
  const left = objects.filter(({ kind, definition }) => kind === 'index' && invalid(definition));
  return {
    schema: { objects: objects.filter((one) => !left.includes(one)), tables },
    left: left.map(({ name }) => name),
  };
}

/** Older servers show subscriptions to superusers only. */
const SUBSCRIPTIONS_SHOWN_SINCE = 13;

const SUBSCRIPTIONS = `
  select count(subname)::int as count
    from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())`;

async function guarantee(link: Link, major: number, left: readonly string[]): Promise<string> {
  const subscriptions =
    major < SUBSCRIPTIONS_SHOWN_SINCE ? 0 : Number((await link.query(SUBSCRIPTIONS)).rows[0]?.['count']);
  return [
    'The dump and its checksums were read from one snapshot of the server; sequences stand where they were when pg_dump read them.',
    ...(left.length === 0 ? [] : [`INVALID indexes are not part of it: ${left.join(', ')}.`]),
    ...(subscriptions === 0 ? [] : [`Subscriptions are not part of it: ${String(subscriptions)}.`]),
  ].join(' ');
}

/**
 * Dumps with pg_dump, and digests every table meanwhile in the very snapshot that pg_dump reads.
 *
 * @throws SluiceError `TOOL_001`; `PERM_001` when the account may not read everything; `CONN_001`; `BACKUP_001` when
 *   pg_dump fails otherwise or says anything, or the schema changed meanwhile
 */
export async function dump(
  parts: SnapshotParts,
  mode: BackupMode,
  sink: DumpSink,
  signal: AbortSignal,
): Promise<DumpFacts> {
  const { pg_dump: tool } = await requireTools(parts.serverMajor);
  // The first failure of either side stops the other.
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const reading = await parts.readers.open({ signal: both });
  try {
    const { link } = reading;
    const snapshot = String((await link.query('select pg_export_snapshot() as name')).rows[0]?.['name']);
    await requireReadable(link, parts.own, mode);
    const before = await readSchema(link, parts.own);
    const dumping = runDump(parts, tool, { mode, sink, snapshot, signal: both });
    dumping.catch((error: unknown) => stop.abort(error));
    const digesting = mode === 'schema' ? Promise.resolve([]) : digestAll(parts, link, before, both);
    digesting.catch((error: unknown) => stop.abort(error));
    const [, tables] = await Promise.all([dumping, digesting]).catch(async (error: unknown) => {
      stop.abort(error);
      await Promise.allSettled([dumping, digesting]);
      stop.signal.throwIfAborted();
      throw error;
    });
    const { schema, left } = carried(before);
    const said = await guarantee(link, parts.serverMajor, left);
    await reading.end();
    await requireUnchanged(parts, before, signal);
    return { tool: { program: tool.program, version: tool.version }, snapshot, guarantee: said, tables, schema };
  } catch (error) {
    throw readFailure(error, signal);
  } finally {
    await reading.end();
  }
}

async function digestAll(
  parts: SnapshotParts,
  link: Link,
  { tables }: Schema,
  signal: AbortSignal,
): Promise<readonly TableDigest[]> {
  const digests: TableDigest[] = [];
  for await (const digest of digestsIn(link, withoutOwn(tables, parts.own), signal)) digests.push(digest);
  return digests;
}

/** The server's functions that print definitions read the present catalog, not the snapshot's. */
async function requireUnchanged(parts: SnapshotParts, before: Schema, signal: AbortSignal): Promise<void> {
  const after = await parts.readers.read({ signal }, (link) => readSchema(link, parts.own));
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  throw new SluiceError('BACKUP_001', 'The schema was changed by somebody else while the backup was taken.', {
    fix: 'Run the command again when nobody changes the schema.',
  });
}
