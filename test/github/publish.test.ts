import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, type ResultsService, type SeenRequest, startResultsService } from '../support/results-service.ts';
import { runStandIn } from './steps.ts';

type Intercept = (request: SeenRequest) => Answer | undefined;

let open: ResultsService;
let closed: ResultsService;
let intercept: Intercept | undefined;
let runId = 100;

beforeAll(async () => {
  open = await startResultsService({ visibility: 'public', intercept: (request) => intercept?.(request) });
  closed = await startResultsService({ visibility: 'private', intercept: (request) => intercept?.(request) });
});

afterAll(async () => {
  await Promise.all([open.close(), closed.close()]);
});

beforeEach(() => {
  intercept = undefined;
  runId += 1;
});

const reports = ['migration_logs/report.json', 'migration_logs/report.md', 'junit.xml'];
const plain = { id: '20260131T235959Z-shop-1a2b3c', encrypted: false };
const encrypted = { ...plain, encrypted: true };
const inRun = (service: ResultsService): readonly string[] =>
  service.artifacts.filter((artifact) => artifact.runId === runId).map(({ name }) => name);
const askedApi = (service: ResultsService): boolean => service.requests.some(({ path }) => path === '/repos/acme/shop');

describe('reports', () => {
  it('are uploaded as one artifact, named after command, environment and run', async () => {
    const step = { service: closed, runId, attempt: 2, inputs: { environment: 'staging' }, standIn: { reports } };
    const { exitCode, outputs, summary } = await runStandIn(step);
    expect(exitCode).toBe(0);
    const [artifact] = closed.artifacts.filter((each) => each.runId === runId);
    expect(artifact?.name).toBe(`sluice-migrate-staging-${String(runId)}-2`);
    expect(outputs['report-artifact-id']).toBe(String(artifact?.id));
    expect(summary).toContain(`\`sluice-migrate-staging-${String(runId)}-2\``);
    for (const name of reports) expect(artifact?.content.includes(name)).toBe(true);
  });

  it('take the name and the days that were asked for', async () => {
    const inputs = { 'report-name': 'my reports/1', 'artifact-retention-days': '5' };
    await runStandIn({ service: closed, runId, inputs, standIn: { reports } });
    const [artifact] = closed.artifacts.filter((each) => each.runId === runId);
    expect(artifact?.name).toBe('my reports-1');
    expect(Math.round((Date.parse(artifact?.expiresAt ?? '') - Date.now()) / 86_400_000)).toBe(5);
  });

  it('that cannot be uploaded do not hide that the run passed', async () => {
    intercept = ({ path }) =>
      path.endsWith('/CreateArtifact') ? { status: 403, body: { msg: 'no quota' } } : undefined;
    const { exitCode, outputs, summary, annotations } = await runStandIn({
      service: closed,
      runId,
      standIn: { reports },
    });
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({ status: 'passed', 'report-artifact-id': '' });
    expect(summary).toContain('not uploaded');
    expect(annotations).toContainEqual({ level: 'warning', message: expect.stringContaining('no quota') as unknown });
  });

  it('stay on a runner without an artifact service, which is said once', async () => {
    const { exitCode, summary, annotations, outputs } = await runStandIn({ standIn: { reports, backup: plain } });
    expect(exitCode).toBe(0);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ level: 'warning', message: expect.stringContaining('no artifact service') });
    expect(summary).toContain('no artifact service');
    expect(outputs['report-artifact-id']).toBe('');
  });

  it('stay on the runner when asked', async () => {
    const step = {
      service: closed,
      runId,
      inputs: { 'upload-artifacts': 'false' },
      standIn: { reports, backup: plain },
    };
    const { exitCode, annotations } = await runStandIn(step);
    expect({ exitCode, annotations }).toEqual({ exitCode: 0, annotations: [] });
    expect(inRun(closed)).toEqual([]);
  });
});

describe('evidence', () => {
  const evidence = ['migration_logs/evidence_r1.json'];

  it('is an artifact of its own, which a promotion finds by its name', async () => {
    const inputs = { environment: 'staging', 'report-name': 'mine' };
    const { exitCode, summary } = await runStandIn({ service: closed, runId, inputs, standIn: { reports, evidence } });
    expect(exitCode).toBe(0);
    const name = `sluice-evidence-migrate-staging-${String(runId)}-1`;
    expect(inRun(closed)).toEqual(['mine', name]);
    expect(summary).toContain(name);
  });

  it('that cannot be uploaded does not hide that the run passed', async () => {
    intercept = ({ path }) =>
      path.endsWith('/CreateArtifact') ? { status: 403, body: { msg: 'no quota' } } : undefined;
    const { exitCode, annotations } = await runStandIn({ service: closed, runId, standIn: { evidence } });
    expect(exitCode).toBe(0);
    expect(annotations).toEqual([{ level: 'warning', message: expect.stringContaining('no quota') as unknown }]);
  });
});

