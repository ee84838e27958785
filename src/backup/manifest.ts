import { z } from 'zod';
import type { BackupMode, Engine, Json, TableDigest } from '../driver.ts';
import { canonicalJson, sha256Hex } from '../plan/canonical-json.ts';
import { fingerprintObjects, type ObjectHash } from '../plan/fingerprint.ts';

/** The manifest's name in the backup's folder. */
export const MANIFEST_FILE = 'manifest.json';

/** One part of the dump and the file that holds it. */
export interface BackupPart {
  /** As the driver named it. */
  readonly name: string;
  /** The file's name in the backup's folder. */
  readonly file: string;
  /** Of the part as the driver wrote it. */
  readonly plainSha256: string;
  readonly plainBytes: number;
  /** Of the file as it is stored. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The restore that proved a backup. */
export interface BackupProof {
  /** When the comparison ended; UTC, ISO 8601. */
  readonly at: string;
  /** How long the restore alone took, in ms: the time to expect for a recovery. */
  readonly durationMs: number;
  readonly tablesCompared: number;
}

/** How far a backup has been checked since it was written. */
export type Verified = 'none' | 'checksum' | 'restore';

/** All that is known of a backup. It holds no row and no secret; it is written last, so that a folder without it is no backup. */
export interface Manifest {
  readonly schema: 'sluice.backup/1';
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  readonly finishedAt: string;
  /** When the artifact that holds the backup goes; null when that is not known, or there is none. */
  readonly expiresAt: string | null;
  readonly environment: string | null;
  readonly engine: Engine;
  readonly serverVersion: string;
  readonly database: string;
  readonly tool: { readonly program: string; readonly version: string };
  readonly sluiceVersion: string;
  readonly mode: BackupMode;
  readonly snapshot: string | null;
  readonly guarantee: string;
  readonly compression: 'zstd';
  readonly encrypted: boolean;
  readonly parts: readonly BackupPart[];
  readonly tables: readonly TableDigest[];
  readonly schemaFingerprint: string;
  readonly objects: readonly ObjectHash[];
  /** Versions in `sluice_migrations`. */
  readonly applied: readonly string[];
  /** The plan that the backup was taken for; null when none was named. */
  readonly planDigest: string | null;
  /** Sluice's id of the run. */
  readonly runId: string;
  /** The page of the workflow run; null where there was none. */
  readonly workflowRun: string | null;
  readonly verified: Verified;
  /** Present exactly when {@link verified} is `restore`. */
  readonly proof: BackupProof | null;
  /** SHA-256 (hex) over the canonical JSON of all but the last four fields, so that a proof leaves it as it is. */
  readonly digest: string;
  /** SHA-256 (hex) over {@link digest} followed by the canonical JSON of {@link verified} and {@link proof}; null when nothing was verified. */
  readonly proofDigest: string | null;
}

/** What a manifest says before its digests are known. */
export type ManifestContent = Omit<Manifest, 'verified' | 'proof' | 'digest' | 'proofDigest'>;

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256');
const stamp = z.iso.datetime();

// A manifest may come from another machine, and its file names are joined to a path: no separators, no leading dot.
const fileName = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'is not a plain file name');

/** The order of the keys is the order in the file. */
const manifestShape: z.ZodType<Manifest> = z.strictObject({
  schema: z.literal('sluice.backup/1'),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'is not a backup id'),
  createdAt: stamp,
  finishedAt: stamp,
  expiresAt: stamp.nullable(),
  environment: z.string().nullable(),
  engine: z.enum(['sqlite', 'postgresql', 'mysql', 'mariadb', 'redis', 'neo4j']),
  serverVersion: z.string(),
  database: z.string(),
  tool: z.strictObject({ program: z.string(), version: z.string() }),
  sluiceVersion: z.string(),
  mode: z.enum(['full', 'schema', 'data']),
  snapshot: z.string().nullable(),
  guarantee: z.string(),
  compression: z.literal('zstd'),
  encrypted: z.boolean(),
  parts: z
    .array(
      z.strictObject({
        name: z.string(),
        file: fileName,
        plainSha256: sha256,
        plainBytes: count,
        sha256,
        bytes: count,
      }),
    )
    .min(1),
  tables: z.array(
    z.strictObject({
      table: z.strictObject({ schema: z.string().exactOptional(), name: z.string() }),
      rows: count,
      checksum: z.string(),
    }),
  ),
  schemaFingerprint: sha256,
  objects: z.array(z.strictObject({ kind: z.string(), name: z.string(), hash: sha256 })),
  applied: z.array(z.string()),
  planDigest: z.string().nullable(),
  runId: z.string(),
  workflowRun: z.string().nullable(),
  verified: z.enum(['none', 'checksum', 'restore']),
  proof: z.strictObject({ at: stamp, durationMs: count, tablesCompared: count }).nullable(),
  digest: sha256,
  proofDigest: sha256.nullable(),
});

