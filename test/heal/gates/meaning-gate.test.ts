import { describe, expect, test } from '@jest/globals';
import { judged, words } from './a-change.ts';

const schema = `version: 2
models:
  - name: orders
    description: one row per order
    config:
      contract: { enforced: true }
    columns:
      - name: order_id
        data_type: integer
        tests:
          - unique
          - not_null
      - name: status
        tests:
          - accepted_values:
              values: ['placed', 'shipped']
      - name: note
  - name: customers
    columns:
      - name: custmer_id
        data_tests:
          - relationships: { to: ref('orders'), field: customer_id, config: { severity: error } }
sources:
  - name: shop
    tables:
      - name: raw_ordrs
        columns:
          - name: id
            tests: [unique]
`;
const change = (from: string, to: string) => {
  if (!schema.includes(from)) throw new Error(`the file does not hold ${from}`);
  return words(judged('models/schema.yml', schema, schema.replace(from, to)));
};

describe('a dbt YAML file may change', () => {
  test.each([
    ['a description', 'one row per order', 'one row for each order'],
    ['a column without tests', 'name: note', 'name: remark'],
    ['a misspelt column', 'custmer_id', 'customer_id'],
    ['a misspelt table of a source', 'raw_ordrs', 'raw_orders'],
    ['its layout', '[unique]', '[ "unique" ]'],
    ['a column without tests that goes', '      - name: note\n', ''],
    ['a comment', 'version: 2', '# the shop\nversion: 2'],
  ])('%s', (_, from, to) => expect(change(from, to)).toBe('pass'));
});

describe('a dbt YAML file may not change', () => {
  test.each([
    ['a test that goes', '          - unique\n', ''],
    ['a test that comes', '          - unique\n', '          - unique\n          - evil\n'],
    ['an argument of a test', "'shipped'", "'shipped', 'lost'"],
    ['a severity (53)', 'severity: error', 'severity: warn'],
    [
      'a severity that comes (53)',
      '          - not_null',
      '          - not_null: { severity: warn }',
    ],
    ['a contract', 'enforced: true', 'enforced: false'],
    ['a type of a contract', 'data_type: integer', 'data_type: varchar'],
    ['enabled', '    description: one', '    config: { enabled: false }\n    description: one'],
    ['a hook (54)', '    description: one', '    post_hook: drop table x\n    description: one'],
    ['the model that tests hang on', 'name: orders\n', 'name: ordrs\n'],
    ['the column that tests hang on', 'name: order_id', 'name: shipping_note'],
    [
      'the key of tests',
      '        tests:\n          - unique',
      '        tsets:\n          - unique',
    ],
    ['a test in a comment', '          - unique', '          # - unique'],
    [
      'a column with tests that goes',
      / {6}- name: status[\s\S]*?shipped'\]\n/.exec(schema)?.[0] ?? '',
      '',
    ],
    ['a model that comes twice', 'sources:', '  - name: orders\nsources:'],
    ['a document behind another', 'sources:', '---\nsources:'],
    ['a tag of Python', 'one row per order', '!!python/object/apply:os.system ["id"]'],
    ['what can be read', 'models:', 'models'],
    ['a key that is there twice', 'version: 2', 'version: 2\nversion: 2'],
  ])('%s', (_, from, to) => expect(change(from, to)).toMatch(/^meaning: /));

  test('what hides behind an anchor', () => {
    const laughs = (depth: number) =>
      Array.from({ length: depth }, (_, at) =>
        at === 0 ? 'l0: &l0 [x, x]' : `l${at}: &l${at} [*l${at - 1}, *l${at - 1}, *l${at - 1}]`,
      ).join('\n');
    expect(words(judged('a.yml', 'a: 1\n', `${laughs(30)}\n`))).toMatch(/^meaning: /);
  });

  test('a new file with tests, hooks or what is not enabled', () => {
    expect(words(judged('m.yml', null, 'models: [{ name: a, enabled: no }]'))).toMatch(/^meaning/);
    expect(words(judged('m.yml', null, 'models: [{ name: a }]'))).toBe('pass');
  });
});

