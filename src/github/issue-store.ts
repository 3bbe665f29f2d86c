/** Issues, labels and sub-issues over REST; the read of everything over GraphQL. */
import * as z from 'zod';
import { type IssueRead, type IssueStore, PortError } from '../reconcile/ports.ts';
import { commentOnce } from './comment-once.ts';
import { ensureLabels } from './ensure-labels.ts';
import { checked, type GitHubClient } from './github-client.ts';
import { fromRest, parseRestIssue, restIssue } from './issue-answer.ts';
import { issueEvents } from './issue-events.ts';
import { linkSubIssue } from './link-sub-issue.ts';
import { loadWorld } from './load-world.ts';

/** Own issues that `list` answers at most: the newest are what a look before a POST needs. */
const listed = 500;
const perPage = 100;

export function githubIssueStore(client: GitHubClient): IssueStore {
  /** Database ids of issues that were opened here, by number. */
  const ids = new Map<number, number>();
  /** All labels of the repository, as the last read showed them. */
  let labels: readonly string[] | null = null;
  return {
    load: () =>
      loadWorld(client, (names) => {
        labels = names;
      }),
    get: (issue) => getIssue(client, issue),
    list: (label) => listIssues(client, label),
    async create(draft) {
      const { data } = await client.write(() =>
        client.octokit.request('POST /repos/{owner}/{repo}/issues', {
          ...client.at,
          title: draft.title,
          body: draft.body,
          labels: [...draft.labels],
          // A plugin that repeats a POST whose answer was lost would open the issue twice.
          request: { retries: 0 },
        }),
      );
      const { number, id } = checked(restIssue, data, 'POST issues');
      ids.set(number, id);
      return number;
    },
    async update(issue, { stateReason, labels, ...patch }) {
      const { data } = await client.write(() =>
        client.octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
          ...client.at,
          issue_number: issue,
          ...patch,
          ...(labels ? { labels: [...labels] } : {}),
          ...(stateReason ? { state_reason: stateReason } : {}),
        }),
      );
      return parseRestIssue(data, client, `PATCH issues/${issue}`);
    },
    link: (parent, child) => linkSubIssue(client, parent, child, ids.get(child)),
    events: (issue) => issueEvents(client, issue),
    ensureLabels: ensureLabels(client, () => labels),
    comment: (issue, body) => commentOnce(client, issue, body),
  };
}

async function getIssue(client: GitHubClient, issue: number): Promise<IssueRead | null> {
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
        ...client.at,
        issue_number: issue,
      }),
    );
    const read = parseRestIssue(data, client, `GET issues/${issue}`);
    // GitHub redirects to where an issue was transferred to; there it is another repository's.
    return read.number === issue && isHere(data, client) ? read : null;
  } catch (error) {
    if (error instanceof PortError && error.kind === 'gone') return null;
    throw error;
  }
}

function isHere(
  { repository_url: url }: { repository_url?: string },
  client: GitHubClient,
): boolean {
  const { owner, repo } = client.at;
  return url === undefined || url.toLowerCase().endsWith(`/${owner}/${repo}`.toLowerCase());
}

/**
 * Asks for own issues only, so that no flood of others with the same label hides them. An identity that the
 * filter does not know has none by it: then all are asked for, since what is missed would be opened again.
 */
async function listIssues(client: GitHubClient, label: string): Promise<readonly IssueRead[]> {
  const own = await listPages(client, { labels: label, creator: client.self });
  return own.length > 0 ? own : listPages(client, { labels: label });
}

async function listPages(
  client: GitHubClient,
  filter: { readonly labels: string; readonly creator?: string },
): Promise<readonly IssueRead[]> {
  const found: IssueRead[] = [];
  for (let page = 1; page <= listed / perPage; page++) {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/issues', {
        ...client.at,
        ...filter,
        state: 'all',
        sort: 'created',
        direction: 'desc',
        per_page: perPage,
        page,
      }),
    );
    const issues = checked(z.array(restIssue), data, 'GET issues');
    for (const issue of issues) {
      const read = fromRest(issue, client);
      if (read.mine && issue.pull_request === undefined) found.push(read);
    }
    if (issues.length < perPage) break;
  }
  return found;
}
