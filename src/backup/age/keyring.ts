import type { webcrypto } from 'node:crypto';
import { loadAge } from './library.ts';

/** A secret key: as text, or one that the runtime keeps and never hands out. */
type Identity = string | webcrypto.CryptoKey;

/** What opens encrypted files. The keys are private to it: whatever prints, stores or compares it sees none. */
export class Keyring {
  #identities: readonly Identity[];

  constructor(identities: readonly Identity[]) {
    this.#identities = identities;
  }

  /**
   * The key of a file.
   *
   * @param header the file from its beginning to the end of its header; what follows is not looked at
   * @returns null when the file was encrypted to others
   * @throws Error when the header is malformed, or was changed
   */
  async fileKey(header: Uint8Array): Promise<Uint8Array | null> {
    const { Decrypter } = await loadAge();
    const decrypter = new Decrypter();
    for (const identity of this.#identities) decrypter.addIdentity(identity);
    let isForOthers = false;
    // Asked last, when no identity has found its stanza.
    decrypter.addIdentity({
      unwrapFileKey: () => {
        isForOthers = true;
        return null;
      },
    });
    try {
      return await decrypter.decryptHeader(header);
    } catch (error) {
      if (isForOthers) return null;
      throw error;
    }
  }

  /** Lets go of the keys: from now on it opens nothing. */
  forget(): void {
    this.#identities = [];
  }
}
