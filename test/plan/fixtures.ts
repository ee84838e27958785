import { createHash } from 'node:crypto';
import type { AppliedMigration, Statement, Traits } from '../../src/driver.ts';
import type { Migration, MigrationSet, Script } from '../../src/migrations/types.ts';
import type { PlanSource } from '../../src/plan/build-plan.ts';
import type { PartialFile, PlanOptions } from '../../src/plan/types.ts';

/** An engine whose files are all or nothing. */
export const TRANSACTIONAL: Traits = { transactionalSchema: true, singleWriter: false, replaceGuarantee: '' };

/** An engine that commits every schema change by itself. */
export const STATEMENTS: Traits = { ...TRANSACTIONAL, transactionalSchema: false };

export const OPTIONS: PlanOptions = {
  format: 'sluice',
  toVersion: null,
  allowOutOfOrder: false,
  lockTimeoutMs: 5_000,
  statementTimeoutMs: 900_000,
  warnings: 'fail',
};

/** A statement on the line after its index. */
function statement(text: string, index = 0): Statement {
  return { index, line: index + 1, text, hash: createHash('sha256').update(text).digest('hex') };
}

export function script(path: string, texts: readonly string[], changes: Partial<Script> = {}): Script {
  return {
    path,
    transaction: true,
    lockTimeoutMs: null,
    online: false,
    statements: texts.map((text, index) => statement(text, index)),
    bytes: 0,
    ...changes,
  };
}

/** A versioned migration of one statement, with a way back. */
export function migration(version: string, changes: Partial<Migration> = {}): Migration {
  return {
    kind: 'versioned',
    version,
    name: 'name',
    format: 'sluice',
    checksum: `sha256:${version}`,
    up: script(`${version}_name.up.sql`, [`create table t${version} (id integer)`]),
    down: script(`${version}_name.down.sql`, [`drop table t${version}`]),
    ...changes,
  };
}

export function repeatable(name: string, checksum = `sha256:${name}`): Migration {
  const up = script(`R_${name}.sql`, [`create view ${name} as select 1`]);
  return { ...migration(`R__${name}`), kind: 'repeatable', name, checksum, up, down: null };
}

export function migrationSet(...migrations: readonly Migration[]): MigrationSet {
  return { format: 'sluice', directory: 'migrations', migrations, warnings: [] };
}

/** The record of a migration as {@link migration} and {@link repeatable} make it. */
export function applied(version: string, changes: Partial<AppliedMigration> = {}): AppliedMigration {
  return {
    version,
    name: 'name',
    checksum: `sha256:${version.replace(/^R__/u, '')}`,
    appliedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 1,
    statements: 1,
    runId: 'run-1',
    ...changes,
  };
}

/** A half-applied file of which the first statements of a script were done. */
export function partial(version: string, of: Script, done: number, changes: Partial<PartialFile> = {}): PartialFile {
  return {
    version,
    name: 'name',
    path: of.path,
    direction: 'up',
    done: of.statements.slice(0, done).map(({ index, hash, line }) => ({ statement: index, hash, line })),
    inFlight: null,
    warned: null,
    runId: 'run-1',
    ...changes,
  };
}

export function partials(...files: readonly PartialFile[]): ReadonlyMap<string, PartialFile> {
  return new Map(files.map((file) => [file.version, file]));
}

/** What a plan is made from; nothing is applied, and the engine is transactional. */
export function source(changes: Partial<PlanSource> = {}): PlanSource {
  return {
    engine: 'sqlite',
    traits: TRANSACTIONAL,
    classify: ({ text }) => {
      if (text.startsWith('vacuum')) return 'standalone';
      return text.startsWith('set ') ? 'session' : 'transactional';
    },
    migrations: migrationSet(),
    applied: [],
    partial: partials(),
    schemaFingerprint: 'f'.repeat(64),
    options: OPTIONS,
    ...changes,
  };
}
