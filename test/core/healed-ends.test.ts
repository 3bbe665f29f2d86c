import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FixStep, Observation } from '../../src/core/decision.ts';
import type { AttemptResult } from '../../src/core/model.ts';
import { aResult } from './helpers/builders.ts';
import { aTable } from './helpers/table.ts';

const commit = (digit: string): string => digit.repeat(40);
const from = commit('0');
/** Two tasks that run, and one that needs both. */
function twoAtWork() {
  const table = aTable({}, {}, { needs: [0, 1] });
  table.next();
  table.start(0);
  table.start(1);
  return table;
}
const healed = (task: number, fix: FixStep, result: Partial<AttemptResult> = {}): Observation => {
  return { kind: 'ended', ref: { run: 1, task, attempt: 1 }, result: aResult(result), fix };
};
const states = (plan: ReturnType<ReturnType<typeof aTable>['next']>) =>
  plan.runs[0]?.statuses.map(({ state }) => state);

describe('an attempt that ended well by a fix', () => {
  test('takes the run on to the healed commit', () => {
    const plan = twoAtWork().next(healed(0, { from, to: commit('a') }));
    expect(plan.runs[0]?.commit).toBe(commit('a'));
    expect(states(plan)).toEqual(['COMPLETED', 'RUNNING', 'BLOCKED']);
  });

  test('does not count where another fix was faster, and loses it nothing', () => {
    const table = twoAtWork();
    table.next(healed(0, { from, to: commit('a') }));
    const plan = table.next(healed(1, { from, to: commit('b') }));
    expect(plan.runs[0]?.commit).toBe(commit('a'));
    expect(states(plan)).toEqual(['COMPLETED', 'RUNNING', 'BLOCKED']);
    expect(plan.decisions).toEqual([]);
  });

  test('counts once its fix lies on top of the other one', () => {
    const table = twoAtWork();
    table.next(healed(0, { from, to: commit('a') }));
    table.next(healed(1, { from, to: commit('b') }));
    const plan = table.next(healed(1, { from: commit('a'), to: commit('c') }));
    expect(plan.runs[0]?.commit).toBe(commit('c'));
    expect(states(plan)?.slice(0, 2)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  test('is refused also where both are told at once', () => {
    const plan = twoAtWork().next(
      healed(0, { from, to: commit('a') }),
      healed(1, { from, to: commit('b') }),
    );
    expect(plan.runs[0]?.commit).toBe(commit('a'));
    expect(states(plan)).toEqual(['COMPLETED', 'RUNNING', 'BLOCKED']);
  });

  test('counts where another task has brought the very same fix', () => {
    const plan = twoAtWork().next(
      healed(0, { from, to: commit('a') }),
      healed(1, { from, to: commit('a') }),
    );
    expect(plan.runs[0]?.commit).toBe(commit('a'));
    expect(states(plan)?.slice(0, 2)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  test('moves nothing once its task has another attempt', () => {
    const table = twoAtWork();
    table.lose(0);
    const plan = table.next(healed(0, { from, to: commit('a') }));
    expect(plan.runs[0]?.commit).toBe(from);
    expect(states(plan)?.[0]).not.toBe('COMPLETED');
  });

  test('goes back to the queue, uncounted and with the reason, where its fix does not fit', () => {
    const table = twoAtWork();
    const message = 'its fix does not fit aaaaaaa';
    const ref = { run: 1, task: 1, attempt: 1 };
    const plan = table.next({
      kind: 'ended',
      ref,
      result: aResult({ outcome: 'stopped', message }),
    });
    expect(plan.runs[0]?.statuses[1]).toMatchObject({ counted: 0, failure: null });
    expect(plan.decisions.map(({ reason }) => reason.text).join()).toContain(message);
    expect(['READY', 'QUEUED']).toContain(states(plan)?.[1]);
  });
});

test('a failure counts, whatever became of a fix beside it', () => {
  const table = twoAtWork();
  table.next(healed(0, { from, to: commit('a') }));
  const failed = { outcome: 'failure', failure: 'validation' } as const;
  const plan = table.next(healed(1, { from, to: commit('b') }, failed));
  expect(plan.runs[0]?.commit).toBe(commit('a'));
  expect(states(plan)?.[1]).toBe('FAILED');
});

test('whoever tells what of which fixes in whichever order: what counts as done by a fix has it in the commit', () => {
  const digits = ['0', 'a', 'b', 'c'] as const;
  const told = fc.record({
    task: fc.integer({ min: 0, max: 1 }),
    attempt: fc.integer({ min: 1, max: 2 }),
    from: fc.constantFrom(...digits),
    to: fc.constantFrom(...digits),
  });
  fc.assert(
    fc.property(fc.array(told, { maxLength: 12 }), (all) => {
      const table = twoAtWork();
      const way = [from];
      const done = new Set<number>();
      for (const { task, attempt, ...fix } of all) {
        const step = { from: commit(fix.from), to: commit(fix.to) };
        const ref = { run: 1, task, attempt };
        const plan = table.next({ kind: 'ended', ref, result: aResult(), fix: step });
        const now = plan.runs[0]?.commit ?? '';
        if (now !== way.at(-1)) {
          expect(step).toEqual({ from: way.at(-1), to: now });
          way.push(now);
        }
        if (states(plan)?.[task] !== 'COMPLETED' || done.has(task)) continue;
        done.add(task);
        expect(now).toBe(step.to);
      }
    }),
    { seed: 20, numRuns: 300 },
  );
});
