import type { Prng } from './prng.ts';

/** Every kind of call that a host makes of the outside world. */
const callKinds = [
  'load',
  'get',
  'list',
  'create',
  'update',
  'link',
  'events',
  'labels',
  'commit',
  'files',
  'dispatch',
  'find',
  'ask',
  'stop',
  'lives',
  'comments',
  'comment',
  'publish',
] as const;
export type CallKind = (typeof callKinds)[number];

/** What may go wrong with a call. */
const callFaults = [
  'error-before',
  'error-after',
  'crash-before',
  'crash-after',
  'rate-limit',
] as const;
export type CallFault = (typeof callFaults)[number];

/** Calls that are so rare that their faults would hardly ever happen. */
const rare: Partial<Record<CallKind, number>> = {
  stop: 6,
  lives: 5,
  ask: 2,
  find: 2,
  comments: 2,
  comment: 2,
  publish: 2,
};

/** What may go wrong besides. */
const worldFaults = [
  'stale load',
  'short load',
  'stale list',
  'short list',
  'stale find',
  'lost wake',
  'doubled wake',
  'late wake',
  'two reconcilers at once',
  'doubled dispatch',
  'killed worker',
  'settle that never came',
  'host killed at rest',
  'label edited',
  'issue closed by hand',
  'ledger damaged',
  'forged issue',
  'lease expired',
  'failure issue closed by hand',
  'failure label edited',
  'forged failure',
  'fix merged',
] as const;
export type WorldFault = (typeof worldFaults)[number];

/** How often each fault hit; `<kind of call> <fault>` for those of calls. */
export type FaultCounts = Map<string, number>;

/** Decides which faults happen, and counts those that did. */
export class Faults {
  readonly counts: FaultCounts = new Map();
  readonly #random: Prng;
  readonly #rate: number;
  #on = true;

  /** @param rate how likely a fault is at each occasion. */
  constructor(random: Prng, rate: number) {
    this.#random = random;
    this.#rate = rate;
  }

  stop(): void {
    this.#on = false;
  }

  goOn(): void {
    this.#on = true;
  }

  get on(): boolean {
    return this.#on;
  }

  /** What happens to this call; null: nothing. */
  ofCall(kind: CallKind): CallFault | null {
    if (!this.#on || !this.#random.chance(this.#rate * (rare[kind] ?? 1))) return null;
    const fault = this.#random.pick(callFaults);
    this.#count(`${kind} ${fault}`);
    return fault;
  }

  /** Whether this fault happens now; `weight` makes it likelier than the others. */
  happens(fault: WorldFault, weight = 1): boolean {
    if (!this.#on || !this.#random.chance(Math.min(0.5, this.#rate * weight))) return false;
    this.#count(fault);
    return true;
  }

  /** Counts a fault that came about by others. */
  #count(fault: string): void {
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
  }

  note(fault: WorldFault): void {
    this.#count(fault);
  }
}

/** Every fault that a run over many seeds must have met at least once. */
export function allFaults(): string[] {
  return [
    ...callKinds.flatMap((kind) => callFaults.map((fault) => `${kind} ${fault}`)),
    ...worldFaults,
  ];
}
