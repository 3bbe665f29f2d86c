/** Checks of what a change should have brought along: generated files, release notes, sizes. */
import type { Rule } from '../rule.ts';
import { byHand } from './remedies.ts';

const r = String.raw;
const check = { category: 'lint_error', prior: [3, 7] } as const;

export const upkeepRules: readonly Rule[] = [
  {
    name: 'generated-stale',
    ...check,
    strength: 2,
    literals: [
      'out of date',
      'ot up to date',
      'ot up-to-date',
      'out of sync',
      'out-of-date',
      'uncommitted changes',
      'is dirty',
      'needs to be run on',
      'need to be regenerated',
      'needs to be regenerated',
      'has changed after',
      'iles have changed',
      'lease regenerate',
      'lease commit',
      'Migrations for ',
    ],
    pattern: r`(?P<message>.*(?:(?:out[- ]of[- ]date|out of sync|[Nn]ot up[- ]to[- ]date|stale|changed)\b.*(?:[Rr]un|[Rr]egenerate|[Uu]pdate|[Cc]ommit)\b.*|(?:[Uu]ncommitted changes|(?:working (?:tree|directory)|git tree|repo(?:sitory)?) is dirty)\b.*|needs to be run on the following files.*|needs? to be regenerated.*|[Pp]lease (?:regenerate|commit) .*)|^Migrations for '.+':$)`,
    unless: r`[Ww]arn|lock ?file|package-lock|--locked|^(?:npm|pnpm|yarn) `,
    block: { lines: 6, until: r`^$|^##`, before: 1, keep: r`\S` },
    details: [
      { pattern: r`^\s*(?:M +|- +)?(?P<file>[\w@.-]+/[\w@./-]+\.\w{1,6})$`, from: 'block' },
    ],
    summary: 'What is committed is not what its generator writes[ ({file})]: {message}',
    cause: 'A file that a program writes was not written again, or not committed.',
    remedies: byHand(
      'Run the generator that the message names, and commit',
      'Its output is code as well.',
    ),
    example: 'Generated code is out of date. Please run `make generate` and commit the result.\n',
  },
  {
    name: 'unexpected-diff',
    ...check,
    strength: 1,
    literals: ['diff --git a/'],
    pattern: r`^diff --git a/(?P<file>\S+) b/`,
    block: { lines: 8, keep: r`^[-+]` },
    summary: '{file} is not as it is committed',
    cause: 'A step wrote the file in another way than it is committed, and then compared the two.',
    remedies: byHand('Run what writes the file, and commit', 'The difference is in the log.'),
    example:
      'diff --git a/config/crd/carts.yaml b/config/crd/carts.yaml\nindex 1f2a..9c1d 100644\n--- a/config/crd/carts.yaml\n+++ b/config/crd/carts.yaml\n@@ -40,6 +40,7 @@\n+  x-type: atomic\n',
  },
  {
    name: 'release-note-missing',
    ...check,
    strength: 3,
    literals: ['no changesets were found', 'hangelog', 'ews fragment', 'CHANGELOG', 'elease note'],
    pattern: r`(?P<message>.*(?:no changesets were found|(?:[Nn]o|[Mm]issing) (?:change ?log|news fragment|release notes?|CHANGELOG)\b|(?:[Cc]hangelog|CHANGELOG(?:\.md)?|[Nn]ews fragment|[Rr]elease notes?)(?: entry| file)? (?:is|was|were) (?:missing|not found|required)).*)`,
    block: { lines: 1 },
    summary: 'The change does not say what is to be told of it: {message}',
    cause: 'The project wants a note for each change that users see.',
    remedies: byHand('Write the note', 'What users should know, its author knows.'),
    example:
      '🦋  error Some packages have been changed but no changesets were found. Run `changeset add` to resolve this error.\n',
  },
  {
    name: 'size-budget',
    ...check,
    strength: 2,
    literals: [
      'ize limit',
      'exceeded maximum budget',
      'exceeds maximum size',
      'exceeds the ',
      'maxSize',
      'size budget',
    ],
    pattern: r`(?P<message>.*(?:[Ss]ize limit has exceeded.*|exceeded maximum budget.*|exceeds? (?:the )?(?:maximum size|size (?:limit|budget)|maxSize)\b.*))`,
    unless: r`[Ww]arning|GitHub's file size|entity|request body|recommended`,
    block: { lines: 3, until: r`^\s*$` },
    summary: 'What is built is larger than it may be: {message}',
    cause: 'The change, or a package that it brings in, adds to the size.',
    remedies: byHand(
      'Make it smaller, or raise the limit on purpose',
      'A limit is never raised by a repair.',
    ),
    example:
      '  Package size limit has exceeded by 1.2 kB\n  Size limit: 10 kB\n  Size:       11.2 kB with all dependencies, minified and brotlied\n',
  },
  {
    name: 'project-validation',
    ...check,
    strength: 1,
    literals: ['[ERROR] [', 'VALIDATION FAILED', 'Validation failed', 'validation failed'],
    pattern: r`^\W*(?P<message>\[ERROR\] \[\w+\] \S.*|(?:VALIDATION FAILED|[Vv]alidation failed)\b.*)`,
    unless: r`jsonschema|Error:`,
    block: { lines: 4 },
    summary: 'A check of the project does not pass: {message}',
    cause: 'What is checked is not as the project wants it.',
    remedies: byHand('Mend what the check names', 'The message says what.'),
    example: 'Integration shelly:\n* [ERROR] [TRANSLATIONS] Invalid strings.json: expected str\n',
  },
];
