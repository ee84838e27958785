/**
 * Runs the migrations of a ledger as a run does: URL, and how many batches it lives for. It then kills itself with
 * SIGKILL, at whatever moment comes within a few milliseconds.
 */
import { counting } from '../counting.ts';
import { openDriver } from '../workbench.ts';

const [url = '', lives = '0'] = process.argv.slice(2);
let batches = Number(lives);

const onBatch = async (): Promise<void> => {
  batches -= 1;
  if (batches === 0) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Math.random() * 12);
  return Promise.resolve();
};

const driver = await openDriver(url);
const fence = { owner: 'run-1', leaseMs: 600_000 };
const limits = { lockTimeoutMs: 0, statementTimeoutMs: 0, signal: new AbortController().signal };
await driver.lock.acquire(fence.owner, fence.leaseMs);
for (const transform of [counting.strings, counting.hashes]) {
  const { unsettled, changed } = (await driver.keys?.transform(fence, limits, transform, onBatch)) ?? {};
  process.stdout.write(`${transform.id}: ${String(changed)} changed, ${String(unsettled)} unsettled\n`);
}
await driver.close();
