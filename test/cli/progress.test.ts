import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { progressPrinter, type ProgressTarget } from '../../src/cli/progress.ts';
import { Redactor } from '../../src/redact.ts';
import type { Emit } from '../../src/run/types.ts';
import { ManualClock } from '../journal/manual-clock.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { thrownBy } from '../support/thrown.ts';

const INTERVAL_MS = 5000;

let clock: ManualClock;
let ended: AbortController;
let output: string[];
beforeEach(() => {
  clock = new ManualClock();
  ended = new AbortController();
  output = [];
});

function printer(changes: Partial<ProgressTarget> = {}, isTTY = false, columns = 80): Emit {
  const write = (text: string): boolean => output.push(text) > 0;
  return progressPrinter({
    stream: { isTTY, columns, write } as unknown as NodeJS.WriteStream,
    redactor: new Redactor(),
    clock,
    intervalMs: INTERVAL_MS,
    logFile: null,
    signal: ended.signal,
    ...changes,
  });
}

/** Everything that was promised for this moment has happened. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const step = (done: number, message = `file ${String(done)}`): Parameters<Emit>[0] => ({
  level: 'info',
  scope: 'schema-sync',
  message,
  done,
  total: 4,
});

describe('where stderr is no terminal', () => {
  it('prints every message as a line with its level', () => {
    const emit = printer();
    emit({ level: 'info', scope: 'run', message: 'one' });
    emit({ level: 'warning', scope: 'run', message: 'two' });
    emit({ level: 'error', scope: 'run', message: 'three' });
    expect(output).toEqual(['  run: one\n', '! run: two\n', '✗ run: three\n']);
  });

  it('prints progress at most once an interval, and its end at once', () => {
    const emit = printer();
    emit(step(0));
    clock.advance(INTERVAL_MS - 1);
    emit(step(1));
    expect(output).toEqual(['  [························] 0/4 schema-sync: file 0\n']);
    clock.advance(1);
    emit(step(2));
    emit(step(4));
    expect(output.slice(1)).toEqual([
      '  [████████████············] 2/4 schema-sync: file 2\n',
      '  [████████████████████████] 4/4 schema-sync: file 4\n',
    ]);
  });

  it('prints the newest progress when nothing follows', async () => {
    const emit = printer();
    emit(step(0));
    clock.advance(1000);
    emit(step(1));
    emit(step(2));
    expect(clock.pending).toEqual([INTERVAL_MS - 1000]);
    clock.advance(INTERVAL_MS - 1000);
    await settled();
    expect(output.slice(1)).toEqual(['  [████████████············] 2/4 schema-sync: file 2\n']);
  });

  it('forgets what waits once something newer was printed', async () => {
    const emit = printer();
    emit(step(0));
    emit(step(1));
    emit({ level: 'info', scope: 'schema-sync', message: 'passed' });
    await settled();
    expect(clock.pending).toEqual([]);
    clock.advance(INTERVAL_MS);
    await settled();
    expect(output.slice(1)).toEqual(['  schema-sync: passed\n']);
  });

  it('counts the interval anew after each line', async () => {
    const emit = printer();
    emit(step(0));
    emit(step(1));
    clock.advance(1000);
    emit(step(4));
    emit(step(2));
    clock.advance(INTERVAL_MS - 1000);
    await settled();
    expect(output).toHaveLength(2);
    clock.advance(1000);
    await settled();
    expect(output).toHaveLength(3);
  });

  it('shows warnings and errors about progress at once', () => {
    const emit = printer();
    emit(step(0));
    emit({ ...step(1), level: 'warning' });
    expect(output[1]).toBe('! [██████··················] 1/4 schema-sync: file 1\n');
  });

  it('prints progress without an end as a line now and then', () => {
    const emit = printer();
    for (const done of [1, 2, 3]) emit({ level: 'info', scope: 'backup', message: `${String(done)} bytes`, done });
    expect(output).toEqual(['  backup: 1 bytes\n']);
  });

  it('waits for nothing once the command has ended', async () => {
    const emit = printer();
    emit(step(0));
    emit(step(1));
    ended.abort(new Error('ended'));
    await settled();
    expect(clock.pending).toEqual([]);
    expect(output).toHaveLength(1);
  });

  it('has a full bar where there is nothing to do', () => {
    printer()({ ...step(0), total: 0 });
    expect(output).toEqual(['  [████████████████████████] 0/0 schema-sync: file 0\n']);
  });
});

describe('on a terminal', () => {
  it('draws a bar over the last one, and lines above it', () => {
    const emit = printer({}, true);
    emit(step(1));
    emit(step(2));
    emit({ level: 'warning', scope: 'run', message: 'careful' });
    emit({ level: 'info', scope: 'run', message: 'on' });
    expect(output).toEqual([
      '\r\u001B[2K  [██████··················] 1/4 schema-sync: file 1',
      '\r\u001B[2K  [████████████············] 2/4 schema-sync: file 2',
      '\r\u001B[2K',
      '! run: careful\n',
      '  run: on\n',
    ]);
  });

  it('cuts the bar at the width of the terminal', () => {
    printer({}, true, 50)(step(1, 'x'.repeat(200)));
    expect(output[0]?.replace('\r\u001B[2K', '')).toHaveLength(49);
  });
});

describe('secrets and the log file', () => {
  it.each([true, false])('never print a secret (terminal: %s)', (isTTY) => {
    const redactor = new Redactor();
    redactor.register('p@ssw0rd');
    const emit = printer({ redactor }, isTTY);
    emit({ level: 'error', scope: 'run', message: 'cannot reach p@ssw0rd' });
    emit(step(4, 'p@ssw0rd'));
    expect(output.join('')).not.toContain('p@ssw0rd');
    expect(output.join('')).toContain('***');
  });

  it('appends every line with its time', async () => {
    const logFile = join(await temporaryDirectory(), 'run.log');
    const redactor = new Redactor();
    redactor.register('p@ssw0rd');
    printer({ logFile, redactor })({ level: 'info', scope: 'run', message: 'one p@ssw0rd' });
    clock.advance(1500);
    printer({ logFile, redactor })({ level: 'warning', scope: 'run', message: 'two', data: ['key user:1 p@ssw0rd'] });
    expect(output.at(-1)).toBe('    key user:1 ***\n');
    expect(await readFile(logFile, 'utf8')).toBe(
      '2026-01-02T03:04:05.000Z   run: one ***\n2026-01-02T03:04:06.500Z ! run: two\n',
    );
  });

  it('refuse a log file that cannot be written, before anything runs', async () => {
    const logFile = join(await temporaryDirectory(), 'nowhere', 'run.log');
    const error = thrownBy(() => printer({ logFile }));
    expect(error.code).toBe('PERM_001');
    expect(error.message).toContain(logFile);
  });

  // The kernel's own full disk; there is none elsewhere.
  (process.platform === 'linux' ? it : it.skip)('say once that the log is lost, and go on', () => {
    const emit = printer({ logFile: '/dev/full' });
    emit({ level: 'info', scope: 'run', message: 'one' });
    emit({ level: 'info', scope: 'run', message: 'two' });
    expect(output.filter((line) => line.startsWith('! log-file: '))).toHaveLength(1);
    expect(output).toContain('  run: two\n');
  });
});
