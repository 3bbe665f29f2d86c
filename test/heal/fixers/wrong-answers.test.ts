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
