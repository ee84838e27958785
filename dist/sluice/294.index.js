export const id = 294;
export const ids = [294];
export const modules = {

/***/ 8235:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ Chunks)
/* harmony export */ });
/**
 * Cuts a run of bytes into chunks of one size. The newest chunk is held back until more comes, because nobody knows yet
 * whether it is the last.
 */
class Chunks {
    #size;
    #held;
    #length = 0;
    constructor(size) {
        this.#size = size;
        this.#held = Buffer.allocUnsafeSlow(size);
    }
    /** Takes bytes and gives the chunks that are certainly not the last; each is good until the next one is asked for. */
    *add(bytes) {
        let rest = bytes;
        if (this.#length > 0) {
            const taken = rest.copy(this.#held, this.#length);
            this.#length += taken;
            rest = rest.subarray(taken);
            if (rest.length === 0)
                return;
            this.#length = 0;
            yield this.#held;
        }
        for (; rest.length > this.#size; rest = rest.subarray(this.#size))
            yield rest.subarray(0, this.#size);
        this.#length = rest.copy(this.#held);
    }
    /** The last chunk; empty only when nothing was added. */
    last() {
        return this.#held.subarray(0, this.#length);
    }
}


/***/ }),

/***/ 74036:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f6: () => (/* binding */ ForOthersError),
/* harmony export */   hF: () => (/* binding */ LONGEST_HEADER_BYTES),
/* harmony export */   q1: () => (/* binding */ Decrypt),
/* harmony export */   wm: () => (/* binding */ endOfHeader)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57075);
/* harmony import */ var _chunks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8235);
/* harmony import */ var _payload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2175);



/** No header is longer: a file that has no end of one must not fill the memory. */
const LONGEST_HEADER_BYTES = 1024 * 1024;
/** The file was encrypted to recipients whose identities are not at hand. */
class ForOthersError extends Error {
    constructor() {
        super('The file was encrypted to other recipients.');
        this.name = 'ForOthersError';
    }
}
/** Where the header ends; -1 when that is not to be seen yet. Its last line is the only one that begins with dashes. */
function endOfHeader(bytes) {
    const lastLine = bytes.indexOf('\n---');
    const end = lastLine === -1 ? -1 : bytes.indexOf('\n', lastLine + 1);
    return end === -1 ? -1 : end + 1;
}
/**
 * Decrypts one age file; each piece that comes out is what was encrypted, but only the end says that nothing is missing.
 *
 * It fails with {@link ForOthersError} when no key fits, and with another error when the file was changed.
 */
class Decrypt extends node_stream__WEBPACK_IMPORTED_MODULE_0__.Transform {
    #keys;
    #chunks = new _chunks_js__WEBPACK_IMPORTED_MODULE_2__/* .Chunks */ .L(_payload_js__WEBPACK_IMPORTED_MODULE_1__/* .CHUNK_BYTES */ .EC + _payload_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG_BYTES */ .R$);
    #head = Buffer.alloc(0);
    #opener = null;
    constructor(keys, highWaterMark) {
        super({ highWaterMark });
        this.#keys = keys;
    }
    _transform(bytes, _encoding, callback) {
        this.#take(bytes).then(() => callback(), callback);
    }
    _flush(callback) {
        try {
            if (this.#opener === null)
                throw new Error('The encrypted file ends within its header.');
            this.push(this.#opener.open(this.#chunks.last(), true));
            callback();
        }
        catch (error) {
            callback(error);
        }
    }
    async #take(bytes) {
        const payload = this.#opener === null ? await this.#begin(bytes) : bytes;
        if (this.#opener === null)
            return;
        for (const chunk of this.#chunks.add(payload))
            this.push(this.#opener.open(chunk, false));
    }
    /** Collects the header and the nonce; returns what follows them. */
    async #begin(bytes) {
        this.#head = Buffer.concat([this.#head, bytes]);
        const end = endOfHeader(this.#head);
        if (end === -1 && this.#head.length > LONGEST_HEADER_BYTES)
            throw new Error('The encrypted file has no header.');
        const payload = end + _payload_js__WEBPACK_IMPORTED_MODULE_1__/* .NONCE_BYTES */ .qI;
        if (end === -1 || this.#head.length < payload)
            return Buffer.alloc(0);
        const key = await this.#keys.fileKey(this.#head.subarray(0, end));
        if (key === null)
            throw new ForOthersError();
        this.#opener = new _payload_js__WEBPACK_IMPORTED_MODULE_1__/* .ChunkOpener */ .dU(key, this.#head.subarray(end, payload));
        const rest = this.#head.subarray(payload);
        this.#head = Buffer.alloc(0);
        return rest;
    }
}


/***/ }),

/***/ 97919:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ checkRecipients),
  b: () => (/* binding */ encryptTo)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/backup/age/keyring.js
var keyring = __webpack_require__(70356);
// EXTERNAL MODULE: ./build/js/backup/age/library.js
var library = __webpack_require__(43342);
// EXTERNAL MODULE: ./build/js/recipient-text.js
var recipient_text = __webpack_require__(51073);
;// CONCATENATED MODULE: ./build/js/backup/age/recipients.js


/** More make the header of each file larger than anybody reads. */
const MOST_RECIPIENTS = 100;
/** Whether a recipient withstands quantum computers. */
function isPostQuantum(recipient) {
    return recipient.startsWith('age1pq1');
}
/**
 * Refuses what is no list of age recipients, before anything is encrypted to it.
 *
 * @param add takes one recipient; throws when it is none
 * @throws SluiceError `CONF_001`; never repeats an entry, as people put secrets here by mistake
 */
function refuseRecipients(recipients, add) {
    const count = recipients.length;
    if (count > MOST_RECIPIENTS) {
        throw new errors/* SluiceError */.ah('CONF_001', `encrypt-to has ${String(count)} recipients; at most 100 can be used.`, {
            fix: 'Encrypt to fewer recipients, and share the identity of one of them.',
        });
    }
    for (const [index, recipient] of recipients.entries()) {
        const entry = `entry ${String(index + 1)} of ${String(count)}`;
        if (!recipient_text/* RECIPIENT_PATTERN */.x.test(recipient)) {
            throw new errors/* SluiceError */.ah('CONF_001', `encrypt-to: ${entry} is no age recipient ${recipient_text/* RECIPIENT_KINDS */.e}.`, {
                fix: 'Make a key of your own with `age-keygen -o identity.txt`, and name the recipient that it prints.',
            });
        }
        try {
            add(recipient);
        }
        catch {
            throw new errors/* SluiceError */.ah('CONF_001', `encrypt-to: ${entry} is no age recipient: it was cut or mistyped.`, {
                fix: `Correct entry ${String(index + 1)}: copy the public key that \`age-keygen\` printed, which begins with age1 and ends in a checksum.`,
            });
        }
    }
    const weakest = recipients.findIndex((recipient) => !isPostQuantum(recipient));
    if (weakest !== -1 && recipients.some(isPostQuantum)) {
        throw new errors/* SluiceError */.ah('CONF_001', `encrypt-to mixes post-quantum recipients with others: entry ${String(weakest + 1)} of ${String(count)} is none, and would undo the protection of the rest.`, { fix: 'Use recipients of one kind only.' });
    }
}

;// CONCATENATED MODULE: ./build/js/backup/age/encryption.js





/** Behind the header of an encrypted empty text: the nonce and the tag of its only chunk. */
const EMPTY_PAYLOAD_BYTES = 32;
/**
 * Refuses what backups could not be encrypted to, where none is taken yet.
 *
 * @throws SluiceError as {@link encryptTo}
 */
async function checkRecipients(recipients) {
    if (recipients.length === 0)
        return;
    const { Encrypter } = await (0,library/* loadAge */.o)();
    const trial = new Encrypter();
    refuseRecipients(recipients, (recipient) => {
        trial.addRecipient(recipient);
    });
}
/**
 * Encryption to age recipients.
 *
 * @throws SluiceError `CONF_001` naming the recipient that is none, or of a kind that cannot be used, by its position
 */
async function encryptTo(recipients) {
    const { Encrypter } = await (0,library/* loadAge */.o)();
    const encrypter = new Encrypter();
    refuseRecipients(recipients, (recipient) => {
        encrypter.addRecipient(recipient);
    });
    const keys = await addOwnRecipient(encrypter, recipients.every(isPostQuantum));
    const newFile = async () => {
        const empty = await encrypter.encrypt(new Uint8Array());
        const header = empty.subarray(0, empty.length - EMPTY_PAYLOAD_BYTES);
        const key = await keys.fileKey(header);
        if (key === null)
            throw new errors/* SluiceError */.ah('INT_001', 'A backup was being encrypted after its keys were forgotten.');
        return { header, key };
    };
    return { keys, newFile };
}
/** As strong as the others, which it must not weaken; the usual one is a key that the runtime never hands out. */
async function addOwnRecipient(encrypter, isHybrid) {
    const { generateHybridIdentity, identityToRecipient } = await (0,library/* loadAge */.o)();
    if (isHybrid) {
        const identity = await generateHybridIdentity();
        encrypter.addRecipient(await identityToRecipient(identity));
        return new keyring/* Keyring */.S([identity]);
    }
    const privateKey = (0,external_node_crypto_.generateKeyPairSync)('x25519').privateKey.toCryptoKey({ name: 'X25519' }, false, ['deriveBits']);
    encrypter.addRecipient(await identityToRecipient(privateKey));
    return new keyring/* Keyring */.S([privateKey]);
}


/***/ }),

/***/ 70356:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ Keyring)
/* harmony export */ });
/* harmony import */ var _library_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43342);

/** What opens encrypted files. The keys are private to it: whatever prints, stores or compares it sees none. */
class Keyring {
    #identities;
    constructor(identities) {
        this.#identities = identities;
    }
    /**
     * The key of a file.
     *
     * @param header the file from its beginning to the end of its header; what follows is not looked at
     * @returns null when the file was encrypted to others
     * @throws Error when the header is malformed, or was changed
     */
    async fileKey(header) {
        const { Decrypter } = await (0,_library_js__WEBPACK_IMPORTED_MODULE_0__/* .loadAge */ .o)();
        const decrypter = new Decrypter();
        for (const identity of this.#identities)
            decrypter.addIdentity(identity);
        let isForOthers = false;
        // Asked last, when no identity has found its stanza.
        decrypter.addIdentity({
            unwrapFileKey: () => {
                isForOthers = true;
                return null;
            },
        });
        try {
            return await decrypter.decryptHeader(header);
        }
        catch (error) {
            if (isForOthers)
                return null;
            throw error;
        }
    }
    /** Lets go of the keys: from now on it opens nothing. */
    forget() {
        this.#identities = [];
    }
}


/***/ }),

/***/ 43342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ loadAge)
/* harmony export */ });
/** The age library of age's author. Loading it takes a tenth of a second, so only those who need it do. */
function loadAge() {
    return __webpack_require__.e(/* import() */ 855).then(__webpack_require__.bind(__webpack_require__, 20855));
}


/***/ }),

/***/ 2175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EC: () => (/* binding */ CHUNK_BYTES),
/* harmony export */   MP: () => (/* binding */ ChunkSealer),
/* harmony export */   R$: () => (/* binding */ TAG_BYTES),
/* harmony export */   dU: () => (/* binding */ ChunkOpener),
/* harmony export */   qI: () => (/* binding */ NONCE_BYTES)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/*
 * The payload of an age file, https://age-encryption.org/v1#payload (C2SP, "The age file encryption format"): behind the
 * header stands a nonce of 16 bytes, which together with the file key gives the payload key, and then the text in chunks
 * of 64 KiB, each encrypted by ChaCha20-Poly1305. A chunk's nonce is its number, big-endian, in 11 bytes, and a byte that
 * is 1 in the last chunk alone. Every chunk but the last is full; the last is empty only when the text is.
 * The runtime's own cipher does it six times as fast as the library's, which is written in JavaScript.
 */
