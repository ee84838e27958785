import { OwnKeys } from '../backup/own-keys.ts';
import type { Inputs } from '../interface/inputs.ts';
import { backup } from './backup.ts';
import { migrate } from './migrate.ts';
import { readinessCheck } from './readiness-check.ts';
import { rollback } from './rollback.ts';
import type { Command, CommandResult, RunContext } from './types.ts';
import { validate } from './validate.ts';

/** The steps of the lifecycle, in order; a step that did not pass ends it. */
const STEPS: readonly {
  readonly command: Command;
  readonly inputs: (inputs: Inputs, backupId: string | undefined) => Inputs;
}[] = [
  { command: readinessCheck, inputs: (inputs) => inputs },
  { command: backup, inputs: (inputs) => inputs },
  {
    command: migrate,
    inputs: (inputs, backupId) => (backupId === undefined ? inputs : { ...inputs, backupId }),
  },
  {
    command: validate,
    inputs: (inputs, backupId) => (backupId === undefined ? inputs : { ...inputs, baseline: backupId }),
  },
];

/** A dry run takes no backup and has nothing to validate. */
function stepsOf(inputs: Inputs): typeof STEPS {
  return inputs.dryRun ? STEPS.filter(({ command }) => command === readinessCheck || command === migrate) : STEPS;
}

const SEVERITY: readonly CommandResult['status'][] = ['skipped', 'passed', 'warned', 'failed', 'interrupted'];

function worse(one: CommandResult['status'], other: CommandResult['status']): CommandResult['status'] {
  return SEVERITY.indexOf(one) > SEVERITY.indexOf(other) ? one : other;
}

/**
 * Readiness check, backup, migrate (with its rollback on failure) and validate, as one command. It can go back to the
 * backup that it has encrypted itself until the migration has ended.
 */
export const lifecycle: Command = async (inputs: Inputs, context: RunContext) => {
  const ownKeys = new OwnKeys();
  try {
    return merge(await runSteps(inputs, { ...context, ownKeys }, ownKeys));
  } finally {
    ownKeys.forget();
  }
};

async function runSteps(inputs: Inputs, context: RunContext, ownKeys: OwnKeys): Promise<readonly CommandResult[]> {
  const results: CommandResult[] = [];
  let backupId: string | undefined;
  for (const step of stepsOf(inputs)) {
    const result = await step.command(step.inputs(inputs, backupId), context);
    results.push(result);
    if (step.command === migrate) ownKeys.forget();
    const id = result.outputs['backup-id'];
    backupId = id === undefined || id === '' ? backupId : id;
    if (result.exitCode === 0) continue;
    if (step.command === validate && isUndoable(inputs, results)) results.push(await takeBack(inputs, context));
    break;
  }
  return results;
}

/** Whether the migration, which had passed by itself, is to be taken back because the comparison with the backup failed. */
function isUndoable({ onFailure }: Inputs, results: readonly CommandResult[]): boolean {
  return onFailure === 'rollback' && results.some((result) => Number(result.outputs['applied-count'] ?? 0) > 0);
}

/** By down files only: they lose no row that was written meanwhile. */
async function takeBack(inputs: Inputs, context: RunContext): Promise<CommandResult> {
  const { environment } = inputs;
  const result = await rollback(
    { ...inputs, to: 'previous', ...(environment === undefined ? {} : { confirm: environment }) },
    context,
  );
  return { ...result, exitCode: 1, outputs: { ...result.outputs, 'rolled-back': String(result.exitCode === 0) } };
}

/** One result of several: every output of every step, and the worst end. */
function merge(results: readonly CommandResult[]): CommandResult {
  const last = results.at(-1);
  const status = results.map((result) => result.status).reduce(worse, 'passed');
  return {
    status,
    exitCode: last?.exitCode ?? 0,
    errors: results.flatMap((result) => result.errors),
    places: results.flatMap((result) => result.places),
    outputs: {
      ...Object.assign({}, ...results.map((result) => result.outputs)),
      status: status === 'interrupted' ? 'failed' : status,
      'error-code': results.map((result) => result.outputs['error-code'] ?? '').find((code) => code !== '') ?? '',
    } as Record<string, string>,
    reportFiles: results.flatMap((result) => result.reportFiles),
    evidenceFiles: results.flatMap((result) => result.evidenceFiles),
    markdown: results.map((result) => result.markdown).join('\n'),
    comment: results.map((result) => result.comment).join('\n\n'),
    artifactFiles: results.flatMap((result) => result.artifactFiles),
  };
}
