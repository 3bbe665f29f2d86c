/** The reconciler's ports over the embedded GitHub, called in process. */
import type { DirectOptions } from '../../embedded/http/direct-call.ts';
import { githubPorts } from '../../github/github-ports.ts';
import { makeOctokit } from '../../github/make-octokit.ts';
import type { Fleet, Ports } from '../../reconcile/ports.ts';
import type { Terminal } from '../terminal.ts';
import type { Checkout } from './git-checkout.ts';
import { type LocalGitHub, ownLogin } from './local-github.ts';

export function localPorts(
  { github, token }: LocalGitHub,
  { owner, repo }: Pick<Checkout, 'owner' | 'repo'>,
  fleet: Fleet,
  terminal: Pick<Terminal, 'now'>,
): Ports {
  const octokit = makeOctokit({
    token,
    baseUrl: 'http://github.localhost',
    // Octokit calls with plain headers and text.
    fetch: (url, init) => github.call(url, init as DirectOptions),
    userAgent: 'yardmaster',
  });
  const clock = {
    now: terminal.now,
    sleep: (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time)),
    random: Math.random,
  };
  // The embedded GitHub asks nobody to write slowly.
  const client = { octokit, owner, repo, self: ownLogin, pace: 0, clock };
  return { ...githubPorts(client), fleet, clock, log: () => {} };
}
