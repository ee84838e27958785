import type { Schema, SchemaObject } from '../driver.ts';
import { fingerprint } from './fingerprint.ts';

/** Whether a text names something: as a word when the name is one, else anywhere; without regard to case. */
export function mentions(text: string, name: string): boolean {
  const haystack = text.toLowerCase();
  const needle = name.toLowerCase();
  const isWord = /^[\p{L}\p{N}_$]+$/u.test(needle);
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (!isWord) return true;
    const before = haystack[at - 1] ?? ' ';
    const after = haystack[at + needle.length] ?? ' ';
    if (!/[\p{L}\p{N}_$]/u.test(before) && !/[\p{L}\p{N}_$]/u.test(after)) return true;
  }
  return false;
}

/** An object's own name, without its schema or table. */
function ownName({ name }: SchemaObject): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/**
 * Fingerprint of those objects that a statement can change: the ones it names, and the ones that hang on
 * a table it names (an index may get its name from the server). What others change elsewhere meanwhile
 * has no part in it, so that it cannot be taken for the statement's work. Pure.
 */
export function relatedFingerprint(schema: Schema, statement: string): string {
  const tables = schema.tables.map((table) => table.name).filter((name) => mentions(statement, name));
  const objects = schema.objects.filter((object) => {
    if (mentions(statement, ownName(object))) return true;
    const definition = JSON.stringify(object.definition);
    return tables.some((name) => mentions(definition, name));
  });
  return fingerprint({ objects, tables: [] }).fingerprint;
}
