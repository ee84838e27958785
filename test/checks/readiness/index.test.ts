import { describe, expect, it } from '@jest/globals';
import { READINESS_CHECKS, runReadiness } from '../../../src/checks/readiness/index.ts';
import type { CheckResult } from '../../../src/journal/entries.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { context, KEYSPACE } from './fixtures.ts';

describe('runReadiness', () => {
  async function run(
    selected: readonly string[] | null,
    changes: Parameters<typeof context>[1] = {},
  ): Promise<readonly CheckResult[]> {
    const folder = await temporaryDirectory();
    const seen: CheckResult[] = [];
    const directories = { migrations: folder, backups: folder, logs: folder, temporary: folder };
    const results = await runReadiness(context({ directories }, changes), selected, async (check) => {
      seen.push(check);
    });
    expect(seen).toEqual(results);
    return results;
  }

  it('runs every check, in order, whatever the others found', async () => {
    const results = await run(null, { readOnly: true, unknown: [{ fact: 'f', why: 'w' }], keyspace: KEYSPACE });
    const names = [...new Set(results.map(({ id }) => id))].filter((id) => id !== 'tls');
    expect(names).toEqual(Object.keys(READINESS_CHECKS));
    expect(results.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual(['read-only']);
  });

  it('leaves out what the engine does not have', async () => {
    const ids = (await run(null)).map(({ id }) => id);
    expect(ids).not.toContain('keyspace');
    expect(ids).not.toContain('memory-headroom');
  });

  it('runs the selected checks alone', async () => {
    expect((await run(['run-lock', 'read-only'])).map(({ id }) => id)).toEqual(['read-only', 'run-lock']);
    expect(await run([])).toEqual([]);
  });

  it('ends with the run', async () => {
    const aborted = context({ signal: AbortSignal.abort(new Error('told to leave')) });
    await expect(runReadiness(aborted, null, () => Promise.resolve())).rejects.toThrow('told to leave');
  });
});
