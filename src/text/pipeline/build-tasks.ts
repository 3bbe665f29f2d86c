import type { TaskSpec } from '../../core/model.ts';
import type { Settings } from '../settings/settings.ts';
import { parseDuration } from './parse-duration.ts';
import type { TaskDefinition } from './pipeline-definition.ts';
import { asList, type Leg } from './pipeline-reading.ts';
import type { PipelineFile } from './pipeline-schema.ts';
import { adjustOf, recoveryOf, rollbacksOf } from './recovery-parts.ts';
import { defaultTimeout, runnerLimit } from './runner-limit.ts';
import { conditionOf, defaultRunner, resourcesOf } from './task-parts.ts';

type Variables = PipelineFile['env'];

/** The tasks as they are run, from legs in which nothing is at fault. */
export function buildTasks(
  legs: readonly Leg[],
  env: Variables,
  settings: Settings,
): TaskDefinition[] {
  const indices = new Map<string, number[]>();
  for (const [index, leg] of legs.entries()) {
    const { id } = leg.job;
    const same = indices.get(id);
    if (same) same.push(index);
    else indices.set(id, [index]);
  }
  const common = textsOf(env);
  const undone = rollbacksOf(legs);
  return legs.map((leg) => {
    const { task } = leg;
    return {
      spec: specOf(leg, indices, undone, settings),
      name: nameOf(leg),
      run: task.run ?? null,
      uses: task.uses ?? null,
      env: { ...common, ...textsOf(task.env) },
      workingDirectory: task['working-directory'] ?? '.',
      setup: asList(task.setup),
      runsOn: asList(task['runs-on'] ?? defaultRunner),
      environment: task.environment ?? null,
      secrets: asList(task.secrets),
      live: task.live ?? false,
      produces: asList(task.produces),
      outputs: asList(task.outputs),
      heal: task.heal ?? null,
      adjust: adjustOf(task.recover),
      restore: asList(task.recover?.restore),
      matrix: leg.matrix,
    };
  });
}

function specOf(
  leg: Leg,
  indices: ReadonlyMap<string, readonly number[]>,
  undone: ReadonlyMap<string, string>,
  settings: Settings,
): TaskSpec {
  const { task } = leg;
  const limit = runnerLimit(asList(task['runs-on'] ?? defaultRunner), settings);
  // A rollback comes after what it undoes, and runs only if that failed.
  const undoes = undone.get(leg.job.id);
  const wanted = undoes === undefined ? asList(task.needs) : [undoes];
  const needs = new Set(wanted.flatMap((need) => indices.get(need) ?? []));
  const recovery = recoveryOf(task.recover, indices);
  return {
    key: leg.key,
    job: leg.job.id,
    kind: task.kind ?? null,
    group: task.group ?? null,
    stage: task.stage ?? null,
    needs: [...needs],
    condition: undoes === undefined ? conditionOf(task) : 'failure',
    priority: task.priority ?? (undoes === undefined ? 'medium' : 'urgent'),
    estimate: task.estimate === undefined ? null : parseDuration(task.estimate),
    timeout: Math.ceil((task['timeout-minutes'] ?? defaultTimeout(limit)) * 60_000),
    reads: asList(task.reads),
    writes: asList(task.writes),
    resources: resourcesOf(task),
    stagger: task.stagger
      ? { resource: task.stagger.resource, gap: Math.round(task.stagger.minutes * 60_000) }
      : null,
    continueOnError: task['continue-on-error'] ?? false,
    retries: recovery ? recovery.after.length : (task.retries ?? 0),
    recovery,
    uses: task.uses ?? null,
  };
}

/** A name that does not tell the legs apart gets their values, as in Actions. */
function nameOf(leg: Leg): string {
  const { name } = leg.task;
  if (name === undefined) return leg.key;
  const same = name === leg.job.task.name && leg.key !== leg.job.id;
  return same ? name + leg.key.slice(leg.job.id.length) : name;
}

/** Values as Actions writes them: nothing is the empty text. */
function textsOf(env: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env ?? {}).map(([name, value]) => [name, value === null ? '' : String(value)]),
  );
}
