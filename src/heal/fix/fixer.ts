import type { Diagnosis } from '../diagnosis.ts';
import type { FixDraft, Project } from './fix.ts';

/**
 * Knows how one class of mistakes is mended. Pure; it proposes nothing where the project does not
 * determine the answer, and says how many answers were equally good where it does propose.
 */
export interface Fixer {
  readonly name: string;
  /** Kinds of diagnoses (rules' names) that it looks at. */
  readonly kinds: readonly string[];
  propose(failure: Failure, project: Project): readonly FixDraft[];
}

/** A diagnosis with the words that it rests on. */
export interface Failure {
  readonly diagnosis: Diagnosis;
  /** The reduced log's lines of evidence, without time stamps and terminal codes. */
  readonly evidence: readonly string[];
  readonly argv: readonly string[];
}
