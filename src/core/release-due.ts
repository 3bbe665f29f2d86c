import type { FleetPolicy } from './decision.ts';
import { attemptTimeout } from './retry-delay.ts';
import { awaitsRollback, giveUpUndone } from './rollback.ts';
import { because, type RunDraft } from './run-draft.ts';
import { codeOf } from './state-codes.ts';

/** Retries whose time has come go back to the queue; timeouts that no worker enforced are enforced here. */
export function releaseDue(draft: RunDraft, policy: FleetPolicy): void {
  for (let task = 0; task < draft.codes.length; task++) {
    const code = draft.codes[task];
    if (code === codeOf.RETRY_WAIT) releaseRetry(draft, task, policy);
    else if (code === codeOf.RUNNING) endOverdue(draft, task, policy);
  }
}

function releaseRetry(draft: RunDraft, task: number, policy: FleetPolicy): void {
  if (giveUpUndone(draft, task) || awaitsRollback(draft, task)) return;
  const { dueAt } = draft.status(task);
  if ((dueAt ?? 0) - policy.early > draft.now) return;
  draft.move(task, 'READY', {}, because('retry', `${draft.name(task)} is due again`));
}

/** The worker enforces it first; this is for one that does not. */
function endOverdue(draft: RunDraft, task: number, policy: FleetPolicy): void {
  const status = draft.status(task);
  if (status.stop !== null || status.startedAt === null) return;
  const timeout = attemptTimeout(draft.spec(task), status);
  if (status.startedAt + timeout + policy.lease > draft.now) return;
  const text = `${draft.name(task)} runs longer than its timeout allows`;
  draft.note(task, { stop: 'timeout' }, because('ordered', text));
}

/** Batches whose legs all ended hold nothing any more. */
export function endBatches(draft: RunDraft): void {
  for (const batch of draft.facts.batches) {
    const unfinished = batch.legs.some((task) => draft.statuses[task]?.batch === batch.id);
    if (unfinished) continue;
    const text = `all ${batch.legs.length} legs of batch ${batch.id} ended`;
    draft.endBatch(batch.id, because('settled', text));
  }
}
