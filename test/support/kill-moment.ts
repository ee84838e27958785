/**
 * Loaded with `--import` before the program: kills it with SIGKILL at the moment that SLUICE_KILL_MOMENT names, either by
 * number (`#17`) or as the n-th one whose text holds some words (`rename table#1`). Moments are what leaves a trace: each
 * piece that is sent to a server or to a client program, each start of one, each change of the disk, each
 * request to SQLite, and each journal entry, before and after. At the end the number of moments is printed, for runs
 * that are not killed; with SLUICE_KILL_LIST also what they were.
 */
import childProcess from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import fs, { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import type { JournalMessage } from '../../src/journal/journal.ts';

/** How much of what is sent is looked at. */
const EXCERPT = 4096;

const [, words = '', nth = '0'] = /^(.*)#(\d+)$/su.exec(process.env['SLUICE_KILL_MOMENT'] ?? '') ?? [];
const list = process.env['SLUICE_KILL_LIST'] !== undefined;

let moments = 0;
let matching = 0;

function count(name: string): void {
  moments += 1;
  const shown = `moment ${String(moments)}: ${name.slice(0, 160).replaceAll(/[^\x20-\x7e]+/gu, ' ')}\n`;
  if (list) writeSync(2, shown);
  if (!name.includes(words)) return;
  matching += 1;
  if (matching !== Number(nth)) return;
  writeSync(2, `killed at ${shown}`);
  process.kill(process.pid, 'SIGKILL');
  // The signal comes when it comes; nothing more may happen until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function excerptOf(piece: unknown): string {
  if (typeof piece === 'string') return piece.slice(0, EXCERPT);
  if (piece instanceof Uint8Array)
    return Buffer.from(piece.buffer, piece.byteOffset, Math.min(piece.length, EXCERPT)).toString('latin1');
  return '';
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Counts the calls of a method. */
function watch(
  owner: object,
  method: string,
  describe: (self: unknown, given: readonly unknown[]) => string | null,
): void {
  const methods = owner as Record<string, Method>;
  const original = methods[method];
  if (original === undefined) throw new Error(`There is no ${method} to watch.`);
  methods[method] = function watched(this: unknown, ...given: unknown[]) {
    const name = describe(this, given);
    if (name !== null) count(name);
    return original.apply(this, given);
  };
}

// The program's own words go to sockets as well.
const isOwnOutput = (socket: unknown): boolean => [1, 2].includes((socket as { fd?: number }).fd ?? -1);
watch(net.Socket.prototype, 'write', (socket, [piece]) => (isOwnOutput(socket) ? null : `send ${excerptOf(piece)}`));
watch(childProcess, 'spawn', (_, [path]) => `start ${String(path)}`);
for (const method of ['open', 'rename', 'rm', 'mkdir', 'mkdtemp', 'writeFile'])
  watch(fs.promises, method, (_, [path, flags]) =>
    method === 'open' && flags === 'r' ? null : `${method} ${String(path)}`,
  );
watch(fs, 'write', () => 'write');
const handle = await fs.promises.open(process.execPath, 'r');
const fileHandle = Object.getPrototypeOf(handle) as object;
await handle.close();
for (const method of ['write', 'sync', 'truncate']) watch(fileHandle, method, () => method);

// SQLite works in a thread, or in a process of its own.
const askedFor = (message: unknown): string | null => {
  const operation = (message as { operation?: unknown } | undefined)?.operation;
  return operation === undefined ? null : `ask sqlite to ${String(operation)}`;
};
watch(Worker.prototype, 'postMessage', (_, [message]) => askedFor(message));
const { fork } = childProcess;
childProcess.fork = ((...given: Parameters<typeof fork>) => {
  const child = fork(...given);
  watch(child, 'send', (_, [message]) => askedFor(message));
  return child;
}) as typeof fork;

syncBuiltinESMExports();

// What such a thread does is seen by the files that it makes.
const watched = process.env['SLUICE_KILL_WATCH'];
if (watched !== undefined) {
  const timer = setInterval(() => {
    if ((fs.statSync(watched, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
    clearInterval(timer);
    count(`appeared ${watched}`);
  }, 1).unref();
}

subscribe('sluice:journal', (message) => {
  const { moment, entry } = message as JournalMessage;
  count(`${moment} entry ${entry.entry.kind}`);
});
process.once('exit', () => writeSync(2, `moments: ${String(moments)}\n`));
