export const id = 247;
export const ids = [247];
export const modules = {

/***/ 26616:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ shiftedClock),
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);

/** The machine's own clock. */
const systemClock = {
    now: () => new Date(),
    monotonic: () => performance.now(),
    async sleep(ms, signal) {
        signal?.throwIfAborted();
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(ms, undefined, signal === undefined ? {} : { signal });
        }
        catch (error) {
            signal?.throwIfAborted();
            throw error;
        }
    },
};
/** A clock that runs `skewMs` ahead of another, for stamps that many machines compare. */
function shiftedClock(clock, skewMs) {
    return {
        now: () => new Date(clock.now().getTime() + skewMs),
        monotonic: () => clock.monotonic(),
        sleep: (ms, signal) => clock.sleep(ms, signal),
    };
}


/***/ }),

/***/ 94979:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ didYouMean)
/* harmony export */ });
/* unused harmony export suggest */
/** How many single-character edits (insert, delete, replace, swap neighbours) lie between two texts. */
function editDistance(left, right) {
    let beforePrevious = [];
    let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
    for (let row = 1; row <= left.length; row += 1) {
        const current = [row];
        for (let column = 1; column <= right.length; column += 1) {
            const same = left[row - 1] === right[column - 1];
            let best = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + (same ? 0 : 1));
            if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
                best = Math.min(best, (beforePrevious[column - 2] ?? best) + 1);
            }
            current.push(best);
        }
        beforePrevious = previous;
        previous = current;
    }
    return previous[right.length] ?? 0;
}
/** `lockTimeout`, `lock_timeout` and `Lock Timeout` are `lock-timeout` in another hand. */
function kebab(text) {
    return text
        .replaceAll(/([a-z0-9])([A-Z])/gu, '$1-$2')
        .replaceAll(/[\s_]+/gu, '-')
        .toLowerCase();
}
/**
 * The name that was probably meant.
 * @returns the nearest candidate, at most a third of its letters away; null when nothing is near.
 */
function suggest(given, candidates) {
    if (given.length > 100)
        return null;
    const wanted = kebab(given);
    let nearest = null;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
        const distance = editDistance(wanted, kebab(candidate));
        if (distance < least && distance <= Math.max(1, Math.floor(candidate.length / 3))) {
            nearest = candidate;
            least = distance;
        }
    }
    return nearest;
}
/** ` (did you mean “x”?)`, or nothing. */
function didYouMean(given, candidates) {
    const nearest = suggest(given, candidates);
    return nearest === null ? '' : `; did you mean \`${nearest}\`?`;
}


/***/ }),

/***/ 83252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CU: () => (/* binding */ BACKUP_MODES),
/* harmony export */   os: () => (/* binding */ VERIFY_LEVELS),
/* harmony export */   sN: () => (/* binding */ MIGRATION_FORMATS)
/* harmony export */ });
/** Where migration files come from; `auto` looks at the names and the content. */
const MIGRATION_FORMATS = [
    'auto',
    'sluice',
    'golang-migrate',
    'dbmate',
    'flyway',
    'prisma',
    'goose',
    'drizzle',
    'sqitch',
];
/** What a backup holds. */
const BACKUP_MODES = ['full', 'schema', 'data'];
/** How far a backup is proven: not at all, by its digests, or by restoring and comparing it. */
const VERIFY_LEVELS = ['none', 'checksum', 'restore'];


/***/ }),

