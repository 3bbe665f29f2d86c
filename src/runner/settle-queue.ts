import type { FixStep, Observation } from '../core/decision.ts';
import type { AttemptRef, Run } from '../core/model.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import type { Handoff } from '../text/handoff.ts';
import { attemptId } from './fleet-diary.ts';

export type HealedEnd = Handoff & { readonly heal: HealReport };

/** What to tell of an attempt that healed, once its fix and its failure's issue are seen to. */
export type SettleHealing = (end: HealedEnd) => Promise<readonly Observation[]>;

/**
 * Attempts that healed, settled one after the other: the next one is published on the commit that the run is
 * on once the one before it counts. Where something else moved the run meanwhile, it is settled again.
 */
export class SettleQueue {
  readonly #settle: SettleHealing;
  readonly #tell: (news: readonly Observation[]) => void;
  readonly #waiting: HealedEnd[] = [];
  /** What is being settled; `fix`: it was told, and the run has not shown yet whether it goes on from there. */
  #current: { readonly end: HealedEnd; readonly fix: FixStep | null } | null = null;

  constructor(settle: SettleHealing, tell: (news: readonly Observation[]) => void) {
    this.#settle = settle;
    this.#tell = tell;
  }

  /** Settles it in its turn; one that is in the queue already stays where it is. */
  add(end: HealedEnd): void {
    const id = attemptId(end.ref);
    const known = this.#current ? [this.#current.end, ...this.#waiting] : this.#waiting;
    if (known.some(({ ref }) => attemptId(ref) === id)) return;
    this.#waiting.push(end);
    void this.#next();
  }

  /** To be called with the runs as each reconcile leaves them. */
  review(runs: readonly Run[]): void {
    const { end, fix } = this.#current ?? {};
    if (!end || !fix) return;
    const run = runs.find(({ issue }) => issue === end.ref.run);
    const isOpen = run !== undefined && isLive(run, end.ref);
    if (isOpen && (run.commit === fix.from || run.commit === fix.to)) return;
    if (isOpen) this.#waiting.unshift(end);
    this.#current = null;
    void this.#next();
  }

  async #next(): Promise<void> {
    if (this.#current) return;
    const end = this.#waiting.shift();
    if (!end) return;
    this.#current = { end, fix: null };
    const news = await this.#settle(end).catch((error: unknown) => [unsettled(end, error)]);
    const fix = news.map(fixOf).find((each) => each !== null) ?? null;
    this.#current = fix && { end, fix };
    this.#tell(news);
    await this.#next();
  }
}

function isLive(run: Run, { task, attempt }: AttemptRef): boolean {
  const status = run.statuses[task];
  return status?.attempt === attempt && (status.state === 'QUEUED' || status.state === 'RUNNING');
}

/** What a success rests on: it may be refused. */
function fixOf(news: Observation): FixStep | null {
  return news.kind === 'ended' && news.result.outcome === 'success' ? (news.fix ?? null) : null;
}

/** Nobody believes a fix that could not be settled: it is nowhere. What needed none counts as it is. */
function unsettled({ ref, result, heal }: HealedEnd, error: unknown): Observation {
  if (heal.result !== 'healed' || result.outcome !== 'success')
    return { kind: 'ended', ref, result };
  const why = error instanceof Error ? error.message : String(error);
  const message = `its healing could not be settled: ${why}`.slice(0, 300);
  return {
    kind: 'ended',
    ref,
    result: { ...result, outcome: 'failure', failure: 'crash', message },
  };
}
