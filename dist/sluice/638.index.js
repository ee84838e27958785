export const id = 638;
export const ids = [638];
export const modules = {

/***/ 67844:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ wayBackResult),
/* harmony export */   x: () => (/* binding */ checkWayBack)
/* harmony export */ });
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3320);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15613);


const NAME = {
    id: 'way-back',
    title: 'Way back',
    expected: 'a failed run can take the database back by itself',
};
/** Whether a failed run could take the database back by itself, as far as it depends on files and on an identity. */
function wayBackResult({ obstacles, backup, recoveryMs = null }) {
    if (obstacles.length === 0)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .passed */ .bF)(NAME, 'down files suffice');
    const why = (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .few */ .H$)(obstacles);
    const took = recoveryMs === null ? '' : `; restoring the newest took ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .durationText */ .S5)(recoveryMs)} when it was proven`;
    if (backup === 'open')
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .passed */ .bF)(NAME, `it needs a backup: ${why}${took}`);
    if (backup === 'held') {
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .passed */ .bF)(NAME, `it needs a backup: ${why}${took}; the backup is encrypted, and this process keeps a key to it in memory until the migration has ended (after a crash, the identity is needed)`);
    }
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .warned */ .k9)(NAME, 'BACKUP_003', `only by hand: ${why}; and the backup is encrypted, with no identity to restore it`, 'Add the down files; or set the variable SLUICE_IDENTITY to the age identity; or have it at hand, so that somebody can run `sluice rollback --to backup --identity FILE`.');
}
/** Whether it is known now, and not only when a run has failed, that nobody but a person can take it back. */
const checkWayBack = ({ wayBack }) => [wayBackResult(wayBack)];


/***/ }),

/***/ 15613:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H$: () => (/* binding */ few),
/* harmony export */   bF: () => (/* binding */ passed),
/* harmony export */   gz: () => (/* binding */ failed),
/* harmony export */   hT: () => (/* binding */ skipped),
/* harmony export */   k9: () => (/* binding */ warned)
/* harmony export */ });
/** It is as it should be. */
function passed(name, observed) {
    return { ...name, status: 'pass', code: null, observed, fix: '' };
}
/** It could not be looked at, and why. */
function skipped(name, why) {
    return { ...name, status: 'skip', code: null, observed: why, fix: '' };
}
/** It is not as it should be, and the run can go on. */
function warned(name, code, observed, fix) {
    return { ...name, status: 'warn', code, observed, fix };
}
/** It is not as it has to be. */
function failed(name, code, observed, fix) {
    return { ...name, status: 'fail', code, observed, fix };
}
/** A list for a sentence: the first few, and how many more. */
function few(items, most = 10) {
    const rest = items.length - most;
    return rest > 0 ? `${items.slice(0, most).join(', ')} and ${String(rest)} more` : items.join(', ');
}


/***/ }),

/***/ 86343:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ presentTables),
/* harmony export */   s: () => (/* binding */ untouched)
/* harmony export */ });
/* harmony import */ var _checksum_table_name_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5594);

/** Computes digests (or counts only) when first asked, and only once. */
function presentTables(driver, schema, checksums, signal) {
    let computed = null;
    const compute = async () => {
        const digests = new Map();
        const source = checksums
            ? driver.verify.digests(schema.tables, signal)
            : driver.verify.counts(schema.tables, signal);
        for await (const digest of source)
            digests.set((0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_0__/* .qualifiedName */ .O)(digest.table), digest);
        return digests;
    };
    return () => (computed ??= compute());
}
/** Tables of the baseline that no migration since has touched, and that must therefore be what they were. */
function untouched(context) {
    return (context.baseline?.tables ?? []).filter(({ table }) => !context.touched.has((0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_0__/* .qualifiedName */ .O)(table)));
}


/***/ }),

/***/ 86119:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O: () => (/* binding */ VALIDATION_CHECKS),
  L: () => (/* binding */ runValidation)
});

// EXTERNAL MODULE: ./build/js/checksum/table-name.js
var table_name = __webpack_require__(5594);
// EXTERNAL MODULE: ./build/js/checks/result.js
var result = __webpack_require__(15613);
// EXTERNAL MODULE: ./build/js/checks/validation/context.js
var validation_context = __webpack_require__(86343);
;// CONCATENATED MODULE: ./build/js/checks/validation/checksums.js



const NAME = {
    id: 'checksums',
    title: 'Checksums of untouched tables',
    expected: 'every table that no migration names has the content that it had before',
};
/** Tables that no migration names must have the very content of the baseline. */
async function checkChecksums(context) {
    if (!context.settings.checksums)
        return [(0,result/* skipped */.hT)(NAME, 'switched off (validate.checksums)')];
    if (context.baseline?.tables == null)
        return [(0,result/* skipped */.hT)(NAME, 'there is no baseline to compare with')];
    const present = await context.present();
    const differing = [];
    let rows = 0;
    for (const before of (0,validation_context/* untouched */.s)(context)) {
        const name = (0,table_name/* qualifiedName */.O)(before.table);
        const now = present.get(name);
        if (now?.checksum === before.checksum && now.rows === before.rows)
            rows += now.rows;
        else
            differing.push(name);
    }
    if (differing.length === 0) {
        return [
            (0,result/* passed */.bF)(NAME, `${String((0,validation_context/* untouched */.s)(context).length)} tables with ${String(rows)} rows equal ${context.baseline.name}`),
        ];
    }
    return [
        (0,result/* failed */.gz)(NAME, 'DATA_001', `content differs from ${context.baseline.name}: ${(0,result/* few */.H$)(differing)}`, 'If the application writes during the migration, this is expected: stop it, or switch validate.checksums off. Otherwise compare the tables with the backup.'),
    ];
}

;// CONCATENATED MODULE: ./build/js/checks/validation/foreign-keys.js


const foreign_keys_NAME = { id: 'foreign-keys', title: 'Foreign keys', expected: 'no row points to a parent that does not exist' };
/** No orphans behind any foreign key, also where the engine did not enforce it. */
async function checkForeignKeys(context) {
    if (!context.settings.foreignKeys)
        return [(0,result/* skipped */.hT)(foreign_keys_NAME, 'switched off (validate.foreign-keys)')];
    const orphans = await context.driver.verify.orphans(context.limits.signal);
    if (orphans.length === 0)
        return [(0,result/* passed */.bF)(foreign_keys_NAME, 'no orphans')];
    const sentences = orphans.map(({ table, constraint, parent, rows }) => `${(0,table_name/* qualifiedName */.O)(table)}: ${String(rows)} rows without a parent in ${(0,table_name/* qualifiedName */.O)(parent)} (${constraint})`);
    return [(0,result/* failed */.gz)(foreign_keys_NAME, 'DATA_001', (0,result/* few */.H$)(sentences), 'Delete the orphaned rows or add their parents, in a migration.')];
}

// EXTERNAL MODULE: ./build/js/checks/validation/performance.js
var performance = __webpack_require__(35210);
;// CONCATENATED MODULE: ./build/js/checks/validation/row-counts.js



const row_counts_NAME = {
    id: 'row-counts',
    title: 'Row counts of untouched tables',
    expected: 'every table that no migration names has as many rows as before',
};
/** Tables that no migration names must exist and have as many rows as in the baseline. */
async function checkRowCounts(context) {
    if (!context.settings.rowCounts)
        return [(0,result/* skipped */.hT)(row_counts_NAME, 'switched off (validate.row-counts)')];
    if (context.baseline?.tables == null)
        return [(0,result/* skipped */.hT)(row_counts_NAME, 'there is no baseline to compare with')];
    const present = await context.present();
    const differing = [];
    for (const { table, rows } of (0,validation_context/* untouched */.s)(context)) {
        const name = (0,table_name/* qualifiedName */.O)(table);
        const now = present.get(name);
        if (now === undefined)
            differing.push(`${name}: ${String(rows)} rows before, the table is gone`);
        else if (now.rows !== rows)
            differing.push(`${name}: ${String(rows)} rows before, ${String(now.rows)} now`);
    }
    const compared = (0,validation_context/* untouched */.s)(context).length;
    if (differing.length === 0)
        return [(0,result/* passed */.bF)(row_counts_NAME, `${String(compared)} tables as in ${context.baseline.name}`)];
    return [
        (0,result/* failed */.gz)(row_counts_NAME, 'DATA_001', (0,result/* few */.H$)(differing), 'If the application writes during the migration, this is expected: stop it, or switch validate.row-counts off. Otherwise restore the tables from the backup.'),
    ];
}

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/checks/validation/rules.js


/** Whether the server's text means the expected value; booleans are written differently by each engine. */
function means(observed, expect) {
    if (observed === null || expect === null)
        return observed === expect;
    if (typeof expect === 'boolean')
        return (expect ? ['true', 't', '1'] : ['false', 'f', '0']).includes(observed.toLowerCase());
    if (typeof expect === 'number')
        return observed.trim() !== '' && Number(observed) === expect;
    return observed === expect;
}
/** The user's own rules: a query, and the one value it has to give. */
async function checkRules(context) {
    const results = [];
    for (const { name, query, expect } of context.settings.rules) {
        const check = { id: `rule:${name}`, title: name, expected: String(expect) };
        try {
            const observed = await context.driver.verify.scalar(query, context.limits);
            results.push(means(observed, expect)
                ? (0,result/* passed */.bF)(check, String(observed))
                : (0,result/* failed */.gz)(check, 'DATA_001', String(observed), `Look at what the rule's query returns: ${query}`));
        }
        catch (error) {
            context.limits.signal.throwIfAborted();
            const { message, fix } = (0,errors/* reportError */.N7)(error);
            results.push((0,result/* failed */.gz)(check, 'DATA_001', `the query failed: ${message}`, fix));
        }
    }
    return results;
}

;// CONCATENATED MODULE: ./build/js/checks/validation/index.js





/** The validation checks, by the name that `checks` selects them with; in the order they run. */
const VALIDATION_CHECKS = {
    'row-counts': checkRowCounts,
    checksums: checkChecksums,
    'foreign-keys': checkForeignKeys,
    rules: checkRules,
    performance: performance/* checkPerformance */.z,
};
/** Runs the selected checks, all when nothing is selected; every one runs, whatever the others found. */
async function runValidation(context, clock, selected, each) {
    const results = [];
    for (const [name, run] of Object.entries(VALIDATION_CHECKS)) {
        if (selected !== null && !selected.some((wanted) => wanted === name))
            continue;
        context.limits.signal.throwIfAborted();
        for (const result of await run(context, clock)) {
            results.push(result);
            await each(result);
        }
    }
    return results;
}


/***/ }),

/***/ 35210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ measureQueries),
/* harmony export */   z: () => (/* binding */ checkPerformance)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(15613);

/** Odd, so that the median is one of the measurements. */
const RUNS = 5;
/** Differences below this are the noise of the machine, whatever the tolerance says. In ms. */
const NOISE_MS = 5;
/** Median duration of each query in ms, by name. */
async function measureQueries(driver, settings, limits, clock) {
    const medians = {};
    for (const { name, query } of settings.performance?.queries ?? []) {
        const durations = [];
        for (let run = 0; run < RUNS; run++) {
            const started = clock.monotonic();
            // The line end closes a comment that the query may end with.
            await driver.verify.scalar(`select count(*) from (${query.replace(/;\s*$/, '')}\n) sluice_measured`, limits);
            durations.push(clock.monotonic() - started);
        }
        medians[name] = durations.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
    }
    return medians;
}
/** The named queries must not have become slower than the tolerance allows. */
async function checkPerformance(context, clock) {
    const { performance } = context.settings;
    if (performance === null)
        return [];
    const percent = `${String(Math.round(performance.tolerance * 100))} %`;
    const now = await measureQueries(context.driver, context.settings, context.limits, clock);
    return performance.queries.map(({ name }) => {
        const check = {
            id: `performance:${name}`,
            title: `Duration of “${name}”`,
            expected: `at most ${percent} slower than before`,
        };
        const before = context.baseline?.performance[name];
        const median = now[name] ?? 0;
        if (before === undefined)
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .skipped */ .hT)(check, `${median.toFixed(1)} ms; there is no earlier measurement to compare with`);
        const observed = `${before.toFixed(1)} ms before, ${median.toFixed(1)} ms now (median of ${String(RUNS)})`;
        return median <= before * (1 + performance.tolerance) + NOISE_MS
            ? (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .passed */ .bF)(check, observed)
            : (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .failed */ .gz)(check, 'DATA_001', observed, 'Look at the query plan: an index may be missing, or statistics may need ANALYZE.');
    });
}


/***/ }),

/***/ 77249:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ unknown),
/* harmony export */   e: () => (/* binding */ known)
/* harmony export */ });
/** A fact that could be had. */
function known(value) {
    return { known: true, value };
}
/** A fact that could not be had. */
function unknown(why) {
    return { known: false, why };
}


/***/ }),

/***/ 73483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ lastWords),
/* harmony export */   j: () => (/* binding */ progressOf)
/* harmony export */ });
/** The last thing a run wrote, in words. */
function lastWords({ stage, at, entry }) {
    const what = 'version' in entry ? `${entry.kind} of version ${entry.version}` : entry.kind;
    return `stage ${stage}, ${what}, at ${at}`;
}
/** What became of the statement that was announced last. */
function flightOf({ inFlight }) {
    if (inFlight === null)
        return '';
    const where = `; the statement at line ${String(inFlight.line)}`;
    return inFlight.failed ? `${where} failed` : `${where} was begun and is looked up before it is run again`;
}
/** The first lines and the last one; a file may have tens of thousands. */
function fewLines(lines) {
    return lines.length > 10 ? `${lines.slice(0, 9).join(', ')}, … ${String(lines.at(-1))}` : lines.join(', ');
}
/** How many keys were written; after a kill the last count that was journaled. */
function keysOf({ progress, exact }) {
    const written = progress === null ? 0 : progress.changed + progress.removed + progress.renamed;
    return `${exact ? '' : 'at least '}${String(written)} key(s) were`;
}
/** How far a half-done file came, in words. */
function progressOf(file) {
    const verb = file.direction === 'up' ? 'applied' : 'taken back';
    if (file.keys !== undefined)
        return `${file.path}: ${keysOf(file.keys)} ${verb} by run ${file.runId}`;
    const lines = fewLines(file.done.map(({ line }) => line));
    const done = file.done.length === 0 ? 'no statement' : `${String(file.done.length)} statement(s), at line ${lines},`;
    const flight = flightOf(file);
    return `${file.path}: ${done} ${file.done.length > 1 ? 'were' : 'was'} ${verb} by run ${file.runId}${flight}`;
}


/***/ }),

/***/ 80559:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ sha256Checksum),
/* harmony export */   q: () => (/* binding */ flywayChecksum)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38522);


/** SHA-256 over a file's text without byte order mark and with line feeds: the same on every checkout. */
function sha256Checksum(text) {
    return `sha256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', text, 'hex')}`;
}
/**
 * Flyway's own checksum, as `flyway_schema_history` holds it: CRC-32 as a signed 32-bit number over
 * the lines' UTF-8 bytes, without line ends and byte order mark
 * (org.flywaydb.core.internal.resolver.ChecksumCalculator).
 */
function flywayChecksum(text) {
    return `crc32:${String((0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.crc32)(text.replaceAll(/[\r\n]/g, '')) | 0)}`;
}


/***/ }),

/***/ 34117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T: () => (/* binding */ detectFormat),
  _: () => (/* binding */ requireSupported)
});

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/migrations/formats/sluice.js
var sluice = __webpack_require__(61248);
;// CONCATENATED MODULE: ./build/js/migrations/types.js
/** The formats that Sluice reads. */
const MIGRATION_FORMATS = ['sluice', 'golang-migrate', 'dbmate', 'flyway'];

;// CONCATENATED MODULE: ./build/js/migrations/detect.js
/**
 * Finds out which tool a folder was written for: by files that only one tool leaves, then by comments
 * that only one tool reads, then by names. What two tools could have written is never guessed, with
 * one exception: golang-migrate names its files exactly as Sluice does and both read them alike, so
 * such a folder counts as Sluice's unless the configuration says otherwise.
 */



/** Formats that are recognised, so that the refusal can name them. */
const UNSUPPORTED = { prisma: 'Prisma', goose: 'goose', drizzle: 'Drizzle', sqitch: 'Sqitch' };
function byMarkerFile({ path }) {
    if (path === 'migration_lock.toml' || /^\d{14}_[^/]+\/migration\.sql$/.test(path))
        return 'prisma';
    if (path === 'meta/_journal.json')
        return 'drizzle';
    if (path === 'sqitch.plan' || path === 'sqitch.conf')
        return 'sqitch';
    return path === 'flyway.toml' || path === 'flyway.conf' ? 'flyway' : null;
}
function byComment({ head }) {
    if (/^--[ \t]*migrate:(?:up|down)\b/m.test(head))
        return 'dbmate';
    if (/^--[ \t]*\+goose[ \t]/m.test(head))
        return 'goose';
    return head.includes('--> statement-breakpoint') ? 'drizzle' : null;
}
function byName({ path }) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (/^(?:[VU]\d.*|R)__.*\.sql$/.test(name))
        return 'flyway';
    return path === name && sluice/* sluiceFormat */.P.parseName(name) !== null ? 'sluice' : null;
}
/** One piece of evidence for each format found, in order of path. */
function collect(files, look) {
    const found = new Map();
    for (const file of files) {
        const format = look(file);
        if (format !== null && !found.has(format))
            found.set(format, file.path);
    }
    return [...found];
}
function unsupported(format, because) {
    return new errors/* SluiceError */.ah('CONF_001', `Sluice does not read migrations of ${UNSUPPORTED[format]} yet${because}.`, {
        fix: `Use one of the formats ${MIGRATION_FORMATS.join(', ')}, or set migrations.format if the folder was taken for the wrong one.`,
        details: { format },
    });
}
function isUnsupported(format) {
    return Object.hasOwn(UNSUPPORTED, format);
}
/**
 * Checks a format that the configuration names.
 *
 * @throws `CONF_001` for formats that cannot be read.
 */
function requireSupported(format) {
    const known = MIGRATION_FORMATS.find((candidate) => candidate === format);
    if (known !== undefined)
        return known;
    if (isUnsupported(format))
        throw unsupported(format, ', the format that migrations.format names');
    throw new errors/* SluiceError */.ah('CONF_001', `migrations.format is ${format}, which is no format of migration files.`, {
        fix: `Set migrations.format to auto, ${MIGRATION_FORMATS.slice(0, -1).join(', ')} or ${MIGRATION_FORMATS.at(-1) ?? ''}.`,
    });
}
/**
 * The format of a folder; `sluice` for one without any migration.
 *
 * @throws `CONF_001` when several formats are possible, naming them and the setting that decides, and
 *   for formats that cannot be read yet.
 */
function detectFormat(directory, files) {
    for (const look of [byMarkerFile, byComment, byName]) {
        const evidence = collect(files, look);
        const [first] = evidence;
        if (first === undefined)
            continue;
        if (evidence.length > 1) {
            const candidates = evidence.map(([format, path]) => `${format} (${path})`).join(' or ');
            throw new errors/* SluiceError */.ah('CONF_001', `The migrations folder ${directory} could be ${candidates}.`, {
                fix: 'Set migrations.format to the one it is, and move the other files elsewhere.',
                details: { candidates: evidence.map(([format, path]) => ({ format, path })) },
            });
        }
        const [format, path] = first;
        if (isUnsupported(format))
            throw unsupported(format, `, and ${path} in ${directory} is one of its files`);
        return format;
    }
    const numbered = files.find(({ path }) => /^\d+[^/]*\.sql$/.test(path));
    if (numbered !== undefined && !/\.(?:up|down)\.sql$/.test(numbered.path)) {
        throw new errors/* SluiceError */.ah('CONF_001', `The migrations folder ${directory} could be dbmate or goose by names as ${numbered.path}, but no file holds a line -- migrate:up or -- +goose Up.`, {
            fix: `Set migrations.format if that is the tool; for Sluice's own format name the files ${sluice/* sluiceFormat */.P.pattern}.`,
            details: { candidates: ['dbmate', 'goose'].map((format) => ({ format, path: numbered.path })) },
        });
    }
    return 'sluice';
}


/***/ }),

/***/ 32524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ errorCode)
/* harmony export */ });
/** The system's name for what went wrong with a file (`ENOENT`); the whole error as text when it has none. */
function errorCode(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}


/***/ }),

/***/ 65756:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ listFolder)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);
/* harmony import */ var _error_code_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(32524);




/** Deeper than any real layout, and an end to mounts that contain themselves. */
const MAX_DEPTH = 16;
/** A folder with more is the wrong folder. */
const MAX_FILES = 100_000;
function unreadable(directory, error) {
    const code = (0,_error_code_js__WEBPACK_IMPORTED_MODULE_3__/* .errorCode */ .C)(error);
    const says = code === 'ENOENT' ? 'does not exist' : code === 'ENOTDIR' ? 'is not a folder' : `cannot be read (${code})`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('CONF_001', `The migrations folder ${directory} ${says}.`, {
        cause: error,
        fix: 'Set migrations.directory (or migrations-directory) to the folder of the migration files, and let this account read it.',
    });
}
/**
 * Lists a folder and what is below it. Names that start with a dot are left out, as editors and
 * operating systems leave such files behind; links to folders are named and not followed.
 *
 * @throws `CONF_001` when the folder itself cannot be read, or holds far too many files.
 */
async function listFolder(directory, problems, signal) {
    const files = [];
    const warnings = [];
    const pending = [{ path: '', depth: 0 }];
    async function take(entry, parent, depth) {
        const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
        const location = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, path);
        if (entry.isDirectory()) {
            if (depth < MAX_DEPTH)
                pending.push({ path, depth: depth + 1 });
            else
                warnings.push(`${path}/ is nested too deep and was not read.`);
            return;
        }
        const migration = /\.(?:sql|conf)$|^\d.*\.(?:ts|mjs)$/i.test(entry.name);
        if (entry.isSymbolicLink()) {
            const target = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(location).catch(_error_code_js__WEBPACK_IMPORTED_MODULE_3__/* .errorCode */ .C);
            if (typeof target === 'string') {
                if (migration)
                    problems.add(path, null, `The link cannot be followed (${target}).`);
                return;
            }
            if (target.isDirectory()) {
                warnings.push(`${path}/ is a link to a folder and was not followed.`);
                return;
            }
            if (!target.isFile()) {
                if (migration)
                    problems.add(path, null, 'This is a link to something that is not a regular file.');
                return;
            }
        }
        else if (!entry.isFile()) {
            if (migration)
                problems.add(path, null, 'This is not a regular file.');
            return;
        }
        if (files.length >= MAX_FILES) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('CONF_001', `The migrations folder ${directory} holds more than ${String(MAX_FILES)} files.`, {
                fix: 'Set migrations.directory to the folder that holds the migration files alone.',
            });
        }
        files.push({ path, name: entry.name, location });
    }
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        signal.throwIfAborted();
        const { path, depth } = next;
        let entries;
        try {
            entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, path), { withFileTypes: true });
        }
        catch (error) {
            if (path === '')
                throw unreadable(directory, error);
            problems.add(path, null, `This folder cannot be read (${(0,_error_code_js__WEBPACK_IMPORTED_MODULE_3__/* .errorCode */ .C)(error)}).`);
            continue;
        }
        for (const entry of entries)
            if (!entry.name.startsWith('.'))
                await take(entry, path, depth);
    }
    return {
        files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
        warnings: warnings.toSorted(),
    };
}


/***/ }),

/***/ 23868:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ FILE_FORMATS)
});

// EXTERNAL MODULE: ./build/js/migrations/checksum.js
var checksum = __webpack_require__(80559);
;// CONCATENATED MODULE: ./build/js/migrations/formats/dbmate.js

/** A marker line, as dbmate itself looks for it: anywhere, even inside a comment or a string. */
const MARKER = /^--[ \t]*migrate:(up|down)(?:[ \t]+(.*))?$/;
/** `transaction:false` and nothing else. */
function readOptions({ options, lineIndex }, problems) {
    let transaction = null;
    for (const option of options.split(/\s+/)) {
        if (option === 'transaction:false')
            transaction = false;
        else if (option === 'transaction:true')
            transaction = true;
        else if (option !== '') {
            problems.push({ line: lineIndex + 1, sentence: `Unknown option ${option}: there is transaction:false.` });
        }
    }
    return transaction;
}
/** Cuts a file at its markers. */
function sections(text) {
    const lines = text.split('\n');
    const problems = [];
    const markers = lines.flatMap((line, lineIndex) => {
        const [, direction, options = ''] = MARKER.exec(line) ?? [];
        return direction === 'up' || direction === 'down' ? [{ direction, options, lineIndex }] : [];
    });
    const found = new Map();
    for (const [at, marker] of markers.entries()) {
        const { direction, lineIndex } = marker;
        const line = lineIndex + 1;
        const end = markers[at + 1]?.lineIndex ?? lines.length;
        if (found.has(direction))
            problems.push({ line, sentence: `The file has more than one -- migrate:${direction}.` });
        if (direction === 'up' && found.has('down')) {
            problems.push({ line, sentence: 'The section -- migrate:up belongs before -- migrate:down.' });
        }
        found.set(direction, {
            text: lines.slice(lineIndex + 1, end).join('\n'),
            firstLine: line + 1,
            transaction: readOptions(marker, problems),
        });
    }
    if (!found.has('up'))
        problems.push({ line: 1, sentence: 'The file has no line -- migrate:up.' });
    return {
        prelude: { text: lines.slice(0, markers[0]?.lineIndex ?? 0).join('\n'), firstLine: 1, transaction: null },
        up: found.get('up') ?? null,
        down: found.get('down') ?? null,
        problems,
    };
}
/**
 * `<version>_<name>.sql` with the sections `-- migrate:up` and `-- migrate:down`. The checksum covers
 * the whole file, so that it can be checked with the system's own tools.
 */
const dbmateFormat = {
    format: 'dbmate',
    pattern: '<digits>_<name>.sql',
    recursive: false,
    parseName(name) {
        const [, version, rest] = /^(\d+)(.*)\.sql$/.exec(name) ?? [];
        if (version === undefined || rest === undefined)
            return null;
        return { role: 'both', version, name: rest.replace(/^[_-]+/, '') };
    },
    checksum: checksum/* sha256Checksum */.D,
    sections,
    emptyDownIsUsual: true,
    ordersByName: true,
};

// EXTERNAL MODULE: ./build/js/migrations/versions.js
var versions = __webpack_require__(18269);
;// CONCATENATED MODULE: ./build/js/migrations/formats/flyway.js


const CALLBACK = /^(?:before|after|create)[A-Z][A-Za-z]*(?:__.*)?\.sql$/;
/** Reads `<script>.conf`: lines of `key=value`. */
function readCompanion(text) {
    let transaction = null;
    let literalPlaceholders = false;
    const problems = [];
    for (const [index, written] of text.split('\n').entries()) {
        const line = written.trim();
        if (line === '' || line.startsWith('#'))
            continue;
        const [, key = '', value = ''] = /^([^=\s]*)\s*=\s*(.*)$/.exec(line) ?? [];
        const choice = value === 'true' ? true : value === 'false' ? false : null;
        if (key === 'executeInTransaction' && choice !== null)
            transaction = choice;
        else if (key === 'placeholderReplacement' && choice !== null)
            literalPlaceholders = !choice;
        else if (key !== 'encoding' || value.toUpperCase() !== 'UTF-8') {
            problems.push({
                line: index + 1,
                sentence: `${line} is not understood: there are executeInTransaction, placeholderReplacement (true or false) and encoding=UTF-8.`,
            });
        }
    }
    return { transaction, literalPlaceholders, problems };
}
/** Flyway would put a value in; run as it stands, the statement would mean something else. */
function refusePlaceholders(statement, companion) {
    if (companion?.literalPlaceholders === true)
        return null;
    const text = statement.copyData === undefined ? statement.text : `${statement.text}\n${statement.copyData}`;
    const found = /\$\{[^{}\n]*\}/.exec(text);
    if (found === null)
        return null;
    return {
        line: statement.line + text.slice(0, found.index).split('\n').length - 1,
        sentence: `${found[0]} is a placeholder, and Sluice puts no values in: write the value, ` +
            'or set placeholderReplacement=false in a .conf file of the same name if it is plain text.',
    };
}
/** `V<version>__<name>.sql`, `U<version>__<name>.sql` and `R__<name>.sql`, in subfolders too. */
const flywayFormat = {
    format: 'flyway',
    pattern: 'V<version>__<name>.sql, U<version>__<name>.sql or R__<name>.sql',
    recursive: true,
    parseName(name) {
        const [, prefix, written, title] = /^([VU])(\d+(?:[._]\d+)*)__(.+)\.sql$/.exec(name) ?? [];
        if (written !== undefined && title !== undefined) {
            return { role: prefix === 'V' ? 'up' : 'down', version: written.replaceAll('_', '.'), name: title };
        }
        const [, repeatable] = /^R__(.+)\.sql$/.exec(name) ?? [];
        if (repeatable === undefined)
            return null;
        return { role: 'repeatable', version: `${versions/* REPEATABLE_PREFIX */.BV}${repeatable}`, name: repeatable };
    },
    explainName(name) {
        if (/^B\d.*__.*\.sql$/.test(name)) {
            return 'Baseline migrations are not supported: keep the versioned migrations that it sums up.';
        }
        return CALLBACK.test(name)
            ? 'Callbacks of Flyway are not supported: make it a migration, or run it as a hook of sluice.yml.'
            : null;
    },
    checksum: checksum/* flywayChecksum */.q,
    companion: { suffix: '.conf', read: readCompanion },
    refuse: refusePlaceholders,
    emptyDownIsUsual: false,
    ordersByName: false,
};

;// CONCATENATED MODULE: ./build/js/migrations/formats/golang-migrate.js

/**
 * `<version>_<name>.up.sql` and `.down.sql`, without repeatable files. The same names as Sluice's own
 * format, so it is never detected: the configuration has to say it.
 */
const golangMigrateFormat = {
    format: 'golang-migrate',
    pattern: '<digits>_<name>.up.sql or <digits>_<name>.down.sql',
    recursive: false,
    parseName(name) {
        const [, version, title, role] = /^(\d+)_(.*)\.(up|down)\.sql$/.exec(name) ?? [];
        if (version === undefined || title === undefined)
            return null;
        return { role: role === 'up' ? 'up' : 'down', version, name: title };
    },
    checksum: checksum/* sha256Checksum */.D,
    emptyDownIsUsual: false,
    ordersByName: false,
};

// EXTERNAL MODULE: ./build/js/migrations/formats/sluice.js
var sluice = __webpack_require__(61248);
;// CONCATENATED MODULE: ./build/js/migrations/formats/index.js




/** Every format that can be read. */
const FILE_FORMATS = {
    sluice: sluice/* sluiceFormat */.P,
    'golang-migrate': golangMigrateFormat,
    dbmate: dbmateFormat,
    flyway: flywayFormat,
};


/***/ }),

/***/ 61248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ sluiceFormat)
/* harmony export */ });
/* harmony import */ var _checksum_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80559);
/* harmony import */ var _versions_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(18269);


/** `<version>_<name>.up.sql`, `.down.sql` and `R_<name>.sql`. */
const sluiceFormat = {
    format: 'sluice',
    pattern: '<digits>_<name>.up.sql, <digits>_<name>.down.sql or R_<name>.sql',
    recursive: false,
    parseName(name) {
        const [, version, title, role] = /^(\d+)_(.+)\.(up|down)\.sql$/.exec(name) ?? [];
        if (version !== undefined && title !== undefined)
            return { role: role === 'up' ? 'up' : 'down', version, name: title };
        // R__ is Flyway's: taken for a name with a leading underscore it would hide a mixed folder.
        const [, repeatable] = /^R_([^_].*)\.sql$/.exec(name) ?? [];
        if (repeatable === undefined)
            return null;
        return { role: 'repeatable', version: `${_versions_js__WEBPACK_IMPORTED_MODULE_1__/* .REPEATABLE_PREFIX */ .BV}${repeatable}`, name: repeatable };
    },
    explainName(name) {
        return /^\d+_.+\.(?:ts|mjs|cypher)$/.test(name)
            ? 'This is a migration for another kind of database: keep it in a folder of its own.'
            : null;
    },
    checksum: _checksum_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Checksum */ .D,
    emptyDownIsUsual: false,
    ordersByName: false,
};


/***/ }),

/***/ 57684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ keyFormat),
/* harmony export */   _: () => (/* binding */ requireKeyFormat)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _checksum_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80559);


/** `<version>_<name>.ts` and `.mjs`: both directions in one module. */
const keyFormat = {
    format: 'sluice',
    pattern: '<digits>_<name>.ts or <digits>_<name>.mjs',
    recursive: false,
    looksLike: /\.(?:ts|mjs)$/i,
    files: '.ts or .mjs files',
    parseName(name) {
        const [, version, title] = /^(\d+)_(.+)\.(?:ts|mjs)$/.exec(name) ?? [];
        if (version === undefined || title === undefined || title.endsWith('.d'))
            return null;
        return { role: 'both', version, name: title };
    },
    explainName(name) {
        if (/\.d\.ts$/i.test(name))
            return 'This only declares types: keep it in a folder of its own.';
        if (/\.(?:sql|cypher)$/i.test(name)) {
            return 'This is a migration for another kind of database: keep it in a folder of its own.';
        }
        return /^\d+_.+\.(?:js|cjs|mts|cts|tsx|jsx)$/i.test(name)
            ? 'A key migration is a module in a file that ends in .ts or .mjs: rename the file.'
            : null;
    },
    checksum: _checksum_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Checksum */ .D,
    emptyDownIsUsual: true,
    ordersByName: false,
};
/**
 * Checks the format that the configuration names for an engine whose migrations are modules.
 *
 * @throws SluiceError `CONF_001` for a format of SQL files
 */
function requireKeyFormat(format) {
    if (format === 'auto' || format === 'sluice')
        return 'sluice';
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `migrations.format is ${format}, a format of SQL files, which this engine cannot run.`, { fix: `Leave migrations.format out, and name the files ${keyFormat.pattern}.` });
}


/***/ }),

/***/ 90406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ loadWaysBack)
/* harmony export */ });
/**
 * Loads the key migrations among the versions, which runs the code of their modules, and says of each
 * whether there is a way back. Other migrations are returned as they are.
 *
 * @throws what loading a module throws
 */
async function loadWaysBack(migrations, versions) {
    const loaded = [];
    for (const migration of migrations) {
        const { keys } = migration.up;
        if (keys === undefined || !versions.has(migration.version))
            loaded.push(migration);
        else
            loaded.push({ ...migration, down: (await keys.load()).down === null ? null : migration.up });
    }
    return loaded;
}


/***/ }),

/***/ 61763:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ keyTransform)
});

;// CONCATENATED MODULE: ./build/js/migrations/keys/module.js
/** That a key is to go. */
class KeyRemoval {
    kind = 'remove';
}
/** That a key is to have another name. */
class KeyRename {
    kind = 'rename';
    key;
    /** Absent: the value that was handed in. */
    value;
    constructor(key, value) {
        this.key = key;
        this.value = value;
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/keys/transform.js

const REMOVAL = new KeyRemoval();
const TOOLS = {
    remove: () => REMOVAL,
    rename: (key, value) => new KeyRename(key, value),
};
/**
 * What a key is to become, by what the author's function returned.
 *
 * @throws TypeError when it returned nothing: a value that was changed and not returned would be lost in silence
 */
function changeOf(direction, given, result) {
    if (result instanceof KeyRemoval)
        return { kind: 'remove' };
    if (result instanceof KeyRename) {
        return { kind: 'rename', key: result.key, value: result.value === undefined ? given : result.value };
    }
    if (result === undefined) {
        throw new TypeError(`${direction} returned nothing: return the value, changed or not, or remove()`);
    }
    return { kind: 'set', value: result };
}
/**
 * One direction of a module as the driver wants it.
 *
 * @param id under which marks and checkpoint are kept
 */
function keyTransform(exports, direction, id, batchSize = null) {
    const run = direction === 'up' ? exports.up : exports.down;
    if (run === null)
        throw new TypeError(`the module has no ${direction}`);
    return {
        id,
        match: direction === 'up' ? exports.match : exports.matchDown,
        type: exports.type,
        batchSize,
        change: async (value, key) => changeOf(direction, value, await run(value, key, TOOLS)),
    };
}


/***/ }),

/***/ 11964:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ lexicalRules)
/* harmony export */ });
/** Derives the rules; cheap enough to be done once a file. */
function lexicalRules(syntax) {
    return {
        syntax,
        executableComments: syntax.delimiterCommand,
        doubleQuotedStrings: syntax.backslashEscapes === 'always' || syntax.delimiterCommand,
        clientCommands: syntax.copyFromStdin,
        carriageReturnEndsComment: syntax.copyFromStdin,
        parenthesesHideTerminator: syntax.copyFromStdin,
        stringsMayBeNames: syntax.bracketIdentifiers,
    };
}


/***/ }),

/***/ 4200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ FolderProblems)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

/** More are counted, not listed: the first ones tell what kind of folder it is. */
const LISTED = 50;
/** Collects what is wrong with a migrations folder, so that a person sees all of it at once. */
class FolderProblems {
    #directory;
    #problems = [];
    constructor(directory) {
        this.#directory = directory;
    }
    /** @param path relative to the folder. */
    add(path, line, sentence) {
        this.#problems.push({ path, line, sentence });
    }
    /** @throws `CONF_001` that lists every problem as `path:line: sentence`, in order of path and line. */
    throwIfAny() {
        const count = this.#problems.length;
        if (count === 0)
            return;
        const sorted = this.#problems.toSorted((a, b) => a.path === b.path ? (a.line ?? 0) - (b.line ?? 0) : a.path < b.path ? -1 : 1);
        const listed = sorted.slice(0, LISTED).map(({ path, line, sentence }) => {
            const place = `${this.#directory.replace(/\/+$/, '')}/${path}`;
            return `${line === null ? place : `${place}:${String(line)}`}: ${sentence}`;
        });
        if (count > LISTED)
            listed.push(`and ${String(count - LISTED)} more`);
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', listed.join('\n'), {
            fix: `Correct ${count === 1 ? 'the file' : 'the files'} named above and run the command again; nothing was run.`,
            details: { problems: sorted.slice(0, LISTED).map((problem) => ({ ...problem })) },
        });
    }
}


/***/ }),

/***/ 28512:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ detectFolder),
  F: () => (/* binding */ readMigrations)
});

// EXTERNAL MODULE: ./build/js/migrations/versions.js
var versions = __webpack_require__(18269);
;// CONCATENATED MODULE: ./build/js/migrations/assemble.js

/** The files by version; a second file of the same version is a problem. */
function byVersion(files, problems) {
    const found = new Map();
    for (const file of files) {
        const key = (0,versions/* versionKey */._5)(file.version);
        const first = found.get(key);
        if (first === undefined)
            found.set(key, file);
        else if ((0,versions/* isRepeatable */.su)(key))
            problems.add(file.path, null, `${first.path} is a repeatable migration of the same name.`);
        else
            problems.add(file.path, null, `${first.path} has the same version: give one of the two another number.`);
    }
    return found;
}
/** Puts the files of each version together: versioned migrations in order, then the repeatable ones. */
function assemble(files, format, problems, warnings) {
    const ups = byVersion(files.filter(({ role }) => role !== 'down'), problems);
    const downs = byVersion(files.filter(({ role }) => role === 'down'), problems);
    for (const [key, down] of downs) {
        const up = ups.get(key);
        if (up === undefined)
            problems.add(down.path, null, `This undoes version ${down.version}, but no file applies it: add that file, or remove this one.`);
        else if (up.name !== down.name)
            warnings.push(`${down.path} is taken as the way back of ${up.path}, though their names differ.`);
    }
    return [...ups]
        .toSorted(([, a], [, b]) => (0,versions/* compareVersions */.Zy)(a.version, b.version))
        .flatMap(([key, file]) => {
        if (file.up === null)
            return [];
        const { version, name, checksum, up } = file;
        const kind = file.role === 'repeatable' ? 'repeatable' : 'versioned';
        return [{ kind, version, name, format, checksum, up, down: file.down ?? downs.get(key)?.down ?? null }];
    });
}

