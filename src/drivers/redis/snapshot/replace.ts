/**
 * Puts a backup in the place of the live content: restored into free database numbers beside it, then exchanged with it in
 * one step. Where the server does not allow that, in place. Journal, lock and control stay as they are.
 */
import type { DumpSource, Fence, Limits } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { replyError } from '../failure.ts';
import { leaseLost } from '../fence.ts';
import { askInfo } from '../info.ts';
import { readKeyspace } from '../keyspace.ts';
import type { RedisLink } from '../link.ts';
import { isOwnKey } from '../own-keys.ts';
import { scanKeys } from '../scan.ts';
import { Beside, emptyLeftovers, type Kept, markOf, NoRoom } from './beside.ts';
import { isInBackups } from './dump.ts';
import { replaceInPlace, unfinishedMark } from './in-place.ts';
import { functionCommand } from './libraries.ts';
import { liveFunctions, otherFunctions, sameFunctions } from './live-functions.ts';
import { DUMP_PART, requireDump, type SnapshotParts } from './parts.ts';
import { restoreKeys, type Restored } from './restore.ts';

/** How often the exchange is tried when the lock was renewed just then. */
const ATTEMPTS = 20;
const PAUSE_MS = 50;

/** Replaces the live content by the backup's. */
export async function replace(
  parts: SnapshotParts,
  fence: Fence,
  source: DumpSource,
  { signal }: Limits,
): Promise<void> {
  requireDump(source);
  if (source.mode === 'schema') {
    throw new SluiceError('BACKUP_001', 'A backup of the schema alone holds no keys: nothing was replaced.', {
      fix: 'Choose a backup of mode full or data: `sluice backup list` shows them.',
    });
  }
  const opened = parts.openWork();
  try {
    await new Replacement(parts, opened.within({ signal }), fence, source, signal).run();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    opened.close();
  }
}

class Replacement {
  readonly #parts: SnapshotParts;
  readonly #link: RedisLink;
  readonly #fence: Fence;
  readonly #source: DumpSource;
  readonly #signal: AbortSignal;

  constructor(parts: SnapshotParts, link: RedisLink, fence: Fence, source: DumpSource, signal: AbortSignal) {
    this.#parts = parts;
    this.#link = link;
    this.#fence = fence;
    this.#source = source;
    this.#signal = signal;
  }

