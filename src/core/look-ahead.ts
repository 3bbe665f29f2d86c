import type { Admission } from './admission.ts';
import { estimates } from './critical-path.ts';
import type { FleetPolicy } from './decision.ts';
import type { Instant, Millis } from './model.ts';
import type { ReadyQueue } from './ready-queue.ts';
import type { RunDraft } from './run-draft.ts';

export interface LookAhead {
  readonly draft: RunDraft;
  readonly run: number;
  readonly queue: ReadyQueue;
  readonly admission: Admission;
  readonly policy: FleetPolicy;
  /** How many legs of the batch start now. */
  readonly slots: number;
  readonly now: Instant;
}

/**
 * Further legs for a batch, which its slots take up as they get free, without anybody being asked. As tasks
 * get short against a dispatch there are more of them; long tasks get none. Any of them may run first, so
 * they have to be independent of all that is handed out; each holds its files and resources from now on.
 */
export function lookAhead(input: LookAhead): number[] {
  const { draft, run, queue, admission, policy, slots, now } = input;
  // What is left in the last batch, once those that start now have filled whole ones.
  const room = policy.maxLegs - (((slots - 1) % policy.maxLegs) + 1);
  // The slots of the run that are busy now get free, too: they find their share of what is left.
  const held = draft.facts.slots - admission.slots.freeOfRun(run);
  const share = Math.ceil((queue.length * slots) / Math.max(slots, held));
  const wanted = Math.min(depth(draft, policy) * slots, room, share);
  const ahead: number[] = [];
  while (ahead.length < wanted) {
    const task = queue.pop();
    if (task < 0) break;
    const spec = draft.spec(task);
    if (spec.stagger !== null || admission.slots.sharedBy(spec).length > 0) continue;
    if (admission.earliest(run, task) > now || admission.refusal(run, task) !== null) continue;
    admission.hold(run, task);
    ahead.push(task);
  }
  return ahead;
}

/** Legs per slot: enough for two dispatches, so that the next batch is there before this one is done. */
function depth(draft: RunDraft, policy: FleetPolicy): number {
  if (policy.dispatchTime <= 0) return 0;
  const share = policy.dispatchTime / Math.max(1, typicalDuration(draft));
  return share < 0.25 ? 0 : Math.ceil(2 * share);
}

/** The mean of what was seen in this run, else of what is expected. */
function typicalDuration(draft: Pick<RunDraft, 'statuses' | 'tasks'>): Millis {
  let sum = 0;
  let seen = 0;
  for (const { state, startedAt, endedAt } of draft.statuses) {
    if (state !== 'COMPLETED' && state !== 'FAILED') continue;
    if (startedAt === null || endedAt === null) continue;
    sum += Math.max(0, endedAt - startedAt);
    seen++;
  }
  if (seen > 0) return sum / seen;
  const expected = estimates(draft.tasks);
  for (const estimate of expected) sum += estimate;
  return expected.length === 0 ? 0 : sum / expected.length;
}
