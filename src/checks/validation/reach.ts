import type { Schema, SchemaObject, TableRef } from '../../driver.ts';
import { qualifiedName } from '../../checksum/table-name.ts';
import { mentions } from '../../plan/related-objects.ts';

/** What a foreign key does to its rows when the parent changes. */
const CASCADES = /cascade|set null|set default/iu;

/** Kinds of objects that carry code. */
const CODE = /trigger|routine|function|procedure|rule/iu;

function text(object: SchemaObject): string {
  return `${object.name} ${JSON.stringify(object.definition)}`;
}

/** The tables that an object belongs to or speaks of. */
function tablesIn(object: SchemaObject, tables: readonly TableRef[]): readonly TableRef[] {
  const words = text(object);
  return tables.filter((table) => mentions(words, table.name));
}

/** The table that a constraint, or the table itself, belongs to. */
function owner(object: SchemaObject, tables: readonly TableRef[]): TableRef | undefined {
  return tables.find(
    (table) => object.name === qualifiedName(table) || object.name.startsWith(`${qualifiedName(table)}.`),
  );
}

/**
 * The tables that statements may change beside those they name: children of cascading foreign keys, and
 * what triggers, and routines that are called, speak of. Too many rather than too few: a table in the
 * result is not compared. Pure.
 *
 * @param named the tables that the statements name
 * @param statements the statements' text, for the routines that they call
 */
export function reachOf(named: readonly TableRef[], statements: string, schema: Schema): readonly TableRef[] {
  const { tables, objects } = schema;
  const reached = new Map(named.map((table) => [qualifiedName(table), table]));
  const code = objects.filter((object) => CODE.test(object.kind));
  const keys = objects.filter((object) => !CODE.test(object.kind) && CASCADES.test(text(object)));
  const entered = new Set<SchemaObject>();
  for (let before = -1; before !== reached.size + entered.size;) {
    before = reached.size + entered.size;
    const isReached = (table: TableRef): boolean => reached.has(qualifiedName(table));
    for (const object of keys) {
      const child = owner(object, tables);
      if (child !== undefined && tablesIn(object, tables).some(isReached)) reached.set(qualifiedName(child), child);
    }
    for (const object of code) {
      if (entered.has(object)) continue;
      const name = object.name.slice(object.name.lastIndexOf('.') + 1).replace(/\(.*$/u, '');
      const isTrigger = /trigger|rule/iu.test(object.kind);
      const fires = isTrigger && tablesIn(object, tables).some(isReached);
      const called =
        !isTrigger && (mentions(statements, name) || [...entered].some((other) => mentions(text(other), name)));
      if (!fires && !called) continue;
      entered.add(object);
      for (const table of tablesIn(object, tables)) reached.set(qualifiedName(table), table);
    }
  }
  return [...reached.values()];
}
