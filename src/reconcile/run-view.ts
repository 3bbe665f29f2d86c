import type { Run } from '../core/model.ts';
import type { IssueRead, JournalRun } from './ports.ts';

/** A run as a reconcile knows it. */
export interface RunView {
  /** The ledger that is in force: the journal's newest revision. */
  readonly run: Run;
  /** Its issue, as it was read last. */
  readonly issue: IssueRead;
  /** The journal's entry; null: this reconcile takes the run into the journal. */
  readonly known: JournalRun | null;
  /** Why the issue has to be written although nothing may be decided; null: it shows the run as it is. */
  readonly repair: string | null;
}

/** What was understood of everything that was read. */
export interface Situation {
  readonly head: string | null;
  readonly views: readonly RunView[];
  /** Runs of the journal that go on as they are in it, because they could not be read. */
  readonly untouched: readonly JournalRun[];
  /** Runs whose issue does not exist any more. */
  readonly gone: readonly JournalRun[];
  readonly taskIssues: readonly IssueRead[];
  /** Issues of tasks that do not exist any more. */
  readonly deleted: ReadonlySet<number>;
  /** Numbers of those that were seen below the run that they belong to. */
  readonly below: ReadonlySet<number>;
  /** Runs that are over and left the journal, whose issues were met all the same: somebody changed them since. */
  readonly left: readonly { readonly run: Run; readonly issue: IssueRead }[];
  /** Issues of runs that were opened twice, with the number of the one that stays. */
  readonly doubles: readonly { readonly issue: IssueRead; readonly kept: number }[];
  /** Runs whose ledgers no journal vouches for. */
  readonly unvouched: readonly { readonly run: Run; readonly issue: IssueRead }[];
  /** For people: what could not be put right. */
  readonly problems: readonly string[];
}
