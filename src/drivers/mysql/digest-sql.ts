/**
 * The row digest of `src/checksum/row-digest.ts` as SQL, so that rows never leave the server: a cell is `N`
 * or `V<octets>:<text>`, a row the MD5 of its cells, a table the sums of the two 60-bit halves.
 */
import type { TableRef } from '../../driver.ts';
import { quoteIdentifier, quoteTable } from './quote.ts';

/** A column as the catalogue describes it. */
export interface DigestColumn {
  readonly name: string;
  /** `varchar`, in lower case. */
  readonly dataType: string;
  /** `int(5) unsigned zerofill`, in lower case. */
  readonly columnType: string;
  /** Digits of the fraction, of times and decimals. */
  readonly scale: number;
  readonly characterSet: string | null;
  readonly nullable: boolean;
}

const BYTES = new Set([
  ...['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'vector'],
  // As stored: SRID, then WKB. ST_AsBinary would lose the SRID and turn axes round.
  ...['geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'],
  ...['geometrycollection', 'geomcollection'],
]);

const WHOLE = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);

/**
 * The server computes an expression again wherever it stands, also one of a derived table. Numbers and dates are cheaper
 * to print twice than to keep; what costs more is kept in a variable, set where the server comes to it first.
 */
const DOUBLE = '@sluice_double';
const TEXT = '@sluice_text';
const HASH = '@sluice_hash';

/**
 * A double as ECMAScript writes it. The server prints the same shortest digits (17 at most), but moves to
 * exponents at other magnitudes, so digits and exponent are taken apart and put together again.
 */
function doubleText(value: string): string {
  const text = DOUBLE;
  const mantissa = `substring_index(${text}, 'e', 1)`;
  const exponent = `if(locate('e', ${text}) > 0, cast(substring_index(${text}, 'e', -1) as signed), 0)`;
  const all = `replace(${mantissa}, '.', '')`;
  const digits = `trim(both '0' from ${all})`;
  const leadingZeros = `(length(${all}) - length(trim(leading '0' from ${all})))`;
  // The value is 0.digits × 10^point.
  const point = `(length(substring_index(${mantissa}, '.', 1)) + ${exponent} - ${leadingZeros})`;
  const plain = `trim(trailing '.' from insert(rpad(${digits}, greatest(length(${digits}), ${point}), '0'), ${point} + 1, 0, '.'))`;
  const scientific =
    `concat(left(${digits}, 1), if(length(${digits}) > 1, concat('.', substr(${digits}, 2)), ''),` +
    ` if(${point} > 0, 'e+', 'e-'), abs(${point} - 1))`;
  return (
    // Most values, and printed alike on both sides.
    `case when abs(${value}) between 1e-4 and 1e14 then concat(${value})` +
    ` when ${value} = 0 then '0' else concat(if(${value} < 0, '-', ''), case` +
    ` when locate('e', ${DOUBLE} := trim(leading '-' from concat(${value}))) = 0 and abs(${value}) >= 0.000001 then ${text}` +
    ` when ${point} between 1 and 21 then ${plain}` +
    ` when ${point} between -5 and 0 then concat('0.', repeat('0', -${point}), ${digits})` +
    ` else ${scientific} end) end`
  );
}

/** A column's text in the canonical form, in utf8mb4 or ASCII, as SQL. */
interface CellText {
  readonly text: string;
  /** How many octets it has, where that is known or cheaper to say than to count. */
  readonly octets?: string;
  /** It is cheaper to keep it in a variable than to compute it twice. */
  readonly costly?: true;
}

