import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { nearestNames } from '../near-name.ts';
import { editOf, type Replacement } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { macroNames } from './dbt-names.ts';
import { type DbtFile, openDbtProject, ownSql } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';
import { type Mentions, meansOther, mentionsIn } from './mentions.ts';

const macro = /\{%-?\s*macro\s+(\w+)\s*\(([^%]*)\)\s*-?%\}([\s\S]*?)\{%-?\s*endmacro/g;
/** A name alone in braces, or with filters behind it. */
const shown = /\{\{-?\s*([A-Za-z_]\w*)\s*(?:\|[^}]*)?-?\}\}/g;
const set = /\{%-?\s*(?:set|for)\s+(\w+)(?:\s*,\s*(\w+))?/g;

/** A macro shows a name that it does not have, near to one of its parameters: Jinja shows nothing then. */
export const macroParameter: Fixer = {
  name: 'dbt-macro-parameter',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const paths = new Set(dbtErrors(failure, project, dbt).map(({ path }) => path));
    const own = ownSql(dbt);
    const called = new Set(
      own
        .filter(({ path }) => paths.has(path))
        .flatMap(({ text }) => jinjaCalls(text).map(({ name }) => name)),
    );
    const files = new Set(
      macroNames(own)
        .filter(({ name }) => called.has(name))
        .map(({ path }) => path),
    );
    const mentions = mentionsIn(dbt);
    const slips = own
      .filter(({ path }) => files.has(path))
      .flatMap((file) => slipsIn(file, mentions));
    return slips
      .slice(0, 3)
      .map((draft) => ({ ...draft, candidates: Math.max(draft.candidates, slips.length) }));
  },
};

function slipsIn(file: DbtFile, mentions: Mentions): readonly FixDraft[] {
  return [...file.text.matchAll(macro)].flatMap((found) => {
    const [whole, , given = '', body = ''] = found;
    const parameters = given.split(',').flatMap((one) => /^\s*(\w+)/.exec(one)?.[1] ?? []);
    const local = [...body.matchAll(set)].flatMap((one) => [one[1] ?? '', one[2] ?? '']);
    const start = found.index + whole.indexOf(body, whole.indexOf('%}'));
    return [...body.matchAll(shown)].flatMap((one) => {
      const name = one[1] ?? '';
      if (parameters.includes(name) || local.includes(name)) return [];
      const at = start + one.index + one[0].indexOf(name);
      const near = nearestNames(name, parameters).filter(
        (parameter) => !meansOther(name, parameter, mentions),
      );
      return near.map((parameter) =>
        draft(file, { start: at, end: at + name.length, text: parameter }, near.length),
      );
    });
  });
}

function draft(file: DbtFile, place: Replacement, candidates: number): FixDraft {
  const wrong = file.text.slice(place.start, place.end);
  return {
    remedy: 'dbt-rename-parameter',
    title: `Write ${place.text} instead of ${wrong} in ${file.path}`,
    why: `The macro has no ${wrong}, which therefore shows as nothing; ${place.text} is its only parameter near to it.`,
    action: { kind: 'edit', edits: [editOf(file.path, file.text, place)] },
    safe: false,
    prior: [17, 3],
    candidates,
  };
}