// EXTERNAL MODULE: ./build/js/migrations/detect.js + 1 modules
var detect = __webpack_require__(34117);
// EXTERNAL MODULE: ./build/js/migrations/folder.js
var migrations_folder = __webpack_require__(65756);
// EXTERNAL MODULE: ./build/js/migrations/formats/index.js + 3 modules
var formats = __webpack_require__(23868);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./build/js/migrations/error-code.js
var error_code = __webpack_require__(32524);
;// CONCATENATED MODULE: ./build/js/migrations/text.js
const BYTE_ORDER_MARK = '\uFEFF';
/**
 * The text as everything here reads it: without a byte order mark, lines ended by a line feed alone,
 * so that a checkout on Windows means the same as one on Linux.
 */
function normaliseText(text) {
    const bare = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    return bare.includes('\r\n') ? bare.replaceAll('\r\n', '\n') : bare;
}

;// CONCATENATED MODULE: ./build/js/migrations/utf8.js
/** How many bytes a sequence has by its first byte, and the range of its second (Unicode 16, table 3-7). */
function sequence(lead) {
    if (lead >= 0xc2 && lead <= 0xdf)
        return [2, 0x80, 0xbf];
    if (lead === 0xe0)
        return [3, 0xa0, 0xbf];
    if (lead === 0xed)
        return [3, 0x80, 0x9f];
    if (lead >= 0xe1 && lead <= 0xef)
        return [3, 0x80, 0xbf];
    if (lead === 0xf0)
        return [4, 0x90, 0xbf];
    if (lead >= 0xf1 && lead <= 0xf3)
        return [4, 0x80, 0xbf];
    if (lead === 0xf4)
        return [4, 0x80, 0x8f];
    return null;
}
/** The offset of the first byte that cannot be part of UTF-8 text; -1 when there is none. */
function firstInvalidUtf8(bytes) {
    for (let at = 0; at < bytes.length; at += 1) {
        const lead = bytes[at] ?? 0;
        if (lead < 0x80)
            continue;
        const form = sequence(lead);
        if (form === null)
            return at;
        const [length, low, high] = form;
        for (let i = 1; i < length; i += 1) {
            const byte = bytes[at + i] ?? 0;
            if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf))
                return at;
        }
        at += length - 1;
    }
    return -1;
}

;// CONCATENATED MODULE: ./build/js/migrations/load-file.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});






const MIB = 2 ** 20;
const MAX_BYTES = 64 * MIB;
const SMALL_BYTES = MIB;
function lineOf(bytes, offset) {
    let line = 1;
    for (let feed = bytes.indexOf(10); feed >= 0 && feed < offset; feed = bytes.indexOf(10, feed + 1))
        line += 1;
    return line;
}
/** The whole of a file of at most {@link SMALL_BYTES}, at once as {@link readHead}; null when it is larger. */
function readSmall(location) {
    const descriptor = (0,external_node_fs_.openSync)(location, 'r');
    try {
        return (0,external_node_fs_.fstatSync)(descriptor).size > SMALL_BYTES ? null : (0,external_node_fs_.readFileSync)(descriptor);
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}
/** Reads a file of bounded size; null with a problem when it is no text that can be a migration. */
async function loadFile(file, problems, signal) {
    let bytes;
    try {
        signal.throwIfAborted();
        const small = readSmall(file.location);
        if (small === null) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const handle = __addDisposableResource(env_1, await (0,promises_.open)(file.location), true);
                const { size } = await handle.stat();
                if (size > MAX_BYTES) {
                    problems.add(file.path, null, `The file has ${String(Math.ceil(size / MIB))} MiB and may have 64: split it into several migrations, or load the data with another tool.`);
                    return null;
                }
                bytes = await handle.readFile({ signal });
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                const result_1 = __disposeResources(env_1);
                if (result_1)
                    await result_1;
            }
        }
        else {
            bytes = small;
        }
    }
    catch (error) {
        signal.throwIfAborted();
        problems.add(file.path, null, `The file cannot be read (${(0,error_code/* errorCode */.C)(error)}).`);
        return null;
    }
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
        problems.add(file.path, null, 'The file is UTF-16: save it as UTF-8.');
        return null;
    }
    const zero = bytes.indexOf(0);
    if (zero >= 0) {
        problems.add(file.path, lineOf(bytes, zero), `The file is binary: byte ${String(zero)} is NUL.`);
        return null;
    }
    if (!(0,external_node_buffer_.isUtf8)(bytes)) {
        const offset = firstInvalidUtf8(bytes);
        problems.add(file.path, lineOf(bytes, offset), `Byte ${String(offset)} is not UTF-8: save the file as UTF-8.`);
        return null;
    }
    return { text: normaliseText(bytes.toString('utf8')), bytes: bytes.length };
}
/** Where heads are read into, one after the other. */
const HEAD = Buffer.alloc(65_536);
/**
 * The first 64 KiB of a file as text, for looking at its comments; empty when it cannot be read. At once, because a
 * folder may have thousands of them, and a way through the thread pool costs more than such a read.
 */
function readHead(file) {
    try {
        const descriptor = (0,external_node_fs_.openSync)(file.location, 'r');
        try {
            const bytesRead = (0,external_node_fs_.readSync)(descriptor, HEAD, 0, HEAD.length, 0);
            return normaliseText(HEAD.toString('utf8', 0, bytesRead));
        }
        finally {
            (0,external_node_fs_.closeSync)(descriptor);
        }
    }
    catch {
        // loadFile meets the same failure and says what it is.
        return '';
    }
}

// EXTERNAL MODULE: ./build/js/migrations/problems.js
var migrations_problems = __webpack_require__(4200);
// EXTERNAL MODULE: ./build/js/migrations/keys/format.js
var keys_format = __webpack_require__(57684);
// EXTERNAL MODULE: ./build/js/migrations/checksum.js
var migrations_checksum = __webpack_require__(80559);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(73136);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/migrations/keys/check-exports.js
const TYPES = ['string', 'json', 'hash', 'list', 'set', 'zset'];
const NAMES = ['match', 'matchDown', 'type', 'up', 'down'];
const KNOWN = NAMES;
function isMembers(value) {
    return typeof value === 'object' && value !== null;
}
/** What the module exports by name and in its default export, together. */
function membersOf(module, problems) {
    const { default: base, ...named } = module;
    if (base !== undefined && !isMembers(base))
        problems.push('The default export is no object of match, up and down.');
    const defaults = isMembers(base) ? base : {};
    for (const name of Object.keys(named)) {
        if (name in defaults && defaults[name] !== named[name]) {
            problems.push(`${name} is exported by name and in the default export, and the two differ.`);
        }
    }
    const members = { ...defaults, ...named };
    for (const name of Object.keys(members)) {
        if (!KNOWN.includes(name))
            problems.push(`It exports ${name}, which is none of ${NAMES.join(', ')}.`);
    }
    return members;
}
/** Checks what a module exports; finds everything that is wrong. */
function checkExports(module) {
    const problems = [];
    const members = membersOf(module, problems);
    const { match, type = null, up, down } = members;
    const { matchDown = match } = members;
    const isPattern = (value) => typeof value === 'string' && value !== '';
    if (!isPattern(match))
        problems.push("match has to be a pattern of key names, such as 'user:*'.");
    else if (!isPattern(matchDown))
        problems.push('matchDown has to be a pattern of key names.');
    if (members['matchDown'] !== undefined && down === undefined)
        problems.push('matchDown is for down, which is missing.');
    if (type !== null && !(typeof type === 'string' && TYPES.includes(type))) {
        problems.push(`type has to be one of ${TYPES.join(', ')}, or to be left out.`);
    }
    if (typeof up !== 'function')
        problems.push('up has to be a function of a value and its key.');
    if (down !== undefined && down !== null && typeof down !== 'function')
        problems.push('down has to be a function, or to be left out.');
    return {
        problems,
        exports: {
            match: String(match),
            matchDown: String(matchDown),
            type: type,
            up: up,
            down: (down ?? null),
        },
    };
}

;// CONCATENATED MODULE: ./build/js/migrations/keys/load-module.js
var __rewriteRelativeImportExtension = (undefined && undefined.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};








/** How long a module's own top-level code may take, in ms. */
const LOAD_MS = 60_000;
/** A module to be imported when it is needed. */
function keyModule(file) {
    let loaded = null;
    return {
        load: () => {
            loaded ??= load(file);
            return loaded;
        },
    };
}
async function load(file) {
    await refuseChanged(file);
    const found = checkExports(await importModule(file));
    if (found.problems.length === 0)
        return found.exports;
    throw new errors/* SluiceError */.ah('CONF_001', found.problems.map((sentence) => `${file.place}: ${sentence}`).join('\n'), {
        fix: 'Export match, up, and if there is a way back down; none of its functions was run.',
        details: { problems: found.problems },
    });
}
/** What is imported has to be what was planned. */
async function refuseChanged({ location, place, checksum }) {
    let text;
    try {
        text = await (0,promises_.readFile)(location, 'utf8');
    }
    catch (error) {
        throw new errors/* SluiceError */.ah('CONF_001', `${place}: The file cannot be read (${(0,error_code/* errorCode */.C)(error)}).`, { cause: error });
    }
    if ((0,migrations_checksum/* sha256Checksum */.D)(normaliseText(text)) === checksum)
        return;
    throw new errors/* SluiceError */.ah('CONF_001', `${place}: The file was changed after it had been read.`, {
        fix: 'Run the command again.',
    });
}
/** The checksum in the address keeps an earlier text of the same file out of Node's cache. */
async function importModule({ location, place, checksum }) {
    const url = `${(0,external_node_url_.pathToFileURL)((0,external_node_path_.resolve)(location)).href}?${checksum.replace(':', '=')}`;
    const late = Promise.withResolvers();
    const timer = setTimeout(() => {
        late.reject(new Error(`its own code did not end within ${String(LOAD_MS / 1000)} s`));
    }, LOAD_MS);
    try {
        return (await Promise.race([import(__rewriteRelativeImportExtension(/* webpackIgnore: true */ url)), late.promise]));
    }
    catch (error) {
        throw new errors/* SluiceError */.ah('CONF_001', `${place}: The module cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
            fix: 'Correct the module. TypeScript is run by leaving the types out, so enums and parameter properties cannot be used.',
        });
    }
    finally {
        clearTimeout(timer);
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/keys/read-module.js


/** Matches the import of another file of the same checkout. */
const NEIGHBOUR = /(?:\bfrom|\bimport\s*\(?)\s*['"](\.{1,2}\/[^'"]*)['"]/;
/** Reads the file of a key migration as text: none of its code runs. */
function readModule({ file, name, loaded, directory }, warnings) {
    const checksum = (0,migrations_checksum/* sha256Checksum */.D)(loaded.text);
    const [, neighbour] = NEIGHBOUR.exec(loaded.text) ?? [];
    if (neighbour !== undefined) {
        warnings.push(`${file.path} imports ${neighbour}, which its checksum does not cover: a change there goes unseen.`);
    }
    const place = `${directory.replace(/\/+$/, '')}/${file.path}`;
    return {
        ...name,
        path: file.path,
        checksum,
        up: {
            path: file.path,
            transaction: false,
            lockTimeoutMs: null,
            online: false,
            statements: [],
            keys: keyModule({ location: file.location, place, checksum }),
            bytes: loaded.bytes,
        },
        down: null,
    };
}

// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
;// CONCATENATED MODULE: ./build/js/migrations/directives.js

const directives_KNOWN = 'transaction=true|false, online, lock-timeout=<duration>';
/** Reads directives; one comment may hold several, apart by white space or commas. */
function parseDirectives(found) {
    let transaction = null;
    let lockTimeoutMs = null;
    let online = false;
    const problems = [];
    const seen = new Set();
    /** What is wrong with one directive; null = it was taken. */
    function take(written) {
        const [, key = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(written) ?? [];
        const known = key === 'transaction' || key === 'online' || key === 'lock-timeout';
        if (!known)
            return `Unknown directive ${written}: there are ${directives_KNOWN}.`;
        if (seen.has(key))
            return `The directive ${key} is given twice.`;
        seen.add(key);
        if (key === 'online') {
            online = true;
            return value === undefined ? null : 'The directive online takes no value.';
        }
        if (key === 'transaction') {
            transaction = value === 'true';
            return value === 'true' || value === 'false' ? null : 'The directive transaction needs =true or =false.';
        }
        lockTimeoutMs = (0,duration/* parseDuration */.E9)(value ?? '');
        return lockTimeoutMs === null || lockTimeoutMs < 1 || lockTimeoutMs > duration/* LONGEST_TIMER_MS */.Mv
            ? 'The directive lock-timeout needs a duration from 1ms to 24d, such as lock-timeout=2s.'
            : null;
    }
    for (const { line, text, leading } of found) {
        if (!leading) {
            problems.push({
                line,
                sentence: 'A directive belongs before the first statement, for it holds for all of them.',
            });
            continue;
        }
        const written = text.split(/[\s,]+/).filter((part) => part !== '');
        if (written.length === 0)
            problems.push({ line, sentence: `An empty directive: there are ${directives_KNOWN}.` });
        for (const directive of written) {
            const sentence = take(directive);
            if (sentence !== null)
                problems.push({ line, sentence });
        }
    }
    return { directives: { transaction, lockTimeoutMs, online }, problems };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/js/migrations/compound-atomic.js
const PREFIX = new Set(['create', 'or', 'replace']);
const DOT = 46;
/**
 * PostgreSQL's `CREATE FUNCTION|PROCEDURE … BEGIN ATOMIC …; END`. Inside, `CASE` opens and `END`
 * closes too; behind `AS` or a dot both are mere names.
 */
class AtomicWatch {
    #state = 'prefix';
    #depth = 0;
    #previous = '';
    get watching() {
        return this.#state !== 'plain';
    }
    get open() {
        return this.#depth > 0;
    }
    word(word) {
        const previous = this.#previous;
        this.#previous = word;
        if (this.#state === 'prefix') {
            const first = previous === '';
            if (previous !== '' && (word === 'function' || word === 'procedure'))
                this.#state = 'routine';
            else if (first ? word !== 'create' : !PREFIX.has(word))
                this.#state = 'plain';
        }
        else if (previous === 'as' || previous === '.') {
            // A name.
        }
        else if (this.#depth === 0) {
            if (word === 'atomic' && previous === 'begin')
                this.#depth = 1;
        }
        else if (word === 'case') {
            this.#depth += 1;
        }
        else if (word === 'end') {
            this.#depth -= 1;
            if (this.#depth === 0)
                this.#state = 'plain';
        }
    }
    other() {
        this.#previous = "'";
        if (this.#state === 'prefix')
            this.#state = 'plain';
    }
    symbol(code) {
        this.other();
        if (code === DOT)
            this.#previous = '.';
    }
    semicolon() {
        this.#previous = ';';
        return this.#depth === 0;
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/compound-routine-header.js
/**
 * The head of a stored program in MySQL and MariaDB, from CREATE to where its body begins. The body
 * may be one plain statement, so its first token has to be found, and no word announces it: it is the
 * first that is none of the characteristics.
 */
/** Words that start a statement which only MariaDB's compound statements outside programs have. */
const COMPOUND_STARTS = new Set(['if', 'case', 'loop', 'while', 'repeat', 'for', 'declare']);
/** Words between a routine's parameters and its body that stand alone. */
const CHARACTERISTICS = new Set(('comment soname sql not deterministic contains no reads modifies data security definer invoker aggregate ' +
    'unsigned signed zerofill precision varying varchar varbinary binary byte ascii unicode char character type').split(' '));
/** Words whose next word belongs to them: `COLLATE utf8mb4_bin`, `LANGUAGE SQL`, `TYPE OF t.c`. */
const TAKES_NEXT = new Set(['collate', 'charset', 'language', 'of']);
const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const compound_routine_header_DOT = 46;
class RoutineHeader {
    state = 'start';
    #depth = 0;
    /** The word or symbol before; empty for anything else. */
    #previous = '';
    /** The next token belongs to the word before it. */
    #takesNext = false;
    #returns = false;
    /** A bare word, in lower case. */
    word(word) {
        const step = this.#depth > 0 ? 'header' : this.#word(word);
        this.#previous = word;
        return step;
    }
    /** A quoted identifier, string or number. */
    other() {
        const step = this.#depth > 0 ? 'header' : this.#other();
        this.#previous = '';
        return step;
    }
    /** Punctuation, by its character code. */
    symbol(code) {
        const step = this.#symbol(code);
        this.#previous = String.fromCharCode(code);
        return step;
    }
    #word(word) {
        switch (this.state) {
            case 'start':
                if (COMPOUND_STARTS.has(word))
                    return 'body';
                if (word === 'create' || word === 'alter')
                    this.state = 'create';
                else
                    this.state = word === 'begin' ? 'begin' : 'plain';
                return 'header';
            case 'begin':
                // BEGIN WORK starts a transaction; BEGIN TRANSACTION is an error that the server shall name.
                if (word !== 'work' && word !== 'transaction')
                    return 'block';
                this.state = 'plain';
                return 'header';
            case 'definer':
                // DEFINER = root@localhost
                if (this.#previous === '=' || this.#previous === '@')
                    return 'header';
                this.state = 'create';
                return this.#word(word);
            case 'create':
                this.#object(word);
                return 'header';
            case 'name':
                if (word === 'as' || word === 'is' || word === 'return' || word === 'returns') {
                    this.state = 'characteristics';
                    return this.#characteristic(word);
                }
                return 'header';
            case 'characteristics':
                return this.#characteristic(word);
            case 'as':
                return word === 'begin' ? 'body' : 'declarations';
            case 'trigger':
                if (word === 'row' && this.#previous === 'each')
                    this.state = 'row';
                return 'header';
            case 'row':
                if (this.#takesNext)
                    this.state = 'ready';
                else if (word === 'follows' || word === 'precedes')
                    this.#takesNext = true;
                else
                    return 'body';
                return 'header';
            case 'event':
                if (word === 'do')
                    this.state = 'ready';
                return 'header';
            case 'package':
                if (word === 'as' || word === 'is')
                    this.state = 'package as';
                return 'header';
            case 'package as':
                return 'declarations';
            case 'ready':
                return 'body';
            default:
                return 'header';
        }
    }
    #object(word) {
        switch (word) {
            case 'or':
            case 'replace':
            case 'aggregate':
                break;
            case 'definer':
                this.state = 'definer';
                break;
            case 'procedure':
            case 'function':
                this.state = 'name';
                break;
            case 'trigger':
            case 'event':
            case 'package':
                this.state = word;
                break;
            default:
                this.state = 'plain';
        }
    }
    #characteristic(word) {
        if (this.#takesNext) {
            this.#takesNext = false;
            return 'header';
        }
        // RETURNS INT RETURN 1 is a type and a body; RETURN INT AS … is Oracle mode's way to give the type.
        if (word === 'returns' || (word === 'return' && !this.#returns)) {
            this.#returns = true;
            this.#takesNext = true;
            return 'header';
        }
        if (word === 'as' || word === 'is') {
            this.state = 'as';
            return 'header';
        }
        if (TAKES_NEXT.has(word)) {
            this.#takesNext = true;
            return 'header';
        }
        if (word === 'set' && (this.#previous === 'character' || this.#previous === 'char')) {
            this.#takesNext = true;
            return 'header';
        }
        return CHARACTERISTICS.has(word) ? 'header' : 'body';
    }
    #other() {
        switch (this.state) {
            case 'start':
            case 'begin':
                this.state = 'plain';
                return 'header';
            case 'characteristics':
                if (this.#takesNext)
                    this.#takesNext = false;
                else if (this.#previous !== 'comment' && this.#previous !== 'soname')
                    return 'body';
                return 'header';
            case 'row':
                if (!this.#takesNext)
                    return 'body';
                this.state = 'ready';
                return 'header';
            case 'as':
            case 'ready':
                return 'body';
            default:
                return 'header';
        }
    }
    #symbol(code) {
        if (code === OPEN_PARENTHESIS)
            this.#depth += 1;
        else if (code === CLOSE_PARENTHESIS) {
            this.#depth -= 1;
            if (this.#depth === 0 && this.state === 'name')
                this.state = 'characteristics';
        }
        else if (code === compound_routine_header_DOT && this.state === 'characteristics')
            this.#takesNext = true;
        else if (this.state === 'start' || this.state === 'begin' || this.state === 'create')
            this.state = 'plain';
        else if (this.state === 'ready')
            return 'body';
        return 'header';
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/compound-routine.js

const compound_routine_OPEN_PARENTHESIS = 40;
const compound_routine_CLOSE_PARENTHESIS = 41;
const COMMA = 44;
const compound_routine_DOT = 46;
const COLON = 58;
const LESS = 60;
const GREATER = 62;
const AT = 64;
/** Words that go on with a handler's condition: `SQLSTATE VALUE '23000'`, `NOT FOUND`. */
const CONDITION_PREFIXES = new Set(['sqlstate', 'value', 'not']);
class RoutineWatch {
    #header = new RoutineHeader();
    #blocks = [];
    #inBody = false;
    /** The next token starts a statement. */
    #starts = false;
    /** The token before this one started a statement, so that a colon makes it a label. */
    #started = false;
    /** Behind a dot or an `@`: the word is a name, whatever it says. */
    #named = false;
    /** Behind the END of a block: a CASE or LOOP here says which block it was. */
    #afterEnd = false;
    #afterAngle = false;
    #depth = 0;
    /** Inside a DECLARE: where in `HANDLER FOR condition, condition statement` it is. */
    #declare = 'none';
    /** Inside PROCEDURE or FUNCTION within a package, before its AS. */
    #nested = false;
    get watching() {
        return this.#inBody || this.#header.state !== 'plain';
    }
    get open() {
        return this.#blocks.length > 0;
    }
    word(word) {
        if (!this.#inBody) {
            this.#enter(this.#header.word(word));
            if (!this.#inBody)
                return;
        }
        if (this.#named) {
            this.#plain();
            return;
        }
        if (this.#afterAngle && this.#starts) {
            // <<label>>
            return;
        }
        this.#followHandler(CONDITION_PREFIXES.has(word));
        const starts = this.#starts;
        const afterEnd = this.#afterEnd;
        this.#plain();
        this.#started = starts;
        if (starts)
            this.#statementWord(word);
        else
            this.#innerWord(word, afterEnd);
    }
    other() {
        if (!this.#inBody) {
            this.#enter(this.#header.other());
            if (!this.#inBody)
                return;
        }
        this.#followHandler(false);
        const starts = this.#starts;
        this.#plain();
        this.#started = starts;
    }
    symbol(code) {
        if (!this.#inBody) {
            this.#enter(this.#header.symbol(code));
            if (!this.#inBody)
                return;
        }
        if (code === compound_routine_OPEN_PARENTHESIS)
            this.#depth += 1;
        if (code === compound_routine_CLOSE_PARENTHESIS)
            this.#depth -= 1;
        if (this.#declare === 'behind condition' && code === COMMA) {
            this.#declare = 'condition';
            return;
        }
        if (this.#starts && (code === LESS || code === GREATER)) {
            this.#afterAngle = code === LESS;
            return;
        }
        const label = this.#started && code === COLON;
        this.#plain();
        this.#named = code === compound_routine_DOT || code === AT;
        this.#starts = label;
    }
    semicolon() {
        this.#plain();
        this.#starts = true;
        this.#declare = 'none';
        this.#nested = false;
        this.#depth = 0;
        return this.#blocks.length === 0;
    }
    #plain() {
        this.#starts = false;
        this.#started = false;
        this.#named = false;
        this.#afterEnd = false;
        this.#afterAngle = false;
    }
    /** Takes what the header says of the token it just saw. */
    #enter(step) {
        if (step === 'header')
            return;
        this.#inBody = true;
        this.#starts = true;
        if (step === 'declarations')
            this.#blocks.push('declare');
        if (step === 'block')
            this.#blocks.push('begin');
    }
    /** The statement of a handler starts behind its last condition, with no word that says so. */
    #followHandler(prefix) {
        if (this.#declare === 'condition') {
            if (!prefix)
                this.#declare = 'behind condition';
        }
        else if (this.#declare === 'behind condition') {
            this.#declare = 'none';
            this.#starts = true;
        }
    }
    /** A word where a statement starts. */
    #statementWord(word) {
        const blocks = this.#blocks;
        const top = blocks.at(-1);
        switch (word) {
            case 'begin':
                if (top === 'declare')
                    blocks.pop();
                blocks.push('begin');
                this.#starts = true;
                break;
            case 'not':
            case 'atomic':
                // BEGIN NOT ATOMIC
                this.#starts = true;
                break;
            case 'if':
            case 'case':
            case 'repeat':
                blocks.push(word);
                this.#starts = word === 'repeat';
                break;
            case 'loop':
            case 'while':
            case 'for':
                blocks.push('loop');
                this.#starts = word === 'loop';
                break;
            case 'until':
                if (top === 'repeat')
                    blocks[blocks.length - 1] = 'until';
                break;
            case 'else':
                this.#starts = true;
                break;
            case 'end':
                blocks.pop();
                this.#afterEnd = true;
                break;
            case 'declare':
                if (top === undefined) {
                    blocks.push('declare');
                    this.#starts = true;
                }
                else {
                    this.#declare = 'declare';
                }
                break;
            case 'procedure':
            case 'function':
                this.#nested = top === 'declare';
                break;
            default:
        }
    }
    /** A word inside a statement. */
    #innerWord(word, afterEnd) {
        const blocks = this.#blocks;
        const top = blocks.at(-1);
        switch (word) {
            case 'case':
                if (!afterEnd)
                    blocks.push('expression');
                break;
            case 'end':
                if (top === 'expression' || top === 'until')
                    blocks.pop();
                break;
            case 'then':
            case 'else':
                this.#starts = top !== undefined && top !== 'expression';
                break;
            case 'do':
            case 'loop':
                this.#starts = top === 'loop' && !afterEnd;
                break;
            case 'handler':
                if (this.#declare === 'declare')
                    this.#declare = 'handler';
                break;
            case 'for':
                if (this.#declare === 'handler')
                    this.#declare = 'condition';
                break;
            case 'as':
            case 'is':
                if (this.#nested && this.#depth === 0) {
                    this.#nested = false;
                    blocks.push('declare');
                    this.#starts = true;
                }
                break;
            default:
        }
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/compound-trigger.js
/**
 * SQLite's `CREATE [TEMP] TRIGGER … BEGIN …; END`: the statement ends at the `;` behind an `END` that
 * itself stands behind a `;`. This is the rule of SQLite's own shell (`sqlite3_complete`), and unlike
 * counting it is not misled by `CASE … END` or by a column named `end`.
 */
class TriggerWatch {
    #state = 'start';
    #previous = 'other';
    get watching() {
        return this.#state !== 'plain';
    }
    get open() {
        return this.#state === 'trigger' && this.#previous !== 'end';
    }
    word(word) {
        if (this.#state === 'trigger') {
            this.#previous = word === 'end' && this.#previous === 'semicolon' ? 'end' : 'other';
        }
        else if (this.#state === 'start') {
            this.#state = word === 'create' ? 'created' : 'plain';
        }
        else if (word === 'trigger') {
            this.#state = 'trigger';
        }
        else if (word !== 'temp' && word !== 'temporary') {
            this.#state = 'plain';
        }
    }
    other() {
        if (this.#state === 'trigger')
            this.#previous = 'other';
        else
            this.#state = 'plain';
    }
    symbol() {
        this.other();
    }
    semicolon() {
        if (!this.open)
            return true;
        this.#previous = 'semicolon';
        return false;
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/compound.js



const WATCHES = {
    trigger: () => new TriggerWatch(),
    atomic: () => new AtomicWatch(),
    routines: () => new RoutineWatch(),
};
/** A new watch for a dialect's kind of bodies. */
function compoundWatch(bodies) {
    return WATCHES[bodies]();
}

;// CONCATENATED MODULE: ./build/js/migrations/copy-rows.js
/**
 * Finds the rows of a COPY.
 *
 * @param from offset behind the statement's terminator.
 */
function readCopyRows(text, from) {
    const feed = text.indexOf('\n', from);
    const lineEnd = feed < 0 ? text.length : feed;
    const trailing = !/^[ \t\r]*(?:--.*)?$/.test(text.slice(from, lineEnd));
    const first = Math.min(lineEnd + 1, text.length);
    for (let mark = text.indexOf('\\.', first); mark >= 0; mark = text.indexOf('\\.', mark + 2)) {
        const startsLine = mark === first || text.charAt(mark - 1) === '\n';
        if (startsLine && (mark + 2 === text.length || text.charAt(mark + 2) === '\n')) {
            return { rows: text.slice(first, mark), end: mark + 2, trailing };
        }
    }
    return { rows: null, end: text.length, trailing };
}

;// CONCATENATED MODULE: ./build/js/migrations/copy-watch.js
const copy_watch_OPEN_PARENTHESIS = 40;
const copy_watch_CLOSE_PARENTHESIS = 41;
/** Follows one statement's tokens to know whether rows follow it: `COPY … FROM STDIN`. */
class CopyWatch {
    #state = 'start';
    #depth = 0;
    /** False once no further token can matter. */
    get watching() {
        return this.#state !== 'plain' && this.#state !== 'stdin';
    }
    get found() {
        return this.#state === 'stdin';
    }
    /** A bare word, in lower case. */
    word(word) {
        if (this.#state === 'start')
            this.#state = word === 'copy' ? 'copy' : 'plain';
        else if (this.#state === 'from')
            this.#state = word === 'stdin' ? 'stdin' : 'copy';
        else if (this.#depth === 0 && word === 'from')
            this.#state = 'from';
    }
    /** A quoted identifier, string or number. */
    other() {
        if (this.#state !== 'stdin')
            this.#state = this.#state === 'start' ? 'plain' : 'copy';
    }
    /** Punctuation, by its character code. */
    symbol(code) {
        if (code === copy_watch_OPEN_PARENTHESIS)
            this.#depth += 1;
        if (code === copy_watch_CLOSE_PARENTHESIS)
            this.#depth -= 1;
        this.other();
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/delimiter-command.js
/** The rest of the line that holds an offset, without its line feed. */
function restOfLine(text, offset) {
    const feed = text.indexOf('\n', offset);
    return text.slice(offset, feed < 0 ? text.length : feed);
}
/**
 * Whether a word is the mysql client's DELIMITER command: first on its line, outside of a statement.
 * Inside one it may be the name of a column, so there only an argument made of punctuation counts.
 *
 * @param start offset of the word, `end` behind it
 * @param inside the word stands in a statement that has not been ended
 */
function isDelimiterCommand(text, start, end, inside) {
    if (end - start !== 9 || text.slice(start, end).toLowerCase() !== 'delimiter')
        return false;
    let at = start - 1;
    while (at >= 0 && (text.charAt(at) === ' ' || text.charAt(at) === '\t'))
        at -= 1;
    if (at >= 0 && text.charAt(at) !== '\n')
        return false;
    return !inside || /^[ \t]+[^\w\s,()'"`]+[ \t]*$/.test(restOfLine(text, end));
}
/** The new terminator: the first word, without quotes around it; null when there is none or it holds a backslash. */
function delimiterArgument(rest) {
    const written = /^[ \t]+(\S+)/.exec(rest)?.[1] ?? '';
    const argument = /^(['"`])(.*)\1$/.exec(written)?.[2] ?? written;
    return argument === '' || argument.includes('\\') ? null : argument;
}

// EXTERNAL MODULE: ./build/js/migrations/lexical-rules.js
var lexical_rules = __webpack_require__(11964);
;// CONCATENATED MODULE: ./build/js/migrations/line-counter.js
/** Turns offsets into line numbers; linear over all calls as long as the offsets grow. */
class LineCounter {
    #text;
    #firstLine;
    #line;
    #lineStart = 0;
    /** End of the present line, so that a long line is searched only once. */
    #lineEnd;
    /** @param firstLine the line number of the text's first line. */
    constructor(text, firstLine) {
        this.#text = text;
        this.#firstLine = firstLine;
        this.#line = firstLine;
        this.#lineEnd = this.#feedFrom(0);
    }
    /** The line that holds an offset. */
    at(offset) {
        if (offset < this.#lineStart) {
            this.#line = this.#firstLine;
            this.#lineStart = 0;
            this.#lineEnd = this.#feedFrom(0);
        }
        while (this.#lineEnd < offset) {
            this.#line += 1;
            this.#lineStart = this.#lineEnd + 1;
            this.#lineEnd = this.#feedFrom(this.#lineStart);
        }
        return this.#line;
    }
    #feedFrom(offset) {
        const feed = this.#text.indexOf('\n', offset);
        return feed < 0 ? this.#text.length : feed;
    }
}

// EXTERNAL MODULE: ./build/js/migrations/scanner.js
var migrations_scanner = __webpack_require__(88968);
;// CONCATENATED MODULE: ./build/js/migrations/split.js
/**
 * Cuts a script into statements; see `scanner.ts` for tokens and `compound.ts` for bodies.
 *
 * Longer than most: what a token means depends on the statement read so far, so all of it is one class.
 */










/** A file that is not SQL at all would give one for every line. */
const MAX_PROBLEMS = 50;
/** Longer words are no keywords. */
const MAX_KEYWORD = 16;
const split_OPEN_PARENTHESIS = 40;
const split_CLOSE_PARENTHESIS = 41;
class Splitter {
    #text;
    #rules;
    #scanner;
    #lines;
    #statements = [];
    #problems = [];
    /** Offset of the first token of the statement being read; -1 between statements. */
    #start = -1;
    /** Offset behind its last token. */
    #end = 0;
    /** It holds more than the brackets of an executable comment. */
    #substance = false;
    #depth = 0;
    #compound;
    #copy = null;
    #delimiterLine = 0;
    #firstStatement = Number.POSITIVE_INFINITY;
    constructor(text, syntax, firstLine) {
        this.#text = text;
        this.#rules = (0,lexical_rules/* lexicalRules */.W)(syntax);
        this.#scanner = new migrations_scanner/* Scanner */.L(text, this.#rules);
        this.#lines = new LineCounter(text, firstLine);
        this.#compound = compoundWatch(syntax.compoundBodies);
        this.#reset();
    }
    split(firstLine) {
        while (this.#problems.length < MAX_PROBLEMS && this.#step())
            ;
        // Directives are counted afresh: their lines lie before those the statements asked for.
        const lines = new LineCounter(this.#text, firstLine);
        return {
            statements: this.#statements,
            problems: this.#problems,
            directives: this.#scanner.directives.map(({ offset, text }) => ({
                line: lines.at(offset),
                text,
                leading: offset < this.#firstStatement,
            })),
        };
    }
    #reset() {
        this.#start = -1;
        this.#substance = false;
        this.#depth = 0;
        this.#compound = compoundWatch(this.#rules.syntax.compoundBodies);
        this.#copy = this.#rules.syntax.copyFromStdin ? new CopyWatch() : null;
    }
    #problem(offset, sentence) {
        this.#problems.push({ line: this.#lines.at(offset), sentence });
    }
    /** Takes one token; false at the end. */
    #step() {
        const scanner = this.#scanner;
        const kind = scanner.next();
        switch (kind) {
            case 'end':
                this.#finish();
                return false;
            case 'terminator':
                this.#terminator();
                return true;
            case 'client-command':
                this.#clientCommand();
                return true;
            case 'word':
                if (this.#isDelimiterCommand()) {
                    this.#delimiterCommand();
                    return true;
                }
                this.#word();
                break;
            case 'symbol':
                this.#symbol();
                break;
            case 'executable':
                break;
            default:
                if (this.#compound.watching)
                    this.#compound.other();
                if (this.#copy?.watching === true)
                    this.#copy.other();
        }
        if (this.#start < 0)
            this.#start = scanner.start;
        this.#end = scanner.end;
        if (kind !== 'executable')
            this.#substance = true;
        return true;
    }
    #word() {
        const compound = this.#compound;
        const copy = this.#copy;
        if (!compound.watching && copy?.watching !== true)
            return;
        const { start, end } = this.#scanner;
        const word = end - start > MAX_KEYWORD ? '' : this.#text.slice(start, end).toLowerCase();
        if (compound.watching)
            compound.word(word);
        if (copy?.watching === true)
            copy.word(word);
    }
    #symbol() {
        const code = this.#text.charCodeAt(this.#scanner.start);
        if (code === split_OPEN_PARENTHESIS)
            this.#depth += 1;
        else if (code === split_CLOSE_PARENTHESIS && this.#depth > 0)
            this.#depth -= 1;
        if (this.#compound.watching)
            this.#compound.symbol(code);
        if (this.#copy?.watching === true)
            this.#copy.symbol(code);
    }
    #terminator() {
        const scanner = this.#scanner;
        if (this.#start < 0)
            return;
        const inside = scanner.terminator === ';' &&
            ((this.#rules.parenthesesHideTerminator && this.#depth > 0) || !this.#compound.semicolon());
        if (inside) {
            this.#end = scanner.end;
            return;
        }
        const rows = this.#copy?.found === true ? this.#readRows() : undefined;
        this.#emit(rows);
    }
    /** Ends the statement being read. */
    #emit(copyData) {
        if (this.#substance) {
            const text = this.#text.slice(this.#start, this.#end);
            this.#firstStatement = Math.min(this.#firstStatement, this.#start);
            this.#statements.push({
                index: this.#statements.length,
                line: this.#lines.at(this.#start),
                text,
                hash: (0,external_node_crypto_.hash)('sha256', copyData === undefined ? text : `${text}\n${copyData}`, 'hex'),
                ...(copyData === undefined ? {} : { copyData }),
            });
        }
        this.#reset();
    }
    #readRows() {
        const { rows, end, trailing } = readCopyRows(this.#text, this.#scanner.end);
        if (trailing) {
            this.#problem(this.#scanner.end, 'Nothing may follow COPY … FROM STDIN on its line: its rows start on the next one.');
        }
        if (rows === null) {
            this.#problem(this.#start, 'The rows of this COPY … FROM STDIN never end: a line with \\. alone closes them.');
        }
        this.#scanner.seek(end);
        return rows ?? undefined;
    }
    #clientCommand() {
        const { start, end } = this.#scanner;
        const command = /^\\\S*/.exec(this.#text.slice(start, Math.min(end, start + 40)))?.[0] ?? '\\';
        this.#problem(start, `${command} is a command of psql, not SQL: take it out, or write what it does as SQL.`);
    }
    #isDelimiterCommand() {
        if (!this.#rules.syntax.delimiterCommand || this.#depth > 0)
            return false;
        return isDelimiterCommand(this.#text, this.#scanner.start, this.#scanner.end, this.#start >= 0);
    }
    #delimiterCommand() {
        const scanner = this.#scanner;
        const rest = restOfLine(this.#text, scanner.end);
        const argument = delimiterArgument(rest);
        if (this.#start >= 0) {
            this.#problem(scanner.start, `The statement before this DELIMITER line is not ended by ${scanner.terminator}.`);
            this.#reset();
        }
        if (argument === null) {
            this.#problem(scanner.start, 'DELIMITER needs a text without a backslash behind it.');
        }
        else {
            this.#delimiterLine = this.#lines.at(scanner.start);
            scanner.terminator = argument;
        }
        scanner.seek(scanner.end + rest.length);
    }
    /** What is left at the end needs no terminator, unless something in it is still open. */
    #finish() {
        const { unterminated, executableDepth, terminator } = this.#scanner;
        if (unterminated !== null) {
            this.#problem(unterminated.offset, `The ${unterminated.what} that starts here is never closed.`);
        }
        else if (this.#start < 0) {
            return;
        }
        else if (executableDepth > 0) {
            this.#problem(this.#start, 'This statement holds a /*! comment that is never closed.');
        }
        else if (terminator !== ';') {
            const line = this.#delimiterLine;
            this.#problems.push({
                line,
                sentence: `The text below DELIMITER ${terminator} does not end with ${terminator}.`,
            });
        }
        else if (this.#compound.open) {
            this.#problem(this.#start, 'The body of this statement is never closed: an END is missing.');
        }
        else if (this.#copy?.found === true) {
            this.#problem(this.#start, 'This COPY … FROM STDIN has no rows: a ; ends it, the rows follow, and \\. closes them.');
        }
        else {
            this.#emit();
        }
    }
}
/**
 * Cuts a text into statements and collects what is wrong with it.
 *
 * @param firstLine line number of the text's first line, for sections of a file.
 */
