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
});

/** Where a proposal lies on the journal branch; null for what is no id. */
export function proposalPath(name: string): string | null {
  return id.safeParse(name).success ? `${proposalFolder}${name}.json` : null;
}

export function renderProposal(proposal: Proposal): string {
  return `${toAscii(JSON.stringify({ schema: 1, ...proposal }, null, 1))}\n`;
}

/** A proposal; null for what is none, or lies where another one belongs. */
export function parseProposal(path: string, text: string): Proposal | null {
  const parsed = proposalSchema.safeParse(parseJson(text));
  if (!parsed.success || proposalPath(parsed.data.id) !== path) return null;
  const { schema: _, ...proposal } = parsed.data;
  return proposal;
}

/** What a report leaves for a person to decide about; null: nothing waits. */
export function proposalOf(report: HealReport): Proposal | null {
  const waiting = report.fixes.find(({ outcome }) => outcome === 'waiting');
  const { patch, patchHash, failure } = report;
  if (!waiting || patch === null || patchHash === null || !failure) return null;
  return {
    id: waiting.id,
    hash: patchHash,
    head: report.base,
    fingerprint: failure.fingerprint,
    title: waiting.title,
    why: waiting.why,
    remedy: waiting.remedy,
    fix: waiting.hash,
    patch,
    command: report.command,
    at: report.endedAt,
  };
}
