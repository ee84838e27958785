import { killSuite, spread } from './kill-suite.ts';

/** Kills of each command, spread over all that it does; SLUICE_SEED repeats them. */
const KILLS = 100;

/** About how many moments a backup with its proof, and a rollback, have: see `test/support/kill-moment.ts`. */
const MOMENTS = {
  sqlite: { backup: 210, rollback: 190 },
  postgresql: { backup: 480, rollback: 520 },
  mariadb: { backup: 200, rollback: 290 },
} as const;

for (const engine of ['sqlite', 'postgresql', 'mariadb'] as const) {
  killSuite(engine, {
    backup: spread(`kills of backups of ${engine}`, MOMENTS[engine].backup, KILLS),
    rollback: spread(`kills of rollbacks of ${engine}`, MOMENTS[engine].rollback, KILLS),
  });
}
