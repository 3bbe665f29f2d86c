import type { FleetPolicy, Limits, Observation, World } from '../../../src/core/decision.ts';
import type { AttemptRef, AttemptResult, Run, TaskSpec } from '../../../src/core/model.ts';
import { newRun } from '../../../src/core/new-run.ts';
import { plainTask } from '../../helpers/plain-task.ts';

/** A task that needs nothing and may run at any time. */
export function aTask(spec: Partial<TaskSpec> = {}): TaskSpec {
  return {
    ...plainTask,
    key: 'task',
    job: spec.key ?? 'task',
    timeout: 48 * 3_600_000,
    ...spec,
  };
}

export function aRun(tasks: readonly TaskSpec[], facts: Partial<Run> = {}, now = 0): Run {
  const identity = {
    issue: 1,
    key: 'key',
    pipeline: 'nightly',
    commit: '0'.repeat(40),
    source: '0'.repeat(16),
    actor: 'octocat',
    slots: 3,
    issues: 'all',
  } as const;
  return { ...newRun(identity, tasks, now), ...facts };
}

export const noLimits: Limits = { slots: 1000, kinds: {}, groups: {}, resources: {} };
export const directFleet: FleetPolicy = {
  dispatchTime: 0,
  early: 0,
  lease: 600_000,
  maxLegs: 256,
};

export function aWorld(world: Partial<World> & { readonly runs: readonly Run[] }): World {
  return { limits: noLimits, fleet: directFleet, observations: [], ...world };
}

export const started = (ref: AttemptRef, at: number): Observation => ({ kind: 'started', ref, at });

export function ended(ref: AttemptRef, result: Partial<AttemptResult> = {}): Observation {
  return { kind: 'ended', ref, result: aResult(result) };
}

export function aResult(result: Partial<AttemptResult> = {}): AttemptResult {
  return {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: 0,
    endedAt: 1,
    digest: null,
    place: null,
    message: '',
    ...result,
  };
}
