import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { splitWords } from '../../src/run/hooks.ts';
import { createProject, type Project } from '../support/project.ts';

describe('splitWords', () => {
  it.each([
    ['a b  c', ['a', 'b', 'c']],
    [`a "b c" 'd e' ''`, ['a', 'b c', 'd e', '']],
    ['a $HOME | b', ['a', '$HOME', '|', 'b']],
    ['', []],
  ])('%j', (command, words) => {
    expect(splitWords(command)).toEqual(words);
  });
});

describe('hooks', () => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject('sqlite');
    await project.write('migrations/1_a.up.sql', 'create table a (id integer);\n');
    await project.write(
      'note.mjs',
      "import { appendFileSync } from 'node:fs';\nappendFileSync('notes.txt', `${process.env.SLUICE_HOOK} ${process.env.SLUICE_RUN_ID !== undefined}\\n`);\nconsole.log('noted', process.argv[2]);\nprocess.exitCode = Number(process.argv[3] ?? 0);\n",
    );
  });
  afterEach(() => project.drop());

  it('run around the cutover, in order, with what they say in the log', async () => {
    await project.configure(
      'hooks:\n  before-cutover: node note.mjs "one word"\n  switch: node note.mjs\n  after-cutover: node note.mjs\n  on-failure: node note.mjs\n',
    );
    const result = await project.sluice(['migrate']);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('hook before-cutover: noted one word');
    expect(await readFile(join(project.directory, 'notes.txt'), 'utf8')).toBe(
      'before-cutover true\nswitch true\nafter-cutover true\n',
    );
  });

  it('fail the run, which then goes back and runs the hook for failures', async () => {
    await project.write('migrations/1_a.down.sql', 'drop table a;\n');
    await project.configure('hooks:\n  switch: node note.mjs x 3\n  on-failure: node note.mjs\n');
    const result = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'TOOL_001', 'rolled-back': 'true' } });
    expect(result.stderr).toContain('The hook switch ended with 3.');
    expect(await readFile(join(project.directory, 'notes.txt'), 'utf8')).toBe('switch true\non-failure true\n');
  });

  it('show no password of the environment', async () => {
    await project.write('show.mjs', 'console.log(process.env.OTHER_URL);\n');
    await project.configure('hooks:\n  before-cutover: node show.mjs\n');
    const result = await project.sluice(['migrate'], { env: { OTHER_URL: 'postgres://app:b4tteryhorse@db/other' } });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toMatch(/hook before-cutover: \*\*\*/u);
    expect(result.stdout + result.stderr).not.toContain('b4tteryhorse');
  });

  it('say when the program does not exist', async () => {
    await project.configure('hooks:\n  before-cutover: no-such-program-anywhere\n');
    const result = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'TOOL_001' } });
    expect(result.stderr).toContain('hooks.before-cutover');
  });
});
