import type { SqlRow } from '../../sql/session.ts';
import { column } from '../inspect/reader.ts';

/** The account's lines of SHOW GRANTS, with those of its roles that are active and of what everybody may. */
export async function readGrantLines(
  query: (sql: string) => Promise<readonly SqlRow[]>,
  mariadb: boolean,
): Promise<readonly string[]> {
  const show = async (whose: string): Promise<readonly string[]> =>
    (await query(`show grants for ${whose}`)).map((row) => column(row, Object.keys(row)[0] ?? '') ?? '');
  const [row] = await query('select current_role() as roles');
  const roles = column(row ?? {}, 'roles');
  const hasRole = roles !== null && roles !== 'NONE' && roles !== '';
  if (!mariadb) return show(hasRole ? `current_user() using ${roles}` : 'current_user()');
  // What comes by roles shows only when they are named; MariaDB has one at a time, which includes its own roles.
  return [
    ...(await show('current_user()')),
    ...(hasRole ? await show('current_role()') : []),
    // Older servers take it for the name of an account that does not exist.
    ...(await show('public').catch(() => [])),
  ];
}
