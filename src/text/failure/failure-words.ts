import type { HealReport, TriedFix } from '../../heal/loop/heal-report.ts';
import { formatTime } from '../format/format-time.ts';
import { renderMarkdownTable } from '../report/markdown-table.ts';
import { codeSpan } from '../safety/code-span.ts';
import { fence } from '../safety/fence.ts';
import { neutralise } from '../safety/neutralise.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';
import type { FailureContext, FixPlace } from './failure-context.ts';

/** GitHub refuses longer bodies and comments. */
export const textLimit = 65_536;
const mostPatch = 20_000;

/** How much is shown. Escapes can make a text five times as long, so that only the last is sure to fit. */
export interface Amount {
  readonly fixes: number;
  readonly steps: number;
  readonly evidence: number;
  readonly patch: boolean;
}
const fullAmount: Amount = { fixes: 20, steps: 20, evidence: 4_000, patch: true };
const amounts: readonly Amount[] = [
  fullAmount,
  { ...fullAmount, patch: false },
  { fixes: 3, steps: 5, evidence: 1_000, patch: false },
];

/** The longest form of a text that GitHub takes. It is never cut: that could set free what code keeps in. */
export function fitting(render: (amount: Amount) => string): string {
  const texts = amounts.map(render);
  return texts.find((text) => text.length <= textLimit) ?? texts.at(-1) ?? '';
}

const outcomes: Readonly<Record<TriedFix['outcome'], string>> = {
  kept: 'kept',
  undone: 'undone: it was applied, verified and did not hold',
  refused: 'refused by a gate',
  waiting: 'waits for a person',
};

/** What was tried, in the order in which it was, as a Markdown table; empty where nothing was. */
export function fixTable(fixes: readonly TriedFix[], most = fullAmount.fixes): string {
  if (fixes.length === 0) return '';
  const rows = fixes.slice(0, most).map(({ title, id, confidence, cases, outcome, why, files }) => [
    `${neutralise(title, 200)}<br>${codeSpan(id, 100)}`,
    `${Math.round(confidence)} %, ${cases === 1 ? '1 case' : `${cases} cases`}`,
    outcomes[outcome],
    neutraliseReason(why, 300),
    files
      .slice(0, 5)
      .map((file) => codeSpan(file, 100))
      .join(' ') || 'none',
  ]);
  const table = renderMarkdownTable(['Fix', 'Confidence', 'Outcome', 'Why', 'Files'], rows);
  const more = fixes.length - rows.length;
  return more > 0 ? `${table}\n\nand ${more} more` : table;
}

/** What a person should do, numbered; empty where there is nothing. */
export function stepList(steps: readonly string[], most = fullAmount.steps): string {
  return steps
    .slice(0, most)
    .map((step, at) => `${at + 1}. ${neutraliseReason(step, 500)}`)
    .join('\n');
}

/** A change as a fenced diff, cut at the end of a line. */
export function diffBlock(patch: string, most = mostPatch): string {
  if (patch.length <= most) return fence(patch, 'diff');
  const cut = patch.slice(0, most);
  const whole = cut.slice(0, Math.max(0, cut.lastIndexOf('\n')));
  return `${fence(whole, 'diff')}\n\nThe rest of it (${patch.length - whole.length} characters) is left out.`;
}

/** The lines of the log that show the failure. */
export function evidenceBlock(evidence: string, most = fullAmount.evidence): string {
  return evidence.trim() === '' ? '' : fence(cutText(evidence, most), 'text');
}

/** Where a kept fix is, as Markdown. */
export function fixLink(place: FixPlace, { repositoryUrl }: FailureContext): string {
  const sha = /^[0-9a-f]{7,64}$/i.test(place.commit) ? place.commit : null;
  const base = safeUrl(repositoryUrl);
  if (place.pull !== null) return `pull request #${place.pull}`;
  const compare = place.compareUrl === null ? null : safeUrl(place.compareUrl);
  if (compare) return `[a branch with the fix](${compare})`;
  if (sha === null) return 'a commit that is not known';
  return base
    ? `commit [\`${sha.slice(0, 7)}\`](${base}/commit/${sha})`
    : `commit \`${sha.slice(0, 7)}\``;
}

/** An address that cannot leave its place in Markdown; null for any other. */
export function safeUrl(url: string | null): string | null {
  return url !== null &&
    url.length <= 500 &&
    /^https?:\/\/[\w.:[\]-]+(?:\/[\w.~%!$&*+,;=:@/?#-]*)?$/.test(url)
    ? url
    : null;
}

/** `exit code 1 after 2 retries`. */
export function howItEnded({ exitCode, retries, result }: HealReport): string {
  const tries = retries === 1 ? '1 retry' : `${retries} retries`;
  if (result === 'recovered') return `well, after ${tries}`;
  if (result === 'healed') return 'well, with the fix below';
  const code = exitCode === null ? 'no exit code' : `exit code ${exitCode}`;
  if (retries === 0) return code;
  return `${code} after ${tries}`;
}

export function timeCell(at: number): string {
  return Number.isSafeInteger(at) && at >= 0 && at < 8.64e15 ? formatTime(at) : 'not known';
}

function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 2)}\n…`;
}
