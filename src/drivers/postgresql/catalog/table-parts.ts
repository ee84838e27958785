import { type CatalogQuery, comment, NOT_OURS, notOfExtension, options, USER_SCHEMA } from './query.ts';

/** Joins table `c` and schema `n` of a part, and keeps the user's. */
const ofTable = (relation: string): string => `
    join pg_class c on c.oid = ${relation}
    join pg_namespace n on n.oid = c.relnamespace`;

const USERS = `${USER_SCHEMA} and ${NOT_OURS} and ${notOfExtension('pg_class', 'c.oid')}`;

/** Indexes, those of constraints included. */
export const indexes: CatalogQuery = () => `
  select 'index' as kind,
         n.nspname || '.' || ic.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_indexdef(i.indexrelid),
           'invalid', case when not i.indisvalid then true end,
           'clustered', case when i.indisclustered then true end,
           'partOf', (select pn.nspname || '.' || p.relname from pg_inherits h
              join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = i.indexrelid),
           'statistics', (select jsonb_object_agg(a.attnum, a.attstattarget) from pg_attribute a
              where a.attrelid = i.indexrelid and a.attstattarget >= 0),
           'comment', d.description)) as definition
    from pg_index i
    join pg_class ic on ic.oid = i.indexrelid ${ofTable('i.indrelid')}
    ${comment('pg_class', 'i.indexrelid')}
   where ${USERS}`;

/** Constraints of tables. The copies that partitions get of a foreign key are named by the server and left out. */
export const constraints: CatalogQuery = () => `
  select 'constraint' as kind,
         n.nspname || '.' || c.relname || '.' || k.conname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_constraintdef(k.oid),
           'notValidated', case when not k.convalidated then true end,
           'comment', d.description)) as definition
    from pg_constraint k ${ofTable('k.conrelid')}
    ${comment('pg_constraint', 'k.oid')}
   where k.contype in ('c', 'f', 'p', 'u', 'x', 'n') and (k.contype <> 'n' or not k.convalidated)
     and (k.contype <> 'f' or k.conparentid = 0) and ${USERS}`;

/** Triggers. The copies that partitions get are left out. */
export const triggers: CatalogQuery = ({ major }) => `
  select 'trigger' as kind,
         n.nspname || '.' || c.relname || '.' || t.tgname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_triggerdef(t.oid),
           'enabled', t.tgenabled::text,
           'comment', d.description)) as definition
    from pg_trigger t ${ofTable('t.tgrelid')}
    ${comment('pg_trigger', 't.oid')}
   where not t.tgisinternal ${major >= 13 ? 'and t.tgparentid = 0' : ''} and ${USERS}`;

/** Row policies. */
export const policies: CatalogQuery = () => `
  select 'policy' as kind,
         n.nspname || '.' || c.relname || '.' || p.polname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'command', p.polcmd::text,
           'permissive', p.polpermissive,
           'roles', (select jsonb_agg(r.role order by r.role) from (
              select case when u.oid = 0 then 'public' else pg_get_userbyid(u.oid)::text end collate "C" as role from unnest(p.polroles) u(oid)) r),
           'using', pg_get_expr(p.polqual, p.polrelid),
           'check', pg_get_expr(p.polwithcheck, p.polrelid),
           'comment', d.description)) as definition
    from pg_policy p ${ofTable('p.polrelid')}
    ${comment('pg_policy', 'p.oid')}
   where ${USERS}`;

/** Rewrite rules, but for those that make a view. */
export const rules: CatalogQuery = () => `
  select 'rule' as kind,
         n.nspname || '.' || c.relname || '.' || r.rulename as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_ruledef(r.oid),
           'enabled', r.ev_enabled::text,
           'comment', d.description)) as definition
    from pg_rewrite r ${ofTable('r.ev_class')}
    ${comment('pg_rewrite', 'r.oid')}
   where r.rulename <> '_RETURN' and ${USERS}`;

/** Extended statistics. */
export const statistics: CatalogQuery = ({ major }) => `
  select 'statistics' as kind,
         sn.nspname || '.' || s.stxname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_statisticsobjdef(s.oid),
           ${major >= 13 ? "'target', nullif(s.stxstattarget, -1)," : ''}
           'comment', d.description)) as definition
    from pg_statistic_ext s
    join pg_namespace sn on sn.oid = s.stxnamespace ${ofTable('s.stxrelid')}
    ${comment('pg_statistic_ext', 's.oid')}
   where ${USERS}`;

/** Publications for logical replication. */
export const publications: CatalogQuery = ({ major }) => `
  select 'publication' as kind,
         p.pubname::text as name,
         jsonb_strip_nulls(jsonb_build_object(
           'allTables', p.puballtables,
           'publishes', jsonb_build_array(p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate),
           ${major >= 13 ? "'viaRoot', p.pubviaroot," : ''}
           'tables', (select jsonb_agg(${
             major >= 15
               ? `jsonb_build_array(n.nspname || '.' || c.relname, pg_get_expr(r.prqual, r.prrelid),
                    (select jsonb_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)))`
               : `jsonb_build_array(n.nspname || '.' || c.relname)`
           } order by n.nspname, c.relname) from pg_publication_rel r ${ofTable('r.prrelid')} where r.prpubid = p.oid),
           ${
             major >= 15
               ? `'schemas', (select jsonb_agg(n.nspname order by n.nspname) from pg_publication_namespace s
                    join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid),`
               : ''
           }
           'comment', d.description)) as definition
    from pg_publication p
    ${comment('pg_publication', 'p.oid')}`;

/** Triggers on commands of the whole database. */
export const eventTriggers: CatalogQuery = () => `
  select 'event-trigger' as kind,
         t.evtname::text as name,
         jsonb_strip_nulls(jsonb_build_object(
           'event', t.evtevent, 'function', t.evtfoid::regprocedure::text, 'enabled', t.evtenabled::text,
           'tags', ${options('t.evttags')},
           'comment', d.description)) as definition
    from pg_event_trigger t
    ${comment('pg_event_trigger', 't.oid')}
   where ${notOfExtension('pg_event_trigger', 't.oid')}`;
