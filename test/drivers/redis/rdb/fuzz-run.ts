import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';

const program = fileURLToPath(new URL('programs/fuzz.ts', import.meta.url));
const PEAK_BYTES = 300 * 1024 * 1024;

/** Reads so many damaged files in a process of its own, whose memory is measured. */
export async function fuzz(seed: number, cases: number): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(seed), String(cases)]);
  const result = JSON.parse(stdout) as { read: number; refused: number; peakBytes: number };
  expect(result.read + result.refused).toBe(cases);
  // Sound files and harmless changes are among them, and have to be read.
  expect(result.read).toBeGreaterThan(cases / 8);
  expect(result.refused).toBeGreaterThan(cases / 4);
  expect(result.peakBytes).toBeLessThan(PEAK_BYTES);
}
