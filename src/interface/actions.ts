import type { InputName } from './input-table.ts';
import type { OutputName } from './outputs.ts';

/** An action: a step of a workflow. */
export interface ActionSpec {
  /** Name on the marketplace and in tables. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  /** In the order of the tables. */
  readonly inputs: readonly InputName[];
  readonly outputs: readonly OutputName[];
  /** Where this action says more, or something else, than the common table. */
  readonly inputNotes?: Readonly<Partial<Record<InputName, string>>>;
  readonly outputNotes?: Readonly<Partial<Record<OutputName, string>>>;
  /** False: named here, but not built yet; nothing is generated for it. */
  readonly available: boolean;
}

/** Inputs of every action. */
export const COMMON_INPUTS = [
  'database-url',
  'config',
  'environment',
  'working-directory',
  'github-token',
  'upload-artifacts',
  'artifact-retention-days',
  'report-name',
] as const satisfies readonly InputName[];

/** Outputs of every action. */
export const COMMON_OUTPUTS = [
  'status',
  'run-id',
  'error-code',
  'report-path',
  'report-artifact-id',
  'report-digest',
] as const satisfies readonly OutputName[];

const READINESS_OUTPUTS = ['ready', 'database-size-bytes', 'pending-count', 'estimated-seconds', 'risk'] as const;

const BACKUP_INPUTS = ['mode', 'verify', 'encrypt-to', 'allow-plaintext', 'backup-directory', 'keep'] as const;

const BACKUP_OUTPUTS = [
  'backup-id',
  'backup-path',
  'backup-digest',
  'backup-artifact-id',
  'backup-artifact-name',
  'size-bytes',
  'verified',
  'encrypted',
] as const;

const VALIDATE_OUTPUTS = ['checks-total', 'checks-failed', 'rows-compared', 'drift-detected'] as const;

/** The actions, by the name of their folder; `lifecycle` is the `action.yml` at the root. */
export const ACTIONS = {
  'readiness-check': {
    title: 'Sluice readiness check',
    description: 'Checks that a database is ready for its pending migrations, and changes nothing.',
    inputs: [...COMMON_INPUTS, 'checks', 'fail-on', 'required-env'],
    outputs: [...COMMON_OUTPUTS, ...READINESS_OUTPUTS],
    available: true,
  },
  backup: {
    title: 'Sluice backup',
    description: 'Takes a backup of a database and proves that it can be restored.',
    inputs: [...COMMON_INPUTS, ...BACKUP_INPUTS],
    outputs: [...COMMON_OUTPUTS, ...BACKUP_OUTPUTS],
    available: true,
  },
  migrate: {
    title: 'Sluice migrate',
    description: 'Applies the pending migrations in eight journalled stages, and rolls back when one fails.',
    inputs: [
      ...COMMON_INPUTS,
      'migrations-directory',
      'format',
      'to-version',
      'dry-run',
      'require-backup',
      'backup-id',
      'plan-digest',
      'max-errors',
      'max-duration',
      'batch-size',
      'on-failure',
      'allow-out-of-order',
    ],
    outputs: [
      ...COMMON_OUTPUTS,
      'plan-digest',
      'applied-count',
      'pending-count',
      'from-version',
      'to-version',
      'stage',
      'rolled-back',
    ],
    available: true,
  },
  validate: {
    title: 'Sluice validate',
    description: 'Compares a database with a baseline or a second database, and checks the rules of the configuration.',
    inputs: [...COMMON_INPUTS, 'baseline', 'source-url', 'checks', 'junit-path'],
    outputs: [...COMMON_OUTPUTS, ...VALIDATE_OUTPUTS],
    available: true,
  },
  promote: {
    title: 'Sluice promote',
    description: 'Lets a plan pass from one environment to the next when its evidence and its approvals are complete.',
    inputs: [...COMMON_INPUTS, 'from', 'to', 'evidence-run-id', 'approvals', 'distinct-from-author', 'max-age'],
    outputs: [...COMMON_OUTPUTS, 'promoted', 'plan-digest', 'backup-digest', 'approvers', 'evidence-digest'],
    inputNotes: { to: 'The environment that the plan shall run in.' },
    available: true,
  },
  rollback: {
    title: 'Sluice rollback',
    description: 'Takes a database back, by down migrations or from a backup, and verifies the result.',
    inputs: [...COMMON_INPUTS, 'to', 'backup-id', 'backup-run-id', 'identity', 'confirm', 'accept-data-loss'],
    outputs: [...COMMON_OUTPUTS, 'rolled-back-to', 'verified', 'rows-restored'],
    inputNotes: { to: 'Where to go back to: `previous`, a version, or `backup`. Default: `previous`.' },
    outputNotes: { verified: '`true` when the result was compared with the checksums taken before.' },
    available: true,
  },
  lifecycle: {
    title: 'Sluice',
    description:
      'Takes a database through the whole lifecycle in one step: readiness check, backup, migrate, validate, and rollback on failure.',
    inputs: [
      ...COMMON_INPUTS,
      'fail-on',
      'required-env',
      ...BACKUP_INPUTS,
      'migrations-directory',
      'format',
      'to-version',
      'dry-run',
      'plan-digest',
      'max-errors',
      'max-duration',
      'batch-size',
      'on-failure',
      'allow-out-of-order',
      'junit-path',
    ],
    outputs: [
      ...COMMON_OUTPUTS,
      ...READINESS_OUTPUTS,
      ...BACKUP_OUTPUTS,
      'plan-digest',
      'applied-count',
      'from-version',
      'to-version',
      'stage',
      'rolled-back',
      ...VALIDATE_OUTPUTS,
    ],
    available: true,
  },
} as const satisfies Record<string, ActionSpec>;

/** One of {@link ACTIONS}. */
export type ActionName = keyof typeof ACTIONS;

/** What is known of an action, without the literal types of the table. */
export function actionSpec(name: ActionName): ActionSpec {
  return ACTIONS[name];
}

/** The actions that are built, in the order of the table. */
export const AVAILABLE_ACTIONS: readonly ActionName[] = (Object.keys(ACTIONS) as ActionName[]).filter(
  (name) => ACTIONS[name].available,
);
