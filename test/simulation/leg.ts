import type { AttemptRef, AttemptResult, Batch, Run } from '../../src/core/model.ts';
import type { Host } from './host.ts';
import { type Healing, reportOf } from './random-healing.ts';
import type { Left } from './settle-failing.ts';

/** What an attempt will do once it works, fixed by the seed. */
export interface Fate {
  readonly duration: number;
  readonly outcome: 'success' | 'failure';
  /** null: the task does not heal, or nothing had failed. */
  readonly healing: Healing | null;
}

export interface Leg {
  readonly ref: AttemptRef;
  readonly batch: number;
  readonly place: number;
  state: 'queued' | 'starting' | 'working' | 'ended' | 'dead';
  startedAt: number | null;
  stopAsked: boolean;
  result: AttemptResult | null;
  /** What healing left; null: nothing failed, or nobody heals. */
  left: Left | null;
  /** Whether its job is over, with whatever settled it: the next one of the same task may start. */
  over: boolean;
}

/** A batch that was dispatched. */
export interface WorkflowRun {
  readonly id: number;
  readonly run: number;
  readonly batch: number;
  readonly at: number;
  readonly maxParallel: number;
  readonly legs: Leg[];
  readonly host: Host;
  busy: number;
}

/** What its job leaves. */
export function resultOf(leg: Leg, outcome: AttemptResult['outcome'], now: number): AttemptResult {
  return {
    outcome,
    failure: outcome === 'failure' ? 'crash' : null,
    exitCode: outcome === 'success' ? 0 : outcome === 'failure' ? 1 : null,
    signal: null,
    startedAt: leg.startedAt,
    endedAt: now,
    digest: null,
    place: leg.place,
    message: outcome === 'failure' ? 'exit code 1' : '',
  };
}

/** What healing leaves of an attempt that worked on `base`. */
export function leftBy(
  leg: Leg,
  { healing, outcome }: Fate,
  base: string,
  now: number,
): Left | null {
  if (!healing) return null;
  const report = reportOf(healing, base, now);
  return { ref: leg.ref, healing, report, result: resultOf(leg, outcome, now) };
}

/** As it was queued. */
export function newLegs(run: Run, batch: Batch, place: number): Leg[] {
  return batch.legs.map((task) => ({
    ref: { run: run.issue, task, attempt: run.statuses[task]?.attempt ?? 0 },
    batch: batch.id,
    place,
    state: 'queued',
    startedAt: null,
    stopAsked: false,
    result: null,
    left: null,
    over: false,
  }));
}

/** Whether another leg of the same attempt was begun, as its traces tell. */
export function isTaken(other: Leg, leg: Leg): boolean {
  const same = other !== leg && other.ref.attempt === leg.ref.attempt;
  return same && (other.startedAt !== null || other.result !== null);
}

export function name({ run, task, attempt }: AttemptRef): string {
  return `${run}/${task}.${attempt}`;
}
