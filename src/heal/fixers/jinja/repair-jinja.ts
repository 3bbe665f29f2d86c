import type { Replacement } from '../text-edit.ts';
import { checkJinja } from './check-jinja.ts';

const signs = [',', "'", '"', '(', ')', '[', ']', '{', '}', '%', '{{', '}}', '{%', '%}'];
/** Longer templates, and faults further from their cause, are not searched. */
const most = { text: 40_000, reach: 400 };

/**
 * Every sign that, put in at one place, lets a template be read; none where it can be read already. Places
 * that differ in blanks alone are one. `accepts` has the last word on the text.
 */
export function repairJinja(
  text: string,
  accepts: (mended: string) => boolean,
): readonly Replacement[] {
  const fault = text.length <= most.text ? checkJinja(text) : null;
  if (!fault) return [];
  const start = blockBefore(text, fault.at);
  const line = text.indexOf('\n', fault.at);
  const end = line < 0 ? text.length : Math.min(line, fault.at + most.reach);
  const found = new Map<string, Replacement>();
  for (let at = start; at <= end; at++)
    for (const sign of signs) {
      if (!mayStand(sign, text, at)) continue;
      const mended = text.slice(0, at) + sign + text.slice(at);
      const key = mended.slice(start, end + 4).replace(/\s+/g, '');
      if (found.has(key) || checkJinja(mended) !== null || !accepts(mended)) continue;
      found.set(key, { start: at, end: at, text: sign });
    }
  return withoutTuples([...found.values()], text);
}

/**
 * Of the places for a bracket in `{% set x = ['a', 'b' %}` those after which the rest is no second value: Jinja
 * takes `['a'], 'b'` for a tuple, and nobody writes that.
 */
function withoutTuples(found: readonly Replacement[], text: string): readonly Replacement[] {
  const plain = found.filter(({ start, text: sign }) => {
    const open = text.lastIndexOf('{%', start);
    const mended = text.slice(open, start) + sign + text.slice(start);
    const value = /^\{%-?\s*set\s+\w+\s*=([\s\S]*?)%\}/.exec(open < 0 ? '' : mended)?.[1];
    return value === undefined || !hasOuterComma(value);
  });
  return plain.length > 0 ? plain : found;
}

function hasOuterComma(value: string): boolean {
  let depth = 0;
  for (const [piece] of value.matchAll(/'[^']*'|"[^"]*"|[()[\]{},]/g)) {
    if (piece === ',' && depth === 0) return true;
    if ('([{'.includes(piece)) depth++;
    else if (')]}'.includes(piece)) depth--;
  }
  return false;
}

/** Not inside a word; and a lone % is one half of a brace. */
function mayStand(sign: string, text: string, at: number): boolean {
  if (/\w\w/.test(text.slice(at - 1, at + 1))) return false;
  return sign !== '%' || text[at] === '}' || text[at - 1] === '{';
}

/** Where the piece of Jinja begins whose fault this is; the brace itself may be what is missing. */
function blockBefore(text: string, fault: number): number {
  const from = Math.max(0, fault - most.reach);
  const before = text.slice(from, fault);
  const opened = Math.max(
    before.lastIndexOf('{{'),
    before.lastIndexOf('{%'),
    before.lastIndexOf('{ '),
  );
  return opened < 0 ? from : from + opened;
}
