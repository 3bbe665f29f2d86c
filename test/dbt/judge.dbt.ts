import { describe, expect, it } from '@jest/globals';
import { differences } from '../../scripts/bench-heal/judge.ts';
import { withChanges } from '../../scripts/bench-heal/project-files.ts';
import { makeSetting } from '../../scripts/bench-heal/setting.ts';

const setting = makeSetting(() => undefined);
if (!setting) throw new Error('no dbt');
const shop = setting.projects['dbt-shop'];

/** The project with one text in the place of another that stands in the file. */
function shopWith(path: string, from: string, to: string) {
  const text = shop.get(path) ?? '';
  expect(text).toContain(from);
  return withChanges(shop, [[path, text.replace(from, to)]]);
}
const judged = (path: string, from: string, to: string) =>
  differences(setting, 'dbt-shop', shopWith(path, from, to));

describe('the judge of the benchmark', () => {
  it('finds nothing wrong with another text that gives the same tables', async () => {
    const path = 'models/intermediate/int_order_totals.sql';
    expect(await judged(path, 'count(*) as', 'count( 1 ) as')).toEqual([]);
  });

  it('finds a table that differs, and those made of it', async () => {
    const path = 'models/intermediate/int_order_totals.sql';
    const found = await judged(path, 'sum(gross_cents)', 'max(gross_cents)');
    expect(found[0]).toMatch(/^other tables: intermediate\.int_order_totals \(on its own data\)$/);
  });

  it('finds what differs on the second data set only', async () => {
    // Nobody on the own data ordered before that day.
    const found = await judged(
      'models/marts/marketing/fct_customer_cohorts.sql',
      'where first_order_date is not null',
      "where first_order_date >= date '2025-01-01'",
    );
    expect(found).toEqual(['other tables: marts.fct_customer_cohorts (on the second data set)']);
  });

  it('finds a test that was made milder, though no table differs', async () => {
    const path = 'models/staging/shop/_shop__models.yml';
    const milder = 'values: [placed, shipped, completed, returned, cancelled, lost]';
    const found = await judged(path, milder.replace(', lost', ''), milder);
    expect(found).toContain(`${path} says something else`);
    expect(found.join()).toContain('other tests');
  });

  it('finds data that were changed to please a test', async () => {
    const path = 'seeds/ref_countries.csv';
    expect((await judged(path, 'NL,Netherlands', 'NL,Holland'))[0]).toBe(
      `${path} says something else`,
    );
  });

  it('takes another layout of YAML as the same', async () => {
    const path = 'seeds/_seeds.yml';
    expect(await judged(path, 'seeds:\n', 'seeds:\n\n')).toEqual([]);
  });
});
