import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { PortError } from '../reconcile/ports.ts';
import {
  type FixContext,
  fixCommitMessage,
  fixPullBody,
  fixTitle,
} from '../text/healing/fix-texts.ts';
import { moveBranch, pushFix } from './fix-branch.ts';
import { type FixPull, openFixPull } from './fix-pull.ts';
import { type FixStanding, fixStanding } from './fix-standing.ts';
import type { GitHubClient } from './github-client.ts';
import { judgeReport, type ReportJudge } from './judge-report.ts';

/** Where a fix is for, and where it comes from. */
export interface FixPlace {
  /** The commit that the run is on now. */
  readonly commit: string;
  /** The branch that the run belongs to. */
  readonly into: string;
  /** `https://github.com`, without the repository. */
  readonly site: string;
  readonly origin: string;
  readonly url: string | null;
  readonly ownMachine: ReportJudge['ownMachine'];
  readonly earlier: ReportJudge['earlier'];
  /** Who let exactly this fix through; null: it was verified, and no gate wants a person. */
  readonly approvedBy: string | null;
}

export type Published =
  | {
      readonly ok: true;
      /** The healed commit; its parent is `FixPlace.commit`. */
      readonly commit: string;
      readonly branch: string;
      /** null: it is on the working branch itself. */
      readonly pull: FixPull | null;
    }
  | {
      readonly ok: false;
      readonly why: string;
      /** What the run has gone on to since the attempt, where that is what refuses it. */
      readonly since: FixStanding | null;
    };

/**
 * Takes the fix of a report, if the gates still let it through, to where the policy wants it: a branch with a
 * pull request, or the working branch. Doing it again finds what is there.
 *
 * @throws PortError
 */
export async function publishFix(
  client: GitHubClient,
  report: HealReport,
  policy: HealPolicy,
  place: FixPlace,
): Promise<Published> {
  const judged = await judgeReport(client, report, {
    ...{ ...place, policy },
    approved: place.approvedBy !== null,
  });
  if (!judged.ok)
    return { ok: false, why: judged.why, since: await fixStanding(client, report, place.commit) };
  const { origin, url, approvedBy } = place;
  const context: FixContext = { fix: judged.fix, origin, url, approvedBy };
  const { branch, commit } = await pushFix(client, {
    base: place.commit,
    fingerprint: report.failure?.fingerprint ?? judged.fix.hash.slice(0, 16),
    message: fixCommitMessage(report, context),
    changes: judged.changes,
  });
  if (policy.keep === 'branch' && (await moved(client, place.into, commit)))
    return { ok: true, commit, branch, pull: null };
  const pull = await openFixPull(
    client,
    {
      branch,
      into: place.into,
      title: fixTitle(judged.fix),
      body: fixPullBody(report, context),
    },
    place.site,
  );
  return { ok: true, commit, branch, pull };
}

/** Whether the working branch could take it; where it is protected or went on, a pull request it is. */
async function moved(client: GitHubClient, into: string, commit: string): Promise<boolean> {
  try {
    await moveBranch(client, into, commit);
    return true;
  } catch (error) {
    if (error instanceof PortError && (error.kind === 'invalid' || error.kind === 'denied'))
      return false;
    throw error;
  }
}
