import type { Limits } from '../../src/core/decision.ts';
import type { AttemptRef, Batch, Run, TaskSpec } from '../../src/core/model.ts';
import { retryDelay } from '../../src/core/retry-delay.ts';
import type {
  Intent,
  IssueDraft,
  IssuePatch,
  IssueRead,
  JournalRun,
} from '../../src/reconcile/ports.ts';
import { parseRunMarker, parseTaskMarker } from '../../src/text/issue/markers.ts';
import { changePath, fullCopyPath } from '../../src/text/journal/journal-paths.ts';
import { ledgerDigest, parseLedger } from '../../src/text/ledger/ledger.ts';
import { applyChange } from '../../src/text/ledger/ledger-change.ts';
import { checkTransition, type Ordered, takenUp } from './check-transition.ts';
import { conflicts } from './conflicts.ts';
import { FailureInvariants } from './failure-invariants.ts';
import { FixStore } from './fix-store.ts';
import { HealInvariants } from './heal-invariants.ts';
import type { MemoryWorld } from './memory-world.ts';
import type { Story } from './story.ts';
import { isUndone, limitsBroken, type Work } from './work.ts';

/** What lists show for sure: whatever is older. */
const settledFor = 120_000;

/**
 * What must hold, checked at each step against what really happened: the workers' work, the journal's
 * commits, the issues' writes. It shares no code with what decides.
 */
export class Invariants {
  readonly #world: MemoryWorld;
  readonly #story: Story;
  readonly #now: () => number;
  readonly #limits: Limits;
  readonly works: Work[] = [];
  /** Each ledger as the journal has it. */
  readonly ledgers = new Map<number, Run>();
  /** All that ever were, by issue and revision. */
  readonly #digests = new Map<string, string>();
  /** What people with the right role ordered. */
  readonly ordered: Ordered[] = [];
  /** Keys of runs whose issue somebody undid before they had begun. */
  readonly spoiled = new Set<string>();
  leasesBroken = 0;
  #intent: Intent | null = null;
  /** Keys of runs that were really asked for. */
  readonly asked = new Set<string>();

  readonly failures: FailureInvariants;
  readonly healing: HealInvariants;

  constructor(
    world: MemoryWorld,
    story: Story,
    now: () => number,
    limits: Limits,
    fixes = new FixStore(),
  ) {
    this.failures = new FailureInvariants(world, story, now);
    this.healing = new HealInvariants(fixes, story, this.ordered);
    this.#world = world;
    this.#story = story;
    this.#now = now;
    this.#limits = limits;
  }

  /** Somebody opens an issue with a marker: it must not stand in one that was to be seen. */
  beforeCreate(draft: IssueDraft, sawShortList: boolean): void {
    this.failures.beforeCreate(draft);
    if (sawShortList) return;
    const key = markerOf(draft.body);
    for (const issue of this.#world.present.issues.values()) {
      // Without its label nobody finds it any more.
      const own = draft.labels.find((label) => label.startsWith('yardmaster:')) ?? '';
      const listed = issue.mine && issue.labels.includes(own);
      if (!listed || markerOf(issue.body) !== key) continue;
      if (this.#now() - issue.createdAt > settledFor) {
        this.#violate(10, `a second issue for ${key} beside #${issue.number}`);
      }
    }
  }

  /** `since` is when the same batch was dispatched before. */
  beforeDispatch(run: Run, batch: Batch, since: number | null): void {
    if (since !== null && this.#now() - since > settledFor) {
      this.#violate(11, `batch ${batch.id} of #${run.issue} is sent again without a look`);
    }
    const known = this.ledgers.get(run.issue);
    if (!known?.batches.some(({ id }) => id === batch.id) && (known?.nextBatch ?? 0) <= batch.id) {
      this.#violate(8, `batch ${batch.id} of #${run.issue} is sent before the journal has it`);
    }
  }

  afterUpdate(issue: IssueRead, patch: IssuePatch): void {
    this.failures.afterUpdate(issue, patch);
    if (patch.body === undefined) return;
    const parsed = parseLedger(patch.body);
    if (!parsed.ok || parsed.run.revision === 0) return;
    const known = this.#digests.get(`${issue.number}@${parsed.run.revision}`);
    if (known !== parsed.digest) {
      this.#violate(8, `#${issue.number} shows revision ${parsed.run.revision}, unknown there`);
    }
  }

