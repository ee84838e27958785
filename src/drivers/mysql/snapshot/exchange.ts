/**
 * What puts restored tables and programs in the place of the live ones, as statements. The tables change places in one
 * RENAME TABLE, which the server does as a whole or not at all. No table with triggers can be moved to another database,
 * so the old triggers go before, and the new ones come after.
 */
import { versionParts } from '../facts/tools.ts';
import { column, withoutOwnName } from '../inspect/reader.ts';
import { literal, quoteIdentifier, quoteTable } from '../quote.ts';
import type { ServerInfo } from '../server-info.ts';
import type { Held } from '../session.ts';
import { eventOn } from './events.ts';
import { createStatements, dropStatement, type Making, type Program, readPrograms } from './programs.ts';
import { viewsInOrder } from './views-in-order.ts';

/** A program that has to go before the tables can move, and what brings it back. */
export interface Removal {
  readonly program: Program;
  readonly drop: string;
  readonly create: readonly string[];
}

/** Statements of an exchange. */
export interface Exchange {
  readonly removals: readonly Removal[];
  /** Null: there are no tables. */
  readonly rename: string | null;
  /** May be run again: each leaves what is as it should be. */
  readonly after: readonly string[];
  /** A table that is moved, and where to, by which to tell afterwards whether it happened. */
  readonly witness: { readonly name: string; readonly database: string } | null;
}

/** What a restore brings. */
export interface Restored {
  readonly database: string;
  /** Null: the backup is one of rows alone, and the present programs stay. */
  readonly programs: readonly Program[] | null;
  /** Events that are on in the backup. */
  readonly eventsHeldBack: ReadonlySet<string>;
}

/** Names of tables and sequences that hold something of their own. */
export async function tablesOf(held: Held, database: string): Promise<readonly string[]> {
  const { rows } = await held.query(
    "select table_name as name from information_schema.tables where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')",
    [database],
  );
  return rows.map((row) => column(row, 'name') ?? '').toSorted();
}

async function collationOf(held: Held, database: string): Promise<string> {
  const { rows } = await held.query(
    'select default_collation_name as name from information_schema.schemata where schema_name = ?',
    [database],
  );
  return column(rows[0] ?? {}, 'name') ?? '';
}

/** Defaults that take a sequence's next value name the database in which they were made. */
async function sequenceDefaults(held: Held, from: string, to: string): Promise<readonly string[]> {
  const made = `nextval(${quoteIdentifier(from)}.`;
  const { rows } = await held.query(
    // Views show the defaults of their tables.
    'select c.table_name as `table`, c.column_name as name, c.column_default as value from information_schema.columns c' +
      ' join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name' +
      " where c.table_schema = ? and t.table_schema = ? and t.table_type in ('BASE TABLE', 'SYSTEM VERSIONED') and locate(?, c.column_default) > 0",
    [from, from, made],
  );
  return rows.map((row) => {
    const table = quoteTable({ schema: to, name: column(row, 'table') ?? '' });
    const value = (column(row, 'value') ?? '').replaceAll(made, `nextval(${quoteIdentifier(to)}.`);
    return `alter table ${table} alter column ${quoteIdentifier(column(row, 'name') ?? '')} set default (${value})`;
  });
}

/** Statements that make the present programs the restored ones; those that are the same are left alone. */
function programChanges(live: readonly Program[], restored: Restored, making: Making): readonly string[] {
  const ownNames = [making.database, restored.database];
  const keyOf = ({ kind, name }: Program): string => `${kind} ${name}`;
  const textOf = (program: Program): string =>
    JSON.stringify({ ...program, statement: withoutOwnName(program.statement ?? '', { ownNames }) });
  const wanted = (restored.programs ?? []).map((program) => ({
    ...program,
    statement: (restored.eventsHeldBack.has(program.name) && program.kind === 'event'
      ? eventOn(program.statement ?? '')
      : (program.statement ?? '')
    ).replaceAll(`${quoteIdentifier(restored.database)}.`, `${quoteIdentifier(making.database)}.`),
  }));
  const present = new Map(live.map((program) => [keyOf(program), textOf(program)]));
  const differs = (program: Program): boolean => present.get(keyOf(program)) !== textOf(program);
  // To replace a package is to drop its body.
  const packages = new Set(
    wanted
      .filter(({ kind }) => kind.startsWith('package'))
      .filter(differs)
      .map(({ name }) => name),
  );
  const changed = wanted.filter(
    (program) =>
      program.kind === 'trigger' ||
      differs(program) ||
      (program.kind.startsWith('package') && packages.has(program.name)),
  );
  const views = changed.filter(({ kind }) => kind === 'view');
  const order = viewsInOrder(views.map(({ name, statement }) => ({ name, text: statement })));
  const keys = new Set(wanted.map(keyOf));
  return [
    ...changed.filter(({ kind }) => kind !== 'view'),
    ...order.flatMap((name) => views.filter((view) => view.name === name)),
  ]
    .flatMap((program) => createStatements(program, making))
    .concat(
      live
        .filter((program) => program.kind !== 'trigger' && !keys.has(keyOf(program)))
        .map((program) => dropStatement(program, making.database)),
    );
}

