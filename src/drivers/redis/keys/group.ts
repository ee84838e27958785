import type { Fence, KeyGroup, KeyProgress, KeyTransform, Limits } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { fenceArguments } from '../fence.ts';
import { askInfo } from '../info.ts';
import { begunKey, Marks, progressKey, setsFor } from './marks.ts';
import { listOf } from '../reply.ts';
import { previewKeys } from './preview.ts';
import { type Checkpoint, noProgress, readCheckpoint } from './progress.ts';
import { BEGIN, FORGET } from './scripts.ts';
import { KeyWork, type Workshop } from './work.ts';

/** Keys that one command forgets. */
const FORGOTTEN_AT_ONCE = 500;

type OnBatch = (progress: KeyProgress) => Promise<void>;

/** Changes keys while others write: read, ask, write what nobody has changed meanwhile. */
export function keyGroup(shop: Workshop): KeyGroup {
  const { link, own } = shop;

  /** The server's life, so that a cursor of another one is not trusted; empty where the account may not ask. */
  async function lifeOf(limits: Limits): Promise<string> {
    try {
      return (await askInfo(link.within({ signal: limits.signal }))).get('run_id') ?? '';
    } catch (error) {
      if (error instanceof SluiceError && error.code === 'PERM_001') return '';
      throw error;
    }
  }

  async function begin(fence: Fence, limits: Limits, id: string, sets: number | null): Promise<Checkpoint> {
    const keys = Number(await link.call('DBSIZE'));
    const reply = await link.script(
      BEGIN,
      [own.lock, progressKey(own, id), begunKey(own)],
      [...fenceArguments(fence), await lifeOf(limits), keys, sets ?? setsFor(keys), id],
    );
    return readCheckpoint(reply) ?? { progress: noProgress(keys), cursor: '0', sets: setsFor(keys) };
  }

  async function known(id: string): Promise<Checkpoint | null> {
    return readCheckpoint(await link.call('HGETALL', progressKey(own, id)));
  }

  return {
    async transform(fence: Fence, limits: Limits, transform: KeyTransform, onBatch: OnBatch) {
      const { id } = transform;
      const checkpoint = await begin(fence, limits, id, null);
      const marks = new Marks(own, id, checkpoint.sets);
      const order = { fence, limits, transform, marks, progressKey: progressKey(own, id), undoes: false, onBatch };
      return new KeyWork(shop, order, checkpoint).run();
    },

    preview: (transform, samples, signal) => previewKeys(shop, transform, samples, signal),

    async undo(fence: Fence, limits: Limits, undoes: string, transform: KeyTransform, onBatch: OnBatch) {
      const done = await known(undoes);
      if (done === null) return noProgress(Number(await link.call('DBSIZE')));
      if (done.progress.removed > 0) throw removedForGood(done.progress.removed);
      const { id } = transform;
      const checkpoint = await begin(fence, limits, id, done.sets);
      const marks = new Marks(own, undoes, done.sets);
      const order = { fence, limits, transform, marks, progressKey: progressKey(own, id), undoes: true, onBatch };
      return new KeyWork(shop, order, checkpoint).run();
    },

    begun: async () => listOf(await link.call('SMEMBERS', begunKey(own))).map(String),

    async forget(fence: Fence, id: string) {
      const checkpoint = await known(id);
      if (checkpoint === null) return;
      const gone = [...new Marks(own, id, checkpoint.sets).sets()];
      for (let at = 0; at < gone.length; at += FORGOTTEN_AT_ONCE) {
        const part = gone.slice(at, at + FORGOTTEN_AT_ONCE);
        await link.script(FORGET, [own.lock, begunKey(own), ...part], fenceArguments(fence));
      }
      // Last: as long as it is there, somebody knows how many sets there are.
      await link.script(FORGET, [own.lock, begunKey(own), progressKey(own, id)], [...fenceArguments(fence), id]);
    },
  };
}

function removedForGood(removed: number): SluiceError {
  return new SluiceError('ROLL_001', `${String(removed)} key(s) were removed, and down does not have their values.`, {
    fix: 'Restore the backup, or run `sluice migrate` again, which goes on with what is left.',
  });
}
