/**
 * Takes the answers of the endpoints that Sluice asks out of GitHub's published OpenAPI description and writes them to
 * `test/support/github-openapi.json`, so that the tests' own GitHub can be held against them without the 400 MB of the
 * whole. The description is the npm package `@octokit/openapi`, fetched into a temporary folder.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '23.0.2';

/** Method and path of the endpoints, with the status of their good answer. */
const ENDPOINTS: readonly (readonly [method: string, path: string, status: string])[] = [
  ['get', '/repos/{owner}/{repo}/environments/{environment_name}', '200'],
  ['get', '/repos/{owner}/{repo}/actions/runs/{run_id}', '200'],
  ['get', '/repos/{owner}/{repo}/actions/runs/{run_id}/approvals', '200'],
  ['get', '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', '200'],
  ['get', '/repos/{owner}/{repo}/commits/{ref}', '200'],
  ['get', '/orgs/{org}/teams/{team_slug}/members', '200'],
  ['post', '/repos/{owner}/{repo}/deployments', '201'],
  ['post', '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses', '201'],
  ['get', '/repos/{owner}/{repo}/deployments', '200'],
  ['get', '/repos/{owner}/{repo}/issues/{issue_number}/comments', '200'],
  ['post', '/repos/{owner}/{repo}/issues/{issue_number}/comments', '201'],
  ['patch', '/repos/{owner}/{repo}/issues/comments/{comment_id}', '200'],
];

interface Description {
  readonly info: { readonly version: string };
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>
  >;
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}

/** The schema without what only people read, and with `nullable` as JSON Schema says it where there is no type. */
function lean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lean);
  if (typeof value !== 'object' || value === null) return value;
  if ('nullable' in value && value.nullable === true && !('type' in value)) {
    const { nullable: _nullable, ...rest } = value;
    return { anyOf: [{ type: 'null' }, lean(rest)] };
  }
  const kept = Object.entries(value).filter(
    ([key, member]) => !(['description', 'example', 'examples', 'title'].includes(key) && !isSchema(member)),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, lean(member)]));
}

/** A property may be called `description` or `title`. */
function isSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && ('type' in value || 'anyOf' in value);
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-openapi-'));
try {
  const options = { cwd: folder, stdio: 'pipe' } as const;
  const [archive = ''] = execFileSync('npm', ['pack', '--silent', `@octokit/openapi@${VERSION}`], options)
    .toString()
    .trim()
    .split('\n');
  execFileSync('tar', ['xzf', archive, 'package/generated/api.github.com.deref.json'], options);
  const text = readFileSync(join(folder, 'package/generated/api.github.com.deref.json'), 'utf8');
  const description = JSON.parse(text) as Description;
  const answers = Object.fromEntries(
    ENDPOINTS.map(([method, path, status]) => {
      const schema = description.paths[path]?.[method]?.responses[status]?.content?.['application/json']?.schema;
      if (schema === undefined) throw new Error(`The description has no ${method} ${path} ${status}.`);
      return [`${method} ${path}`, lean(schema)];
    }),
  );
  const source = `@octokit/openapi ${VERSION}, GitHub REST API ${description.info.version}`;
  writeFileSync(
    join(import.meta.dirname, '../test/support/github-openapi.json'),
    `${JSON.stringify({ source, answers }, null, 1)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
