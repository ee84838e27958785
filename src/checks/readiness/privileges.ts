import { failed, passed } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = { id: 'privileges', title: 'Privileges', expected: 'the account may do all that the lifecycle needs' };

/** One finding a missing privilege, with the statement that grants it. */
export const checkPrivileges: ReadinessCheck = ({ facts }) => {
  const missing = facts.privileges.filter((privilege) => !privilege.granted);
  if (missing.length === 0) return [passed(NAME, `${String(facts.privileges.length)} privileges tried, all granted`)];
  return missing.map(({ name, neededFor, fix }) =>
    failed({ ...NAME, expected: `${name}, for ${neededFor}` }, 'PERM_001', `missing: ${name}`, fix),
  );
};
