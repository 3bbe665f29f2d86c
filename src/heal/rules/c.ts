/** C, C++ and their kin: compilers, linkers, make, CMake, GoogleTest. */
import type { Rule } from '../rule.ts';
import { byHand, mendCode, readTest } from './remedies.ts';

const r = String.raw;
const failed = {
  cause: 'A test found another behaviour than it expects.',
  prior: [1, 9],
  remedies: readTest,
} as const;
const compile = { category: 'compile_error', prior: [1, 9], remedies: mendCode } as const;

export const cRules: readonly Rule[] = [
  {
    name: 'c-linker',
    ...compile,
    strength: 3,
    literals: [
      'undefined reference to',
      'cannot find -l',
      'multiple definition of',
      'ld: symbol',
      'Undefined symbols for',
      'unresolved external symbol',
      'undefined symbol: ',
    ],
    pattern: r`(?:(?P<file>[\w./+-]+\.(?:c|cc|cpp|cxx|o)):.*)?(?P<message>undefined reference to .+|cannot find -l\S+.*|multiple definition of .+|Undefined symbols for architecture.*|unresolved external symbol .+|ld(?:\.lld)?: error: undefined symbol: .+)`,
    block: { lines: 3, until: r`^make|^collect2|^$` },
    summary: 'The program cannot be linked[ ({file})]: {message}',
    cause:
      'A function is declared but defined nowhere, defined twice, or its library is not linked.',
    example:
      "/usr/bin/ld: main.o: in function `main':\nmain.c:(.text+0xa): undefined reference to `total'\ncollect2: error: ld returned 1 exit status\nmake: *** [Makefile:2: shop] Error 1\n",
  },
  {
    name: 'c-compiler',
    ...compile,
    strength: 3,
    literals: [': error: ', ': fatal error: ', ': error C', ': fatal error C', 'error: '],
    pattern: r`^(?P<file>(?:[A-Z]:)?[^\s:()]+\.(?:c|h|cc|hh|cpp|hpp|cxx|hxx|inl|ipp|m|mm|cu|cuh|f90|F90|ino)):(?P<line>\d+)(?::\d+)?: (?:fatal )?error: (?P<message>.+)|^(?P<file2>(?:[A-Z]:)?[^\s:()]+\.(?:c|h|cc|cpp|hpp|cxx))\((?P<line2>\d+)(?:,\d+)?\): (?:fatal )?error (?P<code>C\d+): (?P<message2>.+)`,
    block: { lines: 4, until: r`: (?:error|warning|note): |^make|^compilation terminated` },
    summary: '{file}:{line} does not compile: {message}',
    cause: 'The C or C++ compiler refuses it.',
    example:
      "shop.c: In function 'main':\nshop.c:3:10: error: 'totl' undeclared (first use in this function)\n    3 |   return totl;\n      |          ^~~~\n",
  },
  {
    name: 'compiler-crash',
    category: 'crash',
    strength: 3,
    literals: [
      'internal compiler error',
      "thread 'rustc'",
      'frontend command failed',
      'fatal error: error in backend',
      'unable to execute command: ',
    ],
    pattern: r`(?P<message>internal compiler error\b.*|^thread 'rustc' .*panicked at .*|error: clang frontend command failed .*|fatal error: error in backend: .*|unable to execute command: (?:Segmentation fault|Aborted|Illegal instruction).*)`,
    block: {
      lines: 12,
      until: r`^error: could not compile|^make`,
      keep: r`error|panicked|compiler|bug`,
    },
    summary: 'The compiler itself crashed: {message}',
    cause: 'A bug of the compiler, or of the machine that it runs on; the code may be sound.',
    prior: [2, 8],
    remedies: byHand(
      'Try another version of the compiler, and report the crash',
      'What makes it crash is in its message.',
    ),
    example:
      "thread 'rustc' panicked at 'no entry found for key', src/context.rs:1521:9\n\nerror: internal compiler error: unexpected panic\n\nnote: the compiler unexpectedly panicked. this is a bug.\n",
  },
  {
    name: 'cmake',
    category: 'configuration',
    strength: 3,
    literals: ['CMake Error'],
    pattern: r`^CMake Error(?::| at (?P<file>[^:\s]+):(?P<line>\d+)(?: \((?P<command>\w+)\))?:)(?P<message> .+)?`,
    block: { lines: 10, until: r`^\S` },
    details: [{ pattern: r`^\s+(?P<message>\S.*)`, from: 'block' }],
    summary: 'CMake cannot configure the build[ ({file}:{line})][: {message}]',
    cause: 'A package, a file or an option that CMakeLists.txt asks for is not there.',
    prior: [1, 9],
    remedies: byHand('Install what is missing, or correct CMakeLists.txt', 'The message names it.'),
    example:
      'CMake Error at CMakeLists.txt:4 (find_package):\n  By not providing "FindFoo.cmake" in CMAKE_MODULE_PATH this project has asked\n  CMake to find a package configuration file provided by "Foo".\n\n-- Configuring incomplete, errors occurred!\n',
  },
  {
    name: 'meson',
    category: 'configuration',
    strength: 3,
    literals: ['meson.build:'],
    pattern: r`^(?:\S*/)?(?P<file>[\w./-]*meson\.build):(?P<line>\d+):\d+: ERROR: (?P<message>.+)`,
    block: { lines: 0 },
    summary: 'Meson cannot configure the build ({file}:{line}): {message}',
    cause: 'A package, a program or an option that meson.build asks for is not there.',
    prior: [1, 9],
    remedies: byHand('Install what is missing, or correct meson.build', 'The message names it.'),
    example: 'meson.build:2:0: ERROR: Dependency "foo" not found (tried pkg-config and cmake)\n',
  },
  {
    name: 'bazel',
    category: 'configuration',
    strength: 2,
    literals: ['ERROR: /', 'ERROR: Analysis of target', 'ERROR: no such ', 'ERROR: Skipping '],
    pattern: r`^ERROR: (?:(?P<file>\S*(?:BUILD|WORKSPACE|MODULE)\S*?):(?P<line>\d+):\d+: )?(?P<message>.*(?:no such (?:package|target)|Analysis of target|Error in fail|name '\w+' is not defined|Skipping '.+').*)`,
    block: { lines: 1 },
    summary: 'Bazel cannot analyse the build[ ({file}:{line})]: {message}',
    cause: 'A BUILD file names a package, a target or a rule that does not exist.',
    prior: [1, 9],
    remedies: byHand('Correct the BUILD file', 'The message names the target.'),
    example:
      "ERROR: /src/cart/BUILD.bazel:9:11: no such package 'third_party/foo': BUILD file not found\n",
  },
  {
    name: 'ctest',
    category: 'test_assertion',
    strength: 2,
    literals: ['The following tests FAILED:'],
    pattern: r`The following tests FAILED:`,
    block: {
      lines: 12,
      until: r`^Errors while|^$`,
      before: 30,
      keep: r`^\s+\d+ - \S+ \(|\*\*\*(?:Failed|Exception|Timeout|Not Run)`,
    },
    details: [
      { pattern: r`^\s+\d+ - (?P<test>\S+) \((?P<message>[^)]+)\)`, from: 'block' },
      {
        pattern: r`Test +#\d+: .*\*\*\*(?:Failed|Exception|Timeout|Not Run)`,
        from: 'above',
        show: true,
      },
    ],
    summary: '[{test} ]does not hold[ ({message})]',
    ...failed,
    example:
      '50% tests passed, 1 tests failed out of 2\n\nThe following tests FAILED:\n\t  2 - adds_up (Failed)\nErrors while running CTest\n',
  },
  {
    name: 'googletest',
    category: 'test_assertion',
    strength: 3,
    literals: [': Failure'],
    pattern: r`^(?P<file>\S+\.(?:cc|cpp|cxx|h)):(?P<line>\d+): Failure$`,
    block: { lines: 10, until: r`^\[` },
    details: [
      { pattern: r`^\[ RUN +\] (?P<test>\S+)`, from: 'above', show: true },
      { pattern: r`^\s*(?P<message>\S.*)`, from: 'block' },
    ],
    yields: 'causes',
    summary: '[{test} ]({file}:{line}) does not hold[: {message}]',
    ...failed,
    example:
      '[ RUN      ] Cart.AddsUp\n/src/cart_test.cc:7: Failure\nExpected equality of these values:\n  total()\n    Which is: 3\n  4\n[  FAILED  ] Cart.AddsUp (0 ms)\n',
  },
  {
    name: 'catch2',
    category: 'test_assertion',
    strength: 3,
    literals: [': FAILED:'],
    pattern: r`^(?P<file>\S+\.(?:cc|cpp|cxx|h|hpp|mm)):(?P<line>\d+): FAILED:$`,
    block: { lines: 5, until: r`^$|^={10,}` },
    details: [{ pattern: r`^\s+(?P<message>(?:REQUIRE|CHECK|due to)\S*.*)`, from: 'block' }],
    yields: 'causes',
    summary: 'A test in {file}:{line} does not hold[: {message}]',
    ...failed,
    example:
      '/src/test/cart.cpp:8: FAILED:\n  REQUIRE( total() == 4 )\nwith expansion:\n  3 == 4\n\ntest cases: 3 | 2 passed | 1 failed\n',
  },
  {
    name: 'c-assertion',
    category: 'test_assertion',
    strength: 3,
    literals: ['Assertion `', 'Assertion failed: '],
    pattern: r`(?P<file>[\w./-]+\.\w+):(?P<line>\d+): .*Assertion .(?P<message>.+?)' failed|Assertion failed: \(?(?P<message2>.+?)\)?, (?:function .*, )?file (?P<file2>\S+), line (?P<line2>\d+)`,
    summary: 'An assertion in {file}:{line} does not hold: {message}',
    ...failed,
    example: "test: cart_test.c:7: main: Assertion `total() == 4' failed.\nAborted (core dumped)\n",
  },
  {
    name: 'make-no-rule',
    category: 'configuration',
    strength: 3,
    literals: ['No rule to make target', 'missing separator', 'No targets specified'],
    pattern: r`(?:(?P<file>[\w./-]+):(?P<line>\d+): )?\*\*\* (?P<message>No rule to make target .+|missing separator.*|No targets specified.*)`,
    summary: 'make cannot go on[ ({file})]: {message}',
    cause: 'A file or target is missing, or the makefile is not valid.',
    prior: [2, 8],
    remedies: byHand('Correct the makefile or the target', 'The message names it.'),
    example: "make: *** No rule to make target 'tset'.  Stop.\n",
  },
];
