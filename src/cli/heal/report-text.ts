/** A report of healing for people. */
import type { HealReport, TriedFix } from '../../heal/loop/heal-report.ts';
import { formatDuration } from '../../text/format/format-duration.ts';
import { oneLine } from '../../text/safety/one-line.ts';
import { stripControl } from '../../text/safety/strip-control.ts';
import type { Terminal } from '../terminal.ts';

type Paint = Terminal['paint'];

const mostEvidence = 30;
const mostDiff = 400;

export function reportText(
  report: HealReport,
  interrupted: boolean,
  { paint, program }: Pick<Terminal, 'paint' | 'program'>,
): string {
  const out = [''];
  const { failure } = report;
  if (failure) {
    out.push(
      `${paint('red', failure.category)}  ${oneLine(failure.summary, 500)}`,
      '',
      `${paint('bold', 'Root cause')}  ${oneLine(failure.rootCause, 500)}`,
    );
    if (failure.evidence !== '')
      out.push('', paint('bold', 'Evidence'), ...evidenceOf(report, paint));
  }
  if (report.fixes.length > 0) {
    out.push('', paint('bold', 'Fixes'));
    for (const fix of report.fixes) out.push(...fixLines(fix, paint));
  }
  if (report.patch) out.push('', ...colouredDiff(report.patch, paint));
  if (report.proof) out.push('', `${paint('bold', 'Proof')}  ${oneLine(report.proof, 800)}`);
  if (report.manualSteps.length > 0) {
    out.push('', paint('bold', 'What to do now'));
    for (const step of report.manualSteps)
      out.push(`  ${oneLine(step, 800).replace('yardmaster apply-fix', `${program} apply-fix`)}`);
  }
  out.push('', lastLine(report, interrupted, paint));
  return `${out.join('\n')}\n`;
}

function evidenceOf({ failure }: HealReport, paint: Paint): readonly string[] {
  const lines = stripControl(failure?.evidence ?? '').split('\n');
  const shown = lines.slice(0, mostEvidence).map((line) => `  ${line}`);
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, paint('dim', `  and ${more} more lines`)] : shown;
}

const marks = {
  kept: ['green', '✓'],
  undone: ['red', '✗'],
  refused: ['yellow', '⊘'],
  waiting: ['yellow', '…'],
} as const;

function fixLines(fix: TriedFix, paint: Paint): readonly string[] {
  const [colour, mark] = marks[fix.outcome];
  const cases = `${fix.cases} ${fix.cases === 1 ? 'case' : 'cases'}`;
  const odds = paint('dim', `${Math.round(fix.confidence)} %, ${cases}`);
  return [
    `  ${paint(colour, mark)} ${oneLine(fix.title)}  ${odds}`,
    `    ${paint(colour, fix.outcome)}: ${oneLine(fix.why, 500)}`,
  ];
}

/** As git shows it; what is hostile in it was made harmless. */
export function colouredDiff(patch: string, paint: Paint): readonly string[] {
  const lines = stripControl(patch).trimEnd().split('\n');
  const shown = lines.slice(0, mostDiff).map((line) => `  ${colourOf(line, paint)}`);
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, paint('dim', `  and ${more} more lines`)] : shown;
}

function colourOf(line: string, paint: Paint): string {
  if (/^(?:\+\+\+|---|diff |index |new file|deleted)/.test(line)) return paint('bold', line);
  if (line.startsWith('@@')) return paint('cyan', line);
  if (line.startsWith('+')) return paint('green', line);
  return line.startsWith('-') ? paint('red', line) : line;
}

const endings = {
  passed: ['green', 'passed', 'nothing failed'],
  recovered: ['green', 'recovered', 'the retry was the remedy'],
  healed: ['green', 'healed', 'the fix is verified'],
  proposed: ['yellow', 'proposed', 'a fix waits for you'],
  exhausted: ['red', 'not healed', 'this one is yours'],
} as const;

function lastLine(report: HealReport, interrupted: boolean, paint: Paint): string {
  const [colour, word, meaning] = endings[report.result];
  const took = formatDuration(report.endedAt - report.startedAt);
  const tries = report.retries === 1 ? '1 retry' : `${report.retries} retries`;
  const facts = paint('dim', `${took} · ${tries}`);
  return interrupted
    ? `${paint('yellow', 'interrupted')}  nothing was changed  ${facts}`
    : `${paint('bold', paint(colour, word))}  ${meaning}  ${facts}`;
}
