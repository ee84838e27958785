import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../support/databases.ts';
import { createProject, type Project } from '../support/project.ts';

/** As many as a busy repository starts at once. */
const RUNS = 20;

describe.each(ENGINES)('runs that collide on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
  });
  afterEach(() => project.drop());

  it('lets one of twenty apply, and tells the others who holds the lock and since when', async () => {
    await project.configure('migrations:\n  lock-timeout: 1s\n');
    await project.write(
      'migrations/1_a.up.sql',
      'create table a (id integer not null primary key);\ninsert into a values (1);\n',
    );
    // Files enough that the winner is still at it when the last of the others starts.
    for (let file = 2; file <= 120; file++) {
      await project.write(
        `migrations/${String(file)}_b.up.sql`,
        `create table b${String(file)} (id integer not null primary key);\n`,
      );
    }
    // The first one pauses before its first file, so that all others meet a run that is under way.
    const first = project.start(['migrate'], { preload: 'hold-at.ts', env: { SLUICE_HOLD_AT: 'file-finished' } });
    await first.untilOutput(/holding/u);
    const others = await Promise.all(Array.from({ length: RUNS - 1 }, () => project.sluice(['migrate'])));
    for (const other of others) {
      expect(other).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'LOCK_001' } });
      expect(other.stderr).toMatch(
        /Another run holds the lock on this database: .* \(pid \d+, run \S+\), since \d{4}-\d\d-\d\dT/u,
      );
    }
    first.kill('SIGUSR2');
    expect(await first.result).toMatchObject({ exitCode: 0 });
    expect(await project.database.query('select count(*) as n from a')).toEqual([{ n: 1 }]);
    expect(await project.database.query('select count(*) as n from sluice_migrations')).toEqual([{ n: 120 }]);
  }, 240_000);

  it('lets exactly one of twenty simultaneous starts on an empty database apply', async () => {
    await project.configure('migrations:\n  lock-timeout: 1s\n');
    await project.write(
      'migrations/1_a.up.sql',
      'create table a (id integer not null primary key);\ninsert into a values (1);\n',
    );
    const runs = await Promise.all(Array.from({ length: RUNS }, () => project.sluice(['migrate'])));
    const applied = runs.filter((run) => run.outputs['applied-count'] === '1');
    expect(applied).toHaveLength(1);
    for (const run of runs.filter((one) => one !== applied[0])) {
      // A run that comes after the winner has left finds nothing to do; one that meets it is told so.
      expect(run.exitCode === 0 ? run.outputs['applied-count'] : run.outputs['error-code']).toMatch(/^(0|LOCK_001)$/u);
    }
    expect(await project.database.query('select id from a')).toEqual([{ id: 1 }]);
  }, 240_000);

  it('takes a dead run’s lock over once the lease has expired, and says so', async () => {
    await project.configure('migrations:\n  run-lease: 2s\n  run-lock-wait: 30s\n');
    await project.write('migrations/1_a.up.sql', 'create table a (id integer not null primary key);\n');
    const dead = await project.sluice(['migrate'], { preload: 'kill-at.ts', env: { SLUICE_KILL_AT: '6' } });
    expect(dead.signal).toBe('SIGKILL');
    const next = await project.sluice(['migrate']);
    expect(next).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(next.report?.findings.join('\n')).toMatch(
      /Took the run lock over from .*pid \d+.*, who had held it since .* let the lease expire at/u,
    );
  });

  it('stops between two files when it is told to, and goes on later', async () => {
    await project.write('migrations/1_a.up.sql', 'create table a (id integer);\n');
    await project.write('migrations/2_b.up.sql', 'create table b (id integer);\n');
    await project.write('migrations/3_c.up.sql', 'create table c (id integer);\n');
    const run = project.start(['migrate'], { preload: 'hold-at.ts', env: { SLUICE_HOLD_AT: 'file-finished' } });
    await run.untilOutput(/holding/u);
    expect(await project.sluice(['stop'])).toMatchObject({ exitCode: 0 });
    run.kill('SIGUSR2');
    expect(await run.result).toMatchObject({ exitCode: 130 });
    // Whether it had asked for requests before it was held decides if the file that it was about to begin is applied.
    const left = 3 - (await project.database.query('select version from sluice_migrations')).length;
    expect([1, 2]).toContain(left);
    const next = await project.sluice(['migrate']);
    expect(next).toMatchObject({ exitCode: 0, outputs: { 'applied-count': String(left) } });
    expect(next.report?.findings.join('\n')).toMatch(/ended interrupted/u);
  });
});
