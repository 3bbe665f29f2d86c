/** One reason why no fix may touch a file. Whole names, compared in lower case. */
export interface Protection {
  /** In words, after "it": `belongs to the tests`. */
  readonly what: string;
  /** Names of folders anywhere above the file. */
  readonly folders?: RegExp;
  /** Names of files. */
  readonly files?: RegExp;
}

function anyOf(...names: readonly string[]): RegExp {
  return new RegExp(`^(?:${names.join('|')})$`);
}

const r = String.raw;

/** What decides about others: git, hooks, continuous integration, commands, editors, agents. */
const machinery: readonly Protection[] = [
  {
    what: 'belongs to git, GitHub or their settings',
    folders: anyOf(r`\.git.*`),
    files: anyOf(r`\.git.*`, 'codeowners'),
  },
  {
    what: 'is a hook that runs on other people’s machines',
    folders: anyOf(r`\.husky`, r`\.?git-?hooks`, r`\.hooks`, r`\.lefthook`),
    files: anyOf(
      r`\.pre-commit.*`,
      r`\.?lefthook.*\.(?:ya?ml|toml|json)`,
      r`\.overcommit.*`,
      r`\.huskyrc.*`,
    ),
  },
  {
    what: 'belongs to continuous integration',
    folders: anyOf(
      r`\.circleci|\.buildkite|\.semaphore|\.tekton|\.woodpecker|\.teamcity|\.drone|\.harness`,
      r`\.azure-?pipelines|\.azuredevops|\.gitea|\.forgejo|\.ci|\.bitbucket|jenkins`,
    ),
    files: anyOf(
      r`jenkinsfile.*|\.travis\..*|\.?appveyor\..*|azure-pipelines.*|bitbucket-pipelines.*`,
      r`\.drone\..*|\.woodpecker.*|cloudbuild\..*|buildspec.*|\.cirrus\..*|wercker\..*`,
      r`codemagic\..*|renovate\.json.*|\.renovaterc.*|dependabot\..*`,
    ),
  },
  {
    what: 'says which commands are run',
    folders: anyOf(r`\.yardmaster`),
    files: anyOf(
      r`(?:gnu)?makefile(?:\..*)?|.*\.mk|\.?justfile|taskfile(?:\.dist)?\.ya?ml|rakefile|procfile.*`,
      r`gulpfile\..*|gruntfile\..*|fabfile\.py|dodo\.py|invoke\.ya?ml|earthfile|magefile\.go`,
      r`skaffold\.ya?ml|tiltfile|execution_mode\.ya?ml|yardmaster\.ya?ml`,
    ),
  },
  {
    what: 'instructs an editor or an agent',
    folders: anyOf(
      r`\.vscode|\.idea|\.fleet|\.zed|\.devcontainer|\.claude|\.cursor|\.codex|\.gemini`,
      r`\.aider.*|\.continue|\.windsurf|\.roo|\.kiro`,
    ),
    files: anyOf(
      r`(?:claude|agents?|gemini|copilot-instructions|conventions)(?:\.local)?\.md`,
      r`\.cursorrules|\.windsurfrules|\.clinerules|\.?mcp\.json|\.aider.*|devcontainer\.json`,
    ),
  },
];

