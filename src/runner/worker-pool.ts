/**
 * Runs batches of attempts: each batch fills its slots from its own legs, in order, the moment one is free.
 * While attempts are short, the next ones wait in the lane already, so that no slot waits for this process.
 * Everything is written to the fleet’s diary first and told afterwards.
 */
import { createHash } from 'node:crypto';
import type { AttemptRef, Instant } from '../core/model.ts';
import type { Handoff } from '../text/handoff.ts';
import { attemptId, type FleetDiary } from './fleet-diary.ts';
import type { Lane } from './launch-by-starters.ts';
import { isPlain, OpenBatch } from './open-batch.ts';
import { processStart } from './process-group.ts';
import type { RunOne } from './run-attempt.ts';
import { onceBefore } from './run-setup.ts';
import type { WorkerBatch, WorkerEvent, WorkerLeg } from './worker-messages.ts';

export interface WorkerPool {
  take(batch: WorkerBatch): void;
  /** Ends these attempts, also those that did not start yet. Unknown ones are ignored. */
  stop(refs: readonly AttemptRef[]): void;
  stopAll(): void;
  /** Resolves once nothing runs. */
  quiet(): Promise<void>;
}

/** An attempt that took less leaves its slot idle for a good part of that if the next has to be sent first. */
const short = 20;

export function workerPool(
  runOne: RunOne<WorkerLeg>,
  openLane: (hands: number) => Lane,
  log: FleetDiary,
  now: () => Instant,
  tell: (event: WorkerEvent) => void,
): WorkerPool {
  const batches = new Set<OpenBatch>();
  const live = new Map<string, AbortController>();
  const setups = onceBefore(runOne);
  const onQuiet: (() => void)[] = [];
  /** Whether the last attempt was short. */
  let quick = false;

  function ended(end: Handoff, idle: boolean): void {
    const signed = withDigest(end);
    log.append({ kind: 'end', end: signed });
    tell({ kind: 'ended', end: signed, idle });
  }

  function fill(batch: OpenBatch): void {
    for (let next = batch.next(quick); next; next = batch.next(quick)) {
      const { leg, queued } = next;
      void runLeg(leg, queued, batch).finally(() => {
        batch.done(leg);
        fill(batch);
      });
    }
    if (batch.isOver() && batches.delete(batch)) batch.lane.close();
    if (batches.size > 0) return;
    for (const each of onQuiet.splice(0)) each();
  }

  async function runLeg(leg: WorkerLeg, queued: boolean, batch: OpenBatch): Promise<void> {
    const { ref } = leg;
    const stopper = new AbortController();
    live.set(attemptId(ref), stopper);
    const trace = traceOf(ref, log, now);
    const begin = once(() => tell({ kind: 'started', ref, at: now() }));
    if (!queued) begin();
    const onPid = (pid: number) => {
      trace.onPid(pid);
      begin();
    };
    const failed = await setups.before(leg, stopper.signal, onPid);
    const launch = isPlain(leg) ? batch.lane.launch : undefined;
    const end = failed ?? (await runOne(leg, stopper.signal, onPid, launch));
    trace.over();
    live.delete(attemptId(ref));
    const { startedAt, endedAt } = end.result;
    if (startedAt !== null) quick = endedAt - startedAt < short;
    ended(end, batch.hasNoFurther());
  }

  function stopWaiting(gone: (leg: WorkerLeg) => boolean): void {
    for (const batch of batches)
      for (const leg of batch.remove(gone)) ended(neverStarted(leg, now()), false);
  }

  return {
    take(batch) {
      const open = new OpenBatch(batch, openLane);
      batches.add(open);
      fill(open);
    },
    stop(refs) {
      const ids = new Set(refs.map(attemptId));
      stopWaiting((leg) => ids.has(attemptId(leg.ref)));
      for (const id of ids) live.get(id)?.abort();
    },
    stopAll() {
      stopWaiting(() => true);
      for (const stopper of live.values()) stopper.abort();
    },
    quiet() {
      if (batches.size === 0) return Promise.resolve();
      return new Promise((resolve) => onQuiet.push(resolve));
    },
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

/** When a process is old enough to be worth the look at when exactly it began. */
const lasting = 250;

/** Writes down an attempt's processes: at once, and those that last once more, beyond doubt. */
function traceOf(ref: AttemptRef, log: FleetDiary, now: () => Instant) {
  let timer: NodeJS.Timeout | undefined;
  return {
    onPid(pid: number) {
      log.append({ kind: 'start', ref, at: now(), pid });
      clearTimeout(timer);
      timer = setTimeout(() => {
        log.append({ kind: 'process', ref, pid, start: processStart(pid) });
      }, lasting);
    },
    over: () => clearTimeout(timer),
  };
}

function withDigest(end: Handoff): Handoff {
  const digest = createHash('sha256').update(JSON.stringify(end)).digest('hex').slice(0, 16);
  return { ...end, result: { ...end.result, digest } };
}

function neverStarted(leg: WorkerLeg, now: Instant): Handoff {
  return {
    ref: leg.ref,
    result: {
      outcome: 'stopped',
      failure: null,
      exitCode: null,
      signal: null,
      startedAt: null,
      endedAt: now,
      digest: null,
      place: 0,
      message: 'it was asked to end before it started',
    },
    outputs: {},
    produced: [],
    tail: '',
  };
}
