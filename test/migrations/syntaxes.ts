import type { SqlSyntax } from '../../src/driver.ts';

/** The three dialects as their drivers describe them. */
export const SQLITE: SqlSyntax = {
  dollarQuotes: false,
  nestedComments: false,
  hashComments: false,
  dashCommentNeedsSpace: false,
  backslashEscapes: 'never',
  backtickIdentifiers: true,
  bracketIdentifiers: true,
  delimiterCommand: false,
  compoundBodies: 'trigger',
  copyFromStdin: false,
};

export const POSTGRESQL: SqlSyntax = {
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
};

export const MYSQL: SqlSyntax = {
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
};
