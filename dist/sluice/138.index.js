export const id = 138;
export const ids = [138];
export const modules = {

/***/ 93958:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Aw: () => (/* binding */ pruneBackups),
/* harmony export */   Cw: () => (/* binding */ listBackups),
/* harmony export */   RX: () => (/* binding */ NEWEST),
/* harmony export */   SC: () => (/* binding */ findBackup)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);
/* harmony import */ var _file_error_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(548);
/* harmony import */ var _identifier_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(54838);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(96180);
/* harmony import */ var _partial_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(52932);
/* harmony import */ var _stored_backup_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(50109);








/** Asks {@link findBackup} for the newest one. */
const NEWEST = 'newest';
function newestFirst(a, b) {
    const [one, other] = [`${a.manifest.createdAt} ${a.manifest.id}`, `${b.manifest.createdAt} ${b.manifest.id}`];
    return one < other ? 1 : one > other ? -1 : 0;
}
/**
 * Lists the backups in a folder; a missing folder holds none. Manifests are read and their digests recomputed, the parts
 * are not: `verifyBackup` does that. Unfinished work of other processes and folders that are no backups are left out.
 *
 * @throws SluiceError `PERM_001` when the folder may not be read
 */
async function listBackups(directory) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(directory);
    const backups = [];
    const broken = [];
    for (const path of await candidates(folder)) {
        try {
            backups.push(await (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_7__/* .loadBackup */ .zK)(path));
        }
        catch (error) {
            // Gone: another process pruned it meanwhile.
            if (await exists(path))
                broken.push({ directory: path, error: (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reportError */ .N7)(error) });
        }
    }
    return { backups: backups.toSorted(newestFirst), broken };
}
async function candidates(folder) {
    try {
        const entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder, { withFileTypes: true });
        const folders = entries.filter((entry) => entry.isDirectory() && !(0,_partial_js__WEBPACK_IMPORTED_MODULE_6__/* .isPartial */ .mt)(entry.name));
        const kept = await Promise.all(folders.map(async ({ name }) => (0,_identifier_js__WEBPACK_IMPORTED_MODULE_4__/* .partsOfId */ .rf)(name) !== null || (await exists((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, name, _manifest_js__WEBPACK_IMPORTED_MODULE_5__/* .MANIFEST_FILE */ .h1)))));
        return folders.filter((_, index) => kept[index]).map(({ name }) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, name));
    }
    catch (error) {
        if ((0,_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .systemCode */ .x)(error) === 'ENOENT')
            return [];
        throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .fileError */ .z)(error, { what: 'list the backups', directory: folder, otherwise: 'BACKUP_003' });
    }
}
async function exists(path) {
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path).then(() => true, () => false);
}
/**
 * Finds one backup.
 *
 * @param which an id, a path to a backup's folder or manifest, or {@link NEWEST}
 * @param belongs leaves out backups that are not meant, such as those of another environment, when looking for the newest
 * @throws SluiceError `BACKUP_003` when there is none, `BACKUP_002` when it is broken, and also when the newest folder of
 *   that name is broken: an older backup must not take its place unseen
 */
async function findBackup(directory, which, belongs = () => true) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(directory);
    const { backups, broken } = await listBackups(folder);
    if (which === NEWEST)
        return newest(folder, backups.filter(belongs), broken);
    const listed = backups.find((backup) => backup.manifest.id === which);
    if (listed !== undefined)
        return listed;
    const path = broken.find((one) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(one.directory) === which)?.directory ?? folderOf(which);
    if (path !== null && (await exists(path)))
        return (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_7__/* .loadBackup */ .zK)(path);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_003', `There is no backup "${which}" in ${folder}, nor at such a path.`, {
        fix: '`sluice backup list` shows the backups there are; `sluice backup` takes a new one.',
        details: { directory: folder },
    });
}
/** The folder that a path means; null when it cannot be that of a whole backup. */
function folderOf(path) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path) === _manifest_js__WEBPACK_IMPORTED_MODULE_5__/* .MANIFEST_FILE */ .h1 ? (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path) : path);
    return path === '' || (0,_partial_js__WEBPACK_IMPORTED_MODULE_6__/* .isPartial */ .mt)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(folder)) ? null : folder;
}
function newest(folder, backups, broken) {
    const [best] = backups;
    if (best === undefined) {
        const [first] = broken;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah(first === undefined ? 'BACKUP_003' : 'BACKUP_002', `There is no backup in ${folder}${first === undefined ? '' : ` that is whole. ${first.error.message}`}`, {
            fix: 'Take one with `sluice backup`, or name another folder in backup.directory.',
            details: { directory: folder, broken: broken.map((one) => one.directory) },
        });
    }
    const good = (0,_identifier_js__WEBPACK_IMPORTED_MODULE_4__/* .partsOfId */ .rf)(best.manifest.id);
    const newer = broken.find(({ directory }) => {
        const bad = (0,_identifier_js__WEBPACK_IMPORTED_MODULE_4__/* .partsOfId */ .rf)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(directory));
        return bad !== null && good !== null && bad.name === good.name && bad.stamp >= good.stamp;
    });
    if (newer === undefined)
        return best;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_002', `The newest backup is broken. ${newer.error.message}`, {
        fix: `Take a new backup, or pass backup-id: ${best.manifest.id} to use the newest whole one, ` +
            `which holds the state of ${best.manifest.createdAt}.`,
        details: { directory: newer.directory },
    });
}
/** Backups that may stand in for one another when old ones are removed. */
function family({ manifest }) {
    return JSON.stringify([manifest.environment, manifest.engine, manifest.database, manifest.mode]);
}
/**
 * Removes old backups: of each database and mode the `keep` newest stay, and so does the newest that was proven by
 * restoring. Broken folders are left alone, for a person to look at.
 *
 * @param keep how many of each; at least 1
 * @param protect ids that stay in any case, such as the rollback points of open runs
 * @returns the removed ids
 * @throws SluiceError `CONF_001` when `keep` is no positive whole number, `PERM_001` when the folder may not be changed
 */
async function pruneBackups(directory, keep, protect) {
    if (!Number.isSafeInteger(keep) || keep < 1) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('CONF_001', `backup.keep is ${keep}, but has to be a whole number of at least 1.`);
    }
    const { backups } = await listBackups(directory);
    const removed = [];
    for (const relatives of Map.groupBy(backups, family).values()) {
        const proven = relatives.find((backup) => backup.manifest.verified === 'restore');
        const old = relatives.slice(keep).filter((one) => one !== proven && !protect.includes(one.manifest.id));
        for (const backup of old) {
            await remove(backup);
            removed.push(backup.manifest.id);
        }
    }
    return removed;
}
/** Renames first, so that a killed process leaves nothing that looks like a broken backup. */
async function remove({ directory }) {
    const parent = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(directory);
    const partial = (0,_partial_js__WEBPACK_IMPORTED_MODULE_6__/* .partialPath */ .Dn)(parent, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(directory));
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)(directory, partial);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(partial, { recursive: true, force: true, maxRetries: 3 });
    }
    catch (error) {
        // Another process pruned it at the same time.
        if ((0,_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .systemCode */ .x)(error) !== 'ENOENT') {
            throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .fileError */ .z)(error, { what: 'remove an old backup', directory: parent, otherwise: 'BACKUP_001' });
        }
    }
    finally {
        (0,_partial_js__WEBPACK_IMPORTED_MODULE_6__/* .releasePartial */ .X_)(partial);
    }
}


/***/ }),

/***/ 548:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ systemCode),
/* harmony export */   z: () => (/* binding */ fileError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

const CODES = {
    ENOSPC: 'DISK_001',
    EDQUOT: 'DISK_001',
    EACCES: 'PERM_001',
    EPERM: 'PERM_001',
    EROFS: 'PERM_001',
};
/** The operating system's code of a failed call, `ENOENT`; null when it is another kind of error. */
function systemCode(error) {
    if (typeof error !== 'object' || error === null || !('syscall' in error) || !('code' in error))
        return null;
    return typeof error.code === 'string' ? error.code : null;
}
/** Turns a failed file operation into the error that says what to do; a SluiceError stays as it is. */
function fileError(error, attempt) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah)
        return error;
    const { what, directory, space } = attempt;
    const code = CODES[systemCode(error) ?? ''] ?? attempt.otherwise;
    const details = { directory, ...attempt.details };
    if (code === 'DISK_001') {
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah(code, `Cannot ${what}: the disk that holds ${directory} is full.${space === undefined ? '' : ` ${space}`}`, {
            cause: error,
            fix: `Free disk space for ${directory}, or point backup.directory to another volume, then run the command again.`,
            details,
        });
    }
    if (code === 'PERM_001') {
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah(code, `Cannot ${what}: the account that runs Sluice has no right to do so in ${directory}.`, {
            cause: error,
            fix: `Give the account that runs Sluice the rights to ${directory}, or point backup.directory to another folder.`,
            details,
        });
    }
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah(code, `Cannot ${what} in ${directory}.`, { cause: error, details });
}


/***/ }),

/***/ 54838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WH: () => (/* binding */ backupId),
/* harmony export */   rf: () => (/* binding */ partsOfId),
/* harmony export */   yR: () => (/* binding */ slug)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

const LONGEST_SLUG = 40;
/** Lower-case ASCII letters, digits and dashes of a name; empty when it has none. */
function slug(name) {
    return name
        .normalize('NFKD')
        .toLowerCase()
        .replaceAll(/\p{M}/gu, '')
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, LONGEST_SLUG)
        .replaceAll(/^-+|-+$/g, '');
}
/**
 * A new backup's id: `20260131T235959Z-production-1a2b3c`. It names a folder on any file system, sorts by time, and
 * the random end keeps two runs of the same second apart.
 *
 * @param database may be a path, as with SQLite; its last piece without the extension is taken
 */
function backupId(now, environment, database) {
    const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const lastPiece = database.split(/[\\/]/).at(-1) ?? '';
    const name = slug(environment ?? '') || slug(lastPiece.replace(/(?<=.)\.[^.]*$/, '')) || 'database';
    return `${stamp}-${name}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(3).toString('hex')}`;
}
/** Takes an id apart; null when the text is no id. */
function partsOfId(id) {
    const match = /^(?<stamp>\d{8}T\d{6}Z)-(?<name>[a-z0-9-]+)-[0-9a-f]{6}$/.exec(id)?.groups;
    return match?.['stamp'] === undefined || match['name'] === undefined
        ? null
        : { stamp: match['stamp'], name: match['name'] };
}


/***/ }),

/***/ 96180:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DB: () => (/* binding */ sealManifest),
/* harmony export */   L_: () => (/* binding */ formatManifest),
/* harmony export */   Ng: () => (/* binding */ parseManifest),
/* harmony export */   h1: () => (/* binding */ MANIFEST_FILE),
/* harmony export */   m3: () => (/* binding */ withVerdict)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(26921);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(64377);
/* harmony import */ var _plan_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51925);
/* harmony import */ var _plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29384);



/** The manifest's name in the backup's folder. */
const MANIFEST_FILE = 'manifest.json';
const count = zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().nonnegative();
const sha256 = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256');
const stamp = zod__WEBPACK_IMPORTED_MODULE_3__/* .datetime */ .w$();
// A manifest may come from another machine, and its file names are joined to a path: no separators, no leading dot.
const fileName = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^[a-z0-9][a-z0-9._-]*$/, 'is not a plain file name');
/** The order of the keys is the order in the file. */
const manifestShape = zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    schema: zod__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz('sluice.backup/1'),
    id: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'is not a backup id'),
    createdAt: stamp,
    finishedAt: stamp,
    environment: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    engine: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['sqlite', 'postgresql', 'mysql', 'mariadb', 'redis', 'neo4j']),
    serverVersion: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    database: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    tool: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ program: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), version: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() }),
    sluiceVersion: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    mode: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['full', 'schema', 'data']),
    snapshot: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    guarantee: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    compression: zod__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz('zstd'),
    encrypted: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    parts: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        file: fileName,
        plainSha256: sha256,
        plainBytes: count,
        sha256,
        bytes: count,
    }))
        .min(1),
    tables: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        table: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ schema: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().exactOptional(), name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() }),
        rows: count,
        checksum: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    })),
    schemaFingerprint: sha256,
    objects: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ kind: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), hash: sha256 })),
    applied: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    runId: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    verified: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['none', 'checksum', 'restore']),
    proof: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ at: stamp, durationMs: count, tablesCompared: count }).nullable(),
    digest: sha256,
    proofDigest: sha256.nullable(),
});
/** An interface has no index signature, which is all that keeps it from being {@link Json}. */
function canonical(value) {
    return (0,_plan_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalJson */ .d)(value);
}
function contentDigest(manifest) {
    const { verified: _verified, proof: _proof, digest: _digest, proofDigest: _proofDigest, ...content } = manifest;
    return (0,_plan_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .f)(canonical(content));
}
function verdictDigest(digest, verified, proof) {
    return verified === 'none' ? null : (0,_plan_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .f)(digest + canonical({ verified, proof }));
}
/** Adds the digest to what a new backup says of itself; nothing is verified yet. */
function sealManifest(content) {
    return { ...content, verified: 'none', proof: null, digest: contentDigest(content), proofDigest: null };
}
/** The same manifest with a verdict bound to it: `checksum`, or a proof by restoring. */
function withVerdict(manifest, verdict) {
    const verified = verdict === 'checksum' ? 'checksum' : 'restore';
    const proof = verdict === 'checksum' ? null : verdict;
    return { ...manifest, verified, proof, proofDigest: verdictDigest(manifest.digest, verified, proof) };
}
/** The manifest as text, in the only form that {@link parseManifest} takes. */
function formatManifest(manifest) {
    return `${JSON.stringify(manifestShape.parse(manifest), null, 2)}\n`;
}
/**
 * Reads a manifest and recomputes all that follows from it. White space and the order of the keys are part of the
 * form, so that not one byte can change unseen.
 *
 * @throws Error whose message says what is wrong, to follow "The manifest …"
 */
function parseManifest(text) {
    const parsed = manifestShape.safeParse(readJson(text));
    if (!parsed.success)
        throw new Error(describeIssue(parsed.error));
    const manifest = parsed.data;
    const digest = contentDigest(manifest);
    if (digest !== manifest.digest)
        throw new Error(`says its digest is ${manifest.digest}, but its content gives ${digest}`);
    if ((manifest.verified === 'restore') !== (manifest.proof !== null)) {
        throw new Error(`says verified: ${manifest.verified}, but its proof is ${manifest.proof === null ? 'missing' : 'there'}`);
    }
    const proofDigest = verdictDigest(manifest.digest, manifest.verified, manifest.proof);
    if (proofDigest !== manifest.proofDigest) {
        throw new Error(`says its proof's digest is ${manifest.proofDigest}, but its proof gives ${proofDigest}`);
    }
    const schemaFingerprint = (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_1__/* .fingerprintObjects */ .xE)(manifest.objects);
    if (schemaFingerprint !== manifest.schemaFingerprint) {
        throw new Error(`says the schema's fingerprint is ${manifest.schemaFingerprint}, but its objects give ${schemaFingerprint}`);
    }
    const files = new Set([MANIFEST_FILE, ...manifest.parts.map((part) => part.file)]);
    if (files.size !== manifest.parts.length + 1)
        throw new Error('names one file for two parts');
    if (text !== formatManifest(manifest))
        throw new Error('is not in the form in which it was written');
    return manifest;
}
function readJson(text) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        // The parser's own message quotes the text around the fault, which need not be ours to print.
        throw new Error('is not JSON', { cause: error });
    }
}
function describeIssue(error) {
    const issue = error.issues[0];
    return issue === undefined ? 'is invalid' : `is invalid at ${issue.path.join('.') || 'its top'}: ${issue.message}`;
}


/***/ }),

/***/ 52852:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ Meter)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** Bytes seen so far: how many, and their SHA-256. */
class Meter {
    #hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    #bytes = 0;
    #sha256 = null;
    get bytes() {
        return this.#bytes;
    }
    update(chunk) {
        this.#hash.update(chunk);
        this.#bytes += chunk.byteLength;
    }
    /** SHA-256 (hex); nothing can be added afterwards. */
    sha256() {
        return (this.#sha256 ??= this.#hash.digest('hex'));
    }
}


/***/ }),

/***/ 30402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ readToEnd),
/* harmony export */   o: () => (/* binding */ readPart)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(57075);
/* harmony import */ var _file_error_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(548);
/* harmony import */ var _meter_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(52852);
/* harmony import */ var _stored_backup_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(50109);
/* harmony import */ var _transforms_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(34380);








/** Small pieces, so that few of them wait: see `QUEUE_BYTES`. */
const READ_BYTES = 128 * 1024;
/** Measures what passes through. */
class Measure extends node_stream__WEBPACK_IMPORTED_MODULE_3__.Transform {
    #meter;
    constructor(meter) {
        super({ highWaterMark: READ_BYTES });
        this.#meter = meter;
    }
    _transform(chunk, _encoding, callback) {
        this.#meter.update(chunk);
        callback(null, chunk);
    }
}
/**
 * Reads a part as the driver wrote it, and measures the stored file on the way. It ends only when both were exactly
 * what the manifest says: a reader that saw the end has seen the right content.
 *
 * @throws SluiceError `BACKUP_002` naming the file, what was expected and what was found; the signal's reason when it
 *   is aborted
 */
async function* readPart(directory, part, signal) {
    signal?.throwIfAborted();
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, part.file);
    await checkSize(path, part);
    const stored = new _meter_js__WEBPACK_IMPORTED_MODULE_5__/* .Meter */ .k();
    const plain = new _meter_js__WEBPACK_IMPORTED_MODULE_5__/* .Meter */ .k();
    const output = new node_stream__WEBPACK_IMPORTED_MODULE_3__.PassThrough({ highWaterMark: READ_BYTES });
    const steps = _transforms_js__WEBPACK_IMPORTED_MODULE_7__/* .PART_TRANSFORMS */ .G.toReversed().map((transform) => transform.decode());
    const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path, { highWaterMark: READ_BYTES, ...(signal === undefined ? {} : { signal }) });
    // A failure of any step destroys the output, which hands it to the loop below.
    (0,node_stream__WEBPACK_IMPORTED_MODULE_3__.pipeline)([file, new Measure(stored), ...steps, output], () => { });
    const chunks = output[Symbol.asyncIterator]();
    try {
        for (;;) {
            // Only the reading is guarded: what a consumer throws into this generator is not a fault of the file.
            const next = await chunks.next().catch(async (error) => {
                signal?.throwIfAborted();
                throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_4__/* .systemCode */ .x)(error) === null ? await explain(path, part, plain, error) : unreadable(error, path);
            });
            if (next.done === true)
                break;
            plain.update(next.value);
            if (plain.bytes > part.plainBytes)
                break;
            yield next.value;
        }
    }
    finally {
        output.destroy();
        // Whoever removes the folder next needs the file to be closed.
        if (!file.closed)
            await new Promise((resolve) => file.once('close', resolve));
    }
    const intact = plain.bytes === part.plainBytes && stored.sha256() === part.sha256 && plain.sha256() === part.plainSha256;
    if (!intact)
        throw await explain(path, part, plain);
}
/** Reads a part for the sake of the check alone; throws as {@link readPart} does. */
async function readToEnd(directory, part, signal) {
    for await (const _ of readPart(directory, part, signal))
        ;
}
/** Before a byte is handed out: a file that was cut or grew is known by its size. */
async function checkSize(path, part) {
    const entry = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat)(path).catch((error) => {
        throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_4__/* .systemCode */ .x)(error) === 'ENOENT' ? (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_6__/* .corrupt */ .qb)(path, 'is missing', { cause: error }) : unreadable(error, path);
    });
    if (!entry.isFile())
        throw (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_6__/* .corrupt */ .qb)(path, 'is not a regular file');
    if (entry.size !== part.bytes)
        throw mismatch(path, 'bytes', part.bytes, entry.size);
}
function mismatch(path, what, expected, found, cause) {
    return (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_6__/* .corrupt */ .qb)(path, `is not what was written: expected ${expected} ${what}, found ${found}`, {
        cause,
        details: { expected, found },
    });
}
function unreadable(error, path) {
    return (0,_file_error_js__WEBPACK_IMPORTED_MODULE_4__/* .fileError */ .z)(error, { what: `read the backup file ${path}`, directory: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), otherwise: 'BACKUP_002' });
}
/** Says how a part differs. Reads the whole file once more, because decoding may have stopped anywhere in it. */
async function explain(path, part, plain, cause) {
    const stored = new _meter_js__WEBPACK_IMPORTED_MODULE_5__/* .Meter */ .k();
    try {
        for await (const chunk of (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path, { highWaterMark: READ_BYTES }))
            stored.update(chunk);
    }
    catch (error) {
        return unreadable(error, path);
    }
    if (stored.bytes !== part.bytes)
        return mismatch(path, 'bytes', part.bytes, stored.bytes, cause);
    if (stored.sha256() !== part.sha256)
        return mismatch(path, 'as SHA-256', part.sha256, stored.sha256(), cause);
    if (cause !== undefined)
        return (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_6__/* .corrupt */ .qb)(path, 'cannot be decompressed', { cause });
    if (plain.bytes !== part.plainBytes)
        return mismatch(path, 'decompressed bytes', part.plainBytes, plain.bytes);
    return mismatch(path, 'as SHA-256 of the decompressed content', part.plainSha256, plain.sha256());
}


/***/ }),

/***/ 52932:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dn: () => (/* binding */ partialPath),
/* harmony export */   X_: () => (/* binding */ releasePartial),
/* harmony export */   mt: () => (/* binding */ isPartial),
/* harmony export */   tK: () => (/* binding */ sweepPartials)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var _file_error_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(548);





/**
 * Whatever is not whole yet, or no longer, bears a name of this form beside the backups:
 * `<id>.partial-<pid>-<host>`. It is renamed when it is whole, so that a killed process never leaves half a backup
 * under a backup's name. The host keeps two runners that share a folder from removing each other's work.
 */
