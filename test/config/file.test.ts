import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/file.ts';
import { temporaryDirectory } from '../support/temporary.ts';

describe('readConfig', () => {
  it('reads sluice.yml of the working directory, with its byte order mark', async () => {
    const folder = await temporaryDirectory();
    await writeFile(join(folder, 'sluice.yml'), '\u{feff}version: 1\n');
    expect(await readConfig(folder, undefined)).toEqual({ text: '\u{feff}version: 1\n', path: 'sluice.yml' });
  });

  it('does without sluice.yml, but not without a file that is named', async () => {
    const folder = await temporaryDirectory();
    expect(await readConfig(folder, undefined)).toBeNull();
    await expect(readConfig(folder, 'sluice.yml')).rejects.toMatchObject({
      code: 'CONF_001',
      message: 'The configuration sluice.yml does not exist.',
    });
  });

  it('takes an absolute path, spaces and other alphabets', async () => {
    const folder = await temporaryDirectory();
    const path = join(folder, 'мої налаштування.yml');
    await writeFile(path, 'version: 1');
    expect(await readConfig('/', path)).toEqual({ text: 'version: 1', path });
    expect(await readConfig(folder, 'мої налаштування.yml')).toEqual({
      text: 'version: 1',
      path: 'мої налаштування.yml',
    });
  });

  it.each([
    ['a folder', 'folder', 'The configuration folder is a folder.'],
    ['a file in a file', 'bytes.yml/x.yml', 'The configuration bytes.yml/x.yml lies in a path that is no folder.'],
    ['invalid UTF-8', 'bytes.yml', 'The configuration bytes.yml is not UTF-8 text.'],
    ['a path with a NUL', 'a\0b', 'The configuration a\0b cannot be read (ERR_INVALID_ARG_VALUE).'],
  ])('refuses %s', async (_, path, message) => {
    const folder = await temporaryDirectory();
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'bytes.yml'), Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]));
    await expect(readConfig(folder, path)).rejects.toMatchObject({ code: 'CONF_001', message });
  });
});