/***/ 10731:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m: () => (/* binding */ parseDatabaseUrl),
  F: () => (/* reexport */ secretsOf)
});

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/split-url.js
var split_url = __webpack_require__(95834);
;// CONCATENATED MODULE: ./build/js/secret-forms.js
/** Replaces characters by a table. */
function substitute(text, table) {
    return text.replaceAll(/[^\p{L}\p{N}]/gu, (character) => table[character] ?? character);
}
/** Every byte that is no letter, digit, `-`, `.`, `_` or `~`, as RFC 3986 asks. */
function percentEncode(text) {
    return [...Buffer.from(text)]
        .map((byte) => {
        const character = String.fromCodePoint(byte);
        return /[A-Za-z0-9._~-]/u.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
        .join('');
}
/** As JavaScript's own encoder leaves it; null for lone surrogates, which no URL can hold. */
function componentEncode(text) {
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
function encodedForms(secret) {
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
            .replaceAll(/[^\x20-\x7e]/gu, (unit) => Array.from({ length: unit.length }, (_, at) => `\\u${unit.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')),
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

;// CONCATENATED MODULE: ./build/js/secrets.js


/** Shorter passwords are masked only where they stand as one: see {@link secretsOf}. */
const SHORTEST = 4;
/** How many `@` of a URL are tried as the end of its password. */
const MOST_CANDIDATES = 32;
/**
 * Passwords that the text may hold, as written. The one that the URL has by the rules of
 * `splitUrl`, and what stands before every other `@`, in case its author read it by other rules.
 */
function passwordsIn(text) {
    const split = (0,split_url/* splitUrl */.iM)(text);
    const found = new Set();
    if (split?.password != null)
        found.add(split.password);
    // A token in front of the host of a web address: https://TOKEN@host.
    if (split?.user != null && split.password === null && /^https?$/u.test(split.scheme))
        found.add(split.user);
    const start = text.indexOf('://');
    const colon = text.indexOf(':', start === -1 ? 0 : start + 3);
    if (colon === -1)
        return [...found];
    for (let at = text.indexOf('@', colon), tried = 0; at !== -1 && tried < MOST_CANDIDATES; at = text.indexOf('@', at + 1), tried += 1) {
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
function secretsOf(url) {
    const text = url.trim();
    const split = (0,split_url/* splitUrl */.iM)(text);
    if (text === '' || split?.scheme === 'sqlite')
        return [];
    const passwords = passwordsIn(text);
    const web = split !== null && /^https?$/u.test(split.scheme);
    if (web && passwords.length === 0)
        return [];
    const user = (0,split_url/* decodePercent */.gr)(split?.user ?? '');
    const secrets = new Set([text, url]);
    for (const written of passwords) {
        for (const password of new Set([written, (0,split_url/* decodePercent */.gr)(written)])) {
            if (password.length >= SHORTEST) {
                for (const form of encodedForms(password))
                    secrets.add(form);
            }
            else if (password !== '') {
                secrets.add(`:${password}@`);
                secrets.add(`${user}:${password}@`);
            }
            if (password === '')
                continue;
            const pair = Buffer.from(`${user}:${password}`);
            secrets.add(pair.toString('base64'));
            secrets.add(pair.toString('base64url'));
        }
    }
    return [...secrets].filter((secret) => secret.trim() !== '').toSorted((a, b) => b.length - a.length);
}

;// CONCATENATED MODULE: ./build/js/database-url.js


const SCHEMES = {
    postgres: { scheme: 'postgresql', tls: 'default', database: 'required' },
    postgresql: { scheme: 'postgresql', tls: 'default', database: 'required' },
    mysql: { scheme: 'mysql', tls: 'default', database: 'required' },
    mariadb: { scheme: 'mariadb', tls: 'default', database: 'required' },
    redis: { scheme: 'redis', tls: 'default', database: 'number' },
    rediss: { scheme: 'rediss', tls: 'verify-full', database: 'number' },
    bolt: { scheme: 'bolt', tls: 'default', database: 'optional' },
    'bolt+s': { scheme: 'bolt', tls: 'verify-full', database: 'optional' },
    'bolt+ssc': { scheme: 'bolt', tls: 'require', database: 'optional' },
    neo4j: { scheme: 'neo4j', tls: 'default', database: 'optional' },
    'neo4j+s': { scheme: 'neo4j', tls: 'verify-full', database: 'optional' },
    'neo4j+ssc': { scheme: 'neo4j', tls: 'require', database: 'optional' },
    http: { scheme: 'http', tls: 'disable', database: 'web' },
    https: { scheme: 'https', tls: 'verify-full', database: 'web' },
};
const SSL_MODES = {
    disable: 'disable',
    allow: 'default',
    prefer: 'default',
    require: 'require',
    'verify-ca': 'verify-ca',
    'verify-full': 'verify-full',
};
const SUPPORTED = 'sqlite:, postgres://, mysql://, mariadb://, redis://, bolt://, neo4j:// and https://';
/** The error; its text is made of what cannot hold the password. */
function invalid(sentence, fix) {
    return new errors/* SluiceError */.ah('CONF_001', sentence, fix === undefined ? {} : { fix });
}

const NO_TLS = { mode: 'disable', rootCert: null };
/**
 * A file path, taken literally: `%20` is three characters, spaces and any alphabet are fine. Only
 * `//` + host, and a trailing `?name=value` that another program would read as a setting, are refused.
 */
function parseFile(rest) {
    const path = rest.startsWith('//') ? rest.slice(2) : rest;
    if (rest.startsWith('//') && !path.startsWith('/')) {
        throw invalid('The database URL sqlite:// needs an absolute path.', 'Write sqlite:PATH or sqlite:///absolute/path.');
    }
    if (path === '')
        throw invalid('The database URL names no file.', 'Write sqlite:PATH, for example sqlite:data/app.db.');
    if (path.startsWith(':memory:') || path.startsWith('file:')) {
        throw invalid('The database URL must name a file, not an in-memory database or an SQLite URI.');
    }
    if (path.includes('\0'))
        throw invalid('The path in the database URL holds a NUL character.');
    const setting = /\?([A-Za-z_]+)=[^/]*$/u.exec(path);
    if (setting !== null) {
        throw invalid(`The database URL has a parameter that sqlite: does not know: ${String(setting[1])}.`);
    }
    const withoutDriveSlash = rest.startsWith('///') && /^\/[A-Za-z]:[\\/]/u.test(path) ? path.slice(1) : path;
    return {
        scheme: 'sqlite',
        path: withoutDriveSlash,
        host: '',
        port: null,
        user: '',
        password: '',
        database: '',
        tls: NO_TLS,
    };
}
/** `host`, `host:port`, `[::1]:port`, or a percent-encoded socket path. */
function parseAuthority(authority, scheme) {
    const match = /^(?:\[([0-9a-f:.]+(?:%[\w.-]+)?)\]|((?:[\p{L}\p{N}._-]|%[0-9a-f]{2})*))(?::(\d*))?$/iu.exec(authority);
    if (match === null) {
        throw invalid('The host or the port in the database URL is not valid.', 'Write HOST or HOST:PORT after the user and the password, and an IPv6 address in brackets.');
    }
    const host = match[1] ?? (0,split_url/* decodePercent */.gr)(match[2] ?? '');
    if (host === '')
        throw invalid(`The database URL names no host.`, `Write ${scheme}://HOST/DATABASE, for example with the host localhost.`);
    const digits = match[3] ?? '';
    const port = digits === '' ? null : Number(digits);
    if (port !== null && (port < 1 || port > 65_535)) {
        throw invalid(`The port in the database URL must be between 1 and 65535, not ${digits.slice(0, 20)}.`);
    }
    return { host, port };
}
/** The two parameters that there are. */
function parseParameters(query, fallback) {
    const given = new Map();
    for (const pair of query === null || query === '' ? [] : query.split('&')) {
        const equals = pair.indexOf('=');
        const name = (0,split_url/* decodePercent */.gr)(equals === -1 ? pair : pair.slice(0, equals));
        if (!split_url/* URL_PARAMETERS */.r4.some((known) => known === name)) {
            // A name of another shape may be a piece of a password with a raw `?` in it.
            const shown = /^[a-z_][\w.-]{0,39}$/iu.test(name) && equals !== -1 ? `: ${name}` : '';
            throw invalid(`The database URL has a parameter that Sluice does not know${shown}.`, `Only ${split_url/* URL_PARAMETERS */.r4.join(' and ')} are known; a ? inside a password may be written %3F.`);
        }
        if (given.has(name))
            throw invalid(`The database URL has the parameter ${name} twice.`);
        given.set(name, equals === -1 ? '' : (0,split_url/* decodePercent */.gr)(pair.slice(equals + 1)));
    }
    const mode = given.get('sslmode');
    const known = mode === undefined ? fallback : Object.hasOwn(SSL_MODES, mode) ? SSL_MODES[mode] : undefined;
    if (known === undefined) {
        throw invalid('The parameter sslmode of the database URL must be disable, require, verify-ca or verify-full.');
    }
    const rootCert = given.get('sslrootcert') ?? null;
    if (rootCert === '')
        throw invalid('The parameter sslrootcert of the database URL is empty.');
    return { mode: known, rootCert };
}
/** What follows the host, as the scheme means it. */
function parseDatabase({ path, query }, { database: kind, scheme }) {
    if (kind === 'web')
        return `/${path ?? ''}${query === null ? '' : `?${query}`}`;
    const database = (0,split_url/* decodePercent */.gr)(path ?? '');
    if (database.includes('\0'))
        throw invalid('The database name in the database URL holds a NUL character.');
    if (kind === 'required' && database === '') {
        throw invalid('The database URL names no database.', `Write ${scheme}://HOST/DATABASE.`);
    }
    if (kind !== 'number')
        return database;
    if (!/^\d{0,5}$/u.test(database))
        throw invalid('The path of a Redis URL must be the number of a database, such as /0.');
    return database === '' ? '0' : database;
}
/** Why the scheme is not one of ours. */
function unknownScheme(text, split) {
    if (text === '')
        return invalid('The database URL is empty.');
    const fix = `Known are ${SUPPORTED}.`;
    if (split?.scheme === 'jdbc')
        return invalid('The database URL begins with jdbc:.', 'Leave out the jdbc: in front.');
    // Without the slashes the text before the colon may be anything, a password as well.
    if (split === null || !split.hierarchical)
        return invalid('The database URL does not begin with a known scheme.', fix);
    return invalid(`The database URL has a scheme that Sluice does not know: ${split.scheme.slice(0, 30)}.`, fix);
}
/**
 * Reads a database URL. User, password and database are percent-decoded; a password may also be
 * written raw, with any character in it (a raw `%` followed by two hex digits must be written
 * `%25`). White space around the text is dropped.
 * @throws SluiceError `CONF_001` that never holds the password
 */
function parseDatabaseUrl(text) {
    const trimmed = text.trim();
    const split = (0,split_url/* splitUrl */.iM)(trimmed);
    if (split?.scheme === 'sqlite')
        return parseFile(split.path ?? '');
    const spec = split !== null && Object.hasOwn(SCHEMES, split.scheme) ? SCHEMES[split.scheme] : undefined;
    if (split === null || spec === undefined)
        throw unknownScheme(trimmed, split);
    if (!split.hierarchical)
        throw invalid(`The database URL needs // after ${split.scheme}:.`);
    const tls = parseParameters(spec.database === 'web' ? null : split.query, spec.tls);
    return {
        scheme: spec.scheme,
        path: '',
        ...parseAuthority(split.authority, split.scheme),
        user: (0,split_url/* decodePercent */.gr)(split.user ?? ''),
        password: (0,split_url/* decodePercent */.gr)(split.password ?? ''),
        database: parseDatabase(split, spec),
        tls,
    };
}


/***/ }),

/***/ 3320:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cq: () => (/* binding */ DURATION_PATTERN),
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Mv: () => (/* binding */ LONGEST_TIMER_MS),
/* harmony export */   a3: () => (/* binding */ formatDuration)
/* harmony export */ });
/** Milliseconds in each unit that a duration may be written in. */
const UNITS = {
    ms: 1,
    s: 1_000,
    m: 60_000,
    min: 60_000,
    h: 3_600_000,
    d: 86_400_000,
};
const PART = /(\d+(?:\.\d+)?)(ms|min|s|m|h|d)/gu;
/** What {@link parseDuration} accepts, for schemas: `5s`, `500ms`, `15min`, `24h`, `7d`, `1h30min`. */
const DURATION_PATTERN = /^(?:\d+(?:\.\d+)?(?:ms|min|s|m|h|d))+$/u;
/** The longest time that timers and the servers' own limits can count: 32-bit milliseconds, 24 days and 20 hours. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/**
 * Reads a duration such as `5s`, `500ms`, `15min` (or `15m`), `24h`, `7d`, `1h30min`.
 * @returns whole milliseconds, rounded; null when the text is no duration. A number without a unit is none.
 */
function parseDuration(text) {
    if (!DURATION_PATTERN.test(text))
        return null;
    let total = 0;
    for (const [, amount, unit] of text.matchAll(PART))
        total += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
    return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : null;
}
/** Writes milliseconds the way {@link parseDuration} reads them, in the largest unit that needs no fraction. */
function formatDuration(ms) {
    for (const unit of ['d', 'h', 'min', 's']) {
        const size = UNITS[unit] ?? 1;
        if (ms !== 0 && ms % size === 0)
            return `${String(ms / size)}${unit}`;
    }
    return ms === 0 ? '0s' : `${String(ms)}ms`;
}


/***/ }),

