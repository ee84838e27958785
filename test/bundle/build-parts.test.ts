import { describe, expect, it } from '@jest/globals';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareFolders } from '../../scripts/build/compare.ts';
import { withLock } from '../../scripts/build/lock.ts';
import { patchChunk } from '../../scripts/build/patch.ts';
import { stub, writeStubs } from '../../scripts/build/stubs.ts';
import { runProcess } from '../support/process.ts';
import { temporaryDirectory } from '../support/temporary.ts';

describe('a chunk', () => {
  it.each(['__dirname', '__filename', 'eval("require")("pg-native")'])('that uses %s gets it defined', async (use) => {
    const folder = await temporaryDirectory();
    const code = patchChunk('1.js', `console.log(typeof ${use.replace('("pg-native")', '')});\n// ${use}\n`);
    await writeFile(join(folder, 'chunk.mjs'), code);
    const { stdout, exitCode } = await runProcess(['node', join(folder, 'chunk.mjs')]);
    expect(exitCode).toBe(0);
    expect(stdout.trim()).toBe(use.startsWith('__') ? 'string' : 'function');
  });

  it('that uses none of them stays as it is', () => {
    expect(patchChunk('1.js', 'export const one = 1;\n')).toBe('export const one = 1;\n');
  });

  it.each(['../drivers/missing.js', 'missing-package'])('that lacks %s is refused', (name) => {
    expect(() => patchChunk('1.js', `module.exports = eval("require")("${name}");`)).toThrow(
      `1.js: not found while bundling: ${name}`,
    );
  });
});

describe('a stub', () => {
  it('starts one part of the bundle', async () => {
    const folder = await temporaryDirectory();
    await writeStubs(folder, ['migrate', 'cli']);
    await mkdir(join(folder, 'sluice'));
    await writeFile(
      join(folder, 'sluice', 'index.js'),
      'export const start = async (name) => console.log(`started ${name}`);',
    );
    expect((await runProcess(['node', join(folder, 'migrate.js')])).stdout).toBe('started migrate\n');
    expect(await readFile(join(folder, 'cli.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect((await stat(join(folder, 'cli.js'))).mode & 0o111).not.toBe(0);
    expect(stub('migrate').split('\n')).toHaveLength(4);
  });
});

describe('the comparison', () => {
  it('names every file that is not alike, however deep', async () => {
    const folder = await temporaryDirectory();
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    for (const side of [one, other]) {
      await mkdir(join(side, 'deep'), { recursive: true });
      await writeFile(join(side, 'same'), 'same');
      await writeFile(join(side, 'deep', 'changed'), side);
    }
    await writeFile(join(one, 'old'), '');
    await writeFile(join(other, 'deep', 'new'), '');
    expect(await compareFolders(one, one)).toEqual([]);
    expect(await compareFolders(one, other)).toEqual([
      { path: 'deep/changed', difference: 'other bytes' },
      { path: 'deep/new', difference: 'only built' },
      { path: 'old', difference: 'only committed' },
    ]);
    expect(await compareFolders(join(folder, 'missing'), other)).toHaveLength(3);
  });
});

describe('the lock', () => {
  it('lets one build at a time in', async () => {
    const lock = join(await temporaryDirectory(), 'lock');
    const events: string[] = [];
    const inside = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = withLock(lock, async () => {
      inside.resolve();
      await release.promise;
      events.push('first');
    });
    await inside.promise;
    const second = withLock(lock, () => Promise.resolve(events.push('second')));
    release.resolve();
    await Promise.all([first, second]);
    expect(events).toEqual(['first', 'second']);
  });

  it('is given back when the build fails, and taken from a dead one', async () => {
    const lock = join(await temporaryDirectory(), 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    const { pid } = await runProcess(['node', '--version']);
    await mkdir(lock);
    await writeFile(join(lock, 'pid'), String(pid));
    await expect(withLock(lock, () => Promise.resolve('built'))).resolves.toBe('built');
    await rm(lock, { recursive: true, force: true });
  });
});
