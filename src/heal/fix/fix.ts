/**
 * What may be done about a failure, as data. Every kind of fix becomes a `ChangeSet` (whole files before
 * and after) in a scratch checkout before a gate sees it, so that all kinds pass the same gates.
 */

/** One place in one file; `before` must stand there exactly, or the fix is refused. */
export interface TextEdit {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  /** The first line that `before` covers, from 1. */
  readonly line: number;
  /** Whole lines with their line breaks; empty: `after` is put before `line`. */
  readonly before: string;
  readonly after: string;
}

/** How the next attempt differs from the last one; nothing in the repository changes. */
export interface Adjustment {
  /** Variables of the environment with the values for the next attempt. */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments that replace those of the same flag in the command (`--threads 2`). */
  readonly flags: Readonly<Record<string, string>>;
  /** Factor on the time limit; 1 leaves it. */
  readonly timeout: number;
}

export type FixAction =
  | { readonly kind: 'edit'; readonly edits: readonly TextEdit[] }
  /** A program of the allow-list, started without a shell in the scratch checkout; only these paths may differ afterwards (globs; none: only files that git ignores). */
  | {
      readonly kind: 'command';
      readonly argv: readonly string[];
      readonly directory: string;
      readonly changes: readonly string[];
    }
  /** A file of configuration as it was in the last commit that passed; or any, `from` the newest commit in which it said something else. */
  | { readonly kind: 'restore'; readonly path: string; readonly from?: 'history' }
  | { readonly kind: 'adjust'; readonly adjustment: Adjustment }
  /** The same command once more: what was in the way comes and goes by itself. */
  | { readonly kind: 'retry' }
  /** A unified diff that the configured agent wrote. */
  | { readonly kind: 'diff'; readonly diff: string };

/** What a fixer proposes, before anybody judged it. */
export interface FixDraft {
  /** Stable name of the remedy (`dbt-rename-column`): outcomes are counted under it. */
  readonly remedy: string;
  readonly title: string;
  readonly why: string;
  readonly action: FixAction;
  /** Changes no source, or only what the message itself or the project determines. */
  readonly safe: boolean;
  /** Beta(a, b) before any case was seen. */
  readonly prior: readonly [number, number];
  /** How many answers were equally good; only 1 may be applied without a person. */
  readonly candidates: number;
}

/** A draft with its identity and its confidence. */
export interface Fix extends FixDraft {
  /** `<remedy>-<first 8 digits of the hash>`. */
  readonly id: string;
  /** SHA-256 of what it does (its action as canonical JSON), 64 hexadecimal digits. */
  readonly hash: string;
  /** Posterior mean of success, in percent, and how many recorded cases it rests on. */
  readonly confidence: number;
  readonly cases: number;
}

/** A file's whole text before and after; null: it is not there. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}
export type ChangeSet = readonly FileChange[];

/** What a fixer may look at: the files of the scratch checkout and what the tool left. Synchronous: the shell reads on demand, within limits. */
export interface Project {
  /** Every file that git knows or does not ignore, relative to the root, sorted. */
  readonly paths: readonly string[];
  /** null: not there, not text, or too large (1 MiB). */
  read(path: string): string | null;
  /** A file that git ignores (dbt's `target/manifest.json`), relative to the root; same limits but 64 MiB. */
  artifact(path: string): string | null;
  /** The same path's text in the last commit that passed, where one is known. */
  lastGood(path: string): string | null;
  /** Texts that a path had in the commits before, newest first, without the one that it has; empty: nobody knows. */
  earlier(path: string): readonly string[];
  /** Paths that those commits knew and that are not there any more, sorted. */
  gone(): readonly string[];
  /** The folder in which the command ran, relative to the root; `.` is the root. */
  readonly directory: string;
}