/***/ 12027:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N7: () => (/* binding */ reportError),
/* harmony export */   OQ: () => (/* binding */ ERROR_CODES),
/* harmony export */   ah: () => (/* binding */ SluiceError),
/* harmony export */   p4: () => (/* binding */ InterruptedError)
/* harmony export */ });
/**
 * The one error base and the code table. A code is a promise to whoever reads the message at
 * three in the morning: it never changes its meaning, and it always comes with a next step.
 */
/** Every code Sluice can print, with what it means and the fix that applies when nobody knows better. */
const ERROR_CODES = {
    CONF_001: {
        meaning: 'configuration invalid',
        fix: 'Correct the setting named above and run the command again.',
    },
    CONN_001: {
        meaning: 'connection failed',
        fix: 'Check host, port, credentials and that the runner may reach the server, then run the command again.',
    },
    PERM_001: {
        meaning: 'privileges missing',
        fix: 'Grant the account the privilege named above, then run the command again.',
    },
    DISK_001: { meaning: 'disk space', fix: 'Free disk space on the volume named above, then run the command again.' },
    MEM_001: { meaning: 'memory', fix: 'Give the runner more memory, or split the statement named above.' },
    TIME_001: {
        meaning: 'time limit',
        fix: 'Raise the limit named above, or split the work into smaller migrations.',
    },
    LOCK_001: {
        meaning: 'another run holds the lock',
        fix: 'Wait for that run to end. A dead run frees the lock when its lease expires; the next run then takes over.',
    },
    LOCK_002: {
        meaning: 'a statement could not get its lock',
        fix: 'End or wait for the blocker named above, then run the command again.',
    },
    SQL_001: {
        meaning: 'a migration failed',
        fix: 'Correct the statement named above, then run the command again.',
    },
    DATA_001: {
        meaning: 'validation failed',
        fix: 'Compare the tables named above with the backup before anything else is changed.',
    },
    DATA_002: {
        meaning: 'data cannot be carried over exactly',
        fix: 'Change the values named above, or choose a policy for them in the configuration.',
    },
    ROLL_001: {
        meaning: 'rollback failed',
        fix: 'Follow the manual steps above; nothing else has been touched.',
    },
    DRIFT_001: {
        meaning: 'schema or an applied file changed behind our back',
        fix: 'Restore the file as it was applied, and put the change into a new migration.',
    },
    PLAN_001: {
        meaning: 'the plan differs from the approved one',
        fix: 'Review the new plan with --dry-run and approve its digest.',
    },
    BACKUP_001: { meaning: 'backup failed', fix: 'See the cause above; no backup was recorded.' },
    BACKUP_002: {
        meaning: 'backup corrupt or its digest differs',
        fix: 'Use another backup: `sluice backup list` shows them.',
    },
    BACKUP_003: {
        meaning: 'backup not proven, or too old',
        fix: 'Take a new backup with `verify: restore` and pass its backup-id.',
    },
    BACKUP_004: {
        meaning: 'plaintext upload refused',
        fix: 'Set upload-artifacts: false and keep the backup elsewhere, or allow-plaintext: true if everybody who can read the repository may read the data.',
    },
    EVID_001: {
        meaning: 'evidence missing, stale or of another plan',
        fix: 'Run the staging lifecycle for this commit again.',
    },
    APPR_001: { meaning: 'approvals missing or not distinct', fix: 'Have the people named above approve the run.' },
    ENV_001: {
        meaning: 'the environment is not protected',
        fix: 'Add required reviewers to the environment in the repository settings.',
    },
    TOOL_001: {
        meaning: 'a client program is missing or too old',
        fix: 'Install the package named above on the runner.',
    },
    ART_001: {
        meaning: 'artifact missing or its digest differs',
        fix: 'Check that the artifact has not expired and that the run id is right.',
    },
    INT_001: {
        meaning: 'a bug in Sluice',
        fix: 'Report it with the report file and the cause chain above.',
    },
};
/** An expected failure: something that the user can act on. */
class SluiceError extends Error {
    code;
    fix;
    details;
    constructor(code, message, options = {}) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = 'SluiceError';
        this.code = code;
        this.fix = options.fix ?? ERROR_CODES[code].fix;
        this.details = options.details ?? {};
    }
}
/** The run was asked to leave (signal, `sluice stop`); its state is saved. Exit status 130. */
class InterruptedError extends Error {
    constructor(reason) {
        super(reason);
        this.name = 'InterruptedError';
    }
}
/** The cause chain's messages, nearest first; a cycle ends it. */
function causesOf(error) {
    const causes = [];
    const seen = new Set([error]);
    let current = error.cause;
    while (current !== undefined && current !== null && !seen.has(current)) {
        seen.add(current);
        causes.push(current instanceof Error ? current.message : String(current));
        current = current instanceof Error ? current.cause : undefined;
    }
    return causes;
}
/** Turns whatever was thrown into a reportable error; anything unexpected becomes `INT_001`. */
function reportError(thrown) {
    if (thrown instanceof SluiceError) {
        return { code: thrown.code, message: thrown.message, causes: causesOf(thrown), fix: thrown.fix };
    }
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return {
        code: 'INT_001',
        message: `Unexpected failure: ${error.message}`,
        causes: [...causesOf(error), ...(error.stack === undefined ? [] : [error.stack])],
        fix: ERROR_CODES.INT_001.fix,
    };
}


