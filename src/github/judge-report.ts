import { applyDiff } from '../heal/fix/apply-diff.ts';
import type { ChangeSet, Fix } from '../heal/fix/fix.ts';
import { parseDiff } from '../heal/fix/parse-diff.ts';
import { judgeChange } from '../heal/gates/judge-change.ts';
import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { fileAt } from './file-at.ts';
import type { GitHubClient } from './github-client.ts';

export type JudgedReport =
  | { readonly ok: true; readonly changes: ChangeSet; readonly fix: HealReport['fixes'][number] }
  | { readonly ok: false; readonly why: string };

const mostFiles = 50;

/**
 * What a report's patch changes at a commit, judged anew: the job that left it ran foreign code, so its word
 * that the gates let the fix through counts for nothing.
 *
 * @throws PortError
 */
export async function judgeReport(
  client: GitHubClient,
  report: HealReport,
  commit: string,
  policy: HealPolicy,
): Promise<JudgedReport> {
  const fix = report.fixes.find(({ outcome }) => outcome === 'kept');
  if (report.patch === null || !fix) return { ok: false, why: 'the report holds no fix' };
  const read = parseDiff(report.patch);
  if (!read.ok) return { ok: false, why: read.why };
  const paths = read.files.map(({ from, to }) => to ?? from ?? '');
  if (paths.length > mostFiles) return { ok: false, why: `it changes ${paths.length} files` };
  const unsafe = paths.find(
    (path) => !/^[^/\\\0]+(?:\/[^/\\\0]+)*$/.test(path) || path.includes('..'),
  );
  if (unsafe !== undefined) return { ok: false, why: 'a path of it leads elsewhere' };
  const texts = new Map<string, string | null>();
  for (const path of paths) texts.set(path, await textAt(client, path, commit));
  const applied = applyDiff(report.patch, (path) => texts.get(path) ?? null);
  if (!applied.ok) return applied;
  const verdict = judgeChange(asFix(fix, report.patch), applied.changes, {
    // The stricter one: the report may be forged, and a person may have asked for care on the way.
    mode: report.mode === 'human-in-loop' ? report.mode : policy.mode,
    approved: false,
    verification: policy.verify !== null && report.proof !== null,
    failedOn: commit,
    head: commit,
    links: new Set(),
    spent: { fixes: 0, files: 0, lines: 0 },
    budget: policy.budget,
    threshold: policy.threshold,
    protect: policy.protect,
  });
  if (verdict.kind !== 'pass') return { ok: false, why: verdict.why };
  return { ok: true, changes: applied.changes, fix };
}

async function textAt(client: GitHubClient, path: string, commit: string): Promise<string | null> {
  const bytes = await fileAt(client, path, commit);
  if (bytes === null) return null;
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function asFix(tried: HealReport['fixes'][number], diff: string): Fix {
  const { id, hash, remedy, title, why, confidence, cases } = tried;
  return {
    id,
    hash,
    remedy,
    title,
    why,
    confidence,
    cases,
    action: { kind: 'diff', diff },
    safe: false,
    prior: [1, 1],
    candidates: 1,
  };
}
