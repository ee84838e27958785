import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountFor, giveTo } from './account.ts';
import { createServerCertificate, sharedAuthority } from './certificates.ts';
import { command } from './command.ts';
import { freePort } from './port.ts';
import { requireProgram } from './program.ts';
import { serverDirectory } from './root-directory.ts';
import { launch, type TestServer } from './test-server.ts';

/** How to start a MariaDB server. */
export interface MariadbOptions {
  /** Options of mariadbd without their dashes, over the fast defaults. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** A folder that gets the data. */
  readonly dataIn?: string;
}

const PASSWORD = 'mariadb-test-password';

const DEFAULTS = {
  'innodb-flush-log-at-trx-commit': 2,
  'innodb-buffer-pool-size': '128M',
  'innodb-log-file-size': '48M',
  'max-connections': 200,
  'character-set-server': 'utf8mb4',
  'max-allowed-packet': '64M',
} as const;

/** Starts a server with TLS on, plaintext allowed, and `root` with a password over TCP. */
export async function startMariadb(options: MariadbOptions = {}): Promise<TestServer> {
  const account = accountFor('mysql');
  const program = requireProgram('mariadbd');
  const directory = await serverDirectory('mariadb');
  const authority = await sharedAuthority(directory);
  const { certificate, key } = await createServerCertificate(authority, directory);
  const data = join(options.dataIn ?? directory, 'data');
  const temporary = join(directory, 'tmp');
  await mkdir(data);
  await mkdir(temporary);
  const initFile = join(directory, 'init.sql');
  await writeFile(
    initFile,
    [
      `create user if not exists 'root'@'%' identified by '${PASSWORD}';`,
      `grant all privileges on *.* to 'root'@'%' with grant option;`,
      // More exact hosts would win over '%': the set-up's root without a password, and the anonymous accounts.
      `drop user if exists 'root'@'127.0.0.1', 'root'@'::1', ''@'localhost', ''@'127.0.0.1';`,
      '',
    ].join('\n'),
  );
  await giveTo(account, directory, data, temporary, certificate, key, initFile);
  await command(
    requireProgram('mariadb-install-db'),
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${temporary}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      '--innodb-flush-log-at-trx-commit=0',
      `--innodb-log-file-size=${DEFAULTS['innodb-log-file-size']}`,
    ],
    account,
  );
  const port = await freePort();
  const settings = {
    ...DEFAULTS,
    port,
    datadir: data,
    tmpdir: temporary,
    socket: join(directory, 'mariadb.sock'),
    'pid-file': join(directory, 'mariadb.pid'),
    'bind-address': '127.0.0.1',
    'init-file': initFile,
    'lc-messages': 'en_US',
    'ssl-ca': authority.certificate,
    'ssl-cert': certificate,
    'ssl-key': key,
    ...options.settings,
  };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  return launch(
    {
      directory,
      caCertificate: authority.certificate,
      readyText: 'ready for connections',
      stopSignal: 'SIGKILL',
      url: (at, database = '') => `mysql://root:${PASSWORD}@127.0.0.1:${at}/${encodeURIComponent(database)}`,
    },
    port,
    {
      command: program,
      args: ['--no-defaults', '--skip-name-resolve', ...args],
      env: { LC_ALL: 'C', TZ: 'UTC' },
      ...account,
    },
  );
}
