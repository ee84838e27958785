import type { SqlSyntax } from '../driver.ts';

/** What the scanner needs to know of a dialect beyond {@link SqlSyntax}; each follows from a member of it. */
export interface LexicalRules {
  readonly syntax: SqlSyntax;
  /** `/*! … *\/` is code: the family whose client knows DELIMITER is the one that has them. */
  readonly executableComments: boolean;
  /** `"…"` is a string, not an identifier: so in the family where a backslash escapes in it. */
  readonly doubleQuotedStrings: boolean;
  /** A backslash outside quotes starts a command of psql, the client that knows inline COPY data. */
  readonly clientCommands: boolean;
  /** A lone carriage return ends a line comment, as in PostgreSQL's lexer; elsewhere only a line feed does. */
  readonly carriageReturnEndsComment: boolean;
  /** A `;` inside parentheses is part of the statement, as in `CREATE RULE … DO (a; b)`. */
  readonly parenthesesHideTerminator: boolean;
  /** A string literal is taken for a name where only a name can stand, as SQLite does. */
  readonly stringsMayBeNames: boolean;
}

/** Derives the rules; cheap enough to be done once a file. */
export function lexicalRules(syntax: SqlSyntax): LexicalRules {
  return {
    syntax,
    executableComments: syntax.delimiterCommand,
    doubleQuotedStrings: syntax.backslashEscapes === 'always' || syntax.delimiterCommand,
    clientCommands: syntax.copyFromStdin,
    carriageReturnEndsComment: syntax.copyFromStdin,
    parenthesesHideTerminator: syntax.copyFromStdin,
    stringsMayBeNames: syntax.bracketIdentifiers,
  };
}
