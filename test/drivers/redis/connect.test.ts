import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Driver } from '../../../src/driver.ts';
import { SluiceError } from '../../../src/errors.ts';
import { sendRedis } from '../../support/databases/redis.ts';
import { startProxy } from '../../support/proxy.ts';
import { startRedis, type TestServer } from '../../support/servers.ts';
import { freePort } from '../../support/servers/port.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { allOf, failureOf, openAt } from './open.ts';

let plain: TestServer;
let tls: TestServer;
let otherName: TestServer;

beforeAll(async () => {
  [plain, tls, otherName] = await Promise.all([
    startRedis(),
    startRedis({ tls: 'DNS:localhost,IP:127.0.0.1' }),
    startRedis({ tls: 'DNS:elsewhere.example' }),
  ]);
});
afterAll(async () => {
  await Promise.all([plain, tls, otherName].map((server) => server.stop()));
});

const at = (server: TestServer, rest = '0'): string => `127.0.0.1:${String(server.port)}/${rest}`;

async function works(url: string): Promise<void> {
  const driver = await openAt(url);
  try {
    expect(await driver.lock.holder()).toBeNull();
  } finally {
    await driver.close();
  }
}

describe('logging in', () => {
  it('takes the password of the default user, with and without its name', async () => {
    await works(plain.url());
    await works(plain.url().replace('//:', '//default:'));
  });

  it('logs in as an ACL user whose password has every kind of character', async () => {
    const password = 'p@:/%"\'\\ \n$&+=?#[]{};,<>|*^`~!zQ7mKй%41Z';
    await sendRedis(plain.url(), [['ACL', 'SETUSER', 'app', 'on', `>${password}`, '~*', '+@all']]);
    await works(`redis://app:${encodeURIComponent(password)}@${at(plain)}`);
    const error = await failureOf(openAt(`redis://app:${encodeURIComponent(`x${password}`)}@${at(plain)}`));
    expect(error).toMatchObject({ code: 'CONN_001' });
    expect(error.message).toMatch(/refused the user "app" or the password/u);
    expect(allOf(error)).not.toContain('zQ7mK');
  });

  it('says that the server demands a password', async () => {
    const error = await failureOf(openAt(`redis://${at(plain)}`));
    expect(error).toMatchObject({ code: 'CONN_001' });
    expect(error.message).toMatch(/127\.0\.0\.1:\d+ demands a password/u);
    const inDatabase = await failureOf(openAt(`redis://${at(plain, '3')}`));
    expect(inDatabase.message).toMatch(/demands a password/u);
  });

  it('gets along with a password that a server without one does not need', async () => {
    const open = await startRedis({ settings: { requirepass: '' } });
    try {
      await works(`redis://:needless-password@${at(open)}`);
    } finally {
      await open.stop();
    }
  });

  it('names what is wrong with host, port, database number and prefix', async () => {
    const nobody = await failureOf(openAt(`redis://127.0.0.1:${String(await freePort())}`));
    expect([nobody.code, nobody.message]).toEqual(['CONN_001', expect.stringMatching(/Nothing answers at 127/u)]);
    const number = await failureOf(openAt(plain.url('99')));
    expect([number.code, number.message]).toEqual(['CONN_001', expect.stringMatching(/no database number 99/u)]);
    const schema = await failureOf(openAt(plain.url(), { names: { schema: 'app', prefix: 'sluice_' } }));
    expect(schema).toMatchObject({ code: 'CONF_001' });
  });

  it('shows the run to the server', async () => {
    const driver = await openAt(plain.url(), { runId: 'run 7' });
    try {
      const clients = String(await sendRedis(plain.url(), [['CLIENT', 'LIST']]));
      expect(clients).toContain('name=sluice/run_7:stores');
    } finally {
      await driver.close();
    }
  });
});

describe('servers that cannot be used', () => {
  it('refuses a cluster', async () => {
    const cluster = await startRedis({ settings: { 'cluster-enabled': 'yes' } });
    try {
      const error = await failureOf(openAt(cluster.url()));
      expect([error.code, error.message]).toEqual(['CONF_001', expect.stringMatching(/node of a Redis Cluster/u)]);
    } finally {
      await cluster.stop();
    }
  });

  it.each([
    ['a server that closes at once', (): string => '', 'ended the connection before it answered'],
    ['a web server', (): string => 'HTTP/1.1 400 Bad Request\r\n\r\n', 'ended the connection before it answered'],
  ])('does not hang on %s', async (_title, answer, sentence) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(answer());
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { readonly port: number };
    try {
      const error = await failureOf(openAt(`redis://:secret-password@127.0.0.1:${String(port)}`));
      expect(error).toMatchObject({ code: 'CONN_001' });
      expect(error.message).toContain(sentence);
      expect(allOf(error)).not.toContain('secret-password');
    } finally {
      server.close();
    }
  });

  it('gives up after the connect timeout, and at once when it is told to', async () => {
    const proxy = await startProxy(plain.url());
    try {
      proxy.stall();
      const error = await failureOf(openAt(proxy.url(plain.url()), { connectTimeoutMs: 300 }));
      expect(error).toMatchObject({ code: 'CONN_001' });
      expect(error.message).toMatch(/did not answer within 300 ms/u);
      const leaving = new AbortController();
      const opening = openAt(proxy.url(plain.url()), { signal: leaving.signal });
      leaving.abort(new Error('told to leave'));
      await expect(opening).rejects.toThrow('told to leave');
    } finally {
      proxy.resume();
      await proxy.close();
    }
  });
});

