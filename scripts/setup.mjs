/**
 * Brings a fresh clone to where `npm start` (`node scripts/setup.mjs`) and `npm test` (`node scripts/setup.mjs servers`)
 * can run; does nothing when all is there. Plain JavaScript for Node 20 without dependencies: it installs them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SYSTEM_PROGRAMS, findProgram } from './system-programs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const MINIMUM_NODE = 20;

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

function run(command, args, env = process.env) {
  // stdout belongs to the script that follows.
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (error) fail(`${command} could not be run: ${error.message}`);
  return status === 0;
}

/**
 * npm writes its own lock file last; one that is older than ours belongs to another state of the checkout. The program
 * of the package `node` comes from an install script: without it the installation was interrupted.
 */
function packagesAreCurrent() {
  const installed = `${root}node_modules/.package-lock.json`;
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs &&
    existsSync(`${root}node_modules/node/bin`)
  );
}

function npm(...args) {
  const { npm_execpath: program, npm_node_execpath: node = process.execPath } = process.env;
  const done = program === undefined ? run('npm', args) : run(node, [program, ...args]);
  if (!done) fail(`npm ${args.join(' ')} failed; see above.`);
}

/**
 * Only the install scripts that package.json allows are run. npm before 11.16 knows no such list: it would compile
 * better-sqlite3, which brings its binaries along, and fail where there is no compiler.
 */
function installPackages() {
  if (packagesAreCurrent()) return;
  process.stderr.write('Installing the npm packages …\n');
  npm('ci', '--ignore-scripts', '--loglevel=error');
  const { allowScripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const allowed = Object.keys(allowScripts).filter(
    (name) => allowScripts[name] && existsSync(`${root}node_modules/${name}`),
  );
  npm('rebuild', '--loglevel=error', ...allowed);
}

/** Installs Debian packages without starting the services they bring, which nobody asked for. */
const INSTALL_SCRIPT = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
options="-q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
apt-get $options update
apt-get $options install -y --no-install-recommends "$@"
`;

function missingPrograms() {
  return SYSTEM_PROGRAMS.filter(({ program }) => findProgram(program) === null);
}

/** The words in front of a command that root runs; null when we may not. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  return sudo !== null && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : null;
}

function installServers() {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const programs = missing.map(({ program }) => program).join(', ');
  const packages = [...new Set(missing.map(({ debian }) => debian))];
  const advice = {
    linux: `  Debian, Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}\n  elsewhere: the packages that bring these programs`,
    darwin: '  brew install postgresql mariadb redis openssl age',
    win32: '  the tests need a Unix: run them in WSL',
  };
  const notFound = `The tests need programs that are not installed: ${programs}. Install:\n${advice[process.platform] ?? advice.linux}`;
  const prefix = findProgram('apt-get') === null ? null : asRoot();
  if (prefix === null) fail(notFound);
  process.stderr.write(`Installing ${packages.join(', ')} with apt-get …\n`);
  const [command, ...args] = [...prefix, 'sh', '-c', INSTALL_SCRIPT, 'sh', ...packages];
  if (!run(command, args)) fail(`apt-get failed; see above. ${notFound}`);
  const still = missingPrograms().map(({ program }) => program);
  if (still.length > 0) fail(`After the installation these programs are still missing: ${still.join(', ')}.`);
}

if (Number(process.versions.node.split('.')[0]) < MINIMUM_NODE) {
  fail(`Node ${MINIMUM_NODE} or newer is needed to install; this is ${process.version}.`);
}
installPackages();
if (process.argv[2] === 'servers') installServers();
