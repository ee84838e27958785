import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/process.ts';

type LockEntry = Readonly<Record<string, unknown>> & { readonly hasInstallScript?: boolean };

async function readJson<Content>(name: string): Promise<Content> {
  return JSON.parse(await readFile(join(ROOT, name), 'utf8')) as Content;
}

describe('the packages', () => {
  it('are pinned to one version each', async () => {
    const manifest = await readJson<Record<'dependencies' | 'devDependencies', Record<string, string>>>('package.json');
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('come from whatever registry npm is set up for, and are checked', async () => {
    const { packages } = await readJson<{ packages: Record<string, LockEntry> }>('package-lock.json');
    const installed = Object.entries(packages).filter(([path, entry]) => path !== '' && entry['inBundle'] !== true);
    expect(installed.filter(([, entry]) => 'resolved' in entry)).toEqual([]);
    expect(installed.filter(([, entry]) => typeof entry['integrity'] !== 'string')).toEqual([]);
  });

  it('run only install scripts that were decided on', async () => {
    const { allowScripts } = await readJson<{ allowScripts: Record<string, boolean> }>('package.json');
    const { packages } = await readJson<{ packages: Record<string, LockEntry> }>('package-lock.json');
    const names = Object.entries(packages).flatMap(([path, entry]) =>
      entry.hasInstallScript === true ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    expect(names.filter((name) => !(name in allowScripts))).toEqual([]);
  });
});
