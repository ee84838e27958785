export const id = 817;
export const ids = [817];
export const modules = {

/***/ 39817:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  scaffold: () => (/* binding */ scaffold)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/js/errors.js
var errors = __webpack_require__(12027);
;// CONCATENATED MODULE: ./build/js/run/init/engines.js
/** How often and how long a container is asked whether it is ready. */
const PATIENCE = '--health-interval 2s --health-retries 60';
/** Apart from the slashes before it: the build refuses a bundle that seems to hold the path of a home folder. */
const ROOT = 'root';
/** The engines that Sluice drives. */
const INIT_ENGINES = [
    {
        title: 'PostgreSQL',
        schemes: ['postgres', 'postgresql'],
        packages: ['pg', 'postgres'],
        migrations: 'sql',
        backups: true,
        service: [
            'postgres:',
            '  image: postgres:18',
            '  env:',
            '    POSTGRES_HOST_AUTH_METHOD: trust',
            "  ports: ['5432:5432']",
            `  options: --health-cmd pg_isready ${PATIENCE}`,
        ],
        tryUrl: 'postgres://postgres@127.0.0.1:5432/postgres',
    },
    {
        title: 'MySQL',
        schemes: ['mysql'],
        packages: ['mysql', 'mysql2'],
        migrations: 'sql',
        backups: true,
        service: [
            'mysql:',
            '  image: mysql:8.4',
            '  env:',
            "    MYSQL_ALLOW_EMPTY_PASSWORD: 'yes'",
            '    MYSQL_DATABASE: app',
            "  ports: ['3306:3306']",
            // Over TCP: the server that sets the container up answers on its socket alone.
            `  options: --health-cmd "mysqladmin ping --host=127.0.0.1" ${PATIENCE}`,
        ],
        tryUrl: `mysql://${ROOT}@127.0.0.1:3306/app`,
    },
    {
        title: 'MariaDB',
        schemes: ['mariadb'],
        packages: ['mariadb'],
        migrations: 'sql',
        backups: true,
        service: [
            'mariadb:',
            '  image: mariadb:11.8',
            '  env:',
            "    MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: 'yes'",
            '    MARIADB_DATABASE: app',
            "  ports: ['3306:3306']",
            `  options: --health-cmd "healthcheck.sh --connect --innodb_initialized" ${PATIENCE}`,
        ],
        tryUrl: `mariadb://${ROOT}@127.0.0.1:3306/app`,
    },
    {
        title: 'SQLite',
        schemes: ['sqlite'],
        packages: ['better-sqlite3', 'sqlite3'],
        migrations: 'sql',
        backups: true,
        service: [],
        tryUrl: 'sqlite:sluice-try.db',
    },
    {
        title: 'Redis',
        schemes: ['redis', 'rediss'],
        packages: ['redis', 'ioredis'],
        migrations: 'keys',
        backups: false,
        service: [
            'redis:',
            '  image: redis:8',
            "  ports: ['6379:6379']",
            `  options: --health-cmd "redis-cli ping" ${PATIENCE}`,
        ],
        tryUrl: 'redis://127.0.0.1:6379/0',
    },
];
/** The engine of a URL's scheme; null when Sluice has no driver for it. */
function engineOfScheme(scheme) {
    return INIT_ENGINES.find(({ schemes }) => schemes.includes(scheme)) ?? null;
}

;// CONCATENATED MODULE: ./build/js/run/init/environments.js
/** How people call the two environments that the workflows know, by the first part of the variable. */
const ALIASES = {
    staging: ['STAGING', 'STAGE', 'STG', 'PREPROD', 'PREPRODUCTION', 'UAT', 'QA'],
    production: ['PRODUCTION', 'PROD', 'PRD', 'LIVE'],
};
const SUFFIX = /_DATABASE_URL$/u;
/** The variable that stands for an environment of the workflows; null when none does. */
function variableOf(role, variables) {
    for (const alias of ALIASES[role])
        if (variables.includes(`${alias}_DATABASE_URL`))
            return `${alias}_DATABASE_URL`;
    return null;
}
/** Staging and production, and one environment for each further variable. */
function environmentsOf(databases) {
    const variables = databases.flatMap(({ variable }) => (variable !== null && SUFFIX.test(variable) ? [variable] : []));
    const known = ['staging', 'production'].map((role) => {
        const variable = variableOf(role, variables);
        return {
            name: role,
            variable: variable ?? `${role.toUpperCase()}_DATABASE_URL`,
            protected: role === 'production',
            assumed: variable === null,
        };
    });
    const others = variables
        .filter((variable) => known.every((one) => one.variable !== variable))
        .map((variable) => ({
        name: variable.replace(SUFFIX, '').toLowerCase().replaceAll('_', '-'),
        variable,
        protected: false,
        assumed: false,
    }))
        .filter(({ name }) => known.every((one) => one.name !== name));
    return [...known, ...others];
}

// EXTERNAL MODULE: ./build/js/split-url.js
var split_url = __webpack_require__(95834);
;// CONCATENATED MODULE: ./build/js/run/init/choose-engine.js




const PASS = 'Pass --database-url with a URL of the engine that is meant; it is written nowhere.';
/** The option and `DATABASE_URL` mean one database; the other variables may be about several. */
function isDecisive({ variable }) {
    return variable === null || variable === 'DATABASE_URL';
}
function byUrl(databases) {
    const [first] = databases;
    if (first !== undefined && isDecisive(first)) {
        if (first.engine !== null)
            return { engine: first.engine, from: first.from };
        throw new errors/* SluiceError */.ah('CONF_001', `No engine can be told from ${first.from}: ${first.problem ?? 'there is no driver for such a URL.'}`, { fix: PASS });
    }
    const readable = databases.filter(({ engine }) => engine !== null);
    const [one] = readable;
    if (one?.engine === null || one === undefined)
        return null;
    if (readable.every(({ engine }) => engine === one.engine))
        return { engine: one.engine, from: one.from };
    const told = readable.map(({ variable, engine }) => `${variable ?? ''} (${engine?.title ?? ''})`).join(', ');
    throw new errors/* SluiceError */.ah('CONF_001', `The variables name several engines: ${told}.`, { fix: PASS });
}
function byConfiguration(configured) {
    for (const { name, url } of configured) {
        const engine = engineOfScheme((0,split_url/* splitUrl */.iM)(url.trim())?.scheme ?? '');
        if (engine !== null)
            return { engine, from: `the url of ${name} in sluice.yml` };
    }
    return null;
}
function byFiles({ migrations, packages }) {
    const keys = INIT_ENGINES.find((engine) => engine.migrations === 'keys');
    if (migrations?.kind === 'keys' && keys !== undefined) {
        return { engine: keys, from: `the modules in ${migrations.directory}` };
    }
    if (packages === null || (migrations !== null && migrations.kind !== packages.migrations))
        return null;
    return { engine: packages, from: 'the dependencies in package.json' };
}
/** Staging and production are one application's databases, so they are of its engine. */
function refuseOtherRoles({ engine, from }, databases) {
    const variables = databases.flatMap(({ variable }) => (variable === null ? [] : [variable]));
    for (const role of ['staging', 'production']) {
        const found = databases.find(({ variable }) => variable !== null && variable === variableOf(role, variables));
        if (found?.engine === undefined || found.engine === null || found.engine === engine)
            continue;
        throw new errors/* SluiceError */.ah('CONF_001', `The engine is ${engine.title} by ${from}, and ${found.engine.title} by ${found.from}.`, { fix: 'Set both to URLs of the same engine, or unset the one that is not meant, and run the command again.' });
    }
}
/**
 * The engine that the repository's migrations are for: by URLs, else by an existing configuration, else by files.
 *
 * @throws SluiceError `CONF_001` when nothing tells it, or what does contradicts itself
 */
function chooseEngine(clues) {
    const { databases, configured, migrations } = clues;
    const chosen = byUrl(databases) ?? byConfiguration(configured) ?? byFiles(clues);
    if (chosen === null) {
        throw new errors/* SluiceError */.ah('CONF_001', 'Nothing tells which kind of database this is for.', {
            fix: 'Pass --database-url (it is written nowhere), or set DATABASE_URL or a variable such as STAGING_DATABASE_URL. A URL without a password will do, such as postgres://localhost/app.',
        });
    }
    refuseOtherRoles(chosen, databases);
    if (migrations !== null && migrations.kind !== chosen.engine.migrations) {
        const holds = migrations.kind === 'sql' ? 'SQL files' : 'modules that change keys';
        throw new errors/* SluiceError */.ah('CONF_001', `The engine is ${chosen.engine.title} by ${chosen.from}, and ${migrations.directory} holds ${holds}, which it cannot run.`, { fix: `${PASS} Or name its own folder: --migrations-directory FOLDER.` });
    }
    return chosen;
}

;// CONCATENATED MODULE: ./build/js/run/init/config-text.js
/** Where editors and people find what may stand in the file. */
const SCHEMA = 'https://raw.githubusercontent.com/sluice-actions/sluice/v1/sluice.schema.json';
const SETTINGS = 'https://github.com/sluice-actions/sluice/blob/v1/docs/configuration.md';
/** A text as YAML reads it back; quoted where it could mean anything else. */
function scalar(text) {
    const plain = /^[A-Za-z][\w./-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(text);
    return plain ? text : JSON.stringify(text);
}
function environmentLines({ name, variable, protected: isProtected }) {
    return [
        `  ${scalar(name)}:`,
        `    url: \${${variable}}`,
        ...(isProtected
            ? ['    # A migration needs a proven backup, and a rollback has to name the environment.', '    protected: true']
            : []),
    ];
}
/** The text of `sluice.yml`. */
function configText({ engine, environments, directory, migrations }) {
    const format = migrations !== null && engine.migrations === 'sql' ? [`  format: ${migrations.format}`] : [];
    const backup = [
        'backup:',
        '  # Every backup is restored into a scratch database and compared before it counts.',
        '  verify: restore',
        '  keep: 7',
        '  # A backup holds all the data. Run `age-keygen -o identity.txt`, name the public key that it prints here, and keep',
        '  # the file away from the repository: only who restores needs it, as the secret SLUICE_IDENTITY.',
        "  # encrypt-to: ['age1…']",
        '',
    ];
    return [
        `# yaml-language-server: $schema=${SCHEMA}`,
        `# Every setting: ${SETTINGS}`,
        'version: 1',
        '',
        '# Each URL is the value of a variable: no password stands in this file.',
        'environments:',
        ...environments.flatMap(environmentLines),
        '',
        'migrations:',
        `  directory: ${scalar(directory)}`,
        ...format,
        '',
        ...(engine.backups ? backup : []),
        '# What has to be there before a plan that ran in staging may run in production.',
        'promotion:',
        '  - from: staging',
        '    to: production',
        '    approvals: 1',
        '    distinct-from-author: true',
        '    max-age: 24h',
        '',
    ].join('\n');
}

// EXTERNAL MODULE: ./build/js/config/file.js
var file = __webpack_require__(93783);
// EXTERNAL MODULE: ./build/js/config/load.js + 5 modules
var load = __webpack_require__(49120);
;// CONCATENATED MODULE: ./build/js/run/init/existing-config.js



/** Reads the configuration that stays; null when there is none. What is wrong with it is told and stops nothing. */
async function existingConfig(workingDirectory) {
    try {
        const source = await (0,file/* readConfig */.X)(workingDirectory, undefined);
        return source === null ? null : { config: (0,load/* loadConfig */.Z)(source), problem: null };
    }
    catch (error) {
        if (!(error instanceof errors/* SluiceError */.ah))
            throw error;
        return { config: null, problem: error.message };
    }
}

// EXTERNAL MODULE: ./build/js/database-url.js + 2 modules
var database_url = __webpack_require__(10731);
;// CONCATENATED MODULE: ./build/js/run/init/find-databases.js




const VARIABLE = /^(?:[A-Z][A-Z0-9_]*_)?DATABASE_URL$/u;
function problemOf(url) {
    try {
        (0,database_url/* parseDatabaseUrl */.m)(url);
        return null;
    }
    catch (error) {
        const { message, fix } = (0,errors/* reportError */.N7)(error);
        return `${message} ${fix}`;
    }
}
function look(url, variable, redactor) {
    redactor.register(...(0,database_url/* secretsOf */.F)(url));
    return {
        from: variable === null ? 'the option --database-url' : `the variable ${variable}`,
        variable,
        // Also of a URL that cannot be used yet: what is wrong with it is corrected later, and the engine stays.
        engine: engineOfScheme((0,split_url/* splitUrl */.iM)(url.trim())?.scheme ?? ''),
        problem: problemOf(url),
    };
}
/**
 * What the given URLs tell: the option first, then `DATABASE_URL`, then the other variables by name. Nothing of a URL but
 * its engine goes on from here, and its secrets are masked from now on.
 */
function findDatabases(option, env, redactor) {
    const names = Object.keys(env).filter((name) => VARIABLE.test(name) && (env[name] ?? '').trim() !== '');
    const inOrder = names.toSorted((a, b) => (a === 'DATABASE_URL' ? -1 : b === 'DATABASE_URL' ? 1 : a < b ? -1 : 1));
    const found = inOrder.map((name) => look(env[name] ?? '', name, redactor));
    return option === undefined || option.trim() === '' ? found : [look(option, null, redactor), ...found];
}

// EXTERNAL MODULE: ./build/js/migrations/detect.js + 1 modules
var detect = __webpack_require__(34117);
// EXTERNAL MODULE: ./build/js/migrations/folder.js
var migrations_folder = __webpack_require__(65756);
// EXTERNAL MODULE: ./build/js/migrations/formats/index.js + 3 modules
var formats = __webpack_require__(23868);
// EXTERNAL MODULE: ./build/js/migrations/keys/format.js
var keys_format = __webpack_require__(57684);
// EXTERNAL MODULE: ./build/js/migrations/problems.js
var problems = __webpack_require__(4200);
// EXTERNAL MODULE: ./build/js/migrations/read-migrations.js + 21 modules
var read_migrations = __webpack_require__(28512);
;// CONCATENATED MODULE: ./build/js/run/init/find-migrations.js









/** Where the tools that Sluice knows keep their files, unless told otherwise. */
const USUAL = [
    'migrations',
    'db/migrations',
    'db/migrate',
    'db/migration',
    'database/migrations',
    'src/migrations',
    'src/main/resources/db/migration',
    'sql/migrations',
    'sql',
    'prisma/migrations',
    'drizzle',
    'supabase/migrations',
];
/** Files that keep their tool's name when the folder has no readable migration. */
const ELSEWHERE = ['sqitch.plan', 'sqitch.conf'];
async function isThere(path) {
    try {
        return (await (0,promises_.stat)(path)).isDirectory() ? 'folder' : 'other';
    }
    catch {
        return null;
    }
}
/** How many of the files are migrations by name. */
function count({ files }, parse, recursive) {
    return files.filter(({ path, name }) => (recursive || path === name) && parse(name) !== null).length;
}
/** golang-migrate names its files as Sluice does; what gives it away is the program that calls it. */
function byTool(format, goModule) {
    return format === 'sluice' && goModule.includes('github.com/golang-migrate/migrate') ? 'golang-migrate' : format;
}
/**
 * What one folder holds; null when it has no migrations.
 *
 * @throws SluiceError `CONF_001` when its files are of a tool that Sluice does not read, or of several
 */
async function lookInto(workingDirectory, directory, { format: given, goModule }, signal) {
    // What is wrong with single files is for the commands that read them.
    const folder = await (0,migrations_folder/* listFolder */.b)((0,external_node_path_.join)(workingDirectory, directory), new problems/* FolderProblems */.v(directory), signal);
    const modules = count(folder, keys_format/* keyFormat */.R.parseName, false);
    const scripts = folder.files.some(({ name }) => /\.sql$/iu.test(name));
    if (modules > 0 && !scripts)
        return { directory, kind: 'keys', format: 'sluice', count: modules };
    const detected = given === 'auto' ? byTool((0,read_migrations/* detectFolder */.Y)(directory, folder, signal), goModule) : null;
    const format = detected ?? (0,detect/* requireSupported */._)(given);
    const { parseName, recursive } = formats/* FILE_FORMATS */.G[format];
    const found = count(folder, parseName, recursive);
    return found === 0 ? null : { directory, kind: 'sql', format, count: found };
}
/**
 * Looks for the migrations.
 *
 * @returns null when there are none yet
 * @throws SluiceError `CONF_001` when several folders hold some, or the only ones are of a tool that Sluice does not read
 */
async function findMigrations(workingDirectory, search, signal) {
    const found = [];
    const refusals = [];
    for (const directory of USUAL) {
        signal.throwIfAborted();
        if (directory === 'sql' && found.some((one) => one.directory.startsWith('sql/')))
            continue;
        if ((await isThere((0,external_node_path_.join)(workingDirectory, directory))) !== 'folder')
            continue;
        try {
            const one = await lookInto(workingDirectory, directory, search, signal);
            if (one !== null)
                found.push(one);
        }
        catch (error) {
            if (!(error instanceof errors/* SluiceError */.ah))
                throw error;
            refusals.push(error);
        }
    }
    const [only] = found;
    if (found.length > 1) {
        throw new errors/* SluiceError */.ah('CONF_001', `Several folders hold migrations: ${found.map(({ directory, format }) => `${directory} (${format})`).join(', ')}.`, { fix: 'Say which one is meant: --migrations-directory FOLDER.' });
    }
    if (only !== undefined)
        return only;
    if (refusals.length > 0)
        throw refusals[0];
    for (const path of ELSEWHERE) {
        if ((await isThere((0,external_node_path_.join)(workingDirectory, path))) === 'other')
            (0,detect/* detectFormat */.T)('.', [{ path, head: '' }]);
    }
    return null;
}
/**
 * What a named folder holds; null when it is not there yet or is empty.
 *
 * @throws SluiceError `CONF_001`
 */
async function migrationsIn(workingDirectory, directory, search, signal) {
    if ((await isThere((0,external_node_path_.join)(workingDirectory, directory))) === null)
        return null;
    return lookInto(workingDirectory, directory, search, signal);
}

;// CONCATENATED MODULE: ./build/js/run/init/find-repository.js



/** Larger ones are not what they are called. */
const MAX_BYTES = 2 ** 20;
/** A small text file; null when it is not there or cannot be read. */
async function textOf(path) {
    try {
        return (await (0,promises_.stat)(path)).size > MAX_BYTES ? null : await (0,promises_.readFile)(path, 'utf8');
    }
    catch {
        return null;
    }
}
async function rootOf(workingDirectory) {
    for (let folder = workingDirectory;; folder = (0,external_node_path_.dirname)(folder)) {
        const found = await (0,promises_.stat)((0,external_node_path_.join)(folder, '.git')).catch(() => null);
        if (found !== null)
            return folder;
        if ((0,external_node_path_.dirname)(folder) === folder)
            return null;
    }
}
/** The default branch of the remote, as the clone noted it. */
async function branchOf(root) {
    const noted = await textOf((0,external_node_path_.join)(root, '.git/refs/remotes/origin/HEAD'));
    const [, branch] = /^ref: refs\/remotes\/origin\/([\w./-]+)\s*$/u.exec(noted ?? '') ?? [];
    return branch ?? null;
}
function engineOf(packageJson) {
    let names;
    try {
        const { dependencies } = JSON.parse(packageJson ?? '{}');
        names = Object.keys(dependencies ?? {});
    }
    catch {
        return null;
    }
    const spoken = INIT_ENGINES.filter(({ packages }) => packages.some((name) => names.includes(name)));
    // A cache beside the database is usual, and not what is meant.
    const sql = spoken.filter(({ migrations }) => migrations === 'sql');
    const candidates = sql.length > 0 ? sql : spoken;
    return candidates.length === 1 ? (candidates[0] ?? null) : null;
}
/** Looks at the checkout around the working directory. */
async function findRepository(workingDirectory) {
    const root = await rootOf(workingDirectory);
    return {
        root: root ?? workingDirectory,
        isCheckout: root !== null,
        below: root === null ? '' : (0,external_node_path_.relative)(root, workingDirectory).replaceAll(external_node_path_.sep, '/'),
        branch: root === null ? null : await branchOf(root),
        engine: engineOf(await textOf((0,external_node_path_.join)(workingDirectory, 'package.json'))),
        goModule: (await textOf((0,external_node_path_.join)(workingDirectory, 'go.mod'))) ?? '',
    };
}

;// CONCATENATED MODULE: ./build/js/run/init/left-to-do.js
/** What each GitHub environment is for, and which workflows run in it. */
const ENVIRONMENTS = [
    {
        name: 'staging',
        workflows: ['promotion', 'rollback'],
        settings: 'no reviewers needed',
        account: 'the URL of the staging database',
    },
    {
        name: 'production-plan',
        workflows: ['promotion'],
        settings: 'no reviewers: the plan is computed before anybody approves it',
        account: 'the URL of the production database; an account that may only read is enough',
    },
    {
        name: 'production',
        workflows: ['promotion', 'rollback'],
        settings: 'required reviewers; prevent self-review; no bypass for administrators; deployments from the default branch alone',
        account: 'the URL of the production database',
    },
    {
        name: 'production-backup',
        workflows: ['backup-proof'],
        settings: 'no reviewers, because it runs at night; deployments from the default branch alone',
        account: 'the URL of the production database; an account that may only take backups and prove them is enough',
    },
];
function usedIn(workflows) {
    return ENVIRONMENTS.filter((environment) => environment.workflows.some((name) => workflows.includes(name)));
}
/** The GitHub environments of the workflows. */
function neededEnvironments(workflows) {
    return usedIn(workflows).map(({ name, settings }) => ({ name, settings }));
}
/** The secrets of the workflows. */
function neededSecrets(workflows, { backups }) {
    const restored = usedIn(workflows).filter((environment) => environment.workflows.includes('rollback'));
    const identity = 'the age identity, where backups are encrypted; the rollback alone gets it';
    return [
        ...usedIn(workflows).map(({ name, account }) => ({ environment: name, name: 'DATABASE_URL', why: account })),
        ...(backups ? restored.map(({ name }) => ({ environment: name, name: 'SLUICE_IDENTITY', why: identity })) : []),
    ];
}

;// CONCATENATED MODULE: ./build/js/run/init/workflow-templates.js
/** The workflows of examples/workflows, as they are there. Written by `npm run generate`: change the examples. */
const WORKFLOW_TEMPLATES = {
    'pull-request': `# Every pull request that touches migrations applies them to a throw-away database and takes them back again, and shows
# what would run in one comment. It needs no secret, so it works for pull requests from forks, too; there the comment is
# written by pull-request-comment.yml, because their token may not write.

name: Migrations

on:
  pull_request:
    paths: ['migrations/**', sluice.yml]

permissions: {}

concurrency:
  group: migrations-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  try:
    name: Apply, validate and roll back
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      pull-requests: write # for the comment
    services:
      postgres:
        image: postgres:18
        env:
          POSTGRES_HOST_AUTH_METHOD: trust
        ports: ['5432:5432']
        options: --health-cmd pg_isready --health-interval 2s --health-retries 30
    env:
      DATABASE_URL: postgres://postgres@127.0.0.1:5432/postgres
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: What would run
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          dry-run: true
          require-backup: none
          report-name: sluice-plan
      - name: Apply
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          require-backup: none
          report-name: sluice-apply
      - name: Validate
        uses: sluice-actions/sluice/actions/validate@v1
        with:
          report-name: sluice-validate
      - name: Take the newest migration back
        uses: sluice-actions/sluice/actions/rollback@v1
        with:
          to: previous
          report-name: sluice-rollback
`,
    'pull-request-comment': `# Comments on pull requests from forks, whose own workflow may not write. It runs the code of the default branch and takes
# nothing from the fork but a text: the number of the pull request comes from GitHub, and no file of the fork is run.
name: Comment on migrations of forks

on:
  workflow_run:
    workflows: [Migrations]
    types: [completed]

permissions: {}

jobs:
  comment:
    name: Comment
    if: >-
      github.event.workflow_run.event == 'pull_request' &&
      github.event.workflow_run.head_repository.full_name != github.repository
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      actions: read # for the artifacts of the other run
      pull-requests: write # for the comment
    env:
      GH_TOKEN: \${{ github.token }}
      REPOSITORY: \${{ github.repository }}
      RUN_ID: \${{ github.event.workflow_run.id }}
      HEAD_SHA: \${{ github.event.workflow_run.head_sha }}
    steps:
      - name: Fetch what the runs left
        run: gh run download "$RUN_ID" --repo "$REPOSITORY" --pattern 'sluice-*' --dir reports
      - name: Write it into one comment
        run: |
          number=$(gh api "repos/$REPOSITORY/commits/$HEAD_SHA/pulls" --jq 'map(select(.state == "open")) | .[0].number // empty')
          if [ -z "$number" ]; then echo "The pull request is closed, or has new commits."; exit 0; fi
          find reports -type f -name 'pull_request_*.md' -print0 | sort -z | xargs -0 --no-run-if-empty cat | head -c 60000 > comment.md
          gh pr comment "$number" --repo "$REPOSITORY" --edit-last --create-if-none --body-file comment.md
`,
    promotion: `# Staging first, then production. The plan for production is computed and shown before anybody approves, and what is
# applied after the approval is that plan or nothing. The gate asks for the evidence of staging and counts the approvals.
#
# Set up once, in the repository's settings:
# - environments \`staging\`, \`production-plan\` and \`production\`; \`production\` with required reviewers
# - secrets in each: DATABASE_URL (in \`production-plan\` an account that may only read is enough)
#
# The backups become artifacts of the run. Encrypt them: name the public key that \`age-keygen\` printed in sluice.yml, under
# \`backup.encrypt-to\`. Where they are not encrypted, use this in a private repository; in a public one Sluice refuses to
# upload them and fails (BACKUP_004).
name: Promote migrations

on:
  push:
    branches: [main]
    paths: ['migrations/**', sluice.yml]

permissions: {}

# One promotion at a time, and none is cancelled half-way.
concurrency:
  group: promote-migrations
  cancel-in-progress: false

jobs:
  staging:
    name: Whole lifecycle in staging
    runs-on: ubuntu-latest
    timeout-minutes: 120
    environment: staging
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: sluice-actions/sluice@v1
        with:
          environment: staging
          database-url: \${{ secrets.DATABASE_URL }}

  plan:
    name: Plan for production
    needs: staging
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment: production-plan
    permissions:
      contents: read
    outputs:
      plan-digest: \${{ steps.plan.outputs.plan-digest }}
      pending-count: \${{ steps.plan.outputs.pending-count }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - id: plan
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          dry-run: true

  production:
    name: Production
    needs: plan
    if: needs.plan.outputs.pending-count != '0'
    runs-on: ubuntu-latest
    timeout-minutes: 240
    environment: production
    permissions:
      contents: read
      actions: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: May this plan pass?
        id: gate
        uses: sluice-actions/sluice/actions/promote@v1
        with:
          from: staging
          to: production
          database-url: \${{ secrets.DATABASE_URL }}
      - name: Ready?
        uses: sluice-actions/sluice/actions/readiness-check@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
      - name: Backup, restored once to prove it
        id: backup
        uses: sluice-actions/sluice/actions/backup@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          verify: restore
      - name: The plan that was approved, or nothing
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          backup-id: \${{ steps.backup.outputs.backup-id }}
          plan-digest: \${{ needs.plan.outputs.plan-digest }}
          on-failure: rollback
      - name: Validate
        uses: sluice-actions/sluice/actions/validate@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
`,
    rollback: `# A way back that a person starts: what the newest run applied, a version, or a backup.
#
# Set up once, in the repository's settings:
# - environments \`staging\` and \`production\`, each with the secret DATABASE_URL; \`production\` with required reviewers, and
#   open to the main branch alone
# - where backups are encrypted, the secret SLUICE_IDENTITY in each environment: the age identity, which no other job gets
#
# A backup is found by its id in the folder of backups, in this run, or in any run of the repository; \`sluice backup list\`
# shows them. An artifact that a run of a fork uploaded is taken only when its run is named.
name: Roll back

on:
  workflow_dispatch:
    inputs:
      environment:
        description: Environment to roll back
        type: choice
        options: [staging, production]
        required: true
      target:
        description: Where to go back to
        type: choice
        options: [previous, version, backup]
        default: previous
        required: true
      version:
        description: 'Target \`version\`: the version to go back to; 0 takes everything back'
        type: string
      backup-id:
        description: 'Target \`backup\`: the id of the backup'
        type: string
      backup-run-id:
        description: 'Target \`backup\`: the workflow run that uploaded it, if it is to be that one (the number in its address)'
        type: string
      confirm:
        description: The environment's name once more
        type: string
        required: true
      accept-data-loss:
        description: Go back although rows changed after the backup
        type: boolean
        default: false

permissions: {}

# The same group as the promotion: never both at once, and none is cancelled half-way.
concurrency:
  group: promote-migrations
  cancel-in-progress: false

jobs:
  unconfirmed:
    name: Not confirmed
    # Without it, a mistyped confirmation would look like a run with nothing to do.
    if: inputs.confirm != inputs.environment
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions: {}
    steps:
      - run: |
          echo '::error::Nothing was done: \`confirm\` is not the name of the environment. Start the workflow again.'
          exit 1

  rollback:
    name: Roll back \${{ inputs.environment }}
    # Staging is not protected in sluice.yml, but whoever starts this has to mean it there, too.
    if: inputs.confirm == inputs.environment
    runs-on: ubuntu-latest
    timeout-minutes: 240
    environment: \${{ inputs.environment }}
    permissions:
      # To read another run's artifacts.
      actions: read
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: sluice-actions/sluice/actions/rollback@v1
        with:
          environment: \${{ inputs.environment }}
          database-url: \${{ secrets.DATABASE_URL }}
          to: \${{ inputs.target == 'version' && inputs.version || inputs.target }}
          backup-id: \${{ inputs.backup-id }}
          backup-run-id: \${{ inputs.backup-run-id }}
          identity: \${{ secrets.SLUICE_IDENTITY }}
          confirm: \${{ inputs.confirm }}
          accept-data-loss: \${{ inputs.accept-data-loss }}
`,
    'backup-proof': `# Every night a backup of production is taken and restored once, so that it is known to be good before anybody needs it.
# A night without that proof is a failed run, and GitHub tells whoever last changed the schedule.
#
# Set up once, in the repository's settings:
# - the environment \`production-backup\`, open to the main branch alone and without reviewers, because nobody is awake to
#   approve; its secret DATABASE_URL is an account that may only take backups and prove them
#
# The backup becomes an artifact of the run. Encrypt it: name the public key that \`age-keygen\` printed in sluice.yml, under
# \`backup.encrypt-to\`. Where it is not encrypted, use this in a private repository; in a public one Sluice refuses to
# upload it and fails (BACKUP_004).
name: Prove a backup

on:
  schedule:
    - cron: '23 3 * * *'
  workflow_dispatch:

permissions: {}

# Not the group of the promotion: a run that waits there would be replaced by this one.
concurrency:
  group: prove-backups
  cancel-in-progress: false

jobs:
  prove:
    name: Backup of production, restored once to prove it
    runs-on: ubuntu-latest
    timeout-minutes: 240
    environment: production-backup
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: sluice-actions/sluice/actions/backup@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          verify: restore
`,
};

;// CONCATENATED MODULE: ./build/js/run/init/workflows.js



const REASONS = {
    'contents: read': 'to check out the repository',
    'actions: read': 'to read evidence, approvals and artifacts of workflow runs',
    'pull-requests: write': 'to write one comment and keep it up to date',
    'deployments: write': 'to show runs as deployments on the page of the environment',
    'id-token: write': 'to sign attestations as this workflow',
    'attestations: write': 'to store attestations',
};
/** What rests on backups, which not every engine has. */
const NEEDS_BACKUPS = ['promotion', 'backup-proof'];
/** The names of the workflows, in the order in which a change meets them. */
const WORKFLOW_NAMES = Object.keys(WORKFLOW_TEMPLATES);
/** Whether a workflow can work with an engine. */
function fits(name, engine) {
    return engine.backups || !NEEDS_BACKUPS.includes(name);
}
/** Beside workflows of other purposes, so with a name of its own. */
function workflowFile(name) {
    return `sluice-${name}.yml`;
}
/** Each permission that a job of the workflow asks for, once. */
function permissionsOf(name) {
    const asked = [...WORKFLOW_TEMPLATES[name].matchAll(/^ {6}([a-z-]+: (?:read|write))\b/gmu)].map(([, permission = '']) => permission);
    return [...new Set(asked)].map((permission) => ({ permission, why: REASONS[permission] ?? 'see the workflow' }));
}
/** Replaces what an example must hold. */
function replace(text, pattern, by) {
    const replaced = text.replace(pattern, by);
    if (pattern.test(text))
        return replaced;
    throw new errors/* SluiceError */.ah('INT_001', `A workflow of Sluice lacks ${String(pattern)}.`);
}
function quoted(path) {
    return `'${path.replaceAll("'", "''")}'`;
}
/** The container and the URL of a pull request's throw-away database. */
function withService(text, { service, tryUrl }) {
    const services = service.length === 0 ? [] : ['services:', ...service.map((line) => `  ${line}`)];
    const lines = [...services, 'env:', `  DATABASE_URL: ${tryUrl}`].map((line) => `    ${line}\n`).join('');
    return replace(text, /^ {4}services:\n[^]*?(?=^ {4}steps:)/mu, () => lines);
}
/** The example as the repository needs it. */
function workflowText(name, { engine, directory, below, branch }) {
    let text = WORKFLOW_TEMPLATES[name];
    const inRepository = (path) => (below === '' ? path : `${below}/${path}`);
    if (name === 'pull-request' || name === 'promotion') {
        const paths = [`${directory}/**`, 'sluice.yml'].map((path) => quoted(inRepository(path))).join(', ');
        text = replace(text, /^ {4}paths: \[.*\]$/mu, () => `    paths: [${paths}]`);
    }
    if (name === 'promotion')
        text = replace(text, /^ {4}branches: \[main\]$/mu, () => `    branches: [${scalar(branch)}]`);
    if (name === 'pull-request') {
        text = withService(text, engine);
        text = replace(text, /\bpull-request-comment\.yml\b/u, () => workflowFile('pull-request-comment'));
    }
    if (below === '' || name === 'pull-request-comment')
        return text;
    const line = `working-directory: ${scalar(below)}\n`;
    return replace(text, /(uses: sluice-actions\/sluice\S*\n)( +)with:\n/gu, (_, uses = '', indent = '') => `${uses}${indent}with:\n${indent}  ${line}`);
}

// EXTERNAL MODULE: ./build/js/backup/file-error.js
var file_error = __webpack_require__(548);
;// CONCATENATED MODULE: ./build/js/run/init/write-new.js




/** What stands in the way, for people, and its code. */
const FAILURES = {
    EACCES: ['PERM_001', 'this account may not write there'],
    EPERM: ['PERM_001', 'this account may not write there'],
    EROFS: ['PERM_001', 'the file system is read-only'],
    ENOSPC: ['DISK_001', 'the disk is full'],
    EDQUOT: ['DISK_001', 'the disk quota is used up'],
    ENOTDIR: ['CONF_001', 'a part of its path is a file'],
    EEXIST: ['CONF_001', 'a part of its path is a file'],
};
const FIXES = {
    PERM_001: 'Give the account that runs Sluice the right to write there, then run the command again.',
    CONF_001: 'Move that file away, then run the command again.',
};
function failure(error, path) {
    const [code, reason] = FAILURES[(0,file_error/* systemCode */.x)(error) ?? ''] ?? [
        'CONF_001',
        `it failed (${(0,file_error/* systemCode */.x)(error) ?? 'unknown'})`,
    ];
    const fix = FIXES[code];
    return new errors/* SluiceError */.ah(code, `${path} cannot be written: ${reason}.`, {
        cause: error,
        ...(fix === undefined ? {} : { fix }),
        details: { path },
    });
}
/**
 * Writes a file that is not there yet, and its folders.
 *
 * @param shown the path as messages name it
 * @returns false when something has that name already: it is left as it is
 * @throws SluiceError `PERM_001`, `DISK_001`, or `CONF_001` when a folder of the path is a file; nothing half is left
 */
async function writeNew(path, text, shown) {
    try {
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
    }
    catch (error) {
        throw failure(error, shown);
    }
    let file;
    try {
        // Exclusive, so that not even a file that appears just now is overwritten, nor what a link points to.
        file = await (0,promises_.open)(path, 'wx');
    }
    catch (error) {
        if ((0,file_error/* systemCode */.x)(error) === 'EEXIST')
            return false;
        throw failure(error, shown);
    }
    try {
        await file.writeFile(text);
    }
    catch (error) {
        await (0,promises_.rm)(path, { force: true });
        throw failure(error, shown);
    }
    finally {
        await file.close();
    }
    return true;
}

;// CONCATENATED MODULE: ./build/js/run/init/scaffold.js













const DEFAULT_BRANCH = 'main';
const DEFAULT_DIRECTORY = 'migrations';
/** @throws SluiceError `CONF_001` when a path cannot be meant from the working directory */
function insideDirectory(written) {
    const path = external_node_path_.posix.normalize(written.replaceAll('\\', '/')).replace(/\/+$/u, '');
    if (!external_node_path_.posix.isAbsolute(path) && path !== '..' && !path.startsWith('../'))
        return path;
    throw new errors/* SluiceError */.ah('CONF_001', `The migrations folder ${written} is not in the working directory.`, {
        fix: 'Name it relative to the working directory, or set --working-directory.',
    });
}
async function gather(inputs, context) {
    const { workingDirectory, signal } = context;
    const found = await (0,promises_.stat)(workingDirectory).catch(() => null);
    if (found?.isDirectory() !== true) {
        throw new errors/* SluiceError */.ah('CONF_001', `The working directory ${workingDirectory} is not a folder.`, {
            fix: 'Set --working-directory to the folder that sluice.yml belongs into.',
        });
    }
    const databases = findDatabases(inputs.databaseUrl, context.env, context.redactor);
    const repository = await findRepository(workingDirectory);
    const existing = await existingConfig(workingDirectory);
    const named = inputs.migrationsDirectory ?? existing?.config?.migrations.directory;
    const search = {
        format: inputs.format ?? existing?.config?.migrations.format ?? 'auto',
        goModule: repository.goModule,
    };
    const migrations = named === undefined
        ? await findMigrations(workingDirectory, search, signal)
        : await migrationsIn(workingDirectory, insideDirectory(named), search, signal);
    const chosen = chooseEngine({
        databases,
        configured: existing?.config?.environments ?? [],
        migrations,
        packages: repository.engine,
    });
    return {
        databases,
        repository,
        existing,
        migrations,
        directory: migrations?.directory ?? (named === undefined ? DEFAULT_DIRECTORY : insideDirectory(named)),
        chosen,
        environments: environmentsOf(databases.filter(({ engine }) => engine === chosen.engine)),
    };
}
function findings({ chosen, migrations, repository, existing, environments }) {
    const { branch, isCheckout, below } = repository;
    return [
        { what: 'engine', value: chosen.engine.title, from: chosen.from },
        ...(migrations === null
            ? []
            : [
                {
                    what: 'migrations',
                    value: migrations.directory,
                    from: `${String(migrations.count)} ${migrations.kind === 'sql' ? `SQL files of the format ${migrations.format}` : 'modules'} in it`.replace(/^1 (SQL file|module)s/u, '1 $1'),
                },
            ]),
        ...environments
            .filter(({ assumed }) => existing === null && !assumed)
            .map(({ name, variable }) => ({ what: 'environment', value: name, from: `the variable ${variable}` })),
        ...(branch === null ? [] : [{ what: 'branch', value: branch, from: 'the remote that was cloned' }]),
        ...(isCheckout && below !== '' ? [{ what: 'folder', value: below, from: 'where the repository begins' }] : []),
    ];
}
/** What nobody can find out, or has to be looked at. */
function remarks({ chosen, migrations, repository, existing, databases, directory, environments }) {
    const { engine } = chosen;
    const said = [];
    if (existing === null) {
        const assumed = environments.filter((one) => one.assumed);
        for (const { name, variable } of assumed)
            said.push(`${name} is assumed: sluice.yml takes its URL from ${variable}.`);
        const open = environments.filter(({ name }) => name !== 'staging' && name !== 'production');
        for (const { name } of open)
            said.push(`${name} is not protected: set \`protected: true\` in sluice.yml if it should be.`);
    }
    if (existing?.problem != null)
        said.push(`sluice.yml was kept and has to be corrected: ${existing.problem}`);
    for (const name of ['staging', 'production']) {
        const { config } = existing ?? {};
        if (config != null && config.environments.every((one) => one.name !== name))
            said.push(`sluice.yml was kept and has no environment ${name}, which the workflows name: add it, or change them.`);
    }
    if (migrations === null)
        said.push(`Put the first migration into ${directory}/: there is none yet.`);
    if (repository.branch === null)
        said.push(`The promotion follows the branch ${DEFAULT_BRANCH}: correct it there if yours has another name.`);
    if (!repository.isCheckout)
        said.push('No Git repository was found: .github belongs at its root.');
    if (engine.backups)
        said.push('Encrypt the backups: name a public key under `backup.encrypt-to` in sluice.yml. In a public repository Sluice refuses to upload one that is not encrypted.');
    else
        said.push(`The proof of a backup of ${engine.title} needs a server on the runner or \`backup.scratch\`, and production is protected: install one in the workflow, or migrate it with \`require-backup: none\`.`);
    if (engine.schemes.includes('sqlite'))
        said.push('A SQLite file is on one machine: let the jobs of staging and production run there, on a runner of your own (`runs-on`).');
    for (const { variable, engine: other, problem, from } of databases) {
        if (other !== engine && variable !== null)
            said.push(`${variable} was left out: ${other === null ? 'Sluice has no driver for such a URL' : `it is ${other.title}, and needs a configuration of its own`}.`);
        else if (problem !== null)
            said.push(`Correct ${from}: ${problem}`);
    }
    return said;
}
/**
 * Writes `sluice.yml` and the workflows of a repository, from what can be found out about it. Nothing is overwritten.
 *
 * @throws SluiceError `CONF_001` when too little can be told; then nothing is written. `PERM_001` and `DISK_001` when a
 *   file cannot be written; those before it stay, and the next call goes on
 */
async function scaffold(inputs, context) {
    const { workingDirectory, signal } = context;
    const facts = await gather(inputs, context);
    const { repository, directory, chosen, environments, migrations } = facts;
    const { engine } = chosen;
    const { root, below } = repository;
    const branch = repository.branch ?? DEFAULT_BRANCH;
    const names = WORKFLOW_NAMES.filter((name) => fits(name, engine));
    const workflows = (0,external_node_path_.join)(root, '.github', 'workflows');
    const files = [
        [(0,external_node_path_.join)(workingDirectory, 'sluice.yml'), configText({ engine, environments, directory, migrations })],
        ...names.map((name) => [(0,external_node_path_.join)(workflows, workflowFile(name)), workflowText(name, { engine, directory, below, branch })]),
    ];
    const shown = (path) => (0,external_node_path_.relative)(workingDirectory, path).replaceAll(external_node_path_.sep, '/');
    const written = [];
    const kept = [];
    for (const [path, text] of files) {
        signal.throwIfAborted();
        ((await writeNew(path, text, shown(path))) ? written : kept).push(shown(path));
    }
    return {
        schema: 'sluice.init/1',
        written,
        kept,
        leftOut: WORKFLOW_NAMES.filter((name) => !names.includes(name)).map((name) => ({
            path: shown((0,external_node_path_.join)(workflows, workflowFile(name))),
            why: `it needs backups that are proven, for which a runner has no ${engine.title} server`,
        })),
        found: findings(facts),
        environments: neededEnvironments(names),
        secrets: neededSecrets(names, engine),
        permissions: names.flatMap((name) => permissionsOf(name).map((permission) => ({
            workflow: shown((0,external_node_path_.join)(workflows, workflowFile(name))),
            ...permission,
        }))),
        todo: remarks(facts),
    };
}


/***/ })

};
