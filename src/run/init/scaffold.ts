import { stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { SluiceError } from '../../errors.ts';
import type { Inputs } from '../../interface/inputs.ts';
import type { RunContext } from '../types.ts';
import { type ChosenEngine, chooseEngine } from './choose-engine.ts';
import { configText } from './config-text.ts';
import { environmentsOf, type InitEnvironment } from './environments.ts';
import { type ExistingConfig, existingConfig } from './existing-config.ts';
import { findDatabases, type FoundDatabase } from './find-databases.ts';
import { findMigrations, type FoundMigrations, migrationsIn } from './find-migrations.ts';
import { findRepository, type FoundRepository } from './find-repository.ts';
import { type NeededEnvironment, neededEnvironments, type NeededSecret, neededSecrets } from './left-to-do.ts';
import {
  fits,
  permissionsOf,
  WORKFLOW_NAMES,
  workflowFile,
  type WorkflowPermission,
  workflowText,
} from './workflows.ts';
import { writeNew } from './write-new.ts';

/** Something that nobody had to be asked for. */
export interface Finding {
  readonly what: string;
  readonly value: string;
  readonly from: string;
}

/** What `sluice init` did, and what it leaves to people. Paths are relative to the working directory, with `/`. */
export interface Scaffold {
  readonly schema: 'sluice.init/1';
  readonly written: readonly string[];
  /** There already, and left as they are. */
  readonly kept: readonly string[];
  /** Not written, and why. */
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  readonly found: readonly Finding[];
  readonly environments: readonly NeededEnvironment[];
  readonly secrets: readonly NeededSecret[];
  readonly permissions: readonly (WorkflowPermission & { readonly workflow: string })[];
  /** Further sentences for people. */
  readonly todo: readonly string[];
}

const DEFAULT_BRANCH = 'main';
const DEFAULT_DIRECTORY = 'migrations';

/** All that was found out before anything is written. */
interface Facts {
  readonly databases: readonly FoundDatabase[];
  readonly repository: FoundRepository;
  readonly existing: ExistingConfig | null;
  readonly migrations: FoundMigrations | null;
  readonly directory: string;
  readonly chosen: ChosenEngine;
  readonly environments: readonly InitEnvironment[];
}

/** @throws SluiceError `CONF_001` when a path cannot be meant from the working directory */
function insideDirectory(written: string): string {
  const path = posix.normalize(written.replaceAll('\\', '/')).replace(/\/+$/u, '');
  if (!posix.isAbsolute(path) && path !== '..' && !path.startsWith('../')) return path;
  throw new SluiceError('CONF_001', `The migrations folder ${written} is not in the working directory.`, {
    fix: 'Name it relative to the working directory, or set --working-directory.',
  });
}

async function gather(inputs: Inputs, context: RunContext): Promise<Facts> {
  const { workingDirectory, signal } = context;
  const found = await stat(workingDirectory).catch(() => null);
  if (found?.isDirectory() !== true) {
    throw new SluiceError('CONF_001', `The working directory ${workingDirectory} is not a folder.`, {
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
  const migrations =
    named === undefined
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

function findings({ chosen, migrations, repository, existing, environments }: Facts): readonly Finding[] {
  const { branch, isCheckout, below } = repository;
  return [
    { what: 'engine', value: chosen.engine.title, from: chosen.from },
    ...(migrations === null
      ? []
      : [
          {
            what: 'migrations',
            value: migrations.directory,
            from: `${String(migrations.count)} ${migrations.kind === 'sql' ? `SQL files of the format ${migrations.format}` : 'modules'} in it`.replace(
              /^1 (SQL file|module)s/u,
              '1 $1',
            ),
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
function remarks({ chosen, migrations, repository, existing, databases, directory, environments }: Facts): string[] {
  const { engine } = chosen;
  const said: string[] = [];
  if (existing === null) {
    const assumed = environments.filter((one) => one.assumed);
    for (const { name, variable } of assumed)
      said.push(`${name} is assumed: sluice.yml takes its URL from ${variable}.`);
    const open = environments.filter(({ name }) => name !== 'staging' && name !== 'production');
    for (const { name } of open)
      said.push(`${name} is not protected: set \`protected: true\` in sluice.yml if it should be.`);
  }
  if (existing?.problem != null) said.push(`sluice.yml was kept and has to be corrected: ${existing.problem}`);
  for (const name of ['staging', 'production']) {
    const { config } = existing ?? {};
    if (config != null && config.environments.every((one) => one.name !== name))
      said.push(
        `sluice.yml was kept and has no environment ${name}, which the workflows name: add it, or change them.`,
      );
  }
  if (migrations === null) said.push(`Put the first migration into ${directory}/: there is none yet.`);
  if (repository.branch === null)
    said.push(`The promotion follows the branch ${DEFAULT_BRANCH}: correct it there if yours has another name.`);
  if (!repository.isCheckout) said.push('No Git repository was found: .github belongs at its root.');
  if (engine.backups)
    said.push(
      'Encrypt the backups: name a public key under `backup.encrypt-to` in sluice.yml. In a public repository Sluice refuses to upload one that is not encrypted.',
    );
  else
    said.push(
      `The proof of a backup of ${engine.title} needs a server on the runner or \`backup.scratch\`, and production is protected: install one in the workflow, or migrate it with \`require-backup: none\`.`,
    );
  if (engine.schemes.includes('sqlite'))
    said.push(
      'A SQLite file is on one machine: let the jobs of staging and production run there, on a runner of your own (`runs-on`).',
    );
  for (const { variable, engine: other, problem, from } of databases) {
    if (other !== engine && variable !== null)
      said.push(
        `${variable} was left out: ${other === null ? 'Sluice has no driver for such a URL' : `it is ${other.title}, and needs a configuration of its own`}.`,
      );
    else if (problem !== null) said.push(`Correct ${from}: ${problem}`);
  }
  return said;
}

/**
 * Writes `sluice.yml` and the workflows of a repository, from what can be found out about it. Nothing is overwritten.
 *
 * @throws SluiceError `CONF_001` when too little can be told; then nothing is written. `PERM_001` and `DISK_001` when a
 *   file cannot be written; those before it stay, and the next call goes on
 */
export async function scaffold(inputs: Inputs, context: RunContext): Promise<Scaffold> {
  const { workingDirectory, signal } = context;
  const facts = await gather(inputs, context);
  const { repository, directory, chosen, environments, migrations } = facts;
  const { engine } = chosen;
  const { root, below } = repository;
  const branch = repository.branch ?? DEFAULT_BRANCH;
  const names = WORKFLOW_NAMES.filter((name) => fits(name, engine));
  const workflows = join(root, '.github', 'workflows');
  const files: readonly (readonly [path: string, text: string])[] = [
    [join(workingDirectory, 'sluice.yml'), configText({ engine, environments, directory, migrations })],
    ...names.map(
      (name) =>
        [join(workflows, workflowFile(name)), workflowText(name, { engine, directory, below, branch })] as const,
    ),
  ];
  const shown = (path: string): string => relative(workingDirectory, path).replaceAll(sep, '/');
  const written: string[] = [];
  const kept: string[] = [];
  for (const [path, text] of files) {
    signal.throwIfAborted();
    ((await writeNew(path, text, shown(path))) ? written : kept).push(shown(path));
  }
  return {
    schema: 'sluice.init/1',
    written,
    kept,
    leftOut: WORKFLOW_NAMES.filter((name) => !names.includes(name)).map((name) => ({
      path: shown(join(workflows, workflowFile(name))),
      why: `it needs backups that are proven, for which a runner has no ${engine.title} server`,
    })),
    found: findings(facts),
    environments: neededEnvironments(names),
    secrets: neededSecrets(names, engine),
    permissions: names.flatMap((name) =>
      permissionsOf(name).map((permission) => ({
        workflow: shown(join(workflows, workflowFile(name))),
        ...permission,
      })),
    ),
    todo: remarks(facts),
  };
}
