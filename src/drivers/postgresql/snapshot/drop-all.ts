import type { StoreNames } from '../../../driver.ts';
import { plainTableName, PRESENT_TABLES } from '../../sql/tables.ts';
import { FIRST_USER_OID, notOfExtension, RARE_CATALOGS, USER_SCHEMA } from '../catalog/query.ts';
import { quoteLiteral } from '../quote.ts';

/** Leaves out what goes with the object that it is a part of, as the constructors of a range go with the type. */
const ofItsOwn = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'i')`;

/** What stays when the content of a database is dropped. */
export interface Kept {
  /** Where Sluice's tables are. */
  readonly names: StoreNames & { readonly schema: string };
  /** Names of extensions that the dump brings; the others are dropped. */
  readonly extensions: readonly string[];
}

/** A query whose result psql runs, statement by statement. */
const run = (query: string): string => `${query.trim()}\n\\gexec\n`;

function isPresent(names: Kept['names']): string {
  const tables = PRESENT_TABLES.map((table) => quoteLiteral(plainTableName(names, table))).join(', ');
  return `(n.nspname = ${quoteLiteral(names.schema)} and c.relname in (${tables}))`;
}

function wantedExtensions({ extensions }: Kept): string {
  return `(${['', ...extensions].map(quoteLiteral).join(', ')})`;
}

/** The oids of schemas that stay: `public`, those of Sluice's present tables and of extensions that stay. */
export function keptSchemas(kept: Kept): string {
  return `select n.oid from pg_namespace n
    where n.nspname = 'public'
       or exists (select from pg_class c where c.relnamespace = n.oid and ${isPresent(kept.names)})
       or exists (select from pg_extension e where e.extnamespace = n.oid and e.extname in ${wantedExtensions(kept)})
       or exists (select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')`;
}

/**
 * psql commands that drop every object of the user, inside the transaction they are sent in. Journal, lock and control
 * stay, extensions of the dump stay as well, because a script creates an
 * extension only when it is not there, but their rows that a dump carries go.
 */
export function dropAll(kept: Kept): string {
  const present = isPresent(kept.names);
  const inKept = `n.oid in (${keptSchemas(kept)})`;
  return [
    // First what would watch or forbid the drops.
    run(
      `select format('drop event trigger if exists %I cascade', t.evtname) from pg_event_trigger t where ${notOfExtension('pg_event_trigger', 't.oid')}`,
    ),
    run(`select format('drop publication if exists %I cascade', p.pubname) from pg_publication p`),
    run(`select format('drop extension if exists %I cascade', e.extname) from pg_extension e
          where e.oid >= ${String(FIRST_USER_OID)} and e.extname not in ${wantedExtensions(kept)}`),
    run(
      `select format('drop schema if exists %I cascade', n.nspname) from pg_namespace n where ${USER_SCHEMA} and not (${inKept})`,
    ),
    run(`select format('drop %s if exists %I.%I cascade', case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
                  when 'f' then 'foreign table' when 'S' then 'sequence' else 'table' end, n.nspname, c.relname)
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and ${USER_SCHEMA} and ${inKept} and not ${present}
            and ${notOfExtension('pg_class', 'c.oid')}
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('i', 'a') and d.refobjsubid > 0)
          order by c.relkind = 'S', c.relkind in ('r', 'p')`),
    run(`select format('drop routine if exists %I.%I(%s) cascade', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
           from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where ${USER_SCHEMA} and ${inKept} and ${notOfExtension('pg_proc', 'p.oid')} and ${ofItsOwn('pg_proc', 'p.oid')}`),
    run(`select format('drop type if exists %I.%I cascade', n.nspname, t.typname)
           from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
          where t.typtype in ('e', 'c', 'd', 'r', 'b') and (t.typrelid = 0 or c.relkind = 'c')
            and not exists (select from pg_type el where el.typarray = t.oid)
            and ${USER_SCHEMA} and ${inKept} and ${notOfExtension('pg_type', 't.oid')}`),
    ...RARE_CATALOGS.map(({ catalog, schema }) =>
      run(`select format('drop %s if exists %s cascade', i.type, i.identity)
             from ${catalog} o cross join pg_identify_object('${catalog}'::regclass, o.oid, 0) i
             ${schema === null ? '' : `join pg_namespace n on n.oid = o.${schema}`}
            where o.oid >= ${String(FIRST_USER_OID)} ${schema === null ? '' : `and ${USER_SCHEMA} and ${inKept}`} and ${notOfExtension(catalog, 'o.oid')}`),
    ),
    dropLargeObjects(),
    run(DEFAULT_PRIVILEGES),
    run(USUAL_PRIVILEGES),
    run(`select format('revoke %s on schema %I from %s cascade', a.privilege_type, n.nspname, ${GRANTEE})
           from pg_namespace n cross join aclexplode(n.nspacl) a
          where ${USER_SCHEMA} and ${inKept} and a.grantee <> n.nspowner and ${notOfExtension('pg_namespace', 'n.oid')}
            and not exists (${INITIALLY})`),
    run(`select format('grant %s on schema %I to %s', a.privilege_type, n.nspname, ${GRANTEE})
           from pg_namespace n join pg_init_privs ip on ip.classoid = 'pg_namespace'::regclass and ip.objoid = n.oid and ip.privtype = 'i'
          cross join aclexplode(ip.initprivs) a
          where ${USER_SCHEMA} and ${inKept} and a.grantee <> a.grantor
            and not exists (select from aclexplode(n.nspacl) p where p.grantee = a.grantee and p.privilege_type = a.privilege_type)`),
    run(`select format('comment on schema %I is %s', n.nspname, case n.nspname when 'public' then quote_literal('standard public schema') else 'null' end)
           from pg_namespace n left join pg_description d on d.classoid = 'pg_namespace'::regclass and d.objoid = n.oid and d.objsubid = 0
          where ${USER_SCHEMA} and ${inKept} and ${notOfExtension('pg_namespace', 'n.oid')}
            and coalesce(d.description, '') <> case n.nspname when 'public' then 'standard public schema' else '' end`),
    deleteExtensionRows(),
  ].join('');
}

