import type { ControlRequest } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import { stampedOf } from '../journal/journal.ts';
import type { OpenTarget } from './execution.ts';

/**
 * Asks a live run to pause, go on or stop; it obeys between two statements.
 *
 * @returns the run that was asked
 * @throws SluiceError `CONF_001` when no run holds the lock and none was named
 */
export async function requestControl(execution: OpenTarget, request: ControlRequest['request']): Promise<string> {
  const { driver, inputs, context } = execution;
  const runId = inputs.runId ?? (await liveRun(execution));
  if (runId === null) {
    throw new SluiceError('CONF_001', `There is no live run to ${request}.`, {
      fix: 'Look at `sluice status`; name another run with --run-id.',
    });
  }
  // Requests may come from machines whose clocks differ: each is stamped behind the one before it.
  const earlier = (await driver.control.read(runId)).at(-1);
  const at = Math.max(context.clock.now().getTime(), earlier === undefined ? 0 : Date.parse(earlier.at) + 1);
  await driver.control.request({ runId, at: new Date(at).toISOString(), request });
  return runId;
}

/** The run that holds the lock, found by the owner that it journaled. */
async function liveRun({ driver }: OpenTarget): Promise<string | null> {
  const holder = await driver.lock.holder();
  if (holder === null || holder.expired) return null;
  for await (const row of driver.journal.read({ kinds: ['run-started'] })) {
    const { entry, runId } = stampedOf(row);
    if (entry.kind === 'run-started' && entry.owner === holder.owner) return runId;
  }
  return null;
}
