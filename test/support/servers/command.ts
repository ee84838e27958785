import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Account } from './account.ts';

const run = promisify(execFile);

/** Runs a set-up program to its end; a failure carries what it printed. */
export async function command(program: string, args: readonly string[], account: Account = {}): Promise<string> {
  const environment: NodeJS.ProcessEnv = {
    PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
    LC_ALL: 'C',
    TZ: 'UTC',
  };
  try {
    const { stdout } = await run(program, args, { ...account, cwd: '/', env: environment, timeout: 120_000 });
    return stdout;
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new Error(`${program} failed.\n${stdout}${stderr}`, { cause });
  }
}
