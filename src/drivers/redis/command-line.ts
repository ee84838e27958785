import { SluiceError } from '../../errors.ts';

/** What a backslash and a letter stand for between double quotes. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007' };

function invalid(): SluiceError {
  return new SluiceError('CONF_001', 'A quote in the command of a rule is not closed, or is followed by more text.', {
    fix: 'Write it as on redis-cli: words between spaces, or between quotes; \\" inside of them.',
  });
}

/** Reads what follows an opening quote; gives the bytes and the place behind the closing one. */
function quoted(text: string, from: number): { readonly bytes: Buffer; readonly next: number } {
  const quote = text[from];
  const parts: Buffer[] = [];
  for (let at = from + 1; at < text.length; at += 1) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (char === quote) {
      if (at + 1 < text.length && !/\s/u.test(text[at + 1] ?? '')) throw invalid();
      return { bytes: Buffer.concat(parts), next: at + 1 };
    }
    const hex = quote === '"' ? /^\\x([0-9a-f]{2})/iu.exec(text.slice(at, at + 4))?.[1] : undefined;
    if (hex !== undefined) {
      parts.push(Buffer.from(hex, 'hex'));
      at += 3;
    } else if (char === '\\' && at + 1 < text.length && (quote === '"' || text[at + 1] === "'")) {
      const next = text[at + 1] ?? '';
      parts.push(Buffer.from(quote === '"' ? (ESCAPES[next] ?? next) : next));
      at += 1;
    } else {
      parts.push(Buffer.from(char));
      at += char.length - 1;
    }
  }
  throw invalid();
}

/**
 * Splits a command as redis-cli does: words between spaces; `"…"` with `\n`, `\x00` and the like; `'…'` with `\'` only.
 *
 * @throws SluiceError `CONF_001` for a quote that is not closed
 */
export function splitCommand(text: string): readonly [name?: string, ...args: Buffer[]] {
  const words: Buffer[] = [];
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    if (/\s/u.test(char)) {
      at += 1;
    } else if (char === '"' || char === "'") {
      const { bytes, next } = quoted(text, at);
      words.push(bytes);
      at = next;
    } else {
      const word = /^[^\s"']+/u.exec(text.slice(at))?.[0] ?? '';
      // A quote in the middle of a word belongs to no word of redis-cli either.
      if (/["']/u.test(text[at + word.length] ?? '')) throw invalid();
      words.push(Buffer.from(word));
      at += word.length;
    }
  }
  const [name, ...args] = words;
  return name === undefined ? [] : [name.toString('utf8'), ...args];
}
