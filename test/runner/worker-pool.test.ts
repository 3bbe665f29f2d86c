import { describe, expect, test } from '@jest/globals';
import type { AttemptRecord } from '../../src/runner/fleet-diary.ts';
import type { Lane } from '../../src/runner/launch-by-starters.ts';
import type { RunOne } from '../../src/runner/run-attempt.ts';
import type { WorkerEvent, WorkerLeg } from '../../src/runner/worker-messages.ts';
import { workerPool } from '../../src/runner/worker-pool.ts';
import type { Handoff } from '../../src/text/handoff.ts';

function aLeg(task: number, facts: Partial<WorkerLeg> = {}): WorkerLeg {
  return {
    ref: { run: 1, task, attempt: 1 },
    key: `task ${task}`,
    run: `work ${task}`,
    directory: '/w',
    root: '/w',
    environment: {},
    refusal: null,
    secrets: [],
    timeout: 1000,
    produces: [],
    outputs: [],
    log: `/logs/1/${task}.log`,
    spareOutput: '/spare',
    setup: [],
    heal: null,
    ...facts,
  };
}

/** Runs attempts that end when they are told to, and with a `queue` begin then, too. */
function aYard({ queue = false, took = 1 } = {}) {
  const begins = new Map<string, () => void>();
  const running = new Map<string, (end: 'success' | 'failure') => void>();
  const records: AttemptRecord[] = [];
  const events: WorkerEvent[] = [];
  const ran: string[] = [];
  const runOne: RunOne = (job, stop, onPid) =>
    new Promise<Handoff>((resolve) => {
      ran.push(job.run);
      const begin = () => onPid(99_999_000 + ran.length);
      if (queue) begins.set(job.run, begin);
      else begin();
      const end = (outcome: Handoff['result']['outcome']) => {
        running.delete(job.run);
        resolve({
          ref: job.ref,
          result: {
            outcome,
            failure: outcome === 'failure' ? 'crash' : null,
            exitCode: null,
            signal: null,
            startedAt: 1,
            endedAt: 1 + took,
            digest: null,
            place: 0,
            message: outcome === 'failure' ? 'no luck' : '',
          },
          outputs: {},
          produced: [],
          tail: '',
        });
      };
      running.set(job.run, end);
      stop.addEventListener('abort', () => end('stopped'), { once: true });
    });
  const log = { append: (record: AttemptRecord) => void records.push(record), close: () => {} };
  const lanes: string[] = [];
  const openLane = (hands: number): Lane => {
    lanes.push(`opened for ${hands}`);
    return {
      launch: () => () => {},
      canQueue: () => queue,
      close: () => void lanes.push('closed'),
    };
  };
  const pool = workerPool(
    runOne,
    openLane,
    log,
    () => 7,
    (event) => void events.push(event),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    pool,
    records,
    events,
    ran,
    lanes,
    now: () => [...running.keys()],
    begin: (run: string) => begins.get(run)?.(),
    started: () => events.flatMap((event) => (event.kind === 'started' ? [event.ref.task] : [])),
    async end(run: string, how: 'success' | 'failure' = 'success') {
      await settle();
      running.get(run)?.(how);
      await settle();
    },
    settle,
    idle: () => events.flatMap((event) => (event.kind === 'ended' ? [event.idle] : [])),
    outcomes: () =>
      events.flatMap((event) =>
        event.kind === 'ended' ? [`${event.end.ref.task} ${event.end.result.outcome}`] : [],
      ),
  };
}

describe('slots of a batch', () => {
  test('are filled in order, each again the moment it is free', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 2, legs: [aLeg(0), aLeg(1), aLeg(2), aLeg(3)] });
    await yard.settle();
    expect(yard.now()).toEqual(['work 0', 'work 1']);
    await yard.end('work 1');
    expect(yard.now()).toEqual(['work 0', 'work 2']);
    await yard.end('work 0');
    await yard.end('work 2');
    expect(yard.now()).toEqual(['work 3']);
    await yard.end('work 3');
    await yard.pool.quiet();
    expect(yard.idle()).toEqual([false, false, true, true]);
    expect(yard.outcomes()).toEqual(['1 success', '0 success', '2 success', '3 success']);
  });

  test('belong to their batch alone', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 1, legs: [aLeg(0), aLeg(1)] });
    yard.pool.take({ maxParallel: 1, legs: [aLeg(2)] });
    await yard.settle();
    expect(yard.now()).toEqual(['work 0', 'work 2']);
    await yard.end('work 2');
    expect(yard.idle()).toEqual([true]);
  });
});

