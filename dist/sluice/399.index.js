export const id = 399;
export const ids = [399];
export const modules = {

/***/ 8457:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MC: () => (/* binding */ TableSum),
/* harmony export */   wY: () => (/* binding */ Md5Sum)
/* harmony export */ });
/* unused harmony exports rowMd5, halves */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/**
 * The canonical digest of rows: the same on every engine, so that a copy or a backup can be compared
 * with its source without moving the data.
 *
 * A cell is `N` for NULL, else `V<octets>:<text>`: the length keeps a NULL apart from the text "N",
 * and one split of a row apart from another. A row is the MD5 of its cells in the order of the
 * table's columns. A table is the number of its rows and, as decimals, the sums of the first and of
 * the next 60 bits of their MD5s: a sum, because under XOR a row that occurs twice would vanish, and
 * 60 bits, because every engine can cut that many from a hex text and add them exactly.
 *
 * The text of a value:
 * - text: itself, in UTF-8; text that is not valid UTF-8: its very octets
 * - bytes: lower-case hex, without a prefix
 * - integers: decimal; booleans: `0` or `1`
 * - doubles: as ECMAScript's Number::toString writes them, so the shortest digits that read back as
 *   the same double: `0.1`, `3` (no `.0`), `0` for -0, `100000000000000000000` (1e20), `1e+21`,
 *   `1e-7` (from 1e-6 up without exponent), `Infinity`, `-Infinity`, `NaN`
 */

/** The canonical form of one cell. */
function cellText(value) {
    switch (typeof value) {
        case 'string':
            return `V${String(Buffer.byteLength(value))}:${value}`;
        case 'number':
        case 'bigint': {
            const text = String(value);
            return `V${String(text.length)}:${text}`;
        }
        case 'boolean':
            return value ? 'V1:1' : 'V1:0';
        default:
            return value === null ? 'N' : `V${String(value.byteLength * 2)}:${hex(value)}`;
    }
}
function hex(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
function isOctets(value) {
    return typeof value === 'object' && value !== null && 'octets' in value;
}
/** What is hashed for a row: text where it can be, because hashing a string is three times as fast. */
function rowContent(values) {
    let text = '';
    for (let index = 0; index < values.length; index++) {
        const value = values[index];
        if (isOctets(value))
            return rowOctets(values);
        text += cellText(value);
    }
    return text;
}
function rowOctets(values) {
    return Buffer.concat(values.flatMap((value) => isOctets(value)
        ? [Buffer.from(`V${String(value.octets.byteLength)}:`), value.octets]
        : [Buffer.from(cellText(value))]));
}
/** The MD5 of a row, in hex. */
function rowMd5(values) {
    return hash('md5', rowContent(values), 'hex');
}
/** The first and the next 60 bits of an MD5 in hex, as a row adds them to its table's sums. */
function halves(md5) {
    return [BigInt(`0x${md5.slice(0, 15)}`), BigInt(`0x${md5.slice(15, 30)}`)];
}
/** Rows after which the parts are carried over; up to 2^23 parts of 30 bits would stay exact. */
const FOLD = 2 ** 16;
const PART = 2n ** 30n;
/** Adds up MD5s, in any order. */
class Md5Sum {
    #count = 0;
    #first = 0n;
    #second = 0n;
    // Each half is added as two parts of 30 bits in plain numbers: BigInt arithmetic per row would
    // cost more than the hash does.
    #firstHigh = 0;
    #firstLow = 0;
    #secondHigh = 0;
    #secondLow = 0;
    /** Adds one, given as sixteen characters of a byte each. */
    add(md5) {
        const byte3 = md5.charCodeAt(3);
        const byte7 = md5.charCodeAt(7);
        const byte11 = md5.charCodeAt(11);
        this.#firstHigh += (md5.charCodeAt(0) << 22) | (md5.charCodeAt(1) << 14) | (md5.charCodeAt(2) << 6) | (byte3 >> 2);
        this.#firstLow +=
            ((byte3 & 3) << 28) |
                (md5.charCodeAt(4) << 20) |
                (md5.charCodeAt(5) << 12) |
                (md5.charCodeAt(6) << 4) |
                (byte7 >> 4);
        this.#secondHigh +=
            ((byte7 & 15) << 26) |
                (md5.charCodeAt(8) << 18) |
                (md5.charCodeAt(9) << 10) |
                (md5.charCodeAt(10) << 2) |
                (byte11 >> 6);
        this.#secondLow +=
            ((byte11 & 63) << 24) | (md5.charCodeAt(12) << 16) | (md5.charCodeAt(13) << 8) | md5.charCodeAt(14);
        this.#count += 1;
        if (this.#count % FOLD === 0)
            this.#fold();
    }
    get count() {
        return this.#count;
    }
    /** `<sum of the first 60 bits>:<sum of the next 60 bits>`, in decimal. */
    checksum() {
        this.#fold();
        return `${String(this.#first)}:${String(this.#second)}`;
    }
    #fold() {
        this.#first += BigInt(this.#firstHigh) * PART + BigInt(this.#firstLow);
        this.#second += BigInt(this.#secondHigh) * PART + BigInt(this.#secondLow);
        this.#firstHigh = this.#firstLow = this.#secondHigh = this.#secondLow = 0;
    }
}
/** Adds up the rows of a table, in any order. */
class TableSum {
    #sum = new Md5Sum();
    /** Adds one row, its values in the order of the table's columns. */
    add(values) {
        this.#sum.add((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('md5', rowContent(values), 'binary'));
    }
    get rows() {
        return this.#sum.count;
    }
    /** `<sum of the first 60 bits>:<sum of the next 60 bits>`, in decimal. */
    checksum() {
        return this.#sum.checksum();
    }
}


/***/ }),

/***/ 25399:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  open: () => (/* binding */ driver_open)
});

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/drivers/redis/fence.js

/** The word that a fenced script's error begins with when the lease was lost. */
const LEASE_LOST = 'SLUICELEASE';
/** `now` = the server's time in ms. */
const NOW_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;
/**
 * What a script that writes begins with: it ends the script when the lease was lost, and extends the lease
 * otherwise. `KEYS[1]` is the lock's key, `ARGV[1]` and `ARGV[2]` are those of {@link fenceArguments};
 * the script's own keys and arguments follow. It leaves the local `now`, the server's time in ms.
 */
