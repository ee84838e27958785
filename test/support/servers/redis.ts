import { freePort } from './port.ts';
import { requireProgram } from './program.ts';
import { serverDirectory } from './root-directory.ts';
import { launch, type TestServer } from './test-server.ts';

/** How to start a Redis server. */
export interface RedisOptions {
  /** Directives of redis.conf, over the defaults. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

const PASSWORD = 'redis-test-password';

/** Starts a server without persistence; `url` takes the number of the database. */
export async function startRedis(options: RedisOptions = {}): Promise<TestServer> {
  const program = requireProgram('redis-server');
  const directory = await serverDirectory('redis');
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: directory, save: '', requirepass: PASSWORD, ...options.settings };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return launch(
    {
      directory,
      caCertificate: null,
      readyText: 'eady to accept connections',
      stopSignal: 'SIGKILL',
      url: (at, database = '0') => `redis://:${PASSWORD}@127.0.0.1:${at}/${database}`,
    },
    port,
    { command: program, args, env: { LC_ALL: 'C', TZ: 'UTC' } },
  );
}
