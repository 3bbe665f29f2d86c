import type { Run, TaskSpec, TaskState } from '../../core/model.ts';

export interface IssueState {
  readonly state: 'open' | 'closed';
  /** For a closed issue why it is closed, as GitHub has it. */
  readonly reason: 'completed' | 'not_planned' | null;
}

const closed: Partial<Record<TaskState, 'completed' | 'not_planned'>> = {
  COMPLETED: 'completed',
  SKIPPED: 'not_planned',
  CANCELLED: 'not_planned',
  DEAD_LETTER: 'not_planned',
};

/**
 * Whether a task's issue is open: until the task is final. A FAILED one waits for a person, and so does the
 * dead letter of a failure sequence; one that a person made is closed.
 */
export function taskIssueState(spec: Pick<TaskSpec, 'recovery'>, state: TaskState): IssueState {
  const waits = state === 'DEAD_LETTER' && spec.recovery !== null;
  const reason = waits ? null : (closed[state] ?? null);
  return { state: reason ? 'closed' : 'open', reason };
}

/** Whether a run's issue is open: until the run is over; a failed one stays open for a person. */
export function runIssueState({ conclusion }: Pick<Run, 'conclusion'>): IssueState {
  if (conclusion === 'success') return { state: 'closed', reason: 'completed' };
  if (conclusion === 'cancelled') return { state: 'closed', reason: 'not_planned' };
  return { state: 'open', reason: null };
}
