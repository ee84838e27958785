import { command } from './command.ts';
import { guard, type Guarded } from './guarded.ts';
import type { GuardSpec } from './guard.ts';

/** A real server on a free port of 127.0.0.1 with its data in a temporary folder. */
export interface TestServer {
  readonly port: number;
  /** The server's own process; 0 while it is down. */
  readonly pid: number;
  /** Holds the data, the keys and `server.log`. */
  readonly directory: string;
  /** The certificate that signed the server's; null for a server without TLS. */
  readonly caCertificate: string | null;
  /** Connection URL of the server's administrator. Without a name: the server's own default database. */
  url(database?: string): string;
  /**
   * Sends a signal; resolves when the process has ended, or at once for signals that do not end one. SIGKILL also takes
   * the server's own child processes, as a crash of the machine would: an orphaned one could hold up a restart.
   */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts the server again on the same data and port; one that still runs is ended with SIGTERM before. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/** What a kind of server adds to {@link TestServer}. */
export interface ServerKind {
  readonly directory: string;
  readonly caCertificate: string | null;
  readonly readyText: string;
  readonly stopSignal: NodeJS.Signals;
  url(port: number, database?: string): string;
}

/** Signals that leave the process alive. */
const HARMLESS: ReadonlySet<NodeJS.Signals> = new Set(['SIGHUP', 'SIGSTOP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2']);

async function childrenOf(pid: number): Promise<readonly number[]> {
  const table = await command('ps', ['-A', '-o', 'pid=', '-o', 'ppid=']);
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

/** Sends a signal to a process that may have ended meanwhile. */
function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts the guarded server; its folder is removed when that fails. */
export async function launch(
  kind: ServerKind,
  port: number,
  server: Omit<NonNullable<GuardSpec['server']>, 'readyText' | 'stopSignal' | 'logFile'>,
): Promise<TestServer> {
  const { directory, readyText, stopSignal } = kind;
  const guarded: Guarded = guard({
    directory,
    server: { ...server, readyText, stopSignal, logFile: `${directory}/server.log` },
  });
  try {
    await guarded.start();
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    const { pid } = guarded;
    if (pid === 0) return;
    const ended = HARMLESS.has(signal) ? Promise.resolve() : guarded.ended();
    const children = signal === 'SIGKILL' ? await childrenOf(pid) : [];
    for (const one of [pid, ...children]) signalTo(one, signal);
    await ended;
  };
  return {
    port,
    directory,
    caCertificate: kind.caCertificate,
    get pid() {
      return guarded.pid;
    },
    url: (database) => kind.url(port, database),
    kill,
    async restart() {
      await kill('SIGTERM');
      await guarded.start();
    },
    stop: () => guarded.stop(),
  };
}
