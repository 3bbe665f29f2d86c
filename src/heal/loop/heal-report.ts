import type { Category } from '../category.ts';
import type { Mode } from '../fix/gate.ts';

/**
 * How it ended. `passed`: nothing failed. `recovered`: the retry alone was the remedy. `healed`: a verified
 * fix. `proposed`: a fix waits for a person. `exhausted`: handed over.
 */
export type HealResult = 'passed' | 'recovered' | 'healed' | 'proposed' | 'exhausted';

/** What became of one fix. */
export interface TriedFix {
  readonly id: string;
  readonly remedy: string;
  readonly title: string;
  readonly confidence: number;
  readonly cases: number;
  readonly hash: string;
  /** `undone`: it was verified and did not hold. `refused`: a gate. `waiting`: for a person. */
  readonly outcome: 'kept' | 'undone' | 'refused' | 'waiting';
  readonly why: string;
  readonly files: readonly string[];
}

/** The final report (H9), and what leaves an attempt's job. Everything in it is redacted. */
export interface HealReport {
  readonly result: HealResult;
  readonly mode: Mode;
  /** How often the command was started again, not counting verifications. */
  readonly retries: number;
  readonly command: string;
  readonly exitCode: number | null;
  /** null only when nothing failed. */
  readonly failure: {
    readonly fingerprint: string;
    readonly kind: string;
    readonly category: Category;
    readonly summary: string;
    readonly rootCause: string;
    readonly transient: boolean;
    /** Lines of the log that show it, 4,000 characters at most. */
    readonly evidence: string;
    readonly at: number;
  } | null;
  readonly fixes: readonly TriedFix[];
  /** The kept or waiting change as a unified diff against `base`; null: nothing changed. */
  readonly patch: string | null;
  /** SHA-256 of `patch` and `base`: what an approval names. */
  readonly patchHash: string | null;
  /** The commit that the patch applies to. */
  readonly base: string;
  /** The commit that was checked out, where `base` is none of the repository's own; absent: `base`. */
  readonly head?: string | undefined;
  /** What proved the fix: what failed before and passed in the verification. */
  readonly proof: string | null;
  /** What a person should do now, in order. */
  readonly manualSteps: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number;
}
