import * as z from 'zod';
import { checked, type GitHubClient } from './github-client.ts';

const commitAnswer = z.object({ tree: z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/) }) });

/** Git's hash of the files of a commit. Throws `PortError`. */
export async function treeOf(client: GitHubClient, commit: string): Promise<string> {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      ...client.at,
      commit_sha: commit,
    }),
  );
  return checked(commitAnswer, data, `GET git/commits/${commit}`).tree.sha;
}
