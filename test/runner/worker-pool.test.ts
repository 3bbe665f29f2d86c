import { describe, expect, test } from '@jest/globals';
import type { AttemptRecord } from '../../src/runner/fleet-diary.ts';
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

/** Runs attempts that end when they are told to. */
function aYard() {
  const running = new Map<string, (end: 'success' | 'failure') => void>();
  const records: AttemptRecord[] = [];
  const events: WorkerEvent[] = [];
  const ran: string[] = [];
  const runOne: RunOne = (job, stop, onPid) =>
    new Promise<Handoff>((resolve) => {
      ran.push(job.run);
      onPid(99_999_000 + ran.length);
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
            endedAt: 2,
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
  const pool = workerPool(
    runOne,
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
    now: () => [...running.keys()],
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
