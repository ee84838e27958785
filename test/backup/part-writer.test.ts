import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { readPart } from '../../src/backup/part-reader.ts';
import { PartWriter } from '../../src/backup/part-writer.ts';
import type { StoredBackup } from '../../src/backup/stored-backup.ts';
import { temporaryDirectory } from '../support/temporary.ts';

describe('the writer of a part', () => {
  it.each([1_000, 300_000])('has used up a piece of %i bytes when it calls the write back', async (size) => {
    const directory = await temporaryDirectory();
    const writer = new PartWriter(
      join(directory, 'part.zst'),
      null,
      () => {},
      () => {},
    );
    const buffer = Buffer.alloc(size);
    const pieces: Buffer[] = [];
    for (let count = 0; count < 40; count += 1) {
      const piece = randomBytes(size);
      pieces.push(piece);
      piece.copy(buffer);
      await new Promise((resolve) => writer.write(buffer, resolve));
      buffer.fill(0);
    }
    writer.end();
    await once(writer, 'finish');
    const { result } = writer;
    if (result === null) throw new Error('It finished without a result.');
    const chunks: Buffer[] = [];
    const backup = { directory, manifest: { encrypted: false } } as StoredBackup;
    for await (const chunk of readPart(backup, { name: 'part', file: 'part.zst', ...result })) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(Buffer.concat(pieces))).toBe(true);
  });
});
