/**
 * How long a decision takes: `node --expose-gc --import tsx scripts/bench-decide.ts [--json]`, on a random
 * layered graph of 100,000 tasks and 300,000 edges with a third of it done, and on a chain of 100,000.
 *
 * Each decision sees runs it has never seen, so nothing is remembered from one to the next. `heap` is what
 * the decision had in use at its end above what was there before it, without a collection in between where
 * the collector is exposed.
 */
import { decide } from '../src/core/decide.ts';
import type { Plan, World } from '../src/core/decision.ts';
import type { Run, TaskSpec } from '../src/core/model.ts';
import { newRun } from '../src/core/new-run.ts';
import { plainTask } from '../test/helpers/plain-task.ts';

const size = 100_000;
const edges = 300_000;

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function aTask(index: number, needs: readonly number[], estimate: number): TaskSpec {
  return {
    ...plainTask,
    key: `task-${index}`,
    job: `task-${index}`,
    needs,
    estimate,
  };
}

/** 100 layers of 1,000; each edge goes to one of the three layers before. */
function layered(): TaskSpec[] {
  const next = random(42);
  const layer = 1000;
  const needs: number[][] = Array.from({ length: size }, () => []);
  for (let edge = 0; edge < edges; edge++) {
    const task = layer + Math.floor(next() * (size - layer));
    const start = Math.floor(task / layer) * layer;
    const from = Math.max(0, start - 3 * layer);
    needs[task]?.push(from + Math.floor(next() * (start - from)));
  }
  return needs.map((row, index) => aTask(index, row, 1000 + Math.floor(next() * 60_000)));
}

function chain(): TaskSpec[] {
  return Array.from({ length: size }, (_, index) =>
    aTask(index, index > 0 ? [index - 1] : [], 1000),
  );
}

function runOf(tasks: readonly TaskSpec[], done: number): Run {
  const identity = { issue: 1, key: 'bench', pipeline: 'bench', actor: 'bench', slots: 8 };
  const pinned = { commit: '0'.repeat(40), source: '0'.repeat(16), issues: 'attention' } as const;
  const run = newRun({ ...identity, ...pinned }, tasks, 0);
  const statuses = run.statuses.map((status, task) =>
    task < done
      ? { ...status, state: 'COMPLETED' as const, attempt: 1, startedAt: 0, endedAt: 1000 }
      : status,
  );
  return { ...run, statuses };
}

function worldOf(run: Run): World {
  return {
    limits: { slots: 8, kinds: {}, groups: {}, resources: {} },
    fleet: { dispatchTime: 0, early: 0, lease: 600_000, maxLegs: 256 },
    runs: [run],
    observations: [],
  };
}

const collect = (globalThis as { gc?: () => void }).gc ?? (() => undefined);

function measure(name: string, tasks: readonly TaskSpec[], done: number) {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  const heaps: number[] = [];
  let waitingMs = 0;
  let moved = 0;
  for (let pass = 0; pass < 5; pass++) {
    // Another array, so that nothing is known of it.
    const world = worldOf(runOf([...tasks], done));
    collect();
    const before = process.memoryUsage();
    const cpu = process.cpuUsage();
    const from = performance.now();
    const plan: Plan = decide(world, 2000);
    times.push(performance.now() - from);
    const spent = process.cpuUsage(cpu);
    cpuTimes.push((spent.user + spent.system) / 1000);
    const after = process.memoryUsage();
    const used = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    heaps.push(used / 2 ** 20);
    moved = plan.decisions.length;
    const asked = performance.now();
    if (plan.waiting.length !== 1) throw new Error('one run was given');
    waitingMs = performance.now() - asked;
  }
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[2] ?? 0;
  return {
    name,
    decisions: moved,
    ms: median(times),
    best: Math.min(...times),
    cpu: median(cpuTimes),
    first: times[0] ?? 0,
    heapMb: median(heaps),
    waitingMs,
  };
}

const rows = [
  measure('layered 100k/300k', layered(), size / 3),
  measure('chain of 100k', chain(), size / 3),
];
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
else {
  process.stdout.write(
    'graph               decisions  median ms  best ms  cpu ms  first ms  heap MB  all reasons ms\n',
  );
  for (const row of rows) {
    const cells = [
      row.name.padEnd(18),
      String(row.decisions).padStart(9),
      row.ms.toFixed(1).padStart(9),
      row.best.toFixed(1).padStart(7),
      row.cpu.toFixed(1).padStart(6),
      row.first.toFixed(1).padStart(8),
      row.heapMb.toFixed(1).padStart(7),
      row.waitingMs.toFixed(1).padStart(14),
    ];
    process.stdout.write(`${cells.join('  ')}\n`);
  }
}
