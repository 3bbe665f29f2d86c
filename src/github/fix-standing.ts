/** How a fix stands to the commit of a run that went on while it was made. */
import { linesOf } from '../heal/fix/apply-edits.ts';
import { type DiffFile, type DiffHunk, parseDiff } from '../heal/fix/parse-diff.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { fileAt } from './file-at.ts';
import type { GitHubClient } from './github-client.ts';
import { isRunBase } from './is-run-base.ts';

/** `there`: the commit holds the fix already. `apart`: it holds something else, which the fix does not fit. */
export type FixStanding = 'there' | 'apart';

/**
 * Tells what became of a fix that cannot be put on top of `commit`, where the run has gone on since its
 * attempt: of two tasks that failed over the same mistake the second one finds it mended.
 *
 * @returns null where the attempt worked on that very commit, or on none that the run was on: then nothing but
 * the fix itself is in the way.
 * @throws PortError
 */
export async function fixStanding(
  client: GitHubClient,
  { base, head = base, patch }: Pick<HealReport, 'base' | 'head' | 'patch'>,
  commit: string,
): Promise<FixStanding | null> {
  if (patch === null || head === commit || !(await isRunBase(client, head, commit))) return null;
  const read = parseDiff(patch);
  if (!read.ok || read.files.length === 0) return null;
  for (const file of read.files) if (!(await isIn(client, file, commit))) return 'apart';
  return 'there';
}

async function isIn(client: GitHubClient, file: DiffFile, commit: string): Promise<boolean> {
  if (file.to === null || file.hunks.length === 0) return false;
  const bytes = await fileAt(client, file.to, commit);
  if (bytes === null) return false;
  const lines = linesOf(new TextDecoder().decode(bytes));
  return file.hunks.every((hunk) => isMended(lines, hunk));
}

/** Whether what the hunk brings stands there, and what it replaces does not any more. */
function isMended(lines: readonly string[], { before, after }: DiffHunk): boolean {
  return after !== '' && before !== '' && stands(lines, after) && !stands(lines, before);
}

function stands(lines: readonly string[], text: string): boolean {
  const { length } = linesOf(text);
  return lines.some((_, at) => lines.slice(at, at + length).join('') === text);
}