/** Whether the server takes any statement as text; MariaDB does, and of any kind since 10.6. */
export function executesImmediately({ mariadb, version }: ServerInfo): boolean {
  const [major = 0, minor = 0] = versionParts(version);
  return mariadb && (major > 10 || (major === 10 && minor >= 6));
}

/** Reads what is there and makes the statements. */
export async function planExchange(
  held: Held,
  info: ServerInfo,
  restored: Restored,
  old: string,
  staying: ReadonlySet<string>,
): Promise<Exchange> {
  const { database, mariadb } = info;
  const live = await readPrograms(held, database, database);
  const moving = async (from: string): Promise<readonly string[]> =>
    (await tablesOf(held, from)).filter((name) => !staying.has(name));
  const back = await moving(restored.database);
  const moves = [
    ...(await moving(database)).map((name) => ({ name, from: database, to: old })),
    ...back.map((name) => ({ name, from: restored.database, to: database })),
  ];
  const [first] = moves;
  const present = await collationOf(held, database);
  const collation = restored.programs === null ? present : await collationOf(held, restored.database);
  const making: Making = { database, mariadb, immediate: executesImmediately(info), collation };
  const triggers = live.filter(({ kind }) => kind === 'trigger');
  const inTheWay = live.filter(({ kind, name }) => kind === 'view' && back.includes(name));
  // The last trigger of each event goes first, so that bringing back those that went keeps their order.
  const removals = [...triggers.toReversed(), ...inTheWay].map((program) => ({
    program,
    drop: dropStatement(program, database),
    create: createStatements(program, { ...making, collation: present }),
  }));
  const after = [
    ...(await sequenceDefaults(held, restored.database, database)),
    ...(collation === present ? [] : [`alter database ${quoteIdentifier(database)} collate ${collation}`]),
    ...(restored.programs === null
      ? triggers.flatMap((trigger) => createStatements(trigger, making))
      : programChanges(
          live.filter((program) => !inTheWay.includes(program)),
          restored,
          making,
        )),
  ];
  const pairs = moves.map(
    ({ name, from, to }) => `${quoteTable({ schema: from, name })} to ${quoteTable({ schema: to, name })}`,
  );
  return {
    removals,
    rename: first === undefined ? null : `rename table ${pairs.join(', ')}`,
    after,
    // The first table moves where none of its name was before: away, or into a database that had none.
    witness: first === undefined ? null : { name: first.name, database: first.to },
  };
}

/** A statement for {@link executesImmediately}. */
export function immediately(statement: string): string {
  return `execute immediate ${literal(statement)}`;
}

/**
 * An exchange as one statement: the server does it to its end, whatever becomes of the one who sent it. When the tables
 * cannot be exchanged it brings back what was removed.
 */
export function asOneStatement({ removals, rename, after }: Exchange): string {
  const undo = removals
    .map(
      ({ create }, index) =>
        `if removed > ${index} then ${create.map((one) => `${immediately(one)};`).join(' ')} end if;`,
    )
    .toReversed();
  return [
    'begin not atomic',
    'begin',
    'declare removed int default 0;',
    `declare exit handler for sqlexception begin ${undo.join(' ')} resignal; end;`,
    ...removals.map(({ drop }, index) => `${immediately(drop)}; set removed = ${index + 1};`),
    // In plain text, so that the server's process list shows what is waited for.
    ...(rename === null ? [] : [`${rename};`]),
    'end;',
    ...after.map((one) => `${immediately(one)};`),
    'end',
  ].join('\n');
}
