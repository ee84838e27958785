import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder for one server. It lies below SLUICE_TEST_ROOT, which the test run guards as a whole, and may be
 * crossed by the server's account.
 */
export async function serverDirectory(name: string): Promise<string> {
  const directory = await mkdtemp(join(process.env['SLUICE_TEST_ROOT'] ?? tmpdir(), `${name}-`));
  await chmod(directory, 0o755);
  return directory;
}
