import { parseCall } from './parse-call.ts';
import { parseBrackets, parseCondition, parseExpression, parseList } from './parse-expression.ts';
import { parseQuery } from './parse-query.ts';
import type { Query } from './query.ts';
import { SqlCursor, type SqlGrammar, type SqlRules } from './sql-cursor.ts';
import type { SqlToken } from './sql-token.ts';

export interface ParsedSql {
  /** null: a mere expression (a macro's body), or Jinja alone. */
  readonly query: Query | null;
  /** How much in it is allowed but unusual: conditions that compare nothing. */
  readonly oddities: number;
}

/** Where reading stopped: the index of the first token that does not fit. */
export interface SqlFault {
  readonly fault: number;
}

export const strict: SqlRules = { trailingCommas: false };
export const lenient: SqlRules = { trailingCommas: true };

const grammar: SqlGrammar = {
  query: parseQuery,
  expression: parseExpression,
  condition: parseCondition,
  list: parseList,
  brackets: parseBrackets,
  call: parseCall,
};

/** Reads a model's or macro's text. It knows less than a database: what it refuses may still be right. */
export function parseSql(tokens: readonly SqlToken[], rules: SqlRules): ParsedSql | SqlFault {
  const cursor = new SqlCursor(tokens, rules, grammar);
  while (cursor.kind('jinja') && !isOperator(cursor)) cursor.at++;
  if (cursor.done) return { query: null, oddities: 0 };
  const asQuery = cursor.is('select', 'with', 'from', 'values', '(');
  const query = asQuery ? parseQuery(cursor) : parseExpression(cursor) !== false && null;
  cursor.take(';');
  if (query === false || !cursor.done) return { fault: cursor.at };
  return { query, oddities: cursor.oddities };
}

function isOperator(cursor: SqlCursor): boolean {
  const next = cursor.peek(1);
  return next.kind === 'mark' && next.low !== '(';
}
