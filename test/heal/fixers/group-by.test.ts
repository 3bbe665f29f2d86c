import { describe, expect, it } from '@jest/globals';
import type { Project } from '../../../src/heal/fix/fix.ts';
import type { Failure } from '../../../src/heal/fix/fixer.ts';
import { groupBy } from '../../../src/heal/fixers/dbt/group-by.ts';
import { diagnosisOf } from '../diagnosis-of.ts';

const model = `select
    day,
    region,
    sum(amount) as amount
from {{ ref('sales') }}
group by
    day
`;

function aProject(files: Readonly<Record<string, string>>): Project {
  const all: Readonly<Record<string, string>> = {
    'dbt_project.yml': 'name: shop\n',
    'models/by_day.sql': model,
    ...files,
  };
  return {
    paths: Object.keys(all).sort(),
    read: (path) => all[path] ?? null,
    artifact: () => null,
    lastGood: () => null,
    earlier: () => [],
    gone: () => [],
    directory: '.',
  };
}

function failureOf(column: string): Failure {
  const evidence = [
    'Runtime Error in model by_day (models/by_day.sql)',
    `  Binder Error: column "${column}" must appear in the GROUP BY clause or must be part of an aggregate function.`,
  ];
  return { diagnosis: diagnosisOf(evidence.join('\n')), evidence, argv: ['dbt', 'build'] };
}

describe('a column that is selected and not grouped by', () => {
  it('is grouped by where the project tells rows apart by it elsewhere', () => {
    const project = aProject({
      'models/by_region.sql': 'select region, count(*) as n from x group by region\n',
    });
    const [draft, ...others] = groupBy.propose(failureOf('region'), project);
    expect(others).toEqual([]);
    expect(draft?.candidates).toBe(1);
    expect(draft?.action).toEqual({
      kind: 'edit',
      edits: [
        expect.objectContaining({ after: expect.stringMatching(/^ {4}day,\n {4}region\n$/) }),
      ],
    });
  });

  it('is a key as well where a test or a model of the project says so', () => {
    const tested =
      'models:\n  - name: by_day\n    tests:\n      - unique_by:\n          columns: [day, region]\n';
    const drafts = groupBy.propose(failureOf('region'), aProject({ 'models/shop.yml': tested }));
    expect(drafts[0]?.candidates).toBe(1);
  });

  it('may have lost its aggregate where nothing says that rows are told apart by it', () => {
    const drafts = groupBy.propose(failureOf('region'), aProject({}));
    expect(drafts[0]?.candidates).toBe(2);
  });
});
