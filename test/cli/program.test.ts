import { describe, expect, it } from '@jest/globals';
import { buildProgram, type Typed } from '../../src/cli/program.ts';
import {
  AVAILABLE_COMMANDS,
  commandInputs,
  type CommandName,
  commandSpec,
  COMMANDS,
  optionDescription,
} from '../../src/interface/commands.ts';
import { inputSpec } from '../../src/interface/input-table.ts';

/** Help on one line: it is folded for the terminal. */
function unfold(text: string): string {
  return text.replaceAll(/\s+/gu, ' ');
}

function helpOf(name: CommandName): string {
  const command = buildProgram(() => Promise.resolve()).commands.find((candidate) => candidate.name() === name);
  if (command === undefined) throw new Error(`There is no command ${name}.`);
  return command.helpInformation();
}

/** What a command line is understood as. */
async function typed(...args: readonly string[]): Promise<Typed> {
  let seen: Typed | undefined;
  const program = buildProgram((found) => {
    seen = found;
    return Promise.resolve();
  });
  await program.parseAsync([...args], { from: 'user' });
  if (seen === undefined) throw new Error('no command was run');
  return seen;
}

describe('the help', () => {
  it('names exactly the commands that are built', () => {
    const program = buildProgram(() => Promise.resolve());
    expect(program.commands.map((command) => command.name())).toEqual(AVAILABLE_COMMANDS);
    const help = unfold(program.helpInformation());
    for (const name of AVAILABLE_COMMANDS) expect(help).toContain(`${name} `);
    for (const name of Object.keys(COMMANDS) as CommandName[]) {
      if (!commandSpec(name).available) expect(help).not.toMatch(new RegExp(` ${name} `, 'u'));
    }
  });

  it.each(AVAILABLE_COMMANDS)('of %s lists exactly the options of the table, each with its meaning', (name) => {
    const help = helpOf(name);
    const listed = [...help.matchAll(/^ {2}(?:-h, )?--([a-z-]+)/gmu)].map(([, option]) => option);
    expect(listed).toEqual([...commandInputs(name), 'help']);
    for (const input of commandInputs(name)) {
      expect(unfold(help)).toContain(unfold(optionDescription(name, input)));
      for (const value of inputSpec(input).values ?? []) expect(help).toContain(value);
    }
    expect(unfold(help)).toContain(unfold(commandSpec(name).description));
  });

  it('of backup names what it can do', () => {
    const help = unfold(helpOf('backup'));
    for (const { name, description } of commandSpec('backup').subcommands ?? []) {
      expect(help).toContain(`${name}: ${description}`);
    }
  });
});

describe('a command line', () => {
  it.each<[readonly string[], string, string | null, Readonly<Record<string, string | undefined>>]>([
    [['migrate'], 'migrate', null, { 'dry-run': undefined, 'to-version': undefined }],
    [['migrate', '--to-version', '0012'], 'migrate', null, { 'to-version': '0012' }],
    [['migrate', '--to-version=-1'], 'migrate', null, { 'to-version': '-1' }],
    [['migrate', '--dry-run'], 'migrate', null, { 'dry-run': 'true' }],
    [['migrate', '--dry-run', 'false'], 'migrate', null, { 'dry-run': 'false' }],
    [['migrate', '--dry-run=nonsense'], 'migrate', null, { 'dry-run': 'nonsense' }],
    [['migrate', '--dry-run', '--json'], 'migrate', null, { 'dry-run': 'true', json: 'true' }],
    [['migrate', '--max-errors', '1', '--max-errors', '2'], 'migrate', null, { 'max-errors': '2' }],
    [['backup'], 'backup', 'create', {}],
    [['backup', 'list', '--json'], 'backup', 'list', { json: 'true' }],
    [['backup', '--keep', '3', 'verify'], 'backup', 'verify', { keep: '3' }],
    [['validate', '--baseline', ''], 'validate', null, { baseline: '' }],
    [['evidence', 'verify', 'evidence.json', '--json'], 'evidence', 'verify', { json: 'true' }],
  ])('%j is read', async (args, command, subcommand, given) => {
    const found = await typed(...args);
    expect(found).toMatchObject({ command, subcommand });
    for (const [name, value] of Object.entries(given)) expect([name, found.given(name)]).toEqual([name, value]);
  });

  it.each(AVAILABLE_COMMANDS)('gives %s each of its options by its name', async (name) => {
    const { subcommands, operand } = commandSpec(name);
    const words = operand === undefined ? [] : [subcommands?.[0]?.name ?? '', 'a file'];
    for (const input of commandInputs(name)) {
      expect((await typed(name, ...words, `--${input}`, 'a value')).given(input)).toBe('a value');
    }
  });
});
