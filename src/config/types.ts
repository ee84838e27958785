import type { BackupMode } from '../driver.ts';

/** Where migration files come from; `auto` looks at the names and the content. */
export const MIGRATION_FORMATS = [
  'auto',
  'sluice',
  'golang-migrate',
  'dbmate',
  'flyway',
  'prisma',
  'goose',
  'drizzle',
  'sqitch',
] as const;

/** One of {@link MIGRATION_FORMATS}. */
export type MigrationFormat = (typeof MIGRATION_FORMATS)[number];

/** What a backup holds. */
export const BACKUP_MODES = ['full', 'schema', 'data'] as const satisfies readonly BackupMode[];

/** How far a backup is proven: not at all, by its digests, or by restoring and comparing it. */
export const VERIFY_LEVELS = ['none', 'checksum', 'restore'] as const;

/** One of {@link VERIFY_LEVELS}. */
export type VerifyLevel = (typeof VERIFY_LEVELS)[number];

/** A database that the configuration names. */
export interface EnvironmentConfig {
  readonly name: string;
  /** As written, with its `${VAR}` references; only `resolveUrl` turns it into a URL. */
  readonly url: string;
  /** A proven backup and a confirmed rollback are required, and the whole lifecycle asks the promotion gate. */
  readonly protected: boolean;
}

/** How migrations are found and run. */
export interface MigrationsConfig {
  /** As written: relative to the working directory. */
  readonly directory: string;
  readonly format: MigrationFormat;
  /** How long a statement waits for a lock of another session; more than 0. */
  readonly lockTimeoutMs: number;
  /** How often a statement that did not get its lock is tried again. */
  readonly lockRetries: number;
  /** How long one statement may run; 0 = no limit. */
  readonly statementTimeoutMs: number;
  /** How long Sluice's own run lock outlives a killed run. */
  readonly runLeaseMs: number;
  /** How long to wait for another run's lock; 0 = not at all. */
  readonly runLockWaitMs: number;
  /** Accept a migration that is older than one already applied. */
  readonly allowOutOfOrder: boolean;
  /** Whether a warning of the server fails the migration or is only reported. */
  readonly warnings: 'fail' | 'report';
  /** Schema of Sluice's own tables; null = the connection's default. */
  readonly schema: string | null;
  /** Prefix of Sluice's own tables. */
  readonly prefix: string;
}

/** How backups are taken and proven. */
export interface BackupConfig {
  /** As written: relative to the working directory. */
  readonly directory: string;
  readonly mode: BackupMode;
  readonly verify: VerifyLevel;
  /** Where backups are restored for the proof, with its `${VAR}` references; null = a scratch database on the same server. */
  readonly scratch: string | null;
  /** age recipients; empty = not encrypted. */
  readonly encryptTo: readonly string[];
  /** How many backups stay. */
  readonly keep: number;
}

/** A query whose single value is known. */
export interface ValidationRule {
  readonly name: string;
  readonly query: string;
  readonly expect: string | number | boolean | null;
}

/** Queries that may not become slower. */
export interface PerformanceConfig {
  /** How much slower is still good: 0.1 = 10 %. */
  readonly tolerance: number;
  readonly queries: readonly { readonly name: string; readonly query: string }[];
}

/** What is compared after a migration. */
export interface ValidateConfig {
  readonly rowCounts: boolean;
  readonly checksums: boolean;
  readonly foreignKeys: boolean;
  readonly rules: readonly ValidationRule[];
  readonly performance: PerformanceConfig | null;
}

/** What stops a run and rolls it back. */
export interface TriggersConfig {
  readonly maxErrors: number;
  readonly maxValidationFailures: number;
  readonly maxSyncLagMs: number;
  readonly maxDurationMs: number;
}

/** An application endpoint that must answer. */
export interface HealthConfig {
  readonly name: string;
  /** As written, with its `${VAR}` references. */
  readonly url: string;
  readonly expectStatus: number;
  readonly timeoutMs: number;
}

/** Commands around the cutover; the empty string = none. */
export interface HooksConfig {
  readonly beforeCutover: string;
  readonly switch: string;
  readonly afterCutover: string;
  readonly onFailure: string;
  /** Run them through a shell. */
  readonly shell: boolean;
}

/** The days of the week, Monday first. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** When a promotion may happen. */
export interface WindowConfig {
  /** 1 = Monday … 7 = Sunday; empty = every day. */
  readonly days: readonly number[];
  /** Minutes since midnight, the end excluded; null = all day. An end before the start is on the next day. */
  readonly hours: { readonly from: number; readonly to: number } | null;
  /** IANA name. */
  readonly timeZone: string;
  /** Days without promotions, both ends included, as `YYYY-MM-DD` in the time zone. */
  readonly freeze: readonly { readonly from: string; readonly to: string }[];
}

/** What must hold before one environment's plan may run in the next. */
export interface PromotionConfig {
  readonly from: string;
  readonly to: string;
  readonly approvals: number;
  readonly distinctFromAuthor: boolean;
  readonly maxAgeMs: number;
  /** The GitHub environment must keep people from approving the runs that they started. */
  readonly preventSelfReview: boolean;
  /** The GitHub environment must hold for administrators, too. */
  readonly preventAdminBypass: boolean;
  /** Each must have signed; who may sign: a login, or a team as `@organisation/team`. */
  readonly roles: readonly { readonly name: string; readonly members: readonly string[] }[];
  /** Null = at any time. */
  readonly window: WindowConfig | null;
}

/** The configuration with every default filled in. Times are milliseconds. */
export interface Config {
  readonly environments: readonly EnvironmentConfig[];
  readonly migrations: MigrationsConfig;
  readonly backup: BackupConfig;
  readonly validate: ValidateConfig;
  readonly triggers: TriggersConfig;
  readonly health: readonly HealthConfig[];
  readonly hooks: HooksConfig;
  readonly promotion: readonly PromotionConfig[];
}
