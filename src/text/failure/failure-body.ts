import type { HealReport } from '../../heal/loop/heal-report.ts';
import { renderMarkdownTable } from '../report/markdown-table.ts';
import { codeSpan } from '../safety/code-span.ts';
import { neutralise } from '../safety/neutralise.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';
import { oneLine } from '../safety/one-line.ts';
import type { FailureContext } from './failure-context.ts';
import { failureMarker } from './failure-markers.ts';
import type { FailureRecord, FailureStatus } from './failure-record.ts';
import {
  type Amount,
  diffBlock,
  evidenceBlock,
  fitting,
  fixTable,
  howItEnded,
  safeUrl,
  stepList,
  textLimit,
  timeCell,
} from './failure-words.ts';

const statusTexts: Readonly<Record<FailureStatus, string>> = {
  failing: 'failing, being healed',
  proposed: 'a fix waits for a person',
  'awaiting-merge': 'healed, awaiting merge',
  exhausted: 'not healed, needs a person',
  healed: 'healed',
  recovered: 'gone by itself when it was tried again',
  passed: 'over: a later run passed',
};

/** `Pipeline Failure: <summary>`; one that is healed elsewhere says so until the fix has arrived. */
export function failureTitle(summary: string, status: FailureStatus): string {
  const suffix = status === 'awaiting-merge' ? ` (${statusTexts[status]})` : '';
  return `Pipeline Failure: ${oneLine(summary, 200 - suffix.length)}${suffix}`;
}

/** The title of an issue after its status changed: the summary in it stays as it was. */
export function retitled(title: string, status: FailureStatus): string {
  const known = /^Pipeline Failure: (.*?)(?: \(healed, awaiting merge\))?$/s.exec(title);
  return known?.[1] === undefined ? title : failureTitle(known[1], status);
}

/**
 * The body of a failure's issue: marker, status, then what people read. Only the first three lines change when
 * the status does. The report is to be redacted already. Never longer than GitHub takes: the change goes first.
 */
export function failureBody(
  record: FailureRecord,
  report: HealReport,
  context: FailureContext,
): string {
  return fitting((amount) => bodyWith(record, report, context, amount));
}

/** The same body under another status, where it has room. What a person wrote below stays. */
export function restated(body: string, record: FailureRecord): string {
  const lines = body.split('\n');
  const rest = /^\*\*Status:\*\* /.test(lines[2] ?? '') ? lines.slice(3) : ['', body];
  const after = [...head(record), ...rest].join('\n');
  return after.length <= textLimit ? after : body;
}

function head(record: FailureRecord): string[] {
  return [failureMarker(record.fingerprint), '', `**Status:** ${statusTexts[record.status]}`];
}

function bodyWith(
  record: FailureRecord,
  report: HealReport,
  context: FailureContext,
  amount: Amount,
): string {
  const { failure } = report;
  const patch = report.patch === null || !amount.patch ? '' : diffBlock(report.patch);
  const parts: (readonly [string, string])[] = [
    ['', neutraliseReason(failure?.summary ?? '', 500)],
    ['', facts(record, report, context)],
    ['Root cause', neutraliseReason(failure?.rootCause ?? '', 1_000)],
    ['Evidence', evidenceBlock(failure?.evidence ?? '', amount.evidence)],
    ['What was tried', fixTable(report.fixes, amount.fixes)],
    ['Proof', report.proof === null ? '' : neutraliseReason(report.proof, 500)],
    ['What a person should do', stepList(report.manualSteps, amount.steps)],
    [
      'The change',
      patch && `<details><summary>Show the change</summary>\n\n${patch}\n\n</details>`,
    ],
    [
      '',
      '<sub>Yardmaster keeps this issue: one for each failure, whatever the number of runs.</sub>',
    ],
  ];
  const shown = parts.flatMap(([title, text]) => {
    if (text === '') return [];
    return title === '' ? [text] : [`### ${title}\n\n${text}`];
  });
  return [...head(record), '', shown.join('\n\n'), ''].join('\n');
}

function facts(record: FailureRecord, report: HealReport, context: FailureContext): string {
  const { failure } = report;
  const run = safeUrl(context.runUrl);
  const attempt = context.attempt === null ? '' : `attempt ${context.attempt}`;
  const rows: (readonly [string, string])[] = [
    ['Pipeline', neutralise(context.pipeline, 100)],
    ['Task', neutralise(context.task, 200)],
    ['Run', run ? `[${attempt || 'the run'}](${run})` : attempt],
    ['Branch', codeSpan(context.branch, 200)],
    ['Command', codeSpan(report.command, 300)],
    ['Ended', howItEnded(report)],
    ['Kind', failure ? `${codeSpan(failure.kind, 100)} (${failure.category})` : ''],
    ['First seen', timeCell(record.first)],
    [
      'Last seen',
      `${timeCell(record.last)}, ${record.seen === 1 ? 'once' : `${record.seen} times`}`,
    ],
    ['Seen before', record.previous === null ? '' : `#${record.previous}`],
    ['Mode', report.mode],
  ];
  return renderMarkdownTable(
    ['', ''],
    rows.filter(([, text]) => text !== ''),
  );
}
