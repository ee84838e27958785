/**
 * Loaded with `--import` before the program: kills it with SIGKILL at the first step that SLUICE_KILL_ON
 * describes: `before rollback-finished`, `after statement-started`, `after statement 1`.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { JournalMessage } from '../../src/journal/journal.ts';
import type { StatementMessage } from '../../src/stages/statement-channel.ts';

const target = process.env['SLUICE_KILL_ON'];

function reached(step: string): void {
  if (step === target) process.kill(process.pid, 'SIGKILL');
}

subscribe('sluice:journal', (message) => {
  const { moment, entry } = message as JournalMessage;
  reached(`${moment} ${entry.entry.kind}`);
});
subscribe('sluice:statement', (message) => {
  const { moment, statement } = message as StatementMessage;
  reached(`${moment} statement ${String(statement + 1)}`);
});