  get #isFull(): boolean {
    return this.#source.mode === 'full';
  }

  async run(): Promise<void> {
    const { keys } = this.#parts;
    await emptyLeftovers(this.#link, keys, this.#fence.owner);
    if (!(await this.#hasMemory())) return this.#inPlace();
    const beside = new Beside(this.#link, keys, this.#fence);
    try {
      await beside.probe();
      await this.#beside(beside);
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      await emptyLeftovers(this.#link, keys, this.#fence.owner);
      await this.#inPlace();
    }
  }

  /** Whether old and new content have room side by side. */
  async #hasMemory(): Promise<boolean> {
    const info = await askInfo(this.#link);
    const limit = Number(info.get('maxmemory') ?? '0');
    return limit === 0 || Number(info.get('used_memory') ?? '0') * 2 <= limit;
  }

  /** Of Sluice's own keys a full backup brings the applied migrations, and rows alone bring none. */
  #keep(key: Buffer): boolean {
    return this.#isFull ? isInBackups(this.#parts.keys, key) : !isOwnKey(this.#parts.keys, key);
  }

  #stays(key: Buffer): boolean {
    return isOwnKey(this.#parts.keys, key) && !this.#keep(key);
  }

  #inPlace(): Promise<void> {
    return replaceInPlace(
      this.#parts,
      this.#source,
      {
        link: this.#link,
        fence: this.#fence,
        stays: (key) => this.#stays(key),
        keep: (key) => this.#keep(key),
        withFunctions: this.#isFull,
      },
      this.#signal,
    );
  }

  async #beside(beside: Beside): Promise<void> {
    const { keys, info } = this.#parts;
    const { owner } = this.#fence;
    try {
      const restored = await restoreKeys(
        this.#source.open(DUMP_PART),
        {
          link: this.#link,
          info,
          fence: { fence: this.#fence, lock: keys.lock },
          expiryShiftMs: 0,
          databaseOf: (database) => beside.placeOf(database),
          keep: (key) => this.#keep(key),
        },
        this.#signal,
      );
      const live = await liveFunctions(this.#link, info);
      const differ = !sameFunctions(restored.functions, live);
      if (differ && !this.#isFull) throw otherFunctions();
      const kept = await this.#ownKeys(beside);
      if (differ) await this.#exchangeWithFunctions(beside, kept, restored, live);
      else await this.#exchange(beside, kept);
    } catch (error) {
      // Nothing was exchanged; what cannot be emptied now is swept by the next run.
      if (!(error instanceof NoRoom)) await this.#clean(owner).catch(() => {});
      throw error;
    }
    await this.#clean(owner);
  }

  async #clean(owner: string): Promise<void> {
    const opened = this.#parts.openWork();
    try {
      await emptyLeftovers(opened, this.#parts.keys, owner);
    } finally {
      opened.close();
    }
  }

  /** The own keys that go on, in each live database; each of these gets its place, so that it is empty afterwards. */
  async #ownKeys(beside: Beside): Promise<readonly Kept[]> {
    const { keys, openReader, server } = this.#parts;
    const marks = [markOf(keys), unfinishedMark(keys)];
    const kept: Kept[] = [];
    const places = beside.places();
    const live = readKeyspace(await askInfo(this.#link))
      .map(({ database }) => database)
      .filter((database) => !places.has(database));
    for (const database of new Set([server.database, ...live])) {
      await beside.placeOf(database);
      const names: Buffer[] = [];
      const reader = openReader(database);
      try {
        for await (const page of scanKeys(reader.within({ signal: this.#signal }), { match: `${keys.prefix}*` }))
          names.push(...page.filter((key) => this.#stays(key) && !marks.includes(key.toString('latin1'))));
      } finally {
        reader.close();
      }
      kept.push({ database, names });
    }
    return kept;
  }

  async #exchange(beside: Beside, kept: readonly Kept[]): Promise<void> {
    try {
      await this.#link.call(...beside.exchange(kept));
    } catch (error) {
      await this.#unlessExchanged(beside, error);
    }
  }

  /** After a lost connection: whether the server had done it. */
  async #unlessExchanged(beside: Beside, error: unknown): Promise<void> {
    if (!(error instanceof SluiceError) || error.details['commit'] !== 'unknown') throw error;
    const opened = this.#parts.openWork();
    try {
      if (!(await beside.isExchanged(opened))) throw error;
    } finally {
      opened.close();
    }
  }

  /**
   * Functions cannot be changed by a script, so both are one transaction, which the server gives up when the lock has
   * changed; that includes its renewal by ourselves.
   */
  async #exchangeWithFunctions(
    beside: Beside,
    kept: readonly Kept[],
    { functions, version }: Restored,
    before: readonly Buffer[],
  ): Promise<void> {
    const { keys, openWork, options } = this.#parts;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const opened = openWork(true);
      const link = opened.within({ signal: this.#signal });
      try {
        await link.call('WATCH', keys.lock);
        if ((await link.call('HGET', keys.lock, 'owner')) !== this.#fence.owner) throw leaseLost();
        await link.call('MULTI');
        await link.call(...beside.exchange(kept));
        await link.call(...functionCommand(functions, version));
        const replies = (await link.callBuffer('EXEC')) as unknown;
        if (replies === null) {
          await options.clock.sleep(PAUSE_MS * Math.random(), this.#signal);
          continue;
        }
        const [exchanged, restored] = (replies as readonly unknown[]).map((reply) =>
          reply instanceof Error
            ? replyError(reply.message, { what: 'exchanging the databases' }, this.#link.server)
            : null,
        );
        if (exchanged) {
          if (!restored) await this.#link.call(...functionCommand(before, version));
          throw exchanged;
        }
        if (restored) throw functionsLeft(restored);
        return;
      } catch (error) {
        await this.#unlessExchanged(beside, error);
        return;
      } finally {
        opened.close();
      }
    }
    throw new SluiceError('ROLL_001', 'The databases could not be exchanged, because the lock changed all the time.', {
      fix: 'Run the command again; nothing was changed.',
    });
  }
}

function functionsLeft(cause: SluiceError): SluiceError {
  return new SluiceError(
    'ROLL_001',
    `The keys are those of the backup, but the server refused its functions, and has those from before: ${cause.message}`,
    { cause, fix: 'Do away with what the server complains about, then run the same command again.' },
  );
}
