import type { Limits, Observation } from '../../src/core/decision.ts';
import type { AttemptRef } from '../../src/core/model.ts';
import type { ReconcileReport } from '../../src/reconcile/settings.ts';
import { ActionsHost } from './actions-host.ts';
import { checkFailures } from './check-failures.ts';
import { checkRest, findUnfinished } from './check-rest.ts';
import { type FaultCounts, Faults } from './faults.ts';
import { FixStore } from './fix-store.ts';
import { Host } from './host.ts';
import { Invariants } from './invariants.ts';
import { type Fate, type Leg, name } from './leg.ts';
import { LocalHost } from './local-host.ts';
import { MemoryFleet } from './memory-fleet.ts';
import { lag, type Surroundings } from './memory-ports.ts';
import { MemoryWorld } from './memory-world.ts';
import { disturb } from './people.ts';
import { disturbFailures } from './people-and-failures.ts';
import { Prng } from './prng.ts';
import { randomHealing } from './random-healing.ts';
import { atOnce, randomLimits, randomRun } from './random-pipeline.ts';
import { randomSettings } from './random-settings.ts';
import { Story } from './story.ts';
import { ToldFailures } from './told-failures.ts';
import { type Mutation, type ToldReconcile, toldReconcile } from './told-reconcile.ts';
import { VirtualTime } from './virtual-time.ts';

export interface Simulated {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly faults: FaultCounts;
  readonly story: readonly string[];
}

const start = Date.UTC(2026, 10, 21, 2);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** One story: random pipelines, workers, people and faults against the real reconciler, in virtual time. */
export async function simulate(
  seed: number,
  options: { readonly told?: boolean; readonly mutation?: Mutation } = {},
): Promise<Simulated> {
  return new Simulation(seed, options.told ?? false, options.mutation ?? {}).run();
}

class Simulation {
  readonly #seed: number;
  readonly #reconcile: ToldReconcile;
  readonly #random: Prng;
  readonly #time: VirtualTime;
  readonly #faults: Faults;
  readonly #story: Story;
  readonly #world: MemoryWorld;
  readonly #limits: Limits;
  readonly #invariants: Invariants;
  readonly #around: Surroundings;
  readonly #fates = new Map<string, Fate>();
  readonly #hosts = new Map<string, Host>();
  readonly #local: LocalHost | null;
  readonly #fixes = new FixStore();
  readonly #healing: Prng;
  /** How many tasks heal. */
  readonly #healRate: number;
  /** Whether tasks work side by side, heal, and are settled together. */
  readonly #crowded: boolean;
  readonly #heals = new Map<string, boolean>();
  readonly #actions: ActionsHost;
  readonly #opened = new Set<string>();
  #hostCount = 0;
  #asleepUntil = 0;

