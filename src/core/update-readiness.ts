import type { TaskState } from './model.ts';
import { awaitsRollback, rollbackFailed, updateRollback } from './rollback.ts';
import { because, type RunDraft } from './run-draft.ts';
import { codeOf } from './state-codes.ts';
import { type TaskGraph, taskGraph } from './task-graph.ts';

/** What a task means to those that wait for it. */
const open = 0;
const good = 1;
/** It failed, and nothing more will happen unless a person acts. */
const failed = 2;
/** As `failed`, but given up for good. */
const dead = 3;
/** It waits behind a failed one: nothing will happen with it unless a person acts. */
const stuck = 4;
/** It will not run, and nothing failed before it. */
const skipped = 5;
/** It will not run, since something failed before it. */
const skippedByFailure = 6;

/** Results of needs, counted for one task. */
interface Needs {
  open: boolean;
  failed: boolean;
  skips: boolean;
  stuck: boolean;
}

/**
 * Moves each task whose needs changed: BLOCKED to READY or SKIPPED, and back when a need was taken up again.
 * One pass in topological order, so that a change goes as far as it reaches at once (Q5).
 *
 * A `success` task whose need FAILED stays BLOCKED, as a person may retry that need; to `always` and
 * `failure` tasks such a stuck need is as good as settled.
 *
 * @returns whether each task is settled: nothing more happens with it by itself.
 */
export function updateReadiness(draft: RunDraft): Uint8Array {
  const graph = taskGraph(draft.tasks);
  const verdicts = new Uint8Array(graph.size);
  const needs: Needs = { open: false, failed: false, skips: false, stuck: false };
  for (let k = 0; k < graph.order.length; k++) {
    const task = graph.order[k] as number;
    const undone = graph.rollbacks.size > 0 ? graph.rollbacks.get(task) : undefined;
    if (undone !== undefined) {
      verdicts[task] = settleRollback(draft, task, verdicts[undone] as number);
      continue;
    }
    const code = draft.codes[task] as number;
    if (!waits(code)) {
      verdicts[task] = verdictOf(code, graph.continueOnError[task] === 1);
      continue;
    }
    countNeeds(graph, verdicts, task, needs);
    verdicts[task] = settleWaiting(draft, task, needs, graph);
  }
  return verdicts;
}

function settleRollback(draft: RunDraft, task: number, ofUndone: number): number {
  updateRollback(draft, task, ofUndone !== open && ofUndone !== stuck);
  const code = draft.codes[task] as number;
  if (code === codeOf.BLOCKED) return ofUndone === stuck ? stuck : open;
  return code === codeOf.SKIPPED ? skipped : verdictOf(code, false);
}

function settleWaiting(draft: RunDraft, task: number, needs: Needs, graph: TaskGraph): number {
  if (needs.open && !needs.skips && draft.codes[task] === codeOf.BLOCKED) return open;
  const { state } = draft.status(task);
  let reached: TaskState = state;
  const target = targetState(draft, task, needs);
  if (target !== state && draft.facts.status !== 'cancelled') {
    moveTo(draft, task, state, target, graph);
    reached = target;
  }
  if (reached === 'SKIPPED') return needs.failed ? skippedByFailure : skipped;
  const waitsForPerson = needs.stuck || rollbackFailed(draft, task);
  return reached === 'BLOCKED' && waitsForPerson ? stuck : open;
}

const waits = (code: number) =>
  code === codeOf.BLOCKED || code === codeOf.READY || code === codeOf.SKIPPED;

function verdictOf(code: number, continueOnError: boolean): number {
  switch (code) {
    case codeOf.COMPLETED:
      return good;
    case codeOf.FAILED:
      return continueOnError ? good : failed;
    case codeOf.DEAD_LETTER:
      return continueOnError ? good : dead;
    case codeOf.CANCELLED:
      return skipped;
    default:
      return open;
  }
}

function countNeeds(graph: TaskGraph, verdicts: Uint8Array, task: number, into: Needs): void {
  into.open = false;
  into.failed = false;
  into.skips = false;
  into.stuck = false;
  const end = graph.needStart[task + 1] as number;
  for (let e = graph.needStart[task] as number; e < end; e++) {
    const verdict = verdicts[graph.needs[e] as number] as number;
    if (verdict === good) continue;
    if (verdict === open) into.open = true;
    else if (verdict === failed || verdict === stuck) into.failed = into.stuck = true;
    else {
      into.skips = true;
      if (verdict !== skipped) into.failed = true;
    }
  }
}

function targetState(draft: RunDraft, task: number, needs: Needs): 'BLOCKED' | 'READY' | 'SKIPPED' {
  const condition = draft.spec(task).condition;
  if (condition === 'success') {
    // Not before all are settled: a later failure would make another verdict of it.
    if (needs.skips) return needs.open ? 'BLOCKED' : 'SKIPPED';
    return needs.open || needs.stuck || awaitsRollback(draft, task) ? 'BLOCKED' : 'READY';
  }
  const wasOpen = needs.open;
  // Its needs are settled as far as they will be; it waits for no person.
  needs.stuck = false;
  if (wasOpen) return 'BLOCKED';
  return condition === 'always' || needs.failed ? 'READY' : 'SKIPPED';
}

function moveTo(
  draft: RunDraft,
  task: number,
  from: TaskState,
  to: 'BLOCKED' | 'READY' | 'SKIPPED',
  graph: TaskGraph,
): void {
  if (to === 'BLOCKED') {
    const why = because('dependency', `waits again for ${namesOfNeeds(draft, task, graph)}`);
    draft.move(task, 'BLOCKED', { readyAt: null }, why);
    return;
  }
  // A skipped task that may run after all goes through BLOCKED: one table of moves, no short cuts.
  if (from === 'SKIPPED') {
    draft.move(task, 'BLOCKED', {}, because('dependency', 'is taken up again'));
  }
  if (to === 'SKIPPED') {
    const why = `will not run because of ${namesOfNeeds(draft, task, graph)}`;
    draft.move(task, 'SKIPPED', { readyAt: null }, because('dependency', why));
    return;
  }
  const count = (graph.needStart[task + 1] as number) - (graph.needStart[task] as number);
  const why = count === 0 ? 'needs nothing' : `needs are met: ${namesOfNeeds(draft, task, graph)}`;
  draft.move(task, 'READY', { readyAt: draft.now }, because('needs-met', why));
}

function namesOfNeeds(draft: RunDraft, task: number, graph: TaskGraph): string {
  const start = graph.needStart[task] as number;
  const end = graph.needStart[task + 1] as number;
  const names: string[] = [];
  for (let e = start; e < Math.min(end, start + 3); e++) {
    names.push(draft.name(graph.needs[e] as number));
  }
  const more = end - start - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
