import type { ChangeSet, FileChange } from '../fix/fix.ts';
import { changedLines } from '../gates/changed-lines.ts';

/**
 * Whether a person took a kept fix back: in every file that it changed, the lines that it brought are gone and
 * those that it took away are there again. A file that went away, or moved on to something else, says nothing.
 *
 * @param read the text of a file on the branch that had the fix; null: it is not there.
 */
export function isReverted(changes: ChangeSet, read: (path: string) => string | null): boolean {
  return changes.length > 0 && changes.every((change) => isBack(change, read(change.path)));
}

function isBack({ before, after }: FileChange, now: string | null): boolean {
  if (before === null) return now === null;
  if (now === null || after === null || now === after) return false;
  if (now === before) return true;
  const { removed, added } = changedLines(before, after);
  if (removed.length + added.length === 0) return false;
  const stillMissing = changedLines(now, before).added;
  const stillThere = changedLines(before, now).added;
  return (
    removed.every((line) => !stillMissing.includes(line)) &&
    added.every((line) => !stillThere.includes(line))
  );
}
