/**
 * The rows of tables as INSERT statements, read in a session's own snapshot. The dump programs print a FLOAT with 6 of
 * its 9 significant digits, so 16777217 comes back as 16777200; here it is widened to a double, which is exact. And
 * they read a snapshot of their own, which shows the same state as another one only while nobody writes.
 */
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { SluiceError } from '../../../errors.ts';
import type { Held } from '../session.ts';
import { quoteIdentifier, quoteTable } from '../quote.ts';
import type { DigestColumn } from '../digest-sql.ts';
import type { TableShape } from '../table-columns.ts';

/** The dump program alone can write the past of versioned rows. */
export function canHaveExactRows(shape: TableShape): boolean {
  return !shape.versioned;
}

/** Rows of these tables are always written here, and left out of what the dump program writes. */
export function needsExactRows(shape: TableShape): boolean {
  return canHaveExactRows(shape) && shape.columns.some((column) => column.dataType === 'float');
}

/** The SQL of a column's value as a literal. */
function literalOf({ name, dataType, characterSet }: DigestColumn): string {
  const value = quoteIdentifier(name);
  const written = ((): string => {
    switch (dataType) {
      case 'float':
        return `concat(${value} + 0e0)`;
      case 'double':
      case 'tinyint':
      case 'smallint':
      case 'mediumint':
      case 'int':
      case 'bigint':
      case 'decimal':
        return `concat(${value})`;
      case 'json':
        return `concat('convert(x\\'', hex(convert(${value} using utf8mb4)), '\\' using utf8mb4)')`;
      case 'bit':
        return `concat('b\\'', bin(${value}), '\\'')`;
      case 'date':
      case 'datetime':
      case 'timestamp':
      case 'time':
      case 'year':
      case 'uuid':
      case 'inet4':
      case 'inet6':
        return `concat('\\'', ${value}, '\\'')`;
      default:
        return characterSet === null
          ? `concat('x\\'', hex(${value}), '\\'')`
          : `concat('convert(x\\'', hex(convert(${value} using utf8mb4)), '\\' using utf8mb4)')`;
    }
  })();
  // A value too long for max_allowed_packet makes the whole row NULL, and must not pass for a NULL of its own.
  return `if(${value} is null, 'NULL', ${written})`;
}

const HEAD = [
  '/*!40101 SET NAMES utf8mb4 */;',
  "/*!40103 SET TIME_ZONE='+00:00' */;",
  '/*!40014 SET UNIQUE_CHECKS=0 */;',
  '/*!40014 SET FOREIGN_KEY_CHECKS=0 */;',
  "/*!40101 SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;",
  '',
].join('\n');

/** Length from which a statement ends, in characters. */
const STATEMENT_LENGTH = 256 * 1024;

/** Puts a text to a stream and waits for room. */
async function put(target: Writable, text: string, signal: AbortSignal): Promise<void> {
  if (!target.write(text)) await once(target, 'drain', { signal });
}

async function writeTable(
  held: Held,
  database: string,
  shape: TableShape,
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  const columns = shape.columns.filter((column) => !column.generated);
  const into = `INSERT INTO ${quoteIdentifier(shape.name)} (${columns.map(({ name }) => quoteIdentifier(name)).join(', ')}) VALUES\n`;
  const from = quoteTable({ schema: database, name: shape.name });
  const targetFailed = new AbortController();
  const onFailure = (error: unknown): void => targetFailed.abort(error ?? new Error('The target was closed.'));
  target.once('error', onFailure);
  target.once('close', onFailure);
  let statement = '';
  let tooLong = 0;
  try {
    await held.run(
      `select concat(${columns.map(literalOf).join(", ',', ")}) as \`row\` from ${from}`,
      (row, flow) => {
        const values = row['row'];
        if (values === null) {
          tooLong += 1;
          return;
        }
        statement += `${statement === '' ? into : ',\n'}(${String(values)})`;
        if (statement.length < STATEMENT_LENGTH) return;
        const room = target.write(`${statement};\n`);
        statement = '';
        if (room || targetFailed.signal.aborted) return;
        flow.pause();
        target.once('drain', flow.resume);
      },
      { signal: AbortSignal.any([signal, targetFailed.signal]) },
    );
    if (statement !== '') await put(target, `${statement};\n`, signal);
  } finally {
    target.off('error', onFailure);
    target.off('close', onFailure);
  }
  if (tooLong > 0) {
    throw new SluiceError(
      'BACKUP_001',
      `${tooLong} rows of ${shape.name} are longer than max_allowed_packet and cannot be dumped.`,
      {
        fix: 'Raise max_allowed_packet on the server (up to 1G), then run the command again.',
      },
    );
  }
}

/** Writes the rows of the tables as the session's snapshot shows them; the session reads in UTC. */
export async function writeExactRows(
  held: Held,
  database: string,
  shapes: readonly TableShape[],
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  await put(target, HEAD, signal);
  for (const shape of shapes) await writeTable(held, database, shape, target, signal);
}
