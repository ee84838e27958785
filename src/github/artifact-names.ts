import type { CommandName } from '../run/types.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** What the service refuses in a name. */
const FORBIDDEN = /["':<>|*?\\/\r\n]+/g;
/** Far below any limit of a file system, and enough to be unique. */
const MAX_LENGTH = 200;
/** Every backup's artifact is named so, which is how another run finds it. */
const BACKUP_PREFIX = 'sluice-backup-';

/** The nearest name that the artifact service and every file system accept. */
export function safeArtifactName(name: string): string {
  const safe = name.replaceAll(FORBIDDEN, '-').trim().slice(0, MAX_LENGTH);
  return safe === '' ? 'sluice' : safe;
}

/** Name of the artifact that holds a run's reports, unless the user chose one. */
export function reportArtifactName(command: CommandName, environment: string | undefined, run: WorkflowRun): string {
  const parts = ['sluice', command, environment, run.runId, run.attempt];
  return safeArtifactName(parts.filter((part) => part !== undefined && part !== null && part !== '').join('-'));
}

/** Every evidence's artifact is named so, which is how a promotion finds it. */
const EVIDENCE_PREFIX = 'sluice-evidence-';

/** Name of the artifact that holds a run's evidence. */
export function evidenceArtifactName(command: CommandName, environment: string | undefined, run: WorkflowRun): string {
  const parts = [command, environment, run.runId, run.attempt];
  const rest = parts.filter((part) => part !== undefined && part !== null && part !== '').join('-');
  return safeArtifactName(`${EVIDENCE_PREFIX}${rest}`);
}

/** Whether an artifact of this name holds evidence of a run in the environment, whichever attempt at uploading it was. */
export function holdsEvidenceOf(artifactName: string, environment: string): boolean {
  if (!artifactName.startsWith(EVIDENCE_PREFIX)) return false;
  const rest = artifactName.slice(EVIDENCE_PREFIX.length);
  // Names of environments may end in numbers, so either may be that of the second try at an upload.
  return [/-\d+-\d+$/u, /-\d+-\d+-\d+$/u].some(
    (numbers) => numbers.test(rest) && rest.replace(numbers, '').endsWith(`-${safeArtifactName(environment)}`),
  );
}

/** The n-th name to try when the earlier ones are taken: `name`, `name-2`, `name-3`. */
export function nthName(name: string, attempt: number): string {
  return attempt === 1 ? name : `${name}-${String(attempt)}`;
}

/** Name of the artifact that holds a backup. */
export function backupArtifactName(backupId: string): string {
  return safeArtifactName(`${BACKUP_PREFIX}${backupId}`);
}

/** Whether an artifact of this name holds the backup, whichever attempt at uploading it was; undefined = any backup. */
export function holdsBackup(artifactName: string, backupId: string | undefined): boolean {
  if (backupId === undefined) return backupIdOf(artifactName) !== null;
  const wanted = backupArtifactName(backupId);
  return artifactName.startsWith(wanted) && /^(?:-\d+)?$/.test(artifactName.slice(wanted.length));
}

/** The backup that an artifact of this name holds; null when it holds none, as the reports of `backup` do. */
export function backupIdOf(artifactName: string): string | null {
  if (!artifactName.startsWith(BACKUP_PREFIX)) return null;
  const rest = artifactName.slice(BACKUP_PREFIX.length);
  return /^(?<id>\d{8}T\d{6}Z-[a-z0-9-]+-[0-9a-f]{6})(?:-\d+)?$/.exec(rest)?.groups?.['id'] ?? null;
}
