import type { Traits } from '../../driver.ts';

/** What plans need to know of MySQL and MariaDB; free of the client library, so that planning loads fast. */
export const mysqlTraits: Traits = {
  transactionalSchema: false,
  singleWriter: false,
  sql: {
    dollarQuotes: false,
    nestedComments: false,
    hashComments: true,
    dashCommentNeedsSpace: true,
    backslashEscapes: 'always',
    backtickIdentifiers: true,
    bracketIdentifiers: false,
    delimiterCommand: true,
    compoundBodies: 'routines',
    copyFromStdin: false,
  },
  replaceGuarantee:
    'All tables are exchanged at once by one RENAME TABLE. MariaDB, from 10.6 on, is given it in one statement together with the triggers and with those views, routines and events that differ, and completes that even when this run dies. On MySQL they are statements of their own: a crash in between leaves the data whole, and the rest to be completed by the same command.',
};
