import type { Prng } from './prng.ts';
import type { ProjectFiles } from './project-files.ts';

export type ProjectName = 'dbt-shop' | 'nightly-shop';

/** What is wrong besides the files. */
type Circumstance =
  | { readonly kind: 'no-folder'; readonly path: string }
  /** Another process holds the database for so many seconds after the command starts. */
  | { readonly kind: 'lock'; readonly seconds: number };

/** One way in which a project was broken. */
export interface Change {
  /** What was done, in words. */
  readonly what: string;
  /** Files with their new text; undefined where the file is gone. */
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly circumstance?: Circumstance;
}

/** A way to break a project at a random site. */
export interface Operator {
  readonly name: string;
  readonly project: ProjectName;
  /** By the rule, and by nothing that healing does. */
  readonly healable: boolean;
  /** Healing has seen the command pass on the commit before. */
  readonly passedBefore?: boolean;
  /** Why what it breaks can be mended without a person's knowledge, or why not. */
  readonly rule: string;
  /** Undefined when the project has no site for it (or none was found this time). */
  draw(files: ProjectFiles, random: Prng): Change | undefined;
}

export interface Mutation extends Change {
  /** Operator and number, as in `misspell-ref-2`. */
  readonly id: string;
  readonly operator: Operator;
  /** Committed as the head, or left in the working tree. */
  readonly committed: boolean;
}

/** A place in a file, and what is to stand there instead. */
export interface Edit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The change that one edit makes, described with its file and line. */
export function changeOf(files: ProjectFiles, edit: Edit, what: string): Change {
  const text = files.get(edit.path) ?? '';
  const line = text.slice(0, edit.start).split('\n').length;
  const changed = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  return { what: `${what} (${edit.path}:${line})`, files: new Map([[edit.path, changed]]) };
}
