import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Entry, Stamped } from '../../src/journal/entries.ts';
import { type JournalMessage, stampedOf } from '../../src/journal/journal.ts';
import { failureOf, FENCE, type JournalFixture, LIMITS, openFixture, runStarted, statement } from './fixtures.ts';

const CONTROL: Entry = { kind: 'control', request: 'pause' };
const STARTED: Entry = { kind: 'stage-started' };

let fixture: JournalFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.close());

/** Has another run take the lock over. */
const loseLease = (): Promise<unknown> => fixture.database.query("update sluice_lock set owner = 'somebody else'");

describe('Journal.append', () => {
  it('numbers entries from 1 without gaps, with the stage and the time, and reads back what was written', async () => {
    const journal = fixture.journal();
    await journal.append(runStarted());
    journal.enter('schema-sync');
    fixture.clock.advance(1);
    await journal.append(STARTED, CONTROL);
    expect(await fixture.rows()).toEqual([
      'run-1 1 run run-started',
      'run-1 2 schema-sync stage-started',
      'run-1 3 schema-sync control',
    ]);
    const read: Stamped[] = [];
    for await (const row of fixture.driver.journal.read({})) read.push(stampedOf(row));
    expect(read).toEqual([
      { runId: 'run-1', seq: 1, at: '2026-01-02T03:04:05.000Z', stage: 'run', entry: runStarted() },
      { runId: 'run-1', seq: 2, at: '2026-01-02T03:04:05.001Z', stage: 'schema-sync', entry: STARTED },
      { runId: 'run-1', seq: 3, at: '2026-01-02T03:04:05.001Z', stage: 'schema-sync', entry: CONTROL },
    ]);
  });

  it('keeps the kind in its column alone', async () => {
    await fixture.journal().append(CONTROL);
    expect(await fixture.database.query('select kind, entry from sluice_journal')).toEqual([
      { kind: 'control', entry: '{"request":"pause"}' },
    ]);
  });

  it('gives the numbers back when nothing became durable, and tells nobody', async () => {
    const seen: Stamped[] = [];
    const journal = fixture.journal('run-1', [(entry) => seen.push(entry)]);
    await journal.append(STARTED);
    await loseLease();
    expect((await failureOf(journal.append(CONTROL, CONTROL))).code).toBe('LOCK_001');
    expect(seen.map(({ seq }) => seq)).toEqual([1]);
    await fixture.database.query(`update sluice_lock set owner = '${FENCE.owner}'`);
    await journal.append(CONTROL);
    expect(await fixture.rows()).toEqual(['run-1 1 run stage-started', 'run-1 2 run control']);
  });

  it('writes nothing for no entries', async () => {
    await loseLease();
    await fixture.journal().append();
    expect(await fixture.rows()).toEqual([]);
  });

  it('publishes each entry before and after it is durable', async () => {
    const seen: string[] = [];
    const listen = (message: unknown): void => {
      const { moment, entry } = message as JournalMessage;
      seen.push(`${moment} ${String(entry.seq)}`);
    };
    subscribe('sluice:journal', listen);
    try {
      const journal = fixture.journal();
      await journal.append(STARTED, CONTROL);
      await loseLease();
      await failureOf(journal.append(CONTROL));
    } finally {
      unsubscribe('sluice:journal', listen);
    }
    expect(seen).toEqual(['before 1', 'before 2', 'after 1', 'after 2', 'before 3']);
  });
});

describe('Journal.within', () => {
  it('makes work and entries durable together, and tells observers only then', async () => {
    const seen: string[] = [];
    const journal = fixture.journal('run-1', [({ entry }) => seen.push(entry.kind)]);
    const result = await journal.within((append) =>
      fixture.driver.apply.transaction(FENCE, LIMITS, async (tx) => {
        await tx.execute(statement('create table leads (id integer)'));
        await append((rows) => tx.append(rows), STARTED, CONTROL);
        expect(seen).toEqual([]);
        return 'done';
      }),
    );
    expect(result).toBe('done');
    expect(seen).toEqual(['stage-started', 'control']);
    expect(await fixture.rows()).toHaveLength(2);
    expect(await fixture.database.query('select count(*) as n from leads')).toEqual([{ n: 0 }]);
  });

  it('leaves no gap and no word when the transaction is rolled back', async () => {
    const seen: string[] = [];
    const journal = fixture.journal('run-1', [({ entry }) => seen.push(entry.kind)]);
    const failing = journal.within((append) =>
      fixture.driver.apply.transaction(FENCE, LIMITS, async (tx) => {
        await append((rows) => tx.append(rows), STARTED, STARTED);
        await tx.execute(statement('insert into nowhere values (1)'));
      }),
    );
    expect((await failureOf(failing)).code).toBe('SQL_001');
    expect(await fixture.rows()).toEqual([]);
    expect(seen).toEqual([]);
    await journal.append(CONTROL);
    expect(await fixture.rows()).toEqual(['run-1 1 run control']);
  });
});

describe('Journal.isDurable', () => {
  it('knows whether its newest entry is in the database, whatever other runs wrote', async () => {
    const journal = fixture.journal('run-1');
    const { journal: store } = fixture.driver;
    expect(await journal.isDurable(store)).toBe(true);
    await journal.append(STARTED);
    await fixture.journal('run-2').append(STARTED, STARTED);
    expect(await journal.isDurable(store)).toBe(true);
    // As when the connection breaks during COMMIT: the journal has numbered an entry, and the server forgot it.
    await journal.within(async (append) => {
      await append(() => Promise.resolve(), CONTROL);
      expect(await journal.isDurable(store)).toBe(false);
    });
  });
});
