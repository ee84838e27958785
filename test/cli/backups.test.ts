import { cp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BackupList } from '../../src/cli/backup-list.ts';
import type { Manifest } from '../../src/backup/manifest.ts';
import { ROOT } from '../support/process.ts';
import { createProject, type Project, type SluiceResult } from '../support/project.ts';
import { type Answer, type ResultsService, startResultsService } from '../support/results-service.ts';
import { runStep } from '../support/runner.ts';

let project: Project;
let service: ResultsService;
let answer: Answer | undefined;
/** Of the one backup in the folder. */
let id: string;

beforeAll(async () => {
  service = await startResultsService({ intercept: ({ path }) => (path.startsWith('/repos/') ? answer : undefined) });
  project = await createProject('sqlite');
  await project.configure('environments:\n  production:\n    url: ${DATABASE_URL}\n');
  await project.database.query('create table leads (id integer primary key, email text)');
  await project.database.query("insert into leads values (1, 'a'), (2, 'b')");
  const taken = await project.sluice(['backup', '--environment', 'production', '--verify', 'checksum']);
  id = taken.outputs['backup-id'] ?? '';
});
afterAll(async () => {
  await project.drop();
  await service.close();
});
beforeEach(() => {
  answer = undefined;
});

/** What a shell outside GitHub Actions would have to set. */
const github = (): Record<string, string> => ({
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_TOKEN: service.token,
  GITHUB_API_URL: service.url,
});

async function list(...args: readonly string[]): Promise<BackupList> {
  const { stdout } = await project.sluice(['backup', 'list', '--json', ...args], { env: github() });
  return JSON.parse(stdout) as BackupList;
}

/** Runs a command that was printed, with further options. */
async function runPrinted(command: string, ...more: readonly string[]): Promise<SluiceResult> {
  const [program, ...args] = command.split(' ');
  expect(program).toBe('sluice');
  return project.sluice([...args, ...more], { env: github() });
}

/** Takes a backup in a step of a workflow run, in another folder; returns its id. It is copied to `kept` where one is given. */
async function backUpInRun(
  runId: number,
  kept?: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<string> {
  const cwd = join(project.directory, `runner-${String(runId)}`);
  await cp(join(project.directory, 'sluice.yml'), join(cwd, 'sluice.yml'));
  const { exitCode, outputs, log } = await runStep([join(ROOT, 'test/github/programs/action.ts'), 'backup'], {
    cwd,
    service,
    runId,
    env: { DATABASE_URL: project.database.url },
    inputs: { environment: 'production', 'artifact-retention-days': '5', ...inputs },
  });
  if (exitCode !== 0) throw new Error(log);
  if (kept !== undefined) await cp(join(cwd, '.sluice/backups'), join(project.directory, kept), { recursive: true });
  await rm(cwd, { recursive: true });
  return outputs['backup-id'] ?? '';
}

describe('flags', () => {
  it.each([
    ['in front of the subcommand', ['backup', '--json', 'list']],
    ['behind it', ['backup', 'list', '--json']],
    ['with their value', ['backup', '--json', 'true', 'list']],
    ['with their value behind a sign', ['backup', '--json=true', 'list']],
    ['with another one behind', ['backup', '--json', '--upload-artifacts', 'list']],
  ])('are read %s, and JSON alone is on stdout', async (_, args) => {
    const { exitCode, stdout, stderr } = await project.sluice(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect((JSON.parse(stdout) as BackupList).backups.map(({ manifest }) => manifest.id)).toEqual([id]);
  });

  it('that are false say so', async () => {
    expect((await project.sluice(['backup', '--json', 'false', 'list'])).stdout).toMatch(new RegExp(`^${id} `, 'u'));
  });

  it('do not hide a word too many', async () => {
    const { exitCode, stderr } = await project.sluice(['migrate', '--dry-run', 'perhaps']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('too many arguments');
  });
});

describe('backup verify', () => {
  it.each([
    ['an id', () => id],
    ['a folder, from the working directory', () => `.sluice/backups/${id}`],
    ['a manifest, from the working directory', () => `.sluice/backups/${id}/manifest.json`],
    ['an absolute folder', () => join(project.directory, '.sluice/backups', id)],
  ])('takes %s, wherever it is called', async (_, which) => {
    await project.write('elsewhere/empty', '');
    const args = ['backup', '--json', 'verify', '--working-directory', '..', '--backup-id', which()];
    const { exitCode, stdout, stderr } = await project.start(args, { cwd: join(project.directory, 'elsewhere') })
      .result;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect((JSON.parse(stdout) as Manifest).id).toBe(id);
  });

  it('restores a backup elsewhere by its path', async () => {
    await cp(join(project.directory, '.sluice/backups', id), join(project.directory, 'elsewhere/copy'), {
      recursive: true,
    });
    const args = ['rollback', '--environment', 'production', '--to', 'backup', '--backup-id', 'copy'];
    const refused = await project.sluice(args);
    expect(refused.outputs['error-code']).toBe('BACKUP_003');
    const restored = await project.sluice([...args.slice(0, -1), 'elsewhere/copy']);
    expect(restored).toMatchObject({ exitCode: 0, outputs: { 'rolled-back-to': id, 'rows-restored': '2' } });
  });

  it('prints its failure as JSON alone, too', async () => {
    const { exitCode, stdout } = await project.sluice(['backup', '--json', 'verify', '--backup-id', 'nothing']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: 'BACKUP_003' }] });
  });

  it('proves a backup by restoring it, when asked', async () => {
    const args = ['backup', 'verify', '--verify', 'restore', '--backup-id', id];
    const proven = await project.sluice(args);
    expect(proven).toMatchObject({ exitCode: 0 });
    expect(proven.stdout).toMatch(/restored and compared \(1 tables, restored in \d+ ms\)/u);
    const { stdout } = await project.sluice(['backup', 'verify', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ id, verified: 'restore', proof: { tablesCompared: 1 } });
  });
});

