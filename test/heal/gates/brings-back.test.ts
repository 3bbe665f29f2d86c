import { describe, expect, test } from '@jest/globals';
import type { FixAction } from '../../../src/heal/fix/fix.ts';
import { judged, words } from './a-change.ts';

const back = (path: string, before: string | null, after: string, approved = false) => {
  const action: FixAction = { kind: 'restore', path, from: 'history' };
  return words(judged(path, before, after, { approved }, action));
};

describe('what an earlier commit had, and nobody else knows', () => {
  test('waits for a person, always', () => {
    const text = 'select a from x where a > 1 limit 5\n';
    expect(back('models/orders.sql', null, text)).toMatch(/^waits, candidates: .*come back/);
    expect(back('models/orders.sql', null, text, true)).toBe('pass');
    expect(back('config.json', null, '{}\n')).toMatch(/^waits/);
    const plain: FixAction = { kind: 'restore', path: 'models/orders.sql' };
    expect(words(judged('models/orders.sql', null, text, {}, plain))).toMatch(/^waits/);
  });

  test('is no way to what is protected', () => {
    expect(back('tests/a.sql', null, 'select 1\n', true)).toMatch(/^paths/);
    expect(back('.github/workflows/a.yml', null, 'on: push\n', true)).toMatch(/^paths/);
    expect(back('seeds/a.csv', null, 'a\n', true)).toMatch(/^paths/);
  });

  test('may be a macro of a file whose other lines stay', () => {
    const macro = '{% macro a() %}1{% endmacro %}\n';
    const more = '{% macro b() %}2{% endmacro %}\n';
    expect(back('macros/m.sql', macro, macro + more, true)).toBe('pass');
    expect(back('macros/m.sql', macro, more, true)).toMatch(/^weakening/);
    expect(back('models/a.sql', 'select 1\n', 'select 1 where false\n', true)).toMatch(
      /^weakening/,
    );
  });

  test('may be the values of variables, and nothing else of a project', () => {
    const was = 'name: shop\nvars:\n  a: 1\n';
    expect(back('dbt_project.yml', was, `${was}  b: 2\n`, true)).toBe('pass');
    expect(back('dbt_project.yml', was, `${was}  b: 2\n`)).toMatch(/^waits/);
    expect(back('dbt_project.yml', 'name: shop\n', `${was}`, true)).toBe('pass');
    expect(back('dbt_project.yml', was, was.replace('1', '2'), true)).toMatch(/^meaning/);
    const hook = `${was}  b: 2\non-run-end: "drop table x"\n`;
    expect(back('dbt_project.yml', was, hook, true)).toMatch(/^meaning/);
    const action: FixAction = { kind: 'diff', diff: '' };
    const facts = { approved: true };
    expect(words(judged('dbt_project.yml', was, `${was}  b: 2\n`, facts, action))).toMatch(
      /^meaning/,
    );
  });
});
