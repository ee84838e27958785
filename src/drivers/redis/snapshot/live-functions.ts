import { SluiceError } from '../../../errors.ts';
import { atLeast, type ServerInfo } from '../info.ts';
import type { RedisLink } from '../link.ts';
import type { ByteReply } from '../reply.ts';

/** The code of the server's libraries of functions. */
export async function liveFunctions(
  reader: RedisLink,
  { commands }: Pick<ServerInfo, 'commands'>,
): Promise<readonly Buffer[]> {
  if (!atLeast(commands, 7)) return [];
  try {
    const libraries = (await reader.callBuffer('FUNCTION', 'LIST', 'WITHCODE')) as readonly (readonly ByteReply[])[];
    return libraries.map((facts) => {
      const name = facts.findIndex((fact) => Buffer.isBuffer(fact) && fact.equals(Buffer.from('library_code')));
      return facts[name + 1] as Buffer;
    });
  } catch (error) {
    // A service that blocks the command has no libraries; an account that may not look could miss some.
    if (error instanceof SluiceError && error.details['unknownCommand'] !== undefined) return [];
    throw error;
  }
}

/** Whether both are the same libraries, in whatever order. */
export function sameFunctions(some: readonly Buffer[], others: readonly Buffer[]): boolean {
  const sorted = (codes: readonly Buffer[]): Buffer => Buffer.concat(codes.toSorted((a, b) => Buffer.compare(a, b)));
  return some.length === others.length && sorted(some).equals(sorted(others));
}

/** Keys alone are restored where the functions are those of the backup. */
export function otherFunctions(): SluiceError {
  return new SluiceError(
    'ROLL_001',
    'The backup is to bring keys only, and the functions of the server were not the present ones. Nothing was changed.',
    { fix: 'Load the functions that the server had at the time of the backup, or choose a backup of mode full.' },
  );
}