const PARTIAL = /^.+\.partial-(?<pid>\d+)-(?<host>[0-9a-f]{8})$/;
/** A partial of another host, whose processes cannot be asked about, is stale after this long without a change. */
const FOREIGN_STALE_MS = 24 * 60 * 60 * 1000;
const host = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update((0,node_os__WEBPACK_IMPORTED_MODULE_2__.hostname)()).digest('hex').slice(0, 8);
/** Names in use by this process; any other with its pid is of a dead process, as containers give out the same pids again. */
const own = new Set();
/** Whether a name in the backup directory is one of an unfinished work. */
function isPartial(name) {
    return PARTIAL.test(name);
}
/** Reserves a name for unfinished work; call {@link releasePartial} when it is renamed or removed. */
function partialPath(directory, id) {
    const name = `${id}.partial-${process.pid}-${host}`;
    own.add(name);
    return (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(directory, name);
}
/** The name is no longer in use. */
function releasePartial(path) {
    own.delete((0,node_path__WEBPACK_IMPORTED_MODULE_3__.basename)(path));
}
/**
 * Removes what dead processes left unfinished in a folder of backups; returns the names.
 *
 * @param now the file system's own time in ms, which need not be the clock of this machine
 */
async function sweepPartials(directory, now) {
    const removed = [];
    for (const name of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(directory)) {
        const match = PARTIAL.exec(name)?.groups;
        if (match === undefined || own.has(name))
            continue;
        const stale = match['host'] === host
            ? Number(match['pid']) === process.pid || !isAlive(Number(match['pid']))
            : now - (await lastChange((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(directory, name))) > FOREIGN_STALE_MS;
        if (!stale)
            continue;
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(directory, name), { recursive: true, force: true });
        removed.push(name);
    }
    return removed;
}
function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        // EPERM: it lives, under another account.
        return (0,_file_error_js__WEBPACK_IMPORTED_MODULE_4__/* .systemCode */ .x)(error) !== 'ESRCH';
    }
}
/** The last change of a file, or of a folder or anything directly in it, in ms; now when it has gone meanwhile. */
async function lastChange(path) {
    try {
        const entry = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat)(path);
        if (!entry.isDirectory())
            return entry.mtimeMs;
        const inside = await Promise.all((await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(path)).map((name) => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(path, name))));
        return Math.max(entry.mtimeMs, ...inside.map((one) => one.mtimeMs));
    }
    catch (error) {
        if ((0,_file_error_js__WEBPACK_IMPORTED_MODULE_4__/* .systemCode */ .x)(error) === 'ENOENT')
            return Number.POSITIVE_INFINITY;
        throw error;
    }
}


/***/ }),

/***/ 12376:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ dumpSource)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57075);
/* harmony import */ var _part_reader_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(30402);


const BUFFER_BYTES = 512 * 1024;
/**
 * Opens a backup's parts decompressed. A stream ends only when the file and its content were exactly what the manifest
 * says; else it fails with `BACKUP_002` at the end, so whoever must not act on wrong data calls `verifyBackup` before.
 */
function dumpSource(backup, watch = {}) {
    const { manifest, directory } = backup;
    return {
        parts: manifest.parts.map((part) => part.name),
        mode: manifest.mode,
        open(name) {
            const part = manifest.parts.find((one) => one.name === name);
            if (part === undefined)
                throw new Error(`The backup ${manifest.id} has no part ${name}.`);
            return node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(watched(directory, part, watch), { objectMode: false, highWaterMark: BUFFER_BYTES });
        },
    };
}
async function* watched(directory, part, watch) {
    let bytes = 0;
    const chunks = (0,_part_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .readPart */ .o)(directory, part);
    try {
        for (;;) {
            const next = await chunks.next().catch((error) => {
                watch.onFault?.(error);
                throw error;
            });
            if (next.done === true)
                break;
            bytes += next.value.length;
            watch.onBytes?.(part.name, bytes);
            yield next.value;
        }
    }
    finally {
        await chunks.return();
    }
    watch.onIntact?.(part.name);
}


/***/ }),

/***/ 50109:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P1: () => (/* binding */ writeVerdict),
/* harmony export */   S0: () => (/* binding */ writeNewFile),
/* harmony export */   qb: () => (/* binding */ corrupt),
/* harmony export */   zK: () => (/* binding */ loadBackup)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);
/* harmony import */ var _file_error_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(548);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(96180);
/* harmony import */ var _partial_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(52932);
/* harmony import */ var _sync_directory_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(63040);







/** A manifest grows with the schema, not with the rows; a larger file is none, and is not read into memory. */
const LARGEST_MANIFEST_BYTES = 256 * 1024 * 1024;
/** What is wrong with a backup on disk: `BACKUP_002` naming the file. */
function corrupt(path, problem, options = {}) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_002', `The backup file ${path} ${problem}.`, {
        cause: options.cause,
        details: { file: path, ...options.details },
    });
}
/**
 * Reads the manifest in a backup's folder and recomputes its digests; the parts are not read.
 *
 * @throws SluiceError `BACKUP_002` when it is missing, incomplete or changed, `PERM_001` when it may not be read
 */
async function loadBackup(directory) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(directory);
    const manifestPath = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, _manifest_js__WEBPACK_IMPORTED_MODULE_4__/* .MANIFEST_FILE */ .h1);
    const text = await readManifest(manifestPath);
    try {
        return { manifest: (0,_manifest_js__WEBPACK_IMPORTED_MODULE_4__/* .parseManifest */ .Ng)(text), directory: folder, manifestPath };
    }
    catch (error) {
        throw corrupt(manifestPath, error.message, { cause: error.cause });
    }
}
async function readManifest(path) {
    const bytes = await readManifestBytes(path);
    try {
        // Strict, and with the byte order mark kept: a byte that decodes to nothing would go unnoticed.
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch (error) {
        throw corrupt(path, 'is not UTF-8', { cause: error });
    }
}
async function readManifestBytes(path) {
    try {
        const { size } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path);
        if (size > LARGEST_MANIFEST_BYTES)
            throw corrupt(path, `has ${size} bytes, too many for a manifest`);
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path);
    }
    catch (error) {
        if ((0,_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .systemCode */ .x)(error) === 'ENOENT') {
            throw corrupt(path, 'is missing, so the backup was never completed', { cause: error });
        }
        throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .fileError */ .z)(error, { what: 'read the manifest', directory: (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), otherwise: 'BACKUP_002' });
    }
}
/** Writes a file and flushes it, mode 0600; it must not exist. */
async function writeNewFile(path, text) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path, 'wx', 0o600);
    try {
        await file.writeFile(text);
        await file.sync();
    }
    finally {
        await file.close();
    }
}
/**
 * Binds a verdict to a backup, atomically: the manifest is the old one or the new one. The new one is prepared beside
 * the backup's folder, because a killed process must not leave an unknown file inside it.
 *
 * @throws SluiceError `DISK_001`, `PERM_001`, else `BACKUP_001`
 */
async function writeVerdict(backup, verdict) {
    const manifest = (0,_manifest_js__WEBPACK_IMPORTED_MODULE_4__/* .withVerdict */ .m3)(backup.manifest, verdict);
    const parent = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(backup.directory);
    const partial = (0,_partial_js__WEBPACK_IMPORTED_MODULE_5__/* .partialPath */ .Dn)(parent, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(backup.directory));
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(partial, { force: true });
        await writeNewFile(partial, (0,_manifest_js__WEBPACK_IMPORTED_MODULE_4__/* .formatManifest */ .L_)(manifest));
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)(partial, backup.manifestPath);
        await (0,_sync_directory_js__WEBPACK_IMPORTED_MODULE_6__/* .syncDirectory */ .z)(backup.directory);
    }
    catch (error) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(partial, { force: true });
        throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .fileError */ .z)(error, { what: 'record the verification', directory: parent, otherwise: 'BACKUP_001' });
    }
    finally {
        (0,_partial_js__WEBPACK_IMPORTED_MODULE_5__/* .releasePartial */ .X_)(partial);
    }
    return { ...backup, manifest };
}


/***/ }),

/***/ 63040:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ syncDirectory)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);

/** Flushes a folder, so that what was made or renamed in it outlives a power cut. Windows cannot, and need not. */
async function syncDirectory(path) {
    if (process.platform === 'win32')
        return;
    const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path, 'r');
    try {
        await directory.sync();
    }
    finally {
        await directory.close();
    }
}


/***/ }),

/***/ 34380:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ PART_TRANSFORMS),
/* harmony export */   m: () => (/* binding */ STORED_SUFFIX)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38522);

// Large chunks, so that a backup of gigabytes spends its time in zstd and not between the threads.
const CHUNK_BYTES = 256 * 1024;
/** Level 3 is where zstd still keeps up with a disk; the frame's own checksum lets `zstd -t` test a file by itself. */
const zstd = {
    encode: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createZstdCompress)({
        chunkSize: CHUNK_BYTES,
        params: { [node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants.ZSTD_c_compressionLevel]: 3, [node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants.ZSTD_c_checksumFlag]: 1 },
    }),
    decode: () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.createZstdDecompress)({ chunkSize: CHUNK_BYTES / 2 }),
};
/** All steps in the order of writing; reading goes through them backwards. */
const PART_TRANSFORMS = [zstd];
/** What a stored part's name ends with. */
const STORED_SUFFIX = '.zst';


/***/ }),

/***/ 46252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RN: () => (/* binding */ recordChecksum),
/* harmony export */   gu: () => (/* binding */ verifyBackup),
/* harmony export */   sv: () => (/* binding */ verifyInventory)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _file_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(548);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(96180);
/* harmony import */ var _part_reader_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(30402);
/* harmony import */ var _stored_backup_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(50109);






/**
 * Holds a backup's folder against its manifest without looking at the parts: the manifest on disk still is the one
 * given, and nothing lies beside it but the parts' files.
 *
 * @throws SluiceError `BACKUP_002`
 */
async function verifyInventory(backup) {
    const { manifest, directory, manifestPath } = backup;
    const stored = await (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .loadBackup */ .zK)(directory);
    if (stored.manifest.digest !== manifest.digest) {
        throw (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .corrupt */ .qb)(manifestPath, `is of another backup: expected the digest ${manifest.digest}, found ${stored.manifest.digest}`);
    }
    const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(directory).catch((error) => {
        throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_2__/* .fileError */ .z)(error, { what: 'read the backup', directory, otherwise: 'BACKUP_002' });
    });
    const expected = new Set([_manifest_js__WEBPACK_IMPORTED_MODULE_3__/* .MANIFEST_FILE */ .h1, ...manifest.parts.map((part) => part.file)]);
    const extra = names.find((name) => !expected.has(name));
    if (extra !== undefined)
        throw (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .corrupt */ .qb)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, extra), 'does not belong to the backup');
}
/**
 * Reads every stored file to its end and compares its size, its SHA-256, and the size and SHA-256 of what it decompresses
 * to; files that the manifest does not name count as corruption too.
 *
 * @throws SluiceError `BACKUP_002` naming the file, what was expected and what was found
 */
async function verifyBackup(backup, signal) {
    await verifyInventory(backup);
    for (const part of backup.manifest.parts)
        await (0,_part_reader_js__WEBPACK_IMPORTED_MODULE_4__/* .readToEnd */ .f)(backup.directory, part, signal);
}
/**
 * Verifies a backup as {@link verifyBackup} does and notes in its manifest that it was intact; a proof by restoring says
 * more and stays.
 *
 * @throws SluiceError `BACKUP_002`; `DISK_001`, `PERM_001` or `BACKUP_001` when it cannot be noted
 */
async function recordChecksum(backup, signal) {
    await verifyBackup(backup, signal);
    return backup.manifest.verified === 'none' ? (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_5__/* .writeVerdict */ .P1)(backup, 'checksum') : backup;
}


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

/***/ 5594:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ qualifiedName)
/* harmony export */ });
/** A table's name as people write it, and as a key: `public.leads`, or `leads` where there are no schemas. */
function qualifiedName(table) {
    return table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
}


/***/ }),

/***/ 41617:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hx: () => (/* binding */ workingEnvironment),
/* harmony export */   O2: () => (/* binding */ resolveUrl),
/* harmony export */   nY: () => (/* binding */ healthEndpoints),
/* harmony export */   tV: () => (/* binding */ resolveScratch)
/* harmony export */ });
/* unused harmony export findEnvironment */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _suggest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94979);
/* harmony import */ var _variables_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(85592);



/** The variable that counts when nothing else names a database. */
const FALLBACK = 'DATABASE_URL';
/** White space is nothing: an unset secret reaches a workflow as the empty string. */
function isGiven(text) {
    return text !== undefined && text.trim() !== '';
}
/**
 * The environment by its name.
 * @returns null when none is asked for
 * @throws SluiceError `CONF_001` when the configuration has no such environment
 */
function findEnvironment(config, name) {
    if (name === undefined)
        return null;
    const environment = config.environments.find((candidate) => candidate.name === name);
    if (environment !== undefined)
        return environment;
    const names = config.environments.map((candidate) => candidate.name);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `The configuration has no environment ${JSON.stringify(name)}${(0,_suggest_js__WEBPACK_IMPORTED_MODULE_1__/* .didYouMean */ .a)(name, names) || '.'}`, {
        fix: names.length === 0
            ? 'Name it under `environments:` in sluice.yml, or leave the environment out.'
            : `Use one of ${names.join(', ')}, or add it under \`environments:\` in sluice.yml.`,
    });
}
/**
 * Expands the `${VAR}` references of a text.
 * @param subject what the text is, for the message: “The url of the environment staging”
 * @throws SluiceError `CONF_001` naming every variable that is missing or empty
 */
function expandReferences(text, env, subject) {
    const missing = (0,_variables_js__WEBPACK_IMPORTED_MODULE_2__/* .referencedVariables */ .Xo)(text).filter((name) => !isGiven(env[name]));
    if (missing.length === 0)
        return (0,_variables_js__WEBPACK_IMPORTED_MODULE_2__/* .replaceVariables */ .qk)(text, (name) => env[name] ?? '');
    const names = missing.join(' and ');
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `${subject} needs the environment ${missing.length === 1 ? 'variable' : 'variables'} ${names}, which ${missing.length === 1 ? 'is' : 'are'} not set.`, { fix: `Set ${names}; in a workflow: \`env: { ${missing[0] ?? ''}: \${{ secrets.${missing[0] ?? ''} }} }\`.` });
}
/**
 * The environment that a command works on: the named one; and when nothing else names a database, the
 * only one there is, so that its protection holds without its name.
 * @returns null when the URL comes from elsewhere
 * @throws SluiceError `CONF_001` when the configuration has no environment of that name
 */
function workingEnvironment(config, name, env, override) {
    const named = findEnvironment(config, name);
    if (named !== null || isGiven(override) || isGiven(env[FALLBACK]))
        return named;
    return config.environments.length === 1 ? (config.environments[0] ?? null) : null;
}
/**
 * The URL of the database to work on: the `database-url` input, else the named environment's, else
 * the variable `DATABASE_URL`, else that of the only environment there is.
 * @param override the `database-url` input; the environment must exist nevertheless
 * @throws SluiceError `CONF_001` when the environment is unknown, a variable is not set, or nothing names a database
 */
function resolveUrl(config, environmentName, env, override) {
    const environment = workingEnvironment(config, environmentName, env, override);
    if (isGiven(override))
        return override;
    if (environment !== null) {
        return expandReferences(environment.url, env, `The url of the environment ${JSON.stringify(environment.name)}`);
    }
    const fallback = env[FALLBACK];
    if (isGiven(fallback))
        return fallback;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', 'No database is named.', {
        fix: config.environments.length === 0
            ? `Set database-url, or the variable ${FALLBACK}.`
            : `Set environment to one of ${config.environments.map(({ name }) => name).join(', ')}, or set database-url.`,
    });
}
/**
 * The URL of the scratch database.
 * @returns null when the configuration leaves the choice to the driver
 * @throws SluiceError `CONF_001` naming the variables that are not set
 */
function resolveScratch(config, env) {
    return config.backup.scratch === null
        ? null
        : expandReferences(config.backup.scratch, env, 'The setting backup.scratch');
}
/**
 * The health endpoints with their variables filled in.
 * @throws SluiceError `CONF_001` naming the variables that are not set
 */
function healthEndpoints(config, env) {
    return config.health.map((endpoint) => ({
        ...endpoint,
        url: expandReferences(endpoint.url, env, `The url of the health endpoint ${JSON.stringify(endpoint.name)}`),
    }));
}


/***/ }),

/***/ 39130:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ configSchema)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26921);
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3320);
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83252);



/** What a percentage looks like: `10%`, `2.5%`. */
const PERCENTAGE_PATTERN = /^\d+(?:\.\d+)?%$/u;
/** A duration; bounds are inclusive, in milliseconds. */
function duration(minimumMs, maximumMs = _duration_js__WEBPACK_IMPORTED_MODULE_0__/* .LONGEST_TIMER_MS */ .Mv) {
    const error = 'must be a duration such as 500ms, 5s, 15min or 24h';
    return zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP({ error })
        .regex(_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .DURATION_PATTERN */ .Cq, { error, abort: true })
        .refine((text) => ((0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDuration */ .E9)(text) ?? Number.POSITIVE_INFINITY) >= minimumMs, {
        error: `must be at least ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(minimumMs)}`,
    })
        .refine((text) => ((0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDuration */ .E9)(text) ?? Number.POSITIVE_INFINITY) <= maximumMs, {
        error: `must be at most ${maximumMs === _duration_js__WEBPACK_IMPORTED_MODULE_0__/* .LONGEST_TIMER_MS */ .Mv ? '24d' : (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(maximumMs)}`,
    });
}
/** A text that must say something, and fits into a file name, an argument and a C string. */
function text() {
    return zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
        .regex(/\S/u, { error: 'must not be empty', abort: true })
        .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' });
}
const count = (minimum, maximum) => zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().min(minimum).max(maximum);
const environment = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    url: text()
        .default('${DATABASE_URL}')
        .describe('Database URL; passwords come from environment variables only: `${STAGING_DATABASE_URL}`.'),
    protected: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().default(false).describe('Promotion, a proven backup and a confirmed rollback are required.'),
})
    .describe('A database by name.');
const migrations = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    directory: text().default('migrations').describe('Folder of the migration files.'),
    format: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_types_js__WEBPACK_IMPORTED_MODULE_2__/* .MIGRATION_FORMATS */ .sN).default('auto').describe('Format of the migration files; `auto` detects it.'),
    'lock-timeout': duration(1)
        .default('5s')
        .describe('How long a statement waits for a lock of another session; retried with jitter.'),
    'lock-retries': count(0, 1000)
        .default(10)
        .describe('How often a statement that did not get its lock is tried again.'),
    'statement-timeout': duration(0).default('15min').describe('How long one statement may run; `0s` = no limit.'),
    'run-lease': duration(1000).default('60s').describe('How long the run lock outlives a killed run.'),
    'run-lock-wait': duration(0).default('0s').describe('How long to wait for another run’s lock; `0s` = not at all.'),
    'allow-out-of-order': zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY()
        .default(false)
        .describe('Accept a migration that is older than one already applied.'),
    warnings: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(['fail', 'report'])
        .default('fail')
        .describe('Whether a warning of the server fails the migration or is only reported.'),
    schema: text().max(63).optional().describe('Schema of Sluice’s own tables; default: the connection’s own.'),
    prefix: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
        .regex(/^[A-Za-z_][A-Za-z0-9_]{0,39}$/u, {
        error: 'must have 1 to 40 letters, digits and underscores, and not start with a digit',
    })
        .default('sluice_')
        .describe('Prefix of Sluice’s own tables.'),
})
    .describe('How migrations are found and run.');
const backup = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    directory: text().default('.sluice/backups').describe('Folder of the backups.'),
    mode: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_types_js__WEBPACK_IMPORTED_MODULE_2__/* .BACKUP_MODES */ .CU).default('full').describe('What a backup holds.'),
    verify: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_types_js__WEBPACK_IMPORTED_MODULE_2__/* .VERIFY_LEVELS */ .os)
        .default('restore')
        .describe('How a backup is proven; `restore` restores it into a scratch database and compares.'),
    scratch: text()
        .optional()
        .describe('URL of the scratch database; default: one on the same server, dropped afterwards.'),
    'encrypt-to': zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(/^age1[0-9a-z]+$/u, { error: 'must be an age recipient, which begins with age1' }))
        .default([])
        .describe('age recipients; none = not encrypted.'),
    keep: count(1, 10_000).default(7).describe('How many backups stay.'),
})
    .describe('How backups are taken and proven.');
/** A number that is still the one that was written: larger ones are rounded before anybody sees them. */
const exactNumber = zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), {
    error: 'is too large for a number; quote it',
});
const rule = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    name: text().describe('Shown in reports.'),
    query: text().describe('A query that returns one value.'),
    expect: zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), exactNumber, zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(), zod__WEBPACK_IMPORTED_MODULE_1__/* ["null"] */ .chJ()], { error: 'must be a text, a number, true, false or null' })
        .describe('The value it must return.'),
});
const percentage = 'must be a percentage such as 10%';
const performance = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    tolerance: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP({ error: percentage })
        .regex(PERCENTAGE_PATTERN, { error: percentage })
        .default('10%')
        .describe('How much slower is still good.'),
    queries: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ name: text().describe('Shown in reports.'), query: text().describe('The query.') }))
        .default([])
        .describe('Queries that are measured before and after.'),
})
    .describe('Queries that may not become slower.');
const validate = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    'row-counts': zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().default(true).describe('Compare the row counts of untouched tables.'),
    checksums: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().default(true).describe('Compare the checksums of untouched tables.'),
    'foreign-keys': zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().default(true).describe('Look for rows that point to no parent.'),
    rules: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rule).default([]).describe('Queries whose value is known.'),
    performance: performance.optional(),
})
    .describe('What is compared after a migration.');
const triggers = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    'max-errors': count(1, 1_000_000).default(5).describe('Errors that stop the run.'),
    'max-validation-failures': count(1, 1_000_000).default(3).describe('Failed validations that stop the run.'),
    'max-sync-lag': duration(1).default('300s').describe('How far the target may lie behind the source.'),
    'max-duration': duration(1).default('24h').describe('Time that the run may take.'),
})
    .describe('What stops a run and rolls it back.');
const health = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    name: text().describe('Shown in reports.'),
    url: text().describe('Endpoint: http:// or https://.'),
    'expect-status': count(100, 599).default(200).describe('The HTTP status that it must answer with.'),
    timeout: duration(1).default('5s').describe('How long to wait for the answer.'),
});
const hook = (when) => zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' })
    .default('')
    .describe(`Command that runs ${when}; empty = none.`);
