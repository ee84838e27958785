import type { StoreNames } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';

/** The names of Sluice's own keys, in the database of the URL. */
export interface OwnKeys {
  /** What they all begin with: `sluice:`. */
  readonly prefix: string;
  /** Hash: owner, acquired_at and expires_at in ms. It never expires by itself: an expired lease has to be seen. */
  readonly lock: string;
  /** Hash: version → JSON. */
  readonly migrations: string;
  /** Sorted set: run → ms of its first row. */
  readonly runs: string;
  /** List of the run's rows in JSON. */
  journal(runId: string): string;
  /** List of requests to the run, in JSON. */
  control(runId: string): string;
}

/** The own keys by the configured prefix: `sluice_` → `sluice:`. */
export function ownKeys(names: StoreNames): OwnKeys {
  if (names.schema !== null) {
    throw new SluiceError('CONF_001', `migrations.schema is "${names.schema}", but Redis has no schemas.`, {
      fix: 'Leave migrations.schema out; the path of the URL chooses the number of the database.',
    });
  }
  const prefix = `${names.prefix.replace(/[_:]+$/u, '')}:`;
  return {
    prefix,
    lock: `${prefix}lock`,
    migrations: `${prefix}migrations`,
    runs: `${prefix}journal`,
    journal: (runId) => `${prefix}journal:${runId}`,
    control: (runId) => `${prefix}control:${runId}`,
  };
}

/** Whether a key is one of Sluice's own; such keys are no part of digests, in whatever database they are. */
export function isOwnKey({ prefix }: Pick<OwnKeys, 'prefix'>, key: Buffer): boolean {
  return key.length > prefix.length && key.toString('latin1', 0, prefix.length) === prefix;
}
