import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** SHA-256 over a file's text without byte order mark and with line feeds: the same on every checkout. */
export function sha256Checksum(text: string): string {
  return `sha256:${hash('sha256', text, 'hex')}`;
}

/**
 * Flyway's own checksum, as `flyway_schema_history` holds it: CRC-32 as a signed 32-bit number over
 * the lines' UTF-8 bytes, without line ends and byte order mark
 * (org.flywaydb.core.internal.resolver.ChecksumCalculator).
 */
export function flywayChecksum(text: string): string {
  return `crc32:${String(crc32(text.replaceAll(/[\r\n]/g, '')) | 0)}`;
}
