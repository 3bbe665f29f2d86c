import { restated } from '../../text/failure/failure-body.ts';
import { goesOnElsewhere } from '../../text/failure/failure-markers.ts';
import {
  type FailureRecord,
  failureFolder,
  isOpenStatus,
} from '../../text/failure/failure-record.ts';
import { difference, failureLabel, issuesOf, labelsFor } from '../../text/failure/failure-steps.ts';
import type { IssueRead } from '../ports.ts';
import { closeDouble } from '../project-issues.ts';
import { claimFailure } from './claim-failure.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';
import { findIssue } from './find-issue.ts';
import { recordsOf, untoldOf } from './kept-failures.ts';
import { releaseFailure } from './release-failure.ts';
import { tellUntold } from './tell-untold.ts';

/**
 * Goes on with what writers left that died, or that were not let in: tells the reports that wait, gives back
 * claims that nobody holds any more, and closes what was opened twice. Level-triggered: where nothing was left
 * it writes nothing.
 *
 * @throws PortError; the next look goes on from there.
 */
export async function tendFailures(ports: FailurePorts, settings: FailureSettings): Promise<void> {
  const files = await ports.journal.files(failureFolder);
  const waiting = new Set(untoldOf(files).map(({ report }) => report.failure?.fingerprint ?? ''));
  const abandoned = recordsOf(files).filter(({ claim }) => claim !== null);
  // First, so that nothing is told in one issue while another is open.
  await closeDoubles(ports, settings, recordsOf(files));
  for (const print of waiting) await takeUp(ports, settings, print, true);
  for (const { fingerprint } of abandoned) {
    if (!waiting.has(fingerprint)) await takeUp(ports, settings, fingerprint, false);
  }
}

/** Whether `tendFailures` or `resolveFailures` may find something to do. */
export function needTending(files: Parameters<typeof recordsOf>[0]): boolean {
  const left = (record: FailureRecord) => record.claim !== null || mayBeOpen(record);
  return untoldOf(files).length > 0 || recordsOf(files).some(left);
}

/** What is over may have been opened again, and an issue of long ago besides. */
function mayBeOpen({ status, previous }: FailureRecord): boolean {
  return isOpenStatus(status) || previous !== null;
}

async function takeUp(
  ports: FailurePorts,
  settings: FailureSettings,
  print: string,
  tells: boolean,
): Promise<void> {
  const isDone = ({ claim }: FailureRecord) => !tells && claim === null;
  const claimed = await claimFailure(ports, settings, { print, tells, isDone });
  if (claimed.kind !== 'mine') return;
  if (tells) await tellUntold(ports, settings, claimed.record);
  else await mend(ports, claimed.record);
}

/** Shows what the record says, where its last writer may have died before it did. */
async function mend(ports: FailurePorts, record: FailureRecord): Promise<void> {
  const { issue } = await findIssue(ports, record);
  const patch =
    issue &&
    difference(issue, {
      title: issue.title,
      body: restated(issue.body, record),
      labels: labelsFor(record.status, issue.labels),
      state: isOpenStatus(record.status) ? 'open' : 'closed',
    });
  if (issue && patch) await ports.issues.update(issue.number, patch);
  await releaseFailure(ports, { ...record, issue: issue?.number ?? record.issue });
}

/** Of several open issues of one failure the one that its record names stays, else the oldest. */
async function closeDoubles(
  ports: FailurePorts,
  settings: FailureSettings,
  records: readonly FailureRecord[],
): Promise<void> {
  if (!records.some(mayBeOpen)) return;
  const all = await ports.issues.list(failureLabel);
  for (const { fingerprint } of records) {
    if (openOf(all, fingerprint).length < 2) continue;
    const claimed = await claimFailure(ports, settings, {
      print: fingerprint,
      isDone: () => false,
    });
    if (claimed.kind !== 'mine') continue;
    const { record } = claimed;
    // Who wrote meanwhile may have named another one.
    const open = openOf(await ports.issues.list(failureLabel), fingerprint);
    const kept = open.find(({ number }) => number === record.issue) ?? open[0];
    for (const double of open) {
      if (kept && double !== kept) await closeOther(ports, double, kept.number, fingerprint);
    }
    await releaseFailure(ports, record);
  }
}

/** A younger one was opened twice; an older one is of long ago, and keeps its text. */
async function closeOther(
  ports: FailurePorts,
  other: IssueRead,
  kept: number,
  print: string,
): Promise<void> {
  if (other.number > kept) return closeDouble(ports, other, kept);
  await ports.issues.comment(other.number, goesOnElsewhere(print, kept));
  await ports.issues.update(other.number, { state: 'closed', stateReason: 'not_planned' });
}

function openOf(issues: readonly IssueRead[], print: string): readonly IssueRead[] {
  return issuesOf(issues, print).filter(({ state, mine }) => mine && state === 'open');
}
