import { type ReportedError, reportError } from '../errors.ts';
import type { BackupArtifact } from '../github/list-backups.ts';
import { readWorkflowRun } from '../github/workflow-run.ts';
import type { Inputs } from '../interface/inputs.ts';
import { type BackupSummary, summaryOf, workflowRunOf } from '../run/backup-summary.ts';
import { type BrokenBackup, type ListedBackup, readBackups } from '../run/backups.ts';
import { protectedEnvironments } from '../run/target.ts';
import type { RunContext } from '../run/types.ts';
import { shellWord } from '../shell-word.ts';

/** Where a backup is. Both may be: a runner of one's own keeps what it uploads. */
export interface Whereabouts {
  /** Its folder on this machine; null: it is not here. */
  readonly directory: string | null;
  /** The workflow run that keeps it as an artifact; where GitHub was not asked, the one that took it. */
  readonly runId: number | null;
  /** The artifact's name; null: there is none, or GitHub was not asked. */
  readonly artifact: string | null;
}

/** What is said of each backup, wherever it is. */
interface Listed extends BackupSummary {
  readonly where: Whereabouts;
  /** When its artifact goes; null: there is none, or that is not known. */
  readonly expiresAt: string | null;
}

/** What `backup list` shows: the folder's backups, and those that workflow runs left as artifacts. */
export interface BackupList {
  /** `restore` is the command that restores it; null where it holds no rows. */
  readonly backups: readonly (ListedBackup & Listed & { readonly restore: string | null })[];
  readonly broken: readonly BrokenBackup[];
  /** Null: GitHub was not asked, because there is no token or no repository, or did not answer. */
  readonly artifacts: readonly (BackupArtifact & Listed & { readonly restore: string })[] | null;
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

function command(options: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return ['sluice backup restore', ...given.map(([name, value]) => `--${name} ${shellWord(String(value))}`)].join(' ');
}

/** What the command needs to be taken for this environment. */
function environmentOptions(
  environment: string | null,
  isProtected: ReadonlySet<string>,
): Readonly<Record<string, string | null>> {
  return { environment, confirm: environment !== null && isProtected.has(environment) ? environment : null };
}

/** Lists backups; without an answer from GitHub those of the folder alone, and why. */
export async function readBackupList(inputs: Inputs, context: RunContext): Promise<BackupList> {
  const { backups, broken } = await readBackups(inputs, context);
  const remote = await readArtifacts(inputs, context);
  const isProtected = await protectedEnvironments(inputs, context);
  return {
    backups: backups.map((backup) => ofFolder(backup, remote, inputs, isProtected)),
    broken,
    ...remote,
    artifacts: remote.artifacts?.map((artifact) => ofArtifact(artifact, backups, inputs, isProtected)) ?? null,
  };
}

function ofFolder(
  backup: ListedBackup,
  { artifacts, artifactsLeft }: Remote,
  { environment, backupDirectory }: Inputs,
  isProtected: ReadonlySet<string>,
): BackupList['backups'][number] {
  const { manifest, directory } = backup;
  const uploaded = artifacts?.find(({ backupId, isForeign }) => backupId === manifest.id && !isForeign);
  const options = {
    ...environmentOptions(environment ?? manifest.environment, isProtected),
    'backup-directory': backupDirectory,
    'backup-id': manifest.id,
    identity: manifest.encrypted ? 'FILE' : null,
  };
  return {
    ...backup,
    ...summaryOf(manifest),
    // What GitHub says counts; the manifest knows only what was meant to be.
    ...(artifacts === null || (uploaded === undefined && artifactsLeft > 0)
      ? {
          where: { directory, runId: workflowRunOf(manifest), artifact: null },
          expiresAt: manifest.expiresAt,
        }
      : {
          where: { directory, runId: uploaded?.runId ?? null, artifact: uploaded?.artifact ?? null },
          expiresAt: uploaded?.expiresAt ?? null,
        }),
    restore: manifest.mode === 'schema' ? null : command(options),
  };
}

function ofArtifact(
  artifact: BackupArtifact,
  backups: readonly ListedBackup[],
  { environment }: Inputs,
  isProtected: ReadonlySet<string>,
): NonNullable<BackupList['artifacts']>[number] {
  const { backupId, runId, isForeign } = artifact;
  // An id can be anybody's: a fork's artifact is described by nothing that is here.
  const here = isForeign ? undefined : backups.find(({ manifest }) => manifest.id === backupId);
  const unknown = {
    environment: null,
    mode: null,
    verified: null,
    encrypted: null,
    server: null,
    expectedRecoveryMs: null,
  };
  return {
    id: backupId,
    ...(here === undefined ? unknown : summaryOf(here.manifest)),
    ...artifact,
    where: { directory: here?.directory ?? null, runId, artifact: artifact.artifact },
    restore: command({
      ...environmentOptions(environment ?? here?.manifest.environment ?? null, isProtected),
      'backup-run-id': runId,
      'backup-id': backupId,
      identity: here?.manifest.encrypted === true ? 'FILE' : null,
    }),
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
