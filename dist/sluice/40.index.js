export const id = 40;
export const ids = [40];
export const modules = {

/***/ 76520:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ openGitHub),
/* harmony export */   w: () => (/* binding */ withTimeout)
/* harmony export */ });
/** Opens the REST client; loaded only now, since most runs never ask the API. */
async function openGitHub(token) {
    const github = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(351)]).then(__webpack_require__.bind(__webpack_require__, 61351));
    return github.getOctokit(token);
}
/** One request may take this long. */
const REQUEST_TIMEOUT_MS = 30_000;
/** The run's signal, which also fires when one request takes too long. */
function withTimeout(signal) {
    return AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
}


/***/ }),

/***/ 86709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $g: () => (/* binding */ backupIdOf),
/* harmony export */   $v: () => (/* binding */ safeArtifactName),
/* harmony export */   Cb: () => (/* binding */ nthName),
/* harmony export */   Py: () => (/* binding */ holdsBackup),
/* harmony export */   Q2: () => (/* binding */ backupArtifactName),
/* harmony export */   m5: () => (/* binding */ reportArtifactName),
/* harmony export */   n3: () => (/* binding */ evidenceArtifactName),
/* harmony export */   rd: () => (/* binding */ holdsEvidenceOf)
/* harmony export */ });
/** What the service refuses in a name. */
const FORBIDDEN = /["':<>|*?\\/\r\n]+/g;
/** Far below any limit of a file system, and enough to be unique. */
const MAX_LENGTH = 200;
/** Every backup's artifact is named so, which is how another run finds it. */
const BACKUP_PREFIX = 'sluice-backup-';
/** The nearest name that the artifact service and every file system accept. */
function safeArtifactName(name) {
    const safe = name.replaceAll(FORBIDDEN, '-').trim().slice(0, MAX_LENGTH);
    return safe === '' ? 'sluice' : safe;
}
/** Name of the artifact that holds a run's reports, unless the user chose one. */
function reportArtifactName(command, environment, run) {
    const parts = ['sluice', command, environment, run.runId, run.attempt];
    return safeArtifactName(parts.filter((part) => part !== undefined && part !== null && part !== '').join('-'));
}
/** Every evidence's artifact is named so, which is how a promotion finds it. */
const EVIDENCE_PREFIX = 'sluice-evidence-';
/** Name of the artifact that holds a run's evidence. */
function evidenceArtifactName(command, environment, run) {
    const parts = [command, environment, run.runId, run.attempt];
    const rest = parts.filter((part) => part !== undefined && part !== null && part !== '').join('-');
    return safeArtifactName(`${EVIDENCE_PREFIX}${rest}`);
}
/** Whether an artifact of this name holds evidence of a run in the environment, whichever attempt at uploading it was. */
function holdsEvidenceOf(artifactName, environment) {
    if (!artifactName.startsWith(EVIDENCE_PREFIX))
        return false;
    const rest = artifactName.slice(EVIDENCE_PREFIX.length);
    // Names of environments may end in numbers, so either may be that of the second try at an upload.
    return [/-\d+-\d+$/u, /-\d+-\d+-\d+$/u].some((numbers) => numbers.test(rest) && rest.replace(numbers, '').endsWith(`-${safeArtifactName(environment)}`));
}
/** The n-th name to try when the earlier ones are taken: `name`, `name-2`, `name-3`. */
function nthName(name, attempt) {
    return attempt === 1 ? name : `${name}-${String(attempt)}`;
}
/** Name of the artifact that holds a backup. */
function backupArtifactName(backupId) {
    return safeArtifactName(`${BACKUP_PREFIX}${backupId}`);
}
/** Whether an artifact of this name holds the backup, whichever attempt at uploading it was; undefined = any backup. */
function holdsBackup(artifactName, backupId) {
    if (backupId === undefined)
        return backupIdOf(artifactName) !== null;
    const wanted = backupArtifactName(backupId);
    return artifactName.startsWith(wanted) && /^(?:-\d+)?$/.test(artifactName.slice(wanted.length));
}
/** The backup that an artifact of this name holds; null when it holds none, as the reports of `backup` do. */
function backupIdOf(artifactName) {
    if (!artifactName.startsWith(BACKUP_PREFIX))
        return null;
    const rest = artifactName.slice(BACKUP_PREFIX.length);
    return /^(?<id>\d{8}T\d{6}Z-[a-z0-9-]+-[0-9a-f]{6})(?:-\d+)?$/.exec(rest)?.groups?.['id'] ?? null;
}


/***/ }),

