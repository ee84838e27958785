import { type ReportedError, reportError } from '../errors.ts';
import type { BackupArtifact } from '../github/list-backups.ts';
import { readWorkflowRun } from '../github/workflow-run.ts';
import type { Inputs } from '../interface/inputs.ts';
import { backupText, brokenText, type BrokenBackup, type ListedBackup, readBackups } from '../run/backups.ts';
import type { RunContext } from '../run/types.ts';

/** What `backup list` shows: the folder's backups, and those that workflow runs left as artifacts. */
export interface BackupList {
  /** `restore` is the command that restores it; null where it holds no rows. */
  readonly backups: readonly (ListedBackup & { readonly restore: string | null })[];
  readonly broken: readonly BrokenBackup[];
  /** Null: GitHub was not asked, because there is no token or no repository, or did not answer. */
  readonly artifacts: readonly (BackupArtifact & { readonly restore: string })[] | null;
  /** Older artifacts of the repository that were not looked at. */
  readonly artifactsLeft: number;
  /** Why GitHub did not answer. */
  readonly artifactsError: ReportedError | null;
}

/** The token for GitHub: the input, else the variable. */
export function tokenOf({ githubToken }: Inputs, { env }: RunContext): { readonly githubToken?: string } {
  const token = githubToken ?? env['GITHUB_TOKEN'];
  return token ? { githubToken: token } : {};
}

/** A word as a shell reads it back. */
function quoted(word: string): string {
  return /^[\w.,:/@=-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function command(options: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return ['sluice backup restore', ...given.map(([name, value]) => `--${name} ${quoted(String(value))}`)].join(' ');
}

/** Lists backups; without an answer from GitHub those of the folder alone, and why. */
export async function readBackupList(inputs: Inputs, context: RunContext): Promise<BackupList> {
  const { backups, broken } = await readBackups(inputs, context);
  const { environment, backupDirectory } = inputs;
  const remote = await readArtifacts(inputs, context);
  return {
    backups: backups.map((backup) => {
      const { id, mode, environment: own } = backup.manifest;
      const options = { environment: environment ?? own, 'backup-directory': backupDirectory, 'backup-id': id };
      return { ...backup, restore: mode === 'schema' ? null : command(options) };
    }),
    broken,
    ...remote,
    artifacts:
      remote.artifacts?.map((artifact) => ({
        ...artifact,
        restore: command({ environment, 'backup-run-id': artifact.runId, 'backup-id': artifact.backupId }),
      })) ?? null,
  };
}

interface Remote {
  readonly artifacts: readonly BackupArtifact[] | null;
  readonly artifactsLeft: number;
  readonly artifactsError: ReportedError | null;
}

async function readArtifacts(inputs: Inputs, context: RunContext): Promise<Remote> {
  const { githubToken } = tokenOf(inputs, context);
  const run = readWorkflowRun(context.env);
  const nothing: Remote = { artifacts: null, artifactsLeft: 0, artifactsError: null };
  if (githubToken === undefined || run.repository === null) return nothing;
  const { listBackupArtifacts } = await import('../github/list-backups.ts');
  try {
    const listed = await listBackupArtifacts(run, githubToken, context.clock, context.signal);
    return listed === null
      ? nothing
      : { artifacts: listed.artifacts, artifactsLeft: listed.left, artifactsError: null };
  } catch (error) {
    context.signal.throwIfAborted();
    return { ...nothing, artifactsError: reportError(error) };
  }
}

function artifactText({
  backupId,
  runId,
  bytes,
  expiresAt,
  isForeign,
  restore,
}: NonNullable<BackupList['artifacts']>[number]): string {
  const whose = `artifact of the workflow run ${String(runId)}${isForeign ? ' (of a fork: do not trust it)' : ''}`;
  const until = expiresAt === null ? '' : `  expires ${expiresAt}`;
  return `${backupId}  ${whose}  ${String(bytes)} bytes${until}\n  restore: ${restore}`;
}

/** The list for people. */
export function backupListText({ backups, broken, artifacts, artifactsLeft, artifactsError }: BackupList): string {
  const lines = [
    ...backups.map((backup) =>
      [backupText(backup), ...(backup.restore === null ? [] : [`  restore: ${backup.restore}`])].join('\n'),
    ),
    ...broken.map(brokenText),
    ...(artifacts ?? []).map(artifactText),
  ];
  if (lines.length === 0) lines.push('no backups');
  if (artifactsLeft > 0) lines.push(`${String(artifactsLeft)} older artifacts of the repository were not looked at`);
  if (artifactsError !== null) {
    const { code, message, causes, fix } = artifactsError;
    lines.push(`${code}: ${[message, ...causes].join(' ')}`, `fix: ${fix}`);
  }
  return lines.join('\n');
}
