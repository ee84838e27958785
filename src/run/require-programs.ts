import type { Driver } from '../driver.ts';
import { SluiceError } from '../errors.ts';

/**
 * Refuses work that needs client programs which are missing or older than the server, before any of it is begun.
 *
 * @throws SluiceError `TOOL_001` with the package to install
 */
export async function requirePrograms(driver: Driver, signal: AbortSignal): Promise<void> {
  const { tools } = await driver.probe(signal);
  const unusable = tools.find(({ problem }) => problem !== null);
  if (unusable === undefined) return;
  const { program, problem, fix } = unusable;
  throw new SluiceError('TOOL_001', `${program} cannot be used: ${problem ?? ''}`, { fix });
}
