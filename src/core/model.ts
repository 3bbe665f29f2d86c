/**
 * The words that every room speaks: what a run, a task, an attempt, a batch and the World are.
 * Plain data, immutable by convention; nothing here decides anything.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** A length of time in milliseconds. */
export type Millis = number;

/** From the most to the least pressing. URGENT passes the queue and may preempt MEDIUM and LOW. */
export const priorities = ['urgent', 'high', 'medium', 'low'] as const;
export type Priority = (typeof priorities)[number];

/**
 * The states of a task. BLOCKED waits for its needs; READY has them and waits for a slot, a lock, a
 * stagger ...; QUEUED was handed to the fleet in a batch; RUNNING was seen to run. VALIDATING,
 * WAITING (for a person) and everything below hold no slot.
 */
export const taskStates = [
  'BLOCKED',
  'READY',
  'QUEUED',
  'RUNNING',
  'VALIDATING',
  'WAITING',
  'RETRY_WAIT',
  'PAUSED',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'SKIPPED',
  'DEAD_LETTER',
] as const;
export type TaskState = (typeof taskStates)[number];

/** When a task may run, seen from the results of its needs; the words are those of Actions. */
export type Condition = 'success' | 'failure' | 'always';

/** Why an attempt failed (Q12). `lost`: its worker vanished without a result. */
export const failureClasses = ['crash', 'validation', 'timeout', 'resources', 'lost'] as const;
export type FailureClass = (typeof failureClasses)[number];

/**
 * A claim on a named resource. Writers count `amount` against its capacity (1 where none is declared);
 * readers count nothing, share with readers, and exclude writers.
 */
export interface ResourceUse {
  readonly name: string;
  readonly amount: number;
  readonly mode: 'read' | 'write';
}

/** What follows a task's failures, instead of quick retries (Q13). */
export interface Recovery {
  /** How long to wait before each further attempt; a failure after the last one makes a dead letter. */
  readonly after: readonly Millis[];
  /** Failures of other classes make a dead letter at once: another attempt would not help. */
  readonly on: readonly FailureClass[];
  /** The task that undoes what a failed attempt left. It runs after each failure, before the next attempt. */
  readonly rollback: number | null;
  /** After a failure by timeout the next attempt may take so many times as long. */
  readonly timeoutFactor: number;
}

/** What scheduling needs to know of a task. It never changes during a run. */
export interface TaskSpec {
  /** Unique in the run: the task's id in the file, with its matrix values, as in `test (20, linux)`. */
  readonly key: string;
  /** The task's id in the pipeline file. */
  readonly job: string;
  readonly kind: string | null;
  readonly group: string | null;
  readonly stage: string | null;
  /** Indices into the run's tasks. */
  readonly needs: readonly number[];
  readonly condition: Condition;
  readonly priority: Priority;
  /** Expected duration; null when nobody said. */
  readonly estimate: Millis | null;
  readonly timeout: Millis;
  /** Globs, relative to the repository's root. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly resources: readonly ResourceUse[];
  /** Successive starts of holders of this resource are at least `gap` apart (Q7). */
  readonly stagger: { readonly resource: string; readonly gap: Millis } | null;
  readonly continueOnError: boolean;
  /** How many more attempts may follow a failed one. */
  readonly retries: number;
  readonly recovery: Recovery | null;
  /** The workflow file that this task dispatches instead of running a command. */
  readonly uses: string | null;
}

/** Why a live attempt, or one that was handed out, is asked to end. It holds its slot until it did. */
export type StopReason = 'preempted' | 'revoked' | 'cancelled' | 'paused' | 'timeout';

