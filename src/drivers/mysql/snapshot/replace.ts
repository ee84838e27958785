/**
 * Puts a backup in the place of the live content: restored beside it first, then exchanged table by table in
 * one RENAME TABLE, which the server does as a whole or not at all. Journal, lock and control stay where they
 * are. Called again after a crash it begins anew and comes to the same end.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DumpSource, Fence, Limits, TableRef } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { requireLease } from '../../sql/fence.ts';
import { plainTableName } from '../../sql/tables.ts';
import { inTemporaryFolder } from '../../sql/temporary-failure.ts';
import { temporaryPath } from '../../sql/temporary-files.ts';
import { connectionLost } from '../connection-error.ts';
import { mysqlDialect } from '../dialect.ts';
import { failure } from '../failure.ts';
import { column, type SchemaReader } from '../inspect/reader.ts';
import { listTables, readTables } from '../inspect/tables.ts';
import { limitStatements } from '../limits.ts';
import { markerAssignment } from '../marker.ts';
import { endOrphans } from '../orphans.ts';
import { quoteIdentifier, quoteTable } from '../quote.ts';
import { ServerError } from '../server-error.ts';
import type { Held, Session } from '../session.ts';
import type { SnapshotParts } from './group.ts';
import { sameServer } from './load-target.ts';
import { load, type LoadablePart, notLoaded, partsOf, withEventsOff } from './load.ts';
import { presentTables } from './parts.ts';
import { requireReplacing } from './require-privileges.ts';
import { createScratchDatabase, sweepScratch } from './scratch-database.ts';
import { dropTriggers, recreateTriggers, type SavedTrigger, saveTriggers } from './triggers.ts';

/** How often the exchange is tried when sessions of the application are in the way. */
const ATTEMPTS = 5;
const PAUSE_MS = 500;

const LOCK_WAIT = [1205, 1213];

/** Names of tables and sequences that hold something of their own. */
async function tablesOf(held: Held, database: string): Promise<readonly string[]> {
  const { rows } = await held.query(
    "select table_name as name from information_schema.tables where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')",
    [database],
  );
  return rows.map((row) => column(row, 'name') ?? '').toSorted();
}

/** Tables of other databases whose foreign keys would follow a table when it is moved away. */
async function refuseForeignChildren(held: Held, database: string): Promise<void> {
  const { rows } = await held.query(
    'select distinct table_schema as db, table_name as name from information_schema.key_column_usage' +
      ' where referenced_table_schema = ? and table_schema <> ?',
    [database, database],
  );
  if (rows.length === 0) return;
  const named = rows.map((row) => `${column(row, 'db') ?? ''}.${column(row, 'name') ?? ''}`);
  throw new SluiceError(
    'ROLL_001',
    `Tables of other databases have foreign keys into this one and would follow the old tables: ${named.slice(0, 10).join(', ')}. Nothing was changed.`,
    { fix: 'Drop these foreign keys, restore, and create them again.' },
  );
}

function namesOf(triggers: readonly SavedTrigger[]): string {
  return triggers.map(({ name }) => name).join(', ');
}

/** One restore over the live content. */
class Replacement {
  readonly #parts: SnapshotParts;
  readonly #fence: Fence;
  readonly #source: DumpSource;
  readonly #limits: Limits;
  readonly #session: Session;
  #dropped: SavedTrigger[] = [];
  /** A table that the exchange moves, by which to tell afterwards whether it happened. */
  #witness: { readonly name: string; readonly to: string } | null = null;

  constructor(parts: SnapshotParts, fence: Fence, source: DumpSource, limits: Limits) {
    this.#parts = parts;
    this.#fence = fence;
    this.#source = source;
    this.#limits = limits;
    // Marked, so that the next run finds and ends it should this one die.
    this.#session = parts.sessions.applying(parts.info.database, parts.looker);
  }

