import type { Observation } from '../../src/core/decision.ts';
import { failureDefaults } from '../../src/reconcile/failures/failure-ports.ts';
import { resolveFailures } from '../../src/reconcile/failures/resolve-failures.ts';
import { tendFailures } from '../../src/reconcile/failures/tend-failures.ts';
import { PortError } from '../../src/reconcile/ports.ts';
import type { Host } from './host.ts';
import { name } from './leg.ts';
import { callOver, type Surroundings } from './memory-ports.ts';
import { branch, type Left, type Publish, settleFailing } from './settle-failing.ts';
import { type Mutation, mutatedPorts } from './told-reconcile.ts';

/** How often a job tries before it leaves the rest to a later one. */
const mostTries = 12;

/** What jobs do about failures besides reconciling; the story tells what came of it. */
export class ToldFailures {
  readonly #around: Surroundings;
  readonly #mutation: Mutation;

  constructor(around: Surroundings, mutation: Mutation) {
    this.#around = around;
    this.#mutation = mutation;
  }

  /** What the reconciler is to be told of an attempt that failed on the way; null: not now. */
  async settle(host: Host, left: Left): Promise<readonly Observation[] | null> {
    const ports = mutatedPorts(this.#around, this.#mutation, host);
    for (let tries = 0; tries < mostTries; tries++) {
      const news = await this.#tried(host, `settles ${name(left.ref)}`, () =>
        settleFailing(ports, this.#publisher(host), host.holder, left, () => this.#note(left)),
      );
      if (news.ok) return news.value;
      const wait = news.error.retryAfter ?? this.#around.random.int(1_000, 20_000);
      await ports.clock.sleep(wait);
    }
    return null;
  }

  /**
   * Goes on with what dead settles left, closes what is over, and answers whether anything was written; what
   * fails is left to the next sweep.
   */
  async resolve(host: Host): Promise<boolean> {
    const { fixes, invariants, world } = this.#around;
    const before = world.writes;
    const ports = mutatedPorts(this.#around, this.#mutation, host);
    const passes = [...invariants.ledgers.values()].flatMap(({ pipeline, tasks, statuses }) =>
      statuses.flatMap(({ state, endedAt }, task) =>
        state === 'COMPLETED' && endedAt !== null
          ? [{ task: `${pipeline}: ${tasks[task]?.key}`, at: endedAt, runUrl: null }]
          : [],
      ),
    );
    const settings = { ...failureDefaults, holder: host.holder };
    await this.#tried(host, 'tends', () => tendFailures(ports, settings));
    await this.#tried(host, 'resolves', () =>
      resolveFailures(ports, settings, {
        passes,
        branch,
        landed: async ({ commit }) => fixes.hasLanded(commit),
      }),
    );
    return world.writes !== before;
  }

  #note({ ref, healing }: Left): void {
    const { run, task, attempt } = ref;
    this.#around.invariants.failures.settled(healing.fingerprint, `${run}.${task}.${attempt}`);
  }

  #publisher(host: Host): Publish {
    const { fixes } = this.#around;
    return ({ ref, healing, report }, base) =>
      callOver(this.#around, host, 'publish', name(ref), () =>
        fixes.publish(ref, healing, report.base, base),
      );
  }

  async #tried<T>(
    host: Host,
    what: string,
    work: () => Promise<T>,
  ): Promise<
    { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PortError }
  > {
    const { story } = this.#around;
    try {
      const value = await work();
      story.tell(() => `${host.holder} ${what}: ${JSON.stringify(value)}`);
      return { ok: true, value };
    } catch (error) {
      if (error instanceof PortError) {
        story.tell(() => `${host.holder} ${what}: ${error.message}`);
        return { ok: false, error };
      }
      story.violate(0, error instanceof Error ? (error.stack ?? '') : String(error));
      return new Promise(() => {});
    }
  }
}
