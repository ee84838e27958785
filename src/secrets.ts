import { decodePercent, splitUrl } from './split-url.ts';
import { encodedForms } from './secret-forms.ts';

/** Shorter passwords are masked only where they stand as one: see {@link secretsOf}. */
const SHORTEST = 4;

/** How many `@` of a URL are tried as the end of its password. */
const MOST_CANDIDATES = 32;

/**
 * Passwords that the text may hold, as written. The one that the URL has by the rules of
 * `splitUrl`, and what stands before every other `@`, in case its author read it by other rules.
 */
function passwordsIn(text: string): readonly string[] {
  const split = splitUrl(text);
  const found = new Set<string>();
  if (split?.password != null) found.add(split.password);
  // A token in front of the host of a web address: https://TOKEN@host.
  if (split?.user != null && split.password === null && /^https?$/u.test(split.scheme)) found.add(split.user);
  const start = text.indexOf('://');
  const colon = text.indexOf(':', start === -1 ? 0 : start + 3);
  if (colon === -1) return [...found];
  for (
    let at = text.indexOf('@', colon), tried = 0;
    at !== -1 && tried < MOST_CANDIDATES;
    at = text.indexOf('@', at + 1), tried += 1
  ) {
    found.add(text.slice(colon + 1, at));
  }
  return [...found];
}

/**
 * Everything about a database URL that must not be seen: the URL as a whole, its password as
 * written, decoded, and in the forms that it takes on its way through JSON, shells, SQL, HTML,
 * other URLs and base64, and `user:password` in base64. Works on text that is no valid URL, too.
 *
 * A password of one to three characters cannot be masked wherever it occurs: `***` in every word
 * with that letter would make the output useless and give the password away by what is missing.
 * It is masked as `:pw@` and `user:pw@`, inside the URL, and in the base64 of `user:pw`.
 * A file path holds no secret, so `sqlite:` gives none.
 * @returns distinct, non-empty texts, the longest first
 */
export function secretsOf(url: string): readonly string[] {
  const text = url.trim();
  const split = splitUrl(text);
  if (text === '' || split?.scheme === 'sqlite') return [];
  const passwords = passwordsIn(text);
  const web = split !== null && /^https?$/u.test(split.scheme);
  if (web && passwords.length === 0) return [];
  const user = decodePercent(split?.user ?? '');
  const secrets = new Set<string>([text, url]);
  for (const written of passwords) {
    for (const password of new Set([written, decodePercent(written)])) {
      if (password.length >= SHORTEST) {
        for (const form of encodedForms(password)) secrets.add(form);
      } else if (password !== '') {
        secrets.add(`:${password}@`);
        secrets.add(`${user}:${password}@`);
      }
      if (password === '') continue;
      const pair = Buffer.from(`${user}:${password}`);
      secrets.add(pair.toString('base64'));
      secrets.add(pair.toString('base64url'));
    }
  }
  return [...secrets].filter((secret) => secret.trim() !== '').toSorted((a, b) => b.length - a.length);
}
