import type { KeyText, KeyType, KeyValue } from '../../driver.ts';

/** That a key is to go. */
export class KeyRemoval {
  readonly kind = 'remove';
}

/** That a key is to have another name. */
export class KeyRename {
  readonly kind = 'rename';
  readonly key: KeyText;
  /** Absent: the value that was handed in. */
  readonly value: KeyValue | undefined;

  constructor(key: KeyText, value: KeyValue | undefined) {
    this.key = key;
    this.value = value;
  }
}

/** The third argument of `up` and `down`. */
export interface KeyTools {
  /** `return remove()` removes the key. */
  remove(): KeyRemoval;
  /** `return rename('new:name', value)` renames it; without a value it keeps its own. */
  rename(key: KeyText, value?: KeyValue): KeyRename;
}

/** One direction as its author writes it: what it returns is what the key is to have. */
export type KeyFunction = (value: KeyValue, key: KeyText, tools: KeyTools) => unknown;

/** What a module exports, checked. */
export interface KeyExports {
  readonly match: string;
  /** What `down` is done to; `match` unless `up` renames. */
  readonly matchDown: string;
  readonly type: KeyType | null;
  readonly up: KeyFunction;
  readonly down: KeyFunction | null;
}

/** A module that is read, and whose code has not run yet. */
export interface KeyModule {
  /**
   * Imports the module, once.
   *
   * @throws SluiceError `CONF_001` when it cannot be imported, when its exports are not those of a key
   *   migration, and when the file has changed since it was read
   */
  load(): Promise<KeyExports>;
}
