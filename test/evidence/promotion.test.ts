import { describe, expect, it } from '@jest/globals';
import { known, unknown, type PromotionFacts } from '../../src/evidence/facts.ts';
import { decidePromotion } from '../../src/evidence/promotion.ts';
import { evidenceOf, factsOf, FILES, found, OBJECTS, ORIGIN, POLICY, TARGET } from './fixtures.ts';

function refusals(changes: Partial<PromotionFacts>): readonly string[] {
  return decidePromotion(factsOf(changes)).refusals.map(({ code, message }) => `${code} ${message}`);
}

/** What is wrong alone, the code, and a part of the sentence. */
const WRONG: readonly (readonly [string, Partial<PromotionFacts>, string, string])[] = [
  ['no workflow run', { here: null }, 'EVID_001', 'not a step of a workflow run'],
  ['evidence that cannot be read', { evidence: unknown('403') }, 'EVID_001', 'cannot be read: 403'],
  [
    'evidence of another engine',
    { evidence: known([found(evidenceOf({ engine: 'sqlite' }))]) },
    'EVID_001',
    'ran on sqlite in staging, and production is postgresql',
  ],
  ['no evidence', { evidence: known([]) }, 'EVID_001', 'holds no evidence'],
  [
    'evidence of another environment',
    { evidence: known([found(evidenceOf({ environment: 'test' }))]) },
    'EVID_001',
    'holds no evidence',
  ],
  [
    'evidence of a backup alone',
    { evidence: known([found(evidenceOf({ command: 'backup' }))]) },
    'EVID_001',
    'holds no evidence',
  ],
  [
    'a damaged piece of evidence beside a good one',
    { damaged: [{ code: 'EVID_001', message: 'x was changed', causes: [], fix: 'f' }] },
    'EVID_001',
    'x was changed',
  ],
  [
    'evidence without an origin',
    { evidence: known([found(evidenceOf({ origin: null }))]) },
    'EVID_001',
    'does not say which commit',
  ],
  [
    'evidence of another commit',
    {
      evidence: known([
        found(evidenceOf({ origin: { ...ORIGIN, commit: '9'.repeat(40) } }), { runCommit: '9'.repeat(40) }),
      ]),
    },
    'EVID_001',
    'is to be promoted',
  ],
  [
    'evidence whose workflow run is of another commit',
    { evidence: known([found(evidenceOf(), { runCommit: '9'.repeat(40) })]) },
    'EVID_001',
    'its workflow run is of commit',
  ],
  [
    'evidence of another repository',
    { here: { ...ORIGIN, repository: 'acme/other' } },
    'EVID_001',
    'is of the repository acme/shop; this is acme/other',
  ],
  [
    'evidence that lies in another repository',
    { evidence: known([found(evidenceOf(), { runRepository: 'eve/fork' })]) },
    'EVID_001',
    'lies in a run of eve/fork',
  ],
  [
    'evidence replayed from an older run',
    { evidence: known([found(evidenceOf({ origin: { ...ORIGIN, workflowRunId: 3 } }))]) },
    'EVID_001',
    'it was carried over',
  ],
  ['evidence of a run that nobody asked for', { evidenceRunId: 8 }, 'EVID_001', 'run 8 was asked for'],
  ['old evidence', { now: new Date('2026-01-03T03:05:05.001Z') }, 'EVID_001', 'older than `max-age` (1d)'],
  ['evidence from the future', { now: new Date('2026-01-02T02:00:00.000Z') }, 'EVID_001', 'which is not yet'],
  [
    'a failed run',
    { evidence: known([found(evidenceOf({ run: { ...evidenceOf().run, status: 'failed' } }))]) },
    'EVID_001',
    'ended failed',
  ],
  [
    'a run that was rolled back',
    { evidence: known([found(evidenceOf({ rolledBack: true }))]) },
    'EVID_001',
    'was rolled back',
  ],
  [
    'a run without validation',
    { evidence: known([found(evidenceOf({ stages: [] }))]) },
    'DATA_001',
    'its validation is missing',
  ],
  [
    'a run whose validation was skipped',
    {
      evidence: known([found(evidenceOf({ stages: [{ name: 'validation', status: 'skipped', durationMs: 0 }] }))]),
    },
    'DATA_001',
    'its validation skipped',
  ],
  [
    'a failed check',
    { evidence: known([found(evidenceOf({ checks: [{ id: 'rules', status: 'fail', code: 'DATA_001' }] }))]) },
    'DATA_001',
    'rules',
  ],
  [
    'a validation that failed afterwards',
    {
      evidence: known([
        found(),
        found(
          evidenceOf({
            command: 'validate',
            run: { ...evidenceOf().run, status: 'failed', finishedAt: '2026-01-02T03:06:05.000Z' },
          }),
        ),
      ]),
    },
    'DATA_001',
    'validate in staging failed',
  ],
  [
    'a rollback afterwards',
    {
      evidence: known([
        found(),
        found(
          evidenceOf({
            command: 'rollback',
            run: {
              ...evidenceOf().run,
              startedAt: '2026-01-02T03:06:05.000Z',
              finishedAt: '2026-01-02T03:07:05.000Z',
            },
          }),
        ),
      ]),
    },
    'EVID_001',
    'was rolled back after the plan had run',
  ],
  ['no backup', { evidence: known([found(evidenceOf({ backup: null }))]) }, 'BACKUP_003', 'had no backup'],
  [
    'a backup without proof',
    { evidence: known([found(evidenceOf({ backup: { id: 'b-1', digest: 'e'.repeat(64), verified: 'checksum' } }))]) },
    'BACKUP_003',
    'not proven by a restore (checksum)',
  ],
  [
    'a backup that was swapped',
    {
      evidence: known([
        found(),
        found(evidenceOf({ command: 'backup', backup: { id: 'b-1', digest: '1'.repeat(64), verified: 'restore' } })),
      ]),
    },
    'EVID_001',
    'with different digests',
  ],
  ['a plan that cannot be made', { target: unknown('DRIFT_001: a file is gone') }, 'PLAN_001', 'a file is gone'],
  ['evidence without a plan', { evidence: known([found(evidenceOf({ plan: null }))]) }, 'EVID_001', 'had no plan'],
  [
    'a file that was edited since',
    {
      target: known({
        ...TARGET,
        plan: { ...TARGET.plan, steps: TARGET.plan.steps.map((step) => ({ ...step, checksum: 'sha256:2' })) },
      }),
    },
    'PLAN_001',
    '0001 (0001_status.up.sql) was changed since',
  ],
  [
    'a file that never ran in staging',
    {
      evidence: known([found(evidenceOf({ plan: { digest: 'd'.repeat(64), continues: null, files: [] } }))]),
    },
    'PLAN_001',
    '0001 (0001_status.up.sql) never ran there',
  ],
  [
    'a file that production would not get',
    {
      evidence: known([
        found(
          evidenceOf({
            plan: {
              digest: 'd'.repeat(64),
              continues: null,
              files: [...FILES, { version: '0002', path: '0002_x.up.sql', checksum: 'sha256:3' }],
            },
          }),
        ),
      ]),
    },
    'PLAN_001',
    '0002 (0002_x.up.sql) would not be applied',
  ],
  [
    'evidence without the schema before',
    { evidence: known([found(evidenceOf({ before: null }))]) },
    'EVID_001',
    'does not say what the schema of staging was',
  ],
  [
    'another schema in production',
    {
      target: known({
        plan: { ...TARGET.plan, schemaFingerprint: '2'.repeat(64) },
        objects: [...OBJECTS, { kind: 'index', name: 'leads_email', hash: '3'.repeat(64) }],
      }),
    },
    'DRIFT_001',
    'index leads_email is only in production',
  ],
  ['protection that cannot be read', { environment: unknown('404') }, 'ENV_001', 'is protected: 404'],
  [
    'no required reviewers',
    { environment: known({ requiredReviewers: 0, preventsSelfReview: true, adminsCanBypass: false }) },
    'ENV_001',
    'no required reviewers',
  ],
  [
    'self-review',
    { environment: known({ requiredReviewers: 1, preventsSelfReview: false, adminsCanBypass: false }) },
    'ENV_001',
    'approve the runs that they started',
  ],
  [
    'a way past for administrators',
    { environment: known({ requiredReviewers: 1, preventsSelfReview: true, adminsCanBypass: true }) },
    'ENV_001',
    'Administrators can pass',
  ],
  [
    'silence about administrators',
    { environment: known({ requiredReviewers: 1, preventsSelfReview: true, adminsCanBypass: null }) },
    'ENV_001',
    'does not say whether administrators',
  ],
  ['approvals that cannot be read', { approvals: unknown('500') }, 'APPR_001', 'approved this run for production: 500'],
  ['no approvals', { approvals: known([]) }, 'APPR_001', 'needs 1 approvals of different people, and has 0'],
  ['the author’s own approval', { approvals: known([{ login: 'Web-Flow' }]) }, 'APPR_001', 'not counted'],
  [
    'the approval of who started the run',
    { approvals: known([{ login: 'DORA' }]), authors: known(['someone']) },
    'APPR_001',
    'not counted',
  ],
  [
    'the approval of who ran it again',
    { approvals: known([{ login: 'Rosa' }]), here: { ...ORIGIN, triggeringActor: 'rosa' } },
    'APPR_001',
    'not counted',
  ],
  [
    'one person twice',
    { approvals: known([{ login: 'rosa' }, { login: 'Rosa' }]), policy: { ...POLICY, approvals: 2 } },
    'APPR_001',
    'needs 2 approvals of different people, and has 1',
  ],
  ['an unknown author', { authors: unknown('404') }, 'APPR_001', 'who wrote the commit'],
  [
    'a role that nobody signed for',
    { policy: { ...POLICY, roles: [{ name: 'database', members: known(['ada']) }] } },
    'APPR_001',
    'Nobody signed for database',
  ],
  [
    'a role whose team cannot be read',
    { policy: { ...POLICY, roles: [{ name: 'database', members: unknown('403') }] } },
    'APPR_001',
    'who may sign for database: 403',
  ],
  [
    'a freeze',
    {
      policy: {
        ...POLICY,
        window: { days: [], hours: null, timeZone: 'UTC', freeze: [{ from: '2026-01-01', to: '2026-01-02' }] },
      },
    },
    'APPR_001',
    'lies in the freeze',
  ],
];

