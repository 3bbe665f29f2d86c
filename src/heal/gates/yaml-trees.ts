import { type Document, isScalar, parseAllDocuments, visit } from 'yaml';

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
  const hostile = shapeFault(text);
  if (hostile) return { ok: false, why: hostile };
  try {
    const documents = parseAllDocuments(text, {
      version: '1.1',
      merge: true,
      prettyErrors: false,
      // The library compares each key with each other one, which a long mapping makes it pay for.
      uniqueKeys: false,
    });
    if (!Array.isArray(documents)) return { ok: true, documents: [] };
    const trees: Tree[] = [];
    for (const document of documents) {
      const fault = document.errors[0] ?? document.warnings[0];
      if (fault) return { ok: false, why: fault.message };
      if (hasTwinKeys(document)) return { ok: false, why: 'a key is there twice' };
      trees.push(toTree(document.toJS({ mapAsMap: true, maxAliasCount: 50 }), 0));
    }
    return { ok: true, documents: trees };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'it cannot be read' };
  }
}

/** The parser takes time for length and stack for depth; too little stack ends the whole process. */
const mostText = 262_144;
const mostDepth = 100;
const mostIndentation = 400;

function shapeFault(text: string): string | null {
  if (text.length > mostText) return 'it is too long';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    if (depth > mostDepth) return 'it is nested too deeply';
  }
  const steep = new RegExp(`^[ \\t]{${mostIndentation}}|(?:[-?:][ \\t]+){50}`, 'm');
  return steep.test(text) ? 'it is nested too deeply' : null;
}

function hasTwinKeys(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Map(_, { items }) {
      const keys = items.map(({ key }) => (isScalar(key) ? String(key.value) : key));
      if (new Set(keys).size === keys.length) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
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
