import { hash, randomBytes } from 'node:crypto';
import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { encryptTo } from '../../src/backup/age/encryption.ts';
import { readIdentities } from '../../src/backup/age/identities.ts';
import { formatManifest, sealManifest } from '../../src/backup/manifest.ts';
import { dumpSource } from '../../src/backup/source.ts';
import { isLocked, loadBackup, type StoredBackup } from '../../src/backup/stored-backup.ts';
import { isOpenedByKeys, withKeys } from '../../src/backup/unlock.ts';
import { recordChecksum, verifyBackup } from '../../src/backup/verify.ts';
import { SluiceError } from '../../src/errors.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { keyPair, type KeyPair } from './age/key-pair.ts';
import { Seeded } from './seeded.ts';
import { backUp } from './streams.ts';

const text = Buffer.from('create table leads (id integer);'.repeat(500));
const data = randomBytes(150_000);

let alice: KeyPair;
let mallory: KeyPair;
/** A recipient that withstands quantum computers. */
let strong: string;
let original: StoredBackup;

beforeAll(async () => {
  [alice, mallory] = [await keyPair(), await keyPair()];
  strong = await identityToRecipient(await generateHybridIdentity());
  original = await backUp(
    await temporaryDirectory(),
    { schema: [text], data: [data], none: [] },
    { encryption: await encryptTo([alice.recipient]) },
  );
});

/** A copy of the backup, without any key. */
async function copy(): Promise<StoredBackup> {
  const directory = join(await temporaryDirectory(), original.manifest.id);
  await cp(original.directory, directory, { recursive: true });
  return loadBackup(directory);
}

/** Reads everything as a restore does. */
async function readAll(backup: StoredBackup): Promise<void> {
  const source = dumpSource(backup);
  for (const part of source.parts) await buffer(source.open(part));
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'passed',
    (error: unknown) => (error instanceof SluiceError ? error.code : String(error)),
  );
}

