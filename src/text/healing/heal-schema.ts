import * as z from 'zod';
import { choice, mapping, oneOrMore, says, text, wholeNumber } from '../yaml/schema-parts.ts';

export const modes = ['autonomous', 'human-in-loop'] as const;

const mode = choice(modes).meta({
  description:
    '`autonomous` applies fixes that are verified and sure enough; `human-in-loop` proposes each and waits.',
  default: 'autonomous',
});
const retries = wholeNumber(0, 10).meta({
  description: 'How often the command is started again: after 5, 10 and 20 seconds.',
  default: 3,
});
const threshold = wholeNumber(50, 100).meta({
  description: 'The least confidence in percent at which a fix is applied without a person.',
  default: 80,
});
const keep = choice(['pull-request', 'branch']).meta({
  description: 'Where a verified fix goes: into a pull request, or straight onto the branch.',
  default: 'pull-request',
});
const globs = oneOrMore(
  text('a glob', 'bad-glob').max(500, { error: says('bad-glob', 'at most 500 characters') }),
  'a glob, or a list of globs',
  200,
);

/** `heal` of a task: whether and how its failures are mended inside an attempt. */
export const healOfTask = z
  .union(
    [
      z.literal(true),
      choice(modes),
      mapping('healing', {
        mode: mode.optional(),
        retries: retries.optional(),
        verify: text('`same`, or a shell command')
          .max(65_536, { error: says('wrong-value', 'at most 65536 characters') })
          .meta({
            description:
              'What proves a fix: `same` runs the task’s own command from a clean checkout; better a command against a target that is not production.',
          })
          .optional(),
        threshold: threshold.optional(),
        keep: keep.optional(),
      }),
    ],
    { error: says('wrong-type', 'true, autonomous, human-in-loop, or a mapping') },
  )
  .meta({
    description: 'Failures of the task are diagnosed, fixed where that is safe, and verified.',
  });

/** `heal` in the settings: what holds for all tasks that heal. */
export const healOfSettings = mapping('healing', {
  mode: mode.optional(),
  retries: retries.optional(),
  threshold: threshold.optional(),
  keep: keep.optional(),
  protect: globs
    .meta({ description: 'Files that no fix may touch, besides tests, workflows and secrets.' })
    .optional(),
  budget: mapping('a budget', {
    fixes: wholeNumber(1, 20).meta({ description: 'Fixes tried at most.', default: 5 }).optional(),
    files: wholeNumber(1, 50)
      .meta({ description: 'Files changed at most.', default: 5 })
      .optional(),
    lines: wholeNumber(1, 5_000)
      .meta({ description: 'Lines changed at most.', default: 200 })
      .optional(),
  })
    .meta({ description: 'What one healing may spend.' })
    .optional(),
  agent: mapping('an agent', {
    command: oneOrMore(
      text('a word of the command').max(4_096),
      'a program with its arguments',
      50,
    ).meta({
      description: 'A program that gets the failure on standard input and prints a unified diff.',
    }),
    'timeout-minutes': z
      .number({ error: says('wrong-type', 'a number of minutes') })
      .positive({ error: says('wrong-value', 'more than 0 minutes') })
      .max(120, { error: says('wrong-value', 'at most 120 minutes') })
      .meta({ description: 'How long it may take.', default: 10 })
      .optional(),
  })
    .meta({ description: 'Asked when no rule knows a fix; its diff passes the same gates.' })
    .optional(),
}).meta({ description: 'How tasks with `heal` are healed where they do not say otherwise.' });

export type HealOfTask = z.output<typeof healOfTask>;
export type HealOfSettings = z.output<typeof healOfSettings>;
