import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyDecisions } from '../../src/core/apply-decisions.ts';
import { decide } from '../../src/core/decide.ts';
import type {
  FleetPolicy,
  Limits,
  Observation,
  Plan,
  Reason,
  World,
} from '../../src/core/decision.ts';
import { globsConflict } from '../../src/core/globs-conflict.ts';
import type { Run, TaskSpec } from '../../src/core/model.ts';
import { isLegalMove } from '../../src/core/transitions.ts';
import { aRun, aTask } from './helpers/builders.ts';
import { dice, type Game, play, type Working } from './helpers/play.ts';

const kinds = ['build', 'test', null] as const;
const groups = ['emea', 'apac', null] as const;
const globs = ['out/a', 'out/*', 'lib/**', 'lib/x.ts', '**/*.md', 'docs/{a,b}.md'];
const conditions = ['success', 'success', 'success', 'always', 'failure'] as const;
const levels = ['urgent', 'high', 'medium', 'medium', 'low'] as const;

/** Tasks of all sorts; each may need some of those before it. */
function someTasks(seed: number, size: number): TaskSpec[] {
  const roll = dice(seed);
  const chance = (percent: number) => roll(100) < percent;
  const pick = <T>(from: readonly T[]) => from[roll(from.length)] as T;
  return Array.from({ length: size }, (_, index) => {
    const needs = new Set<number>();
    for (let n = roll(3); n > 0 && index > 0; n--) needs.add(roll(index));
    return aTask({
      key: `t${index}`,
      needs: [...needs],
      kind: pick(kinds),
      group: pick(groups),
      condition: pick(conditions),
      priority: pick(levels),
      estimate: chance(70) ? 1000 * (1 + roll(20)) : null,
      writes: chance(25) ? [pick(globs)] : [],
      reads: chance(25) ? [pick(globs)] : [],
      resources: chance(30)
        ? [{ name: pick(['db', 'gpu']), amount: 1 + roll(2), mode: pick(['read', 'write']) }]
        : [],
      stagger: chance(15) ? { resource: 'bot', gap: 5000 } : null,
      retries: roll(3),
      continueOnError: chance(15),
    });
  });
}

function aGame(seed: number): Game {
  const roll = dice(seed);
  const runs = Array.from({ length: 1 + roll(3) }, (_, index) =>
    aRun(someTasks(seed * 7 + index, 2 + roll(16)), { issue: index + 1, slots: 1 + roll(4) }),
  );
  const limits: Limits = {
    slots: 1 + roll(5),
    kinds: roll(2) === 0 ? {} : { build: 1 + roll(2) },
    groups: roll(2) === 0 ? {} : { emea: 1 + roll(2), apac: 2 },
    resources: { gpu: 3, db: 2 },
  };
  const fleet: FleetPolicy = {
    dispatchTime: roll(2) * 20_000,
    early: roll(2) * 3000,
    lease: 600_000,
    maxLegs: 1 + roll(12),
  };
  const outcome = (spec: TaskSpec, attempt: number) => {
    const luck = dice(seed + attempt * 31 + Number(spec.key.slice(1)) * 131)(100);
    const takes = luck < 10 ? 0 : 1000 + luck * 100;
    if (luck % 7 !== 0) return { takes };
    return { takes, outcome: 'failure', failure: 'crash', exitCode: 1 } as const;
  };
  return { limits, fleet, runs, outcome, seed };
}

/** Orders at random, so that pausing, cancelling, retrying and preempting happen at odd moments. */
function someOrders(seed: number): Game['orders'] {
  const roll = dice(seed + 5);
  return (step, runs, now): Observation[] => {
    if (step > 60 || roll(3) !== 0) return [];
    const run = runs[roll(runs.length)] as Run;
    const task = roll(4) === 0 ? null : roll(run.tasks.length);
    const order =
      roll(3) === 0
        ? ({ kind: 'priority', priority: levels[roll(5)] ?? 'low' } as const)
        : {
            kind:
              (['pause', 'resume', 'resume', 'cancel', 'retry', 'drop'] as const)[roll(6)] ??
              'retry',
          };
    return [{ kind: 'ordered', run: run.issue, task, order, by: 'octocat', at: now }];
  };
}

