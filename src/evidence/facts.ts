/**
 * What a promotion is decided by. Each fact that comes from elsewhere may be unknown, and then says why:
 * the rules refuse what they do not know.
 */
import type { PromotionConfig } from '../config/types.ts';
import type { ReportedError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import type { Plan } from '../plan/types.ts';
import type { ObjectHash } from '../plan/fingerprint.ts';
import type { Evidence } from './evidence.ts';

/** Something that was looked up. */
export type Fact<T> =
  | { readonly known: true; readonly value: T }
  | {
      readonly known: false;
      /** A sentence without its full stop: `the token may not read environments (403)`. */
      readonly why: string;
    };

/** A fact that could be had. */
export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

/** A fact that could not be had. */
export function unknown<T>(why: string): Fact<T> {
  return { known: false, why };
}

/** Evidence, and the workflow run whose artifact it came from. */
export interface FoundEvidence {
  readonly evidence: Evidence;
  /** The artifact's name. */
  readonly name: string;
  readonly workflowRunId: number;
  /** The commit that GitHub says the workflow run was for. */
  readonly runCommit: string;
  /** `owner/name` of the repository that GitHub says the workflow run belongs to. */
  readonly runRepository: string;
}

/** What a GitHub environment asks for before a job may use it. */
export interface EnvironmentProtection {
  readonly requiredReviewers: number;
  readonly preventsSelfReview: boolean;
  /** Null: GitHub does not say. */
  readonly adminsCanBypass: boolean | null;
}

/** Somebody's yes to this workflow run for the environment. */
export interface Approval {
  readonly login: string;
}

/** A part that must have signed, and who may sign for it. */
export interface Role {
  /** `database`. */
  readonly name: string;
  /** Logins, with the members of teams filled in; unknown when a team could not be read. */
  readonly members: Fact<readonly string[]>;
}

/** What the configuration asks for, with the teams looked up. */
export type PromotionPolicy = Omit<PromotionConfig, 'roles'> & { readonly roles: readonly Role[] };

/** The target, looked at now. */
export interface TargetState {
  readonly plan: Plan;
  readonly objects: readonly ObjectHash[];
}

/** All that a decision needs. */
export interface PromotionFacts {
  readonly policy: PromotionPolicy;
  readonly now: Date;
  /** The run that asks; null outside a workflow. */
  readonly here: Origin | null;
  /** The workflow run that the evidence was asked of. */
  readonly evidenceRunId: number | null;
  /** Everything of that workflow run that could be read. */
  readonly evidence: Fact<readonly FoundEvidence[]>;
  /** Evidence that was there and could not be used, with its reason. */
  readonly damaged: readonly ReportedError[];
  readonly target: Fact<TargetState>;
  readonly environment: Fact<EnvironmentProtection>;
  readonly approvals: Fact<readonly Approval[]>;
  /** Logins of who wrote and who committed the commit. */
  readonly authors: Fact<readonly string[]>;
}
