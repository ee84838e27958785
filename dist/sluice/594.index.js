export const id = 594;
export const ids = [594];
export const modules = {

/***/ 35102:
/***/ ((module) => {

function webpackEmptyContext(req) {
	var e = new Error("Cannot find module '" + req + "'");
	e.code = 'MODULE_NOT_FOUND';
	throw e;
}
webpackEmptyContext.keys = () => ([]);
webpackEmptyContext.resolve = webpackEmptyContext;
webpackEmptyContext.id = 35102;
module.exports = webpackEmptyContext;

/***/ }),

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

/***/ 71433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ sqliteDialect)
/* harmony export */ });
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8063);

/** ISO 8601 in UTC with milliseconds: sorts as it reads, and is what JavaScript writes. */
const ISO = '%Y-%m-%dT%H:%M:%fZ';
/** The stores' SQL for SQLite. */
const sqliteDialect = {
    quote: _quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quote */ .h,
    placeholder: (n) => `?${String(n)}`,
    types: { key: 'text', text: 'text', integer: 'integer', timestamp: 'text' },
    tableSuffix: '',
    now: `strftime('${ISO}', 'now')`,
    nowPlus: (ms) => `strftime('${ISO}', 'now', (${ms} / 1000.0) || ' seconds')`,
    iso: (column) => column,
    fromIso: (placeholder) => placeholder,
    tableExists: (_schema, table) => ({
        sql: "select 1 from main.sqlite_schema where type = 'table' and name = ?1 collate nocase",
        values: [table],
    }),
};


/***/ }),

/***/ 23224:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ nativeBinding),
/* harmony export */   w: () => (/* binding */ workerScript)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73136);
/**
 * Where the worker's script and the native library lie. From source they are where npm put them; in
 * the bundle they lie beside it or one folder up, where the stubs are.
 */


const HERE = import.meta.url;
const IS_SOURCE = HERE.endsWith('.ts');
function besideBundle(name) {
    return [`./${name}`, `../${name}`].map((path) => (0,node_url__WEBPACK_IMPORTED_MODULE_1__.fileURLToPath)(new URL(path, HERE))).find((path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(path));
}
/** Path of the script that a worker runs. */
function workerScript() {
    if (IS_SOURCE)
        return (0,node_url__WEBPACK_IMPORTED_MODULE_1__.fileURLToPath)(new URL('../../entries/sqlite-worker.ts', HERE));
    const script = besideBundle('sqlite-worker.js');
    if (script === undefined)
        throw new Error(`sqlite-worker.js is missing beside ${(0,node_url__WEBPACK_IMPORTED_MODULE_1__.fileURLToPath)(HERE)}`);
    return script;
}
/** Alpine and the like run another C library, for which there is a build of its own. */
function isMusl() {
    if (process.platform !== 'linux')
        return false;
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)('/proc/self/maps', 'latin1').includes('/ld-musl-');
    }
    catch {
        return false;
    }
}
/** Path of the native library that came with the bundle; undefined = better-sqlite3 finds its own. */
function nativeBinding() {
    if (IS_SOURCE)
        return undefined;
    const platform = isMusl() ? 'linuxmusl' : process.platform;
    return besideBundle(`prebuilds/${platform}-${process.arch}.node`);
}


/***/ }),

/***/ 8063:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ quote)
/* harmony export */ });
/** Quotes one identifier. */
function quote(identifier) {
    return `"${identifier.replaceAll('"', '""')}"`;
}


/***/ }),

/***/ 30150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bm: () => (/* binding */ isSymbol),
/* harmony export */   Jg: () => (/* binding */ isWord),
/* harmony export */   k8: () => (/* binding */ tokensOf)
/* harmony export */ });
/** The lexical rules of sqlite.org/lang_keywords.html and lang_expr.html; an unclosed quote runs to the end. */
const PATTERN = new RegExp([
    String.raw `(?<space>\s+|--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw `(?<string>[xX]?'(?:[^']|'')*(?:'|$))`,
    String.raw `(?<quoted>"(?:[^"]|"")*(?:"|$)|\x60(?:[^\x60]|\x60\x60)*(?:\x60|$)|\[[^\]]*(?:\]|$))`,
    String.raw `(?<number>0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)`,
    String.raw `(?<word>[A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*)`,
    String.raw `(?<symbol>->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[^])`,
].join('|'), 'uy');
function unquote(text) {
    const quote = text.charAt(0);
    const inner = text.slice(1, text.length > 1 ? -1 : undefined);
    return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}
/** Cuts SQL into tokens, as far as the caller reads. */
function* tokensOf(sql) {
    const pattern = new RegExp(PATTERN);
    for (let match = pattern.exec(sql); match !== null; match = pattern.exec(sql)) {
        const text = match[0];
        const groups = match.groups ?? {};
        if (groups['space'] !== undefined)
            continue;
        if (groups['quoted'] !== undefined)
            yield { kind: 'quoted', text, value: unquote(text) };
        else if (groups['string'] !== undefined)
            yield { kind: 'string', text, value: text };
        else if (groups['number'] !== undefined)
            yield { kind: 'number', text, value: text };
        else if (groups['word'] !== undefined)
            yield { kind: 'word', text, value: text };
        else
            yield { kind: 'symbol', text, value: text };
    }
}
/** True when the token is this unquoted word, in any case; `word` is lower-case. */
function isWord(token, word) {
    return token?.kind === 'word' && token.text.toLowerCase() === word;
}
/** True when the token is this punctuation. */
function isSymbol(token, symbol) {
    return token?.kind === 'symbol' && token.text === symbol;
}


/***/ }),

