import type { DatabaseUrl, Facts, LockHolder, Schema } from '../../driver.ts';
import type { ReportedError } from '../../errors.ts';
import type { CheckResult } from '../../journal/entries.ts';
import type { JournalState } from '../../journal/state.ts';
import type { Plan } from '../../plan/types.ts';
import type { WayBack } from './way-back.ts';

/** All that readiness checks look at; gathered beforehand, so that each check is a small function. */
export interface ReadinessContext {
  readonly facts: Facts;
  readonly url: DatabaseUrl;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly requiredEnv: readonly string[];
  readonly schema: Schema;
  /** The plan, or why there is none. */
  readonly plan: { readonly plan: Plan; readonly error: null } | { readonly plan: null; readonly error: ReportedError };
  /** By what a run of the plan could be taken back. */
  readonly wayBack: WayBack;
  readonly state: JournalState;
  readonly holder: LockHolder | null;
  /** Fingerprint of the schema that the last good run left; null when the journal does not know. */
  readonly lastFingerprint: string | null;
  readonly directories: {
    readonly migrations: string;
    readonly backups: string;
    readonly logs: string;
    readonly temporary: string;
  };
  readonly signal: AbortSignal;
}

/** One readiness check. Expected findings are results; only a bug throws. */
export type ReadinessCheck = (context: ReadinessContext) => Promise<readonly CheckResult[]> | readonly CheckResult[];
