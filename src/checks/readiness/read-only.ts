import { failed, passed } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = { id: 'read-only', title: 'Writable database', expected: 'the database accepts writes' };

/** A read-only server or file cannot be migrated. */
export const checkReadOnly: ReadinessCheck = ({ facts }) => [
  facts.readOnly
    ? failed(
        NAME,
        'PERM_001',
        'read-only',
        'Use the primary’s URL, switch default_transaction_read_only or read_only off, or make the file writable.',
      )
    : passed(NAME, 'writable'),
];
