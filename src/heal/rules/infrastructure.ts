/** Terraform and OpenTofu; Ansible. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand } from './remedies.ts';

const r = String.raw;
const box = { lines: 20, until: r`^╵|^$|^##`, keep: r`\S` } as const;

export const infrastructureRules: readonly Rule[] = [
  {
    name: 'terraform-lock',
    category: 'resource_lock',
    strength: 3,
    literals: ['Error acquiring the state lock'],
    pattern: r`Error: Error acquiring the state lock`,
    block: { lines: 20, until: r`^╵|^##`, keep: r`ID:|Path:|Who:|Created:|Error message` },
    details: [{ pattern: r`Who:\s+(?P<who>\S+)`, from: 'block' }],
    summary: 'The state of Terraform is locked[ by {who}]',
    cause: 'Another run changes the same state, or died and left its lock.',
    transient: true,
    prior: [7, 3],
    remedies: [
      {
        title: 'Run it again when the other one is done',
        why: 'A lock is never broken by force: the other run may be alive.',
        safe: true,
      },
    ],
    example:
      '╷\n│ Error: Error acquiring the state lock\n│ \n│ Error message: ConditionalCheckFailedException\n│ Lock Info:\n│   ID:        abc\n│   Who:       ci@runner\n╵\n',
  },
  {
    name: 'terraform-init',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'Failed to query available provider packages',
      'Failed to install provider',
      'Inconsistent dependency lock file',
      'Module not installed',
      'Required plugins are not installed',
      'Backend initialization required',
      'Could not load plugin',
      'Missing required provider',
    ],
    pattern: r`Error: (?P<message>Failed to query available provider packages|Failed to install provider.*|Inconsistent dependency lock file|Module not installed|Required plugins are not installed|Backend initialization required.*|Could not load plugin|Missing required provider)`,
    block: box,
    yields: 'causes',
    details: [{ pattern: r`on (?P<file>\S+\.tf) line (?P<line>\d+)`, from: 'block' }],
    summary: 'Terraform is not initialised: {message}',
    cause: 'Providers or modules are not installed, or not those of the lock.',
    prior: [7, 3],
    remedies: [
      byCommand(
        'Initialise it',
        'terraform init -input=false',
        'It fetches what the lock names.',
        false,
      ),
    ],
    example:
      '╷\n│ Error: Module not installed\n│ \n│   on main.tf line 1:\n│    1: module "vpc" {\n╵\n',
  },
  {
    name: 'terraform-fmt',
    category: 'lint_error',
    strength: 1,
    literals: ['.tf'],
    pattern: r`^(?P<file>[\w./-]+\.tf(?:vars)?)$`,
    block: { lines: 3, until: r`^@@` },
    summary: '{file} is not formatted',
    cause: '`terraform fmt -check` would write it in another way.',
    prior: [18, 2],
    remedies: [
      byCommand('Format it', 'terraform fmt {file}', 'It changes the layout and not the meaning.'),
    ],
    example: 'main.tf\n##[error]Terraform exited with code 3.\n',
  },
  {
    name: 'terraform',
    category: 'configuration',
    strength: 3,
    literals: ['Error: '],
    pattern: r`^(?:│ )?Error: (?P<message>.+)`,
    unless: r`No valid credential sources|timed out|Error acquiring|chart\(s\)`,
    block: { lines: 14, until: r`^╵|^##|^(?:│ )?Error: `, keep: r`[^│\s]` },
    details: [
      {
        pattern: r`on (?P<file>\S+\.(?:tf|tofu|tf\.json|tfvars)) line (?P<line>\d+)`,
        from: 'block',
      },
    ],
    requires: ['file'],
    summary: 'Terraform refuses the configuration[ ({file}:{line})]: {message}',
    cause: 'The configuration is not valid, or the provider does not do what it asks.',
    prior: [1, 9],
    remedies: byHand('Mend the configuration', 'Infrastructure is never changed by a repair.'),
    example:
      '╷\n│ Error: Unsupported argument\n│ \n│   on main.tf line 3, in resource "aws_instance" "a":\n│    3:   amii = "x"\n│ \n│ An argument named "amii" is not expected here. Did you mean "ami"?\n╵\n',
  },
  {
    name: 'ansible',
    category: 'configuration',
    strength: 2,
    literals: ['fatal: [', 'ERROR! ', '[ERROR]: '],
    pattern: r`^fatal: \[(?P<host>[^\]]+)\]: (?P<kind>FAILED|UNREACHABLE)! => (?P<message>.+)|^(?:ERROR! |\[ERROR\]: )(?P<message2>.+)`,
    block: { lines: 1, keep: '^Origin: ' },
    details: [
      { pattern: r`^Origin: (?P<file>\S+?):(?P<line>\d+)`, from: 'block' },
      { pattern: r`^TASK \[(?P<task>[^\]]+)\]`, from: 'above', show: true },
    ],
    summary: 'Ansible stops[ at the task "{task}"][ on {host}]: {message}',
    cause: 'The task failed on the host.',
    prior: [1, 9],
    remedies: byHand('Mend the task', 'The message is that of the module.'),
    example:
      'TASK [install shop] ****\nfatal: [web1]: FAILED! => {"changed": false, "msg": "No package matching \'shop\' found"}\n',
  },
];
