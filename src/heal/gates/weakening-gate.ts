import type { ChangeSet, FileChange, Fix } from '../fix/fix.ts';
import { bringsBack } from './brings-back.ts';
import { bringsVariablesBack } from './brings-variables-back.ts';
import { type ChangedLines, changedLines } from './changed-lines.ts';
import { fixedConfig } from './jinja-config.ts';
import { isLockFile } from './lock-files.ts';
import { isNearName } from './near-name.ts';
import { pureRename } from './pure-rename.ts';
import { shown } from './shown.ts';
import { judgeSql } from './sql-weakening.ts';
import { type Weakening, weakenings } from './weakenings.ts';

const longestLine = 10_000;

/**
 * Why a change makes the failure vanish instead of mending it, or opens a door; null: nothing says so. It
 * looks at words, whatever the language, and errs on the side of a person.
 */
export function judgeWeakening(fix: Fix, changes: ChangeSet): string | null {
  if (pureRename(changes)) return null;
  for (const change of changes) {
    if (isLockFile(change.path) || bringsBack(fix, change)) continue;
    if (bringsVariablesBack(fix, change)) continue;
    const why = judgeChange(change);
    if (why) return `The change of ${shown(change.path)} ${why}.`;
  }
  return null;
}

function judgeChange({ path, before, after }: FileChange): string | null {
  const name = path.toLowerCase();
  const lines = changedLines(before ?? '', after ?? '');
  if (lines.added.some((line) => line.length > longestLine)) return 'adds a line that is too long';
  const fit = weakenings.filter(({ files }) => files === undefined || files.test(name));
  for (const weakening of fit) {
    const found = holds(weakening, lines);
    if (found !== null) return `${weakening.what} (${shown(found, 80)})`;
  }
  const hidden = commentedOut(lines);
  if (hidden !== null) return `turns a line into a comment (${shown(hidden, 80)})`;
  return /\.(?:sql|jinja2?|j2)$/.test(name) ? judgeDbt(before ?? '', after ?? '', lines) : null;
}

function judgeDbt(before: string, after: string, lines: ChangedLines): string | null {
  return fixedConfig(before).join('\n') === fixedConfig(after).join('\n')
    ? judgeSql(before, after, lines)
    : 'changes what a config() of dbt protects';
}

/** What shows the weakening; null: nothing does. */
function holds({ when, pattern }: Weakening, { removed, added }: ChangedLines): string | null {
  const gone = occurrences(pattern, removed);
  const come = occurrences(pattern, added);
  if (when === 'more') return come.length > gone.length ? newest(come, gone) : null;
  if (when === 'fewer') return come.length < gone.length ? newest(gone, come) : null;
  return otherLine(pattern, removed, added);
}

function occurrences(pattern: RegExp, lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.match(pattern) ?? []);
}

function newest(more: readonly string[], fewer: readonly string[]): string {
  const known = new Set(fewer.map((text) => text.toLowerCase()));
  return more.find((text) => !known.has(text.toLowerCase())) ?? more[0] ?? '';
}

/** A line that holds the pattern and is not the same afterwards, but for one misspelt name. */
function otherLine(
  pattern: RegExp,
  removed: readonly string[],
  added: readonly string[],
): string | null {
  const search = new RegExp(pattern.source, 'i');
  const left = added.filter((line) => search.test(line));
  const gone = removed.filter((line) => search.test(line));
  for (const line of gone) {
    const at = left.findIndex((other) => differsByName(line, other));
    if (at < 0) return line;
    left.splice(at, 1);
  }
  return left.find((line) => /thresholds?|coverage|fail[-_]under|tolerance/i.test(line)) ?? null;
}

function differsByName(one: string, other: string): boolean {
  const skeleton = (line: string) => line.replace(/\w+/g, 'x').replace(/[\s,;]/g, '');
  if (skeleton(one) !== skeleton(other)) return false;
  const names = other.match(/\w+/g) ?? [];
  const pairs = (one.match(/\w+/g) ?? []).flatMap((name, at): (readonly [string, string])[] =>
    name === names[at] ? [] : [[name, names[at] ?? '']],
  );
  return (
    pairs.length <= 1 && pairs.every(([from, to]) => !/^\d/.test(from) && isNearName(from, to))
  );
}

const comment = /^(?:--|#|\/\/|\/\*|\{#|<!--|;|%)\s*/;

function commentedOut({ removed, added }: ChangedLines): string | null {
  const plain = (line: string) => line.replace(/\s+|\*\/$|#\}$|-->$/g, '');
  const gone = new Set(removed.filter((line) => !comment.test(line)).map(plain));
  return (
    added.find((line) => comment.test(line) && gone.has(plain(line.replace(comment, '')))) ?? null
  );
}
