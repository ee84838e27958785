import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from './databases.ts';
import { type Proxy, startProxy } from './proxy.ts';

let database: TestDatabase;
let proxy: Proxy | null = null;

beforeEach(async () => {
  database = await createDatabase('postgresql');
});
afterEach(async () => {
  await proxy?.close();
  proxy = null;
  await database.drop();
});

async function connectThrough(to: Proxy): Promise<{ client: pg.Client; lost: Promise<unknown> }> {
  const client = new pg.Client({ connectionString: to.url(database.url) });
  const lost = new Promise((resolve) => {
    // More than one may follow.
    client.on('error', resolve);
  });
  await client.connect();
  return { client, lost };
}

describe('a proxy', () => {
  it('passes everything on', async () => {
    proxy = await startProxy(database.url);
    const { client } = await connectThrough(proxy);
    const { rows } = await client.query<{ length: number }>("select length(repeat('x', 5000000) || $1) as length", [
      'y'.repeat(3_000_000),
    ]);
    expect(rows).toEqual([{ length: 8_000_000 }]);
    await client.end();
  });

  it('resets open connections on cut and takes new ones', async () => {
    proxy = await startProxy(database.url);
    const { lost } = await connectThrough(proxy);
    proxy.cut();
    expect(await lost).toMatchObject({ code: 'ECONNRESET' });
    const { client } = await connectThrough(proxy);
    await client.end();
  });

  it('takes no new connections after refuse, until resume', async () => {
    proxy = await startProxy(database.url);
    proxy.refuse();
    await expect(connectThrough(proxy)).rejects.toThrow(/ECONNRESET|terminated unexpectedly/);
    proxy.resume();
    const { client } = await connectThrough(proxy);
    await client.end();
  });

  it('holds what is said during stall until resume', async () => {
    proxy = await startProxy(database.url);
    const { client } = await connectThrough(proxy);
    proxy.stall();
    const told: string[] = [];
    const answer = client.query('create table t ()').then(() => told.push('answer'));
    // The server has seen nothing: another way to it answers first.
    expect(await database.query("select to_regclass('t') as t")).toEqual([{ t: null }]);
    told.push('direct');
    proxy.resume();
    await answer;
    expect(told).toEqual(['direct', 'answer']);
    await client.end();
  });

  it('loses the answer to a COMMIT that the server has done', async () => {
    let committing = false;
    proxy = await startProxy(database.url, {
      inspect: (piece, from) => {
        if (from === 'client' && piece.includes('commit')) committing = true;
        return committing && from === 'server' ? 'cut' : 'pass';
      },
    });
    const { client, lost } = await connectThrough(proxy);
    await client.query('begin; create table t ()');
    await expect(client.query('commit')).rejects.toThrow(/ECONNRESET|terminated/);
    await lost;
    expect(await database.query("select to_regclass('t') as t")).toEqual([{ t: 't' }]);
  });
});
