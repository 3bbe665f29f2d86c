import { codeSpan } from '../safety/code-span.ts';
import { restated, retitled } from './failure-body.ts';
import { milestoneMarker } from './failure-markers.ts';
import { type FailureRecord, isOpenStatus } from './failure-record.ts';
import {
  difference,
  type FailurePlan,
  type FailureStep,
  type KnownFailure,
  labelsFor,
} from './failure-steps.ts';
import { safeUrl } from './failure-words.ts';

/** A task that passed on the pipeline's branch. */
export interface Pass {
  /** As `taskName` has it. */
  readonly task: string;
  readonly at: number;
  readonly runUrl: string | null;
}

/** What happened since. */
export interface Since {
  readonly passes: readonly Pass[];
  /** Whether the kept fix is on the pipeline's branch now. */
  readonly landed: boolean;
  readonly branch: string;
}

/**
 * What closes a failure's issue: its fix arrived on the pipeline's branch, or every task that failed with it
 * passed there since. Nothing for one that is over, or that nothing happened to.
 */
export function resolutionSteps(known: KnownFailure, since: Since, now: number): FailurePlan {
  const { record, issue } = known;
  const nothing: FailurePlan = { steps: [], record, before: record };
  if (!isOpenStatus(record.status)) return nothing;
  const left = record.tasks.filter((task) => passOf(task, record, since) === null);
  const landed = since.landed && record.fix !== null;
  if (!landed && (left.length > 0 || record.tasks.length === 0)) {
    return left.length === record.tasks.length
      ? nothing
      : { ...nothing, record: { ...record, tasks: left } };
  }
  const status = landed || record.status === 'awaiting-merge' ? 'healed' : 'passed';
  // Whoever closed it by hand has said so already.
  const tells = issue !== null && issue.state === 'open';
  const after: FailureRecord = {
    ...record,
    status,
    tasks: [],
    told: record.told + (tells ? 1 : 0),
    closedAt: now,
  };
  if (issue === null) return { ...nothing, record: after };
  const steps: FailureStep[] = [];
  if (tells) steps.push({ kind: 'comment', body: closing(after, landed, since) });
  const patch = difference(issue, {
    title: retitled(issue.title, status),
    body: restated(issue.body, after),
    labels: labelsFor(status, issue.labels),
    state: 'closed',
  });
  if (patch) steps.push({ kind: 'update', patch });
  return { steps, record: after, before: record };
}

function passOf(task: string, record: FailureRecord, { passes }: Since): Pass | null {
  return passes.find((pass) => pass.task === task && pass.at > record.last) ?? null;
}

function closing(record: FailureRecord, landed: boolean, since: Since): string {
  const branch = codeSpan(since.branch, 200);
  const url = safeUrl(since.passes.at(-1)?.runUrl ?? null);
  const commit =
    record.fix && /^[0-9a-f]{7,64}$/i.test(record.fix.commit) ? record.fix.commit : null;
  const pull = record.fix?.pull ?? null;
  const what = pull !== null ? `of #${pull}` : commit ? `\`${commit.slice(0, 7)}\`` : '';
  const text = landed
    ? `**Healed.** The fix ${what} is on ${branch} now.`.replace('  ', ' ')
    : `**Over.** What failed has passed since on ${branch}${url ? `, [here](${url})` : ''}.`;
  return `${milestoneMarker(record.fingerprint, record.told)}\n\n${text}`;
}
