import type { Cte, Query, Relation, Select } from './query.ts';

/** Names of columns, lower case. `complete`: there are no others. */
export interface Columns {
  readonly names: readonly string[];
  readonly complete: boolean;
}

export const unknownColumns: Columns = { names: [], complete: false };

/** What stands behind a name in FROM that no CTE has. */
export type FindRelation = (relation: Relation) => Columns;

const maxDepth = 30;

/** The columns that a query gives. */
export function outputColumns(
  query: Query,
  find: FindRelation,
  outer: readonly Cte[] = [],
  depth = 0,
): Columns {
  const [first] = query.selects;
  if (!first || depth > maxDepth) return unknownColumns;
  const ctes = [...query.ctes, ...outer];
  const parts = first.items.map(({ name, star }): Columns => {
    if (name !== null) return { names: [name], complete: true };
    if (!star) return { names: [], complete: false };
    const all = first.relations
      .filter((relation) => star.of === null || nameIn(relation) === star.of)
      .map((relation) => relationColumns(relation, find, ctes, depth));
    const joined = merge(all);
    return { ...joined, names: joined.names.filter((one) => !star.except.includes(one)) };
  });
  return merge(parts);
}

/** The columns of one relation of a FROM. */
export function relationColumns(
  relation: Relation,
  find: FindRelation,
  ctes: readonly Cte[],
  depth = 0,
): Columns {
  if (depth > maxDepth) return unknownColumns;
  if (relation.query) return outputColumns(relation.query, find, ctes, depth + 1);
  const at = ctes.findIndex(({ name }) => name === relation.name);
  const cte = ctes[at];
  if (!cte) return find(relation);
  if (cte.columns.length > 0) return { names: cte.columns, complete: true };
  // Only what stands after it in the list is hidden from a CTE; a name that hides itself means the outside.
  const rest = ctes.filter((_, other) => other !== at);
  return outputColumns(cte.query, find, rest, depth + 1);
}

/** The name under which the select knows a relation. */
export function nameIn(relation: Relation): string | null {
  return relation.alias ?? relation.name;
}

export function merge(all: readonly Columns[]): Columns {
  return {
    names: [...new Set(all.flatMap(({ names }) => names))],
    complete: all.length > 0 && all.every(({ complete }) => complete),
  };
}

/** A select of a query, and the CTEs that it may read. */
export interface Scope {
  readonly select: Select;
  readonly ctes: readonly Cte[];
}

/** Every select of a query, inner ones as well, with what they may read. */
export function scopesOf(query: Query, outer: readonly Cte[] = []): readonly Scope[] {
  const ctes = [...query.ctes, ...outer];
  return [
    ...query.ctes.flatMap((cte) =>
      scopesOf(
        cte.query,
        ctes.filter((one) => one !== cte),
      ),
    ),
    ...query.selects.flatMap((select) => [
      ...select.relations.flatMap((relation) =>
        relation.query ? scopesOf(relation.query, ctes) : [],
      ),
      { select, ctes },
    ]),
  ];
}
