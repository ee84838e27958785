import { describe, expect, it } from '@jest/globals';
import { splitStatements } from '../../src/migrations/split.ts';
import { type Dialect, RandomSql } from './random-sql.ts';
import { MYSQL, POSTGRESQL, SQLITE } from './syntaxes.ts';

const FILES = 400;
const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000_000);

const SYNTAXES = { sqlite: SQLITE, postgresql: POSTGRESQL, mysql: MYSQL } as const satisfies Record<Dialect, unknown>;

function feeds(text: string): number {
  return text.split('\n').length - 1;
}

describe(`random files, SLUICE_SEED=${String(seed)}`, () => {
  it.each(['sqlite', 'postgresql', 'mysql'] as const)('%s', (dialect) => {
    for (let file = 0; file < FILES; file += 1) {
      const statements = new RandomSql(dialect, seed + file).file();
      let text = '';
      const expected = statements.map((statement, index) => {
        const line = feeds(text) + feeds(statement.before) + 1;
        text += statement.before + statement.text + statement.after;
        const { copyData } = statement;
        return { index, line, text: statement.text, ...(copyData === undefined ? {} : { copyData }) };
      });
      for (const written of [text, `\uFEFF${text.replaceAll('\n', '\r\n')}`]) {
        const split = splitStatements(written, SYNTAXES[dialect]).map(({ hash: _hash, ...rest }) => rest);
        // The seed of one file repeats it: SLUICE_SEED is the seed of the first.
        expect({ seed: seed + file, written, split }).toEqual({ seed: seed + file, written, split: expected });
      }
    }
  });
});
