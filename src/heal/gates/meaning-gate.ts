import type { ChangeSet, FileChange, Fix } from '../fix/fix.ts';
import type { FilesBefore, GateFacts } from '../fix/gate.ts';
import { bringsBack } from './brings-back.ts';
import { bringsVariablesBack } from './brings-variables-back.ts';
import { judgeMendedYaml } from './broken-yaml.ts';
import { changedLines } from './changed-lines.ts';
import { compareTrees } from './compare-trees.ts';
import { isLockFile } from './lock-files.ts';
import { holdsProtectedKey } from './protected-keys.ts';
import { shown } from './shown.ts';
import { isTooLong } from './size-gate.ts';
import { readYaml } from './yaml-trees.ts';

/**
 * Why what a fix changes means more than it may; null: it does not. YAML files are compared as parsed trees;
 * in all files nothing may come in that people do not see when they read it.
 */
export function judgeMeaning(
  fix: Fix,
  changes: ChangeSet,
  { files }: Pick<GateFacts, 'files'>,
): string | null {
  for (const change of changes) {
    // What is too large for the next gate is not worth reading.
    if (bringsBack(fix, change) || isTooLong(change)) continue;
    if (bringsVariablesBack(fix, change)) continue;
    const why =
      hiddenText(change) ??
      (isYaml(change.path) ? (judgeYaml(change) ?? judgeNames(change, files)) : null);
    if (why) return `${shown(change.path)}: ${why}.`;
  }
  return null;
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path) && !isLockFile(path);
}

const unseen = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const control = /[^\P{Cc}\t\n\r\f]/gu;
const tags = /[\u{e0000}-\u{e007f}]/gu;

/** Bidirectional text and what else looks other than it is (Trojan Source, CVE-2021-42574). */
function hiddenText({ before, after }: FileChange): string | null {
  const count = (text: string | null) =>
    [unseen, control, tags].reduce((sum, one) => sum + ((text ?? '').match(one)?.length ?? 0), 0);
  return count(after) > count(before) ? 'characters come in that cannot be seen' : null;
}

const entry = /^- name:\s*["']?(\w+)["']?\s*(?:#.*)?$/;

/**
 * An entry of a file with tests or contracts may lose a slip of the pen, and a name that queries say is none: its tests
 * would move to another column, which may pass for nothing.
 */
function judgeNames({ before, after }: FileChange, files: FilesBefore): string | null {
  const read = readYaml(before ?? '');
  if (!read.ok || !read.documents.some(holdsProtectedKey)) return null;
  const { removed } = changedLines(before ?? '', after ?? '');
  for (const line of removed) {
    const name = entry.exec(line)?.[1];
    if (name === undefined) continue;
    const word = new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'i');
    const place = files.paths.find(
      (path) => path.endsWith('.sql') && word.test(files.read(path) ?? ''),
    );
    if (place !== undefined)
      return `${shown(name, 60)} would lose its entry, and ${shown(place)} says that name`;
  }
  return null;
}

function judgeYaml({ before, after }: FileChange): string | null {
  const is = readYaml(after ?? '');
  if (!is.ok) return 'it would not be readable YAML';
  if (before === null) {
    return is.documents.some(holdsProtectedKey)
      ? 'the new file holds tests, contracts, hooks or what else is protected'
      : null;
  }
  const was = readYaml(before);
  if (!was.ok) return judgeMendedYaml(before, after ?? '', is.documents);
  if (was.documents.length !== is.documents.length)
    return 'it would hold other documents than before';
  for (const [at, document] of was.documents.entries()) {
    const why = compareTrees(document, is.documents[at] ?? null);
    if (why) return why;
  }
  return null;
}
