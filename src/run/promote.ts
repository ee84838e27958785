import type { PromotionConfig } from '../config/types.ts';
import { SluiceError, type ReportedError } from '../errors.ts';
import {
  known,
  unknown,
  type Approval,
  type EnvironmentProtection,
  type Fact,
  type FoundEvidence,
  type PromotionPolicy,
  type TargetState,
} from '../evidence/facts.ts';
import { decidePromotion, type PromotionDecision, type RuleOutcome } from '../evidence/promotion.ts';
import type { Inputs } from '../interface/inputs.ts';
import type { CheckResult } from '../journal/entries.ts';
import { readState } from '../journal/state.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { preparePlan } from '../stages/prepare-plan.ts';
import { execute, inMemory, type Ending, type Execution } from './execution.ts';
import { ownTables, planOptions } from './preparation.ts';
import type { Command } from './types.ts';

/** Evidence of a workflow run. */
export interface EvidenceOfRun {
  readonly workflowRunId: number | null;
  readonly evidence: Fact<readonly FoundEvidence[]>;
  /** Evidence that was there and could not be used. */
  readonly damaged: readonly ReportedError[];
}

/** Where the facts of a promotion come from that are not in the database. Nothing in it throws but for an abort. */
export interface PromotionSource {
  /**
   * Everything that runs in an environment left as evidence.
   *
   * @param runId null = this workflow run
   */
  evidence(environment: string, runId: number | null): Promise<EvidenceOfRun>;
  environment(name: string): Promise<Fact<EnvironmentProtection>>;
  /** Who said yes to this workflow run for an environment. */
  approvals(environment: string): Promise<Fact<readonly Approval[]>>;
  /** Logins of who wrote and who committed the commit. */
  authors(): Promise<Fact<readonly string[]>>;
  /** Logins, with `@organisation/team` replaced by the team's members. */
  members(names: readonly string[]): Promise<Fact<readonly string[]>>;
}

/** Lets a plan pass from one environment to the next, or says everything that speaks against it. Changes nothing. */
export const promote: Command = (inputs, context) =>
  execute('promote', { ...inputs, ...targetOf(inputs) }, context, (execution) => promoteTarget(execution));

/** The database is the one of the environment that the plan shall run in. */
function targetOf({ to, environment }: Inputs): { readonly environment?: string } {
  const target = to ?? environment;
  return target === undefined ? {} : { environment: target };
}

async function promoteTarget(execution: Execution): Promise<Ending> {
  const { inputs, context, outputs } = execution;
  const journal = execution.journal(inMemory);
  const rule = ruleOf(execution);
  const runId = evidenceRunId(inputs);
  outputs['promoted'] = 'false';
  const source = context.promotion;
  if (source === null) {
    throw new SluiceError(
      'EVID_001',
      'A promotion needs GitHub: there is no repository, no workflow run or no token.',
      {
        fix: 'Promote with actions/promote in a workflow of GitHub Actions, with `github-token`.',
      },
    );
  }
  const [target, found, environment, approvals, authors, policy] = await Promise.all([
    targetState(execution),
    source.evidence(rule.from, runId),
    source.environment(rule.to),
    source.approvals(rule.to),
    source.authors(),
    policyOf(rule, source),
  ]);
  const decision = decidePromotion({
    policy,
    now: context.clock.now(),
    here: context.origin,
    evidenceRunId: found.workflowRunId,
    evidence: found.evidence,
    damaged: found.damaged,
    target,
    environment,
    approvals,
    authors,
  });
  if (target.known) await journal.append({ kind: 'plan', plan: target.value.plan, continues: null });
  for (const check of decision.rules.map(checkOf)) {
    await journal.append({ kind: 'check', check });
    context.emit({
      level: check.status === 'fail' ? 'error' : 'info',
      scope: check.id,
      message: `${check.status}: ${check.observed}`,
    });
  }
  for (const { code, message, fix } of decision.refusals) {
    await execution.fail(journal, new SluiceError(code, message, { fix }));
  }
  const promoted = decision.refusals.length === 0;
  return { status: promoted ? 'passed' : 'failed', outputs: outputsOf(decision, target, promoted) };
}

function outputsOf(decision: PromotionDecision, target: Fact<TargetState>, promoted: boolean): Record<string, string> {
  const { evidence, approvers } = decision;
  return {
    promoted: String(promoted),
    approvers: approvers.join(','),
    'evidence-digest': evidence?.evidence.digest ?? '',
    // What a refused promotion does not hand on cannot be used by a step that ignores its result.
    'plan-digest': promoted && target.known ? target.value.plan.digest : '',
    'backup-digest': promoted ? (evidence?.evidence.backup?.digest ?? '') : '',
  };
}

