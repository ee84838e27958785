/**
 * Puts a backup in the place of the live content: restored beside it first, then exchanged. Journal, lock and control stay
 * where they are. Called again after a crash it begins anew and comes to the same end.
 */
import type { DumpSource, Fence, Limits } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { plainTableName } from '../../sql/tables.ts';
import { connectionLost } from '../connection-error.ts';
import { explained } from '../failure.ts';
import { ServerError } from '../server-error.ts';
import type { Held, Session } from '../session.ts';
import { type Restored } from './exchange.ts';
import { Exchanging } from './exchanging.ts';
import type { SnapshotParts } from './group.ts';
import { sameServer } from './load-target.ts';
import { load, notLoaded, partsOf, withEventsOff } from './load.ts';
import { presentTables } from './parts.ts';
import { dropStatement, readPrograms } from './programs.ts';
import { refuseForeignChildren, refuseHidden, refuseOtherTables } from './refusals.ts';
import { requireReplacing } from './require-privileges.ts';
import { createScratchDatabase, sweepScratch } from './scratch-database.ts';

/** One restore over the live content. */
class Replacement {
  readonly #parts: SnapshotParts;
  readonly #fence: Fence;
  readonly #source: DumpSource;
  readonly #limits: Limits;
  readonly #session: Session;

  constructor(parts: SnapshotParts, fence: Fence, source: DumpSource, limits: Limits) {
    this.#parts = parts;
    this.#fence = fence;
    this.#source = source;
    this.#limits = limits;
    // Marked, so that the next run finds and ends it should this one die.
    this.#session = parts.sessions.applying(parts.info.database, parts.looker);
  }

  async run(): Promise<void> {
    const { signal } = this.#limits;
    try {
      await this.#on('Looking for foreign keys', (held) => refuseForeignChildren(held, this.#parts.info.database));
      await sweepScratch(this.#parts, signal);
      const beside = await createScratchDatabase(this.#parts, signal);
      try {
        const restored = await this.#restoreInto(beside.name);
        const old = await createScratchDatabase(this.#parts, signal);
        try {
          await this.#exchange(restored, old.name);
        } finally {
          await old.drop().catch(() => {});
        }
      } finally {
        // What stays behind is swept by the next run.
        await beside.drop().catch(() => {});
      }
    } finally {
      await this.#session.close();
    }
  }

  async #on<T>(doing: string, work: (held: Held) => Promise<T>): Promise<T> {
    return explained(doing, this.#parts.server, () => this.#session.exclusive(work, this.#limits.signal));
  }

  /**
   * Restores all of it, programs too: whatever the server refuses, it refuses now, and a damaged part is found out before
   * anything is changed.
   */
  async #restoreInto(database: string): Promise<Restored> {
    const { signal } = this.#limits;
    const { info } = this.#parts;
    const full = this.#source.mode === 'full';
    const wanted = partsOf(this.#source, full ? undefined : ['structure.sql', 'data.sql', 'exact.sql']);
    const eventsHeldBack = new Set<string>();
    const loaded = wanted.map((part) => withEventsOff(part, eventsHeldBack));
    try {
      await load(this.#parts, await sameServer(this.#parts, database), loaded, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw notLoaded(error, 'beside the database', ' The database is as it was before.', 'ROLL_001');
    }
    const programs = await this.#on('Preparing the restored tables', async (held) => {
      if (!full) await refuseOtherTables(held, this.#parts, database);
      const read = await readPrograms(held, database, info.database);
      refuseHidden(read);
      // Tables with triggers cannot be moved to another database.
      for (const trigger of read.filter(({ kind }) => kind === 'trigger'))
        await held.query(dropStatement(trigger, database), [], { timeoutMs: 0 });
      return read;
    });
    return { database, programs: full ? programs : null, eventsHeldBack };
  }

  async #exchange(restored: Restored, old: string): Promise<void> {
    const { names } = this.#parts;
    // With rows alone the schema stays, and with it the record of how it came to be.
    const history = this.#source.mode === 'data' ? [plainTableName(names, 'migrations')] : [];
    const staying = new Set([...presentTables(names), ...history]);
    await new Exchanging(this.#parts, this.#fence, this.#session, this.#limits).run(restored, old, staying);
  }
}

/** Replaces the live content by the dump's. */
export async function replace(parts: SnapshotParts, fence: Fence, source: DumpSource, limits: Limits): Promise<void> {
  limits.signal.throwIfAborted();
  if (source.mode === 'schema') {
    throw new SluiceError('BACKUP_001', 'A backup of the schema alone holds no rows: nothing was replaced.', {
      fix: 'Choose a backup of mode full or data: `sluice backup list` shows them.',
    });
  }
  await requireReplacing(parts, source.mode);
  try {
    await new Replacement(parts, fence, source, limits).run();
  } catch (thrown) {
    if (thrown instanceof ServerError && thrown.lost) throw connectionLost(thrown, parts.server);
    throw thrown;
  }
}
