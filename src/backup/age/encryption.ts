import { generateKeyPairSync } from 'node:crypto';
import type { Encrypter } from 'age-encryption';
import { SluiceError } from '../../errors.ts';
import { Keyring } from './keyring.ts';
import { loadAge } from './library.ts';
import { isPostQuantum, refuseRecipients } from './recipients.ts';

/** Encrypts the files of one backup. */
export interface Encryption {
  /**
   * Opens what is encrypted here, without an identity of the user: every file has one recipient more, whose identity was
   * made for this backup, exists in the memory of this process alone, and is gone once {@link Keyring.forget} is called.
   * So the very files that are stored can be proven where nobody's identity is at hand.
   */
  readonly keys: Keyring;
  /** Makes a file key, and the header that hands it to every recipient. */
  newFile(): Promise<NewFile>;
}

/** An encrypted file that is to be written. */
export interface NewFile {
  readonly header: Uint8Array;
  readonly key: Uint8Array;
}

/** Behind the header of an encrypted empty text: the nonce and the tag of its only chunk. */
const EMPTY_PAYLOAD_BYTES = 32;

/**
 * Refuses what backups could not be encrypted to, where none is taken yet.
 *
 * @throws SluiceError as {@link encryptTo}
 */
export async function checkRecipients(recipients: readonly string[]): Promise<void> {
  if (recipients.length === 0) return;
  const { Encrypter } = await loadAge();
  const trial = new Encrypter();
  refuseRecipients(recipients, (recipient) => {
    trial.addRecipient(recipient);
  });
}

/**
 * Encryption to age recipients.
 *
 * @throws SluiceError `CONF_001` naming the recipient that is none, or of a kind that cannot be used, by its position
 */
export async function encryptTo(recipients: readonly string[]): Promise<Encryption> {
  const { Encrypter } = await loadAge();
  const encrypter = new Encrypter();
  refuseRecipients(recipients, (recipient) => {
    encrypter.addRecipient(recipient);
  });
  const keys = await addOwnRecipient(encrypter, recipients.every(isPostQuantum));
  const newFile = async (): Promise<NewFile> => {
    const empty = await encrypter.encrypt(new Uint8Array());
    const header = empty.subarray(0, empty.length - EMPTY_PAYLOAD_BYTES);
    const key = await keys.fileKey(header);
    if (key === null) throw new SluiceError('INT_001', 'A backup was being encrypted after its keys were forgotten.');
    return { header, key };
  };
  return { keys, newFile };
}

/** As strong as the others, which it must not weaken; the usual one is a key that the runtime never hands out. */
async function addOwnRecipient(encrypter: Encrypter, isHybrid: boolean): Promise<Keyring> {
  const { generateHybridIdentity, identityToRecipient } = await loadAge();
  if (isHybrid) {
    const identity = await generateHybridIdentity();
    encrypter.addRecipient(await identityToRecipient(identity));
    return new Keyring([identity]);
  }
  const privateKey = generateKeyPairSync('x25519').privateKey.toCryptoKey({ name: 'X25519' }, false, ['deriveBits']);
  encrypter.addRecipient(await identityToRecipient(privateKey));
  return new Keyring([privateKey]);
}