function splitScript(text, syntax, firstLine = 1) {
    return new Splitter(normaliseText(text), syntax, firstLine).split(firstLine);
}
/**
 * Cuts a text into statements, as the engine's own client would, and better where that client needs
 * help (bodies without DELIMITER). Comments before a statement and behind its last token are left
 * out; empty statements are dropped.
 *
 * @throws `CONF_001` when something is opened and never closed, or a client's command is met.
 */
function splitStatements(text, syntax) {
    const { statements, problems } = splitScript(text, syntax);
    if (problems.length > 0) {
        throw new SluiceError('CONF_001', problems.map(({ line, sentence }) => `line ${String(line)}: ${sentence}`).join('\n'), {
            fix: 'Correct the SQL at the lines named above.',
            details: { problems },
        });
    }
    return [...statements];
}

;// CONCATENATED MODULE: ./build/js/migrations/transaction-control.js


/** SET lists are longer than any other statement of interest. */
const MAX_TOKENS = 64;
const PLAIN_BEGIN = new Set(['work', 'transaction', 'deferred', 'immediate', 'exclusive']);
const PLAIN_COMMIT = new Set(['work', 'transaction']);
const BEGIN_OPTIONS = new Set(['isolation', 'read', 'deferrable']);
const ON = new Set(['1', 'on', 'true', 'default']);
/** The first tokens, in lower case; the brackets of executable comments are no tokens. */
function firstTokens(text, rules) {
    const scanner = new migrations_scanner/* Scanner */.L(text, rules);
    const tokens = [];
    for (let kind = scanner.next(); kind !== 'end' && tokens.length < MAX_TOKENS; kind = scanner.next()) {
        if (kind !== 'executable')
            tokens.push(text.slice(scanner.start, Math.min(scanner.end, scanner.start + 32)).toLowerCase());
    }
    return tokens;
}
function begin(rest) {
    if (rest.every((word) => PLAIN_BEGIN.has(word)))
        return 'begin';
    const option = rest.find((word) => !PLAIN_BEGIN.has(word)) ?? '';
    // Anything else, as NOT ATOMIC, is a compound statement of MariaDB.
    return BEGIN_OPTIONS.has(option) || rest.includes('deferrable') ? 'other' : null;
}
/** MySQL's `SET … autocommit = 0`, which keeps every later change uncommitted. */
function setsAutocommitOff(tokens) {
    return tokens.some((token, at) => {
        if (token !== 'autocommit')
            return false;
        if (tokens[at - 1] === '@' && tokens[at - 2] !== '@')
            return false;
        const value = at + (tokens[at + 1] === ':' ? 3 : 2);
        return tokens[value - 1] === '=' && !ON.has(tokens[value] ?? '');
    });
}
function controlOf(text, rules) {
    const [first, ...rest] = firstTokens(text, rules);
    const routines = rules.syntax.compoundBodies === 'routines';
    switch (first) {
        case 'begin':
            return begin(rest);
        case 'start':
            if (rest[0] !== 'transaction')
                return null;
            return rest.length === 1 ? 'begin' : 'other';
        case 'commit':
            return rest.every((word) => PLAIN_COMMIT.has(word)) ? 'commit' : 'other';
        case 'end':
            if (routines)
                return null;
            return rest.every((word) => PLAIN_COMMIT.has(word)) ? 'commit' : 'other';
        case 'rollback':
        case 'abort':
        case 'savepoint':
        case 'release':
            return 'other';
        case 'prepare':
            return rest[0] === 'transaction' ? 'other' : null;
        case 'xa':
            return routines ? 'other' : null;
        case 'set':
            return routines && setsAutocommitOff(rest) ? 'other' : null;
        default:
            return null;
    }
}
/**
 * Takes a BEGIN … COMMIT around the whole script away, since Sluice opens the transaction itself and
 * records its progress in it; any other statement that controls the transaction is a problem.
 *
 * @param transaction what the script asks for.
 */
function withoutTransactionControl(statements, syntax, transaction) {
    const rules = (0,lexical_rules/* lexicalRules */.W)(syntax);
    const controls = statements.map(({ text }) => controlOf(text, rules));
    const wrapped = statements.length > 1 && controls[0] === 'begin' && controls.at(-1) === 'commit';
    const kept = wrapped ? statements.slice(1, -1) : statements;
    const problems = kept
        .filter((_statement, index) => controls[wrapped ? index + 1 : index] !== null)
        .map(({ line, text }) => ({
        line,
        sentence: `${text.slice(0, 40).split('\n', 1)[0] ?? ''} controls the transaction, which Sluice does itself for each script: ` +
            'take it out, and move what needs a transaction of its own into a migration of its own.',
    }));
    if (wrapped && !transaction) {
        const line = statements[0]?.line ?? 1;
        return {
            statements: kept,
            problems: [
                { line, sentence: 'The script asks to run outside a transaction and opens one: take one of the two out.' },
                ...problems,
            ],
        };
    }
    return { statements: wrapped ? kept.map((statement, index) => ({ ...statement, index })) : kept, problems };
}

;// CONCATENATED MODULE: ./build/js/migrations/read-script.js



/** Reads one script. Problems leave it incomplete. */
function readScript(source, format, syntax) {
    const { section, companion } = source;
    const split = splitScript(section.text, syntax, section.firstLine);
    const { directives, problems: badDirectives } = parseDirectives([...source.inherited, ...split.directives]);
    const transaction = directives.transaction ?? section.transaction ?? companion?.transaction ?? true;
    const plain = withoutTransactionControl(split.statements, syntax, transaction);
    const refused = (statement) => {
        const problem = format.refuse?.(statement, companion) ?? null;
        return problem === null ? [] : [problem];
    };
    return {
        script: {
            path: source.path,
            transaction,
            lockTimeoutMs: directives.lockTimeoutMs,
            online: directives.online,
            statements: plain.statements,
            bytes: source.bytes,
        },
        problems: [...split.problems, ...badDirectives, ...plain.problems, ...plain.statements.flatMap(refused)],
    };
}

;// CONCATENATED MODULE: ./build/js/migrations/read-file.js


function add(problems, path, found) {
    for (const { line, sentence } of found)
        problems.add(path, line, sentence);
}
/** Directives above the first section hold for both; a statement there would never be run. */
function readPrelude(prelude, path, syntax, problems) {
    const split = splitScript(prelude.text, syntax, prelude.firstLine);
    add(problems, path, split.problems);
    const [statement] = split.statements;
    if (statement !== undefined) {
        problems.add(path, statement.line, 'A statement above -- migrate:up would never be run: move it below.');
    }
    return split.directives;
}
/** Reads the scripts of one file. */
function readFile({ file, name, loaded, companion }, format, syntax, problems, warnings) {
    const { path } = file;
    const { text, bytes } = loaded;
    function script(section, size, inherited) {
        const read = readScript({ path, bytes: size, section, inherited, companion }, format, syntax);
        add(problems, path, read.problems);
        return { script: read.script, sound: read.problems.length === 0 };
    }
    function up(section, size, inherited) {
        const read = script(section, size, inherited);
        if (read.sound && read.script.statements.length === 0) {
            problems.add(path, null, size === 0 ? 'The file is empty.' : 'There is no statement in it, only comments or nothing.');
        }
        return read.script;
    }
    function down(section, size, inherited) {
        const read = script(section, size, inherited);
        if (!read.sound || read.script.statements.length > 0)
            return read.script;
        if (!format.emptyDownIsUsual)
            warnings.push(`${path} holds no statement, so it counts as no way back.`);
        return null;
    }
    const whole = { text, firstLine: 1, transaction: null };
    const base = { ...name, path, checksum: format.checksum(text) };
    if (name.role !== 'both' || format.sections === undefined) {
        return name.role === 'down'
            ? { ...base, up: null, down: down(whole, bytes, []) }
            : { ...base, up: up(whole, bytes, []), down: null };
    }
    const sections = format.sections(text);
    add(problems, path, sections.problems);
    if (sections.problems.length > 0)
        return { ...base, up: null, down: null };
    const inherited = readPrelude(sections.prelude, path, syntax, problems);
    const size = (section) => Buffer.byteLength(section.text);
    return {
        ...base,
        up: sections.up === null ? null : up(sections.up, size(sections.up), inherited),
        down: sections.down === null ? null : down(sections.down, size(sections.down), inherited),
    };
}

;// CONCATENATED MODULE: ./build/js/migrations/read-migrations.js









const SQL_FILE = /\.sql$/i;
/**
 * The format of a folder that was listed.
 *
 * @throws what {@link detectFormat} throws
 */
function detectFolder(directory, folder, signal) {
    const files = [];
    for (const file of folder.files) {
        signal.throwIfAborted();
        const { path, name } = file;
        // Comments count in the folder itself; below it only names do.
        files.push({ path, head: path === name && SQL_FILE.test(name) ? readHead(file) : '' });
    }
    return (0,detect/* detectFormat */.T)(directory, files);
}
/** The files that are migrations by name; every other file that could be meant as one is named. */
function read_migrations_select(folder, format, problems, warnings) {
    const passedOver = new Set();
    const looksLike = format.looksLike ?? SQL_FILE;
    const selected = [];
    for (const file of folder.files) {
        const { path, name } = file;
        if (!format.recursive && path !== name) {
            if (looksLike.test(name))
                passedOver.add(path.slice(0, path.lastIndexOf('/')));
            continue;
        }
        const parsed = format.parseName(name);
        const explanation = parsed === null ? (format.explainName?.(name) ?? null) : null;
        if (parsed !== null)
            selected.push([file, parsed]);
        else if (explanation !== null)
            problems.add(path, null, explanation);
        else if (looksLike.test(name)) {
            problems.add(path, null, `The name fits none of ${format.format}'s: ${format.pattern}. Rename the file, or move it elsewhere.`);
        }
    }
    for (const path of passedOver)
        warnings.push(`${path}/ holds ${format.files ?? '.sql files'}, and the format ${format.format} reads no subfolders.`);
    return selected;
}
/** The format of the folder's files; a folder of modules can have one only. */
function formatOf(directory, folder, { format, syntax, signal }) {
    if (syntax === null)
        return { chosen: (0,keys_format/* requireKeyFormat */._)(format), format: keys_format/* keyFormat */.R };
    const chosen = format === 'auto' ? detectFolder(directory, folder, signal) : (0,detect/* requireSupported */._)(format);
    return { chosen, format: formats/* FILE_FORMATS */.G[chosen] };
}
/** Reads the settings files beside the scripts. */
async function readCompanions(folder, format, problems, warnings, signal) {
    const found = new Map();
    if (format.companion === undefined)
        return found;
    const { suffix, read } = format.companion;
    const paths = new Set(folder.files.map(({ path }) => path));
    for (const file of folder.files) {
        if (!file.name.endsWith(`.sql${suffix}`))
            continue;
        const owner = file.path.slice(0, -suffix.length);
        if (!paths.has(owner))
            warnings.push(`${file.path} belongs to no script: ${owner} is not there.`);
        const loaded = await loadFile(file, problems, signal);
        if (loaded === null)
            continue;
        const companion = read(loaded.text);
        for (const { line, sentence } of companion.problems)
            problems.add(file.path, line, sentence);
        found.set(owner, companion);
    }
    return found;
}
/** A tool that goes by file names may have applied the files in another order than their numbers say. */
function warnOfOrder(files, inOrder, warnings) {
    const byName = files.map(({ path }) => path);
    const at = inOrder.findIndex((path, index) => path !== byName[index]);
    if (at < 0)
        return;
    warnings.push(`By number ${inOrder[at] ?? ''} comes before ${byName[at] ?? ''}, by name it is the other way round: Sluice goes by number.`);
}
/**
 * Reads all migrations of a folder. Everything that is wrong with it is found before it throws.
 *
 * @param directory as the user wrote it, relative to the working directory or absolute.
 * @throws `CONF_001` when the folder cannot be read, its format cannot be told or is not supported, and
 *   when any of its files is not a sound migration; the message lists each `path:line: sentence`.
 */
async function readMigrations(directory, options) {
    const { syntax, signal } = options;
    const problems = new migrations_problems/* FolderProblems */.v(directory);
    const folder = await (0,migrations_folder/* listFolder */.b)(directory, problems, signal);
    const warnings = [...folder.warnings];
    const { chosen, format } = formatOf(directory, folder, options);
    const companions = await readCompanions(folder, format, problems, warnings, signal);
    const files = [];
    for (const [file, name] of read_migrations_select(folder, format, problems, warnings)) {
        signal.throwIfAborted();
        const loaded = await loadFile(file, problems, signal);
        const companion = companions.get(file.path) ?? null;
        files.push(loaded === null
            ? { ...name, path: file.path, checksum: '', up: null, down: null }
            : syntax === null
                ? readModule({ file, name, loaded, directory }, warnings)
                : readFile({ file, name, loaded, companion }, format, syntax, problems, warnings));
    }
    const migrations = assemble(files, chosen, problems, warnings);
    problems.throwIfAny();
    if (migrations.length === 0)
        warnings.push(`The migrations folder ${directory} holds no migrations.`);
    if (format.ordersByName)
        warnOfOrder(files, migrations.map(({ up }) => up.path), warnings);
    return { format: chosen, directory, migrations, warnings };
}


/***/ }),

/***/ 88968:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ Scanner)
/* harmony export */ });
const DIRECTIVE = /--[ \t]*sluice[ \t]*:([^\n]*)/iy;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const QUOTE = 39;
const STAR = 42;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const BRACKET = 91;
const BACKSLASH = 92;
const BACKTICK = 96;
function isSpace(code) {
    return code === SPACE || (code >= 9 && code <= 13);
}
function isDigit(code) {
    return code >= 48 && code <= 57;
}
/** Everything above ASCII counts as a letter, as it does in all three lexers. */
function isWordStart(code) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}
function isWordPart(code) {
    return isWordStart(code) || isDigit(code);
}
/** Reads tokens one by one; the members describe the present token until {@link next} is called again. */
class Scanner {
    kind = 'end';
    start = 0;
    end = 0;
    /** Where the content of a `dollar` token lies. */
    contentStart = 0;
    contentEnd = 0;
    /** How many `/*!` are open. */
    executableDepth = 0;
    unterminated = null;
    directives = [];
    #text;
    #rules;
    #terminator = ';';
    #terminatorIsWord = false;
    constructor(text, rules) {
        this.#text = text;
        this.#rules = rules;
    }
    /** What ends a statement. A terminator made of letters counts only as a whole word. */
    get terminator() {
        return this.#terminator;
    }
    set terminator(terminator) {
        this.#terminator = terminator;
        this.#terminatorIsWord = isWordPart(terminator.charCodeAt(0));
    }
    /** Goes on reading at another place. */
    seek(offset) {
        this.end = offset;
    }
    /** Moves to the next token; white space and comments are passed over. */
    next() {
        const text = this.#text;
        let at = this.end;
        while (at < text.length) {
            const code = text.charCodeAt(at);
            if (isSpace(code)) {
                at += 1;
                continue;
            }
            if (this.#startsTerminator(at, code))
                return this.#set('terminator', at, at + this.#terminator.length);
            const afterComment = this.#skipComment(at, code);
            if (afterComment === at)
                return this.#read(at, code);
            at = afterComment;
        }
        return this.#set('end', text.length, text.length);
    }
    #set(kind, start, end) {
        this.kind = kind;
        this.start = start;
        this.end = end;
        return kind;
    }
    /** Nothing can be read behind something that never ends. */
    #open(what, offset) {
        this.unterminated ??= { what, offset };
        return this.#text.length;
    }
    #startsTerminator(at, code) {
        const terminator = this.#terminator;
        if (code !== terminator.charCodeAt(0) || this.executableDepth > 0)
            return false;
        if (terminator.length > 1 && !this.#text.startsWith(terminator, at))
            return false;
        if (!this.#terminatorIsWord)
            return true;
        const last = terminator.charCodeAt(terminator.length - 1);
        return !isWordPart(last) || !isWordPart(this.#text.charCodeAt(at + terminator.length));
    }
    /** The offset behind a comment that starts here; the same offset when none does. */
    #skipComment(at, code) {
        const { syntax } = this.#rules;
        const text = this.#text;
        if (code === HASH && syntax.hashComments)
            return this.#lineEnd(at);
        if (code === DASH && text.charCodeAt(at + 1) === DASH) {
            // At the end of the text charCodeAt gives NaN, which is no visible character either.
            if (syntax.dashCommentNeedsSpace && text.charCodeAt(at + 2) > SPACE)
                return at;
            DIRECTIVE.lastIndex = at;
            const directive = DIRECTIVE.exec(text)?.[1];
            if (directive !== undefined)
                this.directives.push({ offset: at, text: directive });
            return this.#lineEnd(at);
        }
        if (code === SLASH && text.charCodeAt(at + 1) === STAR && !this.#startsExecutable(at)) {
            return this.#blockCommentEnd(at);
        }
        return at;
    }
    #lineEnd(at) {
        const text = this.#text;
        const feed = text.indexOf('\n', at);
        const end = feed < 0 ? text.length : feed;
        if (!this.#rules.carriageReturnEndsComment)
            return end;
        for (let i = at; i < end; i += 1)
            if (text.charCodeAt(i) === CARRIAGE_RETURN)
                return i;
        return end;
    }
    #blockCommentEnd(at) {
        const text = this.#text;
        if (!this.#rules.syntax.nestedComments) {
            const close = text.indexOf('*/', at + 2);
            return close < 0 ? this.#open('comment', at) : close + 2;
        }
        let depth = 1;
        for (let i = at + 2; i < text.length; i += 1) {
            const code = text.charCodeAt(i);
            if (code === STAR && text.charCodeAt(i + 1) === SLASH) {
                depth -= 1;
                i += 1;
                if (depth === 0)
                    return i + 1;
            }
            else if (code === SLASH && text.charCodeAt(i + 1) === STAR) {
                depth += 1;
                i += 1;
            }
        }
        return this.#open('comment', at);
    }
    /** MySQL writes `/*!50001`, MariaDB also `/*M!100100`. */
    #startsExecutable(at) {
        if (!this.#rules.executableComments)
            return false;
        return this.#text.startsWith('!', at + 2) || this.#text.startsWith('M!', at + 2);
    }
    /** Reads the token that starts with `code`, which is neither white space, comment nor terminator. */
    #read(at, code) {
        const { syntax, doubleQuotedStrings, clientCommands } = this.#rules;
        const text = this.#text;
        const next = text.charCodeAt(at + 1);
        if (isWordStart(code)) {
            if (next === QUOTE && (code | SPACE) === 101 && syntax.backslashEscapes === 'e-strings') {
                return this.#set('string', at, this.#escapeStringEnd(at));
            }
            return this.#set('word', at, this.#wordEnd(at + 1));
        }
        if (isDigit(code))
            return this.#set('number', at, this.#numberEnd(at + 1));
        switch (code) {
            case QUOTE:
                return this.#set('string', at, this.#quotedEnd('string', at, at, code, syntax.backslashEscapes === 'always'));
            case DOUBLE_QUOTE: {
                const escapes = syntax.backslashEscapes === 'always';
                if (doubleQuotedStrings)
                    return this.#set('string', at, this.#quotedEnd('string', at, at, code, escapes));
                return this.#set('quoted', at, this.#quotedEnd('quoted identifier', at, at, code, false));
            }
            case BACKTICK:
                if (!syntax.backtickIdentifiers)
                    break;
                return this.#set('quoted', at, this.#quotedEnd('quoted identifier', at, at, code, false));
            case BRACKET: {
                if (!syntax.bracketIdentifiers)
                    break;
                const close = text.indexOf(']', at + 1);
                return this.#set('quoted', at, close < 0 ? this.#open('quoted identifier', at) : close + 1);
            }
            case DOLLAR:
                if (syntax.dollarQuotes)
                    return this.#readDollar(at, next);
                break;
            case SLASH:
                if (next !== STAR)
                    break;
                return this.#openExecutable(at);
            case STAR:
                if (next !== SLASH || this.executableDepth === 0)
                    break;
                this.executableDepth -= 1;
                return this.#set('executable', at, at + 2);
            case BACKSLASH: {
                if (!clientCommands)
                    break;
                const feed = text.indexOf('\n', at);
                return this.#set('client-command', at, feed < 0 ? text.length : feed);
            }
            default:
        }
        return this.#set('symbol', at, at + 1);
    }
    #openExecutable(at) {
        let end = this.#text.indexOf('!', at) + 1;
        while (isDigit(this.#text.charCodeAt(end)))
            end += 1;
        this.executableDepth += 1;
        return this.#set('executable', at, end);
    }
    /** A `$` belongs to a word, but not where it starts a terminator as in `END$$`. */
    #wordEnd(from) {
        const text = this.#text;
        let at = from;
        for (;;) {
            const code = text.charCodeAt(at);
            if (!isWordPart(code) && code !== DOLLAR)
                return at;
            if (!this.#terminatorIsWord && this.#startsTerminator(at, code))
                return at;
            at += 1;
        }
    }
    /** Takes `1.5e3`, `0x1F` and MariaDB's `1..9` as one; a `$` behind a number starts something new. */
    #numberEnd(from) {
        const text = this.#text;
        let at = from;
        for (;;) {
            const code = text.charCodeAt(at);
            if (!isWordPart(code) && code !== DOT)
                return at;
            if (!this.#terminatorIsWord && this.#startsTerminator(at, code))
                return at;
            at += 1;
        }
    }
    /**
     * The offset behind a quoted text. A doubled quote needs no rule of its own for finding the end,
     * but it keeps `'a''b'` one token.
     */
    #quotedEnd(what, start, open, quote, escapes) {
        const text = this.#text;
        if (!escapes) {
            const mark = String.fromCharCode(quote);
            let close = text.indexOf(mark, open + 1);
            while (close >= 0 && text.charCodeAt(close + 1) === quote)
                close = text.indexOf(mark, close + 2);
            return close < 0 ? this.#open(what, start) : close + 1;
        }
        for (let i = open + 1; i < text.length; i += 1) {
            const code = text.charCodeAt(i);
            if (code === BACKSLASH)
                i += 1;
            else if (code === quote) {
                if (text.charCodeAt(i + 1) !== quote)
                    return i + 1;
                i += 1;
            }
        }
        return this.#open(what, start);
    }
    /** `E'…'`; a string that goes on behind a line break keeps its escapes (SQL's string continuation). */
    #escapeStringEnd(start) {
        let end = this.#quotedEnd('string', start, start + 1, QUOTE, true);
        for (;;) {
            const open = this.#continuation(end);
            if (open < 0)
                return end;
            end = this.#quotedEnd('string', start, open, QUOTE, true);
        }
    }
    /** Where the next part of a continued string opens: behind white space and comments with a line break; -1 when it does not. */
    #continuation(from) {
        const text = this.#text;
        let broken = false;
        let at = from;
        for (;;) {
            const code = text.charCodeAt(at);
            if (code === LINE_FEED || code === CARRIAGE_RETURN)
                broken = true;
            else if (broken && code === QUOTE)
                return at;
            else if (code === DASH && text.charCodeAt(at + 1) === DASH)
                at = this.#lineEnd(at) - 1;
            else if (!isSpace(code))
                return -1;
            at += 1;
        }
    }
    /** `$1`, `$tag$ … $tag$`, or a lone `$`. */
    #readDollar(at, next) {
        const text = this.#text;
        let tagEnd = at + 1;
        if (isDigit(next)) {
            while (isDigit(text.charCodeAt(tagEnd)))
                tagEnd += 1;
            return this.#set('number', at, tagEnd);
        }
        while (isWordPart(text.charCodeAt(tagEnd)))
            tagEnd += 1;
        if (text.charCodeAt(tagEnd) !== DOLLAR)
            return this.#set('symbol', at, at + 1);
        const tag = text.slice(at, tagEnd + 1);
        const close = text.indexOf(tag, tagEnd + 1);
        this.contentStart = tagEnd + 1;
        this.contentEnd = close < 0 ? text.length : close;
        return this.#set('dollar', at, close < 0 ? this.#open('dollar-quoted string', at) : close + tag.length);
    }
}


/***/ }),

/***/ 4180:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ touchedTables)
/* harmony export */ });
/* harmony import */ var _lexical_rules_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(11964);
/* harmony import */ var _scanner_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(88968);


/** Behind these SQLite takes a string for a name: `UPDATE 'leads' SET …`. */
const BEFORE_NAMES = new Set(['table', 'into', 'update', 'from', 'join', 'exists', 'to', 'on', 'references', '.']);
/** A quoted name as the database holds it. */
function unquote(token) {
    const quote = token.charAt(0);
    const inner = token.slice(1, -1);
    return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}
/** Calls `seen` with every identifier of a text; bodies in dollar quotes are code and are read too. */
function eachName(text, rules, seen) {
    const pending = [text];
    for (let code = pending.pop(); code !== undefined; code = pending.pop()) {
        const scanner = new _scanner_js__WEBPACK_IMPORTED_MODULE_0__/* .Scanner */ .L(code, rules);
        let previous = '';
        for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
            const token = kind === 'dollar' ? '' : code.slice(scanner.start, scanner.end);
            if (kind === 'word')
                seen(token);
            else if (kind === 'quoted')
                seen(unquote(token));
            else if (kind === 'string' && rules.stringsMayBeNames && BEFORE_NAMES.has(previous))
                seen(unquote(token));
            else if (kind === 'dollar')
                pending.push(code.slice(scanner.contentStart, scanner.contentEnd));
            previous = token.length > 10 ? '' : token.toLowerCase();
        }
        // A body in another language can look unclosed to SQL eyes; then any word of it may be a table.
        if (scanner.unterminated !== null)
            for (const [word] of code.matchAll(/[\p{L}\p{N}_$]+/gu))
                seen(word);
    }
}
/**
 * The tables whose name occurs as an identifier, bare or quoted, in the scripts' statements. Case and
 * schema are left out of the comparison, and SQL that is put together at run time is not seen: the
 * answer is "may have been touched", and for the rest "was not named".
 *
 * @returns those of `tables` that occur, in their order.
 */
function touchedTables(scripts, tables, syntax) {
    const rules = (0,_lexical_rules_js__WEBPACK_IMPORTED_MODULE_1__/* .lexicalRules */ .W)(syntax);
    const wanted = new Set(tables.map(({ name }) => name.toLowerCase()));
    const found = new Set();
    for (const script of scripts) {
        for (const statement of script.statements) {
            eachName(statement.text, rules, (name) => {
                const plain = name.toLowerCase();
                if (wanted.has(plain))
                    found.add(plain);
            });
        }
    }
    return tables.filter(({ name }) => found.has(name.toLowerCase()));
}


/***/ }),

/***/ 18269:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ REPEATABLE_PREFIX),
/* harmony export */   Zy: () => (/* binding */ compareVersions),
/* harmony export */   _5: () => (/* binding */ versionKey),
/* harmony export */   su: () => (/* binding */ isRepeatable)
/* harmony export */ });
/** What the version of a repeatable migration starts with. */
const REPEATABLE_PREFIX = 'R__';
/** Whether a version names a repeatable migration. */
function isRepeatable(version) {
    return version.startsWith(REPEATABLE_PREFIX);
}
/** By value, of any length: longer than what a JavaScript number can hold, as time stamps with a counter are. */
function compareDigits(a, b) {
    const left = a.replace(/^0+/, '');
    const right = b.replace(/^0+/, '');
    if (left.length !== right.length)
        return left.length - right.length;
    return left < right ? -1 : left > right ? 1 : 0;
}
/**
 * Orders versions: numbers by value (`9` before `0010`), dotted versions part by part with missing
 * parts as 0 (so `1` equals `1.0`, as in Flyway), repeatable migrations last, by name in code units.
 *
 * @returns negative, 0 or positive, as a sort function does.
 */
function compareVersions(a, b) {
    if (isRepeatable(a) || isRepeatable(b)) {
        if (isRepeatable(a) !== isRepeatable(b))
            return isRepeatable(a) ? 1 : -1;
        return a < b ? -1 : a > b ? 1 : 0;
    }
    const left = a.split('.');
    const right = b.split('.');
    for (let part = 0; part < Math.max(left.length, right.length); part += 1) {
        const order = compareDigits(left[part] ?? '', right[part] ?? '');
        if (order !== 0)
            return order;
    }
    return 0;
}
/** One text for all versions that {@link compareVersions} finds equal: `0012` and `12`, `1` and `1.0`. */
function versionKey(version) {
    if (isRepeatable(version))
        return version;
    const parts = version.split('.').map((part) => part.replace(/^0+(?=.)/, ''));
    while (parts.length > 1 && parts.at(-1) === '0')
        parts.pop();
    return parts.join('.');
}


/***/ }),

/***/ 51194:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ buildPlan),
/* harmony export */   TM: () => (/* binding */ firstLine),
/* harmony export */   l1: () => (/* binding */ doneStatements),
/* harmony export */   su: () => (/* binding */ isRepeatable),
/* harmony export */   yM: () => (/* binding */ applyMode)
/* harmony export */ });
/* unused harmony export planDigest */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _migrations_versions_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(18269);
/* harmony import */ var _canonical_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51925);
/* harmony import */ var _partial_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(55589);




/** The digest of a plan: SHA-256 (hex) over the canonical JSON of all that it says. */
function planDigest(plan) {
    return (0,_canonical_json_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Hex */ .f)((0,_canonical_json_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalJson */ .d)({ ...plan, options: { ...plan.options }, steps: plan.steps.map((step) => ({ ...step })) }));
}
/**
 * Builds the plan: which files would be applied, in which order and how. Pure.
 *
 * @throws SluiceError `DRIFT_001` when an applied file was edited or is gone, when a pending one is
 *   older than what is applied, or when the done part of a half-applied file was edited;
 *   `CONF_001` for an unknown target version, for one that would leave a half-applied file behind, and
 *   for statements that cannot share a transaction
 */
function buildPlan(source) {
    const { migrations } = source;
    const applied = new Map(source.applied.map((row) => [row.version, row]));
    refuseDrift(migrations.migrations, applied);
    const pending = upTo(migrations.migrations, source.options.toVersion).filter((migration) => applied.get(migration.version)?.checksum !== migration.checksum);
    if (!source.options.allowOutOfOrder)
        refuseLate(pending, source.applied);
    refuseHalfWay(pending, source);
    const body = {
        schema: 'sluice.plan/1',
        kind: 'versioned',
        engine: source.engine,
        schemaFingerprint: source.schemaFingerprint,
        options: source.options,
        steps: pending.map((migration) => stepOf(migration, source)),
    };
    return { ...body, digest: planDigest(body) };
}
/** Applied versioned files must still be there, as they were; repeatable ones may change. */
function refuseDrift(migrations, applied) {
    const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
    const problems = [];
    for (const row of applied.values()) {
        const migration = byVersion.get(row.version);
        if (migration === undefined) {
            problems.push(`${row.version} (${row.name}) was applied at ${row.appliedAt}, and its file is gone`);
        }
        else if (migration.kind === 'versioned' && migration.checksum !== row.checksum) {
            problems.push(`${migration.up.path} was edited after it had been applied at ${row.appliedAt} (then ${row.checksum}, now ${migration.checksum})`);
        }
    }
    if (problems.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('DRIFT_001', `The migrations folder and the database disagree: ${problems.join('; ')}.`, {
        details: { problems },
    });
}
/** A file that was merged late, with a version below one that is applied already. */
function refuseLate(pending, applied) {
    const newest = applied
        .map((row) => row.version)
        .filter((version) => !isRepeatable(version))
        .reduce((best, version) => (best === null || (0,_migrations_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .compareVersions */ .Zy)(version, best) > 0 ? version : best), null);
    if (newest === null)
        return;
    const late = pending.filter((migration) => migration.kind === 'versioned' && (0,_migrations_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .compareVersions */ .Zy)(migration.version, newest) < 0);
    if (late.length === 0)
        return;
    const names = late.map((migration) => migration.up.path).join(', ');
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('DRIFT_001', `Older than the newest applied version ${newest}, and not applied: ${names}.`, {
        fix: `Give the file a version above ${newest}, or pass --allow-out-of-order if it is safe to apply it now.`,
        details: { late: late.map((migration) => migration.version), newest },
    });
}
/** A run that passed counts as one that left nothing half done, so it must not stop before a half-applied file. */
function refuseHalfWay(pending, { migrations, partial, options }) {
    const planned = new Set(pending.map((migration) => migration.version));
    const left = migrations.migrations.filter(({ version }) => {
        const file = partial.get(version);
        return file?.direction === 'up' && (0,_partial_js__WEBPACK_IMPORTED_MODULE_3__/* .isHalfDone */ .u)(file) && !planned.has(version);
    });
    if (left.length === 0)
        return;
    const names = left.map((migration) => migration.up.path).join(', ');
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `Half applied, and beyond to-version ${options.toVersion ?? ''}: ${names}.`, {
        fix: 'Leave to-version out, or name one that takes in what is half applied: it has to be finished first.',
        details: { versions: left.map((migration) => migration.version) },
    });
}
/** Repeatable files are recorded under a version that cannot be a number. */
function isRepeatable(version) {
    return version.startsWith('R__');
}
function upTo(migrations, toVersion) {
    if (toVersion === null)
        return migrations;
    const versioned = migrations.filter((migration) => migration.kind === 'versioned');
    if (!versioned.some((migration) => (0,_migrations_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .compareVersions */ .Zy)(migration.version, toVersion) === 0)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `There is no migration with the version ${toVersion} (to-version).`, {
            fix: `Use one of the versions in the folder; the newest is ${versioned.at(-1)?.version ?? 'none'}.`,
        });
    }
    return versioned.filter((migration) => (0,_migrations_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .compareVersions */ .Zy)(migration.version, toVersion) <= 0);
}
/** @throws SluiceError `CONF_001` for a change that must not simply be run */
function refuseOnline({ up }) {
    if (!up.online)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `${up.path} asks for an online change (\`-- sluice: online\`), which this version cannot do.`, {
        fix: 'Remove the directive if the table may be locked meanwhile, or change the table with another tool.',
    });
}
function stepOf(migration, source) {
    refuseOnline(migration);
    const partial = source.partial.get(migration.version);
    return {
        kind: migration.kind,
        version: migration.version,
        name: migration.name,
        path: migration.up.path,
        checksum: migration.checksum,
        mode: applyMode(migration.up, source.traits, source.classify),
        statements: migration.up.statements.length,
        done: partial === undefined ? 0 : doneStatements(migration.up, partial),
    };
}
/**
 * How many of a script's statements an earlier run has done. The done ones must be unedited and in
 * place: otherwise nobody knows what the file would do now.
 */
function doneStatements(script, partial) {
    for (const { statement, hash } of partial.done) {
        if (script.statements[statement]?.hash === hash)
            continue;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('DRIFT_001', `${script.path}: statement ${String(statement + 1)} was applied by run ${partial.runId}, and was edited since; only the statements after the applied ones may be edited.`, {
            fix: `Put the first ${String(partial.done.length)} statement(s) back as they were; the run then goes on with the next one.`,
            details: { version: partial.version, statement },
        });
    }
    const last = partial.done.at(-1);
    return last === undefined ? 0 : last.statement + 1;
}
/**
 * Whether a script can be one transaction.
 *
 * @throws SluiceError `CONF_001` when a statement that the engine refuses inside a transaction stands
 *   in a file beside others that need one
 */
function applyMode(script, traits, classify) {
    if (script.keys !== undefined)
        return 'keys';
    if (!traits.transactionalSchema || !script.transaction)
        return 'statements';
    const standalone = script.statements.filter((statement) => classify(statement) === 'standalone');
    const first = standalone[0];
    if (first === undefined)
        return 'transaction';
    if (script.statements.every((statement) => classify(statement) !== 'transactional'))
        return 'statements';
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `${script.path}:${String(first.line)}: this statement cannot run inside a transaction, and the file has others that do: ${firstLine(first.text)}`, {
        fix: 'Move it into a migration of its own, or switch the transaction off for the file (`-- sluice: transaction=false`).',
    });
}
/** The beginning of a statement, for messages. */
function firstLine(text) {
    const line = text.split('\n', 1)[0] ?? '';
    return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}


/***/ }),

/***/ 55589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ keysWritten),
/* harmony export */   u: () => (/* binding */ isHalfDone)
/* harmony export */ });
/** How many keys a key migration is known to have written. */
function keysWritten({ progress }) {
    return progress === null ? 0 : progress.changed + progress.removed + progress.renamed;
}
/** Whether something of a file may be in the database: a statement that the server refused left nothing to undo. */
function isHalfDone({ done, inFlight, keys }) {
    if (keys !== undefined)
        return !keys.exact || keysWritten(keys) > 0;
    return done.length > 0 || (inFlight !== null && !inFlight.failed);
}


/***/ }),

/***/ 86462:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ mentions),
/* harmony export */   y: () => (/* binding */ relatedFingerprint)
/* harmony export */ });
/* harmony import */ var _fingerprint_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(29384);

/** Whether a text names something: as a word when the name is one, else anywhere; without regard to case. */
function mentions(text, name) {
    const haystack = text.toLowerCase();
    const needle = name.toLowerCase();
    const isWord = /^[\p{L}\p{N}_$]+$/u.test(needle);
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
        if (!isWord)
            return true;
        const before = haystack[at - 1] ?? ' ';
        const after = haystack[at + needle.length] ?? ' ';
        if (!/[\p{L}\p{N}_$]/u.test(before) && !/[\p{L}\p{N}_$]/u.test(after))
            return true;
    }
    return false;
}
/** An object's own name, without its schema or table. */
function ownName({ name }) {
    return name.slice(name.lastIndexOf('.') + 1);
}
/**
 * Fingerprint of those objects that a statement can change: the ones it names, and the ones that hang on
 * a table it names (an index may get its name from the server). What others change elsewhere meanwhile
 * has no part in it, so that it cannot be taken for the statement's work. Pure.
 */
function relatedFingerprint(schema, statement) {
    const tables = schema.tables.map((table) => table.name).filter((name) => mentions(statement, name));
    const objects = schema.objects.filter((object) => {
        if (mentions(statement, ownName(object)))
            return true;
        const definition = JSON.stringify(object.definition);
        return tables.some((name) => mentions(definition, name));
    });
    return (0,_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)({ objects, tables: [] }).fingerprint;
}


/***/ }),

/***/ 13622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ chooseBackup)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _backup_catalog_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(93958);
/* harmony import */ var _backup_locked_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(41815);
/* harmony import */ var _backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50109);
/* harmony import */ var _backup_unlock_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(95157);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(12027);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(83219);







