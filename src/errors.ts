/**
 * The one error base and the code table. A code is a promise to whoever reads the message at
 * three in the morning: it never changes its meaning, and it always comes with a next step.
 */

/** Every code Sluice can print, with what it means and the fix that applies when nobody knows better. */
export const ERROR_CODES = {
  CONF_001: {
    meaning: 'configuration invalid',
    fix: 'Correct the setting named above and run the command again.',
  },
  CONN_001: {
    meaning: 'connection failed',
    fix: 'Check host, port, credentials and that the runner may reach the server, then run the command again.',
  },
  PERM_001: {
    meaning: 'privileges missing',
    fix: 'Grant the account the privilege named above, then run the command again.',
  },
  DISK_001: { meaning: 'disk space', fix: 'Free disk space on the volume named above, then run the command again.' },
  MEM_001: { meaning: 'memory', fix: 'Give the runner more memory, or split the statement named above.' },
  TIME_001: {
    meaning: 'time limit',
    fix: 'Raise the limit named above, or split the work into smaller migrations.',
  },
  LOCK_001: {
    meaning: 'another run holds the lock',
    fix: 'Wait for that run to end. A dead run frees the lock when its lease expires; the next run then takes over.',
  },
  LOCK_002: {
    meaning: 'a statement could not get its lock',
    fix: 'End or wait for the blocker named above, then run the command again.',
  },
  SQL_001: {
    meaning: 'a migration failed',
    fix: 'Correct the statement named above, then run the command again.',
  },
  DATA_001: {
    meaning: 'validation failed',
    fix: 'Compare the tables named above with the backup before anything else is changed.',
  },
  DATA_002: {
    meaning: 'data cannot be carried over exactly',
    fix: 'Change the values named above, or choose a policy for them in the configuration.',
  },
  ROLL_001: {
    meaning: 'rollback failed',
    fix: 'Follow the manual steps above; nothing else has been touched.',
  },
  DRIFT_001: {
    meaning: 'schema or an applied file changed behind our back',
    fix: 'Restore the file as it was applied, and put the change into a new migration.',
  },
  PLAN_001: {
    meaning: 'the plan differs from the approved one',
    fix: 'Review the new plan with --dry-run and approve its digest.',
  },
  BACKUP_001: { meaning: 'backup failed', fix: 'See the cause above; no backup was recorded.' },
  BACKUP_002: {
    meaning: 'backup corrupt or its digest differs',
    fix: 'Use another backup, or another copy of this one: `sluice backup list` shows where they are.',
  },
  BACKUP_003: {
    meaning: 'backup not proven, or too old',
    fix: 'Take a new backup with `verify: restore` and pass its backup-id.',
  },
  BACKUP_004: {
    meaning: 'plaintext upload refused',
    fix: 'Encrypt it with encrypt-to, or set upload-artifacts: false and keep the backup elsewhere, or allow-plaintext: true if everybody who can read the repository may read the data.',
  },
  EVID_001: {
    meaning: 'evidence missing, stale or of another plan',
    fix: 'Run the staging lifecycle for this commit again.',
  },
  APPR_001: { meaning: 'approvals missing or not distinct', fix: 'Have the people named above approve the run.' },
  ENV_001: {
    meaning: 'the environment is not protected',
    fix: 'Add required reviewers to the environment in the repository settings.',
  },
  TOOL_001: {
    meaning: 'a client program is missing or too old',
    fix: 'Install the package named above on the runner.',
  },
  ART_001: {
    meaning: 'artifact missing or its digest differs',
    fix: 'Check that the artifact has not expired and that the run id is right.',
  },
  INT_001: {
    meaning: 'a bug in Sluice',
    fix: 'Report it with the report file and the cause chain above.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly fix: string }>;

/** One of the codes of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error may carry beside its sentence. */
export interface SluiceErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** What to do next, when more is known than the code's general fix. */
  readonly fix?: string;
  /** Facts for machines and for later stages; never a secret, never a data row. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An expected failure: something that the user can act on. */
export class SluiceError extends Error {
  readonly code: ErrorCode;
  readonly fix: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: SluiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SluiceError';
    this.code = code;
    this.fix = options.fix ?? ERROR_CODES[code].fix;
    this.details = options.details ?? {};
  }
}

/** The run was asked to leave (signal, `sluice stop`); its state is saved. Exit status 130. */
export class InterruptedError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'InterruptedError';
  }
}

/** An error as reports print it. */
export interface ReportedError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Messages of the cause chain, nearest first. */
  readonly causes: readonly string[];
  readonly fix: string;
}

/** The cause chain's messages, nearest first; a cycle ends it. */
function causesOf(error: Error): string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([error]);
  let current: unknown = error.cause;
  while (current !== undefined && current !== null && !seen.has(current)) {
    seen.add(current);
    causes.push(current instanceof Error ? current.message : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return causes;
}

/** Turns whatever was thrown into a reportable error; anything unexpected becomes `INT_001`. */
export function reportError(thrown: unknown): ReportedError {
  if (thrown instanceof SluiceError) {
    return { code: thrown.code, message: thrown.message, causes: causesOf(thrown), fix: thrown.fix };
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    code: 'INT_001',
    message: `Unexpected failure: ${error.message}`,
    causes: [...causesOf(error), ...(error.stack === undefined ? [] : [error.stack])],
    fix: ERROR_CODES.INT_001.fix,
  };
}
