/** Elixir, Haskell, Scala, Dart, Julia, R, Perl, shell scripts: what stops them. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, mendCode, readTest } from './remedies.ts';

const r = String.raw;
const failed = {
  category: 'test_assertion',
  strength: 3,
  yields: 'causes',
  cause: 'A test found another behaviour than it expects.',
  prior: [1, 9],
  remedies: readTest,
} as const;
const compile = {
  category: 'compile_error',
  strength: 3,
  prior: [1, 9],
  remedies: mendCode,
} as const;

export const languageRules: readonly Rule[] = [
  {
    name: 'exunit',
    ...failed,
    literals: ['  1) test ', '  2) test ', ') doctest '],
    pattern: r`^\s+\d+\) (?P<test>(?:test|doctest|property) .+ \([\w.]+\))$`,
    block: { lines: 14, until: r`^\s*$|^\s+\d+\) ` },
    details: [
      { pattern: r`^\s+(?P<file>\S+\.exs?):(?P<line>\d+)`, from: 'block' },
      {
        pattern: r`^\s+(?P<message>Assertion .+|\*\* \(.+|match \(=\) failed|Expected .+)`,
        from: 'block',
      },
    ],
    summary: '"{test}"[ ({file}:{line})] does not hold[: {message}]',
    example:
      '  1) test total adds up (Shop.CartTest)\n     test/shop/cart_test.exs:8\n     Assertion with == failed\n     code:  assert Cart.total([1, 2]) == 4\n     left:  3\n     right: 4\n\n10 tests, 1 failure\n',
  },
  {
    name: 'elixir-compile',
    ...compile,
    literals: [
      '== Compilation error in file',
      '** (CompileError)',
      '** (SyntaxError)',
      '** (TokenMissingError)',
    ],
    pattern: r`^== Compilation error in file (?P<file>\S+) ==$|^\*\* \((?:CompileError|SyntaxError|TokenMissingError)\) (?:invalid syntax found on )?(?P<file2>[^:\s]+):(?:(?P<line>\d+):)?(?P<message>.*)`,
    block: { lines: 4, before: 12, keep: r`^\s*error: |^\s*└─|^\*\* |^\s*\d+ │` },
    details: [
      { pattern: r`^\s*error: (?P<message>.+)`, from: 'above' },
      { pattern: r`└─ (?P<place>\S+\.exs?):(?P<line>\d+)`, from: 'above' },
    ],
    summary: '{file}[:{line}] does not compile[: {message}]',
    cause: 'The compiler refuses it.',
    example:
      '    error: undefined function totl/1\n    │\n 14 │     totl(items)\n    └─ lib/shop/cart.ex:14:5: Shop.Cart.total/1\n\n\n== Compilation error in file lib/shop/cart.ex ==\n** (CompileError) lib/shop/cart.ex: cannot compile module Shop.Cart (errors have been logged)\n',
  },
  {
    name: 'mix-format',
    category: 'lint_error',
    strength: 3,
    literals: ['mix format failed due to --check-formatted'],
    pattern: r`mix format failed due to --check-formatted`,
    block: { lines: 10, until: r`^##`, keep: r`^\s+\* ` },
    details: [{ pattern: r`^\s+\* (?P<file>\S+\.exs?)`, from: 'block' }],
    summary: 'An Elixir file is not formatted[: {file}]',
    cause: 'mix format would write it in another way.',
    prior: [18, 2],
    remedies: [byCommand('Format it', 'mix format', 'It changes the layout and not the meaning.')],
    example:
      '** (Mix) mix format failed due to --check-formatted.\nThe following files are not formatted:\n\n  * lib/shop/cart.ex\n',
  },
  {
    name: 'ghc',
    ...compile,
    literals: ['.hs:', '.lhs:'],
    pattern: r`^(?P<file>\S+\.l?hs):(?P<line>\d+):\d+(?:-\d+)?: error:(?P<code> \[[\w-]+\])?(?P<message>.*)`,
    block: { lines: 8, until: r`^$` },
    details: [{ pattern: r`^\s+(?:• )?(?P<message>\S.+)`, from: 'block' }],
    summary: '{file}:{line} does not compile: {message}',
    cause: 'The Haskell compiler refuses it.',
    example:
      'src/Shop/Cart.hs:12:15: error: [GHC-88464]\n    Variable not in scope: totl\n   |\n12 | total = totl\n',
  },
  {
    name: 'credo',
    category: 'lint_error',
    strength: 3,
    literals: ['┃ ['],
    pattern: r`^┃ \[[RWFCD]\] \S+ (?P<message>.+)`,
    block: { lines: 1 },
    details: [{ pattern: r`(?P<file>\S+\.exs?):(?P<line>\d+)`, from: 'block' }],
    summary: '{file}:{line} does not pass Credo: {message}',
    cause: 'Credo forbids it.',
    prior: [3, 7],
    remedies: mendCode,
    example:
      '┃ [R] ↘ Modules should have a @moduledoc tag.\n┃       lib/shop/cart.ex:1:11 #(Shop.Cart)\n',
  },
  {
    name: 'ocaml',
    ...compile,
    literals: ['", line '],
    pattern: r`^File "(?P<file>\S+\.mli?)", lines? (?P<line>\d+)[\d-]*, characters`,
    block: { lines: 6, until: r`^File ` },
    details: [{ pattern: r`^Error: (?P<message>.+)`, from: 'block' }],
    requires: ['message'],
    summary: '{file}:{line} does not compile: {message}',
    cause: 'The OCaml compiler refuses it.',
    example:
      'File "src/cart.ml", line 9, characters 12-16:\n9 |   let total = totl items in\n                ^^^^\nError: Unbound value totl\n',
  },
  {
    name: 'latex',
    ...compile,
    literals: ['! '],
    pattern: r`^! (?P<message>\S.+)`,
    block: { lines: 4 },
    details: [{ pattern: r`^l\.(?P<line>\d+) `, from: 'block' }],
    requires: ['line'],
    summary: 'The document cannot be set (line {line}): {message}',
    cause: 'TeX does not know a command, or a bracket is missing.',
    example: '! Undefined control sequence.\nl.42 \\nothing\n             {x}\n',
  },
  {
    name: 'scalatest',
    ...failed,
    literals: ['*** FAILED ***', '==> X '],
    pattern: r`^(?:\[\w+\] )?\s*- (?P<test>.+?) \*\*\* FAILED \*\*\*|^==> X (?P<test2>\S+)`,
    block: { lines: 3, until: r`^(?:\[\w+\] )?\s*- ` },
    details: [
      {
        pattern: r`^(?:\[\w+\] )?\s+(?P<message>.+?) \((?P<file>\w+\.scala):(?P<line>\d+)\)`,
        from: 'block',
      },
    ],
    summary: '"{test}"[ ({file}:{line})] does not hold[: {message}]',
    example:
      '[info] - should add up *** FAILED *** (12 milliseconds)\n[info]   3 did not equal 4 (CartSpec.scala:14)\n[info] *** 1 TEST FAILED ***\n',
  },
  {
    name: 'flutter-test',
    ...failed,
    literals: [' [E]'],
    pattern: r`^\d+:\d+ \+\d+(?: ~\d+)? -\d+: (?:(?P<file>\S+\.dart): )?(?P<test>.+) \[E\]$`,
    block: { lines: 8, until: r`^\d+:\d+ ` },
    details: [
      { pattern: r`^\s+(?P<message>Expected: .+|.*(?:Exception|Error): .+)`, from: 'block' },
    ],
    summary: '"{test}"[ in {file}] does not hold[: {message}]',
    example:
      '00:03 +4 -1: /src/test/cart_test.dart: cart adds up [E]\n  Expected: <4>\n    Actual: <3>\n\n00:04 +9 -1: Some tests failed.\n',
  },
  {
    name: 'dart-analyze',
    category: 'lint_error',
    strength: 2,
    literals: ['  error • ', ' error - ', 'warning • ', '   info • '],
    pattern: r`^\s*(?:error|warning|info) [•-] (?:(?P<file>\S+\.dart):(?P<line>\d+):\d+ [•-] )?(?P<message>.+?)(?: [•-] (?P<file2>\S+\.dart):(?P<line2>\d+):\d+)? [•-] (?P<rule>\w+)$`,
    block: { lines: 0 },
    summary: '{file}:{line} does not pass the analysis: {message} ({rule})',
    cause: 'The analyzer of Dart finds a fault.',
    prior: [2, 8],
    remedies: mendCode,
    example:
      "Analyzing shop...\n\n  error • lib/cart.dart:12:10 • A value of type 'String' can't be returned • return_of_invalid_type\n\n1 issue found.\n",
  },
  {
    name: 'julia-test',
    ...failed,
    literals: [': Test Failed at ', ': Error During Test at '],
    pattern: r`^(?P<test>.+): (?:Test Failed|Error During Test) at (?P<file>\S+):(?P<line>\d+)`,
    block: { lines: 3, until: r`^$` },
    details: [{ pattern: r`^\s+Evaluated: (?P<message>.+)`, from: 'block' }],
    summary: '"{test}" ({file}:{line}) does not hold[: {message}]',
    example:
      'Cart: Test Failed at /src/test/runtests.jl:6\n  Expression: total([1, 2]) == 4\n   Evaluated: 3 == 4\n\nERROR: LoadError: Some tests did not pass: 3 passed, 1 failed, 0 errored, 0 broken.\n',
  },
  {
    name: 'testthat',
    ...failed,
    literals: ['── Failure (', '── Error ('],
    pattern: r`── (?:Failure|Error) \('?(?P<file>[^':)]+)'?:(?P<line>\d+)[^)]*\): (?P<test>.+?) ─*$`,
    block: { lines: 5, until: r`^\s*$|──` },
    details: [{ pattern: r`^\s*(?P<message>\S.+)`, from: 'block' }],
    summary: '"{test}" ({file}:{line}) does not hold[: {message}]',
    example:
      "── Failure ('test-cart.R:4:3'): adds up ────────\ntotal(c(1, 2)) not equal to 4.\n\n[ FAIL 1 | WARN 0 | SKIP 0 | PASS 12 ]\n",
  },
  {
    name: 'perl-test',
    ...failed,
    literals: ['#   Failed test'],
    pattern: r`^\s*#\s+Failed test (?:'(?P<test>.+)'|\(.*\))?`,
    block: { lines: 5, until: r`^[^#]*$` },
    details: [{ pattern: r`#\s+at (?P<file>\S+) line (?P<line>\d+)`, from: 'block' }],
    summary: '[{test} ]does not hold[ ({file}:{line})]',
    example:
      "#   Failed test 'adds up'\n#   at t/cart.t line 7.\n#          got: '3'\n#     expected: '4'\n# Looks like you failed 1 test of 3.\n\nResult: FAIL\n",
  },
  {
    name: 'shell-script',
    category: 'configuration',
    strength: 2,
    literals: [
      'unbound variable',
      'syntax error: ',
      'syntax error near unexpected token',
      'bad substitution',
      ' parameter not set',
      'binary operator expected',
    ],
    pattern: r`^(?:(?P<file>[\w./-]+): )?(?:line (?P<line>\d+): )?(?P<message>.*(?:unbound variable|syntax error: .+|syntax error near unexpected token .+|bad substitution|parameter not set|binary operator expected))$`,
    unless: r`ERROR:|SQL|psql`,
    summary: 'A shell script is wrong[ ({file})]: {message}',
    cause: 'The shell cannot read the script, or a variable that it needs has no value.',
    prior: [1, 9],
    remedies: byHand('Correct the script, or set the variable', 'The message names the place.'),
    example: '/home/runner/work/_temp/a1.sh: line 3: DEPLOY_HOST: unbound variable\n',
  },
];
