import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/process.ts';
import { createProject, type Project } from '../support/project.ts';
import {
  type BlobFault,
  type BlobRequest,
  type ResultsService,
  startResultsService,
} from '../support/results-service.ts';
import { runStep, type StepResult } from '../support/runner.ts';

const CONFIG =
  'version: 1\nenvironments:\n  production:\n    url: ${DATABASE_URL}\n    protected: true\n  staging:\n    url: ${DATABASE_URL}\n';

let project: Project;
let service: ResultsService;
let onBlob: (request: BlobRequest) => BlobFault | undefined;
let identity: string;
let recipient: string;
/** The run that left an encrypted, proven backup of production. */
const BACKUP_RUN = 100;
let id: string;
/** The run of each test. */
let run = BACKUP_RUN;

beforeAll(async () => {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  service = await startResultsService({ visibility: 'public', onBlob: (request) => onBlob(request) });
  project = await createProject('sqlite');
  await project.write('sluice.yml', CONFIG);
  await project.database.query('create table leads (id integer primary key, email text)');
  onBlob = () => undefined;
  await fill();
  const taken = await act('backup', BACKUP_RUN, { 'encrypt-to': recipient });
  if (taken.exitCode !== 0) throw new Error(taken.log);
  expect(taken.outputs).toMatchObject({ verified: 'restore', encrypted: 'true' });
  id = taken.outputs['backup-id'] ?? '';
});
afterAll(async () => {
  await project.drop();
  await service.close();
});
beforeEach(async () => {
  onBlob = () => undefined;
  run += 10;
  await fill();
});

/** The rows that the backup holds. */
async function fill(): Promise<void> {
  await project.database.query('delete from leads');
  await project.database.query("insert into leads values (1, 'a'), (2, 'b')");
}

/** Runs an action on a runner of its own: nothing but the database outlives it. */
async function act(
  command: 'backup' | 'rollback',
  runId: number,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const cwd = join(project.directory, `runner-${String(runId)}-${command}`);
  await mkdir(cwd);
  await cp(join(project.directory, 'sluice.yml'), join(cwd, 'sluice.yml'));
  try {
    return await runStep([join(ROOT, 'test/github/programs/action.ts'), command], {
      cwd,
      service,
      runId,
      env: { DATABASE_URL: project.database.url, ...env },
      inputs: { environment: 'production', ...inputs },
    });
  } finally {
    await rm(cwd, { recursive: true });
  }
}

const back = { to: 'backup', confirm: 'production' };
const rows = (): Promise<unknown> => project.database.query('select id, email from leads order by id');

describe('the rollback action', () => {
  it('restores an encrypted backup of another run, over a connection that breaks', async () => {
    await project.database.query("update leads set email = 'lost'");
    const cuts = [100, 1500];
    onBlob = () => {
      const cutAt = cuts.shift();
      return cutAt === undefined ? undefined : { cutAt };
    };
    const inputs = {
      ...back,
      'backup-id': id,
      'backup-run-id': String(BACKUP_RUN),
      identity,
      'accept-data-loss': 'true',
    };
    const { exitCode, outputs, summary, log } = await act('rollback', run, inputs);
    expect({ exitCode, outputs }).toMatchObject({
      exitCode: 0,
      outputs: { status: 'passed', 'rolled-back-to': id, verified: 'true', 'rows-restored': '2' },
    });
    expect(await rows()).toEqual([
      { id: 1, email: 'a' },
      { id: 2, email: 'b' },
    ]);
    expect(cuts).toEqual([]);
    expect(log).toMatch(/going on with the artifact .* at byte 1500/);
    expect(log).toContain('will be lost: leads: content of its 2 rows changed');
    expect(log + summary).not.toContain(identity);
    expect(log.split('\n').filter((line) => line.includes('download: ') && line.includes('sig='))).toEqual([]);
  });

  it('finds a backup by its id alone, in this run and in an earlier one', async () => {
    for (const runId of [BACKUP_RUN, run]) {
      const { exitCode, log } = await act('rollback', runId, { ...back, 'backup-id': id, identity });
      expect({ exitCode, log: exitCode === 0 ? '' : log }).toEqual({ exitCode: 0, log: '' });
      expect(log).toContain(
        runId === BACKUP_RUN ? 'of this workflow run' : `of the workflow run ${String(BACKUP_RUN)}`,
      );
    }
  });

  it('takes the identity from the environment, too, and refuses another one', async () => {
    const inputs = { ...back, 'backup-id': id, 'backup-run-id': String(BACKUP_RUN) };
    const { generateX25519Identity } = await import('age-encryption');
    const other = await generateX25519Identity();
    const refused = await act('rollback', run, { ...inputs, identity: other });
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'BACKUP_003' } });
    expect((await act('rollback', run + 1, inputs)).outputs['error-code']).toBe('BACKUP_003');
    expect((await act('rollback', run + 2, inputs, { SLUICE_IDENTITY: identity })).exitCode).toBe(0);
  });

  it('refuses to lose rows, and leaves neither the database changed nor the backup on the runner', async () => {
    await project.database.query("insert into leads values (3, 'c')");
    const temporary = join(project.directory, `temp-${String(run)}`);
    await mkdir(temporary);
    const inputs = { ...back, 'backup-id': id, 'backup-run-id': String(BACKUP_RUN), identity };
    const { exitCode, outputs, annotations } = await act('rollback', run, inputs, { RUNNER_TEMP: temporary });
    expect({ exitCode, code: outputs['error-code'] }).toEqual({ exitCode: 1, code: 'DATA_001' });
    const error = annotations.find(({ level }) => level === 'error')?.message ?? '';
    expect(error).toContain('leads: 2 rows in the backup, 3 now (1 more)');
    expect(error).toContain('cannot be known');
    expect(await project.database.query('select count(*) as n from leads')).toEqual([{ n: 3 }]);
    expect((await readdir(temporary)).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('says what there is to do when the backup is nowhere', async () => {
    const nowhere = '20260101T000000Z-production-abcdef';
    const { exitCode, outputs } = await act('rollback', run, { ...back, 'backup-id': nowhere });
    expect({ exitCode, code: outputs['error-code'] }).toEqual({ exitCode: 1, code: 'BACKUP_003' });
  });

  it('needs the confirmation', async () => {
    const { exitCode, outputs } = await act('rollback', run, { to: 'backup', confirm: 'staging' });
    expect({ exitCode, code: outputs['error-code'] }).toEqual({ exitCode: 2, code: 'CONF_001' });
  });

  it('refuses a changed artifact before anything is touched', async () => {
    service.tamper(`sluice-backup-${id}`);
    await project.database.query('delete from leads');
    const inputs = {
      ...back,
      'backup-id': id,
      'backup-run-id': String(BACKUP_RUN),
      identity,
      'accept-data-loss': 'true',
    };
    const { exitCode, outputs } = await act('rollback', run, inputs);
    expect({ exitCode, code: outputs['error-code'] }).toEqual({ exitCode: 1, code: 'ART_001' });
    expect(await rows()).toEqual([]);
  });
});
