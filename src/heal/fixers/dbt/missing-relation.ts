import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { sitesOf } from '../identifiers.ts';
import { isOtherWord } from '../is-other-word.ts';
import { nearestNames } from '../near-name.ts';
import { repairable } from '../sql/keywords.ts';
import { nameIn, scopesOf } from '../sql/output-columns.ts';
import { editOf } from '../text-edit.ts';
import { queryOf } from './column-book.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { type DbtFile, openDbtProject, ownSql } from './dbt-project.ts';
import { outsideComments } from './outside-comments.ts';
import { slipDrafts } from './slip-drafts.ts';

const told =
  /Referenced table "([^"]+)" not found|Table with name "?(\w+)"? does not exist|relation "([^"]+)" does not exist|missing FROM-clause entry for table "([^"]+)"|invalid reference to FROM-clause entry for table "([^"]+)"/;
const joins = ['left', 'right', 'inner', 'full', 'cross'];

/** A CTE or alias of a file that the same file spells in two ways. */
export const missingRelation: Fixer = {
  name: 'dbt-missing-relation',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const file = ownSql(dbt).find(({ path }) => path === error?.path);
    const wrong = told
      .exec(error?.message ?? '')
      ?.slice(1)
      .find(Boolean);
    const query = file && queryOf(file);
    if (!file || !query || !wrong) return [];
    const scopes = scopesOf(query);
    const lost = scopes.flatMap(({ select }) =>
      select.relations.flatMap(({ alias, aliasStart, aliasEnd }) =>
        joinWord(file, alias, aliasStart, aliasEnd),
      ),
    );
    if (lost.length > 0) return lost.map((draft) => ({ ...draft, candidates: lost.length }));
    const pool = scopes.flatMap(({ select, ctes }) => [
      ...ctes.map(({ name }) => name),
      ...select.relations.flatMap((relation) => nameIn(relation) ?? []),
    ]);
    return slipDrafts(wrong, {
      pool,
      slip(name) {
        // `o2` beside `o1` is the other side of a join that was lost.
        if (isOtherWord(wrong, name)) return 'neither';
        const [here, there] = [count(wrong, file), count(name, file)];
        if (here === 1 && there >= 2) return 'wrong';
        if (there === 1 && here >= 2) return 'near';
        // A name that lives in this file alone may be mended at either side.
        return here === 1 && there === 1 ? 'wrong' : 'neither';
      },
      atUse: (name) => rename(file, wrong, name),
      atDefinition: (name) => rename(file, name, wrong),
    });
  },
};

/** How often a file names a table: in references to other models the same word means something else. */
function placesOf(name: string, file: DbtFile) {
  return sitesOf(name, [file]).filter(
    (site) => outsideComments(site) && !/['"]/.test(file.text[site.start - 1] ?? ''),
  );
}

function count(name: string, file: DbtFile): number {
  return placesOf(name, file).length;
}

function rename(file: DbtFile, from: string, to: string): readonly FixDraft[] {
  const [site] = placesOf(from, file);
  if (!site) return [];
  return [
    {
      remedy: 'sql-rename-table',
      title: `Write ${to} instead of ${from} in ${file.path}`,
      why: `${file.path} says ${from} once; the table that it has is ${to}.`,
      action: {
        kind: 'edit',
        edits: [editOf(file.path, file.text, { start: site.start, end: site.end, text: to })],
      },
      safe: false,
      prior: [17, 3],
      candidates: 1,
    },
  ];
}

/** `from a lft join b`: the misspelt word is taken as an alias of `a`, which then has no other name. */
function joinWord(
  file: DbtFile,
  alias: string | null,
  start: number,
  end: number,
): readonly FixDraft[] {
  if (
    alias === null ||
    repairable.includes(alias) ||
    !/^\s+(?:outer\s+)?join\b/i.test(file.text.slice(end, end + 200))
  )
    return [];
  if (count(alias, file) > 1) return [];
  return nearestNames(alias, joins).map((word) => ({
    remedy: 'sql-keyword',
    title: `Write ${word} instead of ${alias} in ${file.path}`,
    why: `${alias} stands before JOIN and nowhere else, so that it is taken as another name of the table.`,
    action: { kind: 'edit', edits: [editOf(file.path, file.text, { start, end, text: word })] },
    safe: false,
    prior: [17, 3],
    candidates: 1,
  }));
}
