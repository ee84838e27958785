import type { ForeignKeyOrphans, TableDigest, TableRef, VerifyGroup } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { plainTableName, SLUICE_TABLES } from '../sql/tables.ts';
import { StepError } from './conversation.ts';
import { countSql, digestSql, type DigestColumn } from './digest-sql.ts';
import { nameArray, type OwnTables, ownTableNames } from './inspect.ts';
import type { Link } from './link.ts';
import { quoteIdentifier, quoteTable } from './quote.ts';
import { type Readers, readFailure } from './readers.ts';
import { serverError } from './server-error.ts';
import { versionParts } from './session.ts';
import type { Row } from './values.ts';

/** A table with all that its digest needs. */
interface KnownTable {
  readonly table: TableRef;
  readonly columns: readonly DigestColumn[];
}

function tableKey({ schema = '', name }: TableRef): string {
  return `${schema}\0${name}`;
}

/** The tables that are not Sluice's. */
export function withoutOwn(tables: readonly TableRef[], { names }: OwnTables): readonly TableRef[] {
  const own = new Set(
    SLUICE_TABLES.map((table) => tableKey({ schema: names.schema, name: plainTableName(names, table) })),
  );
  return tables.filter((table) => !own.has(tableKey(table)));
}

/** Columns of tables in their order; domains are followed down to the type that holds the value. */
const COLUMNS = `
  with recursive wanted as (
    select w.schema, w.name, c.oid
      from unnest($1::name[], $2::name[]) w(schema, name)
      join pg_namespace n on n.nspname = w.schema
      join pg_class c on c.relnamespace = n.oid and c.relname = w.name and c.relkind in ('r', 'p', 'm')),
  base(oid, below) as (
    select oid, oid from pg_type where typtype <> 'd'
    union all
    select d.oid, b.below from pg_type d join base b on d.typbasetype = b.oid where d.typtype = 'd')
  select w.schema, w.name, a.attname as column,
         case when tn.nspname = 'pg_catalog' and t.typtype = 'b' then t.typname else '' end as type
    from wanted w
    left join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
    left join base b on b.oid = a.atttypid
    left join pg_type t on t.oid = b.below
    left join pg_namespace tn on tn.oid = t.typnamespace
   order by w.schema, w.name, a.attnum`;

async function columnsOf(link: Link, tables: readonly TableRef[]): Promise<readonly KnownTable[]> {
  const schemas = nameArray(tables.map(({ schema }) => schema ?? ''));
  const { rows } = await link.query(COLUMNS, [schemas, nameArray(tables.map(({ name }) => name))]);
  const found = new Map<string, DigestColumn[]>();
  for (const row of rows) {
    const key = tableKey({ schema: String(row['schema']), name: String(row['name']) });
    const columns = found.get(key) ?? [];
    found.set(key, columns);
    if (row['column'] !== null) columns.push({ name: String(row['column']), type: String(row['type']) });
  }
  return tables.map((table) => {
    const columns = found.get(tableKey(table));
    if (columns !== undefined) return { table, columns };
    const name = `${table.schema ?? ''}.${table.name}`;
    throw new SluiceError('DATA_001', `The table ${name} is not in the database.`, {
      fix: 'Look which migration or person dropped or renamed it; the backup still holds its rows.',
    });
  });
}

/** Digests one after the other, in the snapshot that `link` is in. */
export async function* digestsIn(
  link: Link,
  tables: readonly TableRef[],
  signal: AbortSignal,
): AsyncGenerator<TableDigest> {
  if (tables.length === 0) return;
  const known = await columnsOf(link, tables);
  const server = {
    major: versionParts(link.serverVersion)[0] ?? 0,
    utf8: (await link.query('show server_encoding')).rows[0]?.['server_encoding'] === 'UTF8',
  };
  for (const { table, columns } of known) {
    signal.throwIfAborted();
    const { text, values } = digestSql(table, columns, server);
    const { rows } = await link.query(text, values, 0);
    yield { table, rows: Number(rows[0]?.['rows']), checksum: String(rows[0]?.['checksum']) };
  }
}

async function* countsIn(link: Link, tables: readonly TableRef[], signal: AbortSignal): AsyncGenerator<TableDigest> {
  for (const { table } of tables.length === 0 ? [] : await columnsOf(link, tables)) {
    signal.throwIfAborted();
    const { rows } = await link.query(countSql(table), [], 0);
    yield { table, rows: Number(rows[0]?.['rows']), checksum: '' };
  }
}

