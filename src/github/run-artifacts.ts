import type { Clock } from '../clock.ts';
import { withTimeout } from './api.ts';
import type { ArtifactSource, RemoteArtifact } from './artifact-source.ts';
import { readText, send } from './http.ts';
import { FinalAnswer, isWorthRetrying, withPatience } from './patience.ts';

/** The service that keeps a run's artifacts; the job's own token opens it, without any permission. */
const SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService/';

type Fields = Readonly<Record<string, unknown>>;

class ServiceError extends Error {
  readonly status: number;
  constructor(method: string, status: number, reason: string) {
    super(`${method}: HTTP status ${String(status)}${reason === '' ? '' : `: ${reason}`}`);
    this.name = 'ServiceError';
    this.status = status;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** Protobuf's JSON allows both spellings of a name. */
function field(fields: Fields, name: string): unknown {
  return fields[name] ?? fields[name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
}

function textField(fields: Fields, name: string): string | null {
  const value = field(fields, name);
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

/** How the service calls this run and this job: they are in the token. */
function backendIds(token: string): { readonly run: string; readonly job: string } {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  const scopes = /Actions\.Results:(?<run>[^\s:"]+):(?<job>[^\s:"]+)/.exec(payload)?.groups;
  if (scopes?.['run'] === undefined || scopes['job'] === undefined) {
    throw new FinalAnswer('The token of this job does not name its workflow run.', 0);
  }
  return { run: scopes['run'], job: scopes['job'] };
}

function runtime(): { readonly origin: string; readonly token: string } {
  const url = process.env['ACTIONS_RESULTS_URL'];
  const token = process.env['ACTIONS_RUNTIME_TOKEN'];
  if (!url || !token) throw new FinalAnswer('This runner offers no artifact service.', 0);
  return { origin: new URL(url).origin, token };
}

async function call(method: string, body: Fields, signal: AbortSignal): Promise<Fields> {
  const { origin, token } = runtime();
  const answer = await send({
    url: `${origin}${SERVICE}${method}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal: withTimeout(signal),
  });
  const fields = fieldsOf(parsed(await readText(answer)));
  if (answer.status === 200) return fields;
  throw new ServiceError(method, answer.status, textField(fields, 'msg') ?? '');
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
}

function artifactOf(fields: Fields): RemoteArtifact {
  return {
    id: Number(textField(fields, 'database_id')),
    name: textField(fields, 'name') ?? '',
    bytes: Number(textField(fields, 'size') ?? 0),
    digest: textField(fieldsOf(field(fields, 'digest')), 'value') ?? textField(fields, 'digest'),
    createdAt: textField(fields, 'created_at'),
    expiresAt: null,
    expired: false,
    runId: null,
    isForeign: false,
  };
}

/** The artifacts of the workflow run that this job belongs to. */
export function runArtifacts(clock: Clock, signal: AbortSignal): ArtifactSource {
  const ask = async (method: string, body: Fields): Promise<Fields> =>
    withPatience(() => call(method, body, signal), clock, signal);
  /** By the id: which job of the run uploaded it. */
  const jobs = new Map<number, string>();
  return {
    where: 'this workflow run',
    async list() {
      const { run, job } = backendIds(runtime().token);
      const answer = await ask('ListArtifacts', { workflow_run_backend_id: run, workflow_job_run_backend_id: job });
      const rows = field(answer, 'artifacts') ?? [];
      if (!Array.isArray(rows)) return [];
      return rows.map((row) => {
        const fields = fieldsOf(row);
        const artifact = artifactOf(fields);
        jobs.set(artifact.id, textField(fields, 'workflow_job_run_backend_id') ?? job);
        return artifact;
      });
    },
    async address({ id, name }) {
      const { run, job } = backendIds(runtime().token);
      const url = textField(
        await call(
          'GetSignedArtifactURL',
          { workflow_run_backend_id: run, workflow_job_run_backend_id: jobs.get(id) ?? job, name },
          signal,
        ).catch((error: unknown) => {
          throw isWorthRetrying(error) ? error : final(error);
        }),
        'signed_url',
      );
      if (url === null) throw new Error('the service gave no address for the artifact');
      return url;
    },
  };
}

function final(error: unknown): unknown {
  return error instanceof ServiceError ? new FinalAnswer(error.message, error.status) : error;
}
