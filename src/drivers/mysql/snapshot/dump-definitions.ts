import type { Schema } from '../../../driver.ts';
import { quoteIdentifier } from '../quote.ts';
import type { DumpProgram } from './dump-program.ts';
import { changeLines } from './lines.ts';
import { viewsInOrder } from './views-in-order.ts';

/** Definitions need no lock on the tables, which would wait for every transaction of the application. */
const WITHOUT_ROWS = ['--no-data', '--skip-lock-tables'] as const;

/** Names in a schema of one kind. */
export function namesOf(schema: Schema, kind: string): readonly string[] {
  return schema.objects.filter((object) => object.kind === kind).map((object) => object.name);
}

/** Names of the views, each after those that it reads: the dump program writes them in the order in which they are named. */
function orderedViews({ objects }: Schema): readonly string[] {
  const views = objects.filter(({ kind }) => kind === 'view');
  return viewsInOrder(
    views.map(({ name, definition }) => ({ name, text: (definition as { readonly query: string }).query })),
  );
}

/** Tables and sequences, and what the database gives to new ones. */
export async function dumpStructure(program: DumpProgram, database: string, schema: Schema): Promise<void> {
  const defaults = schema.objects.find((object) => object.kind === 'database')?.definition as
    | Readonly<Record<string, string>>
    | undefined;
  const head =
    defaults === undefined
      ? ''
      : `ALTER DATABASE CHARACTER SET ${String(defaults['character_set'])} COLLATE ${String(defaults['collation'])};\n`;
  // Columns whose default is a sequence's next value name its database; loaded elsewhere they would mean that one's.
  const quoted = Buffer.from(quoteIdentifier(database)).toString('latin1');
  const transform = changeLines((line) => line.replaceAll(`nextval(${quoted}.`, 'nextval('));
  const options = namesOf(schema, 'sequence').length === 0 ? { head } : { head, transform };
  await program.run('structure.sql', {
    args: [...WITHOUT_ROWS, '--skip-triggers'],
    ignored: namesOf(schema, 'view'),
    options,
  });
}

/** Routines, triggers and events; then views, which may need the routines. */
export async function dumpPrograms(program: DumpProgram, schema: Schema): Promise<void> {
  const views = orderedViews(schema);
  const has = (...kinds: readonly string[]): boolean => schema.objects.some(({ kind }) => kinds.includes(kind));
  // Only what there is: to look for events in a database with a `"` in its name is more than MariaDB's program can do.
  const programs = [
    ...(has('trigger') ? ['--triggers'] : ['--skip-triggers']),
    ...(has('function', 'procedure', 'package', 'package-body') ? ['--routines'] : []),
    ...(has('event') ? ['--events'] : []),
  ];
  await program.run('programs.sql', { args: [...WITHOUT_ROWS, '--no-create-info', ...programs], ignored: views });
  if (views.length > 0) await program.run('views.sql', { args: [...WITHOUT_ROWS, '--skip-triggers'], objects: views });
}