/** Foreign keys with the columns of both sides; the copies that partitions get are covered by their parent. */
const FOREIGN_KEYS = `
  select n.nspname as schema, c.relname as name, k.conname as constraint, pn.nspname as parent_schema, p.relname as parent,
         k.confmatchtype::text as match, c.relkind::text as kind,
         (select json_agg(json_build_array(ca.attname, pa.attname) order by x.i)::text
            from generate_subscripts(k.conkey, 1) x(i)
            join pg_attribute ca on ca.attrelid = k.conrelid and ca.attnum = k.conkey[x.i]
            join pg_attribute pa on pa.attrelid = k.confrelid and pa.attnum = k.confkey[x.i]) as pairs
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
   where k.contype = 'f' and k.conparentid = 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not (n.nspname = $1::name and c.relname = any ($2::name[]))
   order by n.nspname, c.relname, k.conname`;

function orphanSql(row: Row): string {
  const child = { schema: String(row['schema']), name: String(row['name']) };
  const parent = { schema: String(row['parent_schema']), name: String(row['parent']) };
  const pairs = JSON.parse(String(row['pairs'])) as readonly (readonly [string, string])[];
  const side = (alias: string, at: 0 | 1): readonly string[] =>
    pairs.map((pair) => `${alias}.${quoteIdentifier(pair[at])}`);
  const same = pairs.map((_, index) => `${side('c', 0)[index] ?? ''} = ${side('p', 1)[index] ?? ''}`).join(' and ');
  const present = side('c', 0).map((column) => `${column} is not null`);
  // MATCH SIMPLE asks only when no column is null; MATCH FULL also forbids that just some of them are.
  const asked = row['match'] === 'f' ? `(${present.join(' or ')})` : present.join(' and ');
  const only = row['kind'] === 'p' ? '' : 'only ';
  return `select count(*)::text as rows from ${only}${quoteTable(child)} c where ${asked} and not exists (select from ${quoteTable(parent)} p where ${same})`;
}

async function orphansIn(link: Link, own: OwnTables, signal: AbortSignal): Promise<readonly ForeignKeyOrphans[]> {
  const keys = await link.query(FOREIGN_KEYS, [own.names.schema, ownTableNames(own)]);
  const orphans: ForeignKeyOrphans[] = [];
  for (const key of keys.rows) {
    signal.throwIfAborted();
    const rows = Number((await link.query(orphanSql(key), [], 0)).rows[0]?.['rows']);
    if (rows === 0) continue;
    orphans.push({
      table: { schema: String(key['schema']), name: String(key['name']) },
      constraint: String(key['constraint']),
      parent: { schema: String(key['parent_schema']), name: String(key['parent']) },
      rows,
    });
  }
  return orphans;
}

/** Reads the data in read-only transactions, each of one snapshot. */
export function verifyGroup(readers: Readers, own: OwnTables): VerifyGroup {
  async function* inSnapshot(
    signal: AbortSignal,
    work: (link: Link) => AsyncGenerator<TableDigest>,
  ): AsyncGenerator<TableDigest> {
    const reading = await readers.open({ signal });
    try {
      yield* work(reading.link);
    } catch (error) {
      throw readFailure(error, signal);
    } finally {
      await reading.end();
    }
  }

  return {
    digests: (tables, signal) => inSnapshot(signal, (link) => digestsIn(link, withoutOwn(tables, own), signal)),
    counts: (tables, signal) => inSnapshot(signal, (link) => countsIn(link, withoutOwn(tables, own), signal)),
    orphans: (signal) => readers.read({ signal }, (link) => orphansIn(link, own, signal)),
    scalar: (query, limits) =>
      readers.read(
        {
          signal: limits.signal,
          settings: [
            `lock_timeout = ${String(limits.lockTimeoutMs)}`,
            `statement_timeout = ${String(limits.statementTimeoutMs)}`,
            'search_path to default',
          ],
        },
        (link) => scalarIn(link, query),
      ),
  };
}

async function scalarIn(link: Link, query: string): Promise<string | null> {
  try {
    // A bound query is exactly one statement, so nobody can end the read-only transaction with a second one.
    const [result] = await link.converse({ kind: 'steps', steps: [{ text: query }], mostRows: 2 }, 0);
    const [row, column, rows] = [result?.rows[0], result?.columns[0], result?.rows.length ?? 0];
    if (row !== undefined && column !== undefined && rows === 1) return asText(row[column]);
    const returned = rows === 0 ? 'no row' : rows > 1 ? 'more than one row' : 'no column';
    throw new SluiceError(
      'CONF_001',
      `The query returned ${returned}, but one row with one value is needed: ${query}`,
      {
        fix: 'Write a query that always returns exactly one row, as `select count(*) …` does.',
      },
    );
  } catch (failure) {
    const error = failure instanceof StepError ? failure.cause : failure;
    const reduced = serverError(error);
    if (reduced === null || !/^(?:42|25006|0A)/.test(reduced.sqlState) || reduced.sqlState === '42501') throw error;
    throw new SluiceError('CONF_001', `The query does not work (${reduced.message}): ${query}`, {
      cause: error,
      fix: 'Correct the query in the configuration; it may only read.',
    });
  }
}

/** A value as a cast to text writes it. */
function asText(value: Row[string] | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return String(value);
}