/** What a backup must hold for its purpose. */
const FIT = {
    // Rows without a schema, or a schema without rows, cannot bring a whole database back.
    'fall-back': ['full'],
    restore: ['full', 'data'],
    compare: ['full', 'data'],
};
/**
 * A backup keeps the name of its database; a URL without one leaves it to the server. A file of an environment may lie in
 * another folder on each runner, so there its name alone counts.
 */
function isSameDatabase({ url, environment }, { database, environment: backedUp }) {
    if (url.scheme !== 'sqlite')
        return url.database === '' || url.database === database;
    if (environment !== null && environment.name === backedUp)
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.basename)(url.path) === (0,node_path__WEBPACK_IMPORTED_MODULE_0__.basename)(database);
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(url.path) === (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(database);
}
/** A backup that was taken without naming an environment fits any. */
function isSameEnvironment(environment, backedUp) {
    return environment === null || backedUp === null || environment === backedUp;
}
/**
 * The backup that was named, else the newest one of this environment: staging's must never be taken for
 * production's because both lie in one folder.
 *
 * @returns the backup with the keys of the identity that was given, else with those that this process encrypted it with,
 *   if it has either
 * @throws SluiceError `BACKUP_003` when there is none, it is of another engine, does not hold what the purpose needs, or is
 *   to be restored and encrypted and there is no identity; `BACKUP_002` when it is broken
 */
async function chooseBackup({ target, driver, inputs, context }, which, purpose) {
    const environment = target.environment?.name ?? null;
    const isOfThis = ({ manifest }) => manifest.engine === driver.engine && isSameDatabase(target, manifest);
    const keys = await (0,_identity_js__WEBPACK_IMPORTED_MODULE_6__/* .keysOf */ .Y)(inputs);
    const found = await (0,_backup_catalog_js__WEBPACK_IMPORTED_MODULE_1__/* .findBackup */ .SC)(target.backupDirectory, which ?? _backup_catalog_js__WEBPACK_IMPORTED_MODULE_1__/* .NEWEST */ .RX, (stored) => stored.manifest.environment === environment && isOfThis(stored) && FIT[purpose].includes(stored.manifest.mode), context.workingDirectory);
    const backup = (0,_backup_unlock_js__WEBPACK_IMPORTED_MODULE_4__/* .withKeys */ .j)(found, keys ?? context.ownKeys?.of(found.manifest) ?? null);
    const { engine, id, mode } = backup.manifest;
    if (!FIT[purpose].includes(mode)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} holds only the ${mode}, which is not enough to ${purpose.replace('-', ' ')}${purpose === 'fall-back' ? ' to' : ''}.`, {
            fix: purpose === 'fall-back'
                ? 'Take a backup with mode: full, and pass its backup-id.'
                : 'Name a backup of mode full or data: `sluice backup list` shows them.',
        });
    }
    if (purpose === 'compare' || (isOfThis(backup) && isSameEnvironment(environment, backup.manifest.environment))) {
        if (purpose === 'restore' && (0,_backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .isLocked */ .ln)(backup))
            throw (0,_backup_locked_js__WEBPACK_IMPORTED_MODULE_2__/* .lockedBackup */ .z)(backup.manifest);
        return backup;
    }
    const whose = `${engine}, database ${backup.manifest.database}${backup.manifest.environment === null ? '' : `, environment ${backup.manifest.environment}`}`;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} is of another database: ${whose}.`, {
        fix: 'Name a backup of this database: `sluice backup list` shows them.',
    });
}


/***/ }),

/***/ 67638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  commands: () => (/* binding */ commands),
  configJsonSchema: () => (/* reexport */ configJsonSchema)
});

// EXTERNAL MODULE: ./build/js/run/backup.js + 6 modules
var backup = __webpack_require__(31227);
;// CONCATENATED MODULE: ./build/js/backup/own-keys.js
/**
 * Keys to backups that this very process has encrypted. They are in its memory alone, for as long as it may have to go
 * back to such a backup; whoever prints, stores or compares this sees none of them.
 */
