/** Python itself, pytest and unittest. */
import type { Rule } from '../rule.ts';
import { byHand, mendCode, readTest } from './remedies.ts';

const r = String.raw;

export const pythonRules: readonly Rule[] = [
  {
    name: 'pytest-collection',
    category: 'test_assertion',
    strength: 3,
    literals: ['ERROR collecting '],
    pattern: r`^_+ ERROR collecting (?P<file>\S+) _+$`,
    block: { lines: 60, until: r`^_{3,} .* _{3,}$|^={5,}`, keep: r`^E  |^\S+:\d+: |^\s+\S` },
    details: [
      { pattern: r`^E\s+(?P<message>\w[\w.]*(?:Error|Warning|Exception|Exit)\b.*)`, from: 'block' },
      { pattern: r`^E\s+(?P<message>\S.*)`, from: 'block' },
      { pattern: r`^\S+\.py:(?P<line>\d+): `, from: 'block' },
    ],
    yields: 'all',
    summary: 'pytest cannot collect {file}[: {message}]',
    cause: 'The test module raises as it is imported, so that none of its tests ran[: {message}].',
    prior: [1, 9],
    remedies: mendCode,
    example:
      '==================================== ERRORS ====================================\n_____________________ ERROR collecting tests/test_shop.py ______________________\ntests/test_shop.py:3: in <module>\n    CONSTANT = compute()\nE   ValueError: no such rate\n=========================== short test summary info ============================\nERROR tests/test_shop.py - ValueError: no such rate\n',
  },
  {
    name: 'pytest-import',
    category: 'dependency_install',
    strength: 3,
    literals: ['ImportError while importing test module', 'ImportError while loading conftest'],
    pattern: r`ImportError while (?:importing test module|loading conftest) '(?P<file>[^']+)'`,
    block: { lines: 40, until: r`^_{3,} .* _{3,}$|^={5,}`, keep: r`^E  |^\S+:\d+: `, before: 1 },
    details: [
      { pattern: r`^E\s+(?P<message>(?:ModuleNotFoundError|ImportError): .+)`, from: 'block' },
    ],
    summary: '{file} cannot be imported[: {message}]',
    cause: 'A module that the tests need is not installed or lacks a name.',
    prior: [3, 7],
    remedies: byHand('Install what is missing, or correct the import', 'The message names it.'),
    example:
      "_____________________ ERROR collecting tests/test_a.py ______________________\nImportError while importing test module '/src/tests/test_a.py'.\nHint: make sure your test modules/packages have valid Python names.\nTraceback:\ntests/test_a.py:1: in <module>\n    import nosuch\nE   ModuleNotFoundError: No module named 'nosuch'\n",
  },
  {
    name: 'pytest-failure',
    category: 'test_assertion',
    strength: 3,
    literals: ['___ '],
    pattern: r`^_{3,} (?:ERROR at (?:setup|teardown) of )?(?P<test>\S.*?) _{3,}$`,
    unless: 'ERROR collecting|coverage: platform',
    block: {
      lines: 600,
      until: r`^_{3,} \S.* _{3,}$|^={5,} .* ={5,}$`,
      keep: r`^E  |^\S+\.\w+:\d+: \w|^> `,
    },
    details: [
      {
        pattern: r`^E\s+(?P<message>(?:\w[\w.]*(?:Error|Exception|Warning|Failed|Exit)\b|assert |Failed: ).*)`,
        from: 'block',
      },
      { pattern: r`^E\s+(?P<message>\S.*)`, from: 'block' },
      { pattern: r`^(?P<file>[^\s:]+\.\w+):(?P<line>\d+): `, from: 'block' },
    ],
    yields: 'causes',
    summary: '{test}[ in {file}] does not hold[: {message}]',
    cause: 'A test found another behaviour than it expects[: {message}].',
    prior: [1, 9],
    remedies: readTest,
    example:
      '=================================== FAILURES ===================================\n__________________________________ test_total __________________________________\n\n    def test_total():\n>       assert total([1, 2]) == 4\nE       assert 3 == 4\nE        +  where 3 = total([1, 2])\n\ntests/test_shop.py:5: AssertionError\n=========================== short test summary info ============================\nFAILED tests/test_shop.py::test_total - assert 3 == 4\n',
  },
  {
    name: 'pytest-summary',
    category: 'test_assertion',
    strength: 2,
    literals: ['FAILED ', 'ERROR '],
    pattern: r`^(?:FAILED|ERROR) (?P<test>(?P<file>[\w./-]+\.py)::\S+)(?: - (?P<message>.*))?$`,
    block: { lines: 10, until: r`^[^FE]` },
    summary: '{test} does not hold[: {message}]',
    cause: 'A test found another behaviour than it expects[: {message}].',
    prior: [1, 9],
    remedies: readTest,
    example:
      'FAILED tests/test_shop.py::TestCart::test_total - assert 3 == 4\n1 failed, 10 passed in 0.10s\n',
  },
  {
    name: 'pytest-coverage',
    category: 'test_assertion',
    strength: 2,
    literals: ['Required test coverage of', 'Coverage failure: total of'],
    pattern: r`(?P<message>(?:FAIL )?Required test coverage of [\d.]+% not reached.*|Coverage failure: total of \d+.*)`,
    summary: 'Too little of the code is covered: {message}',
    cause: 'The tests pass, but they run less of the code than the threshold demands.',
    prior: [1, 9],
    remedies: byHand('Test what is not covered', 'A threshold is never lowered to pass.'),
    example: 'FAIL Required test coverage of 90% not reached. Total coverage: 88.12%\n',
  },
  {
    name: 'pytest-nothing',
    category: 'configuration',
    strength: 1,
    literals: [' deselected in ', 'no tests ran in '],
    pattern: r`^=* ?(?P<message>(?:\d+ deselected|no tests ran)(?:, \d+ \w+)*) in [\d.]+s(?: \([\d:]+\))? ?=*$`,
    block: { lines: 0, before: 2, keep: r`collected` },
    summary: 'pytest found nothing to run: {message}',
    cause: 'No test has the name, mark or path that was asked for; pytest then exits with 5.',
    prior: [1, 9],
    remedies: byHand('Correct what selects the tests', 'Nothing that ran is no test that passed.'),
    example:
      'collected 3 items / 3 deselected / 0 selected\n\n============================ 3 deselected in 0.02s =============================\n',
  },
  {
    name: 'pytest-usage',
    category: 'configuration',
    strength: 3,
    literals: [
      'ERROR: usage: ',
      'error: unrecognized arguments',
      'ERROR: file or directory not found',
      'UsageError',
      'option --',
    ],
    pattern: r`(?:ERROR: file or directory not found: (?P<file>\S+)|(?:\S+: )?error: unrecognized arguments: (?P<arguments>.+)|UsageError: (?P<message>.+))`,
    block: { lines: 4, before: 2 },
    summary:
      'The command line is wrong[: {file} does not exist][: unknown arguments {arguments}][: {message}]',
    cause:
      'An option or a path is given that the program does not know; a plug-in that brings it may be missing.',
    prior: [2, 8],
    remedies: byHand('Correct the command', 'The message names the part.'),
    example:
      'ERROR: usage: pytest [options] [file_or_dir] [file_or_dir] [...]\npytest: error: unrecognized arguments: --cov=shop\n  inifile: /src/pyproject.toml\n',
  },
  {
    name: 'unittest-failure',
    category: 'test_assertion',
    strength: 3,
    literals: ['FAIL: ', 'ERROR: test'],
    pattern: r`^(?:FAIL|ERROR): (?P<test>\w+ \([\w.]+\)|\w+)(?: \[.*\])?$`,
    block: {
      lines: 60,
      until: r`^={20,}|^Ran \d+ tests?`,
      keep: r`^\w[\w.]*(?:Error|Exception)\b|^  File |^[-+?] `,
    },
    details: [
      { pattern: r`^(?P<message>\w[\w.]*(?:Error|Exception)\b.*)`, from: 'block' },
      { pattern: r`^  File "(?P<file>[^"]+)", line (?P<line>\d+)`, from: 'block' },
    ],
    yields: 'causes',
    summary: '{test}[ in {file}] does not hold[: {message}]',
    cause: 'A test found another behaviour than it expects[: {message}].',
    prior: [1, 9],
    remedies: readTest,
    example:
      '======================================================================\nFAIL: test_total (tests.test_shop.CartTest)\n----------------------------------------------------------------------\nTraceback (most recent call last):\n  File "/src/tests/test_shop.py", line 7, in test_total\n    self.assertEqual(3, 4)\nAssertionError: 3 != 4\n\n----------------------------------------------------------------------\nRan 1 test in 0.001s\n\nFAILED (failures=1)\n',
  },
  {
    name: 'python-syntax',
    category: 'compile_error',
    strength: 3,
    literals: ['SyntaxError: ', 'IndentationError: ', 'TabError: '],
    pattern: r`^(?:E\s+)?(?P<message>(?:SyntaxError|IndentationError|TabError): .+)`,
    unless: r`SyntaxError: (?:Unexpected|Cannot use|Invalid or unexpected|missing \)|The requested module|Identifier|Unterminated|await is only|.+ in JSON at position |.*JSON input)`,
    block: { lines: 1, before: 4 },
    details: [
      { pattern: r`File "(?P<file>[^"]+)", line (?P<line>\d+)`, from: 'above', show: true },
    ],
    summary: '[{file}, line {line}: ]Python cannot read the code: {message}',
    cause: 'The file is not valid Python (of this version).',
    prior: [4, 6],
    remedies: mendCode,
    example:
      '  File "/src/app/main.py", line 3\n    print("a"\n         ^\nSyntaxError: \'(\' was never closed\n',
  },
  {
    name: 'python-module-missing',
    category: 'dependency_install',
    strength: 2,
    literals: ['ModuleNotFoundError: ', 'ImportError: cannot import name', 'No module named '],
    pattern: r`(?:ModuleNotFoundError|ImportError): (?P<message>No module named '?(?P<package>[\w.-]+)'?.*|cannot import name .+)|(?:/|^)[\w./-]*python[\d.]*: No module named (?P<module>\S+)`,
    block: { lines: 1, before: 3 },
    details: [{ pattern: r`File "(?P<file>[^"]+)", line (?P<line>\d+)`, from: 'above' }],
    summary: 'Python does not find a module[: {message}][: {module}]',
    cause:
      'The package is not installed in this environment, or the name in it is another in the installed version.',
    prior: [3, 7],
    remedies: byHand(
      'Add the package to the requirements, or correct the import',
      'Whether a package may come in is a decision.',
    ),
    example:
      'Traceback (most recent call last):\n  File "/src/app/main.py", line 1, in <module>\n    import pandas as pd\nModuleNotFoundError: No module named \'pandas\'\n',
  },
  {
    name: 'python-traceback',
    category: 'crash',
    strength: 2,
    literals: ['Traceback (most recent call last)'],
    pattern: r`Traceback \(most recent call last\):`,
    block: {
      lines: 120,
      through: r`^[A-Za-z_][\w.]*(?:: .*)?$`,
      keep: r`^\s*File |^[A-Za-z_]`,
      drop: r`[\\/]lib[\\/]python\d|<frozen `,
    },
    details: [
      { pattern: r`^(?P<message>[A-Za-z_][\w.]*(?:: .*)?)$`, from: 'block' },
      {
        pattern: r`File "(?P<file>[^"]+)", line (?P<line>\d+)`,
        unless: r`[\\/]lib[\\/]python\d|<(?:frozen|string|stdin)`,
        from: 'block',
      },
    ],
    yields: 'all',
    summary: 'A Python program ends with an exception[: {message}][ ({file}, line {line})]',
    cause: 'An exception that nothing caught.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      'Traceback (most recent call last):\n  File "/src/app/main.py", line 9, in <module>\n    main()\n  File "/src/app/main.py", line 5, in main\n    raise KeyError("rate")\nKeyError: \'rate\'\n',
  },
];
