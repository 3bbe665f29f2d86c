import { applyEdits, type EditsApplied, linesOf } from './apply-edits.ts';
import type { TextEdit } from './fix.ts';
import { type DiffFile, type DiffHunk, parseDiff } from './parse-diff.ts';

/**
 * The files as a unified diff leaves them. The old lines must stand in the file to the letter; where the
 * numbers of a hunk are wrong (people and agents miscount) they must stand there exactly once.
 */
export function applyDiff(diff: string, read: (path: string) => string | null): EditsApplied {
  const reading = parseDiff(diff);
  if (!reading.ok) return reading;
  const edits: TextEdit[] = [];
  for (const file of reading.files) {
    const path = file.to ?? file.from ?? '';
    const text = read(path);
    const problem = presence(file, text, path);
    if (problem !== null) return { ok: false, why: problem };
    for (const hunk of file.hunks) {
      const line = placeOf(hunk, text ?? '');
      if (line === null)
        return {
          ok: false,
          why: `${path}:${hunk.line} does not hold the lines of the diff, or several places do`,
        };
      edits.push({ path, line, before: hunk.before, after: hunk.after });
    }
    const removed = file.to === null && edits.filter((edit) => edit.path === path);
    if (removed && removed.map(({ before }) => before).join('') !== text)
      return { ok: false, why: `the diff removes ${path}, but does not show all of it` };
  }
  return applyEdits(edits, read);
}

function presence(file: DiffFile, text: string | null, path: string): string | null {
  if (file.from === null && text !== null) return `the diff makes ${path}, which is there already`;
  if (file.from !== null && text === null) return `the diff changes ${path}, which is not there`;
  return null;
}

function placeOf(hunk: DiffHunk, text: string): number | null {
  const lines = linesOf(text);
  const old = linesOf(hunk.before);
  if (old.length === 0)
    return lines.length === 0 || hunk.line <= lines.length
      ? hunk.line + (lines.length === 0 ? 1 - hunk.line : 1)
      : null;
  const stands = (at: number) => lines.slice(at, at + old.length).join('') === hunk.before;
  if (stands(hunk.line - 1)) return hunk.line;
  const places = lines.flatMap((_, at) => (stands(at) ? [at + 1] : []));
  return places.length === 1 ? (places[0] ?? null) : null;
}
