/**
 * The part of GitHub that Sluice talks to, on this machine: the results service with its artifacts and blobs, and the
 * REST endpoints that find them from another run. It keeps the protocol (Twirp JSON, block lists, signed URLs that
 * redirect, digests), so that the real toolkit clients can be tested against it. One file, because it is one state.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An artifact as the service keeps it. */
export interface StoredArtifact {
  readonly runId: number;
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  /** Null: kept as long as the repository says. */
  readonly expiresAt: string | null;
  /** The zip. */
  readonly content: Buffer;
  /** `sha256:<hex>`, as listings show it; empty as with services that keep none. */
  readonly digest: string;
  readonly expired: boolean;
  /** Uploaded by a run of a fork's code. */
  readonly fork: boolean;
}

/** A request for a blob, as a test looks at it. */
export interface BlobRequest {
  /** The artifact's id. */
  readonly id: number;
  /** The first byte that was asked for. */
  readonly from: number;
  /** What `If-Range` said. */
  readonly tag: string | null;
}

/** How the blob store misbehaves. */
export interface BlobFault {
  /** The socket is destroyed in front of this byte of the blob. */
  readonly cutAt?: number;
  /** Nothing comes from this byte on, and the connection stays open. */
  readonly stallAt?: number;
  /** Ranges are ignored. */
  readonly whole?: boolean;
  /** Another content, as if it had changed meanwhile. */
  readonly other?: Buffer;
  /** Sends a range that begins so many bytes behind the one that was asked for. */
  readonly shifted?: number;
  /** Sends nothing but this status. */
  readonly status?: number;
}

/** A request, as a test looks at it. */
export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** An answer that a test gives instead of the service. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a test may change of the repository and its service. */
export interface ResultsServiceOptions {
  /** `owner/name`. */
  readonly repository?: string;
  readonly visibility?: 'public' | 'private' | 'internal';
  /**
   * Called before each request; what it returns is sent instead, and `cut` destroys the socket. A promise that waits
   * holds the request back.
   */
  readonly intercept?: (request: SeenRequest) => Promise<Answer | 'cut' | undefined> | Answer | 'cut' | undefined;
  /** Called before each blob is sent. */
  readonly onBlob?: (request: BlobRequest) => BlobFault | undefined;
}

/** The running service. */
export interface ResultsService {
  readonly url: string;
  /** The token that the REST endpoints accept. */
  readonly token: string;
  readonly artifacts: readonly StoredArtifact[];
  readonly requests: readonly SeenRequest[];
  /** What the runner would set for a step of this workflow run. */
  environment(run?: { readonly runId?: number; readonly attempt?: number }): Record<string, string>;
  /** Changes a stored artifact, but not the digest that listings show. The zip still unpacks. */
  tamper(name: string): void;
  /** Puts an artifact there as if a run had uploaded it. */
  put(artifact: {
    readonly runId: number;
    readonly name: string;
    readonly content: Buffer;
    readonly digest?: string;
    readonly expired?: boolean;
    readonly fork?: boolean;
  }): StoredArtifact;
  close(): Promise<void>;
}

interface Upload {
  readonly runId: number;
  readonly name: string;
  readonly expiresAt: string | null;
  readonly blocks: Map<string, Buffer>;
  content: Buffer | null;
}

