import type { Replacement } from '../text-edit.ts';
import { blockShifts } from './block-shifts.ts';
import { indentSteps, keyPairs, readStrictly } from './yaml-shape.ts';

/** What a YAML file may look like: `known` are pairs of keys that others of its kind have. */
export interface YamlHints {
  /** Lines (from 1) at which a reader stopped. */
  readonly lines: readonly number[];
  readonly known: ReadonlySet<string>;
}

/** Each change is tried by reading the whole text. */
const maxLength = 60_000;
/** From here on fewer places are tried. */
const long = 15_000;
/** Deeper than anything that people nest. */
const deepest = 33;
/** Lines before and behind the place where a reader stopped. */
const [before, behind] = [4, 1];

interface Mended {
  readonly place: Replacement;
  readonly strangers: number;
  /** What it says, by which answers are told apart: how deep a list stands below its key says nothing. */
  readonly says: string;
}

/**
 * Every change of one line's layout, of one block's depth, or of one sign, after which a YAML text can be read and has the
 * shape of its siblings: no pair of keys that no other place has, no indentation that the file does not use.
 */
export function repairYaml(text: string, { lines, known }: YamlHints): readonly Replacement[] {
  if (text.length > maxLength || readStrictly(text) !== null) return [];
  const starts = lineStarts(text);
  const tabbed = starts.flatMap((start, at) =>
    /^[ ]*\t/.test(lineOf(text, start)) ? [at + 1] : [],
  );
  // With several tabbed lines no single line is at fault.
  if (tabbed.length > 1) return untabbed(text, tabbed, starts, known);
  const reach = text.length < long ? before : 1;
  const near = lines.flatMap((line) =>
    Array.from({ length: reach + behind + 1 }, (_, at) => line - reach + at),
  );
  const wanted =
    tabbed.length === 1
      ? tabbed
      : [...new Set(near)].filter((line) => line >= 1 && line <= starts.length);
  const places = wanted.flatMap((line) => changesOf(text, starts[line - 1] ?? 0));
  const blocks = tabbed.length > 0 ? [] : blockShifts(text, lines);
  return best(text, [...places, ...blocks], known);
}

/** Of the changes after which it can be read, those with the fewest strange pairs and indentations. */
function best(
  text: string,
  places: readonly Replacement[],
  known: ReadonlySet<string>,
): readonly Replacement[] {
  const usual = new Map<string, number>();
  for (const step of indentSteps(text)) usual.set(step, (usual.get(step) ?? 0) + 1);
  const mended = places.flatMap((place): readonly Mended[] => {
    const fresh = text.slice(0, place.start) + place.text + text.slice(place.end);
    const read = readStrictly(fresh);
    if (!read) return [];
    const pairs = keyPairs(read.value).filter((pair) => !known.has(pair));
    const steps = indentSteps(fresh).filter((step) => (usual.get(step) ?? 0) < 2);
    const strangers = new Set(pairs).size * 2 + steps.length;
    return [{ place, strangers, says: JSON.stringify(read.value) ?? '' }];
  });
  const least = Math.min(...mended.map(({ strangers }) => strangers));
  const kept = mended.filter(({ strangers }) => strangers === least);
  const answers = kept.map(({ says }) => says);
  return kept.filter(({ says }, at) => answers.indexOf(says) === at).map(({ place }) => place);
}

/** Tabs that stand for a fixed number of blanks in the whole file. */
function untabbed(
  text: string,
  lines: readonly number[],
  starts: readonly number[],
  known: ReadonlySet<string>,
): readonly Replacement[] {
  const [from, to] = [starts[(lines[0] ?? 1) - 1] ?? 0, starts[lines.at(-1) ?? 0] ?? text.length];
  const part = text.slice(from, to);
  const places = [2, 4, 8].map((width) => ({
    start: from,
    end: to,
    text: part.replace(/^[ \t]+/gm, (blank) => blank.replace(/\t/g, ' '.repeat(width))),
  }));
  return best(text, places, known);
}

function changesOf(text: string, start: number): readonly Replacement[] {
  const line = lineOf(text, start);
  const plain = line.trimStart();
  if (plain === '' || plain.startsWith('#')) return [];
  const blank = line.length - plain.length;
  const indents = widthsIn(text)
    .filter((width) => line.slice(0, blank) !== ' '.repeat(width))
    .map((width) => ({ start, end: start + blank, text: ' '.repeat(width) }));
  if (line.slice(0, blank).includes('\t')) return indents;
  const rest = start + blank;
  return [...indents, ...signs(plain, rest), ...closers(plain, rest)];
}

/** Indentations that the file has, and one level below each. */
function widthsIn(text: string): readonly number[] {
  const widths = new Set([0]);
  for (const [blank] of text.matchAll(/^ *(?=[^ \t\r\n])/gm)) {
    widths.add(blank.length);
    if (text.length < long) widths.add(blank.length + 2);
  }
  return [...widths].filter((width) => width < deepest).sort((one, other) => one - other);
}

/** A blank behind `-` or `:`, a colon behind a key, a dash before it. */
function signs(plain: string, at: number): readonly Replacement[] {
  const found: Replacement[] = [];
  const put = (offset: number, text: string) =>
    found.push({ start: at + offset, end: at + offset, text });
  if (/^-[^\s-]/.test(plain)) put(1, ' ');
  const glued = /^(?:- )?["']?[\w-]+["']?:(?=[^\s:/])/.exec(plain);
  if (glued) put(glued[0].length, ' ');
  const lone = /^(?:- )?["']?[\w-]+["']?(?=\s*(?:#.*)?$)/.exec(plain);
  if (lone) put(lone[0].length, ':');
  const pair = /^(?:- )?[\w-]+(?=\s+\S)/.exec(plain);
  if (pair && !plain.includes(': ') && pair[0] !== '-') put(pair[0].length, ':');
  return found;
}

/** A quote or bracket that a line of a list or a text has lost. */
function closers(plain: string, at: number): readonly Replacement[] {
  return missingSigns(plain).flatMap((sign) =>
    Array.from({ length: plain.length }, (_, offset) => offset + 1)
      .filter((offset) => mayStand(sign, plain, offset))
      .map((offset) => ({ start: at + offset, end: at + offset, text: sign })),
  );
}

function missingSigns(plain: string): readonly string[] {
  const more = (one: string, other: string) =>
    count(plain, one) > count(plain, other) ? [other] : [];
  return [
    ...["'", '"'].filter((sign) => count(plain, sign) % 2 === 1),
    ...[...more('[', ']'), ...more(']', '['), ...more('{', '}'), ...more('}', '{')],
  ];
}

/** What opens stands before a word and behind a blank, comma or bracket; what closes the other way round. */
function mayStand(sign: string, plain: string, offset: number): boolean {
  const [before, after] = [plain.slice(0, offset), plain.slice(offset)];
  const quote = sign === "'" || sign === '"';
  const opens = quote ? count(before, sign) % 2 === 0 : sign === '[' || sign === '{';
  if (opens) return /(?:[:,-] *|[[{] *)$/.test(before) && /^[^\s,\]}]/.test(after);
  if (!quote && !before.includes(sign === ']' ? '[' : '{')) return false;
  return /[^\s,[{:]$/.test(before) && /^\s*(?:[,\]}]|#|$|:\s)/.test(after);
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)].filter(
    (start) => start < text.length,
  );
}

function lineOf(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
}
