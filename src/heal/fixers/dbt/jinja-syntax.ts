import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { checkJinja } from '../jinja/check-jinja.ts';
import { repairJinja } from '../jinja/repair-jinja.ts';
import { editOf, lineAt } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { macroNames, manifestNames, nodeNames } from './dbt-names.ts';
import { type DbtFile, type DbtProject, openDbtProject, ownSql } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';

const told =
  /expected token|unexpected (?:char|EOF|end of template|'[^']*')|unexpected '|Reached EOF without finding a close tag|syntax error at or near "[{}%]|Encountered unknown tag/;

/** A quote, bracket or brace of Jinja that is missing, where one sign at one place mends it. */
export const jinjaSyntax: Fixer = {
  name: 'dbt-jinja-syntax',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    if (!error) return [];
    const broken = ownSql(dbt).filter(({ text }) => checkJinja(text) !== null);
    const file =
      broken.find(({ path }) => path === error.path) ??
      (broken.length === 1 ? broken[0] : undefined);
    return file ? [...mend(file, dbt, project), ...closeMacro(file)] : [];
  },
};

function mend(file: DbtFile, dbt: DbtProject, project: Project): readonly FixDraft[] {
  const known = new Set([...nodeNames(dbt), ...manifestNames(project, dbt).nodes]);
  const repairs = repairJinja(file.text, (mended) => namesAreKnown(mended, known));
  return repairs.slice(0, 3).map((place) => ({
    remedy: 'dbt-jinja-sign',
    title: `Put the missing ${place.text} back in ${file.path}:${lineAt(file.text, place.start)}`,
    why: 'It is the only sign and place with which the template can be read and names what the project has.',
    action: { kind: 'edit' as const, edits: [editOf(file.path, file.text, place)] },
    safe: false,
    prior: [18, 2] as const,
    candidates: repairs.length,
  }));
}

const bare = /\{\{-?\s*(?:ref|source|var|env_var|config)\s*-?\}\}/;

/** What dbt calls is called, and what it refers to is there. */
function namesAreKnown(text: string, known: ReadonlySet<string>): boolean {
  if (bare.test(text)) return false;
  return jinjaCalls(text).every(({ name, texts }) => {
    if (name !== 'ref') return true;
    const last = texts.at(-1)?.value;
    return last !== undefined && known.has(last);
  });
}

/** A file of one macro whose end is missing: it ends with the file. */
function closeMacro(file: DbtFile): readonly FixDraft[] {
  const mended = `${file.text.trimEnd()}\n{% endmacro %}\n`;
  if (macroNames([file]).length !== 1 || checkJinja(mended) !== null) return [];
  const end = file.text.trimEnd().length;
  return [
    {
      remedy: 'dbt-jinja-endmacro',
      title: `Close the macro at the end of ${file.path}`,
      why: 'The file holds this one macro, which nothing closes.',
      action: {
        kind: 'edit',
        edits: [
          editOf(file.path, file.text, {
            start: end,
            end: file.text.length,
            text: '\n{% endmacro %}\n',
          }),
        ],
      },
      safe: false,
      prior: [17, 3],
      candidates: 1,
    },
  ];
}
