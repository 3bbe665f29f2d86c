import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readJunit } from '../../../src/heal/artifacts/junit.ts';
import { readManifest } from '../../../src/heal/artifacts/manifest.ts';
import { readRunResults } from '../../../src/heal/artifacts/run-results.ts';
import type { Artifacts } from '../../../src/heal/diagnosis.ts';
import { diagnosisOf, shownOf } from '../diagnosis-of.ts';

const file = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
const manifest = readManifest(file('manifest.json')) ?? undefined;

/** The error of a model, and the manifest of the same invocation. */
function afterError(): Artifacts {
  const runResults = readRunResults(file('run-results-error.json')) ?? undefined;
  return { ...(runResults && { runResults }), ...(manifest && { manifest }) };
}
const noise = 'Error: connect ECONNREFUSED 127.0.0.1:5432';

describe('what dbt left behind', () => {
  it('names the failure where the log does not even show it', () => {
    const text = `${noise}\n1 of 3 ERROR creating sql view model main.revenue\nsee the artifacts\n`;
    const diagnosis = diagnosisOf(text, { artifacts: afterError() });
    expect(diagnosis.kind).toBe('sql-column-missing');
    expect(diagnosis.summary).toContain('amuont');
    expect(diagnosis.files).toContain('models/revenue.sql');
    expect(shownOf(text, diagnosis)).toBe('1 of 3 ERROR creating sql view model main.revenue');
  });

  it('beats what else the log holds', () => {
    const text = `tar: a.tar: No space left on device\n\n  Runtime Error in model revenue (models/revenue.sql)\n  Binder Error: Referenced column "amuont" not found in FROM clause!\n`;
    expect(diagnosisOf(text).kind).toBe('disk-full');
    expect(diagnosisOf(text, { artifacts: afterError() }).kind).toBe('sql-column-missing');
  });

  it('is not used when the log is of another invocation', () => {
    const record = JSON.stringify({
      data: {},
      info: { level: 'error', invocation_id: 'another', msg: noise },
    });
    const diagnosis = diagnosisOf(record, { artifacts: afterError() });
    expect(diagnosis.kind).toBe('connection');
    expect(diagnosis.files).toEqual([]);
  });

  it('takes places only from the manifest of its own invocation', () => {
    const runResults = readRunResults(file('run-results-test.json')) ?? undefined;
    const diagnosis = diagnosisOf('nothing known\n', {
      artifacts: { ...(runResults && { runResults }), ...(manifest && { manifest }) },
    });
    expect(manifest?.invocationId).not.toBe(runResults?.invocationId);
    expect(diagnosis.files).toEqual([]);
  });

  it('calls a test that does not hold what it is', () => {
    const runResults = readRunResults(file('run-results-test.json')) ?? undefined;
    const diagnosis = diagnosisOf('nothing known\n', {
      artifacts: { ...(runResults && { runResults }) },
    });
    expect(diagnosis).toMatchObject({ category: 'data_quality', tests: ['unique_orders_id'] });
    expect(diagnosis.summary).toContain('unique_orders_id');
  });
});

describe('what a runner of tests left behind', () => {
  const report = readJunit(file('pytest.xml'));
  const artifacts: Artifacts = report ? { junit: [report] } : {};

  it('names the tests of a log that does not', () => {
    const diagnosis = diagnosisOf('the tests are over\n', { artifacts });
    expect(diagnosis).toMatchObject({ category: 'test_assertion', kind: 'junit-failure' });
    expect(diagnosis.summary).toBe('test_total does not hold: assert 6 == 7');
    expect(diagnosis.tests).toContain('tests.test_cart.test_total');
  });

  it('does not overrule a rule that is sure of another cause', () => {
    const text = "src/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\n";
    expect(diagnosisOf(text, { artifacts }).kind).toBe('tsc');
  });

  it('lets the message of the test say why', () => {
    const refused = readJunit(
      '<testsuite><testcase name="uploads"><error message="Error: connect ECONNREFUSED 127.0.0.1:5432"/></testcase></testsuite>',
    );
    const diagnosis = diagnosisOf('over\n', { artifacts: refused ? { junit: [refused] } : {} });
    expect(diagnosis).toMatchObject({
      category: 'network_or_flaky',
      transient: true,
      tests: ['uploads'],
    });
  });
});