describe('an encrypted backup', () => {
  it('says so, and holds nothing in plain text', async () => {
    const { manifest, directory } = original;
    expect(manifest).toMatchObject({ encrypted: true, compression: 'zstd' });
    for (const { file, plainBytes } of manifest.parts) {
      const bytes = await readFile(join(directory, file));
      expect(bytes.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> X25519 /u);
      expect(plainBytes > 0 && bytes.includes(text.subarray(0, 20))).toBe(false);
    }
    // The header, three lines for each of two recipients and its end, must not tell which key is the user's.
    const header = (await readFile(join(directory, '0003-none.zst.age'))).toString('latin1');
    expect(header).not.toContain(alice.recipient);
  });

  it('has another key for every file', async () => {
    const again = await backUp(
      await temporaryDirectory(),
      { one: [data], two: [data] },
      { encryption: await encryptTo([alice.recipient]) },
    );
    const [one, two] = again.manifest.parts;
    expect(one?.plainSha256).toBe(two?.plainSha256);
    expect(one?.sha256).not.toBe(two?.sha256);
  });

  it('is read by whom it was encrypted to, and by nobody else', async () => {
    const backup = await copy();
    expect(isLocked(backup)).toBe(true);
    const opened = withKeys(backup, alice.keys);
    await verifyBackup(opened);
    expect((await buffer(dumpSource(opened).open('data'))).equals(data)).toBe(true);
    expect(await isOpenedByKeys(opened)).toBe(true);

    const wrong = withKeys(backup, mallory.keys);
    expect(await isOpenedByKeys(wrong)).toBe(false);
    for (const attempt of [verifyBackup(wrong), readAll(wrong), recordChecksum(wrong)]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'BACKUP_003',
        message: expect.stringContaining('not to the identity that was given'),
        fix: expect.stringContaining('SLUICE_IDENTITY'),
      });
    }
    const both = withKeys(backup, await readIdentities(`${mallory.text}\n\n${alice.text}`));
    await verifyBackup(both);
  });

  it('is checked as it is stored where there is no identity, and cannot be read', async () => {
    const backup = await copy();
    await verifyBackup(backup);
    expect((await recordChecksum(backup)).manifest.verified).toBe('checksum');
    expect(() => dumpSource(backup)).toThrow(
      expect.objectContaining({ code: 'BACKUP_003', message: expect.stringContaining('no identity') }),
    );
    expect(await isOpenedByKeys(backup)).toBe(false);
  });

  it('can be read by the process that made it until it forgets, and the key shows nowhere', async () => {
    const encryption = await encryptTo([alice.recipient]);
    const backup = await backUp(await temporaryDirectory(), { data: [data] }, { encryption });
    await readAll(backup);
    expect(JSON.stringify(backup)).not.toContain('SECRET');
    expect(inspect(backup, { depth: 9, showHidden: true })).not.toContain('SECRET');
    expect(Object.keys(backup.keys ?? {})).toEqual([]);
    expect(JSON.stringify(withKeys(await copy(), alice.keys))).not.toContain(alice.secret);
    expect(inspect(alice.keys, { depth: 9, showHidden: true })).not.toContain(alice.secret);
    encryption.keys.forget();
    expect(await codeOf(readAll(backup))).toBe('BACKUP_003');
  });

  it('is refused for any byte that changed, is missing or is too much, whoever looks', async () => {
    const random = new Seeded('encrypted bytes');
    const backup = await copy();
    const undetected: string[] = [];
    const files = backup.manifest.parts.map(({ file }) => file);
    for (let round = 0; round < 60; round += 1) {
      const file = join(backup.directory, files[round % files.length] ?? '');
      const before = await readFile(file);
      // The header, where the keys are, is short: half of the rounds are for it.
      const at = random.below(round % 2 === 0 ? 350 : before.length) % before.length;
      const after = Buffer.from(before);
      after.writeUInt8(after.readUInt8(at) ^ (1 << random.below(8)), at);
      const changed =
        [after, before.subarray(0, at), Buffer.concat([before, random.bytes(1)])][random.below(3)] ?? after;
      await writeFile(file, changed);
      for (const keys of [null, alice.keys, mallory.keys]) {
        const one = withKeys(backup, keys);
        const codes = [await codeOf(verifyBackup(one)), ...(keys === null ? [] : [await codeOf(readAll(one))])];
        // A stranger may be told first that an earlier file is not theirs.
        const expected = keys === mallory.keys ? ['BACKUP_002', 'BACKUP_003'] : ['BACKUP_002'];
        if (!codes.every((code) => expected.includes(code)))
          undetected.push(`${file} at ${String(at)}: ${codes.join()}`);
      }
      await writeFile(file, before);
    }
    expect(undetected).toEqual([]);
    await verifyBackup(withKeys(backup, alice.keys));
  });

  it.each([
    ['ends within a chunk', (bytes: Buffer) => bytes.subarray(0, -10)],
    ['ends before its last chunk', (bytes: Buffer) => bytes.subarray(0, 65_552 + bytes.indexOf('\n---') + 64)],
    ['has its chunks in another order', (bytes: Buffer) => swapChunks(bytes)],
    ['has a changed chunk', (bytes: Buffer) => flip(bytes, bytes.length - 40)],
    ['has a changed header', (bytes: Buffer) => flip(bytes, bytes.indexOf('\n---') + 8)],
    ['has no header', () => Buffer.alloc(2_000_000, 'x')],
    ['is empty', () => Buffer.alloc(0)],
  ])('is refused when a file %s, though all checksums of the file are right', async (_, change) => {
    const backup = await copy();
    const {
      verified: _verified,
      proof: _proof,
      digest: _digest,
      proofDigest: _proofDigest,
      ...content
    } = backup.manifest;
    const path = join(backup.directory, '0002-data.zst.age');
    const file = change(await readFile(path));
    await writeFile(path, file);
    const parts = content.parts.map((part) =>
      part.name === 'data' ? { ...part, sha256: hash('sha256', file, 'hex'), bytes: file.length } : part,
    );
    await writeFile(backup.manifestPath, formatManifest(sealManifest({ ...content, parts })));
    const forged = withKeys(await loadBackup(backup.directory), alice.keys);
    await expect(verifyBackup(forged)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: `The backup file ${path} cannot be decrypted and decompressed.`,
    });
    expect(await codeOf(readAll(forged))).toBe('BACKUP_002');
  });

  it('names a file that was cut', async () => {
    const backup = withKeys(await copy(), alice.keys);
    const path = join(backup.directory, '0002-data.zst.age');
    await truncate(path, 100);
    await expect(verifyBackup(backup)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: expect.stringMatching(/0002-data\.zst\.age is not what was written: expected \d+ bytes, found 100/u),
    });
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
  return flipped;
}

