/**
 * Finds a secret in every form at once.
 *
 * Programs escape a text in their own ways, sometimes one on top of the other, and often only some
 * of its characters: a list of encoded forms never ends. So each character has the forms that it may
 * be written in, and any mixture of them is the secret.
 *
 * One regular expression for all of it would take exponential time on some texts: `''` is one quote
 * or two. So a regular expression finds only how a secret may begin, its first two characters, and
 * from there the set of places that the next character may begin at is carried along, which is
 * bounded. Every repetition is bounded, too: a long run of backslashes is searched in linear time.
 */

/** At least one backslash; as many as three layers of JSON put before a character. */
const ESCAPE = String.raw`\\{1,8}`;

/** `%`, also percent-encoded itself. */
const PERCENT = '%(?:25){0,3}';

/** `&`, also escaped itself. */
const AMPERSAND = '&(?:amp;){0,3}';

/** What a backslash makes a character of. */
const LETTERS: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
  '\v': 'v',
  '\0': '0',
};

const ENTITIES: Readonly<Record<string, string>> = {
  '<': 'lt|LT',
  '>': 'gt|GT',
  '"': 'quot|QUOT',
  "'": 'apos',
  '\u00a0': 'nbsp',
};

/** One way to write a character. */
interface Form {
  /** The characters that it may begin with. */
  readonly first: string;
  readonly source: string;
  /** Matches exactly where it is told to; with a group, the form may end anywhere behind the group. */
  readonly pattern: RegExp;
}

/** A character of the secret. */
interface Unit {
  readonly character: string;
  /** Beside the character itself. */
  readonly forms: readonly Form[];
}

function form(first: string, head: string, tail = ''): Form {
  return { first, source: `${head}${tail}`, pattern: new RegExp(tail === '' ? head : `(${head})${tail}`, 'y') };
}

