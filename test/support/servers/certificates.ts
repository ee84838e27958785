import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { requireProgram } from './program.ts';

/** A certificate authority of our own; its key lies beside its certificate. */
export interface Authority {
  readonly certificate: string;
  readonly key: string;
}

/** A server's key pair. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;

/** Makes an authority in a new folder below `directory`. */
export async function createAuthority(directory: string): Promise<Authority> {
  const folder = await mkdtemp(join(directory, 'authority-'));
  // Servers read the certificate from another account; openssl keeps the key to ours.
  await chmod(folder, 0o755);
  const authority = { certificate: join(folder, 'ca.crt'), key: join(folder, 'ca.key') };
  await command(requireProgram('openssl'), [
    'req',
    '-x509',
    ...newKey,
    '-days',
    '2',
    '-subj',
    '/CN=Sluice test authority',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
    '-keyout',
    authority.key,
    '-out',
    authority.certificate,
  ]);
  return authority;
}

/** Has the authority sign a certificate for `localhost` and `127.0.0.1` (or the names given), put into `directory`. */
export async function createServerCertificate(
  authority: Authority,
  directory: string,
  names = 'DNS:localhost,IP:127.0.0.1',
): Promise<ServerCertificate> {
  const certificate = join(directory, 'server.crt');
  const key = join(directory, 'server.key');
  const request = join(directory, 'server.csr');
  const extensions = join(directory, 'server.ext');
  await writeFile(extensions, `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);
  await command(requireProgram('openssl'), [
    'req',
    '-new',
    ...newKey,
    '-subj',
    '/CN=localhost',
    '-keyout',
    key,
    '-out',
    request,
  ]);
  await command(requireProgram('openssl'), [
    'x509',
    '-req',
    '-in',
    request,
    '-CA',
    authority.certificate,
    '-CAkey',
    authority.key,
    '-CAserial',
    join(directory, 'server.srl'),
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    extensions,
    '-out',
    certificate,
  ]);
  return { certificate, key };
}

/** The authority of this test run when it has one, else a new one in `directory`. */
export async function sharedAuthority(directory: string): Promise<Authority> {
  const certificate = process.env['SLUICE_TEST_CA_CERT'];
  return certificate === undefined
    ? createAuthority(directory)
    : { certificate, key: certificate.replace(/\.crt$/, '.key') };
}
