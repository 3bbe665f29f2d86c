/** What installs Python packages: pip, uv, poetry. */
import type { Rule } from '../rule.ts';
import { byHand, runAgain } from './remedies.ts';

const r = String.raw;
const chooseVersion = byHand(
  'Choose versions that go together',
  'Which requirement may move is a decision.',
);

export const pythonToolRules: readonly Rule[] = [
  {
    name: 'pip-network',
    category: 'network_or_flaky',
    strength: 3,
    literals: [
      'Max retries exceeded with url',
      'ReadTimeoutError',
      'Read timed out',
      'HTTPSConnectionPool(',
      'ConnectionResetError',
      'HTTP error 5',
      'NewConnectionError',
    ],
    pattern: r`(?:ERROR: Could not install packages due to an OSError: |ERROR: |error: )?(?:HTTPS?ConnectionPool\(host='(?P<host>[^']+)'.*(?P<message>Max retries exceeded with url: \S+|Read timed out).*)|ERROR: (?:Could not install requirement (?P<package>\S+) because of )?(?P<message2>HTTP error 5\d\d.*)`,
    unless: r`^WARNING: Retrying`,
    block: { lines: 0 },
    summary: 'A download[ from {host}][ of {package}] does not succeed: {message}',
    cause: 'The host did not answer, or answered with errors, until all tries were used up.',
    transient: true,
    prior: [8, 2],
    remedies: runAgain,
    example:
      "ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='files.example.org', port=443): Max retries exceeded with url: /packages/a.whl (Caused by ResponseError('too many 503 error responses'))\n",
  },
  {
    name: 'pip-no-version',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'ERROR: No matching distribution found for',
      'ERROR: Could not find a version that satisfies',
    ],
    pattern: r`ERROR: (?:No matching distribution found for|Could not find a version that satisfies the requirement) (?P<package>\S+)`,
    block: { lines: 1 },
    summary: 'pip finds no version of {package} that fits',
    cause: 'The name or version does not exist on the index, or not for this Python and platform.',
    prior: [2, 8],
    remedies: chooseVersion,
    example:
      'ERROR: Could not find a version that satisfies the requirement pandas==99.0 (from versions: 1.0, 2.0)\nERROR: No matching distribution found for pandas==99.0\n',
  },
  {
    name: 'pip-conflict',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'ERROR: ResolutionImpossible',
      'ERROR: Cannot install ',
      'No solution found when resolving',
      'version solving failed',
      'SolverProblemError',
    ],
    pattern: r`ERROR: Cannot install (?P<packages>.+) because|ERROR: ResolutionImpossible|No solution found when resolving|version solving failed|SolverProblemError`,
    block: {
      lines: 14,
      until: r`^##`,
      keep: r`depends on|requires|conflict|Because|and |we can conclude`,
    },
    details: [{ pattern: r`Because (?P<packages>.+?)(?: and |, we can|$)`, from: 'block' }],
    summary: 'The required Python packages exclude each other[: {packages}]',
    cause: 'Two requirements ask for versions of one package that cannot both be installed.',
    prior: [1, 9],
    remedies: chooseVersion,
    example:
      'ERROR: Cannot install a==1.0 and b==2.0 because these package versions have conflicting dependencies.\n\nThe conflict is caused by:\n    a 1.0 depends on c<2\n    b 2.0 depends on c>=2\n',
  },
  {
    name: 'conda-solve',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'UnsatisfiableError',
      'ResolvePackageNotFound',
      'PackagesNotFoundError',
      'Could not solve for environment specs',
    ],
    pattern: r`(?P<message>(?:LibMamba)?UnsatisfiableError.*|ResolvePackageNotFound.*|PackagesNotFoundError.*|Could not solve for environment specs.*)`,
    block: { lines: 10, until: r`^##`, keep: r`^\s*(?:- |[├└│])` },
    details: [{ pattern: r`^\s+- (?P<package>.+)`, from: 'block' }],
    summary: 'conda cannot settle the packages[: {package}]',
    cause: 'The packages that are asked for exclude each other, or are in none of the channels.',
    prior: [1, 9],
    remedies: chooseVersion,
    example:
      'Solving environment: ...working... failed\n\nLibMambaUnsatisfiableError: Encountered problems while solving:\n  - package numpy-1.26.0-py312_0 requires python >=3.12\n',
  },
  {
    name: 'pip-build-failed',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'ERROR: Failed building wheel for',
      'ERROR: Failed to build',
      'error: subprocess-exited-with-error',
      'error: metadata-generation-failed',
      'Failed to build `',
      'Failed to build installable wheels',
      'ChefBuildError',
    ],
    pattern: r`ERROR: Failed building wheel for (?P<package>\S+)|ERROR: Failed to build (?P<package2>.+)|(?P<message>error: (?:subprocess-exited-with-error|metadata-generation-failed))|Failed to build .(?P<package3>[\w.@= -]+)|(?P<message2>ChefBuildError)`,
    block: { lines: 30, until: r`^##`, keep: r`error|Error` },
    absorbs: true,
    summary: 'A Python package cannot be built[: {package}][ ({message})]',
    cause:
      'It has no wheel for this Python and platform, and its own build failed (a compiler, a header or a build tool is missing, or it does not support this Python).',
    prior: [2, 8],
    remedies: byHand(
      'Take a version that has a wheel, or install what its build needs',
      'The output of its build says what is missing.',
    ),
    example:
      'Building wheels for collected packages: psycopg2\n  error: subprocess-exited-with-error\n  \n  × Building wheel for psycopg2 (pyproject.toml) did not run successfully.\n  │ exit code: 1\n      Error: pg_config executable not found.\n',
  },
  {
    name: 'python-version',
    category: 'configuration',
    strength: 3,
    literals: [
      'No interpreter found for Python',
      'requires a different Python',
      'is not supported by the project',
    ],
    pattern: r`(?P<message>No interpreter found for Python.*|.*requires a different Python: .+|The currently activated Python version \S+ is not supported by the project.*)`,
    summary: 'This version of Python does not fit: {message}',
    cause: 'The project or a package asks for another version than is installed here.',
    prior: [3, 7],
    remedies: byHand('Set up the version that is asked for', 'The message names it.'),
    example:
      'error: No interpreter found for Python 3.99 in managed installations or search path\n',
  },
  {
    name: 'pip-externally-managed',
    category: 'configuration',
    strength: 3,
    literals: ['externally-managed-environment'],
    pattern: r`error: externally-managed-environment`,
    block: { lines: 8, until: r`^##` },
    summary: 'pip may not install into the Python of the system',
    cause: 'The distribution manages this Python (PEP 668); a virtual environment is wanted.',
    prior: [3, 7],
    remedies: byHand('Make a virtual environment first', 'It leaves the system as it is.'),
    example: 'error: externally-managed-environment\n\n× This environment is externally managed\n',
  },
  {
    name: 'pip-file',
    category: 'configuration',
    strength: 3,
    literals: [
      'Could not open requirements file',
      'does not appear to be a Python project',
      'Invalid requirement: ',
    ],
    pattern: r`ERROR: (?:Could not open requirements file: .*'(?P<file>[^']+)'|(?P<message>.*does not appear to be a Python project.*|Invalid requirement: .+))`,
    summary: 'pip cannot read what to install[: {file}][: {message}]',
    cause: 'The file of requirements or the project is not there, or is not valid.',
    prior: [1, 9],
    remedies: byHand('Correct the path or the file', 'The message names it.'),
    example:
      "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'missing.txt'\n",
  },
  {
    name: 'pip-hash',
    category: 'dependency_install',
    strength: 3,
    literals: ['THESE PACKAGES DO NOT MATCH THE HASHES', 'Hash mismatch for'],
    pattern: r`THESE PACKAGES DO NOT MATCH THE HASHES|Hash mismatch for .(?P<package>[\w.=-]+)`,
    block: { lines: 8, until: r`^##` },
    details: [{ pattern: r`^\s+(?P<package>\S+) from \S+:`, from: 'block' }],
    summary: 'A downloaded package is not the one that was locked[: {package}]',
    cause:
      'Its hash differs from that in the requirements: the lock is old, or the file was replaced.',
    prior: [1, 19],
    remedies: byHand(
      'Find out why the file changed',
      'A wrong hash may be an attack; it is never just accepted.',
    ),
    example:
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.\n    a==1.0 from https://files.example.org/a.whl:\n        Expected sha256 abc\n             Got        def\n',
  },
  {
    name: 'uv-lock',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'The lockfile at `uv.lock` needs to be updated',
      'pyproject.toml changed significantly since poetry.lock',
      'poetry.lock is not up to date',
    ],
    pattern: r`(?P<message>The lockfile at .uv\.lock. needs to be updated|pyproject\.toml changed significantly since poetry\.lock|poetry\.lock is not up to date)`,
    summary: 'The lock file is older than pyproject.toml: {message}',
    cause: 'A requirement was changed, and the lock was not written again.',
    prior: [6, 4],
    remedies: byHand(
      'Write the lock again with the same tool and commit it',
      'Versions may move with it, so that a person looks.',
    ),
    example: 'error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.\n',
  },
];
