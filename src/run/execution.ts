import { tmpdir } from 'node:os';
import type { Manifest } from '../backup/manifest.ts';
import type { Clock } from '../clock.ts';
import type { Driver } from '../driver.ts';
import { openDatabase } from '../drivers/index.ts';
import { InterruptedError, reportError, type ReportedError } from '../errors.ts';
import type { EndStatus, Entry, Stamped } from '../journal/entries.ts';
import { Journal, type AppendRows } from '../journal/journal.ts';
import type { Inputs } from '../interface/inputs.ts';
import { ReportBuilder } from '../report/build-report.ts';
import { markdownReport } from '../report/markdown.ts';
import { pullRequestSection, type PlannedScript, type PullRequestFacts } from '../report/pull-request.ts';
import type { Report } from '../report/report.ts';
import { SLUICE_VERSION } from '../version.ts';
import { filePlaces } from './file-places.ts';
import { LogFiles } from './log-files.ts';
import { reportDigest } from './report-digest.ts';
import { newRunId } from './run-id.ts';
import { resolveTarget, type Target } from './target.ts';
import type { CommandResult, FilePlace, RunContext } from './types.ts';

/** How long a connection may take, in ms. */
export const CONNECT_TIMEOUT_MS = 15_000;

/** How a command's work ended, when it did not throw. */
export interface Ending {
  readonly status: EndStatus;
  readonly outputs: Readonly<Record<string, string>>;
  readonly artifactFiles?: CommandResult['artifactFiles'];
  /** Files beside the report. */
  readonly files?: readonly string[];
}

/** An open database and what to do with it. */
export interface OpenTarget {
  readonly runId: string;
  readonly inputs: Inputs;
  readonly context: RunContext;
  readonly target: Target;
  readonly driver: Driver;
}

/** One command under way. */
export interface Execution extends OpenTarget {
  readonly command: string;
  readonly report: ReportBuilder;
  /** Outputs that are right even when the command fails later. */
  readonly outputs: Record<string, string>;
  /** The files that the report's plan is about, for whoever reviews it. */
  readonly scripts: PlannedScript[];
  /** A journal that makes its rows durable with `append`; commands that change nothing keep none in the database. */
  readonly journal: (append: AppendRows, clock?: Clock) => Journal;
  /** Journals a failure as the run's error, wherever the journal lives. */
  readonly fail: (journal: Journal, error: unknown) => Promise<void>;
}

/** Reports how long the restore took that proved a backup: the time to expect for a recovery. */
export function measureRecovery({ report }: Execution, { proof }: Manifest): void {
  if (proof !== null) report.measure('expectedRecoveryMs', proof.durationMs);
}

/** For commands that leave no journal in the database. */
export const inMemory: AppendRows = () => Promise.resolve();

const EXIT_CODES = { passed: 0, warned: 0, skipped: 0, failed: 1, interrupted: 130 } as const;

function exitCodeOf(status: EndStatus, error: ReportedError | undefined): CommandResult['exitCode'] {
  return status === 'failed' && error?.code === 'CONF_001' ? 2 : EXIT_CODES[status];
}

/** The state that every command shares, and that the report is made of. */
class Recording {
  readonly report = new ReportBuilder();
  readonly outputs: Record<string, string> = {};
  readonly errors: ReportedError[] = [];
  /** What was journaled as an error already: it may be thrown on. */
  readonly failures = new Set<unknown>();
  readonly startedAt: string;
  readonly #started: number;
  readonly places: FilePlace[] = [];
  readonly scripts: PlannedScript[] = [];
  files: LogFiles | null = null;
  driver: Driver | null = null;
  target: Target | null = null;

  readonly runId: string;
  readonly command: string;
  readonly context: RunContext;

  constructor(runId: string, command: string, context: RunContext) {
    this.runId = runId;
    this.command = command;
    this.context = context;
    this.startedAt = context.clock.now().toISOString();
    this.#started = context.clock.monotonic();
  }

