import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, createUser, type TestDatabase } from '../../support/databases.ts';
import { startProxy } from '../../support/proxy.ts';
import { startPostgres } from '../../support/servers.ts';
import { failure, NEVER, openDriver, SERVERS, until } from './fixture.ts';

const AWKWARD = '@:/%"\'\n\\ #?&é€';

describe.each(SERVERS)('opening %s', (server) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase(server);
  });
  afterAll(() => database.drop());

  it('connects with a password of any characters, encrypted when the server offers it', async () => {
    const url = await createUser(database, { password: AWKWARD });
    const driver = await openDriver(url);
    const facts = await driver.probe(NEVER);
    expect(facts.tls).toEqual({ used: true, protocol: expect.stringMatching(/^TLSv1/) });
    await driver.close();
    await driver.close();
  });

  it('says that the password is wrong, without the password', async () => {
    const url = new URL(database.url);
    url.password = 'wr0ng%40secret';
    const error = await failure(openDriver(url.href));
    expect(error).toMatchObject({ code: 'CONN_001', details: { sqlState: '28P01' } });
    expect(error.message).toContain('refused the password of the user "postgres"');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/wr0ng|secret/);
  });

  it('says that a password is needed', async () => {
    const url = new URL(database.url);
    url.password = '';
    expect(await failure(openDriver(url.href))).toMatchObject({
      code: 'CONN_001',
      message: expect.stringContaining('asks for a password'),
    });
  });

  it('names a database that is not there', async () => {
    const url = new URL(database.url);
    url.pathname = '/nowhere';
    expect(await failure(openDriver(url.href))).toMatchObject({
      code: 'CONN_001',
      message: expect.stringContaining('The database "nowhere" does not exist'),
      fix: expect.stringContaining('Create the database'),
    });
  });

  it('checks certificates as the mode says', async () => {
    const ca = encodeURIComponent(String(process.env['SLUICE_TEST_CA_CERT']));
    for (const mode of ['require', `verify-ca&sslrootcert=${ca}`, `verify-full&sslrootcert=${ca}`]) {
      const driver = await openDriver(`${database.url}?sslmode=${mode}`);
      expect((await driver.probe(NEVER)).tls?.used).toBe(true);
      await driver.close();
    }
    const plain = await openDriver(`${database.url}?sslmode=disable`);
    expect((await plain.probe(NEVER)).tls).toEqual({ used: false, protocol: null });
    await plain.close();
    const error = await failure(openDriver(`${database.url}?sslmode=verify-full`));
    expect(error).toMatchObject({ code: 'CONN_001', message: expect.stringContaining('is not trusted') });
    expect(await failure(openDriver(`${database.url}?sslmode=verify-full&sslrootcert=/no/such/file`))).toMatchObject({
      code: 'CONF_001',
    });
  });

  it('ends its sessions when it is closed', async () => {
    const driver = await openDriver(database.url, { runId: 'closing' });
    await driver.lock.holder();
    await driver.inspect(NEVER);
    await driver.sessions.endOrphans({ lockTimeoutMs: 1000, statementTimeoutMs: 1000, signal: NEVER });
    await driver.close();
    const left = `select count(*) as left from pg_stat_activity where application_name like 'sluice%/closing'`;
    // The server may need a moment to see the goodbye.
    await until(async () => ((await database.query(left))[0]?.['left'] === 0 ? true : null));
    expect(await failure(driver.inspect(NEVER))).toBeInstanceOf(Error);
  });
});

describe('a server that cannot be reached', () => {
  const url = (host: string, port: number | string): string => `postgres://u:pass-word-1@${host}:${String(port)}/d`;

  it('says that nothing listens', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
    const address = listener.address();
    await new Promise((resolve) => listener.close(resolve));
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error = await failure(openDriver(url('127.0.0.1', port)));
    expect(error).toMatchObject({ code: 'CONN_001', message: expect.stringContaining('connection was refused') });
    expect(error.message).not.toContain('pass-word-1');
  });

  it('says that the name is unknown', async () => {
    expect(await failure(openDriver(url('no-such-host.invalid', 5432)))).toMatchObject({
      code: 'CONN_001',
      message: expect.stringContaining('cannot be resolved'),
    });
  });

  it('gives up on a server that does not answer, and at once when aborted', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await failure(openDriver(url('127.0.0.1', port), { connectTimeoutMs: 100 }))).toMatchObject({
      code: 'CONN_001',
      message: expect.stringContaining('did not answer within 100 ms'),
    });
    const abort = new AbortController();
    silent.once('connection', () => abort.abort(new Error('enough')));
    const error = await failure(openDriver(url('127.0.0.1', port), { signal: abort.signal, connectTimeoutMs: 60_000 }));
    expect(error.message).toBe('enough');
    silent.close();
  });
});

describe('a server without TLS and with few connections', () => {
  it('is used plainly by default, refused when TLS is demanded, and named when it is full', async () => {
    const server = await startPostgres({
      settings: {
        ssl: 'off',
        max_connections: 4,
        superuser_reserved_connections: 0,
        max_wal_senders: 0,
        wal_level: 'replica',
      },
    });
    try {
      const driver = await openDriver(server.url());
      expect((await driver.probe(NEVER)).tls?.used).toBe(false);
      expect(await failure(openDriver(`${server.url()}?sslmode=require`))).toMatchObject({
        code: 'CONN_001',
        message: expect.stringContaining('offers no TLS'),
        fix: expect.stringContaining('sslmode=disable'),
      });
      const others = [await openDriver(server.url()), await openDriver(server.url())];
      expect(await failure(openDriver(server.url()))).toMatchObject({
        code: 'CONN_001',
        message: expect.stringContaining('too many clients'),
        details: { sqlState: '53300' },
      });
      await Promise.all([driver, ...others].map((one) => one.close()));
    } finally {
      await server.stop();
    }
  });
});

describe('a connection that breaks', () => {
  it('fails what was in flight, and is opened again for the next call', async () => {
    const database = await createDatabase('postgresql');
    const proxy = await startProxy(database.url);
    const driver = await openDriver(proxy.url(database.url));
    try {
      expect(await driver.lock.holder()).toBeNull();
      proxy.cut();
      expect(await failure(driver.lock.holder())).toMatchObject({ code: 'CONN_001', details: { lost: true } });
      expect(await driver.lock.holder()).toBeNull();
      proxy.refuse();
      await failure(driver.lock.holder());
      expect(await failure(driver.lock.holder())).toMatchObject({ code: 'CONN_001' });
      proxy.resume();
      expect(await driver.lock.holder()).toBeNull();
    } finally {
      await driver.close();
      await proxy.close();
      await database.drop();
    }
  });
});
