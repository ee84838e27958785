import type { Socket } from 'node:net';
import { SluiceError } from '../../../errors.ts';
import type { Connected } from '../connect.ts';
import { connectionLost, noAnswer } from '../failure.ts';
import type { ServerName } from '../server-name.ts';
import { SocketReader } from './socket-reader.ts';
import { malformedReply, syncError } from './sync-failure.ts';

/** The mark that ends a snapshot of unknown length. */
const MARK_BYTES = 40;

/** What bounds the waits. */
export interface SyncLimits {
  /** No byte for so long, and the server is given up; while it prepares it sends one every second. */
  readonly idleTimeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A snapshot of the whole server at one moment, as it makes it for its replicas. */
export interface SyncSnapshot {
  /** Where in the stream of changes the snapshot is; null = the server did not say. */
  readonly position: { readonly replicationId: string; readonly offset: bigint } | null;
  /** Null = the server does not know it before it has sent everything. */
  readonly bytes: number | null;
  /** The RDB file. Ends after its last byte, and never before; closes the connection. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Closes the connection; for whoever does not read the chunks to the end. */
  close(): void;
}

/**
 * Asks for a snapshot over a connection that has done nothing but log in; it is of no other use afterwards. The server
 * makes the snapshot in a process of its own, as for a replica, and goes on serving.
 *
 * @throws SluiceError `PERM_001` for which {@link isReplicationForbidden} holds, where another way has to be taken;
 *   `CONN_001` when the server is loading, is a replica without its primary, is silent for too long, or the connection
 *   breaks; the signal's reason
 */
export async function requestSnapshot(
  { redis, destroy }: Pick<Connected, 'redis' | 'destroy'>,
  server: ServerName,
  { idleTimeoutMs, signal }: SyncLimits,
): Promise<SyncSnapshot> {
  const socket = redis.stream;
  // From here on what comes is no reply that the library could read.
  socket.removeAllListeners('data');
  const reader = new SocketReader(socket, {
    idleTimeoutMs,
    late: () => noAnswer(idleTimeoutMs, { what: 'PSYNC' }, server, {}),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const { header, position } = await handshake(socket, reader, server);
    const mark = /^\$EOF:(.{40})$/u.exec(header)?.[1];
    const size = /^\$(\d{1,15})$/u.exec(header)?.[1];
    if (mark === undefined && size === undefined) throw malformedReply();
    const content = mark === undefined ? sized(reader, Number(size)) : marked(reader, Buffer.from(mark, 'latin1'));
    return {
      position,
      bytes: size === undefined ? null : Number(size),
      chunks: closing(content, server, signal, destroy),
      close: destroy,
    };
  } catch (error) {
    destroy();
    throw explained(error, server, signal);
  }
}

interface Answer {
  readonly header: string;
  readonly position: SyncSnapshot['position'];
}

async function handshake(socket: Socket, reader: SocketReader, server: ServerName): Promise<Answer> {
  const ask = async (...words: readonly string[]): Promise<string> => {
    socket.write(
      `*${String(words.length)}\r\n${words.map((word) => `$${String(word.length)}\r\n${word}\r\n`).join('')}`,
    );
    return expectLine(await reader.line());
  };
  const capable = await ask('REPLCONF', 'capa', 'eof', 'capa', 'psync2');
  if (isForbidden(capable)) throw syncError(capable.slice(1), 'REPLCONF', server);
  // Servers before 7.0 do not know it, and keep changes for us until the connection is closed.
  await ask('REPLCONF', 'rdb-only', '1');
  const answer = await ask('PSYNC', '?', '-1');
  const resync = /^\+FULLRESYNC (\w+) (\d+)$/u.exec(answer);
  if (resync !== null) {
    const position = { replicationId: resync[1] as string, offset: BigInt(resync[2] as string) };
    return { header: expectLine(await reader.line()), position };
  }
  if (!isForbidden(answer))
    throw answer.startsWith('-') ? syncError(answer.slice(1), 'PSYNC', server) : malformedReply();
  // An account may have the older command only, which does not say where the snapshot is.
  const header = await ask('SYNC');
  if (header.startsWith('-')) throw syncError(header.slice(1), 'SYNC', server);
  return { header, position: null };
}

function isForbidden(answer: string): boolean {
  return /^-(?:NOPERM|ERR unknown command)/iu.test(answer);
}

class Closed extends Error {}

function expectLine(line: string | null): string {
  if (line === null) throw new Closed('The server closed the connection.');
  return line;
}

async function* sized(reader: SocketReader, bytes: number): AsyncGenerator<Buffer, void> {
  for (let left = bytes; left > 0;) {
    const chunk = await reader.read();
    if (chunk === null) throw new Closed('The server closed the connection before the end of the snapshot.');
    const part = chunk.length > left ? chunk.subarray(0, left) : chunk;
    left -= part.length;
    yield part;
  }
}

/** Holds back as much as the mark is long, because it may come in two parts. */
async function* marked(reader: SocketReader, mark: Buffer): AsyncGenerator<Buffer, void> {
  let held: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunk = await reader.read();
    if (chunk === null) throw new Closed('The server closed the connection before the end of the snapshot.');
    const bytes = Buffer.concat([held, chunk]);
    const end = bytes.indexOf(mark);
    const ready = end < 0 ? Math.max(0, bytes.length - MARK_BYTES) : end;
    if (ready > 0) yield bytes.subarray(0, ready);
    if (end >= 0) return;
    held = bytes.subarray(ready);
  }
}

async function* closing(
  content: AsyncIterable<Buffer>,
  server: ServerName,
  signal: AbortSignal | undefined,
  destroy: () => void,
): AsyncGenerator<Buffer, void> {
  const chunks = content[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Only the reading is guarded: what a consumer throws is not a fault of the connection.
      const next = await chunks.next().catch((error: unknown) => {
        throw explained(error, server, signal);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    destroy();
  }
}

function explained(error: unknown, server: ServerName, signal: AbortSignal | undefined): unknown {
  signal?.throwIfAborted();
  return error instanceof SluiceError ? error : connectionLost(error, server);
}
