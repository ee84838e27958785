/** A part of a JSON text with its place in it. */
export type JsonNode = JsonScalar | JsonArray | JsonObject;

interface Place {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset behind its last character. */
  readonly end: number;
}

/** A string, number, boolean or null. */
export interface JsonScalar extends Place {
  readonly kind: 'scalar';
}

/** An array with its items. */
export interface JsonArray extends Place {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

/** An object with its members; a name may stand in it twice. */
export interface JsonObject extends Place {
  readonly kind: 'object';
  readonly items: readonly JsonMember[];
}

/** A member: its place begins with its name. */
export interface JsonMember extends Place {
  readonly name: string;
  readonly nameEnd: number;
  readonly value: JsonNode;
}

const SPACE = /[\t\n\r ]*/y;
const BARE = /[^\t\n\r ,\]}]+/y;

/** Reads a text that JSON.parse accepts: here it is only found where everything stands. */
class TreeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonNode {
    this.#skip(SPACE);
    const start = this.#at;
    switch (this.#text[start]) {
      case '{': {
        const items = this.#items('}', () => this.#member());
        return { kind: 'object', start, end: this.#at, items };
      }
      case '[': {
        const items = this.#items(']', () => this.read());
        return { kind: 'array', start, end: this.#at, items };
      }
      case '"':
        this.#skipString();
        break;
      default:
        this.#skip(BARE);
    }
    return { kind: 'scalar', start, end: this.#at };
  }

  #items<T>(close: string, read: () => T): readonly T[] {
    const items: T[] = [];
    this.#at += 1;
    this.#skip(SPACE);
    while (this.#text[this.#at] !== close) {
      items.push(read());
      this.#skip(SPACE);
      if (this.#text[this.#at] === ',') this.#at += 1;
      this.#skip(SPACE);
    }
    this.#at += 1;
    return items;
  }

  #member(): JsonMember {
    const start = this.#at;
    this.#skipString();
    const nameEnd = this.#at;
    this.#skip(SPACE);
    this.#at += 1;
    const value = this.read();
    return { name: JSON.parse(this.#text.slice(start, nameEnd)) as string, start, nameEnd, end: value.end, value };
  }

  /** To the quote that no backslash takes away. */
  #skipString(): void {
    let quote = this.#at;
    let escapes: number;
    do {
      quote = this.#text.indexOf('"', quote + 1);
      escapes = 0;
      while (this.#text[quote - 1 - escapes] === '\\') escapes += 1;
    } while (escapes % 2 === 1);
    this.#at = quote + 1;
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    pattern.test(this.#text);
    if (pattern.lastIndex < this.#at) throw new SyntaxError('this is no JSON');
    this.#at = pattern.lastIndex;
  }
}

/** Where everything stands in a JSON text that JSON.parse has accepted. */
export function jsonTree(text: string): JsonNode {
  return new TreeReader(text).read();
}

function valueAt(text: string, node: JsonNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return JSON.parse(text.slice(node.start, node.end));
    case 'array':
      return node.items.map((item) => valueAt(text, item));
    case 'object': {
      const value = {};
      for (const { name, value: member } of node.items) {
        // Not by assignment, which `__proto__` would turn into something else.
        const content = { value: valueAt(text, member), writable: true, enumerable: true, configurable: true };
        Object.defineProperty(value, name, content);
      }
      return value;
    }
  }
}

/**
 * What JSON.parse gives. The engine of Node 24 takes one escape in a member's name for another one when an earlier text
 * had a name with a backslash at the same place (`{"é":1,"\\":2}`, then `{"é":1,"\n":2}`), so it is not asked
 * for a whole text that has any.
 *
 * @throws SyntaxError when the text is no JSON
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return text.includes('\\') ? valueAt(text, jsonTree(text)) : value;
}
