import { estimates } from './critical-path.ts';
import type { Limits } from './decision.ts';
import type { Instant, TaskSpec } from './model.ts';
import { priorityOf } from './rank.ts';
import type { RunDraft } from './run-draft.ts';
import { sharedSlots } from './shared-slots.ts';
import { codeOf } from './state-codes.ts';
import { taskGraph } from './task-graph.ts';

/** What is left to do, in numbers; tasks of all runs in one row. Files are not in it. */
export interface ScheduleProblem {
  readonly size: number;
  readonly now: Instant;
  /** Where each run's tasks begin. */
  readonly offsets: readonly number[];
  readonly runOf: Int32Array;
  readonly duration: Float64Array;
  /** What each task is in this problem: `left`, `live` or `gone`. */
  readonly part: Uint8Array;
  /** When live ones started, and when the others may start at the earliest. */
  readonly from: Float64Array;
  readonly tier: Uint8Array;
  /** Needs that are not over, and who waits for whom. */
  readonly open: Int32Array;
  readonly needStart: Int32Array;
  readonly needs: Int32Array;
  readonly dependentStart: Int32Array;
  readonly dependents: Int32Array;
  readonly slots: number;
  readonly slotsOfRun: readonly number[];
  /** Resources, limited kinds and limited groups alike: what there is, and what each task takes; negative: it reads. */
  readonly capacity: Float64Array;
  readonly useStart: Int32Array;
  readonly useOf: Int32Array;
  readonly useAmount: Float64Array;
}

/** Over, or nothing that happens by itself. */
export const gone = 0;
/** To be started. */
export const left = 1;
/** Holds its slot now. */
export const live = 2;

const tierOfPriority = { urgent: 0, high: 1, medium: 2, low: 3 };
const over = [
  codeOf.COMPLETED,
  codeOf.FAILED,
  codeOf.CANCELLED,
  codeOf.SKIPPED,
  codeOf.DEAD_LETTER,
];

/** The problem of what remains of these runs. Every task is expected to succeed. */
export function scheduleProblem(
  drafts: readonly RunDraft[],
  limits: Limits,
  now: Instant,
): ScheduleProblem {
  const offsets: number[] = [];
  let size = 0;
  for (const draft of drafts) {
    offsets.push(size);
    size += draft.tasks.length;
  }
  const edges = drafts.reduce((sum, draft) => sum + taskGraph(draft.tasks).needs.length, 0);
  const uses = collectUses(drafts, limits, size);
  const problem = {
    size,
    now,
    offsets,
    runOf: new Int32Array(size),
    duration: new Float64Array(size),
    part: new Uint8Array(size),
    from: new Float64Array(size).fill(now),
    tier: new Uint8Array(size),
    open: new Int32Array(size),
    needStart: new Int32Array(size + 1),
    needs: new Int32Array(edges),
    dependentStart: new Int32Array(size + 1),
    dependents: new Int32Array(edges),
    slots: limits.slots,
    slotsOfRun: drafts.map((draft) => draft.facts.slots),
    ...uses,
  };
  let edge = 0;
  drafts.forEach((draft, run) => {
    const graph = taskGraph(draft.tasks);
    const offset = offsets[run] ?? 0;
    for (let i = 0; i < graph.needs.length; i++) {
      problem.needs[edge + i] = (graph.needs[i] as number) + offset;
      problem.dependents[edge + i] = (graph.dependents[i] as number) + offset;
    }
    for (let i = 0; i < graph.size; i++) {
      problem.needStart[offset + i + 1] = (graph.needStart[i + 1] as number) + edge;
      problem.dependentStart[offset + i + 1] = (graph.dependentStart[i + 1] as number) + edge;
    }
    edge += graph.needs.length;
    fillRun(draft, run, offset, problem);
  });
  return problem;
}

type Filling = Pick<
  ScheduleProblem,
  'now' | 'runOf' | 'duration' | 'part' | 'from' | 'tier' | 'open'
>;

/** In topological order, as a task behind one that will not end by itself is left out, too. */
function fillRun(draft: RunDraft, run: number, offset: number, into: Filling): void {
  const graph = taskGraph(draft.tasks);
  const expected = estimates(draft.tasks);
  const active = draft.facts.status === 'active';
  for (const task of graph.order) {
    const at = offset + task;
    into.runOf[at] = run;
    const code = draft.codes[task] as number;
    if (over.includes(code)) continue;
    const status = draft.status(task);
    const estimate = expected[task] as number;
    into.duration[at] = estimate;
    into.tier[at] = tierOfPriority[priorityOf(draft.spec(task), status)];
    if (code === codeOf.QUEUED || code === codeOf.RUNNING) {
      into.part[at] = live;
      const from = code === codeOf.RUNNING ? (status.startedAt ?? into.now) : into.now;
      into.from[at] = Math.max(from, into.now - estimate);
    } else if (active && comes(draft, task, offset, into)) {
      into.part[at] = left;
      into.from[at] = Math.max(into.now, status.dueAt ?? 0);
    }
  }
}

/** Whether the task will come to run if all goes well; counts the needs that it still waits for. */
function comes(draft: RunDraft, task: number, offset: number, into: Filling): boolean {
  const code = draft.codes[task];
  if (code === codeOf.READY || code === codeOf.RETRY_WAIT) return true;
  const { needs, condition } = draft.spec(task);
  if (code !== codeOf.BLOCKED || condition === 'failure') return false;
  let open = 0;
  for (const need of needs) {
    if (into.part[offset + need] !== gone) open++;
    else if (condition === 'success' && !isGood(draft, need)) return false;
  }
  into.open[offset + task] = open;
  return true;
}

function isGood(draft: RunDraft, task: number): boolean {
  const { state } = draft.status(task);
  if (state === 'COMPLETED') return true;
  return (state === 'FAILED' || state === 'DEAD_LETTER') && draft.spec(task).continueOnError;
}

type Uses = Pick<ScheduleProblem, 'capacity' | 'useStart' | 'useOf' | 'useAmount'>;

function collectUses(drafts: readonly RunDraft[], limits: Limits, size: number): Uses {
  const names = new Map<string, number>();
  const capacity: number[] = [];
  const useOf: number[] = [];
  const useAmount: number[] = [];
  const useStart = new Int32Array(size + 1);
  let at = 0;
  for (const draft of drafts) {
    for (const spec of draft.tasks) {
      for (const { name, most, amount } of usesOf(spec, limits)) {
        const index = names.get(name) ?? capacity.push(most) - 1;
        names.set(name, index);
        useOf.push(index);
        useAmount.push(amount);
      }
      useStart[++at] = useOf.length;
    }
  }
  return {
    capacity: Float64Array.from(capacity),
    useStart,
    useOf: Int32Array.from(useOf),
    useAmount: Float64Array.from(useAmount),
  };
}

const none: readonly { name: string; most: number; amount: number }[] = [];

function usesOf(spec: TaskSpec, limits: Limits) {
  const { resources } = spec;
  const shared = sharedSlots(spec, limits);
  if (resources.length === 0 && shared.length === 0) return none;
  const uses = resources.map(({ name, amount, mode }) => {
    const most = Object.hasOwn(limits.resources, name) ? (limits.resources[name] ?? 1) : 1;
    return { name: `resource ${name}`, most, amount: mode === 'read' ? -1 : amount };
  });
  return [...uses, ...shared.map(({ key, most }) => ({ name: key, most, amount: 1 }))];
}
