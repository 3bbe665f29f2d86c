import { nearestNames } from '../near-name.ts';
import { repairable } from './keywords.ts';
import type { SqlToken } from './sql-token.ts';
import type { RepairHints, SyntaxRepair } from './syntax-repair.ts';

const keywords: ReadonlySet<string> = new Set(repairable);

/** A word that the project says nowhere else, written as the keyword that it is a slip of. */
export function keywordRepairs(
  tokens: readonly SqlToken[],
  fault: number,
  { count }: RepairHints,
): readonly SyntaxRepair[] {
  return tokens.slice(0, fault + 2).flatMap((token, at) => {
    if (token.kind !== 'word' || keywords.has(token.low) || count(token.text) > 1) return [];
    return nearestNames(token.low, repairable).map((word): SyntaxRepair => {
      const text = token.text === token.text.toUpperCase() ? word.toUpperCase() : word;
      return {
        kind: 'keyword',
        plainer: true,
        change: { start: token.start, end: token.end, text },
        tokens: tokens.map((one, index) => (index === at ? { ...one, text, low: word } : one)),
      };
    });
  });
}
