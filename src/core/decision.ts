/**
 * What goes into a decision and what comes out of it: the World and the Plan, as data.
 */
import type {
  AttemptRef,
  AttemptResult,
  Batch,
  Instant,
  Millis,
  Priority,
  Run,
  TaskState,
  TaskStatus,
} from './model.ts';

/** What a person or a command wants; taken into the ledger when its author may give it. */
export type Order =
  | { readonly kind: 'pause' | 'resume' | 'cancel' | 'retry' | 'drop' }
  | { readonly kind: 'priority'; readonly priority: Priority };

/**
 * A verified fix became the commit `to`, on top of `from`; the same twice where `from` held it before. A run
 * that is on `from` goes on from `to` (X15).
 */
export interface FixStep {
  readonly from: string;
  readonly to: string;
}

/** Facts that were learned since the ledger was written. Repeating one changes nothing. */
export type Observation =
  | { readonly kind: 'started'; readonly ref: AttemptRef; readonly at: Instant }
  | {
      readonly kind: 'ended';
      readonly ref: AttemptRef;
      readonly result: AttemptResult;
      /** What it rests on, if healing mended it: a success counts only in a run that goes on from there. */
      readonly fix?: FixStep;
    }
  /** Nobody runs it and no result was left: its worker died, or its dispatch never came to anything. */
  | { readonly kind: 'lost'; readonly ref: AttemptRef; readonly at: Instant; readonly why: string }
  | {
      readonly kind: 'dispatched';
      readonly run: number;
      readonly batch: number;
      readonly place: number;
    }
  | {
      readonly kind: 'issue';
      readonly run: number;
      readonly task: number;
      readonly issue: number;
    }
  | {
      readonly kind: 'ordered';
      readonly run: number;
      /** null: the whole run. */
      readonly task: number | null;
      readonly order: Order;
      readonly by: string;
      readonly at: Instant;
    };

/** Limits that hold over all open runs together. */
export interface Limits {
  readonly slots: number;
  /** Slots per kind of task; a kind that is not named has no limit of its own. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Slots per group of tasks; a group that is not named has no limit of its own. */
  readonly groups: Readonly<Record<string, number>>;
  /** Capacities of resources; 1 where none is declared. */
  readonly resources: Readonly<Record<string, number>>;
}

/** What the fleet is like. */
export interface FleetPolicy {
  /** From a decision to the start of a leg: how far a batch looks ahead follows from it. */
  readonly dispatchTime: Millis;
  /** How long before its due time an attempt may be handed out (its worker then waits itself). */
  readonly early: Millis;
  /** After this long without news of an attempt the fleet is asked whether it lives. */
  readonly lease: Millis;
  /** Legs in one batch at most (256 in an Actions matrix). */
  readonly maxLegs: number;
}

/** What was read at one moment. `decide` sees nothing else. */
export interface World {
  readonly limits: Limits;
  readonly fleet: FleetPolicy;
  /** All open runs, in the order of their issues. */
  readonly runs: readonly Run[];
  readonly observations: readonly Observation[];
}

/** Why a task waits (Q3), and why a decision was taken. */
export type ReasonCode =
  | 'dependency'
  | 'need-failed'
  | 'no-slot'
  | 'kind-limit'
  | 'group-limit'
  | 'files'
  | 'resource'
  | 'stagger'
  | 'backoff'
  | 'paused'
  | 'preempted'
  | 'started'
  | 'settled'
  | 'retry'
  | 'rollback'
  | 'dead-letter'
  | 'gave-up'
  | 'needs-met'
  | 'ordered'
  | 'lost'
  | 'deadlock'
  | 'refused'
  | 'run-over'
  | 'healed'
  | 'learned';

export interface Reason {
  readonly code: ReasonCode;
  /** A sentence that names the tasks, files, resources or times that matter. */
  readonly text: string;
}

/** What to do next, as data. `key` is stable: the same decision taken twice has the same key. */
export type Decision =
  | {
      readonly kind: 'move';
      readonly key: string;
      readonly run: number;
      readonly task: number;
      readonly from: TaskState;
      readonly to: TaskState;
      /** The fields of the status that change besides `state` and `since`. */
      readonly set: Partial<Omit<TaskStatus, 'state' | 'since'>>;
      readonly reason: Reason;
    }
  | {
      /** The task keeps its state; other fields of its status change. */
      readonly kind: 'note';
      readonly key: string;
      readonly run: number;
      readonly task: number;
      readonly set: Partial<Omit<TaskStatus, 'state' | 'since'>>;
      readonly reason: Reason;
    }
  | {
      readonly kind: 'batch';
      readonly key: string;
      readonly run: number;
      readonly batch: Batch;
      readonly reason: Reason;
    }
  | {
      /** The batch's workflow run was learned, or all its legs are finished (`place` null then). */
      readonly kind: 'batch-place' | 'batch-over';
      readonly key: string;
      readonly run: number;
      readonly batch: number;
      readonly place: number | null;
      readonly reason: Reason;
    }
  | {
      readonly kind: 'run';
      readonly key: string;
      readonly run: number;
      readonly set: Partial<Pick<Run, 'status' | 'conclusion' | 'endedAt' | 'commit'>>;
      readonly reason: Reason;
    }
  | {
      /** Told to people; changes nothing: a deadlock, an illegal change that was refused. */
      readonly kind: 'alert';
      readonly key: string;
      readonly run: number;
      readonly task: number | null;
      readonly reason: Reason;
    };

/** The answer of `decide`. */
export interface Plan {
  readonly decisions: readonly Decision[];
  /** The runs as they are once the decisions are taken; revisions are not raised here. */
  readonly runs: readonly Run[];
  /** For each run (same order), per task the reason why it waits, or null. */
  readonly waiting: readonly (readonly (Reason | null)[])[];
  /** When something falls due by itself (a retry, a stagger); null: only news can change anything. */
  readonly wakeAt: Instant | null;
}
