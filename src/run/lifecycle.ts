import { OwnKeys } from '../backup/own-keys.ts';
import type { Inputs } from '../interface/inputs.ts';
import { backup } from './backup.ts';
import { migrate } from './migrate.ts';
import { promote } from './promote.ts';
import { readinessCheck } from './readiness-check.ts';
import { rollback } from './rollback.ts';
import { isProtected } from './target.ts';
import type { Command, CommandResult, RunContext } from './types.ts';
import { validate } from './validate.ts';

/** What earlier steps hand on. */
interface HandedOn {
  readonly backupId?: string;
  readonly planDigest?: string;
}

/** One step of the lifecycle. */
interface Step {
  readonly command: Command;
  readonly inputs: (inputs: Inputs, handedOn: HandedOn) => Inputs;
}

/** The steps of the lifecycle, in order; a step that did not pass ends it. */
const STEPS: readonly Step[] = [
  { command: readinessCheck, inputs: (inputs) => inputs },
  {
    command: promote,
    inputs: ({ environment, ...inputs }) => ({ ...inputs, ...(environment === undefined ? {} : { to: environment }) }),
  },
  { command: backup, inputs: (inputs) => inputs },
  { command: migrate, inputs: (inputs, handedOn) => ({ ...handedOn, ...inputs, ...backupOf(handedOn) }) },
  {
    command: validate,
    inputs: (inputs, { backupId }) => (backupId === undefined ? inputs : { ...inputs, baseline: backupId }),
  },
];

function backupOf({ backupId }: HandedOn): Pick<HandedOn, 'backupId'> {
  return backupId === undefined ? {} : { backupId };
}

/** A dry run takes no backup and has nothing to validate; only a protected environment has a gate. */
function stepsOf(inputs: Inputs, isGated: boolean): readonly Step[] {
  const steps = STEPS.filter(({ command }) => command !== promote || isGated);
  return inputs.dryRun ? steps.filter(({ command }) => command === readinessCheck || command === migrate) : steps;
}

const SEVERITY: readonly CommandResult['status'][] = ['skipped', 'passed', 'warned', 'failed', 'interrupted'];

function worse(one: CommandResult['status'], other: CommandResult['status']): CommandResult['status'] {
  return SEVERITY.indexOf(one) > SEVERITY.indexOf(other) ? one : other;
}

/**
 * Readiness check, the gate of a protected environment, backup, migrate (with its rollback on failure) and validate, as
 * one command. It can go back to the backup that it has encrypted itself until the migration has ended.
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
  let handedOn: HandedOn = {};
  for (const step of stepsOf(inputs, await isProtected(inputs, context))) {
    const result = await step.command(step.inputs(inputs, handedOn), context);
    results.push(result);
    if (step.command === migrate) ownKeys.forget();
    handedOn = { ...handedOn, ...handedOnBy(step, result) };
    if (result.exitCode === 0) continue;
    if (step.command === validate && isUndoable(inputs, results)) results.push(await takeBack(inputs, context));
    break;
  }
  return results;
}

/** Only what a gate has let pass binds the migration. */
function handedOnBy({ command }: Step, { outputs }: CommandResult): HandedOn {
  const { 'backup-id': backupId = '', 'plan-digest': planDigest = '' } = outputs;
  return {
    ...(backupId === '' ? {} : { backupId }),
    ...(command === promote && planDigest !== '' ? { planDigest } : {}),
  };
}

/**
 * Whether the migration, which had passed by itself, is to be taken back because the comparison with the backup failed. A
 * validation that could not be made, as after a lost connection, says nothing against it.
 */
function isUndoable({ onFailure }: Inputs, results: readonly CommandResult[]): boolean {
  const isRefuted = results.at(-1)?.errors.some(({ code }) => code === 'DATA_001') === true;
  return (
    onFailure === 'rollback' && isRefuted && results.some((result) => Number(result.outputs['applied-count'] ?? 0) > 0)
  );
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