class OwnKeys {
    #keys = new Map();
    /** Takes over the keys of a backup, and with them the duty to {@link forget} them. */
    keep({ digest }, keys) {
        this.#keys.set(digest, keys);
    }
    /** Null: this process did not encrypt this backup, or has forgotten its keys. */
    of({ digest }) {
        return this.#keys.get(digest) ?? null;
    }
    /** From now on nothing is opened by them, wherever they were handed. */
    forget() {
        for (const keys of this.#keys.values())
            keys.forget();
        this.#keys.clear();
    }
}

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/config/resolve.js
var resolve = __webpack_require__(41617);
// EXTERNAL MODULE: ./build/js/journal/run-lock.js
var run_lock = __webpack_require__(22739);
// EXTERNAL MODULE: ./build/js/journal/state.js
var journal_state = __webpack_require__(6299);
// EXTERNAL MODULE: ./build/js/checks/result.js
var result = __webpack_require__(15613);
;// CONCATENATED MODULE: ./build/js/stages/health.js


/** Why there was no answer; `fetch` itself says only that it failed, and its cause says why. */
function reason({ message, cause }) {
    const why = cause?.message ?? '';
    return why === '' ? message : `${message}: ${why}`;
}
async function probe({ name, url, expectStatus, timeoutMs }, signal) {
    const check = { id: `health:${name}`, title: `Health of ${name}`, expected: `status ${String(expectStatus)}` };
    const fix = `Look at the logs of ${name}; it must answer before the migration counts as done.`;
    try {
        const response = await fetch(url, {
            redirect: 'manual',
            signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        await response.body?.cancel();
        const observed = `status ${String(response.status)}`;
        return response.status === expectStatus ? (0,result/* passed */.bF)(check, observed) : (0,result/* failed */.gz)(check, 'DATA_001', observed, fix);
    }
    catch (error) {
        signal.throwIfAborted();
        return (0,result/* failed */.gz)(check, 'DATA_001', `no answer: ${reason(error)}`, fix);
    }
}
/**
 * Asks the application's endpoints whether it lives with the new schema.
 *
 * @throws SluiceError `DATA_001` naming those that do not answer as expected
 */
async function healthChecks(journal, endpoints, signal) {
    if (endpoints.length === 0)
        return { status: 'skipped', records: 0, reason: 'no health endpoints are configured' };
    const results = await Promise.all(endpoints.map((endpoint) => probe(endpoint, signal)));
    for (const check of results)
        await journal.append({ kind: 'check', check });
    const sick = results.filter((check) => check.status === 'fail');
    if (sick.length === 0)
        return { status: 'passed', records: results.length, reason: null };
    throw new errors/* SluiceError */.ah('DATA_001', `The application is not healthy: ${sick.map((check) => `${check.title}: ${check.observed}`).join('; ')}.`, {
        fix: sick.map((check) => check.fix).join(' '),
    });
}

// EXTERNAL MODULE: ./build/js/stages/prepare-plan.js + 1 modules
var prepare_plan = __webpack_require__(13901);
// EXTERNAL MODULE: ./build/js/stages/apply-script.js + 4 modules
var apply_script = __webpack_require__(62587);
;// CONCATENATED MODULE: ./build/js/stages/schema-sync.js


/** A run that died behind its last entry had no time left to take its marks away. */
async function forgetEnded({ driver, fence }, { partial }) {
    const { keys } = driver;
    for (const id of (await keys?.begun()) ?? []) {
        if (!partial.has(id.slice(0, id.indexOf(':'))))
            await keys?.forget(fence, id);
    }
}
/** Applies the plan's files in order. */
async function schemaSync(context, request) {
    const { steps } = request.plan;
    await forgetEnded(context, request);
    if (steps.length === 0)
        return { status: 'skipped', records: 0, reason: 'nothing is pending' };
    const byVersion = new Map(request.migrations.migrations.map((migration) => [migration.version, migration]));
    for (const [index, step] of steps.entries()) {
        const migration = byVersion.get(step.version);
        if (migration === undefined)
            throw new errors/* SluiceError */.ah('INT_001', `The plan has a step without a file: ${step.path}.`);
        context.emit({ level: 'info', scope: 'schema-sync', message: step.path, done: index, total: steps.length });
        const partial = request.partial.get(step.version);
        await (0,apply_script/* applyScript */.q)(context, {
            version: step.version,
            name: step.name,
            checksum: step.checksum,
            direction: 'up',
            script: migration.up,
            mode: step.mode,
            done: step.done,
            warned: partial?.direction === 'up' ? partial.warned : null,
            inFlight: partial?.direction === 'up' ? partial.inFlight : null,
            // An undo that stopped half-way has left the marks of the keys that are still changed.
            keys: { resumes: partial?.keys !== undefined, undoes: false },
        });
    }
    context.emit({
        level: 'info',
        scope: 'schema-sync',
        message: 'all files applied',
        done: steps.length,
        total: steps.length,
    });
    return { status: 'passed', records: steps.length, reason: null };
}

;// CONCATENATED MODULE: ./build/js/stages/stage-runner.js

/** A stage that this kind of plan has no work for. */
function nothingToDo(name, reason) {
    return { name, run: () => Promise.resolve({ status: 'skipped', records: 0, reason }) };
}
/**
 * Runs the stages in order; each is journaled when it begins and when it ends. The first that throws
 * ends the sequence, and what it threw is thrown on.
 */
async function runStages(context, stages) {
    for (const stage of stages)
        await runStage(context, stage);
}
async function runStage({ journal, clock, emit }, stage) {
    const started = clock.monotonic();
    journal.enter(stage.name);
    await journal.append({ kind: 'stage-started' });
    const elapsed = () => Math.round(clock.monotonic() - started);
    try {
        const outcome = await stage.run();
        journal.enter(stage.name);
        await journal.append({ kind: 'stage-finished', ...outcome, durationMs: elapsed() });
        const reason = outcome.reason === null ? '' : `: ${outcome.reason}`;
        emit({ level: 'info', scope: stage.name, message: `${outcome.status}${reason}` });
    }
    catch (error) {
        const status = error instanceof errors/* InterruptedError */.p4 ? 'interrupted' : 'failed';
        const reason = error instanceof Error ? error.message : String(error);
        // The stage may have gone back by itself meanwhile.
        journal.enter(stage.name);
        // The reason of the failure must not be hidden by a journal that cannot be reached any more.
        await journal
            .append({ kind: 'stage-finished', status, durationMs: elapsed(), records: 0, reason })
            .catch((second) => {
            emit({ level: 'warning', scope: stage.name, message: `the journal could not be written: ${String(second)}` });
        });
        throw error;
    }
}

// EXTERNAL MODULE: ./build/js/stages/validation.js + 1 modules
var validation = __webpack_require__(57563);
// EXTERNAL MODULE: ./build/js/checks/readiness/way-back.js
var way_back = __webpack_require__(67844);
// EXTERNAL MODULE: ./build/js/run/execution.js + 11 modules
var run_execution = __webpack_require__(55156);
// EXTERNAL MODULE: ./build/js/run/planned-scripts.js
var planned_scripts = __webpack_require__(52047);
// EXTERNAL MODULE: ./build/js/run/preparation.js
var preparation = __webpack_require__(75053);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./build/js/migrations/keys/transform.js + 1 modules
var keys_transform = __webpack_require__(61763);
;// CONCATENATED MODULE: ./build/js/run/show-keys.js



/** How many keys are shown. */
const SAMPLES = 5;
/** How much of a value is shown. */
const SHOWN = 240;
/**
 * Prints what a key migration would do, with some keys before and after.
 *
 * @throws SluiceError `SQL_001` when the module fails on a key
 */
async function showKeys({ driver, context }, version, script) {
    if (driver.keys === undefined || script.keys === undefined)
        return;
    const say = (level, message, data) => {
        context.emit({ level, scope: 'dry-run', message, ...(data === undefined ? {} : { data }) });
    };
    const transform = (0,keys_transform/* keyTransform */.E)(await script.keys.load(), 'up', `${version}:up`);
    const { progress, samples } = await driver.keys
        .preview(transform, SAMPLES, context.signal)
        .catch((error) => {
        if (!(error instanceof errors/* SluiceError */.ah) || error.details['key'] === undefined)
            throw error;
        const { key, thrown } = error.details;
        const why = typeof thrown === 'string' ? `: ${thrown}` : '';
        say('error', `${script.path}: stopped at a key`, [`key ${JSON.stringify(key)}${why}`]);
        throw new errors/* SluiceError */.ah(error.code, `${script.path}: ${error.message}`, { fix: error.fix });
    });
    const { scanned, changed, renamed, removed } = progress;
    const left = scanned - changed - renamed - removed;
    say('info', `  ${String(scanned)} keys match ${transform.match}: ${String(changed)} would be changed, ${String(renamed)} renamed, ${String(removed)} removed, ${String(left)} left as they are`, samples.length === 0 ? undefined : samples.flatMap(linesOf));
    if (!samples.some((sample) => sample.repeats))
        return;
    say('warning', `${script.path}: up would change its own result once more; Sluice changes each key once, but a module that may be repeated is safer`);
}
/** A key before and after. */
function linesOf({ key, before, change }) {
    return [nameOf(key), `  before: ${shown(before)}`, `  after:  ${afterOf(change)}`];
}
function afterOf(change) {
    if (change.kind === 'remove')
        return 'removed';
    return change.kind === 'rename' ? `${nameOf(change.key)}: ${shown(change.value)}` : shown(change.value);
}
function nameOf(key) {
    return typeof key === 'string' ? JSON.stringify(key) : (0,external_node_util_.inspect)(key);
}
function shown(value) {
    const text = (0,external_node_util_.inspect)(value, {
        breakLength: Infinity,
        compact: true,
        depth: 6,
        maxArrayLength: 10,
        maxStringLength: SHOWN,
    });
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

// EXTERNAL MODULE: ./build/js/backup/stored-backup.js
var stored_backup = __webpack_require__(50109);
// EXTERNAL MODULE: ./build/js/stages/plan-rollback.js
var plan_rollback = __webpack_require__(2086);
// EXTERNAL MODULE: ./build/js/run/choose-backup.js
var choose_backup = __webpack_require__(13622);
// EXTERNAL MODULE: ./build/js/run/encryption.js
var encryption = __webpack_require__(47059);
;// CONCATENATED MODULE: ./build/js/run/way-back.js





/** By what a run of this plan could be taken back, when there is no backup for it yet. */
async function foreseeWayBack(open, { plan, migrations }) {
    return {
        obstacles: (0,plan_rollback/* foreseeObstacles */.c1)(plan.steps, migrations.migrations),
        ...(await foreseeBackup(open)),
    };
}
/** A backup that this process is going to take is the one to go back to, whatever older ones there are. */
async function foreseeBackup(open) {
    const newest = await newestBackup(open);
    return { backup: accessTo(open, newest), recoveryMs: newest?.manifest.proof?.durationMs ?? null };
}
function accessTo(open, newest) {
    if (open.inputs.identity !== undefined)
        return 'open';
    const isEncrypted = (0,encryption/* recipientsOf */.w)(open).length > 0;
    if (open.context.ownKeys !== undefined)
        return isEncrypted ? 'held' : 'open';
    return isEncrypted || (newest !== null && (0,stored_backup/* isLocked */.ln)(newest)) ? 'locked' : 'open';
}
/** Nobody asked for a backup yet, so its absence says nothing. */
async function newestBackup(open) {
    try {
        return await (0,choose_backup/* chooseBackup */.S)(open, open.inputs.backupId, 'fall-back');
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah && error.code !== 'CONF_001')
            return null;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/js/run/dry-run.js






const HOW = {
    transaction: 'one transaction',
    statements: 'statement by statement',
    keys: 'key by key',
};
/** Prints the plan with its statements, and journals it in memory for the report. */
async function showPlan(execution, prepared) {
    const { context } = execution;
    const { plan, migrations, continues, applied } = prepared;
    const journal = execution.journal(run_execution/* inMemory */.ZK);
    execution.scripts.push(...(0,planned_scripts/* plannedScripts */.b)(plan, migrations));
    await journal.append({ kind: 'plan', plan, continues: continues?.runId ?? null });
    const byVersion = new Map(migrations.migrations.map((migration) => [migration.version, migration]));
    const say = (message) => {
        context.emit({ level: 'info', scope: 'dry-run', message });
    };
    say(`plan ${plan.digest}: ${plan.steps.length === 0 ? 'nothing is pending' : `${String(plan.steps.length)} file(s) would be applied`}`);
    for (const step of plan.steps) {
        say(`${step.path} (${HOW[step.mode]})`);
        const up = byVersion.get(step.version)?.up;
        for (const statement of up?.statements ?? []) {
            if (statement.index >= step.done)
                say(`  ${step.path}:${String(statement.line)}: ${statement.text};`);
        }
        if (up?.keys !== undefined)
            await showKeys(execution, step.version, up);
    }
    const wayBack = (0,way_back/* wayBackResult */.w)(await foreseeWayBack(execution, prepared));
    if (wayBack.status === 'warn') {
        await journal.append({ kind: 'check', check: wayBack });
        context.emit({ level: 'warning', scope: 'dry-run', message: wayBack.observed });
    }
    const from = (0,preparation/* newestVersion */.Rg)(applied.map((row) => row.version));
    return {
        status: 'passed',
        outputs: {
            'plan-digest': plan.digest,
            'applied-count': '0',
            'pending-count': String(plan.steps.length),
            'from-version': from,
            'to-version': from,
            stage: 'preparation',
            'rolled-back': 'false',
        },
    };
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(80481);
// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
;// CONCATENATED MODULE: ./build/js/run/hooks.js





/** The hooks' names in the configuration. */
const WRITTEN = {
    beforeCutover: 'before-cutover',
    switch: 'switch',
    afterCutover: 'after-cutover',
    onFailure: 'on-failure',
};
/** Words separated by spaces; quotes hold a word together. Nothing else of a shell: no variables, no pipes. */
function splitWords(command) {
    return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}
/** A hook may print any variable: the URLs with passwords among them are masked, whoever they belong to. */
function maskEnvironment({ context }) {
    for (const value of Object.values(context.env)) {
        if (value !== undefined && /^[a-z][a-z0-9+]*:\/\/[^/]*@/iu.test(value))
            context.redactor.register(...(0,database_url/* secretsOf */.F)(value));
    }
}
/**
 * Runs a hook to its end; its output is shown line by line, masked. It gets SLUICE_RUN_ID,
 * SLUICE_ENVIRONMENT and SLUICE_HOOK beside the environment.
 *
 * @throws SluiceError `TOOL_001` when it cannot be started or does not end with 0
 */
async function runHook(execution, hook, signal) {
    const { target, context, runId } = execution;
    const command = target.config.hooks[hook].trim();
    const name = WRITTEN[hook];
    if (command === '')
        return { status: 'skipped', records: 0, reason: `no hook ${name} is configured` };
    maskEnvironment(execution);
    const { shell } = target.config.hooks;
    const [program = '', ...args] = shell ? [command] : splitWords(command);
    const child = (0,external_node_child_process_.spawn)(program, args, {
        cwd: context.workingDirectory,
        env: {
            ...context.env,
            SLUICE_RUN_ID: runId,
            SLUICE_ENVIRONMENT: target.environment?.name ?? '',
            SLUICE_HOOK: name,
        },
        shell,
        signal,
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
        (0,external_node_readline_.createInterface)({ input: stream }).on('line', (message) => {
            context.emit({ level: 'info', scope: `hook ${name}`, message });
        });
    }
    let status;
    try {
        const [exitCode, killed] = (await (0,external_node_events_.once)(child, 'close'));
        if (exitCode === 0)
            return { status: 'passed', records: 1, reason: null };
        status = exitCode === null ? `was ended by ${killed ?? 'a signal'}` : `ended with ${String(exitCode)}`;
    }
    catch (error) {
        signal.throwIfAborted();
        throw new errors/* SluiceError */.ah('TOOL_001', `The hook ${name} could not be started.`, {
            cause: error,
            fix: `Check hooks.${name} in the configuration: ${shell ? 'the shell' : 'the program'} must exist on the runner.`,
        });
    }
    throw new errors/* SluiceError */.ah('TOOL_001', `The hook ${name} ${status}.`, {
        fix: `Look at its output above, and at hooks.${name} in the configuration.`,
    });
}

// EXTERNAL MODULE: ./build/js/clock.js
var clock = __webpack_require__(26616);
;// CONCATENATED MODULE: ./build/js/stages/control.js

/** How often a paused run looks whether it may go on, in ms. */
const POLL_MS = 500;
/**
 * The point between two statements where a run obeys `sluice pause`, `resume` and `stop`: returns when
 * it may go on, after a pause too; throws `InterruptedError` when it was told to stop.
 */
function controlGate({ store, journal, clock, signal, emit }) {
    let obeyed = null;
    return async () => {
        for (;;) {
            signal.throwIfAborted();
            const newest = (await store.read(journal.runId)).at(-1)?.request ?? null;
            if (newest !== null && newest !== obeyed) {
                obeyed = newest;
                await journal.append({ kind: 'control', request: newest });
                emit({ level: 'warning', scope: journal.stage, message: `told to ${newest}` });
            }
            if (newest === 'stop')
                throw new errors/* InterruptedError */.p4('The run was told to stop; its state is saved.');
            if (newest !== 'pause')
                return;
            await clock.sleep(POLL_MS, signal);
        }
    };
}

// EXTERNAL MODULE: ./build/js/plan/fingerprint.js
var fingerprint = __webpack_require__(29384);
// EXTERNAL MODULE: ./build/js/version.js
var version = __webpack_require__(24306);
;// CONCATENATED MODULE: ./build/js/run/locked.js







/** How the lock names its owner; the run id makes it unique. */
function ownerOf(runId, actor) {
    const page = actor.runUrl === null ? '' : `, ${actor.runUrl}`;
    return `${actor.name} on ${actor.host} (pid ${String(actor.pid)}, run ${runId}${page})`;
}
/**
 * Takes the run lock, opens the journal in the database, does the work, and says in the journal how it
 * ended before the lock is given up.
 *
 * @throws SluiceError `LOCK_001`, and what `work` throws
 */
async function withRunLock(execution, work) {
    const { driver, context, target, runId } = execution;
    const { migrations } = target.config;
    const lock = await (0,run_lock/* acquireRunLock */.Vd)({
        store: driver.lock,
        owner: ownerOf(runId, context.actor),
        leaseMs: migrations.runLeaseMs,
        waitMs: migrations.runLockWaitMs,
        clock: context.clock,
        signal: context.signal,
        onWait: (holder) => {
            context.emit({
                level: 'warning',
                scope: 'run',
                message: `waiting for the run lock, held by ${holder.owner} since ${holder.acquiredAt}`,
            });
        },
    });
    const journal = execution.journal((rows) => driver.journal.append(lock.fence, rows), await serverClock(execution));
    const run = {
        execution,
        lock,
        journal,
        stageContext: (signal) => stageContext(execution, lock, journal, signal),
    };
    try {
        await begin(run);
        const result = await work(run);
        await end(run, result.status, null);
        return result;
    }
    catch (error) {
        await giveUp(run, error);
        throw error;
    }
    finally {
        await lock.release().catch((error) => {
            context.emit({
                level: 'warning',
                scope: 'run',
                message: `the run lock could not be given up and will expire by itself: ${String(error)}`,
            });
        });
    }
}
/**
 * The runner's clock, set by the server's: runs of several machines follow each other in the journal, and
 * their order must not depend on how well each machine keeps the time.
 */
async function serverClock({ driver, context }) {
    const holder = await driver.lock.holder();
    const acquiredAt = holder === null ? Number.NaN : Date.parse(holder.acquiredAt);
    return Number.isNaN(acquiredAt)
        ? context.clock
        : (0,clock/* shiftedClock */.U)(context.clock, acquiredAt - context.clock.now().getTime());
}
async function begin({ execution, lock, journal }) {
    const environment = execution.target.environment?.name ?? null;
    await journal.append({
        kind: 'run-started',
        command: execution.command,
        environment,
        owner: lock.fence.owner,
        sluiceVersion: version/* SLUICE_VERSION */.L,
    });
    const dead = lock.takenOverFrom;
    if (dead === null)
        return;
    const { owner, acquiredAt, expiresAt } = dead;
    await journal.append({ kind: 'lock-taken-over', owner, acquiredAt, expiresAt });
    execution.context.emit({
        level: 'warning',
        scope: 'run',
        message: `took the run lock over from ${owner}, who held it since ${acquiredAt}; its lease expired at ${expiresAt}`,
    });
}
async function end({ execution, journal }, status, errorCode) {
    journal.enter('run');
    const schemaFingerprint = status === 'passed' ? (0,fingerprint/* fingerprint */.Rj)(await execution.driver.inspect(execution.context.signal)).fingerprint : null;
    await journal.append({ kind: 'run-finished', status, errorCode, schemaFingerprint });
}
/** Says what went wrong, as far as the database can still be reached and is still ours. */
async function giveUp(run, error) {
    const interrupted = error instanceof errors/* InterruptedError */.p4;
    const code = error instanceof errors/* SluiceError */.ah ? error.code : 'INT_001';
    if (!interrupted)
        await run.execution.fail(run.journal, error);
    await end(run, interrupted ? 'interrupted' : 'failed', interrupted ? null : code).catch((second) => {
        run.execution.context.emit({
            level: 'warning',
            scope: 'run',
            message: `the end of the run could not be journaled: ${String(second)}`,
        });
    });
}
function stageContext(execution, lock, journal, signal) {
    const { driver, context, target, inputs } = execution;
    const batch = inputs.batchSize === undefined ? {} : { batchSize: inputs.batchSize };
    const { lockTimeoutMs, lockRetries, statementTimeoutMs, warnings } = target.config.migrations;
    const combined = signal === undefined ? lock.signal : AbortSignal.any([lock.signal, signal]);
    return {
        driver,
        journal,
        fence: lock.fence,
        clock: context.clock,
        signal: combined,
        settings: { lockTimeoutMs, lockRetries, statementTimeoutMs, warnings, ...batch },
        emit: context.emit,
        obeyControl: controlGate({
            store: driver.control,
            journal,
            clock: context.clock,
            signal: combined,
            emit: context.emit,
        }),
    };
}

// EXTERNAL MODULE: ./build/js/run/run-rollback.js
var run_rollback = __webpack_require__(98902);
// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
;// CONCATENATED MODULE: ./build/js/run/time-limit.js


/** Starts the trigger `max-duration`; it must be cleared, and does not keep the process alive. */
function timeLimit(maxDurationMs, clock) {
    const reached = new AbortController();
    const cleared = new AbortController();
    clock.sleep(maxDurationMs, cleared.signal).then(() => {
        reached.abort(new errors/* SluiceError */.ah('TIME_001', `The run took longer than max-duration (${(0,duration/* durationText */.S5)(maxDurationMs)}).`, {
            fix: 'Raise max-duration, or split the work into smaller migrations.',
            details: { trigger: 'max-duration' },
        }));
    }, () => undefined);
    return {
        signal: reached.signal,
        clear: () => {
            cleared.abort();
        },
    };
}

;// CONCATENATED MODULE: ./build/js/run/migrate.js
















/**
 * Applies the pending migrations through the eight stages. On failure it goes back to the state before,
 * or stops where it is, as `on-failure` says; killed, it goes on where it was when it is run again.
 */
const migrate = (inputs, context) => (0,run_execution/* execute */.g7)('migrate', inputs, context, (execution) => inputs.dryRun ? dryRun(execution) : withRunLock(execution, (run) => migrateLocked(run)));
/** Reads only: no lock, no journal, not even Sluice's own tables. */
async function dryRun(execution) {
    const { driver, target, context } = execution;
    const state = await (0,journal_state/* readState */.un)(driver.journal);
    const prepared = await (0,prepare_plan/* preparePlan */.H)({
        driver,
        directory: target.migrationsDirectory,
        format: target.migrationsFormat,
        options: (0,preparation/* planOptions */.Su)(execution),
        ownTables: (0,preparation/* ownTables */.Uo)(target),
        state,
        signal: context.signal,
    });
    (0,preparation/* refuseOtherPlan */.gq)(execution, prepared);
    return showPlan(execution, prepared);
}
async function migrateLocked(run) {
    const { execution, journal } = run;
    const { inputs, target, context, outputs } = execution;
    const limit = timeLimit(inputs.maxDurationMs ?? target.config.triggers.maxDurationMs, context.clock);
    const stageContext = run.stageContext(limit.signal);
    let prepared = null;
    outputs['rolled-back'] = 'false';
    try {
        await runStages(stageContext, [
            {
                name: 'preparation',
                run: async () => {
                    prepared = await (0,preparation/* prepare */.iA)(run, stageContext);
                    return { status: 'passed', records: prepared.plan.steps.length, reason: null };
                },
            },
        ]);
        await runStages(stageContext, laterStages(run, stageContext, ready(prepared)));
        return { status: 'passed', outputs: { ...(await outcome(run, ready(prepared))), stage: 'cleanup' } };
    }
    catch (error) {
        const reached = prepared;
        outputs['stage'] = journal.stage;
        if (reached !== null)
            Object.assign(outputs, await outcome(run, reached).catch(() => ({})));
        if (mayNotRollBack(run, error))
            throw error;
        await execution.fail(journal, error);
        try {
            if (reached !== null && inputs.onFailure === 'rollback')
                await goBack(run, reached, error);
        }
        finally {
            await failureHook(execution);
        }
        throw error;
    }
    finally {
        limit.clear();
    }
}
/** Back to the rollback point, if the database is still ours. */
async function goBack(run, prepared, error) {
    const { execution, lock } = run;
    if (!(await execution.driver.lock.renew(lock.fence)))
        throw (0,run_lock/* leaseLost */.XM)('another run took it over', error);
    await (0,run_rollback/* rollBackRun */.wG)(run, prepared, error);
    execution.outputs['rolled-back'] = 'true';
    Object.assign(execution.outputs, await outcome(run, prepared));
}
/** How long the hook for failures may take, in ms: whoever is to be told must not be kept from it, nor the lock be kept. */
const FAILURE_HOOK_MS = 300_000;
/** Tells whoever is to be told; that it fails must not hide why. */
async function failureHook(execution) {
    const { context } = execution;
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(FAILURE_HOOK_MS)]);
    await runHook(execution, 'onFailure', signal).catch((error) => {
        context.emit({
            level: 'warning',
            scope: 'hook on-failure',
            message: error instanceof Error ? error.message : String(error),
        });
    });
}
function ready(prepared) {
    if (prepared === null)
        throw new errors/* SluiceError */.ah('INT_001', 'The preparation stage ended without a plan.');
    return prepared;
}
/** An interrupted run keeps its state; a run without its lease must not touch anything. */
function mayNotRollBack(run, error) {
    if (error instanceof errors/* InterruptedError */.p4 || run.execution.context.signal.aborted)
        return true;
    return error instanceof errors/* SluiceError */.ah && error.code === 'LOCK_001';
}
/** All stages behind the preparation. A versioned plan has no data to copy and nothing to switch. */
function laterStages({ execution, journal }, stageContext, prepared) {
    const { target, driver, context } = execution;
    const { validate, triggers } = target.config;
    const endpoints = (0,resolve/* healthEndpoints */.nY)(target.config, context.env);
    const versions = new Set(prepared.plan.steps.map((step) => step.version));
    return [
        {
            name: 'schema-sync',
            run: () => schemaSync(stageContext, {
                plan: prepared.plan,
                migrations: prepared.migrations,
                partial: prepared.state.partial,
            }),
        },
        nothingToDo('initial-data-sync', 'migration files change the data in place'),
        versions.size === 0 && prepared.continues === null
            ? nothingToDo('validation', 'nothing was applied')
            : {
                name: 'validation',
                run: () => (0,validation/* validation */.E)(stageContext, {
                    settings: validate,
                    baseline: { name: 'the state before this run', ...prepared.point },
                    since: prepared.migrations.migrations.filter((migration) => !prepared.point.applied.includes(migration.version) || versions.has(migration.version)),
                    maxFailures: triggers.maxValidationFailures,
                }),
            },
        { name: 'cutover-preparation', run: () => runHook(execution, 'beforeCutover', stageContext.signal) },
        { name: 'cutover', run: () => runHook(execution, 'switch', stageContext.signal) },
        {
            name: 'post-cutover-validation',
            run: async () => {
                const hook = await runHook(execution, 'afterCutover', stageContext.signal);
                const healthy = await healthChecks(journal, endpoints, stageContext.signal);
                return hook.status === 'skipped'
                    ? healthy
                    : { status: 'passed', records: hook.records + healthy.records, reason: null };
            },
        },
        {
            name: 'cleanup',
            run: async () => {
                await driver.control.clear(journal.runId);
                const swept = (await driver.snapshot?.sweepScratch(context.signal)) ?? [];
                return { status: 'passed', records: swept.length, reason: null };
            },
        },
    ];
}
/** What the run came to, as outputs. */
async function outcome({ execution, journal }, prepared) {
    const applied = await execution.driver.history.list();
    const done = new Map(applied.map((row) => [row.version, row.checksum]));
    return {
        'plan-digest': prepared.plan.digest,
        'applied-count': String(applied.filter((row) => row.runId === journal.runId).length),
        'pending-count': String(prepared.migrations.migrations.filter((file) => done.get(file.version) !== file.checksum).length),
        'from-version': (0,preparation/* newestVersion */.Rg)(prepared.point.applied),
        'to-version': (0,preparation/* newestVersion */.Rg)(applied.map((row) => row.version)),
    };
}

// EXTERNAL MODULE: ./build/js/evidence/facts.js
var facts = __webpack_require__(77249);
;// CONCATENATED MODULE: ./build/js/evidence/window.js
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
function wallClock(at, timeZone) {
    const parts = new Intl.DateTimeFormat('en-CA', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        weekday: 'long',
        hour: '2-digit',
        minute: '2-digit',
    }).formatToParts(at);
    const part = (type) => parts.find((found) => found.type === type)?.value ?? '';
    return {
        date: `${part('year')}-${part('month')}-${part('day')}`,
        day: DAYS.findIndex((name) => name === part('weekday')) + 1,
        minute: Number(part('hour')) * 60 + Number(part('minute')),
    };
}
function clockText(minutes) {
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
/** The day before, for windows that go on past midnight. */
function previous(day) {
    return day === 1 ? 7 : day - 1;
}
function isOpen({ days, hours }, { day, minute }) {
    const opens = (candidate) => days.length === 0 || days.includes(candidate);
    if (hours === null)
        return opens(day);
    if (hours.from < hours.to)
        return opens(day) && minute >= hours.from && minute < hours.to;
    return (opens(day) && minute >= hours.from) || (opens(previous(day)) && minute < hours.to);
}
/** A window in words: `Monday, Tuesday, 09:00 to 17:00 Europe/Berlin`. */
function windowText({ days, hours, timeZone }) {
    const named = days.length === 0 ? 'every day' : days.map((day) => DAYS[day - 1]).join(', ');
    const between = hours === null ? '' : `, ${clockText(hours.from)} to ${clockText(hours.to)}`;
    return `${named}${between} (${timeZone})`;
}
/**
 * Why a window is shut at a moment, as a sentence; null when it is open.
 *
 * @throws RangeError for a time zone that does not exist; the configuration refuses it before
 */
function shutReason(window, at) {
    const local = wallClock(at, window.timeZone);
    const frozen = window.freeze.find(({ from, to }) => local.date >= from && local.date <= to);
    if (frozen !== undefined) {
        return `${local.date} lies in the freeze from ${frozen.from} to ${frozen.to} (${window.timeZone}).`;
    }
    if (isOpen(window, local))
        return null;
    const now = `${DAYS[local.day - 1] ?? ''} ${clockText(local.minute)}`;
    return `It is ${now} in ${window.timeZone}, outside the window: ${windowText(window)}.`;
}

;// CONCATENATED MODULE: ./build/js/evidence/promotion.js
/** The gate: everything that speaks against a promotion, at once. Pure; whatever is not known refuses. */




function refusal(code, message, fix = errors/* ERROR_CODES */.OQ[code].fix) {
    return { code, message, causes: [], fix };
}
/** Names in a message, not more than anybody reads. */
function list(names, most = 10) {
    const shown = names.slice(0, most).join(', ');
    return names.length > most ? `${shown} and ${String(names.length - most)} more` : shown;
}
/** GitHub tells logins apart without their case. */
function sameLogin(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}
/** Commands whose evidence shows that a plan ran. */
const APPLYING = ['migrate', 'lifecycle'];
/** A rule about evidence; that there is none is said once, by the rule `evidence`. */
function about(rule) {
    return ({ facts, evidence }) => (evidence === null ? [] : rule(facts, evidence));
}
/** The gate's rules, in the order in which they are said. */
const RULES = [
    { id: 'workflow-run', title: 'A workflow run asks.', refuse: ({ facts }) => originRefusals(facts) },
    {
        id: 'evidence',
        title: 'There is evidence that the plan ran before.',
        refuse: ({ facts, evidence }) => evidenceRefusals(facts, evidence),
    },
    {
        id: 'evidence-binding',
        title: 'The evidence is of this commit, this repository and the workflow run that was asked for.',
        refuse: about(bindingRefusals),
    },
    { id: 'evidence-age', title: 'The evidence is young enough.', refuse: about(ageRefusals) },
    { id: 'outcome', title: 'The plan passed there, was validated, and stayed.', refuse: about(outcomeRefusals) },
    { id: 'backup', title: 'Its backup is proven.', refuse: about(backupRefusals) },
    { id: 'plan', title: 'The target would get the same files from the same schema.', refuse: about(planRefusals) },
    {
        id: 'environment',
        title: 'The GitHub environment is protected.',
        refuse: ({ facts }) => environmentRefusals(facts),
    },
    {
        id: 'approvals',
        title: 'Enough people approved, none of whom has a part in it.',
        refuse: ({ facts, approvers }) => approvalRefusals(facts, approvers),
    },
    { id: 'window', title: 'Promotions are open now.', refuse: ({ facts }) => windowRefusals(facts) },
];
/** Decides whether the plan may pass from one environment to the next. */
function decidePromotion(facts) {
    const evidence = newestRun(facts);
    const approvers = approversOf(facts);
    const rules = RULES.map(({ id, title, refuse }) => ({ id, title, refusals: refuse({ facts, evidence, approvers }) }));
    return { rules, refusals: rules.flatMap(({ refusals }) => refusals), evidence, approvers };
}
/** The last run of the plan in the environment; later evidence of other commands is looked at beside it. */
function newestRun({ evidence, policy }) {
    if (!evidence.known)
        return null;
    return (evidence.value
        .filter(({ evidence: { command, environment } }) => environment === policy.from && APPLYING.includes(command))
        .toSorted((a, b) => (a.evidence.run.finishedAt < b.evidence.run.finishedAt ? -1 : 1))
        .at(-1) ?? null);
}
function originRefusals({ here }) {
    if (here !== null)
        return [];
    return [
        refusal('EVID_001', 'It is not known which commit is to be promoted: this is not a step of a workflow run.', 'Promote with actions/promote in a workflow of GitHub Actions.'),
    ];
}
function evidenceRefusals(facts, evidence) {
    const { policy, evidenceRunId } = facts;
    const where = `workflow run ${evidenceRunId === null ? 'unknown' : String(evidenceRunId)}`;
    const fix = `Run the lifecycle in ${policy.from} for this commit in the same workflow run, or name the run that did with \`evidence-run-id\`.`;
    if (!facts.evidence.known) {
        return [
            ...facts.damaged,
            refusal('EVID_001', `The evidence of ${where} cannot be read: ${facts.evidence.why}.`, fix),
        ];
    }
    if (evidence !== null)
        return facts.damaged;
    return [
        ...facts.damaged,
        refusal('EVID_001', `The ${where} holds no evidence that a plan ran in ${policy.from}.`, fix),
    ];
}
/** Evidence counts for one repository, one commit and one workflow run. */
function bindingRefusals({ here, evidenceRunId }, found) {
    const { evidence, name, workflowRunId, runCommit, runRepository } = found;
    const { origin } = evidence;
    if (origin === null) {
        return [refusal('EVID_001', `${name} does not say which commit it is of: it was not made in a workflow run.`)];
    }
    const refusals = [];
    const must = (holds, message) => {
        if (!holds)
            refusals.push(refusal('EVID_001', message));
    };
    must(sameLogin(origin.repository, runRepository), `${name} is of the repository ${origin.repository}, and lies in a run of ${runRepository}.`);
    must(origin.workflowRunId === workflowRunId, `${name} was made in workflow run ${String(origin.workflowRunId)}, and lies in run ${String(workflowRunId)}: it was carried over.`);
    must(evidenceRunId === null || workflowRunId === evidenceRunId, `${name} comes from workflow run ${String(workflowRunId)}, and run ${String(evidenceRunId)} was asked for.`);
    must(origin.commit === runCommit, `${name} says commit ${origin.commit}, and its workflow run is of commit ${runCommit}.`);
    if (here !== null) {
        must(sameLogin(origin.repository, here.repository), `${name} is of the repository ${origin.repository}; this is ${here.repository}.`);
        must(origin.commit === here.commit, `${name} is of commit ${origin.commit}; ${here.commit} is to be promoted.`);
    }
    return refusals;
}
function ageRefusals({ now, policy }, { evidence, name }) {
    const ageMs = now.getTime() - Date.parse(evidence.run.finishedAt);
    const again = `Run the lifecycle in ${policy.from} again.`;
    if (ageMs < -CLOCK_SKEW_MS) {
        return [
            refusal('EVID_001', `${name} says that its run ended at ${evidence.run.finishedAt}, which is not yet.`, again),
        ];
    }
    if (ageMs <= policy.maxAgeMs)
        return [];
    const limit = (0,duration/* formatDuration */.a3)(policy.maxAgeMs);
    return [refusal('EVID_001', `${name} is of ${evidence.run.finishedAt}, older than \`max-age\` (${limit}).`, again)];
}
/** How far the clocks of two runners may differ. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** The run itself, and every later look at the environment in the same workflow run. */
function outcomeRefusals(facts, { evidence, name }) {
    const { policy } = facts;
    const refusals = [];
    if (evidence.run.status !== 'passed') {
        refusals.push(refusal('EVID_001', `The run in ${policy.from} ended ${evidence.run.status} (${name}).`));
    }
    if (evidence.rolledBack)
        refusals.push(refusal('EVID_001', `The run in ${policy.from} was rolled back (${name}).`));
    const stage = evidence.stages.find((candidate) => candidate.name === 'validation');
    const skippedWithReason = stage?.status === 'skipped' && (evidence.plan?.files.length ?? 0) === 0;
    if (stage?.status !== 'passed' && !skippedWithReason) {
        refusals.push(refusal('DATA_001', `The run in ${policy.from} was not validated: its validation ${stage?.status ?? 'is missing'}.`));
    }
    const looks = facts.evidence.known ? facts.evidence.value : [];
    for (const look of looks) {
        const { environment, command, checks, run } = look.evidence;
        if (environment !== policy.from || run.finishedAt < evidence.run.startedAt)
            continue;
        const failed = checks.filter((check) => check.status === 'fail').map((check) => check.id);
        if (failed.length > 0 || (command === 'validate' && run.status === 'failed')) {
            refusals.push(refusal('DATA_001', `${command} in ${policy.from} failed: ${list(failed) || run.status} (${look.name}).`));
        }
        if (command === 'rollback' && run.startedAt >= evidence.run.finishedAt) {
            refusals.push(refusal('EVID_001', `${policy.from} was rolled back after the plan had run (${look.name}).`));
        }
    }
    return refusals;
}
/** The backup of the run is proven, and everything that speaks of it means the same one. */
function backupRefusals(facts, { evidence, name }) {
    const { policy } = facts;
    const fix = `Take a backup with \`verify: restore\` in ${policy.from} before the migration, in the same workflow run.`;
    const { backup } = evidence;
    if (backup === null)
        return [refusal('BACKUP_003', `The run in ${policy.from} had no backup (${name}).`, fix)];
    const refusals = [];
    if (backup.verified !== 'restore') {
        refusals.push(refusal('BACKUP_003', `The backup ${backup.id} of ${policy.from} is not proven by a restore (${backup.verified}).`, fix));
    }
    const looks = facts.evidence.known ? facts.evidence.value : [];
    const other = looks.find((look) => look.evidence.backup?.id === backup.id && look.evidence.backup.digest !== backup.digest);
    if (other !== undefined) {
        refusals.push(refusal('EVID_001', `${name} and ${other.name} speak of the backup ${backup.id} with different digests.`));
    }
    return refusals;
}
function fileText({ version, path }) {
    return `${version} (${path})`;
}
/** What of the files differs, in words. */
function fileDifferences(ran, planned) {
    const byVersion = new Map(planned.map((file) => [file.version, file]));
    const known = new Set(ran.map((file) => file.version));
    return [
        ...ran.flatMap((file) => {
            const now = byVersion.get(file.version);
            if (now === undefined)
                return [`${fileText(file)} would not be applied`];
            return now.checksum === file.checksum ? [] : [`${fileText(file)} was changed since`];
        }),
        ...planned.filter((file) => !known.has(file.version)).map((file) => `${fileText(file)} never ran there`),
    ];
}
function objectText({ kind, name }) {
    return `${kind} ${name}`;
}
/** The target would get the same files, from the same schema. */
function planRefusals({ target, policy }, { evidence }) {
    if (!target.known) {
        return [refusal('PLAN_001', `The plan for ${policy.to} cannot be made: ${target.why}.`, 'See the sentence above.')];
    }
    if (evidence.plan === null)
        return [refusal('EVID_001', `The run in ${policy.from} had no plan.`)];
    const { plan, objects } = target.value;
    const differences = fileDifferences(evidence.plan.files, plan.steps);
    const refusals = [];
    if (evidence.engine !== plan.engine) {
        refusals.push(refusal('EVID_001', `The plan ran on ${evidence.engine ?? 'an unknown engine'} in ${policy.from}, and ${policy.to} is ${plan.engine}.`, `Run the lifecycle in ${policy.from} on the engine of ${policy.to}.`));
    }
    if (differences.length > 0) {
        refusals.push(refusal('PLAN_001', `${policy.to} would not get what ran in ${policy.from}: ${list(differences)}.`, `Run the lifecycle in ${policy.from} with these files, and promote that run.`));
    }
    if (evidence.before === null) {
        refusals.push(refusal('EVID_001', `The evidence does not say what the schema of ${policy.from} was before the run.`));
    }
    else if (evidence.before.fingerprint !== plan.schemaFingerprint) {
        const { added, removed, changed } = (0,fingerprint/* diffObjects */.wc)(evidence.before.objects, objects);
        const named = [
            ...added.map((object) => `${objectText(object)} is only in ${policy.to}`),
            ...removed.map((object) => `${objectText(object)} is only in ${policy.from}`),
            ...changed.map((object) => `${objectText(object)} differs`),
        ];
        refusals.push(refusal('DRIFT_001', `The schemas of ${policy.from} and ${policy.to} differed before the plan: ${list(named) || 'in their fingerprints'}.`, `Bring the two schemas in line by a migration, or make ${policy.from} from a backup of ${policy.to}, then run the lifecycle there again.`));
    }
    return refusals;
}
function environmentRefusals({ environment, policy }) {
    if (!environment.known) {
        return [
            refusal('ENV_001', `It is not known how the GitHub environment ${policy.to} is protected: ${environment.why}.`),
        ];
    }
    const { requiredReviewers, preventsSelfReview, adminsCanBypass } = environment.value;
    const refusals = [];
    if (requiredReviewers === 0) {
        refusals.push(refusal('ENV_001', `The GitHub environment ${policy.to} has no required reviewers.`));
    }
    if (policy.preventSelfReview && !preventsSelfReview) {
        refusals.push(refusal('ENV_001', `The GitHub environment ${policy.to} lets people approve the runs that they started.`, 'Switch on “Prevent self-review” in the settings of the environment, or set `prevent-self-review: false` in the promotion.'));
    }
    if (policy.preventAdminBypass && adminsCanBypass !== false) {
        refusals.push(refusal('ENV_001', adminsCanBypass === null
            ? `GitHub does not say whether administrators can pass the protection of the environment ${policy.to}.`
            : `Administrators can pass the protection of the GitHub environment ${policy.to}.`, 'Switch off “Allow administrators to bypass configured protection rules” in the settings of the environment, or set `prevent-admin-bypass: false` in the promotion.'));
    }
    return refusals;
}
/** Logins that count: each once, and nobody who has a part in what is approved. */
function approversOf({ approvals, authors, here, policy }) {
    if (!approvals.known)
        return [];
    const involved = policy.distinctFromAuthor
        ? [...(authors.known ? authors.value : []), ...(here === null ? [] : [here.actor, here.triggeringActor])]
        : [];
    const distinct = new Map(approvals.value.map(({ login }) => [login.toLowerCase(), login]));
    return [...distinct.values()].filter((login) => !involved.some((name) => sameLogin(name, login))).toSorted();
}
function approvalRefusals(facts, approvers) {
    const { approvals, authors, policy } = facts;
    if (policy.approvals === 0 && policy.roles.length === 0)
        return [];
    if (!approvals.known) {
        return [refusal('APPR_001', `It is not known who approved this run for ${policy.to}: ${approvals.why}.`)];
    }
    const refusals = [];
    if (policy.distinctFromAuthor && !authors.known) {
        refusals.push(refusal('APPR_001', `It is not known who wrote the commit, so nobody can be told apart from its author: ${authors.why}.`));
    }
    if (approvers.length < policy.approvals) {
        const refused = approvals.value.map(({ login }) => login).filter((login) => !approvers.includes(login));
        const why = refused.length === 0 ? '' : `; not counted, as author or as who started the run: ${list(refused)}`;
        refusals.push(refusal('APPR_001', `${policy.to} needs ${String(policy.approvals)} approvals of different people, and has ${String(approvers.length)}${approvers.length === 0 ? '' : ` (${list(approvers)})`}${why}.`, 'Have other people approve this run on its page, under “Review deployments”.'));
    }
    return [...refusals, ...policy.roles.flatMap((role) => roleRefusals(role, approvers))];
}
function roleRefusals({ name, members }, approvers) {
    if (!members.known) {
        return [refusal('APPR_001', `It is not known who may sign for ${name}: ${members.why}.`)];
    }
    if (approvers.some((login) => members.value.some((member) => sameLogin(member, login))))
        return [];
    return [
        refusal('APPR_001', `Nobody signed for ${name}.`, `Have one of them approve this run: ${list(members.value) || 'nobody is named for this role'}.`),
    ];
}
function windowRefusals({ policy, now }) {
    if (policy.window === null)
        return [];
    const reason = shutReason(policy.window, now);
    if (reason === null)
        return [];
    return [refusal('APPR_001', `Promotions to ${policy.to} are closed. ${reason}`, 'Promote again inside the window.')];
}

;// CONCATENATED MODULE: ./build/js/run/promote.js








/** Lets a plan pass from one environment to the next, or says everything that speaks against it. Changes nothing. */
const promote = (inputs, context) => (0,run_execution/* execute */.g7)('promote', { ...inputs, ...targetOf(inputs) }, context, (execution) => promoteTarget(execution));
/** The database is the one of the environment that the plan shall run in. */
function targetOf({ to, environment }) {
    const target = to ?? environment;
    return target === undefined ? {} : { environment: target };
}
async function promoteTarget(execution) {
    const { inputs, context, outputs } = execution;
    const journal = execution.journal(run_execution/* inMemory */.ZK);
    const rule = ruleOf(execution);
    const runId = evidenceRunId(inputs);
    outputs['promoted'] = 'false';
    const source = context.promotion;
    if (source === null) {
        throw new errors/* SluiceError */.ah('EVID_001', 'A promotion needs GitHub: there is no repository, no workflow run or no token.', {
            fix: 'Promote with actions/promote in a workflow of GitHub Actions, with `github-token`.',
        });
    }
    const [target, found, environment, approvals, authors, policy] = await Promise.all([
        targetState(execution),
        source.evidence(rule.from, runId),
        source.environment(rule.to),
        source.approvals(rule.to),
        source.authors(),
        policyOf(rule, source),
    ]);
    const decision = decidePromotion({
        policy,
        now: context.clock.now(),
        here: context.origin,
        evidenceRunId: found.workflowRunId,
        evidence: found.evidence,
        damaged: found.damaged,
        target,
        environment,
        approvals,
        authors,
    });
    if (target.known)
        await journal.append({ kind: 'plan', plan: target.value.plan, continues: null });
    for (const check of decision.rules.map(checkOf)) {
        await journal.append({ kind: 'check', check });
        context.emit({
            level: check.status === 'fail' ? 'error' : 'info',
            scope: check.id,
            message: `${check.status}: ${check.observed}`,
        });
    }
    for (const { code, message, fix } of decision.refusals) {
        await execution.fail(journal, new errors/* SluiceError */.ah(code, message, { fix }));
    }
    const promoted = decision.refusals.length === 0;
    return { status: promoted ? 'passed' : 'failed', outputs: outputsOf(decision, target, promoted) };
}
function outputsOf(decision, target, promoted) {
    const { evidence, approvers } = decision;
    return {
        promoted: String(promoted),
        approvers: approvers.join(','),
        'evidence-digest': evidence?.evidence.digest ?? '',
        // What a refused promotion does not hand on cannot be used by a step that ignores its result.
        'plan-digest': promoted && target.known ? target.value.plan.digest : '',
        'backup-digest': promoted ? (evidence?.evidence.backup?.digest ?? '') : '',
    };
}
function checkOf({ id, title, refusals }) {
    const [first] = refusals;
    const name = { id, title: title.replace(/\.$/u, ''), expected: title };
    if (first === undefined)
        return { ...name, status: 'pass', code: null, observed: 'It holds.', fix: '' };
    return {
        ...name,
        status: 'fail',
        code: first.code,
        observed: refusals.map(({ message }) => message).join(' '),
        fix: [...new Set(refusals.map(({ fix }) => fix))].join(' '),
    };
}
/** Defaults where the configuration has no rule for the pair. */
const DEFAULTS = {
    approvals: 1,
    distinctFromAuthor: true,
    maxAgeMs: 24 * 3_600_000,
    preventSelfReview: true,
    preventAdminBypass: true,
    roles: [],
    window: null,
};
/**
 * The rule of the configuration, with the inputs laid over it.
 *
 * @throws SluiceError `CONF_001` when it is not clear from where to where
 */
function ruleOf({ inputs, target }) {
    const { promotion } = target.config;
    const wanted = targetOf(inputs).environment;
    const fitting = promotion.filter((rule) => (wanted === undefined || rule.to === wanted) && (inputs.from === undefined || rule.from === inputs.from));
    const [rule] = fitting;
    if (fitting.length > 1) {
        const pairs = fitting.map(({ from, to }) => `${from} to ${to}`).join(', ');
        throw new errors/* SluiceError */.ah('CONF_001', `Several promotions of the configuration fit: ${pairs}.`, {
            fix: 'Name the two environments with `from` and `to`.',
        });
    }
    const others = rule === undefined ? promotion.filter(({ to }) => to === wanted) : [];
    if (others.length > 0) {
        throw new errors/* SluiceError */.ah('CONF_001', `The configuration has promotions to ${wanted ?? ''}, and none from ${inputs.from ?? ''}.`, {
            fix: `Promote from ${others.map(({ from }) => from).join(' or ')}, or write a rule for the pair under \`promotion\` in sluice.yml.`,
        });
    }
    const [from, to] = [inputs.from ?? rule?.from, wanted ?? rule?.to];
    if (from === undefined || to === undefined) {
        throw new errors/* SluiceError */.ah('CONF_001', 'It is not said from which environment to which the plan shall pass.', {
            fix: 'Pass `from` and `to`, or write a rule under `promotion` in sluice.yml.',
        });
    }
    return {
        ...(rule ?? DEFAULTS),
        from,
        to,
        ...(inputs.approvals === undefined ? {} : { approvals: inputs.approvals }),
        ...(inputs.distinctFromAuthor === undefined ? {} : { distinctFromAuthor: inputs.distinctFromAuthor }),
        ...(inputs.maxAgeMs === undefined ? {} : { maxAgeMs: inputs.maxAgeMs }),
    };
}
/** @throws SluiceError `CONF_001` for what is no id of a workflow run */
function evidenceRunId({ evidenceRunId: text }) {
    if (text === undefined || text === '')
        return null;
    const id = Number(text);
    if (/^\d+$/u.test(text) && Number.isSafeInteger(id) && id > 0)
        return id;
    throw new errors/* SluiceError */.ah('CONF_001', `\`evidence-run-id\` is no id of a workflow run: ${text}.`, {
        fix: 'Use the number in the address of the workflow run’s page.',
    });
}
async function policyOf(rule, source) {
    const roles = rule.roles.map(async ({ name, members }) => ({ name, members: await source.members(members) }));
    return { ...rule, roles: await Promise.all(roles) };
}
/** The plan that would run now; whatever keeps it from being made is a reason to refuse. */
async function targetState(execution) {
    const { driver, target, context } = execution;
    try {
        const { plan, continues, schema } = await (0,prepare_plan/* preparePlan */.H)({
            driver,
            directory: target.migrationsDirectory,
            format: target.migrationsFormat,
            options: (0,preparation/* planOptions */.Su)(execution),
            ownTables: (0,preparation/* ownTables */.Uo)(target),
            state: await (0,journal_state/* readState */.un)(driver.journal),
            signal: context.signal,
        });
        // The rest of a plan that was cut off is judged as the whole that it belongs to.
        const steps = continues?.plan?.steps ?? plan.steps;
        return (0,facts/* known */.e)({ plan: { ...plan, steps }, objects: (0,fingerprint/* fingerprint */.Rj)(schema).objects });
    }
    catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof errors/* SluiceError */.ah))
            throw error;
        return (0,facts/* unknown */.L)(`${error.code}: ${error.message.replace(/\.$/u, '')}`);
    }
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./build/js/backup/age/encryption.js + 1 modules
var age_encryption = __webpack_require__(97919);
;// CONCATENATED MODULE: ./build/js/checks/readiness/client-programs.js

const NAME = { id: 'client-programs', title: 'Client programs', expected: 'programs for backups that fit the server' };
/** The programs that backups need, and whether their versions fit the server's. */
const checkClientPrograms = ({ facts }) => {
    if (facts.tools.length === 0)
        return [(0,result/* skipped */.hT)(NAME, 'this engine needs none')];
    return facts.tools.map(({ program, path, version, problem, fix }) => {
        const name = { ...NAME, title: `Client program ${program}` };
        return problem === null
            ? (0,result/* passed */.bF)(name, `${version ?? 'unknown version'} at ${path ?? ''}`)
            : (0,result/* failed */.gz)(name, 'TOOL_001', problem, fix);
    });
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/connection.js

const CONNECTION = { id: 'connection', title: 'Connection', expected: 'the server answers and lets the account in' };
const TLS = {
    id: 'tls',
    title: 'Encrypted connection',
    expected: 'TLS, or a connection that does not leave the machine',
};
/** Addresses that a packet does not leave the machine for. */
function isLocal({ host }) {
    return (host === '' || host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host) || host.startsWith('/'));
}
function tls({ tls: state }, url) {
    if (state === null)
        return (0,result/* skipped */.hT)(TLS, 'this engine has no network');
    if (state.used)
        return (0,result/* passed */.bF)(TLS, state.protocol ?? 'encrypted');
    if (isLocal(url))
        return (0,result/* passed */.bF)(TLS, 'not encrypted, on this machine');
    return (0,result/* warned */.k9)(TLS, 'CONN_001', 'not encrypted', 'Add ?sslmode=verify-full&sslrootcert=PATH to the database URL, and switch TLS on in the server.');
}
/** That this check runs shows that the connection works; what is left is whether others can read it. */
const checkConnection = ({ facts, url }) => [
    (0,result/* passed */.bF)(CONNECTION, `${facts.engine} ${facts.serverVersion}, database ${facts.database}`),
    tls(facts, url),
];

;// CONCATENATED MODULE: ./build/js/checks/readiness/connections.js

/** Sluice opens three connections, and a backup one more. */
const NEEDED = 4;
const connections_NAME = {
    id: 'connections',
    title: 'Free connections',
    expected: `at least ${String(NEEDED)} free, and not nearly all used`,
};
/** From this share on, the application may run into the limit while Sluice is connected. */
const CROWDED = 0.9;
/** Whether the server has room for Sluice's connections beside the application's. */
const checkConnections = ({ facts }) => {
    if (facts.connections === null)
        return [(0,result/* skipped */.hT)(connections_NAME, 'this engine has no limit')];
    const { used, limit } = facts.connections;
    const observed = `${String(used)} of ${String(limit)} used`;
    const fix = 'Close idle sessions, make the application’s pool smaller, or raise max_connections.';
    if (limit - used < NEEDED)
        return [(0,result/* failed */.gz)(connections_NAME, 'CONN_001', observed, fix)];
    return [used / limit > CROWDED ? (0,result/* warned */.k9)(connections_NAME, 'CONN_001', observed, fix) : (0,result/* passed */.bF)(connections_NAME, observed)];
};

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/js/checks/readiness/disk-space.js



/** A backup beside its proof, or a rewritten table beside the old one, needs as much again. */
const TIMES_THE_DATABASE = 2;
function megabytes(bytes) {
    return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
/** Free bytes of the volume that holds a path, existing or not. */
async function freeBytes(path) {
    try {
        const { bavail, bsize } = await (0,promises_.statfs)(path);
        return bavail * bsize;
    }
    catch (error) {
        const parent = (0,external_node_path_.dirname)(path);
        if (parent === path)
            throw error;
        return freeBytes(parent);
    }
}
function verdict(where, free, needed) {
    const name = {
        id: 'disk-space',
        title: `Disk space ${where}`,
        expected: `at least ${megabytes(needed)} free (twice the database)`,
    };
    return free >= needed
        ? (0,result/* passed */.bF)(name, `${megabytes(free)} free`)
        : (0,result/* failed */.gz)(name, 'DISK_001', `${megabytes(free)} free`, `Free ${megabytes(needed - free)} ${where}, or add a volume.`);
}
/** Twice the database's size must be free where the backups go, and where the server keeps its data. */
const checkDiskSpace = async ({ facts, directories }) => {
    const needed = facts.sizeBytes * TIMES_THE_DATABASE;
    const server = facts.serverDiskFreeBytes === null
        ? (0,result/* skipped */.hT)({ id: 'disk-space', title: 'Disk space on the server', expected: `at least ${megabytes(needed)} free` }, 'only the server knows')
        : verdict('on the server', facts.serverDiskFreeBytes, needed);
    return [verdict('for backups', await freeBytes(directories.backups), needed), server];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/environment-variables.js

const environment_variables_NAME = {
    id: 'environment-variables',
    title: 'Environment variables',
    expected: 'every variable of required-env is set',
};
/** The variables that the user named must be set; their values are never shown. */
const checkEnvironmentVariables = ({ env, requiredEnv }) => {
    if (requiredEnv.length === 0)
        return [(0,result/* skipped */.hT)(environment_variables_NAME, 'required-env names none')];
    const missing = requiredEnv.filter((name) => (env[name] ?? '') === '');
    if (missing.length === 0)
        return [(0,result/* passed */.bF)(environment_variables_NAME, `${String(requiredEnv.length)} set`)];
    return [
        (0,result/* failed */.gz)(environment_variables_NAME, 'CONF_001', `not set: ${missing.join(', ')}`, `Set ${missing.join(', ')}, in a workflow under \`env:\`.`),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/eviction-policy.js

const eviction_policy_NAME = {
    id: 'eviction-policy',
    title: 'Eviction policy',
    expected: 'noeviction: the server drops no keys by itself',
};
/** Whether the server drops keys at its memory limit: data, and perhaps the journal. */
const checkEvictionPolicy = ({ facts }) => {
    if (facts.keyspace === undefined)
        return [];
    const { policy, limitBytes } = facts.keyspace.memory;
    if (policy === 'noeviction')
        return [(0,result/* passed */.bF)(eviction_policy_NAME, policy)];
    if (limitBytes === null)
        return [(0,result/* passed */.bF)(eviction_policy_NAME, `${policy}, but there is no maxmemory at which it would begin`)];
    const dropped = policy.startsWith('volatile-')
        ? 'it may drop keys that expire'
        : 'it may drop any key, Sluice’s lock and journal among them';
    return [
        (0,result/* warned */.k9)(eviction_policy_NAME, 'MEM_001', `${policy}: ${dropped}`, 'Set maxmemory-policy to noeviction while migrations run: CONFIG SET maxmemory-policy noeviction.'),
    ];
};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
;// CONCATENATED MODULE: ./build/js/checks/readiness/file-system.js




function file_system_reason(error) {
    return error instanceof Error ? error.message : String(error);
}
/** The nearest folder that exists at or above a path. */
async function existingParent(path) {
    try {
        await (0,promises_.stat)(path);
        return path;
    }
    catch {
        const parent = (0,external_node_path_.dirname)(path);
        return parent === path ? path : existingParent(parent);
    }
}
async function readable(title, path) {
    const name = { id: 'file-system', title, expected: 'a folder that can be read' };
    try {
        if (!(await (0,promises_.stat)(path)).isDirectory())
            return (0,result/* failed */.gz)(name, 'CONF_001', `${path} is not a folder`, 'Correct the path.');
        await (0,promises_.access)(path, external_node_fs_.constants.R_OK | external_node_fs_.constants.X_OK);
        return (0,result/* passed */.bF)(name, path);
    }
    catch (error) {
        return (0,result/* failed */.gz)(name, 'PERM_001', `${path}: ${file_system_reason(error)}`, `Create the folder, or let the runner read it.`);
    }
}
/** Tries it: permissions, quotas and read-only mounts cannot be read off the mode bits. */
async function writable(title, path) {
    const name = { id: 'file-system', title, expected: 'a folder that can be written' };
    try {
        const parent = await existingParent(path);
        if (parent === path)
            await (0,promises_.mkdir)(path, { recursive: true });
        const trial = await (0,promises_.mkdtemp)((0,external_node_path_.join)(parent, '.sluice-trial-'));
        await (0,promises_.rm)(trial, { recursive: true });
        return (0,result/* passed */.bF)(name, path);
    }
    catch (error) {
        return (0,result/* failed */.gz)(name, 'PERM_001', `${path}: ${file_system_reason(error)}`, 'Let the runner write there, or name another folder.');
    }
}
/** The folders that the lifecycle reads and writes. */
const checkFileSystem = async ({ directories }) => [
    await readable('Migrations folder', directories.migrations),
    await writable('Backup folder', directories.backups),
    await writable('Report folder', directories.logs),
    await writable('Temporary folder', directories.temporary),
];

// EXTERNAL MODULE: ./build/js/plan/partial.js
var plan_partial = __webpack_require__(55589);
// EXTERNAL MODULE: ./build/js/journal/words.js
var words = __webpack_require__(73483);
;// CONCATENATED MODULE: ./build/js/checks/readiness/half-applied.js



const half_applied_NAME = {
    id: 'half-applied',
    title: 'Half-applied migrations',
    expected: 'every file is applied whole or not at all',
};
/** Files of which an earlier run did only some statements. */
const checkHalfApplied = ({ state }) => {
    const partial = [...state.partial.values()].filter(plan_partial/* isHalfDone */.u);
    if (partial.length === 0)
        return [(0,result/* passed */.bF)(half_applied_NAME, 'none')];
    const fix = 'Correct the file behind the applied statements if it failed, then run `sluice migrate` again: it goes on where it stopped.';
    return partial.map((file) => (0,result/* failed */.gz)(half_applied_NAME, 'SQL_001', (0,words/* progressOf */.j)(file), file.direction === 'up' ? fix : 'Run `sluice rollback` again: it goes on where it stopped.'));
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/held-locks.js

const held_locks_NAME = { id: 'held-locks', title: 'Locks held by others', expected: 'no other session locks a table' };
/** Locks of other sessions on user tables, right now. */
const checkHeldLocks = ({ facts }) => {
    if (facts.keyspace !== undefined)
        return [(0,result/* skipped */.hT)(held_locks_NAME, 'an engine without locks on tables')];
    if (facts.heldLocks.length === 0)
        return [(0,result/* passed */.bF)(held_locks_NAME, 'none')];
    const sentences = facts.heldLocks.map(({ table, pid, query }) => `${table} by pid ${String(pid)}${query === null ? '' : `: ${query}`}`);
    return [
        (0,result/* warned */.k9)(held_locks_NAME, 'LOCK_002', (0,result/* few */.H$)(sentences, 5), 'Find out what these sessions do; a migration of these tables waits for them.'),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/invalid-indexes.js

const invalid_indexes_NAME = { id: 'invalid-indexes', title: 'Invalid indexes', expected: 'every index is used by the server' };
/** Indexes that a failed CREATE INDEX CONCURRENTLY left: they cost on every write and serve no read. */
const checkInvalidIndexes = ({ facts }) => {
    if (facts.keyspace !== undefined)
        return [(0,result/* skipped */.hT)(invalid_indexes_NAME, 'an engine without indexes')];
    if (facts.invalidIndexes.length === 0)
        return [(0,result/* passed */.bF)(invalid_indexes_NAME, 'none')];
    return facts.invalidIndexes.map(({ index, table, fix }) => (0,result/* failed */.gz)(invalid_indexes_NAME, 'SQL_001', `${index} on ${table} is INVALID`, fix));
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/keyspace.js

/** A key of this size holds up the server while it is read as a whole. */
const BIG_BYTES = 16_000_000;
const KEYS = { id: 'keyspace', title: 'Keys', expected: 'to be known' };
const BIG = {
    id: 'keyspace',
    title: 'Big keys',
    expected: `no key above ${String(BIG_BYTES / 1_000_000)} MB in a sample`,
};
function size(bytes) {
    return bytes < 100_000 ? `${String(bytes)} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
function databases({ databases: all }) {
    if (all.length === 0)
        return 'none';
    return (0,result/* few */.H$)(all.map(({ database, keys, expiring }) => `db${String(database)}: ${String(keys)}, ${String(expiring)} expiring`), 16);
}
function bigKeys({ bigKeys: { sampled, keys, largest } }) {
    const [first] = largest;
    if (first === undefined)
        return (0,result/* skipped */.hT)(BIG, keys === 0 ? 'there are no keys' : 'no sample could be taken');
    const of = `of a sample of ${String(sampled)} of ${String(keys)} keys`;
    const name = ({ database, key, type, bytes }) => `${JSON.stringify(key)} in db${String(database)} (${type}, ${size(bytes)})`;
    const big = largest.filter(({ bytes }) => bytes > BIG_BYTES);
    if (big.length === 0)
        return (0,result/* passed */.bF)(BIG, `the largest ${of}: ${name(first)}`);
    return (0,result/* warned */.k9)(BIG, 'MEM_001', `${of}: ${(0,result/* few */.H$)(big.map(name))}`, 'Split these keys: the server serves nobody else while one is copied or migrated.');
}
/** How many keys there are, and whether some are so big that they hold up the server. */
const checkKeyspace = ({ facts }) => facts.keyspace === undefined ? [] : [(0,result/* passed */.bF)(KEYS, databases(facts.keyspace)), bigKeys(facts.keyspace)];

;// CONCATENATED MODULE: ./build/js/checks/readiness/long-transactions.js

const long_transactions_NAME = {
    id: 'long-transactions',
    title: 'Long transactions',
    expected: 'no transaction is open for more than a minute',
};
/** Transactions that have been open for long: an ALTER would wait behind them, and everything else behind the ALTER. */
const checkLongTransactions = ({ facts }) => {
    if (facts.keyspace !== undefined)
        return [(0,result/* skipped */.hT)(long_transactions_NAME, 'an engine without open transactions')];
    const { longTransactions } = facts;
    if (longTransactions.length === 0)
        return [(0,result/* passed */.bF)(long_transactions_NAME, 'none')];
    const sentences = longTransactions.map(({ pid, user, ageMs, query }) => `pid ${String(pid)}${user === null ? '' : ` (${user})`} for ${(ageMs / 1000).toFixed(0)} s${query === null ? '' : `: ${query}`}`);
    return [
        (0,result/* warned */.k9)(long_transactions_NAME, 'LOCK_002', (0,result/* few */.H$)(sentences, 5), 'Wait for them or end these sessions before the migration starts.'),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/memory-headroom.js

/** From this share on, a migration may run into the limit. */
const memory_headroom_CROWDED = 0.9;
/** From this share of the machine on, a snapshot (for which the server copies what is written meanwhile) may not fit. */
const HALF_THE_MACHINE = 0.5;
const memory_headroom_NAME = {
    id: 'memory-headroom',
    title: 'Memory of the server',
    expected: `less than ${String(memory_headroom_CROWDED * 100)} % of maxmemory used; without one, less than half of the machine’s memory`,
};
function memory_headroom_megabytes(bytes) {
    return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
function share(used, of) {
    return `${memory_headroom_megabytes(used)} of ${memory_headroom_megabytes(of)} used (${((used / of) * 100).toFixed(0)} %)`;
}
function memory_headroom_verdict({ usedBytes, limitBytes, machineBytes }) {
    if (limitBytes !== null) {
        const observed = share(usedBytes, limitBytes);
        const fix = 'Raise maxmemory, or remove keys that are not needed.';
        if (usedBytes >= limitBytes)
            return (0,result/* failed */.gz)(memory_headroom_NAME, 'MEM_001', observed, fix);
        return usedBytes / limitBytes > memory_headroom_CROWDED ? (0,result/* warned */.k9)(memory_headroom_NAME, 'MEM_001', observed, fix) : (0,result/* passed */.bF)(memory_headroom_NAME, observed);
    }
    if (machineBytes === null)
        return (0,result/* passed */.bF)(memory_headroom_NAME, `${memory_headroom_megabytes(usedBytes)} used, no maxmemory`);
    const observed = `${share(usedBytes, machineBytes)}, no maxmemory`;
    return usedBytes / machineBytes > HALF_THE_MACHINE
        ? (0,result/* warned */.k9)(memory_headroom_NAME, 'MEM_001', observed, 'Set maxmemory, and leave room for the copies that a snapshot makes.')
        : (0,result/* passed */.bF)(memory_headroom_NAME, observed);
}
/** Whether a server that keeps all in memory has room for what a migration writes. */
const checkMemoryHeadroom = ({ facts }) => facts.keyspace === undefined ? [] : [memory_headroom_verdict(facts.keyspace.memory)];

;// CONCATENATED MODULE: ./build/js/checks/readiness/pending-migrations.js

const pending_migrations_NAME = {
    id: 'pending-migrations',
    title: 'Pending migrations',
    expected: 'files that can be read, and a plan that can be made',
};
/** Whether a plan can be made; an edited, missing or late file shows here. */
const checkPendingMigrations = ({ plan }) => {
    if (plan.plan === null)
        return [(0,result/* failed */.gz)(pending_migrations_NAME, plan.error.code, plan.error.message, plan.error.fix)];
    const { steps, digest } = plan.plan;
    return [
        (0,result/* passed */.bF)(pending_migrations_NAME, steps.length === 0
            ? 'nothing is pending'
            : `${String(steps.length)}: ${(0,result/* few */.H$)(steps.map((step) => step.path))}; plan ${digest}`),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/persistence.js

const persistence_NAME = {
    id: 'persistence',
    title: 'Persistence',
    expected: 'the data outlives a restart of the server',
};
/** Whether a server that keeps all in memory would have it again after a restart. */
const checkPersistence = ({ facts }) => {
    if (facts.keyspace === undefined)
        return [];
    const { snapshots, appendOnly, lastSaveAt, unsaved, failure, busy } = facts.keyspace.persistence;
    const how = [
        ...(appendOnly ? ['append-only file'] : []),
        ...(snapshots === true ? ['snapshots'] : snapshots === null ? ['snapshots: not known'] : []),
    ];
    const since = lastSaveAt === null ? 'never saved' : `last saved at ${lastSaveAt}, ${String(unsaved)} writes since`;
    // A server that saves nothing tells when it was started instead.
    const saved = how.length === 0 ? 'none' : `${how.join(' and ')}; ${since}`;
    const observed = `${saved}${busy === null ? '' : `; it is ${busy}`}`;
    if (failure !== null) {
        return [
            (0,result/* warned */.k9)(persistence_NAME, 'DISK_001', `${failure}; ${observed}`, 'Look into the server’s log and free disk space; a server whose snapshot failed may refuse writes.'),
        ];
    }
    if (snapshots === false && !appendOnly) {
        return [
            (0,result/* warned */.k9)(persistence_NAME, 'DISK_001', observed, 'Switch appendonly or save on; without them a restart loses all data, and with it the journal of a migration.'),
        ];
    }
    return [(0,result/* passed */.bF)(persistence_NAME, observed)];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/privileges.js

const privileges_NAME = { id: 'privileges', title: 'Privileges', expected: 'the account may do all that the lifecycle needs' };
/** One finding a missing privilege, with the statement that grants it. */
const checkPrivileges = ({ facts }) => {
    const missing = facts.privileges.filter((privilege) => !privilege.granted);
    if (missing.length === 0)
        return [(0,result/* passed */.bF)(privileges_NAME, `${String(facts.privileges.length)} privileges tried, all granted`)];
    return missing.map(({ name, neededFor, fix }) => (0,result/* failed */.gz)({ ...privileges_NAME, expected: `${name}, for ${neededFor}` }, 'PERM_001', `missing: ${name}`, fix));
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/read-only.js

const read_only_NAME = { id: 'read-only', title: 'Writable database', expected: 'the database accepts writes' };
/** A read-only server or file cannot be migrated. */
const checkReadOnly = ({ facts }) => [
    facts.readOnly
        ? (0,result/* failed */.gz)(read_only_NAME, 'PERM_001', 'read-only', 'Use the primary’s URL, switch default_transaction_read_only or read_only off, or make the file writable.')
        : (0,result/* passed */.bF)(read_only_NAME, 'writable'),
];

;// CONCATENATED MODULE: ./build/js/checks/readiness/replication-lag.js

/** Above this, replicas that serve reads show old data; in ms. */
const MOST_LAG_MS = 30_000;
const replication_lag_NAME = {
    id: 'replication-lag',
    title: 'Replication',
    expected: `a primary whose replicas lag by at most ${String(MOST_LAG_MS / 1000)} s`,
};
/** Migrations belong on the primary, and its replicas should keep up. */
const checkReplicationLag = ({ facts }) => {
    const { replication } = facts;
    if (replication === null)
        return [(0,result/* skipped */.hT)(replication_lag_NAME, 'no replication')];
    const { role, lagMs, detail } = replication;
    if (role === 'replica')
        return [(0,result/* failed */.gz)(replication_lag_NAME, 'CONN_001', `this server is a replica: ${detail}`, 'Use the URL of the primary.')];
    if (lagMs === null)
        return [(0,result/* skipped */.hT)(replication_lag_NAME, `the lag is not known: ${detail}`)];
    const observed = `${(lagMs / 1000).toFixed(1)} s: ${detail}`;
    return [
        lagMs > MOST_LAG_MS
            ? (0,result/* warned */.k9)(replication_lag_NAME, 'TIME_001', observed, 'Let the replicas catch up first.')
            : (0,result/* passed */.bF)(replication_lag_NAME, observed),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/run-lock.js

const run_lock_NAME = { id: 'run-lock', title: 'Run lock', expected: 'no run is under way' };
/** A run that is under way, or that died and left its lock. */
const checkRunLock = ({ holder }) => {
    if (holder === null)
        return [(0,result/* passed */.bF)(run_lock_NAME, 'free')];
    const who = `${holder.owner}, since ${holder.acquiredAt}`;
    if (!holder.expired)
        return [
            (0,result/* failed */.gz)(run_lock_NAME, 'LOCK_001', `held by ${who}`, `Wait for that run; its lease lasts until ${holder.expiresAt}.`),
        ];
    return [
        (0,result/* warned */.k9)(run_lock_NAME, 'LOCK_001', `left behind by ${who}; the lease expired at ${holder.expiresAt}`, 'Nothing to do by hand: the next run takes over and says what it found.'),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/schema-drift.js


const schema_drift_NAME = { id: 'schema-drift', title: 'Schema drift', expected: 'the schema that the last run left' };
/** Whether somebody changed the schema past Sluice since the last good run. */
const checkSchemaDrift = ({ schema, lastFingerprint }) => {
    if (lastFingerprint === null)
        return [(0,result/* skipped */.hT)(schema_drift_NAME, 'no run has recorded the schema yet')];
    const now = (0,fingerprint/* fingerprint */.Rj)(schema).fingerprint;
    if (now === lastFingerprint)
        return [(0,result/* passed */.bF)(schema_drift_NAME, 'unchanged')];
    return [
        (0,result/* warned */.k9)(schema_drift_NAME, 'DRIFT_001', `the schema was changed outside of migrations (${lastFingerprint.slice(0, 12)} then, ${now.slice(0, 12)} now)`, 'Put the change into a migration, so that every environment gets it.'),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/server-version.js

/** Whether the server is one that Sluice is tested with. */
const checkServerVersion = ({ facts }) => {
    const name = { id: 'server-version', title: 'Server version', expected: `at least ${facts.supported.minimum}` };
    return [
        facts.supported.ok
            ? (0,result/* passed */.bF)(name, facts.serverVersion)
            : (0,result/* warned */.k9)(name, 'CONN_001', facts.serverVersion, 'Upgrade the server, or try the whole lifecycle on a copy first: Sluice is not tested with this version.'),
    ];
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/unknown-facts.js

/** What could not be looked at is named, so that nobody takes silence for a pass. */
const checkUnknownFacts = ({ facts }) => facts.unknown.map(({ fact, why }) => (0,result/* skipped */.hT)({ id: 'not-checked', title: `Not checked: ${fact}`, expected: 'to be known' }, why));

;// CONCATENATED MODULE: ./build/js/checks/readiness/index.js























/** The readiness checks, by the name that `checks` selects them with; in the order they run. */
const READINESS_CHECKS = {
    connection: checkConnection,
    'server-version': checkServerVersion,
    'environment-variables': checkEnvironmentVariables,
    'read-only': checkReadOnly,
    privileges: checkPrivileges,
    'file-system': checkFileSystem,
    'client-programs': checkClientPrograms,
    'disk-space': checkDiskSpace,
    'memory-headroom': checkMemoryHeadroom,
    'eviction-policy': checkEvictionPolicy,
    persistence: checkPersistence,
    keyspace: checkKeyspace,
    connections: checkConnections,
    'long-transactions': checkLongTransactions,
    'replication-lag': checkReplicationLag,
    'held-locks': checkHeldLocks,
    'pending-migrations': checkPendingMigrations,
    'way-back': way_back/* checkWayBack */.x,
    'schema-drift': checkSchemaDrift,
    'half-applied': checkHalfApplied,
    'invalid-indexes': checkInvalidIndexes,
    'run-lock': checkRunLock,
    'not-checked': checkUnknownFacts,
};
/** Runs the selected checks, all when nothing is selected; every one runs, whatever the others found. */
async function runReadiness(context, selected, each) {
    const results = [];
    for (const [name, check] of Object.entries(READINESS_CHECKS)) {
        if (selected !== null && !selected.includes(name))
            continue;
        context.signal.throwIfAborted();
        for (const result of await check(context)) {
            results.push(result);
            await each(result);
        }
    }
    return results;
}

// EXTERNAL MODULE: ./build/js/journal/journal.js
var journal = __webpack_require__(18845);
;// CONCATENATED MODULE: ./build/js/plan/assess.js
/** A table rewrite on an ordinary disk, in bytes per second; measured rates lie between 50 and 400 MB/s. */
const REWRITE_BYTES_PER_SECOND = 100_000_000;
/** A statement that changes only the catalogue, in seconds. */
const SECONDS_PER_STATEMENT = 0.05;
/** From this size on, a rewrite of everything takes minutes. */
const LARGE_BYTES = 10_000_000_000;
/**
 * A rough estimate, as if the files together rewrote the whole database once. Pure. A real figure needs
 * the duration that the same plan took in staging.
 */
function assessPlan(plan, facts) {
    const statements = plan.steps.reduce((sum, step) => sum + step.statements - step.done, 0);
    const rewrites = plan.steps.length === 0 ? 0 : facts.sizeBytes / REWRITE_BYTES_PER_SECOND;
    const reasons = [
        ...(plan.steps.some((step) => step.mode === 'statements')
            ? ['a file is applied statement by statement, so a failure leaves the first ones done']
            : []),
        ...(facts.sizeBytes > LARGE_BYTES && plan.steps.length > 0 ? ['the database is larger than 10 GB'] : []),
        ...(facts.longTransactions.length > 0 ? ['transactions have been open for long and hold locks'] : []),
        ...(facts.heldLocks.length > 0 ? ['other sessions hold locks on tables'] : []),
    ];
    return {
        estimatedSeconds: Math.ceil(statements * SECONDS_PER_STATEMENT + rewrites),
        risk: plan.steps.length === 0 || reasons.length === 0 ? 'low' : reasons.length === 1 ? 'medium' : 'high',
        reasons,
    };
}

;// CONCATENATED MODULE: ./build/js/run/readiness-check.js













/** Looks whether the database is ready for its pending migrations. Changes nothing, and takes no lock. */
const readinessCheck = (inputs, context) => (0,run_execution/* execute */.g7)('readiness-check', inputs, context, (execution) => check(execution));
async function check(execution) {
    const { context, inputs } = execution;
    const selected = selectedChecks(execution);
    await (0,age_encryption/* checkRecipients */.$)((0,encryption/* recipientsOf */.w)(execution));
    const journal = execution.journal(run_execution/* inMemory */.ZK);
    const gathered = await gather(execution);
    if (gathered.plan.plan !== null)
        await journal.append({ kind: 'plan', plan: gathered.plan.plan, continues: null });
    const results = await runReadiness(gathered, selected, async (result) => {
        await journal.append({ kind: 'check', check: result });
        const level = result.status === 'fail' ? 'error' : result.status === 'warn' ? 'warning' : 'info';
        context.emit({ level, scope: result.id, message: `${result.status}: ${result.observed}` });
    });
    const failures = results.filter((result) => result.status === 'fail' || (inputs.failOn === 'warning' && result.status === 'warn'));
    for (const failure of failures)
        await execution.fail(journal, errorOf(failure));
    const warned = results.some((result) => result.status === 'warn');
    return {
        status: failures.length > 0 ? 'failed' : warned ? 'warned' : 'passed',
        outputs: readiness_check_outputsOf(gathered, failures.length === 0),
    };
}
function errorOf({ code, title, observed, expected, fix }) {
    return new errors/* SluiceError */.ah(code ?? 'INT_001', `${title}: ${observed}; expected: ${expected}.`, { fix });
}
function readiness_check_outputsOf({ facts, plan }, ready) {
    const assessment = plan.plan === null ? null : assessPlan(plan.plan, facts);
    return {
        ready: String(ready),
        'database-size-bytes': String(facts.sizeBytes),
        'pending-count': plan.plan === null ? '' : String(plan.plan.steps.length),
        'estimated-seconds': assessment === null ? '' : String(assessment.estimatedSeconds),
        risk: assessment?.risk ?? 'high',
    };
}
/** @throws SluiceError `CONF_001` naming the checks that there are */
function selectedChecks({ inputs }) {
    const wanted = inputs.checks;
    if (wanted === undefined || wanted.length === 0)
        return null;
    const unknown = wanted.filter((name) => !Object.hasOwn(READINESS_CHECKS, name));
    if (unknown.length === 0)
        return wanted;
    throw new errors/* SluiceError */.ah('CONF_001', `There is no readiness check called ${unknown.join(', ')}.`, {
        fix: `Use: ${Object.keys(READINESS_CHECKS).join(', ')}.`,
    });
}
/** The schema that the last run left which said so. */
async function lastFingerprint({ driver }) {
    let newest = null;
    for await (const row of driver.journal.read({ kinds: ['run-finished'] })) {
        const { entry } = (0,journal/* stampedOf */.G)(row);
        if (entry.kind === 'run-finished')
            newest = entry.schemaFingerprint ?? newest;
    }
    return newest;
}
async function gather(execution) {
    const { driver, context, target, inputs } = execution;
    const { signal } = context;
    const facts = await driver.probe(signal);
    const state = await (0,journal_state/* readState */.un)(driver.journal);
    const plan = await (0,prepare_plan/* preparePlan */.H)({
        driver,
        directory: target.migrationsDirectory,
        format: target.migrationsFormat,
        options: (0,preparation/* planOptions */.Su)(execution),
        ownTables: (0,preparation/* ownTables */.Uo)(target),
        state,
        signal,
    }).then((prepared) => {
        execution.scripts.push(...(0,planned_scripts/* plannedScripts */.b)(prepared.plan, prepared.migrations));
        return { plan: prepared.plan, migrations: prepared.migrations, error: null };
    }, (error) => {
        signal.throwIfAborted();
        return { plan: null, error: (0,errors/* reportError */.N7)(error) };
    });
    return {
        facts,
        url: target.url,
        env: context.env,
        requiredEnv: inputs.requiredEnv ?? [],
        schema: await driver.inspect(signal),
        plan,
        wayBack: plan.plan === null ? { obstacles: [], backup: 'open' } : await foreseeWayBack(execution, plan),
        state,
        holder: await driver.lock.holder(),
        lastFingerprint: await lastFingerprint(execution),
        directories: {
            migrations: target.migrationsDirectory,
            backups: target.backupDirectory,
            logs: target.logDirectory,
            temporary: context.env['RUNNER_TEMP'] ?? (0,external_node_os_.tmpdir)(),
        },
        signal,
    };
}

// EXTERNAL MODULE: ./build/js/backup/verify.js
var verify = __webpack_require__(46252);
// EXTERNAL MODULE: ./build/js/migrations/versions.js
var migrations_versions = __webpack_require__(18269);
// EXTERNAL MODULE: ./build/js/shell-word.js
var shell_word = __webpack_require__(21169);
// EXTERNAL MODULE: ./build/js/stages/pasted-command.js
var pasted_command = __webpack_require__(4407);
// EXTERNAL MODULE: ./build/js/plan/build-plan.js
var build_plan = __webpack_require__(51194);
// EXTERNAL MODULE: ./build/js/stages/context.js
var context = __webpack_require__(89995);
// EXTERNAL MODULE: ./build/js/stages/recover.js
var recover = __webpack_require__(11488);
// EXTERNAL MODULE: ./build/js/stages/rollback.js
var rollback = __webpack_require__(21998);
// EXTERNAL MODULE: ./build/js/checksum/table-name.js
var table_name = __webpack_require__(5594);
// EXTERNAL MODULE: ./build/js/stages/rollback-point.js
var rollback_point = __webpack_require__(81873);
;// CONCATENATED MODULE: ./build/js/run/data-loss.js





/** What a backup cannot tell, said wherever its losses are listed. */
const LIMIT = 'Of each table the backup records the number of rows and one checksum, so how many rows were added, changed or removed cannot be known.';
/** Tables that are another than in the backup: what a restore would wipe. One sentence each, by name. */
async function lossesSince(manifest, driver, signal) {
    const schema = await driver.inspect(signal);
    const { changed } = (0,fingerprint/* diffObjects */.wc)(manifest.objects, (0,fingerprint/* fingerprint */.Rj)(schema).objects);
    const altered = new Set(changed.map((object) => object.name));
    const then = new Map(manifest.tables.map((digest) => [(0,table_name/* qualifiedName */.O)(digest.table), digest]));
    return (await (0,rollback_point/* digestTables */.Ky)(driver, schema, signal)).flatMap((now) => {
        const name = (0,table_name/* qualifiedName */.O)(now.table);
        const sentence = loss(now, then.get(name), altered.has(name));
        return sentence === null ? [] : [`${name}: ${sentence}`];
    });
}
/** Null: nothing would be lost. Contents can be compared only where the columns are the same. */
function loss(now, then, altered) {
    if (then === undefined)
        return now.rows === 0 ? null : `not in the backup, ${String(now.rows)} rows now`;
    if (now.rows !== then.rows) {
        const more = now.rows - then.rows;
        const difference = more > 0 ? `${String(more)} more` : `${String(-more)} fewer`;
        return `${String(then.rows)} rows in the backup, ${String(now.rows)} now (${difference})`;
    }
    if (altered) {
        return now.rows === 0
            ? null
            : `its ${String(now.rows)} rows cannot be compared, because its definition changed since`;
    }
    return now.checksum === then.checksum ? null : `content of its ${String(now.rows)} rows changed`;
}
/** The refusal to wipe what was written since. */
function dataLoss({ id }, losses) {
    return new errors/* SluiceError */.ah('DATA_001', `Rows changed after the backup ${id} and would be lost: ${losses.join('; ')}. ${LIMIT}`, {
        fix: 'If these changes may be lost, run the same command with --accept-data-loss (in a workflow: accept-data-loss: true). Down files lose none of them: `sluice rollback --to previous`.',
        details: { losses },
    });
}
/** What a person accepted to lose, for the journal; empty when there was nothing. */
function acceptedLosses(losses) {
    return losses.length === 0 ? '' : `; accepted to be lost: ${(0,result/* few */.H$)(losses)}. ${LIMIT}`;
}

// EXTERNAL MODULE: ./build/js/run/require-backup.js
var require_backup = __webpack_require__(66194);
;// CONCATENATED MODULE: ./build/js/run/require-programs.js

/**
 * Refuses work that needs client programs which are missing or older than the server, before any of it is begun.
 *
 * @throws SluiceError `TOOL_001` with the package to install
 */
async function requirePrograms(driver, signal) {
    const { tools } = await driver.probe(signal);
    const unusable = tools.find(({ problem }) => problem !== null);
    if (unusable === undefined)
        return;
    const { program, fix } = unusable;
    const problem = unusable.problem?.replace(/\.$/, '') ?? '';
    throw new errors/* SluiceError */.ah('TOOL_001', `${problem.startsWith(program) ? '' : `${program} cannot be used: `}${problem}.`, {
        fix,
    });
}

;// CONCATENATED MODULE: ./build/js/run/rollback.js






















/**
 * Takes the database back: to the state before the newest run (`previous`), to a version, or to a
 * backup; and proves that it got there.
 */
const rollback_rollback = (inputs, context) => (0,run_execution/* execute */.g7)('rollback', inputs, context, async (execution) => {
    refuseUnconfirmed(execution);
    return withRunLock(execution, (run) => rollbackLocked(run));
});
/** @throws SluiceError `CONF_001` when the environment is protected and its name was not repeated */
function refuseUnconfirmed({ target, inputs }) {
    const { environment } = target;
    if (environment === null || !environment.protected || inputs.confirm === environment.name)
        return;
    throw new errors/* SluiceError */.ah('CONF_001', `The environment “${environment.name}” is protected, and the rollback was not confirmed.`, {
        fix: `Pass \`--confirm ${(0,shell_word/* shellWord */.r)(environment.name)}\`; in a workflow, the input confirm: ${environment.name}`,
    });
}
async function rollbackLocked(run) {
    const stageContext = run.stageContext();
    const { execution, journal } = run;
    let state = { runs: [], partial: new Map() };
    await runStages(stageContext, [
        {
            name: 'preparation',
            run: async () => {
                state = await (0,recover/* recover */.l)(execution.driver, journal, (0,context/* limitsOf */.A)(stageContext), execution.context.emit);
                return { status: 'passed', records: state.runs.length, reason: null };
            },
        },
    ]);
    const cutOff = state.runs.findLast((dead) => dead.rollback !== null && (0,run_rollback/* wasCutOff */.hb)(dead));
    if (cutOff !== undefined) {
        // A rollback that was cut off is what this command is for; going further back would be another one.
        await (0,run_rollback/* resumeRollback */.gi)(run, stageContext, state, cutOff);
        return ending(run, true, 0);
    }
    const to = execution.inputs.to ?? 'previous';
    return to === 'backup' ? toBackup(run, stageContext) : toVersion(run, stageContext, state, to);
}
async function ending({ execution }, verified, rows, backupId) {
    const applied = await execution.driver.history.list();
    return {
        status: verified ? 'passed' : 'warned',
        outputs: {
            'rolled-back-to': backupId ?? (0,preparation/* newestVersion */.Rg)(applied.map((row) => row.version)),
            verified: String(verified),
            'rows-restored': String(rows),
        },
    };
}
/** Takes back what was applied after a version, by down files. */
async function toVersion(run, stageContext, state, to) {
    const { driver } = run.execution;
    const applied = await driver.history.list();
    const versions = to === 'previous' ? await rollback_newestRun(run, applied) : above(applied, to);
    const migrations = await (0,run_rollback/* migrationsOf */.T9)(run, stageContext, [...versions, ...state.partial.keys()]);
    const source = {
        versions: (0,run_rollback/* newestFirst */.ll)(versions),
        replaced: [],
        partial: state.partial,
        migrations,
        backupId: null,
        environment: run.execution.target.environment,
    };
    const plan = (0,plan_rollback/* planRollback */.II)(source);
    if (plan.method === 'none')
        return ending(run, true, 0);
    const verified = await (0,rollback/* rollBack */.F)(stageContext, {
        started: {
            kind: 'rollback-started',
            reason: `asked to go back to ${to}`,
            method: 'down',
            backupId: null,
            versions: plan.versions,
            point: await recordedPoint(run, applied, plan.versions, state),
        },
        migrations,
        partial: state.partial,
        restored: false,
        restore: () => Promise.resolve(),
        manualSteps: (0,plan_rollback/* manualSteps */.gc)(source),
    });
    await forgetRepeatables(run, stageContext);
    return ending(run, verified, 0);
}
/** Views and functions may have gone with what they stood on: the next run applies the repeatable files again. */
async function forgetRepeatables({ execution, lock }, stageContext) {
    const { driver } = execution;
    const repeatable = (await driver.history.list()).map((row) => row.version).filter(build_plan/* isRepeatable */.su);
    if (repeatable.length === 0)
        return;
    await driver.apply.transaction(lock.fence, (0,context/* limitsOf */.A)(stageContext), async (tx) => {
        for (const version of repeatable)
            await tx.removeApplied(version);
    });
}
function above(applied, version) {
    const versions = applied.map((row) => row.version).filter((candidate) => !(0,build_plan/* isRepeatable */.su)(candidate));
    const isZero = /^0+$/.test(version);
    if (!isZero && !versions.some((candidate) => (0,migrations_versions/* compareVersions */.Zy)(candidate, version) === 0)) {
        throw new errors/* SluiceError */.ah('CONF_001', `The version ${version} is not applied, so there is no way back to it.`, {
            fix: `Applied are: ${(0,result/* few */.H$)(versions)}. 0 takes everything back.`,
        });
    }
    return versions.filter((candidate) => isZero || (0,migrations_versions/* compareVersions */.Zy)(candidate, version) > 0);
}
/** What the newest run applied, together with the cut-off runs that it went on with. */
async function rollback_newestRun({ execution }, applied) {
    const newest = applied
        .filter((row) => !(0,build_plan/* isRepeatable */.su)(row.version))
        .toSorted((a, b) => (a.appliedAt < b.appliedAt ? 1 : -1))[0];
    if (newest === undefined)
        return [];
    const continues = new Map();
    for await (const row of execution.driver.journal.read({ kinds: ['plan'] })) {
        const { entry, runId } = (0,journal/* stampedOf */.G)(row);
        if (entry.kind === 'plan')
            continues.set(runId, entry.continues);
    }
    const chain = new Set();
    for (let id = newest.runId; id !== null && !chain.has(id); id = continues.get(id) ?? null)
        chain.add(id);
    return applied.filter((row) => chain.has(row.runId) && !(0,build_plan/* isRepeatable */.su)(row.version)).map((row) => row.version);
}
/**
 * The schema as it was before the oldest of the versions was applied, from the journal of the run that
 * applied it. Rows have changed since, so only the schema can be proven.
 */
async function recordedPoint({ execution }, applied, versions, { partial }) {
    const gone = new Set(versions);
    const left = applied.map((row) => row.version).filter((version) => !gone.has(version) && !(0,build_plan/* isRepeatable */.su)(version));
    const touched = [...applied, ...partial.values()].filter((row) => gone.has(row.version));
    const runIds = [...new Set(touched.map((row) => row.runId))];
    for await (const row of execution.driver.journal.read({ runIds, kinds: ['rollback-point'] })) {
        const { entry } = (0,journal/* stampedOf */.G)(row);
        if (entry.kind !== 'rollback-point')
            continue;
        const then = entry.point.applied.filter((version) => !(0,build_plan/* isRepeatable */.su)(version));
        const same = then.length === left.length && left.every((version) => then.includes(version));
        if (same)
            return { ...entry.point, tables: null };
    }
    return null;
}
/** Replaces the live content by a backup. */
async function toBackup(run, stageContext) {
    const { execution, journal } = run;
    const { inputs, context } = execution;
    await requirePrograms(execution.driver, context.signal);
    const backup = await (0,choose_backup/* chooseBackup */.S)(execution, inputs.backupId, 'restore');
    const { manifest } = backup;
    (0,require_backup/* refuseUnproven */.wC)(execution, backup, 'restore');
    await refuseOtherDigest(run, manifest);
    await (0,verify/* verifyBackup */.gu)(backup, context.signal);
    await journal.append({
        kind: 'backup',
        backupId: manifest.id,
        digest: manifest.digest,
        verified: manifest.verified,
        path: backup.directory,
    });
    (0,run_execution/* measureRecovery */.AJ)(execution, manifest);
    const losses = await lossesOf(run, manifest);
    if (losses.length > 0 && !inputs.acceptDataLoss)
        throw dataLoss(manifest, losses);
    for (const loss of losses)
        context.emit({ level: 'warning', scope: 'rollback', message: `will be lost: ${loss}` });
    if (manifest.proof !== null) {
        const message = `restoring the backup ${manifest.id}, which took ${(0,duration/* durationText */.S5)(manifest.proof.durationMs)} when it was proven`;
        context.emit({ level: 'info', scope: 'rollback', message });
    }
    const verified = await (0,rollback/* rollBack */.F)(stageContext, {
        started: {
            kind: 'rollback-started',
            reason: `asked to go back to the backup ${manifest.id}${acceptedLosses(losses)}`,
            method: 'backup',
            backupId: manifest.id,
            versions: [],
            point: (0,run_rollback/* pointOf */.qk)(backup),
        },
        migrations: [],
        partial: new Map(),
        restored: false,
        restore: (0,run_rollback/* restoreFrom */.Ry)(run, stageContext, backup),
        manualSteps: restoreByHand(execution, backup, losses.length > 0),
    });
    return ending(run, verified, manifest.tables.reduce((sum, table) => sum + table.rows, 0), manifest.id);
}
/** What is left when a restore has failed; a restore that failed leaves the old content, or says what it left. */
function restoreByHand({ inputs, target }, { manifest, directory }, hasLosses) {
    const again = (0,pasted_command/* pastedCommand */.$)('rollback', target.environment, {
        to: 'backup',
        'backup-run-id': inputs.backupRunId,
        'backup-id': manifest.id,
        identity: manifest.encrypted ? 'FILE' : undefined,
        'accept-data-loss': hasLosses ? true : undefined,
    });
    return `1. remove the cause and run \`${again}\` again, which may be repeated\n2. or load the files in ${directory} by hand, as docs/backups.md says under “Without Sluice”`;
}
/**
 * A backup that runs on this database have named before must still be that one; it may have come from elsewhere.
 *
 * @throws SluiceError `BACKUP_002`
 */
async function refuseOtherDigest({ execution }, { id, digest }) {
    for await (const row of execution.driver.journal.read({ kinds: ['backup'] })) {
        const { entry, runId } = (0,journal/* stampedOf */.G)(row);
        if (entry.kind !== 'backup' || entry.backupId !== id || entry.digest === digest)
            continue;
        throw new errors/* SluiceError */.ah('BACKUP_002', `The backup ${id} has the digest ${digest}, but in run ${runId} it had ${entry.digest}: it is another one under the same id.`, {
            fix: 'Do not restore it. Find out where it came from, and use another backup: `sluice backup list` shows them.',
        });
    }
}
/** Where the loss is accepted, a database that cannot be read any more is no obstacle to restoring it. */
async function lossesOf({ execution }, manifest) {
    const { driver, context, inputs } = execution;
    try {
        return await lossesSince(manifest, driver, context.signal);
    }
    catch (error) {
        context.signal.throwIfAborted();
        if (!inputs.acceptDataLoss || error instanceof errors/* InterruptedError */.p4)
            throw error;
        return [`what that is cannot be known, because the database cannot be compared with the backup: ${String(error)}`];
    }
}

// EXTERNAL MODULE: ./build/js/run/target.js
var target = __webpack_require__(62079);
// EXTERNAL MODULE: ./build/js/checks/validation/context.js
var validation_context = __webpack_require__(86343);
// EXTERNAL MODULE: ./build/js/checks/validation/index.js + 4 modules
var checks_validation = __webpack_require__(86119);
// EXTERNAL MODULE: ./build/js/migrations/read-migrations.js + 21 modules
var read_migrations = __webpack_require__(28512);
;// CONCATENATED MODULE: ./build/js/report/junit.js
/** What XML 1.0 has no way to write (2.2): most control characters, half characters, U+FFFE and U+FFFF. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** Text for an element or an attribute; white space is written so that readers cannot normalise it. */
function junit_escape(text) {
    return text
        .replaceAll(IMPOSSIBLE, '\uFFFD')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll(/[\t\n\r]/gu, (character) => `&#${String(character.charCodeAt(0))};`);
}
/** The checks as JUnit XML, one test case a check; warnings pass and are noted. Pure. */
function junitReport(report) {
    const failures = report.checks.filter((check) => check.status === 'fail').length;
    const skips = report.checks.filter((check) => check.status === 'skip').length;
    const seconds = (report.run.durationMs / 1000).toFixed(3);
    const suite = `sluice ${report.run.command}${report.run.environment === null ? '' : ` ${report.run.environment}`}`;
    const counts = `tests="${String(report.checks.length)}" failures="${String(failures)}" skipped="${String(skips)}" time="${seconds}"`;
    const cases = report.checks.map((check) => {
        const open = `    <testcase classname="${junit_escape(suite)}" name="${junit_escape(check.title)}"`;
        const facts = `expected: ${check.expected}\nobserved: ${check.observed}${check.fix === '' ? '' : `\nfix: ${check.fix}`}`;
        if (check.status === 'fail') {
            return `${open}>\n      <failure type="${check.code ?? ''}" message="${junit_escape(check.observed)}">${junit_escape(facts)}</failure>\n    </testcase>`;
        }
        if (check.status === 'skip')
            return `${open}>\n      <skipped message="${junit_escape(check.observed)}"/>\n    </testcase>`;
        return `${open}>\n      <system-out>${junit_escape(facts)}</system-out>\n    </testcase>`;
    });
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="sluice" ${counts}>`,
        `  <testsuite name="${junit_escape(suite)}" timestamp="${report.run.startedAt}" ${counts}>`,
        ...cases,
        '  </testsuite>',
        '</testsuites>',
        '',
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/js/run/report-baseline.js



function isReport(value) {
    return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'sluice.report/1';
}
/**
 * The state that an earlier report recorded, when the path leads to a report.
 *
 * @returns null when it is something else, such as a backup
 * @throws SluiceError `CONF_001` when the report recorded no state
 */
async function reportBaseline(workingDirectory, path) {
    if (!path.endsWith('.json'))
        return null;
    let content;
    try {
        content = JSON.parse(await (0,promises_.readFile)((0,external_node_path_.resolve)(workingDirectory, path), 'utf8'));
    }
    catch (error) {
        throw new errors/* SluiceError */.ah('CONF_001', `The baseline ${path} cannot be read.`, {
            cause: error,
            fix: 'Name a report of `sluice migrate` or `sluice validate`, or a backup.',
        });
    }
    if (!isReport(content))
        return null;
    if (content.state !== null)
        return { runId: content.run.id, state: content.state };
    throw new errors/* SluiceError */.ah('CONF_001', `The report ${path} recorded no state to compare with.`, {
        fix: 'Use the report of a `sluice migrate` that applied something, or of `sluice validate`.',
    });
}

// EXTERNAL MODULE: ./build/js/drivers/index.js
var drivers = __webpack_require__(18798);
;// CONCATENATED MODULE: ./build/js/run/source-database.js






/** Reads a second database as the baseline to compare with. */
async function openSource({ context, target, runId }, url) {
    context.redactor.register(...(0,database_url/* secretsOf */.F)(url));
    const { schema, prefix } = target.config.migrations;
    const driver = await (0,drivers/* openDatabase */.q)((0,database_url/* parseDatabaseUrl */.m)(url), {
        signal: context.signal,
        clock: context.clock,
        names: { schema, prefix },
        runId,
        connectTimeoutMs: run_execution/* CONNECT_TIMEOUT_MS */.cC,
        temporaryDirectory: context.env['RUNNER_TEMP'] ?? (0,external_node_os_.tmpdir)(),
    });
    try {
        const source = await driver.inspect(context.signal);
        return {
            name: 'the source database',
            tables: await (0,rollback_point/* digestTables */.Ky)(driver, source, context.signal),
            objects: (0,fingerprint/* fingerprint */.Rj)(source).objects,
            performance: {},
        };
    }
    finally {
        await driver.close();
    }
}

;// CONCATENATED MODULE: ./build/js/run/validate.js















/** Compares the database with a baseline or a second database, and asks the rules. Changes nothing. */
const validate = async (inputs, context) => {
    const result = await (0,run_execution/* execute */.g7)('validate', inputs, context, (execution) => validateDatabase(execution));
    if (inputs.junitPath === undefined || result.reportFiles[0] === undefined)
        return result;
    const path = (0,external_node_path_.resolve)(context.workingDirectory, inputs.junitPath);
    const report = JSON.parse(await (0,promises_.readFile)(result.reportFiles[0], 'utf8'));
    await (0,promises_.writeFile)(path, junitReport(report));
    return { ...result, reportFiles: [...result.reportFiles, path] };
};
function isCheckName(name) {
    return Object.hasOwn(checks_validation/* VALIDATION_CHECKS */.O, name);
}
/** @throws SluiceError `CONF_001` naming the checks that there are */
function validate_selectedChecks({ inputs }) {
    const wanted = inputs.checks;
    if (wanted === undefined || wanted.length === 0)
        return null;
    const unknown = wanted.filter((name) => !isCheckName(name));
    if (unknown.length === 0)
        return wanted.filter(isCheckName);
    throw new errors/* SluiceError */.ah('CONF_001', `There is no validation check called ${unknown.join(', ')}.`, {
        fix: `Use: ${Object.keys(checks_validation/* VALIDATION_CHECKS */.O).join(', ')}.`,
    });
}
async function validateDatabase(execution) {
    const { driver, target, context, report } = execution;
    const { validate: settings, migrations } = target.config;
    const journal = execution.journal(run_execution/* inMemory */.ZK);
    const limits = {
        lockTimeoutMs: migrations.lockTimeoutMs,
        statementTimeoutMs: migrations.statementTimeoutMs,
        signal: context.signal,
    };
    const selected = validate_selectedChecks(execution);
    const schema = await driver.inspect(context.signal);
    const baseline = await baselineOf(execution);
    const present = (0,validation_context/* presentTables */.T)(driver, schema, settings.checksums, context.signal);
    const results = await (0,checks_validation/* runValidation */.L)({
        driver,
        limits,
        settings,
        schema,
        baseline: baseline?.baseline ?? null,
        touched: (0,validation/* touchedSince */.n)(baseline?.baseline ?? null, baseline?.since ?? [], driver.traits.sql, schema),
        present,
    }, context.clock, selected, async (check) => {
        await journal.append({ kind: 'check', check });
        context.emit({
            level: check.status === 'fail' ? 'error' : 'info',
            scope: check.id,
            message: `${check.status}: ${check.observed}`,
        });
    });
    await recordState(execution, journal, schema, present);
    const compared = baseline === null ? 0 : [...(await present()).values()].reduce((sum, table) => sum + table.rows, 0);
    report.measure('rowsCompared', compared);
    const failures = results.filter((check) => check.status === 'fail');
    if (failures.length > 0)
        await execution.fail(journal, validationError(failures));
    return { status: failures.length > 0 ? 'failed' : 'passed', outputs: validate_outputsOf(results, compared) };
}
/** Leaves in the report what a later validation can compare with. */
async function recordState({ driver, target }, journal, schema, present) {
    const { fingerprint: schemaFingerprint, objects } = (0,fingerprint/* fingerprint */.Rj)(schema);
    const { rowCounts, checksums } = target.config.validate;
    const tables = rowCounts && checksums ? [...(await present()).values()] : null;
    const applied = (await driver.history.list()).map((row) => row.version);
    const point = { schemaFingerprint, objects, tables, applied, backupId: null, performance: {} };
    await journal.append({ kind: 'rollback-point', point, inheritedFrom: null });
}
function validate_outputsOf(results, compared) {
    const failures = results.filter((check) => check.status === 'fail');
    return {
        'checks-total': String(results.length),
        'checks-failed': String(failures.length),
        'rows-compared': String(compared),
        'drift-detected': String(failures.some((check) => check.code === 'DRIFT_001' || check.id === 'checksums')),
    };
}
function validationError(failures) {
    return new errors/* SluiceError */.ah('DATA_001', `Validation failed: ${failures.map((check) => `${check.title}: ${check.observed}`).join('; ')}.`, {
        fix: failures.map((check) => check.fix).join(' '),
    });
}
/** What to compare with, and the migrations that were applied or taken back since. Null: there is nothing. */
async function baselineOf(execution) {
    const { inputs, target, driver, context } = execution;
    if (inputs.sourceUrl !== undefined)
        return { baseline: await openSource(execution, inputs.sourceUrl), since: [] };
    const found = await recordedBaseline(execution);
    if (found === null)
        return null;
    const { baseline, applied } = found;
    const syntax = (0,prepare_plan/* syntaxOf */.r)(driver);
    // Applied since, or taken back since: either way the migration's tables may differ.
    const moved = new Set(applied).symmetricDifference(new Set((await driver.history.list()).map((row) => row.version)));
    if (moved.size === 0)
        return { baseline, since: [] };
    const { migrations } = await (0,read_migrations/* readMigrations */.F)(target.migrationsDirectory, {
        format: target.migrationsFormat,
        syntax,
        signal: context.signal,
    });
    return { baseline, since: migrations.filter((migration) => moved.has(migration.version)) };
}
/** The named report or backup, else the newest backup of this environment. */
async function recordedBaseline(execution) {
    const named = execution.inputs.baseline;
    const report = named === undefined ? null : await reportBaseline(execution.context.workingDirectory, named);
    if (report !== null) {
        return { baseline: { name: `the report of run ${report.runId}`, ...report.state }, applied: report.state.applied };
    }
    const backup = await namedBackup(execution, named);
    return backup === null
        ? null
        : { baseline: { name: `the backup ${backup.manifest.id}`, ...(0,run_rollback/* pointOf */.qk)(backup) }, applied: backup.manifest.applied };
}
/** Nobody asked for the newest backup, so its absence is no failure. */
async function namedBackup(execution, named) {
    try {
        return await (0,choose_backup/* chooseBackup */.S)(execution, named, 'compare');
    }
    catch (error) {
        if (named === undefined && error instanceof errors/* SluiceError */.ah && error.code === 'BACKUP_003')
            return null;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/js/run/lifecycle.js








/** The steps of the lifecycle, in order; a step that did not pass ends it. */
const STEPS = [
    { command: readinessCheck, inputs: (inputs) => inputs },
    {
        command: promote,
        inputs: ({ environment, ...inputs }) => ({ ...inputs, ...(environment === undefined ? {} : { to: environment }) }),
    },
    { command: backup/* backup */.R, inputs: (inputs) => inputs },
    { command: migrate, inputs: (inputs, handedOn) => ({ ...handedOn, ...inputs, ...backupOf(handedOn) }) },
    {
        command: validate,
        inputs: (inputs, { backupId }) => (backupId === undefined ? inputs : { ...inputs, baseline: backupId }),
    },
];
function backupOf({ backupId }) {
    return backupId === undefined ? {} : { backupId };
}
/** A dry run takes no backup and has nothing to validate; only a protected environment has a gate. */
function stepsOf(inputs, isGated) {
    const steps = STEPS.filter(({ command }) => command !== promote || isGated);
    return inputs.dryRun ? steps.filter(({ command }) => command === readinessCheck || command === migrate) : steps;
}
const SEVERITY = ['skipped', 'passed', 'warned', 'failed', 'interrupted'];
function worse(one, other) {
    return SEVERITY.indexOf(one) > SEVERITY.indexOf(other) ? one : other;
}
/**
 * Readiness check, the gate of a protected environment, backup, migrate (with its rollback on failure) and validate, as
 * one command. It can go back to the backup that it has encrypted itself until the migration has ended.
 */
const lifecycle = async (inputs, context) => {
    const ownKeys = new OwnKeys();
    try {
        return merge(await runSteps(inputs, { ...context, ownKeys }, ownKeys));
    }
    finally {
        ownKeys.forget();
    }
};
async function runSteps(inputs, context, ownKeys) {
    const results = [];
    let handedOn = {};
    for (const step of stepsOf(inputs, await (0,target/* isProtected */.bz)(inputs, context))) {
        const result = await step.command(step.inputs(inputs, handedOn), context);
        results.push(result);
        if (step.command === migrate)
            ownKeys.forget();
        handedOn = { ...handedOn, ...handedOnBy(step, result) };
        if (result.exitCode === 0)
            continue;
        if (step.command === validate && isUndoable(inputs, results))
            results.push(await takeBack(inputs, context));
        break;
    }
    return results;
}
/** Only what a gate has let pass binds the migration. */
function handedOnBy({ command }, { outputs }) {
    const { 'backup-id': backupId = '', 'plan-digest': planDigest = '' } = outputs;
    return {
        ...(backupId === '' ? {} : { backupId }),
        ...(command === promote && planDigest !== '' ? { planDigest } : {}),
    };
}
/**
 * Whether the migration, which had passed by itself, is to be taken back because the comparison with the backup failed. A
 * validation that could not be made, as after a lost connection, says nothing against it.
 */
function isUndoable({ onFailure }, results) {
    const isRefuted = results.at(-1)?.errors.some(({ code }) => code === 'DATA_001') === true;
    return (onFailure === 'rollback' && isRefuted && results.some((result) => Number(result.outputs['applied-count'] ?? 0) > 0));
}
/** By down files only: they lose no row that was written meanwhile. */
async function takeBack(inputs, context) {
    const { environment } = inputs;
    const result = await rollback_rollback({ ...inputs, to: 'previous', ...(environment === undefined ? {} : { confirm: environment }) }, context);
    return { ...result, exitCode: 1, outputs: { ...result.outputs, 'rolled-back': String(result.exitCode === 0) } };
}
/** One result of several: every output of every step, and the worst end. */
function merge(results) {
    const last = results.at(-1);
    const status = results.map((result) => result.status).reduce(worse, 'passed');
    return {
        status,
        exitCode: last?.exitCode ?? 0,
        errors: results.flatMap((result) => result.errors),
        places: results.flatMap((result) => result.places),
        outputs: {
            ...Object.assign({}, ...results.map((result) => result.outputs)),
            status: status === 'interrupted' ? 'failed' : status,
            'error-code': results.map((result) => result.outputs['error-code'] ?? '').find((code) => code !== '') ?? '',
        },
        reportFiles: results.flatMap((result) => result.reportFiles),
        evidenceFiles: results.flatMap((result) => result.evidenceFiles),
        markdown: results.map((result) => result.markdown).join('\n'),
        comment: results.map((result) => result.comment).join('\n\n'),
        artifactFiles: results.flatMap((result) => result.artifactFiles),
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/core/json-schema-processors.js
var json_schema_processors = __webpack_require__(98439);
// EXTERNAL MODULE: ./build/js/config/schema.js
var schema = __webpack_require__(39130);
;// CONCATENATED MODULE: ./build/js/config/json-schema.js


/** Names the schema, whatever it is fetched from. */
const SCHEMA_ID = 'urn:sluice:config:1';
/** The JSON Schema (2020-12) of `sluice.yml`, for editors; rules between values are checked by `loadConfig` alone. */
function configJsonSchema() {
    const { $schema, ...rest } = json_schema_processors/* toJSONSchema */.bl(schema/* configSchema */.Q, { io: 'input', target: 'draft-2020-12' });
    return { $schema: $schema ?? null, $id: SCHEMA_ID, title: 'sluice.yml', ...rest };
}

;// CONCATENATED MODULE: ./build/js/run/index.js







/** The commands that the actions and the command line share, by their names. */
const commands = {
    'readiness-check': readinessCheck,
    backup: backup/* backup */.R,
    migrate: migrate,
    validate: validate,
    promote: promote,
    rollback: rollback_rollback,
    lifecycle: lifecycle,
};



/***/ }),

/***/ 52047:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ plannedScripts)
/* harmony export */ });
/** The files of a plan with what is left of them, for whoever reviews it. */
function plannedScripts(plan, { migrations }) {
    const byVersion = new Map(migrations.map((migration) => [migration.version, migration.up]));
    return plan.steps.map(({ version, path, statements, done }) => {
        const left = (byVersion.get(version)?.statements ?? []).filter(({ index }) => index >= done);
        return { path, statements, text: left.map(({ text }) => `${text};`).join('\n') };
    });
}


/***/ }),

/***/ 75053:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rg: () => (/* binding */ newestVersion),
/* harmony export */   Su: () => (/* binding */ planOptions),
/* harmony export */   Uo: () => (/* binding */ ownTables),
/* harmony export */   gq: () => (/* binding */ refuseOtherPlan),
/* harmony export */   iA: () => (/* binding */ prepare)
/* harmony export */ });
/* harmony import */ var _backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(50109);
/* harmony import */ var _checks_readiness_way_back_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(67844);
/* harmony import */ var _checks_validation_performance_js__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(35210);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);
/* harmony import */ var _migrations_versions_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(18269);
/* harmony import */ var _plan_build_plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51194);
/* harmony import */ var _plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(29384);
/* harmony import */ var _plan_partial_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(55589);
/* harmony import */ var _stages_context_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(89995);
/* harmony import */ var _stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2086);
/* harmony import */ var _stages_prepare_plan_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(13901);
/* harmony import */ var _stages_recover_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(11488);
/* harmony import */ var _stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(81873);
/* harmony import */ var _execution_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(55156);
/* harmony import */ var _planned_scripts_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(52047);
/* harmony import */ var _require_backup_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(66194);
/* harmony import */ var _run_rollback_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(98902);

















/** The options that are part of the plan's digest. */
function planOptions({ inputs, target }) {
    const { lockTimeoutMs, statementTimeoutMs, warnings, allowOutOfOrder } = target.config.migrations;
    return {
        toVersion: inputs.toVersion ?? null,
        allowOutOfOrder: inputs.allowOutOfOrder ?? allowOutOfOrder,
        lockTimeoutMs,
        statementTimeoutMs,
        warnings,
    };
}
/** Names of Sluice's own tables, as `migrations.prefix` makes them. */
function ownTables({ config }) {
    return ['migrations', 'journal', 'lock', 'control'].map((table) => `${config.migrations.prefix}${table}`);
}
/** The newest of some versions; empty when there is none. Repeatable ones do not count. */
function newestVersion(versions) {
    return (versions
        .filter((version) => !(0,_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .isRepeatable */ .su)(version))
        .toSorted(_migrations_versions_js__WEBPACK_IMPORTED_MODULE_12__/* .compareVersions */ .Zy)
        .at(-1) ?? '');
}
/**
 * The approved plan, or nothing.
 *
 * @throws SluiceError `PLAN_001`
 */
function refuseOtherPlan({ inputs }, { plan }) {
    if (inputs.planDigest === undefined || inputs.planDigest === plan.digest)
        return;
    const files = plan.steps.map((step) => step.path).join(', ');
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('PLAN_001', `The plan now has the digest ${plan.digest}; approved was ${inputs.planDigest}. Now pending: ${files === '' ? 'nothing' : files}.`, {
        fix: 'A file, a setting or the live schema changed since. Review the plan with --dry-run and have its new digest approved.',
    });
}
/** Looks at what was left behind, makes the plan, and records the state to go back to. */
async function prepare(run, stageContext) {
    const { execution, journal } = run;
    const { driver, target, context } = execution;
    const state = await (0,_stages_recover_js__WEBPACK_IMPORTED_MODULE_7__/* .recover */ .l)(driver, journal, (0,_stages_context_js__WEBPACK_IMPORTED_MODULE_13__/* .limitsOf */ .A)(stageContext), context.emit);
    await (0,_run_rollback_js__WEBPACK_IMPORTED_MODULE_11__/* .finishRollback */ .kg)(run, stageContext, state);
    const made = await (0,_stages_prepare_plan_js__WEBPACK_IMPORTED_MODULE_6__/* .preparePlan */ .H)({
        driver,
        directory: target.migrationsDirectory,
        format: target.migrationsFormat,
        options: planOptions(execution),
        ownTables: ownTables(target),
        state,
        signal: stageContext.signal,
    });
    refuseOtherPlan(execution, made);
    for (const message of made.migrations.warnings)
        context.emit({ level: 'warning', scope: 'preparation', message });
    execution.scripts.push(...(0,_planned_scripts_js__WEBPACK_IMPORTED_MODULE_14__/* .plannedScripts */ .b)(made.plan, made.migrations));
    await journal.append({ kind: 'plan', plan: made.plan, continues: made.continues?.runId ?? null });
    return { ...made, state, ...(await wayBack(run, made, stageContext, state.partial)) };
}
/** The state to go back to, and the backup of it. A run that goes on with a cut-off one inherits its point. */
async function wayBack(run, made, stageContext, partial) {
    const { execution, journal } = run;
    const inherited = made.continues?.rollbackPoint ?? null;
    const idle = made.plan.steps.length === 0 && inherited === null;
    const backup = idle ? null : await backupToFallBackTo(execution, made, inherited);
    if (backup !== null) {
        const { id, digest, verified } = backup.manifest;
        await journal.append({ kind: 'backup', backupId: id, digest, verified, path: backup.directory });
        (0,_execution_js__WEBPACK_IMPORTED_MODULE_9__/* .measureRecovery */ .AJ)(execution, backup.manifest);
        await sayWhatIsLocked(run, made, backup);
    }
    const point = inherited ?? (await freshPoint(execution, made, backup, stageContext, idle, partial));
    await journal.append({
        kind: 'rollback-point',
        point,
        inheritedFrom: inherited === null ? null : (made.continues?.runId ?? null),
    });
    return { point, backup };
}
function backupToFallBackTo(execution, { schema }, inherited) {
    const { objects } = (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_4__/* .fingerprint */ .Rj)(schema);
    return inherited === null
        ? (0,_require_backup_js__WEBPACK_IMPORTED_MODULE_10__/* .backupForRun */ .tv)(execution, objects, execution.inputs.backupId)
        : (0,_require_backup_js__WEBPACK_IMPORTED_MODULE_10__/* .backupToContinue */ .vo)(execution, inherited, objects);
}
/** That a failed run cannot be taken back without a person must be known before it starts. */
async function sayWhatIsLocked({ execution, journal }, made, backup) {
    if (execution.inputs.onFailure === 'stop' || !(0,_backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_0__/* .isLocked */ .ln)(backup))
        return;
    const check = (0,_checks_readiness_way_back_js__WEBPACK_IMPORTED_MODULE_1__/* .wayBackResult */ .w)({
        obstacles: (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_5__/* .foreseeObstacles */ .c1)(made.plan.steps, made.migrations.migrations),
        backup: 'locked',
    });
    if (check.status !== 'warn')
        return;
    await journal.append({ kind: 'check', check });
    execution.context.emit({
        level: 'warning',
        scope: 'preparation',
        message: `if this run fails, it can be taken back ${check.observed}. ${check.fix}`,
    });
}
async function freshPoint({ driver, target, context }, made, backup, stageContext, idle, partial) {
    const { validate } = target.config;
    // Its way back leads to before it was begun, and that is not the state now.
    const half = [...partial.values()].some((file) => file.keys !== undefined && (0,_plan_partial_js__WEBPACK_IMPORTED_MODULE_15__/* .isHalfDone */ .u)(file));
    return (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_8__/* .takeRollbackPoint */ .kD)({
        driver,
        schema: made.schema,
        applied: made.applied,
        checksums: validate.checksums && !idle && !half,
        backupId: backup?.manifest.id ?? null,
        performance: idle ? {} : await (0,_checks_validation_performance_js__WEBPACK_IMPORTED_MODULE_16__/* .measureQueries */ .f)(driver, validate, (0,_stages_context_js__WEBPACK_IMPORTED_MODULE_13__/* .limitsOf */ .A)(stageContext), context.clock),
        signal: stageContext.signal,
    });
}


/***/ }),

/***/ 66194:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tv: () => (/* binding */ backupForRun),
/* harmony export */   vo: () => (/* binding */ backupToContinue),
/* harmony export */   wC: () => (/* binding */ refuseUnproven)
/* harmony export */ });
/* harmony import */ var _backup_unlock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(95157);
/* harmony import */ var _backup_verify_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46252);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);
/* harmony import */ var _checks_result_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(15613);
/* harmony import */ var _stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(81873);
/* harmony import */ var _stages_pasted_command_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4407);
/* harmony import */ var _plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(29384);
/* harmony import */ var _choose_backup_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(13622);








/** How much each level proves. */
const LEVELS = ['none', 'checksum', 'restore'];
/** Proves a backup that was not, or not by restoring. */
function proofCommand({ target }, { id, encrypted }) {
    return (0,_stages_pasted_command_js__WEBPACK_IMPORTED_MODULE_6__/* .pastedCommand */ .$)('backup verify', target.environment, {
        verify: 'restore',
        identity: encrypted ? 'FILE' : undefined,
        'backup-id': id,
    });
}
/** A backup that was fetched is gone by the time somebody follows the fix. */
function ifElsewhere({ id }) {
    return `If only a workflow run has it, download it first (\`gh run download --name sluice-backup-${id} --dir ${id}\`): backup-id also takes the path of its folder.`;
}
/** What the run needs of a backup: the input, else what protects a protected environment. */
function requiredBackup({ inputs, target }) {
    return inputs.requireBackup ?? (target.environment?.protected === true ? 'restore' : 'none');
}
/**
 * Holds a backup against the level of proof that is required. Where none is, an unproven one is only named.
 *
 * @throws SluiceError `BACKUP_003`
 */
function refuseUnproven(execution, { manifest }, purpose = 'fall-back') {
    const required = requiredBackup(execution);
    const { id, verified } = manifest;
    if (LEVELS.indexOf(verified) < LEVELS.indexOf(required)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} is verified by “${verified}”, and this run requires “${required}”.`, {
            fix: `${purpose === 'restore' ? 'Prove it' : 'Take a new backup with `verify: restore` and pass its backup-id, or prove this one'}: \`${proofCommand(execution, manifest)}\`. ${purpose === 'restore' ? 'Then run the same command again. ' : ''}${ifElsewhere(manifest)}`,
        });
    }
    if (verified === 'restore')
        return;
    execution.context.emit({
        level: 'warning',
        scope: 'backup',
        message: `the backup ${id} was never restored to prove it (verified: ${verified})`,
    });
}
/**
 * The backup that a run can fall back to: the one that was named, else the newest; null when none is
 * required and none fits.
 *
 * @param objects the schema that the backup must hold
 * @param backupId the backup that was named; undefined = the newest
 *
 * @throws SluiceError `BACKUP_003` when a required backup is missing, not proven as required, or of
 *   another state of the schema, or is encrypted to others than the identity that was given;
 *   `BACKUP_002` when it is corrupt
 */
async function backupForRun(execution, objects, backupId) {
    const { context } = execution;
    if (requiredBackup(execution) === 'none' && backupId === undefined)
        return fittingBackup(execution, objects);
    const backup = await (0,_choose_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .chooseBackup */ .S)(execution, backupId, 'fall-back');
    refuseUnproven(execution, backup);
    const { id } = backup.manifest;
    const differences = (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_3__/* .schemaDifferences */ .wW)(backup.manifest.objects, objects);
    if (differences.length > 0) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} is of another schema than the database has now: ${(0,_checks_result_js__WEBPACK_IMPORTED_MODULE_7__/* .few */ .H$)(differences)}.`, {
            fix: 'Take a new backup of the database as it is now (`sluice backup`), and pass its backup-id.',
        });
    }
    await (0,_backup_verify_js__WEBPACK_IMPORTED_MODULE_1__/* .verifyBackup */ .gu)(backup, context.signal);
    return backup;
}
/**
 * The backup that a run which goes on with a cut-off one can fall back to: one of the state before the cut-off one. A
 * backup that was named may also be of the half-way state that the database is in now, as when the steps of a workflow
 * are run again: then it is held against the level of proof, and the earlier one stays the way back, if it is there.
 *
 * @param present the schema as it is now
 * @throws SluiceError as {@link backupForRun}
 */
async function backupToContinue(execution, point, present) {
    const { inputs, context } = execution;
    const named = inputs.backupId;
    if (named === undefined || named === point.backupId || !(await isHalfWay(execution, named, point, present))) {
        return backupForRun(execution, point.objects, named ?? point.backupId ?? undefined);
    }
    const halfWay = await (0,_choose_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .chooseBackup */ .S)(execution, named, 'fall-back');
    refuseUnproven(execution, halfWay);
    await (0,_backup_verify_js__WEBPACK_IMPORTED_MODULE_1__/* .verifyBackup */ .gu)(halfWay, context.signal);
    return earlierBackup(execution, point);
}
/** Whether a backup holds what a cut-off run left, and not what it began with. */
async function isHalfWay(execution, named, point, present) {
    const { objects } = (await (0,_choose_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .chooseBackup */ .S)(execution, named, 'fall-back')).manifest;
    return (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_3__/* .schemaDifferences */ .wW)(objects, point.objects).length > 0 && (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_3__/* .schemaDifferences */ .wW)(objects, present).length === 0;
}
/** Null, and said: it is not here, or cannot be used. The run goes on all the same, as another backup was demanded and is there. */
async function earlierBackup(execution, { backupId, objects }) {
    if (backupId === null)
        return null;
    try {
        return await backupForRun(execution, objects, backupId);
    }
    catch (error) {
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah) || error.code === 'CONF_001')
            throw error;
        execution.context.emit({
            level: 'warning',
            scope: 'backup',
            message: `if this run fails, it is taken back by down files only: the backup ${backupId} of the state before cannot be used here. ${error.message}`,
        });
        return null;
    }
}
/** The newest backup of this very schema, if there is one; nobody asked for it, so its absence is no failure. */
async function fittingBackup(execution, objects) {
    try {
        const backup = await (0,_choose_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .chooseBackup */ .S)(execution, undefined, 'fall-back');
        if (backup.manifest.schemaFingerprint !== (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_4__/* .fingerprintObjects */ .xE)(objects))
            return null;
        // An identity that is there for another backup is as good as none.
        return (await (0,_backup_unlock_js__WEBPACK_IMPORTED_MODULE_0__/* .isOpenedByKeys */ .L)(backup)) ? backup : (0,_backup_unlock_js__WEBPACK_IMPORTED_MODULE_0__/* .withKeys */ .j)(backup, null);
    }
    catch (error) {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah && error.code !== 'CONF_001')
            return null;
        throw error;
    }
}


/***/ }),

/***/ 98902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ry: () => (/* binding */ restoreFrom),
/* harmony export */   T9: () => (/* binding */ migrationsOf),
/* harmony export */   gi: () => (/* binding */ resumeRollback),
/* harmony export */   hb: () => (/* binding */ wasCutOff),
/* harmony export */   kg: () => (/* binding */ finishRollback),
/* harmony export */   ll: () => (/* binding */ newestFirst),
/* harmony export */   qk: () => (/* binding */ pointOf),
/* harmony export */   wG: () => (/* binding */ rollBackRun)
/* harmony export */ });
/* harmony import */ var _backup_catalog_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(93958);
/* harmony import */ var _backup_locked_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41815);
/* harmony import */ var _backup_source_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12376);
/* harmony import */ var _backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50109);
/* harmony import */ var _backup_verify_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(46252);
/* harmony import */ var _backup_unlock_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(95157);
/* harmony import */ var _checksum_table_name_js__WEBPACK_IMPORTED_MODULE_18__ = __webpack_require__(5594);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(12027);
/* harmony import */ var _journal_state_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6299);
/* harmony import */ var _migrations_keys_load_ways_back_js__WEBPACK_IMPORTED_MODULE_19__ = __webpack_require__(90406);
/* harmony import */ var _migrations_read_migrations_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(28512);
/* harmony import */ var _migrations_versions_js__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(18269);
/* harmony import */ var _plan_build_plan_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(51194);
/* harmony import */ var _stages_context_js__WEBPACK_IMPORTED_MODULE_17__ = __webpack_require__(89995);
/* harmony import */ var _stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(2086);
/* harmony import */ var _stages_prepare_plan_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(13901);
/* harmony import */ var _stages_rollback_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(21998);
/* harmony import */ var _stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(81873);
/* harmony import */ var _stages_validation_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(57563);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(83219);




















/** Newest first; repeatable files come off before the versioned ones, as they went on after them. */
function newestFirst(versions) {
    const repeatable = versions.filter(_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_9__/* .isRepeatable */ .su).toSorted().toReversed();
    return [
        ...repeatable,
        ...versions.filter((version) => !(0,_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_9__/* .isRepeatable */ .su)(version)).toSorted((a, b) => (0,_migrations_versions_js__WEBPACK_IMPORTED_MODULE_16__/* .compareVersions */ .Zy)(b, a)),
    ];
}
/** The state that a restored backup has to show. */
function pointOf({ manifest }) {
    const { id, schemaFingerprint, objects, tables, applied } = manifest;
    return { schemaFingerprint, objects, tables, backupId: id, applied, performance: {} };
}
/** What puts a backup in the place of the live content. */
function restoreFrom(run, stageContext, backup) {
    const { snapshot } = run.execution.driver;
    return async () => {
        if (snapshot === undefined) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .SluiceError */ .ah('ROLL_001', `There is no restore for ${run.execution.driver.engine} yet.`);
        }
        // A restore may take as long as it takes: the statement timeout is for statements.
        await snapshot.replace(stageContext.fence, (0,_backup_source_js__WEBPACK_IMPORTED_MODULE_2__/* .dumpSource */ .c)(backup), {
            ...(0,_stages_context_js__WEBPACK_IMPORTED_MODULE_17__/* .limitsOf */ .A)(stageContext),
            statementTimeoutMs: 0,
        });
    };
}
/**
 * Takes a failed run back to its rollback point, by itself.
 *
 * @throws SluiceError `ROLL_001` when there is no safe way back, or it failed
 */
async function rollBackRun(run, prepared, reason) {
    const { execution, journal } = run;
    const stageContext = run.stageContext();
    const applied = await execution.driver.history.list();
    const { partial } = await (0,_journal_state_js__WEBPACK_IMPORTED_MODULE_7__/* .readState */ .un)(execution.driver.journal);
    const planned = new Set(prepared.plan.steps.map((step) => step.version));
    const source = {
        versions: newestFirst(applied.map((row) => row.version).filter((version) => !prepared.point.applied.includes(version))),
        replaced: applied
            .filter((row) => (0,_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_9__/* .isRepeatable */ .su)(row.version) &&
            row.runId === journal.runId &&
            prepared.point.applied.includes(row.version) &&
            planned.has(row.version))
            .map((row) => row.version),
        partial,
        migrations: prepared.migrations.migrations,
        backupId: prepared.backup?.manifest.id ?? null,
        isLocked: prepared.backup !== null && (0,_backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .isLocked */ .ln)(prepared.backup),
        environment: execution.target.environment,
    };
    const plan = (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_10__/* .planRollback */ .II)(source);
    // By hand it takes the identity in any case: what this run reads the backup with ends with it.
    const steps = (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_10__/* .manualSteps */ .gc)({ ...source, isLocked: prepared.backup?.manifest.encrypted === true });
    if (plan.method === 'backup')
        await refuseLoss(run, prepared, source, steps);
    await (0,_stages_rollback_js__WEBPACK_IMPORTED_MODULE_12__/* .rollBack */ .F)(stageContext, {
        started: {
            kind: 'rollback-started',
            reason: (0,_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .reportError */ .N7)(reason).message,
            method: plan.method === 'backup' ? 'backup' : 'down',
            backupId: plan.method === 'backup' ? source.backupId : null,
            versions: plan.versions,
            point: prepared.point,
        },
        migrations: prepared.migrations.migrations,
        partial,
        restored: false,
        restore: prepared.backup === null ? () => Promise.resolve() : restoreFrom(run, stageContext, prepared.backup),
        manualSteps: steps,
    });
}
/**
 * A restore takes with it what was written between the backup and the run, and what the application wrote
 * during the run; that is for a person to decide. Tables that the run's own migrations name have changed
 * for sure, and nobody can tell whose change it was: they are part of what the run is undone for.
 *
 * @throws SluiceError `ROLL_001` naming the tables
 */
async function refuseLoss(run, { backup, point, migrations }, source, steps) {
    const { driver, context } = run.execution;
    if (backup === null)
        return;
    if (point.tables === null) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .SluiceError */ .ah('ROLL_001', 'The backup is not restored by itself: validate.checksums is off, so nobody can tell whether rows were written since.', {
            fix: steps,
        });
    }
    const earlier = (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_13__/* .tableDifferences */ .TT)(backup.manifest.tables, point.tables);
    const undone = new Set([...source.versions, ...source.replaced, ...source.partial.keys()]);
    const applied = migrations.migrations.filter((migration) => undone.has(migration.version));
    const schema = await driver.inspect(context.signal);
    const touched = (0,_stages_validation_js__WEBPACK_IMPORTED_MODULE_14__/* .touchedSince */ .n)({ name: '', ...point }, applied, driver.traits.sql, schema);
    const isUntouched = (digest) => !touched.has((0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_18__/* .qualifiedName */ .O)(digest.table));
    const before = point.tables.filter(isUntouched);
    const known = new Set(before.map((digest) => (0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_18__/* .qualifiedName */ .O)(digest.table)));
    const now = (await (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_13__/* .digestTables */ .Ky)(driver, schema, context.signal)).filter((digest) => known.has((0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_18__/* .qualifiedName */ .O)(digest.table)));
    const differences = [...earlier, ...(0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_13__/* .tableDifferences */ .TT)(before, now)];
    if (differences.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .SluiceError */ .ah('ROLL_001', `The backup ${backup.manifest.id} is not restored by itself, because rows that were written since would be lost: ${differences.join('; ')}.`, { fix: steps, details: { differences } });
}
/**
 * Goes on with a rollback that a killed run had begun: nothing else may run before it has ended. The run
 * then ends as the killed one would have, with its error.
 *
 * @throws SluiceError the killed run's error once the rollback is done; `ROLL_001` when it fails
 */
async function finishRollback(run, stageContext, state) {
    const dead = state.runs.findLast((candidate) => candidate.rollback !== null && wasCutOff(candidate));
    if (dead?.rollback == null)
        return;
    await resumeRollback(run, stageContext, state, dead);
    const error = dead.error;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .SluiceError */ .ah(error?.code ?? 'ROLL_001', `${error?.message ?? dead.rollback.reason} (Run ${dead.runId}; its rollback was gone on with, and is done.)`, {
        fix: error?.fix ?? 'The database is as it was before. Correct the migration and run the command again.',
    });
}
/** A run that was killed, or told to leave, before it had ended. */
function wasCutOff({ status }) {
    return status === null || status === 'interrupted';
}
/** Whether the database shows the state to arrive at: the run may have died between the restore and its journal entry. */
async function isThere({ driver, signal }, point) {
    return point !== null && (await (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_13__/* .differencesFrom */ .Jh)(point, driver, signal)).differences.length === 0;
}
/**
 * Does the rest of a rollback that an earlier run journaled.
 *
 * @throws SluiceError before anything is touched, when the backup is still to be restored: `BACKUP_003` when it is encrypted
 *   and there is no identity, `BACKUP_002` when a byte of it changed; what `rollBack` throws
 */
async function resumeRollback(run, stageContext, state, dead) {
    const { execution } = run;
    const started = dead.rollback;
    if (started === null)
        return;
    const migrations = await migrationsOf(run, stageContext, started.versions);
    const backup = started.backupId === null
        ? null
        : (0,_backup_unlock_js__WEBPACK_IMPORTED_MODULE_5__/* .withKeys */ .j)(await (0,_backup_catalog_js__WEBPACK_IMPORTED_MODULE_0__/* .findBackup */ .SC)(execution.target.backupDirectory, started.backupId), await (0,_identity_js__WEBPACK_IMPORTED_MODULE_15__/* .keysOf */ .Y)(execution.inputs));
    const restored = dead.restored || (started.method === 'backup' && (await isThere(stageContext, started.point)));
    if (backup !== null && (0,_backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .isLocked */ .ln)(backup) && !restored)
        throw (0,_backup_locked_js__WEBPACK_IMPORTED_MODULE_1__/* .lockedBackup */ .z)(backup.manifest);
    // It may have changed since the killed run had looked.
    if (backup !== null && !restored)
        await (0,_backup_verify_js__WEBPACK_IMPORTED_MODULE_4__/* .verifyBackup */ .gu)(backup, stageContext.signal);
    await (0,_stages_rollback_js__WEBPACK_IMPORTED_MODULE_12__/* .rollBack */ .F)(stageContext, {
        started,
        migrations,
        partial: state.partial,
        restored,
        restore: backup === null ? () => Promise.resolve() : restoreFrom(run, stageContext, backup),
        manualSteps: (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_10__/* .manualSteps */ .gc)({
            versions: started.versions,
            replaced: [],
            partial: state.partial,
            migrations,
            backupId: started.backupId,
            isLocked: backup !== null && backup.manifest.encrypted,
            environment: execution.target.environment,
        }),
    });
}
/** The migration files, whatever is wrong between them and the database; those of the versions are ready to be taken back. */
async function migrationsOf({ execution }, stageContext, versions) {
    const { target, driver } = execution;
    const syntax = (0,_stages_prepare_plan_js__WEBPACK_IMPORTED_MODULE_11__/* .syntaxOf */ .r)(driver);
    const { signal } = stageContext;
    const { migrations } = await (0,_migrations_read_migrations_js__WEBPACK_IMPORTED_MODULE_8__/* .readMigrations */ .F)(target.migrationsDirectory, {
        format: target.migrationsFormat,
        syntax,
        signal,
    });
    return (0,_migrations_keys_load_ways_back_js__WEBPACK_IMPORTED_MODULE_19__/* .loadWaysBack */ .K)(migrations, new Set(versions));
}


/***/ }),

/***/ 62587:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  q: () => (/* binding */ applyScript)
});

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/plan/build-plan.js
var build_plan = __webpack_require__(51194);
// EXTERNAL MODULE: ./build/js/plan/related-objects.js
var related_objects = __webpack_require__(86462);
// EXTERNAL MODULE: ./build/js/migrations/keys/transform.js + 1 modules
var transform = __webpack_require__(61763);
// EXTERNAL MODULE: ./build/js/stages/context.js
var stages_context = __webpack_require__(89995);
;// CONCATENATED MODULE: ./build/js/stages/script-run.js


/** True when a statement or COMMIT was under way as the connection broke. */
function commitUnknown(error) {
    return error instanceof errors/* SluiceError */.ah && error.details['commit'] === 'unknown';
}
/**
 * One transaction with journal entries in it. When the connection is lost during COMMIT, the journal
 * in the database tells whether it went through.
 */
async function inTransaction(context, run, work) {
    const limits = (0,stages_context/* limitsOf */.A)(context, run.script.lockTimeoutMs);
    return context.journal.within(async (append) => {
        let result;
        try {
            return await context.driver.apply.transaction(context.fence, limits, async (tx) => {
                result = { value: await work(tx, append) };
                return result.value;
            });
        }
        catch (error) {
            if (result !== undefined && commitUnknown(error) && (await context.journal.isDurable(context.driver.journal))) {
                return result.value;
            }
            throw error;
        }
    });
}
/** The last entries of a script, and its record. */
async function finish(context, run, tx, append, started, before, keys) {
    const durationMs = Math.round(context.clock.monotonic() - started);
    const { version, name, direction, checksum } = run;
    const statements = run.script.statements.length;
    const counts = keys === undefined ? {} : { keys };
    await append(tx.append, ...before, {
        kind: 'file-finished',
        version,
        name,
        direction,
        statements,
        ...counts,
        durationMs,
    });
    if (direction === 'down')
        return tx.removeApplied(version);
    const appliedAt = context.clock.now().toISOString();
    return tx.recordApplied({ version, name, checksum, appliedAt, durationMs, statements, runId: context.journal.runId });
}

;// CONCATENATED MODULE: ./build/js/stages/apply-keys.js




/** How often the journal and whoever watches are told how far it is, in ms. */
const TELL_MS = 5_000;
/** Key by key: what is done is marked with the write itself, so that the journal only tells how far it is. */
async function applyKeys(context, run, fileStarted, started) {
    const { driver, fence, journal } = context;
    const { version, direction, script } = run;
    const { keys: group } = driver;
    if (group === undefined || script.keys === undefined) {
        throw new errors/* SluiceError */.ah('INT_001', `${script.path} is a key migration, and ${driver.engine} has none.`);
    }
    const exports = await script.keys.load();
    const undoes = run.keys?.undoes === true;
    const id = `${version}:${undoes ? 'undo' : direction}`;
    // Marks that a run left behind which ended well would make this one pass over their keys.
    if (run.keys?.resumes !== true)
        await group.forget(fence, id);
    await journal.append(fileStarted);
    const watch = new Watch(context, run);
    const progress = await watch.around(() => transformKeys(group, context, (0,transform/* keyTransform */.E)(exports, direction, id, context.settings.batchSize), undoes ? `${version}:up` : null, watch));
    const left = progress.unsettled === 0 ? [] : [unsettled(run, progress)];
    for (const { check } of left)
        context.emit({ level: 'warning', scope: journal.stage, message: check.observed });
    await inTransaction(context, run, (tx, append) => finish(context, run, tx, append, started, left, progress));
    await group.forget(fence, id);
    if (undoes)
        await group.forget(fence, `${version}:up`);
}
function transformKeys(group, context, transform, undoes, watch) {
    const { fence } = context;
    const limits = (0,stages_context/* limitsOf */.A)(context);
    return undoes === null
        ? group.transform(fence, limits, transform, watch.onBatch)
        : group.undo(fence, limits, undoes, transform, watch.onBatch);
}
/** Follows a transform: obeys requests between batches, and tells how far it is by the clock. */
class Watch {
    #context;
    #run;
    #last = null;
    #toldAt;
    constructor(context, run) {
        this.#context = context;
        this.#run = run;
        this.#toldAt = context.clock.monotonic();
    }
    onBatch = async (progress) => {
        const { clock, emit, journal, obeyControl } = this.#context;
        this.#last = progress;
        if (clock.monotonic() - this.#toldAt >= TELL_MS) {
            this.#toldAt = clock.monotonic();
            await journal.append(this.#entry(progress, false));
            const { keys, scanned } = progress;
            const pass = progress.passes > 1 ? `, pass ${String(progress.passes)}` : '';
            emit({
                level: 'info',
                scope: journal.stage,
                message: `${this.#run.script.path}: ${counts(progress)}${pass}`,
                ...(progress.passes > 1 ? {} : { done: Math.min(scanned, keys), total: keys }),
            });
        }
        await obeyControl();
    };
    /** Journals how far a transform came that stops of its own accord, and names its failure. */
    async around(work) {
        try {
            return await work();
        }
        catch (error) {
            const stopped = error instanceof errors/* InterruptedError */.p4 || (error instanceof errors/* SluiceError */.ah && error.code === 'SQL_001');
            if (stopped && this.#last !== null)
                await this.#context.journal.append(this.#entry(this.#last, true));
            throw this.#named(error);
        }
    }
    #entry(progress, exact) {
        const { version, direction } = this.#run;
        return { kind: 'keys-progress', version, direction, progress, exact };
    }
    /** The key and what the module said of it are data: they go to whoever watches, not into journal and report. */
    #named(error) {
        if (!(error instanceof errors/* SluiceError */.ah) || error.details['key'] === undefined)
            return error;
        const { emit, journal } = this.#context;
        const { path } = this.#run.script;
        const { key, thrown } = error.details;
        const why = typeof thrown === 'string' ? `: ${thrown}` : '';
        const data = [`key ${JSON.stringify(key)}${why}`];
        emit({ level: 'error', scope: journal.stage, message: `${path}: stopped at a key`, data });
        return new errors/* SluiceError */.ah(error.code, `${path}: ${error.message}`, {
            cause: error.cause,
            fix: error.fix,
            details: { version: this.#run.version, path },
        });
    }
}
function counts({ changed, removed, renamed, scanned }) {
    const parts = [
        `${String(changed)} changed`,
        ...(renamed === 0 ? [] : [`${String(renamed)} renamed`]),
        ...(removed === 0 ? [] : [`${String(removed)} removed`]),
    ];
    return `${String(scanned)} keys looked at, ${parts.join(', ')}`;
}
/** That the passes over the keys ran out before one found nothing more to do. */
function unsettled({ script }, progress) {
    return {
        kind: 'check',
        check: {
            id: 'unsettled-keys',
            title: 'Keys in the old form',
            status: 'warn',
            code: 'DATA_001',
            observed: `${script.path}: pass ${String(progress.passes)} over the keys still changed ${String(progress.unsettled)} of them, so others go on writing the old form`,
            expected: 'the last pass finds nothing more to change',
            fix: 'Update every application that writes these keys, then apply another migration that changes what is left.',
        },
    };
}

;// CONCATENATED MODULE: ./build/js/stages/lock-retry.js

/** The pause before the next try: grows with each try up to this many lock timeouts, and is spread at random. */
const LONGEST_PAUSE_IN_TIMEOUTS = 4;
/**
 * Runs work that may have to wait for locks of other sessions. Each try waits no longer than the lock
 * timeout, because everything that comes after it queues behind it in the server; between the tries it
 * steps back. While it waits, the blockers are looked up: afterwards nobody could say any more who they were.
 *
 * @throws SluiceError `LOCK_002` naming the blocker after the last try
 */
async function withLockRetries(context, work) {
    const tries = context.settings.lockRetries + 1;
    let blockers = [];
    for (let attempt = 1;; attempt++) {
        const watch = watchBlockers(context, work.lockTimeoutMs);
        try {
            return await work.run();
        }
        catch (error) {
            const seen = await watch.stop();
            if (!(error instanceof errors/* SluiceError */.ah) || error.code !== 'LOCK_002')
                throw error;
            blockers = seen.length > 0 ? seen : blockers;
            if (attempt >= tries)
                throw gaveUp(work, tries, blockers, error);
            const waitMs = pause(work.lockTimeoutMs, attempt);
            await context.journal.append({ kind: 'lock-retry', version: work.version, attempt, waitMs, blockers });
            context.emit({
                level: 'warning',
                scope: context.journal.stage,
                message: `${work.place} could not get its lock${describe(blockers)}; try ${String(attempt)} of ${String(tries)}, again in ${String(waitMs)} ms`,
            });
            await context.clock.sleep(waitMs, context.signal);
            await context.obeyControl();
        }
        finally {
            await watch.stop();
        }
    }
}
/** Full jitter: anything between half and all of a pause that doubles with each try. */
function pause(lockTimeoutMs, attempt) {
    const ceiling = lockTimeoutMs * Math.min(2 ** (attempt - 1), LONGEST_PAUSE_IN_TIMEOUTS);
    return Math.round(ceiling * (0.5 + Math.random() / 2));
}
/** Looks for blockers from half the lock timeout on, until stopped; a failing look is no failure of the run. */
function watchBlockers(context, lockTimeoutMs) {
    const stopped = new AbortController();
    let seen = [];
    const watching = (async () => {
        for (;;) {
            await context.clock.sleep(Math.max(lockTimeoutMs / 2, 20), stopped.signal);
            const found = await context.driver.sessions.blockers();
            if (found.length > 0)
                seen = found;
        }
    })().catch(() => undefined);
    return {
        async stop() {
            stopped.abort();
            await watching;
            return seen;
        },
    };
}
/** Blockers in words, for messages. */
function describe(blockers) {
    if (blockers.length === 0)
        return '';
    const one = ({ pid, user, query, ageMs, certain }) => `pid ${String(pid)}${user === null ? '' : ` (${user})`}${ageMs === null ? '' : `, since ${(ageMs / 1000).toFixed(1)} s`}` +
        `${query === null ? '' : `, "${query}"`}${certain ? '' : ' (possibly)'}`;
    return `, blocked by ${blockers.map(one).join('; ')}`;
}
function gaveUp(work, tries, blockers, cause) {
    const first = blockers[0];
    return new errors/* SluiceError */.ah('LOCK_002', `${work.place} could not get its lock in ${String(tries)} tries of ${String(work.lockTimeoutMs)} ms${describe(blockers)}.`, {
        cause,
        fix: first === undefined
            ? 'Find the session that holds a lock on the table, wait for it or end it, then run the command again.'
            : `Wait until pid ${String(first.pid)} has ended its transaction, or end that session, then run the command again.`,
        details: { ...cause.details, blockers },
    });
}

// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __webpack_require__(53053);
;// CONCATENATED MODULE: ./build/js/stages/statement-channel.js

/** Published just before and just after each statement of a migration is sent to the server. */
const statementChannel = (0,external_node_diagnostics_channel_.channel)('sluice:statement');
/** Tells whoever listens; costs nothing when nobody does. */
function publishStatement(moment, version, statement) {
    if (statementChannel.hasSubscribers)
        statementChannel.publish({ moment, version, statement });
}

;// CONCATENATED MODULE: ./build/js/stages/apply-script.js








/** Where a statement stands, for messages. */
function place(run, statement) {
    return `${run.script.path}:${String(statement.line)}`;
}
const APPLY = {
    transaction: applyWhole,
    statements: applyOneByOne,
    keys: applyKeys,
};
/** Applies a script, or takes it back, and records it; either way the record and the work cannot part. */
async function applyScript(context, run) {
    const started = context.clock.monotonic();
    const { version, name, checksum, direction, mode } = run;
    await context.obeyControl();
    const fileStarted = {
        kind: 'file-started',
        version,
        name,
        path: run.script.path,
        direction,
        checksum,
        mode,
        statements: run.script.statements.length,
    };
    await APPLY[mode](context, run, fileStarted, started);
}
/** The whole script, its journal entries and its record in one transaction. */
async function applyWhole(context, run, fileStarted, started) {
    const first = run.script.statements[0];
    await withLockRetries(context, {
        version: run.version,
        place: first === undefined ? run.script.path : place(run, first),
        lockTimeoutMs: run.script.lockTimeoutMs ?? context.settings.lockTimeoutMs,
        run: () => inTransaction(context, run, async (tx, append) => {
            const entries = [fileStarted];
            for (const statement of run.script.statements) {
                const outcome = await execute(run, statement, (s) => tx.execute(s));
                entries.push(...acceptWarnings(context, run, statement, outcome));
            }
            await finish(context, run, tx, append, started, entries);
        }),
    });
}
/** Statement by statement: each is journaled in its own transaction, or looked up when it cannot be in one. */
async function applyOneByOne(context, run, fileStarted, started) {
    if (run.warned !== null && context.settings.warnings === 'fail') {
        throw refusedWarnings(run, run.warned.statement, run.warned.warnings);
    }
    await context.journal.append(fileStarted);
    for (const statement of run.script.statements) {
        const kind = context.driver.apply.classify(statement);
        if (kind === 'session') {
            await execute(run, statement, (s) => context.driver.apply.standalone(context.fence, (0,stages_context/* limitsOf */.A)(context), s));
            continue;
        }
        if (statement.index < run.done)
            continue;
        await context.obeyControl();
        const outcome = await withLockRetries(context, {
            version: run.version,
            place: place(run, statement),
            lockTimeoutMs: run.script.lockTimeoutMs ?? context.settings.lockTimeoutMs,
            run: () => kind === 'transactional' ? alone(context, run, statement) : standalone(context, run, statement, kind),
        });
        if (kind !== 'transactional')
            await journalWarnings(context, run, statement, outcome);
    }
    await inTransaction(context, run, (tx, append) => finish(context, run, tx, append, started, []));
}
/** A statement that can be in a transaction: it and its journal entry are one. */
async function alone(context, run, statement) {
    const started = context.clock.monotonic();
    return inTransaction(context, run, async (tx, append) => {
        const outcome = await execute(run, statement, (s) => tx.execute(s));
        const warnings = acceptWarnings(context, run, statement, outcome);
        await append(tx.append, finished(run, statement, outcome, context.clock.monotonic() - started, false), ...warnings);
        return outcome;
    });
}
/**
 * A statement that the engine commits by itself. The journal says before that it begins and what the
 * schema was, so that whoever comes after a crash can look whether it happened.
 */
async function standalone(context, run, statement, kind) {
    const { apply } = context.driver;
    const begun = run.inFlight?.statement === statement.index && run.inFlight.hash === statement.hash ? run.inFlight : null;
    if (begun !== null && !begun.failed && kind === 'opaque')
        throw unknowable(run, statement);
    if (begun !== null && (await happened(context, run, statement, begun.schemaBefore))) {
        const outcome = { rows: null, warnings: [] };
        await context.journal.append(finished(run, statement, outcome, 0, true));
        return outcome;
    }
    const schemaBefore = (0,related_objects/* relatedFingerprint */.y)(await context.driver.inspect(context.signal), statement.text);
    const { index, line, hash } = statement;
    await context.journal.append({
        kind: 'statement-started',
        version: run.version,
        direction: run.direction,
        statement: index,
        line,
        hash,
        schemaBefore,
    });
    const started = context.clock.monotonic();
    const outcome = await execute(run, statement, (s) => apply.standalone(context.fence, (0,stages_context/* limitsOf */.A)(context, run.script.lockTimeoutMs), s).catch(async (error) => {
        if (commitUnknown(error)) {
            if (await happened(context, run, s, schemaBefore))
                return { rows: null, warnings: [] };
        }
        else if (error instanceof errors/* SluiceError */.ah && error.code === 'SQL_001') {
            await context.journal.append({ kind: 'statement-failed', version: run.version, statement: s.index });
        }
        throw error;
    }));
    await context.journal.append(finished(run, statement, outcome, context.clock.monotonic() - started, false));
    return outcome;
}
/** Nobody but a person can tell whether such a statement took effect before its run died. */
function unknowable(run, statement) {
    return new errors/* SluiceError */.ah('SQL_001', `${place(run, statement)}: an earlier run was killed while it ran this statement, and the schema does not show whether it took effect: ${(0,build_plan/* firstLine */.TM)(statement.text)}`, {
        fix: 'Look at the data. If the statement took effect, remove it from the file; if it did not, change it by adding a comment inside it. Then run the command again.',
        details: { version: run.version, path: run.script.path, statement: statement.index, line: statement.line },
    });
}
/** Sweeps what a dead statement left, then compares the schema with the one before it. */
async function happened(context, run, statement, schemaBefore) {
    for (const sentence of await context.driver.apply.sweep(statement, (0,stages_context/* limitsOf */.A)(context))) {
        await context.journal.append({
            kind: 'recovered',
            runId: null,
            findings: [`${place(run, statement)}: ${sentence}`],
        });
        context.emit({ level: 'warning', scope: context.journal.stage, message: `${place(run, statement)}: ${sentence}` });
    }
    return (0,related_objects/* relatedFingerprint */.y)(await context.driver.inspect(context.signal), statement.text) !== schemaBefore;
}
function finished(run, statement, outcome, durationMs, found) {
    const { index, line, hash } = statement;
    return {
        kind: 'statement-finished',
        version: run.version,
        direction: run.direction,
        statement: index,
        line,
        hash,
        rows: outcome.rows,
        durationMs: Math.round(durationMs),
        found,
    };
}
/** What a statement can fail with by itself, rather than because of a lock or the connection. */
const STATEMENT_FAILURES = ['SQL_001', 'TIME_001', 'PERM_001', 'DISK_001', 'MEM_001'];
/** Runs one statement; a failure is named with its file, statement and line. */
async function execute(run, statement, how) {
    publishStatement('before', run.version, statement.index);
    try {
        const outcome = await how(statement);
        publishStatement('after', run.version, statement.index);
        return outcome;
    }
    catch (error) {
        if (!(error instanceof errors/* SluiceError */.ah) || !STATEMENT_FAILURES.includes(error.code))
            throw error;
        const line = typeof error.details['line'] === 'number' ? error.details['line'] : statement.line;
        throw new errors/* SluiceError */.ah(error.code, `${run.script.path}:${String(line)}: statement ${String(statement.index + 1)} of ${String(run.script.statements.length)} failed: ${error.message}`, {
            cause: error.cause,
            fix: error.fix,
            details: { ...error.details, version: run.version, path: run.script.path, statement: statement.index, line },
        });
    }
}
/**
 * The warnings of a statement that cannot be undone: refused, they stay in the journal and stop the next
 * run as well, until somebody has looked.
 */
async function journalWarnings(context, run, statement, outcome) {
    const { warnings } = outcome;
    if (warnings.length === 0)
        return;
    await context.journal.append({ kind: 'warnings', version: run.version, statement: statement.index, warnings });
    if (context.settings.warnings === 'report')
        acceptWarnings(context, run, statement, outcome);
    else
        throw refusedWarnings(run, statement.index, warnings);
}
/** A statement that is applied and must not be built upon unseen. */
function refusedWarnings(run, statement, warnings) {
    const line = run.script.statements[statement]?.line ?? 1;
    return new errors/* SluiceError */.ah('SQL_001', `${run.script.path}:${String(line)}: the statement is applied, and the server warned: ${warnings.join('; ')}.`, {
        fix: 'Look at what it did. If it is right, run the command again with `migrations.warnings: report`; otherwise undo it by hand, or go back to the backup.',
        details: { version: run.version, path: run.script.path, statement, line, warnings },
    });
}
/** A server's warning is a failure until the setting says otherwise; then it is an entry in the journal. */
function acceptWarnings(context, run, statement, outcome) {
    const { warnings } = outcome;
    if (warnings.length === 0)
        return [];
    const text = `${place(run, statement)}: the server warned: ${warnings.join('; ')}`;
    if (context.settings.warnings === 'report') {
        context.emit({ level: 'warning', scope: context.journal.stage, message: text });
        return [{ kind: 'warnings', version: run.version, statement: statement.index, warnings }];
    }
    const { index, line } = statement;
    throw new errors/* SluiceError */.ah('SQL_001', `${text}.`, {
        fix: 'Change the statement so that the server has nothing to warn of, or set `migrations.warnings: report` if it is harmless.',
        details: { version: run.version, path: run.script.path, statement: index, line, warnings },
    });
}


/***/ }),

/***/ 89995:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ limitsOf)
/* harmony export */ });
/** The limits of one statement; a script's own lock timeout goes first. */
function limitsOf(context, lockTimeoutMs = null) {
    return {
        lockTimeoutMs: lockTimeoutMs ?? context.settings.lockTimeoutMs,
        statementTimeoutMs: context.settings.statementTimeoutMs,
        signal: context.signal,
    };
}


