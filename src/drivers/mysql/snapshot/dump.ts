import type { BackupMode, DumpFacts, DumpSink } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { explained } from '../failure.ts';
import { readShapes } from '../table-columns.ts';
import { dumpPrograms, dumpStructure } from './dump-definitions.ts';
import { withDumpProgram } from './dump-program.ts';
import { dumpRows } from './dump-rows.ts';
import type { SnapshotParts } from './group.ts';
import { guaranteeOf } from './guarantee.ts';
import { presentTables } from './parts.ts';
import { requireBodies, requireSight } from './require-privileges.ts';

/** Writes a dump in parts: structure, rows, rows with floats, programs, views. */
export async function dump(
  parts: SnapshotParts,
  mode: BackupMode,
  sink: DumpSink,
  signal: AbortSignal,
): Promise<DumpFacts> {
  const { info, inspect, server } = parts;
  return withDumpProgram(parts, sink, signal, async (program) => {
    await requireSight(parts);
    const schema = await inspect(signal);
    await requireBodies(parts, schema);
    const shapes = await explained('Reading the schema', server, () =>
      parts.verifyParts.reader.exclusive(async (held) => {
        const all = await readShapes(
          async (sql, values) => (await held.query(sql, values, { signal })).rows,
          info.database,
        );
        const present = new Set(presentTables(parts.names));
        return [...all.values()].filter((shape) => !present.has(shape.name));
      }, signal),
    );
    await dumpStructure(program, info.database, schema);
    const data =
      mode === 'schema'
        ? { tables: [], moment: null }
        : await dumpRows({ parts, program, sink, schema, shapes, signal });
    await dumpPrograms(program, schema);
    // The programs see the present, not the snapshot: what was changed meanwhile may be in one part and not in another.
    if (JSON.stringify(await inspect(signal)) !== JSON.stringify(schema)) {
      throw new SluiceError('BACKUP_001', 'The schema was changed while the backup was made.', {
        fix: 'Run the backup again when nobody changes the schema.',
      });
    }
    return {
      tool: { program: program.program, version: program.version },
      snapshot: null,
      guarantee: guaranteeOf(data.moment, shapes),
      tables: data.tables,
      schema,
    };
  });
}
