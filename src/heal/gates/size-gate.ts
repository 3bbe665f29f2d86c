import type { ChangeSet, FileChange, Fix } from '../fix/fix.ts';
import { changedLineCount } from './changed-lines.ts';
import { isLockFile } from './lock-files.ts';
import { pureRename } from './pure-rename.ts';

const longestFile = 1_048_576;
const mostFiles = 100;
const mostLines = 10_000;

/**
 * How many files and lines a change touches; locks count as files only, for no person writes their lines, and
 * what is only renamed has the lines that it had.
 */
export function sizeOf(changes: ChangeSet): { readonly files: number; readonly lines: number } {
  if (pureRename(changes)) return { files: changes.length, lines: 0 };
  const lines = changes.reduce(
    (sum, { path, before, after }) =>
      sum + (isLockFile(path) ? 0 : changedLineCount(before, after)),
    0,
  );
  return { files: changes.length, lines };
}

/** Why a change is larger than any fix, or none at all where one was promised; null: neither. */
export function judgeSize({ action }: Fix, changes: ChangeSet): string | null {
  const { files, lines } = sizeOf(changes);
  const promised = action.kind === 'edit' || action.kind === 'diff' || action.kind === 'restore';
  if (promised && changes.every(({ before, after }) => before === after)) {
    return 'It changes nothing, although it promised a change.';
  }
  if (changes.some(isTooLong)) {
    return 'A file of it is larger than 1 MiB.';
  }
  if (files > mostFiles)
    return `It changes ${files} files; ${mostFiles} at most can be looked over.`;
  return lines > mostLines
    ? `It changes ${lines} lines; ${mostLines} at most can be looked over.`
    : null;
}

/** Whether a file is longer than any that a fix may touch. */
export function isTooLong({ before, after }: FileChange): boolean {
  return Math.max(before?.length ?? 0, after?.length ?? 0) > longestFile;
}
