import type { BackupMode, DumpFacts, DumpSink, Schema, TableDigest } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { explained } from '../failure.ts';
import { quoteAccount } from '../facts/grants.ts';
import { clientTools, versionParts } from '../facts/tools.ts';
import { column } from '../inspect/reader.ts';
import { quoteIdentifier } from '../quote.ts';
import type { Session } from '../session.ts';
import { openSnapshot } from '../snapshot-session.ts';
import { readShapes, type TableShape } from '../table-columns.ts';
import { digestsOn } from '../verify.ts';
import { runToTarget } from './client-process.ts';
import { canHaveExactRows, needsExactRows, writeExactRows } from './exact-rows.ts';
import type { SnapshotParts } from './group.ts';
import { guaranteeOf, type Moment } from './guarantee.ts';
import { changeLines } from './lines.ts';
import { atOneMoment } from './moment.ts';
import { optionFileText, withOptionFile } from './option-file.ts';
import { type Part, presentTables } from './parts.ts';
import { requireBodies, requireSight } from './require-privileges.ts';
import { usable } from './tools.ts';
import { viewsInOrder } from './views-in-order.ts';

/** Names in a schema of one kind. */
function namesOf(schema: Schema, kind: string): readonly string[] {
  return schema.objects.filter((object) => object.kind === kind).map((object) => object.name);
}

/** The first line of rows (or the program's end) means that its transaction, and so its snapshot, is open. */
const ROWS_BEGIN = /^(?:-- Dumping data for table|INSERT INTO|LOCK TABLES)/m;
/** The program's head is far shorter. */
const HEAD_LIMIT = 64 * 1024;
/** The longest that writing is held off for the dump's sake. */
const OPENING_MS = 8_000;

/** Definitions need no lock on the tables, which would wait for every transaction of the application. */
const WITHOUT_ROWS = ['--no-data', '--skip-lock-tables'] as const;

/** Names of the views, each after those that it reads: the dump program writes them in the order in which they are named. */
function orderedViews({ objects }: Schema): readonly string[] {
  const views = objects.filter(({ kind }) => kind === 'view');
  return viewsInOrder(
    views.map(({ name, definition }) => ({ name, text: (definition as { readonly query: string }).query })),
  );
}

/** One dump under way. */
class Dump {
  readonly #parts: SnapshotParts;
  readonly #sink: DumpSink;
  readonly #signal: AbortSignal;
  readonly #optionFile: string;
  readonly #program: { readonly program: string; readonly path: string };

  constructor(
    parts: SnapshotParts,
    sink: DumpSink,
    signal: AbortSignal,
    program: { readonly program: string; readonly path: string },
    optionFile: string,
  ) {
    this.#parts = parts;
    this.#sink = sink;
    this.#signal = signal;
    this.#program = program;
    this.#optionFile = optionFile;
  }

