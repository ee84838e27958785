import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';

const MEGABYTE = 1024 * 1024;

const library = (name: string): string =>
  `#!lua name=${name}\nredis.register_function('${name}_f', function(keys, args) return args[1] end)`;

/** Bytes that compress: the server stores them as LZF. */
function compressible(size: number): Buffer {
  const bytes = Buffer.alloc(size, 'abcabcabd');
  for (let at = 0; at < size; at += 97) bytes[at] = at % 251;
  return bytes;
}

type Command = readonly (string | number | Buffer)[];

function strings(): Command[] {
  const values: readonly [string, string | Buffer][] = [
    ['empty', ''],
    ['nul', Buffer.from([0])],
    ['binary', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ...['0', '-1', '127', '-128', '128', '32767', '-32768', '2147483647', '-2147483648', '2147483648'].map(
      (number): [string, string] => [`int ${number}`, number],
    ),
    ['int 64', '9223372036854775807'],
    ['no int', '007'],
    ['no int either', '-0'],
    ['512 bytes', randomBytes(512)],
    ['compressed', compressible(5000)],
    ['14-bit length', randomBytes(16383)],
    ['32-bit length', randomBytes(16384)],
    ['a megabyte', randomBytes(MEGABYTE)],
    ['8 MB compressed', compressible(8 * MEGABYTE)],
    ['50 MB', randomBytes(50 * MEGABYTE)],
  ];
  return values.map(([name, value]) => ['SET', `string ${name}`, value]);
}

function keys(): Command[] {
  const names = ['', '12345', '-7', 'k'.repeat(300), Buffer.from([0xff, 0, 0x0a, 0xc3]), randomBytes(300)];
  return names.map((name) => ['SET', name, 'value']);
}

function lists(): Command[] {
  const many = Array.from({ length: 3000 }, (_, index) => `element ${String(index)} ${'x'.repeat(index % 40)}`);
  const numbers = [0, 1, 127, 128, 4095, 4096, -4096, -4097, 32767, -32768, 8388607, -8388608, 2147483647, -2147483648];
  return [
    ['RPUSH', 'list small', 'a', '', Buffer.from([0, 255]), 'b'.repeat(63), 'c'.repeat(64), 'd'.repeat(4096)],
    ['RPUSH', 'list numbers', ...numbers, '9007199254740993', '-9223372036854775808', '1.5', '+1', ' 1'],
    ['RPUSH', 'list large', ...many],
    ['CONFIG', 'SET', 'list-compress-depth', '1'],
    ['RPUSH', 'list compressed nodes', ...many],
    ['CONFIG', 'SET', 'list-compress-depth', '0'],
    ['DEBUG', 'QUICKLIST-PACKED-THRESHOLD', '1000B'],
    ['RPUSH', 'list plain nodes', 'x', randomBytes(3000), 'y', compressible(300_000), '', randomBytes(1001)],
    ['DEBUG', 'QUICKLIST-PACKED-THRESHOLD', '0'],
  ];
}

function sets(): Command[] {
  const large = Array.from({ length: 1000 }, (_, index) => `member ${String(index)}`);
  return [
    ['SADD', 'set of 16 bits', 1, -2, 32767, -32768],
    ['SADD', 'set of 32 bits', 1, 32768, -2147483648],
    ['SADD', 'set of 64 bits', 1, '9223372036854775807', '-9223372036854775808', '2147483648'],
    ['SADD', 'set small', 'a', '', Buffer.from([0, 255]), '17'],
    ['SADD', 'set large', ...large],
    ['SADD', 'set of many integers', ...Array.from({ length: 600 }, (_, index) => index * 7)],
  ];
}

function hashes(): Command[] {
  const many = Array.from({ length: 500 }, (_, index) => [`field ${String(index)}`, randomBytes(20)]).flat();
  return [
    ['HSET', 'hash small', 'a', 1, '', '', Buffer.from([0]), Buffer.from([255]), 'n', '-12345678901'],
    ['HSET', 'hash many', ...many],
    ['HSET', 'hash long', 'field', compressible(4000), 'other', randomBytes(100), '77', '88'],
  ];
}

function sortedSets(): Command[] {
  const scores = ['inf', '-inf', '0', '-0', '1', '-1', '0.1', '1e300', '-1e-300', '9007199254740993', '3.5', '4096'];
  const few = scores.flatMap((score, index) => [score, `member ${String(index)}`]);
  const long = scores.flatMap((score, index) => [score, `member ${String(index)}${'x'.repeat(100)}`]);
  return [
    ['ZADD', 'zset small', ...few, '7', '7', '8', ''],
    ['ZADD', 'zset long', ...long],
    ['ZADD', 'zset many', ...Array.from({ length: 700 }, (_, index) => [index / 7, `m${String(index)}`]).flat()],
  ];
}

function streams(): Command[] {
  const entries = Array.from({ length: 450 }, (_, index): Command => {
    const fields = index % 9 === 0 ? ['other', index, 'fields', 'x'] : ['name', `n${String(index)}`, 'value', index];
    return ['XADD', 'stream', `${String(1000 + index * 3)}-${String(index % 4)}`, ...fields];
  });
  return [
    ...entries,
    ['XDEL', 'stream', '1000-0', '1009-3', '2002-2'],
    ['XGROUP', 'CREATE', 'stream', 'beginning', '0'],
    ['XGROUP', 'CREATE', 'stream', 'end', '$'],
    ['XGROUP', 'CREATE', 'stream', Buffer.from([0xff, 0]), '1500-0', 'ENTRIESREAD', '160'],
    ['XGROUP', 'CREATECONSUMER', 'stream', 'end', 'idle'],
    ['XREADGROUP', 'GROUP', 'beginning', 'alice', 'COUNT', '20', 'STREAMS', 'stream', '>'],
    ['XREADGROUP', 'GROUP', 'beginning', 'bob', 'COUNT', '5', 'STREAMS', 'stream', '>'],
    ['XREADGROUP', 'GROUP', 'beginning', 'alice', 'COUNT', '3', 'STREAMS', 'stream', '>'],
    ['XACK', 'stream', 'beginning', '1003-1', '1006-2'],
    ['XCLAIM', 'stream', 'beginning', 'carol', '0', '1012-0'],
    ['XGROUP', 'CREATE', 'stream of groups only', 'g', '$', 'MKSTREAM'],
    ['XADD', 'stream emptied', '18446744073709551615-5', 'a', 'b'],
    ['XDEL', 'stream emptied', '18446744073709551615-5'],
    ['XADD', 'stream of a large entry', '5-5', 'field', randomBytes(200_000), '', ''],
    ['XADD', 'stream of a large entry', '5-18446744073709551615', 'field', 'x'],
  ];
}

/** Fills a server with every type in every encoding that Redis 7.0 has, in sixteen databases. */
export async function fill(client: Redis): Promise<void> {
  const later = Date.now() + 3_600_000;
  const groups = [strings(), keys(), lists(), sets(), hashes(), sortedSets(), streams()];
  const commands: Command[] = [
    ['FUNCTION', 'LOAD', library('first')],
    ['FUNCTION', 'LOAD', library('second')],
    ...groups.flatMap((group, db): Command[] => [['SELECT', db], ...group]),
    ['PEXPIREAT', 'stream', later],
    ['SELECT', 0],
    ['PEXPIREAT', 'string empty', later + 1],
    ['PEXPIREAT', 'string 512 bytes', later + 2],
    ...Array.from({ length: 16 }, (_, db): Command[] => [
      ['SELECT', db],
      ['SET', 'in every database', db],
      ['SET', 'in every database, for a while', db, 'PXAT', later + db],
    ]).flat(),
  ];
  for (const [name, ...args] of commands) await client.callBuffer(String(name), ...args);
}
