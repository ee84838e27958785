export const id = 192;
export const ids = [192];
export const modules = {

/***/ 83192:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  open: () => (/* binding */ driver_open)
});

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/drivers/sql/stores.js
var sql_stores = __webpack_require__(36879);
// EXTERNAL MODULE: ./build/js/drivers/sql/fence.js
var sql_fence = __webpack_require__(10936);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/words.js
const SPACE = /[\s\u0000]+/y;
const LINE_COMMENT = /(?:#|--(?=[\s\u0000]|$))[^\n]*/y;
/** `/*! … ` and MariaDB's `/*M! … `: what follows is code, for servers from the version on. */
const CODE_COMMENT = /\/\*M?!\d*/y;
const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;
const COMMENT_END = /\*\//y;
const QUOTED_NAME = /`(?:[^`]+|``)*(?:`|$)/y;
const VARIABLE = /@@?/y;
const WORD = /[\p{L}\p{N}_$]+/uy;
/**
 * The end of the string that begins at `start`, or of the text. A loop, because a regular expression keeps a way back
 * for every character of a string, and runs out of stack at some megabytes.
 */
function endOfString(text, start) {
    const quote = text[start];
    let at = start + 1;
    while (at < text.length) {
        if (text[at] === '\\')
            at += 2;
        else if (text[at] !== quote)
            at += 1;
        else if (text[at + 1] === quote)
            at += 2;
        else
            return at + 1;
    }
    return text.length;
}
/**
 * Reads a statement's tokens, leaving ordinary comments out and stepping into executable ones:
 * `/*!50003 CREATE TRIGGER … *\/` is a CREATE TRIGGER.
 */
function* tokens(text) {
    let position = 0;
    const match = (pattern) => {
        pattern.lastIndex = position;
        const found = pattern.exec(text);
        if (found === null || found[0] === '')
            return null;
        position = pattern.lastIndex;
        return found[0];
    };
    while (position < text.length) {
        if (match(SPACE) ?? match(LINE_COMMENT) ?? match(CODE_COMMENT) ?? match(COMMENT) ?? match(COMMENT_END))
            continue;
        if (text[position] === "'" || text[position] === '"') {
            const end = endOfString(text, position);
            yield { kind: 'literal', text: text.slice(position, end) };
            position = end;
            continue;
        }
        const name = match(QUOTED_NAME);
        if (name !== null) {
            yield { kind: 'name', text: name };
            continue;
        }
        const at = match(VARIABLE);
        if (at !== null) {
            yield { kind: 'sign', text: at };
            continue;
        }
        const word = match(WORD);
        if (word !== null) {
            yield { kind: 'word', text: word.toUpperCase() };
            continue;
        }
        yield { kind: 'sign', text: text[position] ?? '' };
        position += 1;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/classify.js

/** First words of statements that run inside a transaction and are undone with it. */
const TRANSACTIONAL = new Set([
    ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'WITH', 'VALUES', 'TABLE', 'DO'],
    ...['SHOW', 'EXPLAIN', 'DESCRIBE', 'DESC', 'HELP', 'SIGNAL', 'RESIGNAL'],
]);
/** First words of statements that only set up the session. */
const SESSION = new Set(['USE', 'PREPARE', 'DEALLOCATE', 'HANDLER', 'GET']);
const CONTROL = new Set(['COMMIT', 'ROLLBACK', 'SAVEPOINT', 'RELEASE', 'XA']);
/** Scopes that outlive the session. */
const LASTING_SCOPES = new Set(['GLOBAL', 'PERSIST', 'PERSIST_ONLY']);
/** `SET …`, of which some assignments are neither local nor harmless. */
function classifySet(rest) {
    let previous = { kind: 'sign', text: '' };
    let beforePrevious = previous;
    let depth = 0;
    let first = true;
    for (let step = rest.next(); step.done !== true; step = rest.next()) {
        const token = step.value;
        if (first && token.kind === 'word') {
            if (token.text === 'STATEMENT')
                return classifySetStatement(rest);
            if (token.text === 'PASSWORD' || token.text === 'DEFAULT')
                return 'standalone';
        }
        first = false;
        if (token.text === '(')
            depth += 1;
        if (token.text === ')')
            depth -= 1;
        const startsAssignment = depth === 0 && (previous.text === '' || previous.text === ',' || previous.text === '@@');
        if (startsAssignment && token.kind === 'word' && LASTING_SCOPES.has(token.text))
            return 'standalone';
        // `autocommit = 0`, `@@session.autocommit = 0`, `session autocommit := 0`; `@autocommit` is somebody's variable.
        const assigns = token.text === '=' || token.text === ':';
        const name = previous.kind === 'name' ? previous.text.slice(1, -1).toUpperCase() : previous.text;
        if (depth === 0 && assigns && name === 'AUTOCOMMIT' && beforePrevious.text !== '@')
            return 'transaction-control';
        beforePrevious = previous;
        previous = token;
    }
    return 'session';
}
/** MariaDB's `SET STATEMENT variable = value FOR <statement>`. */
function classifySetStatement(rest) {
    for (let step = rest.next(); step.done !== true; step = rest.next()) {
        if (step.value.kind === 'word' && step.value.text === 'FOR')
            return classifyTokens(rest);
    }
    return 'session';
}
/** The next word; skips signs such as the parenthesis of `(SELECT …) UNION …`. */
function nextWord(rest) {
    for (let step = rest.next(); step.done !== true; step = rest.next()) {
        if (step.value.kind === 'word')
            return step.value.text;
    }
    return '';
}
/** Whether a word still comes. */
function hasWord(rest, word) {
    for (let step = rest.next(); step.done !== true; step = rest.next()) {
        if (step.value.kind === 'word' && step.value.text === word)
            return true;
    }
    return false;
}
function classifyTokens(rest) {
    const first = nextWord(rest);
    if (TRANSACTIONAL.has(first))
        return 'transactional';
    if (SESSION.has(first))
        return 'session';
    if (CONTROL.has(first))
        return 'transaction-control';
    switch (first) {
        case 'SET':
            return classifySet(rest);
        case 'START':
            return nextWord(rest) === 'TRANSACTION' ? 'transaction-control' : 'standalone';
        case 'BEGIN':
            // MariaDB's BEGIN NOT ATOMIC … END is a program of its own.
            return nextWord(rest) === 'NOT' ? 'opaque' : 'transaction-control';
        case 'CALL':
        case 'EXECUTE':
        case 'RENAME':
            return 'opaque';
        case 'ALTER':
            return hasWord(rest, 'EXCHANGE') ? 'opaque' : 'standalone';
        case 'LOAD':
            return ['DATA', 'XML'].includes(nextWord(rest)) ? 'transactional' : 'standalone';
        case 'ANALYZE': {
            // ANALYZE TABLE commits; MariaDB's ANALYZE [FORMAT=JSON] SELECT … runs a query and shows its plan.
            const second = nextWord(rest);
            if (second === 'FORMAT') {
                nextWord(rest);
                return TRANSACTIONAL.has(nextWord(rest)) ? 'transactional' : 'standalone';
            }
            return second !== 'TABLE' && TRANSACTIONAL.has(second) ? 'transactional' : 'standalone';
        }
        case 'CREATE': {
            const second = nextWord(rest);
            const third = second === 'OR' && nextWord(rest) === 'REPLACE' ? nextWord(rest) : second;
            return third === 'TEMPORARY' ? 'session' : 'standalone';
        }
        case 'DROP': {
            const second = nextWord(rest);
            return second === 'TEMPORARY' || second === 'PREPARE' ? 'session' : 'standalone';
        }
        case '':
            // Nothing but comments.
            return 'session';
        default:
            // What is not known is treated as committing by itself: the careful reading.
            return 'standalone';
    }
}
/**
 * How MySQL and MariaDB have a statement run. Changes of the schema, of accounts and of the server commit
 * by themselves; so may procedures (CALL) and prepared statements (EXECUTE), whose effect the schema does
 * not show, nor that of swapped names and partitions.
 */
function classify(statement) {
    return classifyTokens(tokens(statement.text));
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/server-error.js
/**
 * What a server's error says, read once: its number, its SQLSTATE and its message without data.
 * The client library's own error is never handed on: it carries the whole statement.
 */
/** An error of the server or of the connection, safe to print. */
class ServerError extends Error {
    /** The server's number; null for failures of the connection itself. */
    errno;
    sqlState;
    /** Node's or the client library's code: `ECONNRESET`, `PROTOCOL_CONNECTION_LOST`. */
    code;
    /** The session is gone, and with it all that it had not committed. */
    lost;
    constructor(message, facts) {
        super(message);
        this.name = 'ServerError';
        this.errno = facts.errno;
        this.sqlState = facts.sqlState;
        this.code = facts.code;
        this.lost = facts.lost;
    }
}
/** Errors by which the server says that it ends the session: shutdown, killed, packets out of order, idle limits. */
const SESSION_ENDED = new Set([
    1053, 1079, 1080, 1152, 1153, 1156, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 3169, 4031,
]);
/** The data in the messages of the server, and what stands there instead; names of keys and columns stay. */
const DATA_IN_MESSAGES = [
    [/Duplicate entry '.*' for key/s, "Duplicate entry '…' for key"],
    [/, record '.*' would lead/s, ", record '…' would lead"],
    // 1366, 1292, 1411, 1525: Incorrect integer value: '…' for column …; Truncated incorrect DOUBLE value: '…'
    [/\bvalue:? '.*'(?= for (?:column|function)\b|$)/s, "value '…'"],
    // 1690: DOUBLE value is out of range in '(…)'
    [/is out of range in '.*'$/s, "is out of range in '…'"],
    // 1526, 1493: Table has no partition for value …
    [/no partition for value .*$/s, 'no partition for value …'],
    // 3140, 4038: Invalid JSON text: "…" at position 1 in value for column
    [/Invalid JSON text: ".*" at position/s, 'Invalid JSON text: "…" at position'],
    // 3854, 1977: Cannot convert string '…' from utf8mb4 to latin1
    [/(convert string|character string:) '.*?'/gis, "$1 '…'"],
    // 1300: Invalid utf8mb4 character string: '…' is caught above; 1416, 3055: geometry and spatial values carry none.
];
/** Cuts data out of a server's message; a rejected value may be anything, even a secret. */
function withoutData(message) {
    return DATA_IN_MESSAGES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), message);
}
function member(error, name) {
    return typeof error === 'object' && error !== null ? error[name] : undefined;
}
/** Reads whatever the client library threw. */
function serverError(error) {
    if (error instanceof ServerError)
        return error;
    const errno = member(error, 'errno');
    const sqlState = member(error, 'sqlState');
    const code = member(error, 'code');
    const message = member(error, 'sqlMessage') ?? member(error, 'message');
    // Node's own errors have an errno too: negative, and without SQLSTATE.
    const number = typeof errno === 'number' && errno > 0 ? errno : null;
    return new ServerError(withoutData(typeof message === 'string' && message !== '' ? message : String(code ?? error)), {
        errno: number,
        sqlState: typeof sqlState === 'string' && sqlState !== '' ? sqlState : null,
        code: typeof code === 'string' ? code : null,
        lost: number === null ? true : SESSION_ENDED.has(number),
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/connection-error.js


function byNumber(errno, { host, port, user, database }) {
    const at = `${host}:${port}`;
    switch (errno) {
        case 1045:
        case 1698:
            return {
                sentence: `The server at ${at} refused the user "${user}" or the password.`,
                fix: 'Check user and password of the database URL, that the account may log in from this host, and whether it demands TLS; special characters in the password have to be percent-encoded.',
            };
        case 1044:
            return {
                code: 'PERM_001',
                sentence: `The user "${user}" has no access to the database "${database}" on ${at}.`,
                fix: `GRANT the account privileges ON the database, or correct the database URL.`,
            };
        case 1049:
            return {
                sentence: `The database "${database}" does not exist on ${at}.`,
                fix: 'Create the database, or correct its name in the database URL.',
            };
        case 1040:
        case 1203:
        case 1226:
            return {
                sentence: `The server at ${at} has no free connection for the user "${user}".`,
                fix: 'Close idle connections, or raise max_connections (max_user_connections of the account); Sluice needs up to six.',
            };
        case 1129:
        case 1130:
            return {
                sentence: `The server at ${at} does not let this host in.`,
                fix: "Create the account for this host (or '%'); a host blocked for errors is freed by FLUSH HOSTS.",
            };
        case 3159:
            return {
                sentence: `The server at ${at} accepts encrypted connections only.`,
                fix: 'Take sslmode=disable out of the database URL.',
            };
        case 1251:
        case 2059:
            return {
                sentence: `The account "${user}" on ${at} uses a login method that Sluice does not know.`,
                fix: 'Give the account caching_sha2_password or mysql_native_password.',
            };
        default:
            return null;
    }
}
const CERTIFICATE = /^(?:ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL|ERR_SSL)/;
function byCode(code, message, { host, port, user }) {
    const at = `${host}:${port}`;
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || /does not match certificate's altnames/.test(message)) {
        return {
            sentence: `The certificate of ${at} is not made out to the host name "${host}".`,
            fix: 'Connect by a name that the certificate holds, or use sslmode=verify-ca.',
        };
    }
    if (CERTIFICATE.test(code) || (code === 'HANDSHAKE_SSL_ERROR' && /certificate/i.test(message))) {
        return {
            sentence: `The certificate of ${at} is not trusted.`,
            fix: "Name the authority's certificate with sslrootcert in the database URL.",
        };
    }
    switch (code) {
        case 'HANDSHAKE_NO_SSL_SUPPORT':
            return {
                sentence: `The server at ${at} offers no TLS, and the database URL demands it.`,
                fix: 'Switch TLS on in the server, or use sslmode=disable where the network is trusted.',
            };
        case 'HANDSHAKE_SSL_ERROR':
            return {
                sentence: `No encrypted connection to ${at} could be agreed on.`,
                fix: "Check the server's TLS versions and its certificate.",
            };
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
        case 'EHOSTUNREACH':
        case 'ENETUNREACH':
        case 'ETIMEDOUT':
            return {
                sentence: `The server at ${at} cannot be reached from here (${code}).`,
                fix: 'Check firewalls, private networks and the address in the database URL.',
            };
        case 'AUTH_SWITCH_PLUGIN_ERROR':
            return {
                sentence: `The account "${user}" on ${at} uses a login method that Sluice does not know.`,
                fix: 'Give the account caching_sha2_password or mysql_native_password.',
            };
        default:
            return null;
    }
}
/** The error with a code of its own: Node wraps it when it tried several addresses, the client library when TLS failed. */
function telling(error) {
    if (error instanceof AggregateError && error.errors.length > 0)
        return telling(error.errors[0]);
    return error;
}
/** Why no connection could be opened, as `CONN_001` (`PERM_001` for a database closed to the account) with its fix. */
function connectFailure(thrown, server) {
    const error = serverError(telling(thrown));
    const known = (error.errno === null ? null : byNumber(error.errno, server)) ??
        (error.code === null ? null : byCode(error.code, error.message, server));
    const sentence = known?.sentence ?? `No connection to ${server.host}:${server.port}: ${error.message.replace(/\.$/, '')}.`;
    return new errors/* SluiceError */.ah(known?.code ?? 'CONN_001', sentence, {
        cause: error,
        ...(known === null ? {} : { fix: known.fix }),
        details: { errno: error.errno, sqlState: error.sqlState },
    });
}
/** A connection that was there and broke; `details.commit` is added where a write was under way. */
function connectionLost(cause, server, details = {}) {
    return new errors/* SluiceError */.ah('CONN_001', `The connection to ${server.host}:${server.port} was lost.`, {
        cause,
        fix: 'Check the server and the network between, then run the command again: it looks first what had happened.',
        details: { ...details, lost: true },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/quote.js
/** Quotes one identifier; always, so that no name can be read as a keyword or as more SQL. */
function quoteIdentifier(name) {
    return `\`${name.replaceAll('`', '``')}\``;
}
/** Quotes a table's name together with its database. */
function quoteTable(table) {
    const name = quoteIdentifier(table.name);
    return table.schema === undefined ? name : `${quoteIdentifier(table.schema)}.${name}`;
}
/**
 * Writes a value as a literal. Text goes as hex with its character set, so that it means the same
 * whatever `sql_mode` (backslashes, ANSI quotes) and `SET NAMES` a migration left in the session.
 */
function literal(value) {
    if (value === null)
        return 'null';
    if (typeof value === 'number')
        return String(value);
    return `_utf8mb4 x'${Buffer.from(value, 'utf8').toString('hex')}'`;
}
/** Puts the values in the place of the `?` of a query, in order; a `?` inside a quoted identifier is no placeholder. */
function bind(sql, values) {
    if (values.length === 0)
        return sql;
    let next = 0;
    const bound = sql.replaceAll(/`(?:[^`]|``)*`|'[^']*'|\?/g, (part) => {
        if (part !== '?')
            return part;
        const value = values[next++];
        if (value === undefined)
            throw new Error(`The query has more placeholders than the ${values.length} values given.`);
        return literal(value);
    });
    if (next !== values.length)
        throw new Error(`The query has ${next} placeholders for ${values.length} values.`);
    return bound;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/dialect.js

/** How Sluice's own tables are written and read here; every time is UTC, whatever the session's time zone. */
const mysqlDialect = {
    quote: quoteIdentifier,
    placeholder: () => '?',
    types: {
        key: 'varchar(255) character set utf8mb4 collate utf8mb4_bin',
        text: 'longtext character set utf8mb4 collate utf8mb4_bin',
        integer: 'bigint',
        timestamp: 'datetime(3)',
    },
    // The row format is named for servers whose default leaves too little room for a key of 255 characters.
    tableSuffix: ' engine=InnoDB row_format=dynamic default character set utf8mb4',
    now: 'utc_timestamp(3)',
    nowPlus: (ms) => `(utc_timestamp(3) + interval (${ms} * 1000) microsecond)`,
    iso: (column) => `concat(left(date_format(${column}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')`,
    fromIso: (placeholder) => `cast(replace(${placeholder}, 'Z', '') as datetime(3))`,
    tableExists: (schema, table) => ({
        sql: 'select 1 from information_schema.tables where table_schema = ' +
            `${schema === null ? 'database()' : '?'} and table_name = ? limit 1`,
        values: schema === null ? [table] : [schema, table],
    }),
};

;// CONCATENATED MODULE: ./build/js/drivers/mysql/send.js
/** SERVER_STATUS_IN_TRANS of the protocol. */
const IN_TRANSACTION = 1;
/**
 * Sends one statement and hands each row out as it comes, so that a large result needs no memory.
 * `byPosition`: columns are named `0`, `1`, … in their order, which their own names do not always tell.
 * Rejects with whatever the library reports, also when the connection breaks meanwhile.
 */
function send({ connection }, sql, onRow, byPosition = false) {
    const flow = { pause: () => connection.pause(), resume: () => connection.resume() };
    return new Promise((resolve, reject) => {
        let affected = 0;
        let returned = 0;
        let header = null;
        let isHeader = false;
        let failure;
        const settle = (action) => {
            connection.off('error', broken);
            action();
        };
        // A statement in flight hears of a broken connection only through the connection.
        const broken = (error) => settle(() => reject(error));
        connection.on('error', broken);
        const query = connection.query({ sql, rowsAsArray: byPosition });
        query.on('fields', (fields) => {
            isHeader = fields === undefined;
            header = null;
        });
        query.on('result', (result) => {
            if (isHeader) {
                header = result;
                affected += header.affectedRows;
            }
            else {
                returned += 1;
                onRow(result, flow);
            }
        });
        query.on('error', (error) => {
            failure = error;
            // A connection closed before the statement could be sent ends no query.
            if (error.fatal)
                settle(() => reject(error));
        });
        query.on('end', () => {
            settle(() => {
                if (failure !== undefined) {
                    reject(failure);
                    return;
                }
                const last = header;
                resolve({
                    affected,
                    returned,
                    warnings: last === null ? null : last.warningStatus,
                    inTransaction: last === null ? null : (last.serverStatus & IN_TRANSACTION) !== 0,
                });
            });
        });
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/session.js





/** A statement was ended because its time was up. */
class TimeIsUp extends Error {
    constructor() {
        super('The time limit of the statement ran out.');
        this.name = 'TimeIsUp';
    }
}
/** For the small queries of Sluice itself. */
const QUERY_TIMEOUT_MS = 30_000;
/** How long a statement may take to end after KILL QUERY; an ALTER throws away what it copied. */
const END_TIMEOUT_MS = 60_000;
/** How often a statement in flight is looked at from outside. */
const WATCH_MS = 10_000;
/** After how many looks in vain a connection counts as lost: its answer may just be on its way. */
const MISSED_LOOKS = 3;
/** One connection for as long as somebody has it to himself; never reconnects. */
class Held {
    #connected;
    #options;
    /** The server's id of this connection. */
    id;
    #lost = null;
    #failPending = null;
    constructor(connected, options) {
        this.#connected = connected;
        this.#options = options;
        this.id = connected.connection.threadId ?? 0;
        connected.connection.on('error', (error) => this.#lose(serverError(error)));
        connected.connection.on('end', () => this.#lose(new ServerError('The server closed the connection.', { errno: null, sqlState: null, code: null, lost: true })));
    }
    /** Why the connection is gone; null while it is there. */
    get lost() {
        return this.#lost;
    }
    /** Closes the connection at once, and fails what is in flight. */
    destroy(why = 'The connection was closed.') {
        this.#connected.destroy();
        this.#lose(new ServerError(why, { errno: null, sqlState: null, code: 'CLOSED', lost: true }));
    }
    /** Says good-bye, so that the server need not find out. */
    async end() {
        if (this.#lost !== null)
            return;
        this.#lose(new ServerError('The connection was closed.', { errno: null, sqlState: null, code: 'CLOSED', lost: true }));
        const { connection } = this.#connected;
        const patience = new AbortController();
        await Promise.race([
            new Promise((resolve) => {
                connection.end(() => resolve());
            }),
            this.#options.clock.sleep(2_000, patience.signal).catch(() => { }),
        ]);
        patience.abort();
        this.#connected.destroy();
    }
    /**
     * Runs one statement and hands out its rows.
     *
     * @throws ServerError the server's or the connection's; {@link TimeIsUp}; the signal's reason
     */
    async run(sql, onRow = () => { }, options = {}) {
        const { signal } = options;
        signal?.throwIfAborted();
        if (this.#lost !== null)
            throw this.#lost;
        const { clock } = this.#options;
        const timeoutMs = options.timeoutMs ?? (signal === undefined ? QUERY_TIMEOUT_MS : 0);
        const done = new AbortController();
        let ended = null;
        const ending = { work: null };
        const end = (why) => {
            ended ??= why;
            ending.work ??= this.#endStatement(done.signal);
            // Held-back rows would hold back the word that the statement has ended.
            this.#connected.connection.resume();
        };
        const onAbort = () => end('aborted');
        signal?.addEventListener('abort', onAbort, { once: true });
        if (timeoutMs > 0) {
            void clock.sleep(timeoutMs, done.signal).then(() => end('time is up'), () => { });
        }
        if (timeoutMs === 0)
            void this.#watch(done.signal);
        try {
            return await Promise.race([
                send(this.#connected, sql, onRow, options.byPosition),
                new Promise((_resolve, reject) => {
                    this.#failPending = reject;
                }),
            ]);
        }
        catch (thrown) {
            const error = serverError(thrown);
            if (error.lost)
                this.#lose(error);
            if (ended === 'aborted')
                signal?.throwIfAborted();
            if (ended === 'time is up')
                throw new TimeIsUp();
            throw error;
        }
        finally {
            this.#failPending = null;
            signal?.removeEventListener('abort', onAbort);
            done.abort();
            // Otherwise a KILL QUERY still on its way would hit the next statement.
            await ending.work;
        }
    }
    /** As {@link run} with bound values, rows collected; meant for small results. */
    async query(sql, values = [], options = {}) {
        const rows = [];
        const { affected } = await this.run(bind(sql, values), (row) => rows.push(row), options);
        return { rows, affected };
    }
    #lose(error) {
        this.#lost ??= error;
        this.#failPending?.(this.#lost);
    }
    /** Ends the statement in flight: kindly, then by closing the connection. */
    async #endStatement(done) {
        const { overseer, clock } = this.#options;
        if (overseer === null) {
            this.destroy();
            return;
        }
        try {
            await overseer.killQuery(this.id);
        }
        catch {
            this.destroy();
            return;
        }
        void clock.sleep(END_TIMEOUT_MS, done).then(() => this.destroy(), () => { });
    }
    /** Finds out when the server's answer can no longer come: the connection hangs, and TCP does not notice. */
    async #watch(done) {
        const { overseer, clock } = this.#options;
        if (overseer === null)
            return;
        try {
            for (let missed = 0; missed < MISSED_LOOKS;) {
                await clock.sleep(WATCH_MS, done);
                missed = (await overseer.isBusy(this.id).catch(() => false)) ? 0 : missed + 1;
            }
        }
        catch {
            return; // The statement has ended.
        }
        if (!done.aborted)
            this.destroy('The server has ended the statement or the session, but its answer did not arrive.');
    }
}
/** A connection that is opened when it is needed, given to one piece of work at a time, and opened again when it broke in between. */
class Session {
    #options;
    #held = null;
    #tail = Promise.resolve();
    #closed = false;
    constructor(options) {
        this.#options = options;
    }
    /** The server's id of the connection; null when there is none. */
    get id() {
        return this.#held === null || this.#held.lost !== null ? null : this.#held.id;
    }
    /** Nobody can use it any more. */
    get closed() {
        return this.#closed && this.id === null;
    }
    /**
     * Gives the connection to `work` alone; others wait until it is done.
     *
     * @throws SluiceError `CONN_001` when the connection cannot be opened; else what `work` throws
     */
    async exclusive(work, signal) {
        const turn = this.#tail.then(async () => work(await this.#open(signal)));
        this.#tail = turn.catch(() => { });
        return turn;
    }
    /** Ends the connection, once the work under way is done; safe to call twice. */
    async close() {
        this.#closed = true;
        const closing = this.#tail.then(() => this.#held?.end());
        this.#tail = closing.catch(() => { });
        await closing;
    }
    /** Closes the connection at once; what is in flight fails. */
    destroy() {
        this.#held?.destroy();
    }
    async #open(signal) {
        if (this.#held !== null && this.#held.lost === null)
            return this.#held;
        const { connect, server, setUp } = this.#options;
        if (this.#closed)
            throw new errors/* SluiceError */.ah('CONN_001', 'The database was closed already.');
        if (this.#options.once === true && this.#held?.lost)
            throw connectionLost(this.#held.lost, server);
        const held = new Held(await connect(signal), this.#options);
        try {
            await setUp(async (sql) => (await held.query(sql)).rows);
        }
        catch (error) {
            held.destroy();
            if (error instanceof ServerError && error.lost)
                throw connectionLost(error, server);
            throw error;
        }
        this.#held = held;
        return held;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/statement-error.js

/** What a server's error means whoever sent the statement: a privilege or disk space is missing; null for all others. */
function missingIn(errno, message, account) {
    const known = statement_error_byNumber({ errno, message }, null, account);
    switch (known?.code) {
        case 'PERM_001':
            return { code: 'PERM_001', fix: known.fix ?? errors/* ERROR_CODES */.OQ.PERM_001.fix };
        case 'DISK_001':
            return { code: 'DISK_001', fix: NO_ROOM };
        default:
            return null;
    }
}
const NO_ROOM = 'Free disk space on the volume of the database server, then run the command again.';
/** `SELECT command denied to user 'a'@'h' for table …` → the GRANT that is missing, as far as the message tells. */
function missingGrant(message, account = 'the account of the database URL') {
    const denied = /^(.+?) command denied to user ('[^']*'@'[^']*')/.exec(message);
    if (denied)
        return `GRANT ${String(denied[1])} ON the object named above TO ${String(denied[2])}, then run the command again.`;
    const needed = /need \(at least one of\) the (.+?) privilege/.exec(message);
    if (needed) {
        // Of those that would do, SUPER is the one that does the most besides.
        const names = (needed[1] ?? '').split(', ').toSorted((a, b) => Number(a === 'SUPER') - Number(b === 'SUPER'));
        return `GRANT ${names[0] ?? ''} ON *.* TO ${account}; Then run the command again.`;
    }
    return 'Grant the account of the database URL the privilege named above, then run the command again.';
}
function statement_error_byNumber(error, limits, account) {
    const waited = limits === null ? 'too long' : `longer than ${limits.lockTimeoutMs} ms`;
    switch (error.errno) {
        case 1205:
        case 3572:
            return { code: 'LOCK_002', why: `waited ${waited} for a lock` };
        case 1213:
        case 3058:
            return {
                code: 'LOCK_002',
                why: 'was chosen to give way in a deadlock',
                fix: 'Run the command again; the transaction was rolled back as a whole.',
                details: { deadlock: true },
            };
        case 1317:
        case 1969:
        case 3024:
        case 1028:
            return {
                code: 'TIME_001',
                why: 'was interrupted',
                fix: 'Look who ended it (a time limit of the server, KILL QUERY), then run the command again.',
            };
        case 1044:
        case 1142:
        case 1143:
        case 1227:
        case 1370:
        case 1410:
        case 1419:
            return { code: 'PERM_001', why: 'was denied', fix: missingGrant(error.message, account) };
        case 1021:
        case 1114:
            return { code: 'DISK_001', why: 'found no room', fix: NO_ROOM };
        case 3:
        case 1004:
        case 1005:
        case 1006:
        case 1026:
        case 1030:
            // The operating system's own number stands in the message; 28 is ENOSPC on every platform that matters.
            return /(?:errno|errcode|error):? "?28\b/i.test(error.message)
                ? { code: 'DISK_001', why: 'found no room', fix: NO_ROOM }
                : null;
        case 1153:
            return {
                code: 'SQL_001',
                why: 'is larger than the server accepts',
                fix: 'Raise max_allowed_packet on the server, or split the statement.',
            };
        case 1290:
        case 1792:
        case 1836:
            return {
                code: 'SQL_001',
                why: 'needs a server that may be written to',
                fix: 'Connect to the primary, or switch read_only off.',
            };
        default:
            return null;
    }
}
/**
 * The error that the contract promises for a failed statement: `LOCK_002` (a deadlock has
 * `details.deadlock`), `TIME_001`, `PERM_001`, `DISK_001`, else `SQL_001`; each with the statement's
 * index and line, the SQLSTATE and the server's own number. A lost session is not handled here.
 */
function statementError(error, context) {
    const { statement, doing, limits } = context;
    const known = statement_error_byNumber(error, limits);
    const subject = statement === null ? doing : `Statement ${statement.index + 1} (line ${statement.line})`;
    return new errors/* SluiceError */.ah(known?.code ?? 'SQL_001', `${subject} ${known?.why ?? 'failed'}: ${error.message}`, {
        cause: error,
        ...(known?.fix === undefined ? {} : { fix: known.fix }),
        details: {
            ...(statement === null ? {} : { statement: statement.index, line: statement.line }),
            sqlState: error.sqlState,
            errno: error.errno,
            ...known?.details,
        },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/failure.js





function timeIsUp({ statement, doing, limits }) {
    const limit = limits === null || limits.statementTimeoutMs === 0 ? 'its time limit' : `${limits.statementTimeoutMs} ms`;
    const subject = statement === null ? doing : `Statement ${statement.index + 1} (line ${statement.line})`;
    return new errors/* SluiceError */.ah('TIME_001', `${subject} took longer than ${limit} and was ended.`, {
        fix: 'Raise statement-timeout, or split the work into smaller migrations.',
        ...(statement === null ? {} : { details: { statement: statement.index, line: statement.line, sqlState: null } }),
    });
}
/** Turns what a session threw into what the contract promises; everything else is passed through as it is. */
function failure(thrown, context) {
    if (thrown instanceof TimeIsUp)
        return timeIsUp(context);
    if (!(thrown instanceof ServerError))
        return thrown;
    if (!thrown.lost)
        return statementError(thrown, context);
    const { statement } = context;
    return connectionLost(thrown, context.server, {
        ...(statement === null ? {} : { statement: statement.index, line: statement.line }),
        ...(context.mayBeDone ? { commit: 'unknown' } : {}),
    });
}
/** Runs work on a session for Sluice itself; a failure names what it was `doing`: `Reading the schema`. */
async function explained(doing, server, work) {
    try {
        return await work();
    }
    catch (thrown) {
        throw failure(thrown, { server, doing, statement: null, limits: null, mayBeDone: false });
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/limits.js
/** The server's time limit lies above the one that this side keeps; it counts when this side has died. */
const SERVER_EXTRA_MS = 5_000;
/**
 * The statement that gives a session its limits. Lock waits come in whole seconds: cut down, because
 * those who queue behind a waiting ALTER must not wait longer than was allowed, but at least one.
 */
function limitStatements(limits, mariadb) {
    const seconds = Math.max(1, Math.floor(limits.lockTimeoutMs / 1000));
    const { statementTimeoutMs } = limits;
    const longest = statementTimeoutMs === 0 ? 0 : (statementTimeoutMs + SERVER_EXTRA_MS) / 1000;
    // MySQL's max_execution_time bounds SELECT alone; there KILL QUERY is the only limit.
    const statementLimit = mariadb ? `, session max_statement_time = ${longest}` : '';
    return `set session lock_wait_timeout = ${seconds}, session innodb_lock_wait_timeout = ${seconds}${statementLimit}`;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/warnings.js

/**
 * Empties the server's list of warnings. It lasts until a statement that reads a table: without this, those
 * of an earlier statement would be taken for the warnings of a `SELECT 1`.
 */
async function clearWarnings(held) {
    await held.query('select 1 from information_schema.engines limit 0');
}
/** The server's warnings about the statement before; notes are none. */
async function readWarnings(held) {
    const { rows } = await held.query('show warnings');
    return rows
        .filter((row) => row['Level'] !== 'Note')
        .map((row) => `${String(row['Level'])} ${String(row['Code'])}: ${withoutData(String(row['Message']))}`);
}
/**
 * What a row of OPTIMIZE, REPAIR, CHECK and ANALYZE TABLE complains about: these report failures as rows.
 * Null for any other row.
 */
function complaintOf(row) {
    const kind = row['Msg_type'];
    if (typeof kind !== 'string' || !/^(?:warning|error)$/i.test(kind))
        return null;
    return `${kind} about ${String(row['Table'])}: ${String(row['Msg_text'])}`;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/applier.js









/** Complaints kept of one statement; a CHECK over many tables can have thousands. */
const MAX_COMPLAINTS = 64;
/** Runs migrations on the session that is made for it. */
function applier(parts) {
    const { session, stores, server, names, tag } = parts;
    let inFlight = null;
    // A connection on which a migration set up the session: opened again, it would not be the same one.
    let settingsOn = null;
    // A connection whose list of warnings may hold some of an earlier statement.
    let unclearOn = null;
    let limited = null;
    const fail = (thrown, context) => failure(thrown, { server, statement: null, doing: 'The transaction', limits: null, mayBeDone: false, ...context });
    async function prepare(held, limits) {
        limits.signal.throwIfAborted();
        if (settingsOn !== null && settingsOn !== held) {
            settingsOn = null;
            throw connectionLost(undefined, server, { settingsLost: true });
        }
        // Only when they differ: a migration may have set its own since.
        const statement = limitStatements(limits, parts.mariadb);
        if (limited?.held === held && limited.limits === statement)
            return;
        await held.query(statement);
        limited = { held, limits: statement };
    }
    function checkSize(statement) {
        const size = Buffer.byteLength(statement.text) + tag.length + 1;
        if (size < parts.maxAllowedPacket)
            return;
        throw new errors/* SluiceError */.ah('SQL_001', `Statement ${statement.index + 1} (line ${statement.line}) has ${size} bytes, and the server accepts ${parts.maxAllowedPacket}.`, {
            fix: 'Raise max_allowed_packet on the server, or split the statement.',
            details: { statement: statement.index, line: statement.line, sqlState: null },
        });
    }
    /** Runs a statement of a migration; `done` says whether the session is in a transaction afterwards. */
    async function execute(held, statement, limits) {
        checkSize(statement);
        const complaints = [];
        if (unclearOn === held)
            await clearWarnings(held);
        unclearOn = held;
        inFlight = held.id;
        const sent = await held
            .run(`${tag} ${statement.text}`, (row) => {
            const complaint = complaints.length < MAX_COMPLAINTS ? complaintOf(row) : null;
            if (complaint !== null)
                complaints.push(complaint);
        }, { signal: limits.signal, timeoutMs: limits.statementTimeoutMs })
            .finally(() => {
            inFlight = null;
        });
        if (classify(statement) === 'session')
            settingsOn = held;
        const warnings = sent.warnings === 0 ? [] : await readWarnings(held);
        if (warnings.length === 0)
            unclearOn = null;
        return {
            outcome: { rows: sent.affected + sent.returned, warnings: [...complaints, ...warnings] },
            inTransaction: sent.inTransaction,
        };
    }
    function refuse(statement, why) {
        throw new errors/* SluiceError */.ah('SQL_001', `Statement ${statement.index + 1} (line ${statement.line}) ${why}`, {
            fix: 'Take it out of the migration: Sluice opens and commits transactions itself.',
            details: { statement: statement.index, line: statement.line, sqlState: null },
        });
    }
    /** Undoes the transaction; the sentence says what could not be undone. */
    async function rollBack(held) {
        if (held.lost !== null)
            return null;
        try {
            const { warnings } = await held.run('rollback', undefined, { timeoutMs: 0 });
            if (warnings === 0)
                return null;
            const incomplete = (await readWarnings(held)).find((warning) => warning.startsWith('Warning 1196:'));
            return incomplete === undefined
                ? null
                : 'Changes to tables without transactions (MyISAM, Aria, MEMORY) could not be undone and are still there.';
        }
        catch {
            // Closing the session makes the server roll back.
            held.destroy('The rollback failed.');
            return null;
        }
    }
    function transactionOn(held, limits) {
        let failed = null;
        const guarded = async (statement, work) => {
            // After a failure the server may have rolled back already: what followed would commit by itself.
            if (failed !== null)
                throw failed.error;
            try {
                limits.signal.throwIfAborted();
                return await work();
            }
            catch (thrown) {
                const error = fail(thrown, { statement, limits });
                failed = { error };
                throw error;
            }
        };
        const tx = {
            execute: (statement) => guarded(statement, async () => {
                const kind = classify(statement);
                if (kind === 'standalone' || kind === 'opaque')
                    refuse(statement, 'commits by itself and cannot be run inside a transaction.');
                if (kind === 'transaction-control')
                    refuse(statement, 'begins or ends a transaction.');
                const { outcome, inTransaction } = await execute(held, statement, limits);
                if (inTransaction === false)
                    refuse(statement, 'ended the transaction around it.');
                return outcome;
            }),
            append: (rows) => guarded(null, () => (0,sql_stores/* insertJournal */.Dy)(held, mysqlDialect, names, rows)),
            recordApplied: (row) => guarded(null, () => (0,sql_stores/* insertApplied */.lk)(held, mysqlDialect, names, row)),
            removeApplied: (version) => guarded(null, () => (0,sql_stores/* deleteApplied */.LM)(held, mysqlDialect, names, version)),
        };
        return { tx, failed: () => failed };
    }
    return {
        classify: classify,
        inFlight: () => inFlight,
        transaction: (fence, limits, work) => session.exclusive(async (held) => {
            let mayBeDone = false;
            try {
                await prepare(held, limits);
                await held.query('start transaction');
                const { tx, failed } = transactionOn(held, limits);
                const result = await work(tx);
                const swallowed = failed();
                if (swallowed !== null)
                    throw swallowed.error;
                limits.signal.throwIfAborted();
                await (0,sql_fence/* requireLease */.Ch)(held, mysqlDialect, names, fence);
                mayBeDone = true;
                await held.run('commit', undefined, { timeoutMs: 0 });
                return result;
            }
            catch (thrown) {
                const error = fail(thrown, { limits, mayBeDone });
                const left = await rollBack(held);
                if (left === null)
                    throw error;
                throw withWhatIsLeft(error, left);
            }
        }, limits.signal),
        async standalone(fence, limits, statement) {
            limits.signal.throwIfAborted();
            if (classify(statement) === 'transaction-control')
                refuse(statement, 'begins or ends a transaction.');
            return session.exclusive(async (held) => {
                let mayBeDone = false;
                try {
                    await prepare(held, limits);
                    await (0,sql_fence/* requireLease */.Ch)(stores, mysqlDialect, names, fence);
                    mayBeDone = true;
                    const { outcome, inTransaction } = await execute(held, statement, limits);
                    if (inTransaction === true) {
                        await rollBack(held);
                        refuse(statement, 'left a transaction open; what it had not committed was rolled back.');
                    }
                    return outcome;
                }
                catch (thrown) {
                    throw fail(thrown, { statement, limits, mayBeDone });
                }
            }, limits.signal);
        },
        // A statement that dies leaves nothing behind here that a session could see or would trip over.
        sweep: async () => [],
    };
}
/** The same error, with a sentence about what it left behind. */
function withWhatIsLeft(error, left) {
    if (!(error instanceof errors/* SluiceError */.ah))
        return error;
    return new errors/* SluiceError */.ah(error.code, `${error.message} ${left}`, {
        cause: error.cause,
        fix: error.fix,
        details: { ...error.details, notUndone: true },
    });
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: ./node_modules/mysql2/index.js
var mysql2 = __webpack_require__(20909);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/connect.js





/** The server as messages name it. */
function serverName(url) {
    return {
        host: url.host === '' ? 'localhost' : url.host,
        port: url.port ?? 3306,
        user: url.user,
        database: url.database,
    };
}
async function readRootCertificate(path) {
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
 * What the client library is told about TLS; null = plain. `require` encrypts without asking who answers,
 * `verify-ca` checks the chain, `verify-full` the host's name too, and the default takes TLS if it is offered.
 */
async function tlsOptions({ tls, host }) {
    // A socket of this machine's file system never leaves it.
    if (tls.mode === 'disable' || host.startsWith('/'))
        return null;
    if (tls.mode === 'default' || tls.mode === 'require')
        return { rejectUnauthorized: false };
    const named = tls.rootCert === null || tls.rootCert === 'system' ? null : tls.rootCert;
    return {
        rejectUnauthorized: true,
        verifyIdentity: tls.mode === 'verify-full',
        ...(named === null ? {} : { ca: await readRootCertificate(named) }),
    };
}
function openSocket({ host, port }) {
    if (host.startsWith('/'))
        return (0,external_node_net_.connect)(host);
    const socket = (0,external_node_net_.connect)(port, host);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 10_000);
    // Node checks a certificate against this name. It sets it for names only; for an address it would
    // check the name `localhost` instead, and accept the certificate of another machine.
    return Object.assign(socket, { _host: host });
}
/** One attempt to log in. */
function logIn({ url, server, options, ssl, signal }) {
    return new Promise((resolve, reject) => {
        const socket = openSocket(server);
        const connection = (0,mysql2.createConnection)({
            // mysql2 hands its options to the factory; the socket is ours already.
            stream: () => socket,
            host: server.host,
            user: url.user,
            password: url.password,
            database: url.database,
            charset: 'UTF8MB4_GENERAL_CI',
            connectTimeout: options.connectTimeoutMs,
            multipleStatements: false,
            // A server must not be able to ask this machine for its files; and the library's own taste for
            // IGNORE_SPACE would change how statements are read, and be stored with routines and triggers.
            flags: ['-LOCAL_FILES', '-IGNORE_SPACE'],
            connectAttributes: { program_name: `sluice/${options.runId}` },
            dateStrings: true,
            supportBigNumbers: true,
            bigNumberStrings: true,
            jsonStrings: true,
            ...(ssl === null ? {} : { ssl }),
        });
        const destroy = () => {
            connection.destroy();
            socket.destroy();
        };
        const settle = (action) => {
            signal?.removeEventListener('abort', abort);
            action();
        };
        const abort = () => {
            settle(() => reject(signal?.reason));
            destroy();
        };
        signal?.addEventListener('abort', abort, { once: true });
        // Stays for good: an error that nobody listens to would end the process. The session looks at its own.
        connection.on('error', (error) => {
            settle(() => reject(error));
            destroy();
        });
        connection.connect((error) => {
            if (error === null) {
                settle(() => resolve({ connection, destroy }));
                return;
            }
            settle(() => reject(error));
            destroy();
        });
    });
}
/**
 * Makes the function that opens connections to a URL.
 *
 * The function throws what {@link connectFailure} says, `CONF_001` for a root certificate that cannot be read,
 * and the signal's reason.
 */
function connector(url, options) {
    const server = serverName(url);
    let plainOnly = false;
    return async (signal) => {
        signal?.throwIfAborted();
        const ssl = plainOnly ? null : await tlsOptions(url);
        try {
            return await logIn({ url, server, options, ssl, signal });
        }
        catch (error) {
            signal?.throwIfAborted();
            const refused = error.code === 'HANDSHAKE_NO_SSL_SUPPORT';
            if (!refused || url.tls.mode !== 'default')
                throw connectFailure(error, server);
        }
        try {
            const connected = await logIn({ url, server, options, ssl: null, signal });
            plainOnly = true;
            return connected;
        }
        catch (error) {
            signal?.throwIfAborted();
            throw connectFailure(error, server);
        }
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/looker.js


const TIMEOUT_MS = 10_000;
/** ER_NO_SUCH_THREAD: it has ended by itself. */
const NO_SUCH_THREAD = 1094;
/** Text of a column that some servers send as bytes. */
function looker_text(value) {
    if (value === null || value === undefined)
        return null;
    return Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
}
function processOf(row) {
    return {
        id: Number(row['id']),
        user: looker_text(row['user']),
        database: looker_text(row['db']),
        idle: looker_text(row['command']) === 'Sleep',
        state: looker_text(row['state']) ?? '',
        query: looker_text(row['info']),
        ageMs: Number(row['seconds'] ?? 0) * 1000,
    };
}
/** Makes a looker on a session of its own. */
function looker(session, server) {
    const query = (sql, values) => explained('Looking at the sessions of the server', server, async () => session.exclusive(async (held) => (await held.query(sql, values, { timeoutMs: TIMEOUT_MS })).rows));
    async function end(what, id) {
        await explained(`Ending session ${id}`, server, () => session.exclusive(async (held) => {
            try {
                await held.query(`kill ${what} ${id}`, [], { timeoutMs: TIMEOUT_MS });
            }
            catch (error) {
                if (!(error instanceof ServerError && error.errno === NO_SUCH_THREAD))
                    throw error;
            }
        }));
    }
    async function processes() {
        const rows = await query('select id as id, user as user, db as db, command as command, state as state, left(info, 2000) as info, time as seconds' +
            ' from information_schema.processlist');
        return new Map(rows.map((row) => [Number(row['id']), processOf(row)]));
    }
    return {
        query,
        processes,
        kill: (id) => end('connection', id),
        killQuery: (id) => end('query', id),
        async isBusy(id) {
            const process = (await processes()).get(id);
            return process !== undefined && !process.idle;
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/blockers.js



const QUERY_LENGTH = 500;
/** Where nothing better is known, so many sessions of the database are named. */
const MAX_GUESSES = 10;
/** States in which a session waits for a lock on a table's definition, not on its rows. */
const WAITS_FOR_METADATA = /metadata lock|table flush|global read lock|backup lock|table level lock/i;
/** Rows of a view that the account may not read or that the server lacks: none, and no error. */
async function rowsIfShown(looker, sql, values = []) {
    try {
        return await looker.query(sql, values);
    }
    catch (error) {
        // Denied, unknown table, unknown database, unknown column: an older server or a plugin that is not installed.
        if (error instanceof errors/* SluiceError */.ah && (error.code === 'PERM_001' || error.code === 'SQL_001'))
            return [];
        throw error;
    }
}
function ids(rows) {
    return rows.map((row) => Number(row['pid'])).filter((id) => id > 0);
}
/** All open transactions; none where the account lacks PROCESS. Expects the session's time zone to be the server's own. */
async function openTransactions(looker) {
    const rows = await rowsIfShown(looker, 'select trx_mysql_thread_id as pid, timestampdiff(second, trx_started, now()) as seconds, left(trx_query, 2000) as query' +
        ' from information_schema.innodb_trx where trx_mysql_thread_id > 0');
    return rows.map((row) => ({
        pid: Number(row['pid']),
        ageMs: Math.max(0, Number(row['seconds'])) * 1000,
        query: looker_text(row['query']),
    }));
}
async function rowLockHolders({ looker, waiting }) {
    const mariadb = await rowsIfShown(looker, 'select distinct b.trx_mysql_thread_id as pid from information_schema.innodb_lock_waits w' +
        ' join information_schema.innodb_trx r on r.trx_id = w.requesting_trx_id' +
        ' join information_schema.innodb_trx b on b.trx_id = w.blocking_trx_id where r.trx_mysql_thread_id = ?', [waiting]);
    if (mariadb.length > 0)
        return ids(mariadb);
    const mysql = await rowsIfShown(looker, 'select distinct b.processlist_id as pid from performance_schema.data_lock_waits w' +
        ' join performance_schema.threads r on r.thread_id = w.requesting_thread_id' +
        ' join performance_schema.threads b on b.thread_id = w.blocking_thread_id where r.processlist_id = ?', [waiting]);
    return ids(mysql);
}
async function metadataHoldersByPerformanceSchema({ looker, waiting }) {
    const rows = await rowsIfShown(looker, 'select distinct t.processlist_id as pid from performance_schema.metadata_locks p' +
        ' join performance_schema.threads w on w.thread_id = p.owner_thread_id' +
        ' join performance_schema.metadata_locks h on h.object_type = p.object_type and h.object_schema <=> p.object_schema' +
        " and h.object_name <=> p.object_name and h.lock_status = 'GRANTED' and h.owner_thread_id <> p.owner_thread_id" +
        ' join performance_schema.threads t on t.thread_id = h.owner_thread_id' +
        " where p.lock_status = 'PENDING' and w.processlist_id = ?", [waiting]);
    return ids(rows);
}
/** The plugin shows granted locks only; of these, the ones on tables that the waiting statement names. */
async function metadataHoldersByPlugin({ looker, database, waiting }, query) {
    const rows = await rowsIfShown(looker, 'select distinct thread_id as pid, table_name as name, lock_type as type from information_schema.metadata_lock_info' +
        " where thread_id <> ? and (table_schema = ? or lock_type <> 'Table metadata lock')", [waiting, database]);
    if (rows.length === 0)
        return [];
    const named = new Set();
    for (const { kind, text: token } of tokens(query ?? '')) {
        if (kind === 'name')
            named.add(token.slice(1, -1).replaceAll('``', '`').toUpperCase());
        else if (kind === 'word')
            named.add(token);
    }
    return ids(rows.filter((row) => looker_text(row['type']) === 'Global read lock' || named.has((looker_text(row['name']) ?? '').toUpperCase())));
}
function describe(pid, certain, process, open) {
    const query = process?.query ?? open?.query ?? null;
    return {
        pid,
        user: process?.user ?? null,
        query: query === null ? null : query.slice(0, QUERY_LENGTH),
        ageMs: open?.ageMs ?? process?.ageMs ?? null,
        certain,
    };
}
/** Sessions that block the waiting one; empty when it waits for nobody, or the account sees nobody. */
async function blockersOf(question) {
    const { looker, database, waiting, own } = question;
    const processes = await looker.processes();
    const self = processes.get(waiting);
    if (self === undefined)
        return [];
    const transactions = new Map((await openTransactions(looker)).map((open) => [open.pid, open]));
    const others = (found) => [...new Set(found)].filter((id) => id !== waiting && !own.has(id));
    const all = (found, certain) => found.map((pid) => describe(pid, certain, processes.get(pid), transactions.get(pid)));
    const rowHolders = others(await rowLockHolders(question));
    if (rowHolders.length > 0)
        return all(rowHolders, true);
    if (!WAITS_FOR_METADATA.test(self.state))
        return [];
    const shown = others(await metadataHoldersByPerformanceSchema(question));
    if (shown.length > 0)
        return all(shown, true);
    const byPlugin = others(await metadataHoldersByPlugin(question, self.query));
    if (byPlugin.length > 0)
        return all(byPlugin, true);
    // The server shows transactions as they were up to a tenth of a second ago, so even a single one is a guess.
    const open = others([...transactions.keys()]);
    const here = open.filter((id) => processes.get(id)?.database === database);
    if (open.length > 0)
        return all(here.length > 0 ? here : open, false);
    const present = others([...processes.values()].filter((process) => process.database === database).map((process) => process.id));
    return all(present.slice(0, MAX_GUESSES), false);
}

// EXTERNAL MODULE: ./build/js/drivers/sql/tables.js
var tables = __webpack_require__(49020);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/marker.js
/**
 * The mark by which a later run finds sessions that a dead run left in the server: a named lock of the
 * server, held by the session that changes the database. `IS_USED_LOCK` tells the id of its holder, no
 * matter which account asks. Several names, because the next run marks its own session while a dead
 * one's still holds the first.
 */

const SLOTS = 8;
/** Short and without the characters that names may not hold. */
function databaseTag(database) {
    return (0,external_node_crypto_.createHash)('sha256').update(database).digest('hex').slice(0, 16);
}
function markerName(database, slot) {
    return `sluice:${databaseTag(database)}:${slot}`;
}
/** Marks the session as one that works on the database; without effect where the server has no such locks. */
async function takeMarker(run, database) {
    for (let slot = 0; slot < SLOTS; slot++) {
        const [row] = await run(`select get_lock('${markerName(database, slot)}', 0) as got`);
        if (Number(row?.['got']) === 1)
            return;
    }
}
/** An assignment of SET that marks the session of a client program: the first free name of all. */
function markerAssignment(database) {
    const attempts = Array.from({ length: SLOTS }, (_, slot) => `get_lock('${markerName(database, slot)}', 0) = 1`);
    return `@sluice_mark = (${attempts.join(' or ')})`;
}
/** Ids of the sessions that carry a mark of the database. */
async function markedSessions(run, database) {
    const columns = Array.from({ length: SLOTS }, (_, slot) => `is_used_lock('${markerName(database, slot)}') as h${slot}`);
    const [row] = await run(`select ${columns.join(', ')}`);
    const ids = Object.values(row ?? {}).flatMap((id) => (id === null ? [] : [Number(id)]));
    return [...new Set(ids)];
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/scratch-names.js


/** Every scratch database begins so; one GRANT on the pattern lets an account make them. */
const SCRATCH_PREFIX = 'sluice_scratch_';
/** The table that marks a database of the user's as one that holds nothing but what Sluice restored into it. */
const SCRATCH_MARK = 'sluice_scratch';
/** The named lock of whoever uses a database of the user's for a proof. */
function scratchLockOf(database) {
    return `sluice:scratch:${databaseTag(database)}`;
}
/** How the scratch databases made for a database begin. */
function scratchPrefixOf(database) {
    return `${SCRATCH_PREFIX}${databaseTag(database).slice(0, 8)}_`;
}
/** A new name: for what it was made, whose it is, and which run made it, as far as names may say. */
function newScratchName(database, runId) {
    const run = runId
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '')
        .slice(-16);
    return `${scratchPrefixOf(database)}${run}${run === '' ? '' : '_'}${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/inspect/reader.js


/** Names of Sluice's own tables in the database. */
function sluiceTables(names) {
    return new Set([...tables/* SLUICE_TABLES */.Cy.map((table) => (0,tables/* plainTableName */.w4)(names, table)), SCRATCH_MARK]);
}
/** Leaves the database's own name out of a definition. */
function withoutOwnName(definition, { ownNames }) {
    return ownNames.reduce((text, name) => text.replaceAll(`\`${name.replaceAll('`', '``')}\`.`, ''), definition);
}
/** A column of a row as text; null for NULL. Some servers send text of their catalogue as bytes. */
function column(row, name) {
    const value = row[name];
    if (value === null || value === undefined)
        return null;
    return Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/facts/held-locks.js


/** Locks on definitions, where the performance schema records them (MySQL does by default). */
const BY_PERFORMANCE_SCHEMA = 'select distinct t.processlist_id as pid, l.object_name as name from performance_schema.metadata_locks l' +
    ' join performance_schema.threads t on t.thread_id = l.owner_thread_id' +
    " where l.object_type = 'TABLE' and l.object_schema = ? and l.lock_status = 'GRANTED'";
/** The same by MariaDB's plugin. */
const BY_PLUGIN = 'select distinct thread_id as pid, table_name as name from information_schema.metadata_lock_info' +
    " where table_schema = ? and lock_type = 'Table metadata lock'";
/** MariaDB's row locks, of which only those show that somebody waits for. */
const BY_ROWS = 'select distinct t.trx_mysql_thread_id as pid, l.lock_table as name from information_schema.innodb_locks l' +
    ' join information_schema.innodb_trx t on t.trx_id = l.lock_trx_id where left(l.lock_table, ?) = ?';
/** Locks of other sessions on tables of the database, as far as the server shows any. */
async function heldLocks(looker, database, own, sluiceTables) {
    const prefix = `\`${database.replaceAll('`', '``')}\`.`;
    const byRows = (await rowsIfShown(looker, BY_ROWS, [prefix.length, prefix])).map((row) => ({
        pid: row['pid'],
        name: (column(row, 'name') ?? '').slice(prefix.length + 1, -1).replaceAll('``', '`'),
    }));
    const rows = [
        ...(await rowsIfShown(looker, BY_PERFORMANCE_SCHEMA, [database])),
        ...(await rowsIfShown(looker, BY_PLUGIN, [database])),
        ...byRows,
    ];
    const held = new Map();
    for (const row of rows) {
        const pid = Number(row['pid']);
        const table = column(row, 'name') ?? '';
        if (pid > 0 && !own.has(pid) && !sluiceTables.has(table))
            held.set(`${pid} ${table}`, { pid, table });
    }
    if (held.size === 0)
        return [];
    const processes = await looker.processes();
    const ages = new Map((await openTransactions(looker)).map((open) => [open.pid, open.ageMs]));
    return [...held.values()].map(({ pid, table }) => {
        const process = processes.get(pid);
        const ageMs = ages.get(pid) ?? process?.ageMs ?? null;
        return { pid, user: process?.user ?? null, query: process?.query ?? null, ageMs, certain: true, table };
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/facts/grant-lines.js

/** The account's lines of SHOW GRANTS, with those of its roles that are active and of what everybody may. */
async function readGrantLines(query, mariadb) {
    const show = async (whose) => (await query(`show grants for ${whose}`)).map((row) => column(row, Object.keys(row)[0] ?? '') ?? '');
    const [row] = await query('select current_role() as roles');
    const roles = column(row ?? {}, 'roles');
    const hasRole = roles !== null && roles !== 'NONE' && roles !== '';
    if (!mariadb)
        return show(hasRole ? `current_user() using ${roles}` : 'current_user()');
    // What comes by roles shows only when they are named; MariaDB has one at a time, which includes its own roles.
    return [
        ...(await show('current_user()')),
        ...(hasRole ? await show('current_role()') : []),
        // Older servers take it for the name of an account that does not exist.
        ...(await show('public').catch(() => [])),
    ];
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/facts/grants.js
/** What an account may do, read from SHOW GRANTS. Pure, so that every form the servers print can be tested. */
/** `ALL PRIVILEGES`, which holds every other. */
const ALL = 'ALL PRIVILEGES';
const GRANT = /^GRANT (.+) ON (?:(?:TABLE )?(\*|`(?:[^`]|``)+`)\.(\*|`(?:[^`]|``)+`)) TO (\S+)/s;
function privilegesOf(list) {
    // Column lists (`INSERT (a, b)`) name single columns, which is less than was asked for.
    const withoutColumns = list.replaceAll(/[A-Z ]+ \([^)]*\)/g, '');
    const names = withoutColumns.split(',').map((name) => name.trim().toUpperCase());
    return new Set(names.map((name) => (name === 'ALL' ? ALL : name)).filter((name) => name !== '' && name !== 'USAGE'));
}
/** Reads the lines of SHOW GRANTS that grant something on the server or on whole databases. */
function readGrants(lines) {
    return lines.flatMap((line) => {
        const match = GRANT.exec(line);
        if (match === null || match[3] !== '*')
            return [];
        const database = match[2] === '*' ? null : (match[2] ?? '').slice(1, -1).replaceAll('``', '`');
        return [{ database, privileges: privilegesOf(match[1] ?? ''), grantee: match[4] ?? '' }];
    });
}
/** Whether a database's name fits the pattern of a grant. */
function fits(pattern, database) {
    let expression = '';
    for (let index = 0; index < pattern.length; index++) {
        const character = pattern[index] ?? '';
        if (character === '\\' && index + 1 < pattern.length)
            expression += escapeForRegExp(pattern[++index] ?? '');
        else if (character === '%')
            expression += '[^]*';
        else if (character === '_')
            expression += '[^]';
        else
            expression += escapeForRegExp(character);
    }
    // Names of databases are compared without regard to case on some servers, never the other way round.
    return new RegExp(`^${expression}$`, 'iu').test(database);
}
function escapeForRegExp(character) {
    return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
/** How far a pattern goes before its first wildcard; one without wildcards goes farthest. */
function exactness(pattern) {
    const wildcard = /^(?:[^\\%_]|\\[^])*/.exec(pattern)?.[0].length ?? 0;
    return wildcard === pattern.length ? Number.POSITIVE_INFINITY : wildcard;
}
/** The grants on a database that count: of several patterns that fit, the server looks at each grantee's most exact one alone. */
function effective(grants, database) {
    const best = new Map();
    for (const grant of grants) {
        if (grant.database === null || !fits(grant.database, database))
            continue;
        const other = best.get(grant.grantee);
        if (other === undefined || exactness(grant.database) > exactness(other.database))
            best.set(grant.grantee, { ...grant, database: grant.database });
    }
    return [...best.values()];
}
/** Whether one of the privileges is granted, globally or (unless `database` is null) on the database. */
function isGranted(grants, privileges, database) {
    const global = grants.filter((grant) => grant.database === null);
    return [...global, ...(database === null ? [] : effective(grants, database))].some((grant) => grant.privileges.has(ALL) || privileges.some((name) => grant.privileges.has(name)));
}
/**
 * The statement that adds privileges on a database. What the account has on it already must be under the same pattern,
 * or in the same statement: a grant on a more exact pattern would take the place of the other one.
 */
function grantStatement(grants, privileges, database, currentUser) {
    const account = quoteAccount(currentUser);
    const written = account.replaceAll(/^'|'$/g, '`').replace("'@'", '`@`');
    const own = effective(grants, database).find(({ grantee }) => grantee === written || grantee === account);
    const pattern = own?.database ?? null;
    const samePattern = pattern !== null && pattern.replaceAll('\\', '') === database.replaceAll('\\', '');
    const on = samePattern ? `\`${pattern.replaceAll('`', '``')}\`` : grantPattern(database);
    const all = own === undefined || samePattern ? privileges : [...new Set([...own.privileges, ...privileges])];
    return `GRANT ${all.join(', ')} ON ${on}.* TO ${account};`;
}
/** A database's name as a pattern of GRANT that fits it alone, in backticks. */
function grantPattern(database) {
    return `\`${database.replaceAll('`', '``').replaceAll(/[\\_%]/g, '\\$&')}\``;
}
/** `name@host` of current_user() as an account of GRANT. */
function quoteAccount(currentUser) {
    const at = currentUser.lastIndexOf('@');
    const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
    return at === -1 ? quote(currentUser) : `${quote(currentUser.slice(0, at))}@${quote(currentUser.slice(at + 1))}`;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/facts/privileges.js


/** What commands need on the database, and for what. */
const ON_DATABASE = [
    ['SELECT', 'reading data for backups, checks and checksums'],
    ['INSERT', 'migrations, and the journal'],
    ['UPDATE', 'migrations, and the run lock'],
    ['DELETE', 'migrations, and the run lock'],
    ['CREATE', 'migrations that create tables, and the tables of Sluice'],
    ['ALTER', 'migrations that change tables, and restoring'],
    ['DROP', 'migrations that drop tables, and restoring'],
    ['INDEX', 'migrations that create indexes'],
    ['REFERENCES', 'migrations that create foreign keys, and restoring'],
    ['CREATE VIEW', 'migrations that create views, and restoring'],
    ['SHOW VIEW', 'backups of views'],
    ['TRIGGER', 'backups and migrations of triggers'],
    ['CREATE ROUTINE', 'migrations that create routines, and restoring'],
    ['ALTER ROUTINE', 'migrations that change routines, and restoring'],
    ['EVENT', 'backups and migrations of events'],
    ['LOCK TABLES', 'backups that show one moment, and restoring'],
];
/** Global privileges without which something stays unknown, though the work can be done. */
const FOR_KNOWLEDGE = [
    [['PROCESS'], 'PROCESS', 'who blocks a statement, and transactions that have been open for long'],
    [['RELOAD'], 'RELOAD', 'one moment that a backup and its checksums share'],
];
/** The account's privileges by name, and what it cannot know. */
function privilegeFacts(lines, database, currentUser) {
    const grants = readGrants(lines);
    const account = quoteAccount(currentUser);
    const onDatabase = ON_DATABASE.map(([name, neededFor]) => ({
        name: `${name} on ${database}`,
        granted: isGranted(grants, [name], database),
        neededFor,
        fix: grantStatement(grants, [name], database, currentUser),
    }));
    const scratch = {
        name: `CREATE on ${SCRATCH_PREFIX}…`,
        granted: ['CREATE', 'DROP', 'ALTER', 'INSERT', 'SELECT'].every((name) => isGranted(grants, [name], `${SCRATCH_PREFIX}x`)),
        neededFor: 'scratch databases, in which backups are proven and restored',
        fix: scratchGrant(currentUser),
    };
    const unknown = FOR_KNOWLEDGE.filter(([names]) => !isGranted(grants, names, null)).map(([, grant, fact]) => ({
        fact,
        why: `the account lacks ${grant}: GRANT ${grant} ON *.* TO ${account};`,
    }));
    return { privileges: [...onDatabase, scratch], unknown };
}
/** The statement that lets an account make scratch databases. */
function scratchGrant(currentUser) {
    return `GRANT ALL PRIVILEGES ON \`${SCRATCH_PREFIX.replaceAll('_', '\\_')}%\`.* TO ${quoteAccount(currentUser)};`;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/facts/replication.js


/** Rows of a statement that the account or the server's version may not know; null when so. */
async function rowsIfAllowed(query, sql) {
    try {
        return await query(sql);
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && (error.code === 'PERM_001' || error.code === 'SQL_001'))
            return null;
        throw error;
    }
}
/** A replica's row, under the names of either generation of servers. */
function either(row, now, before) {
    return column(row, now) ?? column(row, before);
}
function lagOf(row) {
    const seconds = either(row, 'Seconds_Behind_Source', 'Seconds_Behind_Master');
    return seconds === null ? null : Number(seconds) * 1000;
}
/** What of replication can be seen from this server; `unknown` says why nothing can. */
async function replicationFacts(query, mariadb) {
    const sources = (await rowsIfAllowed(query, mariadb ? 'show all slaves status' : 'show replica status')) ??
        (await rowsIfAllowed(query, 'show slave status'));
    if (sources === null) {
        const privilege = mariadb ? 'REPLICA MONITOR' : 'REPLICATION CLIENT';
        return { replication: null, unknown: [{ fact: 'replication lag', why: `the account lacks ${privilege}` }] };
    }
    if (sources.length > 0) {
        const lags = sources.map(lagOf);
        const known = lags.filter((lag) => lag !== null);
        const stopped = lags.length !== known.length;
        const detail = sources
            .map((row) => {
            const host = either(row, 'Source_Host', 'Master_Host') ?? '?';
            const io = either(row, 'Replica_IO_Running', 'Slave_IO_Running') ?? '?';
            const sql = either(row, 'Replica_SQL_Running', 'Slave_SQL_Running') ?? '?';
            return `replica of ${host} (receiving: ${io}, applying: ${sql})`;
        })
            .join('; ');
        return { replication: { role: 'replica', lagMs: stopped ? null : Math.max(...known), detail }, unknown: [] };
    }
    const replicas = await rowsIfAllowed(query, mariadb ? 'show slave hosts' : 'show replicas');
    if (replicas === null || replicas.length === 0)
        return { replication: null, unknown: [] };
    return {
        replication: {
            role: 'primary',
            lagMs: null,
            detail: `${replicas.length} replicas are connected; only they know their lag`,
        },
        unknown: [{ fact: 'replication lag', why: 'the server does not know how far its replicas are' }],
    };
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/facts/tools.js




const VERSION_TIMEOUT_MS = 10_000;
/**
 * Reads the output of `--version`: `… Ver 10.19 Distrib 10.11.6-MariaDB, for …`, `mariadb-dump from 11.4.2-MariaDB, …`,
 * `mysqldump  Ver 8.0.36 for Linux …`. Null when it is none of these.
 */
function readVersion(output) {
    const mariadb = /(?:Distrib|from) (\d+\.\d+\.\d+)-MariaDB/.exec(output);
    if (mariadb)
        return { mariadb: true, version: mariadb[1] ?? '' };
    const mysql = /(?:Ver|Distrib) (\d+\.\d+\.\d+)/.exec(output);
    return mysql ? { mariadb: false, version: mysql[1] ?? '' } : null;
}
/** Numbers of a version: `[10, 11, 6]`. */
function versionParts(version) {
    return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '')
        .split('.')
        .filter((part) => part !== '')
        .map(Number);
}
async function findProgram(names) {
    const suffix = process.platform === 'win32' ? '.exe' : '';
    for (const program of names) {
        for (const directory of (process.env['PATH'] ?? '').split(external_node_path_.delimiter)) {
            const path = (0,external_node_path_.join)(directory, program + suffix);
            try {
                if (directory === '')
                    continue;
                await (0,promises_.access)(path, promises_.constants.X_OK);
                return { program, path };
            }
            catch {
                // Not in this one.
            }
        }
    }
    return null;
}
/** Why a program does not fit the server; null when it does. */
function problemOf(found, server) {
    if (found === null)
        return 'it does not tell its version';
    const flavour = (mariadb) => (mariadb ? 'MariaDB' : 'MySQL');
    if (found.mariadb !== server.mariadb)
        return `it is of ${flavour(found.mariadb)}, and the server is ${flavour(server.mariadb)}`;
    const [major = 0] = versionParts(found.version);
    const [serverMajor = 0] = server.version;
    if (major < serverMajor)
        return `its version ${found.version} is older than the server's ${server.version.join('.')}`;
    return null;
}
async function tool(names, server, signal) {
    const fix = server.mariadb
        ? 'Install the package mariadb-client in a version not older than the server.'
        : 'Install the package mysql-client in a version not older than the server.';
    const found = await findProgram(names);
    const program = names[0] ?? '';
    if (found === null)
        return { program, path: null, version: null, problem: `${program} is not in PATH`, fix };
    let output = '';
    try {
        const result = await (0,external_node_util_.promisify)(external_node_child_process_.execFile)(found.path, ['--version'], { timeout: VERSION_TIMEOUT_MS, signal });
        output = result.stdout;
    }
    catch {
        signal.throwIfAborted();
        return { ...found, version: null, problem: 'it cannot be started', fix };
    }
    const version = readVersion(output);
    return { ...found, version: version?.version ?? null, problem: problemOf(version, server), fix };
}
/** Finds the program that dumps, and the one that loads. */
async function clientTools(server, signal) {
    const dumpNames = server.mariadb ? ['mariadb-dump', 'mysqldump'] : ['mysqldump'];
    const clientNames = server.mariadb ? ['mariadb', 'mysql'] : ['mysql'];
    return { dump: await tool(dumpNames, server, signal), client: await tool(clientNames, server, signal) };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/facts/probe.js








/** The oldest versions of what the SQL of this driver relies on. */
const MINIMUM = { mariadb: '10.5', mysql: '8.0' };
/** From this age on a transaction is worth mentioning. */
const LONG_MS = 60_000;
function atLeast(version, minimum) {
    for (const [index, part] of minimum.entries()) {
        const own = version[index] ?? 0;
        if (own !== part)
            return own > part;
    }
    return true;
}
async function freeBytes(directory) {
    try {
        const { bavail, bsize } = await (0,promises_.statfs)(directory);
        return bavail * bsize;
    }
    catch {
        return null;
    }
}
async function longTransactions({ looker, own }) {
    const mine = own();
    const open = (await openTransactions(looker)).filter(({ pid, ageMs }) => ageMs >= LONG_MS && !mine.has(pid));
    if (open.length === 0)
        return [];
    const processes = await looker.processes();
    return open.map(({ pid, ageMs, query }) => ({
        pid,
        user: processes.get(pid)?.user ?? null,
        ageMs,
        query: query ?? processes.get(pid)?.query ?? null,
    }));
}
/** Asks the server for all that readiness is judged by. */
async function probe(parts, signal) {
    const { engine, database, query } = parts;
    const mariadb = engine === 'mariadb';
    const [server = {}] = await query('select @@read_only as read_only, @@max_connections as max_connections, @@datadir as datadir,' +
        ` ${mariadb ? '0' : '@@super_read_only'} as super_read_only, current_user() as account`);
    const status = new Map((await query("show status where variable_name in ('Ssl_version', 'Ssl_cipher', 'Threads_connected')")).map((row) => [column(row, 'Variable_name'), column(row, 'Value') ?? '']));
    const [size = {}] = await query('select coalesce(sum(data_length + index_length), 0) as bytes from information_schema.tables where table_schema = ?', [database]);
    const account = column(server, 'account') ?? '';
    const granted = privilegeFacts(await readGrantLines(query, mariadb), database, account);
    const { replication, unknown: replicationUnknown } = await replicationFacts(query, mariadb);
    const diskFree = parts.local ? await freeBytes(column(server, 'datadir') ?? '') : null;
    const versionNumbers = versionParts(parts.serverVersion);
    const minimum = MINIMUM[mariadb ? 'mariadb' : 'mysql'];
    const tools = await clientTools({ mariadb, version: versionNumbers }, signal);
    const tlsVersion = status.get('Ssl_version') ?? '';
    return {
        engine,
        serverVersion: parts.serverVersion,
        serverVersionParts: versionNumbers,
        supported: { minimum, ok: atLeast(versionNumbers, versionParts(minimum)) },
        database,
        tls: { used: tlsVersion !== '', protocol: tlsVersion === '' ? null : tlsVersion },
        sizeBytes: Number(size['bytes']),
        serverDiskFreeBytes: diskFree,
        readOnly: ['1', 'ON'].includes(String(server['read_only'])) || ['1', 'ON'].includes(String(server['super_read_only'])),
        connections: { used: Number(status.get('Threads_connected') ?? 0), limit: Number(server['max_connections']) },
        privileges: granted.privileges,
        longTransactions: await longTransactions(parts),
        replication,
        heldLocks: await heldLocks(parts.looker, database, parts.own(), sluiceTables(parts.names)),
        invalidIndexes: [],
        tools: [tools.dump, tools.client],
        unknown: [
            ...granted.unknown,
            ...replicationUnknown,
            ...(diskFree === null ? [{ fact: 'free disk of the server', why: 'only the server can see its own disk' }] : []),
        ],
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/inspect/programs.js


/** Columns of a row under shorter names, as a definition. */
function pick(row, names) {
    return Object.fromEntries(names.map((name) => [name, column(row, name)]));
}
/** A body as stored; a dump adds white space at its end. */
function body(row) {
    return column(row, 'body')?.trimEnd() ?? null;
}
const TEXT_SETTINGS = ['character_set_client', 'collation_connection'];
/** Views; who defined them is left out. */
async function readViews(reader) {
    const rows = await reader.query('select table_name as name, view_definition as body, check_option as check_option, security_type as security,' +
        ' character_set_client as character_set_client, collation_connection as collation_connection' +
        `${reader.mariadb ? ', algorithm as algorithm' : ''} from information_schema.views where table_schema = ?`, [reader.database]);
    const objects = [];
    for (const row of rows) {
        const name = column(row, 'name') ?? '';
        const algorithm = reader.mariadb ? column(row, 'algorithm') : await algorithmOf(reader, name);
        objects.push({
            kind: 'view',
            name,
            definition: {
                ...pick(row, ['check_option', 'security', ...TEXT_SETTINGS]),
                algorithm,
                query: withoutOwnName(body(row) ?? '', reader),
            },
        });
    }
    return objects;
}
/** MySQL tells a view's algorithm only here. */
async function algorithmOf(reader, name) {
    const [row] = await reader.query(`show create view ${quoteTable({ schema: reader.database, name })}`);
    return /^CREATE ALGORITHM=(\w+)/.exec(column(row ?? {}, 'Create View') ?? '')?.[1] ?? null;
}
/**
 * A trigger belongs to its table's database. Only by the table's does MariaDB leave the other databases alone: by the
 * trigger's it opens every table of the server, and waits for whoever changes one.
 */
const OF_DATABASE = 'event_object_schema = ? and trigger_schema = ?';
/** Triggers, with the order in which those of one event run. */
async function readTriggers(reader) {
    const rows = await reader.query('select trigger_name as name, event_object_table as `table`, action_timing as timing, event_manipulation as event,' +
        ' action_order as `order`, action_statement as body, sql_mode as sql_mode, character_set_client as character_set_client,' +
        ` collation_connection as collation_connection from information_schema.triggers where ${OF_DATABASE}`, [reader.database, reader.database]);
    return rows.map((row) => ({
        kind: 'trigger',
        name: column(row, 'name') ?? '',
        definition: { ...pick(row, ['table', 'timing', 'event', 'order', 'sql_mode', ...TEXT_SETTINGS]), body: body(row) },
    }));
}
/** Functions and procedures with their parameters (and MariaDB's packages). */
async function readRoutines(reader) {
    const rows = await reader.query('select routine_name as name, routine_type as type, dtd_identifier as returns, routine_definition as body,' +
        ' is_deterministic as is_deterministic, sql_data_access as data_access, security_type as security, sql_mode as sql_mode,' +
        ' routine_comment as comment, character_set_client as character_set_client, collation_connection as collation_connection' +
        ' from information_schema.routines where routine_schema = ?', [reader.database]);
    if (rows.length === 0)
        return [];
    const parameters = await reader.query('select specific_name as name, routine_type as type, ordinal_position as position, parameter_mode as mode,' +
        ' parameter_name as parameter, dtd_identifier as data_type, collation_name as collation' +
        ' from information_schema.parameters where specific_schema = ? and ordinal_position > 0 order by ordinal_position', [reader.database]);
    return rows.map((row) => ({
        kind: (column(row, 'type') ?? '').toLowerCase().replaceAll(' ', '-'),
        name: column(row, 'name') ?? '',
        definition: {
            ...pick(row, ['returns', 'is_deterministic', 'data_access', 'security', 'sql_mode', 'comment', ...TEXT_SETTINGS]),
            parameters: parameters
                .filter((parameter) => parameter['name'] === row['name'] && parameter['type'] === row['type'])
                .map((parameter) => pick(parameter, ['mode', 'parameter', 'data_type', 'collation'])),
            body: body(row),
        },
    }));
}
/** Events, without when they ran last. */
async function readEvents(reader) {
    const rows = await reader.query('select event_name as name, event_definition as body, event_type as type, execute_at as execute_at,' +
        ' interval_value as interval_value, interval_field as interval_field, starts as starts, ends as ends, status as status,' +
        ' on_completion as on_completion, sql_mode as sql_mode, time_zone as time_zone, event_comment as comment,' +
        ' character_set_client as character_set_client, collation_connection as collation_connection' +
        ' from information_schema.events where event_schema = ?', [reader.database]);
    const schedule = ['type', 'execute_at', 'interval_value', 'interval_field', 'starts', 'ends', 'time_zone'];
    return rows.map((row) => ({
        kind: 'event',
        name: column(row, 'name') ?? '',
        definition: {
            ...pick(row, [...schedule, 'on_completion', 'sql_mode', 'comment', ...TEXT_SETTINGS]),
            status: reader.eventsHeldBack.has(column(row, 'name') ?? '') ? 'ENABLED' : column(row, 'status'),
            body: body(row),
        },
    }));
}
/** What the database gives to tables made without saying so. Its own name is no part of it. */
async function readDatabase(reader) {
    const rows = await reader.query('select default_character_set_name as character_set, default_collation_name as collation' +
        ' from information_schema.schemata where schema_name = ?', [reader.database]);
    return rows.map((row) => ({
        kind: 'database',
        name: 'defaults',
        definition: pick(row, ['character_set', 'collation']),
    }));
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/inspect/create-table.js
const COLUMN = /^ {2}`((?:[^`]|``)+)` (.*?),?$/s;
const INDEX = /^ {2}((?:(?:PRIMARY|UNIQUE|FULLTEXT|SPATIAL|VECTOR) )?KEY)(?: `((?:[^`]|``)+)`)? ?(.*?),?$/s;
const CONSTRAINT = /^ {2}CONSTRAINT `((?:[^`]|``)+)` (FOREIGN KEY|CHECK) ?(.*?),?$/s;
function unquote(name) {
    return name.replaceAll('``', '`');
}
/** Lines of the statement; one that begins like none of its kinds belongs to the line before. */
function linesOf(statement) {
    const lines = [];
    for (const line of statement.split('\n')) {
        const begins = /^(?:CREATE | {2}[`A-Z]|\)| PARTITION|\/\*!|\(PARTITION)/.test(line);
        if (begins || lines.length === 0)
            lines.push(line);
        else
            lines.push(`${lines.pop() ?? ''}\n${line}`);
    }
    return lines;
}
/** The options without the counter of AUTO_INCREMENT: it moves with every row. */
function withoutCounter(options) {
    // It stands before the first text in quotes, where alone such words could be somebody's own.
    const quoted = options.search(/['"]/);
    const head = quoted === -1 ? options : options.slice(0, quoted);
    return head.replace(/ AUTO_INCREMENT=\d+/, '') + (quoted === -1 ? '' : options.slice(quoted));
}
/**
 * Reads what SHOW CREATE TABLE prints: the one place where the server tells all of a table, with parsers of
 * fulltext indexes, partitions and the options of every engine.
 *
 * @param statement without the database's own name in it
 */
function readCreateTable(table, statement) {
    const columns = [];
    const parts = [];
    const lines = linesOf(statement);
    const end = lines.findIndex((line, index) => index > 0 && line.startsWith(')'));
    const body = lines.slice(1, end === -1 ? undefined : end);
    for (const line of body) {
        const columnMatch = COLUMN.exec(line);
        const index = INDEX.exec(line);
        const constraint = CONSTRAINT.exec(line);
        if (columnMatch) {
            columns.push({ name: unquote(columnMatch[1] ?? ''), definition: columnMatch[2] ?? '' });
        }
        else if (index) {
            const name = index[2] === undefined ? 'PRIMARY' : unquote(index[2]);
            parts.push({
                kind: 'index',
                name: `${table}.${name}`,
                definition: { type: index[1] ?? '', definition: index[3] ?? '' },
            });
        }
        else if (constraint) {
            const kind = constraint[2] === 'CHECK' ? 'check' : 'foreign-key';
            parts.push({
                kind,
                name: `${table}.${unquote(constraint[1] ?? '')}`,
                definition: { definition: constraint[3] ?? '' },
            });
        }
        else {
            // PERIOD FOR SYSTEM_TIME and whatever later servers add: kept with the columns, so that it shows.
            columns.push({ name: '', definition: line.trim().replace(/,$/, '') });
        }
    }
    const options = end === -1 ? '' : lines.slice(end).join('\n');
    return { columns, options: withoutCounter(options.replace(/^\) ?/, '')), parts };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/inspect/tables.js




/** Tables that hold rows of their own: views and sequences are listed elsewhere. */
const ROW_TYPES = ['BASE TABLE', 'SYSTEM VERSIONED'];
/** ER_NO_SUCH_TABLE, ER_UNKNOWN_SEQUENCES: dropped since it was listed. */
const GONE = [1146, 4091];
/** Names of the tables of some types, without Sluice's, sorted by code unit. */
async function tableNames(reader, types) {
    const rows = await reader.query('select table_name as name from information_schema.tables where table_schema = ?' +
        ` and table_type in (${types.map(() => '?').join(', ')})`, [reader.database, ...types]);
    const own = sluiceTables(reader.names);
    return rows
        .map((row) => column(row, 'name') ?? '')
        .filter((name) => !own.has(name))
        .toSorted();
}
/** SHOW CREATE of one thing; null when it has been dropped meanwhile. */
async function showCreate(reader, what, name) {
    try {
        const table = quoteTable({ schema: reader.database, name });
        const [row] = await reader.query(`show create ${what} ${table}`);
        return row === undefined ? null : withoutOwnName(column(row, 'Create Table') ?? '', reader);
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && GONE.includes(Number(error.details['errno'])))
            return null;
        throw error;
    }
}
/** Base tables, sorted by name. */
async function listTables(reader) {
    return (await tableNames(reader, ROW_TYPES)).map((name) => ({ name }));
}
/** Tables with their indexes and constraints. */
async function readTables(reader, tables) {
    const objects = [];
    for (const { name } of tables) {
        const statement = await showCreate(reader, 'table', name);
        if (statement === null)
            continue;
        const { columns, options, parts } = readCreateTable(name, statement);
        objects.push({ kind: 'table', name, definition: { columns, options } }, ...parts);
    }
    return objects;
}
/** MariaDB's sequences, without where they stand. */
async function readSequences(reader) {
    if (!reader.mariadb)
        return [];
    const objects = [];
    for (const name of await tableNames(reader, ['SEQUENCE'])) {
        const statement = await showCreate(reader, 'sequence', name);
        if (statement !== null)
            objects.push({ kind: 'sequence', name, definition: { definition: statement } });
    }
    return objects;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/inspect/inspect.js


function byKindAndName(left, right) {
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return compare(left.kind, right.kind) || compare(left.name, right.name);
}
/** Reads the whole schema of the database. */
async function readSchema(reader) {
    const tables = await listTables(reader);
    const objects = [
        ...(await readDatabase(reader)),
        ...(await readTables(reader, tables)),
        ...(await readSequences(reader)),
        ...(await readViews(reader)),
        ...(await readTriggers(reader)),
        ...(await readRoutines(reader)),
        ...(await readEvents(reader)),
    ];
    return { objects: objects.toSorted(byKindAndName), tables };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/orphans.js



/** The beginning of the comment before each statement of Sluice; the run's id follows. */
const TAG_START = '/* sluice/';
/** The comment that goes before the statements of a run. */
function tagOf(runId) {
    return `${TAG_START}${runId.replaceAll(/[^\w.:@/-]/g, '_').replaceAll('*/', '__')} */`;
}
/** A killed ALTER throws away what it copied, which takes its time. */
const DEFAULT_PATIENCE_MS = 15 * 60_000;
/**
 * Ends what dead runs left: sessions with a mark of this database, and sessions that run a statement with
 * Sluice's comment in it.
 *
 * @throws SluiceError `PERM_001` when the account may not end one; `TIME_001` when one does not go away
 */
async function endOrphans({ looker, database, clock, own }, limits) {
    const found = async () => {
        const marked = await markedSessions((sql) => looker.query(sql), database);
        const processes = await looker.processes();
        const working = [...processes.values()]
            .filter((process) => process.database === database && process.query?.startsWith(TAG_START) === true)
            .map((process) => process.id);
        const mine = own();
        return [...new Set([...marked, ...working])]
            .filter((id) => !mine.has(id))
            .map((pid) => ({ pid, query: withoutTag(looker_text(processes.get(pid)?.query) ?? null) }));
    };
    const orphans = await found();
    for (const { pid } of orphans)
        await looker.kill(pid);
    const patience = limits.statementTimeoutMs === 0 ? DEFAULT_PATIENCE_MS : limits.statementTimeoutMs;
    const until = clock.monotonic() + patience;
    for (let pause = 20;; pause = Math.min(pause * 2, 1000)) {
        const ended = new Set(orphans.map(({ pid }) => pid));
        const left = (await found()).filter(({ pid }) => ended.has(pid));
        const first = left[0];
        if (first === undefined)
            return orphans;
        if (clock.monotonic() >= until) {
            throw new errors/* SluiceError */.ah('TIME_001', `Session ${first.pid}, which a dead run left behind, has not ended ${patience} ms after it was killed.`, {
                fix: `Wait until it is gone from the process list, then run the command again.`,
                details: { pid: first.pid },
            });
        }
        await clock.sleep(pause, limits.signal);
    }
}
function withoutTag(query) {
    if (query === null || !query.startsWith(TAG_START))
        return query;
    return query
        .slice(query.indexOf('*/') + 2)
        .trimStart()
        .slice(0, 500);
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/server-info.js
/** Whose server it is, by its version and the comment of its build. */
function isMariadb(version, comment) {
    return /mariadb/i.test(version) || /mariadb/i.test(comment);
}
/** The version's numbers, without the `5.5.5-` that MariaDB puts before them for old replicas. */
function plainVersion(version) {
    return /^(?:5\.5\.5-)?(\d+\.\d+\.\d+)/.exec(version)?.[1] ?? version;
}
/** Reads it. */
async function readServerInfo(query) {
    const [row = {}] = await query('select version() as version, @@version_comment as comment, database() as name,' +
        ' @@max_allowed_packet as packet, current_user() as account');
    const version = String(row['version']);
    return {
        mariadb: isMariadb(version, String(row['comment'])),
        version: plainVersion(version),
        database: String(row['name']),
        maxAllowedPacket: Number(row['packet']),
        currentUser: String(row['account']),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot-session.js
/** What a reading session starts from: one state of all InnoDB tables, read-only, UTC, text in UTF-8. */
const STATEMENTS = [
    'set session transaction isolation level repeatable read',
    'start transaction with consistent snapshot, read only',
];
/** Settings under which stored values print the same on every server. */
const READING_SETTINGS = [
    'set names utf8mb4',
    "set session sql_mode = '', session time_zone = '+00:00', session sql_quote_show_create = 1, session wait_timeout = 28800",
];
/** Opens the snapshot on a session that nobody else uses; it lasts until the session is closed. */
async function openSnapshot(session, signal) {
    await session.exclusive(async (held) => {
        for (const statement of STATEMENTS)
            await held.query(statement);
    }, signal);
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/sessions.js





/** How long Sluice's own statements wait for a lock, in seconds. */
const OWN_LOCK_WAIT = 10;
/** What every session of Sluice begins with: nothing that a server's defaults could have turned off. */
const COMMON = [
    'set names utf8mb4',
    "set session autocommit = 1, session completion_type = 'NO_CHAIN', session wait_timeout = 28800",
];
/** The sessions of one open database, all opened when they are first used. */
class Sessions {
    #base;
    #mariadb;
    #all = new Set();
    constructor(connect, server, clock, mariadb) {
        this.#base = { connect, server, clock };
        this.#mariadb = mariadb;
    }
    /** The server's ids of those that are open now. */
    get ids() {
        return new Set([...this.#all].map((session) => session.id).filter((id) => id !== null));
    }
    /** For statements of migrations: the server's own defaults, and a mark by which it is found again. */
    applying(database, overseer) {
        return this.#add({
            overseer,
            async setUp(run) {
                for (const statement of COMMON)
                    await run(statement);
                await takeMarker(run, database);
            },
        });
    }
    /** For the small and quick work on tables and catalogues. */
    working(overseer, extra = {}) {
        return this.#add({ overseer, setUp: (run) => this.#settings(run), ...extra });
    }
    /** For reading stored values, in UTC. */
    reading(overseer, extra = {}) {
        return this.#add({
            overseer,
            setUp: async (run) => {
                await this.#settings(run);
                for (const statement of READING_SETTINGS)
                    await run(statement);
            },
            ...extra,
        });
    }
    /** Ends all; safe to call twice. */
    async close() {
        await Promise.all([...this.#all].map((session) => session.close()));
    }
    #add(options) {
        for (const session of this.#all)
            if (session.closed)
                this.#all.delete(session);
        const session = new Session({ ...this.#base, ...options });
        this.#all.add(session);
        return session;
    }
    async #settings(run) {
        for (const statement of COMMON)
            await run(statement);
        const unlimited = this.#mariadb ? 'max_statement_time' : 'max_execution_time';
        await run(`set session lock_wait_timeout = ${OWN_LOCK_WAIT}, session innodb_lock_wait_timeout = ${OWN_LOCK_WAIT},` +
            ` session ${unlimited} = 0, session sql_mode = 'STRICT_ALL_TABLES'`);
    }
}
/** Looks for blockers and orphans. */
function sessionGroup(parts) {
    const { looker, database, options, own, inFlight } = parts;
    return {
        async blockers() {
            const waiting = inFlight();
            return waiting === null ? [] : blockersOf({ looker, database, waiting, own: own() });
        },
        endOrphans: (limits) => endOrphans({ looker, database, clock: options.clock, own }, limits),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/table-columns.js

/** Reads the shapes of all base tables in two queries, in the order of their columns. */
async function readShapes(query, database) {
    const tables = await query('select table_name as name, engine as engine, table_type as type from information_schema.tables' +
        " where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED')", [database]);
    const rows = await query('select table_name as `table`, column_name as name, data_type as data_type, column_type as column_type,' +
        ' datetime_precision as time_scale, numeric_scale as scale, character_set_name as character_set,' +
        ' is_nullable as nullable, extra as extra from information_schema.columns where table_schema = ?' +
        ' order by table_name, ordinal_position', [database]);
    const columns = new Map();
    for (const row of rows) {
        const table = column(row, 'table') ?? '';
        const list = columns.get(table) ?? [];
        columns.set(table, list);
        list.push({
            name: column(row, 'name') ?? '',
            dataType: (column(row, 'data_type') ?? '').toLowerCase(),
            columnType: (column(row, 'column_type') ?? '').toLowerCase(),
            scale: Number(row['time_scale'] ?? row['scale'] ?? 0),
            characterSet: column(row, 'character_set'),
            nullable: column(row, 'nullable') === 'YES',
            generated: (column(row, 'extra') ?? '').replace('DEFAULT_GENERATED', '').includes('GENERATED'),
        });
    }
    return new Map(tables.map((row) => {
        const name = column(row, 'name') ?? '';
        const shape = {
            name,
            engine: column(row, 'engine'),
            versioned: column(row, 'type') === 'SYSTEM VERSIONED',
            columns: columns.get(name) ?? [],
        };
        return [name, shape];
    }));
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/lines.js

/** Lines longer than this are passed on as they are: nothing that is looked for is that long. */
const MAX_LINE = 1024 * 1024;
/**
 * Passes text on with its lines changed. A line is given without its end and with each byte as one character
 * (latin1), so that whatever is not touched stays as it is.
 */
function changeLines(change) {
    let rest = '';
    return new external_node_stream_.Transform({
        transform(chunk, _encoding, done) {
            const lines = (rest + chunk.toString('latin1')).split('\n');
            rest = lines.pop() ?? '';
            let text = lines.map((line) => `${change(line)}\n`).join('');
            if (rest.length > MAX_LINE) {
                text += rest;
                rest = '';
            }
            done(null, Buffer.from(text, 'latin1'));
        },
        flush(done) {
            done(null, Buffer.from(change(rest), 'latin1'));
        },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/views-in-order.js

/**
 * Names of views, each after those that it reads: a view can be created only when those are there, and one WITH CHECK
 * OPTION not on what stands in for another view. A name that stands for something else in a definition costs nothing but
 * an order that was not needed.
 */
function viewsInOrder(views) {
    const texts = new Map(views.map(({ name, text }) => [name, text]));
    const order = new Set();
    const under = new Set();
    const add = (name) => {
        if (order.has(name) || under.has(name))
            return;
        under.add(name);
        const text = texts.get(name) ?? '';
        for (const other of texts.keys())
            if (other !== name && text.includes(quoteIdentifier(other)))
                add(other);
        order.add(name);
    };
    for (const name of texts.keys())
        add(name);
    return [...order];
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/dump-definitions.js



/** Definitions need no lock on the tables, which would wait for every transaction of the application. */
const WITHOUT_ROWS = ['--no-data', '--skip-lock-tables'];
/** Names in a schema of one kind. */
function namesOf(schema, kind) {
    return schema.objects.filter((object) => object.kind === kind).map((object) => object.name);
}
/** Names of the views, each after those that it reads: the dump program writes them in the order in which they are named. */
function orderedViews({ objects }) {
    const views = objects.filter(({ kind }) => kind === 'view');
    return viewsInOrder(views.map(({ name, definition }) => ({ name, text: definition.query })));
}
/** Tables and sequences, and what the database gives to new ones. */
async function dumpStructure(program, database, schema) {
    const defaults = schema.objects.find((object) => object.kind === 'database')?.definition;
    const head = defaults === undefined
        ? ''
        : `ALTER DATABASE CHARACTER SET ${String(defaults['character_set'])} COLLATE ${String(defaults['collation'])};\n`;
    // Columns whose default is a sequence's next value name its database; loaded elsewhere they would mean that one's.
    const quoted = Buffer.from(quoteIdentifier(database)).toString('latin1');
    const transform = changeLines((line) => line.replaceAll(`nextval(${quoted}.`, 'nextval('));
    const options = namesOf(schema, 'sequence').length === 0 ? { head } : { head, transform };
    await program.run('structure.sql', {
        args: [...WITHOUT_ROWS, '--skip-triggers'],
        ignored: namesOf(schema, 'view'),
        options,
    });
}
/** Routines, triggers and events; then views, which may need the routines. */
async function dumpPrograms(program, schema) {
    const views = orderedViews(schema);
    const has = (...kinds) => schema.objects.some(({ kind }) => kinds.includes(kind));
    // Only what there is: to look for events in a database with a `"` in its name is more than MariaDB's program can do.
    const programs = [
        ...(has('trigger') ? ['--triggers'] : ['--skip-triggers']),
        ...(has('function', 'procedure', 'package', 'package-body') ? ['--routines'] : []),
        ...(has('event') ? ['--events'] : []),
    ];
    await program.run('programs.sql', { args: [...WITHOUT_ROWS, '--no-create-info', ...programs], ignored: views });
    if (views.length > 0)
        await program.run('views.sql', { args: [...WITHOUT_ROWS, '--skip-triggers'], objects: views });
}

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/client-process.js





const STDERR_LIMIT = 8 * 1024;
/** How long a program may take to end after SIGTERM. */
const END_MS = 5_000;
/** What a client program sees: nothing that could change its meaning or log it in elsewhere. */
function environment() {
    const kept = { LC_ALL: 'C', MYSQL_TEST_LOGIN_FILE: '/nonexistent' };
    for (const name of ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot']) {
        const value = process.env[name];
        if (value !== undefined)
            kept[name] = value;
    }
    return kept;
}
/** A running program, its end, and what it said. */
function start({ path, args, signal, clock }, stdin) {
    const child = (0,external_node_child_process_.spawn)(path, args, { stdio: [stdin, 'pipe', 'pipe'], env: environment() });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => {
        // The reason stands at the end.
        stderr = (stderr + text).slice(-STDERR_LIMIT);
    });
    const ended = new Promise((resolve) => {
        child.once('error', (error) => resolve({ status: null, error }));
        child.once('close', (code, by) => {
            resolve({ status: code === 0 ? null : `exit status ${code ?? by ?? 'unknown'}`, error: null });
        });
    });
    const stop = () => {
        child.kill('SIGTERM');
        const over = new AbortController();
        void ended.then(() => over.abort());
        void clock.sleep(END_MS, over.signal).then(() => child.kill('SIGKILL'), () => { });
    };
    signal.addEventListener('abort', stop, { once: true });
    void ended.then(() => signal.removeEventListener('abort', stop));
    return { child, ended, stderr: () => stderr.trim(), stop };
}
/** The server's number in a program's complaint: `ERROR 1227 (42000) at line 5: …`, `…: Got error: 1045: …`. */
function errnoIn(stderr) {
    const match = /\bERROR (\d{1,4})\b|\((\d{4})\)|\berror: (\d{1,4})\b/i.exec(stderr);
    return match === null ? null : Number(match[1] ?? match[2] ?? match[3]);
}
/** Numbers by which client and server say that the connection cannot be opened, or is gone. */
const CONNECTION = new Set([1053, 1158, 1159, 1160, 1161, 1927, 2002, 2003, 2005, 2006, 2012, 2013, 2055]);
/**
 * What a program said, without data: MariaDB's client prints the whole statement that failed before it says why, and
 * a syntax error quotes the place.
 */
function withoutStatements(stderr) {
    const reason = stderr.lastIndexOf('\nERROR ');
    const told = reason === -1 ? stderr : stderr.slice(reason + 1);
    if (told.startsWith('-----'))
        return '';
    return withoutData(told)
        .replace(/near '[^]*' at line/, "near '…' at line")
        .slice(0, 2_000)
        .trim();
}
/** The error for a program that failed or complained; what it said is kept, without data. */
function complaint({ program, account }, status, stderr) {
    const said = withoutStatements(stderr);
    const errno = errnoIn(said);
    const missing = missingIn(errno, said, account);
    const lost = errno !== null && CONNECTION.has(errno);
    return new errors/* SluiceError */.ah(missing?.code ?? (lost ? 'CONN_001' : 'BACKUP_001'), `${program} ${status === null ? 'complained' : `failed (${status})`}: ${said === '' ? 'it said nothing.' : said}`, {
        details: { program, errno },
        ...(missing === null ? {} : { fix: missing.fix }),
        ...(lost ? { fix: 'Check the server and the network between, then run the command again.' } : {}),
    });
}
/**
 * Runs a program and writes what it prints to `target`, which is finished only when the program ended well
 * and without a word on stderr.
 *
 * @throws SluiceError `BACKUP_001` (`PERM_001`, `DISK_001` or `CONN_001` when that was missing); the target's error; the signal's reason
 */
async function runToTarget(program, target, options = {}) {
    const { signal } = program;
    signal.throwIfAborted();
    const { child, ended, stderr, stop } = start(program, 'ignore');
    try {
        if (options.head !== undefined)
            target.write(options.head);
        child.stdout?.on('data', (chunk) => options.onOutput?.(chunk));
        const output = child.stdout;
        const changed = options.transform === undefined ? output : output.pipe(options.transform);
        await Promise.all([(0,external_node_stream_promises_.pipeline)(changed, target, { end: false, signal }), ended]);
        const { status, error } = await ended;
        if (error !== null)
            throw new errors/* SluiceError */.ah('TOOL_001', `${program.program} could not be started.`, { cause: error });
        if (status !== null || stderr() !== '')
            throw complaint(program, status, stderr());
        target.end();
        await (0,external_node_stream_promises_.finished)(target, { signal });
    }
    catch (error) {
        stop();
        target.destroy();
        await ended;
        signal.throwIfAborted();
        throw error;
    }
}
/**
 * Feeds `source` to a program. When the source fails the program is killed before it can see an end of its
 * input: it would run the piece of a statement that it has.
 *
 * @throws SluiceError `BACKUP_001` (`PERM_001`, `DISK_001` or `CONN_001` when that was missing); the source's error; the signal's reason
 */
async function runFromSource(program, source) {
    const { signal } = program;
    signal.throwIfAborted();
    const { child, ended, stderr } = start(program, 'pipe');
    child.stdout?.resume();
    const stdin = child.stdin;
    let sourceFailure = null;
    source.once('error', (error) => {
        sourceFailure ??= { error };
        child.kill('SIGKILL');
    });
    // A program that gives up closes its input; why is on its stderr.
    stdin.on('error', () => source.destroy());
    const fed = (async () => {
        for await (const chunk of source) {
            if (!stdin.write(chunk))
                await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), ended]);
            if (child.exitCode !== null || child.signalCode !== null)
                return;
        }
        stdin.end();
    })().catch((error) => {
        sourceFailure ??= { error };
        child.kill('SIGKILL');
    });
    const { status, error } = await ended;
    source.destroy();
    await fed;
    signal.throwIfAborted();
    if (error !== null)
        throw new errors/* SluiceError */.ah('TOOL_001', `${program.program} could not be started.`, { cause: error });
    // A complaint explains the closed pipe, not the other way round.
    const failed = sourceFailure;
    if (stderr() !== '' || (status !== null && failed === null))
        throw complaint(program, status, stderr());
    if (failed !== null)
        throw failed.error;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/load-target.js


/** Where the client programs log in, as a session that is there already has done. */
async function loadTarget(url, info, query) {
    const [status = {}] = await query("show session status like 'Ssl_version'");
    return {
        url,
        database: info.database,
        mariadb: info.mariadb,
        version: info.version,
        account: quoteAccount(info.currentUser),
        tlsUsed: (column(status, 'Value') ?? '') !== '',
        settings: [],
    };
}
/** Where the client programs log in for another database of the live one's server. */
async function sameServer({ url, info, looker }, database) {
    return { ...(await loadTarget(url, info, (sql) => looker.query(sql))), database };
}

// EXTERNAL MODULE: ./build/js/drivers/sql/temporary-failure.js
var temporary_failure = __webpack_require__(58201);
// EXTERNAL MODULE: ./build/js/drivers/sql/temporary-files.js
var temporary_files = __webpack_require__(72224);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/option-file.js



/** How the value of an option is written so that every character survives: in quotes, with the client's own escapes. */
function optionValue(text) {
    const escapes = {
        '\\': '\\\\',
        '"': '\\"',
        "'": "\\'",
        '\n': '\\n',
        '\r': '\\r',
        '\t': '\\t',
        '\b': '\\b',
    };
    return `"${text.replaceAll(/[\\"'\n\r\t\b]/g, (character) => escapes[character] ?? character)}"`;
}
/** How the client programs are to use TLS; `used` is what Sluice's own connection to this server came to. */
function tlsLines(tls, mariadb, used) {
    const root = tls.rootCert === null || tls.rootCert === 'system' ? [] : [`ssl-ca=${optionValue(tls.rootCert)}`];
    if (mariadb) {
        switch (tls.mode) {
            case 'disable':
                return ['skip-ssl'];
            case 'default':
                // Newer clients check certificates unless they are told not to, and fall back to nothing.
                return used ? ['ssl', 'skip-ssl-verify-server-cert'] : ['skip-ssl'];
            case 'require':
                return ['ssl', 'skip-ssl-verify-server-cert'];
            // The client knows no check of the chain alone; checking the name as well errs on the safe side.
            case 'verify-ca':
            case 'verify-full':
                return ['ssl', ...root, 'ssl-verify-server-cert'];
        }
    }
    const modes = {
        disable: 'DISABLED',
        default: used ? 'REQUIRED' : 'DISABLED',
        require: 'REQUIRED',
        'verify-ca': 'VERIFY_CA',
        'verify-full': 'VERIFY_IDENTITY',
    };
    return [`ssl-mode=${modes[tls.mode]}`, ...(tls.mode.startsWith('verify') ? root : [])];
}
/** The text of the file: where to connect and as whom. */
function optionFileText(url, mariadb, tlsUsed) {
    const host = url.host === '' ? 'localhost' : url.host;
    const place = host.startsWith('/')
        ? [`socket=${optionValue(host)}`]
        : // By name `localhost` the client would look for a socket instead.
            [`host=${optionValue(host)}`, `port=${url.port ?? 3306}`, 'protocol=tcp'];
    const lines = [
        ...place,
        `user=${optionValue(url.user)}`,
        `password=${optionValue(url.password)}`,
        ...tlsLines(url.tls, mariadb, tlsUsed),
    ];
    return `[client]\n${lines.join('\n')}\n`;
}
/**
 * Calls `work` with the path of a file that tells the client programs where and as whom to log in. It can be
 * read by this user alone, and is removed whatever happens: arguments and environment can be seen by others.
 */
async function withOptionFile(text, { temporaryDirectory }, work) {
    const path = (0,temporary_files/* temporaryPath */.l)(temporaryDirectory, 'login', '.cnf');
    try {
        await (0,temporary_failure/* inTemporaryFolder */.P)(temporaryDirectory, () => (0,promises_.writeFile)(path, text, { mode: 0o600, flag: 'wx' }));
        return await work(path);
    }
    finally {
        await (0,promises_.rm)(path, { force: true });
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/parts.js


/** The parts of a dump, in the order in which they are loaded. */
const PARTS = ['structure.sql', 'data.sql', 'exact.sql', 'programs.sql', 'views.sql'];
/** Tables of Sluice that belong to the present and are in no dump. */
function presentTables(names) {
    return [...tables/* PRESENT_TABLES */.cn.map((table) => (0,tables/* plainTableName */.w4)(names, table)), SCRATCH_MARK];
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/tools.js

/** The path of a client program that may be used. `TOOL_001` when it is missing or does not fit the server. */
function usable(tool) {
    if (tool.path !== null && tool.version !== null && tool.problem === null) {
        return { program: tool.program, path: tool.path, version: tool.version };
    }
    throw new errors/* SluiceError */.ah('TOOL_001', `${tool.program} cannot be used: ${tool.problem ?? 'it was not found'}.`, {
        fix: tool.fix,
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/dump-program.js







/** Calls `work` with the dump program; the file that logs it in goes afterwards. */
async function withDumpProgram(parts, sink, signal, work) {
    const { info, options: opened, names } = parts;
    const { database, mariadb } = info;
    const tool = usable((await clientTools({ mariadb, version: versionParts(info.version) }, signal)).dump);
    const { tlsUsed } = await sameServer(parts, database);
    return withOptionFile(optionFileText(parts.url, mariadb, tlsUsed), opened, (optionFile) => work({
        ...tool,
        async run(part, { args, ignored = [], objects = [], options = {}, signal: own = signal }) {
            const all = [
                `--defaults-file=${optionFile}`,
                ...[
                    '--default-character-set=utf8mb4',
                    '--skip-dump-date',
                    '--no-tablespaces',
                    '--hex-blob',
                    '--tz-utc',
                    '--quick',
                ],
                ...(mariadb ? [] : ['--set-gtid-purged=OFF', '--column-statistics=0']),
                ...args,
                ...[...presentTables(names), ...ignored].map((name) => `--ignore-table=${database}.${name}`),
                '--',
                database,
                ...objects,
            ];
            const program = {
                ...tool,
                account: quoteAccount(info.currentUser),
                args: all,
                signal: own,
                clock: opened.clock,
            };
            await runToTarget(program, sink.open(part), options);
        },
    }));
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/digest-sql.js

const BYTES = new Set([
    ...['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'vector'],
    // As stored: SRID, then WKB. ST_AsBinary would lose the SRID and turn axes round.
    ...['geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'],
    ...['geometrycollection', 'geomcollection'],
]);
const WHOLE = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);
/**
 * The server computes an expression again wherever it stands, also one of a derived table. Numbers and dates are cheaper
 * to print twice than to keep; what costs more is kept in a variable, set where the server comes to it first.
 */
const DOUBLE = '@sluice_double';
const TEXT = '@sluice_text';
const HASH = '@sluice_hash';
/**
 * A double as ECMAScript writes it. The server prints the same shortest digits (17 at most), but moves to
 * exponents at other magnitudes, so digits and exponent are taken apart and put together again.
 */
function doubleText(value) {
    const text = DOUBLE;
    const mantissa = `substring_index(${text}, 'e', 1)`;
    const exponent = `if(locate('e', ${text}) > 0, cast(substring_index(${text}, 'e', -1) as signed), 0)`;
    const all = `replace(${mantissa}, '.', '')`;
    const digits = `trim(both '0' from ${all})`;
    const leadingZeros = `(length(${all}) - length(trim(leading '0' from ${all})))`;
    // The value is 0.digits × 10^point.
    const point = `(length(substring_index(${mantissa}, '.', 1)) + ${exponent} - ${leadingZeros})`;
    const plain = `trim(trailing '.' from insert(rpad(${digits}, greatest(length(${digits}), ${point}), '0'), ${point} + 1, 0, '.'))`;
    const scientific = `concat(left(${digits}, 1), if(length(${digits}) > 1, concat('.', substr(${digits}, 2)), ''),` +
        ` if(${point} > 0, 'e+', 'e-'), abs(${point} - 1))`;
    return (
    // Most values, and printed alike on both sides.
    `case when abs(${value}) between 1e-4 and 1e14 then concat(${value})` +
        ` when ${value} = 0 then '0' else concat(if(${value} < 0, '-', ''), case` +
        ` when locate('e', ${DOUBLE} := trim(leading '-' from concat(${value}))) = 0 and abs(${value}) >= 0.000001 then ${text}` +
        ` when ${point} between 1 and 21 then ${plain}` +
        ` when ${point} between -5 and 0 then concat('0.', repeat('0', -${point}), ${digits})` +
        ` else ${scientific} end) end`);
}
/** The text of a column; NULL where the column is. */
function cellText(column) {
    const name = quoteIdentifier(column.name);
    const { dataType, scale } = column;
    if (BYTES.has(dataType))
        return { text: `lower(hex(${name}))`, costly: true };
    // A number without leading zeros; `+ 0` keeps all 64 bits.
    const number = column.columnType.includes('zerofill') ? `concat(${name} + 0)` : `concat(${name})`;
    if (WHOLE.has(dataType))
        return { text: number };
    switch (dataType) {
        case 'bit': {
            const digits = Math.ceil(Number(/\d+/.exec(column.columnType)?.[0] ?? 1) / 8) * 2;
            return { text: `lower(lpad(hex(${name}), ${digits}, '0'))`, octets: String(digits) };
        }
        case 'decimal':
            return { text: scale === 0 ? number : `trim(trailing '.' from trim(trailing '0' from ${number}))` };
        // Widened to a double, exactly: printed as a float it would show 6 of its 9 digits.
        case 'float':
            return { text: doubleText(`(${name} + 0e0)`), costly: true };
        // One of fixed decimals or with leading zeros would print all of them.
        case 'double':
            return { text: doubleText(/\(|zerofill/.test(column.columnType) ? `(${name} + 0e0)` : name), costly: true };
        // No functions on dates: those of zero dates are NULL.
        case 'datetime':
        case 'timestamp':
            return { text: sixDigits(name, scale), octets: '26' };
        case 'time':
            return { text: sixDigits(name, scale) };
        case 'date':
            return { text: `concat(${name})`, octets: '10' };
        case 'year':
            return { text: `concat(${name})`, octets: '4' };
        default:
            return column.characterSet === 'utf8mb4'
                ? { text: name }
                : { text: `convert(${name} using utf8mb4)`, costly: true };
    }
}
function sixDigits(name, scale) {
    return `concat(${name}, '${(scale === 0 ? '.' : '') + '0'.repeat(6 - scale)}')`;
}
/** What stands for a value in its row's text, as arguments of concat. */
function cell(column) {
    const name = quoteIdentifier(column.name);
    const { text, octets, costly } = cellText(column);
    const value = octets === undefined
        ? costly
            ? `'V', length(${TEXT} := ${text}), ':', ${TEXT}`
            : `'V', length(${text}), ':', ${text}`
        : `'V${octets}:', ${text}`;
    return column.nullable ? `if(${name} is null, 'N', concat(${value}))` : value;
}
/** The places of three numbers in one decimal of 65 digits: sums of 60 bits, for up to 86 thousand million rows. */
const SUM_DIGITS = 29;
function power(exponent) {
    return `1${'0'.repeat(exponent)}`;
}
/**
 * A query of one row: `n` rows, and `sums` for {@link readSums}. All is one sum, because nobody says in which order the
 * server computes several, and the hash is set by the first use of it. That use is not `is null`: where no cell can be
 * NULL the server leaves such a test out, and the hash with it.
 */
function digestQuery(table, columns, allVersions) {
    const half = (from) => `cast(conv(substr(${HASH}, ${from}, 15), 16, 10) as unsigned)`;
    return (`select count(*) as n, concat(coalesce(sum(if(length(${HASH} := md5(concat(${columns.map(cell).join(', ')}))) = 32,` +
        ` ${half(1)} * ${power(SUM_DIGITS)} + ${half(16)}, ${power(2 * SUM_DIGITS)})), 0)) as sums` +
        ` from ${quoteTable(table)}${allVersions ? ' for system_time all' : ''}`);
}
/**
 * The checksum in what {@link digestQuery} returned as `sums`, and how many rows have a text longer than
 * max_allowed_packet, which the server turns into NULL.
 */
function readSums(sums) {
    const digits = sums.padStart(2 * SUM_DIGITS + 1, '0');
    const [tooLong, first, second] = [
        digits.slice(0, -2 * SUM_DIGITS),
        digits.slice(-2 * SUM_DIGITS, -SUM_DIGITS),
        digits.slice(-SUM_DIGITS),
    ];
    return { checksum: `${String(BigInt(first))}:${String(BigInt(second))}`, tooLong: Number(tooLong) };
}
/** A query of one row: `n` rows. */
function countQuery(table, allVersions) {
    return `select count(*) as n from ${quoteTable(table)}${allVersions ? ' for system_time all' : ''}`;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/foreign-keys.js



/** ER_NO_SUCH_TABLE: created while foreign_key_checks was off, the parent need not exist. */
const NO_SUCH_TABLE = 1146;
async function readForeignKeys(query, database) {
    const rows = await query('select table_name as `table`, constraint_name as `constraint`, column_name as child,' +
        ' referenced_table_schema as parent_database, referenced_table_name as parent, referenced_column_name as parent_column' +
        ' from information_schema.key_column_usage where table_schema = ? and referenced_table_name is not null' +
        ' order by table_name, constraint_name, ordinal_position', [database]);
    const keys = new Map();
    for (const row of rows) {
        const table = column(row, 'table') ?? '';
        const constraint = column(row, 'constraint') ?? '';
        const id = JSON.stringify([table, constraint]);
        const key = keys.get(id) ?? {
            table,
            constraint,
            parentDatabase: column(row, 'parent_database') ?? database,
            parent: column(row, 'parent') ?? '',
            columns: [],
        };
        keys.set(id, key);
        key.columns.push({ child: column(row, 'child') ?? '', parent: column(row, 'parent_column') ?? '' });
    }
    return [...keys.values()];
}
/** Rows whose foreign key points nowhere. One with a NULL in it points to nothing and is no orphan. */
async function countOrphans(query, database, key) {
    const child = quoteTable({ schema: database, name: key.table });
    const parent = quoteTable({ schema: key.parentDatabase, name: key.parent });
    const complete = key.columns.map((pair) => `c.${quoteIdentifier(pair.child)} is not null`).join(' and ');
    const equal = key.columns
        .map((pair) => `p.${quoteIdentifier(pair.parent)} = c.${quoteIdentifier(pair.child)}`)
        .join(' and ');
    const count = async (where) => {
        const [row] = await query(`select count(*) as n from ${child} c where ${complete}${where}`);
        return Number(row?.['n']);
    };
    try {
        return await count(` and not exists (select 1 from ${parent} p where ${equal})`);
    }
    catch (error) {
        if (error instanceof ServerError && error.errno === NO_SUCH_TABLE)
            return count('');
        throw error;
    }
}
/** All foreign keys of the database that have orphans, with how many. */
async function readOrphans(query, database, names) {
    const own = sluiceTables(names);
    const found = [];
    for (const key of await readForeignKeys(query, database)) {
        if (own.has(key.table))
            continue;
        const rows = await countOrphans(query, database, key);
        if (rows === 0)
            continue;
        const parent = key.parentDatabase === database ? { name: key.parent } : { schema: key.parentDatabase, name: key.parent };
        found.push({ table: { name: key.table }, constraint: key.constraint, parent, rows });
    }
    return found;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/verify.js








/** Digests, or counts alone, from a snapshot that is open already. */
async function* digestsOn(session, { server, database, names }, tables, what, signal) {
    const query = (sql, values = []) => explained('Reading the rows', server, () => session.exclusive(async (held) => (await held.query(sql, values, { signal })).rows));
    const shapes = await readShapes(query, database);
    const own = sluiceTables(names);
    for (const table of tables) {
        if (own.has(table.name))
            continue;
        const ref = { schema: database, name: table.name };
        const shape = shapes.get(table.name);
        if (shape === undefined) {
            throw new errors/* SluiceError */.ah('DATA_001', `The table ${table.name} does not exist.`, {
                fix: 'Restore the table, or take the comparison against a newer backup.',
            });
        }
        const [row] = await query(what === 'counts' ? countQuery(ref, shape.versioned) : digestQuery(ref, shape.columns, shape.versioned));
        if (row === undefined)
            throw new Error(`The digest of ${table.name} returned no row.`);
        if (what === 'counts') {
            yield { table, rows: Number(row['n']), checksum: '' };
            continue;
        }
        const { checksum, tooLong } = readSums(column(row, 'sums') ?? '');
        if (tooLong > 0) {
            throw new errors/* SluiceError */.ah('DATA_002', `${String(tooLong)} rows of ${table.name} are longer than max_allowed_packet and cannot be compared.`, { fix: 'Raise max_allowed_packet on the server (up to 1G), then run the command again.' });
        }
        yield { table, rows: Number(row['n']), checksum };
    }
}
/** Reads and compares data. */
function verifyGroup(parts) {
    const { server, database } = parts;
    async function* fromSnapshot(tables, what, signal) {
        const session = parts.openReader();
        try {
            await explained('Opening a snapshot', server, () => openSnapshot(session, signal));
            yield* digestsOn(session, parts, tables, what, signal);
        }
        finally {
            await session.close();
        }
    }
    async function scalar(query, limits) {
        if (classify({ text: query }) !== 'transactional') {
            throw new errors/* SluiceError */.ah('CONF_001', 'A rule has to be a query.', {
                fix: 'Write one SELECT that returns one value.',
            });
        }
        const rows = [];
        let count = 0;
        const collect = (row) => {
            count += 1;
            if (count === 1)
                rows.push(row);
        };
        await parts.rules.exclusive(async (held) => {
            try {
                await held.query('start transaction read only');
                await held.run(query, collect, {
                    signal: limits.signal,
                    timeoutMs: limits.statementTimeoutMs,
                    byPosition: true,
                });
            }
            catch (thrown) {
                throw failure(thrown, { server, statement: null, doing: 'The query', limits, mayBeDone: false });
            }
            finally {
                if (held.lost === null)
                    await held.query('rollback').catch(() => held.destroy());
            }
        }, limits.signal);
        const [row] = rows;
        if (row === undefined || count !== 1) {
            throw new errors/* SluiceError */.ah('CONF_001', `The query returned ${count} rows instead of one.`, {
                fix: 'Write a query that returns one row, as `select count(*) from …` does.',
            });
        }
        return column(row, '0');
    }
    return {
        digests: (tables, signal) => fromSnapshot(tables, 'digests', signal),
        counts: (tables, signal) => fromSnapshot(tables, 'counts', signal),
        orphans: (signal) => explained('Looking for orphaned rows', server, () => parts.reader.exclusive(async (held) => {
            await held.query('start transaction read only');
            try {
                return await readOrphans(async (sql, values) => (await held.query(sql, values, { signal })).rows, database, parts.names);
            }
            finally {
                if (held.lost === null)
                    await held.query('rollback');
            }
        }, signal)),
        scalar,
    };
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/exact-rows.js



/** The dump program alone can write the past of versioned rows. */
function canHaveExactRows(shape) {
    return !shape.versioned;
}
/** Rows of these tables are always written here, and left out of what the dump program writes. */
function needsExactRows(shape) {
    return canHaveExactRows(shape) && shape.columns.some((column) => column.dataType === 'float');
}
/** The SQL of a column's value as a literal. */
function literalOf({ name, dataType, characterSet }) {
    const value = quoteIdentifier(name);
    const written = (() => {
        switch (dataType) {
            case 'float':
                return `concat(${value} + 0e0)`;
            case 'double':
            case 'tinyint':
            case 'smallint':
            case 'mediumint':
            case 'int':
            case 'bigint':
            case 'decimal':
                return `concat(${value})`;
            case 'json':
                return `concat('convert(x\\'', hex(convert(${value} using utf8mb4)), '\\' using utf8mb4)')`;
            case 'bit':
                return `concat('b\\'', bin(${value}), '\\'')`;
            case 'date':
            case 'datetime':
            case 'timestamp':
            case 'time':
            case 'year':
            case 'uuid':
            case 'inet4':
            case 'inet6':
                return `concat('\\'', ${value}, '\\'')`;
            default:
                return characterSet === null
                    ? `concat('x\\'', hex(${value}), '\\'')`
                    : `concat('convert(x\\'', hex(convert(${value} using utf8mb4)), '\\' using utf8mb4)')`;
        }
    })();
    // A value too long for max_allowed_packet makes the whole row NULL, and must not pass for a NULL of its own.
    return `if(${value} is null, 'NULL', ${written})`;
}
const HEAD = [
    '/*!40101 SET NAMES utf8mb4 */;',
    "/*!40103 SET TIME_ZONE='+00:00' */;",
    '/*!40014 SET UNIQUE_CHECKS=0 */;',
    '/*!40014 SET FOREIGN_KEY_CHECKS=0 */;',
    "/*!40101 SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;",
    '',
].join('\n');
/** Length from which a statement ends, in characters. */
const STATEMENT_LENGTH = 256 * 1024;
/** Puts a text to a stream and waits for room. */
async function put(target, text, signal) {
    if (!target.write(text))
        await (0,external_node_events_.once)(target, 'drain', { signal });
}
async function writeTable(held, database, shape, target, signal) {
    const columns = shape.columns.filter((column) => !column.generated);
    const into = `INSERT INTO ${quoteIdentifier(shape.name)} (${columns.map(({ name }) => quoteIdentifier(name)).join(', ')}) VALUES\n`;
    const from = quoteTable({ schema: database, name: shape.name });
    const targetFailed = new AbortController();
    const onFailure = (error) => targetFailed.abort(error ?? new Error('The target was closed.'));
    target.once('error', onFailure);
    target.once('close', onFailure);
    let statement = '';
    let tooLong = 0;
    try {
        await held.run(`select concat(${columns.map(literalOf).join(", ',', ")}) as \`row\` from ${from}`, (row, flow) => {
            const values = row['row'];
            if (values === null) {
                tooLong += 1;
                return;
            }
            statement += `${statement === '' ? into : ',\n'}(${String(values)})`;
            if (statement.length < STATEMENT_LENGTH)
                return;
            const room = target.write(`${statement};\n`);
            statement = '';
            if (room || targetFailed.signal.aborted)
                return;
            flow.pause();
            target.once('drain', flow.resume);
        }, { signal: AbortSignal.any([signal, targetFailed.signal]) });
        if (statement !== '')
            await put(target, `${statement};\n`, signal);
    }
    finally {
        target.off('error', onFailure);
        target.off('close', onFailure);
    }
    if (tooLong > 0) {
        throw new errors/* SluiceError */.ah('BACKUP_001', `${tooLong} rows of ${shape.name} are longer than max_allowed_packet and cannot be dumped.`, {
            fix: 'Raise max_allowed_packet on the server (up to 1G), then run the command again.',
        });
    }
}
/** Writes the rows of the tables as the session's snapshot shows them; the session reads in UTC. */
async function writeExactRows(held, database, shapes, target, signal) {
    await put(target, HEAD, signal);
    for (const shape of shapes)
        await writeTable(held, database, shape, target, signal);
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/moment.js



/** Writers wait no longer than this for a lock that is itself waiting, in seconds. */
const WAIT_SECONDS = 2;
const ATTEMPTS = 3;
const PAUSE_MS = 500;
/** Lock wait timeout: somebody's statement or transaction was in the way; worth another try. */
const LOCK_WAIT = 1205;
async function attempt(held, statement, clock, signal) {
    for (let count = 1;; count++) {
        try {
            await held.query(statement, [], { signal, timeoutMs: WAIT_SECONDS * 2_000 });
            return true;
        }
        catch (error) {
            signal.throwIfAborted();
            const again = error instanceof TimeIsUp || (error instanceof ServerError && error.errno === LOCK_WAIT);
            if (held.lost !== null)
                throw error;
            // Denied, or not offered by this server: the next way.
            if (!again && error instanceof ServerError)
                return false;
            if (!again)
                throw error;
            if (count >= ATTEMPTS)
                return false;
            await clock.sleep(PAUSE_MS, signal);
        }
    }
}
/**
 * Holds off all writing while `work` opens its snapshots, so that they show one state. It needs RELOAD, or
 * else LOCK TABLES; with neither, or when a long transaction is in the way, `work` is called all the same.
 * The lock is given up when `work` is done.
 */
async function atOneMoment(session, where, signal, work) {
    const { database, tables, clock } = where;
    return session.exclusive(async (held) => {
        await held.query(`set session lock_wait_timeout = ${WAIT_SECONDS}`);
        const read = tables.map((name) => `${quoteTable({ schema: database, name })} read`);
        let heldOff = null;
        if (await attempt(held, 'flush tables with read lock', clock, signal))
            heldOff = 'server';
        else if (read.length > 0 && (await attempt(held, `lock tables ${read.join(', ')}`, clock, signal)))
            heldOff = 'tables';
        try {
            await work(heldOff);
        }
        finally {
            if (heldOff !== null && held.lost === null)
                await held.query('unlock tables').catch(() => held.destroy());
        }
        // A connection that broke gave its lock up, nobody knows when.
        return held.lost === null ? heldOff : null;
    }, signal);
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/dump-rows.js






/** The first line of rows (or the program's end) means that its transaction, and so its snapshot, is open. */
const ROWS_BEGIN = /^(?:-- Dumping data for table|INSERT INTO|LOCK TABLES)/m;
/** The program's head is far shorter. */
const HEAD_LIMIT = 64 * 1024;
/** The longest that writing is held off for the dump's sake. */
const OPENING_MS = 8_000;
/** Starts the program. `opened`: its snapshot is, or it has ended. */
function startProgram({ program, schema, shapes }, exact, signal) {
    const opened = Promise.withResolvers();
    let seen = '';
    const done = program.run('data.sql', {
        args: [
            ...['--no-create-info', '--single-transaction', '--skip-triggers', '--complete-insert', '--skip-add-locks'],
            ...(shapes.some((shape) => shape.versioned) ? ['--dump-history'] : []),
        ],
        ignored: [...namesOf(schema, 'view'), ...namesOf(schema, 'sequence'), ...exact.map((shape) => shape.name)],
        signal,
        options: {
            onOutput(chunk) {
                if (seen.length >= HEAD_LIMIT)
                    return;
                seen += chunk.toString('latin1');
                if (ROWS_BEGIN.test(seen) || seen.length >= HEAD_LIMIT)
                    opened.resolve();
            },
        },
    });
    // Its failure is awaited by whoever awaits its end.
    done.then(opened.resolve, opened.resolve);
    return { opened: opened.promise, done };
}
/** The dump program did not come to its first row in time; it goes on, but writers are let go. */
class SnapshotTooSlow extends Error {
}
async function waitFor(opened, clock) {
    const patience = new AbortController();
    const late = clock.sleep(OPENING_MS, patience.signal).then(() => 'late', () => 'late');
    const first = await Promise.race([opened, late]);
    patience.abort();
    if (first === 'late')
        throw new SnapshotTooSlow();
}
async function digestsOf(snapshot, { parts, schema }, signal) {
    const digests = [];
    for await (const digest of digestsOn(snapshot, parts.verifyParts, schema.tables, 'digests', signal))
        digests.push(digest);
    return digests;
}
async function dumpExactRows(snapshot, { parts, sink, signal }, shapes) {
    if (shapes.length === 0)
        return;
    const target = sink.open('exact.sql');
    try {
        await explained('Reading rows', parts.server, () => snapshot.exclusive((held) => writeExactRows(held, parts.info.database, shapes, target, signal)));
        const done = Promise.withResolvers();
        target.once('error', done.reject);
        target.end(done.resolve);
        await done.promise;
    }
    catch (error) {
        target.destroy();
        throw error;
    }
}
/** Dumps rows and takes their digests, both from one moment as far as writing can be held off. */
async function dumpRows(request) {
    const { parts, signal, shapes } = request;
    const { sessions, looker, verifyParts, info, options, server } = parts;
    let exact = shapes.filter(needsExactRows);
    let inOneSession = false;
    const failed = new AbortController();
    const together = AbortSignal.any([signal, failed.signal]);
    const snapshot = verifyParts.openReader();
    const locker = sessions.working(looker, { once: true });
    let dumping = Promise.resolve();
    const openBoth = async (heldOff) => {
        await openSnapshot(snapshot, signal);
        // The program reads a snapshot of its own, and what was written in between would be in one and not in the other.
        inOneSession = heldOff === null;
        if (inOneSession)
            exact = shapes.filter(canHaveExactRows);
        if (exact.length === shapes.length)
            return;
        const { opened, done } = startProgram(request, exact, together);
        dumping = done;
        await waitFor(opened, options.clock);
    };
    try {
        // Connected before writing is held off, so that it is held off for less.
        await snapshot.exclusive(() => Promise.resolve(), signal);
        const where = { database: info.database, tables: shapes.map((shape) => shape.name), clock: options.clock };
        const moment = await explained('Opening the snapshots', server, () => atOneMoment(locker, where, signal, openBoth).then((heldOff) => heldOff ?? (inOneSession ? 'one-session' : 'apart'), (error) => {
            if (error instanceof SnapshotTooSlow)
                return 'apart';
            throw error;
        }));
        const endOther = (error) => {
            failed.abort(error);
            throw error;
        };
        const [tables] = await Promise.all([
            digestsOf(snapshot, request, together).catch(endOther),
            dumping.catch(endOther),
        ]);
        await dumpExactRows(snapshot, request, exact);
        return { tables, moment };
    }
    finally {
        failed.abort();
        await dumping.catch(() => { });
        await Promise.all([snapshot.close(), locker.close()]);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/guarantee.js

function sentenceOf(moment, shapes) {
    switch (moment) {
        case 'server':
            return 'Dump and checksums show one state: both snapshots were opened while FLUSH TABLES WITH READ LOCK held off all writing.';
        case 'tables':
            return 'Dump and checksums show one state: both snapshots were opened while LOCK TABLES … READ held off writing to these tables.';
        case 'one-session': {
            const apart = shapes.filter((shape) => !canHaveExactRows(shape)).map((shape) => shape.name);
            const except = apart.length === 0
                ? ''
                : ` The versioned tables ${apart.join(', ')} were dumped from a second snapshot, opened shortly after: rows written in between are in one and not in the other (grant RELOAD).`;
            return `Dump and checksums show one state: both were read in one snapshot of one session, because writing could not be held off.${except}`;
        }
        case 'apart':
            return 'Dump and checksums come from two snapshots opened one shortly after the other, because writing could not be held off for as long as the dump program took to begin: rows written in between are in one and not in the other.';
    }
}
/** How far dump and checksums are known to show one state. */
function guaranteeOf(moment, shapes) {
    if (moment === null)
        return 'The backup holds the schema alone; it was the same before and after the dump.';
    const loose = shapes
        .filter((shape) => shape.engine !== 'InnoDB')
        .map((shape) => `${shape.name} (${shape.engine ?? 'unknown'})`);
    const except = loose.length === 0
        ? ''
        : ` The tables ${loose.join(', ')} have no snapshots: what was written to them meanwhile may be in one and not in the other.`;
    return sentenceOf(moment, shapes) + except;
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/require-privileges.js




/** Tables, triggers, events and routines that an account has no right to are not even shown to it. */
const TO_SEE_ALL = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT'];
/** Any one of these shows all routines of a database. */
const TO_SEE_ROUTINES = ['EXECUTE', 'CREATE ROUTINE', 'ALTER ROUTINE', 'SHOW CREATE ROUTINE'];
/** To move tables away and others in, and, with a backup of everything, to put its programs in place of the present ones. */
const TO_REPLACE = {
    data: ['SELECT', 'INSERT', 'CREATE', 'ALTER', 'DROP', 'TRIGGER'],
    full: [
        ...['SELECT', 'INSERT', 'CREATE', 'ALTER', 'DROP', 'TRIGGER'],
        ...['CREATE VIEW', 'SHOW VIEW', 'CREATE ROUTINE', 'ALTER ROUTINE', 'EVENT'],
    ],
};
/** `mysql.proc`, which holds all routines of older MariaDB servers. */
const PROC = /^GRANT (?=[^]*\b(?:SELECT|ALL PRIVILEGES)\b)[^]* ON (?:TABLE )?`mysql`\.(?:`proc`|\*) TO /;
async function grantsOf({ looker, info }) {
    const lines = await readGrantLines((sql) => looker.query(sql), info.mariadb);
    const grants = readGrants(lines);
    return {
        lines,
        has: (names) => isGranted(grants, names, info.database),
        grant: (names) => grantStatement(grants, names, info.database, info.currentUser),
    };
}
/** What lets an account see what others have written into their routines: a privilege on the database, or a statement. */
function routineRight({ info }) {
    const [major = 0, minor = 0] = versionParts(info.version);
    const account = quoteAccount(info.currentUser);
    if (!info.mariadb)
        return { statement: `GRANT SHOW_ROUTINE ON *.* TO ${account};` };
    return major > 11 || (major === 11 && minor >= 3)
        ? { privilege: 'SHOW CREATE ROUTINE' }
        : { statement: `GRANT SELECT ON mysql.proc TO ${account};` };
}
/**
 * Refuses a dump of what the account sees only in part: whatever is hidden from it would be left out without a word.
 *
 * @throws SluiceError `PERM_001` with the statements that grant what is missing
 */
async function requireSight(parts) {
    const { lines, has, grant } = await grantsOf(parts);
    const missing = TO_SEE_ALL.filter((name) => !has([name]));
    const routines = has(TO_SEE_ROUTINES) ||
        lines.some((line) => PROC.test(line)) ||
        isGranted(readGrants(lines), ['SHOW_ROUTINE', ...(parts.info.mariadb ? [] : ['SELECT'])], null);
    if (missing.length === 0 && routines)
        return;
    const right = routines ? null : routineRight(parts);
    const names = [...missing, ...(right !== null && 'privilege' in right ? [right.privilege] : [])];
    const fixes = [
        ...(names.length === 0 ? [] : [grant(names)]),
        ...(right !== null && 'statement' in right ? [right.statement] : []),
    ];
    throw new errors/* SluiceError */.ah('PERM_001', `The account may not see everything in the database ${parts.info.database}, so no backup was taken: it lacks ${[...missing, ...(routines ? [] : ['the right to see routines'])].join(', ')}.`, { fix: `${fixes.join(' ')} Then run the command again.`, details: { missing } });
}
/**
 * Refuses a dump of routines of which the account sees the names alone.
 *
 * @throws SluiceError `PERM_001` with the statement that shows them
 */
async function requireBodies(parts, { objects }) {
    const hidden = objects.filter(({ kind, definition }) => ['function', 'procedure', 'package', 'package-body'].includes(kind) &&
        definition.body === null);
    if (hidden.length === 0)
        return;
    const { grant } = await grantsOf(parts);
    const right = routineRight(parts);
    const names = hidden.map(({ kind, name }) => `${kind} ${name}`);
    throw new errors/* SluiceError */.ah('PERM_001', `The account may not see what is in these routines, so no backup was taken: ${names.slice(0, 20).join(', ')}.`, {
        fix: `${'statement' in right ? right.statement : grant([right.privilege])} Then run the command again.`,
        details: { hidden: names },
    });
}
/**
 * Refuses a restore that would stop half-way for want of a privilege, before anything is touched.
 *
 * @throws SluiceError `PERM_001` with the statement that grants what is missing
 */
async function requireReplacing(parts, mode) {
    const { has, grant } = await grantsOf(parts);
    const missing = TO_REPLACE[mode].filter((name) => !has([name]));
    if (missing.length === 0)
        return;
    throw new errors/* SluiceError */.ah('PERM_001', `The account may not replace the content of the database ${parts.info.database}: it lacks ${missing.join(', ')}. Nothing was changed.`, {
        fix: `${grant(missing)} Then run the command again.`,
        details: { missing },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/dump.js









/** Writes a dump in parts: structure, rows, rows with floats, programs, views. */
async function dump(parts, mode, sink, signal) {
    const { info, inspect, server } = parts;
    return withDumpProgram(parts, sink, signal, async (program) => {
        await requireSight(parts);
        const schema = await inspect(signal);
        await requireBodies(parts, schema);
        const shapes = await explained('Reading the schema', server, () => parts.verifyParts.reader.exclusive(async (held) => {
            const all = await readShapes(async (sql, values) => (await held.query(sql, values, { signal })).rows, info.database);
            const present = new Set(presentTables(parts.names));
            return [...all.values()].filter((shape) => !present.has(shape.name));
        }, signal));
        await dumpStructure(program, info.database, schema);
        const data = mode === 'schema'
            ? { tables: [], moment: null }
            : await dumpRows({ parts, program, sink, schema, shapes, signal });
        await dumpPrograms(program, schema);
        // The programs see the present, not the snapshot: what was changed meanwhile may be in one part and not in another.
        if (JSON.stringify(await inspect(signal)) !== JSON.stringify(schema)) {
            throw new errors/* SluiceError */.ah('BACKUP_001', 'The schema was changed while the backup was made.', {
                fix: 'Run the backup again when nobody changes the schema.',
            });
        }
        return {
            tool: { program: program.program, version: program.version },
            snapshot: null,
            guarantee: guaranteeOf(data.moment, shapes),
            tables: data.tables,
            schema,
        };
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/events.js

/**
 * How the dump programs write an event: its schedule, then `ON COMPLETION … PRESERVE ENABLE`, in one line
 * that begins so.
 */
const EVENT = /^(\/\*!50106 CREATE\*\/ .*?EVENT `((?:[^`]|``)+)` ON SCHEDULE .*? ON COMPLETION (?:NOT )?PRESERVE )ENABLE\b/;
/** One line with an event switched off; null when there is none to switch. */
function eventOff(line) {
    const match = EVENT.exec(line);
    if (match === null)
        return null;
    const [whole, before = '', name = ''] = match;
    return { line: `${before}DISABLE${line.slice(whole.length)}`, name: name.replaceAll('``', '`') };
}
/**
 * What dump programs write around a program that was made when the database gave another collation to text: they name the
 * database that they read, which is not the one to change.
 */
const ALTER = /^ALTER DATABASE `(?:[^`]|``)+` (CHARACTER SET \w+ COLLATE \w+ ;;?)$/;
/**
 * Passes a dump of programs on for another database: with its events switched off, because the server would run them in
 * the copy too, and they would change what is being compared, or other databases.
 */
function withoutRunningEvents(onEvent) {
    return changeLines((line) => {
        const off = eventOff(line);
        if (off === null)
            return line.replace(ALTER, 'ALTER DATABASE $1');
        onEvent(Buffer.from(off.name, 'latin1').toString('utf8'));
        return off.line;
    });
}
/** How the server shows an event that is off. */
const SHOWN = /^(CREATE .*? ON COMPLETION (?:NOT )?PRESERVE )DISABLE\b/s;
/** The statement of an event that {@link withoutRunningEvents} had switched off, switched on. */
function eventOn(statement) {
    return statement.replace(SHOWN, '$1ENABLE');
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/programs.js



/** Triggers of one table and event come in the order in which they run, a package before its body. */
const LISTS = [
    `select 'trigger' as kind, trigger_name as name from information_schema.triggers where ${OF_DATABASE}` +
        ' order by event_object_table, event_manipulation, action_timing, action_order',
    'select lower(routine_type) as kind, routine_name as name from information_schema.routines' +
        ' where routine_schema = ? and ? is not null order by routine_type, routine_name',
    "select 'event' as kind, event_name as name from information_schema.events where event_schema = ? and ? is not null order by event_name",
    "select 'view' as kind, table_name as name from information_schema.views where table_schema = ? and ? is not null order by table_name",
];
/** What SHOW CREATE calls the statement. */
const STATEMENT = /^(?:create |sql original statement$)/i;
async function show(held, database, kind, name) {
    const { rows } = await held.query(`show create ${kind} ${quoteTable({ schema: database, name })}`);
    const shown = rows[0] ?? {};
    return {
        kind,
        name,
        statement: column(shown, Object.keys(shown).find((key) => STATEMENT.test(key)) ?? ''),
        sqlMode: column(shown, 'sql_mode') ?? '',
        characterSet: column(shown, 'character_set_client') ?? 'utf8mb4',
        collation: column(shown, 'collation_connection') ?? 'utf8mb4_general_ci',
        databaseCollation: column(shown, 'Database Collation'),
        timeZone: column(shown, 'time_zone'),
    };
}
/** Reads the programs of a database; the session uses `home` afterwards. */
async function readPrograms(held, database, home) {
    // A view names the tables of the database in use without it, and the mode changes how it is shown.
    await held.query(`use ${quoteIdentifier(database)}`);
    await held.query("set session sql_mode = ''");
    const programs = [];
    for (const list of LISTS) {
        const { rows } = await held.query(list, [database, database]);
        for (const row of rows)
            programs.push(await show(held, database, column(row, 'kind') ?? '', column(row, 'name') ?? ''));
    }
    await held.query(`use ${quoteIdentifier(home)}`);
    return programs;
}
/** The statement that drops a program, should it be there. */
function dropStatement({ kind, name }, database) {
    return `drop ${kind} if exists ${quoteTable({ schema: database, name })}`;
}
/**
 * Statements that create a program, or replace the one of its name: mode, character set and collation are part of it. On
 * MySQL one that was written by a client of another character set than UTF-8 keeps its text, and is recorded as written in
 * UTF-8 unless all of it is ASCII.
 */
function createStatements(program, { database, mariadb, immediate, collation }) {
    const { kind, statement, sqlMode, characterSet, databaseCollation, timeZone } = program;
    const text = statement ?? '';
    const asWritten = immediate || characterSet.startsWith('utf8') || /^[\0-\x7f]*$/.test(text);
    const settings = [
        `character_set_client = ${asWritten ? characterSet : 'utf8mb4'}`,
        `collation_connection = ${program.collation}`,
        `sql_mode = ${quoted(sqlMode)}`,
        ...(timeZone === null ? [] : [`time_zone = ${quoted(timeZone)}`]),
    ];
    const replaceable = mariadb || kind === 'view';
    const other = databaseCollation !== null && databaseCollation !== collation;
    const collate = (name) => `alter database ${quoteIdentifier(database)} collate ${name}`;
    return [
        ...(replaceable ? [] : [dropStatement(program, database)]),
        ...(other ? [collate(databaseCollation)] : []),
        `set ${settings.map((setting) => `session ${setting}`).join(', ')}`,
        replaceable ? text.replace(/^create\s+(?:or\s+replace\s+)?/i, 'create or replace ') : text,
        "set session character_set_client = utf8mb4, session collation_connection = utf8mb4_general_ci, session sql_mode = ''",
        ...(other ? [collate(collation)] : []),
    ];
}
const quoted = (value) => `'${value.replaceAll("'", '')}'`;

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/exchange.js
/**
 * What puts restored tables and programs in the place of the live ones, as statements. The tables change places in one
 * RENAME TABLE, which the server does as a whole or not at all. No table with triggers can be moved to another database,
 * so the old triggers go before, and the new ones come after.
 */






/** Names of tables and sequences that hold something of their own. */
async function tablesOf(held, database) {
    const { rows } = await held.query("select table_name as name from information_schema.tables where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')", [database]);
    return rows.map((row) => column(row, 'name') ?? '').toSorted();
}
async function collationOf(held, database) {
    const { rows } = await held.query('select default_collation_name as name from information_schema.schemata where schema_name = ?', [database]);
    return column(rows[0] ?? {}, 'name') ?? '';
}
/** Defaults that take a sequence's next value name the database in which they were made. */
async function sequenceDefaults(held, from, to) {
    const made = `nextval(${quoteIdentifier(from)}.`;
    const { rows } = await held.query(
    // Views show the defaults of their tables.
    'select c.table_name as `table`, c.column_name as name, c.column_default as value from information_schema.columns c' +
        ' join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name' +
        " where c.table_schema = ? and t.table_schema = ? and t.table_type in ('BASE TABLE', 'SYSTEM VERSIONED') and locate(?, c.column_default) > 0", [from, from, made]);
    return rows.map((row) => {
        const table = quoteTable({ schema: to, name: column(row, 'table') ?? '' });
        const value = (column(row, 'value') ?? '').replaceAll(made, `nextval(${quoteIdentifier(to)}.`);
        return `alter table ${table} alter column ${quoteIdentifier(column(row, 'name') ?? '')} set default (${value})`;
    });
}
/** Statements that make the present programs the restored ones; those that are the same are left alone. */
function programChanges(live, restored, making) {
    const ownNames = [making.database, restored.database];
    const keyOf = ({ kind, name }) => `${kind} ${name}`;
    const textOf = (program) => JSON.stringify({ ...program, statement: withoutOwnName(program.statement ?? '', { ownNames }) });
    const wanted = (restored.programs ?? []).map((program) => ({
        ...program,
        statement: (restored.eventsHeldBack.has(program.name) && program.kind === 'event'
            ? eventOn(program.statement ?? '')
            : (program.statement ?? '')).replaceAll(`${quoteIdentifier(restored.database)}.`, `${quoteIdentifier(making.database)}.`),
    }));
    const present = new Map(live.map((program) => [keyOf(program), textOf(program)]));
    const differs = (program) => present.get(keyOf(program)) !== textOf(program);
    // To replace a package is to drop its body.
    const packages = new Set(wanted
        .filter(({ kind }) => kind.startsWith('package'))
        .filter(differs)
        .map(({ name }) => name));
    const changed = wanted.filter((program) => program.kind === 'trigger' ||
        differs(program) ||
        (program.kind.startsWith('package') && packages.has(program.name)));
    const views = changed.filter(({ kind }) => kind === 'view');
    const order = viewsInOrder(views.map(({ name, statement }) => ({ name, text: statement })));
    const keys = new Set(wanted.map(keyOf));
    return [
        ...changed.filter(({ kind }) => kind !== 'view'),
        ...order.flatMap((name) => views.filter((view) => view.name === name)),
    ]
        .flatMap((program) => createStatements(program, making))
        .concat(live
        .filter((program) => program.kind !== 'trigger' && !keys.has(keyOf(program)))
        .map((program) => dropStatement(program, making.database)));
}
/** Whether the server takes any statement as text; MariaDB does, and of any kind since 10.6. */
function executesImmediately({ mariadb, version }) {
    const [major = 0, minor = 0] = versionParts(version);
    return mariadb && (major > 10 || (major === 10 && minor >= 6));
}
/** Reads what is there and makes the statements. */
async function planExchange(held, info, restored, old, staying) {
    const { database, mariadb } = info;
    const live = await readPrograms(held, database, database);
    const moving = async (from) => (await tablesOf(held, from)).filter((name) => !staying.has(name));
    const back = await moving(restored.database);
    const moves = [
        ...(await moving(database)).map((name) => ({ name, from: database, to: old })),
        ...back.map((name) => ({ name, from: restored.database, to: database })),
    ];
    const [first] = moves;
    const present = await collationOf(held, database);
    const collation = restored.programs === null ? present : await collationOf(held, restored.database);
    const making = { database, mariadb, immediate: executesImmediately(info), collation };
    const triggers = live.filter(({ kind }) => kind === 'trigger');
    const inTheWay = live.filter(({ kind, name }) => kind === 'view' && back.includes(name));
    // The last trigger of each event goes first, so that bringing back those that went keeps their order.
    const removals = [...triggers.toReversed(), ...inTheWay].map((program) => ({
        program,
        drop: dropStatement(program, database),
        create: createStatements(program, { ...making, collation: present }),
    }));
    const after = [
        ...(await sequenceDefaults(held, restored.database, database)),
        ...(collation === present ? [] : [`alter database ${quoteIdentifier(database)} collate ${collation}`]),
        ...(restored.programs === null
            ? triggers.flatMap((trigger) => createStatements(trigger, making))
            : programChanges(live.filter((program) => !inTheWay.includes(program)), restored, making)),
    ];
    const pairs = moves.map(({ name, from, to }) => `${quoteTable({ schema: from, name })} to ${quoteTable({ schema: to, name })}`);
    return {
        removals,
        rename: first === undefined ? null : `rename table ${pairs.join(', ')}`,
        after,
        // The first table moves where none of its name was before: away, or into a database that had none.
        witness: first === undefined ? null : { name: first.name, database: first.to },
    };
}
/** A statement for {@link executesImmediately}. */
function immediately(statement) {
    return `execute immediate ${literal(statement)}`;
}
/**
 * An exchange as one statement: the server does it to its end, whatever becomes of the one who sent it. When the tables
 * cannot be exchanged it brings back what was removed.
 */
function asOneStatement({ removals, rename, after }) {
    const undo = removals
        .map(({ create }, index) => `if removed > ${index} then ${create.map((one) => `${immediately(one)};`).join(' ')} end if;`)
        .toReversed();
    return [
        'begin not atomic',
        'begin',
        'declare removed int default 0;',
        `declare exit handler for sqlexception begin ${undo.join(' ')} resignal; end;`,
        ...removals.map(({ drop }, index) => `${immediately(drop)}; set removed = ${index + 1};`),
        // In plain text, so that the server's process list shows what is waited for.
        ...(rename === null ? [] : [`${rename};`]),
        'end;',
        ...after.map((one) => `${immediately(one)};`),
        'end',
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/exchanging.js









/** How often the exchange is tried when sessions of the application are in the way. */
const exchanging_ATTEMPTS = 5;
const exchanging_PAUSE_MS = 500;
const exchanging_LOCK_WAIT = [1205, 1213];
/** What a packet holds beside the statement, and the time limit that the server may put before it. */
const PACKET_MARGIN = 64 * 1024;
/** Exchanges live and restored content, or leaves everything as it was. */
class Exchanging {
    #parts;
    #fence;
    #session;
    #limits;
    constructor(parts, fence, session, limits) {
        this.#parts = parts;
        this.#fence = fence;
        this.#session = session;
        this.#limits = limits;
    }
    async run(restored, old, staying) {
        const { info, options } = this.#parts;
        const { signal } = this.#limits;
        for (let attempt = 1;; attempt++) {
            let exchange = null;
            let complete = false;
            try {
                signal.throwIfAborted();
                exchange = await this.#session.exclusive(async (held) => {
                    await this.#requireLease();
                    await held.query(limitStatements(this.#limits, info.mariadb));
                    return planExchange(held, info, restored, old, staying);
                }, signal);
                await this.#requireLease();
                complete = await this.#exchange(exchange);
            }
            catch (thrown) {
                const reason = this.#reason(signal.aborted ? signal.reason : thrown);
                if (exchange === null)
                    throw reason;
                if (!(await this.#cameThrough(exchange, thrown))) {
                    await this.#takeBack(exchange, reason);
                    const again = thrown instanceof ServerError && exchanging_LOCK_WAIT.includes(thrown.errno ?? 0) && attempt < exchanging_ATTEMPTS;
                    if (!again || signal.aborted)
                        throw reason;
                    await options.clock.sleep(exchanging_PAUSE_MS * (0.5 + Math.random()), signal);
                    continue;
                }
            }
            if (!complete)
                await this.#finish(exchange.after);
            return;
        }
    }
    /** Exchanges the tables; true when what comes after it is done as well. */
    async #exchange(exchange) {
        const { info } = this.#parts;
        const limits = { timeoutMs: this.#limits.statementTimeoutMs, signal: this.#limits.signal };
        const one = asOneStatement(exchange);
        if (executesImmediately(info) && Buffer.byteLength(one) + PACKET_MARGIN < info.maxAllowedPacket) {
            await this.#session.exclusive((held) => held.run(one, undefined, limits), this.#limits.signal);
            return true;
        }
        await this.#session.exclusive(async (held) => {
            for (const { drop } of exchange.removals)
                await held.query(drop, [], { timeoutMs: 0 });
            if (exchange.rename !== null)
                await held.run(exchange.rename, undefined, limits);
        }, this.#limits.signal);
        return false;
    }
    /** Whether the server had exchanged the tables before something failed. */
    async #cameThrough({ witness }, thrown) {
        const { looker, sessions, options, info, server } = this.#parts;
        if (witness === null)
            return false;
        if (thrown instanceof ServerError && thrown.lost) {
            // The lost session may still be waiting in the server; it ends before anybody looks.
            await endOrphans({ looker, database: info.database, clock: options.clock, own: () => sessions.ids }, { ...this.#limits, signal: new AbortController().signal });
        }
        return explained('Looking whether the tables were exchanged', server, () => this.#session.exclusive(async (held) => (await tablesOf(held, witness.database)).includes(witness.name)));
    }
    /** What comes after the exchange of the tables, or is left of it; an end that was asked for waits until it is done. */
    async #finish(after) {
        const { server } = this.#parts;
        await this.#requireLease();
        try {
            await explained('Completing the restore', server, () => this.#session.exclusive((held) => this.#each(held, after)));
        }
        catch (cause) {
            throw new errors/* SluiceError */.ah('ROLL_001', 'All tables hold the content of the backup, but its views, triggers, routines and events are not complete.', { cause, fix: 'Run the same command again: it begins anew and completes the restore.' });
        }
    }
    async #each(held, statements) {
        const immediate = executesImmediately(this.#parts.info);
        for (const one of statements)
            await held.run(immediate ? immediately(one) : one, undefined, { timeoutMs: 0 });
    }
    /** Nothing was exchanged: what was removed for it comes back. */
    async #takeBack({ removals }, reason) {
        const { info, server } = this.#parts;
        const { database } = info;
        if (removals.length === 0)
            return;
        const missing = await explained('Looking for what was removed', server, () => this.#session.exclusive(async (held) => {
            const present = await readPrograms(held, database, database);
            const isThere = (kind, name) => present.some((program) => program.kind === kind && program.name === name);
            return removals.filter(({ program }) => !isThere(program.kind, program.name)).toReversed();
        }));
        if (missing.length === 0)
            return;
        const named = missing.map(({ program }) => `${program.kind} ${program.name}`).join(', ');
        const details = { statements: missing.map(({ program }) => program.statement) };
        try {
            await this.#requireLease();
            await this.#session.exclusive((held) => this.#each(held, missing.flatMap(({ create }) => create)));
        }
        catch (cause) {
            // Somebody else may own the database now: then this run may not even repair what it did.
            const lost = cause instanceof errors/* SluiceError */.ah && cause.code === 'LOCK_001';
            throw new errors/* SluiceError */.ah(lost ? 'LOCK_001' : 'ROLL_001', `The tables are as they were, but these were dropped and could not be created again: ${named}.`, {
                cause: reason,
                fix: lost
                    ? 'Look at `sluice status`: another run took over. When it has ended, complete the restore or create them by the statements in the report.'
                    : 'Run the command again to complete the restore, or create them by the statements in the report.',
                details: { ...details, why: cause instanceof Error ? cause.message : String(cause) },
            });
        }
    }
    #requireLease() {
        const { stores, names } = this.#parts;
        return (0,sql_fence/* requireLease */.Ch)(stores, mysqlDialect, names, this.#fence);
    }
    #reason(thrown) {
        const { server } = this.#parts;
        return failure(thrown, {
            server,
            doing: 'Exchanging the tables',
            statement: null,
            limits: this.#limits,
            mayBeDone: false,
        });
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/load.js







/** Those of a source's parts that are wanted, in the order of loading. */
function partsOf(source, wanted = PARTS) {
    return PARTS.filter((part) => wanted.includes(part) && source.parts.includes(part)).map((name) => ({
        name,
        open: () => source.open(name),
    }));
}
/** Turns a part's events off and notes their names, so that they do not act on a scratch database. */
function withEventsOff(part, names) {
    if (part.name !== 'programs.sql')
        return part;
    return {
        name: part.name,
        open() {
            const source = part.open();
            const changed = withoutRunningEvents((name) => names.add(name));
            source.once('error', (error) => changed.destroy(error));
            changed.once('close', () => source.destroy());
            return source.pipe(changed);
        },
    };
}
/** A failure to load, told with what it means for the database; errors that are none of the server's stay as they are. */
function notLoaded(error, where, outcome, otherwise) {
    if (!(error instanceof errors/* SluiceError */.ah) || error.details['program'] === undefined)
        return error;
    const fix = error.code === 'BACKUP_001' ? 'Remove the cause named above, then run the command again.' : error.fix;
    return new errors/* SluiceError */.ah(error.code === 'BACKUP_001' ? otherwise : error.code, `The backup could not be restored ${where}: ${error.message}${outcome}`, { cause: error.cause, fix, details: error.details });
}
/** Loads parts of a dump with the client program, one after the other. */
async function load({ options }, target, parts, signal) {
    const { client } = await clientTools({ mariadb: target.mariadb, version: versionParts(target.version) }, signal);
    const tool = usable(client);
    const unlimited = target.mariadb ? ['max_statement_time = 0'] : [];
    const settings = ['wait_timeout = 28800', ...unlimited, ...target.settings].map((setting) => `session ${setting}`);
    const initial = `set ${[...settings, ...(target.marker === undefined ? [] : [target.marker])].join(', ')}`;
    const text = optionFileText(target.url, target.mariadb, target.tlsUsed);
    await withOptionFile(text, options, async (optionFile) => {
        for (const part of parts) {
            const args = [
                `--defaults-file=${optionFile}`,
                // Without `--comments` the client takes comments out of the bodies of routines.
                ...['--default-character-set=utf8mb4', '--batch', '--binary-mode', '--comments', '--skip-reconnect'],
                // Statements of a dump are made of rows.
                ...(target.mariadb ? ['--loose-skip-print-query-on-error'] : []),
                `--init-command=${initial}`,
                // Not `-D name`: the name may begin with anything.
                `--database=${target.database}`,
            ];
            await runFromSource({ ...tool, account: target.account, args, signal, clock: options.clock }, part.open());
        }
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/refusals.js



/** Refuses when foreign keys of tables in other databases would follow a table that is moved away: `ROLL_001`. */
async function refuseForeignChildren(held, database) {
    const { rows } = await held.query('select distinct table_schema as db, table_name as name from information_schema.key_column_usage' +
        ' where referenced_table_schema = ? and table_schema <> ?', [database, database]);
    if (rows.length === 0)
        return;
    const named = rows.map((row) => `${column(row, 'db') ?? ''}.${column(row, 'name') ?? ''}`);
    throw new errors/* SluiceError */.ah('ROLL_001', `Tables of other databases have foreign keys into this one and would follow the old tables: ${named.slice(0, 10).join(', ')}. Nothing was changed.`, { fix: 'Drop these foreign keys, restore, and create them again.' });
}
/** Rows alone go into the tables that there are, so these have to be the ones of the backup: `ROLL_001`. */
async function refuseOtherTables(held, parts, restored) {
    const { info, names } = parts;
    const read = async (database) => {
        const reader = {
            query: async (sql, values) => (await held.query(sql, values)).rows,
            database,
            ownNames: [info.database, restored],
            eventsHeldBack: new Set(),
            mariadb: info.mariadb,
            names,
        };
        const objects = await readTables(reader, await listTables(reader));
        return new Map(objects.map((object) => [`${object.kind} ${object.name}`, JSON.stringify(object.definition)]));
    };
    const [live, backup] = [await read(info.database), await read(restored)];
    const differing = [...new Set([...live.keys(), ...backup.keys()])].filter((name) => live.get(name) !== backup.get(name));
    if (differing.length === 0)
        return;
    throw new errors/* SluiceError */.ah('ROLL_001', `The backup holds rows only, and its tables were not the present ones: ${differing.slice(0, 10).join(', ')}. Nothing was changed.`, { fix: 'Take back the migrations that changed these tables, or choose a backup of mode full.' });
}
/** What was restored is shown in part only to an account without certain privileges: `PERM_001`. */
function refuseHidden(programs) {
    const hidden = programs.filter(({ statement }) => statement === null).map(({ kind, name }) => `${kind} ${name}`);
    if (hidden.length === 0)
        return;
    throw new errors/* SluiceError */.ah('PERM_001', `The account may not see what is in these restored routines: ${hidden.slice(0, 20).join(', ')}. Nothing was changed.`, {
        fix: 'Give the account what a backup of them needs (see docs/permissions.md), then run the command again.',
        details: { hidden },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/scratch-database.js







/** Dropping many tables takes its time. */
const DROP_TIMEOUT_MS = 10 * 60_000;
const DENIED = [1044, 1142, 1227];
/** Makes an empty database beside the live one. `PERM_001` with the GRANT to issue when the account may not. */
async function createScratchDatabase(parts, signal) {
    const { sessions, looker, info, options, server } = parts;
    const name = newScratchName(info.database, options.runId);
    const guard = sessions.working(looker, { once: true });
    const dropOn = (session) => explained('Dropping a scratch database', server, () => session.exclusive((held) => held.query(`drop database if exists ${quoteIdentifier(name)}`, [], { timeoutMs: DROP_TIMEOUT_MS })));
    const drop = async () => {
        try {
            await dropOn(guard).catch(async (error) => {
                if (guard.id !== null)
                    throw error;
                // Its connection broke; another one can do it.
                const another = sessions.working(looker, { once: true });
                try {
                    await dropOn(another);
                }
                finally {
                    await another.close();
                }
            });
        }
        finally {
            await guard.close();
        }
    };
    try {
        await explained('Making a scratch database', server, () => guard.exclusive(async (held) => {
            // Before the database is there: a sweep must never find it unguarded.
            await held.query(`do get_lock(${literal(name)}, 0)`);
            await held.query(`create database ${quoteIdentifier(name)}`, [], { signal });
        }, signal));
    }
    catch (error) {
        if (guard.id === null)
            await drop().catch(() => { });
        else
            await guard.close();
        if (error instanceof errors/* SluiceError */.ah && DENIED.includes(Number(error.details['errno']))) {
            throw new errors/* SluiceError */.ah('PERM_001', `The account may not make a scratch database (${name}).`, {
                cause: error.cause,
                fix: `${scratchGrant(info.currentUser)} Or name another server with backup.scratch.`,
            });
        }
        throw error;
    }
    return { name, drop };
}
/** Drops scratch databases of this one that nobody holds any more, and files that killed runs left; returns their names. */
async function sweepScratch(parts, signal) {
    const files = await (0,temporary_files/* sweepTemporaryFiles */.D)(parts.options.temporaryDirectory);
    return [...(await sweepDatabases(parts, signal)), ...files];
}
async function sweepDatabases(parts, signal) {
    const { info, server, verifyParts } = parts;
    return explained('Dropping scratch databases', server, () => verifyParts.reader.exclusive(async (held) => {
        const prefix = scratchPrefixOf(info.database);
        const { rows } = await held.query('select schema_name as name, is_used_lock(schema_name) as holder from information_schema.schemata where left(schema_name, ?) = ?', [prefix.length, prefix], { signal });
        const dropped = [];
        for (const row of rows) {
            const name = column(row, 'name') ?? '';
            if (row['holder'] !== null || !name.startsWith(prefix))
                continue;
            await held.query(`drop database if exists ${quoteIdentifier(name)}`, [], { signal });
            dropped.push(name);
        }
        return dropped.toSorted();
    }, signal));
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/replace.js














/** One restore over the live content. */
class Replacement {
    #parts;
    #fence;
    #source;
    #limits;
    #session;
    constructor(parts, fence, source, limits) {
        this.#parts = parts;
        this.#fence = fence;
        this.#source = source;
        this.#limits = limits;
        // Marked, so that the next run finds and ends it should this one die.
        this.#session = parts.sessions.applying(parts.info.database, parts.looker);
    }
    async run() {
        const { signal } = this.#limits;
        try {
            await this.#on('Looking for foreign keys', (held) => refuseForeignChildren(held, this.#parts.info.database));
            await sweepScratch(this.#parts, signal);
            const beside = await createScratchDatabase(this.#parts, signal);
            try {
                const restored = await this.#restoreInto(beside.name);
                const old = await createScratchDatabase(this.#parts, signal);
                try {
                    await this.#exchange(restored, old.name);
                }
                finally {
                    await old.drop().catch(() => { });
                }
            }
            finally {
                // What stays behind is swept by the next run.
                await beside.drop().catch(() => { });
            }
        }
        finally {
            await this.#session.close();
        }
    }
    async #on(doing, work) {
        return explained(doing, this.#parts.server, () => this.#session.exclusive(work, this.#limits.signal));
    }
    /**
     * Restores all of it, programs too: whatever the server refuses, it refuses now, and a damaged part is found out before
     * anything is changed.
     */
    async #restoreInto(database) {
        const { signal } = this.#limits;
        const { info } = this.#parts;
        const full = this.#source.mode === 'full';
        const wanted = partsOf(this.#source, full ? undefined : ['structure.sql', 'data.sql', 'exact.sql']);
        const eventsHeldBack = new Set();
        const loaded = wanted.map((part) => withEventsOff(part, eventsHeldBack));
        try {
            await load(this.#parts, await sameServer(this.#parts, database), loaded, signal);
        }
        catch (error) {
            signal.throwIfAborted();
            throw notLoaded(error, 'beside the database', ' The database is as it was before.', 'ROLL_001');
        }
        const programs = await this.#on('Preparing the restored tables', async (held) => {
            if (!full)
                await refuseOtherTables(held, this.#parts, database);
            const read = await readPrograms(held, database, info.database);
            refuseHidden(read);
            // Tables with triggers cannot be moved to another database.
            for (const trigger of read.filter(({ kind }) => kind === 'trigger'))
                await held.query(dropStatement(trigger, database), [], { timeoutMs: 0 });
            return read;
        });
        return { database, programs: full ? programs : null, eventsHeldBack };
    }
    async #exchange(restored, old) {
        const { names } = this.#parts;
        // With rows alone the schema stays, and with it the record of how it came to be.
        const history = this.#source.mode === 'data' ? [(0,tables/* plainTableName */.w4)(names, 'migrations')] : [];
        const staying = new Set([...presentTables(names), ...history]);
        await new Exchanging(this.#parts, this.#fence, this.#session, this.#limits).run(restored, old, staying);
    }
}
/** Replaces the live content by the dump's. */
async function replace(parts, fence, source, limits) {
    limits.signal.throwIfAborted();
    if (source.mode === 'schema') {
        throw new errors/* SluiceError */.ah('BACKUP_001', 'A backup of the schema alone holds no rows: nothing was replaced.', {
            fix: 'Choose a backup of mode full or data: `sluice backup list` shows them.',
        });
    }
    await requireReplacing(parts, source.mode);
    try {
        await new Replacement(parts, fence, source, limits).run();
    }
    catch (thrown) {
        if (thrown instanceof ServerError && thrown.lost)
            throw connectionLost(thrown, parts.server);
        throw thrown;
    }
}

// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/given-content.js



/** By this the mark is told from a table that is only called so. */
const MARK_COMMENT = 'Sluice proves backups here: whatever is in this database is dropped.';
/** Dropping large tables takes its time. */
const given_content_DROP_TIMEOUT_MS = 10 * 60_000;
/** Lists what a database holds. */
async function contentOf(held, database) {
    const { rows } = await held.query("select case table_type when 'VIEW' then 'view' when 'SEQUENCE' then 'sequence' else 'table' end as kind," +
        ' table_name as name, table_comment as comment from information_schema.tables where table_schema = ?' +
        ' union all select lower(routine_type), routine_name, null from information_schema.routines where routine_schema = ?' +
        " union all select 'event', event_name, null from information_schema.events where event_schema = ?", [database, database, database]);
    const objects = rows.map((row) => ({
        kind: column(row, 'kind') ?? '',
        name: column(row, 'name') ?? '',
        isMark: column(row, 'name') === SCRATCH_MARK && column(row, 'comment') === MARK_COMMENT,
    }));
    return { marked: objects.some(({ isMark }) => isMark), objects: objects.filter(({ isMark }) => !isMark) };
}
const markIn = (database) => quoteTable({ schema: database, name: SCRATCH_MARK });
/** Marks a database: whoever finds the mark, and nobody who uses it, may drop everything. */
async function setMark(held, database, runId) {
    await held.query(`create table if not exists ${markIn(database)} (run_id varchar(190) not null, at timestamp not null)` +
        ` character set utf8mb4 comment '${MARK_COMMENT}'`);
    await held.query(`delete from ${markIn(database)}`);
    await held.query(`insert into ${markIn(database)} values (left(${literal(runId)}, 190), current_timestamp)`);
}
/** Drops everything but the mark. */
async function dropContent(held, database) {
    await held.query('set session foreign_key_checks = 0');
    for (const { kind, name } of (await contentOf(held, database)).objects) {
        const options = { timeoutMs: given_content_DROP_TIMEOUT_MS };
        await held.query(`drop ${kind} if exists ${quoteTable({ schema: database, name })}`, [], options);
    }
}
/** Takes the mark off an empty database. */
async function dropMark(held, database) {
    await held.query(`drop table if exists ${markIn(database)}`);
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/given-database.js












/** How long the server may take to notice that the one who used the database is dead, in seconds. */
const given_database_LOCK_WAIT = 5;
/** How long sessions of a killed proof may take to end. */
const given_database_END_MS = 60_000;
/** Works in the database alone: without its lock, whatever is in it may be another proof's. */
function alone({ guard, server, info }, doing, work) {
    return explained(doing, server, () => guard.exclusive(async (held) => {
        const { rows } = await held.query(`select get_lock(${literal(scratchLockOf(info.database))}, ${given_database_LOCK_WAIT}) as got`);
        if (Number(rows[0]?.['got']) === 1)
            return work(held);
        throw new errors/* SluiceError */.ah('BACKUP_001', `The scratch database ${info.database} is used by another proof.`, {
            fix: 'Wait until that has ended, or let backup.scratch name another empty database.',
        });
    }));
}
/** Marks an empty database; what a killed proof left in a marked one is dropped before. */
async function takeOver(given, { options }, signal) {
    const { sessions, server, info } = given;
    await alone(given, 'Looking into the scratch database', async (held) => {
        const { marked, objects } = await contentOf(held, info.database);
        if (!marked && objects.length > 0) {
            throw new errors/* SluiceError */.ah('BACKUP_001', `The scratch database ${info.database} on ${server.host} is not empty.`, {
                fix: 'Let backup.scratch name an empty database: what it holds is deleted afterwards.',
            });
        }
        await setMark(held, info.database, options.runId);
        if (!marked)
            return;
        // A client program outlives the proof that fed it by what it had been fed.
        const search = { looker: given.looker, database: info.database, clock: options.clock, own: () => sessions.ids };
        await endOrphans(search, { lockTimeoutMs: given_database_END_MS, statementTimeoutMs: given_database_END_MS, signal });
        await dropContent(held, info.database);
    });
}
/**
 * Takes a database of the user's for a proof, on whatever server it is.
 *
 * @throws SluiceError `BACKUP_001` when it holds what no proof left there, or is used by another proof; `CONF_001` when it
 *   is of another kind than the one that was backed up
 */
async function takeGivenDatabase(parts, url, signal) {
    if (url.scheme !== 'mysql' && url.scheme !== 'mariadb') {
        throw new errors/* SluiceError */.ah('CONF_001', `A backup of MySQL or MariaDB cannot be restored into a ${url.scheme} database.`, { fix: 'Let backup.scratch name an empty database of the same kind.' });
    }
    const server = serverName(url);
    const sessions = new Sessions(connector(url, parts.options), server, parts.options.clock, parts.info.mariadb);
    try {
        const look = looker(sessions.working(null), server);
        const info = await explained('Reading the version', server, () => readServerInfo((sql) => look.query(sql)));
        if (info.mariadb !== parts.info.mariadb) {
            throw new errors/* SluiceError */.ah('CONF_001', 'The scratch server is of another kind than the server of the backup.', {
                fix: 'Use MariaDB to prove backups of MariaDB, and MySQL for those of MySQL.',
            });
        }
        const given = { sessions, guard: sessions.working(look), looker: look, server, info };
        await takeOver(given, parts, signal);
        const target = await loadTarget(url, info, (sql) => look.query(sql));
        return {
            target: { ...target, marker: markerAssignment(info.database) },
            async leave() {
                try {
                    await alone(given, 'Emptying the scratch database', async (held) => {
                        await dropContent(held, info.database);
                        await dropMark(held, info.database);
                    });
                }
                finally {
                    await sessions.close();
                }
            },
        };
    }
    catch (error) {
        await sessions.close();
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/scratch.js





async function newDatabase(parts, signal) {
    const database = await createScratchDatabase(parts, signal);
    try {
        const target = await sameServer(parts, database.name);
        const url = { ...parts.url, database: database.name };
        return { target: { ...target, url }, called: 'a scratch database', leave: () => database.drop() };
    }
    catch (error) {
        await database.drop().catch(() => { });
        throw error;
    }
}
async function givenDatabase(parts, url, signal) {
    return { ...(await takeGivenDatabase(parts, url, signal)), called: 'the scratch database' };
}
/** Restores a dump where it harms nobody: into a new database of the same server, or into the one at `url`. */
async function scratch(parts, source, url, signal) {
    const { target, called, leave } = url === null ? await newDatabase(parts, signal) : await givenDatabase(parts, (0,database_url/* parseDatabaseUrl */.m)(url), signal);
    try {
        const eventsHeldBack = new Set();
        const loaded = partsOf(source).map((part) => withEventsOff(part, eventsHeldBack));
        await load(parts, target, loaded, signal);
        const driver = await parts.openScratch(target.url, eventsHeldBack);
        return {
            driver,
            name: target.database,
            async drop() {
                await driver.close();
                await leave();
            },
        };
    }
    catch (error) {
        // What stays behind is deleted by a later run.
        await leave().catch(() => { });
        signal.throwIfAborted();
        throw notLoaded(error, `into ${called}`, '', 'BACKUP_001');
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/snapshot/snapshot.js




/** Backups by the server's own client programs. */
function snapshotGroup(parts) {
    return {
        dump: (mode, sink, signal) => dump(parts, mode, sink, signal),
        scratch: (source, url, signal) => scratch(parts, source, url, signal),
        replace: (fence, source, limits) => replace(parts, fence, source, limits),
        sweepScratch: (signal) => sweepScratch(parts, signal),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/store-session.js



const DOING = 'Reading or writing the tables of Sluice';
/** The stores' own connection; each query, and each transaction, has it to itself. */
function storeSession(session, server) {
    return {
        query: (sql, values) => explained(DOING, server, () => session.exclusive((held) => held.query(sql, values))),
        inTransaction: (work) => session.exclusive(async (held) => {
            try {
                await held.query('start transaction');
                const result = await work(held);
                try {
                    await held.query('commit');
                }
                catch (thrown) {
                    throw failure(thrown, { server, doing: DOING, statement: null, limits: null, mayBeDone: true });
                }
                return result;
            }
            catch (thrown) {
                if (held.lost === null)
                    await held.query('rollback').catch(() => held.destroy('The rollback failed.'));
                throw failure(thrown, { server, doing: DOING, statement: null, limits: null, mayBeDone: false });
            }
        }),
        isDuplicate(error) {
            const errno = error instanceof errors/* SluiceError */.ah ? error.details['errno'] : error instanceof ServerError ? error.errno : null;
            // The table exists; the key exists.
            return errno === 1050 || errno === 1062;
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/traits.js
/** What plans need to know of MySQL and MariaDB; free of the client library, so that planning loads fast. */
const mysqlTraits = {
    transactionalSchema: false,
    singleWriter: false,
    sql: {
        dollarQuotes: false,
        nestedComments: false,
        hashComments: true,
        dashCommentNeedsSpace: true,
        backslashEscapes: 'always',
        backtickIdentifiers: true,
        bracketIdentifiers: false,
        delimiterCommand: true,
        compoundBodies: 'routines',
        copyFromStdin: false,
    },
    replaceGuarantee: 'All tables are exchanged at once by one RENAME TABLE. MariaDB, from 10.6 on, is given it in one statement together with the triggers and with those views, routines and events that differ, and completes that even when this run dies. On MySQL they are statements of their own: a crash in between leaves the data whole, and the rest to be completed by the same command.',
};

;// CONCATENATED MODULE: ./build/js/drivers/mysql/open.js

















/** Where Sluice's tables are; MySQL has no schemas inside a database. */
function storeNames(names, database) {
    if (names.schema !== null && names.schema !== database) {
        throw new errors/* SluiceError */.ah('CONF_001', `migrations.schema is "${names.schema}", but MySQL and MariaDB keep no schemas inside a database.`, {
            fix: 'Leave migrations.schema out, or set it to the name of the database.',
        });
    }
    return { schema: database, prefix: names.prefix };
}
/** Opens a database: connects, logs in, reads the version. Everything else waits until it is needed. */
async function openMysql(url, options, origin = null) {
    if (url.database === '') {
        throw new errors/* SluiceError */.ah('CONF_001', 'The database URL names no database.', {
            fix: 'Put the name of the database after the host: mysql://user@host:3306/name.',
        });
    }
    const { clock } = options;
    const server = serverName(url);
    const connect = connector(url, options);
    // The first connection tells whose server it is, and then serves to look at the others.
    const common = 'set names utf8mb4';
    const lookSession = new Session({
        connect,
        server,
        clock,
        overseer: null,
        setUp: async (run) => void (await run(common)),
    });
    const look = looker(lookSession, server);
    let info;
    try {
        info = await lookSession.exclusive((held) => explained('Reading the version', server, () => readServerInfo(async (sql) => (await held.query(sql)).rows)), options.signal);
    }
    catch (error) {
        lookSession.destroy();
        throw error;
    }
    const { mariadb, database } = info;
    const engine = mariadb ? 'mariadb' : 'mysql';
    let names;
    try {
        names = storeNames(options.names, database);
    }
    catch (error) {
        lookSession.destroy();
        throw error;
    }
    const sessions = new Sessions(connect, server, clock, mariadb);
    const own = () => new Set([...sessions.ids, ...(lookSession.id === null ? [] : [lookSession.id])]);
    const stores = storeSession(sessions.working(look), server);
    const applySession = sessions.applying(database, look);
    const reader = sessions.reading(look);
    const apply = applier({
        session: applySession,
        stores,
        server,
        names,
        tag: tagOf(options.runId),
        maxAllowedPacket: info.maxAllowedPacket,
        mariadb,
    });
    const verifyParts = {
        server,
        database,
        names,
        openReader: () => sessions.reading(look, { once: true }),
        reader,
        rules: sessions.working(look, { setUp: async (run) => void (await run(common)) }),
    };
    const inspect = (signal) => explained('Reading the schema', server, () => readSchema({
        query: (sql, values) => explained('Reading the schema', server, () => reader.exclusive(async (held) => (await held.query(sql, values, { signal })).rows, signal)),
        database,
        ownNames: origin === null ? [database] : [database, origin.database],
        eventsHeldBack: origin?.eventsHeldBack ?? new Set(),
        mariadb,
        names,
    }));
    return {
        engine,
        traits: mysqlTraits,
        inspect,
        probe: (signal) => probe({
            engine,
            serverVersion: info.version,
            database,
            names,
            local: ['localhost', '127.0.0.1', '::1'].includes(server.host) || server.host.startsWith('/'),
            looker: look,
            own,
            query: (sql, values) => explained('Asking the server for facts', server, () => reader.exclusive(async (held) => (await held.query(sql, values, { signal })).rows, signal)),
        }, signal),
        lock: (0,sql_stores/* lockStore */.$_)(stores, mysqlDialect, names),
        journal: (0,sql_stores/* journalStore */.Hp)(stores, mysqlDialect, names),
        history: (0,sql_stores/* historyStore */.O4)(stores, mysqlDialect, names),
        control: (0,sql_stores/* controlStore */.bI)(stores, mysqlDialect, names),
        apply,
        sessions: sessionGroup({ looker: look, database, options, own, inFlight: apply.inFlight }),
        verify: verifyGroup(verifyParts),
        snapshot: snapshotGroup({
            ...{ url, options, info, server, names, sessions, looker: look, stores, inspect, verifyParts },
            openScratch: (at, eventsHeldBack) => openMysql(at, { ...options, names: { ...options.names, schema: null } }, { database, eventsHeldBack }),
        }),
        async close() {
            await sessions.close();
            await lookSession.close();
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/mysql/driver.js

/** Opens a MySQL or MariaDB database. */
const driver_open = (url, options) => openMysql(url, options);


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
