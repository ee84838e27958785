import type { Schema } from '../driver.ts';
import { canonicalJson, sha256Hex } from './canonical-json.ts';

/** A schema object reduced to what a comparison needs. */
export interface ObjectHash {
  readonly kind: string;
  readonly name: string;
  /** SHA-256 (hex) over the canonical JSON of the object's definition. */
  readonly hash: string;
}

/** A schema as one hash, and as one hash an object to name what differs. */
export interface SchemaFingerprint {
  /** SHA-256 (hex) over the canonical JSON of {@link objects}, so that it can be recomputed from them alone. */
  readonly fingerprint: string;
  /** Sorted by kind, then name, by code unit. */
  readonly objects: readonly ObjectHash[];
}

/** What lies between two schemas. */
export interface ObjectDifferences {
  readonly added: readonly ObjectHash[];
  readonly removed: readonly ObjectHash[];
  /** As they are afterwards. */
  readonly changed: readonly ObjectHash[];
}

function byKindAndName(a: ObjectHash, b: ObjectHash): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

/** Tells objects apart; JSON, because a name may hold any character. */
function identity(object: ObjectHash): string {
  return JSON.stringify([object.kind, object.name]);
}

/** The hash over objects that are hashed already, in any order. */
export function fingerprintObjects(objects: readonly ObjectHash[]): string {
  const sorted = objects.toSorted(byKindAndName);
  return sha256Hex(canonicalJson(sorted.map(({ kind, name, hash }) => ({ kind, name, hash }))));
}

/** Fingerprints a schema; the order in which the driver lists its objects has no part in it. */
export function fingerprint(schema: Schema): SchemaFingerprint {
  const objects = schema.objects
    .map(({ kind, name, definition }) => ({ kind, name, hash: sha256Hex(canonicalJson(definition)) }))
    .toSorted(byKindAndName);
  return { fingerprint: fingerprintObjects(objects), objects };
}

/** Names the objects that came, went or changed from `before` to `after`; each list sorted by kind and name. */
export function diffObjects(before: readonly ObjectHash[], after: readonly ObjectHash[]): ObjectDifferences {
  const earlier = new Map(before.map((object) => [identity(object), object.hash]));
  const later = new Set(after.map(identity));
  return {
    added: after.filter((object) => !earlier.has(identity(object))).toSorted(byKindAndName),
    removed: before.filter((object) => !later.has(identity(object))).toSorted(byKindAndName),
    changed: after
      .filter((object) => {
        const hash = earlier.get(identity(object));
        return hash !== undefined && hash !== object.hash;
      })
      .toSorted(byKindAndName),
  };
}
