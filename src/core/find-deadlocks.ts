import type { Limits } from './decision.ts';
import { findCycle } from './find-cycle.ts';
import { ResourceClaims } from './resource-claims.ts';
import { because, type RunDraft } from './run-draft.ts';
import { sharedSlots } from './shared-slots.ts';
import { codeOf } from './state-codes.ts';
import { taskGraph } from './task-graph.ts';

/** Reports what can never go on by itself: circular needs (Q5), and tasks that ask for more than there is. */
export function findDeadlocks(draft: RunDraft, limits: Limits): void {
  if (draft.facts.status === 'cancelled') return;
  if (taskGraph(draft.tasks).order.length < draft.tasks.length) reportCycle(draft);
  const resources = new ResourceClaims(limits.resources);
  for (let task = 0; task < draft.tasks.length; task++) {
    if (draft.codes[task] !== codeOf.READY) continue;
    const spec = draft.spec(task);
    const use = resources.impossible(spec);
    if (use) {
      const most = resources.capacity(use.name);
      const text = `${draft.name(task)} needs more of \`${use.name}\` than there is (${most}); raise its capacity or cancel the task`;
      draft.alert(task, because('deadlock', text));
    }
    for (const { of, name, most } of sharedSlots(spec, limits)) {
      if (most > 0) continue;
      const text = `${draft.name(task)} can never start: the ${of} \`${name}\` has no slots`;
      draft.alert(task, because('deadlock', text));
    }
  }
}

function reportCycle(draft: RunDraft): void {
  const cycle = findCycle(draft.tasks.map((task) => task.needs));
  const first = cycle?.[0];
  if (!cycle || first === undefined || draft.statuses[first]?.state === 'CANCELLED') return;
  const names = [...cycle, first].map((task) => draft.name(task)).join(' -> ');
  draft.alert(first, because('deadlock', `these tasks wait for each other: ${names}`));
}