const hooks = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    'before-cutover': hook('before the cutover'),
    switch: hook('to switch the application over'),
    'after-cutover': hook('after the cutover'),
    'on-failure': hook('when the run failed'),
    shell: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().default(false).describe('Run the commands through a shell.'),
})
    .describe('Commands around the cutover; run without a shell unless `shell` is true.');
const promotion = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    from: text().describe('The environment whose evidence counts.'),
    to: text().describe('The environment that the plan shall run in.'),
    approvals: count(0, 100).default(1).describe('How many people must have approved.'),
    'distinct-from-author': zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().default(true).describe('Nobody approves what they wrote.'),
    'max-age': duration(1, 3650 * 86_400_000)
        .default('24h')
        .describe('How old evidence may be.'),
});
/** `sluice.yml` as it is written; every default stands here and nowhere else. */
const configSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    version: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz(1).describe('Version of this format.'),
    environments: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), environment).default({}).describe('The databases, by name.'),
    migrations: migrations.prefault({}),
    backup: backup.prefault({}),
    validate: validate.prefault({}),
    triggers: triggers.prefault({}),
    health: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(health).default([]).describe('Application endpoints that must answer.'),
    hooks: hooks.prefault({}),
    promotion: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(promotion).default([]).describe('What must hold before a plan runs in the next environment.'),
})
    .describe('Configuration of Sluice.');


/***/ }),

/***/ 85592:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xo: () => (/* binding */ referencedVariables),
/* harmony export */   qk: () => (/* binding */ replaceVariables),
/* harmony export */   te: () => (/* binding */ referenceProblem)
/* harmony export */ });
/** A reference to an environment variable. */
const REFERENCE = /\$\{([^}]*)\}/gu;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;
/** The variables that a text refers to, in order, each once; names that are none are left out. */
function referencedVariables(text) {
    return [...new Set([...text.matchAll(REFERENCE)].map(([, name]) => name ?? ''))].filter((name) => NAME.test(name));
}
/** What is wrong with the references of a text; null when nothing is. Only `${NAME}` is one. */
function referenceProblem(text) {
    const rest = text.replaceAll(REFERENCE, (whole, name) => (NAME.test(name) ? '' : whole));
    return rest.includes('${') ? 'holds a ${ that does not begin a reference such as ${DATABASE_URL}' : null;
}
/** The text with each reference replaced. What comes out of a variable is not looked at again. */
function replaceVariables(text, valueOf) {
    return text.replaceAll(REFERENCE, (whole, name) => (NAME.test(name) ? valueOf(name) : whole));
}


/***/ }),

/***/ 18798:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ openDatabase)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

/** Which module drives which kind of URL; loaded only when it is needed, with its client library. */
const DRIVERS = {
    sqlite: () => __webpack_require__.e(/* import() */ 252).then(__webpack_require__.bind(__webpack_require__, 61252)),
    postgresql: () => Promise.all(/* import() */[__webpack_require__.e(849), __webpack_require__.e(332)]).then(__webpack_require__.bind(__webpack_require__, 6332)),
    mysql: () => Promise.all(/* import() */[__webpack_require__.e(909), __webpack_require__.e(467)]).then(__webpack_require__.bind(__webpack_require__, 65467)),
    mariadb: () => Promise.all(/* import() */[__webpack_require__.e(909), __webpack_require__.e(467)]).then(__webpack_require__.bind(__webpack_require__, 65467)),
};
/**
 * Opens the database that a URL names.
 *
 * @throws SluiceError `CONF_001` for a scheme that no driver handles; else what {@link OpenDriver} throws
 */
async function openDatabase(url, options) {
    const load = DRIVERS[url.scheme];
    if (load === undefined) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `There is no driver for ${url.scheme}: URLs.`, {
            fix: `Use one of: ${Object.keys(DRIVERS).join(', ')}.`,
        });
    }
    const { open } = await load();
    return open(url, options);
}


/***/ }),

/***/ 18845:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ Journal),
/* harmony export */   G: () => (/* binding */ stampedOf)
/* harmony export */ });
/* harmony import */ var node_diagnostics_channel__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(53053);

/**
 * Every entry is published here just before and just after it is made durable, so that tools (and
 * the tests that kill a run between any two steps) can follow a run without touching it.
 */
const journalChannel = (0,node_diagnostics_channel__WEBPACK_IMPORTED_MODULE_0__.channel)('sluice:journal');
function rowOf({ runId, seq, at, stage, entry }) {
    const { kind, ...content } = entry;
    return { runId, seq, at, stage, kind, entry: JSON.stringify(content) };
}
/** One run's journal: numbers the entries, makes them durable, tells the observers. */
class Journal {
    runId;
    #append;
    #clock;
    #observers;
    #seq = 0;
    #stage = 'run';
    constructor(runId, append, clock, observers) {
        this.runId = runId;
        this.#append = append;
        this.#clock = clock;
        this.#observers = observers;
    }
    /** The stage that the next entries belong to. */
    enter(stage) {
        this.#stage = stage;
    }
    /** The stage that was entered last. */
    get stage() {
        return this.#stage;
    }
    /** Makes the entries durable, all or none. */
    async append(...entries) {
        if (entries.length === 0)
            return;
        await this.#write(entries, this.#append);
    }
    /**
     * Calls `work` with a function that appends through a transaction. The numbers are given back when
     * `work` throws, so that a rolled back transaction leaves no gap; observers hear of the entries only
     * when `work` has returned, that is when the transaction has been committed.
     */
    async within(work) {
        const seq = this.#seq;
        const committed = [];
        try {
            const result = await work(async (rows, ...entries) => {
                const stamped = this.#stamp(entries);
                this.#publish('before', stamped);
                await rows(stamped.map(rowOf));
                committed.push(...stamped);
            });
            this.#tell(committed);
            return result;
        }
        catch (error) {
            this.#seq = seq;
            throw error;
        }
    }
    /**
     * Whether the newest entries are in the database; asked when the connection was lost during COMMIT.
     * Reads this run's rows only.
     */
    async isDurable(store) {
        let last = 0;
        for await (const row of store.read({ runIds: [this.runId] }))
            last = row.seq;
        return last === this.#seq;
    }
    async #write(entries, append) {
        const seq = this.#seq;
        const stamped = this.#stamp(entries);
        this.#publish('before', stamped);
        try {
            await append(stamped.map(rowOf));
        }
        catch (error) {
            this.#seq = seq;
            throw error;
        }
        this.#tell(stamped);
    }
    #stamp(entries) {
        const at = this.#clock.now().toISOString();
        return entries.map((entry) => ({ runId: this.runId, seq: ++this.#seq, at, stage: this.#stage, entry }));
    }
    #publish(moment, entries) {
        if (!journalChannel.hasSubscribers)
            return;
        for (const entry of entries)
            journalChannel.publish({ moment, entry });
    }
    #tell(entries) {
        this.#publish('after', entries);
        for (const entry of entries)
            for (const observe of this.#observers)
                observe(entry);
    }
}
/** An entry as it was read from the database. */
function stampedOf(row) {
    const content = JSON.parse(row.entry);
    return {
        runId: row.runId,
        seq: row.seq,
        at: row.at,
        stage: row.stage,
        entry: { kind: row.kind, ...content },
    };
}


/***/ }),

/***/ 6299:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q5: () => (/* binding */ killedRuns),
/* harmony export */   rM: () => (/* binding */ JournalFold),
/* harmony export */   un: () => (/* binding */ readState)
/* harmony export */ });
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(18845);

/** The runs that died without a word. */
function killedRuns(state) {
    return state.runs.filter((run) => run.status === null);
}
/** Folds entries, in order of time, into what they say together. */
class JournalFold {
    #runs = new Map();
    #partial = new Map();
    add(stamped) {
        const run = this.#run(stamped);
        run.last = stamped;
        const { entry } = stamped;
        switch (entry.kind) {
            case 'run-started':
                run.command = entry.command;
                run.environment = entry.environment;
                run.owner = entry.owner;
                break;
            case 'run-finished':
                run.status = entry.status;
                run.errorCode = entry.errorCode;
                run.finishedAt = stamped.at;
                run.schemaFingerprint = entry.schemaFingerprint;
                break;
            case 'plan':
                run.plan = entry.plan;
                break;
            case 'rollback-point':
                run.rollbackPoint = entry.point;
                break;
            case 'error':
                run.error = entry.error;
                break;
            case 'rollback-started':
                run.rollback = entry;
                run.restored = false;
                break;
            case 'restored':
                run.restored = true;
                break;
            case 'rollback-finished':
                if (entry.verified || run.rollback?.point === null)
                    this.#rolledBack(run);
                break;
            default:
                this.#file(stamped);
        }
    }
    result() {
        return { runs: [...this.#runs.values()], partial: new Map(this.#partial) };
    }
    #run(stamped) {
        const known = this.#runs.get(stamped.runId);
        if (known !== undefined)
            return known;
        const run = {
            runId: stamped.runId,
            command: '',
            environment: null,
            owner: '',
            startedAt: stamped.at,
            finishedAt: null,
            status: null,
            errorCode: null,
            plan: null,
            rollbackPoint: null,
            rollback: null,
            restored: false,
            error: null,
            last: stamped,
            schemaFingerprint: null,
        };
        this.#runs.set(stamped.runId, run);
        return run;
    }
    /** A finished rollback leaves nothing half done, whichever run began it. */
    #rolledBack(run) {
        run.rollback = null;
        for (const earlier of this.#runs.values())
            earlier.rollback = null;
        this.#partial.clear();
    }
    #file({ runId, entry }) {
        switch (entry.kind) {
            case 'file-started':
                this.#fileStarted(runId, entry);
                break;
            case 'statement-started':
                this.#update(entry.version, (file) => {
                    file.inFlight = { ...entry, failed: false };
                });
                break;
            case 'statement-failed':
                this.#update(entry.version, (file) => {
                    file.inFlight = file.inFlight === null ? null : { ...file.inFlight, failed: true };
                });
                break;
            case 'statement-finished':
                this.#update(entry.version, (file) => {
                    file.done.push(entry);
                    file.inFlight = null;
                });
                break;
            case 'warnings':
                this.#update(entry.version, (file) => {
                    file.warned = { statement: entry.statement, warnings: entry.warnings };
                });
                break;
            case 'file-finished':
                this.#partial.delete(entry.version);
                break;
            default:
        }
    }
    /** A file begun again in the same direction goes on; in the other it starts afresh. */
    #fileStarted(runId, entry) {
        const known = this.#partial.get(entry.version);
        if (entry.mode === 'transaction') {
            this.#partial.delete(entry.version);
            return;
        }
        const { version, name, path, direction } = entry;
        const goesOn = known !== undefined && known.direction === direction;
        this.#partial.set(version, {
            version,
            name,
            path,
            direction,
            done: goesOn ? known.done : [],
            inFlight: goesOn ? known.inFlight : null,
            warned: goesOn ? known.warned : null,
            runId,
        });
    }
    #update(version, change) {
        const file = this.#partial.get(version);
        if (file !== undefined)
            change(file);
    }
}
/**
 * Reads what earlier runs left behind. Only runs since the last good end of a run are read whole: a
 * run that passed leaves nothing half done.
 */
async function readState(journal) {
    const since = [];
    for await (const row of journal.read({ kinds: ['run-started', 'run-finished'] })) {
        const { entry, runId } = (0,_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .stampedOf */ .G)(row);
        if (entry.kind === 'run-started')
            since.push(runId);
        else if (entry.kind === 'run-finished' && entry.status === 'passed')
            since.splice(0, since.length, runId);
    }
    const fold = new JournalFold();
    for await (const row of journal.read({ runIds: since }))
        fold.add((0,_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .stampedOf */ .G)(row));
    return fold.result();
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
/** How far a half-done file came, in words. */
function progressOf(file) {
    const verb = file.direction === 'up' ? 'applied' : 'taken back';
    const lines = fewLines(file.done.map(({ line }) => line));
    const done = file.done.length === 0 ? 'no statement' : `${String(file.done.length)} statement(s), at line ${lines},`;
    const flight = flightOf(file);
    return `${file.path}: ${done} ${file.done.length > 1 ? 'were' : 'was'} ${verb} by run ${file.runId}${flight}`;
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

/***/ 74751:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ readMigrations)
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

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./build/js/migrations/checksum.js


/** SHA-256 over a file's text without byte order mark and with line feeds: the same on every checkout. */
function sha256Checksum(text) {
    return `sha256:${(0,external_node_crypto_.hash)('sha256', text, 'hex')}`;
}
/**
 * Flyway's own checksum, as `flyway_schema_history` holds it: CRC-32 as a signed 32-bit number over
 * the lines' UTF-8 bytes, without line ends and byte order mark
 * (org.flywaydb.core.internal.resolver.ChecksumCalculator).
 */
function flywayChecksum(text) {
    return `crc32:${String((0,external_node_zlib_.crc32)(text.replaceAll(/[\r\n]/g, '')) | 0)}`;
}

;// CONCATENATED MODULE: ./build/js/migrations/formats/sluice.js


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
        return { role: 'repeatable', version: `${versions/* REPEATABLE_PREFIX */.BV}${repeatable}`, name: repeatable };
    },
    explainName(name) {
        return /^\d+_.+\.(?:ts|mjs|cypher)$/.test(name)
            ? 'This is a migration for another kind of database: keep it in a folder of its own.'
            : null;
    },
    checksum: sha256Checksum,
    emptyDownIsUsual: false,
    ordersByName: false,
};

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
    return path === name && sluiceFormat.parseName(name) !== null ? 'sluice' : null;
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
            fix: `Set migrations.format if that is the tool; for Sluice's own format name the files ${sluiceFormat.pattern}.`,
            details: { candidates: ['dbmate', 'goose'].map((format) => ({ format, path: numbered.path })) },
        });
    }
    return 'sluice';
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/js/migrations/error-code.js
/** The system's name for what went wrong with a file (`ENOENT`); the whole error as text when it has none. */
function errorCode(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

;// CONCATENATED MODULE: ./build/js/migrations/folder.js




/** Deeper than any real layout, and an end to mounts that contain themselves. */
const MAX_DEPTH = 16;
/** A folder with more is the wrong folder. */
const MAX_FILES = 100_000;
function unreadable(directory, error) {
    const code = errorCode(error);
    const says = code === 'ENOENT' ? 'does not exist' : code === 'ENOTDIR' ? 'is not a folder' : `cannot be read (${code})`;
    return new errors/* SluiceError */.ah('CONF_001', `The migrations folder ${directory} ${says}.`, {
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
        const location = (0,external_node_path_.join)(directory, path);
        if (entry.isDirectory()) {
            if (depth < MAX_DEPTH)
                pending.push({ path, depth: depth + 1 });
            else
                warnings.push(`${path}/ is nested too deep and was not read.`);
            return;
        }
        const migration = /\.(?:sql|conf)$/i.test(entry.name);
        if (entry.isSymbolicLink()) {
            const target = await (0,promises_.stat)(location).catch(errorCode);
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
            throw new errors/* SluiceError */.ah('CONF_001', `The migrations folder ${directory} holds more than ${String(MAX_FILES)} files.`, {
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
            entries = await (0,promises_.readdir)((0,external_node_path_.join)(directory, path), { withFileTypes: true });
        }
        catch (error) {
            if (path === '')
                throw unreadable(directory, error);
            problems.add(path, null, `This folder cannot be read (${errorCode(error)}).`);
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
    checksum: sha256Checksum,
    sections,
    emptyDownIsUsual: true,
    ordersByName: true,
};

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
    checksum: flywayChecksum,
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
    checksum: sha256Checksum,
    emptyDownIsUsual: false,
    ordersByName: false,
};

;// CONCATENATED MODULE: ./build/js/migrations/formats/index.js




/** Every format that can be read. */
const FILE_FORMATS = {
    sluice: sluiceFormat,
    'golang-migrate': golangMigrateFormat,
    dbmate: dbmateFormat,
    flyway: flywayFormat,
};

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
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
function lineOf(bytes, offset) {
    let line = 1;
    for (let feed = bytes.indexOf(10); feed >= 0 && feed < offset; feed = bytes.indexOf(10, feed + 1))
        line += 1;
    return line;
}
/** Reads a file of bounded size; null with a problem when it is no text that can be a migration. */
async function loadFile(file, problems, signal) {
    let bytes;
    try {
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
    catch (error) {
        signal.throwIfAborted();
        problems.add(file.path, null, `The file cannot be read (${errorCode(error)}).`);
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
/** The first 64 KiB of a file as text, for looking at its comments; empty when it cannot be read. */
async function readHead(file) {
    try {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const handle = __addDisposableResource(env_2, await (0,promises_.open)(file.location), true);
            const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
            return normaliseText(buffer.toString('utf8', 0, bytesRead));
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            const result_2 = __disposeResources(env_2);
            if (result_2)
                await result_2;
        }
    }
    catch {
        // loadFile meets the same failure and says what it is.
        return '';
    }
}

;// CONCATENATED MODULE: ./build/js/migrations/problems.js

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
        throw new errors/* SluiceError */.ah('CONF_001', listed.join('\n'), {
            fix: `Correct ${count === 1 ? 'the file' : 'the files'} named above and run the command again; nothing was run.`,
            details: { problems: sorted.slice(0, LISTED).map((problem) => ({ ...problem })) },
        });
    }
}

// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
;// CONCATENATED MODULE: ./build/js/migrations/directives.js

const KNOWN = 'transaction=true|false, online, lock-timeout=<duration>';
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
            return `Unknown directive ${written}: there are ${KNOWN}.`;
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
            problems.push({ line, sentence: `An empty directive: there are ${KNOWN}.` });
        for (const directive of written) {
            const sentence = take(directive);
            if (sentence !== null)
                problems.push({ line, sentence });
        }
    }
    return { directives: { transaction, lockTimeoutMs, online }, problems };
}

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







function isSql(name) {
    return /\.sql$/i.test(name);
}
async function detect(directory, folder, signal) {
    const files = [];
    for (const file of folder.files) {
        signal.throwIfAborted();
        const { path, name } = file;
        // Comments count in the folder itself; below it only names do.
        files.push({ path, head: path === name && isSql(name) ? await readHead(file) : '' });
    }
    return detectFormat(directory, files);
}
/** The files that are migrations by name; every other file that could be meant as one is named. */
function read_migrations_select(folder, format, problems, warnings) {
    const passedOver = new Set();
    const selected = [];
    for (const file of folder.files) {
        const { path, name } = file;
        if (!format.recursive && path !== name) {
            if (isSql(name))
                passedOver.add(path.slice(0, path.lastIndexOf('/')));
            continue;
        }
        const parsed = format.parseName(name);
        const explanation = parsed === null ? (format.explainName?.(name) ?? null) : null;
        if (parsed !== null)
            selected.push([file, parsed]);
        else if (explanation !== null)
            problems.add(path, null, explanation);
        else if (isSql(name)) {
            problems.add(path, null, `The name fits none of ${format.format}'s: ${format.pattern}. Rename the file, or move it elsewhere.`);
        }
    }
    for (const path of passedOver)
        warnings.push(`${path}/ holds .sql files, and the format ${format.format} reads no subfolders.`);
    return selected;
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
    const problems = new FolderProblems(directory);
    const folder = await listFolder(directory, problems, signal);
    const warnings = [...folder.warnings];
    const chosen = options.format === 'auto' ? await detect(directory, folder, signal) : requireSupported(options.format);
    const format = FILE_FORMATS[chosen];
    const companions = await readCompanions(folder, format, problems, warnings, signal);
    const files = [];
    for (const [file, name] of read_migrations_select(folder, format, problems, warnings)) {
        signal.throwIfAborted();
        const loaded = await loadFile(file, problems, signal);
        const companion = companions.get(file.path) ?? null;
        files.push(loaded === null
            ? { ...name, path: file.path, checksum: '', up: null, down: null }
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

/***/ 51925:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ canonicalJson),
/* harmony export */   f: () => (/* binding */ sha256Hex)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/**
 * One text for one value, so that a digest of a plan means the same on every machine.
 * The form is RFC 8785 (JSON Canonicalization Scheme).
 */

/** What RFC 8785 forbids is a bug of the caller, not a user's mistake: reports show it as `INT_001`. */
function refuse(what) {
    throw new TypeError(`canonical JSON cannot hold ${what}`);
}
function text(value) {
    // JSON.stringify would write a lone surrogate as an escape, which RFC 8785 3.2.2.2 rules out.
    if (!value.isWellFormed())
        refuse('a string with a lone surrogate');
    return JSON.stringify(value);
}
function isArray(value) {
    return Array.isArray(value);
}
/**
 * The canonical JSON of a value: keys in order of their UTF-16 code units, no white space, numbers
 * as ECMAScript prints them (RFC 8785 3.2).
 *
 * @throws TypeError for NaN, infinities, undefined members and lone surrogates.
 */
function canonicalJson(value) {
    if (value === null || typeof value === 'boolean')
        return String(value);
    if (typeof value === 'string')
        return text(value);
    if (typeof value === 'number')
        return Number.isFinite(value) ? JSON.stringify(value) : refuse(String(value));
    if (isArray(value))
        return `[${value.map(canonicalJson).join(',')}]`;
    if (typeof value !== 'object')
        return refuse(typeof value);
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${text(key)}:${canonicalJson(member)}`).join(',')}}`;
}
/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
function sha256Hex(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', text, 'hex');
}


/***/ }),

/***/ 29384:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rj: () => (/* binding */ fingerprint),
/* harmony export */   wc: () => (/* binding */ diffObjects),
/* harmony export */   xE: () => (/* binding */ fingerprintObjects)
/* harmony export */ });
/* harmony import */ var _canonical_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51925);

