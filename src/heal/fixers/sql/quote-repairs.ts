import type { SqlToken } from './sql-token.ts';
import type { SyntaxRepair } from './syntax-repair.ts';
import { tokenizeSql } from './tokenize-sql.ts';

/** Longer lines were not written by people. */
const maxLine = 400;

/**
 * The one quote that is missing, at every place of its line where it may stand; null where none is missing.
 * Strings are taken to end on the line that they begin on, as nearly all in SQL do.
 */
export function quoteRepairs(
  text: string,
  tokens: readonly SqlToken[],
): readonly SyntaxRepair[] | null {
  const isOpen = tokens.some(({ kind, text: piece }) => kind === 'open' && piece.startsWith("'"));
  const crossing = tokens.some(
    ({ kind, text: piece }) => kind === 'string' && piece.includes('\n'),
  );
  if (!isOpen && !crossing) return null;
  const odd = linesWithOddQuotes(text);
  const [line] = odd;
  if (!line || odd.length !== 1 || line.end - line.start > maxLine) return [];
  const repairs: SyntaxRepair[] = [];
  for (let at = line.start; at <= line.end; at++) {
    if (!fits(text, line.start, at) || isInJinja(text, line.start, at)) continue;
    const mended = `${text.slice(0, at)}'${text.slice(at)}`;
    const read = tokenizeSql(mended);
    if (
      read.some(
        ({ kind, text: piece }) => kind === 'open' || (kind === 'string' && piece.includes('\n')),
      )
    )
      continue;
    repairs.push({ kind: 'quote', change: { start: at, end: at, text: "'" }, tokens: read });
  }
  return repairs;
}

/** A quote that opens touches what is in it and no word before it; one that closes the other way round. */
function fits(text: string, line: number, at: number): boolean {
  const [left = '\n', right = '\n'] = [text[at - 1], text[at]];
  const opens = (text.slice(line, at).match(/'/g) ?? []).length % 2 === 0;
  // Two together are an empty text.
  if (left === "'" || right === "'") return true;
  return opens ? !isLetter(left) && !/\s/.test(right) : !/\s/.test(left) && !isLetter(right);
}

/** Quotes of Jinja are Jinja's own matter. */
function isInJinja(text: string, line: number, at: number): boolean {
  const before = text.slice(line, at);
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  const close = text.slice(line + open, at + 1).search(/[}%]\}/);
  return open >= 0 && (close < 0 || line + open + close + 2 > at);
}

function isLetter(char: string): boolean {
  return /[\p{L}\p{N}_]/u.test(char);
}

interface Line {
  readonly start: number;
  readonly end: number;
}

function linesWithOddQuotes(text: string): readonly Line[] {
  const found: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const plain = line.replace(/\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|--.*$|"[^"]*"/g, '');
    if ((plain.match(/'/g) ?? []).length % 2 === 1) found.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return found;
}