describe('backup list', () => {
  it('asks nobody without a token or without a repository', async () => {
    for (const missing of ['GITHUB_TOKEN', 'GITHUB_REPOSITORY']) {
      const before = service.requests.length;
      const env = { ...github(), [missing]: undefined };
      const { stdout } = await project.sluice(['backup', 'list', '--json'], { env });
      expect(JSON.parse(stdout)).toMatchObject({ artifacts: null, artifactsError: null });
      expect(service.requests).toHaveLength(before);
    }
  });

  it('shows the artifacts of earlier runs, over all pages, with the command that restores each', async () => {
    const remote = await backUpInRun(41);
    for (let index = 0; index < 230; index += 1) {
      service.put({ runId: 42, name: `other-${String(index)}`, content: Buffer.from('x') });
    }
    const fork = '20260101T000000Z-production-ffffff';
    const old = '20250101T000000Z-production-eeeeee';
    service.put({ runId: 43, name: `sluice-backup-${fork}`, content: Buffer.from('x'), fork: true });
    service.put({ runId: 44, name: `sluice-backup-${old}`, content: Buffer.from('x'), expired: true });

    const { backups, artifacts } = await list();
    expect(backups.map(({ manifest, restore }) => [manifest.id, restore])).toEqual([
      [id, `sluice backup restore --environment production --backup-id ${id}`],
    ]);
    expect(artifacts).toMatchObject([
      { backupId: fork, runId: 43, isForeign: true },
      {
        backupId: remote,
        runId: 41,
        isForeign: false,
        bytes: service.artifacts.find(({ name }) => name.endsWith(remote))?.content.length,
        restore: `sluice backup restore --backup-run-id 41 --backup-id ${remote}`,
      },
    ]);

    const { stdout } = await project.sluice(['backup', 'list'], { env: github() });
    expect(stdout).toContain(`\n  restore: sluice backup restore --backup-run-id 41 --backup-id ${remote}\n`);
    expect(stdout).toMatch(
      new RegExp(
        `^${remote} {2}created \\S+Z {2}\\d+ bytes\n {2}where: artifact sluice-backup-${remote} of the workflow run 41, expires \\d{4}-`,
        'mu',
      ),
    );
    expect(stdout).toMatch(
      new RegExp(
        `^${fork} .*\n {2}where: artifact sluice-backup-${fork} of the workflow run 43 \\(of a fork: do not trust it\\)`,
        'mu',
      ),
    );
    expect(stdout).not.toContain(old);
  });

  it('says of each when, what, how proven, where and until when, whether or not GitHub is asked', async () => {
    const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
    const recipient = await identityToRecipient(await generateX25519Identity());
    const kept = await backUpInRun(45, 'kept', { 'encrypt-to': recipient });
    const manifest = JSON.parse(
      await readFile(join(project.directory, 'kept', kept, 'manifest.json'), 'utf8'),
    ) as Manifest;
    const directory = join(project.directory, 'kept', kept);
    const known = {
      id: kept,
      createdAt: manifest.createdAt,
      environment: 'production',
      mode: 'full',
      verified: 'restore',
      encrypted: true,
      expectedRecoveryMs: manifest.proof?.durationMs,
    };

    const alone = await project.sluice(['backup', 'list', '--json', '--backup-directory', 'kept']);
    expect((JSON.parse(alone.stdout) as BackupList).backups).toMatchObject([
      {
        ...known,
        bytes: manifest.parts[0]?.bytes,
        where: { directory, runId: 45, artifact: null },
        expiresAt: manifest.expiresAt,
      },
    ]);

    const { backups, artifacts } = await list('--backup-directory', 'kept');
    const artifact = `sluice-backup-${kept}`;
    const expiresAt = service.artifacts.find(({ name }) => name === artifact)?.expiresAt;
    expect(expiresAt).toMatch(/^\d{4}-/u);
    const where = { directory, runId: 45, artifact };
    expect(backups).toMatchObject([{ ...known, where, expiresAt }]);
    expect(artifacts?.filter(({ backupId }) => backupId === kept)).toMatchObject([
      { ...known, createdAt: expect.any(String), where, expiresAt },
    ]);
    expect(artifacts?.find(({ runId }) => runId === 41)).toMatchObject({
      where: { directory: null, runId: 41 },
      mode: null,
      encrypted: null,
    });

    const { stdout } = await project.sluice(['backup', 'list', '--backup-directory', 'kept'], { env: github() });
    expect(stdout.split('\n').filter((line) => line.startsWith(kept))).toEqual([
      expect.stringMatching(
        /^\S+ {2}created \S+Z {2}production {2}full {2}\d+ bytes {2}verified: restore \(restored in [\d.]+ m?s\) {2}encrypted {2}sqlite [\d.]+$/u,
      ),
    ]);
    expect(stdout).toContain(
      `\n  restore: sluice backup restore --environment production --backup-directory kept --backup-id ${kept} --identity FILE`,
    );
    expect(stdout).toContain(
      `\n  where: ${directory}; artifact ${artifact} of the workflow run 45, expires ${String(expiresAt)}\n`,
    );
  });

  it('confirms where the environment is protected', async () => {
    const protecting = 'version: 1\nenvironments:\n  production:\n    url: ${DATABASE_URL}\n    protected: true\n';
    await project.write('protecting.yml', protecting);
    const { backups, artifacts } = await list('--config', 'protecting.yml', '--environment', 'production');
    expect(backups[0]?.restore).toContain('--environment production --confirm production --backup-id');
    expect(artifacts?.find(({ runId }) => runId === 41)?.restore).toContain('--confirm production --backup-run-id 41');
  });

  it('prints commands that do restore', async () => {
    const { backups, artifacts } = await list('--environment', 'production');
    const commands = [backups[0]?.restore ?? '', artifacts?.find(({ runId }) => runId === 41)?.restore ?? ''];
    for (const command of commands) {
      await project.database.query('delete from leads where id = 2');
      expect((await runPrinted(command)).outputs['error-code']).toBe('DATA_001');
      const restored = await runPrinted(command, '--accept-data-loss');
      expect(restored).toMatchObject({ exitCode: 0, outputs: { verified: 'true', 'rows-restored': '2' } });
      expect(await project.database.query('select id from leads order by id')).toEqual([{ id: 1 }, { id: 2 }]);
    }
  });

  it('fetches a backup that only an earlier run has by its id alone, and leaves nothing of it', async () => {
    const temporary = join(project.directory, 'tmp');
    await project.write('tmp/empty', '');
    const { artifacts } = await list();
    const remote = artifacts?.find(({ runId }) => runId === 41)?.backupId ?? '';
    const args = ['rollback', '--environment', 'production', '--to', 'backup', '--backup-id', remote];
    const restored = await project.sluice(args, { env: { ...github(), TMPDIR: temporary } });
    expect(restored).toMatchObject({ exitCode: 0, outputs: { 'rolled-back-to': remote } });
    expect(restored.stderr).toContain('of the workflow run 41');
    expect(await readdir(temporary)).toEqual(['empty']);
    expect(await stat(join(project.directory, '.sluice/backups', remote)).catch(() => null)).toBeNull();
  });

  it('shows the folder all the same when GitHub does not answer, and says why', async () => {
    answer = { status: 403, body: { message: 'Resource not accessible by integration' } };
    const { backups, artifacts, artifactsError } = await list();
    expect(backups).toHaveLength(1);
    expect(artifacts).toBeNull();
    expect(artifactsError).toMatchObject({ code: 'ART_001', message: expect.stringContaining('403') as unknown });
    const { stdout, exitCode } = await project.sluice(['backup', 'list'], { env: github() });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^ART_001: The artifacts of acme\/shop could not be listed[^]*Resource not accessible[^]*^fix: /mu,
    );
  });

  it('never prints the token', async () => {
    answer = { status: 403, body: { message: `no rights with ${service.token}` } };
    const { stdout, stderr } = await project.sluice(['backup', 'list', '--json'], { env: github() });
    expect(stdout + stderr).not.toContain(service.token);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  });
});
