import type { AttemptRef, AttemptResult, Batch, Run } from '../../src/core/model.ts';
import type { Life } from '../../src/reconcile/ports.ts';
import type { Everything } from './everything.ts';
import type { Faults } from './faults.ts';
import type { Host } from './host.ts';
import type { Invariants } from './invariants.ts';
import {
  type Fate,
  isTaken,
  type Leg,
  leftBy,
  name,
  newLegs,
  resultOf,
  type WorkflowRun,
} from './leg.ts';
import type { MemoryWorld } from './memory-world.ts';
import type { Prng } from './prng.ts';
import type { Left } from './settle-failing.ts';
import type { Story } from './story.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface FleetStyle {
  /** Workers outlive their host, read the ledger before they start and watch it (as in Actions). */
  readonly watches: boolean;
  /** A dispatch answers where the batch runs. */
  readonly tellsPlace: boolean;
  /** Workers look whether they are current before they start: a mutant's do not. */
  readonly fenced: boolean;
  /** What healing left and nobody settled is `settled` by whoever finds it; a mutant's counts as it is `told`. */
  readonly found: 'settled' | 'told';
  /** From a dispatch to a leg's start, at most. */
  readonly startUp: number;
}

export interface FleetHooks {
  readonly fate: (ref: AttemptRef) => Fate;
  readonly started: (leg: Leg, host: Host) => void;
  /** The worker left a result; `done` frees its place in the batch. */
  readonly ended: (leg: Leg, host: Host, done: () => void) => void;
  /** Somebody asked for an attempt that is over, and whose healing nobody settled. */
  readonly found: (left: Left, host: Host) => void;
  readonly holderLives: (holder: string) => boolean | null;
}

/** How often a worker looks at the ledger while it works. */
const watchEvery = 15_000;

/** Workers in memory: batches, their legs, what they do and how they end. */
export class MemoryFleet {
  readonly #time: VirtualTime;
  readonly #random: Prng;
  readonly #faults: Faults;
  readonly #story: Story;
  readonly #world: MemoryWorld;
  readonly #invariants: Invariants;
  readonly #style: FleetStyle;
  readonly #hooks: FleetHooks;
  readonly #runs: WorkflowRun[] = [];
  #next = 1000;

  constructor(around: Everything, style: FleetStyle, hooks: FleetHooks) {
    this.#time = around.time;
    this.#random = around.random;
    this.#faults = around.faults;
    this.#story = around.story;
    this.#world = around.world;
    this.#invariants = around.invariants;
    this.#style = style;
    this.#hooks = hooks;
  }

