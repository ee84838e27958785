import { shiftedClock, type Clock } from '../clock.ts';
import { SluiceError } from '../errors.ts';
import { acquireRunLock, type RunLock } from '../journal/run-lock.ts';
import type { Journal } from '../journal/journal.ts';
import { controlGate } from '../stages/control.ts';
import type { StageContext } from '../stages/context.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { SLUICE_VERSION } from '../version.ts';
import type { EndStatus } from '../journal/entries.ts';
import { InterruptedError } from '../errors.ts';
import type { Execution } from './execution.ts';
import type { Actor } from './types.ts';

/** A command that holds the run lock. */
export interface LockedRun {
  readonly execution: Execution;
  readonly lock: RunLock;
  readonly journal: Journal;
  /** A stage context whose waits end with `signal` as well as with the lock and the run. */
  readonly stageContext: (signal?: AbortSignal) => StageContext;
}

/** How the lock names its owner; the run id makes it unique. */
function ownerOf(runId: string, actor: Actor): string {
  const page = actor.runUrl === null ? '' : `, ${actor.runUrl}`;
  return `${actor.name} on ${actor.host} (pid ${String(actor.pid)}, run ${runId}${page})`;
}

/**
 * Takes the run lock, opens the journal in the database, does the work, and says in the journal how it
 * ended before the lock is given up.
 *
 * @throws SluiceError `LOCK_001`, and what `work` throws
 */
export async function withRunLock<T extends { readonly status: EndStatus }>(
  execution: Execution,
  work: (run: LockedRun) => Promise<T>,
): Promise<T> {
  const { driver, context, target, runId } = execution;
  const { migrations } = target.config;
  const lock = await acquireRunLock({
    store: driver.lock,
    owner: ownerOf(runId, context.actor),
    leaseMs: migrations.runLeaseMs,
    waitMs: migrations.runLockWaitMs,
    clock: context.clock,
    signal: context.signal,
    onWait: (holder) => {
      context.emit({
        level: 'warning',
        scope: 'run',
        message: `waiting for the run lock, held by ${holder.owner} since ${holder.acquiredAt}`,
      });
    },
  });
  const journal = execution.journal((rows) => driver.journal.append(lock.fence, rows), await serverClock(execution));
  const run: LockedRun = {
    execution,
    lock,
    journal,
    stageContext: (signal) => stageContext(execution, lock, journal, signal),
  };
  try {
    await begin(run);
    const result = await work(run);
    await end(run, result.status, null);
    return result;
  } catch (error) {
    await giveUp(run, error);
    throw error;
  } finally {
    await lock.release().catch((error: unknown) => {
      context.emit({
        level: 'warning',
        scope: 'run',
        message: `the run lock could not be given up and will expire by itself: ${String(error)}`,
      });
    });
  }
}

/**
 * The runner's clock, set by the server's: runs of several machines follow each other in the journal, and
 * their order must not depend on how well each machine keeps the time.
 */
async function serverClock({ driver, context }: Execution): Promise<Clock> {
  const holder = await driver.lock.holder();
  const acquiredAt = holder === null ? Number.NaN : Date.parse(holder.acquiredAt);
  return Number.isNaN(acquiredAt)
    ? context.clock
    : shiftedClock(context.clock, acquiredAt - context.clock.now().getTime());
}

async function begin({ execution, lock, journal }: LockedRun): Promise<void> {
  const environment = execution.target.environment?.name ?? null;
  await journal.append({
    kind: 'run-started',
    command: execution.command,
    environment,
    owner: lock.fence.owner,
    sluiceVersion: SLUICE_VERSION,
  });
  const dead = lock.takenOverFrom;
  if (dead === null) return;
  const { owner, acquiredAt, expiresAt } = dead;
  await journal.append({ kind: 'lock-taken-over', owner, acquiredAt, expiresAt });
  execution.context.emit({
    level: 'warning',
    scope: 'run',
    message: `took the run lock over from ${owner}, who held it since ${acquiredAt}; its lease expired at ${expiresAt}`,
  });
}

async function end({ execution, journal }: LockedRun, status: EndStatus, errorCode: string | null): Promise<void> {
  journal.enter('run');
  const schemaFingerprint =
    status === 'passed' ? fingerprint(await execution.driver.inspect(execution.context.signal)).fingerprint : null;
  await journal.append({ kind: 'run-finished', status, errorCode, schemaFingerprint });
}

/** Says what went wrong, as far as the database can still be reached and is still ours. */
async function giveUp(run: LockedRun, error: unknown): Promise<void> {
  const interrupted = error instanceof InterruptedError;
  const code = error instanceof SluiceError ? error.code : 'INT_001';
  if (!interrupted) await run.execution.fail(run.journal, error);
  await end(run, interrupted ? 'interrupted' : 'failed', interrupted ? null : code).catch((second: unknown) => {
    run.execution.context.emit({
      level: 'warning',
      scope: 'run',
      message: `the end of the run could not be journaled: ${String(second)}`,
    });
  });
}

function stageContext(execution: Execution, lock: RunLock, journal: Journal, signal?: AbortSignal): StageContext {
  const { driver, context, target, inputs } = execution;
  const batch = inputs.batchSize === undefined ? {} : { batchSize: inputs.batchSize };
  const { lockTimeoutMs, lockRetries, statementTimeoutMs, warnings } = target.config.migrations;
  const combined = signal === undefined ? lock.signal : AbortSignal.any([lock.signal, signal]);
  return {
    driver,
    journal,
    fence: lock.fence,
    clock: context.clock,
    signal: combined,
    settings: { lockTimeoutMs, lockRetries, statementTimeoutMs, warnings, ...batch },
    emit: context.emit,
    obeyControl: controlGate({
      store: driver.control,
      journal,
      clock: context.clock,
      signal: combined,
      emit: context.emit,
    }),
  };
}
