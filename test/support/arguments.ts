import { readdirSync, readFileSync } from 'node:fs';

/** The arguments of every process of this machine that started while the watch was on (Linux). */
export function watchArguments(): { stop(): Promise<readonly string[]> } {
  const seen = new Set<string>();
  const look = (): void => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        // It has ended between the two looks.
      }
    }
  };
  // A test that fails before it stops the watch must not keep its process.
  const timer = setInterval(look, 20).unref();
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return Promise.resolve([...seen]);
    },
  };
}