  get live(): Leg[] {
    return this.#runs.flatMap(({ legs }) =>
      legs.filter(({ state }) => state !== 'ended' && state !== 'dead'),
    );
  }

  dispatch(run: Run, batch: Batch, host: Host): { place: number | null } {
    const before = this.#runs.find((each) => each.run === run.issue && each.batch === batch.id);
    this.#invariants.beforeDispatch(run, batch, before?.at ?? null);
    const place = this.#style.watches ? this.#next++ : 0;
    this.#carry(run, batch, host, place);
    // Each of its legs may start at once, so that a second one of them is told from the first.
    if (this.#style.watches && batch.legs.length <= batch.maxParallel) {
      if (this.#faults.happens('doubled dispatch', 3)) {
        this.#story.tell(() => `batch ${batch.id} of #${run.issue} is carried twice`);
        this.#carry(run, batch, host, this.#next++);
      }
    }
    return { place: this.#style.tellsPlace ? place : null };
  }

  #carry(run: Run, batch: Batch, host: Host, place: number): void {
    const legs = newLegs(run, batch, place);
    const workflow: WorkflowRun = {
      id: place,
      run: run.issue,
      batch: batch.id,
      at: this.#time.now,
      maxParallel: batch.maxParallel,
      legs,
      host,
      busy: 0,
    };
    this.#runs.push(workflow);
    if (!this.#style.watches) host.atDeath(() => this.#endAll(workflow));
    this.#time.after(this.#random.int(0, this.#style.startUp), () => this.#fill(workflow));
  }

  find(run: number, batch: number, behind: number): { place: number } | null {
    const found = this.#runs.find(
      (each) => each.run === run && each.batch === batch && each.at <= this.#time.now - behind,
    );
    return found ? { place: found.id } : null;
  }

  ask(refs: readonly AttemptRef[], host: Host): Life[] {
    return refs.flatMap((ref): Life[] => {
      const leg = this.#leg(ref);
      if (!leg) return [];
      if (leg.left && this.#style.found === 'settled') {
        this.#hooks.found(leg.left, host);
        return [{ ref, kind: 'waiting' }];
      }
      if (leg.result) return [{ ref, kind: 'ended', result: leg.result }];
      if (leg.state === 'working') return [{ ref, kind: 'running', startedAt: leg.startedAt ?? 0 }];
      if (leg.state === 'dead') return [{ ref, kind: 'lost', why: 'its worker died' }];
      return [{ ref, kind: 'waiting' }];
    });
  }

  stop(refs: readonly AttemptRef[]): void {
    if (this.#style.watches) return;
    for (const ref of refs) {
      const leg = this.#leg(ref);
      if (!leg || leg.stopAsked) continue;
      leg.stopAsked = true;
      if (leg.state === 'queued') {
        const workflow = this.#runs.find(({ legs }) => legs.includes(leg));
        if (workflow) this.#end(workflow, leg, 'stopped', () => {});
      }
    }
  }

  holderLives(holder: string): boolean | null {
    return this.#hooks.holderLives(holder);
  }

  /** A result that was left is worth more than a worker that died beside it. */
  #leg(ref: AttemptRef): Leg | undefined {
    const rank = ({ state, result }: Leg) => (result ? 0 : state === 'dead' ? 2 : 1);
    return this.#runs
      .flatMap(({ legs }) => legs.filter((leg) => name(leg.ref) === name(ref)))
      .sort((a, b) => rank(a) - rank(b))[0];
  }

  #endAll(workflow: WorkflowRun): void {
    for (const leg of workflow.legs) {
      if (leg.state === 'ended') continue;
      if (leg.state === 'working') this.#invariants.afterWork(leg.ref, 'killed');
      leg.state = 'dead';
    }
  }

  #fill(workflow: WorkflowRun): void {
    while (workflow.busy < workflow.maxParallel) {
      const waiting = workflow.legs.filter(({ state }) => state === 'queued');
      if (waiting.length === 0) return;
      const leg = this.#style.watches ? this.#random.pick(waiting) : (waiting[0] as Leg);
      leg.state = 'starting';
      workflow.busy++;
      this.#time.after(this.#random.int(0, this.#style.startUp), () => this.#start(workflow, leg));
    }
  }

  /** Whether the same attempt was begun by another leg, as its traces tell; it is that one's to settle. */
  #wasTaken(leg: Leg): boolean {
    return this.#style.fenced && this.#sameTask(leg).some((other) => isTaken(other, leg));
  }

  #sameTask({ ref }: Leg): Leg[] {
    return this.#runs.flatMap(({ legs }) =>
      legs.filter((each) => each.ref.run === ref.run && each.ref.task === ref.task),
    );
  }

  /** Whether another leg of the same task runs, or is being settled: one at a time. */
  #isHeld(leg: Leg): boolean {
    if (!this.#style.watches) return false;
    return this.#sameTask(leg).some(
      (other) =>
        other !== leg && (other.state === 'working' || (other.state === 'ended' && !other.over)),
    );
  }

  #free(workflow: WorkflowRun, leg: Leg): void {
    leg.over = true;
    workflow.busy--;
    this.#fill(workflow);
  }

  #start(workflow: WorkflowRun, leg: Leg, reads = 0): void {
    if (leg.state !== 'starting') return;
    const fence = this.#fence(leg);
    if (fence === 'unreadable' && reads < 10) {
      this.#time.after(30_000, () => this.#start(workflow, leg, reads + 1));
      return;
    }
    const wait = this.#isHeld(leg)
      ? 10_000
      : typeof fence === 'number'
        ? fence - this.#time.now
        : 0;
    const done = () => this.#free(workflow, leg);
    if (this.#wasTaken(leg)) this.#die(workflow, leg, 'ends at once, as a second one');
    else if (wait > 0) this.#time.after(wait, () => this.#start(workflow, leg));
    else if (leg.stopAsked) this.#end(workflow, leg, 'stopped', done);
    else if (typeof fence !== 'number') this.#end(workflow, leg, 'fenced', done);
    else if (this.#faults.happens('killed worker', 0.5)) {
      this.#die(workflow, leg, 'dies before it starts');
    } else this.#work(workflow, leg);
  }

  #die(workflow: WorkflowRun, leg: Leg, how: string): void {
    this.#story.tell(() => `worker of ${name(leg.ref)} ${how}`);
    leg.state = 'dead';
    this.#free(workflow, leg);
  }

  /** The time before which the attempt is not to start; or why it is not to start at all. */
  #fence(leg: Leg): number | 'fenced' | 'unreadable' {
    const { run: issue, task, attempt } = leg.ref;
    const parsed = this.#world.ledger(issue);
    if (!this.#style.watches || !this.#style.fenced) {
      return parsed.ok ? (parsed.run.statuses[task]?.dueAt ?? 0) : 0;
    }
    if (!parsed.ok) return 'unreadable';
    const status = parsed.run.statuses[task];
    const live = status?.state === 'QUEUED' || status?.state === 'RUNNING';
    const current = live && status.attempt === attempt && status.stop === null;
    return current && parsed.run.status === 'active' ? (status.dueAt ?? 0) : 'fenced';
  }

  #work(workflow: WorkflowRun, leg: Leg): void {
    const fate = this.#hooks.fate(leg.ref);
    const base = this.#baseOf(leg);
    leg.state = 'working';
    leg.startedAt = this.#time.now;
    this.#story.tell(() => `worker of ${name(leg.ref)} starts`);
    this.#invariants.beforeWork(leg.ref, base);
    this.#hooks.started(leg, workflow.host);
    const ends = this.#time.now + fate.duration;
    const done = () => this.#free(workflow, leg);
    if (this.#faults.happens('killed worker')) {
      this.#time.after(this.#random.int(0, fate.duration), () => {
        if (leg.state !== 'working') return;
        this.#story.tell(() => `worker of ${name(leg.ref)} dies`);
        this.#invariants.afterWork(leg.ref, 'killed');
        leg.state = 'dead';
        done();
      });
    }
    const watch = () => {
      if (leg.state !== 'working') return;
      const left = ends - this.#time.now;
      const stopped = leg.stopAsked || (this.#style.watches && this.#fence(leg) === 'fenced');
      if (left <= 0) {
        leg.left = leftBy(leg, fate, base, this.#time.now);
        this.#end(workflow, leg, fate.outcome, done);
      } else if (stopped) {
        this.#time.after(Math.min(left, this.#random.int(0, 5000)), () => {
          if (leg.state === 'working') this.#end(workflow, leg, 'stopped', done);
        });
      } else this.#time.after(Math.min(left, this.#style.watches ? watchEvery : 1000), watch);
    };
    watch();
  }

  /** The commit that its job checks out. */
  #baseOf({ ref }: Leg): string {
    const parsed = this.#world.ledger(ref.run);
    return (parsed.ok ? parsed.run : this.#invariants.ledgers.get(ref.run))?.commit ?? '';
  }

  #end(workflow: WorkflowRun, leg: Leg, outcome: AttemptResult['outcome'], done: () => void): void {
    const healing = leg.left?.healing.result ?? null;
    this.#story.tell(() => `worker of ${name(leg.ref)} ends: ${outcome} ${healing ?? ''}`);
    if (healing === 'healed') this.#invariants.healing.healed(leg.ref);
    if (leg.state === 'working') {
      this.#invariants.afterWork(leg.ref, outcome === 'fenced' ? 'stopped' : outcome);
    }
    leg.state = 'ended';
    leg.result = resultOf(leg, outcome, this.#time.now);
    this.#hooks.ended(leg, workflow.host, done);
  }
}
