/**
 * Loaded with `--import` before the program: kills it with SIGKILL at the step that SLUICE_KILL_AT names
 * by number. Steps are counted just before and just after each journal entry becomes durable and each
 * statement is sent; with SLUICE_KILL_MOMENTS=after not before journal entries, which leaves one step between any two
 * things that are journaled. At the end the number of steps is printed, for runs that are not killed.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import type { JournalMessage } from '../../src/journal/journal.ts';
import type { StatementMessage } from '../../src/stages/statement-channel.ts';

const target = Number(process.env['SLUICE_KILL_AT'] ?? '0');
let step = 0;

function count(name: string): void {
  step += 1;
  if (step !== target) return;
  writeSync(2, `killed at step ${String(step)}: ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

subscribe('sluice:journal', (message) => {
  const { moment, entry } = message as JournalMessage;
  if (moment === 'before' && process.env['SLUICE_KILL_MOMENTS'] === 'after') return;
  count(`${moment} ${entry.stage} ${entry.entry.kind}`);
});
subscribe('sluice:statement', (message) => {
  const { moment, version, statement } = message as StatementMessage;
  count(`${moment} statement ${String(statement + 1)} of version ${version}`);
});
process.once('exit', () => writeSync(2, `steps: ${String(step)}\n`));