/** Plain bytes of a full chunk. */
const CHUNK_BYTES = 64 * 1024;
/** How many bytes longer a chunk is once it is encrypted. */
const TAG_BYTES = 16;
/** Bytes between the header and the first chunk. */
const NONCE_BYTES = 16;
const ALGORITHM = 'chacha20-poly1305';
/** Numbers the chunks of one payload; each number is used once. */
class ChunkNonce {
    #nonce = Buffer.alloc(12);
    #next = 0;
    take(isLast) {
        // 2^48 chunks are 16 EiB.
        this.#nonce.writeUIntBE(this.#next, 5, 6);
        this.#nonce.writeUInt8(isLast ? 1 : 0, 11);
        this.#next += 1;
        return this.#nonce;
    }
}
function payloadKey(fileKey, nonce) {
    return Buffer.from((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hkdfSync)('sha256', fileKey, nonce, 'payload', 32));
}
/** Encrypts chunk after chunk. */
class ChunkSealer {
    #nonce = new ChunkNonce();
    #key;
    constructor(fileKey, nonce) {
        this.#key = payloadKey(fileKey, nonce);
    }
    /** @returns the pieces of the encrypted chunk */
    seal(chunk, isLast) {
        const cipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createCipheriv)(ALGORITHM, this.#key, this.#nonce.take(isLast), { authTagLength: TAG_BYTES });
        return [cipher.update(chunk), cipher.final(), cipher.getAuthTag()];
    }
}
/** Decrypts chunk after chunk. */
class ChunkOpener {
    #nonce = new ChunkNonce();
    #key;
    #isFirst = true;
    constructor(fileKey, nonce) {
        this.#key = payloadKey(fileKey, nonce);
    }
    /** @throws Error when the chunk is not what was encrypted, or not at this place */
    open(chunk, isLast) {
        const length = chunk.length - TAG_BYTES;
        if (length < 0)
            throw new Error('The encrypted payload ends within a chunk.');
        if (length === 0 && !this.#isFirst)
            throw new Error('The last chunk of the encrypted payload is empty.');
        const decipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createDecipheriv)(ALGORITHM, this.#key, this.#nonce.take(isLast), { authTagLength: TAG_BYTES });
        decipher.setAuthTag(chunk.subarray(length));
        const text = decipher.update(chunk.subarray(0, length));
        decipher.final();
        this.#isFirst = false;
        return text;
    }
}


/***/ }),

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








/** For whoever looks for a backup. */
const WHERE_THEY_ARE = '`sluice backup list` shows the backups that there are; with GITHUB_REPOSITORY and GITHUB_TOKEN set, also those that workflow runs uploaded, each with the command that restores it.';
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
 * @param base the folder that a relative path starts from
 * @param belongs leaves out backups that are not meant, such as those of another environment, when looking for the newest
 * @throws SluiceError `BACKUP_003` when there is none, `BACKUP_002` when it is broken, and also when the newest folder of
 *   that name is broken: an older backup must not take its place unseen
 */
async function findBackup(directory, which, belongs = () => true, base = process.cwd()) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(directory);
    const { backups, broken } = await listBackups(folder);
    if (which === NEWEST)
        return newest(folder, backups.filter(belongs), broken);
    const listed = backups.find((backup) => backup.manifest.id === which);
    if (listed !== undefined)
        return listed;
    const path = broken.find((one) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(one.directory) === which)?.directory ?? folderOf(which, base);
    if (path !== null && (await exists(path)))
        return (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_7__/* .loadBackup */ .zK)(path);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('BACKUP_003', `There is no backup "${which}" in ${folder}, nor at such a path.`, {
        fix: `${WHERE_THEY_ARE} To migrate, \`sluice backup\` takes a new one.`,
        details: { directory: folder },
    });
}
/** The folder that a path means; null when it cannot be that of a whole backup. */
function folderOf(path, base) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(base, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path) === _manifest_js__WEBPACK_IMPORTED_MODULE_5__/* .MANIFEST_FILE */ .h1 ? (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path) : path);
    return path === '' || (0,_partial_js__WEBPACK_IMPORTED_MODULE_6__/* .isPartial */ .mt)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(folder)) ? null : folder;
}
function newest(folder, backups, broken) {
    const [best] = backups;
    if (best === undefined) {
        const [first] = broken;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah(first === undefined ? 'BACKUP_003' : 'BACKUP_002', `There is no backup in ${folder}${first === undefined ? '' : ` that is whole. ${first.error.message}`}`, {
            fix: `To go back: ${WHERE_THEY_ARE} To migrate, \`sluice backup\` takes one. Another folder is named by --backup-directory, or backup.directory in the configuration.`,
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
        fix: `Pass --backup-id ${best.manifest.id} (in a workflow: backup-id) to use the newest whole one, ` +
            `which holds the state of ${best.manifest.createdAt}. To migrate, take a new backup with \`sluice backup\`.`,
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
 * @param belongs says which backups may be removed at all: whoever prunes knows the open runs of one database only
 * @returns the removed ids
 * @throws SluiceError `CONF_001` when `keep` is no positive whole number, `PERM_001` when the folder may not be changed
 */
async function pruneBackups(directory, keep, protect, belongs = () => true) {
    if (!Number.isSafeInteger(keep) || keep < 1) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('CONF_001', `backup.keep is ${keep}, but has to be a whole number of at least 1.`);
    }
    const { backups } = await listBackups(directory);
    const removed = [];
    for (const relatives of Map.groupBy(backups.filter(belongs), family).values()) {
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

/***/ 41815:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ wrongIdentity),
/* harmony export */   z: () => (/* binding */ lockedBackup)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

/** How an identity is passed; to follow "Pass". */
const HOW = '`--identity FILE` on the command line, the input `identity` in a workflow, or the variable SLUICE_IDENTITY';
/** Nothing can be read without an identity. */
function lockedBackup({ id }) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} is encrypted, and there is no identity to decrypt it with.`, {
        fix: `Pass the age identity of one of the recipients that it was encrypted to: ${HOW}. Nothing has been touched.`,
        details: { backupId: id },
    });
}
/** The files are as they were written, and belong to others. */
function wrongIdentity({ id }) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} is encrypted, and not to the identity that was given.`, {
        fix: `Pass the age identity of one of the recipients that it was encrypted to: ${HOW}. A file may hold several identities; each is tried. Nothing has been touched.`,
        details: { backupId: id },
    });
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2503);
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
    expiresAt: stamp.nullable(),
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
    planDigest: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    runId: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    workflowRun: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
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
/* harmony import */ var _relay_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(31195);
/* harmony import */ var _age_decrypt_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(74036);
/* harmony import */ var _file_error_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(548);
/* harmony import */ var _meter_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(52852);
/* harmony import */ var _locked_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(41815);
/* harmony import */ var _stored_backup_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(50109);
/* harmony import */ var _transforms_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(89342);










/** Small pieces, so that few of them wait: see `QUEUE_BYTES`. */
const READ_BYTES = 128 * 1024;
/**
 * Reads a part as the driver wrote it, and measures the stored file on the way. It ends only when both were exactly
 * what the manifest says: a reader that saw the end has seen the right content.
 *
 * @throws SluiceError `BACKUP_002` naming the file, what was expected and what was found; `BACKUP_003` when the backup is
 *   encrypted, and there is no identity or none that opens it; the signal's reason when it is aborted
 */
async function* readPart(backup, part, signal) {
    signal?.throwIfAborted();
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(backup.directory, part.file);
    const keys = keysOf(backup);
    await checkSize(path, part);
    const stored = new _meter_js__WEBPACK_IMPORTED_MODULE_6__/* .Meter */ .k();
    const plain = new _meter_js__WEBPACK_IMPORTED_MODULE_6__/* .Meter */ .k();
    const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path, { highWaterMark: READ_BYTES, ...(signal === undefined ? {} : { signal }) });
    const output = decode(file, keys, (piece) => stored.update(piece));
    const chunks = output[Symbol.asyncIterator]();
    try {
        for (;;) {
            // Only the reading is guarded: what a consumer throws into this generator is not a fault of the file.
            const next = await chunks.next().catch(async (error) => {
                signal?.throwIfAborted();
                if ((0,_file_error_js__WEBPACK_IMPORTED_MODULE_5__/* .systemCode */ .x)(error) !== null)
                    throw unreadable(error, path);
                throw await explain(backup, part, plain, error);
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
        throw await explain(backup, part, plain);
}
/** What a stored file decrypts and decompresses to. A failure of any step destroys the output with it. */
function decode(file, keys, onStored) {
    let last = file;
    for (const step of (0,_transforms_js__WEBPACK_IMPORTED_MODULE_9__/* .decodeSteps */ .yH)(keys)) {
        (0,_relay_js__WEBPACK_IMPORTED_MODULE_3__/* .relay */ .E)(last, step, last === file ? onStored : undefined).catch(() => { });
        last = step;
    }
    return last;
}
/** What decrypts; null when nothing is to be decrypted. */
function keysOf({ manifest, keys }) {
    if (!manifest.encrypted)
        return null;
    if (keys === undefined)
        throw (0,_locked_js__WEBPACK_IMPORTED_MODULE_7__/* .lockedBackup */ .z)(manifest);
    return keys;
}
/**
 * Reads a part for the sake of the check alone; throws as {@link readPart} does. Where the backup is encrypted and there
 * is no identity, the file is checked as it is stored, and its content is not seen.
 */
async function readToEnd(backup, part, signal) {
    if (!(0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_8__/* .isLocked */ .ln)(backup)) {
        for await (const piece of readPart(backup, part, signal))
            (0,_relay_js__WEBPACK_IMPORTED_MODULE_3__/* .release */ ._)(piece);
        return;
    }
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(backup.directory, part.file);
    signal?.throwIfAborted();
    await checkSize(path, part);
    const fault = storedFault(path, part, await measureFile(path, signal));
    if (fault !== null)
        throw fault;
}
/** Before a byte is handed out: a file that was cut or grew is known by its size. */
async function checkSize(path, part) {
    const entry = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat)(path).catch((error) => {
        throw (0,_file_error_js__WEBPACK_IMPORTED_MODULE_5__/* .systemCode */ .x)(error) === 'ENOENT' ? (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_8__/* .corrupt */ .qb)(path, 'is missing', { cause: error }) : unreadable(error, path);
    });
    if (!entry.isFile())
        throw (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_8__/* .corrupt */ .qb)(path, 'is not a regular file');
    if (entry.size !== part.bytes)
        throw mismatch(path, 'bytes', part.bytes, entry.size);
}
function mismatch(path, what, expected, found, cause) {
    return (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_8__/* .corrupt */ .qb)(path, `is not what was written: expected ${expected} ${what}, found ${found}`, {
        cause,
        details: { expected, found },
    });
}
function unreadable(error, path) {
    return (0,_file_error_js__WEBPACK_IMPORTED_MODULE_5__/* .fileError */ .z)(error, { what: `read the backup file ${path}`, directory: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), otherwise: 'BACKUP_002' });
}
/** How a file differs from what was stored; null when it does not. */
function storedFault(path, part, stored, cause) {
    if (stored.bytes !== part.bytes)
        return mismatch(path, 'bytes', part.bytes, stored.bytes, cause);
    return stored.sha256() === part.sha256 ? null : mismatch(path, 'as SHA-256', part.sha256, stored.sha256(), cause);
}
async function measureFile(path, signal) {
    const stored = new _meter_js__WEBPACK_IMPORTED_MODULE_6__/* .Meter */ .k();
    try {
        const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path, { highWaterMark: READ_BYTES, ...(signal === undefined ? {} : { signal }) });
        for await (const chunk of file)
            stored.update(chunk);
    }
    catch (error) {
        signal?.throwIfAborted();
        throw unreadable(error, path);
    }
    return stored;
}
/** Says how a part differs. Reads the whole file once more, because decoding may have stopped anywhere in it. */
async function explain({ manifest, directory }, part, plain, cause) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, part.file);
    const fault = storedFault(path, part, await measureFile(path), cause);
    if (fault !== null)
        return fault;
    if (cause instanceof _age_decrypt_js__WEBPACK_IMPORTED_MODULE_4__/* .ForOthersError */ .f6)
        return (0,_locked_js__WEBPACK_IMPORTED_MODULE_7__/* .wrongIdentity */ .e)(manifest);
    if (cause !== undefined) {
        return (0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_8__/* .corrupt */ .qb)(path, manifest.encrypted ? 'cannot be decrypted and decompressed' : 'cannot be decompressed', {
            cause,
        });
    }
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
/* harmony import */ var _locked_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41815);
/* harmony import */ var _part_reader_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(30402);
/* harmony import */ var _stored_backup_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50109);