/***/ 28163:
/***/ ((__unused_webpack___webpack_module__, __unused_webpack___webpack_exports__, __webpack_require__) => {


// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(75919);
// EXTERNAL MODULE: ./node_modules/better-sqlite3/lib/index.js
var lib = __webpack_require__(4918);
// EXTERNAL MODULE: ./build/js/drivers/sqlite/location.js
var sqlite_location = __webpack_require__(23224);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/open-database.js


/**
 * Opens a connection that behaves as SQLite itself does: the library is built with foreign keys
 * switched on, which a migration that works in SQLite's shell need not survive. Commits are durable in
 * WAL mode, too.
 */
function openDatabase(path, { busyMs, readonly = false, cacheKb = 2000 }) {
    const binding = (0,sqlite_location/* nativeBinding */.N)();
    const database = new lib(path, {
        readonly,
        timeout: busyMs,
        ...(binding === undefined ? {} : { nativeBinding: binding }),
    });
    try {
        for (const pragma of ['foreign_keys = OFF', 'synchronous = FULL', `cache_size = -${String(cacheKb)}`]) {
            database.pragma(pragma);
        }
        // Reads the first page, so that a file that is no database is found out here.
        database.prepare('select count(*) from sqlite_schema').get();
    }
    catch (error) {
        database.close();
        throw error;
    }
    return database;
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/check-file.js

/** How many faults are worth reading. */
const MOST = 5;
/** Every index is looked up in its table, in no order: a cache pays. */
const CACHE_KB = 16_000;
/** Sentences about what is wrong with a database file; empty when it is whole. Throws when it is no database. */
function checkFile(path) {
    const database = openDatabase(path, { busyMs: 0, cacheKb: CACHE_KB });
    try {
        const found = database
            .prepare(`pragma integrity_check(${String(MOST)})`)
            .pluck()
            .all();
        return found.length === 1 && found[0] === 'ok' ? [] : found;
    }
    finally {
        database.close();
    }
}

// EXTERNAL MODULE: ./build/js/checksum/row-digest.js
var row_digest = __webpack_require__(8457);
// EXTERNAL MODULE: ./build/js/drivers/sqlite/quote.js
var quote = __webpack_require__(8063);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/digest-tables.js


/** The columns of a table in their order, generated ones among them; empty when there is no such table. */
function columnsOf(database, table) {
    return database
        .prepare('select name from pragma_table_xinfo(?) where hidden <> 1 order by cid')
        .pluck()
        .all(table);
}
/**
 * The digest of one table. Whole numbers beyond 2^53 and text that is not valid UTF-8 need slower ways
 * of reading; a table is begun anew with them at the first value that could be one.
 */
function digestTable(database, table) {
    const exact = new Set();
    for (;;) {
        const sum = new row_digest/* TableSum */.MC();
        const lost = exact.has('text') ? addExactly(database, table, sum) : addQuickly(database, table, sum, exact);
        if (lost === null)
            return { rows: sum.rows, checksum: sum.checksum() };
        exact.add(lost);
    }
}
/** Adds all rows; stops at a value that was perhaps not read exactly, and says why. */
function addQuickly(database, table, sum, exact) {
    const columns = columnsOf(database, table).map(quote/* quote */.h).join(', ');
    const statement = database.prepare(`select ${columns} from ${(0,quote/* quote */.h)(table)}`).raw();
    const safeIntegers = exact.has('integers');
    for (const row of statement.safeIntegers(safeIntegers).iterate()) {
        for (const value of row) {
            if (typeof value === 'string') {
                // What the library puts in the place of octets that are no UTF-8.
                if (value.includes('\ufffd'))
                    return 'text';
            }
            else if (typeof value === 'number' && !safeIntegers && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
                return 'integers';
            }
        }
        sum.add(row);
    }
    return null;
}
/** Adds all rows with the very octets of their text. */
function addExactly(database, table, sum) {
    const columns = columnsOf(database, table).map(quote/* quote */.h);
    const isUtf8 = database.pragma('encoding', { simple: true }) === 'UTF-8';
    const cells = columns.map((name) => `typeof(${name}) = 'text', iif(typeof(${name}) = 'text', cast(${name} as blob), ${name})`);
    const statement = database.prepare(`select ${cells.join(', ')} from ${(0,quote/* quote */.h)(table)}`).raw();
    const bigEndian = database.pragma('encoding', { simple: true }) === 'UTF-16be';
    for (const row of statement.safeIntegers().iterate()) {
        const values = [];
        for (let at = 0; at < row.length; at += 2) {
            const value = row[at + 1];
            const isText = row[at] === 1n && Buffer.isBuffer(value);
            values.push(isText ? (isUtf8 ? { octets: value } : fromUtf16(value, bigEndian)) : value);
        }
        sum.add(values);
    }
    return null;
}
/** Text of a UTF-16 database; unpaired surrogates have no UTF-8, so their octets stay as they are. */
function fromUtf16(octets, bigEndian) {
    if (octets.length % 2 !== 0)
        return { octets };
    const text = (bigEndian ? Buffer.from(octets).swap16() : octets).toString('utf16le');
    return text.isWellFormed() ? text : { octets };
}
/** The exact number of rows. */
function countRows(database, table) {
    return (database
        .prepare(`select count(*) from ${(0,quote/* quote */.h)(table)}`)
        .pluck()
        .get() ?? 0);
}
/** Runs reading work on one unchanging state of the database. */
async function inSnapshot(database, work) {
    database.exec('begin');
    try {
        // The snapshot begins with the first read, not with BEGIN.
        database.prepare('select count(*) from sqlite_schema').get();
        return await work();
    }
    finally {
        database.exec('rollback');
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/copy-pages.js

/** Pages copied at a time: 4 MB of the usual 4 KB pages. */
const PAGES = 1024;
/** How often somebody's writes may disturb a copy before they have to wait. */
const RESTARTS = 3;
/** How long to leave a locked database alone before the next step, in ms. */
const PAUSE_MS = 20;
/** A copy that somebody's writes made begin anew too often. */
class RestartedTooOften extends Error {
}
/**
 * Copies a database into a file with SQLite's backup API, in one transaction of that file that waits
 * for no lock; what was there is overwritten. Returns false, with nothing changed, when one of the
 * two is locked.
 *
 * The library takes a first step that found a lock for the end of the copy, and tells the two apart
 * only by a total of 0 pages. A later step that finds the source locked copies nothing.
 *
 * @param restarts how often the copy may be disturbed before `RestartedTooOften` is thrown
 */
async function copyPages(source, target, restarts = Infinity) {
    // A file that was never written to has no page to copy, and must not look as if it were locked.
    const isEmpty = source.pragma('page_count', { simple: true }) === 0;
    let remaining = Infinity;
    let seen = 0;
    const { totalPages } = await source.backup(target, {
        progress: ({ remainingPages }) => {
            // A step that gained nothing began anew, or found the source locked.
            if (remainingPages >= remaining && ++seen > restarts)
                throw new RestartedTooOften();
            if (remainingPages === remaining)
                Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
            remaining = remainingPages;
            return PAGES;
        },
    });
    return totalPages > 0 || isEmpty;
}
/**
 * Copies a live database. In WAL mode the copy shows the moment it began, and nobody waits. In the
 * rollback modes it begins anew when somebody else writes; after some restarts it holds a read lock
 * to its end, and writers wait.
 */
async function copyLive(source, target) {
    if (source.pragma('journal_mode', { simple: true }) !== 'wal' && (await tryUnlocked(source, target)))
        return;
    source.exec('begin');
    try {
        source.prepare('select count(*) from sqlite_schema').get();
        while (!(await copyPages(source, target)))
            await (0,promises_.setTimeout)(PAUSE_MS);
    }
    finally {
        source.exec('rollback');
    }
}
/** False when it found a lock, or was disturbed too often. */
async function tryUnlocked(source, target) {
    try {
        return await copyPages(source, target, RESTARTS);
    }
    catch (error) {
        if (error instanceof RestartedTooOften)
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/copy-schema.js

/** Settings that the file's header holds, in an order in which they can be set on an empty file. */
const HEADER_PRAGMAS = ['page_size', 'encoding', 'auto_vacuum', 'application_id', 'user_version'];
/** Makes everything but the rows in an empty file, in the order in which it was made. */
function copySchema(source, target, without) {
    const copy = openDatabase(target, { busyMs: 0 });
    try {
        source.exec('begin');
        try {
            for (const pragma of HEADER_PRAGMAS) {
                const value = source.pragma(pragma, { simple: true });
                copy.pragma(`${pragma} = ${pragma === 'encoding' ? `'${String(value)}'` : String(value)}`);
            }
            copy.exec('begin');
            for (const { name, sql } of statementsOf(source))
                if (!without.has(name.toLowerCase()))
                    copy.exec(sql);
            copy.exec('commit');
        }
        finally {
            source.exec('rollback');
        }
        if (source.pragma('journal_mode', { simple: true }) === 'wal')
            copy.pragma('journal_mode = WAL');
    }
    finally {
        copy.close();
    }
}
/** The statements that make the schema; a virtual table makes its shadow tables by itself. */
function statementsOf(source) {
    return source
        .prepare(`select s.tbl_name as name, s.sql from main.sqlite_schema s
       left join pragma_table_list t on t.schema = 'main' and t.name = s.name
       where s.sql is not null and s.name not like 'sqlite\\_%' escape '\\' and t.type is not 'shadow'
       order by s.type = 'trigger', s.type = 'view', s.type = 'index', s.rowid`)
        .all();
}

// EXTERNAL MODULE: ./build/js/drivers/sqlite/sql-tokens.js
var sql_tokens = __webpack_require__(30150);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/canonical-sql.js

/**
 * One form for SQL that means the same: white space and comments are gone, words are lower-case, and
 * identifiers lose quotes that they do not need. ALTER TABLE … RENAME quotes whatever it touches, so
 * without this a rename there and back would look like a change.
 *
 * @param names names of the schema's things, in lower case; only they are known to be identifiers,
 *   because SQLite reads an unknown "name" as a string
 */
function canonicalTokens(tokens, names) {
    return [...tokens].map((token) => canonicalToken(token, names)).join(' ');
}
/** As {@link canonicalTokens}, of text. */
function canonicalSql(sql, names) {
    return canonicalTokens((0,sql_tokens/* tokensOf */.k8)(sql), names);
}
function canonicalToken({ kind, text, value }, names) {
    if (kind === 'word' || kind === 'number')
        return text.toLowerCase();
    if (kind !== 'quoted' || !names.has(value.toLowerCase()))
        return text;
    const name = value.toLowerCase();
    return /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
/** Words that may stand for a default; anything else is as written, because `DEFAULT abc` is the text "abc". */
const DEFAULT_WORDS = new Set(['null', 'true', 'false', 'current_timestamp', 'current_date', 'current_time']);
/** One form for a column's default. */
function canonicalDefault(sql) {
    return [...(0,sql_tokens/* tokensOf */.k8)(sql)]
        .map(({ kind, text }) => (kind === 'word' && DEFAULT_WORDS.has(text.toLowerCase()) ? text.toLowerCase() : text))
        .join(' ');
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/create-table.js

const CONSTRAINT_STARTS = new Set(['constraint', 'primary', 'unique', 'check', 'foreign']);
/** The tokens between a `(` at `at` and its `)`, and the position behind. */
function group(tokens, at) {
    let depth = 0;
    for (let index = at; index < tokens.length; index++) {
        if ((0,sql_tokens/* isSymbol */.Bm)(tokens[index], '('))
            depth += 1;
        else if ((0,sql_tokens/* isSymbol */.Bm)(tokens[index], ')')) {
            depth -= 1;
            if (depth === 0)
                return { inner: tokens.slice(at + 1, index), end: index + 1 };
        }
    }
    return { inner: tokens.slice(at + 1), end: tokens.length };
}
/** Splits at the commas that lie in no parentheses. */
function splitList(tokens) {
    const items = [[]];
    let depth = 0;
    for (const token of tokens) {
        if ((0,sql_tokens/* isSymbol */.Bm)(token, '('))
            depth += 1;
        else if ((0,sql_tokens/* isSymbol */.Bm)(token, ')'))
            depth -= 1;
        if (depth === 0 && (0,sql_tokens/* isSymbol */.Bm)(token, ','))
            items.push([]);
        else
            items.at(-1)?.push(token);
    }
    return items;
}
/** The first parenthesised group of a statement. */
function firstGroup(tokens) {
    const { inner, end } = group(tokens, tokens.findIndex((token) => (0,sql_tokens/* isSymbol */.Bm)(token, '(')));
    return { inner, rest: tokens.slice(end) };
}
/** Reads the SQL that SQLite keeps for a table. It was accepted by SQLite, so it is well formed. */
function readCreateTable(sql) {
    const found = {
        checks: [],
        collations: new Map(),
        generated: new Map(),
        autoincrement: false,
        conflictRules: [],
        deferred: [],
    };
    for (const item of splitList(firstGroup([...(0,sql_tokens/* tokensOf */.k8)(sql)]).inner)) {
        const [first] = item;
        if (first === undefined)
            continue;
        const isConstraint = first.kind === 'word' && CONSTRAINT_STARTS.has(first.text.toLowerCase());
        readItem(item, isConstraint ? null : first.value.toLowerCase(), found);
    }
    return { ...found, conflictRules: found.conflictRules.toSorted() };
}
/** Walks over one column or over table constraints; SQLite needs no comma between the latter. */
function readItem(item, column, found) {
    let constraint = '';
    // The name of a column may be a word that begins a constraint, as `"check"` or `as`.
    for (let at = column === null ? 0 : 1; at < item.length; at++) {
        const token = item[at];
        if ((0,sql_tokens/* isSymbol */.Bm)(token, '(')) {
            at = group(item, at).end - 1;
            continue;
        }
        if (token?.kind !== 'word')
            continue;
        const word = token.text.toLowerCase();
        const next = item[at + 1];
        switch (word) {
            case 'constraint':
                at += 1;
                break;
            case 'primary':
            case 'unique':
                constraint = word;
                break;
            case 'not':
                if ((0,sql_tokens/* isWord */.Jg)(next, 'null'))
                    constraint = 'not null';
                break;
            case 'check':
                found.checks.push(group(item, at + 1).inner);
                constraint = word;
                break;
            case 'collate':
                // In a table constraint it belongs to an index, where a pragma tells it.
                if (column !== null && next !== undefined)
                    found.collations.set(column, next.value.toLowerCase());
                at += 1;
                break;
            case 'as':
                if (column !== null && (0,sql_tokens/* isSymbol */.Bm)(next, '('))
                    found.generated.set(column, group(item, at + 1).inner);
                break;
            case 'autoincrement':
                found.autoincrement = true;
                break;
            case 'conflict': {
                const rule = next?.text.toLowerCase() ?? 'abort';
                if (rule !== 'abort')
                    found.conflictRules.push(`${constraint}${column === null ? '' : ` ${column}`}: ${rule}`);
                at += 1;
                break;
            }
            case 'references':
                found.deferred.push(false);
                at += 1;
                break;
            case 'deferrable':
                if (!(0,sql_tokens/* isWord */.Jg)(item[at - 1], 'not') && (0,sql_tokens/* isWord */.Jg)(next, 'initially') && (0,sql_tokens/* isWord */.Jg)(item[at + 2], 'deferred')) {
                    found.deferred[found.deferred.length - 1] = true;
                }
                break;
            default:
                break;
        }
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/inspect-table.js


/** The indexed columns of an index, in order; a null name stands for an expression. */
function indexColumns(database, index) {
    return database
        .prepare('select name, "desc", coll from pragma_index_xinfo(?) where key = 1 order by seqno')
        .all(index);
}
/** An index column as JSON. */
function describeIndexColumn(column, what) {
    return { ...what, collation: (column.coll ?? 'BINARY').toLowerCase(), descending: column.desc === 1 };
}
/** How hidden columns of `pragma table_xinfo` are generated. */
const GENERATED = { 2: 'virtual', 3: 'stored' };
/** All that defines a table, whatever its CREATE TABLE looks like. */
function describeTable(database, table, sql, names) {
    const text = readCreateTable(sql);
    return {
        columns: database
            .prepare('select * from pragma_table_xinfo(?) where hidden <> 1 order by cid')
            .all(table.name)
            .map((column) => describeColumn(column, text, names)),
        checks: text.checks.map((check) => canonicalTokens(check, names)).toSorted(),
        keys: describeKeys(database, table.name),
        foreignKeys: describeForeignKeys(database, table.name, text),
        conflictRules: text.conflictRules,
        autoincrement: text.autoincrement,
        withoutRowid: table.wr === 1,
        strict: table.strict === 1,
    };
}
/** One form for a declared type, which SQLite keeps as it was written. */
function canonicalType(type) {
    return type
        .toUpperCase()
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/ ?([(),]) ?/g, '$1')
        .trim();
}
function describeColumn(column, text, names) {
    const key = column.name.toLowerCase();
    const expression = text.generated.get(key);
    return {
        name: column.name,
        type: canonicalType(column.type),
        notNull: column.notnull === 1,
        default: column.dflt_value === null ? null : canonicalDefault(column.dflt_value),
        primaryKey: column.pk,
        collation: text.collations.get(key) ?? 'binary',
        generated: GENERATED[column.hidden] ?? null,
        expression: expression === undefined ? null : canonicalTokens(expression, names),
    };
}
/** UNIQUE and PRIMARY KEY constraints that SQLite keeps an index for; the indexes' own names mean nothing. */
function describeKeys(database, table) {
    const indexes = database
        .prepare("select name, origin from pragma_index_list(?) where origin in ('u', 'pk')")
        .all(table);
    return sortedByText(indexes.map(({ name, origin }) => ({
        kind: origin === 'pk' ? 'primary key' : 'unique',
        columns: indexColumns(database, name).map((column) => describeIndexColumn(column, { name: column.name })),
    })));
}
function describeForeignKeys(database, table, text) {
    const rows = database
        .prepare('select * from pragma_foreign_key_list(?) order by id, seq')
        .all(table);
    const byId = Map.groupBy(rows, (row) => row.id);
    return sortedByText([...byId].map(([id, parts]) => ({
        columns: parts.map((part) => part.from),
        parent: (parts[0]?.table ?? '').toLowerCase(),
        parentColumns: parts.map((part) => part.to),
        onUpdate: parts[0]?.on_update ?? '',
        onDelete: parts[0]?.on_delete ?? '',
        // SQLite numbers foreign keys from the last one written to the first.
        deferred: text.deferred[byId.size - 1 - id] ?? false,
    })));
}
/** Order without meaning must not show. */
function sortedByText(items) {
    return items
        .map((item) => ({ item, text: JSON.stringify(item) }))
        .toSorted((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
        .map(({ item }) => item);
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/inspect.js




/** By code unit, as JavaScript compares. */
function compare(a, b) {
    return a < b ? -1 : Number(a > b);
}
/**
 * Reads the schema; call it inside a transaction.
 *
 * @param own Sluice's tables in lower case, which are left out with all that belongs to them
 */
function inspectDatabase(database, own) {
    const isForeign = (table) => !own.has(table.toLowerCase()) && !/^sqlite_/i.test(table);
    const tables = database
        .prepare("select name, type, wr, strict from pragma_table_list where schema = 'main'")
        .all()
        .filter(({ name }) => isForeign(name));
    const listed = new Map(tables.map((table) => [table.name, table]));
    const rows = database
        .prepare('select type, name, tbl_name, sql from main.sqlite_schema where sql is not null')
        .all()
        .filter(({ tbl_name }) => isForeign(tbl_name));
    const names = knownNames(database);
    const objects = rows.flatMap((row) => {
        switch (row.type) {
            case 'index':
                return [describeIndex(database, row, names)];
            case 'view':
                return [{ kind: 'view', name: row.name, definition: { sql: canonicalSql(row.sql, names) } }];
            case 'trigger':
                return [
                    { kind: 'trigger', name: row.name, definition: { table: row.tbl_name, sql: canonicalSql(row.sql, names) } },
                ];
            default: {
                const table = listed.get(row.name);
                if (table === undefined || table.type === 'shadow')
                    return [];
                return table.type === 'virtual'
                    ? [{ kind: 'virtual-table', name: row.name, definition: { sql: canonicalSql(row.sql, names) } }]
                    : [{ kind: 'table', name: row.name, definition: describeTable(database, table, row.sql, names) }];
            }
        }
    });
    return {
        objects: objects.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name)),
        tables: tables
            .filter(({ type }) => type === 'table')
            .map(({ name }) => ({ name }))
            .toSorted((a, b) => compare(a.name, b.name)),
    };
}
/**
 * Names of everything and of all columns, in lower case. Virtual tables, which have no root page, are
 * asked for no columns: their module may not be at hand.
 */
function knownNames(database) {
    const names = database
        .prepare(`select name from main.sqlite_schema union
       select c.name from main.sqlite_schema t join pragma_table_xinfo(t.name) c
       where t.type = 'table' and t.rootpage > 0`)
        .pluck()
        .all();
    return new Set(names.map((name) => name.toLowerCase()));
}
/** An index that was made by CREATE INDEX. */
function describeIndex(database, row, names) {
    const tokens = [...(0,sql_tokens/* tokensOf */.k8)(row.sql)];
    const { inner, rest } = firstGroup(tokens);
    const expressions = splitList(inner);
    const columns = indexColumns(database, row.name).map((column, at) => describeIndexColumn(column, column.name === null
        ? { expression: canonicalTokens(withoutOrder(expressions[at] ?? []), names) }
        : { name: column.name }));
    return {
        kind: 'index',
        name: row.name,
        definition: {
            table: row.tbl_name,
            unique: (0,sql_tokens/* isWord */.Jg)(tokens[1], 'unique'),
            columns,
            where: (0,sql_tokens/* isWord */.Jg)(rest[0], 'where') ? canonicalTokens(rest.slice(1), names) : null,
        },
    };
}
/** An indexed expression without COLLATE, ASC and DESC behind it: pragmas tell them in one form. */
function withoutOrder(tokens) {
    let end = tokens.length;
    if ((0,sql_tokens/* isWord */.Jg)(tokens[end - 1], 'asc') || (0,sql_tokens/* isWord */.Jg)(tokens[end - 1], 'desc'))
        end -= 1;
    if ((0,sql_tokens/* isWord */.Jg)(tokens[end - 2], 'collate') && !(0,sql_tokens/* isSymbol */.Bm)(tokens[end - 1], ')'))
        end -= 2;
    return tokens.slice(0, end);
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/dump.js






/**
 * Copies the database into an empty file, takes the tables of the present out of the copy, and reads
 * schema and digests from that very copy.
 */
async function dumpDatabase(source, { target, mode, own, present }) {
    if (mode === 'schema')
        copySchema(source, target, new Set(present.map((name) => name.toLowerCase())));
    else
        await copyLive(source, target);
    // Nobody else knows the copy: there is nobody to wait for.
    const copy = openDatabase(target, { busyMs: 0 });
    try {
        dropTables(copy, present);
        return await inSnapshot(copy, () => describe(copy, new Set(own), mode !== 'schema'));
    }
    finally {
        settle(copy);
        copy.close();
    }
}
function describe(copy, own, withDigests) {
    const schema = inspectDatabase(copy, own);
    const tables = withDigests
        ? schema.tables.map((table) => ({ table, ...digestTable(copy, table.name) }))
        : [];
    return { schema, tables, version: sqliteVersion(copy) };
}
/** The version of the SQLite library. */
function sqliteVersion(database) {
    return database.prepare('select sqlite_version()').pluck().get() ?? '';
}
/** Drops tables so that nothing of them is left in the file's free pages. */
function dropTables(copy, tables) {
    copy.pragma('secure_delete = ON');
    for (const table of tables)
        copy.exec(`drop table if exists ${(0,quote/* quote */.h)(table)}`);
}
/** Moves everything into the one file: a copy of a database in WAL mode is in WAL mode, too. */
function settle(copy) {
    if (copy.pragma('journal_mode', { simple: true }) === 'wal')
        copy.pragma('wal_checkpoint(TRUNCATE)');
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/orphans.js
/** Foreign keys with rows that have no parent. Throws SQLite's error where a key names columns that are no key. */
function findOrphans(database) {
    const columns = database.prepare('select "from" from pragma_foreign_key_list(?) where id = ? order by seq');
    return database
        .prepare('select "table" as child, parent, fkid as id, count(*) as rows from pragma_foreign_key_check group by 1, 2, 3 order by 1, 3')
        .all()
        .map(({ child, parent, id, rows }) => ({
        table: { name: child },
        constraint: `foreign key (${columns.pluck().all(child, id).join(', ')})`,
        parent: { name: parent },
        rows,
    }));
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/carry-present.js

/**
 * Copies one of Sluice's tables from the live database into a restored one, in place of what is there.
 * Returns the rows copied; 0 when the live database has no such table.
 */
function carryTable(live, restored, table) {
    const sql = live
        .prepare("select sql from sqlite_schema where type = 'table' and name = ? collate nocase")
        .pluck()
        .get(table);
    restored.exec(`drop table if exists ${(0,quote/* quote */.h)(table)}`);
    if (sql === undefined)
        return 0;
    restored.exec(sql);
    const rows = live
        .prepare(`select * from ${(0,quote/* quote */.h)(table)}`)
        .raw()
        .safeIntegers();
    const insert = restored.prepare(`insert into ${(0,quote/* quote */.h)(table)} values (${rows
        .columns()
        .map(() => '?')
        .join(', ')})`);
    let copied = 0;
    for (const row of rows.iterate())
        copied += insert.run(...row).changes;
    return copied;
}

// EXTERNAL MODULE: ./build/js/drivers/sql/fence.js
var fence = __webpack_require__(10936);
// EXTERNAL MODULE: ./build/js/drivers/sqlite/dialect.js
var dialect = __webpack_require__(71433);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/extend-lease.js



/** As `extendLease` of the stores, on a connection of the worker; false when the lock is another owner's. */
function extendLease(database, lock, { owner, leaseMs }) {
    const sql = `update ${(0,quote/* quote */.h)(lock)} set expires_at = ${dialect/* sqliteDialect */.d.nowPlus(String(leaseMs))} where name = ? and owner = ?`;
    return database.prepare(sql).run(fence/* RUN_LOCK */.eM, owner).changes > 0;
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/replace-rows.js


/** Names by which SQLite knows the id of a row, unless a column has that name. */
const ROWID_NAMES = ['rowid', '_rowid_', 'oid'];
/**
 * Replaces the rows of every table by those of the restored file, in one transaction. The schema stays
 * as it is, and with it the record of migrations, so both must have the same tables and columns.
 */
function replaceRows(live, request) {
    const own = new Set(request.own.map((name) => name.toLowerCase()));
    // Shadow tables of virtual tables can be written only so.
    live.unsafeMode(true);
    live.prepare('attach ? as restored').run(request.restored);
    live.exec('begin immediate');
    try {
        const tables = storedTables(live, 'main', own);
        const why = difference(tables, storedTables(live, 'restored', own));
        if (why !== null)
            return { kind: 'differs', why };
        withoutTriggers(live, () => {
            for (const table of tables)
                copyRows(live, table);
        });
        copySequences(live);
        if (!extendLease(live, request.present.lock, request))
            return { kind: 'lease-lost' };
        live.exec('commit');
        return { kind: 'replaced' };
    }
    finally {
        if (live.inTransaction)
            live.exec('rollback');
    }
}
function storedTables(live, schema, own) {
    const columns = live
        .prepare('select name from pragma_table_xinfo(?, ?) where hidden = 0 order by cid')
        .pluck();
    return live
        .prepare(`select name, wr from pragma_table_list
       where schema = ? and type in ('table', 'shadow') and name not like 'sqlite\\_%' escape '\\' order by name`)
        .all(schema)
        .filter(({ name }) => !own.has(name.toLowerCase()))
        .map(({ name, wr }) => {
        const names = columns.all(name, schema);
        const taken = new Set(names.map((column) => column.toLowerCase()));
        const rowid = wr === 1 ? null : (ROWID_NAMES.find((one) => !taken.has(one)) ?? null);
        return { name, columns: names, rowid };
    });
}
/** In which way the tables of two databases differ, as one sentence; null when they do not. */
function difference(live, restored) {
    const columnsOf = new Map(restored.map((table) => [table.name, table.columns.join('\0')]));
    for (const { name, columns } of live) {
        const others = columnsOf.get(name);
        if (others === undefined)
            return `the backup has no table ${name}`;
        if (others !== columns.join('\0'))
            return `the table ${name} has other columns in the backup`;
        columnsOf.delete(name);
    }
    const [first] = columnsOf.keys();
    return first === undefined ? null : `the database has no table ${first}`;
}
function copyRows(live, { name, columns, rowid }) {
    // A column that stands for the id of a row may be given it twice.
    const list = [...(rowid === null ? [] : [rowid]), ...columns.map(quote/* quote */.h)].join(', ');
    live.exec(`delete from main.${(0,quote/* quote */.h)(name)}`);
    live.exec(`insert into main.${(0,quote/* quote */.h)(name)} (${list}) select ${list} from restored.${(0,quote/* quote */.h)(name)}`);
}
/** Takes the triggers away for the time of the work, within the transaction; they would fire on each row. */
function withoutTriggers(live, work) {
    const triggers = live
        .prepare("select name, sql from main.sqlite_schema where type = 'trigger' order by rowid")
        .all();
    for (const { name } of triggers)
        live.exec(`drop trigger main.${(0,quote/* quote */.h)(name)}`);
    work();
    for (const { sql } of triggers)
        live.exec(sql);
}
/** AUTOINCREMENT goes on where the backup had stopped. */
function copySequences(live) {
    const count = live
        .prepare(`select (select count(*) from main.sqlite_schema where name = 'sqlite_sequence')
            + (select count(*) from restored.sqlite_schema where name = 'sqlite_sequence')`)
        .pluck()
        .get();
    if (count !== 2)
        return;
    live.exec('delete from main.sqlite_sequence; insert into main.sqlite_sequence select * from restored.sqlite_sequence');
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/replace-database.js






/** How long to wait before the next try for the lock, in ms. */
const RETRY_MS = 50;
/**
 * Puts a restored file's content into the live database, in one transaction of it. What is there is
 * overwritten, but for Sluice's tables of the present.
 *
 * The lease is extended in the transaction that reads those tables. SQLite's copy then opens a
 * transaction of its own: nobody can take the lock over in the moment between, because the lease has
 * just begun anew.
 */
async function replaceDatabase(path, request) {
    const live = openDatabase(path, { busyMs: request.lockTimeoutMs });
    const restored = openDatabase(request.restored, { busyMs: 0 });
    try {
        if (request.mode === 'data')
            return replaceRows(live, request);
        alignWith(restored, live);
        const deadline = performance.now() + request.lockTimeoutMs;
        for (;;) {
            if (!carryPresent(live, restored, request))
                return { kind: 'lease-lost' };
            if (await copyPages(restored, path))
                return checked(live);
            if (performance.now() >= deadline)
                throw new LockedError();
            await (0,promises_.setTimeout)(RETRY_MS);
        }
    }
    finally {
        restored.close();
        live.close();
    }
}
/** The live database stayed locked; has the code that SQLite gives such an error. */
class LockedError extends Error {
    code = 'SQLITE_BUSY';
    constructor() {
        super('database is locked');
    }
}
/**
 * Gives the restored file the live one's page size, which cannot change in WAL mode, and takes it out
 * of WAL mode: the copy brings its header, and the journal mode in it, over otherwise.
 */
function alignWith(restored, live) {
    restored.pragma('journal_mode = DELETE');
    const pageSize = live.pragma('page_size', { simple: true });
    if (restored.pragma('page_size', { simple: true }) === pageSize)
        return;
    restored.pragma(`page_size = ${String(pageSize)}`);
    restored.exec('vacuum');
}
/** Copies journal, lock and control over; false, with nothing copied, when the lease was lost. */
function carryPresent(live, restored, request) {
    live.exec('begin immediate');
    try {
        if (!extendLease(live, request.present.lock, request))
            return false;
        restored.exec('begin');
        for (const table of Object.values(request.present))
            carryTable(live, restored, table);
        restored.exec('commit');
        live.exec('commit');
        return true;
    }
    finally {
        if (restored.inTransaction)
            restored.exec('rollback');
        if (live.inTransaction)
            live.exec('rollback');
    }
}
function checked(live) {
    const why = live.prepare('pragma quick_check(1)').pluck().get();
    return why === 'ok' ? { kind: 'replaced' } : { kind: 'damaged', why: why ?? 'no answer' };
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/run-statement.js

/** Runs one statement; returns the rows it changed or returned. A comment alone is no statement and does nothing. */
function runStatement(database, sql) {
    if ((0,sql_tokens/* tokensOf */.k8)(sql).next().done === true)
        return 0;
    const statement = database.prepare(sql).safeIntegers();
    if (!statement.reader)
        return statement.run().changes;
    let rows = 0;
    for (const _ of statement.raw().iterate())
        rows += 1;
    return rows;
}
/** Runs one statement with values bound to `?1`, `?2`, …; keeps its rows. */
function runQuery(database, sql, values) {
    const statement = database.prepare(sql);
    if (values.length > 0)
        statement.bind(Object.fromEntries(values.map((value, index) => [String(index + 1), value])));
    const bound = statement;
    if (!bound.reader)
        return { rows: [], affected: bound.run().changes };
    const rows = bound.all();
    return { rows, affected: rows.length };
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/scalar.js

/** A value as text: numbers as JavaScript writes them, bytes in hex. */
function asText(value) {
    if (value === null)
        return null;
    return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}
/** Runs a query on a connection of its own that cannot write; answers with the only row's first column. */
function scalar(path, busyMs, sql) {
    const database = openDatabase(path, { busyMs, readonly: true });
    try {
        database.pragma('query_only = ON');
        const statement = database.prepare(sql);
        if (!statement.reader || !statement.readonly)
            return { kind: 'refused', why: 'it is no query that only reads' };
        let first;
        for (const row of statement.raw().safeIntegers().iterate()) {
            if (first !== undefined)
                return { kind: 'refused', why: 'it returned more than one row' };
            first = row;
        }
        if (first === undefined)
            return { kind: 'refused', why: 'it returned no row' };
        return { kind: 'value', value: asText(first[0] ?? null) };
    }
    finally {
        database.close();
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker/operations.js









/** The one connection of a worker, opened when it is first needed. */
class Connection {
    setup;
    #database = null;
    constructor(setup) {
        this.setup = setup;
    }
    get database() {
        if (this.#database === null) {
            const database = openDatabase(this.setup.path, this.setup);
            // A connection that may write can also roll back what a killed process left; a read-only one cannot.
            if (this.setup.queryOnly)
                database.pragma('query_only = ON');
            // What a migration may do with SQLite itself it may do here, writable_schema for one.
            else
                database.unsafeMode(true);
            this.#database = database;
        }
        return this.#database;
    }
    close() {
        this.#database?.close();
        this.#database = null;
    }
}
/** Lets the messages sent so far leave the process. */
function flush() {
    return new Promise((resolve) => setImmediate(resolve));
}
/** What a worker can do. */
const handlers = {
    query: ({ database }, { sql, values }) => runQuery(database, sql, values),
    run({ database }, { sql, busyMs }) {
        database.pragma(`busy_timeout = ${String(busyMs)}`);
        return { rows: runStatement(database, sql), inTransaction: database.inTransaction };
    },
    facts({ database }) {
        const pages = Number(database.pragma('page_count', { simple: true }));
        const pageSize = Number(database.pragma('page_size', { simple: true }));
        const journalMode = String(database.pragma('journal_mode', { simple: true }));
        return { version: sqliteVersion(database), sizeBytes: pages * pageSize, journalMode };
    },
    inspect: ({ database }, { own }) => inSnapshot(database, () => inspectDatabase(database, new Set(own))),
    async digests({ database }, { tables, checksums }, emit) {
        await inSnapshot(database, async () => {
            for (const name of tables) {
                if (columnsOf(database, name).length === 0)
                    continue;
                const digest = checksums ? digestTable(database, name) : { rows: countRows(database, name), checksum: '' };
                emit({ table: { name }, ...digest });
                await flush();
            }
        });
        return null;
    },
    orphans: ({ database }) => inSnapshot(database, () => findOrphans(database)),
    scalar: ({ setup }, { sql }) => scalar(setup.path, setup.busyMs, sql),
    dump: ({ database }, request) => dumpDatabase(database, request),
    check: (_connection, { path }) => checkFile(path),
    replace({ setup }, request) {
        return replaceDatabase(setup.path, request);
    },
    close(connection) {
        connection.close();
        return null;
    },
};

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/worker.js
/**
 * The worker's side: answers requests, one after the other, as a thread or as a process of its own.
 */


/** How often a process looks whether its parent still lives, in ms. */
const WATCH_MS = 250;
/**
 * Kills this process when its parent has died. It runs in a thread, because the main one may be inside
 * a long statement, and its lock must not outlive the run that took it.
 */
const WATCHDOG = `
const { workerData } = require('node:worker_threads');
const alive = (pid) => { try { return process.kill(pid, 0); } catch (error) { return error.code === 'EPERM'; } };
setInterval(() => {
  if (process.ppid !== workerData || !alive(workerData)) process.kill(process.pid, 'SIGKILL');
}, ${String(WATCH_MS)});
`;
/** What can cross the boundary of an error. */
function wireError(error) {
    if (!(error instanceof Error))
        return { code: null, message: String(error) };
    const code = error.code;
    return { code: typeof code === 'string' ? code : null, message: error.message };
}
/** Answers requests in the order in which they come; returns what takes them. */
function serve(setup, post) {
    const connection = new Connection(setup);
    let last = Promise.resolve();
    async function answer({ id, operation, request }) {
        try {
            const handler = handlers[operation];
            const response = await handler(connection, request, (event) => post({ id, kind: 'event', event }));
            post({ id, kind: 'done', response });
        }
        catch (error) {
            post({ id, kind: 'failed', error: wireError(error) });
        }
    }
    return (message) => {
        last = last.then(() => answer(message));
    };
}
/**
 * Runs a worker until its parent goes. Only the script that is started as one calls it: the parent
 * gives a thread its {@link WorkerSetup} as data, and a process its own pid and the setup as arguments.
 */
function startWorker() {
    if (!external_node_worker_threads_.isMainThread && external_node_worker_threads_.parentPort !== null) {
        const port = external_node_worker_threads_.parentPort;
        port.on('message', serve(external_node_worker_threads_.workerData, (reply) => port.postMessage(reply)));
        return;
    }
    const [parent, setup] = process.argv.slice(2);
    // A terminal sends its signals to this process, too; when it ends is the parent's to say.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
        process.on(signal, () => { });
    new external_node_worker_threads_.Worker(WATCHDOG, { eval: true, workerData: Number(parent), execArgv: [] }).unref();
    const take = serve(JSON.parse(setup ?? ''), (reply) => {
        // The parent may have gone while this was computed; the disconnect ends the process.
        process.send?.(reply, undefined, {}, () => { });
    });
    process.on('message', (message) => take(message));
    process.once('disconnect', () => process.exit());
}

;// CONCATENATED MODULE: ./build/js/entries/sqlite-worker.js

startWorker();


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
        fix: 'Use another backup, or another copy of this one: `sluice backup list` shows where they are.',
    },
    BACKUP_003: {
        meaning: 'backup not proven, or too old',
        fix: 'Take a new backup with `verify: restore` and pass its backup-id.',
    },
    BACKUP_004: {
        meaning: 'plaintext upload refused',
        fix: 'Encrypt it with encrypt-to, or set upload-artifacts: false and keep the backup elsewhere, or allow-plaintext: true if everybody who can read the repository may read the data.',
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


/***/ })

};
