import type { DecisionReport } from '../../core/decision-report.ts';
import { neutralise } from '../safety/neutralise.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';
import { renderMarkdownTable } from './markdown-table.ts';
import { stateWord } from './state-marks.ts';
import { when } from './when.ts';

const mostNames = 8;
const decisions = { START_NOW: 'START NOW', QUEUE: 'QUEUE', BLOCKED: 'BLOCKED' } as const;

/** What was decided about each task (Q15), as a Markdown table. */
export function renderDecisionMarkdown(reports: readonly DecisionReport[], now: number): string {
  return renderMarkdownTable(
    ['Task', 'Priority', 'Decision', 'Reason', 'ETA', 'Dependencies'],
    reports.map((report) => [
      neutralise(report.key, 100),
      report.priority.toUpperCase(),
      decisions[report.decision],
      neutraliseReason(report.reason, 300),
      eta(report, now),
      dependencies(report),
    ]),
  );
}

function eta({ start, eta: end }: DecisionReport, now: number): string {
  if (end === null) return 'once a person has decided';
  return start === null || start <= now
    ? `ends ${when(end, now)}`
    : `starts ${when(start, now)}, ends ${when(end, now)}`;
}

function dependencies({ dependencies: needs }: DecisionReport): string {
  if (needs.length === 0) return 'none';
  const shown = needs
    .slice(0, mostNames)
    .map(({ key, state }) => `${neutralise(key, 60)} (${stateWord(state)})`);
  const more = needs.length > mostNames ? [`and ${needs.length - mostNames} more`] : [];
  return [...shown, ...more].join(', ');
}
