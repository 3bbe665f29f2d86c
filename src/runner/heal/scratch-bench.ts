/** The workbench on the disk: a snapshot, and checkouts of it in a scratch folder. */
import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeSet, Fix, FixAction, Project } from '../../heal/fix/fix.ts';
import type {
  Applied,
  CommandRun,
  KeepWords,
  Kept,
  Workbench,
} from '../../heal/loop/heal-ports.ts';
import { applyAction, runTool } from './apply-action.ts';
import { bringAlong } from './bring-along.ts';
import { type Git, gitText } from './git.ts';
import type { HealFolder, Scratch } from './heal-folder.ts';
import { putInPlace, restore, settleInPlace } from './in-place.ts';
import { appliesToHead, keepBranch } from './keep-branch.ts';
import { commitAll, readChanges } from './read-changes.ts';
import type { Repository } from './repository.ts';
import type { RunLeft } from './run-left.ts';
import { scratchProject } from './scratch-project.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { writeFileWhole } from './write-file.ts';

export interface BenchOrder {
  readonly git: Git;
  readonly repository: Repository;
  readonly folder: HealFolder;
  readonly makeScratch: () => Scratch;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly stop: AbortSignal;
  readonly lastGood: string | null;
  /** Where what is verified goes. */
  readonly keep: 'branch' | 'tree';
  /** Runs the verification; `checkout` stands for the repository's root. */
  readonly verify: (
    checkout: string,
    environment: Readonly<Record<string, string>>,
  ) => Promise<CommandRun<RunLeft>>;
  /** Called with the checkout in which a fix was verified, before that goes away. */
  readonly onProved?: (checkout: string) => void;
}

/** A state of the files: the snapshot, or what stacked fixes made of it. */
interface Level {
  readonly commit: string;
  readonly tree: string;
  readonly paths: readonly string[];
  readonly checkout: string;
  readonly artifacts: string;
  /** Tools that were run to get here; they also change what git ignores. */
  readonly tools: readonly Tool[];
}
type Tool = Extract<FixAction, { kind: 'command' }>;

interface Draft {
  readonly commit: string;
  readonly changes: ChangeSet;
  readonly tools: readonly Tool[];
}

const installers = new Set(['npm', 'pnpm', 'yarn', 'bun']);

export class ScratchBench implements Workbench<RunLeft> {
  readonly #order: BenchOrder;
  #scratch: Scratch | null = null;
  #snapshot: Snapshot | null = null;
  #levels: Level[] = [];
  #draft: Draft | null = null;
  #verified: string | null = null;
  #whole: ChangeSet = [];
  #base = '';
  #links: ReadonlySet<string> = new Set();
  #inPlace = false;
  #made = 0;

  constructor(order: BenchOrder) {
    this.#order = order;
  }