/***/ }),

/***/ 48881:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CY: () => (/* binding */ actionSpec)
/* harmony export */ });
/* unused harmony exports COMMON_INPUTS, COMMON_OUTPUTS, ACTIONS, AVAILABLE_ACTIONS */
/** Inputs of every action. */
const COMMON_INPUTS = [
    'database-url',
    'config',
    'environment',
    'working-directory',
    'github-token',
    'upload-artifacts',
    'artifact-retention-days',
    'report-name',
];
/** Outputs of every action. */
const COMMON_OUTPUTS = [
    'status',
    'run-id',
    'error-code',
    'report-path',
    'report-artifact-id',
    'report-digest',
];
const READINESS_OUTPUTS = ['ready', 'database-size-bytes', 'pending-count', 'estimated-seconds', 'risk'];
const BACKUP_INPUTS = ['mode', 'verify', 'encrypt-to', 'allow-plaintext', 'backup-directory', 'keep'];
const BACKUP_OUTPUTS = [
    'backup-id',
    'backup-path',
    'backup-digest',
    'backup-artifact-id',
    'backup-artifact-name',
    'size-bytes',
    'verified',
    'encrypted',
];
const VALIDATE_OUTPUTS = ['checks-total', 'checks-failed', 'rows-compared', 'drift-detected'];
/** The actions, by the name of their folder; `lifecycle` is the `action.yml` at the root. */
const ACTIONS = {
    'readiness-check': {
        title: 'Sluice readiness check',
        description: 'Checks that a database is ready for its pending migrations, and changes nothing.',
        inputs: [...COMMON_INPUTS, 'checks', 'fail-on', 'required-env'],
        outputs: [...COMMON_OUTPUTS, ...READINESS_OUTPUTS],
        available: true,
    },
    backup: {
        title: 'Sluice backup',
        description: 'Takes a backup of a database and proves that it can be restored.',
        inputs: [...COMMON_INPUTS, ...BACKUP_INPUTS],
        outputs: [...COMMON_OUTPUTS, ...BACKUP_OUTPUTS],
        available: true,
    },
    migrate: {
        title: 'Sluice migrate',
        description: 'Applies the pending migrations in eight journalled stages, and rolls back when one fails.',
        inputs: [
            ...COMMON_INPUTS,
            'migrations-directory',
            'format',
            'to-version',
            'dry-run',
            'require-backup',
            'backup-id',
            'plan-digest',
            'max-errors',
            'max-duration',
            'batch-size',
            'on-failure',
            'allow-out-of-order',
        ],
        outputs: [
            ...COMMON_OUTPUTS,
            'plan-digest',
            'applied-count',
            'pending-count',
            'from-version',
            'to-version',
            'stage',
            'rolled-back',
        ],
        available: true,
    },
    validate: {
        title: 'Sluice validate',
        description: 'Compares a database with a baseline or a second database, and checks the rules of the configuration.',
        inputs: [...COMMON_INPUTS, 'baseline', 'source-url', 'checks', 'junit-path'],
        outputs: [...COMMON_OUTPUTS, ...VALIDATE_OUTPUTS],
        available: true,
    },
    promote: {
        title: 'Sluice promote',
        description: 'Lets a plan pass from one environment to the next when its evidence and its approvals are complete.',
        inputs: [...COMMON_INPUTS, 'from', 'to', 'evidence-run-id', 'approvals', 'distinct-from-author', 'max-age'],
        outputs: [...COMMON_OUTPUTS, 'promoted', 'plan-digest', 'backup-digest', 'approvers', 'evidence-digest'],
        inputNotes: { to: 'The environment that the plan shall run in.' },
        available: false,
    },
    rollback: {
        title: 'Sluice rollback',
        description: 'Takes a database back, by down migrations or from a backup, and verifies the result.',
        inputs: [...COMMON_INPUTS, 'to', 'backup-id', 'backup-run-id', 'identity', 'confirm', 'accept-data-loss'],
        outputs: [...COMMON_OUTPUTS, 'rolled-back-to', 'verified', 'rows-restored'],
        inputNotes: { to: 'Where to go back to: `previous`, a version, or `backup`. Default: `previous`.' },
        outputNotes: { verified: '`true` when the result was compared with the checksums taken before.' },
        available: true,
    },
    lifecycle: {
        title: 'Sluice',
        description: 'Takes a database through the whole lifecycle in one step: readiness check, backup, migrate, validate, and rollback on failure.',
        inputs: [
            ...COMMON_INPUTS,
            'fail-on',
            'required-env',
            ...BACKUP_INPUTS,
            'migrations-directory',
            'format',
            'to-version',
            'dry-run',
            'plan-digest',
            'max-errors',
            'max-duration',
            'batch-size',
            'on-failure',
            'allow-out-of-order',
            'junit-path',
        ],
        outputs: [
            ...COMMON_OUTPUTS,
            ...READINESS_OUTPUTS,
            ...BACKUP_OUTPUTS,
            'plan-digest',
            'applied-count',
            'from-version',
            'to-version',
            'stage',
            'rolled-back',
            ...VALIDATE_OUTPUTS,
        ],
        available: true,
    },
};
/** What is known of an action, without the literal types of the table. */
function actionSpec(name) {
    return ACTIONS[name];
}
/** The actions that are built, in the order of the table. */
const AVAILABLE_ACTIONS = Object.keys(ACTIONS).filter((name) => ACTIONS[name].available);


/***/ }),

