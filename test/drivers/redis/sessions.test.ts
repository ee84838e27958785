import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectionName, readClients } from '../../../src/drivers/redis/sessions.ts';
import { createDatabase, createUser, type TestDatabase } from '../../support/databases.ts';
import { LIMITS, linksTo, openAt } from './open.ts';

let database: TestDatabase;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  database = await createDatabase('redis');
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await database.drop();
});

/** A connection as a run has it while it changes keys; gives its id. */
async function working(runId: string, url = database.url, role?: 'stores'): Promise<number> {
  const links = linksTo(url);
  closing.push(() => links.close());
  return Number(await links.open(connectionName(runId, role)).call('CLIENT', 'ID'));
}

async function alive(): Promise<readonly number[]> {
  const [row] = await database.query('client list');
  return readClients(String(row?.['value'])).map(({ id }) => id);
}

describe('what dead runs leave', () => {
  it('is ended; what others have, and what this run has, is not', async () => {
    const dead = await working('dead');
    const elsewhere = await working('other', database.url.replace(/0$/u, '3'));
    const looking = await working('status', database.url, 'stores');
    const application = linksTo(database.url);
    closing.push(() => application.close());
    const theirs = Number(await application.open('app').call('CLIENT', 'ID'));
    const driver = await openAt(database.url, { runId: 'me' });
    closing.push(() => driver.close());
    await driver.lock.acquire('me', 60_000);
    await driver.apply.transaction({ owner: 'me', leaseMs: 60_000 }, LIMITS, async () => {});
    expect(await driver.sessions.endOrphans(LIMITS)).toEqual([{ pid: dead, query: 'client|id' }]);
    const left = await alive();
    expect(left).not.toContain(dead);
    expect(left).toEqual(expect.arrayContaining([elsewhere, looking, theirs]));
    expect(await driver.sessions.endOrphans(LIMITS)).toEqual([]);
    expect(await driver.sessions.blockers()).toEqual([]);
  });

  it('is left to the server where the account may not look', async () => {
    const dead = await working('dead');
    const url = await createUser(database, { password: 'p', grants: ['-client', '+client|setname'] });
    const driver = await openAt(url);
    closing.push(() => driver.close());
    expect(await driver.sessions.endOrphans(LIMITS)).toEqual([]);
    expect(await alive()).toContain(dead);
    const { unknown } = await driver.probe(LIMITS.signal);
    expect(unknown.map(({ fact }) => fact)).toContain('connections that dead runs left');
  });
});
