export const id = 479;
export const ids = [479];
export const modules = {

/***/ 12479:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  commentOnPullRequest: () => (/* binding */ commentOnPullRequest),
  pullRequestOf: () => (/* binding */ pullRequestOf)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 4 modules
var schemas = __webpack_require__(2503);
;// CONCATENATED MODULE: ./build/js/report/comment.js
/** One comment a pull request, made of one section a command and environment, each replaced in place. Pure. */
/** Found again by this line; GitHub does not show it. */
const COMMENT_MARKER = '<!-- sluice:comment -->';
/** GitHub refuses a comment with more. */
const MOST_CHARACTERS = 65_536;
const SECTION = /<!-- sluice:section (\S+) (\S+) -->\n([\s\S]*?)\n<!-- sluice:end -->/gu;
/** The sections of a comment that Sluice wrote. */
function sectionsOf(comment) {
    return [...comment.matchAll(SECTION)].map(([, key = '', commit = '', body = '']) => ({
        key: decodeURIComponent(key),
        commit,
        body,
    }));
}
function write({ key, commit, body }) {
    // A text that holds our own marks would be taken for one of them.
    const safe = body.replaceAll('<!-- sluice:', '<!-- sluice :');
    return `<!-- sluice:section ${encodeURIComponent(key)} ${commit} -->\n${safe}\n<!-- sluice:end -->`;
}
function render(sections) {
    return [COMMENT_MARKER, '## Sluice', '', ...sections.map(write)].join('\n\n');
}
/**
 * The comment with a section added or replaced. When it gets too long for GitHub, the bodies of the oldest sections are
 * left out, and it says so.
 *
 * @param existing the comment as it is; null when there is none yet
 */
function withSection(existing, section) {
    const others = sectionsOf(existing ?? '').filter(({ key, commit }) => key !== section.key && commit === section.commit);
    const sections = [...others, section];
    for (let index = 0; index < sections.length && render(sections).length > MOST_CHARACTERS; index += 1) {
        const { key, commit } = sections[index] ?? section;
        sections[index] = {
            key,
            commit,
            body: `### ${key}\n\nToo long for a comment: see the summary of the workflow run.`,
        };
    }
    return render(sections);
}

// EXTERNAL MODULE: ./build/js/github/api.js
var api = __webpack_require__(76520);
// EXTERNAL MODULE: ./build/js/github/patience.js
var patience = __webpack_require__(35605);
;// CONCATENATED MODULE: ./build/js/github/pull-request-comment.js





const eventShape = schemas/* object */.Ikc({
    pull_request: schemas/* object */.Ikc({ number: schemas/* int */.Whr().positive(), head: schemas/* object */.Ikc({ sha: schemas/* string */.YjP().min(1) }) }),
});
/** The pull request that started the run; null for every other event. */
async function pullRequestOf({ eventPath }) {
    if (eventPath === null)
        return null;
    try {
        const event = eventShape.safeParse(JSON.parse(await (0,promises_.readFile)(eventPath, 'utf8')));
        if (!event.success)
            return null;
        const { number, head } = event.data.pull_request;
        return { number, head: head.sha };
    }
    catch {
        return null;
    }
}
const PER_PAGE = 100;
/** A pull request with more comments gets a second one of ours rather than an hour of requests. */
const MOST_PAGES = 30;
/** Jobs that end at the same time write over each other's sections; each looks again whether its own is there. */
const MOST_WRITES = 5;
/** Our comment: the first with the marker that a bot wrote. A person who quotes the marker is not answered into. */
async function findComment({ github, owner, repo, issue, clock, signal }) {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { data } = await (0,patience/* withPatience */.oW)(() => github.rest.issues.listComments({
            owner,
            repo,
            issue_number: issue,
            per_page: PER_PAGE,
            page,
            request: { signal: (0,api/* withTimeout */.w)(signal) },
        }), clock, signal);
        const ours = data.find(({ body, user }) => body?.startsWith(COMMENT_MARKER) === true && user?.type === 'Bot');
        if (ours !== undefined)
            return { id: ours.id, body: ours.body ?? '' };
        if (data.length < PER_PAGE)
            return null;
    }
    return null;
}
async function writeComment(desk, existing, body) {
    const { github, owner, repo, issue, clock, signal } = desk;
    if (existing !== null) {
        await (0,patience/* withPatience */.oW)(() => github.rest.issues.updateComment({
            owner,
            repo,
            comment_id: existing.id,
            body,
            request: { signal: (0,api/* withTimeout */.w)(signal) },
        }), clock, signal);
        return;
    }
    // Not repeated: a request whose answer is lost may have written the comment.
    await github.rest.issues.createComment({
        owner,
        repo,
        issue_number: issue,
        body,
        request: { signal: (0,api/* withTimeout */.w)(signal) },
    });
}
function isThere(comment, { key, commit }) {
    return sectionsOf(comment?.body ?? '').some((section) => section.key === key && section.commit === commit);
}
/**
 * Puts a section into the pull request's comment, and makes the comment if there is none. Never throws but for an abort:
 * a comment is a courtesy, and the same is in the step summary.
 */
async function commentOnPullRequest(run, pullRequest, token, section, { clock, signal }) {
    const { repository } = run;
    if (repository === null || !token)
        return { written: false, why: 'there is no token' };
    const github = await (0,api/* openGitHub */.o)(token);
    const desk = {
        github,
        owner: repository.owner,
        repo: repository.name,
        issue: pullRequest.number,
        clock,
        signal,
    };
    try {
        for (let writes = 0; writes < MOST_WRITES; writes += 1) {
            const existing = await findComment(desk);
            if (writes > 0 && isThere(existing, section))
                return { written: true };
            await writeComment(desk, existing, withSection(existing?.body ?? null, section));
        }
        return { written: false, why: 'other jobs wrote over it at the same time' };
    }
    catch (error) {
        signal.throwIfAborted();
        const status = (0,patience/* statusOf */.c2)(error);
        return {
            written: false,
            why: status === 403 || status === 404
                ? 'the token may not comment: the job needs `pull-requests: write`, which runs of a fork never get'
                : `GitHub ${status === null ? 'did not answer' : `answered ${String(status)}`}`,
        };
    }
}


/***/ })

};