/** The role of an entry `a` of a list of privileges. */
const GRANTEE = "case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end";

/** Whether a schema `n` of a new database has the entry `a` already; pg_dump writes what differs from that. */
const INITIALLY = `select from pg_init_privs ip cross join aclexplode(ip.initprivs) ia
    where ip.classoid = 'pg_namespace'::regclass and ip.objoid = n.oid and ia.grantee = a.grantee and ia.privilege_type = a.privilege_type`;

/** Takes back what was granted by default, so that the dump's own grants are the only ones. */
const DEFAULT_PRIVILEGES = `
  select format('alter default privileges for role %I %s revoke all on %s from %s cascade',
           pg_get_userbyid(d.defaclrole), case when dn.nspname is null then '' else format('in schema %I', dn.nspname) end,
           case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end,
           ${GRANTEE})
    from pg_default_acl d left join pg_namespace dn on dn.oid = d.defaclnamespace
   cross join aclexplode(d.defaclacl) a
   where a.grantee <> d.defaclrole and d.defaclobjtype in ('r', 'S', 'f', 'T', 'n')
   group by 1`;

/** What everybody may do with new functions and types unless that was taken away. */
const USUAL_PRIVILEGES = `
  select format('alter default privileges for role %I grant %s to public', pg_get_userbyid(d.defaclrole),
           case d.defaclobjtype when 'f' then 'execute on functions' else 'usage on types' end)
    from pg_default_acl d
   where d.defaclnamespace = 0 and d.defaclobjtype in ('f', 'T')`;

/** Large objects belong to no schema and no table. */
export function dropLargeObjects(): string {
  return run(`select format('select pg_catalog.lo_unlink(%s)', oid) from pg_largeobject_metadata`);
}

/** The rows of extensions' tables that pg_dump carries: see pg_extension_config_dump. */
export function deleteExtensionRows(): string {
  return run(`select format('delete from %s %s', x.config::regclass, x.condition)
    from pg_extension e cross join unnest(e.extconfig, e.extcondition) x(config, condition)
    join pg_class c on c.oid = x.config and c.relkind in ('r', 'p')`);
}