  constructor(seed: number, told: boolean, mutation: Mutation) {
    this.#seed = seed;
    const random = new Prng(seed);
    this.#random = random;
    this.#time = new VirtualTime(random.fork(), start);
    const now = () => this.#time.now;
    this.#story = new Story(now, told);
    this.#faults = new Faults(random.fork(), random.pick([0, 0.01, 0.03, 0.08]));
    this.#world = new MemoryWorld(now, lag, random.int(1, 900));
    this.#limits = randomLimits(random);
    this.#invariants = new Invariants(this.#world, this.#story, now, this.#limits, this.#fixes);
    const settings = randomSettings(random, this.#limits);
    const watches = random.chance(0.65);
    const timers = random.chance(0.5);
    const around = {
      time: this.#time,
      random: random.fork(),
      faults: this.#faults,
      story: this.#story,
      world: this.#world,
      invariants: this.#invariants,
      fixes: this.#fixes,
    };
    const fleet = new MemoryFleet(
      around,
      {
        watches,
        tellsPlace: !watches || random.chance(0.7),
        fenced: mutation.fenced ?? true,
        found: mutation.found ?? 'settled',
        startUp: watches ? random.pick([1000, 30_000]) : 50,
      },
      {
        fate: (ref) => this.#fate(ref),
        started: (leg) => this.#local?.observe([startOf(leg)]),
        ended: (leg, _, done) => this.#ended(leg, done),
        found: (left, host) =>
          this.#local ? this.#local.settle(left, []) : this.#actions.find(left, host),
        holderLives: (holder) => this.#hosts.get(holder)?.alive ?? false,
      },
    );
    this.#around = { ...around, fleet, latency: random.pick([5, 200, 2000]) };
    const changed = mutation.settings?.(settings) ?? settings;
    this.#reconcile = toldReconcile(this.#around, changed, mutation);
    this.#healing = random.fork();
    this.#crowded = this.#healing.chance(0.35);
    this.#healRate = this.#crowded ? 1 : this.#healing.pick([0.2, 0.9]);
    const failures = new ToldFailures(this.#around, mutation);
    const newHost = (kind: string) => this.#newHost(kind);
    this.#actions = new ActionsHost(this.#around, newHost, this.#reconcile, failures, timers);
    this.#local = watches
      ? null
      : new LocalHost(this.#time, () => newHost('local'), this.#reconcile, failures);
  }

  async run(): Promise<Simulated> {
    this.#sweepEvery(this.#random.pick([5 * minute, 30 * minute]));
    const runs = this.#random.int(1, 4);
    await this.#act(0, runs, 40);
    if (!this.#broken() && this.#healing.chance(0.5)) await this.#daysLater(runs);
    for (let at = 0; at < this.#invariants.leasesBroken; at++) this.#faults.note('lease expired');
    return {
      seed: this.#seed,
      violations: this.#story.violations,
      faults: this.#faults.counts,
      story: this.#story.lines,
    };
  }

  /** Hours in which everything fails, then hours without faults until nothing is left to do. */
  async #act(first: number, runs: number, events: number): Promise<void> {
    const begin = this.#time.now;
    for (let at = first; at < first + runs; at++)
      this.#time.after(this.#random.int(0, 2 * hour), () => this.#ask(at));
    for (let at = 0; at < events; at++) {
      this.#time.after(this.#random.int(0, 3 * hour), () => this.#happen());
    }
    await this.#time.run(begin + 3 * hour, () => this.#broken());
    this.#faults.stop();
    this.#actions.quiet = 0;
    if (this.#local) this.#local.quiet = 0;
    this.#story.tell(() => 'faults stop');
    const how = await this.#time.run(begin + 40 * hour, () => this.#broken() || this.#atRest());
    if (this.#broken()) return;
    if (how !== 'done') {
      const rest = findUnfinished(this.#world, this.#invariants, this.#around.fleet);
      this.#story.violate(6, `no rest: ${rest.join('; ') || 'writes without end'}`);
    } else this.#checkRest();
  }

  /** Nobody looks for some days, and then failures come back: soon enough to be the same, or not. */
  async #daysLater(runs: number): Promise<void> {
    const gap = this.#healing.chance(0.5)
      ? this.#healing.int(1, 4) * day
      : this.#healing.int(8, 20) * day;
    this.#asleepUntil = this.#time.now + gap;
    await this.#time.run(this.#asleepUntil, () => this.#broken());
    this.#story.tell(() => `${gap / day} days later`);
    this.#faults.goOn();
    await this.#act(runs, 2, 20);
  }

  #checkRest(): void {
    checkRest(this.#world, this.#invariants, this.#story);
    const open = new Set(this.#world.load().journal?.runs.map(({ issue }) => issue));
    const runs = [...this.#invariants.ledgers.values()].filter(({ issue }) => open.has(issue));
    checkFailures(this.#world, runs, this.#story);
    this.#invariants.failures.checkTold();
  }

  #broken(): boolean {
    return this.#story.violations.length > 0;
  }

  /** Two sweeps in a row found nothing to write, and nobody works. */
  #atRest(): boolean {
    const quiet = this.#local
      ? this.#local.idle && this.#local.quiet >= 2
      : this.#actions.quiet >= 2;
    if (!quiet || !this.#actions.idle) return false;
    return findUnfinished(this.#world, this.#invariants, this.#around.fleet).length === 0;
  }

  /** Somebody asks for a run, again and again until it is there. */
  #ask(at: number): void {
    const key = `run-${at}`;
    const drawn = randomRun(this.#random.fork(), key, this.#time.now);
    const draft = this.#crowded ? atOnce(drawn) : drawn;
    this.#invariants.asked.add(key);
    const again = () => {
      if (this.#opened.has(key)) return;
      this.#story.tell(() => `alice asks for ${key}`);
      const opened = (report: ReconcileReport) => this.#note(key, report);
      if (this.#local) this.#local.start(draft, opened);
      else void this.#actions.session('plan', [], { start: draft, opened });
      this.#time.after(3 * minute, again);
    };
    again();
  }

  #note(key: string, report: ReconcileReport): void {
    if (report.opened !== null) this.#opened.add(key);
  }

  /** Something that nobody ordered. */
  #happen(): void {
    if (!this.#faults.on) return;
    const random = this.#around.random;
    const around = { ...this.#around, now: () => this.#time.now };
    if (random.chance(0.2)) disturbFailures(around);
    else if (random.chance(0.7)) disturb(around);
    else if (this.#local) {
      if (this.#faults.happens('host killed at rest', 10)) this.#local.kill();
    } else if (this.#faults.happens('two reconcilers at once', 20)) {
      for (let twin = 0; twin < 3; twin++) void this.#actions.session('twin', []);
    }
  }

  #sweepEvery(interval: number): void {
    const sweep = () => {
      const asleep = this.#asleepUntil - this.#time.now;
      this.#time.after(Math.max(interval, asleep), sweep);
      if (asleep > 0) return;
      if (!this.#faults.on || !this.#faults.happens('lost wake')) {
        if (this.#local) this.#local.wake(true);
        else void this.#actions.session('sweep', [], { thorough: true });
      }
    };
    this.#time.after(interval, sweep);
  }

  #fate(ref: AttemptRef): Fate {
    const known = this.#fates.get(name(ref));
    if (known) return known;
    const random = this.#around.random;
    const duration = random.chance(0.8) ? random.int(100, 5 * minute) : random.int(0, 40 * minute);
    const outcome = random.chance(0.8) ? 'success' : 'failure';
    const heals = this.#healsAt(ref);
    const healing = heals ? randomHealing(this.#healing, outcome) : null;
    const fate: Fate = { duration, outcome, healing };
    this.#fates.set(name(ref), fate);
    return fate;
  }

  /** Some tasks say that they heal. */
  #healsAt({ run, task }: AttemptRef): boolean {
    const key = `${run}/${task}`;
    const heals = this.#heals.get(key) ?? this.#healing.chance(this.#healRate);
    this.#heals.set(key, heals);
    return heals;
  }

  #ended(leg: Leg, done: () => void): void {
    const { ref, result, left } = leg;
    if (!result) return;
    const placed: Observation = {
      kind: 'dispatched',
      run: ref.run,
      batch: leg.batch,
      place: leg.place,
    };
    const news: Observation[] = left ? [placed] : [placed, { kind: 'ended', ref, result }];
    if (this.#local) {
      if (left) this.#local.settle(left, news);
      else this.#local.observe(news);
      done();
      return;
    }
    if (this.#faults.happens('settle that never came')) {
      done();
      return;
    }
    const twice = this.#faults.happens('doubled wake', left ? 4 : 1);
    const late = this.#faults.happens('late wake') ? this.#random.int(0, 20 * minute) : 0;
    // Where runners are short, jobs that waited begin together.
    const crowd = left !== null && this.#crowded;
    const turn = crowd ? 5 * minute - (this.#time.now % (5 * minute)) : 0;
    const linger = crowd ? this.#healing.int(0, 10 * minute) : 0;
    this.#time.after(late + turn + this.#random.int(0, 5000), () => {
      if (twice) void this.#actions.session('settle', news, { left, linger });
      void this.#actions.session('settle', news, { left, linger, done });
    });
  }

  #newHost(kind: string): Host {
    const host = new Host(`${kind}:${++this.#hostCount}`);
    this.#hosts.set(host.holder, host);
    return host;
  }
}

function startOf(leg: Leg): Observation {
  return { kind: 'started', ref: leg.ref, at: leg.startedAt ?? 0 };
}
