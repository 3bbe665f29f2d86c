import * as z from 'zod';
import { healOfSettings } from '../healing/heal-schema.ts';
import { whole, wordPattern } from '../pipeline/patterns.ts';
import { choice, mapping, says, wholeNumber } from '../yaml/schema-parts.ts';

const name = z.string().regex(whole(wordPattern), {
  error: says(
    'bad-name',
    'a letter or digit, then letters, digits, spaces and `_.:/-`, at most 40',
  ),
});

function slotsPer(what: 'kind' | 'group') {
  return z
    .record(name, wholeNumber(1, 256), {
      error: says('wrong-type', `a mapping of ${what}s to their slots`),
    })
    .meta({ description: `How many tasks of a ${what} may run at once, over all open runs.` });
}

/** `.github/yardmaster.yml` as it is written; an empty file is no settings file. */
export const settingsSchema = mapping('the settings', {
  slots: wholeNumber(1, 256)
    .meta({
      description:
        'How many tasks may run at once, over all open runs of the repository. Without it, as many as the open run with the most slots.',
    })
    .optional(),
  kinds: slotsPer('kind').optional(),
  groups: slotsPer('group').optional(),
  resources: z
    .record(
      name,
      z
        .number({ error: says('wrong-type', 'a number') })
        .positive({ error: says('wrong-value', 'a number above 0') })
        .max(1_000_000, { error: says('wrong-value', 'at most 1000000') }),
      { error: says('wrong-type', 'a mapping of resources to how much there is of them') },
    )
    .meta({
      description: 'How much there is of each resource that tasks hold; 1 of those not named here.',
    })
    .optional(),
  issues: choice(['all', 'attention'])
    .meta({
      description:
        'Which tasks get an issue of their own, where the pipeline does not say: all, or those that need attention.',
    })
    .optional(),
  heal: healOfSettings.optional(),
  'max-timeout-minutes': z
    .number({ error: says('wrong-type', 'a number of minutes') })
    .positive({ error: says('wrong-value', 'more than 0 minutes') })
    .max(525_600, { error: says('wrong-value', 'at most 525600 minutes, a year') })
    .meta({
      description:
        'How long a task may take on a self-hosted runner. Runners of GitHub end a job after 360 minutes, whatever stands here.',
      default: 7200,
    })
    .optional(),
}).meta({
  title: 'Settings of Yardmaster',
  description: 'The file .github/yardmaster.yml. See docs/pipeline-language.md.',
});
