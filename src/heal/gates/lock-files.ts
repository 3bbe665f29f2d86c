/** Files that a package manager writes by itself, and by which of its subcommands. */
interface LockFile {
  readonly name: string;
  readonly manager: string;
  readonly subcommands: readonly string[];
}

const lockFiles: readonly LockFile[] = [
  { name: 'package-lock.json', manager: 'npm', subcommands: ['install', 'ci', 'i'] },
  { name: 'npm-shrinkwrap.json', manager: 'npm', subcommands: ['install', 'ci', 'i'] },
  { name: 'yarn.lock', manager: 'yarn', subcommands: ['install'] },
  { name: 'pnpm-lock.yaml', manager: 'pnpm', subcommands: ['install', 'i'] },
  { name: 'bun.lock', manager: 'bun', subcommands: ['install', 'i'] },
  { name: 'poetry.lock', manager: 'poetry', subcommands: ['lock'] },
  { name: 'uv.lock', manager: 'uv', subcommands: ['lock', 'sync'] },
  { name: 'pdm.lock', manager: 'pdm', subcommands: ['lock'] },
  { name: 'pipfile.lock', manager: 'pipenv', subcommands: ['lock'] },
  { name: 'cargo.lock', manager: 'cargo', subcommands: ['generate-lockfile', 'fetch', 'check'] },
  { name: 'go.sum', manager: 'go', subcommands: ['mod'] },
  { name: 'gemfile.lock', manager: 'bundle', subcommands: ['lock', 'install'] },
  { name: 'composer.lock', manager: 'composer', subcommands: ['update', 'install'] },
  { name: 'mix.lock', manager: 'mix', subcommands: ['deps.get'] },
  { name: 'package-lock.yml', manager: 'dbt', subcommands: ['deps'] },
  { name: '.terraform.lock.hcl', manager: 'terraform', subcommands: ['init', 'providers'] },
  { name: 'packages.lock.json', manager: 'dotnet', subcommands: ['restore'] },
  { name: 'gradle.lockfile', manager: 'gradle', subcommands: ['dependencies'] },
];
const others = ['bun.lockb', 'flake.lock', 'deno.lock', 'podfile.lock', 'pubspec.lock'];
/** Words of a command that name no package and no place to fetch it from: `--package-lock-only`. */
const plainFlag = /^--?[a-z][a-z-]*$/;
/** What `go mod` and `terraform providers` are asked for. */
const secondWords = new Set(['download', 'lock', 'verify']);

/** Whether a file is a lock of packages; only its package manager may write it. */
export function isLockFile(path: string): boolean {
  const name = nameOf(path);
  return others.includes(name) || lockFiles.some((lock) => lock.name === name);
}

/**
 * Whether this command is the package manager's own way to write this lock. It must name no package and no
 * registry: what is installed stays what the repository's manifest asks for.
 */
export function writesLock(argv: readonly string[], path: string): boolean {
  const lock = lockFiles.find(({ name }) => name === nameOf(path));
  const [program, subcommand, ...rest] = argv;
  if (!lock || program !== lock.manager || !lock.subcommands.includes(subcommand ?? ''))
    return false;
  return rest.every((word) => plainFlag.test(word) || secondWords.has(word));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}
