import { type Columns, outputColumns, unknownColumns } from '../sql/output-columns.ts';
import { lenient, parseSql } from '../sql/parse-sql.ts';
import type { Query, Relation } from '../sql/query.ts';
import { tokenizeSql } from '../sql/tokenize-sql.ts';
import { type DbtFile, type DbtProject, stemOf } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';

/** Which columns the project's models and seeds give, as far as their text says. */
export interface ColumnBook {
  of(node: string): Columns;
  behind(relation: Relation): Columns;
}

const books = new WeakMap<DbtProject, ColumnBook>();

export function columnBook(dbt: DbtProject): ColumnBook {
  const known = books.get(dbt) ?? writeBook(dbt);
  books.set(dbt, known);
  return known;
}

function writeBook(dbt: DbtProject): ColumnBook {
  const known = new Map<string, Columns>();
  const files = new Map([...dbt.models, ...dbt.snapshots].map((file) => [stemOf(file.path), file]));
  const seeds = new Map(dbt.seeds.map(({ path, text }) => [stemOf(path), headerOf(text)]));
  const behind = (relation: Relation): Columns => {
    const node = nodeBehind(relation);
    return node === null ? unknownColumns : of(node);
  };
  const of = (node: string): Columns => {
    const seed = seeds.get(node);
    if (seed) return seed;
    const before = known.get(node);
    if (before) return before;
    // A model that reads itself, in a circle or in a snapshot, says nothing about its columns there.
    known.set(node, unknownColumns);
    const file = files.get(node);
    const query = file && queryOf(file);
    const columns = query ? outputColumns(query, behind) : unknownColumns;
    known.set(node, columns);
    return columns;
  };
  return { of, behind };
}

/** The query of a file; null where it cannot be read. */
export function queryOf({ text }: DbtFile): Query | null {
  const parsed = parseSql(tokenizeSql(text), lenient);
  return 'fault' in parsed ? null : parsed.query;
}

/** `{{ ref('x') }}` and a relation called x both stand for the node x. */
function nodeBehind(relation: Relation): string | null {
  if (relation.name !== null) return relation.name;
  const [call] = relation.jinja === null ? [] : jinjaCalls(relation.jinja);
  if (!call || (call.name !== 'ref' && call.name !== 'source')) return null;
  return call.texts.at(-1)?.value ?? null;
}

function headerOf(line: string): Columns {
  const names = line
    .replace(/^\uFEFF|\r$/g, '')
    .split(',')
    .map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase());
  return { names, complete: names.every(Boolean) };
}
