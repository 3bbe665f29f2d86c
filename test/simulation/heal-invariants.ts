import type { AttemptRef, Run, TaskStatus } from '../../src/core/model.ts';
import type { Ordered } from './check-transition.ts';
import { takenUp } from './check-transition.ts';
import type { FixStore } from './fix-store.ts';
import { name } from './leg.ts';
import type { Story } from './story.ts';
import type { Work } from './work.ts';

/** What must hold of tasks that heal, of a run's commit and of dead letters (16, 17, 18). */
export class HealInvariants {
  readonly #fixes: FixStore;
  readonly #story: Story;
  readonly #ordered: readonly Ordered[];
  /** Attempts that ended well by a fix of their own. */
  readonly #healed = new Set<string>();
  /** Tasks that the journal has seen COMPLETED. */
  readonly #completed = new Set<string>();
  /** The commits that attempts worked on, by run. */
  readonly #used = new Map<number, Set<string>>();

  constructor(fixes: FixStore, story: Story, ordered: readonly Ordered[]) {
    this.#fixes = fixes;
    this.#story = story;
    this.#ordered = ordered;
  }

  healed(ref: AttemptRef): void {
    this.#healed.add(name(ref));
  }

  /** @param base the commit that it works on. */
  beforeWork(ref: AttemptRef, run: Run, base: string): void {
    this.#used.set(ref.run, (this.#used.get(ref.run) ?? new Set()).add(base));
    if (this.#completed.has(taskOf(ref)) && !takenUp(run, ref.task)) {
      this.#story.violate(16, `${name(ref)} starts, but its task succeeded before`);
    }
    const dropped = this.#ordered.some(({ run: issue }) => issue === ref.run);
    if (run.statuses[ref.task]?.state === 'DEAD_LETTER' && !dropped) {
      this.#story.violate(18, `${name(ref)} starts, but its task is a dead letter`);
    }
  }

  /** Two successive revisions of a ledger; works whose fix was not kept become failures. */
  afterCommit(before: Run | undefined, after: Run, works: readonly Work[]): void {
    if (before && before.commit !== after.commit) this.#checkCommit(before, after);
    for (const [task, now] of after.statuses.entries()) {
      const ref = { run: after.issue, task, attempt: now.attempt };
      const was = before?.statuses[task];
      if (was?.state === 'DEAD_LETTER') this.#checkDeadLetter(was, now, ref);
      if (now.state === 'COMPLETED' && was?.state !== now.state) this.#complete(ref, after);
      else if (was && isOver(was, now))
        this.#refuse({ ...ref, attempt: was.attempt }, works, {
          counts: now.counted > was.counted,
          commit: after.commit,
        });
    }
  }

  #checkCommit(before: Run, after: Run): void {
    const way = `#${after.issue} goes from ${before.commit.slice(-6)} to ${after.commit.slice(-6)}`;
    if (!this.#fixes.holds(after.commit, before.commit)) {
      this.#story.violate(17, `${way}, which does not hold it`);
    }
    for (const used of this.#used.get(after.issue) ?? []) {
      if (this.#fixes.holds(after.commit, used)) continue;
      this.#story.violate(17, `${way}, which loses ${used.slice(-6)}`);
    }
  }

  #complete(ref: AttemptRef, after: Run): void {
    this.#completed.add(taskOf(ref));
    if (!this.#healed.has(name(ref))) return;
    const kept = this.#fixes.keptFor(ref);
    if (kept.length === 0) {
      this.#story.violate(17, `${name(ref)} is COMPLETED, but its fix was not kept`);
    } else if (!this.#isIn(after.commit, ref)) {
      this.#story.violate(17, `${name(ref)} is COMPLETED, but the run goes on without its fix`);
    }
  }

  #isIn(commit: string, ref: AttemptRef): boolean {
    return this.#fixes.keptFor(ref).some((fix) => this.#fixes.holds(commit, fix.commit));
  }

  /** Its task goes on without the fix: as failed, or, where the fix does not fit any more, from the queue. */
  #refuse(
    ref: AttemptRef,
    works: readonly Work[],
    { counts, commit }: { readonly counts: boolean; readonly commit: string },
  ): void {
    if (!this.#healed.has(name(ref)) || this.#completed.has(taskOf(ref))) return;
    const work = works.find((each) => name(each.ref) === name(ref));
    if (work?.outcome !== 'success') return;
    if (counts) work.outcome = 'failure';
    else if (!this.#isIn(commit, ref)) work.outcome = 'stopped';
  }

  #checkDeadLetter(was: TaskStatus, now: TaskStatus, ref: AttemptRef): void {
    if (now.state === 'DEAD_LETTER') return;
    const ordered = this.#ordered.some(
      ({ run, task, kind }) =>
        run === ref.run &&
        (task === null || task === ref.task) &&
        (kind === 'again' || kind === 'end'),
    );
    if (ordered) return;
    this.#story.violate(
      18,
      `${name(ref)} left ${was.state} for ${now.state}, which nobody ordered`,
    );
  }
}

function taskOf({ run, task }: AttemptRef): string {
  return `${run}/${task}`;
}

/** Whether the attempt that was live is so no more. */
function isOver(was: TaskStatus, now: TaskStatus): boolean {
  const live = ({ state }: TaskStatus) => state === 'QUEUED' || state === 'RUNNING';
  return live(was) && (!live(now) || now.attempt !== was.attempt);
}
