import {
  type FailureRecord,
  failureFolder,
  isOpenStatus,
} from '../../text/failure/failure-record.ts';
import { type Pass, resolutionSteps } from '../../text/failure/resolution-steps.ts';
import { applySteps, makeLabels } from './apply-steps.ts';
import { claimFailure } from './claim-failure.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';
import { findIssue } from './find-issue.ts';
import { recordsOf } from './kept-failures.ts';
import { releaseFailure } from './release-failure.ts';

/** What may end failures. */
export interface Resolving {
  /** Tasks that passed on the pipeline's branch, of any time. */
  readonly passes: readonly Pass[];
  readonly branch: string;
  /** Whether a fix is on the pipeline's branch: its commit, or its merged pull request. */
  landed(fix: NonNullable<FailureRecord['fix']>): Promise<boolean>;
}

/**
 * Closes the issues of failures that are over (H6): the fix arrived on the branch, or what failed passed there
 * since. Level-triggered: it looks at all open failures each time, and does nothing about those that stay.
 *
 * @returns the issues that were closed.
 * @throws PortError; doing it again goes on from there.
 */
export async function resolveFailures(
  ports: FailurePorts,
  settings: FailureSettings,
  resolving: Resolving,
): Promise<readonly number[]> {
  const closed: number[] = [];
  const files = await ports.journal.files(failureFolder);
  for (const record of recordsOf(files).filter(({ status }) => isOpenStatus(status))) {
    const landed = record.fix !== null && (await resolving.landed(record.fix));
    const since = { passes: resolving.passes, landed, branch: resolving.branch };
    const plan = resolutionSteps({ record, issue: null }, since, ports.clock.now());
    if (plan.record === record) continue;
    const issue = await resolveOne(ports, settings, record.fingerprint, since);
    if (issue !== null) closed.push(issue);
  }
  return closed;
}

async function resolveOne(
  ports: FailurePorts,
  settings: FailureSettings,
  print: string,
  since: Parameters<typeof resolutionSteps>[1],
): Promise<number | null> {
  const claimed = await claimFailure(ports, settings, {
    print,
    isDone: ({ status }) => !isOpenStatus(status),
  });
  // Who holds it sees to it, or a later look does.
  if (claimed.kind !== 'mine') return null;
  const known = await findIssue(ports, claimed.record);
  const plan = resolutionSteps(known, since, ports.clock.now());
  const number = known.issue?.number ?? null;
  if (number !== null && plan.steps.length > 0) {
    await makeLabels(ports, plan);
    await applySteps(ports, plan, number);
  }
  await releaseFailure(ports, {
    ...plan.record,
    issue: number ?? plan.record.issue,
    claim: claimed.record.claim,
  });
  return isOpenStatus(plan.record.status) ? null : number;
}
