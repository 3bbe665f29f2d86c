import { describe, expect, test } from '@jest/globals';
import { renderStatusText } from '../../src/cli/status-text.ts';
import { decide } from '../../src/core/decide.ts';
import type { Run } from '../../src/core/model.ts';
import { statusReport } from '../../src/core/status-report.ts';
import { aRun } from './a-run.ts';
import { aTerminal } from './a-terminal.ts';

const now = 1_060_000;

function shown(...runs: Run[]): string {
  const limits = { slots: 3, kinds: {}, groups: {}, resources: {} };
  const fleet = { dispatchTime: 30, early: 0, lease: 30_000, maxLegs: 256 };
  const world = { limits, fleet, runs, observations: [] };
  return renderStatusText(statusReport(world, decide(world, now).waiting, now), runs, aTerminal());
}

const done = { state: 'COMPLETED', startedAt: now - 9000, endedAt: now - 4000 } as const;

describe('the status in a terminal', () => {
  test('says that nothing is open', () => {
    expect(shown()).toContain('No run is open');
  });

  test('names tasks by their keys where there is one run', () => {
    const text = shown(aRun({ build: done, ship: 'READY' }));
    expect(text).toMatch(/build +5\.0 s/);
    expect(text).toMatch(/ship +MEDIUM +READY/);
    expect(text).not.toContain('ship #12');
  });

  test('tells the tasks of several runs apart', () => {
    const text = shown(aRun({ ship: 'READY' }), aRun({ ship: done }, { issue: 31 }));
    expect(text).toMatch(/ship #12 +MEDIUM +READY/);
    expect(text).toMatch(/✔ +ship #31 +5\.0 s/);
  });
});
