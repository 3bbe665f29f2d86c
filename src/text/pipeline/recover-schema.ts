import * as z from 'zod';
import { failureClasses } from '../../core/model.ts';
import { choice, mapping, oneOrMore, says, text } from '../yaml/schema-parts.ts';
import { durationPattern, idPattern, variablePattern, whole } from './patterns.ts';

const factorForm = 'half, double, or a factor from 0.05 to 20';
const factor = z.union(
  [
    z.enum(['half', 'double']),
    z
      .number()
      .min(0.05, { error: says('wrong-value', factorForm) })
      .max(20, { error: says('wrong-value', factorForm) }),
  ],
  { error: says('wrong-value', factorForm) },
);
const duration = z
  .string({ error: says('bad-duration', '`90s`, `15m`, `2h`, `1h30m`') })
  .min(1)
  .max(40)
  .regex(whole(durationPattern), { error: says('bad-duration', '`90s`, `15m`, `2h`, `1h30m`') });

/** `recover` of a task: what follows its failures, instead of quick retries. */
export const recoverOfTask = mapping('a recovery', {
  rollback: text('the id of a task')
    .regex(whole(idPattern), { error: says('bad-id', 'the id of a task') })
    .meta({
      description:
        'A task of this pipeline that undoes what a failed attempt left: it runs after each failure, before the next attempt, and only then.',
    })
    .optional(),
  restore: oneOrMore(
    text('a glob', 'bad-glob').max(500, { error: says('bad-glob', 'at most 500 characters') }),
    'a glob, or a list of globs',
    50,
  )
    .meta({
      description:
        'Files of configuration that the next attempt finds as they were in the last run that succeeded.',
    })
    .optional(),
  adjust: mapping('an adjustment', {
    env: z
      .record(
        z.string().regex(whole(variablePattern), {
          error: says('bad-environment-variable', 'letters, digits and `_`, no digit first'),
        }),
        factor,
        { error: says('wrong-type', 'a mapping of variables to factors') },
      )
      .meta({ description: 'Numbers in variables of the environment that each retry multiplies.' })
      .optional(),
    threads: factor
      .meta({
        description: 'The number behind `--threads` in the command, multiplied; 1 at least.',
      })
      .optional(),
    timeout: factor.meta({ description: 'The time limit, multiplied after a timeout.' }).optional(),
  })
    .meta({
      description:
        'What each retry changes after a timeout or a lack of resources; other failures change nothing.',
    })
    .optional(),
  on: oneOrMore(choice(failureClasses), `one of ${failureClasses.join(', ')}, or a list`)
    .meta({
      description:
        'Failures after which another attempt may help; any other one makes a dead letter at once.',
      default: ['crash', 'timeout', 'resources', 'lost'],
    })
    .optional(),
  after: oneOrMore(duration, 'a duration such as `1h`, or a list', 10)
    .meta({
      description:
        'How long to wait before each further attempt. After the last one the task is a dead letter.',
      default: ['1h', '4h'],
    })
    .optional(),
});

export type RecoverOfTask = z.output<typeof recoverOfTask>;
export type Factor = z.output<typeof factor>;
