export const id = 239;
export const ids = [239];
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


/***/ })

};
