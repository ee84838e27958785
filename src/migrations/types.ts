import type { Statement } from '../driver.ts';
import type { KeyModule } from './keys/module.ts';

/** The formats that Sluice reads. */
export const MIGRATION_FORMATS = ['sluice', 'golang-migrate', 'dbmate', 'flyway'] as const;

/** One of {@link MIGRATION_FORMATS}. */
export type MigrationFormat = (typeof MIGRATION_FORMATS)[number];

/** One direction of one migration. */
export interface Script {
  /** Relative to the migrations folder, with `/`. */
  readonly path: string;
  /** False: the file asks for its statements to run outside a transaction. */
  readonly transaction: boolean;
  /** `-- sluice: lock-timeout=…`, in ms; null = the configured one. */
  readonly lockTimeoutMs: number | null;
  /** `-- sluice: online`. */
  readonly online: boolean;
  /** Empty for a key migration. */
  readonly statements: readonly Statement[];
  /** What a key migration does, in place of statements; its code runs only once it is loaded. */
  readonly keys?: KeyModule;
  /** Size of what the statements were read from: the file, or the section of it. */
  readonly bytes: number;
}

/** One migration, whatever files it was written in. */
export interface Migration {
  readonly kind: 'versioned' | 'repeatable';
  /** As written (`0012`), Flyway's `1_2` as `1.2`; compare with `compareVersions`. Repeatable: `R__<name>`. */
  readonly version: string;
  readonly name: string;
  readonly format: MigrationFormat;
  /** `sha256:<hex>`; for Flyway `crc32:<signed decimal>`, as its own history table has it. */
  readonly checksum: string;
  readonly up: Script;
  /** Null when there is no way back, and for a key migration as long as nobody has loaded it. */
  readonly down: Script | null;
}

/** What a migrations folder holds. */
export interface MigrationSet {
  readonly format: MigrationFormat;
  /** As it was given. */
  readonly directory: string;
  /** Versioned in order of version, then repeatable by name. */
  readonly migrations: readonly Migration[];
  /** Sentences about what was seen and left out, or will surprise. */
  readonly warnings: readonly string[];
}