/** One piece waits at most: of several, a reader would be given a copy in one. */
const ONE_PIECE = 1;
/**
 * Opens a backup's parts decrypted and decompressed. A stream ends only when the file and its content were exactly what the manifest
 * says; else it fails with `BACKUP_002` at the end, so whoever must not act on wrong data calls `verifyBackup` before.
 *
 * @throws SluiceError `BACKUP_003` when the backup is encrypted and there is no identity
 */
function dumpSource(backup, watch = {}) {
    const { manifest } = backup;
    if ((0,_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .isLocked */ .ln)(backup))
        throw (0,_locked_js__WEBPACK_IMPORTED_MODULE_1__/* .lockedBackup */ .z)(manifest);
    return {
        parts: manifest.parts.map((part) => part.name),
        mode: manifest.mode,
        open(name) {
            const part = manifest.parts.find((one) => one.name === name);
            if (part === undefined)
                throw new Error(`The backup ${manifest.id} has no part ${name}.`);
            return node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(watched(backup, part, watch), { objectMode: false, highWaterMark: ONE_PIECE });
        },
    };
}
async function* watched(backup, part, watch) {
    let bytes = 0;
    const chunks = (0,_part_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .readPart */ .o)(backup, part);
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
/* harmony export */   ln: () => (/* binding */ isLocked),
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







/** Whether the content of a backup cannot be read: it is encrypted, and there is no identity. */
function isLocked({ manifest, keys }) {
    return manifest.encrypted && keys === undefined;
}
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

/***/ 89342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  yH: () => (/* binding */ decodeSteps),
  mN: () => (/* binding */ encodeSteps),
  Bb: () => (/* binding */ storedSuffix)
});

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./build/js/backup/age/decrypt.js
var decrypt = __webpack_require__(74036);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: ./build/js/backup/age/chunks.js
var chunks = __webpack_require__(8235);
// EXTERNAL MODULE: ./build/js/backup/age/payload.js
var payload = __webpack_require__(2175);
;// CONCATENATED MODULE: ./build/js/backup/age/encrypt.js




/** Encrypts what passes through into one age file. */
class Encrypt extends external_node_stream_.Transform {
    #encryption;
    #chunks = new chunks/* Chunks */.L(payload/* CHUNK_BYTES */.EC);
    #sealer = null;
    constructor(encryption, highWaterMark) {
        super({ highWaterMark });
        this.#encryption = encryption;
    }
    _transform(bytes, _encoding, callback) {
        this.#seal(bytes).then((sealed) => callback(null, sealed), callback);
    }
    _flush(callback) {
        this.#begun().then((sealer) => {
            for (const piece of sealer.seal(this.#chunks.last(), true))
                this.push(piece);
            callback();
        }, callback);
    }
    async #seal(bytes) {
        const sealer = await this.#begun();
        const pieces = [];
        for (const chunk of this.#chunks.add(bytes))
            pieces.push(...sealer.seal(chunk, false));
        // One piece for the disk, instead of three for each chunk.
        return Buffer.concat(pieces);
    }
    /** The header goes out before the first chunk. */
    async #begun() {
        if (this.#sealer !== null)
            return this.#sealer;
        const { header, key } = await this.#encryption.newFile();
        const nonce = (0,external_node_crypto_.randomBytes)(payload/* NONCE_BYTES */.qI);
        this.push(header);
        this.push(nonce);
        this.#sealer = new payload/* ChunkSealer */.MP(key, nonce);
        return this.#sealer;
    }
}

;// CONCATENATED MODULE: ./build/js/backup/transforms.js



// Large chunks, so that a backup of gigabytes spends its time in zstd and not between the threads.
const CHUNK_BYTES = 256 * 1024;
/** One piece waits at most: of several, a reader would be given a copy in one. */
const ONE_PIECE = { readableHighWaterMark: 1 };
/** Level 3 is where zstd still keeps up with a disk; the frame's own checksum lets `zstd -t` test a file by itself. */
function compress() {
    return (0,external_node_zlib_.createZstdCompress)({
        ...ONE_PIECE,
        chunkSize: CHUNK_BYTES,
        params: { [external_node_zlib_.constants.ZSTD_c_compressionLevel]: 3, [external_node_zlib_.constants.ZSTD_c_checksumFlag]: 1 },
    });
}
/** The steps between a part as the driver writes it and the file as it is stored; null = it is not encrypted. */
function encodeSteps(encryption) {
    return encryption === null ? [compress()] : [compress(), new Encrypt(encryption, CHUNK_BYTES)];
}
/** The steps back; null = it is not encrypted. */
function decodeSteps(keys) {
    const decompress = (0,external_node_zlib_.createZstdDecompress)({ ...ONE_PIECE, chunkSize: CHUNK_BYTES / 2 });
    return keys === null ? [decompress] : [new decrypt/* Decrypt */.q1(keys, CHUNK_BYTES / 2), decompress];
}
/** What a stored part's name ends with. */
function storedSuffix(isEncrypted) {
    return isEncrypted ? '.zst.age' : '.zst';
}


/***/ }),

/***/ 95157:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ isOpenedByKeys),
/* harmony export */   j: () => (/* binding */ withKeys)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _age_decrypt_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(74036);



/** A header to a few recipients. */
const FIRST_BYTES = 4096;
/** The same backup with the keys that its parts are read with; null = none. A backup that is not encrypted needs none. */
function withKeys({ keys: _keys, ...backup }, keys) {
    return keys === null || !backup.manifest.encrypted ? backup : { ...backup, keys };
}
/**
 * Whether a backup's keys open every one of its parts; only the headers are read. A part that cannot be read is not
 * opened either: `verifyBackup` says what is wrong with it.
 */
async function isOpenedByKeys({ manifest, directory, keys }) {
    if (!manifest.encrypted)
        return true;
    if (keys === undefined)
        return false;
    try {
        for (const part of manifest.parts) {
            if ((await keys.fileKey(await readHeader((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, part.file)))) === null)
                return false;
        }
        return true;
    }
    catch {
        return false;
    }
}
async function readHeader(path) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path, 'r');
    try {
        for (let size = FIRST_BYTES;; size *= 4) {
            const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size), position: 0 });
            const bytes = buffer.subarray(0, bytesRead);
            if ((0,_age_decrypt_js__WEBPACK_IMPORTED_MODULE_2__/* .endOfHeader */ .wm)(bytes) !== -1 || bytesRead < size || size >= _age_decrypt_js__WEBPACK_IMPORTED_MODULE_2__/* .LONGEST_HEADER_BYTES */ .hF)
                return bytes;
        }
    }
    finally {
        await file.close();
    }
}


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
 * to; files that the manifest does not name count as corruption too. Of an encrypted backup without an identity, only the
 * files as they are stored can be compared: see `isLocked`.
 *
 * @throws SluiceError `BACKUP_002` naming the file, what was expected and what was found; `BACKUP_003` when the identity
 *   is not one that the backup was encrypted to
 */
async function verifyBackup(backup, signal) {
    await verifyInventory(backup);
    for (const part of backup.manifest.parts)
        await (0,_part_reader_js__WEBPACK_IMPORTED_MODULE_4__/* .readToEnd */ .f)(backup, part, signal);
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

/***/ 93783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ readConfig)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12027);



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
        bytes = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workingDirectory, path));
    }
    catch (error) {
        const code = String(error.code);
        if (given === undefined && code === 'ENOENT')
            return null;
        const reason = REASONS[code] ?? `cannot be read (${code})`;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('CONF_001', `The configuration ${path} ${reason}.`, {
            cause: error,
            fix: 'Correct the input config, or the permissions of the file.',
        });
    }
    try {
        return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), path };
    }
    catch (error) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SluiceError */ .ah('CONF_001', `The configuration ${path} is not UTF-8 text.`, {
            cause: error,
            fix: `Save ${path} as UTF-8.`,
        });
    }
}


/***/ }),

/***/ 49120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ loadConfig)
});

// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
// EXTERNAL MODULE: ./build/js/config/types.js
var types = __webpack_require__(83252);
;// CONCATENATED MODULE: ./build/js/config/normalise.js


/** The schema let only durations through. */
function ms(text) {
    return (0,duration/* parseDuration */.E9)(text) ?? Number.NaN;
}
/** `10%` → 0.1, without the rounding error that a division would leave in 2.3 %. */
function fraction(percentage) {
    return Number(`${percentage.slice(0, -1)}e-2`);
}
/** `09:30` → 570. */
function minutes(clock) {
    const [hours, rest] = clock.split(':');
    return Number(hours) * 60 + Number(rest);
}
function windowOf(window) {
    const [from, to] = (window.hours ?? '').split('-');
    return {
        days: window.days.map((name) => types/* WEEKDAYS */.w4.indexOf(name) + 1),
        hours: from === undefined || to === undefined ? null : { from: minutes(from), to: minutes(to) },
        timeZone: window['time-zone'],
        freeze: window.freeze.map((days) => {
            const [first = '', last = first] = days.split('/');
            return { from: first, to: last };
        }),
    };
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
            preventSelfReview: rule['prevent-self-review'],
            preventAdminBypass: rule['prevent-admin-bypass'],
            roles: Object.entries(rule.roles).map(([name, members]) => ({ name, members })),
            window: rule.window === undefined ? null : windowOf(rule.window),
        })),
    };
}

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
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
/** An environment's URL; null when a variable of it is not set. */
function knownUrl({ url }, env) {
    const isKnown = (0,_variables_js__WEBPACK_IMPORTED_MODULE_2__/* .referencedVariables */ .Xo)(url).every((name) => isGiven(env[name]));
    return isKnown ? (0,_variables_js__WEBPACK_IMPORTED_MODULE_2__/* .replaceVariables */ .qk)(url, (name) => env[name] ?? '').trim() : null;
}
/** The environment whose database this is; a protected one must not lose its protection because nobody names it. */
function environmentOf(config, url, env, isLooking) {
    const same = config.environments.filter((candidate) => knownUrl(candidate, env) === url.trim());
    if (same.length < 2)
        return same[0] ?? null;
    const guarded = same.find((candidate) => candidate.protected);
    if (guarded === undefined || isLooking)
        return null;
    const names = same.map(({ name }) => name);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('CONF_001', `No environment is named, and the database may be that of ${names.join(' or ')}, of which ${guarded.name} is protected.`, { fix: `Name it: environment: ${names.join(' or ')}.` });
}
/**
 * The environment that a command works on: the named one; else the one whose database it is; and when nothing else names
 * a database, the only one there is. So its protection holds without its name.
 *
 * @param isLooking the command looks only, so that it needs no protection
 * @returns null when the URL is of no environment
 * @throws SluiceError `CONF_001` when the configuration has no environment of that name, and when the database may be
 *   that of a protected environment or of another one
 */
