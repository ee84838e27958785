import { SluiceError } from '../../errors.ts';
import { identityLines } from '../../identity-text.ts';
import { Keyring } from './keyring.ts';
import { loadAge } from './library.ts';

const FIX =
  'Pass what `age-keygen` wrote: a line that begins with AGE-SECRET-KEY-1 (or AGE-SECRET-KEY-PQ-1) for each identity; empty lines and comments may stand between them.';

/** What an identity often is instead, by its first line. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^-----BEGIN AGE ENCRYPTED FILE-----|^age-encryption\.org\//, 'is itself encrypted: decrypt it with `age -d` first'],
  [/^-----BEGIN /, 'is an SSH key, which Sluice cannot use'],
  [/^AGE-PLUGIN-/, 'belongs to a plugin of age, which Sluice cannot use'],
  [/^age1/, 'is a recipient, the public half; the secret half is needed'],
];

/**
 * Reads age identities, as an identity file holds them.
 *
 * @throws SluiceError `CONF_001` naming the line; never repeats it
 */
export async function readIdentities(text: string): Promise<Keyring> {
  const lines = identityLines(text);
  if (lines.length === 0) throw new SluiceError('CONF_001', 'The age identity is empty.', { fix: FIX });
  const { Decrypter } = await loadAge();
  for (const { number, content } of lines) {
    const problem = OTHERS.find(([pattern]) => pattern.test(content))?.[1];
    if (problem === undefined && isIdentity(new Decrypter(), content)) continue;
    throw new SluiceError(
      'CONF_001',
      `Line ${String(number)} of the age identity ${problem ?? 'is no age identity: it was cut or mistyped'}.`,
      { fix: FIX },
    );
  }
  return new Keyring(lines.map(({ content }) => content));
}

/** The library's own message is left out, as it may repeat the secret. */
function isIdentity(trial: { addIdentity(text: string): void }, text: string): boolean {
  try {
    trial.addIdentity(text);
    return true;
  } catch {
    return false;
  }
}
