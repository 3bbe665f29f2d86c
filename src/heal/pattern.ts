import { RE2JS } from 're2js';

/** Named captures that took part in a match, trimmed and not empty. */
export type Captures = Readonly<Record<string, string>>;

const compiled = new Map<string, RE2JS>();

function compile(pattern: string): RE2JS {
  let known = compiled.get(pattern);
  if (!known) {
    known = RE2JS.compile(pattern);
    compiled.set(pattern, known);
  }
  return known;
}

/** Whether the pattern (RE2: linear time, whatever the text) matches somewhere in the text. */
export function matches(pattern: string, text: string): boolean {
  return compile(pattern).matcher(text).find();
}

/**
 * The named captures of the first match, or null. RE2 wants each name once: `file`, `file2` and so on, one
 * for each alternative, are one capture.
 */
export function capture(pattern: string, text: string): Captures | null {
  const expression = compile(pattern);
  const matcher = expression.matcher(text);
  if (!matcher.find()) return null;
  const captures: Record<string, string> = {};
  for (const name of Object.keys(expression.namedGroups())) {
    const value = matcher.group(name)?.trim();
    if (value) captures[name.replace(/\d+$/, '')] ??= value;
  }
  return captures;
}

/** More instructions than any rule needs; the time that a match takes grows with them. */
const maxInstructions = 1_000;

/** What is to be known of a pattern before it is used: the captures it gives, or why it cannot be. */
export function checkPattern(
  pattern: string,
):
  | { readonly ok: true; readonly captures: readonly string[] }
  | { readonly ok: false; readonly why: string } {
  try {
    const expression = RE2JS.compile(pattern);
    if (expression.programSize() > maxInstructions) return { ok: false, why: 'it is too large' };
    const names = Object.keys(expression.namedGroups()).map((name) => name.replace(/\d+$/, ''));
    return { ok: true, captures: [...new Set(names)] };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    return { ok: false, why: why.replace(/^error parsing regexp: /, '') };
  }
}
