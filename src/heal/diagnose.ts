import { chooseRoot } from './choose-root.ts';
import type { Diagnosis, DiagnosisFacts, Finding, LineRange, Proposal } from './diagnosis.ts';
import { exitRule } from './exit-rule.ts';
import type { Match } from './find-matches.ts';
import { findMatches } from './find-matches.ts';
import { fingerprint } from './fingerprint.ts';
import { gatherEvidence, lastWords } from './gather-evidence.ts';
import { findSteps } from './log/find-steps.ts';
import type { Log } from './log/log.ts';
import { namedThings, plainPath } from './named-things.ts';
import type { Captures } from './pattern.ts';
import { renderTemplate } from './render-template.ts';
import type { Rule } from './rule.ts';
import type { RuleSet } from './rule-set.ts';

const maxOthers = 10;

/** Removes secrets from text; asked before anything that was captured is cut or shown. */
export type Redact = (text: string) => string;

/** What a log says about its failure; `unknown`, with how it ended, where no rule fits. */
export function diagnose(log: Log, set: RuleSet, facts: DiagnosisFacts, redact: Redact): Diagnosis {
  const steps = findSteps(log.lines);
  const choice = chooseRoot(findMatches(log, steps, set), steps, log.lines);
  if (!choice) return withoutRule(log, facts, lastWords(log, steps));
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

function proposalsOf(rule: Rule, captures: Captures): readonly Proposal[] {
  const confidence = Math.round((100 * rule.prior[0]) / (rule.prior[0] + rule.prior[1]));
  return rule.remedies.flatMap((remedy, index) => {
    const title = renderTemplate(remedy.title, captures);
    const why = renderTemplate(remedy.why, captures);
    if (title === null || why === null) return [];
    const command = remedy.command && commandOf(remedy.command, captures);
    if (command === null) return [];
    return [
      {
        id: `${rule.name}-${index + 1}`,
        title,
        confidence,
        cases: 0,
        safe: remedy.safe,
        ...(command ? { command } : {}),
        why,
      },
    ];
  });
}

/** A command with captures only of plain words: text of a log never becomes shell. */
function commandOf(template: string, captures: Captures): string | null {
  const used = Object.entries(captures).filter(([name]) => template.includes(`{${name}}`));
  if (used.some(([, value]) => !/^[\w@./+:=][\w@./+:=-]{0,200}$/.test(value))) return null;
  return renderTemplate(template, captures, 300);
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

function withoutRule(log: Log, facts: DiagnosisFacts, evidence: readonly LineRange[]): Diagnosis {
  const known = exitRule(log, facts);
  return {
    category: known.category,
    kind: known.kind,
    summary: known.summary,
    rootCause: known.rootCause,
    captures: {},
    evidence,
    files: [],
    tests: [],
    fingerprint: fingerprint(known.kind, [facts.command ?? '']),
    transient: false,
    proposals: [],
    others: [],
  };
}
