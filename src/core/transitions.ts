import type { TaskState } from './model.ts';

/**
 * Every change of state that may ever happen to a task (Q2). What is not listed here is refused and
 * reported, whoever asks for it.
 */
export const legalMoves: Readonly<Record<TaskState, readonly TaskState[]>> = {
  BLOCKED: ['READY', 'PAUSED', 'CANCELLED', 'SKIPPED'],
  // Back to BLOCKED when a need was taken up again; `always` and `failure` tasks can meet that.
  READY: ['QUEUED', 'BLOCKED', 'PAUSED', 'CANCELLED', 'SKIPPED'],
  QUEUED: ['RUNNING', 'READY', 'PAUSED', 'CANCELLED', 'FAILED'],
  RUNNING: ['VALIDATING', 'READY', 'PAUSED', 'CANCELLED', 'FAILED'],
  VALIDATING: ['COMPLETED', 'FAILED', 'WAITING', 'CANCELLED'],
  WAITING: ['READY', 'COMPLETED', 'FAILED', 'PAUSED', 'CANCELLED'],
  RETRY_WAIT: ['READY', 'PAUSED', 'CANCELLED', 'DEAD_LETTER'],
  PAUSED: ['BLOCKED', 'CANCELLED', 'DEAD_LETTER'],
  // Only a rollback is taken up again: its task has failed once more.
  COMPLETED: ['BLOCKED'],
  FAILED: ['RETRY_WAIT', 'BLOCKED', 'CANCELLED', 'DEAD_LETTER'],
  CANCELLED: ['BLOCKED'],
  SKIPPED: ['BLOCKED'],
  DEAD_LETTER: ['BLOCKED', 'CANCELLED'],
};

/** Whether a task may go from one state to the other. */
export function isLegalMove(from: TaskState, to: TaskState): boolean {
  return legalMoves[from].includes(to);
}
