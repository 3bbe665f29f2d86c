/** A batch in the worker: its legs in order, and how many of them have its slots. */
import type { Lane } from './launch-by-starters.ts';
import type { WorkerBatch, WorkerLeg } from './worker-messages.ts';

export class OpenBatch {
  readonly lane: Lane;
  readonly #maxParallel: number;
  #waiting: WorkerLeg[];
  /** Legs that run, or wait in the lane. */
  #given = 0;
  /** Of them, those that run outside the lane. */
  #beside = 0;

  constructor({ legs, maxParallel }: WorkerBatch, openLane: (hands: number) => Lane) {
    this.#maxParallel = maxParallel;
    this.#waiting = [...legs];
    this.lane = openLane(maxParallel);
  }

  /**
   * The next leg, which counts as given from now on; null: none is left, or all slots are taken. Where attempts
   * are short, as many more are given as there are slots, to wait in the lane for their turn.
   */
  next(short: boolean): { readonly leg: WorkerLeg; readonly queued: boolean } | null {
    const leg = this.#waiting[0];
    const queued = this.#given >= this.#maxParallel;
    if (!leg || (queued && !(short && this.#mayQueue(leg)))) return null;
    this.#waiting.shift();
    this.#given++;
    if (!isPlain(leg)) this.#beside++;
    return { leg, queued };
  }

  #mayQueue(leg: WorkerLeg): boolean {
    const room = this.#given < 2 * this.#maxParallel;
    return room && this.#beside === 0 && isPlain(leg) && this.lane.canQueue();
  }

  /** A leg that was given has ended. */
  done(leg: WorkerLeg): void {
    this.#given--;
    if (!isPlain(leg)) this.#beside--;
  }

  /** Whether the slot of a leg that ends now has no other. */
  hasNoFurther(): boolean {
    return this.#waiting.length === 0 && this.#given <= this.#maxParallel;
  }

  isOver(): boolean {
    return this.#given === 0 && this.#waiting.length === 0;
  }

  /** Takes legs out that were not given yet. */
  remove(wanted: (leg: WorkerLeg) => boolean): WorkerLeg[] {
    const removed = this.#waiting.filter(wanted);
    this.#waiting = this.#waiting.filter((leg) => !wanted(leg));
    return removed;
  }
}

/** Nothing but a program and its output: it runs in the lane, and may wait there. */
export function isPlain({ setup, heal, secrets, refusal }: WorkerLeg): boolean {
  return setup.length === 0 && heal === null && secrets.length === 0 && refusal === null;
}
