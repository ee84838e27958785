import type { TableRef } from '../../driver.ts';
import { quoteIdentifier, quoteTable } from './quote.ts';

/** A column whose cells are digested. */
export interface DigestColumn {
  readonly name: string;
  /** The type below all domains, as `pg_type.typname`; empty for types outside `pg_catalog`, whose text is taken. */
  readonly type: string;
}

/** From here on doubles are whole numbers, and may lie half-way between shorter decimals. */
const TWO_TO_53 = '9007199254740992';

/** The text of a double as ECMAScript writes it; NULL for NULL; `x` is the SQL of a float8. */
function doubleText(x: string): string {
  const sign = `case when ${x} < 0 then '-' else '' end`;
  const text = `(abs(${x}))::text`;
  const digits = `rtrim(regexp_replace(${text}, '[.]|e.*$', '', 'g'), '0')`;
  return (
    `case when abs(${x}) >= 0.0001 and abs(${x}) < 1e15 then (${x})::text` +
    ` when ${x} = 0 then '0'` +
    ` when ${x} in ('NaN', 'Infinity', '-Infinity') then (${x})::text` +
    ` when abs(${x}) >= ${TWO_TO_53} then ${sign} || ${largeText(x)}` +
    // The server switches to the exponent at 1e15 and below 1e-4, and writes two digits of it; numeric moves the
    // point without rounding.
    ` when abs(${x}) < 1e-6 then ${sign} || ${scientific(digits)} || 'e' || substring(${text} from 'e(.*)$')::int` +
    ` when strpos(${text}, 'e') > 0 then ${trimmedNumeric(`(${x})::text::numeric`)}` +
    ` else (${x})::text end`
  );
}

/** `1.5` out of the digits `15`. */
function scientific(digits: string): string {
  return `substr(${digits}, 1, 1) || case when length(${digits}) > 1 then '.' || substr(${digits}, 2) else '' end`;
}

/**
 * The text of the absolute value of a large double. The server takes only decimals between the half-way points to the
 * neighbours (`9.999999999999999e+22`), ECMAScript also one that lies on such a point and reads back as the same
 * double (`1e+23`). Below 2^53 and from 1e40 on no half-way point has so few digits. Without a subquery, which would
 * keep parallel workers off the table.
 */
function largeText(x: string): string {
  const whole = `(abs(${x}))::text::numeric`;
  const places = `length((${whole})::text) - length(rtrim((${whole})::text, '0')) + 1`;
  const shorter = `trunc(${whole}, -(${places}))`;
  const larger = `${shorter} + ('1e' || ${places})::numeric`;
  const number = `case when abs(${x}) >= 1e40 then ${whole} when (${shorter})::float8 = abs(${x}) then ${shorter} when (${larger})::float8 = abs(${x}) then ${larger} else ${whole} end`;
  const text = `(${number})::text`;
  return `case when abs(${x}) < 1e21 then ${text} else regexp_replace(rtrim(${text}, '0'), '^(.)(.+)$', '\\1.\\2') || 'e+' || length(${text}) - 1 end`;
}

/** A numeric without the zeros at the end of its fraction; `x` is the SQL of a numeric. */
function trimmedNumeric(x: string): string {
  const text = `(${x})::text`;
  return `case when strpos(${text}, '.') > 0 then rtrim(rtrim(${text}, '0'), '.') else ${text} end`;
}

/** The texts of these have a fixed length up to the fraction of the second, which {@link padded} completes. */
const WHOLE_SECONDS: Readonly<Record<string, number>> = { timestamp: 19, timestamptz: 19, time: 8 };

/**
 * A timestamp: the server's own text for years of four digits. to_char, which is six times as slow, is left with years
 * before Christ and after 9999; infinite ones keep the server's word.
 */
function timestampText(x: string): string {
  return (
    `case when ${x} between '0001-01-01' and '9999-12-31 23:59:59.999999' then (${x})::text` +
    ` when isfinite(${x}) then to_char(${x}, 'YYYY-MM-DD HH24:MI:SS.US') || case when extract(year from ${x}) < 0 then ' BC' else '' end` +
    ` else (${x})::text end`
  );
}

