import * as z from 'zod';
import { PortError } from '../reconcile/ports.ts';
import { checked, type GitHubClient } from './github-client.ts';

const pull = z.object({ number: z.int(), html_url: z.string() });
const offered = z.object({ number: z.int(), head: z.object({ sha: z.string() }) });

/** Where people find a fix. */
export type FixPull =
  | { readonly kind: 'pull'; readonly number: number; readonly url: string }
  /** Actions may not open pull requests here: a link with which a person does. */
  | { readonly kind: 'compare'; readonly url: string };

export interface PullDraft {
  readonly branch: string;
  /** The branch that the fix is for. */
  readonly into: string;
  readonly title: string;
  readonly body: string;
}

/**
 * The pull request of a branch: the one that is open already, else a new one.
 *
 * @param site `https://github.com`, without the repository
 * @throws PortError
 */
export async function openFixPull(
  client: GitHubClient,
  draft: PullDraft,
  site: string,
): Promise<FixPull> {
  const known = await findPull(client, draft.branch);
  if (known) return known;
  try {
    const { data } = await client.write(() =>
      client.octokit.request('POST /repos/{owner}/{repo}/pulls', {
        ...client.at,
        head: draft.branch,
        base: draft.into,
        title: draft.title,
        body: draft.body,
        maintainer_can_modify: true,
        request: { retries: 0 },
      }),
    );
    return found(checked(pull, data, 'POST pulls'));
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const made = await findPull(client, draft.branch);
    if (made) return made;
    // "GitHub Actions is not permitted to create or approve pull requests" is a setting of the repository.
    if (error.kind !== 'denied') throw error;
    const { owner, repo } = client.at;
    const range = [draft.into, draft.branch].map(encoded).join('...');
    return { kind: 'compare', url: `${site}/${owner}/${repo}/compare/${range}?expand=1` };
  }
}

/** The number of the open pull request that offers exactly this commit. @throws PortError */
export async function openPullAt(client: GitHubClient, commit: string): Promise<number | null> {
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/pulls', {
        ...client.at,
        state: 'open',
        per_page: 100,
      }),
    );
    const pulls = checked(z.array(offered), data, 'GET pulls');
    return pulls.find(({ head }) => head.sha === commit)?.number ?? null;
  } catch (error) {
    if (error instanceof PortError && error.kind === 'denied') return null;
    throw error;
  }
}

async function findPull(client: GitHubClient, branch: string): Promise<FixPull | null> {
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/pulls', {
        ...client.at,
        head: `${client.at.owner}:${branch}`,
        state: 'open',
        per_page: 1,
      }),
    );
    const [first] = checked(z.array(pull), data, 'GET pulls');
    return first ? found(first) : null;
  } catch (error) {
    // Workflow files that were rendered before there was healing give no right to look.
    if (error instanceof PortError && error.kind === 'denied') return null;
    throw error;
  }
}

function found({ number, html_url }: z.output<typeof pull>): FixPull {
  return { kind: 'pull', number, url: html_url };
}

function encoded(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/');
}
