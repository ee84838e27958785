import type { Blocker, ControlRequest, KeyProgress, TableDigest } from '../driver.ts';
import type { ReportedError } from '../errors.ts';
import type { ApplyMode, Direction, Plan } from '../plan/types.ts';

/** The eight stages, in order. */
export const STAGES = [
  'preparation',
  'schema-sync',
  'initial-data-sync',
  'validation',
  'cutover-preparation',
  'cutover',
  'post-cutover-validation',
  'cleanup',
] as const;

/** One of {@link STAGES}. */
export type StageName = (typeof STAGES)[number];

/** Where an entry belongs: a stage, or the run around the stages. */
export type JournalStage = StageName | 'run' | 'rollback';

/** How a run or a stage ended. */
export type EndStatus = 'passed' | 'warned' | 'failed' | 'skipped' | 'interrupted';

/** The outcome of one check. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: 'pass' | 'warn' | 'fail' | 'skip';
  /** The error code that a failure counts as; null when it passed or was skipped. */
  readonly code: ReportedError['code'] | null;
  readonly observed: string;
  readonly expected: string;
  /** What to do; empty when there is nothing to do. */
  readonly fix: string;
}

/** The state to which a failing run goes back. */
export interface RollbackPoint {
  readonly schemaFingerprint: string;
  /** Hash of each schema object, to name what differs. */
  readonly objects: readonly { readonly kind: string; readonly name: string; readonly hash: string }[];
  /** Rows and checksums of all tables before the run; null when checksums are switched off. */
  readonly tables: readonly TableDigest[] | null;
  /** A backup to fall back to; null when the run has none. */
  readonly backupId: string | null;
  /** Versions that were applied. */
  readonly applied: readonly string[];
  /** Median duration in ms of each performance query, by name. */
  readonly performance: Readonly<Record<string, number>>;
}

/** What a journal can say. Every entry is a fact that had happened, or was about to, when it was written. */
export type Entry =
  | {
      readonly kind: 'run-started';
      readonly command: string;
      readonly environment: string | null;
      readonly owner: string;
      readonly sluiceVersion: string;
    }
  | {
      readonly kind: 'lock-taken-over';
      readonly owner: string;
      readonly acquiredAt: string;
      readonly expiresAt: string;
    }
  | { readonly kind: 'recovered'; readonly runId: string | null; readonly findings: readonly string[] }
  | { readonly kind: 'plan'; readonly plan: Plan; readonly continues: string | null }
  | { readonly kind: 'rollback-point'; readonly point: RollbackPoint; readonly inheritedFrom: string | null }
  | { readonly kind: 'stage-started' }
  | {
      readonly kind: 'stage-finished';
      readonly status: EndStatus;
      readonly durationMs: number;
      readonly records: number;
      readonly reason: string | null;
    }
  | {
      readonly kind: 'file-started';
      readonly version: string;
      readonly name: string;
      readonly path: string;
      readonly direction: Direction;
      readonly checksum: string;
      readonly mode: ApplyMode;
      readonly statements: number;
    }
  | {
      readonly kind: 'statement-started';
      readonly version: string;
      readonly direction: Direction;
      readonly statement: number;
      readonly line: number;
      readonly hash: string;
      /** Fingerprint of the schema just before, to look up later whether it happened. */
      readonly schemaBefore: string;
    }
  | {
      readonly kind: 'statement-finished';
      readonly version: string;
      readonly direction: Direction;
      readonly statement: number;
      readonly line: number;
      readonly hash: string;
      readonly rows: number | null;
      readonly durationMs: number;
      /** True when a later run found in the database that it had happened. */
      readonly found: boolean;
    }
  | {
      /** The server refused a statement that had been announced by `statement-started`. */
      readonly kind: 'statement-failed';
      readonly version: string;
      readonly statement: number;
    }
  | {
      readonly kind: 'warnings';
      readonly version: string;
      readonly statement: number;
      readonly warnings: readonly string[];
    }
  | {
      /** How far a key migration has come: counts only, never a key or a value. */
      readonly kind: 'keys-progress';
      readonly version: string;
      readonly direction: Direction;
      readonly progress: KeyProgress;
      /** The run stops here, so that the counts are exact. */
      readonly exact: boolean;
    }
  | {
      readonly kind: 'file-finished';
      readonly version: string;
      readonly name: string;
      readonly direction: Direction;
      readonly statements: number;
      /** For a key migration: what it did. */
      readonly keys?: KeyProgress;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'lock-retry';
      readonly version: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly blockers: readonly Blocker[];
    }
  | { readonly kind: 'check'; readonly check: CheckResult }
  | { readonly kind: 'control'; readonly request: ControlRequest['request'] }
  | { readonly kind: 'trigger'; readonly trigger: string; readonly observed: string; readonly limit: string }
  | { readonly kind: 'error'; readonly error: ReportedError }
  | {
      readonly kind: 'rollback-started';
      readonly reason: string;
      readonly method: 'down' | 'backup';
      readonly backupId: string | null;
      /** Versions to take back, newest first. */
      readonly versions: readonly string[];
      /** The state to arrive at; null when no record of it exists, so that it cannot be proven. */
      readonly point: RollbackPoint | null;
    }
  | { readonly kind: 'restored'; readonly backupId: string }
  | { readonly kind: 'rollback-finished'; readonly verified: boolean; readonly tablesCompared: number }
  | {
      readonly kind: 'backup';
      readonly backupId: string;
      readonly digest: string;
      readonly verified: string;
      readonly path: string;
    }
  | {
      readonly kind: 'run-finished';
      readonly status: EndStatus;
      readonly errorCode: string | null;
      readonly schemaFingerprint: string | null;
    };

/** An entry with its place in the journal. */
export interface Stamped {
  readonly runId: string;
  readonly seq: number;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly stage: JournalStage;
  readonly entry: Entry;
}
