import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readInfo } from '../../../src/drivers/redis/info.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { sendRedis } from '../../support/databases/redis.ts';
import { NEVER, openAt } from './open.ts';

const KEYS = 100_000;

/** What one command may take of the server's time, in µs: nobody else is served meanwhile. */
const MOST_MICROSECONDS = 20_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase('redis');
  const filling = "for i = ARGV[1], ARGV[2] do redis.call('SET', 'key:' .. i, string.rep('v', 200)) end";
  for (let from = 1; from <= KEYS; from += 10_000)
    await sendRedis(database.url, [['EVAL', filling, 0, from, from + 9999]]);
}, 120_000);
afterAll(() => database.drop());

it('never holds up the server for long, whatever it reads', async () => {
  await sendRedis(database.url, [['CONFIG', 'RESETSTAT']]);
  const driver = await openAt(database.url);
  try {
    await driver.probe(NEVER);
    const { tables } = await driver.inspect(NEVER);
    for (const what of ['counts', 'digests'] as const)
      for await (const { rows } of driver.verify[what](tables, NEVER)) expect(rows).toBe(KEYS);
  } finally {
    await driver.close();
  }
  const info = readInfo(String(await sendRedis(database.url, [['INFO', 'commandstats']])));
  const commands = [...info].map(([name, stats]) => ({
    name: name.replace('cmdstat_', ''),
    microseconds: Number(/usec_per_call=([\d.]+)/u.exec(stats)?.[1]),
  }));
  const names = commands.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['scan', 'dump', 'evalsha']));
  for (const forbidden of ['keys', 'flushall', 'save', 'debug', 'monitor']) expect(names).not.toContain(forbidden);
  // The mean, because a machine with much to do lets the server itself wait now and then.
  expect(commands.filter(({ microseconds }) => microseconds > MOST_MICROSECONDS)).toEqual([]);
}, 120_000);
