import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InterruptedError, type SluiceError } from '../../src/errors.ts';
import { downloadArtifact, type DownloadRequest } from '../../src/github/download.ts';
import { uploadArtifact, type UploadRequest } from '../../src/github/upload.ts';
import { type Answer, type ResultsService, type SeenRequest, startResultsService } from '../support/results-service.ts';
import { temporaryDirectory } from '../support/temporary.ts';

let service: ResultsService;
let folder: string;
let intercept: ((request: SeenRequest) => Promise<Answer | undefined> | Answer | undefined) | undefined;
const before = { ...process.env };
const never = new AbortController().signal;

beforeAll(async () => {
  // The toolkit narrates on stdout.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  service = await startResultsService({ intercept: (request) => intercept?.(request) });
  Object.assign(process.env, service.environment({ runId: 7 }));
});

afterAll(async () => {
  process.env = before;
  await service.close();
  jest.restoreAllMocks();
});

beforeEach(async () => {
  intercept = undefined;
  folder = await temporaryDirectory();
  await mkdir(join(folder, 'parts'));
  await writeFile(join(folder, 'manifest.json'), '{"parts": 1}');
  await writeFile(join(folder, 'parts', 'data.zst'), Buffer.alloc(100_000, 'rows of a table\n'));
});

async function upload(change: Partial<UploadRequest> = {}, signal = never): Promise<ReturnType<typeof uploadArtifact>> {
  const files = [join(folder, 'manifest.json'), join(folder, 'parts', 'data.zst')];
  const request = { name: 'reports', files, root: folder, retentionDays: undefined, compress: true, ...change };
  return uploadArtifact(request, signal);
}

async function download(
  change: Partial<DownloadRequest>,
  signal = never,
): Promise<ReturnType<typeof downloadArtifact>> {
  const request = { matches: () => true, what: 'of the test', from: null, directory: join(folder, 'out'), ...change };
  return downloadArtifact(request, signal);
}

/** `toEqual` would compare millions of elements one by one. */
async function expectSameFile(one: string, other: string): Promise<void> {
  expect((await readFile(one)).equals(await readFile(other))).toBe(true);
}

const refused = (pattern: RegExp): unknown =>
  expect.objectContaining({ code: 'ART_001', message: expect.stringMatching(pattern) as unknown });

const otherRun = (runId: number): DownloadRequest['from'] => ({
  runId,
  token: service.token,
  owner: 'acme',
  repository: 'shop',
});

