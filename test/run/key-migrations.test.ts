import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sendRedis } from '../support/databases/redis.ts';
import { createProject, type Project } from '../support/project.ts';

let project: Project;

beforeAll(async () => {
  project = await createProject('redis');
});

const send = (...command: readonly (string | number)[]): Promise<unknown> => sendRedis(project.database.url, [command]);

const USER = '{"id": 1, "name": "Ann", "balance": 12.50}';
const MIGRATED = '{"id": 1, "name": "Ann", "balance": 12.50, "last_login": null}';

const ADD_LAST_LOGIN = `
export const match = 'user:*';
export const type = 'json';
export function up(user: Record<string, unknown>): unknown {
  return 'last_login' in user ? user : { ...user, last_login: null };
}
export function down({ last_login: _, ...user }: Record<string, unknown>): unknown {
  return user;
}
`;

beforeEach(async () => {
  await send('FLUSHALL');
  await rm(join(project.directory, 'migrations'), { recursive: true });
  await project.write('migrations/0001_last_login.ts', ADD_LAST_LOGIN);
  const fill = Array.from({ length: 1000 }, (_, id) => {
    const expiry = id % 2 === 0 ? ['PX', 10_000_000] : [];
    return ['SET', `user:${String(id)}`, USER, ...expiry];
  });
  await sendRedis(project.database.url, fill);
});

/** All values of the users, each once. */
async function users(): Promise<readonly string[]> {
  const values = (await send('MGET', ...Array.from({ length: 1000 }, (_, id) => `user:${String(id)}`))) as string[];
  return [...new Set(values)];
}

async function ownKeys(): Promise<readonly string[]> {
  return ((await send('KEYS', 'sluice:*')) as string[]).filter((key) => /:(?:done|progress)/u.test(key));
}