/** A text as a pattern that matches itself. */
function literal(text: string): string {
  return text
    .replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

/** Hex digits in either case. */
function hex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replaceAll(/[a-f]/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** Behind backslashes: `\u0027`, `\u{27}`, `\x27`, `\047`, `\n`. */
function escapeForm(character: string): Form {
  const codePoint = character.codePointAt(0) ?? 0;
  const bytes = [...Buffer.from(character)];
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const escapes = [
    units.map((unit) => `u${hex(unit, 4)}`),
    [`u\\{0{0,6}${hex(codePoint, 1)}\\}`],
    bytes.map((byte) => `x${hex(byte, 2)}`),
    bytes.map((byte) => byte.toString(8).padStart(3, '0')),
    ...(codePoint > 0x7f && codePoint <= 0xff ? [[`x${hex(codePoint, 2)}`]] : []),
    ...(LETTERS[character] === undefined ? [] : [[LETTERS[character]]]),
  ];
  return form('\\', `${ESCAPE}(?:${escapes.map((pieces) => pieces.join(ESCAPE)).join('|')})`);
}

/** `%27`. The first byte of `%` and of `&` is what is repeated when they are encoded again. */
function percentForm(character: string): Form {
  if (character === '%') return form('%', '%25', '(?:25){0,3}');
  return form('%', Array.from(Buffer.from(character), (byte) => `${PERCENT}${hex(byte, 2)}`).join(''));
}

/** `&#39;`, `&#x27;`, `&apos;`. */
function entityForms(character: string): readonly Form[] {
  const codePoint = character.codePointAt(0) ?? 0;
  const names = ENTITIES[character];
  const numbers = `#(?:0{0,6}${String(codePoint)}|[xX]0{0,6}${hex(codePoint, 1)})`;
  const forms = [form('&', `${AMPERSAND}(?:${numbers}${names === undefined ? '' : `|${names}`});`)];
  if (character === '&') forms.push(form('&', '&amp;', '(?:amp;){0,3}'));
  return forms;
}

function unitOf(character: string): Unit {
  const forms = [escapeForm(character), percentForm(character), ...entityForms(character)];
  // Doubled by each layer of escaping.
  if (character === '\\') forms.push(form('\\', String.raw`\\`, String.raw`\\{0,7}`));
  // A backslash before a letter or a digit would make another character of it.
  else if (!/[\p{L}\p{N}]/u.test(character)) forms.push(form('\\', `${ESCAPE}${literal(character)}`));
  // SQL strings and identifiers, format strings, shell variables.
  if (/["'`%$\]]/u.test(character)) forms.push(form(character, literal(character.repeat(2))));
  // The way out of a quoted shell word and back: '\'' and '"'"'.
  if (character === "'") forms.push(form("'", String.raw`'(?:\\{1,7}'|"'")'`));
  if (character === ' ') forms.push(form('+', String.raw`\+`));
  // Printed with an indentation, with CRLF, or in HTML.
  if (character === '\n') forms.push(form('\r\n', String.raw`\r?\n`, String.raw`[ \t]{0,64}`), form('<', '<br ?/?>'));
  return { character, forms };
}

/** Adds the places where one character, written at `at` in any form, may end. */
function addEnds({ character, forms }: Unit, text: string, at: number, ends: Set<number>): void {
  if (text.startsWith(character, at)) ends.add(at + character.length);
  const first = text[at];
  if (first === undefined) return;
  for (const { first: possible, pattern } of forms) {
    if (!possible.includes(first)) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) continue;
    const [whole, head = whole] = match;
    for (let length = head.length; length <= whole.length; length += 1) ends.add(at + length);
  }
}

/** Base64 of a secret that may begin at any byte of what was encoded. */
function base64Sources(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const sources: string[] = [];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/u, '');
    // Characters that also hold bits of a neighbour differ: the one in front stays (at most four bits
    // of the first byte), the one behind is matched as any.
    const first = offset === 0 ? 0 : offset + 1;
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const stable = encoded.slice(first, last);
    // Six characters and less occur by chance.
    if (stable.length < 7) continue;
    const core = stable.replaceAll(/[+/]/gu, (sign) => (sign === '+' ? '[+-]' : '[/_]'));
    sources.push(`${core}${(offset + bytes.length) % 3 === 0 ? '' : '[A-Za-z0-9+/_-]?={0,2}'}`);
  }
  return sources;
}

/** Recognises one secret. */
export class SecretMatcher {
  readonly length: number;
  /** The source of a pattern that matches wherever the secret may begin, and at some other places. */
  readonly beginning: string;
  readonly #units: readonly Unit[];
  /** Base64 and hex, which are either there as a whole or not. */
  readonly #whole: RegExp | null;

  constructor(secret: string) {
    this.length = secret.length;
    this.#units = Array.from(secret, unitOf);
    const bytes = Buffer.from(secret);
    const inHex = bytes.length < 4 ? [] : [Array.from(bytes, (byte) => hex(byte, 2)).join('')];
    const whole = [...base64Sources(secret), ...inHex];
    this.#whole = whole.length === 0 ? null : new RegExp(whole.join('|'), 'y');
    const two = this.#units
      .slice(0, 2)
      .map(({ character, forms }) => `(?:${[literal(character), ...forms.map(({ source }) => source)].join('|')})`);
    this.beginning = [two.join(''), ...whole].join('|');
  }

  /** Where the secret that begins at `at` ends at the furthest; -1 when none begins there. */
  endAt(text: string, at: number): number {
    let furthest = -1;
    if (this.#whole !== null) {
      this.#whole.lastIndex = at;
      const match = this.#whole.exec(text);
      if (match !== null) furthest = at + match[0].length;
    }
    let places = new Set([at]);
    for (const unit of this.#units) {
      const ends = new Set<number>();
      for (const place of places) addEnds(unit, text, place, ends);
      if (ends.size === 0) return furthest;
      places = ends;
    }
    return Math.max(furthest, ...places);
  }
}
