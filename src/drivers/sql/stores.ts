import type {
  AppliedMigration,
  ControlRequest,
  ControlStore,
  HistoryStore,
  JournalQuery,
  JournalRow,
  JournalStore,
  LockAttempt,
  LockHolder,
  LockStore,
  StoreNames,
} from '../../driver.ts';
import { extendLease, requireLease, RUN_LOCK } from './fence.ts';
import type { SqlRow, SqlRunner, SqlSession, StoreDialect } from './session.ts';
import { ensureTables, tableExists, tableName } from './tables.ts';

/** How many journal rows are read, or ids bound, at a time. */
const PAGE = 500;

/** Comma-separated placeholders from the n-th on. */
function placeholders(dialect: StoreDialect, from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => dialect.placeholder(from + index)).join(', ');
}

/** Appends journal rows through a runner, inside whatever transaction it is in. */
export async function insertJournal(
  runner: SqlRunner,
  dialect: StoreDialect,
  names: StoreNames,
  rows: readonly JournalRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const tuple = (_: JournalRow, index: number): string => {
    const at = (n: number): string => dialect.placeholder(index * 6 + n);
    return `(${at(1)}, ${at(2)}, ${dialect.fromIso(at(3))}, ${at(4)}, ${at(5)}, ${at(6)})`;
  };
  await runner.query(
    `insert into ${tableName(dialect, names, 'journal')} (run_id, seq, at, stage, kind, entry) values ${rows.map(tuple).join(', ')}`,
    rows.flatMap((row) => [row.runId, row.seq, row.at, row.stage, row.kind, row.entry]),
  );
}

/** What is recorded of a migration beside its version. */
const APPLIED_COLUMNS = ['name', 'checksum', 'applied_at', 'duration_ms', 'statements', 'run_id'] as const;

/** Records a migration as applied; replaces the row of a repeatable one. */
export async function insertApplied(
  runner: SqlRunner,
  dialect: StoreDialect,
  names: StoreNames,
  row: AppliedMigration,
): Promise<void> {
  const replacing = dialect.replacing?.('version', APPLIED_COLUMNS);
  if (replacing === undefined) await deleteApplied(runner, dialect, names, row.version);
  const at = (n: number): string => dialect.placeholder(n);
  await runner.query(
    `insert into ${tableName(dialect, names, 'migrations')} (version, ${APPLIED_COLUMNS.join(', ')})` +
      ` values (${at(1)}, ${at(2)}, ${at(3)}, ${dialect.fromIso(at(4))}, ${at(5)}, ${at(6)}, ${at(7)})${replacing === undefined ? '' : ` ${replacing}`}`,
    [row.version, row.name, row.checksum, row.appliedAt, row.durationMs, row.statements, row.runId],
  );
}

/** Forgets a migration that was taken back. */
export async function deleteApplied(
  runner: SqlRunner,
  dialect: StoreDialect,
  names: StoreNames,
  version: string,
): Promise<void> {
  await runner.query(
    `delete from ${tableName(dialect, names, 'migrations')} where version = ${dialect.placeholder(1)}`,
    [version],
  );
}

/** The leased run lock. */
export function lockStore(session: SqlSession, dialect: StoreDialect, names: StoreNames): LockStore {
  const table = tableName(dialect, names, 'lock');
  const at = (n: number): string => dialect.placeholder(n);

  async function read(): Promise<LockHolder | null> {
    const { rows } = await session.query(
      `select owner, ${dialect.iso('acquired_at')} as acquired_at, ${dialect.iso('expires_at')} as expires_at,` +
        ` case when expires_at <= ${dialect.now} then 1 else 0 end as expired from ${table} where name = ${at(1)}`,
      [RUN_LOCK],
    );
    const row = rows[0];
    if (row === undefined) return null;
    return {
      owner: String(row['owner']),
      acquiredAt: String(row['acquired_at']),
      expiresAt: String(row['expires_at']),
      expired: Number(row['expired']) === 1,
    };
  }

  async function insert(owner: string, leaseMs: number): Promise<boolean> {
    try {
      await session.query(
        `insert into ${table} (name, owner, acquired_at, expires_at)` +
          ` values (${at(1)}, ${at(2)}, ${dialect.now}, ${dialect.nowPlus(at(3))})`,
        [RUN_LOCK, owner, leaseMs],
      );
      return true;
    } catch (error) {
      if (session.isDuplicate(error)) return false;
      throw error;
    }
  }

  /** Takes an expired lock from exactly the owner that was seen; false when somebody was faster. */
  async function takeOver(owner: string, leaseMs: number, from: LockHolder): Promise<boolean> {
    const { affected } = await session.query(
      `update ${table} set owner = ${at(1)}, acquired_at = ${dialect.now}, expires_at = ${dialect.nowPlus(at(2))}` +
        ` where name = ${at(3)} and owner = ${at(4)} and expires_at <= ${dialect.now}`,
      [owner, leaseMs, RUN_LOCK, from.owner],
    );
    return affected > 0;
  }

  return {
    async acquire(owner, leaseMs): Promise<LockAttempt> {
      await ensureTables(session, dialect, names);
      for (;;) {
        const holder = await read();
        if (holder === null) {
          if (await insert(owner, leaseMs)) return { kind: 'acquired', takenOverFrom: null };
        } else if (!holder.expired) {
          return { kind: 'held', holder };
        } else if (await takeOver(owner, leaseMs, holder)) {
          return { kind: 'acquired', takenOverFrom: holder };
        }
      }
    },
    renew: (fence) => extendLease(session, dialect, names, fence),
    async release(owner) {
      await session.query(`delete from ${table} where name = ${at(1)} and owner = ${at(2)}`, [RUN_LOCK, owner]);
    },
    async holder() {
      return (await tableExists(session, dialect, names, 'lock')) ? read() : null;
    },
  };
}

