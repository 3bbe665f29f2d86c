/** Publishes a change that waits in the journal, once a person asked for it. */
import { mayApply } from '../heal/approval/may-apply.ts';
import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { failureDefaults } from '../reconcile/failures/failure-ports.ts';
import { dropProposal } from '../reconcile/failures/held-proposals.ts';
import { recordFailure } from '../reconcile/failures/record-failure.ts';
import { PortError, type Ports } from '../reconcile/ports.ts';
import {
  type HeldProposal,
  proposalHash,
  reportOfProposal,
} from '../text/failure/proposal-text.ts';
import { earlierTexts } from './earlier-texts.ts';
import type { FixPull } from './fix-pull.ts';
import type { GitHubClient } from './github-client.ts';
import { sha256 } from './hold-waiting.ts';
import { publishFix } from './publish-fix.ts';

export interface ApplyOrder {
  /** At least the first 8 hexadecimal digits of the proposal's hash. */
  readonly hash: string;
  /** The login of whoever asks. */
  readonly by: string;
  /** The branch, and the commit that it is on now. */
  readonly branch: string;
  readonly head: string;
  readonly policy: HealPolicy;
  /** As in an intent. */
  readonly holder: string;
  /** `https://github.com`, without the repository. */
  readonly site: string;
  readonly url: string | null;
}

export type AppliedProposal =
  | {
      readonly ok: true;
      readonly branch: string;
      readonly commit: string;
      readonly pull: FixPull | null;
      /** The failure's issue. */
      readonly issue: number | null;
    }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/**
 * Makes a proposal a branch with a pull request, if the approval is one of exactly this change on exactly this
 * commit, and the gates let a person have it. Nothing has verified it, so that it is never put on a branch that
 * people work on, and no case is counted. Doing it again finds what was done, until the proposal is dropped.
 *
 * @throws PortError
 */
export async function applyProposal(
  client: GitHubClient,
  ports: Ports,
  proposal: HeldProposal,
  order: ApplyOrder,
): Promise<AppliedProposal> {
  const { id, patch, pipeline, task, run } = proposal;
  const asked = { id, hash: order.hash, head: null, comment: null };
  const digest = proposalHash(proposal.head, patch, sha256);
  const approval = mayApply(proposal, asked, order.head, digest);
  if (!approval.ok) return { ok: false, why: approval.message, remedy: approval.remedy };
  const report = reportOfProposal(proposal);
  const place = { pipeline, commit: order.head };
  const published = await publishFix(
    client,
    report,
    { ...order.policy, keep: 'pull-request' },
    {
      ...{ commit: order.head, into: order.branch, site: order.site, url: order.url },
      origin: `${pipeline} #${run}, task ${task}`,
      ownMachine: false,
      earlier: (path) => earlierTexts(client, ports.issues, place, path),
      approvedBy: order.by,
    },
  );
  if (!published.ok)
    return { ok: false, why: published.why, remedy: 'Make the change by hand, or heal anew.' };
  const { branch, commit, pull } = published;
  const recorded = await recordFailure(
    ports,
    { ...failureDefaults, holder: order.holder },
    letThrough(report, order.by),
    {
      ...{ episode: `${id}@${proposal.hash.slice(0, 16)}`, pipeline, task, attempt: null },
      ...{ branch: order.branch, runUrl: order.url },
      repositoryUrl: `${order.site}/${client.at.owner}/${client.at.repo}`,
      fix: {
        ...{
          commit,
          onBranch: false,
          note: `${order.by} let it through; nothing has verified it.`,
        },
        pull: pull?.kind === 'pull' ? pull.number : null,
        compareUrl: pull?.kind === 'compare' ? pull.url : null,
      },
    },
  );
  if (recorded.kind === 'busy')
    throw new PortError('unavailable', 'somebody else writes about this failure');
  await dropProposal(ports, id);
  return { ok: true, branch, commit, pull, issue: recorded.issue };
}

function letThrough(report: HealReport, by: string): HealReport {
  const fixes = report.fixes.map((fix) => ({
    ...fix,
    outcome: 'kept' as const,
    why: `${by} let it through. ${fix.why}`.slice(0, 1_000),
  }));
  return { ...report, result: 'healed', fixes };
}
