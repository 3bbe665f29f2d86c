import { parseDocument } from 'yaml';
import { isRecord } from '../dbt/read-yaml.ts';

/** What a YAML text says; null: it cannot be read, by the stricter of the rules that tools follow. */
export function readStrictly(text: string): { readonly value: unknown } | null {
  if (/^[ ]*\t/m.test(text)) return null;
  const document = parseDocument(text, { version: '1.1', uniqueKeys: true });
  if (document.errors.length > 0 || document.warnings.length > 0) return null;
  try {
    return { value: document.toJS({ maxAliasCount: 50 }) };
  } catch {
    return null;
  }
}

/** Keys below which anything may stand. */
const free: ReadonlySet<string> = new Set([
  'vars',
  'meta',
  '+meta',
  'column_types',
  '+column_types',
]);

/** Which key stands below which, as `columns>name`; lists are looked through. Values of free form end it. */
export function keyPairs(value: unknown, parent = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keyPairs(item, parent));
  if (free.has(parent) && isRecord(value)) return [];
  if (!isRecord(value)) return value === null || value === undefined ? [] : [`${parent}>=`];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${parent}>${key}`,
    ...keyPairs(inner, key),
  ]);
}

interface Level {
  readonly depth: number;
  readonly sort: 'key' | 'dash' | 'top';
}

/** How far each line is moved in from the line that it belongs to, and of which sorts both are: `key>dash 2`. */
export function indentSteps(text: string): readonly string[] {
  let above: readonly Level[] = [];
  return text.split('\n').flatMap((line) => {
    const plain = line.trimStart();
    if (plain === '' || plain.startsWith('#')) return [];
    const own: Level = {
      depth: line.length - plain.length,
      sort: /^-(?:\s|$)/.test(plain) ? 'dash' : 'key',
    };
    above = above.filter((level) => isAbove(level, own));
    const parent = above.at(-1) ?? { depth: 0, sort: 'top' };
    above = [...above, own];
    return [`${parent.sort}>${own.sort} ${own.depth - parent.depth}`];
  });
}

/** A list may stand at the depth of its key. */
function isAbove(level: Level, own: Level): boolean {
  return (
    level.depth < own.depth ||
    (level.depth === own.depth && level.sort === 'key' && own.sort === 'dash')
  );
}
