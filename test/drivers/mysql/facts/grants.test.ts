import { describe, expect, it } from '@jest/globals';
import {
  grantPattern,
  grantStatement,
  isGranted,
  quoteAccount,
  readGrants,
} from '../../../../src/drivers/mysql/facts/grants.ts';
import { privilegeFacts } from '../../../../src/drivers/mysql/facts/privileges.ts';
import { newDatabase, openDriver } from '../open.ts';

const granted = (lines: readonly string[], privilege: string, database: string | null): boolean =>
  isGranted(readGrants(lines), [privilege], database);

describe('grants', () => {
  it.each([
    [['GRANT ALL PRIVILEGES ON *.* TO `r`@`%` WITH GRANT OPTION'], 'SELECT', 'd', true],
    [['GRANT USAGE ON *.* TO `r`@`%`'], 'SELECT', 'd', false],
    [['GRANT SELECT, INSERT ON `d`.* TO `r`@`%`'], 'INSERT', 'd', true],
    [['GRANT SELECT, INSERT ON `d`.* TO `r`@`%`'], 'INSERT', 'e', false],
    [['GRANT SELECT, INSERT ON `d`.* TO `r`@`%`'], 'DELETE', 'd', false],
    [['GRANT SELECT ON `app\\_%`.* TO `r`@`%`'], 'SELECT', 'app_one', true],
    [['GRANT SELECT ON `app\\_%`.* TO `r`@`%`'], 'SELECT', 'appXone', false],
    [['GRANT SELECT ON `app_one`.* TO `r`@`%`'], 'SELECT', 'appXone', true],
    [['GRANT SELECT ON `a``b\\%`.* TO `r`@`%`'], 'SELECT', 'a`b%', true],
    [['GRANT SELECT ON `d`.`t` TO `r`@`%`'], 'SELECT', 'd', false],
    [['GRANT SELECT (a, b), INSERT ON `d`.* TO `r`@`%`'], 'SELECT', 'd', false],
    [['GRANT SELECT (a, b), INSERT ON `d`.* TO `r`@`%`'], 'INSERT', 'd', true],
    [['GRANT CREATE VIEW, SHOW VIEW ON `d`.* TO `r`@`%`'], 'CREATE', 'd', false],
    [['GRANT PROCESS ON *.* TO `r`@`%`'], 'PROCESS', null, true],
    [['GRANT ALL PRIVILEGES ON `d`.* TO `r`@`%`'], 'PROCESS', null, false],
    [['GRANT `role` TO `r`@`%`', 'GRANT SELECT ON *.* TO `role`'], 'SELECT', 'd', true],
    [["GRANT SELECT ON *.* TO `r`@`%` IDENTIFIED BY PASSWORD '*AB'"], 'SELECT', 'd', true],
    [['GRANT SELECT ON `app_1`.* TO `r`@`%`', 'GRANT INSERT ON `app\\_1`.* TO `r`@`%`'], 'SELECT', 'app_1', false],
    [['GRANT SELECT ON `app_1`.* TO `r`@`%`', 'GRANT INSERT ON `app\\_1`.* TO `r`@`%`'], 'INSERT', 'app_1', true],
    [['GRANT SELECT ON `app_1`.* TO `r`@`%`', 'GRANT INSERT ON `app\\_1`.* TO `role`'], 'SELECT', 'app_1', true],
    [['GRANT SELECT ON `app\\_%`.* TO `r`@`%`', 'GRANT INSERT ON `ap%`.* TO `r`@`%`'], 'INSERT', 'app_1', false],
    [['GRANT EXECUTE ON PROCEDURE `d`.`p` TO `r`@`%`'], 'EXECUTE', 'd', false],
  ] as const)('%j: %s on %s', (lines, privilege, database, expected) => {
    expect(granted(lines, privilege, database)).toBe(expected);
  });

  it.each([
    [[], 'GRANT EVENT ON `app\\_1`.* TO `r`@`%`;'],
    [['GRANT SELECT ON `app\\_1`.* TO `r`@`%`'], 'GRANT EVENT ON `app\\_1`.* TO `r`@`%`;'],
    [['GRANT SELECT ON `app_1`.* TO `r`@`%`'], 'GRANT EVENT ON `app_1`.* TO `r`@`%`;'],
    [['GRANT SELECT, INSERT ON `app\\_%`.* TO `r`@`%`'], 'GRANT SELECT, INSERT, EVENT ON `app\\_1`.* TO `r`@`%`;'],
    [['GRANT SELECT ON `app_1`.* TO `role`'], 'GRANT EVENT ON `app\\_1`.* TO `r`@`%`;'],
  ] as const)('%j are added to, and none of them is lost', (lines, expected) => {
    expect(grantStatement(readGrants(lines), ['EVENT'], 'app_1', 'r@%')).toBe(
      expected.replaceAll('`r`@`%`', "'r'@'%'"),
    );
  });

  it('writes patterns and accounts that mean just themselves', () => {
    expect(grantPattern('a_b%`\\')).toBe('`a\\_b\\%``\\\\`');
    expect(quoteAccount("o'neil@host@%")).toBe("'o\\'neil@host'@'%'".replace("\\'", "''"));
  });
});

it('names what an account lacks, and its fixes work', async () => {
  const database = await newDatabase();
  const url = await database.createUser({ password: 'x', grants: ['select, insert, update, delete on *'] });
  const driver = await openDriver(url);
  const facts = await driver.probe(new AbortController().signal);
  const missing = facts.privileges.filter((privilege) => !privilege.granted);
  expect(missing.map(({ name }) => name.split(' on ')[0])).toEqual([
    ...['CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES', 'CREATE VIEW', 'SHOW VIEW', 'TRIGGER'],
    ...['CREATE ROUTINE', 'ALTER ROUTINE', 'EVENT', 'LOCK TABLES', 'CREATE'],
  ]);
  expect(facts.unknown.map(({ fact }) => fact)).toContain(
    'who blocks a statement, and transactions that have been open for long',
  );
  for (const { fix } of missing) await database.query(fix);
  const again = await openDriver(url);
  expect(
    (await again.probe(new AbortController().signal)).privileges.filter((privilege) => !privilege.granted),
  ).toEqual([]);
});

it('counts privileges that come by a role', async () => {
  const database = await newDatabase();
  const url = await database.createUser({ password: 'x', grants: ['usage on *.*'] });
  const user = decodeURIComponent(new URL(url).username);
  const role = `${user}_role`;
  await database.query(
    `create role ${role}; grant all on \`${database.name.replaceAll('_', '\\_')}\`.* to ${role}; grant ${role} to '${user}'@'%'; set default role ${role} for '${user}'@'%'`,
  );
  try {
    const facts = await (await openDriver(url)).probe(new AbortController().signal);
    expect(facts.privileges.filter(({ granted: has }) => !has).map(({ name }) => name)).toEqual([
      'CREATE on sluice_scratch_…',
    ]);
  } finally {
    await database.query(`drop role ${role}`);
  }
});

it('knows nothing of privileges without grants', () => {
  expect(privilegeFacts([], 'd', 'u@h').privileges.every(({ granted: has }) => !has)).toBe(true);
});