function workingEnvironment(config, name, env, override, isLooking = false) {
    const named = findEnvironment(config, name);
    if (named !== null)
        return named;
    const url = isGiven(override) ? override : env[FALLBACK];
    if (isGiven(url))
        return environmentOf(config, url, env, isLooking);
    return config.environments.length === 1 ? (config.environments[0] ?? null) : null;
}
/**
 * The URL of the database to work on: the `database-url` input, else the named environment's, else
 * the variable `DATABASE_URL`, else that of the only environment there is.
 * @param override the `database-url` input; the environment must exist nevertheless
 * @throws SluiceError `CONF_001` when the environment is unknown, a variable is not set, or nothing names a database
 */
function resolveUrl(config, environmentName, env, override, isLooking = false) {
    const environment = workingEnvironment(config, environmentName, env, override, isLooking);
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2503);
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3320);
/* harmony import */ var _recipient_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51073);
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
    protected: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY()
        .default(false)
        .describe('A proven backup and a confirmed rollback are required, and the whole lifecycle asks the promotion gate.'),
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
    'encrypt-to': zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(_recipient_text_js__WEBPACK_IMPORTED_MODULE_3__/* .RECIPIENT_PATTERN */ .x, { error: `must be an age recipient ${_recipient_text_js__WEBPACK_IMPORTED_MODULE_3__/* .RECIPIENT_KINDS */ .e}` }))
        .default([])
        .describe('age recipients, `age1…` or `age1pq1…`; none = not encrypted.'),
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
const day = String.raw `\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const clock = String.raw `(?:[01]\d|2[0-3]):[0-5]\d`;
function isTimeZone(name) {
    try {
        return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
    }
    catch {
        return false;
    }
}
const promotionWindow = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    days: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_types_js__WEBPACK_IMPORTED_MODULE_2__/* .WEEKDAYS */ .w4)).default([]).describe('Days on which promotions may happen; empty = every day.'),
    hours: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
        .regex(new RegExp(`^${clock}-${clock}$`, 'u'), { error: 'must be hours such as 09:00-16:00' })
        .optional()
        .describe('Hours in which promotions may happen, such as `09:00-16:00`; past midnight when the end comes first.'),
    'time-zone': text()
        .refine(isTimeZone, { error: 'must be the name of a time zone, such as Europe/Berlin' })
        .default('UTC')
        .describe('Time zone of days, hours and freeze.'),
    freeze: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(new RegExp(`^${day}(?:/${day})?$`, 'u'), {
        error: 'must be a day such as 2026-12-24, or a first and a last day such as 2026-12-20/2027-01-06',
    }))
        .default([])
        .describe('Days without promotions, such as `2026-12-24` or `2026-12-20/2027-01-06`.'),
})
    .describe('When promotions may happen.');
const promotion = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    from: text().describe('The environment whose evidence counts.'),
    to: text().describe('The environment that the plan shall run in.'),
    approvals: count(0, 100).default(1).describe('How many people must have approved.'),
    'distinct-from-author': zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY().default(true).describe('Nobody approves what they wrote.'),
    'max-age': duration(1, 3650 * 86_400_000)
        .default('24h')
        .describe('How old evidence may be.'),
    'prevent-self-review': zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY()
        .default(true)
        .describe('The GitHub environment must keep people from approving the runs that they started.'),
    'prevent-admin-bypass': zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY()
        .default(true)
        .describe('The GitHub environment must hold for administrators, too.'),
    roles: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(text(), zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(text()).min(1))
        .default({})
        .describe('Parts that must each have signed, and who may sign: logins, or teams as `@organisation/team`.'),
    window: promotionWindow.optional(),
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
/* harmony export */   sN: () => (/* binding */ MIGRATION_FORMATS),
/* harmony export */   w4: () => (/* binding */ WEEKDAYS)
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
/** The days of the week, Monday first. */
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];


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

/***/ 18798:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ openDatabase)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

/** Which module drives which kind of URL; loaded only when it is needed, with its client library. */
const DRIVERS = {
    sqlite: () => __webpack_require__.e(/* import() */ 252).then(__webpack_require__.bind(__webpack_require__, 61252)),
    postgresql: () => Promise.all(/* import() */[__webpack_require__.e(849), __webpack_require__.e(514)]).then(__webpack_require__.bind(__webpack_require__, 90514)),
    mysql: () => Promise.all(/* import() */[__webpack_require__.e(909), __webpack_require__.e(192)]).then(__webpack_require__.bind(__webpack_require__, 83192)),
    mariadb: () => Promise.all(/* import() */[__webpack_require__.e(909), __webpack_require__.e(192)]).then(__webpack_require__.bind(__webpack_require__, 83192)),
    redis: () => Promise.all(/* import() */[__webpack_require__.e(830), __webpack_require__.e(796), __webpack_require__.e(399)]).then(__webpack_require__.bind(__webpack_require__, 25399)),
    rediss: () => Promise.all(/* import() */[__webpack_require__.e(830), __webpack_require__.e(796), __webpack_require__.e(399)]).then(__webpack_require__.bind(__webpack_require__, 25399)),
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

/***/ 3320:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cq: () => (/* binding */ DURATION_PATTERN),
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Mv: () => (/* binding */ LONGEST_TIMER_MS),
/* harmony export */   S5: () => (/* binding */ durationText),
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
/** A duration for people: `840 ms`, `12.3 s`, `4 min 5 s`. */
function durationText(ms) {
    // Each unit ends where its rounding would reach the next one.
    if (ms < 999.5)
        return `${String(Math.round(ms))} ms`;
    if (ms < 59_950)
        return `${(ms / 1000).toFixed(1)} s`;
    const seconds = Math.round(ms / 1000);
    return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
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


/***/ }),

/***/ 47965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Br: () => (/* binding */ ENDS),
/* harmony export */   YB: () => (/* binding */ evidenceDigest),
/* harmony export */   nP: () => (/* binding */ writeEvidence)
/* harmony export */ });
/* harmony import */ var _plan_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51925);

/** How a run or a stage may have ended. */
const ENDS = ['passed', 'warned', 'failed', 'skipped', 'interrupted'];
/** SHA-256 (hex) over the canonical JSON (RFC 8785) of all that evidence says but its digest. */
function evidenceDigest(evidence) {
    const { digest: _own, ...said } = evidence;
    return (0,_plan_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .f)((0,_plan_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalJson */ .d)(said));
}
/** The file's text. */
function writeEvidence(evidence) {
    return `${JSON.stringify(evidence, null, 2)}\n`;
}


/***/ }),

/***/ 48043:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P2: () => (/* binding */ readOrigin),
/* harmony export */   a9: () => (/* binding */ readActor),
/* harmony export */   hO: () => (/* binding */ readWorkflowRun)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48161);

/**
 * Hosts that keep artifacts for the present toolkit; an Enterprise Server does not.
 * The same rule as in @actions/artifact, which refuses to work elsewhere.
 */
function keepsArtifacts(server) {
    const host = URL.parse(server)?.hostname.toLowerCase() ?? '';
    return host === 'github.com' || host.endsWith('.ghe.com') || host.endsWith('.localhost');
}
function positive(text) {
    const value = Number(text);
    return Number.isSafeInteger(value) && value > 0 ? value : null;
}
/** Reads the runner's variables; a missing or empty one is null. */
function readWorkflowRun(env) {
    const [owner = '', name = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
    const repository = owner !== '' && name !== '' ? { owner, name } : null;
    const runId = positive(env['GITHUB_RUN_ID']);
    const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
    return {
        repository,
        runId,
        attempt: positive(env['GITHUB_RUN_ATTEMPT']) ?? 1,
        runUrl: repository && runId ? `${server}/${owner}/${name}/actions/runs/${String(runId)}` : null,
        hasArtifacts: Boolean(env['ACTIONS_RESULTS_URL'] && env['ACTIONS_RUNTIME_TOKEN']) && keepsArtifacts(server),
        eventPath: env['GITHUB_EVENT_PATH'] || null,
        actor: env['GITHUB_ACTOR'] || null,
        temporaryDirectory: env['RUNNER_TEMP'] || null,
    };
}
/** Who runs this, for the lock, the journal and messages about them. */
function readActor(env, run) {
    return {
        name: run.actor ?? 'unknown',
        host: env['RUNNER_NAME'] || (0,node_os__WEBPACK_IMPORTED_MODULE_0__.hostname)(),
        pid: process.pid,
        runUrl: run.runUrl,
    };
}
/** What binds a run's evidence to its commit and its workflow run; null where a part of it is missing. */
function readOrigin(env, run) {
    const { repository, runId, attempt, runUrl, actor } = run;
    const commit = env['GITHUB_SHA'] ?? '';
    if (repository === null || runId === null || runUrl === null || actor === null)
        return null;
    if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit))
        return null;
    return {
        repository: `${repository.owner}/${repository.name}`,
        commit,
        ref: env['GITHUB_REF'] ?? '',
        actor,
        triggeringActor: env['GITHUB_TRIGGERING_ACTOR'] || actor,
        workflowRunId: runId,
        attempt,
        url: runUrl,
    };
}


/***/ }),

/***/ 41272:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ identityLines)
/* harmony export */ });
/** The lines of an age identity file that hold identities; all of them are secret. */
function identityLines(text) {
    return text
        .split(/\r\n|\r|\n/u)
        .map((line, index) => ({ number: index + 1, content: line.trim() }))
        .filter(({ content }) => content !== '' && !content.startsWith('#'));
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
        available: true,
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
        description: 'Takes a database through the whole lifecycle in one step: readiness check, the gate of a protected environment, backup, migrate, validate, and rollback on failure.',
        inputs: [
            ...COMMON_INPUTS,
            'fail-on',
            'required-env',
            'from',
            'evidence-run-id',
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
            'promoted',
            'approvers',
            'evidence-digest',
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
/** Other users of the machine can see arguments, so the secret itself is not one. */
const IDENTITY_FILE = 'Path of the file with the age identity that decrypts the backup; never the identity itself. Default: the variable `SLUICE_IDENTITY`, which holds the identity.';
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
        options: ['backup-id', 'backup-run-id', 'identity', 'confirm', 'accept-data-loss'],
        inputNotes: { identity: IDENTITY_FILE },
        subcommands: [
            { name: 'create', description: 'Take a backup in the configured mode, and prove it.' },
            { name: 'schema', description: 'Take a backup of the schema alone.' },
            { name: 'data', description: 'Take a backup of the data alone.' },
            { name: 'verify', description: 'Read every byte of a backup again; with --verify restore, prove it again.' },
            { name: 'list', description: 'Show the backups, and those that workflow runs left as artifacts.' },
            { name: 'restore', description: 'Replace the database by a backup.' },
        ],
        available: true,
    },
    migrate: { description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('migrate').description, action: 'migrate', available: true },
    validate: { description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('validate').description, action: 'validate', available: true },
    promote: { description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('promote').description, action: 'promote', available: true },
    rollback: {
        description: (0,_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionSpec */ .CY)('rollback').description,
        action: 'rollback',
        inputNotes: { identity: IDENTITY_FILE },
        available: true,
    },
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
    evidence: {
        description: 'Looks at the evidence that runs leave behind.',
        options: ['working-directory'],
        subcommands: [
            { name: 'verify', description: 'Re-compute the digest of a file of evidence, and say what it proves.' },
        ],
        operand: { name: 'file', description: 'Path of the file of evidence: `evidence_<run-id>.json`.' },
        available: true,
    },
    dashboard: {
        description: 'Serves a local page that shows runs live and can pause, resume and stop them.',
        options: [...CONNECTION, 'host', 'port'],
        available: false,
    },
    init: {
        description: 'Writes `sluice.yml` and the workflows; never overwrites a file.',
        options: ['database-url', 'working-directory', 'migrations-directory', 'format'],
        inputNotes: {
            'database-url': 'A URL of the engine; it is written nowhere. Default: what `DATABASE_URL` and `*_DATABASE_URL` tell.',
            'migrations-directory': 'Folder of the migration files. Default: the one that holds some.',
            format: 'Format of the migration files. Default: what the files tell.',
        },
        available: true,
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
    const { type, values, argument } = (0,_input_table_js__WEBPACK_IMPORTED_MODULE_1__/* .inputSpec */ .V)(name);
    switch (type) {
        case 'boolean':
            return `--${name} [true|false]`;
        case 'enum':
            return `--${name} <${(values ?? []).join('|')}>`;
        default:
            return `--${name} <${argument ?? (type === 'string' ? 'text' : type)}>`;
    }
}


/***/ }),

/***/ 92406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ withIdentity),
/* harmony export */   o: () => (/* binding */ IDENTITY_VARIABLE)
/* harmony export */ });
/** The variable that holds an age identity, for every command that reads backups. */
const IDENTITY_VARIABLE = 'SLUICE_IDENTITY';
/**
 * The inputs with the identity of the environment where none was given. The variable is taken out of the environment, so
 * that no program and no hook that the command starts inherits it.
 */
function withIdentity(inputs, env) {
    const identity = env[IDENTITY_VARIABLE] ?? '';
    delete env[IDENTITY_VARIABLE];
    return inputs.identity !== undefined || identity.trim() === '' ? inputs : { ...inputs, identity };
}


/***/ }),

/***/ 28855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ inputSpec),
/* harmony export */   m: () => (/* binding */ INPUTS)
/* harmony export */ });
/* harmony import */ var _config_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83252);
/* harmony import */ var _recipient_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51073);


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
        description: 'age recipients (`age1…` or `age1pq1…`) that backups are encrypted to, separated by commas or lines; any one of their identities decrypts. Default: `backup.encrypt-to` of the configuration.',
        type: 'list',
        shape: { pattern: _recipient_text_js__WEBPACK_IMPORTED_MODULE_1__/* .RECIPIENT_PATTERN */ .x, means: `age recipients ${_recipient_text_js__WEBPACK_IMPORTED_MODULE_1__/* .RECIPIENT_KINDS */ .e}` },
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
    'backup-id': {
        description: 'The backup to use: its id, or the path of its folder. Default: the newest.',
        type: 'string',
    },
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
    identity: {
        description: 'age identity that decrypts the backup; pass a secret. Default: the variable `SLUICE_IDENTITY`.',
        type: 'string',
        secret: true,
        argument: 'file',
    },
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
    const odd = value.findIndex((item) => spec.shape?.pattern.test(item) === false);
    if (odd === -1)
        return { value };
    const isNamed = value.length === 1 || shown(spec, '') !== '';
    const where = isNamed ? '' : `; entry ${String(odd + 1)} of ${String(value.length)} is none`;
    return { wrong: `must hold ${spec.shape?.means ?? ''}${shown(spec, value[odd] ?? '')}${where}` };
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

/***/ 22739:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Vd: () => (/* binding */ acquireRunLock),
/* harmony export */   XM: () => (/* binding */ leaseLost),
/* harmony export */   oo: () => (/* binding */ heldByAnother)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

/** How often a waiting run looks again, in ms; random between the two, so that waiters do not march in step. */
const POLL_MS = { least: 250, most: 1000 };
/** Renewals are due at this part of the lease, so that two may fail before it expires. */
const RENEWALS_PER_LEASE = 3;
/** The error that names who holds the lock, since when, and how to go on. */
function heldByAnother(holder) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('LOCK_001', `Another run holds the lock on this database: ${holder.owner}, since ${holder.acquiredAt} (its lease lasts until ${holder.expiresAt}).`, {
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
            if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah && error.code === 'LOCK_001')
                throw error;
            if (clock.monotonic() - renewedAt >= fence.leaseMs)
                throw leaseLost('it could not be renewed in time', error);
        }
    }
}
/** The error of a run whose lease is gone. */
function leaseLost(why, cause) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('LOCK_001', `This run lost its lease on the database: ${why}.`, {
        cause,
        fix: 'Nothing more was written. Look at `sluice status`, then run the command again.',
        details: { leaseLost: true },
    });
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
            case 'keys-progress':
                this.#update(entry.version, (file) => {
                    file.keys = { checksum: file.keys?.checksum ?? '', progress: entry.progress, exact: entry.exact };
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
            ...(entry.mode === 'keys'
                ? {
                    keys: {
                        checksum: entry.checksum,
                        progress: goesOn ? (known.keys?.progress ?? null) : null,
                        exact: false,
                    },
                }
                : {}),
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

/***/ 51073:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ RECIPIENT_KINDS),
/* harmony export */   x: () => (/* binding */ RECIPIENT_PATTERN)
/* harmony export */ });
/**
 * What a recipient of a kind that Sluice can use looks like. The kinds of plugins and hardware keys have a name and a `1`
 * more. Whether it was mistyped, only its checksum tells.
 */
const RECIPIENT_PATTERN = /^age1(?:pq1)?[02-9a-z]+$/u;
/** The kinds that work, and those that people try; part of a sentence. */
const RECIPIENT_KINDS = 'of the kind age1… or age1pq1…; SSH keys, plugins (age1yubikey1…) and hardware keys (age1tag1…) cannot be used';


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

/***/ 31195:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ relay),
/* harmony export */   _: () => (/* binding */ release)
/* harmony export */ });
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(46466);

/**
 * Passes everything on and ends the target; resolves when the target has finished. A failure of either, and the end of a
 * target that was destroyed, destroys the other with the same error.
 *
 * The memory of each piece is given back as soon as the target has used it up. Left to the collection of garbage,
 * which hardly runs where few objects are made, pieces pile up to 64 MB, and the C library keeps what that has
 * fragmented to the end of the process. So the source must hand its pieces to nobody else, and the target must have used
 * a piece up when it calls its write back: one that passes its input on, as a PassThrough does, is none.
 *
 * @param onPiece sees each piece before the target does
 */
async function relay(source, target, onPiece = () => { }) {
    const ended = (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_0__.finished)(target, { readable: false });
    // Awaited below, and may fail before.
    ended.catch(() => { });
    let used = Promise.withResolvers();
    // Nobody calls the last write of a destroyed stream back.
    const onClose = () => used.resolve();
    target.once('close', onClose);
    try {
        for await (const piece of source.iterator({ destroyOnReturn: false })) {
            onPiece(piece);
            used = Promise.withResolvers();
            if (!target.destroyed)
                target.write(piece, () => used.resolve());
            else
                used.resolve();
            await used.promise;
            // Throws, and leaves the piece alone: the target may not be done with it.
            if (target.destroyed)
                await ended;
            release(piece);
        }
        target.end();
        await ended;
    }
    catch (error) {
        for (const stream of [source, target]) {
            // It is thrown here; without a listener it would also end the process.
            stream.on('error', () => { });
            stream.destroy(error);
        }
        throw error;
    }
    finally {
        target.off('close', onClose);
    }
}
/**
 * Gives the memory of a piece back at once; the piece is empty then. Streams cut their pieces from one block after the
 * other, so the piece that reaches to the end of its block is the last of it. Small ones may lie in Node's own pool.
 */
function release({ buffer, byteOffset, byteLength }) {
    if (buffer instanceof ArrayBuffer &&
        buffer.byteLength > Buffer.poolSize &&
        byteOffset + byteLength === buffer.byteLength)
        buffer.transfer(0);
}


/***/ }),

/***/ 31227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  R: () => (/* binding */ backup),
  z: () => (/* binding */ prove)
});

// EXTERNAL MODULE: ./build/js/backup/age/encryption.js + 1 modules
var age_encryption = __webpack_require__(97919);
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
// EXTERNAL MODULE: ./build/js/relay.js
var relay = __webpack_require__(31195);
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

// EXTERNAL MODULE: ./build/js/backup/transforms.js + 1 modules
var transforms = __webpack_require__(89342);
;// CONCATENATED MODULE: ./build/js/backup/part-writer.js





/**
 * The stream a driver writes one part to: measured, compressed, encrypted, measured again, written. `finish` comes only once the
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
     * @param encryption null = the part is stored as plain zstd
     * @param onBytes called with the plain bytes so far, after each chunk
     * @param onFailure called at most once, with a failure that began here and not with the driver
     */
    constructor(path, encryption, onBytes, onFailure) {
        super({ highWaterMark: QUEUE_BYTES, decodeStrings: true });
        this.#onBytes = onBytes;
        this.#file = new FileWriter(path);
        const steps = (0,transforms/* encodeSteps */.mN)(encryption);
        this.#head = steps[0];
        const targets = [...steps.slice(1), this.#file];
        this.#stored = Promise.all(targets.map((target, index) => (0,relay/* relay */.E)(steps[index], target))).then(() => { });
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
function fileName(index, part, suffix) {
    return `${String(index + 1).padStart(4, '0')}-${(0,identifier/* slug */.yR)(part) || 'part'}${suffix}`;
}
/** Writes a dump's parts to files in one folder. */
class PartSink {
    #directory;
    #encryption;
    #progress;
    #parts = [];
    #failure = null;
    /** @param encryption null = the parts are stored as plain zstd */
    constructor(directory, encryption, progress) {
        this.#directory = directory;
        this.#encryption = encryption;
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
        const file = fileName(this.#parts.length, name, (0,transforms/* storedSuffix */.Bb)(this.#encryption !== null));
        let told = 0;
        const onBytes = (bytes) => {
            if (bytes - told < PROGRESS_BYTES)
                return;
            told = bytes;
            this.#progress({ part: name, bytes });
        };
        const writer = new PartWriter((0,external_node_path_.join)(this.#directory, file), this.#encryption, onBytes, (error) => {
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











const DAY_MS = 86_400_000;
/**
 * Dumps a database into a new folder `<directory>/<id>`, mode 0700, its files 0600. Nothing but the finished backup is
 * ever seen under that name: it is written beside it, its manifest last, and renamed. On any failure nothing of it is
 * left; what killed processes left behind is removed first. Nothing of an encrypted backup is on the disk in plain text
 * at any time, and what is returned can be read until its keys are forgotten.
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
    const sink = new PartSink(partial, request.encryption, request.progress);
    try {
        await makeFolders(directory, partial);
        const facts = await dump(request, sink);
        signal.throwIfAborted();
        const manifest = describe(request, id, startedAt, facts, sink.finished());
        await (0,stored_backup/* writeNewFile */.S0)((0,external_node_path_.join)(partial, backup_manifest/* MANIFEST_FILE */.h1), (0,backup_manifest/* formatManifest */.L_)(manifest));
        await (0,sync_directory/* syncDirectory */.z)(partial);
        await (0,promises_.rename)(partial, (0,external_node_path_.join)(directory, id));
        await (0,sync_directory/* syncDirectory */.z)(directory);
        return {
            manifest,
            directory: (0,external_node_path_.join)(directory, id),
            manifestPath: (0,external_node_path_.join)(directory, id, backup_manifest/* MANIFEST_FILE */.h1),
            ...(request.encryption === null ? {} : { keys: request.encryption.keys }),
        };
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
function describe(request, id, startedAt, dumped, parts) {
    const { facts, environment, mode, encryption, retentionDays, clock } = request;
    const schema = (0,fingerprint/* fingerprint */.Rj)(dumped.schema);
    return (0,backup_manifest/* sealManifest */.DB)({
        schema: 'sluice.backup/1',
        id,
        createdAt: startedAt.toISOString(),
        finishedAt: clock.now().toISOString(),
        expiresAt: retentionDays === null ? null : new Date(startedAt.getTime() + retentionDays * DAY_MS).toISOString(),
        environment,
        engine: facts.engine,
        serverVersion: facts.serverVersion,
        database: facts.database,
        tool: dumped.tool,
        sluiceVersion: request.sluiceVersion,
        mode,
        snapshot: dumped.snapshot,
        guarantee: dumped.guarantee,
        compression: 'zstd',
        encrypted: encryption !== null,
        parts,
        tables: dumped.tables,
        schemaFingerprint: schema.fingerprint,
        objects: schema.objects,
        applied: request.applied,
        planDigest: request.planDigest,
        runId: request.runId,
        workflowRun: request.workflowRun,
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
 * @throws SluiceError `BACKUP_002` when a file is corrupt, `BACKUP_003` when the restored copy differs, or the backup is
 *   encrypted and there is no identity that opens it; the driver's own errors; the signal's reason when it is aborted
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
    const { manifest } = backup;
    const startedAt = clock.monotonic();
    const { scratch, unread } = await restore(backup, driver.snapshot, request);
    const durationMs = Math.round(clock.monotonic() - startedAt);
    const total = manifest.tables.length;
    const { differences, tablesCompared } = await dropAfter(scratch, async () => {
        // A driver may stop where its own format ends; the rest of the file is checked as well.
        for (const part of unread)
            await (0,part_reader/* readToEnd */.f)(backup, part, signal);
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
// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
// EXTERNAL MODULE: ./build/js/journal/run-lock.js
var run_lock = __webpack_require__(22739);
// EXTERNAL MODULE: ./build/js/journal/state.js
var state = __webpack_require__(6299);
// EXTERNAL MODULE: ./build/js/version.js
var version = __webpack_require__(24306);
// EXTERNAL MODULE: ./build/js/run/encryption.js
var run_encryption = __webpack_require__(47059);
// EXTERNAL MODULE: ./build/js/run/execution.js + 11 modules
var run_execution = __webpack_require__(55156);
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
        throw (0,run_lock/* heldByAnother */.oo)(holder);
}
/** Scratch databases and copies of the data that killed runs left are removed before new ones are made. */
async function sweep({ driver, context }) {
    for (const name of (await driver.snapshot?.sweepScratch(context.signal)) ?? [])
        context.emit({ level: 'warning', scope: 'backup', message: `dropped ${name}, which a killed run had left` });
}
async function takeBackup(execution) {
    const { driver, target, context, inputs, runId } = execution;
    const recipients = (0,run_encryption/* recipientsOf */.w)(execution);
    // Before anything else: a mistyped recipient must not show after the dump.
    const encryption = recipients.length === 0 ? null : await (0,age_encryption/* encryptTo */.b)(recipients);
    const mode = inputs.mode ?? target.config.backup.mode;
    await refuseDuringRun(execution);
    await sweep(execution);
    const journal = execution.journal(run_execution/* inMemory */.ZK);
    const facts = await driver.probe(context.signal);
    const started = context.clock.monotonic();
    const request = {
        driver,
        facts,
        directory: target.backupDirectory,
        mode,
        environment: target.environment?.name ?? null,
        encryption,
        runId,
        workflowRun: context.actor.runUrl,
        planDigest: inputs.planDigest ?? null,
        retentionDays: retentionDays(execution),
        sluiceVersion: version/* SLUICE_VERSION */.L,
        applied: (await driver.history.list()).map((row) => row.version),
        clock: context.clock,
        signal: context.signal,
        progress: ({ part, bytes }) => {
            context.emit({ level: 'info', scope: 'backup', message: `${part}: ${String(bytes)} bytes`, done: bytes });
        },
    };
    const proven = await createAndProve(execution, request, started);
    const { id, digest, verified, proof } = proven.manifest;
    await journal.append({ kind: 'backup', backupId: id, digest, verified, path: proven.directory });
    (0,run_execution/* measureRecovery */.AJ)(execution, proven.manifest);
    if (proof !== null) {
        const message = `restored in ${(0,duration/* durationText */.S5)(proof.durationMs)}, and the same in ${String(proof.tablesCompared)} tables: expect a recovery to take as long`;
        context.emit({ level: 'info', scope: 'proof', message });
    }
    await prune(execution, proven);
    return { status: 'passed', outputs: outputsOf(proven), artifactFiles: [artifactOf(proven)] };
}
/**
 * Once the backup is proven, nothing in this process can read it any more but an identity that was given to it, or the
 * migration that follows in the same process.
 */
async function createAndProve(execution, request, started) {
    const { report, context } = execution;
    const keys = request.encryption?.keys;
    let isKept = false;
    try {
        const stored = await createBackup(request);
        report.measure('backupMs', Math.round(context.clock.monotonic() - started));
        const proven = await prove(execution, stored);
        if (keys !== undefined && context.ownKeys !== undefined) {
            context.ownKeys.keep(proven.manifest, keys);
            isKept = true;
        }
        return proven;
    }
    finally {
        if (!isKept)
            keys?.forget();
    }
}
/** What the artifact gets: the days that were asked for, at most those that the repository allows. */
function retentionDays({ inputs, context }) {
    if (context.actor.runUrl === null || !inputs.uploadArtifacts)
        return null;
    const allowed = Number(context.env['GITHUB_RETENTION_DAYS'] ?? '') || null;
    const asked = inputs.artifactRetentionDays ?? null;
    return asked === null || allowed === null ? (asked ?? allowed) : Math.min(asked, allowed);
}
/**
 * Proves a backup as far as the input, or the configuration, says.
 *
 * @throws what `proveBackup` and `recordChecksum` throw
 */
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
/**
 * Old backups of this environment and database go, but none that a run which is not finished may still need. Those of
 * others stay, because their runs are in other journals.
 */
async function prune({ driver, target, context, inputs }, newest) {
    const { environment, engine, database, id } = newest.manifest;
    const removed = await (0,catalog/* pruneBackups */.Aw)(target.backupDirectory, inputs.keep ?? target.config.backup.keep, [...(await neededBackups(driver.journal)), id], ({ manifest }) => manifest.environment === environment && manifest.engine === engine && manifest.database === database);
    for (const name of removed)
        context.emit({ level: 'info', scope: 'backup', message: `removed the old backup ${name}` });
}
/** Backups that runs which have not ended well name as their way back, or as what a rollback is restoring. */
async function neededBackups(journal) {
    const { runs } = await (0,state/* readState */.un)(journal);
    return runs
        .filter((run) => run.status !== 'passed')
        .flatMap((run) => [run.rollbackPoint?.backupId ?? [], run.rollback?.backupId ?? []].flat());
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


/***/ }),

/***/ 4579:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HM: () => (/* binding */ proveAgain),
/* harmony export */   N0: () => (/* binding */ checkedText),
/* harmony export */   sp: () => (/* binding */ readBackups),
/* harmony export */   vO: () => (/* binding */ brokenText),
/* harmony export */   xq: () => (/* binding */ checkBackup),
/* harmony export */   zx: () => (/* binding */ hasBackup)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _backup_catalog_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(93958);
/* harmony import */ var _backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50109);
/* harmony import */ var _backup_unlock_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(95157);
/* harmony import */ var _backup_verify_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(46252);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(12027);
/* harmony import */ var _backup_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(31227);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(83219);
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(62079);










/** The backups in the configured folder; needs no database. */
async function readBackups(inputs, context) {
    return (0,_backup_catalog_js__WEBPACK_IMPORTED_MODULE_2__/* .listBackups */ .Cw)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(context.workingDirectory, await (0,_target_js__WEBPACK_IMPORTED_MODULE_9__/* .backupDirectory */ .iV)(inputs, context)));
}
/**
 * Checks every byte of a backup again, and notes in its manifest that it was; needs no database. Of an encrypted backup, only the files as they are stored are checked where no identity is given.
 *
 * @throws SluiceError `BACKUP_002` when a byte differs, `BACKUP_003` when there is no such backup, or the identity is not
 *   one that it was encrypted to
 */
async function checkBackup(inputs, context) {
    const directory = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(context.workingDirectory, await (0,_target_js__WEBPACK_IMPORTED_MODULE_9__/* .backupDirectory */ .iV)(inputs, context));
    const keys = await (0,_identity_js__WEBPACK_IMPORTED_MODULE_8__/* .keysOf */ .Y)(inputs);
    const backup = (0,_backup_unlock_js__WEBPACK_IMPORTED_MODULE_4__/* .withKeys */ .j)(await (0,_backup_catalog_js__WEBPACK_IMPORTED_MODULE_2__/* .findBackup */ .SC)(directory, inputs.backupId ?? _backup_catalog_js__WEBPACK_IMPORTED_MODULE_2__/* .NEWEST */ .RX, undefined, context.workingDirectory), keys);
    return (0,_backup_verify_js__WEBPACK_IMPORTED_MODULE_5__/* .recordChecksum */ .RN)(backup, context.signal);
}
/**
 * Restores a backup into a scratch database and compares it, as when it was taken; needs the database for its server.
 *
 * @throws SluiceError as {@link checkBackup}, and `BACKUP_003` when the copy differs or the database is of another engine
 */
async function proveAgain(open) {
    const { target, inputs, context, driver } = open;
    const found = await (0,_backup_catalog_js__WEBPACK_IMPORTED_MODULE_2__/* .findBackup */ .SC)(target.backupDirectory, inputs.backupId ?? _backup_catalog_js__WEBPACK_IMPORTED_MODULE_2__/* .NEWEST */ .RX, ({ manifest }) => manifest.engine === driver.engine, context.workingDirectory);
    const { id, engine } = found.manifest;
    if (engine !== driver.engine) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .SluiceError */ .ah('BACKUP_003', `The backup ${id} is one of ${engine}, and the database is ${driver.engine}.`, {
            fix: 'Name a database of the same engine: the scratch database is made on its server.',
        });
    }
    return (0,_backup_js__WEBPACK_IMPORTED_MODULE_7__/* .prove */ .z)(open, (0,_backup_unlock_js__WEBPACK_IMPORTED_MODULE_4__/* .withKeys */ .j)(found, await (0,_identity_js__WEBPACK_IMPORTED_MODULE_8__/* .keysOf */ .Y)(inputs)));
}
/** Whether the folder has a backup of this id, or there is one at this path, whole or not. */
async function hasBackup(inputs, context, which) {
    const { backups, broken } = await readBackups(inputs, context);
    if (backups.some(({ manifest }) => manifest.id === which))
        return true;
    if (broken.some(({ directory }) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(directory) === which))
        return true;
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(context.workingDirectory, which)).then(() => true, () => false);
}
/** What {@link checkBackup} has found, for people. */
function checkedText(backup) {
    const { id, verified } = backup.manifest;
    return (0,_backup_stored_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .isLocked */ .ln)(backup)
        ? `${id}: every file is as it was stored (verified: ${verified}); it is encrypted, and its content was not decrypted, because no identity was given`
        : `${id}: every byte is as it was written (verified: ${verified})`;
}
/** A folder that should be a backup and is none, for people, in one line. */
function brokenText({ directory, error }) {
    return `${directory}  not a backup: ${error.message}`;
}


/***/ }),

/***/ 47059:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ recipientsOf)
/* harmony export */ });
/** Whom backups are encrypted to; empty = they are not encrypted. */
function recipientsOf({ inputs, target }) {
    return inputs.encryptTo ?? target.config.backup.encryptTo;
}


/***/ }),

/***/ 55156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cC: () => (/* binding */ CONNECT_TIMEOUT_MS),
  g7: () => (/* binding */ execute),
  ZK: () => (/* binding */ inMemory),
  AJ: () => (/* binding */ measureRecovery),
  kR: () => (/* binding */ withDatabase)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./build/js/drivers/index.js
var drivers = __webpack_require__(18798);
// EXTERNAL MODULE: ./build/js/errors.js
var js_errors = __webpack_require__(12027);
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
    #schemaAfter = null;
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
            schemaAfter: this.#schemaAfter,
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
            case 'run-finished':
                this.#schemaAfter = entry.schemaFingerprint;
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

// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
// EXTERNAL MODULE: ./build/js/shell-word.js
var shell_word = __webpack_require__(21169);
;// CONCATENATED MODULE: ./build/js/report/next-step.js

/**
 * The command that a person would run next; null where the errors say what to do, or nothing is left. Pure.
 */
function nextStep({ run, plan, backup, stages }) {
    const where = run.environment === null ? '' : ` --environment ${(0,shell_word/* shellWord */.r)(run.environment)}`;
    if (run.status === 'interrupted')
        return `sluice ${run.command}${where}`;
    if (run.status === 'failed' || run.status === 'skipped')
        return null;
    const isPending = plan !== null && plan.steps.length > 0;
    switch (run.command) {
        case 'readiness-check':
            return `sluice backup${where}`;
        case 'backup':
            return backup === null ? null : `sluice migrate${where} --backup-id ${(0,shell_word/* shellWord */.r)(backup.id)}`;
        case 'migrate':
            // A dry run goes through no stages.
            if (stages.length === 0)
                return isPending ? `sluice migrate${where} --plan-digest ${plan.digest}` : null;
            return `sluice validate${where}`;
        case 'promote':
            return isPending ? `sluice migrate${where} --plan-digest ${plan.digest}` : null;
        case 'rollback':
            return `sluice status${where}`;
        default:
            return null;
    }
}

;// CONCATENATED MODULE: ./build/js/report/timeline.js
/** How mermaid marks a task. */
const TAGS = { failed: 'crit, ', interrupted: 'crit, ', passed: 'done, ' };
/**
 * The stages on a line of time, as a mermaid diagram that GitHub draws; nothing where fewer than two of them took time.
 * Their names are Sluice's own, so nothing in it needs to be escaped. Pure.
 */
function timeline({ stages }) {
    const shown = stages.filter(({ status, durationMs }) => status !== 'skipped' && durationMs > 0);
    if (shown.length < 2)
        return [];
    return [
        '```mermaid',
        'gantt',
        '  dateFormat x',
        '  axisFormat %H:%M:%S',
        ...shown.map(({ name, status, startedAt, durationMs }) => {
            const start = Date.parse(startedAt);
            return `  ${name} :${TAGS[status] ?? ''}${String(start)}, ${String(start + durationMs)}`;
        }),
        '```',
        '',
    ];
}

