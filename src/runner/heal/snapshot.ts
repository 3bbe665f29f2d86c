/**
 * A commit of the working tree as it is, in a private repository that borrows the objects of the real one:
 * neither the user's index nor their refs are touched, and their repository's configuration is not obeyed.
 */
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Git, gitText } from './git.ts';
import type { Repository } from './repository.ts';

export interface Snapshot {
  /** The private repository. */
  readonly gitDir: string;
  /** The commit of the working tree: tracked files and those that git does not ignore. */
  readonly commit: string;
  readonly tree: string;
  /** The commit that was checked out, and its tree; empty before the first commit. */
  readonly head: string;
  readonly headTree: string;
}

/** What tools leave behind, where nobody ignored it: no part of a snapshot unless it is tracked. */
const litter = [
  '.yardmaster/',
  'node_modules/',
  '__pycache__/',
  '*.pyc',
  '.venv/',
  'venv/',
  '.pytest_cache/',
  '.mypy_cache/',
  '.ruff_cache/',
  '.tox/',
  '*.yardmaster-draft',
];
const dbtLitter = ['target/', 'dbt_packages/', 'logs/', 'dbt_modules/'];

/** Configuration that says how files are written, not what git executes. */
const fileSettings =
  /^(core\.(autocrlf|eol|filemode|symlinks|ignorecase|precomposeunicode|longpaths))$/;

export const noIdentity = {
  GIT_AUTHOR_NAME: 'Yardmaster',
  GIT_AUTHOR_EMAIL: 'yardmaster@localhost',
  GIT_COMMITTER_NAME: 'Yardmaster',
  GIT_COMMITTER_EMAIL: 'yardmaster@localhost',
};

/** `folder` is a new, empty one. Throws what git complains of. */
export async function takeSnapshot(
  git: Git,
  repository: Repository,
  folder: string,
): Promise<Snapshot> {
  const { root } = repository;
  const gitDir = join(folder, 'repository');
  const format = repository.git
    ? await git(['rev-parse', '--show-object-format'], { directory: root })
    : null;
  const sha = format?.ok ? format.out.trim() : 'sha1';
  await gitText(git, ['init', '--quiet', '--bare', `--object-format=${sha}`, gitDir], {
    directory: folder,
  });
  const head = repository.git ? await borrow(git, repository, gitDir) : '';
  writeExcludes(repository, gitDir);
  const index = join(gitDir, 'snapshot-index');
  if (repository.git && existsSync(repository.git.index)) copyIndex(repository.git.index, index);
  const environment = { GIT_DIR: gitDir, GIT_WORK_TREE: root, GIT_INDEX_FILE: index };
  await excludeHuge(git, root, gitDir, environment);
  const call = (args: readonly string[]) => gitText(git, args, { directory: root, environment });
  const added = await git(['add', '--all', '--ignore-errors', '--', '.'], {
    directory: root,
    environment,
  });
  // A file that nobody may read is no part of what a command needs.
  if (!added.ok && !/[Pp]ermission denied/.test(added.error))
    throw new Error(`git add: ${added.error}`);
  const tree = await call(['write-tree']);
  const parents = head === '' ? [] : ['-p', head];
  const commit = await gitText(
    git,
    ['commit-tree', tree, ...parents, '-m', 'The working tree as it was'],
    { directory: folder, environment: { GIT_DIR: gitDir, ...noIdentity } },
  );
  const headTree = head === '' ? '' : await call(['rev-parse', `${head}^{tree}`]);
  return { gitDir, commit, tree, head, headTree };
}

/**
 * With its time: git looks into files that changed in the second of the index, or after it, as their size and their
 * time may not tell (git's `racy-git`). Whole seconds, which is what it compares.
 */
function copyIndex(from: string, to: string): void {
  const seconds = Math.floor(statSync(from).mtimeMs / 1000);
  copyFileSync(from, to);
  utimesSync(to, seconds, seconds);
}

/** Lends the private repository the objects and names of the real one. Answers the commit that is checked out. */
async function borrow(git: Git, repository: Repository, gitDir: string): Promise<string> {
  const { root } = repository;
  const common = repository.git?.common ?? '';
  mkdirSync(join(gitDir, 'objects', 'info'), { recursive: true });
  writeFileSync(join(gitDir, 'objects', 'info', 'alternates'), `${join(common, 'objects')}\n`);
  for (const name of ['packed-refs', 'shallow'])
    if (existsSync(join(common, name))) copyFileSync(join(common, name), join(gitDir, name));
  const tags = join(common, 'refs', 'tags');
  if (existsSync(tags)) cpSync(tags, join(gitDir, 'refs', 'tags'), { recursive: true });
  const list = await git(['config', '--list', '-z', '--local'], { directory: root });
  for (const entry of list.out.split('\0')) {
    const [name = '', value = ''] = entry.split('\n', 2);
    if (fileSettings.test(name))
      await git(['config', name, value], { directory: gitDir, environment: { GIT_DIR: gitDir } });
  }
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {
    directory: root,
  });
  return head.ok ? head.out.trim() : '';
}

/** To store a file of this size takes long; it is brought along like what git ignores. */
const huge = 64 << 20;

async function excludeHuge(
  git: Git,
  root: string,
  gitDir: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const { out } = await git(['ls-files', '--others', '--exclude-standard', '-z'], {
    directory: root,
    environment,
  });
  const paths = out.split('\0').filter((path) => {
    const found = path === '' ? undefined : lstatSync(join(root, path), { throwIfNoEntry: false });
    return found?.isFile() && found.size > huge;
  });
  const lines = paths.map((path) => `/${path.replace(/[\\*?[!#\s]/g, '\\$&')}`);
  if (lines.length > 0) appendFileSync(join(gitDir, 'info', 'exclude'), `${lines.join('\n')}\n`);
}

function writeExcludes({ root, directory, git }: Repository, gitDir: string): void {
  const own = git ? join(git.common, 'info', 'exclude') : '';
  const before = own !== '' && existsSync(own) ? readFileSync(own, 'utf8') : '';
  const isDbt = existsSync(join(root, directory, 'dbt_project.yml'));
  const prefix = directory === '.' ? '/' : `/${directory}/`;
  const lines = [before, ...litter, ...(isDbt ? dbtLitter.map((name) => prefix + name) : [])];
  mkdirSync(join(gitDir, 'info'), { recursive: true });
  writeFileSync(join(gitDir, 'info', 'exclude'), `${lines.join('\n')}\n`);
}
