import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/core/decide.ts';
import type { Plan } from '../../src/core/decision.ts';
import type { Priority, Run, TaskSpec } from '../../src/core/model.ts';
import { aRun, aTask, aWorld, directFleet, ended, noLimits, started } from './helpers/builders.ts';

const hour = 3_600_000;
const minute = 60_000;
const queued = (plan: Plan) =>
  plan.runs.flatMap((run) =>
    run.statuses.flatMap(({ state }, task) => (state === 'QUEUED' ? [run.tasks[task]?.key] : [])),
  );
const stops = (plan: Plan) => plan.runs.flatMap((run) => run.statuses.map(({ stop }) => stop));
const some = (count: number, spec: Partial<TaskSpec> = {}) =>
  Array.from({ length: count }, (_, n) => aTask({ key: `t${n}`, ...spec }));

describe('order of the queue', () => {
  test('priority first, then the longest remaining chain', () => {
    const tasks = [
      aTask({ key: 'low', priority: 'low', estimate: 100 * minute }),
      aTask({ key: 'short', estimate: minute }),
      aTask({ key: 'long', estimate: minute }),
      aTask({ key: 'after long', needs: [2], estimate: 50 * minute }),
    ];
    const plan = decide(aWorld({ runs: [aRun(tasks, { slots: 1 })] }), 0);
    expect(queued(plan)).toEqual(['long']);
  });

  test('holds over all runs together, within the limit of all', () => {
    const first = aRun([aTask({ key: 'first' })], { issue: 1 });
    const second = aRun([aTask({ key: 'second', priority: 'high' })], { issue: 2 });
    const world = aWorld({ runs: [first, second], limits: { ...noLimits, slots: 1 } });
    const plan = decide(world, 0);
    expect(queued(plan)).toEqual(['second']);
    expect(plan.waiting[0]?.[0]?.text).toBe('all 1 slots are taken');
  });

  test.each<[Priority, number, string]>([
    ['low', 0, 'young high'],
    ['low', 2 * hour, 'young high'],
    ['low', 5 * hour, 'old'],
    ['medium', 4 * hour, 'old'],
    ['high', 3 * hour, 'old'],
  ])(
    'a %s task that waits for %d ms comes after at most so long: %s',
    (priority, waited, first) => {
      const old = aRun([aTask({ key: 'old', priority, estimate: minute })], { issue: 1 });
      const young = aRun(
        [aTask({ key: 'young high', priority: 'high', estimate: 2 * minute })],
        { issue: 2 },
        waited,
      );
      const limits = { ...noLimits, slots: 1 };
      expect(queued(decide(aWorld({ runs: [old, young], limits }), waited))).toEqual([first]);
    },
  );

  test('nothing waits so long that it passes an urgent task', () => {
    const old = aRun([aTask({ key: 'old', priority: 'high' })], { issue: 1 });
    const young = aRun([aTask({ key: 'urgent', priority: 'urgent' })], { issue: 2 }, 1000 * hour);
    const limits = { ...noLimits, slots: 1 };
    expect(queued(decide(aWorld({ runs: [old, young], limits }), 1000 * hour))).toEqual(['urgent']);
  });

  test('what waited too long gets its resource before others that came later', () => {
    const use = (amount: number) => [{ name: 'db', amount, mode: 'write' as const }];
    const limits = { ...noLimits, resources: { db: 2 } };
    const old = aRun([
      aTask({ key: 'small', resources: use(1) }),
      aTask({ key: 'big', resources: use(2) }),
    ]);
    const first = decide(aWorld({ runs: [old], limits }), 0);
    const young = aRun([aTask({ key: 'late', resources: use(1) })], { issue: 2 }, 9 * hour);
    const plan = decide(aWorld({ runs: [...first.runs, young], limits }), 9 * hour);
    expect(queued(plan)).not.toContain('late');
    expect(plan.waiting[1]?.[0]?.text).toContain('waited longer');
  });
});

