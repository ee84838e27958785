/** The gate: everything that speaks against a promotion, at once. Pure; whatever is not known refuses. */
import { ERROR_CODES, type ErrorCode, type ReportedError } from '../errors.ts';
import { formatDuration } from '../duration.ts';
import { diffObjects, type ObjectHash } from '../plan/fingerprint.ts';
import type { EvidenceFile } from './evidence.ts';
import type { FoundEvidence, PromotionFacts, Role } from './facts.ts';
import { shutReason } from './window.ts';

/** One rule, and what it found. */
export interface RuleOutcome {
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  /** Empty when it holds. */
  readonly refusals: readonly ReportedError[];
}

/** What came of asking. */
export interface PromotionDecision {
  /** Every rule, in the order of {@link RULES}. */
  readonly rules: readonly RuleOutcome[];
  /** Those of all rules; empty exactly when the plan may pass. */
  readonly refusals: readonly ReportedError[];
  /** The evidence that the decision rests on; null when there is none. */
  readonly evidence: FoundEvidence | null;
  /** Who counted as an approver, sorted. */
  readonly approvers: readonly string[];
}

function refusal(code: ErrorCode, message: string, fix: string = ERROR_CODES[code].fix): ReportedError {
  return { code, message, causes: [], fix };
}

/** Names in a message, not more than anybody reads. */
function list(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${String(names.length - most)} more` : shown;
}

/** GitHub tells logins apart without their case. */
function sameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Commands whose evidence shows that a plan ran. */
const APPLYING: readonly string[] = ['migrate', 'lifecycle'];

/** What the rules decide by. */
interface Case {
  readonly facts: PromotionFacts;
  readonly evidence: FoundEvidence | null;
  readonly approvers: readonly string[];
}

type Rule = (facts: PromotionFacts, evidence: FoundEvidence) => readonly ReportedError[];

/** A rule about evidence; that there is none is said once, by the rule `evidence`. */
function about(rule: Rule): (found: Case) => readonly ReportedError[] {
  return ({ facts, evidence }) => (evidence === null ? [] : rule(facts, evidence));
}

/** The gate's rules, in the order in which they are said. */
const RULES: readonly {
  readonly id: string;
  readonly title: string;
  readonly refuse: (found: Case) => readonly ReportedError[];
}[] = [
  { id: 'workflow-run', title: 'A workflow run asks.', refuse: ({ facts }) => originRefusals(facts) },
  {
    id: 'evidence',
    title: 'There is evidence that the plan ran before.',
    refuse: ({ facts, evidence }) => evidenceRefusals(facts, evidence),
  },
  {
    id: 'evidence-binding',
    title: 'The evidence is of this commit, this repository and the workflow run that was asked for.',
    refuse: about(bindingRefusals),
  },
  { id: 'evidence-age', title: 'The evidence is young enough.', refuse: about(ageRefusals) },
  { id: 'outcome', title: 'The plan passed there, was validated, and stayed.', refuse: about(outcomeRefusals) },
  { id: 'backup', title: 'Its backup is proven.', refuse: about(backupRefusals) },
  { id: 'plan', title: 'The target would get the same files from the same schema.', refuse: about(planRefusals) },
  {
    id: 'environment',
    title: 'The GitHub environment is protected.',
    refuse: ({ facts }) => environmentRefusals(facts),
  },
  {
    id: 'approvals',
    title: 'Enough people approved, none of whom has a part in it.',
    refuse: ({ facts, approvers }) => approvalRefusals(facts, approvers),
  },
  { id: 'window', title: 'Promotions are open now.', refuse: ({ facts }) => windowRefusals(facts) },
];

/** Decides whether the plan may pass from one environment to the next. */
export function decidePromotion(facts: PromotionFacts): PromotionDecision {
  const evidence = newestRun(facts);
  const approvers = approversOf(facts);
  const rules = RULES.map(({ id, title, refuse }) => ({ id, title, refusals: refuse({ facts, evidence, approvers }) }));
  return { rules, refusals: rules.flatMap(({ refusals }) => refusals), evidence, approvers };
}

/** The last run of the plan in the environment; later evidence of other commands is looked at beside it. */
function newestRun({ evidence, policy }: PromotionFacts): FoundEvidence | null {
  if (!evidence.known) return null;
  return (
    evidence.value
      .filter(({ evidence: { command, environment } }) => environment === policy.from && APPLYING.includes(command))
      .toSorted((a, b) => (a.evidence.run.finishedAt < b.evidence.run.finishedAt ? -1 : 1))
      .at(-1) ?? null
  );
}

function originRefusals({ here }: PromotionFacts): readonly ReportedError[] {
  if (here !== null) return [];
  return [
    refusal(
      'EVID_001',
      'It is not known which commit is to be promoted: this is not a step of a workflow run.',
      'Promote with actions/promote in a workflow of GitHub Actions.',
    ),
  ];
}

function evidenceRefusals(facts: PromotionFacts, evidence: FoundEvidence | null): readonly ReportedError[] {
  const { policy, evidenceRunId } = facts;
  const where = `workflow run ${evidenceRunId === null ? 'unknown' : String(evidenceRunId)}`;
  const fix = `Run the lifecycle in ${policy.from} for this commit in the same workflow run, or name the run that did with \`evidence-run-id\`.`;
  if (!facts.evidence.known) {
    return [
      ...facts.damaged,
      refusal('EVID_001', `The evidence of ${where} cannot be read: ${facts.evidence.why}.`, fix),
    ];
  }
  if (evidence !== null) return facts.damaged;
  return [
    ...facts.damaged,
    refusal('EVID_001', `The ${where} holds no evidence that a plan ran in ${policy.from}.`, fix),
  ];
}

