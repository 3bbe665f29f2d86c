import type { GitHubClient } from './github-client.ts';
import { type TreeEntry, treeEntries } from './tree-entries.ts';

const folder = '040000';
const elsewhere = new Set(['120000', '160000']);

/**
 * Symbolic links and submodules that stand at paths or above them in a commit. Spellings that differ only in
 * case count as the same path, as they are one on some machines.
 *
 * @throws PortError
 */
export async function linksAt(
  client: GitHubClient,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const read = new Map<string, Promise<readonly TreeEntry[]>>();
  const entriesOf = (sha: string) => {
    const known = read.get(sha) ?? treeEntries(client, sha);
    read.set(sha, known);
    return known;
  };
  const links = new Set<string>();
  const visit = async (sha: string, above: string, names: readonly string[]): Promise<void> => {
    const [name, ...below] = names;
    if (name === undefined) return;
    const folded = name.toLowerCase();
    for (const entry of await entriesOf(sha)) {
      if (entry.path.toLowerCase() !== folded) continue;
      const path = `${above}${entry.path}`;
      if (elsewhere.has(entry.mode)) links.add(path);
      if (entry.mode === folder) await visit(entry.sha, `${path}/`, below);
    }
  };
  for (const path of paths) await visit(commit, '', path.split('/'));
  return links;
}
