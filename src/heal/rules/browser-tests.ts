/** Further runners of JavaScript tests: Karma, Cypress, AVA, Bun, Deno; what keeps Playwright from starting. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, readTest } from './remedies.ts';

const r = String.raw;
const failed = {
  category: 'test_assertion',
  strength: 3,
  yields: 'causes',
  cause: 'A test found another behaviour than it expects.',
  prior: [1, 9],
  remedies: readTest,
} as const;

export const browserTestRules: readonly Rule[] = [
  {
    name: 'karma-failure',
    ...failed,
    literals: [' FAILED'],
    pattern: r`^(?:Chrome|Firefox|Edge|Safari|HeadlessChrome|jsdom)[\w .]* \([^)]*\)(?:: | )(?P<test>\S.*) FAILED$`,
    block: { lines: 12, until: r`^\S` },
    details: [
      { pattern: r`^\s+(?P<message>(?:Expected|Error|TypeError|ReferenceError).*)`, from: 'block' },
      { pattern: r`(?P<file>[\w./-]+\.spec\.[jt]s):(?P<line>\d+)`, from: 'block' },
    ],
    summary: '"{test}"[ in {file}] does not hold[: {message}]',
    example:
      'Chrome Headless 122.0 (Linux x86_64) CartComponent adds up FAILED\n\tExpected 3 to be 4.\n\t    at UserContext.apply (src/cart.spec.ts:21:25)\nTOTAL: 1 FAILED, 11 SUCCESS\n',
  },
  {
    name: 'ava-failure',
    ...failed,
    literals: ['✘ [fail]: '],
    pattern: r`^\s+✘ \[fail\]: (?P<test>\S.*)$`,
    block: {
      lines: 30,
      through: r`^\s+› `,
      keep: r`^\s+[-+] |^\s+› |Difference|^\s+\S+\.[cm]?[jt]s:\d+$`,
    },
    details: [{ pattern: r`^\s+(?P<file>[\w./-]+\.[cm]?[jt]sx?):(?P<line>\d+)$`, from: 'block' }],
    summary: '"{test}"[ in {file}] does not hold',
    example:
      '  ✘ [fail]: adds up\n  ─\n\n  adds up\n\n  test.js:2\n\n  Difference (- actual, + expected):\n\n  - 3\n  + 4\n\n  › file://test.js:2:28\n\n  1 test failed\n',
  },
  {
    name: 'bun-failure',
    ...failed,
    literals: ['(fail) '],
    pattern: r`^\(fail\) (?P<test>.+?)(?: \[[\d.]+\w*s\])?$`,
    block: { lines: 0, before: 14, keep: r`^error: |^Expected|^Received|^\s+at ` },
    details: [
      { pattern: r`^error: (?P<message>.+)`, from: 'above' },
      { pattern: r`^\s+at .*?(?P<file>[/\w.@-]+\.[cm]?[jt]sx?):(?P<line>\d+)`, from: 'above' },
    ],
    summary: '"{test}"[ in {file}] does not hold[: {message}]',
    example:
      'error: expect(received).toBe(expected)\n\nExpected: 4\nReceived: 3\n\n      at /src/cart.test.ts:3:12\n(fail) adds up [1.20ms]\n\n 11 pass\n 1 fail\n',
  },
  {
    name: 'deno-failure',
    ...failed,
    literals: [' => '],
    pattern: r`^(?P<test>\S.*) => (?P<file>(?:\./|file:/)\S+\.[jt]sx?):(?P<line>\d+):\d+$`,
    block: { lines: 14, keep: r`^error: |^[-+] `, until: r`^ FAILURES` },
    details: [{ pattern: r`^error: (?P<message>.+)`, from: 'block' }],
    requires: ['message'],
    summary: '"{test}" in {file} does not hold: {message}',
    example:
      'adds up => ./cart_test.ts:4:6\nerror: AssertionError: Values are not equal.\n\n    [Diff] Actual / Expected\n\n-   3\n+   4\n\n FAILURES \n',
  },
  {
    name: 'vitest-unhandled',
    ...failed,
    literals: ['Unhandled Rejection', 'Uncaught Exception', 'Unhandled Error'],
    pattern: r`^⎯+ (?P<what>Unhandled Rejection|Uncaught Exception|Unhandled Error) ⎯+$`,
    block: { lines: 12, until: r`^⎯|^$`, keep: r`Error|❯` },
    details: [
      { pattern: r`^(?P<message>\w*(?:Error|Exception)\b.*)`, from: 'block' },
      { pattern: r`^ ❯ (?:\S+ )?(?P<file>[\w@./-]+):(?P<line>\d+):\d+`, from: 'block' },
    ],
    summary: 'An error outside of any test fails the run[ ({file}:{line})][: {message}]',
    cause: 'A promise or a callback fails after, or beside, the test that started it.',
    example:
      '⎯⎯⎯⎯ Unhandled Rejection ⎯⎯⎯⎯⎯\nError: boom\n ❯ u.test.ts:1:87\n\n Test Files  1 passed (1)\n',
  },
  {
    name: 'node-spec-failure',
    ...failed,
    literals: ['✖ '],
    pattern: r`^\s*✖ (?P<test>\S.*?) \([\d.]+ms\)$`,
    block: {
      lines: 20,
      until: r`^\s*✖ |^test at |^\s+at `,
      keep: r`Error|^\s+[-+] |^\s*\d.* [!=]== `,
    },
    details: [
      { pattern: r`^\s+(?P<message>\w*Error\b.*)`, from: 'block' },
      { pattern: r`^test at (?P<file>\S+?):(?P<line>\d+)`, from: 'above' },
      { pattern: r`^ℹ fail (?P<count>[1-9]\d*)$`, from: 'above', show: true },
    ],
    requires: ['message'],
    summary: '"{test}"[ in {file}] does not hold: {message}',
    example:
      '✖ failing tests:\n\ntest at test/a.test.mjs:2:54\n✖ adds up (1.2ms)\n  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n  3 !== 4\n      at TestContext.<anonymous> (file:///src/test/a.test.mjs:2:60)\n',
  },
  {
    name: 'scenario-failure',
    ...failed,
    literals: [') Scenario: ', '| FAIL |', 'Failing scenarios:'],
    pattern: r`^\d+\) Scenario: (?P<test>.+?) # (?P<file>\S+?):(?P<line>\d+)|^(?P<test2>\S.*?) +\| FAIL \|$|^Failing scenarios:$`,
    block: { lines: 10, until: r`^$|^-{10,}`, keep: r`✖|Error|!=|expected|^\s+\S+\.feature:\d+` },
    details: [
      { pattern: r`^\s+(?P<file>\S+\.feature):(?P<line>\d+) +(?P<test>.+)`, from: 'block' },
      { pattern: r`^\s*(?P<message>(?:\w*Error\b|.* != ).*)`, from: 'block' },
      { pattern: r`^\s+(?P<message>Assertion Failed: .+|\w*Error: .+)`, from: 'above', show: true },
    ],
    summary: '"{test}"[ ({file}:{line})] does not hold[: {message}]',
    example:
      '1) Scenario: adds up # features/cart.feature:3\n   ✖ Then the total is 4 # features/steps.js:12\n       AssertionError [ERR_ASSERTION]: 3 == 4\n\n12 scenarios (1 failed, 11 passed)\n',
  },
  {
    name: 'doctest',
    ...failed,
    literals: ['Failed example:'],
    pattern: r`^Failed example:$`,
    block: { lines: 8, before: 1, until: r`^\*{10,}` },
    details: [
      {
        pattern: r`^File "(?P<file>[^"]+)", line (?P<line>\d+), in (?P<test>\S+)`,
        from: 'above',
        show: true,
      },
      { pattern: r`^\s+(?P<code>\S.*)`, from: 'block' },
    ],
    summary: 'The example of {test} ({file}:{line}) does not hold[: {code}]',
    example:
      'File "/src/doc.py", line 2, in doc\nFailed example:\n    1 + 1\nExpected:\n    3\nGot:\n    2\n**********************************************************************\n***Test Failed*** 1 failures.\n',
  },
  {
    name: 'webdriver-failure',
    ...failed,
    literals: [' #0-'],
    pattern: r`^\[[^\]]+ #\d+-\d+\] \d+\) (?P<test>.+)`,
    block: { lines: 6, until: r`^Spec Files`, keep: r`Expect|Received|Error` },
    summary: '"{test}" does not hold',
    example:
      '[chrome 122.0 linux #0-0] 1) Cart adds up\n[chrome 122.0 linux #0-0] Expect $(`[data-total]`) to have text\n\nExpected: "4"\nReceived: "3"\nSpec Files:  0 passed, 1 failed, 1 total\n',
  },
  {
    name: 'browser-missing',
    category: 'configuration',
    strength: 3,
    literals: [
      "Executable doesn't exist at",
      'Could not find Chrome',
      'No usable sandbox',
      'Host system is missing dependencies',
    ],
    pattern: r`(?P<message>Executable doesn't exist at \S+|Could not find Chrome.*|Host system is missing dependencies.*|No usable sandbox.*)`,
    block: { lines: 8, until: r`^\s*$|^##` },
    summary: 'The browser of the tests is not installed: {message}',
    cause: 'The runner of the tests (Playwright, Puppeteer) was installed without its browsers.',
    prior: [5, 5],
    remedies: [
      byCommand(
        'Install the browsers',
        'npx playwright install --with-deps',
        'The message names it; it changes no source.',
        false,
      ),
    ],
    example:
      "    Error: browserType.launch: Executable doesn't exist at /root/.cache/ms-playwright/chromium/chrome\n",
  },
  {
    name: 'wait-on',
    category: 'timeout_or_oom',
    strength: 2,
    literals: [
      'Timed out waiting for: ',
      'Timed out waiting for the server',
      'failed to start within',
      'Timed out waiting ',
    ],
    pattern: r`(?P<message>Timed out waiting for: \S+|.*Timed out waiting \d+ms from config\.webServer.*|.*Timed out waiting for the server.*|.*failed to start within .+)`,
    summary: 'What the tests wait for did not start in time: {message}',
    cause: 'The server did not come up, or took longer than it was given.',
    transient: true,
    prior: [3, 7],
    remedies: byHand(
      'Look at what the server printed when it started',
      'The reason is in its output, not in that of the one who waits.',
    ),
    example: 'Error: Timed out waiting for: http-get://localhost:3000\n',
  },
];
