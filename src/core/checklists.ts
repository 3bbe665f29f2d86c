import type { Limits } from './decision.ts';
import { FileClaims } from './file-claims.ts';
import type { Instant, TaskSpec } from './model.ts';
import { ResourceClaims } from './resource-claims.ts';
import { awaitsRollback } from './rollback.ts';
import type { RunDraft } from './run-draft.ts';
import { sharedSlots } from './shared-slots.ts';
import { batchLoads, sharedSlotsUsed } from './slot-count.ts';
import { codeOf } from './state-codes.ts';
import { taskGraph } from './task-graph.ts';

/**
 * What must hold before a start (Q19). The guard of the host (Q8) is for those that watch the host.
 * `run`: the run is active and the task READY.
 */
export type StartItem = 'run' | 'needs' | 'slot' | 'conflict' | 'stagger';
/** What must hold before COMPLETED (Q19): it was validated, and its duration is known. */
export type CompletionItem = 'validated' | 'duration';

export interface ProposedStart {
  readonly draft: RunDraft;
  readonly task: number;
  /** When its worker will begin, as far as it is told. */
  readonly startsAt: Instant;
  /** Whether it takes a slot of its own; look-ahead legs follow in the slot of another. */
  readonly takesSlot: boolean;
}

/**
 * Holds each proposed start against the checklist. What lives is counted anew from the runs, apart from how
 * the starts were chosen, so that a mistake there is refused here.
 */
export class StartChecklist {
  readonly #limits: Limits;
  readonly #files = new FileClaims();
  readonly #resources: ResourceClaims;
  readonly #slots = new Map<RunDraft | 'all', number>();
  readonly #shared = new Map<string, number>();
  /** Of staggered resources: the last start, +Infinity while one is not seen to run yet. */
  readonly #lastStarts = new Map<string, Instant>();

  constructor(limits: Limits, drafts: readonly RunDraft[]) {
    this.#limits = limits;
    this.#resources = new ResourceClaims(limits.resources);
    for (const draft of drafts) this.#countLive(draft);
  }

  /** The items that do not hold; a start without any is counted as live from now on. */
  check(start: ProposedStart): StartItem[] {
    const { draft, task } = start;
    const broken: StartItem[] = [];
    const spec = draft.spec(task);
    const ready = draft.codes[task] === codeOf.READY;
    if (!ready || draft.facts.status !== 'active') broken.push('run');
    if (!needsAreMet(draft, task)) broken.push('needs');
    if (start.takesSlot && !this.#hasSlot(draft, spec)) broken.push('slot');
    const meets = this.#files.conflict(spec) ?? this.#resources.conflict(spec);
    if (meets || this.#resources.impossible(spec)) broken.push('conflict');
    if (spec.stagger !== null) {
      const last = this.#lastStarts.get(spec.stagger.resource) ?? Number.NEGATIVE_INFINITY;
      if (start.startsAt < last + spec.stagger.gap) broken.push('stagger');
    }
    if (broken.length === 0) this.#admit(start);
    return broken;
  }

  #hasSlot(draft: RunDraft, spec: TaskSpec): boolean {
    if (this.#used('all') >= this.#limits.slots) return false;
    if (this.#used(draft) >= draft.facts.slots) return false;
    return sharedSlots(spec, this.#limits).every(
      ({ key, most }) => (this.#shared.get(key) ?? 0) < most,
    );
  }

  #used(of: RunDraft | 'all'): number {
    return this.#slots.get(of) ?? 0;
  }

  #admit({ draft, task, takesSlot }: ProposedStart): void {
    const spec = draft.spec(task);
    if (takesSlot) {
      this.#slots.set('all', this.#used('all') + 1);
      this.#slots.set(draft, this.#used(draft) + 1);
      for (const { key } of sharedSlots(spec, this.#limits)) {
        this.#shared.set(key, (this.#shared.get(key) ?? 0) + 1);
      }
    }
    this.#hold(draft, task);
    if (spec.stagger !== null) {
      this.#lastStarts.set(spec.stagger.resource, Number.POSITIVE_INFINITY);
    }
  }

  #hold(draft: RunDraft, task: number): void {
    this.#files.add(draft.spec(task), draft.name(task));
    this.#resources.add(draft.spec(task), draft.name(task));
  }

  #countLive(draft: RunDraft): void {
    for (const { batch, live } of batchLoads(draft)) {
      const used = Math.min(batch.maxParallel, live.length);
      this.#slots.set('all', this.#used('all') + used);
      this.#slots.set(draft, this.#used(draft) + used);
      for (const task of live) this.#hold(draft, task);
      for (const [key, taken] of sharedSlotsUsed(draft, live, batch.maxParallel, this.#limits)) {
        this.#shared.set(key, (this.#shared.get(key) ?? 0) + taken);
      }
    }
    for (const task of taskGraph(draft.tasks).staggered) {
      const name = draft.spec(task).stagger?.resource ?? '';
      const { state, startedAt } = draft.status(task);
      const start = state === 'QUEUED' ? Number.POSITIVE_INFINITY : startedAt;
      const known = this.#lastStarts.get(name) ?? Number.NEGATIVE_INFINITY;
      if (start !== null && start > known) this.#lastStarts.set(name, start);
    }
  }
}

function needsAreMet(draft: RunDraft, task: number): boolean {
  if (awaitsRollback(draft, task)) return false;
  const undone = taskGraph(draft.tasks).rollbacks.get(task);
  if (undone !== undefined) return draft.status(task).undoes === draft.status(undone).attempt;
  const { condition, needs } = draft.spec(task);
  return needs.every((need) => {
    const { state } = draft.status(need);
    const gone = state === 'FAILED' || state === 'DEAD_LETTER';
    if (condition === 'success') {
      return state === 'COMPLETED' || (gone && draft.spec(need).continueOnError);
    }
    // BLOCKED: it waits behind one that failed.
    return gone || ['COMPLETED', 'SKIPPED', 'CANCELLED', 'BLOCKED'].includes(state);
  });
}

/** The items that do not hold for a task that is about to be COMPLETED. */
export function checkCompletion(draft: RunDraft, task: number): CompletionItem[] {
  const { state, startedAt, endedAt } = draft.status(task);
  const broken: CompletionItem[] = [];
  if (state !== 'VALIDATING') broken.push('validated');
  const known = startedAt !== null && endedAt !== null && Number.isFinite(endedAt - startedAt);
  if (!known) broken.push('duration');
  return broken;
}

/** Dependents of a COMPLETED task that should have been taken up and were not (Q19): empty if all is well. */
export function forgottenDependents(draft: RunDraft, task: number): number[] {
  const { dependentStart, dependents } = taskGraph(draft.tasks);
  const row = dependents.subarray(dependentStart[task], dependentStart[task + 1]);
  return [...row].filter(
    (dependent) =>
      draft.codes[dependent] === codeOf.BLOCKED &&
      draft.spec(dependent).condition === 'success' &&
      needsAreMet(draft, dependent),
  );
}
