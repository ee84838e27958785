import { SluiceError } from '../errors.ts';
import type { Migration } from '../migrations/types.ts';
import { isHalfDone } from '../plan/partial.ts';
import type { PartialFile, PlanStep } from '../plan/types.ts';
import { pastedCommand, type PastedFor } from './pasted-command.ts';

/** The ways back. */
export type RollbackMethod = 'none' | 'down' | 'backup';

/** How the database would be brought back. */
export interface RollbackPlan {
  readonly method: RollbackMethod;
  /** Versions to take back, newest first; with a backup for the record only. */
  readonly versions: readonly string[];
}

/** What {@link planRollback} decides from. */
export interface RollbackSource {
  /** Versions applied since the state to go back to, newest first. */
  readonly versions: readonly string[];
  /** Repeatable files that were applied again since, whose earlier text nobody has. */
  readonly replaced: readonly string[];
  readonly partial: ReadonlyMap<string, PartialFile>;
  readonly migrations: readonly Migration[];
  readonly backupId: string | null;
  /** The backup is encrypted, and this run has no identity to decrypt it with. */
  readonly isLocked?: boolean;
  /** Named in the commands of the manual steps. */
  readonly environment?: PastedFor;
}

/**
 * Chooses the way back: down files when every applied file has one and nothing is half done, because
 * they lose no row that was written meanwhile; otherwise the backup. Pure.
 *
 * @throws SluiceError `ROLL_001` with the manual steps when there is no way back
 */
export function planRollback(source: RollbackSource): RollbackPlan {
  const { backupId, isLocked = false } = source;
  const obstacles = obstaclesOf(source);
  const versions = [...halfChanged(source), ...source.versions];
  if (obstacles.length === 0) return { method: versions.length === 0 ? 'none' : 'down', versions };
  if (backupId !== null && !isLocked) return { method: 'backup', versions };
  const why =
    backupId === null
      ? 'this run has no backup'
      : `the backup ${backupId} is encrypted, and this run has no identity to decrypt it with`;
  throw new SluiceError('ROLL_001', `There is no way back: ${obstacles.join('; ')}; and ${why}.`, {
    fix: manualSteps(source),
    details: { obstacles },
  });
}

function obstaclesOf({ versions, replaced, partial, migrations }: RollbackSource): readonly string[] {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  return [
    ...versions
      .filter((version) => byVersion.get(version)?.down == null)
      .map((version) => `${byVersion.get(version)?.up.path ?? version} has no down file`),
    ...replaced.map((version) => `${version} is repeatable, and its earlier text is not known`),
    ...[...partial.values()]
      .filter(isHalfApplied)
      .flatMap((file) => halfAppliedObstacle(file, byVersion.get(file.version))),
  ];
}

/** Key migrations that stopped half-way: the marks tell exactly which keys `down` has to be done to. Newest first. */
function halfChanged({ partial, migrations, versions }: RollbackSource): readonly string[] {
  return migrations
    .map((migration) => migration.version)
    .filter((version) => {
      const file = partial.get(version);
      return file?.keys !== undefined && isHalfDone(file) && !versions.includes(version);
    })
    .toReversed();
}

/** Why a half-applied file cannot be taken back from where it stands; empty when it can. */
function halfAppliedObstacle(file: PartialFile, migration: Migration | undefined): readonly string[] {
  const { path, done, keys } = file;
  if (keys === undefined) {
    return [`${path} is half applied (${String(done.length)} statements done), and this engine cannot undo them`];
  }
  if (migration?.down == null) return [`${path} has changed a part of its keys, and has no down`];
  const removed = keys.progress?.removed ?? 0;
  return removed === 0 ? [] : [`${path} has removed ${String(removed)} key(s), whose values down does not have`];
}

/**
 * Why a run that applies these steps and then fails might not be taken back by down files; empty when it can be in any
 * case. Pure.
 */
export function foreseeObstacles(steps: readonly PlanStep[], migrations: readonly Migration[]): readonly string[] {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  return steps.flatMap(({ version, path, mode, statements }) => [
    ...(byVersion.get(version)?.down == null ? [`${path} has no down file`] : []),
    ...(mode === 'statements' && statements > 1
      ? [`${path} is applied statement by statement, which this engine cannot undo half-way`]
      : []),
  ]);
}

function isHalfApplied(file: PartialFile): boolean {
  return file.direction === 'up' && isHalfDone(file);
}

/** What to do with a half-applied file. */
function undoByHand({ path, done, inFlight, keys }: PartialFile, migrate: string): string {
  if (keys !== undefined) {
    return `correct ${path} and run \`${migrate}\` again, which goes on with the keys that are not changed yet; or give it a down and run \`sluice rollback\``;
  }
  if (done.length === 0) {
    return `look whether the statement at line ${String(inFlight?.line)} of ${path} was applied, and undo it by hand; or run \`${migrate}\` again, which looks by itself and goes on`;
  }
  return `undo by hand the statements of ${path} that were applied (lines ${done.map(({ line }) => line).join(', ')}), or correct the file's tail and run \`${migrate}\` again, which goes on behind them`;
}

/** What a person can do when Sluice cannot; at least one step whenever {@link planRollback} finds no way back. */
export function manualSteps({
  versions,
  replaced,
  partial,
  migrations,
  backupId,
  isLocked = false,
  environment = null,
}: RollbackSource): string {
  const migrate = pastedCommand('migrate', environment);
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  const steps = [
    ...[...partial.values()].filter(isHalfApplied).map((file) => undoByHand(file, migrate)),
    ...replaced.map(
      (version) =>
        `apply the earlier text of ${byVersion.get(version)?.up.path ?? version} by hand, or put the file back and run \`${migrate}\` again`,
    ),
    ...versions.map((version) => {
      const down = byVersion.get(version)?.down;
      return down == null
        ? `undo ${byVersion.get(version)?.up.path ?? version} by hand and delete its row (version ${version}) from sluice_migrations`
        : `run \`${pastedCommand('rollback', environment)}\` again once ${down.path} is corrected`;
    }),
    ...(backupId === null
      ? []
      : [
          `or restore the backup: \`${pastedCommand('rollback', environment, { to: 'backup', 'backup-id': backupId, identity: isLocked ? 'FILE' : undefined })}\`, which stops and names the rows that would be lost; --accept-data-loss goes on`,
        ]),
  ];
  return steps.map((step, index) => `${String(index + 1)}. ${step}`).join('\n');
}
