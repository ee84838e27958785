import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ControlRequest } from '../../src/driver.ts';
import { InterruptedError } from '../../src/errors.ts';
import { controlGate } from '../../src/stages/control.ts';
import { type JournalFixture, openFixture } from '../journal/fixtures.ts';
import { inMemory, type Memory } from './memory.ts';

let fixture: JournalFixture;
let memory: Memory;
let run: AbortController;
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(async () => {
  await fixture.reset();
  memory = inMemory();
  run = new AbortController();
});
afterAll(() => fixture.close());

const gate = (): (() => Promise<void>) => {
  const { journal, clock, emit } = memory;
  return controlGate({ store: fixture.driver.control, journal, clock, emit, signal: run.signal });
};

let second = 0;
function ask(request: ControlRequest['request'], runId = 'run-1'): Promise<void> {
  second += 1;
  const at = new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
  return fixture.driver.control.request({ runId, at, request });
}

describe('controlGate', () => {
  it('lets a run go on that nobody told anything', async () => {
    await ask('stop', 'another run');
    await gate()();
    expect(memory.lines()).toEqual([]);
  });

  it('stops, and says so', async () => {
    await ask('pause');
    await ask('stop');
    await expect(gate()()).rejects.toThrow(InterruptedError);
    expect(memory.entries()).toEqual([{ kind: 'control', request: 'stop' }]);
    expect(memory.events).toEqual([{ level: 'warning', scope: 'run', message: 'told to stop' }]);
  });

  it('waits while it is paused, and goes on when it is told to', async () => {
    await ask('pause');
    const passing = gate()();
    await memory.clock.sleeping();
    memory.clock.advance(500);
    await memory.clock.sleeping();
    await ask('resume');
    memory.clock.advance(500);
    await passing;
    expect(memory.entries()).toEqual([
      { kind: 'control', request: 'pause' },
      { kind: 'control', request: 'resume' },
    ]);
  });

  it('stops out of a pause', async () => {
    await ask('pause');
    const passing = gate()();
    await memory.clock.sleeping();
    await ask('stop');
    memory.clock.advance(500);
    await expect(passing).rejects.toThrow('its state is saved');
  });

  it('leaves a pause when the run is interrupted', async () => {
    await ask('pause');
    const passing = gate()();
    await memory.clock.sleeping();
    run.abort(new InterruptedError('by a signal'));
    await expect(passing).rejects.toThrow('by a signal');
    expect(memory.clock.pending).toEqual([]);
  });

  it('obeys each request once, between any two statements', async () => {
    const obey = gate();
    await ask('resume');
    await obey();
    await obey();
    expect(memory.entries()).toEqual([{ kind: 'control', request: 'resume' }]);
  });

  it('asks nobody any more once the run was interrupted', async () => {
    run.abort(new InterruptedError('by a signal'));
    await expect(gate()()).rejects.toThrow('by a signal');
  });
});
