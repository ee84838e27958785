import { isMap, isSet } from 'node:util/types';
import type { KeyType, KeyValue } from '../../../driver.ts';
import { editJson } from './json-edit.ts';
import type { StoredValue } from './stored.ts';
import { bytesOf, identityOf } from './text.ts';

/** A command on the key, without the key itself. */
export type Edit = readonly [name: string, ...args: (string | Buffer)[]];

/** The commands that give a key another value; `gone` = it would be empty, and Redis keeps no empty key. */
export type Edits = readonly Edit[] | 'gone';

/** How many arguments one command gets. */
const ARGUMENTS = 1000;

/** More changed elements than this, and the list's end is written anew: finding an element by its number takes its time. */
const LIST_EDITS = 64;

/** One command for every so many arguments. */
function commands(name: string, args: readonly (string | Buffer)[]): readonly Edit[] {
  return Array.from({ length: Math.ceil(args.length / ARGUMENTS) }, (_, part): Edit => [
    name,
    ...args.slice(part * ARGUMENTS, (part + 1) * ARGUMENTS),
  ]);
}

function stringEdits(before: Buffer, value: unknown, type: KeyType | null): Edits {
  const after =
    type === 'json' ? Buffer.from(editJson(before.toString('utf8'), value)) : bytesOf(value, 'the value of a string');
  return after.equals(before) ? [] : [['SET', after, 'KEEPTTL']];
}

function hashEdits(stored: Extract<StoredValue, { type: 'hash' }>, value: unknown): Edits {
  if (!isMap(value)) throw new TypeError('the value of a hash has to be a Map of its fields');
  const before = new Map(stored.fields.map((field) => [identityOf(field[0]), field]));
  const set: Buffer[] = [];
  const expiring: Edit[] = [];
  const left = new Set(before.keys());
  for (const [name, content] of value) {
    const field = bytesOf(name, 'a field');
    const after = bytesOf(content, 'the value of a field');
    const known = before.get(identityOf(field));
    left.delete(identityOf(field));
    if (known?.[1].equals(after) === true) continue;
    set.push(field, after);
    // HSET takes a field's own time to live away.
    const expiresAt = known?.[2] ?? null;
    if (expiresAt !== null) expiring.push(['HPEXPIREAT', String(expiresAt), 'FIELDS', '1', field]);
  }
  if (value.size === 0) return 'gone';
  const removed = [...left].map((name) => Buffer.from(name, 'latin1'));
  // New fields first: a hash that is empty for a moment loses its time to live.
  return [...commands('HSET', set), ...expiring, ...commands('HDEL', removed)];
}

function setEdits(stored: Extract<StoredValue, { type: 'set' }>, value: unknown): Edits {
  if (!isSet(value)) throw new TypeError('the value of a set has to be a Set of its members');
  const left = new Set(stored.members.map(identityOf));
  const added: Buffer[] = [];
  for (const member of value) {
    const bytes = bytesOf(member, 'a member');
    if (!left.delete(identityOf(bytes))) added.push(bytes);
  }
  if (value.size === 0) return 'gone';
  return [
    ...commands('SADD', added),
    ...commands(
      'SREM',
      [...left].map((name) => Buffer.from(name, 'latin1')),
    ),
  ];
}

function scoreOf(score: unknown): string {
  if (typeof score !== 'number' || Number.isNaN(score))
    throw new TypeError(`a score has to be a number, not ${String(score)}`);
  return score === Infinity ? '+inf' : score === -Infinity ? '-inf' : String(score);
}

function zsetEdits(stored: Extract<StoredValue, { type: 'zset' }>, value: unknown): Edits {
  if (!isMap(value)) throw new TypeError('the value of a sorted set has to be a Map of scores by member');
  const left = new Map(stored.members.map(([member, score]) => [identityOf(member), score]));
  const set: (string | Buffer)[] = [];
  for (const [member, score] of value) {
    const bytes = bytesOf(member, 'a member');
    const known = left.get(identityOf(bytes));
    left.delete(identityOf(bytes));
    const text = scoreOf(score);
    if (known !== score) set.push(text, bytes);
  }
  if (value.size === 0) return 'gone';
  return [
    ...commands('ZADD', set),
    ...commands(
      'ZREM',
      [...left.keys()].map((name) => Buffer.from(name, 'latin1')),
    ),
  ];
}

function listEdits(before: readonly Buffer[], value: unknown): Edits {
  if (!Array.isArray(value)) throw new TypeError('the value of a list has to be an array of its elements');
  const after = value.map((element) => bytesOf(element, 'an element'));
  const same = (a: Buffer | undefined, b: Buffer | undefined): boolean =>
    a !== undefined && b !== undefined && a.equals(b);
  if (after.length === 0) return 'gone';
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && same(before[prefix], after[prefix])) prefix += 1;
  if (prefix === before.length) return commands('RPUSH', after.slice(prefix));
  if (prefix === after.length) return [['LTRIM', '0', String(prefix - 1)]];
  let suffix = 0;
  while (suffix < shorter - prefix && same(before.at(-1 - suffix), after.at(-1 - suffix))) suffix += 1;
  if (suffix === before.length) return commands('LPUSH', after.slice(0, after.length - suffix).toReversed());
  if (suffix === after.length) return [['LTRIM', String(-suffix), '-1']];
  if (before.length === after.length) {
    const edits = after.flatMap((element, index): Edit[] =>
      same(before[index], element) ? [] : [['LSET', String(index), element]],
    );
    if (edits.length <= LIST_EDITS) return edits;
  }
  // The end anew. What is not empty in between keeps its time to live.
  return prefix > 0
    ? [['LTRIM', '0', String(prefix - 1)], ...commands('RPUSH', after.slice(prefix))]
    : [...commands('RPUSH', after), ['LTRIM', String(before.length), '-1']];
}

/**
 * The least that gives a key the value: fields, members and elements that are equal are not written, and the time to
 * live stays.
 *
 * @throws TypeError when the value does not fit the key
 */
export function editsOf(stored: StoredValue, value: KeyValue, type: KeyType | null): Edits {
  switch (stored.type) {
    case 'string':
      return stringEdits(stored.bytes, value, type);
    case 'hash':
      return hashEdits(stored, value);
    case 'set':
      return setEdits(stored, value);
    case 'zset':
      return zsetEdits(stored, value);
    case 'list':
      return listEdits(stored.elements, value);
  }
}
