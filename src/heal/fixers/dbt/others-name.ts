import { sitesOf } from '../identifiers.ts';
import { columnBook } from './column-book.ts';
import { type DbtFile, type DbtProject, ownSql, stemOf } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';

/**
 * Whether every other place that says a column's name means the column of something that has one, so that
 * nothing but this one file misses it here: a slip that happens to be another table's column.
 */
export function isOthersName(column: string, file: DbtFile, dbt: DbtProject): boolean {
  const book = columnBook(dbt);
  const low = column.toLowerCase();
  const gives = (node: string) => book.of(node).names.includes(low);
  const explained = (other: DbtFile) => gives(stemOf(other.path)) || refsIn(other.text).some(gives);
  const nodes = [...dbt.models, ...dbt.seeds].map(({ path }) => stemOf(path)).filter(gives);
  const says = (other: DbtFile) => other.path !== file.path && sitesOf(column, [other]).length > 0;
  if (nodes.length === 0 || refsIn(file.text).some(gives)) return false;
  return (
    ownSql(dbt).filter(says).every(explained) &&
    dbt.yaml.filter(says).every((one) => nodes.some((node) => sitesOf(node, [one]).length > 0))
  );
}

function refsIn(text: string): readonly string[] {
  return jinjaCalls(text).flatMap(({ name, texts }) =>
    name === 'ref' || name === 'source' ? (texts.at(-1)?.value ?? []) : [],
  );
}
