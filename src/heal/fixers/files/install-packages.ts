import type { Project } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';

const absent =
  /(?:sh|bash): (?:line )?(?:\d+: )?(\S+): (?:command )?not found|Cannot find (?:module|package) '([^'./][^']*)'|npm (?:ERR!|error) could not determine executable to run/;

interface Manager {
  readonly lock: string;
  readonly argv: readonly string[];
  /** What it leaves where it has installed something. */
  readonly trace: readonly string[];
}

const managers: readonly Manager[] = [
  { lock: 'package-lock.json', argv: ['npm', 'ci'], trace: ['node_modules/.package-lock.json'] },
  { lock: 'npm-shrinkwrap.json', argv: ['npm', 'ci'], trace: ['node_modules/.package-lock.json'] },
  {
    lock: 'pnpm-lock.yaml',
    argv: ['pnpm', 'install', '--frozen-lockfile'],
    trace: ['node_modules/.modules.yaml'],
  },
  {
    lock: 'yarn.lock',
    argv: ['yarn', 'install', '--immutable'],
    trace: ['node_modules/.yarn-integrity', 'node_modules/.yarn-state.yml', '.pnp.cjs'],
  },
];

/** A tool or module of Node is missing because nothing is installed, while a lock says what to install. */
export const installPackages: Fixer = {
  name: 'install-packages',
  kinds: ['*'],
  propose({ evidence }, project) {
    const line = evidence.map((one) => absent.exec(one)).find(Boolean);
    if (!line) return [];
    const base =
      project.directory === '.' || project.directory === '' ? '' : `${project.directory}/`;
    const manager = managers.find(({ lock }) => project.paths.includes(`${base}${lock}`));
    if (
      !manager ||
      !project.paths.includes(`${base}package.json`) ||
      isInstalled(project, base, manager)
    )
      return [];
    return [
      {
        remedy: `install-${manager.argv[0]}`,
        title: `Install what ${manager.lock} names: ${manager.argv.join(' ')}`,
        why: `${line[1] ?? line[2] ?? 'The tool'} is missing, and nothing is installed in ${base || 'this folder'}${base ? '' : ''}. The lock says exactly what to install; no source changes.`,
        action: { kind: 'command', argv: manager.argv, directory: project.directory, changes: [] },
        safe: true,
        prior: [19, 1],
        candidates: 1,
      },
    ];
  },
};

function isInstalled(project: Project, base: string, { trace }: Manager): boolean {
  return trace.some((path) => project.artifact(`${base}${path}`) !== null);
}
