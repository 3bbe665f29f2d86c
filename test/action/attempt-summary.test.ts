import { describe, expect, test } from '@jest/globals';
import { attemptSummary } from '../../src/action/attempt-summary.ts';
import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import type { Handoff } from '../../src/text/handoff.ts';
import { aHealedReport } from '../text/failure/a-failure.ts';

const left = (heal?: HealReport): Handoff => ({
  ref: { run: 12, task: 3, attempt: 1 },
  result: {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: 1_000,
    endedAt: 3_000,
    digest: null,
    place: null,
    message: '',
  },
  outputs: {},
  produced: [],
  tail: '',
  heal,
});

describe('the summary of an attempt', () => {
  test('tells what healing did: what failed, what was tried, what proves it, what to do', () => {
    const text = attemptSummary('load', left(aHealedReport()));
    expect(text).toContain('### load: done');
    for (const part of ['Healed and verified', 'Evidence', 'Proof', 'What a person should do']) {
      expect(text).toContain(part);
    }
  });

  test('says nothing of healing where nothing failed', () => {
    const passed = aHealedReport({ result: 'passed', failure: null });
    expect(attemptSummary('load', left(passed))).toBe(attemptSummary('load', left()));
  });
});
