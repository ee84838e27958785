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
  const { program, fix } = unusable;
  const problem = unusable.problem?.replace(/\.$/, '') ?? '';
  throw new SluiceError('TOOL_001', `${problem.startsWith(program) ? '' : `${program} cannot be used: `}${problem}.`, {
    fix,
  });
}
