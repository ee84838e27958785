import type { Redis } from 'ioredis';
import { clientOf } from './workbench.ts';

/**
 * Keys under `c:` that writers and a migration change at once. A key is a hash: `n` counts what its writer did to it,
 * `m` how often the migration did something to it. Each writer has keys of its own, so that it knows what they hold.
 */
export class Ledger {
  readonly #url: string;
  readonly #keys: number;
  readonly #writers: number;
  /** What each key's `n` has to be; null = the key was removed by its writer. */
  readonly expected = new Map<string, number | null>();
  readonly expiring = new Set<string>();
  writes = 0;

  constructor(url: string, keys: number, writers: number) {
    this.#url = url;
    this.#keys = keys;
    this.#writers = writers;
  }

  async fill(redis: Redis): Promise<void> {
    for (let from = 0; from < this.#keys; from += 1000) {
      const pipeline = redis.pipeline();
      for (let at = from; at < Math.min(from + 1000, this.#keys); at += 1) {
        const key = this.#nameOf(at);
        this.expected.set(key, 0);
        if (at % 4 === 0) pipeline.hset(key, 'n', 0, 'm', 0);
        else pipeline.set(key, '{"n": 0, "m": 0}');
      }
      await pipeline.exec();
    }
  }

  /** Writes until `signal` aborts; each of the writers over a connection of its own. */
  async write(signal: AbortSignal): Promise<void> {
    await Promise.all(Array.from({ length: this.#writers }, (_, writer) => this.#writeAs(writer, signal)));
  }

  #nameOf(at: number): string {
    return `c:${at % 4 === 0 ? 'h' : 's'}:${String(at)}`;
  }

  async #writeAs(writer: number, signal: AbortSignal): Promise<void> {
    const redis = clientOf(this.#url);
    const mine = Array.from({ length: this.#keys }, (_, at) => at).filter((at) => at % this.#writers === writer);
    try {
      while (!signal.aborted) {
        const at = mine[Math.floor(Math.random() * mine.length)] ?? 0;
        await this.#change(redis, this.#nameOf(at));
        this.writes += 1;
      }
    } finally {
      redis.disconnect();
    }
  }

  /** One change that an application could make, and what it has to come to. */
  async #change(redis: Redis, key: string): Promise<void> {
    const n = this.expected.get(key);
    if (n === null || n === undefined) return;
    const choice = Math.random();
    if (choice < 0.02) {
      await redis.del(key);
      this.expected.set(key, null);
    } else if (choice < 0.06) {
      await redis.expire(key, 100_000);
      this.expiring.add(key);
    } else if (choice < 0.1) {
      // There and back: in between, the key is not there.
      await redis.multi().rename(key, `${key}:moved`).rename(`${key}:moved`, key).exec();
    } else if (key.startsWith('c:h')) {
      await redis.hincrby(key, 'n', 1);
      this.expected.set(key, n + 1);
    } else {
      await redis.eval(
        `local text = redis.call('GET', KEYS[1])
         text = string.gsub(text, '"n": %d+', '"n": ' .. ARGV[1])
         return redis.call('SET', KEYS[1], text, 'KEEPTTL')`,
        1,
        key,
        String(n + 1),
      );
      this.expected.set(key, n + 1);
    }
  }

  /** What is not as it has to be: each write is there, and each key was migrated exactly once. */
  async differences(redis: Redis, migrated: number): Promise<readonly string[]> {
    const found: string[] = [];
    const all = [...this.expected];
    for (let from = 0; from < all.length; from += 1000) {
      const part = all.slice(from, from + 1000);
      const pipeline = redis.pipeline();
      for (const [key] of part) {
        if (key.startsWith('c:h')) pipeline.hmget(key, 'n', 'm');
        else pipeline.get(key);
        pipeline.ttl(key);
      }
      const replies = (await pipeline.exec()) ?? [];
      for (const [index, [key, n]] of part.entries()) {
        const value = replies[index * 2]?.[1];
        const now = key.startsWith('c:h')
          ? (value as readonly string[]).map((field) => (field === null ? null : Number(field)))
          : value === null || value === undefined
            ? [null, null]
            : Object.values(JSON.parse(String(value)) as object);
        const due = n === null ? [null, null] : [n, migrated];
        if (String(now) !== String(due)) found.push(`${key}: ${String(now)}, not ${String(due)}`);
        const ttl = Number(replies[index * 2 + 1]?.[1]);
        const expires = n !== null && this.expiring.has(key);
        if (n !== null && ttl > 0 !== expires) found.push(`${key}: a time to live of ${String(ttl)}`);
      }
    }
    return found;
  }
}
