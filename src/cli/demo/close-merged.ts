import { closeHealed } from '../../github/close-healed.ts';
import { githubClient } from '../../github/github-client.ts';
import { readCheckout } from '../state/git-checkout.ts';
import { idleFleet } from '../state/idle-fleet.ts';
import { openLocalGitHub } from '../state/local-github.ts';
import { localClient, localPorts } from '../state/local-ports.ts';
import { stateFolder } from '../state/state-folder.ts';
import type { Terminal } from '../terminal.ts';

/** Closes the issues of failures whose pull request was merged; answers which. */
export async function closeMerged(terminal: Terminal): Promise<readonly number[]> {
  const checkout = readCheckout(terminal.directory);
  const local = openLocalGitHub(stateFolder(checkout.root), checkout);
  const client = localClient(local, checkout, terminal);
  try {
    return await closeHealed(githubClient(client), localPorts(client, idleFleet(terminal)), {
      holder: `local:${process.pid}`,
      branch: checkout.branch,
      runs: [],
      isOnBranch: () => false,
      urlOf: () => null,
      grace: 0,
    });
  } finally {
    await local.github.close();
  }
}
