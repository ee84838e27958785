import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { SLUICE_VERSION } from '../src/version.ts';
import { ROOT } from './support/process.ts';

it('is the version of package.json', async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  expect(SLUICE_VERSION).toBe(manifest.version);
});
