import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Problem } from './problems.ts';

/** Longer files, and files with more values after their aliases are followed, are refused: no configuration needs that. */
const MOST_CHARACTERS = 1_048_576;
const MOST_VALUES = 20_000;

/** What each of the parser's codes means to the author. The parser's own messages quote the text, which may hold a secret. */
const SENTENCES: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'this alias is not valid',
  BAD_DQ_ESCAPE: 'an escape in double quotes is not known; single quotes take a backslash literally',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a value that starts with @, ` or % must be quoted',
  BLOCK_AS_IMPLICIT_KEY: 'a value that holds a colon and a space must be quoted',
  MISSING_CHAR: 'a colon, a quote or a bracket is missing',
  MULTILINE_IMPLICIT_KEY: 'a key must be followed by a colon',
  MULTIPLE_DOCS: 'only one YAML document is allowed',
  NON_STRING_KEY: 'a key must be a plain text',
  RESOURCE_EXHAUSTION: 'this is nested too deeply',
  TAB_AS_INDENT: 'tabs must not indent; use spaces',
  TAG_RESOLVE_FAILED: 'this tag is not known; remove it',
};

/** Problems that leave the rest of the file readable, so that the rest can be checked as well. */
const LOCAL = new Set(['BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'DUPLICATE_KEY', 'NON_STRING_KEY', 'TAG_RESOLVE_FAILED']);

/** Where something stands in the file. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** Steps from the root to a value. */
export type Path = readonly (string | number)[];

/** A YAML text, read. */
export interface ParsedYaml {
  /** Plain data; undefined when the text cannot be read to its end. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path stands, or its key; the nearest parent when there is no such value. */
  locate(path: Path, part: 'key' | 'value'): Position;
}

/** A value and where it stands. */
interface Place {
  readonly key: number;
  readonly value: number;
}

/** Turns the parser's nodes into plain data, and remembers where each value stands. */
class Reader {
  readonly places = new Map<string, Place>();
  readonly problems: { readonly offset: number; readonly sentence: string }[] = [];
  readonly #document: Document.Parsed;
  readonly #lineOf: (offset: number) => number;
  readonly #open = new Set<Node>();
  #values = 0;

  constructor(document: Document.Parsed, lineOf: (offset: number) => number) {
    this.#document = document;
    this.#lineOf = lineOf;
  }

  /** There are more values than {@link MOST_VALUES}. */
  get exhausted(): boolean {
    return this.#values > MOST_VALUES;
  }

  /** Reads one node; `key` is the offset of its key, or of its list. Values beyond the bound, and of unknown aliases, are undefined. */
  read(node: Node | null, path: Path, key: number): unknown {
    const offset = node?.range?.[0] ?? key;
    const inList = typeof path.at(-1) === 'number';
    this.places.set(JSON.stringify(path), { key: inList ? offset : key, value: offset });
    this.#values += 1;
    if (this.#values > MOST_VALUES) {
      if (this.#values === MOST_VALUES + 1) this.problems.push({ offset, sentence: 'the file holds too many values' });
      return undefined;
    }
    if (node === null) return null;
    if (isAlias(node)) return this.#follow(node, path, key, offset);
    if (isScalar(node)) return node.value;
    this.#open.add(node);
    try {
      if (isSeq(node)) return node.items.map((item, index) => this.read(item as Node | null, [...path, index], offset));
      if (!isMap(node)) return null;
      const pairs: [string, unknown][] = [];
      for (const { key: keyNode, value } of node.items) {
        // A key that is no text has been reported by the parser.
        if (!isScalar(keyNode)) continue;
        const name = String(keyNode.value);
        const at = keyNode.range?.[0] ?? offset;
        const first = this.places.get(JSON.stringify([...path, name]));
        if (first !== undefined) {
          const sentence = `the key \`${name}\` is given twice, first in line ${String(this.#lineOf(first.key))}`;
          this.problems.push({ offset: at, sentence });
        } else if (name === '__proto__') {
          this.problems.push({ offset: at, sentence: 'the key `__proto__` is not allowed' });
        } else {
          pairs.push([name, this.read(value as Node | null, [...path, name], at)]);
        }
      }
      return Object.fromEntries(pairs);
    } finally {
      this.#open.delete(node);
    }
  }

  #follow(alias: Alias, path: Path, key: number, offset: number): unknown {
    const target = alias.resolve(this.#document);
    if (target === undefined || this.#open.has(target)) {
      const sentence = target === undefined ? 'this alias has no anchor above it' : 'this alias holds itself';
      this.problems.push({ offset, sentence });
      return undefined;
    }
    return this.read(target, path, key);
  }
}

/** The parser's problems in our words: all local ones, and the first of those that make the parser lose its way. */
function syntaxProblems(document: Document.Parsed, positionOf: (offset: number) => Position): Problem[] {
  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
  const fatal = errors.find(({ code }) => !LOCAL.has(code));
  return errors
    .filter(({ code }) => code !== 'DUPLICATE_KEY') // The reader names it.
    .filter((error) => LOCAL.has(error.code) || error === fatal)
    .map(({ code, pos }) => ({ ...positionOf(pos[0]), sentence: SENTENCES[code] ?? 'this is not valid YAML' }));
}

/** `${` inside braces or brackets begins a mapping of YAML's own. */
function isBareReference(text: string, offset: number): boolean {
  return text[offset] === '{' && text[offset - 1] === '$';
}

/** Reads a YAML 1.2 text with positions. Never throws on content. */
export function parseYaml(source: string): ParsedYaml {
  const text = source.replace(/^\u{feff}/u, '');
  const start = { line: 1, column: 1 };
  if (text.length > MOST_CHARACTERS) {
    const sentence = 'the file is longer than 1 MiB';
    return { value: undefined, problems: [{ ...start, sentence }], locate: () => start };
  }
  const lineCounter = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true, logLevel: 'error' });
  const fatal = document.errors.find(({ code }) => !LOCAL.has(code));
  if (fatal !== undefined && isBareReference(text, fatal.pos[0])) {
    const position = positionOf(fatal.pos[0] - 1);
    const sentence = 'a ${VARIABLE} inside braces or brackets must be quoted: "${VARIABLE}"';
    return { value: undefined, problems: [{ ...position, sentence }], locate: () => start };
  }
  const problems = syntaxProblems(document, positionOf);
  if (fatal !== undefined) return { value: undefined, problems, locate: () => start };
  const reader = new Reader(document, (offset) => positionOf(offset).line);
  const read = reader.read(document.contents, [], document.contents?.range[0] ?? 0);
  problems.push(...reader.problems.map(({ offset, sentence }) => ({ ...positionOf(offset), sentence })));
  return {
    // Half a value would be blamed for what it lacks.
    value: reader.exhausted ? undefined : read,
    problems,
    locate(path, part) {
      for (let length = path.length; length >= 0; length -= 1) {
        const place = reader.places.get(JSON.stringify(path.slice(0, length)));
        // A missing value is shown at the key of what it is missing in.
        if (place !== undefined)
          return positionOf(length === path.length && part === 'value' ? place.value : place.key);
      }
      return start;
    },
  };
}
