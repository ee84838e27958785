import type { Outcome, Statement } from '../../driver.ts';
import type { Link } from './link.ts';
import { ownFailure } from './own-failure.ts';
import { quoteIdentifier } from './quote.ts';
import { versionParts } from './session.ts';
import { TokenReader, type WrittenName } from './token-reader.ts';

/** Runs a statement of the sweep, with the limits of the statement that is swept after. */
export type Execute = (text: string) => Promise<Outcome>;

/** What a statement that can be left half done was about. */
type Target =
  | { readonly kind: 'create-index'; readonly index: WrittenName | null; readonly table: WrittenName }
  | { readonly kind: 'reindex'; readonly what: string; readonly name: WrittenName | null }
  | { readonly kind: 'detach'; readonly table: WrittenName; readonly partition: WrittenName };

/** An index as the catalog names it. */
interface FoundIndex {
  readonly schema: string;
  readonly name: string;
}

/**
 * Removes what an interrupted statement left: the INVALID index of CREATE INDEX CONCURRENTLY, the copies of REINDEX
 * CONCURRENTLY; and finishes a DETACH PARTITION CONCURRENTLY, which cannot be undone. Returns a sentence for each.
 */
export async function sweep(
  statement: Pick<Statement, 'text'>,
  link: Link,
  execute: Execute,
): Promise<readonly string[]> {
  const target = targetOf(statement.text);
  switch (target?.kind) {
    case 'create-index':
      return dropAll(await invalidIndexes(link, target), execute, 'CREATE INDEX CONCURRENTLY');
    case 'reindex':
      return dropAll(await reindexLeftovers(link, target), execute, 'REINDEX CONCURRENTLY');
    case 'detach':
      return finishDetach(link, target, execute);
    default:
      return [];
  }
}

function targetOf(text: string): Target | null {
  const reader = new TokenReader(text);
  switch (reader.accept('CREATE', 'REINDEX', 'ALTER')) {
    case 'CREATE': {
      reader.accept('UNIQUE');
      if (!reader.acceptAll('INDEX', 'CONCURRENTLY')) return null;
      reader.acceptAll('IF', 'NOT', 'EXISTS');
      const index = reader.accept('ON') === null ? reader.name() : null;
      if (index !== null && reader.accept('ON') === null) return null;
      reader.accept('ONLY');
      const table = reader.name();
      return table === null ? null : { kind: 'create-index', index, table };
    }
    case 'REINDEX': {
      reader.group();
      reader.accept('VERBOSE');
      const what = reader.accept('INDEX', 'TABLE', 'SCHEMA', 'DATABASE', 'SYSTEM');
      reader.accept('CONCURRENTLY');
      return what === null ? null : { kind: 'reindex', what, name: reader.name() };
    }
    case 'ALTER': {
      if (reader.accept('TABLE') === null) return null;
      reader.acceptAll('IF', 'EXISTS');
      const table = reader.name();
      if (table === null || !reader.acceptAll('DETACH', 'PARTITION')) return null;
      const partition = reader.name();
      return partition === null ? null : { kind: 'detach', table, partition };
    }
    default:
      return null;
  }
}

function quoted(name: WrittenName): string {
  return name.parts.map(quoteIdentifier).join('.');
}

async function find(link: Link, sql: string, values: readonly (string | null)[]): Promise<readonly FoundIndex[]> {
  try {
    const { rows } = await link.query(sql, values);
    return rows.map((row) => ({ schema: String(row['schema']), name: String(row['name']) }));
  } catch (error) {
    throw ownFailure(error);
  }
}

/** Without a name in the statement the server made one up; then only a single candidate is surely ours. */
async function invalidIndexes(
  link: Link,
  { index, table }: Extract<Target, { kind: 'create-index' }>,
): Promise<readonly FoundIndex[]> {
  const found = await find(
    link,
    `select n.nspname as schema, c.relname as name
       from pg_catalog.pg_index i
       join pg_catalog.pg_class c on c.oid = i.indexrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where i.indrelid = pg_catalog.to_regclass($1) and not i.indisvalid and c.relkind = 'i'
        and (c.relname = $2::name or ($2 is null and c.relname ~ '_idx\\d*$'))`,
    [quoted(table), index?.parts.at(-1) ?? null],
  );
  return index === null && found.length > 1 ? [] : found;
}

async function reindexLeftovers(
  link: Link,
  { what, name }: Extract<Target, { kind: 'reindex' }>,
): Promise<readonly FoundIndex[]> {
  return find(
    link,
    `with target as (
       select c.oid, c.reltoastrelid
         from pg_catalog.pg_class c
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm', 'p', 't')
          and case $1::text
                when 'INDEX' then c.oid = (select indrelid from pg_catalog.pg_index where indexrelid = pg_catalog.to_regclass($2))
                when 'TABLE' then c.oid = pg_catalog.to_regclass($2)
                  or c.oid in (select relid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass($2)))
                when 'SCHEMA' then n.nspname = $3::name
                else n.nspname not in ('pg_catalog', 'information_schema')
              end)
     select distinct n.nspname as schema, c.relname as name
       from target t
       join pg_catalog.pg_index i on i.indrelid in (t.oid, t.reltoastrelid)
       join pg_catalog.pg_class c on c.oid = i.indexrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and c.relkind = 'i' and c.relname ~ '_cc(new|old)\\d*$'
      order by 1, 2`,
    [what, name === null ? null : quoted(name), name?.parts.at(-1) ?? null],
  );
}

async function dropAll(indexes: readonly FoundIndex[], execute: Execute, by: string): Promise<readonly string[]> {
  const said: string[] = [];
  for (const { schema, name } of indexes) {
    await execute(`drop index concurrently if exists ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`);
    said.push(`An interrupted ${by} had left the INVALID index ${schema}.${name}; it was dropped.`);
  }
  return said;
}

/** A pending detach can only go forward; since PostgreSQL 14. */
async function finishDetach(
  link: Link,
  { table, partition }: Extract<Target, { kind: 'detach' }>,
  execute: Execute,
): Promise<readonly string[]> {
  if ((versionParts(link.serverVersion)[0] ?? 0) < 14) return [];
  const pending = await find(
    link,
    `select n.nspname as schema, c.relname as name
       from pg_catalog.pg_inherits i
       join pg_catalog.pg_class c on c.oid = i.inhrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where i.inhdetachpending and i.inhparent = pg_catalog.to_regclass($1) and i.inhrelid = pg_catalog.to_regclass($2)`,
    [quoted(table), quoted(partition)],
  );
  if (pending.length === 0) return [];
  await execute(`alter table ${quoted(table)} detach partition ${quoted(partition)} finalize`);
  return [`An interrupted DETACH PARTITION CONCURRENTLY of ${quoted(partition)} was pending; it was finished.`];
}
