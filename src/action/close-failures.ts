import type { Run } from '../core/model.ts';
import { closeHealed } from '../github/close-healed.ts';
import { fixLanded } from '../github/fix-landed.ts';
import { fixReverted } from '../github/fix-reverted.ts';
import type { GitHubClient } from '../github/github-client.ts';
import { recordsOf } from '../reconcile/failures/kept-failures.ts';
import { noteReverts } from '../reconcile/failures/note-reverts.ts';
import { needTending } from '../reconcile/failures/tend-failures.ts';
import type { Ports } from '../reconcile/ports.ts';
import { type FailureRecord, failureFolder, isOpenStatus } from '../text/failure/failure-record.ts';
import { runLabel } from '../text/issue/labels.ts';
import { parseLedger } from '../text/ledger/ledger.ts';
import type { ActionContext } from './action-context.ts';

/** Runs that are looked at; what passed before these is of no interest any more. */
const mostRuns = 30;

/**
 * Closes the issues of failures that are over: their pull request was merged, or their task passed since on
 * the branch. Goes on with what settles left that died. Where no failure is open this costs one call.
 *
 * @returns the issues that were closed.
 * @throws PortError; the next sweep goes on.
 */
export async function closeFailures(
  { serverUrl, owner, repo, refName: branch }: ActionContext,
  client: GitHubClient,
  ports: Ports,
  holder: string,
): Promise<readonly number[]> {
  const files = await ports.journal.files(failureFolder);
  const records = recordsOf(files);
  // A fix that a person took back says something about its remedy.
  if (records.some(({ status, fix }) => status === 'healed' && fix !== null))
    await noteReverts(ports, (fix) => fixReverted(client, fix, branch));
  const open = records.filter(({ status }) => isOpenStatus(status));
  if (!needTending(files)) return [];
  const runs = open.length > 0 ? await runsSince(ports, open) : [];
  const commits = [...new Set(runs.map(({ commit }) => commit))];
  const onBranch = new Set<string>();
  for (const commit of commits)
    if (await fixLanded(client, { commit, pull: null }, branch)) onBranch.add(commit);
  return closeHealed(client, ports, {
    ...{ holder, branch, runs },
    isOnBranch: ({ commit }) => onBranch.has(commit),
    urlOf: ({ issue }) => `${serverUrl}/${owner}/${repo}/issues/${issue}`,
  });
}

/** Runs in which something passed since a failure was seen last, open or over. */
async function runsSince(ports: Ports, open: readonly FailureRecord[]): Promise<readonly Run[]> {
  const since = Math.min(...open.map(({ last }) => last));
  const issues = await ports.issues.list(runLabel);
  return issues
    .slice(0, mostRuns)
    .flatMap(({ body }) => {
      const ledger = parseLedger(body);
      return ledger.ok ? [ledger.run] : [];
    })
    .filter(({ statuses }) =>
      statuses.some(({ state, endedAt }) => state === 'COMPLETED' && (endedAt ?? 0) > since),
    );
}
