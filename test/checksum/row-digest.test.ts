import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type CellValue, halves, rowMd5, TableSum } from '../../src/checksum/row-digest.ts';

interface VectorColumn {
  readonly type: string;
  readonly value?: string | boolean;
}

interface Vectors {
  readonly rows: readonly { name: string; columns: VectorColumn[]; rowMd5: string; halves: string[] }[];
  readonly tables: readonly { name: string; rows: VectorColumn[][]; count: number; checksum: string }[];
}

const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as Vectors;

/** The value of a vector's column as a driver would read it. */
function valueOf({ type, value }: VectorColumn): CellValue {
  switch (type) {
    case 'null':
      return null;
    case 'integer':
      return BigInt(String(value));
    case 'double':
      return Number(value);
    case 'bytes':
      return Buffer.from(String(value), 'hex');
    case 'octets':
      return { octets: Buffer.from(String(value), 'hex') };
    case 'text':
    case 'boolean':
      return value as string | boolean;
    default:
      throw new Error(`unknown type ${type}`);
  }
}

describe('row digest', () => {
  it.each(vectors.rows)('$name', ({ columns, rowMd5: expected, halves: expectedHalves }) => {
    const row = columns.map(valueOf);
    expect(rowMd5(row)).toBe(expected);
    expect(halves(expected).map(String)).toEqual(expectedHalves);
    const sum = new TableSum();
    sum.add(row);
    expect(sum.checksum()).toBe(expectedHalves.join(':'));
  });

  it('hashes an integer the same as a number, a bigint and its text as an octet sequence', () => {
    expect(rowMd5([7])).toBe(rowMd5([7n]));
    expect(rowMd5(['é', 1])).toBe(rowMd5([{ octets: Buffer.from('é') }, 1]));
  });
});

describe('table sum', () => {
  it.each(vectors.tables)('$name', ({ rows, count, checksum }) => {
    const sum = new TableSum();
    for (const row of rows) sum.add(row.map(valueOf));
    expect(sum.rows).toBe(count);
    expect(sum.checksum()).toBe(checksum);
  });

  it('does not depend on the order of the rows', () => {
    const forwards = new TableSum();
    const backwards = new TableSum();
    for (let id = 1; id <= 1000; id++) {
      forwards.add([id]);
      backwards.add([1001 - id]);
    }
    // Computed by an independent program.
    expect(forwards.checksum()).toBe('565547181656206521338:571812467368824523944');
    expect(backwards.checksum()).toBe(forwards.checksum());
  });

  it('stays exact over many rows', () => {
    const rows = 200_000;
    const sum = new TableSum();
    for (let row = 0; row < rows; row++) sum.add(['same']);
    const [first, second] = halves(rowMd5(['same']));
    expect(sum.checksum()).toBe(`${String(first * BigInt(rows))}:${String(second * BigInt(rows))}`);
  });
});
