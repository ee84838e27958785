import type { ControlRequest, ControlStore } from '../../driver.ts';
import type { RedisLink } from './link.ts';
import type { OwnKeys } from './own-keys.ts';
import { listOf } from './reply.ts';

function byTime(a: ControlRequest, b: ControlRequest): number {
  return a.at < b.at ? -1 : Number(a.at > b.at);
}

/** Requests to live runs. */
export function controlStore(link: RedisLink, keys: OwnKeys): ControlStore {
  return {
    async request({ runId, at, request }) {
      await link.call('RPUSH', keys.control(runId), JSON.stringify({ at, request }));
    },
    async read(runId) {
      const texts = listOf(await link.call('LRANGE', keys.control(runId), 0, -1));
      return texts
        .map((text): ControlRequest => ({ runId, ...(JSON.parse(String(text)) as Omit<ControlRequest, 'runId'>) }))
        .toSorted(byTime);
    },
    async clear(runId) {
      await link.call('UNLINK', keys.control(runId));
    },
  };
}
