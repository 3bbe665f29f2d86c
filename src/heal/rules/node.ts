/** Node and what runs its tests: node itself, jest, vitest, mocha, node:test, Playwright. */
import type { Rule } from '../rule.ts';
import { byHand, mendCode, readTest } from './remedies.ts';

const r = String.raw;
const place = {
  pattern: r`\(?(?P<file>(?:\.{0,2}/)?[\w@./\\-]+\.[cm]?[jt]sx?):(?P<line>\d+):\d+\)?$`,
  from: 'block',
} as const;
const failed = {
  cause: 'A test found another behaviour than it expects.',
  prior: [1, 9],
  remedies: readTest,
} as const;

export const nodeRules: readonly Rule[] = [
  {
    name: 'jest-failure',
    category: 'test_assertion',
    strength: 3,
    literals: ['● '],
    pattern: r`^ {2,12}● (?P<test>\S.*)$`,
    unless: r`● (?:Console|Test suite failed to run|Validation|Deprecation|Cannot log after|process\.exit)`,
    block: {
      lines: 60,
      until: r`^\s*(?:● |PASS |FAIL |Test Suites:|RUNS )`,
      keep: r`^\s+(?:expect\(|Expected|Received|[-+] |> *\d+ \||at .*[\w)]$|[\w.]*Error\b|thrown|\w)`,
    },
    details: [
      { pattern: r`^\s*FAIL (?:\S+ )?(?P<file>\S+\.[cm]?[jt]sx?)`, from: 'above', show: true },
      { pattern: r`^\s+(?P<expected>Expected[^:]*: .*)`, from: 'block' },
      { pattern: r`^\s+(?P<received>Received[^:]*: .*)`, from: 'block' },
      {
        pattern: r`^\s+(?P<message>[\w.]*(?:Error|Exception)\b.*|thrown: .*|expect\(.*)`,
        from: 'block',
      },
      place,
    ],
    yields: 'causes',
    summary: '"{test}"[ in {file}] does not hold[: {expected}][, {received}]',
    ...failed,
    example:
      ' FAIL test/shop.test.ts\n  ● cart › adds up\n\n    expect(received).toBe(expected) // Object.is equality\n\n    Expected: 4\n    Received: 3\n\n      3 | test("adds up", () => {\n    > 4 |   expect(total([1, 2])).toBe(4);\n        |                         ^\n      5 | });\n\n      at Object.<anonymous> (test/shop.test.ts:4:25)\n\nTest Suites: 1 failed, 1 total\n',
  },
  {
    name: 'jest-suite',
    category: 'compile_error',
    strength: 3,
    literals: ['Test suite failed to run'],
    pattern: r`● Test suite failed to run`,
    block: {
      lines: 50,
      until: r`^(?:  ● |PASS |FAIL |Test Suites:)`,
      keep: r`^ {4}[A-Z]|^\s+(?:[\w.]*Error\b|Cannot|at .*:\d+|> *\d+ \||Jest encountered|Test environment|A jest worker|\S+\.[jt]sx?:\d+)`,
    },
    details: [
      { pattern: r`FAIL (?:\S+ )?(?P<file>\S+\.[cm]?[jt]sx?)`, from: 'above', show: true },
      {
        pattern: r`^\s+(?P<message>[\w.]*(?:Error|Exception)\b.*|Cannot find module.*|Jest encountered.*|Test environment .+ cannot be found.*|A jest worker process .+)`,
        from: 'block',
      },
      { pattern: r`^\s+(?P<message>\S.*)`, from: 'block' },
    ],
    yields: 'all',
    summary: 'The test file[ {file}] cannot be loaded[: {message}]',
    cause:
      'It, or a module that it imports, cannot be read or raises while it is loaded: none of its tests ran.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      " FAIL test/shop.test.ts\n  ● Test suite failed to run\n\n    Cannot find module './totals' from 'test/shop.test.ts'\n\n      at Resolver._throwModNotFoundError (node_modules/jest-resolve/build/index.js:863:11)\n\nTest Suites: 1 failed, 1 total\n",
  },
  {
    name: 'jest-no-tests',
    category: 'configuration',
    strength: 1,
    literals: [
      'No tests found, exiting with code 1',
      'No test files found, exiting with code 1',
      'No test suite found in file',
    ],
    pattern: r`(?P<message>No tests? (?:files )?found, exiting with code 1|No test suite found in file (?P<file>\S+))`,
    block: { lines: 8, until: r`^$|^end of` },
    summary: 'The test runner found nothing to run: {message}',
    cause: 'The pattern or the paths given match no test file.',
    prior: [2, 8],
    remedies: byHand(
      'Correct the pattern or the paths',
      'A run of no tests proves nothing, so it is not made to pass.',
    ),
    example:
      'No tests found, exiting with code 1\nRun with `--passWithNoTests` to exit with code 0\nIn /src\n  12 files checked.\n',
  },
  {
    name: 'jest-coverage',
    category: 'test_assertion',
    strength: 2,
    literals: ['coverage threshold for', 'Coverage for '],
    pattern: r`(?P<message>(?:Jest: )?"?\w*"? ?coverage threshold for \w+ \([\d.]+%\) not met.*|Coverage for \w+ \([\d.]+%\) does not meet.*)`,
    summary: 'Too little of the code is covered: {message}',
    cause: 'The tests pass, but they run less of the code than the threshold demands.',
    prior: [1, 9],
    remedies: byHand('Test what is not covered', 'A threshold is never lowered to pass.'),
    example: 'Jest: "global" coverage threshold for branches (80%) not met: 71.2%\n',
  },
  {
    name: 'vitest-failure',
    category: 'test_assertion',
    strength: 3,
    literals: [' FAIL  '],
    pattern: r`^ FAIL  (?:\|?[\w@/-]+\|? )?(?P<file>\S+\.[cm]?[jt]sx?) > (?P<test>.+)$`,
    block: {
      lines: 40,
      until: r`^ FAIL |^⎯`,
      keep: r`^\w*Error|^ ❯ |^[-+] |^\s+(?:Expected|Received)`,
    },
    details: [
      { pattern: r`^(?P<message>\w*Error: .*)`, from: 'block' },
      { pattern: r`❯ (?:.* )?(?P<file>[\w./-]+):(?P<line>\d+):\d+`, from: 'block' },
    ],
    yields: 'causes',
    summary: '"{test}" in {file} does not hold[: {message}]',
    ...failed,
    example:
      ' FAIL  test/shop.test.ts > cart > adds up\nAssertionError: expected 3 to be 4 // Object.is equality\n\n- Expected\n+ Received\n\n- 4\n+ 3\n\n ❯ test/shop.test.ts:4:25\n      2| \n',
  },
  {
    name: 'vitest-suite',
    category: 'compile_error',
    strength: 3,
    literals: [' FAIL  '],
    pattern: r`^ FAIL  (?:\|?[\w@/-]+\|? )?(?P<file>\S+\.[cm]?[jt]sx?) \[ .* \]$`,
    block: { lines: 20, until: r`^ FAIL |^⎯`, keep: r`Error|❯` },
    details: [{ pattern: r`^(?P<message>\w*Error: .*)`, from: 'block' }],
    yields: 'all',
    summary: 'The test file {file} cannot be loaded[: {message}]',
    cause: 'It, or a module that it imports, cannot be read or raises while it is loaded.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      ' FAIL  test/shop.test.ts [ test/shop.test.ts ]\nError: Failed to resolve import "./totals" from "test/shop.test.ts". Does the file exist?\n ❯ TransformPluginContext._formatError vite/dist/node/chunks/dep.js:49258:41\n',
  },
  {
    name: 'node-test-failure',
    category: 'test_assertion',
    strength: 3,
    literals: ['not ok '],
    pattern: r`^\s*(?:\[\+\d+s\] )?not ok \d+ (?:- )?(?P<test>.+?)(?: # .*)?$`,
    unless: r`# (?:TODO|SKIP)`,
    block: {
      lines: 40,
      through: r`^\s*\.\.\.$`,
      keep: r`location:|error:|expected:|actual:|code:|failureType|^\s+\w*Error\b|^#\s+\(in |^#\s+.*failed`,
    },
    details: [
      { pattern: r`location: '(?P<file>[^':]+):(?P<line>\d+)`, from: 'block' },
      { pattern: r`in test file (?P<file>[^,]+), line (?P<line>\d+)`, from: 'block' },
      { pattern: r`error: '?(?P<message>[^|>'].*?)'?$`, from: 'block' },
      { pattern: r`^\s+(?P<message>\w*(?:Error|Exception)\b.*)`, from: 'block' },
    ],
    yields: 'causes',
    summary: '"{test}"[ in {file}] does not hold[: {message}]',
    ...failed,
    example:
      "TAP version 13\n# Subtest: adds up\nnot ok 1 - adds up\n  ---\n  duration_ms: 0.5\n  location: '/src/test/shop.test.mjs:4:1'\n  failureType: 'testCodeFailure'\n  error: 'Expected values to be strictly equal: 3 !== 4'\n  code: 'ERR_ASSERTION'\n  ...\n1..1\n# fail 1\n",
  },
  {
    name: 'mocha-failure',
    category: 'test_assertion',
    strength: 3,
    literals: [' failing'],
    pattern: r`^\s+(?P<count>\d+) failing$`,
    block: {
      lines: 40,
      until: r`^##|^error |^\s+2\) `,
      keep: r`^\s+\d+\) |Error|^\s+[-+]|^\s+at .*:\d+|^\s{5,}\S.*:$`,
    },
    details: [
      { pattern: r`^\s{5,}(?P<case>\S.*):$`, from: 'block' },
      { pattern: r`^\s+1\) (?P<test>\S.*)`, from: 'block' },
      { pattern: r`^\s+(?P<message>\w*Error\b.*)`, from: 'block' },
      place,
    ],
    yields: 'causes',
    summary: '{count} tests of mocha do not hold[, first {test}][ {case}][: {message}]',
    ...failed,
    example:
      '  1 passing (5ms)\n  1 failing\n\n  1) cart\n       adds up:\n\n      AssertionError [ERR_ASSERTION]: 3 == 4\n      at Context.<anonymous> (test/shop.js:4:10)\n',
  },
  {
    name: 'playwright-failure',
    category: 'test_assertion',
    strength: 3,
    literals: [' › '],
    pattern: r`^\s+\d+\) (?:\[[\w -]+\] › )?(?P<file>\S+\.[cm]?[jt]sx?):(?P<line>\d+):\d+ › (?P<test>.+?)[ ─]*$`,
    block: {
      lines: 40,
      until: r`^\s+\d+\) |^\s+\d+ failed`,
      keep: r`Error|Expected|Received|at .*:\d+|> *\d+ \|`,
    },
    details: [{ pattern: r`^\s+(?P<message>\w*Error: .*)`, from: 'block' }],
    yields: 'causes',
    summary: '"{test}" in {file} does not hold[: {message}]',
    ...failed,
    example:
      '  1) [chromium] › e2e/cart.spec.ts:4:5 › cart adds up ───────────\n\n    Error: expect(received).toBe(expected) // Object.is equality\n\n    Expected: 4\n    Received: 3\n\n        at /src/e2e/cart.spec.ts:5:13\n\n  1 failed\n',
  },
  {
    name: 'node-module-missing',
    category: 'dependency_install',
    strength: 2,
    literals: ['Cannot find module ', 'ERR_MODULE_NOT_FOUND', 'Cannot find package '],
    pattern: r`Cannot find (?:module|package) '(?P<module>[^']+)'(?: imported from (?P<file>\S+))?`,
    unless: r`error TS|● |postinstall: |^    Cannot find module|^Error: Cannot find module '\.`,
    block: { lines: 6, keep: 'Require stack|^- |code:' },
    summary: 'Node does not find {module}[ (imported from {file})]',
    cause: 'The package is not installed, or the path in the import is wrong or not built yet.',
    prior: [3, 7],
    remedies: byHand(
      'Install the package or correct the import',
      'Whether a package may come in is a decision.',
    ),
    example:
      "node:internal/modules/cjs/loader:1210\n  throw err;\n  ^\n\nError: Cannot find module 'left-pad'\nRequire stack:\n- /src/index.js\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)\n\nNode.js v20.20.0\n",
  },
  {
    name: 'node-uncaught',
    category: 'crash',
    strength: 2,
    literals: ['Node.js v'],
    pattern: r`^Node\.js v\d+\.\d+\.\d+$`,
    block: { lines: 0, before: 14 },
    details: [
      {
        pattern: r`^(?P<message>(?:Uncaught )?\w*(?:Error|Exception)\b.*)`,
        from: 'above',
        show: true,
      },
      { pattern: r`(?P<file>/[\w./@-]+\.[cm]?[jt]s):(?P<line>\d+)(?::\d+)?\)?$`, from: 'above' },
    ],
    yields: 'all',
    summary: 'A Node program ends with an exception[: {message}]',
    cause: 'An exception that nothing caught.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      '/src/index.js:3\nthrow new TypeError("no rate");\n^\n\nTypeError: no rate\n    at Object.<anonymous> (/src/index.js:3:7)\n\nNode.js v20.20.0\n',
  },
  {
    name: 'node-heap',
    category: 'timeout_or_oom',
    strength: 3,
    literals: ['JavaScript heap out of memory'],
    pattern: r`FATAL ERROR: (?P<message>.*JavaScript heap out of memory)`,
    block: { lines: 3, before: 6 },
    summary: 'Node ran out of memory: {message}',
    cause: 'The heap reached its limit.',
    prior: [5, 5],
    remedies: byHand(
      'Raise --max-old-space-size, or do less at once',
      'A larger limit helps only where the machine has the memory.',
    ),
    example:
      '<--- Last few GCs --->\n\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n',
  },
];
