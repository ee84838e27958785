import { isLocked, type StoredBackup } from '../backup/stored-backup.ts';
import type { BackupAccess, WayBack } from '../checks/readiness/way-back.ts';
import { SluiceError } from '../errors.ts';
import { foreseeObstacles } from '../stages/plan-rollback.ts';
import type { PreparedPlan } from '../stages/prepare-plan.ts';
import { chooseBackup } from './choose-backup.ts';
import { recipientsOf } from './encryption.ts';
import type { OpenTarget } from './execution.ts';

/** By what a run of this plan could be taken back, when there is no backup for it yet. */
export async function foreseeWayBack(
  open: OpenTarget,
  { plan, migrations }: Pick<PreparedPlan, 'plan' | 'migrations'>,
): Promise<WayBack> {
  return {
    obstacles: foreseeObstacles(plan.steps, migrations.migrations),
    ...(await foreseeBackup(open)),
  };
}

/** A backup that this process is going to take is the one to go back to, whatever older ones there are. */
async function foreseeBackup(open: OpenTarget): Promise<Pick<WayBack, 'backup' | 'recoveryMs'>> {
  const newest = await newestBackup(open);
  return { backup: accessTo(open, newest), recoveryMs: newest?.manifest.proof?.durationMs ?? null };
}

function accessTo(open: OpenTarget, newest: StoredBackup | null): BackupAccess {
  if (open.inputs.identity !== undefined) return 'open';
  const isEncrypted = recipientsOf(open).length > 0;
  if (open.context.ownKeys !== undefined) return isEncrypted ? 'held' : 'open';
  return isEncrypted || (newest !== null && isLocked(newest)) ? 'locked' : 'open';
}

/** Nobody asked for a backup yet, so its absence says nothing. */
async function newestBackup(open: OpenTarget): Promise<StoredBackup | null> {
  try {
    return await chooseBackup(open, open.inputs.backupId, 'fall-back');
  } catch (error) {
    if (error instanceof SluiceError && error.code !== 'CONF_001') return null;
    throw error;
  }
}