/** What changes of a task during a run. */
export interface TaskStatus {
  readonly state: TaskState;
  /** When this state was entered. */
  readonly since: Instant;
  /** When the needs were last met; ageing counts from here. */
  readonly readyAt: Instant | null;
  /** The number of the newest attempt, 0 before the first. With the run and the task it is the attempt's identity. */
  readonly attempt: number;
  /** Attempts that count against `retries`; a preempted, paused or revoked one does not. */
  readonly counted: number;
  /** The batch that holds the newest attempt, while that attempt is QUEUED or RUNNING. */
  readonly batch: number | null;
  /** Start and end of the newest attempt that was seen to start or end. */
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Not to be started before (a retry's backoff). */
  readonly dueAt: Instant | null;
  /** A person's or a command's order; null: as the spec says. */
  readonly priority: Priority | null;
  /** Set while the newest attempt is asked to end. */
  readonly stop: StopReason | null;
  readonly failure: FailureClass | null;
  readonly exitCode: number | null;
  /** The first 16 hexadecimal digits of the SHA-256 of the handoff of the newest attempt that ended. */
  readonly digest: string | null;
  /** Where that handoff and the produced files are: a workflow run's id in Actions, 0 on this machine. */
  readonly place: number | null;
  /** The artifact there that holds them, by its id, which saves a call; null: it is looked for by its name. */
  readonly artifact: number | null;
  /** The task's own issue, once it has one. */
  readonly issue: number | null;
  /** Of a rollback: the attempt of its task that it was last started to undo. */
  readonly undoes: number | null;
}

/**
 * Attempts that were handed to the fleet together. It uses min(maxParallel, unfinished legs) slots; a
 * leg is finished when its task no longer is QUEUED or RUNNING in this batch.
 */
export interface Batch {
  /** 1, 2, 3 ... within the run. */
  readonly id: number;
  /** Indices of tasks, in the order in which they should start. */
  readonly legs: readonly number[];
  readonly maxParallel: number;
  readonly at: Instant;
  /** The workflow run that carries it; null until it was learned. Local batches have 0. */
  readonly place: number | null;
}

export type Conclusion = 'success' | 'failure' | 'cancelled';

/** One execution of a pipeline: what the ledger in the run's issue says. */
export interface Run {
  /** The run's issue number, its identity. */
  readonly issue: number;
  /** Grows by one with each write; 0 is the draft inside the issue that was just opened. */
  readonly revision: number;
  /** Unique per request to run; makes the opening of the issue repeatable. */
  readonly key: string;
  readonly pipeline: string;
  /** The pinned commit, 40 hexadecimal digits; a verified fix moves the run to its own. */
  readonly commit: string;
  /** First 16 hexadecimal digits of the SHA-256 of the pipeline file at that commit. */
  readonly source: string;
  /** Who asked for it: a login, or `schedule`. */
  readonly actor: string;
  readonly slots: number;
  /** Which tasks get an issue of their own. */
  readonly issues: 'all' | 'attention';
  readonly status: 'active' | 'paused' | 'cancelled';
  /** Set once every task is settled. A `failure` stays open for a person. */
  readonly conclusion: Conclusion | null;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
  readonly tasks: readonly TaskSpec[];
  /** `statuses[i]` belongs to `tasks[i]`. */
  readonly statuses: readonly TaskStatus[];
  /** Batches with unfinished legs only. */
  readonly batches: readonly Batch[];
  readonly nextBatch: number;
}

/** Names one attempt everywhere: `12/3.2` is attempt 2 of task 3 of the run in issue 12. */
export interface AttemptRef {
  readonly run: number;
  readonly task: number;
  readonly attempt: number;
}

/** How an attempt ended, as its worker tells it. */
export interface AttemptResult {
  /** `stopped`: it was asked to end. `fenced`: it was not the current attempt and did nothing. */
  readonly outcome: 'success' | 'failure' | 'stopped' | 'fenced';
  readonly failure: FailureClass | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant;
  readonly digest: string | null;
  readonly place: number | null;
  /** As in `TaskStatus`. */
  readonly artifact?: number | null;
  /** One redacted line for people; empty on success. */
  readonly message: string;
}
