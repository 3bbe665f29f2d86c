import { applyEdits } from './apply-edits.ts';
import type { FixDraft, Project, TextEdit } from './fix.ts';

/** What a file said before, newest first: when the command last passed, and in earlier commits. */
export function earlierTexts(path: string, project: Project): readonly string[] {
  const good = project.lastGood(path);
  return [...(good === null ? [] : [good]), ...project.earlier(path)];
}

/**
 * Of several answers that are equally good (a bracket that may stand at two places), the one after which the file says what
 * it said before is the answer. Descriptions are left out: a contract or a test is for a person, whatever it said.
 */
export function decidedByHistory(
  drafts: readonly FixDraft[],
  project: Project,
): readonly FixDraft[] {
  const before = drafts.filter(
    ({ action, candidates, remedy }) =>
      candidates > 1 && action.kind === 'edit' && bringsEarlierText(action.edits, remedy, project),
  );
  const [one] = before;
  if (!one || before.length > 1) return drafts;
  return drafts.map((draft) =>
    draft === one
      ? { ...draft, candidates: 1, why: `${draft.why} With it the file says what it said before.` }
      : draft,
  );
}

/** Whether edits of one file give it a text that it had before, but for blanks. */
function bringsEarlierText(edits: readonly TextEdit[], remedy: string, project: Project): boolean {
  const [path, ...more] = new Set(edits.map((edit) => edit.path));
  if (path === undefined || more.length > 0) return false;
  // In YAML blanks say something, and what can be read is for a person: a contract or a test, whatever it said before.
  const yaml = /\.ya?ml$/i.test(path);
  if (yaml && !/^yaml-(?:indentation|sign)$/.test(remedy)) return false;
  const texts = earlierTexts(path, project);
  if (texts.length === 0) return false;
  const applied = applyEdits(edits, project.read);
  const after = applied.ok ? applied.changes[0]?.after : null;
  const plain = (text: string) => text.replace(yaml ? /[ \t\r]+$/gm : /\s+/g, '');
  return typeof after === 'string' && texts.some((text) => plain(text) === plain(after));
}