/** Evidence counts for one repository, one commit and one workflow run. */
function bindingRefusals({ here, evidenceRunId }: PromotionFacts, found: FoundEvidence): readonly ReportedError[] {
  const { evidence, name, workflowRunId, runCommit, runRepository } = found;
  const { origin } = evidence;
  if (origin === null) {
    return [refusal('EVID_001', `${name} does not say which commit it is of: it was not made in a workflow run.`)];
  }
  const refusals: ReportedError[] = [];
  const must = (holds: boolean, message: string): void => {
    if (!holds) refusals.push(refusal('EVID_001', message));
  };
  must(
    sameLogin(origin.repository, runRepository),
    `${name} is of the repository ${origin.repository}, and lies in a run of ${runRepository}.`,
  );
  must(
    origin.workflowRunId === workflowRunId,
    `${name} was made in workflow run ${String(origin.workflowRunId)}, and lies in run ${String(workflowRunId)}: it was carried over.`,
  );
  must(
    evidenceRunId === null || workflowRunId === evidenceRunId,
    `${name} comes from workflow run ${String(workflowRunId)}, and run ${String(evidenceRunId)} was asked for.`,
  );
  must(
    origin.commit === runCommit,
    `${name} says commit ${origin.commit}, and its workflow run is of commit ${runCommit}.`,
  );
  if (here !== null) {
    must(
      sameLogin(origin.repository, here.repository),
      `${name} is of the repository ${origin.repository}; this is ${here.repository}.`,
    );
    must(origin.commit === here.commit, `${name} is of commit ${origin.commit}; ${here.commit} is to be promoted.`);
  }
  return refusals;
}

function ageRefusals({ now, policy }: PromotionFacts, { evidence, name }: FoundEvidence): readonly ReportedError[] {
  const ageMs = now.getTime() - Date.parse(evidence.run.finishedAt);
  const again = `Run the lifecycle in ${policy.from} again.`;
  if (ageMs < -CLOCK_SKEW_MS) {
    return [
      refusal('EVID_001', `${name} says that its run ended at ${evidence.run.finishedAt}, which is not yet.`, again),
    ];
  }
  if (ageMs <= policy.maxAgeMs) return [];
  const limit = formatDuration(policy.maxAgeMs);
  return [refusal('EVID_001', `${name} is of ${evidence.run.finishedAt}, older than \`max-age\` (${limit}).`, again)];
}

/** How far the clocks of two runners may differ. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** The run itself, and every later look at the environment in the same workflow run. */
function outcomeRefusals(facts: PromotionFacts, { evidence, name }: FoundEvidence): readonly ReportedError[] {
  const { policy } = facts;
  const refusals: ReportedError[] = [];
  if (evidence.run.status !== 'passed') {
    refusals.push(refusal('EVID_001', `The run in ${policy.from} ended ${evidence.run.status} (${name}).`));
  }
  if (evidence.rolledBack) refusals.push(refusal('EVID_001', `The run in ${policy.from} was rolled back (${name}).`));
  const stage = evidence.stages.find((candidate) => candidate.name === 'validation');
  const skippedWithReason = stage?.status === 'skipped' && (evidence.plan?.files.length ?? 0) === 0;
  if (stage?.status !== 'passed' && !skippedWithReason) {
    refusals.push(
      refusal(
        'DATA_001',
        `The run in ${policy.from} was not validated: its validation ${stage?.status ?? 'is missing'}.`,
      ),
    );
  }
  const looks = facts.evidence.known ? facts.evidence.value : [];
  for (const look of looks) {
    const { environment, command, checks, run } = look.evidence;
    if (environment !== policy.from || run.finishedAt < evidence.run.startedAt) continue;
    const failed = checks.filter((check) => check.status === 'fail').map((check) => check.id);
    if (failed.length > 0 || (command === 'validate' && run.status === 'failed')) {
      refusals.push(
        refusal('DATA_001', `${command} in ${policy.from} failed: ${list(failed) || run.status} (${look.name}).`),
      );
    }
    if (command === 'rollback' && run.startedAt >= evidence.run.finishedAt) {
      refusals.push(refusal('EVID_001', `${policy.from} was rolled back after the plan had run (${look.name}).`));
    }
  }
  return refusals;
}

