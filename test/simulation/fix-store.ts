import type { AttemptRef } from '../../src/core/model.ts';
import type { Healing } from './random-healing.ts';

/** A fix that became a commit. */
export interface KeptFix {
  readonly commit: string;
  readonly parent: string;
  readonly pull: number | null;
}

/**
 * Where fixes are kept: a commit for each failure and base, found again by whoever makes it again. It stands
 * for the half of publishing that needs a real client.
 */
export class FixStore {
  readonly #byKey = new Map<string, KeptFix>();
  readonly #byCommit = new Map<string, KeptFix>();
  readonly #of = new Map<string, KeptFix[]>();
  readonly #landed = new Set<string>();
  #tip: string | null = null;
  /** How often anything was written. */
  writes = 0;

  /** null: the gates refuse it. */
  publish(ref: AttemptRef, { fingerprint, keep, refused }: Healing, base: string): KeptFix | null {
    if (refused) return null;
    const key = `${fingerprint} on ${base}`;
    const kept = this.#byKey.get(key) ?? this.#make(key, base, keep);
    const of = `${ref.run}/${ref.task}.${ref.attempt}`;
    this.#of.set(of, [...(this.#of.get(of) ?? []), kept]);
    return kept;
  }

  commit(sha: string): KeptFix | null {
    return this.#byCommit.get(sha) ?? null;
  }

  /** What was kept for an attempt, one for each base that it was settled on. */
  keptFor({ run, task, attempt }: AttemptRef): readonly KeptFix[] {
    return this.#of.get(`${run}/${task}.${attempt}`) ?? [];
  }

  /** Whether `sha` is `commit` or one that it was made from. */
  holds(commit: string, sha: string): boolean {
    for (let at: string | undefined = commit; at; at = this.#byCommit.get(at)?.parent) {
      if (at === sha) return true;
    }
    return false;
  }

  /** Whether another one than `fix` leads from the same base to `commit`. */
  passed(commit: string, fix: KeptFix): boolean {
    return (
      commit !== fix.parent && this.holds(commit, fix.parent) && !this.holds(commit, fix.commit)
    );
  }

  hasLanded(commit: string): boolean {
    return this.#landed.has(commit);
  }

  /** Somebody merges one of the pull requests. */
  waiting(): readonly KeptFix[] {
    return [...this.#byCommit.values()].filter(({ commit }) => !this.#landed.has(commit));
  }

  land(commit: string): void {
    this.writes++;
    this.#landed.add(commit);
  }

  #make(key: string, parent: string, keep: Healing['keep']): KeptFix {
    this.writes++;
    const number = this.#byKey.size + 1;
    const commit = number.toString(16).padStart(40, 'f');
    const onBranch = keep === 'branch' && (this.#tip === null || this.#tip === parent);
    const kept = { commit, parent, pull: onBranch ? null : 9000 + number };
    if (onBranch) {
      this.#tip = commit;
      this.#landed.add(commit);
    }
    this.#byKey.set(key, kept);
    this.#byCommit.set(commit, kept);
    return kept;
  }
}