/***/ 74100:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  b: () => (/* binding */ downloadArtifact),
  u: () => (/* binding */ isMissing)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/js/clock.js
var js_clock = __webpack_require__(26616);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/github/repository-artifacts.js
var repository_artifacts = __webpack_require__(76116);
// EXTERNAL MODULE: ./build/js/github/api.js
var api = __webpack_require__(76520);
;// CONCATENATED MODULE: ./build/js/github/http.js
/** No byte for so long, and the connection counts as dead. */
const STALL_MS = 30_000;
/** Opens the toolkit's client, which knows the runner's proxy; its own retries are off. */
async function openClient(stallMs) {
    const { HttpClient } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(942)]).then(__webpack_require__.bind(__webpack_require__, 44942));
    return new HttpClient('sluice', [], { allowRetries: false, socketTimeout: stallMs });
}
/**
 * The same failure without the address that it happened at: the query of a signed address is a key to the artifact, and
 * the toolkit quotes it.
 */
function withoutAddress(error) {
    const text = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // In the middle of a body Node calls this “aborted”, which sounds as if we had done it.
    if (code === 'ECONNRESET')
        return new Error('the connection was closed in the middle');
    return new Error(text.replaceAll(/\?\S*/g, '') || code || 'the connection was lost');
}
/** Rejects with the signal's reason as soon as it is aborted. */
async function orAborted(work, signal) {
    const aborted = Promise.withResolvers();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
        return await Promise.race([work, aborted.promise]);
    }
    finally {
        signal.removeEventListener('abort', onAbort);
        // A response that comes too late must not keep its connection.
        if (signal.aborted)
            work.then(({ message }) => message.destroy()).catch(() => { });
    }
}
/** What has come and nobody has taken yet may be so much; then the connection has to wait. */
const MOST_WAITING_BYTES = 2 * 1024 * 1024;
/**
 * Takes what comes as soon as it comes: a stream that fails drops what it still holds, and those bytes would have to be
 * sent again.
 */
