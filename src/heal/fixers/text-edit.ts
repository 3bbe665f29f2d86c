import type { TextEdit } from '../fix/fix.ts';

/** A place in a text and what is to stand there. Offsets from 0; `end` is behind it. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The whole lines that a replacement touches, before and after it. */
export function editOf(
  path: string,
  text: string,
  { start, end, text: fresh }: Replacement,
): TextEdit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const stop = text.indexOf('\n', Math.max(start, end - 1));
  const to = stop < 0 ? text.length : Math.max(stop + 1, end);
  return {
    path,
    line: lineAt(text, start),
    before: text.slice(from, to),
    after: text.slice(from, start) + fresh + text.slice(end, to),
  };
}

/** Several replacements in one text: those that share lines become one edit. */
export function editsOf(
  path: string,
  text: string,
  all: readonly Replacement[],
): readonly TextEdit[] {
  const ordered = [...all].sort((one, other) => one.start - other.start);
  const groups: Replacement[] = [];
  for (const next of ordered) {
    const last = groups.at(-1);
    const apart = !last || text.slice(last.end, next.start).includes('\n');
    if (apart) groups.push(next);
    else
      groups[groups.length - 1] = {
        start: last.start,
        end: next.end,
        text: last.text + text.slice(last.end, next.start) + next.text,
      };
  }
  return groups.map((one) => editOf(path, text, one));
}

/** The text with the replacement in it. */
export function replaced(text: string, { start, end, text: fresh }: Replacement): string {
  return text.slice(0, start) + fresh + text.slice(end);
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
