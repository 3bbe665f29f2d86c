import type { FixDraft } from '../../fix/fix.ts';
import { scopesOf } from '../sql/output-columns.ts';
import type { SelectItem } from '../sql/query.ts';
import { editOf } from '../text-edit.ts';
import { queryOf } from './column-book.ts';
import { type DbtFile, type DbtProject, ownSql } from './dbt-project.ts';

/** A select item that ends in one column's name, with another name on the next line as its alias. */
interface Swallowed {
  readonly file: DbtFile;
  readonly column: string;
  /** Where the comma is to stand. */
  readonly at: number;
}

/**
 * A lost comma that a database takes: `title` and, on the next line, `author,` are one column with an alias
 * then, and the column `title` is missing wherever it is read. Only where exactly one such place explains it.
 */
export function lostCommaBefore(columns: readonly string[], dbt: DbtProject): readonly FixDraft[] {
  const wanted = columns.map((column) => column.toLowerCase());
  const places = ownSql(dbt).flatMap((file) =>
    swallowedIn(file).filter(({ column }) => wanted.includes(column)),
  );
  const [place] = places;
  if (!place) return [];
  return places.slice(0, 3).map(({ file, column, at }) => ({
    remedy: 'dbt-comma-between-columns',
    title: `Put the comma back behind ${column} in ${file.path}`,
    why: `Without it the name on the next line is an alias of ${column}, which is therefore missing.`,
    action: {
      kind: 'edit' as const,
      edits: [editOf(file.path, file.text, { start: at, end: at, text: ',' })],
    },
    safe: false,
    prior: [18, 2] as const,
    candidates: places.length,
  }));
}

function swallowedIn(file: DbtFile): readonly Swallowed[] {
  const query = queryOf(file);
  if (!query) return [];
  return scopesOf(query).flatMap(({ select }) =>
    select.items.flatMap((item) => {
      const place = swallowedBy(item, file.text);
      return place === null ? [] : [{ file, ...place }];
    }),
  );
}

function swallowedBy(
  item: SelectItem,
  text: string,
): { readonly column: string; readonly at: number } | null {
  if (!item.bare) return null;
  const before = text.slice(item.start, item.nameStart);
  const found = /^(?:\w+\.)*(\w+)([ \t]*(?:--[^\n]*)?\r?\n\s*)$/.exec(before);
  if (!found) return null;
  return { column: (found[1] ?? '').toLowerCase(), at: item.nameStart - (found[2]?.length ?? 0) };
}