/** An interface has no index signature, which is all that keeps it from being {@link Json}. */
function canonical(value: object): string {
  return canonicalJson(value as Json);
}

function contentDigest(manifest: ManifestContent & Partial<Manifest>): string {
  const { verified: _verified, proof: _proof, digest: _digest, proofDigest: _proofDigest, ...content } = manifest;
  return sha256Hex(canonical(content));
}

function verdictDigest(digest: string, verified: Verified, proof: BackupProof | null): string | null {
  return verified === 'none' ? null : sha256Hex(digest + canonical({ verified, proof }));
}

/** Adds the digest to what a new backup says of itself; nothing is verified yet. */
export function sealManifest(content: ManifestContent): Manifest {
  return { ...content, verified: 'none', proof: null, digest: contentDigest(content), proofDigest: null };
}

/** The same manifest with a verdict bound to it: `checksum`, or a proof by restoring. */
export function withVerdict(manifest: Manifest, verdict: 'checksum' | BackupProof): Manifest {
  const verified = verdict === 'checksum' ? 'checksum' : 'restore';
  const proof = verdict === 'checksum' ? null : verdict;
  return { ...manifest, verified, proof, proofDigest: verdictDigest(manifest.digest, verified, proof) };
}

/** The manifest as text, in the only form that {@link parseManifest} takes. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifestShape.parse(manifest), null, 2)}\n`;
}

/**
 * Reads a manifest and recomputes all that follows from it. White space and the order of the keys are part of the
 * form, so that not one byte can change unseen.
 *
 * @throws Error whose message says what is wrong, to follow "The manifest …"
 */
export function parseManifest(text: string): Manifest {
  const parsed = manifestShape.safeParse(readJson(text));
  if (!parsed.success) throw new Error(describeIssue(parsed.error));
  const manifest = parsed.data;

  const digest = contentDigest(manifest);
  if (digest !== manifest.digest)
    throw new Error(`says its digest is ${manifest.digest}, but its content gives ${digest}`);
  if ((manifest.verified === 'restore') !== (manifest.proof !== null)) {
    throw new Error(
      `says verified: ${manifest.verified}, but its proof is ${manifest.proof === null ? 'missing' : 'there'}`,
    );
  }
  const proofDigest = verdictDigest(manifest.digest, manifest.verified, manifest.proof);
  if (proofDigest !== manifest.proofDigest) {
    throw new Error(`says its proof's digest is ${manifest.proofDigest}, but its proof gives ${proofDigest}`);
  }
  const schemaFingerprint = fingerprintObjects(manifest.objects);
  if (schemaFingerprint !== manifest.schemaFingerprint) {
    throw new Error(
      `says the schema's fingerprint is ${manifest.schemaFingerprint}, but its objects give ${schemaFingerprint}`,
    );
  }
  const files = new Set([MANIFEST_FILE, ...manifest.parts.map((part) => part.file)]);
  if (files.size !== manifest.parts.length + 1) throw new Error('names one file for two parts');
  if (text !== formatManifest(manifest)) throw new Error('is not in the form in which it was written');
  return manifest;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the text around the fault, which need not be ours to print.
    throw new Error('is not JSON', { cause: error });
  }
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'is invalid' : `is invalid at ${issue.path.join('.') || 'its top'}: ${issue.message}`;
}