describe('look-ahead', () => {
  const fleet = { ...directFleet, dispatchTime: 250, maxLegs: 256 };

  test('takes as many short tasks as a batch holds', () => {
    const plan = decide(
      aWorld({ runs: [aRun(some(400, { estimate: 2 }), { slots: 2 })], fleet }),
      0,
    );
    expect(plan.runs[0]?.batches).toMatchObject([{ maxParallel: 2 }]);
    expect(plan.runs[0]?.batches[0]?.legs.length).toBe(256);
  });

  test('leaves to slots that are busy now their share of what is ready', () => {
    const runs = [aRun(some(91, { estimate: 2 }), { slots: 4 })];
    const one = decide(aWorld({ runs, limits: { ...noLimits, slots: 1 } }), 0);
    const batch = decide(aWorld({ runs: one.runs, fleet }), 1).runs[0]?.batches[1];
    expect(batch?.maxParallel).toBe(3);
    expect(batch?.legs.length).toBe(3 + Math.ceil((87 * 3) / 4));
  });

  test('takes nothing where tasks are long, or a dispatch costs nothing', () => {
    const long = decide(
      aWorld({ runs: [aRun(some(9, { estimate: minute }), { slots: 2 })], fleet }),
      0,
    );
    expect(queued(long).length).toBe(2);
    const direct = decide(aWorld({ runs: [aRun(some(9, { estimate: 2 }), { slots: 2 })] }), 0);
    expect(queued(direct).length).toBe(2);
  });

  test('takes only what may run in any order', () => {
    const tasks = [
      aTask({ key: 'a', estimate: 2, writes: ['out/**'] }),
      aTask({ key: 'same files', estimate: 2, writes: ['out/x'] }),
      aTask({ key: 'staggered', estimate: 2, stagger: { resource: 'bot', gap: 1000 } }),
      aTask({ key: 'limited', estimate: 2, kind: 'build' }),
      aTask({ key: 'grouped', estimate: 2, group: 'emea' }),
      aTask({ key: 'free', estimate: 2 }),
    ];
    const limits = { ...noLimits, kinds: { build: 1 }, groups: { emea: 1 } };
    const plan = decide(aWorld({ runs: [aRun(tasks, { slots: 1 })], fleet, limits }), 0);
    expect(queued(plan)).toEqual(['a', 'free']);
  });

  test('a batch uses no more slots than it has unfinished legs, the others are handed out again', () => {
    const world = aWorld({ runs: [aRun(some(6, { estimate: 300 }), { slots: 2 })], fleet });
    const first = decide(world, 0);
    expect(first.runs[0]?.batches).toMatchObject([{ legs: [0, 1, 2, 3, 4, 5], maxParallel: 2 }]);
    const news = [0, 1, 2, 3].map((task) => ended({ run: 1, task, attempt: 1 }, { endedAt: 300 }));
    const added = aRun(some(2), { issue: 2 });
    const limits = { ...noLimits, slots: 3 };
    const next = decide(
      { ...world, limits, runs: [...first.runs, added], observations: news },
      700,
    );
    expect(next.runs[1]?.batches).toMatchObject([{ legs: [0], maxParallel: 1 }]);
  });
});

describe('urgent tasks', () => {
  function busy(levels: Priority[]): Run[] {
    const tasks = levels.map((priority, n) => aTask({ key: `t${n}`, priority }));
    const first = decide(aWorld({ runs: [aRun(tasks, { slots: levels.length })] }), 0);
    const news = levels.map((_, task) => started({ run: 1, task, attempt: 1 }, 10 + task));
    return [...decide(aWorld({ runs: first.runs, observations: news }), 100).runs];
  }

  test.each<[string, Priority[], number | null]>([
    ['the youngest LOW', ['low', 'medium', 'low', 'medium'], 2],
    ['a MEDIUM where there is no LOW', ['high', 'medium', 'medium'], 2],
    ['nobody else', ['high', 'urgent', 'high'], null],
  ])('stop %s when no slot is free', (_, levels, victim) => {
    const limits = { ...noLimits, slots: levels.length };
    const urgent = aRun([aTask({ key: 'now', priority: 'urgent' })], { issue: 2 }, 100);
    const plan = decide(aWorld({ runs: [...busy(levels), urgent], limits }), 200);
    const expected = levels.map((_level, n) => (n === victim ? 'preempted' : null));
    expect(stops(plan)).toEqual([...expected, null]);
    expect(decide(aWorld({ runs: plan.runs, limits }), 300).decisions).toEqual([]);
    if (victim === null) return;
    const result = { outcome: 'stopped', endedAt: 300 } as const;
    const observations = [ended({ run: 1, task: victim, attempt: 1 }, result)];
    const after = decide(aWorld({ runs: plan.runs, limits, observations }), 400);
    expect(queued(after)).toEqual(['now']);
    expect(after.runs[0]?.statuses[victim]).toMatchObject({
      state: 'READY',
      counted: 0,
      stop: null,
    });
  });

  test('revoke what was handed out ahead before anything that runs is stopped', () => {
    const fleet = { ...directFleet, dispatchTime: 250 };
    const tasks = some(3, { estimate: 300, priority: 'low' });
    const limits = { ...noLimits, slots: 1 };
    const world = aWorld({ runs: [aRun(tasks, { slots: 1 })], fleet, limits });
    const first = decide(world, 0);
    const urgent = aRun([aTask({ key: 'now', priority: 'urgent' })], { issue: 2 });
    const plan = decide({ ...world, runs: [...first.runs, urgent] }, 10);
    expect(stops(plan)).toEqual(['revoked', 'revoked', 'revoked', null]);
  });
});

