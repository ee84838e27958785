import { SluiceError } from '../../../errors.ts';
import { sweepTemporaryFiles } from '../../sql/temporary-files.ts';
import { scratchGrant } from '../facts/privileges.ts';
import { explained } from '../failure.ts';
import { column } from '../inspect/reader.ts';
import { literal, quoteIdentifier } from '../quote.ts';
import { newScratchName, scratchPrefixOf } from '../scratch-names.ts';
import type { Session } from '../session.ts';
import type { SnapshotParts } from './group.ts';

/** A database made for a while on the same server, and the session whose named lock says that it is in use. */
export interface ScratchDatabase {
  readonly name: string;
  drop(): Promise<void>;
}

/** Dropping many tables takes its time. */
const DROP_TIMEOUT_MS = 10 * 60_000;

const DENIED = [1044, 1142, 1227];

/** Makes an empty database beside the live one. `PERM_001` with the GRANT to issue when the account may not. */
export async function createScratchDatabase(parts: SnapshotParts, signal: AbortSignal): Promise<ScratchDatabase> {
  const { sessions, looker, info, options, server } = parts;
  const name = newScratchName(info.database, options.runId);
  const guard = sessions.working(looker, { once: true });
  const dropOn = (session: Session): Promise<unknown> =>
    explained('Dropping a scratch database', server, () =>
      session.exclusive((held) =>
        held.query(`drop database if exists ${quoteIdentifier(name)}`, [], { timeoutMs: DROP_TIMEOUT_MS }),
      ),
    );
  const drop = async (): Promise<void> => {
    try {
      await dropOn(guard).catch(async (error: unknown) => {
        if (guard.id !== null) throw error;
        // Its connection broke; another one can do it.
        const another = sessions.working(looker, { once: true });
        try {
          await dropOn(another);
        } finally {
          await another.close();
        }
      });
    } finally {
      await guard.close();
    }
  };
  try {
    await explained('Making a scratch database', server, () =>
      guard.exclusive(async (held) => {
        // Before the database is there: a sweep must never find it unguarded.
        await held.query(`do get_lock(${literal(name)}, 0)`);
        await held.query(`create database ${quoteIdentifier(name)}`, [], { signal });
      }, signal),
    );
  } catch (error) {
    if (guard.id === null) await drop().catch(() => {});
    else await guard.close();
    if (error instanceof SluiceError && DENIED.includes(Number(error.details['errno']))) {
      throw new SluiceError('PERM_001', `The account may not make a scratch database (${name}).`, {
        cause: error.cause,
        fix: `${scratchGrant(info.currentUser)} Or name another server with backup.scratch.`,
      });
    }
    throw error;
  }
  return { name, drop };
}

/** Drops scratch databases of this one that nobody holds any more, and files that killed runs left; returns their names. */
export async function sweepScratch(parts: SnapshotParts, signal: AbortSignal): Promise<readonly string[]> {
  const files = await sweepTemporaryFiles(parts.options.temporaryDirectory);
  return [...(await sweepDatabases(parts, signal)), ...files];
}

async function sweepDatabases(parts: SnapshotParts, signal: AbortSignal): Promise<readonly string[]> {
  const { info, server, verifyParts } = parts;
  return explained('Dropping scratch databases', server, () =>
    verifyParts.reader.exclusive(async (held) => {
      const prefix = scratchPrefixOf(info.database);
      const { rows } = await held.query(
        'select schema_name as name, is_used_lock(schema_name) as holder from information_schema.schemata where left(schema_name, ?) = ?',
        [prefix.length, prefix],
        { signal },
      );
      const dropped: string[] = [];
      for (const row of rows) {
        const name = column(row, 'name') ?? '';
        if (row['holder'] !== null || !name.startsWith(prefix)) continue;
        await held.query(`drop database if exists ${quoteIdentifier(name)}`, [], { signal });
        dropped.push(name);
      }
      return dropped.toSorted();
    }, signal),
  );
}