;// CONCATENATED MODULE: ./build/js/report/markdown.js



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
        `Run \`${run.id}\` on ${run.engine ?? 'no database'}, ${run.startedAt}, ${(0,duration/* durationText */.S5)(run.durationMs)}.`,
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
                applied === undefined ? '' : (0,duration/* durationText */.S5)(applied.durationMs),
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
            (0,duration/* durationText */.S5)(stage.durationMs),
            cell(stage.reason ?? ''),
        ])),
        ...timeline(report),
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
function next(report) {
    const command = nextStep(report);
    // In a fence a name cannot break out of, whatever it holds; a name with a line break is shown on one line.
    return command === null ? [] : ['### Next', '', '~~~~~~sh', command.replaceAll(/\s+/gu, ' '), '~~~~~~', ''];
}
/** The report as GitHub-flavoured Markdown, for step summaries and people. Pure. */
function markdownReport(report) {
    const { backup, findings } = report;
    const recovery = report.metrics['expectedRecoveryMs'];
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
                ...(recovery === undefined
                    ? []
                    : [`Expected time to recover: ${(0,duration/* durationText */.S5)(recovery)}, as long as the restore took that proved it.`, '']),
            ]),
        ...next(report),
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/js/report/pull-request.js
/**
 * What a pull request is told about a run. Everybody who can read the repository can read it, so it holds what is in the
 * repository, names, counts and codes: no message of a server, which could quote a row.
 */


