import { checkCompletion } from './checklists.ts';
import type { Reason } from './decision.ts';
import type { AttemptResult, FailureClass, Instant } from './model.ts';
import { retryDelay } from './retry-delay.ts';
import { because, type RunDraft, type StatusChange } from './run-draft.ts';

/** The task's newest attempt was seen to run. */
export function startAttempt(draft: RunDraft, task: number, at: Instant): void {
  if (draft.status(task).state !== 'QUEUED') return;
  const set = { startedAt: at, endedAt: null };
  draft.move(task, 'RUNNING', set, because('started', `${draft.name(task)} was seen to run`));
}

/** Takes the result of a task's newest attempt, which is QUEUED or RUNNING. */
export function settleAttempt(draft: RunDraft, task: number, told: AttemptResult): void {
  const result = withinRun(draft, told);
  switch (result.outcome) {
    case 'success':
      validate(draft, task, result);
      complete(draft, task, said(draft, task, result));
      return;
    case 'failure':
      validate(draft, task, result);
      fail(draft, task, result.failure ?? 'crash', result.message);
      return;
    case 'fenced':
      // Another worker was seen to run this very attempt: what it leaves counts, not what a double says.
      if (draft.status(task).state === 'RUNNING') return;
      release(draft, task, {}, '');
      return;
    case 'stopped':
      if (draft.status(task).stop === 'timeout') {
        validate(draft, task, result);
        fail(draft, task, 'timeout', 'it was stopped after its timeout');
        return;
      }
      release(draft, task, times(draft, task, result), result.message);
      return;
  }
}

/**
 * A task's newest attempt is gone without a result. It counts as failed, unless it was to end anyway; with no
 * retries at all one such attempt is forgiven, as a worker's death is not the task's fault.
 */
export function loseAttempt(draft: RunDraft, task: number, at: Instant, why: string): void {
  const { state, stop, failure, startedAt } = draft.status(task);
  // It may have started unseen; its stagger must count from some time.
  const started = state === 'RUNNING' ? startedAt : at;
  const set = { startedAt: started, endedAt: at };
  if (stop !== null && stop !== 'timeout') {
    release(draft, task, set, '');
    return;
  }
  const reason = because('lost', `${draft.name(task)} was lost: ${why}`);
  const { retries, recovery } = draft.spec(task);
  if (retries === 0 && !recovery && failure !== 'lost') {
    draft.move(task, 'READY', { ...set, batch: null, stop: null, failure: 'lost' }, reason);
    return;
  }
  const counted = draft.status(task).counted + 1;
  const failed = { ...set, batch: null, failure: 'lost', counted } as const;
  if (draft.move(task, 'FAILED', failed, reason)) afterFailure(draft, task);
}

/**
 * A worker's clock may be wrong, and what it tells may be forged: its times lie within the run, and not in
 * the future, which would hold up all that is staggered behind it.
 */
function withinRun(draft: RunDraft, result: AttemptResult): AttemptResult {
  const earliest = draft.facts.createdAt;
  const endedAt = Math.max(earliest, Math.min(result.endedAt, draft.now));
  const startedAt =
    result.startedAt === null ? null : Math.max(earliest, Math.min(result.startedAt, endedAt));
  return { ...result, startedAt, endedAt };
}

/** In larger runs the room of the ledger is worth more than a call. */
export const mostWithArtifacts = 200;

/** QUEUED passes RUNNING on the way, so that each change is a legal one. */
function validate(draft: RunDraft, task: number, result: AttemptResult): void {
  const seen = times(draft, task, result);
  startAttempt(draft, task, seen.startedAt ?? result.endedAt);
  const set = {
    startedAt: seen.startedAt ?? result.endedAt,
    endedAt: result.endedAt,
    exitCode: result.exitCode,
    digest: result.digest,
    place: result.place,
    artifact: draft.tasks.length <= mostWithArtifacts ? (result.artifact ?? null) : null,
    batch: null,
  };
  draft.move(task, 'VALIDATING', set, because('settled', `${draft.name(task)} ended`));
}

