import { describe, expect, it } from '@jest/globals';
import { createDatabase, type TestEngine } from '../../support/databases.ts';
import { newestReport, projectOf, type Project } from '../../support/project.ts';
import { stateOf } from '../../support/state.ts';

/** As many as keep the machine busy while servers notice that a client is gone. */
const AT_ONCE = 4;

/** `after`: not before each journal entry as well. */
export type KillMoments = 'all' | 'after';

const environment = (step: number, moments: KillMoments): Record<string, string> => ({
  SLUICE_KILL_AT: String(step),
  SLUICE_KILL_MOMENTS: moments,
});

interface Scenario {
  readonly name: string;
  readonly write: (project: Project) => Promise<void>;
  readonly args: readonly string[];
  /** How the command ends, killed and resumed or not. */
  readonly exitCode: number;
}

async function base(project: Project): Promise<void> {
  await project.write(
    'migrations/1_accounts.up.sql',
    'create table accounts (id integer not null primary key, balance integer not null);\ninsert into accounts (id, balance) values (1, 100);\ninsert into accounts (id, balance) values (2, 200);\n',
  );
  await project.write('migrations/1_accounts.down.sql', 'drop table accounts;\n');
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'applying files',
    args: ['migrate'],
    exitCode: 0,
    async write(project) {
      await base(project);
      // Adding is not idempotent: a statement that ran twice, or not at all, shows in the balance.
      await project.write(
        'migrations/2_more.up.sql',
        'update accounts set balance = balance + 1;\nalter table accounts add column note varchar(20);\nupdate accounts set balance = balance + 10;\ncreate index accounts_note on accounts (note);\n',
      );
    },
  },
  {
    name: 'rolling a failed run back',
    args: ['migrate', '--on-failure', 'rollback'],
    exitCode: 1,
    async write(project) {
      await base(project);
      await project.write('migrations/2_bad.up.sql', 'insert into nowhere values (1);\n');
      await project.write('migrations/2_bad.down.sql', 'drop table nowhere;\n');
    },
  },
];

async function newProject(engine: TestEngine, scenario: Scenario): Promise<Project> {
  const project = await projectOf(await createDatabase(engine));
  await scenario.write(project);
  return project;
}

async function finalState(project: Project): Promise<unknown> {
  const exists = await project.database.query('select version, name, checksum from sluice_migrations order by version');
  return { ...(await stateOf(project.database.url)), applied: exists };
}

/** Kills the command at a step, runs the same command again, and looks at what came of it. */
async function killAndResume(
  engine: TestEngine,
  scenario: Scenario,
  step: number,
  moments: KillMoments,
): Promise<{ readonly end: unknown; readonly where: string }> {
  const project = await newProject(engine, scenario);
  try {
    const killed = await project.sluice(scenario.args, {
      preload: 'kill-at.ts',
      env: environment(step, moments),
    });
    const where = /killed at step \d+: (.*)/u.exec(killed.stderr)?.[1] ?? 'not killed';
    expect({ where, signal: killed.signal }).toEqual({ where, signal: 'SIGKILL' });
    // A lease that is short enough to wait for is one that a loaded machine lets a living run lose.
    await project.database.query('update sluice_lock set expires_at = acquired_at');
    const resumed = await project.sluice(scenario.args);
    expect({ where, exitCode: resumed.exitCode, stderr: resumed.stderr }).toEqual({
      where,
      exitCode: scenario.exitCode,
      stderr: resumed.stderr,
    });
    const { findings } = await newestReport(project.directory);
    // The lock is taken before the first entry; from then on the journal knows that there was a run.
    if (step > 1)
      expect({ where, findings: findings.join('\n') }).toEqual({
        where,
        findings: expect.stringMatching(/was killed|run lock over from/u),
      });
    return { end: await finalState(project), where };
  } finally {
    await project.drop();
  }
}

/** Every engine by itself, so that the four can share the machine's cores. */
export function killSuite(engine: TestEngine, moments: KillMoments): void {
  describe.each(SCENARIOS)(`SIGKILL at every step of $name on ${engine}`, (scenario) => {
    it('ends as the undisturbed run, once the same command is run again', async () => {
      const project = await newProject(engine, scenario);
      const undisturbed = await project.sluice(scenario.args, { preload: 'kill-at.ts', env: environment(0, moments) });
      expect(undisturbed.exitCode).toBe(scenario.exitCode);
      const wanted = await finalState(project);
      await project.drop();
      const steps = Number(/^steps: (\d+)$/mu.exec(undisturbed.stderr)?.[1]);
      expect(steps).toBeGreaterThan(moments === 'all' ? 30 : 20);
      const left = Array.from({ length: steps }, (_, index) => index + 1).values();
      const worker = async (): Promise<void> => {
        for (const step of left) {
          const { end, where } = await killAndResume(engine, scenario, step, moments);
          expect({ where, end }).toEqual({ where, end: wanted });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    }, 600_000);
  });
}