describe('key migrations on the command line', () => {
  it('are shown with some keys before and after, and change nothing yet', async () => {
    const { exitCode, stderr, stdout } = await project.sluice(['migrate', '--dry-run']);
    expect(stderr).toContain('0001_last_login.ts (key by key)');
    expect(stderr).toContain('1000 keys match user:*: 1000 would be changed, 0 renamed, 0 removed, 0 left as they are');
    expect(stderr).toMatch(/"user:\d+"\n.*before: .*balance: 12\.5 \}\n.*after: .*last_login: null \}/u);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('pending-count: 1') });
    expect(await users()).toEqual([USER]);
    expect(await send('DBSIZE')).toBe(1000);
  });

  it('are applied, recorded, and taken back to the byte', async () => {
    const applied = await project.sluice(['migrate']);
    expect(applied.stderr).not.toContain('ERR');
    expect(applied.outputs).toMatchObject({ status: 'passed', 'applied-count': '1', 'to-version': '0001' });
    expect(await users()).toEqual([MIGRATED]);
    expect(Number(await send('PTTL', 'user:2'))).toBeGreaterThan(1_000_000);
    expect(applied.report?.files).toMatchObject([
      { version: '0001', direction: 'up', keys: { changed: 1000, removed: 0 } },
    ]);
    expect(JSON.stringify(applied.report)).not.toMatch(/user:\d|Ann/u);
    expect(await ownKeys()).toEqual([]);
    expect((await project.sluice(['migrate'])).outputs).toMatchObject({ 'applied-count': '0' });

    const back = await project.sluice(['rollback', '--to', 'previous']);
    expect(back.outputs).toMatchObject({ status: 'passed', verified: 'true' });
    expect(await users()).toEqual([USER]);
    expect(await ownKeys()).toEqual([]);
    expect((await project.sluice(['migrate'])).outputs).toMatchObject({ 'applied-count': '1' });
  });

  it('are drift when an applied one was edited, and the edited code does not run', async () => {
    await project.sluice(['migrate']);
    await project.write('migrations/0001_last_login.ts', 'throw new Error("ran");');
    const { outputs, stderr } = await project.sluice(['migrate']);
    expect(outputs).toMatchObject({ status: 'failed', 'error-code': 'DRIFT_001' });
    expect(stderr).not.toContain('ran');
  });

  it('that fail are taken back with all of their run, key by key, and the report holds no data', async () => {
    await project.write(
      'migrations/0002_fails.mjs',
      `let seen = 0;
export default {
  match: 'user:*', type: 'json',
  up(user) { if ((seen += 1) > 700) throw new Error('secret-in-message'); return { ...user, n: 1 }; },
  down({ n: _, ...user }) { return user; },
};`,
    );
    const result = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(result.outputs).toMatchObject({ status: 'failed', 'error-code': 'SQL_001', 'rolled-back': 'true' });
    expect(result.stderr).toMatch(/0002_fails\.mjs: stopped at a key\n +key "user:\d+": secret-in-message/u);
    expect(await users()).toEqual([USER]);
    expect(await ownKeys()).toEqual([]);
    const path = /^report: (.*\.json)$/mu.exec(result.stdout)?.[1] ?? '';
    expect(await readFile(path, 'utf8')).not.toMatch(/secret|user:\d|Ann/u);
    const journal = (await send('KEYS', 'sluice:journal:*')) as string[];
    for (const key of journal) expect(String(await send('LRANGE', key, 0, -1))).not.toMatch(/secret|user:\d|Ann/u);
  });

  it('that stopped half-way go on behind what is done, with the corrected module', async () => {
    const module = (limit: string): string => `let seen = 0;
export const match = 'user:*';
export const type = 'json';
export function up(user) { if ((seen += 1) > ${limit}) throw new Error('no'); return { ...user, n: (user.n ?? 0) + 1 }; }`;
    await project.write('migrations/0002_count.mjs', module('700'));
    const failed = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(failed.outputs).toMatchObject({ status: 'failed', 'error-code': 'SQL_001', 'rolled-back': 'false' });
    expect((await users()).length).toBe(2);
    await project.write('migrations/0002_count.mjs', module('Infinity'));
    const second = await project.sluice(['migrate']);
    expect(second.outputs).toMatchObject({ status: 'passed' });
    expect(second.stderr).toMatch(/0002_count\.mjs was edited since it had changed \d+ key\(s\)/u);
    expect(await users()).toEqual([`${MIGRATED.slice(0, -1)}, "n": 1}`]);
  });

  it('that stopped half-way are taken back by the marks alone', async () => {
    await project.sluice(['migrate']);
    await project.write(
      'migrations/0002_count.mjs',
      `let seen = 0;
export const match = 'user:*';
export const type = 'json';
export function up(user) { if ((seen += 1) > 700) throw new Error('no'); return { ...user, n: 1 }; }
export function down(user) { if (!('n' in user)) throw new Error('not one of mine'); const { n, ...rest } = user; return rest; }`,
    );
    await project.sluice(['migrate', '--on-failure', 'stop']);
    expect((await users()).length).toBe(2);
    const back = await project.sluice(['rollback', '--to', '0001']);
    expect(back.outputs).toMatchObject({ status: 'passed', verified: 'true', 'rolled-back-to': '0001' });
    expect(await users()).toEqual([MIGRATED]);
    expect(await ownKeys()).toEqual([]);
  });

  it.each([
    ['before', 'file-started'],
    ['after', 'file-started'],
    ['before', 'file-finished'],
    ['after', 'file-finished'],
  ])('survive a kill %s %s', async (moment, kind) => {
    const killed = await project.sluice(['migrate'], {
      preload: 'kill-on.ts',
      env: { SLUICE_KILL_ON: `${moment} ${kind}` },
    });
    expect(killed.signal).toBe('SIGKILL');
    await send('HSET', 'sluice:lock', 'expires_at', 1);
    const { outputs } = await project.sluice(['migrate']);
    expect(outputs).toMatchObject({ status: 'passed', 'to-version': '0001' });
    expect(await users()).toEqual([MIGRATED]);
    expect(await ownKeys()).toEqual([]);
  });
});