  async run(): Promise<void> {
    const { info, options } = this.#parts;
    const { signal } = this.#limits;
    const folder = temporaryPath(options.temporaryDirectory, 'programs');
    await inTemporaryFolder(options.temporaryDirectory, () => mkdir(folder, { mode: 0o700 }));
    try {
      await this.#on('Looking for foreign keys', (held) => refuseForeignChildren(held, info.database));
      await sweepScratch(this.#parts, signal);
      const programs = await this.#spool(folder);
      const restored = await createScratchDatabase(this.#parts, signal);
      try {
        await this.#restoreInto(restored.name, programs);
        const old = await createScratchDatabase(this.#parts, signal);
        try {
          await this.#exchange(restored.name, old.name);
          await this.#bringSequences(restored.name);
          // From here on the data is the backup's; what fails now is finished by calling again.
          await this.#bringPrograms(restored.name, programs);
        } finally {
          await old.drop().catch(() => {});
        }
      } finally {
        // What stays behind is swept by the next run.
        await restored.drop().catch(() => {});
      }
    } finally {
      await this.#session.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #on<T>(doing: string, work: (held: Held) => Promise<T>): Promise<T> {
    const { server } = this.#parts;
    return this.#session.exclusive(async (held) => {
      try {
        return await work(held);
      } catch (thrown) {
        throw failure(thrown, { server, doing, statement: null, limits: this.#limits, mayBeDone: false });
      }
    }, this.#limits.signal);
  }

  /** Reads the programs to their end before anything is changed, so that a damaged backup is found out in time. */
  async #spool(folder: string): Promise<readonly LoadablePart[]> {
    const spooled: LoadablePart[] = [];
    if (this.#source.mode !== 'full') return spooled;
    for (const part of partsOf(this.#source, ['programs.sql', 'views.sql'])) {
      const path = join(folder, part.name);
      await inTemporaryFolder(this.#parts.options.temporaryDirectory, () =>
        pipeline(part.open(), createWriteStream(path, { mode: 0o600 }), { signal: this.#limits.signal }),
      );
      spooled.push({ name: part.name, open: () => createReadStream(path) });
    }
    return spooled;
  }

  /** Restores all of it, programs too: whatever the server refuses, it refuses now. */
  async #restoreInto(database: string, programs: readonly LoadablePart[]): Promise<void> {
    const { signal } = this.#limits;
    const tables = partsOf(this.#source, ['structure.sql', 'data.sql', 'exact.sql']);
    const off = programs.map((part) => withEventsOff(part, new Set()));
    try {
      await load(this.#parts, await sameServer(this.#parts, database), [...tables, ...off], signal);
    } catch (error) {
      signal.throwIfAborted();
      throw notLoaded(error, 'beside the database', ' The database is as it was before.', 'ROLL_001');
    }
    // Tables with triggers cannot be moved to another database.
    await this.#on('Preparing the restored tables', async (held) => {
      await dropTriggers(held, database, await saveTriggers(held, database), () => {});
    });
    if (this.#source.mode === 'data') await this.#refuseOtherTables(database);
  }

  /** Rows alone go into the tables that there are, so these have to be the ones of the backup. */
  async #refuseOtherTables(restored: string): Promise<void> {
    const { info, names } = this.#parts;
    const differing = await this.#on('Comparing the tables', async (held) => {
      const read = async (database: string): Promise<ReadonlyMap<string, string>> => {
        const reader: SchemaReader = {
          query: async (sql, values) => (await held.query(sql, values)).rows,
          database,
          ownNames: [info.database, restored],
          eventsHeldBack: new Set(),
          mariadb: info.mariadb,
          names,
        };
        const objects = await readTables(reader, await listTables(reader));
        return new Map(objects.map((object) => [`${object.kind} ${object.name}`, JSON.stringify(object.definition)]));
      };
      const [live, backup] = [await read(info.database), await read(restored)];
      return [...new Set([...live.keys(), ...backup.keys()])].filter((name) => live.get(name) !== backup.get(name));
    });
    if (differing.length === 0) return;
    throw new SluiceError(
      'ROLL_001',
      `The backup holds rows only, and its tables were not the present ones: ${differing.slice(0, 10).join(', ')}. Nothing was changed.`,
      { fix: 'Take back the migrations that changed these tables, or choose a backup of mode full.' },
    );
  }

  /** The exchange: all tables away, all restored ones in their place. */
  async #exchange(restored: string, old: string): Promise<void> {
    const { info, options, names, stores } = this.#parts;
    const { database } = info;
    const { signal } = this.#limits;
    for (let attempt = 1; ; attempt++) {
      try {
        signal.throwIfAborted();
        await this.#session.exclusive(async (held) => {
          await requireLease(stores, mysqlDialect, names, this.#fence);
          await held.query(limitStatements(this.#limits, info.mariadb));
          // With rows alone the schema stays, and with it the record of how it came to be.
          const history = this.#source.mode === 'data' ? [plainTableName(names, 'migrations')] : [];
          const staying = new Set([...presentTables(names), ...history]);
          const away = (await tablesOf(held, database)).filter((name) => !staying.has(name));
          const back = (await tablesOf(held, restored)).filter((name) => !staying.has(name));
          const move = (name: string, from: string, to: string): readonly [TableRef, Required<TableRef>] => [
            { schema: from, name },
            { schema: to, name },
          ];
          const moves = [
            ...away.map((name) => move(name, database, old)),
            ...back.map((name) => move(name, restored, database)),
          ];
          const triggers = await saveTriggers(held, database);
          await dropTriggers(held, database, triggers, (trigger) => this.#dropped.unshift(trigger));
          const [first] = moves;
          if (first === undefined) return;
          this.#witness = { name: first[1].name, to: first[1].schema };
          await requireLease(stores, mysqlDialect, names, this.#fence);
          const pairs = moves.map(([from, to]) => `${quoteTable(from)} to ${quoteTable(to)}`);
          await held.run(`rename table ${pairs.join(', ')}`, undefined, {
            timeoutMs: this.#limits.statementTimeoutMs,
            signal,
          });
        }, signal);
        return;
      } catch (thrown) {
        const lost = thrown instanceof ServerError && thrown.lost;
        if (lost && (await this.#cameThrough())) return;
        const again = thrown instanceof ServerError && LOCK_WAIT.includes(thrown.errno ?? 0) && attempt < ATTEMPTS;
        if (again) {
          await options.clock.sleep(PAUSE_MS * (0.5 + Math.random()), signal).catch(() => {});
          if (!signal.aborted) continue;
        }
        await this.#takeBack(signal.aborted ? signal.reason : thrown);
      }
    }
  }

  /** After a lost connection: whether the server had exchanged the tables. */
  async #cameThrough(): Promise<boolean> {
    const { looker, sessions, options } = this.#parts;
    // The lost session may still be waiting in the server; it ends before anybody looks.
    await endOrphans(
      { looker, database: this.#parts.info.database, clock: options.clock, own: () => sessions.ids },
      { ...this.#limits, signal: new AbortController().signal },
    );
    const witness = this.#witness;
    if (witness === null) return false;
    // The first table moves where none of its name was before: away, or into a database that had none.
    return this.#on('Looking whether the tables were exchanged', async (held) =>
      (await tablesOf(held, witness.to)).includes(witness.name),
    );
  }

  /** Nothing was exchanged: the triggers come back, and the reason is thrown. */
  async #takeBack(thrown: unknown): Promise<never> {
    const { server } = this.#parts;
    const reason = failure(thrown, {
      server,
      doing: 'Exchanging the tables',
      statement: null,
      limits: this.#limits,
      mayBeDone: false,
    });
    const dropped = this.#dropped;
    if (dropped.length > 0 && reason instanceof SluiceError && reason.code === 'LOCK_001') {
      // Somebody else owns the database now: this run may not even repair what it did.
      throw new SluiceError(
        'LOCK_001',
        `${reason.message} Before, it had dropped these triggers: ${namesOf(dropped)}.`,
        {
          cause: reason,
          fix: 'Look at `sluice status`: another run took over. When it has ended, complete the restore or create the triggers again.',
          details: { ...reason.details, statements: dropped.map(({ statement }) => statement) },
        },
      );
    }
    if (dropped.length > 0) {
      try {
        await this.#session.exclusive((held) => recreateTriggers(held, dropped));
      } catch (cause) {
        throw new SluiceError(
          'ROLL_001',
          `The tables are as they were, but these triggers were dropped and could not be created again: ${namesOf(dropped)}.`,
          {
            cause: reason,
            fix: 'Run the command again to complete the restore, or create the triggers by the statements in the report.',
            details: {
              statements: dropped.map(({ statement }) => statement),
              why: cause instanceof Error ? cause.message : String(cause),
            },
          },
        );
      }
    }
    throw reason;
  }

  /** Defaults that take a sequence's next value name the database in which they were made. */
  async #bringSequences(restored: string): Promise<void> {
    const { database } = this.#parts.info;
    const made = `nextval(${quoteIdentifier(restored)}.`;
    await this.#incomplete(() =>
      this.#on('Giving columns their sequences', async (held) => {
        const { rows } = await held.query(
          // Views show the defaults of their tables.
          'select c.table_name as `table`, c.column_name as name, c.column_default as value from information_schema.columns c' +
            ' join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name' +
            " where c.table_schema = ? and t.table_schema = ? and t.table_type in ('BASE TABLE', 'SYSTEM VERSIONED') and locate(?, c.column_default) > 0",
          [database, database, made],
        );
        for (const row of rows) {
          const table = quoteTable({ schema: database, name: column(row, 'table') ?? '' });
          const value = (column(row, 'value') ?? '').replaceAll(made, `nextval(${quoteIdentifier(database)}.`);
          await held.query(
            `alter table ${table} alter column ${quoteIdentifier(column(row, 'name') ?? '')} set default (${value})`,
            [],
            {
              timeoutMs: 0,
            },
          );
        }
      }),
    );
  }

  /** What fails after the exchange leaves something to be completed. */
  async #incomplete(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (cause instanceof SluiceError && cause.code === 'LOCK_001') throw cause;
      throw new SluiceError(
        'ROLL_001',
        'All tables hold the content of the backup, but its views, triggers, routines and events are not complete.',
        { cause, fix: 'Run the same command again: it begins anew and completes the restore.' },
      );
    }
  }

  /** Views, triggers, routines and events of the backup instead of the live ones. */
  async #bringPrograms(restored: string, programs: readonly LoadablePart[]): Promise<void> {
    const { info, names, stores } = this.#parts;
    const { database } = info;
    const { signal } = this.#limits;
    await this.#incomplete(async () => {
      await requireLease(stores, mysqlDialect, names, this.#fence);
      if (this.#source.mode !== 'full') {
        // A backup of rows alone: the programs are the present ones.
        await this.#on('Creating the triggers again', (held) => recreateTriggers(held, this.#dropped));
        return;
      }
      await this.#on('Dropping the old programs', async (held) => {
        const { rows } = await held.query(
          'select default_character_set_name as cs, default_collation_name as co from information_schema.schemata where schema_name = ?',
          [restored],
        );
        await held.query(
          `alter database ${quoteIdentifier(database)} character set ${String(rows[0]?.['cs'])} collate ${String(rows[0]?.['co'])}`,
        );
        await dropPrograms(held, database);
      });
      const seconds = Math.max(1, Math.floor(this.#limits.lockTimeoutMs / 1000));
      const target = await sameServer(this.#parts, database);
      const settings = [`lock_wait_timeout = ${seconds}`];
      await load(this.#parts, { ...target, settings, marker: markerAssignment(database) }, programs, signal);
    });
  }
}

/** Drops views, routines and events; triggers went before the tables did. */
async function dropPrograms(held: Held, database: string): Promise<void> {
  const { rows } = await held.query(
    "select 'view' as kind, table_name as name from information_schema.views where table_schema = ?" +
      ' union all select routine_type, routine_name from information_schema.routines where routine_schema = ?' +
      " union all select 'event', event_name from information_schema.events where event_schema = ?",
    [database, database, database],
  );
  for (const row of rows) {
    const name = quoteTable({ schema: database, name: column(row, 'name') ?? '' });
    await held.query(`drop ${String(column(row, 'kind')).toLowerCase()} if exists ${name}`, [], { timeoutMs: 0 });
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