function byKindAndName(a, b) {
    if (a.kind !== b.kind)
        return a.kind < b.kind ? -1 : 1;
    if (a.name === b.name)
        return 0;
    return a.name < b.name ? -1 : 1;
}
/** Tells objects apart; JSON, because a name may hold any character. */
function identity(object) {
    return JSON.stringify([object.kind, object.name]);
}
/** The hash over objects that are hashed already, in any order. */
function fingerprintObjects(objects) {
    const sorted = objects.toSorted(byKindAndName);
    return (0,_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .f)((0,_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalJson */ .d)(sorted.map(({ kind, name, hash }) => ({ kind, name, hash }))));
}
/** Fingerprints a schema; the order in which the driver lists its objects has no part in it. */
function fingerprint(schema) {
    const objects = schema.objects
        .map(({ kind, name, definition }) => ({ kind, name, hash: (0,_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .f)((0,_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalJson */ .d)(definition)) }))
        .toSorted(byKindAndName);
    return { fingerprint: fingerprintObjects(objects), objects };
}
/** Names the objects that came, went or changed from `before` to `after`; each list sorted by kind and name. */
function diffObjects(before, after) {
    const earlier = new Map(before.map((object) => [identity(object), object.hash]));
    const later = new Set(after.map(identity));
    return {
        added: after.filter((object) => !earlier.has(identity(object))).toSorted(byKindAndName),
        removed: before.filter((object) => !later.has(identity(object))).toSorted(byKindAndName),
        changed: after
            .filter((object) => {
            const hash = earlier.get(identity(object));
            return hash !== undefined && hash !== object.hash;
        })
            .toSorted(byKindAndName),
    };
}


/***/ }),

/***/ 55589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ isHalfDone)
/* harmony export */ });
/** Whether something of a file may be in the database: a statement that the server refused left nothing to undo. */
function isHalfDone({ done, inFlight }) {
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

/***/ 57164:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ duration),
/* harmony export */   q: () => (/* binding */ markdownReport)
/* harmony export */ });
const STATUS_SIGNS = {
    passed: '✅',
    pass: '✅',
    warned: '⚠️',
    warn: '⚠️',
    failed: '❌',
    fail: '❌',
    skipped: '➖',
    skip: '➖',
    interrupted: '⏸️',
};
function sign(status) {
    return STATUS_SIGNS[status] ?? '';
}
/** A duration for people: `840 ms`, `12.3 s`, `4 min 5 s`. */
function duration(ms) {
    // Each unit ends where its rounding would reach the next one.
    if (ms < 999.5)
        return `${String(Math.round(ms))} ms`;
    if (ms < 59_950)
        return `${(ms / 1000).toFixed(1)} s`;
    const seconds = Math.round(ms / 1000);
    return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}
/** Text inside a table cell: one line, no cell borders, no markup. */
function cell(text) {
    return text.replaceAll(/[\\`*_{}[\]<>|#~&]/gu, (character) => `\\${character}`).replaceAll(/\r\n|[\r\n]/gu, '<br>');
}
/** Text as a paragraph of its own: what begins it makes no list, no rule, no heading and no code block. */
function paragraph(text) {
    return cell(text.trimStart())
        .replace(/^[-+=]/u, (character) => `\\${character}`)
        .replace(/^(\d+)([.)])/u, String.raw `$1\$2`);
}
function table(head, rows) {
    if (rows.length === 0)
        return [];
    return [
        `| ${head.join(' | ')} |`,
        `|${head.map(() => ' --- ').join('|')}|`,
        ...rows.map((row) => `| ${row.join(' | ')} |`),
        '',
    ];
}
function headline({ run }) {
    const where = run.environment === null ? '' : ` · ${cell(run.environment)}`;
    return [
        `## ${sign(run.status)} Sluice ${run.command}${where}: ${run.status}`,
        '',
        `Run \`${run.id}\` on ${run.engine ?? 'no database'}, ${run.startedAt}, ${duration(run.durationMs)}.`,
        '',
    ];
}
function errors(report) {
    return report.errors.flatMap((error) => [
        `### ${error.code}`,
        '',
        paragraph(error.message),
        '',
        ...error.causes.slice(0, 5).map((cause) => `- caused by: ${cell(cause.split('\n', 1)[0] ?? '')}`),
        '',
        `**fix:** ${cell(error.fix)}`,
        '',
    ]);
}
function plan({ plan: made, files }) {
    if (made === null)
        return [];
    // A file that was taken back again is listed twice.
    const durations = new Map(files.filter((file) => file.direction === 'up').map((file) => [file.version, file]));
    return [
        `### Plan \`${made.digest}\``,
        '',
        ...(made.continues === null ? [] : [`Goes on with the plan of run \`${made.continues}\`.`, '']),
        ...(made.steps.length === 0 ? ['Nothing is pending.', ''] : []),
        ...table(['Version', 'File', 'Statements', 'How', 'Took'], made.steps.map((step) => {
            const applied = durations.get(step.version);
            return [
                cell(step.version),
                cell(step.path),
                step.done === 0 ? String(step.statements) : `${String(step.statements)} (${String(step.done)} done before)`,
                step.mode === 'transaction' ? 'one transaction' : 'statement by statement',
                applied === undefined ? '' : duration(applied.durationMs),
            ];
        })),
    ];
}
function stages(report) {
    return [
        ...(report.stages.length === 0 ? [] : ['### Stages', '']),
        ...table(['Stage', 'Result', 'Took', 'Note'], report.stages.map((stage) => [
            stage.name,
            `${sign(stage.status)} ${stage.status}`,
            duration(stage.durationMs),
            cell(stage.reason ?? ''),
        ])),
    ];
}
function checks(report) {
    return [
        ...(report.checks.length === 0 ? [] : ['### Checks', '']),
        ...table(['Check', 'Result', 'Observed', 'Expected', 'Fix'], report.checks.map((check) => [
            cell(check.title),
            `${sign(check.status)} ${check.status}`,
            cell(check.observed),
            cell(check.expected),
            cell(check.fix),
        ])),
    ];
}
function rollback({ rollback: back }) {
    if (back === null)
        return [];
    const verdict = back.verified === null
        ? 'not finished'
        : back.verified
            ? `verified, ${String(back.tablesCompared)} tables compared`
            : 'NOT verified';
    const how = back.method === 'down' ? 'by down files' : 'from the backup';
    return [
        '### Rollback',
        '',
        `${how}: ${verdict}. Taken back: ${cell(back.versions.join(', ')) || 'nothing'}. Reason: ${cell(back.reason)}`,
        '',
    ];
}
/** The report as GitHub-flavoured Markdown, for step summaries and people. Pure. */
function markdownReport(report) {
    const { backup, findings } = report;
    return [
        ...headline(report),
        ...errors(report),
        ...(findings.length === 0 ? [] : ['### Found', '', ...findings.map((finding) => `- ${cell(finding)}`), '']),
        ...rollback(report),
        ...plan(report),
        ...stages(report),
        ...checks(report),
        ...(backup === null
            ? []
            : [
                '### Backup',
                '',
                `\`${backup.id}\`, verified: ${backup.verified}, digest \`${backup.digest}\`, at ${cell(backup.path)}`,
                '',
            ]),
    ].join('\n');
}


/***/ }),

/***/ 13622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ chooseBackup)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _backup_catalog_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(93958);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);



/** What a backup must hold for its purpose. */
const FIT = {
    // Rows without a schema, or a schema without rows, cannot bring a whole database back.
    'fall-back': ['full'],
    restore: ['full', 'data'],
    compare: ['full', 'data'],
};
/** A backup keeps the name of its database; a URL without one leaves it to the server. */
function isSameDatabase({ url }, database) {
    if (url.scheme === 'sqlite')
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(url.path) === (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(database);
    return url.database === '' || url.database === database;
}
/** A backup that was taken without naming an environment fits any. */
function isSameEnvironment(environment, backedUp) {
    return environment === null || backedUp === null || environment === backedUp;
}
/**
 * The backup that was named, else the newest one of this environment: staging's must never be taken for
 * production's because both lie in one folder.
 *
 * @throws SluiceError `BACKUP_003` when there is none, it is of another engine, or does not hold what the purpose needs; `BACKUP_002` when it is broken
 */
async function chooseBackup({ target, driver }, which, purpose) {
    const environment = target.environment?.name ?? null;
    const isOfThis = ({ manifest }) => manifest.engine === driver.engine && isSameDatabase(target, manifest.database);
    const backup = await (0,_backup_catalog_js__WEBPACK_IMPORTED_MODULE_1__/* .findBackup */ .SC)(target.backupDirectory, which ?? _backup_catalog_js__WEBPACK_IMPORTED_MODULE_1__/* .NEWEST */ .RX, (stored) => stored.manifest.environment === environment && isOfThis(stored) && FIT[purpose].includes(stored.manifest.mode));
    const { engine, id, mode } = backup.manifest;
    if (!FIT[purpose].includes(mode)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} holds only the ${mode}, which is not enough to ${purpose.replace('-', ' ')}${purpose === 'fall-back' ? ' to' : ''}.`, {
            fix: 'Take a backup with mode: full, and pass its backup-id.',
        });
    }
    if (purpose === 'compare' || (isOfThis(backup) && isSameEnvironment(environment, backup.manifest.environment)))
        return backup;
    const whose = `${engine}, database ${backup.manifest.database}${backup.manifest.environment === null ? '' : `, environment ${backup.manifest.environment}`}`;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} is of another database: ${whose}.`, {
        fix: 'Name a backup of this database: `sluice backup list` shows them.',
    });
}


/***/ }),

/***/ 65792:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cC: () => (/* binding */ CONNECT_TIMEOUT_MS),
  g7: () => (/* binding */ execute),
  ZK: () => (/* binding */ inMemory),
  kR: () => (/* binding */ withDatabase)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./build/js/drivers/index.js
var drivers = __webpack_require__(18798);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/journal/journal.js
var journal = __webpack_require__(18845);
;// CONCATENATED MODULE: ./build/js/journal/entries.js
/** The eight stages, in order. */
const STAGES = [
    'preparation',
    'schema-sync',
    'initial-data-sync',
    'validation',
    'cutover-preparation',
    'cutover',
    'post-cutover-validation',
    'cleanup',
];

;// CONCATENATED MODULE: ./build/js/report/build-report.js

function isStage(stage) {
    return STAGES.some((name) => name === stage);
}
/** Folds a run's entries, one by one as they are written, into its report. */
class ReportBuilder {
    #stages = new Map();
    #files = [];
    #checks = [];
    #findings = [];
    #errors = [];
    #metrics = {};
    #plan = null;
    #backup = null;
    #rollback = null;
    #state = null;
    add({ at, stage, entry }) {
        switch (entry.kind) {
            case 'stage-started':
            case 'stage-finished':
                if (isStage(stage))
                    this.#stage(at, stage, entry);
                break;
            case 'plan':
                this.#plan = {
                    digest: entry.plan.digest,
                    kind: entry.plan.kind,
                    continues: entry.continues,
                    steps: entry.plan.steps,
                };
                break;
            case 'file-finished': {
                const { kind: _kind, ...file } = entry;
                this.#files.push(file);
                break;
            }
            case 'check':
                this.#checks.push(entry.check);
                break;
            case 'error':
                this.#errors.push(entry.error);
                this.#blame(stage, entry.error);
                break;
            default:
                this.#around(entry);
        }
    }
    /** A number worth keeping; named with its unit. */
    measure(name, value) {
        this.#metrics[name] = value;
    }
    build(frame, status, finishedAt, durationMs) {
        const { runId, command, environment, engine, startedAt, sluiceVersion } = frame;
        return {
            schema: 'sluice.report/1',
            run: { id: runId, command, environment, engine, status, startedAt, finishedAt, durationMs, sluiceVersion },
            plan: this.#plan,
            stages: [...this.#stages.values()],
            files: this.#files,
            checks: this.#checks,
            findings: this.#findings,
            state: this.#state,
            rollback: this.#rollback,
            backup: this.#backup,
            metrics: this.#metrics,
            errors: this.#errors,
        };
    }
    #stage(at, name, entry) {
        const known = this.#stages.get(name);
        this.#stages.set(name, {
            name,
            startedAt: known?.startedAt ?? at,
            errors: known?.errors ?? [],
            status: entry.kind === 'stage-finished' ? entry.status : 'interrupted',
            durationMs: entry.kind === 'stage-finished' ? entry.durationMs : 0,
            records: entry.kind === 'stage-finished' ? entry.records : 0,
            reason: entry.kind === 'stage-finished' ? entry.reason : null,
        });
    }
    /** An error belongs to the stage that it happened in. */
    #blame(stage, error) {
        if (!isStage(stage))
            return;
        const known = this.#stages.get(stage);
        if (known !== undefined)
            this.#stages.set(stage, { ...known, errors: [...known.errors, error] });
    }
    #around(entry) {
        switch (entry.kind) {
            case 'lock-taken-over':
                this.#findings.push(`Took the run lock over from ${entry.owner}, who had held it since ${entry.acquiredAt} and let the lease expire at ${entry.expiresAt}.`);
                break;
            case 'recovered':
                this.#findings.push(...entry.findings);
                break;
            case 'warnings':
                this.#findings.push(`The server warned at statement ${String(entry.statement + 1)} of version ${entry.version}: ${entry.warnings.join('; ')}`);
                break;
            case 'lock-retry':
                this.#metrics['lockRetries'] = (this.#metrics['lockRetries'] ?? 0) + 1;
                break;
            case 'statement-finished':
                if (entry.found) {
                    this.#findings.push(`Statement ${String(entry.statement + 1)} of version ${entry.version} had been begun by an earlier run; the schema shows that it was done.`);
                }
                break;
            case 'trigger':
                this.#findings.push(`Trigger ${entry.trigger}: ${entry.observed} (limit ${entry.limit}).`);
                break;
            case 'control':
                this.#findings.push(`The run was told to ${entry.request}.`);
                break;
            case 'rollback-point':
                this.#state = entry.point;
                break;
            case 'backup':
                this.#backup = { id: entry.backupId, digest: entry.digest, verified: entry.verified, path: entry.path };
                break;
            case 'rollback-started':
                this.#rollback = {
                    method: entry.method,
                    reason: entry.reason,
                    versions: entry.versions,
                    verified: null,
                    tablesCompared: 0,
                };
                break;
            case 'rollback-finished':
                if (this.#rollback !== null) {
                    this.#rollback = { ...this.#rollback, verified: entry.verified, tablesCompared: entry.tablesCompared };
                }
                break;
            default:
        }
    }
}

// EXTERNAL MODULE: ./build/js/report/markdown.js
var markdown = __webpack_require__(57164);
// EXTERNAL MODULE: ./build/js/version.js
var version = __webpack_require__(24306);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/js/run/log-files.js




/** What closes the log's JSON array; each entry is written over it, so that the file is valid JSON at any time. */
const END = '\n]\n';
/** The same as plain JSON; values are redacted before they are written, so that what is written stays JSON. */
function jsonOf(value) {
    return JSON.parse(JSON.stringify(value));
}
/** A stamp for file names: no colons, which Windows and artifacts refuse. */
function fileStamp(at) {
    return at.replaceAll(/[-:.]/gu, '');
}
/**
 * The files a run leaves on the runner: `migration_log_…`, `checkpoint_…`, `migration_report_…`.
 * All of it passes the redactor. Writes are queued, in order; {@link close} waits for them.
 */
