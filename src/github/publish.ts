import { InterruptedError, type ReportedError, reportError, SluiceError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import type { CommandName, CommandResult } from '../run/types.ts';
import { backupArtifactName, evidenceArtifactName, reportArtifactName, safeArtifactName } from './artifact-names.ts';
import { commonFolder } from './common-folder.ts';
import { type UploadedArtifact, uploadArtifact } from './upload.ts';
import { repositoryVisibility, type Visibility } from './visibility.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** What a step wants to leave behind on GitHub. */
export interface PublishRequest {
  readonly command: CommandName;
  readonly inputs: Inputs;
  readonly run: WorkflowRun;
  readonly result: CommandResult;
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface Publication {
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown paragraphs for the summary. */
  readonly notes: readonly string[];
  /** Make the step fail, because what was promised is not there. */
  readonly errors: readonly ReportedError[];
  /** Only said: the run's own result stands. */
  readonly warnings: readonly string[];
}

type Backup = CommandResult['artifactFiles'][number];

/** Outputs of a step that uploaded nothing. */
export const NO_ARTIFACTS = { 'report-artifact-id': '', 'backup-artifact-id': '', 'backup-artifact-name': '' } as const;

/** The name that the report's artifact will have if it is free. */
export function reportName({ command, inputs, run }: Pick<PublishRequest, 'command' | 'inputs' | 'run'>): string {
  return inputs.reportName === undefined
    ? reportArtifactName(command, inputs.environment, run)
    : safeArtifactName(inputs.reportName);
}

/** An upload that was stopped with the run is no bug. */
function failureOf(error: unknown): ReportedError {
  return reportError(
    error instanceof InterruptedError
      ? new SluiceError('ART_001', 'The upload was stopped, because the run was asked to stop.', { cause: error })
      : error,
  );
}

/** Files that stay on the runner when they cannot be uploaded. */
interface Papers {
  /** How a sentence calls them: `The reports`. */
  readonly title: string;
  readonly name: string;
  readonly files: readonly string[];
}

/** Papers that cannot be uploaded are still on the runner, and the run has passed all the same; only corrupt ones fail the step. */
async function publishPapers(
  { inputs, signal }: PublishRequest,
  { title, name: wanted, files }: Papers,
): Promise<Publication & { readonly id: number | null }> {
  const nothing = { id: null, outputs: {}, notes: [], errors: [], warnings: [] };
  if (files.length === 0) return nothing;
  try {
    const { id, name } = await uploadArtifact(
      { name: wanted, files, root: commonFolder(files), retentionDays: inputs.artifactRetentionDays, compress: true },
      signal,
    );
    return { ...nothing, id, notes: [`${title}: the artifact \`${name}\`.`] };
  } catch (error) {
    const reported = failureOf(error);
    const corrupt = error instanceof SluiceError && 'stored' in error.details;
    const sentence = `${title}: not uploaded. ${[reported.message, ...reported.causes].join(' ')}`;
    return { ...nothing, notes: [sentence], errors: corrupt ? [reported] : [], warnings: corrupt ? [] : [sentence] };
  }
}

async function publishReports(request: PublishRequest): Promise<Publication> {
  const papers = { title: 'Reports', name: reportName(request), files: request.result.reportFiles };
  const { id, ...published } = await publishPapers(request, papers);
  return { ...published, outputs: id === null ? {} : { 'report-artifact-id': String(id) } };
}

/** What a later promotion reads; without it there is none, so that a failed upload can do no harm. */
async function publishEvidence(request: PublishRequest): Promise<Publication> {
  const { command, inputs, run, result } = request;
  const environment = command === 'promote' ? (inputs.to ?? inputs.environment) : inputs.environment;
  const name = evidenceArtifactName(command, environment, run);
  const { id: _id, ...published } = await publishPapers(request, {
    title: 'Evidence',
    name,
    files: result.evidenceFiles,
  });
  return published;
}

/** @throws SluiceError `BACKUP_004` when everybody could read what nobody allowed everybody to read */
function refuseLeak(backup: Backup, visibility: Visibility, inputs: Inputs): void {
  if (backup.encrypted || visibility === 'private' || visibility === 'internal' || inputs.allowPlaintext) return;
  throw new SluiceError(
    'BACKUP_004',
    visibility === 'public'
      ? `The backup ${backup.name} is not encrypted and this repository is public, so it was not uploaded: every GitHub user could download it.`
      : `The backup ${backup.name} is not encrypted and it is unknown who can read this repository, so it was not uploaded.`,
    { details: { visibility } },
  );
}

/** Who can download an artifact that is not encrypted, in a sentence. */
const READERS: Readonly<Record<Visibility, string>> = {
  private: 'whoever can read this repository can download the data',
  internal: 'this repository is internal: everybody in the enterprise can download the data',
  public: 'this repository is public: every GitHub user can download the data',
  unknown: 'it is unknown who can read this repository and download the data',
};

function backupNote(backup: Backup, { name }: UploadedArtifact, visibility: Visibility): string {
  if (backup.encrypted) return `The backup is in the artifact \`${name}\`, encrypted.`;
  return visibility === 'private' || visibility === 'internal'
    ? `The backup is in the artifact \`${name}\`. It is **not encrypted**: ${READERS[visibility]}.`
    : `> [!CAUTION]\n> The backup in the artifact \`${name}\` is **NOT ENCRYPTED**, and ${READERS[visibility]}. It was uploaded because \`allow-plaintext\` is \`true\`.`;
}

/** Said in the log and beside the run, too: a summary is easily overlooked. */
function plaintextWarning(backup: Backup, { name }: UploadedArtifact, visibility: Visibility): readonly string[] {
  return backup.encrypted || visibility === 'private' || visibility === 'internal'
    ? []
    : [`The backup in the artifact ${name} is not encrypted, and ${READERS[visibility]}.`];
}

/** A backup that was promised and is not there fails the step. */
async function publishBackup(request: PublishRequest, backup: Backup): Promise<Publication> {
  const { inputs, run, signal } = request;
  try {
    const visibility = backup.encrypted ? 'private' : await repositoryVisibility(run, inputs.githubToken, signal);
    refuseLeak(backup, visibility, inputs);
    const uploaded = await uploadArtifact(
      {
        name: backupArtifactName(backup.name),
        files: backup.files,
        root: backup.root,
        retentionDays: inputs.artifactRetentionDays,
        compress: false,
      },
      signal,
    );
    return {
      outputs: { 'backup-artifact-id': String(uploaded.id), 'backup-artifact-name': uploaded.name },
      notes: [backupNote(backup, uploaded, visibility)],
      errors: [],
      warnings: plaintextWarning(backup, uploaded, visibility),
    };
  } catch (error) {
    const reported = failureOf(error);
    return { outputs: {}, notes: [`**${reported.code}**: ${reported.message}`], errors: [reported], warnings: [] };
  }
}

/** Why nothing can be uploaded; null when it can. */
function obstacle({
  inputs,
  run,
  result,
}: PublishRequest): { readonly sentence: string; readonly warn: boolean } | null {
  if (result.status === 'interrupted') {
    return {
      sentence: 'Nothing was uploaded, because the run was interrupted and its time was running out.',
      warn: false,
    };
  }
  if (!inputs.uploadArtifacts) return { sentence: 'Nothing was uploaded (`upload-artifacts: false`).', warn: false };
  if (run.hasArtifacts) return null;
  return {
    sentence:
      'Nothing was uploaded: this runner offers no artifact service. Reports and backups are on the runner only.',
    warn: true,
  };
}

/**
 * Uploads a run's reports as one artifact, its evidence as one, and each backup as one. Never throws: what fails is in the result, and the
 * run's own result stands beside it.
 */
export async function publish(request: PublishRequest): Promise<Publication> {
  const reason = obstacle(request);
  if (reason !== null) {
    return {
      outputs: NO_ARTIFACTS,
      notes: [reason.sentence],
      errors: [],
      warnings: reason.warn ? [reason.sentence] : [],
    };
  }
  const parts = [await publishReports(request), await publishEvidence(request)];
  for (const backup of request.result.artifactFiles) parts.push(await publishBackup(request, backup));
  return {
    outputs: Object.assign({}, NO_ARTIFACTS, ...parts.map(({ outputs }) => outputs)) as Record<string, string>,
    notes: parts.flatMap(({ notes }) => notes),
    errors: parts.flatMap(({ errors }) => errors),
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}
