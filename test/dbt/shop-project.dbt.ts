import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { otherSize, shopData } from '../../scripts/bench-heal/shop-data.ts';
import { DbtProject, shopFiles } from './helpers/dbt-project.ts';

interface RunResults {
  readonly results: readonly { readonly unique_id: string; readonly status: string }[];
}

function statuses(project: DbtProject): Map<string, string> {
  const text = readFileSync(join(project.folder, 'target/run_results.json'), 'utf8');
  const { results } = JSON.parse(text) as RunResults;
  return new Map(results.map(({ unique_id, status }) => [unique_id, status]));
}

const count = (project: DbtProject, resource: string) =>
  [...statuses(project).keys()].filter((id) => id.startsWith(`${resource}.`)).length;

describe('the example dbt project', () => {
  const project = new DbtProject(shopFiles());
  beforeAll(async () => {
    const deps = await project.dbt('deps');
    expect(deps.output).toContain('Installed from <local @ packages/shop_utils>');
  });
  afterAll(() => project.remove());

  it('builds all of its seeds, models and tests', async () => {
    const built = await project.dbt('build');
    expect(built.output).toContain('Completed successfully');
    expect(built.exit).toBe(0);
    expect(count(project, 'seed')).toBeGreaterThanOrEqual(4);
    expect(count(project, 'model')).toBeGreaterThanOrEqual(14);
    expect(count(project, 'test')).toBeGreaterThanOrEqual(60);
    expect([...new Set(statuses(project).values())].sort()).toEqual(['pass', 'success']);
  });

  it('builds again on what is there, the incremental model by the days that are new', async () => {
    const built = await project.dbt('build');
    expect(built.exit).toBe(0);
    const compiled = readFileSync(
      join(project.folder, 'target/run/shop/models/marts/finance/fct_daily_revenue.sql'),
      'utf8',
    );
    expect(compiled).toContain('DBT_INCREMENTAL_TARGET');
  });

  it('builds in the database that an environment variable names', async () => {
    const elsewhere = join(project.folder, 'elsewhere.duckdb');
    const built = await project.run('env', `SHOP_DUCKDB_PATH=${elsewhere}`, 'dbt', 'seed');
    expect(built.exit).toBe(0);
    expect(readFileSync(elsewhere).length).toBeGreaterThan(0);
  });
});

describe('the second data set of the benchmark', () => {
  const project = new DbtProject(shopFiles());
  afterAll(() => project.remove());

  it('is one that all tests of the project allow, and holds other rows', async () => {
    const other = shopData('other', otherSize);
    for (const [path, text] of other)
      if (!path.includes('ref_')) expect(shopFiles().get(path)).not.toBe(text);
    project.change(other);
    await project.dbt('deps');
    const built = await project.dbt('build');
    expect(built.output).toContain('Completed successfully');
    expect([...new Set(statuses(project).values())].sort()).toEqual(['pass', 'success']);
  });
});
