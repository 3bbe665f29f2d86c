import type { Category } from './category.ts';

/**
 * How much a match says by itself. 3: the tool says that this ended its work. 2: an error that programs
 * also survive (a refused connection that is tried again, git's `fatal:` in a subshell). 1: what follows
 * from something else (a summary, `make: *** Error 1`), a finding only where nothing better is.
 */
type Strength = 1 | 2 | 3;

/** Lines that belong to a match. Patterns are RE2, matched anywhere in the line unless anchored. */
export interface Block {
  /** Lines after the matched one, at most. */
  readonly lines: number;
  /** The first line that is no longer part of it; without it a blank line ends the block. */
  readonly until?: string;
  /** The last line that is part of it; blank lines do not end such a block. */
  readonly through?: string;
  /** Only these lines of the block are evidence (the matched one always is). */
  readonly keep?: string;
  /** Of those, lines that are no evidence after all. */
  readonly drop?: string;
  /** Lines before the matched one that belong to it. */
  readonly before?: number;
}

/** More captures, from other lines near the match; the first line that matches gives them. */
export interface Detail {
  readonly pattern: string;
  /** Lines of this form are passed over. */
  readonly unless?: string;
  /** `above`: upwards from the match, nearest first, 60 lines at most. */
  readonly from: 'block' | 'above';
  /** Whether the line found is evidence, too. */
  readonly show?: boolean;
}

/** What may be done. Captures stand in braces; a remedy whose captures are missing is left out. */
export interface Remedy {
  readonly title: string;
  readonly why: string;
  /** May be done without asking, subject to the gates: it changes no source and loses nothing. */
  readonly safe: boolean;
  readonly command?: string;
}

/**
 * One way in which one tool says what went wrong. Named groups of the patterns are the captures; `file`,
 * `line`, `test` and `message` have a meaning of their own. In templates `{name}` is a capture, and what
 * stands in `[...]` is left out if a capture in it is missing.
 */
export interface Rule {
  /** Unique; what a diagnosis calls its `kind`. */
  readonly name: string;
  readonly category: Category;
  readonly strength: Strength;
  /** A line is looked at only if one of these stands in it (as written). */
  readonly literals: readonly string[];
  readonly pattern: string;
  /** Lines of this form are no match after all. */
  readonly unless?: string;
  readonly block?: Block;
  readonly details?: readonly Detail[];
  readonly summary: string;
  readonly cause: string;
  /** The same command may well succeed when it is run again. */
  readonly transient?: boolean;
  /** Captures without which it is no match after all. */
  readonly requires?: readonly string[];
  /**
   * What is found inside its block is its cause: `causes` what makes a sound test fail (a refused
   * connection, a full disk), `all` whatever another rule knows better (the exception in a traceback).
   */
  readonly yields?: 'causes' | 'all';
  /** What is found inside its block is part of it (a step of an image's build). */
  readonly absorbs?: boolean;
  /** Beta(a, b) of its first remedy's success, before any case was seen. */
  readonly prior: readonly [number, number];
  readonly remedies: readonly Remedy[];
  /** What the tool prints, as its test. */
  readonly example: string;
}

/** A line by which a tool or runner says how it ended: evidence of a finding, never one itself. */
export interface Outcome {
  readonly literals: readonly string[];
  readonly pattern: string;
}
