import type { Clock } from '../../../clock.ts';
import type { DumpSink, Schema, TableDigest } from '../../../driver.ts';
import { explained } from '../failure.ts';
import type { Session } from '../session.ts';
import { openSnapshot } from '../snapshot-session.ts';
import type { TableShape } from '../table-columns.ts';
import { digestsOn } from '../verify.ts';
import { namesOf } from './dump-definitions.ts';
import type { DumpProgram } from './dump-program.ts';
import { canHaveExactRows, needsExactRows, writeExactRows } from './exact-rows.ts';
import type { SnapshotParts } from './group.ts';
import type { Moment } from './guarantee.ts';
import { atOneMoment, type HeldOff } from './moment.ts';

/** The first line of rows (or the program's end) means that its transaction, and so its snapshot, is open. */
const ROWS_BEGIN = /^(?:-- Dumping data for table|INSERT INTO|LOCK TABLES)/m;
/** The program's head is far shorter. */
const HEAD_LIMIT = 64 * 1024;
/** The longest that writing is held off for the dump's sake. */
const OPENING_MS = 8_000;

/** What is dumped, and with what. */
export interface RowsRequest {
  readonly parts: SnapshotParts;
  readonly program: DumpProgram;
  readonly sink: DumpSink;
  readonly schema: Schema;
  readonly shapes: readonly TableShape[];
  readonly signal: AbortSignal;
}

/** Starts the program. `opened`: its snapshot is, or it has ended. */
function startProgram(
  { program, schema, shapes }: RowsRequest,
  exact: readonly TableShape[],
  signal: AbortSignal,
): { readonly opened: Promise<void>; readonly done: Promise<void> } {
  const opened = Promise.withResolvers<void>();
  let seen = '';
  const done = program.run('data.sql', {
    args: [
      ...['--no-create-info', '--single-transaction', '--skip-triggers', '--complete-insert', '--skip-add-locks'],
      ...(shapes.some((shape) => shape.versioned) ? ['--dump-history'] : []),
    ],
    ignored: [...namesOf(schema, 'view'), ...namesOf(schema, 'sequence'), ...exact.map((shape) => shape.name)],
    signal,
    options: {
      onOutput(chunk) {
        if (seen.length >= HEAD_LIMIT) return;
        seen += chunk.toString('latin1');
        if (ROWS_BEGIN.test(seen) || seen.length >= HEAD_LIMIT) opened.resolve();
      },
    },
  });
  // Its failure is awaited by whoever awaits its end.
  done.then(opened.resolve, opened.resolve);
  return { opened: opened.promise, done };
}

/** The dump program did not come to its first row in time; it goes on, but writers are let go. */
class SnapshotTooSlow extends Error {}

async function waitFor(opened: Promise<void>, clock: Clock): Promise<void> {
  const patience = new AbortController();
  const late = clock.sleep(OPENING_MS, patience.signal).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  const first = await Promise.race([opened, late]);
  patience.abort();
  if (first === 'late') throw new SnapshotTooSlow();
}

async function digestsOf(
  snapshot: Session,
  { parts, schema }: RowsRequest,
  signal: AbortSignal,
): Promise<readonly TableDigest[]> {
  const digests: TableDigest[] = [];
  for await (const digest of digestsOn(snapshot, parts.verifyParts, schema.tables, 'digests', signal))
    digests.push(digest);
  return digests;
}

async function dumpExactRows(
  snapshot: Session,
  { parts, sink, signal }: RowsRequest,
  shapes: readonly TableShape[],
): Promise<void> {
  if (shapes.length === 0) return;
  const target = sink.open('exact.sql');
  try {
    await explained('Reading rows', parts.server, () =>
      snapshot.exclusive((held) => writeExactRows(held, parts.info.database, shapes, target, signal)),
    );
    const done = Promise.withResolvers<void>();
    target.once('error', done.reject);
    target.end(done.resolve);
    await done.promise;
  } catch (error) {
    target.destroy();
    throw error;
  }
}

/** Dumps rows and takes their digests, both from one moment as far as writing can be held off. */
export async function dumpRows(
  request: RowsRequest,
): Promise<{ readonly tables: readonly TableDigest[]; readonly moment: Moment }> {
  const { parts, signal, shapes } = request;
  const { sessions, looker, verifyParts, info, options, server } = parts;
  let exact = shapes.filter(needsExactRows);
  let inOneSession = false;
  const failed = new AbortController();
  const together = AbortSignal.any([signal, failed.signal]);
  const snapshot = verifyParts.openReader();
  const locker = sessions.working(looker, { once: true });
  let dumping: Promise<void> = Promise.resolve();
  const openBoth = async (heldOff: HeldOff): Promise<void> => {
    await openSnapshot(snapshot, signal);
    // The program reads a snapshot of its own, and what was written in between would be in one and not in the other.
    inOneSession = heldOff === null;
    if (inOneSession) exact = shapes.filter(canHaveExactRows);
    if (exact.length === shapes.length) return;
    const { opened, done } = startProgram(request, exact, together);
    dumping = done;
    await waitFor(opened, options.clock);
  };
  try {
    // Connected before writing is held off, so that it is held off for less.
    await snapshot.exclusive(() => Promise.resolve(), signal);
    const where = { database: info.database, tables: shapes.map((shape) => shape.name), clock: options.clock };
    const moment = await explained('Opening the snapshots', server, () =>
      atOneMoment(locker, where, signal, openBoth).then(
        (heldOff): Moment => heldOff ?? (inOneSession ? 'one-session' : 'apart'),
        (error: unknown): Moment => {
          if (error instanceof SnapshotTooSlow) return 'apart';
          throw error;
        },
      ),
    );
    const endOther = (error: unknown): never => {
      failed.abort(error);
      throw error;
    };
    const [tables] = await Promise.all([
      digestsOf(snapshot, request, together).catch(endOther),
      dumping.catch(endOther),
    ]);
    await dumpExactRows(snapshot, request, exact);
    return { tables, moment };
  } finally {
    failed.abort();
    await dumping.catch(() => {});
    await Promise.all([snapshot.close(), locker.close()]);
  }
}