function complete(draft: RunDraft, task: number, reason: Reason): void {
  const broken = checkCompletion(draft, task);
  if (broken.length === 0) {
    draft.move(task, 'COMPLETED', { failure: null, dueAt: null, stop: null }, reason);
    return;
  }
  const text = `${draft.name(task)} is not COMPLETED: ${broken.join(', ')} missing`;
  draft.alert(task, because('refused', text));
}

function times(draft: RunDraft, task: number, result: AttemptResult): StatusChange {
  const { state, startedAt } = draft.status(task);
  const seen = result.startedAt ?? (state === 'RUNNING' ? startedAt : null);
  return seen === null ? {} : { startedAt: seen, endedAt: result.endedAt };
}

function said(draft: RunDraft, task: number, result: AttemptResult): Reason {
  const tail = result.message === '' ? '' : `: ${result.message}`;
  return because('settled', `${draft.name(task)} ended with ${result.outcome}${tail}`);
}

function fail(draft: RunDraft, task: number, failure: FailureClass, message: string): void {
  const status = draft.status(task);
  const text = `${draft.name(task)} failed (${failure})${message === '' ? '' : `: ${message}`}`;
  const set = { failure, counted: status.counted + 1 };
  if (draft.move(task, 'FAILED', set, because('settled', text))) afterFailure(draft, task);
}

/** FAILED goes on to RETRY_WAIT, to CANCELLED if that was ordered meanwhile, or stays. */
function afterFailure(draft: RunDraft, task: number): void {
  const { stop, counted, failure } = draft.status(task);
  const { retries, recovery } = draft.spec(task);
  const name = draft.name(task);
  if (stop === 'cancelled' || draft.facts.status === 'cancelled') {
    draft.move(task, 'CANCELLED', { stop: null }, because('ordered', `${name} was cancelled`));
    return;
  }
  if (recovery && (counted > retries || !recovery.on.includes(failure ?? 'crash'))) {
    const text = `${name} is a dead letter after ${counted} of ${retries + 1} attempts (${failure}); replay it or drop it`;
    draft.move(task, 'DEAD_LETTER', { stop: null, dueAt: null }, because('dead-letter', text));
    draft.alert(task, because('dead-letter', text));
    return;
  }
  if (counted > retries) {
    const text = `${name} failed for good after ${counted} of ${retries + 1} attempts`;
    draft.note(task, { stop: null, dueAt: null }, because('gave-up', text));
    return;
  }
  const delay = retryDelay(draft.spec(task), counted);
  const text = `attempt ${counted + 1} of ${retries + 1} follows in ${inWords(delay)}`;
  const set = { stop: null, dueAt: draft.now + delay };
  draft.move(task, 'RETRY_WAIT', set, because('retry', `${name}: ${text}`));
  if (stop === 'paused') draft.move(task, 'PAUSED', {}, because('ordered', `${name} was paused`));
}

/** An attempt that ended because it was asked to, uncounted: its task goes where the order wants it. */
function release(draft: RunDraft, task: number, set: StatusChange, why: string): void {
  const stop = draft.status(task).stop;
  const name = draft.name(task);
  const freed = { ...set, batch: null, stop: null };
  if (stop === 'cancelled' || draft.facts.status === 'cancelled') {
    draft.move(task, 'CANCELLED', freed, because('ordered', `${name} was cancelled`));
  } else if (stop === 'paused') {
    draft.move(task, 'PAUSED', freed, because('paused', `${name} was paused`));
  } else {
    const tail = why === '' ? '' : ` (${why})`;
    const text = stop === null ? `ended without having done its work${tail}` : `was ${stop}`;
    const code = stop === 'preempted' ? 'preempted' : 'retry';
    draft.move(task, 'READY', freed, because(code, `${name} ${text}; it is queued again`));
  }
}

function inWords(delay: number): string {
  const minutes = Math.round(delay / 60_000);
  return delay < 600_000 ? `${Math.round(delay / 1000)} s` : `${minutes} min`;
}