/** What says whether the rest is right. */
const judges: readonly Protection[] = [
  {
    what: 'belongs to the tests',
    folders: anyOf(
      r`(?:[a-z0-9]+[-_ .])?(?:tests?|specs?|testing)`,
      r`__tests?__|e2e|cypress|playwright|tests?[-_](?:suites?|cases?|utils?|helpers?|support)`,
    ),
    files: anyOf(
      r`.*[._-](?:tests?|specs?|e2e|cy)\.[a-z0-9.]+`,
      r`(?:tests?|specs?)(?:[-_].*)?\.[a-z0-9]+`,
      r`.*(?:tests?|testcase|spec)\.(?:java|kts?|scala|groovy|cs|swift|php)`,
      r`test.*\.(?:java|kts?|scala|groovy|cs|swift|php)`,
      r`conftest\.py|.*\.feature|doctest.*\.py`,
    ),
  },
  {
    what: 'is test data or a snapshot of what is expected',
    folders: anyOf(
      r`(?:__)?(?:fixtures?|snapshots?|mocks?|goldens?|cassettes|expected|baselines?)(?:__)?`,
      r`golden[-_]?files?|test[-_]?data|test[-_]?resources`,
    ),
    files: anyOf(r`.*\.(?:snap|golden|expected)`, r`.*\.(?:golden|approved|snapshot)\..*`),
  },
  {
    what: 'is data, which no program can correct',
    files: anyOf(
      r`.*\.(?:csv|tsv|psv|jsonl|ndjson|parquet|avro|orc|feather|arrow|xlsx?|ods)(?:\.gz|\.zst)?`,
      r`.*\.(?:db|sqlite3?|duckdb|wal|dump)(?:\.gz|\.zst)?`,
    ),
  },
  {
    what: 'says what is checked, or how strictly',
    files: anyOf(
      r`(?:jest|vite|vitest|playwright|cypress|karma|wdio|ava|mocha|nyc|c8|stryker|eslint|prettier|stylelint|commitlint|tslint|knip|biome)[.-].*(?:config|conf|setup|workspace|preset).*`,
      r`(?:karma|wdio|nyc|biome|cypress|stryker|knip)\.(?:conf\.)?[a-z]+`,
      r`\.(?:eslint|prettier|stylelint|mocha|nyc|c8|tslint|jshint|lintstaged|commitlint|markdownlint|yamllint|hadolint|tflint|rubocop|golangci|codecov|coverage|pylint|flake8|sqlfluff|mypy|ruff|isort|bandit|pydocstyle|clang-tidy|clang-format|editorconfig|shellcheck|deptry|semgrep|trivy|checkov|snyk|gitleaks|luacheck|credo|swiftlint).*`,
      r`(?:ts|js)config.*\.json|(?:pytest|mypy|tox|nose2?|pylint|ruff|flake8|bandit)\.(?:ini|toml|cfg)`,
      r`noxfile\.py|codecov\.ya?ml|sonar-project\.properties|(?:clippy|rustfmt|deny|tarpaulin|nextest)\.toml`,
      r`(?:checkstyle|spotbugs|pmd|detekt|phpunit|phpstan|psalm|phpcs).*\.(?:xml|ya?ml|neon|dist)`,
      r`.*ignore|selectors\.ya?ml|(?:site|user)customize\.py`,
    ),
  },
];

/** What opens doors: credentials, and the packages of others. */
const keys: readonly Protection[] = [
  {
    what: 'may hold secrets',
    folders: anyOf(
      r`\.aws|\.azure|\.gcloud|\.ssh|\.gnupg|\.kube|\.docker|\.dbt|\.snowflake|\.databricks`,
      r`secrets?|credentials?|certs?`,
    ),
    files: anyOf(
      r`\.env.*|.*\.env|profiles\.ya?ml|id_(?:rsa|dsa|ecdsa|ed25519).*|kubeconfig.*|auth\.json`,
      r`.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc|gpg|crt|cer|der|ppk|age|tfvars|tfstate)(?:\..*)?`,
      r`[._](?:netrc|pypirc|npmrc|pgpass|boto|s3cfg|htpasswd|dockercfg|yarnrc).*|\.my\.cnf`,
      r`(?:client[-_])?(?:secrets?|credentials?)(?:[._-].*)?|service[-_]?account.*\.json`,
      r`nuget\.config|pip\.(?:conf|ini)`,
    ),
  },
  {
    what: 'says which packages are installed',
    folders: anyOf(
      r`node_modules|dbt_packages|dbt_modules|site-packages|\.?venv|\.tox|\.yarn|\.bundle`,
    ),
    files: anyOf(
      r`package\.(?:json5?|yaml)|deno\.jsonc?|import_map\.json|pnpm-workspace\.ya?ml|bunfig\.toml`,
      r`(?:lerna|nx|turbo|rush)\.json|pyproject\.toml|setup\.(?:py|cfg)|pipfile|uv\.toml`,
      r`(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in|pip)`,
      r`environment(?:[-_.].*)?\.ya?ml|conda.*\.ya?ml|packages\.ya?ml|dependencies\.ya?ml`,
      r`go\.(?:mod|work)|cargo\.toml|rust-toolchain(?:\.toml)?|pom\.xml|.*\.gradle(?:\.kts)?`,
      r`gradle.*\.properties|(?:maven|gradle)-wrapper.*|mvnw.*|gradlew.*|.*\.versions\.toml`,
      r`build\.sbt|plugins\.sbt|gemfile|.*\.gemspec|composer\.json|mix\.exs|rebar\.config`,
      r`.*\.(?:cs|fs|vb)proj|directory\.(?:build|packages)\.(?:props|targets)|global\.json`,
      r`\.tool-versions|\.(?:nvmrc|node-version|python-version|ruby-version|java-version)`,
      r`pubspec\.ya?ml|podfile|flake\.nix|conanfile.*|vcpkg\.json|module\.bazel|workspace(?:\.bazel)?`,
    ),
  },
];

/** What needs no reading is compared first; the first that fits gives the reason. */
export const protections: readonly Protection[] = [...machinery, ...judges, ...keys];
