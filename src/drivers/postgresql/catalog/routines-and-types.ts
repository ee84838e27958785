import { type CatalogQuery, comment, grants, notOfExtension, USER_SCHEMA } from './query.ts';

/** Functions, procedures, window functions and aggregates. */
export const routines: CatalogQuery = () => `
  select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as kind,
         n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
         jsonb_strip_nulls(jsonb_build_object(
           'sql', case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end,
           'aggregate', case when p.prokind = 'a' then jsonb_build_object(
              'returns', pg_get_function_result(p.oid), 'kind', g.aggkind::text, 'state', g.aggtransfn::text, 'final', g.aggfinalfn::text,
              'combine', g.aggcombinefn::text, 'serialize', g.aggserialfn::text, 'deserialize', g.aggdeserialfn::text,
              'movingState', g.aggmtransfn::text, 'movingInverse', g.aggminvtransfn::text, 'movingFinal', g.aggmfinalfn::text,
              'stateType', format_type(g.aggtranstype, null), 'initial', g.agginitval, 'movingInitial', g.aggminitval,
              'sort', nullif(g.aggsortop, 0)::regoperator::text, 'parallel', p.proparallel::text) end,
           'grants', ${grants('p.proacl', 'f', 'p.proowner')},
           'comment', d.description)) as definition
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    left join pg_aggregate g on g.aggfnoid = p.oid
    ${comment('pg_proc', 'p.oid')}
   where ${USER_SCHEMA} and ${notOfExtension('pg_proc', 'p.oid')}`;

/** Enums, composites, domains and ranges; the row types of tables and the array of each type come with them. */
export const types: CatalogQuery = () => `
  select case t.typtype when 'e' then 'enum' when 'c' then 'composite-type' when 'd' then 'domain' when 'r' then 'range-type' else 'type' end as kind,
         n.nspname || '.' || t.typname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'labels', (select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
           'attributes', (select jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod),
                case when a.attcollation <> at.typcollation then (select cn.nspname || '.' || co.collname
                  from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end) order by a.attnum)
              from pg_attribute a join pg_type at on at.oid = a.atttypid
             where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped),
           'base', case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end,
           'notNull', case when t.typnotnull then true end,
           'default', t.typdefault,
           'collation', case when t.typtype = 'd' and t.typcollation <> bt.typcollation then (select cn.nspname || '.' || co.collname
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = t.typcollation) end,
           'constraints', (select jsonb_agg(jsonb_build_array(k.conname, pg_get_constraintdef(k.oid)) order by k.conname)
              from pg_constraint k where k.contypid = t.oid and k.contype = 'c'),
           'range', case when r.rngtypid is not null then jsonb_build_object('subtype', format_type(r.rngsubtype, null),
              'operatorClass', (select o.opcname from pg_opclass o where o.oid = r.rngsubopc),
              'canonical', nullif(r.rngcanonical, 0)::regproc::text, 'difference', nullif(r.rngsubdiff, 0)::regproc::text) end,
           'functions', case when t.typtype = 'b' then jsonb_build_array(t.typinput::text, t.typoutput::text, t.typlen, t.typalign::text) end,
           'grants', ${grants('t.typacl', 'T', 't.typowner')},
           'comment', d.description)) as definition
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
    left join pg_type bt on bt.oid = t.typbasetype
    left join pg_range r on r.rngtypid = t.oid
    left join pg_class tc on tc.oid = t.typrelid
    ${comment('pg_type', 't.oid')}
   where t.typtype in ('e', 'c', 'd', 'r', 'b') and (t.typrelid = 0 or tc.relkind = 'c')
     and not exists (select from pg_type el where el.typarray = t.oid)
     and ${USER_SCHEMA} and ${notOfExtension('pg_type', 't.oid')}`;
