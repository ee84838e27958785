import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/journal/entries.ts';
import { findingsOf, recover } from '../../src/stages/recover.ts';
import { type JournalFixture, LIMITS, openFixture, runFinished, runStarted, statement } from '../journal/fixtures.ts';

let fixture: JournalFixture;
/** When the test began; the first run wrote a second later. */
let began: Date;
const firstRunAt = (): string => new Date(began.getTime() + 1000).toISOString();
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(async () => {
  await fixture.reset();
  began = fixture.clock.now();
});
afterAll(() => fixture.close());

const FILE: Entry = {
  kind: 'file-started',
  version: '3',
  name: 'n',
  path: '3_n.up.sql',
  direction: 'up',
  checksum: 'c',
  mode: 'statements',
  statements: 2,
};
const { hash } = statement('a');
const DONE: Entry = {
  kind: 'statement-finished',
  version: '3',
  direction: 'up',
  statement: 0,
  line: 1,
  hash,
  rows: null,
  durationMs: 1,
  found: false,
};
const ROLLBACK: Entry = {
  kind: 'rollback-started',
  reason: 'r',
  method: 'down',
  backupId: null,
  versions: ['3'],
  point: null,
};

/** Writes a run, a second after the one before. */
async function write(runId: string, ...entries: readonly Entry[]): Promise<void> {
  fixture.clock.advance(1000);
  await fixture.journal(runId).append(...entries);
}

async function recovered(): Promise<{ readonly findings: readonly string[]; readonly journaled: readonly Entry[] }> {
  const messages: string[] = [];
  const journaled: Entry[] = [];
  fixture.clock.advance(1000);
  const journal = fixture.journal('now', [({ entry }) => journaled.push(entry)]);
  await journal.append(runStarted());
  const state = await recover(fixture.driver, journal, LIMITS, ({ message }) => messages.push(message));
  expect(messages).toEqual(findingsOf(state));
  expect(state.runs.map(({ runId }) => runId)).not.toContain('now');
  return { findings: messages, journaled: journaled.slice(1) };
}

describe('recover', () => {
  it('finds nothing, and writes nothing, where there was no run', async () => {
    expect(await recovered()).toEqual({ findings: [], journaled: [] });
  });

  it('finds nothing after a run that ended well, whatever came before it', async () => {
    await write('dead', runStarted(), FILE, DONE);
    await write('good', runStarted(), runFinished('passed'));
    expect(await recovered()).toEqual({ findings: [], journaled: [] });
  });

  it('says that a run was killed, what it wrote last, and how far its file came', async () => {
    await write('dead', runStarted(), FILE, DONE);
    const { findings, journaled } = await recovered();
    expect(findings).toEqual([
      `Run dead (migrate, tester) was killed: it never said that it ended. Its last entry: stage run, statement-finished of version 3, at ${firstRunAt()}.`,
      '3_n.up.sql: 1 statement(s), at line 1, was applied by run dead',
    ]);
    expect(journaled).toEqual([{ kind: 'recovered', runId: null, findings }]);
  });

  it('says that a rollback goes on', async () => {
    await write('dead', runStarted(), ROLLBACK);
    const { findings } = await recovered();
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(`rollback-started, at ${firstRunAt()}; its rollback had begun and is gone on with.`);
  });

  it.each<[Entry, string]>([
    [
      { kind: 'run-finished', status: 'failed', errorCode: 'SQL_001', schemaFingerprint: null },
      'ended failed with SQL_001',
    ],
    [runFinished('interrupted'), 'ended interrupted'],
  ])('says how a run ended: %j', async (end, sentence) => {
    await write('dead', runStarted(), end);
    expect((await recovered()).findings).toEqual([`Run dead (migrate, tester) ${sentence} at ${firstRunAt()}.`]);
  });
});
