/**
 * Bodies of stored programs in MySQL and MariaDB, without DELIMITER: the mysql client cannot cut
 * them, so there is no rule to copy. `IF`, `CASE`, `REPEAT`, `BEGIN` and `END` are statements only
 * where a statement starts; elsewhere they are functions, expressions or plain column names. So this
 * keeps a stack of open blocks and whether the next token starts a statement. MariaDB's Oracle mode
 * (declarations before BEGIN, packages, `WHILE … LOOP`) is followed as well.
 *
 * Longer than most, since header and body of a stored program share one state.
 */
import type { CompoundWatch } from './compound.ts';
import { type HeaderStep, RoutineHeader } from './compound-routine-header.ts';

/**
 * - `expression`: `CASE … END` as a value; `case`: as a statement
 * - `until`: a REPEAT whose condition has begun
 * - `declare`: declarations of Oracle mode, up to their BEGIN, and the inside of a package
 */
type Block = 'begin' | 'if' | 'case' | 'expression' | 'loop' | 'repeat' | 'until' | 'declare';

const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const LESS = 60;
const GREATER = 62;
const AT = 64;

/** Words that go on with a handler's condition: `SQLSTATE VALUE '23000'`, `NOT FOUND`. */
const CONDITION_PREFIXES = new Set(['sqlstate', 'value', 'not']);

export class RoutineWatch implements CompoundWatch {
  readonly #header = new RoutineHeader();
  readonly #blocks: Block[] = [];
  #inBody = false;
  /** The next token starts a statement. */
  #starts = false;
  /** The token before this one started a statement, so that a colon makes it a label. */
  #started = false;
  /** Behind a dot or an `@`: the word is a name, whatever it says. */
  #named = false;
  /** Behind the END of a block: a CASE or LOOP here says which block it was. */
  #afterEnd = false;
  #afterAngle = false;
  #depth = 0;
  /** Inside a DECLARE: where in `HANDLER FOR condition, condition statement` it is. */
  #declare: 'none' | 'declare' | 'handler' | 'condition' | 'behind condition' = 'none';
  /** Inside PROCEDURE or FUNCTION within a package, before its AS. */
  #nested = false;

  get watching(): boolean {
    return this.#inBody || this.#header.state !== 'plain';
  }

  get open(): boolean {
    return this.#blocks.length > 0;
  }

  word(word: string): void {
    if (!this.#inBody) {
      this.#enter(this.#header.word(word));
      if (!this.#inBody) return;
    }
    if (this.#named) {
      this.#plain();
      return;
    }
    if (this.#afterAngle && this.#starts) {
      // <<label>>
      return;
    }
    this.#followHandler(CONDITION_PREFIXES.has(word));
    const starts = this.#starts;
    const afterEnd = this.#afterEnd;
    this.#plain();
    this.#started = starts;
    if (starts) this.#statementWord(word);
    else this.#innerWord(word, afterEnd);
  }

  other(): void {
    if (!this.#inBody) {
      this.#enter(this.#header.other());
      if (!this.#inBody) return;
    }
    this.#followHandler(false);
    const starts = this.#starts;
    this.#plain();
    this.#started = starts;
  }

  symbol(code: number): void {
    if (!this.#inBody) {
      this.#enter(this.#header.symbol(code));
      if (!this.#inBody) return;
    }
    if (code === OPEN_PARENTHESIS) this.#depth += 1;
    if (code === CLOSE_PARENTHESIS) this.#depth -= 1;
    if (this.#declare === 'behind condition' && code === COMMA) {
      this.#declare = 'condition';
      return;
    }
    if (this.#starts && (code === LESS || code === GREATER)) {
      this.#afterAngle = code === LESS;
      return;
    }
    const label = this.#started && code === COLON;
    this.#plain();
    this.#named = code === DOT || code === AT;
    this.#starts = label;
  }

  semicolon(): boolean {
    this.#plain();
    this.#starts = true;
    this.#declare = 'none';
    this.#nested = false;
    this.#depth = 0;
    return this.#blocks.length === 0;
  }

  #plain(): void {
    this.#starts = false;
    this.#started = false;
    this.#named = false;
    this.#afterEnd = false;
    this.#afterAngle = false;
  }

  /** Takes what the header says of the token it just saw. */
  #enter(step: HeaderStep): void {
    if (step === 'header') return;
    this.#inBody = true;
    this.#starts = true;
    if (step === 'declarations') this.#blocks.push('declare');
    if (step === 'block') this.#blocks.push('begin');
  }

  /** The statement of a handler starts behind its last condition, with no word that says so. */
  #followHandler(prefix: boolean): void {
    if (this.#declare === 'condition') {
      if (!prefix) this.#declare = 'behind condition';
    } else if (this.#declare === 'behind condition') {
      this.#declare = 'none';
      this.#starts = true;
    }
  }

  /** A word where a statement starts. */
  #statementWord(word: string): void {
    const blocks = this.#blocks;
    const top = blocks.at(-1);
    switch (word) {
      case 'begin':
        if (top === 'declare') blocks.pop();
        blocks.push('begin');
        this.#starts = true;
        break;
      case 'not':
      case 'atomic':
        // BEGIN NOT ATOMIC
        this.#starts = true;
        break;
      case 'if':
      case 'case':
      case 'repeat':
        blocks.push(word);
        this.#starts = word === 'repeat';
        break;
      case 'loop':
      case 'while':
      case 'for':
        blocks.push('loop');
        this.#starts = word === 'loop';
        break;
      case 'until':
        if (top === 'repeat') blocks[blocks.length - 1] = 'until';
        break;
      case 'else':
        this.#starts = true;
        break;
      case 'end':
        blocks.pop();
        this.#afterEnd = true;
        break;
      case 'declare':
        if (top === undefined) {
          blocks.push('declare');
          this.#starts = true;
        } else {
          this.#declare = 'declare';
        }
        break;
      case 'procedure':
      case 'function':
        this.#nested = top === 'declare';
        break;
      default:
    }
  }

  /** A word inside a statement. */
  #innerWord(word: string, afterEnd: boolean): void {
    const blocks = this.#blocks;
    const top = blocks.at(-1);
    switch (word) {
      case 'case':
        if (!afterEnd) blocks.push('expression');
        break;
      case 'end':
        if (top === 'expression' || top === 'until') blocks.pop();
        break;
      case 'then':
      case 'else':
        this.#starts = top !== undefined && top !== 'expression';
        break;
      case 'do':
      case 'loop':
        this.#starts = top === 'loop' && !afterEnd;
        break;
      case 'handler':
        if (this.#declare === 'declare') this.#declare = 'handler';
        break;
      case 'for':
        if (this.#declare === 'handler') this.#declare = 'condition';
        break;
      case 'as':
      case 'is':
        if (this.#nested && this.#depth === 0) {
          this.#nested = false;
          blocks.push('declare');
          this.#starts = true;
        }
        break;
      default:
    }
  }
}
