import { spawn } from 'node:child_process';
import type { Readable, Transform, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { Clock } from '../../../clock.ts';
import { SluiceError } from '../../../errors.ts';
import { withoutData } from '../server-error.ts';
import { missingIn } from '../statement-error.ts';

/** A client program to run. */
export interface ClientProgram {
  /** Name for messages. */
  readonly program: string;
  readonly path: string;
  readonly args: readonly string[];
  /** Who logs in, as GRANT names it. */
  readonly account: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

const STDERR_LIMIT = 8 * 1024;
/** How long a program may take to end after SIGTERM. */
const END_MS = 5_000;

/** What a client program sees: nothing that could change its meaning or log it in elsewhere. */
function environment(): Record<string, string> {
  const kept: Record<string, string> = { LC_ALL: 'C', MYSQL_TEST_LOGIN_FILE: '/nonexistent' };
  for (const name of ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** A running program, its end, and what it said. */
function start({ path, args, signal, clock }: ClientProgram, stdin: 'ignore' | 'pipe') {
  const child = spawn(path, args, { stdio: [stdin, 'pipe', 'pipe'], env: environment() });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // The reason stands at the end.
    stderr = (stderr + text).slice(-STDERR_LIMIT);
  });
  const ended = new Promise<{ readonly status: string | null; readonly error: Error | null }>((resolve) => {
    child.once('error', (error) => resolve({ status: null, error }));
    child.once('close', (code, by) => {
      resolve({ status: code === 0 ? null : `exit status ${code ?? by ?? 'unknown'}`, error: null });
    });
  });
  const stop = (): void => {
    child.kill('SIGTERM');
    const over = new AbortController();
    void ended.then(() => over.abort());
    void clock.sleep(END_MS, over.signal).then(
      () => child.kill('SIGKILL'),
      () => {},
    );
  };
  signal.addEventListener('abort', stop, { once: true });
  void ended.then(() => signal.removeEventListener('abort', stop));
  return { child, ended, stderr: () => stderr.trim(), stop };
}

/** The server's number in a program's complaint: `ERROR 1227 (42000) at line 5: …`, `…: Got error: 1045: …`. */
function errnoIn(stderr: string): number | null {
  const match = /\bERROR (\d{1,4})\b|\((\d{4})\)|\berror: (\d{1,4})\b/i.exec(stderr);
  return match === null ? null : Number(match[1] ?? match[2] ?? match[3]);
}

/** Numbers by which client and server say that the connection cannot be opened, or is gone. */
const CONNECTION = new Set([1053, 1158, 1159, 1160, 1161, 1927, 2002, 2003, 2005, 2006, 2012, 2013, 2055]);

/**
 * What a program said, without data: MariaDB's client prints the whole statement that failed before it says why, and
 * a syntax error quotes the place.
 */
function withoutStatements(stderr: string): string {
  const reason = stderr.lastIndexOf('\nERROR ');
  const told = reason === -1 ? stderr : stderr.slice(reason + 1);
  if (told.startsWith('-----')) return '';
  return withoutData(told)
    .replace(/near '[^]*' at line/, "near '…' at line")
    .slice(0, 2_000)
    .trim();
}

/** The error for a program that failed or complained; what it said is kept, without data. */
function complaint({ program, account }: ClientProgram, status: string | null, stderr: string): SluiceError {
  const said = withoutStatements(stderr);
  const errno = errnoIn(said);
  const missing = missingIn(errno, said, account);
  const lost = errno !== null && CONNECTION.has(errno);
  return new SluiceError(
    missing?.code ?? (lost ? 'CONN_001' : 'BACKUP_001'),
    `${program} ${status === null ? 'complained' : `failed (${status})`}: ${said === '' ? 'it said nothing.' : said}`,
    {
      details: { program, errno },
      ...(missing === null ? {} : { fix: missing.fix }),
      ...(lost ? { fix: 'Check the server and the network between, then run the command again.' } : {}),
    },
  );
}

/**
 * Runs a program and writes what it prints to `target`, which is finished only when the program ended well
 * and without a word on stderr.
 *
 * @throws SluiceError `BACKUP_001` (`PERM_001`, `DISK_001` or `CONN_001` when that was missing); the target's error; the signal's reason
 */
export async function runToTarget(
  program: ClientProgram,
  target: Writable,
  options: { readonly head?: string; readonly transform?: Transform; readonly onOutput?: (chunk: Buffer) => void } = {},
): Promise<void> {
  const { signal } = program;
  signal.throwIfAborted();
  const { child, ended, stderr, stop } = start(program, 'ignore');
  try {
    if (options.head !== undefined) target.write(options.head);
    child.stdout?.on('data', (chunk: Buffer) => options.onOutput?.(chunk));
    const output = child.stdout as Readable;
    const changed = options.transform === undefined ? output : output.pipe(options.transform);
    await Promise.all([pipeline(changed, target, { end: false, signal }), ended]);
    const { status, error } = await ended;
    if (error !== null) throw new SluiceError('TOOL_001', `${program.program} could not be started.`, { cause: error });
    if (status !== null || stderr() !== '') throw complaint(program, status, stderr());
    target.end();
    await finished(target, { signal });
  } catch (error) {
    stop();
    target.destroy();
    await ended;
    signal.throwIfAborted();
    throw error;
  }
}

/**
 * Feeds `source` to a program. When the source fails the program is killed before it can see an end of its
 * input: it would run the piece of a statement that it has.
 *
 * @throws SluiceError `BACKUP_001` (`PERM_001`, `DISK_001` or `CONN_001` when that was missing); the source's error; the signal's reason
 */
export async function runFromSource(program: ClientProgram, source: Readable): Promise<void> {
  const { signal } = program;
  signal.throwIfAborted();
  const { child, ended, stderr } = start(program, 'pipe');
  child.stdout?.resume();
  const stdin = child.stdin as Writable;
  let sourceFailure: { readonly error: unknown } | null = null;
  source.once('error', (error) => {
    sourceFailure ??= { error };
    child.kill('SIGKILL');
  });
  // A program that gives up closes its input; why is on its stderr.
  stdin.on('error', () => source.destroy());
  const fed = (async (): Promise<void> => {
    for await (const chunk of source) {
      if (!stdin.write(chunk)) await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), ended]);
      if (child.exitCode !== null || child.signalCode !== null) return;
    }
    stdin.end();
  })().catch((error: unknown) => {
    sourceFailure ??= { error };
    child.kill('SIGKILL');
  });
  const { status, error } = await ended;
  source.destroy();
  await fed;
  signal.throwIfAborted();
  if (error !== null) throw new SluiceError('TOOL_001', `${program.program} could not be started.`, { cause: error });
  // A complaint explains the closed pipe, not the other way round.
  const failed = sourceFailure as { readonly error: unknown } | null;
  if (stderr() !== '' || (status !== null && failed === null)) throw complaint(program, status, stderr());
  if (failed !== null) throw failed.error;
}