class LogFiles {
    #directory;
    #redactor;
    #log;
    #position = 0;
    #queue = Promise.resolve();
    constructor(directory, redactor, log) {
        this.#directory = directory;
        this.#redactor = redactor;
        this.#log = log;
    }
    /** @throws SluiceError `PERM_001` when the folder cannot be made or written */
    static async open(directory, startedAt, redactor) {
        try {
            await (0,promises_.mkdir)(directory, { recursive: true });
            const log = await (0,promises_.open)((0,external_node_path_.join)(directory, `migration_log_${fileStamp(startedAt)}.json`), 'a+', 0o600);
            await log.close();
            const handle = await (0,promises_.open)((0,external_node_path_.join)(directory, `migration_log_${fileStamp(startedAt)}.json`), 'r+');
            return new LogFiles(directory, redactor, handle);
        }
        catch (error) {
            throw new errors/* SluiceError */.ah('PERM_001', `The folder ${directory} cannot be written; reports and checkpoints belong there.`, {
                cause: error,
                fix: 'Make the folder writable, or choose another working-directory.',
            });
        }
    }
    /** Takes an entry: into the log, and as a checkpoint when a stage ended. */
    add(stamped) {
        this.#enqueue(async () => {
            const text = `${this.#position === 0 ? '[\n' : ',\n'}${JSON.stringify(this.#redactor.redactJson(jsonOf(stamped)))}`;
            await this.#log.write(text + END, this.#position);
            this.#position += Buffer.byteLength(text);
            if (stamped.entry.kind === 'stage-finished')
                await this.#checkpoint(stamped);
        });
    }
    /** Writes the report as JSON and Markdown; returns their paths, JSON first. */
    async report(report) {
        const base = (0,external_node_path_.join)(this.#directory, `migration_report_${report.run.id}`);
        const files = [
            { path: `${base}.json`, text: `${JSON.stringify(this.#redactor.redactJson(jsonOf(report)), null, 2)}\n` },
            { path: `${base}.md`, text: this.#redactor.redact((0,markdown/* markdownReport */.q)(report)) },
        ];
        for (const { path, text } of files)
            await (0,promises_.writeFile)(path, text, { mode: 0o600 });
        return files.map(({ path }) => path);
    }
    async close() {
        await this.#queue;
        await this.#log.close();
    }
    async #checkpoint(stamped) {
        const name = `checkpoint_${stamped.stage}_${fileStamp(stamped.at)}.json`;
        const text = `${JSON.stringify({ schema: 'sluice.checkpoint/1', ...this.#redactor.redactJson(jsonOf(stamped)) }, null, 2)}\n`;
        await (0,promises_.writeFile)((0,external_node_path_.join)(this.#directory, name), text, { mode: 0o600 });
    }
    /** Files are a copy of the journal for people; that one cannot be written must not end a run that is changing a database. */
    #enqueue(work) {
        this.#queue = this.#queue.then(work).catch(() => undefined);
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/js/run/report-digest.js


/** SHA-256 (hex) of a report file as it was written. */
async function reportDigest(path) {
    return (0,external_node_crypto_.createHash)('sha256')
        .update(await (0,promises_.readFile)(path))
        .digest('hex');
}

;// CONCATENATED MODULE: ./build/js/run/run-id.js

/** A new run's id: sorts by time, and is unique without asking anybody. `20260102T030405Z-1a2b3c4d`. */
function newRunId(clock) {
    const stamp = clock
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z')
        .replaceAll(/[-:]/gu, '');
    return `${stamp}-${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
}

// EXTERNAL MODULE: ./build/js/run/target.js + 7 modules
var run_target = __webpack_require__(46586);
;// CONCATENATED MODULE: ./build/js/run/execution.js











/** How long a connection may take, in ms. */
const CONNECT_TIMEOUT_MS = 15_000;
/** For commands that leave no journal in the database. */
const inMemory = () => Promise.resolve();
const EXIT_CODES = { passed: 0, warned: 0, skipped: 0, failed: 1, interrupted: 130 };
function exitCodeOf(status, error) {
    return status === 'failed' && error?.code === 'CONF_001' ? 2 : EXIT_CODES[status];
}
/** The state that every command shares, and that the report is made of. */
class Recording {
    report = new ReportBuilder();
    outputs = {};
    errors = [];
    /** What was journaled as an error already: it may be thrown on. */
    failures = new Set();
    startedAt;
    #started;
    files = null;
    driver = null;
    target = null;
    runId;
    command;
    context;
    constructor(runId, command, context) {
        this.runId = runId;
        this.command = command;
        this.context = context;
        this.startedAt = context.clock.now().toISOString();
        this.#started = context.clock.monotonic();
    }
    observe = (stamped) => {
        this.report.add(stamped);
        if (stamped.entry.kind === 'error')
            this.errors.push(stamped.entry.error);
        this.files?.add(stamped);
    };
    finish(status, environment) {
        const finishedAt = this.context.clock.now().toISOString();
        const durationMs = Math.round(this.context.clock.monotonic() - this.#started);
        const { runId, command, startedAt } = this;
        const engine = this.driver?.engine ?? null;
        const frame = { runId, command, environment, engine, startedAt, sluiceVersion: version/* SLUICE_VERSION */.L };
        return this.report.build(frame, status, finishedAt, durationMs);
    }
}
/**
 * Runs a command's work around what they all need: configuration, database, report. Whatever the work
 * throws is turned into the result; only a bug in this function itself can throw.
 */
async function execute(command, inputs, context, work) {
    const recording = new Recording(newRunId(context.clock), command, context);
    let ending;
    try {
        ending = await execution_open(recording, inputs, work);
    }
    catch (error) {
        ending = { status: isInterruption(error, context) ? 'interrupted' : 'failed', outputs: {} };
        if (ending.status === 'failed' && !recording.failures.has(error)) {
            const { runId, observe } = recording;
            const at = context.clock.now().toISOString();
            observe({
                runId,
                seq: 0,
                at,
                stage: 'run',
                entry: { kind: 'error', error: redactError(recording, (0,errors/* reportError */.N7)(error)) },
            });
        }
    }
    finally {
        await recording.driver?.close().catch((error) => {
            context.emit({ level: 'warning', scope: 'run', message: `closing the connections failed: ${String(error)}` });
        });
    }
    return conclude(recording, inputs, ending);
}
function isInterruption(error, context) {
    return error instanceof errors/* InterruptedError */.p4 || (context.signal.aborted && error === context.signal.reason);
}
/**
 * Opens the target's database. The run's signal ends the wait for the connection only: a run that was
 * interrupted still writes its journal and gives its lock up.
 */
async function openTarget(target, context, runId) {
    const { schema, prefix } = target.config.migrations;
    const opening = new AbortController();
    const giveUp = () => {
        opening.abort(context.signal.reason);
    };
    context.signal.addEventListener('abort', giveUp, { once: true });
    try {
        return await (0,drivers/* openDatabase */.q)(target.url, {
            signal: opening.signal,
            clock: context.clock,
            names: { schema, prefix },
            runId,
            connectTimeoutMs: CONNECT_TIMEOUT_MS,
            temporaryDirectory: context.env['RUNNER_TEMP'] ?? (0,external_node_os_.tmpdir)(),
        });
    }
    finally {
        context.signal.removeEventListener('abort', giveUp);
    }
}
/**
 * Opens the database for a command that only looks or asks, and leaves no report; closes it again.
 *
 * @throws what opening and `work` throw
 */
async function withDatabase(inputs, context, work) {
    context.signal.throwIfAborted();
    const target = await (0,run_target/* resolveTarget */.u)(inputs, context);
    const runId = newRunId(context.clock);
    const driver = await openTarget(target, context, runId);
    try {
        return await work({ runId, inputs, context, target, driver });
    }
    finally {
        await driver.close();
    }
}
async function execution_open(recording, inputs, work) {
    const { context, runId, command, report, outputs } = recording;
    context.signal.throwIfAborted();
    const target = await (0,run_target/* resolveTarget */.u)(inputs, context);
    recording.target = target;
    recording.files = await LogFiles.open(target.logDirectory, recording.startedAt, context.redactor);
    const driver = await openTarget(target, context, runId);
    recording.driver = driver;
    return work({
        runId,
        command,
        inputs,
        context,
        target,
        driver,
        report,
        outputs,
        journal: (append, clock = context.clock) => new journal/* Journal */.C(runId, append, clock, [recording.observe]),
        fail: (journal, error) => fail(recording, journal, error),
    });
}
async function fail(recording, journal, error) {
    if (recording.failures.has(error))
        return;
    recording.failures.add(error);
    const entry = { kind: 'error', error: redactError(recording, (0,errors/* reportError */.N7)(error)) };
    try {
        await journal.append(entry);
    }
    catch {
        // The database may be what failed: the report must name the error all the same.
        recording.observe({
            runId: recording.runId,
            seq: 0,
            at: recording.context.clock.now().toISOString(),
            stage: journal.stage,
            entry,
        });
    }
}
function redactError({ context }, error) {
    const { redactor } = context;
    return {
        code: error.code,
        message: redactor.redact(error.message),
        causes: error.causes.map((cause) => redactor.redact(cause)),
        fix: redactor.redact(error.fix),
    };
}
/** A report that cannot be written must not turn a finished migration into a failed one. */
async function writeReport({ files, context }, report) {
    try {
        return (await files?.report(report)) ?? [];
    }
    catch (error) {
        context.emit({ level: 'warning', scope: 'run', message: `the report could not be written: ${String(error)}` });
        return [];
    }
    finally {
        await files?.close().catch(() => undefined);
    }
}
async function conclude(recording, inputs, ending) {
    const { context, runId } = recording;
    const report = recording.finish(ending.status, recording.target?.environment?.name ?? inputs.environment ?? null);
    const errors = recording.errors.map((error) => redactError(recording, error));
    const paths = await writeReport(recording, report);
    // A failed way back is worse than what made it necessary; otherwise the first error is the reason of the others.
    const worst = errors.find((error) => error.code === 'ROLL_001') ?? errors[0];
    const digest = paths[0] === undefined ? '' : await reportDigest(paths[0]);
    const outputs = {
        ...recording.outputs,
        ...ending.outputs,
        status: ending.status === 'interrupted' ? 'failed' : ending.status,
        'run-id': runId,
        'error-code': worst?.code ?? '',
        'report-path': paths[0] ?? '',
        'report-digest': digest,
    };
    return {
        status: ending.status,
        exitCode: exitCodeOf(ending.status, errors[0]),
        errors,
        outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, context.redactor.redact(value)])),
        reportFiles: [...paths, ...(ending.files ?? [])],
        markdown: context.redactor.redact((0,markdown/* markdownReport */.q)(report)),
        artifactFiles: ending.artifactFiles ?? [],
    };
}


/***/ }),

/***/ 45138:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  commands: () => (/* binding */ commands),
  configJsonSchema: () => (/* reexport */ configJsonSchema)
});

// EXTERNAL MODULE: ./build/js/backup/catalog.js
var catalog = __webpack_require__(93958);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/plan/fingerprint.js
var fingerprint = __webpack_require__(29384);
// EXTERNAL MODULE: ./build/js/backup/file-error.js
var file_error = __webpack_require__(548);
// EXTERNAL MODULE: ./build/js/backup/identifier.js
var identifier = __webpack_require__(54838);
// EXTERNAL MODULE: ./build/js/backup/manifest.js
var backup_manifest = __webpack_require__(96180);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: ./build/js/backup/meter.js
var meter = __webpack_require__(52852);
;// CONCATENATED MODULE: ./build/js/backup/file-writer.js



/**
 * How much a stream keeps waiting. Buffers that wait longer outlive the quick collections of garbage, and then pile up
 * to 64 MiB before the slow one frees them; more in the queue gains no speed.
 */
const QUEUE_BYTES = 128 * 1024;
/**
 * Writes a new file, mode 0600, and measures it. `finish` means that the disk has it: the file was flushed with fsync
 * and closed.
 */
class FileWriter extends external_node_stream_.Writable {
    meter = new meter/* Meter */.k();
    #path;
    #file = null;
    constructor(path) {
        super({ highWaterMark: QUEUE_BYTES, decodeStrings: true });
        this.#path = path;
    }
    _construct(callback) {
        (0,promises_.open)(this.#path, 'wx', 0o600).then((file) => {
            this.#file = file;
            callback();
        }, callback);
    }
    _write(chunk, _encoding, callback) {
        this.#writeAll(chunk).then(() => callback(), callback);
        // Afterwards, so that writing and hashing go on at the same time.
        this.meter.update(chunk);
    }
    _final(callback) {
        this.#flush().then(() => callback(), callback);
    }
    _destroy(error, callback) {
        this.#close().then(() => callback(error), (closing) => callback(error ?? closing));
    }
    /** A write may take fewer bytes than given, as on a disk that is nearly full. */
    async #writeAll(chunk) {
        let offset = 0;
        while (offset < chunk.length) {
            const { bytesWritten } = await this.#handle().write(chunk, offset);
            offset += bytesWritten;
        }
    }
    async #flush() {
        await this.#handle().sync();
        await this.#close();
    }
    async #close() {
        const file = this.#file;
        this.#file = null;
        await file?.close();
    }
    #handle() {
        if (this.#file === null)
            throw new Error('The file is not open.');
        return this.#file;
    }
}

// EXTERNAL MODULE: ./build/js/backup/transforms.js
var transforms = __webpack_require__(34380);
;// CONCATENATED MODULE: ./build/js/backup/part-writer.js





/**
 * The stream a driver writes one part to: measured, compressed, measured again, written. `finish` comes only once the
 * disk has the file. A failure behind it (a full disk, say) destroys it with that failure. A write is called back once
 * the chunk has been used up: its owner may fill the buffer again.
 */
class PartWriter extends external_node_stream_.Writable {
    #plain = new meter/* Meter */.k();
    #head;
    #file;
    #stored;
    #onBytes;
    /**
     * @param onBytes called with the plain bytes so far, after each chunk
     * @param onFailure called at most once, with a failure that began here and not with the driver
     */
    constructor(path, onBytes, onFailure) {
        super({ highWaterMark: QUEUE_BYTES, decodeStrings: true });
        this.#onBytes = onBytes;
        this.#file = new FileWriter(path);
        const steps = transforms/* PART_TRANSFORMS */.G.map((transform) => transform.encode());
        this.#head = steps[0] ?? this.#file;
        this.#stored = (0,external_node_stream_promises_.pipeline)([...steps, this.#file]);
        this.#stored.catch((error) => {
            if (this.destroyed)
                return;
            onFailure(error);
            this.destroy(error);
        });
    }
    /** Bytes taken from the driver so far. */
    get plainBytes() {
        return this.#plain.bytes;
    }
    /** How it was stored; null until `finish`. */
    get result() {
        if (!this.writableFinished)
            return null;
        return {
            plainSha256: this.#plain.sha256(),
            plainBytes: this.#plain.bytes,
            sha256: this.#file.meter.sha256(),
            bytes: this.#file.meter.bytes,
        };
    }
    _write(chunk, _encoding, callback) {
        this.#take(chunk, callback);
    }
    /** Programs write through pipes in pieces of 64 KiB; what has piled up is compressed in one go, in half the time. */
    _writev(chunks, callback) {
        this.#take(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
    }
    _final(callback) {
        this.#head.end();
        this.#stored.then(() => callback(), callback);
    }
    _destroy(error, callback) {
        if (this.#file.closed) {
            callback(error);
            return;
        }
        // The folder can be removed only once the file is closed.
        this.#file.once('close', () => callback(error));
        this.#head.destroy();
        this.#file.destroy();
    }
    #take(chunk, callback) {
        // Called back when the chunk has been used up. When a later step fails, destroy() answers the pending write.
        this.#head.write(chunk, (error) => {
            if (error == null)
                callback();
        });
        // Afterwards, so that compression, on its own thread, and hashing go on at the same time.
        this.#plain.update(chunk);
        this.#onBytes(this.#plain.bytes);
    }
}

;// CONCATENATED MODULE: ./build/js/backup/part-sink.js




const PROGRESS_BYTES = 1024 * 1024;
/** Numbered, so that no two parts share a file on any file system, whatever their names are. */
function fileName(index, part) {
    return `${String(index + 1).padStart(4, '0')}-${(0,identifier/* slug */.yR)(part) || 'part'}${transforms/* STORED_SUFFIX */.m}`;
}
/** Writes a dump's parts to files in one folder. */
class PartSink {
    #directory;
    #progress;
    #parts = [];
    #failure = null;
    constructor(directory, progress) {
        this.#directory = directory;
        this.#progress = progress;
    }
    /** The first failure of a file; drivers tend to wrap it, or to report the program that it stopped. */
    get failure() {
        return this.#failure;
    }
    /** Bytes that the driver has handed over so far. */
    get plainBytes() {
        return this.#parts.reduce((sum, part) => sum + part.writer.plainBytes, 0);
    }
    open(name) {
        if (this.#parts.some((part) => part.name === name))
            throw new Error(`The part ${name} was opened twice.`);
        const file = fileName(this.#parts.length, name);
        let told = 0;
        const onBytes = (bytes) => {
            if (bytes - told < PROGRESS_BYTES)
                return;
            told = bytes;
            this.#progress({ part: name, bytes });
        };
        const writer = new PartWriter((0,external_node_path_.join)(this.#directory, file), onBytes, (error) => {
            this.#failure ??= { error };
        });
        // A failure is remembered above; without a listener it would end the process when the driver is not listening yet.
        writer.on('error', () => { });
        writer.once('finish', () => this.#progress({ part: name, bytes: writer.plainBytes }));
        this.#parts.push({ name, file, writer });
        return writer;
    }
    /**
     * The parts, in the order in which they were opened.
     *
     * @throws Error when the driver left one unfinished, or wrote none at all
     */
    finished() {
        if (this.#parts.length === 0)
            throw new Error('The dump has no part.');
        return this.#parts.map(({ name, file, writer }) => {
            const { result } = writer;
            if (result === null)
                throw new Error(`The dump ended before its part ${name} was finished.`);
            return { name, file, ...result };
        });
    }
    /** Gives up what is still open; resolves when every file is closed. */
    async abandon() {
        await Promise.all(this.#parts.map(async ({ writer }) => {
            if (writer.closed)
                return;
            const closed = new Promise((resolve) => writer.once('close', resolve));
            writer.destroy();
            await closed;
        }));
    }
}

// EXTERNAL MODULE: ./build/js/backup/partial.js
var backup_partial = __webpack_require__(52932);
// EXTERNAL MODULE: ./build/js/backup/stored-backup.js
var stored_backup = __webpack_require__(50109);
// EXTERNAL MODULE: ./build/js/backup/sync-directory.js
var sync_directory = __webpack_require__(63040);
;// CONCATENATED MODULE: ./build/js/backup/create.js











/**
 * Dumps a database into a new folder `<directory>/<id>`, mode 0700, its files 0600. Nothing but the finished backup is
 * ever seen under that name: it is written beside it, its manifest last, and renamed. On any failure nothing of it is
 * left; what killed processes left behind is removed first.
 *
 * @throws SluiceError `DISK_001` when the disk is full, `PERM_001` when the folder may not be written, the driver's own
 *   errors (`TOOL_001`, `CONN_001`, …), else `BACKUP_001`; the signal's reason when it is aborted
 */
async function createBackup(request) {
    const { clock, signal } = request;
    signal.throwIfAborted();
    const directory = (0,external_node_path_.resolve)(request.directory);
    const startedAt = clock.now();
    const id = (0,identifier/* backupId */.WH)(startedAt, request.environment, request.facts.database);
    const partial = (0,backup_partial/* partialPath */.Dn)(directory, id);
    const sink = new PartSink(partial, request.progress);
    try {
        await makeFolders(directory, partial);
        const facts = await dump(request, sink);
        signal.throwIfAborted();
        const manifest = describe(request, id, startedAt, facts, sink.finished());
        await (0,stored_backup/* writeNewFile */.S0)((0,external_node_path_.join)(partial, backup_manifest/* MANIFEST_FILE */.h1), (0,backup_manifest/* formatManifest */.L_)(manifest));
        await (0,sync_directory/* syncDirectory */.z)(partial);
        await (0,promises_.rename)(partial, (0,external_node_path_.join)(directory, id));
        await (0,sync_directory/* syncDirectory */.z)(directory);
        return { manifest, directory: (0,external_node_path_.join)(directory, id), manifestPath: (0,external_node_path_.join)(directory, id, backup_manifest/* MANIFEST_FILE */.h1) };
    }
    catch (error) {
        const failure = await explain(request, directory, sink, error);
        await sink.abandon();
        // Where even that fails, the next backup removes it.
        await (0,promises_.rm)(partial, { recursive: true, force: true, maxRetries: 3 }).catch(() => { });
        throw failure;
    }
    finally {
        (0,backup_partial/* releasePartial */.X_)(partial);
    }
}
async function makeFolders(directory, partial) {
    await (0,promises_.mkdir)(directory, { recursive: true, mode: 0o700 });
    await (0,promises_.mkdir)(partial, { mode: 0o700 });
    await (0,backup_partial/* sweepPartials */.tK)(directory, (await (0,promises_.stat)(partial)).mtimeMs);
}
function dump({ driver, mode, signal }, sink) {
    if (driver.snapshot === undefined) {
        throw new errors/* SluiceError */.ah('BACKUP_001', `Sluice cannot back up ${driver.engine} yet.`, {
            fix: 'Take the backup with the tools of the engine, and pass `require-backup: none`.',
        });
    }
    return driver.snapshot.dump(mode, sink, signal);
}
function describe({ facts, environment, mode, runId, sluiceVersion, applied, clock }, id, startedAt, dumped, parts) {
    const schema = (0,fingerprint/* fingerprint */.Rj)(dumped.schema);
    return (0,backup_manifest/* sealManifest */.DB)({
        schema: 'sluice.backup/1',
        id,
        createdAt: startedAt.toISOString(),
        finishedAt: clock.now().toISOString(),
        environment,
        engine: facts.engine,
        serverVersion: facts.serverVersion,
        database: facts.database,
        tool: dumped.tool,
        sluiceVersion,
        mode,
        snapshot: dumped.snapshot,
        guarantee: dumped.guarantee,
        compression: 'zstd',
        encrypted: false,
        parts,
        tables: dumped.tables,
        schemaFingerprint: schema.fingerprint,
        objects: schema.objects,
        applied,
        runId,
    });
}
/** The error to throw: a stop before a full disk, and a full disk before the program that it brought down. */
async function explain(request, directory, sink, error) {
    if (request.signal.aborted)
        return request.signal.reason;
    if (error instanceof errors/* InterruptedError */.p4)
        return error;
    const root = sink.failure?.error ?? error;
    if (root instanceof errors/* SluiceError */.ah)
        return root;
    if ((0,file_error/* systemCode */.x)(root) === null) {
        return new errors/* SluiceError */.ah('BACKUP_001', 'The backup failed.', { cause: root });
    }
    const { sizeBytes } = request.facts;
    const freeBytes = await freeSpace(directory);
    return (0,file_error/* fileError */.z)(root, {
        what: 'write the backup',
        directory,
        otherwise: 'BACKUP_001',
        space: `The database takes ${sizeBytes} bytes, and compressed up to as much is needed; ` +
            `${sink.plainBytes} of it had been read, and ${freeBytes ?? 'an unknown number of'} bytes are free now, before the unfinished backup is removed.`,
        details: { neededBytes: sizeBytes, readBytes: sink.plainBytes, freeBytes },
    });
}
/** Bytes free to this account; null when the file system does not say. */
async function freeSpace(directory) {
    try {
        const { bavail, bsize } = await (0,promises_.statfs)(directory);
        return bavail * bsize;
    }
    catch {
        return null;
    }
}

// EXTERNAL MODULE: ./build/js/checksum/table-name.js
var table_name = __webpack_require__(5594);
;// CONCATENATED MODULE: ./build/js/backup/compare.js


/** Tells tables apart; JSON, because a name may hold any character. */
function tableKey({ schema, name }) {
    return JSON.stringify([schema ?? null, name]);
}
function compareSchema(manifest, copy) {
    const found = (0,fingerprint/* fingerprint */.Rj)(copy);
    if (found.fingerprint === manifest.schemaFingerprint)
        return [];
    const { added, removed, changed } = (0,fingerprint/* diffObjects */.wc)(manifest.objects, found.objects);
    return [
        ...removed.map(({ kind, name }) => `the ${kind} ${name} is missing`),
        ...added.map(({ kind, name }) => `the ${kind} ${name} was not in the database`),
        ...changed.map(({ kind, name }) => `the ${kind} ${name} is defined differently`),
    ];
}
function compareTable(expected, found) {
    const name = (0,table_name/* qualifiedName */.O)(expected.table);
    if (found === undefined)
        return `the table ${name} is missing`;
    if (found.rows !== expected.rows)
        return `the table ${name} has ${found.rows} rows instead of ${expected.rows}`;
    if (found.checksum !== expected.checksum) {
        return `the table ${name} has the checksum ${found.checksum} instead of ${expected.checksum}`;
    }
    return null;
}
/** Sluice's own record of applied migrations is in the dump, but not among the digests. */
async function compareHistory(manifest, copy) {
    if (manifest.mode === 'schema')
        return [];
    const found = new Set((await copy.history.list()).map((row) => row.version));
    const expected = new Set(manifest.applied);
    return [
        ...[...expected].filter((one) => !found.has(one)).map((one) => `the record of migration ${one} is missing`),
        ...[...found]
            .filter((one) => !expected.has(one))
            .map((one) => `the record of migration ${one} was not in the database`),
    ];
}
/**
 * Compares a restored copy with its manifest: every schema object, rows and checksum of every table, and the record of
 * applied migrations.
 *
 * @param onTable called after each table with how many have been read
 */
async function compareCopy(manifest, copy, signal, onTable) {
    const schema = await copy.inspect(signal);
    const present = new Set(schema.tables.map(tableKey));
    const found = new Map();
    for await (const digest of copy.verify.digests(manifest.tables.map(({ table }) => table).filter((table) => present.has(tableKey(table))), signal)) {
        found.set(tableKey(digest.table), digest);
        onTable((0,table_name/* qualifiedName */.O)(digest.table), found.size);
    }
    const differences = [
        ...compareSchema(manifest, schema),
        ...manifest.tables.flatMap((one) => compareTable(one, found.get(tableKey(one.table))) ?? []),
        ...(await compareHistory(manifest, copy)),
    ];
    // A table that is missing differs in both comparisons, in the same words.
    return { tablesCompared: found.size, differences: [...new Set(differences)] };
}

// EXTERNAL MODULE: ./build/js/backup/part-reader.js
var part_reader = __webpack_require__(30402);
// EXTERNAL MODULE: ./build/js/backup/source.js
var backup_source = __webpack_require__(12376);
// EXTERNAL MODULE: ./build/js/backup/verify.js
var verify = __webpack_require__(46252);
;// CONCATENATED MODULE: ./build/js/backup/prove.js






/** How many differences an error names; the rest are counted. */
const NAMED_DIFFERENCES = 20;
/**
 * Proves a backup: restores it into a scratch database, compares the schema and every table with what the manifest says
 * of the dump's own snapshot, drops the scratch database, and binds the proof to the manifest. The parts are checked
 * against their checksums on the way.
 *
 * @throws SluiceError `BACKUP_002` when a file is corrupt, `BACKUP_003` when the restored copy differs, the driver's own
 *   errors; the signal's reason when it is aborted
 */
async function proveBackup(backup, request) {
    const { signal } = request;
    signal.throwIfAborted();
    try {
        return await (0,stored_backup/* writeVerdict */.P1)(backup, await restoreAndCompare(backup, request));
    }
    catch (error) {
        signal.throwIfAborted();
        throw error;
    }
}
async function restoreAndCompare(backup, request) {
    const { driver, clock, signal, progress } = request;
    if (driver.snapshot === undefined) {
        throw new errors/* SluiceError */.ah('BACKUP_003', `Sluice cannot restore backups of ${driver.engine} yet, so this one stays unproven.`);
    }
    await (0,verify/* verifyInventory */.sv)(backup);
    const { manifest, directory } = backup;
    const startedAt = clock.monotonic();
    const { scratch, unread } = await restore(backup, driver.snapshot, request);
    const durationMs = Math.round(clock.monotonic() - startedAt);
    const total = manifest.tables.length;
    const { differences, tablesCompared } = await dropAfter(scratch, async () => {
        // A driver may stop where its own format ends; the rest of the file is checked as well.
        for (const part of unread)
            await (0,part_reader/* readToEnd */.f)(directory, part, signal);
        return compareCopy(manifest, scratch.driver, signal, (table, done) => progress({ step: 'compare', table, done, total }));
    });
    if (differences.length > 0)
        throw differs(backup, differences);
    return { at: clock.now().toISOString(), durationMs, tablesCompared };
}
/** Restores into a scratch database; names the parts that the driver did not read to their end. */
async function restore(backup, snapshot, { signal, progress, scratchUrl }) {
    const intact = new Set();
    const faults = [];
    const source = (0,backup_source/* dumpSource */.c)(backup, {
        onIntact: (part) => intact.add(part),
        onFault: (error) => faults.push(error),
        onBytes: (part, bytes) => progress({ step: 'restore', part, bytes }),
    });
    try {
        const scratch = await snapshot.scratch(source, scratchUrl, signal);
        return { scratch, unread: backup.manifest.parts.filter((part) => !intact.has(part.name)) };
    }
    catch (error) {
        throw faults[0] ?? error;
    }
}
/** Does the work and drops the scratch database, whatever came of it; the work's own failure is the one to report. */
async function dropAfter(scratch, work) {
    let result;
    try {
        result = await work();
    }
    catch (error) {
        // Scratch databases that stay behind are swept by the next run.
        await scratch.drop().catch(() => { });
        throw error;
    }
    await scratch.drop();
    return result;
}
function differs({ manifest, directory }, differences) {
    const more = differences.length - NAMED_DIFFERENCES;
    const named = differences.slice(0, NAMED_DIFFERENCES).join('; ') + (more > 0 ? `; and ${more} more` : '');
    return new errors/* SluiceError */.ah('BACKUP_003', `The backup ${manifest.id} was restored, but the copy is not the same: ${named}.`, {
        fix: `Do not rely on ${directory}. Take a new backup while nothing else changes the database; if it differs again, ` +
            'report it with the sentence above.',
        details: { backupId: manifest.id, differences },
    });
}

// EXTERNAL MODULE: ./build/js/config/resolve.js
var resolve = __webpack_require__(41617);
;// CONCATENATED MODULE: ./build/js/journal/run-lock.js

/** How often a waiting run looks again, in ms; random between the two, so that waiters do not march in step. */
const POLL_MS = { least: 250, most: 1000 };
/** Renewals are due at this part of the lease, so that two may fail before it expires. */
const RENEWALS_PER_LEASE = 3;
/** The error that names who holds the lock, since when, and how to go on. */
function heldByAnother(holder) {
    return new errors/* SluiceError */.ah('LOCK_001', `Another run holds the lock on this database: ${holder.owner}, since ${holder.acquiredAt} (its lease lasts until ${holder.expiresAt}).`, {
        fix: `Wait for that run to end. If it is dead, run this command again after ${holder.expiresAt}: ` +
            'the lease expires by itself, and the next run takes over and says what it found.',
        details: { owner: holder.owner, since: holder.acquiredAt, expiresAt: holder.expiresAt },
    });
}
/**
 * Takes the lock, once or by polling until `waitMs` has passed, and keeps the lease until it is released.
 * Polling holds no transaction and no session lock, so that a waiter never blocks a statement of the owner.
 *
 * @throws SluiceError `LOCK_001` naming the owner and since when
 */
async function acquireRunLock(request) {
    const { store, owner, leaseMs, clock, signal } = request;
    const deadline = clock.monotonic() + request.waitMs;
    let told = false;
    for (;;) {
        signal.throwIfAborted();
        const attempt = await store.acquire(owner, leaseMs);
        if (attempt.kind === 'acquired')
            return keep(request, attempt.takenOverFrom);
        if (clock.monotonic() >= deadline)
            throw heldByAnother(attempt.holder);
        if (!told)
            request.onWait?.(attempt.holder);
        told = true;
        await clock.sleep(POLL_MS.least + Math.random() * (POLL_MS.most - POLL_MS.least), signal);
    }
}
/** Renews the lease in the background. */
function keep({ store, owner, leaseMs, clock, signal }, takenOverFrom) {
    const fence = { owner, leaseMs };
    const stop = new AbortController();
    const lost = new AbortController();
    const renewal = renewUntil(AbortSignal.any([stop.signal, signal]), fence, store, clock).catch((error) => {
        if (!stop.signal.aborted && !signal.aborted)
            lost.abort(error);
    });
    return {
        fence,
        takenOverFrom,
        signal: AbortSignal.any([signal, lost.signal]),
        async release() {
            stop.abort();
            await renewal;
            await store.release(owner);
        },
    };
}
/** Renews until stopped; throws when the lease was lost or could not be renewed before it expired. */
async function renewUntil(stop, fence, store, clock) {
    let renewedAt = clock.monotonic();
    for (;;) {
        await clock.sleep(fence.leaseMs / RENEWALS_PER_LEASE, stop);
        const asked = clock.monotonic();
        try {
            if (!(await store.renew(fence)))
                throw leaseLost('another run took it over');
            renewedAt = asked;
        }
        catch (error) {
            if (error instanceof errors/* SluiceError */.ah && error.code === 'LOCK_001')
                throw error;
            if (clock.monotonic() - renewedAt >= fence.leaseMs)
                throw leaseLost('it could not be renewed in time', error);
        }
    }
}
/** The error of a run whose lease is gone. */
function leaseLost(why, cause) {
    return new errors/* SluiceError */.ah('LOCK_001', `This run lost its lease on the database: ${why}.`, {
        cause,
        fix: 'Nothing more was written. Look at `sluice status`, then run the command again.',
        details: { leaseLost: true },
    });
}

// EXTERNAL MODULE: ./build/js/journal/state.js
var journal_state = __webpack_require__(6299);
// EXTERNAL MODULE: ./build/js/version.js
var version = __webpack_require__(24306);
// EXTERNAL MODULE: ./build/js/run/execution.js + 5 modules
var run_execution = __webpack_require__(65792);
;// CONCATENATED MODULE: ./build/js/run/backup.js










/** Takes a backup, proves it as configured, and prunes old ones. */
const backup = (inputs, context) => (0,run_execution/* execute */.g7)('backup', inputs, context, (execution) => takeBackup(execution));
/**
 * A backup in the middle of a migration would be of no state at all.
 *
 * @throws SluiceError `LOCK_001`
 */
async function refuseDuringRun({ driver }) {
    const holder = await driver.lock.holder();
    if (holder !== null && !holder.expired)
        throw heldByAnother(holder);
}
async function takeBackup(execution) {
    const { driver, target, context, inputs, runId } = execution;
    if ((inputs.encryptTo ?? target.config.backup.encryptTo).length > 0) {
        throw new errors/* SluiceError */.ah('CONF_001', 'Encrypted backups (encrypt-to) are not available in this version.', {
            fix: 'Remove encrypt-to; keep backups off public artifacts meanwhile (upload-artifacts: false).',
        });
    }
    const mode = inputs.mode ?? target.config.backup.mode;
    await refuseDuringRun(execution);
    const journal = execution.journal(run_execution/* inMemory */.ZK);
    const facts = await driver.probe(context.signal);
    const started = context.clock.monotonic();
    const stored = await createBackup({
        driver,
        facts,
        directory: target.backupDirectory,
        mode,
        environment: target.environment?.name ?? null,
        runId,
        sluiceVersion: version/* SLUICE_VERSION */.L,
        applied: (await driver.history.list()).map((row) => row.version),
        clock: context.clock,
        signal: context.signal,
        progress: ({ part, bytes }) => {
            context.emit({ level: 'info', scope: 'backup', message: `${part}: ${String(bytes)} bytes`, done: bytes });
        },
    });
    execution.report.measure('backupMs', Math.round(context.clock.monotonic() - started));
    const proven = await prove(execution, stored);
    const { id, digest, verified, proof } = proven.manifest;
    await journal.append({ kind: 'backup', backupId: id, digest, verified, path: proven.directory });
    if (proof !== null)
        execution.report.measure('expectedRecoveryMs', proof.durationMs);
    await prune(execution, id);
    return { status: 'passed', outputs: outputsOf(proven), artifactFiles: [artifactOf(proven)] };
}
async function prove(execution, stored) {
    const { driver, target, context, inputs } = execution;
    const level = inputs.verify ?? target.config.backup.verify;
    if (level === 'none')
        return stored;
    // Rows without a schema, or a schema without rows, cannot be compared with the database by restoring alone.
    if (level === 'checksum')
        return (0,verify/* recordChecksum */.RN)(stored, context.signal);
    const scratchUrl = (0,resolve/* resolveScratch */.tV)(target.config, context.env);
    if (scratchUrl !== null)
        context.redactor.register(scratchUrl);
    return proveBackup(stored, {
        driver,
        scratchUrl,
        clock: context.clock,
        signal: context.signal,
        progress: (event) => {
            const message = event.step === 'restore' ? `restoring ${event.part}` : `comparing ${event.table}`;
            context.emit({
                level: 'info',
                scope: 'proof',
                message,
                ...(event.step === 'compare' ? { done: event.done, total: event.total } : {}),
            });
        },
    });
}
/** Old backups go, but none that a run which is not finished may still need. */
async function prune({ driver, target, context, inputs }, newest) {
    const { runs } = await (0,journal_state/* readState */.un)(driver.journal);
    const needed = runs.filter((run) => run.status !== 'passed').flatMap((run) => run.rollbackPoint?.backupId ?? []);
    const removed = await (0,catalog/* pruneBackups */.Aw)(target.backupDirectory, inputs.keep ?? target.config.backup.keep, [
        ...needed,
        newest,
    ]);
    for (const id of removed)
        context.emit({ level: 'info', scope: 'backup', message: `removed the old backup ${id}` });
}
function outputsOf({ manifest, directory }) {
    return {
        'backup-id': manifest.id,
        'backup-path': directory,
        'backup-digest': manifest.digest,
        'backup-artifact-name': manifest.id,
        'size-bytes': String(manifest.parts.reduce((sum, part) => sum + part.bytes, 0)),
        verified: manifest.verified,
        encrypted: String(manifest.encrypted),
    };
}
function artifactOf({ manifest, directory, manifestPath }) {
    return {
        name: manifest.id,
        files: [manifestPath, ...manifest.parts.map((part) => `${directory}/${part.file}`)],
        root: directory,
        encrypted: manifest.encrypted,
    };
}

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
// EXTERNAL MODULE: ./build/js/stages/apply-script.js + 2 modules
var apply_script = __webpack_require__(82799);
;// CONCATENATED MODULE: ./build/js/stages/schema-sync.js


/** Applies the plan's files in order. */
async function schemaSync(context, request) {
    const { steps } = request.plan;
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
// EXTERNAL MODULE: ./build/js/run/preparation.js + 1 modules
var preparation = __webpack_require__(37708);
;// CONCATENATED MODULE: ./build/js/run/dry-run.js


/** Prints the plan with its statements, and journals it in memory for the report. */
async function showPlan(execution, prepared) {
    const { context } = execution;
    const { plan, migrations, continues, applied } = prepared;
    const journal = execution.journal(run_execution/* inMemory */.ZK);
    await journal.append({ kind: 'plan', plan, continues: continues?.runId ?? null });
    const byVersion = new Map(migrations.migrations.map((migration) => [migration.version, migration]));
    const say = (message) => {
        context.emit({ level: 'info', scope: 'dry-run', message });
    };
    say(`plan ${plan.digest}: ${plan.steps.length === 0 ? 'nothing is pending' : `${String(plan.steps.length)} file(s) would be applied`}`);
    for (const step of plan.steps) {
        say(`${step.path} (${step.mode === 'transaction' ? 'one transaction' : 'statement by statement'})`);
        for (const statement of byVersion.get(step.version)?.up.statements ?? []) {
            if (statement.index >= step.done)
                say(`  ${step.path}:${String(statement.line)}: ${statement.text};`);
        }
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
const control_POLL_MS = 500;
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
            await clock.sleep(control_POLL_MS, signal);
        }
    };
}

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
    const lock = await acquireRunLock({
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
    const { driver, context, target } = execution;
    const { lockTimeoutMs, lockRetries, statementTimeoutMs, warnings } = target.config.migrations;
    const combined = signal === undefined ? lock.signal : AbortSignal.any([lock.signal, signal]);
    return {
        driver,
        journal,
        fence: lock.fence,
        clock: context.clock,
        signal: combined,
        settings: { lockTimeoutMs, lockRetries, statementTimeoutMs, warnings },
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
// EXTERNAL MODULE: ./build/js/report/markdown.js
var markdown = __webpack_require__(57164);
;// CONCATENATED MODULE: ./build/js/run/time-limit.js


/** Starts the trigger `max-duration`; it must be cleared, and does not keep the process alive. */
function timeLimit(maxDurationMs, clock) {
    const reached = new AbortController();
    const cleared = new AbortController();
    clock.sleep(maxDurationMs, cleared.signal).then(() => {
        reached.abort(new errors/* SluiceError */.ah('TIME_001', `The run took longer than max-duration (${(0,markdown/* duration */.p)(maxDurationMs)}).`, {
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
        throw leaseLost('another run took it over', error);
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

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
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
    if (facts.invalidIndexes.length === 0)
        return [(0,result/* passed */.bF)(invalid_indexes_NAME, 'none')];
    return facts.invalidIndexes.map(({ index, table, fix }) => (0,result/* failed */.gz)(invalid_indexes_NAME, 'SQL_001', `${index} on ${table} is INVALID`, fix));
};

;// CONCATENATED MODULE: ./build/js/checks/readiness/long-transactions.js

const long_transactions_NAME = {
    id: 'long-transactions',
    title: 'Long transactions',
    expected: 'no transaction is open for more than a minute',
};
/** Transactions that have been open for long: an ALTER would wait behind them, and everything else behind the ALTER. */
const checkLongTransactions = ({ facts }) => {
    const { longTransactions } = facts;
    if (longTransactions.length === 0)
        return [(0,result/* passed */.bF)(long_transactions_NAME, 'none')];
    const sentences = longTransactions.map(({ pid, user, ageMs, query }) => `pid ${String(pid)}${user === null ? '' : ` (${user})`} for ${(ageMs / 1000).toFixed(0)} s${query === null ? '' : `: ${query}`}`);
    return [
        (0,result/* warned */.k9)(long_transactions_NAME, 'LOCK_002', (0,result/* few */.H$)(sentences, 5), 'Wait for them or end these sessions before the migration starts.'),
    ];
};

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
    connections: checkConnections,
    'long-transactions': checkLongTransactions,
    'replication-lag': checkReplicationLag,
    'held-locks': checkHeldLocks,
    'pending-migrations': checkPendingMigrations,
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
    }).then((prepared) => ({ plan: prepared.plan, error: null }), (error) => {
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

// EXTERNAL MODULE: ./build/js/migrations/versions.js
var migrations_versions = __webpack_require__(18269);
// EXTERNAL MODULE: ./build/js/plan/build-plan.js
var build_plan = __webpack_require__(51194);
// EXTERNAL MODULE: ./build/js/stages/context.js
var context = __webpack_require__(89995);
// EXTERNAL MODULE: ./build/js/stages/plan-rollback.js
var plan_rollback = __webpack_require__(2086);
// EXTERNAL MODULE: ./build/js/stages/recover.js
var recover = __webpack_require__(11488);
// EXTERNAL MODULE: ./build/js/stages/rollback.js
var rollback = __webpack_require__(21998);
// EXTERNAL MODULE: ./build/js/stages/rollback-point.js
var rollback_point = __webpack_require__(81873);
// EXTERNAL MODULE: ./build/js/run/choose-backup.js
var choose_backup = __webpack_require__(13622);
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
        fix: `Pass confirm: ${environment.name}`,
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
    const versions = to === 'previous' ? await newestRun(run, applied) : above(applied, to);
    const migrations = await (0,run_rollback/* migrationsOf */.T9)(run, stageContext);
    const source = {
        versions: (0,run_rollback/* newestFirst */.ll)(versions),
        replaced: [],
        partial: state.partial,
        migrations,
        backupId: null,
    };
    const plan = (0,plan_rollback/* planRollback */.I)(source);
    if (plan.method === 'none')
        return ending(run, true, 0);
    const verified = await (0,rollback/* rollBack */.F)(stageContext, {
        started: {
            kind: 'rollback-started',
            reason: `asked to go back to ${to}`,
            method: 'down',
            backupId: null,
            versions: plan.versions,
            point: await recordedPoint(run, applied, plan.versions),
        },
        migrations,
        partial: state.partial,
        restored: false,
        restore: () => Promise.resolve(),
        manualSteps: (0,plan_rollback/* manualSteps */.g)(source),
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
async function newestRun({ execution }, applied) {
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
async function recordedPoint({ execution }, applied, versions) {
    const gone = new Set(versions);
    const left = applied.map((row) => row.version).filter((version) => !gone.has(version) && !(0,build_plan/* isRepeatable */.su)(version));
    const runIds = [...new Set(applied.filter((row) => gone.has(row.version)).map((row) => row.runId))];
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
    const backup = await (0,choose_backup/* chooseBackup */.S)(execution, inputs.backupId, 'restore');
    await (0,verify/* verifyBackup */.gu)(backup, context.signal);
    const { manifest } = backup;
    await journal.append({
        kind: 'backup',
        backupId: manifest.id,
        digest: manifest.digest,
        verified: manifest.verified,
        path: backup.directory,
    });
    if (!inputs.acceptDataLoss)
        await refuseDataLoss(run, backup);
    const verified = await (0,rollback/* rollBack */.F)(stageContext, {
        started: {
            kind: 'rollback-started',
            reason: `asked to go back to the backup ${manifest.id}`,
            method: 'backup',
            backupId: manifest.id,
            versions: [],
            point: (0,run_rollback/* pointOf */.qk)(backup),
        },
        migrations: [],
        partial: new Map(),
        restored: false,
        restore: (0,run_rollback/* restoreFrom */.Ry)(run, stageContext, backup),
        manualSteps: `1. The database is as it was, or as the error above says.\n2. Restore by hand from ${backup.directory}.`,
    });
    return ending(run, verified, manifest.tables.reduce((sum, table) => sum + table.rows, 0), manifest.id);
}
/**
 * Rows that were written after the backup would be gone.
 *
 * @throws SluiceError `DATA_001` naming the tables and their rows then and now
 */
async function refuseDataLoss({ execution }, { manifest }) {
    const { driver, context } = execution;
    const schema = await driver.inspect(context.signal);
    const { changed } = (0,fingerprint/* diffObjects */.wc)(manifest.objects, (0,fingerprint/* fingerprint */.Rj)(schema).objects);
    const changedTables = new Set(changed.map((object) => object.name));
    const then = new Map(manifest.tables.map((digest) => [(0,table_name/* qualifiedName */.O)(digest.table), digest]));
    const losses = (await (0,rollback_point/* digestTables */.Ky)(driver, schema, context.signal)).flatMap((now) => loss(now, then.get((0,table_name/* qualifiedName */.O)(now.table)), changedTables.has((0,table_name/* qualifiedName */.O)(now.table))));
    if (losses.length === 0)
        return;
    throw new errors/* SluiceError */.ah('DATA_001', `Rows changed after the backup ${manifest.id} and would be lost: ${losses.join('; ')}.`, {
        fix: 'Pass accept-data-loss: true if these changes may be lost, or go back by down migrations.',
        details: { losses },
    });
}
/** What of a table would be lost, in words; contents can be compared only where the columns are the same. */
function loss(now, then, altered) {
    const name = (0,table_name/* qualifiedName */.O)(now.table);
    if (then === undefined)
        return now.rows === 0 ? [] : [`${name}: not in the backup, ${String(now.rows)} rows now`];
    if (now.rows !== then.rows)
        return [`${name}: ${String(then.rows)} rows in the backup, ${String(now.rows)} now`];
    if (altered)
        return now.rows === 0
            ? []
            : [`${name}: its ${String(now.rows)} rows cannot be compared, because its definition changed since`];
    return now.checksum === then.checksum ? [] : [`${name}: content of its ${String(now.rows)} rows changed`];
}

// EXTERNAL MODULE: ./build/js/checks/validation/context.js
var validation_context = __webpack_require__(86343);
// EXTERNAL MODULE: ./build/js/checks/validation/index.js + 4 modules
var checks_validation = __webpack_require__(86119);
// EXTERNAL MODULE: ./build/js/migrations/read-migrations.js + 29 modules
var read_migrations = __webpack_require__(74751);
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
    const syntax = driver.traits.sql;
    // Applied since, or taken back since: either way the migration's tables may differ.
    const moved = new Set(applied).symmetricDifference(new Set((await driver.history.list()).map((row) => row.version)));
    if (moved.size === 0 || syntax === undefined)
        return { baseline, since: [] };
    const { migrations } = await (0,read_migrations/* readMigrations */.Y)(target.migrationsDirectory, {
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
    { command: backup, inputs: (inputs) => inputs },
    {
        command: migrate,
        inputs: (inputs, backupId) => (backupId === undefined ? inputs : { ...inputs, backupId }),
    },
    {
        command: validate,
        inputs: (inputs, backupId) => (backupId === undefined ? inputs : { ...inputs, baseline: backupId }),
    },
];
/** A dry run takes no backup and has nothing to validate. */
function stepsOf(inputs) {
    return inputs.dryRun ? STEPS.filter(({ command }) => command === readinessCheck || command === migrate) : STEPS;
}
const SEVERITY = ['skipped', 'passed', 'warned', 'failed', 'interrupted'];
function worse(one, other) {
    return SEVERITY.indexOf(one) > SEVERITY.indexOf(other) ? one : other;
}
/** Readiness check, backup, migrate (with its rollback on failure) and validate, as one command. */
const lifecycle = async (inputs, context) => {
    const results = [];
    let backupId;
    for (const step of stepsOf(inputs)) {
        const result = await step.command(step.inputs(inputs, backupId), context);
        results.push(result);
        const id = result.outputs['backup-id'];
        backupId = id === undefined || id === '' ? backupId : id;
        if (result.exitCode === 0)
            continue;
        if (step.command === validate && isUndoable(inputs, results))
            results.push(await takeBack(inputs, context));
        break;
    }
    return merge(results);
};
/** Whether the migration, which had passed by itself, is to be taken back because the comparison with the backup failed. */
function isUndoable({ onFailure }, results) {
    return onFailure === 'rollback' && results.some((result) => Number(result.outputs['applied-count'] ?? 0) > 0);
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
        outputs: {
            ...Object.assign({}, ...results.map((result) => result.outputs)),
            status: status === 'interrupted' ? 'failed' : status,
            'error-code': results.map((result) => result.outputs['error-code'] ?? '').find((code) => code !== '') ?? '',
        },
        reportFiles: results.flatMap((result) => result.reportFiles),
        markdown: results.map((result) => result.markdown).join('\n'),
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
    backup: backup,
    migrate: migrate,
    validate: validate,
    rollback: rollback_rollback,
    lifecycle: lifecycle,
};



/***/ }),

/***/ 37708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Rg: () => (/* binding */ newestVersion),
  Uo: () => (/* binding */ ownTables),
  Su: () => (/* binding */ planOptions),
  iA: () => (/* binding */ prepare),
  gq: () => (/* binding */ refuseOtherPlan)
});

// EXTERNAL MODULE: ./build/js/checks/validation/performance.js
var performance = __webpack_require__(35210);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/migrations/versions.js
var migrations_versions = __webpack_require__(18269);
// EXTERNAL MODULE: ./build/js/plan/build-plan.js
var build_plan = __webpack_require__(51194);
// EXTERNAL MODULE: ./build/js/plan/fingerprint.js
var fingerprint = __webpack_require__(29384);
// EXTERNAL MODULE: ./build/js/stages/context.js
var stages_context = __webpack_require__(89995);
// EXTERNAL MODULE: ./build/js/stages/prepare-plan.js + 1 modules
var prepare_plan = __webpack_require__(13901);
// EXTERNAL MODULE: ./build/js/stages/recover.js
var recover = __webpack_require__(11488);
// EXTERNAL MODULE: ./build/js/stages/rollback-point.js
var rollback_point = __webpack_require__(81873);
// EXTERNAL MODULE: ./build/js/backup/verify.js
var verify = __webpack_require__(46252);
// EXTERNAL MODULE: ./build/js/checks/result.js
var result = __webpack_require__(15613);
// EXTERNAL MODULE: ./build/js/run/choose-backup.js
var choose_backup = __webpack_require__(13622);
;// CONCATENATED MODULE: ./build/js/run/require-backup.js






/** How much each level proves. */
const LEVELS = ['none', 'checksum', 'restore'];
/** What the run needs of a backup: the input, else what protects a protected environment. */
function requiredBackup({ inputs, target }) {
    return inputs.requireBackup ?? (target.environment?.protected === true ? 'restore' : 'none');
}
/**
 * The backup that a run can fall back to: the one that was named, else the newest; null when none is
 * required and none fits.
 *
 * @param objects the schema that the backup must hold
 * @param backupId the backup that was named; undefined = the newest
 *
 * @throws SluiceError `BACKUP_003` when a required backup is missing, not proven as required, or of
 *   another state of the schema; `BACKUP_002` when it is corrupt
 */
async function backupForRun(execution, objects, backupId) {
    const required = requiredBackup(execution);
    const { context } = execution;
    if (required === 'none' && backupId === undefined)
        return fittingBackup(execution, objects);
    const backup = await (0,choose_backup/* chooseBackup */.S)(execution, backupId, 'fall-back');
    const { id, verified } = backup.manifest;
    if (LEVELS.indexOf(verified) < LEVELS.indexOf(required)) {
        throw new errors/* SluiceError */.ah('BACKUP_003', `The backup ${id} is verified by “${verified}”, and this run requires “${required}”.`, {
            fix: 'Take a new backup with `verify: restore` and pass its backup-id, or prove this one with `sluice backup verify`.',
        });
    }
    const differences = (0,rollback_point/* schemaDifferences */.wW)(backup.manifest.objects, objects);
    if (differences.length > 0) {
        throw new errors/* SluiceError */.ah('BACKUP_003', `The backup ${id} is of another schema than the database has now: ${(0,result/* few */.H$)(differences)}.`, {
            fix: 'Take a new backup of the database as it is now, and pass its backup-id.',
        });
    }
    await (0,verify/* verifyBackup */.gu)(backup, context.signal);
    return backup;
}
/** The newest backup of this very schema, if there is one; nobody asked for it, so its absence is no failure. */
async function fittingBackup(execution, objects) {
    try {
        const backup = await (0,choose_backup/* chooseBackup */.S)(execution, undefined, 'fall-back');
        return backup.manifest.schemaFingerprint === (0,fingerprint/* fingerprintObjects */.xE)(objects) ? backup : null;
    }
    catch (error) {
        if (error instanceof errors/* SluiceError */.ah)
            return null;
        throw error;
    }
}

// EXTERNAL MODULE: ./build/js/run/run-rollback.js
var run_rollback = __webpack_require__(98902);
;// CONCATENATED MODULE: ./build/js/run/preparation.js











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
        .filter((version) => !(0,build_plan/* isRepeatable */.su)(version))
        .toSorted(migrations_versions/* compareVersions */.Zy)
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
    throw new errors/* SluiceError */.ah('PLAN_001', `The plan now has the digest ${plan.digest}; approved was ${inputs.planDigest}. Now pending: ${files === '' ? 'nothing' : files}.`, {
        fix: 'A file, a setting or the live schema changed since. Review the plan with --dry-run and have its new digest approved.',
    });
}
/** Looks at what was left behind, makes the plan, and records the state to go back to. */
async function prepare(run, stageContext) {
    const { execution, journal } = run;
    const { driver, target, context } = execution;
    const state = await (0,recover/* recover */.l)(driver, journal, (0,stages_context/* limitsOf */.A)(stageContext), context.emit);
    await (0,run_rollback/* finishRollback */.kg)(run, stageContext, state);
    const made = await (0,prepare_plan/* preparePlan */.H)({
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
    await journal.append({ kind: 'plan', plan: made.plan, continues: made.continues?.runId ?? null });
    return { ...made, state, ...(await wayBack(run, made, stageContext)) };
}
/** The state to go back to, and the backup of it. A run that goes on with a cut-off one inherits its point. */
async function wayBack(run, made, stageContext) {
    const { execution, journal } = run;
    const inherited = made.continues?.rollbackPoint ?? null;
    const idle = made.plan.steps.length === 0 && inherited === null;
    const objects = inherited?.objects ?? (0,fingerprint/* fingerprint */.Rj)(made.schema).objects;
    const named = execution.inputs.backupId ?? inherited?.backupId ?? undefined;
    const backup = idle ? null : await backupForRun(execution, objects, named);
    if (backup !== null) {
        const { id, digest, verified } = backup.manifest;
        await journal.append({ kind: 'backup', backupId: id, digest, verified, path: backup.directory });
    }
    const point = inherited ?? (await freshPoint(execution, made, backup, stageContext, idle));
    await journal.append({
        kind: 'rollback-point',
        point,
        inheritedFrom: inherited === null ? null : (made.continues?.runId ?? null),
    });
    return { point, backup };
}
async function freshPoint({ driver, target, context }, made, backup, stageContext, idle) {
    const { validate } = target.config;
    return (0,rollback_point/* takeRollbackPoint */.kD)({
        driver,
        schema: made.schema,
        applied: made.applied,
        checksums: validate.checksums && !idle,
        backupId: backup?.manifest.id ?? null,
        performance: idle ? {} : await (0,performance/* measureQueries */.f)(driver, validate, (0,stages_context/* limitsOf */.A)(stageContext), context.clock),
        signal: stageContext.signal,
    });
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
/* harmony import */ var _backup_source_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(12376);
/* harmony import */ var _checksum_table_name_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(5594);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);
/* harmony import */ var _journal_state_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6299);
/* harmony import */ var _migrations_read_migrations_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(74751);
/* harmony import */ var _migrations_versions_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(18269);
/* harmony import */ var _plan_build_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(51194);
/* harmony import */ var _stages_context_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(89995);
/* harmony import */ var _stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2086);
/* harmony import */ var _stages_rollback_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(21998);
/* harmony import */ var _stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(81873);
/* harmony import */ var _stages_validation_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(57563);













/** Newest first; repeatable files come off before the versioned ones, as they went on after them. */
function newestFirst(versions) {
    const repeatable = versions.filter(_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .isRepeatable */ .su).toSorted().toReversed();
    return [
        ...repeatable,
        ...versions.filter((version) => !(0,_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .isRepeatable */ .su)(version)).toSorted((a, b) => (0,_migrations_versions_js__WEBPACK_IMPORTED_MODULE_10__/* .compareVersions */ .Zy)(b, a)),
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
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('ROLL_001', `There is no restore for ${run.execution.driver.engine} yet.`);
        }
        // A restore may take as long as it takes: the statement timeout is for statements.
        await snapshot.replace(stageContext.fence, (0,_backup_source_js__WEBPACK_IMPORTED_MODULE_1__/* .dumpSource */ .c)(backup), {
            ...(0,_stages_context_js__WEBPACK_IMPORTED_MODULE_11__/* .limitsOf */ .A)(stageContext),
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
    const { partial } = await (0,_journal_state_js__WEBPACK_IMPORTED_MODULE_3__/* .readState */ .un)(execution.driver.journal);
    const planned = new Set(prepared.plan.steps.map((step) => step.version));
    const source = {
        versions: newestFirst(applied.map((row) => row.version).filter((version) => !prepared.point.applied.includes(version))),
        replaced: applied
            .filter((row) => (0,_plan_build_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .isRepeatable */ .su)(row.version) &&
            row.runId === journal.runId &&
            prepared.point.applied.includes(row.version) &&
            planned.has(row.version))
            .map((row) => row.version),
        partial,
        migrations: prepared.migrations.migrations,
        backupId: prepared.backup?.manifest.id ?? null,
    };
    const plan = (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_6__/* .planRollback */ .I)(source);
    if (plan.method === 'backup')
        await refuseLoss(run, prepared, source);
    await (0,_stages_rollback_js__WEBPACK_IMPORTED_MODULE_7__/* .rollBack */ .F)(stageContext, {
        started: {
            kind: 'rollback-started',
            reason: (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reportError */ .N7)(reason).message,
            method: plan.method === 'backup' ? 'backup' : 'down',
            backupId: plan.method === 'backup' ? source.backupId : null,
            versions: plan.versions,
            point: prepared.point,
        },
        migrations: prepared.migrations.migrations,
        partial,
        restored: false,
        restore: prepared.backup === null ? () => Promise.resolve() : restoreFrom(run, stageContext, prepared.backup),
        manualSteps: (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_6__/* .manualSteps */ .g)(source),
    });
}
/**
 * A restore takes with it what was written between the backup and the run, and what the application wrote
 * during the run; that is for a person to decide. Tables that the run's own migrations name have changed
 * for sure, and nobody can tell whose change it was: they are part of what the run is undone for.
 *
 * @throws SluiceError `ROLL_001` naming the tables
 */
async function refuseLoss(run, { backup, point, migrations }, source) {
    const { driver, context } = run.execution;
    if (backup === null)
        return;
    if (point.tables === null) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('ROLL_001', 'The backup is not restored by itself: validate.checksums is off, so nobody can tell whether rows were written since.', {
            fix: (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_6__/* .manualSteps */ .g)(source),
        });
    }
    const earlier = (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_8__/* .tableDifferences */ .TT)(backup.manifest.tables, point.tables);
    const undone = new Set([...source.versions, ...source.replaced, ...source.partial.keys()]);
    const applied = migrations.migrations.filter((migration) => undone.has(migration.version));
    const schema = await driver.inspect(context.signal);
    const touched = (0,_stages_validation_js__WEBPACK_IMPORTED_MODULE_9__/* .touchedSince */ .n)({ name: '', ...point }, applied, driver.traits.sql, schema);
    const isUntouched = (digest) => !touched.has((0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_12__/* .qualifiedName */ .O)(digest.table));
    const before = point.tables.filter(isUntouched);
    const known = new Set(before.map((digest) => (0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_12__/* .qualifiedName */ .O)(digest.table)));
    const now = (await (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_8__/* .digestTables */ .Ky)(driver, schema, context.signal)).filter((digest) => known.has((0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_12__/* .qualifiedName */ .O)(digest.table)));
    const differences = [...earlier, ...(0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_8__/* .tableDifferences */ .TT)(before, now)];
    if (differences.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('ROLL_001', `The backup ${backup.manifest.id} is not restored by itself, because rows that were written since would be lost: ${differences.join('; ')}.`, { fix: (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_6__/* .manualSteps */ .g)(source), details: { differences } });
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
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah(error?.code ?? 'ROLL_001', `${error?.message ?? dead.rollback.reason} (Run ${dead.runId}; its rollback was gone on with, and is done.)`, {
        fix: error?.fix ?? 'The database is as it was before. Correct the migration and run the command again.',
    });
}
/** A run that was killed, or told to leave, before it had ended. */
function wasCutOff({ status }) {
    return status === null || status === 'interrupted';
}
/** Whether the database shows the state to arrive at: the run may have died between the restore and its journal entry. */
async function isThere({ driver, signal }, point) {
    return point !== null && (await (0,_stages_rollback_point_js__WEBPACK_IMPORTED_MODULE_8__/* .differencesFrom */ .Jh)(point, driver, signal)).differences.length === 0;
}
/** Does the rest of a rollback that an earlier run journaled. */
async function resumeRollback(run, stageContext, state, dead) {
    const { execution } = run;
    const started = dead.rollback;
    if (started === null)
        return;
    const migrations = await migrationsOf(run, stageContext);
    const backup = started.backupId === null ? null : await (0,_backup_catalog_js__WEBPACK_IMPORTED_MODULE_0__/* .findBackup */ .SC)(execution.target.backupDirectory, started.backupId);
    await (0,_stages_rollback_js__WEBPACK_IMPORTED_MODULE_7__/* .rollBack */ .F)(stageContext, {
        started,
        migrations,
        partial: state.partial,
        restored: dead.restored || (started.method === 'backup' && (await isThere(stageContext, started.point))),
        restore: backup === null ? () => Promise.resolve() : restoreFrom(run, stageContext, backup),
        manualSteps: (0,_stages_plan_rollback_js__WEBPACK_IMPORTED_MODULE_6__/* .manualSteps */ .g)({
            versions: started.versions,
            replaced: [],
            partial: state.partial,
            migrations,
            backupId: started.backupId,
        }),
    });
}
/** The migration files, whatever is wrong between them and the database. */
async function migrationsOf({ execution }, stageContext) {
    const { target, driver } = execution;
    const syntax = driver.traits.sql;
    if (syntax === undefined)
        return [];
    const { signal } = stageContext;
    return (await (0,_migrations_read_migrations_js__WEBPACK_IMPORTED_MODULE_4__/* .readMigrations */ .Y)(target.migrationsDirectory, { format: target.migrationsFormat, syntax, signal }))
        .migrations;
}


/***/ }),

/***/ 46586:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  i: () => (/* binding */ backupDirectory),
  u: () => (/* binding */ resolveTarget)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/config/file.js



/** The configuration that is read when none is named. */
const DEFAULT_CONFIG = 'sluice.yml';
/** Why a file could not be read, for people. */
const REASONS = {
    ENOENT: 'does not exist',
    EISDIR: 'is a folder',
    ENOTDIR: 'lies in a path that is no folder',
    EACCES: 'may not be read by this account',
    EPERM: 'may not be read by this account',
};
/**
 * Reads the configuration file.
 * @param given the `config` input; undefined = {@link DEFAULT_CONFIG}, which may be missing
 * @returns null when none is named and there is none
 * @throws SluiceError `CONF_001` when the file cannot be read or is not UTF-8
 */
async function readConfig(workingDirectory, given) {
    const path = given ?? DEFAULT_CONFIG;
    let bytes;
    try {
        bytes = await (0,promises_.readFile)((0,external_node_path_.resolve)(workingDirectory, path));
    }
    catch (error) {
        const code = String(error.code);
        if (given === undefined && code === 'ENOENT')
            return null;
        const reason = REASONS[code] ?? `cannot be read (${code})`;
        throw new errors/* SluiceError */.ah('CONF_001', `The configuration ${path} ${reason}.`, {
            cause: error,
            fix: 'Correct the input config, or the permissions of the file.',
        });
    }
    try {
        return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), path };
    }
    catch (error) {
        throw new errors/* SluiceError */.ah('CONF_001', `The configuration ${path} is not UTF-8 text.`, {
            cause: error,
            fix: `Save ${path} as UTF-8.`,
        });
    }
}

// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
;// CONCATENATED MODULE: ./build/js/config/normalise.js

/** The schema let only durations through. */
function ms(text) {
    return (0,duration/* parseDuration */.E9)(text) ?? Number.NaN;
}
/** `10%` → 0.1, without the rounding error that a division would leave in 2.3 %. */
function fraction(percentage) {
    return Number(`${percentage.slice(0, -1)}e-2`);
}
/** Turns the words of the file into the {@link Config} that the rest of Sluice reads. */
function normalise(filled) {
    const { migrations, backup, validate, triggers, hooks } = filled;
    return {
        environments: Object.entries(filled.environments).map(([name, environment]) => ({ name, ...environment })),
        migrations: {
            directory: migrations.directory,
            format: migrations.format,
            lockTimeoutMs: ms(migrations['lock-timeout']),
            lockRetries: migrations['lock-retries'],
            statementTimeoutMs: ms(migrations['statement-timeout']),
            runLeaseMs: ms(migrations['run-lease']),
            runLockWaitMs: ms(migrations['run-lock-wait']),
            allowOutOfOrder: migrations['allow-out-of-order'],
            warnings: migrations.warnings,
            schema: migrations.schema ?? null,
            prefix: migrations.prefix,
        },
        backup: {
            directory: backup.directory,
            mode: backup.mode,
            verify: backup.verify,
            scratch: backup.scratch ?? null,
            encryptTo: backup['encrypt-to'],
            keep: backup.keep,
        },
        validate: {
            rowCounts: validate['row-counts'],
            checksums: validate.checksums,
            foreignKeys: validate['foreign-keys'],
            rules: validate.rules,
            performance: validate.performance === undefined
                ? null
                : { tolerance: fraction(validate.performance.tolerance), queries: validate.performance.queries },
        },
        triggers: {
            maxErrors: triggers['max-errors'],
            maxValidationFailures: triggers['max-validation-failures'],
            maxSyncLagMs: ms(triggers['max-sync-lag']),
            maxDurationMs: ms(triggers['max-duration']),
        },
        health: filled.health.map((check) => ({
            name: check.name,
            url: check.url,
            expectStatus: check['expect-status'],
            timeoutMs: ms(check.timeout),
        })),
        hooks: {
            beforeCutover: hooks['before-cutover'],
            switch: hooks.switch,
            afterCutover: hooks['after-cutover'],
            onFailure: hooks['on-failure'],
            shell: hooks.shell,
        },
        promotion: filled.promotion.map((rule) => ({
            from: rule.from,
            to: rule.to,
            approvals: rule.approvals,
            distinctFromAuthor: rule['distinct-from-author'],
            maxAgeMs: ms(rule['max-age']),
        })),
    };
}

;// CONCATENATED MODULE: ./build/js/config/problems.js

/** A file that is no configuration at all may have thousands; nobody reads on. */
const MOST_SHOWN = 100;
function withFullStop(sentence) {
    return sentence.endsWith('?') ? sentence : `${sentence}.`;
}
/**
 * The one error that tells all problems of a file, in the order of their lines, as
 * `path:line:column: sentence`; `details.problems` holds the same for machines.
 */
function configurationError(path, problems) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const lines = sorted
        .slice(0, MOST_SHOWN)
        .map(({ line, column, sentence }) => `${path}:${String(line)}:${String(column)}: ${withFullStop(sentence)}`);
    if (sorted.length > MOST_SHOWN)
        lines.push(`… and ${String(sorted.length - MOST_SHOWN)} more`);
    const only = lines.length === 1 ? lines[0] : undefined;
    return new errors/* SluiceError */.ah('CONF_001', only ?? `${path} has ${String(sorted.length)} problems:\n${lines.map((line) => `  ${line}`).join('\n')}`, {
        fix: `Correct ${path} at the ${only === undefined ? 'places' : 'place'} named above; \`sluice schema\` prints every setting.`,
        details: { path, problems: sorted.slice(0, MOST_SHOWN) },
    });
}

// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
// EXTERNAL MODULE: ./build/js/split-url.js
var split_url = __webpack_require__(95834);
// EXTERNAL MODULE: ./build/js/config/suggest.js
var suggest = __webpack_require__(94979);
// EXTERNAL MODULE: ./build/js/config/variables.js
var variables = __webpack_require__(85592);
;// CONCATENATED MODULE: ./build/js/config/rules.js





/** Rules look at what was written, so that they can speak although the schema has complaints as well. */
function member(value, key) {
    return value !== null && typeof value === 'object' && Object.hasOwn(value, key)
        ? value[key]
        : undefined;
}
function items(value) {
    return Array.isArray(value) ? value : [];
}
function entries(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}
/** Stands in for a reference while a URL is looked at; no user writes it. */
const STAND_IN = '\u{e000}';
/** What is wrong with a URL as written; null when nothing is. Never repeats the URL. */
function urlProblem(url, web) {
    const reference = (0,variables/* referenceProblem */.te)(url);
    if (reference !== null)
        return reference;
    const split = (0,split_url/* splitUrl */.iM)((0,variables/* replaceVariables */.qk)(url.trim(), () => STAND_IN));
    const literal = (text) => (text ?? '').replaceAll(STAND_IN, '') !== '';
    const webToken = split !== null && /^https?$/u.test(split.scheme) && split.password === null && literal(split.user);
    if (literal(split?.password) || webToken) {
        return 'holds a literal password; environment variables only: write ${NAME} and set NAME as a secret';
    }
    if (web && (split === null ? !url.trim().startsWith('${') : !/^https?$/u.test(split.scheme))) {
        return 'must begin with http:// or https://';
    }
    if ((0,variables/* referencedVariables */.Xo)(url).length > 0)
        return null;
    try {
        (0,database_url/* parseDatabaseUrl */.m)(url);
        return null;
    }
    catch (error) {
        if (!(error instanceof errors/* SluiceError */.ah))
            throw error;
        return `is not valid: ${error.message.replace(/\.$/u, '').replace(/^The/u, 'the')}`;
    }
}
function urlRules(written) {
    const urls = [
        ...entries(member(written, 'environments')).map(([name, environment]) => [['environments', name, 'url'], `the \`url\` of \`${name}\``, member(environment, 'url'), false]),
        [['backup', 'scratch'], '`backup.scratch`', member(member(written, 'backup'), 'scratch'), false],
        ...items(member(written, 'health')).map((check, index) => [['health', index, 'url'], `\`health[${String(index)}].url\``, member(check, 'url'), true]),
    ];
    return urls.flatMap(([path, subject, url, web]) => {
        const problem = typeof url === 'string' && url.trim() !== '' ? urlProblem(url, web) : null;
        return problem === null ? [] : [{ path, part: 'value', sentence: `${subject} ${problem}` }];
    });
}
function environmentNameRules(written) {
    return entries(member(written, 'environments'))
        .filter(([name]) => !/^(?!\s)[^\p{Cc}]{1,255}(?<!\s)$/u.test(name))
        .map(([name]) => ({
        path: ['environments', name],
        part: 'key',
        sentence: 'the name of an environment must have 1 to 255 characters, no control characters, and no white space around it',
    }));
}
/** Both ends must exist and differ, and there is one rule for each pair. */
function promotionRules(written) {
    const names = entries(member(written, 'environments')).map(([name]) => name);
    const seen = new Set();
    return items(member(written, 'promotion')).flatMap((rule, index) => {
        const problems = [];
        for (const end of ['from', 'to']) {
            const name = member(rule, end);
            if (typeof name !== 'string' || name.trim() === '' || names.includes(name))
                continue;
            const sentence = `\`promotion[${String(index)}].${end}\` names no environment: \`${name}\`${(0,suggest/* didYouMean */.a)(name, names)}`;
            problems.push({ path: ['promotion', index, end], part: 'value', sentence });
        }
        const [from, to] = [member(rule, 'from'), member(rule, 'to')];
        if (typeof from !== 'string' || typeof to !== 'string')
            return problems;
        const subject = `\`promotion[${String(index)}]\``;
        if (from === to) {
            problems.push({
                path: ['promotion', index, 'to'],
                part: 'value',
                sentence: `${subject} promotes \`${to}\` to itself`,
            });
        }
        const pair = JSON.stringify([from, to]);
        if (seen.has(pair)) {
            const sentence = `${subject} repeats the rule from \`${from}\` to \`${to}\``;
            problems.push({ path: ['promotion', index], part: 'value', sentence });
        }
        seen.add(pair);
        return problems;
    });
}
/** Names are how reports tell things apart. */
function uniqueNameRules(written) {
    const validate = member(written, 'validate');
    const lists = [
        [['validate', 'rules'], member(validate, 'rules')],
        [['validate', 'performance', 'queries'], member(member(validate, 'performance'), 'queries')],
        [['health'], member(written, 'health')],
    ];
    return lists.flatMap(([path, list]) => {
        const seen = new Set();
        return items(list).flatMap((item, index) => {
            const name = member(item, 'name');
            if (typeof name !== 'string')
                return [];
            const repeated = seen.has(name);
            seen.add(name);
            if (!repeated)
                return [];
            const sentence = `\`${path.join('.')}[${String(index)}].name\` is the name of another one as well: \`${name}\``;
            return [{ path: [...path, index, 'name'], part: 'value', sentence }];
        });
    });
}
/** The rules between values, which a schema cannot say. */
function checkRules(written) {
    return [
        ...environmentNameRules(written),
        ...urlRules(written),
        ...promotionRules(written),
        ...uniqueNameRules(written),
    ];
}

// EXTERNAL MODULE: ./build/js/config/schema.js
var schema = __webpack_require__(39130);
;// CONCATENATED MODULE: ./build/js/config/sentences.js


/** What a schema of this kind takes, in words. */
const EXPECTED = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
    record: 'a mapping',
};
/** Values that may be, or hold, a secret put into the wrong place: never repeated. */
const UNSPOKEN = /(?:^|\.)(?:url|scratch|encrypt-to(?:\[\d+\])?)$/u;
/** `validate.rules[0].query`; a name that is no plain word is quoted. */
function pathText(path) {
    return path
        .map((step, index) => {
        if (typeof step === 'number')
            return `[${String(step)}]`;
        if (!/^[\p{L}\p{N}_-]+$/u.test(step))
            return `[${JSON.stringify(step)}]`;
        return index === 0 ? step : `.${step}`;
    })
        .join('');
}
/** The value at a path; undefined when there is none. */
function valueAt(root, path) {
    return path.reduce((value, step) => value !== null && typeof value === 'object' && Object.hasOwn(value, step)
        ? value[step]
        : undefined, root);
}
/** The value in words. */
function shown(value) {
    if (Array.isArray(value))
        return 'a list';
    if (value !== null && typeof value === 'object')
        return 'a mapping';
    return typeof value === 'string'
        ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
        : String(value);
}
/** The definition behind defaults and the like. */
function definition(schema) {
    const def = schema.def;
    return def.innerType === undefined ? def : definition(def.innerType);
}
/** The keys that a mapping at a path may have. */
function keysAt(path) {
    let current = definition(schema/* configSchema */.Q);
    for (const step of path) {
        const next = current.shape?.[step] ?? current.element ?? current.valueType;
        if (next === undefined)
            return [];
        current = definition(next);
    }
    return Object.keys(current.shape ?? {});
}
/** Where a key that is unknown here would be known. */
function elsewhere(key) {
    const section = keysAt([]).find((name) => keysAt([name]).includes(key));
    return section === undefined ? '' : `; it belongs under \`${section}\``;
}
/** A key that the schema does not have. */
function unknownKey(path, key) {
    return `unknown key \`${pathText([...path, key])}\`${(0,suggest/* didYouMean */.a)(key, keysAt(path)) || elsewhere(key)}`;
}
/** What must hold, as the end of a sentence: `must be …`. Undefined: the schema has its own words. */
function expectation(issue) {
    switch (issue.code) {
        case 'invalid_type':
            return `must be ${EXPECTED[issue.expected] ?? `a ${issue.expected}`}`;
        case 'invalid_value':
            return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
        case 'too_small':
            return `must be at least ${String(issue.minimum)}`;
        case 'too_big':
            return issue.origin === 'string'
                ? `must have at most ${String(issue.maximum)} characters`
                : `must be at most ${String(issue.maximum)}`;
        default:
            return undefined;
    }
}
/** Turns a complaint of the schema into sentences: one for each unknown key, one for anything else. */
function complaintsOf(issue, written) {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({ path: [...path, key], part: 'key', sentence: unknownKey(path, key) }));
    }
    const name = path.length === 0 ? 'the file' : `\`${pathText(path)}\``;
    const value = valueAt(written, path);
    const say = (sentence) => [{ path, part: 'value', sentence: `${name} ${sentence}` }];
    if (value === null && path.length === 0)
        return say('is empty; it needs at least `version: 1`');
    if (value === undefined)
        return say(`is missing; it ${issue.message}`);
    if (value === null)
        return say(`is empty; it ${issue.message}`);
    const comparable = issue.message.startsWith('must be ') && !UNSPOKEN.test(pathText(path));
    return say(comparable ? `${issue.message}, not ${shown(value)}` : issue.message);
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./build/js/config/yaml.js

