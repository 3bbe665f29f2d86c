import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import { failureBody, failureTitle } from '../../src/text/failure/failure-body.ts';
import {
  type FailureRecord,
  failureStatuses,
  newRecord,
  renderFailureRecord,
} from '../../src/text/failure/failure-record.ts';
import { renderHealSummary } from '../../src/text/failure/heal-summary.ts';
import { addLessons } from '../../src/text/failure/lessons.ts';
import { milestoneComment } from '../../src/text/failure/milestone-comment.ts';
import { proposalOf, renderProposal } from '../../src/text/failure/proposal-text.ts';
import { fixCommitMessage, fixPullBody, fixTitle } from '../../src/text/healing/fix-texts.ts';
import {
  aContext,
  aHealedReport,
  aReport,
  aTried,
  night,
  print,
  pulled,
} from '../text/failure/a-failure.ts';

/** A report with the same hostile text in every place that takes one. */
export function hostileReport(text: string, facts: Partial<HealReport> = {}): HealReport {
  const { failure } = aReport();
  return aHealedReport({
    command: text,
    failure: failure && { ...failure, summary: text, rootCause: text, evidence: text },
    fixes: [
      aTried({ title: text, why: text, files: [text] }),
      aTried({ title: text, why: text, outcome: 'undone' }),
    ],
    patch: `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${text}\n+${text}\n`,
    proof: text,
    manualSteps: [text],
    ...facts,
  });
}

interface Outgoing {
  /** What GitHub renders. */
  readonly markdown: readonly string[];
  /** Titles and messages of commits. */
  readonly plain: readonly string[];
  /** Files of the journal branch. */
  readonly files: readonly string[];
}

/** Every text that leaves for people or the repository, made of this one. */
export function outgoing(text: string): Outgoing {
  const report = hostileReport(text);
  const record: FailureRecord = {
    ...newRecord(print, night),
    seen: 1,
    tasks: [text.slice(0, 200)],
  };
  const context = aContext({
    pipeline: text,
    task: text,
    branch: text,
    // Addresses are the caller's own; what is none is no link.
    runUrl: `${text} "`,
    fix: pulled({ compareUrl: `${text} "`, pull: null, note: text }),
  });
  const [fix] = report.fixes;
  if (!fix) throw new Error('the report has no fix');
  const origin = { fix, origin: 'nightly #12', url: null, approvedBy: text };
  const waiting = hostileReport(text, { fixes: [{ ...fix, outcome: 'waiting' }] });
  const place = { pipeline: text, task: text, run: 12 };
  const proposal = proposalOf(waiting, place, () => 'ab'.repeat(32));
  return {
    markdown: [
      failureBody(record, report, context),
      ...failureStatuses.map((status) =>
        milestoneComment({ ...record, status }, report, context, false),
      ),
      renderHealSummary(report, { lessons: text, agentNotes: text, issue: null }),
      fixPullBody(report, origin),
      addLessons(null, [
        { kind: 'pattern', fingerprint: print, summary: text, evidence: text, at: night },
        { kind: 'label', name: text, at: night },
      ]) ?? '',
    ],
    plain: [failureTitle(text, 'failing'), fixTitle(fix), fixCommitMessage(report, origin)],
    files: [renderFailureRecord(record), proposal ? renderProposal(proposal) : ''],
  };
}
