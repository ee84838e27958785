import type { ClientTool } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';

/** The path of a client program that may be used. `TOOL_001` when it is missing or does not fit the server. */
export function usable(tool: ClientTool): {
  readonly program: string;
  readonly path: string;
  readonly version: string;
} {
  if (tool.path !== null && tool.version !== null && tool.problem === null) {
    return { program: tool.program, path: tool.path, version: tool.version };
  }
  throw new SluiceError('TOOL_001', `${tool.program} cannot be used: ${tool.problem ?? 'it was not found'}.`, {
    fix: tool.fix,
  });
}
