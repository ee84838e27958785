import { randomBytes } from 'node:crypto';
import type { Facts, Privilege } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import type { ServerInfo } from '../info.ts';
import type { RedisLink } from '../link.ts';
import type { OwnKeys } from '../own-keys.ts';
import { type Argument, type Command, listOf } from '../reply.ts';
import { ANY_KEY, type Need, OPTIONAL, required } from './needs.ts';

/** What is known of a right: it is there, the account lacks it, the server lacks the command, or nothing. */
type Right = 'granted' | 'denied' | 'blocked' | 'unknown';

/** What {@link rights} asks with. */
export interface RightsParts {
  readonly info: ServerInfo;
  readonly keys: OwnKeys;
  readonly reader: RedisLink;
}

/** `client|list` → `CLIENT LIST`. */
function words({ command }: Need): readonly [string, ...string[]] {
  const [name = '', ...more] = command.toUpperCase().split('|');
  return [name, ...more];
}

function commandOf(need: Need, key: string): Command {
  const [name, ...more] = words(need);
  return [name, ...more, ...need.args.map((arg): Argument => (arg === ANY_KEY ? key : arg))];
}

/** The names that the server does not know, because a service blocks or renames them. */
async function blocked(link: RedisLink, needs: readonly Need[]): Promise<ReadonlySet<string>> {
  const names = [...new Set(needs.map((need) => words(need)[0]))];
  try {
    const replies = listOf(await link.call('COMMAND', 'INFO', ...names));
    return new Set(names.filter((_, index) => listOf(replies[index] ?? null).length === 0));
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'PERM_001') return new Set();
    throw error;
  }
}

/** Asks the server what it would do; null when it cannot be asked: before 7.0, and without the right to. */
async function dryRun(
  link: RedisLink,
  user: string,
  needs: readonly Need[],
  key: string,
): Promise<readonly Right[] | null> {
  const replies = await link.pipeline(needs.map((need): Command => ['ACL', 'DRYRUN', user, ...commandOf(need, key)]));
  const rights: Right[] = [];
  for (const reply of replies) {
    if (!(reply instanceof SluiceError)) rights.push(reply === 'OK' ? 'granted' : 'denied');
    else if (reply.code === 'SQL_001' && !/unknown subcommand|syntax|DRYRUN/iu.test(reply.message))
      rights.push('unknown');
    else return null;
  }
  return rights;
}

/** Runs those that change nothing. */
async function tryOut(link: RedisLink, needs: readonly Need[], key: string): Promise<readonly Right[]> {
  const rights: Right[] = [];
  for (const need of needs) {
    if (!need.harmless) {
      rights.push('unknown');
      continue;
    }
    const [reply] = await link.pipeline([commandOf(need, key)]);
    rights.push(reply instanceof SluiceError && reply.code === 'PERM_001' ? 'denied' : 'granted');
  }
  return rights;
}

async function whoAmI(link: RedisLink): Promise<string> {
  try {
    return String(await link.call('ACL', 'WHOAMI'));
  } catch (error) {
    if (error instanceof SluiceError && (error.code === 'PERM_001' || error.code === 'SQL_001'))
      return link.server.user;
    throw error;
  }
}

/** The account's rights by name, and what stays unknown. */
export async function rights(
  { info, keys, reader }: RightsParts,
  signal: AbortSignal,
): Promise<{ readonly privileges: readonly Privilege[]; readonly unknown: Facts['unknown'] }> {
  const link = reader.within({ signal });
  const user = await whoAmI(link);
  // A name that no pattern but * allows, and that nobody uses.
  const key = randomBytes(16).toString('hex');
  const needs = required(info, `${keys.prefix}none:${key}`);
  const all: readonly Need[] = [...needs, ...OPTIONAL];
  const missing = await blocked(link, all);
  const known = all.filter((need) => !missing.has(words(need)[0]));
  const found = (await dryRun(link, user, known, key)) ?? (await tryOut(link, known, key));
  const rightOf = (need: Need): Right => {
    const index = known.indexOf(need);
    return index === -1 ? 'blocked' : (found[index] ?? 'unknown');
  };
  const fixOf = (need: Need): string => {
    if (rightOf(need) === 'blocked')
      return `The server does not know ${words(need).join(' ')}: a managed service blocks or renames it. Allow it there, or use another server.`;
    const rule = need.args.includes(ANY_KEY) ? `+${need.command} ~*` : `+${need.command} ~${keys.prefix}*`;
    return `Let an administrator run: ACL SETUSER ${user} ${rule}`;
  };
  const undecided = needs.filter((need) => rightOf(need) === 'unknown');
  return {
    privileges: needs
      .filter((need) => rightOf(need) !== 'unknown')
      .map((need) => ({
        name: words(need).join(' '),
        granted: rightOf(need) === 'granted',
        neededFor: need.neededFor,
        fix: fixOf(need),
      })),
    unknown: [
      ...OPTIONAL.filter((need) => ['denied', 'blocked'].includes(rightOf(need))).map((need) => ({
        fact: need.without,
        why:
          rightOf(need) === 'blocked'
            ? fixOf(need)
            : `the user "${user}" lacks ${words(need).join(' ')}: ACL SETUSER ${user} +${need.command}`,
      })),
      ...(undecided.length === 0
        ? []
        : [
            {
              fact: `rights of the user "${user}": ${undecided.map((need) => words(need).join(' ')).join(', ')}`,
              why: `only ACL DRYRUN tells, which needs Redis 7.0 and the right to use it: ACL SETUSER ${user} +acl|dryrun`,
            },
          ]),
    ],
  };
}
