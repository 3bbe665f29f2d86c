import type { Choice } from './choose-root.ts';
import type { LineRange } from './diagnosis.ts';
import type { Match } from './find-matches.ts';
import type { Step } from './log/find-steps.ts';
import type { Log } from './log/log.ts';
import { type Captures, capture } from './pattern.ts';
import type { RuleSet } from './rule-set.ts';

/** Lines of evidence, at most. */
const maxLines = 120;
const outcomesShown = 14;
/** Of further matches of the root's rule, and of other rules: how many, and how many lines of each. */
const same = { matches: 3, lines: 6 };
const other = { matches: 4, lines: 4 };

export interface Evidence {
  readonly ranges: readonly LineRange[];
  /** What the lines of outcome name (files, tests). */
  readonly outcomes: readonly Captures[];
}

/** The root's lines, a little of what else failed, how the tool summed it up, and how the step ended. */
export function gatherEvidence(log: Log, choice: Choice, set: RuleSet): Evidence {
  const { root, consequences, others } = choice;
  const shown = new Set<number>(root.shown);
  const add = (indices: readonly number[]) => {
    for (const index of indices) if (shown.size < maxLines) shown.add(index);
  };
  if (consequences.length > 0) add(near(root, 2));
  for (const match of consequences.slice(0, 2)) add(match.shown.slice(0, 12));
  add(root.step.errors.slice(0, 2));
  add(root.step.errors.filter((at) => log.lines[at]?.text.startsWith('Process completed')));
  const outcomes = outcomesAfter(log, root, set);
  add(outcomes.map(({ at }) => at));
  for (const match of distinct(others, root, (one) => one.rule === root.rule).slice(
    0,
    same.matches,
  ))
    add(match.shown.slice(0, same.lines));
  for (const match of firstOfKind(others, root).slice(0, other.matches))
    add(match.shown.slice(0, other.lines));
  return { ranges: toRanges(log, shown), outcomes: outcomes.map(({ captures }) => captures) };
}

/** Where no rule fits: how the step that failed, or the log, ended. */
export function lastWords(log: Log, steps: readonly Step[]): readonly LineRange[] {
  const step = steps.find(({ errors }) => errors.length > 0) ?? steps.at(-1);
  if (!step) return [];
  const end = step.errors[0] === undefined ? step.end : step.errors[0] + 1;
  const shown = new Set<number>();
  let at = end - 1;
  for (; at >= step.body && shown.size < 15; at--) if (log.lines[at]?.text.trim()) shown.add(at);
  const saysWhy = [...shown].some(
    (index) => isComplaint(log, index) && !step.errors.includes(index),
  );
  // An end of nothing but clean-up says less than the last complaint before it.
  for (let found = 0; !saysWhy && at >= step.body && found < 6; at--)
    if (isComplaint(log, at)) {
      shown.add(at);
      found++;
    }
  for (const index of step.errors.slice(0, 4)) shown.add(index);
  return toRanges(log, shown);
}

const complaint =
  /\b(?:error|fatal|failed|failure|exception|cannot|could not|unable to|denied|refused|invalid|missing|not found|panic)\b/i;
const harmless = /\b0 (?:errors?|failed|failures?)\b|warn/i;

/** The first line among some that complains about something; for what no rule knows. */
export function firstComplaint(log: Log, ranges: readonly LineRange[]): string | undefined {
  const at = log.lines.findIndex(
    ({ number, mark }, index) =>
      mark === 'plain' &&
      ranges.some(({ start, end }) => number >= start && number <= end) &&
      isComplaint(log, index),
  );
  return log.lines[at]?.text.trim();
}

function isComplaint(log: Log, at: number): boolean {
  const text = (log.lines[at]?.text ?? '').slice(0, 500);
  return complaint.test(text) && !harmless.test(text);
}

function near(match: Match, lines: number): readonly number[] {
  const from = Math.max(match.step.body, match.at - lines);
  const to = Math.min(match.step.end, match.at + lines + 1);
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** Of the wanted matches, those that are not told before: a test that its runner tells of again at the end. */
function distinct(
  matches: readonly Match[],
  root: Match,
  wanted: (match: Match) => boolean,
): readonly Match[] {
  const seen = new Set<string>(root.captures.test === undefined ? [] : [identity(root)]);
  return matches.filter((match) => {
    if (!wanted(match)) return false;
    const key = identity(match);
    const fresh = !seen.has(key);
    seen.add(key);
    return fresh;
  });
}

function identity({ captures }: Match): string {
  const { test, file } = captures;
  return test === undefined ? JSON.stringify(captures) : `${test}\n${file ?? ''}`;
}

function firstOfKind(others: readonly Match[], root: Match): readonly Match[] {
  const seen = new Set([root.rule]);
  return others.filter(({ rule }) => {
    const fresh = !seen.has(rule);
    seen.add(rule);
    return fresh;
  });
}

/** The first and the last lines of outcome after the root: the first name what failed, the last count it. */
function outcomesAfter(log: Log, root: Match, set: RuleSet) {
  const found: { at: number; captures: Captures }[] = [];
  for (let at = root.start; at < root.step.end; at++) {
    const line = log.lines[at];
    if (!line || line.literals.length === 0) continue;
    for (const outcome of set.outcomesOf(line.literals)) {
      const captures = capture(outcome.pattern, line.text);
      if (!captures) continue;
      found.push({ at, captures });
      break;
    }
    if (found.length > 5_000) break;
  }
  if (found.length <= outcomesShown) return found;
  return [...found.slice(0, outcomesShown - 6), ...found.slice(-6)];
}

function toRanges(log: Log, shown: ReadonlySet<number>): readonly LineRange[] {
  return rangesOf([...shown].flatMap((at) => log.lines[at]?.number ?? []));
}

/** Line numbers, in any order, as ranges. */
export function rangesOf(lines: readonly number[]): readonly LineRange[] {
  const numbers = [...lines].sort((a, b) => a - b);
  const ranges: { start: number; end: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number <= last.end + 1) last.end = Math.max(last.end, number);
    else ranges.push({ start: number, end: number });
  }
  return ranges;
}
