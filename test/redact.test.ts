import { describe, expect, it } from '@jest/globals';
import type { Json } from '../src/driver.ts';
import { Redactor } from '../src/redact.ts';
import { encodedForms } from '../src/secret-forms.ts';

function redactorOf(...secrets: readonly string[]): Redactor {
  const redactor = new Redactor();
  redactor.register(...secrets);
  return redactor;
}

/** Repeatable pseudo-random numbers below `bound`: the mulberry32 generator. */
function randomNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const decimalEntities = (text: string): string => Array.from(text, (c) => `&#${String(c.codePointAt(0))};`).join('');
const hexEntities = (text: string): string =>
  Array.from(text, (c) => `&#x${(c.codePointAt(0) ?? 0).toString(16)};`).join('');
const unicodeEscapes = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
const codePoints = (text: string): string =>
  Array.from(text, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`).join('');
const percentAll = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const octal = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
const markdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~]/gu, '\\$&');
const sqlBackslash = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n');
const workflowCommand = (text: string): string =>
  text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');

/** Escapes that may lie on top of each other. */
const ESCAPES: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  json,
  'json twice': (text) => json(json(text)),
  'unicode escapes': unicodeEscapes,
  'code points': codePoints,
  percent: encodeURIComponent,
  'percent, lower case': (text) => encodeURIComponent(text).replaceAll(/%[0-9A-F]{2}/gu, (hex) => hex.toLowerCase()),
  'percent, all': percentAll,
  form: (text) => new URLSearchParams({ k: text }).toString().slice(2),
  html,
  'html twice': (text) => html(html(text)),
  'decimal entities': decimalEntities,
  'hex entities': hexEntities,
  octal,
  markdown,
  'markdown table': (text) => text.replaceAll('|', '\\|').replaceAll('\n', '<br>'),
  'sql doubled': (text) => text.replaceAll("'", "''"),
  'sql identifier': (text) => text.replaceAll('"', '""'),
  'sql backslash': sqlBackslash,
  'sql backslash in json': (text) => json(sqlBackslash(text)),
  'shell quoted': (text) => text.replaceAll("'", `'\\''`),
  'shell quoted otherwise': (text) => text.replaceAll("'", `'"'"'`),
  'workflow command': workflowCommand,
  'percent in json in html': (text) => html(json(encodeURIComponent(text))),
  'html in json': (text) => json(html(text)),
  'indented lines': (text) => text.replaceAll('\n', '\r\n    '),
  hex: (text) => Buffer.from(text).toString('hex'),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
};

const NASTY = `p@:/%"'\nq\\\\#?&<>|$\`ж😀 z`;

