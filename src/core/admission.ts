import type { FleetPolicy, Limits, Reason } from './decision.ts';
import { FileClaims } from './file-claims.ts';
import type { Instant } from './model.ts';
import { ResourceClaims } from './resource-claims.ts';
import { because, type RunDraft } from './run-draft.ts';
import type { SharedSlots } from './shared-slots.ts';
import { SlotCount } from './slot-count.ts';
import { StaggerClock } from './stagger-clock.ts';
import { codeOf } from './state-codes.ts';
import { taskGraph } from './task-graph.ts';

/** Knows what is held by what was handed out, and so whether one more may be handed out, and if not, why. */
export class Admission {
  readonly slots: SlotCount;
  readonly #drafts: readonly RunDraft[];
  readonly #now: Instant;
  readonly #policy: FleetPolicy;
  readonly #files = new FileClaims();
  readonly #resources: ResourceClaims;
  readonly #staggers = new StaggerClock();

  constructor(limits: Limits, policy: FleetPolicy, drafts: readonly RunDraft[], now: Instant) {
    this.#drafts = drafts;
    this.#now = now;
    this.#policy = policy;
    this.#resources = new ResourceClaims(limits.resources);
    this.slots = new SlotCount(limits, drafts);
    for (const draft of drafts) this.#takeLive(draft);
  }

  /** Why this task may not be handed out now, whether or not there is a slot for it; null: it may. */
  refusal(run: number, task: number): Reason | null {
    const draft = this.#draft(run);
    const spec = draft.spec(task);
    const pending = this.#staggers.pending(spec);
    if (pending !== null) {
      return because('stagger', `waits until ${pending} was seen to start`);
    }
    const earliest = this.earliest(run, task);
    if (earliest - this.#policy.early > this.#now) {
      const wait = `${Math.ceil((earliest - this.#now) / 1000)} s`;
      return earliest > (draft.status(task).dueAt ?? 0)
        ? because(
            'stagger',
            `may start in ${wait}, after the last start of a holder of \`${spec.stagger?.resource}\``,
          )
        : because('backoff', `is due again in ${wait}`);
    }
    const impossible = this.#resources.impossible(spec);
    if (impossible) {
      const { name } = impossible;
      const text = `needs more of \`${name}\` than there is (${this.#resources.capacity(name)})`;
      return because('resource', text);
    }
    return this.#clash(run, task);
  }

  /** The earliest time at which the task's work may begin. */
  earliest(run: number, task: number): Instant {
    const draft = this.#draft(run);
    const dueAt = draft.status(task).dueAt ?? Number.NEGATIVE_INFINITY;
    return Math.max(dueAt, this.#staggers.earliest(draft.spec(task)));
  }

  /** Whether it could start if nothing else lived, so that holding things back for it makes sense. */
  possible(run: number, task: number): boolean {
    return this.#resources.impossible(this.#draft(run).spec(task)) === null;
  }

  /** Hands out a task that takes a slot of its own. */
  take(run: number, task: number): void {
    this.slots.take(run, this.#draft(run).spec(task));
    this.hold(run, task);
  }

  /** Holds the task's files and resources without a slot: for look-ahead, or so that others wait for it. */
  hold(run: number, task: number): void {
    const draft = this.#draft(run);
    const spec = draft.spec(task);
    this.#files.add(spec, draft.name(task));
    this.#resources.add(spec, draft.name(task));
    this.#staggers.take(spec, draft.name(task));
  }

  #clash(run: number, task: number): Reason | null {
    const spec = this.#draft(run).spec(task);
    const file = this.#files.conflict(spec);
    if (file) {
      const what =
        file.mine === file.theirs ? `\`${file.mine}\`` : `\`${file.mine}\` and \`${file.theirs}\``;
      return because('files', `waits for ${file.holder}: their files ${what} may be the same`);
    }
    const resource = this.#resources.conflict(spec);
    if (resource) {
      const holders = resource.holders.slice(0, 3).join(', ');
      return because('resource', `waits for ${holders}: ${resource.text}`);
    }
    const full = this.slots.fullFor(spec);
    return full && limitReason(full);
  }

  #takeLive(draft: RunDraft): void {
    for (const task of taskGraph(draft.tasks).staggered) {
      this.#staggers.add(draft.spec(task), draft.status(task), draft.name(task));
    }
    for (let task = 0; task < draft.codes.length; task++) {
      const code = draft.codes[task];
      if (code !== codeOf.QUEUED && code !== codeOf.RUNNING) continue;
      this.#files.add(draft.spec(task), draft.name(task));
      this.#resources.add(draft.spec(task), draft.name(task));
    }
  }

  #draft(run: number): RunDraft {
    const draft = this.#drafts[run];
    if (!draft) throw new RangeError(`no run at place ${run}`);
    return draft;
  }
}

function limitReason({ of, name, most }: SharedSlots): Reason {
  const slots = most === 1 ? 'the only slot' : `all ${most} slots`;
  const text = `${of} limit: ${slots} of the ${of} \`${name}\` ${most === 1 ? 'is' : 'are'} taken`;
  return because(`${of}-limit`, text);
}
