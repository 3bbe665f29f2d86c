import { earlierTexts } from '../../fix/decided-by-history.ts';
import type { FixDraft, Project } from '../../fix/fix.ts';
import { sitesOf } from '../identifiers.ts';
import { editsOf, type Replacement } from '../text-edit.ts';
import { type DbtFile, type DbtProject, ownSql } from './dbt-project.ts';

/**
 * A column that got another name where it is made, while its readers say the old one: an earlier text of a file says the
 * missing name, and now, at just these places, another one. Whether the rename is to be finished or undone is for
 * a person, who gets the change that undoes it.
 */
export function undoneRename(
  column: string,
  dbt: DbtProject,
  project: Project,
): readonly FixDraft[] {
  const found = ownSql(dbt).flatMap((file) => {
    const places = renamedIn(file, column, project);
    return places.length > 0 ? [{ file, places }] : [];
  });
  const [one] = found;
  if (!one || found.length > 1) return [];
  const { file, places } = one;
  const fresh = file.text.slice(places[0]?.start, places[0]?.end);
  return [
    {
      remedy: 'dbt-undo-rename',
      title: `Call the column ${column} again, not ${fresh}, in ${file.path}`,
      why: `An earlier commit called it ${column}, as its readers still do. Whether the rename is to be finished or undone is for a person.`,
      action: { kind: 'edit', edits: editsOf(file.path, file.text, places) },
      safe: false,
      prior: [12, 8],
      candidates: 2,
    },
  ];
}

function renamedIn(file: DbtFile, column: string, project: Project): readonly Replacement[] {
  if (sitesOf(column, [file]).length > 0) return [];
  for (const before of earlierTexts(file.path, project)) {
    const places = replacedWord(before, file.text, column);
    if (places.length > 0) return places;
  }
  return [];
}

/** Where a text says another word for one, if that is all that differs. */
function replacedWord(before: string, now: string, word: string): readonly Replacement[] {
  const [was, is] = [wordsOf(before), wordsOf(now)];
  if (was.length !== is.length || skeleton(before) !== skeleton(now)) return [];
  const differ = is.flatMap((one, at) => {
    const old = was[at]?.[0] ?? '';
    return one[0] === old ? [] : [{ old, one }];
  });
  const [first] = differ;
  const same = differ.every(
    ({ old, one }) => old.toLowerCase() === word.toLowerCase() && one[0] === first?.one[0],
  );
  return same
    ? differ.map(({ one }) => ({ start: one.index, end: one.index + one[0].length, text: word }))
    : [];
}

function wordsOf(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/\w+/g)];
}

function skeleton(text: string): string {
  return text.replace(/\w+/g, 'x').replace(/\s+/g, '');
}
