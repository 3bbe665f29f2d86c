import { protectedKey } from './protected-keys.ts';
import { isList, isMap, type Tree } from './yaml-trees.ts';

/** What may be put in, taken away or replaced, once; a `#` would hide what follows it. */
const punctuation = /^[:\-,"'[\]{}]$/;
const testKey = /^(?:- )?(?:data_)?tests\s*:/;

/**
 * Why a YAML file that could not be read may not be mended in this way; null: it may. Its lines are the same
 * but for tabs, one line's indentation, blanks within lines, and one sign of punctuation; and as many tests as
 * the text lists are tests to dbt as well.
 */
export function judgeMendedYaml(
  before: string,
  after: string,
  documents: readonly Tree[],
): string | null {
  const was = linesOf(before);
  const is = linesOf(after);
  if (was.length !== is.length) return 'lines came or went, not only blanks and one sign';
  const depths = new Set(is.map((line) => indentation(line).length));
  const block = movedBlock(was, is);
  const changes = is.map((line, at) =>
    lineChange(was[at] ?? '', line, block.length > 1 ? null : depths),
  );
  const fault = changes.find(({ why }) => why !== null)?.why;
  if (fault) return fault;
  if (total(changes.map(({ signs }) => signs)) > 1) return 'more than one sign differs';
  if (total(changes.map(({ shifted }) => (shifted ? 1 : 0))) > 1) {
    const why = blockFault(was, block, is);
    if (why) return why;
  }
  // What each line says is certain only now; where it belongs, only as it stood.
  const listed = testsInText(is.map((line, at) => indentation(was[at] ?? '') + line.trim()));
  const parsed = total(documents.map(testsInTree));
  return listed === parsed
    ? null
    : `the text lists ${listed} tests, but ${parsed} would be read as tests`;
}

interface LineChange {
  readonly why: string | null;
  readonly signs: number;
  /** Stands at another depth, and no tab was the reason. */
  readonly shifted: boolean;
}

/** @param depths of all lines of the mended file: one that no line has was a slip; null: a whole block moves. */
function lineChange(before: string, after: string, depths: ReadonlySet<number> | null): LineChange {
  const signs = signsBetween(dense(before), dense(after));
  const refuse = (why: string): LineChange => ({ why, signs: 0, shifted: false });
  if (signs === null) return refuse('more than blanks and one sign of punctuation differs');
  if (after.includes('#') && after.trim() !== before.trim()) {
    return refuse('a line with a comment differs');
  }
  const shifted = indentation(before) !== indentation(after) && !indentation(before).includes('\t');
  if (shifted && depths && holdsGuard(after) && !isSlip(before, after, depths)) {
    return refuse('what protects something was moved to another place');
  }
  return { why: null, signs, shifted };
}

/** Lines that stand at another depth, and no tab was the reason. */
function movedBlock(was: readonly string[], is: readonly string[]): readonly number[] {
  return is.flatMap((line, at) => {
    const before = indentation(was[at] ?? '');
    return before !== indentation(line) && !before.includes('\t') ? [at] : [];
  });
}

/** What carries its own tests, types and severities along when it moves as a whole. */
const owner =
  /^(?:-(?:\s|$)|(?:columns|models|sources|tables|seeds|snapshots)\s*:|(?:data_)?tests\s*:)/;

/** Several lines may only move as one block, all of it and equally far, and what protects something only with its owner. */
function blockFault(
  was: readonly string[],
  block: readonly number[],
  is: readonly string[],
): string | null {
  const depth = (lines: readonly string[], at: number) => indentation(lines[at] ?? '').length;
  const [first = 0] = block;
  const last = first + block.length;
  const by = depth(is, first) - depth(was, first);
  const whole = block.every(
    (at, index) =>
      at === first + index &&
      depth(is, at) - depth(was, at) === by &&
      depth(was, at) >= depth(was, first),
  );
  if (!whole || (last < was.length && depth(was, last) > depth(was, first))) {
    return 'more than one line was moved to another depth, and not as one block';
  }
  return !owner.test(is[first]?.trim() ?? '') && block.some((at) => holdsGuard(is[at] ?? ''))
    ? 'what protects something was moved to another place'
    : null;
}

function isSlip(before: string, after: string, depths: ReadonlySet<number>): boolean {
  const [was, is] = [indentation(before).length, indentation(after).length];
  return Math.abs(was - is) === 1 && !depths.has(was);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** Lines that say something, with their indentation. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const plain = line.trimEnd();
    return plain === '' ? [] : [plain];
  });
}

