import { describe, test } from '@jest/globals';
import { fuzz } from './fuzz-run.ts';

const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000_000);
const CASES = 1_000_000;

describe(`damaged RDB data, SLUICE_SEED=${String(seed)}`, () => {
  test.each(Array.from({ length: 10 }, (_, round) => seed + round * CASES))('a million cases from seed %d', (from) =>
    fuzz(from, CASES),
  );
});
