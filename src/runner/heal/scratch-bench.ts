/** The workbench on the disk: fixes are applied and verified in checkouts of a snapshot. */
import { join } from 'node:path';
import type { ChangeSet, Fix, Project } from '../../heal/fix/fix.ts';
import type {
  Applied,
  CommandRun,
  KeepWords,
  Kept,
  Tool,
  Workbench,
} from '../../heal/loop/heal-ports.ts';
import { applyAction, runTool, strayed, writeChanges } from './apply-action.ts';
import { checkoutEnvironment } from './checkout-environment.ts';
import { fetchCommit, fetchHistory } from './fetch-past.ts';
import { FixKeeper, type KeeperOrder, type VerifiedChange } from './fix-keeper.ts';
import { gitText } from './git.ts';
import type { PastSource } from './heal-attempt.ts';
import { appliesToHead } from './keep-branch.ts';
import { commitAll, readChanges } from './read-changes.ts';
import type { RunLeft } from './run-left.ts';
import { scratchProject } from './scratch-project.ts';
import { ScratchTrees } from './scratch-trees.ts';

export interface BenchOrder extends KeeperOrder {
  /** Absolute: an empty folder. */
  readonly scratch: string;
  /** Files that a clean checkout gets besides, relative to the root. */
  readonly received: readonly string[];
  /** As this machine remembers it. */
  readonly lastGood: string | null;
  readonly past?: PastSource;
  /** The command's program. */
  readonly program: string;
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
  /** Absolute: where the last run left what git ignores. */
  readonly artifacts: string;
  /** Tools that were run to get here; they also change what git ignores. */
  readonly tools: readonly Tool[];
}

/** What was applied last: all of it against the snapshot, and the commit that it applies to. */
interface Draft extends VerifiedChange {
  readonly base: string;
}

/** Tools that make their own folder of packages. */
const ownFolders: Readonly<Record<string, string>> = {
  npm: 'node_modules',
  pnpm: 'node_modules',
  yarn: 'node_modules',
};

export class ScratchBench implements Workbench<RunLeft> {
  readonly #order: BenchOrder;
  readonly #keeper: FixKeeper;
  #trees: ScratchTrees | null = null;
  #levels: Level[] = [];
  #draft: Draft | null = null;
  #verified: string | null = null;
  #lastGood: string | null;
  /** What was asked for of the commits before, and what was fetched because of that. */
  readonly #asked = new Set<'good' | 'history'>();
  readonly #recalled = new Set<'good' | 'history'>();

  constructor(order: BenchOrder) {
    this.#order = order;
    this.#keeper = new FixKeeper(order);
    this.#lastGood = order.lastGood;
  }

  async open(): Promise<void> {
    const { git, repository, scratch } = this.#order;
    this.#trees = await ScratchTrees.make(git, repository, scratch);
    const { commit } = this.#trees.snapshot;
    this.#levels = [await this.#level(commit, repository.root, [])];
  }

  project(level: number): Project {
    const { paths, checkout, artifacts, commit } = this.#at(level);
    const { gitDir, head } = this.#opened().snapshot;
    const { directory } = this.#order.repository;
    return scratchProject({
      ...{ paths, checkout, artifacts, directory, gitDir, head, commit },
      lastGood: this.#lastGood,
      onAsk: (what) => this.#asked.add(what),
    });
  }

