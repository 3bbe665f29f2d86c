/** Keeps a verified fix as a commit on a branch of its own, by one atomic update of its ref. */
import type { ChangeSet } from '../../heal/fix/fix.ts';
import type { KeepWords, Kept } from '../../heal/loop/heal-ports.ts';
import { quiet } from '../../text/safety/quiet.ts';
import { type Git, type GitEnd, gitText } from './git.ts';
import type { Snapshot } from './snapshot.ts';

export interface BranchOrder {
  readonly root: string;
  readonly snapshot: Snapshot;
  readonly changes: ChangeSet;
  /** The tree of the snapshot with the fix in it. */
  readonly tree: string;
  readonly words: KeepWords;
}

const mostNames = 20;
const trailer = /^Yardmaster-Fix: /m;

/** Whether the change applies to the commit that is checked out as well as to the working tree. */
export async function appliesToHead(
  git: Git,
  snapshot: Snapshot,
  changes: ChangeSet,
): Promise<boolean> {
  const { head, gitDir, headTree, tree } = snapshot;
  if (head === '') return false;
  if (headTree === tree) return true;
  const paths = changes.map(({ path }) => path);
  if (paths.length === 0) return true;
  const options = { directory: gitDir, environment: { GIT_DIR: gitDir } };
  const literal = paths.map((path) => `:(top,literal)${path}`);
  const { ok, out } = await git(
    ['diff-tree', '-r', '--name-only', '-z', headTree, tree, '--', ...literal],
    options,
  );
  return ok && out === '';
}

/** On top of HEAD where the fix applies to it; else on a commit of the working tree as it was. */
export async function keepBranch(git: Git, order: BranchOrder): Promise<Kept> {
  const { root, snapshot, words } = order;
  const identity = await identityOf(git, root);
  const clean = await appliesToHead(git, snapshot, order.changes);
  const parent = clean ? snapshot.head : snapshot.commit;
  const tree = clean ? await treeOnHead(git, order) : order.tree;
  // A log's words must not close an issue once somebody merges them.
  const message = quiet(`${words.subject}\n\n${words.body}\n`);
  const commit = await gitText(git, ['commit-tree', tree, '-p', parent, '-F', '-'], {
    directory: snapshot.gitDir,
    environment: { GIT_DIR: snapshot.gitDir, ...identity },
    input: message,
  });
  const handed = await handOver(git, root, snapshot, commit);
  if (!handed.ok) return { ok: false, why: `The commit could not be stored: ${handed.error}` };
  const branch = await nameIt(git, root, `yardmaster-heal/${words.fingerprint}`, commit);
  if (branch === null) return { ok: false, why: 'No branch for it could be made.' };
  const asCommitted = snapshot.tree === snapshot.headTree;
  const take = asCommitted ? `git merge ${branch}` : takeOf(branch, order.changes);
  return { ok: true, where: take, inTree: false };
}

/** Into a tree with other changes a merge would not go. */
function takeOf(branch: string, changes: ChangeSet): string {
  const paths = changes.map(({ path }) => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path}'`));
  return `git restore --source ${branch} -- ${paths.join(' ')}`;
}

async function treeOnHead(git: Git, { snapshot, tree, changes }: BranchOrder): Promise<string> {
  const { gitDir, headTree } = snapshot;
  if (headTree === snapshot.tree) return tree;
  const environment = { GIT_DIR: gitDir, GIT_INDEX_FILE: `${gitDir}/keep-index` };
  const options = { directory: gitDir, environment };
  await gitText(git, ['read-tree', headTree], options);
  const zero = '0'.repeat(tree.length);
  for (const { path, after } of changes) {
    const entry = await gitText(git, ['ls-tree', '-z', tree, '--', path], options);
    const [mode = '100644', , id = ''] = entry.split(/[ \t]/);
    const line = after === null ? `0 ${zero}\t${path}\0` : `${mode} ${id}\t${path}\0`;
    await gitText(git, ['update-index', '-z', '--index-info'], { ...options, input: line });
  }
  return gitText(git, ['write-tree'], options);
}

/** Copies the new objects into the real repository. Until a ref names them they are nothing. */
async function handOver(
  git: Git,
  root: string,
  { gitDir, head }: Snapshot,
  commit: string,
): Promise<GitEnd> {
  const pack = await git(['pack-objects', '--revs', '--stdout', '--quiet'], {
    directory: gitDir,
    environment: { GIT_DIR: gitDir },
    input: `${commit}\n${head === '' ? '' : `^${head}\n`}`,
  });
  if (!pack.ok) return pack;
  return git(['unpack-objects', '-q'], { directory: root, input: pack.bytes });
}

/** A branch of that name that an earlier healing made is replaced, unless it is checked out somewhere. */
async function nameIt(
  git: Git,
  root: string,
  name: string,
  commit: string,
): Promise<string | null> {
  for (let number = 1; number <= mostNames; number++) {
    const branch = number === 1 ? name : `${name}-${number}`;
    const ref = `refs/heads/${branch}`;
    const old = await git(['rev-parse', '--verify', '--quiet', ref], { directory: root });
    const before = old.ok ? old.out.trim() : '0'.repeat(commit.length);
    if (old.ok && !(await mayReplace(git, root, ref))) continue;
    const { ok } = await git(
      ['update-ref', '-m', 'yardmaster: keep a verified fix', ref, commit, before],
      { directory: root },
    );
    if (ok) return branch;
  }
  return null;
}

async function mayReplace(git: Git, root: string, ref: string): Promise<boolean> {
  const tip = await git(['log', '-1', '--format=%B', ref], { directory: root });
  if (!tip.ok || !trailer.test(tip.out)) return false;
  const trees = await git(['worktree', 'list', '--porcelain'], { directory: root });
  return trees.ok && !trees.out.split('\n').includes(`branch ${ref}`);
}

/** Who works here, as far as git knows. */
async function identityOf(git: Git, root: string): Promise<Record<string, string>> {
  const [name, email] = await Promise.all(
    ['user.name', 'user.email'].map((key) => git(['config', '--get', key], { directory: root })),
  );
  const who = name?.out.trim() || 'Yardmaster';
  const where = email?.out.trim() || 'yardmaster@localhost';
  return {
    GIT_AUTHOR_NAME: who,
    GIT_AUTHOR_EMAIL: where,
    GIT_COMMITTER_NAME: who,
    GIT_COMMITTER_EMAIL: where,
  };
}
