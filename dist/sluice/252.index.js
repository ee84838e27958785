export const id = 252;
export const ids = [252];
export const modules = {

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

/***/ 61252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  open: () => (/* binding */ driver_open),
  sqliteSyntax: () => (/* reexport */ sqliteSyntax),
  sqliteTraits: () => (/* reexport */ sqliteTraits)
});

// EXTERNAL MODULE: ./build/js/drivers/sql/stores.js
var stores = __webpack_require__(36879);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/drivers/sql/fence.js
var sql_fence = __webpack_require__(10936);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/failure.js

/** An error that SQLite or the system reported in a worker. */
class SqliteFailure extends Error {
    /** SQLite's extended code by name, a system code, or null. */
    code;
    constructor(code, message) {
        super(message);
        this.name = 'SqliteFailure';
        this.code = code;
    }
}
/** A worker ended by itself, or was killed from outside. */
class WorkerGoneError extends Error {
    constructor(why) {
        super(`The process that works on the database ended: ${why}`);
        this.name = 'WorkerGoneError';
    }
}
/** True when a lock of another connection stood in the way, so that nothing was done. */
function isBusy(error) {
    return error instanceof SqliteFailure && /^SQLITE_(?:BUSY|PROTOCOL)/.test(error.code ?? '');
}
/** How a failure is told: its code, its sentence for a path, what to do. First match wins. */
const SENTENCES = [
    [/^SQLITE_(?:BUSY|PROTOCOL)/, 'LOCK_002', (path) => `The database ${path} stayed locked by another connection.`],
    [
        /^SQLITE_READONLY_(?:DBMOVED)/,
        'CONN_001',
        (path) => `The database file ${path} was moved or replaced while it was open.`,
        'Look what replaced the file, then run the command again.',
    ],
    [
        /^SQLITE_(?:READONLY|PERM|AUTH)|^E(?:ACCES|PERM|ROFS)$/,
        'PERM_001',
        (path) => `The database ${path} may not be written by this account.`,
        'Give the account the right to write the file, and to create files in its folder: SQLite keeps its journal there.',
    ],
    [
        /^SQLITE_CANTOPEN/,
        'CONN_001',
        (path) => `The database file ${path}, or its journal beside it, cannot be opened.`,
        'Check that the file and its folder exist and may be read and written by this account, then run the command again.',
    ],
    [
        /^SQLITE_NOTADB/,
        'CONN_001',
        (path) => `The file ${path} is not an SQLite database.`,
        'Correct the path in the database URL. An encrypted database cannot be opened.',
    ],
    [
        /^SQLITE_CORRUPT/,
        'CONN_001',
        (path) => `The database file ${path} is damaged.`,
        'Restore it from a backup: `sluice rollback --to backup`.',
    ],
    [/^SQLITE_FULL|^ENOSPC$|^EDQUOT$/, 'DISK_001', (path) => `There is no disk space left for the database ${path}.`],
    [/^SQLITE_NOMEM|^ENOMEM$/, 'MEM_001', () => 'There is not enough memory for this statement.'],
    [
        /^SQLITE_IOERR|^EIO$/,
        'CONN_001',
        (path) => `The disk below the database ${path} failed.`,
        'Check the disk and the system log, then run the command again.',
    ],
];
/** The error of a lock that was waited for in vain. */
function lockedError(path, blockers, cause) {
    const [first] = blockers;
    const by = first === undefined ? '' : `: process ${String(first.pid)} holds it (${first.query ?? 'unknown program'})`;
    return new errors/* SluiceError */.ah('LOCK_002', `The database ${path} stayed locked by another connection${by}.`, {
        cause,
        details: { blockers },
    });
}
/**
 * The error that a failure in a worker becomes; one that says nothing of the file, the disk or a lock
 * has the code `otherwise`, and stays as it is where that is null.
 */
