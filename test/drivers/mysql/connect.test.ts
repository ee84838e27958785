import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportError } from '../../../src/errors.ts';
import { type TestDatabase } from '../../support/databases.ts';
import { startMariadb } from '../../support/servers.ts';
import type { TestServer } from '../../support/servers/test-server.ts';
import { openSession, type TestSession } from '../../support/session.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { failureOf, newDatabase, openDriver } from './open.ts';

const signal = new AbortController().signal;
let database: TestDatabase;

beforeAll(async () => {
  database = await newDatabase();
});

/** The URL with some of its parts changed. */
function changed(change: (url: URL) => void, of: string = database.url): string {
  const url = new URL(of);
  change(url);
  return url.href;
}

describe('a connection that cannot be opened says why, and never the password', () => {
  const password = 'p@:/%"\'\\`#;s3cret';

  it.each([
    ['refused', async () => changed((url) => (url.port = '1')), /refused/],
    ['unknown host', async () => changed((url) => (url.hostname = 'no-such-host.invalid')), /cannot be resolved/],
    ['wrong password', async () => changed((url) => (url.password = encodeURIComponent(password))), /refused the user/],
    [
      'unknown user',
      async () => changed((url) => ((url.username = 'nobody'), (url.password = encodeURIComponent(password)))),
      /refused the user "nobody"/,
    ],
    [
      'unknown database',
      async () => changed((url) => (url.pathname = '/no_such_database')),
      /"no_such_database" does not exist/,
    ],
  ] as const)('%s', async (_name, url, message) => {
    const failure = await failureOf(openDriver(await url()));
    expect(failure).toMatchObject({ code: 'CONN_001' });
    expect(failure.message).toMatch(message);
    expect(failure.fix).not.toBe('');
    const everything = JSON.stringify(reportError(failure)) + String(failure.stack) + JSON.stringify(failure.details);
    expect(everything).not.toContain('s3cret');
  });

  it('a database that is closed to the account', async () => {
    const other = await newDatabase();
    const url = await other.createUser({ password: 'x' });
    const failure = await failureOf(openDriver(changed((parts) => (parts.pathname = `/${database.name}`), url)));
    expect(failure).toMatchObject({ code: 'PERM_001' });
  });

  it('too many connections of the account', async () => {
    const url = await database.createUser({ password: 'x' });
    const user = decodeURIComponent(new URL(url).username);
    await database.query(`alter user '${user}'@'%' with max_user_connections 1`);
    const driver = await openDriver(url);
    const failure = await failureOf(driver.inspect(signal));
    expect(failure).toMatchObject({ code: 'CONN_001' });
    expect(failure.message).toMatch(/no free connection/);
    await driver.close();
  });

  it('a server that accepts and says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await failureOf(
      openDriver(
        changed((url) => (url.port = String(port))),
        { connectTimeoutMs: 200 },
      ),
    );
    expect(failure).toMatchObject({ code: 'CONN_001' });
    server.close();
  });

  it('a port where something else answers', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await failureOf(openDriver(changed((url) => (url.port = String(port)))));
    expect(failure).toMatchObject({ code: 'CONN_001' });
    server.close();
  });

  it('an aborted run', async () => {
    const abort = new AbortController();
    abort.abort(new Error('stop'));
    await expect(openDriver(database.url, { signal: abort.signal })).rejects.toThrow('stop');
  });
});