/***/ 60490:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lx: () => (/* binding */ commandSpec),
/* harmony export */   dH: () => (/* binding */ AVAILABLE_COMMANDS),
/* harmony export */   fe: () => (/* binding */ optionSyntax),
/* harmony export */   q3: () => (/* binding */ optionDescription),
/* harmony export */   tp: () => (/* binding */ commandInputs)
/* harmony export */ });
/* unused harmony exports CLI_OPTIONS, COMMANDS */
/* harmony import */ var _actions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48881);
/* harmony import */ var _input_table_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(28855);


/** Options of every command. */
const CLI_OPTIONS = ['json', 'monitor-interval', 'log-file'];
/** What a command needs to reach a database. */
const CONNECTION = ['database-url', 'config', 'environment', 'working-directory'];
/** The commands, in the order of the help. */
const COMMANDS = {
    'readiness-check': {
        description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('readiness-check').description,
        action: 'readiness-check',
        available: true,
    },
    backup: {
        description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('backup').description,
        action: 'backup',
        options: ['backup-id', 'identity', 'confirm', 'accept-data-loss'],
        subcommands: [
            { name: 'create', description: 'Take a backup in the configured mode, and prove it.' },
            { name: 'schema', description: 'Take a backup of the schema alone.' },
            { name: 'data', description: 'Take a backup of the data alone.' },
            { name: 'verify', description: 'Prove a backup again.' },
            { name: 'list', description: 'Show the backups.' },
            { name: 'restore', description: 'Replace the database by a backup.' },
        ],
        available: true,
    },
    migrate: { description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('migrate').description, action: 'migrate', available: true },
    validate: { description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('validate').description, action: 'validate', available: true },
    promote: { description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('promote').description, action: 'promote', available: false },
    rollback: { description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('rollback').description, action: 'rollback', available: true },
    status: {
        description: 'Shows what is applied, pending, half done and drifted, and who holds the run lock.',
        options: [...CONNECTION, 'migrations-directory', 'format'],
        available: true,
    },
    pause: {
        description: 'Asks a live run to pause after the statement it is at.',
        options: [...CONNECTION, 'run-id'],
        available: true,
    },
    resume: { description: 'Asks a paused run to go on.', options: [...CONNECTION, 'run-id'], available: true },
    stop: {
        description: 'Asks a live run to save its state and leave.',
        options: [...CONNECTION, 'run-id'],
        available: true,
    },
    history: {
        description: 'Shows past runs from the journal.',
        options: [...CONNECTION, 'run-id', 'limit'],
        inputNotes: { 'run-id': 'Show this run alone, with its entries.' },
        available: true,
    },
    dashboard: {
        description: 'Serves a local page that shows runs live and can pause, resume and stop them.',
        options: [...CONNECTION, 'host', 'port'],
        available: false,
    },
    init: {
        description: 'Writes `sluice.yml` and the workflows; never overwrites a file.',
        options: ['database-url', 'working-directory'],
        available: false,
    },
    schema: { description: 'Prints the JSON Schema of `sluice.yml`.', available: true },
};
/** What is known of a command, without the literal types of the table. */
function commandSpec(name) {
    return COMMANDS[name];
}
/** The commands that are built, in the order of the help. */
const AVAILABLE_COMMANDS = Object.keys(COMMANDS).filter((name) => COMMANDS[name].available);
/** All that a command takes as options: its action's inputs, its own, and those of every command. */
function commandInputs(name) {
    const { action, options = [] } = commandSpec(name);
    return [...new Set([...(action === undefined ? [] : (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)(action).inputs), ...options, ...CLI_OPTIONS])];
}
/** What an option means for a command. */
function optionDescription(command, name) {
    const { action, inputNotes } = commandSpec(command);
    const ofAction = action === undefined ? undefined : (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)(action).inputNotes?.[name];
    return inputNotes?.[name] ?? ofAction ?? (0,_input_table_js__WEBPACK_IMPORTED_MODULE_1__/* .inputSpec */ .V)(name).description;
}
/** An option as help and commander write it: `--max-errors <number>`, `--dry-run [true|false]`. */
function optionSyntax(name) {
    const { type, values } = (0,_input_table_js__WEBPACK_IMPORTED_MODULE_1__/* .inputSpec */ .V)(name);
    switch (type) {
        case 'boolean':
            return `--${name} [true|false]`;
        case 'enum':
            return `--${name} <${(values ?? []).join('|')}>`;
        default:
            return `--${name} <${type === 'string' ? 'text' : type}>`;
    }
}


/***/ }),

/***/ 28855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ inputSpec),
/* harmony export */   m: () => (/* binding */ INPUTS)
/* harmony export */ });
/* harmony import */ var _config_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83252);

