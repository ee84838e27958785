import type { Schema, SchemaObject, TableRef } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { askInfo, atLeast, type ServerInfo } from './info.ts';
import { KEY_TABLES, type KeyTable, readKeyspace, tableRef } from './keyspace.ts';
import type { OpenLink, RedisLink } from './link.ts';
import { isOwnKey, type OwnKeys } from './own-keys.ts';
import { expiries, type KeyScripts } from './read-keys.ts';
import { listOf, pairsOf, type Reply } from './reply.ts';
import { scanKeys } from './scan.ts';

/** What reading the schema works with. */
export interface InspectParts {
  readonly info: ServerInfo;
  readonly keys: OwnKeys;
  readonly scripts: KeyScripts;
  readonly reader: RedisLink;
  /** A link of one's own to a database number; the caller closes it. */
  openReader(database: number): OpenLink;
}

function library(reply: Reply): SchemaObject {
  const facts = pairsOf(reply);
  return {
    kind: 'function-library',
    name: facts.get('library_name') ?? '',
    definition: facts.get('library_code') ?? '',
  };
}

function byName(a: SchemaObject, b: SchemaObject): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

async function libraries({ info, reader }: InspectParts, signal: AbortSignal): Promise<readonly SchemaObject[]> {
  if (!atLeast(info.commands, 7)) return [];
  try {
    const reply = await reader.within({ signal }).call('FUNCTION', 'LIST', 'WITHCODE');
    return listOf(reply).map(library).toSorted(byName);
  } catch (error) {
    // A service that blocks the command has no libraries; an account that may not look could miss some.
    if (error instanceof SluiceError && error.details['unknownCommand'] !== undefined) return [];
    throw error;
  }
}

/** Which of a database's tables have keys beside Sluice's own; looks no further than it has to. */
async function tablesOf(
  database: number,
  candidates: ReadonlySet<KeyTable>,
  { keys, scripts, openReader }: InspectParts,
  signal: AbortSignal,
): Promise<readonly TableRef[]> {
  const found = new Set<KeyTable>();
  const opened = openReader(database);
  const link = opened.within({ signal });
  try {
    for await (const page of scanKeys(link)) {
      const wanted = page.filter((key) => !isOwnKey(keys, key));
      for (const expiresAt of await expiries(link, scripts, wanted))
        if (expiresAt !== undefined) found.add(expiresAt === null ? 'keys' : 'expiring');
      if (found.size >= candidates.size) break;
    }
  } finally {
    opened.close();
  }
  return KEY_TABLES.filter((table) => found.has(table)).map((table) => tableRef(database, table));
}

/** The libraries of functions, and the tables that have keys. */
export async function readSchema(parts: InspectParts, signal: AbortSignal): Promise<Schema> {
  const objects = await libraries(parts, signal);
  const tables: TableRef[] = [];
  for (const { database, keys, expiring } of readKeyspace(await askInfo(parts.reader.within({ signal })))) {
    const candidates = new Set<KeyTable>();
    if (keys > expiring) candidates.add('keys');
    if (expiring > 0) candidates.add('expiring');
    tables.push(...(await tablesOf(database, candidates, parts, signal)));
  }
  // The contract's order is that of names, by code unit.
  const name = ({ schema, name: table }: TableRef): string => `${schema ?? ''}.${table}`;
  return { objects, tables: tables.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b)))) };
}