describe('a lane in which attempts may wait', () => {
  const legs = (count: number) => Array.from({ length: count }, (_, n) => aLeg(n));

  test('gets as many more as it has slots, once attempts are seen to be short', async () => {
    const yard = aYard({ queue: true });
    yard.pool.take({ maxParallel: 2, legs: legs(9) });
    await yard.settle();
    expect(yard.ran).toEqual(['work 0', 'work 1']);
    await yard.end('work 0');
    expect(yard.now()).toEqual(['work 1', 'work 2', 'work 3', 'work 4']);
    await yard.end('work 2');
    expect(yard.now()).toEqual(['work 1', 'work 3', 'work 4', 'work 5']);
  });

  test('says that one has started when its process is there', async () => {
    const yard = aYard({ queue: true });
    yard.pool.take({ maxParallel: 1, legs: legs(3) });
    await yard.end('work 0');
    expect(yard.started()).toEqual([0, 1]);
    yard.begin('work 2');
    expect(yard.started()).toEqual([0, 1, 2]);
  });

  test('has an idle slot only when nobody waits in it', async () => {
    const yard = aYard({ queue: true });
    yard.pool.take({ maxParallel: 1, legs: legs(3) });
    for (const n of [0, 1, 2]) await yard.end(`work ${n}`);
    expect(yard.idle()).toEqual([false, false, true]);
    expect(yard.lanes).toEqual(['opened for 1', 'closed']);
  });

  test('gets no more while attempts take their time', async () => {
    const yard = aYard({ queue: true, took: 1000 });
    yard.pool.take({ maxParallel: 1, legs: legs(3) });
    await yard.end('work 0');
    expect(yard.now()).toEqual(['work 1']);
  });

  test.each<[string, Partial<WorkerLeg>]>([
    ['secrets that its output may hold', { secrets: ['hunter2'] }],
    ['setup that comes before it', { setup: ['npm ci'] }],
    ['a reason why it cannot run', { refusal: 'no' }],
  ])('is not for a leg with %s: it gets a slot of its own', async (_, facts) => {
    const yard = aYard({ queue: true });
    yard.pool.take({ maxParallel: 1, legs: [aLeg(0), aLeg(1, facts), aLeg(2)] });
    await yard.end('work 0');
    expect(yard.ran).toHaveLength(2);
    expect(yard.ran).not.toContain('work 2');
  });

  test('lets go who waits there and is asked to end', async () => {
    const yard = aYard({ queue: true });
    yard.pool.take({ maxParallel: 1, legs: legs(3) });
    await yard.end('work 0');
    yard.pool.stop([aLeg(2).ref]);
    await yard.settle();
    expect(yard.outcomes()).toEqual(['0 success', '2 stopped']);
    expect(yard.now()).toEqual(['work 1']);
  });
});

describe('the fleet’s diary', () => {
  test('hears of each start and end before anybody else', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 1, legs: [aLeg(0)] });
    await yard.end('work 0', 'failure');
    expect(yard.records).toMatchObject([
      { kind: 'start', ref: { task: 0 }, at: 7, pid: 99_999_001 },
      { kind: 'end', end: { result: { outcome: 'failure' } } },
    ]);
  });

  test('an end carries the digest of what was left', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 1, legs: [aLeg(0)] });
    await yard.end('work 0');
    const ended = yard.events.find((event) => event.kind === 'ended');
    expect(ended?.kind === 'ended' && ended.end.result.digest).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('stopping', () => {
  test('ends what runs and what waits, and fills the slot with the next', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 1, legs: [aLeg(0), aLeg(1), aLeg(2)] });
    await yard.settle();
    yard.pool.stop([aLeg(0).ref, aLeg(1).ref, { run: 9, task: 9, attempt: 9 }]);
    await yard.settle();
    expect(yard.outcomes()).toEqual(['1 stopped', '0 stopped']);
    expect(yard.now()).toEqual(['work 2']);
    expect(yard.ran).not.toContain('work 1');
  });

  test('everything leaves nothing behind', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 2, legs: [aLeg(0), aLeg(1), aLeg(2)] });
    await yard.settle();
    yard.pool.stopAll();
    await yard.pool.quiet();
    expect(yard.outcomes().sort()).toEqual(['0 stopped', '1 stopped', '2 stopped']);
  });
});

describe('setup', () => {
  const setup = ['pip install -r requirements.txt', 'make tools'];

  test('runs once in a run, and those who need it wait', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 2, legs: [aLeg(0, { setup }), aLeg(1, { setup })] });
    await yard.settle();
    expect(yard.now()).toEqual([setup.join('\n')]);
    await yard.end(setup.join('\n'));
    expect(yard.now()).toEqual(['work 0', 'work 1']);
  });

  test('that fails fails the attempt, and is tried again by the next', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 1, legs: [aLeg(0, { setup }), aLeg(1, { setup })] });
    await yard.settle();
    await yard.end(setup.join('\n'), 'failure');
    const [first] = yard.events.filter((event) => event.kind === 'ended');
    expect(first).toMatchObject({
      end: { ref: { task: 0 }, result: { outcome: 'failure', message: 'setup: no luck' } },
    });
    expect(yard.now()).toEqual([setup.join('\n')]);
    await yard.end(setup.join('\n'));
    expect(yard.now()).toEqual(['work 1']);
  });

  test('ends when nobody waits for it any more', async () => {
    const yard = aYard();
    yard.pool.take({ maxParallel: 1, legs: [aLeg(0, { setup })] });
    await yard.settle();
    yard.pool.stop([aLeg(0).ref]);
    await yard.settle();
    expect(yard.now()).toEqual([]);
    expect(yard.outcomes()).toEqual(['0 stopped']);
  });
});
