import type { Limits } from '../../src/core/decision.ts';
import type { Condition, Priority, ResourceUse, Run, TaskSpec } from '../../src/core/model.ts';
import { newRun } from '../../src/core/new-run.ts';
import type { Prng } from './prng.ts';

const folders = ['data/**', 'data/a.csv', 'data/b.csv', 'out/**', 'out/report.md', 'src/x.ts'];
const groups = ['emea', 'apac', null, null];
const kinds = ['build', 'test', null, null, null];

/** Limits of a repository, and what its pipelines may use. */
export function randomLimits(random: Prng): Limits {
  return {
    slots: random.int(1, 5),
    kinds: random.chance(0.5) ? { build: random.int(1, 2) } : {},
    groups: random.chance(0.5) ? { emea: random.int(1, 2) } : {},
    resources: { licence: 2, disk: 3 },
  };
}

/** A run of a pipeline that no person would write, as its opener drafts it. */
export function randomRun(random: Prng, key: string, now: number): Run {
  const count = random.int(1, 9);
  const calm = random.chance(0.4);
  const tasks = Array.from({ length: count }, (_, at) => randomTask(random, at, calm));
  if (random.chance(0.3)) tasks.push(rollbackOf(tasks, random.int(0, count - 1)));
  const facts = {
    issue: 0,
    key,
    pipeline: 'nightly',
    commit: 'c'.repeat(40),
    source: 'a'.repeat(16),
    actor: 'alice',
    slots: random.int(1, 5),
    issues: random.chance(0.5) ? ('all' as const) : ('attention' as const),
  };
  return newRun(facts, tasks, now);
}

/** The same run where tasks keep nothing from each other: they work, fail and heal side by side. */
export function atOnce(run: Run): Run {
  const last = run.tasks.length - 1;
  const tasks = run.tasks.map((spec, at) => ({
    ...spec,
    kind: null,
    group: null,
    needs: at === last ? spec.needs : [],
    condition: at === last ? spec.condition : ('success' as const),
    reads: [],
    writes: [],
    resources: [],
    stagger: null,
  }));
  return newRun({ ...run, slots: 5 }, tasks, run.createdAt);
}

function randomTask(random: Prng, at: number, calm: boolean): TaskSpec {
  const earlier = Array.from({ length: at }, (_, need) => need);
  const needs = earlier.filter(() => random.chance(1.2 / (at + 1)));
  const conditions: Condition[] = ['success', 'success', 'success', 'always', 'failure'];
  const priorities: Priority[] = ['medium', 'medium', 'high', 'low', 'urgent'];
  return {
    key: `task-${at}`,
    job: `task-${at}`,
    kind: random.pick(kinds),
    group: random.pick(groups),
    stage: null,
    needs,
    condition: needs.length > 0 && !calm ? random.pick(conditions) : 'success',
    priority: random.pick(priorities),
    estimate: random.chance(0.5) ? random.int(1, 20) * 30_000 : null,
    timeout: 3_600_000,
    reads: random.chance(0.3) ? [random.pick(folders)] : [],
    writes: random.chance(0.3) ? [random.pick(folders)] : [],
    resources: random.chance(0.5) ? [randomUse(random)] : [],
    stagger: random.chance(0.2) ? { resource: 'bot', gap: random.int(1, 4) * 60_000 } : null,
    continueOnError: random.chance(0.15),
    retries: random.int(0, 2),
    recovery: null,
    uses: null,
  };
}

/** Gives a task the failure sequence, with short waits, and answers the rollback that it names. */
function rollbackOf(tasks: TaskSpec[], undone: number): TaskSpec {
  const [task] = tasks.slice(undone);
  if (!task) throw new RangeError(`there is no task ${undone}`);
  const minute = 60_000;
  const after = [10 * minute, 40 * minute];
  const recovery = {
    after,
    on: ['crash', 'timeout'],
    rollback: tasks.length,
    timeoutFactor: 2,
  } as const;
  tasks[undone] = { ...task, retries: after.length, recovery };
  const key = `undo-${undone}`;
  return {
    ...task,
    key,
    job: key,
    needs: [undone],
    condition: 'failure',
    retries: 1,
    recovery: null,
  };
}

function randomUse(random: Prng): ResourceUse {
  const name = random.pick(['licence', 'disk', 'printer']);
  const mode = random.chance(0.3) ? 'read' : 'write';
  return { name, amount: name === 'printer' ? 1 : random.int(1, 2), mode };
}
