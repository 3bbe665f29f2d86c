import type { Diagnosis, LineRange } from '../diagnosis.ts';
import type { Mode } from '../fix/gate.ts';
import type { Log } from '../log/log.ts';
import type { HealReport, HealResult, TriedFix } from './heal-report.ts';

const mostEvidence = 4_000;
/** What a report may hold, so that it fits into an attempt's handoff. */
const mostText = 1_000;
const mostSteps = 20;
const mostFixes = 50;
const mostFiles = 50;
const mostPatch = 60_000;

/** What a report is made of. */
export interface ReportFacts {
  readonly result: HealResult;
  readonly mode: Mode;
  readonly retries: number;
  readonly command: string;
  readonly exitCode: number | null;
  readonly failure: {
    readonly diagnosis: Diagnosis;
    readonly evidence: readonly string[];
    readonly at: number;
  } | null;
  readonly tried: readonly TriedFix[];
  readonly patch: string | null;
  readonly patchHash: string | null;
  readonly base: string;
  /** The commit that was checked out. */
  readonly head: string;
  readonly proof: string | null;
  /** Where a verified fix is kept, in words. */
  readonly where: string | null;
  /** Why nothing could be tried in a scratch checkout. */
  readonly hindrance: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** The final report (H9). */
export function makeReport(facts: ReportFacts): HealReport {
  const { failure, proof, tried, ...same } = facts;
  return {
    result: same.result,
    mode: same.mode,
    retries: same.retries,
    command: clip(same.command, 4 * mostText),
    exitCode: same.exitCode,
    failure: failure && {
      fingerprint: failure.diagnosis.fingerprint,
      kind: failure.diagnosis.kind,
      category: failure.diagnosis.category,
      summary: clip(failure.diagnosis.summary),
      rootCause: clip(failure.diagnosis.rootCause),
      transient: failure.diagnosis.transient,
      evidence: cutLines(failure.evidence),
      at: failure.at,
    },
    fixes: tried.slice(-mostFixes).map(clipFix),
    ...(same.patch !== null && same.patch.length > mostPatch
      ? { patch: null, patchHash: null }
      : { patch: same.patch, patchHash: same.patchHash }),
    base: same.base,
    ...(same.head === same.base ? {} : { head: same.head }),
    proof: proof && clip(proof),
    manualSteps: manualSteps(facts)
      .slice(0, mostSteps)
      .map((step) => clip(step)),
    startedAt: same.startedAt,
    endedAt: same.endedAt,
  };
}

function clip(text: string, most = mostText): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function clipFix(fix: TriedFix): TriedFix {
  const { title, why, files } = fix;
  return { ...fix, title: clip(title), why: clip(why), files: files.slice(0, mostFiles) };
}

/** The lines of a reduced log that stand in these ranges. */
export function linesOf(log: Log, ranges: readonly LineRange[]): readonly string[] {
  return log.lines
    .filter(({ number }) => ranges.some(({ start, end }) => number >= start && number <= end))
    .map(({ text }) => text);
}

function cutLines(lines: readonly string[]): string {
  const text = lines.join('\n');
  return text.length <= mostEvidence ? text : `${text.slice(0, mostEvidence - 2)}\n…`;
}

function manualSteps(facts: ReportFacts): readonly string[] {
  const { result, tried, failure, where, hindrance } = facts;
  const steps = hindrance === null ? [] : [hindrance];
  if (result === 'healed' && where !== null) return [`Look at the change and take it: ${where}`];
  if (result === 'proposed')
    return tried
      .filter(({ outcome }) => outcome === 'waiting')
      .map(({ title, id }) => `Read the change “${title}”, then: yardmaster apply-fix ${id}`);
  return result === 'exhausted' && failure ? [...steps, ...byHand(failure.diagnosis)] : steps;
}

function byHand({ proposals, files, kind }: Diagnosis): readonly string[] {
  if (proposals.length > 0)
    return proposals.map(({ title, why, command }) =>
      command ? `${title}: \`${command}\`. ${why}` : `${title}. ${why}`,
    );
  const named = files.slice(0, 5).join(', ');
  if (named !== '') return [`Look at ${named} with the evidence beside it.`];
  return kind === 'unknown'
    ? ['Read the evidence: no rule knows this failure.']
    : [`Read the evidence: the rule ${kind} knows the failure, but no remedy.`];
}
