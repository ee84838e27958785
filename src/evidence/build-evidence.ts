import type { Origin } from '../origin.ts';
import type { Report } from '../report/report.ts';
import { evidenceDigest, type Evidence } from './evidence.ts';

/** Evidence of a run, from its report. Pure: the same report and origin give the same digest. */
export function buildEvidence(report: Report, origin: Origin | null): Evidence {
  const { run, plan, state, backup } = report;
  const said: Omit<Evidence, 'digest'> = {
    schema: 'sluice.evidence/1',
    sluiceVersion: run.sluiceVersion,
    command: run.command,
    environment: run.environment,
    engine: run.engine,
    origin,
    run: {
      id: run.id,
      status: run.status,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      durationMs: run.durationMs,
    },
    plan:
      plan === null
        ? null
        : {
            digest: plan.digest,
            continues: plan.continues,
            files: plan.steps.map(({ version, path, checksum }) => ({ version, path, checksum })),
          },
    before: state === null ? null : { fingerprint: state.schemaFingerprint, objects: state.objects },
    after: report.schemaAfter,
    backup: backup === null ? null : { id: backup.id, digest: backup.digest, verified: backup.verified },
    checks: report.checks.map(({ id, status, code }) => ({ id, status, code })),
    stages: report.stages.map(({ name, status, durationMs }) => ({ name, status, durationMs })),
    rolledBack: report.rollback !== null,
    errors: report.errors.map((error) => error.code),
  };
  return { ...said, digest: evidenceDigest(said) };
}
