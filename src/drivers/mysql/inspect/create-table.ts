import type { Json, SchemaObject } from '../../../driver.ts';

/** SHOW CREATE TABLE, cut into the objects that it defines. */
export interface CreateTable {
  readonly columns: readonly Json[];
  /** What follows the closing parenthesis: engine, character set, row format, comment, partitions. */
  readonly options: string;
  /** Indexes, foreign keys and checks, each named `table.name`. */
  readonly parts: readonly SchemaObject[];
}

const COLUMN = /^ {2}`((?:[^`]|``)+)` (.*?),?$/s;
const INDEX = /^ {2}((?:(?:PRIMARY|UNIQUE|FULLTEXT|SPATIAL|VECTOR) )?KEY)(?: `((?:[^`]|``)+)`)? ?(.*?),?$/s;
const CONSTRAINT = /^ {2}CONSTRAINT `((?:[^`]|``)+)` (FOREIGN KEY|CHECK) ?(.*?),?$/s;

function unquote(name: string): string {
  return name.replaceAll('``', '`');
}

/** Lines of the statement; one that begins like none of its kinds belongs to the line before. */
function linesOf(statement: string): readonly string[] {
  const lines: string[] = [];
  for (const line of statement.split('\n')) {
    const begins = /^(?:CREATE | {2}[`A-Z]|\)| PARTITION|\/\*!|\(PARTITION)/.test(line);
    if (begins || lines.length === 0) lines.push(line);
    else lines.push(`${lines.pop() ?? ''}\n${line}`);
  }
  return lines;
}

/** The options without the counter of AUTO_INCREMENT: it moves with every row. */
function withoutCounter(options: string): string {
  // It stands before the first text in quotes, where alone such words could be somebody's own.
  const quoted = options.search(/['"]/);
  const head = quoted === -1 ? options : options.slice(0, quoted);
  return head.replace(/ AUTO_INCREMENT=\d+/, '') + (quoted === -1 ? '' : options.slice(quoted));
}

/**
 * Reads what SHOW CREATE TABLE prints: the one place where the server tells all of a table, with parsers of
 * fulltext indexes, partitions and the options of every engine.
 *
 * @param statement without the database's own name in it
 */
export function readCreateTable(table: string, statement: string): CreateTable {
  const columns: Json[] = [];
  const parts: SchemaObject[] = [];
  const lines = linesOf(statement);
  const end = lines.findIndex((line, index) => index > 0 && line.startsWith(')'));
  const body = lines.slice(1, end === -1 ? undefined : end);
  for (const line of body) {
    const columnMatch = COLUMN.exec(line);
    const index = INDEX.exec(line);
    const constraint = CONSTRAINT.exec(line);
    if (columnMatch) {
      columns.push({ name: unquote(columnMatch[1] ?? ''), definition: columnMatch[2] ?? '' });
    } else if (index) {
      const name = index[2] === undefined ? 'PRIMARY' : unquote(index[2]);
      parts.push({
        kind: 'index',
        name: `${table}.${name}`,
        definition: { type: index[1] ?? '', definition: index[3] ?? '' },
      });
    } else if (constraint) {
      const kind = constraint[2] === 'CHECK' ? 'check' : 'foreign-key';
      parts.push({
        kind,
        name: `${table}.${unquote(constraint[1] ?? '')}`,
        definition: { definition: constraint[3] ?? '' },
      });
    } else {
      // PERIOD FOR SYSTEM_TIME and whatever later servers add: kept with the columns, so that it shows.
      columns.push({ name: '', definition: line.trim().replace(/,$/, '') });
    }
  }
  const options = end === -1 ? '' : lines.slice(end).join('\n');
  return { columns, options: withoutCounter(options.replace(/^\) ?/, '')), parts };
}
