import type { Limits } from './decision.ts';
import type { Batch, TaskSpec } from './model.ts';
import type { RunDraft } from './run-draft.ts';
import { type SharedSlots, sharedSlots } from './shared-slots.ts';

/** What one batch still holds. */
export interface BatchLoad {
  readonly batch: Batch;
  /** Its legs whose tasks are QUEUED or RUNNING in it. */
  readonly live: readonly number[];
}

/** Batches of a run with what they hold. */
export function batchLoads(draft: RunDraft): BatchLoad[] {
  return draft.facts.batches.map((batch) => ({
    batch,
    live: batch.legs.filter((task) => draft.statuses[task]?.batch === batch.id),
  }));
}

/** A batch uses no more slots than it may, and no more than it has unfinished legs. */
export function slotsOf(maxParallel: number, unfinished: number): number {
  return Math.min(maxParallel, unfinished);
}

/** Slots that are free: over all runs, per run, per kind, per group (Q3). */
export class SlotCount {
  readonly #limits: Limits;
  #free: number;
  readonly #freeOfRun: number[] = [];
  readonly #usedOfShared = new Map<string, number>();

  constructor(limits: Limits, drafts: readonly RunDraft[]) {
    this.#limits = limits;
    this.#free = limits.slots;
    drafts.forEach((draft, run) => {
      this.#freeOfRun[run] = draft.facts.slots;
      for (const { batch, live } of batchLoads(draft)) {
        const used = slotsOf(batch.maxParallel, live.length);
        this.#free -= used;
        this.#freeOfRun[run] = this.freeOfRun(run) - used;
        for (const [key, taken] of sharedSlotsUsed(draft, live, batch.maxParallel, limits)) {
          this.#usedOfShared.set(key, this.#used(key) + taken);
        }
      }
    });
  }

  get free(): number {
    return this.#free;
  }

  freeOfRun(run: number): number {
    return this.#freeOfRun[run] ?? 0;
  }

  hasSlot(run: number): boolean {
    return this.#free > 0 && this.freeOfRun(run) > 0;
  }

  /** The limits of its kind and its group that stand in the settings. */
  sharedBy(spec: TaskSpec): readonly SharedSlots[] {
    return sharedSlots(spec, this.#limits);
  }

  /** The first limit of its kind or group that leaves no slot for one more. */
  fullFor(spec: TaskSpec): SharedSlots | null {
    return this.sharedBy(spec).find(({ key, most }) => this.#used(key) >= most) ?? null;
  }

  take(run: number, spec: TaskSpec): void {
    this.#free--;
    this.#freeOfRun[run] = this.freeOfRun(run) - 1;
    for (const { key } of this.sharedBy(spec)) this.#usedOfShared.set(key, this.#used(key) + 1);
  }

  #used(key: string): number {
    return this.#usedOfShared.get(key) ?? 0;
  }
}

/** Nobody knows which legs of a batch run: as many of each kind and group as there can be. */
export function sharedSlotsUsed(
  draft: RunDraft,
  live: readonly number[],
  maxParallel: number,
  limits: Limits,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const task of live) {
    for (const { key } of sharedSlots(draft.spec(task), limits)) {
      counts.set(key, slotsOf(maxParallel, (counts.get(key) ?? 0) + 1));
    }
  }
  return counts;
}
