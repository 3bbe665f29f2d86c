import { linesOf } from './apply-edits.ts';
import type { ChangeSet, FileChange } from './fix.ts';

const context = 3;
/** Texts with more lines than this apart are shown as wholly replaced. */
const most = 3_000;

interface Piece {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** A change as a unified diff that `git apply` takes; empty where nothing changes. */
export function unifiedDiff(changes: ChangeSet): string {
  return changes.map(ofFile).join('');
}

function ofFile({ path, before, after }: FileChange): string {
  if (before === after) return '';
  const mode =
    before === null ? 'new file mode 100644\n' : after === null ? 'deleted file mode 100644\n' : '';
  const from = before === null ? '/dev/null' : `a/${path}`;
  const to = after === null ? '/dev/null' : `b/${path}`;
  const pieces = compare(linesOf(before ?? ''), linesOf(after ?? ''));
  const hunks = hunksOf(pieces);
  const head = `diff --git a/${path} b/${path}\n${mode}`;
  return hunks === '' ? head : `${head}--- ${from}\n+++ ${to}\n${hunks}`;
}

/** The longest common lines stay; what is the same at both ends is found first, for most changes are small. */
function compare(before: readonly string[], after: readonly string[]): readonly Piece[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let [a, b] = [before.length, after.length];
  while (a > start && b > start && before[a - 1] === after[b - 1]) {
    a--;
    b--;
  }
  const keep = (lines: readonly string[]): readonly Piece[] =>
    lines.map((line) => ({ sign: ' ', line }));
  return [
    ...keep(before.slice(0, start)),
    ...middle(before.slice(start, a), after.slice(start, b)),
    ...keep(before.slice(a)),
  ];
}

function middle(before: readonly string[], after: readonly string[]): readonly Piece[] {
  const signed = (sign: '-' | '+', lines: readonly string[]) =>
    lines.map((line) => ({ sign, line }));
  if (before.length > most || after.length > most || before.length * after.length > 4_000_000)
    return [...signed('-', before), ...signed('+', after)];
  const common = lengths(before, after);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      pieces.push({ sign: ' ', line: before[i] ?? '' });
      i++;
      j++;
    } else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))
      pieces.push({ sign: '-', line: before[i++] ?? '' });
    else pieces.push({ sign: '+', line: after[j++] ?? '' });
  }
  return [...pieces, ...signed('-', before.slice(i)), ...signed('+', after.slice(j))];
}

function lengths(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const [row, below] = [table[i], table[i + 1]];
      if (!row || !below) continue;
      row[j] =
        before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return table;
}

function hunksOf(pieces: readonly Piece[]): string {
  const shown = pieces.map((_, at) =>
    pieces.slice(Math.max(0, at - context), at + context + 1).some(({ sign }) => sign !== ' '),
  );
  let [text, old, fresh] = ['', 1, 1];
  for (let at = 0; at < pieces.length; ) {
    let end = at;
    while (end < pieces.length && shown[end] === shown[at]) end++;
    const part = pieces.slice(at, end);
    const [was, is] = [count(part, '-'), count(part, '+')];
    if (shown[at])
      text += `@@ -${range(old, was)} +${range(fresh, is)} @@\n${part.map(written).join('')}`;
    old += was;
    fresh += is;
    at = end;
  }
  return text;
}

function count(pieces: readonly Piece[], side: '-' | '+'): number {
  return pieces.filter(({ sign }) => sign === ' ' || sign === side).length;
}

function range(start: number, length: number): string {
  return length === 0 ? `${start - 1},0` : length === 1 ? `${start}` : `${start},${length}`;
}

function written({ sign, line }: Piece): string {
  return line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}
