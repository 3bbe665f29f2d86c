import type { Observation } from '../core/decision.ts';
import type { AttemptResult, Run } from '../core/model.ts';
import { fileAt } from '../github/file-at.ts';
import type { GitHubClient } from '../github/github-client.ts';
import { settleHealing } from '../github/settle-healing.ts';
import type { HealedEnd } from '../github/workflow-fleet.ts';
import { PortError, type Ports } from '../reconcile/ports.ts';
import { executionModePath } from '../text/healing/execution-mode.ts';
import type { ActionContext } from './action-context.ts';
import { healPolicyFrom } from './heal-policy-in.ts';
import { pipelineAt } from './read-pipeline.ts';
import { runOfJournal } from './run-of-journal.ts';

export interface HealingOffice {
  readonly context: Pick<ActionContext, 'serverUrl' | 'owner' | 'repo' | 'refName'>;
  readonly client: GitHubClient;
  readonly ports: Ports;
  /** As in an intent. */
  readonly holder: string;
}

/**
 * Publishes the fix of an attempt that healed and brings its failure's issue up to date, if the attempt is
 * still the current one and nobody settled it. What the attempt says of itself is judged by the files of the
 * run's commit as the journal knows it. Doing it again finds what was done.
 *
 * @returns what to tell the reconciler; nothing of an attempt that does not count any more.
 * @throws PortError where it may come through later.
 */
export async function settleHealed(
  office: HealingOffice,
  end: HealedEnd,
): Promise<readonly Observation[]> {
  const { client, ports } = office;
  const { ref } = end;
  const read = await runOfJournal(client, ref.run, ports.clock);
  if (!read.ok) throw new PortError('unavailable', read.why);
  const { run } = read;
  const status = run?.statuses[ref.task];
  const open = status?.state === 'QUEUED' || status?.state === 'RUNNING';
  if (!run || !open || status.attempt !== ref.attempt) return [];
  try {
    return await publish(office, end, run);
  } catch (error) {
    if (error instanceof PortError && mayPass(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return [{ kind: 'ended', ref, result: withoutFix(end, why) }];
  }
}

async function publish(
  { context, client, ports, holder }: HealingOffice,
  end: HealedEnd,
  run: Run,
): Promise<readonly Observation[]> {
  const { ref } = end;
  const bytesAt = (path: string) => fileAt(client, path, run.commit);
  const { pipeline, settings } = await pipelineAt(bytesAt, run.pipeline);
  const task = pipeline.tasks[ref.task];
  // Its task heals nothing: whoever made the attempt says so, and nothing follows from it.
  if (!task?.heal || task.spec.key !== run.tasks[ref.task]?.key)
    return [{ kind: 'ended', ref, result: withoutFix(end, 'its task does not say `heal`') }];
  const { policy } = healPolicyFrom(task.heal, settings, await bytesAt(executionModePath));
  const { serverUrl: site, owner, repo, refName: branch } = context;
  const settled = await settleHealing(client, ports, end, {
    ...{ run, policy, holder, branch, site },
    attemptUrl: `${site}/${owner}/${repo}/actions/runs/${end.result.place ?? 0}`,
  });
  return [settled.end];
}

function mayPass({ kind }: PortError): boolean {
  return kind === 'unavailable' || kind === 'rate-limited';
}

/** Nobody believes a success whose fix is nowhere. */
function withoutFix({ result, heal }: HealedEnd, why: string): AttemptResult {
  if (result.outcome !== 'success' || heal.result !== 'healed') return result;
  const message = `its fix could not be kept: ${why}`.slice(0, 300);
  return { ...result, outcome: 'failure', failure: 'lost', message };
}
