import type { Category } from './category.ts';
import type { Match } from './find-matches.ts';
import type { Step } from './log/find-steps.ts';
import type { LogLine } from './log/log.ts';

/** The matches of a log by their part in the failure. */
export interface Choice {
  readonly root: Match;
  /** What fails because of the root (the test around a refused connection). */
  readonly consequences: readonly Match[];
  /** Other failures, in the order of their weight. */
  readonly others: readonly Match[];
}

/** What makes a test fail without the test being at fault. */
const causesOfTests: ReadonlySet<Category> = new Set([
  'network_or_flaky',
  'compile_error',
  'disk_full',
  'timeout_or_oom',
  'resource_lock',
  'permission_or_secret',
]);

const tried = /\bretry|\bretrie|\battempt \d|trying again|reconnect|will try/i;
/** Lines before its step's end within which something that was tried again counts as the last try. */
const lastTry = 30;
/** Lines that no program prints between the error that ends it and its end. */
const longGone = 400;

/** Steps that run after a failure, too, and then often fail because of it: they store, report and tidy. */
const afterwards =
  /upload-artifact|test-report|publish-.*-result|codecov|coveralls|slack|notify|cache\/save|cleanup|teardown|report/i;

interface Weighed {
  readonly match: Match;
  readonly weight: number;
  readonly at: number;
  readonly causeOf: Match | null;
}

/** The root of a failure: in the first step that failed, the strongest match, and of those the first. */
export function chooseRoot(
  matches: readonly Match[],
  steps: readonly Step[],
  lines: readonly LogLine[],
): Choice | null {
  const inStep = inFailingStep(matches, steps);
  const free = inStep
    .filter((match) => !inStep.some((other) => absorbs(other, match)))
    .filter((match) => !isLongGone(match, inStep, lines));
  const weighed = free
    .map((match) => weigh(match, free, lines))
    .sort((one, other) => other.weight - one.weight || one.at - other.at);
  const first = weighed[0];
  if (!first) return null;
  const root = first.match;
  const consequences = free.filter(
    (match) =>
      match !== root && (match === first.causeOf || (match.rule.yields && holds(match, root))),
  );
  const others = weighed
    .map(({ match }) => match)
    .filter((match) => match !== root && !consequences.includes(match))
    .filter((match) => !inStep.some((outer) => explains(outer, match)));
  return { root, consequences, others };
}

function inFailingStep(matches: readonly Match[], steps: readonly Step[]): readonly Match[] {
  const failed = steps.filter(({ errors }) => errors.length > 0);
  if (failed.length === 0) return matches;
  const first = failed[0];
  for (const step of failed.filter((one) => one === first || !afterwards.test(one.title))) {
    const here = matches.filter((match) => match.step === step);
    if (here.some(({ rule }) => rule.strength >= 2)) return here;
  }
  return matches.filter((match) => match.step === first);
}

function yieldsTo(outer: Match, inner: Match): boolean {
  if (!outer.rule.yields || inner.rule.strength === 1 || inner.rule === outer.rule) return false;
  return (
    outer.rule.yields === 'all' || (!inner.rule.yields && causesOfTests.has(inner.rule.category))
  );
}

/** What is seen inside a failed test and is not its cause is a part of it, and no failure of its own. */
function explains(outer: Match, match: Match): boolean {
  if (outer === match || !outer.rule.yields || !holds(outer, match)) return false;
  return match.rule.strength < outer.rule.strength;
}

function absorbs(other: Match, match: Match): boolean {
  return (
    other !== match && other.rule.absorbs === true && !match.rule.absorbs && holds(other, match)
  );
}

function holds(outer: Match, inner: Match): boolean {
  return inner.at >= outer.start && inner.at < outer.end;
}

function weigh(match: Match, all: readonly Match[], lines: readonly LogLine[]): Weighed {
  const { rule } = match;
  const around = all.find(
    (other) => other !== match && holds(other, match) && yieldsTo(other, match),
  );
  if (around) {
    // Just before what it makes fail, so that an earlier failure of its own still comes first.
    return { match, weight: around.rule.strength, at: around.at - 0.5, causeOf: around };
  }
  const weight = rule.strength === 2 && survived(match, lines) ? 1 : rule.strength;
  return { match, weight, at: match.at, causeOf: null };
}

/**
 * A network error, or something that is weak by itself, after which the step went on for long: the step survived
 * it, and it is no reason for the end unless a failure holds it or it came again.
 */
function isLongGone(match: Match, all: readonly Match[], lines: readonly LogLine[]): boolean {
  const { category, strength } = match.rule;
  if (strength === 3 || (strength === 2 && category !== 'network_or_flaky')) return false;
  const isLate = ({ at, step }: Match) => {
    const last = step.errors[0] ?? step.end - 1;
    return (lines[last]?.number ?? 0) - (lines[at]?.number ?? 0) <= longGone;
  };
  return !all.some(
    (other) =>
      (other.rule === match.rule && isLate(other)) || (other !== match && holds(other, match)),
  );
}

/** A network error that was tried again, and not just before the end. */
function survived(match: Match, lines: readonly LogLine[]): boolean {
  if (!match.rule.transient || match.step.end - match.at < lastTry) return false;
  for (let at = match.at; at < match.at + 3; at++)
    if (tried.test((lines[at]?.text ?? '').slice(0, 500))) return true;
  return false;
}
