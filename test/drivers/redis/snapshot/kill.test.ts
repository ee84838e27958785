import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TableDigest } from '../../../../src/driver.ts';
import { createDatabase, type TestDatabase } from '../../../support/databases.ts';
import { sendRedis } from '../../../support/databases/redis.ts';
import { projectOf, type Project } from '../../../support/project.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { NEVER, openAt, until } from '../open.ts';

/** Parts of the whole number of moments at which a command is killed. */
const BACKUP_KILLS = [0.5, 0.7, 0.85, 0.97];
const ROLLBACK_KILLS = [0.4, 0.7, 0.85];

/** Where the exchange is sent, and moments after it. */
const EXCHANGE = 'EXEC\r\n#1';
const AFTER_EXCHANGE = [1, 3, 5];

let database: TestDatabase;
let project: Project;
let temporary: string;

const library = (result: number): string =>
  `#!lua name=mine\nredis.register_function('f', function() return ${String(result)} end)`;

/** What the application sees, without what a killed run has left beside it. */
async function stateOf(): Promise<unknown> {
  const driver = await openAt(database.url);
  try {
    const { objects, tables } = await driver.inspect(NEVER);
    const live = tables.filter(({ schema }) => schema === 'db0' || schema === 'db3');
    const digests: TableDigest[] = [];
    for await (const digest of driver.verify.digests(live, NEVER)) digests.push(digest);
    return { objects, digests };
  } finally {
    await driver.close();
  }
}

async function keyspace(): Promise<readonly string[]> {
  const text = String(await sendRedis(database.url, [['INFO', 'keyspace']]));
  return [...text.matchAll(/^db\d+/gmu)].map(([name]) => name);
}

async function change(value: string): Promise<void> {
  await sendRedis(database.url, [
    ['MSET', 'a', value, 'b', value],
    ['SET', `only ${value}`, value],
    ['FUNCTION', 'LOAD', 'REPLACE', library(value.length)],
    ['SELECT', 3],
    ['RPUSH', 'list', value],
  ]);
}

/** A dead run's lease ends by itself; here at once. */
async function expireLease(): Promise<void> {
  const script = "return redis.call('EXISTS', KEYS[1]) == 1 and redis.call('HSET', KEYS[1], 'expires_at', '1') or 0";
  await sendRedis(database.url, [['EVAL', script, 1, 'sluice:lock']]);
}

async function run(args: readonly string[], moment?: string) {
  const env = { RUNNER_TEMP: temporary, TMPDIR: temporary, SLUICE_KILL_MOMENT: moment };
  return project.sluice(args, { env, preload: 'kill-moment.ts' });
}

/** Runs a command that has to pass; gives the number of its moments. */
async function pass(args: readonly string[]): Promise<number> {
  const { exitCode, stderr } = await run(args);
  expect(exitCode === 0 ? 'passed' : stderr).toBe('passed');
  return Number(/^moments: (\d+)$/mu.exec(stderr)?.[1]);
}

/** The keeper of a server notices the end of the run by itself. */
async function expectNothingLeft(): Promise<void> {
  const files = async (): Promise<readonly string[]> =>
    (await readdir(temporary)).filter((name) => name.startsWith('sluice-') && !name.includes('compile-cache'));
  await until(async () => (await files()).length === 0);
  expect(await keyspace()).toEqual(['db0', 'db3']);
}

beforeEach(async () => {
  database = await createDatabase('redis');
  project = await projectOf(database);
  temporary = await temporaryDirectory();
  await change('old');
});
afterEach(() => database.drop());

describe('SIGKILL', () => {
  it('in a backup or its proof leaves no server behind, and the next backup is whole', async () => {
    const moments = await pass(['backup']);
    const before = await stateOf();
    for (const part of BACKUP_KILLS) {
      const killed = await run(['backup'], `#${String(Math.round(moments * part))}`);
      expect(killed.signal).toBe('SIGKILL');
      await expectNothingLeft();
    }
    await pass(['backup']);
    expect(await stateOf()).toEqual(before);
  }, 180_000);

  it('in a rollback to a backup leaves the old state or the new, and the new once it is run again', async () => {
    await pass(['backup']);
    const old = await stateOf();
    const rollback = ['rollback', '--to', 'backup', '--accept-data-loss'];
    await change('changed');
    const moments = await pass(rollback);
    const kills = [EXCHANGE, ...ROLLBACK_KILLS.map((part) => `#${String(Math.round(moments * part))}`)];
    for (const moment of kills) {
      await change('changed');
      const changed = await stateOf();
      const { signal, stderr } = await run(rollback, moment);
      expect({ moment, signal, stderr }).toMatchObject({ moment, signal: 'SIGKILL' });
      const [, where, number] = /killed at (moment (\d+).*)/u.exec(stderr) ?? [];
      if (moment === EXCHANGE) kills.push(...AFTER_EXCHANGE.map((more) => `#${String(Number(number) + more)}`));
      const now = JSON.stringify(await stateOf());
      expect({ where, whole: [changed, old].some((state) => JSON.stringify(state) === now) }).toEqual({
        where,
        whole: true,
      });
      await expireLease();
      await pass(rollback);
      expect({ where, state: await stateOf() }).toEqual({ where, state: old });
      await expectNothingLeft();
    }
  }, 240_000);
});
