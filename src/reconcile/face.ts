import type { Run } from '../core/model.ts';
import { waitsForPerson } from '../core/waits-for-person.ts';
import { runIssueState, taskIssueState } from '../text/issue/issue-state.ts';
import { mergeLabels, projectLabels, runLabels, sameLabels } from '../text/issue/labels.ts';
import type { IssuePatch, IssueRead } from './ports.ts';

/** How an issue looks to people besides its text: a projection of the ledger. */
export interface Face {
  /** With the labels that people gave it, which are left alone. */
  readonly labels: readonly string[];
  readonly state: 'open' | 'closed';
  /** Why it is closed. */
  readonly reason: 'completed' | 'not_planned' | null;
}

/**
 * A run's issue is closed once the run is over and waits for nobody. While a cancelled run still ends its
 * attempts, an issue that a person closed stays closed.
 */
export function runFace(run: Run, issue: IssueRead): Face {
  const labels = mergeLabels(issue.labels, runLabels(run));
  if (run.conclusion === null && run.status === 'cancelled') {
    return { labels, state: issue.state, reason: null };
  }
  const waits = run.tasks.some((spec, task) =>
    waitsForPerson(spec, run.statuses[task]?.state ?? 'BLOCKED'),
  );
  const givenUp = run.conclusion === 'failure' && !waits;
  return givenUp
    ? { labels, state: 'closed', reason: 'not_planned' }
    : { labels, ...runIssueState(run) };
}

/** A task's issue that was closed to cancel it stays closed while its attempt ends. */
export function taskFace(run: Run, task: number, issue: IssueRead): Face {
  const labels = mergeLabels(issue.labels, projectLabels(run, task));
  const status = run.statuses[task];
  const spec = run.tasks[task];
  if (!spec || !status || status.stop === 'cancelled')
    return { labels, state: issue.state, reason: null };
  return { labels, ...taskIssueState(spec, status.state) };
}

export function showsFace(issue: IssueRead, face: Face): boolean {
  return issue.state === face.state && sameLabels(issue.labels, face.labels);
}

/** Labels and state in one write; the reason only where the state changes. */
export function facePatch(issue: IssueRead, { labels, state, reason }: Face): IssuePatch {
  if (issue.state === state) return { labels };
  return { labels, state, stateReason: state === 'open' ? 'reopened' : (reason ?? 'completed') };
}
