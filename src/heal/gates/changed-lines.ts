/** Lines without the blanks at their ends that only one of two texts has, as often as it has them more often. */
export interface ChangedLines {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What differs between two texts, whatever the order of their lines; blank lines are nothing. */
export function changedLines(before: string, after: string): ChangedLines {
  const counts = new Map<string, number>();
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) + 1);
  const added: string[] = [];
  for (const line of linesOf(after)) {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    else added.push(line);
  }
  const removed = [...counts].flatMap(([line, count]) => Array.from({ length: count }, () => line));
  return { removed, added };
}

/** How many lines a change adds and takes away, as `git diff --numstat` counts a rewritten line: twice. */
export function changedLineCount(before: string | null, after: string | null): number {
  const { removed, added } = changedLines(before ?? '', after ?? '');
  return removed.length + added.length;
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|[\n\r]/).flatMap((line) => {
    const plain = line.trim();
    return plain === '' ? [] : [plain];
  });
}