/** Longer files, and files with more values after their aliases are followed, are refused: no configuration needs that. */
const MOST_CHARACTERS = 1_048_576;
const MOST_VALUES = 20_000;
/** What each of the parser's codes means to the author. The parser's own messages quote the text, which may hold a secret. */
const SENTENCES = {
    BAD_ALIAS: 'this alias is not valid',
    BAD_DQ_ESCAPE: 'an escape in double quotes is not known; single quotes take a backslash literally',
    BAD_INDENT: 'the indentation does not fit the lines above',
    BAD_SCALAR_START: 'a value that starts with @, ` or % must be quoted',
    BLOCK_AS_IMPLICIT_KEY: 'a value that holds a colon and a space must be quoted',
    MISSING_CHAR: 'a colon, a quote or a bracket is missing',
    MULTILINE_IMPLICIT_KEY: 'a key must be followed by a colon',
    MULTIPLE_DOCS: 'only one YAML document is allowed',
    NON_STRING_KEY: 'a key must be a plain text',
    RESOURCE_EXHAUSTION: 'this is nested too deeply',
    TAB_AS_INDENT: 'tabs must not indent; use spaces',
    TAG_RESOLVE_FAILED: 'this tag is not known; remove it',
};
/** Problems that leave the rest of the file readable, so that the rest can be checked as well. */
const LOCAL = new Set(['BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'DUPLICATE_KEY', 'NON_STRING_KEY', 'TAG_RESOLVE_FAILED']);
/** Turns the parser's nodes into plain data, and remembers where each value stands. */
class Reader {
    places = new Map();
    problems = [];
    #document;
    #lineOf;
    #open = new Set();
    #values = 0;
    constructor(document, lineOf) {
        this.#document = document;
        this.#lineOf = lineOf;
    }
    /** There are more values than {@link MOST_VALUES}. */
    get exhausted() {
        return this.#values > MOST_VALUES;
    }
    /** Reads one node; `key` is the offset of its key, or of its list. Values beyond the bound, and of unknown aliases, are undefined. */
    read(node, path, key) {
        const offset = node?.range?.[0] ?? key;
        const inList = typeof path.at(-1) === 'number';
        this.places.set(JSON.stringify(path), { key: inList ? offset : key, value: offset });
        this.#values += 1;
        if (this.#values > MOST_VALUES) {
            if (this.#values === MOST_VALUES + 1)
                this.problems.push({ offset, sentence: 'the file holds too many values' });
            return undefined;
        }
        if (node === null)
            return null;
        if ((0,dist/* isAlias */.Vj)(node))
            return this.#follow(node, path, key, offset);
        if ((0,dist/* isScalar */.jn)(node))
            return node.value;
        this.#open.add(node);
        try {
            if ((0,dist/* isSeq */.oP)(node))
                return node.items.map((item, index) => this.read(item, [...path, index], offset));
            if (!(0,dist/* isMap */.jh)(node))
                return null;
            const pairs = [];
            for (const { key: keyNode, value } of node.items) {
                // A key that is no text has been reported by the parser.
                if (!(0,dist/* isScalar */.jn)(keyNode))
                    continue;
                const name = String(keyNode.value);
                const at = keyNode.range?.[0] ?? offset;
                const first = this.places.get(JSON.stringify([...path, name]));
                if (first !== undefined) {
                    const sentence = `the key \`${name}\` is given twice, first in line ${String(this.#lineOf(first.key))}`;
                    this.problems.push({ offset: at, sentence });
                }
                else if (name === '__proto__') {
                    this.problems.push({ offset: at, sentence: 'the key `__proto__` is not allowed' });
                }
                else {
                    pairs.push([name, this.read(value, [...path, name], at)]);
                }
            }
            return Object.fromEntries(pairs);
        }
        finally {
            this.#open.delete(node);
        }
    }
    #follow(alias, path, key, offset) {
        const target = alias.resolve(this.#document);
        if (target === undefined || this.#open.has(target)) {
            const sentence = target === undefined ? 'this alias has no anchor above it' : 'this alias holds itself';
            this.problems.push({ offset, sentence });
            return undefined;
        }
        return this.read(target, path, key);
    }
}
/** The parser's problems in our words: all local ones, and the first of those that make the parser lose its way. */
function syntaxProblems(document, positionOf) {
    const errors = [...document.errors, ...document.warnings];
    const fatal = errors.find(({ code }) => !LOCAL.has(code));
    return errors
        .filter(({ code }) => code !== 'DUPLICATE_KEY') // The reader names it.
        .filter((error) => LOCAL.has(error.code) || error === fatal)
        .map(({ code, pos }) => ({ ...positionOf(pos[0]), sentence: SENTENCES[code] ?? 'this is not valid YAML' }));
}
/** `${` inside braces or brackets begins a mapping of YAML's own. */
function isBareReference(text, offset) {
    return text[offset] === '{' && text[offset - 1] === '$';
}
/** Reads a YAML 1.2 text with positions. Never throws on content. */
function parseYaml(source) {
    const text = source.replace(/^\u{feff}/u, '');
    const start = { line: 1, column: 1 };
    if (text.length > MOST_CHARACTERS) {
        const sentence = 'the file is longer than 1 MiB';
        return { value: undefined, problems: [{ ...start, sentence }], locate: () => start };
    }
    const lineCounter = new dist/* LineCounter */.HN();
    const positionOf = (offset) => {
        const { line, col } = lineCounter.linePos(offset);
        return { line, column: col };
    };
    const document = (0,dist/* parseDocument */.Tp)(text, { lineCounter, prettyErrors: false, stringKeys: true, logLevel: 'error' });
    const fatal = document.errors.find(({ code }) => !LOCAL.has(code));
    if (fatal !== undefined && isBareReference(text, fatal.pos[0])) {
        const position = positionOf(fatal.pos[0] - 1);
        const sentence = 'a ${VARIABLE} inside braces or brackets must be quoted: "${VARIABLE}"';
        return { value: undefined, problems: [{ ...position, sentence }], locate: () => start };
    }
    const problems = syntaxProblems(document, positionOf);
    if (fatal !== undefined)
        return { value: undefined, problems, locate: () => start };
    const reader = new Reader(document, (offset) => positionOf(offset).line);
    const read = reader.read(document.contents, [], document.contents?.range[0] ?? 0);
    problems.push(...reader.problems.map(({ offset, sentence }) => ({ ...positionOf(offset), sentence })));
    return {
        // Half a value would be blamed for what it lacks.
        value: reader.exhausted ? undefined : read,
        problems,
        locate(path, part) {
            for (let length = path.length; length >= 0; length -= 1) {
                const place = reader.places.get(JSON.stringify(path.slice(0, length)));
                // A missing value is shown at the key of what it is missing in.
                if (place !== undefined)
                    return positionOf(length === path.length && part === 'value' ? place.value : place.key);
            }
            return start;
        },
    };
}

;// CONCATENATED MODULE: ./build/js/config/load.js






/**
 * Reads a configuration: parse, check, fill in the defaults. `${VAR}` references stay as they are;
 * `resolveUrl` expands those of one environment.
 * @param source null = no file: the defaults
 * @throws SluiceError `CONF_001` with every problem at once, each with its line and column
 */
function loadConfig(source) {
    if (source === null)
        return normalise(schema/* configSchema */.Q.parse({ version: 1 }));
    const yaml = parseYaml(source.text);
    const { value } = yaml;
    const problems = [...yaml.problems];
    const result = value === undefined ? null : schema/* configSchema */.Q.safeParse(value, { error: expectation });
    if (result !== null) {
        const complaints = [...checkRules(value)];
        for (const issue of result.error?.issues ?? [])
            complaints.push(...complaintsOf(issue, value));
        problems.push(...complaints.map(({ path, part, sentence }) => ({ ...yaml.locate(path, part), sentence })));
    }
    if (problems.length > 0 || result?.data === undefined)
        throw configurationError(source.path, problems);
    return normalise(result.data);
}

// EXTERNAL MODULE: ./build/js/config/resolve.js
var resolve = __webpack_require__(41617);
;// CONCATENATED MODULE: ./build/js/run/target.js





/** The configuration of a command; the defaults when there is no file. */
async function configOf(inputs, context) {
    return loadConfig(await readConfig(context.workingDirectory, inputs.config));
}
/** A SQLite file is found from the working directory, as every other path. */
function withAbsolutePath(url, absolute) {
    return url.scheme === 'sqlite' && url.path !== '' && url.path !== ':memory:'
        ? { ...url, path: absolute(url.path) }
        : url;
}
/** Formats that are named in the interface and not read yet are refused by the reader, by their names. */
function formatOf(format) {
    return format;
}
/**
 * Reads the configuration and lays the inputs over it. Registers the URL's secrets before it returns.
 *
 * @throws SluiceError `CONF_001`
 */
async function resolveTarget(inputs, context) {
    const config = await configOf(inputs, context);
    const text = (0,resolve/* resolveUrl */.O2)(config, inputs.environment, context.env, inputs.databaseUrl);
    context.redactor.register(...(0,database_url/* secretsOf */.F)(text));
    const absolute = (path) => (0,external_node_path_.resolve)(context.workingDirectory, path);
    return {
        config,
        environment: (0,resolve/* workingEnvironment */.Hx)(config, inputs.environment, context.env, inputs.databaseUrl),
        url: withAbsolutePath((0,database_url/* parseDatabaseUrl */.m)(text), absolute),
        migrationsDirectory: absolute(inputs.migrationsDirectory ?? config.migrations.directory),
        migrationsFormat: formatOf(inputs.format ?? config.migrations.format),
        backupDirectory: absolute(inputs.backupDirectory ?? config.backup.directory),
        logDirectory: absolute('migration_logs'),
    };
}
/** The folder of the backups, as written; for commands that need no database. */
async function backupDirectory(inputs, context) {
    return inputs.backupDirectory ?? (await configOf(inputs, context)).backup.directory;
}


/***/ }),

/***/ 82799:
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
// EXTERNAL MODULE: ./build/js/stages/context.js
var stages_context = __webpack_require__(89995);
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
    if (mode === 'transaction')
        await applyWhole(context, run, fileStarted, started);
    else
        await applyOneByOne(context, run, fileStarted, started);
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
async function finish(context, run, tx, append, started, before) {
    const durationMs = Math.round(context.clock.monotonic() - started);
    const { version, name, direction, checksum } = run;
    const statements = run.script.statements.length;
    await append(tx.append, ...before, { kind: 'file-finished', version, name, direction, statements, durationMs });
    if (direction === 'down')
        return tx.removeApplied(version);
    const appliedAt = context.clock.now().toISOString();
    return tx.recordApplied({ version, name, checksum, appliedAt, durationMs, statements, runId: context.journal.runId });
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

/***/ 2086:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ planRollback),
/* harmony export */   g: () => (/* binding */ manualSteps)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _plan_partial_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(55589);


/**
 * Chooses the way back: down files when every applied file has one and nothing is half done, because
 * they lose no row that was written meanwhile; otherwise the backup. Pure.
 *
 * @throws SluiceError `ROLL_001` with the manual steps when there is no way back
 */
function planRollback(source) {
    const { versions, backupId } = source;
    const obstacles = obstaclesOf(source);
    if (obstacles.length === 0)
        return { method: versions.length === 0 ? 'none' : 'down', versions };
    if (backupId !== null)
        return { method: 'backup', versions };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ROLL_001', `There is no way back: ${obstacles.join('; ')}; and this run has no backup.`, {
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
            .map((file) => `${file.path} is half applied (${String(file.done.length)} statements done), and this engine cannot undo them`),
    ];
}
function isHalfApplied(file) {
    return file.direction === 'up' && (0,_plan_partial_js__WEBPACK_IMPORTED_MODULE_1__/* .isHalfDone */ .u)(file);
}
/** What to do with a half-applied file. */
function undoByHand({ path, done, inFlight }) {
    if (done.length === 0) {
        return `look whether the statement at line ${String(inFlight?.line)} of ${path} was applied, and undo it by hand; or run \`sluice migrate\` again, which looks by itself and goes on`;
    }
    return `undo by hand the statements of ${path} that were applied (lines ${done.map(({ line }) => line).join(', ')}), or correct the file's tail and run \`sluice migrate\` again, which goes on behind them`;
}
/** What a person can do when Sluice cannot; at least one step whenever {@link planRollback} finds no way back. */
function manualSteps({ versions, replaced, partial, migrations, backupId }) {
    const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
    const steps = [
        ...[...partial.values()].filter(isHalfApplied).map(undoByHand),
        ...replaced.map((version) => `apply the earlier text of ${byVersion.get(version)?.up.path ?? version} by hand, or put the file back and run \`sluice migrate\` again`),
        ...versions.map((version) => {
            const down = byVersion.get(version)?.down;
            return down == null
                ? `undo ${byVersion.get(version)?.up.path ?? version} by hand and delete its row (version ${version}) from sluice_migrations`
                : `run \`sluice rollback\` again once ${down.path} is corrected`;
        }),
        ...(backupId === null ? [] : [`or restore the backup: \`sluice rollback --to backup --backup-id ${backupId}\``]),
    ];
    return steps.map((step, index) => `${String(index + 1)}. ${step}`).join('\n');
}


