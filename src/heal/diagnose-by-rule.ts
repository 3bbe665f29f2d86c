import type { Choice } from './choose-root.ts';
import type { Diagnosis, Finding, LineRange } from './diagnosis.ts';
import type { Match } from './find-matches.ts';
import { fingerprint } from './fingerprint.ts';
import { gatherEvidence } from './gather-evidence.ts';
import type { Log } from './log/log.ts';
import { namedThings, plainPath } from './named-things.ts';
import type { Captures } from './pattern.ts';
import { proposalsOf } from './proposals-of.ts';
import { renderTemplate } from './render-template.ts';
import type { RuleSet } from './rule-set.ts';

const maxOthers = 10;

/** Removes secrets from text; asked before anything that was captured is cut or shown. */
export type Redact = (text: string) => string;

/** What the rule of the root says. */
export function diagnoseByRule(log: Log, set: RuleSet, choice: Choice, redact: Redact): Diagnosis {
  const { root } = choice;
  const evidence = gatherEvidence(log, choice, set);
  const captures = clean(root.captures, redact);
  const kin = choice.others.filter(({ rule }) => rule.category === root.rule.category);
  const things = namedThings(
    [root, ...choice.consequences, ...kin].map((match) => match.captures).concat(evidence.outcomes),
    redact,
  );
  return {
    ...finding(root, captures, evidence.ranges),
    rootCause: renderTemplate(root.rule.cause, captures) ?? root.rule.cause,
    captures,
    ...things,
    transient: root.rule.transient ?? false,
    proposals: proposalsOf(root.rule, captures),
    ...(root.step.title === '' ? {} : { step: redact(root.step.title).slice(0, 200) }),
    others: otherFindings(log, choice.others, redact, captures),
  };
}

function finding(match: Match, captures: Captures, evidence: readonly LineRange[]): Finding {
  const { rule } = match;
  return {
    category: rule.category,
    kind: rule.name,
    summary: renderTemplate(rule.summary, captures) ?? rule.cause,
    evidence,
    fingerprint: fingerprint(rule.name, identity(captures)),
  };
}

/** Of what was captured, what says which failure it is: not where in the file, not how long it took. */
function identity(captures: Captures): readonly string[] {
  return Object.keys(captures)
    .filter((name) => name !== 'line' && name !== 'count' && name !== 'code')
    .sort()
    .map((name) => `${name}=${captures[name] ?? ''}`);
}

function otherFindings(
  log: Log,
  others: readonly Match[],
  redact: Redact,
  root: Captures,
): readonly Finding[] {
  const seen = new Set<string>([JSON.stringify(root)]);
  const found: Finding[] = [];
  for (const match of others) {
    if (match.rule.strength === 1 || found.length >= maxOthers) continue;
    const captures = clean(match.captures, redact);
    const line = log.lines[match.at]?.number ?? 0;
    const last = log.lines[match.shown.at(-1) ?? match.at]?.number ?? line;
    const one = finding(match, captures, [{ start: line, end: Math.max(line, last) }]);
    if (seen.has(one.fingerprint)) continue;
    seen.add(one.fingerprint);
    found.push(one);
  }
  return found;
}

function clean(captures: Captures, redact: Redact): Captures {
  return Object.fromEntries(
    Object.entries(captures).map(([name, value]) => [name, plain(name, redact(value))]),
  );
}

/** What stands before a message (pytest's `E   `) is not part of it. */
function plain(name: string, value: string): string {
  return name === 'file' ? plainPath(value) : value.replace(/^E\s+/, '');
}
