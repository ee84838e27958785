import type { Evidence } from '../../src/evidence/evidence.ts';
import { evidenceDigest } from '../../src/evidence/evidence.ts';
import { known, type FoundEvidence, type PromotionFacts, type PromotionPolicy } from '../../src/evidence/facts.ts';
import type { Origin } from '../../src/origin.ts';
import { fingerprintObjects } from '../../src/plan/fingerprint.ts';
import type { Plan } from '../../src/plan/types.ts';

export const OBJECTS = [{ kind: 'table', name: 'leads', hash: 'a'.repeat(64) }];

export const ORIGIN: Origin = {
  repository: 'acme/shop',
  commit: 'c'.repeat(40),
  ref: 'refs/heads/main',
  actor: 'dora',
  triggeringActor: 'dora',
  workflowRunId: 7,
  attempt: 1,
  url: 'https://github.com/acme/shop/actions/runs/7',
};

export const FILES = [{ version: '0001', path: '0001_status.up.sql', checksum: 'sha256:1' }];

/** Evidence of a good run in staging; the digest fits whatever is changed. */
export function evidenceOf(changes: Partial<Omit<Evidence, 'digest'>> = {}): Evidence {
  const said: Omit<Evidence, 'digest'> = {
    schema: 'sluice.evidence/1',
    sluiceVersion: '0.1.0',
    command: 'migrate',
    environment: 'staging',
    engine: 'postgresql',
    origin: ORIGIN,
    run: {
      id: '20260102T030405Z-abc',
      status: 'passed',
      startedAt: '2026-01-02T03:04:05.000Z',
      finishedAt: '2026-01-02T03:05:05.000Z',
      durationMs: 60_000,
    },
    plan: { digest: 'd'.repeat(64), continues: null, files: FILES },
    before: { fingerprint: fingerprintObjects(OBJECTS), objects: OBJECTS },
    after: 'b'.repeat(64),
    backup: { id: 'b-1', digest: 'e'.repeat(64), verified: 'restore' },
    checks: [{ id: 'row-counts', status: 'pass', code: null }],
    stages: [{ name: 'validation', status: 'passed', durationMs: 10 }],
    rolledBack: false,
    errors: [],
    ...changes,
  };
  return { ...said, digest: evidenceDigest(said) };
}

/** Evidence as it lies in the artifact of a workflow run. */
export function found(evidence: Evidence = evidenceOf(), changes: Partial<FoundEvidence> = {}): FoundEvidence {
  return {
    evidence,
    name: `evidence of ${evidence.command}`,
    workflowRunId: 7,
    runCommit: ORIGIN.commit,
    runRepository: ORIGIN.repository,
    ...changes,
  };
}

export const POLICY: PromotionPolicy = {
  from: 'staging',
  to: 'production',
  approvals: 1,
  distinctFromAuthor: true,
  maxAgeMs: 86_400_000,
  preventSelfReview: true,
  preventAdminBypass: true,
  roles: [],
  window: null,
};

const PLAN: Plan = {
  schema: 'sluice.plan/1',
  kind: 'versioned',
  engine: 'postgresql',
  schemaFingerprint: fingerprintObjects(OBJECTS),
  options: {
    format: 'sluice',
    toVersion: null,
    allowOutOfOrder: false,
    lockTimeoutMs: 1,
    statementTimeoutMs: 1,
    warnings: 'fail',
  },
  steps: FILES.map((file) => ({
    ...file,
    kind: 'versioned',
    name: 'status',
    mode: 'transaction',
    statements: 1,
    done: 0,
  })),
  digest: 'f'.repeat(64),
};

export const TARGET = { plan: PLAN, objects: OBJECTS };

/** All that a promotion needs, and all of it in order. */
export function factsOf(changes: Partial<PromotionFacts> = {}): PromotionFacts {
  return {
    policy: POLICY,
    now: new Date('2026-01-02T04:00:00.000Z'),
    here: { ...ORIGIN, actor: 'dora' },
    evidenceRunId: 7,
    evidence: known([found()]),
    damaged: [],
    target: known(TARGET),
    environment: known({ requiredReviewers: 1, preventsSelfReview: true, adminsCanBypass: false }),
    approvals: known([{ login: 'rosa' }]),
    authors: known(['dora', 'web-flow']),
    ...changes,
  };
}
