/**
 * What GitHub's REST API says of a repository that is promoted from: environments, workflow runs, approvals, commits,
 * teams. Its answers have the shape of GitHub's published description; {@link shapeProblems} tells where they do not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { Answer, SeenRequest } from './results-service.ts';

/** What is true of the repository; a test changes what it is about. */
export interface GitHubState {
  /** Protection by the environment's name. */
  readonly environments: Record<
    string,
    { readonly reviewers: number; readonly preventSelfReview: boolean; readonly adminsCanBypass: boolean }
  >;
  /** By id. */
  readonly runs: Record<number, { readonly commit: string; readonly headRepository?: string }>;
  readonly approvals: readonly {
    readonly login: string;
    readonly environment: string;
    readonly state?: 'approved' | 'rejected' | 'pending';
  }[];
  /** Logins by commit; null = the e-mail address belongs to nobody. */
  readonly commits: Record<string, { readonly author: string | null; readonly committer: string | null }>;
  /** Logins by `organisation/team`. */
  readonly teams: Record<string, readonly string[]>;
  /** Comments of every pull request, in order; what is written is added. */
  readonly comments?: { id: number; login: string; body: string }[];
  /** What was deployed, with its statuses; what is written is added. */
  readonly deployments?: { id: number; environment: string; task: string; ref: string; states: string[] }[];
}

const { answers } = JSON.parse(readFileSync(join(import.meta.dirname, 'github-openapi.json'), 'utf8')) as {
  readonly answers: Readonly<Record<string, object>>;
};

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

