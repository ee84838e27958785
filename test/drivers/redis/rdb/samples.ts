/** Values in every form that a server of today does not write by itself, made by hand. */
import type { RdbValue } from '../../../../src/drivers/redis/rdb/value.ts';
import { encodedLength } from '../../../../src/drivers/redis/rdb/writer.ts';
import { counted, intset, listpack, milliseconds, string, ziplist, zipmap } from './encoders.ts';

const INTEGERS = [
  0n,
  1n,
  12n,
  13n,
  127n,
  -1n,
  128n,
  -128n,
  32767n,
  -32769n,
  8388607n,
  -8388609n,
  2147483648n,
  -(2n ** 63n),
];
const TEXTS = ['', 'a', 'b'.repeat(63), 'c'.repeat(64), 'd'.repeat(300), 'e'.repeat(20_000)];
const MIXED = [...INTEGERS, ...TEXTS];
const PAIRS = MIXED.flatMap((item, index) => [`field ${String(index)}`, item]);
const SCORES = MIXED.flatMap((item, index) => [item, index % 2 === 0 ? BigInt(index) : `${String(index)}.25`]);
const score = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
const id = (ms: bigint, seq: bigint): Buffer => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(ms);
  bytes.writeBigUInt64BE(seq, 8);
  return bytes;
};
export const lengths = (...values: number[]): Buffer => Buffer.concat(values.map(encodedLength));

/** One node: two entries with the common fields, a deleted one, one with fields of its own. */
const NODE = listpack([
  ...[3n, 1n, 2n, 'name', 'value', 0n],
  ...[2n, 0n, 0n, 'ada', 1n, 5n],
  ...[3n, 1n, 0n, 'gone', 2n, 5n],
  ...[2n, 2n, -1n, 'bob', 'x', 5n],
  ...[0n, 300n, 7n, 1n, 'other', 'y', 6n],
]);

export const STREAM = Buffer.concat([
  counted(1, [string(id(1000n, 5n)), string(NODE)]),
  lengths(3, 1300, 12),
  counted(4, [
    ...[string('at the end'), lengths(1300, 12, 0, 0)],
    ...[string('at the first'), lengths(1000, 5, 0, 0)],
    ...[string('before'), lengths(1, 0, 0, 0)],
    ...[string('between'), lengths(1002, 4)],
    counted(1, [id(1002n, 4n), milliseconds(1_700_000_000_000), lengths(3)]),
    counted(1, [string('ann'), milliseconds(1_700_000_000_001), counted(1, [id(1002n, 4n)])]),
  ]),
]);

/** What servers up to 6.2 wrote. */
export const OLDER: readonly [name: string, type: number, value: Buffer][] = [
  ['a list', 1, counted(3, [string('a'), string(''), string('17')])],
  ['a set', 2, counted(2, [string('a'), string('b'.repeat(100))])],
  [
    'a sorted set with scores as text',
    3,
    counted(4, [
      ...[string('one'), score('1.5'), string('two'), score('-17')],
      ...[string('inf'), Buffer.from([254]), string('-inf'), Buffer.from([255])],
    ]),
  ],
  ['a hash', 4, counted(1, [string('field'), string('value')])],
  [
    'a zipmap',
    9,
    string(
      zipmap([
        ['a', '1'],
        ['', ''],
        ['long', 'x'.repeat(300)],
      ]),
    ),
  ],
  [
    'a zipmap with unused bytes',
    9,
    string(
      zipmap(
        [
          ['a', '1'],
          ['b', '2'],
        ],
        3,
      ),
    ),
  ],
  ['a ziplist as list', 10, string(ziplist(MIXED))],
  ['a set of 16-bit integers', 11, string(intset(2, [-32768n, 0n, 32767n]))],
  ['a set of 32-bit integers', 11, string(intset(4, [-2147483648n, 5n, 2147483647n]))],
  ['a set of 64-bit integers', 11, string(intset(8, [-(2n ** 63n), 0n, 2n ** 63n - 1n]))],
  ['a ziplist as sorted set', 12, string(ziplist(SCORES))],
  ['a ziplist as hash', 13, string(ziplist(PAIRS))],
  ['a list of ziplists', 14, counted(2, [string(ziplist(MIXED)), string(ziplist(['last']))])],
  ['a stream', 15, STREAM],
];

/** When a field expires. */
export const FIELD_EXPIRY = 1_900_000_000_000;
const FIELDS = [
  [Buffer.from('a'), Buffer.from('1'), FIELD_EXPIRY],
  [Buffer.from('b'), Buffer.from('2'), null],
  [Buffer.from('c'), Buffer.from('3'), FIELD_EXPIRY + 500],
] as const;

/** What newer servers write, by hand: dialect's version, type, value. */
export const NEWER: readonly [name: string, version: number, type: number, value: Buffer, expected: RdbValue][] = [
  [
    'a listpack as set',
    11,
    20,
    string(listpack(['x', 5n, ''])),
    { type: 'set', members: ['x', '5', ''].map((one) => Buffer.from(one)) },
  ],
  [
    'a hash with expiring fields',
    12,
    24,
    Buffer.concat([
      milliseconds(FIELD_EXPIRY),
      counted(3, [
        ...[lengths(1), string('a'), string('1')],
        ...[lengths(0), string('b'), string('2')],
        ...[lengths(501), string('c'), string('3')],
      ]),
    ]),
    { type: 'hash', fields: FIELDS },
  ],
  [
    'a listpack with expiring fields',
    12,
    25,
    Buffer.concat([
      milliseconds(FIELD_EXPIRY),
      string(listpack(['a', 1n, BigInt(FIELD_EXPIRY), 'b', 2n, 0n, 'c', 3n, BigInt(FIELD_EXPIRY + 500)])),
    ]),
    { type: 'hash', fields: FIELDS },
  ],
  [
    'a listpack with expiring fields before 7.4',
    12,
    23,
    string(listpack(['a', 1n, BigInt(FIELD_EXPIRY), 'b', 2n, 0n, 'c', 3n, BigInt(FIELD_EXPIRY + 500)])),
    { type: 'hash', fields: FIELDS },
  ],
  [
    'a hash with expiring fields of Valkey',
    80,
    22,
    counted(3, [
      ...[string('a'), string('1'), milliseconds(FIELD_EXPIRY)],
      ...[string('b'), string('2'), milliseconds(-1)],
      ...[string('c'), string('3'), milliseconds(FIELD_EXPIRY + 500)],
    ]),
    { type: 'hash', fields: FIELDS },
  ],
];
