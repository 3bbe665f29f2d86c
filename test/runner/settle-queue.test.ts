import { describe, expect, test } from '@jest/globals';
import type { FixStep, Observation } from '../../src/core/decision.ts';
import type { Run } from '../../src/core/model.ts';
import { type HealedEnd, SettleQueue } from '../../src/runner/settle-queue.ts';
import { aResult, aRun, aTask } from '../core/helpers/builders.ts';
import { aHealReport } from '../helpers/heal-report.ts';

const commit = (digit: string): string => digit.repeat(40);

function anEnd(task: number, heal = aHealReport()): HealedEnd {
  const ref = { run: 1, task, attempt: 1 };
  return { ref, result: aResult(), outputs: {}, produced: [], tail: '', heal };
}

/** The run with its first two tasks at work, unless they are said to be over. */
function aRunAt(digit: string, over: readonly number[] = []): Run {
  const run = aRun([aTask(), aTask()], { commit: commit(digit) });
  const statuses = run.statuses.map((status, task) => ({
    ...status,
    state: over.includes(task) ? ('COMPLETED' as const) : ('RUNNING' as const),
    attempt: 1,
  }));
  return { ...run, statuses };
}

/** A queue whose fixes are published on the commit that `at` says, under the next letter. */
function aQueue() {
  const world = { at: '0', next: 'abcdef'.split('') };
  const settled: number[] = [];
  const told: Observation[] = [];
  const queue = new SettleQueue(
    async ({ ref, result, heal }) => {
      settled.push(ref.task);
      await Promise.resolve();
      if (heal.result !== 'healed') return [{ kind: 'ended', ref, result }];
      const fix: FixStep = { from: commit(world.at), to: commit(world.next.shift() ?? '') };
      return [{ kind: 'ended', ref, result, fix }];
    },
    (news) => told.push(...news),
  );
  const quiet = () => new Promise((resolve) => setImmediate(resolve));
  return { queue, world, settled, told, quiet };
}

describe('attempts that healed', () => {
  test('are settled one after the other, each on what the one before it brought', async () => {
    const { queue, world, settled, told, quiet } = aQueue();
    queue.add(anEnd(0));
    queue.add(anEnd(1));
    await quiet();
    expect(settled).toEqual([0]);
    queue.review([aRunAt('0')]);
    await quiet();
    expect(settled).toEqual([0]);
    world.at = 'a';
    queue.review([aRunAt('a', [0])]);
    await quiet();
    expect(settled).toEqual([0, 1]);
    expect(told.map((each) => each.kind === 'ended' && each.fix)).toEqual([
      { from: commit('0'), to: commit('a') },
      { from: commit('a'), to: commit('b') },
    ]);
  });

  test('are settled again where something else took the run on', async () => {
    const { queue, world, settled, told, quiet } = aQueue();
    queue.add(anEnd(0));
    queue.add(anEnd(1));
    await quiet();
    world.at = 'e';
    queue.review([aRunAt('e')]);
    await quiet();
    expect(settled).toEqual([0, 0]);
    expect(told.at(-1)).toMatchObject({ fix: { from: commit('e'), to: commit('b') } });
  });

  test('wait for nobody where there is no fix to wait for', async () => {
    const { queue, settled, quiet } = aQueue();
    queue.add(anEnd(0, aHealReport({ result: 'recovered' })));
    queue.add(anEnd(1));
    await quiet();
    expect(settled).toEqual([0, 1]);
  });

  test('are in the queue once, however often they are met', async () => {
    const { queue, settled, quiet } = aQueue();
    for (const end of [anEnd(0), anEnd(0), anEnd(1), anEnd(1)]) queue.add(end);
    await quiet();
    queue.review([]);
    await quiet();
    expect(settled).toEqual([0, 1]);
  });

  test('count as failed where a fix could not be settled, and as they are where there is none', async () => {
    const told: Observation[] = [];
    const queue = new SettleQueue(
      () => Promise.reject(new Error('the disk is full')),
      (news) => told.push(...news),
    );
    queue.add(anEnd(0));
    queue.add(anEnd(1, aHealReport({ result: 'recovered' })));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toMatchObject([
      { result: { outcome: 'failure', message: expect.stringContaining('the disk is full') } },
      { result: { outcome: 'success' } },
    ]);
  });
});
