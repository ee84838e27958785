import { SluiceError } from '../../../errors.ts';
import { plainTableName } from '../../sql/tables.ts';
import { ownTableNames } from '../inspect.ts';
import type { Link } from '../link.ts';
import { quoteTable } from '../quote.ts';
import { withoutOwn } from '../verify.ts';
import { type Contents, tableEntry } from './contents.ts';
import { deleteExtensionRows, dropAll, dropLargeObjects, keptSchemas } from './drop-all.ts';
import type { SnapshotParts } from './parts.ts';

/** What of a dump is loaded, and what has to happen before and after. */
export interface Replacement {
  readonly before: string;
  readonly after: string;
  /** For `pg_restore --use-list`. */
  readonly list: string;
}

/** Everything is dropped and made anew; schemas that stay are not created again. */
export async function replaceContent(
  parts: SnapshotParts,
  contents: Contents,
  signal: AbortSignal,
): Promise<Replacement> {
  const kept = { names: parts.own.names, extensions: contents.names('EXTENSION -') };
  const schemas = await parts.readers.read({ signal }, async (link) => {
    const { rows } = await link.query(`select nspname from pg_namespace where oid in (${keptSchemas(kept)})`);
    return rows.map((row) => String(row['nspname']));
  });
  return {
    before: dropAll(kept),
    after: '',
    list: contents.listWithout(schemas.map((name) => ({ kind: 'SCHEMA -', name }))),
  };
}

/** Foreign keys; those of partitions follow their parent's. */
const FOREIGN_KEYS = `
  select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition,
         quote_literal(d.description) as comment
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_description d on d.classoid = 'pg_constraint'::regclass and d.objoid = k.oid and d.objsubid = 0
   where k.contype = 'f' and k.conparentid = 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   order by 1, 2`;

/** Triggers that would fire as rows are loaded. */
const TRIGGERS = `
  select format('%I.%I', n.nspname, c.relname) as table, quote_ident(t.tgname) as name, t.tgenabled::text as enabled
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not t.tgisinternal and t.tgenabled <> 'D' and c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not (n.nspname = $1::name and c.relname = any ($2::name[]))
   order by 1, 2`;

const MATERIALIZED_VIEWS = `
  select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'm' and c.relispopulated and n.nspname !~ '^pg_' order by c.oid`;

const ENABLE: Readonly<Record<string, string>> = { O: 'enable', R: 'enable replica', A: 'enable always' };

/**
 * The rows of all tables are replaced, the schema stays as it is, and with it the record of migrations. Foreign keys
 * are taken off and put back, because tables may refer to each other in a circle.
 *
 * @throws SluiceError `ROLL_001` when the database has tables that the backup does not know
 */
export async function replaceRows(parts: SnapshotParts, contents: Contents, signal: AbortSignal): Promise<Replacement> {
  const found = await parts.readers.read({ signal }, (link) => rowsPlan(parts, link));
  const missing = found.tables.filter((table) => {
    const { kind, name } = tableEntry(table);
    return !contents.has(kind, name);
  });
  if (missing.length > 0) {
    const names = missing.slice(0, 10).map(({ schema, name }) => `${schema}.${name}`);
    throw new SluiceError(
      'ROLL_001',
      `The backup holds rows only, and none of the tables ${names.join(', ')}, which the database has now.`,
      {
        fix: 'Take the migrations back that made these tables, or choose a backup of mode full. Nothing has been changed.',
      },
    );
  }
  const { foreignKeys, triggers, views, tables } = found;
  const lines = (list: readonly string[]): string => list.map((line) => `${line};\n`).join('');
  const { schema } = parts.own.names;
  const history = tableEntry({ schema, name: plainTableName(parts.own.names, 'migrations') });
  return {
    before:
      lines(foreignKeys.map(({ table, name }) => `alter table ${table} drop constraint ${name}`)) +
      lines(triggers.map(({ table, name }) => `alter table ${table} disable trigger ${name}`)) +
      lines(tables.length === 0 ? [] : [`truncate only ${tables.map(quoteTable).join(', only ')}`]) +
      dropLargeObjects() +
      deleteExtensionRows(),
    after:
      lines(
        triggers.map(
          ({ table, name, enabled }) => `alter table ${table} ${ENABLE[enabled] ?? 'enable'} trigger ${name}`,
        ),
      ) +
      lines(
        foreignKeys.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
      ) +
      lines(
        foreignKeys.flatMap(({ table, name, comment }) =>
          comment === null ? [] : [`comment on constraint ${name} on ${table} is ${comment}`],
        ),
      ) +
      lines(views.map((name) => `refresh materialized view ${name}`)),
    list: contents.listWithout([history]),
  };
}

interface RowsPlan {
  readonly tables: readonly { readonly schema: string; readonly name: string }[];
  readonly foreignKeys: readonly {
    readonly table: string;
    readonly name: string;
    readonly definition: string;
    readonly comment: string | null;
  }[];
  readonly triggers: readonly { readonly table: string; readonly name: string; readonly enabled: string }[];
  readonly views: readonly string[];
}

const TABLES = `
  select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
   order by 1, 2`;

async function rowsPlan({ own }: SnapshotParts, link: Link): Promise<RowsPlan> {
  const [foreignKeys, triggers, views, tables] = await link.steps([
    { text: FOREIGN_KEYS },
    { text: TRIGGERS, values: [own.names.schema, ownTableNames(own)] },
    { text: MATERIALIZED_VIEWS },
    { text: TABLES },
  ]);
  const text = (value: unknown): string => String(value);
  return {
    foreignKeys: (foreignKeys?.rows ?? []).map(({ table, name, definition, comment }) => ({
      table: text(table),
      name: text(name),
      definition: text(definition),
      comment: comment === null ? null : text(comment),
    })),
    triggers: (triggers?.rows ?? []).map(({ table, name, enabled }) => ({
      table: text(table),
      name: text(name),
      enabled: text(enabled),
    })),
    views: (views?.rows ?? []).map(({ name }) => text(name)),
    tables: withoutOwn(
      (tables?.rows ?? []).map(({ schema, name }) => ({ schema: text(schema), name: text(name) })),
      own,
    ).map(({ schema = '', name }) => ({ schema, name })),
  };
}
