/** Test runners that large projects wrote for themselves: CPython's, LLVM's; and clojure.test. */
import type { Rule } from '../rule.ts';
import { readTest } from './remedies.ts';

const r = String.raw;
const failed = {
  category: 'test_assertion',
  strength: 3,
  cause: 'A test found another behaviour than it expects.',
  prior: [1, 9],
  remedies: readTest,
} as const;

export const projectTestRules: readonly Rule[] = [
  {
    name: 'regrtest',
    ...failed,
    literals: ['test test_', '] test_'],
    pattern: r`^(?:test (?P<test>test_[\w.]+) (?:failed|crashed) -- |(?:[\d:]+ )?(?:load avg: [\d.]+ )?\[\s*\d+/[\d/]+\] (?P<test2>test_[\w.]+) (?:failed|crashed|timed out|worker non-zero exit code)\b)`,
    block: {
      lines: 60,
      until: r`^$|^\d+:\d+:\d+ |^== `,
      keep: r`File ".*[\\/]test[\\/]|^\w*(?:Error|Exception|Failure)\b|failed|crashed`,
    },
    details: [
      { pattern: r`^(?P<message>[\w.]*(?:Error|Exception|Failure)\b.*)`, from: 'block' },
      { pattern: r`File "(?P<file>[^"]+)", line (?P<line>\d+)`, from: 'block' },
    ],
    absorbs: true,
    summary: '{test}[ ({file}:{line})] does not hold[: {message}]',
    example:
      '0:04:11 load avg: 3.90 [402/478/1] test_ssl failed (1 failure)\n\n== Tests result: FAILURE ==\n',
  },
  {
    name: 'lit-failure',
    ...failed,
    literals: ['FAIL: ', "* TEST '"],
    pattern: r`^FAIL: (?P<test>\S.* :: \S+) \(\d+ of \d+\)$|^\*{8,} TEST '(?P<test2>.+)' FAILED \*{8,}$`,
    block: {
      lines: 120,
      until: r`^\*{20}$|^(?:PASS|FAIL|XFAIL|UNSUPPORTED): `,
      keep: r`TEST '|error: |Assertion|^Exit Code|CHECK`,
    },
    details: [
      { pattern: r`^(?P<file>[^\s:]+):(?P<line>\d+):\d+: error: (?P<message>.+)`, from: 'block' },
    ],
    absorbs: true,
    summary: '{test} does not hold[: {message}][ ({file}:{line})]',
    example:
      "******************** TEST 'LLVM :: CodeGen/X86/bswap.ll' FAILED ********************\nExit Code: 1\n\n/src/test/CodeGen/X86/bswap.ll:21:16: error: CHECK-NEXT: expected string not found in input\n; CHECK-NEXT:  bswapl %eax\n\n********************\n",
  },
  {
    name: 'clojure-test',
    ...failed,
    literals: ['FAIL in (', 'ERROR in ('],
    pattern: r`^(?:FAIL|ERROR) in \((?P<test>[^)]+)\) \((?P<file>[^:)]+):(?P<line>\d+)\)`,
    block: { lines: 12 },
    details: [{ pattern: r`^\s*actual: (?P<message>.+)`, from: 'block' }],
    yields: 'causes',
    summary: '{test} ({file}:{line}) does not hold[: {message}]',
    example:
      'FAIL in (total-test) (cart_test.clj:12)\nadds up\nexpected: (= 4 (total [1 2]))\n  actual: (not (= 4 3))\n\n1 failures, 0 errors.\n',
  },
];
