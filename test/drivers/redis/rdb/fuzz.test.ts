import { describe, test } from '@jest/globals';
import { fuzz } from './fuzz-run.ts';

const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000_000);

describe(`damaged RDB data, SLUICE_SEED=${String(seed)}`, () => {
  test('is read, or refused by name, in little memory', () => fuzz(seed, 100_000));
});
