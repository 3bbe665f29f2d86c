import * as z from 'zod';
import { PortError } from '../reconcile/ports.ts';
import { checked, type GitHubClient } from './github-client.ts';

const pull = z.object({ merged_at: z.string().nullable() });
const comparison = z.object({ status: z.string() });

/**
 * Whether a fix is on the branch that it is for: its pull request was merged, however, or its commit is in
 * the branch's history.
 *
 * @throws PortError
 */
export async function fixLanded(
  client: GitHubClient,
  fix: { readonly commit: string; readonly pull: number | null },
  branch: string,
): Promise<boolean> {
  const { pull: number } = fix;
  if (number !== null) {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...client.at,
        pull_number: number,
      }),
    );
    return checked(pull, data, `GET pulls/${number}`).merged_at !== null;
  }
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
        ...client.at,
        basehead: `${fix.commit}...${branch}`,
        per_page: 1,
      }),
    );
    return ['ahead', 'identical'].includes(checked(comparison, data, 'GET compare').status);
  } catch (error) {
    if (error instanceof PortError && error.kind === 'gone') return false;
    throw error;
  }
}
