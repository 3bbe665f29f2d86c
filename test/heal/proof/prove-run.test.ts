import { describe, expect, it } from '@jest/globals';
import { failedThings } from '../../../src/heal/proof/failed-things.ts';
import { proveRun } from '../../../src/heal/proof/prove-run.ts';
import type { RunEvidence } from '../../../src/heal/proof/run-evidence.ts';
import { aFailure } from '../fixers/a-project.ts';

const nothing: RunEvidence = {
  exitCode: 0,
  signal: null,
  tail: '',
  runResults: null,
  manifest: null,
  junit: [],
};

function aRun(over: Partial<RunEvidence>): RunEvidence {
  return { ...nothing, ...over };
}

function results(invocation: string, nodes: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
      invocation_id: invocation,
    },
    results: Object.entries(nodes).map(([unique_id, status]) => ({
      unique_id,
      status,
      message: '',
    })),
  });
}

function manifest(...ids: readonly string[]): string {
  const nodes = Object.fromEntries(ids.map((id) => [id, { name: id, resource_type: 'model' }]));
  const version = 'https://schemas.getdbt.com/dbt/manifest/v12.json';
  return JSON.stringify({
    metadata: { dbt_schema_version: version, invocation_id: 'x' },
    nodes,
    sources: {},
    macros: {},
  });
}

const dbtFailure = aFailure(
  'Runtime Error in model loans (models/loans.sql)\n  Binder Error: Referenced column "fe" not found in FROM clause!\n  Candidate bindings: "fee"\n',
);
const failed = aRun({
  exitCode: 1,
  runResults: results('one', {
    'seed.lib.raw': 'success',
    'model.lib.loans': 'error',
    'test.lib.unique_loans': 'skipped',
  }),
  manifest: manifest('seed.lib.raw', 'model.lib.loans', 'test.lib.unique_loans'),
});
const good = {
  'seed.lib.raw': 'success',
  'model.lib.loans': 'success',
  'test.lib.unique_loans': 'pass',
};

function proof(after: Partial<RunEvidence>) {
  return proveRun(failedThings(dbtFailure, failed), aRun(after));
}

describe('a run of dbt', () => {
  it('is proof when what failed and what was skipped has passed', () => {
    const shown = proof({ runResults: results('two', good) });
    expect(shown).toEqual({
      ok: true,
      proof:
        '3 dbt nodes ran, among them what had not passed before: model.lib.loans, test.lib.unique_loans.',
    });
  });

  it.each([
    ['ends with an error', { exitCode: 1, runResults: results('two', good) }],
    [
      'is ended by a signal',
      { exitCode: null, signal: 'SIGKILL', runResults: results('two', good) },
    ],
    ['leaves no results', {}],
    ['leaves the old results', { runResults: results('one', good) }],
    ['executes nothing', { runResults: results('two', {}) }],
    [
      'skips what had failed',
      { runResults: results('two', { ...good, 'model.lib.loans': 'skipped' }) },
    ],
    [
      'leaves out what had failed',
      {
        runResults: results('two', {
          'seed.lib.raw': 'success',
          'model.lib.other': 'success',
          'test.lib.unique_loans': 'pass',
        }),
      },
    ],
    [
      'only warns of what had failed',
      { runResults: results('two', { ...good, 'model.lib.loans': 'warn' }) },
    ],
    [
      'leaves out what had passed',
      {
        runResults: results('two', {
          'model.lib.loans': 'success',
          'test.lib.unique_loans': 'pass',
          'test.lib.new': 'pass',
        }),
      },
    ],
    [
      'has fewer nodes',
      {
        runResults: results('two', {
          'model.lib.loans': 'success',
          'test.lib.unique_loans': 'pass',
        }),
      },
    ],
    [
      'has lost a node of the project',
      { runResults: results('two', good), manifest: manifest('seed.lib.raw', 'model.lib.loans') },
    ],
  ])('is no proof when it %s', (_, after) => {
    expect(proof(after)).toMatchObject({ ok: false });
  });

  it('after a failure of parsing must have run what the message names', () => {
    const log =
      "Encountered an error:\nCompilation Error\n  Model 'model.lib.loans' (models/loans.sql) depends on a node named 'stg_lons' which was not found\n";
    const before = failedThings(aFailure(log, 'dbt build', 2), aRun({ exitCode: 2 }));
    expect(proveRun(before, aRun({ runResults: results('two', good) })).ok).toBe(true);
    const other = { 'model.lib.else': 'success' };
    expect(proveRun(before, aRun({ runResults: results('two', other) })).ok).toBe(false);
    expect(
      proveRun(before, aRun({ tail: 'Nothing to do. Try checking your model configs\n' })).ok,
    ).toBe(false);
  });

  it('behind a script counts by its own last line', () => {
    const before = failedThings(dbtFailure, aRun({ exitCode: 1 }));
    const tail =
      '1 of 1 OK created sql table model main.loans ... [OK in 0.1s]\nDone. PASS=3 WARN=0 ERROR=0 SKIP=0 TOTAL=3\n';
    expect(proveRun(before, aRun({ tail })).ok).toBe(true);
    expect(
      proveRun(before, aRun({ tail: 'Done. PASS=2 WARN=0 ERROR=0 SKIP=1 TOTAL=3\n' })).ok,
    ).toBe(false);
  });
});

function report(...cases: readonly string[]): string {
  return `<testsuites><testsuite name="s">${cases.join('')}</testsuite></testsuites>`;
}

