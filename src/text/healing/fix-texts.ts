import type { HealReport } from '../../heal/loop/heal-report.ts';
import { codeSpan } from '../safety/code-span.ts';
import { fence } from '../safety/fence.ts';
import { neutralise } from '../safety/neutralise.ts';
import { oneLine } from '../safety/one-line.ts';

type Fixed = Pick<HealReport, 'failure' | 'proof' | 'patch'>;

export interface FixContext {
  readonly fix: HealReport['fixes'][number];
  /** The run and the task that were healed: `nightly #12, task build`. */
  readonly origin: string;
  /** Where the failure's evidence is; null: nowhere to link to. */
  readonly url: string | null;
  /** Who let a fix through that nothing has verified yet; null: it was verified. */
  readonly approvedBy: string | null;
}

/** What the commit of a fix says. */
export function fixCommitMessage(
  { failure, proof }: Fixed,
  { fix, origin, approvedBy }: FixContext,
): string {
  const lines = [
    fixTitle(fix),
    '',
    ...(failure ? [quiet(failure.summary), `Root cause: ${quiet(failure.rootCause)}`] : []),
    ...(proof === null ? [] : [`Verified: ${quiet(proof)}`]),
    approvedBy === null
      ? `Healed in ${quiet(origin)}.`
      : `Proposed in ${quiet(origin)}, let through by ${quiet(approvedBy)}, not verified yet.`,
    '',
    `Yardmaster-Fix: ${quiet(fix.id)}`,
    ...(failure ? [`Yardmaster-Fingerprint: ${failure.fingerprint}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

export function fixTitle({ title }: FixContext['fix']): string {
  return quiet(title, 72);
}

/** Titles and commits are no Markdown, but mention people and close issues all the same. */
function quiet(text: string, max = 300): string {
  return oneLine(text, max)
    .replace(/[@#]/g, (char) => `${char}\u200b`)
    .replace(/\b(gh)-(?=\d)/gi, '$1-\u200b');
}

/** What the pull request of a fix says: all that a reviewer needs, nothing that pings anybody. */
export function fixPullBody(
  { failure, proof, patch }: Fixed,
  { fix, origin, url, approvedBy }: FixContext,
): string {
  const cases = fix.cases === 1 ? '1 case' : `${fix.cases} cases`;
  const where = url === null ? origin : `[${origin}](${url})`;
  const parts = [
    approvedBy === null
      ? `Found and verified in ${where}.`
      : `Proposed in ${where} and let through by ${codeSpan(approvedBy)}. **Nothing has verified it yet**: that is for the checks of this pull request, or for whoever merges it.`,
    ...(failure
      ? [
          `**What failed** ${neutralise(failure.summary, 500)}`,
          `**Why** ${neutralise(failure.rootCause, 500)}`,
          ...(failure.evidence === '' ? [] : [fence(failure.evidence, 'text')]),
        ]
      : []),
    `**Fix** ${neutralise(fix.why, 500)} Confidence ${Math.round(fix.confidence)} % (${cases}).`,
    ...(proof === null ? [] : [`**Proof** ${neutralise(proof, 500)}`]),
    ...(patch === null
      ? []
      : [`<details><summary>The change</summary>\n\n${fence(patch, 'diff')}\n</details>`]),
    '> Workflows do not run on pull requests that `GITHUB_TOKEN` opens. Close and reopen this one to run its checks.',
    codeSpan(fix.id),
  ];
  return `${parts.join('\n\n')}\n`;
}
