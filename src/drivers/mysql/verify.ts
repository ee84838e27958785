import type { ForeignKeyOrphans, Limits, StoreNames, TableDigest, TableRef, VerifyGroup } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import type { SqlRow } from '../sql/session.ts';
import { classify } from './classify.ts';
import type { ServerName } from './connection-error.ts';
import { countQuery, digestQuery, readSums } from './digest-sql.ts';
import { explained, failure } from './failure.ts';
import { readOrphans } from './foreign-keys.ts';
import { column, sluiceTables } from './inspect/reader.ts';
import type { Session } from './session.ts';
import { openSnapshot } from './snapshot-session.ts';
import { readShapes } from './table-columns.ts';

/** What verification works with. */
export interface VerifyParts {
  readonly server: ServerName;
  readonly database: string;
  readonly names: StoreNames;
  /** A session of one's own for a snapshot; the caller closes it. */
  openReader(): Session;
  /** The shared session for reading. */
  readonly reader: Session;
  /** A session with the settings that the application's have, for queries that users write. */
  readonly rules: Session;
}

/** Digests, or counts alone, from a snapshot that is open already. */
export async function* digestsOn(
  session: Session,
  { server, database, names }: Pick<VerifyParts, 'server' | 'database' | 'names'>,
  tables: readonly TableRef[],
  what: 'digests' | 'counts',
  signal: AbortSignal,
): AsyncIterable<TableDigest> {
  const query = (sql: string, values: readonly string[] = []): Promise<readonly SqlRow[]> =>
    explained('Reading the rows', server, () =>
      session.exclusive(async (held) => (await held.query(sql, values, { signal })).rows),
    );
  const shapes = await readShapes(query, database);
  const own = sluiceTables(names);
  for (const table of tables) {
    if (own.has(table.name)) continue;
    const ref = { schema: database, name: table.name };
    const shape = shapes.get(table.name);
    if (shape === undefined) {
      throw new SluiceError('DATA_001', `The table ${table.name} does not exist.`, {
        fix: 'Restore the table, or take the comparison against a newer backup.',
      });
    }
    const [row] = await query(
      what === 'counts' ? countQuery(ref, shape.versioned) : digestQuery(ref, shape.columns, shape.versioned),
    );
    if (row === undefined) throw new Error(`The digest of ${table.name} returned no row.`);
    if (what === 'counts') {
      yield { table, rows: Number(row['n']), checksum: '' };
      continue;
    }
    const { checksum, tooLong } = readSums(column(row, 'sums') ?? '');
    if (tooLong > 0) {
      throw new SluiceError(
        'DATA_002',
        `${String(tooLong)} rows of ${table.name} are longer than max_allowed_packet and cannot be compared.`,
        { fix: 'Raise max_allowed_packet on the server (up to 1G), then run the command again.' },
      );
    }
    yield { table, rows: Number(row['n']), checksum };
  }
}

/** Reads and compares data. */
export function verifyGroup(parts: VerifyParts): VerifyGroup {
  const { server, database } = parts;

  async function* fromSnapshot(
    tables: readonly TableRef[],
    what: 'digests' | 'counts',
    signal: AbortSignal,
  ): AsyncIterable<TableDigest> {
    const session = parts.openReader();
    try {
      await explained('Opening a snapshot', server, () => openSnapshot(session, signal));
      yield* digestsOn(session, parts, tables, what, signal);
    } finally {
      await session.close();
    }
  }

  async function scalar(query: string, limits: Limits): Promise<string | null> {
    if (classify({ text: query }) !== 'transactional') {
      throw new SluiceError('CONF_001', 'A rule has to be a query.', {
        fix: 'Write one SELECT that returns one value.',
      });
    }
    const rows: SqlRow[] = [];
    let count = 0;
    const collect = (row: SqlRow): void => {
      count += 1;
      if (count === 1) rows.push(row);
    };
    await parts.rules.exclusive(async (held) => {
      try {
        await held.query('start transaction read only');
        await held.run(query, collect, {
          signal: limits.signal,
          timeoutMs: limits.statementTimeoutMs,
          byPosition: true,
        });
      } catch (thrown) {
        throw failure(thrown, { server, statement: null, doing: 'The query', limits, mayBeDone: false });
      } finally {
        if (held.lost === null) await held.query('rollback').catch(() => held.destroy());
      }
    }, limits.signal);
    const [row] = rows;
    if (row === undefined || count !== 1) {
      throw new SluiceError('CONF_001', `The query returned ${count} rows instead of one.`, {
        fix: 'Write a query that returns one row, as `select count(*) from …` does.',
      });
    }
    return column(row, '0');
  }

  return {
    digests: (tables, signal) => fromSnapshot(tables, 'digests', signal),
    counts: (tables, signal) => fromSnapshot(tables, 'counts', signal),
    orphans: (signal): Promise<readonly ForeignKeyOrphans[]> =>
      explained('Looking for orphaned rows', server, () =>
        parts.reader.exclusive(async (held) => {
          await held.query('start transaction read only');
          try {
            return await readOrphans(
              async (sql, values) => (await held.query(sql, values, { signal })).rows,
              database,
              parts.names,
            );
          } finally {
            if (held.lost === null) await held.query('rollback');
          }
        }, signal),
      ),
    scalar,
  };
}
