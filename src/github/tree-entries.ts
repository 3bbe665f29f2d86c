import * as z from 'zod';
import { PortError } from '../reconcile/ports.ts';
import { checked, type GitHubClient } from './github-client.ts';

const answer = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), sha: z.string() })),
});

/** One name in a folder of a commit. */
export interface TreeEntry {
  readonly path: string;
  /** As git writes it: `100644` and `100755` are files, `040000` folders, `120000` links, `160000` submodules. */
  readonly mode: string;
  readonly sha: string;
}

/**
 * What stands in one folder, which git's hash of it (or a commit, for its root) names; all of it, or nothing.
 *
 * @throws PortError
 */
export async function treeEntries(
  client: GitHubClient,
  sha: string,
): Promise<readonly TreeEntry[]> {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      ...client.at,
      tree_sha: sha,
    }),
  );
  const { truncated, tree } = checked(answer, data, `git/trees/${sha}`);
  if (truncated)
    throw new PortError('invalid', `the folder ${sha} has more files than GitHub lists`);
  return tree;
}
