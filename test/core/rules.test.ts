import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyDecisions } from '../../src/core/apply-decisions.ts';
import { classifyFailure } from '../../src/core/classify-failure.ts';
import { criticalPath } from '../../src/core/critical-path.ts';
import { decide } from '../../src/core/decide.ts';
import type { Decision } from '../../src/core/decision.ts';
import { findCycle } from '../../src/core/find-cycle.ts';
import { type TaskState, taskStates } from '../../src/core/model.ts';
import { overdueAttempts } from '../../src/core/overdue-attempts.ts';
import { retryDelay } from '../../src/core/retry-delay.ts';
import { isLegalMove, legalMoves } from '../../src/core/transitions.ts';
import { aRun, aTask, aWorld, directFleet } from './helpers/builders.ts';

describe('the table of moves', () => {
  test('reaches every state from the beginning, and only a rollback is taken up once COMPLETED', () => {
    const seen = new Set<TaskState>(['BLOCKED']);
    for (const state of seen) for (const next of legalMoves[state]) seen.add(next);
    expect([...seen].sort()).toEqual([...taskStates].sort());
    expect(legalMoves.COMPLETED).toEqual(['BLOCKED']);
  });

  test('never lets a task run that was not handed out', () => {
    const before = taskStates.filter((state) => isLegalMove(state, 'RUNNING'));
    expect(before).toEqual(['QUEUED']);
  });
});

describe('applyDecisions', () => {
  test('leaves alone what a decision does not fit', () => {
    const run = aRun([aTask()]);
    const move = {
      kind: 'move',
      key: '',
      run: 1,
      task: 0,
      set: {},
      reason: { code: 'settled', text: '' },
    } as const;
    const decisions: Decision[] = [
      { ...move, from: 'READY', to: 'COMPLETED' },
      { ...move, from: 'RUNNING', to: 'VALIDATING' },
      { ...move, from: 'READY', to: 'QUEUED', task: 9 },
      { ...move, from: 'READY', to: 'QUEUED', run: 9 },
    ];
    expect(applyDecisions([run], decisions, 5)).toEqual([run]);
  });

  test('of decisions that were carried out before changes nothing', () => {
    const { decisions, runs } = decide(aWorld({ runs: [aRun([aTask(), aTask()])] }), 5);
    expect(applyDecisions(runs, decisions, 5)).toEqual(runs);
  });
});

/** Whether the tasks can be done one by one, each after its needs. */
function hasOrder(needs: readonly (readonly number[])[]): boolean {
  const done = new Set<number>();
  const isFree = (task: number) => needs[task]?.every((need) => done.has(need)) ?? false;
  for (let pass = 0; pass < needs.length; pass++) {
    for (const task of needs.keys()) if (isFree(task)) done.add(task);
  }
  return done.size === needs.length;
}

describe('findCycle', () => {
  test('names a cycle in the order of waiting', () => {
    expect(findCycle([[1], [2], [1]])).toEqual([1, 2]);
    expect(findCycle([[0]])).toEqual([0]);
    expect(findCycle([[1], [], [1, 0]])).toBeNull();
  });

  test('needs no stack for a chain of 100,000', () => {
    const chain = Array.from({ length: 100_000 }, (_, n) => (n > 0 ? [n - 1] : []));
    expect(findCycle(chain)).toBeNull();
    chain[0] = [99_999];
    expect(findCycle(chain)?.length).toBe(100_000);
  });

  test('finds one exactly where no order of the tasks exists', () => {
    const graph = fc.array(fc.array(fc.nat(5), { maxLength: 3 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(graph, (needs) => {
        const cycle = findCycle(needs);
        expect(cycle === null).toBe(hasOrder(needs));
        for (const [at, task] of (cycle ?? []).entries()) {
          expect(needs[task]).toContain(cycle?.[(at + 1) % cycle.length]);
        }
      }),
      { seed: 1 },
    );
  });
});

test('criticalPath is the longest chain', () => {
  const tasks = [
    aTask({ estimate: 5 }),
    aTask({ estimate: 9 }),
    aTask({ estimate: 5, needs: [0] }),
    aTask({ estimate: 1, needs: [1, 2] }),
  ];
  expect(criticalPath(tasks)).toEqual({ path: [0, 2, 3], length: 11 });
  expect(criticalPath([])).toEqual({ path: [], length: 0 });
});

test('overdueAttempts are those without news for a lease', () => {
  const { runs } = decide(aWorld({ runs: [aRun([aTask(), aTask()])] }), 0);
  const [run] = runs;
  if (!run) throw new Error('there is one run');
  expect(overdueAttempts(run, directFleet, directFleet.lease - 1)).toEqual([]);
  expect(overdueAttempts(run, directFleet, directFleet.lease)).toEqual([
    { run: 1, task: 0, attempt: 1 },
    { run: 1, task: 1, attempt: 1 },
  ]);
});

test('retryDelay doubles from 10 s up to 10 min', () => {
  expect([1, 2, 3, 7, 8, 100].map((counted) => retryDelay(aTask(), counted))).toEqual([
    10_000, 20_000, 40_000, 600_000, 600_000, 600_000,
  ]);
});

test.each([
  ['timeout', { timedOut: true, signal: 'SIGKILL' }],
  ['resources', { oom: true, signal: 'SIGKILL' }],
  ['resources', { diskFull: true, exitCode: 1 }],
  ['validation', { missingProduce: true, exitCode: 0 }],
  ['crash', { missingProduce: true, exitCode: 1 }],
  ['crash', { signal: 'SIGSEGV' }],
])('classifyFailure: %s', (expected, facts) => {
  const nothing = {
    exitCode: null,
    signal: null,
    timedOut: false,
    oom: false,
    diskFull: false,
    missingProduce: false,
  };
  expect(classifyFailure({ ...nothing, ...facts })).toBe(expected);
});
