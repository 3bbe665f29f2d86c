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
