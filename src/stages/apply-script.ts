import type { Outcome, Statement, StatementKind } from '../driver.ts';
import { SluiceError, type ErrorCode } from '../errors.ts';
import type { Entry } from '../journal/entries.ts';
import { firstLine } from '../plan/build-plan.ts';
import { relatedFingerprint } from '../plan/related-objects.ts';
import type { ApplyMode } from '../plan/types.ts';
import { applyKeys } from './apply-keys.ts';
import { limitsOf, type StageContext } from './context.ts';
import { withLockRetries } from './lock-retry.ts';
import { commitUnknown, finish, inTransaction, type ScriptRun } from './script-run.ts';
import { publishStatement } from './statement-channel.ts';

/** Where a statement stands, for messages. */
function place(run: ScriptRun, statement: Statement): string {
  return `${run.script.path}:${String(statement.line)}`;
}

const APPLY = {
  transaction: applyWhole,
  statements: applyOneByOne,
  keys: applyKeys,
} as const satisfies Record<
  ApplyMode,
  (context: StageContext, run: ScriptRun, fileStarted: Entry, started: number) => Promise<void>
>;

/** Applies a script, or takes it back, and records it; either way the record and the work cannot part. */
export async function applyScript(context: StageContext, run: ScriptRun): Promise<void> {
  const started = context.clock.monotonic();
  const { version, name, checksum, direction, mode } = run;
  await context.obeyControl();
  const fileStarted: Entry = {
    kind: 'file-started',
    version,
    name,
    path: run.script.path,
    direction,
    checksum,
    mode,
    statements: run.script.statements.length,
  };
  await APPLY[mode](context, run, fileStarted, started);
}

/** The whole script, its journal entries and its record in one transaction. */
async function applyWhole(context: StageContext, run: ScriptRun, fileStarted: Entry, started: number): Promise<void> {
  const first = run.script.statements[0];
  await withLockRetries(context, {
    version: run.version,
    place: first === undefined ? run.script.path : place(run, first),
    lockTimeoutMs: run.script.lockTimeoutMs ?? context.settings.lockTimeoutMs,
    run: () =>
      inTransaction(context, run, async (tx, append) => {
        const entries: Entry[] = [fileStarted];
        for (const statement of run.script.statements) {
          const outcome = await execute(run, statement, (s) => tx.execute(s));
          entries.push(...acceptWarnings(context, run, statement, outcome));
        }
        await finish(context, run, tx, append, started, entries);
      }),
  });
}

/** Statement by statement: each is journaled in its own transaction, or looked up when it cannot be in one. */
async function applyOneByOne(
  context: StageContext,
  run: ScriptRun,
  fileStarted: Entry,
  started: number,
): Promise<void> {
  if (run.warned !== null && context.settings.warnings === 'fail') {
    throw refusedWarnings(run, run.warned.statement, run.warned.warnings);
  }
  await context.journal.append(fileStarted);
  for (const statement of run.script.statements) {
    const kind = context.driver.apply.classify(statement);
    if (kind === 'session') {
      await execute(run, statement, (s) => context.driver.apply.standalone(context.fence, limitsOf(context), s));
      continue;
    }
    if (statement.index < run.done) continue;
    await context.obeyControl();
    const outcome = await withLockRetries(context, {
      version: run.version,
      place: place(run, statement),
      lockTimeoutMs: run.script.lockTimeoutMs ?? context.settings.lockTimeoutMs,
      run: () =>
        kind === 'transactional' ? alone(context, run, statement) : standalone(context, run, statement, kind),
    });
    if (kind !== 'transactional') await journalWarnings(context, run, statement, outcome);
  }
  await inTransaction(context, run, (tx, append) => finish(context, run, tx, append, started, []));
}

/** A statement that can be in a transaction: it and its journal entry are one. */
async function alone(context: StageContext, run: ScriptRun, statement: Statement): Promise<Outcome> {
  const started = context.clock.monotonic();
  return inTransaction(context, run, async (tx, append) => {
    const outcome = await execute(run, statement, (s) => tx.execute(s));
    const warnings = acceptWarnings(context, run, statement, outcome);
    await append(tx.append, finished(run, statement, outcome, context.clock.monotonic() - started, false), ...warnings);
    return outcome;
  });
}

/**
 * A statement that the engine commits by itself. The journal says before that it begins and what the
 * schema was, so that whoever comes after a crash can look whether it happened.
 */
async function standalone(
  context: StageContext,
  run: ScriptRun,
  statement: Statement,
  kind: StatementKind,
): Promise<Outcome> {
  const { apply } = context.driver;
  const begun =
    run.inFlight?.statement === statement.index && run.inFlight.hash === statement.hash ? run.inFlight : null;
  if (begun !== null && !begun.failed && kind === 'opaque') throw unknowable(run, statement);
  if (begun !== null && (await happened(context, run, statement, begun.schemaBefore))) {
    const outcome: Outcome = { rows: null, warnings: [] };
    await context.journal.append(finished(run, statement, outcome, 0, true));
    return outcome;
  }
  const schemaBefore = relatedFingerprint(await context.driver.inspect(context.signal), statement.text);
  const { index, line, hash } = statement;
  await context.journal.append({
    kind: 'statement-started',
    version: run.version,
    direction: run.direction,
    statement: index,
    line,
    hash,
    schemaBefore,
  });
  const started = context.clock.monotonic();
  const outcome = await execute(run, statement, (s) =>
    apply.standalone(context.fence, limitsOf(context, run.script.lockTimeoutMs), s).catch(async (error: unknown) => {
      if (commitUnknown(error)) {
        if (await happened(context, run, s, schemaBefore)) return { rows: null, warnings: [] };
      } else if (error instanceof SluiceError && error.code === 'SQL_001') {
        await context.journal.append({ kind: 'statement-failed', version: run.version, statement: s.index });
      }
      throw error;
    }),
  );
  await context.journal.append(finished(run, statement, outcome, context.clock.monotonic() - started, false));
  return outcome;
}