describe('a run of tests', () => {
  const failure = aFailure(
    'FAILED tests/test_shop.py::test_total - assert 3 == 4\n1 failed, 1 passed in 0.1s\n',
    'pytest',
  );
  const bad =
    '<testcase classname="tests.test_shop" name="test_total"><failure message="x"/></testcase>';
  const fine = '<testcase classname="tests.test_shop" name="test_total"/>';
  const other = '<testcase classname="tests.test_shop" name="test_other"/>';
  const skipped = '<testcase classname="tests.test_shop" name="test_total"><skipped/></testcase>';
  const before = failedThings(failure, aRun({ exitCode: 1, junit: [report(bad, other)] }));

  it('is proof when the report has the failed test passed', () => {
    expect(proveRun(before, aRun({ junit: [report(fine, other)] }))).toEqual({
      ok: true,
      proof: '2 tests were executed; passed now: tests.test_shop › test_total.',
    });
  });

  it.each([
    ['skips it', [report(skipped, other)]],
    ['leaves it out', [report(other, other)]],
    ['has fewer tests', [report(fine)]],
    ['has no test', [report()]],
    ['leaves no report', []],
  ])('is no proof when it %s', (_, junit) => {
    expect(proveRun(before, aRun({ junit }))).toMatchObject({ ok: false });
  });

  it.each([
    ['pytest', '============ no tests ran in 0.01s ============\n'],
    ['pytest, skipping', '============ 3 skipped in 0.01s ============\n'],
    ['unittest', 'Ran 0 tests in 0.000s\n\nOK\n'],
    ['jest', 'Tests:       3 skipped, 3 total\n'],
    ['jest, finding none', 'No tests found, exiting with code 0\n'],
    ['mocha', '  0 passing (1ms)\n'],
    ['cargo', 'test result: ok. 0 passed; 0 failed; 2 ignored; 0 measured\n'],
    ['go', 'ok  \tshop\t0.1s [no tests to run]\n'],
    ['Maven', 'Tests run: 2, Failures: 0, Errors: 0, Skipped: 2\n'],
    ['nothing', ''],
  ])('that did nothing (%s) is no proof', (_, tail) => {
    const named = failedThings(failure, aRun({ exitCode: 1 }));
    expect(proveRun(named, aRun({ tail }))).toMatchObject({ ok: false });
  });

  it('says honestly how much is known where tests are not named', () => {
    const named = failedThings(failure, aRun({ exitCode: 1 }));
    const shown = proveRun(named, aRun({ tail: '2 passed in 0.1s\n' }));
    expect(shown).toMatchObject({
      ok: true,
      proof: expect.stringContaining('does not name single tests'),
    });
    const verbose = proveRun(named, aRun({ tail: 'tests/test_shop.py::test_total PASSED\n' }));
    expect(verbose).toMatchObject({ ok: true, proof: expect.stringContaining('Passed now') });
  });
});

describe('tests of a column that was described under a misspelt name', () => {
  const yaml = (name: string) =>
    `models:\n  - columns:\n      - name: ${name}\n        tests: [unique]\n`;
  const change = [{ path: 'models/m.yml', before: yaml('lone_id'), after: yaml('loan_id') }];
  const old = { 'model.lib.loans': 'success', 'test.lib.unique_loans_lone_id.aa': 'error' };
  const fresh = { 'model.lib.loans': 'success', 'test.lib.unique_loans_loan_id.bb': 'pass' };
  const lost = failedThings(
    dbtFailure,
    aRun({ exitCode: 1, runResults: results('one', old), manifest: manifest(...Object.keys(old)) }),
  );
  const ranWith = (nodes: Readonly<Record<string, string>>) =>
    aRun({ runResults: results('two', nodes), manifest: manifest(...Object.keys(nodes)) });

  it('are proved under the name that they have now', () => {
    expect(proveRun(lost, ranWith(fresh), change)).toMatchObject({ ok: true });
    expect(proveRun(lost, ranWith(fresh))).toMatchObject({ ok: false });
  });

  it('are not proved where they are gone, did not pass, or were there before', () => {
    const ids = { 'model.lib.loans': 'success', 'test.lib.unique_other.cc': 'pass' };
    expect(proveRun(lost, ranWith(ids), change)).toMatchObject({ ok: false });
    const skipped = { ...fresh, 'test.lib.unique_loans_loan_id.bb': 'skipped' };
    expect(proveRun(lost, ranWith(skipped), change)).toMatchObject({ ok: false });
    const more = [...change, { path: 'models/a.sql', before: 'a', after: 'b' }];
    expect(proveRun(lost, ranWith(fresh), more)).toMatchObject({ ok: false });
  });
});

describe('an exposure that named a node which was not there', () => {
  const broken = aFailure(
    "Encountered an error:\nCompilation Error\n  Exposure 'exposure.lib.board' (models/m.yml) depends on a node named 'lones' which was not found\n",
    'dbt build',
    2,
  );
  const lost = failedThings(broken, aRun({ exitCode: 2 }));

  it('is mended when dbt reads the project and runs its nodes', () => {
    expect(lost.names).toContain('exposure.lib.board');
    const run = aRun({
      runResults: results('two', good),
      manifest: manifest(...Object.keys(good)),
    });
    expect(proveRun(lost, run)).toMatchObject({ ok: true });
    const idle = aRun({ runResults: results('two', {}), manifest: manifest() });
    expect(proveRun(lost, idle)).toMatchObject({ ok: false });
  });
});
