import type { Json, Schema, SchemaObject, StoreNames, TableRef } from '../../driver.ts';
import { plainTableName, SLUICE_TABLES } from '../sql/tables.ts';
import type { CatalogQuery } from './catalog/query.ts';
import { defaultPrivileges, extensions, others, schemas } from './catalog/others.ts';
import { routines, types } from './catalog/routines-and-types.ts';
import {
  constraints,
  eventTriggers,
  indexes,
  policies,
  publications,
  rules,
  statistics,
  triggers,
} from './catalog/table-parts.ts';
import { sequences, tables, views } from './catalog/tables.ts';
import type { Link } from './link.ts';
import { versionParts } from './session.ts';
import type { Row } from './values.ts';

/** Where Sluice's tables are, and whether their schema was configured for them. */
export interface OwnTables {
  readonly names: StoreNames & { readonly schema: string };
  /** The schema that was configured; null = the tables live in the user's own. */
  readonly ownSchema: string | null;
}

/** Queries that leave Sluice's tables out: `$1` and `$2`. */
const OF_TABLES: readonly CatalogQuery[] = [tables, indexes, constraints, triggers, policies, rules, statistics];

const OF_DATABASE: readonly CatalogQuery[] = [
  extensions,
  types,
  views,
  sequences,
  routines,
  eventTriggers,
  publications,
  defaultPrivileges,
  others,
];

const BASE_TABLES = `
  select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not (n.nspname = $1::name and c.relname = any ($2::name[]))
     and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')`;

/**
 * Settings that the server's texts of expressions depend on; with an empty path every name is qualified. Compiling a
 * query of the catalogs takes longer than running it.
 */
export const STABLE_TEXT = [
  "set local search_path = ''",
  "set local datestyle = 'ISO, YMD'",
  "set local intervalstyle = 'postgres'",
  "set local timezone = 'UTC'",
  'set local extra_float_digits = 1',
  "set local bytea_output = 'hex'",
  "set local lc_monetary = 'C'",
  "set local xmloption = 'content'",
  'set local quote_all_identifiers = off',
  'set local jit = off',
].join('; ');

/** An array of names as PostgreSQL reads it. */
export function nameArray(names: readonly string[]): string {
  return `{${names.map((name) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}

/** Names of Sluice's tables, as the value of `$2`. */
export function ownTableNames({ names }: OwnTables): string {
  return nameArray(SLUICE_TABLES.map((table) => plainTableName(names, table)));
}

/** Reads the schema within the transaction that `link` is in, whose texts have been made stable by {@link STABLE_TEXT}. */
export async function readSchema(link: Link, own: OwnTables): Promise<Schema> {
  const major = versionParts(link.serverVersion)[0] ?? 0;
  const ours = [own.names.schema, ownTableNames(own)];
  const results = await link.steps(
    [
      { text: schemas({ major }), values: [own.ownSchema] },
      ...OF_TABLES.map((query) => ({ text: query({ major }), values: ours })),
      ...OF_DATABASE.map((query) => ({ text: query({ major }) })),
      { text: BASE_TABLES, values: ours },
    ],
    0,
  );
  const objects = results.slice(0, -1).flatMap(({ rows }) => rows.map(objectOf));
  return {
    objects: objects.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name)),
    tables: (results.at(-1)?.rows ?? [])
      .map((row): TableRef & { schema: string } => ({ schema: String(row['schema']), name: String(row['name']) }))
      .toSorted((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name)),
  };
}

function objectOf(row: Row): SchemaObject {
  return {
    kind: String(row['kind']),
    name: String(row['name']),
    definition: JSON.parse(String(row['definition'])) as Json,
  };
}

/** By code unit, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
