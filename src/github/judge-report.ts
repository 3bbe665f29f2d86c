import { applyDiff } from '../heal/fix/apply-diff.ts';
import type { EditsApplied } from '../heal/fix/apply-edits.ts';
import type { ChangeSet, FileChange, Fix, FixAction } from '../heal/fix/fix.ts';
import type { FilesBefore } from '../heal/fix/gate.ts';
import { parseDiff } from '../heal/fix/parse-diff.ts';
import { judgeChange } from '../heal/gates/judge-change.ts';
import { pathFault } from '../heal/gates/path-form.ts';
import { pureRename } from '../heal/gates/pure-rename.ts';
import { shown } from '../heal/gates/shown.ts';
import { sizeOf } from '../heal/gates/size-gate.ts';
import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { decodeText } from './decode-text.ts';
import type { EarlierTexts } from './earlier-texts.ts';
import { fileAt } from './file-at.ts';
import { filesBefore } from './files-before.ts';
import type { GitHubClient } from './github-client.ts';
import { isRunBase } from './is-run-base.ts';
import { linksAt } from './links-at.ts';

export type JudgedReport =
  | { readonly ok: true; readonly changes: ChangeSet; readonly fix: HealReport['fixes'][number] }
  | { readonly ok: false; readonly why: string };

/** What a report is judged by: nothing of it comes from the report. */
export interface ReportJudge {
  /** The commit that the run is on now, to whose files the patch is applied. */
  readonly commit: string;
  readonly policy: HealPolicy;
  /** Whether a person asked for exactly this change, on exactly this commit. */
  readonly approved: boolean;
  /**
   * Whether the report comes from the very machine that judges it: its base may then be a state of the
   * working tree that is in no commit.
   */
  readonly ownMachine: boolean;
  /** What a file that is missing said before, as the repository knows it. */
  earlier(path: string): Promise<EarlierTexts>;
}

const mostFiles = 50;
/** Files that one fix brings back; each is looked up in the repository's history. */
const mostRestored = 10;

/**
 * What a report's patch changes at a commit, judged anew: the job that left it ran foreign code, so its word
 * that the gates let the fix through counts for nothing. What the gates have to know is asked of the
 * repository: whether the base is a commit that the run was on, which paths are links, and whether a file that
 * comes back says what it said before.
 *
 * @throws PortError
 */
export async function judgeReport(
  client: GitHubClient,
  report: HealReport,
  judge: ReportJudge,
): Promise<JudgedReport> {
  const { commit } = judge;
  const seenOn = report.head ?? report.base;
  const outcome = judge.approved ? 'waiting' : 'kept';
  const fix = report.fixes.find((one) => one.outcome === outcome);
  if (report.patch === null || !fix) return { ok: false, why: 'the report holds no fix' };
  const applied = await appliedAt(client, report.patch, commit);
  if (!applied.ok) return applied;
  const { changes } = applied;
  const isBase = judge.ownMachine || (await isRunBase(client, seenOn, commit));
  const failedOn = isBase ? commit : seenOn;
  const files = await filesBefore(client, commit, changes);
  const why = await refusal(report, fix, changes, { ...judge, failedOn, files });
  return why === null ? { ok: true, changes, fix } : { ok: false, why };
}

/** No link is left among the paths of a change. */
const none: ReadonlySet<string> = new Set();

/** The whole files that a patch changes, as the repository has them, and as it leaves them. */
async function appliedAt(
  client: GitHubClient,
  patch: string,
  commit: string,
): Promise<EditsApplied> {
  const read = parseDiff(patch);
  if (!read.ok) return { ok: false, why: read.why };
  const paths = read.files.map(({ from, to }) => to ?? from ?? '');
  if (paths.length > mostFiles) return { ok: false, why: `it changes ${paths.length} files` };
  if (paths.some((path) => pathFault(path) !== null))
    return { ok: false, why: 'a path of it leads elsewhere' };
  const links = await linksAt(client, commit, paths);
  const [link] = links;
  // The text at a link would be that of what it leads to.
  if (link !== undefined)
    return { ok: false, why: `${shown(link)} is a symbolic link or a submodule.` };
  const texts = new Map<string, string | null>();
  for (const path of paths) {
    const bytes = await fileAt(client, path, commit);
    const text = bytes && decodeText(bytes);
    if (bytes && text === null) return { ok: false, why: `${shown(path)} is no text.` };
    texts.set(path, text);
  }
  return applyDiff(patch, (path) => texts.get(path) ?? null);
}

interface Known extends ReportJudge {
  readonly failedOn: string;
  readonly files: FilesBefore;
}

/** A fix that uncovered another is one patch with it: each part is judged by what it is, and all of them by their sum. */
async function refusal(
  { mode, proof }: HealReport,
  fix: HealReport['fixes'][number],
  changes: ChangeSet,
  known: Known,
): Promise<string | null> {
  const { policy } = known;
  const spent = { fixes: 0, files: 0, lines: 0 };
  for (const part of await partsOf(changes, known)) {
    const verdict = judgeChange(asFix(fix, part.action), part.changes, {
      // The stricter one: the report may be forged, and a person may have asked for care on the way.
      mode: mode === 'human-in-loop' ? mode : policy.mode,
      approved: known.approved,
      verification: policy.verify !== null && proof !== null,
      failedOn: known.failedOn,
      head: known.commit,
      links: none,
      files: known.files,
      spent,
      budget: policy.budget,
      threshold: policy.threshold,
      protect: policy.protect,
    });
    if (verdict.kind !== 'pass') return verdict.why;
    const size = sizeOf(part.changes);
    spent.fixes++;
    spent.files += size.files;
    spent.lines += size.lines;
  }
  return null;
}

interface Part {
  readonly action: FixAction;
  readonly changes: ChangeSet;
}

/**
 * Files that come back as they were, one by one, and all the rest as the diff that it is. That a program of
 * the allow-list wrote something cannot be seen from here, so that it counts as a diff, too.
 */
async function partsOf(changes: ChangeSet, judge: ReportJudge): Promise<readonly Part[]> {
  const whole = { action: { kind: 'diff', diff: '' }, changes } as const;
  if (pureRename(changes) !== null) return [whole];
  const parts: Part[] = [];
  const rest: FileChange[] = [];
  for (const change of changes) {
    const action = parts.length < mostRestored ? await restoring(change, judge) : null;
    if (action === null) rest.push(change);
    else parts.push({ action, changes: [change] });
  }
  return rest.length === 0 && parts.length > 0 ? parts : [...parts, { ...whole, changes: rest }];
}

/**
 * What brings a file back is known by its text alone, whatever the fix calls itself; lines of one that is there
 * come back only where a person says so.
 */
async function restoring(
  { path, before, after }: FileChange,
  { approved, earlier }: ReportJudge,
): Promise<FixAction | null> {
  if (after === null || (before !== null && !approved)) return null;
  const { good, last } = await earlier(path);
  if (before === null && after === good) return { kind: 'restore', path };
  return after === last ? { kind: 'restore', path, from: 'history' } : null;
}

function asFix(tried: HealReport['fixes'][number], action: FixAction): Fix {
  const { id, hash, remedy, title, why, confidence, cases } = tried;
  return {
    ...{ id, hash, remedy, title, why, confidence, cases, action },
    safe: false,
    prior: [1, 1],
    candidates: 1,
  };
}
