import { applyEdits } from '../../fix/apply-edits.ts';
import type { FixDraft, Project, TextEdit } from '../../fix/fix.ts';
import { sitesOf } from '../identifiers.ts';
import type { DbtProject } from './dbt-project.ts';
import { stemOf } from './dbt-project.ts';

/** What a file said before, newest first: when the command last passed, and in earlier commits. */
export function earlierTexts(path: string, project: Project): readonly string[] {
  const good = project.lastGood(path);
  return [...(good === null ? [] : [good]), ...project.earlier(path)];
}

/**
 * Which of two near names is the slip, as the files' earlier texts tell: what was written lately is. `use` says the wrong
 * name, `made` the one that is there. null: they do not tell.
 */
export function writtenLately(
  wrong: string,
  name: string,
  places: { readonly use: string | null; readonly made: string | null },
  project: Project,
): 'wrong' | 'near' | null {
  const says = (text: string, word: string) => sitesOf(word, [{ path: '', text }]).length > 0;
  const before = (path: string | null) => (path === null ? [] : earlierTexts(path, project));
  const used = before(places.use).some((text) => !says(text, wrong) && says(text, name));
  const made = before(places.made).some((text) => !says(text, name) && says(text, wrong));
  if (used === made) return null;
  return used ? 'wrong' : 'near';
}

/** A node's file that is gone, with the text that it had. */
export function goneNode(
  name: string,
  dbt: DbtProject,
  project: Project,
): { readonly path: string; readonly text: string } | null {
  const paths = project
    .gone()
    .filter((path) => path.startsWith(dbt.root) && /\.(?:sql|csv|py)$/.test(path))
    .filter((path) => stemOf(path) === name);
  const [path] = paths;
  const [text] = path === undefined ? [] : project.earlier(path);
  return path === undefined || text === undefined || paths.length > 1 ? null : { path, text };
}

/** The draft that brings a file back as an earlier commit had it; never without a person. */
export function bringBack(path: string, title: string): FixDraft {
  return {
    remedy: 'restore-from-history',
    title,
    why: 'An earlier commit had it. Whether it is to come back, or what needs it is to go, is for a person.',
    action: { kind: 'restore', path, from: 'history' },
    safe: false,
    prior: [10, 10],
    candidates: 1,
  };
}

/** Whether edits give a file a text that it had before, but for blanks. */
export function bringsEarlierText(
  path: string,
  edits: readonly TextEdit[],
  project: Project,
): boolean {
  const applied = applyEdits(edits, project.read);
  const after = applied.ok ? applied.changes[0]?.after : null;
  if (!applied.ok || applied.changes.length !== 1 || !after) return false;
  return earlierTexts(path, project).some((text) => dense(text) === dense(after));
}

function dense(text: string): string {
  return text.replace(/\s+/g, '');
}
