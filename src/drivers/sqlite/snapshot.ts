import { createWriteStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { parseDatabaseUrl } from '../../database-url.ts';
import type {
  DumpFacts,
  DumpSource,
  Fence,
  Limits,
  OpenDriver,
  OpenOptions,
  Scratch,
  SnapshotGroup,
} from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { relay } from '../../relay.ts';
import { temporaryFailure } from '../sql/temporary-failure.ts';
import type { Connections } from './connections.ts';
import { explain, isBusy, SqliteFailure, WorkerGoneError } from './failure.ts';
import type { ReplaceAnswer } from './protocol.ts';
import { sendFile } from './send-file.ts';
import { removeDatabase, sweepTemporaryFiles, temporaryFile } from './temporary-files.ts';
import type { Reader } from './verify.ts';

/** The only part of a dump. */
const DATABASE_PART = 'database.sqlite';

/** A restored file is put in place from the database's own folder. */
const BESIDE = '';

const GUARANTEE =
  'The dump is one consistent copy by SQLite’s backup API; schema and checksums were read from that very copy.';

/** Backups of a database file. */
export class SqliteSnapshots implements SnapshotGroup {
  readonly #connections: Connections;
  readonly #reader: Reader;
  readonly #open: OpenDriver;

  constructor(connections: Connections, reader: Reader, open: OpenDriver) {
    this.#connections = connections;
    this.#reader = reader;
    this.#open = open;
  }

  get #options(): OpenOptions {
    return this.#connections.options;
  }

  async dump(...[mode, sink, signal]: Parameters<SnapshotGroup['dump']>): Promise<DumpFacts> {
    const { ownTables, presentTables } = this.#connections;
    const target = await this.#temporary(undefined, this.#options.temporaryDirectory, 'dump');
    try {
      const copy = await this.#reader.call(
        'dump',
        { target, mode, own: ownTables, present: presentTables },
        { signal },
      );
      // Gives its memory back while the file is sent.
      await this.#connections.scan.stop();
      await sendFile(target, sink.open(DATABASE_PART), signal);
      return {
        tool: { program: 'SQLite', version: copy.version },
        snapshot: null,
        guarantee: GUARANTEE,
        tables: copy.tables,
        schema: copy.schema,
      };
    } catch (error) {
      signal.throwIfAborted();
      // The database itself is only read: what is full is the folder of the copy.
      throw temporaryFailure(error, dirname(target)) ?? explain(error, this.#connections.path, 'BACKUP_001');
    } finally {
      await removeDatabase(target);
    }
  }

  async scratch(source: DumpSource, url: string | null, signal: AbortSignal): Promise<Scratch> {
    const folder = url === null ? this.#options.temporaryDirectory : scratchFolder(url);
    const elsewhere = url === null ? undefined : ', or name another folder in backup.scratch';
    const path = await this.#temporary(elsewhere, folder, 'scratch');
    try {
      await this.#restore(source, path, signal, elsewhere);
      // Checksums alone would not see a broken index.
      await this.#refuseDamaged(path, signal);
      const driver = await this.#open({ ...parseDatabaseUrl(`sqlite:${path}`), path }, { ...this.#options, signal });
      const drop = async (): Promise<void> => {
        await driver.close();
        await removeDatabase(path);
      };
      return { driver, name: path, drop };
    } catch (error) {
      await removeDatabase(path);
      throw error;
    }
  }

  async replace(fence: Fence, source: DumpSource, limits: Limits): Promise<void> {
    if (source.mode === 'schema') {
      throw new SluiceError('BACKUP_001', 'A backup of the schema alone holds no rows: nothing was replaced.', {
        fix: 'Choose a backup of mode full or data: `sluice backup list` shows them.',
      });
    }
    const { path, presentTables, ownTables, own, read } = this.#connections;
    const [journal, lock, control] = presentTables as readonly [string, string, string];
    const restored = await this.#temporary(BESIDE, dirname(path), 'restore', true);
    try {
      await this.#restore(source, restored, limits.signal, BESIDE);
      await this.#refuseDamaged(restored, limits.signal);
      const request = {
        restored,
        mode: source.mode,
        owner: fence.owner,
        leaseMs: fence.leaseMs,
        present: { journal, lock, control },
        own: ownTables,
        lockTimeoutMs: limits.lockTimeoutMs,
      };
      const answer = await own.hold('write', () => read.call('replace', request, { signal: limits.signal }));
      refuse(answer, path);
    } catch (error) {
      limits.signal.throwIfAborted();
      throw await this.#explainReplacement(error);
    } finally {
      await removeDatabase(restored);
    }
  }

  sweepScratch(): Promise<readonly string[]> {
    return sweepTemporaryFiles([this.#options.temporaryDirectory, dirname(this.#connections.path)]);
  }

  /** @param elsewhere see `temporaryFailure` */
  async #temporary(elsewhere: string | undefined, ...args: Parameters<typeof temporaryFile>): Promise<string> {
    try {
      return await temporaryFile(...args);
    } catch (error) {
      throw unwritable(error, args[0], elsewhere);
    }
  }

  /** Writes a dump's database into a file. */
  async #restore(source: DumpSource, path: string, signal: AbortSignal, elsewhere?: string): Promise<void> {
    if (!source.parts.includes(DATABASE_PART)) {
      throw new SluiceError('BACKUP_001', `The backup has no part ${DATABASE_PART}: it is not one of SQLite.`);
    }
    // What it took for reading rows is needed for the stream now.
    await this.#connections.scan.stop();
    try {
      const file = createWriteStream(path, { flags: 'r+' });
      await relay(source.open(DATABASE_PART), addAbortSignal(signal, file));
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof SluiceError ? error : unwritable(error, dirname(path), elsewhere);
    }
  }

  async #refuseDamaged(restored: string, signal: AbortSignal): Promise<void> {
    let faults: readonly string[];
    try {
      faults = await this.#connections.read.call('check', { path: restored }, { signal });
    } catch (error) {
      if (!(error instanceof SqliteFailure)) throw error;
      faults = [error.message];
    } finally {
      // The next one begins without the memory that looking up every index took.
      await this.#connections.read.stop();
    }
    if (faults.length === 0) return;
    throw new SluiceError('BACKUP_001', `The backup's database is damaged: ${faults.join('; ')}.`, {
      fix: 'Nothing was changed. Use another backup: `sluice backup list` shows them.',
    });
  }

  /** A process that died in the middle may have finished: SQLite keeps the old content or has the new. */
  async #explainReplacement(error: unknown): Promise<unknown> {
    if (error instanceof WorkerGoneError) {
      return new SluiceError(
        'ROLL_001',
        `The connection to ${this.#connections.path} was lost while it was replaced.`,
        {
          cause: error,
          fix: 'The file holds the old content or the backup’s, whole. Run the rollback again: it may be repeated.',
        },
      );
    }
    if (isBusy(error)) {
      const blockers = await this.#connections.blockers();
      return withBlockers(explain(error, this.#connections.path, null), blockers);
    }
    return explain(error, this.#connections.path, 'ROLL_001');
  }
}

function withBlockers(error: unknown, blockers: readonly unknown[]): unknown {
  if (!(error instanceof SluiceError)) return error;
  return new SluiceError(error.code, error.message, { cause: error.cause, details: { ...error.details, blockers } });
}

/** Throws what a replacement that did not come about is told as. */
function refuse(answer: ReplaceAnswer, path: string): void {
  switch (answer.kind) {
    case 'replaced':
      return;
    case 'lease-lost':
      throw new SluiceError(
        'LOCK_001',
        'This run lost its lease on the database to another run; nothing was replaced.',
        {
          fix: 'Look at `sluice status`: another run took over. When it has ended, run the command again.',
          details: { leaseLost: true },
        },
      );
    case 'differs':
      throw new SluiceError(
        'BACKUP_001',
        `The rows of this backup do not fit the database: ${answer.why}. Nothing was replaced.`,
        {
          fix: 'Bring the schema to the version of the backup first, or use a backup of mode full.',
        },
      );
    case 'damaged':
      throw new SluiceError(
        'ROLL_001',
        `The database ${path} was replaced by the backup, but does not pass SQLite's check: ${answer.why}.`,
        {
          fix: 'Stop the application, check the disk, and run the rollback again; it may be repeated.',
        },
      );
  }
}

/** Where scratch files go: a folder, or the folder of the file that a URL names, which is never touched itself. */
function scratchFolder(url: string): string {
  const parsed = parseDatabaseUrl(url);
  if (parsed.scheme !== 'sqlite') {
    throw new SluiceError('CONF_001', `A scratch database for SQLite needs an sqlite: URL, not ${parsed.scheme}:.`);
  }
  return dirname(resolve(parsed.path));
}

/** The error of a folder that takes no file. */
function unwritable(error: unknown, folder: string, elsewhere?: string): unknown {
  const known = temporaryFailure(error, folder, elsewhere);
  if (known !== null) return known;
  const code = (error as NodeJS.ErrnoException).code;
  const failure = new SqliteFailure(code ?? null, error instanceof Error ? error.message : String(error));
  return explain(failure, folder, 'BACKUP_001');
}
