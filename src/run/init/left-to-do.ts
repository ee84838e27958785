import type { InitEngine } from './engines.ts';
import type { WorkflowName } from './workflows.ts';

/** A secret that somebody has to set, by its name. */
export interface NeededSecret {
  /** The GitHub environment that it belongs to. */
  readonly environment: string;
  readonly name: string;
  readonly why: string;
}

/** A GitHub environment that somebody has to create. */
export interface NeededEnvironment {
  readonly name: string;
  readonly settings: string;
}

/** What each GitHub environment is for, and which workflows run in it. */
const ENVIRONMENTS: readonly (NeededEnvironment & {
  readonly workflows: readonly WorkflowName[];
  readonly account: string;
})[] = [
  {
    name: 'staging',
    workflows: ['promotion', 'rollback'],
    settings: 'no reviewers needed',
    account: 'the URL of the staging database',
  },
  {
    name: 'production-plan',
    workflows: ['promotion'],
    settings: 'no reviewers: the plan is computed before anybody approves it',
    account: 'the URL of the production database; an account that may only read is enough',
  },
  {
    name: 'production',
    workflows: ['promotion', 'rollback'],
    settings:
      'required reviewers; prevent self-review; no bypass for administrators; deployments from the default branch alone',
    account: 'the URL of the production database',
  },
  {
    name: 'production-backup',
    workflows: ['backup-proof'],
    settings: 'no reviewers, because it runs at night; deployments from the default branch alone',
    account: 'the URL of the production database; an account that may only take backups and prove them is enough',
  },
];

function usedIn(workflows: readonly WorkflowName[]): typeof ENVIRONMENTS {
  return ENVIRONMENTS.filter((environment) => environment.workflows.some((name) => workflows.includes(name)));
}

/** The GitHub environments of the workflows. */
export function neededEnvironments(workflows: readonly WorkflowName[]): readonly NeededEnvironment[] {
  return usedIn(workflows).map(({ name, settings }) => ({ name, settings }));
}

/** The secrets of the workflows. */
export function neededSecrets(workflows: readonly WorkflowName[], { backups }: InitEngine): readonly NeededSecret[] {
  const restored = usedIn(workflows).filter((environment) => environment.workflows.includes('rollback'));
  const identity = 'the age identity, where backups are encrypted; the rollback alone gets it';
  return [
    ...usedIn(workflows).map(({ name, account }) => ({ environment: name, name: 'DATABASE_URL', why: account })),
    ...(backups ? restored.map(({ name }) => ({ environment: name, name: 'SLUICE_IDENTITY', why: identity })) : []),
  ];
}
