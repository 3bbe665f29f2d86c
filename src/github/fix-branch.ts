/** Makes a verified fix a commit on a branch of its own, from the job that may write and ran nothing foreign. */
import * as z from 'zod';
import type { FileChange } from '../heal/fix/fix.ts';
import { PortError } from '../reconcile/ports.ts';
import { checked, type GitHubClient } from './github-client.ts';
import { treeEntries } from './tree-entries.ts';

const made = z.object({ sha: z.string() });
const commitAnswer = z.object({
  sha: z.string(),
  message: z.string(),
  tree: made,
  parents: z.array(made),
});
const refAnswer = z.object({ object: made });

type FileMode = '100644' | '100755';
interface TreeEntry {
  readonly path: string;
  readonly mode: FileMode;
  readonly type: 'blob';
  readonly content?: string;
  /** null: the file goes. */
  readonly sha?: null;
}

export interface FixCommit {
  /** 40 hexadecimal digits: what the change applies to. */
  readonly base: string;
  readonly fingerprint: string;
  readonly message: string;
  /** Whole texts. */
  readonly changes: readonly FileChange[];
}

/**
 * The branch `yardmaster-heal/<fingerprint>` with the fix on top of its base. The same fix on the same base is
 * found again, whoever made it; a branch that holds something else is left alone, and another name is taken.
 *
 * @throws PortError
 */
export async function pushFix(
  client: GitHubClient,
  fix: FixCommit,
): Promise<{ readonly branch: string; readonly commit: string }> {
  const base = await commitOf(client, fix.base);
  const tree = await treeWith(client, base.tree.sha, fix.changes);
  const name = `yardmaster-heal/${fix.fingerprint}`;
  for (const branch of [name, `${name}-${tree.slice(0, 8)}`, `${name}-${tree.slice(0, 16)}`]) {
    const there = await tipOf(client, branch);
    const tip = there === null ? null : await commitOf(client, there);
    if (tip && tip.tree.sha === tree && tip.parents[0]?.sha === fix.base)
      return { branch, commit: tip.sha };
    if (tip) continue;
    const commit = await makeCommit(client, fix, tree);
    if (await makeBranch(client, branch, commit)) return { branch, commit };
  }
  throw new PortError(
    'invalid',
    `The branches ${name}* hold other commits; remove those that are done`,
  );
}

/** Moves the working branch to the fix, if nothing else was pushed meanwhile. @throws PortError */
export async function moveBranch(
  client: GitHubClient,
  branch: string,
  commit: string,
): Promise<void> {
  await client.write(() =>
    client.octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
      ...client.at,
      ref: `heads/${branch}`,
      sha: commit,
      force: false,
    }),
  );
}

async function commitOf(client: GitHubClient, sha: string) {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      ...client.at,
      commit_sha: sha,
    }),
  );
  return checked(commitAnswer, data, `git/commits/${sha}`);
}

async function treeWith(
  client: GitHubClient,
  base: string,
  changes: readonly FileChange[],
): Promise<string> {
  const tree: TreeEntry[] = [];
  for (const { path, after } of changes) {
    const entry = { path, mode: await modeOf(client, base, path), type: 'blob' } as const;
    tree.push(after === null ? { ...entry, sha: null } : { ...entry, content: after });
  }
  const { data } = await client.write(() =>
    client.octokit.request('POST /repos/{owner}/{repo}/git/trees', {
      ...client.at,
      base_tree: base,
      tree,
    }),
  );
  return checked(made, data, 'git/trees').sha;
}

/** A regular file's mode; anything else (a link, a submodule) is refused. */
async function modeOf(client: GitHubClient, root: string, path: string): Promise<FileMode> {
  const parts = path.split('/');
  let tree = root;
  for (const [depth, part] of parts.entries()) {
    const entry = (await treeEntries(client, tree)).find((each) => each.path === part);
    if (!entry) return '100644';
    const { mode, sha } = entry;
    const isLast = depth === parts.length - 1;
    if (isLast && (mode === '100644' || mode === '100755')) return mode;
    if (isLast || mode !== '040000') {
      throw new PortError('invalid', `${path} is no regular file of the repository`);
    }
    tree = sha;
  }
  return '100644';
}

async function makeCommit(client: GitHubClient, fix: FixCommit, tree: string): Promise<string> {
  const { data } = await client.write(() =>
    client.octokit.request('POST /repos/{owner}/{repo}/git/commits', {
      ...client.at,
      message: fix.message,
      tree,
      parents: [fix.base],
      request: { retries: 0 },
    }),
  );
  return checked(made, data, 'git/commits').sha;
}

async function tipOf(client: GitHubClient, branch: string): Promise<string | null> {
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
        ...client.at,
        ref: `heads/${branch}`,
      }),
    );
    return checked(refAnswer, data, `git/ref/heads/${branch}`).object.sha;
  } catch (error) {
    if (error instanceof PortError && error.kind === 'gone') return null;
    throw error;
  }
}

/** False: somebody made it first. */
async function makeBranch(client: GitHubClient, branch: string, sha: string): Promise<boolean> {
  try {
    await client.write(() =>
      client.octokit.request('POST /repos/{owner}/{repo}/git/refs', {
        ...client.at,
        ref: `refs/heads/${branch}`,
        sha,
        request: { retries: 0 },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof PortError && error.kind === 'invalid' && /exist/i.test(error.message))
      return (await tipOf(client, branch)) === sha;
    throw error;
  }
}
