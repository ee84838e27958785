import type { SqlSyntax, Traits } from '../../driver.ts';

/** How SQLite's SQL is cut (sqlite.org/lang.html): MySQL's and SQL Server's quotes are understood, too. */
export const sqliteSyntax: SqlSyntax = {
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

/** What plans and stages decide by. */
export const sqliteTraits: Traits = {
  transactionalSchema: true,
  singleWriter: true,
  sql: sqliteSyntax,
  replaceGuarantee:
    'The database file is replaced in one transaction of SQLite: a crash leaves the old content or the new, never a mixture.',
};
