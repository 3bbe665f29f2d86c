import type { HealReport } from '../../heal/loop/heal-report.ts';
import { codeSpan } from '../safety/code-span.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';
import type { FailureContext } from './failure-context.ts';
import { milestoneMarker } from './failure-markers.ts';
import type { FailureRecord, FailureStatus } from './failure-record.ts';
import {
  type Amount,
  fitting,
  fixLink,
  fixTable,
  howItEnded,
  safeUrl,
  stepList,
} from './failure-words.ts';

/** The one comment that tells a milestone: how it stands now, and what that rests on. */
export function milestoneComment(
  record: FailureRecord,
  report: HealReport,
  context: FailureContext,
  returned: boolean,
): string {
  const run = safeUrl(context.runUrl);
  const which = context.attempt === null ? 'the run' : `attempt ${context.attempt}`;
  const where = run ? `[${which}](${run})` : which;
  const begin = returned
    ? `**It is back** in ${where}. ${sentence(record.status)}`
    : `**${sentence(record.status)}** Seen in ${where}.`;
  const marker = milestoneMarker(record.fingerprint, record.told);
  return fitting((amount) =>
    [marker, begin, ...details(record.status, report, context, amount)]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
}

function sentence(status: FailureStatus): string {
  switch (status) {
    case 'failing':
      return 'It is being healed.';
    case 'proposed':
      return 'A fix waits for a person.';
    case 'awaiting-merge':
      return 'Healed, awaiting merge.';
    case 'exhausted':
      return 'Not healed: this needs a person.';
    case 'healed':
      return 'Healed.';
    case 'recovered':
      return 'Gone when it was tried again: the retry alone was the remedy.';
    case 'passed':
      return 'Over: a later run passed.';
  }
}

function details(
  status: FailureStatus,
  report: HealReport,
  context: FailureContext,
  amount: Amount,
): readonly string[] {
  switch (status) {
    case 'healed':
    case 'awaiting-merge':
      return healed(report, context, amount);
    case 'proposed':
      return [
        waiting(report),
        fixTable(report.fixes, amount.fixes),
        stepList(report.manualSteps, amount.steps),
      ];
    case 'exhausted':
      return [
        `It ended with ${howItEnded(report)}. ${tries(report)}`,
        report.failure && `Root cause: ${neutraliseReason(report.failure.rootCause, 1_000)}`,
        fixTable(report.fixes, amount.fixes),
        report.manualSteps.length > 0 &&
          `What a person should do:\n\n${stepList(report.manualSteps, amount.steps)}`,
      ].filter((part) => typeof part === 'string');
    default:
      return [`It passed after ${report.retries === 1 ? '1 retry' : `${report.retries} retries`}.`];
  }
}

function healed(report: HealReport, context: FailureContext, amount: Amount): readonly string[] {
  const kept = report.fixes.filter(({ outcome }) => outcome === 'kept');
  const place = context.fix;
  const which = report.fixes.findIndex(({ outcome }) => outcome === 'kept') + 1;
  return [
    place
      ? `The fix is ${fixLink(place, context)}${which > 0 ? `, the ${ordinal(which)} that was tried` : ''}. It is ${place.onBranch ? '' : 'not yet '}on ${codeSpan(context.branch, 200)}.`
      : '',
    fixTable(kept, amount.fixes),
    report.proof === null ? '' : `Proof: ${neutraliseReason(report.proof, 500)}`,
    place?.note ? neutraliseReason(place.note, 300) : '',
  ];
}

/** Approvals name what they approve (`mayApply`). */
function waiting({ fixes, patchHash, base }: HealReport): string {
  const ids = fixes
    .filter(({ outcome }) => outcome === 'waiting')
    .map(({ id }) => codeSpan(id, 100));
  const hash = patchHash === null ? '' : `, hash ${codeSpan(patchHash.slice(0, 12), 20)}`;
  const head = base === '' ? '' : `, made for ${codeSpan(base.slice(0, 12), 20)}`;
  return ids.length === 0 ? '' : `Proposal ${ids.join(', ')}${hash}${head}.`;
}

function tries({ fixes, retries }: HealReport): string {
  const count = (outcome: 'undone' | 'refused') =>
    fixes.filter((fix) => fix.outcome === outcome).length;
  const parts = [
    retries === 1 ? '1 retry' : `${retries} retries`,
    `${count('undone')} of ${fixes.length} fixes tried and undone`,
    `${count('refused')} refused`,
  ];
  return `Attempts: ${parts.join(', ')}.`;
}

function ordinal(number: number): string {
  return ['first', 'second', 'third'][number - 1] ?? `${number}th`;
}
