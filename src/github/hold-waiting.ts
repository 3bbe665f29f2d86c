import { createHash } from 'node:crypto';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { holdProposal } from '../reconcile/failures/held-proposals.ts';
import { PortError, type Ports } from '../reconcile/ports.ts';
import {
  type ProposalOrigin,
  proposalOf,
  proposalPath,
  withStepInActions,
} from '../text/failure/proposal-text.ts';
import { redactReport } from '../text/failure/redact-report.ts';
import type { GitHubClient } from './github-client.ts';
import { type JudgedReport, judgeReport, type ReportJudge } from './judge-report.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Keeps what a report proposes in the journal, if a person could let it through at all, so that it outlives the
 * job that found it. What is refused by the gates, or is for no commit of the repository, waits for nobody.
 *
 * @returns the report with what a person can do about it.
 * @throws PortError; doing it again finds what is there.
 */
export async function holdWaiting(
  client: GitHubClient,
  ports: Ports,
  report: HealReport,
  origin: ProposalOrigin,
  judge: Omit<ReportJudge, 'approved'>,
): Promise<HealReport> {
  const clean = redactReport(report, []);
  const proposal = proposalOf(clean, origin, sha256);
  if (proposal === null || proposalPath(proposal.id) === null)
    return byHand(report, 'it changes no file, or is for no commit of the repository');
  const judged = await judgeReport(client, clean, { ...judge, approved: true }).catch(refused);
  if (!judged.ok) return byHand(report, judged.why);
  const held = await holdProposal(ports, proposal);
  return held === 'held'
    ? withStepInActions({ ...report, patchHash: proposal.hash })
    : byHand(report, 'the journal was busy; the next failure brings it again');
}

/** What may come through later is thrown. */
function refused(error: unknown): JudgedReport {
  const forGood = error instanceof PortError && ['denied', 'invalid', 'gone'].includes(error.kind);
  if (!forGood) throw error;
  return { ok: false, why: error.message };
}

function byHand(report: HealReport, why: string): HealReport {
  const step = `Make the change by hand, or on a machine of your own with \`yardmaster heal\`: here it cannot be applied (${why}).`;
  return { ...report, manualSteps: [step.slice(0, 1_000)] };
}
