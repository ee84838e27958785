import type { Clock } from '../../clock.ts';
import type { Driver, Limits } from '../../driver.ts';
import type { CheckResult } from '../../journal/entries.ts';
import { failed, passed, skipped } from '../result.ts';
import type { ValidationContext } from './context.ts';
import type { ValidateSettings } from './settings.ts';

/** Odd, so that the median is one of the measurements. */
const RUNS = 5;

/** Differences below this are the noise of the machine, whatever the tolerance says. In ms. */
const NOISE_MS = 5;

/** Median duration of each query in ms, by name. */
export async function measureQueries(
  driver: Driver,
  settings: ValidateSettings,
  limits: Limits,
  clock: Clock,
): Promise<Readonly<Record<string, number>>> {
  const medians: Record<string, number> = {};
  for (const { name, query } of settings.performance?.queries ?? []) {
    const durations: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const started = clock.monotonic();
      // The line end closes a comment that the query may end with.
      await driver.verify.scalar(`select count(*) from (${query.replace(/;\s*$/, '')}\n) sluice_measured`, limits);
      durations.push(clock.monotonic() - started);
    }
    medians[name] = durations.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
  }
  return medians;
}

/** The named queries must not have become slower than the tolerance allows. */
export async function checkPerformance(context: ValidationContext, clock: Clock): Promise<readonly CheckResult[]> {
  const { performance } = context.settings;
  if (performance === null) return [];
  const percent = `${String(Math.round(performance.tolerance * 100))} %`;
  const now = await measureQueries(context.driver, context.settings, context.limits, clock);
  return performance.queries.map(({ name }) => {
    const check = {
      id: `performance:${name}`,
      title: `Duration of “${name}”`,
      expected: `at most ${percent} slower than before`,
    };
    const before = context.baseline?.performance[name];
    const median = now[name] ?? 0;
    if (before === undefined)
      return skipped(check, `${median.toFixed(1)} ms; there is no earlier measurement to compare with`);
    const observed = `${before.toFixed(1)} ms before, ${median.toFixed(1)} ms now (median of ${String(RUNS)})`;
    return median <= before * (1 + performance.tolerance) + NOISE_MS
      ? passed(check, observed)
      : failed(
          check,
          'DATA_001',
          observed,
          'Look at the query plan: an index may be missing, or statistics may need ANALYZE.',
        );
  });
}