function swapChunks(bytes: Buffer): Buffer {
  const first = bytes.indexOf('\n', bytes.indexOf('\n---') + 1) + 1 + 16;
  const second = first + 65_552;
  const third = second + 65_552;
  return Buffer.concat([
    bytes.subarray(0, first),
    bytes.subarray(second, third),
    bytes.subarray(first, second),
    bytes.subarray(third),
  ]);
}

/** The library would encrypt to it; nothing but the key itself, through a plugin, could decrypt. */
const HARDWARE_KEY = 'age1tag1qwe0kafsjrar4txm6heqnhpfuggzr0gvznz7fvygxrlq90u5mq2pysxtw6h';
const UNUSABLE = /entry 1 of 1 is no age recipient of the kind age1… or age1pq1…; SSH keys, plugins/;

describe('recipients', () => {
  it.each([
    [
      'has a wrong checksum',
      (good: string) => [good, `${good.slice(0, -1)}${good.endsWith('q') ? 'p' : 'q'}`],
      /entry 2 of 2/,
    ],
    ['was cut', (good: string) => [good.slice(0, -3), good], /entry 1 of 2/],
    ['is an SSH key', () => ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'], UNUSABLE],
    ['is of a plugin', (good: string) => [good.replace('age1', 'age1yubikey1')], UNUSABLE],
    ['is of a hardware key', () => [HARDWARE_KEY], UNUSABLE],
    ['is of a post-quantum hardware key', () => [HARDWARE_KEY.replace('tag', 'tagpq')], UNUSABLE],
    ['is the secret half', (good: string) => [good, good, alice.secret], /entry 3 of 3/],
    ['is empty', (good: string) => [good, ''], /entry 2 of 2/],
    ['is weaker than the rest', (good: string) => [strong, good], /entry 2 of 2 is none/],
    ['is one of too many', (good: string) => Array.from({ length: 101 }, () => good), /101 recipients/],
  ])('are refused when one %s, and the sentence does not repeat it', async (_, list, message) => {
    const recipients = list(alice.recipient);
    const error = await encryptTo(recipients).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONF_001', message: expect.stringMatching(message) });
    const { message: said, fix, cause } = error as SluiceError;
    expect(cause).toBeUndefined();
    for (const recipient of recipients.filter((one) => one !== '')) expect(said + fix).not.toContain(recipient);
  });
});

describe('identities', () => {
  it.each([
    ['nothing', '\n# a comment\n', /is empty/],
    ['a mistyped one', () => `# mine\n\n${alice.secret.slice(0, -1)}`, /Line 3 .* cut or mistyped/],
    ['a recipient', () => alice.recipient, /Line 1 .* is a recipient/],
    ['an SSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAA\n', /SSH key/],
    ['an encrypted identity file', 'age-encryption.org/v1\n-> scrypt', /itself encrypted/],
    ['an armoured one', '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl', /itself encrypted/],
    ['one of a plugin', 'AGE-PLUGIN-YUBIKEY-1QQQ', /plugin/],
  ])('refuses %s, and does not repeat it', async (_, given, message) => {
    const written = typeof given === 'string' ? given : given();
    const error = await readIdentities(written).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONF_001', message: expect.stringMatching(message) });
    expect((error as SluiceError).message).not.toContain(alice.secret.slice(20, -1));
    expect((error as SluiceError).cause).toBeUndefined();
  });

  it('may come with the line ends of Windows', async () => {
    await verifyBackup(withKeys(await copy(), await readIdentities(alice.text.replaceAll('\n', '\r\n'))));
    expect((await readdir(original.directory)).length).toBe(4);
  });
});
