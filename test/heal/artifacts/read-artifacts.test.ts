import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { failedTests, readJunit } from '../../../src/heal/artifacts/junit.ts';
import { readManifest } from '../../../src/heal/artifacts/manifest.ts';
import { failedNodes, readRunResults } from '../../../src/heal/artifacts/run-results.ts';

/** Left behind by real runs of dbt, pytest and node; fields that nobody reads are taken out. */
const file = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

describe("dbt's run_results.json", () => {
  it('gives how each node ended, and how many were executed', () => {
    const results = readRunResults(file('run-results-test.json'));
    expect(results).toMatchObject({
      invocationId: 'a55e67f4-37ab-42b4-a023-5eeadfdc2706',
      executed: 3,
    });
    expect(results?.nodes.map(({ status }) => status)).toEqual([
      'success',
      'success',
      'fail',
      'skipped',
      'skipped',
    ]);
    expect(results && failedNodes(results)).toEqual([
      expect.objectContaining({
        id: 'test.shop.unique_orders_id.1360ecc70e',
        message: 'Got 1 result, configured to fail if != 0',
        failures: 1,
      }),
    ]);
  });

  it.each([
    ['no JSON', 'nothing'],
    ['another artifact', file('manifest.json')],
    ['a list', '[]'],
    ['an unknown status', file('run-results-test.json').replace('"fail"', '"fine"')],
    ['no invocation', file('run-results-test.json').replace('invocation_id', 'invocation')],
  ])('is refused where it is %s', (_, text) => {
    expect(readRunResults(text)).toBeNull();
  });
});

describe("dbt's manifest.json", () => {
  it('gives names, places, columns and what a node reads', () => {
    const manifest = readManifest(file('manifest.json'));
    expect(manifest?.projectName).toBe('shop');
    expect(manifest?.nodes.get('model.shop.orders')).toMatchObject({
      name: 'orders',
      path: 'models/orders.sql',
      columns: ['id', 'amount'],
      dependsOn: ['seed.shop.raw_orders'],
    });
    expect(manifest?.macros.size).toBe(2);
  });

  it('keeps only the nodes that are asked for', () => {
    const manifest = readManifest(file('manifest.json'), ['model.shop.orders', 'model.x.none']);
    expect([...(manifest?.nodes.keys() ?? [])]).toEqual(['model.shop.orders']);
  });

  it('takes no name of a node for one of its own', () => {
    const hostile = JSON.stringify({
      metadata: { invocation_id: 'a', dbt_schema_version: 'https://x/manifest/v12.json' },
      nodes: { constructor: 1, toString: { name: 7, columns: [] } },
    }).replace('"nodes":{', '"nodes":{"__proto__":{"name":"evil"},');
    const manifest = readManifest(hostile);
    expect(manifest?.nodes.get('toString')).toMatchObject({ name: '', columns: [] });
    expect(({} as { name?: string }).name).toBeUndefined();
  });
});

describe('a report in the form of JUnit', () => {
  it('of pytest gives each test, and why it failed', () => {
    const report = readJunit(file('pytest.xml'));
    expect(report?.executed).toBe(6);
    expect(report?.tests.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'passed',
      'passed',
      'failed',
      'error',
      'failed',
    ]);
    expect(report && failedTests(report)[0]).toEqual({
      name: 'test_total',
      classname: 'tests.test_cart',
      file: '',
      outcome: 'failed',
      message: 'assert 6 == 7\n +  where 6 = total([1, 2, 3])',
    });
  });

  it('of node, without suites, is one as well; what was skipped was not executed', () => {
    const report = readJunit(file('node-test.xml'));
    expect(report?.tests.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['adds up', 'failed'],
      ['skips', 'skipped'],
      ['fine', 'passed'],
    ]);
    expect(report?.executed).toBe(2);
  });

  it('takes the file of its suite, and the text where there is no message', () => {
    const report = readJunit(
      '<testsuite file="a.php"><testsuite><testcase name="a &lt; &#98;"><failure>x<![CDATA[<y>]]></failure></testcase></testsuite></testsuite>',
    );
    expect(report?.tests).toEqual([
      { name: 'a < b', classname: '', file: 'a.php', outcome: 'failed', message: 'x<y>' },
    ]);
  });

  const bomb = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><testsuites><testcase name="&b;"/></testsuites>`;
  it.each([
    ['has entities of its own', bomb],
    ['reads a file', '<!doctype a SYSTEM "file:///etc/passwd"><testsuites/>'],
    ['is nested without end', '<testsuites>'.repeat(100_000)],
    ['is another kind of document', '<html><testcase name="a"/></html>'],
    ['is no XML', '{"tests": 1}'],
    ['is empty', ''],
  ])('is refused where it %s', (_, text) => {
    expect(readJunit(text)).toBeNull();
  });

  it('knows no outcome but its own', () => {
    const report = readJunit('<testsuite><testcase name="a"><constructor/></testcase></testsuite>');
    expect(report ? failedTests(report) : []).toEqual([]);
  });

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      '<testsuite ',
      '<testcase name="',
      '">',
      '</',
      '<![CDATA[',
      '&#x',
      '<?',
      '-->',
      'a',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        readJunit(`<testsuite>${parts.join('')}`);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