  async recall(): Promise<boolean> {
    const { git, repository, past } = this.#order;
    const { gitDir, head } = this.#opened().snapshot;
    const credentials = past?.credentials ?? null;
    const place = { git, root: repository.root, gitDir, head, credentials };
    let more = false;
    if (this.#isNew('history')) more = await fetchHistory(place);
    if (!this.#isNew('good')) return more;
    const known = this.#lastGood;
    this.#lastGood ??= (await past?.lastGood().catch(() => null)) ?? null;
    const fetched = this.#lastGood !== null && (await fetchCommit(place, this.#lastGood));
    return more || fetched || this.#lastGood !== known;
  }

  #isNew(what: 'good' | 'history'): boolean {
    if (!this.#asked.has(what) || this.#recalled.has(what)) return false;
    this.#recalled.add(what);
    return true;
  }

  tree(level: number): string {
    return this.#at(level).tree;
  }

  async apply(fix: Fix, level: number): Promise<Applied> {
    const trees = this.#opened();
    this.#levels.length = level + 1;
    const below = this.#at(level);
    const checkout = await trees.checkout(below.commit);
    const { action } = fix;
    const tools = action.kind === 'command' ? [...below.tools, action] : below.tools;
    try {
      if (action.kind === 'command') await trees.bring(checkout, foldersOf(tools));
      const { environment, timeout, stop } = this.#order;
      const place = { checkout, project: this.project(level), environment, timeout, stop };
      const done = await applyAction(fix, place);
      if (!done.ok) return done;
      const made = await this.#drawn(checkout, below.commit, tools, fix);
      const stray = made.ok && action.kind === 'command' ? strayed(action, made.changes) : null;
      return stray === null ? made : { ok: false, why: `It changed ${stray}, which it may not.` };
    } finally {
      trees.remove(checkout);
    }
  }

  async put(fix: Fix, changes: ChangeSet, tools: readonly Tool[]): Promise<Applied> {
    const trees = this.#opened();
    const { commit } = this.#at(0);
    const { read } = this.project(0);
    const plain = (text: string | null) => text?.replaceAll('\r\n', '\n') ?? null;
    const stale = changes.find(({ path, before }) => plain(read(path)) !== plain(before));
    if (stale) return { ok: false, why: `${stale.path} was changed since this was proposed.` };
    const checkout = await trees.checkout(commit);
    try {
      const written = writeChanges(checkout, changes);
      return written.ok ? await this.#drawn(checkout, commit, tools, fix) : written;
    } finally {
      trees.remove(checkout);
    }
  }

  /** Commits what was done in a checkout, and reads what it changes. */
  async #drawn(
    checkout: string,
    below: string,
    tools: readonly Tool[],
    fix: Fix,
  ): Promise<Applied> {
    const { git } = this.#order;
    const { snapshot } = this.#opened();
    const commit = await commitAll(git, checkout, below, fix.title);
    const own = await readChanges(git, snapshot.gitDir, below, commit);
    const whole =
      below === snapshot.commit
        ? own
        : await readChanges(git, snapshot.gitDir, snapshot.commit, commit);
    if (!own.ok) return own;
    if (!whole.ok) return whole;
    const clean = await appliesToHead(git, snapshot, whole.changes);
    const base = clean ? snapshot.head : snapshot.commit;
    this.#draft = { commit, changes: whole.changes, tools, base };
    return own;
  }

  links(changes: ChangeSet): ReadonlySet<string> {
    const { links } = this.#opened();
    const found = changes.filter(({ path }) =>
      path.split('/').some((_, at, names) => links.has(names.slice(0, at + 1).join('/'))),
    );
    return new Set(found.map(({ path }) => path));
  }

  async verify(): Promise<CommandRun<RunLeft>> {
    const { git, repository, environment, program } = this.#order;
    const trees = this.#opened();
    const { commit, tools } = this.#applied();
    const used = this.#levels.some(({ artifacts }) => artifacts === this.#verified);
    if (this.#verified && !used) trees.remove(this.#verified);
    const checkout = await trees.checkout(commit);
    this.#verified = checkout;
    await trees.bring(checkout, foldersOf(tools), this.#order.received);
    const { root, directory: below } = repository;
    const inside = checkoutEnvironment(environment, { root, checkout, directory: below, program });
    for (const { argv, directory } of tools)
      await runTool(argv, join(checkout, directory), { ...this.#order, environment: inside });
    // Whatever tools did to files that git knows, what is verified is the change that was judged.
    if (tools.length > 0) {
      await gitText(git, ['reset', '--quiet', '--hard', commit], { directory: checkout });
      await gitText(git, ['clean', '-fdq'], { directory: checkout });
    }
    return this.#order.verify(checkout, inside);
  }

  async stack(): Promise<void> {
    const { commit, tools } = this.#applied();
    const artifacts = this.#verified ?? this.#order.repository.root;
    this.#levels.push(await this.#level(commit, artifacts, tools));
  }

  async patch(): Promise<string> {
    const { snapshot, inside } = this.#opened();
    const format = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--full-index'];
    const args = ['diff', ...format, snapshot.commit, this.#applied().commit];
    return (await this.#order.git(args, inside)).out;
  }

  changes(): ChangeSet {
    return this.#applied().changes;
  }

  tools(): readonly Tool[] {
    return this.#applied().tools;
  }

  base(): string {
    return this.#applied().base;
  }

  async head(): Promise<string> {
    const { git, repository } = this.#order;
    const { ok, out } = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {
      directory: repository.root,
    });
    return ok && repository.git ? out.trim() : '';
  }

  async keep(words: KeepWords): Promise<Kept> {
    if (this.#verified) this.#order.onProved?.(this.#verified);
    return this.#keeper.keep(this.#opened(), this.#applied(), words);
  }

  async settle(): Promise<void> {
    this.#keeper.settle();
  }

  async undo(): Promise<void> {
    this.#keeper.undo();
  }

  async close(): Promise<void> {
    this.#keeper.undo();
  }

  async #level(commit: string, artifacts: string, tools: readonly Tool[]): Promise<Level> {
    const trees = this.#opened();
    const facts = await trees.facts(commit);
    return { ...facts, commit, artifacts, tools, checkout: await trees.checkout(commit) };
  }

  #at(level: number): Level {
    const found = this.#levels[level];
    if (!found) throw new Error('the workbench is not open');
    return found;
  }

  #opened(): ScratchTrees {
    if (!this.#trees) throw new Error('the workbench is not open');
    return this.#trees;
  }

  #applied(): Draft {
    if (!this.#draft) throw new Error('nothing was applied');
    return this.#draft;
  }
}

function foldersOf(tools: readonly Tool[]): ReadonlySet<string> {
  return new Set(tools.flatMap(({ argv }) => ownFolders[argv[0] ?? ''] ?? []));
}