/** A file with more is cut: a comment may have 65,536 characters. */
const MOST_SQL = 8000;
/** More files are counted, not shown. */
const MOST_FILES = 5;
const SIGNS = {
    passed: '✅',
    warned: '⚠️',
    failed: '❌',
    skipped: '➖',
    interrupted: '⏸️',
};
/** Text that stands in a line of Markdown as it is. */
function plain(text) {
    return text
        .replaceAll(/[\r\n]+/gu, ' ')
        .replaceAll(/[\\`*_{}[\]<>|#~&@]/gu, (character) => `&#${String(character.codePointAt(0))};`);
}
/** A fence that the text cannot close. */
function fenced(text) {
    const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return [`${fence}sql`, text, fence];
}
function script({ path, statements, text }) {
    const shown = text.length > MOST_SQL ? `${text.slice(0, MOST_SQL)}\n-- … cut here; the whole is in the file` : text;
    const count = `${String(statements)} statement${statements === 1 ? '' : 's'}`;
    return ['<details>', `<summary>${plain(path)} (${count})</summary>`, '', ...fenced(shown), '', '</details>', ''];
}
function planLines({ plan }, { scripts, estimatedSeconds, risk }) {
    if (plan === null)
        return [];
    if (plan.steps.length === 0)
        return ['Nothing is pending.', ''];
    const files = `${String(plan.steps.length)} file${plan.steps.length === 1 ? '' : 's'}`;
    const estimate = estimatedSeconds === null ? '' : `, about ${(0,duration/* durationText */.S5)(estimatedSeconds * 1000)}`;
    const judged = risk === null ? '' : `, risk **${plain(risk)}**`;
    const left = scripts.length - MOST_FILES;
    return [
        `Plan \`${plan.digest}\`: ${files}${estimate}${judged}.`,
        '',
        ...scripts.slice(0, MOST_FILES).flatMap(script),
        ...(left > 0 ? [`And ${String(left)} more files.`, ''] : []),
    ];
}
function checkLines({ checks }) {
    if (checks.length === 0)
        return [];
    const notable = checks.filter(({ status }) => status === 'fail' || status === 'warn');
    const passed = checks.filter(({ status }) => status === 'pass').length;
    return [
        `Checks: ${String(passed)} of ${String(checks.length)} passed.`,
        '',
        ...notable.map(({ id, status, code }) => `- ${status === 'fail' ? '❌' : '⚠️'} \`${id}\`${code === null ? '' : ` (${code})`}`),
        ...(notable.length > 0 ? [''] : []),
    ];
}
function errorLines({ errors }) {
    if (errors.length === 0)
        return [];
    return [...errors.map(({ code }) => `- **${code}**: ${js_errors/* ERROR_CODES */.OQ[code].meaning}`), ''];
}
/** The section of one run in a pull request's comment. Pure. */
function pullRequestSection(report, facts) {
    const { run, rollback, backup } = report;
    const where = run.environment === null ? '' : ` in ${plain(run.environment)}`;
    return [
        // A dry run goes through no stages.
        `### ${SIGNS[run.status] ?? ''} ${run.command === 'migrate' && report.stages.length === 0 ? 'plan' : run.command}${where}: ${run.status}`,
        '',
        ...errorLines(report),
        ...planLines(report, facts),
        ...checkLines(report),
        ...(backup === null ? [] : [`Backup \`${backup.id}\`, verified: ${plain(backup.verified)}.`, '']),
        ...(rollback === null
            ? []
            : [`Rolled back ${rollback.verified === true ? 'and compared' : '**without proof**'}.`, '']),
    ]
        .join('\n')
        .trimEnd();
}

// EXTERNAL MODULE: ./build/js/version.js
var version = __webpack_require__(24306);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/js/run/file-places.js


function isFolderProblem(value) {
    return typeof value === 'object' && value !== null && 'path' in value && 'line' in value && 'sentence' in value;
}
/**
 * The lines of migration files that an error is about: of a failed statement, or of a folder that cannot be read.
 *
 * @param directory the migrations folder, absolute
 */
function filePlaces(error, directory) {
    if (!(error instanceof js_errors/* SluiceError */.ah))
        return [];
    const { code, message, details } = error;
    const { path, line, problems } = details;
    if (typeof path === 'string' && typeof line === 'number')
        return [{ path: (0,external_node_path_.join)(directory, path), line, code, message }];
    if (!Array.isArray(problems))
        return [];
    return problems.filter(isFolderProblem).map((problem) => ({
        path: (0,external_node_path_.join)(directory, problem.path),
        line: problem.line,
        code,
        message: problem.sentence,
    }));
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./build/js/evidence/evidence.js
var evidence_evidence = __webpack_require__(47965);
;// CONCATENATED MODULE: ./build/js/evidence/build-evidence.js

/** Evidence of a run, from its report. Pure: the same report and origin give the same digest. */
function buildEvidence(report, origin) {
    const { run, plan, state, backup } = report;
    const said = {
        schema: 'sluice.evidence/1',
        sluiceVersion: run.sluiceVersion,
        command: run.command,
        environment: run.environment,
        engine: run.engine,
        origin,
        run: {
            id: run.id,
            status: run.status,
            startedAt: run.startedAt,
            finishedAt: run.finishedAt,
            durationMs: run.durationMs,
        },
        plan: plan === null
            ? null
            : {
                digest: plan.digest,
                continues: plan.continues,
                files: plan.steps.map(({ version, path, checksum }) => ({ version, path, checksum })),
            },
        before: state === null ? null : { fingerprint: state.schemaFingerprint, objects: state.objects },
        after: report.schemaAfter,
        backup: backup === null ? null : { id: backup.id, digest: backup.digest, verified: backup.verified },
        checks: report.checks.map(({ id, status, code }) => ({ id, status, code })),
        stages: report.stages.map(({ name, status, durationMs }) => ({ name, status, durationMs })),
        rolledBack: report.rollback !== null,
        errors: report.errors.map((error) => error.code),
    };
    return { ...said, digest: (0,evidence_evidence/* evidenceDigest */.YB)(said) };
}

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
 * The files a run leaves on the runner: `migration_log_…`, `checkpoint_…`, `migration_report_…`, `evidence_…`.
 * All of it passes the redactor. Writes are queued, in order; {@link close} waits for them.
 */
class LogFiles {
    #directory;
    #redactor;
    #log;
    #position = 0;
    #queue = Promise.resolve();
    /** Entries that wait for the writes before them. */
    #waiting = [];
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
            throw new js_errors/* SluiceError */.ah('PERM_001', `The folder ${directory} cannot be written; reports and checkpoints belong there.`, {
                cause: error,
                fix: 'Make the folder writable, or choose another working-directory.',
            });
        }
    }
    /** Takes an entry: into the log, and as a checkpoint when a stage ended. */
    add(stamped) {
        const first = this.#waiting.length === 0;
        this.#waiting.push(stamped);
        if (first)
            this.#enqueue(() => this.#write(this.#waiting.splice(0)));
    }
    /**
     * Writes the report as JSON and Markdown, and its evidence; returns their paths, the report's JSON first.
     *
     * @param comment the section for a pull request's comment, which another workflow may have to write; null = none
     */
    async report(report, origin, comment) {
        const base = (0,external_node_path_.join)(this.#directory, `migration_report_${report.run.id}`);
        const redacted = this.#redactor.redactJson(jsonOf(report));
        const evidence = (0,external_node_path_.join)(this.#directory, `evidence_${report.run.id}.json`);
        const reports = [
            { path: `${base}.json`, text: `${JSON.stringify(redacted, null, 2)}\n` },
            { path: `${base}.md`, text: this.#redactor.redact(markdownReport(report)) },
            ...(comment === null
                ? []
                : [{ path: (0,external_node_path_.join)(this.#directory, `pull_request_${report.run.id}.md`), text: `${comment}\n` }]),
        ];
        for (const { path, text } of reports)
            await (0,promises_.writeFile)(path, text, { mode: 0o600 });
        // Made of what was redacted, so that its digest is that of the file.
        const said = buildEvidence(redacted, origin);
        await (0,promises_.writeFile)(evidence, (0,evidence_evidence/* writeEvidence */.nP)(said), { mode: 0o600 });
        return { reports: reports.map(({ path }) => path), evidence };
    }
    async close() {
        await this.#queue;
        await this.#log.close();
    }
    /** Writes entries that came while the ones before them were written, in one go. */
    async #write(entries) {
        const text = entries.map((entry) => JSON.stringify(this.#redactor.redactJson(jsonOf(entry)))).join(',\n');
        const written = `${this.#position === 0 ? '[\n' : ',\n'}${text}`;
        await this.#log.write(written + END, this.#position);
        this.#position += Buffer.byteLength(written);
        for (const entry of entries)
            if (entry.entry.kind === 'stage-finished')
                await this.#checkpoint(entry);
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

// EXTERNAL MODULE: ./build/js/run/target.js
var run_target = __webpack_require__(62079);
;// CONCATENATED MODULE: ./build/js/run/execution.js













/** How long a connection may take, in ms. */
const CONNECT_TIMEOUT_MS = 15_000;
/** Reports how long the restore took that proved a backup: the time to expect for a recovery. */
function measureRecovery({ report }, { proof }) {
    if (proof !== null)
        report.measure('expectedRecoveryMs', proof.durationMs);
}
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
    places = [];
    scripts = [];
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
    /** Remembers where in the migration files an error is. */
    locate(error) {
        if (this.target !== null)
            this.places.push(...filePlaces(error, this.target.migrationsDirectory));
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
            recording.locate(error);
            const { runId, observe } = recording;
            const at = context.clock.now().toISOString();
            observe({
                runId,
                seq: 0,
                at,
                stage: 'run',
                entry: { kind: 'error', error: redactError(recording, (0,js_errors/* reportError */.N7)(error)) },
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
    return error instanceof js_errors/* InterruptedError */.p4 || (context.signal.aborted && error === context.signal.reason);
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
    const target = await (0,run_target/* resolveTarget */.u1)(inputs, context, true);
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
    const { context, runId, command, report, outputs, scripts } = recording;
    context.signal.throwIfAborted();
    const target = await (0,run_target/* resolveTarget */.u1)(inputs, context);
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
        scripts,
        journal: (append, clock = context.clock) => new journal/* Journal */.C(runId, append, clock, [recording.observe]),
        fail: (journal, error) => fail(recording, journal, error),
    });
}
async function fail(recording, journal, error) {
    if (recording.failures.has(error))
        return;
    recording.failures.add(error);
    recording.locate(error);
    const entry = { kind: 'error', error: redactError(recording, (0,js_errors/* reportError */.N7)(error)) };
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
const NOTHING_WRITTEN = { reports: [], evidence: [] };
/** What a readiness check said of the plan. */
function assessmentOf(outputs) {
    const { 'estimated-seconds': seconds = '', risk = '' } = outputs;
    return { estimatedSeconds: seconds === '' ? null : Number(seconds), risk: risk === '' ? null : risk };
}
/** A report that cannot be written must not turn a finished migration into a failed one. */
async function writeReport({ files, context }, report, comment) {
    try {
        const isPullRequest = context.origin?.ref.startsWith('refs/pull/') === true;
        const written = await files?.report(report, context.origin, isPullRequest ? comment : null);
        return written === undefined ? NOTHING_WRITTEN : { reports: written.reports, evidence: [written.evidence] };
    }
    catch (error) {
        context.emit({ level: 'warning', scope: 'run', message: `the report could not be written: ${String(error)}` });
        return NOTHING_WRITTEN;
    }
    finally {
        await files?.close().catch(() => undefined);
    }
}
async function conclude(recording, inputs, ending) {
    const { context, runId } = recording;
    const report = recording.finish(ending.status, recording.target?.environment?.name ?? inputs.environment ?? null);
    const errors = recording.errors.map((error) => redactError(recording, error));
    const facts = { scripts: recording.scripts, ...assessmentOf({ ...recording.outputs, ...ending.outputs }) };
    const comment = context.redactor.redact(pullRequestSection(report, facts));
    const { reports: paths, evidence } = await writeReport(recording, report, comment);
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
        places: recording.places.map((place) => ({ ...place, message: context.redactor.redact(place.message) })),
        outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, context.redactor.redact(value)])),
        reportFiles: [...paths, ...(ending.files ?? [])],
        evidenceFiles: evidence,
        markdown: context.redactor.redact(markdownReport(report)),
        comment,
        artifactFiles: ending.artifactFiles ?? [],
    };
}


/***/ }),

/***/ 83219:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ keysOf)
});

// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/identity-text.js
var identity_text = __webpack_require__(41272);
// EXTERNAL MODULE: ./build/js/backup/age/keyring.js
var keyring = __webpack_require__(70356);
// EXTERNAL MODULE: ./build/js/backup/age/library.js
var library = __webpack_require__(43342);
;// CONCATENATED MODULE: ./build/js/backup/age/identities.js




const FIX = 'Pass what `age-keygen` wrote: a line that begins with AGE-SECRET-KEY-1 (or AGE-SECRET-KEY-PQ-1) for each identity; empty lines and comments may stand between them.';
/** What an identity often is instead, by its first line. */
const OTHERS = [
    [/^-----BEGIN AGE ENCRYPTED FILE-----|^age-encryption\.org\//, 'is itself encrypted: decrypt it with `age -d` first'],
    [/^-----BEGIN /, 'is an SSH key, which Sluice cannot use'],
    [/^AGE-PLUGIN-/, 'belongs to a plugin of age, which Sluice cannot use'],
    [/^age1/, 'is a recipient, the public half; the secret half is needed'],
];
/**
 * Reads age identities, as an identity file holds them.
 *
 * @throws SluiceError `CONF_001` naming the line; never repeats it
 */
async function readIdentities(text) {
    const lines = (0,identity_text/* identityLines */.W)(text);
    if (lines.length === 0)
        throw new errors/* SluiceError */.ah('CONF_001', 'The age identity is empty.', { fix: FIX });
    const { Decrypter } = await (0,library/* loadAge */.o)();
    for (const { number, content } of lines) {
        const problem = OTHERS.find(([pattern]) => pattern.test(content))?.[1];
        if (problem === undefined && isIdentity(new Decrypter(), content))
            continue;
        throw new errors/* SluiceError */.ah('CONF_001', `Line ${String(number)} of the age identity ${problem ?? 'is no age identity: it was cut or mistyped'}.`, { fix: FIX });
    }
    return new keyring/* Keyring */.S(lines.map(({ content }) => content));
}
/** The library's own message is left out, as it may repeat the secret. */
function isIdentity(trial, text) {
    try {
        trial.addIdentity(text);
        return true;
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./build/js/run/identity.js

/**
 * What opens encrypted backups; the edges put the identity into the inputs, wherever it came from.
 *
 * @returns null when none was given
 * @throws SluiceError `CONF_001` when it is none
 */
async function keysOf({ identity }) {
    return identity === undefined ? null : readIdentities(identity);
}


/***/ }),

/***/ 62079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F$: () => (/* binding */ protectedEnvironments),
/* harmony export */   bz: () => (/* binding */ isProtected),
/* harmony export */   iV: () => (/* binding */ backupDirectory),
/* harmony export */   u1: () => (/* binding */ resolveTarget)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _config_file_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(93783);
/* harmony import */ var _config_load_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49120);
/* harmony import */ var _config_resolve_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(41617);
/* harmony import */ var _database_url_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(10731);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(12027);






/** The configuration of a command; the defaults when there is no file. */
async function configOf(inputs, context) {
    return (0,_config_load_js__WEBPACK_IMPORTED_MODULE_2__/* .loadConfig */ .Z)(await (0,_config_file_js__WEBPACK_IMPORTED_MODULE_1__/* .readConfig */ .X)(context.workingDirectory, inputs.config));
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
 * @param isLooking the command looks only, so that it does not matter which environment the database belongs to
 * @throws SluiceError `CONF_001`
 */
async function resolveTarget(inputs, context, isLooking = false) {
    const config = await configOf(inputs, context);
    const text = (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_3__/* .resolveUrl */ .O2)(config, inputs.environment, context.env, inputs.databaseUrl, isLooking);
    context.redactor.register(...(0,_database_url_js__WEBPACK_IMPORTED_MODULE_4__/* .secretsOf */ .F)(text));
    const absolute = (path) => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(context.workingDirectory, path);
    return {
        config,
        environment: (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_3__/* .workingEnvironment */ .Hx)(config, inputs.environment, context.env, inputs.databaseUrl, isLooking),
        url: withAbsolutePath((0,_database_url_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDatabaseUrl */ .m)(text), absolute),
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
/** The names of the environments that a rollback has to be confirmed for; for commands that need no database. */
async function protectedEnvironments(inputs, context) {
    const { environments } = await configOf(inputs, context);
    return new Set(environments.filter((one) => one.protected).map(({ name }) => name));
}
/**
 * Whether the environment that a command works on is protected. What is wrong with the configuration is left to the
 * command: it says so.
 */
async function isProtected(inputs, context) {
    try {
        const config = await configOf(inputs, context);
        const environment = (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_3__/* .workingEnvironment */ .Hx)(config, inputs.environment, context.env, inputs.databaseUrl);
        return environment?.protected === true;
    }
    catch (error) {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .SluiceError */ .ah)
            return false;
        throw error;
    }
}


/***/ }),

/***/ 21169:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ shellWord)
/* harmony export */ });
/** A word as a shell reads it back, for commands that people paste. */
function shellWord(word) {
    return /^[\w.,:/@=-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw `'\''`)}'`;
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
