import { isNearName } from './near-name.ts';
import { holdsProtectedKey, protectedKey } from './protected-keys.ts';
import { shown } from './shown.ts';
import { isList, isMap, sameTree, type Tree, type TreeMap } from './yaml-trees.ts';

/**
 * Why a change of a dbt YAML file means more than it may; null: tests, contracts, severities, `enabled`,
 * hooks, packages and paths are the same, and still hang on the same models and columns. A name on which
 * tests hang may only lose a slip of the pen, and only where dbt would notice a wrong one: in a source or a
 * column.
 */
export function compareTrees(before: Tree, after: Tree, list = ''): string | null {
  if (isMap(before) && isMap(after)) return compareMaps(before, after, list);
  if (isList(before) && isList(after)) return compareLists(before, after, list);
  if (sameTree(before, after)) return null;
  return holdsProtectedKey(before) || holdsProtectedKey(after)
    ? 'what holds tests, contracts or hooks was put in the place of something else'
    : null;
}

function compareMaps(before: TreeMap, after: TreeMap, list: string): string | null {
  const touched = touchedKey(before, after);
  if (touched) return touched;
  const renamed = renamedKey(before, after);
  for (const [key, item] of before) {
    if (renamed?.[0] === key) continue;
    const why = compareItem(key, item, after, list);
    if (why) return why;
  }
  for (const [key, item] of after) {
    if (before.has(key) || renamed?.[1] === key) continue;
    if (holdsProtectedKey(item)) return `${shown(key, 40)} is new and holds what is protected`;
  }
  return compareNames(before, after, list);
}

function touchedKey(before: TreeMap, after: TreeMap): string | null {
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const what = protectedKey(key);
    const [was, is] = [before.get(key), after.get(key)];
    if (what === null || sameTree(was, is)) continue;
    if (key === 'vars' && was !== undefined && is !== undefined && sameVariables(was, is)) continue;
    return `${shown(key, 40)} differs: a fix changes nothing about ${what}`;
  }
  return null;
}

function compareItem(key: string, item: Tree, after: TreeMap, list: string): string | null {
  if (after.has(key)) {
    // The keys below `models:` of dbt_project.yml are names of folders; those of lists say what the items are.
    const below = isList(item) ? `${list}/${key}` : list;
    return compareTrees(item, after.get(key) ?? null, below);
  }
  return holdsProtectedKey(item) ? `${shown(key, 40)} is gone with what it protects` : null;
}

/** Values of variables are never invented, but one may have been misspelt. */
function sameVariables(before: Tree, after: Tree): boolean {
  if (!isMap(before) || !isMap(after)) return sameTree(before, after);
  const renamed = renamedKey(before, after);
  return (
    [...before].every(([key, item]) => {
      const same = after.get(renamed?.[0] === key ? renamed[1] : key);
      return same !== undefined && sameVariables(item, same);
    }) && before.size === after.size
  );
}

/** A key that was written anew and holds what it held. */
function renamedKey(before: TreeMap, after: TreeMap): readonly [string, string] | null {
  const gone = [...before.keys()].filter((key) => !after.has(key));
  const come = [...after.keys()].filter((key) => !before.has(key));
  const [from, to] = [gone[0], come[0]];
  if (gone.length !== 1 || come.length !== 1 || from === undefined || to === undefined) return null;
  return sameTree(before.get(from), after.get(to)) && isNearName(from, to) ? [from, to] : null;
}

function compareNames(before: TreeMap, after: TreeMap, list: string): string | null {
  const from = before.get('name');
  const to = after.get('name');
  if (sameTree(from, to) || !holdsProtectedKey(before)) return null;
  const noticed = /\/columns$|^\/sources(?:\/tables)?$/.test(list);
  if (noticed && isNearName(String(from), String(to))) return null;
  return `tests or contracts of ${shown(String(from), 60)} would hang on ${shown(String(to), 60)}`;
}

function compareLists(
  before: readonly Tree[],
  after: readonly Tree[],
  list: string,
): string | null {
  const [lost, come] = [without(before, after), without(after, before)];
  const pairs =
    hasTwins(before) || hasTwins(after) ? inOrder(before, after) : byName(before, after);
  for (const [was, is] of pairs) {
    const why = describedTwice(was, is, before) ?? compareTrees(was, is, list);
    if (why) return why;
  }
  if (before.length === after.length) return null;
  if (hasTwins(before) || hasTwins(after)) {
    return [...before, ...after].some(holdsProtectedKey) ? 'entries cannot be told apart' : null;
  }
  if (lost.some(holdsProtectedKey)) return 'an entry is gone with the tests or contracts on it';
  return come.some(holdsProtectedKey) ? 'a new entry holds what is protected' : null;
}

/** What gets the name of a sibling takes that one's place. */
function describedTwice(was: Tree, is: Tree, siblings: readonly Tree[]): string | null {
  const [from, to] = [nameOf(was)[0], nameOf(is)[0]];
  if (from === undefined || to === undefined || from === to) return null;
  const taken = siblings.some((one) => nameOf(one)[0]?.toLowerCase() === to.toLowerCase());
  if (!taken || from.toLowerCase() === to.toLowerCase() || !holdsProtectedKey(was)) return null;
  return `tests or contracts of ${shown(from, 60)} would hang on ${shown(to, 60)}, which has an entry of its own`;
}

type Pair = readonly [Tree, Tree];

function inOrder(before: readonly Tree[], after: readonly Tree[]): Pair[] {
  return before.flatMap((item, at) => (at < after.length ? [[item, after[at] ?? null]] : []));
}

/** Entries of the same name, and those that were renamed in their order where none came or went. */
function byName(before: readonly Tree[], after: readonly Tree[]): Pair[] {
  const named = new Map(after.flatMap((item) => nameOf(item).map((name) => [name, item] as const)));
  const same = before.flatMap((item) =>
    nameOf(item).flatMap((name): Pair[] => {
      const other = named.get(name);
      return other === undefined ? [] : [[item, other]];
    }),
  );
  if (before.length !== after.length) return same;
  return [...same, ...inOrder(without(before, after), without(after, before))];
}

function without(items: readonly Tree[], others: readonly Tree[]): readonly Tree[] {
  const names = new Set(others.flatMap(nameOf));
  return items.filter((item) => !nameOf(item).some((name) => names.has(name)));
}

function hasTwins(items: readonly Tree[]): boolean {
  const names = items.flatMap(nameOf);
  return new Set(names).size < names.length;
}

function nameOf(tree: Tree): readonly string[] {
  const name = isMap(tree) ? tree.get('name') : undefined;
  return typeof name === 'string' ? [name] : [];
}
