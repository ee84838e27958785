import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpack } from '../../src/github/unpack.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { type ZipEntry, zipOf } from '../support/zip.ts';

const never = new AbortController().signal;
let root: string;
let target: string;
let archive: string;

beforeEach(async () => {
  root = await temporaryDirectory();
  target = join(root, 'deep', 'files');
  archive = join(root, 'artifact.zip');
  await mkdir(target, { recursive: true });
});

async function unpackZip(zip: Buffer, signal = never): Promise<void> {
  await writeFile(archive, zip);
  await unpack(archive, target, signal);
}

describe('unpacking', () => {
  it('writes files and folders that only their owner may read', async () => {
    const long = 'row\n'.repeat(200_000);
    await unpackZip(
      zipOf(
        { name: 'manifest.json', content: '{}', mode: 0o100777 },
        { name: 'parts/', content: '', mode: 0o040777 },
        { name: 'parts/deep/data.zst', content: long, deflate: true },
        { name: 'empty', content: '' },
      ),
    );
    expect(await readFile(join(target, 'manifest.json'), 'utf8')).toBe('{}');
    expect(await readFile(join(target, 'parts/deep/data.zst'), 'utf8')).toBe(long);
    expect(await readFile(join(target, 'empty'), 'utf8')).toBe('');
    const mode = async (path: string): Promise<number> => (await stat(join(target, path))).mode & 0o777;
    expect(await Promise.all(['manifest.json', 'parts', 'parts/deep', 'parts/deep/data.zst'].map(mode))).toEqual([
      0o600, 0o700, 0o700, 0o600,
    ]);
  });

  it.each<[string, ZipEntry]>([
    ['climbs out of its folder', { name: '../outside' }],
    ['climbs out further inside', { name: 'a/../../outside' }],
    ['is absolute', { name: '/tmp/outside' }],
    ['climbs with backslashes', { name: '..\\outside' }],
    ['names a drive', { name: 'C:/outside' }],
    ['is a symbolic link', { name: 'link', content: '/etc/passwd', mode: 0o120777 }],
    ['is a device', { name: 'device', mode: 0o020644 }],
  ])('refuses an entry that %s, and writes nothing', async (_, entry) => {
    await expect(unpackZip(zipOf({ name: 'good' }, entry))).rejects.toMatchObject({ code: 'ART_001' });
    expect((await readdir(root, { recursive: true })).toSorted()).toEqual(['artifact.zip', 'deep', 'deep/files']);
  });

  it('refuses two entries of one name', async () => {
    const zip = zipOf({ name: 'one', content: 'first' }, { name: 'one', content: 'second' });
    await expect(unpackZip(zip)).rejects.toMatchObject({ code: 'ART_001' });
    expect(await readFile(join(target, 'one'), 'utf8')).toBe('first');
  });

  it('compares the checksum of each entry', async () => {
    await expect(unpackZip(zipOf({ name: 'one', crc: 1 }))).rejects.toMatchObject({
      code: 'ART_001',
      message: expect.stringMatching(/damaged: "one"/) as unknown,
    });
  });

  it.each([
    ['cut', zipOf({ name: 'one' }).subarray(0, 40)],
    ['empty', Buffer.alloc(0)],
    ['no zip', Buffer.from('<html>Not found</html>')],
  ])('says ART_001 of an archive that is %s', async (_, zip) => {
    await expect(unpackZip(zip)).rejects.toMatchObject({ code: 'ART_001' });
  });

  it('ends as soon as the run is aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stop'));
    await expect(unpackZip(zipOf({ name: 'one' }), controller.signal)).rejects.toThrow('stop');
  });
});
