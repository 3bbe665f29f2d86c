import { describe, expect, it } from '@jest/globals';
import { aFailure, aProject, fixesFor, healing, mended } from './a-project.ts';

const end = '\n\nDone. PASS=1 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=2';
const parsing = (message: string) =>
  aFailure(`Encountered an error:\nCompilation Error\n  ${message}`, 'dbt build', 2);
const noNode = (name: string) =>
  parsing(
    `Model 'model.shop.income' (models/income.sql) depends on a node named '${name}' which was not found`,
  );

const files = {
  'dbt_project.yml': 'name: shop\nvars:\n  rate: 2\n',
  'models/income.sql': "select kind, fee from {{ ref('seats_sold') }}\n",
  'models/seat_sold.sql': "select kind, fee from {{ ref('raw') }}\n",
  'seeds/raw.csv': 'kind,fee\na,1\n',
};

describe('a name that stands once on either side', () => {
  it('waits where nobody knows which side is the slip', () => {
    const fixes = fixesFor(noNode('seats_sold'), aProject({ files }));
    expect(fixes.length).toBeGreaterThan(1);
    expect(fixes.map(({ candidates }) => candidates)).not.toContain(1);
  });

  it('is mended where the model got another name, if history has the same text under the old one', () => {
    const past = { 'models/seats_sold.sql': files['models/seat_sold.sql'] };
    const fix = healing(fixesFor(noNode('seats_sold'), aProject({ files, past })));
    expect(fix?.remedy).toBe('dbt-rename-file');
    expect(Object.keys(fix ? mended(fix, files) : {})).toContain('models/seats_sold.sql');
  });

  it('is mended where it is read, if that was written lately', () => {
    const past = { 'models/income.sql': files['models/income.sql'].replace('seats', 'seat') };
    const fix = healing(fixesFor(noNode('seats_sold'), aProject({ files, past })));
    expect(fix && mended(fix, files)['models/income.sql']).toBe(past['models/income.sql']);
  });

  it('is no slip of a model that was another one', () => {
    const past = { 'models/seats_sold.sql': 'select 1 as kind, 2 as fee\n' };
    const fixes = fixesFor(noNode('seats_sold'), aProject({ files, past }));
    expect(fixes.map(({ remedy }) => remedy)).toEqual(['restore-from-history']);
  });
});

describe('what an earlier commit had', () => {
  it('comes back as a proposal: a model', () => {
    const past = { 'models/paid.sql': 'select 1 as fee\n' };
    const [fix, ...more] = fixesFor(noNode('paid'), aProject({ files, past }));
    expect(fix?.action).toEqual({ kind: 'restore', path: 'models/paid.sql', from: 'history' });
    expect(more).toEqual([]);
    expect(fix && healing([fix])).toBeUndefined();
  });

  it('or the model that has its text under quite another name', () => {
    const past = { 'models/paid.sql': files['models/seat_sold.sql'] };
    const [fix] = fixesFor(noNode('paid'), aProject({ files, past }));
    expect(fix).toMatchObject({ remedy: 'dbt-rename-file', candidates: 2 });
  });

  it.each([
    ['a file of macros', { 'macros/money.sql': '{% macro euros(x) %}{{ x }}{% endmacro %}\n' }, {}],
    [
      'a macro of a file',
      {
        'macros/money.sql':
          '{% macro a() %}1{% endmacro %}\n{% macro euros(x) %}{{ x }}{% endmacro %}\n',
      },
      { 'macros/money.sql': '{% macro a() %}1{% endmacro %}\n' },
    ],
  ])('%s', (_, past, now) => {
    const failure = aFailure(
      `Compilation Error in model income (models/income.sql)\n  'euros' is undefined. This can happen when calling a macro that does not exist.${end}`,
    );
    const fixes = fixesFor(failure, aProject({ files: { ...files, ...now }, past }));
    expect(fixes.map(({ action }) => action)).toContainEqual({
      kind: 'restore',
      path: 'macros/money.sql',
      from: 'history',
    });
    expect(healing(fixes)).toBeUndefined();
  });

  it('a variable', () => {
    const failure = aFailure(
      `Compilation Error in model income (models/income.sql)\n  Required var 'opening' not found in config:\n  Vars supplied to income = {}${end}`,
    );
    const past = { 'dbt_project.yml': `${files['dbt_project.yml']}  opening: 3\n` };
    const fixes = fixesFor(failure, aProject({ files, past }));
    expect(fixes[0]?.action).toEqual({ kind: 'restore', path: 'dbt_project.yml', from: 'history' });
    expect(healing(fixes)).toBeUndefined();
    expect(fixesFor(failure, aProject({ files }))).toEqual([]);
  });

  it('a column that has got quite another name', () => {
    const failure = aFailure(
      `Runtime Error in model income (models/income.sql)\n  Binder Error: Referenced column "fee" not found in FROM clause!\n  Candidate bindings: "kind"${end}`,
    );
    const now = {
      ...files,
      'models/income.sql': "select kind, fee from {{ ref('sold') }}\n",
      'models/sold.sql': 'select a as kind, b as price from x\n',
    };
    delete (now as Record<string, string>)['models/seat_sold.sql'];
    delete (now as Record<string, string>)['seeds/raw.csv'];
    const past = { 'models/sold.sql': 'select a as kind, b as fee from x\n' };
    const [fix] = fixesFor(failure, aProject({ files: now, past }));
    expect(fix?.title).toMatch(/Call the column fee again, not price/);
    expect(fix && healing([fix])).toBeUndefined();
  });
});

