/**
 * The loop of the local host: news of the fleet goes into a reconcile, and so on until every run that is
 * followed is over. Nothing here decides anything but when to look.
 */
import type { Observation } from '../core/decision.ts';
import type { Instant, Millis, Run } from '../core/model.ts';
import type { ReconcileReport, ReconcileRequest } from '../reconcile/settings.ts';

/** While every slot has work, many settles share one reconcile: at most one in this time ... */
const gatherTime: Millis = 250;
/** ... and so that reconciling takes no more than one part in so many of the time. */
const gatherShare = 10;
/**
 * Where attempts are short, a slot that is free waits a moment for the others: together they get one batch,
 * which fills all of them to its end.
 */
const shortAttempt: Millis = 20;
/** Looked again at the latest, with or without news: orders of people, attempts that are silent. */
const idleTime: Millis = 5000;

export interface HostPorts {
  /** One reconcile. `paused`: nothing new may be started. */
  reconcile(request: Omit<ReconcileRequest, 'holder'>, paused: boolean): Promise<ReconcileReport>;
  now(): Instant;
  /** Resolves after the time, or as soon as `wake` is called. */
  sleep(time: Millis, wake: (now: () => void) => void): Promise<void>;
  onReport(report: ReconcileReport): void;
  /** Ends all attempts. */
  stopAll(): void;
  /** Attempts that have not ended. */
  unfinished(): number;
  /** What attempts took lately; null: none ended yet. */
  typical(): Millis | null;
}

export interface HostEnd {
  readonly kind: 'over' | 'interrupted' | 'stuck';
  /** The runs that were followed, as they are now. */
  readonly runs: readonly Run[];
  /** For `stuck`: why it gave up. */
  readonly why: string;
}

/** Reconciles that fail in a row before the host gives up. */
const patience = 8;

export class LocalHost {
  readonly #ports: HostPorts;
  readonly #followed = new Map<number, Run>();
  #untold: Observation[] = [];
  /** Since when a slot may be idle. */
  #pressing: Instant | null = null;
  #interrupted = false;
  /** What the last reconcile took. */
  #cost: Millis = 0;
  #wake: () => void = () => {};

  constructor(ports: HostPorts) {
    this.#ports = ports;
  }

  /** To be called with the fleet's news. `pressing`: a slot may be idle. */
  onNews(news: readonly Observation[], pressing: boolean): void {
    this.#untold.push(...news);
    if (pressing) this.#press();
    this.#wake();
  }

  /** Ends cleanly: attempts are stopped, their tasks go back to the queue. */
  interrupt(): void {
    if (this.#interrupted) return;
    this.#interrupted = true;
    this.#press();
    this.#ports.stopAll();
    this.#wake();
  }

  /** Follows the run that is opened, or all that are not over, to their ends. */
  async follow(start: Run | null, first: readonly Observation[]): Promise<HostEnd> {
    this.#untold.push(...first);
    let draft = start;
    let failures = 0;
    for (;;) {
      const began = this.#ports.now();
      const report = await this.#reconcile(draft);
      if (report.kind !== 'settled') {
        failures++;
        const why = report.error?.message ?? `the state is ${report.kind}`;
        if (failures >= patience) return this.#end('stuck', why);
      } else {
        failures = 0;
        if (report.opened !== null) draft = null;
        this.#learn(report);
        const kind = this.#outcome(draft);
        if (kind) return this.#end(kind, '');
      }
      await this.#pause(report, began);
    }
  }

  async #reconcile(draft: Run | null): Promise<ReconcileReport> {
    const told = this.#untold;
    const began = this.#ports.now();
    this.#untold = [];
    this.#pressing = null;
    const request = { observations: told, ...(draft ? { start: draft } : {}) };
    const report = await this.#ports.reconcile(request, this.#interrupted);
    this.#cost = this.#ports.now() - began;
    if (report.kind !== 'settled') this.#untold = [...told, ...this.#untold];
    return report;
  }

  #learn(report: ReconcileReport): void {
    for (const run of report.runs) {
      if (this.#followed.has(run.issue) || run.conclusion === null || run.issue === report.opened)
        this.#followed.set(run.issue, run);
    }
    for (const { run, batch, place } of report.dispatched)
      if (place !== null) this.#untold.push({ kind: 'dispatched', run, batch, place });
    this.#ports.onReport(report);
    // What was handed out in the very reconcile during which the interrupt came.
    if (this.#interrupted) this.#ports.stopAll();
  }

  #outcome(draft: Run | null): 'over' | 'interrupted' | null {
    if (this.#hasNews()) return null;
    if (draft === null && [...this.#followed.values()].every(isOver)) return 'over';
    return this.#interrupted && this.#ports.unfinished() === 0 ? 'interrupted' : null;
  }

  #end(kind: HostEnd['kind'], why: string): HostEnd {
    return { kind, runs: [...this.#followed.values()], why };
  }

  /** Where a batch is may be told with the next news. */
  #hasNews(): boolean {
    return this.#untold.some((each) => each.kind !== 'dispatched');
  }

  /** How long nothing needs to be done, after a reconcile that began at `began`. */
  #rest(report: ReconcileReport, began: Instant): Millis {
    const now = this.#ports.now();
    if (report.kind !== 'settled') return Math.max(0, (report.retryAt ?? now + gatherTime) - now);
    if (this.#pressing !== null) return Math.max(0, this.#pressing + this.#company() - now);
    const gather = Math.max(gatherTime, gatherShare * this.#cost);
    if (this.#hasNews()) return Math.max(0, began + gather - now);
    return Math.max(0, Math.min(report.wakeAt ?? Number.POSITIVE_INFINITY, now + idleTime) - now);
  }

  #press(): void {
    this.#pressing ??= this.#ports.now();
  }

  /** How long a free slot waits for others. */
  #company(): Millis {
    const typical = this.#ports.typical();
    const short = typical !== null && typical < shortAttempt && !this.#interrupted;
    return short && this.#ports.unfinished() > 0 ? Math.ceil(2 * typical) : 0;
  }

  async #pause(report: ReconcileReport, began: Instant): Promise<void> {
    // News that comes while it sleeps may shorten the rest, never lengthen it.
    for (let time = this.#rest(report, began); time > 0; time = this.#rest(report, began)) {
      const before = this.#ports.now();
      await this.#ports.sleep(time, (now) => {
        this.#wake = now;
      });
      this.#wake = () => {};
      if (this.#ports.now() - before >= time) return;
    }
  }
}

function isOver(run: Run): boolean {
  return run.conclusion !== null;
}
