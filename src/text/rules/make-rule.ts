import type * as z from 'zod';
import type { Block, Detail, Rule } from '../../heal/rule.ts';
import type { ruleSchema } from './rules-schema.ts';

export type WrittenRule = z.output<typeof ruleSchema>;

/** A rule as it was written, with what need not be written. */
export function makeRule(written: WrittenRule): Rule {
  const { name, category, literals, pattern, summary, cause, example } = written;
  return {
    name,
    category,
    strength: written.strength ?? 3,
    literals,
    pattern,
    summary,
    cause,
    example,
    prior: written.prior ?? [1, 9],
    remedies: (written.remedies ?? []).map(({ title, why, command, safe }) => ({
      title,
      why,
      safe: safe ?? false,
      ...(command === undefined ? {} : { command }),
    })),
    ...(written.unless === undefined ? {} : { unless: written.unless }),
    ...(written.requires === undefined ? {} : { requires: written.requires }),
    ...(written.transient === undefined ? {} : { transient: written.transient }),
    ...(written.block === undefined ? {} : { block: written.block as Block }),
    ...(written.details === undefined ? {} : { details: written.details as Detail[] }),
  };
}
