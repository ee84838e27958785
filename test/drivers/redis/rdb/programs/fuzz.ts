/**
 * `fuzz.ts <seed> <cases>`: feeds random, cut and changed RDB data to everything that reads it. Prints what became of it as
 * JSON; whatever is neither read nor refused by name ends it with the case's number and bytes.
 */
import { SluiceError } from '../../../../../src/errors.ts';
import { entryDigest, LargeKeyDigest } from '../../../../../src/drivers/redis/rdb/digest.ts';
import type { RdbEntry } from '../../../../../src/drivers/redis/rdb/entries.ts';
import { RdbParser } from '../../../../../src/drivers/redis/rdb/parser.ts';
import { sealPayload } from '../../../../../src/drivers/redis/rdb/payload.ts';
import { decodeDump, decodeStored } from '../../../../../src/drivers/redis/rdb/value.ts';
import { encodedLength, RdbWriter } from '../../../../../src/drivers/redis/rdb/writer.ts';
import { string } from '../encoders.ts';
import { NEWER, OLDER } from '../samples.ts';

const [seed = 1, cases = 1000] = process.argv.slice(2).map(Number);

/** A generator of numbers (mulberry32), begun anew for each case so that one case can be repeated alone. */
function generator(start: number): (below: number) => number {
  let state = start | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}

/** One octet, then so many copies of 264 octets of it. */
function compressed(copies: number): Buffer {
  const bytes = Buffer.concat([
    Buffer.from('0061', 'hex'),
    ...Array.from({ length: copies }, () => Buffer.from('e0ff00', 'hex')),
  ]);
  return Buffer.concat([Buffer.from([0xc3]), encodedLength(bytes.length), encodedLength(1 + copies * 264), bytes]);
}

/** More than is decompressed in one piece. */
const LONG = { type: 0, version: 10, value: compressed(4000) };

const SAMPLES = [
  ...OLDER.map(([, type, value]) => ({ type, version: 10, value })),
  ...NEWER.map(([, version, type, value]) => ({ type, version, value })),
  { type: 0, version: 10, value: compressed(1) },
].filter(({ value }) => value.length < 3000);

/** Bytes that claim much: lengths, compressed strings, opcodes. */
const CLAIMS = [
  '81ffffffffffffffff',
  '811fffffffffffff',
  '807fffffff',
  '8000fffff0',
  'c38010000000807ffffff0',
  'c3',
  'ff',
  'fe',
  '00',
  '8101',
].map((hex) => Buffer.from(hex, 'hex'));

let random = generator(seed);
const below = (count: number): number => Math.floor(random(count));
const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
const noise = (size: number): Buffer => Buffer.from(Array.from({ length: size }, () => below(256)));

/** A sound file of a few keys. */
function soundFile(sample = pick(SAMPLES)): Buffer {
  const writer = new RdbWriter(sample.version, sample.version === 80 ? 'valkey' : 'redis');
  if (below(2) === 0) writer.aux('redis-ver', '7.0.15');
  if (below(4) === 0) writer.function(Buffer.from('#!lua name=x'));
  const others = SAMPLES.filter(({ version }) => version <= sample.version && version !== 12);
  for (const { type, value } of [sample, ...Array.from({ length: below(3) }, () => pick(others))]) {
    const head = {
      db: below(16),
      expiresAtMs: below(2) === 0 ? null : below(2 ** 41),
      idle: below(3) === 0 ? below(1000) : null,
    };
    writer.stored(head, type, string(noise(below(20))), value);
  }
  writer.end();
  return writer.take(true) as Buffer;
}

/** Changes bytes: flipped, claimed, cut, moved. */
function changed(bytes: Buffer): Buffer {
  let result = Buffer.from(bytes);
  for (let left = 1 + below(4); left > 0; left--) {
    const at = below(result.length);
    const to = at + below(Math.min(64, result.length - at + 1));
    switch (below(5)) {
      case 0:
        if (result.length > 0) result[at] = below(256);
        break;
      case 1:
        if (result.length > 0) result[at] = (result[at] as number) ^ (1 << below(8));
        break;
      case 2: {
        const claim = pick(CLAIMS);
        result = Buffer.concat([
          result.subarray(0, at),
          claim,
          result.subarray(below(2) === 0 ? at : at + claim.length),
        ]);
        break;
      }
      case 3:
        result = Buffer.concat([result.subarray(0, at), result.subarray(to)]);
        break;
      default:
        result = Buffer.concat([result.subarray(0, to), result.subarray(at)]);
    }
  }
  return result;
}

function readFile(file: Buffer): void {
  const parser = new RdbParser(32 + below(5000));
  let large: LargeKeyDigest | null = null;
  const look = (entry: RdbEntry): void => {
    if (entry.kind === 'key') {
      decodeStored(entry, 1_000_000);
      entryDigest(entry);
    } else if (entry.kind === 'large') {
      large = new LargeKeyDigest(entry);
    } else if (entry.kind === 'piece') {
      large?.push(entry);
    }
  };
  const pieceBytes = 1 + below(below(2) === 0 ? 16 : 4000);
  for (let at = 0; at < file.length; at += pieceBytes) {
    const entries: RdbEntry[] = [];
    parser.push(file.subarray(at, at + pieceBytes), entries);
    for (const entry of entries) look(entry);
  }
  parser.finish();
}

function runCase(): void {
  if (below(500) < 1) return readFile(below(2) === 0 ? soundFile(LONG) : changed(soundFile(LONG)));
  switch (below(6)) {
    case 0:
      return readFile(
        Buffer.concat([Buffer.from(pick(['REDIS0010', 'REDIS0012', 'VALKEY080', ''])), noise(below(200))]),
      );
    case 1: {
      const file = soundFile();
      return readFile(file.subarray(0, below(file.length)));
    }
    case 2:
      return readFile(soundFile());
    case 3: {
      const { type, version, value } = pick(SAMPLES);
      decodeDump(
        sealPayload(below(4) === 0 ? below(30) : type, below(9) === 0 ? below(100) : version, changed(value)),
        1_000_000,
      );
      return;
    }
    default:
      return readFile(changed(soundFile()));
  }
}

let read = 0;
let refused = 0;
for (let index = 0; index < cases; index++) {
  random = generator(seed + index);
  try {
    runCase();
    read += 1;
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'DATA_002') {
      process.stderr.write(
        `case ${String(index)} of seed ${String(seed)}: repeat it with seed ${String(seed + index)} and 1 case\n`,
      );
      throw error;
    }
    refused += 1;
  }
}
process.stdout.write(JSON.stringify({ read, refused, peakBytes: process.resourceUsage().maxRSS * 1024 }));
