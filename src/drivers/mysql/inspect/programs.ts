import type { Json, SchemaObject } from '../../../driver.ts';
import type { SqlRow } from '../../sql/session.ts';
import { quoteTable } from '../quote.ts';
import { column, type SchemaReader, withoutOwnName } from './reader.ts';

/** Columns of a row under shorter names, as a definition. */
function pick(row: SqlRow, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(names.map((name) => [name, column(row, name)]));
}

/** A body as stored; a dump adds white space at its end. */
function body(row: SqlRow): string | null {
  return column(row, 'body')?.trimEnd() ?? null;
}

const TEXT_SETTINGS = ['character_set_client', 'collation_connection'] as const;

/** Views; who defined them is left out. */
export async function readViews(reader: SchemaReader): Promise<readonly SchemaObject[]> {
  const rows = await reader.query(
    'select table_name as name, view_definition as body, check_option as check_option, security_type as security,' +
      ' character_set_client as character_set_client, collation_connection as collation_connection' +
      `${reader.mariadb ? ', algorithm as algorithm' : ''} from information_schema.views where table_schema = ?`,
    [reader.database],
  );
  const objects: SchemaObject[] = [];
  for (const row of rows) {
    const name = column(row, 'name') ?? '';
    const algorithm = reader.mariadb ? column(row, 'algorithm') : await algorithmOf(reader, name);
    objects.push({
      kind: 'view',
      name,
      definition: {
        ...pick(row, ['check_option', 'security', ...TEXT_SETTINGS]),
        algorithm,
        query: withoutOwnName(body(row) ?? '', reader),
      },
    });
  }
  return objects;
}

/** MySQL tells a view's algorithm only here. */
async function algorithmOf(reader: SchemaReader, name: string): Promise<string | null> {
  const [row] = await reader.query(`show create view ${quoteTable({ schema: reader.database, name })}`);
  return /^CREATE ALGORITHM=(\w+)/.exec(column(row ?? {}, 'Create View') ?? '')?.[1] ?? null;
}

/**
 * A trigger belongs to its table's database. Only by the table's does MariaDB leave the other databases alone: by the
 * trigger's it opens every table of the server, and waits for whoever changes one.
 */
export const OF_DATABASE = 'event_object_schema = ? and trigger_schema = ?';

/** Triggers, with the order in which those of one event run. */
export async function readTriggers(reader: SchemaReader): Promise<readonly SchemaObject[]> {
  const rows = await reader.query(
    'select trigger_name as name, event_object_table as `table`, action_timing as timing, event_manipulation as event,' +
      ' action_order as `order`, action_statement as body, sql_mode as sql_mode, character_set_client as character_set_client,' +
      ` collation_connection as collation_connection from information_schema.triggers where ${OF_DATABASE}`,
    [reader.database, reader.database],
  );
  return rows.map((row) => ({
    kind: 'trigger',
    name: column(row, 'name') ?? '',
    definition: { ...pick(row, ['table', 'timing', 'event', 'order', 'sql_mode', ...TEXT_SETTINGS]), body: body(row) },
  }));
}

/** Functions and procedures with their parameters (and MariaDB's packages). */
export async function readRoutines(reader: SchemaReader): Promise<readonly SchemaObject[]> {
  const rows = await reader.query(
    'select routine_name as name, routine_type as type, dtd_identifier as returns, routine_definition as body,' +
      ' is_deterministic as is_deterministic, sql_data_access as data_access, security_type as security, sql_mode as sql_mode,' +
      ' routine_comment as comment, character_set_client as character_set_client, collation_connection as collation_connection' +
      ' from information_schema.routines where routine_schema = ?',
    [reader.database],
  );
  if (rows.length === 0) return [];
  const parameters = await reader.query(
    'select specific_name as name, routine_type as type, ordinal_position as position, parameter_mode as mode,' +
      ' parameter_name as parameter, dtd_identifier as data_type, collation_name as collation' +
      ' from information_schema.parameters where specific_schema = ? and ordinal_position > 0 order by ordinal_position',
    [reader.database],
  );
  return rows.map((row) => ({
    kind: (column(row, 'type') ?? '').toLowerCase().replaceAll(' ', '-'),
    name: column(row, 'name') ?? '',
    definition: {
      ...pick(row, ['returns', 'is_deterministic', 'data_access', 'security', 'sql_mode', 'comment', ...TEXT_SETTINGS]),
      parameters: parameters
        .filter((parameter) => parameter['name'] === row['name'] && parameter['type'] === row['type'])
        .map((parameter) => pick(parameter, ['mode', 'parameter', 'data_type', 'collation'])),
      body: body(row),
    },
  }));
}

/** Events, without when they ran last. */
export async function readEvents(reader: SchemaReader): Promise<readonly SchemaObject[]> {
  const rows = await reader.query(
    'select event_name as name, event_definition as body, event_type as type, execute_at as execute_at,' +
      ' interval_value as interval_value, interval_field as interval_field, starts as starts, ends as ends, status as status,' +
      ' on_completion as on_completion, sql_mode as sql_mode, time_zone as time_zone, event_comment as comment,' +
      ' character_set_client as character_set_client, collation_connection as collation_connection' +
      ' from information_schema.events where event_schema = ?',
    [reader.database],
  );
  const schedule = ['type', 'execute_at', 'interval_value', 'interval_field', 'starts', 'ends', 'time_zone'];
  return rows.map((row) => ({
    kind: 'event',
    name: column(row, 'name') ?? '',
    definition: {
      ...pick(row, [...schedule, 'on_completion', 'sql_mode', 'comment', ...TEXT_SETTINGS]),
      status: reader.eventsHeldBack.has(column(row, 'name') ?? '') ? 'ENABLED' : column(row, 'status'),
      body: body(row),
    },
  }));
}

/** What the database gives to tables made without saying so. Its own name is no part of it. */
export async function readDatabase(reader: SchemaReader): Promise<readonly SchemaObject[]> {
  const rows = await reader.query(
    'select default_character_set_name as character_set, default_collation_name as collation' +
      ' from information_schema.schemata where schema_name = ?',
    [reader.database],
  );
  return rows.map((row) => ({
    kind: 'database',
    name: 'defaults',
    definition: pick(row, ['character_set', 'collation']),
  }));
}