class Intake {
    #message;
    #pieces = [];
    #timer;
    #waiting = 0;
    #end = null;
    #news = Promise.withResolvers();
    constructor(message, stallMs) {
        this.#message = message;
        this.#timer = setTimeout(() => {
            // While the reader is busy nothing can come.
            if (message.isPaused())
                this.#timer.refresh();
            else
                this.stop(new Error(`no byte came for ${String(stallMs / 1000)} s`));
        }, stallMs);
        message.on('data', (piece) => this.#take(piece));
        message.on('end', () => this.#finish(null));
        message.on('error', (error) => this.#finish(error));
        message.on('close', () => this.#finish(new Error('the connection was closed in the middle')));
    }
    #take(piece) {
        this.#timer.refresh();
        this.#pieces.push(piece);
        this.#waiting += piece.length;
        if (this.#waiting >= MOST_WAITING_BYTES)
            this.#message.pause();
        this.#news.resolve();
    }
    #finish(error) {
        this.#end ??= { error };
        this.#news.resolve();
    }
    /** Ends it with an error; what has come before is still handed out. */
    stop(error) {
        this.#finish(error);
        this.#message.destroy();
    }
    /** The next piece; null at the end. */
    async next() {
        while (this.#pieces.length === 0 && this.#end === null) {
            this.#news = Promise.withResolvers();
            await this.#news.promise;
        }
        const piece = this.#pieces.shift();
        if (piece === undefined) {
            if (this.#end?.error)
                throw this.#end.error;
            return null;
        }
        this.#waiting -= piece.length;
        if (this.#message.isPaused() && this.#waiting < MOST_WAITING_BYTES / 2) {
            this.#timer.refresh();
            this.#message.resume();
        }
        return piece;
    }
    close() {
        clearTimeout(this.#timer);
        this.#message.destroy();
    }
}
async function* readBody(message, intake, signal) {
    const onAbort = () => intake.stop(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
        for (;;) {
            signal.throwIfAborted();
            // Only the reading is guarded: what a consumer throws into this generator is not a fault of the connection.
            const piece = await intake.next().catch((error) => {
                signal.throwIfAborted();
                throw withoutAddress(error);
            });
            if (piece === null)
                break;
            yield piece;
        }
        if (!message.complete)
            throw new Error('the connection was closed in the middle');
    }
    finally {
        signal.removeEventListener('abort', onAbort);
        intake.close();
    }
}
/**
 * Sends a request and returns its answer as soon as it begins; redirects are followed.
 *
 * @throws Error that names no address; the signal's reason when it is aborted
 */
async function send(request) {
    const { url, body, signal, stallMs = STALL_MS } = request;
    signal.throwIfAborted();
    const client = await openClient(stallMs);
    const headers = { ...request.headers };
    try {
        const work = body === undefined ? client.get(url, headers) : client.post(url, body, headers);
        const { message } = await orAborted(work, signal);
        // Before anything else is waited for: what has come already must not be lost with the connection.
        const intake = new Intake(message, stallMs);
        return {
            status: message.statusCode ?? 0,
            headers: message.headers,
            body: () => readBody(message, intake, signal),
            discard: () => intake.close(),
        };
    }
    catch (error) {
        signal.throwIfAborted();
        throw withoutAddress(error);
    }
}
/** Reads a whole body that is known to be small, as text. */
async function readText(answer) {
    const pieces = [];
    for await (const piece of answer.body())
        pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
}

// EXTERNAL MODULE: ./build/js/github/patience.js
var patience = __webpack_require__(35605);
;// CONCATENATED MODULE: ./build/js/github/run-artifacts.js



/** The service that keeps a run's artifacts; the job's own token opens it, without any permission. */
const SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService/';
class ServiceError extends Error {
    status;
    constructor(method, status, reason) {
        super(`${method}: HTTP status ${String(status)}${reason === '' ? '' : `: ${reason}`}`);
        this.name = 'ServiceError';
        this.status = status;
    }
}
function fieldsOf(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
/** Protobuf's JSON allows both spellings of a name. */
function field(fields, name) {
    return fields[name] ?? fields[name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase())];
}
function textField(fields, name) {
    const value = field(fields, name);
    return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}
/** How the service calls this run and this job: they are in the token. */
function backendIds(token) {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const scopes = /Actions\.Results:(?<run>[^\s:"]+):(?<job>[^\s:"]+)/.exec(payload)?.groups;
    if (scopes?.['run'] === undefined || scopes['job'] === undefined) {
        throw new patience/* FinalAnswer */.NY('The token of this job does not name its workflow run.', 0);
    }
    return { run: scopes['run'], job: scopes['job'] };
}
function runtime() {
    const url = process.env['ACTIONS_RESULTS_URL'];
    const token = process.env['ACTIONS_RUNTIME_TOKEN'];
    if (!url || !token)
        throw new patience/* FinalAnswer */.NY('This runner offers no artifact service.', 0);
    return { origin: new URL(url).origin, token };
}
async function call(method, body, signal) {
    const { origin, token } = runtime();
    const answer = await send({
        url: `${origin}${SERVICE}${method}`,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        signal: (0,api/* withTimeout */.w)(signal),
    });
    const fields = fieldsOf(parsed(await readText(answer)));
    if (answer.status === 200)
        return fields;
    throw new ServiceError(method, answer.status, textField(fields, 'msg') ?? '');
}
function parsed(answer) {
    try {
        return JSON.parse(answer);
    }
    catch {
        return null;
    }
}
function artifactOf(fields) {
    return {
        id: Number(textField(fields, 'database_id')),
        name: textField(fields, 'name') ?? '',
        bytes: Number(textField(fields, 'size') ?? 0),
        digest: textField(fieldsOf(field(fields, 'digest')), 'value') ?? textField(fields, 'digest'),
        createdAt: textField(fields, 'created_at'),
        expiresAt: null,
        expired: false,
        runId: null,
        isForeign: false,
    };
}
/** The artifacts of the workflow run that this job belongs to. */
function runArtifacts(clock, signal) {
    const ask = async (method, body) => (0,patience/* withPatience */.oW)(() => call(method, body, signal), clock, signal);
    /** By the id: which job of the run uploaded it. */
    const jobs = new Map();
    return {
        where: 'this workflow run',
        async list() {
            const { run, job } = backendIds(runtime().token);
            const answer = await ask('ListArtifacts', { workflow_run_backend_id: run, workflow_job_run_backend_id: job });
            const rows = field(answer, 'artifacts') ?? [];
            if (!Array.isArray(rows))
                return [];
            return rows.map((row) => {
                const fields = fieldsOf(row);
                const artifact = artifactOf(fields);
                jobs.set(artifact.id, textField(fields, 'workflow_job_run_backend_id') ?? job);
                return artifact;
            });
        },
        async address({ id, name }) {
            const { run, job } = backendIds(runtime().token);
            const url = textField(await call('GetSignedArtifactURL', { workflow_run_backend_id: run, workflow_job_run_backend_id: jobs.get(id) ?? job, name }, signal).catch((error) => {
                throw (0,patience/* isWorthRetrying */.J0)(error) ? error : run_artifacts_final(error);
            }), 'signed_url');
            if (url === null)
                throw new Error('the service gave no address for the artifact');
            return url;
        },
    };
}
function run_artifacts_final(error) {
    return error instanceof ServiceError ? new patience/* FinalAnswer */.NY(error.message, error.status) : error;
}

;// CONCATENATED MODULE: ./build/js/github/artifact-source.js


/** Opens the place; nothing is asked yet. */
function artifactSource(place, clock, signal) {
    return place === null ? runArtifacts(clock, signal) : (0,repository_artifacts/* repositoryArtifacts */.F)(place, clock, signal);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/js/github/disk-error.js


/** Turns a file that could not be written into the error that says what to do; other errors stay as they are. */
function diskError(error, path) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const folder = (0,external_node_path_.dirname)(path);
    switch (code) {
        case 'ENOSPC':
        case 'EDQUOT':
            return new errors/* SluiceError */.ah('DISK_001', `The disk that holds ${folder} is full, so the artifact cannot be stored.`, {
                cause: error,
                fix: `Free disk space for ${folder}: the artifact needs twice its size while it is unpacked.`,
            });
        case 'EACCES':
        case 'EPERM':
        case 'EROFS':
            return new errors/* SluiceError */.ah('PERM_001', `The account that runs Sluice has no right to write to ${folder}.`, {
                cause: error,
                fix: `Give the account that runs Sluice the rights to ${folder}.`,
            });
        default:
            return error;
    }
}

;// CONCATENATED MODULE: ./build/js/github/download-blob.js






/** A job on a hosted runner ends after six hours anyway. */
const DOWNLOAD_LIMITS = {
    failures: 8,
    longestWaitMs: 30_000,
    stallMs: STALL_MS,
    totalMs: 6 * 60 * 60 * 1000,
};
/** The part of a blob that is on disk: a prefix of it, and the digest of that prefix. */
class Prefix {
    #file;
    #path;
    #hash = (0,external_node_crypto_.createHash)('sha256');
    bytes = 0;
    /** Size of the whole; null while it is unknown. */
    total = null;
    /** Names the content, so that pieces of two different ones are never joined; null when the server gives no strong one. */
    tag = null;
    constructor(file, path) {
        this.#file = file;
        this.#path = path;
    }
    get isWhole() {
        return this.total !== null && this.bytes === this.total;
    }
    async append(piece) {
        try {
            for (let at = 0; at < piece.length;) {
                const { bytesWritten } = await this.#file.write(piece, at, piece.length - at, this.bytes + at);
                at += bytesWritten;
            }
        }
        catch (error) {
            throw diskError(error, this.#path);
        }
        this.#hash.update(piece);
        this.bytes += piece.length;
    }
    async startOver() {
        await this.#file.truncate(0);
        this.#hash = (0,external_node_crypto_.createHash)('sha256');
        this.bytes = 0;
        this.total = null;
        this.tag = null;
    }
    async finish() {
        try {
            await this.#file.sync();
        }
        catch (error) {
            throw diskError(error, this.#path);
        }
        return { bytes: this.bytes, sha256: this.#hash.digest('hex') };
    }
}
function numberOf(text) {
    const value = Number(text);
    return text !== undefined && text !== '' && Number.isSafeInteger(value) ? value : null;
}
/** Asks for what is missing. `If-Range` makes the server send all of it when the content is another one by now. */
function headersFor({ bytes, tag }) {
    if (bytes === 0)
        return {};
    return { range: `bytes=${String(bytes)}-`, ...(tag === null ? {} : { 'if-range': tag }) };
}
/** Where the answer's body belongs; starts over when it does not follow on what is there. */
async function place({ status, headers }, prefix) {
    const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '');
    if (status === 206 && range !== null) {
        const total = Number(range[2]);
        if (Number(range[1]) === prefix.bytes && (prefix.total === null || prefix.total === total)) {
            prefix.total = total;
            return;
        }
    }
    if (status === 200) {
        await prefix.startOver();
        prefix.total = numberOf(headers['content-length']);
        prefix.tag = headers.etag?.startsWith('"') === true ? headers.etag : null;
        return;
    }
    if (status === 206 || status === 416) {
        await prefix.startOver();
        throw new Error('the store answered with another part than the one that was asked for');
    }
    const sentence = `the store answered with HTTP status ${String(status)}`;
    if (status === 404 || status === 410)
        throw new patience/* FinalAnswer */.NY(sentence, status);
    // Also 403: an address that has expired. The next attempt gets a fresh one.
    throw new Error(sentence);
}
/** One connection: takes what comes until the end or a failure. */
async function fetchRest({ address, signal, limits }, prefix) {
    const answer = await send({ url: await address(), headers: headersFor(prefix), signal, stallMs: limits.stallMs });
    try {
        await place(answer, prefix);
        for await (const piece of answer.body())
            await prefix.append(piece);
    }
    finally {
        answer.discard();
    }
    if (prefix.total !== null && prefix.bytes !== prefix.total)
        throw new Error('the connection was closed in the middle');
}
async function fetchAll(request, prefix) {
    const { clock, signal, limits, onRetry } = request;
    const startedAt = clock.monotonic();
    let furthest = 0;
    let failures = 0;
    for (;;) {
        try {
            await fetchRest(request, prefix);
            return;
        }
        catch (error) {
            signal.throwIfAborted();
            // The connection was lost after the last byte.
            if (prefix.isWhole && prefix.bytes > 0)
                return;
            if (!(0,patience/* isWorthRetrying */.J0)(error))
                throw error;
            failures = prefix.bytes > furthest ? 1 : failures + 1;
            furthest = Math.max(furthest, prefix.bytes);
            const late = clock.monotonic() - startedAt > limits.totalMs;
            if (late || failures >= limits.failures)
                throw givenUp(error, prefix, failures, late, limits);
            onRetry(error instanceof Error ? error.message : String(error), prefix.bytes);
            await (0,patience/* waitBeforeRetry */.jy)(failures, limits, clock, signal);
        }
    }
}
function givenUp(error, { bytes, total }, failures, late, { totalMs }) {
    const far = `${String(bytes)} of ${total === null ? 'an unknown number of' : String(total)} bytes`;
    return new errors/* SluiceError */.ah('ART_001', late
        ? `The download took longer than ${String(Math.round(totalMs / 60_000))} min and was given up after ${far}.`
        : `The download broke off after ${far}, and ${String(failures)} attempts to go on failed.`, { cause: error, fix: 'Check the connection between the runner and the artifact store, then run the step again.' });
}
/**
 * Downloads a blob into a new file. A connection that breaks off is gone on with where it broke, by range requests, as
 * long as something is gained now and then.
 *
 * @throws SluiceError `ART_001` when it is given up, `DISK_001` or `PERM_001` when the file cannot be written;
 *   {@link FinalAnswer} when the blob is not there; the signal's reason when it is aborted
 */
async function downloadBlob(request) {
    const file = await (0,promises_.open)(request.path, 'wx', 0o600).catch((error) => {
        throw diskError(error, request.path);
    });
    try {
        const prefix = new Prefix(file, request.path);
        await fetchAll(request, prefix);
        return await prefix.finish();
    }
    finally {
        await file.close();
    }
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./build/js/github/unpack.js





/** The type of a file in the upper half of the attributes that Unix writes. */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
/** A backup has a handful; the list of them is kept in memory. */
const MOST_ENTRIES = 10_000;
function broken(path, problem, cause) {
    return new errors/* SluiceError */.ah('ART_001', `The downloaded archive ${path} ${problem}.`, {
        cause,
        fix: 'Do not use this artifact. Use another backup: `sluice backup list` shows them.',
    });
}
/** Where an entry belongs; an archive must not be able to write anywhere else, or anything but files and folders. */
function placeOf({ fileName, externalFileAttributes, versionMadeBy }, archive, folder) {
    const target = (0,external_node_path_.join)(folder, (0,external_node_path_.normalize)(fileName));
    if (target !== folder && !target.startsWith(folder + external_node_path_.sep)) {
        throw broken(archive, `has an entry outside its folder: ${JSON.stringify(fileName)}`);
    }
    const type = versionMadeBy >>> 8 === 3 ? (externalFileAttributes >>> 16) & TYPE_MASK : 0;
    if (type !== 0 && type !== REGULAR && type !== FOLDER) {
        throw broken(archive, `has an entry that is neither a file nor a folder: ${JSON.stringify(fileName)}`);
    }
    return target;
}
async function writeEntry(zip, entry, archive, path, signal) {
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true, mode: 0o700 });
    // A second entry of one name finds the file of the first one there.
    const file = await (0,promises_.open)(path, 'wx', 0o600);
    try {
        let sum = 0;
        for await (const piece of await zip.openReadStreamPromise(entry)) {
            signal.throwIfAborted();
            sum = (0,external_node_zlib_.crc32)(piece, sum);
            await file.writeFile(piece);
        }
        if (sum !== entry.crc32)
            throw broken(archive, `has an entry that is damaged: ${JSON.stringify(entry.fileName)}`);
    }
    finally {
        await file.close();
    }
}
/** Before anything is written: is there room for all of it? */
async function refuseWithoutSpace(entries, archive, folder) {
    const needed = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    const free = await (0,promises_.statfs)(folder).then(({ bavail, bsize }) => bavail * bsize, () => Number.POSITIVE_INFINITY);
    if (needed <= free)
        return;
    throw new errors/* SluiceError */.ah('DISK_001', `The disk that holds ${folder} has ${String(free)} bytes free, and unpacking ${archive} needs ${String(needed)}.`, {
        fix: `Free disk space for ${folder}, then run the step again.`,
        details: { neededBytes: needed, freeBytes: free },
    });
}
async function unpackEntries(archive, folder, signal) {
    const { openPromise } = await __webpack_require__.e(/* import() */ 663).then(__webpack_require__.t.bind(__webpack_require__, 20663, 19));
    // With `strictFileNames` a backslash is an error as well, as an absolute path and `..` are in any case.
    const zip = await openPromise(archive, { strictFileNames: true, lazyEntries: true, autoClose: false });
    try {
        if (zip.entryCount > MOST_ENTRIES)
            throw broken(archive, `has ${String(zip.entryCount)} entries`);
        const entries = [];
        for await (const entry of zip.eachEntry())
            entries.push(entry);
        const places = entries.map((entry) => placeOf(entry, archive, folder));
        await refuseWithoutSpace(entries, archive, folder);
        for (const [index, entry] of entries.entries()) {
            signal.throwIfAborted();
            const path = places[index] ?? folder;
            if (entry.fileName.endsWith('/'))
                await (0,promises_.mkdir)(path, { recursive: true, mode: 0o700 });
            else
                await writeEntry(zip, entry, archive, path, signal);
        }
    }
    finally {
        zip.close();
    }
}
/**
 * Unpacks a zip into an empty folder; files have mode 0600, folders 0700. Every entry's checksum is compared.
 *
 * @throws SluiceError `ART_001` when it is damaged or would write outside the folder, `DISK_001`, `PERM_001`; the
 *   signal's reason when it is aborted
 */
async function unpack(archive, folder, signal) {
    try {
        await unpackEntries(archive, folder, signal);
    }
    catch (error) {
        signal.throwIfAborted();
        const known = diskError(error, (0,external_node_path_.join)(folder, '.'));
        if (known instanceof errors/* SluiceError */.ah)
            throw known;
        throw broken(archive, 'cannot be unpacked', error);
    }
}

;// CONCATENATED MODULE: ./build/js/github/download.js








/** Whether it can be fetched and may be used. Of a named run everything counts; elsewhere nobody chose a fork's. */
function isUsable({ expired, isForeign }, from) {
    return !expired && (from === null || from.runId !== null || !isForeign);
}
function listed(artifacts, from) {
    if (from !== null && from.runId === null)
        return '';
    const names = artifacts.map(({ name, expired }) => (expired ? `${name} (expired)` : name)).toSorted();
    return ` The run has ${names.length === 0 ? 'no artifacts' : `the artifacts ${names.join(', ')}`}.`;
}
/** The newest artifact that matches; `ART_001` names what there is when none does. */
async function find(source, { matches, what, from }) {
    const artifacts = await source.list();
    const wanted = artifacts.filter(({ name }) => matches(name)).toSorted((a, b) => b.id - a.id);
    const newest = wanted.find((artifact) => isUsable(artifact, from));
    if (newest)
        return newest;
    const [unusable] = wanted;
    const names = artifacts.map(({ name }) => name).toSorted();
    if (unusable === undefined) {
        throw new errors/* SluiceError */.ah('ART_001', `There is no artifact ${what} in ${source.where}.`, {
            fix: `\`sluice backup list\` shows the backups that there are, with the run of each. Check the run id, and that the artifact has not expired.${listed(artifacts, from)}`,
            details: { artifacts: names, missing: true },
        });
    }
    throw unusable.expired
        ? new errors/* SluiceError */.ah('ART_001', `The artifact ${unusable.name} in ${source.where} has expired: GitHub has deleted it.`, {
            fix: `Use another backup: \`sluice backup list\` shows them. \`artifact-retention-days\` says how long new ones are kept.${listed(artifacts, from)}`,
            details: { artifacts: names },
        })
        : new errors/* SluiceError */.ah('ART_001', `The artifact ${unusable.name} was uploaded by a run of a fork's code, so it is not taken unasked.`, {
            fix: `If you trust it, name its run: --backup-run-id ${String(unusable.runId)} (in a workflow: backup-run-id).`,
        });
}
async function fetchZip(source, artifact, zip, request, signal) {
    const { clock = js_clock/* systemClock */.m, limits = DOWNLOAD_LIMITS, onRetry } = request;
    const { sha256 } = await downloadBlob({
        address: () => source.address(artifact),
        path: zip,
        clock,
        signal,
        limits,
        onRetry: (reason, bytes) => onRetry?.(`${reason}; going on with the artifact ${artifact.name} at byte ${String(bytes)}`),
    });
    if (artifact.digest === null || artifact.digest === '' || artifact.digest === `sha256:${sha256}`)
        return;
    throw new errors/* SluiceError */.ah('ART_001', `The artifact ${artifact.name} is not what was uploaded: its digest differs.`, {
        fix: 'Do not use it. Use another backup: `sluice backup list` shows them.',
        details: { artifact: artifact.name, expected: artifact.digest, found: `sha256:${sha256}` },
    });
}
/** Whether a failure says that there is no such artifact, and nothing worse. */
function isMissing(error) {
    return error instanceof errors/* SluiceError */.ah && error.details['missing'] === true;
}
/**
 * Downloads an artifact. The zip is fetched aside (in a folder of mode 0700), going on where the connection broke; it is
 * unpacked once its digest is known to be the one that the listing shows, and takes the directory's name when all of it
 * is there.
 *
 * @throws SluiceError `ART_001` when there is no such artifact, it cannot be had, or its digest differs; `DISK_001`,
 *   `PERM_001`; the signal's reason when it is aborted
 */
async function downloadArtifact(request, signal) {
    const source = artifactSource(request.from, request.clock ?? js_clock/* systemClock */.m, signal);
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(request.directory), { recursive: true });
    const aside = await (0,promises_.mkdtemp)(`${request.directory}.`);
    const zip = (0,external_node_path_.join)(aside, 'artifact.zip');
    const files = (0,external_node_path_.join)(aside, 'files');
    try {
        const artifact = await find(source, request);
        await fetchZip(source, artifact, zip, request, signal);
        await (0,promises_.mkdir)(files, { mode: 0o700 });
        await unpack(zip, files, signal);
        await (0,promises_.rm)(request.directory, { recursive: true, force: true });
        await (0,promises_.rename)(files, request.directory);
        return { id: artifact.id, name: artifact.name, runId: artifact.runId };
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof errors/* SluiceError */.ah || error instanceof errors/* InterruptedError */.p4)
            throw error;
        throw unavailable(error, request, source);
    }
    finally {
        await (0,promises_.rm)(aside, { recursive: true, force: true });
    }
}
function unavailable(error, { what, from }, { where }) {
    const status = (0,patience/* statusOf */.c2)(error);
    const gone = status === 404 || status === 410;
    return new errors/* SluiceError */.ah('ART_001', `The artifact ${what} could not be downloaded from ${where}.`, {
        cause: error,
        fix: from === null
            ? 'See the cause above, then run the step again.'
            : gone
                ? 'Check the run id, the repository, that the artifact has not expired, and that the token may read Actions (in a workflow, `permissions: actions: read`).'
                : 'Check the run id, and that the token is good and may read Actions (in a workflow, `permissions: actions: read`); then run it again.',
    });
}


/***/ }),

