import * as z from 'zod';
import { categories } from '../../heal/category.ts';
import type { HealReport } from '../../heal/loop/heal-report.ts';
import { modes } from './heal-schema.ts';

const line = z.string().max(1_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const commit = z.string().regex(/^(?:[0-9a-f]{40})?$/);
const instant = z.int().nonnegative();

/** A report that a job which ran foreign code left: nothing in it is believed but its form. */
export const healReportSchema: z.ZodType<HealReport> = z.strictObject({
  result: z.enum(['passed', 'recovered', 'healed', 'proposed', 'exhausted']),
  mode: z.enum(modes),
  retries: z.int().nonnegative().max(1_000),
  command: z.string().max(4_000),
  exitCode: z.int().nullable(),
  failure: z
    .strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{8,64}$/),
      kind: z.string().max(100),
      category: z.enum(categories),
      summary: line,
      rootCause: line,
      transient: z.boolean(),
      evidence: z.string().max(4_000),
      at: instant,
    })
    .nullable(),
  fixes: z
    .array(
      z.strictObject({
        id: z.string().max(200),
        remedy: z.string().max(200),
        title: line,
        confidence: z.number().min(0).max(100),
        cases: z.int().nonnegative(),
        hash,
        outcome: z.enum(['kept', 'undone', 'refused', 'waiting']),
        why: line,
        files: z.array(z.string().max(1_000)).max(50),
      }),
    )
    .max(50),
  patch: z.string().max(60_000).nullable(),
  patchHash: hash.nullable(),
  base: commit,
  head: commit.optional(),
  proof: line.nullable(),
  manualSteps: z.array(line).max(20),
  startedAt: instant,
  endedAt: instant,
});
