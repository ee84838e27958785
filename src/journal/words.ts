import type { PartialFile } from '../plan/types.ts';
import type { Stamped } from './entries.ts';

/** The last thing a run wrote, in words. */
export function lastWords({ stage, at, entry }: Stamped): string {
  const what = 'version' in entry ? `${entry.kind} of version ${entry.version}` : entry.kind;
  return `stage ${stage}, ${what}, at ${at}`;
}

/** What became of the statement that was announced last. */
function flightOf({ inFlight }: PartialFile): string {
  if (inFlight === null) return '';
  const where = `; the statement at line ${String(inFlight.line)}`;
  return inFlight.failed ? `${where} failed` : `${where} was begun and is looked up before it is run again`;
}

/** The first lines and the last one; a file may have tens of thousands. */
function fewLines(lines: readonly number[]): string {
  return lines.length > 10 ? `${lines.slice(0, 9).join(', ')}, … ${String(lines.at(-1))}` : lines.join(', ');
}

/** How many keys were written; after a kill the last count that was journaled. */
function keysOf({ progress, exact }: NonNullable<PartialFile['keys']>): string {
  const written = progress === null ? 0 : progress.changed + progress.removed + progress.renamed;
  return `${exact ? '' : 'at least '}${String(written)} key(s) were`;
}

/** How far a half-done file came, in words. */
export function progressOf(file: PartialFile): string {
  const verb = file.direction === 'up' ? 'applied' : 'taken back';
  if (file.keys !== undefined) return `${file.path}: ${keysOf(file.keys)} ${verb} by run ${file.runId}`;
  const lines = fewLines(file.done.map(({ line }) => line));
  const done = file.done.length === 0 ? 'no statement' : `${String(file.done.length)} statement(s), at line ${lines},`;
  const flight = flightOf(file);
  return `${file.path}: ${done} ${file.done.length > 1 ? 'were' : 'was'} ${verb} by run ${file.runId}${flight}`;
}