/** Every input of every action and every long option of the command line, by its name. */
const INPUTS = {
    'database-url': {
        description: 'The database. Default: the environment’s `url` in the configuration, else the variable `DATABASE_URL`.',
        type: 'string',
        secret: true,
    },
    config: { description: 'Path of the configuration. Default: `sluice.yml` if it exists.', type: 'string' },
    environment: { description: 'Name of an environment in the configuration.', type: 'string' },
    'working-directory': {
        description: 'Folder that relative paths start from. Default: the current folder.',
        type: 'string',
    },
    'github-token': {
        description: 'Token for the GitHub API. On the command line: the variable `GITHUB_TOKEN` is better.',
        type: 'string',
        actionDefault: '${{ github.token }}',
        secret: true,
    },
    'upload-artifacts': {
        description: 'Upload reports and backups as artifacts of the workflow run.',
        type: 'boolean',
        default: 'true',
    },
    'artifact-retention-days': {
        description: 'Days that artifacts are kept. Default: the repository’s setting.',
        type: 'number',
        minimum: 1,
        maximum: 400,
    },
    'report-name': {
        description: 'Name of the report’s artifact. Default: made of the command, the environment and the run id.',
        type: 'string',
    },
    checks: { description: 'Names of the checks to run, separated by commas or lines. Default: all.', type: 'list' },
    'fail-on': {
        description: 'The least severe finding that fails the check.',
        type: 'enum',
        values: ['error', 'warning'],
        default: 'error',
    },
    'required-env': {
        description: 'Environment variables that must be set, separated by commas or lines.',
        type: 'list',
        shape: { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/u, means: 'names of environment variables' },
    },
    mode: {
        description: 'What the backup holds. Default: `backup.mode` of the configuration (`full`).',
        type: 'enum',
        values: _config_types_js__WEBPACK_IMPORTED_MODULE_0__/* .BACKUP_MODES */ .CU,
    },
    verify: {
        description: 'How the backup is proven: not at all, by its digests, or by restoring and comparing it. Default: `backup.verify` of the configuration (`restore`).',
        type: 'enum',
        values: _config_types_js__WEBPACK_IMPORTED_MODULE_0__/* .VERIFY_LEVELS */ .os,
    },
    'encrypt-to': {
        description: 'age recipients that backups are encrypted to, separated by commas or lines. Default: `backup.encrypt-to` of the configuration.',
        type: 'list',
        shape: { pattern: /^age1[0-9a-z]+$/u, means: 'age recipients, which begin with age1' },
        unspoken: true,
    },
    'allow-plaintext': {
        description: 'Upload a backup that is not encrypted although the repository is public or its visibility is unknown.',
        type: 'boolean',
        default: 'false',
    },
    'backup-directory': {
        description: 'Folder of the backups. Default: `backup.directory` of the configuration (`.sluice/backups`).',
        type: 'string',
    },
    keep: {
        description: 'How many backups stay in the folder. Default: `backup.keep` of the configuration (7).',
        type: 'number',
        minimum: 1,
    },
    'migrations-directory': {
        description: 'Folder of the migration files. Default: `migrations.directory` of the configuration (`migrations`).',
        type: 'string',
    },
    format: {
        description: 'Format of the migration files. Default: `migrations.format` of the configuration (`auto`).',
        type: 'enum',
        values: _config_types_js__WEBPACK_IMPORTED_MODULE_0__/* .MIGRATION_FORMATS */ .sN,
    },
    'to-version': { description: 'The last version to apply. Default: all.', type: 'string' },
    'dry-run': {
        description: 'Print the plan, its statements and its digest, and change nothing.',
        type: 'boolean',
        default: 'false',
    },
    'require-backup': {
        description: 'How well a backup must be proven before anything is changed. Default: `restore` where the environment is protected, else `none`.',
        type: 'enum',
        values: _config_types_js__WEBPACK_IMPORTED_MODULE_0__/* .VERIFY_LEVELS */ .os,
    },
    'backup-id': { description: 'The backup to use. Default: the newest.', type: 'string' },
    'plan-digest': { description: 'Refuse every plan but the one with this digest.', type: 'string' },
    'max-errors': {
        description: 'Errors that stop the run; a failed statement of a migration file always does. Default: `triggers.max-errors` of the configuration (5).',
        type: 'number',
        minimum: 1,
    },
    'max-duration': {
        description: 'Time that the run may take, such as `30min`. Default: `triggers.max-duration` of the configuration (24h).',
        type: 'duration',
    },
    'batch-size': {
        description: 'Rows that are handled at a time. Default: chosen by the engine.',
        type: 'number',
        minimum: 1,
    },
    'on-failure': {
        description: 'What a failed run does: roll back to the last rollback point, or stop where it is.',
        type: 'enum',
        values: ['rollback', 'stop'],
        default: 'rollback',
    },
    'allow-out-of-order': {
        description: 'Accept migrations that are older than one already applied. Default: `migrations.allow-out-of-order` of the configuration (`false`).',
        type: 'boolean',
    },
    baseline: {
        description: 'Report or backup manifest to compare with. Default: the newest backup.',
        type: 'string',
    },
    'source-url': {
        description: 'A second database to compare with, instead of a baseline.',
        type: 'string',
        secret: true,
    },
    'junit-path': { description: 'Where the results are written as JUnit XML.', type: 'string' },
    from: { description: 'The environment whose evidence counts.', type: 'string' },
    to: { description: 'Where to go.', type: 'string' },
    'evidence-run-id': {
        description: 'The workflow run that holds the evidence. Default: this workflow run.',
        type: 'string',
    },
    approvals: {
        description: 'How many people must have approved. Default: `promotion.approvals` of the configuration (1).',
        type: 'number',
        minimum: 0,
    },
    'distinct-from-author': {
        description: 'Nobody approves what they wrote. Default: `promotion.distinct-from-author` of the configuration (`true`).',
        type: 'boolean',
    },
    'max-age': {
        description: 'How old evidence may be, such as `24h`. Default: `promotion.max-age` of the configuration (24h).',
        type: 'duration',
        maximum: 3650 * 86_400_000,
    },
    'backup-run-id': { description: 'The workflow run whose artifact holds the backup.', type: 'string' },
    identity: { description: 'age identity that decrypts the backup; pass a secret.', type: 'string', secret: true },
    confirm: { description: 'Must equal the environment’s name where it is protected.', type: 'string' },
    'accept-data-loss': {
        description: 'Go back although rows changed after the backup; without it the rows are counted and nothing is done.',
        type: 'boolean',
        default: 'false',
    },
    json: {
        description: 'Print the report alone on stdout, as JSON.',
        type: 'boolean',
        default: 'false',
        cliOnly: true,
    },
    'monitor-interval': {
        description: 'Time between progress lines where stderr is no terminal.',
        type: 'duration',
        default: '5s',
        cliOnly: true,
    },
    'log-file': { description: 'Write progress to this file as well.', type: 'string', cliOnly: true },
    'run-id': { description: 'The run. Default: the one that holds the run lock.', type: 'string', cliOnly: true },
    limit: {
        description: 'How many runs are shown, newest first.',
        type: 'number',
        minimum: 1,
        default: '20',
        cliOnly: true,
    },
    host: { description: 'Address to listen on.', type: 'string', default: '127.0.0.1', cliOnly: true },
    port: {
        description: 'Port to listen on; 0 takes a free one.',
        type: 'number',
        minimum: 0,
        maximum: 65_535,
        default: '0',
        cliOnly: true,
    },
};
/** How one input is written and read, without the literal types of the table. */
function inputSpec(name) {
    return INPUTS[name];
}


/***/ }),

/***/ 20185:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  K: () => (/* binding */ readInputs)
});

// EXTERNAL MODULE: ./build/js/config/suggest.js
var suggest = __webpack_require__(94979);
// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/interface/actions.js
var actions = __webpack_require__(48881);
// EXTERNAL MODULE: ./build/js/interface/commands.js
var commands = __webpack_require__(60490);
// EXTERNAL MODULE: ./build/js/interface/input-table.js
var input_table = __webpack_require__(28855);
;// CONCATENATED MODULE: ./build/js/interface/inputs.js

/** The member of {@link Inputs} that holds an input. */
function inputMember(name) {
    const camel = name.replaceAll(/-([a-z])/gu, (_, letter) => letter.toUpperCase());
    return (input_table/* INPUTS */.m[name].type === 'duration' ? `${camel}Ms` : camel);
}

;// CONCATENATED MODULE: ./build/js/interface/read-inputs.js







