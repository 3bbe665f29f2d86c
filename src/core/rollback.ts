import { because, type RunDraft } from './run-draft.ts';
import { taskGraph } from './task-graph.ts';

/** Whether what a task's last failed attempt left still has to be undone before it may start again. */
export function awaitsRollback(draft: RunDraft, task: number): boolean {
  const rollback = draft.tasks[task]?.recovery?.rollback ?? null;
  if (rollback === null) return false;
  const { failure, attempt } = draft.status(task);
  if (failure === null) return false;
  const { state, undoes } = draft.status(rollback);
  // Who gave the rollback up takes it upon himself.
  if (state === 'CANCELLED' || state === 'DEAD_LETTER') return false;
  return state !== 'COMPLETED' || undoes !== attempt;
}

/** Whether the rollback of a task's last failed attempt failed itself. */
export function rollbackFailed(draft: RunDraft, task: number): boolean {
  const rollback = draft.tasks[task]?.recovery?.rollback ?? null;
  if (rollback === null) return false;
  const { state, undoes } = draft.status(rollback);
  return state === 'FAILED' && undoes === draft.status(task).attempt;
}

/**
 * Takes a rollback up once its task has failed, each time anew (Q13), and skips it when there is nothing
 * left to undo. `over`: nothing more happens with its task by itself.
 */
export function updateRollback(draft: RunDraft, rollback: number, over: boolean): void {
  const task = taskGraph(draft.tasks).rollbacks.get(rollback);
  if (task === undefined || draft.facts.status === 'cancelled') return;
  const { attempt } = draft.status(task);
  const { state, undoes } = draft.status(rollback);
  const name = draft.name(task);
  if (hasEnded(draft, task) && awaitsRollback(draft, task) && undoes !== attempt) {
    if (!isIdle(state)) return;
    if (state !== 'BLOCKED')
      draft.move(rollback, 'BLOCKED', {}, because('dependency', `${name} failed again`));
    const fresh = { undoes: attempt, counted: 0, failure: null, dueAt: null, readyAt: draft.now };
    draft.move(rollback, 'READY', fresh, because('rollback', `${name} failed and is undone first`));
  } else if (over && state === 'BLOCKED') {
    const text = `${name} left nothing to undo`;
    draft.move(rollback, 'SKIPPED', { readyAt: null }, because('dependency', text));
  }
}

/** A task whose rollback failed is not tried again: nobody knows what it would start from. */
export function giveUpUndone(draft: RunDraft, task: number): boolean {
  if (draft.status(task).state !== 'RETRY_WAIT' || !rollbackFailed(draft, task)) return false;
  const text = `${draft.name(task)} is not tried again: its rollback failed`;
  draft.move(task, 'DEAD_LETTER', { dueAt: null }, because('dead-letter', text));
  return true;
}

function hasEnded(draft: RunDraft, task: number): boolean {
  const { state } = draft.status(task);
  return ['RETRY_WAIT', 'FAILED', 'DEAD_LETTER', 'PAUSED', 'BLOCKED'].includes(state);
}

function isIdle(state: string): boolean {
  return ['BLOCKED', 'COMPLETED', 'SKIPPED', 'FAILED'].includes(state);
}
