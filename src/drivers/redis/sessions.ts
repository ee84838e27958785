import type { Clock } from '../../clock.ts';
import type { Limits, OrphanSession, SessionGroup } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import type { RedisLink } from './link.ts';

/** How long a killed client may take to go when no limit is set. */
const PATIENCE_MS = 60_000;

const PREFIX = 'sluice/';

/** What connections other than those that apply migrations carry behind the run's id. */
const ROLES = ['stores', 'reader'] as const;

/** A name that the server shows of a connection; without a role it is one that changes the application's keys. */
export function connectionName(runId: string, role?: (typeof ROLES)[number]): string {
  return `${PREFIX}${runId}${role === undefined ? '' : `:${role}`}`;
}

/** A client in CLIENT LIST. */
interface Client {
  readonly id: number;
  readonly name: string;
  readonly database: number;
  readonly command: string | null;
}

/** Reads the lines of CLIENT LIST. */
export function readClients(text: string): readonly Client[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const facts = new Map(
        line.split(' ').map((pair): [string, string] => {
          const equals = pair.indexOf('=');
          return [pair.slice(0, equals), pair.slice(equals + 1)];
        }),
      );
      const command = facts.get('cmd') ?? '';
      return {
        id: Number(facts.get('id')),
        name: facts.get('name') ?? '',
        database: Number(facts.get('db')),
        command: command === '' || command === 'NULL' ? null : command,
      };
    });
}

/** What {@link sessionGroup} works with. */
export interface SessionParts {
  readonly link: RedisLink;
  readonly clock: Clock;
  /** Sluice's own connections. */
  readonly own: () => ReadonlySet<number>;
}

function mayNot(error: unknown): boolean {
  return error instanceof SluiceError && error.code === 'PERM_001';
}

/** Finds and ends what dead runs left. A statement never waits for another session here, so nobody is a blocker. */
export function sessionGroup({ link, clock, own }: SessionParts): SessionGroup {
  async function found(): Promise<readonly OrphanSession[]> {
    const mine = own();
    return readClients(String(await link.call('CLIENT', 'LIST')))
      .filter(
        ({ id, name, database }) =>
          database === link.server.database &&
          name.startsWith(PREFIX) &&
          !ROLES.some((role) => name.endsWith(`:${role}`)) &&
          !mine.has(id),
      )
      .map(({ id, command }) => ({ pid: id, query: command }));
  }

  async function endOrphans(limits: Limits): Promise<readonly OrphanSession[]> {
    const orphans = await found();
    for (const { pid } of orphans) await link.call('CLIENT', 'KILL', 'ID', pid);
    const ended = new Set(orphans.map(({ pid }) => pid));
    const patience = limits.statementTimeoutMs === 0 ? PATIENCE_MS : limits.statementTimeoutMs;
    const until = clock.monotonic() + patience;
    for (let pause = 5; ; pause = Math.min(pause * 2, 500)) {
      limits.signal.throwIfAborted();
      const left = orphans.length === 0 ? [] : (await found()).filter(({ pid }) => ended.has(pid));
      const first = left[0];
      if (first === undefined) return orphans;
      if (clock.monotonic() >= until) {
        throw new SluiceError(
          'TIME_001',
          `Connection ${String(first.pid)}, which a dead run left behind, has not ended ${String(patience)} ms after it was killed.`,
          {
            fix: 'Wait until it is gone from CLIENT LIST, then run the command again.',
            details: { pid: first.pid },
          },
        );
      }
      await clock.sleep(pause, limits.signal);
    }
  }

  return {
    blockers: async () => [],
    async endOrphans(limits) {
      try {
        return await endOrphans(limits);
      } catch (error) {
        // Nothing is at stake: a dead run's scripts are fenced, and the server ends its connections by itself.
        // That the right is missing stands among the privileges of the readiness check.
        if (mayNot(error)) return [];
        throw error;
      }
    },
  };
}
