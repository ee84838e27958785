import { SluiceError } from '../../../errors.ts';
import type { Link } from '../link.ts';
import { quoteIdentifier } from '../quote.ts';

/** What was granted to the present account by name on objects of others. */
const OWN_GRANTS = `
  select distinct name from (
    select format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner, a.grantee
      from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) a
     union all
    select format('%I.%I', n.nspname, c.relname), c.relowner, a.grantee
      from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace
           cross join lateral aclexplode(case when cardinality(t.attacl) > 0 then t.attacl end) a
     union all
    select format('schema %I', n.nspname), n.nspowner, a.grantee from pg_namespace n cross join lateral aclexplode(n.nspacl) a
     union all
    select format('%I.%I', n.nspname, p.proname), p.proowner, a.grantee
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join lateral aclexplode(p.proacl) a
     union all
    select format('%I.%I', n.nspname, t.typname), t.typowner, a.grantee
      from pg_type t join pg_namespace n on n.oid = t.typnamespace cross join lateral aclexplode(t.typacl) a) g
   where grantee <> owner and grantee = (select oid from pg_roles where rolname = current_user)
   order by name`;

/**
 * Refuses to prove a copy in which everything belongs to the account itself, when the account holds privileges by name:
 * an owner's own privileges look alike whatever had been granted, so they cannot be compared.
 *
 * @throws SluiceError `PERM_001`
 */
export async function refuseOwnGrants(link: Link, user: string): Promise<void> {
  const { rows } = await link.query(OWN_GRANTS);
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => String(name));
  const more = names.length > 10 ? ` and ${String(names.length - 10)} more` : '';
  const account = quoteIdentifier(user);
  throw new SluiceError(
    'PERM_001',
    `This account may not give restored objects to their owners, so the copy is its own, and what was granted to it by name cannot be compared: ${names.slice(0, 10).join(', ')}${more}.`,
    {
      fix:
        `Give the account its rights by a role (since PostgreSQL 14: "GRANT pg_read_all_data TO ${account}") and revoke what was granted to it by name; ` +
        'or prove backups with an account that is a superuser, or owns the objects.',
      details: { objects: names },
    },
  );
}
