/** Worktrees of healed commits: a run that goes on from a fix does so there, never in the files of a person. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Run } from '../../core/model.ts';
import type { Checkout } from './git-checkout.ts';
import type { StateFolder } from './state-folder.ts';

/** What is installed once and shared; git ignores it, so a worktree lacks it. */
const installed = ['node_modules', '.venv', 'venv', 'dbt_packages'];

type Place = Pick<Run, 'issue' | 'commit'>;

export interface HealedCheckouts {
  /** Where a run's tasks work: in the person's own files until a fix moved it. Absolute. */
  rootOf(run: Place): string;
  /** Makes the worktree of a healed commit, and a branch by which a person finds it. */
  make(run: number, commit: string, branch: string): void;
  /** Gives a run's worktree what earlier tasks left. */
  bringIn(run: Place, paths: readonly string[]): void;
  /** Gives the person's own files what a task left in a worktree. */
  bringOut(from: string, paths: readonly string[]): void;
  /** Removes the worktrees of runs that are over. */
  tidy(open: ReadonlySet<number>): void;
}

export function healedCheckouts(
  checkout: Pick<Checkout, 'root' | 'owner' | 'repo'>,
  state: Pick<StateFolder, 'root' | 'github'>,
): HealedCheckouts {
  const { root, owner, repo } = checkout;
  const folder = join(state.root, 'healed');
  const bare = join(state.github, 'git', owner.toLowerCase(), `${repo.toLowerCase()}.git`);
  const pathOf = ({ issue, commit }: Place) => join(folder, `${issue}-${commit.slice(0, 12)}`);
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  const known = new Map<string, boolean>();
  const rootOf = (run: Place) => {
    const path = pathOf(run);
    const there = known.get(path) ?? existsSync(path);
    known.set(path, there);
    return there ? path : root;
  };

  return {
    rootOf,
    make(issue, commit, branch) {
      const path = pathOf({ issue, commit });
      git('fetch', '--quiet', '--no-tags', bare, `+${commit}:refs/heads/${branch}`);
      known.set(path, true);
      if (existsSync(path)) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      git('-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--quiet', '--detach', path, commit);
      for (const name of installed) {
        const there = lstatSync(join(root, name), { throwIfNoEntry: false });
        if (there && !existsSync(join(path, name))) symlinkSync(join(root, name), join(path, name));
      }
    },
    bringIn: (run, paths) => copy(root, rootOf(run), paths),
    bringOut: (from, paths) => copy(from, root, paths),
    tidy(open) {
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder)) {
        if (open.has(Number(name.split('-')[0]))) continue;
        rmSync(join(folder, name), { recursive: true, force: true });
      }
      git('worktree', 'prune');
    },
  };
}

function copy(from: string, to: string, paths: readonly string[]): void {
  if (from === to) return;
  for (const path of paths) {
    if (!existsSync(join(from, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path), { recursive: true, force: true });
  }
}
