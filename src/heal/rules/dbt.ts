/** dbt: parsing, dependencies, compilation, tests. Wording of dbt-core 1.x. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand } from './remedies.ts';

const r = String.raw;
const header = {
  pattern: r`(?:Compilation|Parsing|Runtime|Database|Dependency|Schema|Validation) Error(?: in (?P<resource>[a-z_ ]+?) (?P<model>\S+) \((?P<file>[^)]+)\))?`,
  from: 'above',
  show: true,
} as const;
const body = { lines: 14, until: r`^\S|^\s*$`, before: 2 } as const;

export const dbtRules: readonly Rule[] = [
  {
    name: 'dbt-missing-ref',
    category: 'sql_error',
    strength: 3,
    literals: ['depends on a node named', 'depends on a source named'],
    pattern: r`(?P<resource>[A-Z]\w+(?: \w+)?) '(?P<node>[^']+)'(?: \((?P<file>[^)]+)\))? depends on a (?P<what>node|source) named '(?P<missing>[^']+)'(?: in package or project '[^']*')? which (?P<why>was not found|is disabled)`,
    block: { lines: 1, before: 1 },
    summary: '{node}[ in {file}] refers to the {what} {missing}, which {why}',
    cause:
      'A ref() or source() names something that the project does not have (misspelt, renamed in one place only, removed, or disabled).',
    prior: [7, 3],
    remedies: byHand(
      'Correct {missing} where it is read, or bring back the {what} of that name',
      'A name that is near to it hints at a slip; where there is none, it was renamed in one place only, removed, or disabled.',
    ),
    example:
      "Encountered an error:\nCompilation Error\n  Model 'model.shop.orders' (models/orders.sql) depends on a node named 'stg_ordrs' which was not found\n",
  },
  {
    name: 'dbt-conditional-ref',
    category: 'sql_error',
    strength: 3,
    literals: ['unable to infer all dependencies'],
    pattern: r`unable to infer all dependencies for the model "(?P<model>[^"]+)"`,
    block: { lines: 8, until: r`^\S`, before: 2 },
    details: [
      { pattern: r`(?P<fix>-- depends_on: \{\{ ?(?:ref|source)\([^)]*\) ?\}\})`, from: 'block' },
      header,
    ],
    summary: 'dbt cannot see what the model {model} depends on',
    cause: 'A ref() stands where dbt does not look when it parses (inside a condition or a macro).',
    prior: [17, 3],
    remedies: [
      {
        title: 'Add {fix} at the top of the model',
        why: 'The message itself holds the line to add.',
        safe: true,
      },
    ],
    example:
      'Compilation Error in model orders (models/orders.sql)\n  dbt was unable to infer all dependencies for the model "orders".\n  This typically happens when ref() is placed within a conditional block.\n\n  To fix this, add the following hint to the top of the model "orders":\n\n  -- depends_on: {{ ref(\'stg\') }}\n',
  },
  {
    name: 'dbt-deps-missing',
    category: 'dependency_install',
    strength: 3,
    literals: ['Run "dbt deps"', "Run 'dbt deps'", 'dbt deps" to install'],
    pattern: r`(?:dbt (?:expects|found) (?P<count>\d+) package|package "(?P<package>[^"]+)" was not found|Run ["']dbt deps["'])`,
    block: { lines: 3, before: 2 },
    summary: 'Packages of the dbt project are not installed[: {package}]',
    cause: 'packages.yml names packages that are not in dbt_packages/.',
    prior: [19, 1],
    remedies: [
      byCommand(
        'Install the packages',
        'dbt deps',
        'It fetches what packages.yml names and changes no source.',
      ),
    ],
    example:
      'Encountered an error:\nCompilation Error\n  dbt expects 1 package(s) to be installed (Package dependencies: 1), but found 0. Run "dbt deps" to install package dependencies.\n',
  },
  {
    name: 'dbt-package-version',
    category: 'dependency_install',
    strength: 3,
    literals: ['matching compatible version for package', 'Version error for package'],
    pattern: r`(?:matching compatible version for package|Version error for package):?\s+(?P<package>\S+)`,
    block: { lines: 6, until: r`^\S` },
    summary: 'No version of the dbt package {package} fits',
    cause:
      'The required versions contradict each other, or the version does not exist (for this dbt).',
    prior: [2, 8],
    remedies: byHand('Choose a version in packages.yml', 'Which version is right is a decision.'),
    example:
      "Encountered an error:\nCould not find a matching compatible version for package dbt-labs/dbt_utils\n  Requested range: =9.9.9, =9.9.9\n  Compatible versions: ['1.0.0']\n",
  },
  {
    name: 'dbt-undefined',
    category: 'sql_error',
    strength: 3,
    literals: ['is undefined. This can happen when calling a macro', 'is undefined'],
    pattern: r`'(?P<name>[^']+)' is undefined\b`,
    unless: r`jinja2\.exceptions`,
    block: { ...body },
    details: [header],
    summary: '{name} is not defined[ in {resource} {model}][ ({file})]',
    cause:
      'A macro or variable of Jinja is used that neither the project nor its installed packages define.',
    prior: [6, 4],
    remedies: [
      byCommand(
        'Install the packages, if one should define it',
        'dbt deps',
        'The macro may come from a package that is not there.',
      ),
      ...byHand('Correct the name of {name}', 'It is misspelt, or was renamed in one place only.'),
    ],
    example:
      'Compilation Error in model orders (models/orders.sql)\n  \'cents_to_dollar\' is undefined. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with "dbt deps".\n',
  },
  {
    name: 'dbt-required-var',
    category: 'configuration',
    strength: 3,
    literals: ['Required var '],
    pattern: r`Required var '(?P<name>[^']+)' not found in config`,
    block: { ...body },
    details: [header],
    summary: 'The dbt variable {name} has no value[ in {file}]',
    cause:
      'var() without a default asks for a variable that neither dbt_project.yml nor --vars gives.',
    prior: [1, 9],
    remedies: byHand(
      'Give a value for {name} in dbt_project.yml or with --vars',
      'A value is never invented.',
    ),
    example:
      "Compilation Error in model orders (models/orders.sql)\n  Required var 'start_date' not found in config:\n  Vars supplied to orders = {}\n",
  },
  {
    name: 'dbt-env-var',
    category: 'configuration',
    strength: 3,
    literals: ['Env var required but not provided'],
    pattern: r`Env var required but not provided: '(?P<name>[^']+)'`,
    block: { lines: 1, before: 2 },
    summary: 'The environment variable {name} is not set',
    cause: 'A profile or model reads it with env_var() and without a default.',
    prior: [1, 9],
    remedies: byHand(
      'Set {name} in the environment (a secret as a secret)',
      'A value is never invented.',
    ),
    example:
      "Encountered an error:\nParsing Error\n  Env var required but not provided: 'DBT_PASSWORD'\n",
  },
  {
    name: 'dbt-profile',
    category: 'configuration',
    strength: 3,
    literals: ['Could not find profile named', 'does not have a target named', 'profiles.yml'],
    pattern: r`Could not find profile named '(?P<profile>[^']+)'|[Tt]he profile '(?P<holder>[^']+)' does not have a target named '(?P<target>[^']+)'`,
    block: { lines: 6, until: r`^\S`, before: 1 },
    summary: 'dbt finds no profile[ named {profile}][ target {target} in the profile {holder}]',
    cause: 'profiles.yml is not where dbt looks, or lacks what dbt_project.yml or --target names.',
    prior: [1, 9],
    remedies: byHand(
      'Add the profile or target, or correct its name',
      'It holds the connection, which only a person knows.',
    ),
    example: "Encountered an error:\nRuntime Error\n  Could not find profile named 'shop'\n",
  },
  {
    name: 'dbt-adapter',
    category: 'dependency_install',
    strength: 3,
    literals: ['Could not find adapter type'],
    pattern: r`Could not find adapter type (?P<adapter>\w+)`,
    block: { lines: 1, before: 2 },
    details: [
      {
        pattern: r`Credentials in profile "(?P<profile>[^"]+)", target "(?P<target>[^"]+)"`,
        from: 'above',
      },
    ],
    summary: 'The adapter of dbt for {adapter} is not installed[ (target {target} of {profile})]',
    cause: 'The profile names a database for which this environment has no adapter.',
    prior: [2, 8],
    remedies: byHand(
      'Install dbt-{adapter}, or correct the type in profiles.yml',
      'What is installed is a decision.',
    ),
    example:
      '15:26:34  Encountered an error:\nRuntime Error\n  Credentials in profile "shop", target "ci" invalid: Runtime Error\n    Could not find adapter type snowflake!\n',
  },
  {
    name: 'dbt-yaml-syntax',
    category: 'configuration',
    strength: 3,
    literals: ['Syntax error near line', 'Error reading '],
    pattern: r`(?:Error reading (?P<project>[^:\s]+): (?P<file>\S+?\.ya?ml) - .*?(?:Syntax error near line (?P<line>\d+))?|Syntax error near line (?P<near>\d+))`,
    block: { lines: 16, until: r`^\d\d:|^[A-Z]`, before: 2 },
    details: [{ pattern: r`Syntax error near line (?P<line>\d+)`, from: 'block' }],
    yields: 'causes',
    summary: 'A YAML file of the dbt project cannot be read[: {file}][ near line {line}]',
    cause: 'Its indentation or syntax is broken: a tab, a missing colon, an unclosed quote.',
    prior: [6, 4],
    remedies: byHand(
      'Correct tabs and indentation, and parse again',
      'Only what the parser proves right is kept.',
    ),
    example:
      'Encountered an error:\nParsing Error\n  Error reading shop: schema.yml - Runtime Error\n    Syntax error near line 5\n    ------------------------------\n    2  |\n    5  |   - name: x\n',
  },
  {
    name: 'dbt-invalid-config',
    category: 'configuration',
    strength: 3,
    literals: ['config given in', 'schema.yml', 'dbt_project.yml'],
    pattern: r`Invalid (?P<key>\w+) config given in (?P<file>[^\s:]+)`,
    block: { ...body },
    summary: 'The {key} given in {file} is not valid',
    cause: 'A key is misspelt or its value has a form that dbt does not accept.',
    prior: [4, 6],
    remedies: byHand('Correct {key} in {file}', 'The message says what was expected.'),
    example:
      "Parsing Error\n  Invalid models config given in models/schema.yml @ models: {'name': 'x', 'columns': 'y'} - at path ['columns']: 'y' is not of type 'array'\n",
  },
  {
    name: 'dbt-duplicate',
    category: 'configuration',
    strength: 3,
    literals: ['dbt found two '],
    pattern: r`dbt found two (?P<what>[a-z ]+?) with the name "(?P<name>[^"]+)"`,
    block: { lines: 10, until: r`^\d\d:`, keep: '-|name|renam' },
    details: [{ pattern: r`\((?P<file>[\w./-]+\.\w+)\)`, from: 'block' }],
    summary: 'Two {what} have the name {name}',
    cause: 'Names of resources are unique in a project.',
    prior: [1, 9],
    remedies: byHand('Rename one of them', 'Which one is right is a decision.'),
    example:
      'Compilation Error\n  dbt found two models with the name "orders".\n\n  Since these resources have the same name, dbt will be unable to find the correct resource\n  when looking for ref("orders").\n',
  },
  {
    name: 'dbt-cycle',
    category: 'configuration',
    strength: 3,
    literals: ['Found a cycle:'],
    pattern: r`Found a cycle: (?P<cycle>.+)`,
    summary: 'Models refer to each other in a circle: {cycle}',
    cause: 'Each of them needs another of them first.',
    prior: [1, 9],
    remedies: byHand('Break the circle', 'Which reference should go is a decision.'),
    example:
      'Encountered an error:\nRuntime Error\n  Found a cycle: model.shop.a --> model.shop.b --> model.shop.a\n',
  },
];
