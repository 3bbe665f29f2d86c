/** .NET: MSBuild, NuGet, dotnet test, dotnet format. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, mendCode, readTest, runAgain } from './remedies.ts';

const r = String.raw;

export const dotnetRules: readonly Rule[] = [
  {
    name: 'dotnet-feed',
    category: 'network_or_flaky',
    strength: 3,
    literals: ['error NU1301', 'error : Unable to load the service index'],
    pattern: r`error (?P<code>NU1301)?:? ?(?P<message>Unable to load the service index for source \S+|Failed to retrieve information about .+|.*(?:timed out|50\d \().*)`,
    unless: r`\(40[13]|Unauthorized|Forbidden`,
    block: { lines: 3, keep: 'NU1301|Response status|Failed to restore' },
    summary: 'The feed of packages cannot be reached: {message}',
    cause: 'The feed did not answer, or answered with an error of its own.',
    transient: true,
    prior: [8, 2],
    remedies: runAgain,
    example:
      '/src/Shop.csproj : error NU1301: Unable to load the service index for source https://api.example.org/v3/index.json.\n',
  },
  {
    name: 'dotnet-sdk',
    category: 'configuration',
    strength: 3,
    literals: [
      'A compatible .NET SDK was not found',
      'MSB1003',
      'MSB1009',
      'You must install or update .NET',
      'does not support targeting',
    ],
    pattern: r`(?P<message>A compatible \.NET SDK was not found|MSBUILD : error MSB10(?:03|09): .+|You must install or update \.NET to run this application|The current \.NET SDK does not support targeting .+)`,
    block: {
      lines: 8,
      until: r`^##`,
      keep: r`Requested SDK|Installed SDKs|^\d+\.|Switch|Framework:`,
    },
    details: [{ pattern: r`Requested SDK version: (?P<version>\S+)`, from: 'block' }],
    summary: 'dotnet cannot start: {message}[ ({version})]',
    cause: 'The SDK, the framework or the project that is asked for is not there.',
    prior: [2, 8],
    remedies: byHand(
      'Set up the version of global.json, or correct the path',
      'The message names it.',
    ),
    example:
      'A compatible .NET SDK was not found.\n\nRequested SDK version: 9.0.100\n\nInstalled SDKs:\n8.0.201 [/usr/share/dotnet/sdk]\n',
  },
  {
    name: 'dotnet-restore',
    category: 'dependency_install',
    strength: 3,
    literals: ['error NU1', 'error NETSDK'],
    pattern: r`error (?P<code>NU1\d\d\d|NETSDK\d+): (?P<message>.+?)(?: \[(?P<file>[^\]]+)\])?$`,
    summary: 'NuGet cannot restore the packages: {message} ({code})',
    cause: 'A package, a version or an SDK that the project asks for is not to be had.',
    prior: [2, 8],
    remedies: byHand('Correct the version or install the SDK', 'The message names it.'),
    example:
      '/src/Shop.csproj : error NU1101: Unable to find package Foo. No packages exist with this id in source(s): nuget\n',
  },
  {
    name: 'dotnet-format',
    category: 'lint_error',
    strength: 3,
    literals: [
      'error WHITESPACE',
      'error IMPORTS',
      'error FINALNEWLINE',
      'error CHARSET',
      'error IDE',
      'error CA',
      'error SA',
    ],
    pattern: r`^\s*(?P<file>[^\s(]+\.(?:cs|fs|vb))\((?P<line>\d+),\d+\): error (?P<rule>WHITESPACE|IMPORTS|FINALNEWLINE|CHARSET|ENDOFLINE|(?:IDE|CA|SA)\d{4}): (?P<message>.+?)(?: \[[^\]]+\])?$`,
    block: { lines: 0 },
    summary: '{file}:{line} breaks the rule {rule}: {message}',
    cause: 'The formatter or an analyzer forbids it.',
    prior: [7, 3],
    remedies: [
      byCommand('Format the project', 'dotnet format', 'The check is run again.', false),
      ...mendCode,
    ],
    example:
      '/src/Cart.cs(10,1): error WHITESPACE: Fix whitespace formatting. Delete 4 characters. [/src/Shop.csproj]\n',
  },
  {
    name: 'dotnet-compile',
    category: 'compile_error',
    strength: 3,
    literals: ['error CS', 'error FS', 'error BC', 'error MSB', 'error RZ'],
    pattern: r`^\s*(?P<file>[^\s(]+\.(?:cs|fs|vb|razor|cshtml|csproj|fsproj|sln|targets))(?:\((?P<line>\d+),\d+[^)]*\))? ?: error (?P<code>(?:CS|FS|BC|MSB|RZ)\d+): (?P<message>.+?)(?: \[[^\]]+\])?$|^MSBUILD : error (?P<code2>MSB\d+): (?P<message2>.+)`,
    summary: '[{file}][:{line}] does not compile: {message} ({code})',
    cause: 'The compiler refuses it.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      "/src/Shop.cs(5,16): error CS0103: The name 'totl' does not exist in the current context [/src/Shop.csproj]\n",
  },
  {
    name: 'dotnet-test',
    category: 'test_assertion',
    strength: 3,
    literals: ['  Failed ', '[FAIL]'],
    pattern: r`^\s+Failed (?P<test>[\w.]+.*?) \[[^\]]+\]$|^(?:\[xUnit.net [^\]]+\])?\s+(?P<test2>[\w.]+(?:\(.*\))?) \[FAIL\]$`,
    block: { lines: 14, until: r`^$` },
    details: [
      { pattern: r`^\s+(?P<message>Assert\..*|Expected.*|[\w.]+Exception.*)`, from: 'block' },
      { pattern: r` in (?P<file>\S+):line (?P<line>\d+)`, from: 'block' },
    ],
    yields: 'causes',
    summary: '{test} does not hold[ ({file}:{line})][: {message}]',
    cause: 'A test found another behaviour than it expects.',
    prior: [1, 9],
    remedies: readTest,
    example:
      '  Failed Shop.Tests.AddsUp [12 ms]\n  Error Message:\n   Assert.Equal() Failure: Values differ\nExpected: 4\nActual:   3\n  Stack Trace:\n     at Shop.Tests.AddsUp() in /src/Tests.cs:line 9\n',
  },
];
