import { renderHealSummary, type SummaryNotes } from '../text/failure/heal-summary.ts';
import { redactReport } from '../text/failure/redact-report.ts';
import type { Handoff } from '../text/handoff.ts';
import { fence } from '../text/safety/fence.ts';
import { neutralise } from '../text/safety/neutralise.ts';

const words = {
  success: 'done',
  failure: 'failed',
  stopped: 'stopped',
  fenced: 'not needed any more',
} as const;

const lines = (text: string, most: number): string => text.split('\n').slice(-most).join('\n');

/**
 * One attempt as Markdown for the job's summary page: how it went, what healing did, and the end of its output.
 *
 * @param notes of earlier healings, shown beside what this one did
 */
export function attemptSummary(key: string, handoff: Handoff, notes?: SummaryNotes): string {
  const { ref, result, produced, tail, heal } = handoff;
  const took =
    result.startedAt === null
      ? ''
      : ` after ${((result.endedAt - result.startedAt) / 1000).toFixed(1)} s`;
  const code = result.exitCode === null ? '' : ` (exit code ${result.exitCode})`;
  const parts = [
    `### ${neutralise(key)}: ${words[result.outcome]}`,
    `Attempt ${ref.attempt}, run #${ref.run}${took}${code}.`,
    result.message === '' ? '' : `> ${neutralise(result.message)}`,
    produced.length === 0 ? '' : `Produced ${produced.map((path) => neutralise(path)).join(', ')}.`,
    heal?.failure ? renderHealSummary(redactReport(heal, []), notes).trimEnd() : '',
    result.outcome === 'failure' && tail.trim() !== '' ? fence(lines(tail.trimEnd(), 40)) : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
