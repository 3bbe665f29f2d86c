/** What checks scripts, workflows, prose, YAML, SQL and documents; and scanners. */
import type { Rule } from '../rule.ts';
import { byHand, mendCode } from './remedies.ts';

const r = String.raw;
const style = { category: 'lint_error', strength: 3, prior: [4, 6], remedies: mendCode } as const;

export const textCheckRules: readonly Rule[] = [
  {
    name: 'shellcheck',
    ...style,
    literals: [' line ', ': SC', ' [SC', 'SC1', 'SC2'],
    pattern: r`^In (?P<file>\S+) line (?P<line>\d+):$|^(?P<file2>\S+):(?P<line2>\d+):\d+: (?:error|warning|note|info|style): (?P<message>.+) \[(?P<rule>SC\d{4})\]`,
    block: { lines: 4, until: r`^$` },
    details: [{ pattern: r`(?P<rule>SC\d{4}) \(\w+\): (?P<message>.+)`, from: 'block' }],
    requires: ['rule'],
    summary: '{file}:{line} does not pass ShellCheck: {message} ({rule})',
    cause: 'ShellCheck finds a use that a shell reads in another way than it looks.',
    example:
      "\nIn deploy.sh line 3:\ncd $2\n^---^ SC2164 (warning): Use 'cd ... || exit' in case cd fails.\n\n",
  },
  {
    name: 'actionlint',
    ...style,
    literals: ['.github/workflows/'],
    pattern: r`^(?P<file>\.github/workflows/\S+\.ya?ml):(?P<line>\d+):\d+: (?P<message>.+?)(?: \[(?P<rule>[\w-]+)\])?$`,
    block: { lines: 3, until: r`^\S` },
    summary: '{file}:{line} is not a valid workflow: {message}',
    cause: 'The check of workflows (actionlint) finds a fault.',
    remedies: byHand('Correct the workflow file', 'Workflows are never changed by a repair.'),
    example:
      '.github/workflows/ci.yml:4:14: label "ubuntu-latst" is unknown. [runner-label]\n  |\n4 |     runs-on: ubuntu-latst\n',
  },
  {
    name: 'yamllint',
    ...style,
    literals: ['  error    ', '[error]', '  error  '],
    pattern: r`^\s+(?P<line>\d+):\d+\s+error\s+(?P<message>.+?)\s+\((?P<rule>[\w-]+)\)$|^(?P<file>\S+\.ya?ml):(?P<line2>\d+):\d+: \[error\] (?P<message2>.+) \((?P<rule2>[\w-]+)\)`,
    block: { lines: 3, until: r`^\s*$|^\S` },
    details: [{ pattern: r`^(?P<file>\S+\.ya?ml|\.yamllint)$`, from: 'above', show: true }],
    requires: ['file'],
    summary: '{file}:{line} does not pass yamllint: {message} ({rule})',
    cause: 'yamllint forbids it.',
    example:
      'config.yml\n  2:1       error    duplication of key "a" in mapping  (key-duplicates)\n\n',
  },
  {
    name: 'hadolint',
    ...style,
    literals: [' DL3', ' DL4', ' DL1'],
    pattern: r`^(?P<file>\S*Dockerfile\S*|-):(?P<line>\d+) (?P<rule>DL\d{4}|SC\d{4}) (?:\w+: )?(?P<message>.+)`,
    block: { lines: 0 },
    summary: '{file}:{line} does not pass hadolint: {message} ({rule})',
    cause: 'hadolint forbids it.',
    example: 'Dockerfile:3 DL3008 warning: Pin versions in apt get install.\n',
  },
  {
    name: 'codespell',
    ...style,
    literals: [' ==> '],
    pattern: r`^(?P<file>[\w./-]+):(?P<line>\d+): (?P<word>\S+) ==> (?P<message>.+)`,
    block: { lines: 0 },
    summary: 'The word "{word}" in {file}:{line} is misspelled: {message}',
    cause: 'codespell takes it for a misspelling.',
    example: './README.md:1: teh ==> the\n',
  },
  {
    name: 'pydocstyle',
    ...style,
    literals: [' in public ', ' at module level:', ' in private '],
    pattern: r`^(?P<file>\S+\.py):(?P<line>\d+) (?:in (?:public|private) .+|at module level):$`,
    block: { lines: 1, until: r`^\S` },
    details: [{ pattern: r`^\s+(?P<rule>D\d{3}): (?P<message>.+)`, from: 'block' }],
    requires: ['rule'],
    summary: '{file}:{line} breaks the rule {rule}: {message}',
    cause: 'The check of docstrings forbids it.',
    example:
      'shop/cart.py:6 in public function `total`:\n        D103: Missing docstring in public function\n',
  },
  {
    name: 'bandit',
    ...style,
    literals: ['>> Issue: ['],
    pattern: r`^>> Issue: \[(?P<rule>B\d+:\w+)\] (?P<message>.+)`,
    block: { lines: 5, until: r`^\d+\t`, keep: 'Severity|Location' },
    details: [{ pattern: r`Location: (?P<file>\S+?):(?P<line>\d+)`, from: 'block' }],
    summary: '[{file}:{line}] breaks the rule {rule}: {message}',
    cause: 'The scanner of Python (Bandit) takes it for a weakness.',
    example:
      '>> Issue: [B102:exec_used] Use of exec detected.\n   Severity: Medium   Confidence: High\n   Location: shop/run.py:3:0\n',
  },
  {
    name: 'sqlfluff',
    ...style,
    literals: ['] FAIL'],
    pattern: r`^== \[(?P<file>[^\]]+)\] FAIL$`,
    block: { lines: 12, until: r`^==|^All Finished`, keep: r`^L: ` },
    details: [
      {
        pattern: r`^L: +(?P<line>\d+) \| P: +\d+ \| +(?P<rule>\w+) \| (?P<message>.+)`,
        from: 'block',
      },
    ],
    summary: '{file}[:{line}] does not pass SQLFluff[: {message} ({rule})]',
    cause: 'The linter of SQL forbids it, or cannot read it (PRS).',
    example:
      '== [models/orders.sql] FAIL\nL:   1 | P:  12 | CP01 | Keywords must be consistently upper case.\nAll Finished!\n',
  },
  {
    name: 'ansible-lint',
    ...style,
    literals: [' violation(s) that are fatal', 'failure(s), '],
    pattern: r`^WARNING +Listing (?P<count>\d+) violation\(s\) that are fatal|^Failed: (?P<count2>\d+) failure\(s\), `,
    block: { lines: 8, until: r`^Read |^#`, keep: r`\S` },
    details: [
      { pattern: r`^(?P<rule>[\w-]+(?:\[[\w-]+\])?): (?P<message>.+)`, from: 'block' },
      { pattern: r`^(?P<file>\S+\.ya?ml):(?P<line>\d+)`, from: 'block' },
    ],
    summary: 'ansible-lint finds {count} faults[, first in {file}:{line}: {message}]',
    cause: 'The linter of Ansible forbids it.',
    example:
      'WARNING  Listing 1 violation(s) that are fatal\nname[play]: All plays should be named.\np.yml:1:3\n\n# Rule Violation Summary\n',
  },
  {
    name: 'tflint',
    ...style,
    literals: [' issue(s) found'],
    pattern: r`^(?P<count>\d+) issue\(s\) found:?$`,
    block: {
      lines: 20,
      until: r`^##`,
      keep: r`^(?:Error|Warning|Notice): |^\s+on \S+ line|^\s+\d+: `,
    },
    details: [
      { pattern: r`^Error: (?P<message>.+?)(?: \((?P<rule>\w+)\))?$`, from: 'block' },
      { pattern: r`^(?:Warning|Notice): (?P<message>.+?)(?: \((?P<rule>\w+)\))?$`, from: 'block' },
      { pattern: r`on (?P<file>\S+\.tf) line (?P<line>\d+)`, from: 'block' },
    ],
    absorbs: true,
    summary: 'TFLint finds {count} faults[: {message}]',
    cause: 'The linter of Terraform forbids it.',
    example:
      '1 issue(s) found:\n\nError: "t1.2xlarge" is an invalid value as instance_type (aws_instance_invalid_type)\n\n  on main.tf line 3:\n   3:   instance_type = "t1.2xlarge"\n',
  },
  {
    name: 'helm-lint',
    ...style,
    literals: ['chart(s) failed'],
    pattern: r`chart\(s\) linted, [1-9]\d* chart\(s\) failed`,
    block: { lines: 0, before: 12, keep: r`^\[ERROR\]|^==> ` },
    details: [{ pattern: r`^\[ERROR\] (?P<message>.+)`, from: 'above', show: true }],
    summary: 'The chart is not valid[: {message}]',
    cause: 'helm lint cannot render the chart, or finds that it breaks a rule.',
    example:
      '==> Linting charts/shop\n[ERROR] templates/: nil pointer evaluating interface {}.tag\n\nError: 1 chart(s) linted, 1 chart(s) failed\n',
  },
  {
    name: 'docs-warnings',
    ...style,
    literals: [
      'warnings treated as errors',
      'warnings in strict mode',
      ': WARNING: ',
      ': ERROR: Unknown',
    ],
    pattern: r`build finished with problems, (?P<count>\d+) warnings? \(with warnings treated as errors\)|Aborted with (?P<count2>\d+) warnings? in strict mode|^Warning, treated as error:`,
    block: { lines: 2, before: 40, keep: r`: (?:WARNING|ERROR|CRITICAL): |^WARNING +- |^\S+:\d+:` },
    details: [
      {
        pattern: r`^(?P<file>\S+\.\w+)?:(?P<line>\d+)?:? ?(?:WARNING|ERROR|CRITICAL): (?P<message>.+)`,
        from: 'above',
        show: true,
      },
      { pattern: r`^WARNING +- +(?P<message>.+)`, from: 'above', show: true },
    ],
    summary: 'The documentation has warnings, which count as errors[ ({file}:{line})][: {message}]',
    cause: 'A reference, a link or a directive in the documents is wrong.',
    example:
      "docs/index.rst:4: WARNING: undefined label: 'nothing' [ref.ref]\nbuild finished with problems, 1 warning (with warnings treated as errors).\n",
  },
  {
    name: 'quality-gate',
    ...style,
    literals: [
      'QUALITY GATE STATUS: FAILED',
      'advisories FAILED',
      'licenses FAILED',
      'bans FAILED',
      'sources FAILED',
      'leaks found',
      'error: 1 vulnerability found',
      'vulnerabilities found',
    ],
    pattern: r`(?P<message>QUALITY GATE STATUS: FAILED.*|^(?:advisories|bans|licenses|sources) (?:FAILED.*|ok, .*FAILED.*)|.*leaks found: [1-9].*|^error: [1-9]\d* vulnerabilit(?:y|ies) found!?)`,
    block: { lines: 0, before: 12, keep: r`Severity|CVE-|GHSA-|RUSTSEC-|^error\[` },
    summary: 'A scan of the project finds what its policy forbids: {message}',
    cause: 'A package, a secret or the quality of the code does not pass the gate.',
    remedies: byHand('Mend or update what the scan names', 'A gate is never lowered to pass.'),
    example:
      'error[vulnerability]: Potential segfault in the time crate\n    = ID: RUSTSEC-2020-0071\n\nadvisories FAILED, bans ok, licenses ok, sources ok\n',
  },
  {
    name: 'vulnerable-packages',
    ...style,
    // Installing packages prints the same, and fails for another reason.
    strength: 1,
    literals: ['severity vulnerabilit', 'known vulnerabilit', 'HIGH: ', 'CRITICAL: '],
    pattern: r`^(?P<message>[1-9]\d* (?:\w+ )?severity vulnerabilit.*|Found [1-9]\d* known vulnerabilit.*|Total: [1-9]\d* \((?:UNKNOWN: \d+, )?.*(?:HIGH|CRITICAL): [1-9].*)`,
    block: { lines: 8, before: 10, until: r`^##|^$`, keep: r`Severity|CVE-|GHSA-|PYSEC-` },
    requires: ['audit'],
    details: [
      {
        pattern: r`^(?P<audit># npm audit report|Total: .*|Found \d+ known vulnerabilit.*)`,
        from: 'above',
        show: true,
      },
      {
        pattern: r`(?P<audit>CVE-[\d-]+|PYSEC-[\d-]+|GHSA-[\w-]+|ID +Fix Versions)`,
        from: 'block',
      },
    ],
    summary: 'A scan of the packages finds known weaknesses: {message}',
    cause: 'A package in use has a weakness that is published.',
    remedies: byHand('Update what the scan names', 'A gate is never lowered to pass.'),
    example: 'Found 2 known vulnerabilities in 1 package\nName Version ID Fix Versions\n',
  },
  {
    name: 'clang-format',
    ...style,
    literals: [
      '-Wclang-format-violations',
      'code should be clang-formatted',
      'warnings-as-errors]',
    ],
    pattern: r`^(?P<file>\S+):(?P<line>\d+):\d+: (?:error|warning): (?P<message>.+ \[(?:-Wclang-format-violations|[\w.-]+,-warnings-as-errors)\])`,
    block: { lines: 2, until: r`: (?:error|warning): ` },
    summary: '{file}:{line} is not as clang-format or clang-tidy wants it: {message}',
    cause: 'A check of style forbids it; the code compiles.',
    example:
      'src/cart.cc:14:12: error: code should be clang-formatted [-Wclang-format-violations]\nint total( ){\n           ^\n',
  },
];