function explain(error, path, otherwise) {
    if (error instanceof WorkerGoneError) {
        return new errors/* SluiceError */.ah('CONN_001', `The connection to ${path} was lost.`, {
            cause: error,
            fix: 'Run the command again: it looks what had happened and goes on from there.',
        });
    }
    if (!(error instanceof SqliteFailure))
        return error;
    const details = { sqlState: error.code };
    const known = SENTENCES.find(([pattern]) => pattern.test(error.code ?? ''));
    if (known === undefined) {
        return otherwise === null ? error : new errors/* SluiceError */.ah(otherwise, `${error.message}.`, { cause: error, details });
    }
    const [, code, sentence, fix] = known;
    return new errors/* SluiceError */.ah(code, sentence(path), { cause: error, details, ...(fix === undefined ? {} : { fix }) });
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/busy-wait.js

/** How long SQLite itself waits at a time, in ms: in between we look who is in the way, and whether to go on. */
const BUSY_SLICE_MS = 100;
/** The longest pause between two tries, in ms; random, so that waiters do not march in step. */
const LONGEST_PAUSE_MS = 20;
/**
 * Calls `attempt` until it finds no lock in its way. An attempt that found one must have done nothing.
 *
 * @throws SluiceError `LOCK_002` with the blockers that were seen, during the wait or after it
 */
async function whileBusy(wait, attempt) {
    const { clock, signal, waitMs } = wait;
    let started = clock.monotonic();
    let seen = [];
    for (;;) {
        signal.throwIfAborted();
        const leftMs = Math.max(0, waitMs - (clock.monotonic() - started));
        try {
            return await attempt(Math.ceil(Math.min(BUSY_SLICE_MS, leftMs)));
        }
        catch (error) {
            if (!isBusy(error))
                throw error;
            const now = await wait.blockers();
            if (now.length > 0)
                seen = now;
            if (wait.isOurs?.() === true)
                started = clock.monotonic();
            else if (clock.monotonic() - started >= waitMs)
                throw lockedError(wait.path, seen, error);
            await clock.sleep(1 + Math.random() * LONGEST_PAUSE_MS, signal);
        }
    }
}

// EXTERNAL MODULE: ./build/js/drivers/sqlite/sql-tokens.js
var sql_tokens = __webpack_require__(30150);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/classify.js

const TRANSACTION_CONTROL = new Set(['begin', 'commit', 'end', 'rollback', 'savepoint', 'release']);
/** Pragmas that SQLite refuses or ignores inside a transaction, and that change the file for good. */
const STANDALONE_PRAGMAS = new Set(['journal_mode', 'wal_checkpoint']);
/** Pragmas that write, or check, as part of the transaction around them, and are undone with it. */
const TRANSACTIONAL_PRAGMAS = new Set([
    'application_id',
    'defer_foreign_keys',
    'foreign_key_check',
    'foreign_key_list',
    'incremental_vacuum',
    'index_info',
    'index_list',
    'index_xinfo',
    'integrity_check',
    'optimize',
    'quick_check',
    'schema_version',
    'table_info',
    'table_list',
    'table_xinfo',
    'user_version',
    'writable_schema',
]);
/** The first tokens of a statement: enough for `PRAGMA schema.name = value`. */
function firstTokens(sql) {
    const tokens = [];
    for (const token of (0,sql_tokens/* tokensOf */.k8)(sql)) {
        tokens.push(token);
        if (tokens.length === 4)
            break;
    }
    return tokens;
}
/** The pragma that a statement sets or reads, in lower case; null when it is none. */
function pragmaOf(sql) {
    const [first, second, dot, fourth] = firstTokens(sql);
    if (first?.text.toLowerCase() !== 'pragma')
        return null;
    return ((0,sql_tokens/* isSymbol */.Bm)(dot, '.') ? fourth : second)?.value.toLowerCase() ?? '';
}
/**
 * How a statement may be run; see {@link StatementKind}.
 *
 * ATTACH and DETACH set up the connection alone, so a resumed file repeats them. A pragma that is not
 * known to belong to a transaction is taken for a setting of the connection.
 */
function classify({ text }) {
    const first = firstTokens(text)[0]?.text.toLowerCase() ?? '';
    if (TRANSACTION_CONTROL.has(first))
        return 'transaction-control';
    if (first === 'vacuum')
        return 'standalone';
    if (first === 'attach' || first === 'detach')
        return 'session';
    const pragma = pragmaOf(text);
    if (pragma === null || TRANSACTIONAL_PRAGMAS.has(pragma))
        return 'transactional';
    return STANDALONE_PRAGMAS.has(pragma) ? 'standalone' : 'session';
}

// EXTERNAL MODULE: ./build/js/drivers/sqlite/dialect.js
var dialect = __webpack_require__(71433);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/session-pragmas.js


/** Pragmas that SQLite ignores or refuses while a transaction is open. */
const OUTSIDE_ONLY = new Set(['foreign_keys', 'synchronous', 'temp_store']);
/**
 * Settings of the connection in a file that runs in one transaction. SQLite ignores some of them
 * inside a transaction without a word, `PRAGMA foreign_keys` first of all, so those at the file's
 * beginning are run before the transaction and those at its end behind it.
 */
class SessionPragmas {
    #hasWritten = false;
    #deferred = [];
    /** Something was done in the transaction. */
    written() {
        this.#hasWritten = true;
    }
    /** Where the next statement belongs. Throws `SQL_001` for one behind a setting that could not have its effect. */
    place(statement) {
        if (classify(statement) === 'session' && !this.#hasWritten)
            return 'before';
        if (OUTSIDE_ONLY.has(pragmaOf(statement.text) ?? '')) {
            this.#deferred.push(statement);
            return 'after';
        }
        const [unheeded] = this.#deferred;
        if (unheeded !== undefined) {
            throw new errors/* SluiceError */.ah('SQL_001', 'A setting in the middle of a transaction has no effect on what follows it.', {
                fix: 'Put it at the beginning or at the end of the file, or write `-- sluice: transaction=false` at its top.',
                details: { statement: unheeded.index, line: unheeded.line },
            });
        }
        this.#hasWritten = true;
        return 'within';
    }
    /** The settings to run behind the transaction, in order. */
    takeDeferred() {
        return this.#deferred.splice(0);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/applier.js








/** An error's details beside a statement's position. */
function withDetails(error, details) {
    if (!(error instanceof errors/* SluiceError */.ah))
        return error;
    return new errors/* SluiceError */.ah(error.code, error.message, {
        cause: error.cause,
        fix: error.fix,
        details: { ...error.details, ...details },
    });
}
/** Runs statements in a process of their own. */
class SqliteApplier {
    #connections;
    #session;
    #waiting = 0;
    constructor(connections, session) {
        this.#connections = connections;
        this.#session = session;
    }
    /** True while something is in flight that may have to wait for another connection. */
    get mayWait() {
        return this.#waiting > 0;
    }
    classify(statement) {
        return classify(statement);
    }
    sweep() {
        // SQLite undoes by itself what a killed statement had begun.
        return Promise.resolve([]);
    }
    async transaction(fence, limits, work) {
        const pragmas = new SessionPragmas();
        await this.#begin(fence, limits);
        return this.#connections.own.hold('write', async () => {
            let result;
            try {
                result = await work(this.#transaction(fence, limits, pragmas));
                limits.signal.throwIfAborted();
                await this.#require(fence, limits);
            }
            catch (error) {
                await this.#rollback();
                throw explain(error, this.#connections.path, null);
            }
            await this.#commit(limits);
            for (const statement of pragmas.takeDeferred()) {
                // The work is done whatever comes of this; where the connection is gone, so are its settings.
                await this.#execute(statement, limits, limits.lockTimeoutMs).catch(() => { });
            }
            return result;
        });
    }
    async standalone(fence, limits, statement) {
        await this.#patiently(limits, () => this.#require(fence, limits));
        const run = () => this.#patiently(limits, (sliceMs) => this.#execute(statement, limits, sliceMs)).catch((error) => {
            throw mayHaveHappened(error) ? withDetails(error, { commit: 'unknown' }) : error;
        });
        const alone = async () => {
            await Promise.all([this.#connections.scan.stop(), this.#connections.read.stop()]);
            return run();
        };
        // To leave WAL mode SQLite needs to be the file's only connection.
        const needsAll = pragmaOf(statement.text) === 'journal_mode';
        return this.#connections.own.hold('write', () => (needsAll ? this.#session.whileClosed(alone) : run()));
    }
    #transaction(fence, limits, pragmas) {
        const { names } = this.#connections.options;
        const runner = this.#runner(limits);
        return {
            execute: async (statement) => {
                limits.signal.throwIfAborted();
                switch (pragmas.place(statement)) {
                    case 'after':
                        return { rows: 0, warnings: [] };
                    case 'before':
                        // Nothing has been done yet: the transaction gives way and begins again behind the pragma.
                        await this.#rollback();
                        await this.#execute(statement, limits, limits.lockTimeoutMs);
                        await this.#begin(fence, limits);
                        return { rows: 0, warnings: [] };
                    default:
                        return this.#execute(statement, limits, limits.lockTimeoutMs, true);
                }
            },
            append: async (rows) => {
                pragmas.written();
                return (0,stores/* insertJournal */.Dy)(runner, dialect/* sqliteDialect */.d, names, rows);
            },
            recordApplied: async (row) => {
                pragmas.written();
                return (0,stores/* insertApplied */.lk)(runner, dialect/* sqliteDialect */.d, names, row);
            },
            removeApplied: async (version) => {
                pragmas.written();
                return (0,stores/* deleteApplied */.LM)(runner, dialect/* sqliteDialect */.d, names, version);
            },
        };
    }
    /** Begins a transaction with the database's write lock, and finds out early when the lease is gone. */
    async #begin(fence, limits) {
        await this.#patiently(limits, (sliceMs) => this.#send('begin immediate', limits, sliceMs));
        try {
            await this.#require(fence, limits);
        }
        catch (error) {
            await this.#rollback();
            throw explain(error, this.#connections.path, null);
        }
    }
    /** Commits; readers in a rollback mode are waited for. Once begun it is not cancelled: it would be unknown how it ended. */
    async #commit(limits) {
        const uncancelled = { ...limits, signal: new AbortController().signal, statementTimeoutMs: 0 };
        try {
            await this.#patiently(uncancelled, (sliceMs) => this.#send('commit', uncancelled, sliceMs));
        }
        catch (error) {
            await this.#rollback();
            const isLost = error instanceof errors/* SluiceError */.ah && error.cause instanceof WorkerGoneError;
            throw isLost ? withDetails(error, { commit: 'unknown' }) : error;
        }
    }
    /** Rolls back what is left to roll back. */
    async #rollback() {
        const { apply } = this.#connections;
        // A killed process is rolled back already; SQLite itself rolls back after some errors.
        if (apply.pid === null)
            return;
        await apply.call('run', { sql: 'rollback', busyMs: 0 }).catch(() => { });
    }
    async #require(fence, limits) {
        await (0,sql_fence/* requireLease */.Ch)(this.#runner(limits), dialect/* sqliteDialect */.d, this.#connections.options.names, fence);
    }
    /** Sluice's own statements on this connection; their failures are not the migration's. */
    #runner({ signal }) {
        return {
            query: (sql, values = []) => this.#connections.apply.call('query', { sql, values }, { signal }).catch((error) => {
                throw error instanceof SqliteFailure ? error : explain(error, this.#connections.path, null);
            }),
        };
    }
    async #execute(statement, limits, busyMs, inTransaction = false) {
        const details = { statement: statement.index, line: statement.line };
        try {
            const answer = await this.#send(statement.text, limits, busyMs);
            if (inTransaction && !answer.inTransaction) {
                throw new errors/* SluiceError */.ah('SQL_001', 'The statement ended the transaction that the file runs in.', {
                    fix: 'Take it out, or write `-- sluice: transaction=false` at the top of the file.',
                });
            }
            return { rows: answer.rows, warnings: [] };
        }
        catch (error) {
            // Outside a transaction the wait for the lock goes on.
            if (!inTransaction && isBusy(error))
                throw error;
            throw withDetails(explain(error, this.#connections.path, 'SQL_001'), details);
        }
    }
    #send(sql, limits, busyMs) {
        const { signal, statementTimeoutMs: timeoutMs } = limits;
        return this.#connections.apply.call('run', { sql, busyMs }, { signal, timeoutMs });
    }
    async #patiently(limits, attempt) {
        const { own, path } = this.#connections;
        const wait = {
            ...this.#connections.busyWait(limits.lockTimeoutMs, limits.signal),
            isOurs: () => own.has('read'),
        };
        this.#waiting += 1;
        try {
            return await whileBusy(wait, attempt);
        }
        catch (error) {
            throw explain(error, path, 'SQL_001');
        }
        finally {
            this.#waiting -= 1;
        }
    }
}
/** A statement that commits by itself may have done so just before its process was killed. */
function mayHaveHappened(error) {
    if (!(error instanceof errors/* SluiceError */.ah))
        return false;
    return error.code === 'TIME_001' || error.cause instanceof WorkerGoneError;
}

