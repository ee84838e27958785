import {
  type CatalogQuery,
  comment,
  differing,
  FIRST_USER_OID,
  grants,
  notOfExtension,
  RARE_CATALOGS,
  USER_SCHEMA,
} from './query.ts';

/** Schemas; `public` only when it is not as a new database has it. `$1` = the schema that was configured for Sluice, or null. */
export const schemas: CatalogQuery = () => `
  select s.kind, s.name, s.definition from (
    select 'schema' as kind,
           n.nspname::text as name,
           jsonb_strip_nulls(jsonb_build_object(
             'grants', case when n.nspname = 'public'
                then ${differing('n.nspacl', "(select ip.initprivs from pg_init_privs ip where ip.classoid = 'pg_namespace'::regclass and ip.objoid = n.oid)")}
                else ${grants('n.nspacl', 'n', 'n.nspowner')} end,
             'comment', case when n.nspname <> 'public' or d.description <> 'standard public schema' then d.description end)) as definition
      from pg_namespace n
      ${comment('pg_namespace', 'n.oid')}
     where ${USER_SCHEMA} and n.nspname is distinct from $1::name and ${notOfExtension('pg_namespace', 'n.oid')}) s
   where s.name <> 'public' or s.definition <> '{}'`;

/** Extensions by name; a restore installs the version that the server has. */
export const extensions: CatalogQuery = () => `
  select 'extension' as kind,
         e.extname::text as name,
         jsonb_build_object('schema', en.nspname) as definition
    from pg_extension e join pg_namespace en on en.oid = e.extnamespace
   where e.extname <> 'plpgsql'`;

/** Privileges that future objects will get. */
export const defaultPrivileges: CatalogQuery = () => `
  select 'default-privileges' as kind,
         pg_get_userbyid(a.defaclrole) || ':' || coalesce(dn.nspname, '') || ':' || a.defaclobjtype::text as name,
         coalesce(to_jsonb(${differing('a.defaclacl', "'{}'::aclitem[]")}), '[]') as definition
    from pg_default_acl a left join pg_namespace dn on dn.oid = a.defaclnamespace`;

/** Everything else, by its identity. */
export const others: CatalogQuery = () =>
  RARE_CATALOGS.map(
    ({ catalog, schema }) => `
  select replace(i.type, ' ', '-') as kind,
         i.identity as name,
         jsonb_strip_nulls(jsonb_build_object('comment', d.description)) as definition
    from ${catalog} o
    cross join pg_identify_object('${catalog}'::regclass, o.oid, 0) i
    ${schema === null ? '' : `join pg_namespace n on n.oid = o.${schema}`}
    ${comment(catalog, 'o.oid')}
   where o.oid >= ${String(FIRST_USER_OID)} ${schema === null ? '' : `and ${USER_SCHEMA}`} and ${notOfExtension(catalog, 'o.oid')}`,
  ).join(' union all ');
