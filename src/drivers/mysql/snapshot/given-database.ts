import type { DatabaseUrl } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { connector, serverName } from '../connect.ts';
import type { ServerName } from '../connection-error.ts';
import { explained } from '../failure.ts';
import { type Looker, looker } from '../looker.ts';
import { markerAssignment } from '../marker.ts';
import { endOrphans } from '../orphans.ts';
import { literal } from '../quote.ts';
import { scratchLockOf } from '../scratch-names.ts';
import { readServerInfo, type ServerInfo } from '../server-info.ts';
import type { Held, Session } from '../session.ts';
import { Sessions } from '../sessions.ts';
import { contentOf, dropContent, dropMark, setMark } from './given-content.ts';
import type { SnapshotParts } from './group.ts';
import { type LoadTarget, loadTarget } from './load-target.ts';

/** A database of the user's, used for a while. It stays, because it is not ours. */
export interface GivenDatabase {
  readonly target: LoadTarget;
  /** Empties it again. */
  leave(): Promise<void>;
}

/** How long the server may take to notice that the one who used the database is dead, in seconds. */
const LOCK_WAIT = 5;

/** How long sessions of a killed proof may take to end. */
const END_MS = 60_000;

/** The database and its sessions. */
interface Given {
  readonly sessions: Sessions;
  /** Its named lock says that the database is in use. */
  readonly guard: Session;
  readonly looker: Looker;
  readonly server: ServerName;
  readonly info: ServerInfo;
}

/** Works in the database alone: without its lock, whatever is in it may be another proof's. */
function alone<T>({ guard, server, info }: Given, doing: string, work: (held: Held) => Promise<T>): Promise<T> {
  return explained(doing, server, () =>
    guard.exclusive(async (held) => {
      const { rows } = await held.query(
        `select get_lock(${literal(scratchLockOf(info.database))}, ${LOCK_WAIT}) as got`,
      );
      if (Number(rows[0]?.['got']) === 1) return work(held);
      throw new SluiceError('BACKUP_001', `The scratch database ${info.database} is used by another proof.`, {
        fix: 'Wait until that has ended, or let backup.scratch name another empty database.',
      });
    }),
  );
}

/** Marks an empty database; what a killed proof left in a marked one is dropped before. */
async function takeOver(given: Given, { options }: SnapshotParts, signal: AbortSignal): Promise<void> {
  const { sessions, server, info } = given;
  await alone(given, 'Looking into the scratch database', async (held) => {
    const { marked, objects } = await contentOf(held, info.database);
    if (!marked && objects.length > 0) {
      throw new SluiceError('BACKUP_001', `The scratch database ${info.database} on ${server.host} is not empty.`, {
        fix: 'Let backup.scratch name an empty database: what it holds is deleted afterwards.',
      });
    }
    await setMark(held, info.database, options.runId);
    if (!marked) return;
    // A client program outlives the proof that fed it by what it had been fed.
    const search = { looker: given.looker, database: info.database, clock: options.clock, own: () => sessions.ids };
    await endOrphans(search, { lockTimeoutMs: END_MS, statementTimeoutMs: END_MS, signal });
    await dropContent(held, info.database);
  });
}

/**
 * Takes a database of the user's for a proof, on whatever server it is.
 *
 * @throws SluiceError `BACKUP_001` when it holds what no proof left there, or is used by another proof; `CONF_001` when it
 *   is of another kind than the one that was backed up
 */
export async function takeGivenDatabase(
  parts: SnapshotParts,
  url: DatabaseUrl,
  signal: AbortSignal,
): Promise<GivenDatabase> {
  if (url.scheme !== 'mysql' && url.scheme !== 'mariadb') {
    throw new SluiceError(
      'CONF_001',
      `A backup of MySQL or MariaDB cannot be restored into a ${url.scheme} database.`,
      { fix: 'Let backup.scratch name an empty database of the same kind.' },
    );
  }
  const server = serverName(url);
  const sessions = new Sessions(connector(url, parts.options), server, parts.options.clock, parts.info.mariadb);
  try {
    const look = looker(sessions.working(null), server);
    const info = await explained('Reading the version', server, () => readServerInfo((sql) => look.query(sql)));
    if (info.mariadb !== parts.info.mariadb) {
      throw new SluiceError('CONF_001', 'The scratch server is of another kind than the server of the backup.', {
        fix: 'Use MariaDB to prove backups of MariaDB, and MySQL for those of MySQL.',
      });
    }
    const given: Given = { sessions, guard: sessions.working(look), looker: look, server, info };
    await takeOver(given, parts, signal);
    const target = await loadTarget(url, info, (sql) => look.query(sql));
    return {
      target: { ...target, marker: markerAssignment(info.database) },
      async leave() {
        try {
          await alone(given, 'Emptying the scratch database', async (held) => {
            await dropContent(held, info.database);
            await dropMark(held, info.database);
          });
        } finally {
          await sessions.close();
        }
      },
    };
  } catch (error) {
    await sessions.close();
    throw error;
  }
}
