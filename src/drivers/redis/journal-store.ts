import type { JournalRow, JournalStore } from '../../driver.ts';
import { commitWrites } from './commit.ts';
import type { RedisLink } from './link.ts';
import type { OwnKeys } from './own-keys.ts';
import { listOf } from './reply.ts';

/** How many rows, or runs, are read at a time. */
const PAGE = 500;

/** The journal; read in pages, so that its length does not matter. */
export function journalStore(link: RedisLink, keys: OwnKeys): JournalStore {
  /** Run ids in order of their first row. */
  async function* runs(wanted: readonly string[] | undefined): AsyncIterable<string> {
    for (let from = 0; ; from += PAGE) {
      const page = listOf(await link.call('ZRANGE', keys.runs, from, from + PAGE - 1)).map(String);
      for (const runId of page) if (wanted === undefined || wanted.includes(runId)) yield runId;
      if (page.length < PAGE) return;
    }
  }

  async function* rowsOf(runId: string): AsyncIterable<JournalRow> {
    for (let from = 0; ; from += PAGE) {
      const page = listOf(await link.call('LRANGE', keys.journal(runId), from, from + PAGE - 1));
      for (const text of page) yield { runId, ...(JSON.parse(String(text)) as Omit<JournalRow, 'runId'>) };
      if (page.length < PAGE) return;
    }
  }

  return {
    append: (fence, rows) => commitWrites(link, keys, fence, { rows, applied: [] }),
    async *read({ runIds, kinds }) {
      if (runIds?.length === 0 || kinds?.length === 0) return;
      for await (const runId of runs(runIds))
        for await (const row of rowsOf(runId)) if (kinds === undefined || kinds.includes(row.kind)) yield row;
    },
  };
}
