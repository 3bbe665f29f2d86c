import type { AttemptRef, Run } from '../core/model.ts';
import { type LeftByAttempt, readLeft } from '../github/artifact-files.ts';
import type { GitHubClient } from '../github/github-client.ts';
import type { PipelineDefinition, TaskDefinition } from '../text/pipeline/pipeline-definition.ts';
import type { OutputsOfNeeds } from '../text/pipeline/resolve-env.ts';
import { ActionProblem } from './action-context.ts';
import { writeReceived } from './write-received.ts';

function lost(key: string, why: string): ActionProblem {
  return new ActionProblem(
    `What \`${key}\` left cannot be had: ${why}`,
    `Run \`${key}\` again; artifacts are kept as long as the repository's settings say.`,
  );
}

/** What one need left; null where nothing of it is used. */
async function receiveOne(
  client: GitHubClient,
  run: Run,
  need: number,
  { produces, outputs, spec }: TaskDefinition,
): Promise<LeftByAttempt | null> {
  const status = run.statuses[need];
  if (status?.state !== 'COMPLETED' || produces.length + outputs.length === 0) return null;
  if (status.place === null) throw lost(spec.key, 'the ledger does not say where it is');
  const ref: AttemptRef = { run: run.issue, task: need, attempt: status.attempt };
  const { place, artifact } = status;
  const left = await readLeft(client, place, ref, produces.length > 0, artifact);
  if (!left) throw lost(spec.key, `workflow run ${status.place} has no artifact of it`);
  if (!left.handoff.ok) throw lost(spec.key, left.handoff.why);
  if (left.handoff.digest !== status.digest) throw lost(spec.key, 'it is not what was settled');
  return left;
}

/** What the needs of a task left for it. */
export interface Received {
  readonly outputs: OutputsOfNeeds;
  /** Paths of the files, which are in the checkout now. */
  readonly files: readonly string[];
}

/**
 * Fetches what the needs of a task left in their workflow runs: files go into the checkout, outputs are
 * answered by the ids of the needs. Only what is used is fetched, and only what the ledger knows by its
 * digest is used.
 */
export async function receiveFromNeeds(
  client: GitHubClient,
  run: Run,
  pipeline: PipelineDefinition,
  task: number,
  root: string,
): Promise<Received> {
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  const files: string[] = [];
  for (const need of run.tasks[task]?.needs ?? []) {
    const definition = pipeline.tasks[need];
    const left = definition ? await receiveOne(client, run, need, definition) : null;
    if (!definition || !left?.handoff.ok) continue;
    const { job } = definition.spec;
    outputs[job] = { ...outputs[job], ...left.handoff.handoff.outputs };
    writeReceived(root, left.files, definition.produces);
    files.push(...left.files.keys());
  }
  return { outputs, files };
}
