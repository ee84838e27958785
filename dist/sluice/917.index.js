export const id = 917;
export const ids = [917,239];
export const modules = {

/***/ 49239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   withFetchedBackup: () => (/* binding */ withFetchedBackup)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12027);
/* harmony import */ var _run_backups_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4579);
/* harmony import */ var _artifact_names_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(86709);
/* harmony import */ var _download_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(74100);







/** @throws SluiceError `CONF_001` when the input is no id of a workflow run */
function runIdOf(text) {
    const id = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0)
        return id;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SluiceError */ .ah('CONF_001', `The input \`backup-run-id\` must be the id of a workflow run, not ${JSON.stringify(text)}.`, {
        fix: 'Pass the number in the address of the run that uploaded the backup: …/actions/runs/NUMBER.',
    });
}
/** The run that `backup-run-id` names. */
function namedRun({ backupRunId = '', githubToken }, run) {
    const runId = runIdOf(backupRunId);
    if (runId === run.runId && run.hasArtifacts)
        return null;
    if (run.repository === null || githubToken === undefined) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SluiceError */ .ah('CONF_001', '`backup-run-id` needs the repository and `github-token` to find the artifact.', {
            fix: 'Run this on GitHub Actions with `permissions: actions: read`; elsewhere set GITHUB_REPOSITORY=owner/name and GITHUB_TOKEN. Or download the artifact and pass its folder as backup-id.',
        });
    }
    return { runId, token: githubToken, owner: run.repository.owner, repository: run.repository.name };
}
/** Where a backup that is not on this machine may be: in this run, then in any run of the repository. */
function placesOf({ githubToken }, run, backupId) {
    const { repository, hasArtifacts } = run;
    const everywhere = repository === null || githubToken === undefined
        ? []
        : [
            {
                runId: null,
                token: githubToken,
                owner: repository.owner,
                repository: repository.name,
                name: (0,_artifact_names_js__WEBPACK_IMPORTED_MODULE_6__/* .backupArtifactName */ .Q2)(backupId),
            },
        ];
    return hasArtifacts ? [null, ...everywhere] : everywhere;
}
/** Tries the places in turn. False: it is in none of them. */
async function downloadFrom(places, backupId, folder, context) {
    for (const from of places) {
        try {
            const { name, runId } = await (0,_download_js__WEBPACK_IMPORTED_MODULE_5__/* .downloadArtifact */ .b)({
                matches: (candidate) => (0,_artifact_names_js__WEBPACK_IMPORTED_MODULE_6__/* .holdsBackup */ .Py)(candidate, backupId),
                what: backupId === undefined ? 'with a backup' : `of the backup ${backupId}`,
                from,
                directory: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, 'backup'),
                clock: context.clock,
                onRetry: (message) => context.emit({ level: 'warning', scope: 'download', message }),
            }, context.signal);
            const whose = runId === null ? 'this workflow run' : `the workflow run ${String(runId)}`;
            context.emit({
                level: 'info',
                scope: 'download',
                message: `took the backup from the artifact ${name} of ${whose}`,
            });
            return true;
        }
        catch (error) {
            if (from?.runId === null && (0,_download_js__WEBPACK_IMPORTED_MODULE_5__/* .isMissing */ .u)(error))
                continue;
            if (from === null && places.length > 1 && (0,_download_js__WEBPACK_IMPORTED_MODULE_5__/* .isMissing */ .u)(error))
                continue;
            throw error;
        }
    }
    return false;
}
/**
 * Gets the backup that a rollback needs onto this machine: from the workflow run that `backup-run-id` names, else, when
 * `backup-id` names one that is not in the folder of backups, from this run or any run of the repository. Returns the
 * inputs with the folder that it came into; as they are, when nothing had to be or could be fetched.
 *
 * @throws SluiceError `CONF_001` when the input cannot be used here, `ART_001` when there is no such artifact, it cannot
 *   be had, or its digest differs
 */
async function fetchBackup(inputs, run, context) {
    const { backupRunId, backupId, to } = inputs;
    const asIs = { inputs, folder: null };
    let places;
    if (backupRunId !== undefined)
        places = [namedRun(inputs, run)];
    else if (to !== 'backup' || backupId === undefined || (await (0,_run_backups_js__WEBPACK_IMPORTED_MODULE_4__/* .hasBackup */ .zx)(inputs, context, backupId)))
        return asIs;
    else
        places = placesOf(inputs, run, backupId);
    const folder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(run.temporaryDirectory ?? (0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'sluice-backup-'));
    try {
        if (await downloadFrom(places, backupId, folder, context)) {
            return { inputs: { ...inputs, backupDirectory: folder }, folder };
        }
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true });
        return asIs;
    }
    catch (error) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true });
        throw error;
    }
}
/**
 * Runs a command with the backup that it needs, and takes what was fetched off the machine again. Only where the rollback
 * failed it stays, because the manual steps need it; that is said.
 */
