import type { SqlToken } from './sql-token.ts';

const ending = new Set(
  'having order window qualify limit union except intersect rows range groups'.split(' '),
);

/** The columns of each list behind GROUP BY or PARTITION BY: the last parts of their names, in lower case. */
export function groupLists(tokens: readonly SqlToken[]): readonly (readonly string[])[] {
  return tokens.flatMap(({ low }, at) =>
    (low === 'group' || low === 'partition') && tokens[at + 1]?.low === 'by'
      ? [columnsFrom(tokens, at + 2)]
      : [],
  );
}

/** Entries that are more than a column (calls, sums) are left out. */
function columnsFrom(tokens: readonly SqlToken[], from: number): readonly string[] {
  const columns: string[] = [];
  let own: SqlToken[] = [];
  let depth = 0;
  const close = () => {
    const path = own.every(({ kind, low }, at) =>
      at % 2 === 0 ? kind === 'word' || kind === 'quoted' : low === '.',
    );
    const last = own.at(-1);
    if (path && last) columns.push(last.low.replaceAll('"', '').toLowerCase());
    own = [];
  };
  for (const token of tokens.slice(from)) {
    if (depth === 0 && (token.low === ')' || ending.has(token.low))) break;
    if (token.low === '(') depth++;
    if (token.low === ')') depth--;
    if (token.low === ',' && depth === 0) close();
    else own.push(token);
  }
  close();
  return columns;
}
