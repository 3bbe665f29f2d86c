import * as z from 'zod';
import { PortError } from '../reconcile/ports.ts';
import { checked, type GitHubClient } from './github-client.ts';
import { restIssue } from './issue-answer.ts';

/**
 * Makes `child` a sub-issue of `parent`. GitHub wants the child's database id, and refuses a second time.
 *
 * @param known the child's database id, where it was just told
 */
export async function linkSubIssue(
  client: GitHubClient,
  parent: number,
  child: number,
  known: number | undefined,
): Promise<void> {
  const id = known ?? (await idOf(client, child));
  try {
    await client.write(() =>
      client.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues', {
        ...client.at,
        issue_number: parent,
        sub_issue_id: id,
        request: { retries: 0 },
      }),
    );
  } catch (error) {
    const refused = error instanceof PortError && error.kind === 'invalid';
    if (refused && (await hasSubIssue(client, parent, id))) return;
    throw error;
  }
}

async function idOf(client: GitHubClient, issue: number): Promise<number> {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
      ...client.at,
      issue_number: issue,
    }),
  );
  return checked(restIssue, data, `GET issues/${issue}`).id;
}

async function hasSubIssue(client: GitHubClient, parent: number, id: number): Promise<boolean> {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues', {
      ...client.at,
      issue_number: parent,
      per_page: 100,
    }),
  );
  const children = checked(z.array(restIssue), data, `GET issues/${parent}/sub_issues`);
  return children.some((issue) => issue.id === id);
}
