import type { Transform } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Decrypt } from './age/decrypt.ts';
import { Encrypt } from './age/encrypt.ts';
import type { Encryption } from './age/encryption.ts';
import type { Keyring } from './age/keyring.ts';

// Large chunks, so that a backup of gigabytes spends its time in zstd and not between the threads.
const CHUNK_BYTES = 256 * 1024;

/** One piece waits at most: of several, a reader would be given a copy in one. */
const ONE_PIECE = { readableHighWaterMark: 1 } as const;

/** Level 3 is where zstd still keeps up with a disk; the frame's own checksum lets `zstd -t` test a file by itself. */
function compress(): Transform {
  return createZstdCompress({
    ...ONE_PIECE,
    chunkSize: CHUNK_BYTES,
    params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
  });
}

/** The steps between a part as the driver writes it and the file as it is stored; null = it is not encrypted. */
export function encodeSteps(encryption: Encryption | null): readonly [Transform, ...Transform[]] {
  return encryption === null ? [compress()] : [compress(), new Encrypt(encryption, CHUNK_BYTES)];
}

/** The steps back; null = it is not encrypted. */
export function decodeSteps(keys: Keyring | null): readonly Transform[] {
  const decompress = createZstdDecompress({ ...ONE_PIECE, chunkSize: CHUNK_BYTES / 2 });
  return keys === null ? [decompress] : [new Decrypt(keys, CHUNK_BYTES / 2), decompress];
}

/** What a stored part's name ends with. */
export function storedSuffix(isEncrypted: boolean): string {
  return isEncrypted ? '.zst.age' : '.zst';
}
