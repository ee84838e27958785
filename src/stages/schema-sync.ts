import { SluiceError } from '../errors.ts';
import type { MigrationSet } from '../migrations/types.ts';
import type { PartialFile, Plan } from '../plan/types.ts';
import { applyScript } from './apply-script.ts';
import type { StageContext } from './context.ts';
import type { StageOutcome } from './stage-runner.ts';

/** What {@link schemaSync} needs beside the context. */
export interface SchemaSyncRequest {
  readonly plan: Plan;
  readonly migrations: MigrationSet;
  readonly partial: ReadonlyMap<string, PartialFile>;
}

/** A run that died behind its last entry had no time left to take its marks away. */
async function forgetEnded({ driver, fence }: StageContext, { partial }: SchemaSyncRequest): Promise<void> {
  const { keys } = driver;
  for (const id of (await keys?.begun()) ?? []) {
    if (!partial.has(id.slice(0, id.indexOf(':')))) await keys?.forget(fence, id);
  }
}

/** Applies the plan's files in order. */
export async function schemaSync(context: StageContext, request: SchemaSyncRequest): Promise<StageOutcome> {
  const { steps } = request.plan;
  await forgetEnded(context, request);
  if (steps.length === 0) return { status: 'skipped', records: 0, reason: 'nothing is pending' };
  const byVersion = new Map(request.migrations.migrations.map((migration) => [migration.version, migration]));
  for (const [index, step] of steps.entries()) {
    const migration = byVersion.get(step.version);
    if (migration === undefined) throw new SluiceError('INT_001', `The plan has a step without a file: ${step.path}.`);
    context.emit({ level: 'info', scope: 'schema-sync', message: step.path, done: index, total: steps.length });
    const partial = request.partial.get(step.version);
    await applyScript(context, {
      version: step.version,
      name: step.name,
      checksum: step.checksum,
      direction: 'up',
      script: migration.up,
      mode: step.mode,
      done: step.done,
      warned: partial?.direction === 'up' ? partial.warned : null,
      inFlight: partial?.direction === 'up' ? partial.inFlight : null,
      // An undo that stopped half-way has left the marks of the keys that are still changed.
      keys: { resumes: partial?.keys !== undefined, undoes: false },
    });
  }
  context.emit({
    level: 'info',
    scope: 'schema-sync',
    message: 'all files applied',
    done: steps.length,
    total: steps.length,
  });
  return { status: 'passed', records: steps.length, reason: null };
}
