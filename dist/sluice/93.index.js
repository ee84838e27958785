export const id = 93;
export const ids = [93,474,392];
export const modules = {

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

/***/ 27392:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readEvidence: () => (/* binding */ readEvidence)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2503);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(64377);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29384);
/* harmony import */ var _evidence_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(47965);




const sha256 = zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256');
const stamp = zod__WEBPACK_IMPORTED_MODULE_4__/* .datetime */ .w$();
const count = zod__WEBPACK_IMPORTED_MODULE_3__/* .int */ .Whr().nonnegative();
const code = zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(Object.keys(_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ERROR_CODES */ .OQ));
const shape = zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
    schema: zod__WEBPACK_IMPORTED_MODULE_3__/* .literal */ .euz('sluice.evidence/1'),
    sluiceVersion: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    command: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    environment: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().nullable(),
    engine: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(['sqlite', 'postgresql', 'mysql', 'mariadb', 'redis', 'neo4j']).nullable(),
    origin: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        repository: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().regex(/^[^/\s]+\/[^/\s]+$/, 'is not owner/name'),
        commit: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not a commit'),
        ref: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
        actor: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1),
        triggeringActor: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1),
        workflowRunId: zod__WEBPACK_IMPORTED_MODULE_3__/* .int */ .Whr().positive(),
        attempt: zod__WEBPACK_IMPORTED_MODULE_3__/* .int */ .Whr().positive(),
        url: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    })
        .nullable(),
    run: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        id: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1),
        status: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_evidence_js__WEBPACK_IMPORTED_MODULE_2__/* .ENDS */ .Br),
        startedAt: stamp,
        finishedAt: stamp,
        durationMs: count,
    }),
    plan: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        digest: sha256,
        continues: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().nullable(),
        files: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ version: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), path: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), checksum: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() })),
    })
        .nullable(),
    before: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        fingerprint: sha256,
        objects: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ kind: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), name: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), hash: sha256 })),
    })
        .nullable(),
    after: sha256.nullable(),
    backup: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ id: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1), digest: sha256, verified: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() }).nullable(),
    checks: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ id: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), status: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(['pass', 'warn', 'fail', 'skip']), code: code.nullable() })),
    stages: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ name: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), status: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_evidence_js__WEBPACK_IMPORTED_MODULE_2__/* .ENDS */ .Br), durationMs: count })),
    rolledBack: zod__WEBPACK_IMPORTED_MODULE_3__/* .boolean */ .zMY(),
    errors: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(code),
    digest: sha256,
});
/**
 * Reads evidence and re-computes its digest, and the schema's fingerprint from its objects.
 *
 * @param name what messages call the text: the file's path or the artifact's name
 * @throws SluiceError `EVID_001` when it is no evidence, or was changed after it had been written
 */
