import type { OwnKeys } from '../backup/own-keys.ts';
import type { Clock } from '../clock.ts';
import type { ErrorCode, ReportedError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import type { Redactor } from '../redact.ts';
import type { Origin } from '../origin.ts';
import type { PromotionSource } from './promote.ts';
import type { Emit } from '../stages/progress.ts';

export type { Emit, ProgressEvent } from '../stages/progress.ts';

/** The commands that the actions and the command line share. */
export type CommandName = 'readiness-check' | 'backup' | 'migrate' | 'validate' | 'promote' | 'rollback' | 'lifecycle';

/** Who runs this: shown in the lock, the journal and every message about them. */
export interface Actor {
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  /** The page of the workflow run, where there is one. */
  readonly runUrl: string | null;
}

/** All that a command takes from its surroundings. */
export interface RunContext {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly redactor: Redactor;
  readonly actor: Actor;
  /** Null outside a workflow. */
  readonly origin: Origin | null;
  /** Null: there is no GitHub to ask. */
  readonly promotion: PromotionSource | null;
  readonly emit: Emit;
  /** Where a backup and the migration that may have to go back to it are one process; absent elsewhere. */
  readonly ownKeys?: OwnKeys;
}

/** A line of a migration file, and what is wrong there. */
export interface FilePlace {
  /** Absolute. */
  readonly path: string;
  /** Null: the file as a whole. */
  readonly line: number | null;
  readonly code: ErrorCode;
  readonly message: string;
}

/** How a command ended, for the edges to print and hand on. */
export interface CommandResult {
  readonly status: 'passed' | 'warned' | 'failed' | 'skipped' | 'interrupted';
  readonly exitCode: 0 | 1 | 2 | 130;
  readonly errors: readonly ReportedError[];
  /** Where in the migration files the errors are. */
  readonly places: readonly FilePlace[];
  /** By the names of INTERFACE; absent ones do not apply. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Absolute paths. */
  readonly reportFiles: readonly string[];
  /** Absolute paths. */
  readonly evidenceFiles: readonly string[];
  readonly markdown: string;
  /** The section for a pull request's comment. */
  readonly comment: string;
  /** Backups to upload. */
  readonly artifactFiles: readonly {
    readonly name: string;
    readonly files: readonly string[];
    readonly root: string;
    readonly encrypted: boolean;
  }[];
}

/** One command of the core. Never throws for expected failures: they are in the result. */
export type Command = (inputs: Inputs, context: RunContext) => Promise<CommandResult>;