/***/ }),

/***/ 4407:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ pastedCommand)
/* harmony export */ });
/* harmony import */ var _shell_word_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(21169);

/** A command of the command line as a person can paste it: for the same environment, and confirmed where that is needed. */
function pastedCommand(command, environment, options = {}) {
    const all = {
        environment: environment?.name,
        ...(command === 'rollback' && environment?.protected === true ? { confirm: environment.name } : {}),
        ...options,
    };
    const words = Object.entries(all).flatMap(([name, value]) => value === undefined ? [] : value === true ? [`--${name}`] : [`--${name} ${(0,_shell_word_js__WEBPACK_IMPORTED_MODULE_0__/* .shellWord */ .r)(value)}`]);
    return ['sluice', command, ...words].join(' ');
}


/***/ }),

/***/ 2086:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   II: () => (/* binding */ planRollback),
/* harmony export */   c1: () => (/* binding */ foreseeObstacles),
/* harmony export */   gc: () => (/* binding */ manualSteps)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _plan_partial_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(55589);
/* harmony import */ var _pasted_command_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4407);



/**
 * Chooses the way back: down files when every applied file has one and nothing is half done, because
 * they lose no row that was written meanwhile; otherwise the backup. Pure.
 *
 * @throws SluiceError `ROLL_001` with the manual steps when there is no way back
 */
