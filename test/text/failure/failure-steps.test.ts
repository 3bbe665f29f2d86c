import { describe, expect, test } from '@jest/globals';
import type { HealReport } from '../../../src/heal/loop/heal-report.ts';
import type { FailureContext } from '../../../src/text/failure/failure-context.ts';
import { newRecord } from '../../../src/text/failure/failure-record.ts';
import {
  type FailureIssue,
  type FailurePlan,
  failureSteps,
  type KnownFailure,
} from '../../../src/text/failure/failure-steps.ts';
import { type Pass, resolutionSteps } from '../../../src/text/failure/resolution-steps.ts';
import { aContext, aHealedReport, aReport, day, night, print, pulled } from './a-failure.ts';

/** An issue that does what it is told, and everything that was told about it. */
class Life {
  known: KnownFailure | null = null;
  comments: string[] = [];
  opened = 0;
  now = night;

  tell(report: HealReport, context: Partial<FailureContext> = {}): FailurePlan {
    const plan = failureSteps(this.known, report, aContext(context), this.now);
    return this.apply(plan);
  }

  since(passes: readonly Pass[], landed = false): FailurePlan {
    if (!this.known) throw new Error('nothing is known yet');
    const plan = resolutionSteps(this.known, { passes, landed, branch: 'main' }, this.now);
    return this.apply(plan);
  }

  apply(plan: FailurePlan): FailurePlan {
    let issue: FailureIssue | null = this.known?.issue ?? null;
    for (const step of plan.steps) {
      if (step.kind === 'create') {
        this.opened++;
        issue = { ...step, number: 40 + this.opened, state: 'open' };
      } else if (step.kind === 'comment') this.comments.push(step.body);
      else if (issue) issue = { ...issue, ...step.patch };
    }
    this.known = { record: { ...plan.record, issue: issue?.number ?? null }, issue };
    return plan;
  }

  get issue(): FailureIssue {
    if (!this.known?.issue) throw new Error('there is no issue');
    return this.known.issue;
  }
}

const kinds = (plan: FailurePlan) => plan.steps.map(({ kind }) => kind);
const passed = (task: string, at: number): Pass => ({ task, at, runUrl: null });

describe('the first time a failure is seen', () => {
  test('its issue is opened as one that is being healed, whatever became of it', () => {
    const plan = failureSteps(null, aReport(), aContext(), night);
    expect(plan.steps[0]).toMatchObject({
      kind: 'create',
      title:
        'Pipeline Failure: The column custmer\\_id in models/orders.sql does not exist'.replace(
          '\\',
          '',
        ),
      labels: ['bug', 'pipeline-failure', 'auto-healing'],
    });
  });

  test('handed over: a comment, and the labels for people', () => {
    const life = new Life();
    expect(kinds(life.tell(aReport()))).toEqual(['create', 'comment', 'update']);
    expect(life.issue).toMatchObject({
      state: 'open',
      labels: ['bug', 'pipeline-failure', 'needs-triage'],
    });
    expect(life.comments[0]).toMatch(/^<!-- yardmaster:milestone fingerprint=\w+ number=1 -->/);
    expect(life.comments[0]).toContain('needs a person');
    expect(life.comments[0]).toContain('2 retries');
  });

  test('gone by a retry: a comment, and closed', () => {
    const life = new Life();
    life.tell(aReport({ result: 'recovered' }));
    expect(life.issue.state).toBe('closed');
    expect(life.comments).toHaveLength(1);
    expect(life.comments[0]).toContain('the retry alone was the remedy');
  });

  test('healed elsewhere: open until the fix arrives, and says so', () => {
    const life = new Life();
    life.tell(aHealedReport(), { fix: pulled() });
    expect(life.issue.state).toBe('open');
    expect(life.issue.title).toMatch(/ \(healed, awaiting merge\)$/);
    expect(life.issue.labels).toContain('auto-healing');
    expect(life.comments[0]).toContain('pull request #7, the second that was tried');
  });

  test('healed on the branch itself: closed', () => {
    const life = new Life();
    life.tell(aHealedReport(), { fix: pulled({ pull: null, onBranch: true }) });
    expect(life.issue).toMatchObject({ state: 'closed' });
    expect(life.comments[0]).toContain('/commit/0123456789abcdef');
  });

  test('a fix that waits: its id, hash and commit', () => {
    const life = new Life();
    const fixes = [{ ...aHealedReport().fixes[1], outcome: 'waiting' } as const];
    life.tell(aHealedReport({ result: 'proposed', fixes: fixes as HealReport['fixes'] }));
    expect(life.comments[0]).toMatch(/dbt-rename-column-01234567.*bbbbbbbbbbbb.*0123456789ab/);
    expect(life.issue.state).toBe('open');
  });
});