async function withFetchedBackup(inputs, run, context, work) {
    const { inputs: prepared, folder } = await fetchBackup(inputs, run, context);
    if (folder === null)
        return work(prepared);
    let isNeeded = false;
    try {
        const result = await work(prepared);
        isNeeded = result.errors.some(({ code }) => code === 'ROLL_001');
        return result;
    }
    finally {
        if (isNeeded) {
            const message = `the backup stays in ${folder}: remove it when it is no longer needed`;
            context.emit({ level: 'warning', scope: 'download', message });
        }
        else {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true });
        }
    }
}


/***/ }),

/***/ 91917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 11 modules
var core = __webpack_require__(91659);
// EXTERNAL MODULE: ./build/js/clock.js
var js_clock = __webpack_require__(26616);
// EXTERNAL MODULE: ./build/js/errors.js
var js_errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/github/annotations.js



/** An error as the log and the annotation show it. */
function errorText({ code, message, causes, fix }) {
    return [`${code}: ${message}`, ...causes.map((cause) => `caused by: ${cause}`), `fix: ${fix}`].join('\n');
}
/** Annotates the run with its errors; the first one, which led to the others, as the reason of the failure. */
function annotateErrors(errors, redactor) {
    const [first, ...others] = errors;
    if (first === undefined)
        return;
    (0,core/* setFailed */.C1)(redactor.redact(errorText(first)));
    for (const other of others)
        (0,core/* error */.z3)(redactor.redact(errorText(other)), { title: js_errors/* ERROR_CODES */.OQ[other.code].meaning });
}
/**
 * Annotates lines of migration files, as GitHub shows them in the files of a pull request. Files outside the workspace
 * cannot be shown there.
 */
function annotatePlaces(places, redactor, workspace) {
    if (!workspace)
        return;
    for (const { path, line, code, message } of places) {
        const file = (0,external_node_path_.relative)(workspace, path);
        if (file.startsWith('..') || (0,external_node_path_.isAbsolute)(file))
            continue;
        (0,core/* error */.z3)(redactor.redact(message), {
            title: `${code}: ${js_errors/* ERROR_CODES */.OQ[code].meaning}`,
            file: file.replaceAll(external_node_path_.sep, '/'),
            ...(line === null ? {} : { startLine: line }),
        });
    }
}

// EXTERNAL MODULE: ./build/js/github/fetch-backup.js
var fetch_backup = __webpack_require__(49239);
// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
// EXTERNAL MODULE: ./build/js/interface/actions.js
var actions = __webpack_require__(48881);
// EXTERNAL MODULE: ./build/js/interface/input-table.js
var input_table = __webpack_require__(28855);
// EXTERNAL MODULE: ./build/js/interface/identity.js
var identity = __webpack_require__(92406);
// EXTERNAL MODULE: ./build/js/interface/read-inputs.js + 1 modules
var read_inputs = __webpack_require__(20185);
;// CONCATENATED MODULE: ./build/js/github/inputs.js






/** A URL with a user and a password, wherever it comes from. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/.*:.*@/is;
/** What must not be seen of one secret input. A URL is taken apart; a path to a file is no secret. */
function secretsOfInput(name) {
    const text = (0,core/* getInput */.V4)(name, { trimWhitespace: false });
    return name.endsWith('-url') ? (0,database_url/* secretsOf */.F)(text) : [text, text.trim()];
}
/**
 * Every secret that the step was given: its secret inputs, the database URLs among its variables, which a configuration
 * may name, and the identity that decrypts backups.
 */
function stepSecrets(command, env) {
    const inputs = (0,actions/* actionSpec */.CY)(command).inputs.filter((name) => (0,input_table/* inputSpec */.V)(name).secret === true);
    const urls = Object.values(env).filter((text) => text !== undefined && URL_WITH_PASSWORD.test(text.trim()));
    return [
        ...inputs.flatMap(secretsOfInput),
        ...urls.flatMap((url) => (0,database_url/* secretsOf */.F)(url ?? '')),
        env[identity/* IDENTITY_VARIABLE */.o] ?? '',
    ];
}
/**
 * Reads the step's inputs into one object. An input that another action has is not looked at. The identity may come from
 * the environment, which no longer has it then.
 *
 * @throws SluiceError `CONF_001` with every problem at once
 */
function readActionInputs(command) {
    const declared = (0,actions/* actionSpec */.CY)(command).inputs;
    const inputs = (0,read_inputs/* readInputs */.K)(command, (name) => (declared.includes(name) ? (0,core/* getInput */.V4)(name) : undefined));
    return (0,identity/* withIdentity */.B)(inputs, process.env);
}