/** What of an answer is not as GitHub describes it. */
export function shapeProblems(endpoint: string, body: unknown): readonly string[] {
  const schema = answers[endpoint];
  if (schema === undefined) throw new Error(`There is no description of ${endpoint}.`);
  const validate = ajv.compile(schema);
  return validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

let lastId = 0;

/** Members that everything on GitHub has. */
function thing(url: string): Record<string, unknown> {
  lastId += 1;
  return { id: lastId, node_id: `N_${String(lastId)}`, url, html_url: url };
}

function user(login: string): Record<string, unknown> {
  const url = `https://api.github.com/users/${login}`;
  const links = [
    'followers',
    'following',
    'gists',
    'starred',
    'subscriptions',
    'organizations',
    'repos',
    'events',
    'received_events',
  ];
  return {
    ...thing(url),
    login,
    avatar_url: url,
    gravatar_id: '',
    type: 'User',
    site_admin: false,
    ...Object.fromEntries(links.map((link) => [`${link}_url`, `${url}/${link}`])),
  };
}

function repository(fullName: string): Record<string, unknown> {
  const [owner = '', name = ''] = fullName.split('/');
  const url = `https://api.github.com/repos/${fullName}`;
  const links = [
    'archive_url',
    'assignees_url',
    'blobs_url',
    'branches_url',
    'collaborators_url',
    'comments_url',
    'commits_url',
    'compare_url',
    'contents_url',
    'contributors_url',
    'deployments_url',
    'downloads_url',
    'events_url',
    'forks_url',
    'git_commits_url',
    'git_refs_url',
    'git_tags_url',
    'hooks_url',
    'issue_comment_url',
    'issue_events_url',
    'issues_url',
    'keys_url',
    'labels_url',
    'languages_url',
    'merges_url',
    'milestones_url',
    'notifications_url',
    'pulls_url',
    'releases_url',
    'stargazers_url',
    'statuses_url',
    'subscribers_url',
    'subscription_url',
    'tags_url',
    'teams_url',
    'trees_url',
  ];
  return {
    ...thing(url),
    name,
    full_name: fullName,
    owner: user(owner),
    private: true,
    fork: false,
    description: null,
    ...Object.fromEntries(links.map((link) => [link, url])),
  };
}

/** An answer, and the endpoint of the description that it belongs to. */
interface Reply {
  readonly endpoint: string;
  readonly body: unknown;
  /** Default: 200. */
  readonly status?: number;
}

function comment({ id, login, body }: { id: number; login: string; body: string }): Record<string, unknown> {
  const url = `https://api.github.com/comments/${String(id)}`;
  return {
    ...thing(url),
    id,
    body,
    user: { ...user(login), type: login.endsWith('[bot]') ? 'Bot' : 'User' },
    created_at: '2026-01-02T03:04:05Z',
    updated_at: '2026-01-02T03:04:05Z',
    issue_url: url,
    author_association: 'NONE',
    performed_via_github_app: null,
  };
}

/** What the app of the workflow's token is called. */
const BOT = 'github-actions[bot]';

/** Comments of pull requests, which are issues to the API. */
function commentReply(
  comments: NonNullable<GitHubState['comments']>,
  inRepository: string,
  { method, query, body }: SeenRequest,
): Reply | null {
  const written = (): string => (JSON.parse(body) as { readonly body: string }).body;
  const [, changed] = /^\/issues\/comments\/(\d+)$/.exec(inRepository) ?? [];
  if (changed !== undefined && method === 'PATCH') {
    const found = comments.find(({ id }) => id === Number(changed));
    if (found === undefined) return null;
    found.body = written();
    return { endpoint: 'patch /repos/{owner}/{repo}/issues/comments/{comment_id}', body: comment(found) };
  }
  if (!/^\/issues\/\d+\/comments$/.test(inRepository)) return null;
  const path = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
  if (method === 'POST') {
    const added = { id: 5000 + comments.length, login: BOT, body: written() };
    comments.push(added);
    return { endpoint: `post ${path}`, body: comment(added), status: 201 };
  }
  const perPage = Number(query.get('per_page') ?? '30');
  const start = (Number(query.get('page') ?? '1') - 1) * perPage;
  return { endpoint: `get ${path}`, body: comments.slice(start, start + perPage).map(comment) };
}

/** Deployments and their statuses. */
function deploymentReply(
  deployments: NonNullable<GitHubState['deployments']>,
  inRepository: string,
  { method, body }: SeenRequest,
): Reply | null {
  if (method !== 'POST') return null;
  const url = `https://api.github.com${inRepository}`;
  const stamps = { created_at: '2026-01-02T03:04:05Z', updated_at: '2026-01-02T03:04:05Z' };
  const common = {
    ...thing(url),
    ...stamps,
    creator: null,
    deployment_url: url,
    statuses_url: url,
    repository_url: url,
  };
  if (inRepository === '/deployments') {
    const wanted = JSON.parse(body) as { readonly environment: string; readonly task: string; readonly ref: string };
    const added = { ...wanted, id: 9000 + deployments.length, states: [] };
    deployments.push(added);
    const { environment, task, ref } = wanted;
    return {
      endpoint: 'post /repos/{owner}/{repo}/deployments',
      status: 201,
      body: { ...common, id: added.id, sha: ref, ref, task, environment, payload: {}, description: null },
    };
  }
  const [, id] = /^\/deployments\/(\d+)\/statuses$/.exec(inRepository) ?? [];
  const found = deployments.find((deployment) => deployment.id === Number(id));
  if (found === undefined) return null;
  const said = JSON.parse(body) as { readonly state: string; readonly description: string };
  found.states.push(`${said.state}: ${said.description}`);
  return {
    endpoint: 'post /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    status: 201,
    body: { ...common, state: said.state, description: said.description, target_url: '' },
  };
}

/** GitHub's answer about the state; null where it has none. */
function reply(state: GitHubState, fullName: string, request: SeenRequest): Reply | null {
  const { path, query } = request;
  const base = `/repos/${fullName}`;
  const inRepository = path.startsWith(`${base}/`) ? path.slice(base.length) : '';
  const api = `https://api.github.com${path}`;
  const stamp = '2026-01-02T03:04:05Z';
  const commented = commentReply(state.comments ?? [], inRepository, request);
  if (commented !== null) return commented;
  const deployed = deploymentReply(state.deployments ?? [], inRepository, request);
  if (deployed !== null) return deployed;

  const [, environment] = /^\/environments\/([^/]+)$/.exec(inRepository) ?? [];
  if (environment !== undefined) {
    const name = decodeURIComponent(environment);
    const found = state.environments[name];
    if (found === undefined) return null;
    const reviewers = Array.from({ length: found.reviewers }, (_, index) => ({
      type: 'User',
      reviewer: user(`reviewer-${String(index)}`),
    }));
    return {
      endpoint: 'get /repos/{owner}/{repo}/environments/{environment_name}',
      body: {
        ...thing(api),
        name,
        created_at: stamp,
        updated_at: stamp,
        can_admins_bypass: found.adminsCanBypass,
        protection_rules:
          found.reviewers === 0
            ? []
            : [
                {
                  id: 1,
                  node_id: 'R_1',
                  type: 'required_reviewers',
                  prevent_self_review: found.preventSelfReview,
                  reviewers,
                },
                { id: 2, node_id: 'R_2', type: 'branch_policy' },
              ],
        deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
      },
    };
  }

  const [, run, about] = /^\/actions\/runs\/(\d+)(\/approvals)?$/.exec(inRepository) ?? [];
  if (run !== undefined && about === '/approvals') {
    return {
      endpoint: 'get /repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
      body: state.approvals.map(({ login, environment: name, state: said = 'approved' }) => ({
        state: said,
        comment: '',
        user: user(login),
        environments: [{ ...thing(api), name, created_at: stamp, updated_at: stamp }],
      })),
    };
  }
  if (run !== undefined) {
    const found = state.runs[Number(run)];
    if (found === undefined) return null;
    return {
      endpoint: 'get /repos/{owner}/{repo}/actions/runs/{run_id}',
      body: {
        ...thing(api),
        id: Number(run),
        name: 'Promote',
        head_branch: 'main',
        head_sha: found.commit,
        head_commit: null,
        path: '.github/workflows/promotion.yml',
        display_title: 'Promote',
        run_number: 1,
        event: 'push',
        status: 'in_progress',
        conclusion: null,
        workflow_id: 1,
        pull_requests: [],
        created_at: stamp,
        updated_at: stamp,
        jobs_url: api,
        logs_url: api,
        check_suite_url: api,
        artifacts_url: api,
        cancel_url: api,
        rerun_url: api,
        workflow_url: api,
        repository: repository(fullName),
        head_repository: repository(found.headRepository ?? fullName),
      },
    };
  }

  const [, commit] = /^\/commits\/([0-9a-f]+)$/.exec(inRepository) ?? [];
  if (commit !== undefined) {
    const found = state.commits[commit];
    if (found === undefined) return null;
    const git = { name: 'x', email: 'x@example.com', date: stamp };
    return {
      endpoint: 'get /repos/{owner}/{repo}/commits/{ref}',
      body: {
        ...thing(api),
        sha: commit,
        comments_url: api,
        commit: {
          url: api,
          author: git,
          committer: git,
          message: 'm',
          comment_count: 0,
          tree: { sha: commit, url: api },
        },
        author: found.author === null ? null : user(found.author),
        committer: found.committer === null ? null : user(found.committer),
        parents: [],
      },
    };
  }

  const [, org, slug] = /^\/orgs\/([^/]+)\/teams\/([^/]+)\/members$/.exec(path) ?? [];
  const members = state.teams[`${org ?? ''}/${slug ?? ''}`];
  if (members !== undefined) {
    const perPage = Number(query.get('per_page') ?? '30');
    const start = (Number(query.get('page') ?? '1') - 1) * perPage;
    return {
      endpoint: 'get /orgs/{org}/teams/{team_slug}/members',
      body: members.slice(start, start + perPage).map(user),
    };
  }
  return null;
}

/**
 * Answers for the results service's `intercept`; what the state does not know is left to the service.
 *
 * @throws Error when an answer is not as GitHub describes it: then the tests' GitHub is wrong
 */
export function answerFrom(state: GitHubState, fullName: string, request: SeenRequest): Answer | undefined {
  const found = reply(state, fullName, request);
  if (found === null) return undefined;
  const problems = shapeProblems(found.endpoint, found.body);
  if (problems.length > 0) throw new Error(`${found.endpoint}: ${problems.join('; ')}`);
  return { status: found.status ?? 200, body: found.body };
}
