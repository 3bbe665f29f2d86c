import type { Limits } from '../../src/core/decision.ts';
import type { AttemptRef, Run, TaskSpec } from '../../src/core/model.ts';

/** One time that an attempt really worked. */
export interface Work {
  readonly ref: AttemptRef;
  readonly spec: TaskSpec;
  readonly startedAt: number;
  endedAt: number | null;
  outcome: 'success' | 'failure' | 'stopped' | 'killed' | null;
}

/** Limits that are passed once `all` work, of which one more than `working` is about to begin. */
export function limitsBroken(
  { slots, kinds, groups, resources }: Limits,
  run: Run,
  working: readonly Work[],
  all: readonly TaskSpec[],
): { invariant: number; text: string }[] {
  const broken: { invariant: number; text: string }[] = [];
  const hold = (count: number, most: number, what: string, invariant = 1) => {
    if (count > most) broken.push({ invariant, text: `${count} ${what}, ${most} may` });
  };
  hold(all.length, slots, 'work');
  const own = working.filter((each) => each.ref.run === run.issue).length + 1;
  hold(own, run.slots, 'work for the run');
  for (const [kind, most] of Object.entries(kinds)) {
    hold(all.filter((spec) => spec.kind === kind).length, most, `of kind ${kind}`);
  }
  for (const [group, most] of Object.entries(groups)) {
    hold(all.filter((spec) => spec.group === group).length, most, `of group ${group}`);
  }
  for (const [resource, amount] of usedResources(all)) {
    hold(amount, resources[resource] ?? 1, `of ${resource}`, 3);
  }
  return broken;
}

function usedResources(all: readonly TaskSpec[]): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const use of all.flatMap((spec) => spec.resources)) {
    if (use.mode === 'write') used.set(use.name, (used.get(use.name) ?? 0) + use.amount);
  }
  return used;
}

/** Whether what the last failed attempt left was undone before this one starts (Q13). */
export function isUndone(run: Run, ref: AttemptRef, works: readonly Work[]): boolean {
  const ofRun = works.filter((each) => each.ref.run === ref.run);
  const rollback = run.tasks[ref.task]?.recovery?.rollback ?? null;
  const last = ofRun.findLast((each) => each.ref.task === ref.task);
  if (rollback === null || last?.outcome !== 'failure') return true;
  const { state } = run.statuses[rollback] ?? {};
  if (state === 'CANCELLED' || state === 'DEAD_LETTER') return true;
  return ofRun.some(
    (each) =>
      each.ref.task === rollback &&
      each.outcome === 'success' &&
      each.startedAt >= (last.endedAt ?? 0),
  );
}
