import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/core/decide.ts';
import { decisionReports } from '../../src/core/decision-report.ts';
import { forecast } from '../../src/core/forecast.ts';
import { statusReport } from '../../src/core/status-report.ts';
import { aRun, aTask, aWorld, ended, noLimits, started } from './helpers/builders.ts';

const minute = 60_000;

/** `a` (10 min) before `b` (20 min); `c` (30 min) beside them, on two slots. */
function aDiamond() {
  const tasks = [
    aTask({ key: 'a', estimate: 10 * minute }),
    aTask({ key: 'b', estimate: 20 * minute, needs: [0] }),
    aTask({ key: 'c', estimate: 30 * minute }),
    aTask({ key: 'd', estimate: 5 * minute, needs: [1, 2] }),
  ];
  return aWorld({ runs: [aRun(tasks, { slots: 2 })] });
}

describe('forecast', () => {
  test('says when each task is expected to run, and when all is over', () => {
    const { runs, makespan, lowerBound } = forecast(aDiamond(), 0);
    expect(runs[0]?.tasks[1]).toEqual({ start: 10 * minute, end: 30 * minute });
    expect(runs[0]?.tasks[3]).toEqual({ start: 30 * minute, end: 35 * minute });
    expect(makespan).toBe(35 * minute);
    expect(lowerBound).toBe(35 * minute);
    expect(runs[0]?.criticalPath).toEqual([0, 1, 3]);
  });

  test('counts what a running task has done already', () => {
    const world = aDiamond();
    const first = decide(world, 0);
    const news = [0, 2].map((task) => started({ run: 1, task, attempt: 1 }, 0));
    const second = decide({ ...world, runs: first.runs, observations: news }, 8 * minute);
    const { runs, makespan } = forecast({ ...world, runs: second.runs }, 8 * minute);
    expect(makespan).toBe(27 * minute);
    expect(runs[0]?.tasks[0]).toEqual({ start: 0, end: 10 * minute });
  });

  test('keeps to counted resources and to limits of kinds and groups', () => {
    const use = { name: 'db', amount: 1, mode: 'write' } as const;
    const tasks = [1, 2, 3].map((n) =>
      aTask({ key: `t${n}`, estimate: minute, resources: [use], kind: 'load', group: 'emea' }),
    );
    const world = aWorld({ runs: [aRun(tasks)], limits: { ...noLimits, resources: { db: 2 } } });
    expect(forecast(world, 0).makespan).toBe(2 * minute);
    for (const limited of [{ kinds: { load: 1 } }, { groups: { emea: 1 } }]) {
      const limits = { ...noLimits, ...limited, resources: { db: 2 } };
      expect(forecast({ ...world, limits }, 0).makespan).toBe(3 * minute);
    }
  });

  test('expects nothing of tasks that wait for a person', () => {
    const world = aDiamond();
    const first = decide(world, 0);
    const failure = ended({ run: 1, task: 0, attempt: 1 }, { outcome: 'failure', endedAt: 1 });
    const plan = decide({ ...world, runs: first.runs, observations: [failure] }, minute);
    const { runs } = forecast({ ...world, runs: plan.runs }, minute);
    expect(runs[0]?.tasks.map((span) => span !== null)).toEqual([false, false, true, false]);
  });

  test('copes with a chain of 100,000 tasks', () => {
    const tasks = Array.from({ length: 100_000 }, (_, n) =>
      aTask({ key: `t${n}`, estimate: 1, needs: n > 0 ? [n - 1] : [] }),
    );
    expect(forecast(aWorld({ runs: [aRun(tasks)] }), 0).makespan).toBe(100_000);
  });
});

describe('decision report', () => {
  test('says of each task what was decided, why, when it ends and what it waits for', () => {
    const world = aDiamond();
    const plan = decide(world, 0);
    const reports = decisionReports(world, plan, 0);
    expect(reports.map(({ key, decision }) => `${key} ${decision}`)).toEqual([
      'a START_NOW',
      'b BLOCKED',
      'c START_NOW',
      'd BLOCKED',
    ]);
    expect(reports[1]).toMatchObject({
      priority: 'medium',
      reason: 'waits for `a`',
      eta: 30 * minute,
      dependencies: [{ key: 'a', state: 'QUEUED' }],
    });
  });
});

describe('status report', () => {
  test('shows what runs, what waits and why, what ended, and what to do', () => {
    const use = { name: 'db', amount: 1, mode: 'write' } as const;
    const tasks = [
      aTask({ key: 'fails' }),
      aTask({ key: 'after', needs: [0] }),
      ...[1, 2, 3, 4].map((n) => aTask({ key: `db${n}`, resources: [use], estimate: 10 * minute })),
    ];
    const world = aWorld({ runs: [aRun(tasks, { slots: 4 })], limits: { ...noLimits, slots: 4 } });
    const first = decide(world, 0);
    const news = [
      started({ run: 1, task: 2, attempt: 1 }, 0),
      ended({ run: 1, task: 0, attempt: 1 }, { outcome: 'failure', endedAt: 2 * minute }),
    ];
    const plan = decide({ ...world, runs: first.runs, observations: news }, 4 * minute);
    const report = statusReport({ ...world, runs: plan.runs }, plan.waiting, 4 * minute);
    expect(report.slots).toEqual({ used: 1, limit: 4 });
    expect(report.running).toMatchObject([{ key: 'db1', percent: 40, eta: 10 * minute }]);
    expect(report.queue.map(({ key }) => key)).toEqual(['after', 'db2', 'db3', 'db4']);
    expect(report.queue[1]?.reason).toContain('`db`');
    expect(report.recent).toMatchObject([{ key: 'fails', state: 'FAILED', duration: 2 * minute }]);
    expect(report.metrics).toEqual({
      idlePercent: 63,
      averageCycleTime: null,
      activeDependencies: 1,
      failedPendingRetry: 0,
    });
    expect(report.recommendations).toEqual([
      'Retry or drop `fails` of #1: 1 task waits for it.',
      '3 tasks wait for the resource `db`: raise what there is of it, or let fewer tasks need it.',
    ]);
  });

  test('recommends to see to what failed, also where nothing waits for it', () => {
    const keys = ['a', 'b', 'c', 'd'];
    const tasks = [
      ...keys.map((key) => aTask({ key })),
      aTask({ key: 'e', continueOnError: true }),
    ];
    const world = aWorld({
      runs: [aRun(tasks, { slots: 5 })],
      limits: { ...noLimits, slots: 5 },
    });
    const first = decide(world, 0);
    const failing = (count: number) =>
      decide(
        {
          ...world,
          runs: first.runs,
          observations: tasks
            .slice(-count)
            .map((_, at) => tasks.length - 1 - at)
            .map((task) =>
              ended({ run: 1, task, attempt: 1 }, { outcome: 'failure', endedAt: minute }),
            ),
        },
        minute,
      );
    const advice = (plan: ReturnType<typeof decide>) =>
      statusReport({ ...world, runs: plan.runs }, plan.waiting, minute).recommendations;
    expect(advice(failing(1))).toEqual([]);
    expect(advice(failing(2))).toEqual(['Retry or drop `d` of #1: the run fails because of it.']);
    expect(advice(failing(5))).toEqual([
      'Retry or drop `a`, `b`, `c` and 1 more of #1: the run fails because of them.',
    ]);
  });
});
