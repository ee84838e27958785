import type { Clock } from '../clock.ts';
import type { Redactor } from '../redact.ts';
import type { Emit, ProgressEvent } from '../run/types.ts';
import { openLogFile } from './log-file.ts';

/** Where progress goes. */
export interface ProgressTarget {
  readonly stream: NodeJS.WriteStream;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Time between two lines about the same piece of work, in ms, where the stream is no terminal. */
  readonly intervalMs: number;
  readonly logFile: string | null;
  /** Nobody reads on once it is aborted. */
  readonly signal: AbortSignal;
}

const SIGNS: Readonly<Record<ProgressEvent['level'], string>> = { info: ' ', warning: '!', error: '✗' };

/** How wide the bar is, in characters. */
const BAR_WIDTH = 24;

function bar(done: number, total: number): string {
  const filled = total === 0 ? BAR_WIDTH : Math.min(BAR_WIDTH, Math.round((done / total) * BAR_WIDTH));
  return `[${'█'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}] ${String(done)}/${String(total)}`;
}

function textOf({ level, scope, message, done, total }: ProgressEvent): string {
  const count = done === undefined || total === undefined ? '' : ` ${bar(done, total)}`;
  return `${SIGNS[level]}${count} ${scope}: ${message}`;
}

/**
 * Shows progress on stderr: on a terminal a live bar below the lines; elsewhere a line now and then, and
 * the newest one when nothing follows, because that is where a long wait is. Warnings and errors are
 * always shown. Everything passes the redactor.
 *
 * @throws SluiceError `PERM_001` when the log file cannot be written
 */
export function progressPrinter(target: ProgressTarget): Emit {
  const { stream, redactor, clock, intervalMs } = target;
  const log =
    target.logFile === null
      ? null
      : openLogFile(target.logFile, (reason) => {
          stream.write(`! log-file: nothing more is written to it: ${redactor.redact(reason)}\n`);
        });
  let barShown = false;
  let lastTick = Number.NEGATIVE_INFINITY;
  let waiting: { event: ProgressEvent; readonly stop: AbortController } | null = null;

  const print = (event: ProgressEvent): void => {
    // Whatever is printed now is newer than what waits.
    waiting?.stop.abort();
    waiting = null;
    const text = redactor.redact(textOf(event));
    if (barShown) stream.write('\r\u001B[2K');
    barShown = false;
    stream.write(`${text}\n`);
    log?.(`${clock.now().toISOString()} ${text}`);
    for (const line of event.data ?? []) stream.write(`    ${redactor.redact(line)}\n`);
  };

  const showBar = (event: ProgressEvent): void => {
    const room = Math.max(20, stream.columns - 1);
    stream.write(`\r\u001B[2K${redactor.redact(textOf(event)).slice(0, room)}`);
    barShown = true;
  };

  const tick = (event: ProgressEvent): void => {
    lastTick = clock.monotonic();
    print(event);
  };

  const later = (event: ProgressEvent, ms: number): void => {
    if (waiting !== null) {
      waiting.event = event;
      return;
    }
    const own = { event, stop: new AbortController() };
    waiting = own;
    clock.sleep(ms, AbortSignal.any([target.signal, own.stop.signal])).then(
      () => {
        tick(own.event);
      },
      () => undefined,
    );
  };

  return (event) => {
    const elapsed = clock.monotonic() - lastTick;
    if (event.level !== 'info' || event.done === undefined) print(event);
    else if (stream.isTTY) showBar(event);
    else if (event.done === event.total || elapsed >= intervalMs) tick(event);
    else later(event, intervalMs - elapsed);
  };
}
