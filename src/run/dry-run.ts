import { wayBackResult } from '../checks/readiness/way-back.ts';
import type { ApplyMode } from '../plan/types.ts';
import type { PreparedPlan } from '../stages/prepare-plan.ts';
import { inMemory, type Ending, type Execution } from './execution.ts';
import { plannedScripts } from './planned-scripts.ts';
import { newestVersion } from './preparation.ts';
import { showKeys } from './show-keys.ts';
import { foreseeWayBack } from './way-back.ts';

const HOW: Readonly<Record<ApplyMode, string>> = {
  transaction: 'one transaction',
  statements: 'statement by statement',
  keys: 'key by key',
};

/** Prints the plan with its statements, and journals it in memory for the report. */
export async function showPlan(execution: Execution, prepared: PreparedPlan): Promise<Ending> {
  const { context } = execution;
  const { plan, migrations, continues, applied } = prepared;
  const journal = execution.journal(inMemory);
  execution.scripts.push(...plannedScripts(plan, migrations));
  await journal.append({ kind: 'plan', plan, continues: continues?.runId ?? null });
  const byVersion = new Map(migrations.migrations.map((migration) => [migration.version, migration]));
  const say = (message: string): void => {
    context.emit({ level: 'info', scope: 'dry-run', message });
  };
  say(
    `plan ${plan.digest}: ${plan.steps.length === 0 ? 'nothing is pending' : `${String(plan.steps.length)} file(s) would be applied`}`,
  );
  for (const step of plan.steps) {
    say(`${step.path} (${HOW[step.mode]})`);
    const up = byVersion.get(step.version)?.up;
    for (const statement of up?.statements ?? []) {
      if (statement.index >= step.done) say(`  ${step.path}:${String(statement.line)}: ${statement.text};`);
    }
    if (up?.keys !== undefined) await showKeys(execution, step.version, up);
  }
  const wayBack = wayBackResult(await foreseeWayBack(execution, prepared));
  if (wayBack.status === 'warn') {
    await journal.append({ kind: 'check', check: wayBack });
    context.emit({ level: 'warning', scope: 'dry-run', message: wayBack.observed });
  }
  const from = newestVersion(applied.map((row) => row.version));
  return {
    status: 'passed',
    outputs: {
      'plan-digest': plan.digest,
      'applied-count': '0',
      'pending-count': String(plan.steps.length),
      'from-version': from,
      'to-version': from,
      stage: 'preparation',
      'rolled-back': 'false',
    },
  };
}
