import type { AppliedMigration, HistoryStore } from '../../driver.ts';
import type { RedisLink } from './link.ts';
import type { OwnKeys } from './own-keys.ts';
import { pairsOf } from './reply.ts';

/** What was applied. */
export function historyStore(link: RedisLink, keys: OwnKeys): HistoryStore {
  return {
    async list() {
      const rows = pairsOf(await link.call('HGETALL', keys.migrations));
      return [...rows.values()].map((text) => JSON.parse(text) as AppliedMigration);
    },
  };
}
