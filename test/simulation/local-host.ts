import type { Observation } from '../../src/core/decision.ts';
import type { Run } from '../../src/core/model.ts';
import type { ReconcileReport } from '../../src/reconcile/settings.ts';
import { type HealedEnd, SettleQueue } from '../../src/runner/settle-queue.ts';
import type { Host } from './host.ts';
import { name } from './leg.ts';
import type { Left } from './settle-failing.ts';
import type { ToldFailures } from './told-failures.ts';
import type { VirtualTime } from './virtual-time.ts';

type Once = (
  host: Host,
  observations: readonly Observation[],
  more: { readonly start?: Run; readonly thorough?: boolean },
) => Promise<ReconcileReport & { wrote: boolean }>;

/** A command line on one machine: it reconciles whenever there is news, and is started again when it died. */
export class LocalHost {
  readonly #time: VirtualTime;
  readonly #newHost: () => Host;
  readonly #once: Once;
  readonly #failures: ToldFailures;
  #host: Host;
  #news: Observation[] = [];
  #starts: { draft: Run; then: (report: ReconcileReport) => void }[] = [];
  #busy = false;
  #settling = 0;
  #healings: SettleQueue;
  readonly #left = new Map<string, Left>();
  #dirty = false;
  #thorough = false;
  /** Looks in a row that found nothing to write. */
  quiet = 0;

  constructor(time: VirtualTime, newHost: () => Host, once: Once, failures: ToldFailures) {
    this.#failures = failures;
    this.#time = time;
    this.#newHost = newHost;
    this.#once = once;
    this.#host = this.#newHost();
    this.#healings = this.#newQueue(this.#host);
    this.#mourn(this.#host);
  }

  get idle(): boolean {
    return !this.#busy && !this.#dirty && this.#settling === 0 && this.#host.alive;
  }

  observe(news: readonly Observation[]): void {
    if (!this.#host.alive) return;
    this.#news.push(...news);
    this.wake();
  }

  /** Attempts that failed on the way are settled one by one, beside the rest. */
  settle(left: Left, news: readonly Observation[]): void {
    if (!this.#host.alive) return;
    this.observe(news);
    this.#left.set(name(left.ref), left);
    const { ref, result, report: heal } = left;
    this.#healings.add({ ref, result, heal, outputs: {}, produced: [], tail: '' });
  }

  /** The real queue of the local fleet. */
  #newQueue(host: Host): SettleQueue {
    const settle = async ({ ref }: HealedEnd) => {
      if (!host.alive) return new Promise<never>(() => {});
      const left = this.#left.get(name(ref));
      this.#settling++;
      this.quiet = 0;
      const settled = left ? await this.#failures.settle(host, left) : null;
      if (!host.alive) return new Promise<never>(() => {});
      this.#settling--;
      if (settled === null) throw new Error('nobody could settle it');
      return settled;
    };
    return new SettleQueue(settle, (news) => host.alive && this.observe(news));
  }

  start(draft: Run, then: (report: ReconcileReport) => void): void {
    if (!this.#host.alive) return;
    this.#starts.push({ draft, then });
    this.wake();
  }

  wake(thorough = false): void {
    this.#dirty = true;
    this.#thorough ||= thorough;
    if (!this.#busy && this.#host.alive) void this.#loop(this.#host);
  }

  kill(): void {
    this.#host.kill();
  }

  #boot(): void {
    this.#host = this.#newHost();
    this.#healings = this.#newQueue(this.#host);
    this.#mourn(this.#host);
  }

  #mourn(host: Host): void {
    host.atDeath(() => {
      this.#news = [];
      this.#starts = [];
      this.#busy = false;
      this.#settling = 0;
      this.#time.after(30_000, () => {
        this.#boot();
        this.wake(true);
      });
    });
  }

  async #loop(host: Host): Promise<void> {
    this.#busy = true;
    while (this.#dirty && host.alive) {
      this.#dirty = false;
      const told = [...this.#news];
      const [first] = this.#starts;
      const thorough = this.#thorough;
      const more = first ? { start: first.draft, thorough } : { thorough };
      const report = await this.#once(host, told, more);
      first?.then(report);
      if (report.kind === 'settled') {
        this.#thorough = false;
        if (first) this.#starts.shift();
        this.#news.splice(0, told.length);
        await this.#afterwards(host, thorough, report.wrote);
        this.#take(report);
        this.#healings.review(report.runs);
        this.#wakeAt(host, report.wakeAt);
      } else this.#wakeAt(host, report.retryAt);
    }
    if (host.alive) this.#busy = false;
  }

  /** A thorough look also closes what is over. */
  async #afterwards(host: Host, thorough: boolean, wrote: boolean): Promise<void> {
    const closed = thorough && (await this.#failures.resolve(host));
    this.quiet = wrote || closed ? 0 : this.quiet + 1;
  }

  #take(report: ReconcileReport): void {
    for (const { run, batch, place } of report.dispatched) {
      if (place !== null) this.#news.push({ kind: 'dispatched', run, batch, place });
    }
    if (this.#news.length > 0) this.#dirty = true;
  }

  #wakeAt(host: Host, at: number | null): void {
    if (at === null) return;
    this.#time.after(at - this.#time.now + 1, () => host.alive && this.wake());
  }
}
