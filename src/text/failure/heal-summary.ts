import type { HealReport, HealResult } from '../../heal/loop/heal-report.ts';
import { formatDuration } from '../format/format-duration.ts';
import { codeSpan } from '../safety/code-span.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';
import { diffBlock, evidenceBlock, fixTable, howItEnded, stepList } from './failure-words.ts';
import { showNotes } from './lessons.ts';

/** What a summary shows besides the report. */
export interface SummaryNotes {
  /** `lessons.md` of the journal branch. */
  readonly lessons: string | null;
  /** `.claude/agent-notes.md` of the repository: hostile text, only shown. */
  readonly agentNotes: string | null;
  /** The address of the failure's issue, as Markdown of our own (`#12`). */
  readonly issue: number | null;
}

const noNotes: SummaryNotes = { lessons: null, agentNotes: null, issue: null };

/** GitHub takes a summary of 1 MiB for each step; nobody reads so much. */
const mostDiff = 100_000;

const results: Readonly<Record<HealResult, readonly [mark: string, text: string]>> = {
  passed: ['✅', 'It passed; there was nothing to heal'],
  recovered: ['✅', 'It passed when it was tried again'],
  healed: ['✅', 'Healed and verified'],
  proposed: ['⏸️', 'A fix waits for a person'],
  exhausted: ['❌', 'Not healed: this needs a person'],
};

/**
 * The final report of a healing (H9) as Markdown: how it ended, what was tried, what proves it, what a person
 * should do. For the job's summary, an issue or a file. The report is to be redacted already.
 */
export function renderHealSummary(report: HealReport, notes: SummaryNotes = noNotes): string {
  const { failure } = report;
  const [mark, text] = results[report.result];
  const parts: (readonly [string, string])[] = [
    ['', failure ? neutraliseReason(failure.summary, 500) : ''],
    ['', facts(report, notes)],
    ['Root cause', failure ? neutraliseReason(failure.rootCause, 1_000) : ''],
    ['Evidence', failure ? evidenceBlock(failure.evidence) : ''],
    ['Fixes', fixTable(report.fixes)],
    ['Proof', report.proof === null ? '' : neutraliseReason(report.proof, 500)],
    ['What a person should do', stepList(report.manualSteps)],
    ['The change', report.patch === null ? '' : diffBlock(report.patch, mostDiff)],
    ['Lessons of earlier healings', details(notes.lessons)],
    ['Notes of agents', details(notes.agentNotes)],
  ];
  const shown = parts.flatMap(([title, part]) => {
    if (part === '') return [];
    return title === '' ? [part] : [`### ${title}\n\n${part}`];
  });
  return `${[`## ${mark} ${text}`, ...shown].join('\n\n')}\n`;
}

function facts(report: HealReport, { issue }: SummaryNotes): string {
  const { startedAt, endedAt } = report;
  const took = endedAt >= startedAt ? formatDuration(endedAt - startedAt) : 'not known';
  const counts = (outcome: 'kept' | 'undone' | 'refused' | 'waiting') =>
    report.fixes.filter((fix) => fix.outcome === outcome).length;
  const fixes = [
    `${report.fixes.length} tried`,
    `${counts('kept')} kept`,
    `${counts('undone')} undone`,
    `${counts('refused')} refused`,
    `${counts('waiting')} waiting`,
  ];
  const lines = [
    `**Command** ${codeSpan(report.command, 300)}: ${howItEnded(report)}`,
    `**Mode** ${report.mode} · **Took** ${took}${issue === null ? '' : ` · **Issue** #${issue}`}`,
    report.fixes.length > 0 ? `**Fixes** ${fixes.join(', ')}` : '',
  ];
  return lines.filter((line) => line !== '').join('  \n');
}

function details(text: string | null): string {
  const shown = showNotes(text);
  return shown && `<details><summary>Show</summary>\n\n${shown}\n\n</details>`;
}
