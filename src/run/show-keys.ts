import { inspect } from 'node:util';
import type { KeyChange, KeySample, KeyText, KeyValue } from '../driver.ts';
import { keyTransform } from '../migrations/keys/transform.ts';
import type { Script } from '../migrations/types.ts';
import { SluiceError } from '../errors.ts';
import type { OpenTarget } from './execution.ts';

/** How many keys are shown. */
const SAMPLES = 5;

/** How much of a value is shown. */
const SHOWN = 240;

/**
 * Prints what a key migration would do, with some keys before and after.
 *
 * @throws SluiceError `SQL_001` when the module fails on a key
 */
export async function showKeys({ driver, context }: OpenTarget, version: string, script: Script): Promise<void> {
  if (driver.keys === undefined || script.keys === undefined) return;
  const say = (level: 'info' | 'warning' | 'error', message: string, data?: readonly string[]): void => {
    context.emit({ level, scope: 'dry-run', message, ...(data === undefined ? {} : { data }) });
  };
  const transform = keyTransform(await script.keys.load(), 'up', `${version}:up`);
  const { progress, samples } = await driver.keys
    .preview(transform, SAMPLES, context.signal)
    .catch((error: unknown) => {
      if (!(error instanceof SluiceError) || error.details['key'] === undefined) throw error;
      const { key, thrown } = error.details;
      const why = typeof thrown === 'string' ? `: ${thrown}` : '';
      say('error', `${script.path}: stopped at a key`, [`key ${JSON.stringify(key)}${why}`]);
      throw new SluiceError(error.code, `${script.path}: ${error.message}`, { fix: error.fix });
    });
  const { scanned, changed, renamed, removed } = progress;
  const left = scanned - changed - renamed - removed;
  say(
    'info',
    `  ${String(scanned)} keys match ${transform.match}: ${String(changed)} would be changed, ${String(renamed)} renamed, ${String(removed)} removed, ${String(left)} left as they are`,
    samples.length === 0 ? undefined : samples.flatMap(linesOf),
  );
  if (!samples.some((sample) => sample.repeats)) return;
  say(
    'warning',
    `${script.path}: up would change its own result once more; Sluice changes each key once, but a module that may be repeated is safer`,
  );
}

/** A key before and after. */
function linesOf({ key, before, change }: KeySample): readonly string[] {
  return [nameOf(key), `  before: ${shown(before)}`, `  after:  ${afterOf(change)}`];
}

function afterOf(change: KeyChange): string {
  if (change.kind === 'remove') return 'removed';
  return change.kind === 'rename' ? `${nameOf(change.key)}: ${shown(change.value)}` : shown(change.value);
}

function nameOf(key: KeyText): string {
  return typeof key === 'string' ? JSON.stringify(key) : inspect(key);
}

function shown(value: KeyValue): string {
  const text = inspect(value, {
    breakLength: Infinity,
    compact: true,
    depth: 6,
    maxArrayLength: 10,
    maxStringLength: SHOWN,
  });
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
