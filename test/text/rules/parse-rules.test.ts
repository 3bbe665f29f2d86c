import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../src/heal/diagnose.ts';
import { makeLogReader } from '../../../src/heal/log/read-log.ts';
import { makeRuleSet } from '../../../src/heal/rule-set.ts';
import { allRules } from '../../../src/heal/rules/all-rules.ts';
import { outcomes } from '../../../src/heal/rules/outcomes.ts';
import { type ParsedRules, parseRules } from '../../../src/text/rules/parse-rules.ts';

const good = `rules:
  - name: quota-of-region
    category: permission_or_secret
    literals: [QuotaExceeded]
    pattern: '^deploy: QuotaExceeded in (?P<region>[\\w-]+): (?P<message>.+)'
    summary: 'The quota of {region} is used up: {message}'
    cause: The account may not start more machines in this region.
    remedies:
      - title: Ask for a higher quota in {region}
        why: Quotas are raised by people.
    example: |
      deploy: QuotaExceeded in eu-west-1: 20 of 20 machines
`;
const read = (text: string, taken: readonly string[] = []): ParsedRules =>
  parseRules([{ path: 'r.yml', bytes: Buffer.from(text) }], new Set(taken));
/** Code, line and column of each problem. */
const problemsOf = (parsed: ParsedRules) =>
  parsed.ok ? [] : parsed.problems.map(({ code, line, column }) => `${code} ${line}:${column}`);

describe('rules of maintainers', () => {
  it('are used before the built-in ones', () => {
    const parsed = read(good);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const set = makeRuleSet([...parsed.rules, ...allRules], outcomes);
    const reader = makeLogReader(set.scanner);
    reader.push('deploy: QuotaExceeded in eu-west-1: 403 Forbidden, AccessDenied\n');
    expect(diagnose(reader.end(), set, {}, (text) => text)).toMatchObject({
      kind: 'quota-of-region',
      category: 'permission_or_secret',
      summary: 'The quota of eu-west-1 is used up: 403 Forbidden, AccessDenied',
      proposals: [{ title: 'Ask for a higher quota in eu-west-1', confidence: 10, safe: false }],
    });
  });

  it.each([
    ['an unknown key', good.replace('cause:', 'couse:'), ['missing-key 2:5', 'unknown-key 7:5']],
    ['another category', good.replace('permission_or_secret', 'quota'), ['wrong-value 3:15']],
    ['a lookahead', good.replace('(?P<region>', '(?=a)(?P<region>'), ['bad-pattern 5:14']],
    ['a name twice in one pattern', good.replace('<message>', '<region>'), ['bad-pattern 5:14']],
    [
      'a pattern that is far too large',
      good.replace('[\\w-]+', '\\pL{900}\\pL{900}'),
      ['bad-pattern 5:14'],
    ],
    [
      'a capture that nothing fills',
      good.replace('up: {message}', 'up: {mesage}'),
      ['unknown-capture 6:14'],
    ],
    [
      'an example of something else',
      good.replace('deploy: Quota', 'Quota'),
      ['example-mismatch 11:5'],
    ],
    ['no literal', good.replace('[QuotaExceeded]', '[]'), ['wrong-value 4:15']],
    [
      'a literal that is in most lines',
      good.replace('[QuotaExceeded]', "['a']"),
      ['wrong-value 4:16'],
    ],
    [
      'a literal of other scripts',
      good.replace('[QuotaExceeded]', '[配额已用完]'),
      ['wrong-value 4:16'],
    ],
    ['a name that is no word', good.replace('quota-of-region', 'Quota!'), ['bad-name 2:11']],
    ['no rules', 'rules: []\n', ['wrong-value 1:8']],
    ['no mapping', '- a\n', ['wrong-type 1:1']],
    ['YAML that is none', 'rules: [\n', ['yaml-syntax 2:1']],
  ])('are refused with %s, with its place', (_, text, problems) => {
    expect(problemsOf(read(text))).toEqual(problems);
  });

  it('are refused with the name of a built-in rule, or of another file', () => {
    expect(problemsOf(read(good, ['quota-of-region']))).toEqual(['duplicate-rule 2:11']);
    const file = { path: 'r.yml', bytes: Buffer.from(good) };
    const parsed = parseRules([file, { ...file, path: 's.yml' }], new Set());
    expect(parsed.ok ? [] : parsed.problems.map(({ path, code }) => [path, code])).toEqual([
      ['s.yml', 'duplicate-rule'],
    ]);
  });

  it('are told with all problems of all files at once', () => {
    const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
    const parsed = parseRules(
      [
        file('a.yml', good.replace('cause:', 'couse:')),
        file('b.yml', good.replace('(?P<region>', '(?=a)(?P<region>')),
      ],
      new Set(),
    );
    expect(problemsOf(parsed)).toHaveLength(3);
  });

  it('are at most 50', () => {
    const rule = good.slice('rules:\n'.length);
    const many = Array.from({ length: 51 }, (_, at) =>
      rule.replace('quota-of-region', `rule-${at}`),
    );
    const files = many.map((text, at) => ({
      path: `${at}.yml`,
      bytes: Buffer.from(`rules:\n${text}`),
    }));
    expect(problemsOf(parseRules(files, new Set()))).toEqual(['wrong-value 2:5']);
  });

  it('take no longer for a text that is made for it', () => {
    const slow = good
      .replace(
        /pattern: .*/,
        () => "pattern: '(?P<region>(?:.*a){1,40})QuotaExceeded in (?P<message>.+)b$'",
      )
      .replace('deploy: QuotaExceeded in eu-west-1: 20', 'aQuotaExceeded in 20')
      .replace('20 machines', '20 b');
    const parsed = read(slow);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const set = makeRuleSet(parsed.rules, []);
    const reader = makeLogReader(set.scanner);
    for (let at = 0; at < 200; at++) reader.push(`${'a'.repeat(8_000)}QuotaExceeded in x\n`);
    const started = performance.now();
    diagnose(reader.end(), set, {}, (text) => text);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
