import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAllTests } from './after-all.ts';

const created: string[] = [];

function removeAll(): void {
  for (const path of created.splice(0)) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

afterAllTests(removeAll);

/**
 * A new empty folder, mode 0700, removed when the test file has ended; after a crash the guard of the test run
 * removes it.
 */
export async function temporaryDirectory(): Promise<string> {
  const path = mkdtempSync(join(process.env['SLUICE_TEST_ROOT'] ?? tmpdir(), 'sluice-'));
  created.push(path);
  await chmod(path, 0o700);
  return path;
}
