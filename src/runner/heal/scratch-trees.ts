/** A snapshot of the working tree, and clean checkouts of what is made of it, in a scratch folder. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bringAlong } from './bring-along.ts';
import { type Git, type GitOptions, gitText } from './git.ts';
import type { Repository } from './repository.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

export interface TreeFacts {
  readonly tree: string;
  /** Sorted. */
  readonly paths: readonly string[];
}

export class ScratchTrees {
  readonly snapshot: Snapshot;
  /** Symbolic links and submodules of the commits whose facts were read. */
  readonly links = new Set<string>();
  readonly #modules = new Set<string>();
  /** For calls of git in the private repository. */
  readonly inside: GitOptions;
  readonly #git: Git;
  readonly #repository: Repository;
  readonly #folder: string;
  #made = 0;

  private constructor(git: Git, repository: Repository, folder: string, snapshot: Snapshot) {
    this.#git = git;
    this.#repository = repository;
    this.#folder = folder;
    this.snapshot = snapshot;
    this.inside = { directory: snapshot.gitDir, environment: { GIT_DIR: snapshot.gitDir } };
  }

  /** Throws what git complains of. */
  static async make(git: Git, repository: Repository, folder: string): Promise<ScratchTrees> {
    return new ScratchTrees(git, repository, folder, await takeSnapshot(git, repository, folder));
  }

  async facts(commit: string): Promise<TreeFacts> {
    const tree = await gitText(this.#git, ['rev-parse', `${commit}^{tree}`], this.inside);
    const { out } = await this.#git(['ls-tree', '-r', '-z', commit], this.inside);
    const paths: string[] = [];
    for (const entry of out.split('\0')) {
      if (entry === '') continue;
      const path = entry.slice(entry.indexOf('\t') + 1);
      paths.push(path);
      if (entry.startsWith('160000 ')) this.#modules.add(path);
      if (/^(?:120000|160000) /.test(entry)) this.links.add(path);
    }
    return { tree, paths: paths.sort() };
  }

  /** Absolute: a new folder with the files of a commit and nothing else. */
  async checkout(commit: string): Promise<string> {
    const path = join(this.#folder, `tree-${this.#made++}`);
    const args = ['worktree', 'add', '--quiet', '--detach', path, commit];
    await gitText(this.#git, args, this.inside);
    return path;
  }

  /** Brings what git ignores but commands need, besides folders of these names, and whatever is named. */
  bring(
    checkout: string,
    without: ReadonlySet<string>,
    named: readonly string[] = [],
  ): Promise<void> {
    const { gitDir } = this.snapshot;
    const index = join(gitDir, 'snapshot-index');
    const from = this.#repository.root;
    return bringAlong(this.#git, {
      from,
      to: checkout,
      gitDir,
      index,
      without,
      named: [...this.#modules, ...named],
    });
  }

  remove(checkout: string): void {
    rmSync(checkout, { recursive: true, force: true });
  }
}
