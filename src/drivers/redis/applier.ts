import type { AppliedMigration, Applier, JournalRow, Statement, Transaction } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { commitWrites } from './commit.ts';
import type { RedisLink } from './link.ts';
import type { OwnKeys } from './own-keys.ts';

/** Redis has no statements. */
function noStatements(statement: Statement): SluiceError {
  return new SluiceError('CONF_001', 'Redis runs no SQL, and this migration consists of statements.', {
    fix: 'Write a key migration: a file <version>_<name>.ts or .mjs that exports match and up.',
    details: { statement: statement.index, line: statement.line, sqlState: null },
  });
}

/** Records what was applied; on a link of its own, so that the lease's renewal never waits for it. */
export function applier(link: RedisLink, keys: OwnKeys): Applier {
  return {
    classify: () => 'standalone',

    async transaction(fence, limits, work) {
      limits.signal.throwIfAborted();
      const rows: JournalRow[] = [];
      const applied: (readonly [string, AppliedMigration | null])[] = [];
      let refused: SluiceError | null = null;
      const tx: Transaction = {
        execute: async (statement) => {
          refused = noStatements(statement);
          throw refused;
        },
        append: async (more) => void rows.push(...more),
        recordApplied: async (row) => void applied.push([row.version, row]),
        removeApplied: async (version) => void applied.push([version, null]),
      };
      const result = await work(tx);
      // Even if the work swallowed it.
      if (refused !== null) throw refused as SluiceError;
      limits.signal.throwIfAborted();
      await commitWrites(link, keys, fence, { rows, applied });
      return result;
    },

    async standalone(_fence, _limits, statement) {
      throw noStatements(statement);
    },

    // A script leaves nothing behind: it is run wholly or not at all.
    sweep: async () => [],
  };
}
