import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { findBackup, listBackups } from '../../src/backup/catalog.ts';
import { type BackupPart, formatManifest, sealManifest } from '../../src/backup/manifest.ts';
import { dumpSource } from '../../src/backup/source.ts';
import { loadBackup, type StoredBackup } from '../../src/backup/stored-backup.ts';
import { recordChecksum, verifyBackup } from '../../src/backup/verify.ts';
import { InterruptedError, SluiceError } from '../../src/errors.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { Seeded } from './seeded.ts';
import { backUp } from './streams.ts';

const signal = new AbortController().signal;

/** A backup of three parts: one that compresses, one that does not, one that is empty. */
async function sample(random: Seeded): Promise<StoredBackup> {
  const directory = await temporaryDirectory();
  return backUp(directory, {
    schema: [Buffer.from('create table t;'.repeat(999))],
    data: [random.bytes(50_000)],
    none: [],
  });
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Reads everything as a restore does. */
async function readAll(backup: StoredBackup): Promise<void> {
  const source = dumpSource(backup);
  for (const part of source.parts) for await (const _ of source.open(part));
}

function refused(attempt: PromiseSettledResult<unknown>, file: string): boolean {
  if (attempt.status === 'fulfilled') return false;
  const reason: unknown = attempt.reason;
  return reason instanceof SluiceError && reason.code === 'BACKUP_002' && reason.message.includes(file);
}

const changes = {
  flip: (bytes: Buffer, at: number, random: Seeded) => {
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.below(8)), at);
    return bytes;
  },
  remove: (bytes: Buffer, at: number) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
  insert: (bytes: Buffer, at: number, random: Seeded) =>
    Buffer.concat([bytes.subarray(0, at), random.bytes(1), bytes.subarray(at)]),
  cut: (bytes: Buffer, at: number) => bytes.subarray(0, at),
  append: (bytes: Buffer, _at: number, random: Seeded) => Buffer.concat([bytes, random.bytes(1 + random.below(9))]),
} as const;

