/** A program that a fix may start, by its form; everything that is not described here is refused. */
interface AllowedProgram {
  readonly words: readonly string[];
  /** Whether it takes files of the repository behind the words. */
  readonly files: boolean;
  /** What it may change besides those files; globs relative to the folder it runs in. */
  readonly changes: readonly string[];
}

const plain = (text: string, ...changes: string[]): AllowedProgram => ({
  words: text.split(' '),
  files: false,
  changes,
});
const onFiles = (text: string): AllowedProgram => ({
  words: text.split(' '),
  files: true,
  changes: [],
});

const programs: readonly AllowedProgram[] = [
  plain('dbt deps', 'package-lock.yml'),
  plain('npm ci'),
  plain('npm install', 'package-lock.json'),
  plain('pnpm install --frozen-lockfile'),
  plain('yarn install --immutable'),
  plain('yarn install --frozen-lockfile'),
  plain('uv sync --frozen'),
  plain('poetry install --no-interaction'),
  plain('go mod download'),
  plain('cargo fetch --locked'),
  plain('terraform init -input=false', '.terraform.lock.hcl'),
  plain('cargo fmt', '**/*.rs'),
  ...[
    'npx prettier --write',
    'npx biome check --write',
    'npx biome format --write',
    'npx eslint --fix',
  ].map(onFiles),
  ...['ruff check --fix', 'ruff format', 'black', 'isort', 'gofmt -w', 'terraform fmt'].map(
    onFiles,
  ),
];

export interface AllowedCommand {
  readonly argv: readonly string[];
  /** Globs relative to the folder in which it runs. */
  readonly changes: readonly string[];
}

/** A path of the repository as a program may get it: no flag, nothing outside, nothing that is a pattern. */
const file = /^(?!-)(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[\w@.+/ -]{1,200}$/;

/**
 * The program that a remedy names, in words that no shell reads, if the allow-list has it; null otherwise.
 * Files are taken only where the program works on files, and then it may change only these.
 */
export function allowedCommand(argv: readonly string[]): AllowedCommand | null {
  for (const program of programs) {
    const { words } = program;
    if (words.some((word, at) => argv[at] !== word)) continue;
    const rest = argv.slice(words.length);
    if (!program.files) {
      if (rest.length === 0) return { argv, changes: program.changes };
      continue;
    }
    if (rest.length > 0 && rest.length <= 50 && rest.every((path) => file.test(path)))
      return { argv, changes: [...program.changes, ...rest] };
  }
  return null;
}
