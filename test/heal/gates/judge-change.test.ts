import { describe, expect, test } from '@jest/globals';
import type { ChangeSet, Fix } from '../../../src/heal/fix/fix.ts';
import type { GateFacts } from '../../../src/heal/fix/gate.ts';
import { judgeChange } from '../../../src/heal/gates/judge-change.ts';
import { aFix, factsWith, words } from './a-change.ts';

const mended: ChangeSet = [
  { path: 'models/a.sql', before: 'select custmer_id\n', after: 'select customer_id\n' },
];
const judge = (fix: Partial<Fix>, facts: Partial<GateFacts> = {}, changes = mended) =>
  words(judgeChange(aFix(fix), changes, factsWith(facts)));

test('a sure fix with a verification passes', () => {
  expect(judge({})).toBe('pass');
});

describe('a person decides', () => {
  test.each<[string, Partial<Fix>, Partial<GateFacts>, RegExp]>([
    ['between equally good answers', { candidates: 2 }, {}, /^waits, candidates: 2 answers/],
    ['in the mode human-in-loop', {}, { mode: 'human-in-loop' }, /^waits, mode: .*human-in-loop/],
    ['below the threshold', { confidence: 79.4 }, {}, /^waits, mode: .*79 % is less than the 80 %/],
    ['where nothing verifies it', {}, { verification: false }, /^waits, mode: .*heal\.verify/],
    [
      'beyond the budget of files',
      {},
      { spent: { fixes: 1, files: 5, lines: 9 } },
      /^waits, budget: .*1 files after the 5 before, more than the budget of 5/,
    ],
    [
      'beyond the budget of lines',
      {},
      { spent: { fixes: 1, files: 1, lines: 199 } },
      /^waits, budget: .*2 lines/,
    ],
  ])('%s', (_, fix, facts, why) => {
    expect(judge(fix, facts)).toMatch(why);
    expect(judge(fix, { ...facts, approved: true })).toBe('pass');
  });
});

describe('nobody can let through', () => {
  const approved = { approved: true };
  test('what the change itself forbids', () => {
    const test = [{ path: 'tests/a.sql', before: 'a', after: 'b' }];
    expect(judge({}, approved, test)).toMatch(/^paths: /);
    const quiet = [{ path: 'src/a.py', before: 'x\n', after: 'x  # noqa\n' }];
    expect(judge({}, approved, quiet)).toMatch(/^weakening: /);
  });

  test('a fix for another commit (21, 28)', () => {
    expect(judge({}, { ...approved, head: 'f'.repeat(40) })).toMatch(/^head: .*0123456.*fffffff/);
    expect(judge({}, { ...approved, head: '' })).toMatch(/^head: .*an unknown commit is/);
  });

  test('more fixes than the budget has', () => {
    const spent = { fixes: 5, files: 0, lines: 0 };
    expect(judge({}, { spent })).toMatch(/^budget: The budget of 5 fixes is spent/);
  });

  test('a fix that changes nothing where it promised to', () => {
    expect(judge({}, {}, [])).toMatch(/^size: It changes nothing/);
    expect(judge({}, {}, [{ path: 'a.sql', before: 'x', after: 'x' }])).toMatch(/^size/);
  });

  test('what nobody could read', () => {
    const long = 'x\n'.repeat(600_000);
    expect(judge({}, approved, [{ path: 'a.py', before: '', after: long }])).toMatch(
      /^size: .*1 MiB/,
    );
    const many = Array.from({ length: 101 }, (_, at) => ({
      path: `src/${at}.py`,
      before: 'totl\n',
      after: 'total\n',
    }));
    expect(judge({}, approved, many)).toMatch(/^size: It changes 101 files/);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 101, -1])(
    'a confidence of %d, whoever wrote it (57)',
    (confidence) => expect(judge({ confidence }, approved)).toMatch(/^mode: .*no number/),
  );

  test('numbers that are none', () => {
    expect(judge({ candidates: Number.NaN })).toMatch(/^candidates/);
    expect(judge({ candidates: 0 })).toMatch(/^candidates/);
    const budget = { fixes: Number.NaN, files: Number.NaN, lines: Number.NaN };
    expect(judge({}, { budget })).toMatch(/^budget/);
    expect(judge({}, { threshold: Number.NaN })).toMatch(/^waits, mode/);
  });
});

test('a refusal counts before a gate that would wait', () => {
  const facts = { mode: 'human-in-loop', head: 'f'.repeat(40) } as const;
  expect(judge({ candidates: 3 }, facts)).toMatch(/^head: /);
});

describe('another try', () => {
  test('waits for nobody, for it changes nothing', () => {
    const facts = { mode: 'human-in-loop', verification: false } as const;
    expect(judge({ action: { kind: 'retry' }, confidence: 50 }, facts, [])).toBe('pass');
  });

  test('that changes files is refused', () => {
    expect(judge({ action: { kind: 'retry' } })).toMatch(/^paths: .*only another try/);
  });

  test('by a command that changes nothing in git is a fix like any other', () => {
    const action = { kind: 'command', argv: ['dbt', 'deps'], directory: '.', changes: [] } as const;
    expect(judge({ action }, {}, [])).toBe('pass');
    expect(judge({ action }, { mode: 'human-in-loop' }, [])).toMatch(/^waits, mode/);
  });
});
