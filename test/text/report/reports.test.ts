import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/core/decide.ts';
import type { World } from '../../../src/core/decision.ts';
import { decisionReports } from '../../../src/core/decision-report.ts';
import { forecast } from '../../../src/core/forecast.ts';
import { statusReport } from '../../../src/core/status-report.ts';
import { renderDecisionMarkdown } from '../../../src/text/report/decision-report.ts';
import { renderPlanMarkdown } from '../../../src/text/report/plan-report.ts';
import { renderStatusMarkdown } from '../../../src/text/report/status-report.ts';
import { aRun, aStatus, aTask, nightly } from '../helpers/builders.ts';
import { toHtml } from '../helpers/to-html.ts';

const minute = 60_000;
const now = nightly + 10 * minute;

const run = aRun({
  slots: 2,
  tasks: [
    aTask({ key: 'extract', estimate: minute }),
    aTask({ key: 'clean', estimate: 4 * minute, needs: [0] }),
    aTask({ key: 'join', estimate: 2 * minute, needs: [1, 3], priority: 'high' }),
    aTask({ key: 'customers', estimate: minute, needs: [0] }),
    aTask({ key: 'report @mona', estimate: minute, needs: [2] }),
  ],
  statuses: [
    aStatus({ state: 'COMPLETED', attempt: 1, startedAt: nightly, endedAt: nightly + minute }),
    aStatus({ state: 'RUNNING', attempt: 1, batch: 1, startedAt: now - 3 * minute }),
    aStatus({ state: 'BLOCKED', readyAt: null }),
    aStatus({
      state: 'FAILED',
      attempt: 2,
      failure: 'crash',
      startedAt: nightly + minute,
      endedAt: nightly + 2 * minute,
    }),
    aStatus({ state: 'BLOCKED', readyAt: null }),
  ],
  batches: [{ id: 1, legs: [1], maxParallel: 1, at: nightly, place: null }],
  nextBatch: 2,
});
const world: World = {
  limits: { slots: 3, kinds: {}, groups: {}, resources: {} },
  fleet: { dispatchTime: 1_000, early: 0, lease: 60 * minute, maxLegs: 256 },
  runs: [run],
  observations: [],
};

describe('the status report', () => {
  const report = statusReport(world, decide(world, now).waiting, now);
  const text = renderStatusMarkdown(report);
  const html = toHtml(text);

  test('has its sections in their order', () => {
    expect(text.split('\n').filter((line) => /^#{2,3} /.test(line))).toEqual([
      '## Status at 2026-11-21 02:10:00Z',
      '### Running: 1 of 3 slots',
      '### Queue: 2',
      '### Recent completions: 2 in 24 h',
      '### System metrics',
      '### Recommendations',
    ]);
  });

  test('says since when a task runs, how far it is and when it is expected to end', () => {
    expect(text).toMatch(/clean.*medium.*75 %.*02:07:00Z.*in 1m 00s \(02:11:00Z\)/);
  });

  test('lists what waits by priority, with the reason', () => {
    expect(text).toMatch(/#### HIGH\n\n.*\n.*\n.*join.*waits for/);
    expect(text.indexOf('HIGH')).toBeLessThan(text.indexOf('MEDIUM'));
  });

  test('shows how recent tasks ended', () => {
    expect(text).toMatch(/✓.*extract.*run 12.*1m 00s.*2026-11-21 02:01:00Z/);
    expect(text).toMatch(/✗.*customers.*\(failed: crash\)/);
  });

  test('is drawn as tables, and mentions nobody', () => {
    expect(html.match(/<table>/g)).toHaveLength(5);
    expect(html).not.toContain('@mona');
    expect(html).toMatch(/<code>customers<\/code>/);
  });

  test('of nothing says so', () => {
    const idle = { ...world, runs: [] };
    const empty = renderStatusMarkdown(statusReport(idle, [], now));
    expect(empty).toContain('### Running: 0 of 3 slots\n\nNothing runs.');
    expect(empty).toContain('Nothing waits.');
  });

  test('counts what it does not list', () => {
    const tasks = Array.from({ length: 70 }, (_, at) => aTask({ key: `t${at}` }));
    const large = { ...world, runs: [aRun({ tasks })] };
    expect(renderStatusMarkdown(statusReport(large, [[]], now))).toContain('... and 20 more');
  });
});

describe('a decision report', () => {
  const fresh = aRun({ slots: 1, tasks: run.tasks });
  const planned = {
    ...world,
    runs: [
      {
        ...fresh,
        statuses: [
          aStatus(),
          ...run.tasks.slice(1).map(() => aStatus({ state: 'BLOCKED', readyAt: null })),
        ],
      },
    ],
  };
  const plan = decide(planned, now);
  const reports = decisionReports(planned, plan, now);

  test('gives task, priority, decision, reason, ETA and dependencies of each', () => {
    const text = renderDecisionMarkdown(reports, now);
    const [extract = '', , join = ''] = text.split('\n').slice(2);
    expect(extract).toMatch(/extract.*MEDIUM.*START NOW.*ends in .*none/);
    expect(join).toMatch(/join.*HIGH.*BLOCKED.*clean.*\(blocked\), .*customers.*\(blocked\)/);
  });

  test('is a table, and mentions nobody', () => {
    const html = toHtml(renderDecisionMarkdown(reports, now));
    expect(html.match(/<tr>/g)).toHaveLength(6);
    expect(html).not.toContain('@mona');
  });

  test('of a plan stands with its times, its critical path and its lower bound', () => {
    const expected = forecast({ ...planned, runs: plan.runs }, now);
    const [first] = expected.runs;
    const [started] = plan.runs;
    if (!first || !started) throw new Error('no run');
    const { makespan, lowerBound } = expected;
    const view = { run: started, forecast: first, makespan, lowerBound, reports, now };
    const text = renderPlanMarkdown(view);
    expect(text).toMatch(
      /^## Plan of .*nightly.*\n\n5 tasks on 1 slot, expected to take 9m 0\ds, /,
    );
    expect(text).toMatch(/Critical path.*extract.* -> .*clean.* -> .*join.* -> .*report/);
    expect(text).toMatch(/extract.*now.*\+1m 00s/);
    const html = toHtml(text);
    expect(html).toContain('<code class="language-mermaid">flowchart LR');
    expect(html.match(/<table>/g)).toHaveLength(2);
  });
});
