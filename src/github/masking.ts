import { setSecret } from '@actions/core';
import { Redactor } from '../redact.ts';

/** A line of a longer secret that is shorter than this says nothing, and masking it would hide half the log. */
const SHORTEST_LINE = 3;

/**
 * What the runner is asked to hide: each secret, and each line of it, since the runner compares line by line.
 * Never the empty string: masking that breaks every log.
 */
export function maskable(secrets: Iterable<string>): readonly string[] {
  const masks = new Set<string>();
  for (const secret of secrets) {
    if (secret.trim() === '') continue;
    masks.add(secret);
    const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
    if (lines.length > 1) for (const line of lines) if (line.length >= SHORTEST_LINE) masks.add(line);
  }
  return [...masks];
}

/** A redactor that also has the runner hide whatever it learns, in this step and in all later ones. */
export class MaskingRedactor extends Redactor {
  readonly #masked = new Set<string>();

  override register(...secrets: readonly string[]): void {
    for (const mask of maskable(secrets)) {
      if (this.#masked.has(mask)) continue;
      this.#masked.add(mask);
      setSecret(mask);
    }
    super.register(...maskable(secrets));
  }
}
