import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { reportError, type ReportedError, SluiceError } from '../errors.ts';
import {
  known,
  unknown,
  type Approval,
  type EnvironmentProtection,
  type Fact,
  type FoundEvidence,
} from '../evidence/facts.ts';
import { readEvidence } from '../evidence/read-evidence.ts';
import type { Inputs } from '../interface/inputs.ts';
import type { EvidenceOfRun, PromotionSource } from '../run/promote.ts';
import type { RunContext } from '../run/types.ts';
import { openGitHub, type GitHubClient } from './api.ts';
import { holdsEvidenceOf } from './artifact-names.ts';
import type { RemoteArtifact, RepositoryAccess } from './artifact-source.ts';
import { ask, type AskLimits } from './ask.ts';
import { downloadArtifact } from './download.ts';
import { statusOf } from './patience.ts';
import { listRepositoryArtifacts } from './repository-artifacts.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** Members that a decision rests on must be there: an answer without them is none. */
const environmentShape = z.object({
  // Not in GitHub's published description, and in its answers.
  can_admins_bypass: z.boolean().optional(),
  protection_rules: z.array(
    z.object({
      type: z.string(),
      prevent_self_review: z.boolean().optional(),
      reviewers: z.array(z.unknown()).optional(),
    }),
  ),
});

const approvalsShape = z.array(
  z.object({
    state: z.string(),
    user: z.object({ login: z.string().min(1) }),
    environments: z.array(z.object({ name: z.string() })),
  }),
);

const person = z.object({ login: z.string().min(1) }).nullable();
const commitShape = z.object({ author: person, committer: person });

const runShape = z.object({
  head_sha: z.string(),
  repository: z.object({ full_name: z.string() }),
  head_repository: z.object({ full_name: z.string() }),
});

const membersShape = z.array(z.object({ login: z.string().min(1) }));

const PER_PAGE = 100;
/** A team with more members is not a list of people who sign. */
const MOST_PAGES = 50;

/** Evidence has some thousand schema objects at most; whatever is larger is something else. */
const MAX_BYTES = 64 * 2 ** 20;

/** What is asked, and with which key. */
interface Desk extends RepositoryAccess {
  readonly github: GitHubClient;
  readonly runId: number;
  readonly commit: string;
  readonly limits: AskLimits;
}

async function environmentOf(desk: Desk, name: string): Promise<Fact<EnvironmentProtection>> {
  const { github, owner, repository: repo, limits } = desk;
  const answer = await ask(
    environmentShape,
    (signal) => github.rest.repos.getEnvironment({ owner, repo, environment_name: name, request: { signal } }),
    'actions: read',
    limits,
  );
  if (!answer.known) return answer;
  const { can_admins_bypass: adminsCanBypass = null, protection_rules: rules } = answer.value;
  const reviews = rules.filter(({ type }) => type === 'required_reviewers');
  return known({
    requiredReviewers: reviews.reduce((sum, { reviewers }) => sum + (reviewers?.length ?? 0), 0),
    preventsSelfReview: reviews.some((rule) => rule.prevent_self_review === true),
    adminsCanBypass,
  });
}

async function approvalsOf(desk: Desk, environment: string): Promise<Fact<readonly Approval[]>> {
  const { github, owner, repository: repo, runId, limits } = desk;
  const answer = await ask(
    approvalsShape,
    (signal) => github.rest.actions.getReviewsForRun({ owner, repo, run_id: runId, request: { signal } }),
    'actions: read',
    limits,
  );
  if (!answer.known) return answer;
  const reviews = answer.value.filter(({ environments }) => environments.some(({ name }) => name === environment));
  // GitHub does not say which came first, so a no of another attempt is not outweighed by a yes.
  const refused = new Set(reviews.filter(({ state }) => state === 'rejected').map(({ user }) => user.login));
  return known(
    reviews
      .filter(({ state, user }) => state === 'approved' && !refused.has(user.login))
      .map(({ user }) => ({ login: user.login })),
  );
}

/** Whoever GitHub cannot name cannot be told apart from an approver. */
async function authorsOf(desk: Desk): Promise<Fact<readonly string[]>> {
  const { github, owner, repository: repo, commit, limits } = desk;
  const answer = await ask(
    commitShape,
    (signal) => github.rest.repos.getCommit({ owner, repo, ref: commit, request: { signal } }),
    'contents: read',
    limits,
  );
  if (!answer.known) return answer;
  const { author, committer } = answer.value;
  if (author === null) return unknown('the e-mail address of the commit’s author belongs to no GitHub account');
  if (committer === null) return unknown('the e-mail address of the commit’s committer belongs to no GitHub account');
  return known([author.login, committer.login]);
}

/** `@acme/dba` → its members. */
async function teamMembers(desk: Desk, team: string): Promise<Fact<readonly string[]>> {
  const [org = '', slug = ''] = team.slice(1).split('/');
  const logins: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await ask(
      membersShape,
      (signal) =>
        desk.github.rest.teams.listMembersInOrg({
          org,
          team_slug: slug,
          per_page: PER_PAGE,
          page,
          request: { signal },
        }),
      'members: read',
      desk.limits,
    );
    if (!answer.known) return unknown(`the team ${team} cannot be read, ${answer.why}`);
    logins.push(...answer.value.map(({ login }) => login));
    if (answer.value.length < PER_PAGE) return known(logins);
  }
  return unknown(`the team ${team} has more than ${String(PER_PAGE * MOST_PAGES)} members`);
}