describe('a source that is declared and read under two near names', () => {
  const failure = parsing(
    "Model 'model.shop.a' (models/a.sql) depends on a source named 'desk.sailings' which was not found",
  );
  const yaml = (name: string) => `sources:\n  - name: desk\n    tables:\n      - name: ${name}\n`;
  const now = {
    'dbt_project.yml': 'name: shop\n',
    'models/a.sql':
      "with sailings as (select * from {{ source('desk', 'sailings') }}) select 1 as sailing\n",
    'models/s.yml': yaml('sailing'),
  };

  it('waits, or is mended at the side that was written lately', () => {
    expect(healing(fixesFor(failure, aProject({ files: now })))).toBeUndefined();
    const past = { 'models/s.yml': yaml('sailings') };
    const fix = healing(fixesFor(failure, aProject({ files: now, past })));
    expect(fix && mended(fix, now)['models/s.yml']).toBe(yaml('sailings'));
    const read = { 'models/a.sql': now['models/a.sql'].replace("'sailings'", "'sailing'") };
    const other = healing(fixesFor(failure, aProject({ files: now, past: read })));
    expect(other && mended(other, now)['models/a.sql']).toBe(read['models/a.sql']);
  });
});

describe('of answers that are equally good', () => {
  const query = (text: string) => ({ ...files, 'models/income.sql': text });
  const whole = 'select kind, round(fee + 1, 2) as f from x\n';
  const lost = 'select kind, round(fee + 1, 2 as f from x\n';
  const twice = "select kind, round(coalesce(fee, 1, 2) as f from {{ ref('seat_sold') }}\n";
  const failure = aFailure(
    `Runtime Error in model income (models/income.sql)\n  Parser Error: syntax error at or near "as"${end}`,
  );

  it('history knows which one it was', () => {
    const now = query(twice);
    const open = fixesFor(failure, aProject({ files: now }));
    expect(open.length).toBeGreaterThan(0);
    expect(healing(open)).toBeUndefined();
    const past = { 'models/income.sql': twice.replace('1, 2)', '1), 2)') };
    const fix = fixesFor(failure, aProject({ files: now, past })).find(
      (one) => one.candidates === 1,
    );
    expect(fix && mended(fix, now)['models/income.sql']).toBe(past['models/income.sql']);
  });

  it('a history of something else decides nothing', () => {
    const past = { 'models/income.sql': 'select 1\n' };
    expect(healing(fixesFor(failure, aProject({ files: query(twice), past })))).toBeUndefined();
    expect(fixesFor(failure, aProject({ files: query(lost), past })).length).toBeGreaterThan(0);
    expect(whole).toContain('2)');
  });
});
