/**
 * What the reconciler needs of the outside world, in domain words. `github/` implements the first three
 * on Octokit, `runner/` and `github/` implement the fleet, the tests and the simulation implement all.
 *
 * Every call may fail before or after its effect; it then throws a `PortError`. Reads may be stale and
 * lists may be short: what is missing is unfinished, never done.
 */
import type { Role } from '../core/may-order.ts';
import type { AttemptRef, AttemptResult, Batch, Instant, Millis, Run } from '../core/model.ts';

/** A call that did not answer as it should. `after`: its effect may have happened. */
export type PortErrorKind = 'unavailable' | 'rate-limited' | 'denied' | 'gone' | 'invalid';
export class PortError extends Error {
  readonly kind: PortErrorKind;
  /** For `rate-limited`: how long to wait before the next call. */
  readonly retryAfter: Millis | null;
  constructor(
    kind: PortErrorKind,
    message: string,
    retryAfter: Millis | null = null,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'PortError';
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

/** An issue as it was read. */
export interface IssueRead {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  /** Whether this program's own identity opened it: only such an issue may carry a run or a task. */
  readonly mine: boolean;
}

/** The journal's file about what is in force: the last intent and every open run. */
export interface JournalState {
  readonly schema: 1;
  readonly intent: Intent | null;
  readonly runs: readonly JournalRun[];
}

export interface JournalRun {
  readonly issue: number;
  readonly revision: number;
  /** First 16 hexadecimal digits of the SHA-256 of the ledger's canonical text at that revision. */
  readonly digest: string;
  /** The newest revision of which the journal holds a full copy. */
  readonly base: number;
}

/** Announced before it is carried out. Over when each run's ledger shows its `to`. */
export interface Intent {
  /** Unique per commit, so that a writer whose answer was lost knows its own. */
  readonly id: string;
  /** Who writes, as `actions:<run id>:<job>` or `local:<pid>`; asked for before its lease is broken. */
  readonly holder: string;
  readonly at: Instant;
  readonly leaseUntil: Instant;
  readonly runs: readonly { readonly issue: number; readonly from: number; readonly to: number }[];
  /** `Decision.key`s with their reasons, for people and for replay. */
  readonly decisions: readonly { readonly key: string; readonly reason: string }[];
}

/** One read of everything that a decision needs. */
export interface Loaded {
  /** The journal's head commit; null while the branch does not exist. */
  readonly head: string | null;
  readonly journal: JournalState | null;
  /** Open issues that carry a run. May be stale or short. */
  readonly runIssues: readonly IssueRead[];
  /** Issues of tasks (sub-issues of the runs), open and closed. May be stale or short. */
  readonly taskIssues: readonly IssueRead[];
}

/** A file of the journal branch, with its path there. */
export interface JournalFile {
  readonly path: string;
  readonly text: string;
}

/** The journal: an orphan branch that is moved by compare-and-swap only. */
export interface Journal {
  /** Commits on top of `expectedHead` (null: the branch must not exist yet). `stale`: somebody else was first. */
  commit(change: {
    readonly expectedHead: string | null;
    readonly headline: string;
    readonly put: readonly JournalFile[];
    readonly remove: readonly string[];
  }): Promise<{ readonly kind: 'committed'; readonly head: string } | { readonly kind: 'stale' }>;
  /** All files below a folder at the head (`runs/12/`). */
  files(folder: string): Promise<readonly JournalFile[]>;
}

export interface IssueDraft {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** What one PATCH may change; what is absent stays. */
export interface IssuePatch {
  readonly title?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly state?: 'open' | 'closed';
  readonly stateReason?: 'completed' | 'not_planned' | 'reopened';
}

/** Somebody changed an issue's labels or its open/closed state. */
export interface IssueEvent {
  readonly kind: 'labeled' | 'unlabeled' | 'closed' | 'reopened';
  readonly label: string | null;
  readonly actor: string;
  /** Whether this program's own identity did it. */
  readonly mine: boolean;
  /** The actor's role at the time of reading; `none` when it could not be had (fail closed). */
  readonly role: Role;
  readonly at: Instant;
}

export interface IssueStore {
  /** One call, whatever the number of runs. */
  load(): Promise<Loaded>;
  /** Read directly, never from a list; null: it does not exist. */
  get(issue: number): Promise<IssueRead | null>;
  /** Own issues with this label, open and closed, newest first: the look before a POST, and for repairs. */
  list(label: string): Promise<readonly IssueRead[]>;
  /** One POST, never repeated by the client. */
  create(draft: IssueDraft): Promise<number>;
  /** One PATCH; answers the issue as it is afterwards (labels that the caller may not set are dropped silently). */
  update(issue: number, patch: IssuePatch): Promise<IssueRead>;
  /** Makes `child` a sub-issue of `parent`; doing it twice is no error. */
  link(parent: number, child: number): Promise<void>;
  /** Newest last; asked only when labels or states drifted. */
  events(issue: number): Promise<readonly IssueEvent[]>;
  /** Creates labels that are missing, and answers which. Labels are defined in `text/labels.ts`. */
  ensureLabels(names: readonly string[]): Promise<readonly string[]>;
  /**
   * One comment, once: where the issue has one of this program's own with the same first line (its marker),
   * nothing is written. The POST is never repeated by the client.
   */
  comment(issue: number, body: string): Promise<void>;
}

/** How an attempt is found when the fleet is asked. */
export type Life =
  | { readonly ref: AttemptRef; readonly kind: 'waiting' }
  | { readonly ref: AttemptRef; readonly kind: 'running'; readonly startedAt: Instant }
  | { readonly ref: AttemptRef; readonly kind: 'ended'; readonly result: AttemptResult }
  | { readonly ref: AttemptRef; readonly kind: 'lost'; readonly why: string };

/** Who runs attempts. */
export interface Fleet {
  /** Starts a batch, once. `place` when it is known at once. A doubled dispatch is harmless but wasteful. */
  dispatch(run: Run, batch: Batch): Promise<{ readonly place: number | null }>;
  /** Looks for a batch whose dispatch may have been lost; null: it never came to anything. */
  find(run: Run, batch: Batch): Promise<{ readonly place: number } | null>;
  /** Asks who lives, for attempts whose lease is over. `missing` attempts are `lost`. */
  ask(run: Run, refs: readonly AttemptRef[]): Promise<readonly Life[]>;
  /**
   * Tells the workers of these attempts to end now. Where workers watch the ledger themselves this does
   * nothing: they meet `stop` there.
   */
  stop(run: Run, refs: readonly AttemptRef[]): Promise<void>;
  /** Whether the writer of an intent still lives; null: cannot be said. */
  holderLives(holder: string): Promise<boolean | null>;
}

export interface Clock {
  now(): Instant;
  sleep(time: Millis): Promise<void>;
  /** Evenly distributed in [0, 1); for jitter and ids only, never for decisions. */
  random(): number;
}

/** A line of the log, with its data; levels as in Actions. */
export type Log = (
  level: 'debug' | 'notice' | 'warning' | 'error',
  message: string,
  data?: Readonly<Record<string, unknown>>,
) => void;

export interface Ports {
  readonly issues: IssueStore;
  readonly journal: Journal;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly log: Log;
}