/***/ 35605:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J0: () => (/* binding */ isWorthRetrying),
/* harmony export */   NY: () => (/* binding */ FinalAnswer),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   jy: () => (/* binding */ waitBeforeRetry),
/* harmony export */   oW: () => (/* binding */ withPatience)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);

/** What is asked of an API. */
const FOR_A_REQUEST = { failures: 5, longestWaitMs: 10_000 };
const FIRST_WAIT_MS = 500;
/** Waits before the next attempt, with jitter, so that many jobs do not come back at once. */
async function waitBeforeRetry(failures, { longestWaitMs }, clock, signal) {
    const wait = Math.min(longestWaitMs, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
    await clock.sleep(wait * (0.5 + Math.random() / 2), signal);
}
/** An answer that another attempt would not change: no right, not there, gone. */
class FinalAnswer extends Error {
    status;
    constructor(message, status) {
        super(message);
        this.name = 'FinalAnswer';
        this.status = status;
    }
}
/** The HTTP status that an error carries; null when there was no answer. */
function statusOf(error) {
    return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
        ? error.status
        : null;
}
/** Too many requests, a server in trouble, or no answer at all: the next attempt may fare better. */
function isWorthRetrying(error) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah || error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InterruptedError */ .p4 || error instanceof FinalAnswer)
        return false;
    const status = statusOf(error);
    return status === null || status === 408 || status === 429 || status >= 500;
}
/**
 * Does one request, again while the failure is one that passes.
 *
 * @throws what the last attempt threw; the signal's reason when it is aborted
 */
