import type { Fix } from '../fix/fix.ts';
import type { GateVerdict } from '../fix/gate.ts';
import type { HealPolicy } from './heal-policy.ts';
import type { HealResult, TriedFix } from './heal-report.ts';

/** What the machine waits for. */
export type Phase =
  | 'running'
  | 'reducing'
  | 'diagnosing'
  | 'proposing'
  | 'applying'
  | 'gating'
  | 'verifying'
  | 'keeping'
  | 'undoing'
  | 'waiting'
  | 'reporting'
  | 'ended';

/** What a fix that mended its failure and met the next one leaves to be tried in its place. */
interface Level {
  readonly fix: Fix;
  readonly files: readonly string[];
  readonly rest: readonly Fix[];
}

/** Where a healing stands. Plain data; the log, the project and the scratch checkout are the driver's. */
export interface HealState {
  readonly phase: Phase;
  /** Retries since the last success; what `policy.retries` limits. */
  readonly retries: number;
  /** All runs in the tree besides the first one and the one that confirms a fix there. */
  readonly restarts: number;
  /** The fix at hand; null while the command runs by itself. */
  readonly current: Fix | null;
  /** What it changes. */
  readonly files: readonly string[];
  /** Whether it passed its verification, with proof. */
  readonly verified: boolean;
  /** What may still be tried about the failure at hand, best first. */
  readonly queue: readonly Fix[];
  /** Fixes that hold in the scratch checkout, below the one at hand: each uncovered the next failure. */
  readonly stack: readonly Level[];
  /** How many fixes were applied in the scratch checkout. */
  readonly applied: number;
  /** Hashes of what was tried in this healing. */
  readonly spent: readonly string[];
  readonly tried: readonly TriedFix[];
  /** Whether the failure may pass by itself, or nothing is known of it. */
  readonly retryable: boolean;
  /** Why what is undone is undone. */
  readonly why: string;
  readonly result: HealResult | null;
}

/** What the machine needs of the policy; `approved`: a person let exactly this fix through. */
export interface StepPolicy extends Pick<HealPolicy, 'mode' | 'retries' | 'delays' | 'budget'> {
  readonly approved: boolean;
}

/** What happened. */
export type HealEvent =
  | { readonly kind: 'ended'; readonly passed: boolean; readonly why: string }
  | { readonly kind: 'reduced' }
  | { readonly kind: 'diagnosed'; readonly retryable: boolean }
  | {
      readonly kind: 'proposed';
      readonly fixes: readonly Fix[];
      /** Hashes of fixes that failed their verification on this tree, and that held for this failure. */
      readonly undone: readonly string[];
      readonly kept: readonly string[];
    }
  | { readonly kind: 'applied'; readonly files: readonly string[] }
  | { readonly kind: 'inapplicable'; readonly why: string }
  | { readonly kind: 'judged'; readonly verdict: GateVerdict }
  | { readonly kind: 'proved' }
  | {
      /** `next`: another failure, where the first one is mended. `transient`: what failed comes and goes. */
      readonly kind: 'disproved';
      readonly why: string;
      readonly leads: 'undo' | 'next' | 'transient';
    }
  /** `inTree`: it is where the command runs, which shows there what it is worth. */
  | { readonly kind: 'kept'; readonly inTree: boolean }
  /** `wait`: it is verified, but only a person can say where it goes. */
  | { readonly kind: 'unkeepable'; readonly why: string; readonly wait: boolean }
  | { readonly kind: 'undone' }
  | { readonly kind: 'waited' }
  | { readonly kind: 'reported' }
  | { readonly kind: 'stopped' };

/** What is to be done, in this order; the last one that answers gives the next event. */
export type HealEffect =
  | {
      readonly do: 'run';
      readonly as: 'first' | 'retry' | 'confirmation';
      readonly fix: Fix | null;
    }
  | { readonly do: 'reduce' }
  | { readonly do: 'diagnose' }
  | { readonly do: 'propose' }
  | { readonly do: 'apply'; readonly fix: Fix }
  | { readonly do: 'judge'; readonly fix: Fix }
  | { readonly do: 'verify'; readonly fix: Fix }
  | { readonly do: 'stack'; readonly fix: Fix }
  | { readonly do: 'keep'; readonly fix: Fix }
  | { readonly do: 'undo'; readonly fix: Fix; readonly why: string }
  | { readonly do: 'wait'; readonly delay: number }
  | { readonly do: 'report'; readonly result: HealResult }
  /** These have no answer. */
  | { readonly do: 'hold'; readonly fix: Fix; readonly why: string }
  | { readonly do: 'settle'; readonly fix: Fix }
  | {
      readonly do: 'remember';
      readonly fix: Fix;
      readonly outcome: 'kept' | 'undone' | 'outlasted';
    };

export interface Step {
  readonly state: HealState;
  readonly effects: readonly HealEffect[];
}
