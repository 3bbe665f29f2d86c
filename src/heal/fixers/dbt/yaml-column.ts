import type { FixDraft } from '../../fix/fix.ts';
import { type Site, sitesOf } from '../identifiers.ts';
import { editOf } from '../text-edit.ts';
import { readStrictly } from '../yaml/yaml-shape.ts';
import type { ColumnComplaint } from './column-complaints.ts';
import { type DbtProject, ownSql } from './dbt-project.ts';
import { isRecord } from './read-yaml.ts';

/**
 * The one place where a YAML file describes a column that is not there, and that nothing else in the project says: an
 * entry of `columns`, on which a test or a contract hangs. null: there is none, or several.
 */
export function describedSite({ column }: ColumnComplaint, dbt: DbtProject): Site | null {
  if (sitesOf(column, ownSql(dbt)).length > 0) return null;
  const sites = sitesOf(column, dbt.yaml);
  const [site] = sites;
  return site && sites.length === 1 && isEntry(site) ? site : null;
}

/** `- name: column`, alone in its line. */
function isEntry({ text, start, end }: Site): boolean {
  return (
    /(?:^|\n)[ \t]*- name:[ \t]*["']?$/.test(text.slice(Math.max(0, start - 200), start)) &&
    /^["']?[ \t]*(?:#.*)?(?:\r?\n|$)/.test(text.slice(end, end + 200))
  );
}

/**
 * Gives the entry the name of a column that the model has and no other entry describes. A test moves with it, but only from
 * a name that nothing has to the one near to it; a contract is a promise to others, so that a person has to say
 * whether the query or the contract keeps its name.
 */
export function renameEntry(
  site: Site,
  name: string,
  { column, error }: ColumnComplaint,
): readonly FixDraft[] {
  const siblings = siblingsOf(column, readStrictly(site.text)?.value);
  if (!siblings || siblings.some((one) => one.toLowerCase() === name.toLowerCase())) return [];
  const { path, text, start, end } = site;
  return [
    {
      remedy: 'dbt-rename-described-column',
      title: `Describe the column ${name} instead of ${column} in ${path}`,
      why: `Nothing has a column ${column}; ${name} is there, is the only name near to it, and no other entry describes it. What is tested stays as it is.`,
      action: { kind: 'edit', edits: [editOf(path, text, { start, end, text: name })] },
      safe: false,
      prior: [17, 3],
      candidates: error.resource === 'test' ? 1 : 2,
    },
  ];
}

/** Names in the list of columns that holds this one; null: there is no such list. */
function siblingsOf(column: string, value: unknown): readonly string[] | null {
  if (Array.isArray(value)) return first(value.map((item) => siblingsOf(column, item)));
  if (!isRecord(value)) return null;
  const columns = Array.isArray(value.columns) ? value.columns : [];
  const names = columns.flatMap((one) =>
    isRecord(one) && typeof one.name === 'string' ? [one.name] : [],
  );
  if (names.includes(column)) return names;
  return first(Object.values(value).map((item) => siblingsOf(column, item)));
}

function first<T>(all: readonly (T | null)[]): T | null {
  return all.find((one) => one !== null) ?? null;
}
