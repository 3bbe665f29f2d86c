import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { scopesOf } from '../sql/output-columns.ts';
import type { Select, SelectItem } from '../sql/query.ts';
import { editOf, type Replacement } from '../text-edit.ts';
import { queryOf } from './column-book.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { type DbtFile, openDbtProject, ownSql } from './dbt-project.ts';
import { isRowKey } from './row-keys.ts';

const told = /column "(?:[^".]+\.)?([^".]+)" must appear in the GROUP BY clause/;
const aggregate =
  /\b(?:any_value|approx_\w+|arg_max|arg_min|array_agg|avg|bool_and|bool_or|corr|count|count_if|first|group_concat|last|listagg|max|max_by|median|min|min_by|mode|percentile_\w+|quantile\w*|string_agg|stddev\w*|sum|var_\w+|variance)\s*\(|\bover\s*\(|\{\{/i;
const other = /\bover\s*[(\w]|\{\{/i;

/** A GROUP BY that has lost one of the columns that are selected as they are. */
export const groupBy: Fixer = {
  name: 'dbt-group-by',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const column = told.exec(error?.message ?? '')?.[1];
    const file = ownSql(dbt).find(({ path }) => path === error?.path);
    const query = file && queryOf(file);
    if (!file || !query || !column) return [];
    const found = scopesOf(query).flatMap(({ select }) => missingIn(select, column, file));
    // Of a column by which nothing else tells rows apart, the aggregate may be what was lost.
    const least = isRowKey(column.toLowerCase(), dbt) ? 1 : 2;
    return found
      .slice(0, 3)
      .map((draft) => ({ ...draft, candidates: Math.max(draft.candidates, found.length, least) }));
  },
};

function missingIn(select: Select, column: string, file: DbtFile): readonly FixDraft[] {
  const { text } = file;
  const plain = select.items.filter(
    (item) => !aggregate.test(text.slice(item.start, item.end)) && !isConstant(item, text),
  );
  // What a window looks over is not grouped, and what Jinja stands for is not known.
  const aggregates = select.items.some((item) => {
    const piece = text.slice(item.start, item.end);
    return aggregate.test(piece) && (select.groups !== null || !other.test(piece));
  });
  const wanted = plain.filter((item) => !isGrouped(item, select, text));
  const says = new RegExp(`\\b${column.replace(/\W/g, '\\$&')}\\b`, 'i');
  const [item] = wanted;
  if (!item || !aggregates || !wanted.some((one) => says.test(text.slice(one.start, one.end))))
    return [];
  if (select.groups === null) return [withoutClause(select, wanted, file)];
  if (wanted.length !== 1) return [];
  const place = placeFor(item, select, text);
  return [
    {
      remedy: 'sql-group-by',
      title: `Group by ${expressionOf(item, text)} as well in ${file.path}`,
      why: 'It is selected as it is, and everything else that is so selected is grouped by.',
      action: { kind: 'edit', edits: [editOf(file.path, text, place)] },
      safe: false,
      prior: [17, 3],
      candidates: 1,
    },
  ];
}

/** Whether the list was lost, or an aggregate, is not to be seen. */
function withoutClause(
  select: Select,
  wanted: readonly SelectItem[],
  { path, text }: DbtFile,
): FixDraft {
  const list = wanted.map((item) => expressionOf(item, text)).join(', ');
  const indent = /[ \t]*$/.exec(text.slice(0, select.start))?.[0] ?? '';
  const place = { start: select.end, end: select.end, text: `\n${indent}group by ${list}` };
  return {
    remedy: 'sql-group-by-clause',
    title: `Group by ${list} in ${path}`,
    why: 'The query aggregates and has no GROUP BY; to group by what it selects as it is, or to aggregate that as well, mean different things.',
    action: { kind: 'edit', edits: [editOf(path, text, place)] },
    safe: false,
    prior: [16, 4],
    candidates: 2,
  };
}

function isConstant(item: SelectItem, text: string): boolean {
  return /^(?:'[^']*'|\d+(?:\.\d+)?|null|true|false)(?:::\w+)?(?:\s+as\s+\w+)?$/i.test(
    text.slice(item.start, item.end),
  );
}

function isGrouped(item: SelectItem, { items, groups }: Select, text: string): boolean {
  const number = String(items.indexOf(item) + 1);
  const expression = dense(expressionOf(item, text));
  return (groups ?? []).some(({ start, end }) => {
    const entry = dense(text.slice(start, end));
    return (
      entry === expression ||
      entry === number ||
      entry === item.name ||
      entry.split('.').at(-1) === expression.split('.').at(-1)
    );
  });
}

/** The item without its alias. */
function expressionOf(item: SelectItem, text: string): string {
  const whole = text.slice(item.start, item.end);
  const named = text.slice(item.start, item.nameStart);
  const alias = item.name !== null && (item.bare || /\sas\s+$/i.test(named));
  return (alias ? named.replace(/\s+as\s+$/i, '') : whole).trim();
}

function dense(text: string): string {
  return text.toLowerCase().replace(/[\s"]+/g, '');
}

/** Behind the entry of the item before it, or before the first; in the way in which the list is written. */
function placeFor(item: SelectItem, select: Select, text: string): Replacement {
  const groups = select.groups ?? [];
  const byNumber = groups.every(({ start, end }) => /^\d+$/.test(text.slice(start, end)));
  const at = select.items.indexOf(item);
  const entry = byNumber ? String(at + 1) : expressionOf(item, text);
  const earlier = groups.filter(({ start, end }) => {
    const one = dense(text.slice(start, end));
    return select.items
      .slice(0, at)
      .some(
        (other, index) =>
          one === String(index + 1) ||
          one === other.name ||
          one === dense(expressionOf(other, text)),
      );
  });
  const [first, second] = groups;
  const separator =
    first && second
      ? text.slice(first.end, second.start)
      : first && /\n[ \t]*$/.test(text.slice(0, first.start))
        ? `,\n${/[ \t]*$/.exec(text.slice(0, first.start))?.[0]}`
        : ', ';
  const last = earlier.at(-1);
  if (last) return { start: last.end, end: last.end, text: separator + entry };
  const start = first?.start ?? select.end;
  return { start, end: start, text: entry + separator };
}
