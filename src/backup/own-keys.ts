import type { Keyring } from './age/keyring.ts';
import type { Manifest } from './manifest.ts';

/**
 * Keys to backups that this very process has encrypted. They are in its memory alone, for as long as it may have to go
 * back to such a backup; whoever prints, stores or compares this sees none of them.
 */
export class OwnKeys {
  readonly #keys = new Map<string, Keyring>();

  /** Takes over the keys of a backup, and with them the duty to {@link forget} them. */
  keep({ digest }: Manifest, keys: Keyring): void {
    this.#keys.set(digest, keys);
  }

  /** Null: this process did not encrypt this backup, or has forgotten its keys. */
  of({ digest }: Manifest): Keyring | null {
    return this.#keys.get(digest) ?? null;
  }

  /** From now on nothing is opened by them, wherever they were handed. */
  forget(): void {
    for (const keys of this.#keys.values()) keys.forget();
    this.#keys.clear();
  }
}
