import type { ChangeSet, FileChange, TextEdit } from './fix.ts';

export type EditsApplied =
  | { readonly ok: true; readonly changes: ChangeSet }
  | { readonly ok: false; readonly why: string };

/**
 * The files as the edits leave them. Each edit's `before` must stand at its line to the letter, no two
 * edits of one file may touch, and a file that is not there can only be made (line 1, empty `before`). An
 * edit that takes a file's whole text away removes the file: a file is renamed by two edits.
 */
export function applyEdits(
  edits: readonly TextEdit[],
  read: (path: string) => string | null,
): EditsApplied {
  const changes: FileChange[] = [];
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const own = edits.filter((edit) => edit.path === path);
    const applied = applyToFile(path, own, read(path));
    if ('why' in applied) return { ok: false, why: applied.why };
    if (applied.before !== applied.after) changes.push(applied);
  }
  return { ok: true, changes };
}

function applyToFile(
  path: string,
  edits: readonly TextEdit[],
  text: string | null,
): FileChange | { readonly why: string } {
  const lines = linesOf(text ?? '');
  const ordered = [...edits].sort((one, other) => one.line - other.line);
  const parts: string[] = [];
  let next = 0;
  for (const edit of ordered) {
    const at = edit.line - 1;
    const old = linesOf(edit.before);
    const where = `${path}:${edit.line}`;
    if (at < next) return { why: `two changes touch the same lines (${where})` };
    if (at > lines.length) return { why: `${where} is behind the end of the file` };
    const there = lines.slice(at, at + old.length);
    if (there.join('') !== edit.before)
      return { why: `${where} does not hold the text that was seen there` };
    parts.push(lines.slice(next, at).join(''), edit.after);
    next = at + old.length;
  }
  const after = parts.join('') + lines.slice(next).join('');
  return { path, before: text, after: after === '' && text !== '' ? null : after };
}

/** Lines with their line breaks; together they are the text. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
