import { type GitHubClient, githubClient } from '../../../src/github/github-client.ts';
import { makeOctokit } from '../../../src/github/make-octokit.ts';
import { type Bench, bot } from './bench.ts';

/** What a job with these permissions has in its hands, in `octo/shop`. */
export function clientWith(
  bench: Bench,
  permissions: Readonly<Record<string, 'read' | 'write'>>,
): GitHubClient {
  const token = bench.github.createToken({ login: bot, repo: 'octo/shop', permissions });
  const octokit = makeOctokit({
    token,
    baseUrl: 'http://github.localhost',
    fetch: bench.github.fetch,
    userAgent: 'test',
  });
  const shop = { owner: 'octo', repo: 'shop' };
  return githubClient({ octokit, ...shop, self: bot, pace: 0, clock: bench.clock });
}
