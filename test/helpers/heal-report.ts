import type { HealReport, TriedFix } from '../../src/heal/loop/heal-report.ts';

/** A fix that was verified and kept. */
export function aTriedFix(fix: Partial<TriedFix> = {}): TriedFix {
  return {
    id: 'dbt-rename-column-0a1b2c3d',
    remedy: 'dbt-rename-column',
    title: 'Write `amount` instead of `amout`',
    confidence: 92,
    cases: 11,
    hash: '1'.repeat(64),
    outcome: 'kept',
    why: 'It is the only column with a near name.',
    files: ['models/orders.sql'],
    ...fix,
  };
}

/** A failure that was healed by one fix. */
export function aHealReport(report: Partial<HealReport> = {}): HealReport {
  return {
    result: 'healed',
    mode: 'autonomous',
    retries: 0,
    command: 'dbt build',
    exitCode: 1,
    failure: {
      fingerprint: 'f1f1f1f1f1f1f1f1',
      kind: 'dbt-column-absent',
      category: 'sql_error',
      summary: 'models/orders.sql refers to the column amout, which is not there',
      rootCause: 'A column was misspelt.',
      transient: false,
      evidence: 'Binder Error: Referenced column "amout" not found',
      at: Date.UTC(2026, 0, 1),
    },
    fixes: [aTriedFix()],
    patch: null,
    patchHash: null,
    base: '0'.repeat(40),
    proof: 'model.shop.orders ran and passed',
    manualSteps: [],
    startedAt: Date.UTC(2026, 0, 1),
    endedAt: Date.UTC(2026, 0, 1, 0, 1),
    ...report,
  };
}
