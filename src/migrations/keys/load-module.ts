import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SluiceError } from '../../errors.ts';
import { sha256Checksum } from '../checksum.ts';
import { errorCode } from '../error-code.ts';
import { normaliseText } from '../text.ts';
import { checkExports } from './check-exports.ts';
import type { KeyExports, KeyModule } from './module.ts';

/** A module's file. */
export interface ModuleFile {
  /** How to open it. */
  readonly location: string;
  /** How messages name it. */
  readonly place: string;
  /** Of the text that was read. */
  readonly checksum: string;
}

/** How long a module's own top-level code may take, in ms. */
const LOAD_MS = 60_000;

/** A module to be imported when it is needed. */
export function keyModule(file: ModuleFile): KeyModule {
  let loaded: Promise<KeyExports> | null = null;
  return {
    load: () => {
      loaded ??= load(file);
      return loaded;
    },
  };
}

async function load(file: ModuleFile): Promise<KeyExports> {
  await refuseChanged(file);
  const found = checkExports(await importModule(file));
  if (found.problems.length === 0) return found.exports;
  throw new SluiceError('CONF_001', found.problems.map((sentence) => `${file.place}: ${sentence}`).join('\n'), {
    fix: 'Export match, up, and if there is a way back down; none of its functions was run.',
    details: { problems: found.problems },
  });
}

/** What is imported has to be what was planned. */
async function refuseChanged({ location, place, checksum }: ModuleFile): Promise<void> {
  let text: string;
  try {
    text = await readFile(location, 'utf8');
  } catch (error) {
    throw new SluiceError('CONF_001', `${place}: The file cannot be read (${errorCode(error)}).`, { cause: error });
  }
  if (sha256Checksum(normaliseText(text)) === checksum) return;
  throw new SluiceError('CONF_001', `${place}: The file was changed after it had been read.`, {
    fix: 'Run the command again.',
  });
}

/** The checksum in the address keeps an earlier text of the same file out of Node's cache. */
async function importModule({ location, place, checksum }: ModuleFile): Promise<object> {
  const url = `${pathToFileURL(resolve(location)).href}?${checksum.replace(':', '=')}`;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`its own code did not end within ${String(LOAD_MS / 1000)} s`));
  }, LOAD_MS);
  try {
    return (await Promise.race([import(/* webpackIgnore: true */ url), late.promise])) as object;
  } catch (error) {
    throw new SluiceError(
      'CONF_001',
      `${place}: The module cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
        fix: 'Correct the module. TypeScript is run by leaving the types out, so enums and parameter properties cannot be used.',
      },
    );
  } finally {
    clearTimeout(timer);
  }
}
