import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StoredBackup } from '../backup/stored-backup.ts';
import { presentTables, type Baseline, type ValidationContext } from '../checks/validation/context.ts';
import { runValidation, VALIDATION_CHECKS, type ValidationCheckName } from '../checks/validation/index.ts';
import type { Schema } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import type { CheckResult } from '../journal/entries.ts';
import type { Journal } from '../journal/journal.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import type { Migration } from '../migrations/types.ts';
import { syntaxOf } from '../stages/prepare-plan.ts';
import { touchedSince } from '../stages/validation.ts';
import { junitReport } from '../report/junit.ts';
import { chooseBackup } from './choose-backup.ts';
import { execute, inMemory, type Ending, type Execution } from './execution.ts';
import { reportBaseline } from './report-baseline.ts';
import { pointOf } from './run-rollback.ts';
import { openSource } from './source-database.ts';
import type { Command } from './types.ts';

/** Compares the database with a baseline or a second database, and asks the rules. Changes nothing. */
export const validate: Command = async (inputs, context) => {
  const result = await execute('validate', inputs, context, (execution) => validateDatabase(execution));
  if (inputs.junitPath === undefined || result.reportFiles[0] === undefined) return result;
  const path = resolve(context.workingDirectory, inputs.junitPath);
  const report = JSON.parse(await readFile(result.reportFiles[0], 'utf8')) as Parameters<typeof junitReport>[0];
  await writeFile(path, junitReport(report));
  return { ...result, reportFiles: [...result.reportFiles, path] };
};

function isCheckName(name: string): name is ValidationCheckName {
  return Object.hasOwn(VALIDATION_CHECKS, name);
}

/** @throws SluiceError `CONF_001` naming the checks that there are */
function selectedChecks({ inputs }: Execution): readonly ValidationCheckName[] | null {
  const wanted = inputs.checks;
  if (wanted === undefined || wanted.length === 0) return null;
  const unknown = wanted.filter((name) => !isCheckName(name));
  if (unknown.length === 0) return wanted.filter(isCheckName);
  throw new SluiceError('CONF_001', `There is no validation check called ${unknown.join(', ')}.`, {
    fix: `Use: ${Object.keys(VALIDATION_CHECKS).join(', ')}.`,
  });
}

async function validateDatabase(execution: Execution): Promise<Ending> {
  const { driver, target, context, report } = execution;
  const { validate: settings, migrations } = target.config;
  const journal = execution.journal(inMemory);
  const limits = {
    lockTimeoutMs: migrations.lockTimeoutMs,
    statementTimeoutMs: migrations.statementTimeoutMs,
    signal: context.signal,
  };
  const selected = selectedChecks(execution);
  const schema = await driver.inspect(context.signal);
  const baseline = await baselineOf(execution);
  const present = presentTables(driver, schema, settings.checksums, context.signal);
  const results = await runValidation(
    {
      driver,
      limits,
      settings,
      schema,
      baseline: baseline?.baseline ?? null,
      touched: touchedSince(baseline?.baseline ?? null, baseline?.since ?? [], driver.traits.sql, schema),
      present,
    },
    context.clock,
    selected,
    async (check) => {
      await journal.append({ kind: 'check', check });
      context.emit({
        level: check.status === 'fail' ? 'error' : 'info',
        scope: check.id,
        message: `${check.status}: ${check.observed}`,
      });
    },
  );
  await recordState(execution, journal, schema, present);
  const compared = baseline === null ? 0 : [...(await present()).values()].reduce((sum, table) => sum + table.rows, 0);
  report.measure('rowsCompared', compared);
  const failures = results.filter((check) => check.status === 'fail');
  if (failures.length > 0) await execution.fail(journal, validationError(failures));
  return { status: failures.length > 0 ? 'failed' : 'passed', outputs: outputsOf(results, compared) };
}

/** Leaves in the report what a later validation can compare with. */
async function recordState(
  { driver, target }: Execution,
  journal: Journal,
  schema: Schema,
  present: ValidationContext['present'],
): Promise<void> {
  const { fingerprint: schemaFingerprint, objects } = fingerprint(schema);
  const { rowCounts, checksums } = target.config.validate;
  const tables = rowCounts && checksums ? [...(await present()).values()] : null;
  const applied = (await driver.history.list()).map((row) => row.version);
  const point = { schemaFingerprint, objects, tables, applied, backupId: null, performance: {} };
  await journal.append({ kind: 'rollback-point', point, inheritedFrom: null });
}

function outputsOf(results: readonly CheckResult[], compared: number): Record<string, string> {
  const failures = results.filter((check) => check.status === 'fail');
  return {
    'checks-total': String(results.length),
    'checks-failed': String(failures.length),
    'rows-compared': String(compared),
    'drift-detected': String(failures.some((check) => check.code === 'DRIFT_001' || check.id === 'checksums')),
  };
}

function validationError(failures: readonly CheckResult[]): SluiceError {
  return new SluiceError(
    'DATA_001',
    `Validation failed: ${failures.map((check) => `${check.title}: ${check.observed}`).join('; ')}.`,
    {
      fix: failures.map((check) => check.fix).join(' '),
    },
  );
}

/** What to compare with, and the migrations that were applied or taken back since. Null: there is nothing. */
async function baselineOf(execution: Execution): Promise<{ baseline: Baseline; since: readonly Migration[] } | null> {
  const { inputs, target, driver, context } = execution;
  if (inputs.sourceUrl !== undefined) return { baseline: await openSource(execution, inputs.sourceUrl), since: [] };
  const found = await recordedBaseline(execution);
  if (found === null) return null;
  const { baseline, applied } = found;
  const syntax = syntaxOf(driver);
  // Applied since, or taken back since: either way the migration's tables may differ.
  const moved = new Set(applied).symmetricDifference(new Set((await driver.history.list()).map((row) => row.version)));
  if (moved.size === 0) return { baseline, since: [] };
  const { migrations } = await readMigrations(target.migrationsDirectory, {
    format: target.migrationsFormat,
    syntax,
    signal: context.signal,
  });
  return { baseline, since: migrations.filter((migration) => moved.has(migration.version)) };
}

/** The named report or backup, else the newest backup of this environment. */
async function recordedBaseline(
  execution: Execution,
): Promise<{ baseline: Baseline; applied: readonly string[] } | null> {
  const named = execution.inputs.baseline;
  const report = named === undefined ? null : await reportBaseline(execution.context.workingDirectory, named);
  if (report !== null) {
    return { baseline: { name: `the report of run ${report.runId}`, ...report.state }, applied: report.state.applied };
  }
  const backup = await namedBackup(execution, named);
  return backup === null
    ? null
    : { baseline: { name: `the backup ${backup.manifest.id}`, ...pointOf(backup) }, applied: backup.manifest.applied };
}

/** Nobody asked for the newest backup, so its absence is no failure. */
async function namedBackup(execution: Execution, named: string | undefined): Promise<StoredBackup | null> {
  try {
    return await chooseBackup(execution, named, 'compare');
  } catch (error) {
    if (named === undefined && error instanceof SluiceError && error.code === 'BACKUP_003') return null;
    throw error;
  }
}
