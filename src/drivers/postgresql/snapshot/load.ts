import { rm, writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { DumpSource } from '../../../driver.ts';
import { inTemporaryFolder } from '../../sql/temporary-failure.ts';
import { temporaryPath } from '../../sql/temporary-files.ts';
import type { Program, UsableTool } from '../client-tools.ts';
import { type Child, startChild } from './child.ts';
import { type ClientConnection, clientEnvironment } from './client-environment.ts';
import { type Contents, PART } from './contents.ts';
import { programMessage } from './messages.ts';
import { fitHeader, withoutTransactions } from './script-header.ts';

/** A dump to be loaded as one script. */
export interface Load {
  readonly connection: ClientConnection;
  readonly tools: Readonly<Record<Program, UsableTool>>;
  readonly source: DumpSource;
  readonly contents: Contents;
  readonly serverMajor: number;
  /** The entries to load, as `pg_restore --use-list` reads them. */
  readonly list: string;
  /** Further arguments of pg_restore. */
  readonly restoreArgs: readonly string[];
  /** SQL and psql commands before the dump's own; opens the transaction. */
  readonly before: string;
  /** The same after them; commits. Sent only when the whole dump has been read and was intact. */
  readonly after: string;
  readonly signal: AbortSignal;
  /** Called with each line that psql prints. */
  readonly onLine?: (line: string) => void;
}

/** psql failed: the server refused a statement, or the connection broke. Nothing was committed unless COMMIT had been sent. */
export class ScriptError extends Error {
  /** What psql wrote; may quote rows. */
  readonly stderr: string;
  /** It was ended by a signal, so what it had printed last may be lost. */
  readonly killed: boolean;

  constructor(stderr: string, killed: boolean) {
    super(programMessage(stderr) || 'psql ended without a word.');
    this.name = 'ScriptError';
    this.stderr = stderr;
    this.killed = killed;
  }
}

/**
 * Loads a dump through `pg_restore --file=-` into psql, so that it is one transaction with whatever has to happen
 * before and after it. When any of the programs ends early, or the dump turns out to be corrupt, psql's input ends
 * without a COMMIT.
 *
 * @throws ScriptError when psql fails; the error of the source when that fails; the signal's reason when it is aborted
 */
export async function loadDump(load: Load): Promise<void> {
  const { connection, tools, signal, contents } = load;
  const env = await clientEnvironment(connection);
  const psql = startChild({
    path: tools.psql.path,
    args: ['-X', '-q', '-t', '-A', '--no-password', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-f', '-'],
    env,
    signal,
  });
  const lines = readLines(psql, load.onLine ?? (() => {}));
  const stopped = new AbortController();
  void psql.ended.then(
    () => stopped.abort(),
    () => stopped.abort(),
  );
  try {
    await write(psql.stdin, load.before);
    await restoreInto(psql.stdin, load, load.list, env, stopped.signal, (script) =>
      fitHeader(script, load.serverMajor),
    );
    if (contents.hasLargeObjects) {
      await restoreInto(psql.stdin, load, contents.largeObjects(), env, stopped.signal, (script) =>
        withoutTransactions(fitHeader(script, load.serverMajor)),
      );
    }
    await write(psql.stdin, load.after);
    psql.stdin.end();
  } catch (error) {
    // Its pipe may be seen closed before its end is.
    const psqlEnded = stopped.signal.aborted || error instanceof ReaderGoneError;
    psql.stdin.destroy();
    if (!psqlEnded) psql.kill();
    await psql.ended;
    signal.throwIfAborted();
    if (!psqlEnded) throw error;
    // Without its last part the script has no COMMIT.
    throw new ScriptError(psql.stderr(), false);
  }
  const code = await psql.ended;
  await lines;
  signal.throwIfAborted();
  if (code !== 0) throw new ScriptError(psql.stderr(), code === null);
}

async function readLines(child: Child, onLine: (line: string) => void): Promise<void> {
  let rest = '';
  child.stdout.setEncoding('utf8');
  for await (const piece of child.stdout as AsyncIterable<string>) {
    const parts = (rest + piece).split('\n');
    // What a script prints is never of use beyond our own short lines.
    rest = (parts.pop() ?? '').slice(0, 1000);
    parts.forEach(onLine);
  }
}

/** The program that was to read has closed its end. */
class ReaderGoneError extends Error {}

/** Writes with backpressure; a reader that is gone ends it. */
async function write(to: Writable, data: string | Uint8Array): Promise<void> {
  if (to.destroyed || !to.writable) throw new ReaderGoneError('The program stopped reading.');
  if (to.write(data)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  to.once('drain', resolve).once('close', resolve);
  await promise;
  to.off('drain', resolve).off('close', resolve);
}

async function restoreInto(
  to: Writable,
  { source, tools, connection, restoreArgs, signal }: Load,
  list: string,
  env: NodeJS.ProcessEnv,
  stopped: AbortSignal,
  filter: (script: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
): Promise<void> {
  const listFile = temporaryPath(connection.temporaryDirectory, 'list');
  try {
    await inTemporaryFolder(connection.temporaryDirectory, () =>
      writeFile(listFile, list, { mode: 0o600, flag: 'wx' }),
    );
    const child = startChild({
      path: tools.pg_restore.path,
      args: ['--file=-', `--use-list=${listFile}`, ...restoreArgs],
      env,
      signal: AbortSignal.any([signal, stopped]),
    });
    const feeding = feed(source, child);
    // Seen below; it may fail before that.
    feeding.catch(() => {});
    for await (const piece of filter(child.stdout as AsyncIterable<Buffer>)) await write(to, piece);
    const code = await child.ended;
    await feeding;
    if (code !== 0) throw new Error(`${tools.pg_restore.program} failed: ${programMessage(child.stderr())}`);
  } finally {
    await rm(listFile, { force: true });
  }
}

/** Feeds the dump; reads it to its end even when the program stops before, because only there it is known to be intact. */
async function feed(source: DumpSource, child: Child): Promise<void> {
  const input = source.open(PART);
  let reading = true;
  child.stdin.once('close', () => {
    reading = false;
  });
  try {
    for await (const piece of input as AsyncIterable<Uint8Array>)
      if (reading) await write(child.stdin, piece).catch(() => {});
  } catch (error) {
    child.kill();
    throw error;
  } finally {
    child.stdin.end();
  }
}
