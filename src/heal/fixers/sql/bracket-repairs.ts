import { mark } from './comma-repairs.ts';
import { commonFunctions } from './common-functions.ts';
import type { SqlToken } from './sql-token.ts';
import type { RepairHints, SyntaxRepair } from './syntax-repair.ts';

const words: ReadonlySet<string> = new Set(['in', 'as', 'over', 'using']);
const functions: ReadonlySet<string> = new Set([...commonFunctions, 'exists', ...words]);

/** The one bracket that is missing, at every place where it may stand; none where they are balanced. */
export function bracketRepairs(
  tokens: readonly SqlToken[],
  text: string,
  hints: RepairHints,
): readonly SyntaxRepair[] {
  const open = tokens.filter(({ low }) => low === '(').length;
  const close = tokens.filter(({ low }) => low === ')').length;
  if (open - close === 1) return closing(tokens, text);
  return close - open === 1 ? [...opening(tokens), ...splits(tokens, hints)] : [];
}

function closing(tokens: readonly SqlToken[], text: string): readonly SyntaxRepair[] {
  const from = tokens.findIndex(({ low }) => low === '(');
  return tokens.flatMap((token, at) => {
    const next = tokens[at + 1];
    if (at <= from || next?.low === '.' || token.low === '.') return [];
    // A bracket that closes a query stands on the line of what follows it, where that is a comma.
    const own =
      next !== undefined && next.low === ',' && text.slice(token.end, next.start).includes('\n');
    const place = own ? next.start : token.end;
    return [insertion(tokens, at + 1, ')', place)];
  });
}

function opening(tokens: readonly SqlToken[]): readonly SyntaxRepair[] {
  const last = tokens.map(({ low }) => low).lastIndexOf(')');
  return tokens.flatMap((token, at) => {
    const before = tokens[at - 1];
    if (at > last || token.low === '.' || before?.low === '.') return [];
    const called = before?.kind === 'word' && functions.has(before.low) && !words.has(before.low);
    // Only a call has nothing in its brackets.
    if (token.low === ')' && !called) return [];
    return [insertion(tokens, at, '(', called ? before.end : token.start)];
  });
}

/** `sumfee)` was `sum(fee)`, where both halves are words that are known. */
function splits(tokens: readonly SqlToken[], { count }: RepairHints): readonly SyntaxRepair[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || count(token.text) > 1) return [];
    const found: SyntaxRepair[] = [];
    for (let cut = 2; cut < token.text.length; cut++) {
      const [left, right] = [token.text.slice(0, cut), token.text.slice(cut)];
      if (
        !functions.has(left.toLowerCase()) ||
        (count(right) === 0 && !['distinct', 'case'].includes(right.toLowerCase()))
      )
        continue;
      const place = token.start + cut;
      const halves: readonly SqlToken[] = [
        { ...token, text: left, low: left.toLowerCase(), end: place },
        mark('(', place),
        { ...token, text: right, low: right.toLowerCase(), start: place },
      ];
      found.push({
        kind: 'bracket',
        plainer: true,
        change: { start: place, end: place, text: '(' },
        tokens: [...tokens.slice(0, at), ...halves, ...tokens.slice(at + 1)],
      });
    }
    return found;
  });
}

function insertion(
  tokens: readonly SqlToken[],
  at: number,
  text: string,
  place: number,
): SyntaxRepair {
  return {
    kind: 'bracket',
    change: { start: place, end: place, text },
    tokens: [...tokens.slice(0, at), mark(text, place), ...tokens.slice(at)],
  };
}
