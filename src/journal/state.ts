import type { JournalStore } from '../driver.ts';
import type { ReportedError } from '../errors.ts';
import type { PartialFile, Plan } from '../plan/types.ts';
import type { EndStatus, Entry, RollbackPoint, Stamped } from './entries.ts';
import { stampedOf } from './journal.ts';

/** What the journal says of one run. */
export interface RunState {
  readonly runId: string;
  readonly command: string;
  readonly environment: string | null;
  readonly owner: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Null: the run never said that it ended; it was killed. */
  readonly status: EndStatus | null;
  readonly errorCode: string | null;
  readonly plan: Plan | null;
  readonly rollbackPoint: RollbackPoint | null;
  /** Set while a rollback was begun and not finished. */
  readonly rollback: Extract<Entry, { kind: 'rollback-started' }> | null;
  /** The backup of {@link rollback} is in the live database's place; only the comparison is left. */
  readonly restored: boolean;
  /** The last error that was journaled. */
  readonly error: ReportedError | null;
  /** The last thing it said, for whoever asks how far it came. */
  readonly last: Stamped;
  /** Fingerprint of the schema it left behind, when it said so. */
  readonly schemaFingerprint: string | null;
}

/** What is known from the journal before a run begins. */
export interface JournalState {
  /** All runs since, and including, the last one that ended well; in order of time. */
  readonly runs: readonly RunState[];
  /** Files that are half done, by version. */
  readonly partial: ReadonlyMap<string, PartialFile>;
}

/** The runs that died without a word. */
export function killedRuns(state: JournalState): readonly RunState[] {
  return state.runs.filter((run) => run.status === null);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A half-done file while it is folded; a file may have tens of thousands of statements, so its list grows in place. */
type OpenFile = Mutable<Omit<PartialFile, 'done'>> & { readonly done: PartialFile['done'][number][] };

/** Folds entries, in order of time, into what they say together. */
export class JournalFold {
  readonly #runs = new Map<string, Mutable<RunState>>();
  readonly #partial = new Map<string, OpenFile>();

  add(stamped: Stamped): void {
    const run = this.#run(stamped);
    run.last = stamped;
    const { entry } = stamped;
    switch (entry.kind) {
      case 'run-started':
        run.command = entry.command;
        run.environment = entry.environment;
        run.owner = entry.owner;
        break;
      case 'run-finished':
        run.status = entry.status;
        run.errorCode = entry.errorCode;
        run.finishedAt = stamped.at;
        run.schemaFingerprint = entry.schemaFingerprint;
        break;
      case 'plan':
        run.plan = entry.plan;
        break;
      case 'rollback-point':
        run.rollbackPoint = entry.point;
        break;
      case 'error':
        run.error = entry.error;
        break;
      case 'rollback-started':
        run.rollback = entry;
        run.restored = false;
        break;
      case 'restored':
        run.restored = true;
        break;
      case 'rollback-finished':
        if (entry.verified || run.rollback?.point === null) this.#rolledBack(run);
        break;
      default:
        this.#file(stamped);
    }
  }

  result(): JournalState {
    return { runs: [...this.#runs.values()], partial: new Map(this.#partial) };
  }

  #run(stamped: Stamped): Mutable<RunState> {
    const known = this.#runs.get(stamped.runId);
    if (known !== undefined) return known;
    const run: Mutable<RunState> = {
      runId: stamped.runId,
      command: '',
      environment: null,
      owner: '',
      startedAt: stamped.at,
      finishedAt: null,
      status: null,
      errorCode: null,
      plan: null,
      rollbackPoint: null,
      rollback: null,
      restored: false,
      error: null,
      last: stamped,
      schemaFingerprint: null,
    };
    this.#runs.set(stamped.runId, run);
    return run;
  }

  /** A finished rollback leaves nothing half done, whichever run began it. */
  #rolledBack(run: Mutable<RunState>): void {
    run.rollback = null;
    for (const earlier of this.#runs.values()) earlier.rollback = null;
    this.#partial.clear();
  }

  #file({ runId, entry }: Stamped): void {
    switch (entry.kind) {
      case 'file-started':
        this.#fileStarted(runId, entry);
        break;
      case 'statement-started':
        this.#update(entry.version, (file) => {
          file.inFlight = { ...entry, failed: false };
        });
        break;
      case 'statement-failed':
        this.#update(entry.version, (file) => {
          file.inFlight = file.inFlight === null ? null : { ...file.inFlight, failed: true };
        });
        break;
      case 'statement-finished':
        this.#update(entry.version, (file) => {
          file.done.push(entry);
          file.inFlight = null;
        });
        break;
      case 'warnings':
        this.#update(entry.version, (file) => {
          file.warned = { statement: entry.statement, warnings: entry.warnings };
        });
        break;
      case 'keys-progress':
        this.#update(entry.version, (file) => {
          file.keys = { checksum: file.keys?.checksum ?? '', progress: entry.progress, exact: entry.exact };
        });
        break;
      case 'file-finished':
        this.#partial.delete(entry.version);
        break;
      default:
    }
  }

  /** A file begun again in the same direction goes on; in the other it starts afresh. */
  #fileStarted(runId: string, entry: Extract<Entry, { kind: 'file-started' }>): void {
    const known = this.#partial.get(entry.version);
    if (entry.mode === 'transaction') {
      this.#partial.delete(entry.version);
      return;
    }
    const { version, name, path, direction } = entry;
    const goesOn = known !== undefined && known.direction === direction;
    this.#partial.set(version, {
      version,
      name,
      path,
      direction,
      done: goesOn ? known.done : [],
      inFlight: goesOn ? known.inFlight : null,
      warned: goesOn ? known.warned : null,
      ...(entry.mode === 'keys'
        ? {
            keys: {
              checksum: entry.checksum,
              progress: goesOn ? (known.keys?.progress ?? null) : null,
              exact: false,
            },
          }
        : {}),
      runId,
    });
  }

  #update(version: string, change: (file: OpenFile) => void): void {
    const file = this.#partial.get(version);
    if (file !== undefined) change(file);
  }
}

/**
 * Reads what earlier runs left behind. Only runs since the last good end of a run are read whole: a
 * run that passed leaves nothing half done.
 */
export async function readState(journal: JournalStore): Promise<JournalState> {
  const since: string[] = [];
  for await (const row of journal.read({ kinds: ['run-started', 'run-finished'] })) {
    const { entry, runId } = stampedOf(row);
    if (entry.kind === 'run-started') since.push(runId);
    else if (entry.kind === 'run-finished' && entry.status === 'passed') since.splice(0, since.length, runId);
  }
  const fold = new JournalFold();
  for await (const row of journal.read({ runIds: since })) fold.add(stampedOf(row));
  return fold.result();
}
