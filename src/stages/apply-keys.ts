import type { KeyGroup, KeyProgress } from '../driver.ts';
import { InterruptedError, SluiceError } from '../errors.ts';
import type { CheckResult, Entry } from '../journal/entries.ts';
import { keyTransform } from '../migrations/keys/transform.ts';
import { limitsOf, type StageContext } from './context.ts';
import { finish, inTransaction, type ScriptRun } from './script-run.ts';

/** How often the journal and whoever watches are told how far it is, in ms. */
const TELL_MS = 5_000;

/** Key by key: what is done is marked with the write itself, so that the journal only tells how far it is. */
export async function applyKeys(
  context: StageContext,
  run: ScriptRun,
  fileStarted: Entry,
  started: number,
): Promise<void> {
  const { driver, fence, journal } = context;
  const { version, direction, script } = run;
  const { keys: group } = driver;
  if (group === undefined || script.keys === undefined) {
    throw new SluiceError('INT_001', `${script.path} is a key migration, and ${driver.engine} has none.`);
  }
  const exports = await script.keys.load();
  const undoes = run.keys?.undoes === true;
  const id = `${version}:${undoes ? 'undo' : direction}`;
  // Marks that a run left behind which ended well would make this one pass over their keys.
  if (run.keys?.resumes !== true) await group.forget(fence, id);
  await journal.append(fileStarted);
  const watch = new Watch(context, run);
  const progress = await watch.around(() =>
    transformKeys(
      group,
      context,
      keyTransform(exports, direction, id, context.settings.batchSize),
      undoes ? `${version}:up` : null,
      watch,
    ),
  );
  const left = progress.unsettled === 0 ? [] : [unsettled(run, progress)];
  for (const { check } of left) context.emit({ level: 'warning', scope: journal.stage, message: check.observed });
  await inTransaction(context, run, (tx, append) => finish(context, run, tx, append, started, left, progress));
  await group.forget(fence, id);
  if (undoes) await group.forget(fence, `${version}:up`);
}

function transformKeys(
  group: KeyGroup,
  context: StageContext,
  transform: ReturnType<typeof keyTransform>,
  undoes: string | null,
  watch: Watch,
): Promise<KeyProgress> {
  const { fence } = context;
  const limits = limitsOf(context);
  return undoes === null
    ? group.transform(fence, limits, transform, watch.onBatch)
    : group.undo(fence, limits, undoes, transform, watch.onBatch);
}

/** Follows a transform: obeys requests between batches, and tells how far it is by the clock. */
class Watch {
  readonly #context: StageContext;
  readonly #run: ScriptRun;
  #last: KeyProgress | null = null;
  #toldAt: number;

  constructor(context: StageContext, run: ScriptRun) {
    this.#context = context;
    this.#run = run;
    this.#toldAt = context.clock.monotonic();
  }

  readonly onBatch = async (progress: KeyProgress): Promise<void> => {
    const { clock, emit, journal, obeyControl } = this.#context;
    this.#last = progress;
    if (clock.monotonic() - this.#toldAt >= TELL_MS) {
      this.#toldAt = clock.monotonic();
      await journal.append(this.#entry(progress, false));
      const { keys, scanned } = progress;
      const pass = progress.passes > 1 ? `, pass ${String(progress.passes)}` : '';
      emit({
        level: 'info',
        scope: journal.stage,
        message: `${this.#run.script.path}: ${counts(progress)}${pass}`,
        ...(progress.passes > 1 ? {} : { done: Math.min(scanned, keys), total: keys }),
      });
    }
    await obeyControl();
  };

  /** Journals how far a transform came that stops of its own accord, and names its failure. */
  async around(work: () => Promise<KeyProgress>): Promise<KeyProgress> {
    try {
      return await work();
    } catch (error) {
      const stopped = error instanceof InterruptedError || (error instanceof SluiceError && error.code === 'SQL_001');
      if (stopped && this.#last !== null) await this.#context.journal.append(this.#entry(this.#last, true));
      throw this.#named(error);
    }
  }

  #entry(progress: KeyProgress, exact: boolean): Entry {
    const { version, direction } = this.#run;
    return { kind: 'keys-progress', version, direction, progress, exact };
  }

  /** The key and what the module said of it are data: they go to whoever watches, not into journal and report. */
  #named(error: unknown): unknown {
    if (!(error instanceof SluiceError) || error.details['key'] === undefined) return error;
    const { emit, journal } = this.#context;
    const { path } = this.#run.script;
    const { key, thrown } = error.details;
    const why = typeof thrown === 'string' ? `: ${thrown}` : '';
    const data = [`key ${JSON.stringify(key)}${why}`];
    emit({ level: 'error', scope: journal.stage, message: `${path}: stopped at a key`, data });
    return new SluiceError(error.code, `${path}: ${error.message}`, {
      cause: error.cause,
      fix: error.fix,
      details: { version: this.#run.version, path },
    });
  }
}

function counts({ changed, removed, renamed, scanned }: KeyProgress): string {
  const parts = [
    `${String(changed)} changed`,
    ...(renamed === 0 ? [] : [`${String(renamed)} renamed`]),
    ...(removed === 0 ? [] : [`${String(removed)} removed`]),
  ];
  return `${String(scanned)} keys looked at, ${parts.join(', ')}`;
}

/** That the passes over the keys ran out before one found nothing more to do. */
function unsettled(
  { script }: ScriptRun,
  progress: KeyProgress,
): { readonly kind: 'check'; readonly check: CheckResult } {
  return {
    kind: 'check',
    check: {
      id: 'unsettled-keys',
      title: 'Keys in the old form',
      status: 'warn',
      code: 'DATA_001',
      observed: `${script.path}: pass ${String(progress.passes)} over the keys still changed ${String(progress.unsettled)} of them, so others go on writing the old form`,
      expected: 'the last pass finds nothing more to change',
      fix: 'Update every application that writes these keys, then apply another migration that changes what is left.',
    },
  };
}