  /** Remembers where in the migration files an error is. */
  locate(error: unknown): void {
    if (this.target !== null) this.places.push(...filePlaces(error, this.target.migrationsDirectory));
  }

  readonly observe = (stamped: Stamped): void => {
    this.report.add(stamped);
    if (stamped.entry.kind === 'error') this.errors.push(stamped.entry.error);
    this.files?.add(stamped);
  };

  finish(status: EndStatus, environment: string | null): Report {
    const finishedAt = this.context.clock.now().toISOString();
    const durationMs = Math.round(this.context.clock.monotonic() - this.#started);
    const { runId, command, startedAt } = this;
    const engine = this.driver?.engine ?? null;
    const frame = { runId, command, environment, engine, startedAt, sluiceVersion: SLUICE_VERSION };
    return this.report.build(frame, status, finishedAt, durationMs);
  }
}

/**
 * Runs a command's work around what they all need: configuration, database, report. Whatever the work
 * throws is turned into the result; only a bug in this function itself can throw.
 */
export async function execute(
  command: string,
  inputs: Inputs,
  context: RunContext,
  work: (execution: Execution) => Promise<Ending>,
): Promise<CommandResult> {
  const recording = new Recording(newRunId(context.clock), command, context);
  let ending: Ending;
  try {
    ending = await open(recording, inputs, work);
  } catch (error) {
    ending = { status: isInterruption(error, context) ? 'interrupted' : 'failed', outputs: {} };
    if (ending.status === 'failed' && !recording.failures.has(error)) {
      recording.locate(error);
      const { runId, observe } = recording;
      const at = context.clock.now().toISOString();
      observe({
        runId,
        seq: 0,
        at,
        stage: 'run',
        entry: { kind: 'error', error: redactError(recording, reportError(error)) },
      });
    }
  } finally {
    await recording.driver?.close().catch((error: unknown) => {
      context.emit({ level: 'warning', scope: 'run', message: `closing the connections failed: ${String(error)}` });
    });
  }
  return conclude(recording, inputs, ending);
}

function isInterruption(error: unknown, context: RunContext): boolean {
  return error instanceof InterruptedError || (context.signal.aborted && error === context.signal.reason);
}

/**
 * Opens the target's database. The run's signal ends the wait for the connection only: a run that was
 * interrupted still writes its journal and gives its lock up.
 */
async function openTarget(target: Target, context: RunContext, runId: string): Promise<Driver> {
  const { schema, prefix } = target.config.migrations;
  const opening = new AbortController();
  const giveUp = (): void => {
    opening.abort(context.signal.reason);
  };
  context.signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await openDatabase(target.url, {
      signal: opening.signal,
      clock: context.clock,
      names: { schema, prefix },
      runId,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      temporaryDirectory: context.env['RUNNER_TEMP'] ?? tmpdir(),
    });
  } finally {
    context.signal.removeEventListener('abort', giveUp);
  }
}

/**
 * Opens the database for a command that only looks or asks, and leaves no report; closes it again.
 *
 * @throws what opening and `work` throw
 */
export async function withDatabase<T>(
  inputs: Inputs,
  context: RunContext,
  work: (open: OpenTarget) => Promise<T>,
): Promise<T> {
  context.signal.throwIfAborted();
  const target = await resolveTarget(inputs, context, true);
  const runId = newRunId(context.clock);
  const driver = await openTarget(target, context, runId);
  try {
    return await work({ runId, inputs, context, target, driver });
  } finally {
    await driver.close();
  }
}

async function open(
  recording: Recording,
  inputs: Inputs,
  work: (execution: Execution) => Promise<Ending>,
): Promise<Ending> {
  const { context, runId, command, report, outputs, scripts } = recording;
  context.signal.throwIfAborted();
  const target = await resolveTarget(inputs, context);
  recording.target = target;
  recording.files = await LogFiles.open(target.logDirectory, recording.startedAt, context.redactor);
  const driver = await openTarget(target, context, runId);
  recording.driver = driver;
  return work({
    runId,
    command,
    inputs,
    context,
    target,
    driver,
    report,
    outputs,
    scripts,
    journal: (append, clock = context.clock) => new Journal(runId, append, clock, [recording.observe]),
    fail: (journal, error) => fail(recording, journal, error),
  });
}

