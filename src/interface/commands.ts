import { type ActionName, actionSpec } from './actions.ts';
import { type InputName, inputSpec } from './input-table.ts';

/** A command of the command line. */
export interface CommandSpec {
  /** One sentence. */
  readonly description: string;
  /** The action that does the same; the command takes its inputs as options. */
  readonly action?: ActionName;
  /** Options beside the action's inputs and {@link CLI_OPTIONS}. */
  readonly options?: readonly InputName[];
  /** What the first argument may be; the first one is the default, unless an operand follows. */
  readonly subcommands?: readonly { readonly name: string; readonly description: string }[];
  /** What follows the subcommand, and must be there. */
  readonly operand?: { readonly name: string; readonly description: string };
  /** Where this command says more, or something else, than the common table. */
  readonly inputNotes?: Readonly<Partial<Record<InputName, string>>>;
  /** False: named here, but not built yet; help does not show it. */
  readonly available: boolean;
}

/** Options of every command. */
export const CLI_OPTIONS = ['json', 'monitor-interval', 'log-file'] as const satisfies readonly InputName[];

/** What a command needs to reach a database. */
const CONNECTION = ['database-url', 'config', 'environment', 'working-directory'] as const;

/** Other users of the machine can see arguments, so the secret itself is not one. */
const IDENTITY_FILE =
  'Path of the file with the age identity that decrypts the backup; never the identity itself. Default: the variable `SLUICE_IDENTITY`, which holds the identity.';

/** The commands, in the order of the help. */
export const COMMANDS = {
  'readiness-check': {
    description: actionSpec('readiness-check').description,
    action: 'readiness-check',
    available: true,
  },
  backup: {
    description: actionSpec('backup').description,
    action: 'backup',
    options: ['backup-id', 'backup-run-id', 'identity', 'confirm', 'accept-data-loss'],
    inputNotes: { identity: IDENTITY_FILE },
    subcommands: [
      { name: 'create', description: 'Take a backup in the configured mode, and prove it.' },
      { name: 'schema', description: 'Take a backup of the schema alone.' },
      { name: 'data', description: 'Take a backup of the data alone.' },
      { name: 'verify', description: 'Read every byte of a backup again; with --verify restore, prove it again.' },
      { name: 'list', description: 'Show the backups, and those that workflow runs left as artifacts.' },
      { name: 'restore', description: 'Replace the database by a backup.' },
    ],
    available: true,
  },
  migrate: { description: actionSpec('migrate').description, action: 'migrate', available: true },
  validate: { description: actionSpec('validate').description, action: 'validate', available: true },
  promote: { description: actionSpec('promote').description, action: 'promote', available: true },
  rollback: {
    description: actionSpec('rollback').description,
    action: 'rollback',
    inputNotes: { identity: IDENTITY_FILE },
    available: true,
  },
  status: {
    description: 'Shows what is applied, pending, half done and drifted, and who holds the run lock.',
    options: [...CONNECTION, 'migrations-directory', 'format'],
    available: true,
  },
  pause: {
    description: 'Asks a live run to pause after the statement it is at.',
    options: [...CONNECTION, 'run-id'],
    available: true,
  },
  resume: { description: 'Asks a paused run to go on.', options: [...CONNECTION, 'run-id'], available: true },
  stop: {
    description: 'Asks a live run to save its state and leave.',
    options: [...CONNECTION, 'run-id'],
    available: true,
  },
  history: {
    description: 'Shows past runs from the journal.',
    options: [...CONNECTION, 'run-id', 'limit'],
    inputNotes: { 'run-id': 'Show this run alone, with its entries.' },
    available: true,
  },
  evidence: {
    description: 'Looks at the evidence that runs leave behind.',
    options: ['working-directory'],
    subcommands: [
      { name: 'verify', description: 'Re-compute the digest of a file of evidence, and say what it proves.' },
    ],
    operand: { name: 'file', description: 'Path of the file of evidence: `evidence_<run-id>.json`.' },
    available: true,
  },
  dashboard: {
    description: 'Serves a local page that shows runs live and can pause, resume and stop them.',
    options: [...CONNECTION, 'host', 'port'],
    available: false,
  },
  init: {
    description: 'Writes `sluice.yml` and the workflows; never overwrites a file.',
    options: ['database-url', 'working-directory', 'migrations-directory', 'format'],
    inputNotes: {
      'database-url':
        'A URL of the engine; it is written nowhere. Default: what `DATABASE_URL` and `*_DATABASE_URL` tell.',
      'migrations-directory': 'Folder of the migration files. Default: the one that holds some.',
      format: 'Format of the migration files. Default: what the files tell.',
    },
    available: true,
  },
  schema: { description: 'Prints the JSON Schema of `sluice.yml`.', available: true },
} as const satisfies Record<string, CommandSpec>;

/** One of {@link COMMANDS}. */
export type CommandName = keyof typeof COMMANDS;

/** What is known of a command, without the literal types of the table. */
export function commandSpec(name: CommandName): CommandSpec {
  return COMMANDS[name];
}

/** The commands that are built, in the order of the help. */
export const AVAILABLE_COMMANDS: readonly CommandName[] = (Object.keys(COMMANDS) as CommandName[]).filter(
  (name) => COMMANDS[name].available,
);

/** All that a command takes as options: its action's inputs, its own, and those of every command. */
export function commandInputs(name: CommandName): readonly InputName[] {
  const { action, options = [] } = commandSpec(name);
  return [...new Set([...(action === undefined ? [] : actionSpec(action).inputs), ...options, ...CLI_OPTIONS])];
}

/** What an option means for a command. */
export function optionDescription(command: CommandName, name: InputName): string {
  const { action, inputNotes } = commandSpec(command);
  const ofAction = action === undefined ? undefined : actionSpec(action).inputNotes?.[name];
  return inputNotes?.[name] ?? ofAction ?? inputSpec(name).description;
}

/** An option as help and commander write it: `--max-errors <number>`, `--dry-run [true|false]`. */
export function optionSyntax(name: InputName): string {
  const { type, values, argument } = inputSpec(name);
  switch (type) {
    case 'boolean':
      return `--${name} [true|false]`;
    case 'enum':
      return `--${name} <${(values ?? []).join('|')}>`;
    default:
      return `--${name} <${argument ?? (type === 'string' ? 'text' : type)}>`;
  }
}
