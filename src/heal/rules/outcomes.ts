/** Lines by which tools and runners say how they ended. */
import type { Outcome } from '../rule.ts';

const r = String.raw;

export const outcomes: readonly Outcome[] = [
  {
    literals: ['FAILED ', 'ERROR '],
    pattern: r`^(?:FAILED|ERROR) (?P<test>(?P<file>[\w./-]+\.py)(?:::\S.*?)?)(?: - .*)?$`,
  },
  {
    literals: [' failed', ' error'],
    pattern: r`^=* ?(?:\d+ \w+, )*\d+ (?:failed|errors?)\b.* in [\d.]+s`,
  },
  { literals: ['Tests:', 'Test Suites:'], pattern: r`^Test(?:s| Suites):\s+\d+ failed` },
  { literals: ['Tests  ', 'Test Files  '], pattern: r`^\s+(?:Tests|Test Files)\s+\d+ failed` },
  { literals: ['test result: FAILED'], pattern: r`test result: FAILED` },
  {
    literals: ['tests run:', ' tests failed'],
    pattern: r`Summary \[.*tests? run:|^\s*\d+ of \d+ tests? failed`,
  },
  {
    literals: [
      'error: could not compile',
      'error: test failed',
      'error: test run failed',
      'error: aborting due',
      'error: could not document',
    ],
    pattern: r`^\s*error: (?:could not compile|could not document|test failed|test run failed|aborting due)`,
  },
  {
    literals: ['Found ', ' errors, ', ' problems ('],
    pattern: r`^(?:Found \d+ errors?\b.*|\d+ errors?, \d+ warnings?.*|✖ \d+ problems? \(.*)`,
  },
  { literals: ['FAIL\t', 'FAIL:'], pattern: r`^FAIL\t(?P<package>\S+)` },
  { literals: ['Tests run:'], pattern: r`^\[ERROR\] Tests run: \d+, Failures: ` },
  { literals: ['BUILD FAILURE', 'BUILD FAILED'], pattern: r`BUILD FAIL` },
  {
    literals: ['COMPILATION ERROR', 'Failed to execute goal'],
    pattern: r`^\[ERROR\] (?:COMPILATION ERROR|Failed to execute goal)`,
  },
  {
    literals: [' tests completed, ', ' test completed, '],
    pattern: r`^\d+ tests? completed, \d+ failed`,
  },
  {
    literals: ['make: *** [', 'make[1]: *** [', 'gmake: *** [', 'ninja: build stopped', 'FAILED: '],
    pattern: r`^g?make(?:\[\d+\])?: \*\*\* \[|^ninja: build stopped|^FAILED: `,
  },
  {
    literals: ['collect2: error', 'being treated as errors'],
    pattern: r`^collect2: error|^cc1(?:plus)?: .* being treated as errors`,
  },
  { literals: ['FAILED (', 'Ran '], pattern: r`^FAILED \((?:failures|errors)=` },
  { literals: ['# fail '], pattern: r`^# fail [1-9]` },
  { literals: ['% tests passed'], pattern: r`^\d+% tests passed, [1-9]\d* tests? failed` },
  { literals: ['[  FAILED  ]', '[  PASSED  ]'], pattern: r`^\[  FAILED  \]` },
  {
    literals: ['hook id: ', '- exit code: ', 'Failed'],
    pattern: r`^\S.*\.{3,}Failed$|^- hook id: |^- exit code: [1-9]`,
  },
  {
    literals: ['would be reformatted', 'Code style issues'],
    pattern: r`would be reformatted|Code style issues`,
  },
  { literals: ['failed to solve: '], pattern: r`failed to solve: ` },
  {
    literals: [
      'ELIFECYCLE',
      'error Command failed with exit code',
      'Lifecycle script',
      'ERR_PNPM_RECURSIVE',
    ],
    pattern: r`ELIFECYCLE|error Command failed with exit code|Lifecycle script .* failed|ERR_PNPM_RECURSIVE`,
  },
  {
    literals: [' with exit code ', 'exited with code ', 'exiting with code '],
    pattern: r`(?:failed|exited|exiting|ended|finished) with (?:exit )?code -?[1-9]\d*`,
  },
  {
    literals: [' retries', ' attempts'],
    pattern: r`(?P<test>\S+) failed (?:to pass )?(?:within|after) \d+ (?:retries|attempts)|[Ff]ailed after \d+ (?:retries|attempts)`,
  },
  { literals: ['FAIL! -- ', 'FAIL! - '], pattern: r`^FAIL! -{1,2} ` },
  { literals: ['Done. PASS='], pattern: r`Done\. PASS=\d+ WARN=\d+ ERROR=\d+` },
  {
    literals: ['Configuring incomplete, errors occurred'],
    pattern: r`^-- Configuring incomplete, errors occurred`,
  },
  { literals: ['Completed with '], pattern: r`Completed with [1-9]\d* error` },
  { literals: ['Session ', 'session '], pattern: r`nox > Session .* failed` },
  { literals: ['exit status '], pattern: r`^exit status [1-9]` },
  {
    literals: [
      ' failed',
      ' FAILED',
      ' Failed',
      ' fail',
      ' failure',
      ' errors',
      ' error',
      ' problem',
      ' offense',
      ' violation',
      ' issues',
      ' Error(s)',
      ' warnings',
      'Failures: ',
      '[ FAIL ',
      'Issues found: ',
      'Failed: ',
    ],
    pattern: r`^\W*(?:[\w*:.,!/()-]+ +){0,9}?[1-9]\d* (?:of \d+ |tests? |specs? |examples?, |suites? |projects? |runs?, .*|warnings? and |serious )?(?:failed|FAILED|Failed|fails?|failures?|errors?|problems?|offenses?|violations?|issues?|Error\(s\))\b|(?:Failed|Failures|Errors|Issues found): +[1-9]\d*\b|\bFAIL [1-9]\d* \|`,
  },
  {
    literals: [
      'Some tests failed',
      'Result: FAIL',
      'TestsFailedException',
      'Failed with errors',
      'Build failed in',
      'bundle generation failed',
      '[Fail] ',
      'tests failed',
      'Tests unsuccessful',
      'did not pass',
      'BUILD FAILED',
      'Build FAILED',
      'did NOT complete successfully',
      'failed: (Exit ',
      'Running target',
      'run failed: ',
      'Failed:  ',
      'ARCHIVE FAILED',
      'TEST FAILED',
    ],
    pattern: r`^.{0,200}(?:Some tests failed|Result: FAIL|TestsFailedException|Failed with errors|Build failed in|bundle generation failed|[Tt]ests failed|did not pass|B(?:uild|UILD) FAILED|did NOT complete successfully|failed: \(Exit \d+\)|Running target .* failed|run failed: |^\s*Failed: {2,}\S|ARCHIVE FAILED|TEST FAILED)`,
  },
  {
    literals: [
      'rspec ./',
      'bin/rails test ',
      '[FAIL] ',
      'Failing tests:',
      'Failed tests:',
      'Failed Tests (',
      'Failed tasks:',
    ],
    pattern: r`^rspec (?P<file>\./\S+?):\d+ # (?P<test>.+)|^bin/rails test (?P<file2>\S+?):\d+|^\s+\[FAIL\] (?P<test2>.+)|^Fail(?:ed|ing) [Tt]ests?(?: \(\d+\))?:$`,
  },
];
