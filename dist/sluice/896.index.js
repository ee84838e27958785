export const id = 896;
export const ids = [896];
export const modules = {

/***/ 64896:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runCli: () => (/* binding */ runCli)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./node_modules/commander/index.js + 6 modules
var commander = __webpack_require__(67375);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
// EXTERNAL MODULE: ./build/js/interface/identity.js
var identity = __webpack_require__(92406);
// EXTERNAL MODULE: ./build/js/interface/read-inputs.js + 1 modules
var read_inputs = __webpack_require__(20185);
// EXTERNAL MODULE: ./build/js/redact.js + 1 modules
var redact = __webpack_require__(21414);
// EXTERNAL MODULE: ./build/js/github/workflow-run.js
var workflow_run = __webpack_require__(48043);
// EXTERNAL MODULE: ./build/js/run/backups.js
var run_backups = __webpack_require__(4579);
// EXTERNAL MODULE: ./build/js/journal/journal.js
var journal = __webpack_require__(18845);
;// CONCATENATED MODULE: ./build/js/run/control.js


/**
 * Asks a live run to pause, go on or stop; it obeys between two statements.
 *
 * @returns the run that was asked
 * @throws SluiceError `CONF_001` when no run holds the lock and none was named
 */
async function requestControl(execution, request) {
    const { driver, inputs, context } = execution;
    const runId = inputs.runId ?? (await liveRun(execution));
    if (runId === null) {
        throw new errors/* SluiceError */.ah('CONF_001', `There is no live run to ${request}.`, {
            fix: 'Look at `sluice status`; name another run with --run-id.',
        });
    }
    // Requests may come from machines whose clocks differ: each is stamped behind the one before it.
    const earlier = (await driver.control.read(runId)).at(-1);
    const at = Math.max(context.clock.now().getTime(), earlier === undefined ? 0 : Date.parse(earlier.at) + 1);
    await driver.control.request({ runId, at: new Date(at).toISOString(), request });
    return runId;
}
/** The run that holds the lock, found by the owner that it journaled. */
async function liveRun({ driver }) {
    const holder = await driver.lock.holder();
    if (holder === null || holder.expired)
        return null;
    for await (const row of driver.journal.read({ kinds: ['run-started'] })) {
        const { entry, runId } = (0,journal/* stampedOf */.G)(row);
        if (entry.kind === 'run-started' && entry.owner === holder.owner)
            return runId;
    }
    return null;
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/js/run/evidence.js



/** Evidence has some thousand schema objects at most; whatever is larger is something else. */
const MAX_BYTES = 64 * 2 ** 20;
/**
 * Reads a file of evidence and re-computes what it can: its digest, and the fingerprint of its schema.
 *
 * @param file as the user wrote it
 * @throws SluiceError `EVID_001` when there is no such file, or it is not what a run wrote
 */
async function verifyEvidence(workingDirectory, file) {
    const path = (0,external_node_path_.resolve)(workingDirectory, file);
    let text;
    try {
        const { size } = await (0,promises_.stat)(path);
        if (size > MAX_BYTES)
            throw new Error(`it has ${String(size)} bytes`);
        text = await (0,promises_.readFile)(path, 'utf8');
    }
    catch (cause) {
        throw new errors/* SluiceError */.ah('EVID_001', `The evidence ${file} cannot be read.`, {
            cause,
            fix: 'Name a file `evidence_<run-id>.json` of the folder `migration_logs`, or of an artifact `sluice-evidence-…`.',
        });
    }
    const { readEvidence } = await __webpack_require__.e(/* import() */ 392).then(__webpack_require__.bind(__webpack_require__, 27392));
    return readEvidence(text, file);
}
/** What evidence says, for people. */
function evidenceText(evidence) {
    const { origin, run, plan, backup } = evidence;
    const from = origin === null
        ? 'not from a workflow run: no promotion can rest on it'
        : `${origin.repository}, commit ${origin.commit}, workflow run ${String(origin.workflowRunId)}, started by ${origin.actor}`;
    return [
        `unchanged: digest ${evidence.digest}`,
        `run: ${run.id}, ${evidence.command} in ${evidence.environment ?? 'no environment'}, ${run.status}, ended ${run.finishedAt}`,
        `from: ${from}`,
        `plan: ${plan === null ? 'none' : `${plan.digest}, ${String(plan.files.length)} files`}`,
        `backup: ${backup === null ? 'none' : `${backup.id}, verified: ${backup.verified}`}`,
    ].join('\n');
}

// EXTERNAL MODULE: ./build/js/run/execution.js + 11 modules
var execution = __webpack_require__(55156);
// EXTERNAL MODULE: ./build/js/journal/state.js
var journal_state = __webpack_require__(6299);
// EXTERNAL MODULE: ./build/js/journal/words.js
var words = __webpack_require__(73483);
;// CONCATENATED MODULE: ./build/js/run/history.js




function pastRun(run) {
    const { runId, command, environment, owner, startedAt, finishedAt, errorCode } = run;
    return {
        runId,
        command,
        environment,
        owner,
        startedAt,
        finishedAt,
        errorCode,
        status: run.status ?? 'killed or running',
        last: (0,words/* lastWords */.a)(run.last),
    };
}
/** The newest runs, newest first; reads two rows a run. */
async function readHistory({ driver, inputs }) {
    const fold = new journal_state/* JournalFold */.rM();
    for await (const row of driver.journal.read({ kinds: ['run-started', 'run-finished', 'error'] }))
        fold.add((0,journal/* stampedOf */.G)(row));
    return fold.result().runs.map(pastRun).toReversed().slice(0, inputs.limit);
}
/**
 * One run's entries, in order.
 *
 * @throws SluiceError `CONF_001` when the journal does not know the run
 */
async function readRun({ driver }, runId) {
    const entries = [];
    for await (const row of driver.journal.read({ runIds: [runId] }))
        entries.push((0,journal/* stampedOf */.G)(row));
    if (entries.length > 0)
        return entries;
    throw new errors/* SluiceError */.ah('CONF_001', `The journal has no run ${runId}.`, { fix: '`sluice history` shows the runs.' });
}
/** Runs for people, one a line. */
function historyText(runs) {
    if (runs.length === 0)
        return 'no runs yet';
    return runs
        .map((run) => `${run.startedAt}  ${run.runId}  ${run.command}  ${run.status}${run.errorCode === null ? '' : ` ${run.errorCode}`}  ${run.owner}`)
        .join('\n');
}

// EXTERNAL MODULE: ./build/js/run/index.js + 49 modules
var run = __webpack_require__(67638);
// EXTERNAL MODULE: ./build/js/plan/partial.js
var partial = __webpack_require__(55589);
// EXTERNAL MODULE: ./build/js/stages/prepare-plan.js + 1 modules
var prepare_plan = __webpack_require__(13901);
// EXTERNAL MODULE: ./build/js/stages/recover.js
var recover = __webpack_require__(11488);
// EXTERNAL MODULE: ./build/js/run/preparation.js
var preparation = __webpack_require__(75053);
;// CONCATENATED MODULE: ./build/js/run/status.js






/** Reads where the database stands; changes nothing and takes no lock. */
async function readStatus(execution) {
    const { driver, target, context } = execution;
    const state = await (0,journal_state/* readState */.un)(driver.journal);
    const applied = await driver.history.list();
    const holder = await driver.lock.holder();
    const plan = await (0,prepare_plan/* preparePlan */.H)({
        driver,
        directory: target.migrationsDirectory,
        format: target.migrationsFormat,
        options: (0,preparation/* planOptions */.Su)(execution),
        ownTables: (0,preparation/* ownTables */.Uo)(target),
        state,
        signal: context.signal,
    }).then((prepared) => ({ steps: prepared.plan.steps, digest: prepared.plan.digest, problem: null }), (error) => ({ steps: [], digest: null, problem: (0,errors/* reportError */.N7)(error) }));
    // The run that holds the lock has not ended either, but it lives.
    const live = holder !== null && !holder.expired ? holder.owner : null;
    const left = { ...state, runs: state.runs.filter((run) => run.owner !== live) };
    return {
        schema: 'sluice.status/1',
        engine: driver.engine,
        environment: target.environment?.name ?? null,
        version: (0,preparation/* newestVersion */.Rg)(applied.map((row) => row.version)),
        applied,
        pending: plan.steps,
        partial: [...state.partial.values()].filter(partial/* isHalfDone */.u),
        lock: holder,
        killed: (0,journal_state/* killedRuns */.q5)(left).map((run) => run.runId),
        findings: (0,recover/* findingsOf */.W)(left),
        problem: plan.problem,
        planDigest: plan.digest,
    };
}
/** The status for people. */
function statusText(status) {
    const { lock } = status;
    return [
        `${status.engine}${status.environment === null ? '' : ` (${status.environment})`}: ${status.version === '' ? 'nothing is applied' : `at version ${status.version}`}`,
        `applied: ${String(status.applied.length)}`,
        ...status.applied.map((row) => `  ${row.version} ${row.name} (${row.appliedAt}, ${String(row.durationMs)} ms, run ${row.runId})`),
        `pending: ${String(status.pending.length)}`,
        ...status.pending.map((step) => `  ${step.path} (${String(step.statements)} statements${step.done === 0 ? '' : `, ${String(step.done)} done`})`),
        ...(status.planDigest === null ? [] : [`plan: ${status.planDigest}`]),
        ...(status.findings.length === 0
            ? []
            : ['left behind by earlier runs:', ...status.findings.map((finding) => `  ${finding}`)]),
        lock === null
            ? 'run lock: free'
            : `run lock: ${lock.expired ? 'expired, was held' : 'held'} by ${lock.owner} since ${lock.acquiredAt}, until ${lock.expiresAt}`,
        ...(status.problem === null
            ? []
            : [`${status.problem.code}: ${status.problem.message}`, `fix: ${status.problem.fix}`]),
    ].join('\n');
}

// EXTERNAL MODULE: ./build/js/duration.js
var duration = __webpack_require__(3320);
;// CONCATENATED MODULE: ./build/js/run/backup-summary.js

/** What the manifest says. */
function summaryOf(manifest) {
    const { id, createdAt, environment, mode, parts, verified, encrypted, engine, serverVersion, proof } = manifest;
    return {
        id,
        createdAt,
        environment,
        mode,
        bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
        verified,
        encrypted,
        server: `${engine} ${serverVersion}`,
        expectedRecoveryMs: proof?.durationMs ?? null,
    };
}
/** The workflow run that took a backup, by the address of its page; null where it was taken elsewhere. */
function workflowRunOf({ workflowRun }) {
    const id = /\/actions\/runs\/(?<id>\d+)$/u.exec(workflowRun ?? '')?.groups?.['id'];
    return id === undefined ? null : Number(id);
}
/** For people, in one line. */
function summaryText(summary) {
    const { id, createdAt, environment, mode, bytes, verified, encrypted, server, expectedRecoveryMs: recovery, } = summary;
    const proof = recovery === null ? '' : ` (restored in ${(0,duration/* durationText */.S5)(recovery)})`;
    return [
        id,
        createdAt === null ? [] : `created ${createdAt}`,
        environment ?? [],
        mode ?? [],
        `${String(bytes)} bytes`,
        verified === null ? [] : `verified: ${verified}${proof}`,
        encrypted === null ? [] : encrypted ? 'encrypted' : 'not encrypted',
        server ?? [],
    ]
        .flat()
        .join('  ');
}

// EXTERNAL MODULE: ./build/js/run/target.js
var target = __webpack_require__(62079);
// EXTERNAL MODULE: ./build/js/shell-word.js
var shell_word = __webpack_require__(21169);
;// CONCATENATED MODULE: ./build/js/cli/backup-list.js






/** The token for GitHub: the input, else the variable. */
function tokenOf({ githubToken }, { env }) {
    const token = githubToken ?? env['GITHUB_TOKEN'];
    return token ? { githubToken: token } : {};
}
function command(options) {
    const given = Object.entries(options).filter(([, value]) => value !== null && value !== undefined && value !== '');
    return ['sluice backup restore', ...given.map(([name, value]) => `--${name} ${(0,shell_word/* shellWord */.r)(String(value))}`)].join(' ');
}
/** What the command needs to be taken for this environment. */
function environmentOptions(environment, isProtected) {
    return { environment, confirm: environment !== null && isProtected.has(environment) ? environment : null };
}
/** Lists backups; without an answer from GitHub those of the folder alone, and why. */
async function readBackupList(inputs, context) {
    const { backups, broken } = await (0,run_backups/* readBackups */.sp)(inputs, context);
    const remote = await readArtifacts(inputs, context);
    const isProtected = await (0,target/* protectedEnvironments */.F$)(inputs, context);
    return {
        backups: backups.map((backup) => ofFolder(backup, remote, inputs, isProtected)),
        broken,
        ...remote,
        artifacts: remote.artifacts?.map((artifact) => ofArtifact(artifact, backups, inputs, isProtected)) ?? null,
    };
}
function ofFolder(backup, { artifacts, artifactsLeft }, { environment, backupDirectory }, isProtected) {
    const { manifest, directory } = backup;
    const uploaded = artifacts?.find(({ backupId, isForeign }) => backupId === manifest.id && !isForeign);
    const options = {
        ...environmentOptions(environment ?? manifest.environment, isProtected),
        'backup-directory': backupDirectory,
        'backup-id': manifest.id,
        identity: manifest.encrypted ? 'FILE' : null,
    };
    return {
        ...backup,
        ...summaryOf(manifest),
        // What GitHub says counts; the manifest knows only what was meant to be.
        ...(artifacts === null || (uploaded === undefined && artifactsLeft > 0)
            ? {
                where: { directory, runId: workflowRunOf(manifest), artifact: null },
                expiresAt: manifest.expiresAt,
            }
            : {
                where: { directory, runId: uploaded?.runId ?? null, artifact: uploaded?.artifact ?? null },
                expiresAt: uploaded?.expiresAt ?? null,
            }),
        restore: manifest.mode === 'schema' ? null : command(options),
    };
}
function ofArtifact(artifact, backups, { environment }, isProtected) {
    const { backupId, runId, isForeign } = artifact;
    // An id can be anybody's: a fork's artifact is described by nothing that is here.
    const here = isForeign ? undefined : backups.find(({ manifest }) => manifest.id === backupId);
    const unknown = {
        environment: null,
        mode: null,
        verified: null,
        encrypted: null,
        server: null,
        expectedRecoveryMs: null,
    };
    return {
        id: backupId,
        ...(here === undefined ? unknown : summaryOf(here.manifest)),
        ...artifact,
        where: { directory: here?.directory ?? null, runId, artifact: artifact.artifact },
        restore: command({
            ...environmentOptions(environment ?? here?.manifest.environment ?? null, isProtected),
            'backup-run-id': runId,
            'backup-id': backupId,
            identity: here?.manifest.encrypted === true ? 'FILE' : null,
        }),
    };
}
async function readArtifacts(inputs, context) {
    const { githubToken } = tokenOf(inputs, context);
    const run = (0,workflow_run/* readWorkflowRun */.hO)(context.env);
    const nothing = { artifacts: null, artifactsLeft: 0, artifactsError: null };
    if (githubToken === undefined || run.repository === null)
        return nothing;
    const { listBackupArtifacts } = await __webpack_require__.e(/* import() */ 172).then(__webpack_require__.bind(__webpack_require__, 79172));
    try {
        const listed = await listBackupArtifacts(run, githubToken, context.clock, context.signal);
        return listed === null
            ? nothing
            : { artifacts: listed.artifacts, artifactsLeft: listed.left, artifactsError: null };
    }
    catch (error) {
        context.signal.throwIfAborted();
        return { ...nothing, artifactsError: (0,errors/* reportError */.N7)(error) };
    }
}

;// CONCATENATED MODULE: ./build/js/cli/backup-list-text.js


function artifactText({ runId, artifact }, expiresAt, isForeign = false) {
    const what = artifact === null ? 'uploaded by' : `artifact ${artifact} of`;
    const fork = isForeign ? ' (of a fork: do not trust it)' : '';
    const until = expiresAt === null ? '' : `, expires ${expiresAt}`;
    return `${what} the workflow run ${String(runId)}${fork}${until}`;
}
function folderText({ restore, where, expiresAt, ...summary }) {
    const isUploaded = where.artifact !== null || (where.runId !== null && expiresAt !== null);
    return [
        summaryText(summary),
        `  where: ${where.directory ?? ''}${isUploaded ? `; ${artifactText(where, expiresAt)}` : ''}`,
        ...(restore === null ? [] : [`  restore: ${restore}`]),
    ].join('\n');
}
function remoteText({ restore, where, expiresAt, isForeign, ...summary }) {
    return [summaryText(summary), `  where: ${artifactText(where, expiresAt, isForeign)}`, `  restore: ${restore}`].join('\n');
}
/** The list for people. A backup that is both in the folder and an artifact is shown once. */
function backupListText({ backups, broken, artifacts, artifactsLeft, artifactsError }) {
    const elsewhere = (artifacts ?? []).filter(({ where }) => where.directory === null);
    const lines = [...backups.map(folderText), ...broken.map(run_backups/* brokenText */.vO), ...elsewhere.map(remoteText)];
    if (lines.length === 0)
        lines.push('no backups');
    if (elsewhere.length > 0) {
        lines.push('what an artifact that is not here holds, how it was proven and whether it is encrypted is in its manifest, which comes with its download');
    }
    if (artifactsLeft > 0)
        lines.push(`${String(artifactsLeft)} older artifacts of the repository were not looked at`);
    if (artifactsError !== null) {
        const { code, message, causes, fix } = artifactsError;
        lines.push(`${code}: ${[message, ...causes].join(' ')}`, `fix: ${fix}`);
    }
    return lines.join('\n');
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./build/js/clock.js
var clock = __webpack_require__(26616);
// EXTERNAL MODULE: ./build/js/identity-text.js
var identity_text = __webpack_require__(41272);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
;// CONCATENATED MODULE: ./build/js/cli/log-file.js


/**
 * Opens the file of `--log-file`, whose lines are appended.
 *
 * @param lost called once, with the reason, when a line cannot be written any more
 * @throws SluiceError `PERM_001` when the file cannot be written at the start
 */
function openLogFile(path, lost) {
    try {
        (0,external_node_fs_.appendFileSync)(path, '');
    }
    catch (error) {
        throw new errors/* SluiceError */.ah('PERM_001', `The log file ${path} cannot be written.`, {
            cause: error,
            fix: 'Name another file with --log-file, or make its folder.',
        });
    }
    let isLost = false;
    return (line) => {
        try {
            (0,external_node_fs_.appendFileSync)(path, `${line}\n`);
        }
        catch (error) {
            if (!isLost)
                lost(String(error));
            isLost = true;
        }
    };
}

;// CONCATENATED MODULE: ./build/js/cli/progress.js

const SIGNS = { info: ' ', warning: '!', error: '✗' };
/** How wide the bar is, in characters. */
const BAR_WIDTH = 24;
function bar(done, total) {
    const filled = total === 0 ? BAR_WIDTH : Math.min(BAR_WIDTH, Math.round((done / total) * BAR_WIDTH));
    return `[${'█'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}] ${String(done)}/${String(total)}`;
}
function textOf({ level, scope, message, done, total }) {
    const count = done === undefined || total === undefined ? '' : ` ${bar(done, total)}`;
    return `${SIGNS[level]}${count} ${scope}: ${message}`;
}
/**
 * Shows progress on stderr: on a terminal a live bar below the lines; elsewhere a line now and then, and
 * the newest one when nothing follows, because that is where a long wait is. Warnings and errors are
 * always shown. Everything passes the redactor.
 *
 * @throws SluiceError `PERM_001` when the log file cannot be written
 */
function progressPrinter(target) {
    const { stream, redactor, clock, intervalMs } = target;
    const log = target.logFile === null
        ? null
        : openLogFile(target.logFile, (reason) => {
            stream.write(`! log-file: nothing more is written to it: ${redactor.redact(reason)}\n`);
        });
    let barShown = false;
    let lastTick = Number.NEGATIVE_INFINITY;
    let waiting = null;
    const print = (event) => {
        // Whatever is printed now is newer than what waits.
        waiting?.stop.abort();
        waiting = null;
        const text = redactor.redact(textOf(event));
        if (barShown)
            stream.write('\r\u001B[2K');
        barShown = false;
        stream.write(`${text}\n`);
        log?.(`${clock.now().toISOString()} ${text}`);
        for (const line of event.data ?? [])
            stream.write(`    ${redactor.redact(line)}\n`);
    };
    const showBar = (event) => {
        const room = Math.max(20, stream.columns - 1);
        stream.write(`\r\u001B[2K${redactor.redact(textOf(event)).slice(0, room)}`);
        barShown = true;
    };
    const tick = (event) => {
        lastTick = clock.monotonic();
        print(event);
    };
    const later = (event, ms) => {
        if (waiting !== null) {
            waiting.event = event;
            return;
        }
        const own = { event, stop: new AbortController() };
        waiting = own;
        clock.sleep(ms, AbortSignal.any([target.signal, own.stop.signal])).then(() => {
            tick(own.event);
        }, () => undefined);
    };
    return (event) => {
        const elapsed = clock.monotonic() - lastTick;
        if (event.level !== 'info' || event.done === undefined)
            print(event);
        else if (stream.isTTY)
            showBar(event);
        else if (event.done === event.total || elapsed >= intervalMs)
            tick(event);
        else
            later(event, intervalMs - elapsed);
    };
}

;// CONCATENATED MODULE: ./build/js/cli/context.js







/** Who is at the keyboard; a container may have no name for its user. */
function userName(env) {
    try {
        return (0,external_node_os_.userInfo)().username;
    }
    catch {
        return env['USER'] ?? 'unknown';
    }
}
/**
 * The surroundings of a command on the command line.
 *
 * @param signal aborts when the user interrupts
 * @param ended aborts when the command has ended, so that nothing keeps the process alive
 */
function cliContext(inputs, signal, ended) {
    const { env } = process;
    const redactor = new redact/* Redactor */.p();
    const identities = (0,identity_text/* identityLines */.W)(inputs.identity ?? '').map(({ content }) => content);
    for (const secret of [inputs.githubToken, env['GITHUB_TOKEN'], ...identities]) {
        if (secret !== undefined && secret !== '')
            redactor.register(secret);
    }
    const workingDirectory = (0,external_node_path_.resolve)(inputs.workingDirectory ?? '.');
    return {
        signal,
        clock: clock/* systemClock */.m,
        env,
        workingDirectory,
        redactor,
        actor: { name: env['GITHUB_ACTOR'] ?? userName(env), host: (0,external_node_os_.hostname)(), pid: process.pid, runUrl: null },
        origin: (0,workflow_run/* readOrigin */.P2)(env, (0,workflow_run/* readWorkflowRun */.hO)(env)),
        promotion: null,
        emit: progressPrinter({
            stream: process.stderr,
            redactor,
            clock: clock/* systemClock */.m,
            intervalMs: inputs.monitorIntervalMs,
            logFile: inputs.logFile === undefined ? null : (0,external_node_path_.resolve)(workingDirectory, inputs.logFile),
            signal: ended,
        }),
    };
}

;// CONCATENATED MODULE: ./build/js/cli/identity-file.js



/** A file of identities is small; a larger one is something else, and is not read into memory. */
const LARGEST_BYTES = 256 * 1024;
const FIX = 'Pass the path of a file that `age-keygen -o FILE` wrote: --identity FILE; or set the variable SLUICE_IDENTITY to its content.';
/**
 * Puts the content of the file that `--identity` names in the place of its path.
 *
 * @throws SluiceError `CONF_001` when it cannot be read, or is the identity itself: other users of the machine see
 *   arguments
 */
async function readIdentityFile(inputs) {
    const { identity: path, workingDirectory = '.' } = inputs;
    if (path === undefined)
        return inputs;
    if (/AGE-SECRET-KEY-/i.test(path)) {
        throw new errors/* SluiceError */.ah('CONF_001', '--identity was given the secret itself; it takes the path of a file.', {
            fix: `${FIX} Other users of the machine can see arguments, and the shell keeps them: consider the key as known to others.`,
        });
    }
    return { ...inputs, identity: await contentOf((0,external_node_path_.resolve)(workingDirectory, path)) };
}
async function contentOf(path) {
    try {
        const file = await (0,promises_.open)(path, 'r');
        try {
            const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(LARGEST_BYTES + 1), position: 0 });
            if (bytesRead > LARGEST_BYTES)
                throw new Error(`It has more than ${String(LARGEST_BYTES)} bytes.`);
            return buffer.toString('utf8', 0, bytesRead);
        }
        finally {
            await file.close();
        }
    }
    catch (error) {
        throw new errors/* SluiceError */.ah('CONF_001', `The identity file ${path} cannot be read.`, { cause: error, fix: FIX });
    }
}

// EXTERNAL MODULE: ./build/js/interface/commands.js
var commands = __webpack_require__(60490);
// EXTERNAL MODULE: ./build/js/interface/input-table.js
var input_table = __webpack_require__(28855);
// EXTERNAL MODULE: ./build/js/version.js
var version = __webpack_require__(24306);
;// CONCATENATED MODULE: ./build/js/cli/program.js




function camelCase(name) {
    return name.replaceAll(/-([a-z])/gu, (_, letter) => letter.toUpperCase());
}
function program_option(command, name) {
    const made = new commander/* Option */.c$((0,commands/* optionSyntax */.fe)(name), (0,commands/* optionDescription */.q3)(command, name));
    // A flag alone means true; its absence is decided where all inputs are read.
    return (0,input_table/* inputSpec */.V)(name).type === 'boolean' ? made.preset('true') : made;
}
function addCommand(program, name, run) {
    const spec = (0,commands/* commandSpec */.Lx)(name);
    const command = program.command(name).description(spec.description);
    const { subcommands, operand } = spec;
    if (subcommands !== undefined) {
        const choices = subcommands.map((sub) => sub.name);
        const meanings = subcommands.map((sub) => `${sub.name}: ${sub.description}`).join('\n');
        const what = command.createArgument(operand === undefined ? '[what]' : '<what>', meanings).choices(choices);
        command.addArgument(operand === undefined ? what.default(choices[0]) : what);
    }
    if (operand !== undefined)
        command.argument(`<${operand.name}>`, operand.description);
    for (const input of (0,commands/* commandInputs */.tp)(name))
        command.addOption(program_option(name, input));
    command.action(async (...parameters) => {
        const subcommand = subcommands === undefined ? null : String(parameters[0]);
        const followed = operand === undefined ? null : String(parameters[1]);
        const values = command.opts();
        await run({
            command: name,
            subcommand,
            operand: followed,
            given: (input) => {
                const value = values[camelCase(input)];
                return value === undefined ? undefined : String(value);
            },
        });
    });
}
/**
 * Gives every flag its meaning that is followed by a word which is none of its values. Otherwise it would take that word
 * for one: `backup --json list`.
 */
function completeFlags(argv) {
    const end = argv.indexOf('--');
    return argv.map((argument, at) => {
        const next = argv[at + 1];
        const isLast = next === undefined || next.startsWith('-') || (end !== -1 && at > end);
        return isLast || /^(?:true|false)$/iu.test(next) || !isFlag(argument) ? argument : `${argument}=true`;
    });
}
function isFlag(argument) {
    const name = argument.slice('--'.length);
    return argument.startsWith('--') && Object.hasOwn(input_table/* INPUTS */.m, name) && (0,input_table/* inputSpec */.V)(name).type === 'boolean';
}
/** The command line, built from the one table of commands and inputs. */
function buildProgram(run) {
    const program = new commander/* Command */.uB('sluice')
        .description('Takes database migrations from a pull request to production with proof.')
        .version(version/* SLUICE_VERSION */.L)
        .exitOverride()
        .showSuggestionAfterError();
    for (const name of commands/* AVAILABLE_COMMANDS */.dH)
        addCommand(program, name, run);
    program.commands.forEach((command) => command.exitOverride());
    return program;
}

;// CONCATENATED MODULE: ./build/js/cli/signals.js

/**
 * Turns SIGINT and SIGTERM into an abort, so that a run can cancel its statement, write its journal and
 * leave; a second signal ends the process at once.
 */
function interruptSignal() {
    const controller = new AbortController();
    const interrupt = (name) => {
        if (controller.signal.aborted)
            process.exit(130);
        controller.abort(new errors/* InterruptedError */.p4(`Interrupted by ${name}; the state is saved.`));
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    return controller.signal;
}

;// CONCATENATED MODULE: ./build/js/cli/run-cli.js




















function print(context, text) {
    process.stdout.write(`${context.redactor.redact(text)}\n`);
}
/** Prints data as JSON or for people. */
function show(inputs, context, data, text) {
    if (inputs.json)
        printJson(context, data);
    else
        print(context, text);
    return 0;
}
/** Redacted value by value, because a redacted text need not be JSON any more. */
function printJson({ redactor }, data) {
    const plain = JSON.parse(JSON.stringify(data));
    process.stdout.write(`${JSON.stringify(redactor.redactJson(plain), null, 2)}\n`);
}
/** An error as everybody reads it: code, sentence, causes, fix. */
function errorText({ code, message, causes, fix }) {
    const because = causes.map((cause) => `  caused by: ${cause}`);
    return [`${code}: ${message}`, ...because, `fix: ${fix}`].join('\n');
}
/** A command that leaves a report. */
function reported(command) {
    return async (inputs, context) => {
        const result = await command(inputs, context);
        const json = result.reportFiles[0];
        if (inputs.json) {
            // It was redacted value by value as it was written; again, as a text, could break the JSON.
            if (json !== undefined)
                process.stdout.write(await (0,promises_.readFile)(json, 'utf8'));
            else
                printJson(context, { schema: 'sluice.report/1', errors: result.errors });
        }
        else {
            print(context, summary(result));
        }
        for (const error of result.errors)
            process.stderr.write(`${context.redactor.redact(errorText(error))}\n`);
        return result.exitCode;
    };
}
function summary({ status, outputs, reportFiles }) {
    const shown = Object.entries(outputs).filter(([name, value]) => value !== '' && !['status', 'report-path', 'report-digest'].includes(name));
    return [
        `status: ${status}`,
        ...shown.map(([name, value]) => `${name}: ${value}`),
        ...reportFiles.map((path) => `report: ${path}`),
    ].join('\n');
}
function control(request) {
    return async (inputs, context) => {
        const runId = await (0,execution/* withDatabase */.kR)(inputs, context, (open) => requestControl(open, request));
        return show(inputs, context, { runId, request }, `asked run ${runId} to ${request}`);
    };
}
/** Goes back, with a backup that may first have to be fetched from a workflow run. */
const rollback = async (inputs, context, typed) => {
    const { withFetchedBackup } = await Promise.all(/* import() */[__webpack_require__.e(40), __webpack_require__.e(239)]).then(__webpack_require__.bind(__webpack_require__, 49239));
    const withToken = { ...inputs, ...tokenOf(inputs, context) };
    const fetching = (given) => withFetchedBackup(given, (0,workflow_run/* readWorkflowRun */.hO)(context.env), context, (prepared) => run.commands.rollback(prepared, context));
    return reported(fetching)(withToken, context, typed);
};
/** Asks GitHub for what the decision rests on. */
const promote = async (inputs, context, typed) => {
    const { withPromotion } = await Promise.all(/* import() */[__webpack_require__.e(40), __webpack_require__.e(474)]).then(__webpack_require__.bind(__webpack_require__, 75474));
    const withToken = { ...inputs, ...tokenOf(inputs, context) };
    return reported(run.commands.promote)(withToken, await withPromotion(withToken, (0,workflow_run/* readWorkflowRun */.hO)(context.env), context), typed);
};
/** Proves by restoring where that is asked for; else reads every byte. */
const verifyBackup = async (inputs, context) => {
    if (inputs.verify !== 'restore') {
        const checked = await (0,run_backups/* checkBackup */.xq)(inputs, context);
        return show(inputs, context, checked.manifest, (0,run_backups/* checkedText */.N0)(checked));
    }
    const { manifest } = await (0,execution/* withDatabase */.kR)(inputs, context, run_backups/* proveAgain */.HM);
    const { proof } = manifest;
    const text = `${manifest.id}: restored and compared (${String(proof?.tablesCompared ?? 0)} tables, restored in ${String(proof?.durationMs ?? 0)} ms)`;
    return show(inputs, context, manifest, text);
};
const listBackups = async (inputs, context) => {
    const list = await readBackupList(inputs, context);
    return show(inputs, context, list, backupListText(list));
};
const backup = (inputs, context, typed) => {
    switch (typed.subcommand) {
        case 'list':
            return listBackups(inputs, context, typed);
        case 'verify':
            return verifyBackup(inputs, context, typed);
        case 'restore':
            return rollback({ ...inputs, to: 'backup' }, context, typed);
        case 'schema':
        case 'data':
            return reported(run.commands.backup)({ ...inputs, mode: typed.subcommand }, context, typed);
        default:
            return reported(run.commands.backup)(inputs, context, typed);
    }
};
const run_cli_history = async (inputs, context) => {
    const { runId } = inputs;
    if (runId === undefined) {
        const runs = await (0,execution/* withDatabase */.kR)(inputs, context, readHistory);
        return show(inputs, context, runs, historyText(runs));
    }
    const entries = await (0,execution/* withDatabase */.kR)(inputs, context, (open) => readRun(open, runId));
    const text = entries.map(({ at, stage, entry }) => `${at}  ${stage}  ${JSON.stringify(entry)}`).join('\n');
    return show(inputs, context, entries, text);
};
const evidence = async (inputs, context, { operand }) => {
    const verified = await verifyEvidence(context.workingDirectory, operand ?? '');
    return show(inputs, context, verified, evidenceText(verified));
};
const init = async (inputs, context) => {
    const { scaffold } = await __webpack_require__.e(/* import() */ 817).then(__webpack_require__.bind(__webpack_require__, 39817));
    const { scaffoldText } = await __webpack_require__.e(/* import() */ 648).then(__webpack_require__.bind(__webpack_require__, 20648));
    const made = await scaffold(inputs, context);
    return show(inputs, context, made, scaffoldText(made));
};
const run_cli_status = async (inputs, context) => {
    const found = await (0,execution/* withDatabase */.kR)(inputs, context, readStatus);
    show(inputs, context, found, statusText(found));
    return found.problem === null ? 0 : 1;
};
const HANDLERS = {
    'readiness-check': reported(run.commands['readiness-check']),
    backup,
    migrate: reported(run.commands.migrate),
    validate: reported(run.commands.validate),
    promote,
    rollback,
    status: run_cli_status,
    history: run_cli_history,
    evidence,
    pause: control('pause'),
    resume: control('resume'),
    stop: control('stop'),
    init,
    schema: (inputs, context) => Promise.resolve(show({ ...inputs, json: true }, context, (0,run.configJsonSchema)(), '')),
};
async function handle(typed) {
    const handler = HANDLERS[typed.command];
    if (handler === undefined)
        throw new errors/* SluiceError */.ah('INT_001', `The command ${typed.command} has no handler.`);
    const inputs = (0,identity/* withIdentity */.B)(await readIdentityFile((0,read_inputs/* readInputs */.K)(typed.command, typed.given)), process.env);
    const ended = new AbortController();
    const context = cliContext(inputs, interruptSignal(), ended.signal);
    try {
        return await handler(inputs, context, typed);
    }
    catch (error) {
        if (error instanceof errors/* InterruptedError */.p4)
            return 130;
        const reportable = (0,errors/* reportError */.N7)(error);
        if (inputs.json)
            printJson(context, { schema: 'sluice.report/1', errors: [reportable] });
        process.stderr.write(`${context.redactor.redact(errorText(reportable))}\n`);
        return reportable.code === 'CONF_001' ? 2 : 1;
    }
    finally {
        ended.abort();
    }
}
/**
 * Runs one command line.
 *
 * @param argv without the program's own name
 * @returns the exit status: 0 done, 1 failed, 2 usage or configuration, 130 interrupted
 */
async function runCli(argv) {
    let exit = 0;
    try {
        await buildProgram(async (typed) => {
            exit = await handle(typed);
        }).parseAsync([...completeFlags(argv)], { from: 'user' });
        return exit;
    }
    catch (error) {
        if (error instanceof commander/* CommanderError */.b7)
            return error.exitCode === 0 ? 0 : 2;
        const reportable = (0,errors/* reportError */.N7)(error);
        process.stderr.write(`${new redact/* Redactor */.p().redact(errorText(reportable))}\n`);
        return reportable.code === 'CONF_001' ? 2 : 1;
    }
}


/***/ })

};
