import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';

/** A file of identities is small; a larger one is something else, and is not read into memory. */
const LARGEST_BYTES = 256 * 1024;

const FIX =
  'Pass the path of a file that `age-keygen -o FILE` wrote: --identity FILE; or set the variable SLUICE_IDENTITY to its content.';

/**
 * Puts the content of the file that `--identity` names in the place of its path.
 *
 * @throws SluiceError `CONF_001` when it cannot be read, or is the identity itself: other users of the machine see
 *   arguments
 */
export async function readIdentityFile(inputs: Inputs): Promise<Inputs> {
  const { identity: path, workingDirectory = '.' } = inputs;
  if (path === undefined) return inputs;
  if (/AGE-SECRET-KEY-/i.test(path)) {
    throw new SluiceError('CONF_001', '--identity was given the secret itself; it takes the path of a file.', {
      fix: `${FIX} Other users of the machine can see arguments, and the shell keeps them: consider the key as known to others.`,
    });
  }
  return { ...inputs, identity: await contentOf(resolve(workingDirectory, path)) };
}

async function contentOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(LARGEST_BYTES + 1), position: 0 });
      if (bytesRead > LARGEST_BYTES) throw new Error(`It has more than ${String(LARGEST_BYTES)} bytes.`);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new SluiceError('CONF_001', `The identity file ${path} cannot be read.`, { cause: error, fix: FIX });
  }
}
