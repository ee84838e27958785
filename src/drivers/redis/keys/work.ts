import type { Clock } from '../../../clock.ts';
import type { Fence, KeyProgress, KeyTransform, Limits } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { replyError } from '../failure.ts';
import { fenceArguments } from '../fence.ts';
import type { Bounds, OpenLink, RedisLink } from '../link.ts';
import type { OwnKeys } from '../own-keys.ts';
import { type Argument, type ByteReply, textReply } from '../reply.ts';
import { type Decision, decide, nameTaken } from './decide.ts';
import { nameOf } from './key-failure.ts';
import type { Mark, Marks } from './marks.ts';
import { pack } from './pack.ts';
import { type Checkpoint, readCheckpoint } from './progress.ts';
import { type ReadKey, readKeys } from './read.ts';
import { readLarge } from './read-large.ts';
import { type Page, pages } from './scan.ts';
import { STEP, STEP_ANSWER } from './scripts.ts';

/** What a key migration works with. */
export interface Workshop {
  readonly link: RedisLink;
  readonly own: OwnKeys;
  readonly clock: Clock;
  /** A connection that is not opened again when it is lost. */
  readonly watcher: () => OpenLink;
}

/** What {@link KeyWork} is to do. */
export interface WorkOrder {
  readonly fence: Fence;
  readonly limits: Limits;
  readonly transform: KeyTransform;
  readonly marks: Marks;
  /** Where counters and cursor are. */
  readonly progressKey: string;
  /** Takes marks away instead of setting them. */
  readonly undoes: boolean;
  readonly onBatch: (progress: KeyProgress) => Promise<void>;
}

/** Bytes of changes that one step writes: what bounds how long the server is held up. */
const STEP_BYTES = 524_288;

/** Keys that one step writes, and the most that may be asked for: more would hold up the server's other clients. */
const STEP_KEYS = 200;
const MOST_KEYS = 1000;

/** After so many tries with others a key is tried alone, when less time lies between reading and writing. */
const TRIES_TOGETHER = 2;

/** Then so often; somebody rewrites it all the time. */
const TRIES_ALONE = 400;

/** The longest wait between two tries, in ms. */
const LONGEST_WAIT = 50;

/** Passes over the keys in one run; more are needed only while others write the old form. */
const MAX_PASSES = 8;

/** How often the cursor is saved while nothing is written, in ms. */
const SAVE_MS = 1000;

/** Goes over the keys until a pass finds nothing more to do. */
export class KeyWork {
  readonly #shop: Workshop;
  readonly #order: WorkOrder;
  readonly #link: RedisLink;
  readonly #bounds: Bounds;
  #watcher: OpenLink | null = null;
  #checkpoint: Checkpoint;
  /** Keys looked at that the server does not know of yet. */
  #scanned = 0;
  /** Keys written in this pass. */
  #found = 0;
  #savedAt: number;

  constructor(shop: Workshop, order: WorkOrder, checkpoint: Checkpoint) {
    this.#shop = shop;
    this.#order = order;
    this.#bounds = { signal: order.limits.signal, timeoutMs: order.limits.statementTimeoutMs };
    this.#link = shop.link.within(this.#bounds);
    this.#checkpoint = checkpoint;
    this.#savedAt = shop.clock.monotonic();
  }

  async run(): Promise<KeyProgress> {
    try {
      return await this.#passes();
    } finally {
      this.#watcher?.close();
    }
  }

  async #passes(): Promise<KeyProgress> {
    await this.#order.onBatch(this.#progress());
    let { cursor } = this.#checkpoint;
    for (let pass = 1; ; pass += 1) {
      const whole = cursor === '0';
      await this.#pass(cursor);
      const found = this.#found;
      // A cut-off pass says nothing of the keys before its beginning.
      if ((whole && found === 0) || pass === MAX_PASSES) return { ...this.#progress(), unsettled: found };
      cursor = '0';
      this.#checkpoint = {
        ...this.#checkpoint,
        cursor,
        progress: { ...this.#checkpoint.progress, passes: this.#checkpoint.progress.passes + 1 },
      };
    }
  }