// EXTERNAL MODULE: ./build/js/redact.js + 1 modules
var redact = __webpack_require__(21414);
;// CONCATENATED MODULE: ./build/js/github/masking.js


/** A line of a longer secret that is shorter than this says nothing, and masking it would hide half the log. */
const SHORTEST_LINE = 3;
/**
 * What the runner is asked to hide: each secret, and each line of it, since the runner compares line by line.
 * Never the empty string: masking that breaks every log.
 */
function maskable(secrets) {
    const masks = new Set();
    for (const secret of secrets) {
        if (secret.trim() === '')
            continue;
        masks.add(secret);
        const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
        if (lines.length > 1)
            for (const line of lines)
                if (line.length >= SHORTEST_LINE)
                    masks.add(line);
    }
    return [...masks];
}
/** A redactor that also has the runner hide whatever it learns, in this step and in all later ones. */
class MaskingRedactor extends redact/* Redactor */.p {
    #masked = new Set();
    register(...secrets) {
        for (const mask of maskable(secrets)) {
            if (this.#masked.has(mask))
                continue;
            this.#masked.add(mask);
            (0,core/* setSecret */.Pq)(mask);
        }
        super.register(...maskable(secrets));
    }
}

;// CONCATENATED MODULE: ./build/js/github/outputs.js


/**
 * Sets every output that the action declares; one that does not apply is the empty string. GitHub drops an output that
 * holds a masked value without a word, so such a value is not set, and that is said.
 */
function setOutputs(command, outputs, redactor) {
    for (const name of (0,actions/* actionSpec */.CY)(command).outputs) {
        const value = outputs[name] ?? '';
        const holdsSecret = redactor.redact(value) !== value;
        if (holdsSecret)
            (0,core/* warning */.$e)(`The output ${name} is left empty because it would hold a secret.`);
        (0,core/* setOutput */.uH)(name, holdsSecret ? '' : value);
    }
}

;// CONCATENATED MODULE: ./build/js/github/log-line.js
/**
 * The runner obeys lines that begin with `::`, and takes `##[` anywhere for a command of the old form.
 * Text that came from a server or a file must not be able to speak in the runner's voice.
 */
function plainText(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map((line) => line.replaceAll('##[', '## ['))
        .map((line) => (line.trimStart().startsWith('::') ? `| ${line}` : line))
        .join('\n');
}

;// CONCATENATED MODULE: ./build/js/github/progress.js


/** A log line a scope this often, while something counts up. */
const INTERVAL_MS = 5000;
/** Said in place of data, because a step's log is not only its reader's. */
const HIDDEN = ' (names and values are not written into this log; the command line shows them)';
function textOf({ scope, message, done, total, data }) {
    const count = done === undefined ? '' : ` (${String(done)}${total === undefined ? '' : ` of ${String(total)}`})`;
    return `${scope}: ${message}${count}${data === undefined ? '' : HIDDEN}`;
}
/**
 * Prints progress into the step's log. What counts up is thinned out; its end is always printed, and so is what it came
 * to when nothing follows for a while, because that is where a long wait is.
 */
function logProgress(clock, redactor, signal) {
    const lastAt = new Map();
    const waiting = new Map();
    function print(event) {
        lastAt.set(event.scope, clock.monotonic());
        waiting.delete(event.scope);
        const text = redactor.redact(textOf(event));
        if (event.level === 'warning')
            (0,core/* warning */.$e)(text);
        else
            (0,core/* info */.pq)(plainText(event.level === 'error' ? `error: ${text}` : text));
    }
    function later(event, ms) {
        const isFirst = !waiting.has(event.scope);
        waiting.set(event.scope, event);
        if (!isFirst)
            return;
        const printLatest = () => {
            const latest = waiting.get(event.scope);
            if (latest !== undefined)
                print(latest);
        };
        // Aborted: nobody reads on.
        clock.sleep(ms, signal).then(printLatest, () => { });
    }
    return (event) => {
        const elapsed = clock.monotonic() - (lastAt.get(event.scope) ?? Number.NEGATIVE_INFINITY);
        const isMidway = event.done !== undefined && event.done !== event.total;
        if (isMidway && elapsed < INTERVAL_MS)
            later(event, INTERVAL_MS - elapsed);
        else
            print(event);
    };
}

// EXTERNAL MODULE: ./build/js/github/artifact-names.js
var artifact_names = __webpack_require__(86709);
;// CONCATENATED MODULE: ./build/js/github/common-folder.js

/** Whether a path lies below a folder. */
function isBelow(path, folder) {
    const steps = (0,external_node_path_.relative)(folder, path);
    return steps !== '' && steps !== '..' && !steps.startsWith(`..${external_node_path_.sep}`) && !(0,external_node_path_.isAbsolute)(steps);
}
/** The deepest folder that holds all of some absolute paths; at worst the root of the first one's drive. */
function commonFolder(paths) {
    let folder = (0,external_node_path_.dirname)(paths[0] ?? '');
    while (!paths.every((path) => isBelow(path, folder)) && (0,external_node_path_.dirname)(folder) !== folder)
        folder = (0,external_node_path_.dirname)(folder);
    return folder;
}

;// CONCATENATED MODULE: ./build/js/github/artifact-client.js

/** Rejects with the signal's reason as soon as it is aborted. The work itself cannot be stopped; the process's end does that. */
async function untilAborted(work, signal) {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
        return await Promise.race([work, aborted.promise]);
    }
    finally {
        signal.removeEventListener('abort', onAbort);
        // Whatever the work comes to after the abortion, nobody waits for it any more.
        work.catch(() => { });
    }
}
/**
 * Lends the toolkit's client, which is loaded only now: with the blob store's client it is by far the largest part of
 * the bundle. What it prints is folded away under `title`. Timeouts and retries are the toolkit's own.
 */
