/**
 * A Redis server of our own for a while: reached by nobody else, without a file of data, and gone when this process is.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Writable } from 'node:stream';
import type { Clock } from '../../../clock.ts';
import type { DatabaseUrl } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { inTemporaryFolder } from '../../sql/temporary-failure.ts';
import type { ServerInfo } from '../info.ts';

/** The database numbers it has; each takes less than a kilobyte. */
const DATABASES = 16_384;

const START_TIMEOUT_MS = 30_000;
const END_TIMEOUT_MS = 10_000;
const OUTPUT_LIMIT = 8 * 1024;

/** What the system allows for the path of a socket, on Linux and elsewhere. */
const SOCKET_PATH_LIMIT = 100;

const FOLDER = /^sluice-server-(?<pid>\d+)-[\da-f]{12}$/u;
const PID_FILE = 'server.pid';

/**
 * Holds the server as long as somebody holds the other end of its input; then ends it and removes the folder. So nothing
 * stays behind a process that is killed. Its configuration, with the password, comes on descriptor 3.
 */
const KEEPER = `
trap '' INT TERM HUP
"$0" - <&3 3<&- &
server=$!
exec 3<&-
cat >/dev/null
kill -KILL "$server" 2>/dev/null
wait "$server" 2>/dev/null
rm -rf "$1"
`;

/** A server that runs. */
export interface PrivateServer {
  readonly url: DatabaseUrl;
  /** `redis-server`. */
  readonly program: string;
  /** Ends it and removes what it had; safe to call twice. */
  stop(): Promise<void>;
}

async function findProgram(names: readonly string[]): Promise<{ readonly name: string; readonly path: string } | null> {
  for (const name of names) {
    for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
      if (directory === '') continue;
      const path = join(directory, name);
      const found = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return { name, path };
    }
  }
  return null;
}

function missing(product: ServerInfo['product'], cause?: unknown): SluiceError {
  return new SluiceError(
    'TOOL_001',
    'A backup of Redis is proven in a server of its own, and there is neither redis-server nor valkey-server in PATH that can be started.',
    {
      cause,
      fix: `Install the package ${product === 'Valkey' ? 'valkey-server (or redis-server)' : 'redis-server (or valkey-server)'} in a version not older than the server, or name an empty server with backup.scratch.`,
    },
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts one in a folder below `temporaryDirectory`. @throws SluiceError `TOOL_001`, `BACKUP_001` when it does not start */
export async function startPrivateServer(
  { product }: Pick<ServerInfo, 'product'>,
  { temporaryDirectory, clock }: { readonly temporaryDirectory: string; readonly clock: Clock },
  signal: AbortSignal,
): Promise<PrivateServer> {
  const names = ['redis-server', 'valkey-server'];
  const program = await findProgram(product === 'Valkey' ? names.toReversed() : names);
  if (program === null) throw missing(product);
  const folder = join(temporaryDirectory, `sluice-server-${String(process.pid)}-${randomBytes(6).toString('hex')}`);
  await inTemporaryFolder(temporaryDirectory, () => mkdir(folder, { mode: 0o700 }));
  const socket = join(folder, 'redis.sock');
  const port = Buffer.byteLength(socket) > SOCKET_PATH_LIMIT || /["\\\n]/u.test(socket) ? await freePort() : null;
  const password = randomBytes(24).toString('hex');
  const { child, stop, ready } = keep(program.path, folder, clock);
  const configuration = [
    ...(port === null ? ['port 0', 'unixsocket redis.sock', 'unixsocketperm 700'] : [`port ${String(port)}`]),
    'bind 127.0.0.1',
    `requirepass ${password}`,
    `databases ${String(DATABASES)}`,
    `pidfile ${PID_FILE}`,
    'save ""',
    'appendonly no',
    'loglevel notice',
    // Values may be as large as the first server had them.
    'proto-max-bulk-len 4gb',
    'client-query-buffer-limit 5gb',
  ];
  (child.stdio[3] as Writable).on('error', () => {}).end(`${configuration.join('\n')}\n`);
  try {
    await ready(signal);
  } catch (error) {
    await stop();
    signal.throwIfAborted();
    throw error;
  }
  return {
    url: {
      scheme: 'redis',
      path: '',
      host: port === null ? socket : '127.0.0.1',
      port,
      user: '',
      password,
      database: '0',
      tls: { mode: 'disable', rootCert: null },
    },
    program: program.name,
    stop,
  };
}

/** Starts the server under its keeper. */
function keep(path: string, folder: string, clock: Clock) {
  const child = spawn('/bin/sh', ['-c', KEEPER, path, folder], {
    cwd: folder,
    // The terminal's interrupt is for us to obey.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { LC_ALL: 'C', PATH: process.env['PATH'] ?? '' },
  });
  let output = '';
  const { promise: isReady, resolve: becomeReady } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_LIMIT);
      if (/eady to accept connections/u.test(output)) becomeReady();
    });
  }
  child.stdin?.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const failed = (): SluiceError =>
    new SluiceError('BACKUP_001', `The server for the proof did not start: ${lastLine(output)}`, {
      fix: 'Start redis-server by hand to see what is wrong with it, or name an empty server with backup.scratch.',
    });
  const ready = async (signal: AbortSignal): Promise<void> => {
    const over = new AbortController();
    const limit = clock.sleep(START_TIMEOUT_MS, AbortSignal.any([signal, over.signal])).then(() => {
      throw failed();
    });
    limit.catch(() => {});
    // The keeper waits for us even when the server has ended, so what is printed last is looked at.
    const dead = new Promise<never>((_resolve, reject) => {
      void ended.then(() => reject(failed()));
      child.stdout?.once('close', () => reject(failed()));
    });
    dead.catch(() => {});
    try {
      await Promise.race([isReady, dead, limit]);
    } finally {
      over.abort();
    }
  };
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    const over = new AbortController();
    await Promise.race([ended, clock.sleep(END_TIMEOUT_MS, over.signal).catch(() => {})]);
    over.abort();
    for (const stream of child.stdio) stream?.destroy();
    // Where there was no shell to do it.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  return { child, stop, ready };
}

function lastLine(output: string): string {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  return line === '' ? 'it said nothing.' : line.slice(0, 300);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends servers whose keeper was killed together with the run, and removes their folders; returns the paths, sorted. */
export async function sweepPrivateServers(temporaryDirectory: string): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(temporaryDirectory).catch(() => [])) {
    const owner = Number(FOLDER.exec(name)?.groups?.['pid'] ?? Number.NaN);
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    const folder = join(temporaryDirectory, name);
    const pid = Number(await readFile(join(folder, PID_FILE), 'latin1').catch(() => ''));
    // A number may have been given to another process since; that one works elsewhere.
    const works = pid > 0 ? await readlink(`/proc/${String(pid)}/cwd`).catch(() => '') : '';
    if (works !== '' && works === (await realpath(folder).catch(() => ''))) process.kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    removed.push(folder);
  }
  return removed.toSorted();
}
