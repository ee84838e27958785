export const id = 172;
export const ids = [172];
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

/***/ 79172:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   listBackupArtifacts: () => (/* binding */ listBackupArtifacts)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _artifact_names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(86709);
/* harmony import */ var _patience_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35605);
/* harmony import */ var _repository_artifacts_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76116);




/**
 * Lists the backups among the artifacts of a repository; null where there is no repository or no token.
 *
 * @throws SluiceError `ART_001` when GitHub does not answer; the signal's reason when it is aborted
 */
async function listBackupArtifacts({ repository }, token, clock, signal) {
    if (repository === null || !token)
        return null;
    const name = `${repository.owner}/${repository.name}`;
    const request = { token, owner: repository.owner, repository: repository.name, runId: null };
    try {
        const { artifacts, left } = await (0,_repository_artifacts_js__WEBPACK_IMPORTED_MODULE_2__/* .listRepositoryArtifacts */ .Y)(request, clock, signal);
        const found = artifacts.flatMap(({ name: artifact, id, runId, bytes, digest, createdAt, expiresAt, expired, isForeign }) => {
            const backupId = (0,_artifact_names_js__WEBPACK_IMPORTED_MODULE_3__/* .backupIdOf */ .$g)(artifact);
            if (backupId === null || expired)
                return [];
            return [{ backupId, artifact, artifactId: id, runId, bytes, digest, createdAt, expiresAt, isForeign }];
        });
        return { repository: name, artifacts: found, left };
    }
    catch (error) {
        signal.throwIfAborted();
        const status = (0,_patience_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error);
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('ART_001', `The artifacts of ${name} could not be listed${status === null ? '' : ` (HTTP status ${String(status)})`}.`, {
            cause: error,
            fix: 'Check GITHUB_REPOSITORY, and that the token may read Actions (`actions: read`).',
        });
    }
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
