import { describe, expect, it } from '@jest/globals';
import { PassThrough, Readable, Writable } from 'node:stream';
import { relay, release } from '../src/relay.ts';

const LARGE = 100_000;

function pieces(count: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => Buffer.alloc(LARGE, index + 1));
}

/** Reads every piece some turns of the event loop after it was given. */
function lateReader(seen: Buffer[]): Writable {
  return new Writable({
    write(piece: Buffer, _encoding, done) {
      setImmediate(() => {
        seen.push(Buffer.from(piece));
        done();
      });
    },
  });
}

function endless(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.alloc(LARGE));
    },
  });
}

describe('a relay', () => {
  it('passes everything on, and takes the memory of a piece back once it was used up', async () => {
    const given = pieces(5);
    const seen: Buffer[] = [];
    const measured: number[] = [];
    const target = lateReader(seen);
    await relay(Readable.from(given), target, (piece) => measured.push(piece.length));
    expect(target.writableFinished).toBe(true);
    expect(Buffer.concat(seen).equals(Buffer.concat(pieces(5)))).toBe(true);
    expect(measured).toEqual(given.map(() => LARGE));
    expect(given.map((piece) => piece.length)).toEqual(given.map(() => 0));
  });

  it('keeps a block until its last piece was used up', async () => {
    const block = Buffer.alloc(LARGE, 'abcd');
    const expected = Buffer.from(block);
    const cuts = [block.subarray(0, 10), block.subarray(10, 70_000), block.subarray(70_000)];
    const seen: Buffer[] = [];
    await relay(Readable.from(cuts), lateReader(seen));
    expect(Buffer.concat(seen).equals(expected)).toBe(true);
  });

  it('fails as the target does, and destroys the source with that failure', async () => {
    const full = new Error('full');
    const source = endless();
    const closed = new Promise((resolve) => source.once('close', resolve));
    const target = new Writable({ write: (_piece, _encoding, done) => done(full) });
    await expect(relay(source, target)).rejects.toBe(full);
    await closed;
    expect(source.errored).toBe(full);
  });

  it('fails as the source does, and destroys the target with that failure', async () => {
    const torn = new Error('torn');
    const source = new PassThrough();
    const target = lateReader([]);
    const relayed = relay(source, target);
    source.write(Buffer.alloc(LARGE));
    source.destroy(torn);
    await expect(relayed).rejects.toBe(torn);
    expect(target.errored).toBe(torn);
  });

  it('ends when the target is destroyed in the middle of a write that nobody calls back, whose piece it leaves', async () => {
    const given = pieces(2);
    const source = Readable.from(given);
    const target: Writable = new Writable({ write: () => target.destroy() });
    await expect(relay(source, target)).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(source.destroyed).toBe(true);
    expect(given[0]?.length).toBe(LARGE);
  });
});

describe('giving memory back', () => {
  it('leaves Node’s own pool alone', () => {
    const one = Buffer.from('one');
    const rest = Buffer.from(one.buffer, one.byteOffset);
    release(rest);
    expect(String(one)).toBe('one');
  });
});
