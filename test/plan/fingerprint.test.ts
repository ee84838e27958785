import { describe, expect, it } from '@jest/globals';
import type { Schema, SchemaObject } from '../../src/driver.ts';
import { diffObjects, fingerprint, fingerprintObjects } from '../../src/plan/fingerprint.ts';

const leads: SchemaObject = { kind: 'table', name: 'leads', definition: { columns: ['id', 'name'], comment: null } };
const index: SchemaObject = { kind: 'index', name: 'leads', definition: 'create index leads on leads (name)' };
const view: SchemaObject = { kind: 'view', name: 'Все', definition: { query: 'select 1' } };

function schema(...objects: readonly SchemaObject[]): Schema {
  return { objects, tables: [] };
}

describe('fingerprint', () => {
  it('is the same for the same objects in any order and with any order of keys', () => {
    const turned: SchemaObject = { ...leads, definition: { comment: null, columns: ['id', 'name'] } };
    expect(fingerprint(schema(view, turned, index))).toEqual(fingerprint(schema(index, leads, view)));
  });

  it('is made from the hashes of its objects alone', () => {
    const { fingerprint: whole, objects } = fingerprint(schema(index, leads, view));
    expect(objects.map(({ kind, name }) => [kind, name])).toEqual([
      ['index', 'leads'],
      ['table', 'leads'],
      ['view', 'Все'],
    ]);
    expect(fingerprintObjects(objects.toReversed())).toBe(whole);
  });

  it.each([
    ['a definition', schema({ ...leads, definition: { columns: ['name', 'id'], comment: null } }, index)],
    ['a name', schema({ ...leads, name: 'Leads' }, index)],
    ['a kind', schema({ ...leads, kind: 'view' }, index)],
    ['an object less', schema(leads)],
    ['an object more', schema(leads, index, view)],
  ])('changes with %s', (_, changed) => {
    expect(fingerprint(changed).fingerprint).not.toBe(fingerprint(schema(leads, index)).fingerprint);
  });

  it('is a SHA-256, also of nothing', () => {
    expect(fingerprint(schema())).toEqual({
      fingerprint: '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
      objects: [],
    });
  });
});

describe('diffObjects', () => {
  it('names what came, went and changed; objects of one name and two kinds are two', () => {
    const changed: SchemaObject = { ...leads, definition: 'other' };
    const before = fingerprint(schema(index, leads)).objects;
    const after = fingerprint(schema(changed, view)).objects;
    const { added, removed, changed: differing } = diffObjects(before, after);
    expect(added).toEqual(fingerprint(schema(view)).objects);
    expect(removed).toEqual(fingerprint(schema(index)).objects);
    expect(differing).toEqual(fingerprint(schema(changed)).objects);
  });

  it('is empty for equal schemas', () => {
    const { objects } = fingerprint(schema(index, leads, view));
    expect(diffObjects(objects, objects.toReversed())).toEqual({ added: [], removed: [], changed: [] });
  });
});
