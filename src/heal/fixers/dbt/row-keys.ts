import { sitesOf } from '../identifiers.ts';
import { groupLists } from '../sql/group-lists.ts';
import { tokenizeSql } from '../sql/tokenize-sql.ts';
import { type DbtProject, ownSql } from './dbt-project.ts';

const keyList =
  /(?:unique_key|combination_of_columns|partition_by|cluster_by|columns)\s*[=:]\s*(?:\[[^\]]*|['"]?)$/;

/**
 * Whether the project tells rows apart by a column: in GROUP BY or PARTITION BY, or in the key of a model or
 * of a test. `column` is in lower case.
 */
export function isRowKey(column: string, dbt: DbtProject): boolean {
  const files = ownSql(dbt);
  const grouped = files.some(({ text }) =>
    groupLists(tokenizeSql(text)).some((entries) => entries.includes(column)),
  );
  return (
    grouped ||
    sitesOf(column, [...files, ...dbt.yaml]).some(({ text, start }) =>
      keyList.test(text.slice(Math.max(0, start - 300), start)),
    )
  );
}
