/** PHP: PHPUnit, PHPStan, Psalm, Composer, PHP-CS-Fixer, PHP itself. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, mendCode, readTest } from './remedies.ts';

const r = String.raw;

export const phpRules: readonly Rule[] = [
  {
    name: 'phpunit',
    category: 'test_assertion',
    strength: 3,
    literals: ['Failed asserting that', '::test'],
    pattern: r`^(?P<message>Failed asserting that .+)|^\d+\) (?P<test>[\w\\]+::\w+.*)$`,
    block: {
      lines: 12,
      until: r`^\d+\) |^--$`,
      keep: r`^[\w\\]*(?:Error|Exception)\b|^Failed|^[-+]|\.php:\d+|^Expect`,
    },
    details: [
      {
        pattern: r`^(?P<message>Failed asserting that .+|[\w\\]*(?:Error|Exception)\b.*)`,
        from: 'block',
      },
      { pattern: r`^\d+\) (?P<test>\S+)`, from: 'above', show: true },
      { pattern: r`^(?P<file>/?\S+\.php):(?P<line>\d+)`, from: 'block' },
    ],
    yields: 'causes',
    summary: '{test}[ ({file}:{line})] does not hold[: {message}]',
    cause: 'A test found another behaviour than it expects.',
    prior: [1, 9],
    remedies: readTest,
    example:
      'There was 1 failure:\n\n1) ShopTest::testAddsUp\nFailed asserting that 3 matches expected 4.\n\n/src/tests/ShopTest.php:9\n\nFAILURES!\nTests: 1, Assertions: 1, Failures: 1.\n',
  },
  {
    name: 'php-static',
    category: 'type_error',
    strength: 2,
    literals: ['[ERROR] Found ', 'errors found'],
    pattern: r`\[ERROR\] Found (?P<count>\d+) errors?|^(?P<count2>\d+) errors found$`,
    block: { lines: 0, before: 20, keep: r`^ {1,2}(?:Line|:?\d+) +\S|^ERROR: ` },
    details: [
      {
        pattern: r`^ +Line +(?P<file>\S+\.php)|^ERROR: \w+ - (?P<file2>\S+\.php):`,
        from: 'above',
        show: true,
      },
    ],
    summary: 'The analysis of PHP finds {count} faults[, last in {file}]',
    cause: 'The static analysis (PHPStan or Psalm) finds uses that the types do not allow.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      ' ------ ------------------------------------\n  Line   src/Shop.php\n ------ ------------------------------------\n  :5     Undefined variable: $totl\n ------ ------------------------------------\n\n [ERROR] Found 1 error\n',
  },
  {
    name: 'php-error',
    category: 'crash',
    strength: 2,
    literals: ['PHP Fatal error: ', 'PHP Parse error: '],
    pattern: r`PHP (?:Fatal|Parse) error:\s+(?P<message>.+?) in (?P<file>\S+?)(?: on line |:)(?P<line>\d+)`,
    summary: 'PHP ends with an error ({file}:{line}): {message}',
    cause: 'The code cannot be read, or an error that nothing caught.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      'PHP Fatal error:  Uncaught Error: Call to undefined function totl() in /src/shop.php:3\n',
  },
  {
    name: 'composer',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'Your requirements could not be resolved',
      'Your lock file does not contain a compatible set',
      'Root composer.json requires',
      'is not present in the lock file',
    ],
    pattern: r`(?P<message>Your requirements could not be resolved to an installable set of packages|Your lock file does not contain a compatible set of packages|- Required package "[^"]+" is not present in the lock file|Root composer\.json requires .+)`,
    block: { lines: 10, until: r`^##`, keep: r`^\s+(?:Problem|- )` },
    details: [{ pattern: r`^\s+- (?P<reason>.+)`, from: 'block' }],
    summary: 'Composer cannot settle the packages: {message}[ ({reason})]',
    cause: 'The versions that are asked for exclude each other or this version of PHP.',
    prior: [2, 8],
    remedies: byHand(
      'Choose versions that go together',
      'Which requirement may move is a decision.',
    ),
    example:
      'Your requirements could not be resolved to an installable set of packages.\n\n  Problem 1\n    - Root composer.json requires acme/shop ^9, found acme/shop[1.0] but it does not match the constraint.\n',
  },
  {
    name: 'php-cs-fixer',
    category: 'lint_error',
    strength: 3,
    literals: [' that can be fixed', 'FOUND '],
    pattern: r`^Found (?P<count>[1-9]\d*) of \d+ files that can be fixed|^FOUND (?P<count2>\d+) ERRORS?`,
    block: { lines: 0, before: 20, keep: r`^\s+\d+\) |^FILE: | \| ERROR ` },
    details: [
      {
        pattern: r`^\s+1\) (?P<file>\S+\.php)|^FILE: (?P<file2>\S+\.php)`,
        from: 'above',
        show: true,
      },
    ],
    summary: '{count} places of PHP are not written as the style wants it[, in {file}]',
    cause: 'PHP-CS-Fixer or PHP_CodeSniffer would write them in another way.',
    prior: [8, 2],
    remedies: [
      byCommand(
        'Run the fixer',
        'vendor/bin/php-cs-fixer fix {file}',
        'It changes the layout and not the meaning.',
      ),
    ],
    example:
      'Loaded config default.\n   1) src/Cart.php (single_quote)\n\nFound 1 of 44 files that can be fixed in 0.9 seconds, 20.00 MB memory used\n',
  },
];
