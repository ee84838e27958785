export const id = 514;
export const ids = [514];
export const modules = {

/***/ 90514:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  open: () => (/* binding */ driver_open)
});

// EXTERNAL MODULE: ./build/js/drivers/sql/stores.js
var sql_stores = __webpack_require__(36879);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/begin.js
const FACTS = "select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('lc_messages') as language";
/** Settings of a unit of work, each with `set local` in a transaction, else with `set`. */
function limitSettings({ lockTimeoutMs, statementTimeoutMs }) {
    return [
        `lock_timeout = ${String(Math.max(1, Math.round(lockTimeoutMs)))}`,
        `statement_timeout = ${String(Math.round(statementTimeoutMs))}`,
        'idle_in_transaction_session_timeout = 0',
        'standard_conforming_strings = on',
        'client_min_messages = warning',
    ];
}
/** The statements that open a transaction with its limits; the last one answers what {@link preparedBy} takes. Everything is local to it, so that it also holds behind a pooler. */
function beginSteps(limits) {
    const local = limitSettings(limits).map((setting) => {
        const [name = '', value = ''] = setting.split(' = ');
        return `pg_catalog.set_config('${name}', '${value}', true)`;
    });
    return [{ text: 'begin isolation level read committed', rowless: true }, { text: `${FACTS}, ${local.join(', ')}` }];
}
/** Opens a transaction, in one round trip. */
async function begin(link, limits) {
    const results = await link.steps(beginSteps(limits));
    return prepared(link, results.at(-1)?.rows[0] ?? {}, 'begin');
}
/** What the answer to {@link beginSteps} says on a connection that has begun a transaction before. */
function preparedBy(link, row) {
    return { pid: Number(row['pid']), warningLabel: isEnglish(row) ? 'WARNING' : (labels.get(link) ?? 'WARNING') };
}
/** Sets the limits of a statement that runs by itself. */
async function prepare(link, limits) {
    const results = await link.simple([...limitSettings(limits).map((setting) => `set ${setting}`), FACTS].join('; '));
    return prepared(link, results.at(-1)?.rows[0] ?? {}, 'commit');
}
/** Each connection learns the word once. */
const labels = new WeakMap();
/**
 * @param harmless - a command that does nothing here but make the server warn
 */
