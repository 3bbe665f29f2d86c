/** Which files a commit has. */
import * as z from 'zod';
import { checked, type GitHubClient } from './github-client.ts';

const answer = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), mode: z.string() })),
});

/** Paths of plain files at a commit: no links, no submodules. Of a very large tree only a part. @throws PortError */
export async function filesAt(client: GitHubClient, commit: string): Promise<readonly string[]> {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      ...client.at,
      tree_sha: commit,
      recursive: '1',
    }),
  );
  const { tree } = checked(answer, data, `git/trees/${commit}`);
  return tree.flatMap(({ path, mode }) => (/^100(644|755)$/.test(mode) ? [path] : []));
}