/** The backup of the run is proven, and everything that speaks of it means the same one. */
function backupRefusals(facts: PromotionFacts, { evidence, name }: FoundEvidence): readonly ReportedError[] {
  const { policy } = facts;
  const fix = `Take a backup with \`verify: restore\` in ${policy.from} before the migration, in the same workflow run.`;
  const { backup } = evidence;
  if (backup === null) return [refusal('BACKUP_003', `The run in ${policy.from} had no backup (${name}).`, fix)];
  const refusals: ReportedError[] = [];
  if (backup.verified !== 'restore') {
    refusals.push(
      refusal(
        'BACKUP_003',
        `The backup ${backup.id} of ${policy.from} is not proven by a restore (${backup.verified}).`,
        fix,
      ),
    );
  }
  const looks = facts.evidence.known ? facts.evidence.value : [];
  const other = looks.find(
    (look) => look.evidence.backup?.id === backup.id && look.evidence.backup.digest !== backup.digest,
  );
  if (other !== undefined) {
    refusals.push(
      refusal('EVID_001', `${name} and ${other.name} speak of the backup ${backup.id} with different digests.`),
    );
  }
  return refusals;
}

function fileText({ version, path }: EvidenceFile): string {
  return `${version} (${path})`;
}

/** What of the files differs, in words. */
function fileDifferences(ran: readonly EvidenceFile[], planned: readonly EvidenceFile[]): readonly string[] {
  const byVersion = new Map(planned.map((file) => [file.version, file]));
  const known = new Set(ran.map((file) => file.version));
  return [
    ...ran.flatMap((file) => {
      const now = byVersion.get(file.version);
      if (now === undefined) return [`${fileText(file)} would not be applied`];
      return now.checksum === file.checksum ? [] : [`${fileText(file)} was changed since`];
    }),
    ...planned.filter((file) => !known.has(file.version)).map((file) => `${fileText(file)} never ran there`),
  ];
}

function objectText({ kind, name }: ObjectHash): string {
  return `${kind} ${name}`;
}

/** The target would get the same files, from the same schema. */
function planRefusals({ target, policy }: PromotionFacts, { evidence }: FoundEvidence): readonly ReportedError[] {
  if (!target.known) {
    return [refusal('PLAN_001', `The plan for ${policy.to} cannot be made: ${target.why}.`, 'See the sentence above.')];
  }
  if (evidence.plan === null) return [refusal('EVID_001', `The run in ${policy.from} had no plan.`)];
  const { plan, objects } = target.value;
  const differences = fileDifferences(evidence.plan.files, plan.steps);
  const refusals: ReportedError[] = [];
  if (evidence.engine !== plan.engine) {
    refusals.push(
      refusal(
        'EVID_001',
        `The plan ran on ${evidence.engine ?? 'an unknown engine'} in ${policy.from}, and ${policy.to} is ${plan.engine}.`,
        `Run the lifecycle in ${policy.from} on the engine of ${policy.to}.`,
      ),
    );
  }
  if (differences.length > 0) {
    refusals.push(
      refusal(
        'PLAN_001',
        `${policy.to} would not get what ran in ${policy.from}: ${list(differences)}.`,
        `Run the lifecycle in ${policy.from} with these files, and promote that run.`,
      ),
    );
  }
  if (evidence.before === null) {
    refusals.push(
      refusal('EVID_001', `The evidence does not say what the schema of ${policy.from} was before the run.`),
    );
  } else if (evidence.before.fingerprint !== plan.schemaFingerprint) {
    const { added, removed, changed } = diffObjects(evidence.before.objects, objects);
    const named = [
      ...added.map((object) => `${objectText(object)} is only in ${policy.to}`),
      ...removed.map((object) => `${objectText(object)} is only in ${policy.from}`),
      ...changed.map((object) => `${objectText(object)} differs`),
    ];
    refusals.push(
      refusal(
        'DRIFT_001',
        `The schemas of ${policy.from} and ${policy.to} differed before the plan: ${list(named) || 'in their fingerprints'}.`,
        `Bring the two schemas in line by a migration, or make ${policy.from} from a backup of ${policy.to}, then run the lifecycle there again.`,
      ),
    );
  }
  return refusals;
}

