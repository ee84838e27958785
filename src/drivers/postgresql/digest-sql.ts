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
 * double (`1e+23`). Below 2^53 and from 1e40 on no half-way point has so few digits.
 */
function largeText(x: string): string {
  const whole = `(abs(${x}))::text::numeric`;
  const shorter = `div(p, unit) * unit`;
  return (
    `(select case when abs(${x}) < 1e21 then n::text else ${scientific("rtrim(n::text, '0')")} || 'e+' || length(n::text) - 1 end from (` +
    `select case when abs(${x}) >= 1e40 then p when (${shorter})::float8 = abs(${x}) then ${shorter} when (${shorter} + unit)::float8 = abs(${x}) then ${shorter} + unit else p end as n from (` +
    `select p, ('1e' || length(p::text) - length(rtrim(p::text, '0')) + 1)::numeric as unit from (select ${whole} as p offset 0) a offset 0) b offset 0) c)`
  );
}

/** A numeric without the zeros at the end of its fraction; `x` is the SQL of a numeric. */
function trimmedNumeric(x: string): string {
  const text = `(${x})::text`;
  return `case when strpos(${text}, '.') > 0 then rtrim(rtrim(${text}, '0'), '.') else ${text} end`;
}

/**
 * A timestamp with six digits of its second. Nearly all come out of the server's own text, padded; to_char, which is
 * six times as slow, is left with years before Christ and after 9999. Infinite ones keep the server's word.
 */
function timestampText(x: string): string {
  const text = `(${x})::text`;
  return (
    `case when length(${text}) = 19 then ${text} || '.000000'` +
    ` when substr(${text}, 20, 1) = '.' and right(${text}, 1) <> 'C' then rpad(${text}, 26, '0')` +
    ` when isfinite(${x}) then to_char(${x}, 'YYYY-MM-DD HH24:MI:SS.US') || case when extract(year from ${x}) < 0 then ' BC' else '' end` +
    ` else ${text} end`
  );
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
      return `(${x})::int::text`;
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
      return timestampText(`(${x} at time zone 'UTC')`);
    case 'time':
      return `rpad((${x})::text || case when length((${x})::text) = 8 then '.' else '' end, 15, '0')`;
    default:
      return `(${x})::text`;
  }
}

/** The query whose only row holds `rows` and `checksum` of a table; one scan. */
export function digestSql(table: TableRef, columns: readonly DigestColumn[], server: DigestServer): string {
  const { utf8 } = server;
  // In steps, each a subquery that the planner may not merge with the next: a text is needed twice, and so is the hash.
  const texts = columns.map(
    ({ name, type }, index) => `${cellText(`t.${quoteIdentifier(name)}`, type, server)} as c${String(index)}`,
  );
  const cells = columns.map((_, index) => {
    const text = `c${String(index)}`;
    // A concatenation with NULL is NULL.
    return `coalesce('V' || octet_length(${utf8 ? text : `convert_to(${text}, 'UTF8')`}) || ':' || ${text}, 'N')`;
  });
  const content = cells.length === 0 ? "''" : cells.join(' || ');
  const half = (from: number): string => `coalesce(sum(substring(h from ${String(from)} for 60)::bit(60)::bigint), 0)`;
  return (
    `select count(*)::text as rows, ${half(1)} || ':' || ${half(61)} as checksum` +
    ` from (select ('x' || md5(${utf8 ? content : `convert_to(${content}, 'UTF8')`}))::bit(128) as h` +
    ` from (select ${texts.join(', ')} from only ${quoteTable(table)} t offset 0) v offset 0) r`
  );
}

/** The query that only counts. */
export function countSql(table: TableRef): string {
  return `select count(*)::text as rows from only ${quoteTable(table)}`;
}