describe('the same failure again', () => {
  test('told twice, it is recorded once', () => {
    const life = new Life();
    life.tell(aReport());
    expect(kinds(life.tell(aReport()))).toEqual([]);
    expect(life.known?.record.seen).toBe(1);
  });

  test('while it is open: counted in the text, with no further comment', () => {
    const life = new Life();
    life.tell(aReport());
    life.now += day;
    expect(kinds(life.tell(aReport(), { episode: '13.3.1' }))).toEqual(['update']);
    expect(life.issue.body).toContain('2 times');
    expect(life.opened).toBe(1);
  });

  test('with another end: one comment more', () => {
    const life = new Life();
    life.tell(aReport());
    life.tell(aHealedReport(), { episode: '13.3.1', fix: pulled() });
    expect(life.comments).toHaveLength(2);
    expect(life.comments[1]).toContain('number=2');
    expect(life.issue.labels).toEqual(['bug', 'pipeline-failure', 'auto-healing']);
  });

  test('within a week after it was closed: the same issue, opened again', () => {
    const life = new Life();
    life.tell(aHealedReport(), { fix: pulled({ onBranch: true }) });
    life.now += 6 * day;
    life.tell(aReport(), { episode: '20.3.1' });
    expect(life.opened).toBe(1);
    expect(life.issue.state).toBe('open');
    expect(life.comments[1]).toContain('It is back');
  });

  test('later than that: a new issue that links the old one', () => {
    const life = new Life();
    life.tell(aHealedReport(), { fix: pulled({ onBranch: true }) });
    life.now += 8 * day;
    life.tell(aReport(), { episode: '20.3.1' });
    expect(life.opened).toBe(2);
    expect(life.issue.body).toContain('#41');
    expect(life.issue.body).toContain('once');
  });

  test('that passes by itself each night opens nothing and says nothing', () => {
    const life = new Life();
    life.tell(aReport({ result: 'recovered' }));
    life.now += day;
    const plan = life.tell(aReport({ result: 'recovered' }), { episode: '13.3.1' });
    expect(kinds(plan)).toEqual(['update']);
    expect(life.issue.state).toBe('closed');
    expect(life.issue.body).toContain('2 times');
  });

  test('labels of others stay', () => {
    const life = new Life();
    life.tell(aReport());
    life.known = {
      record: life.known?.record ?? newRecord(print, night),
      issue: { ...life.issue, labels: [...life.issue.labels, 'team-data'] },
    };
    life.tell(aHealedReport(), { episode: '13.3.1', fix: pulled() });
    expect(life.issue.labels).toContain('team-data');
    expect(life.issue.labels).not.toContain('needs-triage');
  });

  test('goes on from an issue whose writer died before it said so', () => {
    const life = new Life();
    const first = failureSteps(null, aReport(), aContext(), night);
    const [create] = first.steps;
    if (create?.kind !== 'create') throw new Error('no issue was opened');
    life.known = {
      record: newRecord(print, night),
      issue: { ...create, number: 41, state: 'open' },
    };
    expect(kinds(life.tell(aReport()))).toEqual(['comment', 'update']);
    expect(life.comments[0]).toContain('number=1');
  });
});

describe('it is over', () => {
  test('when the fix is on the branch', () => {
    const life = new Life();
    life.tell(aHealedReport(), { fix: pulled() });
    expect(kinds(life.since([]))).toEqual([]);
    life.since([], true);
    expect(life.issue.state).toBe('closed');
    expect(life.issue.title).not.toContain('awaiting');
    expect(life.issue.body).toContain('**Status:** healed\n');
    expect(life.comments.at(-1)).toContain('The fix of #7 is on `main` now');
    expect(kinds(life.since([], true))).toEqual([]);
  });

  test('when what failed passed since, all of it', () => {
    const life = new Life();
    life.tell(aReport());
    life.tell(aReport(), { episode: '12.4.1', task: 'report' });
    expect(kinds(life.since([passed('nightly: load', night - 1)]))).toEqual([]);
    expect(kinds(life.since([passed('nightly: load', night + 1)]))).toEqual([]);
    life.since([passed('nightly: report', night + 2)]);
    expect(life.issue).toMatchObject({
      state: 'closed',
      labels: ['bug', 'pipeline-failure', 'auto-healing'],
    });
    expect(life.comments.at(-1)).toContain('Over.');
  });

  test('not by a landing of which no fix is known', () => {
    const life = new Life();
    life.tell(aReport());
    expect(kinds(life.since([], true))).toEqual([]);
  });

  test('without a further word where a person closed it', () => {
    const life = new Life();
    life.tell(aReport());
    life.known = {
      record: life.known?.record ?? newRecord(print, night),
      issue: { ...life.issue, state: 'closed' },
    };
    const told = life.comments.length;
    life.since([passed('nightly: load', night + 1)]);
    expect(life.comments).toHaveLength(told);
    expect(life.known?.record.status).toBe('passed');
  });
});