const FENCE_LUA = `${NOW_LUA}
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then
  return redis.error_reply('${LEASE_LOST} lost')
end
redis.call('HSET', KEYS[1], 'expires_at', string.format('%.0f', now + ARGV[2]))
`;
/** The first arguments of a script that begins with {@link FENCE_LUA}. */
function fenceArguments({ owner, leaseMs }) {
    return [owner, leaseMs];
}
/** That another run owns the database now. */
function leaseLost() {
    return new errors/* SluiceError */.ah('LOCK_001', 'This run lost its lease on the database to another run; nothing more was written.', {
        fix: 'Look at `sluice status`: another run took over. When it has ended, run the command again.',
        details: { leaseLost: true },
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/js/drivers/redis/script.js

/** Makes a script of its text. */
function defineScript(name, lua) {
    return { name, lua, sha1: (0,external_node_crypto_.createHash)('sha1').update(lua).digest('hex') };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/commit.js



/** The word that the script's error begins with when a number of the journal is there already. */
const DUPLICATE = 'SLUICEDUPLICATE';
/**
 * All or nothing: what could be refused is looked at before anything is written.
 * KEYS: lock, runs, migrations, one list a run. ARGV: the fence's; count of rows; for each row the number of its list in
 * KEYS, run, seq, ms, JSON; then for each record its version and JSON, empty to forget it.
 */
const COMMIT = defineScript('writing the journal', `${FENCE_LUA}
local rows = tonumber(ARGV[3])
local newest = {}
for row = 0, rows - 1 do
  local at = 4 + row * 5
  local key = KEYS[tonumber(ARGV[at])]
  local seq = tonumber(ARGV[at + 2])
  if newest[key] == nil then
    local last = redis.call('LINDEX', key, -1)
    newest[key] = last and tonumber(string.match(last, '^{"seq":(%d+)')) or 0
  end
  if seq <= newest[key] then
    return redis.error_reply('${DUPLICATE} ' .. ARGV[at + 2])
  end
  newest[key] = seq
end
for at = 4 + rows * 5, #ARGV, 2 do
  if ARGV[at + 1] == '' then
    redis.call('HDEL', KEYS[3], ARGV[at])
  else
    redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1])
  end
end
for row = 0, rows - 1 do
  local at = 4 + row * 5
  redis.call('ZADD', KEYS[2], 'NX', ARGV[at + 3], ARGV[at + 1])
  redis.call('RPUSH', KEYS[tonumber(ARGV[at])], ARGV[at + 4])
end
return rows
`);
/** The number of keys before those of the runs. */
const FIXED_KEYS = 3;
/**
 * A row as the list holds it: `seq` first, because the script looks for it there.
 */
function rowText({ seq, at, stage, kind, entry }) {
    return JSON.stringify({ seq, at, stage, kind, entry });
}
/** Writes all of it in one step that checks and extends the lease; `LOCK_001` when it was lost. */
async function commitWrites(link, keys, fence, writes) {
    const runs = [...new Set(writes.rows.map(({ runId }) => runId))];
    const rows = writes.rows.flatMap((row) => [
        FIXED_KEYS + 1 + runs.indexOf(row.runId),
        row.runId,
        row.seq,
        Date.parse(row.at),
        rowText(row),
    ]);
    const applied = writes.applied.flatMap(([version, row]) => [version, row === null ? '' : JSON.stringify(row)]);
    try {
        await link.script(COMMIT, [keys.lock, keys.runs, keys.migrations, ...runs.map((runId) => keys.journal(runId))], [...fenceArguments(fence), writes.rows.length, ...rows, ...applied]);
    }
    catch (error) {
        if (!(error instanceof errors/* SluiceError */.ah) || error.details['reply'] !== DUPLICATE)
            throw error;
        throw new errors/* SluiceError */.ah('INT_001', 'The journal already has an entry with this number: a duplicate was refused.', {
            cause: error,
        });
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/applier.js


/** Redis has no statements. */
function noStatements(statement) {
    return new errors/* SluiceError */.ah('CONF_001', 'Redis runs no SQL, and this migration consists of statements.', {
        fix: 'Write a key migration: a file <version>_<name>.ts or .mjs that exports match and up.',
        details: { statement: statement.index, line: statement.line, sqlState: null },
    });
}
/** Records what was applied; on a link of its own, so that the lease's renewal never waits for it. */
function applier(link, keys) {
    return {
        classify: () => 'standalone',
        async transaction(fence, limits, work) {
            limits.signal.throwIfAborted();
            const rows = [];
            const applied = [];
            let refused = null;
            const tx = {
                execute: async (statement) => {
                    refused = noStatements(statement);
                    throw refused;
                },
                append: async (more) => void rows.push(...more),
                recordApplied: async (row) => void applied.push([row.version, row]),
                removeApplied: async (version) => void applied.push([version, null]),
            };
            const result = await work(tx);
            // Even if the work swallowed it.
            if (refused !== null)
                throw refused;
            limits.signal.throwIfAborted();
            await commitWrites(link, keys, fence, { rows, applied });
            return result;
        },
        async standalone(_fence, _limits, statement) {
            throw noStatements(statement);
        },
        // A script leaves nothing behind: it is run wholly or not at all.
        sweep: async () => [],
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(41692);
// EXTERNAL MODULE: ./node_modules/ioredis/built/index.js
var built = __webpack_require__(67796);
;// CONCATENATED MODULE: ./build/js/drivers/redis/connect-failure.js

const CERTIFICATE = /^(?:ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL_X509)/u;
/** Answers to TLS that are no TLS. */
const NO_TLS = /^(?:ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|ERR_SSL_HTTP_REQUEST|ERR_SSL_UNEXPECTED_MESSAGE)$/u;
function noTls(at) {
    return {
        sentence: `The server at ${at} does not answer in TLS, and the database URL demands it.`,
        fix: 'Use the port on which the server offers TLS (tls-port), or redis:// where the network is trusted.',
    };
}
function onlyTls(at) {
    return {
        sentence: `The server at ${at} ended the connection before it answered.`,
        fix: 'If it speaks TLS on this port, write rediss:// in the database URL. Otherwise check that a Redis server listens there, its protected mode and its client limit.',
    };
}
function member(error, name) {
    const value = typeof error === 'object' && error !== null ? error[name] : null;
    return typeof value === 'string' ? value : '';
}
function byCode(code, message, { server, reached, connectTimeoutMs }) {
    const { host, tls } = server;
    const at = `${host}:${String(server.port)}`;
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
        return {
            sentence: `The certificate of ${at} is not made out to the host name "${host}".`,
            fix: 'Connect by a name that the certificate holds, or use sslmode=verify-ca.',
        };
    }
    if (CERTIFICATE.test(code)) {
        return {
            sentence: `The certificate of ${at} is not trusted (${code}).`,
            fix: "Name the authority's certificate with sslrootcert in the database URL.",
        };
    }
    if (/ALERT_(?:CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)|ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED/u.test(code)) {
        return {
            sentence: `The server at ${at} demands a certificate of its clients, which Sluice does not send.`,
            fix: 'Set `tls-auth-clients no` (or `optional`) on the server.',
        };
    }
    if (NO_TLS.test(code))
        return noTls(at);
    if (code.startsWith('ERR_SSL_')) {
        return {
            sentence: `No encrypted connection to ${at} could be agreed on (${code}).`,
            fix: "Check the server's TLS versions and its certificate.",
        };
    }
    switch (code) {
        case 'ECONNREFUSED':
        case 'ENOENT':
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
        case 'ETIMEDOUT':
            if (reached && tls)
                return noTls(at);
            return {
                sentence: reached
                    ? `The server at ${at} accepted the connection, but did not answer within ${String(connectTimeoutMs)} ms.`
                    : `The server at ${at} cannot be reached from here (no answer within ${String(connectTimeoutMs)} ms).`,
                fix: reached
                    ? 'Look what keeps the server busy; if it speaks TLS on this port, write rediss:// in the database URL.'
                    : 'Check firewalls, private networks and the address in the database URL.',
            };
        case 'EHOSTUNREACH':
        case 'ENETUNREACH':
            return {
                sentence: `The server at ${at} cannot be reached from here (${code}).`,
                fix: 'Check firewalls, private networks and the address in the database URL.',
            };
        default:
            break;
    }
    // The client library's words for bytes that are no Redis protocol, such as a TLS alert, and for an early end.
    if (/protocol error|unknown RESP type|connection is closed/iu.test(message) ||
        code === 'ECONNRESET' ||
        code === 'EPIPE')
        return tls ? noTls(at) : onlyTls(at);
    return {
        sentence: `No connection to ${at}: ${message === '' ? code : message.replace(/\.$/u, '')}.`,
        fix: 'Check host, port, credentials and that the runner may reach the server, then run the command again.',
    };
}
/** The error with a code of its own: Node wraps it when it tried several addresses. */
function telling(error) {
    return error instanceof AggregateError && error.errors.length > 0 ? telling(error.errors[0]) : error;
}
/** Why no connection could be opened, as `CONN_001` with its fix. */
function connectFailure(thrown, attempt) {
    if (thrown instanceof errors/* SluiceError */.ah)
        return thrown;
    const error = telling(thrown);
    const code = member(error, 'code');
    const { sentence, fix } = byCode(code, member(error, 'message'), attempt);
    return new errors/* SluiceError */.ah('CONN_001', sentence, {
        cause: error instanceof Error ? new Error(code === '' ? error.message : `${code}: ${error.message}`) : undefined,
        fix,
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/failure.js


/** `ERR …`: what the server's answer begins with, and the rest. A failure inside a script of an old server is unwrapped. */
function readReply(message) {
    const inner = /@user_script: ?\d+: -?([A-Z]+) (.*)$/su.exec(message);
    const [, kind = 'ERR', text = ''] = inner ?? /^([A-Z][A-Z0-9]*)(?: (.*))?$/su.exec(message) ?? ['', 'ERR', message];
    return { kind, text };
}
/** Cuts arguments, and where in a script it happened, out of a server's message; an argument may be anything, even a secret. */
function withoutData(text) {
    return text
        .replace(/,? with args beginning with:.*$/su, '')
        .replace(/ script: [0-9a-f]{40}, on @\S+\.$/u, '')
        .replace(/^AUTH .* called without/su, 'AUTH called without')
        .trim()
        .replace(/\.$/u, '');
}
/** `ACL SETUSER …` that would let the account in. */
function grant(user, rights) {
    return `Let an administrator run: ACL SETUSER ${user} ${rights}`;
}
function missingRight(text, { what }, { user, host, port }) {
    const at = `${host}:${String(port)}`;
    const command = /run the '([^']+)' command/u.exec(text)?.[1];
    if (command !== undefined) {
        return {
            code: 'PERM_001',
            sentence: `The user "${user}" may not run the command ${command.toUpperCase().replace('|', ' ')} on ${at}.`,
            fix: grant(user, `+${command.toLowerCase()}`),
        };
    }
    if (/can't run this command/u.test(text)) {
        return {
            code: 'PERM_001',
            sentence: `The user "${user}" may not run every command of a script of Sluice on ${at} (${what}).`,
            fix: `Run \`sluice readiness-check\`: it names the missing commands. ${grant(user, '+@read +@write +time')} gives all of them.`,
        };
    }
    if (/access (?:a key|one of the keys|at least one of the keys|the key)|No permissions to access a key/iu.test(text)) {
        return {
            code: 'PERM_001',
            sentence: `The user "${user}" may not use all keys that ${what} needs on ${at}.`,
            fix: grant(user, '~*'),
        };
    }
    return null;
}
const BUSY = 'Wait until the script or function ends, or end it with SCRIPT KILL or FUNCTION KILL; then run the command again.';
function byKind(kind, text, asked, server) {
    const at = `${server.host}:${String(server.port)}`;
    switch (kind) {
        case 'NOAUTH':
            return {
                code: 'CONN_001',
                sentence: `The server at ${at} demands a password, and the database URL has none.`,
                fix: 'Write the password into the database URL: redis://:PASSWORD@HOST, or redis://USER:PASSWORD@HOST.',
            };
        case 'WRONGPASS':
            return {
                code: 'CONN_001',
                sentence: `The server at ${at} refused the user "${server.user}" or the password.`,
                fix: 'Check user and password of the database URL, and that the user is switched on (ACL GETUSER); special characters in the password have to be percent-encoded.',
            };
        case 'LOADING':
            return {
                code: 'CONN_001',
                sentence: `The server at ${at} is still loading its data from disk.`,
                fix: 'Wait until it has loaded (`redis-cli info persistence` says when), then run the command again.',
            };
        case 'MASTERDOWN':
            return {
                code: 'CONN_001',
                sentence: `The server at ${at} is a replica that has lost its primary.`,
                fix: 'Use the URL of the primary, or repair the replication first.',
            };
        case 'READONLY':
            return {
                code: 'CONN_001',
                sentence: `The server at ${at} is a read-only replica.`,
                fix: 'Use the URL of the primary.',
            };
        case 'MOVED':
        case 'ASK':
        case 'CROSSSLOT':
        case 'CLUSTERDOWN':
            return clusterRefused(server);
        case 'OOM':
            return {
                code: 'MEM_001',
                sentence: `The server at ${at} has reached its maxmemory and refuses writes.`,
                fix: 'Raise maxmemory on the server, or remove keys that are not needed; then run the command again.',
            };
        case 'MISCONF':
            return {
                code: 'DISK_001',
                sentence: `The server at ${at} refuses writes because its last snapshot could not be saved to disk.`,
                fix: 'Free disk space on the server, look into its log, and let it save once (BGSAVE); then run the command again.',
            };
        case 'NOREPLICAS':
            return {
                code: 'CONN_001',
                sentence: `The server at ${at} refuses writes because too few replicas are connected (min-replicas-to-write).`,
                fix: 'Connect the replicas again, then run the command again.',
            };
        case 'BUSY':
            return {
                code: 'LOCK_002',
                sentence: `The server at ${at} is busy with somebody's script.`,
                fix: BUSY,
            };
        case 'NOPERM':
        case 'ERR':
            return missingRight(text, asked, server) ?? byText(text, server);
        default:
            return null;
    }
}
function byText(text, server) {
    const at = `${server.host}:${String(server.port)}`;
    const unknown = /^unknown (?:sub)?command\s+[`'"]([\w|-]+)/iu.exec(text)?.[1];
    if (unknown !== undefined) {
        return {
            code: 'PERM_001',
            sentence: `The server at ${at} does not know the command ${unknown.toUpperCase()}.`,
            fix: 'Managed services block or rename some commands, and servers before 6.2 lack some: allow it there, or use another server.',
            details: { unknownCommand: unknown },
        };
    }
    if (/max number of clients reached/u.test(text)) {
        return {
            code: 'CONN_001',
            sentence: `The server at ${at} has no free connection.`,
            fix: 'Close idle connections, or raise maxclients; Sluice needs up to four.',
        };
    }
    if (/DB index is out of range|invalid DB index/u.test(text)) {
        return {
            code: 'CONN_001',
            sentence: `The server at ${at} has no database number ${String(server.database)}.`,
            fix: 'Correct the number in the path of the database URL, or raise `databases` in the configuration of the server.',
        };
    }
    if (/cluster mode/u.test(text))
        return clusterRefused(server);
    return null;
}
function clusterRefused({ host, port }) {
    return {
        code: 'CONF_001',
        sentence: `The server at ${host}:${String(port)} is a node of a Redis Cluster, which Sluice does not work with yet.`,
        fix: 'Use a standalone server, or one with replicas.',
    };
}
/** The refusal of a cluster, as it is thrown when the database is opened. */
function clusterError(server) {
    const { sentence, fix } = clusterRefused(server);
    return new errors/* SluiceError */.ah('CONF_001', sentence, fix === undefined ? {} : { fix });
}
/** An answer of the server that is an error, safe to print; `details.reply` is the word it begins with. */
function replyError(message, asked, server) {
    const { kind, text } = readReply(message);
    if (kind === LEASE_LOST)
        return leaseLost();
    const known = byKind(kind, text, asked, server);
    const safe = withoutData(text);
    if (known === null) {
        return new errors/* SluiceError */.ah('SQL_001', `The server refused ${asked.what}: ${kind === 'ERR' ? '' : `${kind} `}${safe}.`, {
            fix: 'See what the server said above, and whether the keys that it was asked for are of the type that is expected.',
            details: { reply: kind },
        });
    }
    return new errors/* SluiceError */.ah(known.code, known.sentence, {
        cause: new Error(`${kind} ${safe}`),
        ...(known.fix === undefined ? {} : { fix: known.fix }),
        details: { reply: kind, ...known.details },
    });
}
/** A connection that was there and broke. */
function connectionLost(cause, { host, port }, details = {}) {
    return new errors/* SluiceError */.ah('CONN_001', `The connection to ${host}:${String(port)} was lost.`, {
        cause,
        fix: 'Check the server and the network between, then run the command again: it looks first what had happened.',
        details: { ...details, lost: true },
    });
}
/** A server that is there and does not answer. */
function noAnswer(ms, { what }, { host, port }, details) {
    return new errors/* SluiceError */.ah('CONN_001', `The server at ${host}:${String(port)} has not answered ${what} within ${String(ms)} ms; the connection was given up.`, {
        fix: 'Look what keeps the server or the network busy (SLOWLOG GET, a long script), then run the command again.',
        details: { ...details, lost: true },
    });
}
/** Work that took longer than its limit. */
function timeIsUp(ms, { what }, details) {
    return new errors/* SluiceError */.ah('TIME_001', `${what} took longer than ${String(ms)} ms and was given up.`, {
        fix: 'Raise statement-timeout, or split the work into smaller migrations.',
        details,
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/reply.js
/** Reads the bytes of a reply as UTF-8. */
function textReply(reply) {
    if (Buffer.isBuffer(reply))
        return reply.toString('utf8');
    return Array.isArray(reply) ? reply.map((part) => textReply(part)) : reply;
}
/** A reply that is a list; empty for null. */
function listOf(reply) {
    return Array.isArray(reply) ? reply : [];
}
/** A flat list of names and values, as HGETALL and CONFIG GET answer. */
function pairsOf(reply) {
    const parts = listOf(reply);
    const pairs = new Map();
    for (let at = 0; at + 1 < parts.length; at += 2)
        pairs.set(String(parts[at]), String(parts[at + 1]));
    return pairs;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/server-name.js
/** The server as messages name it. */
function serverName(url) {
    return {
        host: url.host === '' ? 'localhost' : url.host,
        port: url.port ?? 6379,
        user: url.user === '' ? 'default' : url.user,
        database: Number(url.database === '' ? '0' : url.database),
        tls: usesTls(url),
    };
}
/** Whether the URL asks for TLS; Redis has no way to ask a server whether it offers it. */
function usesTls({ scheme, tls }) {
    return scheme === 'rediss' || (tls.mode !== 'default' && tls.mode !== 'disable');
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/connect.js








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
 * What Node is told about TLS; null = plain. Redis cannot be asked whether it offers TLS, so `redis:` is plain
 * unless `sslmode` says otherwise; `rediss:` checks the chain and the name unless `sslmode` asks for less.
 */
async function tlsOptions(url) {
    const { scheme, tls, host } = url;
    if (scheme === 'rediss' && tls.mode === 'disable') {
        throw new errors/* SluiceError */.ah('CONF_001', 'The database URL begins with rediss: and has sslmode=disable.', {
            fix: 'Write redis: for a connection without TLS, or take sslmode out.',
        });
    }
    if (!usesTls(url)) {
        if (tls.rootCert === null || tls.mode === 'disable')
            return null;
        throw new errors/* SluiceError */.ah('CONF_001', 'The database URL has sslrootcert, but asks for no TLS.', {
            fix: 'Write rediss: in the database URL, or add sslmode=verify-full.',
        });
    }
    if (tls.mode === 'require')
        return { rejectUnauthorized: false };
    const named = tls.rootCert === null || tls.rootCert === 'system' ? null : tls.rootCert;
    return {
        rejectUnauthorized: true,
        ...(tls.mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
        ...(named === null ? {} : { ca: await readRootCertificate(named) }),
        ...(host.startsWith('/') ? { servername: 'localhost' } : {}),
    };
}
/** The client library as nothing but a connection that speaks the protocol: no retries, no queue, no handshake of its own. */
function client({ host, port }, tls, connectTimeoutMs) {
    return new built.Redis({
        ...(host.startsWith('/') ? { path: host } : { host: host === '' ? 'localhost' : host, port: port ?? 6379 }),
        ...(tls === null ? {} : { tls }),
        lazyConnect: true,
        protocol: 2,
        retryStrategy: null,
        enableReadyCheck: false,
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        disableClientInfo: true,
        noDelay: true,
        keepAlive: 10_000,
        // The limit over all of the handshake is kept here, and fires first.
        connectTimeout: connectTimeoutMs * 2,
    });
}
/** A name as CLIENT SETNAME takes it: printable, without spaces. */
function clientName(name) {
    return name.replaceAll(/[^!-~]/gu, '_');
}
/**
 * Makes the function that opens connections to a URL.
 *
 * The function throws what {@link connectFailure} and {@link replyError} say, `CONF_001` for a root certificate that
 * cannot be read, and the signal's reason.
 */
function connector(url, { connectTimeoutMs }) {
    async function logIn(redis, name, server) {
        const ask = async (command, ...args) => {
            try {
                return (await redis.callBuffer(command, ...args));
            }
            catch (error) {
                if (!(error instanceof Error) || error.name !== 'ReplyError')
                    throw error;
                return replyError(error.message, { what: command }, server);
            }
        };
        const must = async (command, ...args) => {
            const reply = await ask(command, ...args);
            if (reply instanceof errors/* SluiceError */.ah)
                throw reply;
        };
        if (url.user !== '' || url.password !== '') {
            const reply = await ask('AUTH', ...(url.user === '' ? [] : [url.user]), url.password);
            // A server that knows no password lets everybody in, as with any other client.
            const needless = reply instanceof errors/* SluiceError */.ah && reply.message.includes('without any password configured');
            if (reply instanceof errors/* SluiceError */.ah && !needless)
                throw reply;
        }
        if (server.database !== 0)
            await must('SELECT', server.database);
        const named = await ask('CLIENT', 'SETNAME', clientName(name));
        if (named instanceof errors/* SluiceError */.ah && ['NOAUTH', 'WRONGPASS'].includes(String(named.details['reply'])))
            throw named;
        const id = await ask('CLIENT', 'ID');
        return id instanceof errors/* SluiceError */.ah ? null : Number(textReply(id));
    }
    return async (name, database, signal) => {
        signal?.throwIfAborted();
        const server = { ...serverName(url), database };
        const redis = client(url, await tlsOptions(url), connectTimeoutMs);
        let first = null;
        let reached = false;
        // Stays for good: an error that nobody listens to is printed by the library.
        redis.on('error', (error) => {
            first ??= error;
        });
        const destroy = () => {
            const stream = redis.stream;
            // The library waits two seconds for the end of a stream, even of one that has ended.
            if (stream?.destroyed !== true)
                redis.disconnect();
            stream?.destroy();
        };
        const { promise: ended, reject: end } = Promise.withResolvers();
        ended.catch(() => { });
        const timer = setTimeout(() => {
            const stream = redis.stream;
            reached = stream?.remoteAddress !== undefined;
            end(Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }));
        }, connectTimeoutMs);
        const abort = () => end(signal?.reason);
        signal?.addEventListener('abort', abort, { once: true });
        try {
            const work = (async () => {
                await redis.connect();
                return logIn(redis, name, server);
            })();
            work.catch(() => { });
            const id = await Promise.race([work, ended]);
            const { stream } = redis;
            return { redis, id, protocol: stream instanceof external_node_tls_.TLSSocket ? stream.getProtocol() : null, destroy };
        }
        catch (error) {
            destroy();
            signal?.throwIfAborted();
            throw connectFailure(error instanceof errors/* SluiceError */.ah ? error : (first ?? error), {
                server,
                connectTimeoutMs,
                reached,
            });
        }
        finally {
            clearTimeout(timer);
            signal?.removeEventListener('abort', abort);
        }
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/control-store.js

function byTime(a, b) {
    return a.at < b.at ? -1 : Number(a.at > b.at);
}
/** Requests to live runs. */
function controlStore(link, keys) {
    return {
        async request({ runId, at, request }) {
            await link.call('RPUSH', keys.control(runId), JSON.stringify({ at, request }));
        },
        async read(runId) {
            const texts = listOf(await link.call('LRANGE', keys.control(runId), 0, -1));
            return texts
                .map((text) => ({ runId, ...JSON.parse(String(text)) }))
                .toSorted(byTime);
        },
        async clear(runId) {
            await link.call('UNLINK', keys.control(runId));
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/info.js


/** Reads `name:value` lines. */
function readInfo(text) {
    const info = new Map();
    for (const line of text.split(/\r?\n/u)) {
        const colon = line.indexOf(':');
        if (colon > 0 && !line.startsWith('#'))
            info.set(line.slice(0, colon), line.slice(colon + 1));
    }
    return info;
}
/** Asks for it. */
async function askInfo(link) {
    return readInfo(String(await link.call('INFO')));
}
/** Numbers of a version: `[7, 0, 15]`. */
function versionParts(version) {
    return (/^\d+(?:\.\d+)*/u.exec(version)?.[0] ?? '')
        .split('.')
        .filter((part) => part !== '')
        .map(Number);
}
/** Whether a version is that, or a later one. */
function atLeast(version, ...minimum) {
    for (const [index, part] of minimum.entries()) {
        const own = version[index] ?? 0;
        if (own !== part)
            return own > part;
    }
    return true;
}
/**
 * Reads whose server it is.
 *
 * @throws SluiceError `CONF_001` for a cluster's node and for a Sentinel; `CONN_001` while it loads its data
 */
async function readServerInfo(link) {
    const info = await askInfo(link);
    const { server } = link;
    const mode = info.get('redis_mode') ?? info.get('server_mode');
    if (mode === 'cluster' || info.get('cluster_enabled') === '1')
        throw clusterError(server);
    if (mode === 'sentinel') {
        throw new errors/* SluiceError */.ah('CONF_001', `The server at ${server.host}:${String(server.port)} is a Sentinel.`, {
            fix: 'Use the URL of the primary that it watches: `redis-cli -p PORT sentinel get-master-addr-by-name NAME` prints it.',
        });
    }
    if (info.get('loading') === '1')
        throw replyError('LOADING', { what: 'INFO' }, server);
    const valkey = info.get('valkey_version');
    const redis = info.get('redis_version') ?? '';
    return {
        product: valkey === undefined ? 'Redis' : 'Valkey',
        version: valkey ?? redis,
        commands: versionParts(redis),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keyspace.js

/** The two tables of a database number: keys that stay, and keys that expire. */
const KEY_TABLES = ['keys', 'expiring'];
/** Reads INFO keyspace; databases without keys are not in it. */
function readKeyspace(info) {
    return [...info]
        .flatMap(([name, value]) => {
        const database = /^db(\d+)$/u.exec(name)?.[1];
        const counts = /^keys=(\d+),expires=(\d+)/u.exec(value);
        return database === undefined || counts === null
            ? []
            : [{ database: Number(database), keys: Number(counts[1]), expiring: Number(counts[2]) }];
    })
        .toSorted((a, b) => a.database - b.database);
}
/** The table as the contract names it: `db0.keys`. */
function tableRef(database, name) {
    return { schema: `db${String(database)}`, name };
}
/**
 * The reverse of {@link tableRef}.
 *
 * @throws SluiceError `DATA_001` for a name that is none
 */
function readTableRef({ schema, name }) {
    const database = /^db(\d{1,5})$/u.exec(schema ?? '')?.[1];
    const table = KEY_TABLES.find((known) => known === name);
    if (database === undefined || table === undefined) {
        throw new errors/* SluiceError */.ah('DATA_001', `The table ${schema === undefined ? '' : `${schema}.`}${name} does not exist.`, {
            fix: 'A Redis server has the tables db0.keys and db0.expiring, and so on for each database number.',
        });
    }
    return { database: Number(database), table };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/own-keys.js

/** The own keys by the configured prefix: `sluice_` → `sluice:`. */
function ownKeys(names) {
    if (names.schema !== null) {
        throw new errors/* SluiceError */.ah('CONF_001', `migrations.schema is "${names.schema}", but Redis has no schemas.`, {
            fix: 'Leave migrations.schema out; the path of the URL chooses the number of the database.',
        });
    }
    const prefix = `${names.prefix.replace(/[_:]+$/u, '')}:`;
    return {
        prefix,
        lock: `${prefix}lock`,
        migrations: `${prefix}migrations`,
        runs: `${prefix}journal`,
        journal: (runId) => `${prefix}journal:${runId}`,
        control: (runId) => `${prefix}control:${runId}`,
    };
}
/** Whether a key is one of Sluice's own; such keys are no part of digests, in whatever database they are. */
function isOwnKey({ prefix }, key) {
    return key.length > prefix.length && key.toString('latin1', 0, prefix.length) === prefix;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/scan.js
/** How many slots of its table the server looks at for one reply; more would hold up its other clients. */
const SCAN_COUNT = 500;
/**
 * The keys of a link's database, in pages; a key that is there all the time comes at least once, and twice only while the
 * server makes its table smaller. The next page is asked for while one is worked on.
 */
async function* scanKeys(link, { match } = {}) {
    const restrict = match === undefined ? [] : ['MATCH', match];
    const ask = (cursor) => {
        const reply = link.callBuffer('SCAN', cursor, ...restrict, 'COUNT', SCAN_COUNT);
        reply.catch(() => { });
        return reply;
    };
    let next = ask('0');
    while (next !== null) {
        const [cursor, keys] = (await next);
        next = cursor.toString('latin1') === '0' ? null : ask(cursor);
        if (keys.length > 0)
            yield keys;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/facts/big-keys.js



/** Keys looked at in each database number, and numbers looked into. */
const SAMPLE = 500;
const DATABASES = 16;
/** Commands sent at once. */
const BATCH = 100;
/** Keys that are named. */
const NAMED = 5;
/** Characters of a name that are shown. */
const SHOWN = 80;
/** Replies of many commands; what went wrong with one of them ends it. */
async function ask(link, commands, signal) {
    const replies = [];
    for (let from = 0; from < commands.length; from += BATCH) {
        for (const reply of await link.within({ signal }).pipelineBuffer(commands.slice(from, from + BATCH))) {
            if (reply instanceof errors/* SluiceError */.ah)
                throw reply;
            replies.push(reply);
        }
    }
    return replies;
}
/** All keys of a small database, random ones of a big one. */
async function sample(link, keys, signal) {
    const found = new Map();
    if (keys <= SAMPLE) {
        for await (const page of scanKeys(link.within({ signal }))) {
            for (const key of page)
                if (found.size < SAMPLE)
                    found.set(key.toString('latin1'), key);
            if (found.size >= SAMPLE)
                break;
        }
    }
    else {
        const random = await ask(link, Array.from({ length: SAMPLE }, () => ['RANDOMKEY']), signal);
        for (const key of random)
            if (Buffer.isBuffer(key))
                found.set(key.toString('latin1'), key);
    }
    return [...found.values()];
}
function shown(key) {
    const text = key.toString('utf8');
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
/** Looks for keys that take much memory, in a sample whose size is bounded. */
async function sampleBigKeys({ keys, openReader }, databases, signal) {
    const largest = [];
    let sampled = 0;
    for (const { database, keys: count } of databases.slice(0, DATABASES)) {
        const link = openReader(database);
        try {
            const sampledKeys = (await sample(link, count, signal)).filter((key) => !isOwnKey(keys, key));
            const sizes = await ask(link, sampledKeys.map((key) => ['MEMORY', 'USAGE', key]), signal);
            const sized = sampledKeys
                .map((key, index) => ({ key, bytes: Number(sizes[index] ?? 0) }))
                .toSorted((a, b) => b.bytes - a.bytes)
                .slice(0, NAMED);
            const types = await ask(link, sized.map(({ key }) => ['TYPE', key]), signal);
            for (const [index, { key, bytes }] of sized.entries())
                largest.push({ database, key: shown(key), type: String(types[index]), bytes });
            sampled += sampledKeys.length;
        }
        finally {
            link.close();
        }
    }
    return {
        sampled,
        keys: databases.reduce((sum, { keys: count }) => sum + count, 0),
        largest: largest.toSorted((a, b) => b.bytes - a.bytes).slice(0, NAMED),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/facts/persistence.js
function failureOf(info) {
    if (info.get('aof_enabled') === '1' && info.get('aof_last_write_status') === 'err')
        return 'the last write to the append-only file failed';
    if (info.get('rdb_last_bgsave_status') === 'err')
        return 'the last snapshot could not be saved';
    if (info.get('aof_enabled') === '1' && info.get('aof_last_bgrewrite_status') === 'err')
        return 'the last rewrite of the append-only file failed';
    return null;
}
/** What becomes of the data when the server ends; `save` is the setting of that name, null when it could not be had. */
function persistenceFacts(info, save) {
    const lastSave = Number(info.get('rdb_last_save_time') ?? '0');
    const saving = info.get('rdb_bgsave_in_progress') === '1';
    const rewriting = info.get('aof_rewrite_in_progress') === '1';
    return {
        snapshots: save === null ? null : save !== '',
        appendOnly: info.get('aof_enabled') === '1',
        // A server that never saved tells when it was started instead.
        lastSaveAt: lastSave === 0 ? null : new Date(lastSave * 1000).toISOString(),
        unsaved: Number(info.get('rdb_changes_since_last_save') ?? '0'),
        failure: failureOf(info),
        busy: saving ? 'saving a snapshot' : rewriting ? 'rewriting its append-only file' : null,
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/facts/replication.js
/** `ip=10.0.0.2,port=6379,state=online,offset=1,lag=0`. */
function pairs(text) {
    return new Map(text.split(',').map((pair) => {
        const equals = pair.indexOf('=');
        return [pair.slice(0, equals), pair.slice(equals + 1)];
    }));
}
/** What of replication can be seen from this server. */
function replicationFacts(info) {
    if (info.get('role') === 'slave') {
        const up = info.get('master_link_status') === 'up';
        const silent = Number(info.get('master_last_io_seconds_ago') ?? '-1');
        const primary = `${info.get('master_host') ?? '?'}:${info.get('master_port') ?? '?'}`;
        return {
            role: 'replica',
            lagMs: up && silent >= 0 ? silent * 1000 : null,
            detail: `replica of ${primary} (connected: ${up ? 'yes' : 'no'})`,
        };
    }
    const replicas = [...info].filter(([name]) => /^slave\d+$/u.test(name)).map(([, value]) => pairs(value));
    if (replicas.length === 0)
        return null;
    const online = replicas.filter((replica) => replica.get('state') === 'online');
    const lags = online.map((replica) => Number(replica.get('lag') ?? '0') * 1000);
    return {
        role: 'primary',
        lagMs: online.length === replicas.length ? Math.max(...lags) : null,
        detail: replicas
            .map((replica) => `${replica.get('ip') ?? '?'}:${replica.get('port') ?? '?'} ${replica.get('state') ?? '?'}`)
            .join(', '),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/facts/needs.js

/** Stands for a key of the application, of which nothing is known. */
const ANY_KEY = 'KEY';
const ANY = [ANY_KEY];
const OWN = 'the run lock, the journal and the applied migrations';
const READING = 'checksums, validation and backups';
const CHANGING = 'key migrations and restoring';
function need(command, args, neededFor, harmless = true) {
    return { command, args, neededFor, harmless };
}
/** Without these something cannot be done. `own` is a key of Sluice's that does not exist. */
function required({ commands }, own) {
    const since7 = atLeast(commands, 7);
    return [
        need('eval', ['return 1', '0'], OWN),
        need('evalsha', ['0'.repeat(40), '0'], OWN),
        need('time', [], OWN),
        need('hget', [own, 'f'], OWN),
        need('hmget', [own, 'f'], OWN),
        need('hgetall', [own], OWN),
        need('hset', [own, 'f', 'v'], OWN, false),
        need('hdel', [own, 'f'], OWN),
        need('zadd', [own, '1', 'm'], OWN, false),
        need('zrange', [own, '0', '0'], OWN),
        need('rpush', [own, 'e'], OWN, false),
        need('lrange', [own, '0', '0'], OWN),
        need('lindex', [own, '0'], OWN),
        need('del', [own], OWN),
        need('unlink', [own], OWN),
        need('scan', ['0', 'COUNT', '1'], READING),
        need('dbsize', [], READING),
        need('dump', ANY, READING),
        need(since7 ? 'pexpiretime' : 'pttl', ANY, READING),
        need('command|info', ['get'], 'the rules of validation'),
        ...(since7 ? [need('function|list', [], 'reading and comparing function libraries')] : []),
        need('restore', [ANY_KEY, '0', 'x'], CHANGING, false),
        need('rename', [ANY_KEY, ANY_KEY], CHANGING, false),
    ];
}
/** Without these something stays unknown, or is done in another way. */
const OPTIONAL = [
    {
        ...need('psync', ['?', '-1'], 'backups that show one moment', false),
        without: 'one moment that a backup shows: keys can only be read one after the other',
    },
    {
        ...need('client|list', [], 'finding what dead runs left'),
        without: 'connections that dead runs left',
    },
    {
        ...need('client|kill', ['ID', '0'], 'ending what dead runs left'),
        without: 'how to end connections that dead runs left',
    },
    {
        ...need('config|get', ['save'], 'persistence, and the disk of the server'),
        without: 'whether the server saves snapshots by itself',
    },
    {
        ...need('memory|usage', ANY, 'big keys'),
        without: 'big keys',
    },
    {
        ...need('swapdb', ['0', '0'], 'exchanging databases when a backup is restored', false),
        without: 'how databases could be exchanged at once',
    },
];

;// CONCATENATED MODULE: ./build/js/drivers/redis/facts/rights.js




/** `client|list` → `CLIENT LIST`. */
function words({ command }) {
    const [name = '', ...more] = command.toUpperCase().split('|');
    return [name, ...more];
}
function commandOf(need, key) {
    const [name, ...more] = words(need);
    return [name, ...more, ...need.args.map((arg) => (arg === ANY_KEY ? key : arg))];
}
/** The names that the server does not know, because a service blocks or renames them. */
async function blocked(link, needs) {
    const names = [...new Set(needs.map((need) => words(need)[0]))];
    try {
        const replies = listOf(await link.call('COMMAND', 'INFO', ...names));
        return new Set(names.filter((_, index) => listOf(replies[index] ?? null).length === 0));
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && error.code === 'PERM_001')
            return new Set();
        throw error;
    }
}
/** Asks the server what it would do; null when it cannot be asked: before 7.0, and without the right to. */
async function dryRun(link, user, needs, key) {
    const replies = await link.pipeline(needs.map((need) => ['ACL', 'DRYRUN', user, ...commandOf(need, key)]));
    const rights = [];
    for (const reply of replies) {
        if (!(reply instanceof errors/* SluiceError */.ah))
            rights.push(reply === 'OK' ? 'granted' : 'denied');
        else if (reply.code === 'SQL_001' && !/unknown subcommand|syntax|DRYRUN/iu.test(reply.message))
            rights.push('unknown');
        else
            return null;
    }
    return rights;
}
/** Runs those that change nothing. */
async function tryOut(link, needs, key) {
    const rights = [];
    for (const need of needs) {
        if (!need.harmless) {
            rights.push('unknown');
            continue;
        }
        const [reply] = await link.pipeline([commandOf(need, key)]);
        rights.push(reply instanceof errors/* SluiceError */.ah && reply.code === 'PERM_001' ? 'denied' : 'granted');
    }
    return rights;
}
async function whoAmI(link) {
    try {
        return String(await link.call('ACL', 'WHOAMI'));
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && (error.code === 'PERM_001' || error.code === 'SQL_001'))
            return link.server.user;
        throw error;
    }
}
/** The account's rights by name, and what stays unknown. */
async function rights({ info, keys, reader }, signal) {
    const link = reader.within({ signal });
    const user = await whoAmI(link);
    // A name that no pattern but * allows, and that nobody uses.
    const key = (0,external_node_crypto_.randomBytes)(16).toString('hex');
    const needs = required(info, `${keys.prefix}none:${key}`);
    const all = [...needs, ...OPTIONAL];
    const missing = await blocked(link, all);
    const known = all.filter((need) => !missing.has(words(need)[0]));
    const found = (await dryRun(link, user, known, key)) ?? (await tryOut(link, known, key));
    const rightOf = (need) => {
        const index = known.indexOf(need);
        return index === -1 ? 'blocked' : (found[index] ?? 'unknown');
    };
    const fixOf = (need) => {
        if (rightOf(need) === 'blocked')
            return `The server does not know ${words(need).join(' ')}: a managed service blocks or renames it. Allow it there, or use another server.`;
        const rule = need.args.includes(ANY_KEY) ? `+${need.command} ~*` : `+${need.command} ~${keys.prefix}*`;
        return `Let an administrator run: ACL SETUSER ${user} ${rule}`;
    };
    const undecided = needs.filter((need) => rightOf(need) === 'unknown');
    return {
        privileges: needs
            .filter((need) => rightOf(need) !== 'unknown')
            .map((need) => ({
            name: words(need).join(' '),
            granted: rightOf(need) === 'granted',
            neededFor: need.neededFor,
            fix: fixOf(need),
        })),
        unknown: [
            ...OPTIONAL.filter((need) => ['denied', 'blocked'].includes(rightOf(need))).map((need) => ({
                fact: need.without,
                why: rightOf(need) === 'blocked'
                    ? fixOf(need)
                    : `the user "${user}" lacks ${words(need).join(' ')}: ACL SETUSER ${user} +${need.command}`,
            })),
            ...(undecided.length === 0
                ? []
                : [
                    {
                        fact: `rights of the user "${user}": ${undecided.map((need) => words(need).join(' ')).join(', ')}`,
                        why: `only ACL DRYRUN tells, which needs Redis 7.0 and the right to use it: ACL SETUSER ${user} +acl|dryrun`,
                    },
                ]),
        ],
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/facts/probe.js









/** The oldest version of what this driver relies on. */
const MINIMUM = '6.2';
/** Of what the account may not do, or the server does not know, nothing is known. */
async function ifAllowed(work) {
    try {
        return await work();
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && (error.code === 'PERM_001' || error.code === 'SQL_001'))
            return null;
        throw error;
    }
}
/** The settings that facts are read from, by name; never all of them, because some are secrets. */
async function settings(link) {
    const found = new Map();
    for (const name of ['save', 'dir', 'maxclients']) {
        const pairs = await ifAllowed(async () => pairsOf(await link.call('CONFIG', 'GET', name)));
        for (const [setting, value] of pairs ?? [])
            found.set(setting, value);
    }
    return found;
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
function memoryFacts(info) {
    const limit = Number(info.get('maxmemory') ?? '0');
    const machine = Number(info.get('total_system_memory') ?? '0');
    return {
        usedBytes: Number(info.get('used_memory') ?? '0'),
        limitBytes: limit === 0 ? null : limit,
        machineBytes: machine === 0 ? null : machine,
        policy: info.get('maxmemory_policy') ?? 'noeviction',
    };
}
/** Asks the server for all that readiness is judged by. */
async function probe(parts, signal) {
    const link = parts.reader.within({ signal });
    const info = await askInfo(link);
    const config = await settings(link);
    const databases = readKeyspace(info);
    const granted = await rights(parts, signal);
    const bigKeys = await ifAllowed(() => sampleBigKeys(parts, databases, signal));
    const folder = config.get('dir');
    const diskFree = parts.local && folder !== undefined ? await freeBytes(folder) : null;
    const { product, version, commands } = parts.info;
    const limit = Number(info.get('maxclients') ?? config.get('maxclients') ?? '0');
    return {
        engine: 'redis',
        serverVersion: product === 'Redis' ? version : `${version} (${product})`,
        serverVersionParts: versionParts(version),
        supported: { minimum: MINIMUM, ok: atLeast(commands, ...versionParts(MINIMUM)) },
        database: parts.database,
        tls: { used: parts.reader.server.tls, protocol: parts.tlsProtocol() },
        sizeBytes: Number(info.get('used_memory_dataset') ?? info.get('used_memory') ?? '0'),
        serverDiskFreeBytes: diskFree,
        readOnly: info.get('role') === 'slave' && info.get('slave_read_only') !== '0',
        connections: limit === 0 ? null : { used: Number(info.get('connected_clients') ?? '0'), limit },
        privileges: granted.privileges,
        longTransactions: [],
        replication: replicationFacts(info),
        heldLocks: [],
        invalidIndexes: [],
        tools: [],
        keyspace: {
            databases,
            memory: memoryFacts(info),
            persistence: persistenceFacts(info, config.get('save') ?? null),
            bigKeys: bigKeys ?? { sampled: 0, keys: databases.reduce((sum, { keys }) => sum + keys, 0), largest: [] },
        },
        unknown: [
            ...granted.unknown,
            ...(diskFree === null ? [{ fact: 'free disk of the server', why: 'only the server can see its own disk' }] : []),
        ],
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/history-store.js

/** What was applied. */
function historyStore(link, keys) {
    return {
        async list() {
            const rows = pairsOf(await link.call('HGETALL', keys.migrations));
            return [...rows.values()].map((text) => JSON.parse(text));
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/read-keys.js


/** Keys that one script reads, and bytes of values after which it stops: what bounds how long the server is held up. */
const KEYS_AT_ONCE = 200;
const BYTES_AT_ONCE = 1_048_576;
/** When a key expires by the server's clock: -1 = never, -2 = there is no such key. */
const EXPIRY_LUA = `
local function expiry(key) return redis.call('PEXPIRETIME', key) end
`;
/**
 * The same on servers before 7.0, which tell only how much time is left: the clock must not have moved between the two
 * looks at it.
 */
const EXPIRY_BEFORE_7_LUA = `
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function expiry(key)
  while true do
    local before = clock()
    local left = redis.call('PTTL', key)
    if left < 0 then return left end
    if clock() == before then return before + left end
  end
end
`;
const DUMP_LUA = `
local out, bytes = {}, 0
for _, key in ipairs(KEYS) do
  local payload = redis.call('DUMP', key)
  out[#out + 1] = expiry(key)
  out[#out + 1] = payload
  if payload then bytes = bytes + #payload end
  if bytes > tonumber(ARGV[1]) then break end
end
return out
`;
const EXPIRIES_LUA = `
local out = {}
for index, key in ipairs(KEYS) do out[index] = expiry(key) end
return out
`;
const NAMES = { dump: 'reading keys', expiries: 'counting keys' };
/** Chooses them. */
function keyScripts({ commands }) {
    const expiry = atLeast(commands, 7) ? EXPIRY_LUA : EXPIRY_BEFORE_7_LUA;
    return {
        dump: defineScript(NAMES.dump, expiry + DUMP_LUA),
        expiries: defineScript(NAMES.expiries, expiry + EXPIRIES_LUA),
    };
}
/** Values and expiry of keys, each as it was at one moment; keys that are gone by now are left out. */
async function* dumpKeys(link, { dump }, keys) {
    for (let from = 0; from < keys.length;) {
        const asked = keys.slice(from, from + KEYS_AT_ONCE);
        const reply = (await link.scriptBuffer(dump, asked, [BYTES_AT_ONCE]));
        const found = [];
        for (const [index, key] of asked.slice(0, reply.length / 2).entries()) {
            const payload = reply[index * 2 + 1];
            const expiresAt = reply[index * 2];
            if (Buffer.isBuffer(payload))
                found.push({ key, expiresAtMs: expiresAt < 0 ? null : expiresAt, payload });
        }
        from += reply.length / 2;
        yield found;
    }
}
/** When each key expires: null = never; undefined = there is no such key by now. */
async function expiries(link, scripts, keys) {
    const found = [];
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
        const reply = await link.scriptBuffer(scripts.expiries, keys.slice(from, from + KEYS_AT_ONCE), []);
        for (const at of reply)
            found.push(at === -2 ? undefined : at < 0 ? null : at);
    }
    return found;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/inspect.js







function library(reply) {
    const facts = pairsOf(reply);
    return {
        kind: 'function-library',
        name: facts.get('library_name') ?? '',
        definition: facts.get('library_code') ?? '',
    };
}
function byName(a, b) {
    return a.name < b.name ? -1 : Number(a.name > b.name);
}
async function libraries({ info, reader }, signal) {
    if (!atLeast(info.commands, 7))
        return [];
    try {
        const reply = await reader.within({ signal }).call('FUNCTION', 'LIST', 'WITHCODE');
        return listOf(reply).map(library).toSorted(byName);
    }
    catch (error) {
        // A service that blocks the command has no libraries; an account that may not look could miss some.
        if (error instanceof errors/* SluiceError */.ah && error.details['unknownCommand'] !== undefined)
            return [];
        throw error;
    }
}
/** Which of a database's tables have keys beside Sluice's own; looks no further than it has to. */
async function tablesOf(database, candidates, { keys, scripts, openReader }, signal) {
    const found = new Set();
    const opened = openReader(database);
    const link = opened.within({ signal });
    try {
        for await (const page of scanKeys(link)) {
            const wanted = page.filter((key) => !isOwnKey(keys, key));
            for (const expiresAt of await expiries(link, scripts, wanted))
                if (expiresAt !== undefined)
                    found.add(expiresAt === null ? 'keys' : 'expiring');
            if (found.size >= candidates.size)
                break;
        }
    }
    finally {
        opened.close();
    }
    return KEY_TABLES.filter((table) => found.has(table)).map((table) => tableRef(database, table));
}
/** The libraries of functions, and the tables that have keys. */
async function readSchema(parts, signal) {
    const objects = await libraries(parts, signal);
    const tables = [];
    for (const { database, keys, expiring } of readKeyspace(await askInfo(parts.reader.within({ signal })))) {
        const candidates = new Set();
        if (keys > expiring)
            candidates.add('keys');
        if (expiring > 0)
            candidates.add('expiring');
        tables.push(...(await tablesOf(database, candidates, parts, signal)));
    }
    // The contract's order is that of names, by code unit.
    const name = ({ schema, name: table }) => `${schema ?? ''}.${table}`;
    return { objects, tables: tables.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b)))) };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/journal-store.js


/** How many rows, or runs, are read at a time. */
const PAGE = 500;
/** The journal; read in pages, so that its length does not matter. */
function journalStore(link, keys) {
    /** Run ids in order of their first row. */
    async function* runs(wanted) {
        for (let from = 0;; from += PAGE) {
            const page = listOf(await link.call('ZRANGE', keys.runs, from, from + PAGE - 1)).map(String);
            for (const runId of page)
                if (wanted === undefined || wanted.includes(runId))
                    yield runId;
            if (page.length < PAGE)
                return;
        }
    }
    async function* rowsOf(runId) {
        for (let from = 0;; from += PAGE) {
            const page = listOf(await link.call('LRANGE', keys.journal(runId), from, from + PAGE - 1));
            for (const text of page)
                yield { runId, ...JSON.parse(String(text)) };
            if (page.length < PAGE)
                return;
        }
    }
    return {
        append: (fence, rows) => commitWrites(link, keys, fence, { rows, applied: [] }),
        async *read({ runIds, kinds }) {
            if (runIds?.length === 0 || kinds?.length === 0)
                return;
            for await (const runId of runs(runIds))
                for await (const row of rowsOf(runId))
                    if (kinds === undefined || kinds.includes(row.kind))
                        yield row;
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/marks.js

/**
 * How many marks one set gets on average: below 512, up to which Redis keeps a set of integers in a compact form
 * (`set-max-intset-entries`), with room for keys that are added meanwhile.
 */
const MARKS_PER_SET = 384;
/** Where a key migration keeps what it knows. */
class Marks {
    progress;
    #prefix;
    #sets;
    constructor(own, id, sets) {
        this.progress = progressKey(own, id);
        this.#prefix = `${own.prefix}done:${id}:`;
        this.#sets = sets;
    }
    of(key) {
        const digest = (0,external_node_crypto_.hash)('sha1', key, 'buffer');
        return {
            set: `${this.#prefix}${String(digest.readUInt32BE(8) % this.#sets)}`,
            value: digest.readBigInt64BE(0).toString(),
        };
    }
    /** The names of all sets, whether they exist or not. */
    *sets() {
        for (let index = 0; index < this.#sets; index += 1)
            yield `${this.#prefix}${String(index)}`;
    }
}
/** Hash: cursor, counters, and how many sets of marks there are. */
function progressKey(own, id) {
    return `${own.prefix}progress:${id}`;
}
/** Set: the ids that have a checkpoint. */
function begunKey(own) {
    return `${own.prefix}progress`;
}
/** How many sets the marks of so many keys take. */
function setsFor(keys) {
    return Math.max(1, Math.ceil(keys / MARKS_PER_SET));
}

// EXTERNAL MODULE: external "node:util/types"
var types_ = __webpack_require__(73429);
;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/json-tree.js
const SPACE = /[\t\n\r ]*/y;
const BARE = /[^\t\n\r ,\]}]+/y;
/** Reads a text that JSON.parse accepts: here it is only found where everything stands. */
class TreeReader {
    #text;
    #at = 0;
    constructor(text) {
        this.#text = text;
    }
    read() {
        this.#skip(SPACE);
        const start = this.#at;
        switch (this.#text[start]) {
            case '{': {
                const items = this.#items('}', () => this.#member());
                return { kind: 'object', start, end: this.#at, items };
            }
            case '[': {
                const items = this.#items(']', () => this.read());
                return { kind: 'array', start, end: this.#at, items };
            }
            case '"':
                this.#skipString();
                break;
            default:
                this.#skip(BARE);
        }
        return { kind: 'scalar', start, end: this.#at };
    }
    #items(close, read) {
        const items = [];
        this.#at += 1;
        this.#skip(SPACE);
        while (this.#text[this.#at] !== close) {
            items.push(read());
            this.#skip(SPACE);
            if (this.#text[this.#at] === ',')
                this.#at += 1;
            this.#skip(SPACE);
        }
        this.#at += 1;
        return items;
    }
    #member() {
        const start = this.#at;
        this.#skipString();
        const nameEnd = this.#at;
        this.#skip(SPACE);
        this.#at += 1;
        const value = this.read();
        return { name: JSON.parse(this.#text.slice(start, nameEnd)), start, nameEnd, end: value.end, value };
    }
    /** To the quote that no backslash takes away. */
    #skipString() {
        let quote = this.#at;
        let escapes;
        do {
            quote = this.#text.indexOf('"', quote + 1);
            escapes = 0;
            while (this.#text[quote - 1 - escapes] === '\\')
                escapes += 1;
        } while (escapes % 2 === 1);
        this.#at = quote + 1;
    }
    #skip(pattern) {
        pattern.lastIndex = this.#at;
        pattern.test(this.#text);
        if (pattern.lastIndex < this.#at)
            throw new SyntaxError('this is no JSON');
        this.#at = pattern.lastIndex;
    }
}
/** Where everything stands in a JSON text that JSON.parse has accepted. */
function jsonTree(text) {
    return new TreeReader(text).read();
}
function valueAt(text, node) {
    switch (node.kind) {
        case 'scalar':
            return JSON.parse(text.slice(node.start, node.end));
        case 'array':
            return node.items.map((item) => valueAt(text, item));
        case 'object': {
            const value = {};
            for (const { name, value: member } of node.items) {
                // Not by assignment, which `__proto__` would turn into something else.
                const content = { value: valueAt(text, member), writable: true, enumerable: true, configurable: true };
                Object.defineProperty(value, name, content);
            }
            return value;
        }
    }
}
/**
 * What JSON.parse gives. The engine of Node 24 takes one escape in a member's name for another one when an earlier text
 * had a name with a backslash at the same place (`{"é":1,"\\":2}`, then `{"é":1,"\n":2}`), so it is not asked
 * for a whole text that has any.
 *
 * @throws SyntaxError when the text is no JSON
 */
function parseJson(text) {
    const value = JSON.parse(text);
    return text.includes('\\') ? valueAt(text, jsonTree(text)) : value;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/json-edit.js

function isArray(value) {
    return Array.isArray(value);
}
/** An object as JSON.parse makes them, from whatever realm; everything else has a form of its own. */
function isMembers(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || (Object.getPrototypeOf(prototype) === null && !isArray(value));
}
/** Members without those that are undefined, as JSON.stringify leaves them out. */
function entriesOf(value) {
    return Object.entries(value).filter(([, member]) => member !== undefined);
}
function refuse(value, path) {
    const what = typeof value === 'object' && value !== null
        ? `a ${String(value.constructor?.name)}`
        : typeof value === 'number'
            ? String(value)
            : `a ${typeof value}`;
    throw new TypeError(`JSON cannot hold ${what}, at ${path === '' ? 'the top' : path}`);
}
/** A new value as text. */
function write(value, style, path) {
    if (value === null || typeof value === 'boolean' || typeof value === 'string')
        return JSON.stringify(value);
    if (typeof value === 'number' && Number.isFinite(value))
        return JSON.stringify(value);
    if (isArray(value)) {
        return `[${value.map((item, index) => write(item, style, `${path}[${String(index)}]`)).join(style.comma)}]`;
    }
    if (!isMembers(value))
        return refuse(value, path);
    const members = entriesOf(value).map(([name, member]) => `${JSON.stringify(name)}${style.colon}${write(member, style, `${path}.${name}`)}`);
    return `{${members.join(style.comma)}}`;
}
/** Writes a value over a text, so that what has not changed keeps its characters. */
class JsonEditor {
    #text;
    #style = null;
    #root;
    constructor(text) {
        this.#text = text;
        this.#root = jsonTree(text);
    }
    edit(value) {
        const { start, end } = this.#root;
        return this.#text.slice(0, start) + this.#write(this.#root, value, '') + this.#text.slice(end);
    }
    #write(node, value, path) {
        if (node.kind === 'array' && isArray(value))
            return this.#array(node, value, path);
        if (node.kind === 'object' && isMembers(value))
            return this.#object(node, value, path);
        return this.#isSame(node, value) ? this.#textOf(node) : write(value, this.#styleOf(), path);
    }
    #object(node, value, path) {
        const now = new Map(entriesOf(value));
        // Of members with the same name the last one counts; the ones before it stay as they are.
        const last = new Map(node.items.map(({ name }, index) => [name, index]));
        const items = [];
        for (const [index, member] of node.items.entries()) {
            if (!now.has(member.name))
                continue;
            const text = last.get(member.name) === index
                ? this.#text.slice(member.start, member.value.start) +
                    this.#write(member.value, now.get(member.name), `${path}.${member.name}`)
                : this.#textOf(member);
            items.push({ from: index, text });
        }
        const colon = this.#colonOf(node.items[0]) ?? this.#styleOf().colon;
        for (const [name, member] of now) {
            if (last.has(name))
                continue;
            const text = write(member, { ...this.#styleOf(), colon }, `${path}.${name}`);
            items.push({ from: null, text: `${JSON.stringify(name)}${colon}${text}` });
        }
        return this.#container(node, items);
    }
    #array(node, value, path) {
        const { items } = node;
        const shorter = Math.min(items.length, value.length);
        let before = 0;
        while (before < shorter && this.#isSame(items[before], value[before]))
            before += 1;
        let after = 0;
        while (after < shorter - before && this.#isSame(items.at(-1 - after), value.at(-1 - after)))
            after += 1;
        const middle = value.length - before - after;
        const replaced = Math.min(items.length - before - after, middle);
        return this.#container(node, value.map((item, index) => {
            const at = `${path}[${String(index)}]`;
            const from = index < before + replaced ? index : index < before + middle ? null : index - value.length + items.length;
            const old = from === null ? undefined : items[from];
            if (from === null || old === undefined)
                return { from: null, text: write(item, this.#styleOf(), at) };
            return { from, text: this.#write(old, item, at) };
        }));
    }
    /** The items between the container's own brackets; those that still follow each other keep what is between them. */
    #container(node, items) {
        const old = node.items;
        const first = old[0];
        const open = this.#text[node.start] ?? '';
        const close = this.#text[node.end - 1] ?? '';
        if (items.length === 0)
            return old.length === 0 ? this.#textOf(node) : open + close;
        const lead = first === undefined ? '' : this.#text.slice(node.start + 1, first.start);
        const tail = this.#text.slice(old.at(-1)?.end ?? node.end - 1, node.end - 1);
        const comma = this.#between(old, 1) ?? (/[\r\n]/.test(lead) ? `,${lead}` : this.#styleOf().comma);
        const text = items.map((item, index) => {
            if (index === 0)
                return item.text;
            const follows = item.from !== null && items[index - 1]?.from === item.from - 1;
            return ((follows ? this.#between(old, item.from) : null) ?? comma) + item.text;
        });
        return open + lead + text.join('') + tail + close;
    }
    /** What stands before an item and behind the one before it; null when there is none. */
    #between(items, index) {
        const item = items[index];
        const before = items[index - 1];
        return item === undefined || before === undefined ? null : this.#text.slice(before.end, item.start);
    }
    #colonOf(member) {
        return member === undefined ? null : this.#text.slice(member.nameEnd, member.value.start);
    }
    /** How the text is written, by its first object: `{"a": 1}` has a space. */
    #styleOf() {
        this.#style ??= this.#readStyle();
        return this.#style;
    }
    #readStyle() {
        for (let node = this.#root; node !== undefined;) {
            if (node.kind === 'scalar')
                break;
            const item = node.items[0];
            if (item !== undefined && 'nameEnd' in item) {
                const colon = this.#colonOf(item) ?? ':';
                return { colon, comma: colon.endsWith(' ') ? ', ' : ',' };
            }
            node = item;
        }
        return { colon: ':', comma: ',' };
    }
    #textOf({ start, end }) {
        return this.#text.slice(start, end);
    }
    #isSame(node, value) {
        if (node === undefined)
            return false;
        if (node.kind === 'array') {
            return (isArray(value) &&
                value.length === node.items.length &&
                node.items.every((item, index) => this.#isSame(item, value[index])));
        }
        if (node.kind === 'object') {
            if (!isMembers(value))
                return false;
            const entries = new Map(entriesOf(value));
            const members = new Map(node.items.map((member) => [member.name, member.value]));
            return (entries.size === members.size &&
                [...members].every(([name, item]) => entries.has(name) && this.#isSame(item, entries.get(name))));
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
function editJson(text, value) {
    return new JsonEditor(text).edit(value);
}

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/text.js

/** Bytes as text where they are UTF-8. */
function textOf(bytes) {
    return (0,external_node_buffer_.isUtf8)(bytes) ? bytes.toString('utf8') : bytes;
}
/**
 * The bytes of a text that came from a module.
 *
 * @throws TypeError when it is neither text nor a Buffer
 */
function bytesOf(text, what) {
    if (typeof text === 'string') {
        if (!text.isWellFormed())
            throw new TypeError(`${what} has half of a surrogate pair, which UTF-8 cannot hold`);
        return Buffer.from(text);
    }
    if (text instanceof Uint8Array)
        return Buffer.isBuffer(text) ? text : Buffer.from(text);
    throw new TypeError(`${what} has to be text or a Buffer, not ${text === null ? 'null' : `a ${typeof text}`}`);
}
/** One text for equal bytes, to look them up by. */
function identityOf(bytes) {
    return bytes.toString('latin1');
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/edits.js



/** How many arguments one command gets. */
const ARGUMENTS = 1000;
/** More changed elements than this, and the list's end is written anew: finding an element by its number takes its time. */
const LIST_EDITS = 64;
/** One command for every so many arguments. */
function commands(name, args) {
    return Array.from({ length: Math.ceil(args.length / ARGUMENTS) }, (_, part) => [
        name,
        ...args.slice(part * ARGUMENTS, (part + 1) * ARGUMENTS),
    ]);
}
function stringEdits(before, value, type) {
    const after = type === 'json' ? Buffer.from(editJson(before.toString('utf8'), value)) : bytesOf(value, 'the value of a string');
    return after.equals(before) ? [] : [['SET', after, 'KEEPTTL']];
}
function hashEdits(stored, value) {
    if (!(0,types_.isMap)(value))
        throw new TypeError('the value of a hash has to be a Map of its fields');
    const before = new Map(stored.fields.map((field) => [identityOf(field[0]), field]));
    const set = [];
    const expiring = [];
    const left = new Set(before.keys());
    for (const [name, content] of value) {
        const field = bytesOf(name, 'a field');
        const after = bytesOf(content, 'the value of a field');
        const known = before.get(identityOf(field));
        left.delete(identityOf(field));
        if (known?.[1].equals(after) === true)
            continue;
        set.push(field, after);
        // HSET takes a field's own time to live away.
        const expiresAt = known?.[2] ?? null;
        if (expiresAt !== null)
            expiring.push(['HPEXPIREAT', String(expiresAt), 'FIELDS', '1', field]);
    }
    if (value.size === 0)
        return 'gone';
    const removed = [...left].map((name) => Buffer.from(name, 'latin1'));
    // New fields first: a hash that is empty for a moment loses its time to live.
    return [...commands('HSET', set), ...expiring, ...commands('HDEL', removed)];
}
function setEdits(stored, value) {
    if (!(0,types_.isSet)(value))
        throw new TypeError('the value of a set has to be a Set of its members');
    const left = new Set(stored.members.map(identityOf));
    const added = [];
    for (const member of value) {
        const bytes = bytesOf(member, 'a member');
        if (!left.delete(identityOf(bytes)))
            added.push(bytes);
    }
    if (value.size === 0)
        return 'gone';
    return [
        ...commands('SADD', added),
        ...commands('SREM', [...left].map((name) => Buffer.from(name, 'latin1'))),
    ];
}
function scoreOf(score) {
    if (typeof score !== 'number' || Number.isNaN(score))
        throw new TypeError(`a score has to be a number, not ${String(score)}`);
    return score === Infinity ? '+inf' : score === -Infinity ? '-inf' : String(score);
}
function zsetEdits(stored, value) {
    if (!(0,types_.isMap)(value))
        throw new TypeError('the value of a sorted set has to be a Map of scores by member');
    const left = new Map(stored.members.map(([member, score]) => [identityOf(member), score]));
    const set = [];
    for (const [member, score] of value) {
        const bytes = bytesOf(member, 'a member');
        const known = left.get(identityOf(bytes));
        left.delete(identityOf(bytes));
        const text = scoreOf(score);
        if (known !== score)
            set.push(text, bytes);
    }
    if (value.size === 0)
        return 'gone';
    return [
        ...commands('ZADD', set),
        ...commands('ZREM', [...left.keys()].map((name) => Buffer.from(name, 'latin1'))),
    ];
}
function listEdits(before, value) {
    if (!Array.isArray(value))
        throw new TypeError('the value of a list has to be an array of its elements');
    const after = value.map((element) => bytesOf(element, 'an element'));
    const same = (a, b) => a !== undefined && b !== undefined && a.equals(b);
    if (after.length === 0)
        return 'gone';
    const shorter = Math.min(before.length, after.length);
    let prefix = 0;
    while (prefix < shorter && same(before[prefix], after[prefix]))
        prefix += 1;
    if (prefix === before.length)
        return commands('RPUSH', after.slice(prefix));
    if (prefix === after.length)
        return [['LTRIM', '0', String(prefix - 1)]];
    let suffix = 0;
    while (suffix < shorter - prefix && same(before.at(-1 - suffix), after.at(-1 - suffix)))
        suffix += 1;
    if (suffix === before.length)
        return commands('LPUSH', after.slice(0, after.length - suffix).toReversed());
    if (suffix === after.length)
        return [['LTRIM', String(-suffix), '-1']];
    if (before.length === after.length) {
        const edits = after.flatMap((element, index) => same(before[index], element) ? [] : [['LSET', String(index), element]]);
        if (edits.length <= LIST_EDITS)
            return edits;
    }
    // The end anew. What is not empty in between keeps its time to live.
    return prefix > 0
        ? [['LTRIM', '0', String(prefix - 1)], ...commands('RPUSH', after.slice(prefix))]
        : [...commands('RPUSH', after), ['LTRIM', String(before.length), '-1']];
}
/**
 * The least that gives a key the value: fields, members and elements that are equal are not written, and the time to
 * live stays.
 *
 * @throws TypeError when the value does not fit the key
 */
function editsOf(stored, value, type) {
    switch (stored.type) {
        case 'string':
            return stringEdits(stored.bytes, value, type);
        case 'hash':
            return hashEdits(stored, value);
        case 'set':
            return setEdits(stored, value);
        case 'zset':
            return zsetEdits(stored, value);
        case 'list':
            return listEdits(stored.elements, value);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/key-failure.js


/** A key's name for people: text where it is, else its bytes in hexadecimal. */
function nameOf(key) {
    const name = textOf(key);
    return typeof name === 'string' ? name : `0x${name.toString('hex')}`;
}
/**
 * A failure on one key. The key and what was thrown are data: they are in the details, for whoever watches, and not in
 * the message, which is journaled.
 */
function keyFailure(key, why, thrown = why) {
    return new errors/* SluiceError */.ah('SQL_001', thrown === why ? `A key cannot be migrated: ${why}` : why, {
        fix: 'The command line prints which key it was. Correct the module or the key, then run the command again: it goes on with the keys that are not changed yet.',
        details: {
            key: nameOf(key),
            thrown: thrown instanceof Error ? thrown.message : String(thrown),
        },
    });
}
/** What the module threw on a key, or why its result does not fit; only the kind of error is in the message. */
function moduleFailure(key, thrown) {
    const kind = thrown instanceof Error ? thrown.name : typeof thrown;
    return keyFailure(key, `The module failed on a key (${kind}).`, thrown);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/stored.js


/** The types that `TYPE` names and a key migration can change. */
const CHANGEABLE = [
    'string',
    'list',
    'set',
    'hash',
    'zset',
];
function stored_byText(a, b) {
    return Buffer.compare(a, b);
}
function jsonOf(bytes) {
    const text = textOf(bytes);
    if (typeof text !== 'string')
        throw new TypeError('the string is not UTF-8, so it is no JSON');
    return parseJson(text);
}
/**
 * The value as the module gets it; a new one each time, which is the module's to change.
 *
 * @throws SyntaxError or TypeError when it is to be JSON and is not
 */
function keyValueOf(stored, type) {
    switch (stored.type) {
        case 'string':
            return type === 'json' ? jsonOf(stored.bytes) : textOf(stored.bytes);
        case 'list':
            return stored.elements.map(textOf);
        case 'set':
            return new Set(stored.members.toSorted(stored_byText).map(textOf));
        case 'hash':
            return new Map(stored.fields.map(([field, value]) => [textOf(field), textOf(value)]));
        case 'zset':
            return new Map(stored.members.map(([member, score]) => [textOf(member), score]));
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/decide.js





/** Longer strings are compared by their hash, so that they do not have to be sent back. */
const COMPARED_WHOLE = 1024;
function guardOf({ stored, bytes }) {
    if (bytes === null)
        return { guard: 'none', seen: '' };
    if (stored.type === 'string' && bytes.length <= COMPARED_WHOLE)
        return { guard: 'bytes', seen: bytes };
    return { guard: stored.type === 'string' ? 'hash' : 'dump', seen: (0,external_node_crypto_.hash)('sha1', bytes, 'hex') };
}
function decisionOf(read, change, { type }, own) {
    const { key, stored } = read;
    const base = { key, target: key, change, ...guardOf(read) };
    if (change.kind === 'remove')
        return { ...base, counter: 'removed', edits: [['UNLINK']] };
    const edits = editsOf(stored, change.value, type);
    const target = change.kind === 'rename' ? bytesOf(change.key, 'the new name of a key') : key;
    if (edits === 'gone')
        return { ...base, counter: 'removed', edits: [['UNLINK']] };
    if (target.toString('latin1').startsWith(own))
        throw new TypeError(`names that begin with ${own} are Sluice's own`);
    if (!target.equals(key))
        return { ...base, counter: 'renamed', target, edits };
    return edits.length === 0 ? null : { ...base, counter: 'changed', edits };
}
/**
 * Asks the module what becomes of a key; null = it is left alone.
 *
 * @throws SluiceError `SQL_001` with the key in its details
 */
async function decide(read, transform, own) {
    try {
        const value = keyValueOf(read.stored, transform.type);
        return decisionOf(read, await transform.change(value, textOf(read.key)), transform, own);
    }
    catch (error) {
        throw moduleFailure(read.key, error);
    }
}
/** The new name of a key is another key's. */
function nameTaken({ key, target }) {
    return keyFailure(key, 'The new name of a key is taken, and nothing is overwritten.', `its new name ${nameOf(target)} is taken`);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/progress.js

/** Nothing done, over so many keys. */
function noProgress(keys) {
    return { scanned: 0, changed: 0, removed: 0, renamed: 0, retried: 0, passes: 1, unsettled: 0, keys };
}
/** Reads the hash that the scripts answer with; null when it is empty. */
function readCheckpoint(reply) {
    const fields = pairsOf(reply);
    if (fields.size === 0)
        return null;
    const count = (name) => Number(fields.get(name) ?? 0);
    return {
        progress: {
            scanned: count('scanned'),
            changed: count('changed'),
            removed: count('removed'),
            renamed: count('renamed'),
            retried: count('retried'),
            passes: Math.max(1, count('passes')),
            unsettled: 0,
            keys: count('keys'),
        },
        cursor: fields.get('cursor') ?? '0',
        sets: Math.max(1, count('marks')),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/failure.js

/** The bytes do not follow the format: cut, damaged, or not what they are said to be. */
function malformed(what, offset) {
    return new errors/* SluiceError */.ah('DATA_002', `The RDB data is damaged at byte ${String(offset)}: ${what}.`, {
        fix: 'Use another copy of the file, or take the backup again: nothing after this byte can be trusted.',
        details: { kind: 'malformed', offset },
    });
}
/** The bytes may be sound, but nobody here knows what they mean. */
function unsupported(what, offset, details) {
    return new errors/* SluiceError */.ah('DATA_002', `The RDB data has ${what} at byte ${String(offset)}, which Sluice does not know.`, {
        fix: 'Use a version of Sluice that knows it, or write the data with an older version of the server.',
        details: { kind: 'unsupported', offset, ...details },
    });
}
/** The bytes are sound, but handling them would take more memory than is allowed. */
function tooLarge(what, offset) {
    return new errors/* SluiceError */.ah('DATA_002', `The RDB data has ${what} at byte ${String(offset)}.`, {
        fix: 'Split the value into several keys.',
        details: { kind: 'too-large', offset },
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/collector.js

/** What a small object takes in memory beside its bytes. */
const OBJECT_BYTES = 128;
/** Makes the value of its parts, as long as it does not take more than `maxBytes` of memory. */
class Collector {
    #maxBytes;
    #offset;
    #bytes = 0;
    #type = 'string';
    #texts = [];
    #score = 0;
    #expiresAtMs = null;
    #elements = [];
    #fields = [];
    #scored = [];
    #entries = [];
    #groups = [];
    #lastId = '0-0';
    #maxDeletedId = '0-0';
    #entriesAdded = 0n;
    #module = '';
    constructor(maxBytes, offset) {
        this.#maxBytes = maxBytes;
        this.#offset = offset;
    }
    #weigh(bytes) {
        this.#bytes += bytes + OBJECT_BYTES;
        if (this.#bytes > this.#maxBytes) {
            throw tooLarge(`a value that takes more than ${String(this.#maxBytes)} bytes of memory`, this.#offset);
        }
    }
    begin(type) {
        this.#type = type;
    }
    text(bytes) {
        this.#weigh(bytes.length);
        this.#texts.push(bytes);
    }
    score(score) {
        this.#score = score;
    }
    expiry(atMs) {
        this.#expiresAtMs = atMs;
    }
    item() {
        const [first, second] = this.#texts;
        this.#texts = [];
        switch (this.#type) {
            case 'hash':
                this.#fields.push([first, second, this.#expiresAtMs]);
                this.#expiresAtMs = null;
                break;
            case 'zset':
                this.#scored.push([first, this.#score]);
                break;
            default:
                this.#elements.push(first);
        }
    }
    entry(id, fields) {
        this.#weigh(OBJECT_BYTES);
        for (const [field, value] of fields)
            this.#weigh(field.length + value.length);
        this.#entries.push({ id, fields });
    }
    stream(lastId, maxDeletedId, entriesAdded) {
        this.#lastId = lastId;
        this.#maxDeletedId = maxDeletedId;
        this.#entriesAdded = entriesAdded;
    }
    group(name, lastId, entriesRead) {
        this.#weigh(name.length);
        this.#groups.push({ name, lastId, entriesRead, pending: [], consumers: [] });
    }
    pending(id, deliveredAtMs, deliveries) {
        this.#weigh(0);
        this.#groups.at(-1)?.pending.push({ id, deliveredAtMs, deliveries });
    }
    consumer(name, seenAtMs, activeAtMs) {
        this.#weigh(name.length);
        this.#groups.at(-1)?.consumers.push({ name, seenAtMs, activeAtMs, pending: [] });
    }
    owned(id) {
        this.#weigh(0);
        this.#groups.at(-1)?.consumers.at(-1)?.pending.push(id);
    }
    module(name) {
        this.#module = name;
    }
    raw(bytes) {
        this.#weigh(bytes.length);
        this.#texts.push(bytes);
    }
    value() {
        switch (this.#type) {
            case 'string':
                return { type: 'string', bytes: this.#texts[0] };
            case 'list':
                return { type: 'list', elements: this.#elements };
            case 'set':
                return { type: 'set', members: this.#elements };
            case 'hash':
                return { type: 'hash', fields: this.#fields };
            case 'zset':
                return { type: 'zset', members: this.#scored };
            case 'module':
                return { type: 'module', name: this.#module, bytes: Buffer.concat(this.#texts) };
            case 'stream':
                return {
                    type: 'stream',
                    entries: this.#entries,
                    lastId: this.#lastId,
                    maxDeletedId: this.#maxDeletedId,
                    entriesAdded: this.#entriesAdded,
                    groups: this.#groups,
                };
        }
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/lzf.js

/** A byte of control can stand for at most 264 octets with the two bytes after it. */
const MOST_PER_BYTE = 88;
/** How far back a copy may reach. */
const LZF_WINDOW = 8192;
/** Whether so many compressed bytes could at all become so many octets: asked before memory is taken. */
function lzfPossible(stored, plain) {
    return plain > 0 && plain <= stored * MOST_PER_BYTE;
}
/**
 * Decompresses the whole of `bytes` into `length` octets. The length is checked by walking through the control bytes
 * first, so that no memory is taken for what is not there.
 *
 * @throws SluiceError `DATA_002`
 */
function lzfDecompress(bytes, length, offset) {
    if (!lzfPossible(bytes.length, length) || lzfLength(bytes) !== length)
        throw broken(offset);
    const output = Buffer.allocUnsafe(length);
    let from = 0;
    let to = 0;
    while (from < bytes.length) {
        const control = bytes[from++];
        if (control < 32) {
            const end = from + control + 1;
            while (from < end)
                output[to++] = bytes[from++];
        }
        else {
            let count = control >> 5;
            if (count === 7)
                count += bytes[from++];
            count += 2;
            let source = to - ((control & 31) << 8) - bytes[from++] - 1;
            if (source < 0)
                throw broken(offset);
            // A copy may overlap what it writes, so it goes byte by byte.
            const end = to + count;
            while (to < end)
                output[to++] = output[source++];
        }
    }
    return output;
}
/** How many octets the bytes become; -1 = they are cut. */
function lzfLength(bytes) {
    let length = 0;
    let at = 0;
    while (at < bytes.length) {
        const control = bytes[at];
        if (control < 32) {
            at += control + 2;
            length += control + 1;
        }
        else if (control < 224) {
            at += 2;
            length += (control >> 5) + 2;
        }
        else {
            length += 9 + (bytes[at + 1] ?? 0);
            at += 3;
        }
    }
    return at === bytes.length ? length : -1;
}
/** The error for compressed bytes that are not what they are said to be. */
function broken(offset) {
    return malformed('a compressed byte string does not decompress to the length that it should have', offset);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/strings.js


/** The integer that a byte string was stored as; it is known to be there. */
function storedInteger(input) {
    const { bytes, position, storedLength } = input;
    input.position = position + storedLength;
    return Buffer.from(String(bytes.readIntLE(position, storedLength)), 'latin1');
}
/**
 * Reads a byte string in any form from bytes that hold the whole of it: integers as their decimal text, compressed
 * strings decompressed.
 *
 * @throws SluiceError `DATA_002`
 */
function plainString(input) {
    if (!input.takeStringHeader() || input.available < input.storedLength) {
        throw malformed('it ends in the middle of a byte string', input.offset);
    }
    if (input.form === 'integer')
        return storedInteger(input);
    if (input.form === 'raw')
        return input.take(input.storedLength);
    const { offset, plainLength } = input;
    return lzfDecompress(input.take(input.storedLength), plainLength, offset);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/decoding.js



/** A packed value must be whole in memory to be read; servers keep them to some kilobytes unless they are told otherwise. */
const MAX_PACKED = 128 * 1024 * 1024;
/** A count or length. */
function* decoding_length(input) {
    for (;;) {
        const value = input.takeLength();
        if (value >= 0)
            return value;
        yield input.available + 1;
    }
}
/** A number of 64 bits. */
function* unsigned(input) {
    for (;;) {
        const value = input.takeUnsigned();
        if (value !== null)
            return value;
        yield input.available + 1;
    }
}
/** So many bytes. */
function* raw(input, size) {
    while (input.available < size)
        yield size;
    return input.take(size);
}
/** A time in milliseconds. */
function* time(input) {
    const at = Number((yield* raw(input, 8)).readBigInt64LE(0));
    if (!Number.isSafeInteger(at))
        throw malformed('a time is beyond all dates', input.offset);
    return at;
}
/** What stands before a byte string; see {@link Input.takeStringHeader}. */
function* header(input) {
    while (!input.takeStringHeader())
        yield input.available + 1;
}
/** A byte string that has to be whole, and where it began. */
function* packed(input) {
    yield* header(input);
    const { form, storedLength, plainLength, offset } = input;
    if (Math.max(storedLength, plainLength) > MAX_PACKED) {
        throw tooLarge('a packed value or a name of more than 128 MiB', offset);
    }
    while (input.available < storedLength)
        yield storedLength;
    if (form === 'raw')
        return [input.take(storedLength), offset];
    if (form === 'lzf')
        return [lzfDecompress(input.take(storedLength), plainLength, offset), offset];
    input.storedLength = storedLength;
    return [storedInteger(input), offset];
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/module-name.js
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The name of a module's type: nine letters of six bits each, above ten bits of its version. */
function moduleName(id) {
    let name = '';
    for (let shift = 10n; shift < 64n; shift += 6n)
        name = `${LETTERS[Number((id >> shift) & 63n)] ?? ''}${name}`;
    return name;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/packed/intset.js

/** Bytes of an integer (4), count of integers (4). */
const HEADER_BYTES = 8;
/** A set of integers of the same size. */
class Intset {
    #bytes;
    #size;
    #at = HEADER_BYTES;
    /** @throws SluiceError `DATA_002` when its size is not the one that it states */
    constructor(bytes, offset) {
        this.#bytes = bytes;
        this.#size = bytes.length < HEADER_BYTES ? 0 : bytes.readUInt32LE(0);
        const known = this.#size === 2 || this.#size === 4 || this.#size === 8;
        if (!known || HEADER_BYTES + bytes.readUInt32LE(4) * this.#size !== bytes.length) {
            throw malformed('a set of integers has another size than it states', offset);
        }
    }
    next() {
        const at = this.#at;
        if (at === this.#bytes.length)
            return null;
        this.#at = at + this.#size;
        if (this.#size === 2)
            return this.#bytes.readInt16LE(at);
        return this.#size === 4 ? this.#bytes.readInt32LE(at) : this.#bytes.readBigInt64LE(at);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/packed/item.js

/** The element as bytes: of an integer, its decimal text. */
function itemBytes(item) {
    return Buffer.isBuffer(item) ? item : Buffer.from(String(item), 'latin1');
}
/** The element as an integer. @throws SluiceError `DATA_002` when it is none */
function itemInteger(item, offset) {
    if (typeof item === 'number')
        return BigInt(item);
    if (typeof item === 'bigint')
        return item;
    const text = item?.toString('latin1') ?? '';
    if (!/^-?\d{1,20}$/.test(text))
        throw malformed('a packed value has no integer where one should be', offset);
    return BigInt(text);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/packed/listpack.js

/** Total of bytes (4), count of elements (2). */
const listpack_HEADER_BYTES = 6;
const UNKNOWN_COUNT = 0xffff;
const END = 0xff;
/** A listpack: each element with a byte of kind before it and its length, read backwards, after it. */
class Listpack {
    #bytes;
    #offset;
    #last;
    #count;
    #at = listpack_HEADER_BYTES;
    #seen = 0;
    /** @throws SluiceError `DATA_002` when its size is not the one that it states */
    constructor(bytes, offset) {
        this.#bytes = bytes;
        this.#offset = offset;
        this.#last = bytes.length - 1;
        if (bytes.length < listpack_HEADER_BYTES + 1 || bytes.readUInt32LE(0) !== bytes.length || bytes[this.#last] !== END) {
            throw malformed('a listpack has another size than it states', offset);
        }
        this.#count = bytes.readUInt16LE(4);
    }
    next() {
        const at = this.#at;
        if (at === this.#last) {
            if (this.#count !== UNKNOWN_COUNT && this.#count !== this.#seen) {
                throw malformed('a listpack has another number of elements than it states', this.#offset);
            }
            return null;
        }
        const bytes = this.#bytes;
        const kind = bytes[at];
        if (kind < 0x80) {
            this.#pass(1);
            return kind;
        }
        if (kind < 0xc0)
            return this.#string(1, kind & 0x3f);
        if (kind < 0xe0) {
            this.#pass(2);
            const value = ((kind & 0x1f) << 8) | bytes[at + 1];
            return value >= 4096 ? value - 8192 : value;
        }
        if (kind < 0xf0)
            return this.#string(2, ((kind & 0x0f) << 8) | bytes[at + 1]);
        switch (kind) {
            case 0xf0:
                if (at + 5 > this.#last)
                    throw this.#broken();
                return this.#string(5, bytes.readUInt32LE(at + 1));
            case 0xf1:
                this.#pass(3);
                return bytes.readInt16LE(at + 1);
            case 0xf2:
                this.#pass(4);
                return bytes.readIntLE(at + 1, 3);
            case 0xf3:
                this.#pass(5);
                return bytes.readInt32LE(at + 1);
            case 0xf4:
                this.#pass(9);
                return bytes.readBigInt64LE(at + 1);
            default:
                throw this.#broken();
        }
    }
    #string(before, length) {
        const start = this.#at + before;
        this.#pass(before + length);
        return this.#bytes.subarray(start, start + length);
    }
    /** Passes over an element of this size and over the size behind it, seven bits a byte, the highest first. */
    #pass(size) {
        const bytes = this.#bytes;
        let at = this.#at + size;
        if (at >= this.#last)
            throw this.#broken();
        let rest = size;
        let shift = 0;
        for (let high = size; high >= 128; high >>>= 7)
            shift += 7;
        if (at + shift / 7 >= this.#last)
            throw this.#broken();
        for (let first = true; shift >= 0; shift -= 7, first = false) {
            const part = Math.floor(rest / 2 ** shift);
            rest -= part * 2 ** shift;
            if (bytes[at++] !== (first ? part : part | 0x80))
                throw this.#broken();
        }
        this.#at = at;
        this.#seen += 1;
    }
    #broken() {
        return malformed('a listpack has an element that does not follow the format', this.#offset);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/packed/ziplist.js

/** Total of bytes (4), place of the last element (4), count of elements (2). */
const ziplist_HEADER_BYTES = 10;
const ziplist_UNKNOWN_COUNT = 0xffff;
const ziplist_END = 0xff;
/** Before the length of the element before, where that takes four bytes. */
const LONG = 0xfe;
/** A ziplist, the listpack of servers before version 7: each element with the size of the one before it. */
class Ziplist {
    #bytes;
    #offset;
    #last;
    #count;
    #at = ziplist_HEADER_BYTES;
    #before = 0;
    #seen = 0;
    /** @throws SluiceError `DATA_002` when its size is not the one that it states */
    constructor(bytes, offset) {
        this.#bytes = bytes;
        this.#offset = offset;
        this.#last = bytes.length - 1;
        if (bytes.length < ziplist_HEADER_BYTES + 1 || bytes.readUInt32LE(0) !== bytes.length || bytes[this.#last] !== ziplist_END) {
            throw malformed('a ziplist has another size than it states', offset);
        }
        this.#count = bytes.readUInt16LE(8);
    }
    next() {
        const bytes = this.#bytes;
        const start = this.#at;
        if (start === this.#last) {
            if (this.#count !== ziplist_UNKNOWN_COUNT && this.#count !== this.#seen) {
                throw malformed('a ziplist has another number of elements than it states', this.#offset);
            }
            return null;
        }
        const short = bytes[start];
        const long = short === LONG;
        // Whatever is read below is checked against the end by #take; the header behind `start` is at most ten bytes.
        if (start + (long ? 5 : 1) >= this.#last)
            throw this.#broken();
        if ((long ? bytes.readUInt32LE(start + 1) : short) !== this.#before)
            throw this.#broken();
        this.#at = start + (long ? 5 : 1);
        const item = this.#item();
        this.#before = this.#at - start;
        this.#seen += 1;
        return item;
    }
    #item() {
        const bytes = this.#bytes;
        const at = this.#at;
        const kind = bytes[at];
        switch (kind >> 6) {
            case 0:
                return this.#string(1, kind & 0x3f);
            case 1:
                return this.#string(2, ((kind & 0x3f) << 8) | bytes[at + 1]);
            case 2:
                if (kind !== 0x80 || at + 5 > this.#last)
                    throw this.#broken();
                return this.#string(5, bytes.readUInt32BE(at + 1));
        }
        switch (kind) {
            case 0xc0:
                return bytes.readInt16LE(this.#integer(2));
            case 0xd0:
                return bytes.readInt32LE(this.#integer(4));
            case 0xe0:
                return bytes.readBigInt64LE(this.#integer(8));
            case 0xf0:
                return bytes.readIntLE(this.#integer(3), 3);
            case 0xfe:
                return bytes.readInt8(this.#integer(1));
        }
        if (kind < 0xf1 || kind > 0xfd)
            throw this.#broken();
        this.#at = at + 1;
        return (kind & 0x0f) - 1;
    }
    #string(header, length) {
        const start = this.#at + header;
        if (start + length > this.#last)
            throw this.#broken();
        this.#at = start + length;
        return this.#bytes.subarray(start, start + length);
    }
    /** Passes over an integer of so many bytes and returns where it is. */
    #integer(size) {
        const start = this.#at + 1;
        if (start + size > this.#last)
            throw this.#broken();
        this.#at = start + size;
        return start;
    }
    #broken() {
        return malformed('a ziplist has an element that does not follow the format', this.#offset);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/packed/zipmap.js

const zipmap_LONG = 254;
const zipmap_END = 255;
/** A zipmap, the small hash of servers before version 2.6: field and value by turns; a value may have unused bytes. */
class Zipmap {
    #bytes;
    #offset;
    #last;
    #at = 1;
    #seen = 0;
    /** @throws SluiceError `DATA_002` when it does not end as a zipmap does */
    constructor(bytes, offset) {
        this.#bytes = bytes;
        this.#offset = offset;
        this.#last = bytes.length - 1;
        if (bytes.length < 2 || bytes[this.#last] !== zipmap_END)
            throw this.#broken();
    }
    next() {
        const bytes = this.#bytes;
        const isValue = this.#seen % 2 === 1;
        if (this.#at === this.#last) {
            const count = bytes[0];
            if (isValue || (count < zipmap_LONG && count !== this.#seen / 2))
                throw this.#broken();
            return null;
        }
        let at = this.#at;
        let length = bytes[at++];
        if (length === zipmap_END || (length === zipmap_LONG && at + 4 > this.#last))
            throw this.#broken();
        if (length === zipmap_LONG) {
            length = bytes.readUInt32LE(at);
            at += 4;
        }
        const unused = isValue ? (bytes[at++] ?? 0) : 0;
        if (at + length + unused > this.#last)
            throw this.#broken();
        this.#at = at + length + unused;
        this.#seen += 1;
        return bytes.subarray(at, at + length);
    }
    #broken() {
        return malformed('a zipmap does not follow the format', this.#offset);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/skeleton.js

/** What a module's value is made of: see the server's `RedisModule_Save…`. */
const MODULE = { end: 0, signed: 1, unsigned: 2, float: 3, double: 4, string: 5 };
/** Text of a score that is no text: not a number, and the infinities. */
const SPECIAL_DOUBLES = 253;
/**
 * Passes over one layout without looking at what is in it. It can be interrupted after every byte and goes on where it
 * was; it holds nothing but its place, so that a value of any size takes no memory.
 */
class Skeleton {
    // One level for each list of parts that it is in.
    #layouts = [];
    #indexes = [];
    #left = [];
    #depth = -1;
    /** Bytes that still have to be passed over. */
    #owed = 0;
    /** Begins with a layout. */
    start(layout) {
        this.#depth = -1;
        this.#owed = 0;
        this.#enter(layout, 1);
    }
    /** Goes on as far as there are bytes; true = the layout has ended. */
    advance(input) {
        if (this.#owed > 0 && !this.#pay(input))
            return false;
        while (this.#depth >= 0) {
            const depth = this.#depth;
            const layout = this.#layouts[depth];
            const index = this.#indexes[depth];
            const part = layout[index];
            if (part === undefined) {
                const left = this.#left[depth] - 1;
                if (left === 0) {
                    this.#depth = depth - 1;
                }
                else {
                    this.#left[depth] = left;
                    this.#indexes[depth] = 0;
                }
            }
            else if (part === 'module') {
                if (!this.#moduleStep(input))
                    return false;
            }
            else {
                // Set before the part is passed over: what it owes is paid without looking at the layout.
                this.#indexes[depth] = index + 1;
                if (part === 'string') {
                    if (!input.takeStringHeader()) {
                        this.#indexes[depth] = index;
                        return false;
                    }
                    this.#owed = input.storedLength;
                }
                else if (typeof part === 'number') {
                    this.#owed = part;
                }
                else if (part === 'length') {
                    if (!input.skipUnsigned()) {
                        this.#indexes[depth] = index;
                        return false;
                    }
                }
                else if (part === 'double') {
                    if (input.available < 1) {
                        this.#indexes[depth] = index;
                        return false;
                    }
                    const length = input.bytes[input.position++];
                    this.#owed = length >= SPECIAL_DOUBLES ? 0 : length;
                }
                else {
                    const count = input.takeLength();
                    if (count < 0) {
                        this.#indexes[depth] = index;
                        return false;
                    }
                    if (count > 0)
                        this.#enter(part, count);
                }
                if (this.#owed > 0 && !this.#pay(input))
                    return false;
            }
        }
        return true;
    }
    #enter(layout, times) {
        const depth = this.#depth + 1;
        this.#layouts[depth] = layout;
        this.#indexes[depth] = 0;
        this.#left[depth] = times;
        this.#depth = depth;
    }
    /** True = everything owed has been passed over. */
    #pay(input) {
        const paid = Math.min(this.#owed, input.available);
        input.position += paid;
        this.#owed -= paid;
        return this.#owed === 0;
    }
    /** Passes over one item of a module's value, or over its end; false = not all there. */
    #moduleStep(input) {
        const start = input.position;
        const code = input.takeLength();
        switch (code) {
            case -1:
                return false;
            case MODULE.end:
                this.#indexes[this.#depth] = this.#indexes[this.#depth] + 1;
                return true;
            case MODULE.signed:
            case MODULE.unsigned:
                if (input.skipUnsigned())
                    return true;
                break;
            case MODULE.float:
                this.#owed = 4;
                return this.#pay(input);
            case MODULE.double:
                this.#owed = 8;
                return this.#pay(input);
            case MODULE.string:
                if (!input.takeStringHeader())
                    break;
                this.#owed = input.storedLength;
                return this.#pay(input);
            default:
                throw malformed(`a module's value has an item of the unknown kind ${String(code)}`, input.offset);
        }
        // Its operand is cut: the whole item is taken again when more is there.
        input.position = start;
        return false;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/stream.js




const DELETED = 1n;
const SAME_FIELDS = 2n;
const ID_BYTES = 16;
const MAX_64 = 2n ** 64n - 1n;
const ZERO = [0n, 0n];
/** Decodes a stream of any of the three forms. @throws SluiceError `DATA_002` */
function* decodeStream(input, visitor, type) {
    visitor.begin('stream');
    let first = null;
    for (let left = yield* decoding_length(input); left > 0; left--) {
        const [key, offset] = yield* packed(input);
        if (key.length !== ID_BYTES)
            throw malformed('a node of a stream has no id', offset);
        const id = entries(new Node(...(yield* packed(input))), storedId(key), visitor);
        first ??= id;
    }
    const count = yield* unsigned(input);
    const lastId = yield* id(input);
    if (type !== 15)
        yield* id(input);
    const maxDeletedId = type === 15 ? ZERO : yield* id(input);
    const entriesAdded = type === 15 ? count : yield* unsigned(input);
    visitor.stream(stream_text(lastId), stream_text(maxDeletedId), entriesAdded);
    for (let left = yield* decoding_length(input); left > 0; left--) {
        const [name] = yield* packed(input);
        const readTo = yield* id(input);
        const entriesRead = type === 15 ? estimate(readTo, count, first, lastId) : yield* unsigned(input);
        visitor.group(name, stream_text(readTo), entriesRead === MAX_64 ? null : entriesRead);
        yield* pending(input, visitor);
        yield* consumers(input, visitor, type === 21);
    }
}
function* id(input) {
    return [yield* unsigned(input), yield* unsigned(input)];
}
/** What a server takes for the entries that a group has read where the data does not say; null = unknown. */
function estimate(readTo, count, first, last) {
    if (count === 0n)
        return 0n;
    if (isSame(readTo, last))
        return count;
    if (first === null || isBefore(last, readTo))
        return null;
    if (isSame(readTo, first))
        return 1n;
    return isBefore(readTo, first) ? 0n : null;
}
function isSame(one, other) {
    return one[0] === other[0] && one[1] === other[1];
}
function isBefore(one, other) {
    return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}
function* pending(input, visitor) {
    for (let left = yield* decoding_length(input); left > 0; left--) {
        const entry = stream_text(storedId(yield* raw(input, ID_BYTES)));
        visitor.pending(entry, yield* time(input), yield* unsigned(input));
    }
}
function* consumers(input, visitor, withActivity) {
    for (let left = yield* decoding_length(input); left > 0; left--) {
        const [name] = yield* packed(input);
        const seenAtMs = yield* time(input);
        visitor.consumer(name, seenAtMs, withActivity ? yield* time(input) : null);
        for (let owned = yield* decoding_length(input); owned > 0; owned--) {
            visitor.owned(stream_text(storedId(yield* raw(input, ID_BYTES))));
        }
    }
}
/** An id in sixteen bytes, the highest first. */
function storedId(bytes) {
    return [bytes.readBigUInt64BE(0), bytes.readBigUInt64BE(8)];
}
function stream_text(id) {
    return `${String(id[0])}-${String(id[1])}`;
}
/** A listpack of which something is always expected. */
class Node {
    #items;
    #offset;
    constructor(bytes, offset) {
        this.#items = new Listpack(bytes, offset);
        this.#offset = offset;
    }
    item() {
        const item = this.#items.next();
        if (item === null)
            throw malformed('a node of a stream ends in the middle of an entry', this.#offset);
        return item;
    }
    integer() {
        return itemInteger(this.item(), this.#offset);
    }
    /** Byte strings, as many as are stated. */
    *strings(count) {
        for (let left = count; left > 0n; left--)
            yield itemBytes(this.item());
    }
    end() {
        if (this.#items.next() !== null)
            throw malformed('a node of a stream has more than its entries', this.#offset);
    }
}
/**
 * The entries of one node. It begins with counts and the fields of its first entry, which the others need not repeat;
 * ids are given as distances from the node's. Returns the id of the first that is not deleted.
 */
function entries(node, base, visitor) {
    let first = null;
    const count = node.integer() + node.integer();
    const common = [...node.strings(node.integer())];
    node.integer();
    for (let left = count; left > 0n; left--) {
        const flags = node.integer();
        const entry = [BigInt.asUintN(64, base[0] + node.integer()), BigInt.asUintN(64, base[1] + node.integer())];
        const fields = [];
        if ((flags & SAME_FIELDS) === 0n) {
            for (let fieldsLeft = node.integer(); fieldsLeft > 0n; fieldsLeft--) {
                fields.push([itemBytes(node.item()), itemBytes(node.item())]);
            }
        }
        else {
            for (const field of common)
                fields.push([field, itemBytes(node.item())]);
        }
        node.integer();
        if ((flags & DELETED) !== 0n)
            continue;
        first ??= entry;
        visitor.entry(stream_text(entry), fields);
    }
    node.end();
    return first;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/decode.js












/** Compressed strings above this are handed out in pieces where the visitor takes pieces. */
const LONG_STRING = 1024 * 1024;
/** Octets that are decompressed at a time. */
const OUTPUT_BYTES = 64 * 1024;
/**
 * Decodes the value that begins at the input's position.
 *
 * @throws SluiceError `DATA_002`
 */
function* decodeValue(type, dialect, input, visitor) {
    if (type === 22 && dialect === 'valkey')
        return yield* valkeyHash(input, visitor);
    switch (type) {
        case 0:
            visitor.begin('string');
            return yield* part(input, visitor);
        case 1:
            visitor.begin('list');
            return yield* decode_elements(input, visitor);
        case 2:
            visitor.begin('set');
            return yield* decode_elements(input, visitor);
        case 3:
        case 5:
            return yield* scores(input, visitor, type);
        case 4:
        case 22:
        case 24:
            return yield* fields(input, visitor, type);
        case 7:
            return yield* decode_module(input, visitor);
        case 9:
            visitor.begin('hash');
            return decode_pairs(new Zipmap(...(yield* packed(input))), visitor, input.offset);
        case 10:
            visitor.begin('list');
            return items(new Ziplist(...(yield* packed(input))), visitor);
        case 11:
            visitor.begin('set');
            return items(new Intset(...(yield* packed(input))), visitor);
        case 12:
            return packedScores(new Ziplist(...(yield* packed(input))), visitor, input.offset);
        case 13:
            visitor.begin('hash');
            return decode_pairs(new Ziplist(...(yield* packed(input))), visitor, input.offset);
        case 14:
        case 18:
            return yield* nodes(input, visitor, type);
        case 15:
        case 19:
        case 21:
            return yield* decodeStream(input, visitor, type);
        case 16:
            visitor.begin('hash');
            return decode_pairs(new Listpack(...(yield* packed(input))), visitor, input.offset);
        case 17:
            return packedScores(new Listpack(...(yield* packed(input))), visitor, input.offset);
        case 20:
            visitor.begin('set');
            return items(new Listpack(...(yield* packed(input))), visitor);
        case 23:
        case 25:
            if (type === 25)
                yield* raw(input, 8);
            visitor.begin('hash');
            return triples(new Listpack(...(yield* packed(input))), visitor, input.offset);
        default:
            throw unsupported(`a value of the unknown type ${String(type)}`, input.offset, { type, dialect });
    }
}
/** A byte string, to the visitor. */
function* part(input, visitor) {
    yield* header(input);
    const { form, storedLength, plainLength, offset } = input;
    const inPieces = visitor.open !== undefined;
    if (form === 'raw') {
        if (input.available < storedLength && inPieces)
            return yield* pieces(input, storedLength, visitor);
        while (input.available < storedLength)
            yield storedLength;
        return visitor.text(input.take(storedLength));
    }
    if (form === 'lzf') {
        if (plainLength > LONG_STRING && inPieces)
            return yield* expand(input, storedLength, plainLength, visitor);
        while (input.available < storedLength)
            yield storedLength;
        return visitor.text(lzfDecompress(input.take(storedLength), plainLength, offset));
    }
    while (input.available < storedLength)
        yield storedLength;
    input.storedLength = storedLength;
    visitor.text(storedInteger(input));
}
function* pieces(input, size, visitor) {
    visitor.open?.(size);
    for (let left = size; left > 0;) {
        if (input.available === 0)
            yield 1;
        const bytes = input.take(Math.min(left, input.available));
        left -= bytes.length;
        visitor.chunk?.(bytes);
    }
}
/** Decompresses piece by piece; only what a copy may reach back to is kept. */
function* expand(input, stored, plain, visitor) {
    const { offset } = input;
    if (!lzfPossible(stored, plain))
        throw broken(offset);
    visitor.open?.(plain);
    const output = Buffer.allocUnsafe(LZF_WINDOW + OUTPUT_BYTES);
    let start = 0;
    let to = 0;
    let total = 0;
    for (let left = stored; left > 0;) {
        // The longest step is a control byte and 32 literal octets.
        const ready = Math.min(left, 33);
        while (input.available < ready)
            yield ready;
        const control = input.bytes[input.position];
        const size = control < 32 ? control + 2 : control < 224 ? 2 : 3;
        if (size > left)
            throw broken(offset);
        const step = input.take(size);
        left -= size;
        if (control < 32) {
            to += step.copy(output, to, 1);
        }
        else {
            const count = 2 + (size === 2 ? control >> 5 : 7 + step[1]);
            let source = to - ((control & 31) << 8) - step[size - 1] - 1;
            if (source < 0)
                throw broken(offset);
            for (const end = to + count; to < end;)
                output[to++] = output[source++];
        }
        // The longest step adds 264 octets.
        if (to > output.length - 264 || left === 0) {
            total += to - start;
            if (total > plain)
                throw broken(offset);
            visitor.chunk?.(output.subarray(start, to));
            if (to > LZF_WINDOW)
                output.copyWithin(0, to - LZF_WINDOW, to);
            to = Math.min(to, LZF_WINDOW);
            start = to;
        }
    }
    if (total !== plain)
        throw broken(offset);
}
function* decode_elements(input, visitor) {
    for (let left = yield* decoding_length(input); left > 0; left--) {
        yield* part(input, visitor);
        visitor.item();
    }
}
function* fields(input, visitor, type) {
    visitor.begin('hash');
    const first = type === 24 ? yield* time(input) : 1;
    for (let left = yield* decoding_length(input); left > 0; left--) {
        const after = type === 4 ? 0 : yield* decoding_length(input);
        yield* part(input, visitor);
        yield* part(input, visitor);
        // Counted from the first one that expires, and from 1, so that 0 can mean never.
        if (after > 0)
            visitor.expiry(after + first - 1);
        visitor.item();
    }
}
function* valkeyHash(input, visitor) {
    visitor.begin('hash');
    for (let left = yield* decoding_length(input); left > 0; left--) {
        yield* part(input, visitor);
        yield* part(input, visitor);
        const at = yield* time(input);
        if (at >= 0)
            visitor.expiry(at);
        visitor.item();
    }
}
function* scores(input, visitor, type) {
    visitor.begin('zset');
    for (let left = yield* decoding_length(input); left > 0; left--) {
        yield* part(input, visitor);
        const score = type === 5 ? (yield* raw(input, 8)).readDoubleLE(0) : yield* textScore(input);
        visitor.score(checkedScore(score, input.offset));
        visitor.item();
    }
}
function* textScore(input) {
    const size = (yield* raw(input, 1))[0];
    if (size === 255)
        return -Infinity;
    if (size === 254)
        return Infinity;
    return size === 253 ? NaN : decode_scoreOf((yield* raw(input, size)).toString('latin1'));
}
/** The double that a text stands for; NaN when it is none. */
function decode_scoreOf(text) {
    if (/^[+-]?inf(?:inity)?$/i.test(text))
        return text.startsWith('-') ? -Infinity : Infinity;
    return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}
function checkedScore(score, offset) {
    if (Number.isNaN(score))
        throw malformed('a score is not a number', offset);
    return score;
}
function* nodes(input, visitor, type) {
    visitor.begin('list');
    for (let left = yield* decoding_length(input); left > 0; left--) {
        const container = type === 14 ? 2 : yield* decoding_length(input);
        if (container === 1) {
            yield* part(input, visitor);
            visitor.item();
        }
        else if (container === 2) {
            const blob = yield* packed(input);
            items(type === 14 ? new Ziplist(...blob) : new Listpack(...blob), visitor);
        }
        else {
            throw malformed(`a list has a node of the unknown kind ${String(container)}`, input.offset);
        }
    }
}
function items(reader, visitor) {
    for (let item = reader.next(); item !== null; item = reader.next()) {
        visitor.text(itemBytes(item));
        visitor.item();
    }
}
function second(reader, offset) {
    const item = reader.next();
    if (item === null)
        throw malformed('a packed value ends in the middle of a pair', offset);
    return item;
}
function decode_pairs(reader, visitor, offset) {
    for (let field = reader.next(); field !== null; field = reader.next()) {
        visitor.text(itemBytes(field));
        visitor.text(itemBytes(second(reader, offset)));
        visitor.item();
    }
}
function triples(reader, visitor, offset) {
    for (let field = reader.next(); field !== null; field = reader.next()) {
        visitor.text(itemBytes(field));
        visitor.text(itemBytes(second(reader, offset)));
        const at = Number(itemInteger(second(reader, offset), offset));
        if (!Number.isSafeInteger(at) || at < 0)
            throw malformed('a time of expiry is beyond all dates', offset);
        if (at > 0)
            visitor.expiry(at);
        visitor.item();
    }
}
function packedScores(reader, visitor, offset) {
    visitor.begin('zset');
    for (let member = reader.next(); member !== null; member = reader.next()) {
        visitor.text(itemBytes(member));
        const score = second(reader, offset);
        visitor.score(checkedScore(Buffer.isBuffer(score) ? decode_scoreOf(score.toString('latin1')) : Number(score), offset));
        visitor.item();
    }
}
function* decode_module(input, visitor) {
    visitor.begin('module');
    for (;;) {
        const from = input.position;
        const id = input.takeUnsigned();
        if (id !== null) {
            visitor.module(moduleName(id));
            visitor.raw(input.bytes.subarray(from, input.position));
            break;
        }
        yield input.available + 1;
    }
    const skeleton = new Skeleton();
    skeleton.start(['module']);
    for (;;) {
        const from = input.position;
        const ended = skeleton.advance(input);
        visitor.raw(input.bytes.subarray(from, input.position));
        if (ended)
            return;
        yield input.available + 1;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/input.js

const EMPTY = Buffer.alloc(0);
const TWO_32 = 2 ** 32;
/**
 * The bytes that are there, and how far they have been read. Every `take…` either takes all of what it reads or, when
 * that is not all there yet, takes nothing and says so.
 */
class Input {
    bytes = EMPTY;
    /** Index of the next byte in {@link bytes}. */
    position = 0;
    /** Where {@link bytes} begins in the whole. */
    #origin = 0;
    // What takeStringHeader found.
    form = 'raw';
    /** Octets that are stored. */
    storedLength = 0;
    /** Octets of the string itself; of an integer: unknown, 0. */
    plainLength = 0;
    constructor(bytes = EMPTY, origin = 0) {
        this.set(bytes, origin);
    }
    /** Goes on with other bytes, which begin at `origin` in the whole. */
    set(bytes, origin) {
        this.bytes = bytes;
        this.position = 0;
        this.#origin = origin;
    }
    /** Where the next byte is in the whole. */
    get offset() {
        return this.#origin + this.position;
    }
    get available() {
        return this.bytes.length - this.position;
    }
    /** Takes a length or count; -1 = not all there. Above 2^53 it cannot be true, and is refused. */
    takeLength() {
        const { bytes, position } = this;
        const left = bytes.length - position;
        if (left < 1)
            return -1;
        const first = bytes[position];
        if (first < 0x40) {
            this.position = position + 1;
            return first;
        }
        if (first < 0x80) {
            if (left < 2)
                return -1;
            this.position = position + 2;
            return ((first & 0x3f) << 8) | bytes[position + 1];
        }
        if (first === 0x80) {
            if (left < 5)
                return -1;
            this.position = position + 5;
            return bytes.readUInt32BE(position + 1);
        }
        if (first === 0x81) {
            if (left < 9)
                return -1;
            const high = bytes.readUInt32BE(position + 1);
            if (high >= 2 ** 21)
                throw malformed('a length is beyond 2^53', this.offset);
            this.position = position + 9;
            return high * TWO_32 + bytes.readUInt32BE(position + 5);
        }
        throw malformed(`0x${first.toString(16)} is not the beginning of a length`, this.offset);
    }
    /** Takes a length that is a number of 64 bits, such as a part of a stream's id; null = not all there. */
    takeUnsigned() {
        if (this.bytes[this.position] !== 0x81) {
            const length = this.takeLength();
            return length < 0 ? null : BigInt(length);
        }
        if (this.available < 9)
            return null;
        const value = this.bytes.readBigUInt64BE(this.position + 1);
        this.position += 9;
        return value;
    }
    /** Passes over a length of up to 64 bits; false = not all there. */
    skipUnsigned() {
        if (this.bytes[this.position] !== 0x81)
            return this.takeLength() >= 0;
        if (this.available < 9)
            return false;
        this.position += 9;
        return true;
    }
    /** Takes what stands before a byte string: {@link form} and lengths; false = not all there. */
    takeStringHeader() {
        const { bytes, position } = this;
        if (position >= bytes.length)
            return false;
        const first = bytes[position];
        if (first < 0xc0) {
            const length = this.takeLength();
            if (length < 0)
                return false;
            this.form = 'raw';
            this.storedLength = length;
            this.plainLength = length;
            return true;
        }
        if (first <= 0xc2) {
            this.position = position + 1;
            this.form = 'integer';
            this.storedLength = 1 << (first & 3);
            this.plainLength = 0;
            return true;
        }
        if (first !== 0xc3)
            throw malformed(`0x${first.toString(16)} is not the beginning of a byte string`, this.offset);
        this.position = position + 1;
        const stored = this.takeLength();
        const plain = stored < 0 ? -1 : this.takeLength();
        if (plain < 0) {
            this.position = position;
            return false;
        }
        this.form = 'lzf';
        this.storedLength = stored;
        this.plainLength = plain;
        return true;
    }
    /** The next `length` bytes, which are known to be there. */
    take(length) {
        const start = this.position;
        this.position = start + length;
        return this.bytes.subarray(start, start + length);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/decode-whole.js



/** Shows a whole value to a visitor. @throws SluiceError `DATA_002`, also when it is cut or something follows it */
function visitValue({ type, dialect, value, offset = 0 }, visitor) {
    const input = new Input(value, offset);
    if (decodeValue(type, dialect, input, visitor).next().done !== true) {
        throw malformed('a value ends in the middle', offset + value.length);
    }
    if (input.available > 0)
        throw malformed('something follows a value that has ended', input.offset);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/crc64.js
/** CRC-64 as Redis computes it (Jones; reflected, starts at 0, nothing added at the end). */
const POLYNOMIAL = 0x95ac9329ac4bc9b5n;
/** Bytes taken in one step. */
const SLICES = 8;
/** `LOW[slice * 256 + byte]` and `HIGH[…]`: what a byte that is `slice` bytes from the end of a step adds. */
const LOW = new Int32Array(SLICES * 256);
const HIGH = new Int32Array(SLICES * 256);
for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++)
        value = (value & 1n) === 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
    LOW[byte] = Number(value & 0xffffffffn);
    HIGH[byte] = Number(value >> 32n);
}
for (let index = 256; index < LOW.length; index++) {
    const low = LOW[index - 256];
    const high = HIGH[index - 256];
    LOW[index] = ((low >>> 8) | (high << 24)) ^ LOW[low & 255];
    HIGH[index] = (high >>> 8) ^ HIGH[low & 255];
}
/** A CRC-64 in the making, as two halves of 32 bits: BigInt arithmetic per byte would cost a hundred times as much. */
class Crc64 {
    #low = 0;
    #high = 0;
    /** Goes on with the bytes from `start` up to `end`. */
    update(bytes, start = 0, end = bytes.length) {
        let low = this.#low;
        let high = this.#high;
        let at = start;
        for (const last = end - SLICES; at <= last; at += SLICES) {
            low ^=
                bytes[at] |
                    (bytes[at + 1] << 8) |
                    (bytes[at + 2] << 16) |
                    (bytes[at + 3] << 24);
            high ^=
                bytes[at + 4] |
                    (bytes[at + 5] << 8) |
                    (bytes[at + 6] << 16) |
                    (bytes[at + 7] << 24);
            const a = 1792 + (low & 255);
            const b = 1536 + ((low >>> 8) & 255);
            const c = 1280 + ((low >>> 16) & 255);
            const d = 1024 + (low >>> 24);
            const e = 768 + (high & 255);
            const f = 512 + ((high >>> 8) & 255);
            const g = 256 + ((high >>> 16) & 255);
            const h = high >>> 24;
            low =
                LOW[a] ^
                    LOW[b] ^
                    LOW[c] ^
                    LOW[d] ^
                    LOW[e] ^
                    LOW[f] ^
                    LOW[g] ^
                    LOW[h];
            high =
                HIGH[a] ^
                    HIGH[b] ^
                    HIGH[c] ^
                    HIGH[d] ^
                    HIGH[e] ^
                    HIGH[f] ^
                    HIGH[g] ^
                    HIGH[h];
        }
        for (; at < end; at++) {
            const index = (low ^ bytes[at]) & 255;
            low = ((low >>> 8) | (high << 24)) ^ LOW[index];
            high = (high >>> 8) ^ HIGH[index];
        }
        this.#low = low;
        this.#high = high;
        return this;
    }
    /** Whether the eight bytes at `offset` are this sum, the lowest byte first. */
    matches(bytes, offset) {
        return bytes.readInt32LE(offset) === this.#low && bytes.readInt32LE(offset + 4) === this.#high;
    }
    /** Writes the eight bytes at `offset`, the lowest byte first. */
    write(bytes, offset) {
        bytes.writeInt32LE(this.#low, offset);
        bytes.writeInt32LE(this.#high, offset + 4);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/layouts.js
const ONE_STRING = ['string'];
const STRINGS = [['string']];
const PAIRS = [['string', 'string']];
/** `generation` 1: type 15; 2: type 19 (first id, last deleted id, counters); 3: type 21 (when a consumer was active). */
function stream(generation) {
    const id = ['length', 'length'];
    const counted = generation === 1 ? [] : ['length'];
    const consumer = ['string', 8, ...(generation === 3 ? [8] : []), [16]];
    const group = ['string', ...id, ...counted, [16, 8, 'length'], consumer];
    return [['string', 'string'], 'length', ...id, ...(generation === 1 ? [] : [...id, ...id]), ...counted, group];
}
/** Values by the number that stands before them. */
const SHARED_TYPES = {
    0: { name: 'string', layout: ONE_STRING, since: 1 },
    1: { name: 'list', layout: STRINGS, since: 1 },
    2: { name: 'set', layout: STRINGS, since: 1 },
    3: { name: 'sorted set with scores as text', layout: [['string', 'double']], since: 1 },
    4: { name: 'hash', layout: PAIRS, since: 1 },
    5: { name: 'sorted set', layout: [['string', 8]], since: 8 },
    7: { name: 'module value', layout: ['length', 'module'], since: 8 },
    9: { name: 'hash as zipmap', layout: ONE_STRING, since: 1 },
    10: { name: 'list as ziplist', layout: ONE_STRING, since: 1 },
    11: { name: 'set of integers', layout: ONE_STRING, since: 1 },
    12: { name: 'sorted set as ziplist', layout: ONE_STRING, since: 1 },
    13: { name: 'hash as ziplist', layout: ONE_STRING, since: 4 },
    14: { name: 'list of ziplists', layout: STRINGS, since: 7 },
    15: { name: 'stream', layout: stream(1), since: 9 },
    16: { name: 'hash as listpack', layout: ONE_STRING, since: 10 },
    17: { name: 'sorted set as listpack', layout: ONE_STRING, since: 10 },
    18: { name: 'list of listpacks', layout: [['length', 'string']], since: 10 },
    19: { name: 'stream, second form', layout: stream(2), since: 10 },
    20: { name: 'set as listpack', layout: ONE_STRING, since: 11 },
    21: { name: 'stream, third form', layout: stream(3), since: 11 },
};
const REDIS_TYPES = {
    ...SHARED_TYPES,
    22: { name: 'hash with expiring fields (before 7.4)', layout: [['length', 'string', 'string']], since: 12 },
    23: { name: 'hash with expiring fields as listpack (before 7.4)', layout: ONE_STRING, since: 12 },
    24: { name: 'hash with expiring fields', layout: [8, ['length', 'string', 'string']], since: 12 },
    25: { name: 'hash with expiring fields as listpack', layout: [8, 'string'], since: 12 },
};
const VALKEY_TYPES = {
    ...SHARED_TYPES,
    22: { name: 'hash with expiring fields (Valkey)', layout: [['string', 'string', 8]], since: 80 },
};
/** What stands between the keys. */
const OPCODES = {
    slotImport: 0xf3,
    slotInfo: 0xf4,
    function: 0xf5,
    moduleAux: 0xf7,
    idle: 0xf8,
    frequency: 0xf9,
    aux: 0xfa,
    resize: 0xfb,
    expiresMs: 0xfc,
    expiresSeconds: 0xfd,
    database: 0xfe,
    end: 0xff,
};
const SHARED_OPCODES = {
    [OPCODES.slotInfo]: ['length', 'length', 'length'],
    [OPCODES.function]: ONE_STRING,
    [OPCODES.moduleAux]: ['length', 'length', 'length', 'module'],
    [OPCODES.idle]: ['length'],
    [OPCODES.frequency]: [1],
    [OPCODES.aux]: ['string', 'string'],
    [OPCODES.resize]: ['length', 'length'],
    [OPCODES.expiresMs]: [8],
    [OPCODES.expiresSeconds]: [4],
    [OPCODES.database]: ['length'],
    [OPCODES.end]: [8],
};
/** The formats by dialect. */
const FORMATS = {
    redis: { dialect: 'redis', types: REDIS_TYPES, opcodes: SHARED_OPCODES },
    valkey: {
        dialect: 'valkey',
        types: VALKEY_TYPES,
        opcodes: { ...SHARED_OPCODES, [OPCODES.slotImport]: ['string', ['length', 'length']] },
    },
};
/** Known by name, but not read: for the message. */
const FOREIGN_NAMES = {
    redis: {
        6: 'a module value of a release candidate of Redis 4',
        26: 'a stream with idempotent producers',
        0xf3: 'metadata of a key',
        0xf6: 'functions of a release candidate of Redis 7',
    },
    valkey: {
        6: 'a module value of a release candidate of Redis 4',
        0xf6: 'functions of a release candidate of Redis 7',
    },
};
/** The newest version of the format that Redis writes and that is known here. */
const NEWEST_REDIS = 12;
/** The only version of the format that Valkey writes under its own name. */
const VALKEY = 80;
/** From this version on a file ends with a CRC-64. */
const CHECKED_SINCE = 5;

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/payload.js



/** Version (2 bytes, lowest first) and CRC-64. */
const FOOTER_BYTES = 10;
/**
 * Checks and takes apart what DUMP gave.
 *
 * @throws SluiceError `DATA_002`: cut, another checksum (0 = none), an unknown type or version
 */
function openPayload(payload) {
    const end = payload.length - FOOTER_BYTES;
    if (end < 1)
        throw malformed('it is too short for a dumped value', payload.length);
    const checksum = end + 2;
    const unchecked = payload.readBigUInt64LE(checksum) === 0n;
    if (!unchecked && !new Crc64().update(payload, 0, checksum).matches(payload, checksum)) {
        throw malformed('the checksum of a dumped value is not that of its content', checksum);
    }
    const version = payload.readUInt16LE(end);
    if (version !== VALKEY && (version < 1 || version > NEWEST_REDIS)) {
        throw unsupported(`a value in version ${String(version)} of the format`, end, { version });
    }
    const dialect = version === VALKEY ? 'valkey' : 'redis';
    const type = payload[0];
    if (FORMATS[dialect].types[type] === undefined) {
        throw unsupported(`a value of the unknown type ${String(type)}`, 0, { type, dialect });
    }
    return { type, dialect, version, value: payload.subarray(1, end) };
}
/** A value in the form that RESTORE takes, as DUMP gives it. */
function sealPayload(type, version, value) {
    const payload = Buffer.allocUnsafe(1 + value.length + FOOTER_BYTES);
    payload[0] = type;
    value.copy(payload, 1);
    const end = payload.length - FOOTER_BYTES;
    payload.writeUInt16LE(version, end);
    new Crc64().update(payload, 0, end + 2).write(payload, end + 2);
    return payload;
}
/** The payload of RESTORE for a key of an RDB file: byte for byte what DUMP would have given when the file was written. */
function restorePayload(key) {
    return sealPayload(key.type, key.version, key.value);
}
/**
 * The payload of RESTORE for a value that comes in pieces, without making one Buffer of it: the parts go to the server one
 * after the other, `bytes` in all.
 */
function restoreParts(key, value) {
    const type = Buffer.from([key.type]);
    const footer = Buffer.alloc(FOOTER_BYTES);
    footer.writeUInt16LE(key.version, 0);
    const crc = new Crc64().update(type);
    for (const part of value)
        crc.update(part);
    crc.update(footer, 0, 2).write(footer, 2);
    const parts = [type, ...value, footer];
    return { parts, bytes: parts.reduce((sum, part) => sum + part.length, 0) };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/value.js



/** A decoded value may take this much memory unless said otherwise: counted are its bytes and its objects. */
const MAX_DECODED = 256 * 1024 * 1024;
/**
 * Decodes what DUMP gave.
 *
 * @throws SluiceError `DATA_002`: an unknown type or version (`details: {type}` or `{version}`), a wrong checksum, damaged
 *   bytes, or a value that would take more than `maxBytes`
 */
function decodeDump(payload, maxBytes = MAX_DECODED) {
    return decodeStored(openPayload(payload), maxBytes);
}
/** Decodes the value of a key of an RDB file. Throws as {@link decodeDump} does. */
function decodeStored(stored, maxBytes = MAX_DECODED) {
    const collector = new Collector(maxBytes, stored.offset ?? 0);
    visitValue(stored, collector);
    return collector.value();
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/scan.js
/** How many slots of its table the server looks at for one reply. */
const scan_SCAN_COUNT = 500;
/** The type as TYPE and SCAN name it. */
function storedType(type) {
    return type === 'json' ? 'string' : (type ?? '');
}
/**
 * Keys from a cursor on, in pages; the next page is asked for while one is worked on. A key that is there all the time
 * comes at least once.
 */
async function* pages(link, filter, from) {
    const type = filter.type === null ? [] : ['TYPE', storedType(filter.type)];
    const own = Buffer.from(filter.own);
    const ask = (cursor) => {
        const reply = link.callBuffer('SCAN', cursor, 'MATCH', filter.match, 'COUNT', scan_SCAN_COUNT, ...type);
        reply.catch(() => { });
        return reply;
    };
    let next = ask(from);
    while (next !== null) {
        const [answer, found] = (await next);
        const cursor = answer.toString('latin1');
        next = cursor === '0' ? null : ask(cursor);
        const keys = new Map(found.map((key) => [key.toString('latin1'), key]));
        yield { keys: [...keys.values()].filter((key) => !key.subarray(0, own.length).equals(own)), cursor };
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/scripts.js


/** What {@link READ} answers for a key, before what it holds. */
const READ_ANSWER = {
    /** Not there any more. */
    gone: 0,
    /** Done already, or of another type than is asked for. */
    passed: 1,
    /** Larger than one command may read: not read. */
    large: 2,
    /** Its type, and its bytes: a string's own, else those of DUMP. */
    read: 3,
    /** The limit of bytes was reached: ask again. */
    later: 4,
};
/**
 * Reads keys, as far as a limit of bytes allows.
 *
 * KEYS: the keys, then for each the set with its mark.
 * ARGV: how many; `1` for marked keys only and `0` for the others; the type or empty; the limits of all bytes and
 * of one key's; then for each key the mark, empty where marks do not count.
 */
const READ = defineScript('read keys', `
local n = tonumber(ARGV[1])
local wanted = tonumber(ARGV[2])
local budget = tonumber(ARGV[4])
local largest = tonumber(ARGV[5])
local types = {string = true, list = true, set = true, hash = true, zset = true}
local used = 0
local answers = {}
for i = 1, n do
  local key = KEYS[i]
  local mark = ARGV[5 + i]
  if used >= budget then
    answers[i] = {4}
  elseif mark ~= '' and redis.call('SISMEMBER', KEYS[n + i], mark) ~= wanted then
    answers[i] = {1}
  else
    local kind = redis.call('TYPE', key)['ok']
    if kind == 'none' then
      answers[i] = {0}
    elseif ARGV[3] ~= '' and ARGV[3] ~= kind then
      answers[i] = {1}
    elseif not types[kind] then
      answers[i] = {3, kind}
    else
      local size = redis.pcall('MEMORY', 'USAGE', key)
      if type(size) ~= 'number' then size = 0 end
      if size > largest then
        answers[i] = {2, kind}
      elseif used > 0 and used + size > budget then
        answers[i] = {4}
        used = budget
      else
        local bytes = redis.call(kind == 'string' and 'GET' or 'DUMP', key)
        used = used + #bytes + 64
        answers[i] = {3, kind, bytes}
      end
    end
  end
end
return answers
`);
/**
 * Begins or goes on: what is known of earlier runs stays, a cursor of another life of the server does not.
 *
 * KEYS: lock, progress, the ids that have one. ARGV: fence; run id of the server or empty; keys in the database; how
 * many sets of marks; the id.
 */
const BEGIN = defineScript('begin a key migration', `${FENCE_LUA}
local progress = KEYS[2]
redis.call('SADD', KEYS[3], ARGV[6])
if ARGV[3] == '' or redis.call('HGET', progress, 'server') ~= ARGV[3] then
  redis.call('HSET', progress, 'server', ARGV[3], 'cursor', '0')
end
redis.call('HSETNX', progress, 'keys', ARGV[4])
redis.call('HSETNX', progress, 'marks', ARGV[5])
redis.call('HSETNX', progress, 'passes', '1')
return redis.call('HGETALL', progress)
`);
/** What {@link STEP} answers for a key. */
const STEP_ANSWER = {
    done: 0,
    /** Somebody changed it since it was read: nothing was written. */
    changed: 1,
    /** The new name is taken: nothing was written. */
    taken: 2,
};
/**
 * Writes a batch: each key that still holds what was read gets its edits and its mark. Without keys it only
 * saves the checkpoint.
 *
 * KEYS: lock, progress, the keys, for each the set with its mark, for each the new name or the key again.
 * ARGV: fence; how many; \`SADD\` or \`SREM\` for the marks; keys looked at; cursor or empty; passes; then for each
 * key: how to compare (\`bytes\`, \`hash\`, \`dump\`, \`none\`), with what, which counter, the mark or empty, the edits
 * as MessagePack.
 */
const STEP = defineScript('write changed keys', `${FENCE_LUA}
local n = tonumber(ARGV[3])
local progress = KEYS[2]
local counts = {}
local answers = {}
for i = 1, n do
  local key = KEYS[2 + i]
  local at = 8 + (i - 1) * 5
  local guard = ARGV[at]
  local seen = ARGV[at + 1]
  local same = true
  if guard ~= 'none' then
    local bytes = redis.pcall(guard == 'dump' and 'DUMP' or 'GET', key)
    if type(bytes) ~= 'string' then
      same = false
    elseif guard == 'bytes' then
      same = bytes == seen
    else
      same = redis.sha1hex(bytes) == seen
    end
  end
  local target = KEYS[2 + 2 * n + i]
  if not same then
    answers[i] = 1
  elseif target ~= key and redis.call('EXISTS', target) == 1 then
    answers[i] = 2
  else
    for _, edit in ipairs(cmsgpack.unpack(ARGV[at + 4])) do
      redis.call(edit[1], key, unpack(edit, 2))
    end
    if target ~= key then redis.call('RENAMENX', key, target) end
    if ARGV[at + 3] ~= '' then redis.call(ARGV[4], KEYS[2 + n + i], ARGV[at + 3]) end
    local counter = ARGV[at + 2]
    counts[counter] = (counts[counter] or 0) + 1
    answers[i] = 0
  end
end
for counter, count in pairs(counts) do redis.call('HINCRBY', progress, counter, count) end
local lost = 0
for i = 1, n do if answers[i] == 1 then lost = lost + 1 end end
if lost > 0 then redis.call('HINCRBY', progress, 'retried', lost) end
redis.call('HINCRBY', progress, 'scanned', ARGV[5])
if ARGV[6] ~= '' then redis.call('HSET', progress, 'cursor', ARGV[6], 'passes', ARGV[7]) end
return {answers, redis.call('HGETALL', progress)}
`);
/** KEYS: lock, the ids that have a checkpoint, then what is to go. ARGV: fence; the id, if nothing of it is left then. */
const FORGET = defineScript('forget the marks of a key migration', `${FENCE_LUA}
for i = 3, #KEYS do redis.call('UNLINK', KEYS[i]) end
if ARGV[3] then redis.call('SREM', KEYS[2], ARGV[3]) end
return redis.status_reply('OK')
`);

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/read.js






/** Bytes of values that one command reads, and of one value that it may read at all. */
const read_BYTES_AT_ONCE = 1_048_576;
function decode(key, type, bytes) {
    if (type === 'string' && bytes !== undefined)
        return { type: 'string', bytes };
    const value = bytes === undefined ? undefined : decodeDump(bytes);
    if (value === undefined || !CHANGEABLE.includes(value.type)) {
        throw keyFailure(key, `It is a ${type}, which a key migration cannot change: choose match or type so that it is left out.`);
    }
    return value;
}
/** Reads keys in bounded commands; those that are gone, done or of another type are left out. */
async function* readKeys(link, request) {
    const { type, marks, marked } = request;
    let pending = request.keys;
    while (pending.length > 0) {
        const found = [];
        const later = [];
        const large = [];
        const noMark = { set: '', value: '' };
        const own = pending.map((key) => marks?.of(key) ?? noMark);
        const answers = (await link.scriptBuffer(READ, [...pending, ...own.map(({ set }, index) => (set === '' ? (pending[index] ?? set) : set))], [
            pending.length,
            marked ? 1 : 0,
            storedType(type),
            read_BYTES_AT_ONCE,
            read_BYTES_AT_ONCE,
            ...own.map(({ value }) => value),
        ]));
        for (const [index, [answer, kind, bytes]] of answers.entries()) {
            const key = pending[index];
            if (key === undefined)
                throw new errors/* SluiceError */.ah('INT_001', 'The server answered for more keys than were asked for.');
            if (answer === READ_ANSWER.later)
                later.push(key);
            else if (answer === READ_ANSWER.large)
                large.push(key);
            else if (answer === READ_ANSWER.read)
                found.push({ key, stored: decode(key, String(kind), bytes), bytes: bytes ?? Buffer.alloc(0) });
        }
        yield { read: found, large };
        pending = later;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/read-large.js


/** Bytes of a string, and elements of a collection, that one command reads. */
const read_large_BYTES_AT_ONCE = 1_048_576;
const ELEMENTS_AT_ONCE = 1000;
/** All that a scan of a collection gives, in the groups that belong together, each once. */
async function scanAll(link, command, key, group) {
    const found = new Map();
    let cursor = '0';
    do {
        const reply = (await link.callBuffer(command, key, cursor, 'COUNT', ELEMENTS_AT_ONCE));
        const [next, parts] = reply;
        for (let at = 0; at < parts.length; at += group) {
            const [name = Buffer.alloc(0), ...rest] = parts.slice(at, at + group);
            found.set(identityOf(name), [name, ...rest]);
        }
        cursor = next;
    } while (cursor.toString() !== '0');
    return [...found.values()];
}
async function readString(link, key) {
    const parts = [];
    for (let at = 0;; at += read_large_BYTES_AT_ONCE) {
        const part = (await link.callBuffer('GETRANGE', key, at, at + read_large_BYTES_AT_ONCE - 1));
        parts.push(part);
        if (part.length < read_large_BYTES_AT_ONCE)
            return Buffer.concat(parts);
    }
}
async function readList(link, key) {
    const elements = [];
    for (;;) {
        const at = elements.length;
        const part = (await link.callBuffer('LRANGE', key, at, at + ELEMENTS_AT_ONCE - 1));
        elements.push(...part);
        if (part.length < ELEMENTS_AT_ONCE)
            return elements;
    }
}
/** When fields expire: servers before 7.4 do not know the command, and let no field expire. */
async function expiriesOf(link, key, fields) {
    const expiries = [];
    for (let at = 0; at < fields.length; at += ELEMENTS_AT_ONCE) {
        const part = fields.slice(at, at + ELEMENTS_AT_ONCE);
        const [reply] = await link.pipelineBuffer([['HPEXPIRETIME', key, 'FIELDS', part.length, ...part]]);
        if (!Array.isArray(reply))
            return [];
        expiries.push(...reply);
    }
    return expiries;
}
async function readHash(link, key) {
    const pairs = await scanAll(link, 'HSCAN', key, 2);
    const expiries = await expiriesOf(link, key, pairs.map(([field]) => field ?? Buffer.alloc(0)));
    return {
        type: 'hash',
        fields: pairs.map(([field = Buffer.alloc(0), value = Buffer.alloc(0)], index) => {
            const expiresAt = expiries[index] ?? -1;
            return [field, value, expiresAt < 0 ? null : expiresAt];
        }),
    };
}
function read_large_scoreOf(text) {
    const score = String(text);
    return /inf/u.test(score) ? (score.startsWith('-') ? -Infinity : Infinity) : Number(score);
}
async function readValue(link, key, type) {
    switch (String(type)) {
        case 'string':
            return { type: 'string', bytes: await readString(link, key) };
        case 'list':
            return { type: 'list', elements: await readList(link, key) };
        case 'hash':
            return readHash(link, key);
        case 'set':
            return { type: 'set', members: (await scanAll(link, 'SSCAN', key, 1)).flat() };
        case 'zset': {
            const members = await scanAll(link, 'ZSCAN', key, 2);
            return { type: 'zset', members: members.map(([member = Buffer.alloc(0), score]) => [member, read_large_scoreOf(score)]) };
        }
        default:
            return null;
    }
}
/**
 * Reads a large value in parts, so that no command holds up the server. The parts are of one moment only if nobody changes
 * the key meanwhile: have it watched. Null: it is gone or of another type by now.
 */
async function readLarge(link, key, type) {
    const kind = await link.callBuffer('TYPE', key);
    const wanted = storedType(type);
    if (wanted !== '' && String(kind) !== wanted)
        return null;
    const stored = await readValue(link, key, kind);
    return stored === null ? null : { key, stored, bytes: null };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/stored-as.js


/**
 * What a key of the same type holds once it has the value.
 *
 * @throws TypeError when the value does not fit
 */
function storedAs(stored, value, type) {
    switch (stored.type) {
        case 'string': {
            const bytes = type === 'json' ? Buffer.from(editJson(stored.bytes.toString('utf8'), value)) : bytesOf(value, 'the value');
            return { type: 'string', bytes };
        }
        case 'list':
            return { type: 'list', elements: value.map((element) => bytesOf(element, 'an element')) };
        case 'set':
            return {
                type: 'set',
                members: [...value].map((member) => bytesOf(member, 'a member')),
            };
        case 'hash':
            return {
                type: 'hash',
                fields: [...value].map(([field, content]) => [
                    bytesOf(field, 'a field'),
                    bytesOf(content, 'the value of a field'),
                    null,
                ]),
            };
        case 'zset':
            return {
                type: 'zset',
                members: [...value].map(([member, score]) => [bytesOf(member, 'a member'), Number(score)]),
            };
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/preview.js









/** Goes over all keys that are not done yet, and asks what would become of them. Writes nothing. */
async function previewKeys({ link, own }, transform, samples, signal) {
    const reader = link.within({ signal });
    const { id, match, type } = transform;
    const known = readCheckpoint(await reader.call('HGETALL', progressKey(own, id)));
    const marks = known === null ? null : new Marks(own, id, known.sets);
    const counts = { changed: 0, removed: 0, renamed: 0 };
    const shown = [];
    let scanned = 0;
    for await (const { keys } of pages(reader, { match, type, own: own.prefix }, '0')) {
        for await (const answer of readKeys(reader, { keys, type, marks, marked: false })) {
            const read = [...answer.read];
            for (const key of answer.large) {
                const one = await readLarge(reader, key, type);
                if (one !== null)
                    read.push(one);
            }
            scanned += read.length;
            for (const one of read) {
                signal.throwIfAborted();
                const decision = await decide(one, transform, own.prefix);
                if (decision === null)
                    continue;
                counts[decision.counter] += 1;
                if (shown.length < samples)
                    shown.push(await sampleOf(one, decision, transform, own.prefix));
            }
        }
    }
    const keys = Number(await reader.call('DBSIZE'));
    return { progress: { ...noProgress(keys), ...counts, scanned }, samples: shown };
}
async function sampleOf(read, { change }, transform, own) {
    return {
        key: textOf(read.key),
        before: keyValueOf(read.stored, transform.type),
        change,
        repeats: await repeats(read, change, transform, own),
    };
}
/** Whether the module would change its own result once more. */
async function repeats(read, change, transform, own) {
    if (change.kind === 'remove')
        return false;
    const key = change.kind === 'rename' ? bytesOf(change.key, 'the new name of a key') : read.key;
    const stored = storedAs(read.stored, change.value, transform.type);
    return (await decide({ ...read, key, stored }, transform, own)) !== null;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/pack.js
const STRING_32 = 0xdb;
const ARRAY_32 = 0xdd;
function pack_header(kind, size) {
    const bytes = Buffer.allocUnsafe(5);
    bytes[0] = kind;
    bytes.writeUInt32BE(size, 1);
    return bytes;
}
/** Edits as one argument: MessagePack, which the server's Lua reads (`cmsgpack`). */
function pack(edits) {
    const parts = [pack_header(ARRAY_32, edits.length)];
    for (const edit of edits) {
        parts.push(pack_header(ARRAY_32, edit.length));
        for (const argument of edit) {
            const bytes = typeof argument === 'string' ? Buffer.from(argument) : argument;
            parts.push(pack_header(STRING_32, bytes.length), bytes);
        }
    }
    return Buffer.concat(parts);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/work.js












/** Bytes of changes that one step writes: what bounds how long the server is held up. */
const STEP_BYTES = 524_288;
/** Keys that one step writes, and the most that may be asked for: more would hold up the server's other clients. */
const STEP_KEYS = 200;
const MOST_KEYS = 1000;
/** After so many tries with others a key is tried alone, when less time lies between reading and writing. */
const TRIES_TOGETHER = 2;
/** Then so often; somebody rewrites it all the time. */
const TRIES_ALONE = 400;
/** The longest wait between two tries, in ms. */
const LONGEST_WAIT = 50;
/** Passes over the keys in one run; more are needed only while others write the old form. */
const MAX_PASSES = 8;
/** How often the cursor is saved while nothing is written, in ms. */
const SAVE_MS = 1000;
/** Goes over the keys until a pass finds nothing more to do. */
class KeyWork {
    #shop;
    #order;
    #link;
    #bounds;
    #watcher = null;
    #checkpoint;
    /** Keys looked at that the server does not know of yet. */
    #scanned = 0;
    /** Keys written in this pass. */
    #found = 0;
    #savedAt;
    constructor(shop, order, checkpoint) {
        this.#shop = shop;
        this.#order = order;
        this.#bounds = { signal: order.limits.signal, timeoutMs: order.limits.statementTimeoutMs };
        this.#link = shop.link.within(this.#bounds);
        this.#checkpoint = checkpoint;
        this.#savedAt = shop.clock.monotonic();
    }
    async run() {
        try {
            return await this.#passes();
        }
        finally {
            this.#watcher?.close();
        }
    }
    async #passes() {
        await this.#order.onBatch(this.#progress());
        let { cursor } = this.#checkpoint;
        for (let pass = 1;; pass += 1) {
            const whole = cursor === '0';
            await this.#pass(cursor);
            const found = this.#found;
            // A cut-off pass says nothing of the keys before its beginning.
            if ((whole && found === 0) || pass === MAX_PASSES)
                return { ...this.#progress(), unsettled: found };
            cursor = '0';
            this.#checkpoint = {
                ...this.#checkpoint,
                cursor,
                progress: { ...this.#checkpoint.progress, passes: this.#checkpoint.progress.passes + 1 },
            };
        }
    }
    #progress() {
        const { progress } = this.#checkpoint;
        return { ...progress, scanned: progress.scanned + this.#scanned };
    }
    async #pass(from) {
        const { transform } = this.#order;
        this.#found = 0;
        const filter = { match: transform.match, type: transform.type, own: this.#shop.own.prefix };
        for await (const page of pages(this.#link, filter, from)) {
            await this.#page(page);
            this.#checkpoint = { ...this.#checkpoint, cursor: page.cursor };
            if (this.#shop.clock.monotonic() - this.#savedAt < SAVE_MS)
                continue;
            await this.#step([]);
        }
        await this.#step([]);
    }
    async #page({ keys }) {
        this.#scanned += keys.length;
        let pending = keys;
        for (let tries = 1; pending.length > 0; tries += 1) {
            if (tries > TRIES_TOGETHER) {
                for (const key of pending)
                    await this.#alone(key);
                return;
            }
            pending = await this.#try(pending);
        }
    }
    /** One key for itself, until it holds still for long enough. */
    async #alone(key) {
        const { clock } = this.#shop;
        for (let tries = 0; tries < TRIES_ALONE; tries += 1) {
            if ((await this.#try([key])).length === 0)
                return;
            if (tries > 3)
                await clock.sleep(Math.random() * Math.min(LONGEST_WAIT, tries), this.#order.limits.signal);
        }
        throw new errors/* SluiceError */.ah('LOCK_002', `A key was changed by others each of the ${String(TRIES_ALONE)} times between reading and writing it.`, {
            fix: 'The command line prints which key it was. Run the command again when it is written less often: it goes on where it was.',
            details: { key: nameOf(key), thrown: 'others change it all the time' },
        });
    }
    /** Reads, asks, writes; gives the keys that somebody changed in between. */
    async #try(keys) {
        const { marks, transform, undoes } = this.#order;
        const again = [];
        for await (const answer of readKeys(this.#link, { keys, type: transform.type, marks, marked: undoes })) {
            for (const key of answer.large)
                if (!(await this.#large(key)))
                    again.push(key);
            const decisions = await this.#decide(answer.read);
            for (const part of parts(decisions, Math.min(transform.batchSize ?? STEP_KEYS, MOST_KEYS)))
                again.push(...(await this.#step(part)));
        }
        return again;
    }
    /** A key that is read in parts; the server says whether somebody changed it meanwhile. False: somebody did. */
    async #large(key) {
        this.#watcher ??= this.#shop.watcher();
        const watcher = this.#watcher.within(this.#bounds);
        await watcher.call('WATCH', key);
        const read = await readLarge(watcher, key, this.#order.transform.type);
        const decisions = read === null ? [] : await this.#decide([read]);
        if (decisions.length > 0)
            return (await this.#step(decisions, watcher)).length === 0;
        await watcher.call('UNWATCH');
        return true;
    }
    /** What becomes of the keys; the module may take its time, but not for ever. */
    async #decide(read) {
        const { transform, limits } = this.#order;
        const { signal, statementTimeoutMs } = limits;
        const decisions = [];
        const all = async () => {
            for (const one of read) {
                const decision = await decide(one, transform, this.#shop.own.prefix);
                if (decision !== null)
                    decisions.push(decision);
            }
        };
        await bounded(all(), signal, statementTimeoutMs);
        return decisions;
    }
    /** Writes, and saves where the scan is; gives the keys that somebody had changed. `watcher`: has them watched. */
    async #step(decisions, watcher = null) {
        const { fence, marks, progressKey, undoes, onBatch } = this.#order;
        const noMark = (key) => ({ set: key.toString('latin1'), value: '' });
        const own = decisions.map(({ key, target, counter }) => undoes ? marks.of(key) : counter === 'removed' ? noMark(key) : marks.of(target));
        const { cursor, progress } = this.#checkpoint;
        const scanned = this.#scanned;
        const reply = await this.#send(watcher, [
            this.#shop.own.lock,
            progressKey,
            ...decisions.map(({ key }) => key),
            ...decisions.map(({ key }, index) => (own[index]?.value === '' ? key : (own[index]?.set ?? key))),
            ...decisions.map(({ target }) => target),
        ], [
            ...fenceArguments(fence),
            decisions.length,
            undoes ? 'SREM' : 'SADD',
            scanned,
            cursor,
            progress.passes,
            ...decisions.flatMap(({ guard, seen, counter, edits }, index) => [
                guard,
                seen,
                counter,
                own[index]?.value ?? '',
                pack(edits),
            ]),
        ]);
        if (reply === null)
            return decisions.map(({ key }) => key);
        const [answers, fields] = reply;
        this.#scanned -= scanned;
        this.#savedAt = this.#shop.clock.monotonic();
        this.#checkpoint = {
            ...this.#checkpoint,
            progress: { ...(readCheckpoint(textReply(fields))?.progress ?? progress), passes: progress.passes },
        };
        this.#found += answers.filter((answer) => answer === STEP_ANSWER.done).length;
        const taken = decisions.find((_, index) => answers[index] === STEP_ANSWER.taken);
        await onBatch(this.#progress());
        if (taken !== undefined)
            throw nameTaken(taken);
        return decisions.filter((_, index) => answers[index] === STEP_ANSWER.changed).map(({ key }) => key);
    }
    /** Runs the script; on a watched connection only if the watched key is as it was, else it gives null. */
    async #send(watcher, keys, args) {
        if (watcher === null)
            return (await this.#link.scriptBuffer(STEP, keys, args));
        const replies = await watcher.pipelineBuffer([
            ['MULTI'],
            ['EVAL', STEP.lua, keys.length, ...keys, ...args],
            ['EXEC'],
        ]);
        const failure = replies.find((reply) => reply instanceof errors/* SluiceError */.ah);
        if (failure instanceof errors/* SluiceError */.ah)
            throw failure;
        const done = replies[2];
        const [step] = done ?? [null];
        if (step instanceof Error)
            throw replyError(step.message, { what: STEP.name }, watcher.server);
        return step ?? null;
    }
}
/** As many decisions as one step may write. */
function* parts(decisions, most) {
    let part = [];
    let bytes = 0;
    for (const decision of decisions) {
        const size = decision.edits.reduce((sum, edit) => edit.reduce((total, argument) => total + argument.length, sum), 0);
        if (part.length > 0 && (part.length >= most || bytes + size > STEP_BYTES)) {
            yield part;
            part = [];
            bytes = 0;
        }
        part.push(decision);
        bytes += size;
    }
    if (part.length > 0)
        yield part;
}
/** Waits for a module's work until the run is to end or its time is up. */
async function bounded(work, signal, timeoutMs) {
    work.catch(() => { });
    const { promise, reject } = Promise.withResolvers();
    const abort = () => reject(signal.reason);
    const timer = timeoutMs === 0
        ? undefined
        : setTimeout(() => {
            reject(new errors/* SluiceError */.ah('TIME_001', `The module took longer than ${String(timeoutMs)} ms for a batch of keys.`, {
                fix: 'Raise statement-timeout, or make the module quicker.',
            }));
        }, timeoutMs);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort, { once: true });
    try {
        await Promise.race([work, promise]);
    }
    finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/keys/group.js









/** Keys that one command forgets. */
const FORGOTTEN_AT_ONCE = 500;
/** Changes keys while others write: read, ask, write what nobody has changed meanwhile. */
function keyGroup(shop) {
    const { link, own } = shop;
    /** The server's life, so that a cursor of another one is not trusted; empty where the account may not ask. */
    async function lifeOf(limits) {
        try {
            return (await askInfo(link.within({ signal: limits.signal }))).get('run_id') ?? '';
        }
        catch (error) {
            if (error instanceof errors/* SluiceError */.ah && error.code === 'PERM_001')
                return '';
            throw error;
        }
    }
    async function begin(fence, limits, id, sets) {
        const keys = Number(await link.call('DBSIZE'));
        const reply = await link.script(BEGIN, [own.lock, progressKey(own, id), begunKey(own)], [...fenceArguments(fence), await lifeOf(limits), keys, sets ?? setsFor(keys), id]);
        return readCheckpoint(reply) ?? { progress: noProgress(keys), cursor: '0', sets: setsFor(keys) };
    }
    async function known(id) {
        return readCheckpoint(await link.call('HGETALL', progressKey(own, id)));
    }
    return {
        async transform(fence, limits, transform, onBatch) {
            const { id } = transform;
            const checkpoint = await begin(fence, limits, id, null);
            const marks = new Marks(own, id, checkpoint.sets);
            const order = { fence, limits, transform, marks, progressKey: progressKey(own, id), undoes: false, onBatch };
            return new KeyWork(shop, order, checkpoint).run();
        },
        preview: (transform, samples, signal) => previewKeys(shop, transform, samples, signal),
        async undo(fence, limits, undoes, transform, onBatch) {
            const done = await known(undoes);
            if (done === null)
                return noProgress(Number(await link.call('DBSIZE')));
            if (done.progress.removed > 0)
                throw removedForGood(done.progress.removed);
            const { id } = transform;
            const checkpoint = await begin(fence, limits, id, done.sets);
            const marks = new Marks(own, undoes, done.sets);
            const order = { fence, limits, transform, marks, progressKey: progressKey(own, id), undoes: true, onBatch };
            return new KeyWork(shop, order, checkpoint).run();
        },
        begun: async () => listOf(await link.call('SMEMBERS', begunKey(own))).map(String),
        async forget(fence, id) {
            const checkpoint = await known(id);
            if (checkpoint === null)
                return;
            const gone = [...new Marks(own, id, checkpoint.sets).sets()];
            for (let at = 0; at < gone.length; at += FORGOTTEN_AT_ONCE) {
                const part = gone.slice(at, at + FORGOTTEN_AT_ONCE);
                await link.script(FORGET, [own.lock, begunKey(own), ...part], fenceArguments(fence));
            }
            // Last: as long as it is there, somebody knows how many sets there are.
            await link.script(FORGET, [own.lock, begunKey(own), progressKey(own, id)], [...fenceArguments(fence), id]);
        },
    };
}
function removedForGood(removed) {
    return new errors/* SluiceError */.ah('ROLL_001', `${String(removed)} key(s) were removed, and down does not have their values.`, {
        fix: 'Restore the backup, or run `sluice migrate` again, which goes on with what is left.',
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/link.js



/** No reply for so long, and the connection is given up. */
const REPLY_TIMEOUT_MS = 60_000;
/** What of ioredis' errors is an answer of the server; all others mean that the connection broke. */
function isReply(error) {
    return error instanceof Error && error.name === 'ReplyError';
}
/** The connection below the links that share it. */
class Wire {
    server;
    #connect;
    #name;
    #once;
    #wasOpen = false;
    #opening = null;
    #open = null;
    #closed = false;
    constructor(connect, server, name, once) {
        this.server = server;
        this.#connect = connect;
        this.#name = name;
        this.#once = once;
    }
    get id() {
        return this.#open?.id ?? null;
    }
    get protocol() {
        return this.#open?.protocol ?? null;
    }
    async #connection(signal) {
        if (this.#closed)
            throw new Error('The database was closed.');
        if (this.#open !== null && this.#open.redis.status === 'ready')
            return this.#open.redis;
        if (this.#open !== null)
            this.#drop(this.#open);
        // What WATCH promised went with the connection.
        if (this.#once && this.#wasOpen)
            throw connectionLost(new Error('the connection ended'), this.server);
        // Not the signal of one caller: others may wait for the same connection. The connect timeout bounds it.
        this.#opening ??= this.#connect(this.#name, this.server.database).then((connected) => {
            this.#opening = null;
            this.#wasOpen = true;
            if (this.#closed)
                connected.destroy();
            else
                this.#open = connected;
            return connected;
        }, (error) => {
            this.#opening = null;
            throw error;
        });
        const { redis } = await aborting(this.#opening, signal);
        return redis;
    }
    #drop(connected) {
        connected.destroy();
        if (this.#open === connected)
            this.#open = null;
    }
    /** Sends through `use` and waits for what comes back, within the bounds. */
    async exchange(asked, { signal, timeoutMs = 0 }, use) {
        signal?.throwIfAborted();
        const redis = await this.#connection(signal);
        signal?.throwIfAborted();
        const limit = timeoutMs > 0 ? Math.min(timeoutMs, REPLY_TIMEOUT_MS) : REPLY_TIMEOUT_MS;
        const unknown = { commit: 'unknown' };
        const { promise: late, reject } = Promise.withResolvers();
        const timer = setTimeout(() => {
            reject(timeoutMs > 0 && timeoutMs <= REPLY_TIMEOUT_MS
                ? timeIsUp(limit, asked, unknown)
                : noAnswer(limit, asked, this.server, unknown));
            if (this.#open?.redis === redis)
                this.#drop(this.#open);
        }, limit);
        try {
            return await aborting(Promise.race([use(redis), late]), signal);
        }
        catch (error) {
            if (isReply(error))
                throw replyError(error.message, asked, this.server);
            if (signal?.aborted === true || error instanceof errors/* SluiceError */.ah)
                throw error;
            throw connectionLost(error, this.server, unknown);
        }
        finally {
            clearTimeout(timer);
        }
    }
    close() {
        this.#closed = true;
        if (this.#open !== null)
            this.#drop(this.#open);
    }
}
/** What the promise gives, or the signal's reason as soon as it is aborted. */
async function aborting(promise, signal) {
    promise.catch(() => { });
    if (signal === undefined)
        return promise;
    const { promise: aborted, reject } = Promise.withResolvers();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
        return await Promise.race([promise, aborted]);
    }
    finally {
        signal.removeEventListener('abort', abort);
    }
}
function linkOn(wire, bounds) {
    const { server } = wire;
    const callBuffer = ([name, ...args], what = name) => 
    // Upper case, because the library turns the replies of the names that it knows into objects.
    wire.exchange({ what }, bounds, (redis) => redis.callBuffer(name.toUpperCase(), ...args));
    const pipelineBuffer = async (commands) => {
        if (commands.length === 0)
            return [];
        const asked = { what: commands[0]?.[0] ?? '' };
        const results = await wire.exchange(asked, bounds, async (redis) => {
            const pipeline = redis.pipeline();
            for (const [name, ...args] of commands)
                pipeline.callBuffer(name.toUpperCase(), ...args);
            const replies = (await pipeline.exec()) ?? [];
            const broken = replies.find(([error]) => error !== null && !isReply(error));
            if (broken?.[0])
                throw broken[0];
            return replies;
        });
        return results.map(([error, reply], index) => error === null
            ? reply
            : replyError(error.message, { what: commands[index]?.[0] ?? asked.what }, server));
    };
    const scriptBuffer = async ({ name, lua, sha1 }, keys, args) => {
        const rest = [keys.length, ...keys, ...args];
        try {
            return await callBuffer(['EVALSHA', sha1, ...rest], name);
        }
        catch (error) {
            if (!(error instanceof errors/* SluiceError */.ah) || error.details['reply'] !== 'NOSCRIPT')
                throw error;
            return callBuffer(['EVAL', lua, ...rest], name);
        }
    };
    return {
        server,
        call: async (...command) => textReply(await callBuffer(command)),
        callBuffer: (...command) => callBuffer(command),
        pipelineBuffer,
        pipeline: async (commands) => (await pipelineBuffer(commands)).map((reply) => (reply instanceof errors/* SluiceError */.ah ? reply : textReply(reply))),
        script: async (script, keys, args) => textReply(await scriptBuffer(script, keys, args)),
        scriptBuffer,
        within: (other) => linkOn(wire, { ...bounds, ...other }),
    };
}
/** The links of one open database, each on a connection of its own. */
class Links {
    #connect;
    #server;
    #wires = new Set();
    constructor(connect, server) {
        this.#connect = connect;
        this.#server = server;
    }
    /** The server's ids of the connections that are open now. */
    get ids() {
        return new Set([...this.#wires].map((wire) => wire.id).filter((id) => id !== null));
    }
    /** The TLS protocol that was agreed on; null for plain connections. */
    get protocol() {
        return [...this.#wires].map((wire) => wire.protocol).find((protocol) => protocol !== null) ?? null;
    }
    /**
     * A link that the server shows under `name`, to the database of the URL when no other is named. `once`: when its
     * connection is lost it is not opened again, because what it holds (WATCH) would be gone unseen.
     */
    open(name, database = this.#server.database, once = false) {
        const wire = new Wire(this.#connect, { ...this.#server, database }, name, once);
        this.#wires.add(wire);
        return {
            ...linkOn(wire, {}),
            close: () => {
                wire.close();
                this.#wires.delete(wire);
            },
        };
    }
    /** Ends all; safe to call twice. */
    close() {
        for (const wire of this.#wires)
            wire.close();
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/lock-store.js




/** What the hash holds, and whether its lease has run out. */
const READ_LUA = `
local held = redis.call('HMGET', KEYS[1], 'owner', 'acquired_at', 'expires_at')
`;
const ACQUIRE = defineScript('taking the run lock', `${NOW_LUA}${READ_LUA}
if held[1] and tonumber(held[3]) > now then
  return {'held', held[1], held[2], held[3], 0}
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'acquired_at', string.format('%.0f', now),
  'expires_at', string.format('%.0f', now + ARGV[2]))
if held[1] then return {'acquired', held[1], held[2], held[3], 1} end
return {'acquired'}
`);
const HOLDER = defineScript('reading the run lock', `${NOW_LUA}${READ_LUA}
if not held[1] then return {} end
return {'held', held[1], held[2], held[3], tonumber(held[3]) <= now and 1 or 0}
`);
const RENEW = defineScript('renewing the run lock', `${FENCE_LUA}\nreturn 1\n`);
const RELEASE = defineScript('giving up the run lock', `if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('DEL', KEYS[1]) end\nreturn 1\n`);
function iso(ms) {
    return new Date(Number(ms)).toISOString();
}
function holderOf([, owner, acquiredAt, expiresAt, expired]) {
    if (owner === undefined || owner === null)
        return null;
    return {
        owner: String(owner),
        acquiredAt: iso(acquiredAt),
        expiresAt: iso(expiresAt),
        expired: expired === 1,
    };
}
/** The leased run lock; the server's clock alone decides about its lease. */
function lockStore(link, keys) {
    return {
        async acquire(owner, leaseMs) {
            const reply = listOf(await link.script(ACQUIRE, [keys.lock], [owner, leaseMs]));
            const holder = holderOf(reply);
            if (reply[0] === 'acquired')
                return { kind: 'acquired', takenOverFrom: holder };
            if (holder === null)
                throw new Error('The lock is held by nobody.');
            return { kind: 'held', holder };
        },
        async renew(fence) {
            try {
                await link.script(RENEW, [keys.lock], fenceArguments(fence));
                return true;
            }
            catch (error) {
                if (error instanceof errors/* SluiceError */.ah && error.code === 'LOCK_001')
                    return false;
                throw error;
            }
        },
        async release(owner) {
            await link.script(RELEASE, [keys.lock], [owner]);
        },
        async holder() {
            return holderOf(listOf(await link.script(HOLDER, [keys.lock], [])));
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/sessions.js

/** How long a killed client may take to go when no limit is set. */
const PATIENCE_MS = 60_000;
const PREFIX = 'sluice/';
/** What connections other than those that apply migrations carry behind the run's id. */
const ROLES = ['stores', 'reader'];
/** A name that the server shows of a connection; without a role it is one that changes the application's keys. */
function connectionName(runId, role) {
    return `${PREFIX}${runId}${role === undefined ? '' : `:${role}`}`;
}
/** Reads the lines of CLIENT LIST. */
function readClients(text) {
    return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
        const facts = new Map(line.split(' ').map((pair) => {
            const equals = pair.indexOf('=');
            return [pair.slice(0, equals), pair.slice(equals + 1)];
        }));
        const command = facts.get('cmd') ?? '';
        return {
            id: Number(facts.get('id')),
            name: facts.get('name') ?? '',
            database: Number(facts.get('db')),
            command: command === '' || command === 'NULL' ? null : command,
        };
    });
}
function mayNot(error) {
    return error instanceof errors/* SluiceError */.ah && error.code === 'PERM_001';
}
/** Finds and ends what dead runs left. A statement never waits for another session here, so nobody is a blocker. */
function sessionGroup({ link, clock, own }) {
    async function found() {
        const mine = own();
        return readClients(String(await link.call('CLIENT', 'LIST')))
            .filter(({ id, name, database }) => database === link.server.database &&
            name.startsWith(PREFIX) &&
            !ROLES.some((role) => name.endsWith(`:${role}`)) &&
            !mine.has(id))
            .map(({ id, command }) => ({ pid: id, query: command }));
    }
    async function endOrphans(limits) {
        const orphans = await found();
        for (const { pid } of orphans)
            await link.call('CLIENT', 'KILL', 'ID', pid);
        const ended = new Set(orphans.map(({ pid }) => pid));
        const patience = limits.statementTimeoutMs === 0 ? PATIENCE_MS : limits.statementTimeoutMs;
        const until = clock.monotonic() + patience;
        for (let pause = 5;; pause = Math.min(pause * 2, 500)) {
            limits.signal.throwIfAborted();
            const left = orphans.length === 0 ? [] : (await found()).filter(({ pid }) => ended.has(pid));
            const first = left[0];
            if (first === undefined)
                return orphans;
            if (clock.monotonic() >= until) {
                throw new errors/* SluiceError */.ah('TIME_001', `Connection ${String(first.pid)}, which a dead run left behind, has not ended ${String(patience)} ms after it was killed.`, {
                    fix: 'Wait until it is gone from CLIENT LIST, then run the command again.',
                    details: { pid: first.pid },
                });
            }
            await clock.sleep(pause, limits.signal);
        }
    }
    return {
        blockers: async () => [],
        async endOrphans(limits) {
            try {
                return await endOrphans(limits);
            }
            catch (error) {
                // Nothing is at stake: a dead run's scripts are fenced, and the server ends its connections by itself.
                // That the right is missing stands among the privileges of the readiness check.
                if (mayNot(error))
                    return [];
                throw error;
            }
        },
    };
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/entries.js


class KeyEntry {
    db;
    dialect;
    version;
    type;
    expiresAtMs;
    idle;
    frequency;
    #bytes;
    #start;
    #key;
    #value;
    #end;
    /** Where the value begins in the file. */
    offset;
    constructor(facts, bytes, places, offset) {
        this.db = facts.db;
        this.dialect = facts.dialect;
        this.version = facts.version;
        this.type = facts.type;
        this.expiresAtMs = facts.expiresAtMs;
        this.idle = facts.idle;
        this.frequency = facts.frequency;
        this.#bytes = bytes;
        this.#start = places.start;
        this.#key = places.key;
        this.#value = places.value;
        this.#end = places.end;
        this.offset = offset;
    }
    /** The name of the key. Throws `DATA_002` where it is stored compressed and does not decompress. */
    get key() {
        return plainString(new Input(this.#bytes.subarray(this.#key, this.#value), this.offset - this.#value + this.#key));
    }
    /** The name as it is stored, which may be compressed. */
    get storedKey() {
        return this.#bytes.subarray(this.#key, this.#value);
    }
    /** The value as it is stored, without its type; of a large key: its first bytes. */
    get value() {
        return this.#bytes.subarray(this.#value, this.#end);
    }
    get raw() {
        return this.#bytes.subarray(this.#start, this.#end);
    }
}
/** A key with its whole value. The Buffers are cut when they are asked for. */
class RdbKey extends KeyEntry {
    kind = 'key';
}
/** A key whose value is too large to be held: {@link RdbPiece}s follow, up to the last one. */
class RdbLargeKey extends KeyEntry {
    kind = 'large';
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/parser.js








const parser_HEADER_BYTES = 9;
const HEADER = [parser_HEADER_BYTES];
const KEY = ['string'];
const MAX_DATABASE = 2 ** 31 - 1;
/** Names, functions and notes are always held whole; nothing that a server writes comes near. */
const MAX_HELD = 64 * 1024 * 1024;
/** Values up to this are handed out whole. */
const WHOLE_BYTES = 16 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);
/** What a server writes that was told not to compute checksums. */
const UNCHECKED = Buffer.alloc(8);
/**
 * Finds the entries of an RDB file in bytes that come piece by piece. It holds the bytes of the entry that it is in, up
 * to `wholeBytes`, and beyond that hands the entry out in pieces: so a file of any size, with values of any size, takes
 * a few times `wholeBytes` at most. A length in the file is never believed: memory is only taken for bytes that came.
 */
class RdbParser {
    #wholeBytes;
    #input = new Input();
    #skeleton = new Skeleton();
    #crc = new Crc64();
    #format = FORMATS.redis;
    #version = 0;
    #db = 0;
    #stage = 'header';
    /** The opcode or type that the entry, or the part of it that is being passed over, began with. */
    #code = 0;
    /** Bytes of the entry from earlier pieces, where it is not whole in this one. */
    #held = [];
    #heldBytes = 0;
    /** Where the rest of the entry begins in the present piece. */
    #from = 0;
    /** The last bytes of the piece before, which could not be taken yet: a few at most. */
    #tail = null;
    /** Bytes that have been taken before the present piece, so that offsets are those of the file. */
    #origin = 0;
    /** The rest of the entry is handed out in pieces. */
    #inPieces = false;
    /** The checksum has all that it counts. */
    #sealed = false;
    // Of the key that is being read; places count from the beginning of the entry.
    #attributeAt = 0;
    #keyAt = 0;
    #valueAt = 0;
    #expiresAtMs = null;
    #idle = null;
    #frequency = null;
    constructor(wholeBytes = WHOLE_BYTES) {
        this.#wholeBytes = wholeBytes;
        this.#skeleton.start(HEADER);
    }
    /** The end of the file has been reached. */
    get ended() {
        return this.#stage === 'ended';
    }
    /**
     * Takes the next bytes of the file and adds the entries that end in them to `entries`.
     *
     * @throws SluiceError `DATA_002` for whatever cannot be read on; the entries before it have been added
     */
    push(bytes, entries) {
        const input = this.#input;
        input.set(this.#tail === null ? bytes : Buffer.concat([this.#tail, bytes]), this.#origin);
        this.#tail = null;
        this.#from = 0;
        while (this.#stage !== 'ended' && this.#next(entries))
            ;
        if (this.#stage === 'ended') {
            if (input.available > 0)
                throw malformed('there are bytes after the end of the file', input.offset);
            return;
        }
        this.#keep(entries);
    }
    /** Says that no more bytes will come. @throws SluiceError `DATA_002` when the end of the file was not reached */
    finish() {
        if (this.#stage !== 'ended') {
            throw malformed('it ends in the middle', this.#origin + (this.#tail?.length ?? 0));
        }
    }
    /** Goes on by one part of an entry; false = more bytes are needed. */
    #next(entries) {
        if (this.#stage === 'opcode')
            return this.#begin();
        if (!this.#skeleton.advance(this.#input))
            return false;
        switch (this.#stage) {
            case 'header':
                entries.push(this.#header());
                this.#done();
                return true;
            case 'attribute':
                this.#attribute();
                this.#stage = 'opcode';
                return true;
            case 'key':
                this.#valueAt = this.#length();
                this.#stage = 'value';
                this.#skeleton.start(this.#format.types[this.#code]?.layout ?? KEY);
                return true;
            case 'value':
                entries.push(this.#inPieces ? this.#piece(true) : this.#key());
                this.#done();
                return true;
            default:
                if (this.#inPieces)
                    entries.push(this.#piece(true));
                else
                    this.#note(entries);
                if (this.#code !== OPCODES.end)
                    this.#done();
                return true;
        }
    }
    /** Takes the byte that says what follows; false = it is not there yet. */
    #begin() {
        const input = this.#input;
        if (input.available < 1)
            return false;
        const code = input.bytes[input.position];
        const hasAttributes = this.#length() > 0;
        const type = this.#format.types[code];
        const layout = this.#format.opcodes[code];
        this.#code = code;
        if (type !== undefined) {
            input.position += 1;
            this.#stage = 'key';
            this.#keyAt = this.#length();
            this.#skeleton.start(KEY);
        }
        else if (layout === undefined) {
            throw this.#unknown(code);
        }
        else if (isAttribute(code)) {
            input.position += 1;
            this.#stage = 'attribute';
            this.#attributeAt = this.#length();
            this.#skeleton.start(layout);
        }
        else {
            if (hasAttributes)
                throw malformed('an expiry is not followed by a key', input.offset);
            input.position += 1;
            this.#stage = 'note';
            this.#skeleton.start(layout);
            if (code === OPCODES.end)
                this.#seal();
        }
        return true;
    }
    /** The checksum counts up to the opcode of the end, and not itself. */
    #seal() {
        this.#count();
        this.#sealed = true;
        if (this.#version < CHECKED_SINCE)
            this.#skeleton.start([]);
    }
    /** Adds what was taken of the present piece since the last entry to the checksum. */
    #count() {
        if (!this.#sealed)
            this.#crc.update(this.#input.bytes, this.#from, this.#input.position);
    }
    /** How much of the entry has been passed over. */
    #length() {
        return this.#heldBytes + this.#input.position - this.#from;
    }
    /** The entry has ended: what follows belongs to the next one. */
    #done() {
        this.#count();
        this.#from = this.#input.position;
        this.#held = [];
        this.#heldBytes = 0;
        this.#inPieces = false;
        this.#expiresAtMs = null;
        this.#idle = null;
        this.#frequency = null;
        this.#stage = 'opcode';
    }
    /** At the end of a piece: holds what belongs to the entry, or hands it out where it has become too large. */
    #keep(entries) {
        const input = this.#input;
        const { bytes, position } = input;
        if (position > this.#from) {
            const part = bytes.subarray(this.#from, position);
            this.#count();
            if (this.#inPieces) {
                entries.push({ kind: 'piece', raw: part, last: false });
            }
            else {
                this.#held.push(part);
                this.#heldBytes += part.length;
            }
        }
        this.#origin += position;
        this.#tail = position < bytes.length ? bytes.subarray(position) : null;
        input.set(NOTHING, this.#origin);
        this.#from = 0;
        if (this.#inPieces || this.#heldBytes <= this.#wholeBytes)
            return;
        if (this.#stage === 'value') {
            entries.push(new RdbLargeKey(this.#facts(), this.#bytes(), this.#places(), this.#origin - this.#heldBytes + this.#valueAt));
        }
        else if (this.#code === OPCODES.moduleAux && this.#stage === 'note') {
            entries.push(this.#module(false));
        }
        else {
            if (this.#heldBytes > MAX_HELD)
                throw tooLarge('a name, a function or a note of more than 64 MiB', this.#origin);
            return;
        }
        this.#held = [];
        this.#heldBytes = 0;
        this.#inPieces = true;
    }
    /** The bytes of the entry so far, in one. */
    #bytes() {
        const part = this.#input.bytes.subarray(this.#from, this.#input.position);
        return this.#heldBytes === 0 ? part : Buffer.concat([...this.#held, part]);
    }
    #piece(last) {
        return { kind: 'piece', raw: this.#input.bytes.subarray(this.#from, this.#input.position), last };
    }
    #header() {
        const raw = this.#bytes();
        const text = raw.toString('latin1');
        const redis = /^REDIS(?<version>\d{4})$/.exec(text)?.groups?.['version'];
        const valkey = /^VALKEY(?<version>\d{3})$/.exec(text)?.groups?.['version'];
        if (redis === undefined && valkey === undefined) {
            throw malformed('it does not begin as an RDB file does, with REDIS or VALKEY and a version', 0);
        }
        this.#version = Number(redis ?? valkey);
        const known = redis === undefined ? this.#version === VALKEY : this.#version >= 1 && this.#version <= NEWEST_REDIS;
        if (!known)
            throw unsupported(`the format ${text}`, 0, { version: this.#version });
        this.#format = FORMATS[redis === undefined ? 'valkey' : 'redis'];
        return { kind: 'header', raw, dialect: this.#format.dialect, version: this.#version };
    }
    #attribute() {
        const bytes = this.#bytes();
        const input = new Input(bytes.subarray(this.#attributeAt), this.#input.offset);
        switch (this.#code) {
            case OPCODES.expiresMs: {
                const at = Number(input.bytes.readBigInt64LE(0));
                if (!Number.isSafeInteger(at))
                    throw malformed('a time of expiry is beyond all dates', this.#input.offset);
                this.#expiresAtMs = at;
                break;
            }
            case OPCODES.expiresSeconds:
                this.#expiresAtMs = input.bytes.readInt32LE(0) * 1000;
                break;
            case OPCODES.idle:
                this.#idle = input.takeLength();
                break;
            default:
                this.#frequency = input.bytes[0];
        }
    }
    #facts() {
        return {
            db: this.#db,
            dialect: this.#format.dialect,
            version: this.#version,
            type: this.#code,
            expiresAtMs: this.#expiresAtMs,
            idle: this.#idle,
            frequency: this.#frequency,
        };
    }
    #key() {
        const offset = this.#input.offset - this.#length() + this.#valueAt;
        if (this.#heldBytes > 0)
            return new RdbKey(this.#facts(), this.#bytes(), this.#places(), offset);
        // Views of the piece are only cut when somebody asks for them.
        const start = this.#from;
        const places = { start, key: start + this.#keyAt, value: start + this.#valueAt, end: this.#input.position };
        return new RdbKey(this.#facts(), this.#input.bytes, places, offset);
    }
    /** In {@link #bytes}. */
    #places() {
        return { start: 0, key: this.#keyAt, value: this.#valueAt, end: this.#length() };
    }
    #module(whole) {
        const raw = this.#bytes();
        const id = new Input(raw.subarray(1)).takeUnsigned() ?? 0n;
        return { kind: 'module', raw, module: moduleName(id), whole };
    }
    /** Everything that is no key, by its opcode. */
    #note(entries) {
        if (this.#code === OPCODES.end) {
            entries.push(this.#end());
            return;
        }
        const raw = this.#bytes();
        const input = new Input(raw.subarray(1), this.#input.offset - raw.length + 1);
        switch (this.#code) {
            case OPCODES.aux:
                entries.push({ kind: 'aux', raw, name: plainString(input), value: plainString(input) });
                break;
            case OPCODES.function:
                entries.push({ kind: 'function', raw, code: plainString(input) });
                break;
            case OPCODES.moduleAux:
                entries.push(this.#module(true));
                break;
            case OPCODES.database:
                this.#db = input.takeLength();
                if (this.#db > MAX_DATABASE)
                    throw malformed(`there is no database ${String(this.#db)}`, input.offset);
                entries.push({ kind: 'database', raw, db: this.#db });
                break;
            case OPCODES.resize:
                entries.push({ kind: 'resize', raw, keys: input.takeLength(), expiring: input.takeLength() });
                break;
            default:
                entries.push({ kind: 'slots', raw });
        }
    }
    #end() {
        const raw = this.#bytes();
        this.#stage = 'ended';
        const checked = raw.length > 1 && !raw.subarray(1).equals(UNCHECKED);
        if (checked && !this.#crc.matches(raw, 1)) {
            throw malformed('the checksum of the file is not that of its content', this.#input.offset - raw.length + 1);
        }
        return { kind: 'end', raw, checked };
    }
    #unknown(code) {
        const name = FOREIGN_NAMES[this.#format.dialect][code];
        const what = `${name ?? 'an entry of an unknown kind'} (${String(code)})`;
        return unsupported(what, this.#input.offset, { type: code, dialect: this.#format.dialect });
    }
}
function isAttribute(code) {
    return code >= OPCODES.idle && code <= OPCODES.expiresSeconds && code !== OPCODES.aux && code !== OPCODES.resize;
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/reader.js

/** Pieces are cut to this, so that a batch of entries stays small whatever the source hands out. */
const PIECE_BYTES = 1024 * 1024;
/**
 * The entries of an RDB file, in batches. A batch is what ended in a piece of at most 1 MiB of the source, and keeps that
 * piece in memory; larger entries are held up to `wholeBytes` (16 MiB unless said otherwise) and then come as a
 * {@link RdbLargeKey} and its {@link RdbPiece}s. So memory does not grow with the file, nor with what it claims.
 *
 * @throws SluiceError `DATA_002` with the byte's place, after the entries before it: cut, damaged or unknown data, a newer
 *   format, bytes after the end, a wrong checksum; the signal's reason when it is aborted
 */
async function* readRdb(source, { signal, wholeBytes = WHOLE_BYTES } = {}) {
    const parser = new RdbParser(wholeBytes);
    for await (const bytes of source) {
        for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
            signal?.throwIfAborted();
            const batch = [];
            let failure = null;
            try {
                parser.push(bytes.subarray(start, start + PIECE_BYTES), batch);
            }
            catch (error) {
                failure = { error };
            }
            if (batch.length > 0)
                yield batch;
            if (failure !== null)
                throw failure.error;
        }
    }
    signal?.throwIfAborted();
    parser.finish();
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/writer.js




/** Bytes are gathered up to this before they are handed out. */
const CHUNK_BYTES = 256 * 1024;
/**
 * Writes an RDB file that a server loads: notes and functions first, then the keys, and {@link RdbWriter.end}. What is
 * written becomes ready in chunks, which {@link RdbWriter.take} hands out; whoever takes after each key keeps memory small.
 */
class RdbWriter {
    #version;
    #dialect;
    #crc = new Crc64();
    #parts = [];
    #bytes = 0;
    #db = null;
    /** The checksum has been written, and counts nothing more. */
    #sealed = false;
    constructor(version, dialect = 'redis') {
        this.#version = version;
        this.#dialect = dialect;
        const digits = String(version);
        this.#write(Buffer.from(dialect === 'redis' ? `REDIS${digits.padStart(4, '0')}` : `VALKEY${digits.padStart(3, '0')}`));
    }
    /** A note, such as `redis-ver`; a name that begins with `%` is logged by the server that loads it. */
    aux(name, value) {
        this.#opcode(OPCODES.aux);
        this.#string(Buffer.from(name));
        this.#string(Buffer.from(value));
    }
    /** A library of functions, as FUNCTION LIST shows its code. */
    function(code) {
        this.#opcode(OPCODES.function);
        this.#string(code);
    }
    /** What follows belongs to this database; with counts, the server that loads it makes room for so many keys at once. */
    database(db, counts) {
        if (db !== this.#db) {
            this.#db = db;
            this.#opcode(OPCODES.database);
            this.#write(encodedLength(db));
        }
        if (counts === undefined)
            return;
        this.#opcode(OPCODES.resize);
        this.#write(encodedLength(counts.keys));
        this.#write(encodedLength(counts.expiring));
    }
    /**
     * A key as DUMP gave it.
     *
     * @throws SluiceError `DATA_002` when the payload is damaged, or in a newer format than the file is
     */
    dumped(head, key, payload) {
        const { type, version, dialect, value } = openPayload(payload);
        const known = FORMATS[this.#dialect].types[type] === FORMATS[dialect].types[type];
        if (version > this.#version || !known) {
            throw unsupported(`a value in version ${String(version)} in a file of version ${String(this.#version)}`, 0, {
                version,
            });
        }
        this.stored(head, type, encodedString(key), value);
    }
    /** A key of which name and value are as an RDB file holds them; more of the value may follow by {@link raw}. */
    stored(head, type, storedKey, value) {
        this.database(head.db);
        if (head.expiresAtMs !== null) {
            const expiry = Buffer.allocUnsafe(9);
            expiry[0] = OPCODES.expiresMs;
            expiry.writeBigInt64LE(BigInt(head.expiresAtMs), 1);
            this.#write(expiry);
        }
        if (head.idle != null) {
            this.#opcode(OPCODES.idle);
            this.#write(encodedLength(head.idle));
        }
        if (head.frequency != null)
            this.#write(Buffer.from([OPCODES.frequency, head.frequency]));
        this.#opcode(type);
        this.#write(storedKey);
        this.#write(value);
    }
    /** Bytes that belong into the file as they are. */
    raw(bytes) {
        this.#write(bytes);
    }
    /** The end, with the checksum. */
    end() {
        this.#opcode(OPCODES.end);
        if (this.#version < CHECKED_SINCE)
            return;
        for (const part of this.#parts)
            this.#crc.update(part);
        const checksum = Buffer.alloc(8);
        this.#crc.write(checksum, 0);
        this.#write(checksum);
        this.#sealed = true;
    }
    /** What is ready: null as long as it is little, unless `all` is asked for, as after the {@link end}. */
    take(all = false) {
        if (this.#bytes === 0 || (!all && this.#bytes < CHUNK_BYTES))
            return null;
        const chunk = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
        if (!this.#sealed)
            this.#crc.update(chunk);
        this.#parts = [];
        this.#bytes = 0;
        return chunk;
    }
    #opcode(code) {
        this.#write(OPCODE_BYTES.subarray(code, code + 1));
    }
    #string(bytes) {
        this.#write(encodedLength(bytes.length));
        this.#write(bytes);
    }
    #write(bytes) {
        this.#parts.push(bytes);
        this.#bytes += bytes.length;
    }
}
const OPCODE_BYTES = Buffer.from(Array.from({ length: 256 }, (_, code) => code));
/** A length, in the shortest form. */
function encodedLength(length) {
    if (length < 2 ** 6)
        return Buffer.from([length]);
    if (length < 2 ** 14)
        return Buffer.from([0x40 | (length >> 8), length & 255]);
    if (length < 2 ** 32) {
        const bytes = Buffer.from([0x80, 0, 0, 0, 0]);
        bytes.writeUInt32BE(length, 1);
        return bytes;
    }
    const bytes = Buffer.from([0x81, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.writeBigUInt64BE(BigInt(length), 1);
    return bytes;
}
/** A byte string as it is, with its length before it. */
function encodedString(bytes) {
    return Buffer.concat([encodedLength(bytes.length), bytes]);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/rewrite.js

/**
 * The file that the entries make when each key is kept, dropped or changed as `change` says. Values are passed through as
 * they are, of any size. Hints about the number of keys are left out, because they would no longer be true.
 */
async function* rewriteRdb(batches, change) {
    let writer = null;
    let inDropped = false;
    for await (const batch of batches) {
        for (const entry of batch) {
            if (entry.kind === 'header')
                writer = new RdbWriter(entry.version, entry.dialect);
            if (writer === null)
                continue;
            switch (entry.kind) {
                case 'key':
                case 'large': {
                    const changed = change(entry);
                    inDropped = changed === 'drop';
                    if (changed !== 'drop')
                        writeKey(writer, entry, changed === 'keep' ? {} : changed);
                    break;
                }
                case 'piece':
                    if (!inDropped)
                        writer.raw(entry.raw);
                    break;
                case 'aux':
                case 'function':
                case 'module':
                    inDropped = false;
                    writer.raw(entry.raw);
                    break;
                case 'end':
                    writer.end();
                    break;
                default:
            }
            const chunk = writer.take(entry.kind === 'end');
            if (chunk !== null)
                yield chunk;
        }
    }
}
function writeKey(writer, entry, changed) {
    const { db, expiresAtMs, idle, frequency } = entry;
    const storedKey = changed.key === undefined ? entry.storedKey : encodedString(changed.key);
    writer.stored({ db, expiresAtMs, idle, frequency, ...changed }, entry.type, storedKey, entry.value);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/libraries.js



/** A library of functions as the schema shows it; its first line names it. */
function libraryObject(code) {
    const definition = code.toString('utf8');
    const [, name = ''] = /^#![^\n]*?\sname="?(\w+)/u.exec(definition) ?? [];
    return { kind: 'function-library', name, definition };
}
/** Libraries in the form that FUNCTION RESTORE takes. */
function functionPayload(codes, version) {
    const footer = Buffer.alloc(10);
    footer.writeUInt16LE(version, 0);
    const parts = codes.flatMap((code) => [Buffer.from([OPCODES.function]), encodedString(code)]);
    const content = Buffer.concat([...parts, footer]);
    new Crc64().update(content, 0, content.length - 8).write(content, content.length - 8);
    return content;
}
/** The command after which a server has these libraries and no others. */
function functionCommand(codes, version) {
    return codes.length === 0
        ? ['FUNCTION', 'FLUSH', 'ASYNC']
        : ['FUNCTION', 'RESTORE', functionPayload(codes, version), 'FLUSH'];
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/parts.js

/** The only part of a backup: an RDB file. */
const DUMP_PART = 'dump.rdb';
/** @throws SluiceError `BACKUP_001` when the backup is of another kind */
function requireDump(source) {
    if (source.parts.includes(DUMP_PART))
        return;
    throw new errors/* SluiceError */.ah('BACKUP_001', `The backup has no part ${DUMP_PART}: it is not one of Redis.`);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/live-functions.js


/** The code of the server's libraries of functions. */
async function liveFunctions(reader, { commands }) {
    if (!atLeast(commands, 7))
        return [];
    try {
        const libraries = (await reader.callBuffer('FUNCTION', 'LIST', 'WITHCODE'));
        return libraries.map((facts) => {
            const name = facts.findIndex((fact) => Buffer.isBuffer(fact) && fact.equals(Buffer.from('library_code')));
            return facts[name + 1];
        });
    }
    catch (error) {
        // A service that blocks the command has no libraries; an account that may not look could miss some.
        if (error instanceof errors/* SluiceError */.ah && error.details['unknownCommand'] !== undefined)
            return [];
        throw error;
    }
}
/** Whether both are the same libraries, in whatever order. */
function sameFunctions(some, others) {
    const sorted = (codes) => Buffer.concat(codes.toSorted((a, b) => Buffer.compare(a, b)));
    return some.length === others.length && sorted(some).equals(sorted(others));
}
/** Keys alone are restored where the functions are those of the backup. */
function otherFunctions() {
    return new errors/* SluiceError */.ah('ROLL_001', 'The backup is to bring keys only, and the functions of the server were not the present ones. Nothing was changed.', { fix: 'Load the functions that the server had at the time of the backup, or choose a backup of mode full.' });
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/seen-keys.js

/** Words of 32 bits that are kept of a key's MD5: two keys of a trillion would have the same with a chance of 1 in 10^5. */
const WORDS = 3;
const FIRST_SLOTS = 1024;
/**
 * Remembers which keys have been met, in 16 to 32 bytes a key whatever their length: SCAN may give a key twice, and a
 * server does not load a file that has one twice.
 */
class SeenKeys {
    #table = new Int32Array(FIRST_SLOTS * WORDS);
    #count = 0;
    /** Remembers the key; false = it was there before. */
    add(key) {
        if ((this.#count + 1) * WORDS > this.#table.length * 0.75)
            this.#grow();
        const md5 = Buffer.from((0,external_node_crypto_.hash)('md5', key, 'binary'), 'latin1');
        // All zero stands for an empty slot.
        const isNew = put(this.#table, md5.readInt32LE(0), md5.readInt32LE(4), md5.readInt32LE(8) | 1);
        if (isNew)
            this.#count += 1;
        return isNew;
    }
    #grow() {
        const old = this.#table;
        const table = new Int32Array(old.length * 2);
        for (let at = 0; at < old.length; at += WORDS) {
            const third = old[at + 2];
            if (third !== 0)
                put(table, old[at], old[at + 1], third);
        }
        this.#table = table;
    }
}
/** Puts three words into the first free slot from the one that they name; false = they are there. */
function put(table, first, second, third) {
    const slots = table.length / WORDS;
    for (let slot = (first >>> 0) % slots;; slot = (slot + 1) % slots) {
        const at = slot * WORDS;
        if (table[at + 2] === 0) {
            table[at] = first;
            table[at + 1] = second;
            table[at + 2] = third;
            return true;
        }
        if (table[at] === first && table[at + 1] === second && table[at + 2] === third)
            return false;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/scan-dump.js







/**
 * An RDB file of the whole server, read key by key, for servers that cannot be replicated from. Each key is as it was at
 * one moment with its expiry; all of them are not: what is written meanwhile may be in it or not.
 *
 * @throws SluiceError what the link throws; `DATA_002` for a value in a format that is not known here
 */
async function* dumpByScan(parts, signal) {
    const { info, scripts, openReader, keep } = parts;
    const reader = parts.reader.within({ signal });
    const writer = new RdbWriter(...formatOf(info));
    writer.aux(info.product === 'Valkey' ? 'valkey-ver' : 'redis-ver', info.version);
    for (const code of await liveFunctions(reader, info))
        writer.function(code);
    for (const { database, keys, expiring } of readKeyspace(await askInfo(reader))) {
        writer.database(database, { keys, expiring });
        const opened = openReader(database);
        try {
            const link = opened.within({ signal });
            const seen = new SeenKeys();
            for await (const page of scanKeys(link)) {
                const wanted = page.filter((key) => keep(database, key) && seen.add(key));
                for await (const found of dumpKeys(link, scripts, wanted)) {
                    for (const { key, expiresAtMs, payload } of found) {
                        writer.dumped({ db: database, expiresAtMs }, key, payload);
                        const chunk = writer.take();
                        if (chunk !== null)
                            yield chunk;
                    }
                }
            }
        }
        finally {
            opened.close();
        }
    }
    writer.end();
    yield writer.take(true);
}
/** The version of the format that a server writes, and reads. */
function formatOf({ product, version, commands }) {
    if (product === 'Valkey' && atLeast(versionParts(version), 9))
        return [80, 'valkey'];
    if (atLeast(commands, 7, 4))
        return [12, 'redis'];
    if (atLeast(commands, 7, 2))
        return [11, 'redis'];
    return [atLeast(commands, 7) ? 10 : 9, 'redis'];
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/sync-failure.js


/** The value of `details.replication` of an error that means: this server does not let us replicate from it. */
const REPLICATION_FORBIDDEN = 'forbidden';
/** Whether a backup has to be made in another way, because the account or the server does not allow replication. */
function isReplicationForbidden(error) {
    return error instanceof errors/* SluiceError */.ah && error.details['replication'] === REPLICATION_FORBIDDEN;
}
/** Answers that forbid it for good, as a rule those of managed services. */
function forbids(reply) {
    return /^(?:NOPERM|ERR (?:unknown command|unsupported|operation not (?:permitted|allowed)|.*not (?:allowed|supported)))/iu.test(reply);
}
/** What a server answered to a command of the handshake, without the `-`. */
function syncError(reply, command, server) {
    const cause = replyError(reply, { what: command }, server);
    if (!forbids(reply)) {
        return new errors/* SluiceError */.ah(cause.code === 'SQL_001' ? 'CONN_001' : cause.code, cause.message, {
            cause,
            fix: cause.code === 'SQL_001'
                ? 'See what the server said above; try again when it can be replicated from.'
                : cause.fix,
            details: { ...cause.details },
        });
    }
    return new errors/* SluiceError */.ah('PERM_001', `The server at ${server.host}:${String(server.port)} does not let the user "${server.user}" replicate from it.`, {
        cause,
        fix: `Let an administrator run: ACL SETUSER ${server.user} +psync +sync +replconf; managed services that forbid it are read key by key instead.`,
        details: { ...cause.details, command, replication: REPLICATION_FORBIDDEN },
    });
}
/** The server said something that is no answer to what it was asked. */
function malformedReply() {
    return new errors/* SluiceError */.ah('CONN_001', 'The server answered the request to replicate with something else.', {
        fix: 'Check that the database URL leads to the Redis server itself and not to a proxy, then run the command again.',
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/socket-reader.js

/** The longest line that a server answers with. */
const MAX_LINE = 4096;
const socket_reader_NOTHING = Buffer.alloc(0);
const NEWLINE = 0x0a;
/** Reads a socket that is no longer read by anybody else. The waits are bounded by `limit`, and ended by the signal. */
class SocketReader {
    #socket;
    #chunks;
    #idleTimeoutMs;
    #late;
    #signal;
    #rest = socket_reader_NOTHING;
    constructor(socket, limit) {
        this.#socket = socket;
        this.#chunks = socket[Symbol.asyncIterator]();
        this.#idleTimeoutMs = limit.idleTimeoutMs;
        this.#late = limit.late;
        this.#signal = limit.signal;
    }
    /** The next bytes, as many as came; null = the other side has closed. */
    async read() {
        if (this.#rest.length > 0) {
            const rest = this.#rest;
            this.#rest = socket_reader_NOTHING;
            return rest;
        }
        this.#signal?.throwIfAborted();
        const { promise: ended, reject } = Promise.withResolvers();
        const timer = setTimeout(() => reject(this.#late()), this.#idleTimeoutMs);
        const abort = () => reject(this.#signal?.reason);
        this.#signal?.addEventListener('abort', abort, { once: true });
        const next = this.#chunks.next();
        next.catch(() => { });
        try {
            const { value } = await Promise.race([next, ended]);
            return value ?? null;
        }
        catch (error) {
            this.#socket.destroy();
            throw error;
        }
        finally {
            clearTimeout(timer);
            this.#signal?.removeEventListener('abort', abort);
        }
    }
    /** The next line that is not empty: servers send empty ones while they prepare; null = the other side has closed. */
    async line() {
        let line = socket_reader_NOTHING;
        for (;;) {
            const bytes = await this.read();
            if (bytes === null)
                return null;
            const end = bytes.indexOf(NEWLINE);
            line = Buffer.concat([line, end < 0 ? bytes : bytes.subarray(0, end)]);
            if (line.length > MAX_LINE)
                throw malformedReply();
            if (end < 0)
                continue;
            this.#rest = bytes.subarray(end + 1);
            const text = line.toString('latin1').replace(/\r$/u, '');
            if (text !== '')
                return text;
            line = socket_reader_NOTHING;
        }
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/sync.js




/** The mark that ends a snapshot of unknown length. */
const MARK_BYTES = 40;
/**
 * Asks for a snapshot over a connection that has done nothing but log in; it is of no other use afterwards. The server
 * makes the snapshot in a process of its own, as for a replica, and goes on serving.
 *
 * @throws SluiceError `PERM_001` for which {@link isReplicationForbidden} holds, where another way has to be taken;
 *   `CONN_001` when the server is loading, is a replica without its primary, is silent for too long, or the connection
 *   breaks; the signal's reason
 */
async function requestSnapshot({ redis, destroy }, server, { idleTimeoutMs, signal }) {
    const socket = redis.stream;
    // From here on what comes is no reply that the library could read.
    socket.removeAllListeners('data');
    const reader = new SocketReader(socket, {
        idleTimeoutMs,
        late: () => noAnswer(idleTimeoutMs, { what: 'PSYNC' }, server, {}),
        ...(signal === undefined ? {} : { signal }),
    });
    try {
        const { header, position } = await handshake(socket, reader, server);
        const mark = /^\$EOF:(.{40})$/u.exec(header)?.[1];
        const size = /^\$(\d{1,15})$/u.exec(header)?.[1];
        if (mark === undefined && size === undefined)
            throw malformedReply();
        const content = mark === undefined ? sized(reader, Number(size)) : marked(reader, Buffer.from(mark, 'latin1'));
        return {
            position,
            bytes: size === undefined ? null : Number(size),
            chunks: closing(content, server, signal, destroy),
            close: destroy,
        };
    }
    catch (error) {
        destroy();
        throw explained(error, server, signal);
    }
}
async function handshake(socket, reader, server) {
    const ask = async (...words) => {
        socket.write(`*${String(words.length)}\r\n${words.map((word) => `$${String(word.length)}\r\n${word}\r\n`).join('')}`);
        return expectLine(await reader.line());
    };
    const capable = await ask('REPLCONF', 'capa', 'eof', 'capa', 'psync2');
    if (isForbidden(capable))
        throw syncError(capable.slice(1), 'REPLCONF', server);
    // Servers before 7.0 do not know it, and keep changes for us until the connection is closed.
    await ask('REPLCONF', 'rdb-only', '1');
    const answer = await ask('PSYNC', '?', '-1');
    const resync = /^\+FULLRESYNC (\w+) (\d+)$/u.exec(answer);
    if (resync !== null) {
        const position = { replicationId: resync[1], offset: BigInt(resync[2]) };
        return { header: expectLine(await reader.line()), position };
    }
    if (!isForbidden(answer))
        throw answer.startsWith('-') ? syncError(answer.slice(1), 'PSYNC', server) : malformedReply();
    // An account may have the older command only, which does not say where the snapshot is.
    const header = await ask('SYNC');
    if (header.startsWith('-'))
        throw syncError(header.slice(1), 'SYNC', server);
    return { header, position: null };
}
function isForbidden(answer) {
    return /^-(?:NOPERM|ERR unknown command)/iu.test(answer);
}
class Closed extends Error {
}
function expectLine(line) {
    if (line === null)
        throw new Closed('The server closed the connection.');
    return line;
}
async function* sized(reader, bytes) {
    for (let left = bytes; left > 0;) {
        const chunk = await reader.read();
        if (chunk === null)
            throw new Closed('The server closed the connection before the end of the snapshot.');
        const part = chunk.length > left ? chunk.subarray(0, left) : chunk;
        left -= part.length;
        yield part;
    }
}
/** Holds back as much as the mark is long, because it may come in two parts. */
async function* marked(reader, mark) {
    let held = Buffer.alloc(0);
    for (;;) {
        const chunk = await reader.read();
        if (chunk === null)
            throw new Closed('The server closed the connection before the end of the snapshot.');
        const bytes = Buffer.concat([held, chunk]);
        const end = bytes.indexOf(mark);
        const ready = end < 0 ? Math.max(0, bytes.length - MARK_BYTES) : end;
        if (ready > 0)
            yield bytes.subarray(0, ready);
        if (end >= 0)
            return;
        held = bytes.subarray(ready);
    }
}
async function* closing(content, server, signal, destroy) {
    const chunks = content[Symbol.asyncIterator]();
    try {
        for (;;) {
            // Only the reading is guarded: what a consumer throws is not a fault of the connection.
            const next = await chunks.next().catch((error) => {
                throw explained(error, server, signal);
            });
            if (next.done === true)
                return;
            yield next.value;
        }
    }
    finally {
        destroy();
    }
}
function explained(error, server, signal) {
    signal?.throwIfAborted();
    return error instanceof errors/* SluiceError */.ah ? error : connectionLost(error, server);
}

// EXTERNAL MODULE: ./build/js/checksum/row-digest.js
var row_digest = __webpack_require__(8457);
;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/frame-hash.js

/** Contents up to this are gathered and hashed in one call, which takes a fifth of the time of a hash in steps. */
const GATHERED_BYTES = 4096;
/** The longest that stands before a byte string: `V`, its length in decimal, `:`. */
const FRAME_BYTES = 24;
/** The MD5 of byte strings, each framed as `V<octets>:<bytes>`, and of nulls, `N`. */
class FrameHash {
    #gathered = Buffer.allocUnsafe(GATHERED_BYTES);
    #used = 0;
    #hash = null;
    /** A byte string of so many octets begins; they follow by {@link bytes}. */
    open(length) {
        if (this.#used + FRAME_BYTES > GATHERED_BYTES)
            this.#flush();
        this.#used += this.#gathered.write(`V${String(length)}:`, this.#used, 'latin1');
    }
    bytes(bytes) {
        if (this.#used + bytes.length > GATHERED_BYTES) {
            this.#flush();
            if (bytes.length > GATHERED_BYTES) {
                this.#hash?.update(bytes);
                return;
            }
        }
        this.#used += bytes.copy(this.#gathered, this.#used);
    }
    /** A whole byte string. */
    text(bytes) {
        this.open(bytes.length);
        this.bytes(bytes);
    }
    /** A short text of one-byte characters; null = `N`. */
    word(text) {
        const framed = text === null ? 'N' : `V${String(text.length)}:${text}`;
        if (this.#used + framed.length > GATHERED_BYTES)
            this.#flush();
        this.#used += this.#gathered.write(framed, this.#used, 'latin1');
    }
    /** The MD5, and begins anew. */
    end(encoding) {
        const rest = this.#gathered.subarray(0, this.#used);
        const md5 = this.#hash === null ? (0,external_node_crypto_.hash)('md5', rest, encoding) : this.#hash.update(rest).digest(encoding);
        this.reset();
        return md5;
    }
    /** Forgets what it has. */
    reset() {
        this.#used = 0;
        this.#hash = null;
    }
    #flush() {
        this.#hash ??= (0,external_node_crypto_.createHash)('md5');
        this.#hash.update(this.#gathered.subarray(0, this.#used));
        this.#used = 0;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/piecewise.js


const piecewise_NOTHING = Buffer.alloc(0);
/** Runs a decoding over bytes that come piece by piece, and holds no more than it asks for. */
class Piecewise {
    #input;
    #decoding;
    #done = false;
    /** How many bytes must be there before it goes on. */
    #needed = 0;
    /** Bytes that it did not take yet, in a Buffer of as many as it needs. */
    #pending = piecewise_NOTHING;
    #filled = 0;
    #offset;
    /** `offset` = where the first piece begins in the file. */
    constructor(start, offset) {
        this.#input = new Input(piecewise_NOTHING, offset);
        this.#offset = offset;
        this.#decoding = start(this.#input);
    }
    /** Decodes as far as the bytes go. @throws SluiceError `DATA_002` */
    push(bytes) {
        let rest = bytes;
        while (rest.length > 0) {
            let window = rest;
            if (this.#filled > 0) {
                const copied = rest.copy(this.#pending, this.#filled);
                this.#filled += copied;
                rest = rest.subarray(copied);
                if (this.#filled < this.#needed)
                    return;
                window = this.#pending;
            }
            else {
                rest = piecewise_NOTHING;
                if (window.length < this.#needed) {
                    this.#wait(window);
                    return;
                }
            }
            this.#run(window);
        }
    }
    /** Says that no more bytes will come. @throws SluiceError `DATA_002` when the value has not ended */
    finish() {
        if (!this.#done)
            throw malformed('a value ends in the middle', this.#offset + this.#filled);
    }
    #run(window) {
        if (this.#done)
            throw malformed('something follows a value that has ended', this.#offset);
        this.#input.set(window, this.#offset);
        const step = this.#decoding.next();
        this.#offset = this.#input.offset;
        this.#filled = 0;
        this.#pending = piecewise_NOTHING;
        if (step.done === true) {
            this.#done = true;
            this.#needed = 0;
            if (this.#input.available > 0)
                throw malformed('something follows a value that has ended', this.#offset);
            return;
        }
        this.#needed = step.value;
        if (this.#input.available > 0)
            this.#wait(window.subarray(this.#input.position));
    }
    /** Memory is only really taken for the bytes that come. */
    #wait(bytes) {
        this.#pending = Buffer.allocUnsafeSlow(this.#needed);
        this.#filled = bytes.copy(this.#pending);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/rdb/digest.js
/**
 * The canonical digest of a key: the same whatever encoding its value is stored in, from an RDB file, from a DUMP payload
 * and so from a live server of any version.
 *
 * It is the MD5 of these parts, each framed as `V<octets>:<bytes>`, null as `N`: the key's name, the name of the type,
 * the expiry in milliseconds or null, and
 * - string: its bytes
 * - list: its elements in order
 * - set, hash, sorted set: the number of members and the sums of the halves of their MD5s, as in `src/checksum`; a member
 *   is its framed bytes, of a hash field and value and, where the field expires, when; of a sorted set the member and its
 *   score as the eight bytes of the double in hex, −0 being 0
 * - stream: each entry (id, number of fields, fields and values); the last id, the highest deleted id, the number of
 *   entries ever added; each group (name, last id, entries read), its pending entries (id, time and number of deliveries),
 *   and its consumers (name, the ids of their pending entries). When a consumer was last seen is left out: it changes
 *   without the data.
 * - module: its name and the MD5 of its bytes
 */






const digest_NOTHING = Buffer.alloc(0);
const DOUBLE = Buffer.alloc(8);
/** Digests a key part by part. */
class KeyDigest {
    #whole = new FrameHash();
    #member = new FrameHash();
    /** Where the next byte string goes. */
    #target = this.#whole;
    #sum = null;
    #key = digest_NOTHING;
    #expiresAtMs = null;
    /** The bytes of a module's value. */
    #module = null;
    /** Begins with another key. */
    start(key, expiresAtMs) {
        this.#whole.reset();
        this.#member.reset();
        this.#key = key;
        this.#expiresAtMs = expiresAtMs;
        this.#module = null;
        return this;
    }
    begin(type) {
        const unordered = type === 'set' || type === 'hash' || type === 'zset';
        this.#sum = unordered ? new row_digest/* Md5Sum */.wY() : null;
        this.#target = unordered ? this.#member : this.#whole;
        this.#whole.text(this.#key);
        this.#whole.word(type);
        this.#whole.word(this.#expiresAtMs === null ? null : String(this.#expiresAtMs));
    }
    text(bytes) {
        this.#target.text(bytes);
    }
    open(length) {
        this.#target.open(length);
    }
    chunk(bytes) {
        this.#target.bytes(bytes);
    }
    score(score) {
        // −0 and 0 are one score.
        DOUBLE.writeDoubleBE(score + 0);
        this.#target.word(DOUBLE.toString('hex'));
    }
    expiry(atMs) {
        this.#target.word(String(atMs));
    }
    item() {
        this.#sum?.add(this.#member.end('binary'));
    }
    entry(id, fields) {
        this.#whole.word(id);
        this.#whole.word(String(fields.length));
        for (const [field, value] of fields) {
            this.#whole.text(field);
            this.#whole.text(value);
        }
    }
    stream(lastId, maxDeletedId, entriesAdded) {
        this.#whole.word(lastId);
        this.#whole.word(maxDeletedId);
        this.#whole.word(String(entriesAdded));
    }
    group(name, lastId, entriesRead) {
        this.#whole.word('group');
        this.#whole.text(name);
        this.#whole.word(lastId);
        this.#whole.word(entriesRead === null ? null : String(entriesRead));
    }
    pending(id, deliveredAtMs, deliveries) {
        this.#whole.word('pending');
        this.#whole.word(id);
        this.#whole.word(String(deliveredAtMs));
        this.#whole.word(String(deliveries));
    }
    consumer(name) {
        this.#whole.word('consumer');
        this.#whole.text(name);
    }
    owned(id) {
        this.#whole.word('owned');
        this.#whole.word(id);
    }
    module(name) {
        this.#whole.word(name);
        this.#module = (0,external_node_crypto_.createHash)('md5');
    }
    raw(bytes) {
        this.#module?.update(bytes);
    }
    /** In hex. */
    end() {
        if (this.#module !== null)
            this.#whole.word(this.#module.digest('hex'));
        if (this.#sum !== null) {
            this.#whole.word(String(this.#sum.count));
            for (const half of this.#sum.checksum().split(':'))
                this.#whole.word(half);
        }
        return this.#whole.end('hex');
    }
}
// One is enough for all that is digested in one go.
const digest = new KeyDigest();
/** The digest of a decoded key, in hex. */
function keyDigest(key, expiresAtMs, value) {
    show(value, digest.start(key, expiresAtMs));
    return digest.end();
}
/** The digest of a key whose value is as it was stored, without decoding it first: the same as {@link keyDigest}, faster. */
function storedDigest(key, expiresAtMs, value) {
    visitValue(value, digest.start(key, expiresAtMs));
    return digest.end();
}
/** The digest of a key of an RDB file. @throws SluiceError `DATA_002` when its value is damaged */
function entryDigest(key) {
    return storedDigest(key.key, key.expiresAtMs, key);
}
/**
 * The digest of a key whose value comes in pieces. Strings are digested as they come; of packed values (listpacks) as much
 * is held as one of them has.
 */
class LargeKeyDigest {
    #digest;
    #decoding;
    constructor(key) {
        this.#digest = new KeyDigest().start(key.key, key.expiresAtMs);
        this.#decoding = new Piecewise((input) => decodeValue(key.type, key.dialect, input, this.#digest), key.offset);
        this.#decoding.push(key.value);
    }
    /** The next piece; the digest when it was the last. @throws SluiceError `DATA_002` when the value is damaged */
    push({ raw, last }) {
        this.#decoding.push(raw);
        if (!last)
            return null;
        this.#decoding.finish();
        return this.#digest.end();
    }
}
/** Shows a decoded value to a visitor, as decoding would have. */
function show(value, visitor) {
    visitor.begin(value.type);
    switch (value.type) {
        case 'string':
            visitor.text(value.bytes);
            break;
        case 'list':
            for (const element of value.elements)
                visitor.text(element);
            break;
        case 'set':
            for (const member of value.members) {
                visitor.text(member);
                visitor.item();
            }
            break;
        case 'hash':
            for (const [field, content, expiresAtMs] of value.fields) {
                visitor.text(field);
                visitor.text(content);
                if (expiresAtMs !== null)
                    visitor.expiry(expiresAtMs);
                visitor.item();
            }
            break;
        case 'zset':
            for (const [member, score] of value.members) {
                visitor.text(member);
                visitor.score(score);
                visitor.item();
            }
            break;
        case 'module':
            visitor.module(value.name);
            visitor.raw(value.bytes);
            break;
        case 'stream':
            showStream(value, visitor);
    }
}
function showStream(value, visitor) {
    for (const { id, fields } of value.entries)
        visitor.entry(id, fields);
    visitor.stream(value.lastId, value.maxDeletedId, value.entriesAdded);
    for (const { name, lastId, entriesRead, pending, consumers } of value.groups) {
        visitor.group(name, lastId, entriesRead);
        for (const { id, deliveredAtMs, deliveries } of pending)
            visitor.pending(id, deliveredAtMs, deliveries);
        for (const consumer of consumers) {
            visitor.consumer(consumer.name);
            for (const id of consumer.pending)
                visitor.owned(id);
        }
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/tally.js



/** Adds up the keys of an RDB file while it goes by: the same digests as those of a live server. */
class Tally {
    #sums = new Map();
    #databases = new Set();
    #large = null;
    #sum(database, table) {
        const name = `${String(database)} ${table}`;
        let sum = this.#sums.get(name);
        if (sum === undefined) {
            sum = new row_digest/* Md5Sum */.wY();
            this.#sums.set(name, sum);
            this.#databases.add(database);
        }
        return sum;
    }
    /** Takes the next entry; of a key only when it counts, and always the pieces that follow it. */
    add(entry, counts) {
        switch (entry.kind) {
            case 'key':
                if (counts)
                    this.#sum(entry.db, tableOf(entry.expiresAtMs)).add(characters(entryDigest(entry)));
                break;
            case 'large':
                this.#large = counts
                    ? { digest: new LargeKeyDigest(entry), sum: this.#sum(entry.db, tableOf(entry.expiresAtMs)) }
                    : null;
                break;
            case 'piece': {
                const digest = this.#large?.digest.push(entry) ?? null;
                if (digest !== null)
                    this.#large?.sum.add(characters(digest));
                if (entry.last)
                    this.#large = null;
                break;
            }
            default:
        }
    }
    /** Of the tables that have keys, in the order of the contract. */
    tables() {
        const tables = [...this.#databases].flatMap((database) => KEY_TABLES.flatMap((table) => {
            const sum = this.#sums.get(`${String(database)} ${table}`);
            return sum === undefined
                ? []
                : [{ table: tableRef(database, table), rows: sum.count, checksum: sum.checksum() }];
        }));
        const name = ({ table }) => `${table.schema ?? ''}.${table.name}`;
        return tables.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))));
    }
}
function tableOf(expiresAtMs) {
    return expiresAtMs === null ? 'keys' : 'expiring';
}
function characters(md5) {
    return Buffer.from(md5, 'hex').toString('latin1');
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/dump.js













/** No byte for so long, and the server is given up; a server that prepares a snapshot sends one every second. */
const IDLE_TIMEOUT_MS = 60_000;
const BUFFERED_CHUNKS = 4;
const AT_ONE_MOMENT = 'All keys are as they were at one moment: the server gave them out in one piece, as to a replica. The checksums were taken from the same bytes.';
const KEY_BY_KEY = 'Not one point in time: the server does not let this account replicate from it, so the keys were read one by one (SCAN and DUMP). Each key is as it was at one moment with its expiry; what was written meanwhile may be in the backup or not. The checksums were taken from the same bytes.';
/** Whether a key is in backups: of Sluice's own only the applied migrations are. */
function isInBackups(keys, key) {
    return !isOwnKey(keys, key) || key.toString('latin1') === keys.migrations;
}
async function replicated(parts, signal) {
    const { connect, server, options } = parts;
    const connected = await connect(connectionName(options.runId, 'reader'), 0, signal);
    const { chunks, position, close } = await requestSnapshot(connected, server, {
        idleTimeoutMs: IDLE_TIMEOUT_MS,
        signal,
    });
    return {
        chunks,
        snapshot: position === null ? null : `${position.replicationId}:${String(position.offset)}`,
        guarantee: AT_ONE_MOMENT,
        close,
    };
}
/** The next one is made while one is worked on, so that the server does not wait for us. */
async function* ahead(source) {
    const ask = () => {
        const asked = source.next();
        asked.catch(() => { });
        return asked;
    };
    let next = ask();
    try {
        for (;;) {
            const result = await next;
            if (result.done === true)
                return;
            next = ask();
            yield result.value;
        }
    }
    finally {
        await next.catch(() => { });
        await source.return();
    }
}
function scanned(parts, signal) {
    const { info, scripts, reader, openReader, keys } = parts;
    const keep = (_database, key) => isInBackups(keys, key);
    return {
        chunks: ahead(dumpByScan({ info, scripts, reader, openReader, keep }, signal)),
        snapshot: null,
        guarantee: KEY_BY_KEY,
        close: () => { },
    };
}
async function contentOf(parts, signal) {
    try {
        return await replicated(parts, signal);
    }
    catch (error) {
        if (!isReplicationForbidden(error))
            throw error;
        return scanned(parts, signal);
    }
}
/** Writes an RDB file of the whole server, and adds up what goes into it. */
async function dump(parts, mode, sink, signal) {
    const { info, keys } = parts;
    const tally = new Tally();
    const objects = [];
    const wanted = (key) => mode !== 'schema' && isInBackups(keys, key);
    async function* watched(batches) {
        for await (const batch of batches) {
            for (const entry of batch) {
                if (entry.kind === 'function')
                    objects.push(libraryObject(entry.code));
                const isKey = entry.kind === 'key' || entry.kind === 'large';
                tally.add(entry, isKey && mode !== 'schema' && !isOwnKey(keys, entry.key));
            }
            yield batch;
        }
    }
    const content = await contentOf(parts, signal);
    try {
        const batches = watched(readRdb(content.chunks, { signal }));
        const file = rewriteRdb(batches, (entry) => (wanted(entry.key) ? 'keep' : 'drop'));
        await (0,external_node_stream_promises_.pipeline)(external_node_stream_.Readable.from(file, { highWaterMark: BUFFERED_CHUNKS }), sink.open(DUMP_PART), { signal });
    }
    catch (error) {
        signal.throwIfAborted();
        throw dump_explained(error);
    }
    finally {
        content.close();
    }
    const tables = tally.tables();
    return {
        tool: { program: info.product, version: info.version },
        snapshot: content.snapshot,
        guarantee: content.guarantee,
        tables,
        schema: {
            objects: objects.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))),
            tables: tables.map(({ table }) => table),
        },
    };
}
/** What cannot be read of the server's own bytes is a backup that failed. */
function dump_explained(error) {
    if (!(error instanceof errors/* SluiceError */.ah) || error.code !== 'DATA_002')
        return error;
    return new errors/* SluiceError */.ah('BACKUP_001', `The server's data could not be read: ${error.message}`, {
        cause: error,
        fix: error.fix,
        details: error.details,
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/emptying.js




/** Keys that one step takes away; their memory is given back in the background. */
const emptying_KEYS_AT_ONCE = 500;
/** Whether the account, or the service, does not let a command be used. */
function isRefused(error) {
    return error instanceof errors/* SluiceError */.ah && error.code === 'PERM_001';
}
/** KEYS: lock, then those to take away. ARGV: owner, lease, database. */
const UNLINK = defineScript('removing keys', `${FENCE_LUA}
redis.call('SELECT', ARGV[3])
for index = 2, #KEYS do redis.call('UNLINK', KEYS[index]) end
return #KEYS - 1
`);
/** Takes away the keys of a database number, but for those to keep, with a check of the fence at each step. */
async function unlinkKeys(database, keep, { work, reader, fence, lock, }, signal) {
    try {
        for await (const page of scanKeys(reader.within({ signal }))) {
            const away = page.filter((key) => !keep(key));
            for (let from = 0; from < away.length; from += emptying_KEYS_AT_ONCE)
                await work
                    .within({ signal })
                    .script(UNLINK, [lock, ...away.slice(from, from + emptying_KEYS_AT_ONCE)], [...fenceArguments(fence), database]);
        }
    }
    finally {
        reader.close();
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/beside.js
/**
 * Database numbers that a restore uses for a while, and their exchange with the live ones. Each of them carries a mark, a
 * key of Sluice's own that says whose it is, so that what a killed run left is known and nothing else is ever emptied.
 */








/** What servers have unless they are told otherwise. */
const USUAL_DATABASES = 16;
/** No database number is free for the copy. */
class NoRoom extends Error {
}
/** The mark's name. */
function markOf({ prefix }) {
    return `${prefix}beside`;
}
/** KEYS: lock, mark. ARGV: owner, lease, database, token, home. 1 = ours. */
const CLAIM = defineScript('taking a free database number', `${FENCE_LUA}
redis.call('SELECT', ARGV[3])
if redis.call('DBSIZE') ~= 0 then return 0 end
redis.call('HSET', KEYS[2], 'token', ARGV[4], 'owner', ARGV[1], 'home', ARGV[5], 'state', 'new')
return 1
`);
/**
 * The exchange. KEYS: lock, mark. ARGV: owner, lease, token, home, plan as JSON: \`keeps\` = for each live database its
 * number, that of the content to come, and the names of own keys that go on there; \`swaps\` in order; \`live\` = the numbers
 * that show the new content afterwards, \`beside\` = those that hold the old one. Own keys are moved and not copied, so that
 * it takes no longer for large ones; those of runs that have just begun are found by the list of runs.
 */
const EXCHANGE = defineScript('exchanging the databases', `${FENCE_LUA}
local plan = cjson.decode(ARGV[5])
for _, database in ipairs(plan.beside) do
  redis.call('SELECT', database)
  if redis.call('HGET', KEYS[2], 'token') ~= ARGV[3] or redis.call('HGET', KEYS[2], 'state') ~= 'new' then
    return redis.error_reply('SLUICEBESIDE database ' .. database .. ' is no longer of this restore')
  end
end
for _, keep in ipairs(plan.keeps) do
  local names = keep.names
  redis.call('SELECT', keep.from)
  for _, run in ipairs(redis.call('ZRANGE', plan.runs, 0, -1)) do
    names[#names + 1] = plan.runs .. ':' .. run
    names[#names + 1] = plan.control .. run
  end
  names[#names + 1] = plan.runs
  names[#names + 1] = KEYS[1]
  for _, name in ipairs(names) do
    if redis.call('EXISTS', name) == 1 and redis.call('MOVE', name, keep.to) == 0 then
      redis.call('SELECT', keep.to)
      redis.call('UNLINK', name)
      redis.call('SELECT', keep.from)
      redis.call('MOVE', name, keep.to)
    end
  end
end
for _, swap in ipairs(plan.swaps) do redis.call('SWAPDB', swap[1], swap[2]) end
for _, database in ipairs(plan.live) do
  redis.call('SELECT', database)
  redis.call('UNLINK', KEYS[2])
end
for _, database in ipairs(plan.beside) do
  redis.call('SELECT', database)
  redis.call('HSET', KEYS[2], 'token', ARGV[3], 'owner', ARGV[1], 'home', ARGV[4], 'state', 'old')
end
return 1
`);
/**
 * Empties a database number that carries a mark of this home, unless the mark's owner still holds the lock and is not the
 * one who asks. KEYS: lock, mark. ARGV: who asks, database, home. 1 = emptied.
 */
const beside_EMPTY = defineScript('emptying a database number of an ended restore', `${NOW_LUA}
local owner = redis.call('HGET', KEYS[1], 'owner')
local expires = tonumber(redis.call('HGET', KEYS[1], 'expires_at') or '0')
redis.call('SELECT', ARGV[2])
local mark = redis.call('HMGET', KEYS[2], 'owner', 'home')
if not mark[1] or mark[2] ~= ARGV[3] then return 0 end
if owner == mark[1] and expires > now and mark[1] ~= ARGV[1] then return 0 end
redis.call('FLUSHDB', 'ASYNC')
return 1
`);
/** Empties what ended restores left, and what a restore of `owner` left; returns the numbers. */
async function emptyLeftovers(link, keys, owner) {
    const home = link.server.database;
    const emptied = [];
    for (const { database } of readKeyspace(await askInfo(link))) {
        if (database === home)
            continue;
        if ((await link.script(beside_EMPTY, [keys.lock, markOf(keys)], [owner, database, home])) === 1)
            emptied.push(database);
    }
    return emptied;
}
async function databasesOf(link) {
    try {
        return Number(listOf(await link.call('CONFIG', 'GET', 'databases'))[1] ?? USUAL_DATABASES);
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && error.code === 'PERM_001')
            return USUAL_DATABASES;
        throw error;
    }
}
/** The database numbers of one restore. */
class Beside {
    #link;
    #keys;
    #fence;
    #token = (0,external_node_crypto_.randomBytes)(12).toString('hex');
    /** Where the content of a database number is restored. */
    #places = new Map();
    #candidates = null;
    constructor(link, keys, fence) {
        this.#link = link;
        this.#keys = keys;
        this.#fence = fence;
    }
    /** The number where the content of `database` is put together. @throws NoRoom */
    async placeOf(database) {
        const known = this.#places.get(database);
        if (known !== undefined)
            return known;
        const home = this.#link.server.database;
        const candidates = (this.#candidates ??= await this.#free());
        // Its own number would show the content before it is complete.
        for (let at = candidates.length - 1; at >= 0; at -= 1) {
            const [place = -1] = candidates[at] === database ? [] : candidates.splice(at, 1);
            if (place === -1)
                continue;
            const claimed = await this.#link.script(CLAIM, [this.#keys.lock, markOf(this.#keys)], [...fenceArguments(this.#fence), place, this.#token, home]);
            if (claimed !== 1)
                continue;
            this.#places.set(database, place);
            return place;
        }
        throw new NoRoom('There is no free database number.');
    }
    /** Tries the commands without which it would be stuck halfway. @throws NoRoom when the account may not use them */
    async probe() {
        const home = this.#link.server.database;
        try {
            await this.#link.call('SWAPDB', home, home);
            const place = await this.placeOf(-1);
            this.#places.delete(-1);
            this.#candidates?.push(place);
            await emptyLeftovers(this.#link, this.#keys, this.#fence.owner);
        }
        catch (error) {
            if (!isRefused(error))
                throw error;
            for (const database of this.#candidates ?? [])
                await this.#link.script(UNMARK, [markOf(this.#keys)], [database, this.#token]);
            throw new NoRoom('The account may not exchange databases.', { cause: error });
        }
    }
    /** Highest last, because those are the least likely to be anybody's. */
    async #free() {
        const used = new Set(readKeyspace(await askInfo(this.#link)).map(({ database }) => database));
        used.add(this.#link.server.database);
        return Array.from({ length: await databasesOf(this.#link) }, (_, number) => number).filter((number) => !used.has(number));
    }
    /** The numbers where content is put together. */
    places() {
        return new Set(this.#places.values());
    }
    /** The command that exchanges, as EVAL takes it. Every live database that has keys has to have its place. */
    exchange(kept) {
        const plan = {
            keeps: kept.map(({ database, names }) => ({
                from: database,
                to: this.#places.get(database),
                // Names of own keys are text that Sluice wrote.
                names: names.map((name) => name.toString('utf8')),
            })),
            ...this.#swaps(),
            runs: this.#keys.runs,
            control: this.#keys.control(''),
        };
        return [
            'EVAL',
            EXCHANGE.lua,
            2,
            ...[this.#keys.lock, markOf(this.#keys)],
            ...fenceArguments(this.#fence),
            ...[this.#token, this.#link.server.database, JSON.stringify(plan)],
        ];
    }
    /** The exchanges one after the other: a place may itself be the number of another content. */
    #swaps() {
        const live = [...this.#places.keys()];
        const swaps = [];
        /** Where each new content is by now. */
        const at = new Map(this.#places);
        for (const database of live) {
            const place = at.get(database);
            if (place !== database)
                swaps.push([place, database]);
            // What stood in the way is where the content came from.
            for (const [other, there] of at)
                if (there === database)
                    at.set(other, place);
            at.set(database, database);
        }
        return { swaps, live, beside: [...this.#places.values()].filter((place) => !this.#places.has(place)) };
    }
    /** Whether the exchange has come about: after a lost connection. */
    async isExchanged(link) {
        const [place] = this.#swaps().beside;
        const reply = await link.script(LOOK, [markOf(this.#keys)], [place ?? 0]);
        const [token, state] = listOf(reply);
        return token === this.#token && state === 'old';
    }
}
/** KEYS: mark. ARGV: database, token. */
const UNMARK = defineScript('giving a database number back', `redis.call('SELECT', ARGV[1])
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[2] then return 0 end
return redis.call('UNLINK', KEYS[1])
`);
/** KEYS: mark. ARGV: database. */
const LOOK = defineScript('looking whether the databases were exchanged', `redis.call('SELECT', ARGV[1])\nreturn redis.call('HMGET', KEYS[1], 'token', 'state')\n`);

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/restore.js






/** Keys, and bytes of values, that one script writes: what bounds how long the server is held up. */
const restore_KEYS_AT_ONCE = 200;
const restore_BYTES_AT_ONCE = 256 * 1024;
/** Scripts that are on their way at once, so that neither side waits for the other. */
const SCRIPTS_ON_THE_WAY = 8;
/**
 * KEYS: lock, then those to restore. ARGV: owner, lease, database, count of arguments a key; for each key its expiry in ms
 * (0 = none), its payload, and where there are hints about its use their name and number.
 */
const RESTORE_LUA = `
redis.call('SELECT', ARGV[3])
local stride = tonumber(ARGV[4])
for index = 2, #KEYS do
  local at = 5 + (index - 2) * stride
  if stride == 4 and ARGV[at + 2] ~= '' then
    redis.call('RESTORE', KEYS[index], ARGV[at], ARGV[at + 1], 'REPLACE', 'ABSTTL', ARGV[at + 2], ARGV[at + 3])
  else
    redis.call('RESTORE', KEYS[index], ARGV[at], ARGV[at + 1], 'REPLACE', 'ABSTTL')
  end
end
return #KEYS - 1
`;
const RESTORE = defineScript('restoring keys', RESTORE_LUA);
const RESTORE_FENCED = defineScript('restoring keys', FENCE_LUA + RESTORE_LUA);
/** A batch of keys for one database number. */
class Batch {
    keys = [];
    values = [];
    database;
    bytes = 0;
    hints = false;
    constructor(database) {
        this.database = database;
    }
    get isFull() {
        return this.keys.length >= restore_KEYS_AT_ONCE || this.bytes >= restore_BYTES_AT_ONCE;
    }
    add(entry, key, payload, shiftMs) {
        const { expiresAtMs, idle, frequency } = entry;
        const [hint, value] = idle === null
            ? frequency === null
                ? ['', 0]
                : ['FREQ', frequency]
            : ['IDLETIME', idle];
        if (hint !== '')
            this.hints = true;
        this.keys.push(key);
        // 0 would mean that it never expires.
        this.values.push([expiresAtMs === null ? 0 : Math.max(1, expiresAtMs + shiftMs), payload, hint, value]);
        this.bytes += payload.length + key.length;
    }
    arguments() {
        const { hints } = this;
        return [
            this.database,
            hints ? 4 : 2,
            ...this.values.flatMap((value) => (hints ? value : [value[0], value[1]])),
        ];
    }
}
/** A format that the server does not read is refused before anything is written. */
function requireFormat(header, info) {
    const [version, dialect] = formatOf(info);
    if (header.version <= version && (header.dialect === 'redis' || header.dialect === dialect))
        return;
    throw new errors/* SluiceError */.ah('DATA_002', `The backup is in version ${String(header.version)} of the format of ${header.dialect === 'redis' ? 'Redis' : 'Valkey'}, which ${info.product} ${info.version} does not read: nothing was written.`, {
        fix: 'Restore it into a server that is not older than the one of the backup.',
        details: { version: header.version, dialect: header.dialect, serverVersion: info.version },
    });
}
/**
 * Restores the keys of an RDB file, each with its expiry, over what is there. The file is read as the server takes it: what
 * is held are a few batches, or one large value.
 *
 * @throws SluiceError `DATA_002` for what cannot be read, `MEM_001` when the server is full, `LOCK_001`; what the link throws
 */
async function restoreKeys(source, target, signal) {
    const { fence } = target;
    const link = target.link.within({ signal });
    const script = fence === null ? RESTORE : RESTORE_FENCED;
    const first = fence === null ? ['', 0] : fenceArguments(fence.fence);
    const functions = [];
    const onTheWay = [];
    let version = 0;
    let batch = null;
    let large = null;
    let known = false;
    const send = async () => {
        if (batch === null || batch.keys.length === 0)
            return;
        const sent = link.script(script, [fence?.lock ?? '', ...batch.keys], [...first, ...batch.arguments()]);
        sent.catch(() => { });
        batch = null;
        onTheWay.push(sent);
        // The first one teaches the server the script.
        while (onTheWay.length >= SCRIPTS_ON_THE_WAY || (!known && onTheWay.length > 0)) {
            await onTheWay.shift();
            known = true;
        }
    };
    const add = async (entry, key, payload) => {
        const database = await target.databaseOf(entry.db);
        if (batch !== null && (batch.database !== database || batch.bytes + payload.length > restore_BYTES_AT_ONCE))
            await send();
        batch ??= new Batch(database);
        batch.add(entry, key, payload, target.expiryShiftMs);
        if (batch.isFull)
            await send();
    };
    for await (const entries of readRdb(source, { signal })) {
        for (const entry of entries) {
            switch (entry.kind) {
                case 'header':
                    ({ version } = entry);
                    requireFormat(entry, target.info);
                    break;
                case 'function':
                    functions.push(Buffer.from(entry.code));
                    break;
                case 'key': {
                    const { key } = entry;
                    if (target.keep(key))
                        await add(entry, key, restorePayload(entry));
                    break;
                }
                case 'large': {
                    const { key } = entry;
                    large = target.keep(key) ? { entry, key: Buffer.from(key), pieces: [entry.value] } : null;
                    break;
                }
                case 'piece':
                    large?.pieces.push(entry.raw);
                    if (entry.last && large !== null) {
                        const { parts, bytes } = restoreParts(large.entry, large.pieces);
                        await add(large.entry, large.key, Buffer.concat(parts, bytes));
                        large = null;
                    }
                    break;
                default:
            }
        }
    }
    await send();
    await Promise.all(onTheWay);
    return { version, functions };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/in-place.js











/** KEYS: lock, mark. ARGV: owner, lease; then what is set, or nothing to take it away. */
const MARK = defineScript('noting the restore', `${FENCE_LUA}
if #ARGV > 2 then
  redis.call('HSET', KEYS[2], 'owner', ARGV[1], 'since', string.format('%.0f', now))
else
  redis.call('UNLINK', KEYS[2])
end
return 1
`);
/** The mark of a restore that was not complete; it goes with the content that it stands in. */
function unfinishedMark({ prefix }) {
    return `${prefix}replacing`;
}
/** Reads the file once before anything is removed, so that what cannot be restored is found out in time. */
async function readThrough(parts, source, signal) {
    const functions = [];
    for await (const batch of readRdb(source.open(DUMP_PART), { signal })) {
        for (const entry of batch) {
            if (entry.kind === 'header')
                requireFormat(entry, parts.info);
            if (entry.kind === 'function')
                functions.push(Buffer.from(entry.code));
        }
    }
    return functions;
}
/**
 * Removes what is there and restores the backup in its place. A mark stands as long as that is not complete.
 *
 * @throws SluiceError `ROLL_001` when it failed after the first change, saying what is left
 */
async function replaceInPlace(parts, source, { link, fence, stays, keep, withFunctions }, signal) {
    const { keys, info, openReader } = parts;
    const { lock } = keys;
    const mark = unfinishedMark(keys);
    const wanted = await readThrough(parts, source, signal);
    const differ = !sameFunctions(wanted, await liveFunctions(link, info));
    if (differ && !withFunctions)
        throw otherFunctions();
    await link.script(MARK, [lock, mark], [...fenceArguments(fence), 'begin']);
    try {
        for (const { database } of readKeyspace(await askInfo(link))) {
            const marks = (key) => stays(key) || key.toString('latin1') === mark;
            await unlinkKeys(database, marks, { work: link, reader: openReader(database), fence, lock }, signal);
        }
        const { functions, version } = await restoreKeys(source.open(DUMP_PART), { link, info, fence: { fence, lock }, expiryShiftMs: 0, databaseOf: async (database) => database, keep }, signal);
        if (differ)
            await link.call(...functionCommand(functions, version));
        await link.script(MARK, [lock, mark], fenceArguments(fence));
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && error.code === 'LOCK_001')
            throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new errors/* SluiceError */.ah('ROLL_001', `The backup was restored in place and not to its end: some keys are missing, and others are the backup's. ${why}`, {
            cause: error,
            fix: 'Do away with what stopped it, then run the same command again: it begins anew and completes the restore.',
            details: { mark },
        });
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/replace.js














/** How often the exchange is tried when the lock was renewed just then. */
const ATTEMPTS = 20;
const PAUSE_MS = 50;
/** Replaces the live content by the backup's. */
async function replace(parts, fence, source, { signal }) {
    requireDump(source);
    if (source.mode === 'schema') {
        throw new errors/* SluiceError */.ah('BACKUP_001', 'A backup of the schema alone holds no keys: nothing was replaced.', {
            fix: 'Choose a backup of mode full or data: `sluice backup list` shows them.',
        });
    }
    const opened = parts.openWork();
    try {
        await new Replacement(parts, opened.within({ signal }), fence, source, signal).run();
    }
    catch (error) {
        signal.throwIfAborted();
        throw error;
    }
    finally {
        opened.close();
    }
}
class Replacement {
    #parts;
    #link;
    #fence;
    #source;
    #signal;
    constructor(parts, link, fence, source, signal) {
        this.#parts = parts;
        this.#link = link;
        this.#fence = fence;
        this.#source = source;
        this.#signal = signal;
    }
    get #isFull() {
        return this.#source.mode === 'full';
    }
    async run() {
        const { keys } = this.#parts;
        await emptyLeftovers(this.#link, keys, this.#fence.owner);
        if (!(await this.#hasMemory()))
            return this.#inPlace();
        const beside = new Beside(this.#link, keys, this.#fence);
        try {
            await beside.probe();
            await this.#beside(beside);
        }
        catch (error) {
            if (!(error instanceof NoRoom))
                throw error;
            await emptyLeftovers(this.#link, keys, this.#fence.owner);
            await this.#inPlace();
        }
    }
    /** Whether old and new content have room side by side. */
    async #hasMemory() {
        const info = await askInfo(this.#link);
        const limit = Number(info.get('maxmemory') ?? '0');
        return limit === 0 || Number(info.get('used_memory') ?? '0') * 2 <= limit;
    }
    /** Of Sluice's own keys a full backup brings the applied migrations, and rows alone bring none. */
    #keep(key) {
        return this.#isFull ? isInBackups(this.#parts.keys, key) : !isOwnKey(this.#parts.keys, key);
    }
    #stays(key) {
        return isOwnKey(this.#parts.keys, key) && !this.#keep(key);
    }
    #inPlace() {
        return replaceInPlace(this.#parts, this.#source, {
            link: this.#link,
            fence: this.#fence,
            stays: (key) => this.#stays(key),
            keep: (key) => this.#keep(key),
            withFunctions: this.#isFull,
        }, this.#signal);
    }
    async #beside(beside) {
        const { keys, info } = this.#parts;
        const { owner } = this.#fence;
        try {
            const restored = await restoreKeys(this.#source.open(DUMP_PART), {
                link: this.#link,
                info,
                fence: { fence: this.#fence, lock: keys.lock },
                expiryShiftMs: 0,
                databaseOf: (database) => beside.placeOf(database),
                keep: (key) => this.#keep(key),
            }, this.#signal);
            const live = await liveFunctions(this.#link, info);
            const differ = !sameFunctions(restored.functions, live);
            if (differ && !this.#isFull)
                throw otherFunctions();
            const kept = await this.#ownKeys(beside);
            if (differ)
                await this.#exchangeWithFunctions(beside, kept, restored, live);
            else
                await this.#exchange(beside, kept);
        }
        catch (error) {
            // Nothing was exchanged; what cannot be emptied now is swept by the next run.
            if (!(error instanceof NoRoom))
                await this.#clean(owner).catch(() => { });
            throw error;
        }
        await this.#clean(owner);
    }
    async #clean(owner) {
        const opened = this.#parts.openWork();
        try {
            await emptyLeftovers(opened, this.#parts.keys, owner);
        }
        finally {
            opened.close();
        }
    }
    /** The own keys that go on, in each live database; each of these gets its place, so that it is empty afterwards. */
    async #ownKeys(beside) {
        const { keys, openReader, server } = this.#parts;
        const marks = [markOf(keys), unfinishedMark(keys)];
        const kept = [];
        const places = beside.places();
        const live = readKeyspace(await askInfo(this.#link))
            .map(({ database }) => database)
            .filter((database) => !places.has(database));
        for (const database of new Set([server.database, ...live])) {
            await beside.placeOf(database);
            const names = [];
            const reader = openReader(database);
            try {
                for await (const page of scanKeys(reader.within({ signal: this.#signal }), { match: `${keys.prefix}*` }))
                    names.push(...page.filter((key) => this.#stays(key) && !marks.includes(key.toString('latin1'))));
            }
            finally {
                reader.close();
            }
            kept.push({ database, names });
        }
        return kept;
    }
    async #exchange(beside, kept) {
        try {
            await this.#link.call(...beside.exchange(kept));
        }
        catch (error) {
            await this.#unlessExchanged(beside, error);
        }
    }
    /** After a lost connection: whether the server had done it. */
    async #unlessExchanged(beside, error) {
        if (!(error instanceof errors/* SluiceError */.ah) || error.details['commit'] !== 'unknown')
            throw error;
        const opened = this.#parts.openWork();
        try {
            if (!(await beside.isExchanged(opened)))
                throw error;
        }
        finally {
            opened.close();
        }
    }
    /**
     * Functions cannot be changed by a script, so both are one transaction, which the server gives up when the lock has
     * changed; that includes its renewal by ourselves.
     */
    async #exchangeWithFunctions(beside, kept, { functions, version }, before) {
        const { keys, openWork, options } = this.#parts;
        for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
            const opened = openWork(true);
            const link = opened.within({ signal: this.#signal });
            try {
                await link.call('WATCH', keys.lock);
                if ((await link.call('HGET', keys.lock, 'owner')) !== this.#fence.owner)
                    throw leaseLost();
                await link.call('MULTI');
                await link.call(...beside.exchange(kept));
                await link.call(...functionCommand(functions, version));
                const replies = (await link.callBuffer('EXEC'));
                if (replies === null) {
                    await options.clock.sleep(PAUSE_MS * Math.random(), this.#signal);
                    continue;
                }
                const [exchanged, restored] = replies.map((reply) => reply instanceof Error
                    ? replyError(reply.message, { what: 'exchanging the databases' }, this.#link.server)
                    : null);
                if (exchanged) {
                    if (!restored)
                        await this.#link.call(...functionCommand(before, version));
                    throw exchanged;
                }
                if (restored)
                    throw functionsLeft(restored);
                return;
            }
            catch (error) {
                await this.#unlessExchanged(beside, error);
                return;
            }
            finally {
                opened.close();
            }
        }
        throw new errors/* SluiceError */.ah('ROLL_001', 'The databases could not be exchanged, because the lock changed all the time.', {
            fix: 'Run the command again; nothing was changed.',
        });
    }
}
function functionsLeft(cause) {
    return new errors/* SluiceError */.ah('ROLL_001', `The keys are those of the backup, but the server refused its functions, and has those from before: ${cause.message}`, { cause, fix: 'Do away with what the server complains about, then run the same command again.' });
}

// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/js/drivers/sql/temporary-failure.js
var temporary_failure = __webpack_require__(58201);
;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/private-server.js
/**
 * A Redis server of our own for a while: reached by nobody else, without a file of data, and gone when this process is.
 */







/** The database numbers it has; each takes less than a kilobyte. */
const private_server_DATABASES = 16_384;
const START_TIMEOUT_MS = 30_000;
const END_TIMEOUT_MS = 10_000;
const OUTPUT_LIMIT = 8 * 1024;
/** What the system allows for the path of a socket, on Linux and elsewhere. */
const SOCKET_PATH_LIMIT = 100;
const FOLDER = /^sluice-server-(?<pid>\d+)-[\da-f]{12}$/u;
const PID_FILE = 'server.pid';
/**
 * Holds the server as long as somebody holds the other end of its input; then ends it and removes the folder. So nothing
 * stays behind a process that is killed. Its configuration, with the password, comes on descriptor 3.
 */
const KEEPER = `
trap '' INT TERM HUP
"$0" - <&3 3<&- &
server=$!
exec 3<&-
cat >/dev/null
kill -KILL "$server" 2>/dev/null
wait "$server" 2>/dev/null
rm -rf "$1"
`;
async function findProgram(names) {
    for (const name of names) {
        for (const directory of (process.env['PATH'] ?? '').split(external_node_path_.delimiter)) {
            if (directory === '')
                continue;
            const path = (0,external_node_path_.join)(directory, name);
            const found = await (0,promises_.access)(path, promises_.constants.X_OK).then(() => true, () => false);
            if (found)
                return { name, path };
        }
    }
    return null;
}
function missing(product, cause) {
    return new errors/* SluiceError */.ah('TOOL_001', 'A backup of Redis is proven in a server of its own, and there is neither redis-server nor valkey-server in PATH that can be started.', {
        cause,
        fix: `Install the package ${product === 'Valkey' ? 'valkey-server (or redis-server)' : 'redis-server (or valkey-server)'} in a version not older than the server, or name an empty server with backup.scratch.`,
    });
}
async function freePort() {
    const server = (0,external_node_net_.createServer)();
    await new Promise((resolve, reject) => {
        server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return typeof address === 'object' && address !== null ? address.port : 0;
}
/** Starts one in a folder below `temporaryDirectory`. @throws SluiceError `TOOL_001`, `BACKUP_001` when it does not start */
async function startPrivateServer({ product }, { temporaryDirectory, clock }, signal) {
    const names = ['redis-server', 'valkey-server'];
    const program = await findProgram(product === 'Valkey' ? names.toReversed() : names);
    if (program === null)
        throw missing(product);
    const folder = (0,external_node_path_.join)(temporaryDirectory, `sluice-server-${String(process.pid)}-${(0,external_node_crypto_.randomBytes)(6).toString('hex')}`);
    await (0,temporary_failure/* inTemporaryFolder */.P)(temporaryDirectory, () => (0,promises_.mkdir)(folder, { mode: 0o700 }));
    const socket = (0,external_node_path_.join)(folder, 'redis.sock');
    const port = Buffer.byteLength(socket) > SOCKET_PATH_LIMIT || /["\\\n]/u.test(socket) ? await freePort() : null;
    const password = (0,external_node_crypto_.randomBytes)(24).toString('hex');
    const { child, stop, ready } = keep(program.path, folder, clock);
    const configuration = [
        ...(port === null ? ['port 0', 'unixsocket redis.sock', 'unixsocketperm 700'] : [`port ${String(port)}`]),
        'bind 127.0.0.1',
        `requirepass ${password}`,
        `databases ${String(private_server_DATABASES)}`,
        `pidfile ${PID_FILE}`,
        'save ""',
        'appendonly no',
        'loglevel notice',
        // Values may be as large as the first server had them.
        'proto-max-bulk-len 4gb',
        'client-query-buffer-limit 5gb',
    ];
    child.stdio[3].on('error', () => { }).end(`${configuration.join('\n')}\n`);
    try {
        await ready(signal);
    }
    catch (error) {
        await stop();
        signal.throwIfAborted();
        throw error;
    }
    return {
        url: {
            scheme: 'redis',
            path: '',
            host: port === null ? socket : '127.0.0.1',
            port,
            user: '',
            password,
            database: '0',
            tls: { mode: 'disable', rootCert: null },
        },
        program: program.name,
        stop,
    };
}
/** Starts the server under its keeper. */
function keep(path, folder, clock) {
    const child = (0,external_node_child_process_.spawn)('/bin/sh', ['-c', KEEPER, path, folder], {
        cwd: folder,
        // The terminal's interrupt is for us to obey.
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
        env: { LC_ALL: 'C', PATH: process.env['PATH'] ?? '' },
    });
    let output = '';
    const { promise: isReady, resolve: becomeReady } = Promise.withResolvers();
    for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text) => {
            output = (output + text).slice(-OUTPUT_LIMIT);
            if (/eady to accept connections/u.test(output))
                becomeReady();
        });
    }
    child.stdin?.on('error', () => { });
    const ended = new Promise((resolve) => {
        child.once('error', () => resolve());
        child.once('exit', () => resolve());
    });
    const failed = () => new errors/* SluiceError */.ah('BACKUP_001', `The server for the proof did not start: ${lastLine(output)}`, {
        fix: 'Start redis-server by hand to see what is wrong with it, or name an empty server with backup.scratch.',
    });
    const ready = async (signal) => {
        const over = new AbortController();
        const limit = clock.sleep(START_TIMEOUT_MS, AbortSignal.any([signal, over.signal])).then(() => {
            throw failed();
        });
        limit.catch(() => { });
        // The keeper waits for us even when the server has ended, so what is printed last is looked at.
        const dead = new Promise((_resolve, reject) => {
            void ended.then(() => reject(failed()));
            child.stdout?.once('close', () => reject(failed()));
        });
        dead.catch(() => { });
        try {
            await Promise.race([isReady, dead, limit]);
        }
        finally {
            over.abort();
        }
    };
    const stop = async () => {
        child.stdin?.end();
        const over = new AbortController();
        await Promise.race([ended, clock.sleep(END_TIMEOUT_MS, over.signal).catch(() => { })]);
        over.abort();
        for (const stream of child.stdio)
            stream?.destroy();
        // Where there was no shell to do it.
        await (0,promises_.rm)(folder, { recursive: true, force: true, maxRetries: 3 });
    };
    return { child, stop, ready };
}
function lastLine(output) {
    const line = output.trimEnd().split('\n').at(-1) ?? '';
    return line === '' ? 'it said nothing.' : line.slice(0, 300);
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
/** Ends servers whose keeper was killed together with the run, and removes their folders; returns the paths, sorted. */
async function sweepPrivateServers(temporaryDirectory) {
    const removed = [];
    for (const name of await (0,promises_.readdir)(temporaryDirectory).catch(() => [])) {
        const owner = Number(FOLDER.exec(name)?.groups?.['pid'] ?? Number.NaN);
        if (Number.isNaN(owner) || isAlive(owner))
            continue;
        const folder = (0,external_node_path_.join)(temporaryDirectory, name);
        const pid = Number(await (0,promises_.readFile)((0,external_node_path_.join)(folder, PID_FILE), 'latin1').catch(() => ''));
        // A number may have been given to another process since; that one works elsewhere.
        const works = pid > 0 ? await (0,promises_.readlink)(`/proc/${String(pid)}/cwd`).catch(() => '') : '';
        if (works !== '' && works === (await (0,promises_.realpath)(folder).catch(() => '')))
            process.kill(pid, 'SIGKILL');
        await (0,promises_.rm)(folder, { recursive: true, force: true, maxRetries: 3 });
        removed.push(folder);
    }
    return removed.toSorted();
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/scratch.js
















/** Some 557 years: nothing expires while it is looked at, and the driver of the copy takes it off again. */
const EXPIRY_SHIFT_MS = 2 ** 44;
/** How long a given server counts as in use without a sign of life. */
const LEASE_MS = 120_000;
const SIGN_MS = 30_000;
async function connect(parts, url, signal) {
    const links = new Links(connector(url, parts.options), serverName(url));
    try {
        const link = links.open(connectionName(parts.options.runId));
        return { links, link, info: await readServerInfo(link.within({ signal })) };
    }
    catch (error) {
        links.close();
        throw error;
    }
}
/** The record of applied migrations lies in the same database number as in the first server. */
function atHome({ server }, url) {
    return { ...url, database: String(server.database) };
}
async function restore(copy, source, signal) {
    const { link, info } = copy;
    try {
        const { functions, version } = await restoreKeys(source.open(DUMP_PART), {
            ...{ link, info, fence: null, expiryShiftMs: EXPIRY_SHIFT_MS },
            databaseOf: async (database) => database,
            keep: () => true,
        }, signal);
        if (functions.length > 0)
            await link.within({ signal }).call(...functionCommand(functions, version));
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof errors/* SluiceError */.ah) || error.code.startsWith('BACKUP_'))
            throw error;
        throw new errors/* SluiceError */.ah('BACKUP_001', `The backup could not be restored into a scratch server: ${error.message}`, {
            cause: error,
            fix: error.fix,
            details: error.details,
        });
    }
}
async function scratchOfOurs(parts, source, signal) {
    const { info, options } = parts;
    const server = await startPrivateServer(info, options, signal);
    try {
        const copy = await connect(parts, server.url, signal);
        try {
            await restore(copy, source, signal);
        }
        finally {
            copy.links.close();
        }
        const driver = await parts.openScratch(atHome(parts, server.url), EXPIRY_SHIFT_MS, signal);
        return {
            driver,
            name: `a ${server.program} of this run`,
            drop: async () => {
                await driver.close();
                await server.stop();
            },
        };
    }
    catch (error) {
        await server.stop();
        throw error;
    }
}
/**
 * Takes the server for us. KEYS: mark. ARGV: token, lease in ms. 1 = ours, 0 = somebody else uses it. What a killed run
 * left in it stands below a mark without a sign of life.
 */
const scratch_MARK = defineScript('taking the scratch server', `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'token', 'expires_at')
if held[1] and held[1] ~= ARGV[1] and tonumber(held[2]) > now then return 0 end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'expires_at', string.format('%.0f', now + ARGV[2]))
return 1
`);
/** Removes everything but the mark, the functions too. */
async function clear({ links, link, info }, mark, signal) {
    const bounds = signal === undefined ? {} : { signal };
    const home = link.server.database;
    if (atLeast(info.commands, 7))
        await link.within(bounds).call('FUNCTION', 'FLUSH', 'ASYNC');
    for (const { database } of readKeyspace(await askInfo(link.within(bounds)))) {
        const opened = links.open('sluice/scratch', database);
        const at = opened.within(bounds);
        try {
            if (database !== home && (await flushed(at)))
                continue;
            for await (const page of scanKeys(at)) {
                const away = page.filter((key) => database !== home || key.toString('latin1') !== mark);
                if (away.length > 0)
                    await at.call('UNLINK', ...away);
            }
        }
        finally {
            opened.close();
        }
    }
}
async function flushed(link) {
    try {
        await link.call('FLUSHDB', 'ASYNC');
        return true;
    }
    catch (error) {
        if (isRefused(error))
            return false;
        throw error;
    }
}
async function requireEmpty(copy, mark, signal) {
    const link = copy.link.within({ signal });
    const { host, port, database: home } = link.server;
    const keyspace = readKeyspace(await askInfo(link));
    const isMarked = (await link.call('EXISTS', mark)) === 1;
    const functions = atLeast(copy.info.commands, 7) ? await link.call('FUNCTION', 'LIST') : [];
    const isEmpty = keyspace.length === 0 && Array.isArray(functions) && functions.length === 0;
    // What a killed run has left is below its mark: the server was empty when it was given to that run.
    if (isEmpty || isMarked)
        return;
    throw new errors/* SluiceError */.ah('BACKUP_001', `The scratch server ${host}:${String(port)} is not empty: it has ${keyspace.length === 0 ? 'functions' : `keys in ${keyspace.map(({ database }) => `db${String(database)}`).join(', ')}`}.`, {
        fix: 'Let backup.scratch name an empty server: what it holds is deleted afterwards.',
        details: { databases: keyspace.map(({ database }) => database), home },
    });
}
async function scratchAt(parts, source, url, signal) {
    if (url.scheme !== 'redis' && url.scheme !== 'rediss') {
        throw new errors/* SluiceError */.ah('CONF_001', `A backup of Redis cannot be restored into a ${url.scheme} database.`, {
            fix: 'Let backup.scratch name an empty Redis or Valkey server.',
        });
    }
    const mark = `${parts.keys.prefix}scratch`;
    const token = (0,external_node_crypto_.randomBytes)(12).toString('hex');
    const copy = await connect(parts, url, signal);
    const { link } = copy;
    const { host, port } = link.server;
    const sign = () => link.script(scratch_MARK, [mark], [token, LEASE_MS]);
    let signs;
    try {
        await requireEmpty(copy, mark, signal);
        if ((await sign()) !== 1) {
            throw new errors/* SluiceError */.ah('BACKUP_001', `The scratch server ${host}:${String(port)} is in use by another run.`, {
                fix: 'Wait until the other run has ended, or let backup.scratch name another server.',
            });
        }
        signs = setInterval(() => void sign().catch(() => { }), SIGN_MS);
        const leave = async () => {
            clearInterval(signs);
            try {
                await clear(copy, mark);
                await link.call('UNLINK', mark);
            }
            finally {
                copy.links.close();
            }
        };
        try {
            await clear(copy, mark, signal);
            await restore(copy, source, signal);
            const driver = await parts.openScratch(atHome(parts, url), EXPIRY_SHIFT_MS, signal);
            return {
                driver,
                name: `${host}:${String(port)}`,
                drop: async () => {
                    await driver.close();
                    await leave();
                },
            };
        }
        catch (error) {
            await leave().catch(() => { });
            throw error;
        }
    }
    catch (error) {
        clearInterval(signs);
        copy.links.close();
        throw error;
    }
}
/** Restores a backup where it harms nobody: into a server of our own, or into an empty one that was given for it. */
function scratch(parts, source, url, signal) {
    requireDump(source);
    return url === null ? scratchOfOurs(parts, source, signal) : scratchAt(parts, source, (0,database_url/* parseDatabaseUrl */.m)(url), signal);
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/sweep.js


/** Empties the database numbers and ends the servers that killed runs left; returns their names. */
async function sweepScratch(parts, signal) {
    const { options, keys, openWork } = parts;
    const servers = await sweepPrivateServers(options.temporaryDirectory);
    const link = openWork();
    try {
        const emptied = await emptyLeftovers(link.within({ signal }), keys, '');
        return [...emptied.map((database) => `the copy in database ${String(database)}`), ...servers];
    }
    finally {
        link.close();
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/snapshot/group.js




/** Backups of a whole server. */
function snapshotGroup(parts) {
    return {
        dump: (mode, sink, signal) => dump(parts, mode, sink, signal),
        scratch: async (source, url, signal) => scratch(parts, source, url, signal),
        replace: (fence, source, limits) => replace(parts, fence, source, limits),
        sweepScratch: (signal) => sweepScratch(parts, signal),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/traits.js
/** What plans need to know of Redis; free of the client library, so that planning loads fast. */
const redisTraits = {
    transactionalSchema: false,
    singleWriter: false,
    replaceGuarantee: 'The backup is restored into free database numbers beside the present keys and exchanged with them in one step: a crash leaves the old content or the new, never a mixture. Where the server has no free number, not the memory for both, or forbids SWAPDB, the keys are replaced in place: a crash then leaves a mixture that the same command completes.',
    vanishing: ['expiring'],
};

;// CONCATENATED MODULE: ./build/js/drivers/redis/command-line.js

/** What a backslash and a letter stand for between double quotes. */
const ESCAPES = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007' };
function invalid() {
    return new errors/* SluiceError */.ah('CONF_001', 'A quote in the command of a rule is not closed, or is followed by more text.', {
        fix: 'Write it as on redis-cli: words between spaces, or between quotes; \\" inside of them.',
    });
}
/** Reads what follows an opening quote; gives the bytes and the place behind the closing one. */
function quoted(text, from) {
    const quote = text[from];
    const parts = [];
    for (let at = from + 1; at < text.length; at += 1) {
        const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
        if (char === quote) {
            if (at + 1 < text.length && !/\s/u.test(text[at + 1] ?? ''))
                throw invalid();
            return { bytes: Buffer.concat(parts), next: at + 1 };
        }
        const hex = quote === '"' ? /^\\x([0-9a-f]{2})/iu.exec(text.slice(at, at + 4))?.[1] : undefined;
        if (hex !== undefined) {
            parts.push(Buffer.from(hex, 'hex'));
            at += 3;
        }
        else if (char === '\\' && at + 1 < text.length && (quote === '"' || text[at + 1] === "'")) {
            const next = text[at + 1] ?? '';
            parts.push(Buffer.from(quote === '"' ? (ESCAPES[next] ?? next) : next));
            at += 1;
        }
        else {
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
function splitCommand(text) {
    const words = [];
    for (let at = 0; at < text.length;) {
        const char = text[at] ?? '';
        if (/\s/u.test(char)) {
            at += 1;
        }
        else if (char === '"' || char === "'") {
            const { bytes, next } = quoted(text, at);
            words.push(bytes);
            at = next;
        }
        else {
            const word = /^[^\s"']+/u.exec(text.slice(at))?.[0] ?? '';
            // A quote in the middle of a word belongs to no word of redis-cli either.
            if (/["']/u.test(text[at + word.length] ?? ''))
                throw invalid();
            words.push(Buffer.from(word));
            at += word.length;
        }
    }
    const [name, ...args] = words;
    return name === undefined ? [] : [name.toString('utf8'), ...args];
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/scalar.js



function scalar_invalid(sentence, fix) {
    return new errors/* SluiceError */.ah('CONF_001', sentence, { fix });
}
const EXAMPLES = 'Write one command that reads, as on redis-cli: `scard users:active`, `hget config:system version`.';
/** Whether the server says that the command, or its subcommand, only reads. */
async function isReadOnly(link, name, subcommand) {
    const asked = subcommand === undefined ? [name] : [name, `${name}|${subcommand}`];
    const replies = listOf(await link.call('COMMAND', 'INFO', ...asked));
    // The entry of a subcommand is the exact one; servers before 7.0 have none, and flag the command itself.
    const entry = listOf(replies[1] ?? null).length > 0 ? replies[1] : replies[0];
    const flags = listOf(listOf(entry ?? null)[2] ?? null).map(String);
    if (entry === undefined || listOf(entry).length === 0) {
        throw scalar_invalid(`The server does not know the command ${name.toUpperCase()} of a rule.`, EXAMPLES);
    }
    return flags.includes('readonly') && !flags.includes('write');
}
/** The only value in a reply, as text. */
function onlyValue(reply) {
    if (reply === null)
        return null;
    if (typeof reply !== 'object')
        return String(reply);
    const [first, ...more] = listOf(reply);
    if (first === undefined || more.length > 0 || (typeof first === 'object' && first !== null)) {
        throw scalar_invalid(`The command returned ${String(listOf(reply).length)} values instead of one.`, 'Write a command that returns one value, as `scard`, `llen`, `get` and `hget` do.');
    }
    return first === null ? null : String(first);
}
/**
 * Runs one command that only reads and gives its reply as text; null for nil.
 *
 * @throws SluiceError `CONF_001` when it writes, or does not return one value
 */
async function scalarCommand(link, query, limits) {
    const [name, ...args] = splitCommand(query);
    if (name === undefined)
        throw scalar_invalid('A rule has to be a command.', EXAMPLES);
    const bounded = link.within({ signal: limits.signal, timeoutMs: limits.statementTimeoutMs });
    if (!(await isReadOnly(bounded, name.toLowerCase(), args[0]?.toString('latin1').toLowerCase()))) {
        throw scalar_invalid(`The command ${name.toUpperCase()} of a rule does not only read.`, EXAMPLES);
    }
    if (name.toLowerCase() === 'keys') {
        throw scalar_invalid('The command KEYS holds up the server for all others.', 'Use DBSIZE, or keep a set of the keys to count.');
    }
    try {
        return onlyValue(await bounded.call(name, ...args));
    }
    catch (error) {
        if (!(error instanceof errors/* SluiceError */.ah) || error.code !== 'SQL_001')
            throw error;
        throw new errors/* SluiceError */.ah('CONF_001', error.message, { cause: error, fix: EXAMPLES });
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/verify.js








function emptySum() {
    return { rows: 0, content: new row_digest/* Md5Sum */.wY() };
}
/** How often a database is read again when the server gave keys twice because it was making its table smaller. */
const verify_ATTEMPTS = 5;
/** Reads the keys of one database number and adds them up. */
async function sumsOf(link, { keys, scripts, expiryShiftMs }, what) {
    for (let attempt = 1;; attempt += 1) {
        const sums = { keys: emptySum(), expiring: emptySum() };
        const before = Number(await link.call('DBSIZE'));
        let seen = 0;
        for await (const page of scanKeys(link)) {
            seen += page.length;
            const wanted = page.filter((key) => !isOwnKey(keys, key));
            if (what === 'counts') {
                for (const expiresAt of await expiries(link, scripts, wanted))
                    if (expiresAt !== undefined)
                        sums[expiresAt === null ? 'keys' : 'expiring'].rows += 1;
            }
            else {
                for await (const found of dumpKeys(link, scripts, wanted))
                    for (const { key, expiresAtMs, payload } of found) {
                        const sum = sums[expiresAtMs === null ? 'keys' : 'expiring'];
                        sum.rows += 1;
                        const counted = expiresAtMs === null ? null : expiresAtMs - expiryShiftMs;
                        sum.content.add(Buffer.from(storedDigest(key, counted, openPayload(payload)), 'hex').toString('latin1'));
                    }
            }
        }
        // More than there are: some came twice. While others delete keys this cannot be told apart, nor does it matter then.
        if (attempt === verify_ATTEMPTS || seen <= Math.max(before, Number(await link.call('DBSIZE'))))
            return sums;
    }
}
/** Reads and compares data. Redis has no snapshots to read from: each key is read at one moment, all of them are not. */
function verifyGroup(parts) {
    async function* read(tables, what, signal) {
        const found = new Map();
        for (const ref of tables) {
            const { database, table } = readTableRef(ref);
            let sums = found.get(database);
            if (sums === undefined) {
                const link = parts.openReader(database);
                try {
                    sums = await sumsOf(link.within({ signal }), parts, what);
                }
                finally {
                    link.close();
                }
                found.set(database, sums);
            }
            yield { table: ref, rows: sums[table].rows, checksum: what === 'counts' ? '' : sums[table].content.checksum() };
        }
    }
    return {
        digests: (tables, signal) => read(tables, 'digests', signal),
        counts: (tables, signal) => read(tables, 'counts', signal),
        orphans: async () => [],
        scalar: (query, limits) => scalarCommand(parts.reader, query, limits),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/open.js


















/** Opens a server: connects, logs in, reads the version. Everything else waits until it is needed. `expiryShiftMs`: see `VerifyParts`. */
async function openRedis(url, options, expiryShiftMs = 0) {
    const { runId, clock, signal: opening } = options;
    const keys = ownKeys(options.names);
    const connect = connector(url, options);
    const server = serverName(url);
    const links = new Links(connect, server);
    const stores = links.open(connectionName(runId, 'stores'));
    let info;
    try {
        info = await readServerInfo(stores.within({ signal: opening }));
    }
    catch (error) {
        links.close();
        throw error;
    }
    const reader = links.open(connectionName(runId, 'reader'));
    const work = links.open(connectionName(runId));
    const parts = {
        ...{ info, keys, reader, clock },
        scripts: keyScripts(info),
        expiryShiftMs,
        openReader: (database) => links.open(connectionName(runId, 'reader'), database),
    };
    return {
        engine: 'redis',
        traits: redisTraits,
        inspect: (signal) => readSchema(parts, signal),
        probe: (signal) => probe({
            ...parts,
            database: url.database === '' ? '0' : url.database,
            local: ['', 'localhost', '127.0.0.1', '::1'].includes(url.host) || url.host.startsWith('/'),
            tlsProtocol: () => links.protocol,
        }, signal),
        lock: lockStore(stores, keys),
        journal: journalStore(stores, keys),
        history: historyStore(stores, keys),
        control: controlStore(stores, keys),
        apply: applier(work, keys),
        sessions: sessionGroup({ link: stores, clock, own: () => links.ids }),
        verify: verifyGroup(parts),
        snapshot: snapshotGroup({
            ...{ ...parts, options, server, connect },
            openWork: (once) => links.open(connectionName(runId), undefined, once),
            openScratch: (at, shiftMs, signal) => openRedis(at, { ...options, signal }, shiftMs),
        }),
        keys: keyGroup({ link: work, own: keys, clock, watcher: () => links.open(connectionName(runId), undefined, true) }),
        close: async () => links.close(),
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/redis/driver.js

/** Opens a Redis or Valkey server. */
const driver_open = (url, options) => openRedis(url, options);


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


/***/ })

};
