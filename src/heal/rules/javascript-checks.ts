/** Further checks of JavaScript projects: oxlint, stylelint, svelte-check, commitlint; the types of frameworks. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, mendCode } from './remedies.ts';

const r = String.raw;
const style = { category: 'lint_error', prior: [5, 5], remedies: mendCode } as const;

export const javaScriptCheckRules: readonly Rule[] = [
  {
    name: 'eslint-warnings',
    ...style,
    strength: 3,
    literals: ['ESLint found too many warnings'],
    pattern: r`^ESLint found too many warnings \(maximum: (?P<count>\d+)\)`,
    block: { lines: 0, before: 20, keep: r`^\s+\d+:\d+\s+warning |^✖ \d+ problem|\.[cm]?[jt]sx?$` },
    details: [
      { pattern: r`^(?P<file>(?:/|[A-Z]:\\|\.?[\w@-])[\w@./\\ \[\]()-]*\.\w+)$`, from: 'above' },
      { pattern: r`^\s+\d+:\d+\s+warning\s+(?P<message>.+)`, from: 'above' },
    ],
    summary: 'ESLint warns more often than {count} times may be[, last in {file}][: {message}]',
    cause: 'Warnings count as errors above the maximum that the command gives.',
    example:
      "\n/src/shop.js\n  1:10  warning  'a' is defined but never used  no-unused-vars\n\n✖ 1 problem (0 errors, 1 warning)\n\nESLint found too many warnings (maximum: 0).\n",
  },
  {
    name: 'oxlint',
    ...style,
    strength: 2,
    literals: ['╭─['],
    pattern: r`^\s+[╭,]─?[\[(](?P<file>[^:\]\s]+):(?P<line>\d+):\d+\]`,
    block: { lines: 0, before: 1, keep: r`^\s+[×⚠x!] ` },
    details: [
      {
        pattern: r`^\s+[×⚠x!] (?P<rule>[\w-]+\([\w/-]+\)): (?P<message>.+)`,
        from: 'above',
        show: true,
      },
    ],
    requires: ['rule'],
    summary: '{file}:{line} breaks the rule {rule}[: {message}]',
    cause: 'The linter (oxlint) forbids it.',
    example:
      "\n  ⚠ eslint(no-unused-vars): Variable 'a' is declared but never used.\n   ╭─[src/shop.ts:3:9]\n 3 │   const a = 1;\n   ╰────\n\nFound 1 warning and 0 errors.\n",
  },
  {
    name: 'stylelint',
    ...style,
    strength: 3,
    literals: ['  ✖  ', '  × '],
    pattern: r`^\s+(?P<line>\d+):\d+\s+[✖×]\s+(?P<message>.+?)(?:\s{2,}(?P<rule>[\w/@-]+))?$`,
    block: { lines: 4, until: r`^\s*$|^\S` },
    details: [{ pattern: r`^(?P<file>\S+\.\w+)$`, from: 'above', show: true }],
    summary: '[{file}]:{line} breaks the rule[ {rule}]: {message}',
    cause: 'The linter (stylelint) forbids it.',
    prior: [5, 5],
    remedies: [
      byCommand(
        'Let stylelint mend what it can',
        'npx stylelint --fix {file}',
        'It changes only what it knows to be the same in meaning; the check is run again.',
      ),
      ...mendCode,
    ],
    example:
      '\nsrc/shop.css\n  1:5   ✖  Duplicate property "color"  declaration-block-no-duplicate-properties\n\n✖ 1 problem (1 error, 0 warnings)\n',
  },
  {
    name: 'commitlint',
    ...style,
    strength: 3,
    literals: ['⧗   input: '],
    pattern: r`^⧗ +input: (?P<commit>.+)`,
    block: { lines: 12, until: r`^ⓘ|^⧗`, keep: r`^✖` },
    details: [{ pattern: r`^✖ +(?P<message>.+)`, from: 'block' }],
    requires: ['message'],
    summary: 'The message of a commit is not as the project wants it: {message}',
    cause: 'commitlint forbids this form of a commit message.',
    example:
      '⧗   input: Fixed stuff.\n✖   type may not be empty [type-empty]\n\n✖   found 1 problems, 0 warnings\nⓘ   Get help: https://example.org\n',
  },
  {
    name: 'svelte-check',
    category: 'type_error',
    strength: 3,
    literals: ['Error: ', 'ERROR "'],
    pattern: r`^Error: (?P<message>.+ \((?:ts|js)\))$|^\d+ ERROR "(?P<file2>[^"]+)" (?P<line2>\d+):\d+ "(?P<message2>.+)"`,
    block: { lines: 3, before: 1 },
    details: [{ pattern: r`^(?P<file>\S+\.\w+):(?P<line>\d+):\d+$`, from: 'above', show: true }],
    requires: ['file'],
    summary: '{file}:{line} does not fit its types: {message}',
    cause: 'The type checker finds a use that the types do not allow.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      "/src/routes/+page.svelte:12:9\nError: Property 'totl' does not exist on type 'Cart'. (ts)\n  <p>{cart.totl}</p>\n\nsvelte-check found 1 error and 0 warnings in 1 file\n",
  },
  {
    name: 'next-types',
    category: 'type_error',
    strength: 3,
    literals: ['Type error: '],
    pattern: r`^Type error: (?P<message>.+)`,
    block: { lines: 8, before: 1, until: r`^##|^error|^$` },
    details: [
      { pattern: r`^(?P<file>\S+\.[cm]?[jt]sx?):(?P<line>\d+):\d+$`, from: 'above', show: true },
    ],
    summary: '[{file}:{line}] does not fit its types: {message}',
    cause: 'The TypeScript compiler, run by the build, finds a use that the types do not allow.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      "Failed to compile.\n\n./src/app/page.tsx:14:22\nType error: Property 'totl' does not exist on type 'Cart'.\n\n  12 |   return (\n",
  },
  {
    name: 'angular-types',
    category: 'type_error',
    strength: 3,
    literals: ['[ERROR] TS', '[ERROR] NG'],
    pattern: r`\[ERROR\] (?P<code>(?:TS|NG)-?\d+): (?P<message>.+?)(?: \[plugin .+\])?$`,
    block: { lines: 5, until: r`^\S` },
    details: [{ pattern: r`^\s+(?P<file>[\w@./-]+):(?P<line>\d+):\d+:?$`, from: 'block' }],
    summary: '[{file}:{line}] does not fit its types: {message} ({code})',
    cause: 'The compiler of Angular finds a use that the types do not allow.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      "✘ [ERROR] TS2339: Property 'totl' does not exist on type 'Cart'. [plugin angular-compiler]\n\n    src/app/cart.ts:14:17:\n      14 │     return this.totl;\n\nApplication bundle generation failed. [9.1 seconds]\n",
  },
  {
    name: 'build-lint',
    ...style,
    strength: 3,
    literals: ['  Line ', '  Error: ', '  Warning: '],
    pattern: r`^ {2,}Line (?P<line>\d+):\d+:\s+(?P<message>.+?)(?:\s{2,}(?P<rule>[@\w/-]+))?$|^(?P<line2>\d+):\d+ {2}Error: (?P<message2>.+?)(?:\s{2,}(?P<rule2>[@\w/-]+))?$`,
    block: { lines: 3, before: 1 },
    details: [
      { pattern: r`^(?P<file>(?:\./)?[\w@./-]+\.[cm]?[jt]sx?)$`, from: 'above', show: true },
      {
        pattern: r`^(?P<strict>Treating warnings as errors.*|Failed to compile.*)`,
        from: 'above',
        show: true,
      },
    ],
    requires: ['file', 'strict'],
    summary: '{file}:{line} breaks the rule[ {rule}]: {message}',
    cause: 'The build runs ESLint, and ESLint forbids it[ ({strict})].',
    example:
      "Failed to compile.\n\n[eslint] \nsrc/App.js\n  Line 3:10:  'useState' is defined but never used  no-unused-vars\n",
  },
  {
    name: 'cspell',
    ...style,
    strength: 3,
    literals: [' - Unknown word ('],
    pattern: r`^(?P<file>\S+):(?P<line>\d+):\d+ - Unknown word \((?P<word>[^)]+)\)`,
    block: { lines: 0 },
    summary: 'The word "{word}" in {file}:{line} is not in the dictionary',
    cause: 'CSpell takes it for a misspelling.',
    remedies: byHand(
      'Correct the word, or add it to the dictionary of the project',
      'Only a person knows whether it is meant.',
    ),
    example:
      'docs/a.md:1:5 - Unknown word (recieved)\nCSpell: Files checked: 1, Issues found: 1 in 1 file.\n',
  },
  {
    name: 'markdownlint',
    ...style,
    strength: 3,
    literals: [' MD0'],
    pattern: r`^(?P<file>\S+\.(?:md|markdown|mdx)):(?P<line>\d+)(?::\d+)?:? (?:error )?(?P<rule>MD\d{3})(?:/\S+)? (?P<message>.+)`,
    block: { lines: 0 },
    summary: '{file}:{line} breaks the rule {rule}: {message}',
    cause: 'markdownlint forbids it.',
    example:
      'README.md:3 error MD032/blanks-around-lists Lists should be surrounded by blank lines [Context: "* a"]\n',
  },
];
