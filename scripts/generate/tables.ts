import type { Json } from '../../src/driver.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { ERROR_CODES } from '../../src/errors.ts';
import { type ActionName, ACTIONS, actionSpec, AVAILABLE_ACTIONS } from '../../src/interface/actions.ts';
import {
  AVAILABLE_COMMANDS,
  CLI_OPTIONS,
  commandInputs,
  type CommandName,
  COMMANDS,
  commandSpec,
  optionDescription,
  optionSyntax,
} from '../../src/interface/commands.ts';
import { type InputName, inputSpec } from '../../src/interface/input-table.ts';
import { OUTPUTS } from '../../src/interface/outputs.ts';
import { actionPath } from './action-metadata.ts';

/** A Markdown table. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;

function shownDefault(fallback: string | undefined): string {
  return fallback === undefined ? '' : code(fallback);
}

function describe(text: string, name: InputName): string {
  const { values } = inputSpec(name);
  return values === undefined ? text : `${text} One of ${values.map(code).join(', ')}.`;
}

function inputsTable(action: ActionName): string {
  const { inputs, inputNotes } = actionSpec(action);
  const rows = inputs.map((name) => [
    code(name),
    describe(inputNotes?.[name] ?? inputSpec(name).description, name),
    shownDefault(inputSpec(name).actionDefault ?? inputSpec(name).default),
  ]);
  return table(['Input', 'Meaning', 'Default'], rows);
}

function outputsTable(action: ActionName): string {
  const { outputs, outputNotes } = actionSpec(action);
  return table(
    ['Output', 'Meaning'],
    outputs.map((name) => [code(name), outputNotes?.[name] ?? OUTPUTS[name]]),
  );
}

function actionsTable(): string {
  return table(
    ['Action', 'What it does'],
    AVAILABLE_ACTIONS.map((name) => [code(actionPath(name)), actionSpec(name).description]),
  );
}

function commandsTable(): string {
  const rows = AVAILABLE_COMMANDS.flatMap((name) => {
    const { description, subcommands = [], operand } = commandSpec(name);
    const after = operand === undefined ? '' : ` ${operand.name.toUpperCase()}`;
    return [
      ...(operand === undefined ? [[code(`sluice ${name}`), description]] : []),
      ...subcommands.map((sub) => [code(`sluice ${name} ${sub.name}${after}`), sub.description]),
    ];
  });
  return table(['Command', 'What it does'], rows);
}

/** The options of one command, or those of every command. */
function optionsTable(command: CommandName | null): string {
  const names = command === null ? CLI_OPTIONS : commandInputs(command);
  const rows = names.map((name) => [
    code(optionSyntax(name)),
    command === null ? inputSpec(name).description : optionDescription(command, name),
    shownDefault(inputSpec(name).default),
  ]);
  return table(['Option', 'Meaning', 'Default'], rows);
}

/** A JSON Schema, as far as the table of settings reads it. */
interface SettingSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly additionalProperties?: SettingSchema | boolean;
  readonly items?: SettingSchema;
}

/** One row for each setting that holds a value. */
function settingRows(schema: SettingSchema, path: string): (readonly string[])[] {
  const inner = (child: SettingSchema, suffix: string): (readonly string[])[] => settingRows(child, path + suffix);
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([key, child]) => inner(child, path === '' ? key : `.${key}`));
  }
  if (typeof schema.additionalProperties === 'object') return inner(schema.additionalProperties, '.<name>');
  if (schema.items?.properties !== undefined) return inner(schema.items, '[]');
  const values = schema.enum === undefined ? '' : ` One of ${schema.enum.map(code).join(', ')}.`;
  const fallback = schema.default === undefined ? '' : code(JSON.stringify(schema.default));
  return [[code(path), `${schema.description ?? ''}${values}`, fallback]];
}

function settingsTable(): string {
  return table(['Setting', 'Meaning', 'Default'], settingRows(configJsonSchema() as SettingSchema, ''));
}

function errorsTable(): string {
  return table(
    ['Code', 'Meaning', 'What to do'],
    Object.entries(ERROR_CODES).map(([name, { meaning, fix }]) => [code(name), meaning, fix]),
  );
}

/**
 * The text between `<!-- generated:KIND ARGUMENT -->` and `<!-- /generated -->`.
 * @returns null when there is no such kind or argument
 */
export function generatedText(kind: string, argument: string): string | null {
  const isAction = Object.hasOwn(ACTIONS, argument);
  const isCommand = Object.hasOwn(COMMANDS, argument);
  if (kind === 'inputs' && isAction) return inputsTable(argument as ActionName);
  if (kind === 'outputs' && isAction) return outputsTable(argument as ActionName);
  if (kind === 'options' && (isCommand || argument === '')) {
    return optionsTable(argument === '' ? null : (argument as CommandName));
  }
  if (argument !== '') return null;
  if (kind === 'actions') return actionsTable();
  if (kind === 'commands') return commandsTable();
  if (kind === 'settings') return settingsTable();
  return kind === 'errors' ? errorsTable() : null;
}
