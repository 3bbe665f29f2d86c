import type { Run, TaskSpec, TaskStatus } from '../../../src/core/model.ts';
import { plainTask } from '../../helpers/plain-task.ts';

/** 2026-11-21T02:00:00Z. */
export const nightly = 1_795_226_400_000;

export function aTask(set: Partial<TaskSpec> = {}): TaskSpec {
  const key = set.key ?? 'extract';
  return {
    ...plainTask,
    key,
    job: key.split(' (')[0] ?? key,
    ...set,
  };
}

export function aStatus(set: Partial<TaskStatus> = {}): TaskStatus {
  return {
    state: 'READY',
    since: nightly,
    readyAt: nightly,
    attempt: 0,
    counted: 0,
    batch: null,
    startedAt: null,
    endedAt: null,
    dueAt: null,
    priority: null,
    stop: null,
    failure: null,
    exitCode: null,
    digest: null,
    place: null,
    issue: null,
    artifact: null,
    undoes: null,
    ...set,
  };
}

/** A run whose statuses default to READY for each of its tasks. */
export function aRun(set: Partial<Run> = {}): Run {
  const tasks = set.tasks ?? [aTask()];
  return {
    issue: 12,
    revision: 3,
    key: 'nightly-2026-11-21',
    pipeline: 'nightly',
    commit: '0123456789abcdef0123456789abcdef01234567',
    source: 'fedcba9876543210',
    actor: 'mona',
    slots: 3,
    issues: 'all',
    status: 'active',
    conclusion: null,
    createdAt: nightly,
    endedAt: null,
    tasks,
    statuses: tasks.map(() => aStatus()),
    batches: [],
    nextBatch: 1,
    ...set,
  };
}