function planRollback(source) {
    const { backupId, isLocked = false } = source;
    const obstacles = obstaclesOf(source);
    const versions = [...halfChanged(source), ...source.versions];
    if (obstacles.length === 0)
        return { method: versions.length === 0 ? 'none' : 'down', versions };
    if (backupId !== null && !isLocked)
        return { method: 'backup', versions };
    const why = backupId === null
        ? 'this run has no backup'
        : `the backup ${backupId} is encrypted, and this run has no identity to decrypt it with`;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ROLL_001', `There is no way back: ${obstacles.join('; ')}; and ${why}.`, {
        fix: manualSteps(source),
        details: { obstacles },
    });
}
function obstaclesOf({ versions, replaced, partial, migrations }) {
    const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
    return [
        ...versions
            .filter((version) => byVersion.get(version)?.down == null)
            .map((version) => `${byVersion.get(version)?.up.path ?? version} has no down file`),
        ...replaced.map((version) => `${version} is repeatable, and its earlier text is not known`),
        ...[...partial.values()]
            .filter(isHalfApplied)
            .flatMap((file) => halfAppliedObstacle(file, byVersion.get(file.version))),
    ];
}
/** Key migrations that stopped half-way: the marks tell exactly which keys `down` has to be done to. Newest first. */
function halfChanged({ partial, migrations, versions }) {
    return migrations
        .map((migration) => migration.version)
        .filter((version) => {
        const file = partial.get(version);
        return file?.keys !== undefined && (0,_plan_partial_js__WEBPACK_IMPORTED_MODULE_1__/* .isHalfDone */ .u)(file) && !versions.includes(version);
    })
        .toReversed();
}
/** Why a half-applied file cannot be taken back from where it stands; empty when it can. */
function halfAppliedObstacle(file, migration) {
    const { path, done, keys } = file;
    if (keys === undefined) {
        return [`${path} is half applied (${String(done.length)} statements done), and this engine cannot undo them`];
    }
    if (migration?.down == null)
        return [`${path} has changed a part of its keys, and has no down`];
    const removed = keys.progress?.removed ?? 0;
    return removed === 0 ? [] : [`${path} has removed ${String(removed)} key(s), whose values down does not have`];
}
/**
 * Why a run that applies these steps and then fails might not be taken back by down files; empty when it can be in any
 * case. Pure.
 */
