import * as z from 'zod';
import type { HealReport } from '../../heal/loop/heal-report.ts';
import { parseJson, toAscii } from '../ascii-json.ts';
import { healReportSchema } from '../healing/heal-report-schema.ts';
import { shortDigest } from '../short-digest.ts';
import type { FailureContext } from './failure-context.ts';
import { failureFolder, failurePath } from './failure-record.ts';

/**
 * A report that its failure's issue does not show yet. It lies on the journal branch from before anything is
 * written about it until all is, so that whoever comes later can tell it where its own settle could not.
 */
export interface UntoldReport {
  /** Redacted. */
  readonly report: HealReport;
  readonly context: FailureContext;
  /** When it was to be told first. */
  readonly at: number;
}

const folder = `${failureFolder}untold/`;
const longest = 1_000;
const longestPatch = 60_000;

/** A link to compare two branches holds a whole text. */
const text = z.string().max(8 * longest);
const untoldSchema = z.strictObject({
  schema: z.literal(1),
  at: z.int().nonnegative(),
  report: healReportSchema,
  context: z.strictObject({
    episode: text,
    pipeline: text,
    task: text,
    attempt: z.int().nonnegative().nullable(),
    branch: text,
    runUrl: text.nullable(),
    repositoryUrl: text,
    fix: z
      .strictObject({
        commit: text,
        pull: z.int().positive().nullable(),
        compareUrl: text.nullable(),
        onBranch: z.boolean(),
        note: text.nullable(),
      })
      .nullable(),
  }),
});

/** Where a report waits; null where it shows no failure. */
export function untoldPath({ report, context }: Omit<UntoldReport, 'at'>): string | null {
  const print = report.failure?.fingerprint ?? '';
  if (failurePath(print) === null) return null;
  return `${folder}${print}-${shortDigest(context.episode)}.json`;
}

export function renderUntoldReport({ at, report, context }: UntoldReport): string {
  return `${toAscii(JSON.stringify({ schema: 1, at, report: fitting(report), context }))}\n`;
}

/** A report; null for what is none, or lies where another one belongs. */
export function parseUntoldReport(path: string, written: string): UntoldReport | null {
  if (!path.startsWith(folder)) return null;
  const parsed = untoldSchema.safeParse(parseJson(written));
  return parsed.success && untoldPath(parsed.data) === path ? parsed.data : null;
}

/** Redaction may have made its texts longer than a report's may be. */
function fitting(report: HealReport): HealReport {
  const cut = (words: string) => words.slice(0, longest);
  const { failure, patch, proof } = report;
  return {
    ...report,
    command: report.command.slice(0, 4 * longest),
    failure: failure && {
      ...failure,
      summary: cut(failure.summary),
      rootCause: cut(failure.rootCause),
      evidence: failure.evidence.slice(0, 4 * longest),
    },
    fixes: report.fixes.map((fix) => ({
      ...fix,
      title: cut(fix.title),
      why: cut(fix.why),
      files: fix.files.map(cut),
    })),
    patch: patch !== null && patch.length > longestPatch ? null : patch,
    proof: proof === null ? null : cut(proof),
    manualSteps: report.manualSteps.map(cut),
  };
}
