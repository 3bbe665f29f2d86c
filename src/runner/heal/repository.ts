/** The folder in which healing works: a git repository, or none. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Git } from './git.ts';

export interface Repository {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** Of the command, relative to the root, with `/`; `.` is the root. */
  readonly directory: string;
  /** null: the folder is in no repository. */
  readonly git: {
    /** What worktrees share. */
    readonly common: string;
    readonly index: string;
  } | null;
  /** Where healing keeps what it knows: in the git folder, or in `.yardmaster`. */
  readonly state: string;
}

/** `root` says where no repository is; null: the directory itself. */
export async function findRepository(
  git: Git,
  directory: string,
  root: string | null = null,
): Promise<Repository> {
  const here = realpathSync(directory);
  const found = await git(
    ['rev-parse', '--show-toplevel', '--git-common-dir', '--git-path', 'index'],
    { directory: here },
  );
  const [top = '', common = '', index = ''] = found.out.trimEnd().split('\n');
  // A folder that its own repository ignores or does not know is still in it; one in `.git` is not.
  if (!found.ok || top === '') {
    const base = root === null ? here : realpathSync(root);
    return {
      root: base,
      directory: below(base, here),
      git: null,
      state: join(base, '.yardmaster', 'heal'),
    };
  }
  const base = realpathSync(top);
  const shared = resolve(here, common);
  return {
    root: base,
    directory: below(base, here),
    git: { common: shared, index: resolve(here, index) },
    state: join(shared, 'yardmaster'),
  };
}

/** Says which worktree of a repository it is, where several share one git folder. */
export function placeKey({ root }: Repository): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 12);
}

function below(root: string, path: string): string {
  return relative(root, path).split(sep).join('/') || '.';
}