function checkOf({ id, title, refusals }: RuleOutcome): CheckResult {
  const [first] = refusals;
  const name = { id, title: title.replace(/\.$/u, ''), expected: title };
  if (first === undefined) return { ...name, status: 'pass', code: null, observed: 'It holds.', fix: '' };
  return {
    ...name,
    status: 'fail',
    code: first.code,
    observed: refusals.map(({ message }) => message).join(' '),
    fix: [...new Set(refusals.map(({ fix }) => fix))].join(' '),
  };
}

/** Defaults where the configuration has no rule for the pair. */
const DEFAULTS: Omit<PromotionConfig, 'from' | 'to'> = {
  approvals: 1,
  distinctFromAuthor: true,
  maxAgeMs: 24 * 3_600_000,
  preventSelfReview: true,
  preventAdminBypass: true,
  roles: [],
  window: null,
};

/**
 * The rule of the configuration, with the inputs laid over it.
 *
 * @throws SluiceError `CONF_001` when it is not clear from where to where
 */
function ruleOf({ inputs, target }: Execution): PromotionConfig {
  const { promotion } = target.config;
  const wanted = targetOf(inputs).environment;
  const fitting = promotion.filter(
    (rule) => (wanted === undefined || rule.to === wanted) && (inputs.from === undefined || rule.from === inputs.from),
  );
  const [rule] = fitting;
  if (fitting.length > 1) {
    const pairs = fitting.map(({ from, to }) => `${from} to ${to}`).join(', ');
    throw new SluiceError('CONF_001', `Several promotions of the configuration fit: ${pairs}.`, {
      fix: 'Name the two environments with `from` and `to`.',
    });
  }
  const others = rule === undefined ? promotion.filter(({ to }) => to === wanted) : [];
  if (others.length > 0) {
    throw new SluiceError(
      'CONF_001',
      `The configuration has promotions to ${wanted ?? ''}, and none from ${inputs.from ?? ''}.`,
      {
        fix: `Promote from ${others.map(({ from }) => from).join(' or ')}, or write a rule for the pair under \`promotion\` in sluice.yml.`,
      },
    );
  }
  const [from, to] = [inputs.from ?? rule?.from, wanted ?? rule?.to];
  if (from === undefined || to === undefined) {
    throw new SluiceError('CONF_001', 'It is not said from which environment to which the plan shall pass.', {
      fix: 'Pass `from` and `to`, or write a rule under `promotion` in sluice.yml.',
    });
  }
  return {
    ...(rule ?? DEFAULTS),
    from,
    to,
    ...(inputs.approvals === undefined ? {} : { approvals: inputs.approvals }),
    ...(inputs.distinctFromAuthor === undefined ? {} : { distinctFromAuthor: inputs.distinctFromAuthor }),
    ...(inputs.maxAgeMs === undefined ? {} : { maxAgeMs: inputs.maxAgeMs }),
  };
}

/** @throws SluiceError `CONF_001` for what is no id of a workflow run */
function evidenceRunId({ evidenceRunId: text }: Inputs): number | null {
  if (text === undefined || text === '') return null;
  const id = Number(text);
  if (/^\d+$/u.test(text) && Number.isSafeInteger(id) && id > 0) return id;
  throw new SluiceError('CONF_001', `\`evidence-run-id\` is no id of a workflow run: ${text}.`, {
    fix: 'Use the number in the address of the workflow run’s page.',
  });
}

async function policyOf(rule: PromotionConfig, source: PromotionSource): Promise<PromotionPolicy> {
  const roles = rule.roles.map(async ({ name, members }) => ({ name, members: await source.members(members) }));
  return { ...rule, roles: await Promise.all(roles) };
}

/** The plan that would run now; whatever keeps it from being made is a reason to refuse. */
async function targetState(execution: Execution): Promise<Fact<TargetState>> {
  const { driver, target, context } = execution;
  try {
    const { plan, continues, schema } = await preparePlan({
      driver,
      directory: target.migrationsDirectory,
      format: target.migrationsFormat,
      options: planOptions(execution),
      ownTables: ownTables(target),
      state: await readState(driver.journal),
      signal: context.signal,
    });
    // The rest of a plan that was cut off is judged as the whole that it belongs to.
    const steps = continues?.plan?.steps ?? plan.steps;
    return known({ plan: { ...plan, steps }, objects: fingerprint(schema).objects });
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof SluiceError)) throw error;
    return unknown(`${error.code}: ${error.message.replace(/\.$/u, '')}`);
  }
}