const live = (run: Run) =>
  run.statuses.flatMap(({ state }, task) =>
    state === 'QUEUED' || state === 'RUNNING' ? [task] : [],
  );

const meet = (a: readonly string[], b: readonly string[]) =>
  a.some((one) => b.some((other) => globsConflict(one, other)));

function checkSlots(plan: Plan, { limits }: World, working: readonly Working[]): void {
  let all = 0;
  for (const run of plan.runs) {
    let own = 0;
    for (const batch of run.batches) {
      const unfinished = batch.legs.filter((task) => run.statuses[task]?.batch === batch.id).length;
      expect(unfinished).toBeGreaterThan(0);
      own += Math.min(batch.maxParallel, unfinished);
    }
    expect(own).toBeLessThanOrEqual(run.slots);
    all += own;
  }
  expect(all).toBeLessThanOrEqual(limits.slots);
  expect(working.length).toBeLessThanOrEqual(limits.slots);
  const busy = working.flatMap(
    (one) => plan.runs.find((run) => run.issue === one.run)?.tasks[one.task] ?? [],
  );
  for (const [kind, limit] of Object.entries(limits.kinds)) {
    expect(busy.filter((spec) => spec.kind === kind).length).toBeLessThanOrEqual(limit);
  }
  for (const [group, limit] of Object.entries(limits.groups)) {
    expect(busy.filter((spec) => spec.group === group).length).toBeLessThanOrEqual(limit);
  }
}

function checkConflicts(plan: Plan, { limits }: World): void {
  const specs = plan.runs.flatMap((run) => live(run).map((task) => run.tasks[task] as TaskSpec));
  const clashes = specs.flatMap((a, index) =>
    specs
      .slice(index + 1)
      .filter((b) => meet(a.writes, b.writes) || meet(a.writes, b.reads) || meet(a.reads, b.writes))
      .map((b) => `${a.key} and ${b.key}`),
  );
  expect(clashes).toEqual([]);
  for (const [name, capacity] of Object.entries(limits.resources)) {
    const uses = specs.flatMap((spec) => spec.resources.filter((use) => use.name === name));
    const writers = uses.filter((use) => use.mode === 'write');
    expect(writers.reduce((sum, use) => sum + use.amount, 0)).toBeLessThanOrEqual(capacity);
    if (writers.length > 0) expect(writers.length).toBe(uses.length);
  }
}

function checkNeeds(plan: Plan): void {
  for (const decision of plan.decisions) {
    if (decision.kind !== 'move' || decision.to !== 'QUEUED') continue;
    const run = plan.runs.find(({ issue }) => issue === decision.run) as Run;
    const spec = run.tasks[decision.task] as TaskSpec;
    const states = spec.needs.map((need) => run.statuses[need]?.state ?? 'BLOCKED');
    const good = spec.needs.every((need, at) => {
      const forgiven = run.tasks[need]?.continueOnError && states[at] === 'FAILED';
      return (
        states[at] === 'COMPLETED' ||
        forgiven ||
        (run.tasks[need]?.continueOnError && states[at] === 'DEAD_LETTER')
      );
    });
    if (spec.condition === 'success') expect(good).toBe(true);
    else
      expect(
        states.some((state) =>
          ['READY', 'QUEUED', 'RUNNING', 'RETRY_WAIT', 'PAUSED'].includes(state),
        ),
      ).toBe(false);
  }
}

function checkMoves(plan: Plan): void {
  const wrong = plan.decisions.filter(
    (decision) =>
      (decision.kind === 'move' && !isLegalMove(decision.from, decision.to)) ||
      (decision.kind === 'alert' && decision.reason.text.includes('checklist')) ||
      decision.reason.text === '',
  );
  expect(wrong).toEqual([]);
}

