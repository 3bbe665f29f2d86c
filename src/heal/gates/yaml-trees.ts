import { parseAllDocuments } from 'yaml';

/** YAML as plain values: mappings are Maps, so that no key is taken for something of the language. */
export type Tree = null | boolean | number | string | bigint | readonly Tree[] | TreeMap;
export interface TreeMap extends ReadonlyMap<string, Tree> {}

export type ReadYaml =
  | { readonly ok: true; readonly documents: readonly Tree[] }
  | { readonly ok: false; readonly why: string };

/**
 * The documents of a YAML text, read as dbt does (YAML 1.1, merge keys). Doubled keys, unknown tags and
 * aliases that grow beyond measure (billion laughs) are faults.
 */
export function readYaml(text: string): ReadYaml {
  try {
    const documents = parseAllDocuments(text, { version: '1.1', merge: true, prettyErrors: false });
    if (!Array.isArray(documents)) return { ok: true, documents: [] };
    const trees: Tree[] = [];
    for (const document of documents) {
      const fault = document.errors[0] ?? document.warnings[0];
      if (fault) return { ok: false, why: fault.message };
      trees.push(toTree(document.toJS({ mapAsMap: true, maxAliasCount: 50 }), 0));
    }
    return { ok: true, documents: trees };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'it cannot be read' };
  }
}

function toTree(value: unknown, depth: number): Tree {
  if (depth > 100) throw new RangeError('it is nested too deeply');
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => toTree(item, depth + 1));
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, item]) => [keyText(key), toTree(item, depth + 1)] as const),
    );
  }
  if (typeof value === 'object') return String(value);
  return value as string | number | boolean | bigint;
}

function keyText(key: unknown): string {
  return typeof key === 'object' && key !== null ? '?' : String(key);
}

/** Whether two trees say the same, in whatever order their mappings are. */
export function sameTree(one: Tree | undefined, other: Tree | undefined): boolean {
  if (isList(one)) {
    return (
      isList(other) &&
      one.length === other.length &&
      one.every((item, at) => sameTree(item, other[at]))
    );
  }
  if (isMap(one)) {
    if (!isMap(other) || one.size !== other.size) return false;
    return [...one].every(([key, item]) => other.has(key) && sameTree(item, other.get(key)));
  }
  return Object.is(one, other);
}

export function isMap(tree: Tree | undefined): tree is TreeMap {
  return tree instanceof Map;
}

export function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}
