import type { KeyTransform } from '../../../../src/driver.ts';
import { transformOf } from './workbench.ts';

type Counters = Map<string, string> | { readonly m: number };

function add(value: Counters, by: number): unknown {
  if (!(value instanceof Map)) return { ...value, m: value.m + by };
  return new Map(value).set('m', String(Number(value.get('m')) + by));
}

/** The migrations of a {@link Ledger}: not idempotent, so that a key that is done twice shows. */
export const counting: Readonly<Record<'strings' | 'hashes', KeyTransform>> = {
  strings: transformOf((value: never) => add(value, 1), { id: '1:up', match: 'c:s:*', type: 'json' }),
  hashes: transformOf((value: never) => add(value, 1), { id: '2:up', match: 'c:h:*', type: 'hash' }),
};
