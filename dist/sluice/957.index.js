export const id = 957;
export const ids = [957];
export const modules = {

/***/ 60957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openDeployment: () => (/* binding */ openDeployment)
/* harmony export */ });
/* harmony import */ var _api_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76520);
/* harmony import */ var _patience_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35605);


/** A deployment is a courtesy: it must not keep a migration waiting for long. */
const PATIENCE = { failures: 2, longestWaitMs: 2000 };
const LIMIT_MS = 20_000;
/** A run that is being stopped has seconds. */
const LAST_WORDS_MS = 3000;
/** GitHub refuses a longer one. */
const MOST_DESCRIPTION = 140;
function ending({ status, outputs }) {
    const applied = outputs['applied-count'] ?? '';
    const done = applied === '' ? '' : `, ${applied} applied`;
    if (status === 'interrupted')
        return { state: 'error', description: 'interrupted; the same command goes on' };
    if (status !== 'failed')
        return { state: 'success', description: `${status}${done}` };
    const back = outputs['rolled-back'] === 'true' ? ', rolled back' : '';
    return { state: 'failure', description: `${outputs['error-code'] ?? 'failed'}${back}` };
}
class LiveDeployment {
    #github;
    #id;
    #request;
    #clock;
    constructor(github, id, request, clock) {
        this.#github = github;
        this.#id = id;
        this.#request = request;
        this.#clock = clock;
    }
    async say(state, description, signal) {
        const { origin, environment } = this.#request;
        const [owner = '', repo = ''] = origin.repository.split('/');
        await (0,_patience_js__WEBPACK_IMPORTED_MODULE_0__/* .withPatience */ .oW)(() => this.#github.rest.repos.createDeploymentStatus({
            owner,
            repo,
            deployment_id: this.#id,
            state,
            environment,
            description: description.slice(0, MOST_DESCRIPTION),
            log_url: origin.url,
            // The deployment before this one is over as soon as this one has succeeded.
            auto_inactive: true,
            request: { signal: (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .withTimeout */ .w)(signal) },
        }), this.#clock, signal, PATIENCE);
    }
    async finish(result) {
        const { state, description } = ending(result);
        const limit = result.status === 'interrupted' ? LAST_WORDS_MS : LIMIT_MS;
        await this.say(state, description, AbortSignal.timeout(limit)).catch(() => undefined);
    }
}
/** Why GitHub made no deployment. */
function reasonOf(error) {
    const status = (0,_patience_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOf */ .c2)(error);
    if (status === null)
        return 'GitHub did not answer';
    return status === 403 || status === 404 ? 'the job has no `deployments: write`' : `GitHub answered ${String(status)}`;
}
/**
 * Makes a deployment of the commit to the environment and says that it is in progress. Its statuses link to the workflow
 * run, so that the environment's page tells its history. Never throws but for an abort.
 */
async function openDeployment(request, { clock, signal }) {
    const { origin, token, environment, command } = request;
    const [owner = '', repo = ''] = origin.repository.split('/');
    const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    try {
        const github = await (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .openGitHub */ .o)(token);
        // Not repeated: a request whose answer is lost may have made the deployment.
        const { data } = await github.rest.repos.createDeployment({
            owner,
            repo,
            ref: origin.commit,
            task: `sluice:${command}`,
            environment,
            description: `sluice ${command} by ${origin.actor}`.slice(0, MOST_DESCRIPTION),
            auto_merge: false,
            required_contexts: [],
            payload: { workflowRunId: origin.workflowRunId, attempt: origin.attempt },
            request: { signal: (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .withTimeout */ .w)(limited) },
        });
        // GitHub answers with a message alone when it merged something instead, which it was told not to.
        if (!('id' in data))
            return { deployment: null, why: 'GitHub made none' };
        const deployment = new LiveDeployment(github, data.id, request, clock);
        await deployment.say('in_progress', 'in progress', limited);
        return { deployment };
    }
    catch (error) {
        signal.throwIfAborted();
        return { deployment: null, why: reasonOf(error) };
    }
}


/***/ })

};
