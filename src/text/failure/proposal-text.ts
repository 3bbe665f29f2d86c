import * as z from 'zod';
import type { Proposal } from '../../heal/approval/may-apply.ts';
import type { HealReport } from '../../heal/loop/heal-report.ts';
import { parseJson, toAscii } from '../ascii-json.ts';

export const proposalFolder = 'proposals/';

const id = z.string().regex(/^(?!\.)[\w.-]{1,120}$/);
const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})?$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const proposalSchema = z.strictObject({
  schema: z.literal(1),
  id,
  hash,
  head: commit,
  fingerprint: z.string().regex(/^[0-9a-f]{8,64}$/),
  title: z.string().max(1_000),
  why: z.string().max(4_000),
  remedy: z.string().max(200),
  fix: hash,
  patch: z.string().min(1).max(1_048_576),
  command: z.string().max(4_000),
  at: z.int().nonnegative(),
  pipeline: z.string().min(1).max(200),
  task: z.string().min(1).max(200),
  run: z.int().positive(),
  summary: z.string().max(1_000),
  rootCause: z.string().max(1_000),
  confidence: z.number().min(0).max(100),
  cases: z.int().nonnegative(),
});

/** Which task it is for. */
export interface ProposalOrigin {
  readonly pipeline: string;
  /** The task's key. */
  readonly task: string;
  /** The issue of the run in which it failed. */
  readonly run: number;
}

/** A proposal as it waits in the journal: with all that publishing it needs. */
export interface HeldProposal extends Proposal, ProposalOrigin {
  readonly summary: string;
  readonly rootCause: string;
  /** Percent, and how many recorded cases it rests on. */
  readonly confidence: number;
  readonly cases: number;
}

/** Where a proposal lies on the journal branch; null for what is no id. */
export function proposalPath(name: string): string | null {
  return id.safeParse(name).success ? `${proposalFolder}${name}.json` : null;
}

export function renderProposal(proposal: HeldProposal): string {
  return `${toAscii(JSON.stringify({ schema: 1, ...proposal }, null, 1))}\n`;
}

/** A proposal; null for what is none, or lies where another one belongs. */
export function parseProposal(path: string, text: string): HeldProposal | null {
  const parsed = proposalSchema.safeParse(parseJson(text));
  if (!parsed.success || proposalPath(parsed.data.id) !== path) return null;
  const { schema: _, ...proposal } = parsed.data;
  return proposal;
}

/**
 * What a report leaves for a person to decide about; null: nothing waits, or it is for no commit of the
 * repository.
 *
 * @param digest SHA-256 in hexadecimal digits. The report's own word for its hash counts for nothing.
 */
export function proposalOf(
  report: HealReport,
  origin: ProposalOrigin,
  digest: (text: string) => string,
): HeldProposal | null {
  const waiting = report.fixes.find(({ outcome }) => outcome === 'waiting');
  const { patch, failure, base, head = base } = report;
  if (!waiting || patch === null || !failure || base === '' || base !== head) return null;
  const { title, why, remedy, confidence, cases } = waiting;
  const { fingerprint, summary, rootCause } = failure;
  return {
    ...{ id: waiting.id, hash: proposalHash(base, patch, digest), head, fingerprint, title, why },
    ...{ remedy, fix: waiting.hash, patch, command: report.command, at: report.endedAt },
    ...{ pipeline: origin.pipeline, task: origin.task, run: origin.run },
    ...{ summary, rootCause, confidence, cases },
  };
}

/** What an approval names. */
export function proposalHash(
  base: string,
  patch: string,
  digest: (text: string) => string,
): string {
  return digest(`${base}\n${patch}`);
}

/** The report that a proposal was left by, as far as it is known. */
export function reportOfProposal(proposal: HeldProposal): HealReport {
  const { id, remedy, title, why, confidence, cases, patch, at, fingerprint } = proposal;
  const { summary, rootCause } = proposal;
  return {
    ...{ result: 'proposed', mode: 'human-in-loop', retries: 0, exitCode: null, proof: null },
    command: proposal.command,
    failure: {
      ...{ fingerprint, kind: remedy.slice(0, 100), category: 'unknown', summary, rootCause },
      ...{ transient: false, evidence: '', at },
    },
    fixes: [
      {
        ...{ id, remedy, title, confidence, cases, hash: proposal.fix, outcome: 'waiting', why },
        files: [],
      },
    ],
    ...{ patch, patchHash: proposal.hash, base: proposal.head },
    ...{ manualSteps: [], startedAt: at, endedAt: at },
  };
}

/** The report with steps that work where it is read: in Actions a fix is let through by a workflow's button. */
export function withStepInActions(report: HealReport): HealReport {
  const waiting = report.fixes.find(({ outcome }) => outcome === 'waiting');
  if (report.result !== 'proposed' || !waiting || report.patchHash === null) return report;
  const order = `${waiting.id}:${report.patchHash}`;
  return {
    ...report,
    manualSteps: [
      `Read the change “${waiting.title}”, then: Actions → Yardmaster → Run workflow, apply-fix: ${order}`,
    ],
  };
}
