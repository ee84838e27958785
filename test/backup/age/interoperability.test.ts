import { execFileSync } from 'node:child_process';
import { hash, randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as library from 'age-encryption';
import { Decrypt } from '../../../src/backup/age/decrypt.ts';
import { Encrypt } from '../../../src/backup/age/encrypt.ts';
import { encryptTo } from '../../../src/backup/age/encryption.ts';
import { readIdentities } from '../../../src/backup/age/identities.ts';
import { Keyring } from '../../../src/backup/age/keyring.ts';
import { formatManifest, sealManifest } from '../../../src/backup/manifest.ts';
import { dumpSource } from '../../../src/backup/source.ts';
import { loadBackup } from '../../../src/backup/stored-backup.ts';
import { withKeys } from '../../../src/backup/unlock.ts';
import { verifyBackup } from '../../../src/backup/verify.ts';
import { findProgram } from '../../../scripts/system-programs.mjs';
import { temporaryDirectory } from '../../support/temporary.ts';
import { Seeded } from '../seeded.ts';
import { backUp } from '../streams.ts';
import { keyPair, type KeyPair } from './key-pair.ts';

function sha256(content: Uint8Array): string {
  return hash('sha256', content, 'hex');
}

/** Around the edges of chunks of 64 KiB. */
const SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 131_073, 400_000];

/** The age program of the system: another implementation, in Go, by the author of the format. */
function age(args: readonly string[], input: Uint8Array): Buffer {
  return execFileSync(findProgram('age') ?? 'age', args, { input, maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' });
}

/** Cuts bytes into pieces of any size, as streams do. */
function* pieces(bytes: Buffer, random: Seeded): Generator<Buffer> {
  for (let at = 0; at < bytes.length;) {
    const size = random.pick([1, 15, 16, 1_000, 65_536, 65_552, 131_072]);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe('what Sluice encrypts', () => {
  let alice: KeyPair;
  let bob: KeyPair;
  beforeAll(async () => {
    [alice, bob] = [await keyPair(), await keyPair()];
  });

  it.each(SIZES)('is decrypted by the age program and by the library: %i bytes', async (size) => {
    const random = new Seeded(`encrypt ${String(size)}`);
    const text = randomBytes(size);
    const encryption = await encryptTo([alice.recipient, bob.recipient]);
    const file = await buffer(
      Readable.from(pieces(text, random), { objectMode: false }).pipe(new Encrypt(encryption, 65_536)),
    );
    for (const { path, text: identity } of [alice, bob]) {
      expect(age(['--decrypt', '--identity', path], file).equals(text)).toBe(true);
      const decrypter = new library.Decrypter();
      decrypter.addIdentity(/^AGE-SECRET-KEY-\S+$/mu.exec(identity)?.[0] ?? '');
      expect(Buffer.from(await decrypter.decrypt(file)).equals(text)).toBe(true);
    }
  });

  it('is a backup whose every file the age program and zstd turn back into what the driver wrote', async () => {
    const text = Buffer.from('insert into leads values (1);\n'.repeat(20_000));
    const { manifest, directory } = await backUp(
      await temporaryDirectory(),
      { schema: [Buffer.from('create table leads (id int)')], data: [text], none: [] },
      { encryption: await encryptTo([alice.recipient]) },
    );
    expect(manifest.parts.map(({ file }) => file)).toEqual([
      '0001-schema.zst.age',
      '0002-data.zst.age',
      '0003-none.zst.age',
    ]);
    const plain = await Promise.all(
      manifest.parts.map(async ({ file }) =>
        zstdDecompressSync(age(['-d', '-i', alice.path], await readFile(join(directory, file)))),
      ),
    );
    expect(plain.map(String)).toEqual(['create table leads (id int)', String(text), '']);
    for (const [index, part] of manifest.parts.entries())
      expect(sha256(plain[index] ?? Buffer.alloc(0))).toBe(part.plainSha256);
  });
});

describe('what the age program encrypts', () => {
  it.each(SIZES)('is decrypted by Sluice: %i bytes', async (size) => {
    const random = new Seeded(`decrypt ${String(size)}`);
    const [alice, bob] = [await keyPair(), await keyPair()];
    const text = randomBytes(size);
    const file = age(['-r', bob.recipient, '-r', alice.recipient], text);
    const decrypted = Readable.from(pieces(file, random), { objectMode: false }).pipe(new Decrypt(alice.keys, 65_536));
    expect((await buffer(decrypted)).equals(text)).toBe(true);
  });

  it('is read as a backup when the manifest names it', async () => {
    const { recipient, keys } = await keyPair();
    const text = Buffer.from('insert into leads values (1);\n'.repeat(9_000));
    const { manifest, directory, manifestPath } = await backUp(
      await temporaryDirectory(),
      { data: [text] },
      { encryption: await encryptTo([recipient]) },
    );
    const { verified: _verified, proof: _proof, digest: _digest, proofDigest: _proofDigest, ...content } = manifest;
    const file = age(['-r', recipient], zstdCompressSync(text));
    const parts = manifest.parts.map((part) => ({ ...part, sha256: sha256(file), bytes: file.length }));
    await writeFile(join(directory, parts[0]?.file ?? ''), file);
    await rm(manifestPath);
    await writeFile(manifestPath, formatManifest(sealManifest({ ...content, parts })));
    const backup = withKeys(await loadBackup(directory), keys);
    await verifyBackup(backup);
    expect((await buffer(dumpSource(backup).open('data'))).equals(text)).toBe(true);
  });
});

describe('recipients that withstand quantum computers', () => {
  it('get a backup that the library decrypts, and that no weaker key opens', async () => {
    const identity = await library.generateHybridIdentity();
    const recipient = await library.identityToRecipient(identity);
    const encryption = await encryptTo([recipient]);
    const text = randomBytes(70_000);
    const file = await buffer(Readable.from([text]).pipe(new Encrypt(encryption, 65_536)));
    const decrypter = new library.Decrypter();
    decrypter.addIdentity(identity);
    expect(Buffer.from(await decrypter.decrypt(file)).equals(text)).toBe(true);
    const keys = await readIdentities(`# made by a test\r\n\r\n  ${identity}\r\n`);
    for (const one of [keys, encryption.keys]) {
      expect((await buffer(Readable.from([file]).pipe(new Decrypt(one, 65_536)))).equals(text)).toBe(true);
    }
    // Two stanzas, the recipient's and Sluice's own, and both are of the strong kind.
    expect([...file.toString('latin1').matchAll(/^-> (\S+)/gmu)].map(([, kind]) => kind)).toEqual([
      'mlkem768x25519',
      'mlkem768x25519',
    ]);
    expect(await new Keyring([]).fileKey(file)).toBeNull();
  });
});