async function prepared(link, row, harmless) {
    if (!isEnglish(row) && !labels.has(link))
        labels.set(link, await learnLabel(link, harmless));
    return preparedBy(link, row);
}
function isEnglish(row) {
    return /^(?:c|posix)$/i.test(String(row['language']));
}
async function learnLabel(link, harmless) {
    let label = 'WARNING';
    await link.converse({ kind: 'simple', text: harmless, keepRows: false }, 0, ({ severity }) => {
        label = severity;
    });
    return label;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/cancel.js
/** Between two attempts to cancel, in ms: a cancel that arrives between two statements has no effect. */
const CANCEL_AGAIN_MS = 1_000;
/** How often to look whether the backend has become known, in ms. */
const UNKNOWN_AGAIN_MS = 50;
/** After this long without an end of the statement the socket is closed, in ms. */
const CANCEL_GRACE_MS = 10_000;
/**
 * Cancels what `link` has in flight as soon as the signal is aborted: by `pg_cancel_backend` from another session,
 * again every second, and by closing the socket when the server does not obey. Watches until it is stopped.
 *
 * @param pid - the backend; null while it is not known
 */
function cancelOnAbort(signal, link, pid, { clock, look }) {
    // Made when it is needed: statements are many, and aborts are few.
    let over = null;
    let cancelling = Promise.resolve();
    async function cancel(stop) {
        for (;;) {
            const backend = pid();
            if (backend !== null)
                await look.use((other) => other.query('select pg_catalog.pg_cancel_backend($1::int)', [backend]));
            await clock.sleep(backend === null ? UNKNOWN_AGAIN_MS : CANCEL_AGAIN_MS, stop);
        }
    }
    async function giveUp(stop) {
        await clock.sleep(CANCEL_GRACE_MS, stop);
        link.destroy(signal.reason);
    }
    const onAbort = () => {
        const stop = (over = new AbortController()).signal;
        const ended = () => { };
        const unreachable = () => {
            if (!stop.aborted)
                link.destroy(signal.reason);
        };
        cancelling = Promise.all([cancel(stop).catch(unreachable), giveUp(stop).catch(ended)]);
    };
    if (signal.aborted)
        onAbort();
    else
        signal.addEventListener('abort', onAbort, { once: true });
    return {
        async stop() {
            signal.removeEventListener('abort', onAbort);
            over?.abort();
            await cancelling;
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/tokens.js
const WORD = /[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*/uy;
const STRING_START = /(?:[eEbBxXnN]|[uU]&)?'/y;
const DOLLAR = /\$(?:[\p{L}_\u0080-\uffff][\p{L}\p{N}_\u0080-\uffff]*)?\$/uy;
const NUMBER = /\d[\w.]*|\$\d+/y;
function matchAt(pattern, text, at) {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
}
/**
 * The end of a quoted text whose opening quote stands before `at`; a doubled quote belongs to it. Scanned by hand,
 * because literals may be megabytes long and a regular expression would keep a way back for each character.
 */
function afterQuoted(text, at, quote, backslashes) {
    for (let index = at; index < text.length; index++) {
        const character = text.charAt(index);
        if (backslashes && character === '\\')
            index += 1;
        else if (character === quote) {
            if (text.charAt(index + 1) !== quote)
                return index + 1;
            index += 1;
        }
    }
    return text.length;
}
/** The string literal that begins at `at`; null when none does. */
function stringLiteral(text, at) {
    const opening = matchAt(STRING_START, text, at);
    if (opening === null)
        return null;
    return text.slice(at, afterQuoted(text, at + opening.length, "'", /^e/i.test(opening)));
}
/** The end of a block comment that begins at `at`; comments nest. */
function afterBlockComment(text, at) {
    let depth = 0;
    for (let index = at; index < text.length; index++) {
        if (text.startsWith('/*', index)) {
            depth += 1;
            index += 1;
        }
        else if (text.startsWith('*/', index)) {
            depth -= 1;
            index += 1;
            if (depth === 0)
                return index + 1;
        }
    }
    return text.length;
}
/** The end of white space and comments that begin at `at`. */
function afterBlank(text, at) {
    let index = at;
    for (;;) {
        const before = index;
        while (index < text.length && /\s/.test(text.charAt(index)))
            index += 1;
        if (text.startsWith('--', index)) {
            const newline = text.indexOf('\n', index);
            index = newline === -1 ? text.length : newline + 1;
        }
        else if (text.startsWith('/*', index)) {
            index = afterBlockComment(text, index);
        }
        if (index === before)
            return index;
    }
}
/** The text of a quoted string that begins with a dollar tag at `at`. */
function dollarString(text, at) {
    const tag = matchAt(DOLLAR, text, at);
    if (tag === null)
        return null;
    const end = text.indexOf(tag, at + tag.length);
    return end === -1 ? text.slice(at) : text.slice(at, end + tag.length);
}
/**
 * The tokens of a statement, without comments, by the lexical rules of PostgreSQL. A generator, because most
 * decisions fall after the first two or three tokens of a text that may be megabytes long.
 */
function* tokens(text) {
    for (let at = afterBlank(text, 0); at < text.length; at = afterBlank(text, at)) {
        const literal = stringLiteral(text, at) ?? dollarString(text, at) ?? matchAt(NUMBER, text, at);
        const name = text.charAt(at) === '"' ? text.slice(at, afterQuoted(text, at + 1, '"', false)) : null;
        const word = literal === null && name === null ? matchAt(WORD, text, at) : null;
        const raw = literal ?? name ?? word ?? text.charAt(at);
        const span = { start: at, end: at + raw.length };
        at = span.end;
        if (literal !== null)
            yield { kind: 'literal', text: raw, ...span };
        else if (name !== null)
            yield { kind: 'name', text: raw.slice(1, -1).replaceAll('""', '"'), ...span };
        else if (word !== null)
            yield { kind: 'word', text: raw.toUpperCase(), ...span };
        else
            yield { kind: 'symbol', text: raw, ...span };
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/token-reader.js

/** Reads a statement token by token, as far as it is needed. */
class TokenReader {
    #text;
    #source;
    #ahead;
    constructor(text) {
        this.#text = text;
        this.#source = tokens(text);
    }
    /** The next token without taking it; null at the end. */
    get ahead() {
        if (this.#ahead === undefined) {
            const { value } = this.#source.next();
            this.#ahead = value ?? null;
        }
        return this.#ahead;
    }
    /** Takes the next token; null at the end. */
    take() {
        const token = this.ahead;
        this.#ahead = token === null ? null : undefined;
        return token;
    }
    /** Takes the next token when it is one of these words or symbols (upper case); null when not. */
    accept(...texts) {
        const token = this.ahead;
        if (token === null || (token.kind !== 'word' && token.kind !== 'symbol') || !texts.includes(token.text))
            return null;
        this.take();
        return token.text;
    }
    /** Takes these words when all of them follow; a partial match takes nothing beyond the first. */
    acceptAll(...texts) {
        if (this.accept(texts[0] ?? '') === null)
            return false;
        return texts.slice(1).every((text) => this.accept(text) !== null);
    }
    /** Takes a parenthesised group and returns its tokens; null when none follows. */
    group() {
        if (this.accept('(') === null)
            return null;
        const inside = [];
        for (let depth = 1;;) {
            const token = this.take();
            if (token === null)
                return inside;
            if (token.kind === 'symbol' && token.text === '(')
                depth += 1;
            if (token.kind === 'symbol' && token.text === ')')
                depth -= 1;
            if (depth === 0)
                return inside;
            inside.push(token);
        }
    }
    /** Takes a name, qualified or not; null when none follows. */
    name() {
        const parts = [];
        do {
            const token = this.ahead;
            if (token === null || (token.kind !== 'word' && token.kind !== 'name'))
                return null;
            this.take();
            // Unquoted identifiers are folded to lower case: ASCII always, other letters only in single-byte encodings.
            const written = this.#text.slice(token.start, token.end);
            parts.push(token.kind === 'name' ? token.text : written.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));
        } while (this.accept('.') !== null);
        return { parts };
    }
    /** The words that are left, names and literals left out. */
    *words() {
        for (let token = this.take(); token !== null; token = this.take())
            if (token.kind === 'word')
                yield token.text;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/classify.js

/** Statements whose first word says it all. */
const BY_FIRST_WORD = {
    ABORT: 'transaction-control',
    BEGIN: 'transaction-control',
    COMMIT: 'transaction-control',
    DEALLOCATE: 'session',
    DISCARD: 'session',
    END: 'transaction-control',
    LISTEN: 'session',
    LOAD: 'session',
    RELEASE: 'transaction-control',
    RESET: 'session',
    ROLLBACK: 'transaction-control',
    SAVEPOINT: 'transaction-control',
    START: 'transaction-control',
    UNLISTEN: 'session',
    VACUUM: 'standalone',
};
/** Statements that need a look at what follows. */
const BY_REST = {
    ALTER: alter,
    CLUSTER: cluster,
    CREATE: create,
    DROP: drop,
    PREPARE: (rest) => (rest.accept('TRANSACTION') === null ? 'session' : 'transaction-control'),
    REINDEX: reindex,
    SELECT: classify_select,
    SET: set,
};
/**
 * How PostgreSQL lets a statement run. Decided by its words alone; what the words cannot tell (REINDEX of a
 * partitioned table) counts as transactional, and the server's refusal says what to do.
 */
function classify(statement) {
    const reader = new TokenReader(statement.text);
    const first = reader.take();
    if (first === null || first.kind !== 'word')
        return 'transactional';
    return BY_FIRST_WORD[first.text] ?? BY_REST[first.text]?.(reader) ?? 'transactional';
}
/** Whether a statement would commit or roll back the transaction around it; savepoints stay inside. */
function endsTransaction(statement) {
    if (classify(statement) !== 'transaction-control')
        return false;
    const reader = new TokenReader(statement.text);
    const first = reader.take()?.text ?? '';
    if (first === 'ROLLBACK') {
        reader.accept('WORK', 'TRANSACTION');
        return reader.accept('TO') === null;
    }
    return !['SAVEPOINT', 'RELEASE', 'BEGIN', 'START'].includes(first);
}
function alter(rest) {
    switch (rest.accept('SYSTEM', 'TABLE', 'DATABASE', 'SUBSCRIPTION')) {
        case 'SYSTEM':
            return 'standalone';
        case 'DATABASE': {
            const words = [...rest.words()].join(' ');
            return / ?SET TABLESPACE /.test(`${words} `) ? 'standalone' : 'transactional';
        }
        case 'SUBSCRIPTION':
            return alterSubscription(rest);
        case 'TABLE': {
            const words = [...rest.words()];
            return words.includes('DETACH') && words.at(-1) === 'CONCURRENTLY' ? 'standalone' : 'transactional';
        }
        default:
            return 'transactional';
    }
}
/** Publications of a subscription are refreshed at once unless told otherwise, and that cannot be undone. */
function alterSubscription(rest) {
    rest.name();
    const action = rest.take()?.text;
    if (action === 'REFRESH')
        return 'standalone';
    if (!['SET', 'ADD', 'DROP'].includes(action ?? ''))
        return 'transactional';
    if (rest.accept('PUBLICATION') === null) {
        const options = rest.group() ?? [];
        return options.some(({ text }) => text === 'FAILOVER' || text === 'TWO_PHASE') ? 'standalone' : 'transactional';
    }
    return isSwitchedOff(optionsOf(rest), 'REFRESH') ? 'transactional' : 'standalone';
}
function cluster(rest) {
    rest.accept('VERBOSE');
    rest.group();
    return rest.ahead === null ? 'standalone' : 'transactional';
}
function create(rest) {
    if (rest.accept('DATABASE', 'TABLESPACE') !== null)
        return 'standalone';
    if (rest.accept('SUBSCRIPTION') !== null) {
        const options = optionsOf(rest);
        return isSwitchedOff(options, 'CONNECT') || isSwitchedOff(options, 'CREATE_SLOT') ? 'transactional' : 'standalone';
    }
    rest.acceptAll('OR', 'REPLACE');
    rest.accept('UNIQUE', 'LOCAL', 'GLOBAL');
    if (rest.accept('INDEX') !== null)
        return rest.accept('CONCURRENTLY') === null ? 'transactional' : 'standalone';
    return rest.accept('TEMP', 'TEMPORARY') === null ? 'transactional' : 'session';
}
function drop(rest) {
    switch (rest.accept('DATABASE', 'TABLESPACE', 'SUBSCRIPTION', 'INDEX')) {
        case null:
            return 'transactional';
        case 'INDEX':
            return rest.accept('CONCURRENTLY') === null ? 'transactional' : 'standalone';
        default:
            return 'standalone';
    }
}
function reindex(rest) {
    const options = rest.group() ?? [];
    if (options.some(({ text }) => text === 'CONCURRENTLY') && !isSwitchedOff(options, 'CONCURRENTLY'))
        return 'standalone';
    rest.accept('VERBOSE');
    const what = rest.accept('INDEX', 'TABLE', 'SCHEMA', 'DATABASE', 'SYSTEM');
    if (what === 'SCHEMA' || what === 'DATABASE' || what === 'SYSTEM')
        return 'standalone';
    return rest.accept('CONCURRENTLY') === null ? 'transactional' : 'standalone';
}
/** `select set_config('search_path', '', false)`, as pg_dump writes it, is a SET. */
function classify_select(rest) {
    const called = rest.name()?.parts;
    const name = called?.length === 2 && called[0] === 'pg_catalog' ? called[1] : called?.length === 1 ? called[0] : undefined;
    if (name !== 'set_config')
        return 'transactional';
    const last = rest.group()?.at(-1);
    return rest.ahead === null && last?.text === 'FALSE' ? 'session' : 'transactional';
}
function set(rest) {
    switch (rest.accept('LOCAL', 'TRANSACTION', 'CONSTRAINTS')) {
        case null:
            return 'session';
        default:
            return 'transactional';
    }
}
/** The tokens of `WITH ( … )` at the end of a statement. */
function optionsOf(rest) {
    for (let token = rest.take(); token !== null; token = rest.take()) {
        if (token.kind === 'word' && token.text === 'WITH')
            return rest.group() ?? [];
    }
    return [];
}
const OFF = new Set(['FALSE', 'OFF', '0', "'false'", "'off'", "'0'"]);
/** True when an option is there with a value that means no. */
function isSwitchedOff(options, name) {
    const at = options.findIndex(({ kind, text }) => kind === 'word' && text === name);
    if (at === -1)
        return false;
    const value = options[at + 1]?.text === '=' ? options[at + 2] : options[at + 1];
    return value !== undefined && OFF.has(value.kind === 'literal' ? value.text.toLowerCase() : value.text);
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/connection-error.js

/** The SQLSTATE of a server's error, also below errors of our own; null when it is none. */
function sqlStateOf(error) {
    for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
        const code = current.code;
        const severity = current.severity;
        // Node's own errors have a `code` too, but no severity.
        if (typeof code === 'string' && typeof severity === 'string')
            return code;
    }
    return null;
}
/** True when the server's error also ends the session: shutdown, a killed backend, a broken protocol, idle limits. */
function endsSession(sqlState) {
    return sqlState.startsWith('08') || ['57P01', '57P02', '57P03', '57P05', '25P03', '25P04'].includes(sqlState);
}
function bySqlState(sqlState, server) {
    const { host, port, user, database } = server;
    const at = `${host}:${String(port)}`;
    switch (sqlState) {
        case '28P01':
            return {
                sentence: `PostgreSQL at ${at} refused the password of the user "${user}".`,
                fix: 'Check user and password of the database URL; special characters in the password have to be percent-encoded.',
            };
        case '28000':
            return {
                sentence: `PostgreSQL at ${at} does not let the user "${user}" in from here.`,
                fix: 'Check that the role exists and may log in, and that pg_hba.conf allows this host, database and TLS mode.',
            };
        case '3D000':
            return {
                sentence: `The database "${database}" does not exist on ${at}.`,
                fix: 'Create the database, or correct its name in the database URL.',
            };
        case '42501':
            return {
                sentence: `The user "${user}" may not connect to the database "${database}" on ${at}.`,
                fix: `GRANT CONNECT ON DATABASE to the user, then run the command again.`,
            };
        case '53300':
            return {
                sentence: `PostgreSQL at ${at} has no free connection: too many clients are connected already.`,
                fix: 'Close idle connections, raise max_connections, or connect past the pool of the application; Sluice needs up to six.',
            };
        case '57P03':
            return {
                sentence: `PostgreSQL at ${at} is starting up or shutting down.`,
                fix: 'Wait until the server accepts connections, then run the command again.',
            };
        default:
            return null;
    }
}
const TLS_CODES = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL)/;
function byNodeCode(code, server) {
    const { host, port } = server;
    const at = `${host}:${String(port)}`;
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
        return {
            sentence: `The certificate of ${at} is not made out to the host name "${host}".`,
            fix: 'Connect by a name that the certificate holds, or use sslmode=verify-ca.',
        };
    }
    if (TLS_CODES.test(code)) {
        return {
            sentence: `The certificate of ${at} is not trusted (${code}).`,
            fix: "Name the authority's certificate with sslrootcert in the database URL.",
        };
    }
    switch (code) {
        case 'ECONNREFUSED':
            return {
                sentence: `Nothing answers at ${at}: the connection was refused.`,
                fix: 'Check that the server runs and listens on this address and port.',
            };
        case 'ENOTFOUND':
        case 'EAI_AGAIN':
            return {
                sentence: `The host name "${host}" cannot be resolved.`,
                fix: 'Correct the host in the database URL, or check the name server of the runner.',
            };
        case 'ENOENT':
        case 'EACCES':
            return {
                sentence: `There is no PostgreSQL socket that can be opened in ${host}.`,
                fix: 'Correct the host in the database URL.',
            };
        case 'EHOSTUNREACH':
        case 'ENETUNREACH':
        case 'ETIMEDOUT':
            return {
                sentence: `The host ${at} cannot be reached from here (${code}).`,
                fix: 'Check firewalls, private networks and the address in the database URL.',
            };
        default:
            return null;
    }
}
/** The code of a network error; of the first one where Node tried several addresses. */
function nodeCode(error) {
    const code = error.code;
    if (typeof code === 'string')
        return code;
    return error instanceof AggregateError && error.errors.length > 0 ? nodeCode(error.errors[0]) : null;
}
/** Why no connection could be opened, as `CONN_001` with a fix for the case. */
function connectFailure(error, server) {
    const sqlState = sqlStateOf(error);
    const code = nodeCode(error);
    const known = (sqlState === null ? null : bySqlState(sqlState, server)) ?? (code === null ? null : byNodeCode(code, server));
    if (known === null) {
        if (sqlState === null && code === null && !server.hasPassword) {
            return new errors/* SluiceError */.ah('CONN_001', `PostgreSQL at ${server.host}:${String(server.port)} asks for a password, and the database URL has none.`, {
                cause: error,
                fix: 'Put the password into the environment variable that holds the database URL.',
            });
        }
        const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
        return new errors/* SluiceError */.ah('CONN_001', `No connection to PostgreSQL at ${server.host}:${String(server.port)}: ${reason}.`, {
            cause: error,
        });
    }
    return new errors/* SluiceError */.ah('CONN_001', known.sentence, {
        cause: error,
        fix: known.fix,
        ...(sqlState === null ? {} : { details: { sqlState } }),
    });
}
/** A connection that was there and broke. */
function connectionLost(cause, server, details = {}) {
    return new errors/* SluiceError */.ah('CONN_001', `The connection to PostgreSQL at ${server.host}:${String(server.port)} was lost.`, {
        cause,
        fix: 'Check the server and the network between, then run the command again: it looks first what had happened.',
        details: { ...details, lost: true },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/copy-chunks.js
/** How many UTF-16 units are encoded and sent at a time. */
const CHUNK = 64 * 1024;
/** Cuts the rows of a COPY into encoded chunks, never inside a surrogate pair. */
function* copyChunks(data) {
    for (let start = 0; start < data.length;) {
        let end = Math.min(start + CHUNK, data.length);
        if (end < data.length && isHighSurrogate(data.charCodeAt(end - 1)))
            end += 1;
        yield Buffer.from(data.slice(start, end));
        start = end;
    }
}
function isHighSurrogate(unit) {
    return unit >= 0xd800 && unit <= 0xdbff;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/values.js
/** Types whose values are read as something else than text; the numbers are fixed in PostgreSQL's pg_type.dat. */
const OID = { bool: 16, int2: 21, int4: 23, oid: 26 };
/**
 * A value of a row of Sluice's own queries: booleans and numbers of at most 32 bits as such, everything else as
 * the server's text, because dates would be shifted and 64-bit numbers rounded.
 */
function parseValue(typeOid, text) {
    switch (typeOid) {
        case OID.bool:
            return text === 't';
        case OID.int2:
        case OID.int4:
        case OID.oid:
            return Number(text);
        default:
            return text;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/conversation.js


/** What the steps before the failing one had answered; so the failing one is known. */
class StepError extends Error {
    results;
    constructor(results, cause) {
        super(`Step ${String(results.length + 1)} failed.`, { cause });
        this.name = 'StepError';
        this.results = results;
    }
    /** How many steps had been answered. */
    get completed() {
        return this.results.length;
    }
}
/**
 * One request and all of its answers. The client library's own query class keeps every row in memory and refuses
 * `COPY … FROM STDIN`; this one counts rows unless they are wanted, feeds COPY from the statement's data, and
 * sends several bound statements in one round trip. After an error the server skips the remaining steps, so a
 * COMMIT at the end of a failed batch is never run.
 */
class Conversation {
    done;
    #request;
    #results = [];
    #resolve;
    #reject;
    #mostRows;
    #fields = [];
    #rows = [];
    #failed = false;
    #sent = false;
    #next = null;
    constructor(request) {
        this.#request = request;
        if (request.kind === 'simple')
            this.#mostRows = request.keepRows ? Infinity : 0;
        else
            this.#mostRows = request.mostRows ?? Infinity;
        const { promise, resolve, reject } = Promise.withResolvers();
        this.done = promise;
        this.#resolve = resolve;
        this.#reject = reject;
    }
    /** Sends `next` in the same packet behind this one; it has to be the connection's next conversation. */
    followedBy(next) {
        this.#next = next;
        return this;
    }
    submit(connection) {
        const wire = connection;
        wire.stream.cork();
        this.#send(wire);
        if (this.#next !== null)
            this.#next.#send(wire);
        wire.stream.uncork();
    }
    #send(wire) {
        if (this.#sent)
            return;
        this.#sent = true;
        if (this.#request.kind === 'simple') {
            wire.query(this.#request.text);
            return;
        }
        const { steps, early } = this.#request;
        for (const [index, { text, values = [], rowless }] of steps.entries()) {
            if (index === early?.steps)
                wire.flush();
            wire.parse({ text });
            wire.bind({ values: values.map((value) => (value === null ? null : String(value))) });
            if (rowless !== true)
                wire.describe({ type: 'P' });
            wire.execute({});
        }
        wire.sync();
    }
    handleRowDescription({ fields }) {
        this.#fields = fields;
    }
    handleDataRow({ fields }) {
        if (this.#fields.length === 0 || this.#rows.length >= this.#mostRows)
            return;
        const row = {};
        this.#fields.forEach(({ name, dataTypeID }, index) => {
            const text = fields[index] ?? null;
            if (!(name in row))
                row[name] = text === null ? null : parseValue(dataTypeID, text);
        });
        this.#rows.push(row);
    }
    handleCommandComplete({ text }) {
        const match = /^(\D*?)(?: \d+)*?(?: (\d+))?$/.exec(text);
        const count = match?.[2] === undefined ? null : Number(match[2]);
        this.#results.push({
            rows: this.#rows,
            affected: count ?? 0,
            command: match?.[1] ?? text,
            count,
            columns: this.#fields.map(({ name }) => name),
        });
        this.#rows = [];
        this.#fields = [];
        this.#tell();
    }
    handleEmptyQuery() {
        this.#results.push({ rows: [], affected: 0, command: '', count: null, columns: [] });
        this.#tell();
    }
    #tell() {
        if (this.#request.kind !== 'steps')
            return;
        const { early } = this.#request;
        if (early?.steps === this.#results.length)
            early.answered(this.#results);
    }
    handleCopyInResponse(connection) {
        const wire = connection;
        const data = this.#request.kind === 'simple' ? this.#request.copyData : undefined;
        if (data === undefined)
            wire.sendCopyFail('the file holds no rows for this COPY');
        else
            void this.#copy(wire, data);
    }
    async #copy(wire, data) {
        for (const chunk of copyChunks(data)) {
            // After an error the server ignores what else comes; a closed socket never drains.
            if (this.#failed || !wire.stream.writable)
                return;
            wire.sendCopyFromChunk(chunk);
            if (wire.stream.writableNeedDrain)
                await drained(wire.stream);
        }
        if (!this.#failed)
            wire.endCopyFrom();
    }
    /** Rows of COPY … TO STDOUT have nowhere to go. */
    handleCopyData() { }
    handlePortalSuspended() { }
    handleError(error) {
        this.#failed = true;
        this.#reject(new StepError(this.#results, error));
    }
    handleReadyForQuery() {
        this.#resolve(this.#results);
    }
}
/** Resolves when the stream takes more, or is closed. */
async function drained(stream) {
    const { promise, resolve } = Promise.withResolvers();
    stream.once('drain', resolve).once('close', resolve);
    await promise;
    stream.off('drain', resolve).off('close', resolve);
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/own-failure.js


/** The server's own words; without DETAIL, which may quote rows. */
function serverMessage(error) {
    return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
/** Failures that mean the same whoever's statement it was; null for all others. */
function commonFailure(error, details) {
    const sqlState = sqlStateOf(error);
    if (sqlState === null)
        return null;
    const options = { cause: error, details: { ...details, sqlState } };
    const message = serverMessage(error);
    switch (sqlState) {
        case '42501':
            return new errors/* SluiceError */.ah('PERM_001', `PostgreSQL refused for want of a privilege: ${message}.`, options);
        case '25006':
            return new errors/* SluiceError */.ah('PERM_001', `The database takes no writes: ${message}.`, {
                ...options,
                fix: 'Connect to the primary server, and check default_transaction_read_only of the database and the role.',
            });
        case '53100':
            return new errors/* SluiceError */.ah('DISK_001', `PostgreSQL has no disk space left: ${message}.`, {
                ...options,
                fix: 'Free space on the volume of the database server, then run the command again.',
            });
        case '53200':
            return new errors/* SluiceError */.ah('MEM_001', `PostgreSQL is out of memory: ${message}.`, {
                ...options,
                fix: 'Lower work_mem or maintenance_work_mem, or give the database server more memory.',
            });
        default:
            return null;
    }
}
/** A failure of one of Sluice's own queries, on its tables or the catalogs; what is not expected stays as it is. */
function ownFailure(error) {
    if (error instanceof errors/* SluiceError */.ah)
        return error;
    switch (sqlStateOf(error)) {
        case '55P03':
        case '40P01':
            return new errors/* SluiceError */.ah('LOCK_002', `Sluice could not get a lock for its own work: ${serverMessage(error)}.`, {
                cause: error,
                fix: 'Find the session that holds a lock on the table, wait for it or end it, then run the command again.',
            });
        case '57014':
            return new errors/* SluiceError */.ah('TIME_001', `A query of Sluice's own was cancelled: ${serverMessage(error)}.`, {
                cause: error,
                fix: 'Check the load of the database server, then run the command again.',
            });
        default:
            return commonFailure(error, {}) ?? error;
    }
}

// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __webpack_require__(83849);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/server-error.js

/**
 * Classes of SQLSTATE whose DETAIL names objects only. Elsewhere it quotes the values of rows: "Key
 * (email)=(…) already exists".
 */
const DETAIL_WITHOUT_ROWS = /^(?:2B|42|40P01|55)/;
/** Reads a server's error; null when it is none. */
function serverError(error) {
    if (!(error instanceof esm/* default.DatabaseError */.Ay.DatabaseError) || error.code === undefined)
        return null;
    const { code, message, detail, hint, position, where } = error;
    const copyLine = /^COPY .*?, line (\d+)/.exec(where ?? '')?.[1];
    return {
        sqlState: code,
        message: message.replace(/\.$/, ''),
        detail: detail !== undefined && DETAIL_WITHOUT_ROWS.test(code) ? detail : null,
        hint: hint ?? null,
        position: position === undefined ? null : Number(position),
        copyLine: copyLine === undefined ? null : Number(copyLine),
    };
}
/** Takes what may quote rows out of an error that will be the cause of another, and so could be printed. */
function withoutRows(error) {
    const reduced = serverError(error);
    if (reduced === null)
        return error;
    const bare = Object.assign(new Error(reduced.message), { code: reduced.sqlState, severity: 'ERROR' });
    bare.name = 'PostgresError';
    return bare;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/statement-failure.js




/** The line in the file that an error points to. */
function errorLine({ line, text }, error) {
    if (error.copyLine !== null)
        return line + newlines(text, Infinity) + error.copyLine;
    return error.position === null ? line : line + newlines(text, error.position - 1);
}
/** Line breaks among the first characters of a text; characters as the server counts them, so not UTF-16 units. */
function newlines(text, characters) {
    let found = 0;
    let seen = 0;
    for (const character of text) {
        if (seen >= characters)
            break;
        seen += 1;
        if (character === '\n')
            found += 1;
    }
    return found;
}
const BY_STATE = {
    '25001': 'Put the statement into a file of its own with the header `-- sluice: transaction=false`, then run the command again.',
    '42P01': 'Check the name of the table and the search_path, correct the statement, then run the command again.',
};
/**
 * What a failed statement means, with its place in the file.
 *
 * @returns the signal's reason when our own signal cancelled it; else a SluiceError: `LOCK_002` for a lock timeout
 * or a deadlock, `TIME_001` for the statement timeout, `PERM_001`, `DISK_001`, `MEM_001`, `CONN_001`, else `SQL_001`
 */
function statementFailure(error, { statement, limits, elapsedMs }) {
    if (limits.signal.aborted && (error instanceof errors/* SluiceError */.ah || sqlStateOf(error) === '57014'))
        return limits.signal.reason;
    const reduced = serverError(error);
    if (reduced === null)
        return error;
    const { sqlState, message, detail, hint } = reduced;
    const details = {
        statement: statement.index,
        line: errorLine(statement, reduced),
        sqlState,
        ...(hint === null ? {} : { hint }),
        ...(detail === null ? {} : { detail }),
    };
    const cause = withoutRows(error);
    const lockMs = String(limits.lockTimeoutMs);
    switch (sqlState) {
        case '55P03':
            return new errors/* SluiceError */.ah('LOCK_002', `A statement could not get its lock within ${lockMs} ms: ${message}.`, {
                cause,
                details,
            });
        case '40P01':
            return new errors/* SluiceError */.ah('LOCK_002', `A statement was chosen as the victim of a deadlock: ${message}.`, {
                cause,
                details: { ...details, deadlock: true },
            });
        case '57014': {
            // The server's words are translated; the clock tells a timeout from a cancel by somebody else.
            const timedOut = limits.statementTimeoutMs > 0 && elapsedMs >= limits.statementTimeoutMs;
            if (!timedOut)
                break;
            return new errors/* SluiceError */.ah('TIME_001', `A statement ran longer than its limit of ${String(limits.statementTimeoutMs)} ms.`, {
                cause,
                details,
                fix: 'Raise statement-timeout, or split the statement into smaller steps.',
            });
        }
        default: {
            const common = commonFailure(error, details);
            if (common !== null)
                return new errors/* SluiceError */.ah(common.code, common.message, { cause, details, fix: common.fix });
        }
    }
    const fix = BY_STATE[sqlState];
    const more = sqlState.startsWith('2B') && detail !== null ? ` (${detail.replaceAll('\n', '; ')})` : '';
    const advice = hint === null ? '' : ` Hint: ${hint}`;
    return new errors/* SluiceError */.ah('SQL_001', `${message}${more}.${advice}`, {
        cause,
        details,
        ...(fix === undefined ? {} : { fix }),
    });
}
/** A statement that would take its file's transaction away from under it. */
function transactionEnded({ index, line, text }) {
    const command = text.slice(0, 40).replaceAll(/\s+/g, ' ');
    return new errors/* SluiceError */.ah('SQL_001', `A statement would end the transaction of its file: ${command}.`, {
        details: { statement: index, line, sqlState: null },
        fix: 'Take BEGIN, COMMIT and ROLLBACK out of the file: Sluice runs it in one transaction. Or put `-- sluice: transaction=false` at its head.',
    });
}
/** What a failed COMMIT means: deferred constraints and triggers fail as late as there. */
function commitFailure(error, limits) {
    const nowhere = { index: -1, line: 0, text: '', hash: '' };
    const failure = statementFailure(error, { statement: nowhere, limits, elapsedMs: Infinity });
    if (!(failure instanceof errors/* SluiceError */.ah))
        return failure;
    const { sqlState } = failure.details;
    return new errors/* SluiceError */.ah(failure.code, `At COMMIT, where deferred constraints are checked: ${failure.message}`, {
        cause: failure.cause,
        fix: failure.fix,
        details: { sqlState, commit: 'refused' },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/quote.js
/** Quotes one identifier; always, so that no name can be read as a keyword or as more SQL. */
function quoteIdentifier(name) {
    return `"${name.replaceAll('"', '""')}"`;
}
/** Quotes a table's name together with its schema. */
function quoteTable(table) {
    const name = quoteIdentifier(table.name);
    return table.schema === undefined ? name : `${quoteIdentifier(table.schema)}.${name}`;
}
/**
 * Quotes a text as a literal, for the few places where the server takes no bound value: scripts for psql,
 * utility statements. The `E` form reads the same whatever `standard_conforming_strings` says.
 */
function quoteLiteral(text) {
    return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/link.js



/** How long Sluice waits for an answer to a query of its own, in ms. */
const OWN_QUERY_TIMEOUT_MS = 60_000;
/** How long a goodbye may take before the socket is closed without one, in ms. */
const GOODBYE_MS = 2_000;
/**
 * One open connection. Every method rejects with the server's own error (see `sqlStateOf`), or with `CONN_001`
 * once the connection is gone; it never opens another one.
 */
class Link {
    server;
    serverVersion;
    #client;
    #lostBy;
    #lost = false;
    #ended = false;
    #onNotice;
    constructor(client, facts) {
        this.#client = client;
        this.server = facts.server;
        this.serverVersion = facts.serverVersion;
        client.on('error', (error) => this.#lose(error));
        client.on('end', () => this.#lose(undefined));
        client.on('notice', ({ severity, message }) => {
            this.#onNotice?.({ severity: severity ?? '', message: message ?? '' });
        });
    }
    /** The connection is gone. */
    get lost() {
        return this.#lost;
    }
    /** Our port of the TCP connection; null on a Unix socket. */
    get localPort() {
        return socketOf(this.#client).localPort ?? null;
    }
    /** The server has a transaction open on it, failed or not. */
    get inTransaction() {
        return this.#client.getTransactionStatus() !== 'I';
    }
    /** Bound query; the answer may take `timeoutMs`, 0 = as long as it likes. */
    async query(text, values = [], timeoutMs = OWN_QUERY_TIMEOUT_MS) {
        const [result] = await this.steps([{ text, values }], timeoutMs);
        return result;
    }
    /** Several bound queries in one round trip; after a failure the rest is skipped. Rejects with a {@link StepError}'s cause. */
    async steps(steps, timeoutMs = OWN_QUERY_TIMEOUT_MS) {
        try {
            return await this.converse({ kind: 'steps', steps }, timeoutMs);
        }
        catch (error) {
            throw error instanceof StepError ? error.cause : error;
        }
    }
    /** Several statements without values in one simple query. */
    async simple(text, timeoutMs = OWN_QUERY_TIMEOUT_MS) {
        try {
            return await this.converse({ kind: 'simple', text, keepRows: true }, timeoutMs);
        }
        catch (error) {
            throw error instanceof StepError ? error.cause : error;
        }
    }
    /**
     * Sends a request; a failure of the server is a {@link StepError}, so that the failing step is known.
     *
     * @param ahead - a simple query of its own that is sent in the same packet before the request; the request is run
     *   even when this one fails, and then the connection is given up
     */
    async converse(request, timeoutMs, onNotice, ahead) {
        if (this.#lost)
            throw connectionLost(this.#lostBy, this.server);
        const conversation = new Conversation(request);
        const first = ahead === undefined
            ? undefined
            : new Conversation({ kind: 'simple', text: ahead, keepRows: false }).followedBy(conversation);
        const guard = timeoutMs === 0
            ? undefined
            : setTimeout(() => this.destroy(new Error(`No answer within ${String(timeoutMs)} ms.`)), timeoutMs);
        this.#onNotice = onNotice;
        try {
            if (first !== undefined)
                this.#client.query(first);
            this.#client.query(conversation);
            await Promise.allSettled([first?.done, conversation.done]);
            await first?.done.catch((error) => {
                const cause = error instanceof StepError ? error.cause : error;
                this.destroy(cause);
                throw connectionLost(cause, this.server);
            });
            return await conversation.done;
        }
        catch (error) {
            throw this.#judge(error);
        }
        finally {
            clearTimeout(guard);
            this.#onNotice = undefined;
        }
    }
    /** Closes the socket at once; whatever is in flight rejects with `CONN_001`. */
    destroy(reason) {
        this.#lose(reason);
        socketOf(this.#client).destroy();
    }
    /** Says goodbye; safe to call twice. */
    async end() {
        if (this.#ended)
            return;
        this.#ended = true;
        this.#lose(undefined);
        const guard = setTimeout(() => socketOf(this.#client).destroy(), GOODBYE_MS);
        try {
            await this.#client.end();
        }
        finally {
            clearTimeout(guard);
        }
    }
    #lose(reason) {
        if (this.#lost)
            return;
        this.#lost = true;
        this.#lostBy = reason;
    }
    #judge(error) {
        if (error instanceof errors/* SluiceError */.ah)
            return error;
        const cause = error instanceof StepError ? error.cause : error;
        const sqlState = sqlStateOf(cause);
        if (sqlState !== null && !endsSession(sqlState))
            return error;
        // A killed backend may say so before its socket closes.
        this.destroy(cause);
        return connectionLost(this.#lostBy ?? cause, this.server, sqlState === null ? {} : { sqlState });
    }
}
function socketOf(client) {
    return client.connection.stream;
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/tls.js




/** The root certificate that libpq would take when the URL names none; null when there is none. */
async function defaultRootCert() {
    const path = (0,external_node_path_.join)((0,external_node_os_.homedir)(), '.postgresql', 'root.crt');
    try {
        await (0,promises_.readFile)(path);
        return path;
    }
    catch {
        return null;
    }
}
async function readCertificates(path) {
    try {
        return await (0,promises_.readFile)(path);
    }
    catch (cause) {
        throw new errors/* SluiceError */.ah('CONF_001', `The root certificate ${path} of the database URL cannot be read.`, {
            cause,
            fix: 'Correct `sslrootcert` in the database URL.',
        });
    }
}
/**
 * Turns the URL's TLS settings into what libpq means by them: `require` encrypts without asking who answers
 * (unless a root certificate is named, then it is `verify-ca`), `verify-ca` checks the chain, `verify-full` the
 * host's name as well, and the default takes TLS if the server offers it.
 *
 * @throws SluiceError `CONF_001` when the root certificate cannot be read
 */
async function tlsPlan({ tls, host }) {
    // A Unix socket never leaves the machine, and the server offers no TLS on it.
    if (tls.mode === 'disable' || host.startsWith('/'))
        return { ssl: false, mayBePlain: true };
    if (tls.mode === 'default')
        return { ssl: { rejectUnauthorized: false }, mayBePlain: true };
    const named = tls.rootCert === 'system' ? null : (tls.rootCert ?? (await defaultRootCert()));
    if (tls.mode === 'require' && tls.rootCert === null)
        return { ssl: { rejectUnauthorized: false }, mayBePlain: false };
    const ca = named === null ? {} : { ca: await readCertificates(named) };
    const checkedName = tls.mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined };
    return { ssl: { rejectUnauthorized: true, ...ca, ...checkedName }, mayBePlain: false };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/connect.js






const DEFAULT_PORT = 5432;
/** After this long without traffic the system asks whether the other side is still there, in ms. */
const KEEPALIVE_AFTER_MS = 30_000;
/** Takes the target out of a URL. @throws SluiceError `CONF_001` when its root certificate cannot be read */
async function targetOf(url, connectTimeoutMs) {
    const user = url.user === '' ? (0,external_node_os_.userInfo)().username : url.user;
    const host = url.host === '' ? 'localhost' : url.host.replace(/^\[(.*)\]$/, '$1');
    return {
        server: {
            host,
            port: url.port ?? DEFAULT_PORT,
            user,
            database: url.database === '' ? user : url.database,
            hasPassword: url.password !== '',
        },
        password: url.password,
        tls: await tlsPlan({ ...url, host }),
        connectTimeoutMs,
    };
}
/** The same server, another database. */
function withDatabase(target, database) {
    return { ...target, server: { ...target.server, database } };
}
/** The client library says it only in words; the test with a plain server keeps them true. */
const NO_TLS = 'The server does not support SSL connections';
/**
 * Opens a connection; with TLS if the server offers it and the URL does not say otherwise.
 *
 * @throws SluiceError `CONN_001` with a fix for the case
 * @throws the signal's reason when it is aborted before the connection is ready
 */
async function connect(target, applicationName, signal) {
    const { tls, server } = target;
    try {
        return await attempt(target, tls.ssl, applicationName, signal);
    }
    catch (error) {
        const refusedTls = error instanceof Error && error.message === NO_TLS;
        if (!refusedTls || !tls.mayBePlain)
            throw refusedTls ? withoutTls(error, server) : failure(error, target, signal);
    }
    try {
        return await attempt(target, false, applicationName, signal);
    }
    catch (error) {
        throw failure(error, target, signal);
    }
}
async function attempt({ server, password, connectTimeoutMs }, ssl, applicationName, signal) {
    signal?.throwIfAborted();
    const client = new esm/* default.Client */.Ay.Client({
        host: server.host,
        port: server.port,
        user: server.user,
        database: server.database,
        // A function, because an empty text would make the library look into PGPASSWORD and ~/.pgpass.
        password: () => password,
        ssl,
        application_name: applicationName,
        connectionTimeoutMillis: connectTimeoutMs,
        keepAlive: true,
        keepAliveInitialDelayMillis: KEEPALIVE_AFTER_MS,
    });
    let serverVersion = '';
    client.connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
        if (parameterName === 'server_version')
            serverVersion = parameterValue ?? '';
    });
    // A failing socket may report twice; the first report is the rejection of connect().
    const ignore = () => { };
    client.on('error', ignore);
    const abort = () => void client.connection.stream.destroy();
    signal?.addEventListener('abort', abort, { once: true });
    try {
        await client.connect();
        signal?.throwIfAborted();
    }
    catch (error) {
        client.connection.stream.destroy();
        throw error;
    }
    finally {
        signal?.removeEventListener('abort', abort);
    }
    const link = new Link(client, { server, serverVersion });
    client.off('error', ignore);
    return link;
}
function withoutTls(cause, { host, port }) {
    return new errors/* SluiceError */.ah('CONN_001', `PostgreSQL at ${host}:${String(port)} offers no TLS, but the database URL demands it.`, {
        cause,
        fix: 'Turn TLS on in the server (ssl = on), or use sslmode=disable where the network is trusted.',
    });
}
function failure(error, { server, connectTimeoutMs }, signal) {
    if (signal?.aborted === true)
        return signal.reason;
    if (error instanceof Error && error.message === 'timeout expired') {
        return new errors/* SluiceError */.ah('CONN_001', `PostgreSQL at ${server.host}:${String(server.port)} did not answer within ${String(connectTimeoutMs)} ms.`, { cause: error, fix: 'Check firewalls, private networks and the address in the database URL.' });
    }
    return connectFailure(error, server);
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/session.js

/** What a connection is for; its name in the server tells. */
const ROLES = {
    /** Applies migrations. Only this one may leave something behind, so only this one is ended as an orphan. */
    apply: 'sluice',
    /** Lease, journal, history, control. */
    stores: 'sluice-store',
    /** Looks at and cancels other sessions. */
    look: 'sluice-look',
    /** Reads schema and data. */
    read: 'sluice-read',
};
/** The server cuts longer names. */
const NAME_BYTES = 63;
/** The name that a session of a run carries in `pg_stat_activity`. */
function sessionName(role, runId) {
    return `${ROLES[role]}/${runId}`.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, NAME_BYTES);
}
/**
 * Sluice's own queries are short; the limits only keep a run from hanging. A runner that vanished in the middle
 * of a write to the stores must not keep the next run from the lock row until TCP gives up. Readers may read for
 * hours, but wait no longer than a minute for a table that somebody holds exclusively.
 */
const LIMITS = {
    apply: { lockTimeoutMs: 0, statementTimeoutMs: 0, idleInTransactionMs: 0 },
    stores: { lockTimeoutMs: 30_000, statementTimeoutMs: 45_000, idleInTransactionMs: 60_000 },
    look: { lockTimeoutMs: 5_000, statementTimeoutMs: 15_000, idleInTransactionMs: 0 },
    read: { lockTimeoutMs: 60_000, statementTimeoutMs: 0, idleInTransactionMs: 0 },
};
/** Settings that newer servers know, with the major version that brought them. */
const NEWER_SETTINGS = [
    { since: 14, sql: 'set idle_session_timeout = 0' },
    { since: 17, sql: 'set transaction_timeout = 0' },
];
/** What every session sets; plain statements, because poolers refuse unknown start-up options. */
function setUp(role, majorVersion) {
    const { lockTimeoutMs, statementTimeoutMs, idleInTransactionMs } = LIMITS[role];
    return [
        "set client_encoding = 'UTF8'",
        'set standard_conforming_strings = on',
        `set lock_timeout = ${String(lockTimeoutMs)}`,
        `set statement_timeout = ${String(statementTimeoutMs)}`,
        `set idle_in_transaction_session_timeout = ${String(idleInTransactionMs)}`,
        // Row policies would hide rows from counts and digests; with this the server refuses instead.
        ...(role === 'read' ? ['set row_security = off'] : []),
        ...NEWER_SETTINGS.filter(({ since }) => majorVersion >= since).map(({ sql }) => sql),
    ].join('; ');
}
/**
 * Undoes what statements have set in a session: as DISCARD ALL, which the server does not take together with other
 * commands. To be sent outside a transaction, or its rollback would bring everything back.
 */
const RESET_SESSION = [
    'close all',
    'set session authorization default',
    'reset all',
    'deallocate all',
    'unlisten *',
    'select pg_catalog.pg_advisory_unlock_all()',
    'discard temp',
    'discard sequences',
].join('; ');
/** `[15, 18]` out of `15.18 (Debian 15.18-0+deb12u1)`; `[19]` out of `19devel`. */
function versionParts(serverVersion) {
    const match = /^\d+(?:\.\d+)*/.exec(serverVersion);
    return match === null ? [0] : match[0].split('.').map(Number);
}
/** One connection of a run, opened when it is first needed and again after it was lost; one user at a time. */
class Session {
    #target;
    #role;
    #name;
    #link;
    #queue = Promise.resolve();
    #closed = false;
    constructor(target, role, runId) {
        this.#target = target;
        this.#role = role;
        this.#name = sessionName(role, runId);
    }
    /** Its name in the server. */
    get name() {
        return this.#name;
    }
    /**
     * Calls `work` with an open connection; calls that come meanwhile wait for their turn. A connection that is
     * lost during `work` is not replaced before `work` has ended, so nobody goes on in half a transaction.
     */
    async use(work, signal) {
        const turn = this.#queue.then(async () => work(await this.#open(signal)));
        this.#queue = turn.catch(() => { });
        return turn;
    }
    /** Ends the connection; whatever is in flight on it fails. Safe to call twice. */
    async close() {
        this.#closed = true;
        await this.#link?.end();
    }
    async #open(signal) {
        if (this.#closed)
            throw new Error('The database connection was closed already.');
        if (this.#link !== undefined && !this.#link.lost)
            return this.#link;
        const link = await connect(this.#target, this.#name, signal);
        try {
            await link.simple(setUp(this.#role, versionParts(link.serverVersion)[0] ?? 0));
        }
        catch (error) {
            link.destroy(error);
            throw error;
        }
        this.#link = link;
        return link;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/sweep.js




/**
 * Removes what an interrupted statement left: the INVALID index of CREATE INDEX CONCURRENTLY, the copies of REINDEX
 * CONCURRENTLY; and finishes a DETACH PARTITION CONCURRENTLY, which cannot be undone. Returns a sentence for each.
 */
async function sweep(statement, link, execute) {
    const target = sweep_targetOf(statement.text);
    switch (target?.kind) {
        case 'create-index':
            return dropAll(await invalidIndexes(link, target), execute, 'CREATE INDEX CONCURRENTLY');
        case 'reindex':
            return dropAll(await reindexLeftovers(link, target), execute, 'REINDEX CONCURRENTLY');
        case 'detach':
            return finishDetach(link, target, execute);
        default:
            return [];
    }
}
function sweep_targetOf(text) {
    const reader = new TokenReader(text);
    switch (reader.accept('CREATE', 'REINDEX', 'ALTER')) {
        case 'CREATE': {
            reader.accept('UNIQUE');
            if (!reader.acceptAll('INDEX', 'CONCURRENTLY'))
                return null;
            reader.acceptAll('IF', 'NOT', 'EXISTS');
            const index = reader.accept('ON') === null ? reader.name() : null;
            if (index !== null && reader.accept('ON') === null)
                return null;
            reader.accept('ONLY');
            const table = reader.name();
            return table === null ? null : { kind: 'create-index', index, table };
        }
        case 'REINDEX': {
            reader.group();
            reader.accept('VERBOSE');
            const what = reader.accept('INDEX', 'TABLE', 'SCHEMA', 'DATABASE', 'SYSTEM');
            reader.accept('CONCURRENTLY');
            return what === null ? null : { kind: 'reindex', what, name: reader.name() };
        }
        case 'ALTER': {
            if (reader.accept('TABLE') === null)
                return null;
            reader.acceptAll('IF', 'EXISTS');
            const table = reader.name();
            if (table === null || !reader.acceptAll('DETACH', 'PARTITION'))
                return null;
            const partition = reader.name();
            return partition === null ? null : { kind: 'detach', table, partition };
        }
        default:
            return null;
    }
}
function quoted(name) {
    return name.parts.map(quoteIdentifier).join('.');
}
async function find(link, sql, values) {
    try {
        const { rows } = await link.query(sql, values);
        return rows.map((row) => ({ schema: String(row['schema']), name: String(row['name']) }));
    }
    catch (error) {
        throw ownFailure(error);
    }
}
/** Without a name in the statement the server made one up; then only a single candidate is surely ours. */
async function invalidIndexes(link, { index, table }) {
    const found = await find(link, `select n.nspname as schema, c.relname as name
       from pg_catalog.pg_index i
       join pg_catalog.pg_class c on c.oid = i.indexrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where i.indrelid = pg_catalog.to_regclass($1) and not i.indisvalid and c.relkind = 'i'
        and (c.relname = $2::name or ($2 is null and c.relname ~ '_idx\\d*$'))`, [quoted(table), index?.parts.at(-1) ?? null]);
    return index === null && found.length > 1 ? [] : found;
}
async function reindexLeftovers(link, { what, name }) {
    return find(link, `with target as (
       select c.oid, c.reltoastrelid
         from pg_catalog.pg_class c
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm', 'p', 't')
          and case $1::text
                when 'INDEX' then c.oid = (select indrelid from pg_catalog.pg_index where indexrelid = pg_catalog.to_regclass($2))
                when 'TABLE' then c.oid = pg_catalog.to_regclass($2)
                  or c.oid in (select relid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass($2)))
                when 'SCHEMA' then n.nspname = $3::name
                else n.nspname not in ('pg_catalog', 'information_schema')
              end)
     select distinct n.nspname as schema, c.relname as name
       from target t
       join pg_catalog.pg_index i on i.indrelid in (t.oid, t.reltoastrelid)
       join pg_catalog.pg_class c on c.oid = i.indexrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and c.relkind = 'i' and c.relname ~ '_cc(new|old)\\d*$'
      order by 1, 2`, [what, name === null ? null : quoted(name), name?.parts.at(-1) ?? null]);
}
async function dropAll(indexes, execute, by) {
    const said = [];
    for (const { schema, name } of indexes) {
        await execute(`drop index concurrently if exists ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`);
        said.push(`An interrupted ${by} had left the INVALID index ${schema}.${name}; it was dropped.`);
    }
    return said;
}
/** A pending detach can only go forward; since PostgreSQL 14. */
async function finishDetach(link, { table, partition }, execute) {
    if ((versionParts(link.serverVersion)[0] ?? 0) < 14)
        return [];
    const pending = await find(link, `select n.nspname as schema, c.relname as name
       from pg_catalog.pg_inherits i
       join pg_catalog.pg_class c on c.oid = i.inhrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where i.inhdetachpending and i.inhparent = pg_catalog.to_regclass($1) and i.inhrelid = pg_catalog.to_regclass($2)`, [quoted(table), quoted(partition)]);
    if (pending.length === 0)
        return [];
    await execute(`alter table ${quoted(table)} detach partition ${quoted(partition)} finalize`);
    return [`An interrupted DETACH PARTITION CONCURRENTLY of ${quoted(partition)} was pending; it was finished.`];
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/unit.js

/** How much longer than the server's own limit an answer may take, in ms; then the connection counts as dead. */
const ANSWER_GRACE_MS = 30_000;
/** One transaction, or one statement by itself. */
class Unit {
    link;
    limits;
    /** Null until its transaction has begun. */
    prepared;
    /** The session has to be reset before anything else is sent. */
    resetFirst;
    /** A transaction may be open in the server. */
    begun = false;
    /** Writes to Sluice's tables that wait for the end of the transaction. */
    waiting = [];
    /** A migration is recorded, or its record removed: whatever its file has set in the session ends with it. */
    endsFile = false;
    /** A statement has set something in the session. */
    setsSession = false;
    over = false;
    constructor(link, limits, { prepared = null, resetFirst = false } = {}) {
        this.link = link;
        this.limits = limits;
        this.prepared = prepared;
        this.resetFirst = resetFirst;
    }
    /** How long to wait for an answer, in ms; 0 = as long as it takes. */
    get answerTimeoutMs() {
        const { statementTimeoutMs } = this.limits;
        return statementTimeoutMs === 0 ? 0 : statementTimeoutMs + ANSWER_GRACE_MS;
    }
    /** Guards against work that goes on after its transaction has ended. */
    requireOpen() {
        if (this.over)
            throw new Error('The transaction has ended already.');
    }
}
/** Undoes what statements have set in the session. */
function resetQuery(link) {
    return `${RESET_SESSION}; ${setUp('apply', versionParts(link.serverVersion)[0] ?? 0)}`;
}
/**
 * Rolls an open transaction back; without a connection the server does it by itself.
 *
 * @param maybe - one may be open although the last answer did not say so
 */
async function rollBack(link, maybe = false) {
    if (link.lost || !(maybe || link.inTransaction))
        return;
    // A late cancel may hit the ROLLBACK itself.
    await link.simple('rollback', ANSWER_GRACE_MS).catch((error) => link.destroy(error));
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/warnings.js
/** A statement can warn once a row; more than this is counted only. */
const MOST = 100;
/** Collects the server's warnings on one statement. */
class Warnings {
    #label;
    #list = [];
    #more = 0;
    /** @param label - what the server calls a warning in its language; asked at each message */
    constructor(label) {
        this.#label = label;
    }
    /** Takes a message; a NOTICE or INFO is none of ours. */
    add({ severity, message }) {
        if (severity !== this.#label())
            return;
        if (this.#list.length < MOST)
            this.#list.push(message);
        else
            this.#more += 1;
    }
    list() {
        return this.#more === 0 ? this.#list : [...this.#list, `… and ${String(this.#more)} warnings more`];
    }
}

// EXTERNAL MODULE: ./build/js/drivers/sql/fence.js
var sql_fence = __webpack_require__(10936);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/store-dialect.js

/** How Sluice's own tables are written and read in PostgreSQL. */
const storeDialect = {
    quote: quoteIdentifier,
    placeholder: (n) => `$${String(n)}`,
    types: {
        key: 'varchar(255) collate "C"',
        text: 'text',
        integer: 'bigint',
        timestamp: 'timestamptz',
    },
    tableSuffix: '',
    // now() would be the start of the transaction; a lease has to be measured by the moment of the write.
    now: 'clock_timestamp()',
    nowPlus: (ms) => `clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`,
    iso: (column) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    fromIso: (placeholder) => `${placeholder}::timestamptz`,
    replacing: (key, columns) => `on conflict (${key}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    tableExists: (schema, table) => ({
        sql: 'select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace' +
            " where c.relname = $1 and c.relkind in ('r', 'p') and n.nspname = " +
            (schema === null ? 'current_schema()' : '$2'),
        values: schema === null ? [table] : [table, schema],
    }),
};

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/write-steps.js



/** The server's error when {@link fenceStep} finds no lease of ours: division by zero. */
const LEASE_LOST = '22012';
/** Takes down the statements that the shared stores would run, to send them in one round trip later. */
class Recorder {
    steps = [];
    query(text, values = []) {
        this.steps.push({ text, values });
        return Promise.resolve({ rows: [], affected: 1 });
    }
}
/** Appends journal rows. */
function journalWrite(names, rows) {
    return (runner, dialect) => (0,sql_stores/* insertJournal */.Dy)(runner, dialect, names, rows);
}
/** Records a migration as applied. */
function appliedWrite(names, row) {
    return (runner, dialect) => (0,sql_stores/* insertApplied */.lk)(runner, dialect, names, row);
}
/** Forgets a migration. */
function removedWrite(names, version) {
    return (runner, dialect) => (0,sql_stores/* deleteApplied */.LM)(runner, dialect, names, version);
}
/** The statements of writes, one after the other. */
async function stepsOf(writes) {
    const recorder = new Recorder();
    for (const write of writes)
        await write(recorder, storeDialect);
    return recorder.steps.map((step) => ({ ...step, rowless: true }));
}
/** More values than this are not bound to one statement; the protocol would take 65,535. */
const MOST_VALUES = 1_000;
/**
 * The writes and, last, the check of the fence: as one statement, or as several when they bind very much.
 *
 * The fence extends the lease, and fails with {@link LEASE_LOST} in the server when it is not ours: so the COMMIT behind
 * it in the same round trip is never run, and no client that vanishes can keep the lock's row locked.
 */
async function fencedSteps(writes, names, fence) {
    const parts = [];
    let bound = 0;
    for (const write of [...writes, fenceWrite(names, fence)]) {
        const recorder = new Recorder();
        const offset = bound;
        await write(recorder, { ...storeDialect, placeholder: (n) => `$${String(offset + n)}` });
        parts.push(...recorder.steps);
        bound += recorder.steps.reduce((sum, { values = [] }) => sum + values.length, 0);
    }
    if (bound > MOST_VALUES)
        return [...(await stepsOf(writes)), ...(await fencedSteps([], names, fence))];
    const lease = parts.at(-1)?.text ?? '';
    const named = parts.slice(0, -1).map(({ text }, index) => `write${String(index)} as (${text})`);
    return [
        {
            text: `with ${[...named, `lease as (${lease} returning 1)`].join(', ')} select 1 / count(*) from lease`,
            values: parts.flatMap(({ values = [] }) => values),
            rowless: true,
        },
    ];
}
function fenceWrite(names, fence) {
    return async (runner, dialect) => {
        await (0,sql_fence/* extendLease */.PL)(runner, dialect, names, fence);
    };
}
/** Throws the `LOCK_001` of a lost lease, in the words of the shared stores. */
async function leaseLost(names, fence) {
    await (0,sql_fence/* requireLease */.Ch)({ query: () => Promise.resolve({ rows: [], affected: 0 }) }, storeDialect, names, fence);
    throw new Error('A lease that was lost counted as held.');
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/applier.js












/** Writes that wait for the end of their transaction; more are sent before. */
const MOST_WAITING_WRITES = 200;
/**
 * Runs migrations on one session. A transaction costs one round trip for each statement, the first of them with the
 * reset of the session and the BEGIN before it, and one for journal, record, fence and COMMIT together.
 *
 * What a file sets in its session holds until its migration is recorded (or its record removed); then the session is
 * reset before its next use, so that a file runs the same whether or not another one ran before it in the process.
 */
class PostgresApplier {
    #parts;
    /** The backend with a statement in flight, for `blockers`. */
    #inFlight = null;
    /** The connection that carries session settings of the present file. */
    #carrier = null;
    #fileEnded = false;
    /** Connections whose word for warnings is known. */
    #known = new WeakSet();
    constructor(parts) {
        this.#parts = parts;
    }
    /** The backend that runs a statement now; null when none does. */
    get inFlight() {
        return this.#inFlight;
    }
    classify(statement) {
        return classify(statement);
    }
    async transaction(fence, limits, work) {
        return this.#use(limits, async (link, resetFirst) => {
            const unit = new Unit(link, limits, { resetFirst });
            try {
                const result = await work(this.#transactionOf(unit));
                limits.signal.throwIfAborted();
                await this.#commit(unit, fence);
                this.#ended(unit);
                return result;
            }
            catch (error) {
                if (error instanceof errors/* SluiceError */.ah && error.details['commit'] === 'unknown')
                    this.#ended(unit);
                await rollBack(link, unit.begun);
                throw error;
            }
            finally {
                unit.over = true;
            }
        });
    }
    async standalone(fence, limits, statement) {
        return this.#use(limits, async (link, resetFirst) => {
            await this.#reset(link, resetFirst);
            await this.#fence(link, fence);
            const unit = new Unit(link, limits, { prepared: await this.#own(prepare(link, limits)) });
            try {
                const outcome = await this.#execute(unit, statement);
                this.#ended(unit);
                return outcome;
            }
            catch (error) {
                if (!(error instanceof errors/* SluiceError */.ah) || error.code !== 'CONN_001')
                    throw error;
                throw connectionLost(error.cause, link.server, {
                    ...error.details,
                    statement: statement.index,
                    line: statement.line,
                    commit: 'unknown',
                });
            }
            finally {
                // A BEGIN that came along as a standalone statement must not swallow what follows.
                if (!link.lost && link.inTransaction)
                    await rollBack(link);
            }
        });
    }
    async sweep(statement, limits) {
        return this.#use(limits, async (link, resetFirst) => {
            await this.#reset(link, resetFirst);
            const unit = new Unit(link, limits, { prepared: await this.#own(prepare(link, limits)) });
            return sweep(statement, link, (text) => this.#execute(unit, { ...statement, text }));
        });
    }
    /** Calls `work` with the connection, and whether its session has to be reset before anything else is done. */
    async #use(limits, work) {
        return this.#parts.session.use(async (link) => {
            limits.signal.throwIfAborted();
            if (this.#carrier !== null && this.#carrier !== link) {
                this.#carrier = null;
                if (!this.#fileEnded)
                    throw connectionLost(undefined, link.server, { sessionSettings: 'lost' });
            }
            return work(link, this.#fileEnded);
        }, limits.signal);
    }
    async #reset(link, needed) {
        if (needed)
            await this.#own(link.simple(resetQuery(link)));
        this.#isReset();
    }
    /** The session is as new. */
    #isReset() {
        this.#fileEnded = false;
        this.#carrier = null;
    }
    /** Remembers what a unit that may have been committed has set, and whether its file has ended with it. */
    #ended({ link, setsSession, endsFile }) {
        if (setsSession)
            this.#carrier = link;
        this.#fileEnded ||= endsFile;
    }
    async #own(work) {
        try {
            return await work;
        }
        catch (error) {
            throw ownFailure(error);
        }
    }
    #transactionOf(unit) {
        const { names } = this.#parts;
        const record = async (write) => {
            unit.requireOpen();
            unit.waiting.push(write);
            if (unit.waiting.length <= MOST_WAITING_WRITES)
                return;
            await this.#begun(unit);
            await this.#own(unit.link.steps(await stepsOf(unit.waiting.splice(0))));
        };
        return {
            execute: async (statement) => {
                unit.requireOpen();
                if (endsTransaction(statement))
                    throw transactionEnded(statement);
                const outcome = await this.#execute(unit, statement);
                if (!unit.link.inTransaction)
                    throw transactionEnded(statement);
                return outcome;
            },
            append: (rows) => record(journalWrite(names, rows)),
            recordApplied: async (row) => {
                await record(appliedWrite(names, row));
                unit.endsFile = true;
            },
            removeApplied: async (version) => {
                await record(removedWrite(names, version));
                unit.endsFile = true;
            },
        };
    }
    /** Opens the transaction by itself, where it is not opened together with its first statement. */
    async #begun(unit) {
        if (unit.prepared !== null)
            return unit.prepared;
        const { link, limits } = unit;
        await this.#reset(link, unit.resetFirst);
        unit.begun = true;
        unit.prepared = await this.#own(begin(link, limits));
        this.#known.add(link);
        return unit.prepared;
    }
    /** Runs one statement of a file, bounded and cancelled as its limits say. */
    async #execute(unit, statement) {
        const { link, limits } = unit;
        limits.signal.throwIfAborted();
        const { text, copyData } = statement;
        // COPY takes the Sync behind it for a part of its data, so it is sent alone.
        if (unit.prepared === null && (copyData !== undefined || !this.#known.has(link)))
            await this.#begun(unit);
        const { prepared } = unit;
        const request = prepared === null
            ? this.#opening(unit, { text, rowless: true })
            : { kind: 'simple', text, keepRows: false, ...(copyData === undefined ? {} : { copyData }) };
        const { clock } = this.#parts;
        const warnings = new Warnings(() => unit.prepared?.warningLabel ?? '');
        const started = clock.monotonic();
        const watch = this.#watch(unit);
        try {
            const results = await this.#converse(unit, request, (notice) => warnings.add(notice));
            unit.setsSession ||= classify(statement) === 'session';
            return { rows: results.at(-1)?.count ?? null, warnings: warnings.list() };
        }
        catch (error) {
            const cause = error instanceof StepError ? error.cause : error;
            if (unit.prepared === null && !limits.signal.aborted)
                throw ownFailure(cause);
            const elapsedMs = clock.monotonic() - started;
            throw statementFailure(cause, { statement, limits, elapsedMs });
        }
        finally {
            await watch.stop();
        }
    }
    /** Opens the transaction and goes on with `steps`, in one round trip; what the server knows of the session comes early. */
    #opening(unit, ...steps) {
        const first = beginSteps(unit.limits);
        const answered = (results) => {
            unit.prepared = preparedBy(unit.link, results.at(-1)?.rows[0] ?? {});
            this.#inFlight = unit.prepared.pid;
        };
        return { kind: 'steps', steps: [...first, ...steps], early: { steps: first.length, answered } };
    }
    /** Sends a request, with the reset of the session ahead of it when that is due. */
    async #converse(unit, request, onNotice) {
        const { link, resetFirst } = unit;
        const opens = unit.prepared === null;
        unit.begun = true;
        const ahead = opens && resetFirst ? resetQuery(link) : undefined;
        const results = await link.converse(request, unit.answerTimeoutMs, onNotice, ahead);
        if (opens)
            this.#isReset();
        return results;
    }
    #watch(unit) {
        this.#inFlight = unit.prepared?.pid ?? null;
        const watch = cancelOnAbort(unit.limits.signal, unit.link, () => unit.prepared?.pid ?? null, this.#parts);
        return {
            stop: () => {
                this.#inFlight = null;
                return watch.stop();
            },
        };
    }
    /**
     * Journal, record, fence and COMMIT in one round trip; the server runs COMMIT only when all before it went well.
     * Behind it the requests to the run are read.
     */
    async #commit(unit, fence) {
        const { link, limits, waiting } = unit;
        const { names, relay } = this.#parts;
        const writes = await fencedSteps(waiting, names, fence);
        const steps = [...writes, { text: 'commit', rowless: true }, await relay.step()];
        const opened = unit.prepared === null ? beginSteps(limits).length : 0;
        const fencedBy = opened + writes.length - 1;
        let results;
        const watch = this.#watch(unit);
        try {
            results = await this.#converse(unit, opened === 0 ? { kind: 'steps', steps } : this.#opening(unit, ...steps));
        }
        catch (error) {
            if (error instanceof errors/* SluiceError */.ah)
                throw connectionLost(error.cause, link.server, { ...error.details, commit: 'unknown' });
            if (!(error instanceof StepError))
                throw ownFailure(error);
            if (error.completed === fencedBy && sqlStateOf(error) === LEASE_LOST)
                return await leaseLost(names, fence);
            if (error.completed <= fencedBy)
                throw ownFailure(error.cause);
            if (error.completed === fencedBy + 1)
                throw commitFailure(error.cause, limits);
            // Only the look at the requests failed; the run asks for them again.
            results = error.results;
        }
        finally {
            await watch.stop();
        }
        // The server answers a COMMIT of a failed transaction with ROLLBACK, without an error.
        if (results[fencedBy + 1]?.command !== 'COMMIT')
            throw new Error('The server rolled back instead of committing.');
        relay.keep(results[fencedBy + 2]);
    }
    async #fence(link, fence) {
        const { names } = this.#parts;
        try {
            await link.steps(await fencedSteps([], names, fence));
        }
        catch (error) {
            if (sqlStateOf(error) === LEASE_LOST)
                return leaseLost(names, fence);
            throw ownFailure(error);
        }
    }
}

// EXTERNAL MODULE: ./build/js/drivers/sql/tables.js
var sql_tables = __webpack_require__(49020);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/catalog/query.js
/** The schemas that are the user's; `n` is a row of pg_namespace. */
const USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
/** No table of Sluice's; `c` is a row of pg_class in the schema `n`, `$1` the schema of Sluice's tables, `$2` their names. */
const NOT_OURS = '(n.nspname <> $1::name or c.relname <> all ($2::name[]))';
/** Not part of an extension, which brings its objects itself. */
function notOfExtension(catalog, oid) {
    return `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
}
/** Joins the comment of an object as `d.description`. */
function comment(catalog, oid, alias = 'd') {
    return `left join pg_description ${alias} on ${alias}.classoid = '${catalog}'::regclass and ${alias}.objoid = ${oid} and ${alias}.objsubid = 0`;
}
/**
 * Privileges as sorted texts `role: SELECT, INSERT*` (`*` = may be passed on). Whoever granted to himself is the
 * owner, whose name is left out because a restore may change it. `aclexplode` refuses an empty array.
 */
function listed(acl) {
    return `(select jsonb_agg(g.entry order by g.entry collate "C") from (
    select case when a.grantee = a.grantor then '@owner' when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end
           || ': ' || string_agg(a.privilege_type || case when a.is_grantable then '*' else '' end, ', ' order by a.privilege_type) as entry
      from aclexplode(case when cardinality(${acl}) > 0 then ${acl} end) a group by a.grantee, a.grantee = a.grantor) g)`;
}
/** What was granted on an object; null while that is the default. `kind` is the letter of `acldefault`. */
function grants(acl, kind, owner) {
    return differing(acl, `acldefault('${kind}', ${owner})`);
}
/** As {@link grants}, with the default given as an ACL; null = nothing. */
function differing(acl, usual) {
    return `case when ${acl} is not null then nullif(coalesce(${listed(acl)}, '[]'), coalesce(${listed(usual)}, '[]')) end`;
}
/**
 * Options (`fillfactor=70`) in a stable order; null when there are none. Names with `pg_` are the server's own notes:
 * some builds stamp columns with `pg_attver`, which pg_dump leaves out and every new table has anew.
 */
function options(column) {
    return `(select jsonb_agg(o order by o) from unnest(${column}) o where o !~ '^pg_')`;
}
/** Catalogs whose rows are named, but not described: what a migration rarely touches. */
const RARE_CATALOGS = [
    { catalog: 'pg_operator', schema: 'oprnamespace' },
    { catalog: 'pg_opclass', schema: 'opcnamespace' },
    { catalog: 'pg_opfamily', schema: 'opfnamespace' },
    { catalog: 'pg_collation', schema: 'collnamespace' },
    { catalog: 'pg_conversion', schema: 'connamespace' },
    { catalog: 'pg_ts_config', schema: 'cfgnamespace' },
    { catalog: 'pg_ts_dict', schema: 'dictnamespace' },
    { catalog: 'pg_ts_parser', schema: 'prsnamespace' },
    { catalog: 'pg_ts_template', schema: 'tmplnamespace' },
    { catalog: 'pg_cast', schema: null },
    { catalog: 'pg_language', schema: null },
    { catalog: 'pg_foreign_data_wrapper', schema: null },
    { catalog: 'pg_foreign_server', schema: null },
    { catalog: 'pg_transform', schema: null },
    { catalog: 'pg_am', schema: null },
];
/** The first OID that a user's objects get (FirstNormalObjectId in access/transam.h). */
const FIRST_USER_OID = 16384;

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/catalog/others.js

/** Schemas; `public` only when it is not as a new database has it. `$1` = the schema that was configured for Sluice, or null. */
const schemas = () => `
  select s.kind, s.name, s.definition from (
    select 'schema' as kind,
           n.nspname::text as name,
           jsonb_strip_nulls(jsonb_build_object(
             'grants', case when n.nspname = 'public'
                then ${differing('n.nspacl', "(select ip.initprivs from pg_init_privs ip where ip.classoid = 'pg_namespace'::regclass and ip.objoid = n.oid)")}
                else ${grants('n.nspacl', 'n', 'n.nspowner')} end,
             'comment', case when n.nspname <> 'public' or d.description <> 'standard public schema' then d.description end)) as definition
      from pg_namespace n
      ${comment('pg_namespace', 'n.oid')}
     where ${USER_SCHEMA} and n.nspname is distinct from $1::name and ${notOfExtension('pg_namespace', 'n.oid')}) s
   where s.name <> 'public' or s.definition <> '{}'`;
/** Extensions by name; a restore installs the version that the server has. */
const extensions = () => `
  select 'extension' as kind,
         e.extname::text as name,
         jsonb_build_object('schema', en.nspname) as definition
    from pg_extension e join pg_namespace en on en.oid = e.extnamespace
   where e.extname <> 'plpgsql'`;
/** Privileges that future objects will get. */
const defaultPrivileges = () => `
  select 'default-privileges' as kind,
         pg_get_userbyid(a.defaclrole) || ':' || coalesce(dn.nspname, '') || ':' || a.defaclobjtype::text as name,
         coalesce(to_jsonb(${differing('a.defaclacl', "'{}'::aclitem[]")}), '[]') as definition
    from pg_default_acl a left join pg_namespace dn on dn.oid = a.defaclnamespace`;
/** Everything else, by its identity. */
const others = () => RARE_CATALOGS.map(({ catalog, schema }) => `
  select replace(i.type, ' ', '-') as kind,
         i.identity as name,
         jsonb_strip_nulls(jsonb_build_object('comment', d.description)) as definition
    from ${catalog} o
    cross join pg_identify_object('${catalog}'::regclass, o.oid, 0) i
    ${schema === null ? '' : `join pg_namespace n on n.oid = o.${schema}`}
    ${comment(catalog, 'o.oid')}
   where o.oid >= ${String(FIRST_USER_OID)} ${schema === null ? '' : `and ${USER_SCHEMA}`} and ${notOfExtension(catalog, 'o.oid')}`).join(' union all ');

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/catalog/routines-and-types.js

/** Functions, procedures, window functions and aggregates. */
const routines = () => `
  select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as kind,
         n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
         jsonb_strip_nulls(jsonb_build_object(
           'sql', case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end,
           'aggregate', case when p.prokind = 'a' then jsonb_build_object(
              'returns', pg_get_function_result(p.oid), 'kind', g.aggkind::text, 'state', g.aggtransfn::text, 'final', g.aggfinalfn::text,
              'combine', g.aggcombinefn::text, 'serialize', g.aggserialfn::text, 'deserialize', g.aggdeserialfn::text,
              'movingState', g.aggmtransfn::text, 'movingInverse', g.aggminvtransfn::text, 'movingFinal', g.aggmfinalfn::text,
              'stateType', format_type(g.aggtranstype, null), 'initial', g.agginitval, 'movingInitial', g.aggminitval,
              'sort', nullif(g.aggsortop, 0)::regoperator::text, 'parallel', p.proparallel::text) end,
           'grants', ${grants('p.proacl', 'f', 'p.proowner')},
           'comment', d.description)) as definition
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    left join pg_aggregate g on g.aggfnoid = p.oid
    ${comment('pg_proc', 'p.oid')}
   where ${USER_SCHEMA} and ${notOfExtension('pg_proc', 'p.oid')}`;
/** Enums, composites, domains and ranges; the row types of tables and the array of each type come with them. */
const types = () => `
  select case t.typtype when 'e' then 'enum' when 'c' then 'composite-type' when 'd' then 'domain' when 'r' then 'range-type' else 'type' end as kind,
         n.nspname || '.' || t.typname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'labels', (select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
           'attributes', (select jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod),
                case when a.attcollation <> at.typcollation then (select cn.nspname || '.' || co.collname
                  from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end) order by a.attnum)
              from pg_attribute a join pg_type at on at.oid = a.atttypid
             where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped),
           'base', case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end,
           'notNull', case when t.typnotnull then true end,
           'default', t.typdefault,
           'collation', case when t.typtype = 'd' and t.typcollation <> bt.typcollation then (select cn.nspname || '.' || co.collname
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = t.typcollation) end,
           'constraints', (select jsonb_agg(jsonb_build_array(k.conname, pg_get_constraintdef(k.oid)) order by k.conname)
              from pg_constraint k where k.contypid = t.oid and k.contype = 'c'),
           'range', case when r.rngtypid is not null then jsonb_build_object('subtype', format_type(r.rngsubtype, null),
              'operatorClass', (select o.opcname from pg_opclass o where o.oid = r.rngsubopc),
              'canonical', nullif(r.rngcanonical, 0)::regproc::text, 'difference', nullif(r.rngsubdiff, 0)::regproc::text) end,
           'functions', case when t.typtype = 'b' then jsonb_build_array(t.typinput::text, t.typoutput::text, t.typlen, t.typalign::text) end,
           'grants', ${grants('t.typacl', 'T', 't.typowner')},
           'comment', d.description)) as definition
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
    left join pg_type bt on bt.oid = t.typbasetype
    left join pg_range r on r.rngtypid = t.oid
    left join pg_class tc on tc.oid = t.typrelid
    ${comment('pg_type', 't.oid')}
   where t.typtype in ('e', 'c', 'd', 'r', 'b') and (t.typrelid = 0 or tc.relkind = 'c')
     and not exists (select from pg_type el where el.typarray = t.oid)
     and ${USER_SCHEMA} and ${notOfExtension('pg_type', 't.oid')}`;

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/catalog/table-parts.js

/** Joins table `c` and schema `n` of a part, and keeps the user's. */
const ofTable = (relation) => `
    join pg_class c on c.oid = ${relation}
    join pg_namespace n on n.oid = c.relnamespace`;
const USERS = `${USER_SCHEMA} and ${NOT_OURS} and ${notOfExtension('pg_class', 'c.oid')}`;
/** Indexes, those of constraints included. */
const indexes = () => `
  select 'index' as kind,
         n.nspname || '.' || ic.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_indexdef(i.indexrelid),
           'invalid', case when not i.indisvalid then true end,
           'clustered', case when i.indisclustered then true end,
           'partOf', (select pn.nspname || '.' || p.relname from pg_inherits h
              join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = i.indexrelid),
           'statistics', (select jsonb_object_agg(a.attnum, a.attstattarget) from pg_attribute a
              where a.attrelid = i.indexrelid and a.attstattarget >= 0),
           'comment', d.description)) as definition
    from pg_index i
    join pg_class ic on ic.oid = i.indexrelid ${ofTable('i.indrelid')}
    ${comment('pg_class', 'i.indexrelid')}
   where ${USERS}`;
/** Constraints of tables. The copies that partitions get of a foreign key are named by the server and left out. */
const constraints = () => `
  select 'constraint' as kind,
         n.nspname || '.' || c.relname || '.' || k.conname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_constraintdef(k.oid),
           'notValidated', case when not k.convalidated then true end,
           'comment', d.description)) as definition
    from pg_constraint k ${ofTable('k.conrelid')}
    ${comment('pg_constraint', 'k.oid')}
   where k.contype in ('c', 'f', 'p', 'u', 'x', 'n') and (k.contype <> 'n' or not k.convalidated)
     and (k.contype <> 'f' or k.conparentid = 0) and ${USERS}`;
/** Triggers. The copies that partitions get are left out. */
const triggers = ({ major }) => `
  select 'trigger' as kind,
         n.nspname || '.' || c.relname || '.' || t.tgname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_triggerdef(t.oid),
           'enabled', t.tgenabled::text,
           'comment', d.description)) as definition
    from pg_trigger t ${ofTable('t.tgrelid')}
    ${comment('pg_trigger', 't.oid')}
   where not t.tgisinternal ${major >= 13 ? 'and t.tgparentid = 0' : ''} and ${USERS}`;
/** Row policies. */
const policies = () => `
  select 'policy' as kind,
         n.nspname || '.' || c.relname || '.' || p.polname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'command', p.polcmd::text,
           'permissive', p.polpermissive,
           'roles', (select jsonb_agg(r.role order by r.role) from (
              select case when u.oid = 0 then 'public' else pg_get_userbyid(u.oid)::text end collate "C" as role from unnest(p.polroles) u(oid)) r),
           'using', pg_get_expr(p.polqual, p.polrelid),
           'check', pg_get_expr(p.polwithcheck, p.polrelid),
           'comment', d.description)) as definition
    from pg_policy p ${ofTable('p.polrelid')}
    ${comment('pg_policy', 'p.oid')}
   where ${USERS}`;
/** Rewrite rules, but for those that make a view. */
const rules = () => `
  select 'rule' as kind,
         n.nspname || '.' || c.relname || '.' || r.rulename as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_ruledef(r.oid),
           'enabled', r.ev_enabled::text,
           'comment', d.description)) as definition
    from pg_rewrite r ${ofTable('r.ev_class')}
    ${comment('pg_rewrite', 'r.oid')}
   where r.rulename <> '_RETURN' and ${USERS}`;
/** Extended statistics. */
const statistics = ({ major }) => `
  select 'statistics' as kind,
         sn.nspname || '.' || s.stxname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'table', n.nspname || '.' || c.relname,
           'sql', pg_get_statisticsobjdef(s.oid),
           ${major >= 13 ? "'target', nullif(s.stxstattarget, -1)," : ''}
           'comment', d.description)) as definition
    from pg_statistic_ext s
    join pg_namespace sn on sn.oid = s.stxnamespace ${ofTable('s.stxrelid')}
    ${comment('pg_statistic_ext', 's.oid')}
   where ${USERS}`;
/** Publications for logical replication. */
const publications = ({ major }) => `
  select 'publication' as kind,
         p.pubname::text as name,
         jsonb_strip_nulls(jsonb_build_object(
           'allTables', p.puballtables,
           'publishes', jsonb_build_array(p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate),
           ${major >= 13 ? "'viaRoot', p.pubviaroot," : ''}
           'tables', (select jsonb_agg(${major >= 15
    ? `jsonb_build_array(n.nspname || '.' || c.relname, pg_get_expr(r.prqual, r.prrelid),
                    (select jsonb_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)))`
    : `jsonb_build_array(n.nspname || '.' || c.relname)`} order by n.nspname, c.relname) from pg_publication_rel r ${ofTable('r.prrelid')} where r.prpubid = p.oid),
           ${major >= 15
    ? `'schemas', (select jsonb_agg(n.nspname order by n.nspname) from pg_publication_namespace s
                    join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid),`
    : ''}
           'comment', d.description)) as definition
    from pg_publication p
    ${comment('pg_publication', 'p.oid')}`;
/** Triggers on commands of the whole database. */
const eventTriggers = () => `
  select 'event-trigger' as kind,
         t.evtname::text as name,
         jsonb_strip_nulls(jsonb_build_object(
           'event', t.evtevent, 'function', t.evtfoid::regprocedure::text, 'enabled', t.evtenabled::text,
           'tags', ${options('t.evttags')},
           'comment', d.description)) as definition
    from pg_event_trigger t
    ${comment('pg_event_trigger', 't.oid')}
   where ${notOfExtension('pg_event_trigger', 't.oid')}`;

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/catalog/tables.js

/** Columns in their order; numbers are left out, because a dropped column leaves a gap that a restore closes. */
const columns = ({ major }) => `
  select a.attrelid, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'name', a.attname,
           'type', format_type(a.atttypid, a.atttypmod),
           'notNull', case when a.attnotnull then true end,
           'default', case when a.attgenerated = '' then pg_get_expr(ad.adbin, ad.adrelid) end,
           'identity', nullif(a.attidentity::text, ''),
           'generated', nullif(a.attgenerated::text, ''),
           'expression', case when a.attgenerated <> '' then pg_get_expr(ad.adbin, ad.adrelid) end,
           'collation', case when a.attcollation <> t.typcollation then (select cn.nspname || '.' || co.collname
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
           'storage', case when a.attstorage <> t.typstorage then a.attstorage::text end,
           ${major >= 14 ? "'compression', nullif(a.attcompression::text, '')," : ''}
           'statistics', nullif(a.attstattarget, -1),
           'options', ${options('a.attoptions')},
           'grants', ${differing('a.attacl', "'{}'::aclitem[]")},
           'comment', cd.description)) order by a.attnum) as list
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'f')
    join pg_namespace n on n.oid = c.relnamespace and ${USER_SCHEMA}
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
    left join pg_description cd on cd.classoid = 'pg_class'::regclass and cd.objoid = a.attrelid and cd.objsubid = a.attnum
   where a.attnum > 0 and not a.attisdropped
   group by a.attrelid`;
/** Tables, partitioned and foreign ones included. */
const tables = (scope) => `
  select case c.relkind when 'f' then 'foreign-table' else 'table' end as kind,
         n.nspname || '.' || c.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'columns', coalesce(col.list, '[]'),
           'persistence', nullif(c.relpersistence::text, 'p'),
           'partitionedBy', pg_get_partkeydef(c.oid),
           'partitionOf', case when c.relispartition then parents.list -> 0 end,
           'bound', pg_get_expr(c.relpartbound, c.oid),
           'inherits', case when not c.relispartition then parents.list end,
           'of', case when c.reloftype <> 0 then c.reloftype::regtype::text end,
           'options', ${options('c.reloptions')},
           'method', nullif(am.amname, 'heap'),
           'rowSecurity', case when c.relrowsecurity then true end,
           'forcedRowSecurity', case when c.relforcerowsecurity then true end,
           'replicaIdentity', case c.relreplident when 'd' then null when 'n' then 'nothing' when 'f' then 'full'
              else (select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid and x.indisreplident) end,
           'server', fs.srvname,
           'serverOptions', ${options('ft.ftoptions')},
           'grants', ${grants('c.relacl', 'r', 'c.relowner')},
           'comment', d.description)) as definition
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_am am on am.oid = c.relam
    left join (${columns(scope)}) col on col.attrelid = c.oid
    left join (select i.inhrelid, jsonb_agg(pn.nspname || '.' || p.relname order by i.inhseqno) as list
                 from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
                group by i.inhrelid) parents on parents.inhrelid = c.oid
    left join pg_foreign_table ft on ft.ftrelid = c.oid
    left join pg_foreign_server fs on fs.oid = ft.ftserver
    ${comment('pg_class', 'c.oid')}
   where c.relkind in ('r', 'p', 'f') and ${USER_SCHEMA} and ${NOT_OURS} and ${notOfExtension('pg_class', 'c.oid')}`;
/** Views and materialized views. */
const views = () => `
  select case c.relkind when 'v' then 'view' else 'materialized-view' end as kind,
         n.nspname || '.' || c.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'query', pg_get_viewdef(c.oid),
           'columns', (select jsonb_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum)
              from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
           'options', ${options('c.reloptions')},
           'grants', ${grants('c.relacl', 'r', 'c.relowner')},
           'comment', d.description)) as definition
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    ${comment('pg_class', 'c.oid')}
   where c.relkind in ('v', 'm') and ${USER_SCHEMA} and ${notOfExtension('pg_class', 'c.oid')}`;
/** Sequences without their present value, which is data. */
const sequences = () => `
  select 'sequence' as kind,
         n.nspname || '.' || c.relname as name,
         jsonb_strip_nulls(jsonb_build_object(
           'type', format_type(s.seqtypid, null),
           'start', s.seqstart::text, 'increment', s.seqincrement::text, 'min', s.seqmin::text, 'max', s.seqmax::text,
           'cache', s.seqcache::text, 'cycle', s.seqcycle,
           'persistence', nullif(c.relpersistence::text, 'p'),
           'ownedBy', (select tn.nspname || '.' || t.relname || '.' || a.attname
              from pg_depend o
              join pg_class t on t.oid = o.refobjid join pg_namespace tn on tn.oid = t.relnamespace
              join pg_attribute a on a.attrelid = t.oid and a.attnum = o.refobjsubid
             where o.classid = 'pg_class'::regclass and o.objid = c.oid and o.refclassid = 'pg_class'::regclass
               and o.deptype in ('a', 'i') and o.refobjsubid > 0 limit 1),
           'grants', ${grants('c.relacl', 's', 'c.relowner')},
           'comment', d.description)) as definition
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid
    join pg_namespace n on n.oid = c.relnamespace
    ${comment('pg_class', 'c.oid')}
   where ${USER_SCHEMA} and ${notOfExtension('pg_class', 'c.oid')}`;

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/inspect.js






/** Queries that leave Sluice's tables out: `$1` and `$2`. */
const OF_TABLES = [tables, indexes, constraints, triggers, policies, rules, statistics];
const OF_DATABASE = [
    extensions,
    types,
    views,
    sequences,
    routines,
    eventTriggers,
    publications,
    defaultPrivileges,
    others,
];
const BASE_TABLES = `
  select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not (n.nspname = $1::name and c.relname = any ($2::name[]))
     and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')`;
/**
 * Settings that the server's texts of expressions depend on; with an empty path every name is qualified. Compiling a
 * query of the catalogs takes longer than running it.
 */
const STABLE_TEXT = [
    "set local search_path = ''",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'postgres'",
    "set local timezone = 'UTC'",
    'set local extra_float_digits = 1',
    "set local bytea_output = 'hex'",
    "set local lc_monetary = 'C'",
    "set local xmloption = 'content'",
    'set local quote_all_identifiers = off',
    'set local jit = off',
].join('; ');
/** An array of names as PostgreSQL reads it. */
function nameArray(names) {
    return `{${names.map((name) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}
/** Names of Sluice's tables, as the value of `$2`. */
function ownTableNames({ names }) {
    return nameArray(sql_tables/* SLUICE_TABLES */.Cy.map((table) => (0,sql_tables/* plainTableName */.w4)(names, table)));
}
/** Reads the schema within the transaction that `link` is in, whose texts have been made stable by {@link STABLE_TEXT}. */
async function readSchema(link, own) {
    const major = versionParts(link.serverVersion)[0] ?? 0;
    const ours = [own.names.schema, ownTableNames(own)];
    const results = await link.steps([
        { text: schemas({ major }), values: [own.ownSchema] },
        ...OF_TABLES.map((query) => ({ text: query({ major }), values: ours })),
        ...OF_DATABASE.map((query) => ({ text: query({ major }) })),
        { text: BASE_TABLES, values: ours },
    ], 0);
    const objects = results.slice(0, -1).flatMap(({ rows }) => rows.map(objectOf));
    return {
        objects: objects.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name)),
        tables: (results.at(-1)?.rows ?? [])
            .map((row) => ({ schema: String(row['schema']), name: String(row['name']) }))
            .toSorted((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name)),
    };
}
function objectOf(row) {
    return {
        kind: String(row['kind']),
        name: String(row['name']),
        definition: JSON.parse(String(row['definition'])),
    };
}
/** By code unit, the same on every machine. */
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/client-tools.js





/** The programs of PostgreSQL's client package that backups need. */
const PROGRAMS = ['pg_dump', 'pg_restore', 'psql'];
/** Asking a program for its version may take this long, in ms. */
const VERSION_TIMEOUT_MS = 10_000;
/** Where packages put the programs: folders whose names end in a major version, with `bin` below. */
const INSTALLED = {
    linux: [
        { folder: '/usr/lib/postgresql', name: /^(\d+)$/ },
        { folder: '/usr', name: /^pgsql-(\d+)$/ },
    ],
    darwin: [
        { folder: '/Applications/Postgres.app/Contents/Versions', name: /^(\d+)$/ },
        { folder: '/opt/homebrew/opt', name: /^postgresql@(\d+)$/ },
        { folder: '/usr/local/opt', name: /^postgresql@(\d+)$/ },
        { folder: '/Library/PostgreSQL', name: /^(\d+)$/ },
    ],
    win32: [{ folder: 'C:\\Program Files\\PostgreSQL', name: /^(\d+)$/ }],
};
async function installedFolders() {
    const found = [];
    for (const { folder, name } of INSTALLED[process.platform] ?? []) {
        for (const entry of await (0,promises_.readdir)(folder).catch(() => [])) {
            const major = name.exec(entry)?.[1];
            if (major !== undefined)
                found.push({ folder: (0,external_node_path_.join)(folder, entry, 'bin'), major: Number(major) });
        }
    }
    return found;
}
/**
 * Folders to look in: installed versions from the server's own upwards, nearest first, because a newer pg_dump writes
 * what an older server may not read; then the PATH; then versions that are too old, to be able to say so.
 */
async function folders(serverMajor) {
    const installed = await installedFolders();
    const fitting = installed.filter(({ major }) => major >= serverMajor).toSorted((a, b) => a.major - b.major);
    const older = installed.filter(({ major }) => major < serverMajor).toSorted((a, b) => b.major - a.major);
    const path = (process.env['PATH'] ?? '').split(external_node_path_.delimiter).filter((folder) => folder !== '');
    return [...fitting.map(({ folder }) => folder), ...path, ...older.map(({ folder }) => folder)];
}
const run = (0,external_node_util_.promisify)(external_node_child_process_.execFile);
/** `15.18` out of `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; null when it cannot be run. */
async function versionOf(path) {
    try {
        const { stdout } = await run(path, ['--version'], {
            timeout: VERSION_TIMEOUT_MS,
            env: plainEnvironment(),
            windowsHide: true,
        });
        return /\)\s+(\d+[^\s]*)/.exec(stdout)?.[1] ?? null;
    }
    catch {
        return null;
    }
}
/** The environment of a client program: without settings of libpq but PGOPTIONS, which our own connections obey too; in English. */
function plainEnvironment() {
    const kept = Object.entries(process.env).filter(([name]) => !/^(?:PG(?!OPTIONS$)[A-Z]|LC_|LANG$|LANGUAGE$)/.test(name));
    return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
async function client_tools_find(program, places, serverMajor) {
    let best = null;
    for (const folder of places) {
        const path = (0,external_node_path_.join)(folder, process.platform === 'win32' ? `${program}.exe` : program);
        const version = await versionOf(path);
        if (version === null)
            continue;
        if (Number.parseInt(version, 10) >= serverMajor)
            return { path, version };
        best ??= { path, version };
    }
    return best;
}
/** Looks for the client programs and says which of them fit a server of this major version. */
async function findTools(serverMajor) {
    const places = await folders(serverMajor);
    const major = String(serverMajor);
    const fix = `Install the package postgresql-client-${major} (or newer) on the runner.`;
    return Promise.all(PROGRAMS.map(async (program) => {
        const found = await client_tools_find(program, places, serverMajor);
        if (found === null) {
            return { program, path: null, version: null, problem: `${program} was not found on this machine.`, fix };
        }
        const fits = Number.parseInt(found.version, 10) >= serverMajor;
        return {
            program,
            ...found,
            problem: fits ? null : `${program} ${found.version} is older than the server, which is version ${major}.`,
            fix,
        };
    }));
}
/** The client programs, by name. @throws SluiceError `TOOL_001` when one is missing or older than the server */
async function requireTools(serverMajor) {
    const found = await findTools(serverMajor);
    const usable = found.map(({ program, path, version, problem, fix }) => {
        if (path === null || version === null || problem !== null)
            throw new errors/* SluiceError */.ah('TOOL_001', problem ?? program, { fix });
        return [program, { program, path, version }];
    });
    return Object.fromEntries(usable);
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/sessions.js




/** Queries are cut at so many characters. */
const QUERY_LENGTH = 500;
/** How long ended sessions may take to go, and how often that is looked at, in ms. */
const GONE_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 50;
/** The query of a session as far as we may see it; `query` is the SQL of a row of `pg_stat_activity`. */
const VISIBLE_QUERY = `case when a.query in ('', '<insufficient privilege>') then null else left(a.query, ${String(QUERY_LENGTH)}) end`;
/** The age in ms of a row `a` of `pg_stat_activity`. */
const SESSION_AGE = `case when coalesce(a.xact_start, a.query_start) is not null then
  greatest(0, round(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start)) * 1000))::float8 end`;
/** A blocker out of a row with `pid`, `user_name`, `query` and `age_ms`. */
function blockerOf(row) {
    const { pid, user_name: user, query, age_ms: age, } = row;
    return {
        pid: Number(pid),
        user: user === null ? null : String(user),
        query: query === null ? null : String(query),
        ageMs: age === null ? null : Number(age),
        certain: true,
    };
}
/** Looks at and ends sessions, on a connection of its own. */
function sessionGroup({ look, apply, clock, inFlight }) {
    async function query(sql, values) {
        try {
            return (await look.use((link) => link.query(sql, values))).rows;
        }
        catch (error) {
            throw ownFailure(error);
        }
    }
    async function blockers() {
        const pid = inFlight();
        if (pid === null)
            return [];
        // Process 0 stands for a prepared transaction, which has no session.
        const rows = await query(`select b.pid, a.usename as user_name, ${SESSION_AGE} as age_ms,
              case when b.pid = 0 then 'a prepared transaction: see pg_prepared_xacts' else ${VISIBLE_QUERY} end as query
         from (select distinct unnest(pg_catalog.pg_blocking_pids($1::int)) as pid) b
         left join pg_catalog.pg_stat_activity a on a.pid = b.pid
        order by a.xact_start nulls last, b.pid`, [pid]);
        return rows.map(blockerOf);
    }
    async function orphans() {
        const rows = await query(`select a.pid, ${VISIBLE_QUERY} as query
         from pg_catalog.pg_stat_activity a
        where a.datname = pg_catalog.current_database()
          and starts_with(a.application_name, $1) and a.application_name <> $2 and a.pid <> pg_catalog.pg_backend_pid()
        order by a.pid`, [`${ROLES.apply}/`, apply.name]);
        return rows.map(({ pid, query: text }) => ({ pid: Number(pid), query: text === null ? null : String(text) }));
    }
    async function terminate({ pid }) {
        try {
            await look.use((link) => link.query('select pg_catalog.pg_terminate_backend($1::int)', [pid]));
        }
        catch (error) {
            if (sqlStateOf(error) !== '42501')
                throw ownFailure(error);
            throw new errors/* SluiceError */.ah('PERM_001', `A dead run left the session ${String(pid)} in the server, and this account may not end it.`, {
                cause: error,
                fix: `Run "GRANT pg_signal_backend TO" the account, or "SELECT pg_terminate_backend(${String(pid)})" as its owner or a superuser.`,
                details: { pid },
            });
        }
    }
    async function untilGone(pids, { signal }) {
        const deadline = clock.monotonic() + GONE_WITHIN_MS;
        for (;;) {
            const left = (await orphans()).filter(({ pid }) => pids.has(pid));
            if (left.length === 0)
                return;
            if (clock.monotonic() >= deadline) {
                const pidList = left.map(({ pid }) => String(pid)).join(', ');
                throw new errors/* SluiceError */.ah('TIME_001', `Sessions of a dead run did not end within ${String(GONE_WITHIN_MS)} ms: ${pidList}.`, {
                    fix: 'Look at these sessions in pg_stat_activity, and end them on the server, then run the command again.',
                });
            }
            await clock.sleep(LOOK_AGAIN_MS, signal);
        }
    }
    return {
        blockers,
        async endOrphans(limits) {
            const found = await orphans();
            for (const orphan of found)
                await terminate(orphan);
            await untilGone(new Set(found.map(({ pid }) => pid)), limits);
            return found;
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/probe/activity.js



/** From this age on a transaction counts as long, in s. */
const LONG_SECONDS = 60;
/** At most so many sessions, locks and indexes are named. */
const activity_MOST = 100;
const LONG_TRANSACTIONS = `
  select a.pid, a.usename as user_name, ${SESSION_AGE} as age_ms, ${VISIBLE_QUERY} as query
    from pg_stat_activity a
   where a.xact_start < clock_timestamp() - interval '${String(LONG_SECONDS)} seconds'
     and a.backend_type = 'client backend' and a.application_name !~ '^sluice(-[a-z]+)?/'
   order by a.xact_start limit ${String(activity_MOST)}`;
/** Locks that a schema change of the table would wait for, and that last: all but those of plain reads. */
const HELD_LOCKS = `
  select a.pid, a.usename as user_name, ${SESSION_AGE} as age_ms, ${VISIBLE_QUERY} as query, n.nspname || '.' || c.relname as table
    from (select distinct l.pid, l.relation from pg_locks l
           where l.locktype = 'relation' and l.granted and l.mode <> 'AccessShareLock' and l.pid <> pg_backend_pid()
             and l.database = (select oid from pg_database where datname = current_database())) h
    join pg_class c on c.oid = h.relation and c.relkind in ('r', 'p', 'm')
    join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    left join pg_stat_activity a on a.pid = h.pid
   where not (n.nspname = $1::name and c.relname = any ($2::name[]))
     and coalesce(a.application_name, '') !~ '^sluice(-[a-z]+)?/' and a.backend_type is distinct from 'autovacuum worker'
   order by a.xact_start, n.nspname, c.relname limit ${String(activity_MOST)}`;
const INVALID_INDEXES = `
  select n.nspname as schema, i.relname as index, tn.nspname || '.' || t.relname as table,
         exists (select from pg_constraint k where k.conindid = x.indexrelid) as of_constraint, x.indisready
    from pg_index x
    join pg_class i on i.oid = x.indexrelid and i.relkind = 'i'
    join pg_namespace n on n.oid = i.relnamespace
    join pg_class t on t.oid = x.indrelid join pg_namespace tn on tn.oid = t.relnamespace
   where not x.indisvalid and tn.nspname !~ '^pg_(?!toast)' and not exists (select from pg_stat_progress_create_index p where p.index_relid = x.indexrelid)
   order by 1, 2 limit ${String(activity_MOST)}`;
/** Sessions, locks and indexes that stand in the way of a migration. */
async function activity(link, own) {
    const ours = [own.names.schema, ownTableNames(own)];
    const [long, locks, invalid] = await link.steps([
        { text: LONG_TRANSACTIONS },
        { text: HELD_LOCKS, values: ours },
        { text: INVALID_INDEXES },
    ]);
    return {
        longTransactions: (long?.rows ?? []).map((row) => {
            const { pid, user, query, ageMs } = blockerOf(row);
            return { pid, user, query, ageMs: ageMs ?? 0 };
        }),
        heldLocks: (locks?.rows ?? []).map((row) => ({ ...blockerOf(row), table: String(row['table']) })),
        invalidIndexes: (invalid?.rows ?? []).map((row) => {
            const index = `${quoteIdentifier(String(row['schema']))}.${quoteIdentifier(String(row['index']))}`;
            // A copy that REINDEX CONCURRENTLY left is superfluous; of any other only the owner knows whether it is wanted.
            const leftover = /_cc(?:new|old)\d*$/.test(String(row['index']));
            return {
                index: `${String(row['schema'])}.${String(row['index'])}`,
                table: String(row['table']),
                fix: leftover
                    ? `DROP INDEX CONCURRENTLY ${index};`
                    : `REINDEX INDEX CONCURRENTLY ${index}; -- or DROP INDEX CONCURRENTLY ${index}; and create it anew`,
            };
        }),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/probe/privileges.js


/** How many tables a sentence names. */
const NAMED = 10;
const PRIVILEGES = `
  select current_user::text as account,
         current_database()::text as database,
         has_database_privilege(current_database(), 'CONNECT') as connect,
         has_database_privilege(current_database(), 'CREATE') as create_schema,
         (select has_schema_privilege(n.oid, 'CREATE') from pg_namespace n where n.nspname = $1::name) as own_schema,
         (select has_schema_privilege(n.oid, 'CREATE') from pg_namespace n where n.nspname = $2::name) as user_schema,
         r.rolsuper or r.rolcreatedb as create_database
    from pg_roles r where r.rolname = current_user`;
const TABLES = `
  select count(*) filter (where not owned)::int as foreign_tables,
         count(*) filter (where not readable)::int as unreadable_tables,
         to_json((array_agg(name order by name) filter (where not owned))[1:${String(NAMED)}])::text as foreign_names,
         json_agg(distinct owner) filter (where not owned)::text as owners,
         to_json((array_agg(name order by name) filter (where not readable))[1:${String(NAMED)}])::text as unreadable_names,
         json_agg(distinct schema) filter (where not readable)::text as unreadable_schemas
    from (select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, quote_ident(n.nspname) as schema,
                 quote_ident(pg_get_userbyid(c.relowner)) as owner,
                 pg_has_role(c.relowner, 'USAGE') as owned,
                 has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT') as readable
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
             and not (n.nspname = $1::name and c.relname = any ($2::name[]))
             and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')) t`;
/** Names out of a JSON array, in one text. */
function privileges_listed(json) {
    return typeof json === 'string' ? JSON.parse(json).join(', ') : '';
}
/**
 * The privileges that the lifecycle needs, asked by name.
 *
 * @param userSchema - where unqualified names of migrations go
 */
async function privileges(link, own, userSchema) {
    const general = (await link.query(PRIVILEGES, [own.names.schema, userSchema])).rows[0] ?? {};
    const tables = (await link.query(TABLES, [own.names.schema, ownTableNames(own)])).rows[0] ?? {};
    const account = quoteIdentifier(String(general['account']));
    const database = quoteIdentifier(String(general['database']));
    const granted = (name) => general[name] === true;
    const createIn = (schema, column, neededFor) => general[column] === null
        ? {
            name: `CREATE on database ${String(general['database'])}`,
            granted: granted('create_schema'),
            neededFor: `creating the schema ${schema}, for ${neededFor}`,
            fix: `GRANT CREATE ON DATABASE ${database} TO ${account};`,
        }
        : {
            name: `CREATE on schema ${schema}`,
            granted: granted(column),
            neededFor,
            fix: `GRANT CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${account};`,
        };
    const foreign = Number(tables['foreign_tables']);
    const unreadable = Number(tables['unreadable_tables']);
    const named = (count, names) => count === 0 ? '' : `: not ${privileges_listed(names)}${count > NAMED ? ` and ${String(count - NAMED)} more` : ''}`;
    return [
        {
            name: `CONNECT on database ${String(general['database'])}`,
            granted: granted('connect'),
            neededFor: 'every command',
            fix: `GRANT CONNECT ON DATABASE ${database} TO ${account};`,
        },
        createIn(own.names.schema, 'own_schema', "Sluice's own tables"),
        ...(userSchema === own.names.schema ? [] : [createIn(userSchema, 'user_schema', 'objects that migrations create')]),
        {
            name: `owner of all tables${named(foreign, tables['foreign_names'])}`,
            granted: foreign === 0,
            neededFor: 'ALTER TABLE and CREATE INDEX in migrations',
            fix: `GRANT ${privileges_listed(tables['owners'])} TO ${account};`,
        },
        {
            name: `SELECT on all tables${named(unreadable, tables['unreadable_names'])}`,
            granted: unreadable === 0,
            neededFor: 'backup and validation',
            fix: `GRANT USAGE ON SCHEMA ${privileges_listed(tables['unreadable_schemas'])} TO ${account}; GRANT SELECT ON ALL TABLES IN SCHEMA ${privileges_listed(tables['unreadable_schemas'])} TO ${account};`,
        },
        {
            name: 'CREATEDB',
            granted: granted('create_database'),
            neededFor: 'proving a backup in a scratch database on this server (backup.scratch names another place)',
            fix: `ALTER ROLE ${account} CREATEDB;`,
        },
    ];
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/probe/replication.js
const REPLICATION = `
  select pg_is_in_recovery() as replica,
         case when pg_is_in_recovery() then
           case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 end
         end::float8 as replica_lag_ms,
         s.replicas, s.visible, s.lag_ms, s.lag_bytes
    from (select count(*)::int as replicas,
                 count(state)::int as visible,
                 (max(extract(epoch from replay_lag)) * 1000)::float8 as lag_ms,
                 max(case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) end)::float8 as lag_bytes
            from pg_stat_replication where application_name !~ '^pg_basebackup') s`;
/** Lag of the worst replica, or of this server when it is one. */
async function replication(link) {
    const row = (await link.query(REPLICATION)).rows[0] ?? {};
    const number = (name) => (row[name] === null ? null : Math.round(Number(row[name])));
    if (row['replica'] === true) {
        const lagMs = number('replica_lag_ms');
        const detail = lagMs === null
            ? 'This server is a replica that has replayed no transaction yet.'
            : `This server is a replica, ${String(lagMs)} ms behind.`;
        return { replication: { role: 'replica', lagMs, detail }, unknown: null };
    }
    const replicas = Number(row['replicas']);
    const named = replicas === 1 ? '1 replica' : `${String(replicas)} replicas`;
    if (replicas === 0)
        return { replication: null, unknown: null };
    if (Number(row['visible']) < replicas) {
        return {
            replication: {
                role: 'primary',
                lagMs: null,
                detail: `${named}, whose lag this account may not see.`,
            },
            unknown: 'the lag of replicas is shown to members of pg_monitor only',
        };
    }
    const bytes = number('lag_bytes');
    // The server leaves the lag empty while a replica has nothing to replay.
    const lagMs = number('lag_ms') ?? (bytes === 0 ? 0 : null);
    const behind = bytes === null ? '' : `, the worst ${String(bytes)} bytes behind`;
    return { replication: { role: 'primary', lagMs, detail: `${named}${behind}.` }, unknown: null };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/probe/sizes.js


const SIZES = `
  select current_database() as database,
         pg_database_size(current_database())::text as size,
         pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as read_only,
         host(inet_server_addr()) as server_address, inet_client_port() as client_port,
         (select setting from pg_settings where name = 'data_directory') as data_directory,
         s.ssl, s.version as tls_version,
         (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as used,
         (select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client backend')::int as used_here,
         (select sum(case name when 'max_connections' then setting::int else -setting::int end)
            from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections'))::int as most,
         d.datconnlimit as most_here
    from pg_database d left join pg_stat_ssl s on s.pid = pg_backend_pid()
   where d.datname = current_database()`;
/** Reads sizes; the transaction of `link` must not have changed `default_transaction_read_only`. */
async function sizes(link) {
    const row = (await link.query(SIZES)).rows[0] ?? {};
    const disk = await diskFree(link, row);
    const [used, most, usedHere, mostHere] = ['used', 'most', 'used_here', 'most_here'].map((name) => Number(row[name]));
    const server = { used: used ?? 0, limit: most ?? 0 };
    const here = { used: usedHere ?? 0, limit: mostHere ?? -1 };
    return {
        database: String(row['database']),
        sizeBytes: Number(row['size']),
        readOnly: row['read_only'] === true,
        tls: { used: row['ssl'] === true, protocol: row['ssl'] === true ? String(row['tls_version']) : null },
        // -1 = no limit of the database's own; the tighter of both counts.
        connections: here.limit >= 0 && here.limit - here.used < server.limit - server.used ? here : server,
        serverDiskFreeBytes: typeof disk === 'number' ? disk : null,
        diskUnknown: typeof disk === 'string' ? disk : null,
    };
}
/**
 * Free bytes where the server keeps its data, or why they cannot be known. Only believed when the server is surely
 * on this machine: it sees the very port that we connected from, so no tunnel, pooler or container lies between.
 */
async function diskFree(link, row) {
    const address = row['server_address'];
    const addresses = Object.values((0,external_node_os_.networkInterfaces)()).flatMap((list) => (list ?? []).map((one) => one.address));
    const direct = address === null ? link.localPort === null : Number(row['client_port']) === link.localPort;
    if (!direct || (address !== null && !addresses.includes(String(address))))
        return 'the server is on another machine';
    if (row['data_directory'] === null)
        return 'only a superuser or a member of pg_read_all_settings may ask where the data is';
    try {
        const { bavail, bsize } = await (0,promises_.statfs)(String(row['data_directory']));
        return bavail * bsize;
    }
    catch {
        return 'the folder of the data cannot be looked at from here';
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/probe.js






/** The oldest major version that the driver supports. */
const MINIMUM_MAJOR = 12;
/** Gathers what is known of the server; each thing that this account cannot see is named in `unknown`. */
async function probe({ readers, own, userSchema }, signal) {
    const facts = await readers.read({ signal }, async (link) => {
        const parts = versionParts(link.serverVersion);
        const { diskUnknown, ...known } = await sizes(link);
        const { replication: state, unknown: lagUnknown } = await replication(link);
        const seesOthers = (await link.query("select pg_has_role('pg_read_all_stats', 'USAGE') as sees")).rows[0]?.['sees'] === true;
        return {
            engine: 'postgresql',
            serverVersion: link.serverVersion,
            serverVersionParts: parts,
            supported: { minimum: String(MINIMUM_MAJOR), ok: (parts[0] ?? 0) >= MINIMUM_MAJOR },
            ...known,
            privileges: await privileges(link, own, userSchema),
            ...(await activity(link, own)),
            replication: state,
            unknown: [
                ...(diskUnknown === null ? [] : [{ fact: 'free disk on the server', why: diskUnknown }]),
                ...(lagUnknown === null ? [] : [{ fact: 'replication lag', why: lagUnknown }]),
                ...(seesOthers
                    ? []
                    : [
                        {
                            fact: 'transactions of other users',
                            why: 'GRANT pg_read_all_stats lets the account see their age and query',
                        },
                    ]),
            ],
        };
    });
    return { ...facts, tools: await findTools(facts.serverVersionParts[0] ?? 0) };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/control-relay.js


/** For how long an answer counts as the present state, in ms: a run asks for it as soon as its commit is through. */
const FRESH_MS = 20;
/**
 * Requests to the run, read in the round trip of a commit just behind it, so that looking for them between two files
 * costs none of its own. An answer is used once and only while it is fresh; otherwise the server is asked.
 */
class ControlRelay {
    #names;
    #runId;
    #clock;
    #answer = null;
    constructor(names, runId, clock) {
        this.#names = names;
        this.#runId = runId;
        this.#clock = clock;
    }
    /** The query to send behind a COMMIT. */
    async step() {
        const steps = [];
        const query = (text, values = []) => {
            steps.push({ text, values });
            return Promise.resolve({ rows: [], affected: 0 });
        };
        await readerOf(query, this.#names).read(this.#runId);
        return steps[0];
    }
    /** Takes the answer to {@link step}; undefined when there was none. */
    keep(result) {
        this.#answer = result === undefined ? null : { result, at: this.#clock.monotonic() };
    }
    /** The store, with the fresh answers read from here. */
    over(store) {
        return {
            ...store,
            read: (runId) => {
                const answer = this.#answer;
                this.#answer = null;
                if (answer === null || runId !== this.#runId || this.#clock.monotonic() - answer.at > FRESH_MS)
                    return store.read(runId);
                return readerOf(() => Promise.resolve(answer.result), this.#names).read(runId);
            },
        };
    }
}
function readerOf(query, names) {
    return (0,sql_stores/* controlStore */.bI)({ query }, storeDialect, names);
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/readers.js





/** Connections that read schema and data, each in a read-only transaction with one snapshot. */
class Readers {
    #target;
    #runId;
    #canceller;
    #idle = [];
    #busy = new Set();
    #closed = false;
    constructor(target, runId, canceller) {
        this.#target = target;
        this.#runId = runId;
        this.#canceller = canceller;
    }
    /**
     * Opens a read-only transaction with one snapshot, whose texts do not depend on settings of the server, role or
     * database. Aborting the signal cancels what it has in flight.
     */
    async open({ signal, snapshot, settings = [] }) {
        signal.throwIfAborted();
        const link = await this.#take(signal);
        this.#busy.add(link);
        const end = async () => {
            if (!this.#busy.delete(link))
                return;
            await this.#giveBack(link);
        };
        try {
            const results = await link.simple([
                'begin isolation level repeatable read read only',
                ...(snapshot === undefined
                    ? []
                    : [`set transaction snapshot '${snapshot.replaceAll(/[^0-9A-Fa-f-]/g, '')}'`]),
                STABLE_TEXT,
                ...settings.map((setting) => `set local ${setting}`),
                'select pg_catalog.pg_backend_pid() as pid',
            ].join('; '));
            const pid = Number(results.at(-1)?.rows[0]?.['pid']);
            const watch = cancelOnAbort(signal, link, () => pid, this.#canceller);
            return {
                link,
                async end() {
                    await watch.stop();
                    await end();
                },
            };
        }
        catch (error) {
            await end();
            throw readFailure(error, signal);
        }
    }
    /** Calls `work` in such a transaction. */
    async read(options, work) {
        const reading = await this.open(options);
        try {
            return await work(reading.link);
        }
        catch (error) {
            throw readFailure(error, options.signal);
        }
        finally {
            await reading.end();
        }
    }
    /** Ends every connection; what is in flight fails. */
    async close() {
        this.#closed = true;
        await Promise.all([...this.#idle.splice(0), ...this.#busy].map((link) => link.end()));
    }
    async #take(signal) {
        if (this.#closed)
            throw new Error('The database connection was closed already.');
        for (let link = this.#idle.pop(); link !== undefined; link = this.#idle.pop())
            if (!link.lost)
                return link;
        const link = await connect(this.#target, sessionName('read', this.#runId), signal);
        try {
            await link.simple(setUp('read', versionParts(link.serverVersion)[0] ?? 0));
            return link;
        }
        catch (error) {
            link.destroy(error);
            throw ownFailure(error);
        }
    }
    async #giveBack(link) {
        if (!link.lost && link.inTransaction)
            await link.simple('rollback').catch((error) => link.destroy(error));
        if (link.lost)
            return;
        if (this.#idle.length === 0 && !this.#closed)
            this.#idle.push(link);
        else
            await link.end();
    }
}
/** What a failed read means: the signal's reason when it was aborted. */
function readFailure(error, signal) {
    return signal.aborted ? signal.reason : ownFailure(error);
}

// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: ./build/js/relay.js
var relay = __webpack_require__(31195);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/digest-sql.js

/** From here on doubles are whole numbers, and may lie half-way between shorter decimals. */
const TWO_TO_53 = '9007199254740992';
/** The text of a double as ECMAScript writes it; NULL for NULL; `x` is the SQL of a float8. */
function doubleText(x) {
    const sign = `case when ${x} < 0 then '-' else '' end`;
    const text = `(abs(${x}))::text`;
    const digits = `rtrim(regexp_replace(${text}, '[.]|e.*$', '', 'g'), '0')`;
    return (`case when abs(${x}) >= 0.0001 and abs(${x}) < 1e15 then (${x})::text` +
        ` when ${x} = 0 then '0'` +
        ` when ${x} in ('NaN', 'Infinity', '-Infinity') then (${x})::text` +
        ` when abs(${x}) >= ${TWO_TO_53} then ${sign} || ${largeText(x)}` +
        // The server switches to the exponent at 1e15 and below 1e-4, and writes two digits of it; numeric moves the
        // point without rounding.
        ` when abs(${x}) < 1e-6 then ${sign} || ${scientific(digits)} || 'e' || substring(${text} from 'e(.*)$')::int` +
        ` when strpos(${text}, 'e') > 0 then ${trimmedNumeric(`(${x})::text::numeric`)}` +
        ` else (${x})::text end`);
}
/** `1.5` out of the digits `15`. */
function scientific(digits) {
    return `substr(${digits}, 1, 1) || case when length(${digits}) > 1 then '.' || substr(${digits}, 2) else '' end`;
}
/**
 * The text of the absolute value of a large double. The server takes only decimals between the half-way points to the
 * neighbours (`9.999999999999999e+22`), ECMAScript also one that lies on such a point and reads back as the same
 * double (`1e+23`). Below 2^53 and from 1e40 on no half-way point has so few digits. Without a subquery, which would
 * keep parallel workers off the table.
 */
function largeText(x) {
    const whole = `(abs(${x}))::text::numeric`;
    const places = `length((${whole})::text) - length(rtrim((${whole})::text, '0')) + 1`;
    const shorter = `trunc(${whole}, -(${places}))`;
    const larger = `${shorter} + ('1e' || ${places})::numeric`;
    const number = `case when abs(${x}) >= 1e40 then ${whole} when (${shorter})::float8 = abs(${x}) then ${shorter} when (${larger})::float8 = abs(${x}) then ${larger} else ${whole} end`;
    const text = `(${number})::text`;
    return `case when abs(${x}) < 1e21 then ${text} else regexp_replace(rtrim(${text}, '0'), '^(.)(.+)$', '\\1.\\2') || 'e+' || length(${text}) - 1 end`;
}
/** A numeric without the zeros at the end of its fraction; `x` is the SQL of a numeric. */
function trimmedNumeric(x) {
    const text = `(${x})::text`;
    return `case when strpos(${text}, '.') > 0 then rtrim(rtrim(${text}, '0'), '.') else ${text} end`;
}
/** The texts of these have a fixed length up to the fraction of the second, which {@link padded} completes. */
const WHOLE_SECONDS = { timestamp: 19, timestamptz: 19, time: 8 };
/**
 * A timestamp: the server's own text for years of four digits. to_char, which is six times as slow, is left with years
 * before Christ and after 9999; infinite ones keep the server's word.
 */
function timestampText(x) {
    return (`case when ${x} between '0001-01-01' and '9999-12-31 23:59:59.999999' then (${x})::text` +
        ` when isfinite(${x}) then to_char(${x}, 'YYYY-MM-DD HH24:MI:SS.US') || case when extract(year from ${x}) < 0 then ' BC' else '' end` +
        ` else (${x})::text end`);
}
/** A cell whose text has `whole` octets before a fraction of at most six digits; NULL for any other text. */
function padded(text, whole) {
    const missing = [6, 5, 4, 3, 2, 1, 0].map((zeros) => {
        const digits = 6 - zeros;
        const octets = digits === 0 ? whole : whole + 1 + digits;
        return `when ${String(octets)} then '${digits === 0 ? '.' : ''}${'0'.repeat(zeros)}'`;
    });
    return `'V${String(whole + 7)}:' || ${text} || case octet_length(${text}) ${missing.join(' ')} end`;
}
/** The canonical text of a value, NULL for NULL; `x` is its SQL. See `src/checksum/row-digest.ts`. */
function cellText(x, type, { major }) {
    switch (type) {
        case 'bytea':
            return `encode(${x}, 'hex')`;
        case 'bool':
            return `case when ${x} then '1' when not ${x} then '0' end`;
        case 'float8':
            return doubleText(x);
        case 'float4':
            // Its own shortest digits, read as a double: 0.1::float4 is 0.1, not 0.10000000149011612.
            return doubleText(`(${x})::text::float8`);
        case 'numeric':
            return major >= 13 ? `trim_scale(${x})::text` : trimmedNumeric(x);
        case 'timestamp':
            return timestampText(x);
        case 'timestamptz':
            // The session's time zone is UTC.
            return timestampText(`(${x})::timestamp`);
        default:
            return `(${x})::text`;
    }
}
/** Up to this many octets the head of a cell, `V12:`, is looked up: joining it out of its parts takes twice the time. */
const LONGEST_KNOWN = 99;
/** The heads by their octets; an array of names, because their place in it is known without reading those before. */
const HEADS = `[0:${String(LONGEST_KNOWN)}]={${Array.from({ length: LONGEST_KNOWN + 1 }, (_, octets) => `V${String(octets)}:`).join(',')}}`;
/** The cell of a text, which may be NULL. */
function cell(text, type, utf8) {
    const octets = `octet_length(${utf8 ? text : `convert_to(${text}, 'UTF8')`})`;
    const whole = WHOLE_SECONDS[type];
    // A concatenation with NULL is NULL, and so is what lies outside of an array.
    const ways = [
        ...(whole === undefined ? [] : [padded(text, whole)]),
        `($1::name[])[${octets}] || ${text}`,
        `'V' || ${octets} || ':' || ${text}`,
        "'N'",
    ];
    return `coalesce(${ways.join(', ')})`;
}
/** The query whose only row holds `rows` and `checksum` of a table; one scan, which parallel workers may share. */
function digestSql(table, columns, server) {
    const { utf8 } = server;
    // In steps, each a subquery that the planner may not merge with the next: a text is needed twice, and so is the hash.
    // What holds them apart is the offset; a plain 0 would be cast to bigint, and that it is none seen too late for
    // parallel workers.
    const texts = columns.map(({ name, type }, index) => `${cellText(`t.${quoteIdentifier(name)}`, type, server)} as c${String(index)}`);
    const cells = columns.map(({ type }, index) => cell(`c${String(index)}`, type, utf8));
    const content = cells.length === 0 ? "''" : cells.join(' || ');
    const half = (from) => `coalesce(sum(substring(h from ${String(from)} for 60)::bigint), 0)`;
    return {
        text: `select count(*)::text as rows, ${half(1)} || ':' || ${half(61)} as checksum` +
            ` from (select ('x' || md5(${utf8 ? content : `convert_to(${content}, 'UTF8')`}))::bit(128) as h` +
            ` from (select ${texts.join(', ')} from only ${quoteTable(table)} t offset '0') v offset '0') r`,
        values: columns.length === 0 ? [] : [HEADS],
    };
}
/** The query that only counts. */
function countSql(table) {
    return `select count(*)::text as rows from only ${quoteTable(table)}`;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/verify.js









function tableKey({ schema = '', name }) {
    return `${schema}\0${name}`;
}
/** The tables that are not Sluice's. */
function withoutOwn(tables, { names }) {
    const own = new Set(sql_tables/* SLUICE_TABLES */.Cy.map((table) => tableKey({ schema: names.schema, name: (0,sql_tables/* plainTableName */.w4)(names, table) })));
    return tables.filter((table) => !own.has(tableKey(table)));
}
/** Columns of tables in their order; domains are followed down to the type that holds the value. */
const COLUMNS = `
  with recursive wanted as (
    select w.schema, w.name, c.oid
      from unnest($1::name[], $2::name[]) w(schema, name)
      join pg_namespace n on n.nspname = w.schema
      join pg_class c on c.relnamespace = n.oid and c.relname = w.name and c.relkind in ('r', 'p', 'm')),
  base(oid, below) as (
    select oid, oid from pg_type where typtype <> 'd'
    union all
    select d.oid, b.below from pg_type d join base b on d.typbasetype = b.oid where d.typtype = 'd')
  select w.schema, w.name, a.attname as column,
         case when tn.nspname = 'pg_catalog' and t.typtype = 'b' then t.typname else '' end as type
    from wanted w
    left join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
    left join base b on b.oid = a.atttypid
    left join pg_type t on t.oid = b.below
    left join pg_namespace tn on tn.oid = t.typnamespace
   order by w.schema, w.name, a.attnum`;
async function columnsOf(link, tables) {
    const schemas = nameArray(tables.map(({ schema }) => schema ?? ''));
    const { rows } = await link.query(COLUMNS, [schemas, nameArray(tables.map(({ name }) => name))]);
    const found = new Map();
    for (const row of rows) {
        const key = tableKey({ schema: String(row['schema']), name: String(row['name']) });
        const columns = found.get(key) ?? [];
        found.set(key, columns);
        if (row['column'] !== null)
            columns.push({ name: String(row['column']), type: String(row['type']) });
    }
    return tables.map((table) => {
        const columns = found.get(tableKey(table));
        if (columns !== undefined)
            return { table, columns };
        const name = `${table.schema ?? ''}.${table.name}`;
        throw new errors/* SluiceError */.ah('DATA_001', `The table ${name} is not in the database.`, {
            fix: 'Look which migration or person dropped or renamed it; the backup still holds its rows.',
        });
    });
}
/** Digests one after the other, in the snapshot that `link` is in. */
async function* digestsIn(link, tables, signal) {
    if (tables.length === 0)
        return;
    const known = await columnsOf(link, tables);
    const server = {
        major: versionParts(link.serverVersion)[0] ?? 0,
        utf8: (await link.query('show server_encoding')).rows[0]?.['server_encoding'] === 'UTF8',
    };
    for (const { table, columns } of known) {
        signal.throwIfAborted();
        const { text, values } = digestSql(table, columns, server);
        const { rows } = await link.query(text, values, 0);
        yield { table, rows: Number(rows[0]?.['rows']), checksum: String(rows[0]?.['checksum']) };
    }
}
async function* countsIn(link, tables, signal) {
    for (const { table } of tables.length === 0 ? [] : await columnsOf(link, tables)) {
        signal.throwIfAborted();
        const { rows } = await link.query(countSql(table), [], 0);
        yield { table, rows: Number(rows[0]?.['rows']), checksum: '' };
    }
}
/** Foreign keys with the columns of both sides; the copies that partitions get are covered by their parent. */
const FOREIGN_KEYS = `
  select n.nspname as schema, c.relname as name, k.conname as constraint, pn.nspname as parent_schema, p.relname as parent,
         k.confmatchtype::text as match, c.relkind::text as kind,
         (select json_agg(json_build_array(ca.attname, pa.attname) order by x.i)::text
            from generate_subscripts(k.conkey, 1) x(i)
            join pg_attribute ca on ca.attrelid = k.conrelid and ca.attnum = k.conkey[x.i]
            join pg_attribute pa on pa.attrelid = k.confrelid and pa.attnum = k.confkey[x.i]) as pairs
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
   where k.contype = 'f' and k.conparentid = 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not (n.nspname = $1::name and c.relname = any ($2::name[]))
   order by n.nspname, c.relname, k.conname`;
function orphanSql(row) {
    const child = { schema: String(row['schema']), name: String(row['name']) };
    const parent = { schema: String(row['parent_schema']), name: String(row['parent']) };
    const pairs = JSON.parse(String(row['pairs']));
    const side = (alias, at) => pairs.map((pair) => `${alias}.${quoteIdentifier(pair[at])}`);
    const same = pairs.map((_, index) => `${side('c', 0)[index] ?? ''} = ${side('p', 1)[index] ?? ''}`).join(' and ');
    const present = side('c', 0).map((column) => `${column} is not null`);
    // MATCH SIMPLE asks only when no column is null; MATCH FULL also forbids that just some of them are.
    const asked = row['match'] === 'f' ? `(${present.join(' or ')})` : present.join(' and ');
    const only = row['kind'] === 'p' ? '' : 'only ';
    return `select count(*)::text as rows from ${only}${quoteTable(child)} c where ${asked} and not exists (select from ${quoteTable(parent)} p where ${same})`;
}
async function orphansIn(link, own, signal) {
    const keys = await link.query(FOREIGN_KEYS, [own.names.schema, ownTableNames(own)]);
    const orphans = [];
    for (const key of keys.rows) {
        signal.throwIfAborted();
        const rows = Number((await link.query(orphanSql(key), [], 0)).rows[0]?.['rows']);
        if (rows === 0)
            continue;
        orphans.push({
            table: { schema: String(key['schema']), name: String(key['name']) },
            constraint: String(key['constraint']),
            parent: { schema: String(key['parent_schema']), name: String(key['parent']) },
            rows,
        });
    }
    return orphans;
}
/** Reads the data in read-only transactions, each of one snapshot. */
function verifyGroup(readers, own) {
    async function* inSnapshot(signal, work) {
        const reading = await readers.open({ signal });
        try {
            yield* work(reading.link);
        }
        catch (error) {
            throw readFailure(error, signal);
        }
        finally {
            await reading.end();
        }
    }
    return {
        digests: (tables, signal) => inSnapshot(signal, (link) => digestsIn(link, withoutOwn(tables, own), signal)),
        counts: (tables, signal) => inSnapshot(signal, (link) => countsIn(link, withoutOwn(tables, own), signal)),
        orphans: (signal) => readers.read({ signal }, (link) => orphansIn(link, own, signal)),
        scalar: (query, limits) => readers.read({
            signal: limits.signal,
            settings: [
                `lock_timeout = ${String(limits.lockTimeoutMs)}`,
                `statement_timeout = ${String(limits.statementTimeoutMs)}`,
                'search_path to default',
            ],
        }, (link) => scalarIn(link, query)),
    };
}
async function scalarIn(link, query) {
    try {
        // A bound query is exactly one statement, so nobody can end the read-only transaction with a second one.
        const [result] = await link.converse({ kind: 'steps', steps: [{ text: query }], mostRows: 2 }, 0);
        const [row, column, rows] = [result?.rows[0], result?.columns[0], result?.rows.length ?? 0];
        if (row !== undefined && column !== undefined && rows === 1)
            return asText(row[column]);
        const returned = rows === 0 ? 'no row' : rows > 1 ? 'more than one row' : 'no column';
        throw new errors/* SluiceError */.ah('CONF_001', `The query returned ${returned}, but one row with one value is needed: ${query}`, {
            fix: 'Write a query that always returns exactly one row, as `select count(*) …` does.',
        });
    }
    catch (failure) {
        const error = failure instanceof StepError ? failure.cause : failure;
        const reduced = serverError(error);
        if (reduced === null || !/^(?:42|25006|0A)/.test(reduced.sqlState) || reduced.sqlState === '42501')
            throw error;
        throw new errors/* SluiceError */.ah('CONF_001', `The query does not work (${reduced.message}): ${query}`, {
            cause: error,
            fix: 'Correct the query in the configuration; it may only read.',
        });
    }
}
/** A value as a cast to text writes it. */
function asText(value) {
    if (value === null || value === undefined)
        return null;
    if (typeof value === 'boolean')
        return value ? 'true' : 'false';
    return String(value);
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/child.js


/** How many characters of a program's messages are kept; the end is, because the reason stands there. */
const KEPT = 16 * 1024;
/** After this long a program that was asked to end is killed, in ms. */
const KILL_AFTER_MS = 5_000;
/** Starts a program without a shell; aborting the signal ends it. */
function startChild({ path, args, env, signal }) {
    signal.throwIfAborted();
    const child = (0,external_node_child_process_.spawn)(path, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    const { stdin, stdout, stderr: errors } = child;
    if (stdin === null || stdout === null || errors === null)
        throw new Error('The program was started without pipes.');
    let messages = '';
    errors.setEncoding('utf8').on('data', (text) => {
        messages = (messages + text).slice(-KEPT);
    });
    // A program that ends early closes the pipe; its exit status says why.
    stdin.on('error', () => { });
    let killTimer;
    const kill = () => {
        child.kill('SIGTERM');
        killTimer ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    signal.addEventListener('abort', kill, { once: true });
    const ended = (async () => {
        try {
            const [code] = (await (0,external_node_events_.once)(child, 'close'));
            return code;
        }
        finally {
            clearTimeout(killTimer);
            signal.removeEventListener('abort', kill);
        }
    })();
    // Whoever awaits it sees the failure.
    ended.catch(() => { });
    return { stdin, stdout, stderr: () => messages, ended, kill };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(41692);
// EXTERNAL MODULE: ./build/js/drivers/sql/temporary-failure.js
var temporary_failure = __webpack_require__(58201);
// EXTERNAL MODULE: ./build/js/drivers/sql/temporary-files.js
var temporary_files = __webpack_require__(72224);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/client-environment.js







const LIBPQ_MODE = {
    default: 'prefer',
    disable: 'disable',
    require: 'require',
    'verify-ca': 'verify-ca',
    'verify-full': 'verify-full',
};
/**
 * The environment of a client program. The password goes there alone: arguments are seen by every user of the machine,
 * and a password file cannot hold a line break.
 */
async function clientEnvironment(connection) {
    const { target, tls, applicationName } = connection;
    const { host, port, user, database } = target.server;
    const rootCert = await rootCertificate(connection);
    return {
        ...plainEnvironment(),
        PGHOST: host,
        PGPORT: String(port),
        PGUSER: user,
        PGDATABASE: database,
        ...(target.password === '' ? {} : { PGPASSWORD: target.password }),
        PGSSLMODE: LIBPQ_MODE[tls.mode],
        ...(rootCert === null ? {} : { PGSSLROOTCERT: rootCert }),
        PGGSSENCMODE: 'disable',
        PGCONNECT_TIMEOUT: String(Math.max(1, Math.ceil(target.connectTimeoutMs / 1000))),
        PGAPPNAME: applicationName,
        PGCLIENTENCODING: 'UTF8',
    };
}
/** Path of the root certificates; null = libpq's own default. It knows the system's only since version 16, so they are written to a file. */
async function rootCertificate({ tls, temporaryDirectory }) {
    if (tls.mode !== 'verify-ca' && tls.mode !== 'verify-full')
        return tls.rootCert === 'system' ? null : tls.rootCert;
    if (tls.rootCert !== null && tls.rootCert !== 'system')
        return tls.rootCert;
    if (tls.rootCert === null && (await defaultRootCert()) !== null)
        return null;
    const written = systemRoots.get(temporaryDirectory) ?? writeSystemRoots(temporaryDirectory);
    systemRoots.set(temporaryDirectory, written);
    written.catch(() => systemRoots.delete(temporaryDirectory));
    return written;
}
/** The files with the system's root certificates, by their folder; one serves all programs of this process. */
const systemRoots = new Map();
async function writeSystemRoots(folder) {
    const path = (0,temporary_files/* temporaryPath */.l)(folder, 'roots', '.crt');
    try {
        await (0,temporary_failure/* inTemporaryFolder */.P)(folder, () => (0,promises_.writeFile)(path, (0,external_node_tls_.getCACertificates)('default').join('\n'), { mode: 0o600, flag: 'wx' }));
    }
    catch (error) {
        await (0,promises_.rm)(path, { force: true });
        throw error;
    }
    process.once('exit', () => (0,external_node_fs_.rmSync)(path, { force: true }));
    return path;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/messages.js
/** Lines of psql and the server that explain an error, but may quote rows or statements. */
const MAY_QUOTE_ROWS = /^(?:DETAIL|CONTEXT|LOCATION|QUERY|STATEMENT|LINE \d+)\b/;
/** What a client program said, in one line, without what may hold rows of the database. */
function programMessage(stderr) {
    const lines = stderr
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !/^\^+$/.test(line) && !MAY_QUOTE_ROWS.test(line));
    const telling = lines.filter((line) => /\b(?:ERROR|FATAL|PANIC|error|fatal|WARNING|warning)\b/.test(line));
    return (telling.length > 0 ? telling : lines).slice(0, 3).join(' ').slice(0, 1000);
}
/** The SQLSTATE of psql's first error, at VERBOSITY verbose; null when there is none. */
function errorState(stderr) {
    return /\b(?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5}):/.exec(stderr)?.[1] ?? null;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/contents.js



/** The only part of a dump. */
const PART = 'database.dump';
/** A table of contents may hold so many characters; 100,000 objects need about ten million. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
/** What a dump holds, in the lines of `pg_restore --list`. */
class Contents {
    #lines;
    constructor(lines) {
        this.#lines = lines;
    }
    /** Whether an entry is there: `EXTENSION -`, `TABLE DATA public`, … with a name. The owner follows the name. */
    has(kind, name) {
        return this.#lines.some((line) => isEntry(line, kind, name));
    }
    /** Whether there are contents of large objects. */
    get hasLargeObjects() {
        return this.#lines.some((line) => LARGE_OBJECTS.test(line));
    }
    /** Names of entries of a kind whose names hold no space. */
    names(kind) {
        const pattern = new RegExp(`^\\d+; \\d+ \\d+ ${kind} (\\S+)`);
        return this.#lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    }
    /** The list for `pg_restore --use-list` without some entries, and without the contents of large objects. */
    listWithout(excluded) {
        const kept = this.#lines.filter((line) => !LARGE_OBJECTS.test(line) && !excluded.some(({ kind, name }) => isEntry(line, kind, name)));
        return `${kept.join('\n')}\n`;
    }
    /** The list with the contents of large objects alone. */
    largeObjects() {
        return `${this.#lines.filter((line) => LARGE_OBJECTS.test(line)).join('\n')}\n`;
    }
}
const LARGE_OBJECTS = /^\d+; \d+ \d+ BLOBS /;
function isEntry(line, kind, name) {
    const rest = /^\d+; \d+ \d+ (.*)$/.exec(line)?.[1];
    return rest === undefined ? false : `${rest} `.startsWith(`${kind} ${name} `);
}
/** The name of a table's entry of `TABLE DATA`. */
function tableEntry({ schema = '', name }) {
    // pg_restore writes line breaks of names as spaces.
    return { kind: 'TABLE DATA', name: `${schema} ${name}`.replaceAll(/[\r\n]/g, ' ') };
}
/** Lists what a dump holds; reads no further than its table of contents. */
async function readContents(source, tool, env, signal) {
    const child = startChild({ path: tool.path, args: ['--list'], env, signal });
    const input = source.open(PART);
    let text = '';
    let failure;
    input.on('error', (error) => {
        failure = error;
        child.stdin.end();
    });
    input.pipe(child.stdin);
    child.stdin.on('close', () => input.destroy());
    child.stdout.setEncoding('utf8').on('data', (piece) => {
        text += piece;
        if (text.length > MOST_CHARACTERS)
            child.kill();
    });
    const code = await child.ended;
    input.destroy();
    signal.throwIfAborted();
    if (failure !== undefined)
        throw failure;
    if (code !== 0) {
        throw new errors/* SluiceError */.ah('BACKUP_002', `The dump cannot be read by ${tool.program} ${tool.version}: ${programMessage(child.stderr())}`, {
            fix: 'Use another backup, or install the version of the client programs that wrote this one.',
        });
    }
    return new Contents(text.split('\n').filter((line) => /^\d+; /.test(line)));
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/program-failure.js


/** What libpq says, in the language that the programs are started in, when the connection is gone or cannot be opened. */
const LOST = /server closed the connection unexpectedly|connection to server .*(?:failed|was lost)|no connection to the server|connection (?:was )?(?:lost|not open)|could not (?:send|receive) data (?:to|from) server|SSL (?:SYSCALL error|error: unexpected eof|connection has been closed)/i;
/** What the server says in English; there is nothing else to go by where a program keeps the SQLSTATE to itself. */
const DENIED = /permission denied|must be (?:owner|superuser)|row-level security/i;
const FULL = /no space left on device|could not extend file|disk full/i;
/** Reads what a client program wrote to stderr; null when it is a failure of another kind. */
function programFailure(stderr, { host, port, user }) {
    const sqlState = errorState(stderr);
    if (sqlState === '53100' || (sqlState === null && FULL.test(stderr))) {
        return { code: 'DISK_001', fix: `Free disk space on the volume of the database server (${host}:${String(port)})` };
    }
    if (sqlState === '42501' || (sqlState === null && DENIED.test(stderr))) {
        return {
            code: 'PERM_001',
            fix: /must be (?:owner|superuser)/.test(stderr)
                ? `Log in as the owner of what is named above or as a superuser, or grant the owner's role to "${user}"`
                : `Grant the role "${user}" the privilege named above`,
        };
    }
    if ((sqlState !== null && endsSession(sqlState)) || (sqlState === null && LOST.test(stderr))) {
        return { code: 'CONN_001', fix: `Check the server at ${host}:${String(port)} and the network between` };
    }
    return null;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/readable.js



/** How many objects a message names. */
const readable_NAMED = 20;
/** Tables and sequences that a dump reads and this account may not, each with the statement that lets it. */
const UNREADABLE = `
  select name, why,
         case why when 'no USAGE on its schema' then format('GRANT USAGE ON SCHEMA %s TO %I', schema, account)
                  when 'row security' then format('ALTER ROLE %I BYPASSRLS', account)
                  else format('GRANT SELECT ON %s %s TO %I', kind, name, account) end as fix
    from (select format('%I.%I', n.nspname, c.relname) as name, quote_ident(n.nspname) as schema, current_user as account,
                 case c.relkind when 'S' then 'SEQUENCE' else 'TABLE' end as kind, w.why
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
           cross join lateral (values
             ('no USAGE on its schema', not has_schema_privilege(n.oid, 'USAGE')),
             ('no SELECT', case when c.relkind <> 'S' then not has_table_privilege(c.oid, 'SELECT')
                                else $3::boolean and not has_sequence_privilege(c.oid, 'SELECT') end),
             ('row security', c.relkind = 'r' and $3::boolean and row_security_active(c.oid))) w (why, missing)
           where w.missing and c.relkind in ('r', 'p', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
             and not (n.nspname = $1::name and c.relname = any ($2::name[]))
             and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')) t
   order by name, why`;
/** What a reason means for the backup. */
const EXPLAINED = { 'row security': 'row security hides rows of it' };
/**
 * Refuses a dump that could not hold everything, before anything of it is written.
 *
 * @throws SluiceError `PERM_001` naming every table and sequence that the account may not read as a whole
 */
async function requireReadable(link, { names }, mode) {
    const present = nameArray(sql_tables/* PRESENT_TABLES */.cn.map((table) => (0,sql_tables/* plainTableName */.w4)(names, table)));
    const { rows } = await link.query(UNREADABLE, [names.schema, present, String(mode !== 'schema')]);
    if (rows.length === 0)
        return;
    const objects = rows.map(({ name, why }) => `${String(name)} (${EXPLAINED[String(why)] ?? String(why)})`);
    const fixes = [...new Set(rows.map(({ fix }) => String(fix)))];
    const more = objects.length - readable_NAMED;
    throw new errors/* SluiceError */.ah('PERM_001', `This account may not read everything, so no backup was taken: ${objects.slice(0, readable_NAMED).join(', ')}` +
        `${more > 0 ? ` and ${String(more)} more` : ''}.`, {
        fix: `Run "${fixes.join('; ')}" as the owner or a superuser, or take backups with an account that owns the tables; then run the command again.`,
        details: { objects },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/dump.js
















/** How long pg_dump waits for a table that somebody holds exclusively, in ms. */
const LOCK_WAIT_MS = 60_000;
const MODE_ARGS = {
    full: [],
    schema: ['--schema-only'],
    data: ['--data-only'],
};
/** Arguments that leave out the tables of the present. A quoted name is no pattern. */
function excludePresent({ names }) {
    const schema = quoteIdentifier(names.schema);
    return sql_tables/* PRESENT_TABLES */.cn.map((table) => `--exclude-table=${schema}.${quoteIdentifier((0,sql_tables/* plainTableName */.w4)(names, table))}`);
}
/** Tables that refer to each other are no problem here: a restore of data takes their foreign keys off and puts them back. */
const CIRCULAR = /circular foreign-key constraints/;
/** What pg_dump wrote to stderr that must not be passed over. */
function complaints(stderr, mode) {
    if (mode !== 'data')
        return stderr.trim();
    const kept = [];
    let harmless = false;
    for (const line of stderr.split('\n')) {
        // Details and hints belong to the warning before.
        if (!/^pg_dump: (?:detail|hint):/.test(line))
            harmless = CIRCULAR.test(line);
        if (!harmless && line.trim() !== '')
            kept.push(line);
    }
    return kept.join('\n');
}
async function runDump(parts, tool, { mode, sink, snapshot, signal }) {
    const applicationName = sessionName('read', parts.runId);
    const child = startChild({
        path: tool.path,
        args: [
            '--format=custom',
            '--compress=0',
            '--no-password',
            '--no-subscriptions',
            `--snapshot=${snapshot}`,
            `--lock-wait-timeout=${String(LOCK_WAIT_MS)}`,
            ...excludePresent(parts.own),
            ...MODE_ARGS[mode],
        ],
        env: await clientEnvironment({ ...parts, applicationName }),
        signal,
    });
    child.stdin.end();
    try {
        await (0,relay/* relay */.E)((0,external_node_stream_.addAbortSignal)(signal, child.stdout), sink.open(PART));
    }
    catch (error) {
        child.kill();
        await child.ended;
        signal.throwIfAborted();
        throw error;
    }
    const code = await child.ended;
    signal.throwIfAborted();
    const said = complaints(child.stderr(), mode);
    if (code === 0 && said === '')
        return;
    const what = code === 0 ? 'warned' : 'failed';
    const known = code === 0 ? null : programFailure(said, parts.target.server);
    throw new errors/* SluiceError */.ah(known?.code ?? 'BACKUP_001', `${tool.program} ${tool.version} ${what}: ${programMessage(said)}`, {
        fix: code === 0
            ? 'A warning means that the backup may not be complete: remove its cause, then run the command again.'
            : `${known?.fix ?? 'Remove the cause that the program names'}, then run the command again; no backup was recorded.`,
    });
}
/** The schema as a dump carries it: pg_dump leaves indexes out that are INVALID. */
function carried({ objects, tables }) {
    const invalid = (definition) => typeof definition === 'object' &&
        definition !== null &&
        'invalid' in definition &&
        !/ ON ONLY /.test(String(definition.sql));
    const left = objects.filter(({ kind, definition }) => kind === 'index' && invalid(definition));
    return {
        schema: { objects: objects.filter((one) => !left.includes(one)), tables },
        left: left.map(({ name }) => name),
    };
}
/** Older servers show subscriptions to superusers only. */
const SUBSCRIPTIONS_SHOWN_SINCE = 13;
const SUBSCRIPTIONS = `
  select count(subname)::int as count
    from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())`;
async function guarantee(link, major, left) {
    const subscriptions = major < SUBSCRIPTIONS_SHOWN_SINCE ? 0 : Number((await link.query(SUBSCRIPTIONS)).rows[0]?.['count']);
    return [
        'The dump and its checksums were read from one snapshot of the server; sequences stand where they were when pg_dump read them.',
        ...(left.length === 0 ? [] : [`INVALID indexes are not part of it: ${left.join(', ')}.`]),
        ...(subscriptions === 0 ? [] : [`Subscriptions are not part of it: ${String(subscriptions)}.`]),
    ].join(' ');
}
/**
 * Dumps with pg_dump, and digests every table meanwhile in the very snapshot that pg_dump reads.
 *
 * @throws SluiceError `TOOL_001`; `PERM_001` when the account may not read everything; `CONN_001`; `BACKUP_001` when
 *   pg_dump fails otherwise or says anything, or the schema changed meanwhile
 */
async function dump(parts, mode, sink, signal) {
    const { pg_dump: tool } = await requireTools(parts.serverMajor);
    // The first failure of either side stops the other.
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const reading = await parts.readers.open({ signal: both });
    try {
        const { link } = reading;
        const snapshot = String((await link.query('select pg_export_snapshot() as name')).rows[0]?.['name']);
        await requireReadable(link, parts.own, mode);
        const before = await readSchema(link, parts.own);
        const dumping = runDump(parts, tool, { mode, sink, snapshot, signal: both });
        dumping.catch((error) => stop.abort(error));
        const digesting = mode === 'schema' ? Promise.resolve([]) : digestAll(parts, link, before, both);
        digesting.catch((error) => stop.abort(error));
        const [, tables] = await Promise.all([dumping, digesting]).catch(async (error) => {
            stop.abort(error);
            await Promise.allSettled([dumping, digesting]);
            stop.signal.throwIfAborted();
            throw error;
        });
        const { schema, left } = carried(before);
        const said = await guarantee(link, parts.serverMajor, left);
        await reading.end();
        await requireUnchanged(parts, before, signal);
        return { tool: { program: tool.program, version: tool.version }, snapshot, guarantee: said, tables, schema };
    }
    catch (error) {
        throw readFailure(error, signal);
    }
    finally {
        await reading.end();
    }
}
async function digestAll(parts, link, { tables }, signal) {
    const digests = [];
    for await (const digest of digestsIn(link, withoutOwn(tables, parts.own), signal))
        digests.push(digest);
    return digests;
}
/** The server's functions that print definitions read the present catalog, not the snapshot's. */
async function requireUnchanged(parts, before, signal) {
    const after = await parts.readers.read({ signal }, (link) => readSchema(link, parts.own));
    if (JSON.stringify(after) === JSON.stringify(before))
        return;
    throw new errors/* SluiceError */.ah('BACKUP_001', 'The schema was changed by somebody else while the backup was taken.', {
        fix: 'Run the command again when nobody changes the schema.',
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/drop-all.js



/** Leaves out what goes with the object that it is a part of, as the constructors of a range go with the type. */
const ofItsOwn = (catalog, oid) => `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'i')`;
/** A query whose result psql runs, statement by statement. */
const drop_all_run = (query) => `${query.trim()}\n\\gexec\n`;
function isPresent(names) {
    const tables = sql_tables/* PRESENT_TABLES */.cn.map((table) => quoteLiteral((0,sql_tables/* plainTableName */.w4)(names, table))).join(', ');
    return `(n.nspname = ${quoteLiteral(names.schema)} and c.relname in (${tables}))`;
}
function wantedExtensions({ extensions }) {
    return `(${['', ...extensions].map(quoteLiteral).join(', ')})`;
}
/** The oids of schemas that stay: `public`, those of Sluice's present tables and of extensions that stay. */
function keptSchemas(kept) {
    return `select n.oid from pg_namespace n
    where n.nspname = 'public'
       or exists (select from pg_class c where c.relnamespace = n.oid and ${isPresent(kept.names)})
       or exists (select from pg_extension e where e.extnamespace = n.oid and e.extname in ${wantedExtensions(kept)})
       or exists (select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')`;
}
/**
 * psql commands that drop every object of the user, inside the transaction they are sent in. Journal, lock and control
 * stay, extensions of the dump stay as well, because a script creates an
 * extension only when it is not there, but their rows that a dump carries go.
 */
function drop_all_dropAll(kept) {
    const present = isPresent(kept.names);
    const inKept = `n.oid in (${keptSchemas(kept)})`;
    return [
        // First what would watch or forbid the drops.
        drop_all_run(`select format('drop event trigger if exists %I cascade', t.evtname) from pg_event_trigger t where ${notOfExtension('pg_event_trigger', 't.oid')}`),
        drop_all_run(`select format('drop publication if exists %I cascade', p.pubname) from pg_publication p`),
        drop_all_run(`select format('drop extension if exists %I cascade', e.extname) from pg_extension e
          where e.oid >= ${String(FIRST_USER_OID)} and e.extname not in ${wantedExtensions(kept)}`),
        drop_all_run(`select format('drop schema if exists %I cascade', n.nspname) from pg_namespace n where ${USER_SCHEMA} and not (${inKept})`),
        drop_all_run(`select format('drop %s if exists %I.%I cascade', case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
                  when 'f' then 'foreign table' when 'S' then 'sequence' else 'table' end, n.nspname, c.relname)
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and ${USER_SCHEMA} and ${inKept} and not ${present}
            and ${notOfExtension('pg_class', 'c.oid')}
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('i', 'a') and d.refobjsubid > 0)
          order by c.relkind = 'S', c.relkind in ('r', 'p')`),
        drop_all_run(`select format('drop routine if exists %I.%I(%s) cascade', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
           from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where ${USER_SCHEMA} and ${inKept} and ${notOfExtension('pg_proc', 'p.oid')} and ${ofItsOwn('pg_proc', 'p.oid')}`),
        drop_all_run(`select format('drop type if exists %I.%I cascade', n.nspname, t.typname)
           from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
          where t.typtype in ('e', 'c', 'd', 'r', 'b') and (t.typrelid = 0 or c.relkind = 'c')
            and not exists (select from pg_type el where el.typarray = t.oid)
            and ${USER_SCHEMA} and ${inKept} and ${notOfExtension('pg_type', 't.oid')}`),
        ...RARE_CATALOGS.map(({ catalog, schema }) => drop_all_run(`select format('drop %s if exists %s cascade', i.type, i.identity)
             from ${catalog} o cross join pg_identify_object('${catalog}'::regclass, o.oid, 0) i
             ${schema === null ? '' : `join pg_namespace n on n.oid = o.${schema}`}
            where o.oid >= ${String(FIRST_USER_OID)} ${schema === null ? '' : `and ${USER_SCHEMA} and ${inKept}`} and ${notOfExtension(catalog, 'o.oid')}`)),
        dropLargeObjects(),
        drop_all_run(DEFAULT_PRIVILEGES),
        drop_all_run(USUAL_PRIVILEGES),
        drop_all_run(`select format('revoke %s on schema %I from %s cascade', a.privilege_type, n.nspname, ${GRANTEE})
           from pg_namespace n cross join aclexplode(n.nspacl) a
          where ${USER_SCHEMA} and ${inKept} and a.grantee <> n.nspowner and ${notOfExtension('pg_namespace', 'n.oid')}
            and not exists (${INITIALLY})`),
        drop_all_run(`select format('grant %s on schema %I to %s', a.privilege_type, n.nspname, ${GRANTEE})
           from pg_namespace n join pg_init_privs ip on ip.classoid = 'pg_namespace'::regclass and ip.objoid = n.oid and ip.privtype = 'i'
          cross join aclexplode(ip.initprivs) a
          where ${USER_SCHEMA} and ${inKept} and a.grantee <> a.grantor
            and not exists (select from aclexplode(n.nspacl) p where p.grantee = a.grantee and p.privilege_type = a.privilege_type)`),
        drop_all_run(`select format('comment on schema %I is %s', n.nspname, case n.nspname when 'public' then quote_literal('standard public schema') else 'null' end)
           from pg_namespace n left join pg_description d on d.classoid = 'pg_namespace'::regclass and d.objoid = n.oid and d.objsubid = 0
          where ${USER_SCHEMA} and ${inKept} and ${notOfExtension('pg_namespace', 'n.oid')}
            and coalesce(d.description, '') <> case n.nspname when 'public' then 'standard public schema' else '' end`),
        deleteExtensionRows(),
    ].join('');
}
/** The role of an entry `a` of a list of privileges. */
const GRANTEE = "case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end";
/** Whether a schema `n` of a new database has the entry `a` already; pg_dump writes what differs from that. */
const INITIALLY = `select from pg_init_privs ip cross join aclexplode(ip.initprivs) ia
    where ip.classoid = 'pg_namespace'::regclass and ip.objoid = n.oid and ia.grantee = a.grantee and ia.privilege_type = a.privilege_type`;
/** Takes back what was granted by default, so that the dump's own grants are the only ones. */
const DEFAULT_PRIVILEGES = `
  select format('alter default privileges for role %I %s revoke all on %s from %s cascade',
           pg_get_userbyid(d.defaclrole), case when dn.nspname is null then '' else format('in schema %I', dn.nspname) end,
           case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end,
           ${GRANTEE})
    from pg_default_acl d left join pg_namespace dn on dn.oid = d.defaclnamespace
   cross join aclexplode(d.defaclacl) a
   where a.grantee <> d.defaclrole and d.defaclobjtype in ('r', 'S', 'f', 'T', 'n')
   group by 1`;
/** What everybody may do with new functions and types unless that was taken away. */
const USUAL_PRIVILEGES = `
  select format('alter default privileges for role %I grant %s to public', pg_get_userbyid(d.defaclrole),
           case d.defaclobjtype when 'f' then 'execute on functions' else 'usage on types' end)
    from pg_default_acl d
   where d.defaclnamespace = 0 and d.defaclobjtype in ('f', 'T')`;
/** Large objects belong to no schema and no table. */
function dropLargeObjects() {
    return drop_all_run(`select format('select pg_catalog.lo_unlink(%s)', oid) from pg_largeobject_metadata`);
}
/** The rows of extensions' tables that pg_dump carries: see pg_extension_config_dump. */
function deleteExtensionRows() {
    return drop_all_run(`select format('delete from %s %s', x.config::regclass, x.condition)
    from pg_extension e cross join unnest(e.extconfig, e.extcondition) x(config, condition)
    join pg_class c on c.oid = x.config and c.relkind in ('r', 'p')`);
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/replacement.js







/** Everything is dropped and made anew; schemas that stay are not created again. */
async function replaceContent(parts, contents, signal) {
    const kept = { names: parts.own.names, extensions: contents.names('EXTENSION -') };
    const schemas = await parts.readers.read({ signal }, async (link) => {
        const { rows } = await link.query(`select nspname from pg_namespace where oid in (${keptSchemas(kept)})`);
        return rows.map((row) => String(row['nspname']));
    });
    return {
        before: drop_all_dropAll(kept),
        after: '',
        list: contents.listWithout(schemas.map((name) => ({ kind: 'SCHEMA -', name }))),
    };
}
/** Foreign keys; those of partitions follow their parent's. */
const replacement_FOREIGN_KEYS = `
  select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition,
         quote_literal(d.description) as comment
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_description d on d.classoid = 'pg_constraint'::regclass and d.objoid = k.oid and d.objsubid = 0
   where k.contype = 'f' and k.conparentid = 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   order by 1, 2`;
/** Triggers that would fire as rows are loaded. */
const TRIGGERS = `
  select format('%I.%I', n.nspname, c.relname) as table, quote_ident(t.tgname) as name, t.tgenabled::text as enabled
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not t.tgisinternal and t.tgenabled <> 'D' and c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not (n.nspname = $1::name and c.relname = any ($2::name[]))
   order by 1, 2`;
const MATERIALIZED_VIEWS = `
  select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'm' and c.relispopulated and n.nspname !~ '^pg_' order by c.oid`;
const ENABLE = { O: 'enable', R: 'enable replica', A: 'enable always' };
/**
 * The rows of all tables are replaced, the schema stays as it is, and with it the record of migrations. Foreign keys
 * are taken off and put back, because tables may refer to each other in a circle.
 *
 * @throws SluiceError `ROLL_001` when the database has tables that the backup does not know
 */
async function replaceRows(parts, contents, signal) {
    const found = await parts.readers.read({ signal }, (link) => rowsPlan(parts, link));
    const missing = found.tables.filter((table) => {
        const { kind, name } = tableEntry(table);
        return !contents.has(kind, name);
    });
    if (missing.length > 0) {
        const names = missing.slice(0, 10).map(({ schema, name }) => `${schema}.${name}`);
        throw new errors/* SluiceError */.ah('ROLL_001', `The backup holds rows only, and none of the tables ${names.join(', ')}, which the database has now.`, {
            fix: 'Take the migrations back that made these tables, or choose a backup of mode full. Nothing has been changed.',
        });
    }
    const { foreignKeys, triggers, views, tables } = found;
    const lines = (list) => list.map((line) => `${line};\n`).join('');
    const { schema } = parts.own.names;
    const history = tableEntry({ schema, name: (0,sql_tables/* plainTableName */.w4)(parts.own.names, 'migrations') });
    return {
        before: lines(foreignKeys.map(({ table, name }) => `alter table ${table} drop constraint ${name}`)) +
            lines(triggers.map(({ table, name }) => `alter table ${table} disable trigger ${name}`)) +
            lines(tables.length === 0 ? [] : [`truncate only ${tables.map(quoteTable).join(', only ')}`]) +
            dropLargeObjects() +
            deleteExtensionRows(),
        after: lines(triggers.map(({ table, name, enabled }) => `alter table ${table} ${ENABLE[enabled] ?? 'enable'} trigger ${name}`)) +
            lines(foreignKeys.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`)) +
            lines(foreignKeys.flatMap(({ table, name, comment }) => comment === null ? [] : [`comment on constraint ${name} on ${table} is ${comment}`])) +
            lines(views.map((name) => `refresh materialized view ${name}`)),
        list: contents.listWithout([history]),
    };
}
const replacement_TABLES = `
  select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
   order by 1, 2`;
async function rowsPlan({ own }, link) {
    const [foreignKeys, triggers, views, tables] = await link.steps([
        { text: replacement_FOREIGN_KEYS },
        { text: TRIGGERS, values: [own.names.schema, ownTableNames(own)] },
        { text: MATERIALIZED_VIEWS },
        { text: replacement_TABLES },
    ]);
    const text = (value) => String(value);
    return {
        foreignKeys: (foreignKeys?.rows ?? []).map(({ table, name, definition, comment }) => ({
            table: text(table),
            name: text(name),
            definition: text(definition),
            comment: comment === null ? null : text(comment),
        })),
        triggers: (triggers?.rows ?? []).map(({ table, name, enabled }) => ({
            table: text(table),
            name: text(name),
            enabled: text(enabled),
        })),
        views: (views?.rows ?? []).map(({ name }) => text(name)),
        tables: withoutOwn((tables?.rows ?? []).map(({ schema, name }) => ({ schema: text(schema), name: text(name) })), own).map(({ schema = '', name }) => ({ schema, name })),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/script-header.js
/** Settings in the header of a script, with the server's major version that brought them. */
const script_header_NEWER_SETTINGS = [{ name: 'transaction_timeout', since: 17 }];
/** Lines that stand before a script's first command: comments, settings, psql's guard. */
const HEADER_LINE = /^(?:--.*|SET .*|SELECT pg_catalog\.set_config\(.*|\\restrict .*|)\r?$/;
/** A header is never longer. */
const MOST_BYTES = 64 * 1024;
const NEWLINE = 0x0a;
/**
 * Passes a script on without settings in its header that an older server does not know: pg_restore writes the settings
 * of its own version.
 */
async function* fitHeader(script, serverMajor) {
    const unknown = script_header_NEWER_SETTINGS.filter(({ since }) => serverMajor < since).map(({ name }) => `SET ${name} = `);
    let pending = Buffer.alloc(0);
    for await (const piece of script) {
        if (pending === null) {
            yield piece;
            continue;
        }
        pending = Buffer.concat([pending, piece]);
        for (let end = pending.indexOf(NEWLINE); end !== -1; end = pending.indexOf(NEWLINE)) {
            const line = pending.subarray(0, end).toString('latin1');
            if (!HEADER_LINE.test(line))
                break;
            const kept = !unknown.some((beginning) => line.startsWith(beginning));
            if (kept)
                yield pending.subarray(0, end + 1);
            pending = pending.subarray(end + 1);
        }
        if (pending.includes(NEWLINE) || pending.length > MOST_BYTES) {
            yield pending;
            pending = null;
        }
    }
    if (pending !== null && pending.length > 0)
        yield pending;
}
/**
 * Passes a script of large objects on without its own BEGIN and COMMIT. Such a script holds nothing but calls with
 * hexadecimal data, so no line of it is anybody's text.
 */
async function* withoutTransactions(script) {
    let rest = '';
    for await (const piece of script) {
        const lines = (rest + piece.toString('latin1')).split('\n');
        rest = lines.pop() ?? '';
        const kept = lines.filter((line) => line !== 'BEGIN;' && line !== 'COMMIT;');
        if (kept.length > 0)
            yield Buffer.from(`${kept.join('\n')}\n`, 'latin1');
    }
    if (rest !== '')
        yield Buffer.from(rest, 'latin1');
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/load.js








/** psql failed: the server refused a statement, or the connection broke. Nothing was committed unless COMMIT had been sent. */
class ScriptError extends Error {
    /** What psql wrote; may quote rows. */
    stderr;
    /** It was ended by a signal, so what it had printed last may be lost. */
    killed;
    constructor(stderr, killed) {
        super(programMessage(stderr) || 'psql ended without a word.');
        this.name = 'ScriptError';
        this.stderr = stderr;
        this.killed = killed;
    }
}
/**
 * Loads a dump through `pg_restore --file=-` into psql, so that it is one transaction with whatever has to happen
 * before and after it. When any of the programs ends early, or the dump turns out to be corrupt, psql's input ends
 * without a COMMIT.
 *
 * @throws ScriptError when psql fails; the error of the source when that fails; the signal's reason when it is aborted
 */
async function loadDump(load) {
    const { connection, tools, signal, contents } = load;
    const env = await clientEnvironment(connection);
    const psql = startChild({
        path: tools.psql.path,
        args: ['-X', '-q', '-t', '-A', '--no-password', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-f', '-'],
        env,
        signal,
    });
    const lines = readLines(psql, load.onLine ?? (() => { }));
    const stopped = new AbortController();
    void psql.ended.then(() => stopped.abort(), () => stopped.abort());
    try {
        await write(psql.stdin, load.before);
        await restoreInto(psql.stdin, load, load.list, env, stopped.signal, (script) => fitHeader(script, load.serverMajor));
        if (contents.hasLargeObjects) {
            await restoreInto(psql.stdin, load, contents.largeObjects(), env, stopped.signal, (script) => withoutTransactions(fitHeader(script, load.serverMajor)));
        }
        await write(psql.stdin, load.after);
        psql.stdin.end();
    }
    catch (error) {
        // Its pipe may be seen closed before its end is.
        const psqlEnded = stopped.signal.aborted || error instanceof ReaderGoneError;
        psql.stdin.destroy();
        if (!psqlEnded)
            psql.kill();
        await psql.ended;
        signal.throwIfAborted();
        if (!psqlEnded)
            throw error;
        // Without its last part the script has no COMMIT.
        throw new ScriptError(psql.stderr(), false);
    }
    const code = await psql.ended;
    await lines;
    signal.throwIfAborted();
    if (code !== 0)
        throw new ScriptError(psql.stderr(), code === null);
}
async function readLines(child, onLine) {
    let rest = '';
    child.stdout.setEncoding('utf8');
    for await (const piece of child.stdout) {
        const parts = (rest + piece).split('\n');
        // What a script prints is never of use beyond our own short lines.
        rest = (parts.pop() ?? '').slice(0, 1000);
        parts.forEach(onLine);
    }
}
/** The program that was to read has closed its end. */
class ReaderGoneError extends Error {
}
/** Writes with backpressure; a reader that is gone ends it. */
async function write(to, data) {
    if (to.destroyed || !to.writable)
        throw new ReaderGoneError('The program stopped reading.');
    if (to.write(data))
        return;
    const { promise, resolve } = Promise.withResolvers();
    to.once('drain', resolve).once('close', resolve);
    await promise;
    to.off('drain', resolve).off('close', resolve);
}
async function restoreInto(to, { source, tools, connection, restoreArgs, signal }, list, env, stopped, filter) {
    const listFile = (0,temporary_files/* temporaryPath */.l)(connection.temporaryDirectory, 'list');
    try {
        await (0,temporary_failure/* inTemporaryFolder */.P)(connection.temporaryDirectory, () => (0,promises_.writeFile)(listFile, list, { mode: 0o600, flag: 'wx' }));
        const child = startChild({
            path: tools.pg_restore.path,
            args: ['--file=-', `--use-list=${listFile}`, ...restoreArgs],
            env,
            signal: AbortSignal.any([signal, stopped]),
        });
        const feeding = feed(source, child);
        // Seen below; it may fail before that.
        feeding.catch(() => { });
        for await (const piece of filter(child.stdout))
            await write(to, piece);
        const code = await child.ended;
        await feeding;
        if (code !== 0)
            throw new Error(`${tools.pg_restore.program} failed: ${programMessage(child.stderr())}`);
    }
    finally {
        await (0,promises_.rm)(listFile, { force: true });
    }
}
/** Feeds the dump; reads it to its end even when the program stops before, because only there it is known to be intact. */
async function feed(source, child) {
    const input = source.open(PART);
    let reading = true;
    child.stdin.once('close', () => {
        reading = false;
    });
    try {
        for await (const piece of input)
            if (reading)
                await write(child.stdin, piece).catch(() => { });
    }
    catch (error) {
        child.kill();
        throw error;
    }
    finally {
        child.stdin.end();
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/restore-error.js




/** Reads a failure of loading; null when the error already says what to do. */
function loadFailure(error, server) {
    if (error instanceof errors/* SluiceError */.ah)
        return null;
    if (error instanceof ScriptError)
        return {
            reason: error.message,
            sqlState: errorState(error.stderr),
            killed: error.killed,
            cause: new Error(error.message),
            known: programFailure(error.stderr, server),
        };
    return error instanceof Error
        ? { reason: error.message, sqlState: null, killed: false, cause: error, known: null }
        : null;
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/replace.js













/** Lines that psql prints between the steps of the script, to know how far it came. */
const STEP = {
    loaded: 'sluice-loaded',
    fenced: 'sluice-fenced',
    committing: 'sluice-committing',
    committed: 'sluice-committed',
};
const PID_LINE = /^sluice-backend (\d+)$/;
function opening(parts, fence, { lockTimeoutMs, statementTimeoutMs }) {
    const lock = (0,sql_tables/* tableName */.Cm)(storeDialect, parts.own.names, 'lock');
    return [
        'begin isolation level read committed;',
        ...settings(lockTimeoutMs, statementTimeoutMs),
        "select 'sluice-backend ' || pg_catalog.pg_backend_pid();",
        `select 1 / count(*) from ${lock} where name = ${quoteLiteral(sql_fence/* RUN_LOCK */.eM)} and owner = ${quoteLiteral(fence.owner)} \\g ${NOWHERE}`,
        '',
    ].join('\n');
}
/** Where psql puts rows that nobody reads. */
const NOWHERE = process.platform === 'win32' ? 'NUL' : '/dev/null';
function settings(lockTimeoutMs, statementTimeoutMs) {
    return [
        'set local client_min_messages = warning;',
        `set local lock_timeout = ${String(Math.max(1, Math.round(lockTimeoutMs)))};`,
        `set local statement_timeout = ${String(Math.round(statementTimeoutMs))};`,
        'set local idle_in_transaction_session_timeout = 0;',
        "set local search_path = '';",
        'set local standard_conforming_strings = on;',
    ];
}
/** Checks and extends the lease as the last write; a lost one fails with a division by zero. */
function closing(parts, fence, { lockTimeoutMs, statementTimeoutMs }) {
    const lock = (0,sql_tables/* tableName */.Cm)(storeDialect, parts.own.names, 'lock');
    return [
        '',
        ...settings(lockTimeoutMs, statementTimeoutMs),
        `\\echo ${STEP.loaded}`,
        `with lease as (update ${lock} set expires_at = ${storeDialect.nowPlus(String(fence.leaseMs))}` +
            ` where name = ${quoteLiteral(sql_fence/* RUN_LOCK */.eM)} and owner = ${quoteLiteral(fence.owner)} returning 1)` +
            ` select 1 / count(*) from lease \\g ${NOWHERE}`,
        `\\echo ${STEP.fenced}`,
        `\\echo ${STEP.committing}`,
        'commit;',
        `\\echo ${STEP.committed}`,
        '',
    ].join('\n');
}
/**
 * Replaces the content of the live database in one transaction: drop what is there, load the dump, check the lease,
 * commit. Until the commit nothing has happened.
 *
 * @throws SluiceError `CONF_001` for a backup of the schema alone; `LOCK_001` when the lease was lost; `TOOL_001`;
 *   `DISK_001`, `PERM_001` and `CONN_001` when that is why nothing was changed; `ROLL_001` for all else, with
 *   `details.commit === 'unknown'` when the connection broke during COMMIT
 */
async function replace(parts, fence, source, limits) {
    if (source.mode === 'schema') {
        throw new errors/* SluiceError */.ah('CONF_001', 'A backup of the schema alone cannot replace the database: every row would be gone.', {
            fix: 'Choose a backup of mode full.',
        });
    }
    const { signal } = limits;
    const tools = await requireTools(parts.serverMajor);
    // This name makes the next run end the session, should this one die.
    const connection = { ...parts, applicationName: sessionName('apply', parts.runId) };
    const contents = await readContents(source, tools.pg_restore, await clientEnvironment(connection), signal);
    const replacement = await (source.mode === 'data' ? replaceRows : replaceContent)(parts, contents, signal);
    const reached = new Set();
    let backend = null;
    const onLine = (line) => {
        reached.add(line);
        const pid = PID_LINE.exec(line)?.[1];
        if (pid !== undefined)
            backend = Number(pid);
    };
    try {
        await loadDump({
            connection,
            tools,
            source,
            contents,
            serverMajor: parts.serverMajor,
            list: replacement.list,
            restoreArgs: source.mode === 'data' ? ['--data-only'] : [],
            before: opening(parts, fence, limits) + replacement.before,
            after: replacement.after + closing(parts, fence, limits),
            signal,
            onLine,
        });
    }
    catch (error) {
        // What the server does for a client that is gone would only be rolled back later.
        if (backend !== null && !reached.has(STEP.committing))
            await terminate(parts, backend);
        signal.throwIfAborted();
        if (await leaseIsLost(parts, fence))
            return leaseLost(parts.own.names, fence);
        throw failed(error, reached, parts.target.server);
    }
}
async function terminate({ look }, pid) {
    await look.use((link) => link.query('select pg_catalog.pg_terminate_backend($1::int)', [pid])).catch(() => { });
}
async function leaseIsLost({ look, own }, fence) {
    const lock = (0,sql_tables/* tableName */.Cm)(storeDialect, own.names, 'lock');
    try {
        const { rows } = await look.use((link) => link.query(`select owner from ${lock} where name = $1`, [sql_fence/* RUN_LOCK */.eM]));
        return rows[0]?.['owner'] !== fence.owner;
    }
    catch {
        return false;
    }
}
function failed(error, reached, server) {
    const failure = loadFailure(error, server);
    if (failure === null)
        return error;
    const unknown = failure.killed || (reached.has(STEP.committing) && failure.sqlState === null);
    const outcome = unknown
        ? 'The connection broke during COMMIT, so either the old or the restored content is there, as a whole.'
        : 'It was rolled back: the database is as it was before.';
    const known = unknown ? null : failure.known;
    return new errors/* SluiceError */.ah(known?.code ?? 'ROLL_001', `The backup could not be put in place: ${failure.reason.replace(/\.?$/, '.')} ${outcome}`, {
        cause: failure.cause,
        fix: unknown
            ? 'Run the same rollback again: it is safe to repeat.'
            : `${known?.fix ?? 'Remove the cause named above'}, then run the same rollback again; nothing has been changed.`,
        details: {
            ...(failure.sqlState === null ? {} : { sqlState: failure.sqlState }),
            ...(unknown ? { commit: 'unknown' } : {}),
        },
    });
}

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/admin-link.js


/** A lock that a scratch database's upkeep waits for is held by nobody for long, in ms. */
const LOCK_TIMEOUT_MS = 30_000;
/**
 * Calls `work` with a connection of its own, for commands that may take as long as the data is big: nobody who has to
 * look or cancel waits behind them.
 */
async function withLink(parts, target, work) {
    const link = await connect(target, sessionName('read', parts.runId));
    try {
        const settings = setUp('apply', versionParts(link.serverVersion)[0] ?? 0);
        await link.simple(`${settings}; set lock_timeout = ${String(LOCK_TIMEOUT_MS)}`);
        return await work(link);
    }
    finally {
        await link.end();
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/own-grants.js


/** What was granted to the present account by name on objects of others. */
const OWN_GRANTS = `
  select distinct name from (
    select format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner, a.grantee
      from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) a
     union all
    select format('%I.%I', n.nspname, c.relname), c.relowner, a.grantee
      from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace
           cross join lateral aclexplode(case when cardinality(t.attacl) > 0 then t.attacl end) a
     union all
    select format('schema %I', n.nspname), n.nspowner, a.grantee from pg_namespace n cross join lateral aclexplode(n.nspacl) a
     union all
    select format('%I.%I', n.nspname, p.proname), p.proowner, a.grantee
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join lateral aclexplode(p.proacl) a
     union all
    select format('%I.%I', n.nspname, t.typname), t.typowner, a.grantee
      from pg_type t join pg_namespace n on n.oid = t.typnamespace cross join lateral aclexplode(t.typacl) a) g
   where grantee <> owner and grantee = (select oid from pg_roles where rolname = current_user)
   order by name`;
/**
 * Refuses to prove a copy in which everything belongs to the account itself, when the account holds privileges by name:
 * an owner's own privileges look alike whatever had been granted, so they cannot be compared.
 *
 * @throws SluiceError `PERM_001`
 */
async function refuseOwnGrants(link, user) {
    const { rows } = await link.query(OWN_GRANTS);
    if (rows.length === 0)
        return;
    const names = rows.map(({ name }) => String(name));
    const more = names.length > 10 ? ` and ${String(names.length - 10)} more` : '';
    const account = quoteIdentifier(user);
    throw new errors/* SluiceError */.ah('PERM_001', `This account may not give restored objects to their owners, so the copy is its own, and what was granted to it by name cannot be compared: ${names.slice(0, 10).join(', ')}${more}.`, {
        fix: `Give the account its rights by a role (since PostgreSQL 14: "GRANT pg_read_all_data TO ${account}") and revoke what was granted to it by name; ` +
            'or prove backups with an account that is a superuser, or owns the objects.',
        details: { objects: names },
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/scratch-database.js








const PREFIX = 'sluice_scratch_';
/** A scratch database of which neither name nor mark says who made it counts as left behind after this long, in s. */
const UNMARKED_AFTER_S = 3600;
/** As much of a run's id as has room in a name. */
const TAG_LENGTH = 24;
/** Names: when it was made, by which run, and a random end. */
const NAME = /^sluice_scratch_(?<second>\d+)_(?:(?<tag>[0-9a-z]+)_)?[0-9a-f]{8}$/;
/** What a name can hold of a run's id. */
function tagOf(runId) {
    return runId
        .toLowerCase()
        .replaceAll(/[^0-9a-z]/g, '')
        .slice(-TAG_LENGTH);
}
/** A new name. It tells the maker from the first moment on: a database can be marked only once it is there. */
function newName({ clock, runId }) {
    const second = String(Math.floor(clock.now().getTime() / 1000));
    return [`${PREFIX}${second}`, tagOf(runId), (0,external_node_crypto_.randomBytes)(4).toString('hex')].filter((part) => part !== '').join('_');
}
/** Dropping waits for sessions to leave; the server ends them itself. In ms. */
const DROP_TIMEOUT_MS = 120_000;
/** The comment that marks a database as a scratch of a run. */
function marker(parts) {
    return JSON.stringify({
        sluice: 'scratch',
        runId: parts.runId,
        at: parts.clock.now().toISOString(),
    });
}
/** The run that marked a database; null when the comment is no marker of ours. */
function markedBy(comment) {
    try {
        const { sluice, runId } = JSON.parse(comment ?? '');
        return sluice === 'scratch' && typeof runId === 'string' ? runId : null;
    }
    catch {
        return null;
    }
}
/** The clauses of CREATE DATABASE that make text sort and compare as in the present database. */
async function likePresent({ look, serverMajor }) {
    const columns = [
        'pg_encoding_to_char(encoding) as encoding',
        'datcollate as collate',
        'datctype as ctype',
        serverMajor >= 15 ? 'datlocprovider::text as provider' : "'c' as provider",
        serverMajor >= 17 ? 'datlocale as locale' : serverMajor >= 15 ? 'daticulocale as locale' : 'null as locale',
        serverMajor >= 16 ? 'daticurules as rules' : 'null as rules',
    ];
    const { rows } = await look.use((link) => link.query(`select ${columns.join(', ')} from pg_catalog.pg_database where datname = pg_catalog.current_database()`));
    const row = rows[0] ?? {};
    const clause = (name, column) => row[column] === null ? '' : ` ${name} ${quoteLiteral(String(row[column]))}`;
    const common = `${clause('encoding', 'encoding')}${clause('lc_collate', 'collate')}${clause('lc_ctype', 'ctype')}`;
    switch (row['provider']) {
        case 'i':
            return `${common} locale_provider icu${clause('icu_locale', 'locale')}${clause('icu_rules', 'rules')}`;
        case 'b':
            return `${common} locale_provider builtin${clause('builtin_locale', 'locale')}`;
        default:
            return common;
    }
}
/** Creates an empty, marked database like the present one; returns its name. */
async function createScratch(parts) {
    const name = newName(parts);
    const like = await likePresent(parts);
    parts.scratches.add(name);
    try {
        await withLink(parts, parts.target, async (link) => {
            // template0, because others may have put objects into template1.
            await link.simple(`create database ${quoteIdentifier(name)} template template0${like}`, DROP_TIMEOUT_MS);
            await link.simple(`comment on database ${quoteIdentifier(name)} is ${quoteLiteral(marker(parts))}`);
            // What is thrown away need not survive a crash of the server.
            await link.simple(`alter database ${quoteIdentifier(name)} set synchronous_commit = off`);
        });
        return name;
    }
    catch (error) {
        // It may be there: what cannot be dropped now is swept by a later run.
        await dropScratch(parts, name).catch(() => parts.scratches.delete(name));
        if (sqlStateOf(error) !== '42501')
            throw ownFailure(error);
        const account = quoteIdentifier(parts.target.server.user);
        throw new errors/* SluiceError */.ah('PERM_001', 'This account may not create a scratch database on the server.', {
            cause: error,
            fix: `Run "ALTER ROLE ${account} CREATEDB", or name another database for proofs in backup.scratch.`,
        });
    }
}
/** Drops a scratch database and ends its sessions. */
async function dropScratch(parts, name) {
    const quoted = quoteIdentifier(name);
    try {
        await withLink(parts, parts.target, async (link) => {
            if (parts.serverMajor >= 13) {
                await link.simple(`drop database if exists ${quoted} with (force)`, DROP_TIMEOUT_MS);
                return;
            }
            await link.query('select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where datname = $1', [name]);
            await link.simple(`drop database if exists ${quoted}`, DROP_TIMEOUT_MS);
        });
        parts.scratches.delete(name);
    }
    catch (error) {
        throw notDropped(error, name);
    }
}
function notDropped(error, name) {
    const known = ownFailure(error);
    if (known instanceof errors/* SluiceError */.ah)
        return known;
    const why = error instanceof Error ? error.message : String(error);
    return new errors/* SluiceError */.ah('BACKUP_001', `The scratch database ${name} could not be dropped: ${why}.`, {
        cause: error,
        fix: `Look into the log of the server (is its disk full?), then run "DROP DATABASE ${quoteIdentifier(name)}"; the next migration or rollback tries it again, too.`,
    });
}
const CANDIDATES = `
  select d.datname as name, pg_catalog.shobj_description(d.oid, 'pg_database') as comment,
         extract(epoch from clock_timestamp())::float8 as now
    from pg_catalog.pg_database d
   where starts_with(d.datname, '${PREFIX}') and pg_catalog.pg_has_role(d.datdba, 'USAGE')
   order by d.datname`;
/**
 * Drops scratch databases whose run has no session in the server any more, and files that killed runs left; returns
 * their names.
 */
async function sweepScratch(parts, signal) {
    const files = await (0,temporary_files/* sweepTemporaryFiles */.D)(parts.temporaryDirectory);
    const candidates = await parts.look
        .use((link) => link.query(CANDIDATES))
        .catch((error) => {
        throw ownFailure(error);
    });
    const dropped = [];
    for (const row of candidates.rows) {
        signal.throwIfAborted();
        const name = String(row['name']);
        if (parts.scratches.has(name))
            continue;
        const maker = markedBy(row['comment'] === null ? null : String(row['comment']));
        const { second, tag = maker === null ? undefined : tagOf(maker) } = NAME.exec(name)?.groups ?? {};
        const left = tag === undefined ? isOld(second, Number(row['now'])) : !(await isAlive(parts, tag, name));
        if (!left)
            continue;
        await dropScratch(parts, name);
        dropped.push(name);
    }
    return [...dropped, ...files];
}
function isOld(second, nowSeconds) {
    return second !== undefined && nowSeconds - Number(second) > UNMARKED_AFTER_S;
}
/**
 * Whether a run has a session anywhere in the server; a driver's first session lasts as long as itself. Those in the
 * scratch database do not count: the server may be working there long after its client was killed.
 */
async function isAlive({ look }, tag, scratch) {
    const roles = Object.keys(ROLES).map((role) => sessionName(role, ''));
    const { rows } = await look.use((link) => link.query('select application_name as name from pg_catalog.pg_stat_activity where datname is distinct from $1', [
        scratch,
    ]));
    return rows
        .map((row) => String(row['name']))
        .some((name) => roles.some((role) => name.startsWith(role) && tagOf(name.slice(role.length)) === tag));
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot/scratch.js























/**
 * Restores a dump into a new database on the same server, or into an empty one elsewhere.
 *
 * @throws SluiceError `BACKUP_001` when it cannot be restored; `CONF_001` when the database given is not empty;
 *   `PERM_001` when the account may create none; `TOOL_001`
 */
async function scratch(parts, source, url, signal) {
    const place = url === null ? await newDatabase(parts) : await givenDatabase(parts, url, signal);
    let driver;
    try {
        const tools = await requireTools(place.serverMajor);
        await restore(parts, place, tools, source, signal);
        driver = await parts.openOn(place.target, place.tls, signal);
    }
    catch (error) {
        await driver?.close();
        // A scratch that cannot be left now is swept by a later run.
        await place.leave().catch(() => { });
        throw error;
    }
    const opened = driver;
    return {
        driver: opened,
        name: place.target.server.database,
        async drop() {
            await opened.close();
            await place.leave();
        },
    };
}
async function newDatabase(parts) {
    const name = await createScratch(parts);
    const target = withDatabase(parts.target, name);
    return {
        target,
        tls: parts.tls,
        serverMajor: parts.serverMajor,
        empty: () => withLink(parts, target, emptied),
        leave: () => leaveNew(parts, target, name),
    };
}
/** Drops the database; where the server has no room even for that, its content goes first. */
async function leaveNew(parts, target, name) {
    try {
        await dropScratch(parts, name);
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && error.code === 'CONN_001')
            throw error;
        await withLink(parts, target, emptied).catch(() => { });
        await dropScratch(parts, name);
    }
}
/** A database that somebody gave us: must be empty, or be marked as left by a run of ours. */
async function givenDatabase(parts, url, signal) {
    const target = await targetOf(url, parts.target.connectTimeoutMs);
    const { database } = target.server;
    const serverMajor = await withLink(parts, target, async (link) => {
        await takeOver(link, database, parts, signal);
        return versionParts(link.serverVersion)[0] ?? 0;
    });
    const empty = () => withLink(parts, target, emptied);
    return {
        target,
        tls: url.tls,
        serverMajor,
        empty,
        async leave() {
            await empty();
            await withLink(parts, target, async (link) => {
                await link.simple(`comment on database ${quoteIdentifier(database)} is null`);
            });
        },
    };
}
async function takeOver(link, database, parts, signal) {
    signal.throwIfAborted();
    const { rows } = await link.query("select pg_catalog.shobj_description(oid, 'pg_database') as comment from pg_catalog.pg_database where datname = pg_catalog.current_database()");
    const comment = rows[0]?.['comment'];
    const left = markedBy(typeof comment === 'string' ? comment : null) !== null;
    if (!left && (await objectCount(link, parts)) > 0) {
        throw new errors/* SluiceError */.ah('CONF_001', `The scratch database ${database} is not empty, and what is in it is none of Sluice's.`, {
            fix: 'Name an empty database in backup.scratch: everything in it is dropped after each proof.',
        });
    }
    try {
        await link.simple(`comment on database ${quoteIdentifier(database)} is ${quoteLiteral(marker(parts))}`);
    }
    catch (error) {
        if (sqlStateOf(error) !== '42501')
            throw error;
        throw new errors/* SluiceError */.ah('PERM_001', `This account does not own the scratch database ${database}.`, {
            cause: error,
            fix: `Run "ALTER DATABASE ${quoteIdentifier(database)} OWNER TO" the account of backup.scratch.`,
        });
    }
    if (left)
        await emptied(link);
}
/** Objects of any kind, tables named like Sluice's included. */
async function objectCount(link, parts) {
    await link.simple(`begin; ${STABLE_TEXT}`);
    const nothing = { ...parts.own, names: { schema: '', prefix: '' }, ownSchema: null };
    const { objects } = await readSchema(link, nothing);
    await link.simple('rollback');
    // An extension may be there on purpose, and is no content.
    return objects.filter(({ kind }) => kind !== 'extension').length;
}
/** Drops everything. The commands are psql's: each `\gexec` runs what the query before it returned. */
async function emptied(link) {
    await link.simple("set search_path = ''; set client_min_messages = warning");
    for (const query of drop_all_dropAll({ names: { schema: '', prefix: '' }, extensions: [] }).split('\\gexec\n')) {
        if (query.trim() === '')
            continue;
        const { rows } = await link.query(query, [], 0);
        for (const row of rows)
            await link.simple(String(Object.values(row)[0]), 0);
    }
}
async function restore(parts, place, tools, source, signal) {
    const connection = { ...parts, ...place, applicationName: sessionName('read', parts.runId) };
    const contents = await readContents(source, tools.pg_restore, await clientEnvironment(connection), signal);
    const load = (dump, of, args) => loadDump({
        connection,
        tools,
        source: dump,
        contents: of,
        serverMajor: place.serverMajor,
        list: of.listWithout([]),
        restoreArgs: args,
        before: 'begin;\n',
        after: '\ncommit;\n',
        signal,
    });
    const all = async (args) => {
        if (source.mode !== 'data')
            return load(source, contents, args);
        // Rows need tables; keys, indexes and triggers come after them, as in a full dump.
        const schema = await dumpSchema(parts, tools, signal);
        try {
            const schemaContents = await readContents(schema.source, tools.pg_restore, await clientEnvironment(connection), signal);
            await load(schema.source, schemaContents, [...args, '--section=pre-data']);
            await load(source, contents, args);
            await load(schema.source, schemaContents, [...args, '--section=post-data']);
        }
        finally {
            await schema.remove();
        }
    };
    try {
        await all([]).catch(async (error) => {
            // Only a superuser can give objects to any role; what they hold is the same without their owners.
            if (!['42501', '42704'].includes(loadFailure(error, place.target.server)?.sqlState ?? ''))
                throw error;
            await place.empty();
            await all(['--no-owner']);
            if (place.target.server.user === parts.target.server.user)
                await parts.readers.read({ signal }, (link) => refuseOwnGrants(link, place.target.server.user));
        });
    }
    catch (error) {
        signal.throwIfAborted();
        const failure = loadFailure(error, place.target.server);
        if (failure === null)
            throw error;
        throw new errors/* SluiceError */.ah(failure.known?.code ?? 'BACKUP_001', `The backup could not be restored into the scratch database: ${failure.reason.replace(/\.?$/, '.')}`, {
            cause: failure.cause,
            fix: `${failure.known?.fix ?? 'Remove the cause named above (a missing role or extension on the scratch server?)'}, or name another place in backup.scratch, then prove the backup again.`,
            ...(failure.sqlState === null ? {} : { details: { sqlState: failure.sqlState } }),
        });
    }
}
/** A dump of the present schema in a temporary file. */
async function dumpSchema(parts, tools, signal) {
    const path = (0,temporary_files/* temporaryPath */.l)(parts.temporaryDirectory, 'schema');
    const remove = () => (0,promises_.rm)(path, { force: true });
    try {
        const folder = parts.temporaryDirectory;
        const file = await (0,temporary_failure/* inTemporaryFolder */.P)(folder, () => (0,promises_.open)(path, 'wx', 0o600));
        const child = startChild({
            path: tools.pg_dump.path,
            args: ['--format=custom', '--schema-only', '--no-password', '--no-subscriptions', ...excludePresent(parts.own)],
            env: await clientEnvironment({ ...parts, applicationName: sessionName('read', parts.runId) }),
            signal,
        });
        child.stdin.end();
        await (0,temporary_failure/* inTemporaryFolder */.P)(folder, () => (0,external_node_stream_promises_.pipeline)(child.stdout, file.createWriteStream(), { signal }));
        if ((await child.ended) !== 0) {
            throw new errors/* SluiceError */.ah('BACKUP_001', `The present schema could not be dumped: ${programMessage(child.stderr())}`);
        }
    }
    catch (error) {
        await remove();
        throw error;
    }
    return { source: fileSource(path), remove };
}
function fileSource(path) {
    return { parts: ['database.dump'], mode: 'schema', open: () => (0,external_node_fs_.createReadStream)(path) };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/snapshot.js





/** Backups through pg_dump, pg_restore and psql. */
function snapshotGroup(parts) {
    return {
        dump: (mode, sink, signal) => dump(parts, mode, sink, signal),
        scratch: (source, url, signal) => scratch(parts, source, url === null ? null : (0,database_url/* parseDatabaseUrl */.m)(url), signal),
        replace: (fence, source, limits) => replace(parts, fence, source, limits),
        sweepScratch: (signal) => sweepScratch(parts, signal),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/stores-session.js


/**
 * Row, table, type, schema or other object exists already. Runs that create Sluice's tables at the same moment
 * may also collide in the catalog's own unique indexes, which is a plain 23505.
 */
const DUPLICATES = new Set(['23505', '42P07', '42P06', '42710']);
async function query(link, sql, values) {
    try {
        return await link.query(sql, values);
    }
    catch (error) {
        throw ownFailure(error);
    }
}
/** The session that holds Sluice's own tables, as the stores of every SQL engine want it. */
function storesSession(session) {
    return {
        query: (sql, values) => session.use((link) => query(link, sql, values)),
        inTransaction: (work) => session.use(async (link) => {
            const runner = { query: (sql, values) => query(link, sql, values) };
            await link.simple('begin isolation level read committed');
            try {
                const result = await work(runner);
                await query(link, 'commit');
                return result;
            }
            catch (error) {
                if (!link.lost && link.inTransaction)
                    await link.simple('rollback').catch((cause) => link.destroy(cause));
                throw error;
            }
        }),
        isDuplicate: (error) => DUPLICATES.has(sqlStateOf(error) ?? ''),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/traits.js
/** What plans need to know of PostgreSQL; free of the client library, so that planning loads fast. */
const postgresqlTraits = {
    transactionalSchema: true,
    singleWriter: false,
    sql: {
        dollarQuotes: true,
        nestedComments: true,
        hashComments: false,
        dashCommentNeedsSpace: false,
        backslashEscapes: 'e-strings',
        backtickIdentifiers: false,
        bracketIdentifiers: false,
        delimiterCommand: false,
        compoundBodies: 'atomic',
        copyFromStdin: true,
    },
    replaceGuarantee: 'The restore is one transaction: it takes effect as a whole when it commits, and a failure before that leaves the present state untouched.',
};

;// CONCATENATED MODULE: ./build/js/drivers/postgresql/driver.js















/**
 * Opens PostgreSQL. One connection is made at once, for Sluice's own tables; the others when they are needed: the one
 * that applies, the one that looks at sessions, and those that read.
 *
 * @throws SluiceError `CONN_001` with a fix for the case; `CONF_001` when the root certificate cannot be read
 */
const driver_open = async (url, options) => openOn(await targetOf(url, options.connectTimeoutMs), url.tls, options, options.names.schema);
/**
 * @param ownSchema - the schema that was configured for Sluice's tables; null when they live in the user's own
 */
async function openOn(target, tls, options, ownSchema) {
    const { runId, clock, signal, temporaryDirectory } = options;
    const stores = new Session(target, 'stores', runId);
    const { serverVersion, userSchema } = await stores.use(async (link) => {
        const { rows } = await link.query('select pg_catalog.current_schema() as schema');
        const schema = rows[0]?.['schema'];
        return { serverVersion: link.serverVersion, userSchema: typeof schema === 'string' ? schema : 'public' };
    }, signal);
    // Resolved once: a migration may change the search_path, Sluice's tables stay where they are.
    const names = { ...options.names, schema: options.names.schema ?? userSchema };
    const own = { names, ownSchema };
    const look = new Session(target, 'look', runId);
    const apply = new Session(target, 'apply', runId);
    const canceller = { clock, look };
    const readers = new Readers(target, runId, canceller);
    const relay = new ControlRelay(names, runId, clock);
    const applier = new PostgresApplier({ ...canceller, session: apply, names, relay });
    const sqlSession = storesSession(stores);
    const scratches = new Set();
    return {
        engine: 'postgresql',
        traits: postgresqlTraits,
        probe: (probeSignal) => probe({ readers, own, userSchema }, probeSignal),
        inspect: (inspectSignal) => readers.read({ signal: inspectSignal }, (link) => readSchema(link, own)),
        lock: withSchema((0,sql_stores/* lockStore */.$_)(sqlSession, storeDialect, names), sqlSession, names),
        journal: (0,sql_stores/* journalStore */.Hp)(sqlSession, storeDialect, names),
        history: (0,sql_stores/* historyStore */.O4)(sqlSession, storeDialect, names),
        control: relay.over((0,sql_stores/* controlStore */.bI)(sqlSession, storeDialect, names)),
        apply: applier,
        sessions: sessionGroup({ look, apply, clock, inFlight: () => applier.inFlight }),
        verify: verifyGroup(readers, own),
        snapshot: snapshotGroup({
            target,
            tls,
            readers,
            look,
            own,
            runId,
            clock,
            temporaryDirectory,
            serverMajor: versionParts(serverVersion)[0] ?? 0,
            scratches,
            openOn: (other, otherTls, otherSignal) => openOn(other, otherTls, { ...options, names, signal: otherSignal }, ownSchema),
        }),
        async close() {
            await Promise.all([apply.close(), readers.close(), stores.close(), look.close()]);
        },
    };
}
/** Creates the schema of Sluice's tables before the tables; other runs may be doing the same. */
function withSchema(lock, session, { schema }) {
    return {
        ...lock,
        async acquire(owner, leaseMs) {
            // Asked first, because CREATE SCHEMA wants a privilege even when the schema is there.
            const { rows } = await session.query('select 1 from pg_catalog.pg_namespace where nspname = $1', [schema]);
            if (rows.length === 0) {
                await session.query(`create schema if not exists ${quoteIdentifier(schema)}`).catch((error) => {
                    if (!session.isDuplicate(error))
                        throw error;
                });
            }
            return lock.acquire(owner, leaseMs);
        },
    };
}


/***/ }),

/***/ 10936:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ch: () => (/* binding */ requireLease),
/* harmony export */   PL: () => (/* binding */ extendLease),
/* harmony export */   eM: () => (/* binding */ RUN_LOCK)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _tables_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49020);


/** The only name in the lock table. */
const RUN_LOCK = 'run';
/**
 * Extends the lease as a write of its own, so that the check commits or fails together with the
 * transaction around it. False when another owner has the lock.
 */
async function extendLease(runner, dialect, names, fence) {
    const { affected } = await runner.query(`update ${(0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'lock')} set expires_at = ${dialect.nowPlus(dialect.placeholder(1))}` +
        ` where name = ${dialect.placeholder(2)} and owner = ${dialect.placeholder(3)}`, [fence.leaseMs, RUN_LOCK, fence.owner]);
    return affected > 0;
}
/** As {@link extendLease}; throws `LOCK_001` when the lease was lost. */
async function requireLease(runner, dialect, names, fence) {
    if (await extendLease(runner, dialect, names, fence))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('LOCK_001', 'This run lost its lease on the database to another run; nothing more was written.', {
        fix: 'Look at `sluice status`: another run took over. When it has ended, run the command again.',
        details: { leaseLost: true },
    });
}


/***/ }),

/***/ 36879:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $_: () => (/* binding */ lockStore),
/* harmony export */   Dy: () => (/* binding */ insertJournal),
/* harmony export */   Hp: () => (/* binding */ journalStore),
/* harmony export */   LM: () => (/* binding */ deleteApplied),
/* harmony export */   O4: () => (/* binding */ historyStore),
/* harmony export */   bI: () => (/* binding */ controlStore),
/* harmony export */   lk: () => (/* binding */ insertApplied)
/* harmony export */ });
/* harmony import */ var _fence_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(10936);
/* harmony import */ var _tables_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49020);


/** How many journal rows are read, or ids bound, at a time. */
const PAGE = 500;
/** Comma-separated placeholders from the n-th on. */
function placeholders(dialect, from, count) {
    return Array.from({ length: count }, (_, index) => dialect.placeholder(from + index)).join(', ');
}
/** Appends journal rows through a runner, inside whatever transaction it is in. */
async function insertJournal(runner, dialect, names, rows) {
    if (rows.length === 0)
        return;
    const tuple = (_, index) => {
        const at = (n) => dialect.placeholder(index * 6 + n);
        return `(${at(1)}, ${at(2)}, ${dialect.fromIso(at(3))}, ${at(4)}, ${at(5)}, ${at(6)})`;
    };
    await runner.query(`insert into ${(0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'journal')} (run_id, seq, at, stage, kind, entry) values ${rows.map(tuple).join(', ')}`, rows.flatMap((row) => [row.runId, row.seq, row.at, row.stage, row.kind, row.entry]));
}
/** What is recorded of a migration beside its version. */
const APPLIED_COLUMNS = ['name', 'checksum', 'applied_at', 'duration_ms', 'statements', 'run_id'];
/** Records a migration as applied; replaces the row of a repeatable one. */
async function insertApplied(runner, dialect, names, row) {
    const replacing = dialect.replacing?.('version', APPLIED_COLUMNS);
    if (replacing === undefined)
        await deleteApplied(runner, dialect, names, row.version);
    const at = (n) => dialect.placeholder(n);
    await runner.query(`insert into ${(0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'migrations')} (version, ${APPLIED_COLUMNS.join(', ')})` +
        ` values (${at(1)}, ${at(2)}, ${at(3)}, ${dialect.fromIso(at(4))}, ${at(5)}, ${at(6)}, ${at(7)})${replacing === undefined ? '' : ` ${replacing}`}`, [row.version, row.name, row.checksum, row.appliedAt, row.durationMs, row.statements, row.runId]);
}
/** Forgets a migration that was taken back. */
async function deleteApplied(runner, dialect, names, version) {
    await runner.query(`delete from ${(0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'migrations')} where version = ${dialect.placeholder(1)}`, [version]);
}
/** The leased run lock. */
function lockStore(session, dialect, names) {
    const table = (0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'lock');
    const at = (n) => dialect.placeholder(n);
    async function read() {
        const { rows } = await session.query(`select owner, ${dialect.iso('acquired_at')} as acquired_at, ${dialect.iso('expires_at')} as expires_at,` +
            ` case when expires_at <= ${dialect.now} then 1 else 0 end as expired from ${table} where name = ${at(1)}`, [_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .RUN_LOCK */ .eM]);
        const row = rows[0];
        if (row === undefined)
            return null;
        return {
            owner: String(row['owner']),
            acquiredAt: String(row['acquired_at']),
            expiresAt: String(row['expires_at']),
            expired: Number(row['expired']) === 1,
        };
    }
    async function insert(owner, leaseMs) {
        try {
            await session.query(`insert into ${table} (name, owner, acquired_at, expires_at)` +
                ` values (${at(1)}, ${at(2)}, ${dialect.now}, ${dialect.nowPlus(at(3))})`, [_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .RUN_LOCK */ .eM, owner, leaseMs]);
            return true;
        }
        catch (error) {
            if (session.isDuplicate(error))
                return false;
            throw error;
        }
    }
    /** Takes an expired lock from exactly the owner that was seen; false when somebody was faster. */
    async function takeOver(owner, leaseMs, from) {
        const { affected } = await session.query(`update ${table} set owner = ${at(1)}, acquired_at = ${dialect.now}, expires_at = ${dialect.nowPlus(at(2))}` +
            ` where name = ${at(3)} and owner = ${at(4)} and expires_at <= ${dialect.now}`, [owner, leaseMs, _fence_js__WEBPACK_IMPORTED_MODULE_0__/* .RUN_LOCK */ .eM, from.owner]);
        return affected > 0;
    }
    return {
        async acquire(owner, leaseMs) {
            await (0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .ensureTables */ .a3)(session, dialect, names);
            for (;;) {
                const holder = await read();
                if (holder === null) {
                    if (await insert(owner, leaseMs))
                        return { kind: 'acquired', takenOverFrom: null };
                }
                else if (!holder.expired) {
                    return { kind: 'held', holder };
                }
                else if (await takeOver(owner, leaseMs, holder)) {
                    return { kind: 'acquired', takenOverFrom: holder };
                }
            }
        },
        renew: (fence) => (0,_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .extendLease */ .PL)(session, dialect, names, fence),
        async release(owner) {
            await session.query(`delete from ${table} where name = ${at(1)} and owner = ${at(2)}`, [_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .RUN_LOCK */ .eM, owner]);
        },
        async holder() {
            return (await (0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableExists */ .F9)(session, dialect, names, 'lock')) ? read() : null;
        },
    };
}
function journalRow(row) {
    return {
        runId: String(row['run_id']),
        seq: Number(row['seq']),
        at: String(row['at_iso']),
        stage: String(row['stage']),
        kind: String(row['kind']),
        entry: String(row['entry']),
    };
}
/** The journal; read in pages, so that its length does not matter. */
function journalStore(session, dialect, names) {
    const table = (0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'journal');
    /** Run ids in order of their first row. */
    async function runs(query) {
        const wanted = query.runIds;
        if (wanted !== undefined && wanted.length === 0)
            return [];
        const where = wanted === undefined ? '' : ` where run_id in (${placeholders(dialect, 1, wanted.length)})`;
        const { rows } = await session.query(`select run_id, min(at) as first_at from ${table}${where} group by run_id order by first_at, run_id`, wanted ?? []);
        return rows.map((row) => String(row['run_id']));
    }
    async function* rowsOf(runId, kinds) {
        const restrict = kinds === undefined ? '' : ` and kind in (${placeholders(dialect, 3, kinds.length)})`;
        let after = 0;
        for (;;) {
            const { rows } = await session.query(`select run_id, seq, ${dialect.iso('at')} as at_iso, stage, kind, entry from ${table}` +
                ` where run_id = ${dialect.placeholder(1)} and seq > ${dialect.placeholder(2)}${restrict} order by seq limit ${String(PAGE)}`, [runId, after, ...(kinds ?? [])]);
            for (const row of rows) {
                const parsed = journalRow(row);
                after = parsed.seq;
                yield parsed;
            }
            if (rows.length < PAGE)
                return;
        }
    }
    return {
        async append(fence, rows) {
            await session.inTransaction(async (runner) => {
                await insertJournal(runner, dialect, names, rows);
                await (0,_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .requireLease */ .Ch)(runner, dialect, names, fence);
            });
        },
        async *read(query) {
            if (query.kinds?.length === 0 || !(await (0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableExists */ .F9)(session, dialect, names, 'journal')))
                return;
            for (const runId of await runs(query))
                yield* rowsOf(runId, query.kinds);
        },
    };
}
/** What was applied. */
function historyStore(session, dialect, names) {
    return {
        async list() {
            if (!(await (0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableExists */ .F9)(session, dialect, names, 'migrations')))
                return [];
            const { rows } = await session.query(`select version, name, checksum, ${dialect.iso('applied_at')} as applied_iso, duration_ms, statements, run_id` +
                ` from ${(0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'migrations')}`);
            return rows.map((row) => ({
                version: String(row['version']),
                name: String(row['name']),
                checksum: String(row['checksum']),
                appliedAt: String(row['applied_iso']),
                durationMs: Number(row['duration_ms']),
                statements: Number(row['statements']),
                runId: String(row['run_id']),
            }));
        },
    };
}
/** Requests to live runs. */
function controlStore(session, dialect, names) {
    const table = (0,_tables_js__WEBPACK_IMPORTED_MODULE_1__/* .tableName */ .Cm)(dialect, names, 'control');
    const at = (n) => dialect.placeholder(n);
    return {
        async request({ runId, at: time, request }) {
            await session.query(`insert into ${table} (run_id, at, request) values (${at(1)}, ${dialect.fromIso(at(2))}, ${at(3)})`, [runId, time, request]);
        },
        async read(runId) {
            const { rows } = await session.query(`select ${dialect.iso('at')} as at_iso, request from ${table} where run_id = ${at(1)} order by at`, [runId]);
            return rows.map((row) => ({
                runId,
                at: String(row['at_iso']),
                request: String(row['request']),
            }));
        },
        async clear(runId) {
            await session.query(`delete from ${table} where run_id = ${at(1)}`, [runId]);
        },
    };
}


/***/ }),

/***/ 49020:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cm: () => (/* binding */ tableName),
/* harmony export */   Cy: () => (/* binding */ SLUICE_TABLES),
/* harmony export */   F9: () => (/* binding */ tableExists),
/* harmony export */   a3: () => (/* binding */ ensureTables),
/* harmony export */   cn: () => (/* binding */ PRESENT_TABLES),
/* harmony export */   w4: () => (/* binding */ plainTableName)
/* harmony export */ });
/** Sluice's own tables, by what they hold. */
const SLUICE_TABLES = ['migrations', 'journal', 'lock', 'control'];
/** The tables that belong to the present and are never restored from a backup. */
const PRESENT_TABLES = ['journal', 'lock', 'control'];
/** Unquoted name of one of Sluice's tables. */
function plainTableName(names, table) {
    return `${names.prefix}${table}`;
}
/** Quoted, qualified name of one of Sluice's tables. */
function tableName(dialect, names, table) {
    const name = dialect.quote(plainTableName(names, table));
    return names.schema === null ? name : `${dialect.quote(names.schema)}.${name}`;
}
/** The statement that creates one of Sluice's tables. */
function createTable(dialect, names, table) {
    const { key, text, integer, timestamp } = dialect.types;
    const columns = {
        migrations: [
            `version ${key} not null primary key`,
            `name ${text} not null`,
            `checksum ${text} not null`,
            `applied_at ${timestamp} not null`,
            `duration_ms ${integer} not null`,
            `statements ${integer} not null`,
            `run_id ${key} not null`,
        ],
        journal: [
            `run_id ${key} not null`,
            `seq ${integer} not null`,
            `at ${timestamp} not null`,
            `stage ${key} not null`,
            `kind ${key} not null`,
            `entry ${text} not null`,
            'primary key (run_id, seq)',
        ],
        lock: [
            `name ${key} not null primary key`,
            `owner ${text} not null`,
            `acquired_at ${timestamp} not null`,
            `expires_at ${timestamp} not null`,
        ],
        control: [`run_id ${key} not null`, `at ${timestamp} not null`, `request ${key} not null`],
    };
    return `create table ${tableName(dialect, names, table)} (${columns[table].join(', ')})${dialect.tableSuffix}`;
}
/** Whether one of Sluice's tables is there. */
async function tableExists(session, dialect, names, table) {
    const { sql, values } = dialect.tableExists(names.schema, plainTableName(names, table));
    return (await session.query(sql, values)).rows.length > 0;
}
/** Creates those of Sluice's tables that are missing; other runs may be doing the same. */
async function ensureTables(session, dialect, names) {
    for (const table of SLUICE_TABLES) {
        if (await tableExists(session, dialect, names, table))
            continue;
        try {
            await session.query(createTable(dialect, names, table));
        }
        catch (error) {
            if (!session.isDuplicate(error))
                throw error;
        }
    }
}


/***/ }),

/***/ 58201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ temporaryFailure),
/* harmony export */   P: () => (/* binding */ inTemporaryFolder)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

/** How another folder is chosen, unless it is said. */
const ELSEWHERE = ', or let RUNNER_TEMP (TMPDIR outside of Actions) name another folder';
const FULL = {
    code: 'DISK_001',
    sentence: (folder) => `There is no disk space left for temporary files in ${folder}.`,
    fix: (folder) => `Free disk space for ${folder}`,
};
const DENIED = {
    code: 'PERM_001',
    sentence: (folder) => `The account that runs Sluice may not write temporary files in ${folder}.`,
    fix: (folder) => `Give the account that runs Sluice the rights to ${folder}`,
};
const MISSING = {
    code: 'CONF_001',
    sentence: (folder) => `There is no folder ${folder} for temporary files.`,
    fix: (folder) => `Make the folder ${folder}`,
};
const MEANINGS = {
    ENOSPC: FULL,
    EDQUOT: FULL,
    SQLITE_FULL: FULL,
    EACCES: DENIED,
    EPERM: DENIED,
    EROFS: DENIED,
    ENOENT: MISSING,
    ENOTDIR: MISSING,
};
/**
 * The error of a folder that takes no temporary file; null when the failure is of another kind.
 *
 * @param elsewhere how another folder is chosen, to follow what else would help; empty = it cannot be
 */
function temporaryFailure(error, folder, elsewhere = ELSEWHERE) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    const meaning = typeof code === 'string' ? MEANINGS[code] : undefined;
    if (meaning === undefined)
        return null;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah(meaning.code, meaning.sentence(folder), {
        cause: error,
        fix: `${meaning.fix(folder)}${elsewhere}, then run the command again.`,
        details: { folder },
    });
}
/** Does work on temporary files in a folder; what the folder refuses is told as {@link temporaryFailure} says. */
async function inTemporaryFolder(folder, work) {
    try {
        return await work();
    }
    catch (error) {
        throw temporaryFailure(error, folder) ?? error;
    }
}


/***/ }),

/***/ 72224:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ sweepTemporaryFiles),
/* harmony export */   l: () => (/* binding */ temporaryPath)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);



/** The owner's pid tells what a killed run has left. */
const PATTERN = /^sluice-(?:list|schema|roots|login)-(?<pid>\d+)-[\da-f]{12}(?:\.[a-z]+)?$/;
/** A new path in the folder for temporary files; the name says whose it is. */
function temporaryPath(folder, purpose, extension = '') {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, `sluice-${purpose}-${String(process.pid)}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(6).toString('hex')}${extension}`);
}
function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}
/** Removes what processes that no longer live have left in the folder for temporary files; returns the paths, sorted. */
async function sweepTemporaryFiles(folder) {
    const removed = [];
    for (const name of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(folder).catch(() => [])) {
        const pid = Number(PATTERN.exec(name)?.groups?.['pid'] ?? Number.NaN);
        if (Number.isNaN(pid) || isAlive(pid))
            continue;
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(path, { recursive: true, force: true });
        removed.push(path);
    }
    return removed.toSorted();
}


/***/ })

};
