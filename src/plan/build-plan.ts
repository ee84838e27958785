import type { AppliedMigration, Engine, Statement, StatementKind, Traits } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import type { Migration, MigrationSet, Script } from '../migrations/types.ts';
import { compareVersions } from '../migrations/versions.ts';
import { canonicalJson, sha256Hex } from './canonical-json.ts';
import { isHalfDone } from './partial.ts';
import type { ApplyMode, PartialFile, Plan, PlanOptions, PlanStep } from './types.ts';

/** What a plan is made from. */
export interface PlanSource {
  readonly engine: Engine;
  readonly traits: Traits;
  readonly classify: (statement: Statement) => StatementKind;
  readonly migrations: MigrationSet;
  readonly applied: readonly AppliedMigration[];
  readonly partial: ReadonlyMap<string, PartialFile>;
  readonly schemaFingerprint: string;
  readonly options: PlanOptions;
}

/** The digest of a plan: SHA-256 (hex) over the canonical JSON of all that it says. */
export function planDigest(plan: Omit<Plan, 'digest'>): string {
  return sha256Hex(
    canonicalJson({ ...plan, options: { ...plan.options }, steps: plan.steps.map((step) => ({ ...step })) }),
  );
}

/**
 * Builds the plan: which files would be applied, in which order and how. Pure.
 *
 * @throws SluiceError `DRIFT_001` when an applied file was edited or is gone, when a pending one is
 *   older than what is applied, or when the done part of a half-applied file was edited;
 *   `CONF_001` for an unknown target version, for one that would leave a half-applied file behind, and
 *   for statements that cannot share a transaction
 */
export function buildPlan(source: PlanSource): Plan {
  const { migrations } = source;
  const applied = new Map(source.applied.map((row) => [row.version, row]));
  refuseDrift(migrations.migrations, applied);
  const pending = upTo(migrations.migrations, source.options.toVersion).filter(
    (migration) => applied.get(migration.version)?.checksum !== migration.checksum,
  );
  if (!source.options.allowOutOfOrder) refuseLate(pending, source.applied);
  refuseHalfWay(pending, source);
  const body: Omit<Plan, 'digest'> = {
    schema: 'sluice.plan/1',
    kind: 'versioned',
    engine: source.engine,
    schemaFingerprint: source.schemaFingerprint,
    options: source.options,
    steps: pending.map((migration) => stepOf(migration, source)),
  };
  return { ...body, digest: planDigest(body) };
}

/** Applied versioned files must still be there, as they were; repeatable ones may change. */
function refuseDrift(migrations: readonly Migration[], applied: ReadonlyMap<string, AppliedMigration>): void {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  const problems: string[] = [];
  for (const row of applied.values()) {
    const migration = byVersion.get(row.version);
    if (migration === undefined) {
      problems.push(`${row.version} (${row.name}) was applied at ${row.appliedAt}, and its file is gone`);
    } else if (migration.kind === 'versioned' && migration.checksum !== row.checksum) {
      problems.push(
        `${migration.up.path} was edited after it had been applied at ${row.appliedAt} (then ${row.checksum}, now ${migration.checksum})`,
      );
    }
  }
  if (problems.length === 0) return;
  throw new SluiceError('DRIFT_001', `The migrations folder and the database disagree: ${problems.join('; ')}.`, {
    details: { problems },
  });
}

/** A file that was merged late, with a version below one that is applied already. */
function refuseLate(pending: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const newest = applied
    .map((row) => row.version)
    .filter((version) => !isRepeatable(version))
    .reduce<string | null>(
      (best, version) => (best === null || compareVersions(version, best) > 0 ? version : best),
      null,
    );
  if (newest === null) return;
  const late = pending.filter(
    (migration) => migration.kind === 'versioned' && compareVersions(migration.version, newest) < 0,
  );
  if (late.length === 0) return;
  const names = late.map((migration) => migration.up.path).join(', ');
  throw new SluiceError('DRIFT_001', `Older than the newest applied version ${newest}, and not applied: ${names}.`, {
    fix: `Give the file a version above ${newest}, or pass --allow-out-of-order if it is safe to apply it now.`,
    details: { late: late.map((migration) => migration.version), newest },
  });
}

