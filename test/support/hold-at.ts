/**
 * Loaded with `--import` before the program: stops it, without blocking its timers, after the first
 * journal entry of the kind in SLUICE_HOLD_AT, until SIGUSR2 comes. It says `holding` on stderr.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import type { Entry } from '../../src/journal/entries.ts';
import { Journal, type JournalMessage } from '../../src/journal/journal.ts';

const kind = process.env['SLUICE_HOLD_AT'];
let released: Promise<void> | null = null;

subscribe('sluice:journal', (message) => {
  const { moment, entry } = message as JournalMessage;
  if (released !== null || moment !== 'after' || entry.entry.kind !== kind) return;
  // A promise alone does not keep a process alive.
  const alive = setInterval(() => {}, 1000);
  released = new Promise((resolve) => {
    process.once('SIGUSR2', () => {
      clearInterval(alive);
      resolve();
    });
  });
  writeSync(2, 'holding\n');
});

/* A diagnostics channel cannot wait, so the next entry is what waits. */
const { append, within } = Journal.prototype;
Journal.prototype.append = async function held(this: Journal, ...entries: Entry[]) {
  await released;
  return append.apply(this, entries);
};
Journal.prototype.within = async function held(this: Journal, work: Parameters<Journal['within']>[0]) {
  await released;
  return within.call(this, work);
} as Journal['within'];
