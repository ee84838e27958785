/**
 * One text for one value, so that a digest of a plan means the same on every machine.
 * The form is RFC 8785 (JSON Canonicalization Scheme).
 */
import { hash } from 'node:crypto';
import type { Json } from '../driver.ts';

/** What RFC 8785 forbids is a bug of the caller, not a user's mistake: reports show it as `INT_001`. */
function refuse(what: string): never {
  throw new TypeError(`canonical JSON cannot hold ${what}`);
}

function text(value: string): string {
  // JSON.stringify would write a lone surrogate as an escape, which RFC 8785 3.2.2.2 rules out.
  if (!value.isWellFormed()) refuse('a string with a lone surrogate');
  return JSON.stringify(value);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * The canonical JSON of a value: keys in order of their UTF-16 code units, no white space, numbers
 * as ECMAScript prints them (RFC 8785 3.2).
 *
 * @throws TypeError for NaN, infinities, undefined members and lone surrogates.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : refuse(String(value));
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') return refuse(typeof value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${text(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}
