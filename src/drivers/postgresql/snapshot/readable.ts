import type { BackupMode } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { plainTableName, PRESENT_TABLES } from '../../sql/tables.ts';
import { nameArray, type OwnTables } from '../inspect.ts';
import type { Link } from '../link.ts';

/** How many objects a message names. */
const NAMED = 20;

/** Tables and sequences that a dump reads and this account may not, each with the statement that lets it. */
const UNREADABLE = `
  select name, why,
         case why when 'no USAGE on its schema' then format('GRANT USAGE ON SCHEMA %s TO %I', schema, account)
                  when 'row security' then format('ALTER ROLE %I BYPASSRLS', account)
                  else format('GRANT SELECT ON %s %s TO %I', kind, name, account) end as fix
    from (select format('%I.%I', n.nspname, c.relname) as name, quote_ident(n.nspname) as schema, current_user as account,
                 case c.relkind when 'S' then 'SEQUENCE' else 'TABLE' end as kind, w.why
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
           cross join lateral (values
             ('no USAGE on its schema', not has_schema_privilege(n.oid, 'USAGE')),
             ('no SELECT', case when c.relkind <> 'S' then not has_table_privilege(c.oid, 'SELECT')
                                else $3::boolean and not has_sequence_privilege(c.oid, 'SELECT') end),
             ('row security', c.relkind = 'r' and $3::boolean and row_security_active(c.oid))) w (why, missing)
           where w.missing and c.relkind in ('r', 'p', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
             and not (n.nspname = $1::name and c.relname = any ($2::name[]))
             and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')) t
   order by name, why`;

/** What a reason means for the backup. */
const EXPLAINED: Readonly<Record<string, string>> = { 'row security': 'row security hides rows of it' };

/**
 * Refuses a dump that could not hold everything, before anything of it is written.
 *
 * @throws SluiceError `PERM_001` naming every table and sequence that the account may not read as a whole
 */
export async function requireReadable(link: Link, { names }: OwnTables, mode: BackupMode): Promise<void> {
  const present = nameArray(PRESENT_TABLES.map((table) => plainTableName(names, table)));
  const { rows } = await link.query(UNREADABLE, [names.schema, present, String(mode !== 'schema')]);
  if (rows.length === 0) return;
  const objects = rows.map(({ name, why }) => `${String(name)} (${EXPLAINED[String(why)] ?? String(why)})`);
  const fixes = [...new Set(rows.map(({ fix }) => String(fix)))];
  const more = objects.length - NAMED;
  throw new SluiceError(
    'PERM_001',
    `This account may not read everything, so no backup was taken: ${objects.slice(0, NAMED).join(', ')}` +
      `${more > 0 ? ` and ${String(more)} more` : ''}.`,
    {
      fix: `Run "${fixes.join('; ')}" as the owner or a superuser, or take backups with an account that owns the tables; then run the command again.`,
      details: { objects },
    },
  );
}
