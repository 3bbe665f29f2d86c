import type { Rule } from '../../heal/rule.ts';
import type { Problem } from '../problem/problem.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type SchemaWords, schemaFindings } from '../yaml/schema-findings.ts';
import type { SourceText } from '../yaml/source-text.ts';
import { type Tree, type TreePath, treeAt, valueSpan } from '../yaml/tree.ts';
import { makeRule } from './make-rule.ts';
import { ruleFindings } from './rule-findings.ts';
import { maxRules, rulesSchema } from './rules-schema.ts';

export const rulesFolder = '.github/yardmaster/rules';

export type ParsedRules =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

interface RulesFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A rule with its place, for problems that show only once all files are read. */
interface Placed {
  readonly rule: Rule;
  readonly source: SourceText;
  readonly tree: Tree;
  readonly path: TreePath;
}

/**
 * Reads the rules of a repository's maintainers; they are asked before the built-in ones, whose names (`taken`)
 * they may not have. One problem in one file, and none of them is used. Whose files these are is for the caller
 * to know: rules say what may be proposed, so they come from the default branch alone.
 */
export function parseRules(files: readonly RulesFile[], taken: ReadonlySet<string>): ParsedRules {
  const problems: Problem[] = [];
  const placed: Placed[] = [];
  for (const { path, bytes } of files) {
    const read = readFile(path, bytes);
    if (read.ok) placed.push(...read.placed);
    else problems.push(...read.problems);
  }
  const names = new Set<string>(taken);
  for (const [index, one] of placed.entries()) {
    if (names.has(one.rule.name)) problems.push(duplicate(one, taken.has(one.rule.name)));
    else if (index === maxRules) problems.push(tooMany(one, placed.length));
    names.add(one.rule.name);
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, rules: placed.map(({ rule }) => rule) };
}

type ReadRules =
  | { readonly ok: true; readonly placed: readonly Placed[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function readFile(path: string, bytes: Uint8Array): ReadRules {
  const file = readYaml(path, bytes);
  if (!file.ok) return file;
  const { source, tree } = file;
  const read = rulesSchema.safeParse(tree.value);
  if (!read.success) {
    const { findings } = schemaFindings(read.error.issues, tree, source, wordsFor(tree));
    const problems = findings.map((finding) => source.problem(finding));
    return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
  }
  const problems: Problem[] = [];
  const placed = read.data.rules.map((written, index) => {
    const at: TreePath = ['rules', index];
    for (const { path: inner, ...finding } of ruleFindings(written))
      problems.push(
        source.problem({ ...finding, at: valueSpan(tree, [...at, ...inner], source.text) }),
      );
    return { rule: makeRule(written), source, tree, path: at };
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, placed };
}

function wordsFor(tree: Tree): SchemaWords {
  return {
    nameOf: (path) => {
      const [, index, ...inner] = path;
      if (path.length === 0) return 'the file';
      if (index === undefined) return '`rules`';
      const name = treeAt(tree, ['rules', index, 'name']).value;
      const rule = typeof name === 'string' ? `rule \`${name.slice(0, 60)}\`` : 'a rule';
      return inner.length === 0 ? rule : `\`${inner.map(String).join('.')}\` of ${rule}`;
    },
    hint: () => null,
  };
}

function duplicate({ rule, source, tree, path }: Placed, builtIn: boolean): Problem {
  return source.problem({
    code: 'duplicate-rule',
    at: valueSpan(tree, [...path, 'name'], source.text),
    message: builtIn
      ? `\`${rule.name}\` is the name of a built-in rule`
      : `a rule with the name \`${rule.name}\` is there already`,
    expected: 'a name of its own for each rule',
  });
}

function tooMany({ source, tree, path }: Placed, count: number): Problem {
  return source.problem({
    code: 'wrong-value',
    at: valueSpan(tree, path, source.text),
    message: `all files together have ${count} rules`,
    expected: `at most ${maxRules} rules`,
  });
}
