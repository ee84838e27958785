/**
 * Cuts a script into statements; see `scanner.ts` for tokens and `compound.ts` for bodies.
 *
 * Longer than most: what a token means depends on the statement read so far, so all of it is one class.
 */
import { hash } from 'node:crypto';
import type { SqlSyntax, Statement } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import { compoundWatch, type CompoundWatch } from './compound.ts';
import { readCopyRows } from './copy-rows.ts';
import { CopyWatch } from './copy-watch.ts';
import { delimiterArgument, isDelimiterCommand, restOfLine } from './delimiter-command.ts';
import { type LexicalRules, lexicalRules } from './lexical-rules.ts';
import { LineCounter } from './line-counter.ts';
import { Scanner } from './scanner.ts';
import type { ScriptProblem, SplitScript } from './split-types.ts';
import { normaliseText } from './text.ts';

/** A file that is not SQL at all would give one for every line. */
const MAX_PROBLEMS = 50;

/** Longer words are no keywords. */
const MAX_KEYWORD = 16;

const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;

class Splitter {
  readonly #text: string;
  readonly #rules: LexicalRules;
  readonly #scanner: Scanner;
  readonly #lines: LineCounter;
  readonly #statements: Statement[] = [];
  readonly #problems: ScriptProblem[] = [];
  /** Offset of the first token of the statement being read; -1 between statements. */
  #start = -1;
  /** Offset behind its last token. */
  #end = 0;
  /** It holds more than the brackets of an executable comment. */
  #substance = false;
  #depth = 0;
  #compound: CompoundWatch;
  #copy: CopyWatch | null = null;
  #delimiterLine = 0;
  #firstStatement = Number.POSITIVE_INFINITY;

  constructor(text: string, syntax: SqlSyntax, firstLine: number) {
    this.#text = text;
    this.#rules = lexicalRules(syntax);
    this.#scanner = new Scanner(text, this.#rules);
    this.#lines = new LineCounter(text, firstLine);
    this.#compound = compoundWatch(syntax.compoundBodies);
    this.#reset();
  }

