import { isUtf8 } from 'node:buffer';
import type { KeyText } from '../../../driver.ts';

/** Bytes as text where they are UTF-8. */
export function textOf(bytes: Buffer): KeyText {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}

/**
 * The bytes of a text that came from a module.
 *
 * @throws TypeError when it is neither text nor a Buffer
 */
export function bytesOf(text: unknown, what: string): Buffer {
  if (typeof text === 'string') {
    if (!text.isWellFormed()) throw new TypeError(`${what} has half of a surrogate pair, which UTF-8 cannot hold`);
    return Buffer.from(text);
  }
  if (text instanceof Uint8Array) return Buffer.isBuffer(text) ? text : Buffer.from(text);
  throw new TypeError(`${what} has to be text or a Buffer, not ${text === null ? 'null' : `a ${typeof text}`}`);
}

/** One text for equal bytes, to look them up by. */
export function identityOf(bytes: Buffer): string {
  return bytes.toString('latin1');
}
