/** What every catalog query is told. */
export interface CatalogScope {
  /** Major version of the server. */
  readonly major: number;
}

/** SQL that returns the columns `kind`, `name` and `definition` (jsonb), one row an object. */
export type CatalogQuery = (scope: CatalogScope) => string;

/** The schemas that are the user's; `n` is a row of pg_namespace. */
export const USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

/** No table of Sluice's; `c` is a row of pg_class in the schema `n`, `$1` the schema of Sluice's tables, `$2` their names. */
export const NOT_OURS = '(n.nspname <> $1::name or c.relname <> all ($2::name[]))';

/** Not part of an extension, which brings its objects itself. */
export function notOfExtension(catalog: string, oid: string): string {
  return `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
}

/** Joins the comment of an object as `d.description`. */
export function comment(catalog: string, oid: string, alias = 'd'): string {
  return `left join pg_description ${alias} on ${alias}.classoid = '${catalog}'::regclass and ${alias}.objoid = ${oid} and ${alias}.objsubid = 0`;
}

/**
 * Privileges as sorted texts `role: SELECT, INSERT*` (`*` = may be passed on). Whoever granted to himself is the
 * owner, whose name is left out because a restore may change it. `aclexplode` refuses an empty array.
 */
function listed(acl: string): string {
  return `(select jsonb_agg(g.entry order by g.entry collate "C") from (
    select case when a.grantee = a.grantor then '@owner' when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end
           || ': ' || string_agg(a.privilege_type || case when a.is_grantable then '*' else '' end, ', ' order by a.privilege_type) as entry
      from aclexplode(case when cardinality(${acl}) > 0 then ${acl} end) a group by a.grantee, a.grantee = a.grantor) g)`;
}

/** What was granted on an object; null while that is the default. `kind` is the letter of `acldefault`. */
export function grants(acl: string, kind: string, owner: string): string {
  return differing(acl, `acldefault('${kind}', ${owner})`);
}

/** As {@link grants}, with the default given as an ACL; null = nothing. */
export function differing(acl: string, usual: string): string {
  return `case when ${acl} is not null then nullif(coalesce(${listed(acl)}, '[]'), coalesce(${listed(usual)}, '[]')) end`;
}

/**
 * Options (`fillfactor=70`) in a stable order; null when there are none. Names with `pg_` are the server's own notes:
 * some builds stamp columns with `pg_attver`, which pg_dump leaves out and every new table has anew.
 */
export function options(column: string): string {
  return `(select jsonb_agg(o order by o) from unnest(${column}) o where o !~ '^pg_')`;
}

/** Catalogs whose rows are named, but not described: what a migration rarely touches. */
export const RARE_CATALOGS = [
  { catalog: 'pg_operator', schema: 'oprnamespace' },
  { catalog: 'pg_opclass', schema: 'opcnamespace' },
  { catalog: 'pg_opfamily', schema: 'opfnamespace' },
  { catalog: 'pg_collation', schema: 'collnamespace' },
  { catalog: 'pg_conversion', schema: 'connamespace' },
  { catalog: 'pg_ts_config', schema: 'cfgnamespace' },
  { catalog: 'pg_ts_dict', schema: 'dictnamespace' },
  { catalog: 'pg_ts_parser', schema: 'prsnamespace' },
  { catalog: 'pg_ts_template', schema: 'tmplnamespace' },
  { catalog: 'pg_cast', schema: null },
  { catalog: 'pg_language', schema: null },
  { catalog: 'pg_foreign_data_wrapper', schema: null },
  { catalog: 'pg_foreign_server', schema: null },
  { catalog: 'pg_transform', schema: null },
  { catalog: 'pg_am', schema: null },
] as const;

/** The first OID that a user's objects get (FirstNormalObjectId in access/transam.h). */
export const FIRST_USER_OID = 16384;
