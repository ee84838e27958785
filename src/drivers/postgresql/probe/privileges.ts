import type { Privilege } from '../../../driver.ts';
import type { Link } from '../link.ts';
import { quoteIdentifier } from '../quote.ts';
import { type OwnTables, ownTableNames } from '../inspect.ts';

/** How many tables a sentence names. */
const NAMED = 10;

const PRIVILEGES = `
  select current_user::text as account,
         current_database()::text as database,
         has_database_privilege(current_database(), 'CONNECT') as connect,
         has_database_privilege(current_database(), 'CREATE') as create_schema,
         (select has_schema_privilege(n.oid, 'CREATE') from pg_namespace n where n.nspname = $1::name) as own_schema,
         (select has_schema_privilege(n.oid, 'CREATE') from pg_namespace n where n.nspname = $2::name) as user_schema,
         r.rolsuper or r.rolcreatedb as create_database
    from pg_roles r where r.rolname = current_user`;

const TABLES = `
  select count(*) filter (where not owned)::int as foreign_tables,
         count(*) filter (where not readable)::int as unreadable_tables,
         to_json((array_agg(name order by name) filter (where not owned))[1:${String(NAMED)}])::text as foreign_names,
         json_agg(distinct owner) filter (where not owned)::text as owners,
         to_json((array_agg(name order by name) filter (where not readable))[1:${String(NAMED)}])::text as unreadable_names,
         json_agg(distinct schema) filter (where not readable)::text as unreadable_schemas
    from (select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, quote_ident(n.nspname) as schema,
                 quote_ident(pg_get_userbyid(c.relowner)) as owner,
                 pg_has_role(c.relowner, 'USAGE') as owned,
                 has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT') as readable
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
             and not (n.nspname = $1::name and c.relname = any ($2::name[]))
             and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')) t`;

/** Names out of a JSON array, in one text. */
function listed(json: unknown): string {
  return typeof json === 'string' ? (JSON.parse(json) as readonly string[]).join(', ') : '';
}

/**
 * The privileges that the lifecycle needs, asked by name.
 *
 * @param userSchema - where unqualified names of migrations go
 */
export async function privileges(link: Link, own: OwnTables, userSchema: string): Promise<readonly Privilege[]> {
  const general = (await link.query(PRIVILEGES, [own.names.schema, userSchema])).rows[0] ?? {};
  const tables = (await link.query(TABLES, [own.names.schema, ownTableNames(own)])).rows[0] ?? {};
  const account = quoteIdentifier(String(general['account']));
  const database = quoteIdentifier(String(general['database']));
  const granted = (name: string): boolean => general[name] === true;

  const createIn = (schema: string, column: string, neededFor: string): Privilege =>
    general[column] === null
      ? {
          name: `CREATE on database ${String(general['database'])}`,
          granted: granted('create_schema'),
          neededFor: `creating the schema ${schema}, for ${neededFor}`,
          fix: `GRANT CREATE ON DATABASE ${database} TO ${account};`,
        }
      : {
          name: `CREATE on schema ${schema}`,
          granted: granted(column),
          neededFor,
          fix: `GRANT CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${account};`,
        };

  const foreign = Number(tables['foreign_tables']);
  const unreadable = Number(tables['unreadable_tables']);
  const named = (count: number, names: unknown): string =>
    count === 0 ? '' : `: not ${listed(names)}${count > NAMED ? ` and ${String(count - NAMED)} more` : ''}`;
  return [
    {
      name: `CONNECT on database ${String(general['database'])}`,
      granted: granted('connect'),
      neededFor: 'every command',
      fix: `GRANT CONNECT ON DATABASE ${database} TO ${account};`,
    },
    createIn(own.names.schema, 'own_schema', "Sluice's own tables"),
    ...(userSchema === own.names.schema ? [] : [createIn(userSchema, 'user_schema', 'objects that migrations create')]),
    {
      name: `owner of all tables${named(foreign, tables['foreign_names'])}`,
      granted: foreign === 0,
      neededFor: 'ALTER TABLE and CREATE INDEX in migrations',
      fix: `GRANT ${listed(tables['owners'])} TO ${account};`,
    },
    {
      name: `SELECT on all tables${named(unreadable, tables['unreadable_names'])}`,
      granted: unreadable === 0,
      neededFor: 'backup and validation',
      fix: `GRANT USAGE ON SCHEMA ${listed(tables['unreadable_schemas'])} TO ${account}; GRANT SELECT ON ALL TABLES IN SCHEMA ${listed(tables['unreadable_schemas'])} TO ${account};`,
    },
    {
      name: 'CREATEDB',
      granted: granted('create_database'),
      neededFor: 'proving a backup in a scratch database on this server (backup.scratch names another place)',
      fix: `ALTER ROLE ${account} CREATEDB;`,
    },
  ];
}
