import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { sendFile } from '../../../src/drivers/sqlite/send-file.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

async function fileOf(content: Buffer): Promise<string> {
  const path = join(await temporaryDirectory(), 'content');
  await writeFile(path, content);
  return path;
}

/** A stream that looks at a piece only some turns of the event loop after it was given. */
function lateReader(queueBytes: number): { readonly target: Writable; readonly content: () => Buffer } {
  const pieces: Buffer[] = [];
  const target = new Writable({
    highWaterMark: queueBytes,
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() =>
        setImmediate(() => {
          pieces.push(Buffer.from(chunk));
          done();
        }),
      );
    },
  });
  return { target, content: () => Buffer.concat(pieces) };
}

describe('sending a file', () => {
  it.each([0, 1, 256 * 1024, 3_000_000])('sends all of %i bytes, however long the queue may be', async (size) => {
    const content = randomBytes(size);
    const path = await fileOf(content);
    for (const queueBytes of [1, 16 * 1024 * 1024]) {
      const reader = lateReader(queueBytes);
      await sendFile(path, reader.target, new AbortController().signal);
      expect(reader.target.writableFinished).toBe(true);
      expect(reader.content().equals(content)).toBe(true);
    }
  });

  it('fails as the stream fails, and as the file does', async () => {
    const path = await fileOf(randomBytes(1_000_000));
    const { signal } = new AbortController();
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('sink is full')) });
    await expect(sendFile(path, broken, signal)).rejects.toThrow('sink is full');
    const unused = new Writable();
    await expect(sendFile(`${path}.missing`, unused, signal)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(unused.destroyed).toBe(true);
  });

  it('ends when it is aborted in the middle of a write that nobody calls back', async () => {
    const path = await fileOf(randomBytes(1_000_000));
    const abort = new AbortController();
    const stuck = new Writable({ write: () => abort.abort() });
    await expect(sendFile(path, stuck, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(stuck.destroyed).toBe(true);
  });
});
