/**
 * Takes a database URL apart without judging it.
 *
 * `new URL` is of no use here: passwords are often pasted raw, and it would cut them at the first
 * `/`, `?`, `#` or refuse them. So the text is read from its fixed points: the scheme, the
 * parameters that Sluice knows, and the last `@` before them.
 */

/** Parameters that any database URL may carry. */
export const URL_PARAMETERS = ['sslmode', 'sslrootcert'] as const;

/** The pieces, as written: nothing is decoded. */
export interface SplitUrl {
  /** In lower case. */
  readonly scheme: string;
  /** `//` follows the scheme. */
  readonly hierarchical: boolean;
  /** Null when there is no `@`. */
  readonly user: string | null;
  /** Null when the user has no `:`. */
  readonly password: string | null;
  /** `host`, `host:port`, `[::1]:port`; for `sqlite:` the empty string. */
  readonly authority: string;
  /** After the first `/` behind the authority, without it; for `sqlite:` everything. Null when there is none. */
  readonly path: string | null;
  /** After the `?`, without it; null when there is none. */
  readonly query: string | null;
}

/** Where the parameters begin: the first `?` that is followed by one Sluice knows; -1 when there is none. */
function knownQuery(text: string): number {
  for (let at = text.indexOf('?'); at !== -1; at = text.indexOf('?', at + 1)) {
    if (URL_PARAMETERS.some((name) => text.startsWith(`${name}=`, at + 1))) return at;
  }
  return -1;
}

/** Where the userinfo of a database URL ends, and where its query begins; -1 when it has none. */
function boundaries(rest: string): { readonly at: number; readonly question: number } {
  const known = knownQuery(rest);
  const at = rest.lastIndexOf('@', known === -1 ? rest.length : known);
  return { at, question: known === -1 ? rest.indexOf('?', at + 1) : known };
}

/** The same for http and https, whose paths and queries may hold anything: the authority ends at `/`, `?` or `#`. */
function webBoundaries(rest: string): { readonly at: number; readonly question: number } {
  const end = rest.search(/[/?#]/u);
  const at = rest.lastIndexOf('@', end === -1 ? rest.length : end);
  return { at, question: rest.indexOf('?', at + 1) };
}

/**
 * Splits a URL into its pieces, as written.
 *
 * In a database URL the last `@` before the parameters ends the userinfo, and the first `:` in it
 * separates user and password; a password may therefore hold any character. What stands before a
 * `@` counts as userinfo only when it has a `:` or no `/`: `postgres://host/a@b` names a database.
 * @returns null when the text does not begin with a scheme
 */
export function splitUrl(text: string): SplitUrl | null {
  const match = /^([a-z][a-z0-9+.-]*):(\/\/)?/iu.exec(text);
  if (match === null) return null;
  const scheme = (match[1] ?? '').toLowerCase();
  const hierarchical = match[2] !== undefined;
  if (scheme === 'sqlite') {
    const path = text.slice(scheme.length + 1);
    return { scheme, hierarchical, user: null, password: null, authority: '', path, query: null };
  }
  const rest = text.slice(match[0].length);
  const web = scheme === 'http' || scheme === 'https';
  const { at, question } = (web ? webBoundaries : boundaries)(rest);
  const before = at === -1 ? null : rest.slice(0, at);
  const userinfo = before !== null && (before.includes(':') || !before.includes('/')) ? before : null;
  const colon = userinfo === null ? -1 : userinfo.indexOf(':');
  const location = rest.slice(userinfo === null ? 0 : at + 1, question === -1 ? undefined : question);
  const slash = location.indexOf('/');
  return {
    scheme,
    hierarchical,
    user: userinfo === null || colon === -1 ? userinfo : userinfo.slice(0, colon),
    password: userinfo === null || colon === -1 ? null : userinfo.slice(colon + 1),
    authority: slash === -1 ? location : location.slice(0, slash),
    path: slash === -1 ? null : location.slice(slash + 1),
    query: question === -1 ? null : rest.slice(question + 1),
  };
}

/** Decodes one run of `%XX` as UTF-8, byte by byte where the bytes are none. */
function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    for (const bytes of [4, 3, 2, 1]) {
      try {
        return (
          decodeURIComponent(run.slice(0, bytes * 3)) + (run.length > bytes * 3 ? decodeRun(run.slice(bytes * 3)) : '')
        );
      } catch {
        // Shorter sequences are tried next.
      }
    }
    return run.slice(0, 3) + (run.length > 3 ? decodeRun(run.slice(3)) : '');
  }
}

/** Percent-decodes; a sequence that is no UTF-8, and a `%` without two hex digits, stay as they are. Never throws. */
export function decodePercent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/giu, decodeRun);
}
