import { earlierTexts } from '../../fix/decided-by-history.ts';
import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Failure, Fixer } from '../../fix/fixer.ts';
import { sitesOf } from '../identifiers.ts';
import { editOf, editsOf } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { sourceTables } from './dbt-names.ts';
import { type DbtProject, openDbtProject, ownSql } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';
import { meansOther, mentionsIn, slipOf } from './mentions.ts';
import { slipDrafts } from './slip-drafts.ts';

const told =
  /\(([^()\s]+\.\w+)\) depends on a source named '([^'.]+)\.([^']+)' which was not found/;

/** A source() that no YAML file declares: misspelt where it is used, or where it is declared. */
export const missingSource: Fixer = {
  name: 'dbt-missing-source',
  kinds: dbtKinds,
  propose(failure: Failure, project: Project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const [, reader = '', source = '', table = ''] = told.exec(error?.message ?? '') ?? [];
    if (source === '') return [];
    const tables = sourceTables(dbt);
    const ofSource = tables.filter((one) => one.source === source);
    const wrong = ofSource.length > 0 ? table : source;
    const pool =
      ofSource.length > 0
        ? ofSource.map((one) => one.table)
        : tables.filter((one) => one.table === table).map((one) => one.source);
    const at = ofSource.length > 0 ? 1 : 0;
    const caseOf = (name: string) =>
      ({ dbt, reader: `${dbt.root}${reader}`, source, table, wrong, name, at }) as const;
    const mentions = mentionsIn(dbt);
    return slipDrafts(wrong, {
      pool,
      slip(name) {
        const slip = slipOf(wrong, name, mentions);
        // Words that happen to be said elsewhere, too, are no names of sources there.
        if (slip !== 'neither' || meansOther(wrong, name, mentions)) return slip;
        const one = caseOf(name);
        return callsOf(one, wrong) > 1 || callsOf(one, name) > 0 ? 'neither' : 'unclear';
      },
      lately: (name) => writtenIn(caseOf(name), project),
      atUse: (name) => inReader(caseOf(name)),
      atDefinition: (name) => inYaml(caseOf(name)),
    });
  },
};

interface Case {
  readonly dbt: DbtProject;
  readonly reader: string;
  readonly source: string;
  readonly table: string;
  readonly wrong: string;
  readonly name: string;
  /** Which argument of source() is wrong. */
  readonly at: 0 | 1;
}

/** How often the project reads the source under a name. */
function callsOf({ dbt, source, table, at }: Case, name: string): number {
  return ownSql(dbt)
    .flatMap(({ text }) => jinjaCalls(text))
    .filter(({ name: called, texts: [first, second] }) => {
      const [own, other] = at === 1 ? [second, first] : [first, second];
      const fits = other?.value === (at === 1 ? source : table);
      return called === 'source' && fits && own?.value === name;
    }).length;
}

/** What was written lately is the slip: the call, or the declaration. */
function writtenIn(one: Case, project: Project): 'wrong' | 'near' | null {
  const { dbt, reader, name, wrong } = one;
  const read = earlierTexts(reader, project).some((text) => {
    const then = { ...one, dbt: { ...dbt, ...noSql, models: [{ path: reader, text }] } };
    return callsOf(then, name) > 0 && callsOf(then, wrong) === 0;
  });
  const declared = dbt.yaml.some(({ path }) =>
    earlierTexts(path, project).some((text) => {
      const then = sourceTables({ ...dbt, yaml: [{ path, text }] });
      const says = (word: string) =>
        then.some(({ source, table }) => [source, table].includes(word));
      return says(wrong) && !says(name);
    }),
  );
  if (read === declared) return null;
  return read ? 'wrong' : 'near';
}

const noSql = { models: [], snapshots: [], tests: [], analyses: [], macros: [] };

function inReader({ dbt, reader, source, table, name, wrong, at }: Case): readonly FixDraft[] {
  const file = ownSql(dbt).find(({ path }) => path === reader);
  if (!file) return [];
  const places = jinjaCalls(file.text).flatMap(({ name: called, texts }) => {
    const fits = called === 'source' && texts[0]?.value === source && texts[1]?.value === table;
    const place = texts[at];
    return fits && place ? [{ start: place.start, end: place.end, text: name }] : [];
  });
  if (places.length === 0) return [];
  return [
    {
      remedy: 'dbt-rename-source',
      title: `Read the source ${at === 0 ? `${name}.${table}` : `${source}.${name}`} in ${file.path}`,
      why: `No source is called ${wrong}; ${name} is declared and the only name near to it.`,
      action: { kind: 'edit', edits: editsOf(file.path, file.text, places) },
      safe: false,
      prior: [18, 2],
      candidates: 1,
    },
  ];
}

/** The declaration says a name that nobody reads, once. */
function inYaml({ dbt, name, wrong }: Case): readonly FixDraft[] {
  const sites = sitesOf(name, dbt.yaml).filter(
    ({ text, start, end }) =>
      /(?:^|\n)[ \t]*(?:- )?name:[ \t]*["']?$/.test(text.slice(Math.max(0, start - 80), start)) &&
      /^["']?[ \t]*(?:#.*)?(?:\r?\n|$)/.test(text.slice(end, end + 200)),
  );
  const [site] = sites;
  if (!site || sites.length !== 1) return [];
  return [
    {
      remedy: 'dbt-rename-source-table',
      title: `Declare the source under the name that its readers use: ${wrong}`,
      why: `${site.path} alone says ${name}; all who read the source say ${wrong}.`,
      action: {
        kind: 'edit',
        edits: [editOf(site.path, site.text, { start: site.start, end: site.end, text: wrong })],
      },
      safe: false,
      prior: [17, 3],
      candidates: 1,
    },
  ];
}
