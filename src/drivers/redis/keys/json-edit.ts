import { type JsonArray, type JsonMember, type JsonNode, type JsonObject, jsonTree } from './json-tree.ts';

/** One item of a container that is written anew. */
interface Item {
  /** Where it was; null when it is new. */
  readonly from: number | null;
  readonly text: string;
}

type Members = Readonly<Record<string, unknown>>;

/** What stands between items, and between a name and its value. */
interface Style {
  readonly comma: string;
  readonly colon: string;
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** An object as JSON.parse makes them, from whatever realm; everything else has a form of its own. */
function isMembers(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !isArray(value));
}

/** Members without those that are undefined, as JSON.stringify leaves them out. */
function entriesOf(value: Members): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function refuse(value: unknown, path: string): never {
  const what =
    typeof value === 'object' && value !== null
      ? `a ${String((value as { readonly constructor?: { readonly name?: unknown } }).constructor?.name)}`
      : typeof value === 'number'
        ? String(value)
        : `a ${typeof value}`;
  throw new TypeError(`JSON cannot hold ${what}, at ${path === '' ? 'the top' : path}`);
}

/** A new value as text. */
function write(value: unknown, style: Style, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (isArray(value)) {
    return `[${value.map((item, index) => write(item, style, `${path}[${String(index)}]`)).join(style.comma)}]`;
  }
  if (!isMembers(value)) return refuse(value, path);
  const members = entriesOf(value).map(
    ([name, member]) => `${JSON.stringify(name)}${style.colon}${write(member, style, `${path}.${name}`)}`,
  );
  return `{${members.join(style.comma)}}`;
}

/** Writes a value over a text, so that what has not changed keeps its characters. */
class JsonEditor {
  readonly #text: string;
  #style: Style | null = null;
  readonly #root: JsonNode;

  constructor(text: string) {
    this.#text = text;
    this.#root = jsonTree(text);
  }

  edit(value: unknown): string {
    const { start, end } = this.#root;
    return this.#text.slice(0, start) + this.#write(this.#root, value, '') + this.#text.slice(end);
  }

  #write(node: JsonNode, value: unknown, path: string): string {
    if (node.kind === 'array' && isArray(value)) return this.#array(node, value, path);
    if (node.kind === 'object' && isMembers(value)) return this.#object(node, value, path);
    return this.#isSame(node, value) ? this.#textOf(node) : write(value, this.#styleOf(), path);
  }

  #object(node: JsonObject, value: Members, path: string): string {
    const now = new Map(entriesOf(value));
    // Of members with the same name the last one counts; the ones before it stay as they are.
    const last = new Map(node.items.map(({ name }, index) => [name, index]));
    const items: Item[] = [];
    for (const [index, member] of node.items.entries()) {
      if (!now.has(member.name)) continue;
      const text =
        last.get(member.name) === index
          ? this.#text.slice(member.start, member.value.start) +
            this.#write(member.value, now.get(member.name), `${path}.${member.name}`)
          : this.#textOf(member);
      items.push({ from: index, text });
    }
    const colon = this.#colonOf(node.items[0]) ?? this.#styleOf().colon;
    for (const [name, member] of now) {
      if (last.has(name)) continue;
      const text = write(member, { ...this.#styleOf(), colon }, `${path}.${name}`);
      items.push({ from: null, text: `${JSON.stringify(name)}${colon}${text}` });
    }
    return this.#container(node, items);
  }

  #array(node: JsonArray, value: readonly unknown[], path: string): string {
    const { items } = node;
    const shorter = Math.min(items.length, value.length);
    let before = 0;
    while (before < shorter && this.#isSame(items[before], value[before])) before += 1;
    let after = 0;
    while (after < shorter - before && this.#isSame(items.at(-1 - after), value.at(-1 - after))) after += 1;
    const middle = value.length - before - after;
    const replaced = Math.min(items.length - before - after, middle);
    return this.#container(
      node,
      value.map((item, index): Item => {
        const at = `${path}[${String(index)}]`;
        const from =
          index < before + replaced ? index : index < before + middle ? null : index - value.length + items.length;
        const old = from === null ? undefined : items[from];
        if (from === null || old === undefined) return { from: null, text: write(item, this.#styleOf(), at) };
        return { from, text: this.#write(old, item, at) };
      }),
    );
  }

  /** The items between the container's own brackets; those that still follow each other keep what is between them. */
  #container(node: JsonArray | JsonObject, items: readonly Item[]): string {
    const old = node.items;
    const first = old[0];
    const open = this.#text[node.start] ?? '';
    const close = this.#text[node.end - 1] ?? '';
    if (items.length === 0) return old.length === 0 ? this.#textOf(node) : open + close;
    const lead = first === undefined ? '' : this.#text.slice(node.start + 1, first.start);
    const tail = this.#text.slice(old.at(-1)?.end ?? node.end - 1, node.end - 1);
    const comma = this.#between(old, 1) ?? (/[\r\n]/.test(lead) ? `,${lead}` : this.#styleOf().comma);
    const text = items.map((item, index) => {
      if (index === 0) return item.text;
      const follows = item.from !== null && items[index - 1]?.from === item.from - 1;
      return ((follows ? this.#between(old, item.from) : null) ?? comma) + item.text;
    });
    return open + lead + text.join('') + tail + close;
  }

  /** What stands before an item and behind the one before it; null when there is none. */
  #between(items: readonly { readonly start: number; readonly end: number }[], index: number): string | null {
    const item = items[index];
    const before = items[index - 1];
    return item === undefined || before === undefined ? null : this.#text.slice(before.end, item.start);
  }

  #colonOf(member: JsonMember | undefined): string | null {
    return member === undefined ? null : this.#text.slice(member.nameEnd, member.value.start);
  }

  /** How the text is written, by its first object: `{"a": 1}` has a space. */
  #styleOf(): Style {
    this.#style ??= this.#readStyle();
    return this.#style;
  }

  #readStyle(): Style {
    for (let node: JsonNode | undefined = this.#root; node !== undefined;) {
      if (node.kind === 'scalar') break;
      const item: JsonMember | JsonNode | undefined = node.items[0];
      if (item !== undefined && 'nameEnd' in item) {
        const colon = this.#colonOf(item) ?? ':';
        return { colon, comma: colon.endsWith(' ') ? ', ' : ',' };
      }
      node = item;
    }
    return { colon: ':', comma: ',' };
  }

  #textOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.#text.slice(start, end);
  }

  #isSame(node: JsonNode | undefined, value: unknown): boolean {
    if (node === undefined) return false;
    if (node.kind === 'array') {
      return (
        isArray(value) &&
        value.length === node.items.length &&
        node.items.every((item, index) => this.#isSame(item, value[index]))
      );
    }
    if (node.kind === 'object') {
      if (!isMembers(value)) return false;
      const entries = new Map(entriesOf(value));
      const members = new Map(node.items.map((member) => [member.name, member.value]));
      return (
        entries.size === members.size &&
        [...members].every(([name, item]) => entries.has(name) && this.#isSame(item, entries.get(name)))
      );
    }
    // By value: 1.0 and 1 are one number, and one that JavaScript cannot hold exactly is handed in as it was handed out.
    return JSON.parse(this.#textOf(node)) === value;
  }
}

/**
 * The JSON text that says `value`, made from the present text: members and items that are equal keep their
 * characters, order and white space; new ones are written as the text around them is.
 *
 * @param text what JSON.parse accepts
 * @throws TypeError when the value holds what JSON cannot: a Date, a BigInt, NaN, undefined in an array
 */
export function editJson(text: string, value: unknown): string {
  return new JsonEditor(text).edit(value);
}
