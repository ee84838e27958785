/** Types whose values are read as something else than text; the numbers are fixed in PostgreSQL's pg_type.dat. */
const OID = { bool: 16, int2: 21, int4: 23, oid: 26 } as const;

/** A row of an answer, by column. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A value of a row of Sluice's own queries: booleans and numbers of at most 32 bits as such, everything else as
 * the server's text, because dates would be shifted and 64-bit numbers rounded.
 */
export function parseValue(typeOid: number, text: string): string | number | boolean {
  switch (typeOid) {
    case OID.bool:
      return text === 't';
    case OID.int2:
    case OID.int4:
    case OID.oid:
      return Number(text);
    default:
      return text;
  }
}
