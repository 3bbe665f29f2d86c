import type { World } from './decision.ts';
import { ListScheduler } from './list-scheduler.ts';
import type { Instant, Millis } from './model.ts';
import { RunDraft } from './run-draft.ts';
import { gone, type ScheduleProblem, scheduleProblem } from './schedule-problem.ts';
import { taskGraph } from './task-graph.ts';

interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

export interface RunForecast {
  readonly issue: number;
  /** When each task is expected to run; null for what is over or waits for a person. */
  readonly tasks: readonly (Span | null)[];
  /** When the last of them ends; null when nothing is left to do. */
  readonly end: Instant | null;
  /** No schedule of what remains of this run takes less: max(longest chain, work / slots). */
  readonly lowerBound: Millis;
  /** The longest chain of what remains, first task first. */
  readonly criticalPath: readonly number[];
}

export interface Forecast {
  readonly runs: readonly RunForecast[];
  readonly end: Instant;
  /** From now to the end of everything. */
  readonly makespan: Millis;
  readonly lowerBound: Millis;
}

/**
 * Plays what remains of all runs to its end: each task takes its estimate and succeeds, the longest remaining
 * chain goes first within a priority; slots, kinds, groups and resources are kept, files and staggers are not looked
 * at. A pure estimate: nothing is decided by it.
 */
export function forecast(world: World, now: Instant): Forecast {
  const drafts = world.runs.map((run) => new RunDraft(run, now, []));
  const problem = scheduleProblem(drafts, world.limits, now);
  const tail = remainingTails(problem, drafts);
  const scheduler = new ListScheduler(problem);
  const end = scheduler.play(tail);
  const runs = drafts.map((draft, run): RunForecast => {
    const offset = problem.offsets[run] ?? 0;
    const tasks = draft.tasks.map((_, task) => spanAt(scheduler, offset + task));
    const ends = tasks.flatMap((span) => (span ? [span.end] : []));
    const path = longestChain(problem, tail, offset, draft.tasks.length);
    return {
      issue: draft.issue,
      tasks,
      end: ends.reduce<Instant | null>((last, at) => Math.max(last ?? at, at), null),
      lowerBound: boundOf(problem, tail, offset, draft.tasks.length, draft.facts.slots),
      criticalPath: path.map((task) => task - offset),
    };
  });
  const lowerBound = boundOf(problem, tail, 0, problem.size, problem.slots);
  return { runs, end, makespan: end - now, lowerBound };
}

function spanAt(scheduler: ListScheduler, at: number): Span | null {
  const start = scheduler.start[at] as number;
  return Number.isNaN(start) ? null : { start, end: scheduler.end[at] as number };
}

/** What is left of a task's own duration: live ones have done a part of it. */
function restOf({ part, from, duration, now }: ScheduleProblem, task: number): Millis {
  if (part[task] === gone) return 0;
  return Math.max(0, (duration[task] as number) - Math.max(0, now - (from[task] as number)));
}

/** The longest chain of what remains that begins at each task. */
function remainingTails(problem: ScheduleProblem, drafts: readonly RunDraft[]): Float64Array {
  const tail = new Float64Array(problem.size);
  drafts.forEach((draft, run) => {
    const offset = problem.offsets[run] ?? 0;
    const { order } = taskGraph(draft.tasks);
    for (let k = order.length - 1; k >= 0; k--) {
      const task = offset + (order[k] as number);
      const next = nextOnChain(problem, tail, task);
      tail[task] = restOf(problem, task) + (next < 0 ? 0 : (tail[next] as number));
    }
  });
  return tail;
}

/** The dependent with the longest chain; -1 at its end. */
function nextOnChain(problem: ScheduleProblem, tail: Float64Array, task: number): number {
  const end = problem.dependentStart[task + 1] as number;
  let next = -1;
  for (let e = problem.dependentStart[task] as number; e < end; e++) {
    const dependent = problem.dependents[e] as number;
    if (problem.part[dependent] === gone) continue;
    if (next < 0 || (tail[dependent] as number) > (tail[next] as number)) next = dependent;
  }
  return next;
}

function longestChain(
  problem: ScheduleProblem,
  tail: Float64Array,
  offset: number,
  size: number,
): number[] {
  let at = -1;
  for (let task = offset; task < offset + size; task++) {
    if (problem.part[task] === gone) continue;
    if (at < 0 || (tail[task] as number) > (tail[at] as number)) at = task;
  }
  const path: number[] = [];
  for (; at >= 0; at = nextOnChain(problem, tail, at)) path.push(at);
  return path;
}

function boundOf(
  problem: ScheduleProblem,
  tail: Float64Array,
  offset: number,
  size: number,
  slots: number,
): Millis {
  let work = 0;
  let longest = 0;
  for (let task = offset; task < offset + size; task++) {
    if (problem.part[task] === gone) continue;
    work += restOf(problem, task);
    longest = Math.max(longest, tail[task] as number);
  }
  return Math.max(longest, work / Math.max(1, slots));
}
