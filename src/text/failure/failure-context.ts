/** Where a kept fix went. */
export interface FixPlace {
  readonly commit: string;
  readonly pull: number | null;
  /** A compare link where no pull request could be opened. */
  readonly compareUrl: string | null;
  /** Whether the commit is on the pipeline's branch already. */
  readonly onBranch: boolean;
  /** What a person should know of it, as whether checks run on the pull request. */
  readonly note: string | null;
}

/** What is known of a failure besides the report of its healing. */
export interface FailureContext {
  /** Names the report for good, as `12.3.1` (run, task, attempt): told twice, it is recorded once. */
  readonly episode: string;
  readonly pipeline: string;
  /** The task's key; with the pipeline's name it tells what has to pass for the failure to be over. */
  readonly task: string;
  readonly attempt: number | null;
  readonly branch: string;
  /** Where the attempt is to be seen. */
  readonly runUrl: string | null;
  /** The repository's page, as `https://github.com/octo/shop`. */
  readonly repositoryUrl: string;
  readonly fix: FixPlace | null;
}

/** How a task is called in a failure's record. */
export function taskName({ pipeline, task }: Pick<FailureContext, 'pipeline' | 'task'>): string {
  return `${pipeline}: ${task}`.slice(0, 200);
}
