import type { KeyChange, KeyTransform, KeyValue } from '../../driver.ts';
import { KeyRemoval, KeyRename, type KeyExports, type KeyTools } from './module.ts';

const REMOVAL = new KeyRemoval();

const TOOLS: KeyTools = {
  remove: () => REMOVAL,
  rename: (key, value) => new KeyRename(key, value),
};

/**
 * What a key is to become, by what the author's function returned.
 *
 * @throws TypeError when it returned nothing: a value that was changed and not returned would be lost in silence
 */
function changeOf(direction: 'up' | 'down', given: KeyValue, result: unknown): KeyChange {
  if (result instanceof KeyRemoval) return { kind: 'remove' };
  if (result instanceof KeyRename) {
    return { kind: 'rename', key: result.key, value: result.value === undefined ? given : result.value };
  }
  if (result === undefined) {
    throw new TypeError(`${direction} returned nothing: return the value, changed or not, or remove()`);
  }
  return { kind: 'set', value: result as KeyValue };
}

/**
 * One direction of a module as the driver wants it.
 *
 * @param id under which marks and checkpoint are kept
 */
export function keyTransform(
  exports: KeyExports,
  direction: 'up' | 'down',
  id: string,
  batchSize: number | null = null,
): KeyTransform {
  const run = direction === 'up' ? exports.up : exports.down;
  if (run === null) throw new TypeError(`the module has no ${direction}`);
  return {
    id,
    match: direction === 'up' ? exports.match : exports.matchDown,
    type: exports.type,
    batchSize,
    change: async (value, key) => changeOf(direction, value, await run(value, key, TOOLS)),
  };
}
