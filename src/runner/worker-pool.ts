/**
 * Runs batches of attempts: each batch fills its slots from its own legs, in order, the moment one is free.
 * Everything is written to the fleet’s diary first and told afterwards.
 */
import { createHash } from 'node:crypto';
import type { AttemptRef, Instant } from '../core/model.ts';
import type { Handoff } from '../text/handoff.ts';
import { attemptId, type FleetDiary } from './fleet-diary.ts';
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

interface OpenBatch {
  readonly maxParallel: number;
  readonly waiting: WorkerLeg[];
  live: number;
}

export function workerPool(
  runOne: RunOne<WorkerLeg>,
  log: FleetDiary,
  now: () => Instant,
  tell: (event: WorkerEvent) => void,
): WorkerPool {
  const batches = new Set<OpenBatch>();
  const live = new Map<string, AbortController>();
  const setups = onceBefore(runOne);
  const onQuiet: (() => void)[] = [];

  function ended(end: Handoff, idle: boolean): void {
    const signed = withDigest(end);
    log.append({ kind: 'end', end: signed });
    tell({ kind: 'ended', end: signed, idle });
  }

  function fill(batch: OpenBatch): void {
    while (batch.live < batch.maxParallel) {
      const leg = batch.waiting.shift();
      if (!leg) break;
      batch.live++;
      void runLeg(leg, batch).finally(() => {
        batch.live--;
        fill(batch);
      });
    }
    if (batch.live === 0) batches.delete(batch);
    if (batches.size > 0) return;
    for (const each of onQuiet.splice(0)) each();
  }

  async function runLeg(leg: WorkerLeg, batch: OpenBatch): Promise<void> {
    const { ref } = leg;
    const stopper = new AbortController();
    live.set(attemptId(ref), stopper);
    tell({ kind: 'started', ref, at: now() });
    const trace = traceOf(ref, log, now);
    const failed = await setups.before(leg, stopper.signal, trace.onPid);
    const end = failed ?? (await runOne(leg, stopper.signal, trace.onPid));
    trace.over();
    live.delete(attemptId(ref));
    ended(end, batch.waiting.length === 0);
  }

  function stopWaiting(gone: (leg: WorkerLeg) => boolean): void {
    for (const batch of batches) {
      const stopped = batch.waiting.filter(gone);
      const kept = batch.waiting.filter((leg) => !gone(leg));
      batch.waiting.splice(0, batch.waiting.length, ...kept);
      for (const leg of stopped) ended(neverStarted(leg, now()), false);
    }
  }

  return {
    take(batch) {
      const open = { maxParallel: batch.maxParallel, waiting: [...batch.legs], live: 0 };
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
