import type { SqlToken } from './sql-token.ts';

/** The name that a word or quoted name stands for, in lower case, for SQL compares names so. */
export function nameOf(token: SqlToken): string {
  return token.kind === 'quoted' ? token.text.slice(1, -1).toLowerCase() : token.low;
}
