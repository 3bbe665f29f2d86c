import { firstBranches } from './first-branches.ts';
import type { SqlToken } from './sql-token.ts';

const space = /\s+/y;
const comment = /--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\}/y;
const statement = /\{%[\s\S]*?%\}/y;
const expression = /\{\{(?:'[^'\n]*'|"[^"\n]*"|[^'"])*?\}\}/y;
const plainExpression = /\{\{[\s\S]*?\}\}/y;
const string = /(?:[eE]|[bB]|[xX]|[rR])?'(?:[^']|'')*'/y;
const dollar = /\$(\w*)\$[\s\S]*?\$\1\$/y;
const quoted = /"(?:[^"]|"")*"|`[^`\n]*`/y;
const number = /(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const mark = /::|\|\||<=|>=|<>|!=|==|->>|->|=>|:=|\/\/|!~~?\*?|~~?\*?|\*\*|[\s\S]/uy;
const open = /['"`]|\{\{|\{%|\/\*|\{#|\$\w*\$/y;
const softComma = /\{%-?\s*if\b[^%]*%\}(\s*),\s*\{%-?\s*endif\s*-?%\}/y;
/** Longer files are no models that a person wrote. */
const maxLength = 300_000;

type Kind = SqlToken['kind'];
const kinds: readonly (readonly [RegExp, Kind])[] = [
  [string, 'string'],
  [dollar, 'string'],
  [quoted, 'quoted'],
  [expression, 'jinja'],
  [plainExpression, 'jinja'],
  [open, 'open'],
  [number, 'number'],
  [word, 'word'],
  [mark, 'mark'],
];

/**
 * The tokens of a model, macro or plain query. Never fails: what is unterminated is a token `open`, which
 * reaches to the end. Of conditions in Jinja the first branch is read. Reads at most `limit` tokens, so that a hostile file costs no more.
 */
export function tokenizeSql(whole: string, limit = 20_000): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  if (whole.length > maxLength) return tokens;
  const text = firstBranches(whole);
  let at = 0;
  while (at < text.length && tokens.length < limit) {
    const skipped = skip(text, at, tokens);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const token = tokenAt(text, at);
    add(tokens, token);
    at = token.end;
  }
  return tokens;
}

function skip(text: string, at: number, tokens: SqlToken[]): number {
  const soft = matchAt(softComma, text, at);
  if (soft) {
    const start = at + soft[0].indexOf('%}') + 2 + (soft[1]?.length ?? 0);
    tokens.push({ kind: 'mark', text: ',', low: ',', start, end: start + 1, soft: true });
    return at + soft[0].length;
  }
  for (const pattern of [space, comment, statement]) {
    const found = matchAt(pattern, text, at);
    if (found) return at + found[0].length;
  }
  return at;
}

function tokenAt(text: string, at: number): SqlToken {
  for (const [pattern, kind] of kinds) {
    const found = matchAt(pattern, text, at);
    if (!found) continue;
    const end = kind === 'open' ? text.length : at + found[0].length;
    const piece = text.slice(at, end);
    return {
      kind,
      text: piece,
      low: kind === 'word' ? piece.toLowerCase() : piece,
      start: at,
      end,
    };
  }
  return { kind: 'mark', text: text[at] ?? '', low: text[at] ?? '', start: at, end: at + 1 };
}

/** A name and Jinja that touch are one name: `total_{{ kind }}_fee`. */
function add(tokens: SqlToken[], token: SqlToken): void {
  const last = tokens.at(-1);
  const named = (kind: Kind) => kind === 'word' || kind === 'jinja' || kind === 'number';
  const glued =
    last?.end === token.start &&
    named(last.kind) &&
    named(token.kind) &&
    (last.kind === 'jinja' || token.kind === 'jinja');
  if (!last || !glued) {
    tokens.push(token);
    return;
  }
  const piece = last.text + token.text;
  tokens[tokens.length - 1] = { ...last, kind: 'jinja', text: piece, low: piece, end: token.end };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
