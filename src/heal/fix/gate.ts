import type { ChangeSet, Fix, Project } from './fix.ts';

export type Mode = 'autonomous' | 'human-in-loop';

/** Files by their paths; a shell that prepares no more than the gates ask for lists no more. */
export type FilesBefore = Pick<Project, 'paths' | 'read'>;

/** What the gates need to know besides the change itself. */
export interface GateFacts {
  readonly mode: Mode;
  /** Whether somebody approved exactly this fix (its hash) on exactly this head. */
  readonly approved: boolean;
  /** Whether a verification is configured (`heal.verify`, or the explicit `same`). */
  readonly verification: boolean;
  /** The commit that the failure was seen on, and the one that is checked out now. */
  readonly failedOn: string;
  readonly head: string;
  /** Paths whose entry, or an entry above it, is a symbolic link or a submodule. */
  readonly links: ReadonlySet<string>;
  readonly spent: { readonly fixes: number; readonly files: number; readonly lines: number };
  readonly budget: { readonly fixes: number; readonly files: number; readonly lines: number };
  /** Least confidence in percent for `autonomous`; 80 by default. */
  readonly threshold: number;
  /** Globs that the repository protects besides the built-in ones. */
  readonly protect: readonly string[];
  /** The repository as it is without the change: what it says of its own folders, and who reads a file. */
  readonly files: FilesBefore;
}

/** `wait`: a person may let it through; `refuse`: nobody may. */
export type GateVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait' | 'refuse'; readonly gate: GateName; readonly why: string };

export type GateName =
  | 'paths'
  | 'meaning'
  | 'size'
  | 'weakening'
  | 'candidates'
  | 'mode'
  | 'head'
  | 'budget';

/** Judges a fix and what it changes; the first gate that does not let it pass answers. */
export type Gates = (fix: Fix, changes: ChangeSet, facts: GateFacts) => GateVerdict;
