import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Clock, systemClock } from '../../../src/clock.ts';
import type { ControlRequest, Driver } from '../../../src/driver.ts';
import { createFixture, FENCE, type Fixture, LIMITS, SERVERS, statement } from './fixture.ts';

describe.each(SERVERS)('requests that are read behind a COMMIT on %s', (server) => {
  let fixture: Fixture;
  let driver: Driver;
  let now = 0;
  const clock: Clock = { ...systemClock, monotonic: () => now };
  const request = (at: string, what: ControlRequest['request']): ControlRequest => ({
    runId: 'relayed',
    at: `2026-01-02T03:04:${at}.000Z`,
    request: what,
  });
  const commit = (target: Driver, text: string, meanwhile?: () => Promise<void>): Promise<void> =>
    target.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement(text));
      await meanwhile?.();
    });

  beforeAll(async () => {
    fixture = await createFixture(server);
    driver = await fixture.another({ runId: 'relayed', clock });
  });
  afterAll(() => fixture.drop());

  it('shows what was asked for while the file was applied', async () => {
    await commit(driver, 'select 1', () => fixture.driver.control.request(request('01', 'pause')));
    expect(await driver.control.read('relayed')).toEqual([request('01', 'pause')]);
  });

  it('uses an answer once, and only while it is fresh', async () => {
    await commit(driver, 'select 1');
    await fixture.driver.control.request(request('02', 'resume'));
    expect(await driver.control.read('other')).toEqual([]);
    expect(await driver.control.read('relayed')).toHaveLength(2);
    await commit(driver, 'select 1');
    await fixture.driver.control.request(request('03', 'stop'));
    now += 21;
    expect(await driver.control.read('relayed')).toHaveLength(3);
  });

  it('commits although the look fails, and asks again', async () => {
    await fixture.database.query('alter table sluice_control rename to elsewhere');
    try {
      await commit(driver, 'create table committed (a int)');
    } finally {
      await fixture.database.query('alter table elsewhere rename to sluice_control');
    }
    expect(await fixture.database.query('select * from committed')).toEqual([]);
    expect(await driver.control.read('relayed')).toHaveLength(3);
    await commit(driver, 'create table committed_next (a int)');
    expect(await fixture.database.query('select * from committed_next')).toEqual([]);
  });
});