  #progress(): KeyProgress {
    const { progress } = this.#checkpoint;
    return { ...progress, scanned: progress.scanned + this.#scanned };
  }

  async #pass(from: string): Promise<void> {
    const { transform } = this.#order;
    this.#found = 0;
    const filter = { match: transform.match, type: transform.type, own: this.#shop.own.prefix };
    for await (const page of pages(this.#link, filter, from)) {
      await this.#page(page);
      this.#checkpoint = { ...this.#checkpoint, cursor: page.cursor };
      if (this.#shop.clock.monotonic() - this.#savedAt < SAVE_MS) continue;
      await this.#step([]);
    }
    await this.#step([]);
  }

  async #page({ keys }: Page): Promise<void> {
    this.#scanned += keys.length;
    let pending = keys;
    for (let tries = 1; pending.length > 0; tries += 1) {
      if (tries > TRIES_TOGETHER) {
        for (const key of pending) await this.#alone(key);
        return;
      }
      pending = await this.#try(pending);
    }
  }

  /** One key for itself, until it holds still for long enough. */
  async #alone(key: Buffer): Promise<void> {
    const { clock } = this.#shop;
    for (let tries = 0; tries < TRIES_ALONE; tries += 1) {
      if ((await this.#try([key])).length === 0) return;
      if (tries > 3) await clock.sleep(Math.random() * Math.min(LONGEST_WAIT, tries), this.#order.limits.signal);
    }
    throw new SluiceError(
      'LOCK_002',
      `A key was changed by others each of the ${String(TRIES_ALONE)} times between reading and writing it.`,
      {
        fix: 'The command line prints which key it was. Run the command again when it is written less often: it goes on where it was.',
        details: { key: nameOf(key), thrown: 'others change it all the time' },
      },
    );
  }

  /** Reads, asks, writes; gives the keys that somebody changed in between. */
  async #try(keys: readonly Buffer[]): Promise<readonly Buffer[]> {
    const { marks, transform, undoes } = this.#order;
    const again: Buffer[] = [];
    for await (const answer of readKeys(this.#link, { keys, type: transform.type, marks, marked: undoes })) {
      for (const key of answer.large) if (!(await this.#large(key))) again.push(key);
      const decisions = await this.#decide(answer.read);
      for (const part of parts(decisions, Math.min(transform.batchSize ?? STEP_KEYS, MOST_KEYS)))
        again.push(...(await this.#step(part)));
    }
    return again;
  }

  /** A key that is read in parts; the server says whether somebody changed it meanwhile. False: somebody did. */
  async #large(key: Buffer): Promise<boolean> {
    this.#watcher ??= this.#shop.watcher();
    const watcher = this.#watcher.within(this.#bounds);
    await watcher.call('WATCH', key);
    const read = await readLarge(watcher, key, this.#order.transform.type);
    const decisions = read === null ? [] : await this.#decide([read]);
    if (decisions.length > 0) return (await this.#step(decisions, watcher)).length === 0;
    await watcher.call('UNWATCH');
    return true;
  }

  /** What becomes of the keys; the module may take its time, but not for ever. */
  async #decide(read: readonly ReadKey[]): Promise<readonly Decision[]> {
    const { transform, limits } = this.#order;
    const { signal, statementTimeoutMs } = limits;
    const decisions: Decision[] = [];
    const all = async (): Promise<void> => {
      for (const one of read) {
        const decision = await decide(one, transform, this.#shop.own.prefix);
        if (decision !== null) decisions.push(decision);
      }
    };
    await bounded(all(), signal, statementTimeoutMs);
    return decisions;
  }

  /** Writes, and saves where the scan is; gives the keys that somebody had changed. `watcher`: has them watched. */
  async #step(decisions: readonly Decision[], watcher: RedisLink | null = null): Promise<readonly Buffer[]> {
    const { fence, marks, progressKey, undoes, onBatch } = this.#order;
    const noMark = (key: Buffer): Mark => ({ set: key.toString('latin1'), value: '' });
    const own = decisions.map(({ key, target, counter }) =>
      undoes ? marks.of(key) : counter === 'removed' ? noMark(key) : marks.of(target),
    );
    const { cursor, progress } = this.#checkpoint;
    const scanned = this.#scanned;
    const reply = await this.#send(
      watcher,
      [
        this.#shop.own.lock,
        progressKey,
        ...decisions.map(({ key }) => key),
        ...decisions.map(({ key }, index) => (own[index]?.value === '' ? key : (own[index]?.set ?? key))),
        ...decisions.map(({ target }) => target),
      ],
      [
        ...fenceArguments(fence),
        decisions.length,
        undoes ? 'SREM' : 'SADD',
        scanned,
        cursor,
        progress.passes,
        ...decisions.flatMap(({ guard, seen, counter, edits }, index) => [
          guard,
          seen,
          counter,
          own[index]?.value ?? '',
          pack(edits),
        ]),
      ],
    );
    if (reply === null) return decisions.map(({ key }) => key);
    const [answers, fields] = reply;
    this.#scanned -= scanned;
    this.#savedAt = this.#shop.clock.monotonic();
    this.#checkpoint = {
      ...this.#checkpoint,
      progress: { ...(readCheckpoint(textReply(fields))?.progress ?? progress), passes: progress.passes },
    };
    this.#found += answers.filter((answer) => answer === STEP_ANSWER.done).length;
    const taken = decisions.find((_, index) => answers[index] === STEP_ANSWER.taken);
    await onBatch(this.#progress());
    if (taken !== undefined) throw nameTaken(taken);
    return decisions.filter((_, index) => answers[index] === STEP_ANSWER.changed).map(({ key }) => key);
  }

  /** Runs the script; on a watched connection only if the watched key is as it was, else it gives null. */
  async #send(
    watcher: RedisLink | null,
    keys: readonly (string | Buffer)[],
    args: readonly Argument[],
  ): Promise<StepReply | null> {
    if (watcher === null) return (await this.#link.scriptBuffer(STEP, keys, args)) as StepReply;
    const replies = await watcher.pipelineBuffer([
      ['MULTI'],
      ['EVAL', STEP.lua, keys.length, ...keys, ...args],
      ['EXEC'],
    ]);
    const failure = replies.find((reply) => reply instanceof SluiceError);
    if (failure instanceof SluiceError) throw failure;
    const done = replies[2] as readonly (StepReply | Error)[] | null;
    const [step] = done ?? [null];
    if (step instanceof Error) throw replyError(step.message, { what: STEP.name }, watcher.server);
    return step ?? null;
  }
}

type StepReply = readonly [answers: readonly number[], progress: ByteReply];

/** As many decisions as one step may write. */
function* parts(decisions: readonly Decision[], most: number): Generator<readonly Decision[]> {
  let part: Decision[] = [];
  let bytes = 0;
  for (const decision of decisions) {
    const size = decision.edits.reduce(
      (sum, edit) => edit.reduce((total, argument) => total + argument.length, sum),
      0,
    );
    if (part.length > 0 && (part.length >= most || bytes + size > STEP_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(decision);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** Waits for a module's work until the run is to end or its time is up. */
async function bounded(work: Promise<void>, signal: AbortSignal, timeoutMs: number): Promise<void> {
  work.catch(() => {});
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  const timer =
    timeoutMs === 0
      ? undefined
      : setTimeout(() => {
          reject(
            new SluiceError('TIME_001', `The module took longer than ${String(timeoutMs)} ms for a batch of keys.`, {
              fix: 'Raise statement-timeout, or make the module quicker.',
            }),
          );
        }, timeoutMs);
  signal.throwIfAborted();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
