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

  /**
   * Puts the fix of an attempt that worked on `head` on top of `base`. One that lies between the two already is
   * found there. `refused`: by the gates. `apart`: it does not fit what lies between them.
   */
  publish(
    ref: AttemptRef,
    { fingerprint, keep, refused, clashes }: Healing,
    head: string,
    base: string,
  ): KeptFix | 'refused' | 'apart' {
    if (refused) return 'refused';
    const there = this.#between(head, base, fingerprint);
    if (!there && clashes && head !== base) return 'apart';
    const kept = there ?? this.#byKey.get(`${fingerprint} on ${base}`);
    const fix = kept ?? this.#make(fingerprint, base, keep);
    const of = `${ref.run}/${ref.task}.${ref.attempt}`;
    this.#of.set(of, [...(this.#of.get(of) ?? []), fix]);
    return fix;
  }

  #between(head: string, base: string, fingerprint: string): KeptFix | null {
    for (let at = this.#byCommit.get(base); at; at = this.#byCommit.get(at.parent)) {
      if (at.commit === head) return null;
      if (this.#byKey.get(`${fingerprint} on ${at.parent}`) === at) return at;
    }
    return null;
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

  #make(fingerprint: string, parent: string, keep: Healing['keep']): KeptFix {
    this.writes++;
    const number = this.#byKey.size + 1;
    const commit = number.toString(16).padStart(40, 'f');
    const onBranch = keep === 'branch' && (this.#tip === null || this.#tip === parent);
    const kept = { commit, parent, pull: onBranch ? null : 9000 + number };
    if (onBranch) {
      this.#tip = commit;
      this.#landed.add(commit);
    }
    this.#byKey.set(`${fingerprint} on ${parent}`, kept);
    this.#byCommit.set(commit, kept);
    return kept;
  }
}
