import type { HealReport, TriedFix } from '../../../src/heal/loop/heal-report.ts';
import type { FailureContext } from '../../../src/text/failure/failure-context.ts';

export const day = 86_400_000;
export const night = Date.UTC(2026, 10, 21, 2);
export const print = '00112233aabbccdd';
const sha = '0123456789abcdef0123456789abcdef01234567';

export function aTried(facts: Partial<TriedFix> = {}): TriedFix {
  return {
    id: 'dbt-rename-column-01234567',
    remedy: 'dbt-rename-column',
    title: 'Rename custmer_id to customer_id',
    confidence: 90,
    cases: 3,
    hash: 'a'.repeat(64),
    outcome: 'kept',
    why: 'It was verified',
    files: ['models/orders.sql'],
    ...facts,
  };
}

/** A dbt build that failed and was handed over, unless said otherwise. */
export function aReport(facts: Partial<HealReport> = {}): HealReport {
  return {
    result: 'exhausted',
    mode: 'autonomous',
    retries: 2,
    command: 'dbt build',
    exitCode: 1,
    failure: {
      fingerprint: print,
      kind: 'duckdb-missing-column',
      category: 'sql_error',
      summary: 'The column custmer_id in models/orders.sql does not exist',
      rootCause: 'A name is misspelt, or was renamed in one place only.',
      transient: false,
      evidence: 'Binder Error: Referenced column "custmer_id" not found in FROM clause!',
      at: night,
    },
    fixes: [],
    patch: null,
    patchHash: null,
    base: sha,
    proof: null,
    manualSteps: ['Look at `models/orders.sql`.'],
    startedAt: night - 60_000,
    endedAt: night,
    ...facts,
  };
}

export const aHealedReport = (facts: Partial<HealReport> = {}): HealReport =>
  aReport({
    result: 'healed',
    fixes: [aTried({ id: 'other-0', outcome: 'undone', why: 'It failed again' }), aTried()],
    patch:
      '--- a/models/orders.sql\n+++ b/models/orders.sql\n@@ -1 +1 @@\n-select custmer_id\n+select customer_id\n',
    patchHash: 'b'.repeat(64),
    proof: 'model.shop.orders failed before and passed',
    manualSteps: ['Look at the change and take it.'],
    ...facts,
  });

export function aContext(facts: Partial<FailureContext> = {}): FailureContext {
  return {
    episode: '12.3.1',
    pipeline: 'nightly',
    task: 'load',
    attempt: 1,
    branch: 'main',
    runUrl: 'https://github.com/octo/shop/actions/runs/99',
    repositoryUrl: 'https://github.com/octo/shop',
    fix: null,
    ...facts,
  };
}

export const pulled = (facts: Partial<NonNullable<FailureContext['fix']>> = {}) => ({
  commit: sha,
  pull: 7,
  compareUrl: null,
  onBranch: false,
  note: null,
  ...facts,
});
