import type { Manifest, Verified } from '../backup/manifest.ts';
import type { BackupMode } from '../driver.ts';
import { durationText } from '../duration.ts';

/** What a list says of a backup. Null: where the backup was found, it does not say. */
export interface BackupSummary {
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string | null;
  /** Null also where none was named. */
  readonly environment: string | null;
  readonly mode: BackupMode | null;
  /** As it is stored. */
  readonly bytes: number;
  readonly verified: Verified | null;
  readonly encrypted: boolean | null;
  /** The engine and its version, as `postgresql 17.2`. */
  readonly server: string | null;
  /** How long the restore took that proved it: the time to expect for a recovery, in ms. */
  readonly expectedRecoveryMs: number | null;
}

/** What the manifest says. */
export function summaryOf(manifest: Manifest): BackupSummary {
  const { id, createdAt, environment, mode, parts, verified, encrypted, engine, serverVersion, proof } = manifest;
  return {
    id,
    createdAt,
    environment,
    mode,
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    verified,
    encrypted,
    server: `${engine} ${serverVersion}`,
    expectedRecoveryMs: proof?.durationMs ?? null,
  };
}

/** The workflow run that took a backup, by the address of its page; null where it was taken elsewhere. */
export function workflowRunOf({ workflowRun }: Manifest): number | null {
  const id = /\/actions\/runs\/(?<id>\d+)$/u.exec(workflowRun ?? '')?.groups?.['id'];
  return id === undefined ? null : Number(id);
}

/** For people, in one line. */
export function summaryText(summary: BackupSummary): string {
  const {
    id,
    createdAt,
    environment,
    mode,
    bytes,
    verified,
    encrypted,
    server,
    expectedRecoveryMs: recovery,
  } = summary;
  const proof = recovery === null ? '' : ` (restored in ${durationText(recovery)})`;
  return [
    id,
    createdAt === null ? [] : `created ${createdAt}`,
    environment ?? [],
    mode ?? [],
    `${String(bytes)} bytes`,
    verified === null ? [] : `verified: ${verified}${proof}`,
    encrypted === null ? [] : encrypted ? 'encrypted' : 'not encrypted',
    server ?? [],
  ]
    .flat()
    .join('  ');
}