  /** Runs the dump program into one part; `objects` empty = all that is not ignored. */
  async #run(
    part: Part,
    args: readonly string[],
    ignored: readonly string[],
    objects: readonly string[] = [],
    options: Parameters<typeof runToTarget>[2] & { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    const { info, options: opened } = this.#parts;
    const flavour = info.mariadb ? [] : ['--set-gtid-purged=OFF', '--column-statistics=0'];
    const all = [
      `--defaults-file=${this.#optionFile}`,
      ...[
        '--default-character-set=utf8mb4',
        '--skip-dump-date',
        '--no-tablespaces',
        '--hex-blob',
        '--tz-utc',
        '--quick',
      ],
      ...flavour,
      ...args,
      ...[...presentTables(this.#parts.names), ...ignored].map((name) => `--ignore-table=${info.database}.${name}`),
      '--',
      info.database,
      ...objects,
    ];
    const signal = options.signal ?? this.#signal;
    await runToTarget(
      { ...this.#program, account: quoteAccount(info.currentUser), args: all, signal, clock: opened.clock },
      this.#sink.open(part),
      options,
    );
  }

  /** Tables and sequences, and what the database gives to new ones. */
  async structure(schema: Schema): Promise<void> {
    const defaults = schema.objects.find((object) => object.kind === 'database')?.definition as
      | Readonly<Record<string, string>>
      | undefined;
    const head =
      defaults === undefined
        ? ''
        : `ALTER DATABASE CHARACTER SET ${String(defaults['character_set'])} COLLATE ${String(defaults['collation'])};\n`;
    // Columns whose default is a sequence's next value name its database; loaded elsewhere they would mean that one's.
    const database = Buffer.from(quoteIdentifier(this.#parts.info.database)).toString('latin1');
    const transform = changeLines((line) => line.replaceAll(`nextval(${database}.`, 'nextval('));
    const options = namesOf(schema, 'sequence').length === 0 ? { head } : { head, transform };
    await this.#run('structure.sql', [...WITHOUT_ROWS, '--skip-triggers'], namesOf(schema, 'view'), [], options);
  }

  /** Routines, triggers and events; then views, which may need the routines. */
  async programs(schema: Schema): Promise<void> {
    const views = orderedViews(schema);
    const has = (...kinds: readonly string[]): boolean => schema.objects.some(({ kind }) => kinds.includes(kind));
    // Only what there is: to look for events in a database with a `"` in its name is more than MariaDB's program can do.
    const programs = [
      ...(has('trigger') ? ['--triggers'] : ['--skip-triggers']),
      ...(has('function', 'procedure', 'package', 'package-body') ? ['--routines'] : []),
      ...(has('event') ? ['--events'] : []),
    ];
    await this.#run('programs.sql', [...WITHOUT_ROWS, '--no-create-info', ...programs], views);
    if (views.length > 0) await this.#run('views.sql', [...WITHOUT_ROWS, '--skip-triggers'], [], views);
  }

  /** Rows and their digests. */
  async data(
    schema: Schema,
    shapes: readonly TableShape[],
  ): Promise<{ readonly tables: readonly TableDigest[]; readonly moment: Moment }> {
    const { sessions, looker, verifyParts, info, options, server } = this.#parts;
    const history = shapes.some((shape) => shape.versioned) ? ['--dump-history'] : [];
    let exact = shapes.filter(needsExactRows);
    let inOneSession = false;
    const failed = new AbortController();
    const together = AbortSignal.any([this.#signal, failed.signal]);
    const snapshot = verifyParts.openReader();
    const locker = sessions.working(looker, { once: true });
    let dumping: Promise<void> = Promise.resolve();
    try {
      // Connected before writing is held off, so that it is held off for less.
      await snapshot.exclusive(() => Promise.resolve(), this.#signal);
      const moment = await explained('Opening the snapshots', server, () =>
        atOneMoment(
          locker,
          { database: info.database, tables: shapes.map((shape) => shape.name), clock: options.clock },
          this.#signal,
          async (heldOff) => {
            await openSnapshot(snapshot, this.#signal);
            // The program reads a snapshot of its own, and what was written in between would be in one and not in the other.
            inOneSession = heldOff === null;
            if (inOneSession) exact = shapes.filter(canHaveExactRows);
            if (exact.length === shapes.length) return;
            const ignored = [
              ...namesOf(schema, 'view'),
              ...namesOf(schema, 'sequence'),
              ...exact.map((shape) => shape.name),
            ];
            const opened = Promise.withResolvers<void>();
            let seen = '';
            dumping = this.#run(
              'data.sql',
              [
                '--no-create-info',
                '--single-transaction',
                '--skip-triggers',
                '--complete-insert',
                '--skip-add-locks',
                ...history,
              ],
              ignored,
              [],
              {
                signal: together,
                onOutput(chunk) {
                  if (seen.length >= HEAD_LIMIT) return;
                  seen += chunk.toString('latin1');
                  if (ROWS_BEGIN.test(seen) || seen.length >= HEAD_LIMIT) opened.resolve();
                },
              },
            );
            // Its failure is awaited below; here it only ends the wait.
            dumping.then(opened.resolve, opened.resolve);
            const patience = new AbortController();
            const late = options.clock.sleep(OPENING_MS, patience.signal).then(
              () => 'late' as const,
              () => 'late' as const,
            );
            const first = await Promise.race([opened.promise, late]);
            patience.abort();
            if (first === 'late') throw new SnapshotTooSlow();
          },
        ).then(
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
        this.#digests(snapshot, schema, together).catch(endOther),
        dumping.catch(endOther),
      ]);
      await this.#exactRows(snapshot, exact);
      return { tables, moment };
    } finally {
      failed.abort();
      await dumping.catch(() => {});
      await Promise.all([snapshot.close(), locker.close()]);
    }
  }

  async #digests(snapshot: Session, schema: Schema, signal: AbortSignal): Promise<readonly TableDigest[]> {
    const digests: TableDigest[] = [];
    for await (const digest of digestsOn(snapshot, this.#parts.verifyParts, schema.tables, 'digests', signal))
      digests.push(digest);
    return digests;
  }

  async #exactRows(snapshot: Session, shapes: readonly TableShape[]): Promise<void> {
    if (shapes.length === 0) return;
    const target = this.#sink.open('exact.sql');
    try {
      await explained('Reading rows', this.#parts.server, () =>
        snapshot.exclusive((held) => writeExactRows(held, this.#parts.info.database, shapes, target, this.#signal)),
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
}

/** The dump program did not come to its first row in time; it goes on, but writers are let go. */
class SnapshotTooSlow extends Error {}

/** Whether Sluice's own connections to the server are encrypted. */
async function usesTls({ looker }: SnapshotParts): Promise<boolean> {
  const rows = await looker.query("show session status like 'Ssl_version'");
  return (column(rows[0] ?? {}, 'Value') ?? '') !== '';
}

/** Calls `work` with a file that logs the client programs in to a database of this server. */
async function withLogin<T>(parts: SnapshotParts, work: (optionFile: string) => Promise<T>): Promise<T> {
  return withOptionFile(optionFileText(parts.url, parts.info.mariadb, await usesTls(parts)), parts.options, work);
}

/** Writes a dump in parts: structure, rows, rows with floats, programs, views. */
export async function dump(
  parts: SnapshotParts,
  mode: BackupMode,
  sink: DumpSink,
  signal: AbortSignal,
): Promise<DumpFacts> {
  const { info, inspect, server } = parts;
  const tool = usable((await clientTools({ mariadb: info.mariadb, version: versionParts(info.version) }, signal)).dump);
  await requireSight(parts);
  const schema = await inspect(signal);
  await requireBodies(parts, schema);
  const shapes = await explained('Reading the schema', server, () =>
    parts.verifyParts.reader.exclusive(async (held) => {
      const all = await readShapes(
        async (sql, values) => (await held.query(sql, values, { signal })).rows,
        info.database,
      );
      const present = new Set(presentTables(parts.names));
      return [...all.values()].filter((shape) => !present.has(shape.name));
    }, signal),
  );
  return withLogin(parts, async (optionFile) => {
    const work = new Dump(parts, sink, signal, tool, optionFile);
    await work.structure(schema);
    const data = mode === 'schema' ? { tables: [], moment: null } : await work.data(schema, shapes);
    await work.programs(schema);
    // The programs see the present, not the snapshot: what was changed meanwhile may be in one part and not in another.
    if (JSON.stringify(await inspect(signal)) !== JSON.stringify(schema)) {
      throw new SluiceError('BACKUP_001', 'The schema was changed while the backup was made.', {
        fix: 'Run the backup again when nobody changes the schema.',
      });
    }
    return {
      tool: { program: tool.program, version: tool.version },
      snapshot: null,
      guarantee: guaranteeOf(data.moment, shapes),
      tables: data.tables,
      schema,
    };
  });
}
