import { parseGlob } from '../../core/glob-tokens.ts';
import { globsConflict } from '../../core/globs-conflict.ts';
import type { ChangeSet, FileChange, Fix } from '../fix/fix.ts';
import type { GateFacts } from '../fix/gate.ts';
import { bringsBack } from './brings-back.ts';
import { projectProtection } from './dbt-folders.ts';
import { isLockFile, writesLock } from './lock-files.ts';
import { pathFault } from './path-form.ts';
import { literalGlob, ownProtection, protectionOf } from './protected-paths.ts';
import { type PureRename, pureRename, renameFault } from './pure-rename.ts';
import { shown } from './shown.ts';

/** Why a fix may not touch what it touches; null: it may. */
export function judgePaths(fix: Fix, changes: ChangeSet, facts: GateFacts): string | null {
  const seen = new Set<string>();
  const rename = pureRename(changes);
  for (const change of changes) {
    const { path } = change;
    const fault = pathFault(path);
    if (fault) return `The path ${shown(path)} ${fault}.`;
    const folded = path.toLowerCase();
    if (seen.has(folded)) return `${shown(path)} is changed twice, or under two spellings.`;
    seen.add(folded);
    const why =
      linked(path, facts.links) ??
      guarded(fix, change, facts) ??
      kept(change, rename, facts) ??
      foreign(fix, path);
    if (why) return `${shown(path)} ${why}.`;
  }
  return null;
}

function linked(path: string, links: ReadonlySet<string>): string | null {
  if (links.size === 0) return null;
  const folded = new Set([...links].map((link) => link.toLowerCase()));
  const names = path.toLowerCase().split('/');
  const on = names.some((_, at) => folded.has(names.slice(0, at + 1).join('/')));
  return on ? 'is, or lies behind, a symbolic link or a submodule' : null;
}

function guarded(fix: Fix, change: FileChange, facts: GateFacts): string | null {
  const { action } = fix;
  const { path } = change;
  if (isLockFile(path)) {
    if (action.kind === 'command' && writesLock(action.argv, path)) {
      return protectionOf(`${path.slice(0, path.lastIndexOf('/') + 1)}file`, facts.protect);
    }
    return 'is a lock of packages, which only its own package manager may write';
  }
  const what = protectionOf(path, facts.protect) ?? projectProtection(path, facts.files);
  if (what !== null && bringsBack(fix, change) && isRestorable(path, what)) {
    const own = ownProtection(path, facts.protect);
    return own === null ? null : `${own}; a fix never changes that`;
  }
  return what === null ? null : `${what}; a fix never changes that`;
}

/** Without these nothing runs; a person wrote them, and they say what they said in the last commit that passed. */
function isRestorable(path: string, what: string): boolean {
  if (/(^|\/)profiles\.ya?ml$/i.test(path)) return what === 'may hold secrets';
  return [
    'says which packages are installed',
    'says what is checked, or how strictly',
    'says which commands are run',
  ].includes(what);
}

function kept(
  { before, after }: FileChange,
  rename: PureRename | null,
  { files }: GateFacts,
): string | null {
  if (after === null)
    return rename === null
      ? 'would be deleted; a fix deletes no files'
      : renameFault(rename, files);
  if (isBinary(after) || (before !== null && isBinary(before))) return 'is no text';
  return null;
}

function isBinary(text: string): boolean {
  return text.includes('\0') || /\p{Surrogate}|\ufffd/u.test(text);
}

/** What the fix itself did not announce. */
function foreign({ action }: Fix, path: string): string | null {
  const unannounced = 'was changed, although the fix does not name it';
  switch (action.kind) {
    case 'edit':
      return action.edits.some((edit) => edit.path === path) ? null : unannounced;
    case 'restore':
      return action.path === path ? null : unannounced;
    case 'command': {
      const literal = literalGlob(path);
      const named = action.changes.some(
        (glob) => parseGlob(glob) !== null && globsConflict(glob, literal),
      );
      return named ? null : 'was changed by a command that may not change it';
    }
    case 'adjust':
    case 'retry':
      return 'was changed, although only another try was proposed';
    case 'diff':
      return null;
  }
}
