import { Crc64 } from './crc64.ts';
import { malformed, unsupported } from './failure.ts';
import { type Dialect, FORMATS, NEWEST_REDIS, VALKEY } from './layouts.ts';

/** Version (2 bytes, lowest first) and CRC-64. */
const FOOTER_BYTES = 10;

/** A DUMP payload, taken apart. */
export interface Payload {
  readonly type: number;
  readonly dialect: Dialect;
  readonly version: number;
  /** The value as it is stored, without its type. */
  readonly value: Buffer;
}

/**
 * Checks and takes apart what DUMP gave.
 *
 * @throws SluiceError `DATA_002`: cut, another checksum (0 = none), an unknown type or version
 */
export function openPayload(payload: Buffer): Payload {
  const end = payload.length - FOOTER_BYTES;
  if (end < 1) throw malformed('it is too short for a dumped value', payload.length);
  const checksum = end + 2;
  const unchecked = payload.readBigUInt64LE(checksum) === 0n;
  if (!unchecked && !new Crc64().update(payload, 0, checksum).matches(payload, checksum)) {
    throw malformed('the checksum of a dumped value is not that of its content', checksum);
  }
  const version = payload.readUInt16LE(end);
  if (version !== VALKEY && (version < 1 || version > NEWEST_REDIS)) {
    throw unsupported(`a value in version ${String(version)} of the format`, end, { version });
  }
  const dialect = version === VALKEY ? 'valkey' : 'redis';
  const type = payload[0] as number;
  if (FORMATS[dialect].types[type] === undefined) {
    throw unsupported(`a value of the unknown type ${String(type)}`, 0, { type, dialect });
  }
  return { type, dialect, version, value: payload.subarray(1, end) };
}

/** A value in the form that RESTORE takes, as DUMP gives it. */
export function sealPayload(type: number, version: number, value: Buffer): Buffer {
  const payload = Buffer.allocUnsafe(1 + value.length + FOOTER_BYTES);
  payload[0] = type;
  value.copy(payload, 1);
  const end = payload.length - FOOTER_BYTES;
  payload.writeUInt16LE(version, end);
  new Crc64().update(payload, 0, end + 2).write(payload, end + 2);
  return payload;
}

/** The payload of RESTORE for a key of an RDB file: byte for byte what DUMP would have given when the file was written. */
export function restorePayload(key: {
  readonly type: number;
  readonly version: number;
  readonly value: Buffer;
}): Buffer {
  return sealPayload(key.type, key.version, key.value);
}

/**
 * The payload of RESTORE for a value that comes in pieces, without making one Buffer of it: the parts go to the server one
 * after the other, `bytes` in all.
 */
export function restoreParts(
  key: { readonly type: number; readonly version: number },
  value: readonly Buffer[],
): { readonly parts: readonly Buffer[]; readonly bytes: number } {
  const type = Buffer.from([key.type]);
  const footer = Buffer.alloc(FOOTER_BYTES);
  footer.writeUInt16LE(key.version, 0);
  const crc = new Crc64().update(type);
  for (const part of value) crc.update(part);
  crc.update(footer, 0, 2).write(footer, 2);
  const parts = [type, ...value, footer];
  return { parts, bytes: parts.reduce((sum, part) => sum + part.length, 0) };
}
