import { describe, expect, it } from '@jest/globals';
import { type ActionName, ACTIONS, actionSpec, COMMON_INPUTS, COMMON_OUTPUTS } from '../../src/interface/actions.ts';
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
import { type InputName, INPUTS, inputSpec } from '../../src/interface/input-table.ts';
import { inputMember } from '../../src/interface/inputs.ts';
import { OUTPUTS } from '../../src/interface/outputs.ts';
import { readInputs } from '../../src/interface/read-inputs.ts';

const inputNames = Object.keys(INPUTS) as InputName[];
const actionNames = Object.keys(ACTIONS) as ActionName[];
const commandNames = Object.keys(COMMANDS) as CommandName[];

describe('the tables of the interface', () => {
  it.each(inputNames)('describe the input %s', (name) => {
    const spec = inputSpec(name);
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
    expect(spec.description).toMatch(/^(?:[A-Z]|age ).*\.$/su);
    expect(spec.type === 'enum').toBe(spec.values !== undefined);
    expect(spec.type === 'list' || spec.shape === undefined).toBe(true);
  });

  it('have defaults that can be read', () => {
    for (const command of commandNames)
      expect(() => readInputs(command, (name) => inputSpec(name).default)).not.toThrow();
  });

  it.each(Object.entries(OUTPUTS))('describe the output %s', (name, description) => {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
    expect(description).toMatch(/^[A-Z`].*\.$/u);
  });

  it('name no input and no output that nothing uses', () => {
    const inputs = new Set([
      ...actionNames.flatMap((name) => actionSpec(name).inputs),
      ...commandNames.flatMap(commandInputs),
    ]);
    expect(inputNames.filter((name) => !inputs.has(name))).toEqual([]);
    const outputs = new Set(actionNames.flatMap((name) => actionSpec(name).outputs));
    expect(Object.keys(OUTPUTS).filter((name) => !outputs.has(name as keyof typeof OUTPUTS))).toEqual([]);
  });

  it.each(actionNames)('give the action %s the common inputs and outputs, and nothing twice', (name) => {
    const { inputs, outputs, description } = actionSpec(name);
    expect(inputs.slice(0, COMMON_INPUTS.length)).toEqual(COMMON_INPUTS);
    expect(outputs.slice(0, COMMON_OUTPUTS.length)).toEqual(COMMON_OUTPUTS);
    expect(new Set(inputs).size).toBe(inputs.length);
    expect(new Set(outputs).size).toBe(outputs.length);
    expect(inputs.filter((input) => inputSpec(input).cliOnly === true)).toEqual([]);
    expect(description).toMatch(/\.$/u);
  });

  it('give every action but the lifecycle a command that takes all its inputs', () => {
    for (const name of actionNames.filter((action) => action !== 'lifecycle')) {
      expect(commandSpec(name).action).toBe(name);
      expect(commandSpec(name).available).toBe(actionSpec(name).available);
      expect(commandInputs(name)).toEqual(expect.arrayContaining([...actionSpec(name).inputs, ...CLI_OPTIONS]));
    }
  });

  it('name the commands of the interface', () => {
    expect(commandNames).toEqual([
      'readiness-check',
      'backup',
      'migrate',
      'validate',
      'promote',
      'rollback',
      'status',
      'pause',
      'resume',
      'stop',
      'history',
      'evidence',
      'dashboard',
      'init',
      'schema',
    ]);
    expect(AVAILABLE_COMMANDS).toEqual(commandNames.filter((name) => name !== 'dashboard'));
  });

  it('have one member of Inputs for each input', () => {
    expect(new Set(inputNames.map(inputMember)).size).toBe(inputNames.length);
    expect(inputMember('dry-run')).toBe('dryRun');
    expect(inputMember('max-duration')).toBe('maxDurationMs');
    expect(inputMember('artifact-retention-days')).toBe('artifactRetentionDays');
  });

  it('say how an option is written', () => {
    expect(optionSyntax('dry-run')).toBe('--dry-run [true|false]');
    expect(optionSyntax('max-errors')).toBe('--max-errors <number>');
    expect(optionSyntax('on-failure')).toBe('--on-failure <rollback|stop>');
    expect(optionSyntax('database-url')).toBe('--database-url <text>');
  });

  it('let a command say what its option means', () => {
    expect(optionDescription('rollback', 'to')).toMatch(/previous/u);
    expect(optionDescription('history', 'run-id')).not.toBe(inputSpec('run-id').description);
    expect(optionDescription('stop', 'run-id')).toBe(inputSpec('run-id').description);
  });
});
