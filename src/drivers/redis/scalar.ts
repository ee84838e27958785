import type { Limits } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { splitCommand } from './command-line.ts';
import type { RedisLink } from './link.ts';
import { listOf, type Reply } from './reply.ts';

function invalid(sentence: string, fix: string): SluiceError {
  return new SluiceError('CONF_001', sentence, { fix });
}

const EXAMPLES = 'Write one command that reads, as on redis-cli: `scard users:active`, `hget config:system version`.';

/** Whether the server says that the command, or its subcommand, only reads. */
async function isReadOnly(link: RedisLink, name: string, subcommand: string | undefined): Promise<boolean> {
  const asked = subcommand === undefined ? [name] : [name, `${name}|${subcommand}`];
  const replies = listOf(await link.call('COMMAND', 'INFO', ...asked));
  // The entry of a subcommand is the exact one; servers before 7.0 have none, and flag the command itself.
  const entry = listOf(replies[1] ?? null).length > 0 ? replies[1] : replies[0];
  const flags = listOf(listOf(entry ?? null)[2] ?? null).map(String);
  if (entry === undefined || listOf(entry).length === 0) {
    throw invalid(`The server does not know the command ${name.toUpperCase()} of a rule.`, EXAMPLES);
  }
  return flags.includes('readonly') && !flags.includes('write');
}

/** The only value in a reply, as text. */
function onlyValue(reply: Reply): string | null {
  if (reply === null) return null;
  if (typeof reply !== 'object') return String(reply);
  const [first, ...more] = listOf(reply);
  if (first === undefined || more.length > 0 || (typeof first === 'object' && first !== null)) {
    throw invalid(
      `The command returned ${String(listOf(reply).length)} values instead of one.`,
      'Write a command that returns one value, as `scard`, `llen`, `get` and `hget` do.',
    );
  }
  return first === null ? null : String(first);
}

/**
 * Runs one command that only reads and gives its reply as text; null for nil.
 *
 * @throws SluiceError `CONF_001` when it writes, or does not return one value
 */
export async function scalarCommand(link: RedisLink, query: string, limits: Limits): Promise<string | null> {
  const [name, ...args] = splitCommand(query);
  if (name === undefined) throw invalid('A rule has to be a command.', EXAMPLES);
  const bounded = link.within({ signal: limits.signal, timeoutMs: limits.statementTimeoutMs });
  if (!(await isReadOnly(bounded, name.toLowerCase(), args[0]?.toString('latin1').toLowerCase()))) {
    throw invalid(`The command ${name.toUpperCase()} of a rule does not only read.`, EXAMPLES);
  }
  if (name.toLowerCase() === 'keys') {
    throw invalid(
      'The command KEYS holds up the server for all others.',
      'Use DBSIZE, or keep a set of the keys to count.',
    );
  }
  try {
    return onlyValue(await bounded.call(name, ...args));
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'SQL_001') throw error;
    throw new SluiceError('CONF_001', error.message, { cause: error, fix: EXAMPLES });
  }
}
