import type { Run } from '../core/model.ts';
import { lastGoodCommit } from '../github/earlier-texts.ts';
import type { GitHubClient } from '../github/github-client.ts';
import { githubIssueStore } from '../github/issue-store.ts';
import type { PastSource } from '../runner/heal/heal-attempt.ts';
import type { ActionContext } from './action-context.ts';

/**
 * What a checkout of one commit does not know: the last run of the pipeline that succeeded, and how its commit
 * is fetched. The checkout keeps no credentials; the job's token, which only reads, goes to the server alone.
 */
export function pastOf(
  { serverUrl, token }: Pick<ActionContext, 'serverUrl' | 'token'>,
  client: GitHubClient,
  run: Pick<Run, 'pipeline' | 'commit'>,
): PastSource {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    lastGood: () => lastGoodCommit(client, githubIssueStore(client), run),
    credentials: { url: `${serverUrl}/`, header: `AUTHORIZATION: basic ${basic}` },
  };
}