// EXTERNAL MODULE: ./build/js/drivers/sql/tables.js
var tables = __webpack_require__(49020);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/host.js


/**
 * Talks to one worker: starts it with the first request, and again with the first one after its end.
 * A worker without work does not keep this process alive.
 */
class WorkerHost {
    #launch;
    #setup;
    #clock;
    #running = null;
    #lastId = 0;
    constructor(launch, setup, clock) {
        this.#launch = launch;
        this.#setup = setup;
        this.#clock = clock;
    }
    /** The process that holds the worker's locks; null when it does not run. */
    get pid() {
        return this.#running?.link.pid ?? null;
    }
    /**
     * Sends a request and waits for its answer. Throws {@link SqliteFailure} as the worker does,
     * {@link WorkerGoneError} when it ends before, `TIME_001` when the time has run out, and the signal's
     * reason when it is aborted; the worker is gone in the last three cases.
     */
    async call(operation, request, { signal, timeoutMs = 0, onEvent } = {}) {
        signal?.throwIfAborted();
        const running = (this.#running ??= this.#start());
        const id = ++this.#lastId;
        const settled = new AbortController();
        let killedBy = null;
        const kill = (error) => {
            killedBy ??= { error };
            running.link.kill();
        };
        const onAbort = () => kill(signal?.reason);
        signal?.addEventListener('abort', onAbort, { once: true });
        if (timeoutMs > 0) {
            this.#clock.sleep(timeoutMs, settled.signal).then(() => kill(timedOut(timeoutMs)), () => { });
        }
        try {
            const response = await new Promise((resolve, reject) => {
                running.pending.set(id, {
                    done: resolve,
                    failed: reject,
                    event: (event) => onEvent?.(event),
                });
                running.link.keepAlive(true);
                running.link.post({ id, operation, request });
            });
            return response;
        }
        catch (error) {
            if (killedBy !== null && error instanceof WorkerGoneError)
                throw killedBy.error;
            throw error;
        }
        finally {
            settled.abort();
            signal?.removeEventListener('abort', onAbort);
            running.pending.delete(id);
            // A kill that came too late for its own request must not surprise the next one.
            if (killedBy !== null)
                await running.gone;
            if (running.pending.size === 0)
                running.link.keepAlive(false);
        }
    }
    /** Closes the connection in order, then ends the worker. */
    async stop() {
        if (this.#running === null)
            return;
        await this.call('close', null).catch(() => { });
        await this.kill();
    }
    /** Ends the worker at once and waits until it is gone; without effect when it does not run. */
    async kill() {
        const running = this.#running;
        if (running === null)
            return;
        running.link.keepAlive(true);
        running.link.kill();
        await running.gone;
    }
    #start() {
        const pending = new Map();
        const { promise: gone, resolve } = Promise.withResolvers();
        const link = this.#launch(this.#setup, {
            reply: (message) => deliver(pending.get(message.id), message),
            gone: (why) => {
                if (this.#running?.link === link)
                    this.#running = null;
                for (const { failed } of pending.values())
                    failed(new WorkerGoneError(why));
                resolve();
            },
        });
        return { link, pending, gone };
    }
}
function deliver(pending, message) {
    if (message.kind === 'event')
        pending?.event(message.event);
    else if (message.kind === 'done')
        pending?.done(message.response);
    else
        pending?.failed(new SqliteFailure(message.error.code, message.error.message));
}
function timedOut(timeoutMs) {
    return new errors/* SluiceError */.ah('TIME_001', `The statement ran longer than its limit of ${String(timeoutMs)} ms and was stopped.`, {
        fix: 'Raise statement-timeout, or split the work into smaller migrations.',
    });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(75919);
// EXTERNAL MODULE: ./build/js/drivers/sqlite/location.js
var sqlite_location = __webpack_require__(23224);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/launch.js
/** Starts workers: a thread for short statements, a process for those that must be possible to stop. */



/** How much of a dying process's last words is kept, in characters. */
const LAST_WORDS = 2000;
/**
 * Rows are garbage as soon as they are hashed. With V8's own, larger limit they live long enough to be
 * moved to the old generation: twice the memory, and half the speed.
 */
const YOUNG_GENERATION_MB = 12;
/**
 * V8 begins to collect the old generation at a share of its limit: with the limit that it takes from the machine's
 * memory a thread keeps 30 MB more of garbage. Large enough for the largest text that a cell can hold.
 */
const OLD_GENERATION_MB = 1024;
/** What a worker process needs of this one's environment; secrets are none of its business. */
const PASSED_ON = [
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SQLITE_TMPDIR',
    'SystemRoot',
    'LD_LIBRARY_PATH',
    'NODE_COMPILE_CACHE',
];
function environment() {
    const kept = {};
    for (const name of PASSED_ON) {
        const value = process.env[name];
        if (value !== undefined)
            kept[name] = value;
    }
    return kept;
}
/** Calls the function the first time only. */
function once(call) {
    let called = false;
    return (why) => {
        if (called)
            return;
        called = true;
        call(why);
    };
}
/**
 * A thread of this process. Ending it waits for the call into SQLite that it is in, because nothing can
 * stop one inside a process: for short statements, and for loops in JavaScript over rows or pages. It
 * takes a quarter of the memory of a process.
 */
const launchThread = (setup, events) => {
    const worker = new external_node_worker_threads_.Worker((0,sqlite_location/* workerScript */.w)(), {
        workerData: setup,
        execArgv: [],
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB, maxOldGenerationSizeMb: OLD_GENERATION_MB },
    });
    const gone = once(events.gone);
    worker.on('message', events.reply);
    worker.once('error', (error) => gone(error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => gone('the thread ended'));
    return {
        pid: process.pid,
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread is no window
        post: (message) => worker.postMessage(message),
        kill: () => void worker.terminate(),
        keepAlive: (keep) => (keep ? worker.ref() : worker.unref()),
    };
};
/** A process of its own, which can be killed in the middle of a statement. `name` is seen in process lists. */
function launchProcess(name) {
    return (setup, events) => {
        const child = (0,external_node_child_process_.fork)((0,sqlite_location/* workerScript */.w)(), [String(process.pid), JSON.stringify(setup), name], {
            execArgv: [`--max-semi-space-size=${String(YOUNG_GENERATION_MB / 3)}`],
            env: environment(),
            serialization: 'advanced',
            stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        });
        const gone = once(events.gone);
        let lastWords = '';
        child.stderr?.setEncoding('utf8').on('data', (text) => {
            lastWords = (lastWords + text).slice(-LAST_WORDS);
        });
        const stderr = child.stderr;
        child.on('message', (message) => events.reply(message));
        child.once('error', (error) => gone(error.message));
        // Its last messages and words have been read by then.
        child.once('close', (code, signal) => gone(`${signal ?? `exit status ${String(code)}`} ${lastWords}`.trim()));
        return {
            pid: child.pid ?? 0,
            // A process that has just died reports it by its end, not here.
            post: (message) => void child.send(message, () => { }),
            kill: () => void child.kill('SIGKILL'),
            // All three or none: `close` comes only after the last of them has ended.
            keepAlive(keep) {
                for (const handle of [child, child.channel, stderr]) {
                    if (keep)
                        handle?.ref();
                    else
                        handle?.unref();
                }
            },
        };
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/lock-holders.js
/** Who holds SQLite's locks, from Linux's list of file locks. Elsewhere nobody can tell. */


/** The bytes that SQLite locks in the database file (sqlite.org/src/file/src/os.h): PENDING, RESERVED, SHARED. */
const FILE_LOCKS = { first: 0x40000000, last: 0x40000000 + 511 };
/** The bytes that it locks in the -shm file to write, checkpoint or recover (src/wal.c). */
const WAL_WRITER_LOCKS = { first: 120, last: 122 };
const LONGEST_QUERY = 500;
/** `1: POSIX  ADVISORY  WRITE 4711 08:01:131 1073741825 1073741825`; lines of waiters have an arrow and are left out. */
const LINE = /^\d+: (?:POSIX|OFDLCK)\s+\S+\s+(?<mode>READ|WRITE)\s+(?<pid>-?\d+) (?<device>[\da-f]+:[\da-f]+):(?<inode>\d+) (?<start>\d+) (?<end>\d+|EOF)$/;
function parse(line) {
    const found = LINE.exec(line)?.groups;
    if (found === undefined)
        return null;
    return {
        mode: found['mode'],
        pid: Number(found['pid']),
        device: found['device'] ?? '',
        inode: found['inode'] ?? '',
        start: Number(found['start']),
        end: found['end'] === 'EOF' ? Infinity : Number(found['end']),
    };
}
async function fileLocks() {
    if (process.platform !== 'linux')
        return [];
    try {
        return (await (0,promises_.readFile)('/proc/locks', 'utf8')).split('\n').flatMap((line) => parse(line.trim()) ?? []);
    }
    catch {
        return [];
    }
}
/** Whether a lock is on this file; null when there is no such file. */
async function matcher(path) {
    try {
        const { ino } = await (0,promises_.stat)(path, { bigint: true });
        // The device is not compared: stacked and copy-on-write file systems show another one here.
        return (lock) => lock.inode === String(ino);
    }
    catch {
        return null;
    }
}
const overlaps = (lock, range) => lock.start <= range.last && lock.end >= range.first;
/** Masks what programs take as passwords on their command line. */
function withoutSecrets(command) {
    return command
        .replaceAll(/:\/\/[^\s/@]+@/g, '://***@')
        .replaceAll(/((?:pass(?:word|wd)?|secret|token|key)[=\s]+)\S+/gi, '$1***');
}
async function commandOf(pid) {
    try {
        const command = (await (0,promises_.readFile)(`/proc/${String(pid)}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
        return command === '' ? null : withoutSecrets(command).slice(0, LONGEST_QUERY);
    }
    catch {
        return null;
    }
}
async function ownerOf(pid) {
    try {
        const { uid } = await (0,promises_.stat)(`/proc/${String(pid)}`);
        const self = (0,external_node_os_.userInfo)();
        return uid === self.uid ? self.username : `uid ${String(uid)}`;
    }
    catch {
        return null;
    }
}
/** How long ago a process was started, in ms: its transaction is no older. */
async function ageOf(pid) {
    try {
        const [text, uptime] = await Promise.all([
            (0,promises_.readFile)(`/proc/${String(pid)}/stat`, 'utf8'),
            (0,promises_.readFile)('/proc/uptime', 'utf8'),
        ]);
        // Field 22, counted from behind the program's name, which may hold anything; in hundredths of a second.
        const started = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
        const age = Number(uptime.split(' ')[0]) * 1000 - started * 10;
        return Number.isFinite(age) ? Math.max(0, Math.round(age)) : null;
    }
    catch {
        return null;
    }
}
/**
 * Processes that hold a lock on the database which keeps others from writing, or from committing.
 *
 * @param ours processes whose locks are our own
 */
async function lockHolders(path, ours) {
    const locks = await fileLocks();
    const [isFile, isShared] = await Promise.all([matcher(path), matcher(`${path}-shm`)]);
    const inWay = locks.filter((lock) => 
    // In WAL mode every connection has a read lock on the file, which is in nobody's way.
    (isFile?.(lock) === true && overlaps(lock, FILE_LOCKS) && (lock.mode === 'WRITE' || isShared === null)) ||
        (isShared?.(lock) === true && lock.mode === 'WRITE' && overlaps(lock, WAL_WRITER_LOCKS)));
    const pids = [...new Set(inWay.map((lock) => lock.pid))].filter((pid) => pid > 0 && !ours.has(pid));
    return Promise.all(pids.map(async (pid) => {
        const [user, query, ageMs] = await Promise.all([ownerOf(pid), commandOf(pid), ageOf(pid)]);
        return { pid, user, query, ageMs, certain: true };
    }));
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/own-transactions.js
/**
 * Keeps the account of our own work that locks the database. SQLite has one writer: while we write,
 * nobody can take the run lock over, so the lease is ours without renewing it, and while we read a
 * database in a rollback mode nobody can commit.
 */
class OwnTransactions {
    #open = { write: 0, read: 0 };
    #renewAfter = null;
    #renew = () => Promise.resolve();
    /** True while work of that kind is open. */
    has(work) {
        return this.#open[work] > 0;
    }
    /** Remembers a lease that could not be renewed now. */
    renewLater(fence) {
        this.#renewAfter = fence;
    }
    /** Says how a lease that fell due is renewed. */
    renewWith(renew) {
        this.#renew = renew;
    }
    /** Does work that locks the database; a renewal that falls due meanwhile is made up for behind it. */
    async hold(kind, work) {
        this.#open[kind] += 1;
        try {
            return await work();
        }
        finally {
            this.#open[kind] -= 1;
            const fence = this.#renewAfter;
            if (fence !== null && this.#open.read + this.#open.write === 0) {
                this.#renewAfter = null;
                // The next renewal, or the next write, says it when the lease is gone.
                await this.#renew(fence).catch(() => { });
            }
        }
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/connections.js






/** How long Sluice's own short statements wait for a lock, in ms. */
const STORE_WAIT_MS = 10_000;
/** Page caches, in KiB: whoever reads a table from end to end needs none. */
const SMALL_CACHE_KB = 2_000;
const LARGE_CACHE_KB = 16_000;
/**
 * The connections of one driver, each in a worker of its own and each opened when it is first needed:
 * `store` for Sluice's tables and `scan` for loops over rows and pages, in threads; `apply` for
 * migrations and `read` for single statements that may last, in processes, because SQLite's statements
 * can be stopped in no other way.
 *
 * This process must never open the database file by itself: closing any descriptor of it would drop
 * the locks that the threads' connections hold (see "How To Corrupt" in SQLite's documentation).
 */
class Connections {
    path;
    options;
    own = new OwnTransactions();
    store;
    scan;
    apply;
    read;
    constructor(path, options) {
        this.path = path;
        this.options = options;
        const launch = launchProcess(`sluice/${options.runId}`);
        const writes = { path, busyMs: BUSY_SLICE_MS, queryOnly: false, cacheKb: SMALL_CACHE_KB };
        const reads = { path, busyMs: STORE_WAIT_MS, queryOnly: true, cacheKb: SMALL_CACHE_KB };
        this.store = new WorkerHost(launchThread, writes, options.clock);
        this.scan = new WorkerHost(launchThread, reads, options.clock);
        this.apply = new WorkerHost(launch, { ...writes, cacheKb: LARGE_CACHE_KB }, options.clock);
        this.read = new WorkerHost(launch, { ...reads, cacheKb: LARGE_CACHE_KB }, options.clock);
    }
    get clock() {
        return this.options.clock;
    }
    /** Sluice's tables, in lower case. */
    get ownTables() {
        return tables/* SLUICE_TABLES */.Cy.map((table) => (0,tables/* plainTableName */.w4)(this.options.names, table).toLowerCase());
    }
    /** The tables that belong to the present, in the order journal, lock, control. */
    get presentTables() {
        return tables/* PRESENT_TABLES */.cn.map((table) => (0,tables/* plainTableName */.w4)(this.options.names, table));
    }
    /** Other processes whose locks are in the way now. */
    blockers() {
        const ours = [process.pid, this.apply.pid, this.read.pid].filter((pid) => pid !== null);
        return lockHolders(this.path, new Set(ours));
    }
    /** How the database is waited for. */
    busyWait(waitMs, signal) {
        return { path: this.path, clock: this.clock, signal, waitMs, blockers: () => this.blockers() };
    }
    /** Ends every connection in order. */
    async close() {
        await Promise.all([this.store, this.scan, this.apply, this.read].map((host) => host.stop()));
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/open-file.js




/** The error's system code; null when it has none. */
function systemCode(error) {
    return error.code ?? null;
}
/** What is at a path. */
async function kindOf(path) {
    try {
        const found = await (0,promises_.stat)(path);
        return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    }
    catch (error) {
        return systemCode(error) === 'EACCES' ? 'hidden' : 'missing';
    }
}
/**
 * The absolute path of a database, checked for what SQLite itself would only call "unable to open". A
 * missing file is fine where its folder exists. The file is not opened here: see `connections.ts`.
 *
 * @throws SluiceError `CONN_001` when there can be no database, `PERM_001` when it may not be read
 */
async function databasePath({ path: written }) {
    const path = (0,external_node_path_.resolve)(written);
    const cannot = (sentence, fix) => new errors/* SluiceError */.ah('CONN_001', sentence, { fix });
    if (path !== path.trim()) {
        // The library would open a file of another name.
        throw cannot(`The path of the database begins or ends with white space: "${path}".`, 'Rename the file.');
    }
    switch (await kindOf(path)) {
        case 'folder':
            throw cannot(`${path} is a folder, not a database file.`, 'Name the file in the database URL.');
        case 'other':
            throw cannot(`${path} is not a regular file.`, 'Name a database file in the database URL.');
        case 'hidden':
            throw new errors/* SluiceError */.ah('PERM_001', `This account may not look into the folder of ${path}.`, {
                fix: `Give the account the right to enter ${(0,external_node_path_.dirname)(path)} (x on each folder above the file).`,
            });
        case 'missing':
            if ((await kindOf((0,external_node_path_.dirname)(path))) === 'folder')
                break;
            throw cannot(`The database ${path} cannot be opened: there is no folder ${(0,external_node_path_.dirname)(path)}.`, 'Correct the path in the database URL, or create the folder.');
        case 'file':
            await requireReadable(path);
    }
    return path;
}
async function requireReadable(path) {
    try {
        await (0,promises_.access)(path, external_node_fs_.constants.R_OK);
    }
    catch (error) {
        throw new errors/* SluiceError */.ah('PERM_001', `The database file ${path} may not be read by this account.`, {
            cause: error,
            fix: `Give the account the right to read it: chmod u+r '${path}'.`,
        });
    }
}
/** SQLite has no schemas inside a database. Throws `CONF_001` when one is asked for. */
function refuseSchema({ schema }) {
    if (schema === null || schema === 'main')
        return;
    throw new errors/* SluiceError */.ah('CONF_001', `SQLite has no schemas, so Sluice's tables cannot be in "${schema}".`, {
        fix: 'Take migrations.schema out of the configuration; migrations.prefix renames the tables.',
    });
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/probe.js



/** The oldest SQLite that the driver's statements are tested with; the library that comes along is newer. */
const MINIMUM = { text: '3.35', parts: [3, 35] };
/** Why nobody else's locks can be seen. */
const NO_LOCK_LIST = 'only Linux tells which process holds a lock on a file';
function isAtLeast(parts, minimum) {
    for (const [index, least] of minimum.entries()) {
        const part = parts[index] ?? 0;
        if (part !== least)
            return part > least;
    }
    return true;
}
/** Whether the file system lets this account do it; true for a file that is not there yet. */
async function may(path, mode) {
    try {
        await (0,promises_.access)(path, mode);
        return true;
    }
    catch (error) {
        return error.code === 'ENOENT';
    }
}
/** Tries for real: on Windows, and on full or odd file systems, the rights alone do not tell. */
async function canCreateIn(folder) {
    try {
        await (0,promises_.rmdir)(await (0,promises_.mkdtemp)((0,external_node_path_.join)(folder, '.sluice-probe-')));
        return true;
    }
    catch {
        return false;
    }
}
async function privileges(path) {
    const folder = (0,external_node_path_.dirname)(path);
    const [read, write, create] = await Promise.all([
        may(path, external_node_fs_.constants.R_OK),
        may(path, external_node_fs_.constants.W_OK),
        canCreateIn(folder),
    ]);
    return [
        { name: 'read the file', granted: read, neededFor: 'everything', fix: `chmod u+r '${path}'` },
        { name: 'write the file', granted: write, neededFor: 'migrate, rollback', fix: `chmod u+w '${path}'` },
        {
            name: 'create files in the folder',
            granted: create,
            neededFor: 'migrate, rollback: the journal lies beside the file',
            fix: `chmod u+wx '${folder}'`,
        },
    ];
}
/** Bytes free to this account; null when the file system does not say. */
async function freeBytes(folder) {
    try {
        const { bavail, bsize } = await (0,promises_.statfs)(folder);
        return bavail * bsize;
    }
    catch {
        return null;
    }
}
/** Gathers the facts of a database file. */
async function probe(connections, facts) {
    const { path } = connections;
    const parts = facts.version.split('.').map(Number);
    const [granted, free, blockers] = await Promise.all([
        privileges(path),
        freeBytes((0,external_node_path_.dirname)(path)),
        connections.blockers(),
    ]);
    return {
        engine: 'sqlite',
        serverVersion: facts.version,
        serverVersionParts: parts,
        supported: { minimum: MINIMUM.text, ok: isAtLeast(parts, MINIMUM.parts) },
        database: path,
        tls: null,
        sizeBytes: facts.sizeBytes,
        serverDiskFreeBytes: free,
        readOnly: granted.some((one) => !one.granted && one.name !== 'read the file'),
        connections: null,
        privileges: granted,
        longTransactions: [],
        replication: null,
        // SQLite locks the whole file.
        heldLocks: blockers.map((blocker) => ({ ...blocker, table: '(whole database)' })),
        invalidIndexes: [],
        tools: [],
        unknown: [
            ...(process.platform === 'linux' ? [] : [{ fact: 'heldLocks', why: NO_LOCK_LIST }]),
            ...(free === null ? [{ fact: 'serverDiskFreeBytes', why: 'the file system does not say' }] : []),
        ],
    };
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
// EXTERNAL MODULE: ./build/js/relay.js
var relay = __webpack_require__(31195);
// EXTERNAL MODULE: ./build/js/drivers/sql/temporary-failure.js
var temporary_failure = __webpack_require__(58201);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/send-file.js



/** Bytes read at a time. */
const PIECE_BYTES = 256 * 1024;
/**
 * Writes a file's content into a stream and ends it; resolves when the stream has finished. A stream of the file's own
 * would allocate a buffer for each piece, and gigabytes of them are garbage faster than it is collected. Two buffers
 * take turns instead: one is filled while the other is in use, so the stream must have used a piece up when it calls
 * its write back.
 *
 * @throws what the file or the stream fails with; the stream is destroyed then, as it is by the signal
 */
async function sendFile(path, target, signal) {
    (0,external_node_stream_.addAbortSignal)(signal, target);
    const ended = (0,external_node_stream_promises_.finished)(target, { readable: false });
    // Awaited below, and may fail before.
    ended.catch(() => { });
    try {
        const file = await (0,promises_.open)(path);
        try {
            await sendAll(file, target);
        }
        finally {
            await file.close();
        }
        target.end();
    }
    catch (error) {
        target.destroy(error);
        throw error;
    }
    await ended;
}
/** Stops early when the target is destroyed: nobody calls its last write back then. */
async function sendAll(file, target) {
    let isUsed = Promise.withResolvers();
    isUsed.resolve();
    target.once('close', () => isUsed.resolve());
    const buffers = [Buffer.allocUnsafeSlow(PIECE_BYTES), Buffer.allocUnsafeSlow(PIECE_BYTES)];
    for (let turn = 0;; turn = turn === 0 ? 1 : 0) {
        const { bytesRead, buffer } = await file.read(buffers[turn], 0, PIECE_BYTES);
        await isUsed.promise;
        if (bytesRead === 0 || target.destroyed)
            return;
        const { promise, resolve, reject } = Promise.withResolvers();
        isUsed = { promise, resolve, reject };
        target.write(buffer.subarray(0, bytesRead), () => resolve());
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/js/drivers/sqlite/temporary-files.js



/** The owner's pid tells what a killed run has left. */
const PATTERN = /^\.?sluice-(?:dump|scratch|restore)-(?<pid>\d+)-[\da-f]{12}\.sqlite(?:-journal|-wal|-shm)?$/;
/** What SQLite lays beside a database file. */
const COMPANIONS = ['', '-journal', '-wal', '-shm'];
/**
 * Makes an empty file, mode 0600, that only this run knows. Beside a database its name begins with a
 * dot, so that programs which take every file of a folder leave it alone.
 */
async function temporaryFile(folder, purpose, hidden = false) {
    const name = `${hidden ? '.' : ''}sluice-${purpose}-${String(process.pid)}-${(0,external_node_crypto_.randomBytes)(6).toString('hex')}.sqlite`;
    const path = (0,external_node_path_.join)(folder, name);
    const handle = await (0,promises_.open)(path, 'wx', 0o600);
    await handle.close();
    return path;
}
/** Removes a database file and what SQLite laid beside it. */
async function removeDatabase(path) {
    for (const companion of COMPANIONS)
        await (0,promises_.rm)(path + companion, { force: true, maxRetries: 3 });
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
/** Removes the temporary files of processes that no longer live; returns their paths, sorted. */
async function sweepTemporaryFiles(folders) {
    const removed = new Set();
    for (const folder of new Set(folders)) {
        for (const name of await (0,promises_.readdir)(folder).catch(() => [])) {
            const pid = Number(PATTERN.exec(name)?.groups?.['pid'] ?? Number.NaN);
            if (Number.isNaN(pid) || isAlive(pid))
                continue;
            const path = (0,external_node_path_.join)(folder, name);
            await (0,promises_.rm)(path, { force: true });
            removed.add((0,external_node_path_.join)((0,external_node_path_.dirname)(path), (0,external_node_path_.basename)(path).replace(/-(?:journal|wal|shm)$/, '')));
        }
    }
    return [...removed].toSorted();
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/snapshot.js










/** The only part of a dump. */
const DATABASE_PART = 'database.sqlite';
/** A restored file is put in place from the database's own folder. */
const BESIDE = '';
const GUARANTEE = 'The dump is one consistent copy by SQLite’s backup API; schema and checksums were read from that very copy.';
/** Backups of a database file. */
class SqliteSnapshots {
    #connections;
    #reader;
    #open;
    constructor(connections, reader, open) {
        this.#connections = connections;
        this.#reader = reader;
        this.#open = open;
    }
    get #options() {
        return this.#connections.options;
    }
    async dump(...[mode, sink, signal]) {
        const { ownTables, presentTables } = this.#connections;
        const target = await this.#temporary(undefined, this.#options.temporaryDirectory, 'dump');
        try {
            const copy = await this.#reader.call('dump', { target, mode, own: ownTables, present: presentTables }, { signal });
            // Gives its memory back while the file is sent.
            await this.#connections.scan.stop();
            await sendFile(target, sink.open(DATABASE_PART), signal);
            return {
                tool: { program: 'SQLite', version: copy.version },
                snapshot: null,
                guarantee: GUARANTEE,
                tables: copy.tables,
                schema: copy.schema,
            };
        }
        catch (error) {
            signal.throwIfAborted();
            // The database itself is only read: what is full is the folder of the copy.
            throw (0,temporary_failure/* temporaryFailure */.I)(error, (0,external_node_path_.dirname)(target)) ?? explain(error, this.#connections.path, 'BACKUP_001');
        }
        finally {
            await removeDatabase(target);
        }
    }
    async scratch(source, url, signal) {
        const folder = url === null ? this.#options.temporaryDirectory : scratchFolder(url);
        const elsewhere = url === null ? undefined : ', or name another folder in backup.scratch';
        const path = await this.#temporary(elsewhere, folder, 'scratch');
        try {
            await this.#restore(source, path, signal, elsewhere);
            // Checksums alone would not see a broken index.
            await this.#refuseDamaged(path, signal);
            const driver = await this.#open({ ...(0,database_url/* parseDatabaseUrl */.m)(`sqlite:${path}`), path }, { ...this.#options, signal });
            const drop = async () => {
                await driver.close();
                await removeDatabase(path);
            };
            return { driver, name: path, drop };
        }
        catch (error) {
            await removeDatabase(path);
            throw error;
        }
    }
    async replace(fence, source, limits) {
        if (source.mode === 'schema') {
            throw new errors/* SluiceError */.ah('BACKUP_001', 'A backup of the schema alone holds no rows: nothing was replaced.', {
                fix: 'Choose a backup of mode full or data: `sluice backup list` shows them.',
            });
        }
        const { path, presentTables, ownTables, own, read } = this.#connections;
        const [journal, lock, control] = presentTables;
        const restored = await this.#temporary(BESIDE, (0,external_node_path_.dirname)(path), 'restore', true);
        try {
            await this.#restore(source, restored, limits.signal, BESIDE);
            await this.#refuseDamaged(restored, limits.signal);
            const request = {
                restored,
                mode: source.mode,
                owner: fence.owner,
                leaseMs: fence.leaseMs,
                present: { journal, lock, control },
                own: ownTables,
                lockTimeoutMs: limits.lockTimeoutMs,
            };
            const answer = await own.hold('write', () => read.call('replace', request, { signal: limits.signal }));
            refuse(answer, path);
        }
        catch (error) {
            limits.signal.throwIfAborted();
            throw await this.#explainReplacement(error);
        }
        finally {
            await removeDatabase(restored);
        }
    }
    sweepScratch() {
        return sweepTemporaryFiles([this.#options.temporaryDirectory, (0,external_node_path_.dirname)(this.#connections.path)]);
    }
    /** @param elsewhere see `temporaryFailure` */
    async #temporary(elsewhere, ...args) {
        try {
            return await temporaryFile(...args);
        }
        catch (error) {
            throw unwritable(error, args[0], elsewhere);
        }
    }
    /** Writes a dump's database into a file. */
    async #restore(source, path, signal, elsewhere) {
        if (!source.parts.includes(DATABASE_PART)) {
            throw new errors/* SluiceError */.ah('BACKUP_001', `The backup has no part ${DATABASE_PART}: it is not one of SQLite.`);
        }
        // What it took for reading rows is needed for the stream now.
        await this.#connections.scan.stop();
        try {
            const file = (0,external_node_fs_.createWriteStream)(path, { flags: 'r+' });
            await (0,relay/* relay */.E)(source.open(DATABASE_PART), (0,external_node_stream_.addAbortSignal)(signal, file));
        }
        catch (error) {
            signal.throwIfAborted();
            throw error instanceof errors/* SluiceError */.ah ? error : unwritable(error, (0,external_node_path_.dirname)(path), elsewhere);
        }
    }
    async #refuseDamaged(restored, signal) {
        let faults;
        try {
            faults = await this.#connections.read.call('check', { path: restored }, { signal });
        }
        catch (error) {
            if (!(error instanceof SqliteFailure))
                throw error;
            faults = [error.message];
        }
        finally {
            // The next one begins without the memory that looking up every index took.
            await this.#connections.read.stop();
        }
        if (faults.length === 0)
            return;
        throw new errors/* SluiceError */.ah('BACKUP_001', `The backup's database is damaged: ${faults.join('; ')}.`, {
            fix: 'Nothing was changed. Use another backup: `sluice backup list` shows them.',
        });
    }
    /** A process that died in the middle may have finished: SQLite keeps the old content or has the new. */
    async #explainReplacement(error) {
        if (error instanceof WorkerGoneError) {
            return new errors/* SluiceError */.ah('ROLL_001', `The connection to ${this.#connections.path} was lost while it was replaced.`, {
                cause: error,
                fix: 'The file holds the old content or the backup’s, whole. Run the rollback again: it may be repeated.',
            });
        }
        if (isBusy(error)) {
            const blockers = await this.#connections.blockers();
            return withBlockers(explain(error, this.#connections.path, null), blockers);
        }
        return explain(error, this.#connections.path, 'ROLL_001');
    }
}
function withBlockers(error, blockers) {
    if (!(error instanceof errors/* SluiceError */.ah))
        return error;
    return new errors/* SluiceError */.ah(error.code, error.message, { cause: error.cause, details: { ...error.details, blockers } });
}
/** Throws what a replacement that did not come about is told as. */
function refuse(answer, path) {
    switch (answer.kind) {
        case 'replaced':
            return;
        case 'lease-lost':
            throw new errors/* SluiceError */.ah('LOCK_001', 'This run lost its lease on the database to another run; nothing was replaced.', {
                fix: 'Look at `sluice status`: another run took over. When it has ended, run the command again.',
                details: { leaseLost: true },
            });
        case 'differs':
            throw new errors/* SluiceError */.ah('BACKUP_001', `The rows of this backup do not fit the database: ${answer.why}. Nothing was replaced.`, {
                fix: 'Bring the schema to the version of the backup first, or use a backup of mode full.',
            });
        case 'damaged':
            throw new errors/* SluiceError */.ah('ROLL_001', `The database ${path} was replaced by the backup, but does not pass SQLite's check: ${answer.why}.`, {
                fix: 'Stop the application, check the disk, and run the rollback again; it may be repeated.',
            });
    }
}
/** Where scratch files go: a folder, or the folder of the file that a URL names, which is never touched itself. */
function scratchFolder(url) {
    const parsed = (0,database_url/* parseDatabaseUrl */.m)(url);
    if (parsed.scheme !== 'sqlite') {
        throw new errors/* SluiceError */.ah('CONF_001', `A scratch database for SQLite needs an sqlite: URL, not ${parsed.scheme}:.`);
    }
    return (0,external_node_path_.dirname)((0,external_node_path_.resolve)(parsed.path));
}
/** The error of a folder that takes no file. */
function unwritable(error, folder, elsewhere) {
    const known = (0,temporary_failure/* temporaryFailure */.I)(error, folder, elsewhere);
    if (known !== null)
        return known;
    const code = error.code;
    const failure = new SqliteFailure(code ?? null, error instanceof Error ? error.message : String(error));
    return explain(failure, folder, 'BACKUP_001');
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/store-session.js



/** The session of Sluice's own tables: one thing after the other, each waiting for the database's lock. */
class StoreSession {
    #connections;
    #last = Promise.resolve();
    constructor(connections) {
        this.#connections = connections;
    }
    async query(sql, values = []) {
        return this.#inTurn(() => this.#patiently(() => this.#send(sql, values)));
    }
    /** As {@link query}, waiting no longer than `waitMs` for the database, whoever holds it. */
    async queryWithin(waitMs, sql, values = []) {
        const { options } = this.#connections;
        return this.#inTurn(() => whileBusy(this.#connections.busyWait(waitMs, options.signal), () => this.#send(sql, values)).catch((error) => {
            throw this.#explain(error);
        }));
    }
    async inTransaction(work) {
        if (this.#connections.own.has('write')) {
            // It would wait for itself: the open transaction is of the same run.
            throw new Error('A write of the stores was asked for while the transaction of a migration is open.');
        }
        return this.#inTurn(async () => {
            await this.#patiently(() => this.#send('begin immediate'));
            try {
                const result = await work({ query: (sql, values = []) => this.#send(sql, values) });
                await this.#patiently(() => this.#send('commit'));
                return result;
            }
            catch (error) {
                // SQLite has rolled back by itself after some errors.
                await this.#send('rollback').catch(() => { });
                throw this.#explain(error);
            }
        });
    }
    isDuplicate(error) {
        const failure = error instanceof Error && error.cause instanceof SqliteFailure ? error.cause : error;
        if (!(failure instanceof SqliteFailure))
            return false;
        if (/^SQLITE_CONSTRAINT_(?:PRIMARYKEY|UNIQUE|ROWID)$/.test(failure.code ?? ''))
            return true;
        // CREATE TABLE of an existing table has no code of its own.
        return failure.code === 'SQLITE_ERROR' && failure.message.endsWith('already exists');
    }
    /** Does work while this session has no connection open; what is asked meanwhile waits. */
    async whileClosed(work) {
        return this.#inTurn(async () => {
            await this.#connections.store.stop();
            return work();
        });
    }
    #send(sql, values = []) {
        return this.#connections.store.call('query', { sql, values });
    }
    async #patiently(attempt) {
        const { own, options } = this.#connections;
        const wait = {
            ...this.#connections.busyWait(STORE_WAIT_MS, options.signal),
            // A snapshot of our own that stands in the way comes to its end without us.
            isOurs: () => own.has('read'),
        };
        try {
            return await whileBusy(wait, attempt);
        }
        catch (error) {
            throw this.#explain(error);
        }
    }
    #explain(error) {
        return explain(error, this.#connections.path, null);
    }
    #inTurn(work) {
        const turn = this.#last.then(work);
        this.#last = turn.catch(() => { });
        return turn;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/stores.js






/** Part of the lease that a renewal may wait for the database, so that the next one comes in time. */
const RENEWALS_PER_LEASE = 4;
function isLocked(error) {
    return error instanceof errors/* SluiceError */.ah && error.code === 'LOCK_002';
}
/** Extends the lease, waiting no longer than `waitMs`; false when it is another owner's. */
function renewWithin({ options }, session, fence, waitMs) {
    const runner = { query: (sql, values) => session.queryWithin(waitMs, sql, values) };
    return (0,sql_fence/* extendLease */.PL)(runner, dialect/* sqliteDialect */.d, options.names, fence);
}
/** The run lock of a database that has one writer at a time. */
function sqliteLockStore(connections, session) {
    const { own, options } = connections;
    own.renewWith((fence) => renewWithin(connections, session, fence, BUSY_SLICE_MS));
    return {
        ...(0,stores/* lockStore */.$_)(session, dialect/* sqliteDialect */.d, options.names),
        async renew(fence) {
            // Nobody can write while we do, and our transaction extends the lease with its last write.
            if (!own.has('write')) {
                const waitMs = own.has('read') ? BUSY_SLICE_MS : Math.min(STORE_WAIT_MS, fence.leaseMs / RENEWALS_PER_LEASE);
                try {
                    return await renewWithin(connections, session, fence, waitMs);
                }
                catch (error) {
                    if (!isLocked(error) || !(own.has('write') || own.has('read')))
                        throw error;
                }
            }
            own.renewLater(fence);
            return true;
        },
    };
}
/**
 * Requests to live runs. While our own transaction keeps readers out, nobody can make a request either:
 * what was read last still holds.
 */
function sqliteControlStore(connections, session) {
    const { own, options } = connections;
    const patient = (0,stores/* controlStore */.bI)(session, dialect/* sqliteDialect */.d, options.names);
    const hastySession = {
        query: (sql, values) => session.queryWithin(BUSY_SLICE_MS, sql, values),
        inTransaction: (work) => session.inTransaction(work),
        isDuplicate: (error) => session.isDuplicate(error),
    };
    const hasty = (0,stores/* controlStore */.bI)(hastySession, dialect/* sqliteDialect */.d, options.names);
    const lastRead = new Map();
    return {
        ...patient,
        async read(runId) {
            try {
                const found = await (own.has('write') ? hasty : patient).read(runId);
                lastRead.set(runId, found);
                return found;
            }
            catch (error) {
                if (!isLocked(error) || !own.has('write'))
                    throw error;
                return lastRead.get(runId) ?? [];
            }
        },
    };
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/traits.js
/** How SQLite's SQL is cut (sqlite.org/lang.html): MySQL's and SQL Server's quotes are understood, too. */
const sqliteSyntax = {
    dollarQuotes: false,
    nestedComments: false,
    hashComments: false,
    dashCommentNeedsSpace: false,
    backslashEscapes: 'never',
    backtickIdentifiers: true,
    bracketIdentifiers: true,
    delimiterCommand: false,
    compoundBodies: 'trigger',
    copyFromStdin: false,
};
/** What plans and stages decide by. */
const sqliteTraits = {
    transactionalSchema: true,
    singleWriter: true,
    sql: sqliteSyntax,
    replaceGuarantee: 'The database file is replaced in one transaction of SQLite: a crash leaves the old content or the new, never a mixture.',
};

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/event-queue.js
/** Hands what a callback is given on to a loop. Holds what the loop has not taken yet: few items only. */
class EventQueue {
    #items = [];
    #wake = Promise.withResolvers();
    push(item) {
        this.#items.push(item);
        this.#wake.resolve();
    }
    /** Yields every item until `end` resolves, then what is left; throws when `end` rejects. */
    async *until(end) {
        let ended = false;
        const finished = end.finally(() => {
            ended = true;
        });
        for (;;) {
            for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift())
                yield item;
            if (ended)
                break;
            this.#wake = Promise.withResolvers();
            await Promise.race([this.#wake.promise, finished.catch(() => { })]);
        }
        await finished;
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/verify.js





/** Requests that loop over rows or pages in JavaScript, and so can be stopped in a thread. */
const SCANS = new Set(['digests', 'dump']);
/** Reads much, in a worker that can be stopped, from one unchanging state of the database. */
class Reader {
    #connections;
    constructor(connections) {
        this.#connections = connections;
    }
    /** Sends one request; a database that is locked when the reading begins is waited for. */
    call(operation, request, options) {
        const { own, scan, read } = this.#connections;
        const host = SCANS.has(operation) ? scan : read;
        const wait = this.#connections.busyWait(STORE_WAIT_MS, options.signal);
        return own.hold('read', () => whileBusy(wait, () => host.call(operation, request, options)));
    }
    /** The error that a failed reading becomes. */
    explain(error) {
        return explain(error, this.#connections.path, 'DATA_001');
    }
}
/** Reads the data; changes nothing. */
function verifyGroup(reader, ownTables) {
    async function* digests(tables, checksums, signal) {
        const names = tables.map(({ name }) => name).filter((name) => !ownTables.includes(name.toLowerCase()));
        const queue = new EventQueue();
        const stop = new AbortController();
        const reading = reader.call('digests', { tables: names, checksums }, { signal: AbortSignal.any([signal, stop.signal]), onEvent: (digest) => queue.push(digest) });
        try {
            yield* queue.until(reading);
        }
        catch (error) {
            throw reader.explain(error);
        }
        finally {
            // Whoever leaves the loop early needs no more.
            stop.abort();
            await reading.catch(() => { });
        }
    }
    return {
        digests: (tables, signal) => digests(tables, true, signal),
        counts: (tables, signal) => digests(tables, false, signal),
        async orphans(signal) {
            try {
                return await reader.call('orphans', null, { signal });
            }
            catch (error) {
                throw reader.explain(error);
            }
        },
        scalar: (query, limits) => scalar(reader, query, limits),
    };
}
async function scalar(reader, query, { signal, statementTimeoutMs }) {
    const refused = (why, cause) => new errors/* SluiceError */.ah('CONF_001', `The query cannot be used as a rule: ${why}: ${query.slice(0, 200)}`, {
        cause,
        fix: 'Write one SELECT that returns exactly one row.',
    });
    try {
        const answer = await reader.call('scalar', { sql: query }, { signal, timeoutMs: statementTimeoutMs });
        if (answer.kind === 'refused')
            throw refused(answer.why);
        return answer.value;
    }
    catch (error) {
        const isQuery = error instanceof SqliteFailure &&
            (error.code === null || /^SQLITE_(?:ERROR|READONLY|MISMATCH|RANGE)/.test(error.code));
        throw isQuery ? refused(error.message, error) : reader.explain(error);
    }
}

;// CONCATENATED MODULE: ./build/js/drivers/sqlite/driver.js














/** Opens a database file; a missing one is created. See {@link OpenDriver}. */
const driver_open = async (url, options) => {
    refuseSchema(options.names);
    const connections = new Connections(await databasePath(url), options);
    const { path, store } = connections;
    const session = new StoreSession(connections);
    const reader = new Reader(connections);
    const applier = new SqliteApplier(connections, session);
    /** A short reading on the stores' connection. */
    async function read(operation, request, signal, waitMs) {
        try {
            return await whileBusy(connections.busyWait(waitMs, signal), () => store.call(operation, request));
        }
        catch (error) {
            throw explain(error, path, 'CONN_001');
        }
    }
    const driver = {
        engine: 'sqlite',
        traits: sqliteTraits,
        probe: async (signal) => probe(connections, await read('facts', null, signal, STORE_WAIT_MS)),
        inspect: (signal) => read('inspect', { own: connections.ownTables }, signal, STORE_WAIT_MS),
        lock: sqliteLockStore(connections, session),
        journal: (0,stores/* journalStore */.Hp)(session, dialect/* sqliteDialect */.d, options.names),
        history: (0,stores/* historyStore */.O4)(session, dialect/* sqliteDialect */.d, options.names),
        control: sqliteControlStore(connections, session),
        apply: applier,
        sessions: {
            blockers: () => (applier.mayWait ? connections.blockers() : Promise.resolve([])),
            // The locks of a dead run went with its processes.
            endOrphans: () => Promise.resolve([]),
        },
        verify: verifyGroup(reader, connections.ownTables),
        snapshot: new SqliteSnapshots(connections, reader, driver_open),
        close: () => connections.close(),
    };
    try {
        await read('facts', null, options.signal, Math.max(options.connectTimeoutMs, 1));
    }
    catch (error) {
        await connections.close();
        throw error;
    }
    return driver;
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


/***/ })

};