/** A run that passed counts as one that left nothing half done, so it must not stop before a half-applied file. */
function refuseHalfWay(pending: readonly Migration[], { migrations, partial, options }: PlanSource): void {
  const planned = new Set(pending.map((migration) => migration.version));
  const left = migrations.migrations.filter(({ version }) => {
    const file = partial.get(version);
    return file?.direction === 'up' && isHalfDone(file) && !planned.has(version);
  });
  if (left.length === 0) return;
  const names = left.map((migration) => migration.up.path).join(', ');
  throw new SluiceError('CONF_001', `Half applied, and beyond to-version ${options.toVersion ?? ''}: ${names}.`, {
    fix: 'Leave to-version out, or name one that takes in what is half applied: it has to be finished first.',
    details: { versions: left.map((migration) => migration.version) },
  });
}

/** Repeatable files are recorded under a version that cannot be a number. */
export function isRepeatable(version: string): boolean {
  return version.startsWith('R__');
}

function upTo(migrations: readonly Migration[], toVersion: string | null): readonly Migration[] {
  if (toVersion === null) return migrations;
  const versioned = migrations.filter((migration) => migration.kind === 'versioned');
  if (!versioned.some((migration) => compareVersions(migration.version, toVersion) === 0)) {
    throw new SluiceError('CONF_001', `There is no migration with the version ${toVersion} (to-version).`, {
      fix: `Use one of the versions in the folder; the newest is ${versioned.at(-1)?.version ?? 'none'}.`,
    });
  }
  return versioned.filter((migration) => compareVersions(migration.version, toVersion) <= 0);
}

/** @throws SluiceError `CONF_001` for a change that must not simply be run */
function refuseOnline({ up }: Migration): void {
  if (!up.online) return;
  throw new SluiceError(
    'CONF_001',
    `${up.path} asks for an online change (\`-- sluice: online\`), which this version cannot do.`,
    {
      fix: 'Remove the directive if the table may be locked meanwhile, or change the table with another tool.',
    },
  );
}

function stepOf(migration: Migration, source: PlanSource): PlanStep {
  refuseOnline(migration);
  const partial = source.partial.get(migration.version);
  return {
    kind: migration.kind,
    version: migration.version,
    name: migration.name,
    path: migration.up.path,
    checksum: migration.checksum,
    mode: applyMode(migration.up, source.traits, source.classify),
    statements: migration.up.statements.length,
    done: partial === undefined ? 0 : doneStatements(migration.up, partial),
  };
}

/**
 * How many of a script's statements an earlier run has done. The done ones must be unedited and in
 * place: otherwise nobody knows what the file would do now.
 */
export function doneStatements(script: Script, partial: PartialFile): number {
  for (const { statement, hash } of partial.done) {
    if (script.statements[statement]?.hash === hash) continue;
    throw new SluiceError(
      'DRIFT_001',
      `${script.path}: statement ${String(statement + 1)} was applied by run ${partial.runId}, and was edited since; only the statements after the applied ones may be edited.`,
      {
        fix: `Put the first ${String(partial.done.length)} statement(s) back as they were; the run then goes on with the next one.`,
        details: { version: partial.version, statement },
      },
    );
  }
  const last = partial.done.at(-1);
  return last === undefined ? 0 : last.statement + 1;
}

/**
 * Whether a script can be one transaction.
 *
 * @throws SluiceError `CONF_001` when a statement that the engine refuses inside a transaction stands
 *   in a file beside others that need one
 */
export function applyMode(
  script: Script,
  traits: Traits,
  classify: (statement: Statement) => StatementKind,
): ApplyMode {
  if (script.keys !== undefined) return 'keys';
  if (!traits.transactionalSchema || !script.transaction) return 'statements';
  const standalone = script.statements.filter((statement) => classify(statement) === 'standalone');
  const first = standalone[0];
  if (first === undefined) return 'transaction';
  if (script.statements.every((statement) => classify(statement) !== 'transactional')) return 'statements';
  throw new SluiceError(
    'CONF_001',
    `${script.path}:${String(first.line)}: this statement cannot run inside a transaction, and the file has others that do: ${firstLine(first.text)}`,
    {
      fix: 'Move it into a migration of its own, or switch the transaction off for the file (`-- sluice: transaction=false`).',
    },
  );
}

/** The beginning of a statement, for messages. */
export function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
