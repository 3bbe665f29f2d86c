/**
 * How good schedules are: `npx tsx scripts/bench-schedule.ts [--json] FILE...`
 *
 * Each file holds instances with known optima, as `{instances: [{duration, needs, optimum: {"2": 131, ...}}]}`
 * (so many slots) or `{duration, needs, uses, capacity, best}` (resources, no limit of slots). The real
 * `decide` is driven step by step in virtual time: what it hands out starts at once and takes as long as it
 * was estimated. Prints the mean percentage above the optimum, and how often it was reached.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { decide } from '../src/core/decide.ts';
import type { FleetPolicy, Limits, Observation, Plan } from '../src/core/decision.ts';
import type { Run, TaskSpec } from '../src/core/model.ts';
import { newRun } from '../src/core/new-run.ts';
import { plainTask } from '../test/helpers/plain-task.ts';

interface Instance {
  readonly name: string;
  readonly duration: readonly number[];
  readonly needs: readonly (readonly number[])[];
  readonly optimum?: Readonly<Record<string, number>>;
  readonly uses?: readonly (readonly number[])[];
  readonly capacity?: readonly number[];
  readonly best?: number;
}

const second = 1000;
const fleet: FleetPolicy = { dispatchTime: 0, early: 0, lease: 600_000, maxLegs: 256 };

function specOf(instance: Instance, task: number): TaskSpec {
  const uses = instance.uses?.[task] ?? [];
  return {
    ...plainTask,
    key: `t${task}`,
    job: `t${task}`,
    needs: instance.needs[task] ?? [],
    estimate: (instance.duration[task] ?? 0) * second,
    timeout: 48 * 3600 * second,
    resources: uses.flatMap((amount, name) =>
      amount > 0 ? [{ name: `r${name}`, amount, mode: 'write' as const }] : [],
    ),
  };
}

function open(instance: Instance, slots: number): Run {
  const identity = { issue: 1, key: instance.name, pipeline: instance.name, actor: 'bench' };
  const pinned = { commit: '0'.repeat(40), source: '0'.repeat(16), issues: 'attention' } as const;
  const tasks = instance.duration.map((_, task) => specOf(instance, task));
  return newRun({ ...identity, ...pinned, slots }, tasks, 0);
}

interface Outcome {
  readonly makespan: number;
  readonly decides: number;
  readonly worst: number;
}

function play(instance: Instance, slots: number): Outcome {
  const resources = Object.fromEntries(
    (instance.capacity ?? []).map((capacity, name) => [`r${name}`, capacity]),
  );
  const limits: Limits = { slots, kinds: {}, groups: {}, resources };
  let runs: readonly Run[] = [open(instance, slots)];
  let observations: Observation[] = [];
  const live = new Map<number, number>();
  let now = 0;
  let decides = 0;
  let worst = 0;
  for (;;) {
    const from = performance.now();
    const plan = decide({ limits, fleet, runs, observations }, now);
    worst = Math.max(worst, performance.now() - from);
    decides++;
    runs = plan.runs;
    observations = [];
    for (const task of startsOf(plan)) {
      live.set(task, now + (instance.duration[task] ?? 0) * second);
      observations.push({ kind: 'started', ref: { run: 1, task, attempt: 1 }, at: now });
    }
    if (live.size === 0) break;
    now = Math.min(...live.values());
    for (const task of endsAt(live, now)) {
      live.delete(task);
      observations.push({ kind: 'ended', ref: { run: 1, task, attempt: 1 }, result: success(now) });
    }
  }
  if (runs[0]?.conclusion !== 'success') throw new Error(`${instance.name} did not end`);
  return { makespan: now / second, decides, worst };
}

function startsOf(plan: Plan): number[] {
  return plan.decisions.flatMap((decision) =>
    decision.kind === 'move' && decision.to === 'QUEUED' ? [decision.task] : [],
  );
}

function endsAt(live: ReadonlyMap<number, number>, now: number): number[] {
  return [...live].flatMap(([task, end]) => (end === now ? [task] : []));
}

function success(endedAt: number) {
  const none = { failure: null, signal: null, startedAt: null, digest: null, place: null };
  return { ...none, outcome: 'success', exitCode: 0, endedAt, message: '' } as const;
}

interface Row {
  readonly file: string;
  readonly slots: string;
  readonly instances: number;
  readonly above: number;
  readonly optimal: number;
  readonly msPerDecide: number;
  readonly worstMs: number;
}

/** Pairs of slots and optimum; `*` for as many slots as tasks. */
function goals(instance: Instance): [string, number][] {
  if (instance.optimum) return Object.entries(instance.optimum);
  return instance.best === undefined ? [] : [['*', instance.best]];
}

function measure(file: string): Row[] {
  const { instances } = JSON.parse(readFileSync(file, 'utf8')) as { instances: Instance[] };
  const names = [
    ...new Set(instances.flatMap((instance) => goals(instance).map(([name]) => name))),
  ];
  return names.map((name) => {
    let above = 0;
    let optimal = 0;
    let count = 0;
    let decides = 0;
    let worstMs = 0;
    const from = performance.now();
    for (const instance of instances) {
      const best = goals(instance).find(([slots]) => slots === name)?.[1];
      if (best === undefined) continue;
      const outcome = play(instance, name === '*' ? instance.duration.length : Number(name));
      above += best === 0 ? 0 : (outcome.makespan / best - 1) * 100;
      optimal += outcome.makespan <= best ? 1 : 0;
      decides += outcome.decides;
      worstMs = Math.max(worstMs, outcome.worst);
      count++;
    }
    const msPerDecide = (performance.now() - from) / decides;
    const mean = { above: above / count, optimal: (optimal / count) * 100 };
    return { file: basename(file), slots: name, instances: count, ...mean, msPerDecide, worstMs };
  });
}

const files = process.argv.slice(2).filter((argument) => argument !== '--json');
const asJson = process.argv.includes('--json');
if (files.length === 0) {
  process.stderr.write('usage: npx tsx scripts/bench-schedule.ts [--json] FILE...\n');
  process.exit(2);
}
const rows = files.flatMap(measure);
if (asJson) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
else {
  const head = 'file                  slots  instances  % above  % optimal  ms/decide  worst ms\n';
  process.stdout.write(head);
  for (const row of rows) {
    const cells = [
      row.file.padEnd(21),
      row.slots.padStart(5),
      String(row.instances).padStart(9),
      row.above.toFixed(2).padStart(7),
      row.optimal.toFixed(1).padStart(9),
      row.msPerDecide.toFixed(2).padStart(9),
      row.worstMs.toFixed(1).padStart(8),
    ];
    process.stdout.write(`${cells.join('  ')}\n`);
  }
}
