import { describe, expect, it } from '@jest/globals';
import { editJson } from '../../../../src/drivers/redis/keys/json-edit.ts';
import { jsonTree, parseJson } from '../../../../src/drivers/redis/keys/json-tree.ts';

type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

/** A small generator of numbers below `limit`, from a seed. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const NAMES = ['a', 'b', '', 'é', '"', '\\', '__proto__', 'a b', '\u{1F600}', '\n'];
const SCALARS: readonly (readonly [text: string, value: Value])[] = [
  ['1.50', 1.5],
  ['12345678901234567890', 12_345_678_901_234_567_890],
  ['-0', -0],
  ['1e2', 100],
  ['"\\u00e9"', 'é'],
  ['"a\\/b\\\\"', 'a/b\\'],
  ['"\\ud83d"', '\ud83d'],
  ['""', ''],
  ['true', true],
  ['null', null],
];
const SPACES = ['', ' ', '\n  ', '\t', '\r\n'];

/** A random JSON text with unusual but legal spelling. */
function randomText(random: (limit: number) => number, depth: number): string {
  const space = (): string => SPACES[random(SPACES.length)] ?? '';
  const kind = depth === 0 ? 2 : random(3);
  if (kind === 2) return SCALARS[random(SCALARS.length)]?.[0] ?? 'null';
  const items = Array.from({ length: random(5) }, () => {
    const value = `${space()}${randomText(random, depth - 1)}${space()}`;
    return kind === 0 ? value : `${space()}${JSON.stringify(NAMES[random(NAMES.length)])}${space()}:${value}`;
  });
  const inner = items.length === 0 ? space() : items.join(',');
  return kind === 0 ? `[${inner}]` : `{${inner}}`;
}

/** A value changed at random places. */
function mutate(random: (limit: number) => number, value: Value): Value {
  if (random(6) === 0) return parseJson(randomText(random, 2)) as Value;
  if (Array.isArray(value)) {
    const items = value.map((item) => mutate(random, item));
    if (random(3) === 0) items.splice(random(items.length + 1), 0, random(10));
    if (random(3) === 0) items.splice(random(items.length + 1), 1);
    return items;
  }
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).flatMap(([name, member]): [string, Value][] =>
    random(5) === 0 ? [] : [[name, mutate(random, member)]],
  );
  if (random(3) === 0) members.push([`new${String(random(9))}`, [random(9), { x: null }]]);
  return Object.fromEntries(members);
}