function journalRow(row: SqlRow): JournalRow {
  return {
    runId: String(row['run_id']),
    seq: Number(row['seq']),
    at: String(row['at_iso']),
    stage: String(row['stage']),
    kind: String(row['kind']),
    entry: String(row['entry']),
  };
}

/** The journal; read in pages, so that its length does not matter. */
export function journalStore(session: SqlSession, dialect: StoreDialect, names: StoreNames): JournalStore {
  const table = tableName(dialect, names, 'journal');

  /** Run ids in order of their first row. */
  async function runs(query: JournalQuery): Promise<readonly string[]> {
    const wanted = query.runIds;
    if (wanted !== undefined && wanted.length === 0) return [];
    const where = wanted === undefined ? '' : ` where run_id in (${placeholders(dialect, 1, wanted.length)})`;
    const { rows } = await session.query(
      `select run_id, min(at) as first_at from ${table}${where} group by run_id order by first_at, run_id`,
      wanted ?? [],
    );
    return rows.map((row) => String(row['run_id']));
  }

  async function* rowsOf(runId: string, kinds: readonly string[] | undefined): AsyncIterable<JournalRow> {
    const restrict = kinds === undefined ? '' : ` and kind in (${placeholders(dialect, 3, kinds.length)})`;
    let after = 0;
    for (;;) {
      const { rows } = await session.query(
        `select run_id, seq, ${dialect.iso('at')} as at_iso, stage, kind, entry from ${table}` +
          ` where run_id = ${dialect.placeholder(1)} and seq > ${dialect.placeholder(2)}${restrict} order by seq limit ${String(PAGE)}`,
        [runId, after, ...(kinds ?? [])],
      );
      for (const row of rows) {
        const parsed = journalRow(row);
        after = parsed.seq;
        yield parsed;
      }
      if (rows.length < PAGE) return;
    }
  }

  return {
    async append(fence, rows) {
      await session.inTransaction(async (runner) => {
        await insertJournal(runner, dialect, names, rows);
        await requireLease(runner, dialect, names, fence);
      });
    },
    async *read(query) {
      if (query.kinds?.length === 0 || !(await tableExists(session, dialect, names, 'journal'))) return;
      for (const runId of await runs(query)) yield* rowsOf(runId, query.kinds);
    },
  };
}

/** What was applied. */
export function historyStore(session: SqlSession, dialect: StoreDialect, names: StoreNames): HistoryStore {
  return {
    async list() {
      if (!(await tableExists(session, dialect, names, 'migrations'))) return [];
      const { rows } = await session.query(
        `select version, name, checksum, ${dialect.iso('applied_at')} as applied_iso, duration_ms, statements, run_id` +
          ` from ${tableName(dialect, names, 'migrations')}`,
      );
      return rows.map((row) => ({
        version: String(row['version']),
        name: String(row['name']),
        checksum: String(row['checksum']),
        appliedAt: String(row['applied_iso']),
        durationMs: Number(row['duration_ms']),
        statements: Number(row['statements']),
        runId: String(row['run_id']),
      }));
    },
  };
}

/** Requests to live runs. */
export function controlStore(session: SqlRunner, dialect: StoreDialect, names: StoreNames): ControlStore {
  const table = tableName(dialect, names, 'control');
  const at = (n: number): string => dialect.placeholder(n);
  return {
    async request({ runId, at: time, request }) {
      await session.query(
        `insert into ${table} (run_id, at, request) values (${at(1)}, ${dialect.fromIso(at(2))}, ${at(3)})`,
        [runId, time, request],
      );
    },
    async read(runId) {
      const { rows } = await session.query(
        `select ${dialect.iso('at')} as at_iso, request from ${table} where run_id = ${at(1)} order by at`,
        [runId],
      );
      return rows.map((row) => ({
        runId,
        at: String(row['at_iso']),
        request: String(row['request']) as ControlRequest['request'],
      }));
    },
    async clear(runId) {
      await session.query(`delete from ${table} where run_id = ${at(1)}`, [runId]);
    },
  };
}
