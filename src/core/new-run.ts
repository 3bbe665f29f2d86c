import type { Instant, Run, TaskSpec, TaskState, TaskStatus } from './model.ts';

/** What whoever opens a run says of it. */
export type RunFacts = Pick<
  Run,
  'issue' | 'key' | 'pipeline' | 'commit' | 'source' | 'actor' | 'slots' | 'issues'
>;

/** A run at revision 0: tasks without needs are READY, all others BLOCKED. */
export function newRun(facts: RunFacts, tasks: readonly TaskSpec[], now: Instant): Run {
  const statuses = tasks.map((task) => {
    const ready = task.needs.length === 0 && task.condition !== 'failure';
    return ready ? newStatus('READY', now, now) : newStatus('BLOCKED', now, null);
  });
  return {
    ...facts,
    revision: 0,
    status: 'active',
    conclusion: null,
    createdAt: now,
    endedAt: null,
    tasks,
    statuses,
    batches: [],
    nextBatch: 1,
  };
}

/** One literal with every field, so that all statuses have one shape; spreading a constant gave thousands. */
function newStatus(state: TaskState, since: Instant, readyAt: Instant | null): TaskStatus {
  return {
    state,
    since,
    readyAt,
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
    artifact: null,
    issue: null,
    undoes: null,
  };
}
