import { SluiceError } from '../../errors.ts';
import { engineOfScheme, INIT_ENGINES, type InitEngine } from './engines.ts';
import { type Role, variableOf } from './environments.ts';
import type { FoundDatabase } from './find-databases.ts';
import type { FoundMigrations } from './find-migrations.ts';
import { splitUrl } from '../../split-url.ts';

/** The engine, and what told it. */
export interface ChosenEngine {
  readonly engine: InitEngine;
  readonly from: string;
}

/** All that can tell an engine. */
export interface EngineClues {
  readonly databases: readonly FoundDatabase[];
  /** The URLs of an existing `sluice.yml`, by environment, with their references. */
  readonly configured: readonly { readonly name: string; readonly url: string }[];
  readonly migrations: FoundMigrations | null;
  /** What package.json speaks for. */
  readonly packages: InitEngine | null;
}

const PASS = 'Pass --database-url with a URL of the engine that is meant; it is written nowhere.';

/** The option and `DATABASE_URL` mean one database; the other variables may be about several. */
function isDecisive({ variable }: FoundDatabase): boolean {
  return variable === null || variable === 'DATABASE_URL';
}

function byUrl(databases: readonly FoundDatabase[]): ChosenEngine | null {
  const [first] = databases;
  if (first !== undefined && isDecisive(first)) {
    if (first.engine !== null) return { engine: first.engine, from: first.from };
    throw new SluiceError(
      'CONF_001',
      `No engine can be told from ${first.from}: ${first.problem ?? 'there is no driver for such a URL.'}`,
      { fix: PASS },
    );
  }
  const readable = databases.filter(({ engine }) => engine !== null);
  const [one] = readable;
  if (one?.engine === null || one === undefined) return null;
  if (readable.every(({ engine }) => engine === one.engine)) return { engine: one.engine, from: one.from };
  const told = readable.map(({ variable, engine }) => `${variable ?? ''} (${engine?.title ?? ''})`).join(', ');
  throw new SluiceError('CONF_001', `The variables name several engines: ${told}.`, { fix: PASS });
}

function byConfiguration(configured: EngineClues['configured']): ChosenEngine | null {
  for (const { name, url } of configured) {
    const engine = engineOfScheme(splitUrl(url.trim())?.scheme ?? '');
    if (engine !== null) return { engine, from: `the url of ${name} in sluice.yml` };
  }
  return null;
}

function byFiles({ migrations, packages }: EngineClues): ChosenEngine | null {
  const keys = INIT_ENGINES.find((engine) => engine.migrations === 'keys');
  if (migrations?.kind === 'keys' && keys !== undefined) {
    return { engine: keys, from: `the modules in ${migrations.directory}` };
  }
  if (packages === null || (migrations !== null && migrations.kind !== packages.migrations)) return null;
  return { engine: packages, from: 'the dependencies in package.json' };
}

/** Staging and production are one application's databases, so they are of its engine. */
function refuseOtherRoles({ engine, from }: ChosenEngine, databases: readonly FoundDatabase[]): void {
  const variables = databases.flatMap(({ variable }) => (variable === null ? [] : [variable]));
  for (const role of ['staging', 'production'] as const satisfies readonly Role[]) {
    const found = databases.find(({ variable }) => variable !== null && variable === variableOf(role, variables));
    if (found?.engine === undefined || found.engine === null || found.engine === engine) continue;
    throw new SluiceError(
      'CONF_001',
      `The engine is ${engine.title} by ${from}, and ${found.engine.title} by ${found.from}.`,
      { fix: 'Set both to URLs of the same engine, or unset the one that is not meant, and run the command again.' },
    );
  }
}

/**
 * The engine that the repository's migrations are for: by URLs, else by an existing configuration, else by files.
 *
 * @throws SluiceError `CONF_001` when nothing tells it, or what does contradicts itself
 */
export function chooseEngine(clues: EngineClues): ChosenEngine {
  const { databases, configured, migrations } = clues;
  const chosen = byUrl(databases) ?? byConfiguration(configured) ?? byFiles(clues);
  if (chosen === null) {
    throw new SluiceError('CONF_001', 'Nothing tells which kind of database this is for.', {
      fix: 'Pass --database-url (it is written nowhere), or set DATABASE_URL or a variable such as STAGING_DATABASE_URL. A URL without a password will do, such as postgres://localhost/app.',
    });
  }
  refuseOtherRoles(chosen, databases);
  if (migrations !== null && migrations.kind !== chosen.engine.migrations) {
    const holds = migrations.kind === 'sql' ? 'SQL files' : 'modules that change keys';
    throw new SluiceError(
      'CONF_001',
      `The engine is ${chosen.engine.title} by ${chosen.from}, and ${migrations.directory} holds ${holds}, which it cannot run.`,
      { fix: `${PASS} Or name its own folder: --migrations-directory FOLDER.` },
    );
  }
  return chosen;
}