  async open(): Promise<void> {
    const { git, repository } = this.#order;
    this.#scratch = this.#order.makeScratch();
    const snapshot = await takeSnapshot(git, repository, this.#scratch.path);
    this.#snapshot = snapshot;
    this.#links = await linksOf(git, snapshot);
    this.#levels = [await this.#level(snapshot.commit, repository.root, [])];
  }

  project(level: number): Project {
    const { paths, checkout, artifacts } = this.#at(level);
    const { repository, lastGood } = this.#order;
    const { gitDir } = this.#need();
    return scratchProject({
      paths,
      checkout,
      artifacts,
      directory: repository.directory,
      gitDir,
      lastGood,
    });
  }

  tree(level: number): string {
    return this.#at(level).tree;
  }

  async apply(fix: Fix, level: number): Promise<Applied> {
    const { git, environment, timeout, stop } = this.#order;
    const { gitDir } = this.#need();
    this.#levels.length = level + 1;
    const below = this.#at(level);
    const checkout = await this.#checkout(below.commit);
    const { action } = fix;
    const tools = action.kind === 'command' ? [...below.tools, action] : below.tools;
    try {
      if (action.kind === 'command') await this.#bring(checkout, tools);
      const place = { checkout, project: this.project(level), environment, timeout, stop };
      const done = await applyAction(fix, place);
      if (!done.ok) return done;
      const commit = await commitAll(git, checkout, below.commit, fix.title);
      const read = await readChanges(git, gitDir, below.commit, commit);
      return read.ok ? await this.#drafted({ commit, changes: read.changes, tools }) : read;
    } finally {
      this.#remove(checkout);
    }
  }

  async put(fix: Fix, changes: ChangeSet): Promise<Applied> {
    const { git } = this.#order;
    const below = this.#at(0);
    const { read } = this.project(0);
    const stale = changes.find(({ path, before }) => read(path) !== before);
    if (stale) return { ok: false, why: `${stale.path} was changed since this was proposed.` };
    const checkout = await this.#checkout(below.commit);
    try {
      for (const { path, after } of changes) {
        const mode = lstatSync(join(checkout, path), { throwIfNoEntry: false })?.mode ?? 0o644;
        if (after === null) rmSync(join(checkout, path), { force: true });
        else writeFileWhole(join(checkout, path), after, mode & 0o777);
      }
      const commit = await commitAll(git, checkout, below.commit, fix.title);
      const tools = fix.action.kind === 'command' ? [fix.action] : [];
      return await this.#drafted({ commit, changes, tools });
    } finally {
      this.#remove(checkout);
    }
  }

  async #drafted(draft: Draft): Promise<Applied> {
    const { git } = this.#order;
    const snapshot = this.#need();
    this.#draft = draft;
    const whole = await readChanges(git, snapshot.gitDir, snapshot.commit, draft.commit);
    if (!whole.ok) return whole;
    this.#whole = whole.changes;
    const clean = await appliesToHead(git, snapshot, whole.changes);
    this.#base = clean ? snapshot.head : snapshot.commit;
    return { ok: true, changes: draft.changes };
  }

  links(changes: ChangeSet): ReadonlySet<string> {
    const found = changes.filter(({ path }) =>
      path.split('/').some((_, at, names) => this.#links.has(names.slice(0, at + 1).join('/'))),
    );
    return new Set(found.map(({ path }) => path));
  }

  async verify(): Promise<CommandRun<RunLeft>> {
    const { git, repository, environment, stop } = this.#order;
    const draft = this.#drawn();
    this.#dropVerified();
    const checkout = await this.#checkout(draft.commit);
    this.#verified = checkout;
    await this.#bring(checkout, draft.tools);
    const inside = { ...environment, PWD: join(checkout, repository.directory) };
    for (const { argv, directory } of draft.tools)
      await runTool(argv, join(checkout, directory), { ...this.#order, environment: inside, stop });
    // Whatever tools did to files that git knows, what is verified is the change that was judged.
    if (draft.tools.length > 0) {
      await gitText(git, ['reset', '--quiet', '--hard', draft.commit], { directory: checkout });
      await gitText(git, ['clean', '-fdq'], { directory: checkout });
    }
    return this.#order.verify(checkout, inside);
  }

  async stack(): Promise<void> {
    const draft = this.#drawn();
    const artifacts = this.#verified ?? this.#order.repository.root;
    this.#levels.push(await this.#level(draft.commit, artifacts, draft.tools));
  }

  async patch(): Promise<string> {
    const { gitDir, commit } = this.#need();
    const args = [
      'diff',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      '--no-renames',
      '--full-index',
    ];
    const { out } = await this.#order.git([...args, commit, this.#drawn().commit], {
      directory: gitDir,
      environment: { GIT_DIR: gitDir },
    });
    return out;
  }

  changes(): ChangeSet {
    return this.#whole;
  }

  base(): string {
    return this.#base;
  }

  async head(): Promise<string> {
    const { git, repository } = this.#order;
    const { ok, out } = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {
      directory: repository.root,
    });
    return ok && repository.git ? out.trim() : '';
  }

