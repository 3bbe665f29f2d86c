/** How programs of all languages say that they were called wrongly, and checks of a pull request's own words. */
import type { Rule } from '../rule.ts';
import { byHand } from './remedies.ts';

const r = String.raw;

export const commandLineRules: readonly Rule[] = [
  {
    name: 'command-usage',
    category: 'configuration',
    strength: 2,
    literals: [
      ': error: argument ',
      'unrecognized arguments: ',
      'arguments are required: ',
      'No such option',
      'Missing option',
      'Missing argument',
      'No such command',
      'Invalid value for ',
      'unknown flag: ',
      'unknown shorthand flag',
      'unknown command ',
      'unknown option ',
      'unexpected argument ',
      'unrecognized subcommand ',
      'required arguments were not provided',
      'unrecognized option ',
      'Unknown argument',
    ],
    pattern: r`(?:^[\w./-]+(?: [\w-]+)*: )?(?:^|\b)(?P<message>error: argument .+: .+|error: unrecognized arguments: .+|error: the following (?:required )?arguments (?:are required: .+|were not provided:)|(?:Error: )?No such option:? .+|Error: Missing (?:option|argument) .+|Error: No such command .+|Error: Invalid value for .+|[Ee]rror: unknown (?:shorthand )?flag: .+|[Ee]rror: unknown (?:command|option) .+|error: unexpected argument '.+|error: unrecognized subcommand '.+|unrecognized option '.+'|Unknown arguments?: .+)`,
    block: { lines: 1, before: 1, keep: r`[Uu]sage:|error:|Error:` },
    summary: 'A program is called in a way that it does not know: {message}',
    cause: 'An option, a command or a value is misspelled, gone in this version, or missing.',
    prior: [2, 8],
    remedies: byHand('Correct the call', 'The message names what is not known.'),
    example:
      "                 [--auto] [--continue-on-error]\nrun_suite.py: error: argument --suite: invalid choice: 'online' (choose from offline)\n",
  },
  {
    name: 'environment-missing',
    category: 'configuration',
    strength: 2,
    literals: [
      'equired environment variable',
      'nvironment variable',
      'equired env var',
      'equired secret',
      'issing env var',
      'issing secret',
    ],
    pattern: r`(?P<message>(?:.*\b)?(?:[Mm]issing (?:the )?(?:required )?(?:environment variables?|env vars?|secrets?)\b.*|(?:[Rr]equired )?(?:environment variable|env var|secret)s? (?P<variable>["'\x60]?[A-Z][A-Z0-9_]{2,}["'\x60]?) (?:is|are|was|must be|has) (?:not |un)?(?:set|defined|required|missing|provided|found|empty).*|["'\x60]?(?P<variable2>[A-Z][A-Z0-9_]{2,})["'\x60]? environment variable (?:is|was|must be) .*))`,
    unless: r`[Ww]arn|\b(?:printf|echo) |::error`,
    block: { lines: 6, until: r`^$|^##|^\S`, before: 1, keep: r`[A-Z0-9_]{3,}|FAIL` },
    summary: 'A value that the program reads from its environment is not set: {message}',
    cause: 'The workflow does not pass it, or the secret behind it is empty here.',
    prior: [1, 19],
    remedies: byHand('Set the variable in the workflow', 'What it should be, people know.'),
    example: 'Missing required environment variables:\n  - DATABASE_URL\n  - JWT_SECRET\n',
  },
  {
    name: 'pull-request-title',
    category: 'lint_error',
    strength: 3,
    literals: ['pull request title', 'PR title', 'Pull request title', 'Pull Request title'],
    pattern: r`(?P<message>(?:No release type found in|Unknown (?:release type|scope) .* found in) pull request title.*|.*found in the pull request title.*|(?:PR|Pull [Rr]equest) title (?:must|should|does not|doesn't|is not).*)`,
    block: { lines: 3 },
    summary: 'The title of the pull request is not as the project wants it: {message}',
    cause: 'A check of the title forbids it; the code is not looked at.',
    prior: [1, 19],
    remedies: byHand('Change the title', 'It is what a person wrote.'),
    example:
      '##[error]No release type found in pull request title "Mend the cart". Add a prefix to indicate what kind of release this pull request corresponds to.\n',
  },
];