async function withArtifacts(title, signal, work) {
    const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(351), __webpack_require__.e(830), __webpack_require__.e(645)]).then(__webpack_require__.bind(__webpack_require__, 9645));
    (0,core/* startGroup */.Oh)(title);
    try {
        return await untilAborted(work(new DefaultArtifactClient()), signal);
    }
    finally {
        (0,core/* endGroup */.N4)();
    }
}

;// CONCATENATED MODULE: ./build/js/github/upload.js



/** Jobs of a matrix that report under one name; beyond this something else is wrong. */
const MAX_NAMES = 50;
/**
 * The service refuses a second artifact of one name in a run. The toolkit throws a bare `Error` for it; the HTTP status
 * in its text is all there is to go by.
 */
function isNameTaken(error) {
    return error instanceof Error && error.message.includes('(409)');
}
async function uploadUnderFreeName(client, request) {
    const base = (0,artifact_names/* safeArtifactName */.$v)(request.name);
    for (let attempt = 1;; attempt += 1) {
        const name = (0,artifact_names/* nthName */.Cb)(base, attempt);
        try {
            const { id, digest } = await client.uploadArtifact(name, [...request.files], request.root, {
                ...(request.retentionDays === undefined ? {} : { retentionDays: request.retentionDays }),
                compressionLevel: request.compress ? 6 : 0,
            });
            if (id === undefined || digest === undefined)
                throw new Error('The service named neither id nor digest.');
            return { id, name, digest };
        }
        catch (error) {
            if (!isNameTaken(error) || attempt === MAX_NAMES)
                throw error;
        }
    }
}
/** Compares what the service says it stored with what was sent. A service that names no digest is believed. */
async function verifyStored(client, uploaded) {
    const { artifact } = await client.getArtifact(uploaded.name);
    if (artifact.digest === undefined || artifact.digest === '' || artifact.digest === `sha256:${uploaded.digest}`)
        return;
    throw new js_errors/* SluiceError */.ah('ART_001', `The artifact ${uploaded.name} was stored with another digest than it was sent with.`, {
        fix: 'Do not use this artifact; run the step again.',
        details: { artifact: uploaded.name, sent: `sha256:${uploaded.digest}`, stored: artifact.digest },
    });
}
/**
 * Uploads files as one artifact of this workflow run and verifies what was stored. A name that is taken gets a number.
 * Throws `ART_001` when the upload fails or the stored digest differs, `InterruptedError` when the run is aborted.
 */
