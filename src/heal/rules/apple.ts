/** Swift and Kotlin compilers, Xcode, SwiftLint. */
import type { Rule } from '../rule.ts';
import { grantAccess, mendCode, readTest } from './remedies.ts';

const r = String.raw;

export const appleRules: readonly Rule[] = [
  {
    name: 'xctest',
    category: 'test_assertion',
    strength: 3,
    literals: [': error: -[', ': error: '],
    pattern: r`^(?P<file>\S+\.(?:swift|m|mm)):(?P<line>\d+): error: (?:-\[(?P<test>[^\]]+)\]|(?P<test2>\w+\.\w+)) : (?P<message>.+)`,
    block: { lines: 1 },
    yields: 'causes',
    summary: '{test} ({file}:{line}) does not hold: {message}',
    cause: 'A test found another behaviour than it expects.',
    prior: [1, 9],
    remedies: readTest,
    example:
      '/src/Tests/CartTests.swift:17: error: -[ShopTests.CartTests testAddsUp] : XCTAssertEqual failed: ("3") is not equal to ("4")\n',
  },
  {
    name: 'swiftlint',
    category: 'lint_error',
    strength: 3,
    literals: [' Violation: '],
    pattern: r`^(?P<file>\S+\.swift):(?P<line>\d+)(?::\d+)?: error: (?P<message>.+ Violation: .+)`,
    block: { lines: 0 },
    summary: '{file}:{line} does not pass SwiftLint: {message}',
    cause: 'SwiftLint forbids it.',
    prior: [4, 6],
    remedies: mendCode,
    example:
      '/src/Cart.swift:12:1: error: Force Cast Violation: Force casts should be avoided (force_cast)\nDone linting! Found 1 violation, 1 serious in 2 files.\n',
  },
  {
    name: 'swift-kotlin',
    category: 'compile_error',
    strength: 3,
    literals: ['.swift:', '.kt:', '.kts:'],
    pattern: r`^(?:e: (?:file://)?(?P<file>\S+\.kts?):(?P<line>\d+):\d+:?|(?P<file2>\S+\.(?:swift|kts?)):(?P<line2>\d+):\d+: error:) (?P<message>\S.+)`,
    block: { lines: 3, until: r`^e: |^$|\.swift:\d+` },
    summary: '{file}:{line} does not compile: {message}',
    cause: 'The compiler refuses it.',
    prior: [1, 9],
    remedies: mendCode,
    example: "e: file:///src/Shop.kt:3:9 Unresolved reference 'totl'.\n",
  },
  {
    name: 'apple-signing',
    category: 'permission_or_secret',
    strength: 3,
    literals: [
      'No signing certificate',
      'No profiles for',
      'requires a provisioning profile',
      'errSecInternalComponent',
      'No Accounts: ',
      'Signing for "',
    ],
    pattern: r`(?P<message>No signing certificate .+? found.*|No profiles for .+ were found.*|.+ requires a provisioning profile.*|.*errSecInternalComponent.*|No Accounts: .+|Signing for ".+" requires a development team.*)`,
    summary: 'The application cannot be signed: {message}',
    cause: 'A certificate or profile is not in the keychain of this machine, or has expired.',
    prior: [1, 19],
    remedies: grantAccess,
    example:
      'error: No signing certificate "iOS Distribution" found: No "iOS Distribution" signing certificate matching team ID "ABC" was found.\n',
  },
];
