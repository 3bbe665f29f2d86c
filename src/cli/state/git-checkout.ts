/** What git says of the folder that a command was called in. */
import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { CliProblem } from '../cli-problem.ts';

export interface Checkout {
  readonly root: string;
  /** 40 hexadecimal digits. */
  readonly head: string;
  /** `main` where HEAD is on no branch. */
  readonly branch: string;
  /** Absolute. */
  readonly exclude: string;
  readonly owner: string;
  readonly repo: string;
  /** The login of whoever works here, from git's user name; `local` where that says nothing. */
  readonly actor: string;
}

/** Throws `CliProblem` where there is no repository, or no commit in it. */
export function readCheckout(directory: string): Checkout {
  const facts = git(directory, [
    'rev-parse',
    ...['--show-toplevel', '--git-path', 'info/exclude', 'HEAD', '--abbrev-ref', 'HEAD'],
  ]);
  const [root = '', exclude = '', head = '', branch = ''] = facts?.split('\n') ?? [];
  if (facts === null) refuse(directory);
  const settings = git(directory, ['config', '--get-regexp', '^(user\\.name|remote\\..*\\.url)$']);
  const { owner, repo } = ownName(settings ?? '', root);
  return {
    root,
    head,
    branch: branch === 'HEAD' ? 'main' : branch,
    exclude: resolve(directory, exclude),
    owner,
    repo,
    actor: loginOf(userName(settings ?? '')),
  };
}

/** The root of the repository, which may be one without a commit yet. Throws `CliProblem` outside of one. */
export function repositoryRoot(directory: string): string {
  return git(directory, ['rev-parse', '--show-toplevel']) ?? noRepository(directory);
}

/** What is not as the current commit has it, new files included; none where git cannot say. */
export async function changedPaths(root: string): Promise<readonly string[]> {
  try {
    const options = { cwd: root, maxBuffer: 1 << 28 };
    const { stdout } = await promisify(execFile)('git', ['status', '--porcelain'], options);
    return stdout.split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function git(directory: string, args: readonly string[]): string | null {
  const options = { cwd: directory, encoding: 'utf8' } as const;
  const { error, status, stdout } = spawnSync('git', args, options);
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new CliProblem('no-git', 'There is no `git` on the PATH.', 'Install git.');
  return status === 0 ? stdout.trimEnd() : null;
}

function refuse(directory: string): never {
  const root = repositoryRoot(directory);
  throw new CliProblem(
    'no-commit',
    `The repository ${root} has no commit yet, and a run pins one.`,
    'Commit the pipeline first: `git add -A && git commit -m "Add a pipeline"`.',
  );
}

function noRepository(directory: string): never {
  throw new CliProblem(
    'no-repository',
    `${directory} is in no git repository.`,
    'Change into one, or make one with `git init`.',
  );
}

/** Git names the most general setting first; the last one counts. */
function userName(settings: string): string {
  return [...settings.matchAll(/^user\.name (.*)$/gm)].at(-1)?.[1] ?? '';
}

/** `owner/repo` of the remote `origin` if it looks like one of a forge; else `local/<folder>`. */
function ownName(settings: string, root: string): { owner: string; repo: string } {
  const url = /^remote\.origin\.url (.*)$/m.exec(settings)?.[1] ?? '';
  const [, owner, repo] = /[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(url) ?? [];
  if (owner && repo && /^(?:https?:|ssh:|git@)/.test(url)) return { owner, repo };
  const folder = root.split('/').at(-1) ?? '';
  return { owner: 'local', repo: folder.replace(/[^\w.-]+/g, '-') || 'repository' };
}

/** A name as GitHub would take it for a login: letters, digits and single hyphens, 39 at most. */
export function loginOf(name: string): string {
  const login = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 39)
    .replace(/-+$/, '')
    .toLowerCase();
  return login || 'local';
}