/** Nobody but a person can tell whether such a statement took effect before its run died. */
function unknowable(run: ScriptRun, statement: Statement): SluiceError {
  return new SluiceError(
    'SQL_001',
    `${place(run, statement)}: an earlier run was killed while it ran this statement, and the schema does not show whether it took effect: ${firstLine(statement.text)}`,
    {
      fix: 'Look at the data. If the statement took effect, remove it from the file; if it did not, change it by adding a comment inside it. Then run the command again.',
      details: { version: run.version, path: run.script.path, statement: statement.index, line: statement.line },
    },
  );
}

/** Sweeps what a dead statement left, then compares the schema with the one before it. */
async function happened(
  context: StageContext,
  run: ScriptRun,
  statement: Statement,
  schemaBefore: string,
): Promise<boolean> {
  for (const sentence of await context.driver.apply.sweep(statement, limitsOf(context))) {
    await context.journal.append({
      kind: 'recovered',
      runId: null,
      findings: [`${place(run, statement)}: ${sentence}`],
    });
    context.emit({ level: 'warning', scope: context.journal.stage, message: `${place(run, statement)}: ${sentence}` });
  }
  return relatedFingerprint(await context.driver.inspect(context.signal), statement.text) !== schemaBefore;
}

function finished(run: ScriptRun, statement: Statement, outcome: Outcome, durationMs: number, found: boolean): Entry {
  const { index, line, hash } = statement;
  return {
    kind: 'statement-finished',
    version: run.version,
    direction: run.direction,
    statement: index,
    line,
    hash,
    rows: outcome.rows,
    durationMs: Math.round(durationMs),
    found,
  };
}

/** What a statement can fail with by itself, rather than because of a lock or the connection. */
const STATEMENT_FAILURES: readonly ErrorCode[] = ['SQL_001', 'TIME_001', 'PERM_001', 'DISK_001', 'MEM_001'];

/** Runs one statement; a failure is named with its file, statement and line. */
async function execute(
  run: ScriptRun,
  statement: Statement,
  how: (statement: Statement) => Promise<Outcome>,
): Promise<Outcome> {
  publishStatement('before', run.version, statement.index);
  try {
    const outcome = await how(statement);
    publishStatement('after', run.version, statement.index);
    return outcome;
  } catch (error) {
    if (!(error instanceof SluiceError) || !STATEMENT_FAILURES.includes(error.code)) throw error;
    const line = typeof error.details['line'] === 'number' ? error.details['line'] : statement.line;
    throw new SluiceError(
      error.code,
      `${run.script.path}:${String(line)}: statement ${String(statement.index + 1)} of ${String(run.script.statements.length)} failed: ${error.message}`,
      {
        cause: error.cause,
        fix: error.fix,
        details: { ...error.details, version: run.version, path: run.script.path, statement: statement.index, line },
      },
    );
  }
}

/**
 * The warnings of a statement that cannot be undone: refused, they stay in the journal and stop the next
 * run as well, until somebody has looked.
 */
async function journalWarnings(
  context: StageContext,
  run: ScriptRun,
  statement: Statement,
  outcome: Outcome,
): Promise<void> {
  const { warnings } = outcome;
  if (warnings.length === 0) return;
  await context.journal.append({ kind: 'warnings', version: run.version, statement: statement.index, warnings });
  if (context.settings.warnings === 'report') acceptWarnings(context, run, statement, outcome);
  else throw refusedWarnings(run, statement.index, warnings);
}

/** A statement that is applied and must not be built upon unseen. */
function refusedWarnings(run: ScriptRun, statement: number, warnings: readonly string[]): SluiceError {
  const line = run.script.statements[statement]?.line ?? 1;
  return new SluiceError(
    'SQL_001',
    `${run.script.path}:${String(line)}: the statement is applied, and the server warned: ${warnings.join('; ')}.`,
    {
      fix: 'Look at what it did. If it is right, run the command again with `migrations.warnings: report`; otherwise undo it by hand, or go back to the backup.',
      details: { version: run.version, path: run.script.path, statement, line, warnings },
    },
  );
}

/** A server's warning is a failure until the setting says otherwise; then it is an entry in the journal. */
function acceptWarnings(
  context: StageContext,
  run: ScriptRun,
  statement: Statement,
  outcome: Outcome,
): readonly Entry[] {
  const { warnings } = outcome;
  if (warnings.length === 0) return [];
  const text = `${place(run, statement)}: the server warned: ${warnings.join('; ')}`;
  if (context.settings.warnings === 'report') {
    context.emit({ level: 'warning', scope: context.journal.stage, message: text });
    return [{ kind: 'warnings', version: run.version, statement: statement.index, warnings }];
  }
  const { index, line } = statement;
  throw new SluiceError('SQL_001', `${text}.`, {
    fix: 'Change the statement so that the server has nothing to warn of, or set `migrations.warnings: report` if it is harmless.',
    details: { version: run.version, path: run.script.path, statement: index, line, warnings },
  });
}
