import { describe, expect, it } from '@jest/globals';
import { InterruptedError, SluiceError } from '../../src/errors.ts';
import { nothingToDo, runStages, type Stage } from '../../src/stages/stage-runner.ts';
import { inMemory } from './memory.ts';

describe('runStages', () => {
  it('journals the beginning and the end of each stage, in order', async () => {
    const memory = inMemory();
    const stages: readonly Stage[] = [
      {
        name: 'preparation',
        run: async () => {
          memory.clock.advance(1234.4);
          await memory.journal.append({ kind: 'control', request: 'pause' });
          return { status: 'passed', records: 3, reason: null };
        },
      },
      nothingToDo('cutover', 'nothing to switch'),
    ];
    await runStages(memory, stages);
    expect(memory.lines()).toEqual([
      'preparation stage-started',
      'preparation control',
      'preparation stage-finished',
      'cutover stage-started',
      'cutover stage-finished',
    ]);
    const [, , first, , second] = memory.entries();
    expect(first).toEqual({ kind: 'stage-finished', status: 'passed', records: 3, reason: null, durationMs: 1234 });
    expect(second).toEqual({
      kind: 'stage-finished',
      status: 'skipped',
      records: 0,
      reason: 'nothing to switch',
      durationMs: 0,
    });
    expect(memory.events.map(({ scope, message }) => `${scope}: ${message}`)).toEqual([
      'preparation: passed',
      'cutover: skipped: nothing to switch',
    ]);
  });

  it.each([
    ['failed', new SluiceError('SQL_001', 'it failed')],
    ['interrupted', new InterruptedError('it failed')],
  ])('journals a stage as %s, throws its error on and runs no other', async (status, error) => {
    const memory = inMemory();
    const failing: Stage = { name: 'schema-sync', run: () => Promise.reject(error) };
    await expect(runStages(memory, [failing, nothingToDo('cutover', 'never reached')])).rejects.toBe(error);
    expect(memory.lines()).toEqual(['schema-sync stage-started', 'schema-sync stage-finished']);
    expect(memory.entries()[1]).toMatchObject({ status, reason: 'it failed', records: 0 });
  });

  it.each([
    ['passed', (): Promise<never> | undefined => undefined],
    ['failed', () => Promise.reject(new Error('it failed'))],
  ])('journals the end in the stage that ended (%s), whatever was entered meanwhile', async (status, end) => {
    const memory = inMemory();
    const stage: Stage = {
      name: 'preparation',
      run: async () => {
        memory.journal.enter('rollback');
        await end();
        return { status: 'passed', records: 0, reason: null };
      },
    };
    await runStages(memory, [stage]).catch(() => undefined);
    expect(memory.lines()).toEqual(['preparation stage-started', 'preparation stage-finished']);
    expect(memory.entries()[1]).toMatchObject({ status });
  });

  it('does not hide the reason of a failure behind a journal that is gone', async () => {
    const memory = inMemory();
    const stage: Stage = {
      name: 'schema-sync',
      run: () => {
        memory.breakJournal();
        return Promise.reject(new Error('the reason'));
      },
    };
    await expect(runStages(memory, [stage])).rejects.toThrow('the reason');
    expect(memory.events).toMatchObject([{ level: 'warning', scope: 'schema-sync' }]);
    expect(memory.events[0]?.message).toContain('the journal is gone');
  });

  it('does not run a stage whose beginning could not be journaled', async () => {
    const memory = inMemory();
    memory.breakJournal();
    let ran = false;
    const stage: Stage = {
      name: 'schema-sync',
      run: () => {
        ran = true;
        return Promise.resolve({ status: 'passed', records: 0, reason: null });
      },
    };
    await expect(runStages(memory, [stage])).rejects.toThrow('the journal is gone');
    expect(ran).toBe(false);
  });
});