function environmentRefusals({ environment, policy }: PromotionFacts): readonly ReportedError[] {
  if (!environment.known) {
    return [
      refusal('ENV_001', `It is not known how the GitHub environment ${policy.to} is protected: ${environment.why}.`),
    ];
  }
  const { requiredReviewers, preventsSelfReview, adminsCanBypass } = environment.value;
  const refusals: ReportedError[] = [];
  if (requiredReviewers === 0) {
    refusals.push(refusal('ENV_001', `The GitHub environment ${policy.to} has no required reviewers.`));
  }
  if (policy.preventSelfReview && !preventsSelfReview) {
    refusals.push(
      refusal(
        'ENV_001',
        `The GitHub environment ${policy.to} lets people approve the runs that they started.`,
        'Switch on “Prevent self-review” in the settings of the environment, or set `prevent-self-review: false` in the promotion.',
      ),
    );
  }
  if (policy.preventAdminBypass && adminsCanBypass !== false) {
    refusals.push(
      refusal(
        'ENV_001',
        adminsCanBypass === null
          ? `GitHub does not say whether administrators can pass the protection of the environment ${policy.to}.`
          : `Administrators can pass the protection of the GitHub environment ${policy.to}.`,
        'Switch off “Allow administrators to bypass configured protection rules” in the settings of the environment, or set `prevent-admin-bypass: false` in the promotion.',
      ),
    );
  }
  return refusals;
}

/** Logins that count: each once, and nobody who has a part in what is approved. */
function approversOf({ approvals, authors, here, policy }: PromotionFacts): readonly string[] {
  if (!approvals.known) return [];
  const involved = policy.distinctFromAuthor
    ? [...(authors.known ? authors.value : []), ...(here === null ? [] : [here.actor, here.triggeringActor])]
    : [];
  const distinct = new Map(approvals.value.map(({ login }) => [login.toLowerCase(), login]));
  return [...distinct.values()].filter((login) => !involved.some((name) => sameLogin(name, login))).toSorted();
}

function approvalRefusals(facts: PromotionFacts, approvers: readonly string[]): readonly ReportedError[] {
  const { approvals, authors, policy } = facts;
  if (policy.approvals === 0 && policy.roles.length === 0) return [];
  if (!approvals.known) {
    return [refusal('APPR_001', `It is not known who approved this run for ${policy.to}: ${approvals.why}.`)];
  }
  const refusals: ReportedError[] = [];
  if (policy.distinctFromAuthor && !authors.known) {
    refusals.push(
      refusal(
        'APPR_001',
        `It is not known who wrote the commit, so nobody can be told apart from its author: ${authors.why}.`,
      ),
    );
  }
  if (approvers.length < policy.approvals) {
    const refused = approvals.value.map(({ login }) => login).filter((login) => !approvers.includes(login));
    const why = refused.length === 0 ? '' : `; not counted, as author or as who started the run: ${list(refused)}`;
    refusals.push(
      refusal(
        'APPR_001',
        `${policy.to} needs ${String(policy.approvals)} approvals of different people, and has ${String(approvers.length)}${approvers.length === 0 ? '' : ` (${list(approvers)})`}${why}.`,
        'Have other people approve this run on its page, under “Review deployments”.',
      ),
    );
  }
  return [...refusals, ...policy.roles.flatMap((role) => roleRefusals(role, approvers))];
}

function roleRefusals({ name, members }: Role, approvers: readonly string[]): readonly ReportedError[] {
  if (!members.known) {
    return [refusal('APPR_001', `It is not known who may sign for ${name}: ${members.why}.`)];
  }
  if (approvers.some((login) => members.value.some((member) => sameLogin(member, login)))) return [];
  return [
    refusal(
      'APPR_001',
      `Nobody signed for ${name}.`,
      `Have one of them approve this run: ${list(members.value) || 'nobody is named for this role'}.`,
    ),
  ];
}

function windowRefusals({ policy, now }: PromotionFacts): readonly ReportedError[] {
  if (policy.window === null) return [];
  const reason = shutReason(policy.window, now);
  if (reason === null) return [];
  return [refusal('APPR_001', `Promotions to ${policy.to} are closed. ${reason}`, 'Promote again inside the window.')];
}