describe('TLS', () => {
  const ca = (): string => encodeURIComponent(process.env['SLUICE_TEST_CA_CERT'] ?? '');
  const tlsOf = async (url: string) => (await (await openDriver(url)).probe(signal)).tls;
  const at = (host: string, parameters: string): string => `${changed((url) => (url.hostname = host))}?${parameters}`;

  it.each([
    ['default', '127.0.0.1', '', true],
    ['require', '127.0.0.1', 'sslmode=require', true],
    ['disable', '127.0.0.1', 'sslmode=disable', false],
  ])('%s', async (_name, host, parameters, used) => {
    const tls = await tlsOf(at(host, parameters));
    expect(tls).toEqual(
      used ? { used: true, protocol: expect.stringMatching(/^TLSv1\./) as unknown } : { used: false, protocol: null },
    );
  });

  it('verify-ca and verify-full, with the authority and without', async () => {
    expect(await tlsOf(at('127.0.0.1', `sslmode=verify-ca&sslrootcert=${ca()}`))).toMatchObject({ used: true });
    expect(await tlsOf(at('localhost', `sslmode=verify-full&sslrootcert=${ca()}`))).toMatchObject({ used: true });
    expect(await tlsOf(at('127.0.0.1', `sslmode=verify-full&sslrootcert=${ca()}`))).toMatchObject({ used: true });
    for (const mode of ['verify-ca', 'verify-full']) {
      const failure = await failureOf(openDriver(at('localhost', `sslmode=${mode}`)));
      expect(failure).toMatchObject({ code: 'CONN_001' });
      expect(failure.message).toMatch(/not trusted/);
    }
    // 127.0.0.2 is this machine too, and no name in the certificate, which is one of localhost.
    const forward = createServer((client) => {
      const server = connect(Number(new URL(database.url).port), '127.0.0.1');
      // A test that fails must not wait for them.
      for (const socket of [client, server]) socket.unref();
      client.pipe(server).pipe(client);
      for (const socket of [client, server]) socket.on('error', () => {});
    }).listen(0, '127.0.0.2');
    await new Promise((resolve) => forward.once('listening', resolve));
    try {
      const address = forward.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const there = (parameters: string): string =>
        changed((url) => ((url.hostname = '127.0.0.2'), (url.port = String(port)), (url.search = parameters)));
      expect(await tlsOf(there(`sslmode=verify-ca&sslrootcert=${ca()}`))).toMatchObject({ used: true });
      const failure = await failureOf(openDriver(there(`sslmode=verify-full&sslrootcert=${ca()}`)));
      expect(failure).toMatchObject({ code: 'CONN_001' });
      expect(failure.message).toMatch(/not made out to the host name "127.0.0.2"/);
    } finally {
      forward.close();
    }
    const missing = await failureOf(openDriver(at('localhost', 'sslmode=verify-ca&sslrootcert=/no/such/file')));
    expect(missing).toMatchObject({ code: 'CONF_001' });
  });
});

describe('a server of one’s own', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startMariadb({ settings: { 'skip-ssl': 1, 'max-connections': 12, 'extra-max-connections': 1 } });
  });
  afterAll(async () => server.stop());

  it('without TLS: taken by default, refused when the URL demands it', async () => {
    const plain = await newDatabase({ server: server.url() });
    const driver = await openDriver(plain.url);
    expect((await driver.probe(signal)).tls).toEqual({ used: false, protocol: null });
    await driver.close();
    const failure = await failureOf(openDriver(`${plain.url}?sslmode=require`));
    expect(failure).toMatchObject({ code: 'CONN_001' });
    expect(failure.message).toMatch(/no TLS/);
  });

  it('full: too many connections', async () => {
    const full = await newDatabase({ server: server.url() });
    const sessions: TestSession[] = [];
    try {
      for (;;) sessions.push(await openSession(full));
    } catch {
      const failure = await failureOf(openDriver(full.url));
      expect(failure).toMatchObject({ code: 'CONN_001' });
      expect(failure.message).toMatch(/no free connection/);
    } finally {
      for (const session of sessions) await session.close();
    }
  });
});

it('refuses to let the server read files of this machine', async () => {
  const path = join(await temporaryDirectory(), 'secret.txt');
  await writeFile(path, randomBytes(8).toString('hex'));
  const driver = await openDriver(database.url);
  await database.query('create table read_lines (line text)');
  const { fenceOf, limits, statement } = await import('./open.ts');
  const fence = await fenceOf(driver);
  const failure = await failureOf(
    driver.apply.standalone(fence, limits(), statement(`load data local infile '${path}' into table read_lines`)),
  );
  expect(failure.code).toBe('SQL_001');
  expect(await database.query('select * from read_lines')).toEqual([]);
  expect(await readFile(path, 'utf8')).toHaveLength(16);
});
