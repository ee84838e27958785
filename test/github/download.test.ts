import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { InterruptedError } from '../../src/errors.ts';
import { downloadArtifact, type DownloadRequest } from '../../src/github/download.ts';
import { DOWNLOAD_LIMITS } from '../../src/github/download-blob.ts';
import { uploadArtifact } from '../../src/github/upload.ts';
import {
  type Answer,
  type BlobFault,
  type BlobRequest,
  type ResultsService,
  type SeenRequest,
  startResultsService,
  type StoredArtifact,
} from '../support/results-service.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const SIZE = 3_000_000;
const content = randomBytes(SIZE);
const never = new AbortController().signal;
const before = { ...process.env };

let service: ResultsService;
let artifact: StoredArtifact;
let folder: string;
let onBlob: (request: BlobRequest) => BlobFault | undefined;
let intercept: (request: SeenRequest) => Answer | 'cut' | undefined;
/** What the store was asked for, in order. */
let asked: BlobRequest[];
let waits: number[];
let time: number;

/** A clock whose time passes by waiting alone. */
const clock: Clock = {
  now: () => new Date(0),
  monotonic: () => time,
  sleep(ms, signal) {
    signal?.throwIfAborted();
    waits.push(ms);
    time += ms;
    return Promise.resolve();
  },
};

beforeAll(async () => {
  // The toolkit narrates on stdout.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  service = await startResultsService({
    intercept: (request) => intercept(request),
    onBlob: (request) => {
      asked.push(request);
      return onBlob(request);
    },
  });
  Object.assign(process.env, service.environment({ runId: 7 }));
  intercept = () => undefined;
  const source = await temporaryDirectory();
  await writeFile(join(source, 'data.zst'), content);
  await writeFile(join(source, 'manifest.json'), '{}');
  const files = [join(source, 'data.zst'), join(source, 'manifest.json')];
  const { id } = await uploadArtifact(
    { name: 'backup', files, root: source, retentionDays: undefined, compress: false },
    never,
  );
  const stored = service.artifacts.find((each) => each.id === id);
  if (stored === undefined) throw new Error('nothing was stored');
  artifact = stored;
});

afterAll(async () => {
  process.env = before;
  await service.close();
  jest.restoreAllMocks();
});

beforeEach(async () => {
  [asked, waits, time] = [[], [], 0];
  onBlob = () => undefined;
  intercept = () => undefined;
  folder = await temporaryDirectory();
});

type Change = Partial<DownloadRequest>;

async function download(change: Change = {}, signal = never): Promise<ReturnType<typeof downloadArtifact>> {
  return downloadArtifact(
    {
      matches: (name) => name === 'backup',
      what: 'of the test',
      from: null,
      directory: join(folder, 'out'),
      clock,
      ...change,
    },
    signal,
  );
}

const otherRun = (): NonNullable<DownloadRequest['from']> => ({
  runId: 7,
  token: service.token,
  owner: 'acme',
  repository: 'shop',
});

async function expectWhole(): Promise<void> {
  expect((await readFile(join(folder, 'out', 'data.zst'))).equals(content)).toBe(true);
  expect(await readdir(folder)).toEqual(['out']);
}

async function expectNothing(): Promise<void> {
  expect(await readdir(folder)).toEqual([]);
}

/** Destroys the socket in front of each of these bytes, one connection after the other. */
function cutAt(...bytes: readonly number[]): void {
  const left = [...bytes];
  onBlob = () => {
    const next = left.shift();
    return next === undefined ? undefined : { cutAt: next };
  };
}

