import type { ChangedLines } from './changed-lines.ts';
import { isNearName } from './near-name.ts';
import { shown } from './shown.ts';
import { hidingWords } from './weakenings.ts';

/** Why a change of SQL hides rows or values, defines macros, or leaves something out; null: it does not. */
export function judgeSql(before: string, after: string, lines: ChangedLines): string | null {
  const word = hidingWords.find((each) => isNew(each, lines));
  if (word !== undefined) return `adds ${shown(word)}, which drops rows or hides values`;
  if (count(/\/\*|\{#/g, lines.added) > count(/\/\*|\{#/g, lines.removed)) {
    return 'turns lines into a comment';
  }
  const made = newDefinition(definitions(before), definitions(after));
  if (made !== null) {
    return `defines ${shown(made, 60)}, which dbt may use in place of its own`;
  }
  if (/\{%-?\s*(?:data_)?test\s/.test(before)) return 'concerns a test';
  const gone = leftOut(lines);
  return gone === null ? null : `leaves out ${shown(gone, 80)}`;
}

/** A line that is gone and in whose place nothing came. */
function leftOut(lines: ChangedLines): string | null {
  const removed = lines.removed.filter(says);
  const added = lines.added.filter(says);
  const gone = removed.filter((line) => !added.some((other) => isLike(line, other)));
  const come = added.filter((line) => !removed.some((other) => isLike(other, line)));
  return gone.length > come.length ? (gone[0] ?? null) : null;
}

/** Whether a word is there more often, and not for having been misspelt. */
function isNew(word: string, { removed, added }: ChangedLines): boolean {
  const gone = words(removed);
  const come = words(added);
  const times = (all: readonly string[]) => all.filter((each) => each === word).length;
  const more = times(come) - times(gone);
  if (more <= 0) return false;
  const misspelt = gone.filter((each) => isNearName(each, word) && !come.includes(each)).length;
  return more > misspelt;
}

function words(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.toLowerCase().match(/\w+/g) ?? []);
}

function count(pattern: RegExp, lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + (line.match(pattern)?.length ?? 0), 0);
}

function definitions(text: string): string[] {
  const found = text.matchAll(
    /\{%[-+]?\s*(?:macro|test|data_test|materialization|snapshot)\s+(\w+)/g,
  );
  return [...found].map((match) => match[1] ?? '');
}

/** Names that dbt looks for by itself. */
const builtIn = /^(?:generate_|ref$|source$|config$|test_|get_|is_|create_|drop_|run_)|__/;

/** A macro that was not there before; one that was only misspelt may get its name back. */
function newDefinition(before: readonly string[], after: readonly string[]): string | null {
  const gone = before.filter((name) => !after.includes(name));
  const unknown = after.filter((name) => !before.includes(name));
  const one = unknown.find(
    (name) => builtIn.test(name) || !gone.some((other) => isNearName(other, name)),
  );
  return one ?? (unknown.length > 1 ? (unknown[0] ?? null) : null);
}

/** Neither blank nor a comment nor punctuation alone. */
function says(line: string): boolean {
  return /\w/.test(line) && !/^(?:--|\{#)/.test(line);
}

/** Whether at least half of a line's words stand in the other one. */
function isLike(line: string, other: string): boolean {
  const own = words([line]);
  const others = new Set(words([other]));
  const kept = own.filter(
    (word) => others.has(word) || [...others].some((each) => isNearName(word, each)),
  ).length;
  return kept * 2 >= own.length;
}