describe('verifyBackup', () => {
  it('takes a backup that is as it was written, also elsewhere', async () => {
    const backup = await sample(new Seeded('intact'));
    await verifyBackup(backup, signal);
    const elsewhere = join(await temporaryDirectory(), 'артефакт из облака');
    await cp(backup.directory, elsewhere, { recursive: true });
    const copy = await loadBackup(elsewhere);
    await verifyBackup(copy, signal);
    expect(copy.manifest).toEqual(backup.manifest);
  });

  it('finds any one byte that changed, is missing or is too much', async () => {
    const random = new Seeded('bytes');
    const backup = await sample(random);
    const { directory, manifest } = backup;
    const files = await readdir(directory);
    const undetected: string[] = [];
    for (let round = 0; round < 40; round += 1) {
      for (const [name, change] of Object.entries(changes)) {
        // Each file in turn, so that the small ones get their share.
        const file = join(directory, files[round % files.length] ?? '');
        const before = await readFile(file);
        const at = random.below(before.length);
        const after = change(Buffer.from(before), at, random);
        if (after.equals(before)) continue;
        await writeFile(file, after);
        const [direct, listed, found] = await Promise.allSettled([
          verifyBackup(backup, signal),
          listBackups(join(directory, '..')).then(({ backups }) =>
            Promise.all(backups.map((one) => verifyBackup(one, signal))),
          ),
          findBackup(join(directory, '..'), manifest.id).then(readAll),
        ]);
        await writeFile(file, before);
        const isManifest = file.endsWith('manifest.json');
        const caught =
          refused(direct, file) &&
          refused(found, file) &&
          (isManifest ? listed.status === 'fulfilled' && listed.value.length === 0 : refused(listed, file));
        if (!caught) undetected.push(`${name} ${file} at ${at}`);
      }
    }
    expect(undetected).toEqual([]);
    await verifyBackup(backup, signal);
  });

  it('names the file, what was expected and what was found', async () => {
    const random = new Seeded('message');
    const backup = await sample(random);
    const part = backup.manifest.parts[1] as BackupPart;
    const file = join(backup.directory, part.file);
    const flipped = changes.flip(await readFile(file), 25_000, random);
    await writeFile(file, flipped);
    const found = sha256(flipped);
    await expect(verifyBackup(backup, signal)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: `The backup file ${file} is not what was written: expected ${part.sha256} as SHA-256, found ${found}.`,
      details: { file, expected: part.sha256, found },
    });
    await truncate(file, 100);
    await expect(verifyBackup(backup, signal)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: `The backup file ${file} is not what was written: expected ${part.bytes} bytes, found 100.`,
    });
  });

  it.each([
    ['a file that is missing', /0001-schema\.zst is missing/, (path: string) => rm(join(path, '0001-schema.zst'))],
    ['a manifest that is missing', /manifest\.json is missing/, (path: string) => rm(join(path, 'manifest.json'))],
    ['a file too many', /stowaway does not belong/, (path: string) => writeFile(join(path, 'stowaway'), '')],
    [
      'a link instead of a file',
      /not a regular file/,
      async (path: string) => {
        const moved = join(await temporaryDirectory(), 'moved');
        await rename(join(path, '0002-data.zst'), moved);
        await symlink(moved, join(path, '0002-data.zst'));
      },
    ],
    [
      'the manifest of another backup',
      /is of another backup/,
      async (path: string) => {
        const other = await backUp(await temporaryDirectory());
        await cp(other.manifestPath, join(path, 'manifest.json'));
      },
    ],
  ])('refuses %s', async (_, message, change) => {
    const backup = await sample(new Seeded('folder'));
    await change(backup.directory);
    await expect(verifyBackup(backup, signal)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['is no zstd at all', Buffer.from('plain text'), {}, /cannot be decompressed/],
    [
      'decompresses to less',
      zstdCompressSync('short'),
      { plainBytes: 6, plainSha256: sha256('short') },
      /expected 6 decompressed bytes, found 5/,
    ],
    [
      'decompresses to more',
      zstdCompressSync(Buffer.alloc(9_999_999)),
      { plainBytes: 7 },
      /expected 7 decompressed bytes/,
    ],
    [
      'decompresses to something else',
      zstdCompressSync('other'),
      { plainBytes: 5 },
      /SHA-256 of the decompressed content/,
    ],
    [
      'goes on after its end',
      Buffer.concat([zstdCompressSync('end'), Buffer.from('more')]),
      { plainBytes: 3, plainSha256: sha256('more') },
      /SHA-256 of the decompressed content/,
    ],
  ])('refuses a part that %s, though all checksums of the file are right', async (_, bytes, part, message) => {
    const backup = await backUp(await temporaryDirectory());
    const {
      verified: _verified,
      proof: _proof,
      digest: _digest,
      proofDigest: _proofDigest,
      ...content
    } = backup.manifest;
    const [first] = content.parts;
    if (first === undefined) throw new Error('The backup has no part.');
    const parts = [{ ...first, sha256: sha256(bytes), bytes: bytes.length, ...part }];
    await writeFile(join(backup.directory, first.file), bytes);
    await writeFile(backup.manifestPath, formatManifest(sealManifest({ ...content, parts })));
    const forged = await loadBackup(backup.directory);
    await expect(verifyBackup(forged, signal)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: expect.stringMatching(message),
    });
    const taken: Buffer[] = [];
    const reading = async (): Promise<void> => {
      for await (const chunk of dumpSource(forged).open('main')) taken.push(chunk as Buffer);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'BACKUP_002' });
    expect(Buffer.concat(taken).length).toBeLessThanOrEqual(parts[0]?.plainBytes ?? 0);
  });

  it('finds a change that leaves the decompressed content as it is', async () => {
    const backup = await sample(new Seeded('window'));
    const file = join(backup.directory, '0002-data.zst');
    const before = await readFile(file);
    const after = Buffer.from(before);
    // The mantissa of the frame's window size, see RFC 8878 3.1.1.1.2: the window grows a little.
    after.writeUInt8(after.readUInt8(5) ^ 1, 5);
    expect(zstdDecompressSync(after).equals(zstdDecompressSync(before))).toBe(true);
    await writeFile(file, after);
    await expect(verifyBackup(backup, signal)).rejects.toMatchObject({ code: 'BACKUP_002' });
    await expect(readAll(backup)).rejects.toMatchObject({ code: 'BACKUP_002' });
  });

  it.each([
    ['a byte order mark', (bytes: Buffer) => Buffer.concat([Buffer.from('\uFEFF'), bytes])],
    [
      'bytes that are no UTF-8',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('\u00EF\u00BF\u00BD', '\u00FF'), 'latin1'),
    ],
  ])('refuses %s in the manifest', async (_, change) => {
    const backup = await backUp(await temporaryDirectory(), undefined, { environment: 'staging \uFFFD' });
    const bytes = await readFile(backup.manifestPath);
    const changed = change(bytes);
    expect(changed.equals(bytes)).toBe(false);
    await writeFile(backup.manifestPath, changed);
    await expect(verifyBackup(backup, signal)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: expect.stringContaining('manifest.json'),
    });
  });

  it('stops when it is told to', async () => {
    const backup = await sample(new Seeded('stop'));
    const reason = new InterruptedError('SIGTERM');
    await expect(verifyBackup(backup, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('recordChecksum', () => {
  it('binds the finding to the manifest and leaves its digest as it is', async () => {
    const backup = await sample(new Seeded('record'));
    const checked = await recordChecksum(backup);
    expect(checked.manifest).toMatchObject({ verified: 'checksum', proof: null, digest: backup.manifest.digest });
    expect(await loadBackup(backup.directory)).toEqual(checked);
    await verifyBackup(checked, signal);
    await verifyBackup(backup, signal);
    expect(await recordChecksum(checked)).toBe(checked);
    expect(await readdir(join(backup.directory, '..'))).toEqual([backup.manifest.id]);
  });

  it('notes nothing of a backup that is not intact', async () => {
    const backup = await sample(new Seeded('record'));
    await truncate(join(backup.directory, '0002-data.zst'), 9);
    await expect(recordChecksum(backup, signal)).rejects.toMatchObject({ code: 'BACKUP_002' });
    expect((await loadBackup(backup.directory)).manifest.verified).toBe('none');
  });
});
