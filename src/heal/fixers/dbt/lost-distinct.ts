import type { FixDraft } from '../../fix/fix.ts';
import type { Site } from '../identifiers.ts';
import { nearestNames } from '../near-name.ts';
import { editOf } from '../text-edit.ts';

/** `select distnict city`: the misspelt word is taken for a column that is called `city`. */
export function lostDistinct({ path, text, start, end }: Site): readonly FixDraft[] {
  const before = text.slice(Math.max(0, start - 200), start);
  if (!/\bselect\s+$/i.test(before) || !/^\s+[\w"{]/.test(text.slice(end, end + 200))) return [];
  const wrong = text.slice(start, end);
  return nearestNames(wrong, ['distinct']).map((word) => ({
    remedy: 'sql-keyword',
    title: `Write ${word} instead of ${wrong} in ${path}`,
    why: `${wrong} stands between SELECT and a column and nowhere else, so that it is taken for a column.`,
    action: { kind: 'edit', edits: [editOf(path, text, { start, end, text: word })] },
    safe: false,
    prior: [17, 3],
    candidates: 1,
  }));
}
