import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { aSite, type Site } from './a-site.ts';

/** What a run left in files says what failed, where its log does not. */
jest.setTimeout(60_000);

let site: Site;
afterEach(() => site.remove());

const results = (invocation: string) => `{
  "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "invocation_id": "${invocation}"},
  "results": [{"unique_id": "test.shop.unique_orders_id.1360ecc70e", "status": "fail", "message": "Got 1 result, configured to fail if != 0"}]
}`;
const first = 'a55e67f4-37ab-42b4-a023-5eeadfdc2706';

/** \`dbt\` that says next to nothing and does this. */
function aDbt(what: string): void {
  site = aSite({ '.gitignore': 'target/\nreports/\n', 'dbt_project.yml': 'name: shop\n' });
  const script = `#!${process.execPath}
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('target', { recursive: true });
mkdirSync('reports', { recursive: true });
${what}
process.exit(1);
`;
  writeFileSync(join(site.bin, 'dbt'), script, { mode: 0o755 });
}
const heal = () => site.heal('dbt build', {}, { retries: 0 });

describe('a run that fails', () => {
  test('is named by the results that it wrote', async () => {
    aDbt(`writeFileSync('target/run_results.json', ${JSON.stringify(results(first))});`);
    const { report } = await heal();
    expect(report.failure).toMatchObject({ category: 'data_quality' });
    expect(report.failure?.summary).toContain('unique_orders_id');
  });

  test('is not named by results that an earlier run wrote', async () => {
    aDbt('');
    site.write('target/run_results.json', results(first));
    utimesSync(join(site.root, 'target/run_results.json'), 1, 1);
    expect((await heal()).report.failure).toMatchObject({ kind: 'unknown' });
  });

  test('is not named by results of another invocation than its log', async () => {
    aDbt(`console.log(JSON.stringify({ data: {}, info: { level: 'error', invocation_id: 'another', msg: 'x' } }));
writeFileSync('target/run_results.json', ${JSON.stringify(results(first))});`);
    expect((await heal()).report.failure?.summary).not.toContain('unique_orders_id');
  });

  test('is named by the report of its tests', async () => {
    const junit =
      '<testsuite><testcase classname="shop" name="adds up"><failure message="3 is not 4"/></testcase></testsuite>';
    aDbt(`writeFileSync('reports/junit.xml', ${JSON.stringify(junit)});`);
    const { report } = await heal();
    expect(report.failure).toMatchObject({ category: 'test_assertion' });
    expect(report.failure?.summary).toContain('adds up');
  });
});