describe.each([
  ['this run', () => null],
  ['another run', otherRun],
])('a download from %s that is cut off', (_, from) => {
  it('goes on where it broke, as often as it breaks', async () => {
    const cuts = [1, 70_000, 70_001, 1_500_000, 2_900_000, artifact.content.length - 1];
    cutAt(...cuts);
    const told: string[] = [];
    await download({ from: from(), onRetry: (message) => told.push(message) });
    await expectWhole();
    expect(asked.map((request) => request.from)).toEqual([0, ...cuts]);
    expect(told).toHaveLength(cuts.length);
    expect(told[1]).toMatch(/going on with the artifact backup at byte 70000$/);
    expect(told.join('\n')).not.toMatch(/sig=/);
  });

  it('asks for the same content that it began with', async () => {
    cutAt(1000);
    await download({ from: from() });
    expect(asked.map(({ tag }) => tag)).toEqual([null, expect.stringMatching(/^"sha256:/)]);
  });
});

describe('a download', () => {
  it('leaves files that only their owner may read', async () => {
    await download();
    const modes = await Promise.all(
      ['', 'data.zst', 'manifest.json'].map(async (name) => (await stat(join(folder, 'out', name))).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  it('keeps the unfinished zip from everybody else, and takes it away', async () => {
    const reached = Promise.withResolvers<void>();
    const controller = new AbortController();
    onBlob = () => {
      reached.resolve();
      return { stallAt: 500_000 };
    };
    const downloading = download({}, controller.signal);
    await reached.promise;
    const [aside = ''] = await readdir(folder);
    const modes = [aside, join(aside, 'artifact.zip')].map(
      async (path) => (await stat(join(folder, path))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
    controller.abort(new InterruptedError('stop'));
    await expect(downloading).rejects.toThrow(InterruptedError);
    await expectNothing();
  });

  it('takes a connection on which nothing comes for a dead one', async () => {
    const stalls = [200_000, 900_000];
    onBlob = () => {
      const stallAt = stalls.shift();
      return stallAt === undefined ? undefined : { stallAt };
    };
    await download({ limits: { ...DOWNLOAD_LIMITS, stallMs: 300 } });
    await expectWhole();
    expect(asked.map(({ from }) => from)).toEqual([0, 200_000, 900_000]);
  });

  it('begins again where the store ignores ranges, or sends another one', async () => {
    const faults: BlobFault[] = [{ cutAt: 1000 }, { whole: true, cutAt: 2000 }, { shifted: 3 }, { whole: true }];
    onBlob = () => faults.shift();
    await download();
    await expectWhole();
    expect(asked.map(({ from }) => from)).toEqual([0, 1000, 2000, 0]);
  });

  it('never joins two contents', async () => {
    const other = Buffer.concat([randomBytes(2000), artifact.content.subarray(2000)]);
    const faults: BlobFault[] = [{ other, cutAt: 1000 }];
    onBlob = () => faults.shift();
    await download();
    await expectWhole();
    expect(asked).toHaveLength(2);
  });

  it('asks for a fresh address when the old one has expired', async () => {
    const faults: BlobFault[] = [{ cutAt: 1000 }, { status: 403 }, { status: 503 }];
    onBlob = () => faults.shift();
    const signed = (): number => service.requests.filter(({ path }) => path.endsWith('/GetSignedArtifactURL')).length;
    const earlier = signed();
    await download();
    await expectWhole();
    expect(signed() - earlier).toBe(4);
  });

  it('goes on when the service itself stumbles', async () => {
    const left = [{ status: 503 }, 'cut' as const, { status: 429 }];
    intercept = ({ path }) => (/ListArtifacts|\/runs\/7\/artifacts/.test(path) ? left.shift() : undefined);
    await download();
    left.push({ status: 502 }, 'cut');
    await download({ from: otherRun() });
    expect(left).toEqual([]);
    await expectWhole();
  });

  it('is given up when nothing is gained, and leaves nothing', async () => {
    onBlob = ({ from }) => ({ cutAt: from === 0 ? 1000 : from });
    await expect(download()).rejects.toMatchObject({
      code: 'ART_001',
      message: `The download broke off after 1000 of ${String(artifact.content.length)} bytes, and 8 attempts to go on failed.`,
    });
    expect(asked).toHaveLength(8);
    expect(waits).toHaveLength(7);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    await expectNothing();
  });

  it('is given up when it takes too long, even if something is gained each time', async () => {
    onBlob = ({ from }) => ({ cutAt: from + 1 });
    await expect(download({ limits: { ...DOWNLOAD_LIMITS, totalMs: 60_000 } })).rejects.toMatchObject({
      code: 'ART_001',
      message: expect.stringMatching(/^The download took longer than 1 min/) as unknown,
    });
    await expectNothing();
  });

  it('is not tried again when the blob is gone', async () => {
    onBlob = () => ({ status: 404 });
    await expect(download()).rejects.toMatchObject({ code: 'ART_001' });
    expect(asked).toHaveLength(1);
    await expectNothing();
  });

  it('ends as soon as the run is aborted between two attempts', async () => {
    const controller = new AbortController();
    onBlob = () => {
      controller.abort(new InterruptedError('stop'));
      return { cutAt: 10 };
    };
    await expect(download({}, controller.signal)).rejects.toThrow(InterruptedError);
    expect(asked).toHaveLength(1);
    await expectNothing();
  });

  it('stitched together from pieces of which one is wrong fails by its digest', async () => {
    const other = Buffer.concat([randomBytes(2000), artifact.content.subarray(2000)]);
    // The store gives no tag that would tell the two apart.
    onBlob = ({ from, tag }) => (from === 0 && tag === null ? { other } : undefined);
    await expect(download()).rejects.toMatchObject({
      code: 'ART_001',
      message: expect.stringMatching(/digest differs/) as unknown,
    });
    await expectNothing();
  });

  it('of an artifact whose digest is not known is taken as it is', async () => {
    service.put({ runId: 71, name: 'undigested', content: artifact.content, digest: '' });
    await download({ matches: (name) => name === 'undigested', from: { ...otherRun(), runId: 71 } });
    await expectWhole();
  });

  it('says that an artifact has expired', async () => {
    service.put({ runId: 72, name: 'old', content: artifact.content, expired: true });
    await expect(download({ matches: () => true, from: { ...otherRun(), runId: 72 } })).rejects.toMatchObject({
      code: 'ART_001',
      message: expect.stringMatching(/old in the workflow run 72 has expired/) as unknown,
    });
  });

  it('from any run takes no artifact of a fork, unless its run is named', async () => {
    const name = 'sluice-backup-of-a-fork';
    service.put({ runId: 73, name, content: artifact.content, fork: true });
    const from = { ...otherRun(), runId: null, name };
    await expect(download({ matches: (each) => each === name, from })).rejects.toMatchObject({
      code: 'ART_001',
      message: expect.stringMatching(/fork/) as unknown,
      fix: expect.stringMatching(/--backup-run-id 73/) as unknown,
    });
    await download({ matches: (each) => each === name, from: { ...from, runId: 73 } });
    await expectWhole();
  });
});
