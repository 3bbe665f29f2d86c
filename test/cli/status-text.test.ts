import { describe, expect, test } from '@jest/globals';
import { renderStatusText } from '../../src/cli/status-text.ts';
import { withHost } from '../../src/cli/status-with-host.ts';
import { decide } from '../../src/core/decide.ts';
import type { Run } from '../../src/core/model.ts';
import { statusReport } from '../../src/core/status-report.ts';
import { aRun } from './a-run.ts';
import { aTerminal } from './a-terminal.ts';

const now = 1_060_000;

const shown = (...runs: Run[]) => shownBy(4711, runs);

function shownBy(host: number | null, runs: readonly Run[]): string {
  const limits = { slots: 3, kinds: {}, groups: {}, resources: {} };
  const fleet = { dispatchTime: 30, early: 0, lease: 30_000, maxLegs: 256 };
  const world = { limits, fleet, runs, observations: [] };
  const report = statusReport(world, decide(world, now).waiting, now);
  return renderStatusText(withHost(report, host), runs, aTerminal());
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

  test('does not say that what a killed host ran still runs', () => {
    const running = { state: 'RUNNING', startedAt: now - 9000, attempt: 1, batch: 1 } as const;
    const run = aRun(
      { build: running, ship: 'READY' },
      { batches: [{ id: 1, legs: [0], maxParallel: 1, at: now - 9000, place: 0 }] },
    );
    expect(shown(run)).toMatch(/RUNNING \(1\/3 slots\)\n {2}build/);
    const text = shownBy(null, [run]);
    expect(text).toContain('nightly #12  interrupted');
    expect(text).toContain('Nothing runs now');
    expect(text).toContain('yardmaster run --resume');
    expect(text).toContain('RUNNING (0/3 slots)\n  nothing');
    expect(text).toMatch(/CUT OFF \(1\)\n {2}build.*9\.0 s ago; its host was killed/);
  });

  test('says nothing of the kind about a run that is over', () => {
    const run = aRun({ build: { ...done, state: 'FAILED' } }, { conclusion: 'failure' });
    expect(shownBy(null, [run])).not.toContain('Nothing runs now');
  });
});
