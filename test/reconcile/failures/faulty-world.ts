import type {
  FailurePorts,
  FailureSettings,
} from '../../../src/reconcile/failures/failure-ports.ts';
import { PortError } from '../../../src/reconcile/ports.ts';
import { MemoryWorld, self } from '../../simulation/memory-world.ts';
import { Prng } from '../../simulation/prng.ts';

/** How far lists are behind, at most. */
const lag = 20_000;

type Task = () => void;

/**
 * A repository in memory behind ports whose calls answer in an order that a seed draws, and fail before or
 * after their effect; a writer may die at any call. Time goes on with each call.
 */
export class FaultyWorld {
  now = Date.UTC(2026, 10, 21, 2);
  readonly memory: MemoryWorld;
  readonly #random: Prng;
  readonly #waiting: Task[] = [];
  /** How likely a call fails. */
  rate: number;
  calls = 0;

  constructor(seed: number, rate: number) {
    this.#random = new Prng(seed);
    this.rate = rate;
    this.memory = new MemoryWorld(() => this.now, 10 * lag, 40);
  }

  /** Ports of a writer; `dies` is called where it does. */
  ports(dies: () => void = () => {}): FailurePorts {
    let alive = true;
    const die = () => {
      alive = false;
      dies();
    };
    const call = <T>(effect: () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        if (alive) this.#waiting.push(() => this.#answer(effect, resolve, reject, die));
      });
    const { memory } = this;
    return {
      issues: {
        load: () => call(() => memory.load()),
        get: (issue) => call(() => memory.get(issue)),
        list: (label) => call(() => memory.list(label, memory.past(this.#random.int(0, lag)))),
        create: (draft) => call(() => memory.create(draft, self)),
        update: (issue, patch) => call(() => memory.update(issue, patch, self)),
        link: (parent, child) => call(() => memory.link(parent, child)),
        events: (issue) => call(() => memory.events.get(issue) ?? []),
        ensureLabels: (names) => call(() => memory.ensure(names)),
        comment: (issue, body) => call(() => memory.comment(issue, body, self)),
      },
      journal: {
        commit: (change) =>
          call(() => {
            const head = memory.commit(change.expectedHead, change);
            return head === null
              ? { kind: 'stale' as const }
              : { kind: 'committed' as const, head };
          }),
        files: (folder) => call(() => memory.files(folder)),
      },
      clock: {
        now: () => this.now,
        sleep: (time) =>
          call(() => {
            this.now += this.#random.int(0, time);
          }),
        random: () => this.#random.next(),
      },
      log: () => {},
    };
  }

  settings(holder: string): FailureSettings {
    return { holder, lease: 120_000, patience: 30_000, grace: 300_000, secrets: [] };
  }

  /** Lets calls answer, one after another, until none is left. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 20; ) {
      await Promise.resolve();
      if (this.#waiting.length === 0) {
        quiet++;
        continue;
      }
      quiet = 0;
      const [next] = this.#waiting.splice(this.#random.int(0, this.#waiting.length - 1), 1);
      next?.();
    }
  }

  #answer<T>(
    effect: () => T,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
    die: () => void,
  ): void {
    this.calls++;
    this.now += this.#random.int(1, 800);
    const fault = this.#fault();
    if (fault === 'dies before') die();
    else if (fault === 'before') reject(new PortError('unavailable', '502'));
    else {
      const done = attempt(effect);
      if (fault === 'dies after') die();
      else if (fault === 'after') reject(new PortError('unavailable', 'no answer'));
      else if (done.ok) resolve(done.value);
      else reject(done.error);
    }
  }

  #fault(): 'before' | 'after' | 'dies before' | 'dies after' | null {
    if (!this.#random.chance(this.rate)) return null;
    return this.#random.pick(['before', 'after', 'dies before', 'dies after'] as const);
  }
}

type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

function attempt<T>(effect: () => T): Attempt<T> {
  try {
    return { ok: true, value: effect() };
  } catch (error) {
    return { ok: false, error };
  }
}