/** A cell whose text has `whole` octets before a fraction of at most six digits; NULL for any other text. */
function padded(text: string, whole: number): string {
  const missing = [6, 5, 4, 3, 2, 1, 0].map((zeros) => {
    const digits = 6 - zeros;
    const octets = digits === 0 ? whole : whole + 1 + digits;
    return `when ${String(octets)} then '${digits === 0 ? '.' : ''}${'0'.repeat(zeros)}'`;
  });
  return `'V${String(whole + 7)}:' || ${text} || case octet_length(${text}) ${missing.join(' ')} end`;
}

/** What of the server decides how a digest is written. */
export interface DigestServer {
  readonly major: number;
  /** The database is encoded in UTF-8, so its text need not be converted. */
  readonly utf8: boolean;
}

/** The canonical text of a value, NULL for NULL; `x` is its SQL. See `src/checksum/row-digest.ts`. */
function cellText(x: string, type: string, { major }: DigestServer): string {
  switch (type) {
    case 'bytea':
      return `encode(${x}, 'hex')`;
    case 'bool':
      return `case when ${x} then '1' when not ${x} then '0' end`;
    case 'float8':
      return doubleText(x);
    case 'float4':
      // Its own shortest digits, read as a double: 0.1::float4 is 0.1, not 0.10000000149011612.
      return doubleText(`(${x})::text::float8`);
    case 'numeric':
      return major >= 13 ? `trim_scale(${x})::text` : trimmedNumeric(x);
    case 'timestamp':
      return timestampText(x);
    case 'timestamptz':
      // The session's time zone is UTC.
      return timestampText(`(${x})::timestamp`);
    default:
      return `(${x})::text`;
  }
}

/** Up to this many octets the head of a cell, `V12:`, is looked up: joining it out of its parts takes twice the time. */
const LONGEST_KNOWN = 99;

/** The heads by their octets; an array of names, because their place in it is known without reading those before. */
const HEADS = `[0:${String(LONGEST_KNOWN)}]={${Array.from({ length: LONGEST_KNOWN + 1 }, (_, octets) => `V${String(octets)}:`).join(',')}}`;

/** The cell of a text, which may be NULL. */
function cell(text: string, type: string, utf8: boolean): string {
  const octets = `octet_length(${utf8 ? text : `convert_to(${text}, 'UTF8')`})`;
  const whole = WHOLE_SECONDS[type];
  // A concatenation with NULL is NULL, and so is what lies outside of an array.
  const ways = [
    ...(whole === undefined ? [] : [padded(text, whole)]),
    `($1::name[])[${octets}] || ${text}`,
    `'V' || ${octets} || ':' || ${text}`,
    "'N'",
  ];
  return `coalesce(${ways.join(', ')})`;
}

/** The query whose only row holds `rows` and `checksum` of a table; one scan, which parallel workers may share. */
export function digestSql(
  table: TableRef,
  columns: readonly DigestColumn[],
  server: DigestServer,
): { readonly text: string; readonly values: readonly string[] } {
  const { utf8 } = server;
  // In steps, each a subquery that the planner may not merge with the next: a text is needed twice, and so is the hash.
  // What holds them apart is the offset; a plain 0 would be cast to bigint, and that it is none seen too late for
  // parallel workers.
  const texts = columns.map(
    ({ name, type }, index) => `${cellText(`t.${quoteIdentifier(name)}`, type, server)} as c${String(index)}`,
  );
  const cells = columns.map(({ type }, index) => cell(`c${String(index)}`, type, utf8));
  const content = cells.length === 0 ? "''" : cells.join(' || ');
  const half = (from: number): string => `coalesce(sum(substring(h from ${String(from)} for 60)::bigint), 0)`;
  return {
    text:
      `select count(*)::text as rows, ${half(1)} || ':' || ${half(61)} as checksum` +
      ` from (select ('x' || md5(${utf8 ? content : `convert_to(${content}, 'UTF8')`}))::bit(128) as h` +
      ` from (select ${texts.join(', ')} from only ${quoteTable(table)} t offset '0') v offset '0') r`,
    values: columns.length === 0 ? [] : [HEADS],
  };
}

/** The query that only counts. */
export function countSql(table: TableRef): string {
  return `select count(*)::text as rows from only ${quoteTable(table)}`;
}
