import { type ErrorCode, SluiceError } from '../../errors.ts';
import { LEASE_LOST, leaseLost } from './fence.ts';
import type { ServerName } from './server-name.ts';

/** What was asked of the server, for the sentence; never its arguments. */
export interface Asked {
  /** `RESTORE`, or the name of a script: `append to the journal`. */
  readonly what: string;
}

interface Explanation {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly fix?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** `ERR …`: what the server's answer begins with, and the rest. A failure inside a script of an old server is unwrapped. */
function readReply(message: string): { readonly kind: string; readonly text: string } {
  const inner = /@user_script: ?\d+: -?([A-Z]+) (.*)$/su.exec(message);
  const [, kind = 'ERR', text = ''] = inner ?? /^([A-Z][A-Z0-9]*)(?: (.*))?$/su.exec(message) ?? ['', 'ERR', message];
  return { kind, text };
}

/** Cuts arguments, and where in a script it happened, out of a server's message; an argument may be anything, even a secret. */
function withoutData(text: string): string {
  return text
    .replace(/,? with args beginning with:.*$/su, '')
    .replace(/ script: [0-9a-f]{40}, on @\S+\.$/u, '')
    .replace(/^AUTH .* called without/su, 'AUTH called without')
    .trim()
    .replace(/\.$/u, '');
}

/** `ACL SETUSER …` that would let the account in. */
function grant(user: string, rights: string): string {
  return `Let an administrator run: ACL SETUSER ${user} ${rights}`;
}

function missingRight(text: string, { what }: Asked, { user, host, port }: ServerName): Explanation | null {
  const at = `${host}:${String(port)}`;
  const command = /run the '([^']+)' command/u.exec(text)?.[1];
  if (command !== undefined) {
    return {
      code: 'PERM_001',
      sentence: `The user "${user}" may not run the command ${command.toUpperCase().replace('|', ' ')} on ${at}.`,
      fix: grant(user, `+${command.toLowerCase()}`),
    };
  }
  if (/can't run this command/u.test(text)) {
    return {
      code: 'PERM_001',
      sentence: `The user "${user}" may not run every command of a script of Sluice on ${at} (${what}).`,
      fix: `Run \`sluice readiness-check\`: it names the missing commands. ${grant(user, '+@read +@write +time')} gives all of them.`,
    };
  }
  if (/access (?:a key|one of the keys|at least one of the keys|the key)|No permissions to access a key/iu.test(text)) {
    return {
      code: 'PERM_001',
      sentence: `The user "${user}" may not use all keys that ${what} needs on ${at}.`,
      fix: grant(user, '~*'),
    };
  }
  return null;
}

const BUSY =
  'Wait until the script or function ends, or end it with SCRIPT KILL or FUNCTION KILL; then run the command again.';

function byKind(kind: string, text: string, asked: Asked, server: ServerName): Explanation | null {
  const at = `${server.host}:${String(server.port)}`;
  switch (kind) {
    case 'NOAUTH':
      return {
        code: 'CONN_001',
        sentence: `The server at ${at} demands a password, and the database URL has none.`,
        fix: 'Write the password into the database URL: redis://:PASSWORD@HOST, or redis://USER:PASSWORD@HOST.',
      };
    case 'WRONGPASS':
      return {
        code: 'CONN_001',
        sentence: `The server at ${at} refused the user "${server.user}" or the password.`,
        fix: 'Check user and password of the database URL, and that the user is switched on (ACL GETUSER); special characters in the password have to be percent-encoded.',
      };
    case 'LOADING':
      return {
        code: 'CONN_001',
        sentence: `The server at ${at} is still loading its data from disk.`,
        fix: 'Wait until it has loaded (`redis-cli info persistence` says when), then run the command again.',
      };
    case 'MASTERDOWN':
      return {
        code: 'CONN_001',
        sentence: `The server at ${at} is a replica that has lost its primary.`,
        fix: 'Use the URL of the primary, or repair the replication first.',
      };
    case 'READONLY':
      return {
        code: 'CONN_001',
        sentence: `The server at ${at} is a read-only replica.`,
        fix: 'Use the URL of the primary.',
      };
    case 'MOVED':
    case 'ASK':
    case 'CROSSSLOT':
    case 'CLUSTERDOWN':
      return clusterRefused(server);
    case 'OOM':
      return {
        code: 'MEM_001',
        sentence: `The server at ${at} has reached its maxmemory and refuses writes.`,
        fix: 'Raise maxmemory on the server, or remove keys that are not needed; then run the command again.',
      };
    case 'MISCONF':
      return {
        code: 'DISK_001',
        sentence: `The server at ${at} refuses writes because its last snapshot could not be saved to disk.`,
        fix: 'Free disk space on the server, look into its log, and let it save once (BGSAVE); then run the command again.',
      };
    case 'NOREPLICAS':
      return {
        code: 'CONN_001',
        sentence: `The server at ${at} refuses writes because too few replicas are connected (min-replicas-to-write).`,
        fix: 'Connect the replicas again, then run the command again.',
      };
    case 'BUSY':
      return {
        code: 'LOCK_002',
        sentence: `The server at ${at} is busy with somebody's script.`,
        fix: BUSY,
      };
    case 'NOPERM':
    case 'ERR':
      return missingRight(text, asked, server) ?? byText(text, server);
    default:
      return null;
  }
}

