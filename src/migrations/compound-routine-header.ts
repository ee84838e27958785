/**
 * The head of a stored program in MySQL and MariaDB, from CREATE to where its body begins. The body
 * may be one plain statement, so its first token has to be found, and no word announces it: it is the
 * first that is none of the characteristics.
 */

/**
 * What the present token is: still the head, the first token of the body, the first of Oracle mode's
 * declarations, or the first inside a BEGIN that has no head at all.
 */
export type HeaderStep = 'header' | 'body' | 'declarations' | 'block';

type State =
  | 'start'
  | 'begin'
  | 'create'
  | 'definer'
  | 'name'
  | 'characteristics'
  | 'as'
  | 'trigger'
  | 'row'
  | 'event'
  | 'package'
  | 'package as'
  | 'ready'
  | 'plain';

/** Words that start a statement which only MariaDB's compound statements outside programs have. */
const COMPOUND_STARTS = new Set(['if', 'case', 'loop', 'while', 'repeat', 'for', 'declare']);

/** Words between a routine's parameters and its body that stand alone. */
const CHARACTERISTICS = new Set(
  (
    'comment soname sql not deterministic contains no reads modifies data security definer invoker aggregate ' +
    'unsigned signed zerofill precision varying varchar varbinary binary byte ascii unicode char character type'
  ).split(' '),
);

/** Words whose next word belongs to them: `COLLATE utf8mb4_bin`, `LANGUAGE SQL`, `TYPE OF t.c`. */
const TAKES_NEXT = new Set(['collate', 'charset', 'language', 'of']);

const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const DOT = 46;

export class RoutineHeader {
  state: State = 'start';
  #depth = 0;
  /** The word or symbol before; empty for anything else. */
  #previous = '';
  /** The next token belongs to the word before it. */
  #takesNext = false;
  #returns = false;

  /** A bare word, in lower case. */
  word(word: string): HeaderStep {
    const step = this.#depth > 0 ? 'header' : this.#word(word);
    this.#previous = word;
    return step;
  }

  /** A quoted identifier, string or number. */
  other(): HeaderStep {
    const step = this.#depth > 0 ? 'header' : this.#other();
    this.#previous = '';
    return step;
  }

  /** Punctuation, by its character code. */
  symbol(code: number): HeaderStep {
    const step = this.#symbol(code);
    this.#previous = String.fromCharCode(code);
    return step;
  }

  #word(word: string): HeaderStep {
    switch (this.state) {
      case 'start':
        if (COMPOUND_STARTS.has(word)) return 'body';
        if (word === 'create' || word === 'alter') this.state = 'create';
        else this.state = word === 'begin' ? 'begin' : 'plain';
        return 'header';
      case 'begin':
        // BEGIN WORK starts a transaction; BEGIN TRANSACTION is an error that the server shall name.
        if (word !== 'work' && word !== 'transaction') return 'block';
        this.state = 'plain';
        return 'header';
      case 'definer':
        // DEFINER = root@localhost
        if (this.#previous === '=' || this.#previous === '@') return 'header';
        this.state = 'create';
        return this.#word(word);
      case 'create':
        this.#object(word);
        return 'header';
      case 'name':
        if (word === 'as' || word === 'is' || word === 'return' || word === 'returns') {
          this.state = 'characteristics';
          return this.#characteristic(word);
        }
        return 'header';
      case 'characteristics':
        return this.#characteristic(word);
      case 'as':
        return word === 'begin' ? 'body' : 'declarations';
      case 'trigger':
        if (word === 'row' && this.#previous === 'each') this.state = 'row';
        return 'header';
      case 'row':
        if (this.#takesNext) this.state = 'ready';
        else if (word === 'follows' || word === 'precedes') this.#takesNext = true;
        else return 'body';
        return 'header';
      case 'event':
        if (word === 'do') this.state = 'ready';
        return 'header';
      case 'package':
        if (word === 'as' || word === 'is') this.state = 'package as';
        return 'header';
      case 'package as':
        return 'declarations';
      case 'ready':
        return 'body';
      default:
        return 'header';
    }
  }

  #object(word: string): void {
    switch (word) {
      case 'or':
      case 'replace':
      case 'aggregate':
        break;
      case 'definer':
        this.state = 'definer';
        break;
      case 'procedure':
      case 'function':
        this.state = 'name';
        break;
      case 'trigger':
      case 'event':
      case 'package':
        this.state = word;
        break;
      default:
        this.state = 'plain';
    }
  }

  #characteristic(word: string): HeaderStep {
    if (this.#takesNext) {
      this.#takesNext = false;
      return 'header';
    }
    // RETURNS INT RETURN 1 is a type and a body; RETURN INT AS … is Oracle mode's way to give the type.
    if (word === 'returns' || (word === 'return' && !this.#returns)) {
      this.#returns = true;
      this.#takesNext = true;
      return 'header';
    }
    if (word === 'as' || word === 'is') {
      this.state = 'as';
      return 'header';
    }
    if (TAKES_NEXT.has(word)) {
      this.#takesNext = true;
      return 'header';
    }
    if (word === 'set' && (this.#previous === 'character' || this.#previous === 'char')) {
      this.#takesNext = true;
      return 'header';
    }
    return CHARACTERISTICS.has(word) ? 'header' : 'body';
  }

  #other(): HeaderStep {
    switch (this.state) {
      case 'start':
      case 'begin':
        this.state = 'plain';
        return 'header';
      case 'characteristics':
        if (this.#takesNext) this.#takesNext = false;
        else if (this.#previous !== 'comment' && this.#previous !== 'soname') return 'body';
        return 'header';
      case 'row':
        if (!this.#takesNext) return 'body';
        this.state = 'ready';
        return 'header';
      case 'as':
      case 'ready':
        return 'body';
      default:
        return 'header';
    }
  }

  #symbol(code: number): HeaderStep {
    if (code === OPEN_PARENTHESIS) this.#depth += 1;
    else if (code === CLOSE_PARENTHESIS) {
      this.#depth -= 1;
      if (this.#depth === 0 && this.state === 'name') this.state = 'characteristics';
    } else if (code === DOT && this.state === 'characteristics') this.#takesNext = true;
    else if (this.state === 'start' || this.state === 'begin' || this.state === 'create') this.state = 'plain';
    else if (this.state === 'ready') return 'body';
    return 'header';
  }
}