function dense(line: string): string {
  return line.replace(/\s+/g, '');
}

/** How many signs differ: 0, 1, or null for more than that. */
function signsBetween(one: string, other: string): number | null {
  if (one === other) return 0;
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++;
  let [a, b] = [one.length, other.length];
  while (a > start && b > start && one[a - 1] === other[b - 1]) {
    a--;
    b--;
  }
  const parts = [one.slice(start, a), other.slice(start, b)];
  return parts.every((part) => part === '' || punctuation.test(part)) ? 1 : null;
}

function indentation(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** Keys other than those of tests, which are counted. */
function holdsGuard(line: string): boolean {
  const key = /^\s*(?:- )?["']?([+\w-]+)["']?\s*:/.exec(line)?.[1] ?? '';
  return protectedKey(key) !== null && !testKey.test(line.trim());
}

/** Depths are columns; tabs make a depth that means nothing. */
interface Section {
  /** Of the key `tests`. */
  readonly depth: number;
  /** Of a key without a value: lists below it are no tests. */
  nested: number | null;
}

/** Entries of the lists below `tests:`, whatever their depth, until a line that is no part of them. */
function testsInText(lines: readonly string[]): number {
  let count = 0;
  let section: Section | null = null;
  for (const line of lines.filter((each) => !each.trim().startsWith('#'))) {
    const text = line.trim();
    const depth = indentation(line).includes('\t') ? Number.NaN : indentation(line).length;
    if (testKey.test(text)) {
      section = { depth: depth + (text.startsWith('- ') ? 2 : 0), nested: null };
      count += inlineEntries(text);
      continue;
    }
    if (section && endsTests(text, depth, section)) section = null;
    if (section && isTest(text, depth, section)) count++;
  }
  return count;
}

const structure = /^(?:- )?(?:name|columns|models|sources|tables|seeds|version)\s*:/;

function endsTests(text: string, depth: number, section: Section): boolean {
  return structure.test(text) || (depth <= section.depth && !isEntry(text));
}

function isTest(text: string, depth: number, section: Section): boolean {
  if (section.nested !== null && depth < section.nested) section.nested = null;
  if (isEntry(text)) return section.nested === null;
  if (/^["']?[\w.]+["']?\s*:$/.test(text)) section.nested ??= depth;
  return false;
}

function isEntry(text: string): boolean {
  return /^-(?:\s|$)/.test(text);
}

function inlineEntries(text: string): number {
  const list = /:\s*\[(.*)\]\s*(?:#.*)?$/.exec(text)?.[1]?.trim();
  if (!list) return 0;
  let depth = 0;
  let entries = 1;
  for (const char of list.replace(/,\s*$/, '')) {
    if (char === '[' || char === '{') depth++;
    if (char === ']' || char === '}') depth--;
    if (char === ',' && depth === 0) entries++;
  }
  return entries;
}

/** The same count as dbt would make it. */
function testsInTree(tree: Tree): number {
  if (isList(tree)) return total(tree.map(testsInTree));
  if (!isMap(tree)) return 0;
  const counts = [...tree].map(([key, item]) => {
    if (!/^(?:data_)?tests$/.test(key)) return testsInTree(item);
    return isList(item) ? item.length : 0;
  });
  return total(counts);
}