  async keep(words: KeepWords): Promise<Kept> {
    const { git, repository, keep, folder } = this.#order;
    const draft = this.#drawn();
    const snapshot = this.#need();
    const ignoredOnly = this.#whole.length === 0;
    if (this.#verified) this.#order.onProved?.(this.#verified);
    if (keep === 'tree' || ignoredOnly) {
      const put = putInPlace(repository.root, this.#whole, folder.recovery);
      if (!put.ok) return put;
      this.#inPlace = true;
      for (const { argv, directory } of draft.tools) {
        const done = await runTool(argv, join(repository.root, directory), this.#order);
        if (!done.ok) return { ok: false, why: done.why };
      }
      return { ok: true, where: 'it is in the working tree', inTree: true };
    }
    if (!repository.git)
      return {
        ok: false,
        why: 'There is no repository for a branch; --in-place writes to the files.',
      };
    const tree = await gitText(git, ['rev-parse', `${draft.commit}^{tree}`], {
      directory: snapshot.gitDir,
      environment: { GIT_DIR: snapshot.gitDir },
    });
    return keepBranch(git, { root: repository.root, snapshot, changes: this.#whole, tree, words });
  }

  async settle(): Promise<void> {
    if (this.#inPlace) settleInPlace(this.#order.folder.recovery);
    this.#inPlace = false;
  }

  async undo(): Promise<void> {
    if (this.#inPlace) restore(this.#order.folder.recovery);
    this.#inPlace = false;
  }

  async close(): Promise<void> {
    await this.undo();
    this.#scratch?.remove();
    this.#scratch = null;
  }

  async #level(commit: string, artifacts: string, tools: readonly Tool[]): Promise<Level> {
    const { git } = this.#order;
    const { gitDir } = this.#need();
    const options = { directory: gitDir, environment: { GIT_DIR: gitDir } };
    const tree = await gitText(git, ['rev-parse', `${commit}^{tree}`], options);
    const { out } = await git(['ls-tree', '-r', '--name-only', '-z', commit], options);
    const paths = out.split('\0').filter(Boolean).sort();
    return { commit, tree, paths, artifacts, tools, checkout: await this.#checkout(commit) };
  }

  async #checkout(commit: string): Promise<string> {
    const { gitDir } = this.#need();
    const path = join(this.#scratch?.path ?? '', `tree-${this.#made++}`);
    await gitText(this.#order.git, ['worktree', 'add', '--quiet', '--detach', path, commit], {
      directory: gitDir,
      environment: { GIT_DIR: gitDir },
    });
    return path;
  }

  #bring(checkout: string, tools: readonly Tool[]): Promise<void> {
    const { git, repository } = this.#order;
    const { gitDir } = this.#need();
    const names = tools.map(({ argv }) => argv[0] ?? '');
    const without = new Set(names.some((name) => installers.has(name)) ? ['node_modules'] : []);
    const index = join(gitDir, 'snapshot-index');
    return bringAlong(git, { from: repository.root, to: checkout, gitDir, index, without });
  }

  #remove(checkout: string): void {
    rmSync(checkout, { recursive: true, force: true });
  }

  #dropVerified(): void {
    const used = this.#levels.some(({ artifacts }) => artifacts === this.#verified);
    if (this.#verified && !used) this.#remove(this.#verified);
    this.#verified = null;
  }

  #at(level: number): Level {
    const found = this.#levels[level];
    if (!found) throw new Error('the workbench is not open');
    return found;
  }

  #need(): Snapshot {
    if (!this.#snapshot) throw new Error('the workbench is not open');
    return this.#snapshot;
  }

  #drawn(): Draft {
    if (!this.#draft) throw new Error('nothing was applied');
    return this.#draft;
  }
}

/** Symbolic links and submodules of the snapshot. */
async function linksOf(git: Git, { gitDir, commit }: Snapshot): Promise<ReadonlySet<string>> {
  const { out } = await git(['ls-tree', '-r', '-z', commit], {
    directory: gitDir,
    environment: { GIT_DIR: gitDir },
  });
  const entries = out.split('\0').filter((entry) => /^(?:120000|160000) /.test(entry));
  return new Set(entries.map((entry) => entry.slice(entry.indexOf('\t') + 1)));
}