/** The value as messages repeat it. */
function shown({ secret, unspoken }, text) {
    return secret === true || unspoken === true
        ? ''
        : `, not ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`;
}
function readNumber(spec, text) {
    const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = spec;
    const value = Number(text);
    if (/^[+-]?\d+$/u.test(text) && value >= minimum && value <= maximum)
        return { value };
    const bounds = maximum === Number.MAX_SAFE_INTEGER
        ? `of at least ${String(minimum)}`
        : `from ${String(minimum)} to ${String(maximum)}`;
    return { wrong: `must be a whole number ${bounds}${shown(spec, text)}` };
}
function readDuration(spec, text) {
    const { minimum = 1, maximum = duration/* LONGEST_TIMER_MS */.Mv } = spec;
    const value = (0,duration/* parseDuration */.E9)(text);
    if (value === null)
        return { wrong: `must be a duration such as 500ms, 5s, 15min or 24h${shown(spec, text)}` };
    if (value >= minimum && value <= maximum)
        return { value };
    const limit = maximum === duration/* LONGEST_TIMER_MS */.Mv ? '24d' : (0,duration/* formatDuration */.a3)(maximum);
    return { wrong: `must be from ${(0,duration/* formatDuration */.a3)(minimum)} to ${limit}${shown(spec, text)}` };
}
/** The spellings of YAML 1.2, which are those that GitHub accepts. */
function readBoolean(spec, text) {
    if (/^(?:true|True|TRUE)$/u.test(text))
        return { value: true };
    if (/^(?:false|False|FALSE)$/u.test(text))
        return { value: false };
    return { wrong: `must be true or false${shown(spec, text)}` };
}
function readEnum(spec, text) {
    const values = spec.values ?? [];
    if (values.includes(text))
        return { value: text };
    return { wrong: `must be one of ${values.join(', ')}${shown(spec, text)}${(0,suggest/* didYouMean */.a)(text, values)}` };
}
function readList(spec, text) {
    const value = text
        .split(/[,\n]/u)
        .map((item) => item.trim())
        .filter((item) => item !== '');
    const odd = value.find((item) => spec.shape?.pattern.test(item) === false);
    return odd === undefined ? { value } : { wrong: `must hold ${spec.shape?.means ?? ''}${shown(spec, odd)}` };
}
function readValue(spec, text) {
    switch (spec.type) {
        case 'boolean':
            return readBoolean(spec, text);
        case 'number':
            return readNumber(spec, text);
        case 'duration':
            return readDuration(spec, text);
        case 'list':
            return readList(spec, text);
        case 'enum':
            return readEnum(spec, text);
        default:
            return { value: text };
    }
}
/**
 * Reads the inputs of a command, or of the root action `lifecycle`, into one typed object. White
 * space around a value is dropped, and an empty value counts as not given. Inputs with a default are
 * always there, those of other commands as well.
 * @param get the text given for an input, by its name; undefined when nothing was given
 * @throws SluiceError `CONF_001` with every problem at once; never repeats a secret
 */
function readInputs(command, get) {
    const taken = new Set(command === 'lifecycle' ? (0,actions/* actionSpec */.CY)('lifecycle').inputs : (0,commands/* commandInputs */.tp)(command));
    const members = [];
    const problems = [];
    for (const name of Object.keys(input_table/* INPUTS */.m)) {
        const spec = (0,input_table/* inputSpec */.V)(name);
        const given = taken.has(name) ? (get(name) ?? '').trim() : '';
        const text = given === '' ? spec.default : given;
        if (text === undefined)
            continue;
        const reading = readValue(spec, text);
        if ('wrong' in reading)
            problems.push(`\`${name}\` ${reading.wrong}`);
        else
            members.push([inputMember(name), reading.value]);
    }
    if (problems.length === 0)
        return Object.fromEntries(members);
    const [first = ''] = problems;
    const sentence = (problem) => (problem.endsWith('?') ? problem : `${problem}.`);
    throw new errors/* SluiceError */.ah('CONF_001', problems.length === 1
        ? `The input ${sentence(first)}`
        : `${String(problems.length)} inputs are not valid:\n${problems.map((problem) => `  ${sentence(problem)}`).join('\n')}`, {
        fix: `Correct the ${problems.length === 1 ? 'input' : 'inputs'} named above and run again.`,
        details: { problems },
    });
}


/***/ }),

/***/ 21414:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ Redactor)
});

