import type { KeyType, KeyValue } from '../../../driver.ts';
import { editJson } from './json-edit.ts';
import type { StoredValue } from './stored.ts';
import { bytesOf } from './text.ts';

type Pairs = ReadonlyMap<unknown, unknown>;

/**
 * What a key of the same type holds once it has the value.
 *
 * @throws TypeError when the value does not fit
 */
export function storedAs(stored: StoredValue, value: KeyValue, type: KeyType | null): StoredValue {
  switch (stored.type) {
    case 'string': {
      const bytes =
        type === 'json' ? Buffer.from(editJson(stored.bytes.toString('utf8'), value)) : bytesOf(value, 'the value');
      return { type: 'string', bytes };
    }
    case 'list':
      return { type: 'list', elements: (value as readonly unknown[]).map((element) => bytesOf(element, 'an element')) };
    case 'set':
      return {
        type: 'set',
        members: [...(value as ReadonlySet<unknown>)].map((member) => bytesOf(member, 'a member')),
      };
    case 'hash':
      return {
        type: 'hash',
        fields: [...(value as Pairs)].map(([field, content]) => [
          bytesOf(field, 'a field'),
          bytesOf(content, 'the value of a field'),
          null,
        ]),
      };
    case 'zset':
      return {
        type: 'zset',
        members: [...(value as Pairs)].map(([member, score]) => [bytesOf(member, 'a member'), Number(score)]),
      };
  }
}