/***/ }),

/***/ 13901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ preparePlan)
});

// EXTERNAL MODULE: ./build/js/migrations/read-migrations.js + 29 modules
var read_migrations = __webpack_require__(74751);
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
    const syntax = driver.traits.sql;
    if (syntax === undefined) {
        throw new errors/* SluiceError */.ah('CONF_001', `SQL migrations cannot be applied to ${driver.engine}.`);
    }
    const migrations = await (0,read_migrations/* readMigrations */.Y)(request.directory, { format: request.format, syntax, signal });
    refuseOwnTables(request, migrations);
    const applied = await driver.history.list();
    const schema = await driver.inspect(signal);
    const fresh = (0,build_plan/* buildPlan */.Gg)({
        engine: driver.engine,
        traits: driver.traits,
        classify: (statement) => driver.apply.classify(statement),
        migrations,
        applied,
        partial: state.partial,
        schemaFingerprint: (0,fingerprint/* fingerprint */.Rj)(schema).fingerprint,
        options: { ...request.options, format: migrations.format },
    });
    const continues = cutOffRun(fresh, state, applied);
    return { plan: continued(fresh, continues), continues, migrations, schema, applied };
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
/** What differs between two sets of tables, in words: rows before and now, or that the content differs. */
function tableDifferences(before, after) {
    const now = new Map(after.map((digest) => [(0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_1__/* .qualifiedName */ .O)(digest.table), digest]));
    const known = new Set(before.map((digest) => (0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_1__/* .qualifiedName */ .O)(digest.table)));
    return [
        ...before.flatMap((digest) => {
            const name = (0,_checksum_table_name_js__WEBPACK_IMPORTED_MODULE_1__/* .qualifiedName */ .O)(digest.table);
            const other = now.get(name);
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
 * @returns what differs, in words; empty = proven equal
 */
async function differencesFrom(point, driver, signal) {
    const schema = await driver.inspect(signal);
    const differences = [...schemaDifferences(point.objects, (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)(schema).objects)];
    if (point.tables !== null)
        differences.push(...tableDifferences(point.tables, await digestTables(driver, schema, signal)));
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
/* harmony import */ var _apply_script_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(82799);
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
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ROLL_001', `The rollback failed: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
            fix: request.manualSteps,
        });
    }
    return verifyRollback(context, request);
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
    const { differences, tablesCompared } = await (0,_rollback_point_js__WEBPACK_IMPORTED_MODULE_3__/* .differencesFrom */ .Jh)(point, context.driver, context.signal);
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
/** Runs the down files of the versions that are still applied, newest first. */
async function takeBack(context, request) {
    const applied = new Map((await context.driver.history.list()).map((row) => [row.version, row]));
    for (const version of request.started.versions) {
        const migration = request.migrations.find((candidate) => candidate.version === version);
        const down = migration?.down;
        if (!applied.has(version))
            continue;
        if (migration === undefined || down == null) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ROLL_001', `There is no down file for version ${version}.`, { fix: request.manualSteps });
        }
        const partial = request.partial.get(version);
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







/** The tables that migrations may have touched, by their names: those they name, and those that these reach. */
function touchedSince(baseline, since, syntax, schema) {
    if (syntax === undefined)
        return new Set();
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


/***/ }),

/***/ 24306:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ SLUICE_VERSION)
/* harmony export */ });
/** The version of this code, written into journals, reports and manifests; a test holds it against package.json. */
const SLUICE_VERSION = '0.1.0';


/***/ })

};
