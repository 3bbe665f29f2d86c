import { bracketRepairs } from './bracket-repairs.ts';
import { commaRepairs } from './comma-repairs.ts';
import { keywordRepairs } from './keyword-repairs.ts';
import { parseSql, strict } from './parse-sql.ts';
import { quoteRepairs } from './quote-repairs.ts';
import type { SqlToken } from './sql-token.ts';
import type { RepairHints, SyntaxRepair } from './syntax-repair.ts';
import { tokenizeSql } from './tokenize-sql.ts';

/** Texts with more tokens are not searched. */
const maxTokens = 3_000;

/** Every single change after which the text can be read; none where it can be read already. */
export function repairSyntax(text: string, hints: RepairHints): readonly SyntaxRepair[] {
  const tokens = tokenizeSql(text);
  if (tokens.length === 0 || tokens.length > maxTokens) return [];
  const now = parseSql(tokens, strict);
  if (!('fault' in now)) return [];
  const quotes = quoteRepairs(text, tokens);
  if (quotes !== null) return choose(quotes, text, hints);
  const { fault } = now;
  return choose(
    [
      ...keywordRepairs(tokens, fault, hints),
      ...commaRepairs(tokens, fault),
      ...bracketRepairs(tokens, text, hints),
    ],
    text,
    hints,
  );
}

/**
 * Those that can be read, without those that a plainer one explains: a word that the project says nowhere
 * else and that is a slip of a keyword is no column, and a change right before the token at which the
 * database stopped is plainer than one elsewhere.
 */
function choose(
  all: readonly SyntaxRepair[],
  text: string,
  { near }: RepairHints,
): readonly SyntaxRepair[] {
  const good = all.flatMap((repair) => {
    const parsed = parseSql(repair.tokens, strict);
    return 'fault' in parsed ? [] : [{ repair, oddities: parsed.oddities }];
  });
  const plainer = good.filter(({ repair }) => repair.plainer === true);
  const kept = plainer.length > 0 ? plainer : good;
  const least = Math.min(...kept.map(({ oddities }) => oddities));
  const plain = kept
    .filter(({ oddities }) => oddities === least)
    .map(({ repair }) => placed(repair, text));
  const distinct = plain.flatMap((one, at) => {
    const equal = plain.filter((other) => sameTokens(one.tokens, other.tokens));
    if (equal[0] !== one && plain.indexOf(equal[0] ?? one) < at) return [];
    return [equal.find(({ places }) => places !== undefined) ?? one];
  });
  if (distinct.length < 2 || near === null) return distinct;
  const atFault = distinct.filter(({ change }) =>
    text.slice(change.end).trimStart().startsWith(near),
  );
  return atFault.length === 1 && distinct.every(({ kind }) => kind === 'comma')
    ? atFault
    : distinct;
}

function placed(repair: SyntaxRepair, text: string): SyntaxRepair {
  const { start, end, text: sign } = repair.change;
  const beside =
    start === end && (/^\s*\{%/.test(text.slice(end)) || /%\}\s*$/.test(text.slice(0, start)));
  return beside && sign !== '' ? { ...repair, places: 2 } : repair;
}

function sameTokens(one: readonly SqlToken[], other: readonly SqlToken[]): boolean {
  return one.length === other.length && one.every(({ text }, at) => text === other[at]?.text);
}
