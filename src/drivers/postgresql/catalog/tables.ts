import {
  type CatalogQuery,
  comment,
  differing,
  grants,
  NOT_OURS,
  notOfExtension,
  options,
  USER_SCHEMA,
} from './query.ts';

/** Columns in their order; numbers are left out, because a dropped column leaves a gap that a restore closes. */
const columns: CatalogQuery = ({ major }) => `
  select a.attrelid, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'name', a.attname,
           'type', format_type(a.atttypid, a.atttypmod),
           'notNull', case when a.attnotnull then true end,
           'default', case when a.attgenerated = '' then pg_get_expr(ad.adbin, ad.adrelid) end,
           'identity', nullif(a.attidentity::text, ''),
           'generated', nullif(a.attgenerated::text, ''),
           'expression', case when a.attgenerated <> '' then pg_get_expr(ad.adbin, ad.adrelid) end,
           'collation', case when a.attcollation <> t.typcollation then (select cn.nspname || '.' || co.collname
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
           'storage', case when a.attstorage <> t.typstorage then a.attstorage::text end,
           ${major >= 14 ? "'compression', nullif(a.attcompression::text, '')," : ''}
           'statistics', nullif(a.attstattarget, -1),
           'options', ${options('a.attoptions')},
           'grants', ${differing('a.attacl', "'{}'::aclitem[]")},
           'comment', cd.description)) order by a.attnum) as list
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'f')
    join pg_namespace n on n.oid = c.relnamespace and ${USER_SCHEMA}
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
    left join pg_description cd on cd.classoid = 'pg_class'::regclass and cd.objoid = a.attrelid and cd.objsubid = a.attnum
   where a.attnum > 0 and not a.attisdropped
   group by a.attrelid`;

/** Tables, partitioned and foreign ones included. */
export const tables: CatalogQuery = (scope) => `
  select case c.relkind when 'f' then 'foreign-table' else 'table' end as kind,
         n.nspname || '.' || c.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'columns', coalesce(col.list, '[]'),
           'persistence', nullif(c.relpersistence::text, 'p'),
           'partitionedBy', pg_get_partkeydef(c.oid),
           'partitionOf', case when c.relispartition then parents.list -> 0 end,
           'bound', pg_get_expr(c.relpartbound, c.oid),
           'inherits', case when not c.relispartition then parents.list end,
           'of', case when c.reloftype <> 0 then c.reloftype::regtype::text end,
           'options', ${options('c.reloptions')},
           'method', nullif(am.amname, 'heap'),
           'rowSecurity', case when c.relrowsecurity then true end,
           'forcedRowSecurity', case when c.relforcerowsecurity then true end,
           'replicaIdentity', case c.relreplident when 'd' then null when 'n' then 'nothing' when 'f' then 'full'
              else (select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid and x.indisreplident) end,
           'server', fs.srvname,
           'serverOptions', ${options('ft.ftoptions')},
           'grants', ${grants('c.relacl', 'r', 'c.relowner')},
           'comment', d.description)) as definition
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_am am on am.oid = c.relam
    left join (${columns(scope)}) col on col.attrelid = c.oid
    left join (select i.inhrelid, jsonb_agg(pn.nspname || '.' || p.relname order by i.inhseqno) as list
                 from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
                group by i.inhrelid) parents on parents.inhrelid = c.oid
    left join pg_foreign_table ft on ft.ftrelid = c.oid
    left join pg_foreign_server fs on fs.oid = ft.ftserver
    ${comment('pg_class', 'c.oid')}
   where c.relkind in ('r', 'p', 'f') and ${USER_SCHEMA} and ${NOT_OURS} and ${notOfExtension('pg_class', 'c.oid')}`;

/** Views and materialized views. */
export const views: CatalogQuery = () => `
  select case c.relkind when 'v' then 'view' else 'materialized-view' end as kind,
         n.nspname || '.' || c.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'query', pg_get_viewdef(c.oid),
           'columns', (select jsonb_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum)
              from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
           'options', ${options('c.reloptions')},
           'grants', ${grants('c.relacl', 'r', 'c.relowner')},
           'comment', d.description)) as definition
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    ${comment('pg_class', 'c.oid')}
   where c.relkind in ('v', 'm') and ${USER_SCHEMA} and ${notOfExtension('pg_class', 'c.oid')}`;

/** Sequences without their present value, which is data. */
export const sequences: CatalogQuery = () => `
  select 'sequence' as kind,
         n.nspname || '.' || c.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'type', format_type(s.seqtypid, null),
           'start', s.seqstart::text, 'increment', s.seqincrement::text, 'min', s.seqmin::text, 'max', s.seqmax::text,
           'cache', s.seqcache::text, 'cycle', s.seqcycle,
           'persistence', nullif(c.relpersistence::text, 'p'),
           'ownedBy', (select tn.nspname || '.' || t.relname || '.' || a.attname
              from pg_depend o
              join pg_class t on t.oid = o.refobjid join pg_namespace tn on tn.oid = t.relnamespace
              join pg_attribute a on a.attrelid = t.oid and a.attnum = o.refobjsubid
             where o.classid = 'pg_class'::regclass and o.objid = c.oid and o.refclassid = 'pg_class'::regclass
               and o.deptype in ('a', 'i') and o.refobjsubid > 0 limit 1),
           'grants', ${grants('c.relacl', 's', 'c.relowner')},
           'comment', d.description)) as definition
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid
    join pg_namespace n on n.oid = c.relnamespace
    ${comment('pg_class', 'c.oid')}
   where ${USER_SCHEMA} and ${notOfExtension('pg_class', 'c.oid')}`;
