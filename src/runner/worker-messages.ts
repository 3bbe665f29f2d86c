/** What the local fleet and its worker (in this process or in a small one of its own) say to each other. */
import type { AttemptRef, Instant } from '../core/model.ts';
import type { Handoff } from '../text/handoff.ts';
import type { AttemptJob } from './attempt-job.ts';
import type { LegHealing } from './heal/heal-leg.ts';

/** A leg: an attempt, and the commands that have to run once in its run before it. */
export interface WorkerLeg extends AttemptJob {
  readonly setup: readonly string[];
  /** Whether and how its failures are mended; null: they are not. */
  readonly heal: LegHealing | null;
}

/** Legs that share `maxParallel` slots, in the order in which they should start. */
export interface WorkerBatch {
  readonly maxParallel: number;
  readonly legs: readonly WorkerLeg[];
}

export type WorkerMessage =
  /** The first message, once. */
  | { readonly kind: 'settings'; readonly settings: WorkerSettings }
  | { readonly kind: 'batch'; readonly batch: WorkerBatch }
  | { readonly kind: 'stop'; readonly refs: readonly AttemptRef[] }
  | { readonly kind: 'stop-all' };

export type WorkerEvent =
  | { readonly kind: 'started'; readonly ref: AttemptRef; readonly at: Instant }
  /** `idle`: its batch has no leg that takes its slot. */
  | { readonly kind: 'ended'; readonly end: Handoff; readonly idle: boolean };

/** What a worker is told once. */
export interface WorkerSettings {
  /** The allow-listed environment that every attempt's own is laid over. */
  readonly environment: Readonly<Record<string, string>>;
  /** The state folder, absolute: every process that is started for it carries it in its environment. */
  readonly state: string;
  /** Absolute: see `fleet-diary.ts`. */
  readonly diary: string;
}
