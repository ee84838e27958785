import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { actionPath } from '../../scripts/generate/action-metadata.ts';
import { fillMarkers, generatedFiles, requiredBlocks } from '../../scripts/generate/files.ts';
import { type ActionName, actionSpec, AVAILABLE_ACTIONS } from '../../src/interface/actions.ts';
import { AVAILABLE_COMMANDS } from '../../src/interface/commands.ts';
import { inputSpec } from '../../src/interface/input-table.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
const pages = globSync(['README.md', 'docs/**/*.md'], { cwd: root }).map((path) => path.replaceAll('\\', '/'));

interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const metadata = (name: ActionName): Metadata => parse(read(actionPath(name))) as Metadata;

/** The first cells of the rows of a table in the README. */
function firstCells(block: string): readonly string[] {
  const text = read('README.md').split(`<!-- generated:${block} -->`)[1]?.split('<!-- /generated -->')[0] ?? '';
  return [...text.matchAll(/^\| `([^`]+)` \|/gmu)].map(([, cell]) => cell ?? '');
}

describe('the generated files', () => {
  it('are as the tables of the code make them; else run `npm run generate`', () => {
    const stale = [...generatedFiles(read, pages)].filter(([path, text]) => read(path) !== text).map(([path]) => path);
    expect(stale).toEqual([]);
  });

  it('are there for the actions that are built, and for no other', () => {
    const found = globSync(['action.yml', 'actions/*/action.yml'], { cwd: root }).map((path) =>
      path.replaceAll('\\', '/'),
    );
    expect(found.toSorted()).toEqual(AVAILABLE_ACTIONS.map(actionPath).toSorted());
  });

  it.each(AVAILABLE_ACTIONS)('hold the inputs and outputs of %s in action.yml and in the README', (name) => {
    const { inputs, outputs } = actionSpec(name);
    expect(Object.keys(metadata(name).inputs)).toEqual(inputs);
    expect(Object.keys(metadata(name).outputs)).toEqual(outputs);
    expect(firstCells(`inputs ${name}`)).toEqual(inputs);
    expect(firstCells(`outputs ${name}`)).toEqual(outputs);
  });

  it.each(AVAILABLE_ACTIONS)(
    'give %s the runtime, a bundle inside the repository, and its defaults as texts',
    (name) => {
      const { runs, inputs, name: title, description } = metadata(name);
      expect(runs.using).toBe('node24');
      expect(normalize(join(dirname(actionPath(name)), runs.main))).toBe(join('dist', `${name}.js`));
      expect([title, description]).toEqual([actionSpec(name).title, actionSpec(name).description]);
      for (const input of actionSpec(name).inputs) {
        expect(inputs[input]?.default).toBe(inputSpec(input).actionDefault ?? inputSpec(input).default);
      }
    },
  );

  it('name the commands that are built in the README', () => {
    const commands = firstCells('commands').map((cell) => cell.split(' ')[1] ?? '');
    expect([...new Set(commands)]).toEqual(AVAILABLE_COMMANDS);
  });

  it('refuse a marker that is misspelt, not closed or unknown, and a README that lacks one', () => {
    expect(() => fillMarkers('a.md', '<!-- generated:inputs migrate -->')).toThrow(
      'a.md: a generated block is not closed',
    );
    expect(() => fillMarkers('a.md', '<!-- generated:Inputs migrate -->\n<!-- /generated -->')).toThrow(
      'a.md: a generated',
    );
    expect(() => fillMarkers('a.md', '<!-- generated:inputs nothing -->\n<!-- /generated -->')).toThrow(
      'nothing can be generated',
    );
    const [required = ''] = requiredBlocks();
    const lacking = (path: string): string =>
      path === 'README.md' ? read(path).replace(required, '<!-- x -->') : read(path);
    expect(() => generatedFiles(lacking, [])).toThrow(`README.md has no ${required}`);
  });

  it('leave the text around the markers alone, and are the same when made again', () => {
    const page = 'before $& $1\n\n<!-- generated:commands -->\nstale text\n<!-- /generated -->\n\nafter\n';
    const once = fillMarkers('a.md', page);
    expect(once).toMatch(/^before \$& \$1\n\n<!-- generated:commands -->\n\n\| Command/u);
    expect(once).toMatch(/\n\n<!-- \/generated -->\n\nafter\n$/u);
    expect(once).not.toContain('stale text');
    expect(fillMarkers('a.md', once)).toBe(once);
  });
});
