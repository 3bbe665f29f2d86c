/** What checks the style of Java, Kotlin and Android code. */
import type { Rule } from '../rule.ts';
import { byHand, mendCode } from './remedies.ts';

const r = String.raw;
const style = {
  category: 'lint_error',
  strength: 3,
  prior: [5, 5],
  remedies: byHand(
    'Run the formatter of the build (for example `spotlessApply`, `ktlintFormat`)',
    'A formatter changes the layout and not the meaning.',
  ),
} as const;

export const javaStyleRules: readonly Rule[] = [
  {
    name: 'checkstyle',
    ...style,
    literals: ['[ERROR] ', '[ant:checkstyle]'],
    pattern: r`^\[ERROR\] (?P<file>\S+\.\w+):\[?(?P<line>\d+)(?:[:,]\d+)?\]?:? (?P<message>\(\w+\) \w+: .+|.*\[\w+\])$|^\[ant:checkstyle\] \[ERROR\] (?P<file2>\S+?):(?P<line2>\d+)(?::\d+)?: (?P<message2>.+)`,
    unless: r`cannot find symbol|COMPILATION`,
    block: { lines: 0 },
    summary: '{file}:{line} is not as the style wants it: {message}',
    cause: 'Checkstyle forbids it.',
    example:
      '[ERROR] src/main/java/Cart.java:[12,5] (javadoc) MissingJavadocMethod: Missing a Javadoc comment.\n[ERROR] Failed to execute goal checkstyle:check: You have 1 Checkstyle violation.\n',
  },
  {
    name: 'kotlin-style',
    ...style,
    literals: ['.kt:', '.kts:'],
    pattern: r`^(?P<file>\S+\.kts?):(?P<line>\d+):\d+:? (?P<message>.+ (?:\([\w-]+:[\w:-]+\)|\[[A-Z]\w+\]|\([\w-]+\)))$`,
    unless: r`: error: |: warning: `,
    block: { lines: 0 },
    details: [{ pattern: r`(?P<rule>\([\w-]+:[\w:-]+\)|\[[A-Z]\w+\])`, from: 'block' }],
    summary: '{file}:{line} is not as the style wants it: {message}',
    cause: 'ktlint or detekt forbids it.',
    example:
      'src/main/kotlin/Cart.kt:14:1 Unexpected blank line(s) before "}" (standard:no-blank-line-before-rbrace)\n',
  },
  {
    name: 'android-lint',
    ...style,
    literals: [': Error: '],
    pattern: r`^(?P<file>\S+\.(?:java|kt|xml|gradle|kts|toml|pro)):(?P<line>\d+): Error: (?P<message>.+ \[\w+\])`,
    block: { lines: 2, until: r`^\S` },
    summary: '{file}:{line} does not pass the lint of Android: {message}',
    cause: 'Android Lint forbids it.',
    remedies: mendCode,
    example:
      '/src/app/Main.java:18: Error: Call requires API level 31 (current min is 24): a.b.C#d [NewApi]\n        alarm.x()\n',
  },
  {
    name: 'gradle-style',
    ...style,
    literals: [
      'violations were found',
      'violation was found',
      'files with violations',
      'Lint found errors',
      'Analysis failed with ',
      'KtLint found code style violations',
    ],
    pattern: r`^\s*> (?P<message>.*(?:violations? (?:was|were) found|files with violations|Lint found errors|Analysis failed with [1-9]\d* weighted|found code style violations).*)`,
    block: {
      lines: 1,
      until: r`^$|^\*`,
      before: 30,
      keep: r`^\S+\.(?:java|kt|groovy):\d+:|What went wrong|Execution failed`,
    },
    details: [{ pattern: r`^(?P<file>\S+\.(?:java|kt|groovy)):(?P<line>\d+):`, from: 'above' }],
    summary: 'Code is not as a check of the build wants it[ ({file}:{line})]: {message}',
    cause:
      'A plugin of the build that checks code (PMD, Checkstyle, SpotBugs, ktlint, detekt, Lint) forbids it.',
    remedies: mendCode,
    example:
      "/src/Cart.java:40:\tUnusedLocalVariable:\tAvoid unused local variables such as 'a'.\n\nFAILURE: Build failed with an exception.\n\n* What went wrong:\nExecution failed for task ':app:pmdMain'.\n> A failure occurred while executing PmdAction\n   > 5 PMD rule violations were found. See the report at: file:///src/build/reports/pmd/main.html\n",
  },
  {
    name: 'java-style',
    ...style,
    literals: [
      'Checkstyle violation',
      'PMD violation',
      'had format violations',
      'PMD Failure',
      'BugInstance',
      'The following files had format',
    ],
    pattern: r`The following files had format violations|(?P<message>You have [1-9]\d* (?:Checkstyle|PMD) violations?.*)|PMD Failure: (?P<message2>.+)`,
    block: {
      lines: 4,
      until: r`^\[INFO\]|^$`,
      before: 20,
      keep: r`^\s+\S+\.(?:java|kt)$|^\[WARN(?:ING)?\] \S+\.\w+:`,
    },
    details: [{ pattern: r`^\s+(?P<file>\S+\.(?:java|kt))$`, from: 'block' }],
    summary: 'Java code is not as the style wants it[ ({file})][: {message}]',
    cause: 'Checkstyle, Spotless or PMD forbids it.',
    example:
      "Execution failed for task ':spotlessJavaCheck'.\n> The following files had format violations:\n      src/main/java/Shop.java\n          @@ -1,3 +1,3 @@\n",
  },
];