describe('dbt_project.yml', () => {
  const project = `name: shop
profile: shop
model-paths: [models]
test-paths: [tests]
vars:
  strat_date: '2020-01-01'
models:
  shop:
    +materialized: view
    staging:
      +enabled: true
on-run-end: "{{ log('done') }}"
`;
  const changed = (from: string, to: string) =>
    words(judged('dbt_project.yml', project, project.replace(from, to)));

  test('may change what is built and how', () => {
    expect(changed('+materialized: view', '+materialized: table')).toBe('pass');
    expect(changed('strat_date', 'start_date')).toBe('pass');
  });

  test.each([
    ['where tests are looked for', '[tests]', '[no_tests]'],
    ['the profile', 'profile: shop', 'profile: prod'],
    ['what is enabled', '+enabled: true', '+enabled: false'],
    ['what is enabled elsewhere', '    +materialized: view', '    +enabled: false'],
    ['hooks (54)', "log('done')", "run_query('drop table a')"],
    ['hooks that come (54)', 'vars:', 'on-run-start: drop table a\nvars:'],
    ['values of variables', '2020-01-01', '2999-01-01'],
    ['what packages override', 'vars:', 'dispatch: []\nvars:'],
  ])('may not change %s', (_, from, to) => expect(changed(from, to)).toMatch(/^meaning: /));
});

describe('a YAML file that could not be read', () => {
  const broken = (from: string, to: string) => {
    const before = schema.replace(from, to);
    if (before === schema) throw new Error('nothing was broken');
    return before;
  };
  const mended = (before: string, after: string) =>
    words(judged('models/schema.yml', before, after));

  test.each([
    ['a tab', '    description: one', '\tdescription: one'],
    ['a tab before a test', '          - not_null', '\t\t- not_null'],
    ['a lost colon', '    columns:\n      - name: order_id', '    columns\n      - name: order_id'],
    ['a lost bracket', "'shipped']", "'shipped'"],
    ['a lost quote', "['placed'", "['placed"],
    ['a line that slipped', '    description: one', '   description: one'],
  ])('may get back what it lost: %s', (_, from, to) => {
    expect(mended(broken(from, to), schema)).toBe('pass');
  });

  const torn = broken('    description: one', '\tdescription: one');
  test.each([
    ['a test', '          - unique\n', ''],
    ['a test, as part of the line above', '          - not_null', '            - not_null'],
    ['a test, as a comment', '          - not_null', '          #- not_null'],
    ['an accepted value', "'shipped'", "'shipped', 'lost'"],
    ['a word', 'integer', 'varchar'],
    ['a contract that slips elsewhere', '      contract', '    contract'],
    ['two signs', "['placed', 'shipped']", "'placed', 'shipped'"],
  ])('may not lose or change meanwhile: %s', (_, from, to) => {
    expect(mended(torn, schema.replace(from, to))).toMatch(/^meaning: /);
  });

  test('may not stay broken', () => {
    expect(mended(torn, `${torn}# mended\n`)).toMatch(/not be readable/);
  });
});

describe('what people do not see', () => {
  test.each(['\u202e', '\u200b', '\u2066', '\u{e0041}', '\u001b[2K', '\b'])(
    '%j does not come in (44)',
    (hidden) => {
      expect(words(judged('src/a.py', 'x = 1\n', `x = 2${hidden}\n`))).toMatch(/cannot be seen/);
    },
  );

  test('may go', () => {
    expect(words(judged('src/a.py', 'x =\u200b 1\n', 'x = 1\n'))).toBe('pass');
  });
});

describe('a column on which tests hang may lose a slip of the pen', () => {
  const yaml = (name: string) =>
    `models:\n  - name: orders\n    columns:\n      - name: ${name}\n        data_tests: [not_null]\n      - name: paid_at\n`;
  const renamed = (
    from: string,
    to: string,
    sql = 'select leaves_at, is_kept, is_kapt from x\n',
  ) => {
    const files = {
      paths: ['models/m.yml', 'models/orders.sql'],
      read: (path: string) => (path.endsWith('.sql') ? sql : yaml(from)),
    };
    return words(judged('models/m.yml', yaml(from), yaml(to), { files }));
  };

  test('where nothing has the misspelt name', () => {
    expect(renamed('leves_at', 'leaves_at')).toBe('pass');
  });

  test('but is not moved to another column, to one that has an entry, or to a name that is far', () => {
    expect(renamed('is_kept', 'is_kapt')).toMatch(/^meaning: .*models\/orders.sql` says that name/);
    expect(renamed('pad_at', 'paid_at')).toMatch(/^meaning: .*an entry of its own/);
    expect(renamed('amount', 'leaves_at')).toMatch(/^meaning: .*would hang on/);
    expect(renamed('min_day', 'max_day')).toMatch(/^meaning: .*would hang on/);
  });

  test('and its tests stay what they are', () => {
    const before = yaml('leves_at');
    for (const after of [
      yaml('leaves_at').replace('[not_null]', '[unique]'),
      yaml('leaves_at').replace('[not_null]', '[]'),
      yaml('leaves_at').replace('        data_tests: [not_null]\n', ''),
      yaml('leaves_at').replace('[not_null]', '[{not_null: {severity: warn}}]'),
    ])
      expect(words(judged('models/m.yml', before, after))).toMatch(/^meaning: /);
  });
});
