import { z } from 'zod';
import { ERROR_CODES, SluiceError, type ErrorCode } from '../errors.ts';
import { fingerprintObjects } from '../plan/fingerprint.ts';
import { ENDS, evidenceDigest, type Evidence } from './evidence.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256');
const stamp = z.iso.datetime();
const count = z.int().nonnegative();
const code = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

const shape: z.ZodType<Evidence> = z.strictObject({
  schema: z.literal('sluice.evidence/1'),
  sluiceVersion: z.string(),
  command: z.string(),
  environment: z.string().nullable(),
  engine: z.enum(['sqlite', 'postgresql', 'mysql', 'mariadb', 'redis', 'neo4j']).nullable(),
  origin: z
    .strictObject({
      repository: z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'is not owner/name'),
      commit: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not a commit'),
      ref: z.string(),
      actor: z.string().min(1),
      triggeringActor: z.string().min(1),
      workflowRunId: z.int().positive(),
      attempt: z.int().positive(),
      url: z.string(),
    })
    .nullable(),
  run: z.strictObject({
    id: z.string().min(1),
    status: z.enum(ENDS),
    startedAt: stamp,
    finishedAt: stamp,
    durationMs: count,
  }),
  plan: z
    .strictObject({
      digest: sha256,
      continues: z.string().nullable(),
      files: z.array(z.strictObject({ version: z.string(), path: z.string(), checksum: z.string() })),
    })
    .nullable(),
  before: z
    .strictObject({
      fingerprint: sha256,
      objects: z.array(z.strictObject({ kind: z.string(), name: z.string(), hash: sha256 })),
    })
    .nullable(),
  after: sha256.nullable(),
  backup: z.strictObject({ id: z.string().min(1), digest: sha256, verified: z.string() }).nullable(),
  checks: z.array(
    z.strictObject({ id: z.string(), status: z.enum(['pass', 'warn', 'fail', 'skip']), code: code.nullable() }),
  ),
  stages: z.array(z.strictObject({ name: z.string(), status: z.enum(ENDS), durationMs: count })),
  rolledBack: z.boolean(),
  errors: z.array(code),
  digest: sha256,
});

/**
 * Reads evidence and re-computes its digest, and the schema's fingerprint from its objects.
 *
 * @param name what messages call the text: the file's path or the artifact's name
 * @throws SluiceError `EVID_001` when it is no evidence, or was changed after it had been written
 */
export function readEvidence(text: string, name: string): Evidence {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new SluiceError('EVID_001', `${name} is no evidence: it is not JSON.`, { cause });
  }
  const read = shape.safeParse(found);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'it' : `\`${issue.path.join('.')}\``;
    throw new SluiceError('EVID_001', `${name} is no evidence: ${where} ${issue?.message ?? 'is not as it must be'}.`);
  }
  const evidence = read.data;
  const digest = evidenceDigest(evidence);
  if (digest !== evidence.digest) {
    throw new SluiceError(
      'EVID_001',
      `${name} was changed after it had been written: its digest says ${evidence.digest}, its content ${digest}.`,
      { details: { written: evidence.digest, computed: digest } },
    );
  }
  const { before } = evidence;
  if (before !== null && fingerprintObjects(before.objects) !== before.fingerprint) {
    throw new SluiceError('EVID_001', `${name} contradicts itself: its schema objects have another fingerprint.`);
  }
  return evidence;
}
