import { readIdentities } from '../backup/age/identities.ts';
import type { Keyring } from '../backup/age/keyring.ts';
import type { Inputs } from '../interface/inputs.ts';

/**
 * What opens encrypted backups; the edges put the identity into the inputs, wherever it came from.
 *
 * @returns null when none was given
 * @throws SluiceError `CONF_001` when it is none
 */
export async function keysOf({ identity }: Inputs): Promise<Keyring | null> {
  return identity === undefined ? null : readIdentities(identity);
}
