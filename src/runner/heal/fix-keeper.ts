/** Keeps a verified fix: on a branch of its own, or in the working tree with a way back. */
import { join } from 'node:path';
import type { ChangeSet } from '../../heal/fix/fix.ts';
import { isLockFile } from '../../heal/gates/lock-files.ts';
import type { KeepWords, Kept, Tool } from '../../heal/loop/heal-ports.ts';
import { runTool } from './apply-action.ts';
import { type Git, gitText } from './git.ts';
import type { WhereKept } from './heal-attempt.ts';
import { putInPlace, restore, settleInPlace } from './in-place.ts';
import { keepBranch } from './keep-branch.ts';
import type { Repository } from './repository.ts';
import type { ScratchTrees } from './scratch-trees.ts';

export interface KeeperOrder {
  readonly git: Git;
  readonly repository: Repository;
  /** Absolute: where the backup of replaced files is. */
  readonly recovery: string;
  readonly keep: WhereKept;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly stop: AbortSignal;
}

/** A change as a commit of the private repository. */
export interface VerifiedChange {
  readonly commit: string;
  readonly changes: ChangeSet;
  readonly tools: readonly Tool[];
}

/** Whoever publishes it cannot see that the package manager wrote it, and none but that may. */
const lockWaits =
  'It is verified, but it changes a lock of packages, which a person has to let in on a machine of their own.';
const noBranch = 'It is verified, but there is no repository in which a branch could keep it.';

export class FixKeeper {
  readonly #order: KeeperOrder;
  #inPlace = false;

  constructor(order: KeeperOrder) {
    this.#order = order;
  }

  async keep(trees: ScratchTrees, verified: VerifiedChange, words: KeepWords): Promise<Kept> {
    const { git, repository, keep } = this.#order;
    const { changes, commit } = verified;
    // What only tools installed is in no commit: it has to be where the command runs.
    if (keep === 'tree' || changes.length === 0) return this.#putInPlace(verified);
    if (keep === 'report' && changes.some(({ path }) => isLockFile(path)))
      return { ok: false, why: lockWaits, wait: true };
    if (keep === 'report')
      return { ok: true, where: 'it comes as a branch with a pull request', inTree: false };
    if (!repository.git) return { ok: false, why: noBranch, wait: true };
    const tree = await gitText(git, ['rev-parse', `${commit}^{tree}`], trees.inside);
    const { snapshot } = trees;
    return keepBranch(git, { root: repository.root, snapshot, changes, tree, words });
  }

  async #putInPlace({ changes, tools }: VerifiedChange): Promise<Kept> {
    const { repository, recovery } = this.#order;
    const put = putInPlace(repository.root, changes, recovery);
    if (!put.ok) return put;
    this.#inPlace = true;
    for (const { argv, directory } of tools) {
      const done = await runTool(argv, join(repository.root, directory), this.#order);
      if (!done.ok) return { ok: false, why: done.why };
    }
    return { ok: true, where: 'it is in the working tree', inTree: true };
  }

  settle(): void {
    if (this.#inPlace) settleInPlace(this.#order.recovery);
    this.#inPlace = false;
  }

  undo(): void {
    if (this.#inPlace) restore(this.#order.recovery);
    this.#inPlace = false;
  }
}
