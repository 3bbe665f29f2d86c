import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { type Site, sitesOf } from '../identifiers.ts';
import { merge, nameIn, relationColumns, scopesOf } from '../sql/output-columns.ts';
import { editOf } from '../text-edit.ts';
import { columnBook, queryOf } from './column-book.ts';
import { type ColumnComplaint, columnComplaints } from './column-complaints.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { type DbtProject, openDbtProject, ownSql, stemOf } from './dbt-project.ts';
import { writtenLately } from './history.ts';
import { lostCommaBefore } from './lost-comma-before.ts';
import { lostDistinct } from './lost-distinct.ts';
import { type Mentions, meansOther, mentionsIn, slipOf } from './mentions.ts';
import { isOthersName } from './others-name.ts';
import { outsideComments } from './outside-comments.ts';
import { slipDrafts } from './slip-drafts.ts';
import { undoneRename } from './undone-rename.ts';
import { describedSite, renameEntry } from './yaml-column.ts';

/** A column that is not there: misspelt where it is used, or misspelt or swallowed where it is made. */
export const missingColumn: Fixer = {
  name: 'dbt-missing-column',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const complaints = columnComplaints(dbtErrors(failure, project, dbt));
    if (complaints.length === 0) return [];
    const mentions = mentionsIn(dbt);
    const columns = complaints.map(({ column }) => column);
    const swallowed = lostCommaBefore(
      columns.filter((column) => mentions.count(column) > 1),
      dbt,
    );
    if (swallowed.length > 0) return swallowed;
    for (const complaint of complaints) {
      const drafts = renamed(complaint, dbt, mentions, project);
      if (drafts.length > 0) return drafts;
    }
    return columns.flatMap((column) => undoneRename(column, dbt, project)).slice(0, 1);
  },
};

function renamed(
  complaint: ColumnComplaint,
  dbt: DbtProject,
  mentions: Mentions,
  project: Project,
): readonly FixDraft[] {
  const { column, error } = complaint;
  const file = ownSql(dbt).find(({ path }) => path === error.path);
  const own = file ? sitesOf(column, [file]).filter(outsideComments) : [];
  const site = only(column, dbt) ?? (own.length === 1 ? own[0] : undefined) ?? null;
  const described = describedSite(complaint, dbt);
  const distinct = site && mentions.count(column) === 1 ? lostDistinct(site) : [];
  if (distinct.length > 0) return distinct;
  const foreign = () => file !== undefined && own.length === 1 && isOthersName(column, file, dbt);
  return slipDrafts(column, {
    pool: inScope(complaint, dbt),
    slip(name) {
      const slip = slipOf(column, name, mentions);
      return slip === 'neither' && !meansOther(column, name, mentions) && foreign()
        ? 'wrong'
        : slip;
    },
    lately: (name) =>
      writtenLately(
        column,
        name,
        { use: (described ?? site)?.path ?? null, made: only(name, dbt)?.path ?? null },
        project,
      ),
    atUse: (name) =>
      described
        ? renameEntry(described, name, complaint)
        : draft(site, name, {
            remedy: 'dbt-rename-column',
            why: `There is no column ${column}; ${name} is there, the only name near to it, and nothing else misses ${column}.`,
            prior: [18, 2],
          }),
    atDefinition: (name) =>
      draft(only(name, dbt), column, {
        remedy: 'dbt-rename-alias',
        why: `Only here the column is called ${name}; all who read or describe it say ${column}.`,
        prior: [17, 3],
      }),
  });
}

/** The one place in the project's SQL where a name stands; none where there are several. */
export function only(name: string, dbt: DbtProject): Site | null {
  const sites = sitesOf(name, ownSql(dbt)).filter(outsideComments);
  return sites.length === 1 ? (sites[0] ?? null) : null;
}

function draft(
  site: Site | null,
  name: string,
  words: Pick<FixDraft, 'remedy' | 'why' | 'prior'>,
): readonly FixDraft[] {
  if (!site) return [];
  const { path, text, start, end } = site;
  return [
    {
      ...words,
      title: `Write ${name} instead of ${text.slice(start, end)} in ${path}`,
      action: { kind: 'edit', edits: [editOf(path, text, { start, end, text: name })] },
      safe: false,
      candidates: 1,
    },
  ];
}

/** The columns that may be meant: those of the table, those that the select can read, or those offered. */
function inScope(
  { column, of, offered, error }: ColumnComplaint,
  dbt: DbtProject,
): readonly string[] {
  const book = columnBook(dbt);
  const file = ownSql(dbt).find(({ path }) => path === error.path);
  const query = file && queryOf(file);
  if (!query)
    return [...offered, ...(of === null ? testedColumns(error.compiled, dbt) : book.of(of).names)];
  const site = only(column, {
    ...dbt,
    models: file ? [file] : [],
    snapshots: [],
    tests: [],
    analyses: [],
    macros: [],
  });
  const scopes = scopesOf(query).filter(
    ({ select }) => !site || (select.start <= site.start && site.end <= select.end),
  );
  const near = scopes.map(({ select, ctes }) => {
    const relations = select.relations.filter((relation) => of === null || nameIn(relation) === of);
    const columns = merge(
      relations.map((relation) => relationColumns(relation, book.behind, ctes)),
    );
    const aliases =
      of === null ? select.items.flatMap(({ name }) => (name === null ? [] : [name])) : [];
    return { names: [...columns.names, ...aliases], complete: columns.complete };
  });
  const known = merge(near);
  const pool = [...known.names, ...offered];
  return known.complete ? pool : [...pool, ...everyColumn(dbt)];
}

/** A test's query reads one model; its columns may be meant. */
function testedColumns(compiled: string | null, dbt: DbtProject): readonly string[] {
  const book = columnBook(dbt);
  return [...(compiled ?? '').matchAll(/\bfrom\s+(?:"?\w+"?\.){0,2}"?(\w+)"?/gi)].flatMap(
    (found) => book.of(found[1] ?? '').names,
  );
}

/** Where a table's columns are not known, any column that a model makes. */
function everyColumn(dbt: DbtProject): readonly string[] {
  const book = columnBook(dbt);
  const nodes = [...dbt.models, ...dbt.seeds].map(({ path }) => stemOf(path));
  return nodes.flatMap((node) => book.of(node).names);
}