describe('Redactor', () => {
  it.each(Object.entries(ESCAPES))('masks a nasty secret whole: %s', (_, escape) => {
    expect(redactorOf(NASTY).redact(`before ${escape(NASTY)} after`)).toBe('before *** after');
  });

  it('masks every form that others are told to mask', () => {
    const redactor = redactorOf(NASTY);
    for (const form of encodedForms(NASTY)) expect(redactor.redact(`<${form}>`)).toBe('<***>');
  });

  it.each([0, 1, 2, 3, 4])('masks base64 in which %d bytes stand before the secret', (before) => {
    const secret = 'correct horse/battery';
    const text = Buffer.from(`${'x'.repeat(before)}${secret}${'y'.repeat(5)}`).toString('base64');
    const redacted = redactorOf(secret).redact(text);
    expect(redacted).toContain('***');
    // One character in front may stay: it holds at most four bits of the secret.
    expect(Buffer.from(redacted.replace('***', ' ').split(' ')[0] ?? '', 'base64').toString()).toMatch(/^x*.?$/u);
    expect(Buffer.from(text, 'base64').toString()).toContain(secret);
  });

  it('masks secrets in mixtures of escapes (random)', () => {
    const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000);
    const random = randomNumbers(seed);
    const alphabet = Array.from(`abcXYZ019@:/%"'\\\\\\##?&<>|$\`{}[]()*_~^!;,.=+- \n\t\rжéé€😀`);
    const layers = Object.entries(ESCAPES).filter(([name]) => !/hex$|base64/u.test(name));
    for (let round = 0; round < 1_000; round += 1) {
      const secret = `k${Array.from({ length: 4 + random(12) }, () => alphabet[random(alphabet.length)] ?? '').join('')}k`;
      const [name, escape] = layers[random(layers.length)] ?? ['', (text: string) => text];
      const mixed = Array.from(secret)
        // A backslash and what follows it are one thing to some escapes.
        .reduce<string[]>(
          (pieces, c) =>
            pieces.at(-1)?.endsWith('\\') === true ? [...pieces.slice(0, -1), pieces.at(-1) + c] : [...pieces, c],
          [],
        )
        .map((piece) => (random(3) === 0 && !piece.includes('\\') ? piece : escape(piece)))
        .join('');
      const context = JSON.stringify({ seed, round, name, secret });
      expect([context, redactorOf(secret).redact(`a ${mixed} b`)]).toEqual([context, 'a *** b']);
    }
  });

  it('masks the whole of secrets that overlap or hold each other', () => {
    expect(redactorOf('abcd', 'abcdef').redact('xabcdefx')).toBe('x***x');
    expect(redactorOf('wxyz12', '12345').redact('wxyz12345')).toBe('***');
    expect(redactorOf('aaaa').redact('aaaaaa')).toBe('***');
    expect(redactorOf('one1', 'two2').redact('one1two2one1')).toBe('*********');
  });

  it('leaves everything else alone', () => {
    const text = 'applied 0001_leads.up.sql in 12 ms: C:\\data\\x %20 &amp; \\n \\u0041';
    expect(redactorOf(NASTY, 'hunter2').redact(text)).toBe(text);
    expect(new Redactor().redact(text)).toBe(text);
    expect(redactorOf('hunter2').redact('hunter 2, Hunter2, hunter')).toBe('hunter 2, Hunter2, hunter');
  });

  it('ignores empty secrets and white space', () => {
    expect(redactorOf('', ' ', '\n').redact('a b\nc')).toBe('a b\nc');
  });

  it('learns secrets at any time', () => {
    const redactor = redactorOf('hunter2');
    expect(redactor.redact('hunter2 swordfish')).toBe('*** swordfish');
    redactor.register('swordfish');
    expect(redactor.redact('hunter2 swordfish')).toBe('*** ***');
  });

  it('redacts strings and keys of JSON, and leaves its shape', () => {
    const value: Json = {
      text: 'is hunter2',
      list: ['hunter2', 1, true, null, { hunter2: 'x' }],
      inner: JSON.stringify({ password: 'a"hunter2' }),
    };
    expect(redactorOf('hunter2', 'a"hunter2').redactJson(value)).toEqual({
      text: 'is ***',
      list: ['***', 1, true, null, { '***': 'x' }],
      inner: '{"password":"***"}',
    });
  });

  it.each([
    ['backslashes', '\\'.repeat(30_000)],
    ['quotes', `'"`.repeat(150_000)],
    ['ampersands', `&${'amp;'.repeat(75_000)}`],
    ['percent signs', `%${'25'.repeat(150_000)}`],
    ['base64', Buffer.alloc(300_000, 'secre').toString('base64')],
    ['white space', `\n${' '.repeat(300_000)}`],
    ['the first half of the secret', `p@:/%"'\n`.repeat(40_000)],
  ])('takes a long run of %s in its stride', (_, text) => {
    expect(redactorOf(NASTY, '\\\\\\a\\\\', `'"'"'"x`, '\n\n\nx', '&&&&x', '%%%%x').redact(text)).toHaveLength(
      text.length,
    );
  });

  it.each([
    ["'".repeat(30), "'".repeat(200)],
    [`\\'`.repeat(20), `\\\\\\\\'`.repeat(40)],
    [`'"`.repeat(20), `'"`.repeat(200)],
    ['%25'.repeat(20), '%2525'.repeat(60)],
    ['\n '.repeat(20), '\n  '.repeat(60)],
  ])('does not try every reading of a text that has many: %j', (secret, text) => {
    expect(redactorOf(`${secret}x`).redact(text)).toBe(text);
    expect(redactorOf(`${secret}x`).redact(`${text}x`)).toMatch(/\*\*\*$/u);
  });
});
