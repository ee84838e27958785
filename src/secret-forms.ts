/** Replaces characters by a table. */
function substitute(text: string, table: Readonly<Record<string, string>>): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, (character) => table[character] ?? character);
}

/** Every byte that is no letter, digit, `-`, `.`, `_` or `~`, as RFC 3986 asks. */
function percentEncode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCodePoint(byte);
      return /[A-Za-z0-9._~-]/u.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** As JavaScript's own encoder leaves it; null for lone surrogates, which no URL can hold. */
function componentEncode(text: string): string | null {
  return text.isWellFormed() ? encodeURIComponent(text) : null;
}

const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** MySQL's and PostgreSQL's `E''` escapes, which are also those of C. */
const BACKSLASH = { '\\': '\\\\', "'": "\\'", '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/**
 * The forms in which programs pass a secret on, itself first: percent-encoded (three encoders, both
 * cases), escaped for JSON, shells, SQL, HTML and Markdown, in base64 and in hex. For consumers that
 * mask fixed texts; `Redactor` recognises any mixture.
 * @returns distinct, non-empty texts
 */
export function encodedForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const percent = [percentEncode(secret), componentEncode(secret) ?? ''];
  const forms = [
    secret,
    ...percent,
    ...percent.map((form) => form.replaceAll(/%[0-9A-F]{2}/gu, (hex) => hex.toLowerCase())),
    ...percent.map((form) => form.replaceAll('%20', '+')),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll(/[^\x20-\x7e]/gu, (unit) =>
        Array.from({ length: unit.length }, (_, at) => `\\u${unit.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
          '',
        ),
      ),
    secret.replaceAll("'", "''"),
    secret.replaceAll('"', '""'),
    secret.replaceAll("'", `'\\''`),
    secret.replaceAll("'", `'"'"'`),
    substitute(secret, BACKSLASH),
    substitute(secret, HTML),
    substitute(secret, { ...HTML, "'": '&apos;' }),
    secret.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
  return [...new Set(forms)].filter((form) => form.trim() !== '');
}
