import { BACKUP_MODES, MIGRATION_FORMATS, VERIFY_LEVELS } from '../config/types.ts';
import { RECIPIENT_KINDS, RECIPIENT_PATTERN } from '../recipient-text.ts';

/** How an input is written and read. */
export interface InputSpec {
  /** One or two sentences for tables and help; starts with a capital letter and ends with a full stop. */
  readonly description: string;
  readonly type: 'string' | 'boolean' | 'number' | 'duration' | 'list' | 'enum';
  /** The values of an `enum`. */
  readonly values?: readonly string[];
  /** As it would be written; filled in by `readInputs`. Absent: the configuration, or the command, decides. */
  readonly default?: string;
  /** A default that only `action.yml` can give: a workflow expression. */
  readonly actionDefault?: string;
  /** Bounds of a `number`, and of a `duration` in ms; a duration is more than 0 and fits a timer unless they say otherwise. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** What each text must look like, and how a person says it: “must be …”. */
  readonly shape?: { readonly pattern: RegExp; readonly means: string };
  /** What the option's value is called in the help, where the command line takes something else than an action. */
  readonly argument?: string;
  /** Masked before anything is printed. */
  readonly secret?: true;
  /** Never repeated in a message: people put secrets here by mistake. */
  readonly unspoken?: true;
  /** Only an option of the command line, not an input of an action. */
  readonly cliOnly?: true;
}