describe('a plaintext backup', () => {
  const step = { command: 'backup', standIn: { reports, backup: plain } };

  it('is uploaded from a private repository, and the summary says that it is not encrypted', async () => {
    const { exitCode, outputs, summary } = await runStandIn({ ...step, service: closed, runId });
    expect(exitCode).toBe(0);
    expect(inRun(closed)).toContain(`sluice-backup-${plain.id}`);
    expect(outputs['backup-artifact-name']).toBe(`sluice-backup-${plain.id}`);
    expect(outputs['backup-artifact-id']).toMatch(/^\d+$/);
    expect(summary).toContain('not encrypted');
  });

  it('is refused in a public repository, while the report is uploaded', async () => {
    const { exitCode, outputs, summary, annotations } = await runStandIn({ ...step, service: open, runId });
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({
      status: 'failed',
      'error-code': 'BACKUP_004',
      'backup-artifact-id': '',
      'backup-artifact-name': '',
    });
    expect(outputs['report-artifact-id']).toMatch(/^\d+$/);
    expect(summary).toContain('BACKUP_004');
    expect(annotations[0]).toMatchObject({ level: 'error', message: expect.stringMatching(/^BACKUP_004: .*\nfix: /) });
    expect(inRun(open)).toEqual([`sluice-backup-${String(runId)}-1`]);
  });

  it('is uploaded there when it is allowed, and the summary shouts', async () => {
    const { exitCode, summary, annotations } = await runStandIn({
      ...step,
      service: open,
      runId,
      inputs: { 'allow-plaintext': 'true' },
    });
    expect(exitCode).toBe(0);
    expect(inRun(open)).toContain(`sluice-backup-${plain.id}`);
    expect(summary).toMatch(/^> \[!CAUTION\]\n> .*\*\*NOT ENCRYPTED\*\*, and this repository is public/m);
    expect(annotations).toEqual([{ level: 'warning', message: expect.stringContaining('not encrypted') as unknown }]);
  });

  it('is uploaded from an internal repository, and the summary says who can read it', async () => {
    const internal = await startResultsService({ visibility: 'internal' });
    try {
      const { exitCode, summary } = await runStandIn({ ...step, service: internal, runId });
      expect(exitCode).toBe(0);
      expect(inRun(internal)).toContain(`sluice-backup-${plain.id}`);
      expect(summary).toContain('everybody in the enterprise');
    } finally {
      await internal.close();
    }
  });

  it('is refused when the API refuses, whatever the event said, unless it is allowed', async () => {
    intercept = ({ path }) => (path === '/repos/acme/shop' ? { status: 403 } : undefined);
    const event = { repository: { private: true } };
    const refused = await runStandIn({ ...step, service: closed, runId, event });
    expect(refused.outputs['error-code']).toBe('BACKUP_004');
    expect(inRun(closed)).toEqual([`sluice-backup-${String(runId)}-1`]);
    runId += 1;
    const allowed = await runStandIn({ ...step, service: closed, runId, event, inputs: { 'allow-plaintext': 'true' } });
    expect(allowed.exitCode).toBe(0);
    expect(allowed.summary).toMatch(/\*\*NOT ENCRYPTED\*\*, and it is unknown who can read this repository/);
  });

  it('is refused when the repository was opened after the event', async () => {
    const event = { repository: { private: true } };
    const { outputs } = await runStandIn({ ...step, service: open, runId, event });
    expect(outputs['error-code']).toBe('BACKUP_004');
  });

  it('is refused without asking when the event says public', async () => {
    const before = closed.requests.length;
    const { outputs } = await runStandIn({
      ...step,
      service: closed,
      runId,
      event: { repository: { private: false } },
    });
    expect(outputs['error-code']).toBe('BACKUP_004');
    expect(closed.requests.slice(before).some(({ path }) => path === '/repos/acme/shop')).toBe(false);
  });
});

