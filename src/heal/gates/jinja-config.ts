import { protectedKey } from './protected-keys.ts';

/** No file has so many; one that has stays as it is. */
const mostCalls = 100;

const alsoFixed = new Set(['schema', 'database', 'alias', 'sql_header']);

/**
 * What the `config(...)` calls of a dbt file set that no fix may change, as `key=value` in their order: only
 * each value's first word, text or list, so that a comma or bracket that was lost may come back.
 */
export function fixedConfig(text: string): readonly string[] {
  const found: string[] = [];
  const calls = [...text.matchAll(/\bconfig\s*\(/g)];
  if (calls.length > mostCalls) return [text];
  for (const call of calls) {
    const from = call.index + call[0].length;
    const inside = text.slice(from, endOf(text, from));
    for (const pair of inside.matchAll(/(?<![\w.])["']?(\w+)["']?\s*[=:]\s*(?!=)/g)) {
      const key = pair[1] ?? '';
      if (protectedKey(key) === null && !alsoFixed.has(key)) continue;
      found.push(`${key}=${valueAt(inside, pair.index + pair[0].length)}`);
    }
  }
  return found;
}

/** The end of the call, or of the tag or block that it stands in, where its bracket is missing. */
function endOf(text: string, from: number): number {
  let depth = 1;
  const most = Math.min(text.length, from + 20_000);
  for (let at = from; at < most; at++) {
    const char = text[at];
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (depth === 0 || text.startsWith('}}', at) || text.startsWith('%}', at)) return at;
  }
  return most;
}

function valueAt(text: string, at: number): string {
  const rest = text.slice(at, at + 2_000);
  const quoted = /^(["'])(.*?)\1/s.exec(rest);
  if (quoted) return quoted[2] ?? '';
  const list = /^[[{][^\]}]*/.exec(rest);
  return (list?.[0] ?? /^[^\s,)}\]]+/.exec(rest)?.[0] ?? '').replace(/[\s"'[\]{}]/g, '');
}
