import { runValidation } from '../checks/validation/index.ts';
import { presentTables, type Baseline } from '../checks/validation/context.ts';
import { reachOf } from '../checks/validation/reach.ts';
import type { ValidateSettings } from '../checks/validation/settings.ts';
import { qualifiedName } from '../checksum/table-name.ts';
import type { Schema, SqlSyntax } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import type { CheckResult } from '../journal/entries.ts';
import { touchedTables } from '../migrations/touched-tables.ts';
import type { Migration } from '../migrations/types.ts';
import { limitsOf, type StageContext } from './context.ts';
import type { StageOutcome } from './stage-runner.ts';

/** What {@link validation} needs beside the context. */
export interface ValidationRequest {
  readonly settings: ValidateSettings;
  readonly baseline: Baseline;
  /** The migrations applied since the baseline. */
  readonly since: readonly Migration[];
  readonly maxFailures: number;
}

/** Which keys a key migration changes is known only to its code. */
function allTables(baseline: Baseline | null, { tables }: Schema): ReadonlySet<string> {
  return new Set([...(baseline?.tables ?? []).map(({ table }) => table), ...tables].map(qualifiedName));
}

/** The tables that migrations may have touched, by their names: those they name, and those that these reach. */
export function touchedSince(
  baseline: Baseline | null,
  since: readonly Migration[],
  syntax: SqlSyntax | undefined,
  schema: Schema,
): ReadonlySet<string> {
  if (syntax === undefined)
    return since.some(({ up }) => up.keys !== undefined) ? allTables(baseline, schema) : new Set();
  const known = new Map(
    [...(baseline?.tables ?? []).map((digest) => digest.table), ...schema.tables].map((table) => [
      qualifiedName(table),
      table,
    ]),
  );
  const scripts = since.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const named = touchedTables(scripts, [...known.values()], syntax);
  const statements = scripts.flatMap((script) => script.statements.map((statement) => statement.text)).join('\n');
  return new Set(reachOf(named, statements, schema).map(qualifiedName));
}

/** Only what is compared is read: a table that is new, or that the migrations name, has nothing to equal. */
function comparable(schema: Schema, baseline: Baseline, touched: ReadonlySet<string>): Schema {
  const known = new Set((baseline.tables ?? []).map((digest) => qualifiedName(digest.table)));
  const tables = schema.tables.filter((table) => known.has(qualifiedName(table)) && !touched.has(qualifiedName(table)));
  return { ...schema, tables };
}

/** One failed check in words. */
function sentence(check: CheckResult): string {
  return `${check.title}: ${check.observed}`;
}

/**
 * Compares the database with the state before the run and asks the rules.
 *
 * @throws SluiceError `DATA_001` naming every check that failed
 */
export async function validation(context: StageContext, request: ValidationRequest): Promise<StageOutcome> {
  const { driver, journal, signal } = context;
  const { settings, baseline } = request;
  const schema = await driver.inspect(signal);
  const touched = touchedSince(baseline, request.since, driver.traits.sql, schema);
  const results = await runValidation(
    {
      driver,
      limits: limitsOf(context),
      settings,
      schema,
      baseline,
      touched,
      present: presentTables(driver, comparable(schema, baseline, touched), settings.checksums, signal),
    },
    context.clock,
    null,
    async (check) => {
      await journal.append({ kind: 'check', check });
    },
  );
  const failures = results.filter((check) => check.status === 'fail');
  if (failures.length === 0) return { status: 'passed', records: results.length, reason: null };
  if (failures.length >= request.maxFailures) {
    await journal.append({
      kind: 'trigger',
      trigger: 'max-validation-failures',
      observed: String(failures.length),
      limit: String(request.maxFailures),
    });
  }
  throw new SluiceError('DATA_001', `Validation failed: ${failures.map(sentence).join('; ')}.`, {
    fix: failures.map((check) => check.fix).join(' '),
    details: { failures: failures.map((check) => check.id) },
  });
}
