import * as z from 'zod';
import { categories } from '../../heal/category.ts';
import { choice, mapping, says, text, truth, wholeNumber } from '../yaml/schema-parts.ts';

/** Bounds that keep the search for literals, and the time for a log, as they are without rules of one's own. */
export const maxRules = 50;
const maxLiterals = 5;
const maxPattern = 1_000;

function words(what: string, most: number) {
  const error = says('wrong-value', `${what}, at most ${most} characters`);
  const description = `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
  return text(what).max(most, { error }).meta({ description });
}

function pattern(what: string) {
  return words(`${what}: a pattern of RE2, its captures named as in (?P<file>...)`, maxPattern);
}

const name = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, {
  error: says('bad-name', 'small letters and digits, words joined by `-`'),
});

const literal = z.string().regex(/^[ -~]{3,60}$/, {
  error: says('wrong-value', '3 to 60 characters of ASCII, as they stand in the line'),
});

const block = mapping('the lines that belong to a match', {
  lines: wholeNumber(0, 600).meta({
    description: 'How many lines after the matched one, at most.',
  }),
  before: wholeNumber(0, 60).meta({ description: 'How many lines before it.' }).optional(),
  until: pattern('the first line that is no part of it')
    .meta({ description: 'The first line that is no part of it; else a blank line ends it.' })
    .optional(),
  through: pattern('the last line of it')
    .meta({ description: 'The last line that is part of it; blank lines do not end it then.' })
    .optional(),
  keep: pattern('the lines that are evidence')
    .meta({ description: 'Only these of its lines are evidence, and the matched one.' })
    .optional(),
});

const detail = mapping('a detail', {
  pattern: pattern('what is captured'),
  from: choice(['block', 'above']).meta({
    description: 'From the lines of the block, or upwards from the match, nearest first.',
  }),
  show: truth().meta({ description: 'Whether the line found is evidence, too.' }).optional(),
});

const remedy = mapping('a remedy', {
  title: words('what is to be done, as an order', 200),
  why: words('why that helps', 500),
  command: words('a command; captures stand in braces', 300).optional(),
  safe: truth()
    .meta({ description: 'It changes no source and loses nothing.', default: false })
    .optional(),
});

const share = z.number({ error: says('wrong-type', 'a number') }).min(0.1, {
  error: says('wrong-value', 'a number from 0.1 to 100'),
});

export const ruleSchema = mapping('a rule', {
  name: name.max(60).meta({ description: 'Unique; what a diagnosis calls its `kind`.' }),
  category: choice(categories).meta({ description: 'What kind of thing went wrong.' }),
  strength: z
    .literal([1, 2, 3], { error: says('wrong-value', '1, 2, 3') })
    .meta({
      description:
        '3: this ended the work. 2: an error that programs also survive. 1: what follows from something else.',
      default: 3,
    })
    .optional(),
  literals: z
    .array(literal, { error: says('wrong-type', 'a list of literals') })
    .min(1, { error: says('wrong-value', 'at least one literal') })
    .max(maxLiterals, { error: says('wrong-value', `at most ${maxLiterals} literals`) })
    .meta({ description: 'A line is looked at only if one of these stands in it, as written.' }),
  pattern: pattern('what the line says'),
  unless: pattern('lines that are no match after all').optional(),
  block: block.meta({ description: 'The lines that belong to a match.' }).optional(),
  details: z
    .array(detail, { error: says('wrong-type', 'a list of details') })
    .max(10, { error: says('wrong-value', 'at most 10 details') })
    .meta({ description: 'More captures, from other lines near the match.' })
    .optional(),
  requires: z
    .array(text('the name of a capture'), { error: says('wrong-type', 'a list of captures') })
    .max(10, { error: says('wrong-value', 'at most 10 captures') })
    .meta({ description: 'Captures without which it is no match after all.' })
    .optional(),
  summary: words('one sentence that names the thing; captures stand in braces', 300).meta({
    description: 'What stands in [...] is left out where a capture in it is missing.',
  }),
  cause: words('what that means, in a sentence', 500),
  transient: truth()
    .meta({
      description: 'The same command may well succeed when it is run again.',
      default: false,
    })
    .optional(),
  remedies: z
    .array(remedy, { error: says('wrong-type', 'a list of remedies') })
    .max(5, { error: says('wrong-value', 'at most 5 remedies') })
    .meta({ description: 'What may be done, the best first.' })
    .optional(),
  prior: z
    .tuple([share.max(100), share.max(100)], {
      error: says('wrong-type', 'two numbers, as `[2, 8]`'),
    })
    .meta({
      description: 'Beta(a, b) of the first remedy: [2, 8] is 20 % before any case was seen.',
      default: [1, 9],
    })
    .optional(),
  example: words('what the tool really prints', 4_000).meta({
    description: 'It is checked that the rule recognises it.',
  }),
});

/** A file of `.github/yardmaster/rules/`. */
export const rulesSchema = mapping('the file', {
  rules: z
    .array(ruleSchema, { error: says('wrong-type', 'a list of rules') })
    .min(1, { error: says('wrong-value', 'at least one rule') })
    .max(maxRules, { error: says('wrong-value', `at most ${maxRules} rules`) })
    .meta({ description: 'Asked in this order, and before the built-in ones.' }),
}).meta({
  title: 'Rules of Yardmaster',
  description: 'A file in .github/yardmaster/rules. See docs/diagnosis.md.',
});
