import type { Engine, KeyProgress } from '../driver.ts';
import type { ReportedError } from '../errors.ts';
import type { CheckResult, EndStatus, RollbackPoint, StageName } from '../journal/entries.ts';
import type { PlanStep } from '../plan/types.ts';

/** One stage in a report. */
export interface ReportStage {
  readonly name: StageName;
  readonly status: EndStatus;
  readonly startedAt: string;
  readonly durationMs: number;
  /** How many files, tables or checks it worked on. */
  readonly records: number;
  readonly errors: readonly ReportedError[];
  /** Why it was skipped, warned or failed. */
  readonly reason: string | null;
}

/** One file that this run applied or took back. */
export interface ReportFile {
  readonly version: string;
  readonly name: string;
  readonly direction: 'up' | 'down';
  readonly statements: number;
  /** For a key migration: how many keys it changed, removed and renamed. */
  readonly keys?: KeyProgress;
  readonly durationMs: number;
}

/** The backup that a run made, used or went back to. */
export interface ReportBackup {
  readonly id: string;
  readonly digest: string;
  readonly verified: string;
  readonly path: string;
}

/** How a run went back. */
export interface ReportRollback {
  readonly method: 'down' | 'backup';
  readonly reason: string;
  readonly versions: readonly string[];
  /** Null while it is not finished. */
  readonly verified: boolean | null;
  readonly tablesCompared: number;
}

/** `sluice.report/1`: all that a run did and found. A pure function of its journal. */
export interface Report {
  readonly schema: 'sluice.report/1';
  readonly run: {
    readonly id: string;
    readonly command: string;
    readonly environment: string | null;
    readonly engine: Engine | null;
    readonly status: EndStatus;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly durationMs: number;
    readonly sluiceVersion: string;
  };
  readonly plan: {
    readonly digest: string;
    readonly kind: string;
    /** The run whose approved plan this run went on with; null when the plan is its own. */
    readonly continues: string | null;
    readonly steps: readonly PlanStep[];
  } | null;
  readonly stages: readonly ReportStage[];
  readonly files: readonly ReportFile[];
  readonly checks: readonly CheckResult[];
  /** What earlier runs had left behind, and what was done about it. */
  readonly findings: readonly string[];
  /** Schema and checksums that the run recorded: before a migration, or as validation found them; a later run can be compared with it. */
  readonly state: RollbackPoint | null;
  /** Fingerprint of the schema that the run left behind; null when it changed nothing or did not come to its end. */
  readonly schemaAfter: string | null;
  readonly rollback: ReportRollback | null;
  readonly backup: ReportBackup | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly errors: readonly ReportedError[];
}
