import * as z from 'zod';
import { priorities } from '../../core/model.ts';
import { healOfTask } from '../healing/heal-schema.ts';
import { outputExample } from '../problem/expression-text.ts';
import {
  choice,
  mapping,
  oneOrMore,
  orExpression,
  says,
  showable,
  text,
  truth,
  wholeNumber,
} from '../yaml/schema-parts.ts';
import { matrix } from './matrix-schema.ts';
import {
  conditionPattern,
  durationPattern,
  idPattern,
  usesPattern,
  variablePattern,
  whole,
  wordPattern,
} from './patterns.ts';
import { recoverOfTask } from './recover-schema.ts';

const year = 525_600;

const id = text('the id of a task').regex(whole(idPattern), {
  error: says('bad-id', 'letters, digits, `-` and `_`, at most 100, a letter or `_` first'),
});
const shownName = text('a name', 'bad-name')
  .max(200, { error: says('bad-name', 'at most 200 characters') })
  .regex(showable, { error: says('bad-name', 'one line without control characters') });
const wordForm = 'a letter or digit, then letters, digits, spaces and `_.:/-`, at most 40';
const word = text(`a name: ${wordForm}`).regex(orExpression(wordPattern), {
  error: says('bad-name', wordForm),
});
const minutes = (expected: string) =>
  z
    .number({ error: says('wrong-type', expected) })
    .max(year, { error: says('wrong-value', `at most ${year} minutes, a year`) });

const variableName = z.string().regex(whole(variablePattern), {
  error: says('bad-environment-variable', 'letters, digits and `_`, no digit first'),
});
const variableValue = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: says('wrong-type', 'a text, a number or a truth value'),
});
const variables = (description: string) =>
  z
    .record(variableName, variableValue, {
      error: says('wrong-type', 'a mapping of names of variables to their values'),
    })
    .meta({ description });

const glob = text('a glob', 'bad-glob').max(500, {
  error: says('bad-glob', 'at most 500 characters'),
});
const globs = (description: string) =>
  oneOrMore(glob, 'a glob, or a list of globs').meta({ description });

const resource = z.union(
  [
    word,
    mapping('a resource', {
      name: word.meta({ description: 'The name of the resource.' }),
      amount: z
        .number({ error: says('wrong-type', 'a number') })
        .positive({ error: says('wrong-value', 'a number above 0') })
        .max(1_000_000, { error: says('wrong-value', 'at most 1000000') })
        .meta({ description: 'How much of it is taken while the task runs.', default: 1 })
        .optional(),
      mode: choice(['read', 'write'])
        .meta({
          description:
            'Readers share the resource with readers and take nothing of it; writers take their amount.',
          default: 'write',
        })
        .optional(),
    }),
  ],
  { error: says('wrong-type', 'the name of a resource, or a mapping with name, amount and mode') },
);

const command = text('a shell command').max(65_536, {
  error: says('wrong-value', 'at most 65536 characters; move longer ones into a script'),
});

/** Keys that `defaults` may set for all tasks. */
const shared = {
  priority: choice(priorities).meta({
    description: 'Urgent tasks pass the queue, and may take the slot of a medium or low one.',
    default: 'medium',
  }),
  estimate: z
    .union(
      [
        minutes('minutes as a number').nonnegative({
          error: says('bad-duration', 'no less than 0'),
        }),
        z
          .string()
          .min(1)
          .max(40)
          .regex(whole(durationPattern), {
            error: says('bad-duration', '`90s`, `15m`, `2h`, `1h30m`'),
          }),
      ],
      { error: says('bad-duration', 'minutes as a number, or `90s`, `15m`, `2h`, `1h30m`') },
    )
    .meta({
      description:
        'How long the task probably takes: minutes, or `90s`, `15m`, `2h`, `1h30m`. The longest chain of tasks goes first.',
    }),
  'timeout-minutes': minutes('a number of minutes')
    .positive({ error: says('wrong-value', 'more than 0 minutes') })
    .meta({
      description:
        'An attempt that takes longer is ended. By default 2880 (48 hours), or what the runner allows if that is less: 360 on runners of GitHub.',
    }),
  'working-directory': text('a folder', 'bad-path')
    .max(500, { error: says('bad-path', 'at most 500 characters') })
    .meta({ description: 'Where the command runs, relative to the root of the repository.' }),
  'continue-on-error': truth().meta({
    description: 'Whether dependents may run, and the run succeed, although this task failed.',
    default: false,
  }),
  retries: wholeNumber(0, 100).meta({
    description: 'How many more attempts may follow a failed one.',
    default: 0,
  }),
  heal: healOfTask,
  kind: word.meta({
    description:
      'What kind of task this is; `.github/yardmaster.yml` may limit the slots of a kind.',
  }),
  group: word.meta({
    description:
      'Tasks that belong together, such as those of one subject; the settings may limit the slots of a group.',
  }),
  stage: word.meta({ description: 'The part of the pipeline that the task belongs to: a label.' }),
  'runs-on': oneOrMore(
    text('the label of a runner', 'bad-name')
      .max(100)
      .regex(showable, {
        error: says('bad-name', 'a label without control characters'),
      }),
    'the label of a runner, or a list of labels',
    20,
  ).meta({
    description: 'Labels of the runner that the task needs on GitHub, all of them.',
    default: 'ubuntu-latest',
  }),
  environment: text('the name of an environment', 'bad-name')
    .max(255)
    .regex(showable, { error: says('bad-name', 'one line without control characters') })
    .meta({ description: 'The deployment environment, with its secrets and its protection.' }),
  setup: oneOrMore(command, 'a command, or a list of commands', 50).meta({
    description: 'Commands that prepare the runner, such as `pip install -r requirements.txt`.',
  }),
  secrets: oneOrMore(
    text('the name of a secret').regex(whole(variablePattern), {
      error: says('bad-secret', 'letters, digits and `_`, no digit first'),
    }),
    'the name of a secret, or a list of names',
    100,
  ).meta({ description: 'Secrets that the task gets as environment variables of the same names.' }),
  live: truth().meta({
    description: 'Whether the issue of the task shows its output while it still runs.',
    default: false,
  }),
};

