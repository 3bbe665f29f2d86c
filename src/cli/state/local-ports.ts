/** The reconciler's ports over the embedded GitHub, called in process. */
import type { DirectOptions } from '../../embedded/http/direct-call.ts';
import type { GitHubClientOptions } from '../../github/github-client.ts';
import { githubPorts } from '../../github/github-ports.ts';
import { makeOctokit } from '../../github/make-octokit.ts';
import type { Fleet, Ports } from '../../reconcile/ports.ts';
import type { Terminal } from '../terminal.ts';
import type { Checkout } from './git-checkout.ts';
import { type LocalGitHub, ownLogin } from './local-github.ts';

/** How the embedded GitHub is called; the clock is that of the ports, too. */
export type LocalClient = GitHubClientOptions & { readonly clock: Ports['clock'] };

export function localClient(
  { github, token }: LocalGitHub,
  { owner, repo }: Pick<Checkout, 'owner' | 'repo'>,
  terminal: Pick<Terminal, 'now'>,
): LocalClient {
  const octokit = makeOctokit({
    token,
    baseUrl: 'http://github.localhost',
    // Octokit calls with plain headers and text.
    fetch: (url, init) => github.call(url, init as DirectOptions),
    parsed: true,
    userAgent: 'yardmaster',
  });
  const clock = {
    now: terminal.now,
    sleep: (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time)),
    random: Math.random,
  };
  // The embedded GitHub asks nobody to write slowly.
  return { octokit, owner, repo, self: ownLogin, pace: 0, clock };
}

export function localPorts(client: LocalClient, fleet: Fleet): Ports {
  return { ...githubPorts(client), fleet, clock: client.clock, log: () => {} };
}
