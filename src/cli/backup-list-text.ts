import { summaryText } from '../run/backup-summary.ts';
import { brokenText } from '../run/backups.ts';
import type { BackupList, Whereabouts } from './backup-list.ts';

type Folder = BackupList['backups'][number];
type Artifact = NonNullable<BackupList['artifacts']>[number];

function artifactText({ runId, artifact }: Whereabouts, expiresAt: string | null, isForeign = false): string {
  const what = artifact === null ? 'uploaded by' : `artifact ${artifact} of`;
  const fork = isForeign ? ' (of a fork: do not trust it)' : '';
  const until = expiresAt === null ? '' : `, expires ${expiresAt}`;
  return `${what} the workflow run ${String(runId)}${fork}${until}`;
}

function folderText({ restore, where, expiresAt, ...summary }: Folder): string {
  const isUploaded = where.artifact !== null || (where.runId !== null && expiresAt !== null);
  return [
    summaryText(summary),
    `  where: ${where.directory ?? ''}${isUploaded ? `; ${artifactText(where, expiresAt)}` : ''}`,
    ...(restore === null ? [] : [`  restore: ${restore}`]),
  ].join('\n');
}

function remoteText({ restore, where, expiresAt, isForeign, ...summary }: Artifact): string {
  return [summaryText(summary), `  where: ${artifactText(where, expiresAt, isForeign)}`, `  restore: ${restore}`].join(
    '\n',
  );
}

/** The list for people. A backup that is both in the folder and an artifact is shown once. */
export function backupListText({ backups, broken, artifacts, artifactsLeft, artifactsError }: BackupList): string {
  const elsewhere = (artifacts ?? []).filter(({ where }) => where.directory === null);
  const lines = [...backups.map(folderText), ...broken.map(brokenText), ...elsewhere.map(remoteText)];
  if (lines.length === 0) lines.push('no backups');
  if (elsewhere.length > 0) {
    lines.push(
      'what an artifact that is not here holds, how it was proven and whether it is encrypted is in its manifest, which comes with its download',
    );
  }
  if (artifactsLeft > 0) lines.push(`${String(artifactsLeft)} older artifacts of the repository were not looked at`);
  if (artifactsError !== null) {
    const { code, message, causes, fix } = artifactsError;
    lines.push(`${code}: ${[message, ...causes].join(' ')}`, `fix: ${fix}`);
  }
  return lines.join('\n');
}
