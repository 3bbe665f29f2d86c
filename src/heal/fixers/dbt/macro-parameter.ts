import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { sitesOf } from '../identifiers.ts';
import { nearestNames } from '../near-name.ts';
import { editOf, type Replacement } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { macroNames } from './dbt-names.ts';
import { type DbtFile, type DbtProject, openDbtProject, ownSql } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';
import { type Mentions, meansOther, mentionsIn } from './mentions.ts';

const macro = /\{%-?\s*macro\s+(\w+)\s*\(([^%]*)\)\s*-?%\}([\s\S]*?)\{%-?\s*endmacro/g;
/** A name alone in braces, or with filters behind it. */
const shown = /\{\{-?\s*([A-Za-z_]\w*)\s*(?:\|[^}]*)?-?\}\}/g;
const set = /\{%-?\s*(?:set|for)\s+(\w+)(?:\s*,\s*(\w+))?/g;

const refused = /macro '(?:dbt_macro__)?(\w+)' takes no keyword argument '(\w+)'/;

/** A macro shows or is given a name that it does not have, near to one of its parameters: Jinja shows nothing then. */
export const macroParameter: Fixer = {
  name: 'dbt-macro-parameter',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const errors = dbtErrors(failure, project, dbt);
    const paths = new Set(errors.map(({ path }) => path));
    const own = ownSql(dbt);
    const [, callee, keyword] = refused.exec(errors[0]?.message ?? '') ?? [];
    if (callee !== undefined && keyword !== undefined)
      return inCalls(
        own.filter(({ path }) => paths.has(path)),
        { callee, keyword, dbt },
      );
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

interface Keyword {
  readonly callee: string;
  readonly keyword: string;
  readonly dbt: DbtProject;
}

/** The call gives a value to a parameter that the macro does not have. */
function inCalls(
  files: readonly DbtFile[],
  { callee, keyword, dbt }: Keyword,
): readonly FixDraft[] {
  const made = dbt.macros.flatMap(({ text }) =>
    [...text.matchAll(macro)].filter((found) => found[1] === callee),
  );
  const places = sitesOf(keyword, files).filter(({ text, end }) =>
    /^\s*=(?!=)/.test(text.slice(end)),
  );
  const [site] = places;
  if (made.length !== 1 || !site || places.length !== 1) return [];
  const mentions = mentionsIn(dbt);
  const near = nearestNames(keyword, parametersOf(made[0]?.[2] ?? '')).filter(
    (name) => !meansOther(keyword, name, mentions),
  );
  return near.map((name) =>
    draft(site, { start: site.start, end: site.end, text: name }, near.length),
  );
}

function parametersOf(given: string): readonly string[] {
  return given.split(',').flatMap((one) => /^\s*(\w+)/.exec(one)?.[1] ?? []);
}

function slipsIn(file: DbtFile, mentions: Mentions): readonly FixDraft[] {
  return [...file.text.matchAll(macro)].flatMap((found) => {
    const [whole, , given = '', body = ''] = found;
    const parameters = parametersOf(given);
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
    why: `The macro has no ${wrong}; ${place.text} is its only parameter near to it.`,
    action: { kind: 'edit', edits: [editOf(file.path, file.text, place)] },
    safe: false,
    prior: [17, 3],
    candidates,
  };
}
