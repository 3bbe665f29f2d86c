import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/core/decide.ts';
import type { World } from '../../../src/core/decision.ts';
import { decisionReports } from '../../../src/core/decision-report.ts';
import { forecast } from '../../../src/core/forecast.ts';
import { statusReport } from '../../../src/core/status-report.ts';
import {
  renderDecisionMarkdown,
  renderDecisionText,
} from '../../../src/text/report/decision-report.ts';
import { renderPlanMarkdown, renderPlanText } from '../../../src/text/report/plan-report.ts';
import { renderStatusMarkdown, renderStatusText } from '../../../src/text/report/status-report.ts';
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
  const text = renderStatusText(report);

  test('has its sections in their order, in columns', () => {
    const titles = text.split('\n').filter((line) => /^[A-Z]{2}/.test(line));
    expect(titles).toEqual([
      'RUNNING (1 of 3 slots)',
      'QUEUE (2)',
      'RECENT COMPLETIONS (24 h: 2)',
      'SYSTEM METRICS',
      'RECOMMENDATIONS',
    ]);
    expect(text).toMatch(
      /^ {2}clean {2}run 12 {2}medium +75 % {2}02:07:00Z {2}in 1m 00s \(02:11:00Z\)$/m,
    );
  });

  test('lists what waits by priority, with the reason', () => {
    expect(text).toMatch(/HIGH\n.*\n {2}join .*customers/);
    expect(text.indexOf('HIGH')).toBeLessThan(text.indexOf('MEDIUM'));
  });

  test('shows how recent tasks ended', () => {
    expect(text).toMatch(/✓ {2}extract +run 12 +1m 00s {2}2026-11-21 02:01:00Z/);
    expect(text).toMatch(/✗ {2}customers \(failed: crash\)/);
  });

  test('is the same as Markdown, and mentions nobody', () => {
    const html = toHtml(renderStatusMarkdown(report));
    expect(html).toContain('<h3>Running: 1 of 3 slots</h3>');
    expect(html.match(/<table>/g)).toHaveLength(5);
    expect(html).not.toContain('@mona');
    expect(html).toMatch(/<code>customers<\/code>/);
  });

  test('of nothing says so', () => {
    const idle = { ...world, runs: [] };
    const empty = statusReport(idle, [], now);
    expect(renderStatusText(empty)).toContain('RUNNING (0 of 3 slots)\n  nothing');
    expect(renderStatusMarkdown(empty)).toContain('Nothing waits.');
  });

  test('counts what it does not list', () => {
    const tasks = Array.from({ length: 70 }, (_, at) => aTask({ key: `t${at}` }));
    const large = { ...world, runs: [aRun({ tasks })] };
    const text70 = renderStatusText(statusReport(large, [[]], now));
    expect(text70).toContain('... and 20 more');
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
    const text = renderDecisionText(reports, now);
    expect(text.split('\n\n')[0]).toMatch(
      /^TASK {10}extract\nPRIORITY {6}MEDIUM\nDECISION {6}START NOW\nREASON {8}.+\nETA {11}ends in .+\nDEPENDENCIES {2}none$/,
    );
    expect(text).toMatch(
      /TASK {10}join\n.*HIGH\nDECISION {6}BLOCKED\n.*\n.*\nDEPENDENCIES {2}clean \(blocked\), customers \(blocked\)/,
    );
  });

  test('is a table in Markdown', () => {
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
    const text = renderPlanText(view);
    expect(text).toMatch(/^PLAN of nightly: 5 tasks on 1 slot, expected to take 9m 0\ds, /);
    expect(text).toContain('extract -> clean -> join -> report @mona');
    expect(text).toMatch(/^ {2}\* {2}extract +now +\+1m 00s$/m);
    expect(text).toContain('GRAPH (Mermaid)\n\nflowchart LR');
    const html = toHtml(renderPlanMarkdown(view));
    expect(html).toContain('<code class="language-mermaid">flowchart LR');
    expect(html.match(/<table>/g)).toHaveLength(2);
  });
});
