/** The packed forms in their plainest encoding, for payloads that no server of today writes. */
import { encodedLength, encodedString } from '../../../../src/drivers/redis/rdb/writer.ts';

type Item = string | Buffer | bigint;

const bytesOf = (item: Item): Buffer => (Buffer.isBuffer(item) ? item : Buffer.from(String(item)));

function little(value: number | bigint, size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes.subarray(0, size);
}

/** A byte string as an RDB file holds it. */
export const string = (item: Item): Buffer => encodedString(bytesOf(item));

/** A count before the parts. */
export const counted = (count: number, parts: readonly Buffer[]): Buffer =>
  Buffer.concat([encodedLength(count), ...parts]);

export const milliseconds = (at: number | bigint): Buffer => little(at, 8);

/** A ziplist; integers take the size that they need, strings the length that they need. */
export function ziplist(items: readonly Item[]): Buffer {
  const entries: Buffer[] = [];
  let before = 0;
  for (const item of items) {
    const head = before < 254 ? Buffer.from([before]) : Buffer.concat([Buffer.from([254]), little(before, 4)]);
    const entry = Buffer.concat([head, typeof item === 'bigint' ? ziplistInteger(item) : ziplistString(bytesOf(item))]);
    entries.push(entry);
    before = entry.length;
  }
  const body = Buffer.concat(entries);
  const last = items.length === 0 ? 10 : 10 + body.length - before;
  return Buffer.concat([
    little(body.length + 11, 4),
    little(last, 4),
    little(items.length, 2),
    body,
    Buffer.from([255]),
  ]);
}

function ziplistString(bytes: Buffer): Buffer {
  const { length } = bytes;
  if (length < 64) return Buffer.concat([Buffer.from([length]), bytes]);
  if (length < 16384) return Buffer.concat([Buffer.from([0x40 | (length >> 8), length & 255]), bytes]);
  const head = Buffer.from([0x80, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, bytes]);
}

function ziplistInteger(value: bigint): Buffer {
  if (value >= 0n && value <= 12n) return Buffer.from([0xf1 + Number(value)]);
  const sizes: readonly [size: number, kind: number][] = [
    [1, 0xfe],
    [2, 0xc0],
    [3, 0xf0],
    [4, 0xd0],
    [8, 0xe0],
  ];
  const [size, kind] = sizes.find(([bytes]) => BigInt.asIntN(bytes * 8, value) === value) as [number, number];
  return Buffer.concat([Buffer.from([kind]), little(value, size)]);
}

/** A zipmap; each value has `unused` bytes behind it. */
export function zipmap(pairs: readonly (readonly [Item, Item])[], unused = 0): Buffer {
  const sized = (item: Item): Buffer[] => {
    const bytes = bytesOf(item);
    return [
      bytes.length < 254 ? Buffer.from([bytes.length]) : Buffer.concat([Buffer.from([254]), little(bytes.length, 4)]),
      bytes,
    ];
  };
  const parts = pairs.flatMap(([field, value]) => {
    const [length, bytes] = sized(value) as [Buffer, Buffer];
    return [...sized(field), length, Buffer.from([unused]), bytes, Buffer.alloc(unused, 'x')];
  });
  return Buffer.concat([Buffer.from([Math.min(pairs.length, 254)]), ...parts, Buffer.from([255])]);
}

/** A set of integers of `size` bytes each. */
export function intset(size: 2 | 4 | 8, values: readonly bigint[]): Buffer {
  return Buffer.concat([little(size, 4), little(values.length, 4), ...values.map((value) => little(value, size))]);
}

/** A listpack; integers in the size that they need. */
export function listpack(items: readonly Item[]): Buffer {
  const body = Buffer.concat(
    items.map((item) => {
      const entry = typeof item === 'bigint' ? listpackInteger(item) : listpackString(bytesOf(item));
      return Buffer.concat([entry, backwards(entry.length)]);
    }),
  );
  return Buffer.concat([
    little(body.length + 7, 4),
    little(Math.min(items.length, 65535), 2),
    body,
    Buffer.from([255]),
  ]);
}

function listpackString(bytes: Buffer): Buffer {
  const { length } = bytes;
  if (length < 64) return Buffer.concat([Buffer.from([0x80 | length]), bytes]);
  if (length < 4096) return Buffer.concat([Buffer.from([0xe0 | (length >> 8), length & 255]), bytes]);
  return Buffer.concat([Buffer.from([0xf0]), little(length, 4), bytes]);
}

function listpackInteger(value: bigint): Buffer {
  if (value >= 0n && value < 128n) return Buffer.from([Number(value)]);
  if (BigInt.asIntN(13, value) === value) {
    const bits = Number(BigInt.asUintN(13, value));
    return Buffer.from([0xc0 | (bits >> 8), bits & 255]);
  }
  const sizes: readonly [size: number, kind: number][] = [
    [2, 0xf1],
    [3, 0xf2],
    [4, 0xf3],
    [8, 0xf4],
  ];
  const [size, kind] = sizes.find(([bytes]) => BigInt.asIntN(bytes * 8, value) === value) as [number, number];
  return Buffer.concat([Buffer.from([kind]), little(value, size)]);
}

/** The size of an element, to be read backwards: seven bits a byte. */
function backwards(size: number): Buffer {
  const bytes = [size & 127];
  for (let rest = size >> 7; rest > 0; rest >>= 7) bytes.unshift(rest & 127);
  return Buffer.from(bytes.map((byte, index) => (index === 0 ? byte : byte | 128)));
}
