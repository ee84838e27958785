import { describe, expect, it } from '@jest/globals';
import { createDatabase, createUser, ENGINES } from './databases.ts';

describe.each(ENGINES)('a test database on %s', (engine) => {
  it('is empty, answers, and is gone after drop', async () => {
    const database = await createDatabase(engine);
    await database.query('create table t (id integer primary key, name varchar(20))');
    await database.query("insert into t values (1, 'Ёлка')");
    expect(await database.query('select id, name from t')).toEqual([{ id: 1, name: 'Ёлка' }]);
    expect(await database.query('select count(*) as n from t')).toEqual([{ n: 1 }]);
    await database.drop();
    await database.drop();
    await expect(database.query('select 1 from t')).rejects.toThrow(/does not exist|Unknown database/);
  });
});

describe.each(['postgresql', 'postgresql18', 'mariadb'] as const)('an account on %s', (engine) => {
  it('logs in with any password and sees only what was granted', async () => {
    const database = await createDatabase(engine, { name: `a "b" \`c\` % ${engine}` });
    await database.query('create table seen (id integer); create table unseen (id integer)');
    const password = '@:/%"\'\\\n`$ ?#ü';
    const url = await createUser(database, { password, grants: ['select on seen'] });
    const asUser = await createDatabase(engine, { server: url }).catch((error: unknown) => error);
    expect(asUser).toBeInstanceOf(Error);
    expect(String(asUser)).toMatch(/denied/);
    await database.drop();
  });
});
