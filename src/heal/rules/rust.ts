/** Rust: rustc, clippy, libtest, compiletest, nextest. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, mendCode, readTest } from './remedies.ts';

const r = String.raw;
const failed = {
  cause: 'A test found another behaviour than it expects.',
  prior: [1, 9],
  remedies: readTest,
} as const;
const compile = { category: 'compile_error', prior: [1, 9], remedies: mendCode } as const;

export const rustRules: readonly Rule[] = [
  {
    name: 'rust-clippy',
    category: 'lint_error',
    strength: 3,
    literals: ['error: '],
    pattern: r`^error: (?P<message>.+)`,
    block: { lines: 25, until: r`^\s*$|^(?:error|warning)(?:\[|:)` },
    details: [
      { pattern: r`^\s*--> (?P<file>[^\s:]+\.rs):(?P<line>\d+)`, from: 'block' },
      {
        pattern: r`(?P<rule>clippy::[\w-]+)|-D (?P<rule2>[a-z:-]+). implied by .-D warnings|#\[deny\((?P<rule3>[\w:]+)\)\]`,
        from: 'block',
      },
    ],
    requires: ['file', 'rule'],
    summary: '{file}:{line} does not pass {rule}: {message}',
    cause: 'Clippy or a lint of the compiler forbids it, and warnings count as errors.',
    prior: [4, 6],
    remedies: [
      byCommand(
        'Let Clippy mend what it can',
        'cargo clippy --fix --allow-dirty',
        'It applies only what it marks as safe; the check is run again.',
        false,
      ),
      ...mendCode,
    ],
    example:
      'error: this returns a `Result<_, ()>`\n --> src/lib.rs:3:1\n  |\n3 | pub fn a() -> Result<u8, ()> {\n  |\n  = help: use a custom `Error` type instead\n  = note: `-D clippy::result-unit-err` implied by `-D warnings`\n\nerror: could not compile `shop` (lib) due to 1 previous error\n',
  },
  {
    name: 'rustc',
    ...compile,
    strength: 3,
    literals: ['error[E'],
    pattern: r`^\s*error\[(?P<code>E\d{4})\]: (?P<message>.+)`,
    block: { lines: 25, until: r`^\s*$|^\s*(?:error|warning)(?:\[|:)` },
    details: [{ pattern: r`^\s*--> (?P<file>[^\s:]+\.rs):(?P<line>\d+):\d+`, from: 'block' }],
    summary: '[{file}:{line}: ]Rust code does not compile: {message} ({code})',
    cause: 'The Rust compiler refuses it.',
    example:
      'error[E0308]: mismatched types\n --> src/lib.rs:5:5\n  |\n5 |     Ok(())\n  |     ^^^^^^ expected `()`, found `Result<(), _>`\n\nerror: could not compile `shop` (lib) due to 1 previous error\n',
  },
  {
    name: 'rustc-plain',
    ...compile,
    strength: 3,
    literals: ['error: '],
    pattern: r`^\s*error: (?P<message>.+)`,
    block: { lines: 25, until: r`^\s*$|^\s*(?:error|warning)(?:\[|:)` },
    details: [{ pattern: r`^\s*--> (?P<file>[^\s:]+\.rs):(?P<line>\d+):\d+`, from: 'block' }],
    requires: ['file'],
    summary: '{file}:{line}: Rust code does not compile: {message}',
    cause: 'The Rust compiler refuses it.',
    example:
      'error: expected `;`, found `}`\n --> src/lib.rs:2:18\n  |\n2 |     let a = total()\n  |                  ^ help: add `;` here\n3 | }\n  | - unexpected token\n\nerror: could not compile `shop` (lib) due to 1 previous error\n',
  },
  {
    name: 'rust-linker',
    ...compile,
    strength: 3,
    literals: ['error: linking with'],
    pattern: r`error: linking with .(?P<linker>\S+?). failed`,
    block: { lines: 12, until: r`^error:`, keep: r`note:|undefined|cannot find|ld:` },
    details: [
      {
        pattern: r`(?P<message>undefined (?:reference|symbol).*|cannot find -l\S+.*)`,
        from: 'block',
      },
    ],
    summary: 'A Rust program cannot be linked by {linker}[: {message}]',
    cause: 'A native library is missing or does not fit.',
    example:
      'error: linking with `cc` failed: exit status: 1\n  = note: /usr/bin/ld: cannot find -lssl: No such file or directory\n',
  },
  {
    name: 'nextest-timeout',
    category: 'timeout_or_oom',
    strength: 3,
    literals: ['TIMEOUT ['],
    pattern: r`^\s*TIMEOUT \[ *(?P<limit>[\d.]+s)\] (?:\( *\d+/\d+\) )?(?P<test>\S.*)$`,
    block: { lines: 0 },
    summary: '{test} took longer than it may ({limit})',
    cause: 'A test hangs, or is too slow for the limit of nextest.',
    prior: [2, 8],
    remedies: byHand('See what it waits for', 'A longer limit only helps a slow test.'),
    example:
      '     TIMEOUT [ 120.004s] shop::it hangs\n     Summary [ 120.100s] 40 tests run: 39 passed, 1 timed out, 0 skipped\nerror: test run failed\n',
  },
  {
    name: 'nextest-failure',
    category: 'test_assertion',
    strength: 3,
    literals: [' FAIL [', 'SIGABRT [', 'SIGSEGV ['],
    pattern: r`^\s*(?:FAIL|SIGABRT|SIGSEGV|LEAK-FAIL) \[ *[\d.]+s\] (?:\( *\d+/\d+\) )?(?P<test>\S.*)$`,
    block: {
      lines: 400,
      until: r`^\s*(?:PASS|FAIL|Cancel\w*|Summary|SIGABRT|SLOW) (?:\[|due)`,
      keep: r`panicked at|assertion|^\s*(?:left|right): |^test .*FAILED|tests? failed|\.\.\. FAILED|running \d`,
    },
    details: [
      { pattern: r`panicked at (?P<file>[^\s:,]+\.rs):(?P<line>\d+)`, from: 'block' },
      { pattern: r`^\s*(?P<message>assertion .+)`, from: 'block' },
    ],
    yields: 'causes',
    summary: '{test} does not hold[: {message}][ ({file}:{line})]',
    ...failed,
    example:
      "        FAIL [   0.005s] (3/3) shop tests::adds_up\n  stdout ───\n\n    running 1 test\n    test tests::adds_up ... FAILED\n\n  stderr ───\n\n    thread 'tests::adds_up' (42) panicked at src/lib.rs:9:9:\n    assertion `left == right` failed\n      left: 3\n     right: 4\n\n     Summary [   0.005s] 3 tests run: 2 passed, 1 failed, 0 skipped\nerror: test run failed\n",
  },
  {
    name: 'rust-compiletest',
    category: 'test_assertion',
    strength: 3,
    literals: ['---- ['],
    pattern: r`^---- \[[\w-]+\] (?P<test>\S+)(?: stdout)? ----$`,
    block: {
      lines: 60,
      until: r`^failures:$|^---- \[`,
      keep: r`differed from|^error: |^[-+]|--bless|although it should`,
    },
    details: [{ pattern: r`^error: (?P<message>.+)`, from: 'block' }],
    absorbs: true,
    summary: '{test} does not hold[: {message}]',
    ...failed,
    example:
      '---- [ui] tests/ui/loops/cart.rs stdout ----\ndiff of stderr:\n\n-\terror[E0571]: `break` with value\n+\terror[E0572]: `break` without value\n\nThe actual stderr differed from the expected stderr.\n\nerror: 1 errors occurred comparing output.\n',
  },
  {
    name: 'rust-doctest',
    category: 'test_assertion',
    strength: 3,
    literals: [' stdout ----'],
    pattern: r`^---- (?P<test>(?P<file>\S+\.rs) - .+? \(line (?P<line>\d+)\)) stdout ----$`,
    block: {
      lines: 20,
      until: r`^---- |^stack backtrace|^note:`,
      keep: r`panicked at|assertion|^\s*(?:left|right): |^error`,
    },
    details: [{ pattern: r`^(?P<message>assertion .+|error(?:\[E\d+\])?: .+)`, from: 'block' }],
    yields: 'causes',
    summary: 'The example in {file}:{line} does not hold[: {message}]',
    ...failed,
    example:
      "test src/lib.rs - doc (line 2) ... FAILED\n\nfailures:\n\n---- src/lib.rs - doc (line 2) stdout ----\nTest executable failed (exit status: 101).\n\nstderr:\n\nthread 'main' (10) panicked at src/lib.rs:5:1:\nassertion `left == right` failed\n  left: 1\n right: 2\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored\n",
  },
  {
    name: 'rust-test',
    category: 'test_assertion',
    strength: 3,
    literals: [' stdout ----'],
    pattern: r`^---- (?P<test>[\w:]+) stdout ----$`,
    block: { lines: 3, until: r`^(?:failures:|test result:|----)`, keep: r`\S` },
    details: [
      {
        pattern: r`^note: (?P<message>test did not panic as expected)(?: at (?P<file>\S+\.rs):(?P<line>\d+))?`,
        from: 'block',
      },
      { pattern: r`^Error: (?P<message>.+)`, from: 'block' },
    ],
    requires: ['message'],
    summary: '{test} does not hold[ ({file}:{line})]: {message}',
    ...failed,
    example:
      'failures:\n\n---- tests::adds stdout ----\nError: "three is no four"\n\nfailures:\n    tests::adds\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n',
  },
  {
    name: 'rust-panic',
    category: 'test_assertion',
    strength: 3,
    literals: ["' panicked at ", ') panicked at '],
    pattern: r`thread '(?P<test>[^']+)'(?: \(\d+\))? panicked at (?P<file>[^\s:,]+\.rs):(?P<line>\d+)(?::\d+:?)?$`,
    unless: r`thread '(?:main|<unnamed>)'`,
    block: { lines: 6, until: r`^\s*(?:note:|stack backtrace)|^\s*$|^----` },
    details: [{ pattern: r`^\s*(?P<message>\S.*)`, from: 'block' }],
    yields: 'causes',
    summary: '{test} does not hold ({file}:{line})[: {message}]',
    ...failed,
    example:
      "running 1 test\ntest tests::adds_up ... FAILED\n\nfailures:\n\n---- tests::adds_up stdout ----\n\nthread 'tests::adds_up' panicked at src/lib.rs:9:9:\nassertion `left == right` failed\n  left: 3\n right: 4\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n\n\nfailures:\n    tests::adds_up\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\nerror: test failed, to rerun pass `--lib`\n",
  },
  {
    name: 'rust-main-panic',
    category: 'crash',
    strength: 2,
    literals: ["thread 'main'"],
    pattern: r`thread 'main'(?: \(\d+\))? panicked at (?P<file>[^\s:,]+\.rs):(?P<line>\d+)`,
    block: { lines: 4, until: r`^note:` },
    details: [{ pattern: r`^\s*(?P<message>\S.*)`, from: 'block' }],
    summary: 'A Rust program panics ({file}:{line})[: {message}]',
    cause: 'A panic that nothing caught.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      "thread 'main' panicked at src/main.rs:3:14:\nindex out of bounds: the len is 3 but the index is 3\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
  },
];