async function membersOf(desk: Desk, names: readonly string[]): Promise<Fact<readonly string[]>> {
  const logins: string[] = [];
  for (const name of names) {
    if (!name.startsWith('@')) {
      logins.push(name);
      continue;
    }
    const members = await teamMembers(desk, name);
    if (!members.known) return members;
    logins.push(...members.value);
  }
  return known(logins);
}

/** Reads the files of one artifact; what is no sound evidence is named. */
async function readFiles(folder: string, artifact: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const entry of (await readdir(folder)).toSorted()) {
    const path = join(folder, entry);
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new SluiceError('EVID_001', `${entry} of ${artifact} is too large to be evidence.`);
    texts.push(await readFile(path, 'utf8'));
  }
  return texts;
}

/** Where evidence is looked for, and what was found. */
class Search {
  readonly found: FoundEvidence[] = [];
  readonly damaged: ReportedError[] = [];
  readonly #desk: Desk;
  readonly #runId: number;
  readonly #run: { readonly commit: string; readonly repository: string };

  constructor(desk: Desk, runId: number, run: { readonly commit: string; readonly repository: string }) {
    this.#desk = desk;
    this.#runId = runId;
    this.#run = run;
  }

  /** Fetches an artifact and reads it; what is wrong with it is kept. */
  async take(artifact: RemoteArtifact, folder: string): Promise<void> {
    const { owner, repository, token, limits } = this.#desk;
    try {
      await downloadArtifact(
        {
          matches: (name) => name === artifact.name,
          what: artifact.name,
          from: { owner, repository, token, runId: this.#runId, name: artifact.name },
          directory: folder,
          clock: limits.clock,
        },
        limits.signal,
      );
      for (const text of await readFiles(folder, artifact.name)) this.#read(text, artifact.name);
    } catch (error) {
      limits.signal.throwIfAborted();
      this.damaged.push(reportError(error));
    }
  }

  #read(text: string, name: string): void {
    try {
      const { commit, repository } = this.#run;
      const evidence = readEvidence(text, name);
      this.found.push({ evidence, name, workflowRunId: this.#runId, runCommit: commit, runRepository: repository });
    } catch (error) {
      this.damaged.push(reportError(error));
    }
  }
}

async function evidenceOf(
  desk: Desk,
  environment: string,
  runId: number,
  temporaryDirectory: string,
): Promise<EvidenceOfRun> {
  const { github, owner, repository: repo, limits } = desk;
  const missing = (why: string): EvidenceOfRun => ({ workflowRunId: runId, evidence: unknown(why), damaged: [] });
  const run = await ask(
    runShape,
    (signal) => github.rest.actions.getWorkflowRun({ owner, repo, run_id: runId, request: { signal } }),
    'actions: read',
    limits,
  );
  if (!run.known) return missing(run.why);
  const { head_sha: commit, repository, head_repository: head } = run.value;
  if (head.full_name !== repository.full_name) return missing(`the run is of a fork’s code, ${head.full_name}`);
  const search = new Search(desk, runId, { commit, repository: repository.full_name });
  const folder = await mkdtemp(join(temporaryDirectory, 'sluice-evidence-'));
  try {
    const { artifacts, left } = await listRepositoryArtifacts({ ...desk, runId }, limits.clock, limits.signal);
    if (left > 0) return missing(`the run has ${String(left)} more artifacts than are looked at`);
    const holders = artifacts.filter(({ name }) => holdsEvidenceOf(name, environment));
    const twice = holders.find(({ id, name }) => holders.some((other) => other.name === name && other.id !== id));
    // Only one of them could be downloaded by its name, and Sluice gives each a name of its own.
    if (twice !== undefined) return missing(`the run has several artifacts called ${twice.name}`);
    for (const artifact of holders) await search.take(artifact, join(folder, String(artifact.id)));
  } catch (error) {
    limits.signal.throwIfAborted();
    const status = statusOf(error);
    return missing(`its artifacts cannot be listed${status === null ? '' : ` (GitHub answered ${String(status)})`}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { workflowRunId: runId, evidence: known(search.found), damaged: search.damaged };
}

/** GitHub as the source of what a promotion rests on; null where there is no workflow run or no token. */
async function promotionSource(
  run: WorkflowRun,
  token: string | undefined,
  context: Pick<RunContext, 'origin' | 'clock' | 'signal'>,
): Promise<PromotionSource | null> {
  const { repository, runId, temporaryDirectory } = run;
  const { origin, clock, signal } = context;
  if (repository === null || runId === null || origin === null || !token) return null;
  const desk: Desk = {
    github: await openGitHub(token),
    token,
    owner: repository.owner,
    repository: repository.name,
    runId,
    commit: origin.commit,
    limits: { clock, signal },
  };
  return {
    evidence: (environment, wanted) => evidenceOf(desk, environment, wanted ?? runId, temporaryDirectory ?? tmpdir()),
    environment: (name) => environmentOf(desk, name),
    approvals: (environment) => approvalsOf(desk, environment),
    authors: () => authorsOf(desk),
    members: (names) => membersOf(desk, names),
  };
}

/** The surroundings of a promotion, with GitHub to ask. */
export async function withPromotion(
  { githubToken }: Pick<Inputs, 'githubToken'>,
  run: WorkflowRun,
  context: RunContext,
): Promise<RunContext> {
  return { ...context, promotion: await promotionSource(run, githubToken, context) };
}
