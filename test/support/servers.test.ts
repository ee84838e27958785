import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { createDatabase } from './databases.ts';
import { startProcess } from './process.ts';
import { startMariadb, startPostgres, startRedis, type TestServer } from './servers.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const kinds = {
  postgresql: () => startPostgres(),
  postgresql18: () => startPostgres({ version: '18' }),
  mariadb: () => startMariadb(),
} as const;

describe.each(['postgresql', 'postgresql18', 'mariadb'] as const)('an own server: %s', (engine) => {
  it('keeps its data through SIGKILL and restart, and leaves nothing after stop', async () => {
    const server: TestServer = await kinds[engine]();
    try {
      const database = await createDatabase(engine, { server: server.url() });
      await database.query('create table t (id integer primary key)');
      await database.query('insert into t values (7)');
      const { pid } = server;
      await server.kill('SIGKILL');
      expect(server.pid).toBe(0);
      expect(isAlive(pid)).toBe(false);
      await expect(database.query('select id from t')).rejects.toThrow(/ECONNREFUSED/);
      await server.restart();
      expect(await database.query('select id from t')).toEqual([{ id: 7 }]);
      await server.restart();
      expect(await database.query('select id from t')).toEqual([{ id: 7 }]);
    } finally {
      const { pid, directory } = server;
      await server.stop();
      expect(isAlive(pid)).toBe(false);
      expect(existsSync(directory)).toBe(false);
    }
  });

  it('takes settings', async () => {
    const server =
      engine === 'mariadb'
        ? await startMariadb({ settings: { 'max-connections': 33 } })
        : await startPostgres({
            version: engine === 'postgresql' ? 'system' : '18',
            settings: { max_connections: 33 },
          });
    try {
      const database = await createDatabase(engine, { server: server.url() });
      const shown = await database.query(
        engine === 'mariadb' ? 'select @@max_connections as n' : "select current_setting('max_connections')::int as n",
      );
      expect(shown).toEqual([{ n: 33 }]);
    } finally {
      await server.stop();
    }
  });
});

describe('a server whose owner dies', () => {
  it.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('ends after %s, and its folder is gone', async (signal) => {
    const owner = startProcess([
      'node',
      '--input-type=module',
      '--eval',
      `const { startRedis } = await import(${JSON.stringify(new URL('servers.ts', import.meta.url))});
       const { pid, directory } = await startRedis();
       console.log(JSON.stringify({ pid, directory }));
       setInterval(() => {}, 1000);`,
    ]);
    const [line] = await owner.untilOutput(/^\{.*\}$/m);
    const { pid, directory } = JSON.parse(line) as { pid: number; directory: string };
    expect(isAlive(pid)).toBe(true);
    owner.kill(signal);
    // The guard holds the owner's stderr, so this is also the end of the guard.
    expect((await owner.result).signal).toBe(signal);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(directory)).toBe(false);
  });
});

describe('a server that cannot start', () => {
  it('says why', async () => {
    await expect(startPostgres({ settings: { max_connections: 'many' } })).rejects.toThrow(/max_connections/);
    await expect(startRedis({ settings: { 'no-such-directive': 1 } })).rejects.toThrow(/no-such-directive/);
  });
});