describe('editing JSON', () => {
  it.each<[string, string, (value: never) => unknown, string]>([
    [
      'adds a member as Python writes them',
      '{"id": 1, "name": "A"}',
      (v: object) => ({ ...v, last: null }),
      '{"id": 1, "name": "A", "last": null}',
    ],
    [
      'adds a member as JavaScript writes them',
      '{"id":1}',
      (v: object) => ({ ...v, last: [1, { a: 2 }] }),
      '{"id":1,"last":[1,{"a":2}]}',
    ],
    ['adds the first member', '{}', () => ({ a: 1 }), '{"a":1}'],
    [
      'keeps the lines',
      '{\n  "a": 1,\n  "b": 2\n}',
      (v: object) => ({ ...v, c: 3 }),
      '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}',
    ],
    [
      'keeps the lines of a single member',
      '{\n  "a": 1\n}',
      (v: object) => ({ ...v, c: 3 }),
      '{\n  "a": 1,\n  "c": 3\n}',
    ],
    ['removes the first', '{"a": 1, "b": 2, "c": 3}', (v: object) => ({ ...v, a: undefined }), '{"b": 2, "c": 3}'],
    ['removes the last', '{"a": 1, "b": 2}', (v: object) => ({ ...v, b: undefined }), '{"a": 1}'],
    ['removes all', '{ "a": 1 }', () => ({}), '{}'],
    [
      'keeps numbers as they are spelled',
      '{"a": 1.50, "b": 12345678901234567890, "c": 1e2, "d": -0}',
      (v: object) => ({ ...v, e: 1 }),
      '{"a": 1.50, "b": 12345678901234567890, "c": 1e2, "d": -0, "e": 1}',
    ],
    ['keeps escapes', '{"a": "\\u00e9\\/", "b": 1}', (v: object) => ({ ...v, b: 2 }), '{"a": "\\u00e9\\/", "b": 2}'],
    ['keeps the order whatever the order of the value', '{"b": 1, "a": 2}', () => ({ a: 2, b: 3 }), '{"b": 3, "a": 2}'],
    [
      'changes a nested member only',
      '{"a": {"x": 1.0, "y": [1.0, 2.0]}}',
      () => ({ a: { x: 1, y: [1, 3] } }),
      '{"a": {"x": 1.0, "y": [1.0, 3]}}',
    ],
    ['inserts into a list', '[1.0, 2.0]', () => [1, 9, 2], '[1.0, 9, 2.0]'],
    ['takes out of a list', '[1.0,  2.0,   3.0]', () => [1, 3], '[1.0,  3.0]'],
    ['leaves out what is undefined', '{"a": 1}', () => ({ a: undefined, b: 1 }), '{"b": 1}'],
    ['keeps members of the same name', '{"a": 1, "a": 2}', () => ({ a: 3 }), '{"a": 1, "a": 3}'],
    ['changes a value that is no container', ' 1 ', () => 'x', ' "x" '],
  ])('%s', (_what, text, change, expected) => {
    expect(editJson(text, change(JSON.parse(text) as never))).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['a Date', { a: { b: new Date(0) } }, 'JSON cannot hold a Date, at .a.b'],
    ['a Map', { a: new Map() }, 'JSON cannot hold a Map, at .a'],
    ['NaN', [1, Number.NaN], 'JSON cannot hold NaN, at [1]'],
    ['a BigInt', 1n, 'JSON cannot hold a bigint, at the top'],
    ['undefined in a list', [undefined], 'JSON cannot hold a undefined, at [0]'],
  ])('refuses %s', (_what, value, message) => {
    expect(() => editJson('{"a": 1}', value)).toThrow(message);
  });

  it('reads names as they are, whatever was read before', () => {
    expect(parseJson('{"é":1,"\\\\":2}')).toEqual({ é: 1, '\\': 2 });
    expect(parseJson('{"é":1,"\\n":2}')).toEqual({ é: 1, '\n': 2 });
    expect(Object.keys(parseJson('{"__proto__":"\\t"}') as object)).toEqual(['__proto__']);
    expect(() => parseJson('{"a":}')).toThrow(SyntaxError);
  });

  it('reads text of every kind, whatever its length', () => {
    const text = JSON.stringify({ a: '\\"'.repeat(500_000), b: [1, 2] });
    expect(jsonTree(text)).toMatchObject({ start: 0, end: text.length });
    expect(editJson(text, JSON.parse(text))).toBe(text);
  });

  it('says what it is told and keeps what is equal, in random texts', () => {
    const seed = Number(process.env['SLUICE_TEST_SEED'] ?? Date.now() % 2 ** 31);
    const random = randomFrom(seed);
    for (let round = 0; round < 2000; round += 1) {
      const text = randomText(random, 4);
      const before = parseJson(text) as Value;
      const after = mutate(random, before);
      const edited = editJson(text, after);
      const where = `seed ${String(seed)}, round ${String(round)}: ${text} -> ${JSON.stringify(after)}: ${edited}`;
      // -0 and 0 are one number here.
      if (JSON.stringify(parseJson(edited)) !== JSON.stringify(sorted(after, parseJson(edited) as Value)))
        throw new Error(where);
      if (editJson(text, before) !== text) throw new Error(`not kept, ${where}`);
      if (editJson(edited, after) !== edited) throw new Error(`not settled, ${where}`);
    }
  });
});

/** `value` with its members in the order of `like`, so that the two can be compared as text. */
function sorted(value: Value, like: Value): Value {
  if (Array.isArray(value))
    return value.map((item, index) => sorted(item, Array.isArray(like) ? (like[index] ?? null) : null));
  if (value === null || typeof value !== 'object') return value;
  const order = like !== null && typeof like === 'object' && !Array.isArray(like) ? Object.keys(like) : [];
  const rank = (name: string): number => order.indexOf(name);
  const other = (name: string): Value => (like as { [name: string]: Value })[name] ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => rank(a) - rank(b))
      .map(([name, member]) => [name, sorted(member, rank(name) < 0 ? null : other(name))]),
  );
}
