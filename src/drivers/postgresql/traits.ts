import type { Traits } from '../../driver.ts';

/** What plans need to know of PostgreSQL; free of the client library, so that planning loads fast. */
export const postgresqlTraits: Traits = {
  transactionalSchema: true,
  singleWriter: false,
  sql: {
    dollarQuotes: true,
    nestedComments: true,
    hashComments: false,
    dashCommentNeedsSpace: false,
    backslashEscapes: 'e-strings',
    backtickIdentifiers: false,
    bracketIdentifiers: false,
    delimiterCommand: false,
    compoundBodies: 'atomic',
    copyFromStdin: true,
  },
  replaceGuarantee:
    'The restore is one transaction: it takes effect as a whole when it commits, and a failure before that leaves the present state untouched.',
};