;// CONCATENATED MODULE: ./build/js/secret-matcher.js
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
const ESCAPE = String.raw `\\{1,8}`;
/** `%`, also percent-encoded itself. */
const PERCENT = '%(?:25){0,3}';
/** `&`, also escaped itself. */
const AMPERSAND = '&(?:amp;){0,3}';
/** What a backslash makes a character of. */
const LETTERS = {
    '\n': 'n',
    '\r': 'r',
    '\t': 't',
    '\b': 'b',
    '\f': 'f',
    '\v': 'v',
    '\0': '0',
};
const ENTITIES = {
    '<': 'lt|LT',
    '>': 'gt|GT',
    '"': 'quot|QUOT',
    "'": 'apos',
    '\u00a0': 'nbsp',
};
function secret_matcher_form(first, head, tail = '') {
    return { first, source: `${head}${tail}`, pattern: new RegExp(tail === '' ? head : `(${head})${tail}`, 'y') };
}
/** A text as a pattern that matches itself. */
function literal(text) {
    return text
        .replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r');
}
/** Hex digits in either case. */
function hex(value, digits) {
    return value
        .toString(16)
        .padStart(digits, '0')
        .replaceAll(/[a-f]/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
/** Behind backslashes: `\u0027`, `\u{27}`, `\x27`, `\047`, `\n`. */
function escapeForm(character) {
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
    return secret_matcher_form('\\', `${ESCAPE}(?:${escapes.map((pieces) => pieces.join(ESCAPE)).join('|')})`);
}
/** `%27`. The first byte of `%` and of `&` is what is repeated when they are encoded again. */
function percentForm(character) {
    if (character === '%')
        return secret_matcher_form('%', '%25', '(?:25){0,3}');
    return secret_matcher_form('%', Array.from(Buffer.from(character), (byte) => `${PERCENT}${hex(byte, 2)}`).join(''));
}
/** `&#39;`, `&#x27;`, `&apos;`. */
function entityForms(character) {
    const codePoint = character.codePointAt(0) ?? 0;
    const names = ENTITIES[character];
    const numbers = `#(?:0{0,6}${String(codePoint)}|[xX]0{0,6}${hex(codePoint, 1)})`;
    const forms = [secret_matcher_form('&', `${AMPERSAND}(?:${numbers}${names === undefined ? '' : `|${names}`});`)];
    if (character === '&')
        forms.push(secret_matcher_form('&', '&amp;', '(?:amp;){0,3}'));
    return forms;
}
function unitOf(character) {
    const forms = [escapeForm(character), percentForm(character), ...entityForms(character)];
    // Doubled by each layer of escaping.
    if (character === '\\')
        forms.push(secret_matcher_form('\\', String.raw `\\`, String.raw `\\{0,7}`));
    // A backslash before a letter or a digit would make another character of it.
    else if (!/[\p{L}\p{N}]/u.test(character))
        forms.push(secret_matcher_form('\\', `${ESCAPE}${literal(character)}`));
    // SQL strings and identifiers, format strings, shell variables.
    if (/["'`%$\]]/u.test(character))
        forms.push(secret_matcher_form(character, literal(character.repeat(2))));
    // The way out of a quoted shell word and back: '\'' and '"'"'.
    if (character === "'")
        forms.push(secret_matcher_form("'", String.raw `'(?:\\{1,7}'|"'")'`));
    if (character === ' ')
        forms.push(secret_matcher_form('+', String.raw `\+`));
    // Printed with an indentation, with CRLF, or in HTML.
    if (character === '\n')
        forms.push(secret_matcher_form('\r\n', String.raw `\r?\n`, String.raw `[ \t]{0,64}`), secret_matcher_form('<', '<br ?/?>'));
    return { character, forms };
}
/** Adds the places where one character, written at `at` in any form, may end. */
function addEnds({ character, forms }, text, at, ends) {
    if (text.startsWith(character, at))
        ends.add(at + character.length);
    const first = text[at];
    if (first === undefined)
        return;
    for (const { first: possible, pattern } of forms) {
        if (!possible.includes(first))
            continue;
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        if (match === null)
            continue;
        const [whole, head = whole] = match;
        for (let length = head.length; length <= whole.length; length += 1)
            ends.add(at + length);
    }
}
/** Base64 of a secret that may begin at any byte of what was encoded. */
function base64Sources(secret) {
    const bytes = Buffer.from(secret);
    const sources = [];
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
        if (stable.length < 7)
            continue;
        const core = stable.replaceAll(/[+/]/gu, (sign) => (sign === '+' ? '[+-]' : '[/_]'));
        sources.push(`${core}${(offset + bytes.length) % 3 === 0 ? '' : '[A-Za-z0-9+/_-]?={0,2}'}`);
    }
    return sources;
}
/** Recognises one secret. */
class SecretMatcher {
    length;
    /** The source of a pattern that matches wherever the secret may begin, and at some other places. */
    beginning;
    #units;
    /** Base64 and hex, which are either there as a whole or not. */
    #whole;
    constructor(secret) {
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
    endAt(text, at) {
        let furthest = -1;
        if (this.#whole !== null) {
            this.#whole.lastIndex = at;
            const match = this.#whole.exec(text);
            if (match !== null)
                furthest = at + match[0].length;
        }
        let places = new Set([at]);
        for (const unit of this.#units) {
            const ends = new Set();
            for (const place of places)
                addEnds(unit, text, place, ends);
            if (ends.size === 0)
                return furthest;
            places = ends;
        }
        return Math.max(furthest, ...places);
    }
}

;// CONCATENATED MODULE: ./build/js/redact.js

/** What stands in the place of a secret. */
const MASK = '***';
/**
 * Masks secrets in whatever is printed, stored or uploaded, in the form they were registered in and
 * in any mixture of escapes (see `src/secret-matcher.ts`). Where two secrets overlap, all of both is
 * masked. Redact whole texts: a secret that is cut by the end of a chunk is not seen.
 */
class Redactor {
    #matchers = new Map();
    #beginning = null;
    /** Adds secrets; empty ones and white space are ignored. What would be masked already costs nothing. */
    register(...secrets) {
        for (const secret of secrets.toSorted((a, b) => a.length - b.length)) {
            if (secret.trim() === '' || this.#furthestEnd(secret, 0) === secret.length)
                continue;
            this.#matchers.set(secret, new SecretMatcher(secret));
            this.#beginning = null;
        }
    }
    /** Where the longest secret that begins at `at` ends; -1 when none begins there. */
    #furthestEnd(text, at) {
        let furthest = -1;
        for (const matcher of this.#matchers.values())
            furthest = Math.max(furthest, matcher.endAt(text, at));
        return furthest;
    }
    /** The text with every secret replaced by {@link MASK}. */
    redact(text) {
        if (this.#matchers.size === 0 || text === '')
            return text;
        this.#beginning ??= new RegExp(Array.from(this.#matchers.values(), ({ beginning }) => beginning).join('|'), 'g');
        const beginning = this.#beginning;
        const pieces = [];
        let done = 0;
        // The secret that is being masked; another one may begin inside it and reach further.
        let start = -1;
        let end = -1;
        beginning.lastIndex = 0;
        for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
            const at = found.index;
            beginning.lastIndex = at + 1;
            const reaches = this.#furthestEnd(text, at);
            if (reaches === -1)
                continue;
            if (at >= end) {
                if (start !== -1)
                    pieces.push(text.slice(done, start), MASK);
                done = Math.max(done, end);
                start = at;
            }
            end = Math.max(end, reaches);
        }
        if (start === -1)
            return text;
        pieces.push(text.slice(done, start), MASK, text.slice(end));
        return pieces.join('');
    }
    /** The value with every string and every key redacted; numbers, booleans and null stay. */
    redactJson(value) {
        if (typeof value === 'string')
            return this.redact(value);
        if (value === null || typeof value !== 'object')
            return value;
        if (Array.isArray(value))
            return value.map((item) => this.redactJson(item));
        const entries = Object.entries(value).map(([key, item]) => [this.redact(key), this.redactJson(item)]);
        return Object.fromEntries(entries);
    }
}


/***/ }),

/***/ 95834:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gr: () => (/* binding */ decodePercent),
/* harmony export */   iM: () => (/* binding */ splitUrl),
/* harmony export */   r4: () => (/* binding */ URL_PARAMETERS)
/* harmony export */ });
/**
 * Takes a database URL apart without judging it.
 *
 * `new URL` is of no use here: passwords are often pasted raw, and it would cut them at the first
 * `/`, `?`, `#` or refuse them. So the text is read from its fixed points: the scheme, the
 * parameters that Sluice knows, and the last `@` before them.
 */
/** Parameters that any database URL may carry. */
const URL_PARAMETERS = ['sslmode', 'sslrootcert'];
/** Where the parameters begin: the first `?` that is followed by one Sluice knows; -1 when there is none. */
function knownQuery(text) {
    for (let at = text.indexOf('?'); at !== -1; at = text.indexOf('?', at + 1)) {
        if (URL_PARAMETERS.some((name) => text.startsWith(`${name}=`, at + 1)))
            return at;
    }
    return -1;
}
/** Where the userinfo of a database URL ends, and where its query begins; -1 when it has none. */
function boundaries(rest) {
    const known = knownQuery(rest);
    const at = rest.lastIndexOf('@', known === -1 ? rest.length : known);
    return { at, question: known === -1 ? rest.indexOf('?', at + 1) : known };
}
/** The same for http and https, whose paths and queries may hold anything: the authority ends at `/`, `?` or `#`. */
function webBoundaries(rest) {
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
function splitUrl(text) {
    const match = /^([a-z][a-z0-9+.-]*):(\/\/)?/iu.exec(text);
    if (match === null)
        return null;
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
function decodeRun(run) {
    try {
        return decodeURIComponent(run);
    }
    catch {
        for (const bytes of [4, 3, 2, 1]) {
            try {
                return (decodeURIComponent(run.slice(0, bytes * 3)) + (run.length > bytes * 3 ? decodeRun(run.slice(bytes * 3)) : ''));
            }
            catch {
                // Shorter sequences are tried next.
            }
        }
        return run.slice(0, 3) + (run.length > 3 ? decodeRun(run.slice(3)) : '');
    }
}
/** Percent-decodes; a sequence that is no UTF-8, and a `%` without two hex digits, stay as they are. Never throws. */
function decodePercent(text) {
    return text.replaceAll(/(?:%[0-9a-f]{2})+/giu, decodeRun);
}


/***/ })

};