describe('TLS', () => {
  const secure = (server: TestServer, query: string, host = '127.0.0.1'): string =>
    `${server.url().replace('127.0.0.1', host)}?${query}`;
  const trusted = (server: TestServer, mode: string): string =>
    `sslmode=${mode}&sslrootcert=${encodeURIComponent(server.caCertificate ?? '')}`;

  it('checks the chain and the name, by name and by address', async () => {
    await works(secure(tls, trusted(tls, 'verify-full')));
    await works(secure(tls, trusted(tls, 'verify-full'), 'localhost'));
    await works(secure(tls, `sslrootcert=${encodeURIComponent(tls.caCertificate ?? '')}`));
  });

  it('tells how it is encrypted', async () => {
    const driver = await openAt(secure(tls, trusted(tls, 'verify-full')));
    try {
      expect((await driver.probe(new AbortController().signal)).tls).toMatchObject({ used: true, protocol: /^TLSv1/u });
    } finally {
      await driver.close();
    }
  });

  it('is asked for by sslmode too', async () => {
    await works(secure(tls, 'sslmode=require').replace('rediss:', 'redis:'));
    await works(secure(otherName, 'sslmode=require'));
    await works(secure(otherName, trusted(otherName, 'verify-ca')));
  });

  it('refuses a certificate that nobody it trusts has signed, and one for another name', async () => {
    const unknown = await failureOf(openAt(tls.url()));
    expect([unknown.code, unknown.message]).toEqual(['CONN_001', expect.stringMatching(/is not trusted/u)]);
    const other = await failureOf(openAt(secure(otherName, trusted(otherName, 'verify-full'))));
    expect([other.code, other.message]).toEqual(['CONN_001', expect.stringMatching(/not made out to the host name/u)]);
  });

  it('names both ways in which TLS and plain miss each other', async () => {
    const toPlain = await failureOf(openAt(plain.url().replace('redis:', 'rediss:'), { connectTimeoutMs: 500 }));
    expect(toPlain.message).toMatch(/does not answer in TLS/u);
    const toTls = await failureOf(openAt(tls.url().replace('rediss:', 'redis:'), { connectTimeoutMs: 5000 }));
    expect(toTls).toMatchObject({ code: 'CONN_001', fix: expect.stringMatching(/rediss:/u) });
    expect(allOf(toTls)).not.toContain('redis-test-password');
  });

  it('refuses settings that contradict each other, and a certificate that is not there', async () => {
    expect(await failureOf(openAt(secure(tls, 'sslmode=disable')))).toMatchObject({ code: 'CONF_001' });
    expect(await failureOf(openAt(`${plain.url()}?sslrootcert=/nowhere`))).toMatchObject({ code: 'CONF_001' });
    expect(await failureOf(openAt(secure(tls, 'sslrootcert=/nowhere')))).toMatchObject({ code: 'CONF_001' });
    const folder = await temporaryDirectory();
    await writeFile(join(folder, 'empty.crt'), '');
    expect((await failureOf(openAt(secure(tls, `sslrootcert=${folder}/empty.crt`)))).code).toMatch(
      /CONN_001|CONF_001/u,
    );
  });
});

describe('a server that loads its data', () => {
  it('is not used before it has finished', async () => {
    const server = await startRedis({
      settings: { 'enable-debug-command': 'yes', 'loading-process-events-interval-bytes': 1024 },
    });
    try {
      const value = Buffer.alloc(2000, randomBytes(500));
      await sendRedis(server.url(), [
        ['EVAL', "for i = 1, 100 do redis.call('SET', 'k' .. i, ARGV[1]) end", 0, value],
        ['CONFIG', 'SET', 'rdbcompression', 'no'],
        ['CONFIG', 'SET', 'key-load-delay', '20000'],
      ]);
      const reloading = sendRedis(server.url(), [['DEBUG', 'RELOAD']]);
      const seen: string[] = [];
      let done = false;
      void reloading.finally(() => (done = true));
      while (!done && seen.length === 0) {
        const opened = await openAt(server.url()).catch((error: unknown) => error);
        if (opened instanceof SluiceError) seen.push(`${opened.code} ${allOf(opened)}`);
        else await (opened as Driver).close();
      }
      await reloading;
      expect(seen.join()).toMatch(/^CONN_001 .*still loading its data/u);
    } finally {
      await server.stop();
    }
  });
});
