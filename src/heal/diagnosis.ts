import type { JunitReport } from './artifacts/junit.ts';
import type { Manifest } from './artifacts/manifest.ts';
import type { RunResults } from './artifacts/run-results.ts';
import type { Category } from './category.ts';

/** Lines of the file, 1-based, both ends in it. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Something that could be done about a failure. */
export interface Proposal {
  readonly id: string;
  readonly title: string;
  /** Posterior mean of its success, in percent. */
  readonly confidence: number;
  /** How many recorded outcomes that rests on, besides the rule's prior. */
  readonly cases: number;
  readonly safe: boolean;
  readonly command?: string;
  readonly patch?: string;
  readonly why: string;
}

/** One failure of those that a log shows. */
export interface Finding {
  readonly category: Category;
  /** The rule's name; `unknown` where no rule fits. */
  readonly kind: string;
  /** One sentence that names the thing. */
  readonly summary: string;
  readonly evidence: readonly LineRange[];
  readonly fingerprint: string;
}

/** What a log says about its failure. */
export interface Diagnosis extends Finding {
  readonly rootCause: string;
  /** What the rule captured, by name, redacted: the words that a fix is made of. */
  readonly captures: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly tests: readonly string[];
  readonly transient: boolean;
  readonly proposals: readonly Proposal[];
  /** The step of the workflow in which it happened, where the log names steps. */
  readonly step?: string;
  /** Further failures that do not follow from this one, in the log's order. */
  readonly others: readonly Finding[];
}

/** What is known besides the log. */
export interface DiagnosisFacts {
  readonly command?: string;
  readonly exitCode?: number;
  readonly artifacts?: Artifacts;
}

/** What the run left behind. The caller vouches that it is this run's: a stale file is worse than none. */
export interface Artifacts {
  /** Not used where the log names another invocation. */
  readonly runResults?: RunResults;
  /** Used only where its invocation is that of the results. */
  readonly manifest?: Manifest;
  readonly junit?: readonly JunitReport[];
}
