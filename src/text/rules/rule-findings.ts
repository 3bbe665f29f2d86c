import { diagnose } from '../../heal/diagnose.ts';
import { makeLogReader } from '../../heal/log/read-log.ts';
import { checkPattern } from '../../heal/pattern.ts';
import { makeRuleSet } from '../../heal/rule-set.ts';
import type { Finding } from '../yaml/source-text.ts';
import type { TreePath } from '../yaml/tree.ts';
import { makeRule, type WrittenRule } from './make-rule.ts';

/** What is at fault in a rule, and where in it. */
interface RuleFinding extends Omit<Finding, 'at'> {
  readonly path: TreePath;
}

/** What the schema cannot see: patterns that RE2 does not know, templates without captures, a wrong example. */
export function ruleFindings(rule: WrittenRule): readonly RuleFinding[] {
  const checked = patternsOf(rule).map(({ path, pattern, gives }) => ({
    path,
    gives,
    check: checkPattern(pattern),
  }));
  const bad = checked.flatMap(({ path, check }) =>
    check.ok ? [] : [badPattern(path, rule.name, check.why)],
  );
  // What follows from a pattern is not known where one cannot be read.
  if (bad.length > 0) return bad;
  const captures = new Set(
    checked.flatMap(({ gives, check }) => (gives && check.ok ? check.captures : [])),
  );
  const unknown = templatesOf(rule).flatMap(({ path, names }) =>
    names
      .filter((name) => !captures.has(name))
      .map((name) => unknownCapture(path, name, [...captures])),
  );
  if (unknown.length > 0) return unknown;
  return recognises(rule) ? [] : [mismatch(rule.name)];
}

interface PlacedPattern {
  readonly path: TreePath;
  readonly pattern: string;
  /** Whether its captures may stand in templates. */
  readonly gives: boolean;
}

function patternsOf({ pattern, unless, block, details }: WrittenRule): readonly PlacedPattern[] {
  const found: PlacedPattern[] = [{ path: ['pattern'], pattern, gives: true }];
  if (unless !== undefined) found.push({ path: ['unless'], pattern: unless, gives: false });
  for (const key of ['until', 'through', 'keep'] as const) {
    const inner = block?.[key];
    if (inner !== undefined) found.push({ path: ['block', key], pattern: inner, gives: false });
  }
  for (const [index, detail] of (details ?? []).entries())
    found.push({
      path: ['details', index, 'pattern'],
      pattern: detail.pattern,
      gives: true,
    });
  return found;
}

interface Template {
  readonly path: TreePath;
  readonly names: readonly string[];
}

function templatesOf(rule: WrittenRule): readonly Template[] {
  const found: Template[] = [
    { path: ['summary'], names: bracedIn(rule.summary) },
    { path: ['cause'], names: bracedIn(rule.cause) },
    { path: ['requires'], names: rule.requires ?? [] },
  ];
  for (const [index, remedy] of (rule.remedies ?? []).entries())
    for (const key of ['title', 'why', 'command'] as const)
      found.push({ path: ['remedies', index, key], names: bracedIn(remedy[key] ?? '') });
  return found;
}

function bracedIn(template: string): readonly string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

function recognises(written: WrittenRule): boolean {
  const rule = makeRule(written);
  const set = makeRuleSet([rule], []);
  const reader = makeLogReader(set.scanner);
  reader.push(rule.example);
  return diagnose(reader.end(), set, {}, (text) => text).kind === rule.name;
}

function badPattern(path: TreePath, rule: string, why: string): RuleFinding {
  return {
    path,
    code: 'bad-pattern',
    message: `\`${path.join('.')}\` of rule \`${rule}\` is no pattern of RE2: ${why}`,
    expected: 'a pattern in the syntax of RE2',
  };
}

function unknownCapture(path: TreePath, name: string, captures: readonly string[]): RuleFinding {
  const expected = captures.length > 0 ? captures.join(', ') : 'no braces: nothing is captured';
  return {
    path,
    code: 'unknown-capture',
    message: `nothing captures \`${name}\``,
    expected,
    found: `{${name}}`,
  };
}

function mismatch(rule: string): RuleFinding {
  return {
    path: ['example'],
    code: 'example-mismatch',
    message: `rule \`${rule}\` does not recognise its own example`,
    expected: 'lines in which a literal stands and which the pattern matches',
  };
}
