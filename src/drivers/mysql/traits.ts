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
    'All tables are exchanged at once by one RENAME TABLE; views, triggers, routines and events follow in statements of their own, so a crash in between leaves the data whole and those to be loaded again by the same command.',
};