describe('the gate', () => {
  it('lets pass what is in order, and names who approved it', () => {
    expect(decidePromotion(factsOf())).toMatchObject({ refusals: [], evidence: found(), approvers: ['rosa'] });
  });

  it.each(WRONG)('refuses %s', (_, changes, code, sentence) => {
    const found_ = refusals(changes);
    expect(found_).toHaveLength(1);
    expect(found_[0]).toMatch(new RegExp(`^${code} `));
    expect(found_[0]).toContain(sentence);
  });

  it('gives every reason at once, each with a fix', () => {
    const decision = decidePromotion(
      factsOf({
        evidence: known([]),
        environment: unknown('404'),
        approvals: unknown('403'),
        policy: { ...POLICY, window: { days: [1], hours: null, timeZone: 'UTC', freeze: [] } },
      }),
    );
    expect(decision.refusals.map(({ code }) => code)).toEqual(['EVID_001', 'ENV_001', 'APPR_001', 'APPR_001']);
    for (const { fix } of decision.refusals) expect(fix).toMatch(/^[A-Z].+\.$/su);
  });

  it('goes by the newest run of the plan', () => {
    const failed = evidenceOf({
      run: { ...evidenceOf().run, status: 'failed', finishedAt: '2026-01-02T03:04:30.000Z' },
    });
    expect(refusals({ evidence: known([found(), found(failed)]) })).toEqual([]);
  });

  it('counts the author where the policy says so', () => {
    const policy = { ...POLICY, distinctFromAuthor: false };
    expect(refusals({ policy, approvals: known([{ login: 'dora' }]), authors: unknown('404') })).toEqual([]);
  });

  it('lets a role sign that is one of several', () => {
    const roles = [{ name: 'database', members: known(['ada', 'ROSA']) }];
    expect(refusals({ policy: { ...POLICY, roles } })).toEqual([]);
  });
});
