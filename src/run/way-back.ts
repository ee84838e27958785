import { isLocked } from '../backup/stored-backup.ts';
import type { WayBack } from '../checks/readiness/way-back.ts';
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
    isLocked: open.inputs.identity === undefined && (recipientsOf(open).length > 0 || (await isNewestLocked(open))),
  };
}

/** Nobody asked for a backup yet, so its absence says nothing. */
async function isNewestLocked(open: OpenTarget): Promise<boolean> {
  try {
    return isLocked(await chooseBackup(open, open.inputs.backupId, 'fall-back'));
  } catch (error) {
    if (error instanceof SluiceError && error.code !== 'CONF_001') return false;
    throw error;
  }
}
