import type { Query } from './query.ts';
import type { SqlToken } from './sql-token.ts';

const maxDepth = 150;
const nothing: SqlToken = { kind: 'mark', text: '', low: '', start: 0, end: 0 };

export interface SqlRules {
  /** Whether a comma may stand behind the last item of a list of columns or CTEs (DuckDB takes it). */
  readonly trailingCommas: boolean;
}

/** `bool`: it compares or combines conditions at its top. */
export type ExpressionKind = 'plain' | 'bool';

/** The parts of the grammar that hold each other; each takes its tokens, or answers false. */
export interface SqlGrammar {
  query(cursor: SqlCursor): Query | false;
  expression(cursor: SqlCursor): ExpressionKind | false;
  condition(cursor: SqlCursor): boolean;
  list(cursor: SqlCursor): boolean;
  brackets(cursor: SqlCursor): boolean;
  call(cursor: SqlCursor): boolean;
}

/** Walks over tokens for a parser without backtracking, and remembers what the layout looks like. */
export class SqlCursor {
  at = 0;
  /** Conditions that are not comparisons, and calls that a closer bracket would make plainer. */
  oddities = 0;
  readonly tokens: readonly SqlToken[];
  readonly rules: SqlRules;
  readonly grammar: SqlGrammar;
  private depth = 0;

  constructor(tokens: readonly SqlToken[], rules: SqlRules, grammar: SqlGrammar) {
    this.tokens = tokens;
    this.rules = rules;
    this.grammar = grammar;
  }

  get token(): SqlToken {
    return this.tokens[this.at] ?? nothing;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** The end of the last token that was taken. */
  get behind(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  peek(ahead: number): SqlToken {
    return this.tokens[this.at + ahead] ?? nothing;
  }

  is(...lows: readonly string[]): boolean {
    const { kind, low } = this.token;
    return (kind === 'word' || kind === 'mark') && lows.includes(low);
  }

  take(...lows: readonly string[]): boolean {
    if (!this.is(...lows)) return false;
    this.at++;
    return true;
  }

  kind(...kinds: readonly SqlToken['kind'][]): boolean {
    return !this.done && kinds.includes(this.token.kind);
  }

  /** Runs a part of the grammar that may hold itself; false where it nests too deep. */
  nested<Result>(part: () => Result | false): Result | false {
    if (this.depth >= maxDepth) return false;
    this.depth++;
    const result = part();
    this.depth--;
    return result;
  }

  /** One or more parts with commas between; a soft comma counts as either. */
  list(part: () => boolean, mayTrail: boolean, ends: () => boolean): boolean {
    while (part()) {
      const soft = this.token.soft === true;
      if (!this.take(',')) return true;
      if ((soft || (mayTrail && this.rules.trailingCommas)) && ends()) return true;
    }
    return false;
  }
}
