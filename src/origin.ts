/** Where a run comes from: what binds its evidence to a commit and to a workflow run. */
export interface Origin {
  /** `owner/name`. */
  readonly repository: string;
  /** The commit that was checked out: 40 or 64 hexadecimal digits. */
  readonly commit: string;
  /** `refs/heads/main`. */
  readonly ref: string;
  /** Who started the run. */
  readonly actor: string;
  /** Who started this attempt of it; the same as {@link actor} unless it was run again. */
  readonly triggeringActor: string;
  readonly workflowRunId: number;
  /** From 1. */
  readonly attempt: number;
  /** The page of the workflow run. */
  readonly url: string;
}