function checkPurity(plan: Plan, world: World, now: number): void {
  expect(applyDecisions(world.runs, plan.decisions, now)).toEqual(plan.runs);
  expect(decide(world, now).decisions).toEqual(plan.decisions);
  const again = decide({ ...world, runs: plan.runs, observations: [] }, now);
  expect(again.decisions.filter(({ kind }) => kind !== 'alert')).toEqual([]);
  const repeated = decide({ ...world, runs: plan.runs }, now);
  const repeatable = world.observations.every(({ kind }) => kind !== 'ordered');
  if (repeatable) expect(repeated.decisions.filter(({ kind }) => kind !== 'alert')).toEqual([]);
}

/** What waits says why, and what could run with a free slot does not wait. */
function checkWaiting(plan: Plan, world: World): void {
  const unexplained: string[] = [];
  for (const [at, run] of plan.runs.entries()) {
    for (const [task, { state }] of run.statuses.entries()) {
      const reason = plan.waiting[at]?.[task];
      const waits = ['BLOCKED', 'READY', 'RETRY_WAIT', 'PAUSED'].includes(state);
      if ((reason !== null && reason !== undefined) !== waits) unexplained.push(`${task} ${state}`);
      if (state === 'READY' && run.status === 'active') checkReady(plan, world, run, reason);
    }
  }
  expect(unexplained).toEqual([]);
}

function checkReady(plan: Plan, world: World, run: Run, reason: Reason | null | undefined): void {
  if (reason?.code === 'no-slot') expect(slotsAreFull(plan, world, run)).toBe(true);
  if (reason?.text.includes('held back')) expect(plan.runs.some(hasUrgentWaiting)).toBe(true);
}

function hasUrgentWaiting(run: Run): boolean {
  return run.statuses.some(
    (status, task) =>
      status.state === 'READY' && (status.priority ?? run.tasks[task]?.priority) === 'urgent',
  );
}

function slotsAreFull(plan: Plan, { limits }: World, mine: Run): boolean {
  const used = (run: Run) =>
    run.batches.reduce((sum, batch) => {
      const unfinished = batch.legs.filter((task) => run.statuses[task]?.batch === batch.id).length;
      return sum + Math.min(batch.maxParallel, unfinished);
    }, 0);
  const all = plan.runs.reduce((sum, run) => sum + used(run), 0);
  return used(mine) >= mine.slots || all >= limits.slots;
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const settings = { seed: 20_261_121, numRuns: 25 };

describe('any game of runs', () => {
  test('keeps to slots, kinds, groups, files, resources and needs, explains what waits, and ends', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const game = aGame(seed);
        const check: Game['check'] = (plan, world, working, now) => {
          checkSlots(plan, world, working);
          checkConflicts(plan, world);
          checkNeeds(plan);
          checkMoves(plan);
          checkPurity(plan, world, now);
          checkWaiting(plan, world);
        };
        const { runs } = play({ ...game, check });
        for (const run of runs) expect(run.conclusion).not.toBeNull();
      }),
      settings,
    );
  });

  test('does so with orders at odd moments, too', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const orders = someOrders(seed) as NonNullable<Game['orders']>;
        const check: Game['check'] = (plan, world, working, now) => {
          checkSlots(plan, world, working);
          checkConflicts(plan, world);
          checkMoves(plan);
          checkPurity(plan, world, now);
          checkWaiting(plan, world);
        };
        const { runs } = play({ ...aGame(seed), orders, check });
        for (const run of runs) {
          const paused =
            run.status === 'paused' || run.statuses.some(({ state }) => state === 'PAUSED');
          expect(paused || run.conclusion !== null).toBe(true);
        }
      }),
      settings,
    );
  });

  test('keeps starts of a staggered resource apart', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const game = aGame(seed);
        const starts = new Map<string, number>();
        const check: Game['check'] = (_plan, _world, working) => {
          for (const one of working) {
            const run = game.runs.find(({ issue }) => issue === one.run);
            const isStaggered = run?.tasks[one.task]?.stagger;
            if (isStaggered) starts.set(`${one.run}/${one.task}.${one.attempt}`, one.from);
          }
        };
        play({ ...game, check });
        const times = [...starts.values()].sort((a, b) => a - b);
        for (let at = 1; at < times.length; at++) {
          expect((times[at] ?? 0) - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(5000);
        }
      }),
      { ...settings, numRuns: 40 },
    );
  });
});
