import type { Replacement } from '../text-edit.ts';

/** By how much people move a block when they paste it at the wrong depth. */
const distances = [-4, -3, -2, -1, 1, 2, 3, 4];
/** Each block is tried at each distance by reading the whole text. */
const mostBlocks = 8;

interface Line {
  readonly start: number;
  readonly depth: number;
  readonly text: string;
}

/**
 * A line and all that hangs on it, moved to another depth as a whole: what may mend a text in which a block of several
 * lines stands too deep or too far out. `near` are lines (from 1) at which a reader stopped: the block begins or
 * ends there.
 */
export function blockShifts(text: string, near: readonly number[]): readonly Replacement[] {
  const lines = linesIn(text);
  const blocks = lines.flatMap((_, at) => endsOf(lines, at).map((end) => ({ at, end })));
  const wanted = blocks
    .filter(({ at, end }) => end - at > 1 && near.some((line) => isAt(line, at, end)))
    .slice(0, mostBlocks);
  return wanted.flatMap(({ at, end }) => shifted(text, lines, at, end));
}

function isAt(line: number, at: number, end: number): boolean {
  return Math.abs(line - 1 - at) <= 1 || Math.abs(line - 1 - end) <= 1;
}

function linesIn(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const own = { start, depth: line.length - line.trimStart().length, text: line.trim() };
    start += line.length + 1;
    return own;
  });
}

/** Where what hangs on a line may end: a list may stand at the depth of its key, or be the next one. */
function endsOf(lines: readonly Line[], at: number): readonly number[] {
  const top = lines[at];
  if (!top || top.text === '' || top.text.startsWith('#')) return [];
  const until = (hangs: (line: Line) => boolean) => {
    let end = at + 1;
    for (let next = at + 1; next < lines.length; next++) {
      const line = lines[next];
      if (!line || (line.text !== '' && !hangs(line))) break;
      if (line.text !== '') end = next + 1;
    }
    return end;
  };
  const deeper = until(({ depth }) => depth > top.depth);
  if (isEntry(top)) return [deeper];
  const list = until(
    (line) => line.depth > top.depth || (line.depth === top.depth && isEntry(line)),
  );
  return [...new Set([deeper, list])];
}

function isEntry({ text }: Line): boolean {
  return /^-(?:\s|$)/.test(text);
}

function shifted(
  text: string,
  lines: readonly Line[],
  at: number,
  end: number,
): readonly Replacement[] {
  const part = lines.slice(at, end);
  const [start, stop] = [lines[at]?.start ?? 0, lines[end]?.start ?? text.length];
  const least = Math.min(...part.filter(({ text: own }) => own !== '').map(({ depth }) => depth));
  return distances
    .filter((distance) => least + distance >= 0)
    .map((distance) => ({
      start,
      end: stop,
      text: text
        .slice(start, stop)
        .split('\n')
        .map((line) =>
          line.trim() === ''
            ? line
            : distance > 0
              ? ' '.repeat(distance) + line
              : line.slice(-distance),
        )
        .join('\n'),
    }));
}
