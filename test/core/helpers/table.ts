import { decide } from '../../../src/core/decide.ts';
import type { Observation, Order, Plan } from '../../../src/core/decision.ts';
import type { AttemptResult, TaskSpec } from '../../../src/core/model.ts';
import { aRun, aTask, aWorld, ended, started } from './builders.ts';

/** A run of these tasks, played by hand. */
export function aTable(...tasks: Partial<TaskSpec>[]) {
  const specs = tasks.map((spec, index) => aTask({ key: `t${index}`, ...spec }));
  let world = aWorld({ runs: [aRun(specs, { slots: 2 })] });
  let now = 0;
  const next = (...observations: Observation[]): Plan => {
    now += 1000;
    const plan = decide({ ...world, observations }, now);
    world = { ...world, runs: plan.runs };
    return plan;
  };
  const attempt = (task: number) => world.runs[0]?.statuses[task]?.attempt ?? 0;
  const ref = (task: number) => ({ run: 1, task, attempt: attempt(task) });
  return {
    next,
    wait: (time: number) => {
      now += time;
      return next();
    },
    start: (task: number) => next(started(ref(task), now)),
    end: (task: number, result: Partial<AttemptResult> = {}) => next(ended(ref(task), result)),
    fail: (task: number) =>
      next(ended(ref(task), { outcome: 'failure', failure: 'crash', exitCode: 1 })),
    lose: (task: number) => next({ kind: 'lost', ref: ref(task), at: now, why: 'no job' }),
    order: (task: number | null, kind: Exclude<Order['kind'], 'priority'>) =>
      next({ kind: 'ordered', run: 1, task, order: { kind }, by: 'octocat', at: now }),
  };
}
