import * as z from 'zod';
import { PortError } from '../reconcile/ports.ts';
import { labelDefinition } from '../text/issue/label-definitions.ts';
import { checked, type GitHubClient } from './github-client.ts';

const restLabels = z.array(z.object({ name: z.string() }));

/** Creates the labels that the repository lacks, and answers which. */
export type EnsureLabels = (names: readonly string[]) => Promise<readonly string[]>;

/**
 * Labels of one repository, listed once; names differ by more than case, as for GitHub. One that somebody
 * deletes meanwhile comes back grey with the issue that has it.
 *
 * @param learned the names of all labels where another call told them; null: they have to be listed
 */
export function ensureLabels(
  client: GitHubClient,
  learned: () => readonly string[] | null = () => null,
): EnsureLabels {
  let listed: Set<string> | null = null;
  return async (names) => {
    listed ??= new Set((learned() ?? (await labelNames(client))).map((name) => name.toLowerCase()));
    const made: string[] = [];
    for (const name of new Set(names)) {
      if (listed.has(name.toLowerCase())) continue;
      await createLabel(client, name);
      listed.add(name.toLowerCase());
      made.push(name);
    }
    return made;
  };
}

async function labelNames(client: GitHubClient): Promise<readonly string[]> {
  const found: string[] = [];
  for (let page = 1; ; page++) {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/labels', {
        ...client.at,
        per_page: 100,
        page,
      }),
    );
    const labels = checked(restLabels, data, 'GET labels');
    found.push(...labels.map(({ name }) => name));
    if (labels.length < 100) return found;
  }
}

async function createLabel(client: GitHubClient, name: string): Promise<void> {
  const { color, description } = labelDefinition(name);
  try {
    await client.write(() =>
      client.octokit.request('POST /repos/{owner}/{repo}/labels', {
        ...client.at,
        name,
        color,
        description,
        request: { retries: 0 },
      }),
    );
  } catch (error) {
    if (error instanceof PortError && /already_exists|already exists/i.test(error.message)) return;
    throw error;
  }
}
