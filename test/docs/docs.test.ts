import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parse } from 'yaml';
import { buildProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config/load.ts';
import { ERROR_CODES } from '../../src/errors.ts';
import { ACTIONS, actionSpec, type ActionName } from '../../src/interface/actions.ts';
import { READINESS_CHECKS } from '../../src/checks/readiness/index.ts';
import { readInputs } from '../../src/interface/read-inputs.ts';
import { ROOT } from '../support/process.ts';
import { workflowFindings } from '../workflows/findings.ts';
import { anchorsOf, blocksOf, linksOf, PAGES, readPage } from './markdown.ts';

const blocks = PAGES.flatMap(blocksOf);
const yaml = blocks.filter(({ language }) => language === 'yaml');
const isConfig = (text: string): boolean => /^version: 1$/m.test(text);
const isSteps = (text: string): boolean => text.startsWith('- ');
const isWorkflow = (text: string): boolean => /^jobs:$/m.test(text);

/** Steps in a job that gives them all that they may need. */
function workflowOf(steps: string): string {
  const indented = steps.trimEnd().replaceAll(/^/gm, '      ');
  return `on: push\npermissions: {}\njobs:\n  one:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    permissions:\n      contents: read\n    steps:\n${indented}\n`;
}

interface UsedAction {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The steps of a workflow that use one of our actions, with the action's name. */
function ourSteps(
  workflow: string,
): readonly { readonly action: string; readonly inputs: Readonly<Record<string, unknown>> }[] {
  const { jobs } = parse(workflow) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly UsedAction[] }>>;
  };
  return Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ uses = '', with: inputs = {} }) => {
      if (!uses.startsWith('sluice-actions/')) return [];
      const path = uses.replace(/^sluice-actions\/sluice/, '').replace(/@v1$/, '');
      return [{ action: path === '' ? 'lifecycle' : path.replace('/actions/', ''), inputs }];
    }),
  );
}

/** The command lines of `sh` blocks that call Sluice. */
const commandLines = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ place, text }) => text.split('\n').map((line) => [place, line.trim()] as const))
  .filter(([, line]) => line.startsWith('sluice '));

/** What the parser has against a command line; null = nothing. */
async function commandProblem(line: string): Promise<string | null> {
  let problem: string | null = null;
  const program = buildProgram(({ command, given }) => {
    readInputs(command, given);
    return Promise.resolve();
  });
  for (const command of [program, ...program.commands]) {
    command.configureOutput({
      writeErr: (text) => {
        problem = text;
      },
    });
  }
  try {
    await program.parseAsync(line.split(/\s+/).slice(1), { from: 'user' });
    return problem;
  } catch (error) {
    return problem ?? (error as Error).message;
  }
}

describe('the documentation', () => {
  it('is all there', () => {
    expect(PAGES).toEqual(
      expect.arrayContaining([
        'README.md',
        'CONTRIBUTING.md',
        'CHANGELOG.md',
        'docs/architecture.md',
        'docs/errors.md',
      ]),
    );
    expect(yaml.length).toBeGreaterThan(5);
    expect(commandLines.length).toBeGreaterThan(20);
  });

  it.each(PAGES)('%s links only to what is there', (page) => {
    const broken = linksOf(page).filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : posix.normalize(posix.join(dirname(page).replaceAll('\\', '/'), file));
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('leads from the README to every page', () => {
    const reached = new Set<string>();
    const pending = ['README.md'];
    for (let page = pending.pop(); page !== undefined; page = pending.pop()) {
      if (reached.has(page)) continue;
      reached.add(page);
      for (const link of linksOf(page)) {
        const target = posix.normalize(posix.join(posix.dirname(page), link.split('#')[0] ?? ''));
        if (PAGES.includes(target)) pending.push(target);
      }
    }
    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });

  it.each(yaml.map(({ place, text }) => [place, text]))('has a YAML block of a known kind at %s', (_place, text) => {
    expect([isConfig, isSteps, isWorkflow].filter((is) => is(text ?? ''))).toHaveLength(1);
  });

  it.each(yaml.filter(({ text }) => isConfig(text)).map(({ place, text }) => [place, text]))(
    'shows a configuration that can be read at %s',
    (place, text) => {
      expect(() => loadConfig({ text: text ?? '', path: place ?? '' })).not.toThrow();
    },
  );

  it.each(
    yaml
      .filter(({ text }) => !isConfig(text))
      .map(({ place, text }) => [place, isSteps(text) ? workflowOf(text) : text]),
  )('shows a workflow that is correct, and only inputs that the actions have, at %s', async (place, text) => {
    const workflow = text ?? '';
    expect(await workflowFindings(place ?? '', workflow)).toEqual([]);
    const steps = ourSteps(workflow);
    expect(steps.length).toBeGreaterThan(0);
    for (const { action, inputs } of steps) {
      expect(Object.keys(ACTIONS)).toContain(action);
      const { available, inputs: known } = actionSpec(action as ActionName);
      expect(available).toBe(true);
      expect(Object.keys(inputs).filter((name) => !known.some((input) => input === name))).toEqual([]);
    }
  });

  it.each(commandLines)('shows a command line that there is at %s: %s', async (_place, line) => {
    expect(await commandProblem(line)).toBeNull();
  });

  it('would notice a command, an option or a value that there is not', async () => {
    for (const line of [
      'sluice dashboard',
      'sluice status --to-version 1',
      'sluice migrate --on-failure explode',
      'sluice backup burn',
    ]) {
      expect(await commandProblem(line)).not.toBeNull();
    }
  });

  it('shows only scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const used = PAGES.flatMap((page) => [
      ...readPage(page).matchAll(/npm (?:run (?:-s )?([a-z:-]+)|(start|test)\b)/g),
    ]).map(([, run, short]) => run ?? short ?? '');
    expect(used.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('explains every error code, and no other', () => {
    const explained = [...readPage('docs/errors.md').matchAll(/^### (\w+)$/gm)].map(([, code = '']) => code);
    expect(explained.toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted());
    const examples = blocksOf('docs/errors.md').flatMap(({ text }) =>
      [...text.matchAll(/^([A-Z]+_\d{3}): .*[.:]$/gm)].map(([, code = '']) => code),
    );
    const reserved = ['INT_001'];
    expect(examples.toSorted()).toEqual(
      Object.keys(ERROR_CODES)
        .filter((code) => !reserved.includes(code))
        .toSorted(),
    );
  });

  it('names no error code that there is not', () => {
    const named = PAGES.flatMap((page) => [...readPage(page).matchAll(/\b[A-Z]{2,6}_0\d\d\b/g)].map(([code]) => code));
    expect([...new Set(named)].filter((code) => !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
  });

  it('explains every readiness check, and no other', () => {
    const rows = [...readPage('docs/readiness-checks.md').matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(READINESS_CHECKS));
  });
});
