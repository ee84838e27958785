import { createServerCertificate, sharedAuthority } from './certificates.ts';
import { freePort } from './port.ts';
import { requireProgram } from './program.ts';
import { serverDirectory } from './root-directory.ts';
import { launch, type TestServer } from './test-server.ts';

/** How to start a Redis server. */
export interface RedisOptions {
  /** Directives of redis.conf, over the defaults; one with several arguments as a list. */
  readonly settings?: Readonly<Record<string, string | number | readonly string[]>>;
  /** TLS only, with a certificate for these names: `DNS:localhost,IP:127.0.0.1`. */
  readonly tls?: string;
}

const PASSWORD = 'redis-test-password';

/** The settings by which a server listens, and the authority that signed its certificate. */
async function listen(
  port: number,
  directory: string,
  names: string | undefined,
): Promise<{ readonly listening: Readonly<Record<string, string | number>>; readonly caCertificate: string | null }> {
  if (names === undefined) return { listening: { port }, caCertificate: null };
  const authority = await sharedAuthority(directory);
  const { certificate, key } = await createServerCertificate(authority, directory, names);
  return {
    listening: {
      port: 0,
      'tls-port': port,
      'tls-cert-file': certificate,
      'tls-key-file': key,
      'tls-ca-cert-file': authority.certificate,
      'tls-auth-clients': 'no',
    },
    caCertificate: authority.certificate,
  };
}

/** Starts a server without persistence; `url` takes the number of the database. */
export async function startRedis(options: RedisOptions = {}): Promise<TestServer> {
  const program = requireProgram('redis-server');
  const directory = await serverDirectory('redis');
  const port = await freePort();
  const { listening, caCertificate } = await listen(port, directory, options.tls);
  const settings = {
    ...listening,
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    // Replicas would be waited for.
    'repl-diskless-sync-delay': 0,
    requirepass: PASSWORD,
    ...options.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...[value].flat().map(String)]);
  return launch(
    {
      directory,
      caCertificate,
      readyText: 'eady to accept connections',
      stopSignal: 'SIGKILL',
      url: (at, database = '0') =>
        `${caCertificate === null ? 'redis' : 'rediss'}://:${PASSWORD}@127.0.0.1:${at}/${database}`,
    },
    port,
    { command: program, args, env: { LC_ALL: 'C', TZ: 'UTC' } },
  );
}
