import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { SluiceError } from '../../errors.ts';
import type { DatabaseUrl } from '../../driver.ts';

/** How a connection is to be encrypted. */
export interface TlsPlan {
  /** What the client library takes; false = plain. */
  readonly ssl: false | ConnectionOptions;
  /** A server without TLS is accepted as well (libpq's `prefer`). */
  readonly mayBePlain: boolean;
}

/** The root certificate that libpq would take when the URL names none; null when there is none. */
export async function defaultRootCert(): Promise<string | null> {
  const path = join(homedir(), '.postgresql', 'root.crt');
  try {
    await readFile(path);
    return path;
  } catch {
    return null;
  }
}

async function readCertificates(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new SluiceError('CONF_001', `The root certificate ${path} of the database URL cannot be read.`, {
      cause,
      fix: 'Correct `sslrootcert` in the database URL.',
    });
  }
}

/**
 * Turns the URL's TLS settings into what libpq means by them: `require` encrypts without asking who answers
 * (unless a root certificate is named, then it is `verify-ca`), `verify-ca` checks the chain, `verify-full` the
 * host's name as well, and the default takes TLS if the server offers it.
 *
 * @throws SluiceError `CONF_001` when the root certificate cannot be read
 */
export async function tlsPlan({ tls, host }: DatabaseUrl): Promise<TlsPlan> {
  // A Unix socket never leaves the machine, and the server offers no TLS on it.
  if (tls.mode === 'disable' || host.startsWith('/')) return { ssl: false, mayBePlain: true };
  if (tls.mode === 'default') return { ssl: { rejectUnauthorized: false }, mayBePlain: true };
  const named = tls.rootCert === 'system' ? null : (tls.rootCert ?? (await defaultRootCert()));
  if (tls.mode === 'require' && tls.rootCert === null) return { ssl: { rejectUnauthorized: false }, mayBePlain: false };
  const ca = named === null ? {} : { ca: await readCertificates(named) };
  const checkedName = tls.mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined };
  return { ssl: { rejectUnauthorized: true, ...ca, ...checkedName }, mayBePlain: false };
}
