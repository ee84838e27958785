/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text between the children. */
  readonly text: string;
}

/** What XML 1.0 calls a character (2.2). */
const LEGAL = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const NAME = /[A-Za-z_][A-Za-z0-9_.-]*/uy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces references; every other ampersand is an error. */
function decode(text: string): string {
  return text.replaceAll(/&([^;&]*);?/gu, (whole, name: string) => {
    const code = /^#(?:x([0-9a-f]+)|([0-9]+))$/iu.exec(name);
    const value =
      code === null
        ? ENTITIES[name]
        : String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16));
    if (!whole.endsWith(';') || value === undefined || !LEGAL.test(value))
      throw new Error(`bad reference: ${whole.slice(0, 20)}`);
    return value;
  });
}

/** Reads a document by the rules of XML 1.0, without DTDs, comments and CDATA; throws at whatever is not well-formed. */
export function parseXml(document: string): XmlElement {
  if (!LEGAL.test(document)) throw new Error('a character that XML does not have');
  // Line ends are read as one line feed (2.11).
  const source = document.replaceAll(/\r\n?/gu, '\n');
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${String(at)}: ${JSON.stringify(source.slice(at, at + 40))}`);
  };
  const take = (text: string): void => {
    if (!source.startsWith(text, at)) fail(`expected ${text}`);
    at += text.length;
  };
  const name = (): string => {
    NAME.lastIndex = at;
    const [found] = NAME.exec(source) ?? fail('expected a name');
    at += found.length;
    return found;
  };
  const space = (): boolean => {
    const start = at;
    while (' \t\n'.includes(source[at] ?? 'x')) at += 1;
    return at > start;
  };
  const attributes = (): Record<string, string> => {
    const found: Record<string, string> = {};
    while (space() && !'/>?'.includes(source[at] ?? '')) {
      const key = name();
      if (key in found) fail(`${key} twice`);
      take('="');
      const end = source.indexOf('"', at);
      const value = source.slice(at, end);
      if (end === -1 || value.includes('<')) fail('bad attribute');
      // White space in an attribute is read as spaces (3.3.3).
      found[key] = decode(value.replaceAll(/[\t\n]/gu, ' '));
      at = end + 1;
    }
    return found;
  };
  const element = (): XmlElement => {
    take('<');
    const own = name();
    const read = attributes();
    if (source.startsWith('/>', at)) {
      at += 2;
      return { name: own, attributes: read, children: [], text: '' };
    }
    take('>');
    const children: XmlElement[] = [];
    const pieces: string[] = [];
    for (;;) {
      const end = source.indexOf('<', at);
      const piece = source.slice(at, end);
      if (end === -1 || piece.includes(']]>')) fail('bad text');
      pieces.push(decode(piece));
      at = end;
      if (source.startsWith('</', at)) break;
      children.push(element());
    }
    take(`</${own}`);
    space();
    take('>');
    return { name: own, attributes: read, children, text: pieces.join('') };
  };
  take('<?xml');
  attributes();
  take('?>');
  space();
  const root = element();
  space();
  if (at !== source.length) fail('something after the end');
  return root;
}
