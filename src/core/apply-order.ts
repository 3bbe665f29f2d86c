import type { Order } from './decision.ts';
import type { Priority, StopReason, TaskState } from './model.ts';
import { awaitsRollback } from './rollback.ts';
import { because, type RunDraft } from './run-draft.ts';

/** Somebody who may do so orders something of one task. What makes no sense there is refused with the reason. */
export function orderTask(draft: RunDraft, task: number, order: Order, by: string): void {
  if (order.kind === 'priority') setPriority(draft, task, order.priority, by);
  else carryOut[order.kind](draft, task, by);
}

const carryOut = {
  pause: pauseTask,
  resume: resumeTask,
  cancel: cancelTask,
  retry: retryTask,
  drop: dropTask,
};

/** The same for a whole run: what makes no sense for some of its tasks leaves those alone. */
export function orderRun(draft: RunDraft, order: Order, by: string): void {
  const { status, conclusion } = draft.facts;
  if (status === 'cancelled') {
    if (order.kind === 'cancel') return;
    refuseRun(draft, `it was cancelled; start a new run instead of asking for ${order.kind}`);
    return;
  }
  if (conclusion === 'success' && order.kind !== 'resume') {
    refuseRun(draft, `it is over; there is nothing to ${order.kind}`);
    return;
  }
  if (order.kind === 'pause' || order.kind === 'resume' || order.kind === 'cancel') {
    const wanted = { pause: 'paused', resume: 'active', cancel: 'cancelled' } as const;
    const target = wanted[order.kind];
    if (target !== status) {
      draft.setRun({ status: target }, because('ordered', `${by} ordered: ${order.kind}`));
    }
  }
  for (let task = 0; task < draft.tasks.length; task++) {
    if (concerns(draft, task, order)) orderTask(draft, task, order, by);
  }
}

/** Whether an order to the run means this task. */
function concerns(draft: RunDraft, task: number, order: Order): boolean {
  const { state } = draft.status(task);
  switch (order.kind) {
    // A paused run starts nothing; only what was handed out has to be stopped.
    case 'pause':
      return isLive(state);
    case 'resume':
      return isLive(state) || state === 'PAUSED';
    case 'cancel':
    case 'priority':
      return !isFinal(state);
    case 'retry':
      return state === 'FAILED' || state === 'DEAD_LETTER';
    case 'drop':
      return state === 'FAILED';
  }
}

const isLive = (state: TaskState) => state === 'QUEUED' || state === 'RUNNING';
const finalStates: readonly TaskState[] = [
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'SKIPPED',
  'DEAD_LETTER',
];
const isFinal = (state: TaskState) => finalStates.includes(state);

function setPriority(draft: RunDraft, task: number, priority: Priority, by: string): void {
  if (isFinal(draft.status(task).state)) {
    refuse(draft, task, 'its order no longer matters');
    return;
  }
  const why = because('ordered', `${draft.name(task)} is ${priority} for ${by}`);
  draft.note(task, { priority }, why);
}

function pauseTask(draft: RunDraft, task: number, by: string): void {
  const { state } = draft.status(task);
  if (state === 'PAUSED') return;
  if (isFinal(state)) {
    refuse(draft, task, `it is ${state} and cannot be paused`);
    return;
  }
  if (isLive(state)) {
    stop(draft, task, 'paused', by);
    return;
  }
  draft.move(task, 'PAUSED', {}, because('ordered', `${by} paused ${draft.name(task)}`));
}

function resumeTask(draft: RunDraft, task: number, by: string): void {
  const { state, stop: asked } = draft.status(task);
  const why = because('ordered', `${by} resumed ${draft.name(task)}`);
  if (state === 'PAUSED') draft.move(task, 'BLOCKED', { readyAt: null }, why);
  // Its worker may have seen the stop already: let it end, and queue the task again then.
  else if (isLive(state) && asked === 'paused') draft.note(task, { stop: 'preempted' }, why);
}

function cancelTask(draft: RunDraft, task: number, by: string): void {
  const { state } = draft.status(task);
  if (state === 'CANCELLED') return;
  if (isLive(state)) {
    stop(draft, task, 'cancelled', by);
    return;
  }
  if (isFinal(state) && state !== 'FAILED') {
    refuse(draft, task, `it is ${state} and cannot be cancelled`);
    return;
  }
  const set = { dueAt: null };
  draft.move(task, 'CANCELLED', set, because('ordered', `${by} cancelled ${draft.name(task)}`));
}

function retryTask(draft: RunDraft, task: number, by: string): void {
  const { state } = draft.status(task);
  const why = because('ordered', `${by} asked for another try of ${draft.name(task)}`);
  if (draft.facts.status === 'cancelled') {
    refuse(draft, task, 'its run was cancelled; start a new run');
    return;
  }
  if (state === 'RETRY_WAIT') {
    if (awaitsRollback(draft, task)) draft.note(task, { dueAt: draft.now }, why);
    else draft.move(task, 'READY', { dueAt: null }, why);
    return;
  }
  if (state === 'COMPLETED' || state === 'SKIPPED') {
    refuse(draft, task, `it is ${state}; only what failed can be tried again`);
    return;
  }
  if (!isFinal(state)) return;
  // What is not undone yet still is, before it starts.
  const awaits = awaitsRollback(draft, task);
  const failure = awaits ? draft.status(task).failure : null;
  const fresh = { counted: 0, failure, dueAt: null, readyAt: null, stop: null, undoes: null };
  draft.move(task, 'BLOCKED', fresh, why);
  const rollback = draft.spec(task).recovery?.rollback ?? null;
  // One that failed as well is tried again first, or its task would wait for it in vain.
  if (awaits && rollback !== null && draft.status(rollback).state === 'FAILED')
    draft.move(rollback, 'BLOCKED', { undoes: null, readyAt: null }, why);
}

function dropTask(draft: RunDraft, task: number, by: string): void {
  const { state } = draft.status(task);
  if (state === 'DEAD_LETTER') {
    if (draft.spec(task).recovery === null) return;
    const why = because('ordered', `${by} dropped the dead letter ${draft.name(task)}`);
    draft.move(task, 'CANCELLED', { dueAt: null }, why);
    return;
  }
  if (state !== 'FAILED' && state !== 'RETRY_WAIT') {
    refuse(draft, task, `it is ${state}; only what failed can be dropped: cancel it instead`);
    return;
  }
  const why = because('ordered', `${by} gave ${draft.name(task)} up`);
  draft.move(task, 'DEAD_LETTER', { dueAt: null }, why);
}

/** A weaker wish never replaces a stronger one. */
const strength: Record<StopReason, number> = {
  revoked: 1,
  preempted: 1,
  paused: 2,
  timeout: 3,
  cancelled: 4,
};

function stop(draft: RunDraft, task: number, reason: StopReason, by: string): void {
  const asked = draft.status(task).stop;
  if (asked !== null && strength[asked] >= strength[reason]) return;
  const text = `${by} asked for ${draft.name(task)} to be ${reason}; it holds its slot until it ended`;
  draft.note(task, { stop: reason }, because('ordered', text));
}

function refuse(draft: RunDraft, task: number, why: string): void {
  draft.alert(task, because('refused', `${draft.name(task)}: ${why}`));
}

function refuseRun(draft: RunDraft, why: string): void {
  draft.alert(null, because('refused', `run #${draft.issue}: ${why}`));
}