function readEvidence(text, name) {
    let found;
    try {
        found = JSON.parse(text);
    }
    catch (cause) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} is no evidence: it is not JSON.`, { cause });
    }
    const read = shape.safeParse(found);
    if (!read.success) {
        const [issue] = read.error.issues;
        const where = issue === undefined || issue.path.length === 0 ? 'it' : `\`${issue.path.join('.')}\``;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} is no evidence: ${where} ${issue?.message ?? 'is not as it must be'}.`);
    }
    const evidence = read.data;
    const digest = (0,_evidence_js__WEBPACK_IMPORTED_MODULE_2__/* .evidenceDigest */ .YB)(evidence);
    if (digest !== evidence.digest) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} was changed after it had been written: its digest says ${evidence.digest}, its content ${digest}.`, { details: { written: evidence.digest, computed: digest } });
    }
    const { before } = evidence;
    if (before !== null && (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_1__/* .fingerprintObjects */ .xE)(before.objects) !== before.fingerprint) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} contradicts itself: its schema objects have another fingerprint.`);
    }
    return evidence;
}


/***/ }),

/***/ 75474:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  withPromotion: () => (/* binding */ withPromotion)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 4 modules
var schemas = __webpack_require__(2503);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/evidence/facts.js
var facts = __webpack_require__(77249);
// EXTERNAL MODULE: ./build/js/evidence/read-evidence.js
var read_evidence = __webpack_require__(27392);
// EXTERNAL MODULE: ./build/js/github/api.js
var api = __webpack_require__(76520);
// EXTERNAL MODULE: ./build/js/github/artifact-names.js
var artifact_names = __webpack_require__(86709);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/errors.js
var classic_errors = __webpack_require__(961);
// EXTERNAL MODULE: ./build/js/github/patience.js
var patience = __webpack_require__(35605);
;// CONCATENATED MODULE: ./build/js/github/ask.js




const PATIENCE = { failures: 5, longestWaitMs: 10_000 };
/** The longest that GitHub may ask us to wait; beyond this the answer counts as not given. */
const LONGEST_RATE_WAIT_MS = 60_000;
/** A header of an answer that octokit made an error of; null when there is none. */
function headerOf(error, name) {
    const response = typeof error === 'object' && error !== null && 'response' in error ? error.response : null;
    const headers = typeof response === 'object' && response !== null && 'headers' in response ? response.headers : undefined;
    const value = headers?.[name];
    return value === undefined || value === null ? null : String(value);
}
/**
 * How long GitHub asks to wait, in ms; null when the answer is no rate limit. Rate limits come as 403 or 429, with
 * `retry-after` in seconds, or with no requests remaining until `x-ratelimit-reset` in seconds since 1970.
 * Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function rateWait(error, now) {
    const status = (0,patience/* statusOf */.c2)(error);
    if (status !== 403 && status !== 429)
        return null;
    const after = Number(headerOf(error, 'retry-after') ?? Number.NaN);
    if (after >= 0)
        return after * 1000;
    if (headerOf(error, 'x-ratelimit-remaining') !== '0')
        return null;
    const reset = Number(headerOf(error, 'x-ratelimit-reset') ?? Number.NaN);
    return reset >= 0 ? Math.max(0, reset * 1000 - now.getTime()) : null;
}
/** What an answer's status usually means for whoever set the workflow up. */
const MEANINGS = {
    401: 'the token is not good',
    403: 'the token may not read it',
    404: 'there is no such thing, or the token may not see it',
};
/** Why there is no answer, as a part of a sentence. */
function reasonOf(error) {
    if (error instanceof classic_errors/* ZodError */.G) {
        const [issue] = error.issues;
        const where = issue === undefined || issue.path.length === 0 ? 'it' : `\`${issue.path.join('.')}\``;
        return `GitHub’s answer is not understood: ${where} ${issue?.message ?? 'is not as it must be'}`;
    }
    if (error instanceof patience/* FinalAnswer */.NY)
        return error.message;
    const status = (0,patience/* statusOf */.c2)(error);
    if (status === null)
        return `GitHub did not answer (${error instanceof Error ? error.message : String(error)})`;
    const meaning = MEANINGS[status];
    return `GitHub answered ${String(status)}${meaning === undefined ? '' : `: ${meaning}`}`;
}
/**
 * Asks GitHub one question, again while it fails in a way that passes, and checks the answer's shape. Never throws but
 * for an abort: what is not known says why.
 *
 * @param question sends the request; the signal bounds this one attempt
 * @param needs the permission that the question needs, for the reason: `actions: read`
 */
async function ask(shape, question, needs, { clock, signal }) {
    for (let failures = 1;; failures += 1) {
        signal.throwIfAborted();
        try {
            const { data } = await question((0,api/* withTimeout */.w)(signal));
            return (0,facts/* known */.e)(shape.parse(data));
        }
        catch (error) {
            signal.throwIfAborted();
            const wait = rateWait(error, clock.now());
            const isPatient = wait === null ? !(error instanceof classic_errors/* ZodError */.G) && (0,patience/* isWorthRetrying */.J0)(error) : true;
            if (!isPatient || failures >= PATIENCE.failures || (wait ?? 0) > LONGEST_RATE_WAIT_MS) {
                const limited = wait === null ? reasonOf(error) : 'GitHub’s rate limit is used up';
                return (0,facts/* unknown */.L)(`${limited}; it needs the permission \`${needs}\``);
            }
            if (wait === null)
                await (0,patience/* waitBeforeRetry */.jy)(failures, PATIENCE, clock, signal);
            else
                await clock.sleep(wait, signal);
        }
    }
}

// EXTERNAL MODULE: ./build/js/github/download.js + 6 modules
var download = __webpack_require__(74100);
// EXTERNAL MODULE: ./build/js/github/repository-artifacts.js
var repository_artifacts = __webpack_require__(76116);
;// CONCATENATED MODULE: ./build/js/github/promotion-source.js