  afterCommit(): void {
    const { journal } = this.#world.load();
    this.#noteLease(journal?.intent ?? null);
    for (const entry of journal?.runs ?? []) this.#checkEntry(entry);
    this.failures.afterCommit();
  }

  #checkEntry(entry: JournalRun): void {
    const before = this.ledgers.get(entry.issue);
    const name = `#${entry.issue} r${entry.revision}`;
    if (before?.revision === entry.revision) {
      const kept = this.#digests.get(`${entry.issue}@${entry.revision}`) === entry.digest;
      if (!kept) this.#violate(8, `digest of ${name} changed`);
      return;
    }
    const after = this.#ledgerOf(entry, before);
    if (!after) return;
    if (entry.revision !== (before?.revision ?? 0) + 1) {
      const jump = `${before?.revision ?? 0} to ${entry.revision}`;
      this.#violate(8, `#${entry.issue} goes from revision ${jump}`);
    }
    if (!before && !this.asked.has(after.key)) {
      this.#violate(8, `#${entry.issue} was taken in, but nobody asked for ${after.key}`);
    }
    const digest = ledgerDigest(after);
    if (digest !== entry.digest) {
      this.#violate(8, `digest of ${name} is not that of its file`);
    }
    this.#digests.set(`${entry.issue}@${entry.revision}`, digest);
    this.ledgers.set(entry.issue, after);
    this.healing.afterCommit(before, after, this.works);
    this.#checkResults(before, after);
    for (const { invariant, text } of checkTransition(before, after, this.ordered)) {
      this.#violate(invariant, text);
    }
  }

  /** What is completed was done: a success of that very attempt was seen. */
  #checkResults(before: Run | undefined, after: Run): void {
    for (const [task, { state, attempt }] of after.statuses.entries()) {
      if (state !== 'COMPLETED' || before?.statuses[task]?.state === state) continue;
      const ref = { run: after.issue, task, attempt };
      const done = this.works.some(
        (each) =>
          isSameTask(each.ref, ref) && each.ref.attempt === attempt && each.outcome === 'success',
      );
      if (!done) this.#violate(4, `${name(ref)} is COMPLETED, but nobody did it`);
    }
  }

  /** Whether this commit took over from a writer that did not carry its intent out in time. */
  #noteLease(intent: Intent | null): void {
    const last = this.#intent;
    this.#intent = intent;
    if (!last || last.holder === intent?.holder || last.leaseUntil > this.#now()) return;
    const pending = last.runs.some(({ issue, to }) => {
      const parsed = parseLedger(this.#world.get(issue)?.body ?? '');
      return !parsed.ok || parsed.run.revision < to;
    });
    if (pending) this.leasesBroken++;
  }

  #ledgerOf(entry: JournalRun, before: Run | undefined): Run | null {
    const { files } = this.#world.present;
    const full = files.get(fullCopyPath(entry.issue, entry.revision));
    if (full !== undefined) {
      const parsed = parseLedger(full);
      if (parsed.ok) return parsed.run;
    }
    const text = files.get(changePath(entry.issue, entry.revision));
    const change = before && text !== undefined ? applyChange(before, text) : null;
    if (change?.ok) return change.run;
    this.#violate(8, `revision ${entry.revision} of #${entry.issue} is not in the journal`);
    return null;
  }

  /** @param base the commit that it works on. */
  beforeWork(ref: AttemptRef, base: string): void {
    const run = this.ledgers.get(ref.run);
    const spec = run?.tasks[ref.task];
    if (!run || !spec) {
      this.#violate(4, `${name(ref)} works, but no journal knows it`);
      return;
    }
    const earlier = this.works.filter((each) => isSameTask(each.ref, ref));
    const working = this.works.filter(({ endedAt }) => endedAt === null);
    this.healing.beforeWork(ref, run, base);
    this.#checkOnce(ref, earlier, run);
    if (!isUndone(run, ref, this.works)) {
      this.#violate(13, `${name(ref)} works, but its failure was not undone`);
    }
    this.#checkNeeds(ref, run);
    for (const other of working) {
      const why = conflicts(spec, other.spec);
      if (why) this.#violate(3, `${name(ref)} works beside ${name(other.ref)}: ${why}`);
    }
    const all = [...working.map((each) => each.spec), spec];
    for (const { invariant, text } of limitsBroken(this.#limits, run, working, all)) {
      this.#violate(invariant, `${name(ref)}: ${text}`);
    }
    this.#checkTimes(ref, spec, earlier);
    this.works.push({ ref, spec, startedAt: this.#now(), endedAt: null, outcome: null });
  }

  afterWork(ref: AttemptRef, outcome: NonNullable<Work['outcome']>): void {
    const work = this.works.find(
      (each) =>
        each.endedAt === null && isSameTask(each.ref, ref) && each.ref.attempt === ref.attempt,
    );
    if (!work) return;
    work.endedAt = this.#now();
    work.outcome = outcome;
  }

  #checkOnce(ref: AttemptRef, earlier: readonly Work[], run: Run): void {
    for (const work of earlier) {
      if (work.ref.attempt === ref.attempt) this.#violate(4, `${name(ref)} works a second time`);
      if (work.endedAt === null) this.#violate(4, `${name(ref)} works beside ${name(work.ref)}`);
      if (work.outcome === 'success' && !takenUp(run, ref.task)) {
        this.#violate(4, `${name(ref)} repeats what ${name(work.ref)} has done`);
      }
    }
  }

  #checkNeeds(ref: AttemptRef, run: Run): void {
    const spec = run.tasks[ref.task];
    if (spec?.condition !== 'success') return;
    for (const need of spec.needs) {
      const works = this.works.filter(
        (each) => each.ref.run === run.issue && each.ref.task === need,
      );
      const last = works.at(-1);
      const { state } = run.statuses[need] ?? {};
      const forgiven =
        run.tasks[need]?.continueOnError === true &&
        (state === 'FAILED' || state === 'DEAD_LETTER');
      if (works.some(({ outcome }) => outcome === 'success') || forgiven) continue;
      const is = `${state}, its last work ${last?.outcome ?? 'never was'}`;
      this.#violate(2, `${name(ref)} works, but needs task ${need}: ${is}`);
    }
  }

  #checkTimes(ref: AttemptRef, spec: TaskSpec, earlier: readonly Work[]): void {
    const now = this.#now();
    if (spec.stagger) {
      const { resource, gap } = spec.stagger;
      for (const work of this.works) {
        if (work.spec.stagger?.resource !== resource || now - work.startedAt >= gap) continue;
        const after = `${now - work.startedAt} ms after ${name(work.ref)}, gap ${gap}`;
        this.#violate(12, `${name(ref)} starts ${after}`);
      }
    }
    const last = earlier.at(-1);
    const orders = this.ordered.some(
      ({ run, at }) => run === ref.run && at >= (last?.startedAt ?? 0),
    );
    if (last?.outcome !== 'failure' || orders) return;
    const failures = this.#failuresInARow(earlier);
    const wait = now - (last.endedAt ?? now);
    if (wait < retryDelay(spec, failures)) {
      this.#violate(12, `${name(ref)} starts ${wait} ms after its failure ${failures}`);
    }
  }

  /** Since a person gave the task new attempts, at least. */
  #failuresInARow(earlier: readonly Work[]): number {
    const ref = earlier[0]?.ref;
    const since = Math.max(
      0,
      ...this.ordered.filter(({ run }) => run === ref?.run).map(({ at }) => at),
    );
    return earlier.filter(({ outcome, startedAt }) => outcome === 'failure' && startedAt >= since)
      .length;
  }

  #violate(invariant: number, text: string): void {
    this.#story.violate(invariant, text);
  }
}

function markerOf(body: string): string {
  const task = parseTaskMarker(body);
  return task ? `task ${task.run}/${task.task}` : `run ${parseRunMarker(body)}`;
}

function isSameTask(one: AttemptRef, other: AttemptRef): boolean {
  return one.run === other.run && one.task === other.task;
}

function name({ run, task, attempt }: AttemptRef): string {
  return `${run}/${task}.${attempt}`;
}
