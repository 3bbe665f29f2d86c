import { describe, expect, it } from '@jest/globals';
import { aFailure, aProject, fixesFor, healing } from './a-project.ts';

describe('what would run and be wrong', () => {
  it('is not the one of two near functions that the project calls already', () => {
    const failure = aFailure(
      'Runtime Error in model visits (models/visits.sql)\n  Catalog Error: Scalar Function with name man does not exist!\n  Did you mean "min"?\n\nDone. PASS=1 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=2',
    );
    const files = {
      'dbt_project.yml': 'name: shop\n',
      'models/visits.sql':
        "select guest, min(day) as first_day, man(day) as last_day from {{ ref('raw') }} group by guest\n",
      'seeds/raw.csv': 'guest,day\n1,2\n',
    };
    expect(healing(fixesFor(failure, aProject({ files })))).toBeUndefined();
    const other = {
      ...files,
      'models/visits.sql': files['models/visits.sql'].replace('man', 'mx'),
    };
    const plain = aFailure(
      'Runtime Error in model visits (models/visits.sql)\n  Catalog Error: Scalar Function with name mx does not exist!\n  Did you mean "max"?\n\nDone. PASS=1 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=2',
    );
    expect(healing(fixesFor(plain, aProject({ files: other })))?.title).toMatch(/Call max/);
  });

  it('is not the other side of a join that was lost', () => {
    const failure = aFailure(
      'Runtime Error in model pairs (models/pairs.sql)\n  Binder Error: Referenced table "o2" not found!\n  Candidate tables: "o1"\n\nDone. PASS=1 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=2',
    );
    const files = {
      'dbt_project.yml': 'name: shop\n',
      'models/pairs.sql': "select o1.id, o1.day, o2.day as next_day from {{ ref('raw') }} o1\n",
      'seeds/raw.csv': 'id,day\n1,2\n',
    };
    expect(healing(fixesFor(failure, aProject({ files })))).toBeUndefined();
  });
});

describe('a type that the database does not have', () => {
  const failure = (type: string) =>
    aFailure(
      `Runtime Error in model visits (models/visits.sql)\n  Catalog Error: Type with name ${type} does not exist!\n  Did you mean "x"?\n\nDone. PASS=1 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=2`,
    );
  const files = (type: string) => ({
    'dbt_project.yml': 'name: shop\n',
    'models/visits.sql': `select cast(day as ${type}) as day from {{ ref('raw') }}\n`,
    'seeds/raw.csv': 'guest,day\n1,2\n',
  });

  it('is mended where one is near, and not where two are or none', () => {
    const fix = healing(fixesFor(failure('timestmp'), aProject({ files: files('timestmp') })));
    expect(fix?.title).toMatch(/Cast to timestamp instead of timestmp/);
    for (const type of ['bateinte', 'dte2x', 'money'])
      expect(healing(fixesFor(failure(type), aProject({ files: files(type) })))).toBeUndefined();
  });
});

describe('a near name that is a word of its own', () => {
  it('is no slip of a materialization, a parameter or a key', () => {
    const end = '\n\nDone. PASS=1 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=2';
    const project = 'name: shop\n';
    const kind = aFailure(
      `Compilation Error in model a (models/a.sql)\n  No materialization 'viewer' was found for adapter duckdb!${end}`,
    );
    const view = {
      'dbt_project.yml': project,
      'models/a.sql': "{{ config(materialized='viewer') }} select 1 as viewer_id, 2 as view_id\n",
    };
    expect(healing(fixesFor(kind, aProject({ files: view })))).toBeUndefined();
    const keyword = aFailure(
      `Compilation Error in model a (models/a.sql)\n  macro 'dbt_macro__net' takes no keyword argument 'rates'${end}`,
    );
    const call = (name: string) => ({
      'dbt_project.yml': project,
      'macros/net.sql': '{% macro net(gross, share=1, min_day=none) %}{{ gross }}{% endmacro %}\n',
      'models/a.sql': `select {{ net('a', ${name}=2) }} as b\n`,
    });
    const said = (name: string) => ({
      ...keyword,
      evidence: keyword.evidence.map((line) => line.replace('rates', name)),
    });
    expect(healing(fixesFor(said('shrae'), aProject({ files: call('shrae') })))?.title).toMatch(
      /share/,
    );
    expect(
      healing(fixesFor(said('max_day'), aProject({ files: call('max_day') }))),
    ).toBeUndefined();
  });
});
