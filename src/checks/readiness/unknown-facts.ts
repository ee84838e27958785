import { skipped } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

/** What could not be looked at is named, so that nobody takes silence for a pass. */
export const checkUnknownFacts: ReadinessCheck = ({ facts }) =>
  facts.unknown.map(({ fact, why }) =>
    skipped({ id: 'not-checked', title: `Not checked: ${fact}`, expected: 'to be known' }, why),
  );
