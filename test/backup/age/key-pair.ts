import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIdentities } from '../../../src/backup/age/identities.ts';
import type { Keyring } from '../../../src/backup/age/keyring.ts';
import { runProcess } from '../../support/process.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** What `age-keygen` makes. */
export interface KeyPair {
  readonly recipient: string;
  /** The file as the program wrote it, with its comments. */
  readonly text: string;
  /** The line of the file that is secret. */
  readonly secret: string;
  readonly path: string;
  readonly keys: Keyring;
}

/** Makes an identity with the age program. */
export async function keyPair(): Promise<KeyPair> {
  const { exitCode, stdout, stderr } = await runProcess(['age-keygen']);
  const recipient = /^# public key: (age1\S+)$/mu.exec(stdout)?.[1];
  const secret = /^AGE-SECRET-KEY-1\S+$/mu.exec(stdout)?.[0];
  if (recipient === undefined || secret === undefined) throw new Error(`age-keygen: ${String(exitCode)} ${stderr}`);
  const path = join(await temporaryDirectory(), 'identity.txt');
  await writeFile(path, stdout, { mode: 0o600 });
  return { recipient, text: stdout, secret, path, keys: await readIdentities(stdout) };
}
