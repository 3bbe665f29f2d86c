/** Looks at the state of a checkout without changing it, also while a host works on it. */
import { existsSync } from 'node:fs';
import type { Run } from '../../core/model.ts';
import type { Terminal } from '../terminal.ts';
import type { Checkout } from './git-checkout.ts';
import { idleFleet } from './idle-fleet.ts';
import { openLocalGitHub } from './local-github.ts';
import { localClient, localPorts } from './local-ports.ts';
import { openRuns } from './open-runs.ts';
import { stateFolder } from './state-folder.ts';

/** The open runs; none where nothing ever ran. Throws `CliProblem` while a writer is in the midst of writing. */
export async function readState(checkout: Checkout, terminal: Terminal): Promise<readonly Run[]> {
  const state = stateFolder(checkout.root);
  if (!existsSync(state.github)) return [];
  const local = openLocalGitHub(state, checkout);
  try {
    const ports = localPorts(localClient(local, checkout, terminal), idleFleet(terminal));
    return await openRuns({ ports, holder: `local:${process.pid}:looking` });
  } finally {
    await local.github.close();
  }
}
