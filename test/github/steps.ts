import { join } from 'node:path';
import { ROOT } from '../support/process.ts';
import { type RunningStep, startStep, type StepOptions, type StepResult } from '../support/runner.ts';
import type { StandIn } from './fixtures/step.ts';

/** A step with a stand-in for its command. */
export interface StandInStep extends StepOptions {
  /** Default: migrate. */
  readonly command?: string;
  readonly standIn?: StandIn;
}

/** Starts a step with a stand-in for its command, as the runner would. */
export function startStandIn({ command = 'migrate', standIn = {}, ...options }: StandInStep): Promise<RunningStep> {
  return startStep([join(ROOT, 'test/github/fixtures/step.ts'), command], {
    ...options,
    env: { ...options.env, STAND_IN: JSON.stringify(standIn) },
  });
}

/** Runs a step with a stand-in for its command. */
export async function runStandIn(step: StandInStep): Promise<StepResult> {
  return (await startStandIn(step)).result;
}
