import type { Plan, Reason, World } from './decision.ts';
import type { Forecast } from './forecast.ts';
import type { Instant, Run, TaskSpec } from './model.ts';
import { waitsForPerson } from './waits-for-person.ts';

const most = 8;

/** What a person could do about what is seen, the most useful first; each rule is one sentence. */
export function recommendations(
  world: World,
  waiting: Plan['waiting'],
  expected: Forecast,
  now: Instant,
): string[] {
  return [
    ...world.runs.flatMap(failedTasks),
    ...world.runs.flatMap(failedAlone),
    ...slotBound(world, expected),
    ...contended(world, waiting),
    ...world.runs.flatMap((run) => overEstimate(run, now)),
    ...world.runs.flatMap(withoutEstimates),
  ].slice(0, most);
}

/** A task that failed for good holds up what waits for it. */
function failedTasks(run: Run): string[] {
  return run.statuses.flatMap(({ state }, task) => {
    if (state !== 'FAILED' || run.tasks[task]?.continueOnError) return [];
    const held = heldUp(run, task);
    if (held === 0) return [];
    const what = held === 1 ? '1 task waits' : `${held} tasks wait`;
    return [`Retry or drop \`${run.tasks[task]?.key}\` of #${run.issue}: ${what} for it.`];
  });
}

/** What failed for good fails the run, even where nothing waits for it; many are one sentence. */
function failedAlone(run: Run): string[] {
  const keys = run.tasks.flatMap((spec, task) => {
    const failed = waitsForPerson(spec, run.statuses[task]?.state ?? 'BLOCKED');
    return failed && heldUp(run, task) === 0 ? [`\`${spec.key}\``] : [];
  });
  if (keys.length === 0) return [];
  const named = keys.slice(0, 3).join(', ');
  const others = keys.length > 3 ? ` and ${keys.length - 3} more` : '';
  const it = keys.length === 1 ? 'it' : 'them';
  return [`Retry or drop ${named}${others} of #${run.issue}: the run fails because of ${it}.`];
}

function heldUp(run: Run, task: number): number {
  return run.tasks.filter(
    ({ needs }, index) => needs.includes(task) && run.statuses[index]?.state === 'BLOCKED',
  ).length;
}

/** More slots would help where the work, not the longest chain, decides how long it takes. */
function slotBound(world: World, expected: Forecast): string[] {
  return world.runs.flatMap((run, at) => {
    const own = expected.runs[at];
    if (!own || own.end === null) return [];
    const slots = Math.min(run.slots, world.limits.slots);
    const queued = run.statuses.filter(({ state }) => state === 'READY').length;
    const chain = chainLength(run, own.criticalPath);
    if (queued <= slots || chain <= 0 || own.lowerBound < 1.5 * chain) return [];
    const useful = Math.ceil((own.lowerBound * slots) / chain);
    return [
      `Raise the slots of #${run.issue} above ${slots} (up to ${useful} would be used): its work, not its longest chain, decides when it ends.`,
    ];
  });
}

function chainLength(run: Run, path: readonly number[]): number {
  return path.reduce((sum, task) => sum + (run.tasks[task]?.estimate ?? 0), 0);
}

/** A resource, or files, or a kind that hold up three tasks or more. */
function contended(world: World, waiting: Plan['waiting']): string[] {
  const counts = new Map<string, number>();
  world.runs.forEach((run, at) => {
    for (const [task, reason] of (waiting[at] ?? []).entries()) {
      const spec = run.tasks[task];
      if (!spec || !reason) continue;
      for (const what of contendedBy(spec, reason)) counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  });
  return [...counts]
    .filter(([, tasks]) => tasks >= 3)
    .sort((a, b) => b[1] - a[1])
    .map(
      ([what, tasks]) =>
        `${tasks} tasks wait for ${what}: raise what there is of it, or let fewer tasks need it.`,
    );
}

function contendedBy(spec: TaskSpec, reason: Reason): string[] {
  if (reason.code === 'kind-limit') return [`the kind \`${spec.kind}\``];
  if (reason.code === 'group-limit') return [`the group \`${spec.group}\``];
  if (reason.code === 'files') return ['files that several tasks write'];
  if (reason.code !== 'resource') return [];
  return spec.resources.map(({ name }) => `the resource \`${name}\``);
}

function overEstimate(run: Run, now: Instant): string[] {
  return run.statuses.flatMap(({ state, startedAt }, task) => {
    const estimate = run.tasks[task]?.estimate;
    if (state !== 'RUNNING' || startedAt === null || !estimate) return [];
    const times = (now - startedAt) / estimate;
    if (times < 2) return [];
    const key = run.tasks[task]?.key;
    return [
      `Look at \`${key}\` of #${run.issue}: it runs ${times.toFixed(1)} times as long as estimated.`,
    ];
  });
}

/** Only where there is something to order. */
function withoutEstimates(run: Run): string[] {
  const open = run.tasks.filter((_, task) => run.statuses[task]?.state === 'BLOCKED');
  if (open.length < 3 || open.some(({ estimate }) => estimate !== null)) return [];
  return [`Give the tasks of #${run.issue} an \`estimate\`: the longest chain can then go first.`];
}