async function withPatience(work, clock, signal, patience = FOR_A_REQUEST) {
    for (let failures = 1;; failures += 1) {
        signal.throwIfAborted();
        try {
            return await work();
        }
        catch (error) {
            signal.throwIfAborted();
            if (!isWorthRetrying(error) || failures >= patience.failures)
                throw error;
            await waitBeforeRetry(failures, patience, clock, signal);
        }
    }
}


/***/ }),

/***/ 76116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ repositoryArtifacts),
/* harmony export */   Y: () => (/* binding */ listRepositoryArtifacts)
/* harmony export */ });
/* harmony import */ var _api_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76520);
/* harmony import */ var _patience_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35605);


const PER_PAGE = 100;
/** The listing begins with the newest; a repository may have a hundred thousand, and a token a thousand requests an hour. */
const MOST_PAGES = 50;
function artifactOf(listed) {
    const { workflow_run: run } = listed;
    const { repository_id: own, head_repository_id: head } = run ?? {};
    return {
        id: listed.id,
        name: listed.name,
        bytes: listed.size_in_bytes,
        digest: listed.digest ?? null,
        createdAt: listed.created_at,
        expiresAt: listed.expires_at,
        expired: listed.expired,
        runId: run?.id ?? null,
        isForeign: own !== undefined && head !== undefined && own !== head,
    };
}
async function listPages(page) {
    const artifacts = [];
    for (let number = 1;; number += 1) {
        const { artifacts: listed, total_count: total } = await page(number);
        artifacts.push(...listed.map(artifactOf));
        const left = Math.max(0, total - artifacts.length);
        if (listed.length < PER_PAGE || left === 0 || number === MOST_PAGES)
            return { artifacts, left };
    }
}
/**
 * Lists the artifacts of a run or of a repository, newest first.
 *
 * @throws what the API answered; the signal's reason when it is aborted
 */