function byText(text: string, server: ServerName): Explanation | null {
  const at = `${server.host}:${String(server.port)}`;
  const unknown = /^unknown (?:sub)?command\s+[`'"]([\w|-]+)/iu.exec(text)?.[1];
  if (unknown !== undefined) {
    return {
      code: 'PERM_001',
      sentence: `The server at ${at} does not know the command ${unknown.toUpperCase()}.`,
      fix: 'Managed services block or rename some commands, and servers before 6.2 lack some: allow it there, or use another server.',
      details: { unknownCommand: unknown },
    };
  }
  if (/max number of clients reached/u.test(text)) {
    return {
      code: 'CONN_001',
      sentence: `The server at ${at} has no free connection.`,
      fix: 'Close idle connections, or raise maxclients; Sluice needs up to four.',
    };
  }
  if (/DB index is out of range|invalid DB index/u.test(text)) {
    return {
      code: 'CONN_001',
      sentence: `The server at ${at} has no database number ${String(server.database)}.`,
      fix: 'Correct the number in the path of the database URL, or raise `databases` in the configuration of the server.',
    };
  }
  if (/cluster mode/u.test(text)) return clusterRefused(server);
  return null;
}

function clusterRefused({ host, port }: ServerName): Explanation {
  return {
    code: 'CONF_001',
    sentence: `The server at ${host}:${String(port)} is a node of a Redis Cluster, which Sluice does not work with yet.`,
    fix: 'Use a standalone server, or one with replicas.',
  };
}

/** The refusal of a cluster, as it is thrown when the database is opened. */
export function clusterError(server: ServerName): SluiceError {
  const { sentence, fix } = clusterRefused(server);
  return new SluiceError('CONF_001', sentence, fix === undefined ? {} : { fix });
}

/** An answer of the server that is an error, safe to print; `details.reply` is the word it begins with. */
export function replyError(message: string, asked: Asked, server: ServerName): SluiceError {
  const { kind, text } = readReply(message);
  if (kind === LEASE_LOST) return leaseLost();
  const known = byKind(kind, text, asked, server);
  const safe = withoutData(text);
  if (known === null) {
    return new SluiceError('SQL_001', `The server refused ${asked.what}: ${kind === 'ERR' ? '' : `${kind} `}${safe}.`, {
      fix: 'See what the server said above, and whether the keys that it was asked for are of the type that is expected.',
      details: { reply: kind },
    });
  }
  return new SluiceError(known.code, known.sentence, {
    cause: new Error(`${kind} ${safe}`),
    ...(known.fix === undefined ? {} : { fix: known.fix }),
    details: { reply: kind, ...known.details },
  });
}

/** A connection that was there and broke. */
export function connectionLost(
  cause: unknown,
  { host, port }: ServerName,
  details: Readonly<Record<string, unknown>> = {},
): SluiceError {
  return new SluiceError('CONN_001', `The connection to ${host}:${String(port)} was lost.`, {
    cause,
    fix: 'Check the server and the network between, then run the command again: it looks first what had happened.',
    details: { ...details, lost: true },
  });
}

/** A server that is there and does not answer. */
export function noAnswer(
  ms: number,
  { what }: Asked,
  { host, port }: ServerName,
  details: Readonly<Record<string, unknown>>,
): SluiceError {
  return new SluiceError(
    'CONN_001',
    `The server at ${host}:${String(port)} has not answered ${what} within ${String(ms)} ms; the connection was given up.`,
    {
      fix: 'Look what keeps the server or the network busy (SLOWLOG GET, a long script), then run the command again.',
      details: { ...details, lost: true },
    },
  );
}

/** Work that took longer than its limit. */
export function timeIsUp(ms: number, { what }: Asked, details: Readonly<Record<string, unknown>>): SluiceError {
  return new SluiceError('TIME_001', `${what} took longer than ${String(ms)} ms and was given up.`, {
    fix: 'Raise statement-timeout, or split the work into smaller migrations.',
    details,
  });
}