const task = mapping('a task', {
  name: shownName.meta({ description: 'What people read instead of the id.' }).optional(),
  run: command
    .meta({ description: 'A shell command, of several lines with `|`. Instead of `uses`.' })
    .optional(),
  uses: text('a workflow file')
    .regex(whole(usesPattern), {
      error: says(
        'bad-uses',
        './.github/workflows/<file>, or owner/repo/.github/workflows/<file>@<ref>',
      ),
    })
    .meta({ description: 'A workflow file that is dispatched, and waited for. Instead of `run`.' })
    .optional(),
  needs: oneOrMore(id, 'the id of a task, or a list of ids')
    .meta({ description: 'Tasks that come before. A task with a matrix means all its legs.' })
    .optional(),
  if: z
    .string({ error: says('wrong-value', 'success, failure, always') })
    .regex(whole(conditionPattern), { error: says('wrong-value', 'success, failure, always') })
    .meta({
      description:
        'When to run, seen from the needs: `success` (all of them succeeded), `failure` (one failed), `always`.',
      default: 'success',
    })
    .optional(),
  env: variables(
    'Environment variables; those of the pipeline hold where the task has no other.',
  ).optional(),
  reads: globs(
    'Files that the task reads: no task that writes them runs at the same time.',
  ).optional(),
  writes: globs(
    'Files that the task writes: no task that reads or writes them runs at the same time.',
  ).optional(),
  resources: oneOrMore(resource, 'the name of a resource, or a list of resources', 100)
    .meta({ description: 'What else the task holds while it runs: a database, a port, a licence.' })
    .optional(),
  stagger: mapping('a stagger', {
    resource: word.meta({ description: 'What is started one after the other.' }),
    minutes: minutes('a number of minutes')
      .nonnegative({ error: says('wrong-value', 'no less than 0') })
      .meta({ description: 'How far apart two starts are at least.' }),
  })
    .meta({ description: 'Keeps the starts of tasks with the same `resource` apart.' })
    .optional(),
  strategy: mapping('a strategy', { matrix: matrix.optional() })
    .meta({ description: 'How the task multiplies.' })
    .optional(),
  produces: globs('Files that dependents find in their working copy.').optional(),
  outputs: oneOrMore(id, 'the name of an output, or a list of names', 100)
    .meta({
      description: `What the task writes to \`$GITHUB_OUTPUT\` for its dependents: \`${outputExample}\`.`,
    })
    .optional(),
  recover: recoverOfTask
    .meta({ description: 'What follows failures of the task, instead of quick `retries`.' })
    .optional(),
  ...optionalParts(shared),
}).meta({ oneOf: [{ required: ['run'] }, { required: ['uses'] }] });

/** The file as it is written; the source of the types, of the errors and of the published JSON schema. */
export const pipelineSchema = mapping('a pipeline', {
  name: shownName
    .meta({ description: 'What people read; by default the name of the file.' })
    .optional(),
  slots: wholeNumber(1, 256)
    .meta({
      description:
        'How many of its tasks may run at once. The limit of the repository holds over all runs together.',
      default: 3,
    })
    .optional(),
  issues: choice(['all', 'attention'])
    .meta({
      description:
        'Which tasks get an issue of their own: all of them, or those that need attention.',
    })
    .optional(),
  env: variables('Environment variables of all tasks.').optional(),
  defaults: mapping('defaults', optionalParts(shared))
    .meta({ description: 'What holds for each task that does not say otherwise.' })
    .optional(),
  tasks: z
    .record(id, task, { error: says('wrong-type', 'a mapping of ids to tasks') })
    .meta({ description: 'The tasks by their ids.' }),
}).meta({
  title: 'A pipeline of Yardmaster',
  description: 'A file in .github/pipelines. See docs/pipeline-language.md.',
});

/** A pipeline file that holds to the schema. */
export type PipelineFile = z.output<typeof pipelineSchema>;
export type TaskFile = z.output<typeof task>;

type Optional<Shape extends z.ZodRawShape> = {
  [Key in keyof Shape]: z.ZodOptional<Shape[Key]>;
};
function optionalParts<Shape extends z.ZodRawShape>(shape: Shape): Optional<Shape> {
  const parts = Object.entries(shape).map(([key, part]) => [key, z.optional(part)]);
  return Object.fromEntries(parts) as Optional<Shape>;
}
