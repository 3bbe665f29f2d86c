import type { Replacement } from '../text-edit.ts';
import type { SqlToken } from './sql-token.ts';

/** One change after which a text can be read. */
export interface SyntaxRepair {
  readonly kind: 'comma' | 'extra-comma' | 'keyword' | 'bracket' | 'quote';
  readonly change: Replacement;
  /** It explains a word that the project says nowhere else, which other changes leave as it is. */
  readonly plainer?: boolean;
  /** Where it stands it may be inside or outside of a condition of Jinja: 2 places that read the same. */
  readonly places?: 2;
  /** The tokens as they are after it. */
  readonly tokens: readonly SqlToken[];
}

/** What helps to choose between changes. */
export interface RepairHints {
  /** How often the project says a word. */
  count(word: string): number;
  /** The token at which the database stopped, as it wrote it. */
  readonly near: string | null;
}