async function listRepositoryArtifacts(request, clock, signal) {
    const github = await (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .openGitHub */ .o)(request.token);
    return listPages((page) => (0,_patience_js__WEBPACK_IMPORTED_MODULE_0__/* .withPatience */ .oW)(() => onePage(github, request, page, signal), clock, signal));
}
async function onePage(github, request, page, signal) {
    const { owner, repository: repo, runId, name } = request;
    const common = {
        owner,
        repo,
        per_page: PER_PAGE,
        page,
        ...(name === undefined ? {} : { name }),
        request: { signal: (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .withTimeout */ .w)(signal) },
    };
    const { actions } = github.rest;
    const { data } = runId === null
        ? await actions.listArtifactsForRepo(common)
        : await actions.listWorkflowRunArtifacts({ ...common, run_id: runId });
    return data;
}
/** The artifacts of another run, or of all runs, through the API; it needs `actions: read`. */
function repositoryArtifacts(request, clock, signal) {
    const { owner, repository: repo, token, runId } = request;
    return {
        where: runId === null ? `the repository ${owner}/${repo}` : `the workflow run ${String(runId)}`,
        list: async () => (await listRepositoryArtifacts(request, clock, signal)).artifacts,
        async address({ id }) {
            const github = await (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .openGitHub */ .o)(token);
            const { headers } = await github.rest.actions
                .downloadArtifact({
                owner,
                repo,
                artifact_id: id,
                archive_format: 'zip',
                request: { redirect: 'manual', signal: (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .withTimeout */ .w)(signal) },
            })
                .catch((error) => {
                throw (0,_patience_js__WEBPACK_IMPORTED_MODULE_0__/* .isWorthRetrying */ .J0)(error) ? error : new _patience_js__WEBPACK_IMPORTED_MODULE_0__/* .FinalAnswer */ .NY(String(error), (0,_patience_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOf */ .c2)(error) ?? 0);
            });
            if (headers.location === undefined)
                throw new Error('the API gave no address for the artifact');
            return headers.location;
        },
    };
}


/***/ })

};
