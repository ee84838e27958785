import { atLeast, type ServerInfo } from '../info.ts';

/** A command that Sluice needs. */
export interface Need {
  /** As ACL SETUSER takes it: `scan`, `client|list`. */
  readonly command: string;
  /** Arguments that make it a command that could be run; `KEY` stands for a key of the application. */
  readonly args: readonly string[];
  readonly neededFor: string;
  /** Whether it may be run with these arguments just to see if it is allowed: it changes nothing. */
  readonly harmless: boolean;
}

/** Stands for a key of the application, of which nothing is known. */
export const ANY_KEY = 'KEY';

const ANY = [ANY_KEY] as const;
const OWN = 'the run lock, the journal and the applied migrations';
const READING = 'checksums, validation and backups';
const CHANGING = 'key migrations and restoring';

function need(command: string, args: readonly string[], neededFor: string, harmless = true): Need {
  return { command, args, neededFor, harmless };
}

/** Without these something cannot be done. `own` is a key of Sluice's that does not exist. */
export function required({ commands }: Pick<ServerInfo, 'commands'>, own: string): readonly Need[] {
  const since7 = atLeast(commands, 7);
  return [
    need('eval', ['return 1', '0'], OWN),
    need('evalsha', ['0'.repeat(40), '0'], OWN),
    need('time', [], OWN),
    need('hget', [own, 'f'], OWN),
    need('hmget', [own, 'f'], OWN),
    need('hgetall', [own], OWN),
    need('hset', [own, 'f', 'v'], OWN, false),
    need('hdel', [own, 'f'], OWN),
    need('zadd', [own, '1', 'm'], OWN, false),
    need('zrange', [own, '0', '0'], OWN),
    need('rpush', [own, 'e'], OWN, false),
    need('lrange', [own, '0', '0'], OWN),
    need('lindex', [own, '0'], OWN),
    need('del', [own], OWN),
    need('unlink', [own], OWN),
    need('scan', ['0', 'COUNT', '1'], READING),
    need('dbsize', [], READING),
    need('dump', ANY, READING),
    need(since7 ? 'pexpiretime' : 'pttl', ANY, READING),
    need('command|info', ['get'], 'the rules of validation'),
    ...(since7 ? [need('function|list', [], 'reading and comparing function libraries')] : []),
    need('restore', [ANY_KEY, '0', 'x'], CHANGING, false),
    need('rename', [ANY_KEY, ANY_KEY], CHANGING, false),
  ];
}

/** Without these something stays unknown, or is done in another way. */
export const OPTIONAL: readonly (Need & { readonly without: string })[] = [
  {
    ...need('psync', ['?', '-1'], 'backups that show one moment', false),
    without: 'one moment that a backup shows: keys can only be read one after the other',
  },
  {
    ...need('client|list', [], 'finding what dead runs left'),
    without: 'connections that dead runs left',
  },
  {
    ...need('client|kill', ['ID', '0'], 'ending what dead runs left'),
    without: 'how to end connections that dead runs left',
  },
  {
    ...need('config|get', ['save'], 'persistence, and the disk of the server'),
    without: 'whether the server saves snapshots by itself',
  },
  {
    ...need('memory|usage', ANY, 'big keys'),
    without: 'big keys',
  },
  {
    ...need('swapdb', ['0', '0'], 'exchanging databases when a backup is restored', false),
    without: 'how databases could be exchanged at once',
  },
];
