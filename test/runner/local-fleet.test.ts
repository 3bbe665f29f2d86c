import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../../src/core/decision.ts';
import type { Batch, Run, TaskSpec, TaskStatus } from '../../src/core/model.ts';
import { newRun } from '../../src/core/new-run.ts';
import type { AttemptRecord } from '../../src/runner/fleet-diary.ts';
import { LocalFleet } from '../../src/runner/local-fleet.ts';
import type {
  WorkerBatch,
  WorkerEvent,
  WorkerLeg,
  WorkerMessage,
} from '../../src/runner/worker-messages.ts';
import type { Handoff } from '../../src/text/handoff.ts';
import { aHealReport } from '../helpers/heal-report.ts';
import { plainTask } from '../helpers/plain-task.ts';

function aSpec(key: string): TaskSpec {
  return {
    ...plainTask,
    key,
    job: key,
    timeout: 1000,
  };
}

function aBatch(facts: Partial<Batch> = {}): Batch {
  return { id: 1, legs: [0, 1], maxParallel: 2, at: 0, place: null, ...facts };
}

/** A run whose tasks all are QUEUED in batch 1. */
function aRun(keys: readonly string[], set: Partial<TaskStatus> = {}): Run {
  const run = newRun(
    {
      issue: 12,
      key: 'k',
      pipeline: 'nightly',
      commit: 'c'.repeat(40),
      source: 'd'.repeat(16),
      actor: 'mona',
      slots: 2,
      issues: 'all',
    },
    keys.map(aSpec),
    0,
  );
  const statuses = run.statuses.map((status) => ({
    ...status,
    state: 'QUEUED' as const,
    attempt: 1,
    batch: 1,
    ...set,
  }));
  return { ...run, statuses, batches: [aBatch({ legs: keys.map((_, at) => at) })] };
}

function anEnd(task: number, facts: Partial<Handoff> = {}, result = {}): Handoff {
  return {
    ref: { run: 12, task, attempt: 1 },
    result: {
      outcome: 'success',
      failure: null,
      exitCode: 0,
      signal: null,
      startedAt: 5,
      endedAt: 9,
      digest: 'f'.repeat(16),
      place: 0,
      message: '',
      ...result,
    },
    outputs: {},
    produced: [],
    tail: 'much text',
    ...facts,
  };
}

/** A fleet whose workers do what the test says. */
function aFleet(records: readonly AttemptRecord[] = []) {
  const workers: {
    sent: WorkerMessage[];
    tell(events: readonly WorkerEvent[]): void;
    die(why: string): void;
  }[] = [];
  const news: { observations: readonly Observation[]; pressing: boolean }[] = [];
  let killed = 0;
  const fleet = new LocalFleet({
    startWorker(onEvents, onGone) {
      const sent: WorkerMessage[] = [];
      workers.push({ sent, tell: onEvents, die: onGone });
      return { send: (message) => void sent.push(message), close: () => Promise.resolve() };
    },
    records,
    legOf: (run, ref) =>
      ({ ref, key: run.tasks[ref.task]?.key, run: `work ${ref.task}` }) as WorkerLeg,
    now: () => 77,
    onNews: (observations, pressing) => void news.push({ observations, pressing }),
    killRemains: () => killed++,
    settleHealing: (end) => Promise.resolve([{ kind: 'ended', ref: end.ref, result: end.result }]),
    onLeft: () => {},
  });
  const batches = (worker = 0): WorkerBatch[] =>
    (workers[worker]?.sent ?? []).flatMap((each) => (each.kind === 'batch' ? [each.batch] : []));
  return { fleet, workers, news, batches, killed: () => killed };
}

describe('a batch', () => {
  test('goes to the worker once, however often it is dispatched', async () => {
    const { fleet, batches } = aFleet();
    const run = aRun(['a', 'b']);
    expect(await fleet.find(run, aBatch())).toBeNull();
    expect(await fleet.dispatch(run, aBatch())).toEqual({ place: 0 });
    await fleet.dispatch(run, aBatch());
    expect(await fleet.find(run, aBatch())).toEqual({ place: 0 });
    expect(batches()).toHaveLength(1);
    expect(batches()[0]).toMatchObject({
      maxParallel: 2,
      legs: [{ run: 'work 0' }, { run: 'work 1' }],
    });
    expect(fleet.load()).toEqual({ live: 0, waiting: 2 });
  });

  test('leaves out legs that are to end, or belong to another batch by now', async () => {
    const { fleet, batches } = aFleet();
    const run = aRun(['a', 'b', 'c']);
    const statuses = run.statuses.map((status, at) => {
      if (at === 0) return { ...status, stop: 'cancelled' as const };
      return at === 1 ? { ...status, batch: 2 } : status;
    });
    await fleet.dispatch({ ...run, statuses }, aBatch({ legs: [0, 1, 2] }));
    expect(batches()[0]?.legs.map(({ ref }) => ref.task)).toEqual([2]);
  });
});

describe('news', () => {
  test('is pressing when an end leaves no leg to fill the slot', async () => {
    const { fleet, workers, news } = aFleet();
    await fleet.dispatch(aRun(['a', 'b']), aBatch());
    workers[0]?.tell([{ kind: 'started', ref: { run: 12, task: 0, attempt: 1 }, at: 5 }]);
    workers[0]?.tell([{ kind: 'ended', end: anEnd(0), idle: false }]);
    workers[0]?.tell([{ kind: 'started', ref: { run: 12, task: 1, attempt: 1 }, at: 6 }]);
    workers[0]?.tell([{ kind: 'ended', end: anEnd(1), idle: true }]);
    expect(news.map(({ pressing }) => pressing)).toEqual([false, false, false, true]);
    expect(fleet.load()).toEqual({ live: 0, waiting: 0 });
  });

  test('tells outputs to dependents, of the newest success', async () => {
    const { fleet, workers } = aFleet();
    await fleet.dispatch(aRun(['a', 'b']), aBatch());
    workers[0]?.tell([{ kind: 'ended', end: anEnd(0, { outputs: { rows: '42' } }), idle: false }]);
    expect(fleet.outputsOf(12, 0)).toEqual({ rows: '42' });
    expect(fleet.outputsOf(12, 1)).toEqual({});
  });
});

