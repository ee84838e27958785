import type { Transform } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';

/** One step between a part as the driver writes it and the file as it is stored. */
export interface PartTransform {
  encode(): Transform;
  decode(): Transform;
}

// Large chunks, so that a backup of gigabytes spends its time in zstd and not between the threads.
const CHUNK_BYTES = 256 * 1024;

/** Level 3 is where zstd still keeps up with a disk; the frame's own checksum lets `zstd -t` test a file by itself. */
const zstd: PartTransform = {
  encode: () =>
    createZstdCompress({
      chunkSize: CHUNK_BYTES,
      params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
    }),
  decode: () => createZstdDecompress({ chunkSize: CHUNK_BYTES / 2 }),
};

/** All steps in the order of writing; reading goes through them backwards. */
export const PART_TRANSFORMS: readonly PartTransform[] = [zstd];

/** What a stored part's name ends with. */
export const STORED_SUFFIX = '.zst';
