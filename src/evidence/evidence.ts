/**
 * Evidence: what a run did, small enough to be compared, complete enough to decide by. It is what a
 * promotion reads instead of trusting that staging was fine.
 */
import type { Engine, Json } from '../driver.ts';
import type { ErrorCode } from '../errors.ts';
import type { Origin } from '../origin.ts';
import { canonicalJson, sha256Hex } from '../plan/canonical-json.ts';
import type { ObjectHash } from '../plan/fingerprint.ts';

/** How a run or a stage may have ended. */
export const ENDS = ['passed', 'warned', 'failed', 'skipped', 'interrupted'] as const;

/** One file of the plan. */
export interface EvidenceFile {
  readonly version: string;
  /** Relative to the migrations folder. */
  readonly path: string;
  readonly checksum: string;
}

/** `sluice.evidence/1`. It holds no row of data and no secret. */
export interface Evidence {
  readonly schema: 'sluice.evidence/1';
  readonly sluiceVersion: string;
  readonly command: string;
  readonly environment: string | null;
  readonly engine: Engine | null;
  /** Null: the run did not come from a workflow, so no promotion can rest on it. */
  readonly origin: Origin | null;
  readonly run: {
    readonly id: string;
    readonly status: (typeof ENDS)[number];
    /** UTC, ISO 8601. */
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly durationMs: number;
  };
  readonly plan: {
    readonly digest: string;
    /** The run whose approved plan this run went on with; null when the plan is its own. */
    readonly continues: string | null;
    readonly files: readonly EvidenceFile[];
  } | null;
  /** The schema before the plan, object by object, so that a difference between environments can be named. */
  readonly before: { readonly fingerprint: string; readonly objects: readonly ObjectHash[] } | null;
  /** Fingerprint of the schema that the run left behind; null when it did not come to its end. */
  readonly after: string | null;
  readonly backup: { readonly id: string; readonly digest: string; readonly verified: string } | null;
  readonly checks: readonly {
    readonly id: string;
    readonly status: 'pass' | 'warn' | 'fail' | 'skip';
    readonly code: ErrorCode | null;
  }[];
  readonly stages: readonly {
    readonly name: string;
    readonly status: (typeof ENDS)[number];
    readonly durationMs: number;
  }[];
  readonly rolledBack: boolean;
  readonly errors: readonly ErrorCode[];
  /** SHA-256 (hex) of the canonical JSON of all the above. */
  readonly digest: string;
}

/** SHA-256 (hex) over the canonical JSON (RFC 8785) of all that evidence says but its digest. */
export function evidenceDigest(evidence: Omit<Evidence, 'digest'>): string {
  const { digest: _own, ...said } = evidence as Evidence;
  return sha256Hex(canonicalJson(said as unknown as Json));
}

/** The file's text. */
export function writeEvidence(evidence: Evidence): string {
  return `${JSON.stringify(evidence, null, 2)}\n`;
}
