import { describe, expect, test } from '@jest/globals';
import type { ChangeSet } from '../../../src/heal/fix/fix.ts';
import type { GateFacts } from '../../../src/heal/fix/gate.ts';
import { judgeChange } from '../../../src/heal/gates/judge-change.ts';
import { aFix, factsWith, words } from './a-change.ts';

const text = 'select a from raw where a > 1\n';
const base = {
  'dbt_project.yml': 'name: shop\n',
  'models/stg_order.sql': text,
  'models/orders.sql': "select a from {{ ref('stg_orders') }}\n",
};

function renamed(
  from: string,
  to: string,
  files: Readonly<Record<string, string | null>> = base,
  facts: Partial<GateFacts> = {},
): string {
  return judgedAs(
    [
      { path: from, before: text, after: null },
      { path: to, before: null, after: text },
    ],
    files,
    facts,
  );
}

function judgedAs(
  changes: ChangeSet,
  files: Readonly<Record<string, string | null>> = base,
  facts: Partial<GateFacts> = {},
): string {
  const before = { paths: Object.keys(files).sort(), read: (path: string) => files[path] ?? null };
  return words(judgeChange(aFix(), changes, factsWith({ files: before, ...facts })));
}

const [from, to] = ['models/stg_order.sql', 'models/stg_orders.sql'];

describe('a model whose file has another name than ref() asks for', () => {
  test('may get that name, whatever its length', () => {
    expect(renamed(from, to)).toBe('pass');
    const long = text.repeat(300);
    const changes = [
      { path: from, before: long, after: null },
      { path: to, before: null, after: long },
    ];
    expect(judgedAs(changes, { ...base, [from]: long })).toBe('pass');
  });

  test('may get it though a file outside of its project has the old one, unless that is a command', () => {
    const files = {
      ...Object.fromEntries(Object.entries(base).map(([path, is]) => [`dbt/${path}`, is])),
      'stg_order.sql': 'select 1 as stg_order\n',
    };
    expect(renamed(`dbt/${from}`, `dbt/${to}`, files)).toBe('pass');
    const script = { ...files, Makefile: 'test:\n\tdbt test -s stg_order\n' };
    expect(renamed(`dbt/${from}`, `dbt/${to}`, script)).toMatch(/old name is still in use/);
  });

  test('waits for a person where the names are no slips of one another', () => {
    const files = { ...base, 'models/prepared.sql': text, [from]: 'select 1\n' };
    expect(renamed('models/prepared.sql', to, files)).toMatch(/^waits, candidates: .*finished or/);
    expect(renamed('models/prepared.sql', to, files, { approved: true })).toBe('pass');
  });
});

describe('what only looks like it is refused', () => {
  const refused: readonly (readonly [string, string, Readonly<Record<string, string | null>>])[] = [
    ['nothing asks for the new name', to, { ...base, 'models/orders.sql': 'select 1\n' }],
    [
      'a test hangs on the old name',
      to,
      { ...base, 'models/m.yml': 'models: [{name: stg_order, data_tests: [x]}]\n' },
    ],
    [
      'a reader asks for the old name',
      to,
      { ...base, 'models/two.sql': "select 1 from {{ ref('stg_order') }}\n" },
    ],
    ['another file has the name', to, { ...base, 'models/more/stg_orders.sql': 'select 2\n' }],
    ['a seed has the name', to, { ...base, 'seeds/stg_orders.csv': 'a\n1\n' }],
    ['a reader cannot be read', to, { ...base, 'models/huge.sql': null }],
    [
      'a pipeline tests it by its old name',
      to,
      { ...base, '.github/pipelines/night.yml': 'run: dbt test --select stg_order\n' },
    ],
    ['a script does', to, { ...base, 'check.sh': 'dbt test --select stg_order+\n' }],
    ['the project cannot be read', to, { ...base, 'dbt_project.yml': 'name: [\n' }],
    ['it is no dbt project', to, { [from]: text, 'a.sql': "ref('stg_orders')\n" }],
    ['it is in no folder of models', to, { ...base, 'dbt_project.yml': 'model-paths: [other]\n' }],
    ['it moves to another folder', 'models/more/stg_orders.sql', base],
    ['it is no query any more', 'models/stg_orders.txt', base],
    ['it becomes a test', 'models/stg_orders.test.sql', base],
  ];

  test.each(refused)('%s', (_, target, files) => {
    expect(renamed(from, target, files)).toMatch(/^paths: /);
  });

  test('a single byte differs, something else changes as well, or nothing comes in its place', () => {
    const gone = { path: from, before: text, after: null };
    expect(judgedAs([gone])).toMatch(/deletes no files/);
    expect(judgedAs([gone, { path: to, before: null, after: `${text} ` }])).toMatch(/deletes no/);
    const more = { path: 'models/orders.sql', before: 'select 1\n', after: 'select 2\n' };
    expect(judgedAs([gone, { path: to, before: null, after: text }, more])).toMatch(/deletes no/);
    expect(judgedAs([gone, { path: to, before: 'select 2\n', after: text }])).toMatch(/deletes no/);
  });

  test('either end is protected', () => {
    expect(renamed('tests/stg_order.sql', 'tests/stg_orders.sql')).toMatch(/belongs to the tests/);
    const files = { ...base, 'dbt_project.yml': 'name: a\ntest-paths: [models]\n' };
    expect(renamed(from, to, files)).toMatch(/belongs to the tests/);
    expect(renamed(from, to, base, { protect: [to] })).toMatch(/protected by this repository/);
    expect(renamed(from, to, base, { links: new Set([from]) })).toMatch(/symbolic link/);
  });
});
