import { Command, Option } from 'commander';
import {
  AVAILABLE_COMMANDS,
  commandInputs,
  commandSpec,
  optionDescription,
  optionSyntax,
  type CommandName,
} from '../interface/commands.ts';
import { INPUTS, inputSpec, type InputName } from '../interface/input-table.ts';
import { SLUICE_VERSION } from '../version.ts';

/** What was typed: a command, its subcommand and the options that were given. */
export interface Typed {
  readonly command: CommandName;
  readonly subcommand: string | null;
  /** What followed the subcommand. */
  readonly operand: string | null;
  readonly given: (name: string) => string | undefined;
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

function option(command: CommandName, name: InputName): Option {
  const made = new Option(optionSyntax(name), optionDescription(command, name));
  // A flag alone means true; its absence is decided where all inputs are read.
  return inputSpec(name).type === 'boolean' ? made.preset('true') : made;
}

function addCommand(program: Command, name: CommandName, run: (typed: Typed) => Promise<void>): void {
  const spec = commandSpec(name);
  const command = program.command(name).description(spec.description);
  const { subcommands, operand } = spec;
  if (subcommands !== undefined) {
    const choices = subcommands.map((sub) => sub.name);
    const meanings = subcommands.map((sub) => `${sub.name}: ${sub.description}`).join('\n');
    const what = command.createArgument(operand === undefined ? '[what]' : '<what>', meanings).choices(choices);
    command.addArgument(operand === undefined ? what.default(choices[0]) : what);
  }
  if (operand !== undefined) command.argument(`<${operand.name}>`, operand.description);
  for (const input of commandInputs(name)) command.addOption(option(name, input));
  command.action(async (...parameters: unknown[]) => {
    const subcommand = subcommands === undefined ? null : String(parameters[0]);
    const followed = operand === undefined ? null : String(parameters[1]);
    const values = command.opts<Record<string, string | true | undefined>>();
    await run({
      command: name,
      subcommand,
      operand: followed,
      given: (input) => {
        const value = values[camelCase(input)];
        return value === undefined ? undefined : String(value);
      },
    });
  });
}

/**
 * Gives every flag its meaning that is followed by a word which is none of its values. Otherwise it would take that word
 * for one: `backup --json list`.
 */
export function completeFlags(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return argv.map((argument, at) => {
    const next = argv[at + 1];
    const isLast = next === undefined || next.startsWith('-') || (end !== -1 && at > end);
    return isLast || /^(?:true|false)$/iu.test(next) || !isFlag(argument) ? argument : `${argument}=true`;
  });
}

function isFlag(argument: string): boolean {
  const name = argument.slice('--'.length);
  return argument.startsWith('--') && Object.hasOwn(INPUTS, name) && inputSpec(name as InputName).type === 'boolean';
}

/** The command line, built from the one table of commands and inputs. */
export function buildProgram(run: (typed: Typed) => Promise<void>): Command {
  const program = new Command('sluice')
    .description('Takes database migrations from a pull request to production with proof.')
    .version(SLUICE_VERSION)
    .exitOverride()
    .showSuggestionAfterError();
  for (const name of AVAILABLE_COMMANDS) addCommand(program, name, run);
  program.commands.forEach((command) => command.exitOverride());
  return program;
}