  split(firstLine: number): SplitScript {
    while (this.#problems.length < MAX_PROBLEMS && this.#step());
    // Directives are counted afresh: their lines lie before those the statements asked for.
    const lines = new LineCounter(this.#text, firstLine);
    return {
      statements: this.#statements,
      problems: this.#problems,
      directives: this.#scanner.directives.map(({ offset, text }) => ({
        line: lines.at(offset),
        text,
        leading: offset < this.#firstStatement,
      })),
    };
  }

  #reset(): void {
    this.#start = -1;
    this.#substance = false;
    this.#depth = 0;
    this.#compound = compoundWatch(this.#rules.syntax.compoundBodies);
    this.#copy = this.#rules.syntax.copyFromStdin ? new CopyWatch() : null;
  }

  #problem(offset: number, sentence: string): void {
    this.#problems.push({ line: this.#lines.at(offset), sentence });
  }

  /** Takes one token; false at the end. */
  #step(): boolean {
    const scanner = this.#scanner;
    const kind = scanner.next();
    switch (kind) {
      case 'end':
        this.#finish();
        return false;
      case 'terminator':
        this.#terminator();
        return true;
      case 'client-command':
        this.#clientCommand();
        return true;
      case 'word':
        if (this.#isDelimiterCommand()) {
          this.#delimiterCommand();
          return true;
        }
        this.#word();
        break;
      case 'symbol':
        this.#symbol();
        break;
      case 'executable':
        break;
      default:
        if (this.#compound.watching) this.#compound.other();
        if (this.#copy?.watching === true) this.#copy.other();
    }
    if (this.#start < 0) this.#start = scanner.start;
    this.#end = scanner.end;
    if (kind !== 'executable') this.#substance = true;
    return true;
  }

  #word(): void {
    const compound = this.#compound;
    const copy = this.#copy;
    if (!compound.watching && copy?.watching !== true) return;
    const { start, end } = this.#scanner;
    const word = end - start > MAX_KEYWORD ? '' : this.#text.slice(start, end).toLowerCase();
    if (compound.watching) compound.word(word);
    if (copy?.watching === true) copy.word(word);
  }

  #symbol(): void {
    const code = this.#text.charCodeAt(this.#scanner.start);
    if (code === OPEN_PARENTHESIS) this.#depth += 1;
    else if (code === CLOSE_PARENTHESIS && this.#depth > 0) this.#depth -= 1;
    if (this.#compound.watching) this.#compound.symbol(code);
    if (this.#copy?.watching === true) this.#copy.symbol(code);
  }

  #terminator(): void {
    const scanner = this.#scanner;
    if (this.#start < 0) return;
    const inside =
      scanner.terminator === ';' &&
      ((this.#rules.parenthesesHideTerminator && this.#depth > 0) || !this.#compound.semicolon());
    if (inside) {
      this.#end = scanner.end;
      return;
    }
    const rows = this.#copy?.found === true ? this.#readRows() : undefined;
    this.#emit(rows);
  }

  /** Ends the statement being read. */
  #emit(copyData?: string): void {
    if (this.#substance) {
      const text = this.#text.slice(this.#start, this.#end);
      this.#firstStatement = Math.min(this.#firstStatement, this.#start);
      this.#statements.push({
        index: this.#statements.length,
        line: this.#lines.at(this.#start),
        text,
        hash: hash('sha256', copyData === undefined ? text : `${text}\n${copyData}`, 'hex'),
        ...(copyData === undefined ? {} : { copyData }),
      });
    }
    this.#reset();
  }

  #readRows(): string | undefined {
    const { rows, end, trailing } = readCopyRows(this.#text, this.#scanner.end);
    if (trailing) {
      this.#problem(
        this.#scanner.end,
        'Nothing may follow COPY … FROM STDIN on its line: its rows start on the next one.',
      );
    }
    if (rows === null) {
      this.#problem(this.#start, 'The rows of this COPY … FROM STDIN never end: a line with \\. alone closes them.');
    }
    this.#scanner.seek(end);
    return rows ?? undefined;
  }

  #clientCommand(): void {
    const { start, end } = this.#scanner;
    const command = /^\\\S*/.exec(this.#text.slice(start, Math.min(end, start + 40)))?.[0] ?? '\\';
    this.#problem(start, `${command} is a command of psql, not SQL: take it out, or write what it does as SQL.`);
  }

  #isDelimiterCommand(): boolean {
    if (!this.#rules.syntax.delimiterCommand || this.#depth > 0) return false;
    return isDelimiterCommand(this.#text, this.#scanner.start, this.#scanner.end, this.#start >= 0);
  }

  #delimiterCommand(): void {
    const scanner = this.#scanner;
    const rest = restOfLine(this.#text, scanner.end);
    const argument = delimiterArgument(rest);
    if (this.#start >= 0) {
      this.#problem(scanner.start, `The statement before this DELIMITER line is not ended by ${scanner.terminator}.`);
      this.#reset();
    }
    if (argument === null) {
      this.#problem(scanner.start, 'DELIMITER needs a text without a backslash behind it.');
    } else {
      this.#delimiterLine = this.#lines.at(scanner.start);
      scanner.terminator = argument;
    }
    scanner.seek(scanner.end + rest.length);
  }

  /** What is left at the end needs no terminator, unless something in it is still open. */
  #finish(): void {
    const { unterminated, executableDepth, terminator } = this.#scanner;
    if (unterminated !== null) {
      this.#problem(unterminated.offset, `The ${unterminated.what} that starts here is never closed.`);
    } else if (this.#start < 0) {
      return;
    } else if (executableDepth > 0) {
      this.#problem(this.#start, 'This statement holds a /*! comment that is never closed.');
    } else if (terminator !== ';') {
      const line = this.#delimiterLine;
      this.#problems.push({
        line,
        sentence: `The text below DELIMITER ${terminator} does not end with ${terminator}.`,
      });
    } else if (this.#compound.open) {
      this.#problem(this.#start, 'The body of this statement is never closed: an END is missing.');
    } else if (this.#copy?.found === true) {
      this.#problem(
        this.#start,
        'This COPY … FROM STDIN has no rows: a ; ends it, the rows follow, and \\. closes them.',
      );
    } else {
      this.#emit();
    }
  }
}

/**
 * Cuts a text into statements and collects what is wrong with it.
 *
 * @param firstLine line number of the text's first line, for sections of a file.
 */
export function splitScript(text: string, syntax: SqlSyntax, firstLine = 1): SplitScript {
  return new Splitter(normaliseText(text), syntax, firstLine).split(firstLine);
}

/**
 * Cuts a text into statements, as the engine's own client would, and better where that client needs
 * help (bodies without DELIMITER). Comments before a statement and behind its last token are left
 * out; empty statements are dropped.
 *
 * @throws `CONF_001` when something is opened and never closed, or a client's command is met.
 */
export function splitStatements(text: string, syntax: SqlSyntax): Statement[] {
  const { statements, problems } = splitScript(text, syntax);
  if (problems.length > 0) {
    throw new SluiceError(
      'CONF_001',
      problems.map(({ line, sentence }) => `line ${String(line)}: ${sentence}`).join('\n'),
      {
        fix: 'Correct the SQL at the lines named above.',
        details: { problems },
      },
    );
  }
  return [...statements];
}