describe('when asked who lives', () => {
  test('every attempt has an answer', async () => {
    const { fleet, workers } = aFleet();
    const run = aRun(['a', 'b', 'c']);
    await fleet.dispatch(run, aBatch({ legs: [0, 1, 2] }));
    const refs = [0, 1, 2, 3].map((task) => ({ run: 12, task, attempt: 1 }));
    workers[0]?.tell([
      { kind: 'started', ref: { run: 12, task: 0, attempt: 1 }, at: 5 },
      { kind: 'ended', end: anEnd(1), idle: true },
    ]);
    expect(await fleet.ask(run, refs)).toMatchObject([
      { kind: 'running', startedAt: 5 },
      { kind: 'ended', result: { outcome: 'success' } },
      { kind: 'waiting' },
      { kind: 'lost' },
    ]);
  });

  test('a holder is told by its process and when that started', async () => {
    const { fleet } = aFleet();
    expect(await fleet.holderLives(`local:${process.pid}`)).toBe(true);
    expect(await fleet.holderLives(`local:${process.pid}:1`)).toBe(process.platform !== 'linux');
    expect(await fleet.holderLives('local:99999999')).toBe(false);
    expect(await fleet.holderLives('actions:77:plan')).toBeNull();
  });
});

describe('after a kill of the host', () => {
  const ref = (task: number) => ({ run: 12, task, attempt: 1 });
  const records: AttemptRecord[] = [
    { kind: 'start', ref: ref(0), at: 1, pid: 5 },
    { kind: 'end', end: anEnd(0, { outputs: { rows: '7' } }) },
    { kind: 'start', ref: ref(1), at: 2, pid: 5 },
    { kind: 'process', ref: ref(1), pid: 99_999_999, start: '1' },
  ];

  test('what ended stays ended, what was cut off counts for nothing, the rest is taken up', async () => {
    const { fleet, batches } = aFleet(records);
    const run = aRun(['ended', 'cut', 'waiting']);
    const news = fleet.resume([run]);
    expect(news).toMatchObject([
      { kind: 'ended', ref: { task: 0 }, result: { outcome: 'success' } },
      { kind: 'ended', ref: { task: 1 }, result: { outcome: 'stopped' } },
    ]);
    expect(batches()[0]?.legs.map((leg) => leg.ref.task)).toEqual([2]);
    expect(fleet.outputsOf(12, 0)).toEqual({ rows: '7' });
  });

  test('a running attempt that never had a process counts for nothing', () => {
    const { fleet } = aFleet([]);
    const news = fleet.resume([aRun(['a'], { state: 'RUNNING' })]);
    expect(news).toMatchObject([
      { kind: 'ended', ref: { task: 0 }, result: { outcome: 'stopped' } },
    ]);
  });
});

test('when only the worker dies, what it ran is lost and the rest goes to a new one', async () => {
  const { fleet, workers, news, batches, killed } = aFleet();
  await fleet.dispatch(aRun(['a', 'b']), aBatch());
  workers[0]?.tell([{ kind: 'started', ref: { run: 12, task: 0, attempt: 1 }, at: 5 }]);
  workers[0]?.die('killed');
  expect(killed()).toBe(1);
  expect(news.at(-1)).toMatchObject({
    observations: [{ kind: 'lost', ref: { task: 0 }, why: 'killed' }],
    pressing: true,
  });
  expect(batches(1)[0]?.legs.map((leg) => leg.ref.task)).toEqual([1]);
  expect(fleet.load()).toEqual({ live: 0, waiting: 1 });
});

test('when no worker can do anything, attempts fail and say why', async () => {
  const { fleet, workers, news } = aFleet();
  await fleet.dispatch(aRun(['a']), aBatch({ legs: [0] }));
  for (let n = 0; n < 3; n++) workers[n]?.die('exit code 1');
  expect(workers).toHaveLength(3);
  expect(news.at(-1)?.observations).toMatchObject([
    {
      kind: 'ended',
      result: { outcome: 'failure', message: 'it could not be started: exit code 1' },
    },
  ]);
  expect(fleet.load()).toEqual({ live: 0, waiting: 0 });
});

test('an attempt that healed has no end of its own: it waits until it is settled', async () => {
  const { fleet, workers, news } = aFleet();
  const run = aRun(['a']);
  await fleet.dispatch(run, aBatch({ legs: [0] }));
  workers[0]?.tell([{ kind: 'started', ref: { run: 12, task: 0, attempt: 1 }, at: 5 }]);
  workers[0]?.tell([{ kind: 'ended', end: anEnd(0, { heal: aHealReport() }), idle: false }]);
  const ref = { run: 12, task: 0, attempt: 1 };
  expect(await fleet.ask(run, [ref])).toEqual([{ ref, kind: 'waiting' }]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(news.flatMap(({ observations }) => observations)).toEqual([
    { kind: 'started', ref, at: 5 },
    { kind: 'ended', ref, result: anEnd(0).result },
  ]);
});
