import * as z from 'zod';
import { isReverted } from '../heal/confidence/is-reverted.ts';
import type { FileChange } from '../heal/fix/fix.ts';
import { PortError } from '../reconcile/ports.ts';
import { fileAt } from './file-at.ts';
import { checked, type GitHubClient } from './github-client.ts';

const commitAnswer = z.object({
  parents: z.array(z.object({ sha: z.string() })),
  files: z.array(z.object({ filename: z.string() })).optional(),
});
const mostFiles = 20;

/**
 * Whether a branch has lost what a fix's commit changed, and is again as it was before: a person took it
 * back. A commit that cannot be read any more says nothing.
 *
 * @throws PortError
 */
export async function fixReverted(
  client: GitHubClient,
  { commit }: { readonly commit: string },
  branch: string,
): Promise<boolean> {
  const changes = await changesOf(client, commit);
  if (changes === null) return false;
  const now = new Map<string, string | null>();
  for (const { path } of changes) now.set(path, await textAt(client, path, branch));
  return isReverted(changes, (path) => now.get(path) ?? null);
}

async function changesOf(
  client: GitHubClient,
  commit: string,
): Promise<readonly FileChange[] | null> {
  const found = await client
    .read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', {
        ...client.at,
        ref: commit,
      }),
    )
    .catch((error: unknown) => {
      if (error instanceof PortError && (error.kind === 'gone' || error.kind === 'invalid'))
        return null;
      throw error;
    });
  if (!found) return null;
  const { parents, files = [] } = checked(commitAnswer, found.data, `GET commits/${commit}`);
  const [parent] = parents;
  if (!parent || files.length === 0 || files.length > mostFiles) return null;
  const changes: FileChange[] = [];
  for (const { filename: path } of files) {
    const before = await textAt(client, path, parent.sha);
    changes.push({ path, before, after: await textAt(client, path, commit) });
  }
  return changes;
}

async function textAt(client: GitHubClient, path: string, ref: string): Promise<string | null> {
  const bytes = await fileAt(client, path, ref);
  return bytes === null ? null : new TextDecoder('utf-8').decode(bytes);
}
