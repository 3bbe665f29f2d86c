import { reserved } from './keywords.ts';
import type { SqlToken } from './sql-token.ts';
import type { SyntaxRepair } from './syntax-repair.ts';

/** A comma put between two tokens, or a comma too many taken away; nothing behind the first fault helps. */
export function commaRepairs(tokens: readonly SqlToken[], fault: number): readonly SyntaxRepair[] {
  return tokens
    .slice(0, fault + 1)
    .flatMap((token, at) => [...lost(tokens, at), ...(token.low === ',' ? extra(tokens, at) : [])]);
}

/** Before the token `at`. */
function lost(tokens: readonly SqlToken[], at: number): readonly SyntaxRepair[] {
  const [left, right] = [tokens[at - 1], tokens[at]];
  if (!left || !right || !mayEnd(left) || !mayStart(right) || isCall(left, right)) return [];
  const comma = mark(',', left.end);
  return [
    {
      kind: 'comma',
      change: { start: left.end, end: left.end, text: ',' },
      tokens: [...tokens.slice(0, at), comma, ...tokens.slice(at)],
    },
  ];
}

/** The comma `at`, where nothing stands between it and the next sign. */
function extra(tokens: readonly SqlToken[], at: number): readonly SyntaxRepair[] {
  const [comma, next] = [tokens[at], tokens[at + 1]];
  const before = tokens[at - 1]?.low;
  const idle =
    !next ||
    next.low === ',' ||
    next.low === ')' ||
    (next.kind === 'word' && reserved.has(next.low)) ||
    before === '(' ||
    before === 'select';
  if (!comma || !idle) return [];
  return [
    {
      kind: 'extra-comma',
      change: { start: comma.start, end: comma.end, text: '' },
      tokens: tokens.filter((_, index) => index !== at),
    },
  ];
}

/** `sum(`: nobody loses a comma there. */
function isCall(left: SqlToken, right: SqlToken): boolean {
  return right.low === '(' && left.end === right.start && left.kind === 'word';
}

function mayEnd({ kind, low }: SqlToken): boolean {
  if (kind === 'mark') return [')', ']', '*', '}'].includes(low);
  return kind !== 'word' || !reserved.has(low) || ['end', 'asc', 'desc', 'null'].includes(low);
}

function mayStart({ kind, low }: SqlToken): boolean {
  if (kind === 'mark') return ['(', '[', '-'].includes(low);
  return (
    kind !== 'word' || !reserved.has(low) || ['case', 'not', 'left', 'right', 'if'].includes(low)
  );
}

export function mark(text: string, at: number): SqlToken {
  return { kind: 'mark', text, low: text, start: at, end: at };
}
