import { settleUntilTaken } from '../../src/action/settle-until-taken.ts';
import type { Observation } from '../../src/core/decision.ts';
import type { Run } from '../../src/core/model.ts';
import type { ReconcileReport } from '../../src/reconcile/settings.ts';
import type { Host } from './host.ts';
import type { Surroundings } from './memory-ports.ts';
import type { Left } from './settle-failing.ts';
import type { ToldFailures } from './told-failures.ts';
import type { ToldReconcile } from './told-reconcile.ts';

/** What a job was started for. */
export interface Request {
  readonly start?: Run;
  readonly thorough?: boolean;
  /** What healing left of the attempt that is settled. */
  readonly left?: Left | null;
  /** How long its job is held up between what it publishes and what it tells of that. */
  readonly linger?: number;
  readonly opened?: (report: ReconcileReport) => void;
  /** Told once it is over, however it ended. */
  readonly done?: () => void;
}

const hour = 3_600_000;

/** Jobs that reconcile until it is settled, or give up; each on a machine of its own. */
export class ActionsHost {
  readonly #around: Surroundings;
  readonly #newHost: (kind: string) => Host;
  readonly #reconcile: ToldReconcile;
  readonly #failures: ToldFailures;
  readonly #timers: boolean;
  #live = 0;
  /** Healings that nobody settled, by who met them. */
  readonly #found = new Map<Left, Host>();
  /** Sweeps in a row that found nothing to write. */
  quiet = 0;

  /** @param timers whether something wakes a job when it falls due. */
  constructor(
    around: Surroundings,
    newHost: (kind: string) => Host,
    reconcile: ToldReconcile,
    failures: ToldFailures,
    timers: boolean,
  ) {
    this.#around = around;
    this.#newHost = newHost;
    this.#reconcile = reconcile;
    this.#failures = failures;
    this.#timers = timers;
  }

  /** A sweep settles what it finds. */
  find(left: Left, host: Host): void {
    if (host.holder.startsWith('actions-sweep')) this.#found.set(left, host);
  }

  get idle(): boolean {
    return this.#live === 0;
  }

  async session(
    kind: string,
    observations: readonly Observation[],
    request: Request = {},
  ): Promise<void> {
    const host = this.#newHost(`actions-${kind}`);
    this.#live++;
    host.atDeath(() => {
      this.#live--;
      request.done?.();
    });
    const { world } = this.#around;
    const before = world.writes;
    let wrote = await this.#told(host, observations, request);
    for (const [left, finder] of [...this.#found]) {
      if (finder !== host) continue;
      this.#found.delete(left);
      wrote = (await this.#told(host, [], { left })) || wrote;
    }
    if (request.thorough) await this.#failures.resolve(host);
    host.end();
    this.#live--;
    request.done?.();
    const quiet = !wrote && world.writes === before;
    this.quiet = quiet ? (kind === 'sweep' ? this.quiet + 1 : this.quiet) : 0;
  }

  /** @returns whether anything was written meanwhile; never, once the host died. */
  async #told(
    host: Host,
    observations: readonly Observation[],
    request: Request,
  ): Promise<boolean> {
    const { left = null, linger = 0 } = request;
    const tell = (news: readonly Observation[]) =>
      this.#rounds(host, [...observations, ...news], request);
    if (!left) return (await tell([])).wrote;
    const settle = async () => {
      const news = await this.#failures.settle(host, left);
      await this.#sleep(host, linger);
      return news ?? [];
    };
    // The sweep finds what the attempt left.
    await settleUntilTaken(left.ref, settle, tell);
    return true;
  }

  async #rounds(
    host: Host,
    observations: readonly Observation[],
    { start, thorough = false, opened }: Request,
  ): Promise<ReconcileReport & { readonly wrote: boolean }> {
    const { time, random } = this.#around;
    let wrote = false;
    let told = observations;
    for (let round = 1; ; round++) {
      const first = { thorough: thorough && round === 1 };
      const report = await this.#reconcile(host, told, start ? { start, ...first } : first);
      opened?.(report);
      wrote ||= report.wrote;
      if (report.kind === 'settled') {
        told = [];
        if (report.wakeAt === null || report.wakeAt > time.now) {
          this.#wakeAt(report.wakeAt);
          return { ...report, wrote };
        }
      }
      if (round >= 20) return { ...report, wrote };
      const wait = (report.retryAt ?? 0) - time.now + random.int(0, 2000);
      await this.#sleep(host, wait);
    }
  }

  /** A host that died never wakes. */
  #sleep(host: Host, delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.#around.time.after(delay, () => host.alive && resolve());
    });
  }

  #wakeAt(at: number | null): void {
    const { time, faults } = this.#around;
    if (at === null || !this.#timers || at - time.now > hour) return;
    if (faults.happens('lost wake')) return;
    time.after(at - time.now, () => void this.session('timer', []));
  }
}
