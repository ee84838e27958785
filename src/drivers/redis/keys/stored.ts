import type { KeyType, KeyValue } from '../../../driver.ts';
import type { RdbValue } from '../rdb/value.ts';
import { parseJson } from './json-tree.ts';
import { textOf } from './text.ts';

/** A value that a key migration can change. */
export type StoredValue = Extract<RdbValue, { readonly type: 'string' | 'list' | 'set' | 'hash' | 'zset' }>;

/** The types that `TYPE` names and a key migration can change. */
export const CHANGEABLE: readonly string[] = [
  'string',
  'list',
  'set',
  'hash',
  'zset',
] satisfies readonly StoredValue['type'][];

function byText(a: Buffer, b: Buffer): number {
  return Buffer.compare(a, b);
}

function jsonOf(bytes: Buffer): KeyValue {
  const text = textOf(bytes);
  if (typeof text !== 'string') throw new TypeError('the string is not UTF-8, so it is no JSON');
  return parseJson(text) as KeyValue;
}

/**
 * The value as the module gets it; a new one each time, which is the module's to change.
 *
 * @throws SyntaxError or TypeError when it is to be JSON and is not
 */
export function keyValueOf(stored: StoredValue, type: KeyType | null): KeyValue {
  switch (stored.type) {
    case 'string':
      return type === 'json' ? jsonOf(stored.bytes) : textOf(stored.bytes);
    case 'list':
      return stored.elements.map(textOf);
    case 'set':
      return new Set(stored.members.toSorted(byText).map(textOf));
    case 'hash':
      return new Map(stored.fields.map(([field, value]) => [textOf(field), textOf(value)]));
    case 'zset':
      return new Map(stored.members.map(([member, score]) => [textOf(member), score]));
  }
}
