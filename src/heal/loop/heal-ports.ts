/** What the loop needs of the world. Everything that touches files, processes or git is behind these. */
import type { TriedEntry } from '../confidence/healing-book.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Adjustment, ChangeSet, Fix, FixAction, Project } from '../fix/fix.ts';
import type { Failure } from '../fix/fixer.ts';
import type { Gates } from '../fix/gate.ts';
import type { Log } from '../log/log.ts';

/** One run of the command (or of the verification), over. `Left`: what it left behind, as the proof reads it. */
export interface CommandRun<Left> {
  /** It ended by itself, with exit code 0, and did what it had promised. */
  readonly passed: boolean;
  /** One line: how it ended. */
  readonly why: string;
  readonly cause: 'itself' | 'timeout' | 'stop' | 'no-start';
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly log: Log;
  readonly left: Left;
  readonly argv: readonly string[];
}

export type Proof =
  | { readonly ok: true; readonly proof: string }
  | { readonly ok: false; readonly why: string };

/** The judgement of a healing: pure, given to the loop so that each part may be tested alone. */
export interface HealSkills<Left, Before> {
  diagnose(run: CommandRun<Left>): Diagnosis;
  propose(failure: Failure, project: Project): readonly Fix[];
  readonly judge: Gates;
  /** What failed, by name, as a verification has to show it passed. */
  failedThings(failure: Failure, run: CommandRun<Left>): Before;
  prove(before: Before, after: CommandRun<Left>, changed: ChangeSet): Proof;
}

/** A program of the allow-list, as a fix starts it. */
export type Tool = Extract<FixAction, { kind: 'command' }>;

export type Applied =
  | { readonly ok: true; readonly changes: ChangeSet }
  | { readonly ok: false; readonly why: string };

export type Kept =
  /** `where` in words: a branch, the working tree. */
  | { readonly ok: true; readonly where: string; readonly inTree: boolean }
  /** `wait`: a person can still have it. */
  | { readonly ok: false; readonly why: string; readonly wait?: boolean };

/** A snapshot of the tree in which the command failed, and scratch checkouts of it. */
export interface Workbench<Left> {
  /** Takes the snapshot; once. Throws a `WorkbenchProblem` where that cannot be done. */
  open(): Promise<void>;
  /** The files with the first `level` stacked fixes in them. */
  project(level: number): Project;
  /**
   * Gets what fixers have asked those projects for and nobody here knew, of commits before; whether there is
   * more now, so that to ask once more is worth it. Never rejects.
   */
  recall(): Promise<boolean>;
  /** Git's hash of those files. */
  tree(level: number): string;
  /** Applies a fix on top of them in a scratch checkout; what was applied before on that level is gone. */
  apply(fix: Fix, level: number): Promise<Applied>;
  /** The same for a change that a person approved. */
  put(fix: Fix, changes: ChangeSet, tools: readonly Tool[]): Promise<Applied>;
  /** Paths below which nothing is the repository's own. */
  links(changes: ChangeSet): ReadonlySet<string>;
  /** Runs the verification in a clean checkout of what was applied last. */
  verify(): Promise<CommandRun<Left>>;
  /** What was applied last is the next level. */
  stack(): Promise<void>;
  /** All that was applied, up to what was applied last, as a unified diff against `base`. */
  patch(): Promise<string>;
  changes(): ChangeSet;
  /** Programs that were run on the way there: what they install is in no patch. */
  tools(): readonly Tool[];
  /** The commit that `patch` applies to: HEAD where it does. */
  base(): string;
  /** The commit that is checked out now; empty where there is none. */
  head(): Promise<string>;
  keep(words: KeepWords): Promise<Kept>;
  /** What was put in place stays. */
  settle(): Promise<void>;
  /** Drops what was applied last; what was put in place is as it was. */
  undo(): Promise<void>;
  close(): Promise<void>;
}

/** What a commit of a fix says. */
export interface KeepWords {
  readonly fingerprint: string;
  readonly subject: string;
  readonly body: string;
}

/** What earlier healings learned. */
export interface HealMemory {
  /** Hashes of the fixes that failed on this tree, and of those that once held for this failure. */
  tried(
    fingerprint: string,
    tree: string,
  ): { readonly undone: readonly string[]; readonly kept: readonly string[] };
  record(entry: TriedEntry): void;
  /** A change that waits for a person, or (`where` says where) one that is kept. */
  hold(held: HeldFix, where: string | null): void;
}

/** A change with all that is needed to judge and apply it again, besides how the command is started. */
export interface HeldFix {
  readonly fix: Fix;
  readonly why: string;
  readonly diagnosis: Diagnosis;
  readonly evidence: readonly string[];
  readonly changes: ChangeSet;
  readonly tools: readonly Tool[];
  readonly patch: string;
  readonly base: string;
  readonly head: string;
  readonly before: readonly unknown[];
  readonly at: number;
}

/** Something that is about to be done. */
export interface HealAction {
  readonly at: number;
  readonly action: string;
  /** For people; redacted by whoever writes it. */
  readonly words: string;
  readonly fix?: string;
}

/** What is to be healed. */
export interface HealRequest {
  /** The command as people write it, redacted. */
  readonly command: string;
  /** The commit on which it begins; empty where there is none. */
  readonly head: string;
  /** What a person let through; null: it begins with the command. */
  readonly approved: HeldFix | null;
}

export interface HealPorts<Left, Before> {
  now(): number;
  /** SHA-256 in hexadecimal digits. */
  digest(text: string): string;
  /** Ends early when the healing is stopped. */
  wait(delay: number): Promise<void>;
  stopped(): boolean;
  /** Runs the command in the tree itself. */
  run(
    as: 'first' | 'retry' | 'confirmation',
    adjustment: Adjustment | null,
  ): Promise<CommandRun<Left>>;
  readonly bench: Workbench<Left>;
  readonly skills: HealSkills<Left, Before>;
  readonly memory: HealMemory;
  /** Hears of each action before it is done. */
  tell(action: HealAction): void;
  /** Further proposals of a configured agent; none where there is none. */
  ask(failure: Failure, project: Project): Promise<readonly Fix[]>;
}
