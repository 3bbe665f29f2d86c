/** What the local fleet knows of each attempt: from the fleet’s diary at its start, from its worker since. */
import type { Observation } from '../core/decision.ts';
import type { AttemptRef, AttemptResult, Instant } from '../core/model.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import type { Life } from '../reconcile/ports.ts';
import type { Handoff } from '../text/handoff.ts';
import { type AttemptRecord, attemptId } from './fleet-diary.ts';
import type { WorkerEvent, WorkerLeg } from './worker-messages.ts';

type Entry =
  | { readonly state: 'waiting'; readonly leg: WorkerLeg }
  | { readonly state: 'running'; readonly leg: WorkerLeg; readonly startedAt: Instant }
  | { readonly state: 'ended'; readonly result: AttemptResult }
  /** It had begun when the host before this one was killed. */
  | { readonly state: 'cut'; readonly ref: AttemptRef };

export class AttemptLives {
  readonly #entries = new Map<string, Entry>();
  /** Outputs of the newest attempt that ended well, by `run/task`. */
  readonly #outputs = new Map<string, Readonly<Record<string, string>>>();
  readonly #healed = new Map<string, Handoff & { readonly heal: HealReport }>();
  readonly #produced = new Map<string, readonly string[]>();
  readonly #now: () => Instant;
  #waiting = 0;
  #running = 0;

  constructor(records: readonly AttemptRecord[], now: () => Instant) {
    this.#now = now;
    for (const record of records) {
      if (record.kind === 'end') this.#end(record.end);
      else if (record.kind === 'start') {
        this.#entries.set(attemptId(record.ref), { state: 'cut', ref: record.ref });
      }
    }
  }

  load(): { readonly live: number; readonly waiting: number } {
    return { live: this.#running, waiting: this.#waiting };
  }

  outputsOf(run: number, task: number): Readonly<Record<string, string>> {
    return this.#outputs.get(`${run}/${task}`) ?? {};
  }

  /** Files that the newest attempt of a task that ended well has left, relative to the root. */
  producedOf(run: number, task: number): readonly string[] {
    return this.#produced.get(`${run}/${task}`) ?? [];
  }

  /** What an attempt that healed has handed over; null: it did not. */
  healedOf(ref: AttemptRef): (Handoff & { readonly heal: HealReport }) | null {
    return this.#healed.get(attemptId(ref)) ?? null;
  }

  /** Where an attempt that the worker has runs; null: it has it no more. */
  rootOf(ref: AttemptRef): string | null {
    const entry = this.#entries.get(attemptId(ref));
    return entry?.state === 'running' || entry?.state === 'waiting' ? entry.leg.root : null;
  }

  knows(ref: AttemptRef): boolean {
    return this.#entries.has(attemptId(ref));
  }

  /** It was handed to the worker. */
  enter(leg: WorkerLeg): void {
    this.#entries.set(attemptId(leg.ref), { state: 'waiting', leg });
    this.#waiting++;
  }

  /** Takes in what the worker tells; answers what is news to a reconciler. */
  take(event: WorkerEvent): Observation {
    if (event.kind === 'started') {
      const entry = this.#entries.get(attemptId(event.ref));
      if (entry?.state === 'waiting') {
        this.#leave(entry);
        this.#running++;
        const running = { state: 'running', leg: entry.leg, startedAt: event.at } as const;
        this.#entries.set(attemptId(event.ref), running);
      }
      return { kind: 'started', ref: event.ref, at: event.at };
    }
    const { end } = event;
    this.#leave(this.#entries.get(attemptId(end.ref)));
    this.#end(end);
    return { kind: 'ended', ref: end.ref, result: end.result };
  }

  /** The worker died: what it ran is lost; what it had not begun is answered, to be handed out again. */
  loseWorker(why: string): { readonly news: Observation[]; readonly again: WorkerLeg[] } {
    const news: Observation[] = [];
    const again: WorkerLeg[] = [];
    for (const [id, entry] of [...this.#entries]) {
      if (entry.state === 'waiting') again.push(entry.leg);
      if (entry.state !== 'running') continue;
      this.#leave(entry);
      this.#entries.delete(id);
      news.push({ kind: 'lost', ref: entry.leg.ref, at: this.#now(), why });
    }
    return { news, again };
  }

  lifeOf(ref: AttemptRef): Life {
    const entry = this.#entries.get(attemptId(ref));
    switch (entry?.state) {
      case 'waiting':
        return { ref, kind: 'waiting' };
      case 'running':
        return { ref, kind: 'running', startedAt: entry.startedAt };
      case 'ended':
        return { ref, kind: 'ended', result: entry.result };
      case 'cut':
        return { ref, kind: 'ended', result: cutOff(this.#now()) };
      case undefined:
        return { ref, kind: 'lost', why: 'no process on this machine runs it' };
    }
  }

  #leave(entry: Entry | undefined): void {
    if (entry?.state === 'waiting') this.#waiting--;
    if (entry?.state === 'running') this.#running--;
  }

  #end(end: Handoff): void {
    const { ref, result, outputs, produced, heal } = end;
    if (heal) this.#healed.set(attemptId(ref), { ...end, heal });
    this.#entries.set(attemptId(ref), { state: 'ended', result });
    if (result.outcome !== 'success') return;
    this.#outputs.set(`${ref.run}/${ref.task}`, outputs);
    this.#produced.set(`${ref.run}/${ref.task}`, produced);
  }
}

/** The host was killed, and the attempt with it, through no fault of its own: it does not count. */
export function cutOff(now: Instant): AttemptResult {
  return {
    outcome: 'stopped',
    failure: null,
    exitCode: null,
    signal: null,
    startedAt: null,
    endedAt: now,
    digest: null,
    place: 0,
    message: 'its host was killed while it ran',
  };
}
