import { tmpdir } from 'node:os';
import { checkRecipients } from '../backup/age/encryption.ts';
import type { ReadinessContext } from '../checks/readiness/context.ts';
import { READINESS_CHECKS, runReadiness } from '../checks/readiness/index.ts';
import type { Facts } from '../driver.ts';
import { reportError, SluiceError } from '../errors.ts';
import type { CheckResult } from '../journal/entries.ts';
import { stampedOf } from '../journal/journal.ts';
import { readState } from '../journal/state.ts';
import { assessPlan } from '../plan/assess.ts';
import { preparePlan } from '../stages/prepare-plan.ts';
import { recipientsOf } from './encryption.ts';
import { execute, inMemory, type Ending, type Execution } from './execution.ts';
import { plannedScripts } from './planned-scripts.ts';
import { ownTables, planOptions } from './preparation.ts';
import { foreseeWayBack } from './way-back.ts';
import type { Command } from './types.ts';

/** Looks whether the database is ready for its pending migrations. Changes nothing, and takes no lock. */
export const readinessCheck: Command = (inputs, context) =>
  execute('readiness-check', inputs, context, (execution) => check(execution));

async function check(execution: Execution): Promise<Ending> {
  const { context, inputs } = execution;
  const selected = selectedChecks(execution);
  await checkRecipients(recipientsOf(execution));
  const journal = execution.journal(inMemory);
  const gathered = await gather(execution);
  if (gathered.plan.plan !== null) await journal.append({ kind: 'plan', plan: gathered.plan.plan, continues: null });
  const results = await runReadiness(gathered, selected, async (result) => {
    await journal.append({ kind: 'check', check: result });
    const level = result.status === 'fail' ? 'error' : result.status === 'warn' ? 'warning' : 'info';
    context.emit({ level, scope: result.id, message: `${result.status}: ${result.observed}` });
  });
  const failures = results.filter(
    (result) => result.status === 'fail' || (inputs.failOn === 'warning' && result.status === 'warn'),
  );
  for (const failure of failures) await execution.fail(journal, errorOf(failure));
  const warned = results.some((result) => result.status === 'warn');
  return {
    status: failures.length > 0 ? 'failed' : warned ? 'warned' : 'passed',
    outputs: outputsOf(gathered, failures.length === 0),
  };
}

function errorOf({ code, title, observed, expected, fix }: CheckResult): SluiceError {
  return new SluiceError(code ?? 'INT_001', `${title}: ${observed}; expected: ${expected}.`, { fix });
}

function outputsOf({ facts, plan }: ReadinessContext, ready: boolean): Record<string, string> {
  const assessment = plan.plan === null ? null : assessPlan(plan.plan, facts);
  return {
    ready: String(ready),
    'database-size-bytes': String(facts.sizeBytes),
    'pending-count': plan.plan === null ? '' : String(plan.plan.steps.length),
    'estimated-seconds': assessment === null ? '' : String(assessment.estimatedSeconds),
    risk: assessment?.risk ?? 'high',
  };
}

/** @throws SluiceError `CONF_001` naming the checks that there are */
function selectedChecks({ inputs }: Execution): readonly string[] | null {
  const wanted = inputs.checks;
  if (wanted === undefined || wanted.length === 0) return null;
  const unknown = wanted.filter((name) => !Object.hasOwn(READINESS_CHECKS, name));
  if (unknown.length === 0) return wanted;
  throw new SluiceError('CONF_001', `There is no readiness check called ${unknown.join(', ')}.`, {
    fix: `Use: ${Object.keys(READINESS_CHECKS).join(', ')}.`,
  });
}

/** The schema that the last run left which said so. */
async function lastFingerprint({ driver }: Execution): Promise<string | null> {
  let newest: string | null = null;
  for await (const row of driver.journal.read({ kinds: ['run-finished'] })) {
    const { entry } = stampedOf(row);
    if (entry.kind === 'run-finished') newest = entry.schemaFingerprint ?? newest;
  }
  return newest;
}

async function gather(execution: Execution): Promise<ReadinessContext> {
  const { driver, context, target, inputs } = execution;
  const { signal } = context;
  const facts: Facts = await driver.probe(signal);
  const state = await readState(driver.journal);
  const plan = await preparePlan({
    driver,
    directory: target.migrationsDirectory,
    format: target.migrationsFormat,
    options: planOptions(execution),
    ownTables: ownTables(target),
    state,
    signal,
  }).then(
    (prepared) => {
      execution.scripts.push(...plannedScripts(prepared.plan, prepared.migrations));
      return { plan: prepared.plan, migrations: prepared.migrations, error: null };
    },
    (error: unknown) => {
      signal.throwIfAborted();
      return { plan: null, error: reportError(error) };
    },
  );
  return {
    facts,
    url: target.url,
    env: context.env,
    requiredEnv: inputs.requiredEnv ?? [],
    schema: await driver.inspect(signal),
    plan,
    wayBack: plan.plan === null ? { obstacles: [], backup: 'open' } : await foreseeWayBack(execution, plan),
    state,
    holder: await driver.lock.holder(),
    lastFingerprint: await lastFingerprint(execution),
    directories: {
      migrations: target.migrationsDirectory,
      backups: target.backupDirectory,
      logs: target.logDirectory,
      temporary: context.env['RUNNER_TEMP'] ?? tmpdir(),
    },
    signal,
  };
}