/** Every input of every action and every long option of the command line, by its name. */
export const INPUTS = {
  'database-url': {
    description:
      'The database. Default: the environment’s `url` in the configuration, else the variable `DATABASE_URL`.',
    type: 'string',
    secret: true,
  },
  config: { description: 'Path of the configuration. Default: `sluice.yml` if it exists.', type: 'string' },
  environment: { description: 'Name of an environment in the configuration.', type: 'string' },
  'working-directory': {
    description: 'Folder that relative paths start from. Default: the current folder.',
    type: 'string',
  },
  'github-token': {
    description: 'Token for the GitHub API. On the command line: the variable `GITHUB_TOKEN` is better.',
    type: 'string',
    actionDefault: '${{ github.token }}',
    secret: true,
  },
  'upload-artifacts': {
    description: 'Upload reports and backups as artifacts of the workflow run.',
    type: 'boolean',
    default: 'true',
  },
  'artifact-retention-days': {
    description: 'Days that artifacts are kept. Default: the repository’s setting.',
    type: 'number',
    minimum: 1,
    maximum: 400,
  },
  'report-name': {
    description: 'Name of the report’s artifact. Default: made of the command, the environment and the run id.',
    type: 'string',
  },
  checks: { description: 'Names of the checks to run, separated by commas or lines. Default: all.', type: 'list' },
  'fail-on': {
    description: 'The least severe finding that fails the check.',
    type: 'enum',
    values: ['error', 'warning'],
    default: 'error',
  },
  'required-env': {
    description: 'Environment variables that must be set, separated by commas or lines.',
    type: 'list',
    shape: { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/u, means: 'names of environment variables' },
  },
  mode: {
    description: 'What the backup holds. Default: `backup.mode` of the configuration (`full`).',
    type: 'enum',
    values: BACKUP_MODES,
  },
  verify: {
    description:
      'How the backup is proven: not at all, by its digests, or by restoring and comparing it. Default: `backup.verify` of the configuration (`restore`).',
    type: 'enum',
    values: VERIFY_LEVELS,
  },
  'encrypt-to': {
    description:
      'age recipients (`age1…` or `age1pq1…`) that backups are encrypted to, separated by commas or lines; any one of their identities decrypts. Default: `backup.encrypt-to` of the configuration.',
    type: 'list',
    shape: { pattern: RECIPIENT_PATTERN, means: `age recipients ${RECIPIENT_KINDS}` },
    unspoken: true,
  },
  'allow-plaintext': {
    description:
      'Upload a backup that is not encrypted although the repository is public or its visibility is unknown.',
    type: 'boolean',
    default: 'false',
  },
  'backup-directory': {
    description: 'Folder of the backups. Default: `backup.directory` of the configuration (`.sluice/backups`).',
    type: 'string',
  },
  keep: {
    description: 'How many backups stay in the folder. Default: `backup.keep` of the configuration (7).',
    type: 'number',
    minimum: 1,
  },
  'migrations-directory': {
    description: 'Folder of the migration files. Default: `migrations.directory` of the configuration (`migrations`).',
    type: 'string',
  },
  format: {
    description: 'Format of the migration files. Default: `migrations.format` of the configuration (`auto`).',
    type: 'enum',
    values: MIGRATION_FORMATS,
  },
  'to-version': { description: 'The last version to apply. Default: all.', type: 'string' },
  'dry-run': {
    description: 'Print the plan, its statements and its digest, and change nothing.',
    type: 'boolean',
    default: 'false',
  },
  'require-backup': {
    description:
      'How well a backup must be proven before anything is changed. Default: `restore` where the environment is protected, else `none`.',
    type: 'enum',
    values: VERIFY_LEVELS,
  },
  'backup-id': {
    description: 'The backup to use: its id, or the path of its folder. Default: the newest.',
    type: 'string',
  },
  'plan-digest': { description: 'Refuse every plan but the one with this digest.', type: 'string' },
  'max-errors': {
    description:
      'Errors that stop the run; a failed statement of a migration file always does. Default: `triggers.max-errors` of the configuration (5).',
    type: 'number',
    minimum: 1,
  },
  'max-duration': {
    description:
      'Time that the run may take, such as `30min`. Default: `triggers.max-duration` of the configuration (24h).',
    type: 'duration',
  },
  'batch-size': {
    description: 'Rows that are handled at a time. Default: chosen by the engine.',
    type: 'number',
    minimum: 1,
  },
  'on-failure': {
    description: 'What a failed run does: roll back to the last rollback point, or stop where it is.',
    type: 'enum',
    values: ['rollback', 'stop'],
    default: 'rollback',
  },
  'allow-out-of-order': {
    description:
      'Accept migrations that are older than one already applied. Default: `migrations.allow-out-of-order` of the configuration (`false`).',
    type: 'boolean',
  },
  baseline: {
    description: 'Report or backup manifest to compare with. Default: the newest backup.',
    type: 'string',
  },
  'source-url': {
    description: 'A second database to compare with, instead of a baseline.',
    type: 'string',
    secret: true,
  },
  'junit-path': { description: 'Where the results are written as JUnit XML.', type: 'string' },
  from: { description: 'The environment whose evidence counts.', type: 'string' },
  to: { description: 'Where to go.', type: 'string' },
  'evidence-run-id': {
    description: 'The workflow run that holds the evidence. Default: this workflow run.',
    type: 'string',
  },
  approvals: {
    description: 'How many people must have approved. Default: `promotion.approvals` of the configuration (1).',
    type: 'number',
    minimum: 0,
  },
  'distinct-from-author': {
    description:
      'Nobody approves what they wrote. Default: `promotion.distinct-from-author` of the configuration (`true`).',
    type: 'boolean',
  },
  'max-age': {
    description: 'How old evidence may be, such as `24h`. Default: `promotion.max-age` of the configuration (24h).',
    type: 'duration',
    maximum: 3650 * 86_400_000,
  },
  'backup-run-id': { description: 'The workflow run whose artifact holds the backup.', type: 'string' },
  identity: {
    description: 'age identity that decrypts the backup; pass a secret. Default: the variable `SLUICE_IDENTITY`.',
    type: 'string',
    secret: true,
    argument: 'file',
  },
  confirm: { description: 'Must equal the environment’s name where it is protected.', type: 'string' },
  'accept-data-loss': {
    description: 'Go back although rows changed after the backup; without it the rows are counted and nothing is done.',
    type: 'boolean',
    default: 'false',
  },
  json: {
    description: 'Print the report alone on stdout, as JSON.',
    type: 'boolean',
    default: 'false',
    cliOnly: true,
  },
  'monitor-interval': {
    description: 'Time between progress lines where stderr is no terminal.',
    type: 'duration',
    default: '5s',
    cliOnly: true,
  },
  'log-file': { description: 'Write progress to this file as well.', type: 'string', cliOnly: true },
  'run-id': { description: 'The run. Default: the one that holds the run lock.', type: 'string', cliOnly: true },
  limit: {
    description: 'How many runs are shown, newest first.',
    type: 'number',
    minimum: 1,
    default: '20',
    cliOnly: true,
  },
  host: { description: 'Address to listen on.', type: 'string', default: '127.0.0.1', cliOnly: true },
  port: {
    description: 'Port to listen on; 0 takes a free one.',
    type: 'number',
    minimum: 0,
    maximum: 65_535,
    default: '0',
    cliOnly: true,
  },
} as const satisfies Record<string, InputSpec>;

/** One of {@link INPUTS}. */
export type InputName = keyof typeof INPUTS;

/** How one input is written and read, without the literal types of the table. */
export function inputSpec(name: InputName): InputSpec {
  return INPUTS[name];
}
