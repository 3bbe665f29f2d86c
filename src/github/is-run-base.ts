import * as z from 'zod';
import { PortError } from '../reconcile/ports.ts';
import { checked, type GitHubClient } from './github-client.ts';

const commitAnswer = z.object({
  message: z.string(),
  parents: z.array(z.object({ sha: z.string() })),
});
/** As the message of a fix's commit has it. */
const trailer = /^Yardmaster-Fix: /m;
/** Fixes that one run goes on from, one on top of the other; a run with more is looked at no further. */
const mostFixes = 20;

/**
 * Whether a run that is on `commit` now was on `base` before: it is that commit, or fixes alone lie between
 * them. What somebody claims to be a commit may be none, or one of elsewhere.
 *
 * @throws PortError
 */
export async function isRunBase(
  client: GitHubClient,
  base: string,
  commit: string,
): Promise<boolean> {
  if (!/^[0-9a-f]{40}$/.test(base)) return false;
  let at = commit;
  for (let steps = 0; at !== base; steps++) {
    const found = steps < mostFixes ? await read(client, at) : null;
    const parent = found?.parents[0]?.sha;
    if (!found || parent === undefined || !trailer.test(found.message)) return false;
    at = parent;
  }
  return true;
}

async function read(client: GitHubClient, sha: string) {
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
        ...client.at,
        commit_sha: sha,
      }),
    );
    return checked(commitAnswer, data, `GET git/commits/${sha}`);
  } catch (error) {
    if (error instanceof PortError && error.kind === 'gone') return null;
    throw error;
  }
}
