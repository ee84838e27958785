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
 * The server computes an expression again wherever it stands, also one of a derived table. What is needed more than
 * once is therefore kept in a variable, set where the server comes to it first: it takes a third of the time.
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
    `case when ${value} = 0 then '0' else concat(if(${value} < 0, '-', ''), case` +
    // Most values, and printed alike on both sides.
    ` when locate('e', ${DOUBLE} := trim(leading '-' from concat(${value}))) = 0 and abs(${value}) >= 0.000001 then ${text}` +
    ` when ${point} between 1 and 21 then ${plain}` +
    ` when ${point} between -5 and 0 then concat('0.', repeat('0', -${point}), ${digits})` +
    ` else ${scientific} end) end`
  );
}

/** The SQL of a column's text in the canonical form, in utf8mb4 or ASCII; NULL where the column is. */
function cellText(column: DigestColumn): string {
  const name = quoteIdentifier(column.name);
  const { dataType, scale } = column;
  if (BYTES.has(dataType)) return `lower(hex(${name}))`;
  // A number without leading zeros; `+ 0` keeps all 64 bits.
  if (WHOLE.has(dataType)) return column.columnType.includes('zerofill') ? `concat(${name} + 0)` : `concat(${name})`;
  switch (dataType) {
    case 'bit': {
      const bits = Number(/\d+/.exec(column.columnType)?.[0] ?? 1);
      return `lower(lpad(hex(${name}), ${Math.ceil(bits / 8) * 2}, '0'))`;
    }
    case 'decimal': {
      const number = column.columnType.includes('zerofill') ? `concat(${name} + 0)` : `concat(${name})`;
      return scale === 0 ? number : `trim(trailing '.' from trim(trailing '0' from ${number}))`;
    }
    // Widened to a double, exactly: printed as a float it would show 6 of its 9 digits.
    case 'float':
      return doubleText(`(${name} + 0e0)`);
    case 'double':
      return doubleText(name);
    // No functions on dates: those of zero dates are NULL.
    case 'datetime':
    case 'timestamp':
    case 'time':
      return `concat(${name}, '${(scale === 0 ? '.' : '') + '0'.repeat(6 - scale)}')`;
    case 'date':
    case 'year':
      return `concat(${name})`;
    default:
      return column.characterSet === 'utf8mb4' ? name : `convert(${name} using utf8mb4)`;
  }
}

function cell(column: DigestColumn): string {
  const name = quoteIdentifier(column.name);
  const text = cellText(column);
  const value =
    text === name
      ? `concat('V', length(${name}), ':', ${name})`
      : `concat('V', length(${TEXT} := ${text}), ':', ${TEXT})`;
  return column.nullable ? `if(${name} is null, 'N', ${value})` : value;
}

/** The places of three numbers in one decimal of 65 digits: sums of 60 bits, for up to 86 thousand million rows. */
const SUM_DIGITS = 29;

function power(exponent: number): string {
  return `1${'0'.repeat(exponent)}`;
}

/**
 * A query of one row: `n` rows, and `sums` for {@link readSums}. All is one sum, because nobody says in which order the
 * server computes several, and the hash is set by the first use of it.
 */
export function digestQuery(table: TableRef, columns: readonly DigestColumn[], allVersions: boolean): string {
  const half = (from: number): string => `cast(conv(substr(${HASH}, ${from}, 15), 16, 10) as unsigned)`;
  return (
    `select count(*) as n, concat(coalesce(sum(if((${HASH} := md5(concat(${columns.map(cell).join(', ')}))) is null,` +
    ` ${power(2 * SUM_DIGITS)}, ${half(1)} * ${power(SUM_DIGITS)} + ${half(16)})), 0)) as sums` +
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
