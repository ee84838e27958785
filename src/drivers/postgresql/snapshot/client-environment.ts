import { rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import type { DatabaseUrl } from '../../../driver.ts';
import { inTemporaryFolder } from '../../sql/temporary-failure.ts';
import { temporaryPath } from '../../sql/temporary-files.ts';
import { plainEnvironment } from '../client-tools.ts';
import type { Target } from '../connect.ts';
import { defaultRootCert } from '../tls.ts';

/** What a client program is told of the connection. */
export interface ClientConnection {
  readonly target: Target;
  readonly tls: DatabaseUrl['tls'];
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly temporaryDirectory: string;
}

const LIBPQ_MODE = {
  default: 'prefer',
  disable: 'disable',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
} as const;

/**
 * The environment of a client program. The password goes there alone: arguments are seen by every user of the machine,
 * and a password file cannot hold a line break.
 */
export async function clientEnvironment(connection: ClientConnection): Promise<NodeJS.ProcessEnv> {
  const { target, tls, applicationName } = connection;
  const { host, port, user, database } = target.server;
  const rootCert = await rootCertificate(connection);
  return {
    ...plainEnvironment(),
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    ...(target.password === '' ? {} : { PGPASSWORD: target.password }),
    PGSSLMODE: LIBPQ_MODE[tls.mode],
    ...(rootCert === null ? {} : { PGSSLROOTCERT: rootCert }),
    PGGSSENCMODE: 'disable',
    PGCONNECT_TIMEOUT: String(Math.max(1, Math.ceil(target.connectTimeoutMs / 1000))),
    PGAPPNAME: applicationName,
    PGCLIENTENCODING: 'UTF8',
  };
}

/** Path of the root certificates; null = libpq's own default. It knows the system's only since version 16, so they are written to a file. */
async function rootCertificate({ tls, temporaryDirectory }: ClientConnection): Promise<string | null> {
  if (tls.mode !== 'verify-ca' && tls.mode !== 'verify-full') return tls.rootCert === 'system' ? null : tls.rootCert;
  if (tls.rootCert !== null && tls.rootCert !== 'system') return tls.rootCert;
  if (tls.rootCert === null && (await defaultRootCert()) !== null) return null;
  const written = systemRoots.get(temporaryDirectory) ?? writeSystemRoots(temporaryDirectory);
  systemRoots.set(temporaryDirectory, written);
  written.catch(() => systemRoots.delete(temporaryDirectory));
  return written;
}

/** The files with the system's root certificates, by their folder; one serves all programs of this process. */
const systemRoots = new Map<string, Promise<string>>();

async function writeSystemRoots(folder: string): Promise<string> {
  const path = temporaryPath(folder, 'roots', '.crt');
  try {
    await inTemporaryFolder(folder, () =>
      writeFile(path, getCACertificates('default').join('\n'), { mode: 0o600, flag: 'wx' }),
    );
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  process.once('exit', () => rmSync(path, { force: true }));
  return path;
}
