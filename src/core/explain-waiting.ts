import { Admission } from './admission.ts';
import type { FleetPolicy, Limits, Reason } from './decision.ts';
import type { Instant, Run } from './model.ts';
import { awaitsRollback } from './rollback.ts';
import { because, RunDraft } from './run-draft.ts';
import { taskGraph } from './task-graph.ts';

/** For each run, and in it for each task, why it waits (Q3); null for what does not wait. */
export function explainWaiting(
  limits: Limits,
  policy: FleetPolicy,
  runs: readonly Run[],
  now: Instant,
): (Reason | null)[][] {
  const drafts = runs.map((run) => new RunDraft(run, now, []));
  const admission = new Admission(limits, policy, drafts, now);
  return drafts.map((draft, run) => {
    const full = noSlot(draft, run, admission, limits);
    const behind = because('resource', 'is held back for a task that has waited longer');
    return draft.statuses.map((status, task): Reason | null => {
      switch (status.state) {
        case 'BLOCKED':
          return explainBlocked(draft, task);
        case 'READY':
          if (draft.facts.status === 'paused') return because('paused', 'its run is paused');
          return admission.refusal(run, task) ?? full ?? behind;
        case 'RETRY_WAIT': {
          if (awaitsRollback(draft, task)) return explainRollback(draft, task);
          const wait = Math.max(0, Math.ceil(((status.dueAt ?? now) - now) / 1000));
          return because('backoff', `failed (${status.failure}); is tried again in ${wait} s`);
        }
        case 'PAUSED':
          return because('paused', 'is paused; resume it or cancel it');
        case 'WAITING':
          return because('paused', 'waits for a person');
        default:
          return null;
      }
    });
  });
}

/** One reason for all tasks of a run that wait for nothing but a slot. */
function noSlot(draft: RunDraft, run: number, admission: Admission, limits: Limits): Reason | null {
  if (admission.slots.hasSlot(run)) return null;
  const inRun = admission.slots.freeOfRun(run) <= 0;
  const text = inRun
    ? `all ${draft.facts.slots} slots of its run are taken`
    : `all ${limits.slots} slots are taken`;
  return because('no-slot', text);
}

function explainRollback(draft: RunDraft, task: number): Reason {
  const rollback = draft.spec(task).recovery?.rollback ?? task;
  const failed = draft.status(rollback).state === 'FAILED';
  const rest = failed ? ', which failed; retry or drop it' : '';
  return because('rollback', `waits for its rollback ${draft.name(rollback)}${rest}`);
}

function explainBlocked(draft: RunDraft, task: number): Reason {
  const undone = taskGraph(draft.tasks).rollbacks.get(task);
  if (undone !== undefined)
    return because('dependency', `runs only if ${draft.name(undone)} fails, to undo it`);
  if (awaitsRollback(draft, task)) return explainRollback(draft, task);
  return explainNeeds(draft, task);
}

function explainNeeds(draft: RunDraft, task: number): Reason {
  const spec = draft.spec(task);
  const unmet: string[] = [];
  let more = 0;
  for (const need of spec.needs) {
    const status = draft.statuses[need];
    if (!status || status.state === 'COMPLETED') continue;
    const failed = status.state === 'FAILED' && draft.tasks[need]?.continueOnError === false;
    if (failed && spec.condition === 'success') {
      const tries = `${status.counted} ${status.counted === 1 ? 'attempt' : 'attempts'}`;
      const text = `waits for ${draft.name(need)}, which failed after ${tries}; retry or drop it`;
      return because('need-failed', text);
    }
    if (unmet.length < 3) unmet.push(draft.name(need));
    else more++;
  }
  const rest = more > 0 ? ` and ${more} more` : '';
  return because('dependency', `waits for ${unmet.join(', ')}${rest}`);
}
