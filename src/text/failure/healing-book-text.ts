import * as z from 'zod';
import type { HealingBook, TriedEntry } from '../../heal/confidence/healing-book.ts';
import { mostTried } from '../../heal/confidence/healing-book.ts';
import { parseJson, toAscii } from '../ascii-json.ts';

/** Where the journal branch has what healing learned. */
export const healingFolder = 'healing/';
export const outcomesPath = 'healing/outcomes.json';
export const triedPath = 'healing/tried.json';

const count = z.int().nonnegative().max(1_000_000_000);
const remedy = z.string().min(1).max(200);
const outcomesSchema = z.strictObject({
  schema: z.literal(1),
  outcomes: z.record(remedy, z.strictObject({ kept: count, undone: count, reverted: count })),
});
const hash = z.string().regex(/^[0-9a-zA-Z]{1,128}$/);
const triedSchema = z.strictObject({
  schema: z.literal(1),
  tried: z
    .array(
      z.strictObject({
        fingerprint: hash,
        tree: hash,
        hash,
        remedy,
        outcome: z.enum(['kept', 'undone', 'outlasted', 'reverted']),
        at: z.int().nonnegative(),
      }),
    )
    .max(mostTried),
});

/** The two files of a book, a line for each remedy and case, so that the branch's history reads well. */
export function renderHealingBook({ outcomes, tried }: HealingBook): {
  readonly outcomes: string;
  readonly tried: string;
} {
  const counts = Object.entries(outcomes)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`);
  const cases = tried.map((entry) => JSON.stringify(entry));
  return {
    outcomes: toAscii(`{"schema":1,"outcomes":{\n${counts.join(',\n')}\n}}\n`),
    tried: toAscii(`{"schema":1,"tried":[\n${cases.join(',\n')}\n]}\n`),
  };
}

/**
 * The book again. A file that is missing or damaged (poisoned, 56) counts for nothing rather than for
 * confidence: priors hold until there are cases again.
 */
export function parseHealingBook(
  outcomesText: string | null,
  triedText: string | null,
): HealingBook {
  const outcomes = outcomesSchema.safeParse(parseJson(outcomesText ?? ''));
  const tried = triedSchema.safeParse(parseJson(triedText ?? ''));
  const cases: readonly TriedEntry[] = tried.success ? tried.data.tried : [];
  return { outcomes: outcomes.success ? outcomes.data.outcomes : {}, tried: cases };
}