describe('an upload', () => {
  it('keeps the files below their root, and is compared with what the service stored', async () => {
    const uploaded = await upload({ name: 'whole' });
    const stored = service.artifacts.find(({ id }) => id === uploaded.id);
    expect(stored).toMatchObject({ name: 'whole', runId: 7, expiresAt: null });
    expect(uploaded.digest).toBe(
      createHash('sha256')
        .update(stored?.content ?? '')
        .digest('hex'),
    );
    await download({ matches: (name) => name === 'whole' });
    expect(await readFile(join(folder, 'out', 'manifest.json'), 'utf8')).toBe('{"parts": 1}');
    await expectSameFile(join(folder, 'out', 'parts', 'data.zst'), join(folder, 'parts', 'data.zst'));
  });

  it('is sent in blocks when it is large', async () => {
    // Random bytes do not shrink, so that the zip is larger than one block of 8 MiB.
    const { randomBytes } = await import('node:crypto');
    await writeFile(join(folder, 'large'), randomBytes(20 * 1024 * 1024));
    const puts = service.requests.filter(({ method }) => method === 'PUT').length;
    await upload({ name: 'large', files: [join(folder, 'large')], compress: false });
    expect(service.requests.filter(({ method }) => method === 'PUT').length - puts).toBe(4);
    await download({ matches: (name) => name === 'large' });
    await expectSameFile(join(folder, 'out', 'large'), join(folder, 'large'));
  });

  it('leaves compressed files as they are', async () => {
    const plain = await upload({ name: 'plain', compress: false });
    const packed = await upload({ name: 'packed', compress: true });
    const size = (id: number): number => service.artifacts.find((artifact) => artifact.id === id)?.content.length ?? 0;
    expect(size(plain.id)).toBeGreaterThan(100_000);
    expect(size(packed.id)).toBeLessThan(5000);
  });

  it('is kept as long as asked', async () => {
    const { id } = await upload({ name: 'kept', retentionDays: 3 });
    const { expiresAt } = service.artifacts.find((artifact) => artifact.id === id) ?? {};
    const days = (Date.parse(expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(3);
  });

  it('takes the next free name, with characters that the service allows', async () => {
    expect((await upload({ name: 'a/b:c' })).name).toBe('a-b-c');
    expect((await upload({ name: 'a/b:c' })).name).toBe('a-b-c-2');
    expect((await upload({ name: 'a/b:c' })).name).toBe('a-b-c-3');
  });

  it('fails when the service stored something else', async () => {
    intercept = ({ path }) => {
      // Between the end of the upload and the listing.
      if (path.endsWith('/ListArtifacts')) {
        return {
          status: 200,
          body: { artifacts: [{ database_id: '1', name: 'other', size: '1', digest: 'sha256:00' }] },
        };
      }
      return undefined;
    };
    await expect(upload({ name: 'other' })).rejects.toEqual(refused(/other was stored with another digest/));
  });

  it('fails with the cause when the service refuses it', async () => {
    intercept = ({ path }) =>
      path.endsWith('/CreateArtifact') ? { status: 403, body: { msg: 'no quota' } } : undefined;
    const error = await upload({ name: 'refused' }).catch((thrown: unknown) => thrown as SluiceError);
    expect(error).toEqual(refused(/refused could not be uploaded/));
    expect(String((error as SluiceError).cause)).toContain('no quota');
  });

  it('ends as soon as the run is aborted', async () => {
    const controller = new AbortController();
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<undefined>();
    const abandoned = Promise.withResolvers<void>();
    intercept = ({ path }) => {
      if (path.endsWith('/ListArtifacts')) abandoned.resolve();
      if (!path.endsWith('/FinalizeArtifact')) return undefined;
      reached.resolve();
      return release.promise;
    };
    const uploading = upload({ name: 'aborted' }, controller.signal);
    await reached.promise;
    controller.abort(new InterruptedError('stop'));
    await expect(uploading).rejects.toThrow(InterruptedError);
    // The toolkit goes on until the process ends; here it may finish in peace.
    release.resolve(undefined);
    await abandoned.promise;
  });
});

describe('a download', () => {
  it('finds the newest artifact of another run through the API', async () => {
    Object.assign(process.env, service.environment({ runId: 8 }));
    await upload({ name: 'backup' });
    await upload({ name: 'backup' });
    Object.assign(process.env, service.environment({ runId: 9 }));
    const fetched = await download({ matches: (name) => name.startsWith('backup'), from: otherRun(8) });
    expect(fetched.name).toBe('backup-2');
    expect(service.requests).toContainEqual(
      expect.objectContaining({ method: 'GET', path: '/repos/acme/shop/actions/runs/8/artifacts' }),
    );
  });

  it('finds an artifact beyond the first page', async () => {
    for (let index = 0; index < 120; index += 1) {
      service.put({ runId: 30, name: `other-${String(index)}`, content: Buffer.from('x') });
    }
    const found = service.artifacts.find(({ name }) => name === 'whole');
    service.put({ runId: 30, name: 'wanted', content: found?.content ?? Buffer.alloc(0) });
    expect((await download({ matches: (name) => name === 'wanted', from: otherRun(30) })).name).toBe('wanted');
  });

  it.each([
    ['this run', null],
    ['another run', 40],
  ])('from %s of changed bytes fails and leaves nothing', async (_, runId) => {
    Object.assign(process.env, service.environment({ runId: 40 }));
    const { name } = await upload({ name: 'tampered' });
    service.tamper(name);
    const from = runId === null ? null : otherRun(runId);
    await expect(download({ matches: (each) => each === name, from })).rejects.toEqual(refused(/its digest differs/));
    expect((await readdir(folder)).toSorted()).toEqual(['manifest.json', 'parts']);
  });

  it('takes the place of what was there, and only its owner may read it', async () => {
    Object.assign(process.env, service.environment({ runId: 50 }));
    await upload({ name: 'again' });
    await mkdir(join(folder, 'out'));
    await writeFile(join(folder, 'out', 'old'), 'old');
    await download({});
    expect((await readdir(join(folder, 'out'))).toSorted()).toEqual(['manifest.json', 'parts']);
    expect((await stat(join(folder, 'out'))).mode & 0o777).toBe(0o700);
  });

  it('names what there is when nothing matches', async () => {
    Object.assign(process.env, service.environment({ runId: 60 }));
    await upload({ name: 'something' });
    const wanted = { matches: () => false, what: 'of the backup b1' };
    await expect(download(wanted)).rejects.toMatchObject({
      code: 'ART_001',
      message: 'There is no artifact of the backup b1 in this workflow run.',
      fix: expect.stringContaining('something') as unknown,
    });
    await expect(download({ ...wanted, from: otherRun(61) })).rejects.toMatchObject({
      fix: expect.stringContaining('no artifacts') as unknown,
    });
  });

  it('says which permission it needs when the API refuses', async () => {
    const from = { runId: 60, token: 'wrong', owner: 'acme', repository: 'shop' };
    await expect(download({ from })).rejects.toMatchObject({
      code: 'ART_001',
      fix: expect.stringContaining('actions: read') as unknown,
    });
  });
});
