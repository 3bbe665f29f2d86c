import type { TaskSpec } from './model.ts';

/** The needs of a run's tasks in both directions, in compressed rows: those of `i` are `[start[i], start[i + 1])`. */
export interface TaskGraph {
  readonly size: number;
  readonly needStart: Int32Array;
  readonly needs: Int32Array;
  readonly dependentStart: Int32Array;
  readonly dependents: Int32Array;
  /** Needs before dependents; shorter than `size` when there is a cycle. */
  readonly order: Int32Array;
  /** 1 where a failure counts as success for those that wait. */
  readonly continueOnError: Uint8Array;
  /** What each task says of its duration; NaN where it says nothing. */
  readonly estimate: Float64Array;
  /** Tasks with a stagger. */
  readonly staggered: readonly number[];
  /** Tasks that undo another one, with that one; empty in most runs. */
  readonly rollbacks: ReadonlyMap<number, number>;
}

const known = new WeakMap<readonly TaskSpec[], TaskGraph>();

/** The graph of these tasks; remembered, as a run's tasks never change. Indices outside are left out. */
export function taskGraph(tasks: readonly TaskSpec[]): TaskGraph {
  const found = known.get(tasks);
  if (found) return found;
  const graph = build(tasks);
  known.set(tasks, graph);
  return graph;
}

/** Reads each task once, as walking over 100,000 objects is what takes most of the time. */
function build(tasks: readonly TaskSpec[]): TaskGraph {
  const size = tasks.length;
  const needStart = new Int32Array(size + 1);
  const continueOnError = new Uint8Array(size);
  const estimate = new Float64Array(size);
  const staggered: number[] = [];
  let room = new Int32Array(4 * size + 16);
  let edges = 0;
  for (let i = 0; i < size; i++) {
    const task = tasks[i] as TaskSpec;
    if (task.continueOnError) continueOnError[i] = 1;
    if (task.stagger !== null) staggered.push(i);
    estimate[i] = task.estimate ?? Number.NaN;
    const own = task.needs;
    if (edges + own.length > room.length) room = grown(room, edges + own.length);
    for (let n = 0; n < own.length; n++) {
      const need = own[n] as number;
      if (need >= 0 && need < size) room[edges++] = need;
    }
    needStart[i + 1] = edges;
  }
  const needs = room.slice(0, edges);
  const { dependentStart, dependents } = turned(size, needStart, needs);
  const order = topologicalOrder(size, needStart, dependentStart, dependents);
  const rollbacks = rollbacksOf(tasks);
  const rows = { needStart, needs, dependentStart, dependents };
  return { size, ...rows, order, continueOnError, estimate, staggered, rollbacks };
}

function rollbacksOf(tasks: readonly TaskSpec[]): ReadonlyMap<number, number> {
  const rollbacks = new Map<number, number>();
  for (let i = 0; i < tasks.length; i++) {
    const rollback = tasks[i]?.recovery?.rollback ?? null;
    if (rollback !== null) rollbacks.set(rollback, i);
  }
  return rollbacks;
}

function grown(room: Int32Array, wanted: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * wanted);
  larger.set(room);
  return larger;
}

/** The same edges, from needs to those that wait for them. */
function turned(size: number, needStart: Int32Array, needs: Int32Array) {
  const dependentStart = new Int32Array(size + 1);
  for (let e = 0; e < needs.length; e++) {
    const next = (needs[e] as number) + 1;
    dependentStart[next] = (dependentStart[next] as number) + 1;
  }
  for (let i = 0; i < size; i++) {
    dependentStart[i + 1] = (dependentStart[i + 1] as number) + (dependentStart[i] as number);
  }
  const dependents = new Int32Array(needs.length);
  const cursor = dependentStart.slice(0, size);
  for (let i = 0; i < size; i++) {
    const end = needStart[i + 1] as number;
    for (let e = needStart[i] as number; e < end; e++) {
      const need = needs[e] as number;
      const at = cursor[need] as number;
      dependents[at] = i;
      cursor[need] = at + 1;
    }
  }
  return { dependentStart, dependents };
}

/** Kahn's algorithm; the answer itself is the queue. */
function topologicalOrder(
  size: number,
  needStart: Int32Array,
  dependentStart: Int32Array,
  dependents: Int32Array,
): Int32Array {
  const open = new Int32Array(size);
  const order = new Int32Array(size);
  let length = 0;
  for (let i = 0; i < size; i++) {
    open[i] = (needStart[i + 1] as number) - (needStart[i] as number);
    if (open[i] === 0) order[length++] = i;
  }
  for (let head = 0; head < length; head++) {
    const task = order[head] as number;
    const end = dependentStart[task + 1] as number;
    for (let e = dependentStart[task] as number; e < end; e++) {
      const dependent = dependents[e] as number;
      const left = (open[dependent] as number) - 1;
      open[dependent] = left;
      if (left === 0) order[length++] = dependent;
    }
  }
  return length === size ? order : order.slice(0, length);
}
