import { durationText } from '../../duration.ts';
import type { CheckResult } from '../../journal/entries.ts';
import { few, passed, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = {
  id: 'way-back',
  title: 'Way back',
  expected: 'a failed run can take the database back by itself',
};

/**
 * Whether a failed run can read its backup: `open`: it is not encrypted, or there is an identity; `held`: it is encrypted
 * by this very process, which keeps a key to it until the migration has ended; `locked`: there is no identity.
 */
export type BackupAccess = 'open' | 'held' | 'locked';

/** By what a failed run would take the database back. */
export interface WayBack {
  /** Why down files might not suffice; empty when they do. */
  readonly obstacles: readonly string[];
  readonly backup: BackupAccess;
  /** How long restoring the newest backup took when it was proven; null: there is none, or it was not. In ms. */
  readonly recoveryMs?: number | null;
}

/** Whether a failed run could take the database back by itself, as far as it depends on files and on an identity. */
export function wayBackResult({ obstacles, backup, recoveryMs = null }: WayBack): CheckResult {
  if (obstacles.length === 0) return passed(NAME, 'down files suffice');
  const why = few(obstacles);
  const took = recoveryMs === null ? '' : `; restoring the newest took ${durationText(recoveryMs)} when it was proven`;
  if (backup === 'open') return passed(NAME, `it needs a backup: ${why}${took}`);
  if (backup === 'held') {
    return passed(
      NAME,
      `it needs a backup: ${why}${took}; the backup is encrypted, and this process keeps a key to it in memory until the migration has ended (after a crash, the identity is needed)`,
    );
  }
  return warned(
    NAME,
    'BACKUP_003',
    `only by hand: ${why}; and the backup is encrypted, with no identity to restore it`,
    'Add the down files; or set the variable SLUICE_IDENTITY to the age identity; or have it at hand, so that somebody can run `sluice rollback --to backup --identity FILE`.',
  );
}

/** Whether it is known now, and not only when a run has failed, that nobody but a person can take it back. */
export const checkWayBack: ReadinessCheck = ({ wayBack }) => [wayBackResult(wayBack)];
