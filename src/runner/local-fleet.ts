/**
 * The fleet of one machine: batches go to a worker that runs attempts as child processes. What ended is
 * known from the fleet’s diary, so that a host that was killed loses nothing.
 */
import type { Observation } from '../core/decision.ts';
import type { AttemptRef, Batch, Instant, Run, TaskStatus } from '../core/model.ts';
import type { Fleet, Life } from '../reconcile/ports.ts';
import { AttemptLives, cutOff } from './attempt-lives.ts';
import type { AttemptRecord } from './fleet-diary.ts';
import { isAlive } from './process-group.ts';
import { type SettleHealing, SettleQueue } from './settle-queue.ts';
import type { WorkerEvent, WorkerLeg } from './worker-messages.ts';
import type { StartWorker, Worker } from './worker-process.ts';

export interface LocalFleetPorts {
  readonly startWorker: StartWorker;
  /** What was in the fleet’s diary when this host started. */
  readonly records: readonly AttemptRecord[];
  /** What to run for an attempt. */
  readonly legOf: (run: Run, ref: AttemptRef) => WorkerLeg;
  readonly now: () => Instant;
  /** Hears of news. `pressing`: a slot may be idle until it is acted upon. */
  readonly onNews: (news: readonly Observation[], pressing: boolean) => void;
  readonly settleHealing: SettleHealing;
  /** Hears what an attempt that ended well has left, and below which root. */
  readonly onLeft: (root: string, produced: readonly string[]) => void;
  /** Kills what a worker that died has left. */
  readonly killRemains: () => void;
}

/** After so many workers that could not do anything, attempts fail instead of waiting for the next. */
const mostDeaths = 3;

export class LocalFleet implements Fleet {
  readonly #ports: LocalFleetPorts;
  readonly #lives: AttemptLives;
  readonly #healings: SettleQueue;
  readonly #batches = new Set<string>();
  #worker: Worker | null = null;
  /** Workers in a row that ended without having told anything. */
  #deaths = 0;

  constructor(ports: LocalFleetPorts) {
    this.#ports = ports;
    this.#lives = new AttemptLives(ports.records, ports.now);
    this.#healings = new SettleQueue(ports.settleHealing, (news) => ports.onNews(news, true));
  }

  /** Starts the worker before there is work, so that it is there when there is. */
  warmUp(): void {
    this.#open();
  }

  dispatch(run: Run, batch: Batch): Promise<{ readonly place: number | null }> {
    this.#take(run, batch);
    return Promise.resolve({ place: 0 });
  }