describe('an encrypted backup', () => {
  const step = { command: 'backup', standIn: { backup: encrypted } };

  it('is uploaded wherever it is', async () => {
    const asked = askedApi(open);
    const { exitCode, summary } = await runStandIn({ ...step, service: open, runId });
    expect(exitCode).toBe(0);
    expect(summary).toContain(', encrypted.');
    expect(askedApi(open)).toBe(asked);
  });

  it('that cannot be uploaded fails the step', async () => {
    intercept = ({ path }) => (path.endsWith('/FinalizeArtifact') ? { status: 403, body: { msg: 'no' } } : undefined);
    const { exitCode, outputs } = await runStandIn({ ...step, service: open, runId });
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({ status: 'failed', 'error-code': 'ART_001', 'backup-artifact-name': '' });
  });

  it('does not hide why the run failed', async () => {
    intercept = ({ path }) => (path.endsWith('/CreateArtifact') ? { status: 403, body: { msg: 'no' } } : undefined);
    const errors = [{ code: 'DATA_001', message: 'The data differ.', causes: [], fix: 'Compare.' }] as const;
    const result = {
      status: 'failed',
      exitCode: 1,
      errors,
      outputs: { status: 'failed', 'error-code': 'DATA_001' },
    } as const;
    const { outputs, annotations } = await runStandIn({
      ...step,
      service: open,
      runId,
      standIn: { backup: encrypted, result },
    });
    expect(outputs['error-code']).toBe('DATA_001');
    expect(annotations.map(({ message }) => message.slice(0, 8))).toEqual(['DATA_001', 'ART_001:']);
  });
});

describe('a rollback', () => {
  const rollback = { command: 'rollback' };

  it.each([
    ['another run', 1000],
    ['this run', 0],
  ])('fetches the backup of %s', async (_, later) => {
    await runStandIn({ command: 'backup', service: closed, runId, standIn: { backup: plain } });
    const inputs = { 'backup-run-id': String(runId), 'backup-id': plain.id, to: 'backup' };
    const { exitCode, log } = await runStandIn({ ...rollback, service: closed, runId: runId + later, inputs });
    expect(exitCode).toBe(0);
    expect(log).toContain('backups: backup backup/data.zst backup/manifest.json');
  });

  it('fetches the newest backup when none is named', async () => {
    await runStandIn({ command: 'backup', service: closed, runId, standIn: { backup: plain, reports } });
    const id = '20260201T000000Z-shop-aaaaaa';
    await runStandIn({ command: 'backup', service: closed, runId, standIn: { backup: { ...plain, id } } });
    // The reports of a backup bear a name that begins alike.
    await runStandIn({ command: 'backup', service: closed, runId, attempt: 2, standIn: { reports } });
    const inputs = { 'backup-run-id': String(runId) };
    await runStandIn({ ...rollback, service: closed, runId: runId + 1000, inputs });
    const newer = closed.artifacts.find(({ name }) => name === `sluice-backup-${id}`);
    expect(closed.requests.at(-1)?.path).toBe(`/blobs/${String(newer?.id)}`);
  });

  it('refuses a backup that is not what was uploaded', async () => {
    const tampered = '20260202T000000Z-shop-bbbbbb';
    await runStandIn({ command: 'backup', service: closed, runId, standIn: { backup: { ...plain, id: tampered } } });
    closed.tamper(`sluice-backup-${tampered}`);
    const inputs = { 'backup-run-id': String(runId) };
    const { exitCode, outputs, log } = await runStandIn({ ...rollback, service: closed, runId: runId + 1000, inputs });
    expect(exitCode).toBe(1);
    expect(outputs['error-code']).toBe('ART_001');
    expect(log).not.toContain('backups:');
  });

  it.each(['latest', '0', '-1', '12x'])('refuses %s as a run', async (text) => {
    const { exitCode, outputs } = await runStandIn({
      ...rollback,
      service: closed,
      runId,
      inputs: { 'backup-run-id': text },
    });
    expect({ exitCode, code: outputs['error-code'] }).toEqual({ exitCode: 2, code: 'CONF_001' });
  });

  it('says what it needs outside GitHub', async () => {
    const { exitCode, annotations } = await runStandIn({ command: 'rollback', inputs: { 'backup-run-id': '1' } });
    expect(exitCode).toBe(2);
    expect(annotations.find(({ level }) => level === 'error')?.message).toContain('github-token');
  });
});