/** Members that a decision rests on must be there: an answer without them is none. */
const environmentShape = schemas/* object */.Ikc({
    // Not in GitHub's published description, and in its answers.
    can_admins_bypass: schemas/* boolean */.zMY().optional(),
    protection_rules: schemas/* array */.YOg(schemas/* object */.Ikc({
        type: schemas/* string */.YjP(),
        prevent_self_review: schemas/* boolean */.zMY().optional(),
        reviewers: schemas/* array */.YOg(schemas/* unknown */.L5J()).optional(),
    })),
});
const approvalsShape = schemas/* array */.YOg(schemas/* object */.Ikc({
    state: schemas/* string */.YjP(),
    user: schemas/* object */.Ikc({ login: schemas/* string */.YjP().min(1) }),
    environments: schemas/* array */.YOg(schemas/* object */.Ikc({ name: schemas/* string */.YjP() })),
}));
const person = schemas/* object */.Ikc({ login: schemas/* string */.YjP().min(1) }).nullable();
const commitShape = schemas/* object */.Ikc({ author: person, committer: person });
const runShape = schemas/* object */.Ikc({
    head_sha: schemas/* string */.YjP(),
    repository: schemas/* object */.Ikc({ full_name: schemas/* string */.YjP() }),
    head_repository: schemas/* object */.Ikc({ full_name: schemas/* string */.YjP() }),
});
const membersShape = schemas/* array */.YOg(schemas/* object */.Ikc({ login: schemas/* string */.YjP().min(1) }));
const PER_PAGE = 100;
/** A team with more members is not a list of people who sign. */
const MOST_PAGES = 50;
/** Evidence has some thousand schema objects at most; whatever is larger is something else. */
const MAX_BYTES = 64 * 2 ** 20;
async function environmentOf(desk, name) {
    const { github, owner, repository: repo, limits } = desk;
    const answer = await ask(environmentShape, (signal) => github.rest.repos.getEnvironment({ owner, repo, environment_name: name, request: { signal } }), 'actions: read', limits);
    if (!answer.known)
        return answer;
    const { can_admins_bypass: adminsCanBypass = null, protection_rules: rules } = answer.value;
    const reviews = rules.filter(({ type }) => type === 'required_reviewers');
    return (0,facts/* known */.e)({
        requiredReviewers: reviews.reduce((sum, { reviewers }) => sum + (reviewers?.length ?? 0), 0),
        preventsSelfReview: reviews.some((rule) => rule.prevent_self_review === true),
        adminsCanBypass,
    });
}
async function approvalsOf(desk, environment) {
    const { github, owner, repository: repo, runId, limits } = desk;
    const answer = await ask(approvalsShape, (signal) => github.rest.actions.getReviewsForRun({ owner, repo, run_id: runId, request: { signal } }), 'actions: read', limits);
    if (!answer.known)
        return answer;
    const reviews = answer.value.filter(({ environments }) => environments.some(({ name }) => name === environment));
    // GitHub does not say which came first, so a no of another attempt is not outweighed by a yes.
    const refused = new Set(reviews.filter(({ state }) => state === 'rejected').map(({ user }) => user.login));
    return (0,facts/* known */.e)(reviews
        .filter(({ state, user }) => state === 'approved' && !refused.has(user.login))
        .map(({ user }) => ({ login: user.login })));
}
/** Whoever GitHub cannot name cannot be told apart from an approver. */
async function authorsOf(desk) {
    const { github, owner, repository: repo, commit, limits } = desk;
    const answer = await ask(commitShape, (signal) => github.rest.repos.getCommit({ owner, repo, ref: commit, request: { signal } }), 'contents: read', limits);
    if (!answer.known)
        return answer;
    const { author, committer } = answer.value;
    if (author === null)
        return (0,facts/* unknown */.L)('the e-mail address of the commit’s author belongs to no GitHub account');
    if (committer === null)
        return (0,facts/* unknown */.L)('the e-mail address of the commit’s committer belongs to no GitHub account');
    return (0,facts/* known */.e)([author.login, committer.login]);
}
/** `@acme/dba` → its members. */
async function teamMembers(desk, team) {
    const [org = '', slug = ''] = team.slice(1).split('/');
    const logins = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
        const answer = await ask(membersShape, (signal) => desk.github.rest.teams.listMembersInOrg({
            org,
            team_slug: slug,
            per_page: PER_PAGE,
            page,
            request: { signal },
        }), 'members: read', desk.limits);
        if (!answer.known)
            return (0,facts/* unknown */.L)(`the team ${team} cannot be read, ${answer.why}`);
        logins.push(...answer.value.map(({ login }) => login));
        if (answer.value.length < PER_PAGE)
            return (0,facts/* known */.e)(logins);
    }
    return (0,facts/* unknown */.L)(`the team ${team} has more than ${String(PER_PAGE * MOST_PAGES)} members`);
}
async function membersOf(desk, names) {
    const logins = [];
    for (const name of names) {
        if (!name.startsWith('@')) {
            logins.push(name);
            continue;
        }
        const members = await teamMembers(desk, name);
        if (!members.known)
            return members;
        logins.push(...members.value);
    }
    return (0,facts/* known */.e)(logins);
}
/** Reads the files of one artifact; what is no sound evidence is named. */
async function readFiles(folder, artifact) {
    const texts = [];
    for (const entry of (await (0,promises_.readdir)(folder)).toSorted()) {
        const path = (0,external_node_path_.join)(folder, entry);
        const { size } = await (0,promises_.stat)(path);
        if (size > MAX_BYTES)
            throw new errors/* SluiceError */.ah('EVID_001', `${entry} of ${artifact} is too large to be evidence.`);
        texts.push(await (0,promises_.readFile)(path, 'utf8'));
    }
    return texts;
}
/** Where evidence is looked for, and what was found. */
class Search {
    found = [];
    damaged = [];
    #desk;
    #runId;
    #run;
    constructor(desk, runId, run) {
        this.#desk = desk;
        this.#runId = runId;
        this.#run = run;
    }
    /** Fetches an artifact and reads it; what is wrong with it is kept. */
    async take(artifact, folder) {
        const { owner, repository, token, limits } = this.#desk;
        try {
            await (0,download/* downloadArtifact */.b)({
                matches: (name) => name === artifact.name,
                what: artifact.name,
                from: { owner, repository, token, runId: this.#runId, name: artifact.name },
                directory: folder,
                clock: limits.clock,
            }, limits.signal);
            for (const text of await readFiles(folder, artifact.name))
                this.#read(text, artifact.name);
        }
        catch (error) {
            limits.signal.throwIfAborted();
            this.damaged.push((0,errors/* reportError */.N7)(error));
        }
    }
    #read(text, name) {
        try {
            const { commit, repository } = this.#run;
            const evidence = (0,read_evidence.readEvidence)(text, name);
            this.found.push({ evidence, name, workflowRunId: this.#runId, runCommit: commit, runRepository: repository });
        }
        catch (error) {
            this.damaged.push((0,errors/* reportError */.N7)(error));
        }
    }
}
async function evidenceOf(desk, environment, runId, temporaryDirectory) {
    const { github, owner, repository: repo, limits } = desk;
    const missing = (why) => ({ workflowRunId: runId, evidence: (0,facts/* unknown */.L)(why), damaged: [] });
    const run = await ask(runShape, (signal) => github.rest.actions.getWorkflowRun({ owner, repo, run_id: runId, request: { signal } }), 'actions: read', limits);
    if (!run.known)
        return missing(run.why);
    const { head_sha: commit, repository, head_repository: head } = run.value;
    if (head.full_name !== repository.full_name)
        return missing(`the run is of a fork’s code, ${head.full_name}`);
    const search = new Search(desk, runId, { commit, repository: repository.full_name });
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(temporaryDirectory, 'sluice-evidence-'));
    try {
        const { artifacts, left } = await (0,repository_artifacts/* listRepositoryArtifacts */.Y)({ ...desk, runId }, limits.clock, limits.signal);
        if (left > 0)
            return missing(`the run has ${String(left)} more artifacts than are looked at`);
        const holders = artifacts.filter(({ name }) => (0,artifact_names/* holdsEvidenceOf */.rd)(name, environment));
        const twice = holders.find(({ id, name }) => holders.some((other) => other.name === name && other.id !== id));
        // Only one of them could be downloaded by its name, and Sluice gives each a name of its own.
        if (twice !== undefined)
            return missing(`the run has several artifacts called ${twice.name}`);
        for (const artifact of holders)
            await search.take(artifact, (0,external_node_path_.join)(folder, String(artifact.id)));
    }
    catch (error) {
        limits.signal.throwIfAborted();
        const status = (0,patience/* statusOf */.c2)(error);
        return missing(`its artifacts cannot be listed${status === null ? '' : ` (GitHub answered ${String(status)})`}`);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
    return { workflowRunId: runId, evidence: (0,facts/* known */.e)(search.found), damaged: search.damaged };
}
/** GitHub as the source of what a promotion rests on; null where there is no workflow run or no token. */
async function promotionSource(run, token, context) {
    const { repository, runId, temporaryDirectory } = run;
    const { origin, clock, signal } = context;
    if (repository === null || runId === null || origin === null || !token)
        return null;
    const desk = {
        github: await (0,api/* openGitHub */.o)(token),
        token,
        owner: repository.owner,
        repository: repository.name,
        runId,
        commit: origin.commit,
        limits: { clock, signal },
    };
    return {
        evidence: (environment, wanted) => evidenceOf(desk, environment, wanted ?? runId, temporaryDirectory ?? (0,external_node_os_.tmpdir)()),
        environment: (name) => environmentOf(desk, name),
        approvals: (environment) => approvalsOf(desk, environment),
        authors: () => authorsOf(desk),
        members: (names) => membersOf(desk, names),
    };
}
/** The surroundings of a promotion, with GitHub to ask. */
async function withPromotion({ githubToken }, run, context) {
    return { ...context, promotion: await promotionSource(run, githubToken, context) };
}


/***/ })

};
