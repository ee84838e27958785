import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { ConfigSource } from './load.ts';

/** The configuration that is read when none is named. */
const DEFAULT_CONFIG = 'sluice.yml';

/** Why a file could not be read, for people. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  ENOTDIR: 'lies in a path that is no folder',
  EACCES: 'may not be read by this account',
  EPERM: 'may not be read by this account',
};

/**
 * Reads the configuration file.
 * @param given the `config` input; undefined = {@link DEFAULT_CONFIG}, which may be missing
 * @returns null when none is named and there is none
 * @throws SluiceError `CONF_001` when the file cannot be read or is not UTF-8
 */
export async function readConfig(workingDirectory: string, given: string | undefined): Promise<ConfigSource | null> {
  const path = given ?? DEFAULT_CONFIG;
  let bytes: Buffer;
  try {
    bytes = await readFile(resolve(workingDirectory, path));
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    if (given === undefined && code === 'ENOENT') return null;
    const reason = REASONS[code] ?? `cannot be read (${code})`;
    throw new SluiceError('CONF_001', `The configuration ${path} ${reason}.`, {
      cause: error,
      fix: 'Correct the input config, or the permissions of the file.',
    });
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), path };
  } catch (error) {
    throw new SluiceError('CONF_001', `The configuration ${path} is not UTF-8 text.`, {
      cause: error,
      fix: `Save ${path} as UTF-8.`,
    });
  }
}