  find(run: Run, batch: Batch): Promise<{ readonly place: number } | null> {
    return Promise.resolve(this.#batches.has(batchId(run, batch)) ? { place: 0 } : null);
  }

  ask(_run: Run, refs: readonly AttemptRef[]) {
    return Promise.resolve(refs.map((ref) => this.#lifeOf(ref)));
  }

  /** What healed ends once it is settled: its success is worth nothing without its fix. */
  #lifeOf(ref: AttemptRef): Life {
    const healed = this.#lives.healedOf(ref);
    if (!healed) return this.#lives.lifeOf(ref);
    this.#healings.add(healed);
    return { ref, kind: 'waiting' };
  }

  /** To be called with the runs as each reconcile leaves them: whether they go on from the fixes that were told. */
  review(runs: readonly Run[]): void {
    this.#healings.review(runs);
  }

  stop(_run: Run, refs: readonly AttemptRef[]): Promise<void> {
    this.#worker?.send({ kind: 'stop', refs });
    return Promise.resolve();
  }

  /** Holders of this kind are named `local:<pid>:<start>`; of others nothing can be said. */
  holderLives(holder: string): Promise<boolean | null> {
    const [, pid, start] = /^local:(\d+)(?::(\d+))?$/.exec(holder) ?? [];
    return Promise.resolve(pid === undefined ? null : isAlive(Number(pid), start ?? null));
  }

  /**
   * After a restart: takes up what was dispatched and never began, and answers what ended or was cut off
   * meanwhile.
   */
  resume(runs: readonly Run[]): Observation[] {
    const news: Observation[] = [];
    for (const run of runs) {
      for (const batch of run.batches) this.#take(run, batch);
      run.statuses.forEach((status, task) => {
        if (status.state !== 'QUEUED' && status.state !== 'RUNNING') return;
        news.push(...this.#missed({ run: run.issue, task, attempt: status.attempt }, status));
      });
    }
    return news;
  }

  #missed(ref: AttemptRef, { state, stop }: TaskStatus): Observation[] {
    const life = this.#lives.lifeOf(ref);
    const healed = this.#lives.healedOf(ref);
    if (healed) {
      this.#healings.add(healed);
      return [];
    }
    if (life.kind === 'ended') {
      // Nobody ordered it to end: its worker stopped it when the host was gone.
      const cut = life.result.outcome === 'stopped' && stop === null;
      const { message } = cut ? cutOff(this.#ports.now()) : life.result;
      return [{ kind: 'ended', ref, result: { ...life.result, message } }];
    }
    // It was about to start, and waited for its setup: no process of its own was ever there.
    if (life.kind !== 'lost' || state !== 'RUNNING') return [];
    return [{ kind: 'ended', ref, result: cutOff(this.#ports.now()) }];
  }

  /** Ends everything; each attempt is observed as `stopped`. */
  stopAll(): void {
    this.#worker?.send({ kind: 'stop-all' });
  }

  /** Attempts that run, or wait for a slot of their batch. */
  load(): { readonly live: number; readonly waiting: number } {
    return this.#lives.load();
  }

  /** The outputs of the newest attempt of a task that ended well. */
  outputsOf(run: number, task: number): Readonly<Record<string, string>> {
    return this.#lives.outputsOf(run, task);
  }

  /** The files that the newest attempt of a task that ended well has left. */
  producedOf(run: number, task: number): readonly string[] {
    return this.#lives.producedOf(run, task);
  }

  /** Ends the worker, and with it what still runs. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.close();
  }

  #take(run: Run, batch: Batch): void {
    this.#batches.add(batchId(run, batch));
    const legs: WorkerLeg[] = [];
    for (const task of batch.legs) {
      const status = run.statuses[task];
      if (status?.batch !== batch.id || status.state !== 'QUEUED' || status.stop !== null) continue;
      const ref = { run: run.issue, task, attempt: status.attempt };
      if (this.#lives.knows(ref)) continue;
      const leg = this.#ports.legOf(run, ref);
      this.#lives.enter(leg);
      legs.push(leg);
    }
    this.#hand(legs, batch.maxParallel);
  }

  #hand(legs: readonly WorkerLeg[], maxParallel: number): void {
    if (legs.length > 0) this.#open().send({ kind: 'batch', batch: { maxParallel, legs } });
  }

  #open(): Worker {
    this.#worker ??= this.#ports.startWorker(
      (events) => this.#onEvents(events),
      (why) => this.#onGone(why),
    );
    return this.#worker;
  }

  #onEvents(events: readonly WorkerEvent[]): void {
    this.#deaths = 0;
    const news: Observation[] = [];
    for (const event of events) {
      const root = event.kind === 'ended' ? this.#lives.rootOf(event.end.ref) : null;
      const told = this.#lives.take(event);
      if (event.kind === 'ended' && root !== null) this.#ports.onLeft(root, event.end.produced);
      const healed = event.kind === 'ended' ? this.#lives.healedOf(event.end.ref) : null;
      if (healed) this.#healings.add(healed);
      else news.push(told);
    }
    const idle = events.some((event) => event.kind === 'ended' && event.idle);
    this.#ports.onNews(news, idle);
  }

  /** The worker died, not the host: what it ran is lost, what it had not begun goes to the next one. */
  #onGone(why: string): void {
    this.#worker = null;
    this.#deaths++;
    this.#ports.killRemains();
    const { news, again } = this.#lives.loseWorker(why);
    if (this.#deaths < mostDeaths) this.#hand(again, 1);
    else
      news.push(...again.map(({ ref }) => this.#lives.take(noWorker(ref, why, this.#ports.now()))));
    this.#ports.onNews(news, true);
  }
}

function batchId(run: Run, batch: Batch): string {
  return `${run.issue}/${batch.id}`;
}

function noWorker(ref: AttemptRef, why: string, now: Instant): WorkerEvent {
  const result = {
    outcome: 'failure',
    failure: 'crash',
    exitCode: null,
    signal: null,
    startedAt: null,
    endedAt: now,
    digest: null,
    place: 0,
    message: `it could not be started: ${why}`,
  } as const;
  const end = { ref, result, outputs: {}, produced: [], tail: '' };
  return { kind: 'ended', end, idle: true };
}