const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService/';
/** On an address without a host name the blob client expects `/account/container/blob`. */
const UPLOADS = '/account/uploads/';
const FORBIDDEN_IN_NAMES = /[":<>|*?\\/\r\n]/;

class Refusal extends Error {
  readonly answer: Answer;
  constructor(status: number, message: string) {
    super(message);
    // Twirp and REST read different members.
    this.answer = { status, body: { code: 'refused', msg: message, message } };
  }
}

const sha256 = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Starts the service on a free port of 127.0.0.1. */
export async function startResultsService(options: ResultsServiceOptions = {}): Promise<ResultsService> {
  const repository = options.repository ?? 'acme/shop';
  const visibility = options.visibility ?? 'private';
  const token = `ghs_${randomUUID().replaceAll('-', '')}`;
  const runtimeSecret = randomUUID();
  const artifacts: StoredArtifact[] = [];
  const uploads = new Map<string, Upload>();
  const requests: SeenRequest[] = [];
  let lastId = 1000;

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  const backendId = (runId: number): string => `backend-${String(runId)}`;
  const runOf = (value: unknown): number => Number(String(value).replace('backend-', ''));
  const blobUrl = (path: string): string => `${url}${path}?sig=${randomUUID()}`;

  function store(
    artifact: Pick<StoredArtifact, 'runId' | 'name' | 'expiresAt' | 'content'> & Partial<StoredArtifact>,
    digest?: string,
  ): StoredArtifact {
    lastId += 1;
    const stored = {
      expired: false,
      fork: false,
      ...artifact,
      id: lastId,
      createdAt: new Date().toISOString(),
      digest: digest ?? sha256(artifact.content),
    };
    artifacts.push(stored);
    return stored;
  }

  function twirp(method: string, body: Record<string, unknown>): unknown {
    const runId = runOf(body['workflow_run_backend_id']);
    const name = String(body['name']);
    switch (method) {
      case 'CreateArtifact': {
        if (FORBIDDEN_IN_NAMES.test(name)) throw new Refusal(400, 'the name has a character that is not allowed');
        if (artifacts.some((artifact) => artifact.runId === runId && artifact.name === name)) {
          throw new Refusal(409, 'an artifact with this name already exists on the workflow run');
        }
        const key = randomUUID();
        const expiresAt = typeof body['expires_at'] === 'string' ? body['expires_at'] : null;
        uploads.set(key, { runId, name, expiresAt, blocks: new Map(), content: null });
        return { ok: true, signed_upload_url: blobUrl(`${UPLOADS}${key}`) };
      }
      case 'FinalizeArtifact': {
        const [key, upload] = [...uploads].find(([, each]) => each.runId === runId && each.name === name) ?? [];
        if (key === undefined || !upload?.content) throw new Refusal(404, 'nothing was uploaded under this name');
        if (String(body['size']) !== String(upload.content.length)) throw new Refusal(400, 'the size differs');
        if (body['hash'] !== sha256(upload.content)) throw new Refusal(400, 'the hash differs');
        uploads.delete(key);
        const stored = store({ runId, name, expiresAt: upload.expiresAt, content: upload.content });
        return { ok: true, artifact_id: String(stored.id) };
      }
      case 'ListArtifacts': {
        const found = artifacts.filter(
          (artifact) =>
            artifact.runId === runId &&
            (body['name_filter'] === undefined || artifact.name === body['name_filter']) &&
            (body['id_filter'] === undefined || String(artifact.id) === body['id_filter']),
        );
        return {
          artifacts: found.map((artifact) => ({
            workflow_run_backend_id: backendId(runId),
            workflow_job_run_backend_id: 'job',
            database_id: String(artifact.id),
            name: artifact.name,
            size: String(artifact.content.length),
            created_at: artifact.createdAt,
            digest: artifact.digest,
          })),
        };
      }
      case 'GetSignedArtifactURL': {
        const found = artifacts.find((artifact) => artifact.runId === runId && artifact.name === name);
        if (!found) throw new Refusal(404, 'no such artifact');
        return { signed_url: blobUrl(`/redirect/${String(found.id)}`) };
      }
      default:
        throw new Refusal(404, `no method ${method}`);
    }
  }

  /** The blob store's PUT of one block, and of the list that puts the blocks in order. */
  function putBlob(key: string, query: URLSearchParams, body: Buffer): void {
    const upload = uploads.get(key);
    if (!upload) throw new Refusal(404, 'no such upload');
    if (query.get('comp') === 'block') {
      upload.blocks.set(query.get('blockid') ?? '', body);
    } else if (query.get('comp') === 'blocklist') {
      const ids = [...body.toString('utf8').matchAll(/<Latest>([^<]+)<\/Latest>/g)].map(([, id]) => id ?? '');
      upload.content = Buffer.concat(ids.map((id) => upload.blocks.get(id) ?? Buffer.alloc(0)));
    } else {
      throw new Refusal(400, 'only blocks and block lists are spoken here');
    }
  }

  function rest(path: string, query: URLSearchParams): Answer | { readonly redirect: string } {
    const base = `/repos/${repository}`;
    if (path === base) {
      return { status: 200, body: { full_name: repository, private: visibility !== 'public', visibility } };
    }
    const zip = /\/actions\/artifacts\/(\d+)\/zip$/.exec(path);
    if (path.startsWith(`${base}/`) && zip) {
      const found = artifacts.find((artifact) => artifact.id === Number(zip[1]));
      if (!found) throw new Refusal(404, 'Not Found');
      if (found.expired) throw new Refusal(410, 'Artifact has expired');
      return { redirect: blobUrl(`/redirect/${String(found.id)}`) };
    }
    const list = /\/actions\/(?:runs\/(\d+)\/)?artifacts$/.exec(path);
    if (path.startsWith(`${base}/`) && list) {
      const name = query.get('name');
      const found = artifacts
        .filter(
          (artifact) =>
            (list[1] === undefined || artifact.runId === Number(list[1])) && (name === null || artifact.name === name),
        )
        .toReversed();
      const perPage = Number(query.get('per_page') ?? '30');
      const start = (Number(query.get('page') ?? '1') - 1) * perPage;
      return {
        status: 200,
        body: {
          total_count: found.length,
          artifacts: found.slice(start, start + perPage).map((artifact) => ({
            id: artifact.id,
            name: artifact.name,
            size_in_bytes: artifact.content.length,
            expired: artifact.expired,
            created_at: artifact.createdAt,
            expires_at: artifact.expiresAt,
            digest: artifact.digest,
            workflow_run: { id: artifact.runId, repository_id: 1, head_repository_id: artifact.fork ? 2 : 1 },
          })),
        },
      };
    }
    throw new Refusal(404, 'Not Found');
  }

  function send(response: ServerResponse, { status, body, headers }: Answer): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body ?? {}));
  }

  function redirect(response: ServerResponse, location: string): void {
    response.writeHead(302, { location }).end();
  }

  /** Sends a blob, or what is left of it, as the blob store does; and as it does on a bad day. */
  function sendBlob(request: IncomingMessage, response: ServerResponse, artifact: StoredArtifact): void {
    const asked = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const given = request.headers['if-range'];
    const tag = typeof given === 'string' ? given : null;
    const fault = options.onBlob?.({ id: artifact.id, from: asked, tag }) ?? {};
    if (fault.status !== undefined) {
      send(response, { status: fault.status });
      return;
    }
    const content = fault.other ?? artifact.content;
    const etag = `"${sha256(content)}"`;
    const isWhole = fault.whole === true || (tag !== null && tag !== etag);
    const from = isWhole || asked === 0 ? 0 : asked + (fault.shifted ?? 0);
    const size = String(content.length);
    if (from > 0 && from >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
      return;
    }
    const headers = { 'content-type': 'application/zip', etag, 'content-length': content.length - from };
    if (from === 0) response.writeHead(200, headers);
    else
      response.writeHead(206, {
        ...headers,
        'content-range': `bytes ${String(from)}-${String(content.length - 1)}/${size}`,
      });
    const stop = fault.cutAt ?? fault.stallAt;
    if (stop === undefined) {
      response.end(content.subarray(from));
      return;
    }
    response.write(content.subarray(from, Math.max(from, stop)), () => {
      if (fault.cutAt !== undefined) response.socket?.destroy();
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { pathname, searchParams } = new URL(request.url ?? '/', url);
      const body = await bodyOf(request);
      // Blobs are no text and may be large.
      const text = pathname.startsWith('/repos/') ? body.toString('utf8') : '';
      const seen = { method: request.method ?? '', path: pathname, query: searchParams, body: text };
      requests.push(seen);
      const instead = await options.intercept?.(seen);
      if (instead === 'cut') {
        request.socket.destroy();
      } else if (instead) {
        send(response, instead);
      } else if (pathname.startsWith(TWIRP)) {
        if (!request.headers.authorization?.endsWith(`.${runtimeSecret}`))
          throw new Refusal(401, 'not our runtime token');
        const reply = twirp(pathname.slice(TWIRP.length), JSON.parse(body.toString('utf8')) as Record<string, unknown>);
        send(response, { status: 200, body: reply });
      } else if (pathname.startsWith(UPLOADS) && request.method === 'PUT') {
        putBlob(pathname.slice(UPLOADS.length), searchParams, body);
        response.writeHead(201).end();
      } else if (pathname.startsWith('/redirect/')) {
        redirect(response, blobUrl(pathname.replace('/redirect/', '/blobs/')));
      } else if (pathname.startsWith('/blobs/')) {
        const found = artifacts.find((artifact) => String(artifact.id) === pathname.slice('/blobs/'.length));
        if (!found) throw new Refusal(404, 'no such blob');
        sendBlob(request, response, found);
      } else {
        if (request.headers.authorization !== `token ${token}`) throw new Refusal(401, 'Bad credentials');
        const reply = rest(pathname, searchParams);
        if ('redirect' in reply) redirect(response, reply.redirect);
        else send(response, reply);
      }
    } catch (error) {
      send(response, error instanceof Refusal ? error.answer : { status: 500, body: { msg: String(error) } });
    }
  }

  function environment({ runId = 1, attempt = 1 }: { readonly runId?: number; readonly attempt?: number } = {}): Record<
    string,
    string
  > {
    const claims = { scp: `Actions.Example Actions.Results:${backendId(runId)}:job` };
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ID: String(runId),
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_ACTOR: 'octocat',
      GITHUB_EVENT_NAME: 'push',
      // The toolkit takes every other host for an Enterprise Server, which has no such service.
      GITHUB_SERVER_URL: url.replace('127.0.0.1', 'github.localhost'),
      GITHUB_API_URL: url,
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_RUNTIME_TOKEN: `${segment({ alg: 'none' })}.${segment(claims)}.${runtimeSecret}`,
    };
  }

  function replace(name: string, change: (artifact: StoredArtifact) => StoredArtifact): void {
    const index = artifacts.findIndex((artifact) => artifact.name === name);
    const found = artifacts[index];
    if (!found) throw new Error(`No artifact ${name}.`);
    artifacts[index] = change(found);
  }

  return {
    url,
    token,
    artifacts,
    requests,
    environment,
    tamper(name) {
      replace(name, (artifact) => {
        const content = Buffer.from(artifact.content);
        // The time of the first entry in the central directory: 12 bytes behind the entry's signature.
        const entry = content.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
        content.writeUInt8((content.readUInt8(entry + 12) + 1) % 256, entry + 12);
        return { ...artifact, content };
      });
    },
    put({ digest, ...artifact }) {
      return store({ expiresAt: null, ...artifact }, digest);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
