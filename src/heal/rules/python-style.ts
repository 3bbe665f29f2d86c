/** What checks and formats Python: mypy, pyright, ruff, black, flake8, isort, pre-commit. */
import type { Rule } from '../rule.ts';
import { byCommand, mendCode } from './remedies.ts';

const r = String.raw;

export const pythonStyleRules: readonly Rule[] = [
  {
    name: 'mypy',
    category: 'type_error',
    strength: 3,
    literals: [': error: '],
    pattern: r`^(?P<file>[^\s:]+\.pyi?):(?P<line>\d+)(?::\d+)?(?::\d+:\d+)?: error: (?P<message>.+?)(?:\s+\[(?P<code>[a-z][\w-]*)\])?$`,
    block: {
      lines: 11,
      until: r`^[^:]*$|^Found `,
      keep: r`: (?:error|note): `,
    },
    summary: '{file}:{line} does not fit its types: {message}',
    cause: 'The type checker finds a use that the declared or inferred types do not allow.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      'app/shop.py:7: error: Argument 1 to "total" has incompatible type "str"; expected "list[int]"  [arg-type]\nFound 1 error in 1 file (checked 4 source files)\n',
  },
  {
    name: 'pyright',
    category: 'type_error',
    strength: 3,
    literals: [' - error: '],
    pattern: r`^\s*(?P<file>\S+?\.pyi?):(?P<line>\d+):\d+ - error: (?P<message>.+)`,
    block: { lines: 3, until: r`^\S|:\d+:\d+ - ` },
    summary: '{file}:{line} does not fit its types: {message}',
    cause: 'The type checker finds a use that the declared or inferred types do not allow.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      '/src/app/shop.py\n  /src/app/shop.py:7:12 - error: "foo" is not a known attribute of module "bar" (reportAttributeAccessIssue)\n1 error, 0 warnings, 0 informations\n',
  },
  {
    name: 'black-parse',
    category: 'compile_error',
    strength: 3,
    literals: ['error: cannot parse: ', 'error: cannot format ', 'error: Failed to parse '],
    pattern: r`^error: (?:cannot parse: |Failed to parse )(?P<file>\S+?):(?P<line>\d+):\d+:? ?(?P<message>.*)|^error: cannot format (?P<file2>\S+): Cannot parse(?: for target version \S+)?: (?P<line2>\d+):\d+: (?P<message2>.+)`,
    block: { lines: 3, until: r`^$` },
    summary: 'Python cannot read {file}:{line}[: {message}]',
    cause: 'The file is not valid Python, so that no formatter can write it anew.',
    prior: [2, 8],
    remedies: mendCode,
    example:
      'error: cannot format src/bad.py: Cannot parse: 1:6: def f(:\n\nOh no!\n1 file failed to reformat.\n',
  },
  {
    name: 'black',
    category: 'lint_error',
    strength: 3,
    literals: ['would reformat '],
    pattern: r`^would reformat (?P<file>\S+)`,
    summary: 'A Python file is not formatted: {file}',
    cause: 'The formatter (black) would write it in another way.',
    prior: [17, 3],
    remedies: [
      byCommand(
        'Format the file',
        'black {file}',
        'A formatter changes the layout and not the meaning; it is run again to prove it.',
      ),
    ],
    example:
      'would reformat app/shop.py\n\nOh no!\n1 file would be reformatted, 3 files would be left unchanged.\n',
  },
  {
    name: 'ruff-format',
    category: 'lint_error',
    strength: 3,
    literals: ['Would reformat: ', 'would be reformatted'],
    pattern: r`^Would reformat: (?P<file>\S+)|^(?P<count>\d+) files? would be reformatted`,
    block: { lines: 0, before: 30, keep: r`^(?:---|\+\+\+) ` },
    details: [{ pattern: r`^--- (?P<file>\S+\.pyi?)(?:\s|$)`, from: 'above' }],
    summary: 'A Python file is not formatted[: {file}]',
    cause: 'The formatter (ruff) would write it in another way.',
    prior: [17, 3],
    remedies: [
      byCommand(
        'Format the file',
        'ruff format {file}',
        'A formatter changes the layout and not the meaning; it is run again to prove it.',
      ),
    ],
    example:
      'Would reformat: app/shop.py\n1 file would be reformatted, 3 files already formatted\n',
  },
  {
    name: 'ruff',
    category: 'lint_error',
    strength: 3,
    literals: ['.py:', '.pyi:', '.ipynb:'],
    pattern: r`^(?P<file>[^\s:]+\.(?:pyi?|ipynb)):(?P<line>\d+):\d+: (?P<code>[A-Z]{1,5}\d{2,4}):? \[\*\] (?P<message>.+)`,
    block: { lines: 0 },
    summary: '{file}:{line} breaks the rule {code}: {message}',
    cause: 'The linter (ruff) forbids it, and can mend it.',
    prior: [6, 4],
    remedies: [
      byCommand(
        'Let the linter mend what it can',
        'ruff check --fix {file}',
        'It changes only what it knows to be the same in meaning; the check is run again.',
      ),
      ...mendCode,
    ],
    example: 'app/shop.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.\n',
  },
  {
    name: 'python-lint',
    category: 'lint_error',
    strength: 3,
    literals: ['.py:', '.pyi:', '.ipynb:'],
    pattern: r`^(?P<file>[^\s:]+\.(?:pyi?|ipynb)):(?P<line>\d+):\d+: (?P<code>[A-Z]{1,5}\d{2,4}):? (?P<message>.+)`,
    block: { lines: 0 },
    summary: '{file}:{line} breaks the rule {code}: {message}',
    cause: 'The linter (ruff, flake8 or pylint) forbids it.',
    prior: [2, 8],
    remedies: mendCode,
    example: "app/shop.py:1:1: F401 'os' imported but unused\n",
  },
  {
    name: 'ruff-full',
    category: 'lint_error',
    strength: 3,
    literals: [' --> '],
    pattern: r`^\s*--> (?P<file>[^\s:]+\.(?:pyi?|ipynb)):(?P<line>\d+):\d+`,
    block: { lines: 7, before: 1, until: r`^$` },
    details: [
      {
        pattern: r`^(?P<code>[A-Z]{1,5}\d{2,4}|[a-z-]+:?) (?:\[\*\] )?(?P<message>.+)`,
        from: 'above',
        show: true,
      },
    ],
    summary: '{file}:{line} breaks the rule[ {code}][: {message}]',
    cause: 'The linter forbids it.',
    prior: [6, 4],
    remedies: [
      byCommand(
        'Let the linter mend what it can',
        'ruff check --fix {file}',
        'It changes only what it knows to be the same in meaning; the check is run again.',
      ),
      ...mendCode,
    ],
    example:
      'F401 [*] `os` imported but unused\n --> app/shop.py:1:8\n  |\n1 | import os\n  |        ^^\n  |\nhelp: Remove unused import: `os`\n\nFound 1 error.\n',
  },
  {
    name: 'isort',
    category: 'lint_error',
    strength: 3,
    literals: ['Imports are incorrectly sorted'],
    pattern: r`ERROR: (?P<file>\S+) Imports are incorrectly sorted`,
    summary: 'The imports of {file} are not sorted',
    cause: 'isort would write them in another order.',
    prior: [17, 3],
    remedies: [byCommand('Sort the imports', 'isort {file}', 'It changes only their order.')],
    example: 'ERROR: /src/app/shop.py Imports are incorrectly sorted and/or formatted.\n',
  },
  {
    name: 'pre-commit',
    category: 'lint_error',
    strength: 2,
    literals: ['Failed', '- files were modified by this hook'],
    pattern: r`^(?P<hook>\S.*?)\.{3,}(?:\([^)]*\))?Failed$`,
    block: { lines: 10, until: r`^$` },
    details: [{ pattern: r`(?P<file>[\w-]+/[\w./-]+\.\w+)`, from: 'block' }],
    yields: 'all',
    summary: 'The hook "{hook}" complains[ about {file}]',
    cause: 'A pre-commit hook changed files or found faults in them.',
    prior: [7, 3],
    remedies: [
      byCommand(
        'Run the hooks and commit what they change',
        'pre-commit run --all-files',
        'Formatting hooks mend what they find.',
        false,
      ),
    ],
    example:
      'fix end of files.........................................................Failed\n- hook id: end-of-file-fixer\n- exit code: 1\n- files were modified by this hook\n',
  },
];