describe('staggered starts', () => {
  const stagger = { resource: 'bot', gap: 2 * minute };

  test('the next holder starts a gap after the last start was seen, and the plan says when to wake', () => {
    const world = aWorld({ runs: [aRun(some(2, { stagger }))] });
    const first = decide(world, 0);
    expect(queued(first)).toEqual(['t0']);
    expect(first.waiting[0]?.[1]?.text).toBe('waits until `t0` was seen to start');
    const seen = decide(
      { ...world, runs: first.runs, observations: [started({ run: 1, task: 0, attempt: 1 }, 5)] },
      10,
    );
    expect(seen.wakeAt).toBe(2 * minute + 5);
    expect(seen.waiting[0]?.[1]?.code).toBe('stagger');
    expect(queued(decide({ ...world, runs: seen.runs }, 2 * minute + 5))).toEqual(['t1']);
  });

  test('may be handed out early, to a worker that waits until it is due', () => {
    const fleet = { ...directFleet, early: minute };
    const world = aWorld({ runs: [aRun(some(2, { stagger }))], fleet });
    const first = decide(world, 0);
    const seen = decide(
      { ...world, runs: first.runs, observations: [started({ run: 1, task: 0, attempt: 1 }, 5)] },
      10,
    );
    expect(seen.wakeAt).toBe(minute + 5);
    const plan = decide({ ...world, runs: seen.runs }, minute + 5);
    expect(plan.runs[0]?.statuses[1]).toMatchObject({ state: 'QUEUED', dueAt: 2 * minute + 5 });
  });
});

describe('deadlocks', () => {
  test('are alerted at once, with the cycle named', () => {
    const tasks = [
      aTask({ key: 'a', needs: [1] }),
      aTask({ key: 'b', needs: [2] }),
      aTask({ key: 'c', needs: [0] }),
    ];
    const { decisions } = decide(aWorld({ runs: [aRun(tasks)] }), 0);
    expect(decisions).toMatchObject([
      {
        kind: 'alert',
        reason: {
          code: 'deadlock',
          text: 'these tasks wait for each other: `a` -> `b` -> `c` -> `a`',
        },
      },
    ]);
  });

  test('a task that asks for more than there is says so, and the others go on', () => {
    const resources = [{ name: 'gpu', amount: 5, mode: 'write' as const }];
    const plan = decide(
      aWorld({ runs: [aRun([aTask({ key: 'huge', resources }), aTask({ key: 'other' })])] }),
      0,
    );
    expect(queued(plan)).toEqual(['other']);
    expect(plan.decisions).toMatchObject([{ kind: 'alert', reason: { code: 'deadlock' } }, {}, {}]);
  });
});

describe('limits of groups', () => {
  const tasks = [1, 2, 3].map((n) => aTask({ key: `t${n}`, group: 'emea', kind: 'build' }));
  const limits = { ...noLimits, groups: { emea: 2 } };

  test('hold over all open runs, and say so in words', () => {
    const runs = [aRun(tasks, { issue: 1 }), aRun(tasks, { issue: 2 })];
    const plan = decide(aWorld({ runs, limits }), 0);
    expect(queued(plan)).toHaveLength(2);
    expect(plan.waiting.flat().filter((reason) => reason?.code === 'group-limit')).toHaveLength(4);
    expect(plan.waiting[1]?.[2]?.text).toBe(
      'group limit: all 2 slots of the group `emea` are taken',
    );
  });

  test('hold beside those of kinds, of which each may be the narrower one', () => {
    const both = { ...limits, kinds: { build: 1, emea: 9 } };
    const plan = decide(aWorld({ runs: [aRun(tasks)], limits: both }), 0);
    expect(queued(plan)).toEqual(['t1']);
    expect(plan.waiting[0]?.[1]?.text).toBe(
      'kind limit: the only slot of the kind `build` is taken',
    );
  });

  test('say nothing about tasks of other groups', () => {
    const others = [...tasks, aTask({ key: 'free', group: 'apac' })];
    const plan = decide(aWorld({ runs: [aRun(others)], limits }), 0);
    expect(queued(plan)).toEqual(['t1', 't2', 'free']);
  });
});
