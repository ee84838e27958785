import type * as Age from 'age-encryption';

/** The age library of age's author. Loading it takes a tenth of a second, so only those who need it do. */
export function loadAge(): Promise<typeof Age> {
  return import('age-encryption');
}