function foreseeObstacles(steps, migrations) {
    const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
    return steps.flatMap(({ version, path, mode, statements }) => [
        ...(byVersion.get(version)?.down == null ? [`${path} has no down file`] : []),
        ...(mode === 'statements' && statements > 1
            ? [`${path} is applied statement by statement, which this engine cannot undo half-way`]
            : []),
    ]);
}
function isHalfApplied(file) {
    return file.direction === 'up' && (0,_plan_partial_js__WEBPACK_IMPORTED_MODULE_1__/* .isHalfDone */ .u)(file);
}
/** What to do with a half-applied file. */
function undoByHand({ path, done, inFlight, keys }, migrate) {
    if (keys !== undefined) {
        return `correct ${path} and run \`${migrate}\` again, which goes on with the keys that are not changed yet; or give it a down and run \`sluice rollback\``;
    }
    if (done.length === 0) {
        return `look whether the statement at line ${String(inFlight?.line)} of ${path} was applied, and undo it by hand; or run \`${migrate}\` again, which looks by itself and goes on`;
    }
    return `undo by hand the statements of ${path} that were applied (lines ${done.map(({ line }) => line).join(', ')}), or correct the file's tail and run \`${migrate}\` again, which goes on behind them`;
}
/** What a person can do when Sluice cannot; at least one step whenever {@link planRollback} finds no way back. */
function manualSteps({ versions, replaced, partial, migrations, backupId, isLocked = false, environment = null, }) {
    const migrate = (0,_pasted_command_js__WEBPACK_IMPORTED_MODULE_2__/* .pastedCommand */ .$)('migrate', environment);
    const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
    const steps = [
        ...[...partial.values()].filter(isHalfApplied).map((file) => undoByHand(file, migrate)),
        ...replaced.map((version) => `apply the earlier text of ${byVersion.get(version)?.up.path ?? version} by hand, or put the file back and run \`${migrate}\` again`),
        ...versions.map((version) => {
            const down = byVersion.get(version)?.down;
            return down == null
                ? `undo ${byVersion.get(version)?.up.path ?? version} by hand and delete its row (version ${version}) from sluice_migrations`
                : `run \`${(0,_pasted_command_js__WEBPACK_IMPORTED_MODULE_2__/* .pastedCommand */ .$)('rollback', environment)}\` again once ${down.path} is corrected`;
        }),
        ...(backupId === null
            ? []
            : [
                `or restore the backup: \`${(0,_pasted_command_js__WEBPACK_IMPORTED_MODULE_2__/* .pastedCommand */ .$)('rollback', environment, { to: 'backup', 'backup-id': backupId, identity: isLocked ? 'FILE' : undefined })}\`, which stops and names the rows that would be lost; --accept-data-loss goes on`,
            ]),
    ];
    return steps.map((step, index) => `${String(index + 1)}. ${step}`).join('\n');
}


/***/ }),

/***/ 13901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ preparePlan),
  r: () => (/* binding */ syntaxOf)
});

// EXTERNAL MODULE: ./build/js/migrations/keys/load-ways-back.js
var load_ways_back = __webpack_require__(90406);
// EXTERNAL MODULE: ./build/js/migrations/read-migrations.js + 21 modules
var read_migrations = __webpack_require__(28512);
// EXTERNAL MODULE: ./build/js/migrations/touched-tables.js
var touched_tables = __webpack_require__(4180);
// EXTERNAL MODULE: ./build/js/plan/build-plan.js
var build_plan = __webpack_require__(51194);
// EXTERNAL MODULE: ./build/js/plan/canonical-json.js
var canonical_json = __webpack_require__(51925);
;// CONCATENATED MODULE: ./build/js/plan/continue-plan.js

/** Two steps are the same work when nothing but their progress differs. */
function sameWork(one, other) {
    return (0,canonical_json/* canonicalJson */.d)({ ...one, done: 0 }) === (0,canonical_json/* canonicalJson */.d)({ ...other, done: 0 });
}
/**
 * Whether a fresh plan is the rest of the plan of a run that was cut off: the options are the same,
 * what is left was part of it, and what is no longer left has been applied since as it was planned. The
 * rest then goes on under the digest that was approved. Pure.
 */
function continuesPlan(fresh, plan, applied) {
    if ((0,canonical_json/* canonicalJson */.d)({ ...plan.options }) !== (0,canonical_json/* canonicalJson */.d)({ ...fresh.options }))
        return false;
    const left = new Map(fresh.steps.map((step) => [step.version, step]));
    const done = new Map(applied.map((row) => [row.version, row.checksum]));
    const known = new Set(plan.steps.map((step) => step.version));
    return (fresh.steps.every((step) => known.has(step.version)) &&
        plan.steps.every((step) => {
            const rest = left.get(step.version);
            return rest === undefined ? done.get(step.version) === step.checksum : sameWork(rest, step);
        }));
}

// EXTERNAL MODULE: ./build/js/plan/fingerprint.js
var fingerprint = __webpack_require__(29384);
// EXTERNAL MODULE: ./build/js/plan/partial.js
var plan_partial = __webpack_require__(55589);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/stages/prepare-plan.js








/**
 * Reads the migrations folder and the live database and builds the plan. Changes nothing.
 *
 * @throws what `readMigrations` and `buildPlan` throw
 */
async function preparePlan(request) {
    const { driver, signal, state } = request;
    const syntax = syntaxOf(driver);
    const read = await (0,read_migrations/* readMigrations */.F)(request.directory, { format: request.format, syntax, signal });
    refuseOwnTables(request, read);
    const applied = await driver.history.list();
    const schema = await driver.inspect(signal);
    const fresh = (0,build_plan/* buildPlan */.Gg)({
        engine: driver.engine,
        traits: driver.traits,
        classify: (statement) => driver.apply.classify(statement),
        migrations: read,
        applied,
        partial: state.partial,
        schemaFingerprint: (0,fingerprint/* fingerprint */.Rj)(schema).fingerprint,
        options: { ...request.options, format: read.format },
    });
    const continues = cutOffRun(fresh, state, applied);
    const migrations = await loaded(read, [fresh, continues?.plan ?? null], state);
    return { plan: continued(fresh, continues), continues, migrations, schema, applied };
}
/**
 * The dialect of an engine's migrations; null where they are modules that change keys.
 *
 * @throws SluiceError `CONF_001` for an engine that has neither
 */
function syntaxOf({ engine, traits, keys }) {
    if (traits.sql !== undefined)
        return traits.sql;
    if (keys !== undefined)
        return null;
    throw new errors/* SluiceError */.ah('CONF_001', `Migrations cannot be applied to ${engine}.`);
}
/**
 * The migrations with the ways back of those that these plans apply or that are half done: only now, with
 * the plan made, does code of a module run.
 */
async function loaded(set, plans, { partial }) {
    const versions = new Set([
        ...plans.flatMap((plan) => plan?.steps ?? []).map((step) => step.version),
        ...partial.keys(),
    ]);
    return {
        ...set,
        migrations: await (0,load_ways_back/* loadWaysBack */.K)(set.migrations, versions),
        warnings: [...set.warnings, ...set.migrations.flatMap((migration) => editedSince(migration, partial))],
    };
}
/** An edited key migration may go on, because a mark tells what is done: by the text as it was then. */
function editedSince({ version, checksum, up }, partial) {
    const keys = partial.get(version)?.keys;
    if (keys === undefined || keys.checksum === checksum || (0,plan_partial/* keysWritten */._)(keys) === 0)
        return [];
    return [
        `${up.path} was edited since it had changed ${String((0,plan_partial/* keysWritten */._)(keys))} key(s): these keep what the earlier text made of them.`,
    ];
}
/**
 * A file that changes Sluice's own tables would take the ground from under the run.
 *
 * @throws SluiceError `CONF_001` naming the file
 */
function refuseOwnTables({ driver, ownTables }, { migrations }) {
    const syntax = driver.traits.sql;
    if (syntax === undefined)
        return;
    const tables = ownTables.map((name) => ({ name }));
    const offender = migrations.find(({ up }) => (0,touched_tables/* touchedTables */.C)([up], tables, syntax).length > 0);
    if (offender === undefined)
        return;
    throw new errors/* SluiceError */.ah('CONF_001', `${offender.up.path} names a table of Sluice's own (${ownTables.join(', ')}).`, {
        fix: 'Leave these tables to Sluice; `migrations.prefix` and `migrations.schema` move them out of the way of your own.',
    });
}
/** The newest run that was cut off (killed or interrupted), if this plan is the rest of its plan. */
function cutOffRun(fresh, state, applied) {
    const newest = state.runs.findLast((run) => run.command !== 'rollback');
    if (newest === undefined || newest.plan === null)
        return null;
    if (newest.status !== null && newest.status !== 'interrupted')
        return null;
    return continuesPlan(fresh, newest.plan, applied) ? newest : null;
}
/** The fresh steps under the digest and the fingerprint of the plan that they finish. */
function continued(fresh, earlier) {
    if (earlier?.plan == null)
        return fresh;
    return { ...fresh, schemaFingerprint: earlier.plan.schemaFingerprint, digest: earlier.plan.digest };
}


/***/ }),

/***/ 11488:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ findingsOf),
/* harmony export */   l: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var _journal_state_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6299);
/* harmony import */ var _journal_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(73483);
/* harmony import */ var _plan_partial_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(55589);



/** The newest run, and the killed ones before it: a run that came to its end has said what it found. */
function unreported({ runs }) {
    const ended = runs.findLastIndex((run) => run.status !== null);
    return runs.slice(Math.max(ended, 0)).filter((run) => run.status !== 'passed');
}
/** What the journal's state means, in one sentence each. */
function findingsOf(state) {
    return [...unreported(state).map(fateOf), ...[...state.partial.values()].filter(_plan_partial_js__WEBPACK_IMPORTED_MODULE_1__/* .isHalfDone */ .u).map(_journal_words_js__WEBPACK_IMPORTED_MODULE_2__/* .progressOf */ .j)];
}
function fateOf(run) {
    const who = `Run ${run.runId} (${run.command}, ${run.owner})`;
    if (run.status === null) {
        const rollback = run.rollback === null ? '' : '; its rollback had begun and is gone on with';
        return `${who} was killed: it never said that it ended. Its last entry: ${(0,_journal_words_js__WEBPACK_IMPORTED_MODULE_2__/* .lastWords */ .a)(run.last)}${rollback}.`;
    }
    const code = run.errorCode === null ? '' : ` with ${run.errorCode}`;
    return `${who} ended ${run.status}${code} at ${run.finishedAt ?? 'an unknown time'}.`;
}
/**
 * Looks at what earlier runs left behind: ends their sessions in the server, drops their scratch
 * databases, reads the journal, and journals what was found. Only with the run lock held.
 */
async function recover(driver, journal, limits, emit) {
    const orphans = await driver.sessions.endOrphans(limits);
    const swept = (await driver.snapshot?.sweepScratch(limits.signal)) ?? [];
    const state = await (0,_journal_state_js__WEBPACK_IMPORTED_MODULE_0__/* .readState */ .un)({
        append: (fence, rows) => driver.journal.append(fence, rows),
        read: (query) => withoutRun(driver, journal.runId, query),
    });
    const findings = [
        ...orphans.map(({ pid, query }) => `Ended the session ${String(pid)} that a dead run had left in the server${query === null ? '' : `, running: ${query}`}.`),
        ...swept.map((name) => `Dropped ${name}, which a dead run had left behind.`),
        ...findingsOf(state),
    ];
    if (findings.length > 0)
        await journal.append({ kind: 'recovered', runId: null, findings });
    for (const finding of findings)
        emit({ level: 'warning', scope: journal.stage, message: finding });
    return state;
}
/** The journal without the run that is asking. */
async function* withoutRun(driver, runId, query) {
    for await (const row of driver.journal.read(query))
        if (row.runId !== runId)
            yield row;
}


/***/ }),

/***/ 81873:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jh: () => (/* binding */ differencesFrom),
/* harmony export */   Ky: () => (/* binding */ digestTables),
/* harmony export */   TT: () => (/* binding */ tableDifferences),
/* harmony export */   kD: () => (/* binding */ takeRollbackPoint),
/* harmony export */   wW: () => (/* binding */ schemaDifferences)
/* harmony export */ });
/* harmony import */ var _checksum_table_name_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5594);
/* harmony import */ var _plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(29384);


/** Digests of all tables from one snapshot. */
async function digestTables(driver, schema, signal) {
    const digests = [];
    for await (const digest of driver.verify.digests(schema.tables, signal))
        digests.push(digest);
    return digests;
}
/** Records the state to which a failing run goes back, and by which the way back is verified. */
async function takeRollbackPoint(request) {
    const { driver, schema, signal } = request;
    const { fingerprint: schemaFingerprint, objects } = (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)(schema);
    return {
        schemaFingerprint,
        objects,
        tables: request.checksums ? await digestTables(driver, schema, signal) : null,
        backupId: request.backupId,
        applied: request.applied.map((row) => row.version),
        performance: request.performance,
    };
}
/** Objects in words: `table public.leads`. */
function names(objects) {
    return objects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
}
/** What differs between two schemas, in words; empty when nothing does. */
function schemaDifferences(before, after) {
    const { added, removed, changed } = (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .diffObjects */ .wc)(before, after);
    return [
        ...(added.length === 0 ? [] : [`added: ${names(added)}`]),
        ...(removed.length === 0 ? [] : [`missing: ${names(removed)}`]),
        ...(changed.length === 0 ? [] : [`changed: ${names(changed)}`]),
    ];
}
/**
 * What differs between two sets of tables, in words: rows before and now, or that the content differs.
 *
 * @param vanishing names of tables that may have fewer rows by now; what is left of these cannot be compared
 */
function tableDifferences(before, after, vanishing = []) {
    const now = new Map(after.map((digest) => [(0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_1__/* .qualifiedName */ .O)(digest.table), digest]));
    const known = new Set(before.map((digest) => (0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_1__/* .qualifiedName */ .O)(digest.table)));
    return [
        ...before.flatMap((digest) => {
            const name = (0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_1__/* .qualifiedName */ .O)(digest.table);
            const other = now.get(name);
            if (vanishing.includes(digest.table.name) && (other?.rows ?? 0) < digest.rows)
                return [];
            if (other === undefined)
                return [`${name}: missing`];
            if (other.rows !== digest.rows)
                return [`${name}: ${String(digest.rows)} rows before, ${String(other.rows)} now`];
            return other.checksum === digest.checksum ? [] : [`${name}: other content in ${String(digest.rows)} rows`];
        }),
        ...[...now.keys()].filter((name) => !known.has(name)).map((name) => `${name}: was not there before`),
    ];
}
/**
 * Compares the live database with a rollback point.
 *
 * @param vanishing see {@link tableDifferences}
 * @returns what differs, in words; empty = proven equal
 */
async function differencesFrom(point, driver, signal, vanishing = []) {
    const schema = await driver.inspect(signal);
    const differences = [...schemaDifferences(point.objects, (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)(schema).objects)];
    if (point.tables !== null)
        differences.push(...tableDifferences(point.tables, await digestTables(driver, schema, signal), vanishing));
    return { differences, tablesCompared: point.tables?.length ?? 0 };
}


/***/ }),

/***/ 21998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ rollBack)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _plan_build_plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51194);
/* harmony import */ var _plan_partial_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(55589);
/* harmony import */ var _apply_script_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(62587);
/* harmony import */ var _context_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(89995);
/* harmony import */ var _rollback_point_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(81873);






/**
 * Goes back to the point that the opening entry names, and proves by schema and checksums that it got
 * there. Safe to call again after a crash.
 *
 * @returns whether the state could be compared with the point
 * @throws SluiceError `ROLL_001` when a step fails or the state differs from the point; the manual
 *   steps are in its fix
 */
async function rollBack(context, request) {
    const { journal, emit } = context;
    journal.enter('rollback');
    await journal.append(request.started);
    emit({ level: 'warning', scope: 'rollback', message: `going back: ${request.started.reason}` });
    try {
        if (request.started.method === 'backup')
            await restoreOnce(context, request);
        else {
            await sweepFailed(context, request);
            await takeBack(context, request);
        }
    }
    catch (error) {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InterruptedError */ .p4)
            throw error;
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah && error.code === 'LOCK_001')
            throw error;
        throw rollbackFailed(error, request);
    }
    return verifyRollback(context, request);
}
/** What the cause says to do comes first; the manual steps are for when that does not help. */
function rollbackFailed(error, { manualSteps }) {
    const known = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah ? error : null;
    const why = error instanceof Error ? error.message : String(error);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ROLL_001', `The rollback failed${known === null ? '' : ` (${known.code})`}: ${why}`, {
        cause: error,
        fix: known === null || known.fix === manualSteps ? manualSteps : `${known.fix}\nOtherwise:\n${manualSteps}`,
        ...(known === null ? {} : { details: { code: known.code, ...known.details } }),
    });
}
/** Restores, and says so at once: a later run that goes on must only compare. */
async function restoreOnce({ journal, emit }, { started, restored, restore }) {
    if (restored) {
        emit({ level: 'info', scope: 'rollback', message: 'an earlier run had restored the backup already' });
        return;
    }
    await restore();
    await journal.append({ kind: 'restored', backupId: started.backupId ?? '' });
}
/** Compares the database with the point. False: there is no record to compare with. */
async function verifyRollback(context, request) {
    const { journal, emit } = context;
    const { point } = request.started;
    if (point === null) {
        await journal.append({ kind: 'rollback-finished', verified: false, tablesCompared: 0 });
        emit({
            level: 'warning',
            scope: 'rollback',
            message: 'not verified: the journal has no record of the state to arrive at',
        });
        return false;
    }
    const { driver, signal } = context;
    const { differences, tablesCompared } = await (0,_rollback_point_js__WEBPACK_IMPORTED_MODULE_3__/* .differencesFrom */ .Jh)(point, driver, signal, driver.traits.vanishing);
    await journal.append({ kind: 'rollback-finished', verified: differences.length === 0, tablesCompared });
    if (differences.length > 0) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ROLL_001', `The rollback ran, but the database differs from the state before: ${differences.join('; ')}.`, {
            fix: `If the application wrote to these tables meanwhile, compare the rows. Otherwise:\n${request.manualSteps}`,
            details: { differences },
        });
    }
    emit({
        level: 'info',
        scope: 'rollback',
        message: `verified: schema and ${String(tablesCompared)} tables are as before`,
    });
    return true;
}
/** Clears away what failed statements left, such as an INVALID index: it belongs to no file that could be taken back. */
async function sweepFailed(context, { partial, migrations }) {
    for (const { version, inFlight } of partial.values()) {
        const script = migrations.find((migration) => migration.version === version)?.up;
        const statement = inFlight === null ? undefined : script?.statements[inFlight.statement];
        if (inFlight === null || statement?.hash !== inFlight.hash)
            continue;
        const findings = await context.driver.apply.sweep(statement, (0,_context_js__WEBPACK_IMPORTED_MODULE_4__/* .limitsOf */ .A)(context));
        if (findings.length > 0)
            await context.journal.append({ kind: 'recovered', runId: null, findings });
    }
}
/** Runs the down files of the versions that are still applied, and takes back half-done key migrations; newest first. */
async function takeBack(context, request) {
    const applied = new Map((await context.driver.history.list()).map((row) => [row.version, row]));
    for (const version of request.started.versions) {
        const migration = request.migrations.find((candidate) => candidate.version === version);
        const down = migration?.down;
        const partial = request.partial.get(version);
        const undoes = !applied.has(version);
        if (undoes && (partial?.keys === undefined || !(0,_plan_partial_js__WEBPACK_IMPORTED_MODULE_5__/* .isHalfDone */ .u)(partial)))
            continue;
        if (migration === undefined || down == null) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ROLL_001', `There is no down file for version ${version}.`, { fix: request.manualSteps });
        }
        const halfDown = partial?.direction === 'down' ? partial : null;
        await (0,_apply_script_js__WEBPACK_IMPORTED_MODULE_2__/* .applyScript */ .q)(context, {
            version,
            name: migration.name,
            checksum: migration.checksum,
            direction: 'down',
            script: down,
            mode: (0,_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .applyMode */ .yM)(down, context.driver.traits, (statement) => context.driver.apply.classify(statement)),
            done: halfDown === null ? 0 : (0,_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .doneStatements */ .l1)(down, halfDown),
            inFlight: halfDown?.inFlight ?? null,
            warned: halfDown?.warned ?? null,
            keys: { resumes: halfDown?.keys !== undefined, undoes },
        });
        context.emit({ level: 'info', scope: 'rollback', message: `took back ${down.path}` });
    }
}


/***/ }),

/***/ 57563:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  n: () => (/* binding */ touchedSince),
  E: () => (/* binding */ validation_validation)
});

// EXTERNAL MODULE: ./build/js/checks/validation/index.js + 4 modules
var validation = __webpack_require__(86119);
// EXTERNAL MODULE: ./build/js/checks/validation/context.js
var validation_context = __webpack_require__(86343);
// EXTERNAL MODULE: ./build/js/checksum/table-name.js
var table_name = __webpack_require__(5594);
// EXTERNAL MODULE: ./build/js/plan/related-objects.js
var related_objects = __webpack_require__(86462);
;// CONCATENATED MODULE: ./build/js/checks/validation/reach.js


/** What a foreign key does to its rows when the parent changes. */
const CASCADES = /cascade|set null|set default/iu;
/** Kinds of objects that carry code. */
const CODE = /trigger|routine|function|procedure|rule/iu;
function reach_text(object) {
    return `${object.name} ${JSON.stringify(object.definition)}`;
}
/** The tables that an object belongs to or speaks of. */
function tablesIn(object, tables) {
    const words = reach_text(object);
    return tables.filter((table) => (0,related_objects/* mentions */.w)(words, table.name));
}
/** The table that a constraint, or the table itself, belongs to. */
function owner(object, tables) {
    return tables.find((table) => object.name === (0,table_name/* qualifiedName */.O)(table) || object.name.startsWith(`${(0,table_name/* qualifiedName */.O)(table)}.`));
}
/**
 * The tables that statements may change beside those they name: children of cascading foreign keys, and
 * what triggers, and routines that are called, speak of. Too many rather than too few: a table in the
 * result is not compared. Pure.
 *
 * @param named the tables that the statements name
 * @param statements the statements' text, for the routines that they call
 */
function reachOf(named, statements, schema) {
    const { tables, objects } = schema;
    const reached = new Map(named.map((table) => [(0,table_name/* qualifiedName */.O)(table), table]));
    const code = objects.filter((object) => CODE.test(object.kind));
    const keys = objects.filter((object) => !CODE.test(object.kind) && CASCADES.test(reach_text(object)));
    const entered = new Set();
    for (let before = -1; before !== reached.size + entered.size;) {
        before = reached.size + entered.size;
        const isReached = (table) => reached.has((0,table_name/* qualifiedName */.O)(table));
        for (const object of keys) {
            const child = owner(object, tables);
            if (child !== undefined && tablesIn(object, tables).some(isReached))
                reached.set((0,table_name/* qualifiedName */.O)(child), child);
        }
        for (const object of code) {
            if (entered.has(object))
                continue;
            const name = object.name.slice(object.name.lastIndexOf('.') + 1).replace(/\(.*$/u, '');
            const isTrigger = /trigger|rule/iu.test(object.kind);
            const fires = isTrigger && tablesIn(object, tables).some(isReached);
            const called = !isTrigger && ((0,related_objects/* mentions */.w)(statements, name) || [...entered].some((other) => (0,related_objects/* mentions */.w)(reach_text(other), name)));
            if (!fires && !called)
                continue;
            entered.add(object);
            for (const table of tablesIn(object, tables))
                reached.set((0,table_name/* qualifiedName */.O)(table), table);
        }
    }
    return [...reached.values()];
}

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/migrations/touched-tables.js
var touched_tables = __webpack_require__(4180);
// EXTERNAL MODULE: ./build/js/stages/context.js
var stages_context = __webpack_require__(89995);
;// CONCATENATED MODULE: ./build/js/stages/validation.js







/** Which keys a key migration changes is known only to its code. */
function allTables(baseline, { tables }) {
    return new Set([...(baseline?.tables ?? []).map(({ table }) => table), ...tables].map(table_name/* qualifiedName */.O));
}
/** The tables that migrations may have touched, by their names: those they name, and those that these reach. */
function touchedSince(baseline, since, syntax, schema) {
    if (syntax === undefined)
        return since.some(({ up }) => up.keys !== undefined) ? allTables(baseline, schema) : new Set();
    const known = new Map([...(baseline?.tables ?? []).map((digest) => digest.table), ...schema.tables].map((table) => [
        (0,table_name/* qualifiedName */.O)(table),
        table,
    ]));
    const scripts = since.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
    const named = (0,touched_tables/* touchedTables */.C)(scripts, [...known.values()], syntax);
    const statements = scripts.flatMap((script) => script.statements.map((statement) => statement.text)).join('\n');
    return new Set(reachOf(named, statements, schema).map(table_name/* qualifiedName */.O));
}
/** Only what is compared is read: a table that is new, or that the migrations name, has nothing to equal. */
function comparable(schema, baseline, touched) {
    const known = new Set((baseline.tables ?? []).map((digest) => (0,table_name/* qualifiedName */.O)(digest.table)));
    const tables = schema.tables.filter((table) => known.has((0,table_name/* qualifiedName */.O)(table)) && !touched.has((0,table_name/* qualifiedName */.O)(table)));
    return { ...schema, tables };
}
/** One failed check in words. */
function sentence(check) {
    return `${check.title}: ${check.observed}`;
}
/**
 * Compares the database with the state before the run and asks the rules.
 *
 * @throws SluiceError `DATA_001` naming every check that failed
 */
async function validation_validation(context, request) {
    const { driver, journal, signal } = context;
    const { settings, baseline } = request;
    const schema = await driver.inspect(signal);
    const touched = touchedSince(baseline, request.since, driver.traits.sql, schema);
    const results = await (0,validation/* runValidation */.L)({
        driver,
        limits: (0,stages_context/* limitsOf */.A)(context),
        settings,
        schema,
        baseline,
        touched,
        present: (0,validation_context/* presentTables */.T)(driver, comparable(schema, baseline, touched), settings.checksums, signal),
    }, context.clock, null, async (check) => {
        await journal.append({ kind: 'check', check });
    });
    const failures = results.filter((check) => check.status === 'fail');
    if (failures.length === 0)
        return { status: 'passed', records: results.length, reason: null };
    if (failures.length >= request.maxFailures) {
        await journal.append({
            kind: 'trigger',
            trigger: 'max-validation-failures',
            observed: String(failures.length),
            limit: String(request.maxFailures),
        });
    }
    throw new errors/* SluiceError */.ah('DATA_001', `Validation failed: ${failures.map(sentence).join('; ')}.`, {
        fix: failures.map((check) => check.fix).join(' '),
        details: { failures: failures.map((check) => check.id) },
    });
}


/***/ })

};
