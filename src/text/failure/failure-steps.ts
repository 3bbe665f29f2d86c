import type { HealReport } from '../../heal/loop/heal-report.ts';
import { sameLabels } from '../issue/labels.ts';
import { failureBody, failureTitle } from './failure-body.ts';
import { type FailureContext, taskName } from './failure-context.ts';
import { parseFailureMarker } from './failure-markers.ts';
import {
  anew,
  type FailureRecord,
  type FailureStatus,
  isOpenStatus,
  isRecorded,
  newRecord,
  withEpisode,
} from './failure-record.ts';
import { milestoneComment } from './milestone-comment.ts';

export const failureLabel = 'pipeline-failure';
const firstLabels = ['bug', failureLabel, 'auto-healing'];
/** Within this time after it was closed an issue is opened again; after that a new one links it. */
const week = 7 * 86_400_000;
const mostTasks = 20;

/** An issue as it was read. */
export interface FailureIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
}

/** What is known: the record, and its issue where there is one. */
export interface KnownFailure {
  readonly record: FailureRecord;
  readonly issue: FailureIssue | null;
}

/** What an issue is changed to; what is absent stays. */
export interface FailurePatch {
  readonly title?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly state?: 'open' | 'closed';
  readonly stateReason?: 'completed' | 'reopened';
}

export type FailureStep =
  | {
      readonly kind: 'create';
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
    }
  | { readonly kind: 'comment'; readonly body: string }
  | { readonly kind: 'update'; readonly patch: FailurePatch };

/** What to do, in order, and the record once it is done. */
export interface FailurePlan {
  readonly steps: readonly FailureStep[];
  readonly record: FailureRecord;
  /** The record to go on from where the steps break off after the issue was opened. */
  readonly before: FailureRecord;
}

/**
 * What a report changes about its failure's issue: one issue per failure, a comment only where its status
 * changes, and nothing where this report was recorded before. Pure, so that whoever takes over from one that
 * died in the middle comes to the same steps.
 *
 * @param known null: the failure was never seen. The report is to be redacted, and to show a failure.
 */
export function failureSteps(
  known: KnownFailure | null,
  report: HealReport,
  context: FailureContext,
  now: number,
): FailurePlan {
  const print = report.failure?.fingerprint ?? '';
  if (known?.issue && isRecorded(known.record, context.episode)) {
    return { steps: [], record: known.record, before: known.record };
  }
  const { record, issue } = startingPoint(known, print, now);
  const status = statusAfter(report, context);
  const returned = issue?.state === 'closed';
  // Something that passes by itself each night opens and closes nothing.
  const quiet = returned && status === 'recovered' && record.status === 'recovered';
  const seen = seenAgain(record, context, now);
  const tells = !quiet && (issue === null || returned || record.status !== status);
  const after: FailureRecord = {
    ...withEpisode(seen, context.episode),
    status,
    told: seen.told + (tells ? 1 : 0),
    fix: context.fix
      ? { commit: context.fix.commit.slice(0, 64), pull: context.fix.pull }
      : seen.fix,
    closedAt: isOpenStatus(status) ? null : now,
  };
  const steps: FailureStep[] = [];
  if (issue === null) steps.push(creation(seen, report, context));
  if (tells)
    steps.push({ kind: 'comment', body: milestoneComment(after, report, context, returned) });
  const shown = issue ?? created(seen, report, context);
  const patch = difference(shown, {
    title: failureTitle(report.failure?.summary ?? '', status),
    body: failureBody(after, report, context),
    labels: labelsFor(status, shown.labels),
    state: isOpenStatus(status) ? 'open' : 'closed',
  });
  if (patch) steps.push({ kind: 'update', patch });
  return { steps, record: after, before: record };
}

/** The labels of a failure's issue; those of others stay. */
export function labelsFor(status: FailureStatus, actual: readonly string[]): readonly string[] {
  const own = [...firstLabels, 'needs-triage'];
  const foreign = actual.filter((label) => !own.includes(label.toLowerCase()));
  return [
    'bug',
    failureLabel,
    status === 'exhausted' ? 'needs-triage' : 'auto-healing',
    ...foreign,
  ];
}

/** What differs, as one PATCH; null: nothing. */
export function difference(
  issue: FailureIssue,
  wanted: Required<Pick<FailurePatch, 'title' | 'body' | 'labels' | 'state'>>,
): FailurePatch | null {
  const moved = issue.state !== wanted.state;
  const patch: FailurePatch = {
    ...(issue.title === wanted.title ? {} : { title: wanted.title }),
    ...(issue.body === wanted.body ? {} : { body: wanted.body }),
    ...(sameLabels(issue.labels, wanted.labels) ? {} : { labels: wanted.labels }),
    ...(moved && {
      state: wanted.state,
      stateReason: wanted.state === 'closed' ? 'completed' : 'reopened',
    }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}

function statusAfter(report: HealReport, { fix }: FailureContext): FailureStatus {
  switch (report.result) {
    case 'passed':
    case 'recovered':
      return 'recovered';
    case 'healed':
      // Without a commit nothing of the repository changed.
      return fix === null || fix.onBranch ? 'healed' : 'awaiting-merge';
    case 'proposed':
      return 'proposed';
    case 'exhausted':
      return 'exhausted';
  }
}

/** The record and the issue to go on with: none for a failure that is new, long gone, or whose issue is. */
function startingPoint(known: KnownFailure | null, print: string, now: number): KnownFailure {
  if (!known) return { record: newRecord(print, now), issue: null };
  const { record, issue } = known;
  if (issue === null) return { ...known, record: anew(record, now, record.previous) };
  if (record.issue !== null && record.issue !== issue.number) {
    // An open one was opened by a writer that died before it could say so; a closed one is of long ago.
    return issue.state === 'open'
      ? { record: anew(record, now, record.issue), issue }
      : { record: anew(record, now, issue.number), issue: null };
  }
  const end = record.closedAt ?? record.last;
  const old = issue.state === 'closed' && now - end > week;
  return old ? { record: anew(record, now, issue.number), issue: null } : known;
}

function seenAgain(record: FailureRecord, context: FailureContext, now: number): FailureRecord {
  const name = taskName(context);
  const tasks = [...record.tasks.filter((task) => task !== name), name].slice(-mostTasks);
  return { ...record, tasks, last: Math.max(record.last, now), seen: record.seen + 1 };
}

function creation(
  record: FailureRecord,
  report: HealReport,
  context: FailureContext,
): Extract<FailureStep, { kind: 'create' }> {
  return {
    kind: 'create',
    title: failureTitle(report.failure?.summary ?? '', 'failing'),
    body: failureBody({ ...record, status: 'failing' }, report, context),
    labels: firstLabels,
  };
}

function created(record: FailureRecord, report: HealReport, context: FailureContext): FailureIssue {
  const { title, body, labels } = creation(record, report, context);
  return { number: 0, title, body, labels, state: 'open' };
}

/** The issues of a failure among those of ours: the open ones, the oldest first, then the newest closed. */
export function issuesOf<T extends FailureIssue>(
  issues: readonly T[],
  print: string,
): readonly T[] {
  return issues
    .filter(({ body }) => parseFailureMarker(body) === print)
    .sort(
      (one, other) =>
        Number(other.state === 'open') - Number(one.state === 'open') ||
        (one.state === 'open' ? one.number - other.number : other.number - one.number),
    );
}