/** The text of a column; NULL where the column is. */
function cellText(column: DigestColumn): CellText {
  const name = quoteIdentifier(column.name);
  const { dataType, scale } = column;
  if (BYTES.has(dataType)) return { text: `lower(hex(${name}))`, costly: true };
  // A number without leading zeros; `+ 0` keeps all 64 bits.
  const number = column.columnType.includes('zerofill') ? `concat(${name} + 0)` : `concat(${name})`;
  if (WHOLE.has(dataType)) return { text: number };
  switch (dataType) {
    case 'bit': {
      const digits = Math.ceil(Number(/\d+/.exec(column.columnType)?.[0] ?? 1) / 8) * 2;
      return { text: `lower(lpad(hex(${name}), ${digits}, '0'))`, octets: String(digits) };
    }
    case 'decimal':
      return { text: scale === 0 ? number : `trim(trailing '.' from trim(trailing '0' from ${number}))` };
    // Widened to a double, exactly: printed as a float it would show 6 of its 9 digits.
    case 'float':
      return { text: doubleText(`(${name} + 0e0)`), costly: true };
    // One of fixed decimals or with leading zeros would print all of them.
    case 'double':
      return { text: doubleText(/\(|zerofill/.test(column.columnType) ? `(${name} + 0e0)` : name), costly: true };
    // No functions on dates: those of zero dates are NULL.
    case 'datetime':
    case 'timestamp':
      return { text: sixDigits(name, scale), octets: '26' };
    case 'time':
      return { text: sixDigits(name, scale) };
    case 'date':
      return { text: `concat(${name})`, octets: '10' };
    case 'year':
      return { text: `concat(${name})`, octets: '4' };
    default:
      return column.characterSet === 'utf8mb4'
        ? { text: name }
        : { text: `convert(${name} using utf8mb4)`, costly: true };
  }
}

function sixDigits(name: string, scale: number): string {
  return `concat(${name}, '${(scale === 0 ? '.' : '') + '0'.repeat(6 - scale)}')`;
}

/** What stands for a value in its row's text, as arguments of concat. */
function cell(column: DigestColumn): string {
  const name = quoteIdentifier(column.name);
  const { text, octets, costly } = cellText(column);
  const value =
    octets === undefined
      ? costly
        ? `'V', length(${TEXT} := ${text}), ':', ${TEXT}`
        : `'V', length(${text}), ':', ${text}`
      : `'V${octets}:', ${text}`;
  return column.nullable ? `if(${name} is null, 'N', concat(${value}))` : value;
}

/** The places of three numbers in one decimal of 65 digits: sums of 60 bits, for up to 86 thousand million rows. */
const SUM_DIGITS = 29;

function power(exponent: number): string {
  return `1${'0'.repeat(exponent)}`;
}

/**
 * A query of one row: `n` rows, and `sums` for {@link readSums}. All is one sum, because nobody says in which order the
 * server computes several, and the hash is set by the first use of it. That use is not `is null`: where no cell can be
 * NULL the server leaves such a test out, and the hash with it.
 */
export function digestQuery(table: TableRef, columns: readonly DigestColumn[], allVersions: boolean): string {
  const half = (from: number): string => `cast(conv(substr(${HASH}, ${from}, 15), 16, 10) as unsigned)`;
  return (
    `select count(*) as n, concat(coalesce(sum(if(length(${HASH} := md5(concat(${columns.map(cell).join(', ')}))) = 32,` +
    ` ${half(1)} * ${power(SUM_DIGITS)} + ${half(16)}, ${power(2 * SUM_DIGITS)})), 0)) as sums` +
    ` from ${quoteTable(table)}${allVersions ? ' for system_time all' : ''}`
  );
}

/**
 * The checksum in what {@link digestQuery} returned as `sums`, and how many rows have a text longer than
 * max_allowed_packet, which the server turns into NULL.
 */
export function readSums(sums: string): { readonly checksum: string; readonly tooLong: number } {
  const digits = sums.padStart(2 * SUM_DIGITS + 1, '0');
  const [tooLong, first, second] = [
    digits.slice(0, -2 * SUM_DIGITS),
    digits.slice(-2 * SUM_DIGITS, -SUM_DIGITS),
    digits.slice(-SUM_DIGITS),
  ];
  return { checksum: `${String(BigInt(first))}:${String(BigInt(second))}`, tooLong: Number(tooLong) };
}

/** A query of one row: `n` rows. */
export function countQuery(table: TableRef, allVersions: boolean): string {
  return `select count(*) as n from ${quoteTable(table)}${allVersions ? ' for system_time all' : ''}`;
}
