import { statfs } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../src/driver.ts';
import { startProxy } from '../../support/proxy.ts';
import { openSession } from '../../support/session.ts';
import { createFixture, FENCE, type Fixture, LIMITS, NEVER, SERVERS, statement } from './fixture.ts';

describe.each(SERVERS)('probing %s', (server) => {
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await createFixture(server);
  });
  afterAll(() => fixture.drop());

  const probe = (): Promise<Facts> => fixture.driver.probe(NEVER);

  it('tells version, sizes, connections and tools', async () => {
    const facts = await probe();
    const [row] = await fixture.database.query(
      `select current_setting('server_version') as version, pg_database_size(current_database()) as size, current_setting('data_directory') as folder`,
    );
    expect(facts).toMatchObject({
      engine: 'postgresql',
      serverVersion: row?.['version'],
      serverVersionParts: String(row?.['version']).split(' ')[0]?.split('.').map(Number),
      supported: { minimum: '12', ok: true },
      database: fixture.database.name,
      readOnly: false,
      replication: null,
      unknown: [],
      connections: { used: expect.any(Number), limit: 197 },
    });
    expect(Math.abs(facts.sizeBytes - Number(row?.['size']))).toBeLessThan(2_000_000);
    expect(facts.connections?.used).toBeGreaterThanOrEqual(2);
    expect(facts.tools.map(({ program }) => program)).toEqual(['pg_dump', 'pg_restore', 'psql']);
    const { blocks, bsize } = await statfs('/');
    expect(facts.serverDiskFreeBytes).toBeGreaterThan(0);
    expect(facts.serverDiskFreeBytes).toBeLessThanOrEqual(blocks * bsize);
  });

  it('does not take another machine’s disk for the server’s', async () => {
    const proxy = await startProxy(fixture.database.url);
    const driver = await fixture.another({}, proxy.url(fixture.database.url));
    const facts = await driver.probe(NEVER);
    expect(facts.serverDiskFreeBytes).toBeNull();
    expect(facts.unknown).toContainEqual({
      fact: 'free disk on the server',
      why: expect.stringContaining('another machine'),
    });
    await driver.close();
    await proxy.close();
  });

  it('knows a connection limit of the database', async () => {
    await fixture.database.query(`alter database "${fixture.database.name}" connection limit 20`);
    const facts = await probe();
    expect(facts.connections).toMatchObject({ limit: 20 });
    expect(facts.connections?.used).toBeLessThan(15);
    await fixture.database.query(`alter database "${fixture.database.name}" connection limit -1`);
  });

  it('asks for each privilege, and each fix works', async () => {
    await fixture.database.query(
      'create table mine (a int); create schema "S 1"; create table "S 1"."T, x" (a int); revoke create on schema public from public',
    );
    const url = await fixture.database.createUser({ password: 'p', grants: ['usage on schema public'] });
    const role = new URL(url).username;
    for (const names of [
      { schema: null, prefix: 'p_' },
      { schema: 'not_there', prefix: 'p_' },
      { schema: 'S 1', prefix: 'p_' },
    ]) {
      const driver = await fixture.another({ names }, url);
      const missing = (await driver.probe(NEVER)).privileges.filter(({ granted }) => !granted);
      expect(missing.length).toBeGreaterThan(0);
      for (const { fix } of missing) await fixture.database.query(fix);
      expect((await driver.probe(NEVER)).privileges.filter(({ granted }) => !granted)).toEqual([]);
      await driver.close();
      await fixture.database.query(
        `revoke postgres from "${role}"; alter role "${role}" nocreatedb; revoke create on schema public, "S 1" from "${role}"; revoke create on database "${fixture.database.name}" from "${role}"; revoke select on "S 1"."T, x" from "${role}"`,
      );
    }
    const driver = await fixture.another({}, url);
    const { privileges, unknown } = await driver.probe(NEVER);
    expect(privileges.map(({ name, granted }) => [name, granted])).toEqual([
      [`CONNECT on database ${fixture.database.name}`, true],
      ['CREATE on schema public', false],
      ['owner of all tables: not "S 1"."T, x", public.mine', false],
      ['SELECT on all tables: not "S 1"."T, x"', false],
      ['CREATEDB', false],
    ]);
    expect(unknown.map(({ fact }) => fact)).toEqual(['free disk on the server', 'transactions of other users']);
    await driver.close();
  });

  it('names locks and transactions of others, not its own', async () => {
    await fixture.apply('create table locked (a int)');
    const other = await openSession(fixture.database);
    await other.query('begin');
    await other.query('insert into locked values (1)');
    await fixture.driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement('lock table mine'));
      expect((await probe()).heldLocks).toEqual([
        {
          table: 'public.locked',
          pid: other.pid,
          user: 'postgres',
          query: 'insert into locked values (1)',
          ageMs: expect.any(Number),
          certain: true,
        },
      ]);
    });
    expect((await probe()).longTransactions).toEqual([]);
    await other.query('rollback');
    expect((await probe()).heldLocks).toEqual([]);
    await other.query('select * from locked');
    expect((await probe()).heldLocks).toEqual([]);
    await other.close();
  });

  it('names INVALID indexes, and each fix works', async () => {
    await fixture.database.query('create table dup (a int); insert into dup values (1), (1)');
    await fixture.database.query('create unique index concurrently "Dup a" on dup (a)').catch(() => {});
    await fixture.database.query('create unique index concurrently x_ccnew on dup (a)').catch(() => {});
    const { invalidIndexes } = await probe();
    expect(invalidIndexes).toMatchObject([
      {
        index: 'public.Dup a',
        table: 'public.dup',
        fix: expect.stringContaining('REINDEX INDEX CONCURRENTLY "public"."Dup a";'),
      },
      { index: 'public.x_ccnew', table: 'public.dup', fix: 'DROP INDEX CONCURRENTLY "public"."x_ccnew";' },
    ]);
    await fixture.database.query('truncate dup');
    for (const { fix } of invalidIndexes) await fixture.database.query(fix.split(';')[0] ?? '');
    expect((await probe()).invalidIndexes).toEqual([]);
  });

  it('says that a database takes no writes', async () => {
    await fixture.database.query(`alter database "${fixture.database.name}" set default_transaction_read_only = on`);
    const driver = await fixture.another();
    expect((await driver.probe(NEVER)).readOnly).toBe(true);
    await driver.close();
    await fixture.database.query(
      `set transaction read write; alter database "${fixture.database.name}" reset default_transaction_read_only`,
    );
  });
});
