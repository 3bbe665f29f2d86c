import * as z from 'zod';
import { checked, type GitHubClient } from './github-client.ts';

const restComments = z.array(
  z.object({ body: z.string().nullish(), user: z.object({ login: z.string() }).nullish() }),
);
const perPage = 100;
const mostPages = 30;

/**
 * Comments on an issue unless a comment of ours begins with the same line already, which no comment of
 * somebody else counts for.
 *
 * @throws PortError
 */
export async function commentOnce(
  client: GitHubClient,
  issue: number,
  body: string,
): Promise<void> {
  const marker = firstLine(body);
  for (let page = 1; page <= mostPages; page++) {
    const comments = await commentPage(client, issue, page);
    const told = comments.some(
      (comment) => client.isSelf(comment.user?.login) && firstLine(comment.body ?? '') === marker,
    );
    if (told) return;
    if (comments.length < perPage) break;
  }
  await client.write(() =>
    client.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...client.at,
      issue_number: issue,
      body,
      request: { retries: 0 },
    }),
  );
}

async function commentPage(client: GitHubClient, issue: number, page: number) {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...client.at,
      issue_number: issue,
      per_page: perPage,
      page,
    }),
  );
  return checked(restComments, data, `GET issues/${issue}/comments`);
}

function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? '';
}