async function uploadArtifact(request, signal) {
    try {
        return await withArtifacts(`Upload the artifact ${request.name}`, signal, async (client) => {
            const uploaded = await uploadUnderFreeName(client, request);
            await verifyStored(client, uploaded);
            return uploaded;
        });
    }
    catch (error) {
        if (error instanceof js_errors/* SluiceError */.ah || error instanceof js_errors/* InterruptedError */.p4)
            throw error;
        throw new js_errors/* SluiceError */.ah('ART_001', `The artifact ${request.name} could not be uploaded.`, {
            cause: error,
            fix: 'The files are still on the runner. Check the artifact storage quota and the cause above, then run the step again.',
        });
    }
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./build/js/github/api.js
var api = __webpack_require__(76520);
// EXTERNAL MODULE: ./build/js/github/patience.js
var patience = __webpack_require__(35605);
;// CONCATENATED MODULE: ./build/js/github/visibility.js




/** How long GitHub may take to answer, with all attempts. */
const LIMIT_MS = 60_000;
const PATIENCE = { failures: 3, longestWaitMs: 5000 };
function visibilityOf(repository) {
    if (typeof repository !== 'object' || repository === null || !('private' in repository))
        return 'unknown';
    if (repository.private === false)
        return 'public';
    if (repository.private !== true)
        return 'unknown';
    return 'visibility' in repository && repository.visibility === 'internal' ? 'internal' : 'private';
}
/** What the event said when the run was started. */
async function visibilityAtStart(run) {
    if (run.eventPath === null)
        return 'unknown';
    try {
        const event = JSON.parse(await (0,promises_.readFile)(run.eventPath, 'utf8'));
        return typeof event === 'object' && event !== null && 'repository' in event
            ? visibilityOf(event.repository)
            : 'unknown';
    }
    catch {
        return 'unknown';
    }
}
/** What the API says now. */
async function visibilityNow(run, token, clock, signal) {
    if (run.repository === null || !token)
        return 'unknown';
    const { owner, name } = run.repository;
    try {
        const github = await (0,api/* openGitHub */.o)(token);
        const ask = async () => (await github.rest.repos.get({ owner, repo: name, request: { signal: (0,api/* withTimeout */.w)(signal) } })).data;
        return visibilityOf(await (0,patience/* withPatience */.oW)(ask, clock, signal, PATIENCE));
    }
    catch {
        // No answer, whatever the reason: nobody knows.
        return 'unknown';
    }
}
/**
 * Who can download what this run uploads. The event is believed when it says public, and in nothing else: a run may wait
 * weeks for its approval or be repeated long after its event, when the repository has been opened. Never throws: what
 * the API does not tell is `unknown`.
 */
async function repositoryVisibility(run, token, signal, { clock = js_clock/* systemClock */.m, limitMs = LIMIT_MS } = {}) {
    if ((await visibilityAtStart(run)) === 'public')
        return 'public';
    return visibilityNow(run, token, clock, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
}

;// CONCATENATED MODULE: ./build/js/github/publish.js





/** Outputs of a step that uploaded nothing. */
const NO_ARTIFACTS = { 'report-artifact-id': '', 'backup-artifact-id': '', 'backup-artifact-name': '' };
/** The name that the report's artifact will have if it is free. */
function reportName({ command, inputs, run }) {
    return inputs.reportName === undefined
        ? (0,artifact_names/* reportArtifactName */.m5)(command, inputs.environment, run)
        : (0,artifact_names/* safeArtifactName */.$v)(inputs.reportName);
}
/** An upload that was stopped with the run is no bug. */
function failureOf(error) {
    return (0,js_errors/* reportError */.N7)(error instanceof js_errors/* InterruptedError */.p4
        ? new js_errors/* SluiceError */.ah('ART_001', 'The upload was stopped, because the run was asked to stop.', { cause: error })
        : error);
}
/** Papers that cannot be uploaded are still on the runner, and the run has passed all the same; only corrupt ones fail the step. */
async function publishPapers({ inputs, signal }, { title, name: wanted, files }) {
    const nothing = { id: null, outputs: {}, notes: [], errors: [], warnings: [] };
    if (files.length === 0)
        return nothing;
    try {
        const { id, name } = await uploadArtifact({ name: wanted, files, root: commonFolder(files), retentionDays: inputs.artifactRetentionDays, compress: true }, signal);
        return { ...nothing, id, notes: [`${title}: the artifact \`${name}\`.`] };
    }
    catch (error) {
        const reported = failureOf(error);
        const corrupt = error instanceof js_errors/* SluiceError */.ah && 'stored' in error.details;
        const sentence = `${title}: not uploaded. ${[reported.message, ...reported.causes].join(' ')}`;
        return { ...nothing, notes: [sentence], errors: corrupt ? [reported] : [], warnings: corrupt ? [] : [sentence] };
    }
}
async function publishReports(request) {
    const papers = { title: 'Reports', name: reportName(request), files: request.result.reportFiles };
    const { id, ...published } = await publishPapers(request, papers);
    return { ...published, outputs: id === null ? {} : { 'report-artifact-id': String(id) } };
}
/** What a later promotion reads; without it there is none, so that a failed upload can do no harm. */
async function publishEvidence(request) {
    const { command, inputs, run, result } = request;
    const environment = command === 'promote' ? (inputs.to ?? inputs.environment) : inputs.environment;
    const name = (0,artifact_names/* evidenceArtifactName */.n3)(command, environment, run);
    const { id: _id, ...published } = await publishPapers(request, {
        title: 'Evidence',
        name,
        files: result.evidenceFiles,
    });
    return published;
}
/** @throws SluiceError `BACKUP_004` when everybody could read what nobody allowed everybody to read */
function refuseLeak(backup, visibility, inputs) {
    if (backup.encrypted || visibility === 'private' || visibility === 'internal' || inputs.allowPlaintext)
        return;
    throw new js_errors/* SluiceError */.ah('BACKUP_004', visibility === 'public'
        ? `The backup ${backup.name} is not encrypted and this repository is public, so it was not uploaded: every GitHub user could download it.`
        : `The backup ${backup.name} is not encrypted and it is unknown who can read this repository, so it was not uploaded.`, { details: { visibility } });
}
/** Who can download an artifact that is not encrypted, in a sentence. */
const READERS = {
    private: 'whoever can read this repository can download the data',
    internal: 'this repository is internal: everybody in the enterprise can download the data',
    public: 'this repository is public: every GitHub user can download the data',
    unknown: 'it is unknown who can read this repository and download the data',
};
function backupNote(backup, { name }, visibility) {
    if (backup.encrypted)
        return `The backup is in the artifact \`${name}\`, encrypted.`;
    return visibility === 'private' || visibility === 'internal'
        ? `The backup is in the artifact \`${name}\`. It is **not encrypted**: ${READERS[visibility]}.`
        : `> [!CAUTION]\n> The backup in the artifact \`${name}\` is **NOT ENCRYPTED**, and ${READERS[visibility]}. It was uploaded because \`allow-plaintext\` is \`true\`.`;
}
/** Said in the log and beside the run, too: a summary is easily overlooked. */
function plaintextWarning(backup, { name }, visibility) {
    return backup.encrypted || visibility === 'private' || visibility === 'internal'
        ? []
        : [`The backup in the artifact ${name} is not encrypted, and ${READERS[visibility]}.`];
}
/** A backup that was promised and is not there fails the step. */
async function publishBackup(request, backup) {
    const { inputs, run, signal } = request;
    try {
        const visibility = backup.encrypted ? 'private' : await repositoryVisibility(run, inputs.githubToken, signal);
        refuseLeak(backup, visibility, inputs);
        const uploaded = await uploadArtifact({
            name: (0,artifact_names/* backupArtifactName */.Q2)(backup.name),
            files: backup.files,
            root: backup.root,
            retentionDays: inputs.artifactRetentionDays,
            compress: false,
        }, signal);
        return {
            outputs: { 'backup-artifact-id': String(uploaded.id), 'backup-artifact-name': uploaded.name },
            notes: [backupNote(backup, uploaded, visibility)],
            errors: [],
            warnings: plaintextWarning(backup, uploaded, visibility),
        };
    }
    catch (error) {
        const reported = failureOf(error);
        return { outputs: {}, notes: [`**${reported.code}**: ${reported.message}`], errors: [reported], warnings: [] };
    }
}
/** Why nothing can be uploaded; null when it can. */
function obstacle({ inputs, run, result, }) {
    if (result.status === 'interrupted') {
        return {
            sentence: 'Nothing was uploaded, because the run was interrupted and its time was running out.',
            warn: false,
        };
    }
    if (!inputs.uploadArtifacts)
        return { sentence: 'Nothing was uploaded (`upload-artifacts: false`).', warn: false };
    if (run.hasArtifacts)
        return null;
    return {
        sentence: 'Nothing was uploaded: this runner offers no artifact service. Reports and backups are on the runner only.',
        warn: true,
    };
}
/**
 * Uploads a run's reports as one artifact, its evidence as one, and each backup as one. Never throws: what fails is in the result, and the
 * run's own result stands beside it.
 */
async function publish(request) {
    const reason = obstacle(request);
    if (reason !== null) {
        return {
            outputs: NO_ARTIFACTS,
            notes: [reason.sentence],
            errors: [],
            warnings: reason.warn ? [reason.sentence] : [],
        };
    }
    const parts = [await publishReports(request), await publishEvidence(request)];
    for (const backup of request.result.artifactFiles)
        parts.push(await publishBackup(request, backup));
    return {
        outputs: Object.assign({}, NO_ARTIFACTS, ...parts.map(({ outputs }) => outputs)),
        notes: parts.flatMap(({ notes }) => notes),
        errors: parts.flatMap(({ errors }) => errors),
        warnings: parts.flatMap(({ warnings }) => warnings),
    };
}

;// CONCATENATED MODULE: ./build/js/github/signals.js

/** What a cancelled run exits with. */
const INTERRUPTED_EXIT = 130;
const SIGNALS = ['SIGINT', 'SIGTERM'];
/**
 * Turns the runner's cancellation into the abortion of a run. The first signal aborts with an `InterruptedError`, so
 * that statements are cancelled and the journal is written; a second one (the runner sends it when we take too long)
 * ends the process at once. The returned function stops listening.
 */
function abortOnSignals(controller) {
    function onSignal(signal) {
        if (controller.signal.aborted)
            process.exit(INTERRUPTED_EXIT);
        controller.abort(new js_errors/* InterruptedError */.p4(`The run was asked to stop (${signal}).`));
    }
    for (const signal of SIGNALS)
        process.on(signal, onSignal);
    return () => {
        for (const signal of SIGNALS)
            process.off(signal, onSignal);
    };
}
/** How long something that nobody closed may keep a finished process alive. */
const LINGER_MS = 5000;
/** Has the process end with this code: by itself once all is printed, by force when something keeps it alive. */
function exitSoon(code) {
    process.exitCode = code;
    setTimeout(() => process.exit(code), LINGER_MS).unref();
}

;// CONCATENATED MODULE: ./build/js/github/summary.js

/** A step summary larger than this is dropped whole by GitHub, without a word. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;
/** Markup that is still open at the end of a text that was cut, and what closes it. */
function closing(text) {
    const fence = text.split('\n').filter((line) => line.trimStart().startsWith('```')).length % 2 === 1;
    const details = (text.match(/<details\b/g)?.length ?? 0) - (text.match(/<\/details>/g)?.length ?? 0);
    return `${fence ? '```\n' : ''}${'</details>\n'.repeat(Math.max(0, details))}`;
}
/**
 * Cuts Markdown at the end of a line so that it stays below the limit in bytes, and says where the rest is.
 * Returned unchanged when it fits.
 */
function fitSummary(markdown, pointer, limitBytes = SUMMARY_LIMIT_BYTES) {
    if (Buffer.byteLength(markdown) < limitBytes)
        return markdown;
    const note = `\n> This summary was cut here because it is too long for GitHub. ${pointer}\n`;
    // Room for the note and for whatever has to be closed.
    const room = limitBytes - Buffer.byteLength(note) - 256;
    const cut = Buffer.from(markdown).subarray(0, Math.max(0, room)).toString('utf8');
    const whole = cut.slice(0, cut.lastIndexOf('\n') + 1);
    return `${whole}${closing(whole)}${note}`;
}
/** Appends Markdown to the step's summary; does nothing where there is none (outside GitHub). */
async function writeSummary(markdown, pointer) {
    if (!process.env['GITHUB_STEP_SUMMARY'])
        return;
    await core/* summary */.z.addRaw(fitSummary(markdown, pointer), true).write();
}

// EXTERNAL MODULE: ./build/js/github/workflow-run.js
var workflow_run = __webpack_require__(48043);
;// CONCATENATED MODULE: ./build/js/github/main.js














const loadFromCore = async (name) => (await __webpack_require__.e(/* import() */ 638).then(__webpack_require__.bind(__webpack_require__, 67638))).commands[name];
/** The result of a step whose command could not be started. */
function notStarted(error) {
    const interrupted = error instanceof js_errors/* InterruptedError */.p4;
    const reported = (0,js_errors/* reportError */.N7)(error);
    return {
        status: interrupted ? 'interrupted' : 'failed',
        exitCode: interrupted ? INTERRUPTED_EXIT : reported.code === 'CONF_001' ? 2 : 1,
        errors: interrupted ? [] : [reported],
        places: [],
        outputs: {},
        reportFiles: [],
        evidenceFiles: [],
        comment: '',
        markdown: interrupted ? 'The run was stopped before it began.\n' : `## Failed\n\n${errorText(reported)}\n`,
        artifactFiles: [],
    };
}
/** Commands that change a database. */
const DEPLOYING = ['migrate', 'rollback', 'lifecycle'];
/** Runs a command as a deployment to its environment, where GitHub lets the job make one. */
async function deployed(step, inputs, context, work) {
    const { command, signal } = step;
    const { environment, githubToken: token, dryRun } = inputs;
    const { origin, emit } = context;
    if (!DEPLOYING.includes(command) || environment === undefined || dryRun || origin === null || !token)
        return work();
    const { openDeployment } = await __webpack_require__.e(/* import() */ 957).then(__webpack_require__.bind(__webpack_require__, 60957));
    const outcome = await openDeployment({ origin, token, environment, command }, { clock: js_clock/* systemClock */.m, signal });
    if (outcome.deployment === null) {
        emit({ level: 'info', scope: 'deployment', message: `none on GitHub: ${outcome.why}` });
        return work();
    }
    let result = { status: 'failed', outputs: {} };
    try {
        const ended = await work();
        result = ended;
        return ended;
    }
    finally {
        await outcome.deployment.finish(result);
    }
}
/** Runs the command with what it needs from GitHub. */
async function withGitHub({ command: name, run }, inputs, context, command) {
    switch (name) {
        case 'rollback':
            return (0,fetch_backup.withFetchedBackup)(inputs, run, context, (prepared) => command(prepared, context));
        case 'lifecycle':
        case 'promote': {
            const { withPromotion } = await __webpack_require__.e(/* import() */ 93).then(__webpack_require__.bind(__webpack_require__, 75474));
            return command(inputs, await withPromotion(inputs, run, context));
        }
        default:
            return command(inputs, context);
    }
}
async function runCommand(step, inputs) {
    const { env } = process;
    const command = await step.load(step.command);
    const ended = new AbortController();
    const context = {
        signal: step.signal,
        clock: js_clock/* systemClock */.m,
        env,
        workingDirectory: (0,external_node_path_.resolve)(inputs.workingDirectory ?? '.'),
        redactor: step.redactor,
        actor: (0,workflow_run/* readActor */.a9)(env, step.run),
        origin: (0,workflow_run/* readOrigin */.P2)(env, step.run),
        promotion: null,
        emit: logProgress(js_clock/* systemClock */.m, step.redactor, ended.signal),
    };
    try {
        return await deployed(step, inputs, context, () => withGitHub(step, inputs, context, command));
    }
    finally {
        ended.abort();
    }
}
/** What every run sets, with what the command said of itself laid over it. */
function outputsOf(result, errors) {
    const failed = result.status === 'interrupted' || errors.length > result.errors.length;
    return {
        ...result.outputs,
        status: failed ? 'failed' : result.status,
        'error-code': result.outputs['error-code'] || (errors[0]?.code ?? ''),
    };
}
/** Tells GitHub how the run ended: summary and outputs first, since an upload may take long or fail. */
async function conclude(step, inputs, result) {
    const { command, run, redactor, signal } = step;
    setOutputs(command, { ...outputsOf(result, result.errors), ...NO_ARTIFACTS }, redactor);
    const pointer = inputs?.uploadArtifacts === true && run.hasArtifacts
        ? `The artifact ${reportName({ command, inputs, run })} holds all of it.`
        : `All of it is on the runner: ${result.outputs['report-path'] ?? 'there is no report'}.`;
    await writeSummary(redactor.redact(result.markdown), pointer);
    if (inputs === null)
        return finish(result, result.errors, redactor);
    const published = await publish({ command, inputs, run, result, signal });
    for (const text of published.warnings)
        (0,core/* warning */.$e)(redactor.redact(text));
    const notes = [...published.notes, ...(await comment(step, inputs, result))];
    await writeSummary(redactor.redact(`\n${notes.join('\n\n')}\n`), pointer);
    const errors = [...result.errors, ...published.errors];
    setOutputs(command, { ...outputsOf(result, errors), ...published.outputs }, redactor);
    return finish(result, errors, redactor);
}
/** Tells the pull request that started the run; returns what the summary says of it. */
async function comment(step, inputs, result) {
    const { command, run, redactor, signal } = step;
    if (result.comment === '' || signal.aborted)
        return [];
    if (process.env['GITHUB_EVENT_NAME']?.startsWith('pull_request') !== true)
        return [];
    const { commentOnPullRequest, pullRequestOf } = await __webpack_require__.e(/* import() */ 479).then(__webpack_require__.bind(__webpack_require__, 12479));
    const pullRequest = await pullRequestOf(run);
    if (pullRequest === null)
        return [];
    const key = [inputs.dryRun ? 'plan' : command, inputs.environment ?? inputs.to]
        .filter((part) => part !== undefined)
        .join(' ');
    const body = [redactor.redact(result.comment), run.runUrl === null ? '' : `[Workflow run](${run.runUrl})`].join('\n\n');
    const section = { key, commit: pullRequest.head, body };
    const limits = { clock: js_clock/* systemClock */.m, signal };
    const outcome = await commentOnPullRequest(run, pullRequest, inputs.githubToken, section, limits);
    return outcome.written ? [] : [`The pull request was not commented on: ${outcome.why}.`];
}
function finish(result, errors, redactor) {
    if (result.status === 'interrupted')
        (0,core/* warning */.$e)('The run was interrupted. Its state is saved: run it again to go on.');
    annotatePlaces(result.places, redactor, process.env['GITHUB_WORKSPACE']);
    annotateErrors(errors, redactor);
    return result.exitCode === 0 && errors.length > 0 ? 1 : result.exitCode;
}
async function perform(step) {
    let inputs = null;
    let result;
    try {
        inputs = readActionInputs(step.command);
        result = await runCommand(step, inputs);
    }
    catch (error) {
        result = notStarted(error);
    }
    return conclude(step, inputs, result);
}
/**
 * Runs a command as a step of a workflow: reads the inputs, hides the secrets before anything is printed, runs, writes
 * summary and outputs, uploads, and ends the process with the run's exit code.
 *
 * @param load gets the command; the core's own unless a test hands in another
 */
async function runAction(command, load = loadFromCore) {
    const controller = new AbortController();
    const stopListening = abortOnSignals(controller);
    const redactor = new MaskingRedactor();
    try {
        redactor.register(...stepSecrets(command, process.env));
        const run = (0,workflow_run/* readWorkflowRun */.hO)(process.env);
        exitSoon(await perform({ command, load, run, redactor, signal: controller.signal }));
    }
    catch (error) {
        annotateErrors([(0,js_errors/* reportError */.N7)(error)], redactor);
        exitSoon(1);
    }
    finally {
        stopListening();
    }
}


/***/ })

};