async function fail(recording: Recording, journal: Journal, error: unknown): Promise<void> {
  if (recording.failures.has(error)) return;
  recording.failures.add(error);
  recording.locate(error);
  const entry: Entry = { kind: 'error', error: redactError(recording, reportError(error)) };
  try {
    await journal.append(entry);
  } catch {
    // The database may be what failed: the report must name the error all the same.
    recording.observe({
      runId: recording.runId,
      seq: 0,
      at: recording.context.clock.now().toISOString(),
      stage: journal.stage,
      entry,
    });
  }
}

function redactError({ context }: Recording, error: ReportedError): ReportedError {
  const { redactor } = context;
  return {
    code: error.code,
    message: redactor.redact(error.message),
    causes: error.causes.map((cause) => redactor.redact(cause)),
    fix: redactor.redact(error.fix),
  };
}

/** Paths of what a run left on the runner. */
interface Written {
  readonly reports: readonly string[];
  readonly evidence: readonly string[];
}

const NOTHING_WRITTEN: Written = { reports: [], evidence: [] };

/** What a readiness check said of the plan. */
function assessmentOf(outputs: Readonly<Record<string, string>>): Pick<PullRequestFacts, 'estimatedSeconds' | 'risk'> {
  const { 'estimated-seconds': seconds = '', risk = '' } = outputs;
  return { estimatedSeconds: seconds === '' ? null : Number(seconds), risk: risk === '' ? null : risk };
}

/** A report that cannot be written must not turn a finished migration into a failed one. */
async function writeReport({ files, context }: Recording, report: Report, comment: string): Promise<Written> {
  try {
    const isPullRequest = context.origin?.ref.startsWith('refs/pull/') === true;
    const written = await files?.report(report, context.origin, isPullRequest ? comment : null);
    return written === undefined ? NOTHING_WRITTEN : { reports: written.reports, evidence: [written.evidence] };
  } catch (error) {
    context.emit({ level: 'warning', scope: 'run', message: `the report could not be written: ${String(error)}` });
    return NOTHING_WRITTEN;
  } finally {
    await files?.close().catch(() => undefined);
  }
}

async function conclude(recording: Recording, inputs: Inputs, ending: Ending): Promise<CommandResult> {
  const { context, runId } = recording;
  const report = recording.finish(ending.status, recording.target?.environment?.name ?? inputs.environment ?? null);
  const errors = recording.errors.map((error) => redactError(recording, error));
  const facts = { scripts: recording.scripts, ...assessmentOf({ ...recording.outputs, ...ending.outputs }) };
  const comment = context.redactor.redact(pullRequestSection(report, facts));
  const { reports: paths, evidence } = await writeReport(recording, report, comment);
  // A failed way back is worse than what made it necessary; otherwise the first error is the reason of the others.
  const worst = errors.find((error) => error.code === 'ROLL_001') ?? errors[0];
  const digest = paths[0] === undefined ? '' : await reportDigest(paths[0]);
  const outputs: Record<string, string> = {
    ...recording.outputs,
    ...ending.outputs,
    status: ending.status === 'interrupted' ? 'failed' : ending.status,
    'run-id': runId,
    'error-code': worst?.code ?? '',
    'report-path': paths[0] ?? '',
    'report-digest': digest,
  };
  return {
    status: ending.status,
    exitCode: exitCodeOf(ending.status, errors[0]),
    errors,
    places: recording.places.map((place) => ({ ...place, message: context.redactor.redact(place.message) })),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, context.redactor.redact(value)])),
    reportFiles: [...paths, ...(ending.files ?? [])],
    evidenceFiles: evidence,
    markdown: context.redactor.redact(markdownReport(report)),
    comment,
    artifactFiles: ending.artifactFiles ?? [],
  };
}
